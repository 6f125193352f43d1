"""The types of fields and keys: how text becomes a value, and what is wrong where it does not.

PyYAML's own typing reads 01067 as 567 and `on` as true; here a value means what its field says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Generic, TypeVar

from fallbuch.befund import Meldungsart, Schwere
from fallbuch.beispiele import NEU
from fallbuch.kennung import KURZE_ID, id_mangel, naechstes, vergleichsform
from fallbuch.werte import dataclass
from fallbuch.zeit import (
    Spanne,
    datum_aus,
    deutsches_datum,
    hat_tagesform,
    naechster_moeglicher_tag,
    spanne_aus,
    tag_aus_zeitpunkt,
)

T = TypeVar("T")

GUT_EINTRAG = (
    NEU.replace("neu", "in Beratung\nBerater: Jana")
    + "\n## 2026-01-12 Erstgespräch\n\nDauer: 45\nFolgetermin: 2026-01-26\n"
)

F012 = Meldungsart(
    kennung="F012",
    uhr=True,
    titel="Datum gibt es nicht",
    muster="{feld} „{wert}“ gibt es nicht. Erwartet: ein Datum wie {beispiel}.",
    hinweis="Sehen Sie im Kalender nach und tragen Sie den richtigen Tag ein.",
    erklaerung="Der Tag steht in der richtigen Form da, kommt aber im Kalender nicht vor. Welcher Tag gemeint war, "
    "weiß nur, wer den Eintrag geschrieben hat; deshalb wird nichts geraten.",
    schlecht=NEU.replace("01-12", "02-30"),
    gut=NEU,
)
F013 = Meldungsart(
    kennung="F013",
    uhr=True,
    titel="Datum ist nicht eindeutig",
    muster="{feld} „{wert}“ ist kein eindeutiges Datum. Erwartet: ein Datum wie 2026-02-28.",
    hinweis="Schreiben Sie Jahr, Monat und Tag mit Bindestrichen: JJJJ-MM-TT.",
    erklaerung="Angaben wie „3.4.26“, „Anfang Mai“ oder „nächsten Freitag“ lassen sich verschieden lesen, und nach einer Woche "
    "weiß niemand mehr, was gemeint war. Ein Datum mit vierstelligem Jahr hat nur eine Lesart.",
    schlecht=NEU.replace("2026-01-12", "3.4.26"),
    gut=NEU,
)
F014 = Meldungsart(
    kennung="F014",
    schwere=Schwere.HINWEIS,
    titel="Datum in anderer Schreibweise",
    muster="{feld} „{wert}“ wurde als {iso} gelesen. Erwartet: {iso}.",
    hinweis="Ersetzen Sie das Datum durch {iso}.",
    erklaerung="Ein vollständiges Datum wie 30.1.2026 ist eindeutig und wird gelesen, und auch „2026-01-30T00:00:00.000Z“, wie es manche Programme daraus machen. Einheitlich als JJJJ-MM-TT geschrieben "
    "lassen sich die Dateien leichter durchsuchen und sortieren.",
    schlecht=NEU.replace("2026-01-12", "12.1.2026"),
    gut=NEU,
)
F015 = Meldungsart(
    kennung="F015",
    titel="Form der ID",
    muster="ID „{wert}“ hat nicht die richtige Form. {mangel}.",
    hinweis="Vergeben Sie eine andere ID und benennen Sie die Datei ebenso.",
    erklaerung="Die ID ist auch Dateiname und Adresse der Seite. Sie muss überall funktionieren: unter Windows, im Browser und "
    "in der Versionsverwaltung. Groß- und Kleinschreibung zählt beim Vergleich nicht.",
    schlecht=NEU.replace("4711", "Müller 1"),
    gut=NEU,
    beispieldatei="faelle/Müller 1.md",
)
F019 = Meldungsart(
    kennung="F019",
    titel="Unbekannter Wert",
    muster="{feld} „{wert}“ ist nicht bekannt. {erwartet}",
    hinweis="{rat}",
    erklaerung="Für dieses Feld hat das Team eine Liste von Werten vereinbart. Nur so lassen sich Regeln anwenden und Fälle zählen. "
    "Fehlt ein Wert wirklich, kann ihn das Team in seine Vorlagen aufnehmen.",
    schlecht=NEU.replace("Beratungstag", "Beratungsstag"),
    gut=NEU,
)
F020 = Meldungsart(
    kennung="F020",
    schwere=Schwere.HINWEIS,
    titel="Abweichende Schreibweise",
    muster="„{wert}“ wurde als „{richtig}“ gelesen. Erwartet: {richtig}.",
    hinweis="Ersetzen Sie „{wert}“ durch „{richtig}“.",
    erklaerung="Gemeint ist ein bekanntes Wort, nur anders geschrieben (groß oder klein, ss statt ß, ein anderer Name für dieselbe Sache). "
    "Es wird gelesen; einheitlich geschrieben findet man es auch mit der Suche.",
    schlecht=NEU.replace("Erstkontakt", "erstkontakt"),
    gut=NEU,
)
F021 = Meldungsart(
    kennung="F021",
    titel="Angabe passt nicht zum Feld",
    muster="{feld} „{wert}“ ist nicht lesbar. Erwartet: {erwartet}.",
    hinweis="Schreiben Sie die Angabe wie im Beispiel: {beispiel}.",
    erklaerung="Zahlen, Zeitspannen und Uhrzeiten werden gerechnet und müssen deshalb genau die erwartete Form haben.",
    schlecht=GUT_EINTRAG.replace("45", "eine halbe Stunde"),
    gut=GUT_EINTRAG,
)
F022 = Meldungsart(
    kennung="F022",
    schwere=Schwere.HINWEIS,
    titel="Sehr kurze ID",
    muster="ID „{wert}“ hat weniger als {laenge} Zeichen. Erwartet: eine zufällige ID mit mindestens {laenge} Zeichen.",
    hinweis="Bei einem neuen Fall vergeben Sie besser eine zufällige Nummer. Bestehende Fälle können so bleiben.",
    erklaerung="Fortlaufende kurze Nummern verraten, in welcher Reihenfolge Menschen gekommen sind, und verwechseln sich leicht. "
    "Eine zufällige, längere ID schützt besser.",
    schlecht=NEU.replace("4711", "7"),
    gut=NEU,
    beispieldatei="faelle/7.md",
)
F048 = Meldungsart(
    kennung="F048",
    uhr=True,
    titel="Zeitspanne nicht lesbar",
    muster="{feld} „{wert}“ ist nicht lesbar. Erwartet: eine Zeitspanne wie „4 Wochen“.",
    hinweis="Schreiben Sie eine Zahl und dahinter Tage, Wochen, Monate oder Jahre.",
    erklaerung="Ein vereinbartes Intervall, das niemand lesen kann, würde durch das längere der Stufe ersetzt. Deshalb steht der Fall ganz oben, bis es lesbar ist.",
    schlecht=GUT_EINTRAG
    + "\n## 2026-01-20 Betreuungsplan\n\nKontaktintervall: alle paar Wochen\nGültig bis: 2026-07-20\nEinvernehmen: ja\n",
    gut=GUT_EINTRAG
    + "\n## 2026-01-20 Betreuungsplan\n\nKontaktintervall: 4 Wochen\nGültig bis: 2026-07-20\nEinvernehmen: ja\n",
)


@dataclass(frozen=True, slots=True)
class Mangel:
    """What is wrong with one value: the kind of finding, its words, and a certain replacement."""

    art: Meldungsart
    werte: Mapping[str, object]
    ersatz: str | None = None

    def am_ganzen(self, text: str, ersatz: str) -> Mangel:
        """Return the same of the whole `text` in which the value stands, with what should stand in its place."""
        return Mangel(self.art, {**self.werte, "wert": text, "iso": ersatz}, ersatz)


@dataclass(frozen=True, slots=True)
class Lesung(Generic[T]):
    """A value read from text, with what was wrong with it; both may be present."""

    wert: T | None
    mangel: Mangel | None = None


def passt_nicht(text: str, feld: str, erwartet: str, beispiel: str) -> Lesung[Any]:
    """Return that a value has not the form of its field."""
    return Lesung(None, Mangel(F021, {"feld": feld, "wert": text, "erwartet": erwartet, "beispiel": beispiel}))


class Typ(Generic[T]):
    """How one field is read; subclasses name themselves for the field reference."""

    name: str
    #: Name of the team's list that the value must come from, or None.
    vokabular: str | None = None
    #: Lines are told apart; elsewhere a value of several lines is one text.
    zeilenweise: bool = False
    #: JSON Schema of the value as it stands in the file.
    schema: Mapping[str, Any] = {"type": "string"}

    def lies(self, text: str, feld: str) -> Lesung[T]:
        """Read the stripped, non-empty `text` of `feld`."""
        raise TypeError(type(self).__name__)

    def wort(self, wert: Any) -> str:
        """Return the word of the team's list in a value."""
        return str(wert)

    def mit_wort(self, wert: Any, wort: str) -> Any:
        """Return the value with another word of the list."""
        return wort


