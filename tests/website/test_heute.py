"""What a page shows before anybody scrolls: who is to be called, the last conversation; without a script, too; dates as people write them."""

from __future__ import annotations

import re
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from fallbuch.uebersicht.tage import datum, vor
from tests.hilfen import LANDET
from tests.website.besuch import Besuch
from tests.website.conftest import GEBAUT_AM
from tests.website.test_heute_browser import erwartet, team_von

pytestmark = pytest.mark.browser
TELEFON: ViewportSize = {"width": 390, "height": 844}
TISCH: ViewportSize = {"width": 1440, "height": 900}
FARBEN = pytest.mark.parametrize("farbe", ["light", "dark"])
GROESSEN = pytest.mark.parametrize("groesse", [TELEFON, TISCH], ids=["telefon", "tisch"])
#: Top, bottom and height of each row that is shown.
ZEILEN = """() => Array.from(document.querySelectorAll('.fb-ruf')).filter(z => z.checkVisibility())
  .map(z => z.getBoundingClientRect()).map(r => [r.top, r.bottom, r.height])"""


def startseite(browser: Browser, adresse: str, **mehr: Any) -> Page:
    besuch = Besuch(browser, adresse, **mehr)
    besuch.seite.clock.set_fixed_time(datetime.combine(GEBAUT_AM, time(9)))
    seite = besuch.oeffne("index.html")
    seite.locator("[data-heute][data-bereit]").wait_for()
    return seite


@FARBEN
@pytest.mark.parametrize("welches", ["demo", "laufend", "rege"])
def test_auf_dem_telefon_beginnt_die_liste_gleich(
    browser: Browser, request: pytest.FixtureRequest, welches: str, farbe: Any
) -> None:
    seite = startseite(browser, request.getfixturevalue(welches), viewport=TELEFON, color_scheme=farbe)
    zeilen = seite.evaluate(ZEILEN)
    assert zeilen[0][0] < 200
    assert len([1 for _, unten, _ in zeilen if unten <= 844]) >= 8


@FARBEN
@pytest.mark.parametrize("welches", ["demo", "laufend"])
def test_auf_dem_tisch_stehen_zwoelf_ohne_blaettern(
    browser: Browser, request: pytest.FixtureRequest, welches: str, farbe: Any
) -> None:
    seite = startseite(browser, request.getfixturevalue(welches), viewport=TISCH, color_scheme=farbe)
    zeilen = seite.evaluate(ZEILEN)
    assert len([1 for oben, unten, _ in zeilen if oben >= 0 and unten <= 900]) >= 12
    worte = seite.locator("article").inner_text().split()
    assert 100 < len(worte) <= 600
    assert seite.evaluate("document.documentElement.scrollHeight") <= 2.5 * 900
    # One line a person, in every section.
    seite.locator(".fb-mehr:visible button").first.click()
    seite.locator("details.fb-falten > summary").click()
    hoehen = [hoehe for _, _, hoehe in seite.evaluate(ZEILEN)]
    assert len(hoehen) == 96
    assert max(hoehen) <= 36


