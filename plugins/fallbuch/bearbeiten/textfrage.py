"""Before something is written: what its text says that belongs in no case, as a question to whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fallbuch.akte.oeffnen import dekodiere
from fallbuch.akte.protokoll import PROTOKOLLDATEI
from fallbuch.akte.schreiben import neue_befunde
from fallbuch.akte.textwache import funde
from fallbuch.befund import Befund
from fallbuch.bestand.textpruefung import pruefe_text
from fallbuch.einrichtung import Einrichtung
from fallbuch.kennung import nfc
from fallbuch.text.ablage import Ablage
from fallbuch.text.quelle import Quelldatei
from fallbuch.text.zeilen import zeilen

TROTZDEM = "Trotzdem speichern?"
#: So many are named; whoever takes them out is asked about the others next.
_HOECHSTENS = 3


def neues_im_text(einrichtung: Einrichtung, ablagen: Iterable[Ablage]) -> list[Befund]:
    """Return what a change adds to the texts of cases and of the log that belongs in none."""
    vorn = f"{einrichtung.datei.ordner.faelle}/"
    texte = [a for a in ablagen if a.name.startswith(vorn) or a.name == PROTOKOLLDATEI]
    vorher, nachher = (
        {b: was for name, inhalt in staende for b, was in _gefundene(einrichtung, name, inhalt or b"")}
        for staende in ([(a.name, a.alt) for a in texte], [(a.name, a.neu) for a in texte])
    )
    # By what was said, wherever it stood: who replaces one number by another has written a new one.
    gesagt = {**vorher, **nachher}
    return neue_befunde(vorher, nachher, lambda b: ("", gesagt[b]))


def _gefundene(einrichtung: Einrichtung, name: str, inhalt: bytes) -> Iterator[tuple[Befund, str]]:
    """Yield what a file says that belongs in no case, with the words themselves."""
    befunde = pruefe_text(Quelldatei(name, inhalt), einrichtung.regelwerk).befunde
    text = zeilen(nfc(dekodiere(inhalt, name, [])[0])) if befunde else []
    for befund in befunde:
        zeile, von = text[befund.stelle.zeile - 1], befund.stelle.spalte - 1
        bis = next((f.bis for f in funde(zeile) if f.von == von), len(zeile))
        yield befund, zeile[von:bis]


def als_frage(befunde: Iterable[Befund]) -> str:
    """Return what to ask before saving, "" where nothing was found."""
    saetze = list(dict.fromkeys(b.text for b in befunde))[:_HOECHSTENS]
    return " ".join([*saetze, TROTZDEM]) if saetze else ""
