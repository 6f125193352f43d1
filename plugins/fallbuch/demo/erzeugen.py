"""Makes the demo team: same number of cases and same seed, same files.

The first cases walk through all situations that rules and pages must show; the others are drawn.
"""

from __future__ import annotations

from random import Random

from fallbuch.demo.lagen import GEWICHTE, LAGEN, STICHTAG, Fallskizze

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

kanaele:
  Runder Tisch: {{verantwortlich: Jana}}
  VAMV Beratung: {{verantwortlich: Mira}}
  Beratungstag: {{verantwortlich: Mira}}
  Kontaktstelle Familie & Beruf: {{verantwortlich: Ole}}
  Wer hilft weiter?: {{verantwortlich: Tarik}}
"""
_REGELWERK = """\
# Abweichungen vom mitgelieferten Regelwerk. Hier steht nur, was das Team anders macht, zum Beispiel:
#
# regeln:
#   kontakt-ik:
#     frist: 8 Wochen
"""
_MKDOCS = """\
site_name: Fallbuch · Demo-Team
docs_dir: site_src
use_directory_urls: false
theme:
  name: material
  language: de
plugins:
  - search:
      lang: de
  - fallbuch
"""


_UEBER_UNS = f"""\
# Über das Demo-Team

Dieses Team gibt es nicht. Namen, Fälle und Betriebe sind erfunden, damit man Fallbuch ausprobieren kann.

Gerechnet wird mit dem festen Stichtag {STICHTAG}, damit die Seiten in einem Jahr noch genauso aussehen wie heute. Er steht in `vorlagen/team.yml`;
wer die Zeile dort löscht, rechnet mit dem heutigen Tag.
"""


def demo_team(anzahl: int, seed: int) -> dict[str, str]:
    """Return path → text of a whole team's folder with `anzahl` cases."""
    dateien = {"mkdocs.yml": _MKDOCS, "vorlagen/team.yml": _TEAM, "vorlagen/regelwerk.yml": _REGELWERK}
    dateien["site_src/ueber-uns.md"] = _UEBER_UNS
    return dateien | {f"faelle/{kennung}.md": text for kennung, text in demo_faelle(anzahl, seed).items()}


def demo_faelle(anzahl: int, seed: int) -> dict[str, str]:
    """Return ID → text of `anzahl` case files."""
    rng = Random(f"fallbuch-{seed}")
    stellen = 4 if anzahl <= 4500 else 6
    kennungen = rng.sample(range(10 ** (stellen - 1), 10**stellen), anzahl)
    faelle = {}
    for nummer, kennung in enumerate(kennungen):
        eigener = Random(f"fallbuch-{seed}-{nummer}")
        lage = LAGEN[nummer % len(LAGEN)] if nummer < 2 * len(LAGEN) else eigener.choices(LAGEN, weights=GEWICHTE)[0]
        faelle[str(kennung)] = lage(Fallskizze(str(kennung), eigener)).text()
    return faelle
