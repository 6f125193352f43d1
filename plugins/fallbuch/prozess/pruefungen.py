"""What must be true of processes and recommendations; each check is a small function in a tuple."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from fallbuch.akte.meldungen import F011
from fallbuch.akte.modell import Status
from fallbuch.akte.typen import waehle
from fallbuch.befund import Befund, Meldungsart, Stelle
from fallbuch.kennung import meinten_sie, naechstes, vergleichsform
from fallbuch.prozess import meldungen
from fallbuch.prozess.fundus import Fundus
from fallbuch.prozess.lesen import abschnitt
from fallbuch.prozess.modell import SCHRITTE, VON_AUSSEN, VORLAEUFIG, Beschriebenes, Empfehlung, Prozess, Prozessnennung
from fallbuch.prozess.netz import Netz, von_aussen
from fallbuch.prozess.texte import pruefe_text
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.statistik.kennzahlen import KENNZAHLEN, kennzahl
from fallbuch.werte import dataclass


@dataclass(frozen=True)
class Pruefstoff:
    """What the checks look at: everything of one team, on the day of the clock."""

    prozesse: Sequence[Prozess]
    empfehlungen: Sequence[Empfehlung]
    regelwerk: Regelwerk
    fundus: Fundus
    heute: date

    @cached_property
    def netz(self) -> Netz:
        return Netz(self.prozesse)

    @cached_property
    def umbenannte(self) -> Mapping[str, Prozess]:
        """Shipped names that no process has any more → the process that the team calls otherwise."""
        return {vergleichsform(p.frueherer_name): p for p in self.prozesse if p.frueherer_name is not None}

    def namen_bei(self, prozess: Prozess) -> Sequence[str]:
        """Return the processes that one can have as neighbours: of its group, else all that the team has."""
        andere = [p for p in self.prozesse if p is not prozess]
        gruppe = [p.name for p in andere if p.gruppe == prozess.gruppe]
        return gruppe or [p.name for p in andere if p.unserer or p.eigen]

    def wo(self, stelle: Stelle, *schuldige: Prozess | None, feld: str = "") -> Stelle:
        """Return the place to mend: a shipped file nobody can change, so what the team wrote is shown instead."""
        if stelle.datei.startswith(f"{self.fundus.seitenordner}/"):
            return stelle
        eigene = (p for p in schuldige if p is not None and p.eigen)
        return next((p.name.stelle if p.frueherer_name else _eigener_ort(p, feld) for p in eigene), stelle)


def _eigener_ort(prozess: Prozess, feld: str) -> Stelle:
    """Return where the team's file names a field, else its beginning."""
    stelle = prozess.ort(feld)
    return stelle if stelle.datei == prozess.datei else Stelle(datei=prozess.datei)


def _pflicht(stoff: Pruefstoff) -> Iterator[Befund]:
    """Every description has a name, a purpose and an output; every recommendation its name, day and decision."""
    namen = [p.stamm for p in stoff.prozesse if p.mitgeliefert and p.unserer]
    for p in stoff.prozesse:
        if p.herrenlos:
            fehlende = ", ".join(f"„{feld.name}“" for feld in p.fehlende)
            vorschlag = naechstes(p.stamm, namen)
            sonst = "Benennen Sie die Datei wieder so, wie sie hieß, oder ergänzen Sie die Felder."
            rat = f"Meinten Sie {vorschlag}.md?" if vorschlag else sonst
            dateinamen = ", ".join(f"{name}.md" for name in namen)
            yield meldungen.P022.melde(Stelle(datei=p.datei), fehlende=fehlende, namen=dateinamen, rat=rat)
        elif p.beschreibung == VORLAEUFIG:
            yield meldungen.P023.melde(p.ort("Beschreibung"), prozess=p.name)
    for ding in (*(p for p in stoff.prozesse if not p.herrenlos), *stoff.empfehlungen):
        for feld in ding.fehlende if ding.gelesen else ():
            yield F011.melde(ding.ort(feld.name), feld=feld.name, beispiel=feld.beispiel)


def _namen(stoff: Pruefstoff) -> Iterator[Befund]:
    """No name occurs twice."""
    gesehen: dict[str, Prozess] = {}
    for prozess in sorted(stoff.prozesse, key=lambda p: p.eigen):
        anderer = gesehen.setdefault(vergleichsform(prozess.name), prozess)
        if anderer is not prozess:
            yield meldungen.P008.melde(prozess.name.stelle, prozess=prozess.name, datei=anderer.datei)


