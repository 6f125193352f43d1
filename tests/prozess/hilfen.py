"""A team on the disk that describes how it works."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from fallbuch.befund import meldung
from fallbuch.einrichtung import richte_ein
from fallbuch.prozess.modell import Prozess, Prozessbuch
from fallbuch.team import prozessbuch_von
from tests.hilfen import HEUTE, TEAM_YML

ANNAHME = """\
---
Name: Annahme
Beschreibung: Wir nehmen Kleidung an.
Verantwortlich: [Jana]
Eingabe: [Spenden (von außen)]
Ausgabe: [Geprüfte Kleidung]
Hilfsmittel: [Leitfaden Beratung, Folgetermin, vorlagen/team.yml]
Nachfolger: [Verleih]
Gruppe: Kleiderkammer
Status: neu
Regeln: [Beginn]
Geprüft am: 2026-03-02
---

## Schritte

1. Waschen, siehe [Leitfaden](../hilfsmittel/leitfaden.md#erstgespraech).

## Gelingensfaktoren

- Es riecht gut (Kennzahlen: Zugang, Aufwand)
"""
VERLEIH = """\
---
Name: Verleih
Beschreibung: Wir verleihen Kleidung für Vorstellungsgespräche.
Vorgänger: [Annahme]
Eingabe: [Geprüfte Kleidung]
Ausgabe: [Angezogener Mensch]
Gruppe: Kleiderkammer
---

## Schritte

1. Größe erfragen.
"""
EMPFEHLUNG = """\
---
Name: Öfter waschen
Datum: 2026-04-02
Prozess: Annahme
Kennzahlen: [Zugang]
Entscheidung: angenommen
Entschieden am: 2026-04-09
Hält nach: Ole
Nachhalten am: 2026-07-02
---

Einmal in der Woche.
"""


def lege_an(wurzel: Path, **mehr: str) -> Path:
    """Write a team with two processes and a recommendation; keywords replace or add files by their short names."""
    dateien: Mapping[str, str] = {"annahme": ANNAHME, "verleih": VERLEIH, "empfehlung": EMPFEHLUNG, **mehr}
    texte = {"vorlagen/team.yml": TEAM_YML, "mkdocs.yml": MKDOCS_YML} | {
        (f"site_src/empfehlungen/{name}.md" if name.startswith("empfehlung") else f"site_src/prozesse/{name}.md"): text
        for name, text in dateien.items()
        if text
    }
    for name, text in texte.items():
        (wurzel / name).parent.mkdir(parents=True, exist_ok=True)
        (wurzel / name).write_text(text, encoding="utf-8", newline="")
    return wurzel


MKDOCS_YML = """\
site_name: Kleiderkammer
docs_dir: site_src
theme: {name: material, language: de}
plugins:
  - search: {lang: de}
  - fallbuch: {stichtag: 2026-06-30}
"""


def buch(wurzel: Path, heute: date = HEUTE) -> Prozessbuch:
    return prozessbuch_von(richte_ein(wurzel), heute)


def prozess(gelesen: Prozessbuch, stamm: str) -> Prozess:
    return next(p for p in gelesen.prozesse if p.stamm == stamm)


def meldungen(wurzel: Path) -> str:
    """Return all findings as people read them."""
    return "".join(map(meldung, buch(wurzel).befunde))
