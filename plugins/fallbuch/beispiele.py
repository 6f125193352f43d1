"""Whole case files from which the examples of the handbook are made, each free of findings."""

from __future__ import annotations

from datetime import date

#: The day on which invented teams stand still.
BEISPIELTAG = date(2026, 6, 30)

NEU = """\
---
ID: 4711
Erstkontakt: 2026-01-12
Zugangsweg: Beratungstag
Status: neu
---
"""

BERATUNG = """\
---
ID: 4711
Erstkontakt: 2026-01-12
Zugangsweg: Beratungstag
Status: in Beratung
Berater: Jana
Betreuungsstufe: IK
---

## 2026-01-12 Erstgespräch (Jana)

Sucht eine Bürostelle.

Betreuungsstufe: IK
Folgetermin: 2026-01-26

## 2026-01-26 Telefonat (Jana)

Lebenslauf ist fertig.
"""
