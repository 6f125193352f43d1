"""The contacts, unlocked: in memory only, each file opened once for as long as it stays as it is."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path

from fallbuch.kontakte.modell import Kontaktdaten, Kontaktfehler
from fallbuch.kontakte.namen import Namenssuche
from fallbuch.kontakte.schloss import Leseschluessel
from fallbuch.kontakte.speicher import Kontaktspeicher, Speichermangel

#: Time of writing and of change, size and number of a file: another version of it has another.
Fassung = tuple[int, int, int, int]


class Kontaktbuch:
    """What one key opens of a store. Safe to be asked from several threads."""

    def __init__(self, speicher: Kontaktspeicher, schluessel: Leseschluessel) -> None:
        self.speicher, self._schluessel = speicher, schluessel
        self._schloss = threading.Lock()
        #: ID → version of its file, and the contact or why there is none to be seen.
        self._gelesen: dict[str, tuple[Fassung, Kontaktdaten | str]] = {}
        #: Grows with each file that is read anew or gone.
        self._stand = 0
        self._suche: tuple[int, Namenssuche] | None = None

    def kontakt(self, kennung: str) -> Kontaktdaten | None:
        """Return one contact, None where there is none; raises `Kontaktfehler` where its file does not open."""
        with self._schloss:
            gelesen = self._lies(kennung)
        if isinstance(gelesen, str):
            raise Kontaktfehler(gelesen)
        return gelesen

    def zu(self, kennungen: Iterable[str]) -> dict[str, Kontaktdaten]:
        """Return the contacts of these cases, as far as there are any that open."""
        with self._schloss:
            alle = {kennung: self._lies(kennung) for kennung in kennungen}
        return {kennung: k for kennung, k in alle.items() if isinstance(k, Kontaktdaten)}

    def alle(self) -> tuple[list[Kontaktdaten], list[Speichermangel]]:
        """Return every contact that opens, in the order of IDs, and what is wrong with the others."""
        kontakte: list[Kontaktdaten] = []
        maengel: list[Speichermangel] = []
        for kennung in self.speicher.kennungen:
            with self._schloss:  # one after another: whoever asks for a single one in between does not wait for all
                gelesen = self._lies(kennung)
            if isinstance(gelesen, str):
                maengel.append(Speichermangel(self.speicher.datei(kennung).name, gelesen))
            elif gelesen is not None:
                kontakte.append(gelesen)
        return kontakte, maengel

    def suche(self, gesucht: str) -> list[Kontaktdaten]:
        """Return the contacts whom a name, a place or a number may mean, by name."""
        treffer = (k for k in self.alle()[0] if k.passt(gesucht))
        return sorted(treffer, key=lambda k: (k["NName"].casefold(), k["VName"].casefold(), k.kennung))

    def namenssuche(self) -> Namenssuche:
        """Return what finds the names of all of them in texts; made anew when one of them has changed."""
        kontakte = self.alle()[0]
        if self._suche is None or self._suche[0] != self._stand:
            self._suche = self._stand, Namenssuche(kontakte)
        return self._suche[1]

    def _lies(self, kennung: str) -> Kontaktdaten | str | None:
        try:
            fassung = _fassung(self.speicher.datei(kennung))
            if fassung is None:
                self._stand += self._gelesen.pop(kennung, None) is not None
                return None
            bekannt = self._gelesen.get(kennung)
            if bekannt is None or bekannt[0] != fassung:
                self._stand += 1
                self._gelesen[kennung] = bekannt = fassung, self.speicher.lies(kennung, self._schluessel)
            return bekannt[1]
        except Kontaktfehler as fehler:
            return str(fehler)


def _fassung(datei: Path) -> Fassung | None:
    try:
        s = datei.stat()
    except FileNotFoundError:
        return None
    except OSError as fehler:
        raise Kontaktfehler(f"{datei.name} lässt sich nicht lesen.") from fehler
    return s.st_mtime_ns, s.st_ctime_ns, s.st_size, s.st_ino
