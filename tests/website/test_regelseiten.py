"""The rules page, the steps of the level, the bars of measures, the plan's sheet, the log: as data and as built pages."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser

from fallbuch.regelwerk.sicht import Fallsicht
from fallbuch.website.seiten.fallbilder import stufenbild, stufenschritte, zeitleiste
from tests.cli.aufruf import fallbuch
from tests.conftest import Einmal
from tests.hilfen import PERSONEN_YML, TEAM_YML, akten
from tests.regelwerk.szenen import ABSCHLUSS, massnahme, stufe
from tests.website.bauen import baue
from tests.website.besuch import Besuch
from tests.website.test_bauen import gesagt, nur_text

STICHTAG = {"FALLBUCH_STICHTAG": "2026-06-30"}
FAELLE = ("4711", "4712", "4713", "4714")
PLAN = """\
## 2026-02-02 Betreuungsplan (Jana)

Ausgangslage: Berufserfahrung im Büro
Ziel: Bürostelle, 20 Stunden
Teilziele:

- [x] Lebenslauf fertig (bis 2026-02-15)
- [ ] Kundin macht den Führerschein (bis 2026-05-31)

Schritte Team:

- Arbeitgeber ansprechen

Schritte Kunde:

- zwei Bewerbungen je Woche

Begründung: Erfahrung ist vorhanden
Kontaktintervall: 4 Wochen
Kontaktform: Telefon
Informiert über: Rechte und Pflichten
Gültig bis: 2026-08-02
Einvernehmen: ja

