"""The chapter „Löschen“: every command as it is printed, on a copy of the demo team, and the state that it promises."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

from fallbuch.loeschung.nachweis import durchsuche
from fallbuch.loeschung.spuren import Spuren
from tests.cli.aufruf import fallbuch, lege_haken_an
from tests.conftest import kopiere_demo
from tests.git import git
from tests.hilfen import BEIM_LANDEN
from tests.vorgeladen import halte_gespraech

SEITE = Path(__file__).parents[2] / "plugins/fallbuch/vorgaben/handbuch/datenschutz.md"


def test_jeder_befehl_wie_er_da_steht(tmp_path: Path) -> None:
    kapitel = SEITE.read_text(encoding="utf-8").split("## Löschen {#loeschen}")[1].split("\n## ")[0]
    befehle = re.findall(r"^    (.+)$", kapitel, re.MULTILINE)
    assert [b.split()[0] for b in befehle] == ["fallbuch", "fallbuch", "cd", "fallbuch", "git"]
    ort = kopiere_demo(tmp_path / "team")
    git(ort, "init", "-q", "-b", "main")
    git(ort, "add", "-A")
    git(ort, "commit", "-qm", "2911: Anfang, Th. Huber")
    git(tmp_path, "clone", "-q", "--bare", ort, "gemeinsam.git")
    git(ort, "remote", "add", "origin", "../gemeinsam.git")
    ausgaben = []
    for befehl in befehle:
        programm, *worte = shlex.split(befehl)
        if programm == "cd":
            ort = (ort / worte[0]).resolve()
        elif programm == "git":
            git(ort, *worte)
        elif "--historie" in worte:  # it asks
            umgebung = {**os.environ, "TERM": "dumb", "FALLBUCH_STICHTAG": "2026-06-30"}
            fragen = [("Nachname", "Huber"), ("Vorname", "Thea"), ("nichts davon: ", "alle"), ("[j/N]: ", "j")]
            code, text = halte_gespraech("fallbuch.cli", worte, ort, umgebung, fragen)
            assert code == 0, text
            ausgaben.append(text)
        else:
            ende = fallbuch(*worte, cwd=ort, FALLBUCH_STICHTAG="2026-06-30")
            assert ende.returncode == 0, (befehl, ende.stdout, ende.stderr)
            ausgaben.append(ende.stdout)
    assert ausgaben[0].startswith("Gelöscht wird:\n  faelle/2911.md (")
    assert "   1  „Th. Huber“ (Nachrichten zu den Ständen)\n" in ausgaben[1]
    assert "Fertig: „" in ausgaben[1]
    assert "119 Fälle geprüft: 0 Fehler" in ausgaben[2]
    # What it promises: the old folder is there, the new one and the shared place hold nothing of the case.
    assert (tmp_path / "team/faelle/2911.md").exists()
    # By its path git would copy the shared place with all that nobody needs any more.
    git(tmp_path, "clone", "-q", "--no-local", "gemeinsam.git", "neu-geholt")
    for ordner in ("team-bereinigt", "neu-geholt"):
        gesucht = Spuren(["2911"])
        gesucht.nimm_dazu([("th", "huber")])
        assert durchsuche(tmp_path / ordner, gesucht).funde == []
    assert list(tmp_path.glob("loeschnachweis-2026-06-30.html"))
    assert "statistik/geloescht.txt" in git(ort, "ls-files")


@BEIM_LANDEN
def test_einmal_im_jahr_neu_anfangen(tmp_path: Path) -> None:
    """Afterwards nothing of the past is left, and the team's check finds nothing wrong."""
    kapitel = SEITE.read_text(encoding="utf-8").split("## Einmal im Jahr neu anfangen")[1].split("\n## ")[0]
    befehle = re.findall(r"^    (.+)$", kapitel, re.MULTILINE)
    team = kopiere_demo(tmp_path / "team")
    git(team, "init", "-q", "-b", "main")
    (team / "faelle/9998.md").write_text((team / "faelle/2911.md").read_text().replace("2911", "9998"))
    git(team, "add", "-A")
    git(team, "commit", "-qm", "Anfang")
    git(team, "tag", "alt")
    git(team, "notes", "add", "-m", "zu 9998", "HEAD")
    git(team, "branch", "offen")
    git(team, "rm", "-q", "faelle/9998.md")
    git(team, "commit", "-qm", "einer ging")
    davor = git(team, "rev-parse", "HEAD").strip()
    git(tmp_path, "clone", "-q", "--bare", "team", "gemeinsam.git")
    geloeschte: list[str] = []
    for befehl in befehle:
        programm, *worte = shlex.split(befehl)
        if programm == "git":
            git(team, *worte)
        elif programm == "cd":
            team = (team / worte[0]).resolve()
        else:
            # Where nobody can be asked: the answer, and why though the demo team has released nothing of those years.
            dazu = ("--ja", "--trotzdem", "Die Jahre sind vorbei") if "--faellige" in worte else ()
            ende = fallbuch(*worte, *dazu, cwd=team, FALLBUCH_STICHTAG="2026-06-30")
            assert ende.returncode == 0, ende.stderr
            geloeschte += re.findall(r"^  faelle/(\d+)\.md \(", ende.stdout, re.MULTILINE)
    assert team == tmp_path / "team-neu"
    assert git(team, "log", "--all", "--format=%s").splitlines() == ["Alte Stände sind gelöscht", "Neuer Anfang"]
    assert git(team, "for-each-ref", "--format=%(refname)", "refs/tags", "refs/notes") == ""
    assert git(team, "symbolic-ref", "--short", "HEAD").strip() == "main"
    # The shared place still has the old history; the hook that looks there brings nothing of it into the new folder.
    git(team, "remote", "set-url", "origin", "../gemeinsam.git")
    assert lege_haken_an(team)[0] == 0
    git(team, "push", "--force", "--prune", "origin", "refs/heads/*:refs/heads/*", "refs/tags/*:refs/tags/*")
    git(team, "cat-file", "-e", davor, code=1)
    git(tmp_path, "clone", "-q", "--no-local", team, "geholt")
    git(tmp_path / "geholt", "cat-file", "-e", davor, code=1)
    assert geloeschte
    assert durchsuche(tmp_path / "geholt", Spuren(["9998", *geloeschte])).funde == []
    geprueft = fallbuch("pruefen", cwd=tmp_path / "geholt", FALLBUCH_STICHTAG="2026-06-30")
    assert f"{120 - len(geloeschte)} Fälle geprüft: 0 Fehler" in geprueft.stdout
    # Who still has the old one and joins it by hand is told; the folder itself says the same.
    git(tmp_path / "geholt", "fetch", "-q", tmp_path / "team", "main:alt")
    satz = "Fehler D012: In der Geschichte dieses Ordners steht wieder, was das Team am 30.06.2026 gelöscht hat."
    assert satz in fallbuch("pruefen", cwd=tmp_path / "geholt", FALLBUCH_STICHTAG="2026-06-30").stdout


