"""Cases that may be about the same human being: somebody came back and was entered anew.

Nothing in a case says who it is. What can tell is what only few cases have in common: unusual words of
the record, organisations that help, the end of a benefit. Everyday words, which many cases share, say nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain

from fallbuch.befund import Befund, Meldungsart, Schwere
from fallbuch.beispiele import BERATUNG
from fallbuch.bestand.auszug import Auszug
from fallbuch.kennung import ordnung
from fallbuch.zeit import Einheit, Spanne

_ZURUECK = (
    "\nGelernte Floristin, Führerschein vorhanden, pflegt ihre Schwiegermutter, sucht Teilzeit im Gartencenter.\n"
)
F073 = Meldungsart(
    kennung="F073",
    schwere=Schwere.HINWEIS,
    titel="Möglicherweise doppelt angelegt",
    muster="Dieser neue Fall ähnelt {ids}. Erwartet: zu jedem Menschen ein Fall.",
    hinweis="Vergleichen Sie die Fälle. Geht es um denselben Menschen, machen Sie mit „fallbuch vereinen“ eine Datei daraus; sonst ist nichts zu tun.",
    erklaerung="Wer nach einer Pause wiederkommt, wird leicht ein zweites Mal angelegt; dann fehlt der frühere Verlauf, und die Statistik zählt doppelt. "
    "Verglichen wird, was nur wenige Fälle gemeinsam haben: seltene Wörter, helfende Stellen, das Ende einer Bewilligung. Genannt werden nur IDs. "
    "Drei Monate nach dem Erstkontakt verschwindet der Hinweis von selbst.",
    schlecht=BERATUNG.replace("2026-01", "2026-05") + _ZURUECK,
    dazu={"faelle/4712.md": BERATUNG.replace("4711", "4712") + _ZURUECK},
)

#: A case counts as new for so long after its first contact.
NEU_FUER = Spanne(3, Einheit.MONATE)
#: So many rare things must two cases share, and so large a part of what is rare in the new one.
_MINDESTENS, _ANTEIL = 5, 0.3
#: What more cases than this have in common is not rare.
_SELTEN, _SELTEN_ANTEIL = 3, 0.005


def aehnliche(faelle: Sequence[Auszug], stichtag: date) -> Iterator[tuple[str, Befund]]:
    """Yield findings, by file, for new cases that resemble another one; only IDs are named."""
    neue = [fall for fall in faelle if _ist_neu(fall, stichtag)]
    if not neue or len(faelle) < 2:
        return
    # Only what new cases say is looked for in the others, and no longer than it may be rare.
    gesuchte = set(chain.from_iterable(fall.merkmale for fall in neue))
    grenze = max(_SELTEN, int(len(faelle) * _SELTEN_ANTEIL))
    vorkommen: dict[str, list[Auszug]] = defaultdict(list)
    for fall in faelle:
        for merkmal in gesuchte.intersection(fall.merkmale):
            vorkommen[merkmal].append(fall)
            if len(vorkommen[merkmal]) > grenze:
                gesuchte.remove(merkmal)
                del vorkommen[merkmal]
    for fall in neue:
        if andere := _passende(fall, vorkommen):
            namen = ", ".join(sorted(andere, key=ordnung)[:5])
            yield fall.datei, F073.melde(fall.id_stelle, ids=namen)


def _ist_neu(fall: Auszug, stichtag: date) -> bool:
    beginn = fall.erstkontakt
    return beginn is not None and fall.offen and fall.erste_phase and beginn <= stichtag <= NEU_FUER.nach(beginn)


def _passende(fall: Auszug, vorkommen: Mapping[str, Sequence[Auszug]]) -> list[str]:
    """Return the IDs of earlier cases that share enough with a new one; `vorkommen` knows rare things alone."""
    seltene = vorkommen.keys() & fall.merkmale
    gemeinsam: Counter[str] = Counter()
    for merkmal in seltene:
        gemeinsam.update({andere.kennung for andere in vorkommen[merkmal] if _kam_frueher(andere, fall)})
    noetig = max(_MINDESTENS, _ANTEIL * len(seltene))
    return [kennung for kennung, zahl in gemeinsam.items() if zahl >= noetig]


def _kam_frueher(andere: Auszug, fall: Auszug) -> bool:
    """Of two cases the newer one is asked about; the older has the record."""
    if andere.datei == fall.datei or fall.kennung in andere.vereint_mit or andere.kennung in fall.vereint_mit:
        return False
    eines, anderes = fall.erstkontakt, andere.erstkontakt
    return eines is None or anderes is None or (anderes, andere.datei) < (eines, fall.datei)
