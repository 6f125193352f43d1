"""All kinds of finding, collected from the rooms that declare them."""

from __future__ import annotations

from collections.abc import Mapping

from fallbuch.akte import datenschutz, kopftypen, lesartmeldungen, meldungen, termin, typen, vereinbarung
from fallbuch.befund import Meldungsart
from fallbuch.bestand import meldungen as bestand_meldungen
from fallbuch.bestand import speicherung, termine, vereinte
from fallbuch.leckprobe import meldungen as leckmeldungen
from fallbuch.prozess import meldungen as prozess_meldungen
from fallbuch.regelwerk import deuten
from fallbuch.regelwerk import meldungen as regel_meldungen
from fallbuch.register import meldungen as registermeldungen
from fallbuch.statistik import meldungen as statistik_meldungen
from fallbuch.text import journal, knoten, zeichen
from fallbuch.vergleich import meldungen as vergleichsmeldungen

_RAEUME = (
    journal,
    knoten,
    zeichen,
    typen,
    termin,
    kopftypen,
    vereinbarung,
    datenschutz,
    meldungen,
    lesartmeldungen,
    deuten,
    bestand_meldungen,
    termine,
    vereinte,
    regel_meldungen,
    prozess_meldungen,
    statistik_meldungen,
    registermeldungen,
    leckmeldungen,
    speicherung,
    vergleichsmeldungen,
)


def _sammle() -> dict[str, Meldungsart]:
    arten: dict[str, Meldungsart] = {}
    for raum in _RAEUME:
        for art in raum.MELDUNGSARTEN:
            if art.kennung in arten:
                raise ValueError(f"code declared twice: {art.kennung}")
            arten[art.kennung] = art
    return dict(sorted(arten.items()))


#: Code → declaration, in the order of the codes.
KATALOG: Mapping[str, Meldungsart] = _sammle()
