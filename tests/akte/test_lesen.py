"""Reading one file: the example of the domain model in full, and bytes that nobody should write."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from fallbuch.akte.lesen import lesen
from fallbuch.akte.modell import Stellen
from fallbuch.text.quelle import lies_datei
from tests.conftest import GOLDEN
from tests.hilfen import akten, fall, kennungen, zeile


def _als_text(inhalt: str) -> str:
    gelesen, befunde = lesen(inhalt.encode(), "faelle/4711.md")
    daten = asdict(gelesen)
    for eintrag in daten["eintraege"]:
        eintrag["unlesbar"] = sorted(eintrag["unlesbar"])
    daten["unlesbar"] = sorted(daten["unlesbar"])
    return (
        json.dumps(daten, ensure_ascii=False, indent=1, default=_als_wert)
        + "\n"
        + "\n".join(map(zeile, befunde))
        + "\n"
    )


def _als_wert(wert: object) -> object:
    return {name: asdict(stelle) for name, stelle in wert.items()} if isinstance(wert, Stellen) else str(wert)


def test_ganzes_beispiel(golden: Callable[[str, str], None]) -> None:
    golden("lesen/beispiel.json", _als_text((GOLDEN / "lesen/beispiel.md").read_text(encoding="utf-8")))


def test_alles_falsche(golden: Callable[[str, str], None]) -> None:
    inhalt = (GOLDEN / "lesen/fehlerhaft.md").read_text(encoding="utf-8")
    golden("lesen/fehlerhaft.txt", "\n".join(zeile(b) for b in akten(inhalt)[0].befunde) + "\n")


GUT = fall(
    "## 2026-01-12 Erstgespräch (Jana)\n\nBetreuungsstufe: IK\n\n## 2026-06-01 Telefonat\n", Betreuungsstufe="IK"
)
FEINDLICH = {
    "leer": (b"", {"F005"}),
    "binaer": (bytes(range(256)) * 8, {"F002", "F005", "F018"}),
    "utf-16": (GUT.encode("utf-16"), {"F002"}),
    "bom": (b"\xef\xbb\xbf" + GUT.encode(), set()),
    "crlf": (GUT.replace("\n", "\r\n").encode(), set()),
    "alte Zeilenenden": (GUT.replace("\n", "\r").encode(), {"F005", "F018"}),
    "tabulator": (GUT.replace("Zugangsweg:", "\tAkquise:").encode(), {"F007"}),
    "nul": (GUT.replace("Beratungstag", "Beratungs\x00tag").encode(), {"F018", "F019"}),
    "10 MB": (GUT.encode() + b"x" * 10_000_000, {"F003"}),
    "100000 Eintraege": (GUT.encode() + b"## 2026-06-01 Notiz\n" * 100_000, {"F003"}),
    "3000 Eintraege": (GUT.encode() + b"\n## 2026-06-01 Notiz\n" * 3_000, {"F024"}),
    "30000 Klammern": (f"---\nID: {'[' * 30_000}{']' * 30_000}\n---\n".encode(), {"F004", "F015", "F011", "F028"}),
    "bombe": (b"---\na: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\nID: 4711\n---\n", {"F008", "F010", "F011", "F028"}),
    "zyklus": (b"---\nID: &a [*a]\n---\n", {"F008", "F025", "F011", "F028"}),
    "python-objekt": (b"---\nID: !!python/object:os.system x123\n---\n", {"F008", "F011", "F016", "F028"}),
    "nfd": (GUT.replace("Erstgespräch", "Erstgespra\u0308ch").encode(), set()),
    "cp1252": (GUT.encode("cp1252"), {"F002"}),
    "nur Kopfanfang": (b"---\n", {"F006", "F011", "F028"}),
    "nur Striche": (b"---\n---\n", {"F011", "F028"}),
    "Kopf offen": (GUT.replace("IK\n---\n", "IK\n").encode(), {"F006"}),
    "Liste": (b"---\n- a\n---\n", {"F007", "F011", "F028"}),
}


@pytest.mark.parametrize(("inhalt", "erwartet"), FEINDLICH.values(), ids=list(FEINDLICH))
def test_feindliche_bytes(inhalt: bytes, erwartet: set[str]) -> None:
    nachbar = fall("## 2026-01-14 Erstgespräch\n").replace("4711", "4712")
    from tests.hilfen import quelle

    alle = akten(quelle(inhalt), quelle(nachbar, "faelle/4712.md"))
    kaputt = next(akte for akte in alle if akte.fall.stamm == "4711")
    assert {befund.kennung for befund in kaputt.befunde} == erwartet
    assert next(akte for akte in alle if akte.fall.stamm == "4712").fall.eintraege, "the neighbour is still read"
    if any(befund.art.uhr for befund in kaputt.befunde):
        assert kaputt.faelligkeiten[0].dringlichkeit == "nicht berechenbar"


def test_bom_und_crlf_aendern_nichts() -> None:
    schlicht, _ = lesen(GUT.encode(), "faelle/4711.md")
    assert lesen(b"\xef\xbb\xbf" + GUT.encode(), "faelle/4711.md")[0] == schlicht
    assert lesen(GUT.replace("\n", "\r\n").encode(), "faelle/4711.md")[0] == schlicht
    zerlegt, _ = lesen(GUT.replace("Erstgespräch", "Erstgespra\u0308ch").encode(), "faelle/4711.md")
    # Columns differ: they count the code points that stand in the file.
    assert [e.art for e in zerlegt.eintraege] == [e.art for e in schlicht.eintraege]
    assert [e.schluessel for e in zerlegt.eintraege] == [e.schluessel for e in schlicht.eintraege]


@pytest.mark.parametrize("wert", ["no", "on", "12:30", "0123", "1_000", "true", "2026-01-12", "0x10"])
def test_text_bleibt_text(wert: str) -> None:
    gelesen, _ = lesen(fall(Zugangsweg=wert).replace("Zugangsweg: Beratungstag\n", "").encode(), "faelle/4711.md")
    assert gelesen.kopf.zugangsweg == wert


def test_fuehrende_null_bleibt() -> None:
    gelesen, befunde = lesen(fall().replace("4711", "0047").encode(), "faelle/0047.md")
    assert (gelesen.kopf.id, befunde) == ("0047", ())


def test_verweis_aus_dem_ordner_hinaus(tmp_path: Path) -> None:
    (tmp_path / "geheim.txt").write_text(fall())
    faelle = tmp_path / "faelle"
    faelle.mkdir()
    (faelle / "4711.md").symlink_to(tmp_path / "geheim.txt")
    datei = lies_datei(faelle / "4711.md", "faelle/4711.md", faelle)
    assert datei.inhalt == b""
    assert [b.text for b in akten(datei)[0].befunde] == [
        "Die Datei ist ein Verweis auf eine Stelle außerhalb des Ordners. Erwartet: eine gewöhnliche Textdatei."
    ]


def test_verweis_auf_sich_selbst(tmp_path: Path) -> None:
    (tmp_path / "4711.md").symlink_to(tmp_path / "4711.md")
    assert [b.kennung for b in akten(lies_datei(tmp_path / "4711.md", "faelle/4711.md", tmp_path))[0].befunde] == [
        "F001"
    ]


def test_fehlerhafte_zeile_verdeckt_kein_anderes_feld() -> None:
    gelesen, befunde = lesen(fall().replace("Beratungstag", "Runder Tisch: Stadt").encode(), "faelle/4711.md")
    assert (gelesen.kopf.id, gelesen.kopf.status, gelesen.kopf.berater) == ("4711", "in Beratung", "Jana")
    assert (gelesen.kopf.zugangsweg, sorted(gelesen.unlesbar)) == (None, ["Zugangsweg"])
    assert [b.kennung for b in befunde] == ["F007"]


def test_personliche_werte_werden_nirgends_genannt() -> None:
    inhalt = fall(
        "## 2026-01-12 Notiz\n\nTelefon: 0941 123456\nNName: Musterfrau\n", NName="Musterfrau", Email="a@example.org"
    )
    (akte,) = akten(inhalt)
    assert [b.kennung for b in akte.befunde if b.kennung == "D001"] == ["D001"] * 4
    alles = repr(akte.fall) + "".join(b.text + b.hinweis for b in akte.befunde)
    for geheim in ("Musterfrau", "0941", "example.org"):
        assert geheim not in alles


@pytest.mark.parametrize(
    "feld", ["VName", "nname", "Straße", "PLZ", "Stadt", "Telefonnummer", "E-Mail", "email", "Geburtsdatum"]
)
def test_schreibweisen_persoenlicher_felder(feld: str) -> None:
    assert "D001" in kennungen(fall(**{feld: "x"}))


def test_sehr_viele_meldungen_werden_begrenzt() -> None:
    befunde = akten(fall("## Ohne Datum\n" * 300))[0].befunde
    assert befunde[0].text == "Zu dieser Datei gibt es 100 weitere Meldungen. Erwartet: eine lesbare Falldatei."
    assert len(befunde) == 201
