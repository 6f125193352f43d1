"""The rows of words by which somebody is named: both names in either order, behind an address, with titles, street, mail."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from fallbuch.kontakte.namen import KLEINE, TITEL

#: Addresses; the short ones are words of everyday as well.
KURZE_ANREDEN = frozenset({"fr", "hr", "hrn", "fam"})
ANREDEN = (
    "frau", "fr", "herr", "herrn", "hr", "hrn", "familie", "fam", "eheleute", "ehepaar", "kunde", "kunden", "kundin", "klient", "klienten", "klientin",
)  # fmt: skip
#: Of these a noun is spoken of as well, "der Kunde Koch oder Kellner": what names with certainty are Frau, Herr and Familie.
SCHWACHE_ANREDEN = KURZE_ANREDEN | {"kunde", "kunden", "kundin", "klient", "klienten", "klientin"}
#: Titles that stand before a name.
_VORN = ("dr", "mag", "ing", "prof", "dipl", "di")
#: Addresses and titles that end in a dot.
ABGEKUERZTE = KURZE_ANREDEN | TITEL | {*_VORN, "kd"}
_Lesart = Callable[[str], Sequence[str]]


def folgen_des_kontakts(kontakt: Mapping[str, str], lesarten: Sequence[_Lesart]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of words that name somebody; `lesarten` are the ways in which letters may be typed."""
    for lies in lesarten:
        yield from volle_namen(kontakt, lies)
        titel = [w for feld in ("VName", "NName") for w in lies(kontakt.get(feld, "")) if w in TITEL]
        yield from _mit_anrede(
            titel, ohne_titel(lies(kontakt.get("NName", ""))), ohne_titel(lies(kontakt.get("VName", "")))
        )
    lies = lesarten[0]
    yield from _strassen(lies(kontakt.get("Strasse", "")))


def volle_namen(kontakt: Mapping[str, str], lies: _Lesart) -> Iterator[tuple[str, ...]]:
    """Yield first and last name in either order, all first names and each by itself, the first letter too, and the s of the genitive.

    Of a last name people leave out the small words in front, and of a double one a part.
    """
    vor, ganz = (ohne_titel(lies(kontakt.get(feld, ""))) for feld in ("VName", "NName"))
    if not vor or not ganz:
        return
    teile = [wort for wort in ganz if wort not in KLEINE]
    for nach in dict.fromkeys((tuple(ganz), tuple(teile or ganz), *((teil,) for teil in teile if len(teil) > 2))):
        for eigene in dict.fromkeys((tuple(vor), *((v,) for v in vor), (vor[0][0],))):
            yield (*eigene, *nach)
            yield (*nach, *eigene)
            yield (*eigene, *nach[:-1], f"{nach[-1]}s")
            if len("".join(eigene)) > 1:  # as files and branches are called
                yield ("".join((*eigene, *nach)),)
                yield ("".join((*nach, *eigene)),)


def ohne_titel(namen: Sequence[str]) -> list[str]:
    """Return the words of a name without titles."""
    return [wort for wort in namen if wort not in TITEL]


def _mit_anrede(titel: Sequence[str], nach: Sequence[str], vor: Sequence[str]) -> Iterator[tuple[str, ...]]:
    kurz = [wort for wort in nach if wort not in KLEINE] or list(nach)
    formen = [(*name[:-1], ende) for name in (nach, kurz) if name for ende in (name[-1], f"{name[-1]}s")]
    # Of a double name people write one part.
    formen += [(teil,) for teil in nach if len(nach) > 1 and len(teil) > 2 and teil not in KLEINE]
    for form in formen:
        yield from ((anrede, *form) for anrede in ANREDEN)
        yield from ((t, *form) for t in titel)
        yield from ((anrede, t, *form) for anrede in ANREDEN for t in _VORN)
        yield from ((anrede, vor[0][0], *form) for anrede in ANREDEN if vor)


def _strassen(strasse: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield street and number in both lengths, in one word or two, with the door and without."""
    if len(strasse) < 2:
        return
    lang = [re.sub("str$", "strasse", wort) for wort in strasse]
    nummer = next((i for i, wort in enumerate(lang) if i and wort.isdigit()), len(lang) - 1)
    for ende in dict.fromkeys((len(lang), nummer + 1)):
        for worte in dict.fromkeys((tuple(lang[:nummer]), ("".join(lang[:nummer]),))):
            yield (*worte, *lang[nummer:ende])
            yield (*(re.sub("strasse$", "str", wort) for wort in worte), *lang[nummer:ende])
