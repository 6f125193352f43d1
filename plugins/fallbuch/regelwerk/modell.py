"""Rules, vocabulary file and team file as typed data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, ClassVar, Literal

from fallbuch.arbeitstage import Arbeitstage
from fallbuch.befund import Stelle
from fallbuch.kennung import vergleichsform
from fallbuch.regelwerk.altbestand import Altbestand
from fallbuch.regelwerk.formen import eines_von, entscheidend
from fallbuch.regelwerk.vokabular import (
    REGELDATEI,
    Arbeitgeber,
    Dauerfeld,
    Feiertagsfeld,
    FreierTagFeld,
    JaNein,
    Landfeld,
    Nebenordner,
    NichtLeer,
    SpanneFeld,
    Tag,
    Unterordner,
    Vokabular,
    Webadresse,
    Wort,
    Wortlisten,
    Zeitzone,
    Zugangsweg,
)
from fallbuch.werte import dataclass
from fallbuch.zeit import Einheit, Spanne


class Herkunft(StrEnum):
    """Where the date of a rule comes from."""

    QUELLE = "quelle"
    ABGELEITET = "abgeleitet"
    TEAM = "team"


@dataclass(frozen=True, kw_only=True)
class Grenze:
    """An anchor with a span that bounds a due date from below or above."""

    anker: str
    frist: SpanneFeld = Spanne(0, Einheit.TAGE)


class Bezug(StrEnum):
    """From when on a clearing event counts."""

    JEDERZEIT = "jederzeit"
    ANKER = "anker"
    NACH_ANKER = "nach anker"
    ABSCHNITT = "abschnitt"
    FAELLIGKEIT = "fälligkeit"


@dataclass(frozen=True, kw_only=True)
class Erledigung:
    """An event that settles an item, counted from `ab`, moved by `versatz` before it.

    `abschnitt`: between the due date before this one (or the anchor) and the due date itself.
    """

    ereignis: str
    ab: Annotated[Bezug, eines_von(Bezug)] = entscheidend(Bezug.ANKER)
    versatz: Dauerfeld = Spanne(0, Einheit.TAGE)


@dataclass(frozen=True, kw_only=True)
class Ersetzung:
    """A rule that is silent for the same fact where this one applies, from `ab` on."""

    regel: str
    ab: Annotated[Bezug, eines_von([Bezug.JEDERZEIT, Bezug.ANKER, Bezug.NACH_ANKER])] = entscheidend(Bezug.JEDERZEIT)


@dataclass(frozen=True, kw_only=True)
class Verbindung:
    """Items of `gruppe` due within a span before or after, which one appointment can settle too."""

    gruppe: str
    innerhalb: Dauerfeld


class Faktenwahl(StrEnum):
    """Which of several open facts make an item: each, the earliest, or the newest that is due."""

    ALLE = "alle"
    FRUEHESTE = "früheste"
    NEUESTE = "neueste"


@dataclass(frozen=True, kw_only=True)
class Fassung:
    """A rule as it is worded from the day `ab` to the day `bis`, both included (None: without bound)."""

    DAZU: ClassVar = ("fassungen",)

    #: A version from an unreadable day must not hold for all time.
    ab: Tag | None = entscheidend(None)
    bis: Tag | None = None
    titel: NichtLeer
    #: What is to be done, in a word; empty: the title.
    tun: str = ""
    satz: str = ""
    gruppe: NichtLeer
    anker: str
    frist: SpanneFeld
    weitere_fristen: tuple[SpanneFeld, ...] = ()
    genauer_tag: str | None = None
    frist_kuerzer: tuple[str, ...] = ()
    fruehestens: tuple[Grenze, ...] = ()
    spaetestens: tuple[Grenze, ...] = ()
    nicht_rueckwirkend: JaNein = False
    ab_einfuehrung: JaNein = False
    ohne_pausen: JaNein = False
    fall: Literal["offen", "abgeschlossen", "immer"] = "offen"
    bedingung: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    erledigt: tuple[Erledigung, ...] = ()
    ersetzt: tuple[Ersetzung, ...] = ()
    verbinden: Verbindung | None = None
    vorwarnung: Dauerfeld | None = None
    auswahl: Annotated[Faktenwahl, eines_von(Faktenwahl)] = Faktenwahl.ALLE
    im_termin: JaNein = True
    pause: Literal["ruht", "bleibt"] = "ruht"
    aktiv: JaNein = True
    quelle: str
    fundstelle: str
    herkunft: Annotated[Herkunft, eines_von(Herkunft)]
    text: NichtLeer

    def gilt_am(self, tag: date) -> bool:
        """Tell whether this version is in force on `tag`."""
        return (self.ab is None or self.ab <= tag) and (self.bis is None or tag <= self.bis)


@dataclass(frozen=True, kw_only=True, slots=True)
class Abweichung:
    """What a team's file says otherwise than the default: the path, both values, the place."""

    pfad: tuple[str, ...]
    standard: str | None
    team: str
    stelle: Stelle


