"""IDs, names for URLs and anchors, and the order in which German readers expect to find things."""

from __future__ import annotations

import difflib
import hashlib
import re
import string
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,31}")
_GERAETE = frozenset({"con", "prn", "aux", "nul", *(f"{g}{n}" for g in ("com", "lpt") for n in range(1, 10))})
_UMSCHRIFT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
KURZE_ID = 4
_ZAHLEN = ((re.compile("[0-9]{1,32}"), 10), (re.compile("0[0-7]{1,31}"), 8), (re.compile("0[xX][0-9a-fA-F]{1,30}"), 0))
_HOCHZAHL = re.compile("[0-9]{1,20}[eE][0-9]{1,2}")
_LANGES_WORT = 1000
# All that German text is made of is composed already; only beyond that is a second look due.
_ZERLEGBAR = re.compile("[^\x00-\u02ff\u2010-\u205e\u20a0-\u20bf]")
_LAENGSTER_SLUG = 80
_SCHON_SLUG = re.compile("[a-z0-9]++(?:-[a-z0-9]++)*+")


def nfc(text: str) -> str:
    """Return `text` with composed umlauts, as keys and list values are compared."""
    if text.isascii() or _ZERLEGBAR.search(text) is None:
        return text
    if len(text) <= _LANGES_WORT:
        return unicodedata.normalize("NFC", text)
    # Normalising takes the square of a run of combining marks; no word is that long.
    teile = re.split(r"(\s+)", text)
    return "".join(teil if len(teil) > _LANGES_WORT else unicodedata.normalize("NFC", teil) for teil in teile)


def id_mangel(text: str) -> str | None:
    """Say in German what is wrong with the form of an ID; None for a good one."""
    if _ID.fullmatch(text) is None:
        return "Erlaubt sind 1 bis 32 Buchstaben ohne Umlaute, Ziffern und Bindestriche, vorn kein Bindestrich"
    if text.lower() == "index":
        return "„index“ ist für die Startseite vergeben"
    if text.lower() in _GERAETE:
        return "Diesen Namen vergibt Windows selbst, eine solche Datei lässt sich dort nicht öffnen"
    return None


def als_zahl_gelesen(kennung: str, stamm: str) -> bool:
    """Tell whether an ID is what becomes of a file's name when a program takes it for a number: 0047 is 47 or 39 then."""
    werte = {int(stamm, basis) for form, basis in _ZAHLEN if form.fullmatch(stamm)}
    # Programs with floating point only round what is longer.
    genau = {float(wert) for wert in werte} | ({float(stamm)} if _HOCHZAHL.fullmatch(stamm) else set())
    if not genau or not (_HOCHZAHL.fullmatch(kennung) or kennung.isdecimal()):
        return False
    return kennung != stamm and float(kennung) in genau


def nachbarn(kennung: str) -> set[str]:
    """Return all that becomes of an ID by one slip: a wrong character, two neighbours swapped, one too few or too many."""
    zeichen = string.digits if kennung.isdigit() else f"{string.digits}{string.ascii_lowercase}-"
    stellen = range(len(kennung) + 1)
    ergebnis = {f"{kennung[:i]}{z}{kennung[i:]}" for i in stellen for z in zeichen}
    for i in stellen[:-1]:
        ergebnis |= {f"{kennung[:i]}{z}{kennung[i + 1 :]}" for z in zeichen}
        ergebnis |= {f"{kennung[:i]}{kennung[i + 1 :]}", f"{kennung[:i]}{kennung[i : i + 2][::-1]}{kennung[i + 2 :]}"}
    return ergebnis - {kennung, ""}


def nach_aussen(kennung: str) -> str:
    """Return an ID for what leaves the team's computers: text that has not the form of one may be a name."""
    return kennung if id_mangel(kennung) is None else "Fall ohne gültige ID"


def kurzform(text: str) -> str:
    """Return a short name for `text` that is always the same and does not tell it."""
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()[:12]


