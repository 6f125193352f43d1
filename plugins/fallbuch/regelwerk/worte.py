"""A rule in words: when it is due, when it applies, what settles it, which rules it stands in for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fallbuch.regelwerk.modell import Bezug, Erledigung, Faktenwahl, Fassung
from fallbuch.regelwerk.pruefen import bausteine_fuer
from fallbuch.werte import dataclass
from fallbuch.zeit import Spanne

#: Fields of a version with a value of which one has to know.
_ZUSAETZE = (
    ("nicht_rueckwirkend", True, "eine neue Stufe oder ein neuer Abstand macht nichts im Nachhinein überfällig und schiebt nichts hinaus, was es schon war"),
    ("ohne_pausen", True, "Tage in einer Pause zählen nicht mit"),
    ("ab_einfuehrung", True, "bei Fällen von vor der Einführung der Regeln wird frühestens von diesem Tag an gezählt"),
    ("fall", "immer", "gilt auch nach dem Abschluss"),
    ("pause", "bleibt", "gilt auch in einer Pause"),
    ("auswahl", Faktenwahl.FRUEHESTE, "bei mehreren zählt das früheste"),
    ("auswahl", Faktenwahl.NEUESTE, "bei mehreren zählt das neueste, das schon fällig ist"),
)  # fmt: skip
_AB_ERLEDIGT = {
    Bezug.JEDERZEIT: "",
    Bezug.ANKER: " an diesem Tag oder danach",
    Bezug.NACH_ANKER: " danach",
    Bezug.ABSCHNITT: " im Zeitraum vor dem fälligen Tag",
    Bezug.FAELLIGKEIT: " am fälligen Tag oder danach",
}
_AB_ERSETZT = {Bezug.JEDERZEIT: "", Bezug.ANKER: " von diesem Tag an", Bezug.NACH_ANKER: " nach diesem Tag"}


@dataclass(frozen=True, slots=True)
class Regelworte:
    """A version of a rule, sentence by sentence."""

    wann: str
    zusaetze: list[str]
    bedingungen: list[str]
    erledigt: list[str]
    ersetzt: list[str]
    vorwarnung: str


def in_worten(fassung: Fassung, titel: Mapping[str, str]) -> Regelworte:
    """Put a version into words; `titel` names the rules by key."""
    vorrat = bausteine_fuer(fassung)
    *vorn, letzte = (fassung.frist, *fassung.weitere_fristen)
    wann = f"{', '.join(map(str, vorn))} und {_frist(letzte)}" if vorn else _frist(letzte)
    bedingungen = ["der Fall ist abgeschlossen"] if fassung.fall == "abgeschlossen" else []
    bedingungen += [vorrat.bedingungen[name].worte(wert) for name, wert in fassung.bedingung.items()]
    return Regelworte(
        wann + vorrat.anker[fassung.anker].worte,
        _zusaetze(fassung),
        bedingungen,
        [_erledigt(fassung, e) for e in fassung.erledigt],
        [f"„{titel.get(e.regel, e.regel)}“{_AB_ERSETZT[e.ab]}" for e in fassung.ersetzt],
        _vorwarnung(fassung),
    )


def _zusaetze(fassung: Fassung) -> list[str]:
    vorrat = bausteine_fuer(fassung)
    teile = []
    if fassung.genauer_tag is not None:
        teile.append(f"steht {vorrat.tagquellen[fassung.genauer_tag].worte}, gilt dieser Tag")
    teile += [f"oder früher, wenn {vorrat.fristquellen[name].worte} kürzer ist" for name in fassung.frist_kuerzer]
    teile += [f"frühestens {_frist(g.frist)}{vorrat.anker[g.anker].worte}" for g in fassung.fruehestens]
    teile += [f"spätestens {_frist(g.frist)}{vorrat.anker[g.anker].worte}" for g in fassung.spaetestens]
    teile += [worte for feld, wert, worte in _ZUSAETZE if getattr(fassung, feld) == wert]
    if fassung.verbinden is not None:
        teile.append(
            f"Fälliges aus „{fassung.verbinden.gruppe}“, das höchstens {fassung.verbinden.innerhalb} entfernt liegt, wird zum Verbinden genannt"
        )
    return teile


def _frist(spanne: Spanne) -> str:
    if not spanne.anzahl:
        return "ab "
    return f"{replace(spanne, vorher=False)} vor " if spanne.vorher else f"{spanne} nach "


def _erledigt(fassung: Fassung, erledigung: Erledigung) -> str:
    worte = bausteine_fuer(fassung).ereignisse[erledigung.ereignis].worte
    versatz = erledigung.versatz
    if versatz.anzahl and erledigung.ab is Bezug.FAELLIGKEIT:
        return f"{worte} ab {versatz} vor dem fälligen Tag"
    return f"{worte} ab {versatz} davor" if versatz.anzahl else worte + _AB_ERLEDIGT[erledigung.ab]


def _vorwarnung(fassung: Fassung) -> str:
    if fassung.vorwarnung is not None:
        return f"{fassung.vorwarnung} vorher"
    if not fassung.frist.anzahl:
        return "7 Tage vorher"
    return "ein Viertel der Frist, mindestens 7 und höchstens 28 Tage vorher"
