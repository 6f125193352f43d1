"""A program that has loaded all modules and forks for each call: a process of its own without the wait for imports.

The child has what a new program has: folder, environment, empty input, both streams, arguments and exit code. What
Python itself reads from the environment when it starts is the one thing it cannot have; such calls start anew.
"""

from __future__ import annotations

import ast
import atexit
import contextlib
import fcntl
import io
import json
import os
import re
import runpy
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import threading
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pexpect
from pexpect.fdpexpect import fdspawn

from tests.hilfen import HEUTE
from tests.vorrat import halte_die_uhren_an, lade_alles, merke_seiten, waerme_vor

WURZEL = Path(__file__).parent.parent
_BEIM_START = ("PYTHON", "LC_", "LANG")
#: Seconds after which a program does not work any more but hangs: no test tells a slow machine from a fast one.
HAENGT = int(os.environ.get("HAENGT", "3000"))


def rufe(
    modul: str,
    argumente: Sequence[str],
    cwd: Path,
    umgebung: Mapping[str, str],
    *,
    zusammen: bool = False,
    heute: date = HEUTE,
) -> subprocess.CompletedProcess[str]:
    """Run `python -m modul` in `cwd` as if it were `heute`; with `zusammen` both streams are captured together."""
    befehl = [sys.executable, "-m", modul, *argumente]
    if any(name.startswith(_BEIM_START) and os.environ.get(name) != wert for name, wert in umgebung.items()):
        assert heute == HEUTE, "a program that starts anew has its own clock"
        return subprocess.run(
            befehl, cwd=cwd, env=dict(umgebung), text=True, encoding="utf-8", check=False, timeout=HAENGT,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT if zusammen else subprocess.PIPE,
        )  # fmt: skip
    with tempfile.TemporaryDirectory() as ordner:
        stroeme = [f"{ordner}/1", f"{ordner}/{1 if zusammen else 2}"]
        auftrag = {"modul": modul, "argumente": list(argumente), "cwd": str(cwd), "umgebung": dict(umgebung)}
        leitung = _leitung()
        leitung.write(json.dumps(auftrag | {"stroeme": stroeme, "heute": str(heute)}).encode() + b"\n")
        leitung.flush()
        code = int(leitung.readline())
        texte = [Path(strom).read_text(encoding="utf-8") for strom in stroeme]
    return subprocess.CompletedProcess(befehl, code, texte[0], None if zusammen else texte[1])


#: The cursor stands behind a prompt.
_EINGABE = re.compile(r"(?:[:\]] |  )\Z")


def halte_gespraech(
    modul: str,
    argumente: Sequence[str],
    cwd: Path,
    umgebung: Mapping[str, str],
    schritte: Sequence[tuple[str, str | None]],
) -> tuple[int, str]:
    """Run `python -m modul` on a terminal, answer each question when it stands there; returns exit code and screen.

    None as an answer: it is only waited for.
    """
    herr, knecht = os.openpty()
    fcntl.ioctl(herr, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 200, 0, 0))
    terminal = fdspawn(herr, encoding="utf-8", timeout=HAENGT, maxread=65536)
    terminal.logfile_read = schirm = io.StringIO()
    auftrag = {"modul": modul, "argumente": list(argumente), "cwd": str(cwd), "umgebung": dict(umgebung)}
    leitung = _leitung()
    leitung.write(json.dumps(auftrag | {"terminal": os.ttyname(knecht)}).encode() + b"\n")
    leitung.flush()
    leitung.readline()  # the program has the terminal now
    os.close(knecht)
    try:
        for frage, antwort in schritte:
            terminal.expect_exact(frage)
            if antwort is not None:
                if terminal.buffer:  # what is typed before it can be read is thrown away
                    terminal.expect(_EINGABE)
                terminal.sendline(antwort)
        terminal.expect(pexpect.EOF)
    finally:
        os.close(herr)  # whoever still waits for an answer ends with the terminal
        ende = int(leitung.readline())
    return ende, schirm.getvalue().replace("\r\n", "\n")


