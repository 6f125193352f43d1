"""The register: what is written can be read, and whatever happens to its files is noticed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fallbuch.register.blatt import Blattfehler, als_json, aus_json
from fallbuch.register.kette import lade_register, pruefsumme
from tests.cli.aufruf import fallbuch
from tests.conftest import OEFFENTLICH, WURZEL, kopiere_demo
from tests.git import git
from tests.website.bauen import baue

ORDNER = "statistik/register"


@pytest.fixture
def team(tmp_path: Path) -> Path:
    (tmp_path / "team").mkdir()
    return kopiere_demo(tmp_path / "team")


def test_was_geschrieben_ist_laesst_sich_lesen() -> None:
    for pfad in sorted((WURZEL / ORDNER).glob("20*.json")):
        blatt = aus_json(pfad.read_bytes())
        assert als_json(blatt) == pfad.read_bytes()
        assert aus_json(als_json(blatt)) == blatt
        assert blatt.umstaende.commit == ""
        assert len(blatt.umstaende.regeln) == 64
        assert blatt.tabellen


def test_jedes_blatt_traegt_die_pruefsumme_des_vorigen() -> None:
    register = lade_register(WURZEL)
    assert [b.davor for b in register.blaetter] == ["", *(e.sha256 for e in register.eintraege[:-1])]


def _aendere(team: Path) -> None:
    pfad = team / ORDNER / "2025Q4.json"
    pfad.write_text(pfad.read_text(encoding="utf-8").replace('"zahl": 81', '"zahl": 84', 1), encoding="utf-8")


def _tausche(team: Path) -> None:
    verzeichnis = team / ORDNER / "verzeichnis.json"
    daten = json.loads(verzeichnis.read_text())
    daten["blaetter"].reverse()
    verzeichnis.write_text(json.dumps(daten))


def _hole_hinein(team: Path) -> None:
    shutil.copy(team / ORDNER / "2026Q1.json", team / ORDNER / "2026Q2.json")


EINGRIFFE: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "geändert": (_aendere, ["S020"]),
    "gelöscht": (lambda t: (t / ORDNER / "2025Q4.json").unlink(), ["S021"]),
    "das neueste gelöscht": (lambda t: (t / ORDNER / "2026Q1.json").unlink(), ["S021"]),
    "Verzeichnis gelöscht": (lambda t: (t / ORDNER / "verzeichnis.json").unlink(), ["S021"]),
    "Verzeichnis verdreht": (_tausche, ["S020", "S020", "S020"]),
    "Verzeichnis zerstört": (
        lambda t: (t / ORDNER / "verzeichnis.json").write_text("{"),
        ["S022"],
    ),
    "hineinkopiert": (_hole_hinein, ["S023"]),
}


@pytest.mark.parametrize("was", list(EINGRIFFE))
def test_ein_eingriff_wird_gemeldet_und_haelt_alles_auf(team: Path, was: str) -> None:
    eingriff, soll = EINGRIFFE[was]
    eingriff(team)
    assert sorted(b.kennung for b in lade_register(team).befunde) == soll
    ende = fallbuch("pruefen", cwd=team)
    assert ende.returncode == 1
    assert all(f"Fehler {kennung}: " in ende.stdout for kennung in soll)
    frei = fallbuch("statistik", "--quartal", "2026Q2", "--freigeben", cwd=team)
    assert frei.returncode == 2
    assert "Das Register der Freigaben oder das Los des Teams ist nicht mehr so, wie es war." in frei.stderr
    paket = fallbuch("statistik", "--quartal", "2026Q1", "--ausgabe", "paket", cwd=team)
    assert paket.returncode == 2
    assert not (team / "paket").exists()


def test_die_oeffentliche_fassung_entsteht_nicht_mit_einem_veraenderten_register(team: Path) -> None:
    _aendere(team)
    ende = baue(team, *OEFFENTLICH)
    assert ende.returncode == 2
    assert (
        "statistik/register/2025Q4.json:1:1: Fehler S020: Diese Datei ist nicht mehr so, wie sie freigegeben wurde"
        in ende.stdout
    )
    assert not (team / "site-oeffentlich" / "statistik.html").exists()


def test_git_erinnert_sich_an_ein_geloeschtes_register(team: Path) -> None:
    git(team, "init", "-q")
    git(team, "add", "-A")
    git(team, "commit", "-qm", "Freigaben")
    shutil.rmtree(team / "statistik")
    git(team, "add", "-A")
    git(team, "commit", "-qm", "weg")
    assert sorted(b.stelle.datei for b in lade_register(team).befunde if b.kennung == "S021") == [
        f"{ORDNER}/{n}.json" for n in ("2025Q3", "2025Q4", "2026Q1", "verzeichnis")
    ]


def test_ohne_register_ist_nichts_zu_melden(tmp_path: Path) -> None:
    assert lade_register(tmp_path) == lade_register(tmp_path / "gibtesnicht")
    assert lade_register(tmp_path).befunde == ()


@pytest.mark.parametrize(
    ("inhalt", "mangel"),
    [
        (b"", "kein vollständiges JSON"),
        (b"\xff\xfe", "kein lesbarer Text"),
        (b"[]", "nicht die Form 2"),
        (b'{"form": 3}', "nicht die Form 2"),
        (b'{"form": 1}', "ein falscher Wert bei „zeitraum“"),
        (b"[" * 100_000, "zu tief verschachtelt"),
        (b'{"form": 1, "x": ' + b"9" * 5000 + b"}", "eine Zahl, die nicht sein kann"),
        (b'{"form": true}', "nicht die Form 2"),
        (b'{"form": 1, "x": ' + b"[" * 900 + b"]" * 900 + b"}", "zu tief verschachtelt"),
    ],
)
def test_was_kein_blatt_ist_hat_einen_grund(inhalt: bytes, mangel: str) -> None:
    with pytest.raises(Blattfehler) as fehler:
        aus_json(inhalt)
    assert fehler.value.mangel == mangel


def test_eine_zahl_die_kein_los_ist_laesst_sich_nicht_einmal_lesen() -> None:
    roh = (WURZEL / ORDNER / "2026Q1.json").read_text(encoding="utf-8")
    with pytest.raises(Blattfehler):
        aus_json(roh.replace('"zahl": 96', '"zahl": 92', 1).encode())


def _neu_versiegelt(team: Path, aendere: Callable[[dict[str, Any]], object]) -> None:
    """Change the newest sheet and forge its hash in the directory."""
    pfad, verzeichnis = team / ORDNER / "2026Q1.json", team / ORDNER / "verzeichnis.json"
    inhalt = json.loads(pfad.read_bytes())
    aendere(inhalt)
    pfad.write_bytes(json.dumps(inhalt).encode())
    eintraege = json.loads(verzeichnis.read_bytes())
    eintraege["blaetter"][-1]["sha256"] = pruefsumme(pfad.read_bytes())
    verzeichnis.write_bytes(json.dumps(eintraege).encode())


def _tabelle(blatt: dict[str, Any]) -> dict[str, Any]:
    tabelle: dict[str, Any] = blatt["kennzahlen"][0]["tabellen"][0]
    assert tabelle["angaben"]["schluessel"] == "zugang"
    return tabelle


@pytest.mark.parametrize(
    ("aendere", "mangel"),
    [
        (lambda b: _tabelle(b)["werte"][0].update(zahl=3 * 10**400), "in der Tabelle „zugang“ steht eine Zahl, die nicht sein kann"),
        (lambda b: _tabelle(b)["werte"][0].update(zahl=-3), "in der Tabelle „zugang“ steht eine Zahl, die nicht sein kann"),
        (lambda b: _tabelle(b)["werte"][0].update(zeile="Quatsch"), "in der Tabelle „zugang“ steht eine Zeile, die es nicht gibt"),
        (lambda b: _tabelle(b).update(zeilen=["Quatsch"]), "in der Tabelle „zugang“ steht eine Zeile, die es nicht gibt"),
        (lambda b: _tabelle(b).update(spalten=["Quatsch"]), "in der Tabelle „zugang“ steht eine Spalte, die es nicht gibt"),
        (lambda b: _tabelle(b)["angaben"].update(zeilen="Quatsch"), "in der Tabelle „zugang“ wird etwas gezählt, das es nicht gibt"),
        (lambda b: _tabelle(b)["angaben"].update(masse=[]), "in der Tabelle „zugang“ wird etwas gezählt, das es nicht gibt"),
        (lambda b: _tabelle(b)["angaben"]["posten"][0].update(nur=["Quatsch"]), "in der Tabelle „zugang“ wird etwas gezählt, das es nicht gibt"),
        (lambda b: _tabelle(b)["angaben"].update(posten=[]), "in der Tabelle „zugang“ wird etwas gezählt, das es nicht gibt"),
        (lambda b: _tabelle(b)["angaben"]["posten"][0].update(wann="nie"), "in der Tabelle „zugang“ wird etwas gezählt, das es nicht gibt"),
        (lambda b: b.update(kennzahlen=[]), "keine einzige Tabelle"),
        (lambda b: b["kennzahlen"].append(b["kennzahlen"][0]), "zweimal dieselbe Kennzahl"),
        (lambda b: b["kennzahlen"][1].update(titel="\ud800"), "ein Zeichen, das es nicht gibt"),
        (lambda b: _tabelle(b)["werte"][0].update(zahl=5), "eine Zahl, die niemand gelost hat, oder ein Zeitraum, den es nicht gibt"),
        (lambda b: b.update(von="0001-01-01"), "ein Zeitraum, der nicht von 2025-12-29 bis 2026-03-28 geht"),
        (lambda b: b["schutz"].update(mittel_ab=10**30), "eine Schwelle „mittel_ab“, die nicht erlaubt ist"),
        (lambda b: b["schutz"].update(aufteilen_ab=5), "eine Schwelle „aufteilen_ab“, die nicht erlaubt ist"),
    ],
)  # fmt: skip
def test_was_gefaelscht_und_unmoeglich_ist_wird_gemeldet(
    team: Path, aendere: Callable[[dict[str, Any]], object], mangel: str
) -> None:
    _neu_versiegelt(team, aendere)
    befunde = lade_register(team).befunde
    assert [(b.kennung, b.stelle.datei) for b in befunde] == [("S022", f"{ORDNER}/2026Q1.json")]
    assert f"Diese Datei ist kein Blatt des Registers: {mangel}." in befunde[0].text


def test_auch_eine_gut_gefaelschte_datei_steht_in_git_anders(team: Path) -> None:
    git(team, "init", "-q")
    git(team, "add", "-A")
    git(team, "commit", "-qm", "Freigaben")
    assert lade_register(team).befunde == ()
    _neu_versiegelt(team, lambda b: _tabelle(b)["werte"][0].update(zahl=_tabelle(b)["werte"][0]["zahl"] + 3))
    befunde = lade_register(team).befunde
    assert [(b.kennung, b.stelle.datei) for b in befunde] == [("S020", f"{ORDNER}/2026Q1.json")]
    assert "in git steht sie mit anderem Inhalt" in befunde[0].text
