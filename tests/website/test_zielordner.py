"""A build deletes nothing that it did not write."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from fallbuch.einrichtung import richte_ein
from fallbuch.leckprobe.probe import MARKE, MARKENTEXT
from fallbuch.website import bauen, zielordner
from fallbuch.website.bauen import Bau
from fallbuch.website.seiten import Sicht
from fallbuch.website.zielordner import Seitenabdruck, mangel, markiere, summe
from tests.git import git
from tests.hilfen import fall
from tests.vorgeladen import rufe
from tests.website.bauen import baue, baue_mit_mkdocs, dateien

ORDNER = Callable[..., Path]
#: What the demo's team keeps in folders of its own.
ANDERE = {
    "statistik/register/verzeichnis.json": "{}\n", "programm/fallbuch.whl": "x\n", "site_src/ueber-uns.md": "# Wir\n",
    "eigenes/brief.odt": "Brief\n", "thema/main.html": "x\n",
}  # fmt: skip


@pytest.fixture
def team(ordner: ORDNER) -> Path:
    wurzel = ordner({"4711.md": fall()})
    for name, text in ANDERE.items():
        (wurzel / name).parent.mkdir(parents=True, exist_ok=True)
        (wurzel / name).write_text(text, encoding="utf-8")
    git(wurzel, "init", "-q")
    return wurzel


def _mangel(wurzel: Path, ziel: Path | str) -> str:
    einrichtung = richte_ein(wurzel)
    return mangel(
        wurzel / ziel,
        einrichtung,
        "„site_dir“ in mkdocs.yml",
        weitere={"liegt das Thema": wurzel / "thema"},
        oberste={"liegt die Datei mkdocs.yml": wurzel},
    )


EIGENER = "Nennen Sie einen eigenen Ordner, zum Beispiel „site“."


@pytest.mark.parametrize(
    ("ziel", "grund"),
    [
        ("faelle", "Dort liegen die Fälle, und der Bau würde alles löschen."),
        ("faelle/neu", "Der Ordner „faelle“ ist vergeben: Dort liegen die Fälle."),
        ("Faelle/neu", "Der Ordner „faelle“ ist vergeben: Dort liegen die Fälle."),
        ("vorlagen", "Dort liegen die Vorlagen, und der Bau würde alles löschen."),
        ("statistik", "Dort liegen die freigegebenen Zahlen, und der Bau würde alles löschen."),
        ("STATISTIK", "Dort liegen die freigegebenen Zahlen, und der Bau würde alles löschen."),
        ("statistik/register", "Der Ordner „statistik“ ist vergeben: Dort liegen die freigegebenen Zahlen."),
        ("site_src", "Dort liegen die Seiten des Teams, und der Bau würde alles löschen."),
        ("programm", "Dort liegt das Programm, und der Bau würde alles löschen."),
        ("thema/site", "Der Ordner „thema“ ist vergeben: Dort liegt das Thema."),
        (".", "Dort liegen die Dateien des Teams, und der Bau würde alles löschen."),
        ("..", "Dort liegen die Dateien des Teams, und der Bau würde alles löschen."),
        (".git", "Dort liegt das Verzeichnis von git."),
        (".git/site", "Dort liegt das Verzeichnis von git."),
        ("anderswo/.GIT/x", "Dort liegt das Verzeichnis von git."),
        ("mkdocs.yml", "Das ist kein Ordner."),
        ("zu-den-faellen", "Dort liegen die Fälle, und der Bau würde alles löschen."),
        ("zu-den-faellen/neu", "Der Ordner „faelle“ ist vergeben: Dort liegen die Fälle."),
    ],
)
def test_was_das_team_braucht_wird_mit_namen_abgelehnt(team: Path, ziel: str, grund: str) -> None:
    (team / "zu-den-faellen").symlink_to("faelle")
    satz = f"„site_dir“ in mkdocs.yml nennt „{team / ziel}“. {grund} {EIGENER}"
    assert _mangel(team, ziel) == satz
    # A mark does not help, whoever put it there.
    if (team / ziel).is_dir():
        markiere(team / ziel)
        assert _mangel(team, ziel) == satz


def test_wo_die_faelle_ein_verweis_sind(team: Path, tmp_path: Path) -> None:
    (team / "faelle").rename(tmp_path / "daten")
    (team / "faelle").symlink_to(tmp_path / "daten")
    assert "Dort liegen die Fälle" in _mangel(team, tmp_path / "daten")
    assert "Dort liegen die Fälle" in _mangel(team, "faelle")


def test_auch_ein_anderer_name_aus_team_yml_zaehlt(team: Path) -> None:
    (team / "faelle").rename(team / "akten")
    with (team / "vorlagen/team.yml").open("a", encoding="utf-8") as datei:
        datei.write("ordner: {faelle: akten, seiten: seiten}\n")
    assert "Dort liegen die Fälle" in _mangel(team, "akten")
    assert "Der Ordner „seiten“ ist vergeben: Dort liegen die Seiten des Teams." in _mangel(team, "seiten/site")
    assert _mangel(team, "faelle") == ""


def test_neu_leer_und_gezeichnet_ist_gut(team: Path) -> None:
    assert _mangel(team, "site") == ""
    (team / "site").mkdir()
    assert _mangel(team, "site") == ""
    (team / "site/.gitkeep").touch()  # mkdocs leaves files with a dot alone
    assert _mangel(team, "site") == ""
    (team / "site/brief.odt").write_text("Brief\n")
    assert _mangel(team, "site") == (
        f"„site_dir“ in mkdocs.yml nennt „{team}/site“. Dort liegt „brief.odt“, und kein Bau von Fallbuch hat den Ordner geschrieben; der Bau würde es "
        "löschen. Es wurde nichts verändert. Nennen Sie einen neuen oder leeren Ordner. Sind es nur alte Seiten, so löschen Sie den Ordner selbst, und "
        "bauen Sie noch einmal."
    )
    markiere(team / "site")
    assert _mangel(team, "site") == ""


def _ohne_marke(ordner: Path) -> dict[str, bytes]:
    return {name: inhalt for name, inhalt in dateien(ordner).items() if name != MARKE}


def test_ein_wirklicher_bau(team: Path) -> None:
    """Built anew, stopped in between, of a former version, beside somebody else's files."""
    ziel = team / "site"
    assert baue(team).returncode == 0
    erster = dateien(ziel)
    assert erster[MARKE].decode() == (
        "Diesen Ordner hat ein Bau von Fallbuch geschrieben. Der nächste Bau leert ihn und schreibt ihn neu.\n"
    )
    # Again: what the last build wrote and this one does not is gone.
    (ziel / "alt.html").write_text("alt")
    assert baue(team).returncode == 0
    assert dateien(ziel) == erster
    # Of a version that left no mark, with what mkdocs wrote then.
    frueher = {"search/search_index.json": b"{}", "sitemap.xml": b"<urlset/>"}

    def wie_frueher() -> None:
        (ziel / MARKE).unlink(missing_ok=True)
        for name, inhalt in frueher.items():
            (ziel / name).parent.mkdir(exist_ok=True)
            (ziel / name).write_bytes(inhalt)

    wie_frueher()
    assert _mangel(team, "site") == ""
    assert baue(team).returncode == 0
    assert dateien(ziel) == erster
    # The same with a text or a repository in it that no build wrote.
    for fremdes in ("notizen/plan.md", "anhang/.git"):
        wie_frueher()
        (ziel / fremdes).parent.mkdir()
        (ziel / fremdes).write_text("Plan\n")
        ende = baue(team)
        assert ende.returncode == 2
        assert f"Dort liegt „{fremdes}“, und kein Bau von Fallbuch hat den Ordner geschrieben" in ende.stdout
        assert _ohne_marke(ziel) == {k: v for k, v in erster.items() if k != MARKE} | frueher | {fremdes: b"Plan\n"}
        shutil.rmtree((ziel / fremdes).parent)


