"""What a change does to the team itself: lists, settings, releases; and many findings of a kind."""

from __future__ import annotations

from pathlib import Path

from fallbuch.vergleich.ausgabe import als_text
from fallbuch.vergleich.bericht import bericht
from tests.git import git
from tests.vergleich.hilfen import ERSTES, fall, kurz, lege_an, schreibe, speichere, verglichen

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
    (wurzel / "anlagen").mkdir()
    (wurzel / "anlagen/Lebenslauf Maria Schmidt.pdf").write_bytes(b"%PDF")
    (wurzel / "anlagen/Brief an Frau Kunz").write_bytes(b"x")
    assert not [wort for wort in ("Maria", "Kunz", "notiz", "anlagen") if wort in text(wurzel)]
    assert sorted(text(wurzel).partition("Andere Dateien\n")[2].splitlines()) == [
        "  eine Datei (.pdf): neu",
        "  eine Datei (.txt): neu",
        "  eine Datei (ohne übliche Endung): neu",
        "  mkdocs-oeffentlich.yml (Einstellungen der öffentlichen Seiten): neu",
    ]


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
        schreibe(wurzel, kennung, kaputt[kennung].replace("Zugangsweg: Beratungstag", "Zugangsweg: Zufall"))
    einzeln = text(wurzel).partition("neue Meldungen\n")[2].partition("\n\n")[0].splitlines()
    assert einzeln == [f"  faelle/{k}.md:4: Fehler F019, Unbekannter Wert" for k in list(kaputt)[:5]]
    schreibe(wurzel, "4716", kaputt["4716"].replace("Zugangsweg: Beratungstag", "Zugangsweg: Zufall"))
    assert text(wurzel).partition("neue Meldungen\n")[2].partition("\n\n")[0].splitlines() == [
        "  Fehler F019, Unbekannter Wert: 6-mal in 6 Dateien",
        *(f"    faelle/{k}.md:4" for k in list(kaputt)[:5]),
        "    und an 1 weiteren Stelle",
    ]


PROZESS = """---
Name: {name}
Beschreibung: Worum es geht.
Verantwortlich: Jana
Vorgänger: [Akquise]
Ausgabe: Ein Plan
Geprüft am: 2026-01-05
---

## Schritte

1. Anrufen.
"""


def test_prozesse_mit_ihren_feldern(tmp_path: Path) -> None:
    wurzel = lege_an(tmp_path / "team", _4711=fall())
    prozess = wurzel / "site_src/prozesse/kleiderkammer.md"
    prozess.parent.mkdir(parents=True)
    eigener = PROZESS.format(name="Kleiderkammer")
    prozess.write_text(eigener, encoding="utf-8")
    speichere(wurzel, "Prozess")
    prozess.write_text(eigener.replace("Jana", "[Jana, Ole]").replace("2026-01-05", "2026-03-01"), encoding="utf-8")
    assert "Prozesse\n  Kleiderkammer: geändert (Verantwortlich, Geprüft am)\n" in text(wurzel)
    # Who looked at a process has to do so again later: that is a task of the team.
    assert "Aufgaben des Teams\n  Termin später: Prozess prüfen" in text(wurzel)
    prozess.write_text(eigener.replace("Anrufen.", "Anrufen und fragen."), encoding="utf-8")
    assert "  Kleiderkammer: geändert (Text)\n" in text(wurzel)
    prozess.write_text(eigener.replace("Jana", '"Jana"').replace("[Akquise]", "\n  - Akquise"), encoding="utf-8")
    assert text(wurzel).startswith("Im Ordner des Teams hat sich nichts geändert.")
    prozess.rename(prozess.with_name("schrank.md"))
    prozess.with_name("schrank.md").unlink()
    assert "Entfernt\n  Prozess Kleiderkammer: entfernt\n" in text(wurzel)
    eigene = prozess.with_name("akquise.md")
    eigene.write_text("---\nVerantwortlich: Ole\n---\n", encoding="utf-8")
    speichere(wurzel, "Abweichung")
    eigene.unlink()
    assert "  Akquise: eigene Beschreibung entfernt, nun gilt die mitgelieferte\n" in text(wurzel)


def test_was_kein_fall_ist_faellt_auf_ohne_namen(tmp_path: Path) -> None:
    wurzel = lege_an(tmp_path / "team", _4711=fall(), _4712=fall("4712"))
    (wurzel / "faelle/lebenslauf-kunz.pdf").write_bytes(b"%PDF")
    (wurzel / "faelle/alt").mkdir()
    (wurzel / "faelle/4712.md").rename(wurzel / "faelle/alt/4712.md")
    (wurzel / "site_src/prozesse").mkdir(parents=True)
    (wurzel / "site_src/prozesse/bild.png").write_bytes(b"x")
    speichere(wurzel, "Abgelegt")
    alles = als_text(bericht(verglichen(wurzel, "HEAD~1")))
    assert "4712: Der Fall ist entfernt, die Datei gibt es nicht mehr.\n" in alles
    dateien = alles.partition("Andere Dateien\n")[2].partition("\n\n")[0].splitlines()
    assert sorted(dateien) == ["  eine Datei in faelle, die kein Fall ist: neu"] * 2 + [
        "  site_src/prozesse/bild.png: neu"
    ]
    assert "kunz" not in alles


