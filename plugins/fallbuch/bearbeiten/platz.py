"""Where somebody works: a team on a day, from which single cases are taken, and to which changes go back.

What concerns one case reads one file: with thousands of cases an entry is as quick as with ten.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.akte.lesen import lies_quelldatei
from fallbuch.akte.schreiben import neue_befunde
from fallbuch.akte.textwache import zeigbar
from fallbuch.befund import Befund, Schwere, anzahl, lesbar, meldung
from fallbuch.bestand.laden import Akte, lade_bestand
from fallbuch.einrichtung import Einrichtung, falldateien_von, kennungen_von
from fallbuch.kennung import meinten_sie
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.text.ablage import Ablage, Zwischenzeitlich
from fallbuch.text.journal import Journalfehler, Schreibvorgang, Unvereinbar, lege_ab, nimm_auf, quittiere
from fallbuch.text.quelle import Quelldatei, lies_datei
from fallbuch.werte import dataclass

_SCHON = "Dieser Befehl war unterbrochen worden. Jetzt ist alles geschrieben, und nichts davon zweimal. War er noch ein zweites Mal gemeint, rufen Sie ihn erneut auf."


@dataclass(frozen=True, kw_only=True)
class Platz:
    """A team that somebody works on. `stichtag` is the day that new entries get, `heute` the day of the clock."""

    einrichtung: Einrichtung
    stichtag: date
    heute: date
    #: The command that is being carried out, and by what the same call is known again.
    befehl: str = ""
    aufruf: str = ""
    #: What would change is only to be shown.
    zeigen: bool = False

    @property
    def regelwerk(self) -> Regelwerk:
        return self.einrichtung.regelwerk

    def name(self, kennung: str) -> str:
        """Return the name of the case's file, relative to the team's folder."""
        return f"{self.einrichtung.datei.ordner.faelle}/{kennung}.md"

    @cached_property
    def kennungen(self) -> list[str]:
        """The names of all case files without their ending."""
        return kennungen_von(self.einrichtung)

    @cached_property
    def aufgegangene(self) -> dict[str, str]:
        """The numbers of cases that went into another one, in small letters, each with that case's ID."""
        if not self.kennungen:
            return {}
        verdaechtige = [datei for datei in self.dateien() if b"vereint" in datei.inhalt.lower()]
        faelle = (lies_quelldatei(datei)[0] for datei in verdaechtige)
        return {kennung.lower(): fall.kennung for fall in faelle for kennung in fall.kopf.vereint_mit}

    def datei(self, kennung: str) -> Quelldatei:
        """Return the file of a case; upper and lower case do not count. Raises `Schreibfehler` where there is none."""
        alle = self.kennungen
        passende = [k for k in alle if k == kennung] or [k for k in alle if k.lower() == kennung.lower()]
        if len(passende) != 1:
            if (mit := self.aufgegangene.get(kennung.lower())) is not None:
                raise Schreibfehler(
                    f"Einen Fall „{lesbar(kennung)}“ gibt es nicht mehr: Er ist mit {mit} vereint. Nennen Sie {mit}."
                )
            rat = meinten_sie(kennung, alle, "Sehen Sie in der Liste der Fälle nach.")
            raise Schreibfehler(f"Einen Fall „{lesbar(kennung)}“ gibt es nicht. {rat}")
        name = self.name(passende[0])
        datei = lies_datei(self.einrichtung.wurzel / name, name, self.einrichtung.fallordner)
        if datei.hindernis is not None:
            raise Schreibfehler(f"{name} lässt sich nicht ändern: Die Datei ist {datei.hindernis}.")
        return datei

    def akte(self, datei: Quelldatei) -> Akte:
        """Read one case with its findings and due items."""
        return self.lies([datei])[0]

    def dateien(self) -> list[Quelldatei]:
        """Return all case files, in the order of their names."""
        return list(falldateien_von(self.einrichtung))

    def akten(self) -> tuple[Akte, ...]:
        """Read all cases, in the order of their IDs."""
        return self.lies(self.dateien())

    def lies(self, dateien: Iterable[Quelldatei]) -> tuple[Akte, ...]:
        """Read some cases, with what can be found by looking at these alone."""
        return lade_bestand(dateien, self.regelwerk, self.stichtag, self.heute, {})

    def gepruefte(self, vorher: Akte | None, datei: Quelldatei) -> tuple[Akte, list[Befund]]:
        """Read a case as it would be; returns it with the new Hinweise. A new Fehler raises `Schreibfehler`."""
        akte = self.akte(datei)
        neue = neue_befunde(vorher.befunde if vorher else (), akte.befunde)
        fehler = [befund for befund in neue if befund.schwere is Schwere.FEHLER]
        if fehler:
            saetze = " ".join(f"{befund.text} {befund.hinweis}" for befund in fehler[:3])
            wo = f"in {datei.name} stehen" if vorher is not None else "angelegt werden"
            # Of several the first is the one to begin with; its line tells which key it is about.
            zeile = next(iter(_zeilen(datei.inhalt)[fehler[0].stelle.zeile - 1 :]), "")
            feld, trenner, _ = zeile.partition(":")
            raise Schreibfehler(f"So kann es nicht {wo}. {saetze}", feld=feld if trenner else "")
        return akte, neue


