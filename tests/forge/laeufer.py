"""Runs a pipeline as the forges' runners do: the shell of each step, in order, with the variables that a forge gives.

Steps that call somebody else's action are done by hand here: check out, put files aside.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.git import git
from tests.vorgeladen import HAENGT

_AUSDRUCK = re.compile(r"\$\{\{ *(.*?) *\}\}")


@dataclass
class Lauf:
    """What a run left: what each step printed and how it ended, and what was put aside under which name."""

    schritte: list[tuple[str, int, str]] = field(default_factory=list)
    abgelegt: dict[str, Path] = field(default_factory=dict)
    veroeffentlicht: list[str] = field(default_factory=list)

    def ausgabe(self, name: str) -> str:
        return next(text for n, _, text in self.schritte if n == name)

    def code(self, name: str) -> int:
        return next(code for n, code, _ in self.schritte if n == name)

    @property
    def gescheitert(self) -> list[str]:
        return [name for name, code, _ in self.schritte if code]


@dataclass
class Laeufer:
    """A runner: where it works, what its forge knows, what it keeps between the steps."""

    ordner: Path
    herkunft: Path
    zweig: str
    kontext: Mapping[str, str]
    umgebung: Mapping[str, str]

    def __post_init__(self) -> None:
        self.temp = self.ordner / "temp"
        self.temp.mkdir(parents=True, exist_ok=True)
        self.arbeit = self.ordner / "arbeit"

    def hole(self) -> None:
        """Clone the repository as `actions/checkout` does: the commit, with a detached head."""
        shutil.rmtree(self.arbeit, ignore_errors=True)
        git(self.ordner, "clone", "-q", self.herkunft, self.arbeit)
        git(self.arbeit, "checkout", "-q", "--detach", f"origin/{self.zweig}")

    def _env(self) -> dict[str, str]:
        keine = ("FALLBUCH", "PYTHON", "GITHUB_", "CI_", "VIRTUAL_ENV", "NO_MKDOCS")
        return {k: v for k, v in os.environ.items() if not k.startswith(keine)} | dict(self.umgebung)

    def _fuehre_aus(self, skript: str, wo: Path, umgebung: Mapping[str, str]) -> tuple[int, str]:
        datei = self.temp / "schritt.sh"
        datei.write_text(skript, encoding="utf-8")
        ende = subprocess.run(
            ["bash", "-e", str(datei)], cwd=wo, env=dict(umgebung), capture_output=True, text=True, check=False, timeout=HAENGT
        )  # fmt: skip
        return ende.returncode, ende.stdout + ende.stderr

    # --- GitHub, Forgejo, Gitea ---

    def actions(self, datei: Path) -> Lauf:
        """Run the jobs of a workflow."""
        ablauf = yaml.safe_load(datei.read_text(encoding="utf-8"))
        lauf = Lauf()
        pfade, zusammenfassung = self.temp / "pfade", self.temp / "zusammenfassung"
        pfade.unlink(missing_ok=True)
        zusammenfassung.unlink(missing_ok=True)
        for auftrag in ablauf["jobs"].values():
            if lauf.gescheitert or not self._gilt(auftrag.get("if", "true"), gut=True):
                continue
            gut = True
            for schritt in auftrag["steps"]:
                if not self._gilt(schritt.get("if", "success()"), gut=gut):
                    continue
                gut &= self._schritt(schritt, auftrag, ablauf, lauf)
        return lauf

    def _schritt(self, schritt: dict[str, Any], auftrag: dict[str, Any], ablauf: dict[str, Any], lauf: Lauf) -> bool:
        if "uses" in schritt:
            return self._fremde(schritt, lauf)
        eigen = {**ablauf.get("env", {}), **schritt.get("env", {})}
        pfade = self.temp / "pfade"
        voran = pfade.read_text().split() if pfade.exists() else []
        env = self._env() | {
            "RUNNER_TEMP": str(self.temp), "GITHUB_PATH": str(pfade), "GITHUB_STEP_SUMMARY": str(self.temp / "zusammenfassung"),
        } | {name: self._ersetzt(str(wert)) for name, wert in eigen.items()}  # fmt: skip
        env["PATH"] = os.pathsep.join([*voran[::-1], env["PATH"]])
        wo = schritt.get("working-directory", auftrag.get("defaults", {}).get("run", {}).get("working-directory", "."))
        richtet_ein = "pip" in schritt["run"]
        if richtet_ein and (self.temp / "eingerichtet").exists() and not os.environ.get("FALLBUCH_LANG"):
            # The short form installs once.
            pfade.write_text(f"{self.temp / 'fallbuch/bin'}\n")
            return True
        code, text = self._fuehre_aus(schritt["run"], self.arbeit / wo, env)
        if richtet_ein and code == 0:
            (self.temp / "eingerichtet").touch()
        lauf.schritte.append((schritt["name"], code, text))
        return code == 0

    def _fremde(self, schritt: dict[str, Any], lauf: Lauf) -> bool:
        mit = schritt.get("with", {})
        aktion = schritt["uses"]
        if "/checkout@" in aktion:
            assert mit["fetch-depth"] == 0
            self.hole()
        elif "/upload-" in aktion:
            pfad = self.arbeit / self._ersetzt(mit["path"])
            assert pfad.exists(), pfad
            lauf.abgelegt[mit.get("name", "pages")] = pfad
        else:
            assert "/deploy-pages@" in aktion
            lauf.veroeffentlicht.append("pages")
        return True

    def _ersetzt(self, text: str) -> str:
        return _AUSDRUCK.sub(lambda t: self._wert(t[1]), text)

    def _wert(self, ausdruck: str) -> str:
        for teil in ausdruck.split(" || "):
            if wert := self.kontext.get(teil, str(self.temp) if teil == "runner.temp" else ""):
                return wert
        return ""

    def _gilt(self, bedingung: str, *, gut: bool) -> bool:
        if " || " in bedingung:
            return any(self._gilt(teil, gut=gut) for teil in bedingung.split(" || "))
        if bedingung in {"true", "always()"}:
            return True
        if bedingung == "success()":
            return gut
        links, zeichen, rechts = bedingung.split(" ", 2)
        andere = rechts.strip("'") if rechts.startswith("'") else self._wert(rechts)
        return gut and ((self._wert(links) == andere) == (zeichen == "=="))

    # --- GitLab ---

    def gitlab(self, datei: Path, auftrag: str, *, vorbereitet: str = "") -> Lauf:
        """Run a job of GitLab: its script after that of `default`, as one shell. `vorbereitet` is an environment that is there."""
        ablauf = yaml.safe_load(datei.read_text(encoding="utf-8"))
        self.hole()
        grund = ablauf[ablauf[auftrag]["extends"]]
        vorher = [str(z) for z in grund["before_script"]]
        if vorbereitet:
            vorher = [z for z in vorher if "venv" not in z and "pip" not in z]
            vorher[0] = f"umgebung={vorbereitet}"
        env = self._env() | {str(k): str(v) for k, v in grund["variables"].items()}
        env |= {"CI_PROJECT_DIR": str(self.arbeit), "TMPDIR": str(self.temp)}
        code, text = self._fuehre_aus("\n".join([*vorher, *ablauf[auftrag]["script"]]), self.arbeit, env)
        lauf = Lauf([(auftrag, code, text)])
        bleibend = ablauf[auftrag]["artifacts"]
        for pfad in [*bleibend["paths"], *bleibend.get("reports", {}).values()]:
            if (self.arbeit / pfad).exists():
                lauf.abgelegt[Path(pfad).name] = self.arbeit / pfad
        return lauf
