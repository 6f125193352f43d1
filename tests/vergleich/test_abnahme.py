"""A day in the demo team: what was done is named exactly, with what follows from it, and nothing else."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.aufruf import fallbuch
from tests.conftest import WURZEL
from tests.git import git


@pytest.fixture
def team(tmp_path: Path) -> Path:
    wurzel = tmp_path / "team"
    for name in ("faelle", "vorlagen", "site_src", "statistik"):
        shutil.copytree(WURZEL / name, wurzel / name)
    git(wurzel, "init", "-q", "-b", "main")
    git(wurzel, "add", "-A")
    git(wurzel, "commit", "-qm", "Stand")
    return wurzel


def aendere(pfad: Path, *paare: tuple[str, str]) -> None:
    text = pfad.read_text(encoding="utf-8")
    for muster, ersatz in paare:
        text, wie_oft = re.subn(muster, ersatz, text, flags=re.MULTILINE)
        assert wie_oft, (pfad, muster)
    pfad.write_bytes(text.encode())


def umgedreht(pfad: Path) -> None:
    """Put the fields of the head the other way round."""
    _, kopf, rest = pfad.read_text(encoding="utf-8").split("---\n", 2)
    pfad.write_text("---\n" + "".join(reversed(kopf.splitlines(keepends=True))) + "---\n" + rest, encoding="utf-8")


def test_genau_das_und_sonst_nichts(team: Path, golden: Callable[[str, str], None]) -> None:
    faelle = {p.stem: p for p in sorted((team / "faelle").glob("*.md"))}
    texte = {k: p.read_text(encoding="utf-8") for k, p in faelle.items()}
    offene = [k for k, t in texte.items() if "Status: in Beratung" in t]
    stufe = next(k for k in offene if texte[k].count("Betreuungsstufe: IG") == 2)
    haken = next(k for k in offene if "- [ ] " in texte[k] and k != stufe)
    eintrag, *frei = [k for k in offene if k not in {stufe, haken}]
    aendere(faelle[stufe], ("^Betreuungsstufe: IG$", "Betreuungsstufe: IK"))
    faelle[haken].write_text(texte[haken].replace("- [ ] ", "- [x] ", 1), encoding="utf-8")
    with faelle[eintrag].open("a", encoding="utf-8") as datei:
        datei.write("\n## 2026-06-30 Telefonat\n\nTante Geheim hat zwei Bewerbungen verschickt.\n")
    striche, zeilenenden, anfuehrung, reihenfolge, leerzeilen = frei[4:9]
    aendere(faelle[striche], ("^- ", "* "))
    faelle[zeilenenden].write_bytes(texte[zeilenenden].replace("\n", "\r\n").encode())
    aendere(faelle[anfuehrung], (r"^(Berater|Zugangsweg): (.*)$", r'\1: "\2"'))
    umgedreht(faelle[reihenfolge])
    aendere(faelle[leerzeilen], ("\n## ", "  \n\n\n## "))
    aendere(faelle[frei[12]], (r"^Erstkontakt: (\d{4})-\d\d-\d\d", r"Erstkontakt: \1-02-30"))
    (team / "vorlagen/regelwerk.yml").write_text("regeln:\n  kontakt-ik:\n    frist: 8 Wochen\n", encoding="utf-8")

    ende = fallbuch("vergleichen", "main", cwd=team)
    assert (ende.returncode, ende.stderr) == (0, "")
    ohne_zufall = re.sub(r"Stand [0-9a-f]{10} vom \d{4}-\d\d-\d\d", "Stand (Nummer) vom (Tag)", ende.stdout)
    golden("vergleich/abnahme.txt", ohne_zufall)
    # The expected page names what was done here, and no word of a conversation.
    for kennung in (stufe, haken, eintrag, frei[12]):
        assert re.search(rf"^  {kennung} \(", ohne_zufall, re.MULTILINE)
    assert f"Nur umformatiert\n  {', '.join(frei[4:9])}\n" in ohne_zufall
    assert "Geheim" not in ohne_zufall

    ende = fallbuch("pruefen", "--neu", "main", cwd=team)
    assert ende.returncode == 1
    (jahr,) = re.findall(r"^Erstkontakt: (\d{4})", texte[frei[12]], re.MULTILINE)
    assert ende.stdout == (
        f"faelle/{frei[12]}.md:3:14: Fehler F012: Erstkontakt „{jahr}-02-30“ gibt es nicht. Erwartet: ein Datum wie {jahr}-02-28.\n"
        "    Sehen Sie im Kalender nach und tragen Sie den richtigen Tag ein.\nNeu seit main: 1 Fehler, 0 Hinweise.\n"
    )