@dataclass(frozen=True, kw_only=True, slots=True)
class Regel:
    """A rule with its versions in time, oldest first."""

    schluessel: str
    fassungen: tuple[Fassung, ...]
    abweichungen: tuple[Abweichung, ...] = ()

    def fassung_am(self, tag: date) -> Fassung | None:
        """Return the version in force on `tag`, None where there is none; of two the later one."""
        return next((fassung for fassung in reversed(self.fassungen) if fassung.gilt_am(tag)), None)

    @property
    def neueste(self) -> Fassung:
        return self.fassungen[-1]


@dataclass(frozen=True, kw_only=True)
class Forge:
    """Where the team's repository can be edited in a browser."""

    art: Literal["github", "gitlab", "gitea", "forgejo"]
    adresse: Webadresse
    zweig: str = "main"


@dataclass(frozen=True, kw_only=True)
class Ordner:
    """Folders inside the team's repository, and beside it the one with the contacts."""

    faelle: Unterordner = "faelle"
    seiten: Unterordner = "site_src"
    kontakte: Nebenordner | None = None


@dataclass(frozen=True, kw_only=True)
class Teamdatei:
    """`vorlagen/team.yml`: who the team is and where its things are."""

    name: str = "Unser Team"
    hinweis: str = ""
    zeitzone: Zeitzone = "Europe/Berlin"
    land: Landfeld = None
    feiertage: Feiertagsfeld = "gesetzliche"
    freie_tage: Mapping[FreierTagFeld, str] = field(default_factory=dict)
    arbeitstage: JaNein = False
    stichtag: Tag | None = None
    berichtszeitraum: Literal["29. bis 28.", "Kalenderquartal"] = "29. bis 28."
    ordner: Ordner = Ordner()
    forge: Forge | None = None
    berater: Mapping[str, Wort] = field(default_factory=dict)
    zugangswege: Mapping[str, Zugangsweg] = field(default_factory=dict)
    #: Where the file names each counsellor and channel, by list and word, and the reporting period, by "" and its name.
    stellen: dict[tuple[str, str], Stelle] = field(
        default_factory=dict, repr=False, compare=False, metadata={"intern": True}
    )

    @property
    def werktage(self) -> Arbeitstage:
        """The days on which this team works."""
        return Arbeitstage(self.land, self.feiertage, self.freie_tage)

    @property
    def kalenderquartale(self) -> bool:
        """The team reports by quarters of the calendar."""
        return self.berichtszeitraum == "Kalenderquartal"


@dataclass(frozen=True, kw_only=True)
class Arbeitgeberdatei:
    """`vorlagen/arbeitgeber.yml`: whom the team can talk to about jobs."""

    arbeitgeber: Mapping[str, Arbeitgeber] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Regeldatei(Wortlisten):
    """`regelwerk.yml` after merging defaults and deviations; rules come with expanded versions."""

    einfuehrung: Tag | None = None
    regeln: Mapping[str, tuple[Fassung, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Regelwerk:
    """Everything the rules need: vocabulary, rules in order, and what the team changed."""

    vokabular: Vokabular
    regeln: tuple[Regel, ...]
    einfuehrung: date | None = None
    abweichungen: tuple[Abweichung, ...] = ()
    altbestand: Altbestand = Altbestand()

    @cached_property
    def einfuehrung_stelle(self) -> Stelle:
        """Where the team wrote the day of introduction."""
        return next((a.stelle for a in self.abweichungen if a.pfad == ("einfuehrung",)), Stelle(datei=REGELDATEI))

    @cached_property
    def _kontaktregeln(self) -> tuple[Regel, ...]:
        # A rule that stands in for another contact rule is for special cases, not for a level as such.
        fassungen = ((regel, f) for regel in self.regeln for f in regel.fassungen)
        kontakte = {regel.schluessel for regel, f in fassungen if f.anker == "letzter-kontakt" and f.fall == "offen"}
        return tuple(
            regel
            for regel in self.regeln
            if regel.schluessel in kontakte and not any(e.regel in kontakte for f in regel.fassungen for e in f.ersetzt)
        )

    def genannte(self, name: str) -> list[Regel]:
        """Return the rules that a title, a key or a group names, in whatever case it is written."""
        form = vergleichsform(name)
        return [
            regel
            for regel in self.regeln
            if form in map(vergleichsform, (regel.neueste.titel, regel.schluessel, regel.neueste.gruppe))
        ]

    def kontaktregel(self, stufe: str | None, tag: date) -> Fassung | None:
        """Return a level's contact rule as worded on `tag`; rules that replace it in special cases are not meant."""
        return next((f for f in self._kontaktfassungen(stufe, tag) if f.aktiv), None)

    def kontaktfrist(self, stufe: str | None, tag: date) -> Spanne | None:
        """Return a level's usual span between contacts, with which other rules compare; a rule switched off still names it."""
        fassungen = list(self._kontaktfassungen(stufe, tag))
        return next((f.frist for f in sorted(fassungen, key=lambda f: not f.aktiv)), None)

    def _kontaktfassungen(self, stufe: str | None, tag: date) -> Iterator[Fassung]:
        for regel in self._kontaktregeln:
            fassung = regel.fassung_am(tag)
            if fassung is not None and (stufe or "keine") in fassung.bedingung.get("stufe", ()):
                yield fassung
