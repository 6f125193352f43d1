"""`fallbuch`: the commands. Each opens the team, asks it, and prints; nothing is computed here."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from fallbuch import __version__
from fallbuch.akte.protokoll import PROTOKOLLDATEI
from fallbuch.akte.schema import json_schema
from fallbuch.befund import Befund, Schwere, anzahl, meldung, zusammenfassung
from fallbuch.cli import ausgabe
from fallbuch.cli.deutsch import Befehle, Tag, beende, fehlersatz
from fallbuch.cli.einrichten import lege_an, plane
from fallbuch.cli.wochenblatt import liste_als_markdown, woche_als_markdown
from fallbuch.demo.erzeugen import demo_team
from fallbuch.regelwerk.vokabular import REGELDATEI, TEAMDATEI
from fallbuch.team import (
    VORLAGEN_FEHLERHAFT,
    Aufruffehler,
    Team,
    bestimme_stichtag,
    oeffne,
    pluginoption,
    richte_ein,
)
from fallbuch.text.quelle import anzeigename
from fallbuch.uebersicht.kalender import Kalender
from fallbuch.uebersicht.vorgang import Vorgang, gruppiert
from fallbuch.uebersicht.woche import woche as wochendaten
from fallbuch.uebersicht.zustaendigkeit import vorgaenge_von
from fallbuch.uhr import heute

SAUBER, BEFUNDE, AUFRUF, PANNE, ABGEBROCHEN = 0, 1, 2, 3, 130
_GRUENDE = {
    errno.EACCES: ", weil der Zugriff verweigert wird",
    errno.EEXIST: ", weil es dort schon eine Datei dieses Namens gibt",
    errno.ENOTDIR: ", weil ein Teil des Pfades kein Ordner ist",
    errno.ENOSPC: ", weil kein Platz mehr frei ist",
    errno.ENAMETOOLONG: ", weil der Name zu lang ist",
    errno.EROFS: ", weil das Laufwerk schreibgeschützt ist",
}
F = TypeVar("F", bound=Callable[..., Any])

_TEAM = click.option(
    "--team",
    type=click.Path(path_type=Path),
    default=Path("."),
    metavar="ORDNER",
    help="Ordner des Teams. Vorgabe: der Ordner, in dem Sie sind.",
)
_STICHTAG = click.option("--stichtag", metavar="JJJJ-MM-TT", help="Rechnet, als wäre dieser Tag heute.")


def _format(*formate: str) -> Callable[[F], F]:
    return click.option(
        "--format",
        "form",
        type=click.Choice(formate),
        default=formate[0],
        help=f"Form der Ausgabe: {', '.join(formate)}.",
        metavar="FORM",
    )


@click.group(cls=Befehle, no_args_is_help=False)
@click.version_option(__version__, message="fallbuch %(version)s", help="Zeigt die Version.")
def fallbuch() -> None:
    """Prüft Falldateien, sagt, wer wann warum an der Reihe ist, und richtet Teams ein."""


@fallbuch.command(beispiel="fallbuch pruefen faelle/4711.md --format json")
@click.argument("pfade", nargs=-1, metavar="[PFAD…]", type=click.Path(path_type=Path))
@_TEAM
@_STICHTAG
@_format("text", "json")
@click.option("--streng", is_flag=True, help="Endet auch bei Hinweisen mit 1, nicht nur bei Fehlern.")
def pruefen(pfade: Sequence[Path], team: Path, stichtag: str | None, form: str, streng: bool) -> None:
    """Prüft alle Falldateien und die Vorlagen des Teams. Wer Pfade nennt, prüft nur diese Dateien und Ordner."""
    geoeffnet = _oeffne(team, stichtag)
    befunde = _ausgewaehlte(geoeffnet, pfade)
    if form == "json":
        _schreibe(ausgabe.befunde_als_json(befunde))
    else:
        gewaehlt = _dateien(geoeffnet, pfade) if pfade else None
        faelle = sum(1 for akte in geoeffnet.akten if gewaehlt is None or akte.fall.datei in gewaehlt)
        _schreibe("".join(map(meldung, befunde)) + zusammenfassung(faelle, befunde) + "\n")
    if any(b.schwere is Schwere.FEHLER or streng for b in befunde):
        beende(BEFUNDE)


@fallbuch.command(beispiel="fallbuch faellig --berater Jana --bis 2026-07-31")
@_TEAM
@_STICHTAG
@_format("text", "json", "csv", "ics", "markdown")
@click.option("--berater", metavar="NAME", help="Nur Fälle dieser Person, auch in Vertretung.")
@click.option("--bis", type=Tag(), metavar="JJJJ-MM-TT", help="Nur, was bis zu diesem Tag fällig ist.")
@click.option("--alle", is_flag=True, help="Als Text auch ferne Termine von Fällen, die mit einem näheren dastehen.")
@click.option("--woche", is_flag=True, help="Das Wochenblatt als Text oder Markdown, zum Beispiel für eine Mail.")
def faellig(  # noqa: PLR0917 - click hands over every option
    team: Path, stichtag: str | None, form: str, berater: str | None, bis: date | None, alle: bool, woche: bool
) -> None:
    """Sagt, wer wann warum an der Reihe ist. Jede Zeile nennt, woraus das Datum folgt."""
    if woche and (form not in {"text", "markdown"} or bis is not None or alle):
        raise Aufruffehler(
            "Das Wochenblatt gibt es nur als Text oder Markdown, ohne --bis und ohne --alle. Zum Beispiel: fallbuch faellig --woche --format markdown."
        )
    geoeffnet = _oeffne(team, stichtag)
    if geoeffnet.einrichtung.fehlerhaft:
        sys.stderr.write(f"Achtung: {VORLAGEN_FEHLERHAFT} „fallbuch pruefen“ nennt die Stellen.\n")
    _pruefe_namen(geoeffnet, berater)
    titel = berater or geoeffnet.datei.name
    if woche:
        _schreibe(woche_als_markdown(wochendaten(geoeffnet, berater), titel))
        return
    vorgaenge = _bis(vorgaenge_von(geoeffnet, berater), bis, geoeffnet.stichtag)
    faellige = sorted(((f, v.vertretung) for v in vorgaenge for f in v.punkte), key=lambda paar: paar[0].reihenfolge)
    match form:
        case "json":
            _schreibe(ausgabe.faelligkeiten_als_json(faellige))
        case "csv":
            _schreibe_bytes(ausgabe.faelligkeiten_als_csv(faellige).encode("utf-8", errors="backslashreplace"))
        case "ics":
            _schreibe_bytes(Kalender(geoeffnet).ics(f"Fällig: {titel}", [f for f, _ in faellige]))
        case "markdown":
            _schreibe(
                liste_als_markdown(f"Fällig: {titel}", gruppiert(vorgaenge, geoeffnet.stichtag), geoeffnet.stichtag)
            )
        case _:
            _schreibe(ausgabe.vorgaenge_als_text(vorgaenge, geoeffnet.stichtag, alle=alle or bis is not None))


@fallbuch.command(beispiel="fallbuch schema > fall.schema.json")
@_TEAM
@_format("json")
def schema(team: Path, form: str) -> None:
    """Gibt das Schema der Falldateien aus, mit den Wörtern des Teams."""
    _schreibe(ausgabe.als_json(json_schema(richte_ein(team).regelwerk.vokabular.woerter())))


@fallbuch.command(beispiel="fallbuch demo --faelle 50 --seed 7 --ziel probe")
@click.option(
    "--faelle", type=click.IntRange(1, 100_000), default=120, metavar="N", help="Wie viele Fälle. Vorgabe: 120."
)
@click.option("--seed", type=click.IntRange(0), default=1, metavar="S", help="Gleiche Zahl, gleiche Fälle. Vorgabe: 1.")
@click.option(
    "--ziel", type=click.Path(path_type=Path), required=True, metavar="ORDNER", help="Neuer oder leerer Ordner."
)
def demo(faelle: int, seed: int, ziel: Path) -> None:
    """Erzeugt ein Team mit erfundenen Fällen zum Ausprobieren."""
    _lege_an(ziel, demo_team(faelle, seed))
    _schreibe(
        f"{anzahl(faelle, 'Fall', 'Fälle')} angelegt in {ziel}. So geht es weiter: fallbuch faellig --team {ziel}\n"
    )


@fallbuch.command(beispiel="fallbuch einrichten unser-team")
@click.argument("ziel", metavar="ZIEL", type=click.Path(path_type=Path))
def einrichten(ziel: Path) -> None:
    """Legt den Ordner für ein neues Team an. Vorhandenes wird nie überschrieben."""
    if not str(ziel).strip(". ") and not ziel.is_dir():
        raise Aufruffehler("Nennen Sie einen Ordner, in dem das Team angelegt werden soll.")
    _lege_an(ziel, plane())
    _schreibe(f"Angelegt in {ziel}. So geht es weiter: Öffnen Sie {ziel / 'README.md'}.\n")


def _lege_an(ziel: Path, dateien: Mapping[str, str]) -> None:
    vorhandene = lege_an(ziel, dateien)
    if vorhandene:
        raise Aufruffehler(
            f"In „{ziel}“ gibt es schon „{vorhandene[0]}“. Es wurde nichts geschrieben. Nennen Sie einen neuen oder leeren Ordner."
        )


def _oeffne(ordner: Path, stichtag: str | None) -> Team:
    einrichtung = richte_ein(ordner)
    tag = bestimme_stichtag(
        option=stichtag, umgebung=os.environ, plugin=pluginoption(ordner, "stichtag"), datei=einrichtung.datei
    )
    return oeffne(einrichtung, stichtag=tag, heute=heute(einrichtung.datei.zeitzone))


def _ausgewaehlte(team: Team, pfade: Sequence[Path]) -> list[Befund]:
    if not pfade:
        return list(team.befunde)
    dateien = _dateien(team, pfade)
    return [befund for befund in team.befunde if befund.stelle.datei in dateien]


def _dateien(team: Team, pfade: Sequence[Path]) -> set[str]:
    """Return the team's files that the paths name; every path must name at least one."""
    wurzel = team.einrichtung.wurzel.resolve()
    alle = {akte.fall.datei for akte in team.akten} | {befund.stelle.datei for befund in team.befunde}
    alle |= {name for name in (TEAMDATEI, REGELDATEI, PROTOKOLLDATEI) if (wurzel / name).exists()}
    gewaehlt: set[str] = set()
    for pfad in pfade:
        passende = _passende(pfad, wurzel, alle)
        if passende is None:
            raise Aufruffehler(f"„{pfad}“ ist keine Falldatei und kein Ordner mit Falldateien dieses Teams.")
        gewaehlt |= passende
    return gewaehlt


