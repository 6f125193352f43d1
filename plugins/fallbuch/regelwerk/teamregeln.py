"""What the team itself has to do: anchors and events of its log, its channels and its periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property

from fallbuch.akte.modell import Eintrag
from fallbuch.akte.protokoll import PROTOKOLLDATEI, Protokoll
from fallbuch.akte.protokollformen import Akquiseangaben, Auswertungangaben, Veranstaltungangaben
from fallbuch.befund import Stelle
from fallbuch.regelwerk.bausteine import Anker, Ankerpunkt, Bausteine, Ereignis, Regelsicht
from fallbuch.regelwerk.binden import Zustand
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.regelwerk.rechnen import Rechner
from fallbuch.werte import dataclass
from fallbuch.zeit import MONATE, Einheit, Spanne, monatsende, quartal_von


class Anlass(StrEnum):
    """What the team has to look at again."""

    PROZESS = "prozess"
    EMPFEHLUNG = "empfehlung"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wiedervorlage:
    """Something to look at again: a process counted from its last review, a recommendation on its day.

    `datum` None: nobody has ever looked; then it counts from the day on which the team began.
    """

    anlass: Anlass
    schluessel: str
    name: str
    datum: date | None
    stelle: Stelle
    zustaendig: str | None = None
    #: Day from which on it is known, and day since which nothing is left to do.
    seit: date | None = None
    erledigt: date | None = None


@dataclass(frozen=True)
class Teamsicht(Regelsicht):
    """The team on a key date: its log up to that day, and since when it has been at work."""

    regelwerk: Regelwerk
    protokoll: Protokoll
    stichtag: date
    erster_fall: date | None
    wiedervorlagen: Sequence[Wiedervorlage] = ()
    kalenderquartale: bool = False

    @cached_property
    def eintraege(self) -> tuple[tuple[date, Eintrag], ...]:
        """The log up to the key date, each line with its day."""
        eintraege = self.protokoll.eintraege
        return tuple((e.datum, e) for e in eintraege if e.datum is not None and e.datum <= self.stichtag)

    @cached_property
    def beginn(self) -> date:
        """The day on which the team began: with the first line of the log, else with the first case."""
        anfang = min((tag for tag, _ in self.eintraege), default=self.erster_fall or self.stichtag)
        return min(anfang, self.stichtag)

    @cached_property
    def ausgewertet(self) -> frozenset[str]:
        """The periods whose figures have gone out."""
        return frozenset(
            str(e.besonderes.zeitraum) for _, e in self.eintraege if isinstance(e.besonderes, Auswertungangaben)
        )

    @cached_property
    def eingetragen(self) -> frozenset[tuple[str | None, str]]:
        """Channels with the months for which the log has a line."""
        return frozenset(paar for tag, eintrag in self.eintraege for paar in _weg_und_monat(tag, eintrag))


def _erster(sicht: Teamsicht, voriger: date) -> date:
    """From which day on periods count: a team that keeps no log is not reproached with its past, least of all before the rules."""
    if sicht.eintraege:
        return sicht.beginn
    eingefuehrt = sicht.regelwerk.einfuehrung or date.min
    return max(sicht.beginn, voriger, min(eingefuehrt, sicht.stichtag))


def _quartalsende(sicht: Teamsicht) -> Iterator[Ankerpunkt]:
    """The ends of all periods since the team began, and of the one that runs."""
    kalender = sicht.kalenderquartale
    laufendes = quartal_von(sicht.stichtag, kalender=kalender)
    quartal = quartal_von(_erster(sicht, Spanne(3, Einheit.MONATE).vor(sicht.stichtag)), kalender=kalender)
    while quartal <= laufendes:
        name, ort = f"Ende des Berichtszeitraums {quartal} am", Stelle(datei=PROTOKOLLDATEI)
        yield Ankerpunkt(quartal.ende, name, ort, str(quartal), zeitraum=str(quartal))
        quartal = quartal.naechstes


def _monatsende(sicht: Teamsicht) -> Iterator[Ankerpunkt]:
    """The ends of all months since the team began, the running one included, for each channel that somebody looks after."""
    erster = _erster(sicht, Spanne(1, Einheit.MONATE).vor(sicht.stichtag))
    for name, weg in sicht.regelwerk.vokabular.zugangswege.items():
        if not weg.verantwortlich:
            continue
        ende = monatsende(max(erster, weg.von or erster))
        letztes = monatsende(min(sicht.stichtag, weg.bis or sicht.stichtag))
        while ende <= letztes:
            monat = f"{ende:%Y-%m}"
            yield Ankerpunkt(
                ende,
                f"Ende des Monats {MONATE[ende.month - 1]} {ende.year} am",
                sicht.regelwerk.vokabular.ort("zugangswege", name),
                f"{name}-{monat}",
                thema=name,
                zustaendig=weg.verantwortlich,
                zeitraum=monat,
            )
            ende = monatsende(date.fromordinal(ende.toordinal() + 1))


def _prozesspruefung(sicht: Teamsicht) -> Iterator[Ankerpunkt]:
    """The last review of each process up to the key date, else the day on which the team began."""
    for w in sicht.wiedervorlagen:
        if w.anlass is Anlass.PROZESS:
            tag, worte = sicht.beginn, f"„{w.name}“ bis dahin nie geprüft, Beginn der Aufzeichnungen am"
            if w.datum is not None and w.datum <= sicht.stichtag:
                tag, worte = w.datum, f"letzte Prüfung von „{w.name}“ am"
            yield Ankerpunkt(tag, worte, w.stelle, w.schluessel, thema=w.name, zustaendig=w.zustaendig)


def _empfehlung(sicht: Teamsicht) -> Iterator[Ankerpunkt]:
    """The days on which somebody looks at recommendations again."""
    for w in sicht.wiedervorlagen:
        bekannt = w.seit is None or w.seit <= sicht.stichtag
        if w.anlass is Anlass.EMPFEHLUNG and w.datum is not None and bekannt:
            worte = f"„{w.name}“: nachzuhalten am"
            yield Ankerpunkt(w.datum, worte, w.stelle, w.schluessel, thema=w.name, zustaendig=w.zustaendig)


def _empfehlung_erledigt(sicht: Teamsicht, punkt: Ankerpunkt, von: date, bis: date) -> bool:
    return any(
        w.erledigt is not None and w.erledigt <= sicht.stichtag
        for w in sicht.wiedervorlagen
        if w.anlass is Anlass.EMPFEHLUNG and w.schluessel == punkt.bezug
    )


def _weg_und_monat(tag: date, eintrag: Eintrag) -> Iterator[tuple[str | None, str]]:
    match eintrag.besonderes:
        case Akquiseangaben(zugangsweg=weg, monat=monat):
            if "Monat" not in eintrag.unlesbar:  # which month was meant nobody knows
                yield weg, f"{monat or tag:%Y-%m}"
        case Veranstaltungangaben(zugangsweg=weg):
            yield weg, f"{tag:%Y-%m}"


TEAMANKER: Mapping[str, Anker[Teamsicht]] = {
    "quartalsende": Anker(
        "dem Ende des Berichtszeitraums (28. März, Juni, September, Dezember, oder das Ende des Kalenderquartals)",
        _quartalsende,
        frozenset({"quartal"}),
        kommend=True,
        weitere=("späteres Quartal ist ebenfalls offen", "spätere Quartale sind ebenfalls offen"),
        weitere_nur_faellige=True,
        mehrere=True,
    ),
    "monatsende": Anker(
        "dem Ende des Monats, für jeden Zugangsweg mit einer verantwortlichen Person",
        _monatsende,
        frozenset({"monat"}),
        kommend=True,
        weitere=("späterer Monat ist ebenfalls offen", "spätere Monate sind ebenfalls offen"),
        weitere_nur_faellige=True,
        mehrere=True,
    ),
    "prozesspruefung": Anker(
        "der letzten Prüfung eines Prozesses, für jeden Prozess des Teams; wurde er noch nie geprüft, vom Beginn der Aufzeichnungen",
        _prozesspruefung,
        frozenset({"prozess"}),
        mehrere=True,
    ),
    "empfehlung": Anker(
        "dem Tag „Nachhalten am“ einer Handlungsempfehlung",
        _empfehlung,
        frozenset({"empfehlung"}),
        kommend=True,
        mehrere=True,
    ),
}
TEAMEREIGNISSE: Mapping[str, Ereignis[Teamsicht]] = {
    "auswertung": Ereignis(
        "ein Eintrag „Auswertung“ mit diesem Zeitraum im Protokoll des Teams",
        lambda sicht, punkt, *_: punkt.zeitraum in sicht.ausgewertet,
        verlangt="quartal",
    ),
    "akquise": Ereignis(
        "ein Eintrag „Akquise“ oder „Veranstaltung“ zu diesem Zugangsweg und Monat im Protokoll des Teams",
        lambda sicht, punkt, *_: (punkt.thema, punkt.zeitraum) in sicht.eingetragen,
        verlangt="monat",
    ),
    # A review moves the anchor itself; one before it settles nothing.
    "prozess-geprueft": Ereignis(
        "ein neuer Tag bei „Geprüft am“ in der Beschreibung des Prozesses", verlangt="prozess"
    ),
    "empfehlung-erledigt": Ereignis(
        "„Erledigt am“ oder ein neuer Tag bei „Nachhalten am“ in der Empfehlung",
        _empfehlung_erledigt,
        verlangt="empfehlung",
    ),
}
TEAMBAUSTEINE = Bausteine(TEAMANKER, ereignisse=TEAMEREIGNISSE)
_ZUSTAND = Zustand("offen", pausiert=False, stufe="")


def teamfaelligkeiten(sicht: Teamsicht) -> list[Faelligkeit]:
    """Return what the team itself has to do."""
    return Rechner(sicht.regelwerk, TEAMBAUSTEINE).rechne(sicht, _ZUSTAND)
