"""Kinds of finding about personal statements in free text; none of them repeats the value.

They are hints: a number proves itself, but what it is doing there only people know. Writing asks before it writes one,
and `--streng` counts them.
"""

from __future__ import annotations

from fallbuch.befund import Meldungsart, Schwere
from fallbuch.beispiele import BERATUNG

#: What to do where it is no slip.
_SONST = "Darf sie stehen bleiben, schreiben Sie dahinter, warum: „(unbedenklich: Nummer der Behörde)“."
_VERDECKT = "Auf Seiten und in Ausgaben stehen an ihrer Stelle Punkte."


def _mit(satz: str) -> str:
    """Return the common example with a sentence more in its first talk."""
    return BERATUNG + f"\n## 2026-02-02 Notiz (Jana)\n\n{satz}\n"


D003 = Meldungsart(
    kennung="D003",
    schwere=Schwere.HINWEIS,
    titel="Telefonnummer im Text",
    muster="Hier steht eine Telefonnummer („{maske}“). Erwartet: keine, über die sich jemand finden lässt.",
    hinweis="Nehmen Sie die Nummer aus dem Satz, und tragen Sie sie bei den Kontaktdaten ein. " + _SONST,
    erklaerung="Eine Telefonnummer führt zu einem Menschen, auch ohne seinen Namen. Gesucht werden Nummern, die es in Deutschland oder Österreich geben kann, "
    "in jeder Schreibweise; Nummern wie 0800 oder 0180 gehören Ämtern und Firmen und zählen nicht, ebenso wenig die der Ansprechpartner in vorlagen/arbeitgeber.yml. "
    + _VERDECKT,
    schlecht=_mit("Hat eine neue Nummer, 0170 123 45 67, und ist nachmittags zu erreichen."),
    gut=_mit("Hat eine neue Nummer; sie steht bei den Kontaktdaten. Ist nachmittags zu erreichen."),
)
D004 = Meldungsart(
    kennung="D004",
    schwere=Schwere.HINWEIS,
    titel="E-Mail-Adresse im Text",
    muster="Hier steht eine E-Mail-Adresse. Erwartet: keine, über die sich jemand finden lässt.",
    hinweis="Nehmen Sie die Adresse aus dem Satz, und tragen Sie sie bei den Kontaktdaten ein. " + _SONST,
    erklaerung="In vielen Adressen steht der Name, und jede führt zu einem Menschen. Postfächer wie „bewerbung@“ oder „info@“ gehören zu einer Aufgabe und zählen nicht, "
    "außer bei Anbietern für jedermann; die der Ansprechpartner in vorlagen/arbeitgeber.yml zählen auch nicht. "
    + _VERDECKT,
    schlecht=_mit("Lebenslauf kommt von petra.muster@example.org."),
    gut=_mit("Lebenslauf kommt per E-Mail."),
)
D005 = Meldungsart(
    kennung="D005",
    schwere=Schwere.HINWEIS,
    titel="Kontonummer im Text",
    muster="Hier steht eine IBAN oder Kontonummer. Erwartet: keine.",
    hinweis="Nehmen Sie die Nummer aus dem Satz; das Team braucht sie nicht. " + _SONST,
    erklaerung="Mit einer Kontonummer lässt sich Geld abbuchen und ein Mensch finden. Eine IBAN erkennt das Programm an ihrer Prüfziffer, andere Kontonummern an dem Wort davor. "
    + _VERDECKT,
    schlecht=_mit("Das Geld soll auf DE89 3704 0044 0532 0130 00 gehen."),
    gut=_mit("Die neue Bankverbindung ist beim Amt gemeldet."),
)
D006 = Meldungsart(
    kennung="D006",
    schwere=Schwere.HINWEIS,
    titel="Nummer eines Amtes oder einer Versicherung im Text",
    muster="Hier steht eine Nummer, unter der ein Amt oder eine Versicherung jemanden führt. Erwartet: keine.",
    hinweis="Nehmen Sie die Nummer aus dem Satz; braucht das Team sie wirklich, gehört sie zu den Kontaktdaten. "
    + _SONST,
    erklaerung="Steuer-ID, die Nummern von Sozial-, Renten- und Krankenversicherung, die Kundennummer beim Jobcenter oder AMS: Wer eine davon kennt, findet den Menschen dazu. "
    "Erkannt werden sie an Prüfziffer und Form oder an dem Wort davor. " + _VERDECKT,
    schlecht=_mit("Beim Jobcenter hat sie die Kundennummer 735D123456."),
    gut=_mit("Beim Jobcenter ist sie gemeldet."),
)
D007 = Meldungsart(
    kennung="D007",
    schwere=Schwere.HINWEIS,
    titel="Anschrift im Text",
    muster="Hier steht eine Anschrift. Erwartet: keine, höchstens der Ort oder der Stadtteil.",
    hinweis="Nehmen Sie Straße und Hausnummer aus dem Satz. Darf die Anschrift stehen bleiben, schreiben Sie dahinter, warum: „(unbedenklich: Anschrift der Behörde)“.",
    erklaerung="Straße und Hausnummer sagen, wo jemand wohnt. Gesucht wird nach Wörtern, die wie Straßen enden, mit einer Hausnummer dahinter; „Arbeitsweg 45 Minuten“ ist keine. "
    + _VERDECKT,
    schlecht=_mit("Wohnt seit Mai in der Lindenstraße 12."),
    gut=_mit("Wohnt seit Mai im Norden der Stadt."),
)
D008 = Meldungsart(
    kennung="D008",
    schwere=Schwere.HINWEIS,
    titel="Geburtstag im Text",
    muster="Hier steht ein Geburtstag. Erwartet: keiner, höchstens das Alter.",
    hinweis="Schreiben Sie statt des Tages das Alter oder das Jahrzehnt. Darf der Tag stehen bleiben, schreiben Sie dahinter, warum: „(unbedenklich: Tag der Gründung)“.",
    erklaerung="Mit einem Geburtstag lässt sich jemand finden, auch ein Kind. Gemeint sind Tage hinter „geboren“, der Abkürzung dafür oder „Geburtstag“; der Tag eines Gesprächs ist keiner. "
    + _VERDECKT,
    schlecht=_mit("Die Tochter ist am 12.03.2019 geboren."),
    gut=_mit("Die Tochter ist sechs Jahre alt."),
)
D009 = Meldungsart(
    kennung="D009",
    schwere=Schwere.HINWEIS,
    titel="Name hinter „Frau“ oder „Herr“",
    muster="Hinter „{anrede}“ steht ein Name. Erwartet: „die Kundin“, „der Kunde“, oder die Stelle ohne Namen.",
    hinweis="Schreiben Sie den Satz ohne den Namen; Menschen in Betrieben gehören in vorlagen/arbeitgeber.yml. Darf der Name stehen bleiben, schreiben Sie dahinter, warum: „(unbedenklich: Name der Praxis)“.",
    erklaerung="Auch Menschen bei Behörden und Betrieben haben Rechte, und wer Kundin oder Kunde ist, soll nicht in der Datei stehen. Namen der eigenen Berater und der "
    "Ansprechpartner in vorlagen/arbeitgeber.yml zählen nicht, ein Buchstabe wie „Frau K.“ auch nicht. Seiten zeigen den Satz, wie er ist: Wer gemeint ist, müsste sonst überall fehlen, "
    "auch bei den eigenen Leuten.",
    schlecht=_mit("Frau Musterfrau vom Jobcenter ruft zurück."),
    gut=_mit("Das Jobcenter ruft zurück."),
)
D010 = Meldungsart(
    kennung="D010",
    schwere=Schwere.HINWEIS,
    titel="Ausnahme ohne Grund",
    muster="Hier steht „unbedenklich“, aber nicht, warum. Erwartet: „(unbedenklich: Nummer der Behörde)“.",
    hinweis="Schreiben Sie hinter den Doppelpunkt, warum die Angabe stehen darf. Bis dahin gilt die Ausnahme nicht.",
    erklaerung="Wer die Datei später liest, soll verstehen, warum eine Nummer oder ein Name darin steht. Eine Ausnahme gilt für die eine Angabe, hinter der sie steht, in derselben Zeile.",
    schlecht=_mit("Das Amt ist unter 0911 123456 (unbedenklich) zu erreichen."),
    gut=_mit("Das Amt ist unter 0911 123456 (unbedenklich: Zentrale der Behörde) zu erreichen."),
)

#: The kinds that are found in free text, by their code.
TEXTMELDUNGEN = {art.kennung: art for art in (D003, D004, D005, D006, D007, D008, D009)}
#: With those about their exceptions.
FRAGLICH = frozenset({*TEXTMELDUNGEN, D010.kennung})
