"""The team as its files are right now: read once, then file by file as they change on the disk."""

from __future__ import annotations

import gc
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from fallbuch.bearbeiten.platz import Platz
from fallbuch.einrichtung import Aufruffehler, Einrichtung, richte_ein
from fallbuch.team import Team, gemerkte_urteile, oeffne
from fallbuch.text import gitstand
from fallbuch.text.eigenes import ORDNER
from fallbuch.text.quelle import Dateistand, Quelldatei, anzeigename, ist_falldatei, lies_datei, staende, stand_von
from fallbuch.website.darstellung import SEITENVORLAGEN
from fallbuch.website.dateien import Website
from fallbuch.website.seiten import Sicht
from fallbuch.werte import dataclass

#: Key date that somebody set (None: it follows the clock), and today.
Tage = Callable[[Einrichtung], tuple[date | None, date]]
#: A file written so shortly before it was looked at may be written again without its time telling, in nanoseconds.
_FRISCH = 100_000_000
#: So many versions of files that a form was filled in for are kept, to say what somebody else has changed since.
_FASSUNGEN = 200
#: After so many changed cases the figures are brought up to date: they hold each case as it was when they were counted.
_NACHZAEHLEN = 50
#: Pages that show something of every case; what they find out of one is kept as long as it stays as it is.
_AUS_ALLEN_FAELLEN = (
    "index.html",
    "woche.html",
    "faelle.html",
    "auslastung.html",
    "pruefbericht.html",
    "auswertung.html",
    "regelwerk.html",
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Teamlage:
    """One state of the team: `nummer` grows with each change."""

    nummer: int
    team: Team
    website: Website

    def platz(self, befehl: str) -> Platz:
        """Return the team to work on; `befehl` is what the change will be remembered by."""
        team = self.team
        if team.einrichtung.fehlerhaft:
            raise Aufruffehler(
                "In den Vorlagen des Teams stehen Fehler. Der Prüfbericht nennt die Stellen; beheben Sie diese zuerst."
            )
        return Platz(einrichtung=team.einrichtung, stichtag=team.stichtag, heute=team.heute, befehl=befehl)


class Beobachter:
    """Holds the state of a team's folder. Safe to be asked from several threads."""

    def __init__(self, wurzel: Path, tage: Tage) -> None:
        self.wurzel, self._tage = wurzel, tage
        self.schloss = threading.RLock()
        self._fassungen: OrderedDict[str, bytes] = OrderedDict()
        #: What each file said that has been read again.
        self._abdruecke: dict[str, bytes] = {}
        #: So much has changed that pages made of all cases should be made again while nobody waits.
        self.viel_neues = threading.Event()
        self._ungezaehlte: set[str] = set()
        #: What says nothing of any case, but may change what is said of all: git's own files, changes that somebody began.
        self._nebenbei = frozenset(map(str, (*gitstand.merkmale(wurzel), wurzel / ORDNER)))
        einrichtung = richte_ein(wurzel)
        self._staende = self._sieh_nach(einrichtung)
        SEITENVORLAGEN.uebersetze()
        self._lage = self._oeffne(einrichtung, 1)

    def lage(self, geschrieben: Iterable[str] = ()) -> Teamlage:
        """Return the team as its files are now; only what changed is read again.

        `geschrieben` are the only files that may have changed, since this program wrote them a moment ago; what else
        has changed meanwhile shows when it is asked next.
        """
        with self.schloss:
            einrichtung = self._lage.team.einrichtung
            namen = [str(self.wurzel / name) for name in geschrieben]
            jetzt = self._sieh_nach(einrichtung, namen)
            geaendert = {
                name for name in jetzt.keys() | self._staende.keys() if jetzt.get(name) != self._staende.get(name)
            }
            team = self._lage.team
            tage = self._tage(einrichtung)
            anderer_tag = (tage[0] or tage[1], tage[1]) != (team.stichtag, team.heute)
            if not geaendert and not anderer_tag:
                return self._lage
            vorn = f"{einrichtung.fallordner}/"
            nebenbei = {name for name in geaendert if name in self._nebenbei}
            faelle = geaendert - nebenbei
            if not anderer_tag and all(name.startswith(vorn) and _einfach(name[len(vorn) :]) for name in faelle):
                self._lage = self._mit_faellen({name[len(vorn) :] for name in faelle}, auch_ohne=bool(nebenbei))
            else:
                self._abdruecke.clear()
                neu = richte_ein(self.wurzel)
                if neu.datei.ordner != einrichtung.datei.ordner:
                    jetzt = self._sieh_nach(neu)
                self._lage = self._oeffne(neu, self._lage.nummer + 1)
            self._staende = jetzt
            return self._lage

    def _sieh_nach(self, einrichtung: Einrichtung, nur: Collection[str] = ()) -> dict[str, Dateistand]:
        """Return when each file was written, with `nur` after a look at these alone; of one written just now nothing that could be compared, so that it is read again."""
        ordner = einrichtung.datei.ordner
        if nur:
            davor = {name: stand for name, stand in self._staende.items() if name not in nur}
            gesehen = stand_von(nur)
        else:
            davor = {}
            gesehen = staende(self.wurzel / name for name in (ordner.faelle, "vorlagen", "statistik", ordner.seiten))
        jetzt = time.time_ns()
        stabile = {n: s if s[0] < jetzt - _FRISCH else (-jetzt, *s[1:]) for n, s in gesehen.items()}
        # git puts a new file in the place of the old one: that shows, however quick it was.
        return {**davor, **stabile, **stand_von(self._nebenbei)}

    def _oeffne(self, einrichtung: Einrichtung, nummer: int) -> Teamlage:
        stichtag, heute = self._tage(einrichtung)
        urteile = gemerkte_urteile(einrichtung, stichtag=stichtag, heute=heute, mit_faelligen=True)
        team = oeffne(einrichtung, stichtag=stichtag, heute=heute, urteile=urteile)
        website = Website(team, Sicht.INTERN, team.veroeffentlichungen, am_tisch=True)
        return Teamlage(nummer=nummer, team=team, website=website)

    def _mit_faellen(self, namen: Iterable[str], *, auch_ohne: bool) -> Teamlage:
        """Read these files of the folder of cases again and leave all others as they are; `auch_ohne`: it is another state in any case."""
        davor, einrichtung = self._lage, self._lage.team.einrichtung
        ordner, genannt = einrichtung.fallordner, einrichtung.datei.ordner.faelle
        geaendert = {f"{genannt}/{name}" for name in namen}
        dateien: list[Quelldatei] = []
        for name in sorted(geaendert):
            datei = ordner / name.rpartition("/")[2]
            if datei.exists() or datei.is_symlink():
                dateien.append(lies_datei(datei, name, ordner))
        abdruecke = {datei.name: datei.abdruck() for datei in dateien}
        gleich = len(dateien) == len(geaendert) and all(self._abdruecke.get(n) == a for n, a in abdruecke.items())
        if gleich and not auch_ohne:
            return davor  # looked at a second time, since it had been written just before
        for name in geaendert:  # one that is gone may come back as it was
            self._abdruecke.pop(name, None)
        self._abdruecke.update(abdruecke)
        self._ungezaehlte |= geaendert
        if len(self._ungezaehlte) >= _NACHZAEHLEN:
            self._ungezaehlte.clear()
            self.viel_neues.set()
        bleiben = [akte for akte in davor.team.akten if akte.auszug.datei not in geaendert]
        team = davor.team
        neu = oeffne(
            einrichtung,
            stichtag=team.stichtag if team.fester_stichtag else None,
            heute=team.heute,
            dateien=dateien,
            fertige=bleiben,
            vorher=team,
        )
        return Teamlage(nummer=davor.nummer + 1, team=neu, website=davor.website.mit_faellen(neu))

    def merke_fassung(self, abdruck: str, inhalt: bytes) -> None:
        """Keep what a file said when a form was made for it."""
        with self.schloss:
            self._fassungen[abdruck] = inhalt
            self._fassungen.move_to_end(abdruck)
            while len(self._fassungen) > _FASSUNGEN:
                self._fassungen.popitem(last=False)

    def fassung(self, abdruck: str) -> bytes | None:
        """Return that version, None where it is no longer kept."""
        with self.schloss:
            return self._fassungen.get(abdruck)


class Vorleser(threading.Thread):
    """Does while nobody waits what the first page made of all cases would have to do: reads the cases, counts, draws."""

    def __init__(self, beobachter: Beobachter) -> None:
        super().__init__(daemon=True)
        self._beobachter = beobachter

    def run(self) -> None:
        while True:
            self.lies_vor()
            self._beobachter.viel_neues.wait()

    def lies_vor(self) -> None:
        """Whoever asks for something comes first: the lock is held for moments, and not at all while counting."""
        self._beobachter.viel_neues.clear()
        with suppress(Aufruffehler, OSError):  # a folder that is away for a moment; then the pages do it themselves
            for akte in self._beobachter.lage().team.akten:
                if not akte.ist_gelesen:
                    with self._in_ruhe():
                        _ = akte.sicht
            for zeitraum in self._beobachter.lage().team.zeitraeume:
                with self._in_ruhe():
                    zahlenwerk = self._beobachter.lage().team.zahlenwerk
                zahlenwerk.genau(zeitraum)
            self._beobachter.lage().team.zahlenwerk.sichere()
            for adresse in _AUS_ALLEN_FAELLEN:
                with self._in_ruhe():
                    self._beobachter.lage().website.seite(adresse)
        # What stands now stays for long: looking through it for garbage takes a second, and somebody would wait for it.
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        gc.collect()  # Python looks for garbage again once there is a quarter more than at the last time: more than these few

    @contextmanager
    def _in_ruhe(self) -> Iterator[None]:
        """Hold the team as it is for a moment, then let others."""
        with self._beobachter.schloss:
            yield
        time.sleep(0.001)


class Melder(threading.Thread):
    """Looks at the folder again and again as long as a page listens, and wakes whoever waits for the next state."""

    def __init__(self, beobachter: Beobachter, abstand: float) -> None:
        super().__init__(daemon=True)
        self._beobachter, self._abstand = beobachter, abstand
        self._neues, self._lauschende = threading.Condition(), 0
        self._nummer = 0

    def run(self) -> None:
        while True:
            with self._neues:
                self._neues.wait_for(lambda: self._lauschende > 0)
            with suppress(Aufruffehler, OSError):  # a folder that is away for a moment
                nummer = self._beobachter.lage().nummer
                with self._neues:
                    if nummer != self._nummer:
                        self._nummer = nummer
                        self._neues.notify_all()
            time.sleep(self._abstand)

    def warte(self, nummer: int, hoechstens: float) -> int:
        """Return the number of the state as soon as it is another than `nummer`, at the latest after so many seconds."""
        with self._neues:
            self._lauschende += 1
            self._neues.notify_all()
            try:
                self._neues.wait_for(lambda: self._nummer not in {0, nummer}, hoechstens)
                return self._nummer or nummer
            finally:
                self._lauschende -= 1


def _einfach(name: str) -> bool:
    """Tell whether a name in the folder of cases is that of a case as lists show it."""
    return "/" not in name and ist_falldatei(name) and anzeigename(name) == name
