"""What a process description says: each field once, and the description itself with the place of every statement.

The fields follow the template of VEREIN 3.4; the further ones tie a process to cases, rules and people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from fallbuch.akte.feld import Feld, angabe
from fallbuch.akte.typen import Auswahl, Datum, Text, Textliste
from fallbuch.befund import Befund, Stelle
from fallbuch.prozess.fundus import Fundus
from fallbuch.prozess.meldungen import EMPFEHLUNGSORDNER, PROZESSORDNER
from fallbuch.werte import dataclass

#: The group that a process belongs to unless it says otherwise: what the team itself does.
UNSERE = "Unsere Prozesse"
OEFFENTLICH, INTERN = "öffentlich", "intern"
#: Marks an input that no process makes; with it the way of the work begins.
VON_AUSSEN = "(von außen)"
#: What a new process says until somebody describes it.
VORLAEUFIG = "Noch zu beschreiben."
#: Sections of the text that the program reads.
SCHRITTE, FAKTOREN = "Schritte", "Gelingensfaktoren"


class Faelle(StrEnum):
    """Which cases of the status stand in a process."""

    ALLE = "alle"
    MIT_MASSNAHME = "mit laufender Maßnahme"
    OHNE_MASSNAHME = "ohne laufende Maßnahme"


class Prozessnennung(str):
    """A value with its place."""

    __slots__ = ("stelle",)

    stelle: Stelle

    def __new__(cls, text: str, stelle: Stelle) -> Prozessnennung:
        nennung = super().__new__(cls, text)
        nennung.stelle = stelle
        return nennung

    @property
    def text(self) -> str:
        """The words alone."""
        return str(self)


Nennungen = tuple[Prozessnennung, ...]


@dataclass(frozen=True, slots=True)
class Textabschnitt:
    """A section of the text below the front matter: its heading and its lines with the number of the first."""

    titel: str
    zeilen: list[str]
    erste: int


@dataclass(kw_only=True, slots=True)
class Beschreibung:
    """A file as it was read, before anything is compared: values by the names of their fields, text, findings.

    `datei` is the name in messages, `stamm` the file's name without ending. `gelesen` tells whether the whole
    front matter could be read; where it could not, what is missing may only be unreadable.
    """

    stamm: str
    datei: str
    #: A list is a tuple of `Prozessnennung`, a day a `date`, all else one `Prozessnennung`; None where nothing can be read.
    werte: dict[str, Any] = field(default_factory=dict)
    stellen: dict[str, Stelle] = field(default_factory=dict)
    #: Fields whose value no type could read.
    unlesbar: set[str] = field(default_factory=set)
    text: str = ""
    erste_zeile: int = 1
    befunde: tuple[Befund, ...] = ()
    gelesen: bool = True


def _sicht(sonst: str) -> Any:
    hilfe = f"Ob die Seite auch in der öffentlichen Fassung steht. Fehlt die Angabe, {sonst}."
    return angabe("Sicht", Auswahl(OEFFENTLICH, INTERN), hilfe, INTERN)


@dataclass(frozen=True, kw_only=True, eq=False)
class Beschriebenes:
    """What a process and a recommendation have in common: where their text stands, and what is said of it."""

    ordner: ClassVar[str]

    stamm: str
    datei: str
    intern: bool
    text: str
    erste_zeile: int
    #: The file from which the text comes: of a process the shipped one, where the team's says nothing but fields.
    textdatei: str
    #: Fields by name, those that the files name.
    stellen: Mapping[str, Stelle]
    #: Fields whose value no type could read.
    unlesbar: Set[str]
    gelesen: bool
    #: Required fields without a value.
    fehlende: Sequence[Feld]

    @property
    def pfad(self) -> str:
        """The source of its page from the site's root."""
        return f"{self.ordner}/{self.stamm}.md"

    @property
    def seite(self) -> str:
        """Its page from the site's root."""
        return f"{self.ordner}/{self.stamm}.html"

    def ort(self, feld: str) -> Stelle:
        """Return where the field stands, else the beginning of the file."""
        return self.stellen.get(feld, Stelle(datei=self.datei))


