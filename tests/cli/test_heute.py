"""`fallbuch` alone, commands in the spelling of people, teams found from below, and output that fits its window."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from fallbuch.cli.gruppe import lebenszeichen, teamordner
from tests.cli.aufruf import fallbuch
from tests.cli.test_befehle import IK, NEU
from tests.cli.test_dialog import gespraech
from tests.git import git

ORDNER = Callable[..., Path]
LEER = "Hier liegt kein Team. Wechseln Sie in seinen Ordner, oder legen Sie eines an: fallbuch einrichten unser-team. Alle Befehle: fallbuch --help"


def _speichere(wurzel: Path, text: str) -> None:
    git(wurzel, "add", "-A")
    git(wurzel, "commit", "-q", "-m", text)


def test_ohne_befehl_steht_da_was_heute_ansteht(ordner: ORDNER, golden: Callable[[str, str], None]) -> None:
    wurzel = ordner({"4711.md": IK, "4713.md": NEU})
    ende = fallbuch(cwd=wurzel, FALLBUCH_STICHTAG="2026-04-08")
    assert (ende.returncode, ende.stderr) == (0, "")
    golden("cli/heute.txt", ende.stdout)
    assert fallbuch("heute", cwd=wurzel, FALLBUCH_STICHTAG="2026-04-08").stdout == ende.stdout


def test_ohne_team(tmp_path: Path) -> None:
    ende = fallbuch(cwd=tmp_path)
    assert (ende.returncode, ende.stdout, ende.stderr) == (2, "", f"fallbuch: {LEER}\n")


def test_am_terminal_wird_gefragt_was_zu_tun_ist(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": IK})
    alt = (wurzel / "faelle/4711.md").read_bytes()
    schirm = gespraech(
        wurzel, "heute",
        [("Nummer oder Wort (sonst Eingabetaste): ", "etwas"), ("ID des Falls: ", "4712"), ("ID des Falls: ", "4711"), ("Nummer oder Art [", "Notiz"),
         ("Wann [", ""), ("Wer war dabei", "Jana"), ("(eine leere Zeile beendet den Text)", "Ruft morgen an."), ("  ", ""), ("Neue Vereinbarung", ""),
         ("So speichern? ", "j")],
    )  # fmt: skip
    assert "Einen Fall „4712“ gibt es nicht. Die ID steht vorn in der Liste." in schirm
    neu = (wurzel / "faelle/4711.md").read_bytes()
    assert neu == alt + b"\n## 2026-07-01 Notiz (Jana)\n\nRuft morgen an.\n"
    danach = gespraech(wurzel, "", [("Nummer oder Wort (sonst Eingabetaste): ", "")])
    assert "ID des Falls" not in danach
    assert (wurzel / "faelle/4711.md").read_bytes() == neu


@pytest.mark.parametrize(
    ("getippt", "gemeint"), [("prüfen", "pruefen"), ("Fällig", "faellig"), ("abschließen", "abschliessen")]
)
def test_befehle_mit_umlauten(getippt: str, gemeint: str, tmp_path: Path) -> None:
    hilfe = fallbuch(getippt, "--help", cwd=tmp_path).stdout
    assert hilfe == fallbuch(gemeint, "--help", cwd=tmp_path).stdout
    assert hilfe.startswith(f"Aufruf: fallbuch {gemeint} ")


def test_das_team_wird_nach_oben_gesucht(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": IK})
    oben = fallbuch("faellig", "--stichtag", "2026-04-08", cwd=wurzel).stdout
    for unten in ("faelle", "vorlagen", "site_src/prozesse/tief"):
        (wurzel / unten).mkdir(parents=True, exist_ok=True)
        assert fallbuch("faellig", "--stichtag", "2026-04-08", cwd=wurzel / unten).stdout == oben
    assert "4711.md:" not in fallbuch("pruefen", "4711.md", cwd=wurzel / "faelle").stderr
    assert fallbuch("pruefen", "4711.md", cwd=wurzel / "faelle").stdout.startswith("1 Fall geprüft")
    assert teamordner(wurzel.parent) == wurzel.parent
    # A team without rules of its own is found where somebody stands in it, and not taken for one from below.
    (wurzel / "x/faelle").mkdir(parents=True)
    assert teamordner(wurzel / "x") == wurzel / "x"
    assert teamordner(wurzel / "x/faelle") == wurzel


@pytest.mark.parametrize("breite", [60, 90, 200])
def test_die_liste_passt_ins_fenster(ordner: ORDNER, breite: int) -> None:
    wurzel = ordner(
        {
            "4711.md": IK.replace(
                "Berater: Jana\n", "Berater: Jana\nZu beachten: " + "nicht auf die Mailbox sprechen " * 3 + "\n"
            )
        }
    )
    for mehr in ([], ["--ausfuehrlich"]):
        terminal = pexpect.spawn(
            sys.executable, ["-m", "fallbuch.cli", "faellig", *mehr], cwd=str(wurzel), encoding="utf-8", dimensions=(50, breite),
            env={**{n: w for n, w in os.environ.items() if n != "COLUMNS"}, "FALLBUCH_STICHTAG": "2026-04-08", "TERM": "dumb"},
        )  # fmt: skip
        terminal.logfile_read = schirm = io.StringIO()
        terminal.expect(pexpect.EOF)
        zeilen = schirm.getvalue().replace("\r\n", "\n").split("\n")
        assert max(map(len, zeilen)) <= breite
        assert "Kontakt bei" in schirm.getvalue()
        assert "Zu beachten: nicht auf die Mailbox" in " ".join(" ".join(zeilen).split())


def test_ein_lebenszeichen(monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes where it takes long and somebody watches, and goes; else nothing is said."""
    schirm = io.StringIO()
    monkeypatch.setattr(sys, "stderr", schirm)
    with lebenszeichen("Moment …", nach=0):
        pass
    assert schirm.getvalue() == ""
    monkeypatch.setattr(schirm, "isatty", lambda: True, raising=False)
    with lebenszeichen("Moment …", nach=3600):
        pass
    assert schirm.getvalue() == ""
    with lebenszeichen("Moment …", nach=0):
        while not schirm.getvalue():
            pass
    assert schirm.getvalue() == f"Moment …\r{' ' * 8}\r"


