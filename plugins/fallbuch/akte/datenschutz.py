"""Fields that belong to the contact data outside git and must never stand in a case file."""

from __future__ import annotations

import re

from fallbuch.befund import Meldungsart, Schwere
from fallbuch.beispiele import NEU
from fallbuch.kennung import vergleichsform

_WOERTER = (
    "VName",
    "Vorname",
    "NName",
    "Nachname",
    "Name",
    "Familienname",
    "Rufname",
    "Geburtsname",
    "Kundenname",
    "Strasse",
    "Straße",
    "Str",
    "Hausnummer",
    "Anschrift",
    "Adresse",
    "Wohnadresse",
    "PLZ",
    "Postleitzahl",
    "Stadt",
    "Ort",
    "Wohnort",
    "Telefon",
    "Telefonnummer",
    "Tel",
    "Tel.",
    "Festnetz",
    "Handy",
    "Handynummer",
    "Mobil",
    "Mobilnummer",
    "Mobiltelefon",
    "Rufnummer",
    "Fax",
    "Email",
    "E-Mail",
    "Mail",
    "Mailadresse",
    "E-Mail-Adresse",
    "Emailadresse",
    "Geburtsdatum",
    "Geburtstag",
    "Geboren",
    "Geburtsort",
    "IBAN",
    "Kontonummer",
    "Sozialversicherungsnummer",
    "Versicherungsnummer",
    "SV-Nummer",
    "Kundennummer",
    "BG-Nummer",
)
#: Stands on pages in place of a personal value.
VERBORGEN = "(persönliche Angabe, wird nicht angezeigt)"
PERSOENLICH = frozenset(map(vergleichsform, _WOERTER))
_ZEILE = re.compile(
    r"[ \t]{0,3}(?:[-*+>][ \t]++)*+(?:[*_]{1,2})?([^\W\d_][\w .\-]{0,30}?)[ \t]*(?::(?:[*_]{1,2})?|(?:[*_]{1,2}):)"
)

D001 = Meldungsart(
    kennung="D001",
    schwere=Schwere.FEHLER,
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
MELDUNGSARTEN = (D001,)


def persoenliches_feld(zeile: str) -> tuple[str, int] | None:
    """Return name and column of the personal field that a line states, or None."""
    treffer = _ZEILE.match(zeile)
    if treffer is None or vergleichsform(treffer[1]) not in PERSOENLICH:
        return None
    return treffer[1], treffer.start(1) + 1
