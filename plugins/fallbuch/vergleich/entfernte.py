"""Open cases whose files a change takes away: somebody waits, and no list names them any more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from fallbuch.befund import Befund, Stelle
from fallbuch.bestand.geloeschte import lade_verzeichnis
from fallbuch.bestand.laden import Akte, lade_bestand
from fallbuch.einrichtung import Einrichtung
from fallbuch.text.git import hat_stand
from fallbuch.text.quelle import anzeigename, aus_bytes
from fallbuch.text.staende import Gitstand, unterschiede
from fallbuch.vergleich.faelle import derselbe_fall
from fallbuch.vergleich.meldungen import G006
from fallbuch.vergleich.seiten import fallname


def entfernte_offene(entfernte: Iterable[Akte], stand: str) -> list[Befund]:
    """Name the open ones among removed cases; `stand` still has their files."""
    return [
        G006.melde(Stelle(datei=akte.fall.datei), datei=akte.fall.datei, stand=stand)
        for akte in entfernte
        if akte.sicht.offen
    ]


def entfernte_vor_dem_speichern(einrichtung: Einrichtung, stichtag: date, heute: date) -> list[Befund]:
    """Name the open cases that the next commit removes; those that only get another name are not removed."""
    wurzel = einrichtung.wurzel
    if not hat_stand(wurzel):
        return []
    paare = [p for p in unterschiede(wurzel, "HEAD", "") if p.alt != p.neu]

    def akten(stand: Gitstand, namen: Iterable[str | None]) -> tuple[Akte, ...]:
        faelle = [n for n in namen if n is not None and fallname(n, einrichtung.datei.ordner.faelle)]
        dateien = [aus_bytes(anzeigename(name), inhalt) for name, inhalt in stand.inhalte(faelle)]
        return lade_bestand(dateien, einrichtung.regelwerk, stichtag, heute, {})

    neue = akten(Gitstand(wurzel, ""), (p.neu for p in paare))
    alte = akten(Gitstand(wurzel, "HEAD"), (p.alt for p in paare))
    geloescht = lade_verzeichnis(wurzel)[0]
    weg = (a for a in alte if not any(derselbe_fall(a.fall, n.fall) for n in neue))
    # Who was erased went on purpose, and nobody should bring the file back.
    return entfernte_offene((a for a in weg if geloescht.fall(a.auszug.kennung) is None), "HEAD")
