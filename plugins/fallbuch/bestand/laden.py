"""All cases of a team: read once, each with its findings, and its due items where somebody asks for them."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import field, replace
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING

from fallbuch.akte.lesen import lies_quelldatei
from fallbuch.akte.modell import Fall
from fallbuch.befund import Befund
from fallbuch.bestand.aehnliche import aehnliche
from fallbuch.bestand.auszug import Auszug, auszug
from fallbuch.bestand.meldungen import F017
from fallbuch.bestand.pruefungen import pruefe_fall
from fallbuch.bestand.textpruefung import Textpruefung, pruefe_text
from fallbuch.bestand.vereinte import zurueckgekehrte
from fallbuch.einmal import einmal
from fallbuch.kennung import eindeutige_slugs, ordnung
from fallbuch.regelwerk.deuten import Deuter
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.regelwerk.fallregeln import Fallregeln, fallregeln
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.regelwerk.sicht import Fallsicht
from fallbuch.text.quelle import Quelldatei
from fallbuch.werte import dataclass

if TYPE_CHECKING:
    from fallbuch.bestand.urteile import Urteile

#: Read cases by file as delivered; reading depends on nothing else.
Lesespeicher = MutableMapping[Quelldatei, tuple[Fall, tuple[Befund, ...]]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Akte:
    """A case with all that is known of it on the key date; `seite` names its page.

    What stands in `auszug` is there at once; the case itself is read when somebody asks for `fall` or `sicht`.
    """

    auszug: Auszug
    befunde: tuple[Befund, ...]
    seite: str
    gelesen: Callable[[], Fallsicht] = field(repr=False)
    regeln: Fallregeln = field(repr=False)
    #: The findings that follow from its file alone, in whatever company it stands.
    eigene: tuple[Befund, ...] = ()
    #: Names its content and all else that its verdict hangs on; empty where nobody keeps verdicts.
    schluessel: bytes = field(default=b"", repr=False)
    #: Its due items as they were kept, if these findings are all.
    gemerkte: Callable[[], tuple[Faelligkeit, ...]] | None = field(default=None, repr=False)

    @einmal
    def sicht(self) -> Fallsicht:
        """The case on the key date, seen with the team's rules."""
        return self.gelesen()

    @property
    def ist_gelesen(self) -> bool:
        """Somebody has asked for the case itself."""
        return "sicht" in self.__dict__

    @property
    def fall(self) -> Fall:
        return self.sicht.fall

    @einmal
    def faelligkeiten(self) -> tuple[Faelligkeit, ...]:
        """The due items of the case on the key date; who counts or releases figures never asks for them."""
        if self.gemerkte is not None and self.befunde == self.eigene:
            return self.gemerkte()
        return tuple(self.regeln.faelligkeiten(self.sicht, self.befunde))


def lade_bestand(
    dateien: Iterable[Quelldatei],
    regelwerk: Regelwerk,
    stichtag: date,
    heute: date,
    speicher: Lesespeicher,
    *,
    fertige: Sequence[Akte] = (),
    urteile: Urteile | None = None,
) -> tuple[Akte, ...]:
    """Read, interpret and check every file; returns the cases in the order of their IDs.

    `fertige` are further cases, read before with the same rules on the same day: each stays as it is unless those it
    stands beside now make a difference to it. With `urteile` files are read only as far as nobody has yet.
    """
    with ohne_speicherbereinigung():
        leser = Leser(regelwerk, stichtag, heute, speicher)
        if urteile is not None:
            return urteile.bestand(list(dateien), leser, stichtag)
        einzelne = [leser.akte(datei) for datei in dateien]
        leser.vergiss_andere()
        # In the order of their files, as when all of them are read: some findings name the first or the last.
        alle = sorted([*fertige, *einzelne], key=lambda akte: akte.auszug.datei) if fertige else einzelne
        return zusammengestellt(alle, im_bestand([akte.auszug for akte in alle], stichtag))


def in_toepfe(akten: Iterable[Akte], anzahl: int) -> list[list[Akte]]:
    """Share cases out by the names of their files alone: one case more leaves the others where they are."""
    toepfe: list[list[Akte]] = [[] for _ in range(anzahl)]
    for akte in akten:
        platz = blake2b(akte.auszug.datei.encode("utf-8", "surrogatepass"), digest_size=4).digest()
        toepfe[int.from_bytes(platz) % anzahl].append(akte)
    return toepfe


@contextmanager
def ohne_speicherbereinigung() -> Iterator[None]:
    """Let the garbage collector rest while cases are read or counted: it would walk through all of them again and again."""
    lief = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if lief:
            gc.enable()


