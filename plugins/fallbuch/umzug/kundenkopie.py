"""What a customer takes home of the own case: plan, agreements, next steps.

Left out is what the team writes for itself: the text of entries, the level, everything of the front matter but who is
responsible, and whatever was agreed in an entry that was no talk with this person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from fallbuch.akte.eintragsformen import FORMEN
from fallbuch.akte.modell import Eintrag
from fallbuch.akte.zusage import Stand
from fallbuch.bestand.laden import Akte
from fallbuch.regelwerk.vokabular import ist_kunde
from fallbuch.text.vorlage import Vorlagen
from fallbuch.uebersicht.tage import datum, mit_datum, wochentag
from fallbuch.uebersicht.vereinbarungen import Zusage, zusagen

_ZULETZT = 10


def kundenkopie(akte: Akte, team: str, stichtag: date) -> str:
    """Return the copy as a page of its own that needs nothing else."""
    sicht = akte.sicht
    # The stages of the plan stand with it.
    alle = [
        z
        for z in zusagen(akte)
        if _mit_dem_menschen(akte, z.eintrag) and z.vereinbarung in z.eintrag.angaben.vereinbarungen
    ]
    offene = [z for z in alle if z.offen]
    erledigte = [z for z in alle if z.vereinbarung.stand is Stand.ERLEDIGT][-_ZULETZT:]
    plan = sicht.plan
    listen = (
        ("Das haben Sie sich vorgenommen", _punkte(z for z in offene if ist_kunde(z.vereinbarung.wer))),
        ("Das tun wir", _punkte(z for z in offene if not ist_kunde(z.vereinbarung.wer))),
        ("Ihre Maßnahmen", list(_massnahmen(akte))),
        ("Schon erledigt", _punkte(erledigte)),
    )
    return Vorlagen("fallbuch.umzug", "vorlagen").fuelle(
        "kopie.html",
        team=team,
        kennung=akte.fall.kennung,
        stand=datum(stichtag),
        berater=sicht.handelnd or "",
        termine=list(_termine(akte, stichtag)),
        listen=listen,
        plan=list(_plan(akte)) if plan is not None else [],
        plan_vom=datum(plan.datum) if plan is not None and plan.datum is not None else "",
    )


def _mit_dem_menschen(akte: Akte, eintrag: Eintrag) -> bool:
    """Tell whether an entry was about something agreed with the customer: no note, no attempt, no talk with others."""
    art = akte.sicht.art(eintrag)
    return (art.kontakt or eintrag.art in FORMEN) and not art.versuch and eintrag.art != "Arbeitgeberkontakt"


def _punkte(alle: Iterable[Zusage]) -> list[str]:
    return [mit_datum(z.vereinbarung.text) for z in alle]


def _termine(akte: Akte, stichtag: date) -> Iterator[str]:
    for v in sorted(akte.sicht.offene_verabredungen, key=lambda v: v.tag):
        # Whoever tries once more on a day, or meets an employer, has not agreed that with this person.
        eigener = akte.sicht.art(v.eintrag).versuch or v.eintrag.art == "Arbeitgeberkontakt"
        if v.tag >= stichtag and not eigener:
            uhrzeit = f" um {v.uhrzeit:%H:%M} Uhr" if v.uhrzeit is not None else ""
            wer = f" mit {', '.join(sorted(v.wer))}" if v.wer else ""
            yield f"{wochentag(v.tag)}{uhrzeit}{wer}"


def _massnahmen(akte: Akte) -> Iterator[str]:
    for m in akte.sicht.alle_massnahmen:
        angaben = m.angaben
        name = angaben.bezeichnung or angaben.art or "Maßnahme"
        von = angaben.beginn or m.eintrag.datum
        bis = f" bis {datum(angaben.ende)}" if angaben.ende is not None else ""
        traeger = f", {angaben.traeger}" if angaben.traeger else ""
        ergebnis = f" ({angaben.ergebnis})" if angaben.ergebnis else ""
        yield f"{name}{traeger}: ab {datum(von)}{bis}{ergebnis}" if von is not None else f"{name}{traeger}{ergebnis}"


def _plan(akte: Akte) -> Iterator[tuple[str, str | list[str]]]:
    plan = akte.sicht.planangaben
    yield "Wo Sie stehen", plan.ausgangslage or ""
    yield "Ihr Ziel", plan.ziel or ""
    yield (
        "Etappen",
        [
            f"{'erledigt: ' if t.stand is Stand.ERLEDIGT else ''}{mit_datum(t.text)}"
            for t in plan.teilziele
            if t.stand is not Stand.FALLENGELASSEN
        ],
    )
    yield "Was wir tun", list(map(mit_datum, plan.schritte_team))
    yield "Was Sie tun", list(map(mit_datum, plan.schritte_kunde))
    yield "Warum dieser Weg", plan.begruendung or ""
    kontakt = ", ".join(
        filter(None, (f"alle {plan.kontaktintervall}" if plan.kontaktintervall else "", plan.kontaktform or ""))
    )
    yield "Wie wir in Kontakt bleiben", kontakt
    yield "Gültig bis", datum(plan.gueltig_bis) if plan.gueltig_bis is not None else ""
