"""Measures the desk: how soon it stands there, a page, a save with everything that follows, each page of the menu after it, and memory.

Processor time of this process and of git's, each figure a median; the second opening finds the verdicts that the first has kept.

Usage: python -m benchmarks.schreibtisch [--speichern N] [NUMBER OF CASES …]
"""

from __future__ import annotations

import argparse
import gc
import json
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from werkzeug.test import Client

from fallbuch.schreibtisch.app import Schreibtisch
from fallbuch.schreibtisch.lage import Beobachter, Vorleser
from fallbuch.schreibtisch.wache import Tischzugang

PORT = 8641
STICHTAG = date(2026, 6, 30)
KOPF = {
    "Host": f"127.0.0.1:{PORT}", "Origin": f"http://127.0.0.1:{PORT}", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "document",
}  # fmt: skip


def rechenzeit() -> float:
    """Return the seconds of processor time that this process and its children have taken."""
    verbraucht = (resource.getrusage(wer) for wer in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(r.ru_utime + r.ru_stime for r in verbraucht)


def dauer(tu: Callable[[], object], male: int = 5) -> float:
    """Return the median in milliseconds."""
    werte = []
    for _ in range(male):
        beginn = rechenzeit()
        tu()
        werte.append(1000 * (rechenzeit() - beginn))
    return statistics.median(werte)


def speicher() -> float:
    """Return the memory in use now, in MB."""
    seiten = int(Path("/proc/self/statm").read_text().split()[1])
    return seiten * resource.getpagesize() / 1_000_000


class Tisch:
    def __init__(self, wurzel: Path) -> None:
        zugang = Tischzugang.am_eigenen_rechner(PORT)
        self.beobachter = Beobachter(wurzel, lambda _: (STICHTAG, STICHTAG))
        app = Schreibtisch(self.beobachter, zugang)
        app.bereite_vor()
        gc.freeze()  # as `oeffnen` does
        gc.enable()
        self.client = Client(app)
        self.client.set_cookie(f"fallbuch-{PORT}", zugang.schluessel, domain="127.0.0.1")

    def hole(self, pfad: str) -> str:
        antwort = self.client.get(pfad, base_url=f"http://127.0.0.1:{PORT}", headers=KOPF)
        assert antwort.status_code == 200, pfad
        return antwort.get_data(as_text=True)

    def sende(self, pfad: str, daten: dict[str, Any]) -> None:
        antwort = self.client.post(pfad, json=daten, base_url=f"http://127.0.0.1:{PORT}", headers=KOPF)
        assert antwort.status_code == 200, antwort.get_data(as_text=True)

    def speichere(self, kennung: str, nummer: int) -> None:
        """Open a form, save an entry, see the new list."""
        html = self.hole(f"/tisch/eintragen/{kennung}?art=Notiz")
        staende = json.loads(re.findall(r"data-staende='([^']*)'", html)[0].replace("&#34;", '"'))
        werte = {"art": "Notiz", "datum": str(STICHTAG), "berater": ["Jana"], "text": f"Nummer {nummer}."}
        self.sende(f"/tisch/eintragen/{kennung}", {"werte": werte, "staende": staende, "speichern": True})
        self.hole("/index.html")


def main() -> None:
    leser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    leser.add_argument("--speichern", type=int, default=20, metavar="N")
    leser.add_argument("--einzeln", type=Path)
    leser.add_argument("faelle", type=int, nargs="*")
    gewaehlt = leser.parse_args()
    if gewaehlt.einzeln is not None:
        _einzeln(gewaehlt.einzeln, gewaehlt.speichern)
        return
    print(
        "| Fälle | bereit, erstmals | bereit, wieder | Heute | Fall | Formular | speichern, mit Liste | langsamste Seite danach | Speicher | alles gelesen, nach dem Speichern |"
    )
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for faelle in gewaehlt.faelle or (120, 7131):
        with tempfile.TemporaryDirectory() as name:
            ordner = Path(name) / "team"
            subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "benchmarks.demo",
                    "--faelle",
                    str(faelle),
                    "--seed",
                    "3",
                    "--ziel",
                    str(ordner),
                ],
                check=True,
                stdout=subprocess.DEVNULL,
            )
            for worte in (
                ["init", "-q"],
                ["config", "user.name", "Jana"],
                ["config", "user.email", "j@example.org"],
                ["add", "-A"],
                ["commit", "-qm", "Anfang"],
            ):
                subprocess.run(["git", *worte], cwd=ordner, check=True)
            # A desk of its own each: the second one finds what the first has kept.
            erstes = json.loads(_rufe(ordner, 0))
            zweites = json.loads(_rufe(ordner, gewaehlt.speichern))
            z = zweites
            print(
                f"| {faelle} | {erstes['bereit']:.0f} ms | {z['bereit']:.0f} ms | {z['heute']:.0f} ms | {z['fall']:.0f} ms | "
                f"{z['formular']:.0f} ms | {z['speichern']:.0f} ms | {z['langsamste']:.0f} ms ({z['welche']}) | {z['mb']:.0f} MB | {z['mb_danach']:.0f} MB |"
            )


