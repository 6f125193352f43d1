"""The desk shows the files as they are: after each change the same pages as a desk that has just been opened."""

from __future__ import annotations

import gc
import os
import re
import shutil
import threading
import weakref
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

import pytest

from fallbuch.schreibtisch import lage
from fallbuch.schreibtisch.lage import Beobachter, Melder, Vorleser
from fallbuch.statistik.auswerten import Auswerter
from fallbuch.statistik.kennzahl import Kennzahl
from fallbuch.text.quelle import Dateistand, staende
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.website.seiten import Seite
from fallbuch.website.suchindex import SUCHINDEX
from tests.git import git
from tests.hilfen import BEIM_LANDEN, TEAM_YML, fall
from tests.schreibtisch.hilfen import Tisch

ORDNER = Callable[..., Path]
TAG = "2026-07-01"
WURZEL = Path(__file__).parents[2]
#: Pages that show everything there is to be shown of cases.
SEITEN = ("index.html", "woche.html", "faelle.html", "kalender.html", "pruefbericht.html", "protokoll.html", "regelwerk.html", "auswertung.html",
          "prozesse/index.html", "uebergabe/jana.html", "assets/fallbuch/nummern.js", "kalender/team.ics", SUCHINDEX, "druckfassung.html", "handbuch/morgen.html")  # fmt: skip


def zeige(tisch: Tisch) -> dict[str, bytes | None]:
    website = tisch.beobachter.lage().website
    faelle = [f"faelle/{akte.seite}.html" for akte in tisch.beobachter.lage().team.akten]
    return {adresse: website.datei(adresse) for adresse in (*SEITEN, *faelle)}


def _schreibe(name: str, text: str) -> Callable[[Path], None]:
    def schreibe(wurzel: Path) -> None:
        (wurzel / name).parent.mkdir(exist_ok=True)
        (wurzel / name).write_text(text, encoding="utf-8")

    return schreibe


#: Whatever pages hang on, changed in turn.
AENDERUNGEN: dict[str, Callable[[Path], object]] = {
    "ein Eintrag mehr": _schreibe("faelle/4711.md", fall("## 2026-06-30 Telefonat (Jana)\n\nNeu.\n", erstkontakt="2026-06-20")),
    "ein neuer Fall": _schreibe("faelle/5230.md", fall(erstkontakt="2026-06-29").replace("4711", "5230")),
    "dieselbe ID noch einmal": _schreibe("faelle/4712.md", fall()),
    "eine kaputte Datei": _schreibe("faelle/4712.md", "---\nID: 4712\n"),
    "eine leere": _schreibe("faelle/4712.md", ""),
    "wieder heil": _schreibe("faelle/4712.md", fall(berater="Ole").replace("4711", "4712")),
    "ein Fall geht": lambda w: (w / "faelle/4711.md").unlink(),
    "ein anderer Name": lambda w: (w / "faelle/4712.md").rename(w / "faelle/4713.md"),
    "keine Falldatei": _schreibe("faelle/_notiz.md", "nichts"),
    "ein Ordner bei den Fällen": _schreibe("faelle/alt/1.md", fall()),
    "das Protokoll": _schreibe("vorlagen/protokoll.md", "# Protokoll\n\n## 2026-06-30 Besprechung (Jana)\n\nGesprochen.\n"),
    "die Regeln": _schreibe("vorlagen/regelwerk.yml", "regeln:\n  plan-erstellen:\n    frist: 3 Tage\n"),
    "kaputte Regeln": _schreibe("vorlagen/regelwerk.yml", "regeln: [\n"),
    "das Team": _schreibe("vorlagen/team.yml", TEAM_YML.replace("Testteam", "Anderes Team")),
    "eine Seite": _schreibe("site_src/ueber-uns.md", "# Über uns\n"),
    "eine Seite anders": _schreibe("site_src/ueber-uns.md", "# Wer wir sind\n"),
    "ein fremdes Wort im Fall": _schreibe("faelle/4713.md", fall("## 2026-06-25 Unfug (Jana)\n").replace("4711", "4713")),
}  # fmt: skip


