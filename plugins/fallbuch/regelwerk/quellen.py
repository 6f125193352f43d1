"""Spans and days that a case itself states and that take the place of a rule's own."""

from __future__ import annotations

from collections.abc import Mapping

from fallbuch.akte.eintragsformen import Planangaben
from fallbuch.akte.modell import Eintrag
from fallbuch.regelwerk.bausteine import Fristquelle, Kuerzer, Tagquelle
from fallbuch.regelwerk.geschichte import Punkt
from fallbuch.regelwerk.sicht import Fallsicht
from fallbuch.zeit import Spanne


def _intervall(plan: Eintrag) -> Spanne | None:
    return plan.besonderes.kontaktintervall if isinstance(plan.besonderes, Planangaben) else None


def _kontaktintervall(sicht: Fallsicht) -> Kuerzer | None:
    plan = sicht.plan
    if plan is None or (intervall := _intervall(plan)) is None:
        return None
    seit = sicht.stichtag
    for eintrag in reversed(sicht.plaene):
        if _intervall(eintrag) != intervall or eintrag.datum is None:
            break
        seit = eintrag.datum
    return Kuerzer(intervall, "Kontaktintervall aus dem Betreuungsplan", plan.ort("Kontaktintervall"), seit)


def _gueltig_bis(sicht: Fallsicht) -> Punkt | None:
    plan = sicht.plan
    if plan is None or not isinstance(plan.besonderes, Planangaben) or plan.besonderes.gueltig_bis is None:
        return None
    return Punkt(plan.besonderes.gueltig_bis, "Gültig bis", plan.ort("Gültig bis"), plan.schluessel)


FRISTQUELLEN: Mapping[str, Fristquelle[Fallsicht]] = {
    "kontaktintervall": Fristquelle("das Kontaktintervall des Betreuungsplans", _kontaktintervall),
}
TAGQUELLEN: Mapping[str, Tagquelle[Fallsicht]] = {
    "gueltig-bis": Tagquelle("„Gültig bis“ im Betreuungsplan", _gueltig_bis),
}