def test_vergleichen_ohne_stand_meint_den_zweig_der_zaehlt(ordner: ORDNER, tmp_path: Path) -> None:
    wurzel = ordner({"4711.md": IK})
    git(wurzel, "init", "-q", "-b", "stamm")
    _speichere(wurzel, "Anfang")
    git(wurzel, "checkout", "-q", "-b", "arbeit")
    (wurzel / "faelle/4713.md").write_text(NEU.replace("4711", "4713"), encoding="utf-8")
    _speichere(wurzel, "ein neuer Fall")
    aufruf = ("vergleichen", "--stichtag", "2026-04-08", "--format", "json")
    # Without a forge and an origin it is the branch that is checked out.
    assert fallbuch(*aufruf, cwd=wurzel).stdout == fallbuch(*aufruf, "arbeit", cwd=wurzel).stdout
    subprocess.run(["git", "clone", "-q", "--branch", "arbeit", str(wurzel), str(tmp_path / "klon")], check=True)
    with (tmp_path / "klon/vorlagen/team.yml").open("a", encoding="utf-8") as team:
        team.write("forge:\n  art: forgejo\n  adresse: https://git.example.org/a/b\n  zweig: stamm\n")
    gemeint = fallbuch(*aufruf, cwd=tmp_path / "klon").stdout
    assert gemeint == fallbuch(*aufruf, "origin/stamm", cwd=tmp_path / "klon").stdout
    assert "4713" in gemeint
