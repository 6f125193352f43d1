"""Findings as forges show them beside the lines of a request."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from fallbuch.befund import Befund, Schwere, lesbar

#: File and sentence of something that was removed.
Entferntes = Sequence[tuple[str, str]]
_LAENGE = 1000


def als_github(befunde: Iterable[Befund], entferntes: Entferntes, vorsatz: str) -> str:
    """Return workflow commands of GitHub Actions, a line each; `vorsatz` leads from the repository to the team's folder."""
    kommandos = [
        ("error" if b.schwere is Schwere.FEHLER else "warning", b.stelle.datei, f"line={b.stelle.zeile},col={b.stelle.spalte}",
         f"{b.kennung} {b.art.titel}", f"{b.text} {b.hinweis}")
        for b in befunde
    ]  # fmt: skip
    kommandos += [("notice", datei, "line=1", "Entfernt", satz) for datei, satz in entferntes]
    return "".join(
        f"::{art} file={_eigenschaft(vorsatz + datei)},{ort},title={_eigenschaft(titel)}::{_inhalt(text)}\n"
        for art, datei, ort, titel, text in kommandos
    )


def _inhalt(text: str) -> str:
    """Escape a message: a percent sign begins an escape, a line end would end the command."""
    return lesbar(text, _LAENGE).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _eigenschaft(text: str) -> str:
    """Escape a value of a property, which ends at a comma, and the list of them at a colon."""
    return _inhalt(text).replace(":", "%3A").replace(",", "%2C")


def als_gitlab(befunde: Iterable[Befund], entferntes: Entferntes, vorsatz: str) -> str:
    """Return a Code Quality report of GitLab. Its widget hides the name of a check, so the description begins with it."""
    gesehen: Counter[str] = Counter()
    eintraege = []
    for name, schwere, datei, zeile, was, text in _zeilen(befunde, entferntes):
        # Without its line: a finding that only moved is the same. Equal ones are told apart, or GitLab swallows them.
        kern = f"{vorsatz}{datei}\0{name}\0{was}"
        gesehen[kern] += 1
        abdruck = f"{kern}\0{gesehen[kern]}".encode("utf-8", errors="surrogatepass")
        eintraege.append(
            {
                "description": text,
                "check_name": name,
                "fingerprint": hashlib.sha256(abdruck).hexdigest(),
                "severity": schwere,
                "location": {"path": f"{vorsatz}{datei}", "lines": {"begin": zeile}},
            }
        )
    return json.dumps(eintraege, ensure_ascii=False, indent=2) + "\n"


def _zeilen(befunde: Iterable[Befund], entferntes: Entferntes) -> Iterator[tuple[str, str, str, int, str, str]]:
    """Yield name, severity, file, line, what makes one thing differ from another, and text."""
    for b in befunde:
        schwere = "major" if b.schwere is Schwere.FEHLER else "minor"
        text = lesbar(f"{b.kennung}: {b.text} {b.hinweis}", _LAENGE)
        yield b.kennung, schwere, b.stelle.datei, b.stelle.zeile, b.text, text
    for datei, satz in entferntes:
        yield "entfernt", "info", datei, 1, satz, f"Entfernt: {satz}"
