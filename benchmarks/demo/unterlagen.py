"""What the demo team keeps beside its cases: employers, its own words on processes, recommendations. All invented."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.demo.skizze import STICHTAG

_UEBER_UNS = f"""\
# Über das Demo-Team

Dieses Team gibt es nicht. Namen, Fälle und Betriebe sind erfunden, damit man Fallbuch ausprobieren kann.

Gerechnet wird mit dem festen Stichtag {STICHTAG}, damit die Seiten in einem Jahr noch genauso aussehen wie heute. Er steht in `vorlagen/team.yml`;
wer die Zeile dort löscht, rechnet mit dem heutigen Tag.
"""
_ARBEITGEBER = """\
# Betriebe, mit denen das Demo-Team spricht: alle erfunden.
arbeitgeber:
  Lagerhaus Nordring:
    branche: Logistik
    ort: Neustadt
    angebote: [Lager, Schichtarbeit]
    ansprechpartner:
      - name: Herr Muster
        funktion: Personal
        telefon: 0000 100200
    notiz: Sucht meist im Herbst.
  Praxis am Park:
    branche: Gesundheit
    ort: Neustadt
    angebote: [Praktikum, Empfang]
    ansprechpartner:
      - name: Frau Beispiel
        funktion: Praxisleitung
        email: praxis@example.org
  Schreinerei Holzwurm:
    branche: Handwerk
    ort: Altdorf
    angebote: [Helfertätigkeit]
  Supermarkt Lindenhof:
    branche: Handel
    ort: Altdorf
    angebote: [Verkauf, Teilzeit am Vormittag]
    ansprechpartner:
      - name: Frau Probe
        funktion: Marktleitung
        telefon: 0000 300400
      - name: Herr Vorlage
        funktion: Stellvertretung
"""
_AKQUISE = """\
---
Verantwortlich: [Mira]
Geprüft am: 2025-11-12
---
"""
_BERATUNG = """\
---
Verantwortlich: [Jana, Ole]
Geprüft am: 2025-11-12
---
"""
_MASSNAHMEN = """\
---
Verantwortlich: [Ole]
Geprüft am: 2025-06-18
---
"""
_ANALYSE = """\
---
Verantwortlich: [Jana]
Geprüft am: 2026-04-02
---
"""
_ERSTGESPRAECHE = """\
---
Name: Zwei feste Termine in der Woche für Erstgespräche
Datum: 2026-04-02
Prozess: Akquise
Kennzahlen: [Beginn, Wartende]
Entscheidung: angenommen
Entschieden am: 2026-04-09
Hält nach: Mira
Nachhalten am: 2026-07-02
---

## Was wir gesehen haben

Im ersten Vierteljahr warteten mehrere Menschen länger als zwei Wochen auf ihr erstes Gespräch, weil sich kein gemeinsamer Termin fand.

## Was wir tun

Dienstag und Donnerstag um zehn Uhr bleiben frei für neue Menschen. Wer an diesem Tag da ist, führt das Gespräch, auch wenn später jemand anders übernimmt.
"""
_KINDERBETREUUNG = """\
---
Name: Kita-Plätze früher ansprechen
Datum: 2025-12-29
Prozess: Beratung
Kennzahlen: [Stufenwechsel]
Entscheidung: angenommen
Entschieden am: 2026-01-08
Hält nach: Ole
Nachhalten am: 2026-04-01
Erledigt am: 2026-04-02
---

Mehrere Zusagen scheiterten daran, dass die Betreuung erst danach gesucht wurde. Seitdem steht die Frage im Leitfaden für das erste Gespräch.
"""

_KENNZAHLEN = """\
# Was das Demo-Team außerdem zählt.
tabellen:
  zugang-nach-stufe:
    titel: Begonnene Phasen nach Zugangsweg und Stufe
    frage: Wer kommt auf welchem Weg?
    definition: Beratungsphasen, die im Zeitraum beginnen, mit der Stufe an seinem Ende.
    zaehlt: Phasen
    wann: begonnen
    zeilen: Zugangsweg
    spalten: Betreuungsstufe
    diagramm: gestapelte Balken
    oeffentlich: ja
  vereinbarungen:
    titel: Vereinbarungen, deren Frist im Zeitraum lag
    frage: Geschieht, was verabredet ist?
    definition: Vereinbarungen mit einer Frist im Zeitraum, danach, wer an der Reihe war und ob sie abgehakt sind.
    zaehlt: Vereinbarungen
    wann: Frist im Zeitraum
    zeilen: Wer
    mass: Anteil
    von: erledigt
    diagramm: Anteile
"""

UNTERLAGEN: Mapping[str, str] = {
    "vorlagen/kennzahlen.yml": _KENNZAHLEN,
    "vorlagen/arbeitgeber.yml": _ARBEITGEBER,
    "site_src/ueber-uns.md": _UEBER_UNS,
    "site_src/prozesse/akquise.md": _AKQUISE,
    "site_src/prozesse/beratung.md": _BERATUNG,
    "site_src/prozesse/massnahmen.md": _MASSNAHMEN,
    "site_src/prozesse/analyse.md": _ANALYSE,
    "site_src/empfehlungen/erstgespraeche.md": _ERSTGESPRAECHE,
    "site_src/empfehlungen/kinderbetreuung.md": _KINDERBETREUUNG,
}