def nimm_wieder_auf(wurzel: Path, aufruf: str = "") -> tuple[str, str]:
    """Finish what a killed program left undone; returns what to say of it, and what of this very call.

    Where the second text is not "", the call has been made already. Raises `Schreibfehler`.
    """
    try:
        gefunden = nimm_auf(wurzel, aufruf)
    except Unvereinbar as fehler:
        raise Schreibfehler(_unvereinbar(fehler)) from fehler
    except Journalfehler as fehler:
        raise unlesbare_aufzeichnung(fehler) from fehler
    saetze = [f"{benannt(v)} war unterbrochen worden und ist jetzt vollständig." for v in gefunden.andere]
    schon: list[str] = []
    if (eigener := gefunden.eigener) is not None:
        quittiere(wurzel, eigener)
        schon = [*eigener.saetze, _SCHON]
    return "".join(f"{satz}\n" for satz in saetze), "".join(f"{satz}\n" for satz in schon)


def unlesbare_aufzeichnung(fehler: Journalfehler) -> Schreibfehler:
    """Say what to do about a record that nobody can read."""
    return Schreibfehler(
        f"{fehler.name} ist nicht lesbar. Darin steht eine Änderung, die Fallbuch begonnen hat. Sehen Sie nach, welche Dateien zuletzt geändert wurden, "
        "und löschen Sie diese eine Datei, wenn alles stimmt."
    )


def benannt(vorgang: Schreibvorgang) -> str:
    """Name a change by its command and its files."""
    namen = ", ".join(vorgang.namen[:5]) + (" …" if len(vorgang.namen) > 5 else "")
    return f"„fallbuch {vorgang.befehl}“ ({namen})"


def _unvereinbar(fehler: Unvereinbar) -> str:
    namen = ", ".join(lesbar(name, 200) for name in fehler.namen)
    return (
        f"{benannt(fehler.vorgang)} wurde mitten im Schreiben unterbrochen, und {namen} hat seither jemand geändert. Deshalb lässt es sich nicht von selbst "
        "zu Ende führen; es wurde nichts geschrieben. „fallbuch zuruecknehmen --unterbrochenes“ zeigt, was schon geschrieben war, und nimmt es zurück; was seither "
        "jemand geändert hat, bleibt. Danach rufen Sie den unterbrochenen Befehl noch einmal auf."
    )


