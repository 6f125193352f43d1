"""What the repository may carry, and the measures of the house."""

from __future__ import annotations

import ast
import re
import subprocess

from tests.conftest import WURZEL


def _dateien() -> list[str]:
    liste = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=WURZEL, capture_output=True, text=True, check=True
    )
    return [name for name in liste.stdout.splitlines() if (WURZEL / name).is_file()]


def test_keine_adressen_von_paketquellen_und_keine_pfade_einer_maschine() -> None:
    verboten = re.compile(
        r"(?<![\w.])/(work|root|home)/[\w.-]+|pythonhosted|pypi\.org/simple|registry\.npmjs|deb\.debian|--(extra-)?index-url "
    )
    gefunden = []
    for name in _dateien():
        try:
            text = (WURZEL / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        gefunden += [f"{name}: {t[0]}" for t in verboten.finditer(text) if name != "tests/test_repo.py"]
    assert gefunden == []


def test_jede_festgeschriebene_version_hat_pruefsummen() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (WURZEL / name).read_text(encoding="utf-8")
        pakete = re.findall(r"^([\w.-]+)==", text, re.MULTILINE)
        assert len(pakete) > 20
        assert all(re.search(rf"^{re.escape(p)}==[^\n]*\\\n    --hash=sha256:", text, re.MULTILINE) for p in pakete)
    laufzeit = set(
        re.findall(r"^[\w.-]+==[^ ]+", (WURZEL / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    )
    entwicklung = set(
        re.findall(r"^[\w.-]+==[^ ]+", (WURZEL / "requirements-dev.txt").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert laufzeit <= entwicklung


def test_masse_des_hauses() -> None:
    zu_gross = []
    for pfad in sorted((WURZEL / "plugins").rglob("*.py")):
        text = pfad.read_text(encoding="utf-8")
        if text.count("\n") > 400:
            zu_gross.append(f"{pfad.name}: {text.count(chr(10))} lines")
        zu_gross += [
            f"{pfad.name}:{knoten.name}: {knoten.end_lineno - knoten.lineno + 1} lines"
            for knoten in ast.walk(ast.parse(text))
            if isinstance(knoten, ast.FunctionDef) and knoten.end_lineno and knoten.end_lineno - knoten.lineno >= 60
        ]
    assert zu_gross == []


def test_kein_name_meint_zwei_klassen() -> None:
    """One word, one meaning: whoever reads a class's name knows which it is, wherever it stands."""
    orte: dict[str, list[str]] = {}
    for datei in sorted((WURZEL / "plugins/fallbuch").rglob("*.py")):
        for name in re.findall(r"^class (\w+)", datei.read_text(encoding="utf-8"), re.MULTILINE):
            orte.setdefault(name.lstrip("_").lower(), []).append(f"{datei.name}: {name}")
    assert {name: wo for name, wo in orte.items() if len(wo) > 1} == {}
