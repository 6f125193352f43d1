"""What it takes: contacts, time, length, how many cases a counsellor has."""

from __future__ import annotations

from functools import partial

from fallbuch.statistik.kennzahl import (
    ANZAHL,
    Diagramm,
    Kennzahl,
    Kern,
    Leitfrage,
    Mass,
    Massart,
    Posten,
    Tabelle,
    anteil,
    mittel,
)

_Kennzahl = partial(Kennzahl, leitfrage=Leitfrage.AUFWAND)

KONTAKTDICHTE = _Kennzahl(
    schluessel="kontaktdichte", titel="Kontaktdichte", quelle="DICHTE",
    frage="Hören alle rechtzeitig von uns?",
    definition="Am Ende des Zeitraums: offene Fälle ohne Pause, deren nächster Kontakt nach den Regeln noch nicht überfällig ist, als Anteil an allen "
    "solchen Fällen. Fälle, die noch auf ihr erstes Gespräch warten, stehen beim Beginn. Im Zeitraum: Kontakte, die bis zu ihrem Tag zustande "
    "kamen, als Anteil an allen, deren Tag im Zeitraum lag. Ein Kontakt hat den Tag, der am letzten Tag des Wartens galt; was in einer Pause "
    "liegt oder nach dem Abschluss, war nicht fällig. Ein Kontakt, der früher kam, zählt in dem Zeitraum, in dem er fällig gewesen wäre.",
    tabellen=(
        Tabelle(
            schluessel="kontaktbestand", titel="Offene Phasen innerhalb der Kontaktfrist am Ende des Zeitraums",
            posten=(Posten("Kontaktfristen", "am Ende"),), zeilen="Betreuungsstufe",
            masse=(anteil("innerhalb der Frist", "eingehalten"),), diagramm=Diagramm.ANTEIL,
        ),
        Tabelle(
            schluessel="kontaktfluss", titel="Im Zeitraum fällige Kontakte",
            posten=(Posten("Kontaktfristen", "im Zeitraum"),), zeilen="Betreuungsstufe",
            masse=(anteil("bis zu ihrem Tag zustande gekommen", "eingehalten"),), diagramm=Diagramm.ANTEIL,
        ),
    ),
    kern=(
        Kern("kontaktbestand", None, "innerhalb der Frist", "offene Phasen innerhalb der Kontaktfrist"),
        Kern("kontaktfluss", None, "bis zu ihrem Tag zustande gekommen", "fällige Kontakte rechtzeitig"),
    ),
)  # fmt: skip

_DAUERMASSE = (
    ANZAHL,
    Mass(art=Massart.MEDIAN, titel="mittlere Dauer in Tagen (Median)", von="Tage"),
    anteil("über 9 Monate", "über 9 Monate"),
    anteil("über 12 Monate", "über 12 Monate"),
)
DAUER = _Kennzahl(
    schluessel="dauer", titel="Dauer", quelle="STEP2JOB",
    frage="Wie lange dauert eine Beratung?",
    definition="Mittlere Dauer (Median: die Hälfte dauert länger, die Hälfte kürzer) der abgeschlossenen und der noch offenen Phasen, Pausen abgezogen; "
    "dazu, wie viele länger als neun und länger als zwölf Monate dauern.",
    tabellen=(
        Tabelle(
            schluessel="dauer", titel="Dauer der Phasen",
            posten=(
                Posten("Phasen", "abgeschlossen", titel="im Zeitraum abgeschlossen"),
                Posten("Phasen", "offen", titel="am Ende offen"),
            ),
            masse=_DAUERMASSE, diagramm=Diagramm.ANTEIL,
        ),
    ),
    kern=(
        Kern("dauer", "im Zeitraum abgeschlossen", "mittlere Dauer in Tagen (Median)",
             "mittlere Dauer der abgeschlossenen Phasen, in Tagen"),
    ),
)  # fmt: skip

AUFWAND = _Kennzahl(
    schluessel="aufwand", titel="Aufwand", quelle="VEREIN",
    frage="Welcher Aufwand ist nötig?",
    definition="Kontakte, vergebliche Versuche und Minuten je Phase, die im Zeitraum abgeschlossen wurde, auch der erfolglosen: als Mittel über alle; "
    "Minuten aller Einträge, nur dort, wo sie festgehalten sind. Dazu, wie viele Kontakte und Versuche es im Zeitraum gab.",
    tabellen=(
        Tabelle(
            schluessel="aufwand", titel="Aufwand je abgeschlossener Phase",
            posten=(Posten("Phasen", "abgeschlossen"),), zeilen="Ergebnis",
            masse=(
                ANZAHL,
                mittel("Kontakte je Phase", "Kontakte"),
                mittel("Versuche je Phase", "Versuche"),
                mittel("Minuten je Phase", "Minuten"),
            ),
            diagramm=Diagramm.BALKEN,
        ),
        Tabelle(
            schluessel="kontakte", titel="Kontakte des Zeitraums nach Art",
            posten=(Posten("Einträge", "im Zeitraum", ("Kontakt",)),), zeilen="Kontaktart",
            masse=(ANZAHL, Mass(art=Massart.SUMME, titel="Minuten", von="Minuten")), diagramm=Diagramm.BALKEN,
        ),
    ),
    kern=(
        Kern("aufwand", None, "Kontakte je Phase", "Kontakte je abgeschlossener Phase"),
        Kern("kontakte", None, "Anzahl", "Kontakte im Zeitraum"),
    ),
)  # fmt: skip

BETREUUNGSRELATION = _Kennzahl(
    schluessel="betreuungsrelation", titel="Betreuungsrelation", quelle="INFAS",
    frage="Wie viele Fälle hat eine Beraterin oder ein Berater?",
    definition="Offene Fälle am Ende des Zeitraums, für die jemand zuständig ist, geteilt durch alle, die mindestens einen solchen Fall haben. "
    "Zuständig ist, wer am Tag der Auszählung für den Fall eingetragen war.",
    tabellen=(
        Tabelle(
            schluessel="betreuungsrelation", titel="Offene Phasen je Beraterin oder Berater",
            posten=(Posten("Phasen", "offen", ("mit Berater",), "offene Fälle mit Zuständigkeit"),),
            masse=(Mass(art=Massart.JE_BERATER, titel="Fälle je Beraterin oder Berater"),),
        ),
        Tabelle(
            schluessel="zustaendigkeit", titel="Offene Phasen nach Zuständigkeit",
            posten=(Posten("Phasen", "offen"),), zeilen="Berater", diagramm=Diagramm.BALKEN, intern=True,
        ),
    ),
    kern=(
        Kern("betreuungsrelation", "offene Fälle mit Zuständigkeit", "Fälle je Beraterin oder Berater",
             "offene Phasen je Beraterin oder Berater"),
    ),
)  # fmt: skip
