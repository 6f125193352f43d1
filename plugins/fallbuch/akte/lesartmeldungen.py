"""Kinds of finding about lines that other programs or the keyboard changed: read as they are meant, where that is certain."""

from __future__ import annotations

from collections.abc import Sequence

from fallbuch.akte.absatz import einfuegungen
from fallbuch.akte.typen import GUT_EINTRAG
from fallbuch.befund import Meldungsart, Schwere
from fallbuch.beispiele import BERATUNG
from fallbuch.text.zeichen import aufgezaehlt

_VEREINBART = BERATUNG + "\nVereinbarungen:\n\n- [ ] Kundin aktualisiert den Lebenslauf (bis 2026-02-09)\n"
_PLAN = (
    GUT_EINTRAG
    + "\n## 2026-01-20 Betreuungsplan\n\nBegründung: Erfahrung ist vorhanden\nKontaktintervall: 4 Wochen\n"
    + "Gültig bis: 2026-07-20\nEinvernehmen: ja\n"
)

F076 = Meldungsart(
    kennung="F076",
    schwere=Schwere.HINWEIS,
    titel="Unsichtbares Zeichen",
    muster="In dieser Zeile steht {was}; gelesen wurde „{gemeint}“. Erwartet: nur Zeichen, die man sieht.",
    hinweis="Tippen Sie die Zeile neu, oder rufen Sie „fallbuch formatieren --beheben“ auf.",
    erklaerung="Beim Einfügen aus Webseiten, Mails und Textprogrammen kommen Zeichen mit, die niemand sieht. Für ein Programm wird aus einer "
    "Angabe damit ein anderes Wort. Hier werden sie gelesen, als stünden sie nicht da; andere Programme und die Suche tun das nicht.",
    schlecht=BERATUNG.replace("Folgetermin:", "Folgetermin\u00a0:"),
)
F077 = Meldungsart(
    kennung="F077",
    schwere=Schwere.HINWEIS,
    titel="Zeichen sieht nur so aus",
    muster="„{wert}“ enthält Zeichen, die nur so aussehen wie die auf der Tastatur; gelesen wurde „{gemeint}“. Erwartet: „{gemeint}“.",
    hinweis="Tippen Sie die Zeile neu, oder rufen Sie „fallbuch formatieren --beheben“ auf.",
    erklaerung="Es gibt Doppelpunkte doppelter Breite, lange Striche in einem Datum und Buchstaben anderer Schriften, die den unseren gleichen. "
    "Gemeint ist das bekannte Wort oder der Tag; so wird es gelesen. Mit der Suche findet man es nur, wenn es auch so dasteht.",
    schlecht=BERATUNG.replace("Folgetermin: ", "Folgetermin\uff1a"),
)
F078 = Meldungsart(
    kennung="F078",
    schwere=Schwere.HINWEIS,
    titel="Von einem Programm veränderte Zeichen",
    muster="In dieser Zeile hat ein Programm {was} eingefügt; gelesen wurde „{gemeint}“. Erwartet: die Zeile ohne das.",
    hinweis="Rufen Sie „fallbuch formatieren --beheben“ auf. Welche Programme das tun und was hilft, steht im Handbuch unter „Welche Programme vertragen die Dateien“.",
    erklaerung="Manche Editoren setzen vor Klammern, Striche und Punkte einen Schrägstrich, schreiben „&“ und „<“ als Folge von Buchstaben oder beenden eine Zeile "
    "mit einem Schrägstrich. Gemeint ist die Zeile ohne das, und so wird sie gelesen.",
    schlecht=_VEREINBART.replace("[ ]", "\\[ \\]"),
    gut=_VEREINBART,
)
F079 = Meldungsart(
    kennung="F079",
    schwere=Schwere.HINWEIS,
    titel="Angabe nicht auf einer eigenen Zeile",
    muster="Die Angabe „{feld}“ {wie}; sie wurde gelesen. Erwartet: „{feld}: …“ in einer eigenen Zeile.",
    hinweis="Schreiben Sie „{feld}“ an den Anfang einer Zeile und den Wert dahinter.",
    erklaerung="Manche Programme hängen Zeilen aneinander oder brechen sie anders um. Ist sicher, wo eine Angabe beginnt und was sie sagt, wird sie gelesen. Auf einer "
    "eigenen Zeile sieht sie auch, wer die Datei öffnet.",
    schlecht=_PLAN.replace("vorhanden\nKontakt", "vorhanden Kontakt"),
    gut=_PLAN,
)
F082 = Meldungsart(
    kennung="F082",
    schwere=Schwere.HINWEIS,
    titel="Angabe im Text wird nicht gelesen",
    muster="In dieser Zeile steht „{feld}“ mitten im Text; als Angabe gelesen wurde es nicht. Erwartet: „{feld}: …“ in einer eigenen Zeile.",
    hinweis="Schreiben Sie die Angabe in eine eigene Zeile, wenn sie gelten soll. Sonst lassen Sie den Doppelpunkt weg.",
    erklaerung="Eine Angabe gilt am Anfang einer Zeile. Mitten im Text ist nicht sicher, wo sie aufhört und ob sie noch gilt; deshalb wird gefragt "
    "und nichts geraten.",
    schlecht=BERATUNG.replace("Sucht eine", "Den Folgetermin: 2026-01-20 hat sie verpasst. Sucht eine"),
)
F083 = Meldungsart(
    kennung="F083",
    schwere=Schwere.HINWEIS,
    titel="Zeile beginnt mit Tag und Monat",
    muster="Die Zeile beginnt mit „{wert}“; viele Programme halten das für Punkt {tag} einer Aufzählung und ändern die Zahl. Erwartet: „Am {wert}“.",
    hinweis="Schreiben Sie „Am {wert}“.",
    erklaerung="Eine Zahl mit Punkt am Anfang einer Zeile ist in diesen Dateien eine nummerierte Aufzählung. Programme, die beim Speichern "
    "aufräumen, zählen von dort an weiter: Aus dem 26. und dem 3. werden 26 und 27, und das Datum ist falsch. Auf den Seiten steht, was dasteht.",
    schlecht=BERATUNG.replace("Sucht eine", "26. Januar: Anruf der Schule\n\nSucht eine"),
    gut=BERATUNG.replace("Sucht eine", "Am 26. Januar: Anruf der Schule\n\nSucht eine"),
)
F084 = Meldungsart(
    kennung="F084",
    titel="Kästchen lässt sich verschieden lesen",
    muster="Vor dieser Vereinbarung steht „{wert}“; ob sie offen, erledigt oder fallengelassen ist, lässt sich nicht sagen. Erwartet: ein Kästchen, „[ ]“, „[x]“ oder „[-]“.",
    hinweis="Lassen Sie das Kästchen stehen, das gilt. Bis dahin gilt die Vereinbarung als offen.",
    erklaerung="Zwei Kästchen hintereinander entstehen, wenn ein Programm das erste nicht erkannt und ein weiteres gesetzt hat. Welches gilt, "
    "weiß nur, wer dabei war.",
    schlecht=_VEREINBART.replace("[ ]", "[ ] [-]"),
    gut=_VEREINBART,
)
F086 = Meldungsart(
    kennung="F086",
    schwere=Schwere.HINWEIS,
    titel="Frist anders geschrieben",
    muster="„{wert}“ wurde als Frist gelesen. Erwartet: „({richtig})“.",
    hinweis="Schreiben Sie „({richtig})“.",
    erklaerung="Eine Frist heißt „bis“ und ein Datum, in Klammern. Was eindeutig dasselbe sagt, wird gelesen.",
    schlecht=_VEREINBART.replace("(bis ", "(fällig "),
    gut=_VEREINBART,
)
F087 = Meldungsart(
    kennung="F087",
    schwere=Schwere.HINWEIS,
    titel="Doppelpunkt fehlt",
    muster="Hinter „{feld}“ steht {was} statt eines Doppelpunkts; die Angabe wurde gelesen. Erwartet: „{feld}: …“.",
    hinweis="Setzen Sie hinter „{feld}“ einen Doppelpunkt.",
    erklaerung="Zwischen dem Namen einer Angabe und ihrem Wert steht ein Doppelpunkt. Steht dort etwas anderes und dahinter ein Wert, wie ihn "
    "nur diese Angabe hat, wird sie gelesen.",
    schlecht=BERATUNG.replace("Folgetermin:", "Folgetermin ="),
)
F088 = Meldungsart(
    kennung="F088",
    schwere=Schwere.HINWEIS,
    titel="Zwei Vereinbarungen in einer Zeile",
    muster="In dieser Zeile beginnt eine weitere Vereinbarung; sie wurde gelesen. Erwartet: jede in einer eigenen Zeile.",
    hinweis="Setzen Sie vor „{wert}“ einen Zeilenumbruch.",
    erklaerung="Manche Programme hängen die Punkte einer Aufzählung aneinander. Damit keine Vereinbarung in einer anderen verschwindet, wird an "
    "jedem Kästchen getrennt.",
    schlecht=_VEREINBART.replace("\n- [ ] Kundin", "\n- [ ] Team fragt nach - [ ] Kundin"),
    gut=_VEREINBART.replace("\n- [ ] Kundin", "\n- [ ] Team fragt nach\n- [ ] Kundin"),
)
F089 = Meldungsart(
    kennung="F089",
    schwere=Schwere.HINWEIS,
    titel="Tag ohne „bis“",
    muster="Der Tag {wert} gilt hier nicht als Frist. Erwartet: „(bis {wert})“, wenn er eine sein soll.",
    hinweis="Schreiben Sie „bis“ davor. Soll der Tag nur dabeistehen, schreiben Sie ihn in den Satz.",
    erklaerung="Ohne „bis“ kann ein Tag auch sagen, wann etwas stattfindet. Daran erinnert das Programm nicht.",
    schlecht=_VEREINBART.replace("(bis ", "("),
    gut=_VEREINBART,
)
F093 = Meldungsart(
    kennung="F093",
    schwere=Schwere.HINWEIS,
    titel="Fortsetzung steht am Rand",
    muster="„{wert}“ steht ohne Leerzeile unter einem Punkt und wurde als dessen Fortsetzung gelesen. Erwartet: zwei Leerzeichen davor, oder eine Leerzeile.",
    hinweis="Rücken Sie die Zeile ein, wenn sie zum Punkt darüber gehört. Soll sie für sich stehen, setzen Sie eine Leerzeile davor.",
    erklaerung="Programme, die Zeilen umbrechen, lassen den Einzug manchmal weg. Steht in der zweiten Zeile die Frist, wäre sie verloren; "
    "deshalb gilt hier dasselbe wie überall in Markdown: Ohne Leerzeile gehört die Zeile zum Punkt.",
    schlecht=_VEREINBART.replace("den Lebenslauf (bis", "den Lebenslauf\n(bis"),
    gut=_VEREINBART.replace("den Lebenslauf (bis", "den Lebenslauf\n  (bis"),
)
F091 = Meldungsart(
    kennung="F091",
    schwere=Schwere.HINWEIS,
    titel="Frist steht unter den Vereinbarungen",
    muster="„{wert}“ steht unter der Liste der Vereinbarungen und gehört zu keiner. Erwartet: die Frist in der Zeile ihrer Vereinbarung.",
    hinweis="Hängen Sie die Zeile an die Vereinbarung an, zu der sie gehört. Gehört sie zu keiner, setzen Sie sie über die Liste.",
    erklaerung="Manche Programme machen aus der zweiten Zeile einer Vereinbarung einen eigenen Absatz. Steht darin die Frist, würde niemand "
    "an sie erinnert.",
    schlecht=_VEREINBART.replace(" (bis 2026-02-09)", "\n\nund schickt ihn bis 2026-02-09"),
    gut=_VEREINBART,
)
F092 = Meldungsart(
    kennung="F092",
    schwere=Schwere.HINWEIS,
    titel="Ein Programm hielt den Kopf für Text",
    muster="Der Kopf sieht nicht mehr aus wie einer; seine Felder wurden trotzdem gelesen. Erwartet: eine Zeile „---“, je Zeile ein Feld, eine Zeile „---“.",
    hinweis="Rufen Sie „fallbuch formatieren --beheben“ auf, und sagen Sie dem Programm, dass es diese Dateien in Ruhe lassen soll. Wie das geht, "
    "steht im Handbuch unter „Welche Programme vertragen die Dateien“.",
    erklaerung="Für Programme, die keinen Kopf kennen, ist „---“ ein Strich und der Rest ein Absatz. Sie schreiben die Striche anders und "
    "hängen die Felder aneinander. Sind ID, Erstkontakt, Zugangsweg und Status noch zu erkennen, wird der Kopf gelesen.",
    schlecht=BERATUNG.replace("---\n", "***\n\n", 1).replace("IK\n---\n", "IK\n----------\n"),
)
#: Their fixes write a line as it is read already; nothing that the file says changes.
GLEICHBEDEUTEND = frozenset({F076, F077, F078, F079, F087, F088, F092, F093})


def was_auffiel(
    unsichtbare: Sequence[str], maskierte: Sequence[str], gemeint: str
) -> list[tuple[Meldungsart, dict[str, str]]]:
    """Return what to say about characters of a line that nobody sees, and such as a program put in."""
    meldungen = []
    if unsichtbare:
        meldungen.append((F076, {"was": aufgezaehlt(unsichtbare), "gemeint": gemeint}))
    if maskierte:
        meldungen.append((F078, {"was": einfuegungen(maskierte), "gemeint": gemeint}))
    return meldungen
