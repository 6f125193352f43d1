"""Whether the team comes closer: who comes, who is there, who waits, how early the work begins."""

from __future__ import annotations

from functools import partial

from fallbuch.statistik.kennzahl import Diagramm, Kennzahl, Kern, Leitfrage, Posten, Tabelle, anteil

_Kennzahl = partial(Kennzahl, leitfrage=Leitfrage.ZIEL)

ZUGANG = _Kennzahl(
    schluessel="zugang", titel="Zugang", quelle="VEREIN",
    frage="Wie viele Menschen kommen zu uns, und auf welchem Weg?",
    definition="Beratungsphasen, die im Zeitraum beginnen, je Zugangsweg; neue und wieder aufgenommene getrennt. Was ein Team an neuen von jedem Weg "
    "erwartet, zählt je vollem Monat des Zeitraums oder je Veranstaltung, die im Protokoll steht; es ist nur auf den Seiten des Teams zu sehen.",
    tabellen=(
        Tabelle(
            schluessel="zugang", titel="Begonnene Beratungsphasen nach Zugangsweg",
            posten=(Posten("Phasen", "begonnen"),), zeilen="Zugangsweg", spalten="Beginn", diagramm=Diagramm.BALKEN,
            erwartung="neu",
        ),
    ),
    kern=(Kern("zugang", None, None, "begonnene Phasen"),),
)  # fmt: skip

MENSCHEN = _Kennzahl(
    schluessel="menschen", titel="Menschen", quelle="STEP2JOB",
    frage="Wie viele Menschen haben wir beraten?",
    definition="In Beratung ist, wer im Zeitraum eine Beratungsphase hatte, die offen war oder endete. Beraten ist, mit wem in dieser Zeit mindestens ein "
    "Kontakt zustande kam, während die Phase lief; Nachbetreuung nach dem Abschluss und vergebliche Versuche zählen nicht. Jeder Mensch zählt im "
    "Zeitraum einmal, auch wer mehrmals wiederkommt. Deshalb ist die Zahl eines Jahres nicht die Summe seiner Quartale. Wie viele neu sind, "
    "sagt die Bewegung: Eine erste Phase hat jeder Mensch nur einmal.",
    tabellen=(
        Tabelle(
            schluessel="menschen", titel="Menschen in Beratung, und wie viele davon beraten wurden",
            posten=(
                Posten("Menschen", "in Beratung", titel="in Beratung"),
                Posten("Menschen", "in Beratung", ("beraten",), "davon beraten"),
            ),
            diagramm=Diagramm.BALKEN,
        ),
        Tabelle(
            schluessel="menschenwege", titel="Beratene Menschen nach Zugangsweg",
            posten=(Posten("Menschen", "in Beratung", ("beraten",)),), zeilen="Zugangsweg", anteile=True,
            diagramm=Diagramm.BALKEN,
        ),
    ),
    kern=(Kern("menschenwege", None, "Anzahl", "beratene Menschen"),),
)  # fmt: skip

BEWEGUNG = _Kennzahl(
    schluessel="bewegung", titel="Bewegung", quelle="Team",
    frage="Werden wir mehr oder weniger?",
    definition="Offene Fälle am Anfang, dazu neue und wieder aufgenommene, davon ab die abgeschlossenen: Das ergibt die offenen Fälle am "
    "Ende. Ein Fall gilt vom Tag des Erstkontakts oder der Wiederaufnahme an als offen und am Tag des Abschlusses nicht mehr.",
    tabellen=(
        Tabelle(
            schluessel="bewegung", titel="Phasen vom Anfang zum Ende des Zeitraums",
            posten=(
                Posten("Phasen", "offen am Anfang", titel="offen am Anfang"),
                Posten("Phasen", "begonnen", ("neu",), "neu"),
                Posten("Phasen", "begonnen", ("wieder aufgenommen",), "wieder aufgenommen"),
                Posten("Phasen", "abgeschlossen", titel="abgeschlossen"),
                Posten("Phasen", "offen", titel="offen am Ende"),
            ),
        ),
    ),
    kern=(
        Kern("bewegung", "offen am Ende", "Anzahl", "offene Phasen am Ende"),
        Kern("bewegung", "abgeschlossen", "Anzahl", "abgeschlossene Phasen"),
    ),
)  # fmt: skip

