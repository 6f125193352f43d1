"""A team full of secrets: a canary in every text of every case, and a process that stays inside."""

from __future__ import annotations

import re
from pathlib import Path

from tests.prozess.hilfen import VERLEIH

KANARIE = "Zwetschgenkanarienvogel"
_TEXT = re.compile(
    r"^(Bezeichnung|Träger|Ausgangslage|Ziel|Begründung|Kontaktform|Informiert über|Erklärung|Begründung fehlendes Einvernehmen): "
)


def verstecke(wurzel: Path) -> None:
    """Put the secrets into a team's folder."""
    for pfad in (wurzel / "faelle").glob("*.md"):
        kopf, _, rest = pfad.read_text(encoding="utf-8").partition("\n---\n")
        zeilen = []
        for zeile in rest.split("\n"):
            frei = zeile.strip() and not zeile.startswith(("##", "```")) and not re.match(r"^[\w äöüÄÖÜß]+:", zeile)
            zeilen.append(f"{zeile} {KANARIE}" if frei or _TEXT.match(zeile) else zeile)
        pfad.write_text(
            f"{kopf}\nHilfenetz: [{KANARIE} (Rolle)]\nZu beachten: {KANARIE} {KANARIE}\n---\n" + "\n".join(zeilen),
            encoding="utf-8",
        )
    prozess = VERLEIH.replace("Gruppe: Kleiderkammer", "Sicht: intern\nTeil von: Beratung").replace("[Annahme]", "[]")
    prozess = prozess.replace("[Geprüfte Kleidung]", "[X (von außen)]").replace("Name: Verleih", "Name: Verborgenes")
    (wurzel / "site_src/prozesse/geheim.md").write_text(prozess, encoding="utf-8")
