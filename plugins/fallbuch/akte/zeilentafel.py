"""The lines of a record, classified once by one pattern: what is well formed is known by its kind, all else is odd.

Only what is odd is looked at more closely. The tests read every record with and without this table and want the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate, chain, pairwise
from operator import attrgetter, itemgetter

from fallbuch.akte.absatz import Zeile
from fallbuch.akte.datenschutz import nennt_nummer, persoenliche_stelle
from fallbuch.akte.eintragsformen import Besonderes
from fallbuch.akte.feld import felder
from fallbuch.akte.gliederung import HOECHSTENS_EINTRAEGE, Ueberschrift, Verlaufsteil, fast_ein_eintrag
from fallbuch.akte.modell import Angaben
from fallbuch.akte.schluessel import schluesselbund
from fallbuch.akte.textwache import sagt_etwas_persoenliches
from fallbuch.befund import Stelle
from fallbuch.kennung import vergleichsform
from fallbuch.zeit import datum_aus

#: Groups of the pattern. The last one that took part is the kind of a line.
DATUM, ART, BERATER, NAME, WERT, PUNKTREIHE, TEXT, LEER, SELTSAM = range(1, 10)

# No mark of a heading or of a value, no escape, entity, tag or control character, no sign of other alphabets: nothing in
# which something may hide. `datenschutz` looks for the same. Everyday German needs not be asked for most of them.
_SCHLICHT = r"\n:=#\\&<"
_VERDECKT = r"\x00-\x08\x0b-\x1f\x7f\u00ad\u0300-\u1fff\u200b-\u200f\u2028-\u202f\u2060-\u206f\u2200-\U0010ffff"
_BUCHSTABE = "[A-Za-zÄÖÜäöüß]"
_WORTE = "[A-ZÄÖÜ][A-Za-z0-9ÄÖÜäöüß-]*+(?: [A-Za-z0-9ÄÖÜäöüß-]++)*+"
ANGABEN = frozenset({NAME, WERT})
_KENNZAHL, _NAME = attrgetter("lastindex"), itemgetter(NAME)
_KOEPFE, _NUR_LEER, NUR_TEXT = re.compile(b"[%c%c]" % (ART, BERATER)), bytes([LEER]), bytes([LEER, TEXT])
#: An item with a line at the margin directly below, which Markdown takes for part of it.
_ANGEHAENGT = re.compile(b"%c[%c%c%c]" % (PUNKTREIHE, NAME, WERT, TEXT))
#: Behind the mark, a day and a blank.
_ART_SPALTE = len("## 2026-01-14 ") + 1

#: A line of the table: its kind is `lastindex`.
Reihe = re.Match[str]


@cache
def _zeile(harmlos: str) -> re.Pattern[str]:
    """Return the pattern of a line whose text has only characters of the class `harmlos`."""
    return re.compile(
        rf"^(?:## ([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}) ({_WORTE})(?: \(({_WORTE}(?:, {_WORTE})*+)\))?$"
        rf"|([A-ZÄÖÜ][A-Za-zÄÖÜäöüß ]*+):(?: (?![ \t])({harmlos}++(?:(?<=[0-9]):(?=[0-9]){harmlos}*+)*+)(?<![ \t]))?$"
        rf"|- ((?:\[[ xX-]\] )?{_BUCHSTABE}{harmlos}*+)(?<![ \t])$"
        rf"|((?!h[1-6]\.){_BUCHSTABE}{harmlos}*+)$"
        r"|()$"
        r"|(.*+))",
        re.MULTILINE,
    )


def gegliedert(
    text: str,
    datei: str,
    erste_zeile: int,
    formen: Mapping[str, type[Besonderes]],
    *,
    gewoehnlich: bool = False,
    verdacht: bool = False,
) -> list[Verlaufsteil] | None:
    """Split a record into one section per entry; None where a line asks for a closer look at the whole.

    `text` is free of control characters, and where `gewoehnlich` of all that is not everyday German; its first line is
    line `erste_zeile` of the file. With `verdacht` some line may say what is not to be shown.
    """
    if "```" in text or "~~~" in text or _verschweigt(text, verdacht=verdacht):
        return None
    text = text.replace("\r\n", "\n").removesuffix("\n")
    muster = _zeile(f"[^{_SCHLICHT}]" if gewoehnlich else f"[^{_SCHLICHT}{_VERDECKT}]")
    reihen = list(muster.finditer(text)) if text else []
    arten = bytes(map(_KENNZAHL, reihen))
    koepfe = [treffer.start() for treffer in _KOEPFE.finditer(arten)]
    vorn = koepfe[0] if koepfe else len(reihen)
    if len(koepfe) > HOECHSTENS_EINTRAEGE or arten[:vorn].strip(_NUR_LEER):
        return None
    bekannt, arten_mit_form = _namen(tuple(formen.values())), tuple(formen)
    ratlos = SELTSAM in arten
    if (ratlos or not bekannt.issuperset(map(_NAME, reihen))) and any(
        _aendert_die_gliederung(reihen, i)
        for i, art in enumerate(arten)
        if art == SELTSAM or (art in ANGABEN and reihen[i][NAME] not in bekannt)
    ):
        return None
    mit_rand = f"\n{text}"
    wohlgeformt = not ratlos and _ANGEHAENGT.search(arten) is None and "\nstatt " not in mit_rand
    bund = schluesselbund(*formen.values())
    schlicht = bund.ist_ganz_schlicht(mit_rand, gewoehnlich=gewoehnlich, wohlgeformt=wohlgeformt)
    abschnitte = []
    for i, naechster in pairwise([*koepfe, len(reihen)]):
        tag, art, berater = reihen[i].group(DATUM, ART, BERATER)
        datum, woerter = datum_aus(tag), _worte(art, berater, arten_mit_form)
        if datum is None or woerter is None:
            return None
        stelle, danach = Stelle(datei=datei, zeile=erste_zeile + i), slice(i + 1, naechster)
        kopf = Ueberschrift(datum, art, stelle, woerter[0], _ART_SPALTE, len(art), woerter[1])
        abschnitte.append(Verlaufsteil(kopf, [], reihen[danach], arten[danach], schlicht))
    return abschnitte


def _verschweigt(text: str, *, verdacht: bool) -> bool:
    """Tell whether something of a record must be blanked out."""
    return nennt_nummer(text) or (verdacht and sagt_etwas_persoenliches(text))


def _aendert_die_gliederung(reihen: Sequence[Reihe], i: int) -> bool:
    """Tell whether an odd line may be a heading, or states what must be blanked out here or below."""
    zeile = reihen[i][0]
    if "#" in zeile or "\uff03" in zeile or persoenliche_stelle(zeile) is not None:
        return True
    davor, danach = (reihen[k][0] if 0 <= k < len(reihen) else "" for k in (i - 1, i + 1))
    return fast_ein_eintrag(davor, zeile, danach) is not None


@lru_cache(maxsize=8)
def _namen(formen: tuple[type[Besonderes], ...]) -> frozenset[str | None]:
    """Return the names of keys, and None for lines without."""
    return frozenset([None, *(feld.name for _, feld in chain.from_iterable(map(felder, (Angaben, *formen))))])


@lru_cache(maxsize=4096)  # a team has few counsellors
def _worte(art: str, berater: str | None, formen: Sequence[str]) -> tuple[tuple[str, ...], tuple[int, ...]] | None:
    """Return the names of a heading and their columns; None where its kind is one of `formen` in another spelling."""
    if any(art != form and vergleichsform(art) == vergleichsform(form) for form in formen):
        return None
    namen = tuple(berater.split(", ")) if berater else ()
    erste = _ART_SPALTE + len(art) + len(" (")
    return namen, tuple(accumulate((len(name) + len(", ") for name in namen[:-1]), initial=erste)) if namen else ()


def zeilen_aus(reihen: Sequence[Reihe], nummer: int) -> list[Zeile]:
    """Return the rows of a table as lines, the first of which is line `nummer` of the file."""
    return [Zeile(reihe[0], i) for i, reihe in enumerate(reihen, start=nummer)]


def text_aus(reihen: Sequence[Reihe]) -> str:
    """Return the text of rows, each behind its line end."""
    return reihen[0].string[reihen[0].start() - 1 : reihen[-1].end()] if reihen else "\n"
