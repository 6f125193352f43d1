"""What one side of a join had, the other did not take away, and is gone all the same."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import reduce
from pathlib import PurePosixPath
from typing import Any

from fallbuch.akte.lesen import lies_quelldatei
from fallbuch.akte.modell import Eintrag
from fallbuch.akte.protokoll import PROTOKOLLDATEI, lies_protokoll
from fallbuch.befund import Befund, Stelle
from fallbuch.einrichtung import Einrichtung, falldateien_von
from fallbuch.regelwerk.deuten import Deuter
from fallbuch.regelwerk.vokabular import Vokabular
from fallbuch.text.konflikte import Zusammenfuehrung, geklaerte, gespeicherte, laufende, ordnerlage
from fallbuch.text.quelle import anzeigename, aus_bytes, lies_datei
from fallbuch.text.staende import Gitstand
from fallbuch.vergleich.ausgabe import roh
from fallbuch.vergleich.faelle import Fallfassung, Fallvergleicher, derselbe_fall, neue_eintraege, ohne_eintraege
from fallbuch.vergleich.meldungen import G002, G003
from fallbuch.vergleich.modell import ENTFERNEND, Handlung, Tat
from fallbuch.vergleich.seiten import fallname
from fallbuch.vergleich.worte import handlung
from fallbuch.werte import dataclass

#: A version of a file; None where there is none.
_Inhalt = bytes | None
#: How often entries say the same.
_Gezaehltes = Counter[tuple[Any, ...]]
_NICHTS: _Gezaehltes = Counter()


class Verlustpruefer:
    """Compares the versions of a file on both sides of a join with what came of them."""

    def __init__(self, vokabular: Vokabular) -> None:
        self._deuter, self._vergleicher = Deuter(vokabular), Fallvergleicher(vokabular, vokabular)

    def verloren(
        self, name: str, urspruenge: Sequence[_Inhalt], seiten: Sequence[_Inhalt], ergebnis: _Inhalt
    ) -> list[str]:
        """Return in sentences what a side had and is missing, unless a side took it away since the origin."""
        gewollt = {satz for davor in urspruenge for seite in seiten for satz in self._weggenommen(name, davor, seite)}
        dazu = [self._dazu(name, urspruenge, seite) for seite in seiten]
        verloren: dict[str, None] = {}
        for nummer, seite in enumerate(seiten):
            if ergebnis is None and seite is not None and any(u is not None for u in urspruenge):
                # To remove a case is no word on what was added to it.
                saetze = self._dazugekommen(name, urspruenge, seite)
            else:
                # Two calls of one day: the other side's is not what became of this one's.
                fremde = sum((d for n, d in enumerate(dazu) if n != nummer), Counter()) - dazu[nummer]
                saetze = [s for s in self._weggenommen(name, seite, ergebnis, fremde) if s not in gewollt]
            verloren |= dict.fromkeys(saetze)
        return list(verloren)

    def _dazu(self, name: str, urspruenge: Sequence[_Inhalt], seite: _Inhalt) -> _Gezaehltes:
        """Return what a side's entries say that it has beyond every origin."""
        eintraege = self._eintraege(name, seite)
        neue = [neue_eintraege(self._eintraege(name, davor), eintraege) for davor in urspruenge]
        return reduce(operator.and_, neue) if neue else Counter()

    def _weggenommen(self, name: str, alt: _Inhalt, neu: _Inhalt, fremde: _Gezaehltes = _NICHTS) -> list[str]:
        return [satz for h in self._handlungen(name, alt, neu, fremde) for satz in _wegnehmende(h)]

    def _dazugekommen(self, name: str, urspruenge: Sequence[_Inhalt], seite: bytes) -> list[str]:
        """Return the entries that a side has beyond every origin, as gone."""
        neue = [
            {h.woran for h in self._handlungen(name, davor, seite) if h.tat is Tat.EINTRAG_NEU} for davor in urspruenge
        ]
        return [roh(handlung(Handlung(Tat.EINTRAG_ENTFERNT, woran))) for woran in sorted(set.intersection(*neue))]

    def _handlungen(self, name: str, alt: _Inhalt, neu: _Inhalt, fremde: _Gezaehltes = _NICHTS) -> Sequence[Handlung]:
        """Return what was done from one version to another, where some entries of the other do not count."""
        if alt == neu:
            return ()
        if name == PROTOKOLLDATEI:
            jetzt = ohne_eintraege(self._eintraege(name, neu), fremde)
            return self._vergleicher.eintraege(self._eintraege(name, alt), jetzt)
        fassung = self.fassung(name, neu)
        if fassung is not None and fremde:
            eintraege = ohne_eintraege(fassung.fall.eintraege, fremde)
            fassung = replace(fassung, fall=replace(fassung.fall, eintraege=eintraege))
        return self._vergleicher.handlungen(self.fassung(name, alt), fassung)

    def _eintraege(self, name: str, inhalt: _Inhalt) -> Sequence[Eintrag]:
        if name == PROTOKOLLDATEI:
            return lies_protokoll(aus_bytes(name, inhalt))[0].eintraege if inhalt is not None else ()
        fassung = self.fassung(name, inhalt)
        return fassung.fall.eintraege if fassung is not None else ()

    def fassung(self, name: str, inhalt: _Inhalt) -> Fallfassung | None:
        """Read one version of a case."""
        if inhalt is None:
            return None
        fall, _ = lies_quelldatei(aus_bytes(name, inhalt))
        return Fallfassung(self._deuter.deute(fall)[0], inhalt)


