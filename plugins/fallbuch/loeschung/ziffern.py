"""Which digits are the number of a case, and which a number to dial: by what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

#: A day or an hour.
_TAG_ODER_STUNDE = r"(?:[0-9]{1,2}[.:][0-9]{1,2}(?:[.:](?:[0-9]{2,4})?)?|[0-9]{1,2}\.|[0-9]{4}-[0-9]{2}-[0-9]{2})\.?"
#: One of them, or from one to another, and what may stand between it and a number that belongs to nothing.
_TAG_ODER_UHR = re.compile(rf"(?:{_TAG_ODER_STUNDE}[ \u00a0\u202f(/–-]+)+")
#: Groups of digits with a sign between, as people write what they dial; what follows the colon of an hour begins none.
_ZAHL = re.compile(
    r"(?<![0-9])(?<![0-9][:.])\+?[0-9]+(?:(?:[ \u00a0\u202f]?[/().–-][ \u00a0\u202f]?|[ \u00a0\u202f])[0-9]+)+"
)
_FUER_SICH = re.compile(r"[0-9] (?:\(|[–-] )\Z")
_ZEICHEN_DAVOR, _ZEICHEN_DANACH = re.compile(r"[^\W_]+\Z"), re.compile(r"[^\W_]*")
_KLEBT_DAVOR, _KLEBT_DANACH = re.compile(r"[0-9][.:]\Z"), re.compile(r"[.:][0-9]")
#: With such a word beside it a number counts something, or names a place.
_MASS_DAVOR = re.compile(
    r"(?:€|EUR|Euro|[Kk]urs(?:[- ]?(?:[Nn]ummer|[Nn]r\.?):?)?|(?:[Bb]estell|[Rr]echnungs?|[Aa]uftrags?|[Aa]rtikel|SV|Konto)[- ]?(?:[Nn]ummer|[Nn]r\.?):?|Raum|Zimmer|Halle|Linie|Bus|Seite|Hausnummer|Postfach|PLZ)[ \u00a0\u202f]\Z"
)
_MASS_DANACH = re.compile(
    r"(?:,[0-9]{1,2}(?![0-9])|,[-–])?(?:[ \u00a0\u202f]?(?:€|%|°)|[ \u00a0\u202f](?:EUR|Euro|Cent|brutto|netto|Prozent|km|kg|m²|qm|Meter|Kilometer|Uhr|Stunden?|Minuten|Stück|Personen|Leute|Einwohner|Seiten|Wörter|Zeichen)\b)"
)
#: Somebody lives there: an Austrian postal code.
_IN_EINEM_ORT = re.compile(
    r"(?:\b(?:[Ww]ohn|[Zz]ieh|[Zz]og|[Gg]ezogen|[Ll]eb|[Kk]omm|[Uu]mzug|[Üü]bersiedel)[^.\n]{0,30}\b(?:in|nach|aus)"
    r"|\b(?:[Oo]rt|[Aa]dresse|[Aa]nschrift|Wohnort):|\bA-"
    r"|(?:[Ss]tra(?:ß|ss)e|[Ss]tr\.|[Gg]asse|[Ww]eg|[Pp]latz|[Aa]llee) ?[0-9]+[a-z]?(?:/[0-9]+){0,3},)[ \u00a0]?\Z"
)
_ORT_DANACH = re.compile(r" [A-ZÄÖÜ][a-zäöüß]{2}")
#: What may be a number to dial, in a field and in a text.
_RUFNUMMER = re.compile(r"[+0-9(][0-9 \u00a0()/.–-]*[0-9]")
_NUMMERNZEICHEN = re.compile(r"[0-9][0-9 \u00a0/().–-]{4,}[0-9]")
#: Of a number that people dial so many digits from its end are the same in every spelling.
_LETZTE = 7


def rufnummern_aus(feld: str, mindestens: int = _LETZTE) -> set[str]:
    """Return the numbers of a field, which may be several, without country and 0 in front; short ones name nobody."""
    return {nummer for nummer in map(_nationale, _RUFNUMMER.findall(feld)) if len(nummer) >= mindestens}


def rufnummern_in(text: str, nummern: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield where numbers to dial stand, however they are grouped and whatever stands beside them: their last digits are the same in every spelling."""
    gesuchte = sorted(nummern)
    for treffer in _NUMMERNZEICHEN.finditer(text) if gesuchte else ():
        orte = [treffer.start() + t.start() for t in re.finditer("[0-9]", treffer[0])]
        ziffern = "".join(text[ort] for ort in orte)
        for nummer in gesuchte:
            ab = ziffern.find(nummer[-_LETZTE:])
            while ab >= 0:
                von, bis = orte[_beginn(ziffern, ab, nummer)], orte[ab + _LETZTE - 1] + 1
                # A digit that follows without a sign makes it another number.
                if not text[bis : bis + 1].isdigit():
                    yield von - (text[max(0, von - 1) : von] in {"+", "("}), bis
                ab = ziffern.find(nummer[-_LETZTE:], ab + _LETZTE)