@pytest.mark.parametrize("ziel", ["statistik", ".git", "eigenes", "programm"])
def test_ein_wirklicher_bau_loescht_nichts(team: Path, ziel: str) -> None:
    vorher = dateien(team)
    ende = baue(team, "--ziel", ziel)
    assert ende.returncode == 2
    assert f"fallbuch: --ziel nennt „{ziel}“." in ende.stdout
    assert dateien(team) == vorher
    ende = rufe("fallbuch.cli", ["quelle", ziel], team, os.environ)
    assert ende.returncode == 2
    assert f"fallbuch: Der Aufruf nennt „{ziel}“." in (ende.stderr or "")
    assert dateien(team) == vorher
    with (team / "mkdocs.yml").open("a", encoding="utf-8") as datei:
        datei.write(f"site_dir: {ziel}\n")
    vorher = dateien(team)
    ende = baue_mit_mkdocs(team)
    assert ende.returncode == 1
    assert f"Fallbuch: „site_dir“ in mkdocs.yml nennt „{team / ziel}“." in ende.stdout
    assert dateien(team) == vorher


def test_ein_neuer_ordner_irgendwo_ist_gut(team: Path, tmp_path: Path) -> None:
    ziel = tmp_path / "ganz/woanders"
    ende = baue(team, "--ziel", str(ziel))
    assert ende.returncode == 0, ende.stdout
    assert ende.stdout.splitlines()[-1] == f"Die Seiten liegen in {ziel / 'index.html'}."
    assert {MARKE, "index.html", "faelle/4711.html"} <= dateien(ziel).keys()
    assert not (team / "site").exists()
    # From elsewhere too: the default lies in the team's folder.
    ende = rufe("fallbuch.cli", ["bauen", "--team", str(team)], tmp_path, os.environ, zusammen=True)
    assert ende.returncode == 0, ende.stdout
    assert dateien(team / "site") == dateien(ziel)


