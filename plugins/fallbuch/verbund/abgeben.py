"""Handing in: the team's counts of a quarter as a package, and the team's own register of what it has handed in when."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from fallbuch import __version__
from fallbuch.befund import anzahl, lesbar
from fallbuch.einrichtung import Aufruffehler
from fallbuch.freigabe.freigeben import regelstand
from fallbuch.kennung import slug, vergleichsform
from fallbuch.statistik.ausgabe import text_der_summen
from fallbuch.statistik.summen import kategorien
from fallbuch.statistik.tabelle import Rohtabelle
from fallbuch.statistik.verbund import NICHT_ZUORDENBAR, Verbund
from fallbuch.statistik.zeitraum import Zeitraum, zeitraum_des_quartals
from fallbuch.statistik.zellen import Zellgroesse, Zusammensetzung
from fallbuch.team import Team
from fallbuch.text.ablage import Ablage
from fallbuch.text.quelle import liegt_da, lies_datei
from fallbuch.verbund.paket import ENDUNG, Paket, pruefwert
from fallbuch.verbund.zaehlung import Gemeinsamzaehler
from fallbuch.werte import dataclass
from fallbuch.zeit import datum_aus, quartal_aus

#: What was handed in when.
ABGABEDATEI = "statistik/verbund.txt"
_KOPF = "# Was das Team an den Verbund abgegeben hat: Quartal, Fassung, Tag, Prüfwert der Zahlen. „fallbuch verbund abgeben“ schreibt die Zeilen.\n"
_ZEILE = re.compile(r"([0-9]{4}Q[1-4]) ([1-9][0-9]{0,5}) (\d{4}-\d{2}-\d{2}) ([0-9a-f]{32})")


@dataclass(frozen=True, slots=True)
class Abgabezeile:
    """One line of the register: quarter, version, day, and a hash of what counts."""

    quartal: str
    fassung: int
    tag: date
    wert: str


@dataclass(frozen=True, kw_only=True)
class Abgabebuch:
    """All that the team has handed in, in the order in which it did."""

    zeilen: Sequence[Abgabezeile] = ()
    #: The bytes of the file, None where there is none.
    datei: bytes | None = None

    def letzte(self, quartal: str) -> Abgabezeile | None:
        """Return the newest line of a quarter."""
        return max((z for z in self.zeilen if z.quartal == quartal), key=lambda z: z.fassung, default=None)

    def mit(self, paket: Paket) -> Ablage:
        """Return the file with one more line."""
        zeile = f"{paket.quartal} {paket.fassung} {paket.gezaehlt_am} {pruefwert(paket)}\n"
        alt = (self.datei or _KOPF.encode()).decode("utf-8", "replace")
        return Ablage(
            name=ABGABEDATEI, alt=self.datei, neu=f"{alt}{'' if alt.endswith(chr(10)) else chr(10)}{zeile}".encode()
        )


def lies_abgaben(wurzel: Path) -> Abgabebuch:
    """Read the register. Raises `Aufruffehler` where it cannot be read, or a line is none: a number that is taken would be given again."""
    if not liegt_da(wurzel / ABGABEDATEI):
        return Abgabebuch()
    datei = lies_datei(wurzel / ABGABEDATEI, ABGABEDATEI, wurzel)
    if datei.hindernis is not None:
        raise Aufruffehler(f"Die Datei „{ABGABEDATEI}“ ist {datei.hindernis}.")
    zeilen = []
    for nummer, zeile in enumerate(datei.inhalt.decode("utf-8-sig", "replace").splitlines(), start=1):
        treffer = _ZEILE.fullmatch(zeile.strip())
        tag = datum_aus(treffer[3]) if treffer is not None else None
        if treffer is not None and tag is not None:
            zeilen.append(Abgabezeile(treffer[1], int(treffer[2]), tag, treffer[4]))
        elif zeile.strip() and not zeile.startswith("#"):
            raise Aufruffehler(f"{ABGABEDATEI}, Zeile {nummer}: „{lesbar(zeile, 60)}“ gehört nicht hierher. Erwartet: Quartal, Fassung, Tag und Prüfwert, wie „fallbuch verbund abgeben“ sie schreibt. Hat git zwei Fassungen zusammengeführt, behalten Sie die Zeilen beider, und löschen Sie die Marken.")  # fmt: skip
    return Abgabebuch(zeilen=zeilen, datei=datei.inhalt)


def zeitraum_fuer(verbund: Verbund, quartal: str, team: Team) -> Zeitraum:
    """Return the quarter as the association counts it. Raises `Aufruffehler` for what is none, or not over."""
    gelesen = quartal_aus(quartal.strip().upper(), kalender=verbund.kalender)
    if gelesen is None:
        raise Aufruffehler(f"„{quartal}“ ist kein Quartal. Erwartet: zum Beispiel 2026Q2.")
    zeitraum = zeitraum_des_quartals(gelesen, team.stichtag)
    if not zeitraum.zu_ende or team.heute <= zeitraum.ende:
        raise Aufruffehler(
            f"Das {zeitraum.name} geht im Verbund bis {zeitraum.ende:%d.%m.%Y}. Abgeben lässt es sich ab dem Tag danach."
        )
    return zeitraum


def packe(
    team: Team,
    verbund: Verbund,
    zeitraum: Zeitraum,
    buch: Abgabebuch,
    fassung: int | None = None,
    *,
    auch_leer: bool = False,
) -> tuple[Paket, bool]:
    """Count a quarter in the common words; tells also whether it says something else than what was handed in last.

    `fassung` is the number of the version where somebody names it, and with `auch_leer` the counts may be none. Raises
    `Aufruffehler` where the team is no member, or has nobody.
    """
    name = next((m for m in verbund.mitglieder if vergleichsform(m) == vergleichsform(team.datei.name)), None)
    if name is None:
        raise Aufruffehler(
            f"Das Team heißt „{team.datei.name}“ (vorlagen/team.yml); Mitglieder des Verbunds sind: {', '.join(verbund.mitglieder)}. "
            "Heißt es dort anders, ändern Sie einen der Namen; sonst nimmt der Verbund es zuerst auf."
        )
    zaehler = Gemeinsamzaehler(team.zahlenwerk.stoff, zeitraum, verbund)
    zahlen = zaehler.zahlen()
    letzte = buch.letzte(zeitraum.schluessel)
    paket = Paket(
        verbund=verbund.verbund, team=name, quartal=zeitraum.schluessel, fassung=fassung or (1 if letzte is None else letzte.fassung + 1),
        vereinbarung=verbund.kennung, woerter=verbund.woerter, regeln=regelstand(team.einrichtung.wurzel)[:24], gezaehlt_am=team.heute, programm=__version__,
        zahlen=zahlen, nicht_zuordenbar=zaehler.nicht_zuordenbare(),
    )  # fmt: skip
    if not zahlen and not auch_leer:
        raise Aufruffehler(
            f"Im {zeitraum.name} hatte das Team keinen Fall. Damit der Verbund weiß, dass nichts fehlt, geben Sie das mit --trotzdem ab."
        )
    if fassung is not None and letzte is not None and fassung <= letzte.fassung:
        raise Aufruffehler(
            f"Die Fassung {letzte.fassung} ist schon abgegeben; eine kleinere zählte beim Verbund nicht. Nennen Sie mit --fassung eine größere Nummer."
        )
    if fassung is None and letzte is not None and letzte.wert == pruefwert(paket):
        return paket.als_fassung(letzte.fassung), False
    return paket, True


def dateiname(paket: Paket) -> str:
    """Return the name of a package's file: whose, of which quarter, which version."""
    return f"{slug(paket.team)}-{paket.quartal.lower()}-{paket.fassung}{ENDUNG}"