#: Each field that names neighbours, with the one in which they name this process.
_GEGENFELD = {"Vorgänger": "Nachfolger", "Nachfolger": "Vorgänger"}


def _genannte(prozess: Prozess, feld: str) -> Sequence[Prozessnennung]:
    return prozess.vorgaenger if feld == "Vorgänger" else prozess.nachfolger


def _nachbarn(stoff: Pruefstoff) -> Iterator[Befund]:
    """Predecessors and successors exist and name one another."""
    for prozess in stoff.prozesse:
        for feld in _GEGENFELD:
            for nennung in _genannte(prozess, feld):
                yield from _nachbar(stoff, prozess, feld, nennung)


def _nachbar(stoff: Pruefstoff, prozess: Prozess, feld: str, nennung: Prozessnennung) -> Iterator[Befund]:
    nachbar = stoff.netz.finde(nennung)
    if nachbar is None:
        rat = "Legen Sie ihn mit „fallbuch neu-prozess“ an, oder nehmen Sie ihn hier heraus."
        mehr = {}
        neuer = stoff.umbenannte.get(vergleichsform(nennung)) or _gemeinter(stoff, prozess, feld)
        if neuer is not None:
            neue = ", ".join(neuer.name if n is nennung else n for n in _genannte(prozess, feld))
            datei = _teamdatei(stoff, prozess)
            mehr = {"rat": f"Meinten Sie „{neuer.name}“? Schreiben Sie dann in {datei} „{feld}: [{neue}]“."}
        stelle = stoff.wo(nennung.stelle, neuer, prozess)
        moegliche = stoff.namen_bei(prozess)
        yield _unbekannt(
            meldungen.P002, nennung, moegliche, rat, stelle=stelle, prozess=prozess.name, feld=feld, **mehr
        )
        return
    if nachbar is prozess:
        yield meldungen.P021.melde(nennung.stelle, prozess=prozess.name, feld=feld)
        return
    gegenfeld = _GEGENFELD[feld]
    zurueck = _genannte(nachbar, gegenfeld)
    # Where the neighbour names somebody who does not exist, that is reported there; it may well mean this one.
    verschrieben = any(stoff.netz.finde(n) is None for n in zurueck)
    if nachbar.gelesen and not verschrieben and prozess not in stoff.netz.nachbarn(zurueck):
        stelle = stoff.wo(nennung.stelle, nachbar, prozess, feld=gegenfeld)
        yield meldungen.P003.melde(
            stelle,
            prozess=prozess.name,
            wert=nachbar.name,
            feld=feld,
            gegenfeld=gegenfeld,
            datei=_teamdatei(stoff, nachbar),
            eigene=_teamdatei(stoff, prozess),
        )


def _gemeinter(stoff: Pruefstoff, prozess: Prozess, feld: str) -> Prozess | None:
    """Return the one process that names this one without being named by it: most likely it was renamed."""
    genannte = stoff.netz.nachbarn(_genannte(prozess, feld))
    kommen_vor = stoff.netz.vorgaenger(prozess) if feld == "Vorgänger" else stoff.netz.nachfolger(prozess)
    ungenannte = [p for p in kommen_vor if p not in genannte]
    return ungenannte[0] if len(ungenannte) == 1 else None


def _teamdatei(stoff: Pruefstoff, prozess: Prozess) -> str:
    """Return the file in which the team can say something about a process, whether it is there yet or not."""
    return prozess.datei if prozess.eigen else f"{stoff.fundus.seitenordner}/{prozess.pfad}"


