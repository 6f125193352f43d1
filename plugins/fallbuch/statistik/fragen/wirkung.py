"""What works: how phases end, whether levels rise, what becomes of measures and jobs."""

from __future__ import annotations

from functools import partial

from fallbuch.statistik.kennzahl import Diagramm, Kennzahl, Kern, Leitfrage, Mass, Massart, Posten, Tabelle, anteil

_JE_100 = Mass(art=Massart.JE_100_OFFENE, titel="Menschen im Verhältnis zu den offenen Fällen")

_Kennzahl = partial(Kennzahl, leitfrage=Leitfrage.WIRKUNG)

STUFEN = _Kennzahl(
    schluessel="stufen", titel="Stufenwechsel", quelle="DICHTE",
    frage="Kommen Menschen dem Arbeitsmarkt näher?",
    definition="Beratungsphasen, die im Zeitraum offen waren oder endeten und bis dahin mindestens zwei Einstufungen haben: die erste Stufe gegen die neueste. "
    "Wer bei der besten Stufe begann, kann nicht steigen und zählt beim Anteil der Gestiegenen nicht mit.",
    tabellen=(
        Tabelle(
            schluessel="stufenschritte", titel="Phasen nach erster und neuester Stufe",
            posten=(Posten("Phasen", "betreut", ("zwei Einstufungen",)),), zeilen="erste Stufe",
            spalten="neueste Stufe", diagramm=Diagramm.MATRIX,
        ),
        Tabelle(
            schluessel="stufenrichtung", titel="Phasen, deren Stufe gestiegen ist",
            posten=(
                Posten("Phasen", "betreut", ("zwei Einstufungen", "kann steigen"), "Phasen, die steigen können"),
            ),
            masse=(anteil("gestiegen", "Stufe gestiegen"),),
        ),
        Tabelle(
            schluessel="stufenrueckschritt", titel="Phasen, deren Stufe gesunken ist",
            posten=(Posten("Phasen", "betreut", ("zwei Einstufungen",), "Phasen mit zwei Einstufungen"),),
            masse=(anteil("gesunken", "Stufe gesunken"),),
        ),
    ),
    kern=(Kern("stufenrichtung", "Phasen, die steigen können", "gestiegen", "Phasen, deren Stufe gestiegen ist"),),
)  # fmt: skip

MASSNAHMEN = _Kennzahl(
    schluessel="massnahmen", titel="Maßnahmen", quelle="INFAS, VEREIN",
    frage="Wen erreichen welche Hilfen, und wie gehen sie aus?",
    definition="Menschen mit einer laufenden Maßnahme der Gruppe am Ende des Zeitraums je 100 offene Fälle (über 1.000 offenen Fällen je 1.000), und die "
    "Ergebnisse der Maßnahmen, deren letzter Tag im Zeitraum lag. Wer in zwei Gruppen ist, zählt in beiden. Mit dem Index bei INFAS lässt sich das nicht "
    "vergleichen: Dort werden belegte Plätze je 1.000 Leistungsberechtigte und Standort gezählt, hier Menschen je offene Fälle.",
    tabellen=(
        Tabelle(
            schluessel="massnahmen", titel="Menschen in laufenden Maßnahmen nach Gruppe",
            posten=(Posten("Maßnahmen", "laufend"),), zeilen="Gruppe", masse=(_JE_100,), mehrfach=True,
            diagramm=Diagramm.BALKEN,
        ),
        Tabelle(
            schluessel="massnahmenergebnisse", titel="Beendete Maßnahmen nach Gruppe und Ergebnis",
            posten=(Posten("Maßnahmen", "beendet"),), zeilen="Gruppe", spalten="Ergebnis",
            diagramm=Diagramm.GESTAPELT,
        ),
    ),
    kern=(
        Kern("massnahmen", None, "Menschen im Verhältnis zu den offenen Fällen",
             "Menschen in einer Maßnahme, im Verhältnis zu den offenen Fällen"),
    ),
)  # fmt: skip

