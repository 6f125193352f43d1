"""Nothing contradicts anything: call list, week, list of cases, case pages, calendars and command line say the same, as they were built."""

from __future__ import annotations

import html
import json
import re
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from fallbuch.team import Team
from fallbuch.uebersicht.abschnitte import WORTE, Abschnitt
from fallbuch.uebersicht.zustaendigkeit import beraterseiten
from tests.hilfen import BEIM_LANDEN
from tests.vorgeladen import rufe
from tests.website.conftest import GEBAUT_AM
from tests.website.test_heute_browser import team_von

Punkt = tuple[str, str]


@pytest.fixture(params=["demoteam", "laufendes_team", "reges_team"])
def wurzel(request: pytest.FixtureRequest) -> Path:
    """Three teams: with a fixed key date, as teams work, and with all that the demo lacks."""
    ordner: Path = request.getfixturevalue(request.param)
    return ordner


@pytest.fixture
def team(wurzel: Path) -> Team:
    return team_von(wurzel)


def lies(wurzel: Path, pfad: str) -> str:
    return (wurzel / "site" / pfad).read_text(encoding="utf-8")


def worte(stueck: str) -> str:
    """Return what a piece of a page says."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", stueck)).split())


def deutsch(tag: str) -> str:
    return f"{date.fromisoformat(tag):%d.%m.%Y}" if tag else "–"


def abschnitte_von_heute(wurzel: Path) -> dict[str, tuple[int, list[str]]]:
    """Return section of the call list → what its heading counts, and its rows."""
    stuecke = re.split(r'<section id="([a-z-]+)" class="fb-abschnitt"', lies(wurzel, "index.html"))[1:]
    ergebnis = {}
    for name, inhalt in zip(stuecke[::2], stuecke[1::2], strict=True):
        anzahl = re.search(r'<span class="fb-anzahl">([\d.]+)</span>', inhalt)
        assert anzahl is not None, name
        zeilen = re.findall(r'<li class="fb-ruf".*?</li>', inhalt.split("data-vorrat")[0], re.DOTALL)
        ergebnis[name] = (int(anzahl[1].replace(".", "")), zeilen)
    return ergebnis


def kennung(zeile: str) -> str:
    [treffer] = re.findall(r'class="fb-id" href="[^"]*">([^<]*)</a>', zeile)
    return html.unescape(treffer)


def fuehrender(zeile: str) -> Punkt:
    """Return title and due day of what leads in a row of the call list, as it stands below the row."""
    [kopf] = re.findall(r"<summary>.*?</summary>", zeile, re.DOTALL)
    erster = re.search(r'<div class="fb-punkt" data-p="([^",]*),.*?class="fb-titel"[^>]*>([^<]*)<', zeile)
    assert erster is not None
    [oben] = re.findall(r'<time class="fb-wann" datetime="([^"]*)"', kopf) or [""]
    assert oben == erster[1], "the row says the day of what leads below it"
    return html.unescape(erster[2]), erster[1]


def faellig(wurzel: Path, *wahl: str) -> str:
    lauf = rufe("fallbuch.cli", ["faellig", *wahl, "--stichtag", str(GEBAUT_AM)], wurzel, {}, zusammen=False)
    assert lauf.returncode == 0
    return lauf.stdout


def text_der_befehlszeile(wurzel: Path, *wahl: str) -> dict[str, tuple[int, list[str]]]:
    gefunden = re.findall(r"^(\S.*) \((\d+)\)\n((?:  .*\n)+)", faellig(wurzel, *wahl), re.MULTILINE)
    return {titel: (int(anzahl), re.findall(r"^  (\S.*)$", zeilen, re.MULTILINE)) for titel, anzahl, zeilen in gefunden}


def test_heute_und_die_befehlszeile(wurzel: Path) -> None:
    """The same sections, counted alike, with the same lines in the same order, saying the same of each."""
    heute, text = abschnitte_von_heute(wurzel), text_der_befehlszeile(wurzel)
    assert list(heute) == [a.value for a in Abschnitt]
    for abschnitt in Abschnitt:
        anzahl, zeilen = heute[abschnitt]
        gezaehlt, gesagt = text.get(WORTE[abschnitt].titel, (0, []))
        assert anzahl == gezaehlt == len(gesagt), abschnitt
        ids = [kennung(z) for z in zeilen]
        if abschnitt is Abschnitt.SPAETER:
            # Of what is far ahead the page holds what may come nearer while it is read.
            assert [z for z in gesagt if z.split()[0] in ids] == gesagt[: len(ids)]
            continue
        assert ids == [satz.split()[0] for satz in gesagt], abschnitt
        for zeile, satz in zip(zeilen, gesagt, strict=True):
            titel, _ = fuehrender(zeile)
            [wann] = re.findall(r'class="fb-wann"[^>]*>([^<]*)<', zeile)
            weitere = re.findall(r'class="fb-weitere"[^>]*>\+(\d+)<', zeile)
            rest = f" (+ {weitere[0]})" if weitere else ""
            assert re.search(rf" {re.escape(wann)} +{re.escape(titel.partition(' (')[0])}", satz), (zeile[:90], satz)
            assert satz.endswith(rest), (zeile[:90], satz)
            assert bool(rest) == (" (+ " in satz), (zeile[:90], satz)


def test_woche_und_heute(wurzel: Path) -> None:
    """The sheet has the sections of now, of the week and of what is to be given: counted alike, line by line the same."""
    woche = lies(wurzel, "woche.html")
    for abschnitt in (Abschnitt.NICHT_BERECHENBAR, Abschnitt.JETZT, Abschnitt.DIESE_WOCHE, Abschnitt.ZU_VERGEBEN):
        zeilen = abschnitte_von_heute(wurzel)[abschnitt][1]
        soll = [(kennung(z), fuehrender(z)[0], deutsch(fuehrender(z)[1])) for z in zeilen]
        stueck = re.search(rf'<section aria-labelledby="{abschnitt}">(.*?)</section>', woche, re.DOTALL)
        if stueck is None:
            assert soll == [], abschnitt
            continue
        anzahl = re.search(r'<span class="fb-anzahl">(\d+)</span>', stueck[1])
        assert anzahl is not None
        assert int(anzahl[1]) == len(soll)
        zeilen_dort = re.findall(
            r'<tr><td><a class="fb-id" href="[^"]*">([^<]*)</a>.*?</td><td>.*?</td><td>(.*?)(?: <span class="fb-klein">.*?)?</td>'
            r'<td class="fb-tag">([^<]*)',
            stueck[1],
        )
        assert [(k, html.unescape(was), tag) for k, was, tag in zeilen_dort] == soll, abschnitt


def test_faelle_heute_und_die_seite_des_falls(wurzel: Path, team: Team) -> None:
    """The order of the list is that of the calls; each case has the same next day in both, and on its own page first."""
    zeilen = [
        (html.unescape(k), z)
        for k, z in re.findall(
            r'<tr data-p=.*?<a href="faelle/[^"]*">([^<]*)</a>(.*?)</tr>', lies(wurzel, "faelle.html"), re.DOTALL
        )
    ]
    naechste = {}
    for k, zeile in zeilen:
        zellen = re.findall(r"<td[^>]*>(.*?)</td>", zeile, re.DOTALL)
        [tag] = re.findall(r'datetime="([^"]*)"', zellen[5]) or [""]
        assert worte(zellen[5]) == deutsch(tag)
        naechste[k] = tag
    assert len(naechste) == len(team.akten)
    heute = abschnitte_von_heute(wurzel)
    gereiht = [kennung(z) for a in Abschnitt for z in heute[a][1] if kennung(z) != "Team"]
    faelle = [k for k, _ in zeilen]
    assert faelle[: len(gereiht)] == gereiht
    fuehrende = {kennung(z): fuehrender(z) for a in Abschnitt for z in heute[a][1]}
    daten = {
        kennung(z): re.findall(r'<div class="fb-punkt" data-p="([^"]*)"', z)[0] for a in Abschnitt for z in heute[a][1]
    }
    for akte in team.akten:
        k = akte.fall.kennung
        seite = lies(wurzel, f"faelle/{akte.seite}.html").partition('id="faellig"')[2].partition("</section>")[0]
        erster = re.search(r'<li class="fb-punkt" data-p="([^",]*),', seite)
        assert (erster[1] if erster else "") == naechste[k], k
        if k in fuehrende:
            assert fuehrende[k][1] == naechste[k], k
            # The same item leads: its days and flags are those below the row of the call list.
            assert re.findall(r'data-p="([^"]*)"', seite)[0] == daten[k], k
            if naechste[k]:
                assert deutsch(naechste[k]) in worte(seite.partition("</li>")[0])


def test_die_befehlszeile_nennt_dieselben_aufgaben_wie_die_seiten(wurzel: Path, team: Team) -> None:
    """All items with their days: those for programs, and those on each case's page, in whatever order."""
    aufgaben = json.loads(faellig(wurzel, "--format", "json"))
    fuehrende = {kennung(z): fuehrender(z) for a in Abschnitt for z in abschnitte_von_heute(wurzel)[a][1]}
    for akte in team.akten:
        k = akte.fall.kennung
        von_hier = sorted(a["faellig_am"] or "" for a in aufgaben if a["fall"] == k)
        seite = lies(wurzel, f"faelle/{akte.seite}.html")
        assert sorted(re.findall(r'<li class="fb-punkt" data-p="([^",]*),', seite)) == von_hier, k
        if k in fuehrende:
            titel, tag = fuehrende[k]
            assert any(
                (a["faellig_am"] or "") == tag and titel.startswith(a["titel"]) for a in aufgaben if a["fall"] == k
            ), k


