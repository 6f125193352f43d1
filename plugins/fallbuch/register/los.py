"""The team's secret, from which every printed number is drawn, and what the folder remembers of its releases."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import replace

from fallbuch.werte import dataclass

LOSDATEI = "statistik/los.txt"
_BYTES = 32
#: So begins the secret of invented teams: it follows from the seed, so that everybody knows it.
_BEISPIEL = b"Beispieldaten "
_KOPF = """\
# Aus diesem Los folgt, welche Zahlen gedruckt werden. Es gehört dem Team: Ändern Sie es nie, löschen Sie es nie, und
# geben Sie es nie weiter. Wer es kennt, kann aus gedruckten Zahlen die genauen errechnen.
"""
_FORM = re.compile(rf"los: ([0-9a-f]{{{2 * _BYTES}}})\nfreigegeben:((?: [0-9]{{4}}(?:Q[1-4])?)*)\n?")


@dataclass(frozen=True, slots=True)
class Teamlos:
    """The secret (32 bytes), and the periods that were released with it."""

    geheimnis: bytes
    freigegeben: tuple[str, ...] = ()

    @property
    def ist_beispiel(self) -> bool:
        """Tell whether everybody knows this secret."""
        return self.geheimnis.startswith(_BEISPIEL)

    @property
    def kennzeichen(self) -> str:
        """What a sheet remembers of the secret; the secret does not follow from it."""
        return hashlib.sha256(b"fallbuch los" + self.geheimnis).hexdigest()[:16]

    def siegel(self, inhalt: bytes) -> str:
        """Return by what the team knows a sheet again. Without the secret nobody can try out what stands in its files."""
        return hashlib.blake2b(inhalt, key=self.geheimnis, digest_size=16).hexdigest()

    def mit(self, zeitraum: str) -> Teamlos:
        """Return the same secret after one more release."""
        return replace(self, freigegeben=(*self.freigegeben, zeitraum))


def neues_los() -> Teamlos:
    """Draw a secret."""
    return Teamlos(secrets.token_bytes(_BYTES))


def beispiellos(seed: int) -> Teamlos:
    """Return the secret of an invented team: the same team has the same numbers wherever it is made."""
    rest = hashlib.sha256(f"fallbuch-{seed}".encode()).digest()
    return Teamlos((_BEISPIEL + rest)[:_BYTES])


def als_text(los: Teamlos) -> bytes:
    """Return the bytes of the file."""
    return f"{_KOPF}los: {los.geheimnis.hex()}\nfreigegeben:{''.join(f' {z}' for z in los.freigegeben)}\n".encode()


def aus_text(inhalt: bytes) -> Teamlos | None:
    """Read the file; None where it is no such file."""
    zeilen = inhalt.decode("utf-8", errors="replace").replace("\r\n", "\n").split("\n")
    treffer = _FORM.fullmatch("\n".join(z for z in zeilen if z and not z.startswith("#")))
    return Teamlos(bytes.fromhex(treffer[1]), tuple(treffer[2].split())) if treffer is not None else None
