"""A new volunteer's way, by clicks alone; pictures for wide and narrow, light and dark, screen and paper; the list of employers."""

from __future__ import annotations

import re
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, expect

from tests.hilfen import BEIM_LANDEN
from tests.website.besuch import Besuch

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("breite", [1440, 390])
def test_vom_bild_zur_regel_des_naechsten_kontakts(browser: Browser, demo: str, breite: int) -> None:
    """Overview, Beratung, Leitfaden, field reference, rule: every step is a link on the page before."""
    besuch = Besuch(browser, demo, viewport={"width": breite, "height": 900})
    seite = besuch.oeffne("prozesse/index.html")
    seite.locator("svg.fb-netz:visible a", has_text="Beratung").first.click()
    expect(seite.locator("h1")).to_have_text("Beratung")
    seite.locator("article a", has_text="Leitfaden Beratung").first.click()
    expect(seite.locator("h1")).to_contain_text("Leitfaden Beratung")
    seite.locator("article a", has_text="Einwilligung").first.click()
    expect(seite).to_have_url(re.compile(r"feldreferenz\.html#kopf-einwilligung$"))
    expect(seite.locator("#kopf-einwilligung")).to_be_in_viewport()
    seite.locator("article a", has_text="Regeln zum Kontakt").click()
    expect(seite).to_have_url(re.compile(r"regelwerk\.html#kontakt-in$"))
    expect(seite.locator("#kontakt-in h3")).to_be_in_viewport()
    assert (besuch.fehler, besuch.fremde) == ([], [])


def test_von_der_stufe_zur_regel(browser: Browser, demo: str) -> None:
    seite = Besuch(browser, demo).oeffne("prozesse/beratung.html")
    seite.locator("tr", has_text="Förderbedarf").locator("a", has_text="10 Wochen").click()
    expect(seite.locator("#kontakt-ik h3")).to_be_in_viewport()


@pytest.mark.parametrize("farbe", ["light", "dark"])
def test_ein_bild_je_breite_mit_sichtbarer_schrift(browser: Browser, demo: str, farbe: Any) -> None:
    for breite, klasse in ((1440, "fb-quer"), (390, "fb-hoch")):
        seite = Besuch(browser, demo, color_scheme=farbe, viewport={"width": breite, "height": 900}).oeffne(
            "prozesse/index.html"
        )
        sichtbare = seite.locator("svg.fb-netz:visible")
        assert sichtbare.count() == 1
        for bild in sichtbare.all():
            assert klasse in (bild.get_attribute("class") or "")
            kasten = bild.bounding_box()
            assert kasten is not None
            assert kasten["x"] >= 0
            assert kasten["x"] + kasten["width"] <= breite
        for text in seite.locator("svg.fb-netz:visible text").all():
            masse = text.evaluate(
                "t => [t.getBoundingClientRect().width, t.parentNode.querySelector('rect').getBoundingClientRect().width]"
            )
            assert masse[0] <= masse[1], text.text_content()
        farben = seite.locator("svg.fb-netz:visible .fb-n-kasten").first.evaluate(
            "k => [getComputedStyle(k.querySelector('text')).fill, getComputedStyle(k.querySelector('rect')).fill]"
        )
        hell = [sum(map(int, re.findall(r"\d+", f)[:3])) for f in farben]
        assert (hell[0] < hell[1]) == (farbe == "light")
        assert abs(hell[0] - hell[1]) > 300


def test_das_bild_geht_mit_der_tastatur(browser: Browser, demo: str) -> None:
    seite = Besuch(browser, demo).oeffne("prozesse/index.html")
    verweis = seite.locator("svg.fb-netz:visible a", has_text="Akquise").first
    verweis.focus()
    assert seite.evaluate("getComputedStyle(document.activeElement.querySelector('rect')).strokeWidth") == "3px"
    seite.keyboard.press("Enter")
    expect(seite.locator("h1")).to_have_text("Akquise")


@BEIM_LANDEN
@pytest.mark.parametrize(
    ("pfad", "farbe"),
    [
        ("prozesse/beratung.html", "light"),
        ("prozesse/beratung.html", "dark"),
        ("hilfsmittel/leitfaden.html", "dark"),
        ("druckfassung.html", "dark"),
    ],
)
def test_auf_papier_schwarz_auf_weiss(browser: Browser, demo: str, pfad: str, farbe: Any) -> None:
    dokument = pypdfium2.PdfDocument(
        Besuch(browser, demo, color_scheme=farbe).oeffne(pfad).pdf(prefer_css_page_size=True, print_background=True)
    )
    bild = dokument[0].render(scale=0.5).to_pil().convert("L")
    assert bild.getpixel((2, 2)) == 255
    assert sum(bild.histogram()[:90]) > 50
    alles = "".join(seite.get_textpage().get_text_bounded() for seite in dokument)
    assert "Zum Inhalt" not in alles
    if pfad == "druckfassung.html":
        assert 40 < len(dokument) < 200
        assert "Am längsten hier" not in alles, "where cases stand is nobody's business on paper"


def test_arbeitgeber_suchen_und_auswaehlen(browser: Browser, demo: str) -> None:
    seite = Besuch(browser, demo).oeffne("arbeitgeber.html")
    karten = seite.locator(".fb-karte:visible h2")
    assert karten.all_text_contents() == [
        "Lagerhaus Nordring",
        "Praxis am Park",
        "Schreinerei Holzwurm",
        "Supermarkt Lindenhof",
    ]
    seite.get_by_label("Suchen").fill("verkauf lindenhof")
    assert karten.all_text_contents() == ["Supermarkt Lindenhof"]
    expect(seite.locator(".fb-treffer")).to_have_text("1 von 4")
    seite.get_by_label("Suchen").fill("")
    seite.get_by_label("Ort").select_option("Neustadt")
    assert karten.all_text_contents() == ["Lagerhaus Nordring", "Praxis am Park"]
    seite.get_by_label("Branche").select_option("Handel")
    assert karten.all_text_contents() == []
    expect(seite.locator("#ag-keine")).to_be_visible()


def test_ohne_skript_stehen_alle_da(browser: Browser, demo: str) -> None:
    seite = Besuch(browser, demo, java_script_enabled=False).oeffne("arbeitgeber.html")
    assert seite.locator(".fb-karte:visible").count() == 4
    assert seite.locator("form.fb-filter:visible").count() == 0