def _eingaben(stoff: Pruefstoff) -> Iterator[Befund]:
    """Every input is somebody's output, or comes from outside."""
    if any(not p.gelesen for p in stoff.prozesse):
        return  # what cannot be read may deliver it
    for prozess in stoff.prozesse:
        for eingabe in prozess.eingabe:
            if von_aussen(eingabe) or any(p is not prozess for p in stoff.netz.liefert(eingabe)):
                continue
            vorgaenger = stoff.netz.vorgaenger(prozess)
            moegliche: list[str] = [a for p in vorgaenger for a in p.ausgabe]
            sonst = f"Nennen Sie eine Ausgabe eines Vorgängers, oder schreiben Sie „{VON_AUSSEN}“ dahinter."
            erwartet = f"Erwartet: die Ausgabe eines anderen Prozesses, oder etwas „{VON_AUSSEN}“."
            mehr = {} if moegliche else {"erwartet": erwartet}
            bekannte = moegliche or [a for p in stoff.prozesse for a in p.ausgabe]
            stelle = stoff.wo(eingabe.stelle, *vorgaenger)
            yield _unbekannt(meldungen.P004, eingabe, bekannte, sonst, stelle=stelle, prozess=prozess.name, **mehr)


def _hilfsmittel(stoff: Pruefstoff) -> Iterator[Befund]:
    """Every tool is a page, a file or a field."""
    for prozess in stoff.prozesse:
        for mittel in prozess.hilfsmittel:
            if stoff.fundus.finde(mittel, prozess.pfad) is None:
                sonst = "Legen Sie die Seite oder die Datei an, oder nehmen Sie das Hilfsmittel heraus."
                yield _unbekannt(meldungen.P005, mittel, stoff.fundus.namen, sonst)


def _erreichbar(stoff: Pruefstoff) -> Iterator[Befund]:
    """A way leads to every process."""
    if any(not p.gelesen for p in stoff.prozesse):
        return  # what cannot be read may be the way
    for prozess in stoff.prozesse:
        if prozess.stamm not in stoff.netz.erreichbare and not prozess.herrenlos:
            geaenderte = [p for p in stoff.prozesse if p.geaendert and p.gruppe == prozess.gruppe]
            yield meldungen.P006.melde(stoff.wo(prozess.name.stelle, *geaenderte), prozess=prozess.name)


def _status(stoff: Pruefstoff) -> Iterator[Befund]:
    """The status is one that cases have."""
    woerter = [status.value for status in Status]
    for prozess in stoff.prozesse:
        for status in prozess.status:
            if waehle(status, "Status", woerter, {}).wert is None:
                yield _unbekannt(meldungen.P007, status, woerter, "Nehmen Sie einen Status aus der Liste.")


def _personen(stoff: Pruefstoff) -> Iterator[Befund]:
    """Who is responsible belongs to the team."""
    berater = stoff.regelwerk.vokabular.berater
    genannte = [n for p in stoff.prozesse for n in p.verantwortlich]
    genannte += [e.haelt_nach for e in stoff.empfehlungen if e.haelt_nach is not None and e.offen]
    heutige = [name for name, wort in berater.items() if wort.gilt_am(stoff.heute)]
    for nennung in genannte:
        if nennung not in heutige:
            sonst = "Tragen Sie die Person unter „berater“ in vorlagen/team.yml ein, oder nennen Sie eine andere."
            yield _unbekannt(meldungen.P009, nennung, heutige, sonst)


def _regeln(stoff: Pruefstoff) -> Iterator[Befund]:
    """Every rule or group of rules exists."""
    gruppen = list(dict.fromkeys(r.neueste.gruppe for r in stoff.regelwerk.regeln))
    namen = [*gruppen, *(r.neueste.titel for r in stoff.regelwerk.regeln)]
    erwartet = f"Erwartet: ein Titel, ein Schlüssel oder eine der Gruppen {', '.join(f'„{g}“' for g in gruppen)}."
    for prozess in stoff.prozesse:
        for nennung in prozess.regeln:
            if not stoff.regelwerk.genannte(nennung):
                yield _unbekannt(
                    meldungen.P010, nennung, namen, "Sehen Sie auf der Seite Regelwerk nach.", erwartet=erwartet
                )


def _kennzahlen(stoff: Pruefstoff) -> Iterator[Befund]:
    """Every figure exists."""
    blaetter: list[Prozess | Empfehlung] = [*stoff.prozesse, *stoff.empfehlungen]
    for nennung in (n for blatt in blaetter for n in blatt.kennzahlen):
        if kennzahl(nennung) is None:
            yield _unbekannt(
                meldungen.P011, nennung, [k.titel for k in KENNZAHLEN], "Sehen Sie auf der Seite Kennzahlen nach."
            )


