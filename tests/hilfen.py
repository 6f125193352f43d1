"""Plain helpers of the tests: a case in few words, findings and items as readable lines."""

from __future__ import annotations

import os
import sys
from datetime import date
from functools import lru_cache

import pytest

from fallbuch.akte.lesen import lesen
from fallbuch.befund import Befund
from fallbuch.bestand.laden import Akte, lade_bestand
from fallbuch.regelwerk.laden import lade_regelwerk, lade_team
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.text.quelle import HOECHSTE_GROESSE, Hindernis, Quelldatei

#: Real programs, long runs: `.ci/run` lets nothing land without them, and `make test-lang` runs them too.
LANDET = bool({"CI", "FALLBUCH_LANG"} & set(os.environ))
BEIM_LANDEN = pytest.mark.skipif(not LANDET, reason="läuft in .ci/run und in make test-lang")


def umfang(kurz: int, beim_landen: int, lang: int) -> int:
    """Return how much of a campaign is tried: by `make test`, by `.ci/run`, by `make test-lang`."""
    return lang if "FALLBUCH_LANG" in os.environ else beim_landen if LANDET else kurz


PERSONEN_YML = """\
name: Testteam
berater:
  Jana: {}
  Ole: {}
  Rita: {bis: 2025-12-31}
"""
ZUGANGSWEGE_YML = """\
zugangswege:
  Runder Tisch: {synonyme: [Runder Tisch Kinderarmut]}
  VAMV Beratung: {erwartung: 1 im Monat, synonyme: [VAMV]}
  Beratungstag: {erwartung: 4–5 je Veranstaltung}
  Kontaktstelle Familie & Beruf: {erwartung: 2–3 im Monat}
  Wer hilft weiter?: {}
"""
#: The team of the tests with the channels that its cases name.
TEAM_YML = PERSONEN_YML + ZUGANGSWEGE_YML
HEUTE = date(2026, 11, 20)
STICHTAG = date(2026, 6, 30)
KOPF = """\
---
ID: 4711
Erstkontakt: {erstkontakt}
Zugangsweg: Beratungstag
Status: {status}
{weitere}---
"""


def fall(
    verlauf: str = "",
    *,
    erstkontakt: str = "2026-01-12",
    status: str = "in Beratung",
    berater: str = "Jana",
    **felder: str,
) -> str:
    """Return a case file; `verlauf` is the record below the front matter."""
    weitere = ({"Berater": berater} if berater else {}) | {
        name.replace("_", " "): wert for name, wert in felder.items()
    }
    zeilen = "".join(f"{name}: {wert}\n" for name, wert in weitere.items())
    return KOPF.format(erstkontakt=erstkontakt, status=status, weitere=zeilen) + (
        "\n" + verlauf.strip("\n") + "\n" if verlauf else ""
    )


def regelwerk_aus(regeln: str | None = None, team: str = TEAM_YML) -> tuple[Regelwerk, list[Befund]]:
    """Return the merged rules and what is wrong with the team's files."""
    regelwerk, befunde = _gelesen(regeln, team)
    return regelwerk, list(befunde)


@lru_cache(maxsize=64)
def _gelesen(regeln: str | None, team: str) -> tuple[Regelwerk, tuple[Befund, ...]]:
    # Rules never change once they are read; reading the shipped ones takes longer than most cases.
    datei, befunde = lade_team(team.encode())
    regelwerk, weitere = lade_regelwerk(None if regeln is None else regeln.encode(), datei)
    return regelwerk, (*befunde, *weitere)


def quelle(inhalt: str | bytes, name: str = "faelle/4711.md") -> Quelldatei:
    roh = inhalt if isinstance(inhalt, bytes) else inhalt.encode("utf-8")
    return Quelldatei(name, roh, Hindernis.ZU_GROSS if len(roh) > HOECHSTE_GROESSE else None)


def akten(
    *inhalte: str | bytes | Quelldatei,
    stichtag: date | str = STICHTAG,
    regelwerk: Regelwerk | None = None,
    heute: date = HEUTE,
) -> tuple[Akte, ...]:
    """Read cases with all checks and due items."""
    dateien = [inhalt if isinstance(inhalt, Quelldatei) else quelle(inhalt) for inhalt in inhalte]
    tag = date.fromisoformat(stichtag) if isinstance(stichtag, str) else stichtag
    return lade_bestand(dateien, regelwerk or regelwerk_aus()[0], tag, heute, {})


def kennungen(inhalt: str | bytes, *, stichtag: date = STICHTAG, heute: date = HEUTE) -> list[str]:
    """Return the codes of all findings of one case, in the order of their places."""
    return [befund.kennung for befund in akten(inhalt, stichtag=stichtag, heute=heute)[0].befunde]


def leseregeln(inhalt: str | bytes) -> list[str]:
    """Return the codes that reading alone reports."""
    return [
        befund.kennung
        for befund in lesen(inhalt if isinstance(inhalt, bytes) else inhalt.encode(), "faelle/4711.md")[1]
    ]


def zeile(befund: Befund) -> str:
    return f"{befund.stelle}:{befund.stelle.spalte} {befund.schwere} {befund.kennung}: {befund.text} | {befund.hinweis}"


def faellige(inhalt: str, stichtag: str, regelwerk: Regelwerk | None = None) -> dict[str | None, tuple[str, str]]:
    """Return rule → (due date, urgency) of one case."""
    return {
        f.regel: (str(f.faellig_am), str(f.dringlichkeit))
        for f in akten(inhalt, stichtag=stichtag, regelwerk=regelwerk)[0].faelligkeiten
    }


def nur(alle: dict[str | None, tuple[str, str]], *ausser: str) -> dict[str | None, tuple[str, str]]:
    """Leave out the items that hang on plan, review and length of the case, and the rules named besides."""
    weg = {
        "plan-erstellen",
        "stufe-pruefen",
        "bewerberangebot-nah",
        "bewerberangebot-fern",
        "standortgespraech",
        *ausser,
    }
    return {regel: wert for regel, wert in alle.items() if regel not in weg}


def vergiss_module(monkeypatch: pytest.MonkeyPatch, *anfaenge: str) -> None:
    """Let modules be imported anew until the test ends; afterwards both sys.modules and the packages above name the old ones."""
    for name in [n for n in sys.modules if n.startswith(anfaenge)]:
        oben, _, letztes = name.rpartition(".")
        if hasattr(sys.modules.get(oben), letztes):
            monkeypatch.setattr(sys.modules[oben], letztes, getattr(sys.modules[oben], letztes))
        monkeypatch.delitem(sys.modules, name)
