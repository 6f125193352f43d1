"""The command that says who is due, when and why."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from fallbuch.cli.ausgabe import bis_zu, faelligkeiten_als_csv, faelligkeiten_als_json, vorgaenge_als_text
from fallbuch.cli.befehle import fallbuch
from fallbuch.cli.deutsch import Tag
from fallbuch.cli.gruppe import FRISCH, IM_TEAM, fensterbreite, formate, oeffne_team, option, schreibe
from fallbuch.cli.wochenblatt import liste_als_markdown, ohne_auszeichnung, woche_als_markdown
from fallbuch.einrichtung import Aufruffehler
from fallbuch.team import VORLAGEN_FEHLERHAFT, Team
from fallbuch.text.mitschrift import verwirf
from fallbuch.uebersicht.kalender import Kalender
from fallbuch.uebersicht.vorgang import gruppiert
from fallbuch.uebersicht.woche import Woche
from fallbuch.uebersicht.zustaendigkeit import punkte_von, vorgaenge_von


@fallbuch.command(beispiel="fallbuch faellig --berater Jana --bis 2026-07-31")
@IM_TEAM
@FRISCH
@formate("text", "json", "csv", "ics", "markdown")
@option("--berater NAME", "Nur Fälle dieser Person, auch in Vertretung.")
@option("--bis JJJJ-MM-TT", "Nur, was bis zu diesem Tag fällig ist.", type=Tag())
@option("--ausfuehrlich", "Als Text alles, was zu einem Fall ansteht, jedes mit seinem Grund.")
@option("--woche", "Das Wochenblatt als Text oder Markdown, zum Beispiel für eine Mail.")
def faellig(  # noqa: PLR0917 - click hands over every option
    team: Path,
    stichtag: str | None,
    frisch: bool,
    form: str,
    berater: str | None,
    bis: date | None,
    ausfuehrlich: bool,
    woche: bool,
) -> None:
    """Sagt, wer wann an der Reihe ist, und mit --ausfuehrlich, warum: woraus jedes Datum folgt."""
    if woche and (form not in {"text", "markdown"} or bis is not None or ausfuehrlich):
        raise Aufruffehler(
            "Das Wochenblatt gibt es nur als Text oder Markdown, ohne --bis und ohne --ausfuehrlich. Zum Beispiel: fallbuch faellig --woche --format markdown."
        )
    if woche:
        verwirf()  # it asks git how everything came about
    # The week's sheet tells of the cases themselves; every other list needs no more than what is known of them.
    geoeffnet = oeffne_team(team, stichtag, merken=None if woche else not frisch, mit_faelligen=True)
    if geoeffnet.einrichtung.fehlerhaft:
        verwirf()  # both streams of an answer belong together
        sys.stderr.write(f"Achtung: {VORLAGEN_FEHLERHAFT} „fallbuch pruefen“ nennt die Stellen.\n")
    _pruefe_namen(geoeffnet, berater)
    titel = berater or geoeffnet.datei.name
    if woche:
        blatt = woche_als_markdown(Woche(geoeffnet, berater), titel)
        schreibe(blatt if form == "markdown" else ohne_auszeichnung(blatt))
        return
    if form in {"markdown", "text"}:
        vorgaenge = vorgaenge_von(geoeffnet, berater)
        if bis is not None:
            vorgaenge = bis_zu(vorgaenge, bis, geoeffnet.stichtag)
        if form == "text":
            breite = fensterbreite()
            schreibe(vorgaenge_als_text(vorgaenge, geoeffnet.stichtag, ausfuehrlich=ausfuehrlich, breite=breite))
        else:
            gruppen = gruppiert(vorgaenge, geoeffnet.stichtag)
            schreibe(liste_als_markdown(f"Fällig: {titel}", gruppen, geoeffnet.stichtag))
        return
    punkte = [p for p in punkte_von(geoeffnet, berater) if bis is None or (p[1].faellig_am or bis) <= bis]
    if form == "ics":
        schreibe(Kalender(geoeffnet).ics(f"Fällig: {titel}", [f for _, f in punkte]))
    else:
        schreibe((faelligkeiten_als_json if form == "json" else faelligkeiten_als_csv)(punkte))


def _pruefe_namen(team: Team, berater: str | None) -> None:
    if berater is None:
        return
    auszuege = [akte.auszug for akte in team.akten]
    bekannte = {a.zustaendig for a in auszuege} | {a.vertretende for a in auszuege}
    bekannte |= set(team.regelwerk.vokabular.berater)
    if berater not in bekannte:
        namen = ", ".join(sorted(name for name in bekannte if name))
        raise Aufruffehler(f"„{berater}“ gehört nicht zum Team. Erwartet: {namen}.")
