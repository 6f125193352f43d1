"""Numbers that lead to somebody: telephone numbers by the plans of Germany and Austria, others by their check digits.

The libraries that know them are loaded for the first text that looks like one; most teams never need them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Lines of offices and firms, which lead to no customer: free of charge, at shared or higher cost, one number for all branches.
_OEFFENTLICH = ("TOLL_FREE", "SHARED_COST", "PREMIUM_RATE", "UAN")
_LAENDER = ("DE", "AT")
#: Shorter ones exist, but more often they number something else.
_MINDESTENS = 8
_BEREICH_UND_TAG = re.compile(
    r"[0-9]{2}(?:0[1-9]|[1-5][0-9]|6[0-2]|7[0-9]|8[0-7])(?:0[0-9]|1[0-2])[0-9]{2}[A-Z][0-9]{3}"
)
_GEWICHTE = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)


def rufnummern(text: str) -> Iterator[tuple[int, int]]:
    """Yield begin and end of each number that can be dialled in Germany or Austria and is nobody's hotline.

    Grouping does not count: the strict one of the library takes „0170 123 45 67“, as most people write it, for no number.
    """
    import phonenumbers as p  # noqa: PLC0415 - only for texts with a number

    oeffentlich = {getattr(p.PhoneNumberType, name) for name in _OEFFENTLICH}
    gefunden: dict[int, int] = {}
    for land in _LAENDER:
        for treffer in p.PhoneNumberMatcher(text, land, leniency=p.Leniency.VALID):
            roh = treffer.raw_string.lstrip("(")
            if roh.startswith(("+", "0")) and sum(map(str.isdigit, roh)) >= _MINDESTENS:
                ist_hotline = p.number_type(treffer.number) in oeffentlich
                gefunden.setdefault(treffer.start, 0 if ist_hotline else treffer.end)
    yield from ((von, bis) for von, bis in sorted(gefunden.items()) if bis)


def ist_iban(text: str) -> bool:
    """Tell whether a text is an international account number, in capitals or not."""
    from stdnum import iban  # noqa: PLC0415 - the same

    return iban.is_valid(text)


def ist_steuer_id(text: str) -> bool:
    """Tell whether a text is a German tax ID."""
    from stdnum.de import idnr  # noqa: PLC0415 - the same

    return idnr.is_valid(text)


def ist_sv_nummer(text: str) -> bool:
    """Tell whether a text is an Austrian social security number: its check digit is right, and it ends with a day."""
    from stdnum.at import vnr  # noqa: PLC0415 - the same

    tag, monat = int(text[-6:-4]), int(text[-4:-2])
    # A foreign birthday may be unknown: then the thirteenth month or later stands there.
    return 1 <= tag <= 31 and 1 <= monat <= 15 and vnr.is_valid(text)


def ist_rentennummer(text: str) -> bool:
    """Tell whether a text is a German pension insurance number (VKVV § 2 and § 4: area, day of birth, letter, serial, check digit)."""
    nummer = re.sub(r"[ /.-]", "", text).upper()
    if _BEREICH_UND_TAG.fullmatch(nummer) is None:
        return False
    buchstabe = f"{ord(nummer[8]) - ord('A') + 1:02}"
    ziffern = nummer[:8] + buchstabe + nummer[9:11]
    summe = sum(_quersumme(int(z) * gewicht) for z, gewicht in zip(ziffern, _GEWICHTE, strict=True))
    return summe % 10 == int(nummer[11])


def ist_versichertennummer(text: str) -> bool:
    """Tell whether a text is a German health insurance number (SGB V § 290: a letter, eight digits, a check digit by turns 1 and 2)."""
    ziffern = f"{ord(text[0].upper()) - ord('A') + 1:02}{text[1:9]}"
    summe = sum(_quersumme(int(z) * (1 + n % 2)) for n, z in enumerate(ziffern))
    return summe % 10 == int(text[9])


def _quersumme(zahl: int) -> int:
    return zahl // 10 + zahl % 10
