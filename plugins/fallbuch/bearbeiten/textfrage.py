"""Before something is written: what its text says that belongs in no case, as a question to whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterable

from fallbuch.akte.protokoll import PROTOKOLLDATEI
from fallbuch.akte.schreiben import neue_befunde
from fallbuch.befund import Befund
from fallbuch.bestand.textpruefung import pruefe_text
from fallbuch.einrichtung import Einrichtung
from fallbuch.text.ablage import Ablage
from fallbuch.text.quelle import Quelldatei

TROTZDEM = "Trotzdem speichern?"
#: So many are named; whoever takes them out is asked about the others next.
_HOECHSTENS = 3


def neues_im_text(einrichtung: Einrichtung, ablagen: Iterable[Ablage]) -> list[Befund]:
    """Return what a change adds to the texts of cases and of the log that belongs in none."""
    vorn = f"{einrichtung.datei.ordner.faelle}/"
    texte = [a for a in ablagen if a.name.startswith(vorn) or a.name == PROTOKOLLDATEI]
    vorher, nachher = (
        {
            befund: wort
            for name, inhalt in staende
            for gefunden in [pruefe_text(Quelldatei(name, inhalt or b""), einrichtung.regelwerk)]
            for befund, wort in zip(gefunden.befunde, gefunden.worte, strict=True)
        }
        for staende in ([(a.name, a.alt) for a in texte], [(a.name, a.neu) for a in texte])
    )
    # By what was said, wherever it stood: who replaces one number by another has written a new one.
    gesagt = {**vorher, **nachher}
    return neue_befunde(vorher, nachher, lambda b: ("", gesagt[b]))


def als_frage(befunde: Iterable[Befund]) -> str:
    """Return what to ask before saving, "" where nothing was found."""
    saetze = list(dict.fromkeys(b.text for b in befunde))[:_HOECHSTENS]
    return " ".join([*saetze, TROTZDEM]) if saetze else ""