def test_umgestellte_eintraege_sind_nicht_nur_umformatiert(tmp_path: Path) -> None:
    eins, zwei = "## 2026-01-12 Erstgespräch (Jana)\n\nEins.\n", "## 2026-02-10 Beratung (Jana)\n\nZwei.\n"
    wurzel = lege_an(tmp_path / "team", _4711=fall(verlauf=f"{eins}\n{zwei}"))
    schreibe(wurzel, "4711", fall(verlauf=f"{zwei}\n{eins}"))
    v = verglichen(wurzel)
    assert v.umformatiert == []
    assert "  4711 (Jana)\n    Die Einträge stehen in anderer Reihenfolge\n" in als_text(bericht(v))


def test_auch_aus_einer_zerstoerten_datei_verschwindet_nichts_still(tmp_path: Path) -> None:
    eins, zwei = "## 2026-01-12 Erstgespräch (Jana)\n\nEins.\n", "## 2026-02-10 Beratung (Jana)\n\nZwei.\n"
    ganz = fall(verlauf=f"{eins}\n{zwei}")
    wurzel = lege_an(tmp_path / "team", _4711=ganz)
    schreibe(wurzel, "4711", "")
    assert text(wurzel).partition("Entfernt\n")[2].partition("\n\n")[0].splitlines() == [
        "  4711: Eintrag 2026-01-12 Erstgespräch entfernt", "  4711: Eintrag 2026-02-10 Beratung entfernt",
    ]  # fmt: skip
    assert kurz(verglichen(wurzel)).startswith("2 Einträge entfernt, 1 Fall geändert.")
    # The head is broken and one entry gone; the other still stands there.
    schreibe(wurzel, "4711", ganz.replace("---\n", "--\n", 1).replace(eins, ""))
    assert (
        text(wurzel).partition("Entfernt\n")[2].partition("\n\n")[0]
        == "  4711: Eintrag 2026-01-12 Erstgespräch entfernt"
    )
    schreibe(wurzel, "4711", ganz.replace("---\n", "--\n", 1))
    assert "Entfernt\n" not in text(wurzel)


def test_eine_regel_beruehrt_zahlen_ohne_dass_ein_fall_sich_aendert(tmp_path: Path) -> None:
    wurzel = lege_an(tmp_path / "team", _4711=fall())
    (wurzel / "vorlagen/regelwerk.yml").write_text("regeln:\n  kontakt-ik:\n    frist: 1 Woche\n", encoding="utf-8")
    assert text(wurzel).endswith("Berührte Kennzahlen\n  1. Quartal 2026: Kontaktdichte\n")
    (wurzel / "vorlagen/regelwerk.yml").write_text("# Nur ein Satz.\n", encoding="utf-8")
    assert "Regeln\n" not in text(wurzel)
    assert "Kennzahlen" not in text(wurzel)


def test_die_namen_der_staende(tmp_path: Path) -> None:
    wurzel = lege_an(tmp_path / "team", _4711=fall())
    git(wurzel, "branch", "frueher")
    schreibe(wurzel, "4711", fall(Berater="Ole"))
    speichere(wurzel, "Weiter")
    ursprung, tag = git(wurzel, "show", "-s", "--format=%H %cs", "frueher").split()
    zeile = als_text(bericht(verglichen(wurzel, "frueher", "main"))).splitlines()[1]
    assert (
        zeile
        == f"Verglichen: frueher und main, ab dem gemeinsamen Stand {ursprung[:10]} vom {tag}. Stichtag 2026-03-02."
    )
    assert kurz(verglichen(wurzel, "main", "frueher")) == (
        "Im Ordner des Teams hat sich nichts geändert. Der erste Stand enthält den zweiten schon; vielleicht sind sie vertauscht."
    )
    assert kurz(verglichen(wurzel, "main", "main")) == "Im Ordner des Teams hat sich nichts geändert."


def _beendet(kennung: str, am: str) -> str:
    abschluss = f"\n## {am} Abschluss (Jana)\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\n"
    return fall(kennung, f"{ERSTES}{abschluss}", Status="abgeschlossen")


def test_ein_median_der_gleich_bleibt_versteckt_keine_aenderung(tmp_path: Path) -> None:
    """Among the changed cases alone the middle is the same; among all of the team it need not be."""
    vorher = {"_4711": "2026-02-02", "_4712": "2026-02-10", "_4713": "2026-02-20"}
    wurzel = lege_an(tmp_path / "team", **{k: _beendet(k[1:], tag) for k, tag in vorher.items()})
    for kennung, tag in (("4711", "2026-02-04"), ("4712", "2026-02-10"), ("4713", "2026-02-18")):
        schreibe(wurzel, kennung, _beendet(kennung, tag).replace("Bürostelle", "Stelle"))
    assert text(wurzel).endswith("Berührte Kennzahlen\n  1. Quartal 2026: Dauer\n")
