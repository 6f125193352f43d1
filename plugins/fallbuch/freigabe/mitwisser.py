"""Somebody who knows some people completely: which counts become narrower for such an attacker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from fallbuch.auditor.aufbau import Blatt
from fallbuch.auditor.loeser import Ausgang, Loeser, Uhr
from fallbuch.auditor.modell import Modell, teile
from fallbuch.auditor.wissen import atome_von
from fallbuch.auditor.ziele import MINDESTENS_WERTE, Ziel, Zielart
from fallbuch.befund import anzahl
from fallbuch.freigabe.entwurf import Entwurf
from fallbuch.freigabe.tor import GEDULD, urteile
from fallbuch.freigabe.worte import namen
from fallbuch.kennung import naechstes
from fallbuch.team import Aufruffehler, Team

Grenzen = tuple[int, int]


def mit_wissen(modell: Modell, bekannte: dict[int, int]) -> Modell:
    """Return the model of an attacker who knows how often some people stand in which atoms."""
    mindestens = [max(m, bekannte.get(a, 0)) for a, m in enumerate(modell.mindestens)]
    return Modell(modell.atome, mindestens, modell.zeilen)


def grenzen(modell: Modell, ziele: Sequence[Ziel], sekunden: float) -> dict[Ziel, Grenzen]:
    """Return the smallest and largest possible value of each number; those not found in time are missing."""
    teil, zeilen = teile(modell, (z.summe for z in ziele))
    atome: dict[int, list[int]] = defaultdict(list)
    for atom, nummer in enumerate(teil):
        atome[nummer].append(atom)
    uhr, loeser, ergebnis = Uhr(sekunden), {}, {}
    for ziel in ziele:
        nummer = teil[ziel.summe[0][0]]
        if nummer not in loeser:
            loeser[nummer] = Loeser(modell, atome[nummer], zeilen[nummer], uhr)
        enden = [loeser[nummer].aeusserstes(ziel.summe, groesstes=g) for g in (False, True)]
        if all(e.ausgang is Ausgang.GEFUNDEN for e in enden):
            ort = {a: i for i, a in enumerate(atome[nummer])}
            von, bis = (sum(f * e.werte[ort[a]] for a, f in ziel.summe) for e in enden)
            ergebnis[ziel] = (von, bis)
    return ergebnis


def bericht(team: Team, entwurf: Entwurf, kennungen: Sequence[str], geduld: float = GEDULD) -> str:
    """Say which counts of a period become narrower for somebody who knows these cases. Raises `Aufruffehler`."""
    alle = {akte.fall.kennung or akte.fall.stamm for akte in team.akten}
    for kennung in kennungen:
        if kennung not in alle:
            nah = naechstes(kennung, sorted(alle))
            raise Aufruffehler(f"Einen Fall „{kennung}“ gibt es nicht.{f' Meinten Sie „{nah}“?' if nah else ''}")
    z = entwurf.zeitraum
    blatt = team.register.blatt(z.schluessel)
    blaetter: list[Blatt] = [*team.register.blaetter, *([] if blatt is not None else [entwurf])]
    urteil = urteile(blaetter, geduld)
    werk = team.zahlenwerk
    zeitraeume = {g.zeitraum: zr for g in urteil.aufbau.gruppen if (zr := werk.zeitraum(g.zeitraum)) is not None}
    gemeinte = frozenset(kennungen)
    bekannte = atome_von(
        urteil.aufbau, werk.stoff, zeitraeume, lambda f: (f.akte.fall.kennung or f.akte.fall.stamm) in gemeinte
    )
    hier = [t for t in urteil.ziele if t.aussage.zeitraum == z.schluessel and t.art is not Zielart.AENDERUNG]
    vorher = grenzen(urteil.modell, hier, geduld)
    nachher = grenzen(mit_wissen(urteil.modell, bekannte), hier, geduld)
    n = namen(blaetter)
    zeilen = []
    for ziel in hier:
        if ziel not in vorher or ziel not in nachher:
            zeilen.append(f"- {n.zahl(ziel.aussage)}: ließ sich in der Zeit nicht bestimmen.\n")
        elif vorher[ziel] != nachher[ziel]:
            rest = "alle übrigen zusammen " if ziel.art is Zielart.REST else ""
            werte = nachher[ziel][1] - nachher[ziel][0] + 1
            warnung = (
                " Das ist verraten." if werte == 1 else " Das ist fast verraten." if werte < MINDESTENS_WERTE else ""
            )
            zeilen.append(
                f"- {n.zahl(ziel.aussage)}: {rest}{_von_bis(nachher[ziel])} statt {_von_bis(vorher[ziel])}.{warnung}\n"
            )
    kopf = (
        f"Angenommen, jemand kennt {anzahl(len(gemeinte), 'Fall', 'Fälle')} ganz ({', '.join(sorted(gemeinte))}): "
        f"Was ließe sich im {z.name} dann genauer ausrechnen? (Nur für das Team.)\n"
    )
    if not urteil.bestanden:
        kopf += "Der Entwurf wird so nicht freigegeben: Schon ohne Vorwissen ließe sich zu viel ausrechnen. Was hilft, nennt „--freigeben“.\n"
        return kopf + ("".join(zeilen) or "Durch das Vorwissen käme nichts hinzu.\n")
    return kopf + ("".join(zeilen) or "Nichts: Jede geschützte Zahl bleibt so unbestimmt wie vorher.\n")


def _von_bis(g: Grenzen) -> str:
    return str(g[0]) if g[0] == g[1] else f"{g[0]} bis {g[1]}"
