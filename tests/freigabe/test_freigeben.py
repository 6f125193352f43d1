"""From a draft to a release, as a team does it: looked at, released, frozen."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from fallbuch.einrichtung import Aufruffehler, richte_ein
from fallbuch.freigabe.freigeben import gib_frei
from fallbuch.register.kette import lade_register
from fallbuch.register.los import LOSDATEI, aus_text
from fallbuch.team import Team, oeffne
from tests.cli.aufruf import fallbuch
from tests.conftest import OEFFENTLICH, WURZEL, kopiere_demo
from tests.git import git
from tests.hilfen import HEUTE, STICHTAG
from tests.website.bauen import baue, dateien

REGISTER = "statistik/register"
FREIGEBEN = ("statistik", "--quartal", "2026Q2", "--freigeben")


@pytest.fixture
def team(tmp_path: Path) -> Path:
    (tmp_path / "team").mkdir()
    return kopiere_demo(tmp_path / "team")


def geoeffnet(wurzel: Path) -> Team:
    return oeffne(richte_ein(wurzel), stichtag=STICHTAG, heute=HEUTE)


def gib(wurzel: Path, name: str) -> str:
    offen = geoeffnet(wurzel)
    quartal = offen.zahlenwerk.zeitraum(name)
    assert quartal is not None
    return gib_frei(offen, quartal)


def test_entwurf_freigabe_und_eingefroren(team: Path) -> None:
    entwurf = fallbuch("statistik", "--quartal", "2026Q2", "--geschuetzt", cwd=team).stdout.splitlines()
    assert entwurf[:2] == [
        "2. Quartal 2026, 2026-03-29 bis 2026-06-28",
        "Entwurf, nur für das Team: So sähen die Zahlen aus, wenn Sie sie freigäben. Hinaus dürfen sie erst danach.",
    ]
    frei = fallbuch(*FREIGEBEN, cwd=team)
    assert (frei.returncode, frei.stderr, frei.stdout) == (
        0,
        "",
        "Freigegeben: Demo-Team, 2. Quartal 2026. Geschrieben: statistik/register/2026Q2.json. "
        "Legen Sie diese Datei, das Verzeichnis daneben und „statistik/los.txt“ in git ab.\n",
    )
    # What was shown as a draft is what was released.
    danach = fallbuch("statistik", "--quartal", "2026Q2", "--geschuetzt", cwd=team).stdout.splitlines()
    assert danach[1] == f"Freigegeben am {HEUTE}: So stehen die Zahlen im Register."
    assert danach[2:] == entwurf[2:]
    assert baue(team, *OEFFENTLICH).returncode == 0
    vorher = dateien(team / "site-oeffentlich")
    assert "statistik/2026q2.html" in vorher
    # Half of the cases less, some reopened: nothing that is released changes, wherever it is asked for.
    faelle = sorted((team / "faelle").glob("*.md"))
    for pfad in faelle[::2]:
        pfad.unlink()
    for pfad in faelle[1:9:2]:
        pfad.write_text(pfad.read_text() + "\n## 2026-06-20 Wiederaufnahme (Jana)\n\nWieder da.\n")
    assert baue(team, *OEFFENTLICH).returncode == 0
    assert dateien(team / "site-oeffentlich") == vorher
    assert fallbuch("statistik", "--quartal", "2026Q2", "--geschuetzt", cwd=team).stdout.splitlines() == danach
    noch_einmal = fallbuch(*FREIGEBEN, cwd=team)
    assert noch_einmal.returncode == 2
    assert "2. Quartal 2026 ist am 2026-" in noch_einmal.stderr
    assert "freigegeben worden und ändert sich nicht mehr." in noch_einmal.stderr


def test_das_los_wird_bei_der_ersten_freigabe_gezogen_und_bleibt(team: Path) -> None:
    shutil.rmtree(team / "statistik")
    zeilen = {
        tuple(fallbuch("statistik", "--quartal", "2026Q1", "--geschuetzt", cwd=team).stdout.splitlines())
        for _ in range(2)
    }
    assert len(zeilen) == 2, "without a secret each draft is drawn as it happens"
    assert not (team / "statistik").exists()
    gib(team, "2026Q1")
    erstes = aus_text((team / LOSDATEI).read_bytes())
    assert erstes is not None
    assert erstes.freigegeben == ("2026Q1",)
    gib(team, "2026Q2")
    zweites = aus_text((team / LOSDATEI).read_bytes())
    assert zweites is not None
    assert (zweites.geheimnis, zweites.freigegeben) == (erstes.geheimnis, ("2026Q1", "2026Q2"))
    assert {b.umstaende.los for b in lade_register(team).blaetter} == {erstes.kennzeichen}
    assert erstes.geheimnis.hex() not in (team / f"{REGISTER}/2026Q1.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("aendere", "mangel"),
    [
        (lambda p: p.unlink(), "diese Datei fehlt"),
        (lambda p: p.write_text("los: verloren\n"), "diese Datei ist kein Los"),
        (lambda p: p.write_text(f"los: {'0' * 64}\nfreigegeben: 2025Q3\n"), "mit ihm wurde 2025Q3 nicht gelost"),
    ],
)
def test_ein_anderes_los_haelt_alles_auf(team: Path, aendere: object, mangel: str) -> None:
    assert callable(aendere)
    aendere(team / LOSDATEI)
    (befund,) = lade_register(team).befunde
    assert (befund.kennung, befund.stelle.datei) == ("S026", LOSDATEI)
    assert mangel in befund.text
    frei = fallbuch(*FREIGEBEN, cwd=team)
    assert (
        frei.returncode,
        "Das Register der Freigaben oder das Los des Teams ist nicht mehr so, wie es war." in frei.stderr,
    ) == (2, True)


def test_ein_los_mit_windows_zeilenenden_ist_dasselbe(team: Path) -> None:
    pfad = team / LOSDATEI
    pfad.write_bytes(pfad.read_bytes().replace(b"\n", b"\r\n"))
    assert lade_register(team).befunde == ()


@pytest.mark.parametrize("zeile", ["", "stichtag: 2026-07-01\n"])
def test_mit_dem_los_der_beispieldaten_werden_keine_wirklichen_menschen_freigegeben(team: Path, zeile: str) -> None:
    """Whoever starts from the demo team must not release with a secret that everybody has."""
    pfad = team / "vorlagen/team.yml"
    pfad.write_text(re.sub("stichtag: .*\n", zeile, pfad.read_text(encoding="utf-8")), encoding="utf-8")
    frei = fallbuch(*FREIGEBEN, cwd=team)
    assert (frei.returncode, frei.stderr) == (
        2,
        "fallbuch: Das Los in „statistik/los.txt“ stammt aus den Beispieldaten, und jeder kennt es. Zahlen über wirkliche Menschen gibt das Programm "
        "damit nicht frei. Legen Sie mit „fallbuch einrichten“ einen neuen Ordner für Ihr Team an, und nehmen Sie Ihre Fälle und Vorlagen mit.\n",
    )
    shutil.rmtree(team / "statistik")
    assert fallbuch(*FREIGEBEN, cwd=team).returncode == 0
    los = aus_text((team / LOSDATEI).read_bytes())
    assert los is not None
    assert not los.ist_beispiel


def test_ohne_git_erinnert_sich_das_los_an_ein_geloeschtes_register(team: Path) -> None:
    shutil.rmtree(team / REGISTER)
    befunde = lade_register(team).befunde
    assert [b.stelle.datei for b in befunde if b.kennung == "S021"] == [
        f"{REGISTER}/{n}.json" for n in ("verzeichnis", "2025Q3", "2025Q4", "2026Q1")
    ]
    frei = fallbuch("statistik", "--quartal", "2026Q1", "--freigeben", cwd=team)
    assert frei.returncode == 2
    assert not (team / REGISTER).exists()


def test_ein_zweig_ohne_vorgeschichte_vergisst_nichts(team: Path) -> None:
    git(team, "init", "-q")
    git(team, "add", "-A")
    git(team, "commit", "-qm", "alles")
    git(team, "checkout", "-q", "--orphan", "neu")
    git(team, "rm", "-rqf", "statistik")
    git(team, "commit", "-qm", "ohne Freigaben")
    assert not (team / "statistik").exists()
    frei = fallbuch("statistik", "--quartal", "2026Q1", "--freigeben", cwd=team)
    assert frei.returncode == 2
    assert (
        "In einem anderen Zweig von git ist schon freigegeben: 2025Q3, 2025Q4, 2026Q1. "
        "Führen Sie die Zweige zuerst zusammen, oder löschen Sie den, der nicht gelten soll: Es gibt nur ein Register."
        in frei.stderr
    )


def test_was_git_nicht_aufnimmt_wird_nicht_freigegeben(team: Path) -> None:
    git(team, "init", "-q")
    (team / ".gitignore").write_text("statistik/\n", encoding="utf-8")
    frei = fallbuch(*FREIGEBEN, cwd=team)
    assert (frei.returncode, frei.stderr) == (
        2,
        "fallbuch: git nimmt den Ordner „statistik“ nicht auf, weil er in einer Datei „.gitignore“ steht; eine Freigabe ginge dort verloren. "
        "Nehmen Sie ihn heraus.\n",
    )
    (team / ".gitignore").write_text("site/\n", encoding="utf-8")
    assert fallbuch(*FREIGEBEN, cwd=team).returncode == 0


def test_was_erst_beim_zusammenfuehren_entstand_ist_bekannt(team: Path) -> None:
    """A sheet that no commit adds but a merge: git names it only when asked for merges."""
    shutil.rmtree(team / "statistik")
    git(team, "init", "-q", "-b", "main")
    git(team, "add", "-A")
    git(team, "commit", "-qm", "alles")
    git(team, "checkout", "-qb", "andere")
    git(team, "commit", "-q", "--allow-empty", "-m", "a")
    git(team, "checkout", "-q", "main")
    git(team, "commit", "-q", "--allow-empty", "-m", "b")
    git(team, "checkout", "-q", "andere")
    git(team, "merge", "-q", "--no-commit", "--no-ff", "main")
    gib(team, "2026Q1")
    git(team, "add", "-A")
    git(team, "commit", "-qm", "zusammen")
    git(team, "checkout", "-q", "main")
    frei = fallbuch("statistik", "--quartal", "2026Q1", "--freigeben", cwd=team)
    assert (frei.returncode, "In einem anderen Zweig von git ist schon freigegeben: 2026Q1." in frei.stderr) == (
        2,
        True,
    )


def test_eine_flache_kopie_gibt_nichts_frei(team: Path, tmp_path: Path) -> None:
    git(team, "init", "-q")
    git(team, "add", "-A")
    git(team, "commit", "-qm", "alles")
    git(team, "commit", "-q", "--allow-empty", "-m", "noch etwas")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{team}", "flach")
    frei = fallbuch(*FREIGEBEN, cwd=tmp_path / "flach")
    assert (frei.returncode, "kein Zeitraum darf zweimal freigegeben werden" in frei.stderr) == (2, True)


def test_andere_quartalsgrenzen_werden_gemeldet(team: Path) -> None:
    pfad = team / "vorlagen/team.yml"
    pfad.write_text(pfad.read_text(encoding="utf-8") + "berichtszeitraum: Kalenderquartal\n", encoding="utf-8")
    zeile = len(pfad.read_text(encoding="utf-8").splitlines())
    ende = fallbuch("pruefen", cwd=team)
    assert ende.returncode == 0
    assert (
        f"vorlagen/team.yml:{zeile}:1: Hinweis S027: Der Berichtszeitraum ist „Kalenderquartal“; zuletzt freigegeben wurde "
        "2026Q1 mit „29. bis 28.“. Erwartet: für alle Freigaben dieselben Grenzen.\n" in ende.stdout
    )
    assert "S027" not in fallbuch("pruefen", cwd=WURZEL).stdout


def test_ein_laufender_zeitraum_wird_nicht_freigegeben(team: Path) -> None:
    for tag, code in (("2026-06-28", 2), ("2026-06-29", 0)):
        ende = fallbuch(*FREIGEBEN, "--stichtag", tag, cwd=team)
        assert ende.returncode == code, (tag, ende.stdout, ende.stderr)
        if code:
            assert "Das 2. Quartal 2026 geht bis 2026-06-28. Freigeben lässt es sich ab dem Tag danach." in ende.stderr
    zukunft = fallbuch("statistik", "--quartal", "2040Q1", "--freigeben", "--stichtag", "2040-04-01", cwd=team)
    assert zukunft.returncode == 2


@pytest.mark.parametrize(
    ("worte", "satz"),
    [
        ((*FREIGEBEN, "--kennzahl", "Zugang"), "--freigeben gilt für einen ganzen Zeitraum: ohne --kennzahl, --geschuetzt und --format."),
        ((*FREIGEBEN, "--ausgabe", "x"), "Nennen Sie nur eins davon: --freigeben, --ausgabe."),
        (("statistik", "--trotzdem"), "--trotzdem gehört zu --freigeben."),
        (("statistik", "--intern"), "--intern gehört zu --ausgabe."),
        (("statistik", "--freigeben"), "Zu --freigeben gehört ein Zeitraum: --quartal 2026Q2 oder --jahr 2026."),
        (("statistik", "--quartal", "2026Q1", "--geschuetzt", "--kennzahl", "Vollständigkeit"), "„Vollständigkeit“ bleibt im Team. Ohne --geschuetzt sehen Sie die genauen Zahlen."),
    ],
)  # fmt: skip
def test_was_am_aufruf_nicht_stimmt_sagt_ein_satz(tmp_path: Path, worte: tuple[str, ...], satz: str) -> None:
    ende = fallbuch(*worte, cwd=kopiere_demo(tmp_path))
    assert (ende.returncode, satz in ende.stderr) == (2, True), ende.stderr


def test_das_register_haelt_fest_woraus_und_womit(team: Path) -> None:
    tabellen = geoeffnet(team).zahlenwerk
    quartal = tabellen.zeitraum("2026Q2")
    assert quartal is not None
    gib(team, "2026Q2")
    roh = json.loads((team / f"{REGISTER}/2026Q2.json").read_text(encoding="utf-8"))
    assert (roh["form"], roh["zeitraum"], roh["von"], roh["bis"], roh["verfahren"]) == (
        2, "2026Q2", "2026-03-29", "2026-06-28", "ausgeloste Vielfache von 3, jede Zahl für sich",
    )  # fmt: skip
    assert roh["umstaende"]["stichtag"] == "2026-06-30"
    blatt = lade_register(team).blatt("2026Q2")
    assert blatt is not None
    geschuetzte = tabellen.geschuetzte(quartal)
    assert {n: t.werte for n, t in blatt.tabellen.items()} == {n: t.werte for n, t in geschuetzte.items()}


def test_ein_team_mit_fehlern_in_seinen_regeln_gibt_nichts_frei(team: Path) -> None:
    (team / "vorlagen/kennzahlen.yml").write_text("schutz: {aufteilen_ab: 3}\n", encoding="utf-8")
    for worte in (FREIGEBEN, ("statistik", "--quartal", "2026Q1", "--geschuetzt")):
        ende = fallbuch(*worte, cwd=team)
        assert ende.returncode == 2
        assert "Zahlen für andere entstehen erst, wenn die Fehler behoben sind." in ende.stderr


def test_ein_unlesbarer_fall_haelt_die_freigabe_auf(team: Path) -> None:
    """What is missing in a released number is missing for ever."""
    pfad = min((team / "faelle").glob("*.md"))
    text = pfad.read_text(encoding="utf-8")
    pfad.write_text(re.sub("Erstkontakt: .*", "Erstkontakt: kaputt", text), encoding="utf-8")
    ende = fallbuch(*FREIGEBEN, cwd=team)
    assert ende.returncode == 2
    assert f"1 Fall lässt sich nicht auswerten und fehlte in den Zahlen für immer: {pfad.stem}." in ende.stderr
    assert not (team / f"{REGISTER}/2026Q2.json").exists()
    trotzdem = fallbuch(*FREIGEBEN, "--trotzdem", cwd=team)
    assert "Achtung: In den Fällen gibt es" in trotzdem.stderr
    assert trotzdem.returncode == 0


def test_zweimal_zugleich_freigegeben_schreibt_einmal(team: Path) -> None:
    eins, zwei = geoeffnet(team), geoeffnet(team)
    quartal = eins.zahlenwerk.zeitraum("2026Q2")
    assert quartal is not None
    assert eins.register.blaetter == zwei.register.blaetter
    gib_frei(eins, quartal)
    with pytest.raises(Aufruffehler, match="wurde inzwischen von anderer Hand geändert; es wurde nichts geschrieben"):
        gib_frei(zwei, quartal)


def test_ein_jahr_als_zeile_haelt_die_oeffentliche_fassung_nicht_auf(team: Path) -> None:
    """A line called 2026 is a name, no number; released figures cannot be taken back, so the site must take them."""
    (team / "vorlagen/kennzahlen.yml").write_text(
        "tabellen:\n  jahre:\n    titel: Offene nach Jahr\n    frage: Seit wann?\n    definition: Offene Fälle.\n    zaehlt: Phasen\n"
        "    wann: betreut\n    zeilen: Jahr des Beginns\n    oeffentlich: ja\n",
        encoding="utf-8",
    )
    frei = fallbuch(*FREIGEBEN, cwd=team)
    assert frei.returncode == 0, frei.stdout + frei.stderr
    assert (team / f"{REGISTER}/2026Q2.json").read_text(encoding="utf-8").count('"zeile": "2024"') >= 1
    ende = baue(team, *OEFFENTLICH)
    assert ende.returncode == 0, ende.stdout
    assert "2024" in (team / "site-oeffentlich/statistik/2026q2.html").read_text(encoding="utf-8")
