"""Kinds of finding about process descriptions and recommendations."""

from __future__ import annotations

from functools import partial

from fallbuch.befund import Meldungsart, Schwere

PROZESSORDNER, EMPFEHLUNGSORDNER = "prozesse", "empfehlungen"
_DATEI = "site_src/prozesse/verleih.md"
_EMPFEHLUNG = "site_src/empfehlungen/erstgespraeche.md"
_GUT = """\
---
Name: Verleih
Beschreibung: Wir verleihen Kleidung für Vorstellungsgespräche.
Verantwortlich: [Jana]
Vorgänger: [Rückgabe]
Eingabe: [Kleidung]
Ausgabe: [Verliehene Kleidung]
Hilfsmittel: [Leitfaden Beratung]
Nachfolger: [Rückgabe]
Gruppe: Kleiderkammer
Status: in Beratung
Regeln: [Folgetermin]
---

## Schritte

1. Größe erfragen.

## Gelingensfaktoren

- Früh fragen (Kennzahl: Beginn)
"""
_NACHBAR = """\
---
Name: Rückgabe
Beschreibung: Die Kleidung kommt zurück.
Vorgänger: [Verleih]
Eingabe: [Verliehene Kleidung, Spenden (von außen)]
Ausgabe: [Kleidung]
Nachfolger: [Verleih]
Gruppe: Kleiderkammer
---

## Schritte

1. Prüfen und reinigen.
"""
_ALLEIN = """\
---
Name: Verleih
Beschreibung: Wir verleihen Kleidung für Vorstellungsgespräche.
Eingabe: [Kleiderspende (von außen)]
Ausgabe: [Verliehene Kleidung]
---

## Schritte

1. Größe erfragen.
"""
_DAZU = {"site_src/prozesse/rueckgabe.md": _NACHBAR}
_GUTE_EMPFEHLUNG = """\
---
Name: Erstgespräche schneller vereinbaren
Datum: 2026-04-02
Prozess: Akquise
Kennzahlen: [Beginn]
Entscheidung: angenommen
Entschieden am: 2026-04-09
Hält nach: Jana
Nachhalten am: 2026-07-02
---

Zwei feste Termine in der Woche freihalten.
"""

#: Most kinds are shown on one process beside its neighbour, some on one that stands alone, some on a recommendation.
#: What is to be done hangs on what stands there, where a kind says nothing else.
_fehler = partial(Meldungsart, schwere=Schwere.FEHLER, hinweis="{rat}", gut=_GUT, beispieldatei=_DATEI, dazu=_DAZU)
_hinweis = partial(_fehler, schwere=Schwere.HINWEIS)
_allein = partial(Meldungsart, gut=_ALLEIN, beispieldatei=_DATEI)
_empfehlung = partial(Meldungsart, gut=_GUTE_EMPFEHLUNG, beispieldatei=_EMPFEHLUNG)

