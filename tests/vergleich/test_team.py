"""What a change does to the team itself: lists, settings, releases; and many findings of a kind."""

from __future__ import annotations

from pathlib import Path

from fallbuch.vergleich.ausgabe import als_text
from fallbuch.vergleich.bericht import bericht
from tests.vergleich.hilfen import fall, kurz, lege_an, schreibe, speichere, verglichen

EIGENE = "arbeitgeber:\n  Bäckerei Korn: {ort: Graz, ansprechpartner: [{name: Frau Geheim, telefon: '0316 1'}]}\n"


def text(wurzel: Path) -> str:
    return als_text(bericht(verglichen(wurzel)))


def test_listen_und_einstellungen_in_worten(tmp_path: Path) -> None:
    wurzel = lege_an(tmp_path / "team", _4711=fall())
    (wurzel / "vorlagen/team.yml").write_text(
        "name: Haus West\narbeitstage: ja\nland: Wien\nberater:\n  Jana: {synonyme: [J.]}\n  Mira: {}\nkanaele:\n  Beratungstag: {}\n",
        encoding="utf-8",
    )
    assert text(wurzel).splitlines()[:1] == ["1 Liste geändert, 3 Einstellungen geändert."]
    assert text(wurzel).partition("Listen und Einstellungen\n")[2] == (
        "  Beraterinnen und Berater\n    neu: Mira\n    geändert: Jana\n    entfernt: Ole\n"
        "  Name des Teams: Testteam → Haus West\n  Land der Feiertage: leer → Wien\n  Arbeitstage anzeigen: nein → ja\n\n"
        "Berührte Kennzahlen\n  1. Quartal 2026: Betreuungsrelation\n"
    )


def test_von_ansprechpartnern_steht_nichts_da(tmp_path: Path) -> None:
    wurzel = lege_an(tmp_path / "team", _4711=fall())
    (wurzel / "vorlagen/arbeitgeber.yml").write_text(EIGENE, encoding="utf-8")
    speichere(wurzel, "Arbeitgeber")
    (wurzel / "vorlagen/arbeitgeber.yml").write_text(
        EIGENE.replace("0316 1", "0316 2").replace("Geheim", "Heimlich"), encoding="utf-8"
    )
    alles = text(wurzel)
    assert "  Arbeitgeber\n    geändert: Bäckerei Korn\n" in alles
    assert not [wort for wort in ("Geheim", "Heimlich", "0316", "Graz") if wort in alles]
    (wurzel / "vorlagen/arbeitgeber.yml").write_text("# Nur ein Satz dazu.\n" + EIGENE, encoding="utf-8")
    assert text(wurzel).endswith("Andere Dateien\n  vorlagen/arbeitgeber.yml (die Arbeitgeber): geändert\n")
    (wurzel / "vorlagen/arbeitgeber.yml").write_text(EIGENE, encoding="utf-8")
    (wurzel / "mkdocs-oeffentlich.yml").write_text("INHERIT: mkdocs.yml\n", encoding="utf-8")
    (wurzel / "notiz.txt").write_text("x", encoding="utf-8")
    assert text(wurzel).endswith(
        "Andere Dateien\n  mkdocs-oeffentlich.yml (Einstellungen der öffentlichen Seiten): neu\n  notiz.txt: neu\n"
    )


def test_freigegebenes_faellt_auf(tmp_path: Path) -> None:
    wurzel = lege_an(tmp_path / "team", _4711=fall())
    register = wurzel / "statistik/register"
    register.mkdir(parents=True)
    (register / "verzeichnis.json").write_text('{"blaetter": []}\n', encoding="utf-8")
    (register / "2025Q4.json").write_text("{}\n", encoding="utf-8")
    speichere(wurzel, "Register")
    (register / "2026Q1.json").write_text("{}\n", encoding="utf-8")
    assert kurz(verglichen(wurzel)).startswith("1 Zeitraum freigegeben")
    assert "Freigegebene Zahlen\n  2026Q1: freigegeben\n" in text(wurzel)
    (register / "2026Q1.json").unlink()
    (register / "2025Q4.json").write_text("{ }\n", encoding="utf-8")
    assert kurz(verglichen(wurzel)).startswith("1 freigegebener Zeitraum verändert")
    satz = "Freigegebene Zahlen\n  2025Q4: {}\n"
    assert satz.format("verändert. Freigegebene Zahlen ändern sich nie mehr; nehmen Sie die Änderung zurück.") in text(
        wurzel
    )
    (register / "2025Q4.json").unlink()
    assert satz.format("entfernt. Was freigegeben wurde, bleibt für immer; holen Sie die Datei zurück.") in text(wurzel)


def test_viele_meldungen_einer_art_werden_gezaehlt(tmp_path: Path) -> None:
    kaputt = {str(4711 + n): fall(str(4711 + n)) for n in range(6)}
    wurzel = lege_an(tmp_path / "team", **{f"_{k}": v for k, v in kaputt.items()})
    for kennung in list(kaputt)[:5]:
        schreibe(wurzel, kennung, kaputt[kennung].replace("Akquise: Beratungstag", "Akquise: Zufall"))
    einzeln = text(wurzel).partition("neue Meldungen\n")[2].partition("\n\n")[0].splitlines()
    assert einzeln == [f"  faelle/{k}.md:4: Fehler F019, Unbekannter Wert" for k in list(kaputt)[:5]]
    schreibe(wurzel, "4716", kaputt["4716"].replace("Akquise: Beratungstag", "Akquise: Zufall"))
    assert text(wurzel).partition("neue Meldungen\n")[2].partition("\n\n")[0].splitlines() == [
        "  Fehler F019, Unbekannter Wert: 6 mal in 6 Dateien",
        *(f"    faelle/{k}.md:4" for k in list(kaputt)[:5]),
        "    und an 1 weiteren Stelle",
    ]
