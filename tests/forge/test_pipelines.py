"""The files of `einrichten --forge`: what stands in them, and what the command says of them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from fallbuch import __version__
from fallbuch.forge.pipelines import pipelines
from fallbuch.forge.umgebung import FORGEN
from fallbuch.weitergabe.rad import eigenes_rad
from tests.cli.aufruf import fallbuch
from tests.git import git
from tests.hilfen import BEIM_LANDEN
from tests.vergleich.hilfen import fall, lege_an

ACTIONS = tuple(f for f in FORGEN if f != "gitlab")
LAGEN = ("", "häuser/unser team/")


def ablaeufe(forge: str, vorsatz: str = "") -> dict[str, dict[Any, Any]]:
    alle = pipelines(forge, vorsatz=vorsatz, zweig="main")
    return {name: yaml.safe_load(text) for name, text in alle.items() if name.endswith(".yml")}


def schritte(ablauf: dict[Any, Any]) -> Iterator[dict[str, Any]]:
    for auftrag in ablauf["jobs"].values():
        yield from auftrag["steps"]


def schema(*worte: str | Path) -> subprocess.CompletedProcess[str]:
    befehl = [sys.executable, "-m", "check_jsonschema", *map(str, worte)]
    return subprocess.run(befehl, capture_output=True, text=True, check=False)


@BEIM_LANDEN
@pytest.mark.parametrize("forge", FORGEN)
def test_die_dateien_genuegen_dem_schema_der_forge(forge: str, tmp_path: Path) -> None:
    dateien = []
    for nummer, lage in enumerate(LAGEN):
        for name, text in pipelines(forge, vorsatz=lage, zweig="haupt/zweig").items():
            if name.endswith(".yml"):
                dateien.append(tmp_path / f"{nummer}-{Path(name).name}")
                dateien[-1].write_text(text, encoding="utf-8")
    art = "vendor.gitlab-ci" if forge == "gitlab" else "vendor.github-workflows"
    ende = schema("--builtin-schema", art, *dateien)
    assert ende.returncode == 0, ende.stdout
    if forge != "gitlab":
        assert schema("--builtin-schema", "custom.github-workflows-require-timeout", *dateien).returncode == 0
    kaputt = tmp_path / "kaputt.yml"
    kaputt.write_text(
        "Auftrag:\n  script: {kein: Befehl}\n"
        if forge == "gitlab"
        else dateien[0].read_text().replace("\n    steps:", "\n    schritte:")
    )
    assert schema("--builtin-schema", art, kaputt).returncode == 1


@pytest.mark.parametrize("forge", ACTIONS)
def test_fremdes_ist_durch_seinen_stand_festgelegt(forge: str) -> None:
    for name, ablauf in ablaeufe(forge).items():
        text = pipelines(forge, vorsatz="", zweig="main")[name]
        fremde = [s["uses"] for s in schritte(ablauf) if "uses" in s]
        assert fremde
        for aktion in fremde:
            assert re.fullmatch(r"(https://data\.forgejo\.org/)?actions/[\w-]+@[0-9a-f]{40}", aktion)
            assert re.search(rf"{re.escape(aktion)} # v\d+\.\d+\.\d+", text), "people read versions"
        befehle = [s["run"] for s in schritte(ablauf) if "run" in s]
        assert sum("install --quiet --require-hashes --no-deps -r programm/requirements.txt" in b for b in befehle) == 1


@pytest.mark.parametrize("forge", ACTIONS)
def test_kein_wert_einer_anfrage_wird_zu_programmtext(forge: str) -> None:
    for ablauf in ablaeufe(forge, "häuser/").values():
        befehle = [s["run"] for s in schritte(ablauf) if "run" in s]
        assert befehle
        assert not [b for b in befehle if "${{" in b]
        # Run with the rights of the base on code of the request: never.
        assert "pull_request_target" not in str(ablauf)


def test_jeder_auftrag_darf_nur_was_er_braucht() -> None:
    rechte = {Path(n).stem: (a["permissions"], {j: x["permissions"] for j, x in a["jobs"].items() if "permissions" in x}) for n, a in ablaeufe("github").items()}  # fmt: skip
    assert rechte == {
        "fallbuch-pruefen": ({"contents": "read", "pull-requests": "write"}, {}),
        "fallbuch-seiten": ({"contents": "read"}, {}),
        "fallbuch-woche": ({"contents": "read", "issues": "write"}, {}),
        "fallbuch-oeffentlich": ({"contents": "read"}, {"veroeffentlichen": {"pages": "write", "id-token": "write"}}),
    }
    for forge in ACTIONS:
        for ablauf in ablaeufe(forge).values():
            holen = next(s for s in schritte(ablauf) if "/checkout@" in s.get("uses", ""))
            assert holen["with"] == {"fetch-depth": 0, "persist-credentials": False}


def test_auf_pages_kommt_nur_was_die_leckprobe_bestanden_hat() -> None:
    alle = ablaeufe("github")
    for name, ablauf in alle.items():
        namen = [s.get("uses", s.get("run", "")) for s in schritte(ablauf)]
        pages = [n for n, s in enumerate(namen) if "upload-pages-artifact" in s or "deploy-pages" in s]
        assert bool(pages) == name.endswith("oeffentlich.yml")
        if pages:
            assert namen.index("fallbuch leckprobe site-oeffentlich --streng") < min(pages)
            ablage = next(s for s in schritte(ablauf) if "upload-pages-artifact" in s.get("uses", ""))
            assert (ablage["with"]["path"], ablage["if"]) == ("site-oeffentlich", "vars.FALLBUCH_PAGES == 'ja'")
            assert ablauf["jobs"]["veroeffentlichen"]["needs"] == "bauen"
    gitlab = ablaeufe("gitlab")[".gitlab/fallbuch.yml"]
    assert gitlab["pages"]["script"] == [
        'rm -rf site-oeffentlich "$CI_PROJECT_DIR/public"',
        "fallbuch bauen --oeffentlich",
        "fallbuch leckprobe site-oeffentlich --streng",
        'mv site-oeffentlich "$CI_PROJECT_DIR/public"',
    ]
    for name, auftrag in gitlab.items():
        ablage = auftrag.get("artifacts", {}) if isinstance(auftrag, dict) else {}
        if ablage and name != "pages":
            assert ablage["public"] is False
            assert "public" not in ablage["paths"]


def test_die_vorlage_fuer_die_anfrage_ist_ueberall_dieselbe() -> None:
    orte = {f: next(n for n in pipelines(f, vorsatz="", zweig="main") if n.endswith(".md")) for f in FORGEN}
    assert orte == {
        "github": ".github/pull_request_template.md",
        "gitlab": ".gitlab/merge_request_templates/Default.md",
        "forgejo": ".forgejo/pull_request_template.md",
        "gitea": ".gitea/pull_request_template.md",
    }
    texte = {pipelines(f, vorsatz="x/", zweig="main")[orte[f]] for f in FORGEN}
    assert len(texte) == 1
    assert texte.pop().count("- [ ] ") == 4


# --- on the command line ---


def test_nichts_wird_ueberschrieben(tmp_path: Path) -> None:
    wurzel = lege_an(tmp_path / "team", _4711=fall())
    (wurzel / ".gitlab-ci.yml").write_text("eigenes: {script: [true]}\n")
    weiter = "So geht es weiter: Speichern Sie die neuen Dateien in git. Was dort noch einzustellen ist, steht im Handbuch unter „Von selbst prüfen lassen“.\n"
    einbinden = "Damit Ihre .gitlab-ci.yml die Aufträge von Fallbuch mit ausführt, schreiben Sie hinein:\n\n    include:\n      - local: /.gitlab/fallbuch.yml\n\n"
    ende = fallbuch("einrichten", "--forge", "gitlab", cwd=wurzel)
    assert (ende.returncode, ende.stdout) == (
        0,
        "Angelegt: .gitlab/fallbuch.yml\nAngelegt: .gitlab/merge_request_templates/Default.md\nSchon da und nicht verändert: .gitlab-ci.yml\n"
        f"{einbinden}Angelegt: programm/ mit Fallbuch, damit die Abläufe es finden\n{weiter}",
    )
    assert (wurzel / f"programm/fallbuch-{__version__}-py3-none-any.whl").read_bytes() == eigenes_rad().inhalt
    assert (wurzel / ".gitlab-ci.yml").read_text() == "eigenes: {script: [true]}\n"
    (wurzel / ".gitlab-ci.yml").write_text("include:\n  - local: /.gitlab/fallbuch.yml\n")
    nochmal = fallbuch("einrichten", "--forge", "gitlab", cwd=wurzel)
    assert nochmal.stdout.splitlines() == [
        f"Schon da und nicht verändert: {name}" for name in (".gitlab-ci.yml", ".gitlab/fallbuch.yml", ".gitlab/merge_request_templates/Default.md")
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["x${{ github.token }}y", "a$(id)", "b\x7fc", "d\udcffe"])
def test_ein_ordner_der_im_ablauf_etwas_anderes_hiesse_wird_abgelehnt(tmp_path: Path, name: str) -> None:
    haus = tmp_path / "haus"
    lege_an(haus / "team", _4711=fall())
    (haus / "team/.git").rename(haus / ".git")
    (haus / "team").rename(haus / name)
    for forge in ("github", "gitlab"):
        ende = fallbuch("einrichten", "--forge", forge, cwd=haus / name)
        assert ende.returncode == 2, ende.stdout
        assert ende.stderr.startswith("fallbuch: Der Pfad des Teams im Verzeichnis enthält ein ")
    assert {p.name for p in haus.iterdir()} == {".git", name}


def test_oben_im_verzeichnis_und_fuer_den_hauptzweig(tmp_path: Path) -> None:
    wurzel = lege_an(tmp_path / "team", _4711=fall())
    haus = tmp_path / "haus"
    (haus / "häuser").mkdir(parents=True)
    (wurzel / ".git").rename(haus / ".git")
    wurzel.rename(haus / "häuser/team")
    git(haus, "add", "-A")
    git(haus, "commit", "-qm", "Umzug")
    git(haus, "branch", "-m", "stamm")
    klon = tmp_path / "klon"
    git(tmp_path, "clone", "-q", haus, klon)
    git(klon, "checkout", "-qb", "anderer")
    ende = fallbuch("einrichten", "--forge", "gitea", "häuser/team", cwd=klon)
    assert ende.returncode == 0, ende.stderr
    seiten = yaml.safe_load((klon / ".gitea/workflows/fallbuch-seiten.yml").read_text(encoding="utf-8"))
    assert seiten[True]["push"]["branches"] == ["stamm"]
    assert seiten["jobs"]["seiten"]["defaults"]["run"]["working-directory"] == "häuser/team"
    mit = next(s["with"] for s in schritte(seiten) if "upload" in s.get("uses", ""))
    assert mit["path"] == "häuser/team/site"
    # What the team says of its forge counts more than what git happens to know.
    team_yml = klon / "häuser/team/vorlagen/team.yml"
    team_yml.write_text(team_yml.read_text(encoding="utf-8") + "forge: {art: gitea, adresse: https://g.example/t/f, zweig: fertig}\n", encoding="utf-8")  # fmt: skip
    (klon / ".gitea/workflows/fallbuch-seiten.yml").unlink()
    assert "Angelegt: .gitea/workflows/fallbuch-seiten.yml\n" in fallbuch("einrichten", "--forge", "gitea", "häuser/team", cwd=klon).stdout  # fmt: skip
    neu = yaml.safe_load((klon / ".gitea/workflows/fallbuch-seiten.yml").read_text(encoding="utf-8"))
    assert neu[True]["push"]["branches"] == ["fertig"]


def test_ohne_git_und_mit_unbekannter_forge(tmp_path: Path) -> None:
    wurzel = lege_an(tmp_path / "team", _4711=fall())
    (wurzel / ".git").rename(tmp_path / "weg")
    ende = fallbuch("einrichten", "--forge", "github", cwd=wurzel)
    assert (ende.returncode, "steht noch nicht unter git" in ende.stderr) == (2, True)
    ende = fallbuch("einrichten", "--forge", "svn", cwd=wurzel)
    assert (ende.returncode, ende.stderr) == (
        2,
        "fallbuch: Der Wert für die Option „--forge“ ist nicht bekannt. Erwartet: github, gitlab, forgejo, gitea. Hilfe: fallbuch einrichten --help\n",
    )
