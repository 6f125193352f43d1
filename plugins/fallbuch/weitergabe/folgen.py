"""What another version of the program means for a team: its rules, and who is due when, before and after."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from fallbuch.befund import anzahl, lesbar
from fallbuch.einrichtung import Aufruffehler, Einrichtung
from fallbuch.kennung import ordnung
from fallbuch.regelwerk.laden import lade_regelwerk, lies_vorlage
from fallbuch.vergleich.modell import Regelaenderung
from fallbuch.vergleich.regeln import regelaenderungen
from fallbuch.weitergabe.rad import Rad
from fallbuch.werte import dataclass

#: A due item as `fallbuch faellig --format json` gives it.
Termin = Mapping[str, Any]
_HOECHSTENS = 20
#: What Python says where a package of others is missing.
_FEHLT = re.compile(rb"ModuleNotFoundError: No module named '(?!fallbuch)")
_SEKUNDEN = 600


@dataclass(frozen=True, slots=True)
class Folge:
    """What becomes of the days of one rule in one case; no day before: new, none after: gone."""

    fall: str
    titel: str
    vorher: tuple[str, ...]
    nachher: tuple[str, ...]

    def __str__(self) -> str:
        wer, was = lesbar(self.fall), lesbar(self.titel)
        vorher, nachher = (" und ".join(tage) for tage in (self.vorher, self.nachher))
        if not self.vorher:
            return f"{wer}: {was} kommt hinzu, fällig am {nachher}"
        return f"{wer}: {was} entfällt" if not self.nachher else f"{wer}: {was} wandert von {vorher} auf {nachher}"


def terminfolgen(alt: Iterable[Termin], neu: Iterable[Termin]) -> list[Folge]:
    """Return what differs between two lists of due items, in the order of the cases."""
    davor, danach = _je_regel(alt), _je_regel(neu)
    folgen = []
    for schluessel in {**davor, **danach}:
        vorher, nachher = davor.get(schluessel, []), danach.get(schluessel, [])
        tage = [tuple(t["faellig_am"] or "sofort" for t in liste) for liste in (vorher, nachher)]
        if tage[0] != tage[1]:
            erster = (nachher or vorher)[0]
            folgen.append(Folge(erster["fall"] or "Team", erster["titel"], *tage))
    return sorted(folgen, key=lambda f: (ordnung(f.fall), f.titel))


def _je_regel(termine: Iterable[Termin]) -> dict[tuple[str, str], list[Termin]]:
    ergebnis: dict[tuple[str, str], list[Termin]] = defaultdict(list)
    for t in sorted(termine, key=lambda t: t["faellig_am"] or ""):
        ergebnis[t["fall"] or "", t["regel"] or ""].append(t)
    return ergebnis


def termine_mit(rad: Rad, team: Path, stichtag: date) -> list[Termin] | None:
    """Let another version say who is due; None where it cannot, because it needs packages that are not there yet.

    Raises `Aufruffehler` where it does not run for any other reason.
    """
    with tempfile.TemporaryDirectory() as name:
        with zipfile.ZipFile(BytesIO(rad.inhalt)) as paket:
            paket.extractall(name)
        return _termine({**os.environ, "PYTHONPATH": name}, team, stichtag)


def termine_jetzt(team: Path, stichtag: date) -> list[Termin] | None:
    """Let this version say the same in the same way."""
    return _termine(dict(os.environ), team, stichtag)


def _termine(umgebung: dict[str, str], team: Path, stichtag: date) -> list[Termin] | None:
    worte = ["faellig", "--format", "json", "--team", str(team.absolute()), "--stichtag", str(stichtag)]
    # Started elsewhere, so that no module of that folder comes before the program's own.
    ende = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "fallbuch.cli", *worte],
        env=umgebung, cwd=tempfile.gettempdir(), capture_output=True, check=False, timeout=_SEKUNDEN,
    )  # fmt: skip
    try:
        return list(json.loads(ende.stdout))
    except ValueError as fehler:
        if _FEHLT.search(ende.stderr):
            return None
        raise Aufruffehler(
            "Mit der Fassung in dieser Datei lässt sich die Liste dieses Teams nicht berechnen. Es wurde nichts geschrieben."
        ) from fehler


def regelfolgen(rad: Rad, einrichtung: Einrichtung, inhalt: bytes | None) -> list[Regelaenderung]:
    """Return what another version's rules change, under the deviations of the team (`inhalt` of its file)."""
    if lies_vorlage(rad.regeln, "regelwerk.yml")[1]:
        raise Aufruffehler("Die Regeln in dieser Datei lassen sich nicht lesen. Es wurde nichts geschrieben.")
    neu, _ = lade_regelwerk(inhalt, einrichtung.datei, vorgabe=rad.regeln)
    return regelaenderungen(einrichtung.regelwerk, neu)


def bericht(regeln: Sequence[Sequence[str]], folgen: Sequence[Folge] | None) -> str:
    """Return what changes as people read it: each rule with its lines; `folgen` None where that could not be worked out."""
    teile = [f"Regeln: {anzahl(len(regeln), 'ist', 'sind')} anders." if regeln else "Regeln: alle wie bisher."]
    teile += [f"  {satz}" for saetze in regeln for satz in saetze]
    if folgen is None:
        teile.append(
            "Termine: Die neue Fassung braucht Pakete, die hier noch fehlen. Vergleichen Sie nach dem Installieren."
        )
    elif not folgen:
        teile.append("Termine: alle wie bisher.")
    else:
        teile.append(f"Termine: {anzahl(len(folgen), 'ist', 'sind')} anders.")
        teile += [f"  {folge}" for folge in folgen[:_HOECHSTENS]]
        if len(folgen) > _HOECHSTENS:
            teile.append(f"  und {anzahl(len(folgen) - _HOECHSTENS, 'weiterer', 'weitere')}")
    return "".join(f"{teil}\n" for teil in teile)
