"""The Betreuungsplan on the page of its case: read there, and printed from there as a sheet that both sign."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import escape

from fallbuch.akte.eintragsformen import Planangaben
from fallbuch.akte.modell import Eintrag
from fallbuch.bestand.laden import Akte
from fallbuch.team import Team
from fallbuch.uebersicht.tage import datum, mit_datum
from fallbuch.website.bausteine import KAESTEN

#: Up to how many lines of its usual type the sheet is set in which size, so that it stays one sheet.
_GROESSEN = ((30, ""), (44, " fb-lang"), (66, " fb-sehr-lang"))
_KLEINSTE = " fb-winzig"
_ZEICHEN_JE_ZEILE, _ZEICHEN_JE_SPALTE = 95, 45


def planblatt(team: Team, akte: Akte) -> str:
    """Return the plan that counts as a section of the case's page, "" without one."""
    eintrag = akte.sicht.plan
    plan = eintrag.besonderes if eintrag is not None else None
    if eintrag is None or not isinstance(plan, Planangaben):
        return ""
    teilziele = "".join(f"<li>{KAESTEN[z.stand]} {escape(mit_datum(z.text))}</li>" for z in plan.teilziele)
    teile = [
        _teil("Ausgangslage", plan.ausgangslage),
        _teil("Ziel", plan.ziel),
        f'<div><h3>Teilziele</h3><ul class="fb-kastenliste">{teilziele}</ul></div>' if teilziele else "",
        '<div class="fb-halb">',
        _schritte("Was das Team tut", plan.schritte_team),
        _schritte("Was die Kundin oder der Kunde tut", plan.schritte_kunde),
        "</div>",
        _teil("Begründung", plan.begruendung),
        '<div class="fb-halb">',
        _teil("Kontakt", _kontakt(plan, eintrag)),
        _teil("Informiert über", _informiert(plan)),
        "</div>",
        _teil("Außerdem", eintrag.text),
        _teil("Einvernehmen", _einvernehmen(plan)),
    ]
    unterschriften = ("Ort, Datum", "Unterschrift Kundin oder Kunde", f"Unterschrift {team.datei.name}")
    return (
        f'<section class="fb-abschnitt fb-plan{_groesse(plan, eintrag.text)}" aria-labelledby="plan">'
        f'<p class="fb-nur-druck">{escape(team.datei.name)}</p><h2 id="plan">Betreuungsplan</h2>'
        f'<ul class="fb-knoepfe"><li data-drucken="Plan drucken" data-nur="fb-nur-plan" hidden></li></ul>{_kopf(team, akte, eintrag, plan)}'
        f'{"".join(teile)}<div class="fb-nur-druck fb-schluss"><div class="fb-unterschriften">'
        f"{''.join(f'<p>{escape(text)}</p>' for text in unterschriften)}</div>"
        "<p>Beide erhalten ein Exemplar. Der Plan kann jederzeit gemeinsam geändert werden.</p></div></section>"
    )


def _kopf(team: Team, akte: Akte, eintrag: Eintrag, plan: Planangaben) -> str:
    stufe = akte.sicht.stufe_am(eintrag.datum) if eintrag.datum is not None else None
    bekannt = team.regelwerk.vokabular.stufen.get(stufe) if stufe is not None else None
    name = f" ({bekannt.name})" if bekannt is not None and bekannt.name else ""
    zeilen = (
        ("Fall", akte.fall.kennung),
        ("Vereinbart am", datum(eintrag.datum) if eintrag.datum is not None else ""),
        ("Gültig bis", datum(plan.gueltig_bis) if plan.gueltig_bis is not None else ""),
        ("Beratung", ", ".join(eintrag.berater) or akte.fall.kopf.berater or ""),
        ("Betreuungsstufe", f"{stufe}{name}" if bekannt is not None else ""),
    )
    return f"<dl>{''.join(f'<div><dt>{n}</dt><dd>{escape(w)}</dd></div>' for n, w in zeilen)}</dl>"


def _teil(titel: str, text: str | None) -> str:
    return f"<div><h3>{titel}</h3><p>{escape(text)}</p></div>" if text else ""


def _schritte(titel: str, schritte: Sequence[str]) -> str:
    punkte = "".join(f"<li>{escape(schritt)}</li>" for schritt in schritte)
    return f"<div><h3>{titel}</h3>{f'<ul>{punkte}</ul>' if punkte else '<p class=fb-leer></p>'}</div>"


def _kontakt(plan: Planangaben, eintrag: Eintrag) -> str:
    abstand = f"Spätestens alle {plan.kontaktintervall}" if plan.kontaktintervall else ""
    teile = [", ".join(str(teil) for teil in (abstand, plan.kontaktform) if teil)]
    if eintrag.angaben.folgetermin:
        teile.append(f"Nächster Termin: {mit_datum(str(eintrag.angaben.folgetermin))}")
    return "\n".join(teil for teil in teile if teil)


def _informiert(plan: Planangaben) -> str:
    weitere = "Bedarf an weiteren Hilfen: abgefragt" if plan.sozialintegrative_leistungen else ""
    return "\n".join(str(teil) for teil in (plan.informiert_ueber, weitere) if teil)


def _einvernehmen(plan: Planangaben) -> str:
    match plan.einvernehmen:
        case "ja":
            return "Beide Seiten sind mit diesem Plan einverstanden."
        case "nein":
            return f"Über diesen Plan besteht kein Einvernehmen. {plan.begruendung_fehlend or ''}".strip()
    return "☐ Beide Seiten sind einverstanden. ☐ Es besteht kein Einvernehmen."


def _groesse(plan: Planangaben, text: str) -> str:
    """Choose the size of the type by the lines that the sheet will need."""
    breite = [plan.ausgangslage, plan.ziel, plan.begruendung, plan.begruendung_fehlend, *text.split("\n")]
    zeilen = _zeilen(breite, _ZEICHEN_JE_ZEILE) + _zeilen([plan.informiert_ueber], _ZEICHEN_JE_SPALTE)
    zeilen += max(_zeilen(schritte, _ZEICHEN_JE_SPALTE) for schritte in (plan.schritte_team, plan.schritte_kunde))
    zeilen += (_zeilen([teilziel.text for teilziel in plan.teilziele], _ZEICHEN_JE_SPALTE) + 1) // 2
    return next((klasse for bis, klasse in _GROESSEN if zeilen <= bis), _KLEINSTE)


def _zeilen(texte: Sequence[str | None], zeichen: int) -> int:
    return sum(-(-len(text) // zeichen) for text in texte if text)
