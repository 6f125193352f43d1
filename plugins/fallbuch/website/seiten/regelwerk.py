"""The rules page: what each rule asks, when, what settles it, where it comes from, what the team changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial

from fallbuch.regelwerk.anker import ANKER, BEDINGUNGEN, EREIGNISSE, FRISTQUELLEN
from fallbuch.regelwerk.faelligkeit import herkunft
from fallbuch.regelwerk.modell import Bezug, Fassung, Regel
from fallbuch.team import Team
from fallbuch.website.darstellung import SEITENVORLAGEN
from fallbuch.website.seiten.seite import Seite, Sicht
from fallbuch.zeit import Spanne

_HERKUNFT = {
    "quelle": "Die Quelle nennt die Frist.",
    "abgeleitet": "Die Quelle nennt den Gedanken; die Frist oder die Übertragung auf ein ehrenamtliches Team ist unsere.",
    "team": "Festlegung des Teams.",
}


@dataclass(frozen=True, slots=True)
class Regelzeile:
    """A version of a rule in words."""

    fassung: Fassung
    wann: str
    grenzen: list[str]
    bedingungen: list[str]
    erledigt: list[str]


def seiten(sicht: Sicht) -> list[Seite]:
    return [
        Seite(
            pfad="regelwerk.md",
            titel="Regelwerk",
            sicht=Sicht.OEFFENTLICH,
            html=partial(_regeln, sicht=sicht),
            suche=True,
        )
    ]


def _regeln(team: Team, sicht: Sicht) -> str:
    faelle = {schluessel: len(namen) for schluessel, namen in _betroffene(team).items()}
    offene = Counter(f.regel for f in team.faelligkeiten)
    return SEITENVORLAGEN.fuelle(
        "regelwerk.html",
        team=team,
        intern=sicht is Sicht.INTERN,
        faelle=faelle,
        offene=offene,
        herkunft=herkunft,
        herkunft_worte=_HERKUNFT,
        regeln=[(regel, [_zeile(fassung) for fassung in regel.fassungen]) for regel in team.regelwerk.regeln],
        sonstige=[a for a in team.regelwerk.abweichungen if a.pfad[0] != "regeln"],
        pfad=_pfad,
    )


def _betroffene(team: Team) -> dict[str, set[str]]:
    ergebnis: dict[str, set[str]] = {}
    for f in team.faelligkeiten:
        if f.regel is not None:
            ergebnis.setdefault(f.regel, set()).add(f.stamm)
    return ergebnis


def _zeile(fassung: Fassung) -> Regelzeile:
    frist = _frist(fassung.frist)
    kuerzer = [f"oder früher, wenn {FRISTQUELLEN[name].worte} kürzer ist" for name in fassung.frist_kuerzer]
    grenzen = [f"frühestens {_frist(g.frist)}{ANKER[g.anker].worte}" for g in fassung.fruehestens]
    grenzen += [f"spätestens {_frist(g.frist)}{ANKER[g.anker].worte}" for g in fassung.spaetestens]
    return Regelzeile(
        fassung,
        frist + ANKER[fassung.anker].worte,
        kuerzer + grenzen,
        [BEDINGUNGEN[name].worte(wert) for name, wert in fassung.bedingung.items()],
        [_ereignis(e.ereignis, e.ab, str(e.versatz) if e.versatz.anzahl else "") for e in fassung.erledigt],
    )


def _frist(spanne: Spanne) -> str:
    if not spanne.anzahl:
        return "ab "
    return f"{replace(spanne, vorher=False)} vor " if spanne.vorher else f"{spanne} nach "


def _ereignis(name: str, ab: Bezug, versatz: str) -> str:
    wann = {Bezug.JEDERZEIT: "", Bezug.ANKER: " an diesem Tag oder danach", Bezug.NACH_ANKER: " danach"}[ab]
    return f"{EREIGNISSE[name].worte}{f' ab {versatz} davor' if versatz else wann}"


def _pfad(regel: Regel | None, pfad: tuple[str, ...]) -> str:
    return " → ".join(pfad[2:] if regel is not None else pfad)