def slug(text: str) -> str:
    """Return a lower-case ASCII name for URLs and anchors; never empty."""
    return text if _SCHON_SLUG.fullmatch(text) is not None and len(text) <= _LAENGSTER_SLUG else _slug(text[:255])


@lru_cache(maxsize=4096)
def _slug(text: str) -> str:
    umschrift = nfc(text).translate(_UMSCHRIFT).lower()
    zerlegt = unicodedata.normalize("NFD", umschrift)
    name = re.sub(r"[^a-z0-9]+", "-", zerlegt.encode("ascii", "ignore").decode()).strip("-")[:_LAENGSTER_SLUG]
    return name or "x" + "-".join(f"{ord(zeichen):x}" for zeichen in text[:8])


def eindeutige_slugs(texte: Mapping[str, str]) -> dict[str, str]:
    """Give every key a slug made of its text; equal ones get -2, -3 … in German order of text and key."""
    vergeben: dict[str, str] = {}
    belegt: set[str] = set()
    for schluessel, text in sorted(texte.items(), key=lambda paar: (ordnung(paar[1]), paar[0])):
        name, nummer = slug(text), 2
        while name in belegt:
            name, nummer = f"{slug(text)}-{nummer}", nummer + 1
        belegt.add(name)
        vergeben[schluessel] = name
    return vergeben


@lru_cache(maxsize=16_384)
def ordnung(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key: umlauts with their vowels, ß as ss, digits as numbers; ties by the text itself."""
    ohne_akzente = text.casefold()
    if not text.isascii():
        ohne_akzente = ohne_zeichen(text)
    teile = re.split(r"([0-9]+)", ohne_akzente)
    schluessel = [
        (0, int(teil[:18]), teil) if teil.isascii() and teil.isdigit() else (1, 0, teil) for teil in teile if teil
    ]
    return (*schluessel, (2, 0, text))


@lru_cache(maxsize=16_384)
def vergleichsform(text: str) -> str:
    """Fold spelling for lenient comparison: case, umlaut spelling, hyphens and blanks do not count."""
    return re.sub(r"[\s\-_.\u2010\u2011]+", "", nfc(text).translate(_UMSCHRIFT).casefold())


#: Letters that are one with their sign.
_EIGENE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i"})


def ohne_zeichen(wort: str) -> str:
    """Return a word in small letters as somebody types it who has no others: `Müller` as `muller`, `Yılmaz` as `yilmaz`."""
    zerlegt = unicodedata.normalize("NFD", wort.casefold().translate(_EIGENE))
    return "".join(z for z in zerlegt if not unicodedata.combining(z))


def umschrift(wort: str) -> str:
    """Return a word in small letters, umlauts as two of them, without any other sign: `Müller` as `mueller`."""
    return ohne_zeichen(unicodedata.normalize("NFC", wort).translate(_UMSCHRIFT))


def naechstes(text: str, bekannte: Iterable[str], schwelle: float = 0.72) -> str | None:
    """Return the known word nearest to `text`, or None where none is near."""
    formen = {vergleichsform(wort): wort for wort in bekannte}
    beginn = vergleichsform(text[:80])
    laenger = [form for form in formen if len(form) > 3 and beginn.startswith(form)]
    if laenger:
        return formen[max(laenger, key=len)]
    # Whatever their letters, texts of very different length are not alike; mostly this settles it.
    nahe = [f for f in formen if 2 * min(len(f), len(beginn)) >= schwelle * (len(f) + len(beginn))]
    treffer = difflib.get_close_matches(beginn, nahe, n=1, cutoff=schwelle) if nahe else []
    return formen[treffer[0]] if treffer else None


def meinten_sie(text: str, bekannte: Iterable[str], sonst: str) -> str:
    """Ask whether the known word nearest to `text` was meant; `sonst` says what to do where none is near."""
    nahe = naechstes(text, bekannte)
    return f"Meinten Sie „{nahe}“?" if nahe else sonst