class Leser:
    """Reads single files with the team's rules on a key date; `speicher` keeps what was read, by file."""

    def __init__(self, regelwerk: Regelwerk, stichtag: date, heute: date, speicher: Lesespeicher) -> None:
        self.regeln = fallregeln(regelwerk)
        self._regelwerk, self._stichtag, self._heute = regelwerk, stichtag, heute
        self._deuter = Deuter(regelwerk.vokabular)
        self._speicher = speicher
        self._gelesene: Lesespeicher = {}

    def lies(self, datei: Quelldatei) -> tuple[Fallsicht, list[Befund]]:
        """Return the case on the key date and what reading and interpreting found."""
        roh, befunde = self._gelesene[datei] = self._speicher.get(datei) or lies_quelldatei(datei)
        fall, gedeutet = self._deuter.deute(roh)
        return Fallsicht(fall, self._regelwerk, self._stichtag), [*befunde, *gedeutet]

    def beurteile(self, datei: Quelldatei) -> tuple[Fallsicht, tuple[Befund, ...], int]:
        """Return the case, all that follows from its file alone, and how much of its texts is known and not told again."""
        sicht, befunde = self.lies(datei)
        texte = Textpruefung()
        if datei.hindernis is None:
            texte = pruefe_text(datei, self._regelwerk, verdacht=sicht.fall.verdacht)
        alle = [*befunde, *pruefe_fall(sicht, self._heute), *texte.befunde]
        return sicht, tuple(sorted(alle, key=lambda befund: befund.reihenfolge)), texte.stille

    def akte(self, datei: Quelldatei) -> Akte:
        """Return the case by itself, beside no other."""
        sicht, eigene, stille = self.beurteile(datei)
        return akte_aus(sicht, eigene, self.regeln, stille=stille)

    def vergiss(self) -> None:
        """Keep nothing that was read: somebody else has noted what it says."""
        self._gelesene.clear()

    def vergiss_andere(self) -> None:
        """Keep in the memory of readings what was asked for, and nothing else."""
        self._speicher.clear()
        self._speicher.update(self._gelesene)


def akte_aus(
    sicht: Fallsicht, eigene: tuple[Befund, ...], regeln: Fallregeln, seite: str = "", stille: int = 0
) -> Akte:
    """Return a case that has been read, beside no other."""
    return Akte(
        auszug=auszug(sicht, stille), befunde=eigene, seite=seite, gelesen=lambda: sicht, regeln=regeln, eigene=eigene
    )


@dataclass(frozen=True, slots=True)
class Bestand:
    """What follows from the company in which cases stand: findings by file, names of pages, and the order of their IDs."""

    befunde: Mapping[str, Sequence[Befund]]
    seiten: Sequence[str]
    #: Places in the list that was given.
    reihenfolge: Sequence[int]

    def alle_befunde(self, datei: str, eigene: tuple[Befund, ...]) -> tuple[Befund, ...]:
        """Return the findings of a file, its own and those that follow from the others, in order."""
        fremde = self.befunde.get(datei, ())
        return tuple(sorted([*eigene, *fremde], key=lambda b: b.reihenfolge)) if fremde else eigene


def im_bestand(auszuege: Sequence[Auszug], stichtag: date) -> Bestand:
    """Compare the cases with one another."""
    befunde: dict[str, list[Befund]] = defaultdict(list)
    for name, befund in (*_doppelte(auszuege), *zurueckgekehrte(auszuege), *aehnliche(auszuege, stichtag)):
        befunde[name].append(befund)
    seiten = eindeutige_slugs({a.datei: a.stamm for a in auszuege})
    nach_id = [(ordnung(a.kennung), a.datei, nummer) for nummer, a in enumerate(auszuege)]
    return Bestand(befunde, [seiten[a.datei] for a in auszuege], [nummer for *_, nummer in sorted(nach_id)])


def zusammengestellt(akten: Sequence[Akte], bestand: Bestand) -> tuple[Akte, ...]:
    """Return the cases in order, each with what follows from the others."""
    return tuple(_mit(akten[nummer], bestand, bestand.seiten[nummer]) for nummer in bestand.reihenfolge)


def _mit(akte: Akte, bestand: Bestand, seite: str) -> Akte:
    befunde = bestand.alle_befunde(akte.auszug.datei, akte.eigene)
    if befunde == akte.befunde:
        return akte if akte.seite == seite else replace(akte, seite=seite)
    return replace(akte, befunde=befunde, seite=seite)


def _doppelte(faelle: Sequence[Auszug]) -> Iterator[tuple[str, Befund]]:
    """Yield a finding, by file, for each case whose ID another one has too."""
    ids = [fall.id.lower() for fall in faelle if fall.id is not None]
    if len(set(ids)) == len(ids):
        return
    gruppen: dict[str, list[Auszug]] = defaultdict(list)
    for fall in faelle:
        if fall.id is not None:
            gruppen[fall.id.lower()].append(fall)
    for gruppe in gruppen.values():
        orte = {fall.datei: str(fall.id_stelle) for fall in gruppe}
        for fall in gruppe if len(gruppe) > 1 else ():
            andere = sorted(ort for datei, ort in orte.items() if datei != fall.datei)
            genannt = ", ".join(andere[:5]) + (f" und {len(andere) - 5} weiteren" if len(andere) > 5 else "")
            yield fall.datei, F017.melde(fall.id_stelle, id=fall.id, orte=genannt)