def hoechste_fassung(ordner: Path, paket: Paket) -> int:
    """Return the highest number that a package of the same team and quarter in a folder has in its name, 0 where there is none."""
    # Below it too, and as a browser calls a second copy: "team-1-2026q2-1 (1).age".
    name = f"{re.escape(slug(paket.team))}-{paket.quartal.lower()}"
    muster = re.compile(rf"{name}-([1-9][0-9]{{0,5}})\b.*{re.escape(ENDUNG)}")
    treffer = (muster.fullmatch(p.name) for p in ordner.rglob(f"*{ENDUNG}"))
    return max((int(t[1]) for t in treffer if t is not None), default=0)


def in_worten(paket: Paket, verbund: Verbund, zeitraum: Zeitraum) -> str:
    """Return a package to be read before it goes: what is in it, and all its tables."""
    mache = Zusammensetzung(zeitraum, paket.zahlen)
    tabellen = {
        t.schluessel: mache.tabelle(t, *kategorien(verbund, t, zeitraum))
        for k in verbund.kennzahlen
        for t in k.tabellen
    }
    kopf = (
        f"Das geht hinaus, an „{verbund.verbund}“: {anzahl(len(paket.zahlen), 'Anzahl', 'Anzahlen')} aus {anzahl(len(tabellen), 'Tabelle', 'Tabellen')}, dazu der Name des Teams "
        f"(„{paket.team}“), Quartal, Fassung ({paket.fassung}), Tag, die gemeinsamen Wörter, die Version des Programms und Prüfwerte der Vereinbarung und der Regeln. Keine Nummer, kein Name, kein Satz aus einem Fall, "
        "keine Zeile über einen Menschen; an Wörtern nur die aus den Listen. Die Anzahlen sind genau; lesen kann sie nur, wer den Schlüssel des Verbunds hat."
    )
    return text_der_summen(verbund.kennzahlen, tabellen, kopf) + _uebrige(paket, tabellen) + nicht_zuordenbares(paket)


