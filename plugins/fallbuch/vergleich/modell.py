"""What a comparison finds. Names and numbers only: no text of a conversation, no contact data, no value of a figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from fallbuch.befund import Befund
from fallbuch.regelwerk.faelligkeit import VORBEI, Dringlichkeit
from fallbuch.werte import dataclass


class Tat(StrEnum):
    """What somebody did to a case: a word for programs, and a sentence with gaps.

    Into the gaps go own words, a value, from what to what, what it is made of.
    """

    satz: str

    def __new__(cls, wort: str, satz: str) -> Tat:
        tat = str.__new__(cls, wort)
        tat._value_, tat.satz = wort, satz
        return tat

    ANGELEGT = ("angelegt", "neu angelegt{teile}")
    ENTFERNT = ("entfernt", "Der Fall ist entfernt, die Datei gibt es nicht mehr.")
    ABGESCHLOSSEN = ("abgeschlossen", "abgeschlossen (Status: {von_nach})")
    WIEDERAUFGENOMMEN = ("wiederaufgenommen", "wiederaufgenommen (Status: {von_nach})")
    UMBENANNT = ("Datei umbenannt", "Datei umbenannt: {von_nach}")
    FELD = ("Feld geändert", "{woran}: {von_nach}")
    EINTRAG_NEU = ("Eintrag hinzugefügt", "Neuer Eintrag {wert}{teile}")
    EINTRAG_GEAENDERT = ("Eintrag geändert", "Eintrag {wert} geändert{teile}")
    EINTRAG_ENTFERNT = ("Eintrag entfernt", "Eintrag {wert} entfernt")
    VEREINBARUNG_NEU = ("Vereinbarung hinzugefügt", "Vereinbarung dazu ({woran})")
    VEREINBARUNG_ERLEDIGT = ("Vereinbarung erledigt", "Vereinbarung erledigt ({woran})")
    VEREINBARUNG_FALLENGELASSEN = ("Vereinbarung fallengelassen", "Vereinbarung fallengelassen ({woran})")
    VEREINBARUNG_OFFEN = ("Vereinbarung wieder offen", "Vereinbarung wieder offen ({woran})")
    VEREINBARUNG_GEAENDERT = ("Vereinbarung geändert", "Vereinbarung geändert, {woran}: {von_nach}")
    VEREINBARUNG_ENTFERNT = ("Vereinbarung entfernt", "Vereinbarung entfernt ({woran})")
    TEXT = ("Text geändert", "Text geändert")
    TEXT_ERSETZT = ("Text ersetzt", "Text ersetzt oder geleert: {wert}")
    UMGESTELLT = ("Einträge umgestellt", "Die Einträge stehen in anderer Reihenfolge")
    NUN_ANDERER_TAG = ("Eintrag mit anderem Tag", "nun an einem anderen Tag: {von_nach}")
    UMFORMATIERT = ("nur umformatiert", "nur umformatiert")
    SONSTIGES = (
        "sonst etwas geändert",
        "etwas geändert, das keine Angabe und keinen Eintrag anders macht, zum Beispiel ein Kommentar oder eine Schreibweise",
    )
    UNLESBAR = (
        "nicht zu vergleichen",
        "Eine der beiden Fassungen lässt sich nicht ganz lesen; sehen Sie die Zeilen selbst an.",
    )


#: What a reviewer must see, whatever else there is.
ENTFERNEND = frozenset(
    {Tat.ENTFERNT, Tat.EINTRAG_ENTFERNT, Tat.VEREINBARUNG_ENTFERNT, Tat.TEXT_ERSETZT, Tat.NUN_ANDERER_TAG}
)


@dataclass(frozen=True, slots=True)
class Handlung:
    """One thing that was done: to which field or entry, from which value to which, and what it is made of.

    `alt` and `neu` are None where a value is not shown, "" where there is none.
    """

    tat: Tat
    woran: str = ""
    alt: str | None = None
    neu: str | None = None
    teile: tuple[Handlung, ...] = ()


#: A file of the team that differs, and what was done to it as a whole: it came, it went, it says something else.
Dateitat = tuple[str, Tat]


class Vergleichslauf(StrEnum):
    """What becomes of a due item."""

    NEU = "neu"
    ENTFAELLT = "entfällt"
    FRUEHER = "früher"
    SPAETER = "später"


@dataclass(frozen=True, kw_only=True, slots=True)
class Terminfolge:
    """A due item that a change brings, moves or takes away; a day is None where none can be computed."""

    lauf: Vergleichslauf
    fall: str
    berater: str | None
    titel: str
    vorher: date | None = None
    nachher: date | None = None
    #: How pressing it is on the key date, where it is there.
    dringlichkeit: Dringlichkeit | None = None
    war: Dringlichkeit | None = None

    @property
    def wird_faellig(self) -> bool:
        """It was not yet pressing and is now: somebody has to act."""
        return self.dringlichkeit in DRAENGEND and self.war not in DRAENGEND


DRAENGEND = VORBEI | {Dringlichkeit.NICHT_BERECHENBAR, Dringlichkeit.HEUTE}


@dataclass(frozen=True, kw_only=True, slots=True)
class Fallvergleich:
    """A case in two states: what was done to it, and what that does to its due items."""

    kennung: str
    #: Its file, as it is called now; as it was called where it is gone.
    datei: str
    berater: str | None
    handlungen: Sequence[Handlung] = ()
    folgen: Sequence[Terminfolge] = ()

    @property
    def nur_umformatiert(self) -> bool:
        return not self.folgen and [h.tat for h in self.handlungen] == [Tat.UMFORMATIERT]


@dataclass(frozen=True, kw_only=True, slots=True)
class Regelaenderung:
    """A rule that reads otherwise: its title, and what it said and says."""

    titel: str
    #: Each difference as name of the setting, earlier and later value; "" for none.
    unterschiede: Sequence[tuple[str, str, str]] = ()
    neu: bool = False
    entfernt: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Listenaenderung:
    """A list of the team that differs: words that came, that went, of which something else is said."""

    titel: str
    #: The team's file in which the list stands.
    datei: str
    dazu: Sequence[str] = ()
    weg: Sequence[str] = ()
    geaendert: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Regelvergleich:
    """What a change of rules does to all cases, whatever else was changed in them."""

    aenderungen: Sequence[Regelaenderung] = ()
    folgen: Sequence[Terminfolge] = ()


@dataclass(frozen=True, slots=True)
class Zahlenfolge:
    """Figures of a period that a change touches, by title; never a value."""

    zeitraum: str
    kennzahlen: Sequence[str]
    freigegeben: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Vergleich:
    """All that a change does."""

    #: The earlier state as somebody named it, what both states come from, and its day.
    basis: str
    ursprung: str
    ursprung_vom: str
    #: The later state; "" for the folder as it is now.
    kopf: str
    stichtag: date
    #: The earlier state already holds the later one: perhaps they were named the wrong way round.
    enthalten: bool = False
    #: The earlier state knows no file of this folder.
    ordner_neu: bool = False
    faelle: Sequence[Fallvergleich] = ()
    protokoll: Sequence[Handlung] = ()
    regeln: Regelvergleich | None = None
    listen: Sequence[Listenaenderung] = ()
    einstellungen: Sequence[Handlung] = ()
    #: Released sheets by period.
    freigaben: Sequence[Handlung] = ()
    #: Processes by name; the parts are their fields.
    prozesse: Sequence[Handlung] = ()
    #: What becomes of the team's own tasks.
    aufgaben: Sequence[Terminfolge] = ()
    zahlen: Sequence[Zahlenfolge] = ()
    #: Other files of the team, by name.
    dateien: Sequence[Handlung] = ()
    neue_befunde: Sequence[Befund] = ()
    geloeste_befunde: Sequence[Befund] = ()

    @property
    def geaendert(self) -> list[Fallvergleich]:
        """Return the cases of which something changed that means something."""
        return [f for f in self.faelle if not f.nur_umformatiert]

    @property
    def umformatiert(self) -> list[Fallvergleich]:
        return [f for f in self.faelle if f.nur_umformatiert]

    @property
    def leer(self) -> bool:
        """Nothing differs."""
        return not any(
            (
                self.faelle, self.protokoll, self.regeln, self.listen, self.einstellungen, self.freigaben, self.prozesse, self.aufgaben, self.zahlen,
                self.dateien, self.neue_befunde, self.geloeste_befunde,
            )
        )  # fmt: skip
