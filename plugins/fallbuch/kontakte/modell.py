"""A contact: what VEREIN's list of customers holds of a person, as lines of text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from fallbuch.fehler import Satzfehler
from fallbuch.kennung import ohne_zeichen, vergleichsform
from fallbuch.werte import dataclass
from fallbuch.zeit import datum_aus, deutsches_datum

#: The fields by VEREIN's names, in their order, then what a call needs and what allows the rest.
FELDER = ("VName", "NName", "Strasse", "PLZ", "Stadt", "Telefon", "Email", "Sprachen", "Einwilligung")
#: How people call them.
NAMEN = {
    "VName": "Vorname",
    "NName": "Nachname",
    "Strasse": "Straße und Hausnummer",
    "PLZ": "Postleitzahl",
    "Stadt": "Ort",
    "Telefon": "Telefon",
    "Email": "E-Mail",
    "Sprachen": "Sprachen",
    "Einwilligung": "Einwilligung am",
}
_HOECHSTENS = 200
#: By so many digits at the end two numbers are the same.
_LETZTE = 7
_FELD = re.compile(r"[A-Za-zÄÖÜäöüß][A-Za-zÄÖÜäöüß -]{0,39}")
#: What people write between the digits of a number.
_ZWISCHEN_ZIFFERN = re.compile(r"[\s/().\u2010-\u2015-]")


class Kontaktfehler(Satzfehler):
    """Why something cannot be done with contact data."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kontaktdaten:
    """One person: the ID of the case, and what is known, by the field's name; a field that says nothing is not there."""

    kennung: str
    angaben: Mapping[str, str]

    def __getitem__(self, feld: str) -> str:
        return self.angaben.get(feld, "")

    @property
    def name(self) -> str:
        """Return first and last name, "" where neither is known."""
        return " ".join(teil for feld in ("VName", "NName") if (teil := self[feld]))

    def mit(self, angaben: Mapping[str, str]) -> Kontaktdaten:
        """Return the contact with other values; an empty one takes its field away."""
        alle = {**self.angaben, **angaben}
        reihe = [*FELDER, *(feld for feld in alle if feld not in FELDER)]
        return Kontaktdaten(kennung=self.kennung, angaben={feld: alle[feld] for feld in reihe if alle.get(feld)})

    def passt(self, gesucht: str) -> bool:
        """Tell whether somebody searched by name, place or number means this person; every word has to fit."""
        ziffern = nur_ziffern(gesucht)
        if ziffern and not re.search(r"[^\W\d_]", gesucht):
            hier = nur_ziffern(self["Telefon"])
            # Another country's code, or none: the end of a number is the same.
            ende = len(hier) >= _LETZTE and len(ziffern) >= _LETZTE and ziffern.endswith(hier[-_LETZTE:])
            return ziffern in hier or ende or ziffern in self.kennung
        alles = " ".join((self.kennung, *self.angaben.values()))
        mit_umlauten, ohne = vergleichsform(alles), ohne_zeichen(alles)
        return all(vergleichsform(wort) in mit_umlauten or ohne_zeichen(wort) in ohne for wort in gesucht.split())


def nur_ziffern(nummer: str) -> str:
    """Return a phone number as it is compared: without its country's code, its leading zero and what stands between digits."""
    ziffern = _ZWISCHEN_ZIFFERN.sub("", nummer)
    ziffern = re.sub(r"^(?:\+|00)(?:49|43)", "", ziffern)
    return re.sub(r"\D", "", ziffern).removeprefix("0")


def waehlbar(angabe: str) -> str:
    """Return the first number of a field as a telephone dials it: digits, and the plus of a country in front."""
    treffer = re.search(r"[+0-9(][\d\s()/.\u2010-\u2015-]*", angabe)
    nummer = treffer[0] if treffer is not None else ""
    ohne_klammer = re.sub(r"^(\s*(?:\+|00)\d{1,3}\s*)\(0\)", r"\1", nummer)
    ziffern = re.sub(r"\D", "", ohne_klammer)
    return f"+{ziffern}" if ziffern and nummer.lstrip().startswith("+") else ziffern


def gepruefte_angabe(feld: str, wert: str) -> str:
    """Return a value as it is kept, "" for nothing; raises `Kontaktfehler` with what was expected, never with what was given."""
    wert = unicodedata.normalize("NFC", " ".join(wert.split()))
    if not wert:
        return ""
    name = NAMEN.get(feld, feld)
    if len(wert) > _HOECHSTENS or not wert.isprintable():
        raise Kontaktfehler(f"„{name}“ ist länger als {_HOECHSTENS} Zeichen oder enthält Zeichen, die niemand sieht.")
    if feld == "PLZ" and not re.fullmatch(r"\d{4,5}", wert):
        raise Kontaktfehler("Eine Postleitzahl hat fünf Ziffern, in Österreich vier.")
    if feld == "Telefon" and not 5 <= len(nur_ziffern(wert)) <= 15:
        raise Kontaktfehler("Eine Telefonnummer besteht aus Ziffern, zum Beispiel 0341 123456 oder +43 316 123456.")
    if feld == "Email" and not re.fullmatch(r"[^\s@?&%<>\",;:]+@[^\s@?&%<>\",;:]+\.[^\s@?&%<>\",;:]+", wert):
        raise Kontaktfehler("Eine E-Mail-Adresse sieht aus wie name@example.org.")
    if feld == "Einwilligung":
        tag: date | None = datum_aus(wert) or deutsches_datum(wert)
        if tag is None:
            raise Kontaktfehler("Die Einwilligung nennt ihren Tag, zum Beispiel 12.1.2026.")
        return str(tag)
    return wert


def als_bytes(kontakt: Kontaktdaten) -> bytes:
    """Return the contact as lines `Feld: Wert`."""
    return "".join(f"{feld}: {wert}\n" for feld, wert in kontakt.angaben.items()).encode()


def aus_bytes(kennung: str, roh: bytes) -> Kontaktdaten:
    """Read such lines; raises `Kontaktfehler` for anything else."""
    try:
        zeilen = roh.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as fehler:
        raise Kontaktfehler(f"In der Datei zu {kennung} steht kein Text.") from fehler
    angaben: dict[str, str] = {}
    for nummer, zeile in enumerate(zeilen, start=1):
        feld, trenner, wert = zeile.partition(":")
        if not zeile.strip():
            continue
        if not trenner or not _FELD.fullmatch(feld) or feld in angaben:
            raise Kontaktfehler(f"In der Datei zu {kennung} ist Zeile {nummer} keine Zeile wie „Telefon: 0341 123456“.")
        if wert.strip():
            angaben[feld] = wert.strip()
    return Kontaktdaten(kennung=kennung, angaben=angaben)
