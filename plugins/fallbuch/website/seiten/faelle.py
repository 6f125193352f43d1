"""The list of all cases, one line each, with what the browser needs to filter and sort."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from fallbuch.akte.modell import Status
from fallbuch.bestand.laden import Akte
from fallbuch.forge.adressen import neue_datei
from fallbuch.kennung import ordnung
from fallbuch.regelwerk.faelligkeit import Dringlichkeit
from fallbuch.team import Team
from fallbuch.website.darstellung import lage, punktdaten

#: Key and heading of each column; the keys stand in addresses.
SPALTEN = (
    ("id", "ID"),
    ("status", "Status"),
    ("berater", "Berater"),
    ("stufe", "Stufe"),
    ("zugangsweg", "Zugangsweg"),
    ("kontakt", "Letzter Kontakt"),
    ("naechste", "Nächste Fälligkeit"),
    ("lage", "Lage"),
)


@dataclass(frozen=True, slots=True)
class Listenzeile:
    """A case as a line of the list."""

    akte: Akte
    lage: Dringlichkeit | None
    kontakt: date | None
    naechste: date | None
    vertretung: str | None
    beginn: date | None

    @property
    def daten(self) -> str:
        """The items by which the browser tells how pressing the case is today."""
        return ";".join(punktdaten(f) for f in self.akte.faelligkeiten)


def nummern(team: Team) -> tuple[str, bytes]:
    """Return path and content of the file in which the search of the header looks up IDs: each with its page, nothing else."""
    paare = [(k, akte.seite) for akte in team.akten for k in (akte.fall.kennung, *akte.fall.kopf.vereint_mit)]
    return "assets/fallbuch/nummern.js", f"Fallbuch.nummern = {json.dumps(paare)};\n".encode()


def werte(team: Team) -> dict[str, object]:
    akten = [_zeile(akte) for akte in team.akten if akte.sicht.besteht]
    return {
        "akten": akten,
        "spalten": SPALTEN,
        "auswahl": _auswahl(team, akten),
        "leer": {"berater": "zu vergeben", "stufe": "ohne Stufe"},
        "neuer_fall": neue_datei(team.datei.forge, team.datei.ordner.faelle),
    }


def _zeile(akte: Akte) -> Listenzeile:
    faellige = [f.faellig_am for f in akte.faelligkeiten if f.faellig_am is not None]
    beginn = akte.sicht.phase.beginn
    return Listenzeile(
        akte,
        lage(akte),
        akte.sicht.kontakte[-1].datum if akte.sicht.kontakte else None,
        min(faellige, default=None),
        akte.sicht.vertretung,
        None if beginn is None else beginn.datum,
    )


def _auswahl(team: Team, akten: Sequence[Listenzeile]) -> list[tuple[str, str, list[str]]]:
    """Return (key, label, values) of each field that can be filtered; only values that occur."""
    koepfe = [z.akte.fall.kopf for z in akten]
    vorhandene = {kopf.status for kopf in koepfe}
    return [
        ("status", "Status", [s.value for s in Status if s in vorhandene]),
        ("berater", "Berater", [*_sortiert(n for z in akten for n in (z.akte.sicht.zustaendig, z.vertretung)), "–"]),
        ("stufe", "Stufe", [*_stufen(team, akten), "–"]),
        ("zugangsweg", "Zugangsweg", _sortiert(kopf.zugangsweg for kopf in koepfe)),
        ("lage", "Lage", [d.value for d in Dringlichkeit]),
    ]


def _stufen(team: Team, akten: Sequence[Listenzeile]) -> list[str]:
    vorhandene = {z.akte.sicht.stufe for z in akten}
    return [stufe for stufe in team.regelwerk.vokabular.stufen if stufe in vorhandene]


def _sortiert(werte: Iterable[str | None]) -> list[str]:
    return sorted({wert for wert in werte if wert is not None}, key=ordnung)
