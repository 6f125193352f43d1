"""The command that says what is wrong, in files and in the team's own words."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from fallbuch.akte.protokoll import PROTOKOLLDATEI
from fallbuch.befund import Befund, Schwere, lesbar, meldung, zusammenfassung
from fallbuch.bestand.geloeschte import (
    ALLE_STAENDE,
    D012,
    ERSETZT,
    GELOESCHTDATEI,
    als_befund,
    fehlende_zeilen_der_anderen,
    lade_verzeichnis,
    mitgebrachtes,
)
from fallbuch.bestand.speicherung import G007
from fallbuch.cli.befehle import BEFUNDE, fallbuch
from fallbuch.cli.bestand import als_bekannte, merke_bestand
from fallbuch.cli.gruppe import FRISCH, IM_TEAM, PFADE, VORGEMERKT, formate, oeffne_team, option, samt, schreibe
from fallbuch.cli.meldungen import fuer_programme
from fallbuch.cli.schreiben import gewaehlte, oeffne_platz, vorgemerkte_faelle
from fallbuch.einrichtung import Aufruffehler, richte_ein
from fallbuch.regelwerk.laden import VORLAGEN
from fallbuch.statistik.meldungen import KENNZAHLENDATEI
from fallbuch.team import Team, ohne_faelle
from fallbuch.text.git import KeinGit, frage, rufe
from fallbuch.text.mitschrift import verwirf
from fallbuch.vergleich.entfernte import entfernte_vor_dem_speichern
from fallbuch.vergleich.verlorenes import verlorenes_vor_dem_speichern


@fallbuch.command(beispiel="fallbuch pruefen faelle/4711.md --format json")
@samt(PFADE, IM_TEAM, FRISCH)
@formate("text", "json", "github", "gitlab")
@option("--streng", "Endet auch bei Hinweisen mit 1, nicht nur bei Fehlern.")
@VORGEMERKT
@option(
    "--bestand-merken",
    "Merkt sich, was heute in Texten steht und nicht hineingehört, damit nur Neues gemeldet wird.",
    "merken",
)
@option(
    "--vor-dem-senden",
    "Für den Haken: sieht nur nach, ob mit dem, was git gleich sendet, etwas Gelöschtes zurückkäme.",
    "senden",
)
@option("--neu BASIS", "Nur Meldungen, die seit diesem Stand hinzugekommen sind.", "basis")
def pruefen(  # noqa: PLR0917 - click hands over every option
    pfade: Sequence[Path],
    team: Path,
    stichtag: str | None,
    frisch: bool,
    form: str,
    streng: bool,
    vorgemerkt: bool,
    merken: bool,
    senden: bool,
    basis: str | None,
) -> None:
    """Prüft alle Falldateien und die Vorlagen des Teams. Wer Pfade nennt, prüft nur diese Dateien und Ordner."""
    if pfade or vorgemerkt or basis is not None or senden:
        if merken:
            raise Aufruffehler("Mit --bestand-merken wird der ganze Bestand gemerkt: ohne Pfade, --vorgemerkt, --vor-dem-senden und --neu.")  # fmt: skip
        verwirf()  # what paths lead to, and what git is about to save or to send, no door tells
    if merken or senden:
        _pruefe_was_hinausgeht(team) if senden else merke_bestand(team, stichtag)
        return
    if basis is not None:
        if pfade or vorgemerkt:
            raise Aufruffehler("Mit --neu wird der ganze Ordner verglichen: ohne Pfade und ohne --vorgemerkt.")
        from fallbuch.cli.vergleich import pruefe_neues  # noqa: PLC0415 - comparing needs what checking does not

        pruefe_neues(team, stichtag, basis, form=form, streng=streng)
        return
    if vorgemerkt:
        if pfade:
            raise Aufruffehler("Nennen Sie entweder Pfade oder --vorgemerkt.")
        geoeffnet = _vorgemerktes(team, stichtag)
        weg = verlorenes_vor_dem_speichern(geoeffnet.einrichtung, vorgemerkt=True)
        weg += entfernte_vor_dem_speichern(geoeffnet.einrichtung, geoeffnet.stichtag, geoeffnet.heute)
        zaehlen = any(b.art in {G007, D012} for b in (*geoeffnet.speicherbefunde, *geoeffnet.loeschbefunde))
        if not geoeffnet.akten and not weg and not zaehlen:
            return  # a commit without cases; git's hook should be silent
    else:
        geoeffnet = oeffne_team(team, stichtag, merken=not frisch)
        weg = _was_wegkommt(geoeffnet)
    gewaehlt = _dateien(geoeffnet, pfade) if pfade else None
    befunde = [b for b in (*weg, *geoeffnet.befunde) if gewaehlt is None or b.stelle.datei in gewaehlt]
    if form != "text":
        schreibe(fuer_programme(form, befunde, (), team))
    else:
        akten = [akte for akte in geoeffnet.akten if gewaehlt is None or akte.auszug.datei in gewaehlt]
        stille = sum(akte.auszug.stille for akte in akten)
        schreibe("".join(map(meldung, befunde)) + zusammenfassung(len(akten), befunde) + als_bekannte(stille) + "\n")
    if any(b.schwere is Schwere.FEHLER or streng for b in befunde):
        sys.exit(BEFUNDE)


def _vorgemerktes(ordner: Path, stichtag: str | None) -> Team:
    """Open the team with the cases of git's next commit alone, as that commit will hold them."""
    platz = oeffne_platz(ordner, stichtag)
    akten = platz.lies(vorgemerkte_faelle(platz, geaenderte=True))
    leer = ohne_faelle(platz.einrichtung, stichtag=platz.stichtag, heute=platz.heute)
    return replace(leer, akten=akten)


