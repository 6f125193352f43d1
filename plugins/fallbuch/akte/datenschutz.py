"""Fields that belong to the contact data outside git and must never stand in a case file."""

from __future__ import annotations

import re

from fallbuch.akte.absatz import gesaeubert
from fallbuch.befund import Meldungsart
from fallbuch.beispiele import NEU
from fallbuch.kennung import vergleichsform
from fallbuch.text.zeichen import nachgebildet
from fallbuch.werte import dataclass

_WOERTER = (
    "VName", "Vorname", "NName", "Nachname", "Name", "Familienname", "Rufname", "Geburtsname", "Kundenname",
    "Strasse", "Straße", "Str", "Hausnummer", "Anschrift", "Adresse", "Wohnadresse", "PLZ", "Postleitzahl", "Stadt",
    "Ort", "Wohnort", "Telefon", "Telefonnr", "Tel-Nr", "Mobil-Nr", "Hausnr", "Vor- und Nachname", "Telefonnummer",
    "Tel", "Tel.", "Festnetz", "Handy", "Handynummer", "Mobil", "Mobilnummer", "Mobiltelefon", "Rufnummer", "Fax",
    "Email", "E-Mail", "Mail", "Mailadresse", "E-Mail-Adresse", "Emailadresse", "Geburtsdatum", "Geburtstag",
    "Geboren", "Geburtsort", "IBAN", "Kontonummer", "Sozialversicherungsnummer", "Versicherungsnummer", "SV-Nummer",
    "Kundennummer", "BG-Nummer",
)  # fmt: skip
#: May stand behind such a word.
_ZUSATZWOERTER = (
    "privat", "dienstlich", "geschäftlich", "mobil", "Festnetz", "Nummer", "Nr", "der", "des", "Kundin", "Kunden",
    "Kunde", "Klientin", "Klienten",
)  # fmt: skip
#: Stands on pages in place of a personal value.
VERBORGEN = "(persönliche Angabe, wird nicht angezeigt)"
#: A line in which something may hide: escapes, entities, tags, characters of other alphabets or without width.
_VERDECKT = re.compile("[\\\\&<\\u00ad\\u0300-\\u1fff\\u200b-\\u200f\\u2028-\\u202f\\u2060-\\u206f\\u2200-\\uffff]")
_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
_TRENNER = re.compile(r"[:：=]")
PERSOENLICH = frozenset(map(vergleichsform, _WOERTER))
_ZUSAETZE = frozenset(map(vergleichsform, _ZUSATZWOERTER))
_UNSICHTBAR = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u2060\ufffd")
_AM_ANFANG = re.compile(
    r"[^\w\n]{0,16}+(?:[0-9]{1,3}[.)][ \t]*+)?\[?[xX ]?\]?[^\w\n]{0,6}+([^\W\d_][\w .\-/()]{0,40}?)[\s*_`\"'\\)\]|]{0,6}[:：=]"
)
# Inside a sentence the value must look like one: "Handy um 14:00 nicht erreicht" is no number.
_IM_SATZ = re.compile(
    r"\b(?:(Tel|Telefon(?:nummer|nr)?|Handy(?:nummer|nr)?|Mobil|Fax)\b\.?(?: \(?(?:privat|mobil|dienstlich)\)?)?[ ]?[:：=][ ]?(?=[+(]?[0-9][0-9 ()/+-]{5})"
    r"|(E-?Mail)\b[ ]?[:：=][ ]?(?=[^\s@]{1,64}@)"
    r"|(VName|NName|Vorname|Nachname|PLZ|IBAN|Geburtsdatum)\b[ ]?[:：=])",
    re.IGNORECASE,
)
#: A number that can be dialled, behind its word: whatever stands between is no sentence.
_NUMMER = r"(Tel|Telefon(?:nummer|nr)?|Handy(?:nummer|nr)?|Mobil|Fax)\b[^\w\n+(]{1,6}(?=(?:\+|\(?0)[0-9][0-9 ()/-]{4})"
_MIT_NUMMER = re.compile(rf"\b{_NUMMER}")
# A pattern that begins with letters is searched many times faster; it may find a little more.
_VIELLEICHT_NUMMER = re.compile(_NUMMER)