#: What is counted beside what stands in a table.
_WORTE = {
    Zellgroesse.ALLE: "Menschen in der ganzen Tabelle",
    Zellgroesse.GRUND: "Menschen, die in Frage kommen",
    Zellgroesse.MENSCHEN: "Menschen",
    Zellgroesse.OFFENE: "offene Phasen",
    Zellgroesse.SUMME: "zusammen",
    Zellgroesse.WERTE: "mit Angabe",
}


def _uebrige(paket: Paket, tabellen: Mapping[str, Rohtabelle]) -> str:
    """Say every count of a package that no table shows; people are left out where they are as many as what is counted."""
    zeilen: dict[str, list[str]] = {}
    for ort, zahl in paket.zahlen.items():
        gleich = ort.groesse == Zellgroesse.MENSCHEN and zahl == paket.zahlen.get(replace(ort, groesse=Zellgroesse.ZEILEN))  # fmt: skip
        worte = _WORTE.get(Zellgroesse(ort.groesse))
        if worte is not None and not gleich:
            wo = " / ".join(filter(None, (ort.zeile, ort.spalte)))
            zeilen.setdefault(ort.tabelle, []).append(f"    {wo}{': ' if wo else ''}{zahl} {worte}\n")
    bloecke = (f"  {tabellen[name].tabelle.titel}\n{''.join(alle)}" for name, alle in zeilen.items())
    return f"\nAußerdem steht im Paket, was die Tabellen nicht zeigen:\n{''.join(bloecke)}" if zeilen else ""


def nicht_zuordenbares(paket: Paket) -> str:
    """Say which of the team's words are called nothing in common, "" where all are."""
    if not paket.nicht_zuordenbar:
        return ""
    zeilen = "".join(f"  {feld}: {wort} ({zahl})\n" for (feld, wort), zahl in paket.nicht_zuordenbar.items())
    return (
        f"\nDiese Wörter des Teams haben im Verbund keine Entsprechung und zählen als „{NICHT_ZUORDENBAR}“, dahinter, bei wie vielen Menschen:\n{zeilen}"
        "Sie stehen auch im Paket. Bitten Sie den Verbund, sie in die Vereinbarung aufzunehmen.\n"
    )
