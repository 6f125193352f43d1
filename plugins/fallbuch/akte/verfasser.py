"""Who wrote an entry whose heading names nobody: written down before the case gets into other hands."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.akte.modell import Eintrag
from fallbuch.akte.schreiben import Falltext, Inhalt
from fallbuch.kennung import nfc
from fallbuch.text.aenderung import Aenderung


def mit_verfasser(text: Falltext, name: str) -> Falltext:
    """Write a counsellor's name into the headings that have none; one in which it would be read differently stays."""
    ohne = [e for e in text.fall.eintraege if e.datum is not None and not e.berater and _endet_mit_art(text, e)]
    try:
        return _mit_namen(text, ohne, name)
    except Schreibfehler:
        for nummer in [text.fall.eintraege.index(e) for e in ohne]:
            with contextlib.suppress(Schreibfehler):
                text = _mit_namen(text, [text.fall.eintraege[nummer]], name)
        return text


def _mit_namen(text: Falltext, eintraege: Sequence[Eintrag], name: str) -> Falltext:
    erwartet = Inhalt.von(text.fall)
    for eintrag in eintraege:
        nummer = text.fall.eintraege.index(eintrag)
        erwartet = erwartet.mit_eintraegen(nummer, nummer + 1, replace(eintrag, berater=(nfc(name),)))
    stellen = [text.ortung.index(e.stelle.zeile, e.art_spalte + e.art_laenge) for e in eintraege]
    return text.mit([Aenderung(stelle, stelle, f" ({name})") for stelle in stellen], erwartet)


def _endet_mit_art(text: Falltext, eintrag: Eintrag) -> bool:
    """Tell whether nothing but blanks and closing hashes stands behind the kind in the heading."""
    ende = text.ortung.index(eintrag.stelle.zeile, eintrag.art_spalte + eintrag.art_laenge)
    zeile = text.ortung.anfang(eintrag.stelle.zeile)
    return not text.ortung.zeile(eintrag.stelle.zeile)[ende - zeile :].strip(" \t\r#")
