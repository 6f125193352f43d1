"""An internal site in the browser: the search answers an ID with its case, texts lead to cases, a remark is seen before calling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import Einmal
from tests.hilfen import TEAM_YML, fall
from tests.website.bauen import baue, dateien, suchindex
from tests.website.besuch import Besuch, geliefert

pytestmark = pytest.mark.browser
MERK = "erst ab 14 Uhr, Dolmetscherin Farsi"
TEXTE = {
    "4711": "Ihre Schwester ist Fall 5823. Miete 5823 Euro.",
    "5823": "Siehe 4711.",
    "5891": "Ruhig.",
    "AB-9": "Auch.",
}


def baue_team(wurzel: Path) -> None:
    for name in ("faelle", "vorlagen", "site_src"):
        (wurzel / name).mkdir()
    (wurzel / "vorlagen/team.yml").write_text(f"{TEAM_YML}\nstichtag: 2026-06-30\n", encoding="utf-8")
    for kennung, text in TEXTE.items():
        merk = {"Zu beachten": MERK} if kennung == "5823" else {}
        verlauf = f"## 2026-06-02 Erstgespräch (Jana)\n\n{text}\n\nBetreuungsstufe: IK\nFolgetermin: 2026-06-30\n"
        inhalt = fall(verlauf, Betreuungsstufe="IK", Vertretung="Ole bis 2026-06-30", **merk)
        (wurzel / f"faelle/{kennung}.md").write_text(inhalt.replace("ID: 4711", f"ID: {kennung}"), encoding="utf-8")
    for worte in ((), ("--oeffentlich",)):
        ergebnis = baue(wurzel, *worte)
        assert ergebnis.returncode == 0, ergebnis.stdout


@pytest.fixture(scope="module")
def gebaut(einmal: Einmal) -> Path:
    return einmal("nummern", baue_team)


@pytest.fixture
def adresse(gebaut: Path) -> Iterator[str]:
    with geliefert(gebaut / "site") as adresse:
        yield adresse


def _suche(seite: Page, text: str) -> list[str]:
    """Type into the header's search and return the cases that it offers, in their order."""
    feld = seite.locator("input.md-search__input")
    feld.click()
    feld.fill("")
    feld.press_sequentially(text)
    seite.locator("[data-fb-suche][data-bereit]").wait_for(state="attached")
    return seite.locator(".fb-idlink").all_inner_texts()


def test_die_suche_antwortet_auf_eine_id_mit_dem_fall(browser: Browser, adresse: str) -> None:
    besuch = Besuch(browser, adresse)
    geholt: list[str] = []
    besuch.seite.on("request", lambda r: geholt.append(r.url) if r.url.endswith("nummern.js") else None)
    seite = besuch.oeffne("handbuch/index.html")
    assert geholt == []  # fetched when somebody searches
    assert _suche(seite, "5823") == ["Fall 5823"]
    assert len(geholt) == 1
    erster = seite.locator(".md-search-result a").first
    assert erster.inner_text() == "Fall 5823"  # before all that the text search finds
    assert seite.locator(".md-search-result [role=status]").inner_text() == "Fall 5823 gefunden."
    assert _suche(seite, "58") == []  # two digits are in too many
    assert _suche(seite, "58x") == []
    assert _suche(seite, "Fall 582") == ["Fall 5823"]
    assert _suche(seite, "#ab-9") == ["Fall AB-9"]
    assert _suche(seite, "Vereinbarung") == []
    assert seite.locator(".fb-suchlink").count() > 3
    assert besuch.fehler == []
    assert besuch.fremde == []


def test_mit_der_tastatur(browser: Browser, adresse: str) -> None:
    besuch = Besuch(browser, adresse)
    seite = besuch.oeffne("faelle/4711.html")
    _suche(seite, "5823")
    seite.keyboard.press("Enter")
    seite.wait_for_url("**/faelle/5823.html")
    _suche(seite, "AB-9")
    seite.keyboard.press("ArrowDown")
    seite.locator(".fb-idlink:focus").wait_for()
    seite.keyboard.press("Enter")
    seite.wait_for_url("**/faelle/ab-9.html")
    assert besuch.fehler == []


#: What somebody types, and the title that must stand first, or among the first.
WORTE = {
    "Maßnahmen": "Maßnahmen", "Massnahme": "Maßnahmen", "massnahmen": "Maßnahmen", "Maßnahme": "Maßnahmen", "Betreuungspläne": "Im Eintrag „Betreuungsplan“",
    "Glossar": "Glossar", "zurueck": "Jana ist zurück", "zurück": "Jana ist zurück", "Prozesse Beratung": "Prozess",
}  # fmt: skip


