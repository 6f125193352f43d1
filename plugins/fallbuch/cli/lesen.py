"""Commands that only read: what is wrong, who is due, what a file may say."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from fallbuch.akte.protokoll import PROTOKOLLDATEI
from fallbuch.akte.schema import json_schema
from fallbuch.befund import Befund, Schwere, anzahl, lesbar, meldung, zusammenfassung
from fallbuch.cli import ausgabe
from fallbuch.cli.befehle import BEFUNDE, fallbuch
from fallbuch.cli.deutsch import Tag, beende
from fallbuch.cli.gruppe import (
    FRISCH,
    STICHTAG,
    TEAM,
    fensterbreite,
    oeffne_platz,
    oeffne_team,
    schreibe,
    schreibe_bytes,
)
from fallbuch.cli.gruppe import form as format_
from fallbuch.cli.pfade import gewaehlte, vorgemerkte_faelle
from fallbuch.cli.vergleich import verglichen
from fallbuch.cli.wochenblatt import liste_als_markdown, ohne_auszeichnung, woche_als_markdown
from fallbuch.einrichtung import Aufruffehler, richte_ein
from fallbuch.forge import meldeformen
from fallbuch.regelwerk.laden import VORLAGEN
from fallbuch.statistik.meldungen import KENNZAHLENDATEI
from fallbuch.team import VORLAGEN_FEHLERHAFT, Team, ohne_faelle
from fallbuch.text.git import KeinGit
from fallbuch.text.historie import vorsatz
from fallbuch.uebersicht.kalender import Kalender
from fallbuch.uebersicht.vorgang import Vorgang, gruppiert
from fallbuch.uebersicht.woche import woche as wochendaten
from fallbuch.uebersicht.zustaendigkeit import vorgaenge_von
from fallbuch.vergleich.ausgabe import roh
from fallbuch.vergleich.entfernte import entfernte_vor_dem_speichern
from fallbuch.vergleich.meldungen import G006
from fallbuch.vergleich.verlorenes import verlorenes_seit, verlorenes_vor_dem_speichern
from fallbuch.vergleich.worte import entfernt_je_datei


@fallbuch.command(beispiel="fallbuch pruefen faelle/4711.md --format json")
@click.argument("pfade", nargs=-1, metavar="[PFAD…]", type=click.Path(path_type=Path))
@TEAM
@STICHTAG
@FRISCH
@format_("text", "json", "github", "gitlab")
@click.option("--streng", is_flag=True, help="Endet auch bei Hinweisen mit 1, nicht nur bei Fehlern.")
@click.option("--vorgemerkt", is_flag=True, help="Nur Falldateien, die git für den nächsten Stand vorgemerkt hat.")
@click.option("--neu", "basis", metavar="BASIS", help="Nur Meldungen, die seit diesem Stand hinzugekommen sind.")
def pruefen(  # noqa: PLR0917 - click hands over every option
    pfade: Sequence[Path],
    team: Path,
    stichtag: str | None,
    frisch: bool,
    form: str,
    streng: bool,
    vorgemerkt: bool,
    basis: str | None,
) -> None:
    """Prüft alle Falldateien und die Vorlagen des Teams. Wer Pfade nennt, prüft nur diese Dateien und Ordner."""
    if basis is not None:
        _pruefe_neues(team, stichtag, basis, pfade, form=form, streng=streng, vorgemerkt=vorgemerkt)
        return
    geoeffnet = _vorgemerktes(team, stichtag, pfade) if vorgemerkt else oeffne_team(team, stichtag, merken=not frisch)
    weg = _was_wegkommt(geoeffnet, vorgemerkt=vorgemerkt)
    if vorgemerkt and not geoeffnet.akten and not weg:
        return  # a commit without cases; git's hook should be silent
    befunde = _ausgewaehlte(geoeffnet, weg, pfade)
    if form != "text":
        schreibe(_fuer_programme(form, befunde, (), team))
    else:
        gewaehlt = _dateien(geoeffnet, pfade) if pfade else None
        faelle = sum(1 for akte in geoeffnet.akten if gewaehlt is None or akte.auszug.datei in gewaehlt)
        schreibe("".join(map(meldung, befunde)) + zusammenfassung(faelle, befunde) + "\n")
    if any(b.schwere is Schwere.FEHLER or streng for b in befunde):
        beende(BEFUNDE)


@fallbuch.command(beispiel="fallbuch faellig --berater Jana --bis 2026-07-31")
@TEAM
@STICHTAG
@FRISCH
@format_("text", "json", "csv", "ics", "markdown")
@click.option("--berater", metavar="NAME", help="Nur Fälle dieser Person, auch in Vertretung.")
@click.option("--bis", type=Tag(), metavar="JJJJ-MM-TT", help="Nur, was bis zu diesem Tag fällig ist.")
@click.option("--ausfuehrlich", is_flag=True, help="Als Text alles, was zu einem Fall ansteht, jedes mit seinem Grund.")
@click.option("--woche", is_flag=True, help="Das Wochenblatt als Text oder Markdown, zum Beispiel für eine Mail.")
def faellig(  # noqa: PLR0917 - click hands over every option
    team: Path,
    stichtag: str | None,
    frisch: bool,
    form: str,
    berater: str | None,
    bis: date | None,
    ausfuehrlich: bool,
    woche: bool,
) -> None:
    """Sagt, wer wann an der Reihe ist, und mit --ausfuehrlich, warum: woraus jedes Datum folgt."""
    if woche and (form not in {"text", "markdown"} or bis is not None or ausfuehrlich):
        raise Aufruffehler(
            "Das Wochenblatt gibt es nur als Text oder Markdown, ohne --bis und ohne --ausfuehrlich. Zum Beispiel: fallbuch faellig --woche --format markdown."
        )
    # The week's sheet tells of the cases themselves; every other list needs no more than what is known of them.
    geoeffnet = oeffne_team(team, stichtag, merken=None if woche else not frisch, mit_faelligen=True)
    if geoeffnet.einrichtung.fehlerhaft:
        sys.stderr.write(f"Achtung: {VORLAGEN_FEHLERHAFT} „fallbuch pruefen“ nennt die Stellen.\n")
    _pruefe_namen(geoeffnet, berater)
    titel = berater or geoeffnet.datei.name
    if woche:
        blatt = woche_als_markdown(wochendaten(geoeffnet, berater), titel)
        schreibe(blatt if form == "markdown" else ohne_auszeichnung(blatt))
        return
    vorgaenge = _bis(vorgaenge_von(geoeffnet, berater), bis, geoeffnet.stichtag)
    faellige = sorted(((v, f) for v in vorgaenge for f in v.punkte), key=lambda paar: paar[1].reihenfolge)
    match form:
        case "json":
            schreibe(ausgabe.faelligkeiten_als_json(faellige))
        case "csv":
            schreibe_bytes(ausgabe.faelligkeiten_als_csv(faellige).encode("utf-8", errors="backslashreplace"))
        case "ics":
            schreibe_bytes(Kalender(geoeffnet).ics(f"Fällig: {titel}", [f for _, f in faellige]))
        case "markdown":
            schreibe(
                liste_als_markdown(f"Fällig: {titel}", gruppiert(vorgaenge, geoeffnet.stichtag), geoeffnet.stichtag)
            )
        case _:
            schreibe(
                ausgabe.vorgaenge_als_text(
                    vorgaenge, geoeffnet.stichtag, ausfuehrlich=ausfuehrlich, breite=fensterbreite()
                )
            )


@fallbuch.command(beispiel="fallbuch schema > fall.schema.json")
@TEAM
@format_("json")
def schema(team: Path, form: str) -> None:
    """Gibt das Schema der Falldateien aus, mit den Wörtern des Teams."""
    schreibe(ausgabe.als_json(json_schema(richte_ein(team).regelwerk.vokabular.woerter())))


def _fuer_programme(form: str, befunde: Sequence[Befund], weg: meldeformen.Entferntes, ordner: Path) -> str:
    match form:
        case "github":
            return meldeformen.als_github(befunde, weg, vorsatz(ordner))
        case "gitlab":
            return meldeformen.als_gitlab(befunde, weg, vorsatz(ordner))
    return ausgabe.befunde_als_json(befunde, weg)


def _pruefe_neues(
    ordner: Path,
    stichtag: str | None,
    basis: str,
    pfade: Sequence[Path],
    *,
    form: str,
    streng: bool,
    vorgemerkt: bool,
) -> None:
    """Report what a change brought, and name what it removed, whatever else it did."""
    if pfade or vorgemerkt:
        raise Aufruffehler("Mit --neu wird der ganze Ordner verglichen: ohne Pfade und ohne --vorgemerkt.")
    v = verglichen(ordner, stichtag, basis)
    einrichtung = richte_ein(ordner)
    verlorenes = (*verlorenes_seit(einrichtung, basis), *verlorenes_vor_dem_speichern(einrichtung, vorgemerkt=False))
    # Forges show only the first few beside the lines.
    befunde = sorted([*verlorenes, *v.neue_befunde], key=lambda b: b.schwere is not Schwere.FEHLER)
    weg = [(datei, roh(satz)) for datei, satz in entfernt_je_datei(v)]
    if form != "text":
        schreibe(_fuer_programme(form, befunde, weg, ordner))
    else:
        offene = {b.stelle.datei for b in befunde if b.art is G006}  # these have been named
        entfernt = "".join(f"{lesbar(datei, 200)}: {satz}\n" for datei, satz in weg if datei not in offene)
        fehler = sum(1 for b in befunde if b.schwere is Schwere.FEHLER)
        hinweise = len(befunde) - fehler
        schluss = f"Neu seit {lesbar(basis)}: {anzahl(fehler, 'Fehler', 'Fehler')}, {anzahl(hinweise, 'Hinweis', 'Hinweise')}.\n"
        schreibe("".join(map(meldung, befunde)) + entfernt + schluss)
    if any(b.schwere is Schwere.FEHLER or streng for b in befunde):
        beende(BEFUNDE)


def _vorgemerktes(ordner: Path, stichtag: str | None, pfade: Sequence[Path]) -> Team:
    """Open the team with the cases of git's next commit alone, as that commit will hold them."""
    if pfade:
        raise Aufruffehler("Nennen Sie entweder Pfade oder --vorgemerkt.")
    platz = oeffne_platz(ordner, stichtag)
    akten = platz.lies(vorgemerkte_faelle(platz, geaenderte=True))
    leer = ohne_faelle(platz.einrichtung, stichtag=platz.stichtag, heute=platz.heute)
    return replace(leer, akten=akten)


