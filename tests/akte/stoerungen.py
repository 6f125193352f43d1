"""Case files disturbed at one line, as programs and hands do it: what they do, and where."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from fallbuch.akte.angaben import Zeilenart
from fallbuch.akte.eintraege import zeilenarten

#: Before a key line, or instead of it: name → what becomes of the line.
AN_ANGABEN: Mapping[str, Callable[[str], str]] = {
    **{f"{n} Leerzeichen davor": lambda z, n=n: " " * n + z for n in range(1, 9)},  # type: ignore[misc]
    "Tabulator davor": lambda z: "\t" + z,
    "Zitat": lambda z: "> " + z,
    "Zitat im Zitat": lambda z: "> > " + z,
    "Punkt einer Liste": lambda z: "- " + z,
    "Stern": lambda z: "* " + z,
    "nummeriert": lambda z: "1. " + z,
    "eingerückter Punkt": lambda z: "    - " + z,
    "fett": lambda z: re.sub(r"^([^:]*):", r"**\1:**", z),
    "Leerzeichen dahinter": lambda z: z + "   ",
    "Tabulator dahinter": lambda z: z + "\t",
    "Schrägstrich dahinter": lambda z: z + "\\",
    "Leerzeichen und Schrägstrich dahinter": lambda z: z + " \\",
    "Umbruch aus HTML": lambda z: z + "<br>",
    "Leerzeichen vor dem Doppelpunkt": lambda z: z.replace(":", " :", 1),
    "ohne Leerzeichen dahinter": lambda z: z.replace(": ", ":", 1),
    "Strichpunkt": lambda z: z.replace(":", ";", 1),
    "Gleichheitszeichen": lambda z: z.replace(":", " =", 1),
    "breiter Doppelpunkt": lambda z: z.replace(":", "\uff1a", 1),
    "Tabellenzelle": lambda z: f"| {z} | |",
    "zwei Zellen": lambda z: "| " + z.replace(": ", " | ", 1) + " |",
    "kyrillisches o": lambda z: (
        z.replace("o", "\u043e", 1) if "o" in z.partition(":")[0] else z.replace("e", "\u0435", 1)
    ),
    "Gedankenstriche im Datum": lambda z: re.sub(r"(\d{4})-(\d\d)-(\d\d)", "\\1\u2013\\2\u2013\\3", z),
    "Bindestriche ohne Umbruch": lambda z: z.replace("-", "\u2011"),
    "maskierte Bindestriche": lambda z: z.replace("-", "\\-"),
    "maskierte Punkte": lambda z: z.replace(".", "\\."),
    "Code": lambda z: f"`{z}`",
    "klein": lambda z: z[0].lower() + z[1:],
}
UNSICHTBARE = "\u00a0\u00ad\u200b\u200c\u200d\u200e\u2009\u202f\u2060\ufeff"
#: The same for headings.
AN_UEBERSCHRIFTEN: Mapping[str, Callable[[str], str]] = {
    **{f"{n} Leerzeichen davor": lambda z, n=n: " " * n + z for n in range(1, 9)},  # type: ignore[misc]
    "Tabulator davor": lambda z: "\t" + z,
    "Zitat": lambda z: "> " + z,
    "Punkt einer Liste": lambda z: "- " + z,
    "maskiert": lambda z: "\\" + z.replace("(", "\\(").replace(")", "\\)"),
    "ohne Rauten": lambda z: z[3:],
    "deutsch ohne Rauten": lambda z: re.sub(r"^## (\d{4})-(\d\d)-(\d\d)", r"\3.\2.\1", z),
    "drei Rauten": lambda z: "#" + z,
    "ohne Leerzeichen": lambda z: z.replace("## ", "##"),
    "breite Rauten": lambda z: z.replace("#", "\uff03"),
    "Gedankenstriche": lambda z: re.sub(r"(\d{4})-(\d\d)-(\d\d)", "\\1\u2013\\2\u2013\\3", z),
    "fett": lambda z: f"## **{z[3:]}**",
    "geschütztes Leerzeichen": lambda z: z.replace(" ", "\u00a0"),
    "Rauten dahinter": lambda z: z + " ##",
}
#: The same for agreements.
AN_KAESTCHEN: Mapping[str, Callable[[str], str]] = {
    "vorn maskiert": lambda z: re.sub(r"\[([ xX-])\]", r"\\[\1]", z, count=1),
    "ganz maskiert": lambda z: re.sub(r"\[([ xX-])\]", r"\\[\1\\]", z, count=1),
    "Frist maskiert": lambda z: z.replace("(", "\\(").replace(")", "\\)").replace("-", "\\-").replace("\\-", "-", 1),
    "mit Doppelpunkt": lambda z: z.replace("(bis ", "(bis: "),
    "fällig": lambda z: z.replace("(bis ", "(fällig "),
    "eckige Frist": lambda z: re.sub(r"\((bis [^)]*)\)", r"[\1]", z),
    "geschützte Leerzeichen": lambda z: z.replace("] ", "]\u00a0").replace("bis ", "bis\u00a0"),
    "Gedankenstriche": lambda z: re.sub(r"(\d{4})-(\d\d)-(\d\d)", "\\1\u2013\\2\u2013\\3", z),
    "Stern": lambda z: re.sub(r"^(\s*)- ", r"\1* ", z),
    "Zitat": lambda z: "> " + z,
    "Tabulator dahinter": lambda z: z + "\t",
    "Schrägstrich dahinter": lambda z: z + "\\",
    "Kästchen aus Word": lambda z: z.replace("[ ]", "\u2610").replace("[x]", "\u2611"),
    "breite Klammern": lambda z: z.replace("[", "\uff3b").replace("]", "\uff3d"),
    "zweimal": lambda z: re.sub(r"\[([ xX-])\]", r"[ ] \\[\1\\]", z, count=1),
}


@dataclass(frozen=True, slots=True)
class Gestoert:
    """A disturbed file: what was done at which line, of what kind."""

    was: str
    zeile: int
    vorher: str
    inhalt: str


def stellen(text: str) -> Iterator[tuple[int, Mapping[str, Callable[[str], str]]]]:
    """Yield the number of each line that means something, with what may be done to it."""
    arten = zeilenarten(text)
    for nummer, zeile in enumerate(text.split("\n"), start=1):
        if zeile.startswith("## "):
            yield nummer, AN_UEBERSCHRIFTEN
        for gelesen in arten.get(nummer, ())[:1]:
            if gelesen.art is Zeilenart.ANGABE:
                yield nummer, AN_ANGABEN
            elif gelesen.art is Zeilenart.PUNKT and "[" in zeile:
                yield nummer, AN_KAESTCHEN


def gestoert(text: str, nummer: int, was: str, wie: Callable[[str], str]) -> Gestoert | None:
    """Return the file with one line changed; None where that changes nothing."""
    zeilen = text.split("\n")
    vorher = zeilen[nummer - 1]
    zeilen[nummer - 1] = wie(vorher)
    return Gestoert(was, nummer, vorher, "\n".join(zeilen)) if zeilen[nummer - 1] != vorher else None


def zufaellig(texte: list[str], anzahl: int, zufall: random.Random) -> Iterator[tuple[str, Gestoert]]:
    """Yield so many pairs of a file and the same disturbed."""
    orte = {text: list(stellen(text)) for text in texte}
    texte = [text for text in texte if orte[text]]
    while anzahl:
        text = zufall.choice(texte)
        nummer, moeglich = zufall.choice(orte[text])
        if zufall.random() < 0.25:
            zeichen, stelle = zufall.choice(UNSICHTBARE), zufall.random()
            was, wie = f"U+{ord(zeichen):04X}", _mit_zeichen(zeichen, stelle)
        else:
            was, wie = zufall.choice(list(moeglich.items()))
        if (eines := gestoert(text, nummer, was, wie)) is not None:
            anzahl -= 1
            yield text, eines


def _mit_zeichen(zeichen: str, stelle: float) -> Callable[[str], str]:
    def wie(zeile: str) -> str:
        ort = int(stelle * (len(zeile) + 1))
        return zeile[:ort] + zeichen + zeile[ort:]

    return wie
