"""A report as text, as Markdown for a forge, and for programs."""

from __future__ import annotations

import dataclasses
import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import accumulate
from typing import Any

from fallbuch.befund import Befund, lesbar
from fallbuch.text.markdown import als_code
from fallbuch.vergleich.bericht import Bericht, Berichtsteil, Gewicht
from fallbuch.vergleich.modell import Vergleich
from fallbuch.vergleich.worte import Berichtszeile, Satz, Wert

#: By this line a program finds its own comment again; readers do not see it.
MARKE = "<!-- fallbuch:vergleich -->"
#: Comments of GitHub end at 65,536 characters; others take more.
HOECHSTENS_BYTES = 60_000
#: Parts with more lines than that are folded.
_GEFALTET_AB = 25
_LANGER_WERT = 200
#: Words in which no markup, mention or link can hide read better as they are: „2026-05-15 Telefonat“, „Kontakt (IK)“.
_WOERTER = "[A-Za-zÄÖÜäöüß]+(?:[ -][A-Za-zÄÖÜäöüß]+)*"
_HARMLOS = re.compile(rf"(?:\d{{4}}-\d\d-\d\d )?{_WOERTER}(?: \({_WOERTER}\))?(?: {_WOERTER})?|\d{{4}}-\d\d-\d\d")


def als_text(b: Bericht) -> str:
    """Return a report for a terminal."""
    teile = [b.kurz, "\n", roh(b.verglichen), "\n"]
    for a in b.abschnitte:
        teile += [f"\n{a.titel}\n", *(z for zeile in a.zeilen for z in _eingerueckt(zeile, 1, roh))]
    return "".join(teile)


def _eingerueckt(zeile: Berichtszeile, tiefe: int, form: Callable[[Satz], str]) -> Iterator[str]:
    yield f"{'  ' * tiefe}{form(zeile.satz)}\n"
    for z in zeile.darunter:
        yield from _eingerueckt(z, tiefe + 1, form)


def roh(satz: Satz) -> str:
    """Return a sentence for a terminal."""
    return "".join(lesbar(wort, _LANGER_WERT) if isinstance(wort, Wert) else wort for wort in satz)


def als_markdown(b: Bericht) -> str:
    """Return a report as the comment of a request: what matters first, never longer than forges take.

    Where it would be, long parts give way: of each its first lines stay, and the number of the others.
    """
    kopf = f"{MARKE}\n**{b.kurz}**\n\n{_markdown(b.verglichen)}\n"
    teile = [_Teil.aus(a) for a in b.abschnitte]
    platz = HOECHSTENS_BYTES - len(f"{kopf}{_SCHLUSS}".encode())
    anteile = _anteile([t.laenge for t in teile], platz)
    stuecke = [t.bis(anteil) for t, anteil in zip(teile, anteile, strict=True)]
    gekuerzt = any(t.laenge > anteil for t, anteil in zip(teile, anteile, strict=True))
    return "".join((kopf, *stuecke, _SCHLUSS if gekuerzt else ""))


_SCHLUSS = "\nDer Bericht ist hier gekürzt: Er ist länger, als ein Kommentar sein darf. Ganz steht er da, wenn Sie „fallbuch vergleichen“ selbst aufrufen.\n"


@dataclasses.dataclass(frozen=True)
class _Teil:
    """A part of the comment: what stands before and behind its lines."""

    vorn: str
    zeilen: Sequence[str]
    hinten: str

    @classmethod
    def aus(cls, a: Berichtsteil) -> _Teil:
        zeilen = [z for zeile in a.zeilen for z in _eingerueckt(zeile, 0, _als_punkt)]
        offen = a.gewicht is Gewicht.WICHTIG or (a.gewicht is Gewicht.NORMAL and len(zeilen) <= _GEFALTET_AB)
        if offen:
            return cls(f"\n### {a.titel}\n\n", zeilen, "")
        return cls(f"\n<details><summary>{a.titel} ({len(a.zeilen)})</summary>\n\n", zeilen, "\n</details>\n")

    @property
    def laenge(self) -> int:
        return len("".join((self.vorn, *self.zeilen, self.hinten)).encode())

    def bis(self, platz: int) -> str:
        """Return the part in at most `platz` bytes."""
        if self.laenge <= platz:
            return "".join((self.vorn, *self.zeilen, self.hinten))
        weitere = "- und {} weitere Zeilen\n"
        platz -= len(f"{self.vorn}{weitere}{self.hinten}".encode()) + 8
        genommen = self.zeilen[: bisect_right([*accumulate(len(z.encode()) for z in self.zeilen)], platz)]
        return "".join((self.vorn, *genommen, weitere.format(len(self.zeilen) - len(genommen)), self.hinten))


def _anteile(laengen: Sequence[int], platz: int) -> list[int]:
    """Share `platz` fairly: what is short gets all it needs, the rest in equal parts what is left."""
    anteile = [0] * len(laengen)
    for fertige, nummer in enumerate(sorted(range(len(laengen)), key=lambda n: laengen[n])):
        anteile[nummer] = min(laengen[nummer], platz // (len(laengen) - fertige))
        platz -= anteile[nummer]
    return anteile


def _als_punkt(satz: Satz) -> str:
    # „1. Quartal“ at the beginning would be the first item of a list.
    return "- " + re.sub(r"^(\d+)\.", r"\1\\.", _markdown(satz))


def _markdown(satz: Satz) -> str:
    return "".join(als_code(w, _LANGER_WERT) if isinstance(w, Wert) and not _HARMLOS.fullmatch(w) else w for w in satz)


def als_json(v: Vergleich) -> str:
    """Stable for programs; fields may be added, never renamed."""
    return json.dumps(v, ensure_ascii=False, indent=2, default=_schlicht) + "\n"


def _schlicht(wert: Any) -> object:
    match wert:
        case Befund():
            s = wert.stelle
            return {"kennung": wert.kennung, "schwere": str(wert.schwere), "titel": wert.art.titel, "datei": s.datei, "zeile": s.zeile, "spalte": s.spalte}  # fmt: skip
        case date():
            return str(wert)
    return {f.name: getattr(wert, f.name) for f in dataclasses.fields(wert)}
