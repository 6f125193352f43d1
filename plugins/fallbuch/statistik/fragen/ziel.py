"""Whether the team comes closer: who comes, who is there, who waits, how early the work begins."""

from __future__ import annotations

from fallbuch.statistik.kennzahl import Diagramm, Kennzahl, Kern, Leitfrage, Posten, Tabelle, anteil

ZUGANG = Kennzahl(
    schluessel="zugang",
    titel="Zugang",
    frage="Wie viele Menschen kommen zu uns, und auf welchem Weg?",
    definition="Beratungsphasen, die im Zeitraum beginnen, je Zugangsweg; neue und wieder aufgenommene getrennt. Was ein Team an neuen von jedem Weg "
    "erwartet, zählt je vollem Monat des Zeitraums oder je Veranstaltung, die im Protokoll steht; es ist nur auf den Seiten des Teams zu sehen.",
    quelle="VEREIN",
    leitfrage=Leitfrage.ZIEL,
    tabellen=(
        Tabelle(
            schluessel="zugang",
            titel="Begonnene Beratungsphasen nach Zugangsweg",
            posten=(Posten(zaehlt="Phasen", wann="begonnen"),),
            zeilen="Zugangsweg",
            spalten="Beginn",
            diagramm=Diagramm.BALKEN,
            erwartung="neu",
        ),
    ),
    kern=(Kern("zugang", None, None, "begonnene Phasen"),),
)

MENSCHEN = Kennzahl(
    schluessel="menschen",
    titel="Menschen",
    frage="Wie viele Menschen haben wir beraten?",
    definition="In Beratung ist, wer im Zeitraum eine Beratungsphase hatte, die offen war oder endete. Beraten ist, mit wem in dieser Zeit mindestens ein "
    "Kontakt zustande kam, während die Phase lief; Nachbetreuung nach dem Abschluss und vergebliche Versuche zählen nicht. Jeder Mensch zählt im "
    "Zeitraum einmal, auch wer mehrmals wiederkommt. Deshalb ist die Zahl eines Jahres nicht die Summe seiner Quartale. Wie viele neu sind, "
    "sagt die Bewegung: Eine erste Phase hat jeder Mensch nur einmal.",
    quelle="STEP2JOB",
    leitfrage=Leitfrage.ZIEL,
    tabellen=(
        Tabelle(
            schluessel="menschen",
            titel="Menschen in Beratung, und wie viele davon beraten wurden",
            posten=(
                Posten(zaehlt="Menschen", wann="in Beratung", titel="in Beratung"),
                Posten(zaehlt="Menschen", wann="in Beratung", nur=("beraten",), titel="davon beraten"),
            ),
            diagramm=Diagramm.BALKEN,
        ),
        Tabelle(
            schluessel="menschenwege",
            titel="Beratene Menschen nach Zugangsweg",
            posten=(Posten(zaehlt="Menschen", wann="in Beratung", nur=("beraten",)),),
            zeilen="Zugangsweg",
            anteile=True,
            diagramm=Diagramm.BALKEN,
        ),
    ),
    kern=(Kern("menschenwege", None, "Anzahl", "beratene Menschen"),),
)

BEWEGUNG = Kennzahl(
    schluessel="bewegung",
    titel="Bewegung",
    frage="Werden wir mehr oder weniger?",
    definition="Offene Fälle am Anfang, dazu neue und wieder aufgenommene, davon ab die abgeschlossenen: Das ergibt die offenen Fälle am "
    "Ende. Ein Fall gilt vom Tag des Erstkontakts oder der Wiederaufnahme an als offen und am Tag des Abschlusses nicht mehr.",
    quelle="Team",
    leitfrage=Leitfrage.ZIEL,
    tabellen=(
        Tabelle(
            schluessel="bewegung",
            titel="Phasen vom Anfang zum Ende des Zeitraums",
            posten=(
                Posten(zaehlt="Phasen", wann="offen am Anfang", titel="offen am Anfang"),
                Posten(zaehlt="Phasen", wann="begonnen", nur=("neu",), titel="neu"),
                Posten(zaehlt="Phasen", wann="begonnen", nur=("wieder aufgenommen",), titel="wieder aufgenommen"),
                Posten(zaehlt="Phasen", wann="abgeschlossen", titel="abgeschlossen"),
                Posten(zaehlt="Phasen", wann="offen", titel="offen am Ende"),
            ),
        ),
    ),
    kern=(
        Kern("bewegung", "offen am Ende", "Anzahl", "offene Phasen am Ende"),
        Kern("bewegung", "abgeschlossen", "Anzahl", "abgeschlossene Phasen"),
    ),
)

