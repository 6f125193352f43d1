"""Kinds of finding about a file of rewordings."""

from __future__ import annotations

from fallbuch.befund import Meldungsart, Schwere

UMSTELLUNGSDATEI = "umstellung.yml"
_GUT = """\
umstellungen:
  - liste: zugangswege
    alt: VAMV Beratung
    neu: Alleinerziehende
"""
_TEILUNG = """\
umstellungen:
  - liste: stufen
    alt: IK
    teilen:
      IK-kurz: {ab: 2026-01-01}
      IK-lang: {bis: 2025-12-31}
"""

U001 = Meldungsart(
    kennung="U001",
    schwere=Schwere.FEHLER,
    titel="Umstellung eines unbekannten Wortes",
    muster="„{wert}“ steht nicht in der Liste „{liste}“. {erwartet}",
    hinweis="{rat}",
    erklaerung="Umstellen lässt sich nur, was in der Liste des Teams steht. Was Fälle sonst noch enthalten, meldet die Prüfung als unbekannten Wert.",
    schlecht=_GUT.replace("VAMV Beratung", "VAMV Beratunk"),
    gut=_GUT,
    beispieldatei=UMSTELLUNGSDATEI,
)
U002 = Meldungsart(
    kennung="U002",
    schwere=Schwere.FEHLER,
    titel="Umstellung sagt nicht, was werden soll",
    muster="{problem}. Erwartet: {erwartet}.",
    hinweis="Schreiben Sie „neu: …“, um umzubenennen oder zusammenzulegen, oder „teilen:“ mit mindestens zwei neuen Wörtern.",
    erklaerung="Eine Umstellung nennt das alte Wort und entweder ein neues oder mehrere, zwischen denen nach Fällen, Tagen oder Personen "
    "entschieden wird. Jedes alte Wort darf nur einmal vorkommen.",
    schlecht=_GUT.replace("    neu: Alleinerziehende\n", ""),
    gut=_GUT,
    beispieldatei=UMSTELLUNGSDATEI,
)
U003 = Meldungsart(
    kennung="U003",
    schwere=Schwere.FEHLER,
    titel="Liste, die sich nicht umstellen lässt",
    muster="Die Liste „{wert}“ lässt sich nicht umstellen. Erwartet: {erwartet}.",
    hinweis="{rat}",
    erklaerung="Umstellen lassen sich die Listen des Teams. Einige Arten von Einträgen (Betreuungsplan, Maßnahme, Abschluss und andere) "
    "gehören zur Form der Falldateien und heißen überall gleich.",
    schlecht=_GUT.replace("zugangswege", "farben"),
    gut=_GUT,
    beispieldatei=UMSTELLUNGSDATEI,
)
U004 = Meldungsart(
    kennung="U004",
    schwere=Schwere.FEHLER,
    titel="Nicht eindeutig, welches neue Wort gilt",
    muster="„{wert}“ ({feld}) passt zu {anzahl} der neuen Wörter. Erwartet: genau eines von {erwartet}.",
    hinweis="Nennen Sie diesen Fall in der Datei unter „faelle“, oder grenzen Sie die Tage so ein, dass genau ein Wort passt.",
    erklaerung="Wird ein Wort geteilt, muss für jede Stelle feststehen, welches der neuen gemeint ist. Wo das nicht so ist, wird nichts geraten "
    "und nichts geschrieben; die Stellen werden genannt.",
    schlecht=_TEILUNG.replace("bis: 2025-12-31", "bis: 2026-12-31"),
    gut=_TEILUNG,
    beispieldatei=UMSTELLUNGSDATEI,
    dazu={
        "faelle/4711.md": "---\nID: 4711\nErstkontakt: 2026-01-12\nZugangsweg: Beratungstag\nStatus: in Beratung\nBerater: Jana\n---\n\n## 2026-02-03 Erstgespräch (Jana)\n\nBetreuungsstufe: IK\n"
    },
)
MELDUNGSARTEN = (U001, U002, U003, U004)