def test_ein_fehler_haelt_den_bau_an_ehe_ein_ordner_entsteht(team: Path) -> None:
    (team / "faelle/4711.md").write_text(fall().replace("2026-01-12", "2026-02-30"), encoding="utf-8")
    assert baue(team, "--streng").returncode == 2
    assert not (team / "site").exists()
    assert baue_mit_mkdocs(team, "--strict").returncode == 1
    assert not (team / "site").exists()


def test_mkdocs_serve_zeigt_keine_faelle(team: Path) -> None:
    """Its server answers under whatever name it is asked, so any website open beside it could read along."""
    umgebung = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    ende = subprocess.run(
        [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", "127.0.0.1:0"],
        cwd=team, env=umgebung, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert ende.returncode == 1
    assert ende.stderr.endswith(
        "Fallbuch: „mkdocs serve“ zeigt die Fälle auch fremden Websites, die jemand zugleich offen hat. Nehmen Sie „fallbuch oeffnen“.\n"
    )
    assert not (team / "site").exists()


@pytest.mark.parametrize("stelle", ["schreibe", "_pruefe_oeffentliche_seiten"])
@pytest.mark.parametrize("grund", [KeyboardInterrupt(), OSError(28, "kein Platz")])
def test_was_niemand_zu_ende_durchsucht_hat_bleibt_nicht_liegen(
    ordner: ORDNER, monkeypatch: pytest.MonkeyPatch, stelle: str, grund: BaseException
) -> None:
    """A public build that is stopped, or fails, leaves no page behind that somebody could pass on."""
    wurzel = ordner({"4711.md": fall()})
    bau = Bau(richte_ein(wurzel), Sicht.OEFFENTLICH, stichtag=None, heute=date(2026, 6, 30))
    ziel = wurzel / "site-oeffentlich"
    bau.beginne(ziel, streng=False)

    def halb(wohin: Path, *_: object, **__: object) -> None:
        (wohin / "ueber-uns.html").write_text("ungelesen", encoding="utf-8")
        raise grund

    monkeypatch.setattr(bauen if stelle == "schreibe" else bau, stelle, halb)
    with pytest.raises(type(grund)):
        bau.schreibe(ziel)
    assert [name for name in dateien(ziel) if name != MARKE] == []


def test_auf_einer_platte_ohne_gross_und_klein_verschwindet_keine_seite(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows and macOS a page whose name changes in case alone is the same file; its old name must not be deleted."""

    def echter(ort: Path) -> Path:
        da = ort.parent.iterdir() if ort.parent.is_dir() else ()
        return next((p for p in da if p.name.casefold() == ort.name.casefold()), ort)

    def halte_fest(ort: str, inhalt: bytes) -> None:
        echter(Path(ort)).write_bytes(inhalt)

    monkeypatch.setattr(zielordner, "_halte_fest", halte_fest)
    monkeypatch.setattr(zielordner, "_dieselbe", lambda a, b: echter(a) == echter(b))
    markiere(tmp_path)
    for name in ("Plan.html", "plan.html", "PLAN.html"):
        zielordner.schreibe(tmp_path, lambda name=name: [("index.html", b"i"), (name, name.encode())])  # type: ignore[misc]
        assert dateien(tmp_path) == {MARKE: MARKENTEXT, "index.html": b"i", name: name.encode()}


def test_was_im_zielordner_ein_zweiter_name_ist_bleibt_wie_es_war(tmp_path: Path) -> None:
    """A case file that somebody linked into the folder of the pages is not overwritten by a page."""
    akte, ziel = tmp_path / "4711.md", tmp_path / "site"
    akte.write_text("Akte\n", encoding="utf-8")
    markiere(ziel)
    (ziel / "index.html").hardlink_to(akte)
    (ziel / MARKE).unlink()
    (ziel / MARKE).symlink_to(akte)
    markiere(ziel)
    zielordner.schreibe(ziel, lambda: [("index.html", b"Seite")])
    assert akte.read_text(encoding="utf-8") == "Akte\n"
    assert dateien(ziel) == {MARKE: MARKENTEXT, "index.html": b"Seite"}


def test_eine_volle_platte_nennt_die_datei(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Voll(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(28, "kein Platz")

    monkeypatch.setattr("builtins.open", lambda *_: Voll())
    with pytest.raises(OSError, match="kein Platz") as fehler:
        zielordner._halte_fest(f"{tmp_path}/index.html", b"x")
    assert fehler.value.filename == f"{tmp_path}/index.html"


def test_ein_zweiter_bau_nimmt_gerade_etwas_weg(tmp_path: Path) -> None:
    """Two builds at once into one folder: what one saw lying there the other has just taken away to write it anew."""
    liegende = {"a.html": 3, "b.html": 3}
    bekannt = Seitenabdruck(3, summe(b"bbb"), lambda: b"bbb")
    assert zielordner._schreibe_teil(tmp_path, liegende, [("a.html", b"aaa"), ("b.html", bekannt)]) == [
        "a.html",
        "b.html",
    ]
    assert dateien(tmp_path) == {"a.html": b"aaa", "b.html": b"bbb"}
