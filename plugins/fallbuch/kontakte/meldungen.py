"""What can be wrong with cases, seen from the contacts."""

from __future__ import annotations

from fallbuch.befund import Meldungsart
from fallbuch.beispiele import BERATUNG

D002 = Meldungsart(
    kennung="D002",
    titel="Name aus den Kontaktdaten",
    muster="Hier steht ein Name aus den Kontaktdaten. Erwartet: niemand mit Namen, nur die ID oder „der Kunde“, „die Kundin“.",
    hinweis="Schreiben Sie den Satz ohne den Namen. Ist ein anderes Wort gemeint, formulieren Sie es um.",
    erklaerung="Wer die Datei sieht, weiß sonst, um wen es geht. Gesucht wird nur, wo jemand die Kontaktdaten geöffnet hat: mit „fallbuch kontakt pruefen“ und am Schreibtisch. "
    "Häufige Wörter wie „Koch“ oder „Klein“ zählen nur hinter „Herr“ oder „Frau“ oder neben dem Vornamen; ein Vorname allein nur im eigenen Fall. Der Name selbst wird nicht wiederholt.",
    schlecht=BERATUNG,
    umstand="Der Mensch zu 4711 heißt in den Kontaktdaten so, wie es im Text steht.",
)
