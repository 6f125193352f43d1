"""The handbook's chapter "Ein Fall von Anfang bis Ende", done command by command: clean and right at every step."""

from __future__ import annotations

import html
import json
import re
import shlex
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from fallbuch.akte.lesen import lesen
from fallbuch.einrichtung import richte_ein
from fallbuch.team import oeffne
from fallbuch.uebersicht.tage import datum, mit_datum
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.website.seiten.fall import Fallseiten
from tests.cli.aufruf import fallbuch, im_prozess
from tests.conftest import WURZEL
from tests.git import git
from tests.hilfen import BEIM_LANDEN

KAPITEL = WURZEL / "plugins/fallbuch/vorgaben/handbuch/fall.md"
_SCHRITT = re.compile(r"^## (\d{4}-\d\d-\d\d): ", re.MULTILINE)


def schritte(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the steps of the chapter: day, and each command with the answer that the chapter prints."""
    teile = _SCHRITT.split(text)[1:]
    ergebnis = []
    for tag, abschnitt in zip(teile[::2], teile[1::2], strict=True):
        zeilen = [z[4:] for z in abschnitt.split("\n") if z.startswith("    ")]
        befehle: list[tuple[str, str]] = []
        for zeile in zeilen:
            if zeile.startswith("$ "):
                befehle.append((zeile[2:], ""))
            else:
                befehle[-1] = (befehle[-1][0], f"{befehle[-1][1]}{zeile}\n")
        ergebnis.append((tag, befehle))
    return ergebnis


def mit_antworten(text: str, antworten: list[str]) -> str:
    """Return the chapter with the answers below its commands."""
    zeilen, rest, in_antwort = [], iter(antworten), False
    for zeile in text.split("\n"):
        if zeile.startswith("    $ "):
            zeilen += [zeile, *(f"    {z}" for z in next(rest).splitlines())]
            in_antwort = True
        elif not (in_antwort and zeile.startswith("    ")):
            in_antwort = False
            zeilen.append(zeile)
    return "\n".join(zeilen)


def _seite(team: Path, tag: str) -> str:
    """Return the HTML of the case as its page shows it on a day."""
    stichtag = date.fromisoformat(tag)
    geoeffnet = oeffne(richte_ein(team), stichtag=stichtag, heute=stichtag)
    akte = next(a for a in geoeffnet.akten if a.fall.kennung == "4711")
    return Fallseiten(Tagesstand(geoeffnet)).html(akte)


def _die_seite_stimmt(team: Path, tag: str) -> None:
    fall, _ = lesen((team / "faelle/4711.md").read_bytes(), "faelle/4711.md")
    seite = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", _seite(team, tag))).split())
    faellige = json.loads(im_prozess("faellig", "--format", "json", cwd=team, FALLBUCH_STICHTAG=tag)[1])
    for f in faellige:
        if f["fall"] == "4711":
            assert "".join(mit_datum(f["begruendung"]).split()) in "".join(seite.split()), (tag, f)
            assert mit_datum(f["faellig_am"]) in seite, (tag, f)
    kopf = fall.kopf
    for wert in (kopf.status, kopf.berater, kopf.betreuungsstufe, kopf.arbeitsmarktstatus, str(kopf.vertretung or "")):
        assert wert is None or mit_datum(wert) in seite, (tag, wert)
    for eintrag in fall.eintraege:
        assert eintrag.datum is not None
        assert datum(eintrag.datum) in seite
        assert " ".join(eintrag.text.split()) in seite


@BEIM_LANDEN
def test_ein_fall_von_anfang_bis_ende(
    tmp_path: Path, request: pytest.FixtureRequest, golden: Callable[[str, str], None]
) -> None:
    text = KAPITEL.read_text(encoding="utf-8")
    antworten, wo = [], tmp_path
    for tag, befehle in schritte(text):
        for befehl, _ in befehle:
            worte = shlex.split(befehl)
            if worte[0] == "cd":
                wo /= worte[1]
                antworten.append("")
                continue
            assert worte[0] == "fallbuch"
            ende = fallbuch(*worte[1:], cwd=wo, FALLBUCH_STICHTAG=tag)
            assert (ende.returncode, ende.stderr) == (0, ""), (tag, befehl)
            antworten.append(ende.stdout)
        if (wo / "faelle/4711.md").exists():
            sauber = im_prozess("pruefen", "--streng", cwd=wo, FALLBUCH_STICHTAG=tag)
            assert sauber == (0, "1 Fall geprüft: 0 Fehler, 0 Hinweise.\n"), (tag, sauber)
            assert im_prozess("formatieren", "--pruefen", cwd=wo)[0] == 0
            _die_seite_stimmt(wo, tag)
    assert im_prozess("bauen", "--streng", cwd=wo, FALLBUCH_STICHTAG=tag)[0] == 0
    assert _seite(wo, tag) in (wo / "site/faelle/4711.html").read_text(encoding="utf-8"), (
        "the built page holds the same"
    )
    if request.config.getoption("--golden-neu"):
        KAPITEL.write_text(mit_antworten(text, antworten), encoding="utf-8")
    assert [
        antwort for _, befehle in schritte(KAPITEL.read_text(encoding="utf-8")) for _, antwort in befehle
    ] == antworten
    golden("cli/fall.md", (wo / "faelle/4711.md").read_text(encoding="utf-8"))


def test_das_rezept_fuer_zwei(tmp_path: Path) -> None:
    """The recipe of the handbook, with real git: both entries stay, the file is valid."""
    rezept = (WURZEL / "plugins/fallbuch/vorgaben/handbuch/editoren.md").read_text(encoding="utf-8")
    befehle = re.findall(r"^    (.+)$", rezept.split("### Das Rezept")[1].split("\n### ")[0], re.MULTILINE)
    assert [b.split()[0] for b in befehle] == ["git", "fallbuch", "git"]

    fallbuch(
        "einrichten", "jana", "--berater", "Jana", "--berater", "Ole", "--zugangsweg", "Beratungstag", cwd=tmp_path
    )
    jana, ole = tmp_path / "jana", tmp_path / "ole"
    damals = {"FALLBUCH_STICHTAG": "2026-02-05"}
    fallbuch(
        "neu", "--zugangsweg", "Beratungstag", "--id", "4711", "--datum", "2026-02-02", "--berater", "Jana", cwd=jana
    )
    git(jana, "add", "-A")
    git(jana, "commit", "-qm", "Anfang")
    git(tmp_path, "clone", "-q", "jana", "ole")
    fallbuch(
        "eintragen",
        "4711",
        "--art",
        "Telefonat",
        "--datum",
        "2026-02-03",
        "--text",
        "Anruf von Jana.",
        "--folgetermin",
        "2026-02-10",
        cwd=jana,
        **damals,
    )
    git(jana, "commit", "-qam", "Jana")
    ende = fallbuch(
        "eintragen", "4711", "--art", "Erstgespräch", "--datum", "2026-02-04", "--berater", "Ole", "--text", "Gespräch mit Ole.",
        "--betreuungsstufe", "IK", "--folgetermin", "2026-02-11", cwd=ole, **damals,
    )  # fmt: skip
    assert ende.returncode == 0, ende.stderr
    git(ole, "commit", "-qam", "Ole")
    git(ole, *befehle[0].split()[1:], code=1)
    assert "<<<<<<<" in (ole / "faelle/4711.md").read_text()
    assert "F074" in fallbuch("pruefen", cwd=ole).stdout
    zusammen = fallbuch(*befehle[1].split()[1:], cwd=ole)
    assert (zusammen.returncode, zusammen.stderr) == (0, "")
    git(ole, *befehle[2].split()[1:])
    assert git(ole, "status", "--short") == ""
    assert (ole / "faelle/4711.md").read_text(encoding="utf-8") == (
        "---\nID: 4711\nErstkontakt: 2026-02-02\nZugangsweg: Beratungstag\nStatus: in Beratung\nBerater: Jana\nBetreuungsstufe: IK\n---\n\n"
        "## 2026-02-03 Telefonat (Jana)\n\nAnruf von Jana.\n\nFolgetermin: 2026-02-10\n\n"
        "## 2026-02-04 Erstgespräch (Ole)\n\nGespräch mit Ole.\n\nBetreuungsstufe: IK\nFolgetermin: 2026-02-11\n"
    )
    assert fallbuch("pruefen", "--streng", cwd=ole).stdout == "1 Fall geprüft: 0 Fehler, 0 Hinweise.\n"
    # With the hook installed the same merge needs no second command.
    git(ole, "reset", "-q", "--hard", "HEAD^1")
    assert fallbuch("einrichten", "--haken", cwd=ole).returncode == 0
    git(ole, "pull", "-q", "--no-rebase", "--no-edit")
    assert fallbuch("pruefen", "--streng", cwd=ole).returncode == 0
    assert "Anruf von Jana." in (ole / "faelle/4711.md").read_text(encoding="utf-8")