P001 = _fehler(
    kennung="P001",
    titel="Unbekanntes Feld in einer Beschreibung",
    muster="Das Feld „{feld}“ gibt es hier nicht. {erwartet}",
    erklaerung="Ein verschriebenes Feld hätte keine Wirkung, und niemand würde es merken. Was kein Feld ist, gehört in den Text unter dem Kopf.",
    schlecht=_GUT.replace("Nachfolger:", "Nachvolger:"),
)
P002 = _fehler(
    kennung="P002",
    titel="Vorgänger oder Nachfolger gibt es nicht",
    muster="„{prozess}“ nennt als {feld} „{wert}“; einen Prozess dieses Namens gibt es nicht. {erwartet}",
    erklaerung="Prozesse sind miteinander verbunden: Wer einen umbenennt oder entfernt, ändert auch seine Nachbarn. Sonst führt der Weg ins Leere, "
    "auf dem Bild wie in der Arbeit.",
    schlecht=_GUT.replace("Nachfolger: [Rückgabe]", "Nachfolger: [Rückgaben]"),
)
P003 = _fehler(
    kennung="P003",
    titel="Nachbarn passen nicht zusammen",
    muster="„{prozess}“ nennt „{wert}“ als {feld}, „{wert}“ nennt „{prozess}“ aber nicht als {gegenfeld}. Erwartet: Beide nennen einander.",
    hinweis="Ergänzen Sie in {datei} bei „{gegenfeld}“ den Namen „{prozess}“, oder nehmen Sie in {eigene} bei „{feld}“ den Namen „{wert}“ heraus.",
    erklaerung="Folgt B auf A, steht bei A der Nachfolger B und bei B der Vorgänger A. Fehlt eines von beiden, weiß niemand, welches stimmt.",
    schlecht=_GUT.replace("Nachfolger: [Rückgabe]\n", ""),
)
P004 = _fehler(
    kennung="P004",
    titel="Eingabe kommt von niemandem",
    muster="„{prozess}“ braucht „{wert}“; kein Prozess nennt das als Ausgabe. {erwartet}",
    erklaerung="Was ein Prozess braucht, muss ein anderer liefern. Kommt es nicht aus der eigenen Arbeit, schreiben Sie „(von außen)“ dahinter, "
    "zum Beispiel „Anfrage eines Menschen (von außen)“.",
    schlecht=_GUT.replace("Eingabe: [Kleidung]", "Eingabe: [Kleiderspende]"),
)
P005 = _fehler(
    kennung="P005",
    titel="Hilfsmittel gibt es nicht",
    muster="Das Hilfsmittel „{wert}“ gibt es nicht. Erwartet: der Titel einer Seite, eine Datei des Teams oder ein Feld der Falldatei.",
    erklaerung="Ein Hilfsmittel ist eine Seite (mit ihrem Titel oder als Pfad wie „hilfsmittel/leitfaden.md“), eine Datei im Ordner des Teams "
    "(wie „vorlagen/arbeitgeber.yml“) oder ein Feld der Falldatei (wie „Folgetermin“). Nur dann führt der Verweis irgendwohin.",
    schlecht=_GUT.replace("Leitfaden Beratung", "Leitfaden Berattung"),
)
P006 = _allein(
    kennung="P006",
    schwere=Schwere.FEHLER,
    titel="Prozess ist von nirgendwo zu erreichen",
    muster="Zu „{prozess}“ führt kein Weg. Erwartet: eine Eingabe „(von außen)“, ein Vorgänger, zu dem ein Weg führt, oder „Teil von“.",
    hinweis="Nennen Sie einen Vorgänger, oder schreiben Sie „(von außen)“ hinter die Eingabe, mit der die Arbeit hier beginnt.",
    erklaerung="Die Arbeit beginnt dort, wo etwas von außen kommt, und geht von Nachfolger zu Nachfolger weiter. Ein Prozess, den man so nie erreicht, "
    "würde nie ausgeführt.",
    schlecht=_ALLEIN.replace("Eingabe: [Kleiderspende (von außen)]\n", ""),
)
P007 = _fehler(
    kennung="P007",
    titel="Status gibt es nicht",
    muster="Den Status „{wert}“ gibt es nicht. {erwartet}",
    erklaerung="Der Status sagt, welche Fälle in diesem Prozess stehen. Es sind dieselben Wörter wie in der Falldatei.",
    schlecht=_GUT.replace("Status: in Beratung", "Status: in Behandlung"),
)
P008 = _fehler(
    kennung="P008",
    titel="Zwei Prozesse mit demselben Namen",
    muster="„{prozess}“ heißt auch der Prozess in {datei}. Erwartet: Jeder Name kommt einmal vor.",
    hinweis="Geben Sie einem der beiden einen anderen Namen. Soll diese Datei einen mitgelieferten Prozess ändern, muss sie heißen wie er.",
    erklaerung="Vorgänger und Nachfolger werden mit dem Namen genannt. Heißen zwei gleich, ist offen, welcher gemeint ist.",
    schlecht=_GUT.replace("Name: Verleih", "Name: Rückgabe"),
)
P009 = _hinweis(
    kennung="P009",
    titel="Person gehört nicht zum Team",
    muster="„{wert}“ steht nicht unter „berater“ oder gehört nicht mehr zum Team. {erwartet}",
    erklaerung="Wer bei einem Prozess zuerst genannt ist oder eine Empfehlung nachhält, wird zur rechten Zeit daran erinnert. Die Erinnerung steht auf der "
    "Seite dieser Person, und die gibt es nur für Menschen, die zum Team gehören.",
    schlecht=_GUT.replace("[Jana]", "[Janna]"),
)
P010 = _fehler(
    kennung="P010",
    titel="Regel gibt es nicht",
    muster="Eine Regel oder Regelgruppe „{wert}“ gibt es nicht. {erwartet}",
    erklaerung="Die Seite eines Prozesses nennt die Regeln, die über ihn wachen. Genannt wird ein Titel, ein Schlüssel oder eine ganze Gruppe des Regelwerks.",
    schlecht=_GUT.replace("[Folgetermin]", "[Folgetermine]"),
)
P011 = _fehler(
    kennung="P011",
    titel="Kennzahl gibt es nicht",
    muster="Eine Kennzahl „{wert}“ gibt es nicht. {erwartet}",
    erklaerung="Hinter einem Gelingensfaktor steht in Klammern, an welcher Kennzahl das Team ihn sieht. Die Kennzahlen sind auf einer eigenen Seite erklärt.",
    schlecht=_GUT.replace("Kennzahl: Beginn", "Kennzahl: Begin"),
)
P012 = _hinweis(
    kennung="P012",
    titel="Schritte fehlen",
    muster="In der Beschreibung von „{prozess}“ fehlt der Abschnitt „Schritte“. Erwartet: eine Überschrift „## Schritte“ und darunter, was zu tun ist.",
    hinweis="Schreiben Sie auf, was jemand der Reihe nach tut, der es zum ersten Mal macht.",
    erklaerung="Ein Prozess ohne Schritte sagt niemandem, was zu tun ist.",
    schlecht=_GUT.replace("## Schritte\n\n1. Größe erfragen.\n", ""),
)
P013 = _fehler(
    kennung="P013",
    titel="Teil von nichts oder von sich selbst",
    muster="„{prozess}“ soll Teil von „{wert}“ sein; {problem}. {erwartet}",
    erklaerung="Ein Teilprozess gehört zu genau einem größeren. Er kann nicht Teil von sich selbst sein, auch nicht über Umwege.",
    schlecht=_GUT.replace("Gruppe:", "Teil von: Kleiderlager\nGruppe:"),
)
P014 = _fehler(
    kennung="P014",
    titel="Verweis im Text führt nirgendwohin",
    muster="Der Verweis „{wert}“ führt nirgendwohin. Erwartet: eine Seite wie „../hilfsmittel/leitfaden.md“ oder eine Adresse mit https://.",
    erklaerung="Wer auf einen Verweis klickt, soll ankommen. Pfade zählen von dem Ordner aus, in dem die Beschreibung steht.",
    schlecht=_GUT.replace("Größe erfragen.", "[Leitfaden](../hilfsmittel/leitfade.md) lesen."),
)
P015 = _fehler(
    kennung="P015",
    titel="Angabe ist kein einfacher Wert",
    muster="„{feld}“ enthält {was}. Erwartet: {erwartet}.",
    hinweis="Steht ein Doppelpunkt im Text, setzen Sie den ganzen Wert in Anführungszeichen.",
    erklaerung="Die Felder einer Beschreibung enthalten einen Wert oder eine einfache Liste. Ein Doppelpunkt mit Leerzeichen dahinter macht aus einem "
    "Listenpunkt eine Untergliederung.",
    schlecht=_GUT.replace("Eingabe: [Kleidung]", "Eingabe:\n  - Kleidung: sauber"),
)
P016 = _empfehlung(
    kennung="P016",
    schwere=Schwere.FEHLER,
    titel="Prozess einer Empfehlung gibt es nicht",
    muster="Die Empfehlung nennt den Prozess „{wert}“, den es nicht gibt. {erwartet}",
    hinweis="{rat}",
    erklaerung="Eine Empfehlung betrifft einen Prozess. Auf dessen Seite steht sie, solange etwas zu tun ist.",
    schlecht=_GUTE_EMPFEHLUNG.replace("Akquise", "Aquise"),
)
P017 = _empfehlung(
    kennung="P017",
    schwere=Schwere.HINWEIS,
    titel="Empfehlung, an die niemand denkt",
    muster="Bei einer angenommenen Empfehlung fehlt „{feld}“. Erwartet: eine Zeile „{feld}: {beispiel}“.",
    hinweis="Ergänzen Sie die Zeile. Ist nichts mehr zu tun, schreiben Sie „Erledigt am“ und den Tag.",
    erklaerung="Ein Beschluss ohne einen Menschen, der ihn nachhält, und ohne Tag gerät in Vergessenheit. Mit beidem steht er rechtzeitig auf der Liste.",
    schlecht=_GUTE_EMPFEHLUNG.replace("Nachhalten am: 2026-07-02\n", ""),
)
P018 = _fehler(
    kennung="P018",
    titel="Tag liegt in der Zukunft",
    muster="„{feld}“ nennt den {datum}; dieser Tag liegt in der Zukunft. Erwartet: ein Tag bis heute.",
    hinweis="Sehen Sie nach, ob Jahr oder Monat vertauscht sind.",
    erklaerung="Geprüft, beschlossen und erledigt ist etwas erst, wenn es geschehen ist. Ein Tag in der Zukunft würde die Erinnerung verschlucken.",
    schlecht=_GUT.replace("Status:", "Geprüft am: 2062-06-30\nStatus:"),
)
P019 = _fehler(
    kennung="P019",
    titel="Einschub gibt es nicht",
    muster="Den Einschub „{wert}“ gibt es nicht. {erwartet}",
    erklaerung="Eine Zeile „<!-- fallbuch: zugangswege -->“ setzt eine Tabelle ein, die aus den Listen und Regeln des Teams entsteht und deshalb immer stimmt.",
    schlecht=_GUT.replace("1. Größe", "<!-- fallbuch: zugangsweg -->\n\n1. Größe"),
)
P020 = _allein(
    kennung="P020",
    schwere=Schwere.FEHLER,
    titel="Beschreibung, die niemand liest",
    muster="Diese Datei sieht aus wie eine Beschreibung, wird aber nicht gelesen. Erwartet: eine Datei unmittelbar in {ordner}, die auf „.md“ endet, einen "
    'eigenen Namen hat und darin keines der Zeichen # ? % : " < > | *.',
    hinweis="Verschieben Sie die Datei, oder benennen Sie sie um. Entwürfe beginnen mit einem Unterstrich.",
    erklaerung="Gelesen wird, was unmittelbar im Ordner der Prozesse oder der Empfehlungen liegt und auf „.md“ endet. Alles andere erscheint auf keiner "
    "Seite; sonst stünde ein ungeprüfter Text im Intranet oder gar in der öffentlichen Fassung.",
    schlecht=_ALLEIN,
    umstand="Die Datei liegt in einem Unterordner, zum Beispiel site_src/prozesse/alte/verleih.md, oder endet auf „.markdown“.",
)
P021 = _fehler(
    kennung="P021",
    titel="Prozess ist sein eigener Nachbar",
    muster="„{prozess}“ nennt sich selbst als {feld}. Erwartet: ein anderer Prozess.",
    hinweis="Nehmen Sie den Namen hier heraus.",
    erklaerung="Vorgänger und Nachfolger sind andere Prozesse. Wiederholt sich eine Arbeit, steht das bei den Schritten.",
    schlecht=_GUT.replace("Nachfolger: [Rückgabe]", "Nachfolger: [Rückgabe, Verleih]"),
)
P022 = _allein(
    kennung="P022",
    schwere=Schwere.FEHLER,
    titel="Datei ändert keinen mitgelieferten Prozess",
    muster="Hier fehlen {fehlende}; einen mitgelieferten Prozess, den diese Datei ändern könnte, gibt es unter diesem Dateinamen nicht. "
    "Erwartet: ein Dateiname wie {namen}, oder eine vollständige Beschreibung.",
    hinweis="{rat}",
    erklaerung="Eine Datei, die nur einzelne Felder nennt, ändert den mitgelieferten Prozess, der so heißt wie sie. Wird sie umbenannt, weiß niemand mehr, "
    "zu welchem sie gehört. Soll der Prozess anders heißen, ändern Sie das Feld „Name“, nicht den Dateinamen.",
    schlecht="---\nVerantwortlich: [Jana]\n---\n",
)
P023 = _allein(
    kennung="P023",
    schwere=Schwere.HINWEIS,
    titel="Prozess ist noch nicht beschrieben",
    muster="„{prozess}“ ist noch nicht beschrieben. Erwartet: unter „Beschreibung“ ein bis drei Sätze, worum es geht.",
    hinweis="Schreiben Sie es auf, und ersetzen Sie auch die vorläufigen Schritte.",
    erklaerung="Ein neuer Prozess bekommt zuerst einen vorläufigen Text. So steht er schon im Bild, aber niemand weiß, was zu tun ist.",
    schlecht=_ALLEIN.replace("Wir verleihen Kleidung für Vorstellungsgespräche.", "Noch zu beschreiben."),
)
P024 = _fehler(
    kennung="P024",
    titel="Kommentar ohne Ende",
    muster="Hier beginnt ein Kommentar („<!--“), der nicht endet. Erwartet: „-->“ an seinem Ende.",
    hinweis="Schreiben Sie „-->“ hinter den Kommentar.",
    erklaerung="Was in einem Kommentar steht, steht auf keiner Seite. Ohne Ende gehört alles dazu, was folgt, und fehlt auf der Seite.",
    schlecht=_GUT.replace("1. Größe", "<!-- noch klären\n\n1. Größe"),
    gut=_GUT.replace("1. Größe", "<!-- noch klären -->\n\n1. Größe"),
)
