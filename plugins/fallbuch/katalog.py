"""All kinds of finding, from the rooms that declare them."""

# ruff: noqa: F401 - whoever is imported has declared its kinds
from __future__ import annotations

from collections.abc import Mapping

from fallbuch.akte import datenschutz, kopftypen, lesartmeldungen, meldungen, termin, typen, vereinbarung
from fallbuch.befund import Meldungsart, meldungsarten
from fallbuch.bestand import aehnliche, speicherung, termine, vereinte
from fallbuch.bestand import meldungen as bestand_meldungen
from fallbuch.leckprobe import meldungen as leckmeldungen
from fallbuch.prozess import meldungen as prozess_meldungen
from fallbuch.regelwerk import deuten
from fallbuch.regelwerk import meldungen as regel_meldungen
from fallbuch.register import meldungen as registermeldungen
from fallbuch.statistik import meldungen as statistik_meldungen
from fallbuch.text import journal, knoten, zeichen
from fallbuch.vergleich import meldungen as vergleichsmeldungen

#: Code → declaration, in the order of the codes.
KATALOG: Mapping[str, Meldungsart] = meldungsarten()