class Text(Typ[str]):
    """Any text, as it stands."""

    name = "Text"

    def lies(self, text: str, feld: str) -> Lesung[str]:
        return Lesung(text)


class Kennungstyp(Typ[str]):
    """The ID of a case."""

    name = "ID"
    schema: Mapping[str, Any] = {"type": ["string", "integer"], "pattern": "^[A-Za-z0-9][A-Za-z0-9-]{0,31}$"}

    def lies(self, text: str, feld: str) -> Lesung[str]:
        if (mangel := id_mangel(text)) is not None:
            return Lesung(None, Mangel(F015, {"wert": text, "mangel": mangel}))
        kurz = Mangel(F022, {"wert": text, "laenge": KURZE_ID}) if len(text) < KURZE_ID else None
        return Lesung(text, kurz)


class Datum(Typ[date]):
    """A day as JJJJ-MM-TT and nothing else."""

    name = "Datum (JJJJ-MM-TT)"
    schema: Mapping[str, Any] = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "format": "date"}

    def lies(self, text: str, feld: str) -> Lesung[date]:
        if (tag := datum_aus(text)) is not None:
            return Lesung(tag)
        return Lesung(*_datumsmangel(text, feld))


def _datumsmangel(text: str, feld: str) -> tuple[date | None, Mangel]:
    if (tag := deutsches_datum(text) or tag_aus_zeitpunkt(text)) is not None:
        return tag, Mangel(F014, {"feld": feld, "wert": text, "iso": tag}, ersatz=str(tag))
    if hat_tagesform(text):
        beispiel = naechster_moeglicher_tag(text) or "2026-02-28"
        return None, Mangel(F012, {"feld": feld, "wert": text, "beispiel": beispiel})
    return None, Mangel(F013, {"feld": feld, "wert": text})


