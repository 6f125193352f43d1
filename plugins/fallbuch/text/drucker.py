"""A page of the site as a PDF, printed by a browser that is on the machine anyway; no request leaves it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

#: Seconds that a big document may take.
_GEDULD = 180
_NAMEN = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge", "chrome")
_ORTE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
)
#: Names a browser that is installed elsewhere.
VARIABLE = "FALLBUCH_BROWSER"


class KeinBrowser(Exception):
    """No browser could print; the message is a German sentence."""


def drucke(seite: Path, ziel: Path) -> None:
    """Print the HTML file `seite` into the PDF `ziel`; raises `KeinBrowser`."""
    browser = next(_browser(), None)
    if browser is None:
        raise KeinBrowser("Auf diesem Rechner wurde weder Chromium noch Chrome noch Edge gefunden.")
    with tempfile.TemporaryDirectory(prefix="fallbuch-", ignore_cleanup_errors=True) as ordner:
        entwurf = Path(ordner, "druck.pdf")
        argumente = [
            browser, "--headless=new", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--no-pdf-header-footer",
            f"--user-data-dir={Path(ordner, 'profil')}", f"--print-to-pdf={entwurf}", *_ohne_sandkasten(), seite.as_uri(),
        ]  # fmt: skip
        try:
            subprocess.run(argumente, capture_output=True, check=False, timeout=_GEDULD)  # noqa: S603 - a list of words, no shell
        except (OSError, subprocess.TimeoutExpired) as fehler:
            raise KeinBrowser(f"Der Browser „{browser}“ ließ sich nicht starten oder wurde nicht fertig.") from fehler
        if not entwurf.is_file() or not entwurf.stat().st_size:
            raise KeinBrowser(f"Der Browser „{browser}“ hat nichts gedruckt.")
        shutil.copyfile(entwurf, ziel)


def _browser() -> Iterator[str]:
    genannter = os.environ.get(VARIABLE)
    if genannter:
        yield genannter
        return
    yield from (gefunden for name in _NAMEN if (gefunden := shutil.which(name)) is not None)
    yield from (ort for ort in _ORTE if os.path.isfile(ort))


def _ohne_sandkasten() -> list[str]:
    # Chromium refuses to run as root with its sandbox; the page is our own file.
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
