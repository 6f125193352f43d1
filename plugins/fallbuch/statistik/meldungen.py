"""Kinds of finding about the team's own tables, and about what a public site gives away."""

from __future__ import annotations

from functools import partial

from fallbuch.befund import Meldungsart, Schwere

#: The team's file of own tables and thresholds.
KENNZAHLENDATEI = "vorlagen/kennzahlen.yml"
#: A whole file of own tables, as the handbook shows it.
BEISPIEL = """\
schutz:
  aufteilen_ab: 30
tabellen:
  zugang-nach-stufe:
    titel: Begonnene Phasen nach Zugangsweg und Stufe
    frage: Wer kommt auf welchem Weg?
    definition: Beratungsphasen, die im Zeitraum beginnen, mit der Stufe an seinem Ende.
    zaehlt: Phasen
    wann: begonnen
    zeilen: Zugangsweg
    spalten: Betreuungsstufe
"""

#: What all kinds here share; a kind that differs says so itself.
_Art = partial(Meldungsart, schwere=Schwere.FEHLER, gut=BEISPIEL, beispieldatei=KENNZAHLENDATEI)

S001 = _Art(
    kennung="S001",
    titel="Unbekanntes Feld bei den Kennzahlen",
    muster="Das Feld „{feld}“ gibt es hier nicht. {erwartet}",
    hinweis="{rat}",
    erklaerung="Ein verschriebenes Feld hätte keine Wirkung, und die Tabelle zählte etwas anderes, als sie soll. Deshalb wird es gemeldet.",
    schlecht=BEISPIEL.replace("spalten:", "spaltn:"),
)
S002 = _Art(
    kennung="S002",
    titel="Wert bei den Kennzahlen nicht lesbar",
    muster="{feld}: {wert} ist nicht lesbar. Erwartet: {erwartet}.",
    hinweis="Berichtigen Sie den Wert. Bis dahin gilt er nicht.",
    erklaerung="Zahlen und Ja-Nein-Angaben müssen eindeutig sein. Bei einer unlesbaren Schwelle gilt die mitgelieferte; eine unlesbare Tabelle fehlt.",
    schlecht=BEISPIEL.replace("aufteilen_ab: 30", "aufteilen_ab: dreißig"),
)
S003 = _Art(
    kennung="S003",
    titel="Angabe bei einer eigenen Tabelle fehlt",
    muster="In {wo} fehlt „{feld}“. Erwartet: eine Zeile „{feld}: …“.",
    hinweis="Ergänzen Sie die Zeile. Bis dahin fehlt die Tabelle in der Auswertung.",
    erklaerung="Eine Tabelle braucht einen Titel, eine Definition in Worten, und was sie wann zählt. Ohne das kann niemand ihre Zahlen deuten.",
    schlecht=BEISPIEL.replace("    wann: begonnen\n", ""),
)
S004 = _Art(
    kennung="S004",
    titel="Unbekanntes Wort in einer eigenen Tabelle",
    muster="{feld} „{wert}“ gibt es{wo} nicht. Erwartet: {erwartet}.",
    hinweis="{rat}",
    erklaerung="Eine Tabelle wird aus Wörtern zusammengesetzt, die das Programm kennt: was gezählt wird, wann es zum Zeitraum gehört, wonach es "
    "geteilt wird. Die Seite „Kennzahlen“ nennt alle.",
    schlecht=BEISPIEL.replace("spalten: Betreuungsstufe", "spalten: Haarfarbe"),
)
S005 = _Art(
    kennung="S005",
    titel="Schwelle des Schutzes zu niedrig",
    muster="Die Schwelle „{feld}“ ist {wert}. Erwartet: mindestens {erwartet}.",
    hinweis="Schreiben Sie {erwartet} oder mehr, oder löschen Sie die Zeile. Bis dahin gilt {erwartet}.",
    erklaerung="Die mitgelieferten Schwellen sind die niedrigsten, mit denen sich aus veröffentlichten Zahlen nicht auf einzelne Menschen schließen lässt. "
    "Ein Team darf vorsichtiger sein, nicht sorgloser.",
    schlecht=BEISPIEL.replace("aufteilen_ab: 30", "aufteilen_ab: 5"),
)
S006 = _Art(
    kennung="S006",
    titel="Name einer eigenen Tabelle vergeben oder ungeeignet",
    muster="Der Name „{wert}“ geht für eine eigene Tabelle nicht. Erwartet: Kleinbuchstaben ohne Umlaute, Ziffern und Bindestriche, und kein Name einer "
    "mitgelieferten Tabelle.",
    hinweis="Nennen Sie die Tabelle anders, zum Beispiel „{vorschlag}“.",
    erklaerung="Der Name steht in Dateinamen und Adressen. Hieße eine eigene Tabelle wie eine mitgelieferte, wüsste niemand, welche Zahl gemeint ist.",
    schlecht=BEISPIEL.replace("zugang-nach-stufe:", "zugang:"),
)
S007 = _Art(
    kennung="S007",
    titel="Angaben einer eigenen Tabelle passen nicht zusammen",
    muster="Die Tabelle „{wert}“ passt nicht zusammen: {mangel}. Erwartet: {erwartet}.",
    hinweis="Ändern Sie die Zeile, oder löschen Sie sie. Bis dahin fehlt die Tabelle in der Auswertung.",
    erklaerung="Wer nach zwei Feldern teilt, kann nur zählen; ein Anteil braucht die Bedingung, nach der gefragt wird, und ein Mittel die Größe, die gemittelt wird.",
    schlecht=BEISPIEL + "    mass: Anteil\n    von: neu\n",
)

