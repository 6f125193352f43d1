"""The team's log, read and checked: what it says must be possible and name people and channels that were there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from fallbuch.akte.modell import Eintrag
from fallbuch.akte.protokoll import Protokoll, lies_protokoll
from fallbuch.akte.protokollformen import Akquiseangaben, Veranstaltungangaben
from fallbuch.befund import Befund
from fallbuch.bestand.meldungen import F036
from fallbuch.bestand.pruefungen import ausserhalb, fehlende_angaben
from fallbuch.regelwerk.deuten import Deuter
from fallbuch.regelwerk.vokabular import Vokabular
from fallbuch.text.quelle import Quelldatei


def lade_protokoll(datei: Quelldatei | None, vokabular: Vokabular, heute: date) -> tuple[Protokoll, tuple[Befund, ...]]:
    """Read and check the log; returns it with the words of the team's lists, and the findings by place."""
    roh, befunde = lies_protokoll(datei)
    protokoll, gedeutet = Deuter(vokabular).deute_protokoll(roh)
    geprueft = [
        replace(befund, uhr=False) for eintrag in protokoll.eintraege for befund in _geprueft(eintrag, vokabular, heute)
    ]
    return protokoll, tuple(sorted([*befunde, *gedeutet, *geprueft], key=lambda befund: befund.reihenfolge))


def _geprueft(eintrag: Eintrag, vokabular: Vokabular, heute: date) -> Iterator[Befund]:
    if eintrag.besonderes is not None:
        yield from fehlende_angaben(eintrag)
    if eintrag.datum is not None and eintrag.datum > heute:
        yield F036.melde(eintrag.stelle, was="Der Eintrag", datum=eintrag.datum)
    for name in eintrag.berater:
        yield from ausserhalb(vokabular.berater, name, eintrag.datum, eintrag.stelle)
    if isinstance(eintrag.besonderes, Akquiseangaben | Veranstaltungangaben):
        weg = eintrag.besonderes.zugangsweg
        yield from ausserhalb(vokabular.zugangswege, weg, eintrag.datum, eintrag.stelle)
