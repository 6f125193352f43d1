"""Due lists by the reader's clock: regrouped, recounted, across midnight and time zones; the case list's filter."""

from __future__ import annotations

import datetime
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Browser, Page, expect

from fallbuch.einrichtung import richte_ein
from fallbuch.team import oeffne
from fallbuch.uebersicht.vorgang import gruppiert
from fallbuch.uebersicht.zustaendigkeit import vorgaenge_von
from fallbuch.website.seiten.start import JE_GRUPPE
from tests.uebersicht.hilfen import dringlichkeit
from tests.website.besuch import Besuch
from tests.website.conftest import GEBAUT_AM

pytestmark = pytest.mark.browser
#: 23:58 in Berlin.
KURZ_VOR_MITTERNACHT = datetime.datetime(2026, 6, 30, 21, 58, tzinfo=datetime.UTC)
SEHEN = """rahmen => Array.from(rahmen.querySelectorAll("[data-abschnitt]")).map(a => [
  a.dataset.abschnitt, a.querySelector(".fb-anzahl").textContent, a.hidden,
  Array.from(a.querySelectorAll(".fb-vorgang")).filter(z => !z.hidden).map(z => [
    z.dataset.wer, Array.from(z.querySelectorAll(".fb-titel")).map(t => t.textContent),
    z.querySelector(".fb-marke").textContent.trim().slice(2)])])"""


def am(besuch: Besuch, pfad: str, tag: date, stunde: int = 9) -> Page:
    besuch.seite.clock.set_fixed_time(datetime.datetime(tag.year, tag.month, tag.day, stunde, tzinfo=datetime.UTC))
    return besuch.oeffne(pfad)


