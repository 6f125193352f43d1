"""The files of `einrichten --forge`: what stands in them, and every command of theirs, run from the wheel on a clone."""

from __future__ import annotations

import json
import os
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
from tests.cli.aufruf import fallbuch
from tests.conftest import WURZEL
from tests.forge.laeufer import Laeufer
from tests.forge.server import TOKEN, Forge, laufend
from tests.git import git
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
        assert ablauf["env"]["FALLBUCH"] == f"fallbuch=={__version__}"


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
        "mkdocs build --quiet -f mkdocs-oeffentlich.yml",
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
    rad = f"programm/fallbuch-{__version__}-py3-none-any.whl"
    ende = fallbuch("einrichten", "--forge", "gitlab", cwd=wurzel)
    assert (ende.returncode, ende.stdout) == (
        0,
        "Angelegt: .gitlab/fallbuch.yml\nAngelegt: .gitlab/merge_request_templates/Default.md\nSchon da und nicht verändert: .gitlab-ci.yml\n"
        f"{einbinden}Die Abläufe erwarten das Programm als Datei unter „{rad}“. Legen Sie dort die Datei hin, aus der Sie Fallbuch installiert haben.\n{weiter}",
    )
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


# --- from the wheel, on a clone ---


@pytest.fixture(scope="module")
def umgebung(tmp_path_factory: pytest.TempPathFactory, rad: Path) -> dict[str, str]:
    """What the runners' machines have: nothing but Python, and versions of what is installed as they were tested."""
    ordner = tmp_path_factory.mktemp("laeufer")
    zeilen = (WURZEL / "requirements.txt").read_text(encoding="utf-8").splitlines()
    versionen = ordner / "versionen.txt"
    versionen.write_text("".join(f"{z.removesuffix(chr(92)).strip()}\n" for z in zeilen if re.match(r"[\w.-]+==", z)))
    return {
        "PIP_CONSTRAINT": str(versionen),
        "PIP_NO_COMPILE": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "RAD": str(rad),
    }


def _haus(ordner: Path, forge: str, lage: str, umgebung: dict[str, str]) -> tuple[Path, str]:
    """Set up a team with a request; returns its repository and the commit it began with. Everything is done by the program."""
    haus = ordner / "haus"
    (haus / lage).mkdir(parents=True)
    git(haus, "init", "-q", "-b", "main")
    ende = fallbuch("einrichten", lage or ".", cwd=haus)
    assert ende.returncode == 0, ende.stderr
    # The team has the program as a file.
    rad = Path(umgebung["RAD"])
    (haus / "programm").mkdir()
    (haus / "programm" / rad.name).write_bytes(rad.read_bytes())
    ende = fallbuch("einrichten", "--forge", forge, lage or ".", cwd=haus)
    assert ende.returncode == 0, ende.stderr
    assert "erwarten das Programm" not in ende.stdout, "it is there"
    dateien = [haus / ".gitlab/fallbuch.yml"] if forge == "gitlab" else list(haus.glob(".*/workflows/*.yml"))
    assert (
        len([d for d in dateien if f'FALLBUCH: "programm/{rad.name}"' in d.read_text(encoding="utf-8")])
        == len(dateien)
        > 0
    )
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


def _laeufer(ordner: Path, haus: Path, forge: Forge, umgebung: dict[str, str], **kontext: str) -> Laeufer:
    kontext = {
        "github.base_ref": "main",
        "github.event.pull_request.head.repo.full_name": "team/fälle",
        "github.repository": "team/fälle",
        "github.token": TOKEN,
    } | {k.replace("__", "."): v for k, v in kontext.items()}
    eigene = {k: v for k, v in forge.umgebung().items() if k != "FALLBUCH_TOKEN"}
    return Laeufer(ordner, haus, "zusammen" if forge.art == "github" else "aenderung", kontext, umgebung | eigene)


