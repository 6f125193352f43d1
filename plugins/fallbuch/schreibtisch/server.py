"""Runs the desk on this machine: a free port, one at a time in a team's folder, and an end when nobody needs it."""

from __future__ import annotations

import gc
import json
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from fallbuch.einrichtung import Aufruffehler
from fallbuch.schreibtisch.app import Schreibtisch
from fallbuch.schreibtisch.lage import Beobachter, Melder, Vorleser
from fallbuch.schreibtisch.wache import GESPERRTE_PORTS, Tischzugang
from fallbuch.text.ablage import setze_eigene, sperre
from fallbuch.text.eigenes import eigener_ordner, lege_an

if TYPE_CHECKING:
    from fallbuch.schreibtisch.kontakte import Kontaktschrank

#: Where the desk is looked for first: links from the intranet lead there.
PORT = 8641
_WEITERE = 20
_PORTZETTEL = "schreibtisch-port"
#: Seconds between two looks at the folder, as long as a page listens.
_ABSTAND = 0.3


class Stumm(WSGIRequestHandler):
    """Says nothing for each request, and keeps connections."""

    protocol_version = "HTTP/1.1"
    timeout = 60

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass

    def version_string(self) -> str:
        return "Fallbuch"


def starte(
    beobachter: Beobachter,
    *,
    host: str,
    port: int,
    zugang: Callable[[int], Tischzugang],
    ruhe: float,
    vermerke: Callable[[str], None],
    melde: Callable[[str], None],
    schrank: Kontaktschrank | None = None,
) -> None:
    """Serve until somebody ends it, or nobody asked anything for `ruhe` seconds; `melde` gets the address to open.

    `vermerke` gets it too, and again each time that it has been used, since it opens once only.

    Raises `Aufruffehler` where there is no free port.
    """
    server, schreibtisch = _server(beobachter, host, port, zugang, schrank)
    wo, zugang_ = f"http://{host}:{server.port}/index.html", schreibtisch.zugang

    def adresse(schluessel: str) -> str:
        return f"{wo}?schluessel={schluessel}" if zugang_.schluessel else wo

    zugang_.einlass.melde = lambda schluessel: vermerke(adresse(schluessel))
    waechter = threading.Thread(target=_warte_auf_ruhe, args=(server, schreibtisch, ruhe), daemon=True)
    waechter.start()
    if schrank is not None:
        threading.Thread(target=_sperre_nach_ruhe, args=(schrank,), daemon=True).start()
    with suppress(KeyboardInterrupt):
        # A terminal that closes, or a system that shuts down, ends it in the same orderly way as Ctrl+C.
        for name in ("SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), signal.default_int_handler)
        schreibtisch.bereite_vor()
        # A command collects no garbage, since it ends soon; this one goes on for hours. What stands now stays.
        gc.freeze()
        gc.enable()
        vermerke(adresse(zugang_.einlass.schluessel))
        melde(adresse(zugang_.einlass.schluessel))
        Vorleser(beobachter).start()
        server.serve_forever()


def _server(
    beobachter: Beobachter, host: str, port: int, zugang: Callable[[int], Tischzugang], schrank: Kontaktschrank | None
) -> tuple[BaseWSGIServer, Schreibtisch]:
    melder = Melder(beobachter, _ABSTAND)
    for versuch in range(port, port + _WEITERE):
        if versuch in GESPERRTE_PORTS:
            continue
        ende = _Ende()
        schreibtisch = Schreibtisch(beobachter, zugang(versuch), beende=ende, melder=melder, schrank=schrank)
        try:
            # Bound here: where a port is taken, Werkzeug would say so in English and end the program.
            dose = socket.create_server((host, versuch))
        except OSError:
            continue
        with dose:  # Werkzeug takes a copy of it
            server = make_server(host, versuch, schreibtisch, threaded=True, request_handler=Stumm, fd=dose.fileno())
        ende.server = server
        melder.start()
        return server, schreibtisch
    raise Aufruffehler(
        f"Auf diesem Rechner ist keiner der Ports {port} bis {port + _WEITERE - 1} frei. Nennen Sie mit --port einen anderen."
    )


class _Ende:
    """Ends the server a moment later, so that its last answer still goes out."""

    server: BaseWSGIServer | None = None

    def __call__(self) -> None:
        if self.server is not None:
            threading.Timer(0.2, self.server.shutdown).start()


def _sperre_nach_ruhe(schrank: Kontaktschrank) -> None:
    """Look again and again whether contacts lie open that nobody needs: that nobody asks must not keep them open."""
    while True:
        time.sleep(20.0)
        schrank.offen  # noqa: B018 - looking locks them


def _warte_auf_ruhe(
    server: BaseWSGIServer,
    schreibtisch: Schreibtisch,
    ruhe: float,
    uhr: Callable[[], float] = time.monotonic,
    schlafe: Callable[[float], None] = time.sleep,
) -> None:
    gezaehlt, seit = -1, uhr()
    while ruhe:
        schlafe(min(ruhe, 5.0))
        if schreibtisch.anfragen != gezaehlt:
            gezaehlt, seit = schreibtisch.anfragen, uhr()
        elif uhr() - seit >= ruhe:
            server.shutdown()
            return


@contextmanager
def einziger(wurzel: Path) -> Iterator[Callable[[str], None]]:
    """Let one desk at a time stand in a team's folder; yields what notes its address. Raises `Steht` where there is one already."""
    ordner = eigener_ordner(wurzel)
    lege_an(ordner)
    zettel = ordner / "schreibtisch.json"
    with sperre(ordner / "schreibtisch.lock") as frei:
        if not frei:
            raise Steht(_adresse(zettel))
        try:
            yield lambda adresse: setze_eigene(zettel, json.dumps({"adresse": adresse}).encode())
        finally:
            with suppress(OSError):
                zettel.unlink()


def gemerkter_port(wurzel: Path) -> int | None:
    """Return where the desk of a team stood last: for a browser another port is another place, with other drafts."""
    with suppress(OSError, ValueError):
        port = int((eigener_ordner(wurzel) / _PORTZETTEL).read_text())
        return port if 1024 <= port <= 65515 else None
    return None


def merke_port(wurzel: Path, port: int) -> None:
    """Keep where the desk stands, for the next time."""
    if gemerkter_port(wurzel) != port:
        setze_eigene(eigener_ordner(wurzel) / _PORTZETTEL, str(port).encode())


class Steht(Exception):
    """A desk stands in this folder already, at this address."""

    def __init__(self, adresse: str) -> None:
        super().__init__(adresse)
        self.adresse = adresse


def _adresse(zettel: Path) -> str:
    with suppress(OSError, ValueError, KeyError, TypeError):
        return str(json.loads(zettel.read_bytes())["adresse"])
    return ""
