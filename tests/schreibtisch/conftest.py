"""A desk that really runs: the command in a process of its own, and a browser that opens its address."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from fallbuch.schreibtisch.wache import GESPERRTE_PORTS
from tests.conftest import WURZEL
from tests.git import git
from tests.vorgeladen import Gestartetes
from tests.website.besuch import Besuch

STICHTAG = "2026-06-30"


#: Each worker has a thousand of its own, of which the system itself gives none away: nobody else takes one before it is used.
_ERSTER = 20_000 + 1000 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
_ports = iter(range(_ERSTER, _ERSTER + 1000))


def freier_port() -> int:
    for port in _ports:
        with socket.socket() as dose, suppress(OSError):
            dose.bind(("127.0.0.1", port))
            if port not in GESPERRTE_PORTS:
                return port
    raise AssertionError("there is no free port")


class Laufender:
    """`fallbuch oeffnen` in a team's folder."""

    def __init__(
        self,
        team: Path,
        *mehr: str,
        port: int = 0,
        benannt: bool = True,
        zuvor: str = "",
        neu: bool = False,
        **umgebung: str,
    ) -> None:
        """Start it; `benannt`: at a port that the call names. `zuvor` begins the line that it says first.

        `neu`: Python itself starts anew, as it does on people's machines; else the program is there at once.
        """
        self._benannt, self._zuvor, self._neu = benannt, zuvor, neu
        self.team, self.port, self._mehr, self._umgebung = team, port or freier_port(), mehr, umgebung
        self.starte()

    def starte(self) -> None:
        umgebung = {k: v for k, v in os.environ.items() if not k.startswith("FALLBUCH_")}
        umgebung |= {"XDG_CACHE_HOME": str(self.team.parent / "zwischenspeicher"), **self._umgebung}
        worte = [
            *("oeffnen", "--team", str(self.team), "--stichtag", STICHTAG, "--ohne-browser"),
            *(["--port", str(self.port)] if self._benannt else []), *self._mehr,
        ]  # fmt: skip
        self.programm: Gestartetes | subprocess.Popen[str]
        if self._neu:
            self.programm = subprocess.Popen(
                [sys.executable, "-m", "fallbuch.cli", *worte], env={**umgebung, "PYTHONUNBUFFERED": "1"},
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
            )  # fmt: skip
        else:
            self.programm = Gestartetes("fallbuch.cli", worte, Path.cwd(), umgebung)
        assert self.programm.stdout is not None
        if self._zuvor:
            assert re.match(self._zuvor, self.programm.stdout.readline())
        zeile = self.programm.stdout.readline()
        assert zeile.startswith("Der Schreibtisch steht unter "), zeile
        self.adresse = zeile.split()[-1].partition("/index.html")[0]

    @property
    def mit_schluessel(self) -> str:
        """The address that opens the desk once."""
        return str(json.loads((self.team / ".fallbuch/schreibtisch.json").read_bytes())["adresse"])

    def beende(self, womit: signal.Signals = signal.SIGINT) -> int:
        """End the program; returns its code."""
        self.programm.send_signal(womit)
        code = self.programm.wait()
        if self.programm.stdout is not None:
            self.programm.stdout.close()
        return code

    def fall(self, kennung: str) -> str:
        return (self.team / f"faelle/{kennung}.md").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def demovorlage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo team in a repository of its own, shared with a bare one beside it: what each test gets a copy of."""
    ordner = tmp_path_factory.mktemp("demovorlage")
    team = ordner / "team"
    for name in ("faelle", "vorlagen", "site_src", "statistik"):
        shutil.copytree(WURZEL / name, team / name)
    (team / ".gitignore").write_text(".fallbuch*/\n.*.fallbuch-neu\n")
    for worte in (["init", "-q", "-b", "main"], ["config", "user.name", "Tarik"], ["config", "user.email", "tarik@example.org"], ["add", "-A"], ["commit", "-qm", "Anfang"]):  # fmt: skip
        git(team, *worte)
    git(ordner, "clone", "-q", "--bare", team, ordner / "gemeinsam.git")
    git(team, "remote", "add", "origin", "../gemeinsam.git")
    git(team, "fetch", "-q")
    git(team, "branch", "-q", "--set-upstream-to=origin/main")
    return ordner


@pytest.fixture
def demoordner(demovorlage: Path, tmp_path: Path) -> Path:
    shutil.copytree(demovorlage, tmp_path, dirs_exist_ok=True)
    return tmp_path / "team"


@pytest.fixture
def laufender(demoordner: Path) -> Iterator[Laufender]:
    """A desk on the demo team."""
    schreibtisch = Laufender(demoordner)
    yield schreibtisch
    with suppress(ProcessLookupError):
        schreibtisch.beende(signal.SIGKILL)


Besucher = Callable[..., Besuch]


@pytest.fixture
def besuch(browser: Browser, laufender: Laufender) -> Iterator[Besucher]:
    """Open the desk in a browser as whoever started it does; the pages are closed before the desk is."""
    gaeste: list[Besuch] = []

    def oeffne(**mehr: Any) -> Besuch:
        gast = Besuch(browser, laufender.adresse, **mehr)
        gaeste.append(gast)
        gast.seite.goto(laufender.mit_schluessel)
        return gast

    yield oeffne
    for gast in gaeste:
        gast.kontext.close()


def bereit(seite: Page) -> None:
    """Wait until a form has been checked for the first time."""
    seite.wait_for_selector("form.fb-formular[data-bereit]")
