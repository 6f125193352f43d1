"""The desk in real Chromium: nothing typed is lost, strangers see nothing, everybody can use it."""

from __future__ import annotations

import http.server
import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.cli.aufruf import fallbuch
from tests.hilfen import BEIM_LANDEN
from tests.schreibtisch.conftest import STICHTAG, Besucher, Laufender, bereit
from tests.website.besuch import Besuch
from tests.website.test_browser import GIFT, baue_vergiftet

pytestmark = pytest.mark.browser
TEXT = "Drei Bewerbungen sind fertig, die vierte schreibt sie morgen."


def oeffne(seite: Page, laufender: Laufender, pfad: str) -> Page:
    seite.goto(f"{laufender.adresse}/tisch/{pfad}")
    bereit(seite)
    return seite


def test_ein_anruf_nur_mit_der_tastatur(besuch: Besucher, laufender: Laufender) -> None:
    """From the list to the saved entry in at most six presses beside the text."""
    seite = besuch().seite
    seite.locator('a.fb-stift[href*="eintragen/2911"]').focus()
    druecke = ["Enter"]
    seite.keyboard.press("Enter")
    bereit(seite)
    expect(seite.get_by_label("Was wurde besprochen")).to_be_focused()
    seite.keyboard.type(TEXT)
    expect(seite.get_by_role("button", name="Vorschlag")).to_be_visible()
    for taste in ("Tab", "Tab", "Tab", "Enter", "Control+Enter"):
        seite.keyboard.press(taste)
        druecke.append(taste)
    expect(seite.locator(".fb-gespeichert")).to_contain_text("Eingetragen in faelle/2911.md: Telefonat vom 30.06.2026.")
    assert len(druecke) <= 6
    assert TEXT in laufender.fall("2911")
    assert "\nFolgetermin: 2026-0" in laufender.fall("2911").rpartition(TEXT)[2]
    # Afterwards one is where one came from.
    assert seite.url.startswith(f"{laufender.adresse}/index.html")


def test_auf_dem_telefon(besuch: Besucher, laufender: Laufender) -> None:
    seite = besuch(viewport={"width": 390, "height": 844}, has_touch=True).seite
    seite.locator('a.fb-stift[href*="eintragen/2911"]').tap()
    bereit(seite)
    assert seite.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # Below sixteen pixels phones zoom into a field when it is touched.
    assert seite.locator("#f-text").evaluate("f => parseFloat(getComputedStyle(f).fontSize)") >= 16
    seite.locator("#f-text").fill(TEXT)
    seite.get_by_role("button", name="Speichern").tap()
    expect(seite.locator(".fb-gespeichert")).to_be_visible()
    assert TEXT in laufender.fall("2911")


def test_wird_der_schreibtisch_getoetet_bleibt_der_text(besuch: Besucher, laufender: Laufender) -> None:
    gast = besuch()
    seite = oeffne(gast.seite, laufender, "eintragen/2911")
    seite.get_by_label("Was wurde besprochen").fill(TEXT)
    laufender.beende(signal.SIGKILL)
    seite.get_by_role("button", name="Speichern").click()
    expect(seite.locator(".fb-allgemein")).to_have_text(
        "Der Schreibtisch antwortet nicht. Ihr Text bleibt in diesem Browser; öffnen Sie den Schreibtisch neu, und speichern Sie dann noch einmal."
    )
    laufender.starte()
    # An old key opens nothing; the text is still there, and after a new start it can be saved.
    seite.get_by_role("button", name="Speichern").click()
    expect(seite.locator(".fb-allgemein")).to_have_text(
        "Der Schreibtisch hat diese Seite abgewiesen. Öffnen Sie ihn neu; Ihr Text bleibt hier, und danach lässt er sich speichern."
    )
    andere = gast.kontext.new_page()
    andere.goto(laufender.mit_schluessel)
    seite.get_by_role("button", name="Speichern").click()
    seite.wait_for_url("**/faelle/2911.html")
    assert TEXT in laufender.fall("2911")