def _nationale(telefon: str) -> str:
    """Return the digits of a number without its country and the 0 in front."""
    ziffern = re.sub(r"\D", "", telefon)
    return (
        re.sub(r"^(?:(?:00)?(?:49|43)0?|0)(?=[1-9])", "", ziffern) if ziffern[:1] == "0" or "+" in telefon else ziffern
    )


def _beginn(ziffern: str, ab: int, nummer: str) -> int:
    """Return where a number begins whose last digits stand at `ab`: with its area, the 0 before it and the country, as far as they stand there."""
    for zeichen in reversed(nummer[:-_LETZTE]):
        if ab == 0 or ziffern[ab - 1] != zeichen:
            return ab
        ab -= 1
    for vorn in ("00490", "00430", "0049", "0043", "490", "430", "49", "43", "0"):
        if ziffern[:ab].endswith(vorn):
            return ab - len(vorn)
    return ab


def teil_einer_zahl(text: str, von: int, bis: int) -> bool:
    """Tell whether a number is a piece of one to dial, of an amount, of a day or of a checksum.

    "4711 2911", "4711-1" and "Fall4711" are numbers by themselves.
    """
    links, rechts = _ZEICHEN_DAVOR.search(text, max(0, von - 40), von), _ZEICHEN_DANACH.match(text, bis)
    angrenzend = (links[0] if links is not None else "") + (rechts[0] if rechts is not None else "")
    if any(z.isdigit() for z in angrenzend) or (links and rechts and links[0] and rechts[0]):
        return True
    zeile = text[max(0, von - 40) : von], text[bis : bis + 40]
    for zahl in _ZAHL.finditer(text, max(0, von - 30), bis + 30):
        if zahl.start() <= von and bis <= zahl.end():
            davor = text[zahl.start() : von]
            # A day or an hour before it is none to dial; nor is what stands in brackets or behind a dash after one.
            if tag := _TAG_ODER_UHR.match(davor):
                davor = davor[tag.end() :]
            if davor[:1] in {"0", "+"} and not _FUER_SICH.search(davor):
                return True
    if misst_etwas(text, von, bis):
        return True
    # A sign that sticks to it and to a digit beyond: an amount, a day, an hour. With a blank between it is a list or a sentence.
    return bool(_KLEBT_DAVOR.search(zeile[0]) or _KLEBT_DANACH.match(zeile[1]))


def misst_etwas(text: str, von: int, bis: int) -> bool:
    """Tell whether a number counts something or names a place, by the words beside it."""
    davor, danach = text[max(0, von - 40) : von], text[bis : bis + 40]
    if _MASS_DAVOR.search(davor) or _MASS_DANACH.match(danach):
        return True
    # Where somebody lives: an Austrian postal code.
    return bool(_IN_EINEM_ORT.search(davor) and _ORT_DANACH.match(danach))