STRUKTUR = _Kennzahl(
    schluessel="struktur", titel="Struktur", quelle="DICHTE",
    frage="Wen beraten wir?",
    definition="Offene Fälle am Ende des Zeitraums nach Betreuungsstufe und Arbeitsmarktstatus dieses Tages, als Anteil an allen. „Ohne Stufe“ "
    "und „unbekannt“ zählen mit.",
    tabellen=(
        Tabelle(
            schluessel="struktur", titel="Offene Phasen nach Betreuungsstufe und Arbeitsmarktstatus",
            posten=(Posten("Phasen", "offen"),), zeilen="Betreuungsstufe", spalten="Arbeitsmarktstatus", anteile=True,
            diagramm=Diagramm.GESTAPELT,
        ),
    ),
)  # fmt: skip

BEGINN = _Kennzahl(
    schluessel="beginn", titel="Beginn", quelle="AMS, INFAS",
    frage="Beginnt die Beratung früh genug?",
    definition="Von den Phasen, deren erste zwei Wochen im Zeitraum endeten: der Anteil mit einem Gespräch bis dahin; ebenso für den Betreuungsplan nach "
    "einem Monat. Die Fristen sind die des Regelwerks, gezählt vom Beginn der Phase. Wer noch wartet, zählt im Nenner mit; wer vorher ohne Gespräch "
    "oder Plan abgeschlossen wurde, nicht.",
    tabellen=(
        Tabelle(
            schluessel="erstgespraech", titel="Phasen mit rechtzeitigem Erstgespräch",
            posten=(Posten("Phasen", "Erstgespräch fällig", titel="Erstgespräch"),),
            masse=(anteil("rechtzeitig", "Erstgespräch rechtzeitig"),), diagramm=Diagramm.ANTEIL,
        ),
        Tabelle(
            schluessel="planbeginn", titel="Phasen mit rechtzeitigem Betreuungsplan",
            posten=(Posten("Phasen", "Betreuungsplan fällig", titel="Betreuungsplan"),),
            masse=(anteil("rechtzeitig", "Betreuungsplan rechtzeitig"),), diagramm=Diagramm.ANTEIL,
        ),
    ),
    kern=(
        Kern("erstgespraech", "Erstgespräch", "rechtzeitig", "Phasen mit rechtzeitigem Erstgespräch"),
        Kern("planbeginn", "Betreuungsplan", "rechtzeitig", "Phasen mit rechtzeitigem Betreuungsplan"),
    ),
)  # fmt: skip

EINVERNEHMEN = _Kennzahl(
    schluessel="einvernehmen", titel="Einvernehmen", quelle="AMS",
    frage="Tragen die Menschen ihren Plan mit?",
    definition="Betreuungspläne des Zeitraums mit Einvernehmen, ohne, und ohne Angabe.",
    tabellen=(
        Tabelle(
            schluessel="einvernehmen", titel="Betreuungspläne nach Einvernehmen",
            posten=(Posten("Pläne", "im Zeitraum"),), zeilen="Einvernehmen", anteile=True, diagramm=Diagramm.BALKEN,
        ),
    ),
    kern=(Kern("einvernehmen", "ja", "Anzahl", "Pläne mit Einvernehmen"),),
)  # fmt: skip

WARTENDE = _Kennzahl(
    schluessel="wartende", titel="Wartende", quelle="VEREIN",
    frage="Wer wartet auf uns?",
    definition="Offene Fälle am Ende des Zeitraums ohne Beraterin oder Berater, noch ohne Gespräch, und mit vergeblichen Versuchen seit dem letzten "
    "Kontakt; dazu die vergeblichen Versuche des Zeitraums, auch nicht wahrgenommene Termine.",
    tabellen=(
        Tabelle(
            schluessel="wartende", titel="Offene Phasen, in denen jemand wartet",
            posten=(
                Posten("Phasen", "offen", ("ohne Berater",), "ohne Beraterin oder Berater"),
                Posten("Phasen", "offen", ("ohne Gespräch",), "noch ohne Gespräch"),
                Posten("Phasen", "offen", ("nicht erreicht",), "seit dem letzten Kontakt nicht erreicht"),
            ),
            diagramm=Diagramm.BALKEN,
        ),
        Tabelle(
            schluessel="versuche", titel="Vergebliche Versuche des Zeitraums",
            posten=(Posten("Einträge", "im Zeitraum", ("Versuch",)),), zeilen="Versuchsart",
        ),
    ),
    kern=(
        Kern("wartende", "ohne Beraterin oder Berater", "Anzahl", "offene Phasen ohne Beraterin oder Berater"),
        Kern("wartende", "noch ohne Gespräch", "Anzahl", "offene Phasen noch ohne Gespräch"),
    ),
)  # fmt: skip