@pytest.mark.parametrize("von_der_platte", [False, True])
def test_die_suche_findet_deutsche_woerter(browser: Browser, gebaut: Path, adresse: str, von_der_platte: bool) -> None:
    """In every form and spelling, on a server and by double click."""
    besuch = Besuch(browser, adresse)
    seite = besuch.seite
    seite.goto((gebaut / "site/index.html").as_uri() if von_der_platte else f"{adresse}/index.html")
    for wort, titel in WORTE.items():
        _suche(seite, wort)
        gefunden = seite.locator(".fb-suchtitel").all_inner_texts()
        assert any(titel.lower() in t.lower() for t in gefunden[:6]), (wort, gefunden[:6])
    anders = [
        {t for _ in [_suche(seite, w)] for t in seite.locator(".fb-suchtitel").all_inner_texts()}
        for w in ("Büro", "Buero", "buro")
    ]
    assert anders[0] == anders[1] == anders[2] != set()
    assert _suche(seite, "Lebensläufe") == []
    assert "Lebenslauf" in " ".join(seite.locator(".fb-suchtext").all_inner_texts())
    _suche(seite, "Beraterinnen")
    assert "Beraterin" in " ".join(seite.locator(".fb-suchlink").all_inner_texts())
    _suche(seite, "xyzxyz")
    assert seite.locator(".md-search-result__meta").inner_text() == "Nichts gefunden."
    _suche(seite, "Glossar")
    seite.keyboard.press("Enter")
    seite.wait_for_url("**/handbuch/glossar.html")
    assert besuch.fehler == []


def test_von_der_festplatte(browser: Browser, gebaut: Path) -> None:
    seite = Besuch(browser, "").seite
    seite.goto((gebaut / "site/handbuch/index.html").as_uri())
    assert _suche(seite, "5823") == ["Fall 5823"]
    seite.keyboard.press("ArrowDown")
    seite.keyboard.press("Enter")
    seite.wait_for_url("**/faelle/5823.html")
    _suche(seite, "4711")
    seite.keyboard.press("Enter")
    seite.wait_for_url("**/faelle/4711.html")
    _suche(seite, "99999")
    seite.keyboard.press("Enter")  # nothing to go to, and the page stays
    assert seite.url == (gebaut / "site/faelle/4711.html").as_uri()


@pytest.mark.parametrize("farbe", ["light", "dark"])
def test_treffer_sind_fuer_alle_zu_lesen(browser: Browser, adresse: str, npm: Path, farbe: str) -> None:
    seite = Besuch(browser, adresse, color_scheme=farbe, bypass_csp=True).oeffne("index.html")
    _suche(seite, "582")
    seite.add_script_tag(path=npm / "axe-core/axe.min.js")
    maengel = seite.evaluate(
        "axe.run('.md-search', {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then(r => r.violations.map(v => v.id))"
    )
    assert maengel == []


def test_texte_fuehren_zu_faellen(browser: Browser, adresse: str) -> None:
    seite = Besuch(browser, adresse).oeffne("faelle/4711.html")
    assert seite.locator("article.fb-eintrag p a").all_inner_texts() == ["5823"]
    seite.locator("article.fb-eintrag p a").click()
    seite.wait_for_url("**/faelle/5823.html")
    seite = Besuch(browser, adresse).oeffne("uebergabe/jana.html")
    assert seite.locator(".fb-zuletzt p a").all_inner_texts() == ["5823", "4711"]


def test_zu_beachten_steht_neben_der_id_und_nirgends_sonst(browser: Browser, gebaut: Path, adresse: str) -> None:
    seite = Besuch(browser, adresse).oeffne("index.html")
    zeile = seite.locator(".fb-ruf", has=seite.locator(".fb-id", has_text="5823"))
    assert zeile.locator(".fb-merkzeile").inner_text().removeprefix("⚑").strip().endswith(MERK)
    assert seite.locator(".fb-merkzeile").count() == 1
    faelle = Besuch(browser, adresse).oeffne("faelle.html#suche=farsi")
    assert faelle.locator("#fb-faelle tbody tr th a").all_inner_texts() == ["5823"]
    faelle.get_by_role("button", name="ID").click()
    assert faelle.locator("#fb-faelle tbody tr").count() == 1
    wo = {name for name, inhalt in dateien(gebaut / "site").items() if b"Dolmetscherin Farsi" in inhalt}
    assert wo == {
        "index.html", "faelle.html", "faelle/5823.html", "woche.html", "uebergabe/jana.html", "uebergabe/ole.html",
    }  # fmt: skip
    assert "5823" not in str(suchindex(gebaut / "site"))


def test_in_der_oeffentlichen_fassung_gibt_es_weder_liste_noch_bemerkung(gebaut: Path) -> None:
    draussen = dateien(gebaut / "site-oeffentlich")
    assert "assets/fallbuch/nummern.js" not in draussen
    assert "assets/fallbuch/nummern.js" in dateien(gebaut / "site")
    assert not [n for n, inhalt in draussen.items() if n.endswith(".html") and b"data-fb-nummern" in inhalt]
    assert not [
        n
        for n, inhalt in draussen.items()
        if re.search(rb"\b(?:5823|5891)\b", inhalt) and n.endswith((".html", ".json", "suchindex.js"))
    ]