ERGEBNIS = _Kennzahl(
    schluessel="ergebnis", titel="Ergebnis", quelle="VEREIN",
    frage="Womit enden Beratungen?",
    definition="Abschlüsse des Zeitraums nach Ergebnis und Grund; je Zugangsweg für die, die zwölf Monate zuvor begonnen haben, mit ihrem Stand am Ende "
    "des Zeitraums; dazu Form und Umfang der Arbeitsstellen. Nach Maßnahmen zählt ein Abschluss in jeder Gruppe, die er hatte. "
    "Ein Unterschied zwischen Gruppen beweist keine Wirkung.",
    tabellen=(
        Tabelle(
            schluessel="arbeitsaufnahme", titel="Abgeschlossene Phasen mit Arbeitsstelle",
            posten=(Posten("Phasen", "abgeschlossen", titel="Abschlüsse"),),
            masse=(anteil("mit Arbeitsstelle", "mit Arbeitsstelle"),),
        ),
        Tabelle(
            schluessel="ergebnis", titel="Abgeschlossene Phasen nach Ergebnis",
            posten=(Posten("Phasen", "abgeschlossen"),), zeilen="Ergebnis", anteile=True, diagramm=Diagramm.BALKEN,
        ),
        Tabelle(
            schluessel="gruende", titel="Abgeschlossene Phasen ohne Arbeitsstelle nach Grund",
            posten=(Posten("Phasen", "abgeschlossen", ("ohne Arbeitsstelle",)),), zeilen="Grund", anteile=True,
            diagramm=Diagramm.BALKEN,
        ),
        Tabelle(
            schluessel="kohorte",
            titel="Was aus den Phasen wurde, die zwölf Monate zuvor begonnen haben, nach Zugangsweg",
            posten=(Posten("Phasen", "vor zwölf Monaten begonnen"),), zeilen="Zugangsweg", spalten="Stand",
            diagramm=Diagramm.GESTAPELT,
        ),
        Tabelle(
            schluessel="massnahmenwirkung", titel="Abgeschlossene Phasen nach Gruppe der Maßnahmen und Ergebnis",
            posten=(Posten("Phasen", "abgeschlossen"),), zeilen="Maßnahmegruppe", spalten="Ergebnis", mehrfach=True,
            diagramm=Diagramm.GESTAPELT,
        ),
        Tabelle(
            schluessel="stellenform", titel="Phasen mit Arbeitsstelle nach Form",
            posten=(Posten("Phasen", "abgeschlossen", ("mit Arbeitsstelle",)),), zeilen="Form",
        ),
        Tabelle(
            schluessel="stellenumfang", titel="Phasen mit Arbeitsstelle nach Umfang",
            posten=(Posten("Phasen", "abgeschlossen", ("mit Arbeitsstelle",)),), zeilen="Umfang",
        ),
    ),
    kern=(Kern("arbeitsaufnahme", "Abschlüsse", "mit Arbeitsstelle", "abgeschlossene Phasen mit Arbeitsstelle"),),
)  # fmt: skip

NACHBETREUUNG = _Kennzahl(
    schluessel="nachbetreuung", titel="Nachbetreuung", quelle="STEP2JOB",
    frage="Halten die Arbeitsstellen?",
    definition="Von den Stellen, deren erste drei Monate im Zeitraum endeten: weiter beschäftigt, beendet, unbekannt, oder noch kein Ergebnis eingetragen.",
    tabellen=(
        Tabelle(
            schluessel="nachbetreuung", titel="Phasen mit Arbeitsstelle, drei Monate nach Arbeitsbeginn",
            posten=(Posten("Phasen", "drei Monate nach Arbeitsbeginn"),), zeilen="Nachbetreuung", anteile=True,
            diagramm=Diagramm.BALKEN,
        ),
    ),
    kern=(Kern("nachbetreuung", None, "Anzahl", "Phasen, nach denen die ersten drei Monate Arbeit endeten"),),
)  # fmt: skip
