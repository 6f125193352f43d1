"""A field that has a new name is read, written, joined and compared in files that still have the old one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fallbuch.akte.lesen import lesen
from fallbuch.akte.normalform import normalform
from fallbuch.akte.schreiben import Falltext
from fallbuch.regelwerk.laden import lade_team
from tests.cli.aufruf import im_prozess
from tests.forge.test_pipelines import schema
from tests.hilfen import TEAM_YML, fall, zeile

HEUTE = fall("## 2026-02-03 Telefonat (Jana)\n\nErreicht.\n")
FRUEHER = HEUTE.replace("Zugangsweg:", "Akquise:")
ORDNER = Callable[..., Path]


def test_wird_ohne_ein_wort_gelesen() -> None:
    heute, frueher = (lesen(text.encode(), "faelle/4711.md") for text in (HEUTE, FRUEHER))
    assert (frueher[0].kopf, frueher[1]) == (heute[0].kopf, ())
    assert frueher[0].kopf.zugangsweg == "Beratungstag"


def test_beide_namen_sind_einer_zu_viel() -> None:
    doppelt = HEUTE.replace("Zugangsweg:", "Akquise: Runder Tisch\nZugangsweg:")
    assert [str(b.stelle) for b in lesen(doppelt.encode(), "faelle/4711.md")[1] if b.art.kennung == "F009"] == [
        "faelle/4711.md:5"
    ]


@pytest.mark.parametrize("name", ["akquise", "AKQUISE"])
def test_verschrieben_bleibt_verschrieben(name: str) -> None:
    (befund,) = lesen(FRUEHER.replace("Akquise", name).encode(), "faelle/4711.md")[1]
    assert zeile(befund).startswith(f"faelle/4711.md:4:1 Hinweis F020: „{name}“ wurde als „Zugangsweg“ gelesen.")


def test_ein_wert_wird_an_seiner_stelle_geaendert() -> None:
    text = Falltext(FRUEHER.encode(), "faelle/4711.md").mit_feld("Zugangsweg", "Runder Tisch")
    assert text.inhalt.decode() == FRUEHER.replace("Akquise: Beratungstag", "Akquise: Runder Tisch")


def test_die_normalform_nennt_den_heutigen_namen() -> None:
    assert normalform(Falltext(FRUEHER.encode(), "faelle/4711.md")).decode() == HEUTE


def test_die_liste_des_teams() -> None:
    heute, befunde = lade_team(TEAM_YML.encode())
    frueher, auch = lade_team(TEAM_YML.replace("zugangswege:", "kanaele:").encode())
    assert (frueher.zugangswege, frueher.stellen, auch) == (heute.zugangswege, heute.stellen, befunde)
    beide, (befund,) = lade_team((TEAM_YML + "kanaele:\n  Laden: {}\n").encode())
    assert beide.zugangswege == heute.zugangswege
    assert "R001: Das Feld „kanaele“ gibt es hier nicht." in zeile(befund)


def test_der_vergleich_nennt_keine_aenderung_und_die_pruefung_schweigt(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": FRUEHER})
    assert im_prozess("pruefen", cwd=wurzel) == (0, "1 Fall geprüft: 0 Fehler, 0 Hinweise.\n")


def test_das_schema_nimmt_beide(ordner: ORDNER, tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text(im_prozess("schema", cwd=ordner({}))[1], encoding="utf-8")
    kopf = {"ID": "4711", "Erstkontakt": "2026-01-12", "Status": "neu"}
    for felder, gilt in (({"Zugangsweg": "Beratungstag"}, True), ({"Akquise": "Beratungstag"}, True), ({}, False)):
        (tmp_path / "kopf.json").write_text(json.dumps(kopf | felder), encoding="utf-8")
        ende = schema("--schemafile", tmp_path / "schema.json", tmp_path / "kopf.json")
        assert (ende.returncode == 0) is gilt, ende.stdout
