"""A contact for an address book: vCard 3.0 (RFC 2426), which every telephone reads."""

from __future__ import annotations

from fallbuch.kontakte.modell import Kontaktdaten, waehlbar


def als_vcard(kontakt: Kontaktdaten) -> bytes:
    """Return the card; what a field does not say is not in it."""
    zeilen = ["BEGIN:VCARD", "VERSION:3.0", f"FN:{_text(kontakt.name or kontakt.kennung)}"]
    zeilen.append(f"N:{_text(kontakt['NName'])};{_text(kontakt['VName'])};;;")
    if kontakt["Telefon"]:
        zeilen.append(f"TEL;TYPE=VOICE:{waehlbar(kontakt['Telefon'])}")
    if kontakt["Email"]:
        zeilen.append(f"EMAIL;TYPE=INTERNET:{_text(kontakt['Email'])}")
    ort = [kontakt["Strasse"], kontakt["Stadt"], "", kontakt["PLZ"], ""]
    if any(ort):
        zeilen.append(f"ADR;TYPE=HOME:;;{';'.join(map(_text, ort))}")
    zeilen += [f"NOTE:Fall {_text(kontakt.kennung)}", "END:VCARD", ""]
    return "\r\n".join(gefaltet for zeile in zeilen for gefaltet in _gefaltet(zeile)).encode()


def _text(wert: str) -> str:
    for zeichen in "\\;,":
        wert = wert.replace(zeichen, f"\\{zeichen}")
    return wert


def _gefaltet(zeile: str) -> list[str]:
    """Return a line in pieces of at most 75 bytes, each but the first behind a blank; no letter is cut."""
    stuecke, jetzt = [], ""
    for zeichen in zeile:
        if len((jetzt + zeichen).encode()) > 75:
            stuecke.append(jetzt)
            jetzt = " "
        jetzt += zeichen
    return [*stuecke, jetzt]
