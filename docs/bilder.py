"""Takes the pictures of README and handbook from the demo team's site: `make bilder`.

Beside them it writes of what they are pictures (`stand.json`); a test compares that with the site, so that
pictures of pages that look different by now are found.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

WURZEL = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(WURZEL))
from docs.anfragen import kommentare, seite  # noqa: E402 - found by the line above

ZIEL = WURZEL / "plugins/fallbuch/vorgaben/handbuch/bilder"
STAND = ZIEL / "stand.json"
#: Name of the picture → page of the site.
SEITEN = {
    "start": "index.html",
    "faelle": "faelle.html",
    "fall": "faelle/1355.html",
    "woche": "woche.html",
    "uebergabe": "uebergabe/mira.html",
}
#: Pictures of what a forge shows, see `anfragen.py`: as narrow as a comment is there, and as long as it is.
ANFRAGEN = ("anfrage", "regel")
#: The desk: name of the picture → its page, and what somebody has typed there.
TISCH = ("tisch", "tisch/eintragen/2911", "Lange gesprochen, im August geht es weiter.")
STICHTAG = date(2026, 6, 30)
BREITEN = {"desktop": 860, "telefon": 390}
GROESSEN = {"desktop": (1280, 860), "telefon": (390, 844)}
FARBEN = {"hell": "light", "dunkel": "dark"}
_GESTALT = "plugins/fallbuch/website/theme/assets/fallbuch"


def baue(ordner: Path) -> Path:
    """Build the demo team's site below `ordner` and return its folder."""
    for name in ("faelle", "vorlagen", "site_src"):
        shutil.copytree(WURZEL / name, ordner / name)
    shutil.copy(WURZEL / "mkdocs.yml", ordner)
    subprocess.run([sys.executable, "-m", "fallbuch.cli", "bauen"], cwd=ordner, check=True, capture_output=True)
    return ordner / "site"


def abdruecke(site: Path) -> Mapping[str, str]:
    """Return a fingerprint of each page's content and of the style that draws it."""
    ergebnis = {name: _abdruck(_inhalt((site / pfad).read_text(encoding="utf-8"))) for name, pfad in SEITEN.items()}
    with tempfile.TemporaryDirectory() as ordner:
        ergebnis |= {name: _abdruck(seite(name, text)) for name, text in kommentare(Path(ordner)).items()}
    ergebnis[TISCH[0]] = _abdruck(_inhalt(tischseite(site.parent)))
    gestalt = "".join(
        (WURZEL / _GESTALT / name).read_text(encoding="utf-8")
        for name in ("fallbuch.css", "fallbuch.js", "heute.js", "faelle.js", "tisch.css", "tisch.js")
    )
    return ergebnis | {"gestalt": _abdruck(gestalt)}


@contextmanager
def schreibtisch(team: Path) -> Iterator[Callable[[], str]]:
    """Let the desk of a team stand on this machine; yields what returns the address that opens it once."""
    from werkzeug.serving import make_server

    from fallbuch.schreibtisch.app import Schreibtisch
    from fallbuch.schreibtisch.lage import Beobachter
    from fallbuch.schreibtisch.server import Stumm
    from fallbuch.schreibtisch.wache import Tischzugang

    with socket.create_server(("127.0.0.1", 0)) as dose:
        port = dose.getsockname()[1]
        zugang = Tischzugang.am_eigenen_rechner(port)
        app = Schreibtisch(Beobachter(team, lambda _: (STICHTAG, STICHTAG)), zugang)
        server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Stumm, fd=dose.fileno())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield lambda: f"http://127.0.0.1:{port}/{TISCH[1]}?schluessel={zugang.einlass.schluessel}"
    server.shutdown()
    server.server_close()


def tischseite(team: Path) -> str:
    """Return the page of the desk without what is another each time."""
    from http.cookiejar import CookieJar
    from urllib.request import HTTPCookieProcessor, Request, build_opener

    with schreibtisch(team) as adresse:
        kopf = {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
        oeffner = build_opener(HTTPCookieProcessor(CookieJar()))
        with oeffner.open(Request(adresse(), headers=kopf)) as antwort:
            text = antwort.read().decode("utf-8")
    return re.sub(r' data-(team|wurf)="[^"]*"', "", text)


def _inhalt(seite: str) -> str:
    treffer = re.search(r"<article.*</article>", seite, re.DOTALL)
    return treffer[0] if treffer else ""


def _abdruck(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _alle_seiten(site: Path, ordner: Path) -> Mapping[str, Path]:
    """Return name of the picture → page, with those of the requests written below `ordner`."""
    seiten = {name: site / pfad for name, pfad in SEITEN.items()}
    for name, text in kommentare(ordner / "teams").items():
        seiten[name] = ordner / f"{name}.html"
        seiten[name].write_text(seite(name, text), encoding="utf-8")
    return seiten


def nimm_auf(seiten: Mapping[str, Path], tisch: Callable[[], str]) -> None:
    """Take all pictures with Debian's Chromium; `tisch` returns the address that opens the desk."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    chromium = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
    if chromium is None:
        sys.exit("Chromium fehlt. Auf Debian und Ubuntu hilft: sudo apt install chromium")
    ZIEL.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for groesse, (breite, hoehe) in GROESSEN.items():
            for farbe, schema in FARBEN.items():
                kontext = browser.new_context(
                    locale="de-DE", viewport={"width": breite, "height": hoehe}, color_scheme=schema  # type: ignore[arg-type]
                )  # fmt: skip
                blatt = kontext.new_page()
                for name, pfad in seiten.items():
                    ganz = name in ANFRAGEN
                    blatt.set_viewport_size(
                        {"width": BREITEN[groesse], "height": 300} if ganz else {"width": breite, "height": hoehe}
                    )
                    blatt.goto(pfad.as_uri())
                    roh = blatt.screenshot(full_page=ganz)
                    bild = Image.open(io.BytesIO(roh)).convert("RGB")
                    bild.save(ZIEL / f"{name}-{groesse}-{farbe}.webp", quality=78, method=6)
                    if (name, groesse, farbe) == ("start", "desktop", "hell"):
                        bild.convert("P", palette=Image.Palette.ADAPTIVE, colors=96).save(
                            WURZEL / "docs/startseite.png", optimize=True
                        )
                blatt.set_viewport_size({"width": breite, "height": hoehe})
                blatt.goto(tisch())
                blatt.locator("#f-text").fill(TISCH[2])
                blatt.get_by_role("button", name="Vorschlag").wait_for()
                bild = Image.open(io.BytesIO(blatt.screenshot())).convert("RGB")
                bild.save(ZIEL / f"{TISCH[0]}-{groesse}-{farbe}.webp", quality=78, method=6)
        browser.close()


def main() -> None:
    """Build, take the pictures, and write down of what."""
    with tempfile.TemporaryDirectory() as ordner:
        site = baue(Path(ordner))
        with schreibtisch(site.parent) as tisch:
            nimm_auf(_alle_seiten(site, Path(ordner)), tisch)
        STAND.write_text(json.dumps(abdruecke(site), indent=2) + "\n", encoding="utf-8")
    print(
        f"{(len(SEITEN) + len(ANFRAGEN) + 1) * len(GROESSEN) * len(FARBEN)} Bilder liegen in {ZIEL.relative_to(WURZEL)}."
    )


if __name__ == "__main__":
    main()