def _was_wegkommt(team: Team, *, vorgemerkt: bool) -> list[Befund]:
    """Return what the next commit takes away: of a join under way, and open cases."""
    if vorgemerkt:
        entfernte = entfernte_vor_dem_speichern(team.einrichtung, team.stichtag, team.heute)
        return [*verlorenes_vor_dem_speichern(team.einrichtung, vorgemerkt=True), *entfernte]
    try:
        return verlorenes_vor_dem_speichern(team.einrichtung, vorgemerkt=False)
    except KeinGit:
        return []  # a finding of the team says that git does not tell


def _ausgewaehlte(team: Team, weg: Sequence[Befund], pfade: Sequence[Path]) -> list[Befund]:
    alle = [*weg, *team.befunde]
    if not pfade:
        return alle
    dateien = _dateien(team, pfade)
    return [befund for befund in alle if befund.stelle.datei in dateien]


def _dateien(team: Team, pfade: Sequence[Path]) -> set[str]:
    """Return the team's files that the paths name; every path must name at least one."""
    wurzel = team.einrichtung.wurzel.resolve()
    alle = {akte.auszug.datei for akte in team.akten} | {befund.stelle.datei for befund in team.befunde}
    buch = team.prozessbuch
    alle |= {p.datei for p in buch.prozesse if p.eigen} | {e.datei for e in buch.empfehlungen}
    alle |= {name for name in (*VORLAGEN, KENNZAHLENDATEI, PROTOKOLLDATEI) if (wurzel / name).exists()}
    return gewaehlte(pfade, wurzel, alle)


def _pruefe_namen(team: Team, berater: str | None) -> None:
    if berater is None:
        return
    auszuege = [akte.auszug for akte in team.akten]
    bekannte = {a.zustaendig for a in auszuege} | {a.vertretende for a in auszuege}
    bekannte |= set(team.regelwerk.vokabular.berater)
    if berater not in bekannte:
        namen = ", ".join(sorted(name for name in bekannte if name))
        raise Aufruffehler(f"„{berater}“ gehört nicht zum Team. Erwartet: {namen}.")


def _bis(vorgaenge: Sequence[Vorgang], bis: date | None, stichtag: date) -> list[Vorgang]:
    """Leave out what is due after `bis`; what cannot be computed always stays."""
    if bis is None:
        return list(vorgaenge)
    gekuerzt = (v.nur(lambda f: f.faellig_am is None or f.faellig_am <= bis, stichtag) for v in vorgaenge)
    return [v for v in gekuerzt if v is not None]
