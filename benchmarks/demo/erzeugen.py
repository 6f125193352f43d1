"""Makes the demo team: same number of cases and same seed, same files.

The first cases walk through all situations that rules and pages must show; the others are drawn.
"""

from __future__ import annotations

from random import Random

from benchmarks.demo.lagen import GEWICHTE, LAGEN
from benchmarks.demo.skizze import STICHTAG, Fallskizze
from benchmarks.demo.unterlagen import UNTERLAGEN

#: A team with more cases is made to measure; it comes without released periods.
HOECHSTENS = 1000
_ZUGANGSWEGE = {
    "Runder Tisch": "Jana",
    "VAMV Beratung": "Mira",
    "Beratungstag": "Mira",
    "Kontaktstelle Familie & Beruf": "Ole",
    "Wer hilft weiter?": "Tarik",
}
#: What else the team knows of a channel.
_MEHR = {
    "Runder Tisch": ", synonyme: [Runder Tisch Kinderarmut]",
    "VAMV Beratung": ", erwartung: 1 im Monat, synonyme: [VAMV]",
    "Beratungstag": ", erwartung: 4–5 je Veranstaltung",
    "Kontaktstelle Familie & Beruf": ", erwartung: 2–3 im Monat",
}
_TEAM = f"""\
# Das Demo-Team: Menschen und Fälle sind erfunden.
name: Demo-Team
hinweis: Beispieldaten – alle Personen und Fälle sind erfunden.
stichtag: {STICHTAG}

berater:
  Jana: {{}}
  Mira: {{}}
  Ole: {{}}
  Rita: {{bis: 2025-12-31}}
  Tarik: {{}}

zugangswege:
""" + "".join(f"  {weg}: {{verantwortlich: {wer}{_MEHR.get(weg, '')}}}\n" for weg, wer in _ZUGANGSWEGE.items())
_REGELWERK = """\
# Abweichungen vom mitgelieferten Regelwerk. Hier steht nur, was das Team anders macht, zum Beispiel:
#
# regeln:
#   kontakt-ik:
#     frist: 8 Wochen
"""
_PROTOKOLL = """\
# Protokoll des Teams

Hier steht, was zu keinem einzelnen Fall gehört: jeden Monat eine Zeile je Zugangsweg, Veranstaltungen und die Auswertung des Quartals.
{maerz}
## 2026-03-28 Auswertung (Jana)

Zahlen besprochen und weitergegeben.

Zeitraum: 2026Q1
{zeilen}
## 2026-06-12 Veranstaltung (Mira)

Beratungstag im Familienzentrum, gut besucht.

Zugangsweg: Beratungstag
Teilnehmende: 14
Neue Fälle: 5

## 2026-06-29 Akquise (Jana)

Zugangsweg: Runder Tisch
Neue Fälle: 2
"""
MKDOCS = """\
site_name: Fallbuch · Demo-Team
docs_dir: site_src
theme: fallbuch
plugins:
  - fallbuch
"""


def demo_team(anzahl: int, seed: int) -> dict[str, str]:
    """Return path → text of a whole team's folder with `anzahl` cases."""
    dateien = {"mkdocs.yml": MKDOCS, "vorlagen/team.yml": _TEAM, "vorlagen/regelwerk.yml": _REGELWERK}
    dateien["vorlagen/protokoll.md"] = _protokoll()
    dateien |= UNTERLAGEN
    return dateien | {f"faelle/{kennung}.md": text for kennung, text in demo_faelle(anzahl, seed).items()}


def _protokoll() -> str:
    """The team's log: complete for the spring, but for one month that somebody forgot."""
    return _PROTOKOLL.format(maerz=_akquise(3), zeilen=_akquise(4) + _akquise(5, ausser="Wer hilft weiter?"))


def _akquise(monat: int, ausser: str = "") -> str:
    return "".join(
        f"\n## 2026-{monat:02}-{25 + nummer // 2} Akquise ({wer})\n\nZugangsweg: {weg}\nNeue Fälle: {(monat + nummer) % 4}\n"
        for nummer, (weg, wer) in enumerate(_ZUGANGSWEGE.items())
        if weg != ausser
    )


def _vertreten(skizze: Fallskizze, nummer: int) -> Fallskizze:
    """One counsellor is on holiday: two others stand in for the cases in which much is going on."""
    if skizze.kopf.get("Berater") == "Mira" and skizze.kopf["Status"] == "in Beratung" and nummer % 4:
        skizze.kopf["Vertretung"] = "Ole" if nummer % 2 else "Jana"
    return skizze


def demo_faelle(anzahl: int, seed: int) -> dict[str, str]:
    """Return ID → text of `anzahl` case files."""
    rng = Random(f"fallbuch-{seed}")
    stellen = 4 if anzahl <= 4500 else 6
    kennungen = rng.sample(range(10 ** (stellen - 1), 10**stellen), anzahl)
    faelle = {}
    for nummer, kennung in enumerate(kennungen):
        eigener = Random(f"fallbuch-{seed}-{nummer}")
        lage = LAGEN[nummer] if nummer < len(LAGEN) else eigener.choices(LAGEN, weights=GEWICHTE)[0]
        faelle[str(kennung)] = _vertreten(lage(Fallskizze(str(kennung), eigener)), nummer).text()
    return faelle
