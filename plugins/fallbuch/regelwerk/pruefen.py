"""Checks of the merged rules: every building block exists, every rule can apply and can be settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Protocol

from fallbuch.befund import Befund, Stelle
from fallbuch.kennung import meinten_sie
from fallbuch.regelwerk.bausteine import Bausteine, Fakten, woerter
from fallbuch.regelwerk.fallregeln import FALLBAUSTEINE
from fallbuch.regelwerk.meldungen import R004, R005, R006, R008, R009, R010, R011, R013, R015
from fallbuch.regelwerk.modell import Bezug, Fassung, Regel, Regelwerk
from fallbuch.regelwerk.teamregeln import TEAMBAUSTEINE
from fallbuch.zeit import Einheit, Spanne


class Regelortung(Protocol):
    """Finds the place of a path in the team's file, of a rule's version where `ab` is given."""

    def __call__(self, pfad: Sequence[str | int], ab: date | None = None) -> Stelle: ...


#: Under any of these the shipped rule stays in force.
_UNBRAUCHBAR = frozenset({R004, R005, R006, R009, R010, R011, R013})
_FAKTEN_IN_WORTEN = {
    "gespraech": "Es setzt ein Gespräch voraus und schließt es aus",
    "plan": "Es setzt einen Plan voraus und schließt ihn aus",
    "stufe": "Es setzt eine Stufe voraus und schließt sie aus",
    "berater": "Es setzt eine zuständige Person voraus und schließt sie aus",
    "abgeschlossen": "Der Anker gehört zu abgeschlossenen Fällen, „fall“ sagt etwas anderes",
}


def bausteine_fuer(fassung: Fassung) -> Bausteine[Any]:
    """Return the building blocks a rule is made of: the team's, where it counts from an anchor of the team."""
    return TEAMBAUSTEINE if TEAMBAUSTEINE.passt(fassung) else FALLBAUSTEINE


def pruefe_regeln(
    regelwerk: Regelwerk, vorgaben: Mapping[str, Regel], ort: Regelortung
) -> tuple[Regelwerk, list[Befund]]:
    """Report rules that cannot work; the shipped rule stays in force in their place, so that no clock stops.

    `vorgaben` are the shipped rules by key.
    """
    brauchbar: list[Regel] = []
    befunde: list[Befund] = []
    im_kreis = _im_kreis(regelwerk.regeln)
    for regel in regelwerk.regeln:
        gefunden = [
            befund
            for fassung in regel.fassungen
            for pruefung in _PRUEFUNGEN
            for befund in pruefung(regel, fassung, regelwerk, ort)
        ]
        gefunden += _fassungen(regel, ort)
        if regel.schluessel in im_kreis and regel.abweichungen:
            stelle = ort(("regeln", regel.schluessel, "ersetzt"), regel.neueste.ab)
            selbst = any(e.regel == regel.schluessel for f in regel.fassungen for e in f.ersetzt)
            problem = "Sie ersetzt sich selbst" if selbst else "Sie und eine andere Regel ersetzen sich gegenseitig"
            gefunden.append(R010.melde(stelle, regel=regel.schluessel, problem=problem))
        befunde += list(dict.fromkeys(gefunden))
        if not any(befund.art in _UNBRAUCHBAR for befund in gefunden):
            brauchbar.append(regel)
        elif regel.schluessel in vorgaben:
            brauchbar.append(vorgaben[regel.schluessel])
    vorhandene = {regel.schluessel for regel in regelwerk.regeln}
    brauchbar += [regel for name, regel in vorgaben.items() if name not in vorhandene]
    fertig = replace(regelwerk, regeln=tuple(brauchbar))
    return fertig, befunde + list(_stufen_ohne_regel(fertig, ort))


def pruefe_einfuehrung(regelwerk: Regelwerk, heute: date) -> Iterator[Befund]:
    """A day of introduction far ahead switches off for years what it was meant to spare."""
    tag = regelwerk.einfuehrung
    if tag is not None and tag > Spanne(3, Einheit.MONATE).nach(heute):
        yield R015.melde(regelwerk.einfuehrung_stelle, einfuehrung=tag)


