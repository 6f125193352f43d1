"""What a page of the desk gets in reply: a plan beside its form, and what came of a comparison with others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from fallbuch.bearbeiten.abgleich import Abgleich
from fallbuch.bearbeiten.platz import Vorhaben
from fallbuch.schreibtisch import seiten
from fallbuch.schreibtisch.formularleser import Plan
from fallbuch.schreibtisch.lage import Teamlage
from fallbuch.schreibtisch.sendung import Werte, als_text
from fallbuch.schreibtisch.woche import woche_um
from fallbuch.uebersicht.tage import mit_datum
from fallbuch.website.darstellung import ohne_orte

Antwort = dict[str, Any]
#: How a change is called that no git tells of: by the command that made it, or the form of the same name.
_BEFEHL = re.compile("„fallbuch [a-z-]+“ auf diesem Rechner")
#: By what a command says which case it is about; a page shows the case.
_WELCHER = re.compile(r"Fall [^,]+, .*, (?:zuletzt .*|noch ohne Eintrag)\.")
#: So many sentences say what has been done.
_HOECHSTENS_GESAGT = 12
#: How sentences begin that say what has been done: before it is saved they would not be true.
_GETAN = ("Eingetragen in ", "Angelegt: ", "Zurückgenommen ", "Gespeichert: ")


def als_abgleich(ende: Abgleich, lage: Teamlage) -> Antwort:
    antwort: Antwort = {"saetze": list(ende.saetze), "erreicht": ende.erreicht}
    if ende.zweig:
        antwort["durchsicht"] = seiten.adresse_der_durchsicht(lage.team.datei.forge, ende.zweig)
    vorn = f"{lage.team.datei.ordner.faelle}/"
    if (s := ende.strittig) is not None:
        antwort["strittig"] = {
            "schluessel": s.schluessel,
            "wo": f"Fall {PurePosixPath(s.name).stem}" if s.name.startswith(vorn) else s.name,
            "was": mit_datum(s.was),
            "von": " und ".join(s.von),
            "hier": s.hier,
            "dort": s.dort,
        }
    return antwort


def als_plan(plan: Plan, lage: Teamlage, werte: Werte, warnungen: Iterable[str] = ()) -> Antwort:
    v = plan.vorhaben
    termin = als_text(werte, "angabe Folgetermin")
    gelesen = dict(plan.gelesen)
    for name in gelesen:
        # What is odd about a value is said beside it too, not below alone.
        dazu = [f" {b.text}" for b in (v.hinweise if v is not None else ()) if f"{name.partition(' ')[2]}" in b.text]
        gelesen[name] += "".join(f".{satz}" for satz in lesbare(dazu))
    return {
        "fehler": plan.fehler,
        "gelesen": gelesen,
        "saetze": lesbare(s for s in v.saetze if not s.startswith(_GETAN)) if v is not None else [],
        "warnungen": [*warnungen, *lesbare(v.warnungen)] if v is not None else [],
        "hinweise": lesbare(f"{b.text} {b.hinweis}" for b in v.hinweise) if v is not None else [],
        "zeilen": v.vorschau().rstrip("\n").split("\n") if v is not None else [],
        "vorschlag": plan.vorschlag,
        "verabredet": plan.verabredet,
        "rat": plan.rat,
        "rueckfrage": plan.rueckfrage if v is not None else "",
        "woche": woche_um(lage.team, termin) if termin else [],
    }


def als_gespeichert(lage: Teamlage, vorhaben: Vorhaben, dazu: Iterable[str], name: str) -> Antwort:
    """Return what has been saved and where to go on: to the case in the file of this name, without one to the list."""
    seite = next((a.seite for a in lage.team.akten if a.auszug.datei == name), None)
    ziel = f"/faelle/{seite}.html" if seite is not None else "/index.html"
    alle = lesbare((*vorhaben.saetze, *(f"{b.text} {b.hinweis}" for b in vorhaben.hinweise)))
    weitere = [f"Und ebenso in {len(alle) - _HOECHSTENS_GESAGT} weiteren."] if len(alle) > _HOECHSTENS_GESAGT else []
    saetze = ["Gespeichert.", *alle[:_HOECHSTENS_GESAGT], *weitere, *filter(None, dazu)]
    return {"gespeichert": True, "saetze": saetze, "ziel": ziel}


def lesbare(saetze: Iterable[str]) -> list[str]:
    """Return sentences as pages say them: days as people write them, no places in files, no commands, not which case it is."""
    return [
        _BEFEHL.sub("was zuletzt auf diesem Rechner geschrieben wurde", mit_datum(ohne_orte(s)))
        for s in saetze
        if not _WELCHER.fullmatch(s)
    ]