def test_auch_mit_merkzeile_bleibt_es_eine_zeile(browser: Browser, rege: str) -> None:
    """What is to be observed stands beside an attempt, in full, and nothing lies on anything else."""
    seite = startseite(browser, rege, viewport=TISCH)
    zeile = seite.locator(".fb-ruf:has(> a:text-is('2911'))")
    assert zeile.locator(".fb-merkzeile").inner_text().endswith("nicht auf die Mailbox sprechen")
    assert zeile.locator(".fb-versuch").is_visible()
    for groesse in (TISCH, TELEFON):
        seite.set_viewport_size({"width": groesse["width"], "height": groesse["height"]})
        teile = seite.evaluate(
            """() => Array.from(document.querySelectorAll('.fb-ruf')).filter(z => z.checkVisibility()).flatMap(z => {
              const teile = Array.from(z.querySelectorAll('.fb-id, summary > *')).filter(t => t.checkVisibility());
              const orte = teile.map(t => t.getBoundingClientRect());
              return orte.flatMap((a, i) => orte.filter((b, j) => i < j && a.left < b.right - 1 && b.left < a.right - 1
                && a.top < b.bottom - 1 && b.top < a.bottom - 1).map(() => z.textContent));
            })"""
        )
        assert teile == []
        abgeschnitten = "l => l.filter(t => t.scrollWidth > t.clientWidth + 1 && getComputedStyle(t).overflow !== 'visible').map(t => t.textContent)"
        assert (
            seite.locator(".fb-ruf :is(.fb-tun, .fb-wann, .fb-zuletzt, .fb-merkzeile, .fb-berater)").evaluate_all(
                abgeschnitten
            )
            == []
        )
    assert max(h for _, _, h in seite.evaluate(ZEILEN)) < 120


@FARBEN
def test_das_letzte_gespraech_steht_ohne_blaettern_da(browser: Browser, demo: str, demoteam: Path, farbe: Any) -> None:
    """For every open case (when landing, else some) that somebody has spoken with: beside or below what is to be done, before all else."""
    besuch = Besuch(browser, demo, color_scheme=farbe)
    team = team_von(demoteam)
    offene = [a for a in team.akten if a.sicht.offen and a.sicht.kontakte]
    assert len(offene) > 80
    zu_tief = []
    for akte in offene if farbe == "light" and LANDET else offene[::8]:
        seite = besuch.oeffne(f"faelle/{akte.seite}.html")
        kontakt = akte.sicht.kontakte[-1]
        erstes = seite.locator("[aria-labelledby=letzte] .fb-eintrag").first
        assert kontakt.datum is not None
        assert erstes.locator("h3").inner_text().startswith(f"{datum(kontakt.datum)} {kontakt.art}")
        for groesse in (TISCH, TELEFON):
            seite.set_viewport_size(groesse)
            unten = erstes.locator("h3").evaluate("e => e.getBoundingClientRect().bottom")
            if unten > groesse["height"]:
                zu_tief.append((akte.seite, groesse, unten))
    assert zu_tief == []
    assert besuch.fehler == []


def test_am_fall_steht_oben_was_zu_tun_ist(browser: Browser, demo: str) -> None:
    """Each item opens to its whole reason and its rule; each thing stands on the page once."""
    seite = Besuch(browser, demo, viewport=TISCH).oeffne("faelle/8568.html")
    punkte = seite.locator("[aria-labelledby=faellig] .fb-punkt")
    assert punkte.count() == 5
    assert [p.is_visible() for p in punkte.all()] == [True, True, True, False, False]
    for wort in (
        "überfällig",
        "Kontakt bei Förderbedarf (IK)",
        "28.05.2026",
        "vor 33 Tagen",
        "letzter Kontakt 19.03.2026",
    ):
        assert wort in " ".join(punkte.first.inner_text().split())
    # Whoever sees no colours sees a shape, and whoever listens does not hear it.
    assert punkte.first.locator(".fb-marke").evaluate("e => getComputedStyle(e, '::before').content") == '"▲" / ""'
    dahinter = punkte.first.locator("details > p")
    assert dahinter.is_hidden()
    punkte.first.locator("summary").click()
    assert dahinter.locator("a.fb-regel").get_attribute("href") == "../regelwerk.html#kontakt-ik"
    seite.get_by_text("2 weitere").click()
    assert punkte.nth(4).is_visible()
    dahinter.locator("a").first.click()
    assert seite.locator(":target h3").inner_text().startswith("19.03.2026 Beratung")
    eintraege = seite.locator(".fb-eintrag[id]").evaluate_all("l => l.map(e => e.id)")
    assert len(eintraege) == len(set(eintraege)) > 4
    ueberschriften = seite.locator("h2").all_inner_texts()
    assert len(ueberschriften) == len(set(ueberschriften))