#: What several teams have agreed on who hand in figures together.
VERBUNDDATEI = "vorlagen/verbund.yml"
#: Where the sums lie in the folder of those who put them together: exact, for their own eyes alone.
SUMMENDATEI = "statistik/summen.json"
#: A whole such file, as the handbook shows it.
VERBUNDBEISPIEL = """\
verbund: Verbund Mitte
schluessel: age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kudyc0sfq0pr9gz
mitglieder: [Team Nord, Team Süd, Team West]
kennzahlen: [zugang, menschen]
woerter:
  zugangswege:
    Jobcenter: [Amt, Vermittlung]
    Empfehlung: []
"""
_Verbundart = partial(Meldungsart, schwere=Schwere.FEHLER, gut=VERBUNDBEISPIEL, beispieldatei=VERBUNDDATEI)

S030 = _Verbundart(
    kennung="S030",
    titel="Unbekanntes Feld in der Vereinbarung des Verbunds",
    muster="Das Feld „{feld}“ gibt es hier nicht. {erwartet}",
    hinweis="{rat}",
    erklaerung="Die Vereinbarung sagt, welche Zahlen alle Teams auf dieselbe Weise abgeben. Ein verschriebenes Feld hätte keine Wirkung.",
    schlecht=VERBUNDBEISPIEL.replace("mitglieder:", "mitgleider:"),
)
S031 = _Verbundart(
    kennung="S031",
    titel="Wert in der Vereinbarung des Verbunds nicht lesbar",
    muster="{feld}: {wert} ist nicht lesbar. Erwartet: {erwartet}.",
    hinweis="Berichtigen Sie den Wert, am besten, indem Sie die Datei noch einmal vom Verbund holen.",
    erklaerung="Solange etwas in der Vereinbarung nicht lesbar ist, wird nichts abgegeben und nichts zusammengefasst.",
    schlecht=VERBUNDBEISPIEL.replace("kennzahlen: [zugang, menschen]", "kennzahlen: zugang"),
)
S032 = _Verbundart(
    kennung="S032",
    titel="Angabe in der Vereinbarung des Verbunds fehlt",
    muster="In {wo} fehlt „{feld}“. Erwartet: eine Zeile „{feld}: …“.",
    hinweis="Ergänzen Sie die Zeile, am besten, indem Sie die Datei noch einmal vom Verbund holen.",
    erklaerung="Ohne Namen, Schlüssel, Mitglieder und Kennzahlen weiß kein Team, was es wem abgibt.",
    schlecht=VERBUNDBEISPIEL.replace("mitglieder: [Team Nord, Team Süd, Team West]\n", ""),
)
S033 = _Verbundart(
    kennung="S033",
    titel="Unbekanntes Wort in der Vereinbarung des Verbunds",
    muster="{was} passt hier nicht: {mangel}. Erwartet: {erwartet}.",
    hinweis="{rat}",
    erklaerung="Was ein Team abgibt, muss bei allen dasselbe heißen und darf zu jedem Wort nur an einer Stelle zählen.",
    schlecht=VERBUNDBEISPIEL.replace("menschen", "mneschen"),
)
