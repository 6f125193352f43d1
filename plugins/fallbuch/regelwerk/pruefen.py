"""Checks of the merged rules: every building block exists, every rule can be settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from fallbuch.befund import Befund, Stelle
from fallbuch.kennung import naechstes
from fallbuch.regelwerk.anker import ANKER, BEDINGUNGEN, EREIGNISSE, FRISTQUELLEN, woerter
from fallbuch.regelwerk.meldungen import R004, R005, R006, R008, R009
from fallbuch.regelwerk.modell import Fassung, Regel, Regelwerk

Ortung = Callable[[Sequence[str | int]], Stelle]


def pruefe_regeln(regelwerk: Regelwerk, vorgaben: Mapping[str, Regel], ort: Ortung) -> tuple[Regelwerk, list[Befund]]:
    """Report rules that cannot work; the shipped rule stays in force in their place, so that no clock stops.

    `vorgaben` are the shipped rules by key, `ort` finds the place of a path.
    """
    brauchbar: list[Regel] = []
    befunde: list[Befund] = []
    for regel in regelwerk.regeln:
        gefunden = [befund for fassung in regel.fassungen for befund in _pruefe(regel, fassung, regelwerk, ort)]
        if len({fassung.anker for fassung in regel.fassungen}) > 1:
            gefunden.append(R009.melde(ort(("regeln", regel.schluessel)), regel=regel.schluessel))
        befunde += list(dict.fromkeys(gefunden))
        if not any(befund.art in {R004, R005, R006, R009} for befund in gefunden):
            brauchbar.append(regel)
        elif regel.schluessel in vorgaben:
            brauchbar.append(vorgaben[regel.schluessel])
    vorhandene = {regel.schluessel for regel in regelwerk.regeln}
    brauchbar += [regel for name, regel in vorgaben.items() if name not in vorhandene]
    fertig = replace(regelwerk, regeln=tuple(brauchbar))
    return fertig, befunde + list(_stufen_ohne_regel(fertig, ort))


def _pruefe(regel: Regel, fassung: Fassung, regelwerk: Regelwerk, ort: Ortung) -> Iterable[Befund]:
    pfad = ("regeln", regel.schluessel)
    bausteine = [
        ("Der Anker", "anker", [fassung.anker], ANKER),
        ("Der Anker", "fruehestens", [grenze.anker for grenze in fassung.fruehestens], ANKER),
        ("Der Anker", "spaetestens", [grenze.anker for grenze in fassung.spaetestens], ANKER),
        ("Die kürzere Frist", "frist_kuerzer", fassung.frist_kuerzer, FRISTQUELLEN),
        ("Die Bedingung", "bedingung", fassung.bedingung, BEDINGUNGEN),
        ("Das Ereignis", "erledigt", [erledigung.ereignis for erledigung in fassung.erledigt], EREIGNISSE),
    ]
    for was, feld, namen, bekannte in bausteine:
        for name in namen:
            if name not in bekannte:
                vorschlag = naechstes(name, bekannte)
                rat = f"Meinten Sie „{vorschlag}“?" if vorschlag else "Wählen Sie einen der genannten Bausteine."
                yield R004.melde(ort((*pfad, feld)), was=was, wert=name, erwartet=", ".join(bekannte), rat=rat)
    for name, wert in fassung.bedingung.items():
        if name in BEDINGUNGEN and (erwartet := BEDINGUNGEN[name].erwartet(wert)) is not None:
            yield R004.melde(
                ort((*pfad, "bedingung", name)),
                was=f"Für die Bedingung „{name}“ der Wert",
                wert=_text(wert),
                erwartet=erwartet,
                rat="Berichtigen Sie die Bedingung.",
            )
    if not fassung.erledigt:
        yield R005.melde(ort(pfad), regel=regel.schluessel)
    for stufe in woerter(fassung.bedingung.get("stufe", ())):
        if stufe not in regelwerk.vokabular.stufen and stufe != "keine":
            erwartet = ", ".join([*regelwerk.vokabular.stufen, "keine"])
            yield R006.melde(ort((*pfad, "bedingung")), regel=regel.schluessel, wert=stufe, erwartet=erwartet)


def _text(wert: str | tuple[str, ...]) -> str:
    return wert if isinstance(wert, str) else ", ".join(wert)


def _stufen_ohne_regel(regelwerk: Regelwerk, ort: Ortung) -> Iterable[Befund]:
    for stufe in regelwerk.vokabular.stufen:
        if regelwerk.kontaktregel(stufe, date.max) is None:
            stille = next((r for r in regelwerk.regeln if stufe in woerter(r.neueste.bedingung.get("stufe", ()))), None)
            pfad = ("stufen", stufe) if stille is None else ("regeln", stille.schluessel, "aktiv")
            yield R008.melde(ort(pfad), stufe=stufe)
