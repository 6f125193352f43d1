"""What a team gets for its editors, its git and its shell."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from fallbuch.akte.eintragsformen import FORMEN
from fallbuch.bearbeiten.editoren import editordateien
from fallbuch.cli.einrichten import fehlende, hilfen, lege_an
from fallbuch.cli.gruenden import Gruendung, dateien_fuer
from tests.bearbeiten.hilfen import stand
from tests.cli.aufruf import im_prozess
from tests.hilfen import BEIM_LANDEN, akten, quelle, regelwerk_aus
from tests.vorgeladen import HAENGT, bote

HEUTE = date(2026, 11, 28)
DATEIEN = {**dateien_fuer(Gruendung(), HEUTE), **hilfen(regelwerk_aus()[0].vokabular)}


def ausgefuellt(koerper: list[str]) -> str:
    """Return a snippet as somebody gets it who accepts the first choice everywhere."""
    text = (
        "\n".join(koerper).replace("${CURRENT_YEAR}-${CURRENT_MONTH}-${CURRENT_DATE}", "2026-06-10").replace("$0", "")
    )
    text = re.sub(r"\$\{\d+\|((?:\\.|[^,|\\])*)[^|]*\|\}", lambda t: t[1].replace("\\,", ","), text)
    text = re.sub(r"\$\{\d+\}", "", text)
    return re.sub(r"\$\{\d+:((?:\\.|[^}])*)\}", lambda t: t[1].replace("\\}", "}"), text)


def test_alles_ist_gueltiges_json_und_yaml() -> None:
    for name, text in DATEIEN.items():
        if name.endswith((".json", ".code-snippets")):
            json.loads(text)
        elif name.endswith((".yml", ".yaml")):
            yaml.safe_load(text)
    assert {
        ".editorconfig",
        ".gitattributes",
        ".gitignore",
        ".pre-commit-config.yaml",
        "vorlagen/fall.md",
    } <= DATEIEN.keys()


def test_jeder_baustein_fuer_vs_code_ist_ein_gueltiges_stueck_fall() -> None:
    bausteine: dict[str, Any] = json.loads(DATEIEN[".vscode/fallbuch.code-snippets"])
    kopf = ausgefuellt(bausteine["Neuer Fall"]["body"])
    assert kopf.startswith("---\nID: 4711\nErstkontakt: 2026-06-10\nZugangsweg: Runder Tisch\nStatus: neu\n---\n")
    grund = kopf.replace("Status: neu", "Status: in Beratung\nBerater: Jana")
    for name, baustein in bausteine.items():
        if name == "Neuer Fall":
            continue
        stueck = ausgefuellt(baustein["body"])
        text = grund + ("" if stueck.startswith("## ") else "## 2026-06-10 Notiz\n\n") + stueck
        (akte,) = akten(quelle(text.replace("(bis …)", "")), stichtag="2026-06-30")
        fehler = [
            b.text for b in akte.befunde if b.schwere == "Fehler" and b.kennung not in {"F053", "F054", "F062", "F051"}
        ]
        assert fehler == [], (name, text)
        assert len(akte.fall.eintraege) == 1
    assert {f"Eintrag {art}" for art in FORMEN} <= bausteine.keys()
    kuerzel = [b["prefix"] for b in bausteine.values()]
    assert len(kuerzel) == len(set(kuerzel))


def test_vs_code_findet_die_meldungen() -> None:
    aufgaben = json.loads(DATEIEN[".vscode/tasks.json"])["tasks"]
    muster = [m["pattern"]["regexp"] for m in aufgaben[0]["problemMatcher"]]
    fehler = re.match(muster[0], "faelle/4711.md:7:13: Fehler F012: Erstkontakt „2026-02-30“ gibt es nicht.")
    assert fehler is not None
    assert fehler.groups() == ("faelle/4711.md", "7", "13", "F012", "Erstkontakt „2026-02-30“ gibt es nicht.")
    assert re.match(muster[1], "faelle/4711.md:7:13: Hinweis F050: x")
    assert not re.match(muster[0], "faelle/4711.md:7:13: Hinweis F050: x")


def test_obsidian_kennt_typen_und_vorlagen() -> None:
    typen = json.loads(DATEIEN[".obsidian/types.json"])["types"]
    assert (typen["ID"], typen["Erstkontakt"], typen["Hilfenetz"]) == ("text", "date", "multitext")
    ordner = json.loads(DATEIEN[".obsidian/templates.json"])["folder"]
    assert (
        DATEIEN[f"{ordner}/Fall.md"]
        == "---\nID: {{title}}\nErstkontakt: {{date:YYYY-MM-DD}}\nZugangsweg:\nStatus: neu\n---\n"
    )
    fall = (
        DATEIEN[f"{ordner}/Fall.md"]
        .replace("{{title}}", "4711")
        .replace("Zugangsweg:", "Zugangsweg: Beratungstag")
        .replace("neu", "in Beratung\nBerater: Jana")
    )
    for name, text in DATEIEN.items():
        if name.startswith(f"{ordner}/") and not name.endswith("/Fall.md"):
            (akte,) = akten(
                quelle((fall + "\n" + text).replace("{{date:YYYY-MM-DD}}", "2026-06-10")), stichtag="2026-06-30"
            )
            assert len(akte.fall.eintraege) == 1
            assert {b.kennung for b in akte.befunde if b.schwere == "Fehler"} <= {
                "F011",
                "F053",
                "F054",
                "F062",
                "F051",
            }, (name, akte.befunde)


def test_ergaenzen_ueberschreibt_nichts_und_nimmt_die_worte_des_teams(tmp_path: Path) -> None:
    im_prozess("einrichten", "team", cwd=tmp_path)
    team = tmp_path / "team"
    assert not (team / ".vscode").exists()
    assert im_prozess("einrichten", "--ergaenzen", cwd=team)[0] == 0
    voll = stand(team)
    assert im_prozess("einrichten", "--ergaenzen", cwd=team) == (0, "Es fehlt nichts.\n")
    shutil.rmtree(team / ".vscode")
    (team / "vorlagen/obsidian/Notiz.md").unlink()
    (team / ".editorconfig").write_text("eigenes\n")
    (team / "vorlagen/team.yml").write_text("berater: {Mia: {}}\n")
    code, text = im_prozess("einrichten", "--ergaenzen", cwd=team)
    assert code == 0
    assert sorted(text.splitlines()) == [
        f"Angelegt: {n}"
        for n in (
            ".vscode/fallbuch.code-snippets",
            ".vscode/settings.json",
            ".vscode/tasks.json",
            "vorlagen/obsidian/Notiz.md",
        )
    ]
    assert (team / ".editorconfig").read_text() == "eigenes\n"
    assert "Mia" in (team / ".vscode/fallbuch.code-snippets").read_text()
    assert stand(team).keys() == voll.keys()


def test_fuer_das_programm_pre_commit() -> None:
    haken = yaml.safe_load(DATEIEN[".pre-commit-config.yaml"])["repos"][0]["hooks"]
    assert [h["entry"] for h in haken] == ["fallbuch formatieren", "fallbuch pruefen"]
    for h in haken:
        assert re.search(h["files"], "faelle/4711.md")
        assert not re.search(h["files"], "faelle/_entwurf.md")
        assert not re.search(h["files"], "vorlagen/fall.md")


#: How a shell learns the completion, and how it is asked.
_SHELLS = {
    "bash": (
        "source <(fallbuch vervollstaendigung bash)",
        'COMP_WORDS=({zeile}); COMP_CWORD={stelle}; _fallbuch_completion fallbuch; printf "%s\\n" "${{COMPREPLY[@]}}"',
    ),
    "zsh": (
        'autoload -Uz compinit; compinit -u; compadd() {{ for w in "$@"; do :; done; }}; eval "$(fallbuch vervollstaendigung zsh)"',
        'env COMP_WORDS="{zeile}" COMP_CWORD={stelle} _FALLBUCH_COMPLETE=zsh_complete fallbuch',
    ),
    "fish": ("fallbuch vervollstaendigung fish | source", 'complete -C "{zeile}"'),
}
_FRAGEN = {
    "uebergeben x --an J": "Jana",
    "eintragen x --art Nicht": "Nicht erschienen",
    "eintr": "eintragen",
    "eintragen 471": "4711",
    "neu --verans": "--veranstaltung",
}


@BEIM_LANDEN
@pytest.mark.parametrize("shell", _SHELLS)
def test_vervollstaendigung(tmp_path: Path, shell: str) -> None:
    programm = shutil.which(shell)
    if programm is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{shell} is missing, and CI=true does not allow to skip")
        pytest.skip(f"{shell} ist nicht da; auf Debian: sudo apt install {shell}")
    im_prozess("einrichten", "team", "--berater", "Jana", cwd=tmp_path)
    im_prozess("neu", "--zugangsweg", "Empfehlung", "--id", "4711", cwd=tmp_path / "team")
    lernen, fragen = _SHELLS[shell]
    zeilen = [lernen.format()]
    for worte in _FRAGEN:
        zeilen += [fragen.format(zeile=f"fallbuch {worte}", stelle=len(worte.split())), "echo ENDE"]
    programme = Path(sys.executable).parent
    if shell != "bash":
        # One shell calls the program as it is installed; for what the others understand, one that is there at once will do.
        programme = tmp_path / "bin"
        programme.mkdir()
        (programme / "fallbuch").write_text(f'#!/bin/sh\nexec "{bote()}" -m fallbuch.cli "$@"\n')
        (programme / "fallbuch").chmod(0o755)
    pfad = f"{programme}{os.pathsep}{os.environ['PATH']}"
    ende = subprocess.run(
        [programm, "-c", "\n".join(zeilen)], cwd=tmp_path / "team", env={**os.environ, "PATH": pfad, "HOME": str(tmp_path)},
        capture_output=True, text=True, check=False, timeout=HAENGT,
    )  # fmt: skip
    antworten = ende.stdout.split("ENDE\n")
    assert len(antworten) == len(_FRAGEN) + 1, ende.stdout + ende.stderr
    for (worte, erwartet), antwort in zip(_FRAGEN.items(), antworten, strict=False):
        # In bash a blank must be masked, else it would end the word.
        text = antwort.replace("\\ ", " ") if shell == "bash" else antwort
        assert erwartet in text, (worte, ende.stdout + ende.stderr)
        assert (shell == "bash") == ("\\ " in antwort) or " " not in erwartet, worte


def test_eine_art_wird_nie_ein_pfad() -> None:
    regelwerk, _ = regelwerk_aus("arten:\n  ../../boese: {}\n  Chat/Video: {kontakt: ja}\n  Fall: {}\n")
    namen = [n for n in editordateien(regelwerk.vokabular) if n.startswith("vorlagen/")]
    assert all(n.count("/") == 2 and "/../" not in n for n in namen), namen
    assert len(namen) == len(set(namen)) == len(regelwerk.vokabular.arten) + 1


def test_formatierer_bleiben_von_falldateien_fern(tmp_path: Path) -> None:
    """Tried with prettier 3.10.1, oxfmt 0.78.0, markdownlint-cli2 0.22.1, rumdl 0.3.0, remark-cli 12.0.1, mdformat 1.0.0."""
    for name in (".prettierignore", ".markdownlintignore", ".remarkignore"):
        muster = [z for z in DATEIEN[name].splitlines() if not z.startswith("#")]
        assert muster == ["faelle/", "vorlagen/protokoll.md", "vorlagen/obsidian/"], name
    assert DATEIEN["faelle/.prettierrc"] == '{"requirePragma": true}\n'
    assert DATEIEN["faelle/.markdownlint.json"] == '{"default": false}\n'
    assert DATEIEN["faelle/.oxfmtrc.json"] == '{"ignorePatterns": ["**"]}\n'
    assert DATEIEN["faelle/.mdformat.toml"].endswith('\nexclude = ["**"]\n')
    assert (
        '"ignores": ["faelle/**", "vorlagen/protokoll.md", "vorlagen/obsidian/**"]'
        in DATEIEN[".markdownlint-cli2.jsonc"]
    )
    einstellungen = json.loads(DATEIEN[".vscode/settings.json"])
    assert einstellungen["prettier.disableLanguages"] == ["markdown"]
    assert not any(einstellungen["[markdown]"][f"editor.formatOn{wann}"] for wann in ("Save", "Paste", "Type"))
    lege_an(tmp_path, {"vorlagen/team.yml": "berater:\n  Jana: {}\n"})
    andere = fehlende(tmp_path, regelwerk_aus()[0].vokabular, "akten")
    assert {"akten/.prettierrc", "akten/.markdownlint.json"} <= andere.keys()
    assert "akten/\n" in andere[".prettierignore"]
    assert not any(
        "faelle/" in text for name, text in andere.items() if name.startswith((".prettier", ".markdown", ".remark"))
    )
