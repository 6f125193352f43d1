"""A day with contacts in a real browser: a call from an unknown number becomes an entry, and afterwards nobody is found in any file but the locked ones."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from fallbuch.kontakte.bund import Schluesseldatei
from fallbuch.kontakte.modell import Kontaktdaten
from fallbuch.kontakte.schloss import Leseschluessel
from fallbuch.kontakte.speicher import Empfaenger, Kontaktspeicher
from tests.cli.aufruf import im_prozess
from tests.git import git
from tests.hilfen import BEIM_LANDEN
from tests.schreibtisch.conftest import Laufender, bereit
from tests.website.besuch import HAENGT, Besuch

pytestmark = pytest.mark.browser
KENNWORT = "vier alte Wörter hier"
#: A word in every field that stands nowhere else.
KANARIEN = {
    "VName": "Kanarina", "NName": "Vogelsangerin", "Strasse": "Zeisiggasse 77", "PLZ": "98765", "Stadt": "Finkenwaldau", "Telefon": "0987 654321987",
    "Email": "stieglitz@example.org", "Sprachen": "Gimpelisch", "Einwilligung": "1987-03-04",
}  # fmt: skip
GETIPPT = {
    "VName": "Amselma", "NName": "Drosselbartin", "Strasse": "Meisenweg 88", "PLZ": "87654", "Stadt": "Starenhausen", "Telefon": "0876 543210876",
    "Email": "zaunkoenig@example.org", "Sprachen": "Pirolisch", "Einwilligung": "5.4.1988",
}  # fmt: skip
SPUREN = (
    "Kanarina", "Vogelsangerin", "Zeisiggasse", "98765", "Finkenwaldau", "654321987", "stieglitz", "Gimpelisch", "1987-03-04", "04.03.1987",
    "Amselma", "Drosselbartin", "Meisenweg", "87654", "Starenhausen", "543210876", "zaunkoenig", "Pirolisch", "1988-04-05", "05.04.1988", "5.4.1988",
    "Sperberstraße",
)  # fmt: skip


@pytest.fixture
def tisch(demoordner: Path, tmp_path: Path) -> Iterator[Laufender]:
    """A desk with contacts; one of them is there already."""
    jana = Leseschluessel.neu()
    Schluesseldatei(tmp_path / "jana/schluessel.age").lege_an(jana, KENNWORT)
    speicher = Kontaktspeicher(tmp_path / "kontakte")
    speicher.setze_empfaenger([Empfaenger("Jana", jana.oeffentlich)])
    speicher.schreibe(Kontaktdaten(kennung="2911", angaben=KANARIEN))
    schreibtisch = Laufender(
        demoordner, "--ablage", str(tmp_path / "kontakte"), FALLBUCH_SCHLUESSEL=str(tmp_path / "jana/schluessel.age")
    )
    yield schreibtisch
    if schreibtisch.programm.poll() is None:
        schreibtisch.beende(signal.SIGKILL)


@pytest.fixture
def profil(laufender_browser: Browser, chromium: str, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser as people have one: with a profile on the disk."""
    kontext = laufender_browser.browser_type.launch_persistent_context(
        str(tmp_path / "profil"), executable_path=chromium, args=["--no-sandbox", "--disable-background-networking"]
    )
    kontext.set_default_timeout(HAENGT)
    yield kontext
    kontext.close()


def oeffne(seite: Page) -> None:
    seite.get_by_label("Kennwort").fill(KENNWORT)
    seite.get_by_role("button", name="Öffnen").click()


def spuren(*orte: Path) -> list[str]:
    """Return which files hold something of somebody, in any of the ways in which a browser keeps text."""
    muster = [wort.encode(art) for wort in SPUREN for art in ("utf-8", "utf-16-le")]
    dateien = (Path(wurzel, name) for ort in orte for wurzel, _, namen in os.walk(ort) for name in namen)
    return [str(datei) for datei in dateien if datei.is_file() and any(m in datei.read_bytes() for m in muster)]


