"""The folder with the contacts: one encrypted file a person, and a list of who may read.

`empfaenger.txt` is a list that `age -R` takes: a line `# Name`, then that person's public key. Each contact says inside
for whom it was encrypted last (`Für: …`), since age's files do not tell whose keys they open for.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from fallbuch.bestand.kerne import verteilt
from fallbuch.kennung import id_mangel, ordnung
from fallbuch.kontakte.modell import Kontaktdaten, Kontaktfehler, als_bytes, aus_bytes
from fallbuch.kontakte.schloss import Leseschluessel, gepruefter_empfaenger, verschliesse, wie_viele
from fallbuch.text.ablage import Ablage, Zwischenzeitlich, allein, raeume_auf, setze
from fallbuch.werte import dataclass

EMPFAENGERDATEI, ENDUNG = "empfaenger.txt", ".age"
#: Who stands in the list without being somebody: the sheet in the safe.
WIEDERHERSTELLUNG = "Wiederherstellung"
_FUER, _ID = "Für", "ID"
_INZWISCHEN = "{} hat gerade jemand anderes geändert. Versuchen Sie es noch einmal."
_OHNE_ORDNER = "Den Ordner der Kontaktdaten gibt es nicht, oder er lässt sich nicht lesen."
_FREMD = "Das ist keine Datei der Kontaktdaten, vielleicht eine Kopie. Umschlüsseln und Löschen erreichen sie nicht: Sehen Sie nach, und löschen Sie sie."
#: What may lie beside the contacts: a repository of their own, a note for people, what is being written, what systems leave.
_ERLAUBT = (".git", "README", "LIESMICH", ".fallbuch", "fallbuch.lock", ".DS_Store", "Thumbs.db", "desktop.ini")
_FUER_ANDERE = "Sie ist für andere verschlossen als in der Liste. „fallbuch kontakt umschluesseln“ verschließt sie neu."


@dataclass(frozen=True, slots=True)
class Empfaenger:
    """Somebody who may read, by the public key."""

    name: str
    schluessel: str


@dataclass(frozen=True, slots=True)
class Speichermangel:
    """What is wrong with a file of the store: its name and a sentence."""

    datei: str
    satz: str


class Kontaktspeicher:
    """The contacts in a folder. Nothing of them is kept on the disk but encrypted."""

    def __init__(self, ordner: Path) -> None:
        self.ordner = ordner

    # -- who may read

    @property
    def empfaenger(self) -> Sequence[Empfaenger]:
        """Who may read, by name; raises `Kontaktfehler` where the list says something else."""
        try:
            zeilen = (self.ordner / EMPFAENGERDATEI).read_text(encoding="utf-8-sig").splitlines()
        except FileNotFoundError:
            return ()
        except (OSError, UnicodeDecodeError) as fehler:
            raise Kontaktfehler(f"Die Liste {EMPFAENGERDATEI} lässt sich nicht lesen.") from fehler
        gelesen: dict[str, Empfaenger] = {}
        name = ""
        for nummer, zeile in enumerate(map(str.strip, zeilen), start=1):
            if zeile.startswith("#"):
                name = zeile.removeprefix("#").strip()
            elif zeile:
                try:
                    schluessel = gepruefter_empfaenger(zeile)
                except Kontaktfehler as fehler:
                    raise Kontaktfehler(f"{EMPFAENGERDATEI}, Zeile {nummer}: {fehler}") from fehler
                if not name or name in gelesen:
                    raise Kontaktfehler(
                        f"{EMPFAENGERDATEI}, Zeile {nummer}: Vor jedem Schlüssel steht eine Zeile mit dem Namen, jeder Name einmal: „# Jana“."
                    )
                gelesen[name] = Empfaenger(name, schluessel)
                name = ""
        return sorted(gelesen.values(), key=lambda e: (e.name == WIEDERHERSTELLUNG, ordnung(e.name)))

    def setze_empfaenger(self, alle: Sequence[Empfaenger], bisher: Sequence[Empfaenger] | None = None) -> None:
        """Write the list of who may read; what is encrypted stays as it is until `verschliesse_neu`.

        `bisher` is the list that somebody changed; raises `Kontaktfehler` where it is another one by now.
        """
        text = "".join(f"# {e.name}\n{e.schluessel}\n" for e in alle)
        with self._allein(neu=True):
            if bisher is not None and list(bisher) != list(self.empfaenger):
                raise Kontaktfehler(_INZWISCHEN.format(EMPFAENGERDATEI))
            self._setze(EMPFAENGERDATEI, text.encode())

    # -- contacts

    @property
    def kennungen(self) -> Sequence[str]:
        """The IDs of which there is a contact, in their order."""
        stamme = (name.removesuffix(ENDUNG) for name in self._namen if name.endswith(ENDUNG))
        return sorted((stamm for stamm in stamme if id_mangel(stamm) is None), key=ordnung)

    @property
    def _namen(self) -> Sequence[str]:
        try:
            return os.listdir(self.ordner)
        except OSError as fehler:
            raise Kontaktfehler(_OHNE_ORDNER) from fehler

    def _fremde(self) -> Sequence[str]:
        """Return what lies in the folder and is none of its files: copies that a program for shared folders made, and the like."""
        kennungen = set(self.kennungen)
        return sorted(
            name
            for name in self._namen
            if name != EMPFAENGERDATEI and not name.startswith(_ERLAUBT) and name.removesuffix(ENDUNG) not in kennungen
        )

    def datei(self, kennung: str) -> Path:
        """Return where a contact lies; raises `Kontaktfehler` for what is no ID."""
        return self.ordner / self._datei(kennung)

    def hat(self, kennung: str) -> bool:
        return self.datei(kennung).exists()

    def lies(self, kennung: str, schluessel: Leseschluessel) -> Kontaktdaten:
        """Return one contact; raises `Kontaktfehler`."""
        return self._gelesen(kennung, schluessel)[0]

    def roh(self, kennung: str) -> bytes | None:
        """Return the file of a contact as it is, None where there is none: by it a change made meanwhile is seen."""
        return self._inhalt(self._datei(kennung))

    def alle(self, schluessel: Leseschluessel, *, kerne: int = 1) -> tuple[list[Kontaktdaten], list[Speichermangel]]:
        """Return every contact that opens, in the order of IDs, and what is wrong with the others.

        `kerne`: how many processes may open files; more than one only where nothing else runs in this one.
        """

        def lies(kennung: str) -> dict[str, str] | str:
            try:
                return dict(self.lies(kennung, schluessel).angaben)
            except Kontaktfehler as fehler:
                return str(fehler)

        kennungen = self.kennungen
        kontakte: list[Kontaktdaten] = []
        maengel: list[Speichermangel] = []
        for kennung, gelesen in zip(kennungen, verteilt(kennungen, lies, kerne), strict=True):
            if isinstance(gelesen, str):
                maengel.append(Speichermangel(f"{kennung}{ENDUNG}", gelesen))
            else:
                kontakte.append(Kontaktdaten(kennung=kennung, angaben=gelesen))
        return kontakte, maengel

    def schreibe(self, kontakt: Kontaktdaten, *, neu: bool = False, statt: bytes | None = None) -> None:
        """Encrypt a contact to everybody who may; `neu`: there must be none of this ID yet.

        `statt` is the file as it was when somebody began to change it; raises `Kontaktfehler` where it is another one by now.
        """
        with self._allein():
            datei = self._datei(kontakt.kennung)
            alt = self._inhalt(datei)
            if neu and alt is not None:
                raise Kontaktfehler(f"Zu {kontakt.kennung} gibt es schon Kontaktdaten.")
            if statt is not None and statt != alt:
                raise Kontaktfehler(_INZWISCHEN.format(datei))
            self._setze(datei, _verschlossen(kontakt, self.empfaenger), alt)

    def schreibe_alle(self, kontakte: Sequence[Kontaktdaten]) -> None:
        """Encrypt contacts of whom there are none yet to everybody who may; those that are there stay."""
        with self._allein():
            empfaenger = self.empfaenger
            for kontakt in kontakte:
                datei = self._datei(kontakt.kennung)
                if self._inhalt(datei) is None:
                    self._setze(datei, _verschlossen(kontakt, empfaenger))

    def loesche(self, kennung: str) -> None:
        """Remove a contact, and see that it is gone; raises `Kontaktfehler` where there is none."""
        with self._allein():
            datei = self._datei(kennung)
            alt = self._inhalt(datei)
            if alt is None:
                raise Kontaktfehler(f"Zu {kennung} gibt es keine Kontaktdaten.")
            self._ablegen(Ablage(name=datei, alt=alt, neu=None))
            reste = [name for name in self._fremde() if re.match(rf"{re.escape(kennung)}(?![A-Za-z0-9])", name)]
            if self._inhalt(datei) is not None or reste:
                raise Kontaktfehler(
                    f"Von den Kontaktdaten zu {kennung} ist noch etwas da: {', '.join(reste) or datei}. Löschen Sie es von Hand."
                )

    def verschliesse_neu(self, schluessel: Leseschluessel) -> tuple[int, list[Speichermangel]]:
        """Encrypt each contact to those who may now; returns how many were changed, and what could not be opened.

        One file after another, each old or new at every moment: stopped in between, the next call does the rest.
        """
        geaendert, maengel = 0, []
        with self._allein():
            empfaenger = self.empfaenger
            fuer = _fuer(empfaenger)
            for kennung in self.kennungen:
                try:
                    kontakt, damals, alt = self._gelesen(kennung, schluessel)
                except Kontaktfehler as fehler:
                    maengel.append(Speichermangel(f"{kennung}{ENDUNG}", str(fehler)))
                    continue
                if damals != fuer or wie_viele(alt) != _wie_vielen(empfaenger):
                    self._setze(self._datei(kennung), _verschlossen(kontakt, empfaenger), alt)
                    geaendert += 1
        return geaendert, [*maengel, *(Speichermangel(name, _FREMD) for name in self._fremde())]

    def maengel(self, schluessel: Leseschluessel | None = None) -> list[Speichermangel]:
        """Return what is wrong with the store: files that are none, that do not open, that open for others than the list says."""
        empfaenger = self.empfaenger
        fuer = _fuer(empfaenger)
        ergebnis = (
            []
            if any(e.name == WIEDERHERSTELLUNG for e in empfaenger)
            else [
                Speichermangel(
                    EMPFAENGERDATEI,
                    "Es gibt keinen Schlüssel zur Wiederherstellung. Geht jeder andere verloren, öffnet niemand mehr etwas.",
                )
            ]
        )
        doppelte = Counter(e.schluessel for e in empfaenger)
        for e in empfaenger:
            if doppelte[e.schluessel] > 1:
                satz = f"„{e.name}“ hat denselben Schlüssel wie jemand anderes in der Liste. Wer einen der Namen herausnimmt, nimmt niemandem etwas."
                ergebnis.append(Speichermangel(EMPFAENGERDATEI, satz))
        for kennung in self.kennungen:
            datei = f"{kennung}{ENDUNG}"
            try:
                if schluessel is None:
                    innen, inhalt = fuer, self._inhalt(datei) or b""
                else:
                    _, innen, inhalt = self._gelesen(kennung, schluessel)
                anders = innen != fuer or wie_viele(inhalt) not in {0, _wie_vielen(empfaenger)}
            except Kontaktfehler as fehler:
                ergebnis.append(Speichermangel(datei, str(fehler)))
            else:
                ergebnis += [Speichermangel(datei, _FUER_ANDERE)] if anders else []
        return [*ergebnis, *(Speichermangel(name, _FREMD) for name in self._fremde())]

    # -- the folder

    def _gelesen(self, kennung: str, schluessel: Leseschluessel) -> tuple[Kontaktdaten, str, bytes]:
        """Return a contact, for whom it was encrypted, and the file as it is."""
        inhalt = self._inhalt(self._datei(kennung))
        if inhalt is None:
            raise Kontaktfehler(f"Zu {kennung} gibt es keine Kontaktdaten.")
        kontakt = aus_bytes(kennung, schluessel.oeffne(inhalt))
        angaben = dict(kontakt.angaben)
        fuer, innen = angaben.pop(_FUER, ""), angaben.pop(_ID, kennung)
        if innen != kennung:
            raise Kontaktfehler(
                f"In dieser Datei stehen die Kontaktdaten zu {innen}: Jemand hat sie umbenannt oder kopiert."
            )
        return Kontaktdaten(kennung=kennung, angaben=angaben), fuer, inhalt

    def _datei(self, kennung: str) -> str:
        if id_mangel(kennung) is not None:
            raise Kontaktfehler("Das ist keine ID eines Falls.")
        return f"{kennung}{ENDUNG}"

    def _inhalt(self, datei: str) -> bytes | None:
        pfad = self.ordner / datei
        try:
            if pfad.exists() and not pfad.is_file():
                raise Kontaktfehler(f"{datei} ist keine gewöhnliche Datei.")
            return pfad.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as fehler:
            raise Kontaktfehler(f"{datei} lässt sich nicht lesen.") from fehler

    def _setze(self, datei: str, neu: bytes, alt: bytes | None = None) -> None:
        self._ablegen(Ablage(name=datei, alt=self._inhalt(datei) if alt is None else alt, neu=neu))

    def _ablegen(self, ablage: Ablage) -> None:
        try:
            setze(self.ordner, ablage)
        except Zwischenzeitlich as fehler:
            raise Kontaktfehler(_INZWISCHEN.format(ablage.name)) from fehler

    @contextmanager
    def _allein(self, *, neu: bool = False) -> Iterator[None]:
        """Hold the folder for one change, and make it where it is a `neu` one; what a killed program left beside a file goes."""
        if neu:
            self.ordner.mkdir(mode=0o700, parents=True, exist_ok=True)
        elif not self.ordner.is_dir():  # a drive that is not there must not become an empty folder
            raise Kontaktfehler(_OHNE_ORDNER)
        with allein(self.ordner):
            raeume_auf(self.ordner)
            yield


def _verschlossen(kontakt: Kontaktdaten, empfaenger: Sequence[Empfaenger]) -> bytes:
    if not empfaenger:
        raise Kontaktfehler(
            "Noch darf niemand die Kontaktdaten lesen. „fallbuch kontakt empfaenger“ trägt ein, wer darf."
        )
    angaben = {_ID: kontakt.kennung, **kontakt.angaben, _FUER: _fuer(empfaenger)}
    innen = als_bytes(Kontaktdaten(kennung=kontakt.kennung, angaben=angaben))
    return verschliesse(innen, [e.schluessel for e in empfaenger])


def _fuer(empfaenger: Sequence[Empfaenger]) -> str:
    """Name those who may read, by their keys."""
    alle = "\n".join(sorted({e.schluessel for e in empfaenger}))
    return hashlib.sha256(alle.encode()).hexdigest()[:16]


def _wie_vielen(empfaenger: Sequence[Empfaenger]) -> int:
    """Count the keys: two names may share one."""
    return len({e.schluessel for e in empfaenger})