class Auswahl(Typ[str]):
    """One of a few words that are the same for every team."""

    def __init__(self, *woerter: str) -> None:
        self.woerter = tuple(map(str, woerter))  # a word of an enumeration is a text like any other
        self.schema = {"type": "string", "enum": list(self.woerter)}
        self.name = "eines der Wörter " + ", ".join(woerter) if len(woerter) > 1 else f"das Wort „{woerter[0]}“"

    def lies(self, text: str, feld: str) -> Lesung[str]:
        return waehle(text, feld, self.woerter, {})


class Vokabel(Typ[Any]):
    """A word from one of the team's lists; which words there are is checked with the rules at hand."""

    def __init__(self, vokabular: str, name: str = "Wort aus der Liste des Teams") -> None:
        self.vokabular: str = vokabular
        self.name = name

    def lies(self, text: str, feld: str) -> Lesung[Any]:
        return Lesung(text)


class Spannentyp(Typ[Spanne]):
    """A span such as `4 Wochen`."""

    name = "Zeitspanne (Zahl und Tage, Wochen, Monate oder Jahre)"
    schema: Mapping[str, Any] = {"type": "string", "pattern": "^[0-9]{1,4} (Tage?|Wochen?|Monate?|Jahre?)$"}

    def lies(self, text: str, feld: str) -> Lesung[Spanne]:
        spanne = spanne_aus(text)
        if spanne is not None and spanne.anzahl > 0 and not spanne.vorher:
            return Lesung(spanne)
        return Lesung(None, Mangel(F048, {"feld": feld, "wert": text}))


class Zahl(Typ[int]):
    """A whole number with an optional unit word behind it."""

    schema: Mapping[str, Any] = {"type": ["string", "integer"], "pattern": r"^[0-9]{1,4}( \S+)?$"}

    def __init__(self, einheit: str, kurz: Sequence[str], hoechstens: int) -> None:
        self.einheit, self.hoechstens = einheit, hoechstens
        self.name = f"ganze Zahl ({einheit})"
        self._form = re.compile(rf"([0-9]{{1,4}})(?:\s*(?:{'|'.join([einheit, *kurz])}))?", re.IGNORECASE)

    def lies(self, text: str, feld: str) -> Lesung[int]:
        treffer = self._form.fullmatch(text)
        if treffer is not None and int(treffer[1]) <= self.hoechstens:
            return Lesung(int(treffer[1]))
        return passt_nicht(text, feld, f"eine ganze Zahl bis {self.hoechstens} ({self.einheit})", "30")


class Textliste(Typ[tuple[str, ...]]):
    """A list of texts, one a line."""

    name = "Liste"
    schema: Mapping[str, Any] = {"type": ["array", "string"], "items": {"type": "string"}}

    def lies(self, text: str, feld: str) -> Lesung[tuple[str, ...]]:
        return Lesung(tuple(teil for zeile in text.split("\n") if (teil := zeile.strip())))


def waehle(text: str, feld: str, woerter: Sequence[str], synonyme: Mapping[str, str]) -> Lesung[str]:
    """Find `text` among `woerter` or their `synonyme` (folded form → word), else propose the nearest."""
    if text in woerter:
        return Lesung(text)
    formen = {vergleichsform(wort): wort for wort in woerter} | dict(synonyme)
    richtig = formen.get(vergleichsform(text))
    if richtig is not None:
        return Lesung(richtig, Mangel(F020, {"wert": text, "richtig": richtig}, ersatz=richtig))
    vorschlag = naechstes(text, woerter)
    genannt = ", ".join(f"„{w}“" for w in woerter) or "ein Wert aus der Liste des Teams, die noch leer ist"
    rat = f"Meinten Sie „{vorschlag}“?" if vorschlag else "Wählen Sie einen Wert aus der Liste."
    return Lesung(None, Mangel(F019, {"feld": feld, "wert": text, "erwartet": f"Erwartet: {genannt}.", "rat": rat}))
