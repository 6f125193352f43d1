"""The building blocks that rules name: anchors, conditions, clearing events, shorter spans.

Each is a function on a case's view with the German words in which pages explain it. Rules combine
them as data; a new rule of the same kind needs no code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from fallbuch.akte.modell import Eintrag, Planangaben, Stand
from fallbuch.befund import Stelle
from fallbuch.regelwerk.modell import Bezug, Erledigung, ist_kunde
from fallbuch.regelwerk.sicht import Fallsicht, Punkt
from fallbuch.zeit import Spanne

Wert = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ankerpunkt:
    """A fact from which an item is counted; `kunde_dran` where the customer is asked for something."""

    punkt: Punkt
    kunde_dran: bool = False
    erledigt: bool = False

    @property
    def datum(self) -> date:
        return self.punkt.datum


@dataclass(frozen=True, slots=True)
class Anker:
    """A named kind of fact, the words for it, and how it is found."""

    worte: str
    finde: Callable[[Fallsicht], Iterable[Ankerpunkt]]


@dataclass(frozen=True, slots=True)
class Bedingung:
    """A condition on the case and the fact counted from: how its value is checked, worded and tested."""

    worte: Callable[[Wert], str]
    erwartet: Callable[[Wert], str | None]
    gilt: Callable[[Fallsicht, Wert, Ankerpunkt], bool]


@dataclass(frozen=True, slots=True)
class Ereignis:
    """Something that settles an item; `eingetreten` gets the first day that counts."""

    worte: str
    eingetreten: Callable[[Fallsicht, Ankerpunkt, date], bool]


@dataclass(frozen=True, slots=True)
class Kuerzer:
    """A span from the case itself that may end earlier than the rule's, with the day it was agreed."""

    spanne: Spanne
    seit: date
    name: str
    stelle: Stelle
    #: What was agreed before, oldest first, each with its day.
    frueher: tuple[tuple[Spanne, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Fristquelle:
    """Where a shorter span may come from."""

    worte: str
    finde: Callable[[Fallsicht], Kuerzer | None]


def _einer(punkt: Punkt | None) -> list[Ankerpunkt]:
    return [] if punkt is None else [Ankerpunkt(punkt)]


def _erstes_gespraech(sicht: Fallsicht) -> list[Ankerpunkt]:
    return [
        Ankerpunkt(Punkt(e.datum, f"{e.art}", e.stelle, e.schluessel))
        for e in sicht.gespraeche[:1]
        if e.datum is not None
    ]


def _folgetermin(sicht: Fallsicht) -> list[Ankerpunkt]:
    return [
        Ankerpunkt(
            Punkt(termin.tag, f"verabredet am {eintrag.datum} für", eintrag.ort("Folgetermin"), eintrag.schluessel)
        )
        for eintrag in sicht.folgetermine()
        if (termin := eintrag.angaben.folgetermin) is not None and termin.tag is not None
    ]


def _vereinbarungsfrist(sicht: Fallsicht) -> list[Ankerpunkt]:
    return [
        Ankerpunkt(
            Punkt(
                vereinbarung.frist,
                f"Frist der Vereinbarung ({vereinbarung.wer or 'Team'})",
                vereinbarung.stelle,
                f"{eintrag.schluessel}-v{nummer}",
            ),
            kunde_dran=ist_kunde(vereinbarung.wer),
            erledigt=vereinbarung.stand is not Stand.OFFEN,
        )
        for _, eintrag in sicht.eintraege
        for nummer, vereinbarung in enumerate(eintrag.angaben.vereinbarungen, start=1)
        if vereinbarung.frist is not None
    ]


def _strengere_einstufung(sicht: Fallsicht) -> list[Ankerpunkt]:
    """The day of a tightened level: its shorter span may not make a contact overdue backwards."""
    wechsel, letzter = sicht.stufenwechsel, sicht.letzter_kontakt
    if wechsel is None or letzter is None:
        return []
    vorher, einstufung = wechsel
    alt = sicht.regelwerk.kontaktregel(vorher, letzter.datum)
    neu = sicht.regelwerk.kontaktregel(sicht.stufe, letzter.datum)
    if alt is None or neu is None or neu.frist.nach(letzter.datum) >= alt.frist.nach(letzter.datum):
        return []
    name = f"Wechsel von {vorher or 'keiner Stufe'} zu {einstufung.stufe}"
    return [
        Ankerpunkt(
            Punkt(einstufung.datum, name, einstufung.eintrag.ort("Betreuungsstufe"), einstufung.eintrag.schluessel)
        )
    ]


def _kontaktintervall(sicht: Fallsicht) -> Kuerzer | None:
    plan = sicht.plan
    if (
        plan is None
        or plan.datum is None
        or not isinstance(plan.besonderes, Planangaben)
        or plan.besonderes.kontaktintervall is None
    ):
        return None
    return Kuerzer(
        plan.besonderes.kontaktintervall,
        plan.datum,
        "Kontaktintervall aus dem Betreuungsplan",
        plan.ort("Kontaktintervall"),
        frueher=tuple(
            (v, p.datum) for p in sicht.plaene[:-1] if (v := _intervall(p)) is not None and p.datum is not None
        ),
    )


def _intervall(plan: Eintrag) -> Spanne | None:
    return plan.besonderes.kontaktintervall if isinstance(plan.besonderes, Planangaben) else None


def _einfuehrung(sicht: Fallsicht) -> list[Ankerpunkt]:
    """The day the team began with these rules, for cases that are older."""
    tag, erstkontakt = sicht.regelwerk.einfuehrung, sicht.fall.kopf.erstkontakt
    if tag is None or erstkontakt is None or erstkontakt >= tag:
        return []
    return [Ankerpunkt(Punkt(tag, "Einführung der Regeln", Stelle(datei="vorlagen/regelwerk.yml")))]


def _kontakt(sicht: Fallsicht, anker: Ankerpunkt, ab: date) -> bool:
    # The call in which an appointment was made does not settle it, not even on the same day.
    return any(e.datum is not None and e.datum >= ab and e.schluessel != anker.punkt.bezug for e in sicht.kontakte)


def _gespraech(sicht: Fallsicht, anker: Ankerpunkt, ab: date) -> bool:
    return any(e.datum is not None and e.datum >= ab for e in sicht.gespraeche)


def _neuer_folgetermin(sicht: Fallsicht, anker: Ankerpunkt, ab: date) -> bool:
    folgetermine = sicht.folgetermine()
    return bool(folgetermine) and folgetermine[-1].schluessel != anker.punkt.bezug


def woerter(wert: Wert) -> tuple[str, ...]:
    """Return the words of a condition's value, single or list."""
    return (wert,) if isinstance(wert, str) else wert


def _stufe_in_worten(wert: Wert) -> str:
    namen = ["ohne Stufe" if wort == "keine" else wort for wort in woerter(wert)]
    return "Betreuungsstufe " + " oder ".join(namen)


def _ja_nein(wert: Wert) -> str | None:
    return None if wert in ("ja", "nein") else "„ja“ oder „nein“"


ANKER: Mapping[str, Anker] = {
    "phasenbeginn": Anker(
        "dem Beginn der Beratungsphase (Erstkontakt oder Wiederaufnahme)", lambda s: _einer(s.phase.beginn)
    ),
    "erstes-gespraech": Anker("dem ersten Gespräch der Phase", _erstes_gespraech),
    "letzter-kontakt": Anker("dem letzten Kontakt, sonst dem Beginn der Phase", lambda s: _einer(s.letzter_kontakt)),
    "folgetermin": Anker("dem verabredeten Folgetermin", _folgetermin),
    "vereinbarungsfrist": Anker("der Frist einer Vereinbarung", _vereinbarungsfrist),
    "einfuehrung": Anker("dem Tag, an dem das Team die Regeln eingeführt hat (für ältere Fälle)", _einfuehrung),
    "strengere-einstufung": Anker("dem Tag, an dem eine strengere Stufe festgelegt wurde", _strengere_einstufung),
}

BEDINGUNGEN: Mapping[str, Bedingung] = {
    "stufe": Bedingung(
        _stufe_in_worten,
        lambda wert: None if woerter(wert) else "mindestens eine Stufe",
        lambda sicht, wert, _: (sicht.stufe or "keine") in woerter(wert),
    ),
    "gespraech": Bedingung(
        lambda wert: "es gab schon ein Gespräch" if wert == "ja" else "es gab noch kein Gespräch",
        _ja_nein,
        lambda sicht, wert, _: bool(sicht.gespraeche) == (wert == "ja"),
    ),
}

EREIGNISSE: Mapping[str, Ereignis] = {
    "kontakt": Ereignis("ein Kontakt", _kontakt),
    "gespraech": Ereignis("ein Gespräch (Erstgespräch oder Beratung)", _gespraech),
    "berater": Ereignis(
        "eine Beraterin oder ein Berater im Kopf der Datei",
        lambda s, a, ab: s.fall.kopf.berater is not None or "Berater" in s.fall.unlesbar,
    ),
    "stufe": Ereignis("eine festgelegte Betreuungsstufe", lambda s, a, ab: s.stufe is not None),
    "neuer-folgetermin": Ereignis("ein neuer Folgetermin oder „Folgetermin: keiner“", _neuer_folgetermin),
    "abgehakt": Ereignis("das Kästchen ist abgehakt oder gestrichen", lambda s, a, ab: a.erledigt),
}

FRISTQUELLEN: Mapping[str, Fristquelle] = {
    "kontaktintervall": Fristquelle("das Kontaktintervall des Betreuungsplans", _kontaktintervall),
}


def gilt_ab(erledigung: Erledigung, anker: date) -> date:
    """Return the first day on which the clearing event counts."""
    match erledigung.ab:
        case Bezug.JEDERZEIT:
            return date.min
        case Bezug.ANKER:
            return erledigung.versatz.vor(anker)
        case Bezug.NACH_ANKER:
            return date.fromordinal(min(anker.toordinal() + 1, date.max.toordinal()))