"""
LANG = (
    PLAN.replace(
        "- Arbeitgeber ansprechen", "\n".join(f"- Betrieb Nummer {i} ansprechen und nachfragen" for i in range(14))
    )
    .replace(
        "- zwei Bewerbungen je Woche", "\n".join(f"- Bewerbung Nummer {i} schreiben und abschicken" for i in range(14))
    )
    .replace(
        "- [x] Lebenslauf",
        "\n".join(f"- [ ] Etappe {i} ist geschafft (bis 2026-07-01)" for i in range(12)) + "\n- [x] Lebenslauf",
    )
    .replace("Berufserfahrung im Büro", "Berufserfahrung im Büro, " * 25)
    .replace("Erfahrung ist vorhanden", "Erfahrung ist vorhanden, " * 20)
)


def sicht(text: str, stichtag: str = "2026-06-30") -> Fallsicht:
    return akten(text, stichtag=stichtag)[0].sicht


def test_stufe_als_schritte() -> None:
    verlauf = (
        "## 2026-03-02 Notiz\n\nBetreuungsstufe: IG\n\n## 2026-04-01 Notiz\n\nBetreuungsstufe: IK\n\n"
        "## 2026-05-04 Notiz\n\nBetreuungsstufe: IK\n\n## 2026-06-01 Notiz\n\nBetreuungsstufe: IX\n"
    )
    assert [(str(s.datum), kurz, was) for s, kurz, was in stufenschritte(sicht(stufe("IK", verlauf)))] == [
        ("2026-01-14", "IK", "festgelegt"),
        ("2026-03-02", "IG", "weiter von der Arbeit als IK"),
        ("2026-04-01", "IK", "näher an der Arbeit als IG"),
        ("2026-05-04", "IK", "bestätigt"),
        ("2026-06-01", "?", "nicht lesbar"),
    ]


def test_stufe_als_linie() -> None:
    assert stufenbild(sicht(stufe("IK"))) is None, "one level is no line"
    bild = stufenbild(sicht(stufe("IF", "## 2026-04-08 Notiz\n\nBetreuungsstufe: IN\n"), "2026-07-01"))
    assert bild is not None
    # 84 of 168 days: the step is in the middle, from the fourth row up to the first.
    assert (bild.punkte, bild.hoehe, bild.stufen) == ("0,70 500,70 500,10 1000,10", 80, ["IN", "IK", "IG", "IF"])
    assert (bild.von, bild.bis) == (date(2026, 1, 14), date(2026, 7, 1))


def test_massnahmen_auf_der_zeitleiste() -> None:
    verlauf = (
        massnahme("Weiterbildung", "2026-01-01", "2026-03-31", "Ergebnis: abgeschlossen")
        + massnahme("Einzelcoaching", "2026-04-11", "2026-04-11", "Ergebnis: abgebrochen")
        + "## 2026-05-01 Maßnahme\n\nArt: Bewerbung\n\n"
        + massnahme("Kinderbetreuung", "2026-08-01", "2026-09-08")
    )
    leiste = zeitleiste(sicht(stufe("IK", verlauf)))
    assert leiste is not None
    assert (leiste.von, leiste.bis, leiste.stichtag) == (date(2026, 1, 1), date(2026, 9, 8), 720)
    assert [(b.massnahme.angaben.art, b.x, b.breite, b.massnahme.ende is None, b.zustand) for b in leiste.balken] == [
        ("Weiterbildung", 0, 356, False, "abgeschlossen"),
        ("Einzelcoaching", 400, 8, False, "abgebrochen"),
        ("Bewerbung", 480, 520, True, "läuft"),
        ("Kinderbetreuung", 848, 152, False, "geplant"),
    ]
    assert zeitleiste(sicht(stufe("IK"))) is None


@pytest.fixture(scope="module")
def gebaut(einmal: Einmal) -> Path:
    return einmal("regelseiten", baue_team)


def baue_team(wurzel: Path) -> None:
    for name in ("faelle", "vorlagen", "site_src"):
        (wurzel / name).mkdir(parents=True)
    wechsel = "## 2026-03-02 Notiz\n\nBetreuungsstufe: IG\n\n"
    faelle = {
        "4711": stufe(
            "IK", PLAN + wechsel + massnahme("Weiterbildung", "2026-03-02", "2026-09-30", eintrag="2026-03-02")
        ),
        "4712": stufe("IK", LANG).replace("4711", "4712"),
        "4713": stufe("IK", ABSCHLUSS, status="abgeschlossen").replace("4711", "4713"),
        "4714": stufe("IK").replace("4711", "4714"),
    }
    for name, text in faelle.items():
        (wurzel / f"faelle/{name}.md").write_text(text, encoding="utf-8")
    (wurzel / "vorlagen/team.yml").write_text(
        PERSONEN_YML + "zugangswege:\n  Beratungstag: {verantwortlich: Jana}\n", encoding="utf-8"
    )
    (wurzel / "vorlagen/regelwerk.yml").write_text(
        "regeln:\n  kontakt-ik:\n    fassungen:\n      - ab: 2026-06-01\n        frist: 8 Wochen\n  stufe-pruefen:\n    frist: 8 Monate\n"
        "  vereinbarung:\n    aktiv: nein\n  mappe:\n    titel: Mappe übergeben\n    gruppe: Beginn\n    anker: phasenbeginn\n    frist: 3 Wochen\n"
        "    erledigt: [{ereignis: gespraech, ab: jederzeit}]\n    quelle: Wir\n    fundstelle: Beschluss\n    herkunft: team\n    text: Eine Mappe.\n",
        encoding="utf-8",
    )
    (wurzel / "vorlagen/protokoll.md").write_text(
        "## 2026-05-29 Akquise (Jana)\n\nZugangsweg: Beratungstag\nNeue Fälle: 3\n\n## 2026-06-03 Auswertung (Jana)\n\nZeitraum: zwei\n",
        encoding="utf-8",
    )
    assert baue(wurzel, **STICHTAG).returncode == 0


def lies(wurzel: Path, seite: str, ordner: str = "site") -> str:
    roh = (wurzel / ordner / seite).read_text(encoding="utf-8")
    return html.unescape(re.sub(r'<span class="fb-tag">([0-9.]{10})</span>', r"\1", roh))


def plan(wurzel: Path, kennung: str) -> str:
    treffer = re.search(
        r'<section class="fb-abschnitt fb-plan[^"]*" aria-labelledby="plan">.*?</section>',
        (wurzel / f"site/faelle/{kennung}.html").read_text(encoding="utf-8"),
        re.DOTALL,
    )
    assert treffer is not None, kennung
    return treffer[0] + "\n"


def karte(wurzel: Path, regel: str) -> str:
    treffer = re.search(
        rf'<section class="fb-regelkarte" id="{regel}">(.*?)</section>', lies(wurzel, "regelwerk.html"), re.DOTALL
    )
    assert treffer is not None, regel
    return treffer[1]


def test_jede_regel_hat_karte_beispiel_und_zahl(gebaut: Path) -> None:
    from fallbuch.einrichtung import richte_ein

    for regel in richte_ein(gebaut).regelwerk.regeln:
        text = karte(gebaut, regel.schluessel)
        for wort in ("Fällig", "Erledigt durch", "Vorwarnung", "Quelle", "Zurzeit (nur für das Team sichtbar)"):
            assert f"<dt>{wort}</dt>" in text, (regel.schluessel, wort)
        assert ("<dt>Beispiel</dt>" in text) is regel.neueste.aktiv, regel.schluessel


def test_karten_im_ganzen(gebaut: Path, golden: Callable[[str, str], None]) -> None:
    namen = (
        "kontakt-ik",
        "kontakt-ig-massnahme",
        "massnahme-endet-bald",
        "nachbetreuung",
        "stufe-pruefen",
        "vereinbarung",
        "mappe",
    )
    golden("website/regelkarten.html", "".join(karte(gebaut, name) for name in namen))


def test_beispiel_rechnet_mit_den_regeln_des_teams(gebaut: Path) -> None:
    text = karte(gebaut, "kontakt-ik")
    assert "+ 10 Wochen; nach der ursprünglichen Fassung" in text
    assert "+ 8 Wochen; nach der Fassung ab 01.06.2026" in text
    assert "Jana" not in lies(gebaut, "regelwerk.html").split("<h1>Regelwerk</h1>")[1], (
        "nobody of the team stands in an example"
    )


def test_plan_als_blatt_im_ganzen(gebaut: Path, golden: Callable[[str, str], None]) -> None:
    """The plan stands on the page of its case, once, and nowhere else."""
    golden("website/plan.html", plan(gebaut, "4711"))
    assert sorted(p.name for p in (gebaut / "site/faelle").iterdir()) == [f"{n}.html" for n in FAELLE]
    for kennung in ("4713", "4714"):
        assert 'id="plan"' not in lies(gebaut, f"faelle/{kennung}.html"), kennung
        assert "Plan drucken" not in lies(gebaut, f"faelle/{kennung}.html"), kennung


def test_der_plan_enthaelt_jede_angabe(gebaut: Path) -> None:
    text = html.unescape(re.sub(r"<[^>]+>", " ", plan(gebaut, "4711")))
    worte = " ".join(text.split())
    for teil in (
        "Testteam", "Fall 4711", "Vereinbart am 02.02.2026", "Gültig bis 02.08.2026", "Beratung Jana", "Betreuungsstufe IK (Förderbedarf)",
        "Ausgangslage Berufserfahrung im Büro", "Ziel Bürostelle, 20 Stunden", "☑ Lebenslauf fertig (bis 15.02.2026)",
        "☐ Kundin macht den Führerschein (bis 31.05.2026)", "Was das Team tut Arbeitgeber ansprechen", "Was die Kundin oder der Kunde tut zwei Bewerbungen je Woche",
        "Begründung Erfahrung ist vorhanden", "Kontakt Spätestens alle 4 Wochen, Telefon", "Informiert über Rechte und Pflichten",
        "Einvernehmen Beide Seiten sind mit diesem Plan einverstanden.", "Ort, Datum Unterschrift Kundin oder Kunde Unterschrift Testteam",
    ):  # fmt: skip
        assert teil in worte, teil


@pytest.mark.browser
@pytest.mark.parametrize("fall_id", ["4711", "4712"])
def test_plan_passt_auf_ein_blatt(gebaut: Path, browser: Browser, fall_id: str) -> None:
    """The button prints the plan alone, on exactly one sheet, whatever else the page of the case holds."""
    besuch = Besuch(browser, "file://")
    seite = besuch.seite
    seite.add_init_script(
        "window.gedruckt = []; window.print = () => window.gedruckt.push(document.documentElement.classList.contains('fb-nur-plan'))"
    )
    seite.goto((gebaut / f"site/faelle/{fall_id}.html").as_uri())
    ganz = pypdfium2.PdfDocument(seite.pdf(prefer_css_page_size=True))
    assert "Stammdaten" in _text(ganz)
    seite.get_by_role("button", name="Plan drucken").click()
    seite.wait_for_function("window.gedruckt.length === 1")
    assert seite.evaluate("window.gedruckt") == [True]
    seite.evaluate("document.documentElement.classList.add('fb-nur-plan')")
    blatt = pypdfium2.PdfDocument(seite.pdf(prefer_css_page_size=True))
    assert len(blatt) == 1
    text = _text(blatt)
    for wort in ("Betreuungsplan", f"Fall {fall_id}", "Ausgangslage", "Begründung", "Einvernehmen", "Unterschrift Testteam", "Beide erhalten ein Exemplar."):  # fmt: skip
        assert wort in text, wort
    for wort in ("Stammdaten", "Was ist zu tun?", "Letzte Gespräche", "Plan drucken", "Hauptmenü", "Heute", "Fester Stichtag"):  # fmt: skip
        assert wort not in text, wort
    if fall_id == "4712":
        assert "Etappe 11 ist geschafft" in text
        assert "Bewerbung Nummer 13 schreiben" in text
    assert besuch.fehler == []


@pytest.mark.browser
def test_auch_der_laengste_plan_wird_ein_blatt(gebaut: Path, browser: Browser, tmp_path: Path) -> None:
    """So long a plan as nobody writes, on the page of a case, in each size of the type."""
    (tmp_path / "faelle").mkdir()
    (tmp_path / "vorlagen").mkdir()
    (tmp_path / "vorlagen/team.yml").write_text(TEAM_YML, encoding="utf-8")
    for mal in (1, 2, 3, 5):
        text = LANG.replace(
            "Gültig bis", f"Begründung: {'Erfahrung ist vorhanden, ' * 20 * mal}\nGültig bis", 1
        ).replace("Ziel: Bürostelle, 20 Stunden", f"Ziel: {'Bürostelle, 20 Stunden, ' * 12 * mal}")
        text = re.sub(r"(?m)^Begründung: .*\n(?=Kontaktintervall)", "", text)
        (tmp_path / f"faelle/471{mal}.md").write_text(stufe("IK", text).replace("4711", f"471{mal}"), encoding="utf-8")
    ende = baue(tmp_path, "--streng", **STICHTAG)
    assert ende.returncode == 0, ende.stdout
    groessen = set()
    seite = Besuch(browser, "file://").seite
    for mal in (1, 2, 3, 5):
        seite.goto((tmp_path / f"site/faelle/471{mal}.html").as_uri())
        groessen.add(seite.locator(".fb-plan").get_attribute("class"))
        seite.evaluate("document.documentElement.classList.add('fb-nur-plan')")
        blatt = pypdfium2.PdfDocument(seite.pdf(prefer_css_page_size=True))
        assert len(blatt) == 1, mal
        assert "Beide erhalten ein Exemplar." in _text(blatt)
    assert len(groessen) == 3


def _text(dokument: pypdfium2.PdfDocument) -> str:
    seiten = (dokument[n].get_textpage().get_text_range() for n in range(len(dokument)))
    return " ".join(" ".join(seiten).split())


def test_protokollseite(gebaut: Path) -> None:
    text = lies(gebaut, "protokoll.html")
    assert "Akquise-Liste pflegen: Beratungstag" in text
    assert "Ende des Monats Juni 2026 am 30.06.2026" in text
    assert "Auswertung des Quartals" in text
    assert "Zeitraum „zwei“ ist nicht lesbar" in text
    assert '<article class="fb-eintrag" id="e-2026-05-29-akquise">' in text
    assert "<dd>3</dd>" in text


def test_fallseite_zeigt_wer_dran_ist(gebaut: Path) -> None:
    text = lies(gebaut, "faelle/4711.html")
    offen = re.search(r'<h2 id="offen">.*?</section>', text, re.DOTALL)
    assert offen is not None
    assert re.search(
        r'fb-dran">Kundin oder Kunde</span> <span>Kundin macht den Führerschein.*?<strong class="fb-vorbei">nachfragen',
        offen[0],
    )
    assert "Lebenslauf fertig" not in offen[0]
    frueher = text.split("Frühere Termine, Erledigtes und Fallengelassenes")[1].split("</details>")[0]
    assert re.search(r'fb-dran">Team, erledigt</span> <span>Lebenslauf fertig \(bis 15\.02\.2026\)', frueher)
    assert "fb-vorbei" not in frueher  # what is done is not asked for again, though its day has passed
    assert 'class="fb-balken"' in text
    assert 'class="fb-s-verlauf"' in text


def test_oeffentlich_ohne_plan_und_protokoll(gebaut: Path, tmp_path: Path) -> None:
    wurzel = tmp_path / "oeffentlich"
    shutil.copytree(gebaut, wurzel, ignore=shutil.ignore_patterns("site"))
    ende = baue(wurzel, "--oeffentlich", **STICHTAG)
    assert ende.returncode == 0, ende.stdout
    assert not (wurzel / "site-oeffentlich/faelle").exists()
    assert not (wurzel / "site-oeffentlich/protokoll.html").exists()
    regeln = lies(wurzel, "regelwerk.html", "site-oeffentlich")
    assert "Zurzeit (nur für das Team sichtbar)" not in regeln
    assert "<dt>Beispiel</dt>" in regeln
    assert "Jana" not in regeln


def test_geaenderte_regeln_gelten_auf_seiten_und_im_befehl_gleich(gebaut: Path) -> None:
    zeilen = json.loads(fallbuch("faellig", "--format", "json", cwd=gebaut, **STICHTAG).stdout)
    assert {z["regel"] for z in zeilen} & {"vereinbarung", "mappe"} == set(), "one is off, the other settled"
    for z in zeilen:
        seite = f"faelle/{z['fall']}.html" if z["fall"] else "protokoll.html"
        assert gesagt(z["begruendung"] if z["fall"] else z["titel"]) in nur_text(lies(gebaut, seite)), z
    assert "Vereinbarung nachhalten" not in lies(gebaut, "faelle/4711.html")
    assert "+ 8 Monate" in lies(gebaut, "faelle/4711.html")
