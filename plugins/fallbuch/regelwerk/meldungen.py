"""Kinds of finding about the team's own files: rules, lists, people."""

from __future__ import annotations

from functools import partial

from fallbuch.befund import Meldungsart, Schwere

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
#: What most of them have in common.
_art = partial(Meldungsart, schwere=Schwere.FEHLER, hinweis="{rat}", gut=_GUT, beispieldatei="vorlagen/regelwerk.yml")

R001 = _art(
    kennung="R001",
    titel="Unbekanntes Feld in den Vorlagen",
    muster="Das Feld „{feld}“ gibt es hier nicht. {erwartet}",
    erklaerung="Ein verschriebenes Feld hätte keine Wirkung, und niemand würde es merken. Deshalb wird es gemeldet; es gilt weiter die Vorgabe.",
    schlecht=_GUT.replace("frist:", "frisst:"),
)
R002 = _art(
    kennung="R002",
    titel="Wert in den Vorlagen nicht lesbar",
    muster="{feld}: {wert} ist nicht lesbar. Erwartet: {erwartet}.",
    hinweis="Berichtigen Sie den Wert. Bis dahin gilt die Vorgabe.",
    erklaerung="Fristen, Daten und Ja-Nein-Angaben müssen eindeutig sein. Was nicht zu lesen ist, ändert nichts: Es gilt die mitgelieferte Vorgabe.",
    schlecht=_GUT.replace("8 Wochen", "-8 Wochen"),
)
R003 = _art(
    kennung="R003",
    titel="Angabe in den Vorlagen fehlt",
    muster="In {wo} fehlt „{feld}“. Erwartet: eine Zeile „{feld}: …“.",
    hinweis="Ergänzen Sie die Zeile. Bis dahin gilt dieser Teil nicht.",
    erklaerung="Eine eigene Regel braucht alle Angaben, aus denen sich eine Frist und ihre Erklärung ergeben, auch ihre Quelle.",
    schlecht=_EIGENE.replace("    anker: phasenbeginn\n", ""),
    gut=_EIGENE,
)
R004 = _art(
    kennung="R004",
    titel="Unbekannter Baustein einer Regel",
    muster="{was} „{wert}“ gibt es nicht. Erwartet: {erwartet}.",
    erklaerung="Regeln werden aus Ankern, Bedingungen und Ereignissen zusammengesetzt, die das Programm kennt. Eine Regel mit einem unbekannten Baustein "
    "kann nicht rechnen und wird deshalb nicht angewendet.",
    schlecht=_EIGENE.replace("anker: phasenbeginn", "anker: phasenbegin"),
    gut=_EIGENE,
)
R005 = _art(
    kennung="R005",
    titel="Regel ohne Ereignis, das sie erledigt",
    muster="Die Regel „{regel}“ nennt nichts, was sie erledigt. Erwartet: eine Zeile „erledigt: [{{ereignis: kontakt}}]“.",
    hinweis="Ergänzen Sie, nach welchem Ereignis nichts mehr zu tun ist.",
    erklaerung="Ohne ein solches Ereignis stünde ein Fall für immer auf der Liste, und niemand könnte sagen, wie er wieder herunterkommt.",
    schlecht=_EIGENE.replace("    erledigt: [{ereignis: gespraech, ab: jederzeit}]\n", ""),
    gut=_EIGENE,
)
R006 = _art(
    kennung="R006",
    titel="Regel für eine unbekannte Stufe",
    muster="Die Regel „{regel}“ nennt die Stufe „{wert}“, die es nicht gibt. Erwartet: {erwartet}.",
    hinweis="Berichtigen Sie die Stufe, oder ergänzen Sie sie unter „stufen“.",
    erklaerung="Eine Regel für eine Stufe, die kein Fall haben kann, gilt nie.",
    schlecht="regeln:\n  kontakt-ik:\n    bedingung: {stufe: [IKK]}\n",
)
R007 = _art(
    kennung="R007",
    titel="Vorlage nicht lesbar",
    muster="{problem}. Erwartet: eine Textdatei mit Zeilen „Feld: Wert“.",
    hinweis="Berichtigen Sie die Datei. Bis dahin gelten die mitgelieferten Vorgaben.",
    erklaerung="Die Datei mit den Abweichungen des Teams ließ sich nicht lesen. Damit trotzdem niemand vergessen wird, gelten die Vorgaben.",
    schlecht="- kontakt-ik\n",
)
R008 = _art(
    kennung="R008",
    titel="Stufe ohne Kontaktregel",
    muster="Für die Stufe „{stufe}“ gibt es keine Regel, nach der ein Kontakt fällig wird. Erwartet: eine Regel mit „bedingung: {{stufe: [{stufe}]}}“.",
    hinweis="Nehmen Sie zurück, was die Kontaktregel dieser Stufe abschaltet, oder schreiben Sie eine eigene Kontaktregel.",
    erklaerung="Fälle mit dieser Stufe würden nie fällig. Sie stehen deshalb als „nicht berechenbar“ ganz oben, bis es eine Regel gibt.",
    schlecht="stufen:\n  IX:\n    name: neue Stufe\n",
    gut="stufen:\n  IN:\n    name: nahe am Arbeitsmarkt\n",
)
R009 = _art(
    kennung="R009",
    titel="Eine Fassung wechselt den Anker",
    muster="Die Regel „{regel}“ rechnet in ihren Fassungen von verschiedenen Ankern an. Erwartet: derselbe Anker in allen Fassungen.",
    hinweis="Schalten Sie die Regel mit „aktiv: nein“ ab und schreiben Sie eine eigene mit dem neuen Anker.",
    erklaerung="Welche Fassung gilt, entscheidet der Tag, von dem an gerechnet wird. Wechselt der Anker, könnte ein Fall zwischen zwei Fassungen fallen und nie fällig werden.",
    schlecht="regeln:\n  kontakt-ik:\n    fassungen:\n      - ab: 2026-09-01\n        anker: phasenbeginn\n",
    gut="regeln:\n  kontakt-ik:\n    fassungen:\n      - ab: 2026-09-01\n        frist: 8 Wochen\n",
)
R010 = _art(
    kennung="R010",
    titel="Regel, die nie gelten kann",
    muster="Die Regel „{regel}“ kann nie gelten: {problem}. Erwartet: Anker, Bedingungen und Ereignisse, die sich nicht ausschließen.",
    hinweis="Ändern Sie den Anker, die Bedingung oder das Ereignis, oder schalten Sie die Regel mit „aktiv: nein“ ab.",
    erklaerung="Eine Regel, deren Teile sich ausschließen, sieht aus, als erinnere sie an etwas, und tut es nie.",
    schlecht=_EIGENE.replace("anker: phasenbeginn", "anker: erstes-gespraech"),
    gut=_EIGENE,
)
R011 = _art(
    kennung="R011",
    titel="Fassungen einer Regel passen nicht aneinander",
    muster="Die Fassungen der Regel „{regel}“ {problem}. Erwartet: Jede Fassung beginnt am Tag nach dem Ende der vorigen.",
    hinweis="Berichtigen Sie „ab“ oder „bis“. Meist genügt „ab“: Die vorige Fassung endet dann von selbst.",
    erklaerung="Für jeden Tag muss feststehen, welche Fassung gilt. Bei einer Lücke würde an manchen Tagen niemand erinnert, bei einer Überschneidung "
    "gäbe es zwei Fristen.",
    schlecht="regeln:\n  kontakt-ik:\n    bis: 2026-08-31\n    fassungen:\n      - ab: 2026-10-01\n        frist: 8 Wochen\n",
    gut="regeln:\n  kontakt-ik:\n    fassungen:\n      - ab: 2026-10-01\n        frist: 8 Wochen\n",
)
R012 = _art(
    kennung="R012",
    titel="Abweichung von einer Regel, die es nicht gibt",
    muster="Die Regel „{regel}“ gibt es im mitgelieferten Regelwerk nicht, auch nicht mehr; die Angaben dazu ({angaben}) ändern deshalb nichts. "
    "Erwartet: der Schlüssel einer mitgelieferten Regel oder alle Angaben einer eigenen.",
    erklaerung="Mit einer neuen Version des Programms kann eine Regel anders heißen oder wegfallen. Die Abweichung des Teams hinge dann in der Luft, "
    "und niemand würde merken, dass wieder die Vorgabe gilt.",
    schlecht=_GUT.replace("kontakt-ik", "kontakt-ikk"),
)
R013 = _art(
    kennung="R013",
    titel="Frist zählt rückwärts in die Vergangenheit",
    muster="Die Regel „{regel}“ rechnet „{wert}“ von einem Tag, der schon vergangen ist, wenn man von ihm erfährt. Erwartet: eine Frist ohne „vorher“.",
    hinweis="Löschen Sie das Wort „vorher“.",
    erklaerung="Rückwärts zählt man von einem Tag, der bevorsteht, etwa vom Ende einer Maßnahme. Vom letzten Kontakt an rückwärts gezählt wäre jeder Fall "
    "sofort überfällig.",
    schlecht=_GUT.replace("8 Wochen", "8 Wochen vorher"),
)
R014 = _art(
    kennung="R014",
    schwere=Schwere.HINWEIS,
    titel="Verantwortliche Person gehört nicht zum Team",
    muster="Für den Zugangsweg „{zugangsweg}“ ist „{wert}“ verantwortlich; diese Person steht nicht unter „berater“. Erwartet: {erwartet}.",
    erklaerung="Wer für einen Zugangsweg verantwortlich ist, wird jeden Monat an seine Liste erinnert. Die Erinnerung steht auf der Seite dieser Person, "
    "und die gibt es nur für Menschen, die zum Team gehören.",
    schlecht="berater:\n  Jana: {}\nkanaele:\n  Beratungstag: {verantwortlich: Janna}\n",
    gut="berater:\n  Jana: {}\nkanaele:\n  Beratungstag: {verantwortlich: Jana}\n",
    beispieldatei="vorlagen/team.yml",
)
R015 = _art(
    kennung="R015",
    schwere=Schwere.HINWEIS,
    titel="Einführung liegt weit in der Zukunft",
    muster="Die Einführung der Regeln ist auf den {einfuehrung} gelegt. Bis dahin erinnert bei älteren Fällen niemand an Plan, Stufe, Bewerberangebot und "
    "Standortgespräch. Erwartet: ein Tag in der Vergangenheit oder in den nächsten drei Monaten.",
    hinweis="Berichtigen Sie den Tag; meist ist das Jahr verschrieben.",
    erklaerung="Die Einführung schont ältere Fälle. Ein Tag in ferner Zukunft schaltet diese Fristen für Jahre ab.",
    schlecht="einfuehrung: 2099-06-15\n",
    gut="einfuehrung: 2026-06-15\n",
)
R016 = _art(
    kennung="R016",
    schwere=Schwere.HINWEIS,
    titel="Wort lässt sich nicht entfernen",
    muster="„{wort}“ lässt sich nicht entfernen. {grund}. Erwartet: ein Wort, das mitgeliefert wird und auf das Falldateien verzichten können.",
    erklaerung="Mit „Name: entfernt“ nimmt das Team ein mitgeliefertes Wort aus einer Liste: Es wird nicht mehr angeboten und nicht mehr gezählt. "
    "Was nicht in der Liste steht, braucht keine solche Zeile, und Arten mit eigenen Angaben gehören zum Aufbau der Dateien.",
    schlecht="arten:\n  Betreuungsplan: entfernt\n",
    gut="arten:\n  Brief: entfernt\n",
)