@pytest.mark.parametrize(("art", "lage"), [("github", ""), ("forgejo", "häuser/unser team/"), ("gitea", "")])
def test_aus_dem_rad_auf_einem_klon(
    art: str, lage: str, tmp_path: Path, umgebung: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    haus, _ = _haus(tmp_path, art, lage, umgebung)
    gemeinsam = Path(umgebung["PIP_CONSTRAINT"]).parent / "laeufer"
    gemeinsam.mkdir(exist_ok=True)
    with laufend(art) as forge:
        laeufer = _laeufer(gemeinsam, haus, forge, umgebung)
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

        laeufer.kontext = {**laeufer.kontext, "vars.FALLBUCH_PAGES": "ja"}
        lauf = laeufer.actions(wo / "fallbuch-oeffentlich.yml")
        assert (lauf.gescheitert, lauf.veroeffentlicht) == ([], ["pages"] if art == "github" else [])
        ablage = lauf.abgelegt["pages" if art == "github" else "oeffentlich"]
        assert (ablage / "index.html").is_file()
        assert not (ablage / "faelle").exists()


def test_wer_die_einstellungen_veraendert_kommt_nicht_an_der_leckprobe_vorbei(
    tmp_path: Path, umgebung: dict[str, str]
) -> None:
    haus, _ = _haus(tmp_path, "github", "", umgebung)
    datei = haus / "mkdocs-oeffentlich.yml"
    datei.write_text(datei.read_text(encoding="utf-8").replace("sicht: oeffentlich", "sicht: intern"), encoding="utf-8")
    git(haus, "commit", "-qam", "Sicht vertauscht")
    gemeinsam = Path(umgebung["PIP_CONSTRAINT"]).parent / "laeufer"
    gemeinsam.mkdir(exist_ok=True)
    with laufend("github") as forge:
        laeufer = _laeufer(gemeinsam, haus, forge, umgebung, vars__FALLBUCH_PAGES="ja")
        laeufer.zweig = "main"
        lauf = laeufer.actions(haus / ".github/workflows/fallbuch-oeffentlich.yml")
        assert lauf.gescheitert == ["Leckprobe"]
        assert (lauf.abgelegt, lauf.veroeffentlicht) == ({}, [])


def test_was_in_git_liegt_kommt_nicht_ungeprueft_mit(tmp_path: Path, umgebung: dict[str, str]) -> None:
    """A committed link to the cases where the site is built, and a committed folder where GitLab publishes."""
    haus, _ = _haus(tmp_path, "github", "", umgebung)
    (haus / "site-oeffentlich").mkdir()
    (haus / "site-oeffentlich/anhang").symlink_to("../faelle")
    git(haus, "add", "-Af")
    git(haus, "commit", "-qm", "Verweis")
    # Who calls the check by hand is told as well.
    ende = fallbuch("leckprobe", "site-oeffentlich", cwd=haus)
    assert (ende.returncode, "anhang/beispiel-0001.md" in ende.stdout) == (1, True)
    gemeinsam = Path(umgebung["PIP_CONSTRAINT"]).parent / "laeufer"
    gemeinsam.mkdir(exist_ok=True)
    with laufend("github") as forge:
        laeufer = _laeufer(gemeinsam, haus, forge, umgebung, vars__FALLBUCH_PAGES="ja")
        laeufer.zweig = "main"
        lauf = laeufer.actions(haus / ".github/workflows/fallbuch-oeffentlich.yml")
        assert (lauf.gescheitert, lauf.veroeffentlicht) == ([], ["pages"])
        assert not (lauf.abgelegt["pages"] / "anhang").exists()
        # What nobody can look into is not published either.
        (haus / "site_src/alles.zip").write_bytes(b"PK\x03\x04" + b"\x00\xff" * 99)
        git(haus, "add", "-A")
        git(haus, "commit", "-qm", "Archiv")
        lauf = laeufer.actions(haus / ".github/workflows/fallbuch-oeffentlich.yml")
        assert (lauf.gescheitert, lauf.veroeffentlicht) == (["Leckprobe"], [])
        assert "alles.zip" in lauf.ausgabe("Leckprobe")


def test_aus_dem_rad_in_gitlab(tmp_path: Path, umgebung: dict[str, str]) -> None:
    haus, basis = _haus(tmp_path, "gitlab", "häuser/unser team/", umgebung)
    datei = haus / ".gitlab/fallbuch.yml"
    with laufend("gitlab") as forge:
        laeufer = _laeufer(tmp_path, haus, forge, umgebung)
        laeufer.umgebung = {**laeufer.umgebung, "CI_MERGE_REQUEST_DIFF_BASE_SHA": basis}
        lauf = laeufer.gitlab(datei, "Änderung prüfen")
        ((_, code, text),) = lauf.schritte
        assert code == 1, text
        assert "Anfrage 7: Der Kommentar ist angelegt.\n" in text
        # What is wrong stands in the log as well: the widget shows it only beside the findings of the main branch.
        assert "häuser" not in text.partition("Fehler F")[0].rpartition("\n")[2]
        assert "„2026-13-" in text
        assert forge.texte == [lauf.abgelegt["fallbuch-bericht.md"].read_text(encoding="utf-8")]
        meldungen = json.loads(lauf.abgelegt["fallbuch-meldungen.json"].read_text(encoding="utf-8"))
        assert [m["location"]["path"] for m in meldungen] == ["häuser/unser team/faelle/beispiel-0001.md"]

        # The job's token may not write: the sentence says what helps, and the check goes on. A token of one's own must work.
        da = next(laeufer.temp.glob("tmp.*"))
        fertig = "" if os.environ.get("FALLBUCH_LANG") else str(da)
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
            uhr = tmp_path / "uhr"
            uhr.mkdir(exist_ok=True)
            (uhr / "date").write_text(f'#!/bin/sh\n[ "$1" = +%u ] && echo {tag} || exec /bin/date "$@"\n')
            (uhr / "date").chmod(0o755)
            laeufer.umgebung = {
                **laeufer.umgebung,
                "FALLBUCH_WOCHE": "3",
                "PATH": f"{uhr}{os.pathsep}{os.environ['PATH']}",
            }
            lauf = laeufer.gitlab(datei, "Wochenblatt", vorbereitet=fertig)
            assert lauf.gescheitert == []
            assert ("wochenblatt.md" in lauf.abgelegt) == erscheint
            assert ("Issue 3: Der Kommentar ist angelegt.\n" in lauf.schritte[0][2]) == erscheint

        lauf = laeufer.gitlab(datei, "pages", vorbereitet=fertig)
        assert lauf.gescheitert == []
        assert (lauf.abgelegt["public"] / "index.html").is_file()
        assert not (lauf.abgelegt["public"] / "1355.md").exists()