def _schritte(stoff: Pruefstoff) -> Iterator[Befund]:
    """A description says what to do."""
    for prozess in stoff.prozesse:
        schritte = abschnitt(prozess.text, prozess.erste_zeile, SCHRITTE)
        if (
            prozess.gelesen
            and not prozess.herrenlos
            and (schritte is None or not any(z.strip() for z in schritte.zeilen))
        ):
            yield meldungen.P012.melde(Stelle(datei=prozess.textdatei, zeile=prozess.erste_zeile), prozess=prozess.name)


def _teile(stoff: Pruefstoff) -> Iterator[Befund]:
    """A part belongs to a whole that exists, never to itself."""
    for prozess in stoff.prozesse:
        if prozess.teil_von is None:
            continue
        oberster = stoff.netz.mit_ganzen(prozess)[-1]
        darueber = stoff.netz.finde(oberster.teil_von) if oberster.teil_von is not None else None
        if darueber is None and oberster is prozess:
            problem = "einen Prozess dieses Namens gibt es nicht"
        elif darueber is prozess:
            problem = "damit wäre er Teil von sich selbst"
        else:
            continue
        rat = "Nehmen Sie die Zeile heraus, oder nennen Sie einen anderen Prozess."
        moegliche = stoff.namen_bei(prozess)
        yield _unbekannt(meldungen.P013, prozess.teil_von, moegliche, rat, prozess=prozess.name, problem=problem)


def _texte(stoff: Pruefstoff) -> Iterator[Befund]:
    """Links in the text lead somewhere; insertions exist."""
    for blatt in (*stoff.prozesse, *stoff.empfehlungen):
        yield from pruefe_text(stoff.fundus, blatt)


def _tage(stoff: Pruefstoff) -> Iterator[Befund]:
    """What is said to have happened lies not in the future."""
    tage: list[tuple[Beschriebenes, str, date | None]] = [(p, "Geprüft am", p.geprueft) for p in stoff.prozesse]
    for e in stoff.empfehlungen:
        tage += [(e, "Datum", e.datum), (e, "Entschieden am", e.entschieden_am), (e, "Erledigt am", e.erledigt)]
    for blatt, feld, tag in tage:
        if tag is not None and tag > stoff.heute:
            yield meldungen.P018.melde(blatt.ort(feld), feld=feld, datum=tag)


def _empfehlungen(stoff: Pruefstoff) -> Iterator[Befund]:
    """A recommendation concerns a process that exists, and somebody thinks of it."""
    namen = [p.name for p in stoff.prozesse if p.unserer or p.eigen]
    for e in stoff.empfehlungen:
        if e.prozess is not None and stoff.netz.finde(e.prozess) is None:
            yield _unbekannt(
                meldungen.P016, e.prozess, namen, "Nehmen Sie die Zeile heraus, oder nennen Sie einen anderen Prozess."
            )
        if not e.gelesen or not e.offen or e.entscheidung != "angenommen":
            continue
        for feld, beispiel, da in (("Hält nach", "Jana", e.haelt_nach), ("Nachhalten am", "2026-07-02", e.faellig)):
            if da is None and feld not in e.unlesbar:
                yield meldungen.P017.melde(e.ort("Entscheidung"), feld=feld, beispiel=beispiel)


def _unbekannt(
    art: Meldungsart,
    nennung: Prozessnennung,
    bekannte: Collection[str],
    sonst: str,
    *,
    stelle: Stelle | None = None,
    **werte: str,
) -> Befund:
    """Report a word that means nothing here: what is known, and the word that may have been meant; `werte` add to that."""
    woerter = ", ".join(f"„{wort}“" for wort in bekannte) or "ein Wort aus einer Liste, die noch leer ist"
    vorgaben: dict[str, Any] = {
        "wert": nennung,
        "erwartet": f"Erwartet: {woerter}.",
        "rat": meinten_sie(nennung, bekannte, sonst),
    }
    return art.melde(stelle or nennung.stelle, **{**vorgaben, **werte})


PRUEFUNGEN: tuple[Callable[[Pruefstoff], Iterator[Befund]], ...] = (
    _pflicht,
    _namen,
    _nachbarn,
    _eingaben,
    _hilfsmittel,
    _erreichbar,
    _status,
    _personen,
    _regeln,
    _kennzahlen,
    _schritte,
    _teile,
    _texte,
    _tage,
    _empfehlungen,
)