def test_ist_kein_platz_mehr_bleibt_der_text(besuch: Besucher, laufender: Laufender) -> None:
    """The system lets the running desk write no more, then again: as on a disk that is full, and cleared."""
    seite = oeffne(besuch().seite, laufender, "eintragen/2911")
    seite.get_by_label("Was wurde besprochen").fill(TEXT)
    vorher = laufender.fall("2911")
    resource.prlimit(laufender.programm.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    seite.get_by_role("button", name="Speichern").click()
    expect(seite.locator(".fb-allgemein")).to_have_text(
        "Auf dem Laufwerk ist kein Platz mehr frei. Es wurde nichts gespeichert; Ihr Text bleibt in diesem Fenster. Schaffen Sie Platz, und speichern Sie dann noch einmal."
    )
    assert laufender.fall("2911") == vorher
    assert seite.get_by_label("Was wurde besprochen").input_value() == TEXT
    resource.prlimit(laufender.programm.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    seite.get_by_role("button", name="Speichern").click()
    seite.wait_for_url("**/faelle/2911.html")
    assert laufender.fall("2911").count(TEXT) == 1


@pytest.mark.parametrize("wie", ["Fenster geschlossen", "neu geladen", "weggeklickt"])
def test_was_getippt_ist_steht_wieder_da(besuch: Besucher, laufender: Laufender, wie: str) -> None:
    gast = besuch()
    seite = oeffne(gast.seite, laufender, "eintragen/2911?art=Betreuungsplan")
    seite.get_by_label("Ziel", exact=True).fill("Bürostelle")
    seite.get_by_label("Jana").check()
    if wie == "Fenster geschlossen":
        seite.close()
        seite = gast.kontext.new_page()
    elif wie == "weggeklickt":
        seite.get_by_role("link", name="Woche").click()
    # The kind that was chosen comes back as well, though the rules propose another.
    seite.goto(f"{laufender.adresse}/tisch/eintragen/2911")
    expect(seite.locator(".fb-entwurf")).to_contain_text("angefangen haben, steht wieder hier.")
    bereit(seite)
    assert seite.get_by_label("Ziel", exact=True).input_value() == "Bürostelle"
    assert seite.get_by_label("Art", exact=True).input_value() == "Betreuungsplan"
    expect(seite.get_by_label("Jana")).to_be_checked()
    seite.once("dialog", lambda d: d.accept())
    seite.remove_listener("dialog", gast._dialog) if wie != "Fenster geschlossen" else None
    seite.get_by_role("button", name="Verwerfen").click()
    seite.wait_for_url("**/faelle/2911.html")
    oeffne(seite, laufender, "eintragen/2911")
    expect(seite.locator(".fb-entwurf")).to_be_hidden()
    assert "Bürostelle" not in laufender.fall("2911")


def test_ein_anderes_formular_nimmt_mit_was_getippt_ist(besuch: Besucher, laufender: Laufender) -> None:
    seite = oeffne(besuch().seite, laufender, "eintragen/2911")
    seite.get_by_label("Was wurde besprochen").fill(TEXT)
    seite.get_by_label("Wann").fill("gestern")
    seite.get_by_label("Art", exact=True).select_option("Beratung")
    seite.wait_for_url("**art=Beratung*")
    bereit(seite)
    assert seite.get_by_label("Was wurde besprochen").input_value() == TEXT
    assert seite.get_by_label("Wann").input_value() == "gestern"
    expect(seite.locator('[data-feld="datum"] .fb-gelesen')).to_have_text("gelesen als Mo 29.06.2026")


def test_wer_weitertippt_waehrend_das_formular_wechselt(besuch: Besucher, laufender: Laufender) -> None:
    seite = oeffne(besuch().seite, laufender, "eintragen/2911")
    feld = seite.get_by_label("Was wurde besprochen")
    feld.fill("Hat ")
    gehalten: list[Route] = []

    def halte(route: Route) -> None:
        gehalten.append(route)

    seite.route("**/tisch/eintragen/2911?art=Beratung*", halte)
    seite.get_by_label("Art", exact=True).focus()
    seite.keyboard.type("Bera")
    feld.focus()
    seite.keyboard.press("End")
    seite.keyboard.type("gesagt, ")
    expect(seite.get_by_role("button", name="Speichern")).to_be_disabled()
    gehalten[0].continue_()
    seite.wait_for_url("**art=Beratung*")
    seite.keyboard.type("sie kommt.")
    expect(feld).to_have_value("Hat gesagt, sie kommt.")
    expect(feld).to_be_focused()
    expect(seite.get_by_label("Art", exact=True)).to_have_value("Beratung")
    seite.keyboard.press("Control+Enter")
    expect(seite.locator(".fb-gespeichert")).to_contain_text("Beratung vom 30.06.2026")
    assert "Hat gesagt, sie kommt." in laufender.fall("2911")


def test_mehrere_faelle_und_gleich_auf_speichern(besuch: Besucher, laufender: Laufender) -> None:
    """Straight out of the field with the other cases: saved once, and said."""
    seite = oeffne(besuch().seite, laufender, "eintragen/2911")
    seite.get_by_label("Was wurde besprochen").fill(TEXT)
    seite.get_by_text("Weitere Angaben").click()
    seite.get_by_label("Auch in diesen Fällen").fill("6712 6495")
    seite.get_by_role("button", name="Speichern").click()
    expect(seite.locator(".fb-gespeichert")).to_contain_text(
        "3 Fälle geändert: faelle/2911.md, faelle/6712.md, faelle/6495.md."
    )
    assert [laufender.fall(f).count(TEXT) for f in ("2911", "6712", "6495")] == [1, 1, 1]
    assert seite.url.startswith(f"{laufender.adresse}/index.html")


def test_nach_einem_misslungenen_speichern_schreibt_man_weiter(besuch: Besucher, laufender: Laufender) -> None:
    gast = besuch()
    seite = oeffne(gast.seite, laufender, "eintragen/2911")
    seite.get_by_label("Was wurde besprochen").fill("Eins. ")
    gast.kontext.set_offline(True)
    seite.keyboard.press("Control+Enter")
    expect(seite.locator(".fb-allgemein")).to_contain_text("Der Schreibtisch antwortet nicht.")
    seite.keyboard.type("Zwei.")
    gast.kontext.set_offline(False)
    seite.keyboard.press("Control+Enter")
    expect(seite.locator(".fb-gespeichert")).to_be_visible()
    assert "Eins. Zwei." in laufender.fall("2911")


def test_e_oeffnet_das_formular(besuch: Besucher, laufender: Laufender) -> None:
    seite = besuch().seite
    erste = seite.locator(".fb-ruf:visible a.fb-stift").first.get_attribute("aria-label")
    seite.keyboard.press("e")
    bereit(seite)
    assert erste == f"In {seite.locator('h1').inner_text()} eintragen"
    seite.goto(f"{laufender.adresse}/index.html")
    seite.locator('.fb-ruf > .fb-id:text-is("2911")').focus()
    seite.keyboard.press("e")
    bereit(seite)
    expect(seite.locator("h1")).to_have_text("Fall 2911")
    seite.goto(f"{laufender.adresse}/faelle/6712.html")
    seite.keyboard.press("e")
    bereit(seite)
    expect(seite.locator("h1")).to_have_text("Fall 6712")


def test_zwei_fenster_zum_selben_fall(besuch: Besucher, laufender: Laufender) -> None:
    gast = besuch()
    erstes, zweites = gast.seite, gast.kontext.new_page()
    oeffne(erstes, laufender, "eintragen/2911").get_by_label("Was wurde besprochen").fill("Aus dem ersten Fenster.")
    oeffne(zweites, laufender, "eintragen/2911?art=Notiz").locator("#f-text").fill("Aus dem zweiten Fenster.")
    zweites.get_by_role("button", name="Speichern").click()
    zweites.wait_for_url("**/faelle/2911.html")
    erstes.get_by_role("button", name="Speichern").click()
    kasten = erstes.locator(".fb-inzwischen")
    expect(kasten).to_contain_text("Gespeichert wurde nichts, und Ihr Text ist noch da.")
    expect(kasten).to_contain_text("+ Aus dem zweiten Fenster.")
    assert "ersten" not in laufender.fall("2911")
    erstes.get_by_role("button", name="Meines dazu eintragen").click()
    expect(erstes.locator(".fb-zeilen-neu")).to_contain_text("Aus dem ersten Fenster.")
    erstes.keyboard.press("Control+Enter")
    erstes.wait_for_url("**/faelle/2911.html")
    assert laufender.fall("2911").count("Fenster.") == 2


def test_was_in_einem_offenen_fenster_steht_nimmt_kein_anderes(besuch: Besucher, laufender: Laufender) -> None:
    """Only when a window is gone, what was typed in it is found by the next."""
    gast = besuch()
    erstes, zweites = gast.seite, gast.kontext.new_page()
    oeffne(erstes, laufender, "eintragen/2911?art=Notiz").locator("#f-text").fill("Aus dem ersten Fenster.")
    assert oeffne(zweites, laufender, "eintragen/2911?art=Notiz").locator("#f-text").input_value() == ""
    erstes.close()
    expect(oeffne(zweites, laufender, "eintragen/2911?art=Notiz").locator("#f-text")).to_have_value(
        "Aus dem ersten Fenster."
    )


def test_die_kopie_eines_fensters_ist_ein_anderes(besuch: Besucher, laufender: Laufender) -> None:
    gast = besuch()
    erstes = oeffne(gast.seite, laufender, "eintragen/2911?art=Notiz")
    erstes.locator("#f-text").fill("Aus dem ersten Fenster.")
    with gast.kontext.expect_page() as neues:
        erstes.evaluate("window.open(location.href)")  # takes the name of the window along
    zweites = neues.value
    bereit(zweites)
    assert zweites.locator("#f-text").input_value() == ""
    zweites.locator("#f-text").fill("Aus der Kopie.")
    expect(zweites.locator(".fb-zeilen-neu")).to_contain_text("Aus der Kopie.")
    erstes.close()
    zweites.close()
    gefunden = set()
    for _ in range(2):
        seite = oeffne(gast.kontext.new_page(), laufender, "eintragen/2911?art=Notiz")
        gefunden.add(seite.locator("#f-text").input_value())
    assert gefunden == {"Aus dem ersten Fenster.", "Aus der Kopie."}


def test_der_text_geht_mit_dem_fall_der_in_einem_anderen_aufging(besuch: Besucher, laufender: Laufender) -> None:
    seite = oeffne(besuch().seite, laufender, "eintragen/6712?art=Telefonat")
    seite.get_by_label("Was wurde besprochen").fill("Er hat eine Stelle.")
    worte = (
        "--feld",
        "Zugangsweg: Beratungstag",
        "--feld",
        "Erstkontakt: 2025-11-22",
        "--feld",
        "Einwilligung: 2025-11-22",
    )
    ende = fallbuch("vereinen", "2911", "--mit", "6712", *worte, "--ja", "--stichtag", STICHTAG, cwd=laufender.team)
    assert ende.returncode == 0, ende.stderr
    seite.keyboard.press("Control+Enter")
    kasten = seite.locator(".fb-inzwischen")
    expect(kasten).to_contain_text("Den Fall 6712 gibt es nicht mehr: Er ist mit 2911 vereint worden.")
    kasten.get_by_role("button", name="Den Text zu Fall 2911 mitnehmen").click()
    seite.wait_for_url("**/tisch/eintragen/2911?art=Telefonat")
    bereit(seite)
    expect(seite.locator("#f-text")).to_have_value("Er hat eine Stelle.")
    seite.keyboard.press("Control+Enter")
    seite.wait_for_url("**/faelle/2911.html")
    assert laufender.fall("2911").count("Er hat eine Stelle.") == 1


def test_wo_beide_dasselbe_aendern_stehen_beide_fassungen_im_text(besuch: Besucher, laufender: Laufender) -> None:
    seite = oeffne(besuch().seite, laufender, "text/faelle/2911.md")
    feld, vorher = seite.get_by_label("Text der Datei"), laufender.fall("2911")
    feld.fill(vorher.replace("Status: in Beratung", "Status: in Beratung\nZu beachten: meines"))
    ihres = vorher.replace("Status: in Beratung", "Status: in Beratung\nZu beachten: ihres")
    (laufender.team / "faelle/2911.md").write_text(ihres, encoding="utf-8")
    seite.get_by_role("button", name="Speichern").click()
    seite.get_by_role("button", name="Beides zusammen übernehmen").click()
    expect(seite.locator(".fb-inzwischen")).to_contain_text(
        "Im Text stehen jetzt beide Fassungen, zwischen „<<<<<<<“ und „>>>>>>>“."
    )
    assert feld.input_value().count("ID: 2911") == 2
    expect(seite.locator(".fb-textbefunde")).to_contain_text("Hier stehen zwei Fassungen nebeneinander")
    assert feld.evaluate("f => f.value.slice(f.selectionStart, f.selectionEnd)") == "<<<<<<< inzwischen gespeichert"
    seite.get_by_role("button", name="Speichern").click()
    expect(seite.locator(".fb-allgemein")).to_contain_text("zwei Fassungen")
    assert laufender.fall("2911") == ihres
    expect(seite.locator(".fb-inzwischen")).to_be_visible()


def test_der_gedrueckte_knopf_gilt_und_der_text_kommt_mit(besuch: Besucher, laufender: Laufender) -> None:
    seite = oeffne(besuch().seite, laufender, "eintragen/2911?art=Telefonat")
    seite.get_by_label("Was wurde besprochen").fill("Er hat eine Stelle.")
    seite.goto(f"{laufender.adresse}/faelle/2911.html")
    seite.get_by_role("link", name="Abschließen").click()
    bereit(seite)
    assert "art=Abschluss" in seite.url
    assert seite.get_by_label("Art", exact=True).input_value() == "Abschluss"
    expect(seite.locator("#f-text")).to_have_value("Er hat eine Stelle.")
    # Where nobody chose a kind, the one that was begun comes back.
    seite = oeffne(seite, laufender, "eintragen/2911")
    assert "art=Abschluss" in seite.url


def test_nur_was_sich_aendert_ist_gefaerbt(besuch: Besucher, laufender: Laufender) -> None:
    """A list has dashes of its own: lines that stay are none that go."""
    seite = oeffne(besuch().seite, laufender, "eintragen/6712?art=Telefonat")
    seite.get_by_role("group", name="Kundin").first.get_by_label("erledigt").check()
    vorschau = seite.locator(".fb-zeilen-neu")
    expect(vorschau).to_contain_text("- [x]")
    weg, dazu = (vorschau.locator(f".{art}").all_inner_texts() for art in ("fb-weg", "fb-dazu"))
    assert weg
    assert [z for z in weg if not z.startswith("  - ")] == []
    assert [z for z in dazu if not z.startswith("  +")] == []
    assert [z for z in vorschau.locator("span:not([class])").all_inner_texts() if z.startswith("    - [")]


def test_ein_leerer_abschluss_fragt_nicht_ohne_ende(besuch: Besucher, laufender: Laufender) -> None:
    gast = besuch()
    seite = oeffne(gast.seite, laufender, "eintragen/2911?art=Abschluss")
    seite.get_by_role("button", name="Speichern").click()
    expect(seite.get_by_text("Womit endet die Beratung?")).to_be_visible()
    assert [f for f in gast.fehler if "422" not in f] == [], "nobody is asked whether it shall be saved all the same"


def test_ein_fall_der_sich_nicht_lesen_laesst_fuehrt_zu_seinem_text(besuch: Besucher, laufender: Laufender) -> None:
    datei = laufender.team / "faelle/5018.md"
    datei.write_text(laufender.fall("5018").replace("## 2026-03-24", "## 2026-13-24"), encoding="utf-8")
    seite = besuch().seite
    seite.goto(f"{laufender.adresse}/index.html")
    seite.get_by_role("link", name="Fall 5018 berichtigen").click()
    bereit(seite)
    assert "/tisch/text/faelle/5018.md" in seite.url


def test_eine_aenderung_auf_der_platte_erscheint_von_selbst(besuch: Besucher, laufender: Laufender) -> None:
    gast = besuch()
    seite = gast.seite
    seite.goto(f"{laufender.adresse}/faelle/2911.html")
    datei = laufender.team / "faelle/2911.md"
    for satz in ("Von anderer Hand.", "Und noch einmal."):
        datei.write_text(laufender.fall("2911") + f"\n## 2026-06-30 Notiz (Tarik)\n\n{satz}\n", encoding="utf-8")
        expect(seite.get_by_text(satz)).to_be_visible()
    # What one has opened in the list stays open.
    seite.goto(f"{laufender.adresse}/index.html")
    zeile = seite.locator('.fb-ruf:has(a[href="faelle/1355.html"]) details').first
    zeile.locator("summary").click()
    datei.write_text(
        laufender.fall("2911").replace("Status: in Beratung", "Status: in Beratung\nZu beachten: leise sprechen"),
        encoding="utf-8",
    )
    expect(seite.locator("#jetzt").get_by_text("leise sprechen")).to_be_visible()
    expect(zeile).to_have_attribute("open", "")
    assert gast.fehler == []


def test_die_datei_als_text(besuch: Besucher, laufender: Laufender) -> None:
    gast = besuch()
    seite = oeffne(gast.seite, laufender, "text/faelle/2911.md")
    feld = seite.get_by_label("Text der Datei")
    feld.fill(laufender.fall("2911").replace("Status: in Beratung", "Status: in Beratng"))
    befund = seite.locator(".fb-textbefunde li").first
    expect(befund).to_contain_text("Zeile 5")
    befund.get_by_role("button", name="Zeile 5").click()
    assert feld.evaluate("f => f.value.slice(f.selectionStart, f.selectionEnd)") == "Status: in Beratng"
    seite.keyboard.type("Status: in Beratung")
    feld.press("End")
    seite.keyboard.type("\nZu beachten: nur abends")
    expect(seite.locator(".fb-zeilen-neu")).to_contain_text("+ Zu beachten: nur abends")
    feld.fill(feld.input_value().replace("Status: in Beratung", "Status: In Beratung"))
    seite.get_by_role("button", name="Was sicher ist, beheben").click()
    expect(seite.locator(".fb-beheben")).to_be_hidden()
    assert "Status: in Beratung" in feld.input_value()
    seite.get_by_role("button", name="Speichern").click()
    seite.wait_for_url("**/faelle/2911.html")
    assert "Zu beachten: nur abends\n" in laufender.fall("2911")
    assert gast.fehler == []


@contextmanager
def fremde_seite(html: str) -> Iterator[str]:
    """Serve a page on another port of this machine: the same site for cookies, another origin."""

    class Fremder(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Fremder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


#: What a page can try: to read with and without permission, to load as a script, a picture, a frame, to send in each way a page can.
_VERSUCHE = """
async (ziel) => {
  const ergebnis = {};
  const hole = async (name, wie) => { try { const a = await fetch(ziel + '/faelle/2911.html', wie); ergebnis[name] = a.type + ' ' + (await a.text()).length; } catch (e) { ergebnis[name] = 'abgewiesen'; } };
  await hole('lesen', { credentials: 'include' });
  await hole('blind lesen', { credentials: 'include', mode: 'no-cors' });
  const lade = (art, merkmal, pfad) => new Promise(fertig => { const e = document.createElement(art); e.onload = () => fertig('geladen'); e.onerror = () => fertig('abgewiesen'); e[merkmal] = ziel + pfad; document.body.append(e); });
  ergebnis.skript = await lade('script', 'src', '/assets/fallbuch/nummern.js');
  ergebnis.bild = await lade('img', 'src', '/assets/fallbuch/zeichen.svg');
  const rahmen = document.createElement('iframe'); rahmen.src = ziel + '/faelle/2911.html';
  await new Promise(fertig => { rahmen.onload = fertig; document.body.append(rahmen); });
  try { ergebnis.rahmen = rahmen.contentDocument ? 'gelesen' : 'verschlossen'; } catch (e) { ergebnis.rahmen = 'verschlossen'; }
  const daten = JSON.stringify({ werte: { art: 'Notiz', datum: '2026-06-30', text: 'FREMD' }, staende: {}, speichern: true });
  for (const art of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) for (const mode of ['cors', 'no-cors']) {
    try { const a = await fetch(ziel + '/tisch/eintragen/2911', { method: 'POST', mode, credentials: 'include', headers: { 'Content-Type': art }, body: daten }); ergebnis['senden ' + art + ' ' + mode] = a.type + ' ' + a.status; } catch (e) { ergebnis['senden ' + art + ' ' + mode] = 'abgewiesen'; }
  }
  navigator.sendBeacon(ziel + '/tisch/eintragen/2911', new Blob([daten], { type: 'text/plain' }));
  const bild = typeof window.Fallbuch;
  ergebnis.nummern = bild === 'undefined' ? 'unbekannt' : JSON.stringify(window.Fallbuch);
  return ergebnis;
}
"""


@pytest.mark.parametrize("name", ["127.0.0.1", pytest.param("localhost", marks=BEIM_LANDEN)])
def test_eine_seite_auf_einem_anderen_port_liest_und_schreibt_nichts(
    besuch: Besucher, laufender: Laufender, name: str
) -> None:
    gast = besuch()
    vorher = laufender.fall("2911")
    with fremde_seite("<!doctype html><title>fremd</title><body><script>var Fallbuch = {};</script>") as fremd:
        seite = gast.kontext.new_page()
        seite.goto(fremd.replace("127.0.0.1", name))
        ergebnis = seite.evaluate(_VERSUCHE, laufender.adresse)
        assert {w for was, w in ergebnis.items() if was not in {"nummern", "blind lesen", "rahmen"}} <= {
            "abgewiesen",
            "opaque 0",
        }
        assert ergebnis["nummern"] == "{}"
        assert ergebnis["blind lesen"] in {"abgewiesen", "opaque 0"}
        assert ergebnis["rahmen"] == "verschlossen"
        assert "2911" not in seite.frames[-1].content()
        # By a form, which needs no permission of anybody.
        seite.evaluate(
            """ziel => { const f = document.createElement('form'); f.method = 'post'; f.enctype = 'text/plain'; f.action = ziel + '/tisch/eintragen/2911';
            const i = document.createElement('input'); i.name = '{"werte":{"art":"Notiz","text":"FREMD"},"speichern":true,"x":"'; i.value = '"}'; f.append(i); document.body.append(f); f.submit(); }""",
            laufender.adresse,
        )
        seite.wait_for_url("**/tisch/eintragen/2911")
        # From another site the browser does not even send the key along.
        assert ("wurde abgelehnt" if name == "127.0.0.1" else "kennt seinen Schlüssel nicht") in seite.content()
    assert laufender.fall("2911") == vorher
    # A plain link opens the page all the same.
    with fremde_seite(f'<a href="{laufender.adresse}/faelle/2911.html">Fall</a>') as intranet:
        seite = gast.kontext.new_page()
        seite.goto(intranet)
        seite.get_by_role("link").click()
        expect(seite.get_by_role("heading", name="Fall 2911")).to_be_visible()


def test_ohne_schluessel_sieht_ein_anderer_browser_nichts(browser: Browser, laufender: Laufender) -> None:
    gast = Besuch(browser, laufender.adresse)
    seite = gast.oeffne("index.html")
    expect(seite.locator("body")).to_contain_text(
        "Starten Sie ihn neu, mit der Datei „Schreibtisch“ im Ordner des Teams oder mit „fallbuch oeffnen“; dann öffnet sich die Seite von selbst."
    )
    assert "2911" not in seite.content()


FORMULARE = ("tisch/eintragen/2911", "tisch/eintragen/2911?art=Betreuungsplan", "tisch/eintragen/1112?art=Abschluss", "tisch/aendern/2911", "tisch/neu", "tisch/veranstaltung",
          "tisch/uebergeben/2911", "tisch/zuruecknehmen/2911", "tisch/vereinen/2911?mit=1112", "tisch/text/faelle/2911.md")  # fmt: skip
SEITEN = (*FORMULARE, "tisch/abgleichen", "tisch/vorlagen", "index.html", "faelle/2911.html")


@pytest.mark.parametrize(
    ("farbe", "breite"),
    [
        ("light", 1440),
        pytest.param("dark", 390, marks=BEIM_LANDEN),
        pytest.param("dark", 1440, marks=BEIM_LANDEN),
        pytest.param("light", 390, marks=BEIM_LANDEN),
    ],
)
def test_axe_findet_nichts(besuch: Besucher, laufender: Laufender, npm: Path, farbe: Any, breite: int) -> None:
    gast = besuch(viewport={"width": breite, "height": 900}, color_scheme=farbe, bypass_csp=True)
    maengel: list[str] = []
    for pfad in SEITEN:
        gast.seite.goto(f"{laufender.adresse}/{pfad}")
        if pfad in FORMULARE:
            bereit(gast.seite)
            # With all that can appear: a fault beside a field, the lines that would be written.
            if gast.seite.get_by_label("Wann").count():
                gast.seite.get_by_label("Wann").fill("Unfug")
                expect(gast.seite.locator('[data-feld="datum"] .fb-fehler')).to_be_visible()
        maengel += gast.maengel(npm)
        assert gast.seite.evaluate("document.documentElement.scrollWidth <= innerWidth"), pfad
    assert maengel == []
    assert gast.fremde == []


@BEIM_LANDEN
def test_alles_unter_der_strengen_regel(besuch: Besucher, laufender: Laufender) -> None:
    """No page of the desk breaks its own policy, and none asks anybody else."""
    gast = besuch()
    for pfad in (
        *SEITEN,
        "woche.html",
        "faelle.html",
        "auswertung.html",
        "prozesse/index.html",
        "handbuch/schreibtisch.html",
        "regelwerk.html",
        "statistik.html",
    ):
        gast.seite.goto(f"{laufender.adresse}/{pfad}")
        if pfad in FORMULARE:
            bereit(gast.seite)
    assert gast.fehler == []
    assert gast.fremde == []


def test_gift_in_faellen_und_vorlagen_bleibt_text(browser: Browser, tmp_path: Path) -> None:
    """Cases, lists and names that try to be more than text, in every form of the desk."""
    team = tmp_path / "gift"
    team.mkdir()
    baue_vergiftet(team)
    laufender = Laufender(team)
    try:
        gast = Besuch(browser, laufender.adresse)
        gast.seite.goto(laufender.mit_schluessel)
        for pfad in ("index.html", "faelle/4711.html", "tisch/eintragen/4711", "tisch/eintragen/4711?art=Abschluss&text=" + GIFT, "tisch/aendern/4711",
                     "tisch/uebergeben/4711", "tisch/zuruecknehmen/4711", "tisch/neu", "tisch/text/faelle/4711.md", "tisch/text/vorlagen/team.yml",
                     "tisch/eintragen/" + quote("a'b<c>&d"), "tisch/unfug/" + quote(GIFT)):  # fmt: skip
            gast.seite.goto(f"{laufender.adresse}/{pfad}")
            if pfad.startswith("tisch/") and not pfad.startswith("tisch/unfug"):
                bereit(gast.seite)  # what was begun in another form of the case may lead on to that
            assert "geknackt" not in gast.seite.title(), pfad
            assert (
                gast.seite.locator("img[src=x], iframe, b[onclick], [onclick], [onerror], [onmouseover]").count() == 0
            ), pfad
        assert [f for f in gast.fehler if "404" not in f] == []
        assert gast.fremde == []
    finally:
        laufender.beende(signal.SIGKILL)
