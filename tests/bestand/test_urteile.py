"""Verdicts kept between runs: with them and without, every command answers the same, whatever has changed."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from benchmarks.demo.erzeugen import demo_faelle

from fallbuch.bestand import urteile
from fallbuch.regelwerk.laden import VORLAGEN
from tests.cli.aufruf import im_prozess
from tests.hilfen import TEAM_YML, fall
from tests.vorgeladen import HAENGT

ORDNER = Callable[..., Path]
IK = "## 2026-01-14 Erstgespräch (Jana)\n\nVereinbarungen:\n\n- [ ] Kundin schreibt Gärtnereien an (bis 2026-01-20)\n\nBetreuungsstufe: IK\nFolgetermin: 2026-02-05 14:30\n"
BEFEHLE = (("pruefen", "--format", "json"), ("faellig", "--format", "json"), ("heute",))
FORMEN = (
    ("pruefen",), ("faellig",), ("faellig", "--format", "csv"), ("faellig", "--format", "ics"),
    ("faellig", "--ausfuehrlich", "--berater", "Jana"),
)  # fmt: skip


def antworten(wurzel: Path, *mehr: str, tag: str = "2026-03-01", formen: bool = False) -> list[tuple[int, str]]:
    alle = (*BEFEHLE, *(FORMEN if formen else ()))
    return [im_prozess(*befehl, *mehr, cwd=wurzel, FALLBUCH_STICHTAG=tag) for befehl in alle]


def _schreibe(name: str, text: str) -> Callable[[Path], None]:
    def schreibe(wurzel: Path) -> None:
        (wurzel / name).parent.mkdir(exist_ok=True)
        (wurzel / name).write_text(text, encoding="utf-8")

    return schreibe


#: What an answer may hang on: each changed in turn, on top of those before.
AENDERUNGEN: dict[str, Callable[[Path], Any]] = {
    "nichts": lambda w: None,
    "ein Byte eines Falls": _schreibe("faelle/4711.md", fall(IK.replace("01-14", "01-15"), Betreuungsstufe="IK")),
    "ein Fehler": _schreibe("faelle/4712.md", fall(IK.replace("IK", "XX")).replace("4711", "4712")),
    "ein Status, anders geschrieben": _schreibe("faelle/4712.md", fall(IK, status="In beratung").replace("4711", "4712")),
    "ein zweiter mit derselben ID": _schreibe("faelle/4713.md", fall(IK, Betreuungsstufe="IK")),
    "ein neuer Mensch, der einem ähnelt": _schreibe("faelle/4714.md", fall(IK + "\nGelernte Floristin, Führerschein, Schwiegermutter, Gartencenter, Teilzeit.\n").replace("4711", "4714")),
    "umbenannt": lambda w: (w / "faelle/4713.md").rename(w / "faelle/4715.md"),
    "eine Regel": _schreibe("vorlagen/regelwerk.yml", "regeln:\n  kontakt-ik:\n    frist: 3 Wochen\n"),
    "eine Liste": _schreibe("vorlagen/team.yml", TEAM_YML.replace("Ole:", "Olga:")),
    "das Protokoll": _schreibe("vorlagen/protokoll.md", "# Protokoll\n\n## 2026-03-25 Aquise (Jana)\n\nZugangsweg: Laden\n"),
    "Betriebe": _schreibe("vorlagen/arbeitgeber.yml", "arbeitgeber:\n  Gärtnerei Süd: {}\n"),
    "Kennzahlen": _schreibe("vorlagen/kennzahlen.yml", "schutz:\n  aufteilen_ab: viele\n"),
    "ein Prozess": _schreibe("site_src/prozesse/plan.md", "---\nName: Plan\nHilfsmittel: anleitung.md\n---\n\nSiehe [hier](../nirgends.md).\n"),
    "wovon ein Prozess spricht": _schreibe("anleitung.md", "# Anleitung\n"),
    "wohin ein Prozess verweist": _schreibe("site_src/nirgends.md", "# Doch\n"),
    "eine Empfehlung": _schreibe("site_src/empfehlungen/mehr.md", "---\nName: Mehr\n---\n"),
    "ein Los": _schreibe("statistik/los.txt", "los: 12\n"),
    "ein fremdes Blatt": _schreibe("statistik/freigaben/2026Q1.json", "{}\n"),
    "ein unterbrochenes Schreiben": _schreibe(".fallbuch/000001-offen.json", "{}"),
    "die Seiten": _schreibe("mkdocs.yml", "plugins:\n  - fallbuch:\n      stichtag: 2026-03-05\n"),
    "gelöscht": lambda w: (w / "faelle/4714.md").unlink(),
    "gesperrt": lambda w: (w / "faelle/4716.md").symlink_to("/etc/hostname"),
    "zu groß": lambda w: (w / "faelle/4717.md").write_bytes(b"x" * 1_100_000),
}  # fmt: skip


def test_wie_ohne_was_sich_auch_aendert(ordner: ORDNER, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "merke"))
    wurzel = ordner({"4711.md": fall(IK, Betreuungsstufe="IK")})
    for name, aendere in AENDERUNGEN.items():
        aendere(wurzel)
        ohne = antworten(wurzel, "--ohne-zwischenspeicher")
        assert antworten(wurzel) == ohne, f"{name}: after it was worked out"
        assert antworten(wurzel) == ohne, f"{name}: from what was kept"
    for stichtag in ("2026-03-02", "2027-01-01"):
        anders = antworten(wurzel, formen=True, tag=stichtag)
        assert anders == antworten(wurzel, "--ohne-zwischenspeicher", formen=True, tag=stichtag)
    assert set(VORLAGEN) == {"vorlagen/team.yml", "vorlagen/regelwerk.yml", "vorlagen/arbeitgeber.yml"}


def test_das_programm_gehoert_zum_schluessel(ordner: ORDNER, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Another version of the program, another answer: nothing that an older one found out is used."""
    from fallbuch import team
    from fallbuch.cli import antworten as antworten_

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "merke"))
    wurzel = ordner({"4711.md": fall(IK, Betreuungsstufe="IK")})
    gerechnet: list[str] = []
    urteil = urteile.Urteile._urteil

    def gezaehlt(alle: Any, auftrag: Any, **mehr: Any) -> Any:
        gerechnet.append(auftrag[0].name)
        return urteil(alle, auftrag, **mehr)

    monkeypatch.setattr(urteile.Urteile, "_urteil", gezaehlt)
    for erwartet in (1, 1):
        im_prozess("pruefen", cwd=wurzel, FALLBUCH_STICHTAG="2026-03-01")
        assert len(gerechnet) == erwartet
    for raum in (team, antworten_):
        monkeypatch.setattr(raum, "programm", lambda: b"another")
    im_prozess("pruefen", cwd=wurzel, FALLBUCH_STICHTAG="2026-03-01")
    assert len(gerechnet) == 2


