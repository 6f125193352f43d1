"""The start page: how many are due, and who comes first. In public it only says what this is."""

from __future__ import annotations

from datetime import timedelta

from fallbuch.befund import Schwere
from fallbuch.forge.adressen import neue_datei
from fallbuch.team import Team
from fallbuch.uebersicht.abschnitte import Abschnitt, Gruppe
from fallbuch.uebersicht.vorgang import gruppiert
from fallbuch.uebersicht.zustaendigkeit import beraterseiten, offene, vorgaenge_von
from fallbuch.website.darstellung import Darsteller, Vorgangszeile

JE_GRUPPE = 10
#: For how many days after the build the page can count and sort by the reader's clock.
TAGE_VORAUS = 7
#: Sections that are named only when there is something in them.
SELTENE = {Abschnitt.NICHT_BERECHENBAR, Abschnitt.NACHFRAGEN, Abschnitt.SPAETER}


def werte(team: Team) -> dict[str, object]:
    akten = offene(team)
    nie = [akte for akte in akten if not akte.sicht.pausiert and not akte.sicht.kontakte and akte.sicht.phase.beginn]
    return {
        "je_gruppe": JE_GRUPPE,
        "abschnitte": _abschnitte(team),
        "seltene": SELTENE,
        "nie_erreicht": sorted(nie, key=lambda akte: akte.sicht.phase.beginn.datum if akte.sicht.phase.beginn else team.stichtag),
        "namen": beraterseiten(team),
        "offen": len(akten),
        "fehler": team.anzahl(Schwere.FEHLER),
        "hinweise": team.anzahl(Schwere.HINWEIS),
        "neuer_fall": neue_datei(team.datei.forge, team.datei.ordner.faelle),
    }  # fmt: skip


def _abschnitte(team: Team) -> list[tuple[Gruppe[Vorgangszeile], list[int]]]:
    """Return the sections with all lines that are among the first ones on the key date or soon after.

    With each, how many lines it has on the key date and the days after. The page stays small however many cases there
    are, and a reader who opens it days later sees the right ones.
    """
    alle = vorgaenge_von(team, None)
    tage = [team.stichtag + timedelta(days=n) for n in range(1 if team.fester_stichtag else TAGE_VORAUS + 1)]
    je_tag = [gruppiert(alle, tag) for tag in tage]
    gebraucht = {
        id(vorgang)
        for gruppen in je_tag
        for gruppe in gruppen
        if gruppe.abschnitt is not Abschnitt.SPAETER
        for vorgang in gruppe.zeilen[:JE_GRUPPE]
    }
    darsteller = Darsteller(team)
    ergebnis = []
    for gruppe, *spaetere in zip(*je_tag, strict=True):
        zeilen = [
            darsteller.vorgang(vorgang, verborgen=nummer >= JE_GRUPPE)
            for nummer, vorgang in enumerate(gruppe.zeilen)
            if id(vorgang) in gebraucht
        ]
        ergebnis.append((Gruppe(gruppe.abschnitt, zeilen), [len(g.zeilen) for g in (gruppe, *spaetere)]))
    return ergebnis
