"""Scanning the site of a team: from folders to findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fallbuch.akte.oeffnen import dekodiere
from fallbuch.einrichtung import falldateien_von
from fallbuch.leckprobe.bekannt import Bekanntes
from fallbuch.leckprobe.blatt import Fundblatt, lies_blatt
from fallbuch.leckprobe.geheimnisse import Geheimnisse
from fallbuch.leckprobe.probe import Ergebnis, Leckprobe, dateien
from fallbuch.statistik.stand import Veroeffentlichung
from fallbuch.team import Team


def leckprobe(
    seiten: Path, team: Team, veroeffentlicht: Sequence[Veroeffentlichung], bekannte: Iterable[str]
) -> Ergebnis:
    """Scan the built site in `seiten`; `bekannte` are pages that know nothing of any team. Raises `Aufruffehler` where the team's cases cannot be read."""
    texte = {d.name: dekodiere(d.inhalt, d.name, [])[0] for d in falldateien_von(team.einrichtung)}
    geheimnisse = Geheimnisse(team, veroeffentlicht)
    # What the team itself wrote excuses a number in a title, never a name or a sentence.
    bekannt = Bekanntes(bekannte)
    der_zahlen = Bekanntes(geheimnisse.worte, bekannt)
    probe = Leckprobe(geheimnisse, texte, (bekannt, der_zahlen))
    ungelesen: list[str] = []
    blaetter: list[Fundblatt] = []
    for pfad, inhalt in dateien(seiten):
        if inhalt is None:
            ungelesen.append(pfad)
        elif not _gehoert_zum_thema(pfad, inhalt):
            probe.pruefe_pfad(pfad)
            blatt = lies_blatt(pfad, inhalt)
            if blatt is not None and blatt.roh is None:
                ungelesen.append(pfad)
            elif blatt is not None:
                blaetter.append(blatt)
    probe.pruefe(blaetter)
    befunde = sorted(probe.treffer.befunde, key=lambda b: b.reihenfolge)
    return Ergebnis(tuple(befunde), probe.treffer.mehr, len(blaetter), tuple(ungelesen))


def _gehoert_zum_thema(pfad: str, inhalt: bytes) -> bool:
    """Tell whether a file is the theme's own, byte for byte."""
    gleichnamige = (ordner / pfad for ordner in _themenordner())
    return any(datei.is_file() and datei.read_bytes() == inhalt for datei in gleichnamige)


@cache
def _themenordner() -> tuple[Path, ...]:
    orte = (("material", "templates"), ("fallbuch", "website/theme"))
    gefundene = ((find_spec(paket), unter) for paket, unter in orte)
    return tuple(Path(spec.origin).parent / unter for spec, unter in gefundene if spec is not None and spec.origin)
