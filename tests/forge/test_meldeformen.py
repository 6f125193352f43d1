"""Findings for forges, read back by the rules of their documentation."""

from __future__ import annotations

import json
import re
from pathlib import Path

from fallbuch.akte.lesen import lesen
from fallbuch.befund import Befund, Schwere
from fallbuch.forge.meldeformen import als_github, als_gitlab
from tests.cli.aufruf import fallbuch
from tests.hilfen import fall
from tests.vergleich.hilfen import fall as vergleichsfall
from tests.vergleich.hilfen import lege_an, schreibe

BOESE = "faelle/a,b:c%0A.md"
#: `::command key=value,key=value::message`, as GitHub documents it.
_KOMMANDO = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def befunde(name: str = "faelle/4711.md") -> tuple[Befund, ...]:
    text = fall("## 2026-01-12 Erstgespräch (Jana)\n\nDauer: 100 %, :: viel\n").replace(
        "Erstkontakt: 2026", "Erstkontakt: 3026"
    )
    return lesen(text.replace("Status: in Beratung", "Status: weiß, nicht: genau\nQuatsch: 50 %").encode(), name)[1]


def gelesen(zeile: str) -> tuple[str, dict[str, str], str]:
    """Read a workflow command back as the runner does: properties first, then their escapes."""
    treffer = _KOMMANDO.fullmatch(zeile)
    assert treffer is not None, zeile
    angaben = dict(teil.split("=", 1) for teil in treffer[2].split(","))
    auf = {name: wert.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",").replace("%25", "%") for name, wert in angaben.items()}  # fmt: skip
    return treffer[1], auf, treffer[3].replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def test_github_liest_zurueck_was_gemeldet_wurde() -> None:
    alle = befunde(BOESE)
    assert len(alle) > 2
    zeilen = als_github(alle, [(BOESE, "Eintrag 2026-01-12 Beratung entfernt")], "häuser, alle/").splitlines()
    for b, zeile in zip(alle, zeilen, strict=False):
        art, angaben, text = gelesen(zeile)
        assert art == ("error" if b.schwere is Schwere.FEHLER else "warning")
        assert angaben == {
            "file": f"häuser, alle/{BOESE}", "line": str(b.stelle.zeile), "col": str(b.stelle.spalte), "title": f"{b.kennung} {b.art.titel}",
        }  # fmt: skip
        assert text == f"{b.text} {b.hinweis}"
    assert gelesen(zeilen[-1]) == (
        "notice",
        {"file": f"häuser, alle/{BOESE}", "line": "1", "title": "Entfernt"},
        "Eintrag 2026-01-12 Beratung entfernt",
    )


def test_gitlab_bekommt_eindeutige_und_bleibende_fingerabdruecke() -> None:
    alle = befunde()
    bericht = json.loads(als_gitlab([*alle, *alle], [("faelle/1.md", "weg"), ("faelle/1.md", "weg")], "team/"))
    assert len({e["fingerprint"] for e in bericht}) == len(bericht) == 2 * len(alle) + 2
    for b, e in zip(alle, bericht, strict=False):
        assert set(e) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert e["description"].startswith(f"{b.kennung}: {b.text}")
        assert e["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert e["location"] == {"path": "team/faelle/4711.md", "lines": {"begin": b.stelle.zeile}}
    # Three lines further down it is still the same finding.
    verschoben = fall("\n\n\n## 2026-13-01 Telefonat\n\nText.\n"), fall("## 2026-13-01 Telefonat\n\nText.\n")
    abdruecke = [
        {e["fingerprint"] for e in json.loads(als_gitlab(lesen(text.encode(), "faelle/4711.md")[1], (), ""))}
        for text in verschoben
    ]
    assert abdruecke[0] == abdruecke[1] != set()


def test_der_pfad_fuehrt_vom_repository_zur_datei(tmp_path: Path) -> None:
    wurzel = lege_an(tmp_path / "team", _4711=vergleichsfall())
    (tmp_path / "team").rename(tmp_path / "t")
    wurzel = tmp_path / "haus" / "team"
    wurzel.parent.mkdir()
    (tmp_path / "t").rename(wurzel)
    (wurzel / ".git").rename(wurzel.parent / ".git")
    schreibe(wurzel, "4711", vergleichsfall().replace("2026-01-12\n", "2026-01-32\n", 1))
    ende = fallbuch("pruefen", "--format", "github", cwd=wurzel)
    assert ende.returncode == 1
    assert "::error file=team/faelle/4711.md,line=3,col=14,title=F012 Datum gibt es nicht::" in ende.stdout


def test_nur_was_neu_ist_und_was_fehlt(tmp_path: Path) -> None:
    kaputt = vergleichsfall("4712").replace("2026-01-12\n", "2026-01-32\n", 1)
    wurzel = lege_an(tmp_path / "team", _4711=vergleichsfall(), _4712=kaputt)
    still = fallbuch("pruefen", "--neu", "HEAD", cwd=wurzel)
    assert (still.returncode, still.stdout) == (0, "Neu seit HEAD: 0 Fehler, 0 Hinweise.\n")
    ohne_eintrag = vergleichsfall().partition("\n## ")[0] + "\n"
    schreibe(wurzel, "4711", ohne_eintrag.replace("Status: in Beratung", "Status: unklar"))
    (wurzel / "faelle/4712.md").unlink()
    ende = fallbuch("pruefen", "--neu", "HEAD", cwd=wurzel)
    assert ende.returncode == 1
    assert [z for z in ende.stdout.splitlines() if "Fehler F" in z] == [
        "faelle/4711.md:5:9: Fehler F019: Status „unklar“ ist nicht bekannt. Erwartet: „neu“, „in Beratung“, „abgeschlossen“."
    ]
    assert "faelle/4711.md: Eintrag 2026-01-12 Erstgespräch entfernt\n" in ende.stdout
    assert "faelle/4712.md:1:1: Hinweis G006: Dieser Fall ist noch offen und wird entfernt; " in ende.stdout
    daten = json.loads(fallbuch("pruefen", "--neu", "HEAD", "--format", "json", cwd=wurzel).stdout)
    assert [d["datei"] for d in daten if d["kennung"] == "entfernt"] == ["faelle/4711.md", "faelle/4712.md"]
    mit_pfad = fallbuch("pruefen", "--neu", "HEAD", "faelle", cwd=wurzel)
    assert (mit_pfad.returncode, "ohne Pfade und ohne --vorgemerkt" in mit_pfad.stderr) == (2, True)
