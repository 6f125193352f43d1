"""The site in real Chromium under the policy default-src 'self'; img-src 'self' data:."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

from tests.conftest import WURZEL
from tests.hilfen import fall
from tests.website.bauen import baue

pytestmark = pytest.mark.browser
REGEL = "default-src 'self'; img-src 'self' data:"
GIFT = "<script>document.title='geknackt'</script><img src=x onerror=\"document.title='geknackt'\"> {{ 7*7 }} fallbuchschaleinhalt"
TEAM = """\
name: Testteam
hinweis: "<img src=x onerror=alert(1)>"
stichtag: 2026-06-30
berater:
  Jana: {}
  "<b onclick=alert(1)>Ole": {}
forge: {art: github, adresse: "https://git.example.org/team/faelle"}
"""


class _Server(http.server.SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", REGEL)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        laufend = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield laufend
        laufend.close()


def _liefere(ordner: Path) -> tuple[http.server.ThreadingHTTPServer, str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Server, directory=str(ordner)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    wurzel = tmp_path_factory.mktemp("demo")
    for name in ("faelle", "vorlagen", "site_src"):
        shutil.copytree(WURZEL / name, wurzel / name)
    shutil.copy(WURZEL / "mkdocs.yml", wurzel)
    assert baue(wurzel, "--quiet").returncode == 0
    server, adresse = _liefere(wurzel / "site")
    yield adresse
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def vergiftet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A team whose every field and text tries to be more than text."""
    wurzel = tmp_path_factory.mktemp("gift")
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
    kopf = {"Betreuungsstufe": "IK", "Hilfenetz": f"['{GIFT.replace(chr(39), '')}']"}
    inhalt = fall(verlauf, berater='"<b onclick=alert(1)>Ole"', **kopf).replace(
        "Akquise: Beratungstag", f"Akquise: {GIFT}"
    )
    (wurzel / "faelle/4711.md").write_text(inhalt, encoding="utf-8")
    (wurzel / "faelle/a'b<c>&d.md").write_text(inhalt, encoding="utf-8")
    ergebnis = baue(wurzel, "--quiet")
    assert ergebnis.returncode == 0, ergebnis.stdout
    server, adresse = _liefere(wurzel / "site")
    yield adresse
    server.shutdown()
    server.server_close()


class Besuch:
    """A page visit that writes down requests, violations and errors."""

    def __init__(self, browser: Browser, adresse: str, **mehr: Any) -> None:
        self.adresse = adresse
        self.fremde: list[str] = []
        self.fehler: list[str] = []
        kontext = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin", **mehr)
        self.seite: Page = kontext.new_page()
        self.seite.on(
            "request", lambda r: None if r.url.startswith((adresse, "data:", "blob:")) else self.fremde.append(r.url)
        )
        self.seite.on("console", lambda m: self.fehler.append(m.text) if m.type == "error" else None)
        self.seite.on("pageerror", lambda e: self.fehler.append(str(e)))
        self.seite.on("dialog", self._dialog)

    def _dialog(self, dialog: Dialog) -> None:
        self.fehler.append(dialog.message)
        dialog.dismiss()

    def oeffne(self, pfad: str) -> Page:
        self.seite.goto(f"{self.adresse}/{pfad}", wait_until="load")
        return self.seite


SEITEN = ["index.html", "faelligkeiten.html", "faelle.html", "pruefbericht.html", "regelwerk.html", "feldreferenz.html", "meldungen.html",
          "meldungen/f012.html", "handbuch/index.html", "protokoll.html", "faelle/4711.html", "faelle/plan/4711.html", "404.html"]  # fmt: skip


@pytest.mark.parametrize("farbe", ["light", "dark"])
def test_nichts_fremdes_und_kein_verstoss(browser: Browser, vergiftet: str, farbe: Any) -> None:
    besuch = Besuch(browser, vergiftet, color_scheme=farbe)
    for pfad in SEITEN:
        if pfad == "404.html":
            continue
        seite = besuch.oeffne(pfad)
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


def test_faelle_filtern_und_sortieren(browser: Browser, demo: str) -> None:
    seite = Besuch(browser, demo).oeffne("faelle.html")
    zeilen = seite.locator("table.fb-tabelle tbody tr:visible")
    alle = zeilen.count()
    seite.get_by_label("Filtern").fill("überfällig jana")
    assert 0 < zeilen.count() < alle
    assert all("Jana" in text and "überfällig" in text for text in zeilen.all_inner_texts())
    assert seite.locator("#fb-treffer").inner_text() == f"{zeilen.count()} von {alle}"
    seite.get_by_label("Filtern").fill("")
    seite.get_by_role("button", name="Nächste Fälligkeit").click()
    kopf = seite.locator("th", has=seite.get_by_role("button", name="Nächste Fälligkeit"))
    assert kopf.get_attribute("aria-sort") == "ascending"
    tage = list(seite.eval_on_selector_all("tbody tr time", "l => l.map(t => t.dateTime)"))
    assert tage == sorted(tage)
    seite.get_by_role("button", name="Nächste Fälligkeit").click()
    assert kopf.get_attribute("aria-sort") == "descending"


def test_ohne_skript_lesbar(browser: Browser, demo: str) -> None:
    besuch = Besuch(browser, demo, java_script_enabled=False)
    seite = besuch.oeffne("index.html")
    assert seite.get_by_role("heading", name="Wer ist an der Reihe?").is_visible()
    assert seite.locator("#ueberfaellig table.fb-liste tbody tr").first.is_visible()
    assert besuch.oeffne("faelle.html").locator("table.fb-tabelle tbody tr").first.is_visible()


@pytest.mark.parametrize("breite", [360, 390, 1440])
def test_keine_seite_ist_breiter_als_der_schirm(browser: Browser, demo: str, breite: int) -> None:
    besuch = Besuch(browser, demo, viewport={"width": breite, "height": 800})
    fall_seite = "faelle/" + next(p.stem for p in sorted((WURZEL / "faelle").glob("*.md"))) + ".html"
    for pfad in [*(s for s in SEITEN if "4711" not in s and s != "404.html"), fall_seite]:
        seite = besuch.oeffne(pfad)
        assert seite.evaluate("document.documentElement.scrollWidth") <= breite, pfad


def test_suche_findet_handbuch_und_keinen_fall(browser: Browser, demo: str) -> None:
    besuch = Besuch(browser, demo)
    seite = besuch.oeffne("index.html")
    seite.locator("input.md-search__input").click()
    seite.locator("input.md-search__input").press_sequentially("Vereinbarung", delay=30)
    seite.wait_for_function(
        "/[0-9]+ Suchergebnisse/.test(document.querySelector('.md-search-result__meta').textContent)"
    )
    ziele = seite.eval_on_selector_all(".md-search-result__link", "l => l.map(a => a.getAttribute('href'))")
    assert ziele
    assert not [ziel for ziel in ziele if "/faelle/" in ziel or "/berater/" in ziel]
    assert besuch.fehler == []