def _im_kreis(regeln: Sequence[Regel]) -> set[str]:
    """Return the rules that replace themselves by way of others: none of them would ever speak."""
    ersetzt = {r.schluessel: {e.regel for f in r.fassungen if f.aktiv for e in f.ersetzt} for r in regeln}
    erreicht = {name: ziele for name, ziele in ersetzt.items() if ziele}
    for _ in list(erreicht):  # no way is longer than there are rules
        for ziele in erreicht.values():
            ziele.update(*(erreicht.get(ziel, ()) for ziel in list(ziele)))
    return {name for name, ziele in erreicht.items() if name in ziele}


def _bausteine(regel: Regel, fassung: Fassung, regelwerk: Regelwerk, ort: Regelortung) -> Iterator[Befund]:
    """Every building block that a rule names exists for what the rule is about."""
    pfad, vorrat = ("regeln", regel.schluessel), bausteine_fuer(fassung)
    anker = [*FALLBAUSTEINE.anker, *TEAMBAUSTEINE.anker]
    regeln = [andere.schluessel for andere in regelwerk.regeln]
    gruppen = list(dict.fromkeys(andere.neueste.gruppe for andere in regelwerk.regeln))
    genannt: Sequence[tuple[str, str, Iterable[str], Iterable[str]]] = [
        ("Den Anker", "anker", [fassung.anker], anker),
        ("Den Anker", "fruehestens", [grenze.anker for grenze in fassung.fruehestens], vorrat.anker),
        ("Den Anker", "spaetestens", [grenze.anker for grenze in fassung.spaetestens], vorrat.anker),
        ("Den Tag", "genauer_tag", [fassung.genauer_tag] if fassung.genauer_tag else [], vorrat.tagquellen),
        ("Die kürzere Frist", "frist_kuerzer", fassung.frist_kuerzer, vorrat.fristquellen),
        ("Die Bedingung", "bedingung", fassung.bedingung, vorrat.bedingungen),
        ("Das Ereignis", "erledigt", [erledigung.ereignis for erledigung in fassung.erledigt], vorrat.ereignisse),
        ("Die Regel", "ersetzt", [ersetzung.regel for ersetzung in fassung.ersetzt], regeln),
        ("Die Gruppe", "verbinden", [fassung.verbinden.gruppe] if fassung.verbinden else [], gruppen),
    ]
    for was, feld, namen, bekannte in genannt:
        for name in namen:
            if name not in bekannte:
                rat = meinten_sie(name, bekannte, _rat_zum_baustein(fassung, name))
                erwartet = ", ".join(bekannte) or "nichts, denn für das Team gibt es hier keine"
                yield R004.melde(ort((*pfad, feld), fassung.ab), was=was, wert=name, erwartet=erwartet, rat=rat)
    for name, wert in fassung.bedingung.items():
        falsch = vorrat.bedingungen[name].erwartet(wert) if name in vorrat.bedingungen else None
        if falsch is not None:
            stelle, erwartet = ort((*pfad, "bedingung", name), fassung.ab), f"{falsch} für die Bedingung „{name}“"
            rat = "Berichtigen Sie die Bedingung."
            yield R004.melde(stelle, was="Den Wert", wert=", ".join(woerter(wert)), erwartet=erwartet, rat=rat)


def _rat_zum_baustein(fassung: Fassung, name: str) -> str:
    anderer = FALLBAUSTEINE if TEAMBAUSTEINE.passt(fassung) else TEAMBAUSTEINE
    if name in anderer.anker or name in anderer.bedingungen or name in anderer.ereignisse:
        wem, statt = ("einem Fall", "dem Team") if anderer is FALLBAUSTEINE else ("dem Team", "einem Fall")
        return f"Dieser Baustein gehört zu {wem}; der Anker „{fassung.anker}“ gehört zu {statt}."
    return "Wählen Sie einen der genannten Bausteine."


