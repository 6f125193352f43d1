"""What entries of the kinds that belong to the file format may say, each key once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from fallbuch.akte.feld import angabe
from fallbuch.akte.protokollformen import Protokollangaben
from fallbuch.akte.typen import Auswahl, Datum, Spannentyp, Text, Textliste, Vokabel, Zahl
from fallbuch.akte.zusage import Vereinbarung
from fallbuch.werte import dataclass
from fallbuch.zeit import Spanne

_BETRIEB = Vokabel("arbeitgeber", "Name aus der Liste der Arbeitgeber")


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
        "Ergebnis", Vokabel("massnahmenergebnisse"), "Wie die Maßnahme ausgegangen ist.", "abgeschlossen"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Abschlussangaben:
    """Keys of the entry that closes a Beratungsphase."""

    ergebnis: str | None = angabe(
        "Ergebnis",
        Vokabel("abschlussergebnisse"),
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
        "Arbeitgeber", _BETRIEB, "Bei welchem Betrieb die Arbeit beginnt.", "Bäckerei Sonnenkorn", uhr=False
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Arbeitgeberangaben:
    """Keys of a talk with an employer; no contact with the customer."""

    arbeitgeber: str | None = angabe(
        "Arbeitgeber", _BETRIEB, "Mit welchem Betrieb gesprochen wurde.", "Bäckerei Sonnenkorn", uhr=False
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Pauseangaben:
    """Keys of a pause; it lasts to `bis`, that day included. No reason is written down."""

    bis: date | None = angabe("Bis", Datum(), "Letzter Tag der Pause.", "2026-09-30", pflicht=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Nachbetreuungangaben:
    """Keys of a contact after a closing with a job."""

    ergebnis: str | None = angabe(
        "Ergebnis", Vokabel("nachbetreuungsergebnisse"), "Ob das Arbeitsverhältnis besteht.", "weiter beschäftigt"
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
    | Protokollangaben
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
