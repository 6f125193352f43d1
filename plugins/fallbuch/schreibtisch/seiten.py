"""The desk's own pages: forms, a file as text, the comparison with others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from markupsafe import escape

from fallbuch.forge.adressen import durchsicht
from fallbuch.kontakte.modell import FELDER, NAMEN
from fallbuch.regelwerk.modell import Forge
from fallbuch.schreibtisch.formular import Formular
from fallbuch.text.quelle import Quelldatei
from fallbuch.text.vorlage import Vorlagen
from fallbuch.uebersicht.tage import mit_datum
from fallbuch.website.darstellung import merkzeile, ohne_orte

_VORLAGEN = Vorlagen("fallbuch.schreibtisch", "vorlagen", filter={"mit_datum": mit_datum, "ohne_orte": ohne_orte})


def formularseite(form: Formular, mitgebracht: Mapping[str, str], *, wurf: int, team: str, seite: str) -> str:
    """Return the page of a form; `mitgebracht` are values that came with its address, `seite` is where the case is shown."""
    return _VORLAGEN.fuelle(
        "formular.html",
        form=form,
        mitgebracht=mitgebracht,
        mitgebracht_=bool(mitgebracht.keys() & {feld.name for feld in form.felder if not feld.bestimmt}),
        wurf=wurf,
        merkzeile=merkzeile(form.merkzeile, ganz=True) if form.merkzeile else "",
        seite=seite,
        team=team,
    )


def textseite(datei: Quelldatei, *, team: str) -> str:
    """Return the page on which a file is edited as it stands there."""
    inhalt = datei.inhalt.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    return _VORLAGEN.fuelle("text.html", name=datei.name, text=inhalt, stand=datei.abdruck().hex(), team=team)


def vorlagenseite() -> str:
    """Return the page that leads to the team's lists and rules, and closes the desk."""
    return _VORLAGEN.fuelle("vorlagen.html")


def abgleichseite(stand: Mapping[str, Any]) -> str:
    """Return the page on which this machine and the others come to the same."""
    return _VORLAGEN.fuelle("abgleichen.html", stand=stand)


def kontaktliste(namen: Mapping[str, str]) -> str:
    """Return the page on which contacts are unlocked and looked for; `namen` maps each counsellor to the short form."""
    return _VORLAGEN.fuelle("kontakte.html", namen=namen)


def kontaktseite(kennung: str, *, seite: str) -> str:
    """Return the page on which a contact is written down, without anything of it; `seite` is where the case is shown."""
    felder = [(feld, NAMEN[feld]) for feld in FELDER]
    return _VORLAGEN.fuelle("kontakt.html", kennung=kennung, seite=seite, felder=felder)


def satz(text: str, datei: str = "") -> str:
    """Return a page of one sentence; `datei` is the case that it is about."""
    weg = f'<a href="/tisch/text/{escape(quote(datei))}">Den Text von {escape(datei)} öffnen</a> · ' if datei else ""
    return f'<h1>Das geht so nicht</h1><p>{escape(text)}</p><p>{weg}<a href="/index.html">Zur Liste von heute</a></p>'


def verirrt() -> str:
    """Return the page for an address that there is not."""
    return (
        "<h1>Diese Seite gibt es nicht</h1><p>Vielleicht wurde der Fall umbenannt oder gelöscht, oder die Adresse ist verschrieben.</p>"
        '<ul><li><a href="/index.html">Zur Liste von heute</a></li><li><a href="/faelle.html">Alle Fälle</a></li></ul>'
    )


def ablehnung(text: str) -> str:
    """Return a page that needs nothing else: whoever sees it may load nothing from here."""
    return (
        f'<!doctype html><html lang="de"><meta charset="utf-8"><title>Schreibtisch</title><p>{escape(text)}</p></html>'
    )


def adresse_der_durchsicht(forge: Forge | None, zweig: str) -> str:
    """Return where the review of a branch is opened, "" without a forge."""
    return durchsicht(forge, zweig) or ""
