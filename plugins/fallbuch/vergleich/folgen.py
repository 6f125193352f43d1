"""What a change does to due items: which are new, gone, earlier or later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import zip_longest

from fallbuch.bestand.laden import Akte
from fallbuch.kennung import nach_aussen
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.vergleich.modell import Terminfolge, Vergleichslauf

#: Items of which none can be computed come first.
_ZUERST = date.min
_Paar = tuple[Faelligkeit | None, Faelligkeit | None]


def terminfolgen(alt: Akte | None, neu: Akte | None) -> list[Terminfolge]:
    """Compare the due items of a case: first those that the same thing has to be done for, then those of the same name.

    Who ticks one of two agreements is still to ask after the other: that is one item that moved, not one gone and one new.
    """
    davor, jetzt = (akte.faelligkeiten if akte is not None else () for akte in (alt, neu))
    return folgen(davor, jetzt, berater_von(alt, neu))


def folgen(alt: Sequence[Faelligkeit], neu: Sequence[Faelligkeit], berater: str | None = None) -> list[Terminfolge]:
    """Compare due items: those of a case, or what the team itself has to do."""
    davor, jetzt = _nach_kennung(alt), _nach_kennung(neu)
    paare: list[_Paar] = []
    uebrig: dict[str, tuple[list[Faelligkeit], list[Faelligkeit]]] = defaultdict(lambda: ([], []))
    for schluessel in dict.fromkeys((*davor, *jetzt)):
        for a, b in _paare(davor.get(schluessel, ()), jetzt.get(schluessel, ())):
            if a is not None and b is not None:
                paare.append((a, b))
                continue
            for seite, f in enumerate((a, b)):
                if f is not None:
                    uebrig[f.titel][seite].append(f)
    for vorher, nachher in uebrig.values():
        paare += _paare(sorted(vorher, key=_tag), sorted(nachher, key=_tag))
    return sorted((_folge(a, b, berater) for a, b in paare), key=lambda f: (f.nachher or f.vorher or _ZUERST, f.titel))


def _tag(f: Faelligkeit) -> date:
    return f.faellig_am or _ZUERST


def berater_von(alt: Akte | None, neu: Akte | None) -> str | None:
    """Return whose case it is; where nobody has it now, whose it was."""
    return next((a.sicht.zustaendig for a in (neu, alt) if a is not None and a.sicht.zustaendig), None)


def _nach_kennung(faelligkeiten: Sequence[Faelligkeit]) -> dict[str, list[Faelligkeit]]:
    ergebnis: dict[str, list[Faelligkeit]] = defaultdict(list)
    for f in faelligkeiten:
        # The file's name can change with the case; what has to be done stays the same.
        ergebnis[f.dauerkennung.split("/", 1)[1]].append(f)
    for liste in ergebnis.values():
        liste.sort(key=_tag)
    return ergebnis


def _paare(davor: Sequence[Faelligkeit], jetzt: Sequence[Faelligkeit]) -> list[_Paar]:
    """Pair items in the order of their days, without those whose day is the same."""
    gleiche_tage = {f.faellig_am for f in davor} & {f.faellig_am for f in jetzt}
    alte = [f for f in davor if f.faellig_am not in gleiche_tage]
    neue = [f for f in jetzt if f.faellig_am not in gleiche_tage]
    return list(zip_longest(alte, neue))


def _folge(alt: Faelligkeit | None, neu: Faelligkeit | None, berater: str | None) -> Terminfolge:
    eine = next(f for f in (neu, alt) if f is not None)
    if alt is None or neu is None:
        lauf = Vergleichslauf.NEU if alt is None else Vergleichslauf.ENTFAELLT
    else:
        lauf = Vergleichslauf.FRUEHER if _tag(neu) < _tag(alt) else Vergleichslauf.SPAETER
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
