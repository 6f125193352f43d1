"""A draft of a release: the protected tables of a period, as the team wants to show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fallbuch.statistik.kennzahl import Kennzahl, Tabelle
from fallbuch.statistik.liste import Listengruppe
from fallbuch.statistik.mengen import MENGEN
from fallbuch.statistik.schutz import Schutzregeln
from fallbuch.statistik.tabelle import Schutztabelle
from fallbuch.statistik.werk import Zahlenwerk
from fallbuch.statistik.zeitraum import Zeitraum

_TRENNER = " + "


@dataclass(frozen=True, slots=True, order=True)
class Zusammen:
    """Two or more lines of a table's field are counted as one."""

    tabelle: str
    feld: str
    kategorien: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Auswahl:
    """How a release differs from all that could be shown."""

    ohne: frozenset[str] = frozenset()
    zusammen: frozenset[Zusammen] = frozenset()

    def und(self, andere: Auswahl) -> Auswahl:
        """Return both together; a table that is left out needs no merging."""
        ohne = self.ohne | andere.ohne
        return Auswahl(ohne, frozenset(z for z in self.zusammen | andere.zusammen if z.tabelle not in ohne))


@dataclass(frozen=True, kw_only=True, slots=True)
class Entwurf:
    """The tables of a period as they would be released."""

    zeitraum: Zeitraum
    kennzahlen: Sequence[Kennzahl]
    tabellen: Mapping[str, Schutztabelle]
    schutz: Schutzregeln
    auswahl: Auswahl = Auswahl()
    liste: Sequence[Listengruppe] = ()

    @property
    def ausgelassen(self) -> list[str]:
        """Say in words what is not shown, or not as usual."""
        titel = {t.schluessel: t.titel for k in self.kennzahlen for t in k.tabellen}
        return [
            *(f"„{titel.get(name, name)}“ ist nicht Teil dieser Freigabe." for name in sorted(self.auswahl.ohne)),
            *(
                f"In „{titel.get(z.tabelle, z.tabelle)}“ sind {' und '.join(f'„{k}“' for k in z.kategorien)} zusammengezählt."
                for z in sorted(self.auswahl.zusammen)
            ),
        ]


def entwurf(werk: Zahlenwerk, zeitraum: Zeitraum, auswahl: Auswahl = Auswahl()) -> Entwurf:
    """Return the draft of a period."""
    tabellen = werk.geschuetzte(zeitraum)
    for name in auswahl.ohne:
        tabellen.pop(name, None)
    for name in {z.tabelle for z in auswahl.zusammen}:
        if name in tabellen:
            anders = _zusammengezaehlt(werk.buch.tabellen[name], auswahl)
            geschuetzt = werk.geschuetzte_tabelle(zeitraum, anders)
            if geschuetzt is not None:
                tabellen[name] = geschuetzt
    return Entwurf(
        zeitraum=zeitraum, kennzahlen=werk.buch.kennzahlen, tabellen=tabellen, schutz=werk.buch.schutz, auswahl=auswahl
    )


def _zusammengezaehlt(tabelle: Tabelle, auswahl: Auswahl) -> Tabelle:
    gruppen: dict[str, list[set[str]]] = {}
    for z in sorted(auswahl.zusammen):
        if z.tabelle == tabelle.schluessel:
            # Merging A with B and B with C counts all three as one.
            beruehrte = [g for g in gruppen.get(z.feld, []) if g & set(z.kategorien)]
            andere = [g for g in gruppen.get(z.feld, []) if g not in beruehrte]
            gruppen[z.feld] = [*andere, set(z.kategorien).union(*beruehrte)]
    return replace(
        tabelle, zusammen=tuple((feld, tuple(sorted(g))) for feld, alle in sorted(gruppen.items()) for g in alle)
    )


def lies_zusammen(text: str, werk: Zahlenwerk, zeitraum: Zeitraum) -> Zusammen | str:
    """Read `tabelle: A + B`; returns what is wrong with it, as a German sentence, where it cannot be done."""
    name, _, rest = text.partition(":")
    tabelle = werk.buch.tabellen.get(name.strip())
    if tabelle is None:
        return f"Eine Tabelle „{name.strip()}“ gibt es nicht. Erwartet: {', '.join(werk.buch.tabellen)}."
    if _TRENNER not in rest:
        return f"„{text}“ nennt keine zwei Zeilen. Erwartet zum Beispiel: {name.strip()}: Eine + Andere."
    if not tabelle.zeilen:
        return f"Die Tabelle „{name.strip()}“ hat keine Zeilen, die sich zusammenzählen lassen."
    menge = MENGEN[tabelle.posten[0].zaehlt]
    for feld in (tabelle.zeilen, tabelle.spalten):
        if feld and not menge.merkmale[feld].mehrfach:
            bekannte = menge.merkmale[feld].kategorien(werk.stoff.vokabular, zeitraum)
            kategorien = _zerlegt(rest.strip(), bekannte)
            if kategorien is not None and len(set(kategorien)) > 1:
                return Zusammen(tabelle.schluessel, feld, tuple(sorted(set(kategorien))))
    return f"Diese Zeilen oder Spalten hat die Tabelle „{name.strip()}“ nicht zusammen: {rest.strip()}."


def _zerlegt(text: str, bekannte: Sequence[str]) -> list[str] | None:
    """Split `A + B` into known names; a name can have a plus sign of its own."""
    if text in bekannte:
        return [text]
    for name in sorted(bekannte, key=len, reverse=True):
        if text.startswith(name + _TRENNER):
            rest = _zerlegt(text.removeprefix(name + _TRENNER).strip(), bekannte)
            if rest is not None:
                return [name, *rest]
    return None