def aus_kalender(roh: bytes) -> list[Punkt]:
    return sorted((str(t["SUMMARY"]), str(t.decoded("DTSTART"))[:10]) for t in Calendar.from_ical(roh).walk("VEVENT"))


@BEIM_LANDEN
def test_kalender_und_befehlszeile(wurzel: Path, team: Team) -> None:
    """The team's calendar and each person's hold what the command line lists, a year ahead; together the persons' have all."""
    bis = str(date(GEBAUT_AM.year + 1, GEBAUT_AM.month, GEBAUT_AM.day + 1) if GEBAUT_AM.day < 28 else date(2027, 7, 1))
    for name, datei in [(None, "team"), *((n, f"berater/{slug}") for n, slug in beraterseiten(team).items())]:
        wahl = ["--berater", name] if name else []
        aufgaben = json.loads(faellig(wurzel, *wahl, "--format", "json"))
        soll = sorted(
            (
                f"{a['fall'] or 'Team'}: {a['titel']}"
                + (f" ({a['wer']})" if a["wer"] not in (None, a["berater"]) else ""),
                a["faellig_am"] or str(GEBAUT_AM),
            )
            for a in aufgaben
            if (a["faellig_am"] or "") <= bis
        )
        gebaut = (wurzel / f"site/kalender/{datei}.ics").read_bytes()
        assert aus_kalender(gebaut) == soll, name
        assert len(soll) > 0
        von_hand = aus_kalender(faellig(wurzel, *wahl, "--format", "ics").encode())
        assert set(von_hand) >= set(soll), name
        assert not [t for t in set(von_hand) - set(soll) if t[1] <= bis]


def test_uebersicht_je_person(wurzel: Path, team: Team) -> None:
    """A name's rows on the call list are the lines that the command line has for it."""
    seite = lies(wurzel, "index.html")
    zeilen = re.findall(r'<li class="fb-ruf" data-wer="([^"]*)".*?</li>', seite, re.DOTALL)
    assert len(zeilen) == len(re.findall(r'<li class="fb-ruf"', seite))
    alle = [
        (wer.split(), kennung(z))
        for wer, z in re.findall(r'(?s)<li class="fb-ruf" data-wer="([^"]*)"(.*?</li>)', seite)
    ]
    for name, slug in beraterseiten(team).items():
        text = text_der_befehlszeile(wurzel, "--berater", name)
        spaeter = [s.split()[0] for s in text.pop("Später", (0, []))[1]]
        nahe = sorted(s.split()[0] for _, saetze in text.values() for s in saetze)
        eigene = sorted(k for wer, k in alle if slug in wer)
        assert sorted(k for k in eigene if k not in spaeter) == sorted(k for k in nahe if k not in spaeter), name
        assert set(nahe) <= set(eigene)