def _wegnehmende(h: Handlung, vorn: str = "") -> Iterator[str]:
    """Yield what takes something away, of an entry each line by itself."""
    if h.tat in ENTFERNEND or (h.tat is Tat.FELD and h.alt != "" and h.neu == ""):
        yield f"{vorn}{roh(handlung(h))}"
    elif h.tat is Tat.EINTRAG_GEAENDERT:
        for teil in h.teile:
            yield from _wegnehmende(teil, f"Eintrag {h.woran}: ")


@dataclass(frozen=True)
class _Zeilenlauf:
    """A join whose files are looked at: who reads the result, and what to say of what is missing."""

    einrichtung: Einrichtung
    zusammen: Zusammenfuehrung
    pruefer: Verlustpruefer

    def vermisste(self, ergebnis: Callable[[str], _Inhalt], ohne: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
        """Yield file and sentence of all that is missing in `ergebnis`."""
        ordner = self.einrichtung.datei.ordner.faelle
        namen = [
            n for n in self.zusammen.umstrittene() if n not in ohne and (n == PROTOKOLLDATEI or fallname(n, ordner))
        ]
        seiten, urspruenge = (
            [dict(s.inhalte(namen)) for s in staende] for staende in (self.zusammen.seiten, self.zusammen.urspruenge)
        )
        for name in namen:
            hier = [s.get(name) for s in seiten]
            jetzt = ergebnis(name)
            if jetzt is None:
                jetzt = next((i for s in hier if s is not None for i in self._nachfolger(name, s, ergebnis)), None)
                jetzt = jetzt or _aufnehmender(self.einrichtung, name, ergebnis)
            for satz in self.pruefer.verloren(name, [u.get(name) for u in urspruenge], hier, jetzt):
                yield name, satz

    def _nachfolger(self, name: str, seite: bytes, ergebnis: Callable[[str], _Inhalt]) -> Iterator[bytes]:
        """Yield the same case under a name that it did not have before."""
        alte = {n for u in self.zusammen.urspruenge for n in u.dateien}
        davor = self.pruefer.fassung(name, seite)
        for neuer in self.zusammen.ergebnis.dateien:
            if neuer not in alte and fallname(neuer, self.einrichtung.datei.ordner.faelle):
                inhalt = ergebnis(neuer)
                fassung = self.pruefer.fassung(neuer, inhalt)
                if inhalt and fassung and davor and derselbe_fall(davor.fall, fassung.fall):
                    yield inhalt


def verlorenes_vor_dem_speichern(einrichtung: Einrichtung, *, vorgemerkt: bool) -> list[Befund]:
    """Return what the join under way would lose: as git has noted its result, or as it stands in the folder.

    Files that still wait to be joined are left out: somebody has yet to decide about them.
    """
    wurzel = einrichtung.wurzel
    pruefer = Verlustpruefer(einrichtung.regelwerk.vokabular)
    lies = _aus(Gitstand(wurzel, "")) if vorgemerkt else _im_ordner(einrichtung)
    zusammen = laufende(wurzel)
    if zusammen is not None:
        vermisste = _Zeilenlauf(einrichtung, zusammen, pruefer).vermisste(
            lies, () if vorgemerkt else ordnerlage(wurzel).wartende
        )
    else:
        # In the midst of a rebase or after `git stash pop` only the files themselves tell.
        vermisste = (
            (name, satz)
            for ort in (einrichtung.datei.ordner.faelle, PROTOKOLLDATEI)
            for name, (basis, *seiten) in geklaerte(wurzel, ort).items()
            for satz in pruefer.verloren(name, [basis], seiten, lies(name) or _aufnehmender(einrichtung, name, lies))
        )
    return [G002.melde(Stelle(datei=anzeigename(name)), was=satz, datei=name) for name, satz in vermisste]


def _aufnehmender(einrichtung: Einrichtung, name: str, ergebnis: Callable[[str], _Inhalt]) -> _Inhalt:
    """Return the case that has taken in a removed one, as its front matter says: there its entries must be."""
    kennung = PurePosixPath(name).stem.lower()
    for datei in falldateien_von(einrichtung):
        if b"vereint" in datei.inhalt.lower():
            fall, _ = lies_quelldatei(datei)
            if kennung in map(str.lower, fall.kopf.vereint_mit):
                return ergebnis(datei.name)
    return None


def verlorenes_seit(einrichtung: Einrichtung, basis: str) -> list[Befund]:
    """Return what joins since a state have lost and the folder still lacks."""
    pruefer = Verlustpruefer(einrichtung.regelwerk.vokabular)
    befunde = []
    for zusammen in gespeicherte(einrichtung.wurzel, basis):
        lauf, commit = _Zeilenlauf(einrichtung, zusammen, pruefer), zusammen.ergebnis.commit[:10]
        damals = list(lauf.vermisste(_aus(zusammen.ergebnis)))
        noch = set(lauf.vermisste(_im_ordner(einrichtung))) if damals else set()
        befunde += [
            G003.melde(Stelle(datei=anzeigename(name)), was=satz, commit=commit, datei=name)
            for name, satz in damals
            if (name, satz) in noch
        ]
    return befunde


def _aus(stand: Gitstand) -> Callable[[str], _Inhalt]:
    return lambda name: next((inhalt for _, inhalt in stand.inhalte([name])), None)


def _im_ordner(einrichtung: Einrichtung) -> Callable[[str], _Inhalt]:
    def lies(name: str) -> _Inhalt:
        datei = lies_datei(einrichtung.wurzel / name, name, einrichtung.wurzel)
        return datei.inhalt if datei.hindernis is None else None

    return lies
