"""Numbers and addresses of the list of customers in the texts of conversations, where none belongs.

What belongs in no text whoever it leads to, `akte/textwache.py` finds; here somebody of the list is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from fallbuch.kontakte.modell import nur_ziffern

_TAG = re.compile(r"\b[0-9]{1,2}\.\s?[0-9]{1,2}\.(?:\s?[0-9]{2,4})?|\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
_NUMMER = re.compile(r"(?<![\w.,])(?:\+|\(?0)[0-9][0-9 /().-]{4,}[0-9]")
_EMAIL = re.compile(r"[^\s@<>()\",;:]+@[^\s@<>()\",;:]+\.[a-z]{2,}", re.IGNORECASE)
#: Digits that a number has at least to be one.
_MINDESTENS = 6


class Kontaktsuche:
    """Looks for what stands in the list: telephone numbers however they are parted, addresses of mail and of houses."""

    def __init__(self, kontakte: Iterable[Mapping[str, str]]) -> None:
        self._nummern: set[str] = set()
        self._emails: set[str] = set()
        self._strassen: set[str] = set()
        for kontakt in kontakte:
            self._nummern |= {
                n for teil in kontakt.get("Telefon", "").split(",") if len(n := nur_ziffern(teil)) >= _MINDESTENS
            }
            self._emails |= {kontakt["Email"].lower()} if kontakt.get("Email") else set()
            strasse = " ".join(kontakt.get("Strasse", "").lower().split())
            self._strassen |= {strasse} if re.search(r"[a-zäöüß]{3}.*[0-9]", strasse) else set()

    def finde(self, text: str) -> str | None:
        """Say what of the list stands in a text, None for nothing."""
        if "@" in text and any(treffer[0].lower().rstrip(".") in self._emails for treffer in _EMAIL.finditer(text)):
            return "eine E-Mail-Adresse"
        if self._nummern and any(
            nur_ziffern(treffer[0]) in self._nummern for treffer in _NUMMER.finditer(_TAG.sub(" ", text))
        ):
            return "eine Telefonnummer"
        klein = " ".join(text.lower().split())
        # Whoever has thousands of streets looks for the few that a number in the text could belong to.
        woerter = klein.split(" ")
        for stelle, wort in enumerate(woerter):
            if wort[:1].isdigit():
                for laenge in range(1, 5):
                    ende = wort.strip(".,;:()")
                    if " ".join([*woerter[max(0, stelle - laenge) : stelle], ende]).lstrip("(") in self._strassen:
                        return "eine Anschrift"
        return None
