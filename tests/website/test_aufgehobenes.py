"""Pages from what earlier builds have kept: byte for byte those of a build that knows nothing, whatever has changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fallbuch.akte import lesen
from fallbuch.bestand import laden
from fallbuch.einrichtung import richte_ein
from fallbuch.text.zwischenspeicher import ARTEN
from fallbuch.text.zwischenspeicher import datei as speicherdatei
from fallbuch.uebersicht import beitraege
from fallbuch.website.bauen import Bau
from fallbuch.website.fallablage import umfeld
from fallbuch.website.seiten import Sicht
from fallbuch.website.zielordner import Seitenabdruck, summe
from tests.bestand.test_urteile import AENDERUNGEN, _schreibe
from tests.hilfen import LANDET, TEAM_YML, fall, umfang
from tests.website.bauen import baue, dateien

ORDNER = Callable[..., Path]
TAG = date(2026, 3, 1)
STICHTAG = {"FALLBUCH_STICHTAG": "2026-03-01"}
IK = "## 2026-01-14 Erstgespräch (Jana)\n\nFall 4712 kennt sie.\n\nVereinbarungen:\n\n- [ ] Kundin schreibt Gärtnereien an (bis 2026-01-20)\n\nBetreuungsstufe: IK\nFolgetermin: 2026-03-05 14:30\n"
PLAN = "## 2026-02-27 Betreuungsplan (Jana)\n\nZiel: Gärtnerei\nSchritte Team:\n\n- Höfe anrufen\n\nGültig bis: 2026-08-27\n"
MASSNAHME = "## 2026-02-25 Maßnahme (Jana)\n\nArt: Praktikum\nBezeichnung: Woche im Laden\nBeginn: 2026-02-26\nEnde: 2026-03-12\n"
SELTEN = "\nGelernte Floristin, Führerschein vorhanden, pflegt ihre Schwiegermutter, sucht Teilzeit im Gartencenter.\n"
ALT = "## 2025-02-27 Erstgespräch (Rita)\n\nBetreuungsstufe: IK\n"


def _fall(kennung: str, text: str = IK, **mehr: str) -> Callable[[Path], None]:
    return _schreibe(f"faelle/{kennung}.md", fall(text, **mehr).replace("4711", kennung))


#: What pages hang on besides: each changed in turn, on top of those before.
ANDERES: dict[str, Callable[[Path], Any]] = {
    "wohin ein Fall verweist": _fall("4712"),
    "wohin er nicht mehr verweist": lambda w: (w / "faelle/4712.md").unlink(),
    "ein Fall, in dem ein anderer aufging": _fall("4720", **{"Vereint mit": "[4712]"}),
    "ein Plan und eine Maßnahme": _fall("4721", IK + "\n" + PLAN + "\n" + MASSNAHME, Betreuungsstufe="IK"),
    "jemand bekommt zu tun": _fall("4722", IK.replace("Jana", "Ole"), Berater="Ole"),
    "jemand hat nichts mehr zu tun": lambda w: (w / "faelle/4722.md").unlink(),
    "eine Vertretung": _fall("4723", Vertretung="Ole"),
    "ein Vermerk": _fall("4723", **{"Zu beachten": "nicht auf die Mailbox sprechen"}),
    "ein anderer Name der Datei": lambda w: (w / "faelle/4723.md").rename(w / "faelle/4724.md"),
    "eine eigene Seite im Menü": _schreibe("site_src/ueber-uns.md", "# Über uns\n"),
    "ein eigener Prozess": _schreibe("site_src/prozesse/beratung.md", "---\nName: Beratung\nStatus: in Beratung\n---\n\nText.\n"),
    "sein Status": _schreibe("site_src/prozesse/beratung.md", "---\nName: Beratung\nStatus: neu\n---\n\nText.\n"),
    "eigene Kennzahlen": _schreibe("vorlagen/kennzahlen.yml", "tabellen:\n  meine:\n    titel: Meine\n    zaehlt: Phasen\n    wann: offen\n    zeilen: Betreuungsstufe\n"),
    "ein alter Fall von jemandem, der nichts mehr zu tun hat": _fall("4726", f"{ALT}\n## 2025-03-20 Abschluss (Rita)\n\nGrund: Umzug\n", status="abgeschlossen", berater="Rita", erstkontakt="2025-02-20"),
    "jetzt hat er wieder zu tun": _fall("4727", ALT, berater="Rita"),
    "zwei Fälle": lambda w: [_fall(k, IK, erstkontakt=tag)(w) for k, tag in (("4728", "2026-01-10"), ("4729", "2026-02-20"))],
    "was der neue sagt": _fall("4729", IK + SELTEN, erstkontakt="2026-02-20"),
    "und der alte auch": _fall("4728", IK + SELTEN, erstkontakt="2026-01-10"),
    "ein Name mit Strich": _schreibe("faelle/b-c.md", fall(IK).replace("4711", "4730")),
    "und einer mit Lücke, der vor ihm steht": _schreibe("faelle/b c.md", fall(IK).replace("4711", "4731")),
    "eine Veranstaltung": _schreibe("vorlagen/protokoll.md", "# Protokoll\n\n## 2026-02-03 Veranstaltung (Jana)\n\nZugangsweg: Laden\n"),
    "ein Name des Teams": _schreibe("vorlagen/team.yml", TEAM_YML.replace("Testteam", "Anderes Team")),
    "eine Forge": _schreibe("vorlagen/team.yml", TEAM_YML + "forge:\n  art: github\n  adresse: https://example.org/team/faelle\n"),
    "ein Betrieb, bei dem jemand anfing": _schreibe("vorlagen/arbeitgeber.yml", "arbeitgeber:\n  Gärtnerei Süd: {}\n"),
    "jemand fing an": _fall("4725", IK + "\n## 2026-02-20 Abschluss (Jana)\n\nGrund: Vermittlung\nArbeitgeber: Gärtnerei Süd\nArbeitsbeginn: 2026-02-24\n", status="abgeschlossen"),
}  # fmt: skip


def _seiten(wurzel: Path, tag: date = TAG, *, merken: bool) -> dict[str, tuple[int, bytes]]:
    """Return length and hash of each file of the site; what an earlier build knows of a page is believed."""
    bau = Bau(richte_ein(wurzel), Sicht.INTERN, stichtag=tag, heute=tag, merken=merken)
    gefunden = {}
    for pfad, inhalt in bau.website.dateien():
        bekannt = isinstance(inhalt, Seitenabdruck)
        gefunden[pfad] = (inhalt.laenge, inhalt.summe) if bekannt else (len(inhalt), summe(inhalt))  # type: ignore[arg-type,union-attr]
    return gefunden


@pytest.fixture
def merke(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "merke"))
    return tmp_path / "merke"


def test_wie_ohne_was_sich_auch_aendert(ordner: ORDNER, merke: Path) -> None:
    wurzel = ordner({"4711.md": fall(IK, Betreuungsstufe="IK"), "4713.md": fall(IK).replace("4711", "4713")})
    for nummer, (name, aendere) in enumerate({**ANDERES, **(AENDERUNGEN if LANDET else {})}.items(), start=1):
        aendere(wurzel)
        if nummer % umfang(4, 1, 1):
            continue
        ohne = _seiten(wurzel, merken=False)
        assert _seiten(wurzel, merken=True) == ohne, f"{name}: after it was worked out"
        assert _seiten(wurzel, merken=True) == ohne, f"{name}: from what was kept"
    morgen = date(2026, 3, 2)
    assert _seiten(wurzel, morgen, merken=True) == _seiten(wurzel, morgen, merken=False)


def test_was_um_einen_fall_herum_steht(ordner: ORDNER, merke: Path) -> None:
    """Who has work decides whether a name leads to a list; another shell, other cases, and every page is another one."""
    rahmen = Bau(richte_ein(ordner({"4711.md": fall(IK)})), Sicht.INTERN, stichtag=TAG, heute=TAG).website.rahmen
    anderer = Bau(
        richte_ein(ordner({}, team=TEAM_YML.replace("Testteam", "X"))), Sicht.INTERN, stichtag=TAG, heute=TAG
    ).website.rahmen
    alle = [umfeld(rahmen, {"Jana": "jana"}, b"x"), umfeld(rahmen, {"Jana": "jana", "Rita": "rita"}, b"x"), umfeld(rahmen, {"Jana": "j"}, b"x"), umfeld(rahmen, {"Jana": "jana"}, b"y"), umfeld(anderer, {"Jana": "jana"}, b"x")]  # fmt: skip
    assert len(set(alle)) == len(alle)
    assert umfeld(rahmen, {"Jana": "jana"}, b"x") == alle[0]


def test_wer_unveraendert_ist_wird_weder_gelesen_noch_gezeichnet(
    ordner: ORDNER, merke: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    namen = [f"47{nummer}" for nummer in range(11, 31)]
    wurzel = ordner({f"{n}.md": fall(IK, Betreuungsstufe="IK").replace("4711", n) for n in namen})
    _seiten(wurzel, merken=True)
    gelesene: list[str] = []
    lies = lesen.lies_quelldatei

    def gezaehlt(datei: Any) -> Any:
        gelesene.append(datei.name)
        return lies(datei)

    monkeypatch.setattr(laden, "lies_quelldatei", gezaehlt)
    _seiten(wurzel, merken=True)
    assert gelesene == []
    (wurzel / "faelle/4711.md").write_text(fall(IK + "\nEin Satz.\n", Betreuungsstufe="IK"), encoding="utf-8")
    bau = Bau(richte_ein(wurzel), Sicht.INTERN, stichtag=TAG, heute=TAG)
    gezeichnete = [p for p, i in bau.website.dateien() if p.startswith("faelle/") and not isinstance(i, Seitenabdruck)]
    assert gezeichnete == ["faelle/4711.html"]
    # What it counts is counted with the others of its block: so few cases are one block.
    assert set(gelesene) == {f"faelle/{n}.md" for n in namen}


def test_eine_seite_die_anders_daliegt_wird_neu_geschrieben(ordner: ORDNER, merke: Path) -> None:
    """What was kept says what the page is, not that it lies there."""
    wurzel = ordner({"4711.md": fall(IK), "4712.md": fall(IK).replace("4711", "4712")})
    umgebung = {**STICHTAG, "XDG_CACHE_HOME": str(merke)}
    assert baue(wurzel, **umgebung).returncode == 0
    richtig = dateien(wurzel / "site")
    for verdorben in (b"", richtig["faelle/4711.html"][:-1] + b"x"):
        (wurzel / "site/faelle/4711.html").write_bytes(verdorben)
        (wurzel / "site/faelle/4712.html").unlink()
        assert baue(wurzel, **umgebung).returncode == 0
        assert dateien(wurzel / "site") == richtig
    shutil.rmtree(wurzel / "site")
    assert baue(wurzel, **umgebung).returncode == 0
    assert dateien(wurzel / "site") == richtig


@pytest.mark.parametrize("art", ARTEN)
def test_was_beschaedigt_ist_gilt_nicht(ordner: ORDNER, merke: Path, art: str) -> None:
    wurzel = ordner({"4711.md": fall(IK, Betreuungsstufe="IK"), "4712.md": fall(IK).replace("4711", "4712")})
    ohne = _seiten(wurzel, merken=False)
    assert _seiten(wurzel, merken=True) == ohne
    pfad = speicherdatei(wurzel, art)
    assert pfad is not None
    if not art.startswith("seiten") or pfad.exists():  # so few cases do not lie in every pile
        roh = pfad.read_bytes()
        assert b"Fall 4711" not in roh
        assert "Gärtnereien".encode() not in roh
        for stelle in range(60, len(roh), 97):
            roh = roh[:stelle] + bytes([roh[stelle] ^ 1]) + roh[stelle + 1 :]
        pfad.write_bytes(roh)
    assert _seiten(wurzel, merken=True) == ohne


def test_ein_beitrag_besteht_aus_werten_des_programms(ordner: ORDNER, merke: Path) -> None:
    """Whoever could write one could make nothing else of it."""
    wurzel = ordner({"4711.md": fall(IK)})
    bau = Bau(richte_ein(wurzel), Sicht.INTERN, stichtag=TAG, heute=TAG)
    akte = bau.team.akten[0]
    assert bau.team.speicher is not None
    speicher = bau.team.speicher("beitraege")
    alle = beitraege.Beitraege(speicher)
    assert alle.hole(akte, "eines", lambda: (akte, TAG, "ein Satz"), ()) == (akte, TAG, "ein Satz")
    assert alle.hole(akte, "fremdes", lambda: Path, ()) is Path
    alle.sichere()
    neue = beitraege.Beitraege(bau.team.speicher("beitraege"))
    # One foreign value, and nothing of the case's contributions counts.
    assert neue.hole(akte, "eines", lambda: "neu", ()) == "neu"
    neue.sichere()
    noch = beitraege.Beitraege(bau.team.speicher("beitraege"))
    assert noch.hole(akte, "eines", lambda: pytest.fail("made again"), ()) == "neu"
    assert noch.hole(akte, "eines", lambda: "anderes", "woran es hängt") == "anderes"