def erwartet(team: Any, tag: date) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Return section → (who, title, urgency) of the leading items, sorted by the program."""
    return [
        (g.abschnitt, [(v.wer, (f := v.sortiert_am(tag)[0]).titel, str(dringlichkeit(f, tag))) for v in g.zeilen])
        for g in gruppiert(vorgaenge_von(team, None), tag)
    ]


@pytest.mark.parametrize("spaeter", [0, 1, 3, 6, 13, 27])
def test_die_liste_ordnet_sich_wie_das_programm(
    browser: Browser, laufend: str, laufendes_team: Path, spaeter: int
) -> None:
    team = oeffne(richte_ein(laufendes_team), stichtag=GEBAUT_AM, heute=GEBAUT_AM)
    tag = GEBAUT_AM + timedelta(days=spaeter)
    besuch = Besuch(browser, laufend)
    seite = am(besuch, "faelligkeiten.html", tag)
    gesehen = seite.locator("[data-abschnitte]").evaluate(SEHEN)
    soll = erwartet(team, tag)
    assert [(name, [(wer, titel[0], marke) for wer, titel, marke in zeilen]) for name, _, _, zeilen in gesehen] == soll
    assert [int(anzahl) for _, anzahl, _, _ in gesehen] == [len(zeilen) for _, zeilen in soll]
    assert [versteckt for _, _, versteckt, _ in gesehen] == [not zeilen for _, zeilen in soll]
    assert besuch.fehler == []


@pytest.mark.parametrize("spaeter", [0, 1, 2, 5, 7])
def test_die_startseite_zaehlt_und_zeigt_die_ersten(
    browser: Browser, laufend: str, laufendes_team: Path, spaeter: int
) -> None:
    team = oeffne(richte_ein(laufendes_team), stichtag=GEBAUT_AM, heute=GEBAUT_AM)
    tag = GEBAUT_AM + timedelta(days=spaeter)
    seite = am(Besuch(browser, laufend), "index.html", tag)
    gesehen = {name: (anzahl, zeilen) for name, anzahl, _, zeilen in seite.locator("[data-abschnitte]").evaluate(SEHEN)}
    for name, zeilen in erwartet(team, tag):
        if name == "spaeter":
            assert seite.locator("#spaeter").is_hidden()
            continue
        anzahl, da = gesehen[name]
        assert anzahl == str(len(zeilen)), name
        assert [(wer, titel[0], marke) for wer, titel, marke in da] == zeilen[:JE_GRUPPE], name
        kachel = seite.locator(f"[data-kachel='{name}']")
        assert kachel.locator("strong").text_content() == str(len(zeilen))
        assert seite.locator(f"#{name} > .fb-mehr").is_visible() == (len(zeilen) > JE_GRUPPE)
        assert seite.locator(f"#{name} > .fb-nichts").is_visible() == (
            not zeilen and name not in {"nicht-berechenbar", "nachfragen"}
        )
    assert seite.locator(".fb-alt").count() == (1 if spaeter else 0)


@pytest.mark.parametrize("spaeter", [8, 40, -1])
def test_eine_alte_startseite_bleibt_wie_sie_war_und_sagt_es(browser: Browser, laufend: str, spaeter: int) -> None:
    besuch = Besuch(browser, laufend)
    frisch = am(besuch, "index.html", GEBAUT_AM).locator("[data-abschnitte]").evaluate(SEHEN)
    worte = besuch.seite.locator(".fb-relativ").all_text_contents()
    alt = am(besuch, "index.html", GEBAUT_AM + timedelta(days=spaeter))
    assert alt.locator("[data-abschnitte]").evaluate(SEHEN) == frisch
    assert alt.locator(".fb-relativ").all_text_contents() == worte
    hinweis = (
        f"Diese Seite ist {spaeter} Tage alt. Neue Einträge fehlen. Was hier steht, gilt für den 2026-06-30. "
        "Bitte neu bauen lassen."
    )
    assert alt.locator(".fb-alt").all_inner_texts() == ([hinweis] if spaeter > 0 else [])


@pytest.mark.parametrize(
    ("zone", "stunde", "tag", "alt"),
    [
        ("Europe/Berlin", 21, GEBAUT_AM, None),  # 23 o'clock there
        ("Europe/Berlin", 22, GEBAUT_AM, "Diese Seite ist von gestern. Neue Einträge fehlen. Bitte neu bauen lassen."),
        ("Pacific/Kiritimati", 9, GEBAUT_AM, None),
        (
            "Pacific/Kiritimati",
            10,
            GEBAUT_AM,
            "Diese Seite ist von gestern. Neue Einträge fehlen. Bitte neu bauen lassen.",
        ),
        ("America/Los_Angeles", 6, GEBAUT_AM + timedelta(days=1), None),
    ],
)
def test_es_gilt_der_tag_wo_gelesen_wird(
    browser: Browser, laufend: str, zone: str, stunde: int, tag: date, alt: str | None
) -> None:
    seite = am(Besuch(browser, laufend, timezone_id=zone), "index.html", tag, stunde)
    hinweise = seite.locator(".fb-alt").all_inner_texts()
    assert hinweise == ([alt] if alt else [])
    heute = seite.locator("#heute .fb-punkte > .fb-punkt .fb-relativ:visible").all_inner_texts()
    tage = seite.locator("#heute .fb-punkte > .fb-punkt time:visible").evaluate_all("l => l.map(t => t.dateTime)")
    assert set(heute) == {"heute"}
    assert set(tage) == {str(GEBAUT_AM + timedelta(days=1 if alt else 0))}


def test_um_mitternacht_ordnet_sich_die_offene_seite_neu(browser: Browser, laufend: str) -> None:
    besuch = Besuch(browser, laufend)
    besuch.halte_die_uhr_an(KURZ_VOR_MITTERNACHT)
    seite = besuch.oeffne("faelligkeiten.html")
    abends = [z[0] for z in seite.locator("[data-abschnitte]").evaluate(SEHEN)[2][3]]
    assert abends
    seite.clock.run_for("03:00")
    nachts = seite.locator("[data-abschnitte]").evaluate(SEHEN)
    assert set(abends) <= {z[0] for z in nachts[1][3]}
    assert seite.locator(".fb-alt").inner_text().startswith("Diese Seite ist von gestern.")
    assert besuch.fehler == []


def test_fallseite_und_fallliste_folgen_der_uhr(browser: Browser, laufend: str) -> None:
    besuch = Besuch(browser, laufend)
    heute = am(besuch, "faelligkeiten.html", GEBAUT_AM).locator("#heute .fb-id").first.inner_text()
    assert am(besuch, f"faelle/{heute}.html", GEBAUT_AM).locator(".fb-punkt .fb-marke", has_text="heute").count() >= 1
    morgen = am(besuch, f"faelle/{heute}.html", GEBAUT_AM + timedelta(days=1))
    assert morgen.locator(".fb-punkt .fb-marke", has_text="heute").count() == 0
    assert morgen.locator(".fb-punkt .fb-marke", has_text="überfällig").count() >= 1
    liste = am(besuch, "faelle.html#lage=heute", GEBAUT_AM)
    assert heute in liste.locator("tbody th").all_inner_texts()
    besuch.seite.goto("about:blank")
    assert (
        heute
        not in am(besuch, "faelle.html#lage=heute", GEBAUT_AM + timedelta(days=1)).locator("tbody th").all_inner_texts()
    )


def test_saetze_die_nur_am_tag_des_bauens_stimmen(browser: Browser, laufend: str) -> None:
    besuch = Besuch(browser, laufend)

    def vorschlaege(tag: date) -> dict[str, str]:
        seite = am(besuch, "faelligkeiten.html", tag)
        ergebnis: dict[str, str] = seite.evaluate(
            "Object.fromEntries(Array.from(document.querySelectorAll('.fb-vorschlag')).map(p => [p.closest('.fb-vorgang').dataset.wer + "
            "' ' + p.dataset.bis + ' ' + ('verabredet' in p.dataset), p.hidden ? '' : p.textContent.trim()]))"
        )
        return ergebnis

    heute, spaeter = vorschlaege(GEBAUT_AM), vorschlaege(GEBAUT_AM + timedelta(days=5))
    assert all(heute.values())
    geprueft = set()
    for name, satz in spaeter.items():
        _, bis, verabredet = name.split()
        vorbei = date.fromisoformat(bis) < GEBAUT_AM + timedelta(days=5)
        geprueft.add((verabredet, vorbei))
        if verabredet == "true":
            assert (satz == "") is vorbei, name
        elif date.fromisoformat(bis) <= GEBAUT_AM + timedelta(days=5):
            assert satz == heute[name].replace(f"bis {bis}", "möglichst bald"), name
            assert "möglichst bald" in satz
        else:
            assert satz == heute[name]
    assert geprueft >= {("true", True), ("false", True), ("false", False)}
    # Working days that are past, and what was counted on the day of the build.
    frisch = am(besuch, "berater/ole.html", GEBAUT_AM)
    assert frisch.locator("[data-frisch]").is_visible()
    assert frisch.locator("[data-arbeitstag='2026-07-03']").count() > 0
    alt = am(besuch, "berater/ole.html", date(2026, 7, 4))
    assert alt.locator("[data-frisch]").is_hidden()
    assert alt.locator("[data-arbeitstag='2026-07-03']:not([hidden])").count() == 0


def test_das_zeichen_oben_am_fall_folgt_der_uhr(browser: Browser, laufend: str) -> None:
    besuch = Besuch(browser, laufend)
    heute = am(besuch, "faelligkeiten.html", GEBAUT_AM).locator("#heute .fb-id").first.inner_text()
    kopf = am(besuch, f"faelle/{heute}.html", GEBAUT_AM + timedelta(days=1)).locator("[data-lage] .fb-marke")
    assert kopf.inner_text() == "▲ überfällig"


def test_sortiert_bleibt_sortiert_um_mitternacht(browser: Browser, laufend: str) -> None:
    besuch = Besuch(browser, laufend)
    besuch.halte_die_uhr_an(KURZ_VOR_MITTERNACHT)
    seite = besuch.oeffne("faelle.html#sortierung=lage")
    seite.clock.run_for("03:00")
    seite.locator("#fb-mehr button").last.click()
    raenge = seite.locator("#fb-faelle td[data-rang]").evaluate_all("l => l.map(z => +z.dataset.rang)")
    assert len(raenge) == 120
    assert raenge == sorted(raenge)


def adresse(seite: Page) -> str:
    """Return what stands in the address bar; the page knows it before Playwright has heard of it."""
    return str(seite.evaluate("location.href"))


def zeilen(seite: Page) -> list[list[str]]:
    ergebnis: list[list[str]] = seite.evaluate(
        "Array.from(document.querySelectorAll('#fb-faelle tbody tr')).map(z => Array.from(z.cells).map(c => c.textContent.trim()))"
    )
    return ergebnis


def test_faelle_filtern(browser: Browser, demo: str) -> None:
    besuch = Besuch(browser, demo)
    seite = besuch.oeffne("faelle.html")
    assert seite.locator("#fb-treffer").inner_text() == "120 Fälle"
    seite.get_by_label("Suchen").press_sequentially("uberfallig jana")
    gefunden = zeilen(seite)
    assert 0 < len(gefunden) < 60
    assert all("Jana" in z[2] and ("überfällig" in z[7]) for z in gefunden)
    assert seite.locator("#fb-treffer").inner_text() == f"{len(gefunden)} von 120 Fällen"
    assert unquote_plus(adresse(seite).partition("#")[2]) == "suche=uberfallig jana"
    seite.get_by_role("button", name="Alles zeigen").click()
    expect(seite.locator("#fb-treffer")).to_have_text("120 Fälle")
    assert "#" not in adresse(seite)
    seite.get_by_label("Berater").select_option("Ole")
    ole = zeilen(seite)
    assert {z[2].split(" ")[0] for z in ole} == {"Ole", "Mira"}  # Mira's cases in which Ole stands in
    assert all("vertreten durch Ole" in z[2] for z in ole if z[2].startswith("Mira"))
    seite.get_by_label("Stufe").select_option("IG")
    assert {z[3] for z in zeilen(seite)} == {"IG"}
    seite.get_by_label("Suchen").fill("gibtesnicht")
    assert zeilen(seite) == []
    assert seite.locator("#fb-keine").is_visible()
    assert besuch.fehler == []


def test_ohne_kontakt_seit(browser: Browser, demo: str) -> None:
    seite = Besuch(browser, demo).oeffne("faelle.html")
    seite.get_by_label("Ohne Kontakt seit").select_option("12 Wochen")
    still = zeilen(seite)
    assert still
    for z in still:
        assert z[1] != "abgeschlossen"
        assert date.fromisoformat(z[5][:10]) <= date(2026, 6, 30) - timedelta(weeks=12)
    seite.get_by_label("Ohne Kontakt seit").select_option("2 Wochen")
    mehr = zeilen(seite)
    assert len(mehr) > len(still)
    # Who was never reached counts from the beginning of the case, not for ever.
    assert any(z[5] == "–" for z in mehr)
    assert not any(z[5] == "–" for z in still)


def test_sortieren_auf_deutsch_und_in_der_adresse(browser: Browser, demo: str) -> None:
    besuch = Besuch(browser, demo)
    seite = besuch.oeffne("faelle.html")
    seite.get_by_role("button", name="Nächste Fälligkeit").click()
    kopf = seite.locator("th[data-spalte=naechste]")
    assert kopf.get_attribute("aria-sort") == "ascending"
    assert adresse(seite).endswith("#sortierung=naechste")
    seite.locator("#fb-mehr button").last.click()
    tage = [z[6][:10] for z in zeilen(seite)]
    mit_tag = [t for t in tage if t != "–"]
    assert mit_tag == sorted(mit_tag)
    assert tage[: len(mit_tag)] == mit_tag, "what is missing stands last"
    seite.get_by_role("button", name="Nächste Fälligkeit").click()
    assert kopf.get_attribute("aria-sort") == "descending"
    seite.locator("#fb-mehr button").last.click()
    tage = [z[6][:10] for z in zeilen(seite)]
    assert tage[: len(mit_tag)] == sorted(mit_tag, reverse=True)
    # Someone else opens the same address.
    anderer = Besuch(browser, demo).oeffne("faelle.html#berater=Jana&stufe=IK&sortierung=-kontakt")
    assert anderer.get_by_label("Berater").input_value() == "Jana"
    kontakte = [z[5][:10] for z in zeilen(anderer)]
    assert kontakte == sorted(kontakte, reverse=True)
    assert {z[3] for z in zeilen(anderer)} == {"IK"}
    assert anderer.locator("th[data-spalte=kontakt]").get_attribute("aria-sort") == "descending"


def test_zurueck_und_unbekanntes_in_der_adresse(browser: Browser, demo: str) -> None:
    besuch = Besuch(browser, demo)
    seite = besuch.oeffne("faelle.html#berater=Niemand&lage=%3Cb%3E&sortierung=quatsch&stufe=IF")
    assert {z[3] for z in zeilen(seite)} == {"IF"}
    assert seite.get_by_label("Berater").input_value() == ""
    seite.evaluate("location.hash = 'stufe=IN'")
    seite.wait_for_function("document.querySelector('#fb-stufe').value === 'IN'")
    assert {z[3] for z in zeilen(seite)} == {"IN"}
    assert besuch.fehler == []


def test_alles_mit_der_tastatur(browser: Browser, demo: str) -> None:
    seite = Besuch(browser, demo).oeffne("faelle.html")
    seite.get_by_label("Suchen").focus()
    seite.keyboard.type("tarik")
    for _ in range(7):
        seite.keyboard.press("Tab")
    assert seite.evaluate("document.activeElement.type") == "reset"
    seite.keyboard.press("Tab")
    assert seite.evaluate("document.activeElement.textContent") == "ID"
    seite.keyboard.press("Enter")
    assert seite.locator("th[data-spalte=id]").get_attribute("aria-sort") == "ascending"
    ids = [z[0] for z in zeilen(seite)]
    assert ids == sorted(ids)
    start = Besuch(browser, demo).oeffne("index.html")
    start.locator("#ueberfaellig summary").first.focus()
    start.keyboard.press("Enter")
    assert start.locator("#ueberfaellig .fb-weitere .fb-punkt").first.is_visible()
    start.keyboard.press("Tab")
    assert "fb-titel" in start.evaluate("document.activeElement.className")


def test_lange_listen_wachsen_auf_wunsch_und_beim_drucken(browser: Browser, demo: str) -> None:
    seite = Besuch(browser, demo).oeffne("faelle.html")
    assert len(zeilen(seite)) == 50
    mehr = seite.locator("#fb-mehr button")
    assert mehr.all_inner_texts() == ["Weitere 50 zeigen", "Alle 120 zeigen"]
    mehr.first.click()
    assert len(zeilen(seite)) == 100
    assert mehr.first.inner_text() == "Weitere 20 zeigen"
    assert seite.evaluate("document.activeElement.closest('tr').rowIndex") == 51
    mehr.last.click()
    assert len(zeilen(seite)) == 120
    assert seite.locator("#fb-mehr").is_hidden()
    neu = Besuch(browser, demo).oeffne("faelle.html")
    neu.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert len(zeilen(neu)) == 120


def test_lesezeichen_von_der_liste_einer_person(browser: Browser, demo: str) -> None:
    seite = Besuch(browser, demo).oeffne("berater/tarik.html")
    seite.get_by_role("link", name="Alle Fälle von Tarik").click()
    seite.wait_for_url(re.compile("faelle.html#berater=Tarik"))
    assert {z[2] for z in zeilen(seite)} == {"Tarik"}