def test_der_plan_wird_allein_gedruckt(browser: Browser, demo: str) -> None:
    seite = Besuch(browser, demo).oeffne("faelle/8568.html")
    seite.evaluate(
        "window.print = () => { window.gedruckt = document.documentElement.className;"
        " window.sichtbar = Array.from(document.querySelectorAll('article > *')).length; }"
    )
    seite.get_by_role("button", name="Plan drucken").click()
    assert "fb-nur-plan" in seite.evaluate("window.gedruckt").split()
    # A phone prints after the call has returned: only the end of printing ends the print form.
    assert "fb-nur-plan" in seite.evaluate("document.documentElement.className").split()
    seite.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert "fb-nur-plan" not in seite.evaluate("document.documentElement.className").split()
    seite.evaluate("document.documentElement.classList.add('fb-nur-plan')")
    blaetter = pypdfium2.PdfDocument(seite.pdf(prefer_css_page_size=True))
    assert len(blaetter) == 1
    text = " ".join(blaetter[0].get_textpage().get_text_range().split())
    assert "Unterschrift Kundin oder Kunde" in text
    assert "8568" in text
    assert "Was ist zu tun?" not in text
    assert "Letzte Gespräche" not in text


#: What answers to a press or a key, beside links.
BEDIENBARES = "button, input, select, textarea, [role=button], label, [contenteditable]"


@GROESSEN
def test_ohne_skript_ist_alles_da(browser: Browser, rege: str, reges_team: Path, groesse: Any) -> None:
    besuch = Besuch(browser, rege, java_script_enabled=False, viewport=groesse)
    seite = besuch.oeffne("index.html")
    soll = erwartet(team_von(reges_team), None, GEBAUT_AM)
    for abschnitt, zeilen in soll.items():
        stelle = seite.locator(f"#{abschnitt}")
        assert stelle.locator(".fb-anzahl").inner_text() == str(len(zeilen))
        assert stelle.locator(".fb-ruf > .fb-id").all_text_contents() == [z[0] for z in zeilen]
        assert stelle.locator(".fb-tun").all_text_contents() == [z[1] for z in zeilen]
        assert stelle.locator(".fb-wann").all_text_contents() == [z[2] for z in zeilen]
        if abschnitt == "naechste-wochen":
            assert stelle.locator(".fb-ruf").first.is_hidden()
            stelle.locator("summary").first.click()
        assert stelle.locator(".fb-ruf >> visible=true").count() == stelle.locator(".fb-ruf").count()
    assert seite.locator("#spaeter").is_hidden()
    # Rows and sections unfold without a script.
    erste = seite.locator("#jetzt .fb-ruf").first
    assert erste.locator(".fb-punkt").first.is_hidden()
    erste.locator("summary").click()
    assert erste.locator(".fb-punkt").first.is_visible()
    for pfad in ("index.html", "faelle.html", "faelle/8568.html", "woche.html", "kalender.html", "uebergabe/mira.html", "arbeitgeber.html",
                 "auswertung.html", "pruefbericht.html", "meldungen.html", "handbuch/seiten.html"):  # fmt: skip
        seite = besuch.oeffne(pfad)
        tot = seite.locator(f"{BEDIENBARES} >> visible=true").evaluate_all("l => l.map(k => k.outerHTML.slice(0, 80))")
        assert tot == [], pfad
        assert len(seite.locator("article#inhalt").inner_text()) > 300, pfad
    fall = besuch.oeffne("faelle/8568.html")
    assert fall.locator("time.fb-vor").inner_text() == vor(datetime(2026, 3, 19).date(), GEBAUT_AM)
    fall.locator(".fb-faellig summary").first.click()
    assert fall.locator(".fb-faellig details > p").first.is_visible()


