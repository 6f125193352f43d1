"""The verdicts on all files of a team: kept between runs, and where they are missing worked out on all processor cores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from fallbuch.befund import Befund
from fallbuch.bestand.auszug import Auszug, auszug
from fallbuch.bestand.laden import Akte, Bestand, Leser, im_bestand
from fallbuch.bestand.urteil import (
    auszug_und_befunde,
    faelligkeiten,
    lies_auszug_und_befunde,
    lies_faelligkeiten,
)
from fallbuch.regelwerk.sicht import Fallsicht
from fallbuch.text.quelle import Quelldatei
from fallbuch.text.zwischenspeicher import Zwischenspeicher, versiegelt

#: For fewer files another process costs more than it saves.
_LOHNT_AB = 400
#: A file and the key of its verdict; of findings and of due items the bytes and what they are when sealed; what follows.
_Auftrag = tuple[Quelldatei, bytes]
_Urteil = tuple[tuple[bytes, bytes], tuple[bytes, bytes]]
_Einzelnes = tuple[Auszug, tuple[Befund, ...], Any]


class Urteile:
    """What is kept of a team's files: extract and findings of each, and its due items."""

    def __init__(
        self, speicher: Callable[[str], Zwischenspeicher], *, mit_faelligen: bool, mit_faellen: bool = False
    ) -> None:
        """`speicher` returns what is kept of a kind.

        Without `mit_faelligen` due items wait until somebody asks for them; `mit_faellen`: somebody is going to ask for
        the cases themselves, and what is read here stays.
        """
        self._gelesene: dict[bytes, Fallsicht] | None = {} if mit_faellen else None
        self.speicher = speicher
        self._befunde, self._faellige = speicher("befunde"), speicher("faelligkeiten") if mit_faelligen else None

    def bestand(self, dateien: Sequence[Quelldatei], leser: Leser, stichtag: date) -> tuple[Akte, ...]:
        """Return the cases of all files in order, each from its verdict."""
        schluessel = [self._befunde.schluessel("", datei.abdruck()) for datei in dateien]
        einzelne = self._einzelne(dateien, schluessel, leser)
        self._befunde.sichere()
        if self._faellige is not None:
            self._faellige.sichere()
        bestand = im_bestand([kurz for kurz, _, _ in einzelne], stichtag)
        gelesene, self._gelesene = self._gelesene or {}, None
        akten = tuple(_akte(dateien[n], schluessel[n], *einzelne[n], leser, bestand, n) for n in bestand.reihenfolge)
        for akte in akten if gelesene else ():
            if (sicht := gelesene.get(akte.schluessel)) is not None:
                akte.__dict__["sicht"] = sicht
        return akten

    def _einzelne(self, dateien: Sequence[Quelldatei], schluessel: Sequence[bytes], leser: Leser) -> list[_Einzelnes]:
        bekannte = [self._hole(s) for s in schluessel]
        offene = [nummer for nummer, urteil in enumerate(bekannte) if urteil is None]
        rechne = partial(self._urteil, leser=leser)
        auftraege = [(dateien[nummer], schluessel[nummer]) for nummer in offene]
        for nummer, (befunde, faellige) in zip(offene, _alle(auftraege, rechne), strict=True):
            s = schluessel[nummer]
            gemerkt = self._befunde.nimm(s, *befunde)
            bekannte[nummer] = gemerkt, None if self._faellige is None else self._faellige.nimm(s, *faellige)
        return [(*lies_auszug_und_befunde(u[0]), u[1]) for u in bekannte if u is not None]

    def _urteil(self, auftrag: _Auftrag, *, leser: Leser) -> _Urteil:
        """Work out the verdict on a file, and seal it: done in the process that has read it."""
        datei, schluessel = auftrag
        sicht, befunde, stille = leser.beurteile(datei)
        leser.vergiss()
        if self._gelesene is not None:
            self._gelesene[schluessel] = sicht
        faellige = b"", b""
        if self._faellige is not None:
            alle = leser.regeln.faelligkeiten(sicht, befunde)
            faellige = versiegelt(faelligkeiten(alle, datei.name, leser.regeln), schluessel)
        return versiegelt(auszug_und_befunde(auszug(sicht, stille), befunde), schluessel), faellige

    def _hole(self, schluessel: bytes) -> tuple[Any, Any] | None:
        befunde = self._befunde.hole(schluessel)
        faellige = self._faellige.hole(schluessel) if self._faellige is not None and befunde is not None else None
        return None if befunde is None or (faellige is None and self._faellige is not None) else (befunde, faellige)


def _akte(  # noqa: PLR0917
    datei: Quelldatei,
    schluessel: bytes,
    kurz: Auszug,
    eigene: tuple[Befund, ...],
    faellige: Any,
    leser: Leser,
    bestand: Bestand,
    nummer: int,
) -> Akte:
    return Akte(
        auszug=kurz,
        befunde=bestand.alle_befunde(kurz.datei, eigene),
        seite=bestand.seiten[nummer],
        gelesen=partial(_gelesen, leser, datei),
        regeln=leser.regeln,
        eigene=eigene,
        schluessel=schluessel,
        gemerkte=None if faellige is None else partial(lies_faelligkeiten, faellige, kurz, leser.regeln),
    )


def _gelesen(leser: Leser, datei: Quelldatei) -> Fallsicht:
    """Read a case at last; only the case itself keeps what was read, or it would stay when the case has long been another."""
    sicht, _ = leser.lies(datei)
    leser.vergiss()
    return sicht


def _alle(auftraege: Sequence[_Auftrag], rechne: Callable[[_Auftrag], _Urteil]) -> list[_Urteil]:
    """Work out the verdicts of many files, in their order, in several processes where that is worth it."""
    if len(auftraege) < _LOHNT_AB:
        return list(map(rechne, auftraege))
    from fallbuch.bestand.kerne import kerne_hier, verteilt  # noqa: PLC0415 - most runs need no other process

    return verteilt(auftraege, rechne, kerne_hier())
