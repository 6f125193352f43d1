"""The team's words as typed data, validated where the YAML comes in.

Every value in the files is text; the field's own type converts it, so that `no` and `12:30` stay
what the team wrote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field, fields
from datetime import date
from typing import Annotated, ClassVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fallbuch.arbeitstage import AUCH, FreierTag, Land, freier_tag_aus, land_aus
from fallbuch.befund import Stelle
from fallbuch.kennung import vergleichsform
from fallbuch.regelwerk.formen import Textform, erklaert
from fallbuch.werte import dataclass
from fallbuch.zeit import Einheit, Spanne, datum_aus, spanne_aus

#: The two files of a team in which words and rules stand.
TEAMDATEI, REGELDATEI = "vorlagen/team.yml", "vorlagen/regelwerk.yml"
#: The team's list of employers.
ARBEITGEBERDATEI = "vorlagen/arbeitgeber.yml"


def _zeitzone(name: str) -> str | None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return name


def _web(adresse: str) -> str | None:
    return adresse.rstrip("/") if re.fullmatch(r"https?://[^\s\"'<>\\]+", adresse) else None


def _unterordner(name: str) -> str | None:
    return name if re.fullmatch(r"[\w-][\w .-]*(/[\w-][\w .-]*)*", name) and ".." not in name else None


def _nebenordner(name: str) -> str | None:
    return name if re.fullmatch(r"(\.\./)+[\w-][\w .-]*(/[\w-][\w .-]*)*", name) else None


JaNein = Annotated[bool, Textform({"ja": True, "nein": False}.get, "„ja“ oder „nein“")]
Tag = Annotated[date, Textform(datum_aus, "ein Datum wie 2026-02-28")]
_HOECHSTENS = Spanne(100, Einheit.JAHRE)


def _spanne(text: str) -> Spanne | None:
    # Longer spans are typing errors and would leave the calendar.
    spanne, tag = spanne_aus(text), date(2000, 1, 1)
    if spanne is None or not _HOECHSTENS.vor(tag) <= spanne.nach(tag) <= _HOECHSTENS.nach(tag):
        return None
    return spanne


def _spanne_ohne_richtung(text: str) -> Spanne | None:
    spanne = _spanne(text)
    return None if spanne is None or spanne.vorher else spanne


SpanneFeld = Annotated[Spanne, Textform(_spanne, "eine Zeitspanne wie „10 Wochen“, nicht negativ")]
Dauerfeld = Annotated[Spanne, Textform(_spanne_ohne_richtung, "eine Zeitspanne wie „4 Wochen“, ohne „vorher“")]
Landfeld = Annotated[
    Land | None, Textform(land_aus, "Deutschland, Österreich oder ein Bundesland, zum Beispiel „Bayern“ oder „Wien“")
]
_FEIERTAGE = {wort: wort for wort in ("gesetzliche", *AUCH)}
Feiertagsfeld = Annotated[str, Textform(_FEIERTAGE.get, "eines von " + ", ".join(f"„{wort}“" for wort in _FEIERTAGE))]
FreierTagFeld = Annotated[
    FreierTag, Textform(freier_tag_aus, "ein Datum wie 2026-05-15, oder 08-08 für einen Tag jedes Jahres")
]
NichtLeer = Annotated[str, Textform(lambda text: text or None, "ein Text")]
Zeitzone = Annotated[str, Textform(_zeitzone, "eine Zeitzone wie Europe/Berlin")]
Webadresse = Annotated[str, Textform(_web, "eine Adresse, die mit https:// beginnt")]
Unterordner = Annotated[str, Textform(_unterordner, "ein Ordner innerhalb des Teamordners")]
Nebenordner = Annotated[str, Textform(_nebenordner, "ein Ordner neben dem Teamordner wie „../kontakte“")]


@dataclass(frozen=True, slots=True)
class Erwartung:
    """How many new cases a channel is expected to bring, from … to, each month or at each event."""

    von: int
    bis: int
    je_veranstaltung: bool


_ERWARTUNG = re.compile(r"([0-9]{1,3})(?:\s*(?:[-–]|bis)\s*([0-9]{1,3}))?\s+(?:im|pro|je)\s+(Monat|Veranstaltung)")


def erwartung_aus(text: str) -> Erwartung | None:
    """Read `2–3 im Monat` or `4 je Veranstaltung`; None for anything else."""
    treffer = _ERWARTUNG.fullmatch(text.strip())
    if treffer is None or int(treffer[1]) > int(treffer[2] or treffer[1]):
        return None
    return Erwartung(int(treffer[1]), int(treffer[2] or treffer[1]), treffer[3] == "Veranstaltung")


Erwartungsfeld = Annotated[
    str,
    Textform(
        lambda text: text if not text or erwartung_aus(text) else None,
        "eine Zahl je Monat oder Veranstaltung, zum Beispiel „2–3 im Monat“",
    ),
]


@dataclass(frozen=True, kw_only=True)
class Wort:
    """An item of a list: valid from `von` to `bis`, both included, also known by its synonyms."""

    von: Tag | None = None
    bis: Tag | None = None
    synonyme: tuple[str, ...] = ()

    #: `Jana:` without anything behind it says the same as `Jana: {}`.
    AUCH_LEER: ClassVar = True

    def gilt_am(self, tag: date) -> bool:
        return (self.von is None or self.von <= tag) and (self.bis is None or tag <= self.bis)


@dataclass(frozen=True, kw_only=True)
class Art(Wort):
    """A kind of entry."""

    kontakt: JaNein = False
    gespraech: JaNein = False
    versuch: JaNein = False
    nur_stufen: tuple[str, ...] = ()
    loeschung: JaNein = False
    treffen: JaNein = False

    @property
    def trifft(self) -> bool:
        """People meet in it: it can be the appointment for which an hour was agreed."""
        return self.gespraech or self.treffen


@dataclass(frozen=True, kw_only=True)
class Stufe(Wort):
    """A Betreuungsstufe with its goal and usual measures."""

    name: str = ""
    ziel: str = ""
    massnahmen: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Massnahmeart(Wort):
    """A kind of measure with the flags that rules ask for."""

    gruppe: str = ""
    endkontakt: JaNein = False
    stabilisierend: JaNein = False
    vor_16a: JaNein = False


@dataclass(frozen=True, kw_only=True)
class Abschlussergebnis(Wort):
    """A way a phase ends; `arbeit` marks the ones with a job."""

    arbeit: JaNein = False


@dataclass(frozen=True, kw_only=True)
class Massnahmenergebnis(Wort):
    """How a measure went; `vorzeitig` marks one that broke off, `angetreten: nein` one that never began."""

    vorzeitig: JaNein = False
    angetreten: JaNein = True


@dataclass(frozen=True, kw_only=True)
class Nachbetreuungsergebnis(Wort):
    """What became of the job; `endgueltig` marks the ones after which nobody need ask again."""

    endgueltig: JaNein = False


@dataclass(frozen=True, kw_only=True)
class Zugangsweg(Wort):
    """A way in which people come to the team, with the person responsible and what is expected of it."""

    verantwortlich: str = ""
    erwartung: Erwartungsfeld = ""

    @property
    def erwartet(self) -> Erwartung | None:
        """What is expected, as numbers; None where nothing is."""
        return erwartung_aus(self.erwartung)


@dataclass(frozen=True, kw_only=True)
class Ansprechpartner:
    """Somebody to talk to at an employer: personal data, for the team alone."""

    name: NichtLeer = erklaert(hilfe="wie die Person heißt (nötig)")
    funktion: str = erklaert(default="", hilfe="welche Aufgabe sie hat")
    telefon: str = erklaert(default="", hilfe="Telefonnummer")
    email: str = erklaert(default="", hilfe="E-Mail-Adresse")
    notiz: str = erklaert(default="", hilfe="was man sonst wissen sollte, zum Beispiel, wann man sie erreicht")


@dataclass(frozen=True, kw_only=True)
class Arbeitgeber(Wort):
    """An employer that the team knows, with its contact persons."""

    von: Tag | None = erklaert(default=None, hilfe="ab wann der Betrieb auf der Liste gilt")
    bis: Tag | None = erklaert(default=None, hilfe="bis wann; danach steht er als „nicht mehr aktuell“ da")
    synonyme: tuple[str, ...] = erklaert(default=(), hilfe="andere Schreibweisen, die in Fällen vorkommen")
    branche: str = erklaert(default="", hilfe="womit der Betrieb zu tun hat")
    ort: str = erklaert(default="", hilfe="wo er ist")
    angebote: tuple[str, ...] = erklaert(default=(), hilfe="welche Arbeit er bietet, eine Liste")
    ansprechpartner: tuple[Ansprechpartner, ...] = erklaert(default=(), hilfe="mit wem man spricht, eine Liste")
    webseite: Webadresse | None = erklaert(default=None, hilfe="eine Adresse mit https://")
    notiz: str = erklaert(default="", hilfe="was man sonst wissen sollte")


@dataclass(frozen=True, kw_only=True)
class Wortlisten:
    """The lists that stand in `regelwerk.yml`, by their names; each maps words to what is known of them."""

    arten: Mapping[str, Art] = field(default_factory=dict)
    stufen: Mapping[str, Stufe] = field(default_factory=dict)
    arbeitsmarktstatus: Mapping[str, Wort] = field(default_factory=dict)
    massnahmen: Mapping[str, Massnahmeart] = field(default_factory=dict)
    massnahmenergebnisse: Mapping[str, Massnahmenergebnis] = field(default_factory=dict)
    abschlussergebnisse: Mapping[str, Abschlussergebnis] = field(default_factory=dict)
    gruende: Mapping[str, Wort] = field(default_factory=dict)
    beschaeftigungsformen: Mapping[str, Wort] = field(default_factory=dict)
    nachbetreuungsergebnisse: Mapping[str, Nachbetreuungsergebnis] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Vokabular(Wortlisten):
    """All of the team's lists."""

    berater: Mapping[str, Wort] = field(default_factory=dict)
    zugangswege: Mapping[str, Zugangsweg] = field(default_factory=dict)
    arbeitgeber: Mapping[str, Arbeitgeber] = field(default_factory=dict)

    #: Where the team's files name a word, by list and word.
    stellen: Mapping[tuple[str, str], Stelle] = field(default_factory=dict)
    #: Shipped words that the team took out, by list; rules may still name them.
    entfernte: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def menschen(self) -> tuple[str, ...]:
        """The names of the team's own people and of employers' contact persons."""
        berater = (n for name, wort in self.berater.items() for n in (name, *wort.synonyme))
        return (*berater, *(p.name for a in self.arbeitgeber.values() for p in a.ansprechpartner))

    def ort(self, liste: str, wort: str) -> Stelle:
        """Return where the team wrote the word, or the beginning of the file that holds its list."""
        return self.stellen.get((liste, wort), Stelle(datei=datei_der_liste(liste)))

    def liste(self, name: str) -> Mapping[str, Wort]:
        """Return the list called `name`."""
        woerter: Mapping[str, Wort] = getattr(self, name)
        return woerter

    def woerter(self) -> dict[str, tuple[str, ...]]:
        """Return the words of every list, by the list's name."""
        listen = [feld.name for feld in fields(self) if feld.name not in {"stellen", "entfernte"}]
        return {name: tuple(self.liste(name)) for name in listen}

    def synonyme(self, name: str) -> dict[str, str]:
        """Return folded synonym → word for the list called `name`."""
        return {vergleichsform(s): wort for wort, angaben in self.liste(name).items() for s in angaben.synonyme}


def ist_kunde(wer: str | None) -> bool:
    """Tell whether the first word of an agreement names the customer."""
    return wer is not None and vergleichsform(wer) in _KUNDE


def datei_der_liste(liste: str) -> str:
    """Return the team's file in which a list stands."""
    return _DATEI_DER_LISTE.get(liste, REGELDATEI)


_DATEI_DER_LISTE = {"berater": TEAMDATEI, "zugangswege": TEAMDATEI, "arbeitgeber": ARBEITGEBERDATEI}
_KUNDE = frozenset(map(vergleichsform, ("Kunde", "Kundin", "Kunden", "Klient", "Klientin")))
