"""Rules, vocabulary and team as typed data, validated where the YAML comes in.

Every value in the files is text; the field's own type converts it, so that `no` and `12:30` stay
what the team wrote. Error messages of own types are German sentences; the loader adds the place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from fallbuch.befund import Stelle
from fallbuch.kennung import vergleichsform
from fallbuch.zeit import Einheit, Spanne, datum_aus, spanne_aus

#: pydantic error type of the German messages made here.
EIGENER_FEHLER = "fallbuch"


def _aus_text(lies: Callable[[str], Any], erwartet: str) -> BeforeValidator:
    def pruefe(wert: Any) -> Any:
        if not isinstance(wert, str):
            return wert
        ergebnis = lies(wert.strip())
        if ergebnis is None:
            raise PydanticCustomError(EIGENER_FEHLER, "{erwartet}", {"erwartet": erwartet})
        return ergebnis

    return BeforeValidator(pruefe)


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


JaNein = Annotated[bool, _aus_text({"ja": True, "nein": False}.get, "„ja“ oder „nein“")]
Tag = Annotated[date, _aus_text(datum_aus, "ein Datum wie 2026-02-28")]
SpanneFeld = Annotated[Spanne, _aus_text(spanne_aus, "eine Zeitspanne wie „10 Wochen“, nicht negativ")]
Zeitzone = Annotated[str, _aus_text(_zeitzone, "eine Zeitzone wie Europe/Berlin")]
Webadresse = Annotated[str, _aus_text(_web, "eine Adresse, die mit https:// beginnt")]
Unterordner = Annotated[str, _aus_text(_unterordner, "ein Ordner innerhalb des Teamordners")]


class _Modell(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Wort(_Modell):
    """An item of a list: valid from `von` to `bis`, both included, also known by its synonyms."""

    von: Tag | None = None
    bis: Tag | None = None
    synonyme: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _nur_das_wort(cls, daten: Any) -> Any:
        """`Jana:` without anything behind it says the same as `Jana: {}`."""
        return {} if daten == "" else daten

    def gilt_am(self, tag: date) -> bool:
        return (self.von is None or self.von <= tag) and (self.bis is None or tag <= self.bis)


class Art(Wort):
    """A kind of entry."""

    kontakt: JaNein = False
    gespraech: JaNein = False
    versuch: JaNein = False
    nur_stufen: tuple[str, ...] = ()


class Stufe(Wort):
    """A Betreuungsstufe with its goal and usual measures."""

    name: str = ""
    ziel: str = ""
    massnahmen: tuple[str, ...] = ()


class Massnahmeart(Wort):
    """A kind of measure with the flags that rules ask for."""

    gruppe: str = ""
    endkontakt: JaNein = False
    stabilisierend: JaNein = False
    vor_16a: JaNein = False


class Abschlussergebnis(Wort):
    """A way a phase ends; `arbeit` marks the ones with a job."""

    arbeit: JaNein = False


class Massnahmenergebnis(Wort):
    """How a measure went; `vorzeitig` marks what may be known before its last day."""

    vorzeitig: JaNein = False


class Kanal(Wort):
    """A channel of Akquise with the person responsible and what is expected of it."""

    verantwortlich: str = ""
    erwartung: str = ""


class Herkunft(StrEnum):
    """Where the date of a rule comes from."""

    QUELLE = "quelle"
    ABGELEITET = "abgeleitet"
    TEAM = "team"


class Grenze(_Modell):
    """An anchor with a span that bounds a due date from below or above."""

    anker: str
    frist: SpanneFeld = Spanne(0, Einheit.TAGE)


class Bezug(StrEnum):
    """From when on a clearing event counts."""

    JEDERZEIT = "jederzeit"
    ANKER = "anker"
    NACH_ANKER = "nach anker"


class Erledigung(_Modell):
    """An event that settles an item, counted from `ab`, moved by `versatz` before the anchor."""

    ereignis: str
    ab: Annotated[Bezug, _aus_text({b.value: b for b in Bezug}.get, "„jederzeit“, „anker“ oder „nach anker“")] = (
        Bezug.ANKER
    )
    versatz: SpanneFeld = Spanne(0, Einheit.TAGE)


class Fassung(_Modell):
    """A rule as it is worded from the day `ab` on (None: from the beginning)."""

    ab: Tag | None = None
    titel: str
    gruppe: str
    anker: str
    frist: SpanneFeld
    frist_kuerzer: tuple[str, ...] = ()
    fruehestens: tuple[Grenze, ...] = ()
    spaetestens: tuple[Grenze, ...] = ()
    fall: Literal["offen", "abgeschlossen"] = "offen"
    bedingung: Mapping[str, str | tuple[str, ...]] = {}
    erledigt: tuple[Erledigung, ...] = ()
    vorwarnung: SpanneFeld | None = None
    zusammenfassen: JaNein = False
    pause: Literal["ruht", "bleibt"] = "ruht"
    aktiv: JaNein = True
    quelle: str
    fundstelle: str
    herkunft: Annotated[Herkunft, _aus_text({h.value: h for h in Herkunft}.get, "„quelle“, „abgeleitet“ oder „team“")]
    text: str


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
        """Return the version in force on `tag`, or None before the first one."""
        gueltige = [fassung for fassung in self.fassungen if fassung.ab is None or fassung.ab <= tag]
        return gueltige[-1] if gueltige else None

    @property
    def neueste(self) -> Fassung:
        return self.fassungen[-1]


@dataclass(frozen=True, kw_only=True)
class Vokabular:
    """The team's lists by name; each maps words to what is known of them."""

    arten: Mapping[str, Art] = field(default_factory=dict)
    stufen: Mapping[str, Stufe] = field(default_factory=dict)
    arbeitsmarktstatus: Mapping[str, Wort] = field(default_factory=dict)
    massnahmen: Mapping[str, Massnahmeart] = field(default_factory=dict)
    massnahmenergebnisse: Mapping[str, Massnahmenergebnis] = field(default_factory=dict)
    abschlussergebnisse: Mapping[str, Abschlussergebnis] = field(default_factory=dict)
    gruende: Mapping[str, Wort] = field(default_factory=dict)
    beschaeftigungsformen: Mapping[str, Wort] = field(default_factory=dict)
    nachbetreuungsergebnisse: Mapping[str, Wort] = field(default_factory=dict)
    berater: Mapping[str, Wort] = field(default_factory=dict)
    kanaele: Mapping[str, Kanal] = field(default_factory=dict)

    def liste(self, name: str) -> Mapping[str, Wort]:
        """Return the list called `name`."""
        woerter: Mapping[str, Wort] = getattr(self, name)
        return woerter

    def woerter(self) -> dict[str, tuple[str, ...]]:
        """Return the words of every list, by the list's name."""
        return {feld.name: tuple(self.liste(feld.name)) for feld in fields(self)}

    def synonyme(self, name: str) -> dict[str, str]:
        """Return folded synonym → word for the list called `name`."""
        return {vergleichsform(s): wort for wort, angaben in self.liste(name).items() for s in angaben.synonyme}


