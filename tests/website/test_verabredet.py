"""The handbook's chapter "Verabredet ist verabredet", done command by command: list, calendar, week and page agree at every step."""

from __future__ import annotations

import html
import json
import re
import shlex
from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from fallbuch.einrichtung import richte_ein
from fallbuch.team import Team, oeffne
from fallbuch.uebersicht.tage import mit_datum
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.uebersicht.woche import Woche
from fallbuch.website.seiten.fall import Fallseiten
from fallbuch.website.seiten.kalender import adressen, dateien
from tests.cli.aufruf import fallbuch, im_prozess
from tests.conftest import WURZEL
from tests.hilfen import BEIM_LANDEN
from tests.website.test_ein_fall import mit_antworten, schritte

KAPITEL = WURZEL / "plugins/fallbuch/vorgaben/handbuch/verabredet.md"
Punkte = set[tuple[str, str]]


def _liste(wo: Path, tag: str, person: str | None) -> list[dict[str, str]]:
    wahl = ["--berater", person] if person else []
    return [
        f
        for f in json.loads(im_prozess("faellig", *wahl, "--format", "json", cwd=wo, FALLBUCH_STICHTAG=tag)[1])
        if f["fall"]
    ]


def _name(f: dict[str, str]) -> str:
    """Return the title as lists and calendars have it: with whose it is, where that is somebody else."""
    return f["titel"] if f["wer"] in (None, f["berater"]) else f"{f['titel']} ({f['wer']})"


def _kalender(team: Team) -> dict[str, Punkte]:
    """Return what each calendar holds of cases, by whose it is."""
    stand = Tagesstand(team)
    namen = {pfad: name or "Ganzes Team" for name, pfad in adressen(stand)}
    ergebnis: dict[str, Punkte] = {}
    for pfad, mache in dateien(stand):
        termine = [t for t in Calendar.from_ical(mache()).walk("VEVENT") if not str(t["SUMMARY"]).startswith("Team")]
        ergebnis[namen[pfad]] = {(str(t["SUMMARY"]), str(t.decoded("DTSTART"))[:10]) for t in termine}
    return ergebnis


def _alle_sagen_dasselbe(wo: Path, tag: str) -> int:
    """Compare all places on a day; returns how many appointments and promises of others' cases somebody had."""
    stichtag = date.fromisoformat(tag)
    team = oeffne(richte_ein(wo), stichtag=stichtag, heute=stichtag)
    kalender, bis, fremde = _kalender(team), str(stichtag + timedelta(days=366)), 0
    fallseiten = Fallseiten(Tagesstand(team))
    seiten = {
        a.fall.kennung: " ".join(html.unescape(re.sub(r"<[^>]+>", " ", fallseiten.html(a))).split()) for a in team.akten
    }
    for wer, person in (("Ganzes Team", None), ("Jana", "Jana"), ("Ole", "Ole")):
        liste = _liste(wo, tag, person)
        nahe = {(f"{f['fall']}: {_name(f)}", f["faellig_am"]) for f in liste if f["faellig_am"] <= bis}
        assert nahe == kalender[wer], (tag, wer)
        sonntag = str(stichtag + timedelta(days=6 - stichtag.weekday()))
        im_blatt = {(t.akte.fall.kennung, str(t.faelligkeit.faellig_am)) for t in Woche(team, person).termine}
        assert im_blatt == {
            (f["fall"], f["faellig_am"])
            for f in liste
            if f["regel"] == "folgetermin" and tag <= f["faellig_am"] <= sonntag
        }
        for f in liste:
            assert "".join(mit_datum(f["begruendung"]).split()) in "".join(seiten[f["fall"]].split()), (tag, f)
            fremde += person is not None and f["berater"] != person
            assert f["berater"] == person or person is None or person in f["wer"]
    return fremde


@BEIM_LANDEN
def test_verabredet_ist_verabredet(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    text = KAPITEL.read_text(encoding="utf-8")
    antworten, wo, fremde, offen = [], tmp_path, 0, []
    for tag, befehle in schritte(text):
        for befehl, _ in befehle:
            worte = shlex.split(befehl)
            if worte[0] == "cd":
                wo /= worte[1]
                antworten.append("")
                continue
            ende = fallbuch(*worte[1:], cwd=wo, FALLBUCH_STICHTAG=tag)
            assert (ende.returncode, ende.stderr) == (0, ""), (tag, befehl)
            antworten.append(ende.stdout)
        fremde += _alle_sagen_dasselbe(wo, tag)
        offen.append(
            (
                tag,
                [
                    f"{f['faellig_am']} {f['wer']}"
                    for f in _liste(wo, tag, None)
                    if f["regel"] == "folgetermin" and f["fall"] != "beispiel-0001"
                ],
            )
        )
    assert fremde > 8, "Ole has something in Jana's case on most days"
    assert offen == [
        ("2026-02-02", []),
        ("2026-02-09", ["2026-02-23 Jana"]),
        ("2026-02-11", ["2026-02-23 Jana", "2026-02-25 Ole"]),
        ("2026-02-13", ["2026-02-23 Jana", "2026-02-25 Ole"]),
        ("2026-02-23", ["2026-02-25 Ole", "2026-03-16 Jana"]),
        ("2026-02-24", ["2026-03-04 Jana und Ole", "2026-03-16 Jana"]),
        ("2026-03-04", ["2026-03-16 Jana", "2026-04-22 Ole"]),
        ("2026-03-16", ["2026-04-22 Ole"]),
        ("2026-03-27", ["2026-04-22 Ole"]),
        ("2026-04-22", []),
        ("2026-10-05", ["2026-10-19 Ole"]),
        ("2026-10-07", ["2026-10-19 Ole"]),
    ]
    letzte = oeffne(richte_ein(wo), stichtag=date(2026, 10, 7), heute=date(2026, 10, 7))
    seite = Fallseiten(Tagesstand(letzte)).html(next(a for a in letzte.akten if a.fall.kennung == "4711"))
    frueher = " ".join(
        html.unescape(
            re.sub(r"<[^>]+>", " ", seite.split("Frühere Termine")[1].split("</summary>")[1].split("</details>")[0])
        ).split()
    )
    assert frueher.startswith(
        "Ole, wahrgenommen Mi 22.04., 17:00 Uhr Nachbetreuung vom 22.04.2026 "
        "Jana, wahrgenommen Mo 16.03. Telefonat vom 16.03.2026 "
        "Jana und Ole, wahrgenommen Mi 04.03., 10:00 Uhr Beratung vom 04.03.2026 "
        "Ole, verschoben Mi 25.02., 10:00 Uhr Telefonat vom 24.02.2026 "
        "Jana, wahrgenommen Mo 23.02., 14:30 Uhr Beratung vom 23.02.2026 "
    )
    if request.config.getoption("--golden-neu"):
        KAPITEL.write_text(mit_antworten(text, antworten), encoding="utf-8")
    assert [a for _, befehle in schritte(KAPITEL.read_text(encoding="utf-8")) for _, a in befehle] == antworten
