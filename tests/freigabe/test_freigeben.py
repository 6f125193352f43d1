"""From a draft to a release, as a team does it: refused, mended by the proposal, released, frozen."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fallbuch.demo.leck import leckteam
from fallbuch.freigabe.entwurf import Auswahl, Entwurf, entwurf
from fallbuch.freigabe.freigeben import gib_frei
from fallbuch.register.kette import lade_register
from fallbuch.statistik.tabelle import Schutzwert
from fallbuch.team import Aufruffehler, Team, oeffne, richte_ein
from tests.cli.aufruf import fallbuch
from tests.conftest import OEFFENTLICH, WURZEL, kopiere_demo
from tests.hilfen import HEUTE, STICHTAG
from tests.website.bauen import baue, dateien

HANDBUCH = WURZEL / "plugins/fallbuch/vorgaben/handbuch"


@pytest.fixture
def leck(tmp_path: Path) -> Path:
    wurzel = tmp_path / "leck"
    for name, text in leckteam().items():
        (wurzel / name).parent.mkdir(parents=True, exist_ok=True)
        (wurzel / name).write_text(text, encoding="utf-8")
    return wurzel


def geoeffnet(wurzel: Path) -> Team:
    return oeffne(richte_ein(wurzel), stichtag=STICHTAG, heute=HEUTE)


def neuestes(team: Team, auswahl: Auswahl = Auswahl()) -> Entwurf:  # noqa: B008 - frozen
    quartal = team.zahlenwerk.zeitraum("2026Q2")
    assert quartal is not None
    return entwurf(team.zahlenwerk, quartal, auswahl)


def ruf(zeile: str) -> Iterator[str]:
    """Return the words of a command as a shell would split them."""
    worte = shlex.split(zeile)
    assert worte.pop(0) == "fallbuch"
    yield from worte


def test_abgelehnt_dem_vorschlag_gefolgt_freigegeben_und_eingefroren(leck: Path) -> None:
    abgelehnt = fallbuch("statistik", "--quartal", "2026Q2", "--freigeben", cwd=leck)
    assert (abgelehnt.returncode, abgelehnt.stderr) == (1, "")
    assert not (leck / "statistik").exists()
    # The handbook prints the same refusal, word for word.
    seite = (HANDBUCH / "freigeben.md").read_text(encoding="utf-8")
    assert "\n".join(f"    {z}".rstrip() for z in abgelehnt.stdout.splitlines()) in seite
    vorschlaege = re.findall(r"^   (fallbuch .*)$", abgelehnt.stdout, re.MULTILINE)
    assert len(vorschlaege) == 2
    freigegeben = fallbuch(*ruf(vorschlaege[0]), cwd=leck)
    assert (freigegeben.returncode, freigegeben.stderr) == (0, "")
    assert freigegeben.stdout.endswith(
        "In „Phasen mit Arbeitsstelle nach Umfang“ sind „ohne Angabe“ und „unter 15 Stunden“ zusammengezählt.\n"
        "Freigegeben: 2. Quartal 2026, Lecktest. Geschrieben: statistik/register/2026Q2.json. Legen Sie diese Datei und das Verzeichnis daneben in git ab.\n"
    )
    assert baue(leck, "--quiet", *OEFFENTLICH).returncode == 0
    vorher = dateien(leck / "site-oeffentlich")
    assert "statistik/2026q2.html" in vorher
    assert "ohne Angabe oder unter 15 Stunden" in vorher["statistik/2026q2.html"].decode()
    # One case less, one reopened, one with other hours: nothing that is released changes.
    faelle = sorted((leck / "faelle").glob("*.md"))
    faelle[0].unlink()
    faelle[1].write_text(faelle[1].read_text().replace("Umfang: 10", "Umfang: 30"))
    faelle[2].write_text(faelle[2].read_text() + "\n## 2026-06-20 Wiederaufnahme (Jana)\n\nWieder da.\n")
    assert baue(leck, "--quiet", *OEFFENTLICH).returncode == 0
    assert dateien(leck / "site-oeffentlich") == vorher
    noch_einmal = fallbuch("statistik", "--quartal", "2026Q2", "--freigeben", cwd=leck)
    assert noch_einmal.returncode == 2
    assert re.search(
        r"2\. Quartal 2026 ist am 20[0-9-]{8} freigegeben worden und ändert sich nicht mehr\.", noch_einmal.stderr
    )


def test_ein_vorschlag_gilt_fuer_das_team_das_gefragt_hat(leck: Path) -> None:
    ende = fallbuch(
        "statistik",
        "--team",
        leck.name,
        "--quartal",
        "2026Q2",
        "--freigeben",
        "--stichtag",
        "2026-07-01",
        cwd=leck.parent,
    )
    vorschlaege = re.findall(r"^   (fallbuch .*)$", ende.stdout, re.MULTILINE)
    assert vorschlaege
    assert all(v.endswith(" --team leck --stichtag 2026-07-01") for v in vorschlaege)
    frei = fallbuch(*ruf(vorschlaege[0]), cwd=leck.parent)
    assert frei.returncode == 0
    assert "Geschrieben: leck/statistik/register/2026Q2.json." in frei.stdout


def test_jeder_vorschlag_besteht(leck: Path) -> None:
    team = geoeffnet(leck)
    ausgang = gib_frei(team, neuestes(team))
    assert not ausgang.freigegeben
    assert [sorted(v.auswahl.ohne) for v in ausgang.vorschlaege] == [[], ["stellenumfang"]]
    for vorschlag in ausgang.vorschlaege:
        nochmal = geoeffnet(leck)
        nach = gib_frei(nochmal, neuestes(nochmal, vorschlag.auswahl))
        assert nach.freigegeben
        for pfad in (leck / "statistik/register").iterdir():
            pfad.unlink()


def test_eine_verschobene_rundung_wird_jedes_mal_abgelehnt(leck: Path) -> None:
    """Every printed count of the draft, moved by five in either direction, is no longer that of the cases."""
    team = geoeffnet(leck)
    ehrlich = neuestes(team, Auswahl(frozenset({"stellenumfang"})))
    verschoben = 0
    for name, tabelle in ehrlich.tabellen.items():
        for ort, wert in list(tabelle.werte.items())[:3]:
            if wert.zahl is None or wert.wert is not None:
                continue
            for schritt in (-5, 5):
                if wert.zahl + schritt < 0:
                    continue
                anders = replace(tabelle, werte={**tabelle.werte, ort: replace(wert, zahl=wert.zahl + schritt)})
                with pytest.raises(Aufruffehler, match="passt nicht zu den Fällen"):
                    gib_frei(team, replace(ehrlich, tabellen={**ehrlich.tabellen, name: anders}))
                verschoben += 1
    assert verschoben > 30
    assert not (leck / "statistik").exists()
    with pytest.raises(ValueError, match="unrounded"):
        Schutzwert(zahl=7)


def test_ein_laufender_zeitraum_wird_nicht_freigegeben(tmp_path: Path) -> None:
    wurzel = kopiere_demo(tmp_path)
    for tag, code in (("2026-06-28", 2), ("2026-06-29", 0)):
        ende = fallbuch(
            "statistik", "--quartal", "2026Q2", "--freigeben", "--ohne", "struktur", "--stichtag", tag, cwd=wurzel
        )
        assert ende.returncode == code, (tag, ende.stdout, ende.stderr)
        if code:
            assert "Das 2. Quartal 2026 geht bis 2026-06-28. Freigeben lässt es sich ab dem Tag danach." in ende.stderr
    zukunft = fallbuch("statistik", "--quartal", "2040Q1", "--freigeben", "--stichtag", "2040-04-01", cwd=wurzel)
    assert zukunft.returncode == 2


@pytest.mark.parametrize(
    ("optionen", "satz"),
    [
        (["--ohne", "gibtsnicht"], "Eine Tabelle „gibtsnicht“ gibt es nicht. Erwartet: "),
        (["--zusammen", "struktur: arbeitslos"], "„struktur: arbeitslos“ nennt keine zwei Zeilen."),
        (["--zusammen", "nix: A + B"], "Eine Tabelle „nix“ gibt es nicht. Erwartet: "),
        (
            ["--zusammen", "struktur: A + B"],
            "Diese Zeilen oder Spalten hat die Tabelle „struktur“ nicht zusammen: A + B.",
        ),
        (
            ["--kennzahl", "Zugang"],
            "--freigeben gilt für einen ganzen Zeitraum: ohne --kennzahl, --geschuetzt und --format.",
        ),
        (["--zeugen", "x"], "Nennen Sie nur eins davon: --freigeben, --zeugen."),
    ],
)
def test_was_am_aufruf_nicht_stimmt_sagt_ein_satz(tmp_path: Path, optionen: list[str], satz: str) -> None:
    wurzel = kopiere_demo(tmp_path)
    ende = fallbuch("statistik", "--quartal", "2026Q2", "--freigeben", *optionen, cwd=wurzel)
    assert ende.returncode == 2
    assert satz in ende.stderr
    assert "Traceback" not in ende.stderr


def test_zu_jeder_option_gehoert_ihr_zweck(tmp_path: Path) -> None:
    for optionen, satz in (
        (["--ohne", "x"], "--ohne gehört zu --freigeben oder --zeugen oder --bekannt."),
        (["--extern"], "--extern gehört zu --freigeben."),
        (["--intern"], "--intern gehört zu --ausgabe."),
        (["--freigeben"], "Zu --freigeben gehört ein Zeitraum: --quartal 2026Q2 oder --jahr 2026."),
    ):
        ende = fallbuch("statistik", *optionen, cwd=WURZEL)
        assert (ende.returncode, satz in ende.stderr) == (2, True), ende.stderr


def test_das_register_haelt_fest_woraus_und_womit(leck: Path) -> None:
    team = geoeffnet(leck)
    assert gib_frei(team, neuestes(team, Auswahl(frozenset({"stellenumfang"})))).freigegeben
    roh = json.loads((leck / "statistik/register/2026Q2.json").read_text(encoding="utf-8"))
    assert (roh["zeitraum"], roh["von"], roh["bis"], roh["verfahren"]) == (
        "2026Q2", "2026-03-29", "2026-06-28", "5er-Rundung, jede Zahl für sich",
    )  # fmt: skip
    assert roh["umstaende"]["stichtag"] == "2026-06-30"
    assert roh["ausgelassen"] == ["„Phasen mit Arbeitsstelle nach Umfang“ ist nicht Teil dieser Freigabe."]
    blatt = lade_register(leck).blatt("2026Q2")
    assert blatt is not None
    assert "stellenumfang" not in blatt.tabellen
    # What is in the register is what the team would see as a draft.
    werke = neuestes(team).tabellen
    assert {n: t.werte for n, t in blatt.tabellen.items()} == {n: werke[n].werte for n in blatt.tabellen}


def test_ein_team_mit_fehlern_in_seinen_regeln_gibt_nichts_frei(leck: Path) -> None:
    (leck / "vorlagen/kennzahlen.yml").write_text("schutz: {aufteilen_ab: 3}\n", encoding="utf-8")
    ende = fallbuch("statistik", "--quartal", "2026Q2", "--freigeben", cwd=leck)
    assert ende.returncode == 2
    assert "Zahlen für andere entstehen erst, wenn die Fehler behoben sind." in ende.stderr


def test_was_nicht_rechtzeitig_bewiesen_ist_wird_nicht_freigegeben(leck: Path) -> None:
    team = geoeffnet(leck)
    ausgang = gib_frei(team, neuestes(team, Auswahl(frozenset({"stellenumfang"}))), geduld=-1.0)
    assert not ausgang.freigegeben
    assert "ließ sich in der Zeit nicht beweisen" in ausgang.text


def test_ein_unlesbarer_fall_haelt_die_freigabe_auf(leck: Path) -> None:
    """What is missing in a released number is missing for ever."""
    pfad = min((leck / "faelle").glob("*.md"))
    text = pfad.read_text(encoding="utf-8")
    pfad.write_text(re.sub("Erstkontakt: .*", "Erstkontakt: kaputt", text), encoding="utf-8")
    ruf_ = ("statistik", "--quartal", "2026Q2", "--freigeben", "--ohne", "stellenumfang")
    ende = fallbuch(*ruf_, cwd=leck)
    assert ende.returncode == 2
    assert f"1 Fall lässt sich nicht auswerten und fehlte in den Zahlen für immer: {pfad.stem}." in ende.stderr
    assert not (leck / "statistik").exists()
    trotzdem = fallbuch(*ruf_, "--trotzdem", cwd=leck)
    assert "Achtung: In den Fällen gibt es" in trotzdem.stderr
    assert trotzdem.returncode in {0, 1}


def test_was_wegbleibt_wird_nicht_auch_noch_zusammengezaehlt(leck: Path) -> None:
    zusammen = ("--zusammen", "stellenumfang: ohne Angabe + unter 15 Stunden")
    ende = fallbuch("statistik", "--quartal", "2026Q2", "--freigeben", "--ohne", "stellenumfang", *zusammen, cwd=leck)
    assert ende.returncode == 0, ende.stdout
    blatt = lade_register(leck).blatt("2026Q2")
    assert blatt is not None
    assert list(blatt.ausgelassen) == ["„Phasen mit Arbeitsstelle nach Umfang“ ist nicht Teil dieser Freigabe."]


def test_vorwissen_ueber_einen_entwurf_der_nicht_besteht(leck: Path) -> None:
    fall = min((leck / "faelle").glob("*.md")).stem
    ende = fallbuch("statistik", "--quartal", "2026Q2", "--bekannt", fall, cwd=leck)
    assert ende.returncode == 0
    assert ende.stdout.splitlines()[1] == (
        "Der Entwurf wird so nicht freigegeben: Schon ohne Vorwissen ließe sich zu viel ausrechnen. Was hilft, nennt „--freigeben“."
    )


def test_ein_jahr_als_zeile_haelt_die_oeffentliche_fassung_nicht_auf(leck: Path) -> None:
    """A line called 2026 is a name, no number; released figures cannot be taken back, so the site must take them."""
    (leck / "vorlagen/kennzahlen.yml").write_text(
        "tabellen:\n  jahre:\n    titel: Offene nach Jahr\n    frage: Seit wann?\n    definition: Offene Fälle.\n    zaehlt: Phasen\n"
        "    wann: betreut\n    zeilen: Jahr des Beginns\n    oeffentlich: ja\n",
        encoding="utf-8",
    )
    ohne = ("--ohne", "stellenumfang")
    frei = fallbuch("statistik", "--quartal", "2026Q2", "--freigeben", *ohne, cwd=leck)
    assert frei.returncode == 0, frei.stdout + frei.stderr
    assert (leck / "statistik/register/2026Q2.json").read_text(encoding="utf-8").count('"zeile": "2024"') == 1
    ende = baue(leck, "--quiet", *OEFFENTLICH)
    assert ende.returncode == 0, ende.stdout
    assert "2024" in (leck / "site-oeffentlich/statistik/2026q2.html").read_text(encoding="utf-8")
