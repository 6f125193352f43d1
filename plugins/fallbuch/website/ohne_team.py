"""The public pages as they are without any team: what stands there comes from the program and is no secret."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from fallbuch.einrichtung import richte_ein
from fallbuch.prozess.einschub import EINSCHUEBE
from fallbuch.team import ohne_faelle
from fallbuch.website.dateien import Website
from fallbuch.website.druckfassung import PFAD
from fallbuch.website.seiten import Sicht
from fallbuch.website.seiten.einschuebe import Einschuebe
from fallbuch.website.suchindex import suchindex

_TAG = date(2000, 1, 1)


def seiten_ohne_team() -> list[str]:
    """Return the HTML of all pages of an empty folder, and what the search would find in them."""
    with TemporaryDirectory() as ordner:
        team = ohne_faelle(richte_ein(Path(ordner)), stichtag=None, heute=_TAG)
        website = Website(team, Sicht.OEFFENTLICH, ())
        # The printable document says again what the single pages say.
        seiten = [blatt.html for blatt in website.blaetter.values() if blatt.pfad != PFAD]
        einschuebe = Einschuebe(team, Sicht.OEFFENTLICH)
        einzelne = [einschuebe.html(name, "") or "" for name in EINSCHUEBE]
    # The words of the statistics stand on pages that an empty team does not have.
    hier = Path(__file__).parent / "vorlagen"
    vorlagen = [hier / f"{name}.html" for name in ("statistik_zeitraum", "zahlen", "geschuetzt")]
    gesucht = suchindex(website.blaetter.values()).decode()
    return [
        *seiten,
        gesucht,
        *einzelne,
        *(v.read_text(encoding="utf-8") for v in vorlagen),
    ]
