"""The journal of the writer: all or nothing, remembered for a while, never outside this folder."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fallbuch.text import journal
from fallbuch.text.ablage import Ablage, kennzeichen, setze
from fallbuch.text.eigenes import ORDNER
from fallbuch.text.journal import Schreibvorgang, gemerkte, lege_ab
from tests.cli.aufruf import im_prozess
from tests.git import git
from tests.hilfen import TEAM_YML, fall

TAG = "2026-07-01"
ALT = {
    "faelle/4711.md": fall("## 2026-06-22 Notiz (Jana)\n\nEins.\n"),
    "faelle/4712.md": fall().replace("4711", "4712"),
}


@pytest.fixture
def team(tmp_path: Path) -> Path:
    for name, text in {**ALT, "vorlagen/team.yml": TEAM_YML}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def rufe(team: Path, *worte: str, code: int = 0) -> str:
    ende = im_prozess(*worte, cwd=team, FALLBUCH_STICHTAG=TAG)
    assert ende[0] == code, ende[1]
    return ende[1]


def vorgang(**neue: str | None) -> Schreibvorgang:
    """Return a change of the two cases; `neue` are their new texts by ID."""
    ablagen = [
        Ablage(name=f"faelle/{n}.md", alt=ALT[f"faelle/{n}.md"].encode(), neu=None if t is None else t.encode())
        for n, t in ((n.strip("_"), t) for n, t in neue.items())
    ]
    return Schreibvorgang(ablagen=ablagen, befehl="uebergeben", gemerkt=frozenset(a.name for a in ablagen))


def unterbrich(team: Path, v: Schreibvorgang, geschrieben: int) -> None:
    """Leave a change as a program leaves it that is killed after so many files."""
    v = journal._halte_fest(team, v)
    for ablage in v.ablagen[:geschrieben]:
        setze(team, ablage)


def texte(team: Path) -> dict[str, str]:
    return {f"faelle/{p.name}": p.read_bytes().decode() for p in sorted((team / "faelle").iterdir())}


def neu(n: str) -> str:
    return ALT[f"faelle/{n}.md"].replace("Jana", "Ole")


def test_pruefen_nennt_eine_unterbrochene_aenderung_und_der_naechste_befehl_macht_sie_fertig(team: Path) -> None:
    unterbrich(team, vorgang(_4711=neu("4711"), _4712=neu("4712")), 1)
    assert rufe(team, "pruefen", code=1).startswith(
        "faelle/4711.md:1:1: Fehler U005: Eine Änderung (uebergeben) wurde unterbrochen und ist vielleicht erst zum Teil geschrieben. "
        "Betroffen: faelle/4711.md, faelle/4712.md. Erwartet: alle Dateien oder keine.\n"
        "    Der nächste Befehl, der schreibt, macht sie fertig. Rufen Sie den unterbrochenen noch einmal auf; zweimal wird dabei nichts geschrieben.\n"
    )
    assert texte(team)["faelle/4712.md"] == ALT["faelle/4712.md"]  # looking changes nothing
    gesagt = rufe(team, "eintragen", "4712", "--art", "Notiz", "--text", "Danach.")
    assert gesagt.startswith(
        "„fallbuch uebergeben“ (faelle/4711.md, faelle/4712.md) war unterbrochen worden und ist jetzt vollständig.\n"
        "Fall 4712, Ole, noch ohne Eintrag.\nEingetragen in faelle/4712.md"
    )
    assert texte(team)["faelle/4711.md"] == neu("4711")
    assert texte(team)["faelle/4712.md"].startswith(neu("4712").rstrip("\n"))
    assert "U005" not in rufe(team, "pruefen")


@pytest.mark.parametrize("geschrieben", [0, 1, 2])
def test_wer_inzwischen_eine_der_dateien_geaendert_hat_verliert_nichts(team: Path, geschrieben: int) -> None:
    unterbrich(team, vorgang(_4711=neu("4711"), _4712=neu("4712")), geschrieben)
    fremd = texte(team)["faelle/4712.md"] + "\n## 2026-06-30 Notiz (Ole)\n\nVon Hand.\n"
    (team / "faelle/4712.md").write_bytes(fremd.encode())
    vorher = texte(team)
    assert rufe(team, "eintragen", "4711", "--art", "Notiz", "--text", "Danach.", code=2) == (
        "fallbuch: „fallbuch uebergeben“ (faelle/4711.md, faelle/4712.md) wurde mitten im Schreiben unterbrochen, und faelle/4712.md hat seither jemand "
        "geändert. Deshalb lässt es sich nicht von selbst zu Ende führen; es wurde nichts geschrieben. „fallbuch zuruecknehmen --unterbrochenes“ zeigt, was "
        "schon geschrieben war, und nimmt es zurück; was seither jemand geändert hat, bleibt. Danach rufen Sie den unterbrochenen Befehl noch einmal auf.\n"
    )
    assert texte(team) == vorher


def test_geht_es_mittendrin_nicht_weiter_ist_es_als_waere_nichts_gewesen(
    team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def voll(wurzel: Path, ablage: Ablage) -> None:
        if ablage.name == "faelle/4712.md":
            raise OSError(28, "no space", ablage.name)
        setze(wurzel, ablage)

    monkeypatch.setattr(journal, "setze", voll)
    with pytest.raises(OSError, match="no space"):
        lege_ab(team, vorgang(_4711=neu("4711"), _4712=neu("4712")))
    assert texte(team) == ALT
    assert not list(journal.unterbrochene(team))


def test_eine_datei_kann_auch_gehen_und_mit_ihr_was_von_ihr_gemerkt_war(team: Path) -> None:
    lege_ab(team, vorgang(_4712=neu("4712")))
    assert [v.befehl for v in gemerkte(team, "faelle/4712.md")] == ["uebergeben"]
    (team / "faelle/4712.md").write_bytes(ALT["faelle/4712.md"].encode())
    lege_ab(team, vorgang(_4711=neu("4711"), _4712=None))
    assert list(texte(team)) == ["faelle/4711.md"]
    journal.nimm_auf(team)
    # What a command removed is remembered beside what remains; what came before is not.
    assert [len(v.ablagen) for v in gemerkte(team, "faelle/4712.md")] == [2]
    (team / "faelle/4711.md").unlink()
    journal.nimm_auf(team)
    assert not list((team / ORDNER).glob("*.json"))


def test_der_ordner_gehoert_einem_allein_und_git_sieht_ihn_nicht(team: Path) -> None:
    git(team, "init", "-q")
    rufe(team, "eintragen", "4711", "--art", "Notiz", "--text", "Sehr vertraulich.")
    ordner = team / ORDNER
    assert ordner.stat().st_mode & 0o777 == 0o700
    dateien = sorted(p.name for p in ordner.iterdir())
    assert dateien == [".gitignore", "000001-getan.json"]
    assert (ordner / "000001-getan.json").stat().st_mode & 0o777 == 0o600
    git(team, "add", "-A")
    assert ORDNER not in git(team, "ls-files")
    assert "faelle/4711.md" in git(team, "ls-files")


def test_gemerkt_werden_nur_die_letzten(team: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "HOECHSTENS", 3)
    for nummer in range(5):
        rufe(team, "eintragen", "4711", "--art", "Notiz", "--text", f"Nummer {nummer}.")
    assert [v.nummer for v in gemerkte(team, "faelle/4711.md")] == [5, 4, 3]
    monkeypatch.setattr(journal, "HOECHSTENS_BYTES", 1)
    rufe(team, "eintragen", "4711", "--art", "Notiz", "--text", "Die neueste bleibt immer.")
    assert [v.nummer for v in gemerkte(team, "faelle/4711.md")] == [6]


@pytest.mark.parametrize(
    "name",
    [
        "../draussen.md",
        "/tmp/draussen.md",
        ".git/hooks/pre-commit",
        "faelle/../../x",
        ".fallbuch/000001-getan.json",
        "",
    ],
)
def test_eine_untergeschobene_aufzeichnung_schreibt_nirgends_hin(team: Path, name: str) -> None:
    unterbrich(team, vorgang(_4711=neu("4711")), 0)
    (datei,) = (team / ORDNER).glob("*-offen.json")
    inhalt = json.loads(datei.read_text(encoding="utf-8"))
    inhalt["dateien"][0] |= {"name": name, "alt": None}
    datei.write_text(json.dumps(inhalt), encoding="utf-8")
    assert rufe(team, "eintragen", "4711", "--art", "Notiz", "--text", "x", code=2) == (
        "fallbuch: .fallbuch/000001-offen.json ist nicht lesbar. Darin steht eine Änderung, die Fallbuch begonnen hat. Sehen Sie nach, welche Dateien zuletzt "
        "geändert wurden, und löschen Sie diese eine Datei, wenn alles stimmt.\n"
    )
    assert "U005" in rufe(team, "pruefen", code=1)
    assert texte(team) == ALT


@pytest.mark.parametrize("unfug", ["", "{}", "[]", '{"fassung": 2}', "[" * 100_000])
def test_unfug_im_ordner_ist_ein_satz(team: Path, unfug: str) -> None:
    (team / ORDNER).mkdir()
    (team / ORDNER / "000007-offen.json").write_text(unfug, encoding="utf-8")
    assert "ist nicht lesbar" in rufe(team, "eintragen", "4711", "--art", "Notiz", "--text", "x", code=2)
    assert "U005" in rufe(team, "pruefen", code=1)


def test_was_gesagt_ist_darf_noch_einmal_gerufen_werden(team: Path) -> None:
    ruf: Callable[[], str] = lambda: rufe(team, "eintragen", "4711", "--art", "Notiz", "--text", "Zweimal.")  # noqa: E731
    ruf()
    ruf()
    assert texte(team)["faelle/4711.md"].count("Zweimal.") == 2


def test_reste_gehen_die_eigenen_gleich_fremde_erst_wenn_niemand_mehr_daran_schreibt(team: Path) -> None:
    eigener = f".4711.md.{kennzeichen()}.abc.fallbuch-neu"
    for name in (eigener, ".4711.md.andere.abc.fallbuch-neu", ".4711.md.alter.abc.fallbuch-neu"):
        (team / "faelle" / name).write_bytes(b"halb")
    os.utime(team / "faelle/.4711.md.alter.abc.fallbuch-neu", (0, 0))
    rufe(team, "eintragen", "4711", "--art", "Notiz", "--text", "x")
    assert sorted(texte(team)) == ["faelle/.4711.md.andere.abc.fallbuch-neu", "faelle/4711.md", "faelle/4712.md"]


def test_wo_ein_anderes_konto_den_ordner_hat_gibt_es_einen_eigenen(team: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rufe(team, "eintragen", "4711", "--art", "Notiz", "--text", "Von mir.")
    git(team, "init", "-q")
    monkeypatch.setattr(os, "access", lambda pfad, _: Path(pfad).resolve() != team / ORDNER)
    monkeypatch.chdir(team)
    rufe(team, "eintragen", "4711", "--art", "Notiz", "--text", "Von nebenan.")
    assert [v.nummer for v in gemerkte(team, "faelle/4711.md")] == [1]  # its own first
    git(team, "add", "-A")
    assert ORDNER not in git(team, "ls-files")


def test_was_zurueckgenommen_ist_gilt_nicht_mehr_als_ungesagt(team: Path) -> None:
    """A call was cut off, another one finished it, its entry was taken back: the same call is a new one."""
    worte = ("eintragen", "4711", "--art", "Notiz", "--text", "Unterbrochen.")
    echt = journal._schliesse_ab
    with pytest.MonkeyPatch.context() as dabei:
        dabei.setattr(journal, "_schliesse_ab", lambda *_: None)  # killed before it was done
        rufe(team, *worte)
    assert journal._schliesse_ab is echt
    assert "war unterbrochen worden und ist jetzt vollständig" in rufe(
        team, "eintragen", "4712", "--art", "Notiz", "--text", "x"
    )
    rufe(team, "zuruecknehmen", "4711", "--ja")
    assert "Unterbrochen." not in texte(team)["faelle/4711.md"]
    assert "\nEingetragen in faelle/4711.md" in rufe(team, *worte)
    assert texte(team)["faelle/4711.md"].count("Unterbrochen.") == 1