#: Asks the loaded program to become `python -m MODUL …` with this folder, environment and these three streams.
_BOTE = """\
#!{python} -IS
import os, sys
from _socket import AF_UNIX, SCM_RIGHTS, SOCK_STREAM, SOL_SOCKET, socket
if sys.argv[1:2] != ["-m"]:
    os.execv({python!r}, [{python!r}, *sys.argv[1:]])
auftrag = repr((sys.argv[2], sys.argv[3:], os.getcwd(), dict(os.environ))).encode()
leitung = socket(AF_UNIX, SOCK_STREAM)
leitung.connect({ort!r})
stroeme = b"".join(n.to_bytes(4, sys.byteorder) for n in range(3))
leitung.sendmsg([len(auftrag).to_bytes(8, "big")], [(SOL_SOCKET, SCM_RIGHTS, stroeme)])
leitung.sendall(auftrag)
gesagt = b""
while stueck := leitung.recv(64):
    gesagt += stueck
_, code, *_ = *gesagt.split(), 70, 70
os._exit(int(code) & 255)
"""


def bote() -> str:
    """Return a program that stands where Python stands in a hook: calls of modules cost no imports, all else is Python's."""
    _leitung()
    return f"{_ordner().name}/python"


class Gestartetes:
    """`python -m modul`, which goes on while the test does: its number, what it says on both streams, its end.

    Text that it prints arrives with the end of its line.
    """

    def __init__(self, modul: str, argumente: Sequence[str], cwd: Path, umgebung: Mapping[str, str]) -> None:
        _leitung()
        self._leitung = socket.socket(socket.AF_UNIX)
        self._leitung.connect(f"{_ordner().name}/ort")
        lesen, schreiben = os.pipe()
        auftrag = repr((modul, list(argumente), str(cwd), dict(umgebung))).encode()
        with open(os.devnull, "rb") as nichts, open(schreiben, "wb") as ziel:
            stroeme = [nichts.fileno(), ziel.fileno(), ziel.fileno()]
            socket.send_fds(self._leitung, [len(auftrag).to_bytes(8, "big")], stroeme)
            self._leitung.sendall(auftrag)
            self._antwort = self._leitung.makefile("rb")
            self.pid = int(self._antwort.readline())
        self.stdout = open(lesen, encoding="utf-8")  # noqa: SIM115 - as long as the program is watched
        self._code: int | None = None

    def poll(self) -> int | None:
        """Return the code, if it has ended."""
        if self._code is None and not select.select([self._leitung], [], [], 0)[0]:
            return None
        return self.wait()

    def send_signal(self, womit: signal.Signals) -> None:
        """Send it a signal; whoever has ended gets none."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, womit)

    def wait(self) -> int:
        """Wait for the end; a negative code is the signal that ended it."""
        if self._code is None:
            self._code = int(self._antwort.readline())
            self._antwort.close()
            self._leitung.close()
        return self._code


@cache
def _ordner() -> tempfile.TemporaryDirectory[str]:
    ordner = tempfile.TemporaryDirectory(
        prefix="bote-%A-"
    )  # where git reads a place of its own, as somebody's folder may say
    datei = Path(ordner.name) / "python"
    datei.write_text(_BOTE.format(python=sys.executable, ort=f"{ordner.name}/ort"), encoding="utf-8")
    datei.chmod(0o755)
    return ordner


@cache
def _leitung() -> Any:
    """Start the program once and return the line to it; it ends when the line does."""
    hier, dort = socket.socketpair()
    with hier, dort, socket.socket(socket.AF_UNIX) as tuer:
        tuer.bind(f"{_ordner().name}/ort")
        tuer.listen(64)  # who comes before the program is ready waits
        leitung, seine = hier.makefile("rwb"), (dort.fileno(), tuer.fileno())
        programm = subprocess.Popen(
            [sys.executable, "-m", "tests.vorgeladen", *map(str, seine)], cwd=WURZEL, pass_fds=seine,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        )  # fmt: skip

    def ende() -> None:
        leitung.close()
        programm.wait()

    atexit.register(ende)
    return leitung


def _bediene(leitung: Any) -> dict[str, Any] | None:
    """Fork for each call; returns the call in the child and nothing at the end."""
    for zeile in leitung:
        auftrag: dict[str, Any] = json.loads(zeile)
        kind = os.fork()
        if kind == 0:
            if "terminal" in auftrag:
                _nimm_terminal(auftrag["terminal"])
                leitung.write(b"da\n")
                leitung.flush()
            return auftrag
        leitung.write(b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(kind, 0)[1]))
        leitung.flush()
    return None


def _bediene_boten(tuer: socket.socket, dort: socket.socket) -> dict[str, Any] | None:
    """Fork for each messenger, for several at once; returns the call in the child and nothing when the line is closed."""
    warte = select.poll()
    warte.register(tuer, select.POLLIN)
    warte.register(dort, 0)
    while all(wer == tuer.fileno() for wer, _ in warte.poll()):
        leitung, _ = tuer.accept()
        with leitung:
            if os.fork() == 0:
                return _nimm_auftrag(leitung)
        _begrabe()
    _begrabe()
    return None


def _begrabe() -> None:
    """Look after those that have served: whoever is not waited for spends time that nobody counts."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _nimm_auftrag(leitung: socket.socket) -> dict[str, Any] | None:
    """Read what a messenger wants; the child gets the call, its parent sends the exit code when it is done."""
    laenge, stroeme, _, _ = socket.recv_fds(leitung, 8, 3)
    with leitung.makefile("rb") as rest:
        modul, argumente, cwd, umgebung = ast.literal_eval(rest.read(int.from_bytes(laenge, "big")).decode())
    kind = os.fork()
    if kind == 0:
        _nimm_stroeme(*stroeme)
        return {"modul": modul, "argumente": argumente, "cwd": cwd, "umgebung": umgebung}
    for strom in stroeme:  # who reads from a pipe waits until nobody can write into it
        os.close(strom)
    with contextlib.suppress(BrokenPipeError):  # whoever has asked may have gone
        leitung.sendall(b"%d\n" % kind)
        leitung.sendall(b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(kind, 0)[1]))
    return None


