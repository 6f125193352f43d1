"""Kinds of finding about the register of releases."""

from __future__ import annotations

import json
from functools import partial

from fallbuch.befund import Meldungsart, Schwere
from fallbuch.register.los import LOSDATEI, als_text, beispiellos

ORDNER = "statistik/register"
VERZEICHNIS = f"{ORDNER}/verzeichnis.json"
_LEER = json.dumps({"blaetter": []}, indent=1) + "\n"
_FEHLENDES = json.dumps({"blaetter": [{"zeitraum": "2026Q1", "sha256": "0" * 64}]}, indent=1) + "\n"
_ZURUECK = (
    "Holen Sie den Ordner zurück, wie er bei der Freigabe war: „git log -- statistik“ nennt die Stände, „git checkout STAND -- statistik“ "
    "holt einen davon; ohne git nehmen Sie Ihre Sicherung. Bis dahin wird nichts freigegeben, und die öffentliche Fassung entsteht nicht."
)

#: What all kinds here share; a kind that differs says so itself.
_Art = partial(Meldungsart, schwere=Schwere.FEHLER, hinweis=_ZURUECK, gut=_LEER, beispieldatei=VERZEICHNIS)

S020 = _Art(
    kennung="S020",
    titel="Freigegebene Zahlen nachträglich geändert",
    muster="Diese Datei ist nicht mehr so, wie sie freigegeben wurde ({mangel}). Erwartet: der Stand der Freigabe von {zeitraum}.",
    erklaerung="Freigegebene Zahlen hat jemand gelesen. Stünden später andere da, wüsste niemand mehr, welche gelten, und der Unterschied erzählte von dem "
    "Menschen, der dazukam oder gelöscht wurde. Deshalb trägt jede Datei die Prüfsumme der vorigen, und das Verzeichnis die von allen.",
    schlecht=_FEHLENDES,
    dazu={f"{ORDNER}/2026Q1.json": "{}\n"},
)
S021 = _Art(
    kennung="S021",
    titel="Freigegebene Zahlen gelöscht",
    muster="Die Datei „{datei}“ fehlt. Erwartet: jede Freigabe bleibt im Register.",
    erklaerung="Was einmal veröffentlicht wurde, kennen andere. Fehlt es im Register, würde der Zeitraum noch einmal freigegeben, vielleicht mit anderen Zahlen: "
    "Wer beide hat, weiß mehr, als er soll.",
    schlecht=_FEHLENDES,
)
S022 = _Art(
    kennung="S022",
    titel="Datei im Register nicht lesbar",
    muster="Diese Datei ist kein Blatt des Registers: {mangel}. Erwartet: eine Datei, wie „fallbuch statistik --freigeben“ sie schreibt.",
    erklaerung="Aus dem Register entstehen die öffentlichen Seiten. Was sich nicht lesen lässt, kann dort nicht stehen, und nichts anderes darf an seine Stelle treten.",
    schlecht='{"blaetter": [',
)
S023 = _Art(
    kennung="S023",
    titel="Datei im Register, die niemand freigegeben hat",
    muster="Die Datei „{datei}“ steht nicht im Verzeichnis des Registers. Erwartet: nur Dateien, die „fallbuch statistik --freigeben“ geschrieben hat.",
    hinweis="Kam die Datei beim Zusammenführen zweier Zweige dazu, so kehren Sie mit „git reset --hard STAND“ zu dem Stand davor zurück und geben den "
    "Zeitraum danach neu frei; „git log“ nennt die Stände. Haben Sie die Datei hineinkopiert, so entfernen Sie sie.",
    erklaerung="Eine hineinkopierte Datei wäre auf der öffentlichen Seite zu sehen, ohne dass jemand sie geprüft hat.",
    schlecht=_LEER,
    dazu={f"{ORDNER}/2026Q1.json": "{}\n"},
)
S024 = _Art(
    kennung="S024",
    titel="Ob das Register stimmt, sagt git nicht",
    muster="Ob die freigegebenen Zahlen noch so sind, wie sie waren, lässt sich nicht nachsehen. Erwartet: Antworten von git.",
    hinweis="{rat} Bis dahin wird nichts freigegeben, und die öffentliche Fassung entsteht nicht.",
    erklaerung="Eine zurückgezogene oder ausgetauschte Freigabe erkennt das Programm daran, was git gespeichert hat. Antwortet git nicht, ist das nicht „alles in Ordnung“.",
    schlecht=_LEER,
    umstand="Der Ordner gehört auf diesem Rechner jemand anderem, und git gibt deshalb keine Auskunft.",
)
S025 = _Art(
    kennung="S025",
    schwere=Schwere.HINWEIS,
    titel="Nur ein Teil der Geschichte des Registers",
    muster="Ob früher mehr freigegeben wurde, als hier steht, lässt sich nicht nachsehen. Erwartet: die ganze Geschichte.",
    hinweis="{rat} Bis dahin wird nichts freigegeben.",
    erklaerung="Wer nur die neuesten Stände holt, sieht nicht, ob davor eine Freigabe zurückgezogen wurde. Kein Zeitraum darf zweimal freigegeben werden.",
    schlecht=_LEER,
    umstand="Der Ordner wurde mit „git clone --depth 1“ geholt.",
)
S026 = _Art(
    kennung="S026",
    titel="Das Los des Teams stimmt nicht",
    muster="Aus der Datei „statistik/los.txt“ folgt, welche Zahlen gedruckt werden, und {mangel}. Erwartet: das Los, mit dem bisher freigegeben wurde.",
    erklaerung="Dieselben Menschen werden in jeder Tabelle und in jedem Quartal als dieselbe Zahl gedruckt, weil immer mit demselben Los gelost wird. Würde neu "
    "gelost, stünden für sie auf einmal andere Zahlen da, und aus vielen solchen Zahlen ließe sich die genaue immer besser schätzen.",
    schlecht="los: verloren\n",
    gut=als_text(beispiellos(-1)).decode(),
    beispieldatei=LOSDATEI,
)
S027 = _Art(
    kennung="S027",
    schwere=Schwere.HINWEIS,
    titel="Die Quartale haben andere Grenzen als früher",
    muster="Der Berichtszeitraum ist „{jetzt}“; zuletzt freigegeben wurde {zeitraum} mit „{war}“. Erwartet: für alle Freigaben dieselben Grenzen.",
    hinweis="Stellen Sie den Berichtszeitraum zurück, oder sagen Sie allen, die Ihre Zahlen vergleichen, ab wann die Quartale anders gehen. Nach der ersten Freigabe mit den neuen Grenzen verschwindet dieser Hinweis.",
    erklaerung="Gehen Quartale einmal vom 29. bis zum 28. und einmal über ganze Monate, zählt das eine Tage mit, die auch im anderen stehen, oder Tage fehlen. "
    "Ein Unterschied zwischen ihnen sagt dann nichts über die Arbeit. Schon Freigegebenes bleibt, wie es ist.",
    schlecht="berichtszeitraum: Kalenderquartal\n",
    gut="berichtszeitraum: 29. bis 28.\n",
    beispieldatei="vorlagen/team.yml",
    umstand="Das Team hat schon Quartale freigegeben, die vom 29. bis zum 28. gingen.",
)
