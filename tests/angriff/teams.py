"""Invented teams that release quarter after quarter, and what their sheets were made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.demo.erzeugen import demo_team

from fallbuch.einrichtung import richte_ein
from fallbuch.freigabe.freigeben import gib_frei
from fallbuch.register.los import LOSDATEI, Teamlos, als_text
from fallbuch.statistik.los import Gezaehlt, satz_von
from fallbuch.statistik.tabelle import Anteil, Anzahl, Quotient, Rohtabelle
from fallbuch.team import oeffne

#: Quarters, as years and numbers, in the order of their release.
QUARTALE = tuple(f"{2024 + (n + 2) // 4}Q{(n + 2) % 4 + 1}" for n in range(8))
GROESSEN = (12, 35, 60, 120, 236)
_STICHTAG, _HEUTE = date(2026, 6, 30), date(2027, 6, 30)

#: A released sheet as it stands in the register.
Blatt = Mapping[str, Any]
#: Quarter, table, row, column, and which number of the cell.
Stelle = tuple[str, str, str | None, str | None, str]


@dataclass(frozen=True, slots=True)
class Gezaehltes:
    """A true count and the key of those who were counted: equal keys are equal sets."""

    zahl: int
    satz: int


@dataclass(frozen=True, slots=True)
class Fall:
    """What the attacker sees of a team, and what the judge knows."""

    name: str
    blaetter: Sequence[Blatt]
    wahr: Mapping[Stelle, Gezaehltes]


def faelle(anzahl: int, ordner: Path, quartale: Sequence[str] = QUARTALE, ab: int = 0) -> Iterator[Fall]:
    """Yield `anzahl` teams of all sizes, from seed `ab` on."""
    for seed in range(ab, ab + anzahl):
        yield fall(GROESSEN[seed % len(GROESSEN)], seed, ordner / f"team{seed}", quartale)


def fall(groesse: int, seed: int, wurzel: Path, quartale: Sequence[str] = QUARTALE) -> Fall:
    """Write a team, release its quarters one after the other, and return the sheets with the truth."""
    for pfad, text in demo_team(groesse, seed).items():
        ziel = wurzel / pfad
        ziel.parent.mkdir(parents=True, exist_ok=True)
        ziel.write_text(text, encoding="utf-8")
    los = wurzel / LOSDATEI
    los.parent.mkdir(parents=True, exist_ok=True)
    # The secret is written before the first release would draw one: then every run is the same.
    los.write_bytes(als_text(Teamlos(hashlib.sha256(f"angriff-{groesse}-{seed}".encode()).digest())))
    blaetter: list[Blatt] = []
    wahr: dict[Stelle, Gezaehltes] = {}
    for quartal in quartale:
        team = oeffne(richte_ein(wurzel), stichtag=_STICHTAG, heute=_HEUTE)
        zeitraum = team.zahlenwerk.zeitraum(quartal)
        if zeitraum is None or zeitraum.ende < team.zahlenwerk.beginn:
            continue
        gib_frei(team, zeitraum, commit="")
        blaetter.append(json.loads((wurzel / "statistik/register" / f"{quartal}.json").read_text(encoding="utf-8")))
        for schluessel, tabelle in team.zahlenwerk.roh(zeitraum).items():
            wahr.update(_wahre(quartal, schluessel, tabelle))
    return Fall(f"{groesse} Fälle, Startwert {seed}", blaetter, wahr)


def _wahre(quartal: str, schluessel: str, tabelle: Rohtabelle) -> Iterator[tuple[Stelle, Gezaehltes]]:
    yield (quartal, schluessel, None, None, "menschen"), _gezaehltes(tabelle.personen)
    for posten, menschen in tabelle.grundpersonen.items():
        yield (quartal, schluessel, posten, None, "grundmenschen"), _gezaehltes(menschen)
    for (zeile, spalte), wert in tabelle.werte.items():
        match wert:
            case Anzahl():
                teile = {"zahl": wert.gezaehlt}
            case Anteil():
                teile = {"zahl": wert.getroffene, "basis": wert.alle}
            case Quotient():
                teile = {"zahl": wert.personen, "basis": wert.unter}
            case _:
                continue
        for feld, menge in teile.items():
            yield (quartal, schluessel, zeile, spalte, feld), _gezaehltes(menge)


def _gezaehltes(menge: Gezaehlt) -> Gezaehltes:
    return Gezaehltes(menge.zahl, satz_von(menge.satz))
