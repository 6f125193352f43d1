"""The figures a team looks at, each declared once: what it asks, what is counted, where the idea comes from.

Nothing is computed here: the declaration is what pages explain and what processes refer to.
"""

from __future__ import annotations

from dataclasses import dataclass

from fallbuch.kennung import vergleichsform


@dataclass(frozen=True, kw_only=True, slots=True)
class Kennzahl:
    """A figure in words. `zu_sehen` names the page (from the site's root) on which a team can look today."""

    schluessel: str
    titel: str
    frage: str
    definition: str
    quelle: str
    zu_sehen: tuple[str, str] | None = None


KENNZAHLEN: tuple[Kennzahl, ...] = (
    Kennzahl(
        schluessel="zugang",
        titel="Zugang",
        frage="Wie viele Menschen kommen zu uns, und auf welchem Weg?",
        definition="Beratungsphasen, die im Zeitraum beginnen, je Zugangsweg; neue und wieder aufgenommene getrennt. "
        "Daneben steht, was von jedem Weg erwartet wird: im Monat oder je Veranstaltung.",
        quelle="VEREIN",
        zu_sehen=("Protokoll", "protokoll.html"),
    ),
    Kennzahl(
        schluessel="bewegung",
        titel="Bewegung",
        frage="Werden wir mehr oder weniger?",
        definition="Offene Fälle am Anfang, dazu neue und wieder aufgenommene, davon ab die abgeschlossenen: Das ergibt "
        "die offenen Fälle am Ende. Die Rechnung muss aufgehen.",
        quelle="Team",
        zu_sehen=("Fälle", "faelle.html"),
    ),
    Kennzahl(
        schluessel="struktur",
        titel="Struktur",
        frage="Wen beraten wir?",
        definition="Offene Fälle am Stichtag nach Betreuungsstufe und Arbeitsmarktstatus, als Anteil an allen. „Ohne Stufe“ "
        "und „unbekannt“ zählen mit.",
        quelle="DICHTE",
        zu_sehen=("Fälle", "faelle.html"),
    ),
    Kennzahl(
        schluessel="kontaktdichte",
        titel="Kontaktdichte",
        frage="Hören alle rechtzeitig von uns?",
        definition="Am Stichtag: offene Fälle ohne Pause, deren letzter Kontakt innerhalb der Frist liegt, als Anteil an allen "
        "solchen Fällen, je Stufe. Im Zeitraum: Kontakte, die bis zu ihrem Tag zustande kamen, als Anteil an allen fälligen.",
        quelle="DICHTE",
        zu_sehen=("Fälligkeiten", "faelligkeiten.html"),
    ),
    Kennzahl(
        schluessel="stufen",
        titel="Stufenwechsel",
        frage="Kommen Menschen dem Arbeitsmarkt näher?",
        definition="Phasen mit mindestens zwei Einstufungen: die erste Stufe gegen die neueste. Wer bei IN begann, kann "
        "nicht steigen.",
        quelle="DICHTE",
    ),
    Kennzahl(
        schluessel="beginn",
        titel="Beginn",
        frage="Beginnt die Beratung früh genug?",
        definition="Von den Phasen, deren erste zwei Wochen im Zeitraum endeten: der Anteil mit einem Erstgespräch bis dahin; "
        "ebenso für den Betreuungsplan nach einem Monat. Wer noch wartet, zählt im Nenner mit.",
        quelle="AMS, INFAS",
        zu_sehen=("Regelwerk", "regelwerk.html#erstgespraech"),
    ),
    Kennzahl(
        schluessel="einvernehmen",
        titel="Einvernehmen",
        frage="Tragen die Menschen ihren Plan mit?",
        definition="Betreuungspläne des Zeitraums mit Einvernehmen, ohne, und ohne Angabe.",
        quelle="AMS",
    ),
    Kennzahl(
        schluessel="massnahmen",
        titel="Maßnahmen",
        frage="Wen erreichen welche Hilfen, und wie gehen sie aus?",
        definition="Menschen mit einer laufenden Maßnahme der Gruppe am Stichtag je 100 offene Fälle, und die Ergebnisse der "
        "beendeten Maßnahmen.",
        quelle="INFAS, VEREIN",
    ),
    Kennzahl(
        schluessel="ergebnis",
        titel="Ergebnis",
        frage="Womit enden Beratungen?",
        definition="Abschlüsse des Zeitraums nach Ergebnis und Grund; je Zugangsweg für die, die zwölf Monate zuvor begonnen haben; "
        "dazu Form und Umfang der Arbeitsstellen. Ein Unterschied zwischen Gruppen beweist keine Wirkung.",
        quelle="VEREIN",
    ),
    Kennzahl(
        schluessel="dauer",
        titel="Dauer",
        frage="Wie lange dauert eine Beratung?",
        definition="Mittlere Dauer (Median) abgeschlossener und noch offener Phasen, Pausen abgezogen; dazu, wie viele länger "
        "als neun und länger als zwölf Monate laufen.",
        quelle="STEP2JOB",
    ),
    Kennzahl(
        schluessel="aufwand",
        titel="Aufwand",
        frage="Welcher Aufwand ist nötig?",
        definition="Kontakte, vergebliche Versuche und Minuten je Phase, auch der erfolglosen.",
        quelle="VEREIN",
    ),
    Kennzahl(
        schluessel="nachbetreuung",
        titel="Nachbetreuung",
        frage="Halten die Arbeitsstellen?",
        definition="Von den Stellen, deren erste drei Monate im Zeitraum endeten: weiter beschäftigt, beendet, unbekannt.",
        quelle="STEP2JOB",
    ),
    Kennzahl(
        schluessel="betreuungsrelation",
        titel="Betreuungsrelation",
        frage="Wie viele Fälle hat eine Beraterin oder ein Berater?",
        definition="Offene Fälle am Stichtag, geteilt durch alle, die mindestens einen haben.",
        quelle="INFAS",
        zu_sehen=("Auslastung", "auslastung.html"),
    ),
    Kennzahl(
        schluessel="wartende",
        titel="Wartende",
        frage="Wer wartet auf uns?",
        definition="Fälle ohne Beraterin oder Berater, nicht erreichte Menschen und nicht wahrgenommene Termine.",
        quelle="VEREIN",
        zu_sehen=("Startseite", "index.html#zu-vergeben"),
    ),
)


def kennzahl(name: str) -> Kennzahl | None:
    """Return the figure called `name` by title or key; spelling is compared leniently."""
    form = vergleichsform(name)
    return next((k for k in KENNZAHLEN if form in {vergleichsform(k.titel), k.schluessel}), None)