def _passende(pfad: Path, wurzel: Path, alle: set[str]) -> set[str] | None:
    # A path may be given from where the caller stands or from the team's folder, links and all.
    absolut = Path(os.path.abspath(pfad))
    for voll in (absolut, absolut.parent.resolve() / absolut.name, Path(os.path.normpath(wurzel / pfad))):
        if voll == wurzel:
            return alle
        if voll.is_relative_to(wurzel):
            name = anzeigename(voll.relative_to(wurzel).as_posix())
            passende = {datei for datei in alle if datei == name or datei.startswith(f"{name}/")}
            if passende or voll.is_dir():
                return passende
    return None


def _pruefe_namen(team: Team, berater: str | None) -> None:
    if berater is None:
        return
    koepfe = [akte.fall.kopf for akte in team.akten]
    bekannte = {name for kopf in koepfe for name in (kopf.berater, kopf.vertretung)} | set(
        team.regelwerk.vokabular.berater
    )
    if berater not in bekannte:
        namen = ", ".join(sorted(name for name in bekannte if name))
        raise Aufruffehler(f"„{berater}“ gehört nicht zum Team. Erwartet: {namen}.")


def _bis(vorgaenge: Sequence[Vorgang], bis: date | None, stichtag: date) -> list[Vorgang]:
    """Leave out what is due after `bis`; what cannot be computed always stays."""
    if bis is None:
        return list(vorgaenge)
    gekuerzt = (v.nur(lambda f: f.faellig_am is None or f.faellig_am <= bis, stichtag) for v in vorgaenge)
    return [v for v in gekuerzt if v is not None]


