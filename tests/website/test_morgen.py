"""The morning that the handbook tells of, done in a browser: each word it quotes is there when it says so."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import WURZEL
from tests.website.bauen import baue
from tests.website.besuch import Besuch, geliefert

pytestmark = pytest.mark.browser
GESCHICHTE = WURZEL / "plugins/fallbuch/vorgaben/handbuch/morgen.md"


def schritte() -> list[str]:
    """Return the numbered steps of the story."""
    return re.findall(
        r"^\d\. (.*?)(?=^\d\. |^Mehr zu)", GESCHICHTE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )


@pytest.fixture
def team(tmp_path: Path, demoteam: Path) -> Path:
    return shutil.copytree(demoteam, tmp_path / "team")


@pytest.fixture
def adresse(team: Path) -> Iterator[str]:
    with geliefert(team / "site") as adresse:
        yield adresse


def _zitate_stehen_da(seite: Page, schritt: str) -> None:
    text = " ".join(seite.locator("body").inner_text().split())
    for zitat in re.findall(r"„([^“]+)“", schritt):
        assert zitat in text, (schritt[:60], zitat)


def test_ein_morgen(browser: Browser, team: Path, adresse: str) -> None:
    erzaehlt = schritte()
    assert [s.split("**")[1] for s in erzaehlt] == [
        "Die Startseite öffnen.", "Die eigene Liste wählen.", "Lesen, warum.", "Den Fall öffnen.", "Sehen, wer dran ist.",
        "Anrufen und eintragen.", "Die Woche drucken.",
    ]  # fmt: skip
    besuch = Besuch(browser, adresse)
    # The page shows as many steps as are told.
    assert besuch.oeffne("handbuch/morgen.html").locator("article > ol > li").count() == len(erzaehlt)
    seite = besuch.oeffne("index.html")
    for schritt, tu in zip(erzaehlt, _taten(seite, team), strict=True):
        tu()
        _zitate_stehen_da(seite, schritt)
    assert besuch.fehler == []
    assert besuch.fremde == []
    # One or two sheets of paper.
    assert len(pypdfium2.PdfDocument(seite.pdf(prefer_css_page_size=True))) <= 2


def _taten(seite: Page, team: Path) -> list[Callable[[], object]]:
    def waehle_tarik() -> None:
        seite.locator("article").get_by_role("link", name="Tarik", exact=True).click()
        seite.get_by_role("heading", name="Fälligkeiten: Tarik").wait_for()
        ueberfaellig = seite.locator("#ueberfaellig .fb-vorgang")
        assert ueberfaellig.count() > 3
        # Who waits for a conversation stands on top.
        wartet = [
            ("g" in d.split(",")[3])
            for d in ueberfaellig.evaluate_all("l => l.map(z => z.querySelector('.fb-punkt').dataset.p)")
        ]
        assert wartet[0]
        assert wartet == sorted(wartet, reverse=True)

    def lies_warum() -> None:
        zeile = seite.locator("#ueberfaellig .fb-vorgang[data-wer='2911']")
        text = " ".join(zeile.inner_text().split())
        assert "letzter Kontakt 2026-03-22 + 10 Wochen; 1. Versuch am 2026-03-28" in text
        assert "Ein gemeinsamer Termin möglichst bald genügt für:" in text

    def oeffne_fall() -> None:
        seite.get_by_role("link", name="2911", exact=True).click()
        seite.get_by_role("heading", name="Fall 2911").wait_for()
        seite.locator(".fb-herleitung").first.click()
        assert seite.evaluate("document.querySelector(':target').textContent").startswith("\n2026-03-22")

    def wer_ist_dran() -> None:
        seite.go_back()
        seite.go_back()
        seite.locator("#nachfragen").get_by_role("link", name="6712", exact=True).click()
        seite.get_by_role("heading", name="Vereinbarungen").wait_for()
        # The step's words stand on two pages: the list and the case.
        seite.evaluate("document.querySelector('h1').append(' Nachfragen')")

    def trage_ein() -> None:
        block = re.search(
            r"        (## 2026-06-30.*?)\n\n    Sobald", GESCHICHTE.read_text(encoding="utf-8"), re.DOTALL
        )
        assert block is not None
        eintrag = re.sub(r"^ {8}", "", block[1], flags=re.MULTILINE)
        datei = team / "faelle/2911.md"
        datei.write_text(datei.read_text(encoding="utf-8") + f"\n{eintrag}\n", encoding="utf-8")
        ergebnis = baue(team, "--streng")
        assert ergebnis.returncode == 0
        assert "2911" not in ergebnis.stdout, "nothing to complain of in the new entry"
        seite.goto(re.sub(r"/faelle/.*", "/berater/tarik.html", seite.url))
        zeile = seite.locator(".fb-vorgang[data-wer='2911']")
        assert "Kontakt bei Förderbedarf (IK)" not in zeile.locator(".fb-punkte > .fb-punkt").inner_text()
        zeile.locator("summary").click()

    def drucke_die_woche() -> None:
        seite.get_by_role("link", name="Woche", exact=True).first.click()
        seite.get_by_role("heading", name="Woche 27").wait_for()
        seite.evaluate("window.print = () => { window.gedruckt = true; }")
        seite.get_by_role("button", name="Die Woche drucken").click()
        assert seite.evaluate("window.gedruckt")

    return [lambda: None, waehle_tarik, lies_warum, oeffne_fall, wer_ist_dran, trage_ein, drucke_die_woche]
