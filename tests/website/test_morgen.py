"""The morning that the handbook tells of, done in a browser: each word it quotes is there when it says so."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Locator, Page

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
        "Die Seite „Heute“ öffnen.", "Den eigenen Namen wählen.", "Lesen, was zu tun ist.", "Sehen, warum.", "Den Fall öffnen.",
        "Nachfragen.", "Anrufen und eintragen.", "Die Woche drucken.",
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
    def oeffne_heute() -> None:
        assert (
            seite.get_by_role("heading", name="Heute", exact=True).locator("xpath=following-sibling::p").inner_text()
            == "Di 30.06.2026"
        )
        # An appointment of that day stands on top, then whoever waits for a conversation.
        zeilen = seite.locator("#jetzt .fb-ruf")
        assert zeilen.first.locator(".fb-wann").inner_text().startswith("heute ")
        assert not zeilen.nth(1).locator(".fb-wann").inner_text().startswith("heute ")
        daten = zeilen.evaluate_all("l => l.map(z => z.querySelector('.fb-punkt').dataset.p.split(',')[3])")
        rang = [0 if "v" in d and n == 0 else 1 if "g" in d else 2 for n, d in enumerate(daten)]
        assert rang == sorted(rang)
        assert {0, 1, 2} == set(rang)

    def waehle_tarik() -> None:
        alle = seite.locator(".fb-ruf:visible").count()
        seite.get_by_label("Ich bin").select_option("Tarik")
        assert 3 < seite.locator(".fb-ruf:visible").count() < alle
        assert {w.split(" ")[0] for w in seite.locator(".fb-ruf:visible .fb-berater").all_inner_texts()} == {"Tarik"}
        # Next time the browser still knows it.
        seite.goto(seite.url.partition("#")[0].replace("index.html", "faelle.html"))
        seite.get_by_role("navigation", name="Hauptmenü").get_by_role("link", name="Heute", exact=True).click()
        seite.locator("[data-heute][data-bereit]").wait_for()
        assert seite.get_by_label("Ich bin").locator("option:checked").inner_text() == "Tarik"

    def lies_was() -> None:
        worte = " ".join(zeile("2911").inner_text().split())
        assert worte.startswith("2911 anrufen seit 30 Tagen")
        assert "versucht 28.03." in worte

    def sieh_warum() -> None:
        seite.locator("#jetzt .fb-ruf:has(> a:text-is('2911')) summary").click()
        text = " ".join(zeile("2911").inner_text().split())
        assert "letzter Kontakt 22.03.2026 + 10 Wochen; 1. Versuch am 28.03.2026" in text
        assert "Ein gemeinsamer Termin möglichst bald genügt für:" in text

    def zeile(kennung: str) -> Locator:
        return seite.locator(f".fb-ruf:has(> a:text-is('{kennung}'))")

    def oeffne_fall() -> None:
        seite.get_by_role("link", name="2911", exact=True).click()
        seite.get_by_role("heading", name="Fall 2911").wait_for()
        # What leads to an entry leads to the one that was counted from.
        erster = seite.locator(".fb-faellig .fb-punkt").first
        erster.locator("summary").click()
        erster.locator("details > p > a").first.click()
        assert seite.locator(":target h3").inner_text().startswith("22.03.2026")

    def frage_nach() -> None:
        seite.goto(re.sub(r"/faelle/.*", "/index.html", seite.url))
        seite.locator("[data-heute][data-bereit]").wait_for()
        assert zeile("6712").locator(".fb-tun").inner_text() == "nachfragen"
        oben = seite.locator("#jetzt .fb-id").all_text_contents()
        assert oben.index("6712") > oben.index("2911")
        seite.get_by_role("link", name="6712", exact=True).click()
        offenes = seite.locator("[aria-labelledby=offen]")
        assert "Kundin oder Kunde" in offenes.inner_text()
        assert offenes.locator(".fb-vorbei").first.inner_text() == "nachfragen"

    def trage_ein() -> None:
        seite.goto(re.sub(r"/6712.*", "/2911.html", seite.url))
        assert seite.get_by_text("fallbuch eintragen 2911", exact=True).is_visible()
        vorher = seite.locator(".fb-faellig .fb-punkt").first.inner_text()
        assert "überfällig anrufen: Kontakt bei Förderbedarf (IK)" in " ".join(vorher.split())
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
        seite.reload()
        punkte = seite.locator(".fb-faellig .fb-punkt").all_text_contents()
        # The contact counts anew from the conversation.
        [kontakt] = [p for p in punkte if "Kontakt bei Förderbedarf (IK)" in p]
        assert kontakt.startswith("später")
        assert "letzter Kontakt 30.06.2026" in kontakt
        [termin] = [p for p in punkte if "Folgetermin" in p]
        assert "04.08.2026" in termin
        # What an appointment to come does not settle stays.
        assert [p for p in punkte if p.startswith("überfällig")]
        for klappe in seite.locator("details.fb-klappe > summary").all():
            klappe.click()

    def drucke_die_woche() -> None:
        seite.get_by_role("navigation", name="Hauptmenü").get_by_role("link", name="Woche", exact=True).click()
        seite.get_by_role("heading", name="Woche 27").wait_for()
        seite.evaluate("window.print = () => { window.gedruckt = true; }")
        seite.get_by_role("button", name="Die Woche drucken").click()
        assert seite.evaluate("window.gedruckt")

    return [oeffne_heute, waehle_tarik, lies_was, sieh_warum, oeffne_fall, frage_nach, trage_ein, drucke_die_woche]