@dataclass(frozen=True, kw_only=True, eq=False)
class Prozess(Beschriebenes):
    """A process: what the shipped description and the team's own file say together.

    First the fields of the front matter, in the order in which they are written.
    """

    ordner: ClassVar[str] = PROZESSORDNER

    name: Prozessnennung = angabe(
        "Name", Text(), "Wie der Prozess heißt. Jeder Name kommt einmal vor.", "Beratung", pflicht=True
    )
    beschreibung: str = angabe(
        "Beschreibung", Text(), "Worum es geht und wozu, in ein bis drei Sätzen.", "Eine Beraterin begleitet einen Menschen, bis er Arbeit hat.",
        pflicht=True,
    )  # fmt: skip
    verantwortlich: Nennungen = angabe(
        "Verantwortlich",
        Textliste(),
        "Wer sich um den Prozess kümmert: Namen aus der Liste „berater“. Wer zuerst steht, wird an die Prüfung erinnert.",
        "[Jana, Ole]",
    )
    vorgaenger: Nennungen = angabe(
        "Vorgänger", Textliste(), "Prozesse, nach denen dieser beginnt.", "[Akquise, Maßnahmen]"
    )
    eingabe: Nennungen = angabe(
        "Eingabe",
        Textliste(),
        f"Was der Prozess braucht: die Ausgabe eines anderen, oder etwas „{VON_AUSSEN}“.",
        "[Neuer Eintrag in der Kundenliste]",
    )
    ausgabe: Nennungen = angabe(
        "Ausgabe", Textliste(), "Was am Ende da ist.", "[Kunde mit Arbeitsstelle]", pflicht=True
    )
    hilfsmittel: Nennungen = angabe(
        "Hilfsmittel",
        Textliste(),
        "Was man dazu nimmt: Seiten, Dateien des Teams oder Felder der Falldatei.",
        "[Leitfaden Beratung, Kundenliste]",
    )
    nachfolger: Nennungen = angabe("Nachfolger", Textliste(), "Prozesse, die danach kommen.", "[Maßnahmen]")
    teil_von: Prozessnennung | None = angabe(
        "Teil von", Text(), "Der Prozess, von dem dieser ein Teil ist.", "Arbeitskräfte unterstützen"
    )
    gruppe: str = angabe(
        "Gruppe", Text(), f"Zu welchem Bild der Prozess gehört. Fehlt sie, gehört er zu „{UNSERE}“.", "AMS"
    )
    status: Nennungen = angabe(
        "Status", Textliste(), "Fälle mit diesem Status stehen in diesem Prozess.", "in Beratung"
    )
    faelle: Faelle = angabe(
        "Fälle",
        Auswahl(*(f.value for f in Faelle)),
        "Welche der Fälle mit diesem Status gemeint sind.",
        Faelle.OHNE_MASSNAHME.value,
    )
    regeln: Nennungen = angabe(
        "Regeln",
        Textliste(),
        "Welche Regeln über den Prozess wachen: ihre Titel, ihre Schlüssel oder ganze Gruppen des Regelwerks.",
        "[Kontakt, Folgetermin]",
    )
    geprueft: date | None = angabe(
        "Geprüft am", Datum(), "Wann das Team zuletzt nachgesehen hat, ob die Beschreibung noch stimmt.", "2026-03-02"
    )
    quelle: str = angabe("Quelle", Text(), "Woher die Beschreibung kommt.", "VEREIN 2.2")
    sicht: str | None = _sicht("ja; solange die Datei Fehler hat, nein")
    #: Figures by which a team can see its factors of success.
    kennzahlen: Nennungen
    #: The team has a file of its own for it; the names of what that file changes of a shipped description.
    eigen: bool
    mitgeliefert: bool
    geaendert: Sequence[str] = ()
    #: The name under which it was shipped, where the team calls it otherwise.
    frueherer_name: str | None = None

    @property
    def herrenlos(self) -> bool:
        """The file changes something, but no shipped process is called like it."""
        return self.gelesen and not self.mitgeliefert and "Name" not in self.stellen and len(self.fehlende) > 2

    @property
    def unserer(self) -> bool:
        """The team works like this; shipped descriptions of others are models."""
        return self.gruppe == UNSERE or not self.mitgeliefert


@dataclass(frozen=True, kw_only=True, eq=False)
class Empfehlung(Beschriebenes):
    """A Handlungsempfehlung, the output of the analysis: what was decided, who follows it up, and when.

    First the fields of the front matter, in the order in which they are written.
    """

    ordner: ClassVar[str] = EMPFEHLUNGSORDNER

    name: Prozessnennung = angabe(
        "Name", Text(), "Was empfohlen wird, in wenigen Worten.", "Erstgespräche schneller vereinbaren", pflicht=True
    )
    datum: date | None = angabe("Datum", Datum(), "Tag, an dem die Empfehlung entstand.", "2026-04-02", pflicht=True)
    prozess: Prozessnennung | None = angabe("Prozess", Text(), "Welchen Prozess sie betrifft.", "Akquise")
    kennzahlen: Nennungen = angabe(
        "Kennzahlen", Textliste(), "Woran das Team es gesehen hat und woran es sehen wird, ob es hilft.", "[Beginn]"
    )
    entscheidung: str = angabe(
        "Entscheidung",
        Auswahl("offen", "angenommen", "abgelehnt"),
        "Was das Team beschlossen hat.",
        "angenommen",
        pflicht=True,
    )
    entschieden_am: date | None = angabe("Entschieden am", Datum(), "Tag des Beschlusses.", "2026-04-09")
    haelt_nach: Prozessnennung | None = angabe("Hält nach", Text(), "Wer darauf achtet, dass es geschieht.", "Jana")
    faellig: date | None = angabe("Nachhalten am", Datum(), "Tag, an dem das Team wieder darauf schaut.", "2026-07-02")
    erledigt: date | None = angabe("Erledigt am", Datum(), "Tag, seit dem nichts mehr zu tun ist.", "2026-07-02")
    sicht: str | None = _sicht("nein")

    @property
    def offen(self) -> bool:
        """Somebody still has to look after it."""
        return self.erledigt is None and self.entscheidung != "abgelehnt"


@dataclass(frozen=True, kw_only=True)
class Prozessbuch:
    """All processes in the order of the work, all recommendations newest first, and what is wrong with them."""

    prozesse: tuple[Prozess, ...]
    empfehlungen: tuple[Empfehlung, ...]
    befunde: tuple[Befund, ...]
    #: What they can refer to.
    fundus: Fundus

    @property
    def unsere(self) -> list[Prozess]:
        """What the team itself does."""
        return [prozess for prozess in self.prozesse if prozess.unserer]
