"""A merge never loses a side, whatever became of the program that should have merged: with a real git, end to end."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bearbeiten.test_zusammenfuehren import BASIS, JANA, OLE
from tests.cli.aufruf import im_prozess, lege_haken_an
from tests.git import git

NAME = "faelle/4711.md"


@pytest.fixture
def team(ordner: Callable[..., Path]) -> Path:
    """Return a team in which Ole (branch `dort`) and Jana (`main`) each wrote an entry into one case and nobody into the other."""
    wurzel = ordner({"4711.md": BASIS, "4712.md": BASIS.replace("4711", "4712")})
    git(wurzel, "init", "-q", "-b", "main")
    git(wurzel, "add", "-A")
    git(wurzel, "commit", "-qm", "Anfang")
    git(wurzel, "checkout", "-qb", "dort")
    (wurzel / NAME).write_text(BASIS + OLE, encoding="utf-8")
    (wurzel / "faelle/4713.md").write_text(BASIS.replace("4711", "4713"), encoding="utf-8")
    git(wurzel, "add", "-A")
    git(wurzel, "commit", "-qm", "Von Ole")
    git(wurzel, "checkout", "-q", "main")
    (wurzel / NAME).write_text(BASIS + JANA, encoding="utf-8")
    (wurzel / "faelle/4714.md").write_text(
        "---\nID: 4714\nErstkontakt: 2026-02-11\nZugangsweg: VAMV Beratung\nStatus: neu\n---\n"
    )
    git(wurzel, "add", "-A")
    git(wurzel, "commit", "-qm", "Von Jana")
    assert lege_haken_an(wurzel)[0] == 0
    return wurzel


def _ohne_treiber(wurzel: Path) -> None:
    """Let git look for a program that is not there, as after a move: it leaves our side alone in the file, without marks."""
    git(wurzel, "config", "merge.fallbuch.driver", "/gibt/es/nicht %O %A %B")
    git(wurzel, "merge", "dort", code=1)
    assert (wurzel / NAME).read_text(encoding="utf-8") == BASIS + JANA


VERLOREN = (
    f"{NAME}:1:1: Fehler G002: Hier fehlt, was eine der beiden Seiten hatte: Eintrag 2026-03-02 Telefonat entfernt. "
    "Erwartet: Beim Zusammenführen bleibt, was jede Seite eingetragen hat.\n"
    f"    Rufen Sie „fallbuch zusammenfuehren {NAME}“ auf, oder tragen Sie es von Hand nach, und merken Sie die Datei vor: git add {NAME}. "
    "Soll es weg, so löschen Sie es nach dem Zusammenführen in einem eigenen Schritt.\n"
)


def test_pruefen_nennt_was_nicht_zusammengefuehrt_ist(team: Path) -> None:
    assert im_prozess("pruefen", cwd=team)[0] == 0
    _ohne_treiber(team)
    code, text = im_prozess("pruefen", "--stichtag", "2026-03-10", cwd=team)
    assert code == 1
    assert (
        f"{NAME}:1:1: Fehler G001: Diese Datei haben zwei Seiten geändert, und git konnte sie nicht zusammenführen; vielleicht steht hier nur eine der "
        "beiden Fassungen. Erwartet: eine Fassung mit dem, was beide eingetragen haben.\n"
        f"    Rufen Sie „fallbuch zusammenfuehren {NAME}“ auf; der Befehl nimmt beide Fassungen aus git.\n"
    ) in text
    assert "4713" not in text
    assert im_prozess("pruefen", "--neu", "main", cwd=team)[0] == 1
    code, text = im_prozess("zusammenfuehren", NAME, cwd=team)
    assert (code, text) == (
        0,
        f"{NAME}: Die Einträge beider Seiten stehen jetzt da.\nSpeichern Sie den Stand mit: git commit --no-edit\n",
    )
    assert (team / NAME).read_text(encoding="utf-8") == BASIS + JANA + OLE
    assert im_prozess("pruefen", cwd=team)[0] == 0
    git(team, "commit", "--no-edit")
    assert "G00" not in im_prozess("pruefen", "--neu", "HEAD~1", cwd=team)[1]


@pytest.mark.parametrize("wie", ["commit -a", "add"])
def test_der_haken_laesst_keine_seite_verschwinden(team: Path, wie: str) -> None:
    """`git commit -a` declares what waits to be joined to be done, before any hook can see it."""
    _ohne_treiber(team)
    if wie == "add":
        git(team, "add", "-A")
        assert VERLOREN in im_prozess("pruefen", cwd=team)[1]
    text = git(team, "commit", "-qam" if wie == "commit -a" else "-qm", "Zusammen", code=1)
    assert VERLOREN in text
    assert "4712" not in text
    assert im_prozess("zusammenfuehren", NAME, cwd=team)[0] == 0
    git(team, "commit", "--no-edit")
    assert git(team, "show", f"HEAD:{NAME}") == BASIS + JANA + OLE


@pytest.mark.parametrize("seite", ["--ours", "--theirs"])
def test_wer_eine_seite_ganz_nimmt_erfaehrt_was_fehlt(team: Path, seite: str) -> None:
    _ohne_treiber(team)
    git(team, "checkout", seite, NAME)
    git(team, "add", "-A")
    assert VERLOREN in git(team, "commit", "-qm", "Zusammen", code=1)
    # Who joins by hand and keeps both loses nothing, in whatever order.
    (team / NAME).write_text(BASIS + OLE + JANA, encoding="utf-8")
    git(team, "commit", "-qam", "Zusammen")


def test_auch_eine_zeile_eines_eintrags_geht_nicht_verloren(team: Path) -> None:
    git(team, "checkout", "-q", "dort")
    neu = BASIS.replace(
        "- [ ] Kundin schreibt\n", "- [ ] Kundin schreibt\n- [ ] Team ruft an (bis 2026-03-20)\n"
    ).replace("Alt.\n", "Alt.\n\nFolgetermin: 2026-04-07\n")
    (team / NAME).write_text(neu, encoding="utf-8")
    git(team, "commit", "-qam", "Zusage und Termin")
    git(team, "checkout", "-q", "main")
    _ohne_treiber(team)
    text = git(team, "commit", "-qam", "Zusammen", code=1)
    assert "hatte: Eintrag 2026-01-12 Erstgespräch: Vereinbarung entfernt (bis 2026-03-20). Erwartet" in text
    assert "hatte: Eintrag 2026-02-02 Notiz: Folgetermin: 2026-04-07 → leer. Erwartet" in text


def test_was_eine_seite_loeschte_darf_fehlen(team: Path) -> None:
    git(team, "checkout", "-q", "dort")
    (team / NAME).write_text(BASIS.replace("\n## 2026-02-02 Notiz (Jana)\n\nAlt.\n", "") + OLE, encoding="utf-8")
    git(team, "rm", "-q", "faelle/4712.md")
    git(team, "commit", "-qam", "Die Notiz war falsch")
    git(team, "checkout", "-q", "main")
    git(team, "merge", "-q", "--no-edit", "dort")
    assert im_prozess("pruefen", "--neu", "HEAD~1", cwd=team)[0] == 0


def test_wer_einen_fall_loescht_loescht_nicht_was_inzwischen_dazukam(team: Path) -> None:
    git(team, "rm", "-q", NAME)
    git(team, "commit", "-qm", "Aufbewahrung vorbei")
    git(team, "merge", "dort", code=1)
    assert "Fehler G001" in im_prozess("pruefen", cwd=team)[1]
    git(team, "rm", "-q", NAME)
    assert VERLOREN in git(team, "commit", "-qm", "Zusammen", code=1)


def test_ein_umbenannter_fall_ist_nicht_verloren(team: Path) -> None:
    git(team, "mv", NAME, "faelle/4799.md")
    (team / "faelle/4799.md").write_text((BASIS + JANA).replace("4711", "4799"), encoding="utf-8")
    git(team, "commit", "-qam", "Andere ID")
    git(team, "merge", "--no-commit", "dort", code=0)
    assert OLE in (team / "faelle/4799.md").read_text(encoding="utf-8")
    git(team, "commit", "-qm", "Zusammen")


@pytest.mark.parametrize("wie", ["rebase", "cherry-pick", "stash"])
def test_auch_ohne_merge(team: Path, wie: str) -> None:
    """Rebasing, picking and unstashing join versions too, and leave no MERGE_HEAD."""
    git(team, "config", "merge.fallbuch.driver", "/gibt/es/nicht %O %A %B")
    if wie == "stash":
        (team / NAME).write_text(BASIS + JANA + OLE.replace("(Ole)", "(Jana)"), encoding="utf-8")
        (team / "faelle/4712.md").write_text(BASIS.replace("4711", "4712") + OLE, encoding="utf-8")
        git(team, "stash", "-q")
        (team / NAME).write_text(BASIS + JANA + OLE, encoding="utf-8")
        git(team, "commit", "-qam", "weiter", "--no-verify")
        git(team, "stash", "pop", code=1)
    else:
        git(team, *({"rebase": ["rebase", "-q", "dort"], "cherry-pick": ["cherry-pick", "dort"]}[wie]), code=1)
    assert "Fehler G001" in im_prozess("pruefen", cwd=team)[1]
    text = git(team, "commit", "-qam", "Zusammen", code=1)
    assert "Fehler G002" in text
    assert "Eintrag 2026-03-02 Telefonat entfernt" in text
    code, text = im_prozess("zusammenfuehren", cwd=team)
    assert (code, text) == (
        0,
        f"{NAME}: Die Einträge beider Seiten stehen jetzt da.\nWie es weitergeht, sagt: git status\n",
    )
    git(team, "commit", "-qm", "Zusammen")


def test_die_pipeline_nennt_was_schon_gespeichert_ist(team: Path) -> None:
    """Without a hook the lossy join goes through; the request that brings it does not."""
    _ohne_treiber(team)
    git(team, "commit", "-qa", "--no-verify", "-m", "Zusammen")
    commit = git(team, "rev-parse", "--short=10", "HEAD").strip()
    code, text = im_prozess("pruefen", "--neu", "dort", cwd=team)
    assert code == 1
    assert (
        f"{NAME}:1:1: Fehler G003: Beim Zusammenführen ({commit}) ging verloren, was eine der beiden Seiten hatte: Eintrag 2026-03-02 Telefonat entfernt. "
        "Erwartet: Es steht noch da.\n"
        f"    Holen Sie es zurück: „git show {commit}^1:./{NAME}“ und „git show {commit}^2:./{NAME}“ zeigen beide Fassungen von damals.\n"
    ) in text
    assert git(team, "show", f"{commit}^2:./{NAME}") == BASIS + OLE
    (team / NAME).write_text(BASIS + JANA + OLE, encoding="utf-8")
    git(team, "commit", "-qam", "Nachgetragen")
    assert "G003" not in im_prozess("pruefen", "--neu", "dort", cwd=team)[1]


def test_der_treiber_sagt_dass_das_programm_fehlt(team: Path, tmp_path: Path) -> None:
    """The line that `einrichten` writes, with a program that is gone since."""
    treiber = git(team, "config", "merge.fallbuch.driver")
    programm = treiber.split(" -m fallbuch.cli", 1)[0].rsplit(" ", 1)[1]
    git(team, "config", "merge.fallbuch.driver", treiber.rstrip("\n").replace(programm, "/umgezogen/python"))
    text = git(team, "merge", "dort", code=1)
    assert (
        f"fallbuch: {NAME}: Fallbuch ließ sich auf diesem Rechner nicht starten. In der Datei stehen jetzt beide Fassungen untereinander. "
        "Rufen Sie „fallbuch einrichten --haken“ noch einmal auf; dann kennt git den neuen Ort. Danach führt „fallbuch zusammenfuehren“ sie zusammen.\n"
    ) in text
    datei = (team / NAME).read_text(encoding="utf-8")
    assert datei.startswith("<<<<<<< hier\n---\n")
    assert BASIS + JANA in datei
    assert BASIS + OLE in datei
    assert [p.name for p in team.iterdir() if "merge_file" in p.name] == []
    assert "Fehler F074" in im_prozess("pruefen", cwd=team)[1]
    assert lege_haken_an(team)[0] == 0
    assert git(team, "config", "merge.fallbuch.driver") == treiber
    assert im_prozess("zusammenfuehren", NAME, cwd=team)[0] == 0
    assert (team / NAME).read_text(encoding="utf-8") == BASIS + JANA + OLE


def test_der_haken_sagt_dass_das_programm_fehlt(team: Path) -> None:
    haken = team / ".git/hooks/pre-commit"
    zeilen = haken.read_text(encoding="utf-8")
    programm = zeilen.split(" -m fallbuch.cli", 1)[0].rsplit(" ", 1)[1]
    haken.write_text(zeilen.replace(programm, "/umgezogen/python"), encoding="utf-8")
    (team / NAME).write_text(BASIS + JANA + OLE, encoding="utf-8")
    text = git(team, "commit", "-qam", "weiter", code=1)
    assert text.endswith(
        "Es wurde nichts gespeichert: Fallbuch ließ sich auf diesem Rechner nicht starten. "
        "Rufen Sie „fallbuch einrichten --haken“ noch einmal auf; dann kennt git den neuen Ort.\n"
    )


def test_der_treiber_arbeitet_wo_prozent_im_pfad_steht(team: Path) -> None:
    """Git reads percent signs in the line as places of its own."""
    ziel = team.parent / "100% %A Haus"
    shutil.move(team, ziel)
    assert lege_haken_an(ziel)[0] == 0
    git(ziel, "merge", "-q", "--no-edit", "dort")
    assert (ziel / NAME).read_text(encoding="utf-8") == BASIS + JANA + OLE


def test_andere_dateien_werden_von_hand_zusammengefuehrt(team: Path) -> None:
    for zweig in ("dort", "main"):
        git(team, "checkout", "-q", zweig)
        (team / "vorlagen/notiz.md").write_text(f"{zweig}\n")
        git(team, "add", "-A")
        git(team, "commit", "-qm", "Notiz")
    git(team, "merge", "dort", code=1)
    text = im_prozess("pruefen", cwd=team)[1]
    assert "vorlagen/notiz.md:1:1: Fehler G001" in text
    assert (
        "    Öffnen Sie die Datei, und behalten Sie, was gilt; „git show :2:./vorlagen/notiz.md“ und „git show :3:./vorlagen/notiz.md“ zeigen beide "
        "Fassungen. Danach: git add vorlagen/notiz.md\n"
    ) in text
    assert git(team, "show", ":3:./vorlagen/notiz.md") == "dort\n"


def test_was_nicht_wartet(team: Path) -> None:
    assert im_prozess("zusammenfuehren", NAME, cwd=team) == (0, "Nichts wartet darauf, zusammengeführt zu werden.\n")
    assert "ist keine Falldatei" in im_prozess("zusammenfuehren", "faelle/4799.md", cwd=team)[1]
