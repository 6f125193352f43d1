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
    zeilen = [
        _kommando("error" if b.schwere is Schwere.FEHLER else "warning", b, vorsatz) for b in befunde
    ] + [
        f"::notice file={_eigenschaft(vorsatz + datei)},line=1,title=Entfernt::{_inhalt(satz)}\n" for datei, satz in entferntes
    ]  # fmt: skip
    return "".join(zeilen)


def _kommando(art: str, b: Befund, vorsatz: str) -> str:
    s = b.stelle
    titel = _eigenschaft(f"{b.kennung} {b.art.titel}")
    ort = f"file={_eigenschaft(vorsatz + s.datei)},line={s.zeile},col={s.spalte}"
    return f"::{art} {ort},title={titel}::{_inhalt(f'{b.text} {b.hinweis}')}\n"


def _inhalt(text: str) -> str:
    """Escape a message: a percent sign begins an escape, a line end would end the command."""
    return lesbar(text, _LAENGE).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _eigenschaft(text: str) -> str:
    """Escape a value of a property, which ends at a comma, and the list of them at a colon."""
    return _inhalt(text).replace(":", "%3A").replace(",", "%2C")


def als_gitlab(befunde: Iterable[Befund], entferntes: Entferntes, vorsatz: str) -> str:
    """Return a Code Quality report of GitLab. Its widget hides the name of a check, so the description begins with it."""
    eintraege = [*_meldungen(befunde, vorsatz), *_weg(entferntes, vorsatz)]
    return json.dumps(eintraege, ensure_ascii=False, indent=2) + "\n"


def _meldungen(befunde: Iterable[Befund], vorsatz: str) -> Iterator[dict[str, object]]:
    gesehen: Counter[str] = Counter()
    for b in befunde:
        text = lesbar(f"{b.kennung}: {b.text} {b.hinweis}", _LAENGE)
        # Without its line: a finding that only moved is the same. Equal ones are told apart, or GitLab swallows them.
        kern = f"{vorsatz}{b.stelle.datei}\0{b.kennung}\0{b.text}"
        gesehen[kern] += 1
        schwere = "major" if b.schwere is Schwere.FEHLER else "minor"
        yield _eintrag(
            text, b.kennung, f"{kern}\0{gesehen[kern]}", schwere, (f"{vorsatz}{b.stelle.datei}", b.stelle.zeile)
        )


def _weg(entferntes: Entferntes, vorsatz: str) -> Iterator[dict[str, object]]:
    gesehen: Counter[str] = Counter()
    for datei, satz in entferntes:
        kern = f"{vorsatz}{datei}\0entfernt\0{satz}"
        gesehen[kern] += 1
        yield _eintrag(f"Entfernt: {satz}", "entfernt", f"{kern}\0{gesehen[kern]}", "info", (f"{vorsatz}{datei}", 1))


def _eintrag(text: str, name: str, kern: str, schwere: str, ort: tuple[str, int]) -> dict[str, object]:
    return {
        "description": text,
        "check_name": name,
        "fingerprint": hashlib.sha256(kern.encode("utf-8", errors="surrogatepass")).hexdigest(),
        "severity": schwere,
        "location": {"path": ort[0], "lines": {"begin": ort[1]}},
    }
