"""Spans and days that a case itself states and that take the place of a rule's own."""

from __future__ import annotations

from fallbuch.regelwerk.bausteine import Ankerpunkt, Ersatzquelle, Kuerzer
from fallbuch.regelwerk.sicht import Fallsicht


def _kontaktintervall(sicht: Fallsicht) -> Kuerzer | None:
    plan, intervall = sicht.plan, sicht.planangaben.kontaktintervall
    if plan is None or intervall is None:
        return None
    seit = sicht.stichtag
    for eintrag, angaben in reversed(sicht.plaene):
        if angaben.kontaktintervall != intervall or eintrag.datum is None:
            break
        seit = eintrag.datum
    return Kuerzer(intervall, "Kontaktintervall aus dem Betreuungsplan", plan.ort("Kontaktintervall"), seit)


def _gueltig_bis(sicht: Fallsicht) -> Ankerpunkt | None:
    plan, tag = sicht.plan, sicht.planangaben.gueltig_bis
    if plan is None or tag is None:
        return None
    return Ankerpunkt(tag, "Gültig bis", plan.ort("Gültig bis"), plan.schluessel)


FRISTQUELLEN = {"kontaktintervall": Ersatzquelle("das Kontaktintervall des Betreuungsplans", _kontaktintervall)}
TAGQUELLEN = {"gueltig-bis": Ersatzquelle("„Gültig bis“ im Betreuungsplan", _gueltig_bis)}
