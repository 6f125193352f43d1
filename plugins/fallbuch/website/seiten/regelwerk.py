"""The rules page: what each rule asks, when, what settles it, where it comes from, what the team changed, and an example."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from fallbuch.regelwerk.beispiel import Beispiel, Beispiele
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.regelwerk.herkunft import herkunft, quelle
from fallbuch.regelwerk.modell import Abweichung, Fassung, Regel, Regelwerk
from fallbuch.regelwerk.worte import Regelworte, in_worten
from fallbuch.uebersicht.tagesstand import Tagesstand

_HERKUNFT = {
    "quelle": "Die Quelle nennt die Frist.",
    "abgeleitet": "Die Quelle nennt den Gedanken; die Frist oder die Übertragung auf ein ehrenamtliches Team ist unsere.",
    "team": "Festlegung des Teams.",
}
_ANGABEN = {
    "ab": "ab",
    "bis": "bis",
    "titel": "Titel",
    "tun": "Was zu tun ist",
    "gruppe": "Gruppe",
    "anker": "Gezählt von",
    "frist": "Frist",
    "weitere_fristen": "Weitere Fristen",
    "genauer_tag": "Genauer Tag",
    "frist_kuerzer": "Kürzere Frist",
    "fruehestens": "Frühestens",
    "spaetestens": "Spätestens",
    "ab_einfuehrung": "Ab der Einführung",
    "ohne_pausen": "Ohne Pausen",
    "fall": "Fälle",
    "bedingung": "Gilt, wenn",
    "erledigt": "Erledigt durch",
    "ersetzt": "Steht an Stelle von",
    "verbinden": "Verbinden mit",
    "vorwarnung": "Vorwarnung",
    "auswahl": "Auswahl",
    "im_termin": "Bei einem Termin miterledigen",
    "pause": "In einer Pause",
    "aktiv": "Gilt",
    "quelle": "Quelle",
    "fundstelle": "Fundstelle",
    "herkunft": "Herkunft",
    "text": "Text",
    "fassungen": "Fassungen",
}


def werte(stand: Tagesstand, *, intern: bool) -> dict[str, object]:
    team = stand.team
    regeln = team.regelwerk.regeln
    gruppen: dict[str, list[Regel]] = defaultdict(list)
    ersetzende: dict[str, list[str]] = defaultdict(list)
    for regel in regeln:
        gruppen[regel.neueste.gruppe].append(regel)
        for ersetzung in regel.neueste.ersetzt if regel.neueste.aktiv else ():
            ersetzende[ersetzung.regel].append(regel.neueste.titel)
    alle = [*team.teamfaelligkeiten, *(f for akte in team.akten for f in akte.faelligkeiten)]
    return {
        "intern": intern,
        "gruppen": gruppen,
        "geaenderte": [regel for regel in regeln if regel.abweichungen],
        "fassungen": stand.fest("regelfassungen", partial(_fassungen, team.regelwerk)),
        "ersetzende": ersetzende,
        # How many cases a rule concerns now.
        "betroffene": _betroffene(alle),
        "faellige": _betroffene(f for f in alle if f.faellig_am is not None and f.faellig_am <= team.stichtag),
        "einfuehrung": team.regelwerk.einfuehrung,
        "herkunft": herkunft,
        "herkunft_worte": _HERKUNFT,
        "sonstige": [a for a in team.regelwerk.abweichungen if a.pfad[0] not in {"regeln", "einfuehrung"}],
        "ist_eigene": _ist_eigene,
        "seit": _seit,
        "pfad": _pfad,
        "wert": _wert,
        "quelle": quelle,
    }


def _fassungen(regelwerk: Regelwerk) -> Mapping[str, Sequence[tuple[Fassung, Regelworte, Beispiel | None]]]:
    """Return by rule its versions, each in words and with an example."""
    beispiele, regeln = Beispiele(regelwerk), regelwerk.regeln
    titel = {regel.schluessel: regel.neueste.titel for regel in regeln}
    return {
        regel.schluessel: [(f, in_worten(f, titel), beispiele.zu(regel, f)) for f in regel.fassungen]
        for regel in regeln
    }


def _ist_eigene(regel: Regel) -> bool:
    """Tell whether the team wrote the whole rule."""
    return any(a.pfad[2:] == ("titel",) and a.standard is None for a in regel.abweichungen)


def _seit(regel: Regel) -> str:
    """Return since when the team's own wording holds."""
    ab = regel.neueste.ab
    return f"seit {ab}" if ab is not None else "für alle Tage"


def _betroffene(faelligkeiten: Iterable[Faelligkeit]) -> Mapping[str | None, set[str]]:
    ergebnis: dict[str | None, set[str]] = defaultdict(set)
    for f in faelligkeiten:
        ergebnis[f.regel].add(f.stamm or f.thema)
    return ergebnis


def _pfad(regel: Regel | None, pfad: tuple[str, ...]) -> str:
    return " → ".join(_ANGABEN.get(teil, teil) for teil in (pfad[2:] if regel is not None else pfad))


def _wert(abweichung: Abweichung, wert: str | None) -> str:
    """Put a value of the rule file into words."""
    if abweichung.pfad[-1] == "aktiv":
        return "abgeschaltet" if wert == "nein" else "gilt"
    if wert is None:
        return "–"
    for name, wort in _ANGABEN.items():
        wert = re.sub(rf"\b{name}: ", f"{wort}: ", wert)
    return wert
