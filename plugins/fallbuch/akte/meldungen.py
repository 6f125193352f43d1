"""Kinds of finding about one case file: its bytes, its front matter and the form of its entries."""

from __future__ import annotations

from fallbuch.befund import Meldungsart, Schwere
from fallbuch.beispiele import BERATUNG

F001 = Meldungsart(
    kennung="F001",
    ungelesen=True,
    uhr=True,
    titel="Datei nicht lesbar",
    muster="Die Datei ist {was}. Erwartet: eine gewöhnliche Textdatei.",
    hinweis="Ersetzen Sie sie durch die Textdatei des Falls, oder benennen Sie sie mit einem Unterstrich vorn, wenn es kein Fall ist.",
    erklaerung="Im Ordner der Fälle steht unter diesem Namen nichts, was gelesen werden darf: ein Ordner, ein Verweis auf eine Stelle außerhalb "
    "oder eine gesperrte Datei. Der Fall bleibt in den Listen stehen, damit er nicht vergessen wird.",
    schlecht="",
    umstand="Im Ordner „faelle“ liegt ein Ordner mit dem Namen „4711.md“.",
)
F002 = Meldungsart(
    kennung="F002",
    ungelesen=True,
    uhr=True,
    titel="Datei nicht als UTF-8 gespeichert",
    muster="Die Datei ist nicht als UTF-8 gespeichert{genauer}. Erwartet: UTF-8.",
    hinweis="Öffnen Sie die Datei im Editor und speichern Sie sie neu, mit der Kodierung „UTF-8“.",
    erklaerung="Die Kodierung sagt, wie Umlaute gespeichert werden. Mit einer anderen als UTF-8 kommen sie entstellt an; was lesbar ist, wird "
    "gelesen.",
    schlecht=BERATUNG.encode("cp1252"),
)
F003 = Meldungsart(
    kennung="F003",
    sperrt=True,
    uhr=True,
    titel="Datei zu groß",
    muster="Die Datei ist größer als 1 MB; gelesen wird nur ihr Kopf. Erwartet: Text von wenigen Seiten.",
    hinweis="Vermutlich ist ein Bild oder eine andere Datei hineingeraten. Nehmen Sie heraus, was nicht zum Verlauf gehört.",
    erklaerung="Auch ein sehr langer Beratungsverlauf braucht nur einen Bruchteil dieser Größe.",
    schlecht=BERATUNG + "x" * 1_000_001,
)
F005 = Meldungsart(
    kennung="F005",
    ungelesen=True,
    uhr=True,
    titel="Kopf fehlt",
    muster="Die Datei beginnt nicht mit einem Kopf. Erwartet: in der ersten Zeile „---“.",
    hinweis="Setzen Sie vor die Felder und nach ihnen je eine Zeile „---“. Ganz oben darf auch keine Leerzeile stehen.",
    erklaerung="Der Kopf enthält, was jetzt gilt: ID, Erstkontakt, Zugangsweg, Status und weitere Felder. Er steht ganz oben zwischen zwei Zeilen „---“.",
    schlecht=BERATUNG.replace("---\n", "", 1),
)
F006 = Meldungsart(
    kennung="F006",
    ungelesen=True,
    uhr=True,
    titel="Kopf nicht geschlossen",
    muster="Der Kopf wird nicht geschlossen. Erwartet: eine Zeile „---“ nach dem letzten Feld.",
    hinweis="Fügen Sie vor der Leerzeile, die auf die Felder folgt, eine Zeile „---“ ein.",
    erklaerung="Ohne die zweite Zeile „---“ ist nicht zu erkennen, wo die Felder aufhören und der Verlauf beginnt. Gelesen werden die "
    "Felder bis zur ersten Leerzeile oder Überschrift.",
    schlecht=BERATUNG.replace("IK\n---\n", "IK\n"),
)
F010 = Meldungsart(
    kennung="F010",
    titel="Unbekanntes Feld",
    muster="Das Feld „{feld}“ gibt es nicht. {erwartet}",
    hinweis="{rat}",
    erklaerung="Im Kopf stehen nur vereinbarte Felder. Ein verschriebener Feldname würde sonst unbemerkt bleiben, und die Angabe fehlte.",
    schlecht=BERATUNG.replace("Status:", "Statuss:"),
)
F011 = Meldungsart(
    kennung="F011",
    titel="Pflichtfeld fehlt",
    muster="„{feld}“ fehlt. Erwartet: eine Zeile „{feld}: {beispiel}“.",
    hinweis="Ergänzen Sie das Feld.",
    erklaerung="ID, Erstkontakt, Zugangsweg und Status braucht jeder Fall. Auch manche Einträge brauchen eine Angabe, ohne die sie nichts aussagen.",
    schlecht=BERATUNG.replace("Zugangsweg: Beratungstag\n", ""),
)
F023 = Meldungsart(
    kennung="F023",
    schwere=Schwere.HINWEIS,
    titel="Feld ist leer",
    muster="Hinter „{feld}:“ steht nichts. Erwartet: ein Wert in derselben Zeile.",
    hinweis="Tragen Sie den Wert hinter dem Doppelpunkt ein, oder löschen Sie die Zeile.",
    erklaerung="Eine leere Angabe zählt wie eine, die fehlt. Oft ist sie von einer Vorlage übrig geblieben, oder der Wert steht in der nächsten Zeile.",
    schlecht=BERATUNG.replace("Folgetermin: 2026-01-26", "Folgetermin:"),
)
F024 = Meldungsart(
    kennung="F024",
    sperrt=True,
    verschluckt=True,
    uhr=True,
    titel="Zu viele Einträge",
    muster="Die Datei hat mehr als {anzahl} Einträge; die weiteren werden nicht gelesen. Erwartet: höchstens {anzahl}.",
    hinweis="Prüfen Sie, ob beim Speichern etwas vervielfacht wurde.",
    erklaerung="So viele Einträge entstehen nicht durch Beratung, sondern durch ein Versehen beim Kopieren.",
    schlecht=BERATUNG + "## 2026-02-01 Notiz\n" * 2001,
)
F025 = Meldungsart(
    kennung="F025",
    uhr=True,
    titel="Verschachtelte Angabe",
    muster="„{feld}“ enthält {was}. Erwartet: {erwartet}.",
    hinweis="Schreiben Sie den Wert als einfachen Text hinter den Doppelpunkt.",
    erklaerung="Der Kopf ist flach: je Feld eine Zeile. Nur „Hilfenetz“ und „Vereint mit“ sind Listen.",
    schlecht=BERATUNG.replace("Status: in Beratung", "Status: [in Beratung]"),
)
F026 = Meldungsart(
    kennung="F026",
    titel="Sehr viele Meldungen",
    muster="Zu dieser Datei gibt es {anzahl} weitere Meldungen. Erwartet: eine lesbare Falldatei.",
    hinweis="Beheben Sie zuerst die angezeigten; die übrigen erscheinen dann.",
    erklaerung="Wenn eine Datei beschädigt ist, würden Hunderte gleicher Meldungen die anderen Fälle verdecken. Deshalb werden je Datei "
    "nur die ersten zweihundert gezeigt.",
    schlecht=BERATUNG + "\n## ohne Datum\n" * 201,
)
F028 = Meldungsart(
    kennung="F028",
    uhr=True,
    titel="Erstkontakt fehlt",
    muster="„{feld}“ fehlt. Erwartet: eine Zeile „{feld}: {beispiel}“.",
    hinweis="Tragen Sie den Tag ein, an dem der erste Kontakt stattfand.",
    erklaerung="Mit dem Erstkontakt beginnt jede Frist. Ohne ihn lässt sich nicht sagen, wie lange jemand schon wartet; der Fall steht deshalb ganz oben.",
    schlecht=BERATUNG.replace("Erstkontakt: 2026-01-12\n", ""),
)
F030 = Meldungsart(
    kennung="F030",
    verschluckt=True,
    uhr=True,
    titel="Überschrift ist fast ein Eintrag",
    muster="„{wert}“ ist fast ein Eintrag, aber nicht als solcher zu lesen. Erwartet: „## JJJJ-MM-TT Art (Name)“.",
    hinweis="Schreiben Sie zum Beispiel „## 2026-01-12 Telefonat (Jana)“. Soll die Zeile nur Text sein, nehmen Sie „##“ oder das Datum weg.",
    erklaerung="Jeder Eintrag beginnt mit zwei Rauten, dem Datum und der Art. Fehlt das Datum oder fehlen die Rauten, würde ein Gespräch übersehen. "
    "Der Text steht trotzdem auf der Seite des Falls.",
    schlecht=BERATUNG.replace("## 2026-01-26 Telefonat", "## Telefonat am 26. Januar"),
)
F031 = Meldungsart(
    kennung="F031",
    schwere=Schwere.HINWEIS,
    titel="Form der Überschrift",
    muster="Der Eintrag beginnt mit „{wert}“ und wurde gelesen. Erwartet: zwei Rauten und ein Leerzeichen, „## “.",
    hinweis="Schreiben Sie „## “ an den Anfang der Zeile.",
    erklaerung="Einträge erkennt man an zwei Rauten am Zeilenanfang. Eine andere Zahl von Rauten oder ein fehlendes Leerzeichen wird gelesen, "
    "andere Programme zeigen den Eintrag dann aber falsch an.",
    schlecht=BERATUNG.replace("## 2026-01-26", "##2026-01-26"),
)
F033 = Meldungsart(
    kennung="F033",
    uhr=True,
    titel="Codeblock nicht geschlossen",
    muster="Hier beginnt ein Block mit „```“, der nicht geschlossen wird. Erwartet: eine zweite Zeile „```“.",
    hinweis="Löschen Sie die Zeile, oder schließen Sie den Block, bevor der nächste Eintrag beginnt.",
    erklaerung="Zwischen zwei Zeilen „```“ gilt alles als Text. Bleibt der Block offen, wäre auch der nächste Eintrag nur Text. Die Einträge werden "
    "trotzdem gelesen.",
    schlecht=BERATUNG.replace("Sucht eine", "```\nSucht eine"),
)
F038 = Meldungsart(
    kennung="F038",
    uhr=True,
    titel="Angabe steht zweimal im Eintrag",
    muster="„{feld}“ steht in diesem Eintrag schon in Zeile {zeile}. Erwartet: jede Angabe einmal je Eintrag.",
    hinweis="Löschen Sie die Zeile, die nicht gilt. Bis dahin gilt die erste.",
    erklaerung="Zwei verschiedene Angaben zum selben Tag widersprechen sich. Gelesen wird die erste.",
    schlecht=BERATUNG.replace("Betreuungsstufe: IK\nFolge", "Betreuungsstufe: IK\nBetreuungsstufe: IG\nFolge"),
)
F039 = Meldungsart(
    kennung="F039",
    titel="Unbekannte Angabe",
    muster="Die Angabe „{feld}“ gibt es hier nicht; die Zeile wird nur als Text gelesen. Erwartet wurde vielleicht „{vorschlag}“.",
    hinweis="Schreiben Sie „{vorschlag}:“, wenn das gemeint war. Sonst formulieren Sie die Zeile ohne Doppelpunkt.",
    erklaerung="Eine verschriebene Angabe bleibt Text, und niemand wird an sie erinnert. Deshalb wird nachgefragt, wenn ein Wort einer bekannten Angabe sehr ähnlich ist.",
    schlecht=BERATUNG.replace("Folgetermin:", "Folgetermn:"),
)
F044 = Meldungsart(
    kennung="F044",
    ueberdauert=True,
    uhr=True,
    titel="Zwei Folgetermine in einem Eintrag",
    muster="In diesem Eintrag steht schon in Zeile {zeile} ein Folgetermin. Erwartet: ein Folgetermin je Eintrag.",
    hinweis="Löschen Sie den Termin, der nicht gilt, oder legen Sie für den zweiten einen eigenen Eintrag an.",
    erklaerung="Aus zwei Terminen lässt sich nicht ablesen, wann die Kundin oder der Kunde wirklich erwartet wird.",
    schlecht=BERATUNG.replace("Folgetermin: 2026-01-26\n", "Folgetermin: 2026-01-26\nFolgetermin: 2026-02-02\n"),
)
F045 = Meldungsart(
    kennung="F045",
    schwere=Schwere.HINWEIS,
    titel="Angabe nicht am Zeilenanfang",
    muster="Die Angabe „{feld}“ ist eingerückt, steht in einer Aufzählung oder ist anders abgesetzt; sie wurde gelesen. Erwartet: „{feld}: …“ am Zeilenanfang.",
    hinweis="Schreiben Sie „{feld}“ ganz nach links, ohne Leerzeichen, Aufzählungszeichen oder Sternchen davor.",
    erklaerung="Angaben stehen schlicht am Zeilenanfang. Manche Programme rücken sie unter einer Liste ein. Eingerückt, mit Aufzählungszeichen oder fett werden sie gelesen; einheitlich geschrieben sind sie leichter zu finden.",
    schlecht=BERATUNG.replace("Folgetermin: 2026", "- **Folgetermin:** 2026"),
)
F046 = Meldungsart(
    kennung="F046",
    schwere=Schwere.HINWEIS,
    titel="Text vor dem ersten Eintrag",
    muster="Vor dem ersten Eintrag steht Text. Erwartet: Text unter einer Überschrift „## JJJJ-MM-TT Art (Name)“.",
    hinweis="Setzen Sie über den Text eine Überschrift mit Datum, damit man weiß, wann er galt.",
    erklaerung="Was geschieht, steht unter einem Datum. Text ohne Datum wird auf der Seite des Falls angezeigt, aber keine Regel kann etwas damit anfangen.",
    schlecht=BERATUNG.replace("---\n\n##", "---\n\nHat einen Führerschein.\n\n##"),
)
F049 = Meldungsart(
    kennung="F049",
    schwere=Schwere.HINWEIS,
    titel="Vereinbarung außerhalb ihrer Liste",
    muster="Dieses Kästchen steht nicht in der Liste unter „Vereinbarungen:“; es wurde trotzdem gelesen. Erwartet: die Zeile unter „Vereinbarungen:“.",
    hinweis="Verschieben Sie die Zeile in die Liste, oder setzen Sie „Vereinbarungen:“ darüber.",
    erklaerung="Ein Kästchen ist immer eine Vereinbarung. Stehen andere Zeilen dazwischen, ist leicht zu übersehen, dass sie zusammengehören.",
    schlecht=BERATUNG.replace("Betreuungsstufe: IK\nFolge", "- [ ] Team ruft an\n\nBetreuungsstufe: IK\nFolge"),
    gut=BERATUNG.replace(
        "Betreuungsstufe: IK\nFolge", "Vereinbarungen:\n\n- [ ] Team ruft an\n\nBetreuungsstufe: IK\nFolge"
    ),
)
F074 = Meldungsart(
    kennung="F074",
    ungelesen=True,
    verschluckt=True,
    uhr=True,
    titel="Zwei Fassungen, noch nicht zusammengeführt",
    muster="Hier stehen zwei Fassungen nebeneinander („<<<<<<<“ bis „>>>>>>>“). Erwartet: eine Fassung.",
    hinweis="Rufen Sie „fallbuch zusammenfuehren“ auf. Sagt der Befehl, dass sich beide Seiten widersprechen, behalten Sie von Hand, was gilt, und löschen Sie die Zeilen mit „<<<<<<<“, „=======“ und „>>>>>>>“.",
    erklaerung="Haben zwei Menschen denselben Fall geändert, schreibt git beide Fassungen in die Datei und markiert sie. Erst wenn "
    "entschieden ist, was gilt, lässt sich der Fall wieder lesen.",
    schlecht=BERATUNG
    + "\n<<<<<<< HEAD\n\n## 2026-01-14 Notiz\n\nEine.\n\n=======\n\n## 2026-01-15 Notiz\n\nAndere.\n\n>>>>>>> dort\n",
)
F097 = Meldungsart(
    kennung="F097",
    ungelesen=True,
    uhr=True,
    titel="Zweiter Kopf mitten in der Datei",
    muster="Hier beginnt noch einmal ein Kopf mit einer ID. Erwartet: ein Kopf am Anfang der Datei, darunter nur Einträge.",
    hinweis="Wahrscheinlich steht der Fall zweimal in der Datei. Behalten Sie von jedem Eintrag einen, und löschen Sie den zweiten Kopf.",
    erklaerung="Wer eine Datei in sich selbst einfügt, hat jeden Eintrag doppelt: Gespräche und Vereinbarungen zählen dann zweimal, und was im zweiten Kopf steht, liest niemand.",
    schlecht=BERATUNG + "\n" + BERATUNG,
)
