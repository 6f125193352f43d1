"""The team's log, read and checked: what it says must be possible and name people and channels that were there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from fallbuch.akte.feld import felder
from fallbuch.akte.meldungen import F011
from fallbuch.akte.modell import Eintrag
from fallbuch.akte.protokoll import Protokoll, lies_protokoll
from fallbuch.akte.protokollformen import PROTOKOLLFORMEN, Akquiseangaben, Veranstaltungangaben
from fallbuch.befund import Befund
from fallbuch.bestand.meldungen import F036, F064
from fallbuch.regelwerk.deuten import Deuter
from fallbuch.regelwerk.vokabular import Vokabular
from fallbuch.text.quelle import Quelldatei


def lade_protokoll(datei: Quelldatei | None, vokabular: Vokabular, heute: date) -> tuple[Protokoll, tuple[Befund, ...]]:
    """Read and check the log; returns it with the words of the team's lists, and the findings by place."""
    roh, befunde = lies_protokoll(datei)
    protokoll, gedeutet = Deuter(vokabular).deute_protokoll(roh)
    geprueft = [
        replace(befund, uhr=False)
        for eintrag in protokoll.eintraege
        for befund in (*_pflicht(eintrag), *_zeit(eintrag, vokabular, heute))
    ]
    return protokoll, tuple(sorted([*befunde, *gedeutet, *geprueft], key=lambda befund: befund.reihenfolge))


def _pflicht(eintrag: Eintrag) -> Iterator[Befund]:
    if eintrag.besonderes is None:
        return
    for attribut, feld in felder(PROTOKOLLFORMEN[eintrag.art]):
        if feld.pflicht and getattr(eintrag.besonderes, attribut) is None and feld.name not in eintrag.unlesbar:
            yield F011.melde(eintrag.stelle, feld=feld.name, beispiel=feld.beispiel)


def _zeit(eintrag: Eintrag, vokabular: Vokabular, heute: date) -> Iterator[Befund]:
    if eintrag.datum is None:
        return
    if eintrag.datum > heute:
        yield F036.melde(eintrag.stelle, was="Der Eintrag", datum=eintrag.datum)
    genannt = [(vokabular.berater.get(name), name) for name in eintrag.berater]
    if isinstance(eintrag.besonderes, Akquiseangaben | Veranstaltungangaben):
        weg = eintrag.besonderes.zugangsweg or ""
        genannt.append((vokabular.zugangswege.get(weg), weg))
    for wort, name in genannt:
        if wort is not None and not wort.gilt_am(eintrag.datum):
            yield F064.melde(eintrag.stelle, name=name, datum=eintrag.datum)
