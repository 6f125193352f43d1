"""All cases of a team: read once, each with its findings, and its due items where somebody asks for them."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

from fallbuch.akte.lesen import lies_quelldatei
from fallbuch.akte.modell import Fall
from fallbuch.befund import Befund
from fallbuch.bestand.aehnliche import aehnliche
from fallbuch.bestand.meldungen import F017
from fallbuch.bestand.pruefungen import gleiche_ids, pruefe_fall
from fallbuch.bestand.vereinte import zurueckgekehrte
from fallbuch.einmal import einmal
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
    seite: str
    regeln: Fallregeln = field(repr=False, compare=False)
    #: The findings that follow from its file alone, in whatever company it stands.
    eigene: tuple[Befund, ...] = ()

    @einmal
    def faelligkeiten(self) -> tuple[Faelligkeit, ...]:
        """The due items of the case on the key date; who counts or releases figures never asks for them."""
        return tuple(self.regeln.faelligkeiten(self.sicht, self.befunde))


def lade_bestand(
    dateien: Iterable[Quelldatei],
    regelwerk: Regelwerk,
    stichtag: date,
    heute: date,
    speicher: Lesespeicher,
    *,
    fertige: Sequence[Akte] = (),
) -> tuple[Akte, ...]:
    """Read, interpret and check every file; returns the cases in the order of their IDs.

    `fertige` are further cases, read before with the same rules on the same day: each stays as it is unless those it
    stands beside now make a difference to it.
    """
    with ohne_speicherbereinigung():
        return _lade(dateien, regelwerk, stichtag, heute, speicher, fertige=fertige)


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


@dataclass(frozen=True, slots=True)
class _Gelesen:
    """A case by itself: nothing of it hangs on others."""

    sicht: Fallsicht
    befunde: tuple[Befund, ...]
    akte: Akte | None = None

    @property
    def fall(self) -> Fall:
        return self.sicht.fall


def _lade(
    dateien: Iterable[Quelldatei],
    regelwerk: Regelwerk,
    stichtag: date,
    heute: date,
    speicher: Lesespeicher,
    *,
    fertige: Sequence[Akte],
) -> tuple[Akte, ...]:
    deuter = Deuter(regelwerk.vokabular)
    gelesen = [_Gelesen(akte.sicht, akte.eigene, akte) for akte in fertige]
    neu: Lesespeicher = {}
    for datei in dateien:
        roh, befunde = neu[datei] = speicher.get(datei) or lies_quelldatei(datei)
        fall, gedeutet = deuter.deute(roh)
        eigene = (*befunde, *gedeutet, *pruefe_fall(fall, regelwerk, stichtag, heute))
        gelesen.append(_Gelesen(Fallsicht(fall, regelwerk, stichtag), eigene))
    speicher.clear()
    speicher.update(neu)
    doppelte = _doppelte(g.fall for g in gelesen)
    for name, befund in zurueckgekehrte(g.fall for g in gelesen):
        doppelte.setdefault(name, []).append(befund)
    seiten = eindeutige_slugs({g.fall.datei: g.fall.stamm for g in gelesen})
    regeln = Fallregeln(regelwerk)
    zwillinge = aehnliche([(g.fall, g.sicht) for g in gelesen], stichtag)
    akten = []
    for g in gelesen:
        name = g.fall.datei
        alle = [*g.befunde, *doppelte.get(name, ()), *zwillinge.get(name, ())]
        akten.append(_akte(g, alle, regeln, seiten[name]))
    return tuple(sorted(akten, key=lambda akte: (ordnung(akte.fall.kennung), akte.fall.datei)))


def _akte(gelesen: _Gelesen, befunde: list[Befund], regeln: Fallregeln, seite: str) -> Akte:
    sortiert = tuple(sorted(befunde, key=lambda befund: befund.reihenfolge))
    fertig = gelesen.akte
    if fertig is not None and fertig.befunde == sortiert:
        return fertig if fertig.seite == seite else replace(fertig, seite=seite)
    return Akte(
        fall=gelesen.fall,
        sicht=gelesen.sicht,
        befunde=sortiert,
        seite=seite,
        regeln=regeln,
        eigene=gelesen.befunde,
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