def test_auf_allen_kernen_wie_auf_einem(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    faelle = demo_faelle(450, 5)
    (tmp_path / "team/faelle").mkdir(parents=True)
    (tmp_path / "team/vorlagen").mkdir()
    (tmp_path / "team/vorlagen/team.yml").write_text(TEAM_YML, encoding="utf-8")
    for name, text in faelle.items():
        (tmp_path / f"team/faelle/{name}.md").write_text(text, encoding="utf-8")
    befehl = ("faellig", "--format", "json", "--ohne-zwischenspeicher", "--stichtag", "2026-06-30")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2})
    viele = im_prozess(*befehl, cwd=tmp_path / "team")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    assert im_prozess(*befehl, cwd=tmp_path / "team") == viele
    assert viele[0] == 0


def test_gelesen_wird_erst_was_jemand_sehen_will(
    ordner: ORDNER, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A list from what was kept opens no case; only what its company changes is reckoned again."""
    from fallbuch.bestand import laden

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "merke"))
    wurzel = ordner({f"47{n}.md": fall(IK, Betreuungsstufe="IK").replace("4711", f"47{n}") for n in range(11, 31)})
    im_prozess("faellig", cwd=wurzel, FALLBUCH_STICHTAG="2026-03-01")
    gelesen: list[str] = []
    lies = laden.lies_quelldatei  # type: ignore[attr-defined]

    def gezaehlt(datei: Any) -> Any:
        gelesen.append(datei.name)
        return lies(datei)

    monkeypatch.setattr(laden, "lies_quelldatei", gezaehlt)
    im_prozess("faellig", cwd=wurzel, FALLBUCH_STICHTAG="2026-03-01")
    assert gelesen == []
    zweiter = (wurzel / "faelle/4711.md").read_text(encoding="utf-8")
    (wurzel / "faelle/4799.md").write_text(zweiter, encoding="utf-8")
    im_prozess("faellig", cwd=wurzel, FALLBUCH_STICHTAG="2026-03-01")
    assert gelesen == ["faelle/4799.md", "faelle/4711.md", "faelle/4799.md"]


def test_faellt_ein_prozess_aus_rechnet_dieser_den_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of the processes is ended from outside, or there can be none: the answer is the same."""
    from fallbuch.bestand import kerne

    eigener = os.getpid()

    def rechne(zahl: int) -> int:
        if zahl == 253 and os.getpid() != eigener:
            os._exit(9)
        return zahl * 2

    assert kerne.verteilt(range(250), rechne, 2) == [n * 2 for n in range(250)]

    for prozesse in (2, 3):
        assert kerne.verteilt(range(500), rechne, prozesse) == [n * 2 for n in range(500)]
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    assert urteile._alle(range(500), rechne) == [n * 2 for n in range(500)]  # type: ignore[arg-type,comparison-overlap]

    def kein_platz() -> int:
        raise OSError(12, "no memory")

    monkeypatch.setattr(os, "fork", kein_platz)
    assert urteile._alle(range(500), rechne) == [n * 2 for n in range(500)]  # type: ignore[arg-type,comparison-overlap]


WARTET = """
import os, sys
from fallbuch.bestand import kerne

eltern, laut = os.getpid(), int(sys.argv[1])
still, _nie = os.pipe()

def rechne(nummer):
    os.write(laut, b"e" if os.getpid() == eltern else b"k")
    os.read(still, 1)

kerne.verteilt(range(3), rechne, 3)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="nur dort wird geteilt")
@pytest.mark.parametrize("womit", [signal.SIGKILL, signal.SIGTERM])
def test_wer_ohne_eltern_ist_schreibt_nichts_mehr(womit: signal.Signals) -> None:
    """Somebody ended the program: what it had begun must not bring back what others have taken away since."""
    lesend, schreibend = os.pipe()
    programm = subprocess.Popen([sys.executable, "-c", WARTET, str(schreibend)], pass_fds=[schreibend])
    os.close(schreibend)
    assert sorted(os.read(lesend, 1) for _ in range(3)) == [b"e", b"k", b"k"]
    programm.send_signal(womit)
    programm.wait()
    # The pipe ends when the last one that could write to it has ended.
    assert select.select([lesend], [], [], HAENGT)[0]
    assert os.read(lesend, 1) == b""
    os.close(lesend)


def test_was_nebenher_geschieht_ist_danach_da(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a process of its own where there are several cores, else not at all; what fails there ends nothing here."""
    from fallbuch.bestand import kerne

    def schreibe() -> None:
        (tmp_path / str(os.getpid())).touch()
        if (tmp_path / "scheitert").exists():
            raise OSError("kein Platz")

    kerne.nebenher(schreibe, 2)()
    (datei,) = tmp_path.iterdir()
    assert datei.name != str(os.getpid())
    datei.rename(tmp_path / "scheitert")
    kerne.nebenher(schreibe, 2)()
    assert len(list(tmp_path.iterdir())) == 2
    kerne.nebenher(schreibe, 1)()
    monkeypatch.setattr(os, "fork", lambda: (_ for _ in ()).throw(OSError(12, "no memory")))
    kerne.nebenher(schreibe, 2)()
    assert len(list(tmp_path.iterdir())) == 2