def _schreibe(text: str) -> None:
    sys.stdout.write(text)


def _schreibe_bytes(inhalt: bytes) -> None:
    """Write line ends as they are: on Windows the text stream would double those of calendars and tables."""
    sys.stdout.flush()
    sys.stdout.buffer.write(inhalt)


def main(argumente: Sequence[str] | None = None) -> None:
    """Run the command line; every way out has a code and a German sentence, never a traceback alone."""
    # Without a terminal or pipe (`>&-`) Python sets a stream to None.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - lives as long as the process
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - lives as long as the process
    for strom in (sys.stdout, sys.stderr):
        strom.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = fallbuch.main(args=argumente, prog_name="fallbuch", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as ende:
        code = ende.exit_code
    except click.ClickException as fehler:
        kontext = getattr(fehler, "ctx", None)
        hilfe = f"{kontext.command_path if kontext else 'fallbuch'} --help"
        _beende_mit(f"{fehlersatz(fehler)} Hilfe: {hilfe}", AUFRUF)
    except Aufruffehler as fehler:
        _beende_mit(str(fehler), AUFRUF)
    except (KeyboardInterrupt, click.Abort):
        _beende_mit("Abgebrochen.", ABGEBROCHEN)
    except BrokenPipeError:
        # The reader of a pipe has enough; say nothing and do not fail at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = SAUBER
    except OSError as fehler:
        grund = _GRUENDE.get(fehler.errno or 0, "")
        _beende_mit(f"„{fehler.filename or 'Eine Datei'}“ lässt sich nicht lesen oder schreiben{grund}.", AUFRUF)
    except Exception:  # noqa: BLE001 - the last line of defence turns a bug into a sentence
        traceback.print_exc()
        _beende_mit(
            "Das ist ein Fehler im Programm, nicht in Ihren Dateien. Bitte melden Sie ihn mit den Zeilen darüber.",
            PANNE,
        )
    sys.exit(code if isinstance(code, int) else SAUBER)


def _beende_mit(satz: str, code: int) -> None:
    sys.stderr.write(f"fallbuch: {satz}\n")
    sys.exit(code)
