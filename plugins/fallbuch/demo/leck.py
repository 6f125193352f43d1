"""A team made to leak: its printed numbers can be solved, so that its newest quarter is refused.

Twenty-three people found a job, with 7, 7, 7 and 2 in the lines of the weekly hours. Printed are 5, 5, 5, 0 and a total of
25: only the largest numbers that round to these add up to one that rounds to the total.
"""

from __future__ import annotations

from datetime import date, timedelta

from fallbuch.demo.erzeugen import MKDOCS
from fallbuch.demo.skizze import STICHTAG
from fallbuch.demo.unterlagen import UNTERLAGEN

#: How many found a job of how many hours a week; None where nobody wrote it down.
UMFAENGE: tuple[tuple[int | None, int], ...] = ((10, 7), (20, 7), (38, 7), (None, 2))
_ERSTER_TAG = date(2026, 4, 2)
_TEAM = f"""\
# Ein Team, dessen Zahlen sich ausrechnen lassen: alles erfunden.
name: Lecktest
hinweis: Beispieldaten – alle Personen und Fälle sind erfunden.
stichtag: {STICHTAG}

berater:
  Jana: {{}}

kanaele:
  Runder Tisch: {{}}
"""
_UEBER_UNS = "# Über dieses Team\n\nDieses Team gibt es nicht. Mit ihm lässt sich ausprobieren, was geschieht, wenn Zahlen zu viel verraten.\n"


def leckteam() -> dict[str, str]:
    """Return path → text of the team's folder."""
    stunden = [umfang for umfang, anzahl in UMFAENGE for _ in range(anzahl)]
    faelle = {f"faelle/{1001 + 37 * n}.md": _fall(1001 + 37 * n, umfang, n) for n, umfang in enumerate(stunden)}
    return {
        "mkdocs.yml": MKDOCS.replace("Demo-Team", "Lecktest"),
        "mkdocs-oeffentlich.yml": UNTERLAGEN["mkdocs-oeffentlich.yml"],
        "vorlagen/team.yml": _TEAM,
        "vorlagen/regelwerk.yml": "# Dieses Team hat keine eigenen Regeln.\n",
        "site_src/ueber-uns.md": _UEBER_UNS,
        **faelle,
    }


def _fall(kennung: int, umfang: int | None, nummer: int) -> str:
    beginn, ende = _ERSTER_TAG + timedelta(days=nummer), _ERSTER_TAG + timedelta(days=30 + 2 * nummer)
    stunden = f"Umfang: {umfang}\n" if umfang is not None else ""
    return f"""\
---
ID: {kennung}
Erstkontakt: {beginn}
Akquise: Runder Tisch
Status: abgeschlossen
Berater: Jana
Betreuungsstufe: IK
---

## {beginn + timedelta(days=5)} Erstgespräch (Jana)

Sucht eine Stelle in der Nähe.

Betreuungsstufe: IK

## {ende} Abschluss (Jana)

Ergebnis: Arbeitsstelle angenommen
Arbeitsbeginn: {ende + timedelta(days=7)}
{stunden}Form: versicherungspflichtig
"""
