"""The Betreuungsplan as a document of one sheet, to be printed and signed by both."""

from __future__ import annotations

from collections.abc import Sequence

from fallbuch.akte.eintragsformen import Planangaben
from fallbuch.akte.modell import Eintrag
from fallbuch.bestand.laden import Akte
from fallbuch.team import Team
from fallbuch.website.darstellung import SEITENVORLAGEN

ORDNER = "plan"
#: Up to how many lines of its usual type the sheet is set in which size, so that it stays one sheet.
_GROESSEN = ((30, ""), (44, "fb-lang"), (66, "fb-sehr-lang"))
_KLEINSTE = "fb-winzig"
_ZEICHEN_JE_ZEILE, _ZEICHEN_JE_SPALTE = 95, 45


def planblatt(team: Team, akte: Akte, eintrag: Eintrag) -> str:
    """Return the whole page of an entry with a plan: it stands for itself, without menu and search."""
    plan = eintrag.besonderes
    assert isinstance(plan, Planangaben)  # noqa: S101 - that is what makes it a plan
    stufe = akte.sicht.stufe_am(eintrag.datum) if eintrag.datum is not None else None
    return SEITENVORLAGEN.fuelle(
        "plan.html",
        team=team,
        akte=akte,
        eintrag=eintrag,
        plan=plan,
        stufe=stufe,
        stufen=team.regelwerk.vokabular.stufen,
        groesse=_groesse(plan, eintrag.text),
    )


def _groesse(plan: Planangaben, text: str) -> str:
    """Choose the size of the type by the lines that the sheet will need."""
    breite = [plan.ausgangslage, plan.ziel, plan.begruendung, plan.begruendung_fehlend, *text.split("\n")]
    zeilen = _zeilen(breite, _ZEICHEN_JE_ZEILE) + _zeilen([plan.informiert_ueber], _ZEICHEN_JE_SPALTE)
    zeilen += max(_zeilen(schritte, _ZEICHEN_JE_SPALTE) for schritte in (plan.schritte_team, plan.schritte_kunde))
    zeilen += (_zeilen([teilziel.text for teilziel in plan.teilziele], _ZEICHEN_JE_SPALTE) + 1) // 2
    return next((klasse for bis, klasse in _GROESSEN if zeilen <= bis), _KLEINSTE)


def _zeilen(texte: Sequence[str | None], zeichen: int) -> int:
    return sum(-(-len(text) // zeichen) for text in texte if text)
