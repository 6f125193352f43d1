"""All kinds of finding: each is known as soon as the room that declares it is imported, and here all of them are."""

from __future__ import annotations

from collections.abc import Mapping

from fallbuch.akte import datenschutz, kopftypen, lesartmeldungen, termin, textmeldungen, typen, vereinbarung  # noqa: F401
from fallbuch.akte import meldungen as _akte  # noqa: F401
from fallbuch.befund import ARTEN, Meldungsart
from fallbuch.bestand import aehnliche, geloeschte, speicherung, termine, vereinte  # noqa: F401
from fallbuch.bestand import meldungen as _bestand  # noqa: F401
from fallbuch.kontakte import meldungen as _kontakte  # noqa: F401
from fallbuch.leckprobe import meldungen as _leckprobe  # noqa: F401
from fallbuch.prozess import meldungen as _prozess  # noqa: F401
from fallbuch.regelwerk import deuten  # noqa: F401
from fallbuch.regelwerk import meldungen as _regelwerk  # noqa: F401
from fallbuch.register import meldungen as _register  # noqa: F401
from fallbuch.statistik import meldungen as _statistik  # noqa: F401
from fallbuch.text import journal, knoten, zeichen  # noqa: F401
from fallbuch.vergleich import meldungen as _vergleich  # noqa: F401

#: Code → declaration, in the order of the codes.
KATALOG: Mapping[str, Meldungsart] = dict(sorted(ARTEN.items()))
