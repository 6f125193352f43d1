"""The site in real Chromium under the policy that the files for nginx and Caddy set."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.conftest import WURZEL, Einmal
from tests.hilfen import BEIM_LANDEN, fall
from tests.website.bauen import baue
from tests.website.besuch import Besuch, geliefert

pytestmark = pytest.mark.browser
GIFT = "<script>document.title='geknackt'</script><img src=x onerror=\"document.title='geknackt'\"> {{ 7*7 }} fallbuchschaleinhalt"
TEAM = """\
name: Testteam
hinweis: "<img src=x onerror=alert(1)>"
stichtag: 2026-06-30
land: Bayern
arbeitstage: ja
berater:
  Jana: {}
  "<b onclick=alert(1)>Ole": {}
forge: {art: github, adresse: "https://git.example.org/team/faelle"}
"""


@pytest.fixture(scope="module")
def vergiftet(einmal: Einmal) -> Iterator[str]:
    """A team whose every field and text tries to be more than text."""
    with geliefert(einmal("gift", baue_vergiftet) / "site") as adresse:
        yield adresse


def baue_vergiftet(wurzel: Path) -> None:
    for name in ("faelle", "vorlagen", "site_src"):
        (wurzel / name).mkdir()
    (wurzel / "vorlagen/team.yml").write_text(TEAM, encoding="utf-8")
    shutil.copy(WURZEL / "mkdocs.yml", wurzel)
    protokoll = f"## 2026-05-29 Akquise (<b onclick=alert(1)>)\n\n{GIFT}\n\nZugangsweg: {GIFT}\n\n## {GIFT}\n"
    (wurzel / "vorlagen/protokoll.md").write_text(protokoll, encoding="utf-8")
    verlauf = (
        f"## 2026-01-14 Erstgespräch (<img src=x onerror=alert(1)>)\n\n{GIFT}\n[klick](javascript:document.title='geknackt')\n"
        f"![bild](http://boese.example/x.png)\n\nVereinbarungen:\n\n- [ ] Kundin {GIFT} (bis 2026-02-01)\n\nBetreuungsstufe: IK\n\n"
        f"## 2026-02-01 Betreuungsplan\n\nZiel: {GIFT}\nEinvernehmen: {GIFT}\n\n## {GIFT}\n\n## 2026-03-01 {GIFT}\n"
        f'\n## 2026-03-02 Maßnahme\n\nArt: Weiterbildung\nBezeichnung: {GIFT}\nTräger: " onmouseover=alert(1) x="\nEnde: 2026-04-01\n'
    )
    kopf = {"Betreuungsstufe": "IK", "Vertretung": "Jana", "Hilfenetz": f"['{GIFT.replace(chr(39), '')}']"}
    inhalt = fall(verlauf, berater='"<b onclick=alert(1)>Ole"', **kopf).replace(
        "Zugangsweg: Beratungstag", f"Zugangsweg: {GIFT}"
    )
    (wurzel / "faelle/4711.md").write_text(inhalt, encoding="utf-8")
    (wurzel / "faelle/a'b<c>&d.md").write_text(inhalt, encoding="utf-8")
    ergebnis = baue(wurzel)
    assert ergebnis.returncode == 0, ergebnis.stdout


SEITEN = ["index.html", "index.html#ich=b-onclick-alert-1-ole", "faelle.html", "pruefbericht.html", "regelwerk.html", "feldreferenz.html", "meldungen.html",
          "handbuch/index.html", "handbuch/seiten.html", "handbuch/morgen.html", "protokoll.html", "woche.html", "auslastung.html", "kalender.html",
          "auswertung.html", "statistik.html", "kennzahlen.html", "prozesse/index.html", "ueber-uns.html", "druckfassung.html", "faelle/4711.html",
          "404.html"]  # fmt: skip


@pytest.mark.parametrize("farbe", ["light", pytest.param("dark", marks=BEIM_LANDEN)])
def test_nichts_fremdes_und_kein_verstoss(browser: Browser, vergiftet: str, farbe: Any) -> None:
    besuch = Besuch(browser, vergiftet, color_scheme=farbe)
    for pfad in [*SEITEN, "uebergabe/b-onclick-alert-1-ole.html"]:
        if pfad in {"404.html", "ueber-uns.html"}:
            continue
        seite = besuch.oeffne(pfad)
        assert "Error response" not in seite.title(), pfad
        assert "geknackt" not in seite.title(), pfad
        assert seite.locator("img[src=x], iframe, b[onclick], [onclick], [onerror], [onmouseover]").count() == 0
        assert [
            a
            for a in seite.eval_on_selector_all("a", "l => l.map(a => a.getAttribute('href') || '')")
            if a.startswith("javascript:")
        ] == []
        schema = "slate" if farbe == "dark" else "default"
        assert seite.locator("body").get_attribute("data-md-color-scheme") == schema, pfad
    assert (besuch.fremde, besuch.fehler) == ([], [])


def test_gift_erscheint_als_text(browser: Browser, vergiftet: str) -> None:
    seite = Besuch(browser, vergiftet).oeffne("faelle/4711.html")
    text = seite.locator("article").first.inner_text()
    assert text.count("<script>document.title='geknackt'</script>") >= 6
    assert "{{ 7*7 }}" in text
    assert "fallbuchschaleinhalt" in text
    assert "[klick](javascript:document.title='geknackt')" in text
    assert seite.get_by_role("link", name="bild", exact=True).get_attribute("href") == "http://boese.example/x.png"
    assert (
        seite.get_by_role("link", name="Datei bearbeiten").get_attribute("href")
        == "https://git.example.org/team/faelle/edit/main/faelle/4711.md"
    )


def test_ein_eintrag_zum_kopieren_fuer_den_editor_der_forge(browser: Browser, vergiftet: str) -> None:
    seite = Besuch(browser, vergiftet).oeffne("faelle/4711.html")
    seite.get_by_text("Eintrag vorbereiten").click()
    klappe = seite.locator(".fb-vorbereiten")
    klappe.get_by_label("Art").select_option("Telefonat")
    klappe.get_by_label("Text").fill("Ruft morgen an.")
    klappe.get_by_label("Folgetermin").fill("2026-07-08 10:00")
    assert (
        klappe.locator("pre").inner_text()
        == "## 2026-06-30 Telefonat (Jana)\n\nRuft morgen an.\n\nFolgetermin: 2026-07-08 10:00\n"
    )
    assert klappe.get_by_role("link", name="Datei im Editor öffnen").get_attribute("href") == (
        "https://git.example.org/team/faelle/edit/main/faelle/4711.md"
    )


def test_dunkle_ansicht_laesst_sich_waehlen_und_bleibt(browser: Browser, demo: str) -> None:
    """One button turns the colours; the browser keeps the choice by the place of the site, and uses it before it draws."""
    besuch = Besuch(browser, demo, color_scheme="light")
    seite = besuch.oeffne("index.html")
    schema, knopf = "document.body.dataset.mdColorScheme", seite.get_by_role("button", name="Helle oder dunkle Ansicht")
    assert seite.evaluate(schema) == "default"
    knopf.click()
    assert seite.evaluate(schema) == "slate"
    assert seite.evaluate("localStorage.getItem('/.farben')") == '{"dunkel":true}'
    for pfad in ("faelle.html", "faelle/8568.html", "handbuch/seiten.html"):
        seite = besuch.oeffne(pfad)
        assert seite.evaluate(schema) == "slate"
        assert seite.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    # By the keyboard back again, against what the system would have.
    seite.emulate_media(color_scheme="dark")
    knopf.focus()
    seite.keyboard.press("Enter")
    assert seite.evaluate(schema) == "default"
    assert besuch.oeffne("index.html").evaluate(schema) == "default"
    assert besuch.fehler == []


def test_die_farben_einer_anderen_website_bleiben_ihre(browser: Browser, demoteam: Path, tmp_path: Path) -> None:
    """Two sites on one server: what is chosen on one is kept under its own path."""
    for name in ("eins", "zwei"):
        (tmp_path / name).symlink_to(demoteam / "site")
    with geliefert(tmp_path) as adresse:
        besuch = Besuch(browser, adresse, color_scheme="light")
        seite = besuch.oeffne("eins/index.html#ich=jana")
        seite.get_by_role("button", name="Helle oder dunkle Ansicht").click()
        seite.get_by_label("Ich bin").select_option("Ole")
        gemerkt = seite.evaluate("Object.keys(localStorage).sort()")
        assert gemerkt == ["/eins/.farben", "/eins/.ich"]
        andere = besuch.oeffne("zwei/index.html")
        assert andere.evaluate("document.body.dataset.mdColorScheme") == "default"
        assert andere.get_by_label("Ich bin").input_value() == ""
        assert besuch.fehler == []


def test_wer_nichts_behaelt_liest_trotzdem(browser: Browser, demo: str) -> None:
    """A browser that stores nothing, or something that is no choice, shows the site all the same."""
    for skript in (
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('nein'); }})",
        "localStorage.setItem('/.farben', '{kaputt'); localStorage.setItem('/.ich', '[1]')",
    ):
        besuch = Besuch(browser, demo, color_scheme="dark")
        besuch.seite.add_init_script(skript)
        seite = besuch.oeffne("index.html")
        assert seite.evaluate("document.body.dataset.mdColorScheme") == "slate"
        seite.get_by_label("Ich bin").select_option("Jana")
        seite.get_by_role("button", name="Helle oder dunkle Ansicht").click()
        assert seite.evaluate("document.body.dataset.mdColorScheme") == "default"
        assert seite.locator("#jetzt .fb-ruf:visible").count() > 5
        assert besuch.fehler == []


def test_fester_stichtag_rechnet_nicht_mit_der_uhr_des_lesers(browser: Browser, demo: str) -> None:
    besuch = Besuch(browser, demo)
    seite = besuch.oeffne("index.html")
    assert seite.locator("#jetzt .fb-wann").first.inner_text() == "heute 14:30"
    assert seite.locator(".fb-alt").count() == 0
    faelle = besuch.oeffne("faelle.html")
    assert faelle.locator("tbody tr").first.locator(".fb-relativ").last.inner_text() == "heute"


def test_ohne_skript_lesbar(browser: Browser, demo: str) -> None:
    besuch = Besuch(browser, demo, java_script_enabled=False)
    seite = besuch.oeffne("index.html")
    assert seite.get_by_role("heading", name="Heute", exact=True).is_visible()
    assert seite.locator("#jetzt .fb-ruf:visible").count() == 58
    faelle = besuch.oeffne("faelle.html")
    assert faelle.locator("table.fb-tabelle tbody tr:visible").count() == 120
    assert faelle.locator("form.fb-filter").is_hidden()
    for pfad in (
        "woche.html",
        "uebergabe/mira.html",
        "auslastung.html",
        "kalender.html",
        "pruefbericht.html",
        "faelle/8568.html",
    ):
        assert besuch.oeffne(pfad).locator("[data-drucken]:visible").count() == 0
        assert len(besuch.seite.locator("article#inhalt").inner_text()) > 300


def test_das_menue_fuehrt_ueberallhin(browser: Browser, demo: str) -> None:
    """Six words on every page, the one that is open marked, and below them the pages of the area, this one marked."""
    besuch = Besuch(browser, demo)
    for pfad, bereich, hier in (
        ("index.html", "Heute", None), ("auslastung.html", "Woche", "Auslastung"), ("faelle/8568.html", "Fälle", None),
        ("auswertung.html", "Zahlen", "Auswertung"), ("regelwerk.html", "So arbeiten wir", "Regelwerk"), ("handbuch/seiten.html", "Hilfe", "Die Seiten"),
    ):  # fmt: skip
        seite = besuch.oeffne(pfad)
        menue = seite.get_by_role("navigation", name="Hauptmenü")
        assert menue.get_by_role("link").all_inner_texts() == [
            "Heute",
            "Woche",
            "Fälle",
            "Zahlen",
            "So arbeiten wir",
            "Hilfe",
        ]
        assert menue.locator("[aria-current]").all_inner_texts() == [bereich]
        assert seite.locator(".fb-bereich [aria-current=page]").all_inner_texts() == ([hier] if hier else [])
    for name in ("Woche", "Fälle", "Zahlen", "So arbeiten wir", "Hilfe", "Heute"):
        seite.get_by_role("navigation", name="Hauptmenü").get_by_role("link", name=name, exact=True).click()
        seite.locator(f".fb-reiter [aria-current]:text-is('{name}')").wait_for()
    # Whoever uses the keyboard comes past the menu with the first key.
    seite.keyboard.press("Tab")
    seite.keyboard.press("Enter")
    assert seite.evaluate("document.activeElement.id") == "inhalt"
    assert besuch.fehler == []


@BEIM_LANDEN
def test_keine_seite_ist_breiter_als_der_schirm(browser: Browser, demo: str) -> None:
    besuch = Besuch(browser, demo)
    fall_seite = "faelle/" + next(p.stem for p in sorted((WURZEL / "faelle").glob("*.md"))) + ".html"
    mehr = [
        fall_seite,
        "faelle/8568.html",
        "faelle/5243.html",
        "index.html#ich=mira",
        "uebergabe/mira.html",
        "auswertung/2026q2.html",
        "statistik/2026q1.html",
    ]
    for pfad in [*(s for s in SEITEN if "4711" not in s and "onclick" not in s and s != "404.html"), *mehr]:
        besuch.seite.set_viewport_size({"width": 390, "height": 800})
        seite = besuch.oeffne(pfad)
        assert seite.evaluate("document.documentElement.scrollWidth") <= 390, pfad
        seite.set_viewport_size({"width": 320, "height": 800})
        assert seite.evaluate("[innerWidth, document.documentElement.scrollWidth]") == [320, 320], pfad


def test_suche_findet_handbuch_und_keinen_fall(browser: Browser, demo: str) -> None:
    besuch = Besuch(browser, demo)
    seite = besuch.oeffne("index.html")
    seite.locator("input.md-search__input").click()
    seite.locator("input.md-search__input").press_sequentially("Vereinbarung", delay=30)
    seite.wait_for_function("/[0-9]+ Stellen/.test(document.querySelector('.md-search-result__meta').textContent)")
    ziele = seite.eval_on_selector_all(".md-search-result__link", "l => l.map(a => a.getAttribute('href'))")
    assert ziele
    assert not [ziel for ziel in ziele if "/faelle/" in ziel or "/uebergabe/" in ziel]
    assert besuch.fehler == []


@pytest.mark.parametrize("breite", [390, 1440])
def test_was_die_suche_findet_ist_zu_sehen(browser: Browser, demo: str, breite: int) -> None:
    seite = Besuch(browser, demo, viewport={"width": breite, "height": 844}).oeffne("index.html")
    feld = seite.locator("input.md-search__input")
    if breite < 1000:  # behind the magnifier
        seite.locator('header label[for="__search"]').first.click()
    feld.click()
    feld.press_sequentially("Betreuungsplan", delay=30)
    erster = seite.locator(".md-search-result__link").first
    erster.wait_for()
    kasten = seite.locator(".md-search__output").bounding_box()
    assert kasten is not None
    assert kasten["height"] > 200
    # What lies on top at its place is the finding itself.
    erster.click()
    seite.wait_for_url("**/*.html*")
    assert "index.html" not in seite.url
