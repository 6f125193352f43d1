"""Measures in Chromium: the start page's first visit, and the list of 7,131 cases while somebody types and sorts.

Usage: make benchmark, or python -m benchmarks.browser [NUMBER OF CASES]. That a key press looks through each row once and
draws only what fits, the tests show by counting (tests/website/test_zugang.py).
"""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ANZAHL = 7_131
#: From an event to the next picture, as the reader feels it.
_MISS = """([feld, ereignis]) => new Promise(fertig => {
  const beginn = performance.now();
  feld.dispatchEvent(new Event(ereignis, {bubbles: true}));
  requestAnimationFrame(() => setTimeout(() => fertig(performance.now() - beginn)));
})"""


class _Still(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def geliefert(ordner: Path) -> Iterator[str]:
    """Serve a folder and yield its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Still, directory=str(ordner)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def gebaut(ordner: Path, anzahl: int) -> Path:
    """Build the site of a demo team."""
    rufe = functools.partial(subprocess.run, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    rufe([sys.executable, "-m", "benchmarks.demo", "--faelle", str(anzahl), "--ziel", str(ordner)])
    rufe([sys.executable, "-m", "fallbuch.cli", "bauen"], cwd=ordner)
    return ordner / "site"


def startseite(browser: Browser, adresse: str) -> float:
    """Return the milliseconds until the start page stands, at the fastest of three first visits."""
    zeiten = []
    for _ in range(3):
        with browser.new_context() as kontext:
            seite = kontext.new_page()
            seite.goto(f"{adresse}/index.html", wait_until="load")
            zeiten.append(seite.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
    return float(min(zeiten))


def liste(browser: Browser, adresse: str) -> tuple[float, float, float]:
    """Return the milliseconds until the list of cases stands, of the slowest key press, and of the slowest sorting."""
    with browser.new_context() as kontext:
        seite = kontext.new_page()
        beginn = time.monotonic()
        seite.goto(f"{adresse}/faelle.html", wait_until="load")
        seite.wait_for_function("document.querySelector('#fb-treffer').textContent.endsWith(' Fälle')")
        steht = 1000 * (time.monotonic() - beginn)
        feld = seite.get_by_label("Suchen").element_handle()
        tasten, klicks = [], []
        for wort in ("j", "ja", "jan", "jana", "jana ü", "jana über", "", "1", "12", "123"):
            seite.evaluate("([f, w]) => { f.value = w; }", [feld, wort])
            # The machine may have other work: the best of three counts.
            tasten.append(min(seite.evaluate(_MISS, [feld, "input"]) for _ in range(3)))
        for name in ("Berater", "Letzter Kontakt", "Zugangsweg"):
            knopf = seite.get_by_role("button", name=name).element_handle()
            klicks.append(min(seite.evaluate(_MISS, [knopf, "click"]) for _ in range(3)))
        return steht, max(tasten), max(klicks)


def main(anzahl: int) -> None:
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    pfad = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
    if pfad is None:
        print("Kein Chromium gefunden; im Browser wird nichts gemessen. Auf Debian: sudo apt install chromium")
        return
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        klein, gross = (gebaut(Path(name) / str(n), n) for n in (120, anzahl))
        browser = playwright.chromium.launch(executable_path=pfad, args=["--no-sandbox"])
        with geliefert(klein) as adresse:
            start = startseite(browser, adresse)
        with geliefert(gross) as adresse:
            steht, taste, klick = liste(browser, adresse)
        browser.close()
    print("| Fälle | Startseite (120 Fälle) | Liste steht | Tastendruck | Sortieren |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    print(f"| {anzahl} | {start:.0f} ms | {steht:.0f} ms | {taste:.0f} ms | {klick:.0f} ms |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ANZAHL)
