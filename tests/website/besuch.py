"""A visit to a built site: a real server, a real Chromium, and a note of all that went wrong."""

from __future__ import annotations

import functools
import gzip
import http.server
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Dialog, Page

from fallbuch.betrieb.kopfzeilen import REGEL

_TEXT = {".html", ".css", ".js", ".json", ".svg"}
#: Milliseconds after which something will not happen any more: no test tells a slow machine from a fast one.
HAENGT = 1000 * int(os.environ.get("HAENGT", "600"))


@functools.lru_cache(maxsize=256)
def _gepackt(inhalt: bytes) -> bytes:
    """Pack a file; tests ask for the same ones again and again."""
    return gzip.compress(inhalt, 6)


class _Server(http.server.SimpleHTTPRequestHandler):
    #: A browser keeps its connection, as with any web server, instead of opening one for each file.
    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", REGEL)
        super().end_headers()

    def do_GET(self) -> None:
        """Deliver text packed, as web servers do."""
        pfad = Path(self.translate_path(self.path))
        if "gzip" not in self.headers.get("Accept-Encoding", "") or pfad.suffix not in _TEXT or not pfad.is_file():
            super().do_GET()
            return
        inhalt = _gepackt(pfad.read_bytes())
        self.send_response(200)
        for name, wert in {
            "Content-Type": self.guess_type(pfad),
            "Content-Encoding": "gzip",
            "Content-Length": str(len(inhalt)),
        }.items():
            self.send_header(name, wert)
        self.end_headers()
        self.wfile.write(inhalt)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def geliefert(ordner: Path) -> Iterator[str]:
    """Serve `ordner` under the site's policy and yield its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Server, directory=str(ordner)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


class Besuch:
    """A visit that writes down requests to others, violations and errors."""

    def __init__(self, browser: Browser, adresse: str, **mehr: Any) -> None:
        self.adresse = adresse
        self.fremde: list[str] = []
        self.fehler: list[str] = []
        self.kontext = browser.new_context(**{"locale": "de-DE", "timezone_id": "Europe/Berlin"} | mehr)
        self.kontext.set_default_timeout(HAENGT)
        self.seite: Page = self.kontext.new_page()
        self.seite.on(
            "request", lambda r: None if r.url.startswith((adresse, "data:", "blob:")) else self.fremde.append(r.url)
        )
        self.seite.on("console", lambda m: self.fehler.append(m.text) if m.type == "error" else None)
        self.seite.on("pageerror", lambda e: self.fehler.append(str(e)))
        self.seite.on("dialog", self._dialog)

    def _dialog(self, dialog: Dialog) -> None:
        self.fehler.append(dialog.message)
        dialog.dismiss()

    def halte_die_uhr_an(self, jetzt: datetime) -> None:
        """Let the pages' clock stand at `jetzt`, however long they take; `clock.run_for` moves it on."""
        self.seite.clock.install(time=jetzt - timedelta(hours=1))
        self.seite.clock.pause_at(jetzt)

    def oeffne(self, pfad: str) -> Page:
        self.seite.goto(f"{self.adresse}/{pfad}", wait_until="load")
        return self.seite

    def maengel(self, npm: Path) -> list[str]:
        """Return what axe finds on the page as it stands there, at most two places for each fault."""
        self.seite.evaluate((npm / "axe-core/axe.min.js").read_text(encoding="utf-8"))
        gefunden = self.seite.evaluate(
            "axe.run({runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']},"
            " rules: {region: {enabled: true}}, resultTypes: ['violations']})"
        )
        return [
            f"{self.seite.url}: {v['id']}: {k['target']} {k['failureSummary'][:200]}"
            for v in gefunden["violations"]
            for k in v["nodes"][:2]
        ]
