"""Every command of the pipelines, run in order from the wheel on a clone, as the forges' runners do."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from fallbuch.forge.pipelines import pipelines
from tests.cli.aufruf import fallbuch
from tests.conftest import WURZEL
from tests.forge.laeufer import Laeufer
from tests.forge.server import TOKEN, Forge, laufend
from tests.git import git
from tests.hilfen import BEIM_LANDEN

LANG = bool(os.environ.get("FALLBUCH_LANG"))
BEISPIEL = """\
---
ID: beispiel-0001
Erstkontakt: 2026-01-12
Zugangsweg: Beratungstag
Status: in Beratung
Berater: Jana
Betreuungsstufe: IK
---

## 2026-01-14 Erstgespräch (Jana)

Sucht eine Bürostelle, Betreuung der Kinder ist bis 14 Uhr gesichert.

Betreuungsstufe: IK
"""


@pytest.fixture(scope="module")
def umgebung(tmp_path_factory: pytest.TempPathFactory, rad: Path, aus_dem_rad: Path) -> dict[str, str]:
    """What the runners' machines have: nothing but Python, and versions of what is installed as they were tested."""
    ordner = tmp_path_factory.mktemp("laeufer")
    zeilen = (WURZEL / "requirements.txt").read_text(encoding="utf-8").splitlines()
    versionen = ordner / "versionen.txt"
    versionen.write_text("".join(f"{z.removesuffix(chr(92)).strip()}\n" for z in zeilen if re.match(r"[\w.-]+==", z)))
    eigene = {"PIP_CONSTRAINT": str(versionen), "PIP_NO_COMPILE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return {**eigene, "ORDNER": str(ordner / "laeufer"), "RAD": str(rad), "PROGRAMM": str(aus_dem_rad / "fallbuch")}


def _programm(umgebung: dict[str, str], *worte: str, cwd: Path) -> str:
    """Run the program from the wheel; it must do what is asked. Returns what it prints."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("FALLBUCH", "PYTHON"))}
    ende = subprocess.run([umgebung["PROGRAMM"], *worte], cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert ende.returncode == 0, ende.stderr
    return ende.stdout


def _haus(ordner: Path, forge: str, lage: str, umgebung: dict[str, str]) -> tuple[Path, str]:
    """Set up a team with a request; returns its repository and the commit it began with. Everything is done by the program."""
    haus = ordner / "haus"
    (haus / lage).mkdir(parents=True)
    git(haus, "init", "-q", "-b", "main")
    gesagt = _programm(
        umgebung,
        "einrichten", lage or ".", "--berater", "Jana", "--zugangsweg", "Beratungstag", "--forge", forge, "--trotzdem",
        cwd=haus,
    )  # fmt: skip
    assert "Von selbst prüfen lassen" in gesagt
    dateien = [haus / ".gitlab/fallbuch.yml"] if forge == "gitlab" else list(haus.glob(".*/workflows/*.yml"))
    assert dateien
    assert all("-r programm/requirements.txt" in d.read_text(encoding="utf-8") for d in dateien)
    (haus / lage / "faelle/beispiel-0001.md").write_text(BEISPIEL, encoding="utf-8")
    git(haus, "add", "-A")
    git(haus, "commit", "-qm", "Anfang")
    basis = git(haus, "rev-parse", "HEAD").strip()
    git(haus, "checkout", "-qb", "aenderung")
    beispiel = haus / lage / "faelle/beispiel-0001.md"
    text = beispiel.read_text(encoding="utf-8")
    assert "Betreuungsstufe: IK\n" in text
    beispiel.write_text(text.replace("Erstkontakt: 2026-", "Erstkontakt: 2026-13-", 1), encoding="utf-8")
    git(haus, "commit", "-qam", "Ein Tag, den es nicht gibt")
    # Meanwhile somebody else went on; that is no part of the request.
    git(haus, "checkout", "-q", "main")
    (haus / lage / "vorlagen/protokoll.md").write_text("## 2026-02-01 Notiz\n\nWas andere taten.\n", encoding="utf-8")
    git(haus, "add", "-A")
    git(haus, "commit", "-qm", "Etwas anderes")
    # What GitHub checks out, and GitLab in pipelines of merged results: both together.
    git(haus, "checkout", "-qb", "zusammen")
    git(haus, "merge", "-q", "--no-edit", "aenderung")
    git(haus, "checkout", "-q", "main")
    return haus, basis


def _stelle_unter(ordner: Path, name: str, skript: str) -> str:
    """Put a program in the place of another; returns the path in which it is found first."""
    ordner.mkdir(exist_ok=True)
    (ordner / name).write_text(f"#!/bin/sh\n{skript}\n")
    (ordner / name).chmod(0o755)
    return f"{ordner}{os.pathsep}{os.environ['PATH']}"


def _laeufer(ordner: Path, haus: Path, forge: Forge, umgebung: dict[str, str], **kontext: str) -> Laeufer:
    kontext = {
        "github.base_ref": "main",
        "github.event.pull_request.head.repo.full_name": "team/fälle",
        "github.repository": "team/fälle",
        "github.token": TOKEN,
    } | {k.replace("__", "."): v for k, v in kontext.items()}
    eigene = {k: v for k, v in forge.umgebung().items() if k != "FALLBUCH_TOKEN"}
    return Laeufer(ordner, haus, "zusammen" if forge.art == "github" else "aenderung", kontext, umgebung | eigene)


@BEIM_LANDEN
@pytest.mark.parametrize(("art", "lage"), [("github", ""), ("forgejo", "häuser/unser team/"), ("gitea", "")])
def test_aus_dem_rad_auf_einem_klon(
    art: str, lage: str, tmp_path: Path, umgebung: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    haus, _ = _haus(tmp_path, art, lage, umgebung)
    with laufend(art) as forge:
        laeufer = _laeufer(Path(umgebung["ORDNER"]), haus, forge, umgebung)
        wo = haus / f".{art}/workflows"

        lauf = laeufer.actions(wo / "fallbuch-pruefen.yml")
        assert lauf.gescheitert == ["Neue Meldungen zeigen"], lauf.schritte
        assert lauf.code("Neue Meldungen zeigen") == 1
        assert "„2026-13-" in lauf.ausgabe("Neue Meldungen zeigen")
        if art == "github":
            assert lauf.ausgabe("Neue Meldungen zeigen").startswith(f"::error file={lage}faelle/beispiel-0001.md,line=")
        bericht = lauf.ausgabe("Den Bericht schreiben")
        assert forge.texte == [bericht]
        assert bericht.startswith("<!-- fallbuch:vergleich -->\n**1 Fall geändert")
        assert "Protokoll" not in bericht
        assert lauf.ausgabe("Den Bericht unter die Anfrage schreiben") == "Anfrage 7: Der Kommentar ist angelegt.\n"
        assert TOKEN not in "".join(text for _, _, text in lauf.schritte)

        laeufer.zweig = "main"
        if LANG or art != "gitea":
            lauf = laeufer.actions(wo / "fallbuch-seiten.yml")
            assert lauf.gescheitert == []
            assert (lauf.abgelegt["intranet"] / "faelle/beispiel-0001.html").is_file()
            assert lauf.abgelegt["intranet"] == laeufer.arbeit / lage / "site"

        lauf = laeufer.actions(wo / "fallbuch-woche.yml")
        assert (lauf.gescheitert, len(forge.texte)) == ([], 1)
        assert "Woche" in lauf.abgelegt["wochenblatt"].read_text(encoding="utf-8").partition("\n")[0]
        laeufer.kontext = {**laeufer.kontext, "vars.FALLBUCH_WOCHE": "3"}
        lauf = laeufer.actions(wo / "fallbuch-woche.yml")
        assert lauf.ausgabe("Das Wochenblatt unter das Issue schreiben") == "Issue 3: Der Kommentar ist angelegt.\n"

        # Without the variable nothing is built, unless somebody asks for it.
        assert laeufer.actions(wo / "fallbuch-oeffentlich.yml").schritte == []
        if art != "github" and not LANG:
            return  # word for word what GitHub does
        _speichere_verweis(haus)
        laeufer.kontext = {**laeufer.kontext, "vars.FALLBUCH_PAGES": "ja"}
        lauf = laeufer.actions(wo / "fallbuch-oeffentlich.yml")
        assert (lauf.gescheitert, lauf.veroeffentlicht) == ([], ["pages"] if art == "github" else [])
        ablage = lauf.abgelegt["pages" if art == "github" else "oeffentlich"]
        assert (ablage / "index.html").is_file()
        assert not (ablage / "faelle").exists()
        assert not (ablage / "anhang").exists(), "what lies in git where the site is built"


def _speichere_verweis(haus: Path) -> None:
    """Commit a link to the cases where the public site is built."""
    (haus / "site-oeffentlich").mkdir()
    (haus / "site-oeffentlich/anhang").symlink_to("../faelle")
    git(haus, "add", "-Af")
    git(haus, "commit", "-qm", "Verweis")


def _befehle(forge: str, name: str) -> list[tuple[str, str]]:
    """Return the steps of a workflow that are commands, by their names; how a forge's machines install is tried on each."""
    dateien = pipelines(forge, vorsatz="hier/", zweig="main")
    (text,) = (t for n, t in dateien.items() if n.endswith(f"/fallbuch-{name}.yml"))
    auftraege = yaml.safe_load(text)["jobs"].values()
    schritte = [schritt for auftrag in auftraege for schritt in auftrag["steps"] if "run" in schritt]
    return [(s["name"], s["run"]) for s in schritte if s["name"] != "Fallbuch installieren"]


@pytest.mark.parametrize(("forge", "name"), [("gitea", "seiten"), ("gitea", "oeffentlich"), ("forgejo", "oeffentlich")])
def test_dieselben_befehle_wie_auf_der_naechsten_forge(forge: str, name: str) -> None:
    """What the short form runs on one forge alone is word for word the same on the others; where it ends up is not."""
    assert len(_befehle(forge, name)) == 2
    assert _befehle(forge, name) == _befehle("forgejo" if name == "seiten" else "github", name)
    dateien = pipelines(forge, vorsatz="hier/", zweig="main")
    (text,) = (t for n, t in dateien.items() if n.endswith(f"/fallbuch-{name}.yml"))
    ort = "hier/site" if name == "seiten" else "hier/site-oeffentlich"
    (auftrag,) = yaml.safe_load(text)["jobs"].values()
    assert [s["with"]["path"] for s in auftrag["steps"] if "path" in s.get("with", {})] == [ort]


@BEIM_LANDEN
def test_was_in_git_liegt_kommt_nicht_ungeprueft_mit(tmp_path: Path, umgebung: dict[str, str]) -> None:
    """A committed link to the cases where the site is built; what nobody can look into is not published either."""
    haus, _ = _haus(tmp_path, "github", "", umgebung)
    _speichere_verweis(haus)
    # Who calls the check by hand is told as well.
    ende = fallbuch("leckprobe", "site-oeffentlich", cwd=haus)
    assert (ende.returncode, "anhang/beispiel-0001.md" in ende.stdout) == (1, True)
    with laufend("github") as forge:
        laeufer = _laeufer(Path(umgebung["ORDNER"]), haus, forge, umgebung, vars__FALLBUCH_PAGES="ja")
        laeufer.zweig = "main"
        (haus / "site_src/alles.zip").write_bytes(b"PK\x03\x04" + b"\x00\xff" * 99)
        git(haus, "add", "-A")
        git(haus, "commit", "-qm", "Archiv")
        lauf = laeufer.actions(haus / ".github/workflows/fallbuch-oeffentlich.yml")
        assert (lauf.gescheitert, lauf.veroeffentlicht) == (["Leckprobe"], [])
        assert "alles.zip" in lauf.ausgabe("Leckprobe")


@BEIM_LANDEN
def test_aus_dem_rad_in_gitlab(tmp_path: Path, umgebung: dict[str, str]) -> None:
    haus, basis = _haus(tmp_path, "gitlab", "häuser/unser team/", umgebung)
    datei = haus / ".gitlab/fallbuch.yml"
    with laufend("gitlab") as forge:
        laeufer = _laeufer(tmp_path, haus, forge, umgebung)
        laeufer.umgebung = {**laeufer.umgebung, "CI_MERGE_REQUEST_DIFF_BASE_SHA": basis}
        if not LANG:
            # The short form installs once: where the other forges' runs did it, or else here.
            da = Path(umgebung["ORDNER"]) / "temp/fallbuch"
            pfad = _stelle_unter(tmp_path / "ort", "mktemp", f'mkdir -p "{da}"; echo "{da}"')
            laeufer.umgebung = {**laeufer.umgebung, "PATH": pfad}
        lauf = laeufer.gitlab(datei, "Änderung prüfen")
        ((_, code, text),) = lauf.schritte
        assert code == 1, text
        assert "Anfrage 7: Der Kommentar ist angelegt.\n" in text
        # What is wrong stands in the log as well: the widget shows it only beside the findings of the main branch.
        assert "„2026-13-" in text
        assert forge.texte == [lauf.abgelegt["fallbuch-bericht.md"].read_text(encoding="utf-8")]
        meldungen = json.loads(lauf.abgelegt["fallbuch-meldungen.json"].read_text(encoding="utf-8"))
        assert [m["location"]["path"] for m in meldungen] == ["häuser/unser team/faelle/beispiel-0001.md"]

        # The job's token may not write: the sentence says what helps, and the check goes on. A token of one's own must work.
        fertig = "" if LANG else str(da)
        laeufer.umgebung = {**laeufer.umgebung, "CI_JOB_TOKEN": "darf-nicht"}
        lauf = laeufer.gitlab(datei, "Änderung prüfen", vorbereitet=fertig)
        assert "Legen Sie unter „Einstellungen > Zugriffstoken“ ein Projekt-Zugriffstoken an" in lauf.schritte[0][2]
        assert set(lauf.abgelegt) == {"fallbuch-bericht.md", "fallbuch-meldungen.json"}
        laeufer.umgebung = {**laeufer.umgebung, "FALLBUCH_TOKEN": "auch-nicht"}
        lauf = laeufer.gitlab(datei, "Änderung prüfen", vorbereitet=fertig)
        assert lauf.gescheitert == ["Änderung prüfen"]
        assert "Neu seit" in lauf.schritte[0][2], "the check goes on all the same"
        laeufer.umgebung = {**laeufer.umgebung, "FALLBUCH_TOKEN": TOKEN}
        laeufer.umgebung = {
            **laeufer.umgebung,
            "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": git(haus, "rev-parse", "main").strip(),
        }
        laeufer.zweig = "zusammen"
        lauf = laeufer.gitlab(datei, "Änderung prüfen", vorbereitet=fertig)
        assert "Protokoll" not in lauf.abgelegt["fallbuch-bericht.md"].read_text(encoding="utf-8")
        assert "Der Kommentar ist gleich geblieben.\n" in lauf.schritte[0][2] or "geändert.\n" in lauf.schritte[0][2]

        (haus / "public").mkdir()
        (haus / "public/1355.md").write_text("Frau Geheim", encoding="utf-8")
        git(haus, "add", "-A")
        git(haus, "commit", "-qm", "Untergeschoben")
        laeufer.zweig = "main"
        lauf = laeufer.gitlab(datei, "Seiten bauen", vorbereitet=fertig)
        assert lauf.gescheitert == []
        assert (lauf.abgelegt["site"] / "faelle/beispiel-0001.html").is_file()

        # Only on Mondays, whenever the schedule runs.
        for tag, erscheint in ((1, True), (2, False)):
            pfad = _stelle_unter(tmp_path / "uhr", "date", f'[ "$1" = +%u ] && echo {tag} || exec /bin/date "$@"')
            laeufer.umgebung = {**laeufer.umgebung, "FALLBUCH_WOCHE": "3", "PATH": pfad}
            lauf = laeufer.gitlab(datei, "Wochenblatt", vorbereitet=fertig)
            assert lauf.gescheitert == []
            assert ("wochenblatt.md" in lauf.abgelegt) == erscheint
            assert ("Issue 3: Der Kommentar ist angelegt.\n" in lauf.schritte[0][2]) == erscheint

        lauf = laeufer.gitlab(datei, "pages", vorbereitet=fertig)
        assert lauf.gescheitert == []
        assert (lauf.abgelegt["public"] / "index.html").is_file()
        assert not (lauf.abgelegt["public"] / "1355.md").exists()
