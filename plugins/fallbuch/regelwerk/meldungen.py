"""Kinds of finding about the team's own files: rules, lists, people."""

from __future__ import annotations

from fallbuch.befund import Meldungsart, Schwere

_REGELDATEI = "vorlagen/regelwerk.yml"
_GUT = """\
regeln:
  kontakt-ik:
    frist: 8 Wochen
"""
_EIGENE = """\
regeln:
  begruessung:
    titel: Begrüßungsmappe übergeben
    gruppe: Beginn
    anker: phasenbeginn
    frist: 3 Wochen
    erledigt: [{ereignis: gespraech, ab: jederzeit}]
    quelle: Team
    fundstelle: Beschluss vom 2026-05-04
    herkunft: team
    text: Wer neu kommt, erhält die Mappe.
"""

R001 = Meldungsart(
    kennung="R001",
    schwere=Schwere.FEHLER,
    titel="Unbekanntes Feld in den Vorlagen",
    muster="Das Feld „{feld}“ gibt es hier nicht. {erwartet}",
    hinweis="{rat}",
    erklaerung="Ein verschriebenes Feld hätte keine Wirkung, und niemand würde es merken. Deshalb wird es gemeldet; es gilt weiter die Vorgabe.",
    schlecht=_GUT.replace("frist:", "frisst:"),
    gut=_GUT,
    beispieldatei=_REGELDATEI,
)
R002 = Meldungsart(
    kennung="R002",
    schwere=Schwere.FEHLER,
    titel="Wert in den Vorlagen nicht lesbar",
    muster="{feld}: {wert} ist nicht lesbar. Erwartet: {erwartet}.",
    hinweis="Berichtigen Sie den Wert. Bis dahin gilt die Vorgabe.",
    erklaerung="Fristen, Daten und Ja-Nein-Angaben müssen eindeutig sein. Was nicht zu lesen ist, ändert nichts: Es gilt die mitgelieferte Vorgabe.",
    schlecht=_GUT.replace("8 Wochen", "-8 Wochen"),
    gut=_GUT,
    beispieldatei=_REGELDATEI,
)
R003 = Meldungsart(
    kennung="R003",
    schwere=Schwere.FEHLER,
    titel="Angabe in den Vorlagen fehlt",
    muster="In {wo} fehlt „{feld}“. Erwartet: eine Zeile „{feld}: …“.",
    hinweis="Ergänzen Sie die Zeile. Bis dahin gilt dieser Teil nicht.",
    erklaerung="Eine eigene Regel braucht alle Angaben, aus denen sich eine Frist und ihre Erklärung ergeben, auch ihre Quelle.",
    schlecht=_EIGENE.replace("    anker: phasenbeginn\n", ""),
    gut=_EIGENE,
    beispieldatei=_REGELDATEI,
)
R004 = Meldungsart(
    kennung="R004",
    schwere=Schwere.FEHLER,
    titel="Unbekannter Baustein einer Regel",
    muster="{was} „{wert}“ gibt es nicht. Erwartet: {erwartet}.",
    hinweis="{rat}",
    erklaerung="Regeln werden aus Ankern, Bedingungen und Ereignissen zusammengesetzt, die das Programm kennt. Eine Regel mit einem unbekannten Baustein "
    "kann nicht rechnen und wird deshalb nicht angewendet.",
    schlecht=_EIGENE.replace("anker: phasenbeginn", "anker: phasenbegin"),
    gut=_EIGENE,
    beispieldatei=_REGELDATEI,
)
R005 = Meldungsart(
    kennung="R005",
    schwere=Schwere.FEHLER,
    titel="Regel ohne Ereignis, das sie erledigt",
    muster="Die Regel „{regel}“ nennt nichts, was sie erledigt. Erwartet: eine Zeile „erledigt: [{{ereignis: kontakt}}]“.",
    hinweis="Ergänzen Sie, nach welchem Ereignis nichts mehr zu tun ist.",
    erklaerung="Ohne ein solches Ereignis stünde ein Fall für immer auf der Liste, und niemand könnte sagen, wie er wieder herunterkommt.",
    schlecht=_EIGENE.replace("    erledigt: [{ereignis: gespraech, ab: jederzeit}]\n", ""),
    gut=_EIGENE,
    beispieldatei=_REGELDATEI,
)
R006 = Meldungsart(
    kennung="R006",
    schwere=Schwere.FEHLER,
    titel="Regel für eine unbekannte Stufe",
    muster="Die Regel „{regel}“ nennt die Stufe „{wert}“, die es nicht gibt. Erwartet: {erwartet}.",
    hinweis="Berichtigen Sie die Stufe, oder ergänzen Sie sie unter „stufen“.",
    erklaerung="Eine Regel für eine Stufe, die kein Fall haben kann, gilt nie.",
    schlecht="regeln:\n  kontakt-ik:\n    bedingung: {stufe: [IKK]}\n",
    gut=_GUT,
    beispieldatei=_REGELDATEI,
)
R007 = Meldungsart(
    kennung="R007",
    schwere=Schwere.FEHLER,
    titel="Vorlage nicht lesbar",
    muster="{problem}. Erwartet: eine Textdatei mit Zeilen „Feld: Wert“.",
    hinweis="Berichtigen Sie die Datei. Bis dahin gelten die mitgelieferten Vorgaben.",
    erklaerung="Die Datei mit den Abweichungen des Teams ließ sich nicht lesen. Damit trotzdem niemand vergessen wird, gelten die Vorgaben.",
    schlecht="- kontakt-ik\n",
    gut=_GUT,
    beispieldatei=_REGELDATEI,
)
R008 = Meldungsart(
    kennung="R008",
    schwere=Schwere.FEHLER,
    titel="Stufe ohne Kontaktregel",
    muster="Für die Stufe „{stufe}“ gibt es keine Regel, nach der ein Kontakt fällig wird. Erwartet: eine Regel mit „bedingung: {{stufe: [{stufe}]}}“.",
    hinweis="Schreiben Sie eine Kontaktregel für diese Stufe, oder nehmen Sie die Stufe heraus.",
    erklaerung="Fälle mit dieser Stufe würden nie fällig. Sie stehen deshalb als „nicht berechenbar“ ganz oben, bis es eine Regel gibt.",
    schlecht="stufen:\n  IX:\n    name: neue Stufe\n",
    gut="stufen:\n  IN:\n    name: nahe am Arbeitsmarkt\n",
    beispieldatei=_REGELDATEI,
)
R009 = Meldungsart(
    kennung="R009",
    schwere=Schwere.FEHLER,
    titel="Eine Fassung wechselt den Anker",
    muster="Die Regel „{regel}“ rechnet in ihren Fassungen von verschiedenen Ankern an. Erwartet: derselbe Anker in allen Fassungen.",
    hinweis="Schalten Sie die Regel mit „aktiv: nein“ ab und schreiben Sie eine eigene mit dem neuen Anker.",
    erklaerung="Welche Fassung gilt, entscheidet der Tag, von dem an gerechnet wird. Wechselt der Anker, könnte ein Fall zwischen zwei Fassungen fallen und nie fällig werden.",
    schlecht="regeln:\n  kontakt-ik:\n    fassungen:\n      - ab: 2026-09-01\n        anker: phasenbeginn\n",
    gut="regeln:\n  kontakt-ik:\n    fassungen:\n      - ab: 2026-09-01\n        frist: 8 Wochen\n",
    beispieldatei=_REGELDATEI,
)
MELDUNGSARTEN = (R009, R001, R002, R003, R004, R005, R006, R007, R008)
