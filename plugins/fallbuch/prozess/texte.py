"""The text of a description: where its links lead, and whether its insertions exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fallbuch.befund import Befund, Stelle
from fallbuch.kennung import meinten_sie
from fallbuch.prozess.einschub import EINSCHUEBE, einschub_in
from fallbuch.prozess.fundus import Fundus
from fallbuch.prozess.lesen import nummeriert
from fallbuch.prozess.meldungen import P014, P019, P024
from fallbuch.prozess.modell import Beschriebenes
from fallbuch.text.markdown import offener_kommentar

_VERWEIS = re.compile(r"\]\((?:<([^>\n]*)>|([^)\s]+))|^ {0,3}\[[^\]]+\]:[ \t]+(?:<([^>\n]*)>|(\S+))")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
#: Addresses that pages may lead to outside the site.
FREMD = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


def pruefe_text(fundus: Fundus, blatt: Beschriebenes) -> Iterator[Befund]:
    """Yield what is wrong with the text of a description."""
    text, datei, erste, seite = blatt.text, blatt.textdatei, blatt.erste_zeile, blatt.pfad
    offen = offener_kommentar(text)
    if offen is not None:
        vorn, zeile = text[:offen].count("\n"), text[:offen].rpartition("\n")[2]
        yield P024.melde(Stelle(datei=datei, zeile=erste + vorn, spalte=len(zeile) + 1))
    for nummer, zeile, prosa in nummeriert(text, erste):
        if not prosa:
            continue
        # Code keeps its length, so that columns stay right.
        ohne_code = _CODE.sub(lambda t: " " * len(t[0]), zeile)
        for treffer in _VERWEIS.finditer(ohne_code):
            gruppe = next(g for g in (1, 2, 3, 4) if treffer[g] is not None)
            ziel = treffer[gruppe]
            if not FREMD.match(ziel) and not fundus.fuehrt_hin(seite, ziel):
                nahe = fundus.naechstes_ziel(seite, ziel)
                sonst = "Berichtigen Sie den Pfad, oder nehmen Sie den Verweis heraus."
                stelle = Stelle(datei=datei, zeile=nummer, spalte=treffer.start(gruppe) + 1)
                yield P014.melde(stelle, wert=ziel, rat=f"Meinten Sie „{nahe}“?" if nahe else sonst)
        name = einschub_in(zeile)
        if name is not None and name not in EINSCHUEBE:
            rat = meinten_sie(name, EINSCHUEBE, "Nehmen Sie die Zeile heraus.")
            stelle = Stelle(datei=datei, zeile=nummer, spalte=zeile.index("<!--") + 1)
            yield P019.melde(stelle, wert=name, erwartet="Erwartet: " + ", ".join(EINSCHUEBE) + ".", rat=rat)
