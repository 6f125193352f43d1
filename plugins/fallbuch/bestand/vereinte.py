"""Cases that have become one: what a removed number means from then on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fallbuch.befund import Befund, Meldungsart
from fallbuch.beispiele import BERATUNG
from fallbuch.bestand.auszug import Auszug

_VEREINT = BERATUNG.replace("4711", "4712").replace(
    "Betreuungsstufe: IK\n---", "Betreuungsstufe: IK\nVereint mit:\n  - 4711\n---"
)
F085 = Meldungsart(
    kennung="F085",
    titel="Datei eines Falls, der in einem anderen aufgegangen ist",
    muster="Der Fall {id} ist mit {mit} vereint worden ({ort}). Erwartet: keine eigene Datei mehr.",
    hinweis="„fallbuch vereinen {mit} --mit {id}“ holt herüber, was hier steht und dort fehlt.",
    erklaerung="Zwei Dateien desselben Menschen wurden zu einer. Kommt die alte zurück, hat meist jemand auf einem anderen Rechner noch in sie geschrieben. Was dort "
    "steht, darf nicht verloren gehen, und gezählt werden soll der Mensch nur einmal. Was in beiden Dateien gleich steht, bleibt beim Vereinen einmal.",
    schlecht=BERATUNG,
    dazu={"faelle/4712.md": _VEREINT},
)


def vereinte(faelle: Iterable[Auszug]) -> dict[str, Auszug]:
    """Return which case each removed number went into, by the number in small letters."""
    return {kennung.lower(): fall for fall in faelle for kennung in fall.vereint_mit}


def zurueckgekehrte(faelle: Iterable[Auszug]) -> Iterator[tuple[str, Befund]]:
    """Yield a finding, by file, for each file of a case that has gone into another one."""
    alle = list(faelle)
    aufgegangen = vereinte(fall for fall in alle if fall.vereint_mit)
    for fall in alle if aufgegangen else ():
        mit = aufgegangen.get(fall.kennung.lower())
        if mit is not None and mit.datei != fall.datei:
            ort = str(mit.vereint_stelle)
            yield fall.datei, F085.melde(fall.id_stelle, id=fall.kennung, mit=mit.kennung, ort=ort)
