"""A file that a password opens: the password is stretched to a key of age's, and age does the rest.

age's own way of it takes as long as the machine is fast on the day on which somebody chooses the password, between one
and three seconds for every opening. Here the steps are counted: two strands of 2^16 steps, 64 MB each, which the OWASP
Password Storage Cheat Sheet takes for as good as one of 2^17. Both have to be known, and two cores work on them at the
same time: a quarter of a second on a common machine.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from fallbuch.kennung import nfc
from fallbuch.kontakte.modell import Kontaktfehler
from fallbuch.kontakte.schloss import (
    BESCHAEDIGT,
    KENNWORT_FALSCH,
    NICHT_IHR_SCHLUESSEL,
    Leseschluessel,
    oeffne_mit_kennwort,
    verschliesse,
)

_STUFE, _STRAENGE, _BLOCK = 16, 2, 8
#: Steps as a power of two, and the salt of each strand.
_ZEILE = re.compile(rb"# Fallbuch, mit einem Kennwort verschlossen: scrypt (1[5-9])((?: [0-9a-f]{32}){1,4})\r?\n")
_VORN, _ALPHABET = "age-secret-key-", "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_ERZEUGER = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def schuetze(inhalt: bytes, kennwort: str) -> bytes:
    """Return bytes as only the password opens them."""
    salze = [secrets.token_bytes(16) for _ in range(_STRAENGE)]
    vorn = f"# Fallbuch, mit einem Kennwort verschlossen: scrypt {_STUFE} {' '.join(s.hex() for s in salze)}\n".encode()
    return vorn + verschliesse(inhalt, [_gedehnt(kennwort, salze, _STUFE).oeffentlich])


def oeffne(inhalt: bytes, kennwort: str) -> bytes:
    """Return what such a file holds, or one that `age -p` made; raises `Kontaktfehler`."""
    if (vorn := _ZEILE.match(inhalt)) is None:
        if inhalt.startswith(b"#"):
            raise Kontaktfehler(BESCHAEDIGT)
        return oeffne_mit_kennwort(inhalt, kennwort)
    schluessel = _gedehnt(kennwort, [bytes.fromhex(salz) for salz in vorn[2].decode().split()], int(vorn[1]))
    try:
        return schluessel.oeffne(inhalt[vorn.end() :])
    except Kontaktfehler as fehler:
        # Whatever else is wrong is the file's fault: with a right password nobody must give up a good key.
        raise Kontaktfehler(KENNWORT_FALSCH if str(fehler) == NICHT_IHR_SCHLUESSEL else BESCHAEDIGT) from fehler


def _gedehnt(kennwort: str, salze: Sequence[bytes], stufe: int) -> Leseschluessel:
    strang = partial(
        # The same letters may come composed or not, by keyboard and system.
        hashlib.scrypt,
        nfc(kennwort).encode("utf-8", "surrogateescape"),
        n=1 << stufe,
        r=_BLOCK,
        p=1,
        maxmem=256 * _BLOCK << stufe,
        dklen=32,
    )
    with ThreadPoolExecutor(len(salze)) as arbeiter:  # OpenSSL works without Python's lock
        geheime = list(arbeiter.map(lambda salz: strang(salt=salz), salze))
    return Leseschluessel.aus_text(als_zeile(hashlib.sha256(b"".join(geheime)).digest() if geheime[1:] else geheime[0]))


def als_zeile(geheim: bytes) -> str:
    """Return 32 bytes as age writes a secret key: in Bech32 (BIP 173), groups of five bits with a check sum."""
    zahl = int.from_bytes(geheim, "big") << 4
    teile = [zahl >> 5 * i & 31 for i in range(51, -1, -1)]
    vorn = [*(ord(z) >> 5 for z in _VORN), 0, *(ord(z) & 31 for z in _VORN)]
    summe = 1
    for wert in (*vorn, *teile, *[0] * 6):
        oben, summe = summe >> 25, (summe & 0x1FFFFFF) << 5 ^ wert
        for i, erzeuger in enumerate(_ERZEUGER):
            summe ^= erzeuger if oben >> i & 1 else 0
    teile += [(summe ^ 1) >> 5 * i & 31 for i in range(5, -1, -1)]
    return f"{_VORN}1{''.join(_ALPHABET[teil] for teil in teile)}".upper()