def test_ein_neuer_anfang_hat_eine_andere_geschichte(tmp_path: Path) -> None:
    team = kopiere_demo(tmp_path / "team")
    merke = ("loeschen", "--alte-staende", "../team")
    git(team, "init", "-q", "-b", "main")
    git(team, "add", "-A")
    git(team, "commit", "-qm", "Anfang")
    git(tmp_path, "clone", "-q", "team", "kopie")
    git(tmp_path, "clone", "-q", "--depth", "1", team.as_uri(), "flach")
    for ort, saetze in (
        (
            "../team",
            "Dieser Ordner hat dieselbe Geschichte wie „../team“; ein neuer Anfang ist das nicht. "
            "Das Handbuch sagt unter „Einmal im Jahr neu anfangen“, wie er entsteht.",
        ),
        ("..", "„..“ ist kein Ordner mit einer Geschichte (git). Nennen Sie den alten Ordner des Teams."),
        (
            "../flach",
            "In „../flach“ liegen nur die neuesten Stände. Holen Sie die ganze Geschichte mit „git fetch --unshallow“; in einer Pipeline "
            "von GitHub oder Forgejo steht dafür „fetch-depth: 0“ beim Auschecken, bei GitLab „GIT_DEPTH: 0“.",
        ),
    ):
        ende = fallbuch(*merke[:2], ort, cwd=tmp_path / "kopie")
        assert (ende.returncode, ende.stdout, ende.stderr) == (2, "", f"fallbuch: {saetze}\n")
    beides = fallbuch(*merke, "2911", cwd=tmp_path / "kopie")
    assert beides.returncode == 2
    assert not (tmp_path / "kopie/statistik/geloescht.txt").exists()