STRUKTUR = Kennzahl(
    schluessel="struktur",
    titel="Struktur",
    frage="Wen beraten wir?",
    definition="Offene Fälle am Ende des Zeitraums nach Betreuungsstufe und Arbeitsmarktstatus dieses Tages, als Anteil an allen. „Ohne Stufe“ "
    "und „unbekannt“ zählen mit.",
    quelle="DICHTE",
    leitfrage=Leitfrage.ZIEL,
    tabellen=(
        Tabelle(
            schluessel="struktur",
            titel="Offene Phasen nach Betreuungsstufe und Arbeitsmarktstatus",
            posten=(Posten(zaehlt="Phasen", wann="offen"),),
            zeilen="Betreuungsstufe",
            spalten="Arbeitsmarktstatus",
            anteile=True,
            diagramm=Diagramm.GESTAPELT,
        ),
    ),
)

BEGINN = Kennzahl(
    schluessel="beginn",
    titel="Beginn",
    frage="Beginnt die Beratung früh genug?",
    definition="Von den Phasen, deren erste zwei Wochen im Zeitraum endeten: der Anteil mit einem Gespräch bis dahin; ebenso für den Betreuungsplan nach "
    "einem Monat. Die Fristen sind die des Regelwerks, gezählt vom Beginn der Phase. Wer noch wartet, zählt im Nenner mit; wer vorher ohne Gespräch "
    "oder Plan abgeschlossen wurde, nicht.",
    quelle="AMS, INFAS",
    leitfrage=Leitfrage.ZIEL,
    tabellen=(
        Tabelle(
            schluessel="erstgespraech",
            titel="Phasen mit rechtzeitigem Erstgespräch",
            posten=(Posten(zaehlt="Phasen", wann="Erstgespräch fällig", titel="Erstgespräch"),),
            masse=(anteil("rechtzeitig", "Erstgespräch rechtzeitig"),),
            diagramm=Diagramm.ANTEIL,
        ),
        Tabelle(
            schluessel="planbeginn",
            titel="Phasen mit rechtzeitigem Betreuungsplan",
            posten=(Posten(zaehlt="Phasen", wann="Betreuungsplan fällig", titel="Betreuungsplan"),),
            masse=(anteil("rechtzeitig", "Betreuungsplan rechtzeitig"),),
            diagramm=Diagramm.ANTEIL,
        ),
    ),
    kern=(
        Kern("erstgespraech", "Erstgespräch", "rechtzeitig", "Phasen mit rechtzeitigem Erstgespräch"),
        Kern("planbeginn", "Betreuungsplan", "rechtzeitig", "Phasen mit rechtzeitigem Betreuungsplan"),
    ),
)

EINVERNEHMEN = Kennzahl(
    schluessel="einvernehmen",
    titel="Einvernehmen",
    frage="Tragen die Menschen ihren Plan mit?",
    definition="Betreuungspläne des Zeitraums mit Einvernehmen, ohne, und ohne Angabe.",
    quelle="AMS",
    leitfrage=Leitfrage.ZIEL,
    tabellen=(
        Tabelle(
            schluessel="einvernehmen",
            titel="Betreuungspläne nach Einvernehmen",
            posten=(Posten(zaehlt="Pläne", wann="im Zeitraum"),),
            zeilen="Einvernehmen",
            anteile=True,
            diagramm=Diagramm.BALKEN,
        ),
    ),
    kern=(Kern("einvernehmen", "ja", "Anzahl", "Pläne mit Einvernehmen"),),
)

WARTENDE = Kennzahl(
    schluessel="wartende",
    titel="Wartende",
    frage="Wer wartet auf uns?",
    definition="Offene Fälle am Ende des Zeitraums ohne Beraterin oder Berater, noch ohne Gespräch, und mit vergeblichen Versuchen seit dem letzten "
    "Kontakt; dazu die vergeblichen Versuche des Zeitraums, auch nicht wahrgenommene Termine.",
    quelle="VEREIN",
    leitfrage=Leitfrage.ZIEL,
    tabellen=(
        Tabelle(
            schluessel="wartende",
            titel="Offene Phasen, in denen jemand wartet",
            posten=(
                Posten(zaehlt="Phasen", wann="offen", nur=("ohne Berater",), titel="ohne Beraterin oder Berater"),
                Posten(zaehlt="Phasen", wann="offen", nur=("ohne Gespräch",), titel="noch ohne Gespräch"),
                Posten(
                    zaehlt="Phasen",
                    wann="offen",
                    nur=("nicht erreicht",),
                    titel="seit dem letzten Kontakt nicht erreicht",
                ),
            ),
            diagramm=Diagramm.BALKEN,
        ),
        Tabelle(
            schluessel="versuche",
            titel="Vergebliche Versuche des Zeitraums",
            posten=(Posten(zaehlt="Einträge", wann="im Zeitraum", nur=("Versuch",)),),
            zeilen="Versuchsart",
        ),
    ),
    kern=(
        Kern("wartende", "ohne Beraterin oder Berater", "Anzahl", "offene Phasen ohne Beraterin oder Berater"),
        Kern("wartende", "noch ohne Gespräch", "Anzahl", "offene Phasen noch ohne Gespräch"),
    ),
)
