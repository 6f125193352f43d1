"""Insertions: a line `<!-- fallbuch: NAME -->` on a page becomes a table made of the team's own lists and rules."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: Name of each insertion and what it shows; the site fills them.
EINSCHUEBE: Mapping[str, str] = {
    "zugangswege": "die Zugangswege mit Verantwortlichen, Erwartung und, nur intern, den letzten Einträgen und Veranstaltungen",
    "betreuungsstufen": "die Betreuungsstufen mit Ziel, üblichen Maßnahmen und der Frist bis zum nächsten Kontakt",
    "massnahmenarten": "die Arten von Maßnahmen nach Gruppen",
    "abschluss": "Ergebnisse und Gründe eines Abschlusses",
    "kundenliste": "die Felder im Kopf einer Falldatei",
    "kundendoku": "die Angaben in jedem Eintrag und die Arten von Einträgen",
    "plan": "die Angaben eines Betreuungsplans",
    "prozessfelder": "die Felder einer Prozessbeschreibung",
    "prozessvorlage": "die Vorlage einer Prozessbeschreibung zum Kopieren",
    "empfehlungsfelder": "die Felder einer Handlungsempfehlung",
    "arbeitgeberfelder": "die Felder der Liste der Arbeitgeber",
    "material": "die Dateien, die das Team unter „material“ abgelegt hat",
    "quellen": "die Quellen mit ihrem Alter",
    "einschuebe": "diese Liste",
}
#: An insertion: a line of a page by itself, anywhere in HTML that Markdown made of such a line.
IM_HTML = re.compile(r"<!--\s*fallbuch:\s*([\w-]+)\s*-->")


def einschub_in(zeile: str) -> str | None:
    """Return the name of the insertion that a line of text asks for."""
    treffer = IM_HTML.fullmatch(zeile.strip())
    return treffer[1] if treffer is not None else None
