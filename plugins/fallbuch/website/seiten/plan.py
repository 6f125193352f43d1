"""The Betreuungsplan as a document of one sheet, to be printed and signed by both."""

from __future__ import annotations

from fallbuch.akte.modell import Planangaben
from fallbuch.bestand.laden import Akte
from fallbuch.team import Team
from fallbuch.website.darstellung import SEITENVORLAGEN

ORDNER = "plan"
#: From this many characters on the sheet is set smaller, so that it stays one sheet.
_LANG, _SEHR_LANG = 1400, 2600


def hat_plan(akte: Akte) -> bool:
    """Tell whether there is a plan to print."""
    return akte.sicht.plan is not None


def planblatt(team: Team, akte: Akte) -> str:
    """Return the whole page: it stands for itself, without menu and search."""
    eintrag = akte.sicht.plan
    assert eintrag is not None  # noqa: S101 - the caller asked `hat_plan`
    plan = eintrag.besonderes
    assert isinstance(plan, Planangaben)  # noqa: S101 - that is what makes it a plan
    texte = [plan.ausgangslage, plan.ziel, plan.begruendung, plan.begruendung_fehlend, eintrag.text]
    texte += [*plan.schritte_team, *plan.schritte_kunde, *(teilziel.text for teilziel in plan.teilziele)]
    laenge = sum(len(text) + 40 for text in texte if text)
    stufe = akte.sicht.stufe_am(eintrag.datum) if eintrag.datum is not None else None
    if stufe not in team.regelwerk.vokabular.stufen:
        stufe = None
    return SEITENVORLAGEN.fuelle(
        "plan.html",
        team=team,
        fall=akte.fall,
        seite=akte.seite,
        eintrag=eintrag,
        plan=plan,
        stufe=stufe,
        stufenname=team.regelwerk.vokabular.stufen[stufe].name if stufe is not None else "",
        groesse="fb-sehr-lang" if laenge > _SEHR_LANG else "fb-lang" if laenge > _LANG else "",
    )
