"""All cases of a team: read once, each with its findings and due items."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from fallbuch.akte.lesen import lies_quelldatei
from fallbuch.akte.modell import Fall
from fallbuch.befund import Befund
from fallbuch.bestand.aehnliche import aehnliche
from fallbuch.bestand.meldungen import F017
from fallbuch.bestand.pruefungen import gleiche_ids, pruefe_fall
from fallbuch.kennung import eindeutige_slugs, ordnung
from fallbuch.regelwerk.deuten import Deuter
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.regelwerk.fallregeln import Fallregeln
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.regelwerk.sicht import Fallsicht
from fallbuch.text.quelle import Quelldatei

#: Read cases by file as delivered; reading depends on nothing else.
Lesespeicher = MutableMapping[Quelldatei, tuple[Fall, tuple[Befund, ...]]]


@dataclass(frozen=True, kw_only=True)
class Akte:
    """A case with all that is known of it on the key date; `seite` names its page."""

    fall: Fall
    sicht: Fallsicht
    befunde: tuple[Befund, ...]
    faelligkeiten: tuple[Faelligkeit, ...]
    seite: str


def lade_bestand(
    dateien: Iterable[Quelldatei], regelwerk: Regelwerk, stichtag: date, heute: date, speicher: Lesespeicher
) -> tuple[Akte, ...]:
    """Read, interpret and check every file; returns the cases in the order of their IDs."""
    with ohne_speicherbereinigung():
        return _lade(dateien, regelwerk, stichtag, heute, speicher)


@contextmanager
def ohne_speicherbereinigung() -> Iterator[None]:
    """Let the garbage collector rest while cases are read or counted, and spare it what stays: it would walk through all of it again and again."""
    lief = gc.isenabled()
    gc.disable()
    # What an earlier reading left (`mkdocs serve`) is looked at once more.
    gc.unfreeze()
    try:
        yield
    finally:
        gc.freeze()
        if lief:
            gc.enable()


def _lade(
    dateien: Iterable[Quelldatei], regelwerk: Regelwerk, stichtag: date, heute: date, speicher: Lesespeicher
) -> tuple[Akte, ...]:
    deuter = Deuter(regelwerk.vokabular)
    gelesen: list[tuple[Fall, list[Befund]]] = []
    neu: Lesespeicher = {}
    for datei in dateien:
        roh, befunde = neu[datei] = speicher.get(datei) or lies_quelldatei(datei)
        fall, gedeutet = deuter.deute(roh)
        gelesen.append((fall, [*befunde, *gedeutet, *pruefe_fall(fall, regelwerk, stichtag, heute)]))
    speicher.clear()
    speicher.update(neu)
    doppelte = _doppelte(fall for fall, _ in gelesen)
    seiten = eindeutige_slugs({fall.datei: fall.stamm for fall, _ in gelesen})
    regeln = Fallregeln(regelwerk)
    sichten = [Fallsicht(fall, regelwerk, stichtag) for fall, _ in gelesen]
    zwillinge = aehnliche([(sicht.fall, sicht) for sicht in sichten], stichtag)
    akten = [
        _akte(
            fall,
            [*befunde, *doppelte.get(fall.datei, ()), *zwillinge.get(fall.datei, ())],
            regeln,
            sicht,
            seiten[fall.datei],
        )
        for (fall, befunde), sicht in zip(gelesen, sichten, strict=True)
    ]
    return tuple(sorted(akten, key=lambda akte: (ordnung(akte.fall.kennung), akte.fall.datei)))


def _akte(fall: Fall, befunde: list[Befund], regeln: Fallregeln, sicht: Fallsicht, seite: str) -> Akte:
    sortiert = tuple(sorted(befunde, key=lambda befund: befund.reihenfolge))
    return Akte(
        fall=fall,
        sicht=sicht,
        befunde=sortiert,
        faelligkeiten=tuple(regeln.faelligkeiten(sicht, sortiert)),
        seite=seite,
    )


def _doppelte(faelle: Iterable[Fall]) -> dict[str, list[Befund]]:
    befunde: dict[str, list[Befund]] = {}
    for gruppe in gleiche_ids(faelle).values():
        orte = {fall.datei: str(fall.ort("ID")) for fall in gruppe}
        for fall in gruppe:
            andere = sorted(ort for datei, ort in orte.items() if datei != fall.datei)
            genannt = ", ".join(andere[:5]) + (f" und {len(andere) - 5} weiteren" if len(andere) > 5 else "")
            befunde.setdefault(fall.datei, []).append(F017.melde(fall.ort("ID"), id=fall.kopf.id, orte=genannt))
    return befunde