class Forge(_Modell):
    """Where the team's repository can be edited in a browser."""

    art: Literal["github", "gitlab", "gitea", "forgejo"]
    adresse: Webadresse
    zweig: str = "main"


class Ordner(_Modell):
    """Folders inside the team's repository."""

    faelle: Unterordner = "faelle"


class Teamdatei(_Modell):
    """`vorlagen/team.yml`: who the team is and where its things are."""

    name: str = "Unser Team"
    hinweis: str = ""
    zeitzone: Zeitzone = "Europe/Berlin"
    land: str = ""
    stichtag: Tag | None = None
    ordner: Ordner = Ordner()
    forge: Forge | None = None
    berater: Mapping[str, Wort] = {}
    kanaele: Mapping[str, Kanal] = {}


class Regeldatei(_Modell):
    """`regelwerk.yml` after merging defaults and deviations; rules come with expanded versions."""

    einfuehrung: Tag | None = None
    arten: Mapping[str, Art] = {}
    stufen: Mapping[str, Stufe] = {}
    arbeitsmarktstatus: Mapping[str, Wort] = {}
    massnahmen: Mapping[str, Massnahmeart] = {}
    massnahmenergebnisse: Mapping[str, Massnahmenergebnis] = {}
    abschlussergebnisse: Mapping[str, Abschlussergebnis] = {}
    gruende: Mapping[str, Wort] = {}
    beschaeftigungsformen: Mapping[str, Wort] = {}
    nachbetreuungsergebnisse: Mapping[str, Wort] = {}
    regeln: Mapping[str, tuple[Fassung, ...]] = {}


@dataclass(frozen=True, kw_only=True)
class Regelwerk:
    """Everything the rules need: vocabulary, rules in order, and what the team changed."""

    vokabular: Vokabular
    regeln: tuple[Regel, ...]
    einfuehrung: date | None = None
    abweichungen: tuple[Abweichung, ...] = ()

    def kontaktregel(self, stufe: str | None, tag: date) -> Fassung | None:
        """Return the contact rule of a level as worded on `tag`."""
        return next(
            (
                fassung
                for regel in self.regeln
                if (fassung := regel.fassung_am(tag)) is not None
                and fassung.aktiv
                and fassung.anker == "letzter-kontakt"
                and (stufe or "keine") in fassung.bedingung.get("stufe", ())
            ),
            None,
        )


def ist_kunde(wer: str | None) -> bool:
    """Tell whether the first word of an agreement names the customer."""
    return wer is not None and vergleichsform(wer) in _KUNDE


_KUNDE = frozenset(map(vergleichsform, ("Kunde", "Kundin", "Kunden", "Klient", "Klientin")))