def _nimm_terminal(name: str) -> None:
    """Sit down at a terminal: it is where one reads and writes, and Ctrl+C comes from there."""
    os.setsid()
    offen = os.open(name, os.O_RDWR)
    fcntl.ioctl(offen, termios.TIOCSCTTY, 0)
    _nimm_stroeme(offen, os.dup(offen), os.dup(offen))
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _nimm_stroeme(*stroeme: int) -> None:
    """Read and write there; what Python has set up for the old streams does not fit others."""
    for strom, offen in enumerate(stroeme):
        os.dup2(offen, strom)
        os.close(offen)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as the program lives
    sys.stdout = open(1, "w", encoding="utf-8", buffering=1 if os.isatty(1) else -1, closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115


def _werde(auftrag: Mapping[str, Any]) -> None:
    """Become the called program."""
    signal.alarm(HAENGT)
    if "heute" in auftrag:
        halte_die_uhren_an(date.fromisoformat(auftrag["heute"]))
    for strom, ziel in enumerate(auftrag.get("stroeme", ()), 1):
        offen = os.open(ziel, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(offen, strom)
        os.close(offen)
    os.environ.clear()
    os.environ.update(auftrag["umgebung"])
    os.chdir(auftrag["cwd"])
    sys.path[0] = auftrag["cwd"]
    sys.argv = [auftrag["modul"], *auftrag["argumente"]]
    if "terminal" in auftrag:
        sys.modules["fallbuch.cli.dialog"].readline = __import__("readline")  # type: ignore[attr-defined]
    try:
        runpy.run_module(auftrag["modul"], run_name="__main__", alter_sys=True)
    except SystemExit as ende:
        if ende.code is not None and not isinstance(ende.code, int):
            raise  # Python prints it
        _geh(ende.code or 0)
    _geh(0)


def _geh(code: int) -> None:
    """End as Python does, but take nothing apart: most of the memory is shared, and each object that is touched would be copied.

    Where something is left that cannot be written, Python itself ends and says so.
    """
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        sys.exit(code)
    os._exit(code & 255)


if __name__ == "__main__":
    halte_die_uhren_an()
    merke_seiten()
    lade_alles()
    waerme_vor()
    dort, tuer = (socket.socket(fileno=int(zahl)) for zahl in sys.argv[1:])
    with dort, tuer, dort.makefile("rwb") as leitung:
        auftrag = _bediene(leitung) if (boten := os.fork()) else _bediene_boten(tuer, dort)
        if boten and auftrag is None:
            os.waitpid(boten, 0)
    if auftrag is not None:
        _werde(auftrag)