@BEIM_LANDEN
def test_ein_tag_hinterlaesst_niemanden(tisch: Laufender, profil: BrowserContext, tmp_path: Path) -> None:
    seite = profil.pages[0]
    seite.goto(tisch.mit_schluessel)
    expect(seite.get_by_role("link", name="Kontakte")).to_be_visible()
    expect(seite.locator(".fb-mensch")).to_have_count(0)

    # A number that nobody knows: whose is it?
    seite.get_by_role("link", name="Kontakte").click()
    oeffne(seite)
    seite.get_by_label("Name, Ort oder Nummer").fill("+49 987 / 654321987")
    expect(seite.locator("[data-treffer] tr")).to_have_count(1)
    expect(seite.locator("[data-treffer]")).to_have_text(
        "2911Kanarina Vogelsangerin0987 654321987stieglitz@example.org98765 FinkenwaldauEintragen Ändern"
    )
    seite.get_by_role("link", name="Eintragen").click()
    bereit(seite)
    seite.get_by_label("Was wurde besprochen").fill("Sie rief selbst an.")
    seite.keyboard.press("Control+Enter")
    expect(seite.locator(".fb-gespeichert")).to_contain_text("Eingetragen in faelle/2911.md")
    assert "Sie rief selbst an." in tisch.fall("2911")

    # On the case, and beside the row.
    block = seite.locator("[data-kontakt]")
    expect(block).to_contain_text(
        "Kanarina Vogelsangerin · 0987 654321987 · stieglitz@example.org · Zeisiggasse 77, 98765 Finkenwaldau · Gimpelisch · Einwilligung vom 04.03.1987"
    )
    expect(block.get_by_role("link", name="0987 654321987")).to_have_attribute("href", "tel:0987654321987")
    expect(block.get_by_role("link", name="stieglitz@example.org")).to_have_attribute(
        "href", "mailto:stieglitz@example.org"
    )
    with seite.expect_popup() as fenster:
        block.get_by_role("button", name="Etikett").click()
    fenster.value.close()
    seite.goto(f"{tisch.adresse}/faelle/6495.html")
    seite.get_by_role("link", name="Kontaktdaten anlegen").click()
    seite.wait_for_selector("[data-kontaktform][data-bereit]")
    seite.get_by_label("Postleitzahl").fill("876")
    expect(seite.locator("[data-feld=PLZ] .fb-fehler")).to_have_text(
        "Eine Postleitzahl hat fünf Ziffern, in Österreich vier."
    )
    for feld, wert in GETIPPT.items():
        seite.locator(f"[data-angabe={feld}]").fill(wert)
    expect(seite.locator("[data-feld=PLZ] .fb-fehler")).to_be_hidden()
    seite.get_by_role("button", name="Speichern").click()
    expect(block).to_contain_text("Amselma Drosselbartin")
    seite.get_by_role("link", name="Ändern, Brief").click()
    seite.wait_for_selector("[data-kontaktform][data-bereit]")
    seite.get_by_text("Einen Brief schreiben").click()
    seite.get_by_label("Text nach der Anrede").fill("Wir sehen uns in der Sperberstraße.")
    with seite.expect_popup() as fenster:
        seite.get_by_role("button", name="Brief als PDF").click()
    fenster.value.close()
    seite.get_by_role("button", name="Verwerfen").click()
    seite.goto(f"{tisch.adresse}/index.html")
    expect(seite.locator(".fb-ruf:has(> .fb-id:text-is('6495')) .fb-mensch")).to_have_text(
        "Amselma Drosselbartin 0876 543210876"
    )

    # Another window; locked in one, both are.
    zweites = profil.new_page()
    zweites.goto(f"{tisch.adresse}/faelle/2911.html")
    expect(zweites.locator("[data-kontakt]")).to_contain_text("Kanarina")
    seite.get_by_role("button", name="Sperren").click()
    expect(seite.locator(".fb-mensch")).to_have_count(0)
    expect(zweites.locator("[data-kontakt]")).to_be_hidden()
    seite.go_back()
    expect(seite.get_by_role("link", name="Kontakte")).to_be_visible()
    expect(seite.locator("body")).not_to_contain_text("Drosselbartin")
    zweites.goto(f"{tisch.adresse}/tisch/kontakte")
    oeffne(zweites)
    expect(zweites.locator("[data-treffer] tr")).to_have_count(2)
    # And the end of the program takes them from the screen.
    tisch.beende()
    expect(zweites.locator("[data-treffer] tr")).to_have_count(0)
    git(tisch.team, "add", "-A")
    git(tisch.team, "commit", "-qm", "Tag", "--allow-empty")
    for worte in (["bauen"], ["bauen", "--oeffentlich"], ["pruefen"], ["vergleichen", "HEAD~1"], ["statistik", "--quartal", "2026Q1"], ["faellig", "--format", "json"]):  # fmt: skip
        code, ausgabe = im_prozess(*worte, cwd=tisch.team, FALLBUCH_STICHTAG="2026-06-30")
        assert code in {0, 1}, ausgabe
        assert not any(wort in ausgabe for wort in SPUREN), worte
    assert (tisch.team / "site/faelle/2911.html").exists()
    assert (tisch.team / "site-oeffentlich/index.html").exists()
    profil.close()
    assert spuren(tmp_path) == []


