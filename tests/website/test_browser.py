"""The site in real Chromium under the policy default-src 'self'; img-src 'self' data:."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.conftest import WURZEL, Einmal
from tests.hilfen import fall
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


SEITEN = ["index.html", "faelligkeiten.html", "faelle.html", "pruefbericht.html", "regelwerk.html", "feldreferenz.html", "meldungen.html",
          "meldungen/f012.html", "handbuch/index.html", "handbuch/seiten.html", "handbuch/morgen.html", "protokoll.html", "woche.html", "auslastung.html",
          "kalender.html", "faelle/4711.html", "faelle/plan/4711.html", "404.html"]  # fmt: skip


@pytest.mark.parametrize("farbe", ["light", "dark"])
def test_nichts_fremdes_und_kein_verstoss(browser: Browser, vergiftet: str, farbe: Any) -> None:
    besuch = Besuch(browser, vergiftet, color_scheme=farbe)
    berater = [f"{ordner}/b-onclick-alert-1-ole.html" for ordner in ("berater", "uebergabe")]
    for pfad in [*SEITEN, *berater]:
        if pfad == "404.html":
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
        # The plan's sheet is paper: always dark on white.
        schema = None if "plan/" in pfad else "slate" if farbe == "dark" else "default"
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
        seite.get_by_role("link", name="Eintrag ergänzen oder bearbeiten").get_attribute("href")
        == "https://git.example.org/team/faelle/edit/main/faelle/4711.md"
    )


def test_dunkle_ansicht_laesst_sich_waehlen_und_bleibt(browser: Browser, demo: str) -> None:
    besuch = Besuch(browser, demo, color_scheme="light")
    seite = besuch.oeffne("index.html")
    assert seite.locator("body").get_attribute("data-md-color-scheme") == "default"
    seite.locator("label[title='Zur dunklen Ansicht wechseln']").click()
    assert seite.locator("body").get_attribute("data-md-color-scheme") == "slate"
    seite = besuch.oeffne("faelle.html")
    assert seite.locator("body").get_attribute("data-md-color-scheme") == "slate"
    assert besuch.fehler == []


def test_fester_stichtag_rechnet_nicht_mit_der_uhr_des_lesers(browser: Browser, demo: str) -> None:
    seite = Besuch(browser, demo).oeffne("faelligkeiten.html")
    heute = seite.locator("#heute time[data-faellig] + .fb-relativ").first
    assert heute.inner_text() == "heute"
    assert seite.locator(".fb-alt").count() == 0


def test_ohne_skript_lesbar(browser: Browser, demo: str) -> None:
    besuch = Besuch(browser, demo, java_script_enabled=False)
    seite = besuch.oeffne("index.html")
    assert seite.get_by_role("heading", name="Wer ist an der Reihe?").is_visible()
    assert seite.locator("#ueberfaellig .fb-vorgang:visible").count() == 10
    # What is folded unfolds without a script.
    erste = seite.locator("#ueberfaellig .fb-vorgang").first
    assert erste.locator(".fb-weitere .fb-punkt").first.is_hidden()
    erste.locator("summary").click()
    assert erste.locator(".fb-weitere .fb-punkt").first.is_visible()
    faelle = besuch.oeffne("faelle.html")
    assert faelle.locator("table.fb-tabelle tbody tr:visible").count() == 120
    assert faelle.locator("form.fb-filter").is_hidden()
    for pfad in (
        "woche.html",
        "berater/jana.html",
        "uebergabe/mira.html",
        "auslastung.html",
        "kalender.html",
        "pruefbericht.html",
    ):
        assert besuch.oeffne(pfad).locator("[data-drucken]:visible").count() == 0
        assert len(besuch.seite.locator("article.md-content__inner").inner_text()) > 300


def test_keine_seite_ist_breiter_als_der_schirm(browser: Browser, demo: str) -> None:
    besuch = Besuch(browser, demo)
    fall_seite = "faelle/" + next(p.stem for p in sorted((WURZEL / "faelle").glob("*.md"))) + ".html"
    mehr = [fall_seite, fall_seite.replace("faelle/", "faelle/plan/"), "berater/mira.html", "uebergabe/mira.html"]
    for pfad in [*(s for s in SEITEN if "4711" not in s and s != "404.html"), *mehr]:
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
    assert not [ziel for ziel in ziele if "/faelle/" in ziel or "/berater/" in ziel]
    assert besuch.fehler == []