def _erledigung(regel: Regel, fassung: Fassung, regelwerk: Regelwerk, ort: Regelortung) -> Iterator[Befund]:
    """Something settles the rule."""
    if not fassung.erledigt:
        yield R005.melde(ort(("regeln", regel.schluessel, "erledigt"), fassung.ab), regel=regel.schluessel)


def _stufen(regel: Regel, fassung: Fassung, regelwerk: Regelwerk, ort: Regelortung) -> Iterator[Befund]:
    """A rule names levels that the team has."""
    for stufe in woerter(fassung.bedingung.get("stufe", ())):
        entfernt = stufe in regelwerk.vokabular.entfernte.get("stufen", ())
        if stufe not in regelwerk.vokabular.stufen and stufe != "keine" and not entfernt:
            erwartet = ", ".join([*regelwerk.vokabular.stufen, "keine"])
            stelle = ort(("regeln", regel.schluessel, "bedingung"), fassung.ab)
            yield R006.melde(stelle, regel=regel.schluessel, wert=stufe, erwartet=erwartet)


def _rueckwaerts(regel: Regel, fassung: Fassung, regelwerk: Regelwerk, ort: Regelortung) -> Iterator[Befund]:
    """Only from a day that lies ahead a span counts backwards."""
    anker = bausteine_fuer(fassung).anker.get(fassung.anker)
    for frist in (fassung.frist, *fassung.weitere_fristen):
        if frist.vorher and frist.anzahl and anker is not None and not anker.kommend:
            stelle = ort(("regeln", regel.schluessel, "frist"), fassung.ab)
            yield R013.melde(stelle, regel=regel.schluessel, wert=frist)


def _gilt_nie(regel: Regel, fassung: Fassung, regelwerk: Regelwerk, ort: Regelortung) -> Iterator[Befund]:
    """Anchor, conditions and clearing events do not rule each other out."""
    vorrat = bausteine_fuer(fassung)
    anker = vorrat.anker.get(fassung.anker)
    bekannt = all(
        name in vorrat.bedingungen and vorrat.bedingungen[name].erwartet(wert) is None
        for name, wert in fassung.bedingung.items()
    )
    if not fassung.aktiv or anker is None or not bekannt:
        return  # it is silent, or another check reports its parts
    problem = _bedingung_unerfuellbar(fassung, anker.fakten, regelwerk) or _fakten_im_streit(fassung, anker.fakten)
    if problem is not None:
        # Where the rule is as shipped, it is the list that the team changed.
        stelle = (
            ort(("regeln", regel.schluessel, problem[0]), fassung.ab) if regel.abweichungen else ort(("massnahmen",))
        )
        yield R010.melde(stelle, regel=regel.schluessel, problem=problem[1])


def _bedingung_unerfuellbar(fassung: Fassung, vom_anker: Fakten, regelwerk: Regelwerk) -> tuple[str, str] | None:
    """Return the field at fault and why; None for a version whose conditions can be met."""
    bedingungen = bausteine_fuer(fassung).bedingungen
    for name, wert in fassung.bedingung.items():
        if fehlende := bedingungen[name].verlangt - vom_anker:
            was = " und ".join({"massnahme": "das Ende einer Maßnahme", "versuch": "ein Versuch"}[f] for f in fehlende)
            return "bedingung", f"Für die Bedingung „{name}“ müsste der Anker {was} sein"
        if name in {"massnahmenmerkmal", "geplante_massnahme", "in_massnahme"} and not any(
            getattr(art, merkmal) for art in regelwerk.vokabular.massnahmen.values() for merkmal in woerter(wert)
        ):
            return "bedingung", f"Keine Art von Maßnahme ist als „{' oder '.join(woerter(wert))}“ gekennzeichnet"
    return None