@BEIM_LANDEN
def test_zugaenglich_und_nicht_wortlos_weg(tisch: Laufender, browser: Browser, npm: Path) -> None:
    besuch = Besuch(browser, tisch.adresse)
    seite = besuch.seite
    seite.goto(tisch.mit_schluessel)
    seite.goto(f"{tisch.adresse}/tisch/kontakte/2911")
    assert besuch.maengel(npm) == []
    oeffne(seite)
    seite.wait_for_selector("[data-kontaktform][data-bereit]")
    assert besuch.maengel(npm) == []
    # What is typed here is kept by no browser: leaving asks.
    gefragt: list[str] = []
    seite.remove_listener("dialog", besuch._dialog)

    def bleibe(dialog: Dialog) -> None:
        gefragt.append(dialog.type)
        dialog.dismiss()

    seite.on("dialog", bleibe)
    seite.get_by_label("Ort", exact=True).press_sequentially("x")
    seite.evaluate("location.assign('/index.html')")
    expect(seite.get_by_label("Ort", exact=True)).to_have_value("xFinkenwaldau")
    assert gefragt == ["beforeunload"]
    seite.get_by_role("button", name="Verwerfen").click()
    seite.wait_for_url("**/faelle/2911.html")
    expect(seite.locator("[data-kontakt]")).to_be_visible()
    assert besuch.maengel(npm) == []
    for adresse, da in (("tisch/kontakte", "[data-treffer] tr"), ("index.html", ".fb-mensch b")):
        seite.goto(f"{tisch.adresse}/{adresse}")
        expect(seite.locator(da)).to_have_count(1)
        assert besuch.maengel(npm) == []
    besuch.kontext.close()


