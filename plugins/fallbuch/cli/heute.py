"""`fallbuch` alone: today's list, and what is to be done about it."""

from __future__ import annotations

from pathlib import Path

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.befund import lesbar
from fallbuch.cli.ausgabe import bis_zu, vorgaenge_als_text
from fallbuch.cli.befehle import fallbuch
from fallbuch.cli.dialog import am_terminal, frage, sage, waehle
from fallbuch.cli.gang import fuehre
from fallbuch.cli.gruppe import FRISCH, IM_TEAM, fensterbreite, oeffne_team, samt, schreibe_gleich
from fallbuch.einrichtung import Aufruffehler, kennungen_von
from fallbuch.team import Team
from fallbuch.uebersicht.zustaendigkeit import vorgaenge_von

#: What somebody may do next, and the command for it.
_TATEN = {"etwas eintragen": "eintragen", "einen neuen Fall anlegen": "neu", "alles prüfen": "pruefen"}


@fallbuch.command(beispiel="fallbuch heute")
@samt(IM_TEAM, FRISCH)
def heute(team: Path, stichtag: str | None, frisch: bool) -> None:
    """Zeigt, was bis heute fällig ist, und fragt, was Sie tun möchten. Dasselbe tut „fallbuch“ allein."""
    if not (team / "vorlagen").is_dir() and not (team / "faelle").is_dir():
        raise Aufruffehler(
            "Hier liegt kein Team. Wechseln Sie in seinen Ordner, oder legen Sie eines an: fallbuch einrichten unser-team. "
            "Alle Befehle: fallbuch --help"
        )
    geoeffnet = oeffne_team(team, stichtag, merken=not frisch, mit_faelligen=True)
    tag = geoeffnet.stichtag
    # Whole lines, so that the count of what else there is says the same as the page.
    vorgaenge = [v for v in vorgaenge_von(geoeffnet, None) if bis_zu([v], tag, tag)]
    schreibe_gleich(vorgaenge_als_text(vorgaenge, tag, ausfuehrlich=False, breite=fensterbreite()))
    if not am_terminal():
        return
    gerufen: list[str] = []

    def frage_was_zu_tun_ist() -> bool:
        sage("\nWas möchten Sie tun?")
        if gewaehlt := waehle("Nummer oder Wort", list(_TATEN), noetig=False):
            befehl = _TATEN[gewaehlt]
            gerufen[:] = [befehl, *([_frage_id(geoeffnet)] if befehl == "eintragen" else [])]
        return True

    fuehre(frage_was_zu_tun_ist)
    if gerufen:
        befehl, *worte = gerufen
        worte += ["--team", str(team), *(["--stichtag", stichtag] if stichtag is not None else [])]
        fallbuch.hole(befehl).main(args=worte, prog_name=befehl, standalone_mode=False)


def _frage_id(team: Team) -> str:
    alle = {name.lower(): name for name in kennungen_von(team.einrichtung)}

    def pruefe(antwort: str) -> str:
        if antwort.lower() not in alle:
            raise Schreibfehler(f"Einen Fall „{lesbar(antwort)}“ gibt es nicht. Die ID steht vorn in der Liste.")
        return alle[antwort.lower()]

    return frage("ID des Falls", pruefe=pruefe, noetig=True)
