"""What a change brought, of findings, and what it removed."""

from __future__ import annotations

from pathlib import Path

from fallbuch.befund import Schwere, anzahl, lesbar, meldung
from fallbuch.cli.befehle import BEFUNDE
from fallbuch.cli.deutsch import beende
from fallbuch.cli.gruppe import schreibe
from fallbuch.cli.meldungen import fuer_programme
from fallbuch.cli.vergleich import verglichen
from fallbuch.einrichtung import richte_ein
from fallbuch.vergleich.ausgabe import roh
from fallbuch.vergleich.meldungen import G006
from fallbuch.vergleich.verlorenes import verlorenes_seit, verlorenes_vor_dem_speichern
from fallbuch.vergleich.worte import entfernt_je_datei


def pruefe_neues(
    ordner: Path,
    stichtag: str | None,
    basis: str,
    *,
    form: str,
    streng: bool,
) -> None:
    """Report what a change brought, and name what it removed, whatever else it did."""
    v = verglichen(ordner, stichtag, basis)
    einrichtung = richte_ein(ordner)
    verlorenes = (*verlorenes_seit(einrichtung, basis), *verlorenes_vor_dem_speichern(einrichtung, vorgemerkt=False))
    # Forges show only the first few beside the lines.
    befunde = sorted([*verlorenes, *v.neue_befunde], key=lambda b: b.schwere is not Schwere.FEHLER)
    weg = [(datei, roh(satz)) for datei, satz in entfernt_je_datei(v)]
    if form != "text":
        schreibe(fuer_programme(form, befunde, weg, ordner))
    else:
        offene = {b.stelle.datei for b in befunde if b.art is G006}  # these have been named
        entfernt = "".join(f"{lesbar(datei, 200)}: {satz}\n" for datei, satz in weg if datei not in offene)
        fehler = sum(1 for b in befunde if b.schwere is Schwere.FEHLER)
        hinweise = len(befunde) - fehler
        schluss = f"Neu seit {lesbar(basis)}: {anzahl(fehler, 'Fehler', 'Fehler')}, {anzahl(hinweise, 'Hinweis', 'Hinweise')}.\n"
        schreibe("".join(map(meldung, befunde)) + entfernt + schluss)
    if any(b.schwere is Schwere.FEHLER or streng for b in befunde):
        beende(BEFUNDE)