@BEIM_LANDEN
def test_sperren_mit_offenem_formular_nimmt_niemandem_etwas(tisch: Laufender, browser: Browser, tmp_path: Path) -> None:
    """On the screen nobody is left; what was half typed comes back with the next opening, and only that is written."""
    besuch = Besuch(browser, tisch.adresse)
    seite = besuch.seite
    seite.goto(tisch.mit_schluessel)
    seite.goto(f"{tisch.adresse}/tisch/kontakte/2911")
    oeffne(seite)
    seite.wait_for_selector("[data-kontaktform][data-bereit]")
    seite.locator("[data-angabe=Telefon]").fill("0911 5554443")
    seite.get_by_text("Einen Brief schreiben").click()
    seite.get_by_label("Text nach der Anrede").fill("Wir sehen uns in der Sperberstraße.")
    for _ in range(2):
        seite.get_by_role("button", name="Sperren").click()
        expect(seite.get_by_label("Kennwort")).to_be_visible()
        werte = seite.locator("input[data-angabe], [data-drucke] textarea").evaluate_all(
            "alle => alle.map(e => e.value)"
        )
        assert werte == [""] * 10
        oeffne(seite)
        seite.wait_for_selector("[data-kontaktform][data-bereit]")
    da = seite.locator("input[data-angabe]").evaluate_all(
        "alle => Object.fromEntries(alle.map(e => [e.dataset.angabe, e.value]))"
    )
    assert da == {**KANARIEN, "Telefon": "0911 5554443", "Einwilligung": "04.03.1987"}
    expect(seite.get_by_label("Text nach der Anrede")).to_have_value("Wir sehen uns in der Sperberstraße.")
    seite.get_by_role("button", name="Speichern").click()
    seite.wait_for_url("**/faelle/2911.html")
    besuch.kontext.close()
    schluessel = Schluesseldatei(tmp_path / "jana/schluessel.age").oeffne(KENNWORT)
    kontakt = Kontaktspeicher(tmp_path / "kontakte").lies("2911", schluessel)
    assert kontakt.angaben == {**KANARIEN, "Telefon": "0911 5554443"}


@BEIM_LANDEN
def test_eine_spaete_antwort_zeigt_niemanden_und_nichts_geht_unter(
    tisch: Laufender, browser: Browser, tmp_path: Path
) -> None:
    """What was asked before somebody locked comes too late; what another changed meanwhile is said."""
    besuch = Besuch(browser, tisch.adresse)
    seite = besuch.seite
    seite.goto(tisch.mit_schluessel)
    seite.goto(f"{tisch.adresse}/tisch/kontakte/2911")
    # The first answer on the person waits until it is let go.
    seite.evaluate(
        """() => { const echt = window.fetch; let halten = true, da, gelesen;
        window.da = new Promise(gut => { da = gut; }); window.gelesen = new Promise(gut => { gelesen = gut; });
        const bote = new MessageChannel();  // its turn comes as soon as the page has taken the answer in
        bote.port1.onmessage = () => gelesen([...document.querySelectorAll("input[data-angabe]")].map(e => e.value).join(""));
        window.fetch = (was, wie) => echt(was, wie).then(a => {
            if (!halten || !String(was).endsWith("/zeigen")) return a;
            halten = false;
            const json = a.json.bind(a);
            a.json = () => json().then(inhalt => { bote.port2.postMessage(""); return inhalt; });
            return new Promise(gut => { window.los = () => gut(a); da(); });
        }); }"""
    )
    oeffne(seite)
    seite.evaluate("window.da")
    seite.get_by_role("button", name="Sperren").click()
    expect(seite.get_by_label("Kennwort")).to_be_visible()
    seite.evaluate("window.los()")
    assert seite.evaluate("window.gelesen") == ""  # not even for a moment
    assert seite.evaluate("document.querySelector('[data-zu]').hidden") is False
    oeffne(seite)
    seite.wait_for_selector("[data-kontaktform][data-bereit]")
    seite.locator("[data-angabe=Telefon]").fill("0911 5554443")
    seite.get_by_role("button", name="Sperren").click()
    schluessel = Schluesseldatei(tmp_path / "jana/schluessel.age").oeffne(KENNWORT)
    speicher = Kontaktspeicher(tmp_path / "kontakte")
    speicher.schreibe(speicher.lies("2911", schluessel).mit({"Telefon": "0911 222333", "Stadt": "Fürth"}))
    oeffne(seite)
    seite.wait_for_selector("[data-kontaktform][data-bereit]")
    expect(seite.locator(".fb-allgemein")).to_have_text(
        "Inzwischen hat jemand anderes geändert, was Sie gerade ändern. Jetzt steht dort: Telefon: 0911 222333. Ihr Text steht in den Feldern und gilt erst, wenn Sie speichern."
    )
    expect(seite.locator("[data-angabe=Telefon]")).to_have_value("0911 5554443")
    expect(seite.locator("[data-angabe=Stadt]")).to_have_value("Fürth")
    besuch.kontext.close()
