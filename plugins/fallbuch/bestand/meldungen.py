"""Kinds of finding about what a case says against itself, other cases, the calendar and the rules."""

from __future__ import annotations

from fallbuch.befund import Meldungsart, Schwere
from fallbuch.beispiele import BERATUNG

PLAN = (
    BERATUNG
    + """
## 2026-02-02 Betreuungsplan (Jana)

Ziel: Bürostelle, 20 Stunden
Kontaktintervall: 4 Wochen
Gültig bis: 2026-07-26
Einvernehmen: ja
"""
)
MASSNAHME = (
    BERATUNG
    + """
## 2026-03-02 Maßnahme (Jana)

Art: Weiterbildung
Ende: 2026-06-26
Ergebnis: abgeschlossen
"""
)
ABGESCHLOSSEN = (
    BERATUNG.replace("in Beratung", "abgeschlossen")
    + """
## 2026-04-01 Abschluss (Jana)

Ergebnis: ohne Arbeitsstelle beendet
Grund: Umzug
Erklärung: Zieht zur Familie in den Norden
"""
)
_MIT_ARBEIT = ABGESCHLOSSEN.partition("\nErgebnis:")[0] + "\nErgebnis: Arbeitsstelle angenommen\n"

F016 = Meldungsart(
    kennung="F016",
    titel="Dateiname und ID verschieden",
    muster="Die Datei heißt „{stamm}.md“, die ID ist „{id}“. Erwartet: „{id}.md“.",
    hinweis="{rat}",
    erklaerung="Die Datei trägt den Namen ihrer ID. Weichen sie ab, ist meist eine Datei kopiert und die ID nicht geändert worden. "
    "Manche Programme lesen eine ID als Zahl und schreiben sie anders zurück: Aus 0047 wird 47 oder 39, aus 8e12 eine 8 mit zwölf Nullen. "
    "Der Name der Datei sagt dann noch, wie sie heißt.",
    schlecht=BERATUNG.replace("ID: 4711", "ID: 4712"),
)
F017 = Meldungsart(
    kennung="F017",
    uhr=True,
    titel="ID doppelt vergeben",
    muster="Die ID „{id}“ steht auch in {orte}. Erwartet: jede ID einmal.",
    hinweis="Vergeben Sie in einer der Dateien eine neue ID und benennen Sie die Datei um.",
    erklaerung="Zwei Fälle mit derselben ID lassen sich nicht auseinanderhalten. Groß- und Kleinschreibung zählt dabei nicht.",
    schlecht=BERATUNG,
    dazu={"faelle/0815.md": BERATUNG},
)
F034 = Meldungsart(
    kennung="F034",
    uhr=True,
    titel="Eintrag vor dem Erstkontakt",
    muster="Der Eintrag vom {datum} liegt vor dem Erstkontakt am {erstkontakt}. Erwartet: ein Tag am oder nach dem Erstkontakt.",
    hinweis="Berichtigen Sie das Datum des Eintrags oder den Erstkontakt.",
    erklaerung="Vor dem ersten Kontakt kann nichts geschehen sein. Eines der beiden Daten ist verschrieben.",
    schlecht=BERATUNG.replace("## 2026-01-26", "## 2025-01-26"),
)
F035 = Meldungsart(
    kennung="F035",
    schwere=Schwere.HINWEIS,
    titel="Einträge nicht der Reihe nach",
    muster="{was}. Erwartet: der älteste Eintrag zuerst.",
    hinweis="Verschieben Sie den Eintrag, oder berichtigen Sie sein Datum.",
    erklaerung="Gelesen werden die Einträge in jeder Reihenfolge. Steht einer an der falschen Stelle, ist aber oft sein Datum verschrieben.",
    schlecht=BERATUNG + "\n## 2026-01-20 Notiz (Jana)\n",
)
F036 = Meldungsart(
    kennung="F036",
    uhr=True,
    titel="Datum in der Zukunft",
    muster="{was} hat das Datum {datum}, das noch kommt. Erwartet: ein Tag bis heute.",
    hinweis="Berichtigen Sie das Datum. Verabredetes gehört in „Folgetermin“.",
    erklaerung="Was in der Zukunft liegt, kann nicht geschehen sein. Solche Einträge zählt keine Regel mit.",
    schlecht=BERATUNG.replace("## 2026-01-26", "## 2126-01-26"),
)
F037 = Meldungsart(
    kennung="F037",
    schwere=Schwere.HINWEIS,
    titel="Einträge nach dem Stichtag",
    muster="Nach dem Stichtag {stichtag} gibt es noch {eintraege}; hier zählt nur, was davor geschah. Erwartet: ein Stichtag, der sie einschließt.",
    hinweis="Das ist in Ordnung, wenn Sie absichtlich auf einen früheren Tag zurückschauen.",
    erklaerung="Mit einem Stichtag sieht man den Stand eines früheren Tages. Was danach geschah, zählt dann nicht.",
    schlecht=BERATUNG.replace("2026-01-26 Telefonat", "2026-09-26 Telefonat").replace(
        "Folgetermin: 2026-01-26", "Folgetermin: 2026-02-26"
    ),
)
F050 = Meldungsart(
    kennung="F050",
    schwere=Schwere.HINWEIS,
    titel="Betreuungsstufe weicht vom letzten Eintrag ab",
    muster="Im Kopf steht die Stufe „{kopf}“, zuletzt festgelegt wurde am {datum} „{richtig}“ ({ort}). Erwartet: {richtig}.",
    hinweis="Schreiben Sie in den Kopf „Betreuungsstufe: {richtig}“.",
    erklaerung="Maßgeblich ist, was zuletzt festgelegt wurde. Der Kopf wiederholt es nur.",
    schlecht=BERATUNG.replace("Betreuungsstufe: IK\n---", "Betreuungsstufe: IG\n---"),
)
F051 = Meldungsart(
    kennung="F051",
    titel="Status „neu“ trotz Gespräch",
    muster="Der Status ist „neu“, aber am {datum} fand schon ein Gespräch statt ({ort}). Erwartet: „in Beratung“.",
    hinweis="Ändern Sie die Zeile in „Status: in Beratung“.",
    erklaerung="Mit dem ersten Gespräch beginnt die Beratung. Ein Fall, der „neu“ bleibt, wird in Übersichten falsch gezählt.",
    schlecht=BERATUNG.replace("in Beratung", "neu"),
)
F052 = Meldungsart(
    kennung="F052",
    titel="In Beratung, aber niemand zuständig",
    muster="Der Status ist „in Beratung“, aber das Feld „Berater“ fehlt. Erwartet: eine Zeile „Berater: Jana“.",
    hinweis="Tragen Sie ein, wer den Fall übernommen hat.",
    erklaerung="Wer beraten wird, muss wissen, an wen sie oder er sich wenden kann.",
    schlecht=BERATUNG.replace("Berater: Jana\n", ""),
)
F053 = Meldungsart(
    kennung="F053",
    uhr=True,
    titel="Abgeschlossen ohne Abschluss",
    muster="Der Status ist „abgeschlossen“, aber der Verlauf endet nicht mit einem Abschluss. Erwartet: ein Eintrag „## JJJJ-MM-TT Abschluss“.",
    hinweis="Ergänzen Sie den Eintrag mit Ergebnis und Grund, oder ändern Sie den Status.",
    erklaerung="Ein Fall endet mit einem Eintrag, der sagt, wann und womit. Solange er fehlt, laufen die Fristen weiter.",
    schlecht=BERATUNG.replace("in Beratung", "abgeschlossen"),
)
F054 = Meldungsart(
    kennung="F054",
    uhr=True,
    titel="Abschluss, aber der Status sagt etwas anderes",
    muster="Der Verlauf endet mit einem Abschluss ({ort}), der Status ist aber „{status}“. Erwartet: „abgeschlossen“.",
    hinweis="Ändern Sie den Status in „abgeschlossen“, oder ergänzen Sie eine Wiederaufnahme.",
    erklaerung="Status und Verlauf widersprechen sich. Bis das geklärt ist, laufen die Fristen weiter, damit niemand vergessen wird.",
    schlecht=ABGESCHLOSSEN.replace("Status: abgeschlossen", "Status: in Beratung"),
    gut=ABGESCHLOSSEN,
)
F055 = Meldungsart(
    kennung="F055",
    titel="Abschluss ohne Grund",
    muster="Zum Ergebnis „{ergebnis}“ fehlt der Grund. Erwartet: eine Zeile „Grund: …“ mit einem dieser Werte: {gruende}.",
    hinweis="Ergänzen Sie den Grund.",
    erklaerung="Endet die Beratung ohne Arbeitsstelle, will das Team daraus lernen. Dafür braucht es den Grund aus der gemeinsamen Liste.",
    schlecht=ABGESCHLOSSEN.replace("Grund: Umzug\n", ""),
    gut=ABGESCHLOSSEN,
)
F056 = Meldungsart(
    kennung="F056",
    titel="Abschluss ohne Erklärung",
    muster="Zum Ergebnis „{ergebnis}“ fehlt die Erklärung. Erwartet: eine Zeile „Erklärung: …“.",
    hinweis="Erklären Sie in einem Satz, warum keine Arbeitsstelle angenommen wurde.",
    erklaerung="Der Grund aus der Liste sagt, was war; die Erklärung macht es verständlich.",
    schlecht=ABGESCHLOSSEN.replace("Erklärung: Zieht zur Familie in den Norden\n", ""),
    gut=ABGESCHLOSSEN,
)
F057 = Meldungsart(
    kennung="F057",
    titel="Maßnahme endet vor ihrem Beginn",
    muster="Die Maßnahme endet am {ende}, beginnt aber erst am {beginn}. Erwartet: ein Ende nach dem Beginn.",
    hinweis="Berichtigen Sie „Beginn“ oder „Ende“.",
    erklaerung="Eines der beiden Daten ist verschrieben. Ohne „Beginn“ gilt das Datum des Eintrags.",
    schlecht=MASSNAHME.replace("Ende: 2026-06-26", "Ende: 2025-06-26"),
    gut=MASSNAHME,
)
F058 = Meldungsart(
    kennung="F058",
    titel="Ergebnis vor dem Ende der Maßnahme",
    muster="Das Ergebnis „{ergebnis}“ steht schon da, die Maßnahme endet aber erst am {ende}. Erwartet: das Ergebnis nach dem Ende.",
    hinweis="Berichtigen Sie das Ende, oder nehmen Sie das Ergebnis heraus. Endete sie früher, schreiben Sie „abgebrochen“.",
    erklaerung="Abgeschlossen ist eine Maßnahme erst, wenn ihr letzter Tag vorbei ist.",
    schlecht=MASSNAHME.replace("Ende: 2026-06-26", "Ende: 2126-06-26"),
    gut=MASSNAHME,
)
F059 = Meldungsart(
    kennung="F059",
    schwere=Schwere.HINWEIS,
    titel="Plan ohne Angabe zum Einvernehmen",
    muster="Im Betreuungsplan steht nicht, ob die Kundin oder der Kunde zustimmt. Erwartet: „Einvernehmen: ja“ oder „Einvernehmen: nein“.",
    hinweis="Ergänzen Sie die Zeile.",
    erklaerung="Ein Plan wirkt, wenn beide ihn tragen. Ob das so ist, wird festgehalten (Quelle: AMS).",
    schlecht=PLAN.replace("Einvernehmen: ja\n", ""),
    gut=PLAN,
)
F060 = Meldungsart(
    kennung="F060",
    titel="Kein Einvernehmen, aber keine Begründung",
    muster="Es besteht kein Einvernehmen, die Begründung fehlt. Erwartet: eine Zeile „Begründung fehlendes Einvernehmen: …“.",
    hinweis="Halten Sie fest, woran die Einigung scheiterte.",
    erklaerung="Wird ein Plan ohne Zustimmung festgelegt, muss nachvollziehbar sein, warum (Quelle: AMS).",
    schlecht=PLAN.replace("Einvernehmen: ja", "Einvernehmen: nein"),
    gut=PLAN,
)
F061 = Meldungsart(
    kennung="F061",
    schwere=Schwere.HINWEIS,
    titel="Kontaktintervall länger als die Stufe erlaubt",
    muster="Das Kontaktintervall {intervall} ist länger als die Frist der Stufe ({stufe}: {frist}). Erwartet: höchstens {frist}.",
    hinweis="Vereinbaren Sie einen kürzeren Abstand. Bis dahin gilt die Frist der Stufe.",
    erklaerung="Der Plan darf engere Kontakte vereinbaren als die Stufe verlangt, aber keine selteneren.",
    schlecht=PLAN.replace("4 Wochen", "12 Wochen"),
    gut=PLAN,
)
F062 = Meldungsart(
    kennung="F062",
    uhr=True,
    titel="Abschluss und Wiederaufnahme passen nicht zusammen",
    muster="{was}. Erwartet: Abschluss und Wiederaufnahme im Wechsel.",
    hinweis="{rat}, oder berichtigen Sie das Datum.",
    erklaerung="Auf einen Abschluss folgt eine Wiederaufnahme, bevor es einen weiteren Abschluss geben kann.",
    schlecht=BERATUNG + "\n## 2026-02-02 Wiederaufnahme (Jana)\n",
)
F063 = Meldungsart(
    kennung="F063",
    schwere=Schwere.HINWEIS,
    titel="Kontakt nach dem Abschluss",
    muster="Nach dem Abschluss steht ein Eintrag „{art}“. Erwartet: „Nachbetreuung“, vorher eine „Wiederaufnahme“, oder darin „Wieder aufnehmen: nein“.",
    hinweis="Nehmen Sie den Fall mit „fallbuch wiederaufnehmen“ wieder auf, oder schreiben Sie in den Eintrag „Wieder aufnehmen: nein“.",
    erklaerung="Ein abgeschlossener Fall wird nur noch nachbetreut. Beginnt die Beratung von vorn, wird sie wieder aufgenommen, und die Fristen laufen neu. "
    "Bis jemand sich entscheidet, steht der Fall in der Liste.",
    schlecht=ABGESCHLOSSEN + "\n## 2026-05-04 Telefonat (Jana)\n",
    gut=ABGESCHLOSSEN,
)
F064 = Meldungsart(
    kennung="F064",
    schwere=Schwere.HINWEIS,
    titel="Zu dieser Zeit nicht dabei",
    muster="„{name}“ gehörte am {datum} nicht zum Team. Erwartet: jemand oder etwas, das zu dieser Zeit galt.",
    hinweis="Tragen Sie ein, wer zuständig ist, oder berichtigen Sie „von“ und „bis“ in vorlagen/team.yml.",
    erklaerung="Zu jedem Namen kann das Team angeben, von wann bis wann er gilt. Ein offener Fall von jemandem, der gegangen ist, muss übergeben werden.",
    schlecht=BERATUNG.replace("Jana", "Rita"),
)
F065 = Meldungsart(
    kennung="F065",
    uhr=True,
    titel="Pause endet vor ihrem Beginn",
    muster="Die Pause vom {datum} endet schon am {bis}. Erwartet: ein späterer Tag.",
    hinweis="Berichtigen Sie „Bis“ oder das Datum des Eintrags.",
    erklaerung="Eine Pause beginnt mit ihrem Eintrag. Endet sie davor, ist eines der beiden Daten verschrieben.",
    schlecht=BERATUNG + "\n## 2026-02-02 Pause (Jana)\n\nBis: 2025-03-02\n",
    gut=BERATUNG + "\n## 2026-02-02 Pause (Jana)\n\nBis: 2026-03-02\n",
)
F066 = Meldungsart(
    kennung="F066",
    schwere=Schwere.HINWEIS,
    titel="Sehr lange Pause",
    muster="Die Pause vom {datum} dauert bis {bis}, länger als ein Jahr. Erwartet: ein Ende innerhalb eines Jahres.",
    hinweis="Prüfen Sie das Jahr. Soll die Beratung so lange ruhen, ist ein Abschluss ehrlicher.",
    erklaerung="In einer Pause erinnert nichts an den Fall. Ein verschriebenes Jahr würde einen Menschen für lange Zeit aus allen Listen nehmen.",
    schlecht=BERATUNG + "\n## 2026-02-02 Pause (Jana)\n\nBis: 2036-03-02\n",
    gut=BERATUNG + "\n## 2026-02-02 Pause (Jana)\n\nBis: 2026-03-02\n",
)
F067 = Meldungsart(
    kennung="F067",
    schwere=Schwere.HINWEIS,
    uhr=True,
    titel="Abschluss mit Arbeit ohne Arbeitsbeginn",
    muster="Zum Ergebnis „{ergebnis}“ fehlt der Arbeitsbeginn. Erwartet: eine Zeile „Arbeitsbeginn: 2026-08-01“.",
    hinweis="Ergänzen Sie den ersten Arbeitstag.",
    erklaerung="Nach dem Arbeitsbeginn richtet sich, wann das Team noch einmal nachfragt, ob alles gut läuft.",
    schlecht=_MIT_ARBEIT,
    gut=_MIT_ARBEIT + "Arbeitsbeginn: 2026-04-15\n",
)
F068 = Meldungsart(
    kennung="F068",
    schwere=Schwere.HINWEIS,
    titel="Betreuungsplan ohne „Gültig bis“",
    muster="Im Betreuungsplan steht nicht, bis wann er gilt. Erwartet: eine Zeile „Gültig bis: …“ mit dem letzten Tag.",
    hinweis="Ergänzen Sie den Tag. Bis dahin rechnet Fallbuch mit einem halben Jahr, also bis {halbes_jahr}.",
    erklaerung="Ein Plan hat eine Geltungsdauer (Quelle: AMS). Fehlt sie, gilt er vorsichtshalber sechs Monate, damit niemand mit einem alten Plan vergessen wird.",
    schlecht=PLAN.replace("Gültig bis: 2026-07-26\n", ""),
    gut=PLAN,
)
F069 = Meldungsart(
    kennung="F069",
    titel="Betreuungsplan endet vor seinem Beginn",
    muster="Der Plan vom {datum} gilt nur bis {bis}. Erwartet: ein späterer Tag.",
    hinweis="Berichtigen Sie „Gültig bis“ oder das Datum des Eintrags.",
    erklaerung="Ein Plan kann nicht ablaufen, bevor er vereinbart wurde. Meist ist das Jahr verschrieben.",
    schlecht=PLAN.replace("Gültig bis: 2026-07-26", "Gültig bis: 2025-07-26"),
    gut=PLAN,
)
F070 = Meldungsart(
    kennung="F070",
    schwere=Schwere.HINWEIS,
    titel="Maßnahme ohne Ende",
    muster="Bei der Maßnahme „{name}“ fehlt das Ende. Erwartet: eine Zeile „Ende: 2026-06-26“.",
    hinweis="Ergänzen Sie den letzten Tag, sobald er feststeht.",
    erklaerung="Vor dem Ende dieser Art von Maßnahme und an ihrem letzten Tag soll gesprochen werden. Ohne Ende kann niemand daran erinnert werden.",
    schlecht=MASSNAHME.replace("Ende: 2026-06-26\n", "").replace("Ergebnis: abgeschlossen\n", ""),
    gut=MASSNAHME,
)
F071 = Meldungsart(
    kennung="F071",
    uhr=True,
    titel="Arbeitsbeginn weit weg vom Abschluss",
    muster="Der Arbeitsbeginn {beginn} liegt mehr als ein Jahr vor oder nach dem Abschluss vom {datum}. Erwartet: ein Tag in der Nähe des Abschlusses.",
    hinweis="Berichtigen Sie den Tag; meist ist das Jahr verschrieben.",
    erklaerung="Vom Arbeitsbeginn an zählen Nachbetreuung und Löschung. Ein falsches Jahr ließe beides ausfallen.",
    schlecht=_MIT_ARBEIT + "Arbeitsbeginn: 2062-04-15\n",
    gut=_MIT_ARBEIT + "Arbeitsbeginn: 2026-04-15\n",
)
F072 = Meldungsart(
    kennung="F072",
    uhr=True,
    titel="Verlängerung endet vor ihrem Beginn",
    muster="Die Verlängerung vom {datum} reicht nur bis {bis}. Erwartet: ein späterer Tag.",
    hinweis="Berichtigen Sie „Bis“ oder das Datum des Eintrags.",
    erklaerung="Eine Verlängerung kann nicht enden, bevor sie vereinbart wurde. Meist ist das Jahr verschrieben.",
    schlecht=BERATUNG + "\n## 2026-05-04 Verlängerung (Jana)\n\nBis: 2020-10-31\nGrund: Prüfung im Herbst\n",
    gut=BERATUNG + "\n## 2026-05-04 Verlängerung (Jana)\n\nBis: 2026-10-31\nGrund: Prüfung im Herbst\n",
)