def _rufe(ordner: Path, wie_oft: int) -> str:
    befehl = [sys.executable, "-m", "benchmarks.schreibtisch", "--einzeln", str(ordner), "--speichern", str(wie_oft)]
    return subprocess.run(befehl, check=True, stdout=subprocess.PIPE, text=True).stdout


def _einzeln(ordner: Path, wie_oft: int) -> None:
    gc.disable()
    tisch = Tisch(ordner)
    bereit = 1000 * rechenzeit()
    kennungen = sorted(p.stem for p in (ordner / "faelle").glob("[0-9]*.md"))
    zahlen = {
        "bereit": bereit,
        "heute": dauer(lambda: tisch.hole("/index.html")),
    }
    ids = iter(kennungen)
    zahlen["fall"] = dauer(lambda: tisch.hole(f"/faelle/{next(ids)}.html"))
    zahlen["formular"] = dauer(lambda: tisch.hole(f"/tisch/eintragen/{next(ids)}?art=Notiz"))
    zahlen["mb"] = speicher()
    vorleser = Vorleser(tisch.beobachter)
    vorleser.lies_vor()
    zeiten = []
    for nummer in range(wie_oft):
        kennung = kennungen[nummer % len(kennungen)]
        beginn = rechenzeit()
        tisch.speichere(kennung, nummer)
        zeiten.append(1000 * (rechenzeit() - beginn))
        if tisch.beobachter.viel_neues.is_set():
            vorleser.lies_vor()  # what a thread does while nobody waits
        if nummer % 100 == 50:
            print(f"{nummer}: {speicher():.0f} MB", file=sys.stderr)
    zahlen["speichern"] = statistics.median(zeiten) if zeiten else 0.0
    zahlen["mb_danach"] = speicher()
    langsamste, welche = max(_seiten_nach_dem_speichern(tisch, kennungen))
    print(json.dumps({**zahlen, "langsamste": langsamste, "welche": welche}))


def _seiten_nach_dem_speichern(tisch: Tisch, kennungen: Sequence[str]) -> Iterator[tuple[float, str]]:
    """Yield of each page of the menu how long it takes after a save, the middle of three, and its address."""
    zeiten: dict[str, list[float]] = {}
    for nummer in range(3):
        tisch.speichere(kennungen[-1 - nummer], nummer)
        for pfad in tisch.beobachter.lage().website.menue.pfade:
            adresse = f"{pfad.removesuffix('.md')}.html"
            zeiten.setdefault(adresse, []).append(dauer(lambda adresse=adresse: tisch.hole(f"/{adresse}"), 1))  # type: ignore[misc]
    for adresse, werte in zeiten.items():
        yield statistics.median(werte), adresse


if __name__ == "__main__":
    main()
