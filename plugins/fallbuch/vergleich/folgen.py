"""What a change does to due items: which are new, gone, earlier or later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from fallbuch.bestand.laden import Akte
from fallbuch.kennung import nach_aussen
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.vergleich.modell import Lauf, Terminfolge

#: Items of which none can be computed come first.
_ZUERST = date.min


def terminfolgen(alt: Akte | None, neu: Akte | None) -> list[Terminfolge]:
    """Compare the due items of a case; those that the same thing has to be done for belong together."""
    davor, jetzt = _nach_kennung(alt), _nach_kennung(neu)
    berater = _berater(neu) or _berater(alt)
    ergebnis: list[Terminfolge] = []
    for schluessel in dict.fromkeys((*davor, *jetzt)):
        ergebnis += _gleiche(davor.get(schluessel, ()), jetzt.get(schluessel, ()), berater)
    return sorted(ergebnis, key=lambda f: (f.nachher or f.vorher or _ZUERST, f.titel))


def _berater(akte: Akte | None) -> str | None:
    return akte.sicht.zustaendig if akte is not None else None


def _nach_kennung(akte: Akte | None) -> dict[str, list[Faelligkeit]]:
    ergebnis: dict[str, list[Faelligkeit]] = defaultdict(list)
    for f in akte.faelligkeiten if akte is not None else ():
        # The file's name can change with the case; what has to be done stays the same.
        ergebnis[f.dauerkennung.split("/", 1)[1]].append(f)
    for liste in ergebnis.values():
        liste.sort(key=lambda f: f.faellig_am or _ZUERST)
    return ergebnis


def _gleiche(davor: Sequence[Faelligkeit], jetzt: Sequence[Faelligkeit], berater: str | None) -> Iterable[Terminfolge]:
    gleiche_tage = {f.faellig_am for f in davor} & {f.faellig_am for f in jetzt}
    davor = [f for f in davor if f.faellig_am not in gleiche_tage]
    jetzt = [f for f in jetzt if f.faellig_am not in gleiche_tage]
    for nummer in range(max(len(davor), len(jetzt))):
        alt = davor[nummer] if nummer < len(davor) else None
        neu = jetzt[nummer] if nummer < len(jetzt) else None
        yield _folge(alt, neu, berater)


def _folge(alt: Faelligkeit | None, neu: Faelligkeit | None, berater: str | None) -> Terminfolge:
    eine = neu or alt
    if eine is None:
        raise ValueError("a due item in neither state")
    if alt is None or neu is None:
        lauf = Lauf.NEU if alt is None else Lauf.ENTFAELLT
    else:
        lauf = Lauf.FRUEHER if (neu.faellig_am or _ZUERST) < (alt.faellig_am or _ZUERST) else Lauf.SPAETER
    return Terminfolge(
        lauf=lauf,
        fall=nach_aussen(eine.fall or ""),
        berater=berater,
        titel=eine.titel,
        vorher=alt.faellig_am if alt is not None else None,
        nachher=neu.faellig_am if neu is not None else None,
        dringlichkeit=neu.dringlichkeit if neu is not None else None,
        war=alt.dringlichkeit if alt is not None else None,
    )
