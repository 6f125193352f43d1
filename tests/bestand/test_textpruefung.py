"""What texts say that belongs in no case: who may be named, what was known before, and that no output shows a value."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from fallbuch.akte.textwache import Angabenart
from fallbuch.bestand import textpruefung
from fallbuch.bestand.textpruefung import abdruck
from fallbuch.einrichtung import richte_ein
from fallbuch.team import oeffne
from tests.cli.aufruf import im_prozess
from tests.conftest import kopiere_demo
from tests.git import git
from tests.hilfen import HEUTE, STICHTAG, fall
from tests.schreibtisch.hilfen import Tisch

ORDNER = Callable[..., Path]
TAG = "2026-06-30"
ARBEITGEBER = """\
arbeitgeber:
  Lager:
    ansprechpartner: [{name: Frau Vorlage, telefon: 0911 123456, email: vorlage@lager.example}]
"""
#: By kind a text, and the value in it that nobody may read anywhere.
WERTE = {
    "D003": ("Neue Nummer 0170 765 43 21 notiert.", "765 43 21"),
    "D004": ("Lebenslauf von p.geheim@web.de bekommen.", "p.geheim@web.de"),
    "D005": ("Geld auf DE02 1203 0000 0000 2020 51 bitte.", "1203 0000"),
    "D006": ("Beim Amt unter 843A654321 geführt.", "843A654321"),
    "D007": ("Wohnt in der Zwetschgenstraße 12 im Hof.", "Zwetschgenstraße"),
    "D008": ("Die Tochter, geb. 13.07.2019, ist krank.", "13.07.2019"),
}
ERZAEHLT = "".join(f"{satz}\n" for satz, _ in WERTE.values())
VOLL = fall(
    f"{ERZAEHLT}\n## 2026-01-14 Erstgespräch (Jana)\n\n{ERZAEHLT}\nVereinbarungen:\n\n"
    + "".join(f"- [ ] Kundin: {satz} (bis 2026-07-0{n})\n" for n, (satz, _) in enumerate(WERTE.values(), start=1))
    + "\nBetreuungsstufe: IK\n\n## 2026-02-02 Betreuungsplan (Jana)\n\n"
    + "".join(
        f"{name}: {satz}\n"
        for name, (satz, _) in zip(
            ("Ausgangslage", "Ziel", "Begründung", "Kontaktform", "Informiert über"), WERTE.values(), strict=False
        )
    )
    + f"Einvernehmen: ja\n\n## 2026-03-02 Quatsch 0170 765 43 21 (Jana)\n\n```\n{ERZAEHLT}```\n",
    Betreuungsstufe="IK",
    Arbeitsmarktstatus="p.geheim@web.de",
    Hilfenetz="[Schule 0170 765 43 21]",
)


def rufe(wurzel: Path, *worte: str, code: int | None = 0) -> str:
    ende = im_prozess(*worte, cwd=wurzel, FALLBUCH_STICHTAG=TAG)
    assert code is None or ende[0] == code, ende[1]
    return ende[1]


def gemeldet(wurzel: Path) -> list[str]:
    text = rufe(wurzel, "pruefen", code=None)
    return [
        f"{t[1]}:{t[2]}" for t in re.finditer(r"^faelle/\w+\.md:([0-9]+):[0-9]+: \w+ (D0[0-9]{2})", text, re.MULTILINE)
    ]


def ohne_werte(text: str) -> None:
    assert {art: wert for art, (_, wert) in WERTE.items() if wert in text} == {}


def notiz(*zeilen: str) -> str:
    return fall("## 2026-02-02 Notiz (Jana)\n\n" + "".join(f"{z}\n" for z in zeilen))


def test_das_beispielteam_gibt_keinen_alarm() -> None:
    team = oeffne(richte_ein(Path(__file__).parents[2]), stichtag=STICHTAG, heute=HEUTE)
    assert [b for b in team.befunde if b.kennung.startswith("D")] == []
    assert sum(akte.fall.verdacht for akte in team.akten) <= 3, "and few of its cases are looked at closer"


def test_die_eigenen_leute_und_die_liste_der_arbeitgeber_zaehlen_nicht(ordner: ORDNER) -> None:
    text = notiz(
        "Frau Jana und Herr Ole waren da.",
        "Frau Vorlage vom Lager, 0911/12 34 56 oder +49 911 123456, vorlage@lager.example.",
        "Herr Muster, 0911 123457, muster@lager.example.",
    )
    wurzel = ordner({"4711.md": text})
    assert gemeldet(wurzel) == ["12:D009", "12:D003", "12:D003", "12:D004", "13:D009", "13:D003", "13:D004"]
    (wurzel / "vorlagen/arbeitgeber.yml").write_text(ARBEITGEBER, encoding="utf-8")
    assert gemeldet(wurzel) == ["13:D009", "13:D003", "13:D004"]


def test_im_protokoll_wird_auch_gesucht(ordner: ORDNER) -> None:
    wurzel = ordner({})
    (wurzel / "vorlagen/protokoll.md").write_text(
        "## 2026-02-02 Akquise (Jana)\n\nDer Wirt hat 0170 765 43 21.\n\nZugangsweg: Runder Tisch\n", encoding="utf-8"
    )
    text = rufe(wurzel, "pruefen")
    assert "vorlagen/protokoll.md:3:14: Hinweis D003: Hier steht eine Telefonnummer („0170 …“)." in text


# -- what was known before


def test_ein_alter_bestand_bleibt_still_und_neues_wird_gemeldet(ordner: ORDNER) -> None:
    wurzel = ordner(
        {"4711.md": notiz("Nummer 0170 765 43 21", "Frau Muster"), "4712.md": notiz().replace("4711", "4712")}
    )
    assert rufe(wurzel, "pruefen", "--bestand-merken") == (
        "Gemerkt: 2 Angaben in 1 Datei, in vorlagen/bekannte-angaben.yml. Gemeldet wird nur noch, was neu ist oder sich ändert. "
        "Die Angaben selbst stehen weiter in den Texten; nehmen Sie sie nach und nach heraus.\n"
    )
    datei = wurzel / "vorlagen/bekannte-angaben.yml"
    inhalt = datei.read_text(encoding="utf-8")
    assert re.search(
        r"salz: [0-9a-f]{16}\nangaben:\n  faelle/4711\.md:\n    - D003 [0-9a-f]{5}\n    - D009 [0-9a-f]{5}\n", inhalt
    )
    assert not re.search("Muster|765 43|0170 ", inhalt)
    assert rufe(wurzel, "pruefen") == (
        "2 Fälle geprüft: 0 Fehler, 0 Hinweise. 2 bekannte Angaben in alten Texten werden nicht gemeldet.\n"
    )
    assert rufe(wurzel, "pruefen", "faelle/4712.md").endswith("1 Fall geprüft: 0 Fehler, 0 Hinweise.\n")
    # Again it says the same, with the same salt.
    assert rufe(wurzel, "pruefen", "--bestand-merken") == "vorlagen/bekannte-angaben.yml ist schon auf diesem Stand.\n"
    # A line more, the same line once more, and a changed one.
    fallakte = wurzel / "faelle/4711.md"
    fallakte.write_text(
        notiz("Nummer 0170 765 43 21", "Frau Muster", "Frau Beispiel", "Nummer 0170 765 43 21"), encoding="utf-8"
    )
    assert gemeldet(wurzel) == ["13:D009", "14:D003"]
    fallakte.write_text(notiz("Die Nummer 0170 765 43 21", "Frau Muster"), encoding="utf-8")
    assert gemeldet(wurzel) == ["11:D003"]
    # In another case it is news.
    (wurzel / "faelle/4712.md").write_text(notiz("Frau Muster").replace("4711", "4712"), encoding="utf-8")
    assert gemeldet(wurzel) == ["11:D003", "11:D009"]
    # Who remembers once more hears what is new in it.
    assert rufe(wurzel, "pruefen", "--bestand-merken") == (
        "Gemerkt: 3 Angaben in 2 Dateien, in vorlagen/bekannte-angaben.yml. Gemeldet wird nur noch, was neu ist oder sich ändert. "
        "Die Angaben selbst stehen weiter in den Texten; nehmen Sie sie nach und nach heraus. "
        "Neu dazugekommen: 2 Angaben in faelle/4711.md, faelle/4712.md. Gehört etwas davon nicht dorthin, nehmen Sie es heraus.\n"
    )
    # What is gone is forgotten.
    fallakte.write_text(notiz("Alles gut."), encoding="utf-8")
    rufe(wurzel, "pruefen", "--bestand-merken")
    neu = datei.read_text(encoding="utf-8")
    assert "4711" not in neu
    assert "4712" in neu
    assert inhalt.split("\n")[2] == neu.split("\n")[2]


def test_wo_nichts_steht_wird_nichts_gemerkt(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": notiz("Alles gut.")})
    assert rufe(wurzel, "pruefen", "--bestand-merken") == "In den Texten steht nichts, was zu merken wäre.\n"
    assert not (wurzel / "vorlagen/bekannte-angaben.yml").exists()
    assert "ohne Pfade" in rufe(wurzel, "pruefen", "--bestand-merken", "faelle", code=2)


def test_eine_kaputte_datei_des_bestands_wird_gemeldet(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": notiz("Frau Muster")})
    (wurzel / "vorlagen/bekannte-angaben.yml").write_text("salz: [a]\nangaben: 3\n", encoding="utf-8")
    text = rufe(wurzel, "pruefen", code=1)
    assert "vorlagen/bekannte-angaben.yml:1:" in text
    assert "faelle/4711.md:11:6: Hinweis D009" in text


def test_viele_nummern_haben_denselben_abdruck() -> None:
    """Whoever tries all numbers of a network finds many that fit: from the file nobody learns which one it was."""
    alle = {abdruck("salz", "faelle/1.md", Angabenart.TELEFON, f"0170 {n:07}") for n in range(200_000)}
    assert 180_000 < len(alle) < 190_000


# -- no output shows a value


@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab"])
def test_die_pruefung_zeigt_keinen_wert(ordner: ORDNER, form: str) -> None:
    text = rufe(ordner({"4711.md": VOLL}), "pruefen", "--format", form, code=None)
    assert {art for art in WERTE if art in text} == set(WERTE)
    ohne_werte(text)


def test_andere_befehle_zeigen_keinen_wert(ordner: ORDNER, tmp_path: Path) -> None:
    wurzel = ordner({"4711.md": VOLL})
    for befehl in (
        ["faellig"], ["faellig", "--format", "json"], ["faellig", "--format", "csv"], ["formatieren", "--beheben", "--zeigen"],
        ["eintragen", "4711", "--art", "Notiz", "--text", ERZAEHLT, "--zeigen"],
        ["uebergeben", "4711", "--an", "Ole", "--zeigen"],
    ):  # fmt: skip
        ohne_werte(rufe(wurzel, *befehl, code=None))


def test_der_vergleich_zeigt_keinen_wert(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": fall()})
    git(wurzel, "init", "-q", "-b", "main")
    git(wurzel, "add", ".")
    git(wurzel, "commit", "-q", "-m", "a")
    (wurzel / "faelle/4711.md").write_text(VOLL, encoding="utf-8")
    git(wurzel, "commit", "-q", "-am", "b")
    for form in ("markdown", "text", "json"):
        text = rufe(wurzel, "vergleichen", "HEAD~1", "HEAD", "--format", form, code=None)
        assert "4711" in text
        ohne_werte(text)


def test_eine_geaenderte_nummer_ist_eine_aenderung(ordner: ORDNER) -> None:
    """It is not shown, and not passed over either: nobody joins two cases that differ in it."""
    wurzel = ordner({"4711.md": notiz("Nummer 0170 765 43 21.")})
    git(wurzel, "init", "-q", "-b", "main")
    git(wurzel, "add", ".")
    git(wurzel, "commit", "-q", "-m", "a")
    (wurzel / "faelle/4711.md").write_text(notiz("Nummer 0170 765 43 22."), encoding="utf-8")
    git(wurzel, "commit", "-q", "-am", "b")
    text = rufe(wurzel, "vergleichen", "HEAD~1", "HEAD", code=None)
    assert "nicht gezeigte Angabe" in text
    assert "765" not in text


def test_keine_seite_und_keine_ausfuhr_zeigt_einen_wert(tmp_path: Path) -> None:
    (tmp_path / "team").mkdir()
    wurzel = kopiere_demo(tmp_path / "team")
    (wurzel / "faelle/4711.md").write_text(VOLL, encoding="utf-8")
    rufe(wurzel, "bauen", code=None)
    seiten = [p for p in (wurzel / "site").rglob("*") if p.is_file()]
    assert (wurzel / "site/faelle/4711.html").read_text(encoding="utf-8").count("•••") > 10
    for pfad in seiten:
        ohne_werte(pfad.read_bytes().decode("utf-8", "replace"))
    tisch = Tisch(wurzel, TAG)
    for seite in (
        "/index.html",
        "/faelle/4711.html",
        "/woche.html",
        "/tisch/eintragen/4711?art=Telefonat",
        "/tisch/aendern/4711",
    ):
        ohne_werte(tisch.hole(seite).get_data(as_text=True))
    rufe(wurzel, "exportieren", str(tmp_path / "aus"), "--fall", "4711", code=None)
    ausgefuehrt = [p for p in (tmp_path / "aus").rglob("*") if p.is_file()]
    assert ausgefuehrt
    for pfad in ausgefuehrt:
        ohne_werte(pfad.read_text(encoding="utf-8-sig", errors="replace"))


def test_der_ganze_auszug_ist_woertlich_und_sagt_es(ordner: ORDNER, tmp_path: Path) -> None:
    """It is the whole stock, which may come back; a copy for somebody is a page."""
    wurzel = ordner({"4711.md": notiz("Nummer 0170 765 43 21", "Frau Muster")})
    text = rufe(wurzel, "exportieren", str(tmp_path / "aus"))
    assert (
        "In den Texten steht noch, was nicht hineingehört, an 2 Stellen: Der Auszug gibt alles wörtlich wieder." in text
    )
    assert any("0170 765 43 21" in p.read_text(encoding="utf-8-sig") for p in (tmp_path / "aus").glob("*.csv"))


def test_formatieren_laesst_die_werte_wie_sie_sind(ordner: ORDNER) -> None:
    wurzel = ordner(
        {"4711.md": VOLL.replace("- [ ] Kundin", "* [ ] Kundin").replace("\n## 2026-02-02", "\n\n\n## 2026-02-02")}
    )
    rufe(wurzel, "formatieren", "--beheben", code=None)
    neu = (wurzel / "faelle/4711.md").read_text(encoding="utf-8")
    assert "•" not in neu
    assert "* [ ]" not in neu
    assert "\n\n\n" not in neu.partition("```")[0]
    for satz, _ in WERTE.values():
        assert neu.count(satz) >= 3, satz


def test_nichts_wird_geladen_was_niemand_braucht(ordner: ORDNER, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in which nothing looks suspicious is not even decoded a second time."""
    monkeypatch.setattr(textpruefung, "dekodiere", lambda *_: pytest.fail("looked at"))
    wurzel = ordner({"4711.md": notiz("Kommt um 14:30 Uhr, Stufe IK, Folgetermin bleibt der 2026-04-07.")})
    assert oeffne(richte_ein(wurzel), stichtag=STICHTAG, heute=HEUTE).befunde == ()
