"""An attack on released sheets: integers, intervals and every equation a reader can know.

Written from the words of the handbook alone (“Warum man daraus niemanden erkennt”, “Die Auslosung”) and the published
definitions, by somebody who has not read the procedure. Where the program does something else than the handbook says,
the truth falls out of the attacker's bounds, and the attack fails as loudly as if it had found somebody.
`python -m tests.angriff.angriff 60` prints what comes of it for sixty teams.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.angriff.lose import Gelesen, lies
from tests.angriff.raten import Geraten, chance, rate
from tests.angriff.rechnung import Rechnung
from tests.angriff.teams import Blatt, Fall, faelle
from tests.angriff.urteil import Urteil, urteile
from tests.angriff.wissen import Deutung, ausgelost, rechnung


def greife_an(
    blaetter: Sequence[Blatt], deutung: Deutung = ausgelost, *, leiter: bool = True
) -> tuple[Gelesen, Rechnung]:
    """Narrow every number as far as it goes. All that the attacker needs are the sheets."""
    gelesen = lies(blaetter, leiter=leiter)
    r = rechnung(gelesen, deutung)
    r.rechne()
    return gelesen, r


def pruefe(fall: Fall) -> Urteil:
    """Attack a team and judge what came of it."""
    gelesen, r = greife_an(fall.blaetter)
    return urteile(fall, gelesen, r)


def bericht(urteile_: Sequence[Urteil], geraten: Geraten) -> list[str]:
    """Say in lines what came of it."""
    ziele, summe = sum(u.ziele for u in urteile_), Geraten.prozent
    zeilen = [
        f"{len(urteile_)} Teams, {geraten.blaetter} Blätter, {geraten.alle} gedruckte Anzahlen, {ziele} Ziele, "
        f"bei {sum(u.mindestens for u in urteile_)} ist die wahre Zahl als kleinste mögliche bekannt",
        f"Lecks: {sum(len(u.lecks) for u in urteile_)}; Angriff im Irrtum: {sum(len(u.falsch) for u in urteile_)}; "
        f"anders als im Handbuch: {sum(len(u.wortbruch) for u in urteile_)}",
        f"Wer an ±2 glaubt, irrt bei {summe(geraten.daneben, geraten.drucke)} der {geraten.drucke} Zahlen, hinter "
        "denen jemand ist,",
        f"  und kommt zum Widerspruch bei {summe(geraten.widerspruch_teams, geraten.teams)} der Teams, "
        f"{summe(geraten.widerspruch_blaetter, geraten.blaetter)} der einzelnen Blätter;",
        f"  wo nicht, hält er {geraten.errechnet} Anzahlen von 1 bis 4 für errechnet, "
        f"{summe(geraten.verrechnet, geraten.errechnet)} davon falsch",
        f"Die wahrscheinlichste Zahl ist bei {geraten.kleine} Anzahlen von 1 bis 4 richtig: aus der einen Zahl "
        f"{summe(geraten.einzeln, geraten.kleine)}, aus allen zusammen {summe(geraten.zusammen, geraten.kleine)}",
        f"Mittlerer Abstand: {geraten.abstand / max(1, geraten.alle):.2f}, wo jemand ist "
        f"{geraten.abstand / max(1, geraten.drucke):.2f}; auf 5 gerundet "
        f"{geraten.abstand_gerundet / max(1, geraten.alle):.2f} und "
        f"{geraten.abstand_gerundet / max(1, geraten.drucke):.2f}",
        f"Dieselbe Menge verschieden gedruckt: {geraten.ungleich_gedruckt}",
    ]
    for wahr in range(1, 7):
        alle = sum(n for (c, _), n in geraten.verteilung.items() if c == wahr)
        gedruckt = ", ".join(
            f"{druck}: {summe(geraten.verteilung[wahr, druck], alle)} (soll {100 * chance(druck, wahr):.1f} %)"
            for druck in (0, 3, 6, 9)
        )
        zeilen.append(f"  wahr {wahr} ({alle}): {gedruckt}")
    return [*zeilen, *(f"{u.fall}: {satz}" for u in urteile_ for satz in (*u.lecks, *u.falsch, *u.wortbruch))]


def laufe(anzahl: int, ab: int = 0, melde: Callable[[str], None] = print) -> None:
    """Attack and guess on `anzahl` teams."""
    alle, geraten = [], Geraten()
    with tempfile.TemporaryDirectory() as ordner:
        for fall in faelle(anzahl, Path(ordner), ab=ab):
            gelesen, r = greife_an(fall.blaetter)
            alle.append(urteile(fall, gelesen, r))
            rate(geraten, fall, gelesen, r)
    for zeile in bericht(alle, geraten):
        melde(zeile)


def main() -> None:
    """Print the figures for as many teams as the command line says."""
    laufe(int(sys.argv[1]) if len(sys.argv) > 1 else 60)


if __name__ == "__main__":
    main()
