"""Kinds of finding about the register of releases."""

from __future__ import annotations

import json

from fallbuch.befund import Meldungsart, Schwere

ORDNER = "statistik/register"
VERZEICHNIS = f"{ORDNER}/verzeichnis.json"
_LEER = json.dumps({"blaetter": []}, indent=1) + "\n"
_FEHLENDES = json.dumps({"blaetter": [{"zeitraum": "2026Q1", "sha256": "0" * 64}]}, indent=1) + "\n"
_ZURUECK = (
    "Holen Sie die Datei aus der Versionsgeschichte zurück, so wie sie bei der Freigabe war. Bis dahin wird nichts "
    "freigegeben, und die öffentliche Fassung entsteht nicht."
)

S020 = Meldungsart(
    kennung="S020",
    schwere=Schwere.FEHLER,
    titel="Freigegebene Zahlen nachträglich geändert",
    muster="Diese Datei ist nicht mehr so, wie sie freigegeben wurde ({mangel}). Erwartet: der Stand der Freigabe von {zeitraum}.",
    hinweis=_ZURUECK,
    erklaerung="Freigegebene Zahlen hat jemand gelesen. Stünden später andere da, ließe sich aus dem Unterschied auf den Menschen schließen, der dazukam "
    "oder gelöscht wurde. Deshalb trägt jede Datei die Prüfsumme der vorigen, und das Verzeichnis die von allen.",
    schlecht=_FEHLENDES,
    gut=_LEER,
    beispieldatei=VERZEICHNIS,
    dazu={f"{ORDNER}/2026Q1.json": "{}\n"},
)
S021 = Meldungsart(
    kennung="S021",
    schwere=Schwere.FEHLER,
    titel="Freigegebene Zahlen gelöscht",
    muster="Die Datei „{datei}“ fehlt. Erwartet: jede Freigabe bleibt im Register.",
    hinweis=_ZURUECK,
    erklaerung="Was einmal veröffentlicht wurde, kennen andere. Fehlt es im Register, prüfte die nächste Freigabe ohne diese Zahlen, und zusammen könnten sie "
    "verraten, was jede für sich verschweigt.",
    schlecht=_FEHLENDES,
    gut=_LEER,
    beispieldatei=VERZEICHNIS,
)
S022 = Meldungsart(
    kennung="S022",
    schwere=Schwere.FEHLER,
    titel="Datei im Register nicht lesbar",
    muster="Diese Datei ist kein Blatt des Registers: {mangel}. Erwartet: eine Datei, wie „fallbuch statistik --freigeben“ sie schreibt.",
    hinweis=_ZURUECK,
    erklaerung="Aus dem Register entstehen die öffentlichen Seiten und die Prüfung jeder weiteren Freigabe. Was sich nicht lesen lässt, kann nicht mitgeprüft werden.",
    schlecht='{"blaetter": [',
    gut=_LEER,
    beispieldatei=VERZEICHNIS,
)
S023 = Meldungsart(
    kennung="S023",
    schwere=Schwere.FEHLER,
    titel="Datei im Register, die niemand freigegeben hat",
    muster="Die Datei „{datei}“ steht nicht im Verzeichnis des Registers. Erwartet: nur Dateien, die „fallbuch statistik --freigeben“ geschrieben hat.",
    hinweis="Stammt die Datei aus einer Freigabe, so holen Sie das Verzeichnis zurück, das zu ihr gehört. Sonst entfernen Sie die Datei.",
    erklaerung="Eine hineinkopierte Datei wäre auf der öffentlichen Seite zu sehen, ohne dass jemand sie geprüft hat.",
    schlecht=_LEER,
    gut=_LEER,
    beispieldatei=VERZEICHNIS,
    dazu={f"{ORDNER}/2026Q1.json": "{}\n"},
)
S024 = Meldungsart(
    kennung="S024",
    schwere=Schwere.FEHLER,
    titel="Ob das Register stimmt, sagt git nicht",
    muster="Ob die freigegebenen Zahlen noch so sind, wie sie waren, lässt sich nicht nachsehen. Erwartet: Antworten von git.",
    hinweis="{rat} Bis dahin wird nichts freigegeben, und die öffentliche Fassung entsteht nicht.",
    erklaerung="Eine zurückgezogene oder ausgetauschte Freigabe erkennt das Programm daran, was git gespeichert hat. Antwortet git nicht, ist das nicht „alles in Ordnung“.",
    schlecht=_LEER,
    gut=_LEER,
    beispieldatei=VERZEICHNIS,
    umstand="Der Ordner gehört auf diesem Rechner jemand anderem, und git gibt deshalb keine Auskunft.",
)
S025 = Meldungsart(
    kennung="S025",
    schwere=Schwere.HINWEIS,
    titel="Nur ein Teil der Geschichte des Registers",
    muster="Ob früher mehr freigegeben wurde, als hier steht, lässt sich nicht nachsehen. Erwartet: die ganze Geschichte.",
    hinweis="{rat} Bis dahin wird nichts freigegeben.",
    erklaerung="Wer nur die neuesten Stände holt, sieht nicht, ob davor eine Freigabe zurückgezogen wurde. Eine neue Freigabe muss aber zu allen früheren passen.",
    schlecht=_LEER,
    gut=_LEER,
    beispieldatei=VERZEICHNIS,
    umstand="Der Ordner wurde mit „git clone --depth 1“ geholt.",
)

MELDUNGSARTEN: tuple[Meldungsart, ...] = (S020, S021, S022, S023, S024, S025)
