"""The proof of an audit, to be checked without a solver: integers that anybody can add up."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fallbuch.auditor.aufbau import Blatt
from fallbuch.auditor.aussagen import spielraum
from fallbuch.auditor.pruefung import Loesung
from fallbuch.befund import anzahl
from fallbuch.freigabe.entwurf import Entwurf
from fallbuch.freigabe.listen import als_csv
from fallbuch.freigabe.tor import GEDULD, Urteil, urteile
from fallbuch.freigabe.ziel import UNGESEHEN, pruefe_ziel
from fallbuch.statistik.anzeige import INSGESAMT
from fallbuch.team import Aufruffehler, Team

_HINWEIS = (
    "Bleibt im Team. Jede Zeile ist eine Summe über Atome (Menschen einer Art); sie muss zwischen von und bis liegen. Jede Lösung nennt zu jedem Atom "
    "eine ganze Zahl. Zu jeder geschützten Zahl gibt es zwei Lösungen, die alle Zeilen einhalten und ihr verschiedene Werte geben."
)


def schreibe_zeugen(team: Team, entwurf: Entwurf, ordner: Path, geduld: float = GEDULD) -> str:
    """Write the witnesses of a period with everything released. Raises `Aufruffehler` where the gate refuses."""
    z = entwurf.zeitraum
    blaetter: list[Blatt] = [
        *team.register.blaetter,
        *([] if team.register.blatt(z.schluessel) is not None else [entwurf]),
    ]
    pruefe_ziel(team, ordner, z.schluessel)
    urteil = urteile(blaetter, geduld)
    if not urteil.bestanden:
        raise Aufruffehler(
            f"Für das {z.name} gibt es keine Zeugen: Die Prüfung ist nicht bestanden. „fallbuch statistik … --freigeben“ nennt, was hilft."
        )
    inhalt = zeugen(urteil)
    ordner.mkdir(parents=True, exist_ok=True)
    for name, roh in UNGESEHEN.items():
        (ordner / name).write_bytes(roh)
    ziel = ordner / f"zeugen-{z.schluessel}.json"
    ziel.write_text(json.dumps(inhalt, ensure_ascii=False) + "\n", encoding="utf-8")
    ziel.with_suffix(".csv").write_bytes(tabelle(urteil, inhalt["loesungen"]))
    return f"Geschrieben: {ziel} mit {anzahl(len(inhalt['zahlen']), 'geschützter Zahl', 'geschützten Zahlen')}. Dieselben Bestände stehen als Tabelle daneben ({ziel.with_suffix('.csv').name}). Beide Dateien bleiben im Team.\n"


def zeugen(urteil: Urteil) -> dict[str, Any]:
    """Return atoms, lines, solutions, and for each protected number the two solutions that give it different values."""
    loesungen = list(_ganze(len(urteil.modell.atome), urteil.pruefung.loesungen))
    gedruckt = {
        (summe, a.von, a.bis): a.gedruckt
        for a, summe in urteil.aufbau.gesagt
        if a.gedruckt is not None and (a.von, a.bis) == spielraum(a.gedruckt)
    }
    return {
        "hinweis": _HINWEIS,
        "atome": urteil.modell.atome,
        "zeilen": [
            {
                "zeitraum": z.herkunft.zeitraum,
                "tabelle": z.herkunft.tabelle,
                "von": z.von,
                "bis": z.bis,
                "gedruckt": gedruckt.get((z.summe, z.von or 0, z.bis)) if z.herkunft.tabelle else None,
                "summe": [list(glied) for glied in z.summe],
            }
            for z in urteil.modell.zeilen
        ],
        "loesungen": loesungen,
        "zahlen": [
            {
                "art": str(ziel.art),
                "zahl": ziel.aussage.zahl,
                "teil": ziel.aussage.teil,
                "summe": [list(glied) for glied in ziel.summe],
                # One alone where a number has one value and is nobody's: that there is nobody of a kind is not protected.
                "zeugen": list(urteil.pruefung.zeugen[ziel.name].values())[:2],
            }
            for ziel in urteil.ziele
        ],
    }


def tabelle(urteil: Urteil, loesungen: Sequence[Sequence[int]]) -> bytes:
    """Return a line for each printed number: what is printed, the counts that round to it, and its count in each stock."""
    zeilen = [
        [a.zeitraum, a.tabelle, *(ort or INSGESAMT for ort in a.ort), a.gedruckt, a.von, a.bis]
        + [sum(f * loesung[atom] for atom, f in summe) for loesung in loesungen]
        for a, summe in urteil.aufbau.gesagt
        if a.gedruckt is not None
    ]
    bestaende = [f"Bestand {n}" for n in range(1, len(loesungen) + 1)]
    return als_csv(
        ["Zeitraum", "Tabelle", "Zeile", "Spalte", "gedruckt", "mindestens", "höchstens", *bestaende], zeilen
    )


def _ganze(atome: int, loesungen: Sequence[Loesung]) -> list[list[int]]:
    """Complete each solution of a part by the first solutions of all others."""
    erste = [0] * atome
    gesehen: set[int] = set()
    for loesung in loesungen:
        if loesung.atome[0] not in gesehen:
            gesehen.add(loesung.atome[0])
            for atom, wert in zip(loesung.atome, loesung.werte, strict=True):
                erste[atom] = wert
    ganze = []
    for loesung in loesungen:
        alle = list(erste)
        for atom, wert in zip(loesung.atome, loesung.werte, strict=True):
            alle[atom] = wert
        ganze.append(alle)
    return ganze
