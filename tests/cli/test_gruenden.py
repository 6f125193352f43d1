"""A new team: what it is asked, what it gets, and that its first day begins with nothing wrong and nothing late."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.akte.lesen import lesen
from fallbuch.befund import Schwere
from fallbuch.cli.einrichten import lege_an
from fallbuch.cli.gruenden import Gruendung, dateien_fuer, pruefe_name
from fallbuch.einrichtung import richte_ein
from fallbuch.regelwerk.faelligkeit import Dringlichkeit
from fallbuch.team import oeffne
from tests.cli.aufruf import fallbuch, im_prozess
from tests.cli.test_dialog import gespraech
from tests.git import git

GOLDEN = Callable[[str, str], None]
ANFANG = date(2026, 1, 1)
VOLL = Gruendung(
    name="Beratung: am Markt", berater=("Jana", "Ole P.", "Zoë-Marie"), zugangswege=("Tafel & Laden", "Ja"), berichtszeitraum="Kalenderquartal",
    land="Wien", forge="forgejo", adresse="https://git.example.org/team/faelle",
)  # fmt: skip
WER = {
    f"GIT_{wer}_{was}": wert
    for wer in ("AUTHOR", "COMMITTER")
    for was, wert in (("NAME", "T"), ("EMAIL", "t@example.org"))
}


@pytest.mark.parametrize("wie", [Gruendung(), VOLL], ids=["ohne Angaben", "mit allen"])
def test_am_ersten_tag_ist_nichts_falsch_und_nichts_ueberfaellig(tmp_path: Path, wie: Gruendung) -> None:
    """Whatever day of a year and a quarter it is set up on."""
    for tag in (ANFANG + timedelta(days=n) for n in range(0, 460, 1 if os.environ.get("FALLBUCH_LANG") else 11)):
        wurzel = tmp_path / str(tag)
        lege_an(wurzel, dateien_fuer(wie, tag))
        for stichtag in (tag, tag + timedelta(days=6)):
            team = oeffne(richte_ein(wurzel), stichtag=stichtag, heute=stichtag)
            assert (team.befunde, team.akten) == ((), ())
            spaet = [
                f.begruendung
                for f in team.faelligkeiten
                if f.dringlichkeit in {Dringlichkeit.UEBERFAELLIG, Dringlichkeit.NICHT_BERECHENBAR}
            ]
            assert spaet == [], stichtag
        # The example counts for nothing; whoever takes it for a case finds it right.
        beispiel = (wurzel / "faelle/_beispiel.md").read_text(encoding="utf-8")
        fall, befunde = lesen(beispiel.encode(), "faelle/beispiel.md")
        assert [b for b in befunde if b.schwere is Schwere.FEHLER] == []
        assert (fall.kopf.berater, fall.kopf.zugangsweg) == (
            wie.berater[0] if wie.berater else "Jana",
            wie.zugangswege[0],
        )


def test_was_ein_team_bekommt(tmp_path: Path, golden: GOLDEN) -> None:
    ende = fallbuch(
        "einrichten", "unser team", "--name", VOLL.name, *(w for b in VOLL.berater for w in ("--berater", b)),
        *(w for z in VOLL.zugangswege for w in ("--zugangsweg", z)), "--land", "Wien", "--quartal", "kalender", "--forge", "forgejo",
        "--adresse", VOLL.adresse, cwd=tmp_path, **WER,
    )  # fmt: skip
    assert (ende.returncode, ende.stderr) == (0, "")
    team = tmp_path / "unser team"
    dateien = sorted(
        p.relative_to(team).as_posix() for p in team.rglob("*") if p.is_file() and ".git/" not in p.as_posix()
    )
    assert len(dateien) <= 20
    golden("cli/einrichten.txt", ende.stdout + "".join(f"{name}\n" for name in dateien))
    golden("cli/einrichten-team.yml", (team / "vorlagen/team.yml").read_text(encoding="utf-8"))
    assert git(team, "log", "--format=%s") == "Anfang\n"
    assert git(team, "branch", "--show-current") == "main\n"
    # What the forge needs came after the first state; all else is saved.
    assert {z[3:] for z in git(team, "status", "--short").splitlines()} == {".forgejo/"}
    vokabular = richte_ein(team).regelwerk.vokabular
    assert (list(vokabular.berater), list(vokabular.zugangswege)) == (list(VOLL.berater), list(VOLL.zugangswege))
    nochmal = fallbuch("einrichten", "unser team", "--name", "x", cwd=tmp_path)
    assert (nochmal.returncode, nochmal.stderr) == (
        2, "fallbuch: In „unser team“ gibt es schon „faelle“. Es wurde nichts geschrieben. Nennen Sie einen neuen oder leeren Ordner.\n",
    )  # fmt: skip


def test_ohne_namen_in_git_steht_da_was_zu_tun_ist(tmp_path: Path) -> None:
    ohne = {
        "HOME": str(tmp_path),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "EMAIL": "",
        "GIT_AUTHOR_NAME": "",
        "GIT_COMMITTER_NAME": "",
    }
    ende = fallbuch("einrichten", "team", cwd=tmp_path, **ohne)
    assert ende.returncode == 0
    assert "In git gespeichert ist noch nichts, weil git Ihren Namen nicht kennt." in ende.stdout
    ohne_git = fallbuch("einrichten", "andere", cwd=tmp_path, PATH="/nirgends")
    assert ohne_git.returncode == 0
    assert "Gespeichert ist noch nichts: " in ohne_git.stdout
    assert (tmp_path / "andere/vorlagen/team.yml").is_file()


def test_nie_in_das_verzeichnis_des_programms_und_nur_mit_ja_in_ein_fremdes(tmp_path: Path) -> None:
    programm = tmp_path / "programm"
    (programm / "plugins/fallbuch/cli").mkdir(parents=True)
    (programm / "plugins/fallbuch/cli/__main__.py").touch()
    git(programm, "init", "-q")
    for worte in (["team"], ["team", "--trotzdem"], ["."]):
        ende = fallbuch("einrichten", *worte, cwd=programm)
        assert (ende.returncode, ende.stdout) == (2, "")
        assert (
            ende.stderr
            == f"fallbuch: „{programm}“ ist der Ordner, in dem das Programm selbst entsteht. Fälle gehören nicht dorthin: Nennen Sie einen Ordner außerhalb.\n"
        )
    (programm / "vorlagen").mkdir()
    for option in ("--haken", "--ergaenzen"):
        assert fallbuch("einrichten", option, cwd=programm).returncode == 2
    assert not (programm / ".vscode").exists()
    fremd = tmp_path / "fremd"
    fremd.mkdir()
    git(fremd, "init", "-q")
    ende = fallbuch("einrichten", "team", cwd=fremd)
    assert (ende.returncode, ende.stderr) == (
        2, f"fallbuch: „team“ liegt im git-Verzeichnis „{fremd}“, das schon etwas anderes enthält. Nennen Sie einen Ordner außerhalb, oder bestätigen Sie es mit --trotzdem.\n",
    )  # fmt: skip
    assert list(fremd.iterdir()) == [fremd / ".git"]
    assert fallbuch("einrichten", "team", "--trotzdem", cwd=fremd).returncode == 0
    assert not (fremd / "team/.git").exists()


@pytest.mark.parametrize(
    ("worte", "satz"),
    [
        (["--berater", "Jana (Urlaub)"], "„Jana (Urlaub)“ geht nicht. Erwartet: Buchstaben, Ziffern, Leerzeichen, Punkt und Bindestrich."),
        (["--zugangsweg", "…"], "„…“ geht nicht. Erwartet: Buchstaben, Ziffern, Leerzeichen, Punkt und Bindestrich."),
        (["--land", "Atlantis"], "„Atlantis“ ist kein Land. Erwartet: Deutschland, Österreich oder ein Bundesland, zum Beispiel Bayern oder Wien."),
        (["--adresse", "https://x.example"], "Zu --adresse gehört --forge, und sie beginnt mit https://."),
        (["--adresse", "http://x.example", "--forge", "gitea"], "Zu --adresse gehört --forge, und sie beginnt mit https://."),
    ],
)  # fmt: skip
def test_angaben_die_nicht_gehen(tmp_path: Path, worte: list[str], satz: str) -> None:
    assert im_prozess("einrichten", "team", *worte, cwd=tmp_path) == (2, f"fallbuch: {satz}\n")
    assert list(tmp_path.iterdir()) == []


def test_wo_sich_nichts_anlegen_laesst_wird_nicht_erst_gefragt(tmp_path: Path) -> None:
    (tmp_path / "datei").touch()
    for ziel in ("datei", "datei/team"):
        code, text = im_prozess("einrichten", ziel, cwd=tmp_path)
        assert (code, text) == (
            2,
            f"fallbuch: Dort lässt sich kein Ordner anlegen: „{tmp_path / 'datei'}“ ist eine Datei. Nennen Sie einen anderen.\n",
        )
    (tmp_path / "alt/faelle").mkdir(parents=True)
    code, text = im_prozess("einrichten", "alt", cwd=tmp_path)
    assert (code, text) == (
        2,
        "fallbuch: In „alt“ gibt es schon „faelle“. Es wurde nichts geschrieben. Nennen Sie einen neuen oder leeren Ordner.\n",
    )


def test_ein_bestehendes_team_wird_nicht_neu_gegruendet(ordner: Callable[..., Path]) -> None:
    wurzel = ordner({})
    code, text = im_prozess("einrichten", "--ergaenzen", "--berater", "Zoe", cwd=wurzel)
    assert (code, text) == (
        2,
        "fallbuch: Dieses Team gibt es schon. Seine Angaben stehen in vorlagen/team.yml; ändern Sie sie dort.\n",
    )


def test_namen() -> None:
    assert pruefe_name("  Ole   P. ") == "Ole P."
    for falsch in ("", "-", "a,b", "a:b", "a\nb", "[x]"):
        with pytest.raises(Schreibfehler):
            pruefe_name(falsch)


FRAGEN = [
    ("Wie heißt das Team [Unser Team]: ", "Beratung am Markt"),
    ("Wer berät (ein Name je Zeile, Eingabetaste beendet): ", "Jana (neu)"),
    ("Wer berät (ein Name je Zeile, Eingabetaste beendet): ", "Jana"),
    ("  noch eine: ", "Jörg"),
    ("  noch eine: ", ""),
    ("(ein Weg je Zeile): ", "Beratungstag"),
    ("  noch eine: ", ""),
    ("sonst Eingabetaste): ", "Atlantis"),
    ("sonst Eingabetaste): ", "Bayern"),
    ("Nummer oder Wort [Kalenderquartal]: ", "29"),
    ("Nummer oder Wort (sonst Eingabetaste): ", ""),
]


def test_das_gespraech(tmp_path: Path, golden: GOLDEN) -> None:
    schirm = gespraech(tmp_path, "einrichten team", FRAGEN)
    golden("cli/dialog-einrichten.txt", schirm)
    text = (tmp_path / "team/vorlagen/team.yml").read_text(encoding="utf-8")
    assert "name: Beratung am Markt\n\nberater:\n  Jana: {}\n  Jörg: {}\n" in text
    assert "zugangswege:\n  Beratungstag: {}\n" in text
    assert "berichtszeitraum: 29. bis 28.\n" in text
    assert "land: Bayern\n" in text


@pytest.mark.parametrize("bis", range(len(FRAGEN)))
def test_strg_c_bei_jeder_frage_schreibt_nichts(tmp_path: Path, bis: int) -> None:
    gespraech(tmp_path, "einrichten team", [*FRAGEN[:bis], (FRAGEN[bis][0], "\x03")], code=130)
    assert list(tmp_path.iterdir()) == []


def test_vorbilder_kommen_auf_wunsch_und_sind_in_ordnung(tmp_path: Path) -> None:
    """The processes of AMS and STEP2JOB: pages of the team, checked like its own, with their groups and pictures."""
    fallbuch("einrichten", "team", "--berater", "Jana", "--zugangsweg", "Tafel", cwd=tmp_path)
    team = tmp_path / "team"
    assert not (team / "site_src/prozesse").exists()
    ende = fallbuch("einrichten", "--vorbilder", cwd=team)
    angelegte = ende.stdout.splitlines()
    assert (ende.returncode, len(angelegte)) == (0, 11)
    assert "Angelegt: site_src/prozesse/ams-betreuungsplan.md" in angelegte
    assert "Angelegt: site_src/vorbilder/selbstpruefung.md" in angelegte
    assert fallbuch("einrichten", "--vorbilder", cwd=team).stdout == "Es fehlt nichts.\n"
    geprueft = fallbuch("pruefen", "--streng", cwd=team)
    assert (geprueft.returncode, geprueft.stdout) == (0, "0 Fälle geprüft: 0 Fehler, 0 Hinweise.\n")
    assert fallbuch("bauen", "--streng", cwd=team).returncode == 0
    uebersicht = (team / "site/prozesse/index.html").read_text(encoding="utf-8")
    for gruppe in ("AMS", "STEP2JOB"):
        assert f">{gruppe}</h2>" in uebersicht
