"""What is no secret: every run of words that the program itself brings along, wherever it then stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fallbuch.leckprobe.blatt import GRENZE, folgen, lies_blatt

KURZ, LANG = 3, 5


class Bekanntes:
    """Runs of three and of five words in pages and texts that know nothing of any team."""

    def __init__(self, seiten: Iterable[str], dazu: Bekanntes | None = None) -> None:
        """`dazu`: what is known already."""
        self.kurze: set[int] = set() if dazu is None else set(dazu.kurze)
        self.langen: set[int] = set() if dazu is None else set(dazu.langen)
        for html in seiten:
            blatt = lies_blatt("seite.html", html.encode("utf-8", errors="replace"))
            worte = [] if blatt is None else [w.form for w in blatt.woerter]
            self.kurze.update(h for _, h in folgen(worte, KURZ))
            self.langen.update(h for _, h in folgen(worte, LANG))

    def entschuldigt(self, worte: Sequence[str], stelle: int, laenge: int = 1) -> bool:
        """Tell whether a word, or `laenge` of them, stand in a run of three that is no secret.

        Of a longer run it is enough that each three of its words are known.
        """
        if laenge > KURZ:
            return all(self._kennt(worte, i) for i in range(stelle, stelle + laenge - KURZ + 1))
        return any(self._kennt(worte, i) for i in range(max(0, stelle + laenge - KURZ), stelle + 1))

    def _kennt(self, worte: Sequence[str], beginn: int) -> bool:
        teil = tuple(worte[beginn : beginn + KURZ])
        return len(teil) == KURZ and GRENZE not in teil and hash(teil) in self.kurze

    def langer_lauf(self, folge: int) -> bool:
        """Tell whether a run of five, by its hash, is known."""
        return folge in self.langen
