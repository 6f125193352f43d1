"""The call list by the reader's clock and name: sorted anew, recounted, across midnight and time zones; the list of cases."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from urllib.parse import unquote_plus

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from fallbuch.einrichtung import richte_ein
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.team import Team, oeffne
from fallbuch.uebersicht.abschnitte import Abschnitt, abschnitt_von
from fallbuch.uebersicht.tage import vor, wann
from fallbuch.uebersicht.vorgang import Vorgang, gruppiert
from fallbuch.uebersicht.zustaendigkeit import beraterseiten, vorgaenge_von
from fallbuch.website.bauen import Bau
from fallbuch.website.seiten import Sicht, heute
from fallbuch.website.seiten.heute import TAGE_VORAUS, ZEILEN
from tests.hilfen import BEIM_LANDEN
from tests.uebersicht.hilfen import dringlichkeit
from tests.vorgeladen import rufe
from tests.website.besuch import Besuch, geliefert
from tests.website.conftest import GEBAUT_AM

pytestmark = pytest.mark.browser
#: 23:58 in Berlin.
KURZ_VOR_MITTERNACHT = datetime.datetime(2026, 6, 30, 21, 58, tzinfo=datetime.UTC)
#: Days after the build on which a page still follows the clock; the first and the last of them at any time.
TAGE = [pytest.param(n, marks=() if n in {1, TAGE_VORAUS} else BEIM_LANDEN) for n in range(TAGE_VORAUS + 1)]
#: Section → what its heading counts, whether it is hidden, and of each row: who, what, when (in words and as a day), the last contact, how much more, whether it is shown.
SEHEN = """rahmen => Array.from(rahmen.querySelectorAll("[data-abschnitt]")).map(a => [
  a.dataset.abschnitt, a.querySelector(".fb-anzahl").textContent, a.hidden,
  Array.from(a.querySelectorAll(".fb-ruf")).map(z => {
    const wann = z.querySelector(".fb-wann"), zuletzt = z.querySelector(".fb-zuletzt");
    return [z.querySelector(".fb-id").textContent, z.querySelector(".fb-tun").textContent, wann.textContent, wann.dateTime || "",
      zuletzt ? zuletzt.textContent : "", z.querySelector(".fb-weitere").textContent, !z.hidden];
  })])"""
Zeile = tuple[str, str, str, str, str, str]
Gesehenes = list[tuple[str, str, bool, list[tuple[str, str, str, str, str, str, bool]]]]


def am(besuch: Besuch, pfad: str, tag: date, stunde: int = 9) -> Page:
    besuch.seite.clock.set_fixed_time(datetime.datetime(tag.year, tag.month, tag.day, stunde, tzinfo=datetime.UTC))
    return besuch.oeffne(pfad)


def sehe(seite: Page) -> Gesehenes:
    gesehen: Gesehenes = seite.locator("[data-heute][data-bereit]").evaluate(SEHEN)
    return gesehen


@cache
def team_von(wurzel: Path) -> Team:
    """Return the team of a folder that all tests share and none changes; a worker reads each once."""
    return oeffne(richte_ein(wurzel), stichtag=GEBAUT_AM, heute=GEBAUT_AM)


def erwartete_zeile(v: Vorgang, tag: date) -> Zeile:
    """Return what the program would say of the line, if nothing but the day changes."""
    f = v.sortiert_am(tag)[0]
    kontakte = v.akte.sicht.kontakte if v.akte is not None else ()
    letzter = kontakte[-1].datum if kontakte else None
    ohne = "seither kein Kontakt" if v.akte is not None and not v.akte.auszug.erste_phase else "noch kein Kontakt"
    zuletzt = "" if v.akte is None else f"zuletzt {vor(letzter, tag)}" if letzter is not None else ohne
    tun = replace(f, dringlichkeit=dringlichkeit(f, tag)).tun
    andere = [p for p in v.punkte if p is not f and abschnitt_von(p, tag) is not Abschnitt.SPAETER]
    return v.wer, tun, wann(f, tag), str(f.faellig_am or ""), zuletzt, f"+{len(andere)} weitere" if andere else ""


def erwartet(team: Team, name: str | None, tag: date) -> dict[str, list[Zeile]]:
    """Return section → its rows, sorted by the program; what is far ahead is only counted by it."""
    return {
        g.abschnitt: [erwartete_zeile(v, tag) for v in g.zeilen]
        for g in gruppiert(vorgaenge_von(team, name), tag)
        if g.abschnitt is not Abschnitt.SPAETER
    }


def stimmt(seite: Page, soll: dict[str, list[Zeile]]) -> None:
    """Compare each section of the page: order, words, count, how many rows are open, whether it is there at all."""
    gesehen = {name: (anzahl, versteckt, zeilen) for name, anzahl, versteckt, zeilen in sehe(seite)}
    einer = seite.get_by_label("Ich bin").input_value() != ""  # only after the script has read the address
    assert gesehen.pop("spaeter")[1]
    assert {name: [tuple(z[:6]) for z in zeilen] for name, (_, _, zeilen) in gesehen.items()} == soll
    for name, (anzahl, versteckt, zeilen) in gesehen.items():
        # That everybody is looked after is said of the whole team alone.
        nie_leer = {Abschnitt.NICHT_BERECHENBAR, Abschnitt.NAECHSTE_WOCHEN} | (
            {Abschnitt.ZU_VERGEBEN} if einer else set()
        )
        immer = name not in nie_leer
        offen = ZEILEN.get(Abschnitt(name), len(zeilen))
        if len(zeilen) <= offen + 3:  # a button for so few is not worth its place
            offen = len(zeilen)
        assert anzahl == str(len(zeilen)), name
        assert versteckt is (not zeilen and not immer), name
        assert [z[6] for z in zeilen] == [n < offen for n in range(len(zeilen))], name
        if name == Abschnitt.NAECHSTE_WOCHEN:
            continue
        mehr = seite.locator(f"#{name} > .fb-mehr")
        assert mehr.is_visible() == (len(zeilen) > offen), name
        if len(zeilen) > offen:
            assert mehr.inner_text() == f"Alle {len(zeilen)} zeigen"
        assert seite.locator(f"#{name} > .fb-nichts").is_visible() == (not zeilen and immer), name


@pytest.mark.parametrize("spaeter", TAGE)
def test_die_liste_ordnet_sich_wie_das_programm(
    browser: Browser, laufend: str, laufendes_team: Path, spaeter: int
) -> None:
    """On the day of the build and on each of the days for which the page knows enough; for everybody and for each name."""
    _vergleiche(browser, laufend, team_von(laufendes_team), spaeter)


@pytest.mark.parametrize("spaeter", TAGE)
def test_auch_mit_terminen_in_faellen_anderer(browser: Browser, rege: str, reges_team: Path, spaeter: int) -> None:
    team = team_von(reges_team)
    assert {"Ole", "Mira", "Tarik"} <= set(team.benannte)
    assert erwartet(team, None, GEBAUT_AM)["nicht-berechenbar"]
    _vergleiche(browser, rege, team, spaeter)


def _vergleiche(browser: Browser, adresse: str, team: Team, spaeter: int) -> None:
    tag = GEBAUT_AM + timedelta(days=spaeter)
    besuch = Besuch(browser, adresse)
    seite = am(besuch, "index.html", tag)
    wahl = seite.get_by_label("Ich bin")
    namen = beraterseiten(team)
    assert wahl.locator("option").all_inner_texts() == ["das ganze Team", *namen]
    for name in (None, *namen, None):
        wahl.select_option(name or "das ganze Team")
        stimmt(seite, erwartet(team, name, tag))
    hinweis = "von gestern" if spaeter == 1 else f"{spaeter} Tage alt"
    assert seite.locator(".fb-alt").all_inner_texts() == (
        [f"Diese Seite ist {hinweis}. Neue Einträge fehlen. Bitte neu bauen lassen."] if spaeter else []
    )
    assert besuch.fehler == []


@pytest.mark.parametrize("spaeter", [TAGE_VORAUS + 1, 40, -1])
def test_eine_alte_seite_bleibt_wie_sie_war_und_sagt_es(
    browser: Browser, laufend: str, laufendes_team: Path, spaeter: int
) -> None:
    besuch = Besuch(browser, laufend)
    frisch = sehe(am(besuch, "index.html", GEBAUT_AM))
    worte = besuch.seite.locator(".fb-unter").all_text_contents()
    alt = am(besuch, "index.html", GEBAUT_AM + timedelta(days=spaeter))
    assert sehe(alt) == frisch
    assert alt.locator(".fb-unter").all_text_contents() == worte
    alt.get_by_label("Ich bin").select_option("Ole")
    stimmt(alt, erwartet(team_von(laufendes_team), "Ole", GEBAUT_AM))
    hinweis = (
        f"Diese Seite ist {spaeter} Tage alt. Neue Einträge fehlen. Was hier steht, gilt für Di 30.06.2026. "
        "Bitte neu bauen lassen."
    )
    assert alt.locator(".fb-alt").all_inner_texts() == ([hinweis] if spaeter > 0 else [])


@pytest.mark.parametrize("tag", [date(2026, 6, 25), date(2026, 7, 3), date(2031, 1, 1)])
def test_mit_festem_stichtag_bewegt_sich_nichts(browser: Browser, demo: str, demoteam: Path, tag: date) -> None:
    seite = am(Besuch(browser, demo), "index.html", tag)
    team = team_von(demoteam)
    stimmt(seite, erwartet(team, None, GEBAUT_AM))
    seite.get_by_label("Ich bin").select_option("Jana")
    stimmt(seite, erwartet(team, "Jana", GEBAUT_AM))
    assert seite.locator(".fb-alt").count() == 0


def test_die_worte_sind_die_des_programms(browser: Browser, demo: str) -> None:
    """When something is due and how long ago a day was, for every day of the last and the next three years."""
    seite = Besuch(browser, demo).oeffne("index.html")
    tage = [GEBAUT_AM + timedelta(days=n) for n in range(-1100, 1100)]
    gesagt = seite.evaluate(
        """([tage, heute, uhrzeit]) => tage.map(t => {
          const zeit = document.createElement("time"), rahmen = document.createElement("p");
          zeit.className = "fb-vor"; zeit.dateTime = t; rahmen.append(zeit);
          Fallbuch.zeigeTage(rahmen);
          const [tag, bezug] = [t, heute].map(Fallbuch.mitternacht);
          return [Fallbuch.wann(tag, "", bezug), Fallbuch.wann(tag, uhrzeit, bezug), zeit.textContent];
        })""",
        [[str(t) for t in tage], str(GEBAUT_AM), "14:30"],
    )

    def faellig(tag: date, uhrzeit: time | None) -> Faelligkeit:
        return cast("Faelligkeit", SimpleNamespace(faellig_am=tag, ableitung=SimpleNamespace(uhrzeit=uhrzeit)))

    soll = [
        [wann(faellig(t, None), GEBAUT_AM), wann(faellig(t, time(14, 30)), GEBAUT_AM), vor(t, GEBAUT_AM)] for t in tage
    ]
    assert [paar for paar in zip(tage, gesagt, soll, strict=True) if paar[1] != paar[2]] == []


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
    browser: Browser, laufend: str, laufendes_team: Path, zone: str, stunde: int, tag: date, alt: str | None
) -> None:
    seite = am(Besuch(browser, laufend, timezone_id=zone), "index.html", tag, stunde)
    assert seite.locator(".fb-alt").all_inner_texts() == ([alt] if alt else [])
    dort = GEBAUT_AM + timedelta(days=1 if alt else 0)
    stimmt(seite, erwartet(team_von(laufendes_team), None, dort))
    heute = [z for _, _, _, zeilen in sehe(seite) for z in zeilen if z[2].startswith("heute")]
    assert {z[3] for z in heute} == {str(dort)}


def test_um_mitternacht_ordnet_sich_die_offene_seite_neu(browser: Browser, laufend: str, laufendes_team: Path) -> None:
    besuch, team = Besuch(browser, laufend), team_von(laufendes_team)
    besuch.halte_die_uhr_an(KURZ_VOR_MITTERNACHT)
    seite = besuch.oeffne("index.html#ich=ole")
    stimmt(seite, erwartet(team, "Ole", GEBAUT_AM))
    # What is open stays open, and in the same row.
    seite.locator("#jetzt summary").first.click()
    offen = seite.locator("#jetzt .fb-ruf").first.locator(".fb-id").inner_text()
    seite.clock.run_for("03:00")
    stimmt(seite, erwartet(team, "Ole", GEBAUT_AM + timedelta(days=1)))
    assert erwartet(team, "Ole", GEBAUT_AM) != erwartet(team, "Ole", GEBAUT_AM + timedelta(days=1))
    assert seite.locator(".fb-ruf:has(details[open]) > .fb-id").all_inner_texts() == [offen]
    assert seite.locator(".fb-alt").inner_text().startswith("Diese Seite ist von gestern.")
    assert besuch.fehler == []


def heutiger_fall(besuch: Besuch) -> str:
    """Return the ID of a case that is due on the day of the build."""
    zeilen = [z for _, _, _, zeilen in sehe(am(besuch, "index.html", GEBAUT_AM)) for z in zeilen]
    return next(z[0] for z in zeilen if z[2].startswith("heute") and z[0] != "Team")


def test_fallseite_und_fallliste_folgen_der_uhr(browser: Browser, laufend: str) -> None:
    besuch = Besuch(browser, laufend)
    heute = heutiger_fall(besuch)
    fall = am(besuch, f"faelle/{heute}.html", GEBAUT_AM)
    assert fall.locator(".fb-punkt .fb-marke", has_text="heute").count() >= 1
    kontakt = fall.locator("time.fb-vor").inner_text()
    morgen = am(besuch, f"faelle/{heute}.html", GEBAUT_AM + timedelta(days=1))
    assert morgen.locator(".fb-punkt .fb-marke", has_text="heute").count() == 0
    assert morgen.locator(".fb-punkt .fb-marke").first.inner_text() == "überfällig"
    assert morgen.locator("time.fb-vor").inner_text() == re.sub(r"\d+", lambda n: str(int(n[0]) + 1), kontakt)
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
        seite = am(besuch, "index.html", tag)
        ergebnis: dict[str, str] = seite.evaluate(
            "Object.fromEntries(Array.from(document.querySelectorAll('.fb-vorschlag')).map(p => "
            "[p.closest('.fb-ruf').querySelector('.fb-id').textContent + "
            "' ' + p.dataset.bis + ' ' + ('verabredet' in p.dataset), p.hidden ? '' : p.textContent.trim()]))"
        )
        return ergebnis

    heute, spaeter = vorschlaege(GEBAUT_AM), vorschlaege(GEBAUT_AM + timedelta(days=5))
    assert all(heute.values())
    geprueft = set()
    for name, satz in spaeter.items():
        _, bis, verabredet = name.split()
        tag = date.fromisoformat(bis)
        vorbei = tag < GEBAUT_AM + timedelta(days=5)
        geprueft.add((verabredet, vorbei))
        if verabredet == "true":
            assert (satz == "") is vorbei, name
        elif tag <= GEBAUT_AM + timedelta(days=5):
            assert satz == heute[name].replace(f"bis {tag:%d.%m.%Y}", "möglichst bald"), name
            assert "möglichst bald" in satz
        else:
            assert satz == heute[name]
            assert f"bis {tag:%d.%m.%Y}" in satz
    assert geprueft >= {("true", True), ("false", True), ("false", False)}
    # Working days that are past.
    frisch = am(besuch, "index.html", GEBAUT_AM)
    assert frisch.locator("[data-arbeitstag='2026-07-03']:not([hidden])").count() > 0
    alt = am(besuch, "index.html", date(2026, 7, 4))
    assert alt.locator("[data-arbeitstag='2026-07-03']").count() > 0
    assert alt.locator("[data-arbeitstag='2026-07-03']:not([hidden])").count() == 0


def test_sortiert_bleibt_sortiert_um_mitternacht(browser: Browser, laufend: str) -> None:
    besuch = Besuch(browser, laufend)
    besuch.halte_die_uhr_an(KURZ_VOR_MITTERNACHT)
    seite = besuch.oeffne("faelle.html#alle=ja&sortierung=lage")
    seite.clock.run_for("03:00")
    seite.locator("#fb-mehr button").last.click()
    raenge = seite.locator("#fb-faelle td[data-rang]").evaluate_all("l => l.map(z => +z.dataset.rang)")
    assert len(raenge) == 120
    assert raenge == sorted(raenge)


def eigene_zeilen(seite: Page) -> list[str]:
    """Return the IDs that are seen, section by section."""
    return [z[0] for _, _, versteckt, zeilen in sehe(seite) if not versteckt for z in zeilen]


def test_ich_bin_bleibt_und_steht_in_der_adresse(browser: Browser, demo: str, demoteam: Path) -> None:
    besuch, team = Besuch(browser, demo), team_von(demoteam)
    seite = besuch.oeffne("index.html")
    alle = eigene_zeilen(seite)
    assert adresse(seite) == f"{demo}/index.html"
    seite.get_by_label("Ich bin").select_option("Jana")
    assert adresse(seite) == f"{demo}/index.html#ich=jana"
    assert seite.evaluate("JSON.parse(localStorage.getItem('/.ich'))") == "jana"
    stimmt(seite, erwartet(team, "Jana", GEBAUT_AM))
    seite.reload()
    stimmt(seite, erwartet(team, "Jana", GEBAUT_AM))
    # Another page, and back without the name in the address: the browser knows it.
    besuch.oeffne("faelle.html")
    seite = besuch.oeffne("index.html")
    assert seite.get_by_label("Ich bin").input_value() == "jana"
    stimmt(seite, erwartet(team, "Jana", GEBAUT_AM))
    # An address goes before what was kept; one with a name that nobody has shows everybody.
    seite.evaluate("location.hash = 'ich=ole'")
    expect(seite.get_by_label("Ich bin")).to_have_value("ole")
    stimmt(seite, erwartet(team, "Ole", GEBAUT_AM))
    seite.evaluate("location.hash = 'ich=%3Cb%3E'")
    expect(seite.get_by_label("Ich bin")).to_have_value("")
    assert eigene_zeilen(seite) == alle
    seite.get_by_label("Ich bin").select_option("das ganze Team")
    assert adresse(seite) == f"{demo}/index.html"
    seite = besuch.oeffne("index.html")
    assert seite.get_by_label("Ich bin").input_value() == ""
    assert eigene_zeilen(seite) == alle
    assert besuch.fehler == []


def test_ein_verweis_waehlt_den_namen(browser: Browser, demo: str, demoteam: Path) -> None:
    """As bookmarks, case pages and handovers have it; nothing of it is told to the server."""
    besuch, team = Besuch(browser, demo), team_von(demoteam)
    seite = besuch.oeffne("index.html#ich=jana")
    assert seite.get_by_label("Ich bin").input_value() == "jana"
    stimmt(seite, erwartet(team, "Jana", GEBAUT_AM))
    gefragt: list[str] = []
    seite.on("request", lambda anfrage: gefragt.append(anfrage.url))
    for pfad, name in (("faelle/8255.html", "Ole"), ("uebergabe/mira.html", "Liste von Mira")):
        besuch.oeffne(pfad).locator("article").get_by_role("link", name=name, exact=True).first.click()
        seite.get_by_role("heading", name="Heute", exact=True).wait_for()
        person = name.split()[-1]
        assert adresse(seite) == f"{demo}/index.html#ich={person.lower()}"
        stimmt(seite, erwartet(team, person, GEBAUT_AM))
    assert gefragt
    assert not [url for url in gefragt if "ich=" in url or "#" in url]


@pytest.mark.parametrize("welches", ["demoteam", "reges_team"])
def test_die_zahlen_sind_die_der_befehlszeile(browser: Browser, request: pytest.FixtureRequest, welches: str) -> None:
    """Every section of every choice counts and lists what `fallbuch faellig --berater NAME` does."""
    wurzel: Path = request.getfixturevalue(welches)
    seite = am(
        Besuch(browser, request.getfixturevalue({"demoteam": "demo", "reges_team": "rege"}[welches])),
        "index.html",
        GEBAUT_AM,
    )
    for name in (None, *beraterseiten(team_von(wurzel))):
        wahl = ["--berater", name] if name else []
        text = rufe("fallbuch.cli", ["faellig", *wahl, "--stichtag", str(GEBAUT_AM)], wurzel, {}, zusammen=True).stdout
        soll: dict[str, tuple[str, list[str]]] = {}
        for titel, anzahl, zeilen in re.findall(r"^(\S.*) \((\d+)\)\n((?:  .*\n)+)", text, re.MULTILINE):
            soll[titel] = (anzahl, re.findall(r"^  (\S+) ", zeilen, re.MULTILINE))
        assert soll.pop("Später", None) or name == "Rita"
        seite.get_by_label("Ich bin").select_option(name or "das ganze Team")
        gezeigt = seite.locator("[data-abschnitt]:not([hidden])").evaluate_all(
            "l => l.map(a => [a.querySelector('h2').firstChild.textContent.trim(), [a.querySelector('.fb-anzahl').textContent,"
            " Array.from(a.querySelectorAll('.fb-ruf > .fb-id')).map(z => z.textContent)]])"
        )
        assert {titel: (anzahl, ids) for titel, (anzahl, ids) in gezeigt if ids} == soll, name
        assert all(anzahl == "0" for _, (anzahl, ids) in gezeigt if not ids)


def test_in_faellen_anderer_steht_wessen_fall(browser: Browser, rege: str) -> None:
    seite = am(Besuch(browser, rege), "index.html", GEBAUT_AM)
    assert seite.locator("[data-fremd]:visible").count() == 0
    assert "9987" in eigene_zeilen(seite)
    seite.get_by_label("Ich bin").select_option("Ole")
    fremde = seite.locator("[data-fremd]:visible")
    assert fremde.locator(".fb-id").all_inner_texts() == ["2188", "9987"]
    assert fremde.locator(".fb-berater").all_inner_texts() == ["in Janas Fall"] * 2
    assert fremde.locator(".fb-tun").all_inner_texts() == ["treffen"] * 2
    seite.get_by_label("Ich bin").select_option("das ganze Team")
    assert seite.locator("[data-fremd]:visible").count() == 0


def test_heute_mit_der_tastatur(browser: Browser, demo: str, demoteam: Path) -> None:
    seite = Besuch(browser, demo).oeffne("index.html")
    aktiv = "document.activeElement"
    # From the top of the page: past the menu to the choice, and on into the list.
    for _ in range(20):
        seite.keyboard.press("Tab")
        if seite.evaluate(f"{aktiv}.id") == "fb-ich":
            break
    assert seite.evaluate(f"{aktiv}.id") == "fb-ich"
    seite.keyboard.type("Ole")
    expect(seite.get_by_label("Ich bin")).to_have_value("ole")
    stimmt(seite, erwartet(team_von(demoteam), "Ole", GEBAUT_AM))
    erste = seite.locator("#jetzt .fb-ruf").first
    seite.keyboard.press("Tab")
    assert seite.evaluate(f"{aktiv}.textContent") == erste.locator(".fb-id").inner_text()
    seite.keyboard.press("Tab")
    assert seite.evaluate(f"{aktiv}.tagName") == "SUMMARY"
    assert erste.locator(".fb-punkt").first.is_hidden()
    seite.keyboard.press("Enter")
    assert erste.locator(".fb-punkt").first.is_visible()
    seite.keyboard.press("Tab")
    assert seite.evaluate(f"{aktiv}.className") == "fb-titel"
    seite.keyboard.press("Shift+Tab")
    seite.keyboard.press("Space")
    assert erste.locator(".fb-punkt").first.is_hidden()
    # The sections that are folded open the same way.
    seite.locator("#naechste-wochen > details > summary").focus()
    seite.keyboard.press("Enter")
    assert seite.locator("#naechste-wochen .fb-ruf").first.is_visible()
    seite.keyboard.press("Tab")
    assert seite.evaluate(f"{aktiv}.className") == "fb-id"


def test_alle_zeigen_und_weiter_an_der_ersten_neuen(browser: Browser, demo: str) -> None:
    seite = Besuch(browser, demo).oeffne("index.html")
    # Thirteen where ten have room: a button for three is not worth its place.
    assert seite.locator("#diese-woche .fb-ruf:visible").count() == ZEILEN[Abschnitt.DIESE_WOCHE] + 3
    assert seite.locator("#diese-woche").get_by_role("button").count() == 0
    abschnitt = Abschnitt.JETZT
    zeilen = seite.locator(f"#{abschnitt} .fb-ruf")
    alle, ids = zeilen.count(), zeilen.locator(".fb-id").all_text_contents()
    assert alle > ZEILEN[abschnitt]
    assert [z.is_visible() for z in zeilen.all()] == [n < ZEILEN[abschnitt] for n in range(alle)]
    knopf = seite.locator(f"#{abschnitt}").get_by_role("button")
    assert knopf.inner_text() == f"Alle {alle} zeigen"
    knopf.focus()
    seite.keyboard.press("Enter")
    assert all(z.is_visible() for z in zeilen.all())
    assert zeilen.locator(".fb-id").all_text_contents() == ids
    assert knopf.is_hidden()
    assert seite.evaluate("document.activeElement.textContent") == ids[ZEILEN[abschnitt]]
    # It stays so, whoever is chosen.
    seite.get_by_label("Ich bin").select_option("Jana")
    seite.get_by_label("Ich bin").select_option("das ganze Team")
    assert seite.locator("#jetzt .fb-ruf[hidden]").count() == 0


@pytest.mark.parametrize("name", [None, "Jana"])
def test_auf_papier_stehen_alle(browser: Browser, demo: str, demoteam: Path, name: str | None) -> None:
    seite = Besuch(browser, demo).oeffne(f"index.html#ich={name.lower()}" if name else "index.html")
    dokument = pypdfium2.PdfDocument(seite.pdf(prefer_css_page_size=True))
    text = "\n".join(blatt.get_textpage().get_text_range() for blatt in dokument)
    worte = text.split()
    soll = erwartet(team_von(demoteam), name, GEBAUT_AM)
    for abschnitt in (Abschnitt.JETZT, Abschnitt.DIESE_WOCHE, Abschnitt.ZU_VERGEBEN):
        assert [z[0] for z in soll[abschnitt] if z[0] not in worte] == []
        assert all(f"{z[1]} {z[2]}" in " ".join(worte) for z in soll[abschnitt]), abschnitt
    assert "zeigen" not in worte


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
    assert seite.locator("#fb-treffer").inner_text() == "97 von 120 Fällen"
    seite.get_by_label("Suchen", exact=True).press_sequentially("uberfallig jana")
    gefunden = zeilen(seite)
    assert 0 < len(gefunden) < 60
    assert all("Jana" in z[2] and ("überfällig" in z[7]) for z in gefunden)
    assert seite.locator("#fb-treffer").inner_text() == f"{len(gefunden)} von 120 Fällen"
    assert unquote_plus(adresse(seite).partition("#")[2]) == "suche=uberfallig jana"
    seite.get_by_role("button", name="Suche leeren").click()
    expect(seite.locator("#fb-treffer")).to_have_text("97 von 120 Fällen")
    assert "#" not in adresse(seite)
    seite.get_by_label("Berater").select_option("Ole")
    ole = zeilen(seite)
    assert {z[2].split(" ")[0] for z in ole} == {"Ole", "Mira"}  # Mira's cases in which Ole stands in
    assert all("vertreten durch Ole" in z[2] for z in ole if z[2].startswith("Mira"))
    seite.get_by_label("Stufe").select_option("IG")
    assert {z[3] for z in zeilen(seite)} == {"IG"}
    seite.get_by_label("Suchen", exact=True).fill("gibtesnicht")
    assert zeilen(seite) == []
    assert seite.locator("#fb-keine").is_visible()
    assert besuch.fehler == []


def test_abgeschlossene_kommen_auf_wunsch(browser: Browser, demo: str) -> None:
    """By the switch, by their status, or by a word that one looks for; else the list is that of open cases."""
    besuch = Besuch(browser, demo)
    seite = besuch.oeffne("faelle.html")
    seite.locator("#fb-mehr button").last.click()
    offene = zeilen(seite)
    assert len(offene) == 97
    assert "abgeschlossen" not in {z[1] for z in offene}
    seite.get_by_label("auch abgeschlossene").check()
    assert adresse(seite).endswith("#alle=ja")
    assert seite.locator("#fb-treffer").inner_text() == "120 Fälle"
    seite.locator("#fb-mehr button").last.click()
    alle = zeilen(seite)
    zu = [z[0] for z in alle if z[1] == "abgeschlossen"]
    assert (len(alle), len(zu)) == (120, 23)
    # Someone else opens the same address; unchecked again it is gone from there.
    anderer = Besuch(browser, demo).oeffne("faelle.html#alle=ja")
    assert anderer.get_by_label("auch abgeschlossene").is_checked()
    assert anderer.locator("#fb-treffer").inner_text() == "120 Fälle"
    seite.get_by_label("auch abgeschlossene").uncheck()
    assert "#" not in adresse(seite)
    assert seite.locator("#fb-treffer").inner_text() == "97 von 120 Fällen"
    seite.get_by_label("Status").select_option("abgeschlossen")
    assert sorted(z[0] for z in zeilen(seite)) == sorted(zu)
    seite.get_by_label("Status").select_option("alle")
    seite.get_by_label("Suchen", exact=True).fill(zu[0])
    assert [z[0] for z in zeilen(seite)] == [zu[0]]
    seite.get_by_role("button", name="Suche leeren").click()
    expect(seite.locator("#fb-treffer")).to_have_text("97 von 120 Fällen")
    assert besuch.fehler == []


def tag_in(zelle: str) -> date:
    return datetime.datetime.strptime(zelle[:10], "%d.%m.%Y").date()


def test_ohne_kontakt_seit(browser: Browser, demo: str) -> None:
    seite = Besuch(browser, demo).oeffne("faelle.html")
    seite.get_by_label("Ohne Kontakt seit").select_option("12 Wochen")
    still = zeilen(seite)
    assert still
    for z in still:
        assert z[1] != "abgeschlossen"
        assert tag_in(z[5]) <= date(2026, 6, 30) - timedelta(weeks=12)
    seite.get_by_label("Ohne Kontakt seit").select_option("2 Wochen")
    mehr = zeilen(seite)
    assert len(mehr) > len(still)
    # Who was never reached counts from the beginning of the case, not for ever.
    assert any(z[5] == "–" for z in mehr)
    assert not any(z[5] == "–" for z in still)


def test_sortieren_auf_deutsch_und_in_der_adresse(browser: Browser, demo: str) -> None:
    besuch = Besuch(browser, demo)
    seite = besuch.oeffne("faelle.html")
    seite.get_by_role("button", name="Nächste Aufgabe").click()
    kopf = seite.locator("th[data-spalte=naechste]")
    assert kopf.get_attribute("aria-sort") == "ascending"
    assert adresse(seite).endswith("#sortierung=naechste")
    seite.locator("#fb-mehr button").last.click()
    tage = [z[6] for z in zeilen(seite)]
    mit_tag = [tag_in(t) for t in tage if t != "–"]
    assert mit_tag == sorted(mit_tag)
    assert "–" not in tage[: len(mit_tag)], "what is missing stands last"
    seite.get_by_role("button", name="Nächste Aufgabe").click()
    assert kopf.get_attribute("aria-sort") == "descending"
    seite.locator("#fb-mehr button").last.click()
    tage = [z[6] for z in zeilen(seite)]
    assert [tag_in(t) for t in tage[: len(mit_tag)]] == sorted(mit_tag, reverse=True)
    # Someone else opens the same address.
    anderer = Besuch(browser, demo).oeffne("faelle.html#berater=Jana&stufe=IK&sortierung=-kontakt")
    assert anderer.get_by_label("Berater").input_value() == "Jana"
    kontakte = [tag_in(z[5]) for z in zeilen(anderer)]
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
    seite.get_by_label("Suchen", exact=True).focus()
    seite.keyboard.type("tarik")
    for _ in range(7):
        seite.keyboard.press("Tab")
    assert seite.evaluate("document.activeElement.name") == "alle"
    vorher = seite.locator("#fb-treffer").inner_text()
    seite.keyboard.press("Space")
    assert seite.get_by_label("auch abgeschlossene").is_checked()
    # Who looks for a word has seen the closed ones already.
    assert seite.locator("#fb-treffer").inner_text() == vorher
    seite.keyboard.press("Tab")
    assert seite.evaluate("document.activeElement.type") == "reset"
    seite.keyboard.press("Tab")
    assert seite.evaluate("document.activeElement.textContent") == "ID"
    seite.keyboard.press("Enter")
    assert seite.locator("th[data-spalte=id]").get_attribute("aria-sort") == "ascending"
    ids = [z[0] for z in zeilen(seite)]
    assert ids == sorted(ids)


def test_lange_listen_wachsen_auf_wunsch_und_beim_drucken(browser: Browser, demo: str) -> None:
    seite = Besuch(browser, demo).oeffne("faelle.html#alle=ja")
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
    assert len(zeilen(neu)) == 97


def test_ein_lesezeichen_zeigt_die_faelle_einer_person(browser: Browser, demo: str) -> None:
    seite = Besuch(browser, demo).oeffne("faelle.html#berater=Tarik")
    assert {z[2] for z in zeilen(seite)} == {"Tarik"}


def test_die_faelle_stehen_wie_heute(browser: Browser, demo: str, demoteam: Path) -> None:
    """Cases come in the order of the call list, those without anything to do last; unsorted, the order comes back."""
    seite = Besuch(browser, demo).oeffne("faelle.html#alle=ja")
    seite.locator("#fb-mehr button").last.click()
    gereiht = [z.wer for g in gruppiert(vorgaenge_von(team_von(demoteam), None), GEBAUT_AM) for z in g.zeilen if z.akte]
    ids = [z[0] for z in zeilen(seite)]
    assert ids[: len(gereiht)] == gereiht
    assert all(z[6] == "–" for z in zeilen(seite)[len(gereiht) :])
    seite.get_by_role("button", name="ID", exact=True).click()
    assert [z[0] for z in zeilen(seite)] == sorted(ids)[:50]
    seite.get_by_role("button", name="Suche leeren").click()
    expect(seite.locator("#fb-treffer")).to_have_text("97 von 120 Fällen")
    offene = set(offene_ids(demoteam))
    assert [z[0] for z in zeilen(seite)] == [z for z in ids if z in offene][:50]


def offene_ids(wurzel: Path) -> list[str]:
    return [a.fall.kennung for a in team_von(wurzel).akten if a.fall.kopf.status != "abgeschlossen"]


@pytest.mark.parametrize("spaeter", [tag for tag in TAGE if tag.values[0] in {0, 1, 6}])
def test_auch_zeilen_ohne_ihre_gruende(
    browser: Browser, reges_team: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spaeter: int
) -> None:
    """On the page of a big team most rows have no room for their reasons; they say and do the same."""
    monkeypatch.setattr(heute, "_ALLE_GANZ", 0)
    monkeypatch.setattr(heute, "_GANZ_JE_PERSON", 1)
    bau = Bau(richte_ein(reges_team), Sicht.INTERN, stichtag=None, heute=GEBAUT_AM)
    bau.beginne(tmp_path / "site", streng=False)
    bau.schreibe(tmp_path / "site")
    with geliefert(tmp_path / "site") as adresse:
        _vergleiche(browser, adresse, team_von(reges_team), spaeter)