ISO = re.compile(r"(?<![\w./-])\d{4}-\d{2}-\d{2}(?![\w-])")


def test_tage_stehen_da_wie_menschen_sie_schreiben(browser: Browser, laufend: str, laufendes_team: Path) -> None:
    """Nothing that the program says has a date of machines; files that are quoted keep theirs."""
    besuch = Besuch(browser, laufend)
    besuch.seite.clock.set_fixed_time(datetime.combine(GEBAUT_AM, time(9)))
    falsche = {}
    for pfad in ["index.html", "faelle.html", "woche.html", "auslastung.html", "kalender.html", "protokoll.html", "auswertung.html",
                 "auswertung/2026q2.html", "statistik.html", "statistik/2026q1.html", "uebergabe/mira.html", "arbeitgeber.html", "prozesse/beratung.html",
                 "empfehlungen/index.html", "empfehlungen/erstgespraeche.html", "faelle/8568.html", "faelle/6712.html", "faelle/5243.html"]:  # fmt: skip
        seite = besuch.oeffne(pfad)
        seite.evaluate(
            "document.querySelectorAll('details').forEach(d => { d.open = true; });"
            "document.querySelectorAll('code, pre, .fb-befunde, .fb-eintrag p, .fb-haken, .fb-quelle').forEach(e => e.remove())"
        )
        if gefunden := [z for z in seite.locator("body").inner_text().splitlines() if ISO.search(z)]:
            falsche[pfad] = gefunden[:4]
    assert falsche == {}


@pytest.mark.parametrize(
    "pfad", ["auswertung.html", "auswertung/2026q2.html", "statistik/2026q1.html", "auslastung.html"]
)
@GROESSEN
@FARBEN
def test_tabellen_von_zahlen(browser: Browser, demo: str, pfad: str, groesse: Any, farbe: Any) -> None:
    """No number is cut; what is wider than the page scrolls, says so and keeps its first column; same columns, same widths."""
    besuch = Besuch(browser, demo, viewport=groesse, color_scheme=farbe)
    seite = besuch.oeffne(pfad)
    seite.evaluate("new Promise(fertig => requestAnimationFrame(() => requestAnimationFrame(fertig)))")
    tabellen = seite.evaluate(
        """() => Array.from(document.querySelectorAll("table.fb-zahlen")).map(t => {
          const rahmen = t.parentElement, breiter = t.scrollWidth > rahmen.clientWidth + 1, erste = t.rows[1].cells[0];
          const hinweis = getComputedStyle(rahmen, "::before").content;
          rahmen.scrollLeft = 10000;
          const ort = erste.getBoundingClientRect().left - rahmen.getBoundingClientRect().left;
          const voll = Array.from(t.querySelectorAll("tbody td")).filter(z => z.scrollWidth > z.clientWidth + 1).map(z => z.textContent);
          const grund = getComputedStyle(erste).backgroundColor;
          return {breiter, hinweis, geschoben: rahmen.scrollLeft, ort, voll, grund, tab: rahmen.tabIndex,
            spalten: Array.from(t.rows[0].cells).map(c => c.textContent.trim()).join("|"),
            breiten: Array.from(t.rows[0].cells).map(c => Math.round(c.getBoundingClientRect().width)).join("|")};
        })"""
    )
    assert tabellen
    for t in tabellen:
        assert t["voll"] == [], t
        assert ("schieben" in t["hinweis"]) is t["breiter"], t
        assert (t["geschoben"] > 0) is t["breiter"], t
        assert abs(t["ort"]) <= 1, t
        assert t["tab"] == 0
        assert not t["grund"].startswith("rgba(0, 0, 0, 0"), "what lies below the first column does not shine through"
    je_spalten: dict[str, set[str]] = {}
    for t in tabellen:
        je_spalten.setdefault(t["spalten"], set()).add(t["breiten"])
    assert {k: v for k, v in je_spalten.items() if len(v) > 1} == {}
