"""Kinds of finding about what a change takes away."""

from __future__ import annotations

from functools import partial

from fallbuch.befund import Meldungsart, Schwere
from fallbuch.beispiele import BERATUNG

#: No content of the file shows what is wrong, only what somebody does to it.
_am_fall = partial(Meldungsart, schlecht=BERATUNG, gut=BERATUNG)

G002 = _am_fall(
    kennung="G002",
    schwere=Schwere.FEHLER,
    titel="Beim Zusammenführen fehlt etwas",
    muster="Hier fehlt, was eine der beiden Seiten hatte: {was}. Erwartet: Beim Zusammenführen bleibt, was jede Seite eingetragen hat.",
    hinweis="Rufen Sie „fallbuch zusammenfuehren {datei}“ auf, oder tragen Sie es von Hand nach, und merken Sie die Datei vor: git add {datei}. "
    "Soll es weg, so löschen Sie es nach dem Zusammenführen in einem eigenen Schritt.",
    erklaerung="Konnte git zwei Fassungen nicht zusammenführen, steht manchmal nur die eigene in der Datei, ohne jede Marke. Wer sie so "
    "speichert, verliert die Einträge, Vereinbarungen und Folgetermine der anderen Seite, ohne es zu merken.",
    umstand="Ole hat zu 4711 einen Eintrag geschrieben, Jana auch. Beim Zusammenführen wird nur die Fassung von Jana vorgemerkt.",
)
G003 = _am_fall(
    kennung="G003",
    schwere=Schwere.FEHLER,
    titel="Beim Zusammenführen ging etwas verloren",
    muster="Beim Zusammenführen ({commit}) ging verloren, was eine der beiden Seiten hatte: {was}. Erwartet: Es steht noch da.",
    hinweis="Holen Sie es zurück: „git show {commit}^1:./{datei}“ und „git show {commit}^2:./{datei}“ zeigen beide Fassungen von damals.",
    erklaerung="Der Stand ist schon gespeichert, und noch fehlt in der Datei, was eine Seite eingetragen hatte. Wird es nachgetragen, verschwindet die Meldung.",
    umstand="Ole hat zu 4711 einen Eintrag geschrieben, Jana auch. Beim Zusammenführen wurde nur die Fassung von Jana gespeichert.",
)
G006 = _am_fall(
    kennung="G006",
    schwere=Schwere.HINWEIS,
    titel="Ein offener Fall wird entfernt",
    muster="Dieser Fall ist noch offen und wird entfernt; danach steht er auf keiner Liste mehr. Erwartet: Offene Fälle werden abgeschlossen, nicht gelöscht.",
    hinweis="War das ein Versehen, holen Sie die Datei zurück: git checkout {stand} -- {datei}. Sonst schließen Sie den Fall zuerst ab.",
    erklaerung="Eine gelöschte Datei fällt niemandem auf: Der Mensch wartet weiter, und keine Liste nennt ihn. Abgeschlossene Fälle werden gelöscht, wenn ihre Frist um ist.",
    umstand="Jemand hat faelle/4711.md gelöscht, obwohl der Fall in Beratung ist.",
)
