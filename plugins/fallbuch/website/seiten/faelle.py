"""The list of all cases, one line each, with what the browser needs to filter and sort."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

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


class Listenzeile:
    """A case as a line of the list."""

    def __init__(self, akte: Akte) -> None:
        sicht, beginn = akte.sicht, akte.sicht.phase.beginn
        self.akte, self.lage, self.vertretung = akte, lage(akte), sicht.vertretung
        self.beginn = None if beginn is None else beginn.datum
        self.kontakt = sicht.kontakte[-1].datum if sicht.kontakte else None
        self.naechste = min((f.faellig_am for f in akte.faelligkeiten if f.faellig_am is not None), default=None)
        #: The items by which the browser tells how pressing the case is today.
        self.daten = ";".join(punktdaten(f) for f in akte.faelligkeiten)


def nummern(team: Team) -> tuple[str, bytes]:
    """Return path and content of the file in which the search of the header looks up IDs: each with its page, nothing else."""
    paare = [(k, akte.seite) for akte in team.akten for k in (akte.fall.kennung, *akte.fall.kopf.vereint_mit)]
    return "assets/fallbuch/nummern.js", f"Fallbuch.nummern = {json.dumps(paare)};\n".encode()


def werte(team: Team) -> dict[str, object]:
    akten = [Listenzeile(akte) for akte in team.akten if akte.sicht.besteht]
    return {
        "akten": akten,
        "spalten": SPALTEN,
        "auswahl": _auswahl(team, akten),
        "leer": {"berater": "zu vergeben", "stufe": "ohne Stufe"},
        "neuer_fall": neue_datei(team.datei.forge, team.datei.ordner.faelle),
    }


def _auswahl(team: Team, akten: Sequence[Listenzeile]) -> list[tuple[str, str, list[str]]]:
    """Return (key, label, values) of each field that can be filtered; only values that occur."""
    koepfe = [z.akte.fall.kopf for z in akten]
    vorhandene, stufen = {kopf.status for kopf in koepfe}, {z.akte.sicht.stufe for z in akten}
    return [
        ("status", "Status", [s.value for s in Status if s in vorhandene]),
        ("berater", "Berater", [*_sortiert(n for z in akten for n in (z.akte.sicht.zustaendig, z.vertretung)), "–"]),
        ("stufe", "Stufe", [*(stufe for stufe in team.regelwerk.vokabular.stufen if stufe in stufen), "–"]),
        ("zugangsweg", "Zugangsweg", _sortiert(kopf.zugangsweg for kopf in koepfe)),
        ("lage", "Lage", [d.value for d in Dringlichkeit]),
    ]


def _sortiert(werte: Iterable[str | None]) -> list[str]:
    return sorted({wert for wert in werte if wert is not None}, key=ordnung)
