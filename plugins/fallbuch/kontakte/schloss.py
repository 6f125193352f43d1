"""The door to age (`pyrage`): keys, encrypting to everybody who may, decrypting with one's own key.

Errors are German sentences and hold nothing of what was encrypted. What is decrypted stays in memory: pyrage's way from
file to file leaves the first part in the clear where the rest is damaged.
"""

from __future__ import annotations

import io
import random
import re
import unicodedata
from collections.abc import Sequence

import pyrage
from pyrage.x25519 import Identity, Recipient

from fallbuch.kontakte.modell import Kontaktfehler
from fallbuch.text.quelle import GEPANZERT

_OEFFENTLICH = re.compile(r"age1[02-9ac-hj-np-z]{58}")
_ANFANG = b"age-encryption.org/v1\n"
BESCHAEDIGT = "Die Datei ist beschädigt: Es fehlt etwas, oder etwas ist anders als beim Verschlüsseln. Nehmen Sie sie aus einer Sicherung."
KENNWORT_FALSCH = "Das Kennwort stimmt nicht."
NICHT_IHR_SCHLUESSEL = "Diese Datei ist nicht für Ihren Schlüssel verschlossen."


class Leseschluessel:
    """Somebody's secret key; its text is told to nobody by accident."""

    def __init__(self, geheim: Identity) -> None:
        self._geheim = geheim
        #: What others encrypt to: `age1…`.
        self.oeffentlich = str(geheim.to_public())

    @classmethod
    def neu(cls) -> Leseschluessel:
        return cls(Identity.generate())

    @classmethod
    def aus_text(cls, text: str) -> Leseschluessel:
        """Read a key as it is kept, in a file of age's own form or as the one line of it; raises `Kontaktfehler`."""
        zeile = next((z.strip() for z in text.splitlines() if z.strip() and not z.lstrip().startswith("#")), "")
        try:
            return cls(Identity.from_str(zeile.upper()))
        except pyrage.IdentityError as fehler:
            raise Kontaktfehler("Das ist kein Schlüssel: Er beginnt mit AGE-SECRET-KEY-1.") from fehler

    def als_text(self) -> str:
        """Return the key as it is kept: age's own form, which Debian's `age` reads too."""
        return f"# {self.oeffentlich}\n{self._geheim}\n"

    def oeffne(self, inhalt: bytes) -> bytes:
        """Return what was encrypted to this key; raises `Kontaktfehler`."""
        offen = io.BytesIO()
        try:
            # Of bytes in one piece pyrage reads the head anew with each byte of it: with five locks, that takes two thirds of the time.
            pyrage.decrypt_io(io.BytesIO(_ohne_rand(inhalt)), offen, [self._geheim])
        except (pyrage.DecryptError, OSError) as fehler:
            if "No matching keys" in str(fehler):
                raise Kontaktfehler(NICHT_IHR_SCHLUESSEL) from fehler
            raise Kontaktfehler(BESCHAEDIGT) from fehler
        return offen.getvalue()


def verschliesse(inhalt: bytes, empfaenger: Sequence[str]) -> bytes:
    """Encrypt to all of these public keys; each gets in once.

    Who opens a file tries its locks one after another, so the order is drawn for each file, that nobody waits longer than
    the others; the last of `empfaenger` stays the last.
    """
    # Keys never equal one another in pyrage; their texts do.
    *wer, zuletzt = dict.fromkeys(empfaenger)
    gemischt = [*random.sample(wer, len(wer)), zuletzt]
    return bytes(pyrage.encrypt(inhalt, [Recipient.from_str(zeile) for zeile in gemischt]))


def wie_viele(inhalt: bytes) -> int:
    """Count the keys to which a file is encrypted, without opening it; 0 where it does not tell. Raises `Kontaktfehler` for what is no such file."""
    kopf, ende, _ = _ohne_rand(inhalt).partition(b"\n---")
    if not ende:
        raise Kontaktfehler(BESCHAEDIGT)
    return kopf.count(b"\n-> X25519 ")


def oeffne_mit_kennwort(inhalt: bytes, kennwort: str) -> bytes:
    """Return what a file holds that `age -p` made; raises `Kontaktfehler`."""
    innen = _ohne_rand(inhalt)
    # The same letters may have come composed or not, by keyboard and system.
    for form in dict.fromkeys((kennwort, *(unicodedata.normalize(form, kennwort) for form in ("NFC", "NFD")))):
        try:
            return bytes(pyrage.passphrase.decrypt(innen, form))
        except UnicodeEncodeError:  # no letters at all
            continue
        except pyrage.DecryptError as fehler:
            if str(fehler) != "Decryption failed":
                raise Kontaktfehler(BESCHAEDIGT) from fehler
    raise Kontaktfehler(KENNWORT_FALSCH)


def gepruefter_empfaenger(text: str) -> str:
    """Return a public key as it is kept; raises `Kontaktfehler` with the way for what this program cannot use."""
    zeile = text.strip()
    weg = "Mit „fallbuch kontakt schluessel“ entsteht ein eigener Schlüssel; tragen Sie dessen Zeile ein, die mit age1 beginnt."
    if zeile.startswith("ssh-"):
        raise Kontaktfehler(
            f"Ein SSH-Schlüssel geht hier nicht: Mit einem Kennwort geschützt, ließe er sich nicht benutzen. {weg}"
        )
    # With the 1: one in a thousand of the usual keys begins with age1pq as well, and has no 1 behind it.
    if zeile.lower().startswith("age1pq1"):
        raise Kontaktfehler(f"Schlüssel, die mit age1pq1 beginnen, kennt dieses Programm nicht. {weg}")
    if zeile.upper().startswith("AGE-SECRET-KEY-"):
        raise Kontaktfehler(
            "Das ist ein geheimer Schlüssel; er gehört niemandem sonst. Wer ihn gesehen hat, kann lesen: "
            f"Machen Sie einen neuen. {weg}"
        )
    try:
        return str(Recipient.from_str(zeile))
    except pyrage.RecipientError as fehler:
        hinweis = "" if _OEFFENTLICH.fullmatch(zeile) is None else " Ein Zeichen stimmt nicht."
        raise Kontaktfehler(
            f"Das ist kein öffentlicher Schlüssel.{hinweis} Er beginnt mit age1 und hat 62 Zeichen. {weg}"
        ) from fehler


def _ohne_rand(inhalt: bytes) -> bytes:
    """Return a file of age's, armoured or not, without what mail programs and editors put in front; raises `Kontaktfehler` for others."""
    ohne = inhalt.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    if ohne.startswith(GEPANZERT):
        return ohne
    if not inhalt:
        raise Kontaktfehler("Die Datei ist leer. Nehmen Sie sie aus einer Sicherung.")
    if not inhalt.startswith(_ANFANG):
        raise Kontaktfehler("Die Datei ist keine von age verschlossene Datei.")
    return inhalt