def _pruefe_was_hinausgeht(ordner: Path) -> None:
    """End with a finding where what git is about to send brings back what was erased; git's hook names the states line by line."""
    einrichtung = richte_ein(ordner)
    wurzel = einrichtung.wurzel
    zeilen = [zeile.split() for zeile in ("" if sys.stdin.isatty() else sys.stdin.read()).splitlines()]
    genannte = dict.fromkeys(worte[1] for worte in zeilen if len(worte) == 4 and worte[1].strip("0"))
    # A tag may lead to a state, and may lead to a file.
    staende = [s for g in genannte if (s := frage(wurzel, "rev-parse", "--verify", "--quiet", f"{g}^{{commit}}"))]
    _pruefe_was_ueberschrieben_wird(wurzel, zeilen)
    verzeichnis = lade_verzeichnis(wurzel)[0]
    eine = mitgebrachtes(wurzel, einrichtung.datei.ordner.faelle, verzeichnis, (*ALLE_STAENDE, *staende))
    befund = als_befund(eine) if eine is not None else fehlende_zeilen_der_anderen(wurzel, staende or ["HEAD"])
    if befund is not None:
        schreibe(meldung(befund))
        sys.exit(BEFUNDE)


def _pruefe_was_ueberschrieben_wird(wurzel: Path, zeilen: Sequence[Sequence[str]]) -> None:
    """End where a folder with a new history would overwrite what it was not made of: somebody sent or erased something meanwhile."""
    ersetzt = (frage(wurzel, "config", "--get-all", ERSETZT) or "").split()
    for worte in zeilen if ersetzt else ():
        dort = worte[3] if len(worte) == 4 and worte[2].startswith("refs/heads/") and worte[3].strip("0") else ""
        if dort and dort not in ersetzt and rufe(wurzel, "cat-file", "-e", dort).returncode:
            zweig = lesbar(worte[2].removeprefix("refs/heads/"), 60)
            schreibe(f"In der gemeinsamen Ablage steht auf dem Zweig „{zweig}“ inzwischen etwas, das in diesem neuen Ordner fehlt: Es ginge verloren, oder etwas Gelöschtes käme wieder. Holen Sie das Team neu (git clone), und rufen Sie „fallbuch loeschen … --historie“ dort noch einmal auf; nach dem Namen fragt der Befehl dann. Diesen Ordner legen Sie weg.\n")  # fmt: skip
            sys.exit(BEFUNDE)


def _was_wegkommt(team: Team) -> list[Befund]:
    """Return what a join under way would take away."""
    try:
        return verlorenes_vor_dem_speichern(team.einrichtung, vorgemerkt=False)
    except KeinGit:
        return []  # a finding of the team says that git does not tell


def _dateien(team: Team, pfade: Sequence[Path]) -> set[str]:
    """Return the team's files that the paths name; every path must name at least one."""
    wurzel = team.einrichtung.wurzel.resolve()
    alle = {akte.auszug.datei for akte in team.akten} | {befund.stelle.datei for befund in team.befunde}
    buch = team.prozessbuch
    alle |= {p.datei for p in buch.prozesse if p.eigen} | {e.datei for e in buch.empfehlungen}
    alle |= {name for name in (*VORLAGEN, KENNZAHLENDATEI, PROTOKOLLDATEI) if (wurzel / name).exists()}
    alle.add(GELOESCHTDATEI)  # an old folder may have none, and be the very one that is asked about
    return gewaehlte(pfade, wurzel, alle)