@dataclass(frozen=True, kw_only=True)
class Vorhaben:
    """A change that is worked out and checked, and not yet written."""

    ablagen: Sequence[Ablage]
    #: What it does, as sentences for whoever asked for it.
    saetze: Sequence[str] = ()
    hinweise: Sequence[Befund] = ()
    #: The files speak of customers: a line that looks like a personal statement is not shown.
    vertraulich: bool = True
    #: It can be taken back; not so what git had left half done.
    merken: bool = True
    #: What to know before it is done.
    warnungen: Sequence[str] = ()
    #: Files that get an earlier state back, each with the number of a remembered change that goes; 0 where it is not remembered.
    nimmt_zurueck: Sequence[tuple[int, str]] = ()

    def fuehre_aus(self, platz: Platz, antworte: Callable[[], None] = lambda: None) -> None:
        """Write all of it and answer; raises `Schreibfehler` where a file has changed since it was read."""
        # Cases can be taken back; what takes back is not remembered itself, so that the one before comes next.
        ordner = f"{platz.einrichtung.datei.ordner.faelle}/"
        faelle = {a.name for a in self.ablagen if self.merken and a.name.startswith(ordner)}
        vorgang = Schreibvorgang(
            ablagen=self.ablagen,
            befehl=platz.befehl,
            saetze=self.saetze,
            aufruf=platz.aufruf,
            gemerkt=frozenset(faelle - {name for _, name in self.nimmt_zurueck}),
            nimmt_zurueck=[(nummer, name) for nummer, name in self.nimmt_zurueck if nummer],
        )
        try:
            lege_ab(platz.einrichtung.wurzel, vorgang, antworte)
        except Zwischenzeitlich as fehler:
            raise Schreibfehler(
                f"{fehler.name} wurde inzwischen von anderer Hand geändert; es wurde nichts geschrieben. Rufen Sie den Befehl noch einmal auf."
            ) from fehler

    def vorschau(self) -> str:
        """Return the lines that would change, as review tools show them, and what to know of it before."""
        gezeigt = zeigbar if self.vertraulich else str
        unterschied = "".join(_unterschied(ablage, gezeigt) for ablage in self.ablagen)
        return (unterschied or "Es gibt nichts zu ändern.\n") + "".join(f"{satz}\n" for satz in self.warnungen)

    def bericht(self) -> str:
        """Return what was done, and what is worth a look."""
        hinweise = "".join(map(meldung, self.hinweise))
        return "".join(f"{satz}\n" for satz in self.saetze) + hinweise


def _unterschied(ablage: Ablage, gezeigt: Callable[[str], str]) -> str:
    """Show a change as people read it: the file's name, then what goes (-) and what comes (+) with a few lines around."""
    zeilen = difflib.unified_diff(_zeilen(ablage.alt or b""), _zeilen(ablage.neu or b""), n=2, lineterm="")
    zusatz = " (neu)" if ablage.alt is None else " (wird entfernt)" if ablage.neu is None else ""
    teile = [
        "  …" if z.startswith("@@") else f"  {lesbar(z[0] + ' ' + gezeigt(z[1:]), 500).rstrip()}"
        for z in list(zeilen)[3 if zusatz else 2 :]
    ]
    return "".join(f"{teil}\n" for teil in (f"{ablage.name}{zusatz}", *teile))


def _zeilen(inhalt: bytes) -> list[str]:
    text = inhalt.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    return text.removesuffix("\n").split("\n") if text else []


def als_vorhaben(
    platz: Platz, alt: Quelldatei, neu: bytes, saetze: Iterable[str], vorher: Akte | None = None
) -> tuple[Vorhaben, Akte]:
    """Check the new text of one case; returns what is to be written and the case as it will be."""
    akte, hinweise = platz.gepruefte(vorher or platz.akte(alt), Quelldatei(alt.name, neu))
    ablagen = () if neu == alt.inhalt else (Ablage(name=alt.name, alt=alt.inhalt, neu=neu),)
    return Vorhaben(ablagen=ablagen, saetze=tuple(saetze), hinweise=tuple(hinweise)), akte


def zusammen(vorhaben: Sequence[Vorhaben]) -> Vorhaben:
    """Return several changes as one: either all of them are written or none."""
    saetze = [satz for v in vorhaben for satz in v.saetze]
    if len(vorhaben) > 1:
        geaendert = [ablage.name for v in vorhaben for ablage in v.ablagen]
        saetze = [v.saetze[0] for v in vorhaben]
        saetze.append(f"{anzahl(len(geaendert), 'Fall', 'Fälle')} geändert: {', '.join(geaendert)}.")
    return Vorhaben(
        ablagen=[ablage for v in vorhaben for ablage in v.ablagen],
        saetze=saetze,
        hinweise=[hinweis for v in vorhaben for hinweis in v.hinweise],
    )