@BEIM_LANDEN
def test_nach_jeder_aenderung_wie_frisch_geoeffnet(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": fall(erstkontakt="2026-06-20")}, team=TEAM_YML)
    tisch = Tisch(wurzel, TAG)
    zeige(tisch)
    nummern = [tisch.beobachter.lage().nummer]
    for name, aendere in AENDERUNGEN.items():
        aendere(wurzel)
        assert zeige(tisch) == zeige(Tisch(wurzel, TAG)), name
        nummern.append(tisch.beobachter.lage().nummer)
    assert len(set(nummern)) >= len(AENDERUNGEN)
    assert nummern == sorted(nummern)


@BEIM_LANDEN
def test_an_jedem_fall_des_beispielteams(tmp_path: Path) -> None:
    """Cases that disappear and come back one by one leave everything as it was."""
    shutil.copytree(WURZEL / "faelle", tmp_path / "faelle")
    shutil.copytree(WURZEL / "vorlagen", tmp_path / "vorlagen")
    tisch = Tisch(tmp_path, TAG)
    vorher = zeige(tisch)
    for datei in sorted((tmp_path / "faelle").iterdir())[:5]:
        datei.rename(tmp_path / datei.name)
        assert f"faelle/{datei.stem}.html" not in zeige(tisch)
        (tmp_path / datei.name).rename(datei)
        assert zeige(tisch) == vorher


def _frisch(tisch: Tisch) -> dict[str, bytes | None]:
    return zeige(Tisch(tisch.wurzel, TAG))


@pytest.fixture
def drei(ordner: ORDNER) -> Tisch:
    texte = {f"{k}.md": fall(erstkontakt="2026-06-20").replace("4711", k) for k in ("4711", "4712", "4713")}
    tisch = Tisch(ordner(texte, team=TEAM_YML), TAG)
    zeige(tisch)
    return tisch


def test_was_geht_und_zweimal_wiederkommt_ist_wieder_da(drei: Tisch, tmp_path: Path) -> None:
    """As `git checkout` does it: the same content as before is no reason to leave a case out."""
    datei, text = drei.wurzel / "faelle/4712.md", (drei.wurzel / "faelle/4712.md").read_bytes()
    for _ in range(3):
        datei.unlink()
        assert zeige(drei) == _frisch(drei)
        datei.write_bytes(text)
        assert zeige(drei)["faelle/4712.html"] is not None
        assert zeige(drei) == _frisch(drei)
    for _ in range(3):
        (drei.wurzel / "faelle").rename(tmp_path / "fort")
        assert drei.beobachter.lage().team.akten == ()
        (tmp_path / "fort").rename(drei.wurzel / "faelle")
        assert len(drei.beobachter.lage().team.akten) == 3


def test_hin_und_zurueck_neben_einer_anderen_aenderung(drei: Tisch, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read for a whole new opening counts, not what was read before it."""
    monkeypatch.setattr(lage, "_FRISCH", 0)  # a second look would heal it
    datei = drei.wurzel / "faelle/4712.md"
    eins, zwei = datei.read_text(), datei.read_text().replace("Jana", "Ole")
    datei.write_text(zwei)
    zeige(drei)
    datei.write_text(eins)
    (drei.wurzel / "faelle/_notiz.md").write_text("nichts")
    zeige(drei)
    datei.write_text(zwei)
    assert zeige(drei) == _frisch(drei)
    assert drei.beobachter.lage().team.akten[1].auszug.zustaendig == "Ole"


def test_nach_dem_eigenen_schreiben_wird_nur_nach_dem_geschriebenen_gesehen(
    drei: Tisch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What others changed in the same moment shows with the next request."""
    wurzel, beobachter = drei.wurzel, drei.beobachter
    beobachter.lage()
    gesehen = []

    def zaehle(ordner: Iterable[Path]) -> dict[str, Dateistand]:
        gesehen.append(1)
        return staende(ordner)

    monkeypatch.setattr(lage, "staende", zaehle)
    for name in ("4711", "4712"):
        (wurzel / f"faelle/{name}.md").write_text(fall(berater="Ole").replace("4711", name), encoding="utf-8")
    danach = {a.auszug.kennung: a.auszug.zustaendig for a in beobachter.lage(["faelle/4711.md"]).team.akten}
    assert (danach["4711"], danach["4712"], gesehen) == ("Ole", "Jana", [])
    danach = {a.auszug.kennung: a.auszug.zustaendig for a in beobachter.lage().team.akten}
    assert (danach["4711"], danach["4712"], gesehen) == ("Ole", "Ole", [1])
    (wurzel / "faelle/4711.md").unlink()
    assert "4711" not in {a.auszug.kennung for a in beobachter.lage(["faelle/4711.md"]).team.akten}
    assert zeige(drei) == zeige(Tisch(wurzel, TAG))


def test_wer_zuerst_steht_bleibt_zuerst(drei: Tisch) -> None:
    """Two cases say that they took in a third: which of them a finding names does not hang on what was read last."""
    for kennung in ("4712", "4713"):
        datei = drei.wurzel / f"faelle/{kennung}.md"
        datei.write_text(datei.read_text().replace("Status:", "Vereint mit: [4711]\nStatus:"))
    zeige(drei)
    for kennung in ("4712", "4713", "4712"):
        datei = drei.wurzel / f"faelle/{kennung}.md"
        datei.write_text(datei.read_text() + "\n## 2026-06-29 Notiz (Jana)\n\nMehr.\n")
        assert zeige(drei) == _frisch(drei), kennung


def test_auch_was_nur_git_weiss_erscheint(drei: Tisch) -> None:
    for worte in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "Anfang"]):
        git(drei.wurzel, *worte)
    tisch = Tisch(drei.wurzel, TAG)
    zeige(tisch)
    git(tisch.wurzel, "switch", "-qc", "anderer")
    datei = tisch.wurzel / "faelle/4711.md"
    heil = datei.read_text()
    datei.write_text(heil.replace("Jana", "Ole"))
    git(tisch.wurzel, "commit", "-qam", "Ole")
    git(tisch.wurzel, "switch", "-q", "main")
    datei.write_text(heil.replace("Jana", "Mira"))
    git(tisch.wurzel, "commit", "-qam", "Mira")
    zeige(tisch)
    nummer = tisch.beobachter.lage().nummer
    unser = datei.read_bytes()
    with pytest.raises(AssertionError, match="Automatic merge failed"):
        git(tisch.wurzel, "merge", "anderer")
    datei.write_bytes(unser)  # as where the program that joins was not found: ours, without any mark
    assert b"G001" in (zeige(tisch)["pruefbericht.html"] or b"")
    assert zeige(tisch) == _frisch(tisch)
    assert tisch.beobachter.lage().nummer > nummer
    git(tisch.wurzel, "merge", "--abort")
    assert b"G001" not in (zeige(tisch)["pruefbericht.html"] or b"")
    # Nobody has done anything: nothing is drawn anew, whatever git is asked.
    for eine in (*tisch.wurzel.glob("*/*"), *tisch.wurzel.glob("*")):
        os.utime(eine, ns=(0, 0))
    nummer = tisch.beobachter.lage().nummer
    assert tisch.hole("/tisch/lage").status_code == 200
    assert tisch.beobachter.lage().nummer == nummer


