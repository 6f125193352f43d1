"""What a case file may say. Each field and each key stands here once.

A declaration carries the name in the file, the type, whether it must be there, a help text and an
example; reading, JSON Schema, field reference and schema command all follow from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from fallbuch.akte.feld import angabe
from fallbuch.akte.protokollformen import Akquiseangaben, Auswertungangaben, Veranstaltungangaben
from fallbuch.akte.typen import (
    Auswahl,
    Datum,
    Kennungstyp,
    Spannentyp,
    Termin,
    Termintyp,
    Text,
    Textliste,
    Vokabel,
    Zahl,
)
from fallbuch.befund import Stelle
from fallbuch.zeit import Spanne


class Status(StrEnum):
    """Where a case stands; the order is that of the work."""

    NEU = "neu"
    IN_BERATUNG = "in Beratung"
    ABGESCHLOSSEN = "abgeschlossen"


@dataclass(frozen=True, kw_only=True, slots=True)
class Kopf:
    """The front matter: what is true of the case now."""

    id: str | None = angabe(
        "ID",
        Kennungstyp(),
        "Eindeutige Kennung des Falls, am besten zufällig. Sie ist auch der Dateiname.",
        "4711",
        pflicht=True,
    )
    erstkontakt: date | None = angabe(
        "Erstkontakt", Datum(), "Tag, an dem der erste Kontakt stattfand.", "2026-01-12", pflicht=True
    )
    akquise: str | None = angabe(
        "Akquise",
        Vokabel("kanaele", "Name eines Zugangswegs"),
        "Woher die Kundin oder der Kunde kam.",
        "Beratungstag",
        pflicht=True,
    )
    status: str | None = angabe("Status", Auswahl(*Status), "Wo der Fall gerade steht.", "in Beratung", pflicht=True)
    berater: str | None = angabe(
        "Berater",
        Vokabel("berater", "Name einer Beraterin oder eines Beraters"),
        "Wer sich um den Fall kümmert. Nötig, sobald der Status „in Beratung“ ist.",
        "Jana",
        vermisst=True,
    )
    betreuungsstufe: str | None = angabe(
        "Betreuungsstufe",
        Vokabel("stufen", "Kürzel einer Betreuungsstufe"),
        "Die zuletzt festgelegte Stufe. Fehlt sie, ist sie noch festzulegen.",
        "IK",
        vermisst=True,
    )
    arbeitsmarktstatus: str | None = angabe(
        "Arbeitsmarktstatus",
        Vokabel("arbeitsmarktstatus", "Wort aus der Liste des Teams"),
        "Stellung am Arbeitsmarkt.",
        "arbeitslos",
        vermisst=True,
    )
    bewilligung_bis: date | None = angabe(
        "Bewilligung bis", Datum(), "Tag, an dem die bewilligte Leistung endet.", "2026-09-30"
    )
    einwilligung: date | None = angabe(
        "Einwilligung",
        Datum(),
        "Tag, an dem in die Speicherung eingewilligt wurde.",
        "2026-01-12",
        uhr=False,
        vermisst=True,
    )
    hilfenetz: tuple[str, ...] = angabe(
        "Hilfenetz", Textliste(), "Stellen, die außerdem helfen, je als „Stelle (Rolle)“.", "Schuldnerberatung (Raten)"
    )
    vertretung: str | None = angabe(
        "Vertretung",
        Vokabel("berater", "Name einer Beraterin oder eines Beraters"),
        "Wer den Fall übernimmt, solange die zuständige Person fehlt.",
        "Ole",
    )


class Stand(StrEnum):
    """State of an agreement, as its box says."""

    OFFEN = "offen"
    ERLEDIGT = "erledigt"
    FALLENGELASSEN = "fallengelassen"


@dataclass(frozen=True, kw_only=True, slots=True)
class Vereinbarung:
    """One agreement of an entry; `wer` is its first word, resolved once the team is known."""

    text: str
    stand: Stand
    frist: date | None
    wer: str | None
    stelle: Stelle


@dataclass(frozen=True, kw_only=True, slots=True)
class Angaben:
    """Keys that any entry may carry."""

    vereinbarungen: tuple[Vereinbarung, ...] = angabe(
        "Vereinbarungen",
        Textliste(),
        "Liste dessen, was vereinbart wurde. „[ ]“ ist offen, „[x]“ erledigt, „[-]“ fallengelassen; die Frist steht als "
        "„bis JJJJ-MM-TT“ dabei, vorn steht, wer an der Reihe ist (Kunde, Kundin, Team oder ein Name).",
        "- [ ] Kundin aktualisiert den Lebenslauf (bis 2026-01-26)",
        vereinbarungen=True,
        synonyme=("Vereinbarung",),
    )
    folgetermin: Termin | None = angabe(
        "Folgetermin",
        Termintyp(),
        "Der nächste verabredete Termin, auf Wunsch mit Uhrzeit, oder „keiner“.",
        "2026-01-26 14:30",
    )
    betreuungsstufe: str | None = angabe(
        "Betreuungsstufe",
        Vokabel("stufen", "Kürzel einer Betreuungsstufe"),
        "Die an diesem Tag festgelegte oder bestätigte Stufe.",
        "IK",
    )
    bewerberangebot: str | None = angabe(
        "Bewerberangebot",
        Auswahl("geprüft"),
        "Vermerk, dass das Bewerberangebot an diesem Tag geprüft wurde.",
        "geprüft",
    )
    arbeitsmarktstatus: str | None = angabe(
        "Arbeitsmarktstatus",
        Vokabel("arbeitsmarktstatus", "Wort aus der Liste des Teams"),
        "Stellung am Arbeitsmarkt an diesem Tag.",
        "arbeitslos",
    )
    dauer: int | None = angabe("Dauer", Zahl("Minuten", ("min", "Min."), 1440), "Dauer in Minuten.", "45")


@dataclass(frozen=True, kw_only=True, slots=True)
class Planangaben:
    """Keys of a Betreuungsplan (AMS: contents of the plan)."""

    ausgangslage: str | None = angabe(
        "Ausgangslage",
        Text(),
        "Was die Kundin oder der Kunde mitbringt und was noch im Weg steht.",
        "Berufserfahrung im Büro",
    )
    ziel: str | None = angabe("Ziel", Text(), "Worauf beide hinarbeiten.", "Bürostelle, 20 Stunden, vormittags")
    teilziele: tuple[Vereinbarung, ...] = angabe(
        "Teilziele",
        Textliste(),
        "Etappen auf dem Weg zum Ziel, mit Frist „bis JJJJ-MM-TT“.",
        "- [ ] Lebenslauf fertig (bis 2026-02-15)",
        vereinbarungen=True,
    )
    schritte_team: tuple[str, ...] = angabe(
        "Schritte Team", Textliste(), "Was das Team tut.", "- Arbeitgeber ansprechen"
    )
    schritte_kunde: tuple[str, ...] = angabe(
        "Schritte Kunde",
        Textliste(),
        "Was die Kundin oder der Kunde tut.",
        "- zwei Bewerbungen je Woche",
        synonyme=("Schritte Kundin",),
    )
    begruendung: str | None = angabe("Begründung", Text(), "Warum dieser Weg gewählt wurde.", "Erfahrung ist vorhanden")
    kontaktintervall: Spanne | None = angabe(
        "Kontaktintervall",
        Spannentyp(),
        "In welchem Abstand man voneinander hört. Kürzer als die Stufe verlangt ist erlaubt.",
        "4 Wochen",
    )
    kontaktform: str | None = angabe("Kontaktform", Text(), "Wie man voneinander hört.", "Telefon")
    informiert_ueber: str | None = angabe(
        "Informiert über",
        Text(),
        "Worüber informiert wurde.",
        "Geschäftsbedingungen, Rechte und Pflichten, Leistungsbezug",
    )
    gueltig_bis: date | None = angabe("Gültig bis", Datum(), "Letzter Tag, an dem der Plan gilt.", "2026-07-26")
    einvernehmen: str | None = angabe(
        "Einvernehmen", Auswahl("ja", "nein"), "Ob die Kundin oder der Kunde dem Plan zustimmt.", "ja"
    )
    begruendung_fehlend: str | None = angabe(
        "Begründung fehlendes Einvernehmen",
        Text(),
        "Warum keine Einigung zustande kam. Nötig bei „Einvernehmen: nein“.",
        "Kunde möchte nur am Wochenende arbeiten",
    )
    sozialintegrative_leistungen: str | None = angabe(
        "Sozialintegrative Leistungen",
        Auswahl("abgefragt"),
        "Vermerk, dass der Bedarf an sozialintegrativen Leistungen abgefragt wurde.",
        "abgefragt",
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Massnahmeangaben:
    """Keys of a measure; it runs from Beginn (default: the entry's date) to Ende, both included."""

    art: str | None = angabe(
        "Art",
        Vokabel("massnahmen", "Art der Maßnahme aus der Liste des Teams"),
        "Welche Art von Maßnahme es ist.",
        "Weiterbildung",
        pflicht=True,
        rechnet=True,
    )
    bezeichnung: str | None = angabe("Bezeichnung", Text(), "Name der Maßnahme.", "Bürokommunikation")
    beginn: date | None = angabe("Beginn", Datum(), "Erster Tag. Fehlt er, gilt das Datum des Eintrags.", "2026-03-02")
    ende: date | None = angabe("Ende", Datum(), "Letzter Tag.", "2026-06-26")
    traeger: str | None = angabe("Träger", Text(), "Wer die Maßnahme durchführt.", "Volkshochschule")
    ergebnis: str | None = angabe(
        "Ergebnis",
        Vokabel("massnahmenergebnisse", "Wort aus der Liste des Teams"),
        "Wie die Maßnahme ausgegangen ist.",
        "abgeschlossen",
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Abschlussangaben:
    """Keys of the entry that closes a Beratungsphase."""

    ergebnis: str | None = angabe(
        "Ergebnis",
        Vokabel("abschlussergebnisse", "Wort aus der Liste des Teams"),
        "Womit die Beratung endet.",
        "Arbeitsstelle angenommen",
        pflicht=True,
        rechnet=True,
    )
    grund: str | None = angabe(
        "Grund",
        Vokabel("gruende", "Grund aus der Liste des Teams"),
        "Warum die Beratung ohne Arbeitsstelle endet.",
        "Umzug",
    )
    erklaerung: str | None = angabe(
        "Erklärung", Text(), "Ein Satz, der den Grund verständlich macht.", "Zieht zur Familie"
    )
    arbeitsbeginn: date | None = angabe("Arbeitsbeginn", Datum(), "Erster Arbeitstag.", "2026-08-01")
    umfang: int | None = angabe("Umfang", Zahl("Stunden", ("Std.", "h"), 80), "Arbeitsstunden in der Woche.", "20")
    form: str | None = angabe(
        "Form",
        Vokabel("beschaeftigungsformen", "Form aus der Liste des Teams"),
        "Form der Beschäftigung.",
        "versicherungspflichtig",
    )
    arbeitgeber: str | None = angabe(
        "Arbeitgeber",
        Vokabel("arbeitgeber", "Name aus der Liste der Arbeitgeber"),
        "Bei welchem Betrieb die Arbeit beginnt.",
        "Bäckerei Sonnenkorn",
        uhr=False,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Arbeitgeberangaben:
    """Keys of a talk with an employer; no contact with the customer."""

    arbeitgeber: str | None = angabe(
        "Arbeitgeber",
        Vokabel("arbeitgeber", "Name aus der Liste der Arbeitgeber"),
        "Mit welchem Betrieb gesprochen wurde.",
        "Bäckerei Sonnenkorn",
        uhr=False,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Pauseangaben:
    """Keys of a pause; it lasts to `bis`, that day included. No reason is written down."""

    bis: date | None = angabe("Bis", Datum(), "Letzter Tag der Pause.", "2026-09-30", pflicht=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Nachbetreuungangaben:
    """Keys of a contact after a closing with a job."""

    ergebnis: str | None = angabe(
        "Ergebnis",
        Vokabel("nachbetreuungsergebnisse", "Wort aus der Liste des Teams"),
        "Ob das Arbeitsverhältnis besteht.",
        "weiter beschäftigt",
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Verlaengerungangaben:
    """Keys of an extension beyond the usual length of a case."""

    bis: date | None = angabe("Bis", Datum(), "Bis wann verlängert wird.", "2027-01-31", pflicht=True, rechnet=True)
    grund: str | None = angabe(
        "Grund", Text(), "Warum verlängert wird.", "Prüfung steht im Januar an", pflicht=True, synonyme=("Begründung",)
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Wiederaufnahmeangaben:
    """A reopening states nothing beyond the common keys."""


Besonderes = (
    Planangaben
    | Massnahmeangaben
    | Abschlussangaben
    | Wiederaufnahmeangaben
    | Pauseangaben
    | Nachbetreuungangaben
    | Verlaengerungangaben
    | Arbeitgeberangaben
    | Akquiseangaben
    | Veranstaltungangaben
    | Auswertungangaben
)

#: Kinds of entry whose keys are part of the file format; all others are the team's vocabulary.
FORMEN: Mapping[str, type[Besonderes]] = {
    "Betreuungsplan": Planangaben,
    "Maßnahme": Massnahmeangaben,
    "Abschluss": Abschlussangaben,
    "Wiederaufnahme": Wiederaufnahmeangaben,
    "Pause": Pauseangaben,
    "Nachbetreuung": Nachbetreuungangaben,
    "Verlängerung": Verlaengerungangaben,
    "Arbeitgeberkontakt": Arbeitgeberangaben,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Eintrag:
    """One dated entry. `datum` is None where the heading cannot be read; no rule sees it then."""

    datum: date | None
    art: str
    berater: tuple[str, ...]
    text: str
    angaben: Angaben
    besonderes: Besonderes | None
    stelle: Stelle
    stellen: Mapping[str, Stelle] = field(default_factory=dict)
    #: Columns of the kind and of each counsellor's name in the heading.
    art_spalte: int = 1
    #: Length of the kind as it stands in the heading, blanks included.
    art_laenge: int = 0
    berater_spalten: tuple[int, ...] = ()
    #: Names the entry within its file: date, kind, number among equals.
    schluessel: str = ""
    #: Where plain values begin, for fixes; quoted ones are not listed.
    wertstellen: Mapping[str, Stelle] = field(default_factory=dict)
    #: Keys whose text no type could read; a rule may not treat them as absent.
    unlesbar: frozenset[str] = frozenset()

    def ort(self, schluessel: str) -> Stelle:
        """Return where the key stands, or the heading where it is absent."""
        return self.stellen.get(schluessel, self.stelle)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fall:
    """One case as its file states it. A faulty file is a case too, with the faulty fields missing."""

    kennung: str
    datei: str
    stamm: str
    kopf: Kopf
    eintraege: tuple[Eintrag, ...]
    stellen: Mapping[str, Stelle] = field(default_factory=dict)
    #: Where plain values begin, for fixes; quoted ones are not listed.
    wertstellen: Mapping[str, Stelle] = field(default_factory=dict)
    vorspann: str = ""
    #: The file writes umlauts in two code points; columns are then not those of its bytes.
    zerlegt: bool = False
    #: Fields whose text could not be read; they are faulty, not absent.
    unlesbar: frozenset[str] = frozenset()
    #: False where the file as a whole could not be read; nothing may then be concluded from it.
    vollstaendig: bool = True

    def ort(self, feld: str) -> Stelle:
        """Return where the field stands, or the file's beginning where it is absent."""
        return self.stellen.get(feld, Stelle(datei=self.datei))