def _fakten_im_streit(fassung: Fassung, vom_anker: Fakten) -> tuple[str, str] | None:
    vorrat = bausteine_fuer(fassung)
    fakten = vom_anker | {"abgeschlossen" if fassung.fall == "abgeschlossen" else "!abgeschlossen"}
    for name, wert in fassung.bedingung.items():
        fakten |= vorrat.bedingungen[name].fakten(wert)
    for fakt in sorted(fakten):
        if f"!{fakt}" in fakten:
            return "bedingung" if fassung.bedingung else "anker", _FAKTEN_IN_WORTEN[fakt]
    for erledigung in fassung.erledigt:
        ereignis = vorrat.ereignisse.get(erledigung.ereignis)
        if ereignis is not None and ereignis.verlangt and ereignis.verlangt not in vom_anker:
            passende = ", ".join(name for name, anker in vorrat.anker.items() if ereignis.verlangt in anker.fakten)
            return "erledigt", f"Das Ereignis „{erledigung.ereignis}“ gibt es nur zum Anker {passende}"
        if ereignis is not None and ereignis.erfuellt in fakten and erledigung.ab is Bezug.JEDERZEIT:
            return "erledigt", f"Wenn sie gilt, ist „{erledigung.ereignis}“ immer schon eingetreten"
    return None


def _fassungen(regel: Regel, ort: Regelortung) -> list[Befund]:
    """Versions of one rule follow each other without gap and overlap, from the same anchor."""
    pfad, name = ("regeln", regel.schluessel), regel.schluessel
    befunde = []
    if len({fassung.anker for fassung in regel.fassungen}) > 1:
        befunde.append(R009.melde(ort(pfad), regel=name))
    for fassung in regel.fassungen:
        if fassung.ab is not None and fassung.bis is not None and fassung.bis < fassung.ab:
            problem = f"sind vertauscht: die vom {fassung.ab} endet schon am {fassung.bis}"
            befunde.append(R011.melde(ort((*pfad, "bis"), fassung.ab), regel=name, problem=problem))
    for vorige, naechste in pairwise(regel.fassungen):
        if vorige.ab == naechste.ab:
            problem = "beginnen zweimal " + (f"am selben Tag, {naechste.ab}" if naechste.ab else "beide ohne „ab“")
        elif vorige.bis is not None and naechste.ab is not None and naechste.ab <= vorige.bis:
            problem = f"überschneiden sich vom {naechste.ab} bis {vorige.bis}"
        elif vorige.bis is not None and regel.fassung_am(vorige.bis + timedelta(days=1)) is None:
            problem = f"lassen eine Lücke zwischen {vorige.bis} und {naechste.ab}"
        else:
            continue
        stelle = ort((*pfad, "ab" if naechste.ab else "fassungen"), naechste.ab)
        befunde.append(R011.melde(stelle, regel=name, problem=problem))
    return befunde


def _stufen_ohne_regel(regelwerk: Regelwerk, ort: Regelortung) -> Iterable[Befund]:
    for stufe in regelwerk.vokabular.stufen:
        if regelwerk.kontaktregel(stufe, date.max) is None:
            yield R008.melde(_grund_der_stille(regelwerk, stufe) or ort(("stufen", stufe)), stufe=stufe)


def _grund_der_stille(regelwerk: Regelwerk, stufe: str) -> Stelle | None:
    """Return where the team silenced the level's contact rule, None where there never was one."""
    for regel in regelwerk.regeln:
        if regel.neueste.anker == "letzter-kontakt" and not regel.neueste.ersetzt:
            for abweichung in regel.abweichungen:
                vorher = (abweichung.standard or "").split(", ")
                if abweichung.pfad[-1] in {"aktiv", "bis"} and stufe in regel.neueste.bedingung.get("stufe", ()):
                    return abweichung.stelle
                if abweichung.pfad[2:] == ("bedingung", "stufe") and stufe in vorher:
                    return abweichung.stelle
    return None


_Pruefung = Callable[[Regel, Fassung, Regelwerk, Regelortung], Iterable[Befund]]
_PRUEFUNGEN: tuple[_Pruefung, ...] = (_bausteine, _erledigung, _stufen, _rueckwaerts, _gilt_nie)