def test_eine_zurueckgestellte_uhrzeit_versteckt_nichts(drei: Tisch) -> None:
    datei = drei.wurzel / "faelle/4712.md"
    os.utime(datei, ns=(0, 0))
    drei.beobachter.lage()
    datei.write_text(datei.read_text().replace("Jana", "Rita"))
    os.utime(datei, ns=(0, 0))
    assert drei.beobachter.lage().team.akten[1].auszug.zustaendig == "Rita"


def test_wer_nichts_aendert_zeichnet_nichts_neu(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": fall()})
    for datei in (*wurzel.glob("*/*"), *wurzel.glob("*")):
        os.utime(datei, ns=(0, 0))
    tisch = Tisch(wurzel, TAG)
    erste = tisch.beobachter.lage()
    assert tisch.beobachter.lage() is erste
    # Written again with the same content: nothing to show.
    datei = tisch.wurzel / "faelle/4711.md"
    (tisch.wurzel / "faelle/4711.md").write_text(fall("## 2026-06-30 Notiz (Jana)\n"))
    zweite = tisch.beobachter.lage()
    datei.write_bytes(datei.read_bytes())
    assert tisch.beobachter.lage() is zweite


def test_was_eben_erst_geschrieben_wurde_wird_noch_einmal_angesehen(
    ordner: ORDNER, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within one tick of the disk's clock a file may get another content of the same length."""
    tisch = Tisch(ordner({"4711.md": fall()}), TAG)
    monkeypatch.setattr(lage, "_FRISCH", 10**15)
    datei = tisch.wurzel / "faelle/4711.md"
    datei.write_text(fall(berater="Jana"))
    tisch.beobachter.lage()
    zeit = datei.stat().st_mtime_ns
    datei.write_text(fall(berater="Jana").replace("Jana", "Rita"))
    os.utime(datei, ns=(zeit, zeit))
    assert [akte.auszug.zustaendig for akte in tisch.beobachter.lage().team.akten] == ["Rita"]


def _gezeichnete(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list to which each page is added that is drawn from now on."""
    gesehen: list[str] = []
    html = Seite.html

    def zeichne(seite: Seite, stand: Tagesstand) -> str:
        gesehen.append(seite.pfad)
        return html(seite, stand)

    monkeypatch.setattr(Seite, "html", zeichne)
    return gesehen


@pytest.mark.parametrize(
    ("adresse", "gezeichnete"),
    [
        ("handbuch/morgen.html", []),
        ("prozesse/index.html", ["prozesse/index.md"]),
        ("assets/fallbuch/nummern.js", []),
        ("404.html", []),
    ],
)
def test_es_wird_nur_gezeichnet_was_jemand_sehen_will(
    ordner: ORDNER, monkeypatch: pytest.MonkeyPatch, adresse: str, gezeichnete: list[str]
) -> None:
    website = Tisch(ordner({"4711.md": fall()}), TAG).beobachter.lage().website
    _ = website.rahmen
    gesehen = _gezeichnete(monkeypatch)
    assert (website.datei(adresse) is None) is (adresse == "404.html")
    assert gesehen == gezeichnete


def test_in_die_suche_und_den_druck_kommt_keine_liste(ordner: ORDNER, monkeypatch: pytest.MonkeyPatch) -> None:
    website = Tisch(ordner({"4711.md": fall()}), TAG).beobachter.lage().website
    alles = dict(website.dateien())
    gesehen = _gezeichnete(monkeypatch)
    for adresse in (SUCHINDEX, "druckfassung.html"):
        assert website.datei(adresse) == alles[adresse]
    assert "regelwerk.md" in gesehen
    assert not {"index.md", "woche.md", "faelle.md", "pruefbericht.md", "auswertung.md", "uebergabe/jana.md"} & set(
        gesehen
    )


def test_was_niemand_abwartet_ist_schon_getan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody who opens the figures waits for the cases to be read and counted, nor does anybody after a change."""
    for name in ("faelle", "vorlagen"):
        shutil.copytree(WURZEL / name, tmp_path / name)
    tisch = Tisch(tmp_path, TAG)
    Vorleser(tisch.beobachter).lies_vor()
    ganze: list[int] = []
    zaehle = Auswerter.alle

    def alle(auswerter: Auswerter, kennzahlen: Sequence[Kennzahl]) -> object:
        ganze.append(len(auswerter._lage.stoff.tafeln.faelle))
        return zaehle(auswerter, kennzahlen)

    monkeypatch.setattr(Auswerter, "alle", alle)
    vorher = tisch.seite("/auswertung.html")
    assert ganze == []
    datei = tmp_path / "faelle/2911.md"
    datei.write_text(
        f"{datei.read_text(encoding='utf-8').rstrip()}\n\n## 2026-06-30 Telefonat (Tarik)\n\nKurz.\n", encoding="utf-8"
    )
    nachher = tisch.seite("/auswertung.html")
    assert ganze
    assert set(ganze) == {1}
    assert nachher != vorher
    frisch = Tisch(tmp_path, TAG).seite("/auswertung.html")
    assert re.sub("data-nummer='[0-9]+'", "", nachher) == re.sub("data-nummer='[0-9]+'", "", frisch)


def test_was_geaendert_ist_bleibt_nicht_liegen(tmp_path: Path) -> None:
    """The figures hold each case as it was when they were counted: after fifty changed ones they let go of the old."""
    for name in ("faelle", "vorlagen"):
        shutil.copytree(WURZEL / name, tmp_path / name)
    tisch = Tisch(tmp_path, TAG)
    vorleser = Vorleser(tisch.beobachter)
    vorleser.lies_vor()
    alte = [weakref.ref(akte) for akte in tisch.beobachter.lage().team.akten]
    dateien = sorted((tmp_path / "faelle").glob("[0-9]*.md"))[:50]
    for anzahl, datei in enumerate(dateien, 1):
        datei.write_text(f"{datei.read_text(encoding='utf-8').rstrip()}\n\nNachtrag.\n", encoding="utf-8")
        tisch.beobachter.lage()
        assert tisch.beobachter.viel_neues.is_set() == (anzahl == 50)
    vorleser.lies_vor()
    datei.write_text(f"{datei.read_text(encoding='utf-8').rstrip()}\n\nNoch einer.\n", encoding="utf-8")
    tisch.beobachter.lage()
    gc.unfreeze()  # as reading ahead does before it collects
    gc.collect()
    assert sum(alt() is not None for alt in alte) == len(alte) - 50
    assert not tisch.beobachter.viel_neues.is_set()


def test_der_vorleser_liest_wieder_vor(tmp_path: Path) -> None:
    for name in ("faelle", "vorlagen"):
        shutil.copytree(WURZEL / name, tmp_path / name)
    tisch = Tisch(tmp_path, TAG)
    gelesen = threading.Semaphore(0)

    class Vorlesender(Vorleser):
        def lies_vor(self) -> None:
            super().lies_vor()
            gelesen.release()

    Vorlesender(tisch.beobachter).start()
    gelesen.acquire()
    tisch.beobachter.viel_neues.set()
    gelesen.acquire()


def test_der_vorleser_stoert_sich_an_nichts(tmp_path: Path) -> None:
    """A folder that is away meanwhile ends no thread with a traceback."""
    for name in ("faelle", "vorlagen"):
        shutil.copytree(WURZEL / name, tmp_path / "team" / name)
    tisch = Tisch(tmp_path / "team", TAG)
    (tmp_path / "team").rename(tmp_path / "fort")
    Vorleser(tisch.beobachter).lies_vor()


def test_ein_neuer_tag_rechnet_neu(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": fall(erstkontakt="2026-06-20")}, team=TEAM_YML)
    tage = [date(2026, 7, 1), date(2026, 9, 1)]
    beobachter = Beobachter(wurzel, lambda _: (None, tage[0]))
    vorher = beobachter.lage()
    tage.pop(0)
    nachher = beobachter.lage()
    assert (vorher.team.stichtag, nachher.team.stichtag) == (date(2026, 7, 1), date(2026, 9, 1))
    assert nachher.nummer == vorher.nummer + 1


def test_ein_ordner_der_kurz_fort_ist(ordner: ORDNER, tmp_path: Path) -> None:
    """`git checkout` takes the cases away for a moment."""
    tisch = Tisch(ordner({"4711.md": fall()}), TAG)
    (tisch.wurzel / "faelle").rename(tmp_path / "fort")
    assert [a.auszug.kennung for a in tisch.beobachter.lage().team.akten] == []
    (tmp_path / "fort").rename(tisch.wurzel / "faelle")
    assert [a.auszug.kennung for a in tisch.beobachter.lage().team.akten] == ["4711"]


def test_wer_lauscht_hoert_von_jeder_aenderung(ordner: ORDNER) -> None:
    tisch = Tisch(ordner({"4711.md": fall()}), TAG)
    melder = Melder(tisch.beobachter, 0.01)
    melder.start()
    nummer = tisch.beobachter.lage().nummer
    for text in ("Eins.", "Zwei.", "Drei."):
        # At once, as this program writes: half a file would be a state of its own.
        (tisch.wurzel / "neu").write_text(fall(f"## 2026-06-30 Notiz (Jana)\n\n{text}\n"))
        os.replace(tisch.wurzel / "neu", tisch.wurzel / "faelle/4711.md")
        neue = melder.warte(nummer, 600)
        assert neue > nummer
        nummer = neue
    # What was written a moment ago is looked at once more; then there is rest.
    while (neue := melder.warte(nummer, 0.05)) != nummer:
        nummer = neue