D001 = Meldungsart(
    kennung="D001",
    titel="Persönliche Angabe in der Falldatei",
    muster="„{feld}“ gehört nicht in eine Falldatei. Der Wert wird nirgends angezeigt. Erwartet: nur die ID.",
    hinweis="Löschen Sie die Zeile und tragen Sie die Angabe bei den Kontaktdaten ein. War die Datei schon gespeichert "
    "und geteilt, sagen Sie im Team Bescheid: Frühere Stände enthalten sie noch.",
    erklaerung="Namen, Anschriften, Telefonnummern und Ähnliches stehen bei den Kontaktdaten, getrennt von dem, was besprochen wurde. "
    "So verrät eine Falldatei, die in falsche Hände gerät, nicht, um wen es geht. Das Programm zeigt solche Zeilen nirgends an, "
    "auch nicht auf der Seite des Falls.",
    schlecht=NEU.replace("Status: neu", "Status: neu\nNName: Muster"),
    gut=NEU,
)


@dataclass(frozen=True, slots=True)
class Fundstelle:
    """A personal statement in a line: its word, the word's column, and the index at which its value begins."""

    wort: str
    spalte: int
    ende: int


def persoenliches_wort(text: str, *, als_feld: bool = False) -> str | None:
    """Return the word of `text` that names a personal field, or None.

    The name of a field in the front matter (`als_feld`) is never a sentence: its first word decides.
    """
    form = vergleichsform(text.translate(_UNSICHTBAR))
    if form in PERSOENLICH:
        return text
    erstes, *weitere = text.translate(_UNSICHTBAR).replace(":", " ").split() or [""]
    zusaetze = {vergleichsform(wort.strip("()")) for wort in weitere}
    if vergleichsform(erstes) in PERSOENLICH and (zusaetze <= _ZUSAETZE or als_feld):
        return erstes
    return None


def persoenliche_stelle(zeile: str) -> Fundstelle | None:
    """Find the personal statement of a line, whatever list mark, box, quote or heading stands before it."""
    if _VERDECKT.search(zeile):
        sauber = nachgebildet(_TAGS.sub("", gesaeubert(zeile))).translate(_UNSICHTBAR)
        if sauber != zeile:  # places in the cleaned line are not those of the file: blank out all of it
            fund = _sichtbare_stelle(sauber) or _sichtbare_stelle(zeile)
            return Fundstelle(fund.wort, 1, 0) if fund is not None else None
    return _sichtbare_stelle(zeile)


def _sichtbare_stelle(zeile: str) -> Fundstelle | None:
    treffer = _AM_ANFANG.match(zeile) if _TRENNER.search(zeile) else None
    if treffer is not None and (wort := persoenliches_wort(treffer[1])) is not None:
        return Fundstelle(wort, treffer.start(1) + 1, treffer.end())
    treffer = (_IM_SATZ.search(zeile) if _TRENNER.search(zeile) else None) or _MIT_NUMMER.search(zeile)
    if treffer is None:
        return None
    gruppe = treffer.lastindex or 0
    return Fundstelle(treffer[gruppe], treffer.start(gruppe) + 1, treffer.end())


def nennt_nummer(text: str) -> bool:
    """Tell whether some line of a text may name a number that can be dialled, without a colon."""
    # Nearly every record says „Telefonat“, which is none of these words.
    ohne = text.count("Tel") == text.count("Telefonat") and not any(map(text.__contains__, ("Handy", "Mobil", "Fax")))
    return not ohne and _VIELLEICHT_NUMMER.search(text) is not None


def verborgen(zeile: str) -> str:
    """Return a line as it may be shown: behind the word of a personal statement stands that it is hidden."""
    fund = persoenliche_stelle(zeile)
    return zeile if fund is None else f"{zeile[: fund.ende]} {VERBORGEN}"


def persoenliche_angabe(text: str) -> str | None:
    """Return the word of the personal statement in a value, or None."""
    fund = persoenliche_stelle(text)
    return fund.wort if fund is not None else None
