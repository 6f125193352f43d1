"""From the print to the draw: by the words of the handbook, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.angriff.mengen import Menge, Tafel, nummer, tafeln
from tests.angriff.rechnung import Bereich
from tests.angriff.teams import Blatt, Stelle

#: The rungs of the ladder in multiples of 3: fewer than 20 people, 20 to 50, more than 50.
_UNTEN, _MITTE, _OBEN, _AB_20 = (0, 18), (21, 48), (51, None), (21, None)


class Gelesen:
    """All sheets of a team as the attacker has read them."""

    def __init__(self, blaetter: Sequence[Blatt]) -> None:
        self.tafeln: list[Tafel] = [tafel for blatt in blaetter for tafel in tafeln(blatt)]
        self.quartale = sorted(nummer(blatt["zeitraum"]) for blatt in blaetter)
        #: Every printed count, and the set it counts.
        self.drucke: dict[Stelle, tuple[Menge, int]] = {}
        #: In which range the draw of a set lies.
        self.lose: dict[Menge, Bereich] = {}
        #: Sets that stand somewhere without a sum above them, so that nothing was cut off.
        self.frei: set[Menge] = set()
        #: Parts that are printed as more than a sum of their own table.
        self.ueber: list[str] = []
        #: Sets that are printed as two different numbers though neither was cut off.
        self.ungleich: list[str] = []
        self.kategorien = self._kategorien()

    def merke(self, menge: Menge, bereich: Bereich, wo: str) -> None:
        """Narrow the draw of a set: the same people have the same draw everywhere."""
        unten, oben = self.lose.get(menge, (0, None))
        tief = max(unten or 0, bereich[0] or 0)
        hoch = oben if bereich[1] is None else bereich[1] if oben is None else min(oben, bereich[1])
        if hoch is not None and tief > hoch:
            self.ungleich.append(f"{menge}: {wo} sagt {bereich}, bisher war es {(unten, oben)}")
            return
        self.lose[menge] = (tief, hoch)

    def verschieden(self, eine: Menge, andere: Menge) -> bool:
        """Tell whether two sets cannot have the same draw, so that they are not the same."""
        (a_unten, a_oben), (b_unten, b_oben) = self.lose.get(eine, (0, None)), self.lose.get(andere, (0, None))
        return (a_oben is not None and a_oben < (b_unten or 0)) or (b_oben is not None and b_oben < (a_unten or 0))

    def _kategorien(self) -> dict[tuple[str, str], list[str]]:
        """Return the lines and columns of each table, as the sheets that show most of them do."""
        gefunden: dict[tuple[str, str], list[str]] = {}
        for tafel in self.tafeln:
            for achse in ("zeilen", "spalten"):
                if achse in tafel.angaben:
                    vorher = gefunden.get((tafel.schluessel, achse), [])
                    gefunden[tafel.schluessel, achse] = max(vorher, list(tafel.gedruckt[achse]), key=len)
        return gefunden


def lies(blaetter: Sequence[Blatt], *, leiter: bool = True) -> Gelesen:
    """Read all sheets: the counts, and the draws behind them; with `leiter` also what the form tells."""
    gelesen = Gelesen(blaetter)
    for tafel in gelesen.tafeln:
        drucke = dict(tafel.stellen())
        for stelle, zahl in drucke.items():
            menge = tafel.menge(*stelle[2:])
            if menge is not None:
                gelesen.drucke[stelle] = (menge, zahl)
                # A part that is as big as its sum may have been cut off: then its draw is that or more.
                summen = [*_summen(drucke, stelle), *_ausgewaehlt_aus(tafel, drucke, stelle)]
                ganz = all(zahl < summe for summe in summen)
                if not summen:
                    gelesen.frei.add(menge)
                if any(zahl > summe for summe in summen):
                    gelesen.ueber.append(f"{stelle}: gedruckt {zahl}, die Summen {summen}")
                gelesen.merke(menge, (zahl, zahl if ganz else None), f"{stelle[1]} {stelle[0]}")
        for menge, bereich in _leiter(tafel) if leiter else ():
            gelesen.merke(menge, bereich, f"die Stufe von {tafel.schluessel}")
    return gelesen


def _summen(drucke: dict[Stelle, int], stelle: Stelle) -> Iterator[int]:
    """Yield the printed sums that a number belongs to."""
    quartal, schluessel, zeile, spalte, feld = stelle
    orte = {(z, s) for z in (zeile, None) for s in (spalte, None)} - {(zeile, spalte)}
    for z, s in orte:
        summe = drucke.get((quartal, schluessel, z, s, feld))
        if summe is not None:
            yield summe
    basis = drucke.get((quartal, schluessel, zeile, spalte, "basis"))
    if feld == "zahl" and basis is not None:
        yield basis


def _ausgewaehlt_aus(tafel: Tafel, drucke: dict[Stelle, int], stelle: Stelle) -> Iterator[int]:
    """Yield the printed numbers of the lines above one that picks from them: "davon beraten"."""
    quartal, schluessel, zeile, spalte, feld = stelle
    eigener = next((p for p in tafel.posten if p.get("titel", "") == zeile), None)
    for p in tafel.posten if eigener is not None else ():
        weniger = set(p.get("nur", ())) < set(eigener.get("nur", ())) if eigener is not None else False
        if eigener is not None and weniger and (p["zaehlt"], p["wann"]) == (eigener["zaehlt"], eigener["wann"]):
            summe = drucke.get((quartal, schluessel, p.get("titel", ""), spalte, feld))
            if summe is not None:
                yield summe


def _leiter(tafel: Tafel) -> Iterator[tuple[Menge, Bereich]]:
    """Yield what the form of a table says about the people in it, whose draw need not be printed anywhere."""
    posten, werte = tafel.posten[0], tafel.gedruckt["werte"]
    if len(tafel.posten) > 1:
        yield from _zeilen_der_leiter(tafel)
        return
    nichts = all("verdeckt" in wert and "basis" not in wert for wert in werte)
    arten = [mass["art"] for mass in tafel.angaben.get("masse", [])]
    # When a ratio is left out, the handbook does not say.
    if posten.get("nur") and "je Beraterin oder Berater" not in arten:
        yield tafel.grund().menschen(), _UNTEN if nichts else _AB_20
    menschen = tafel.menge(None, None, "menschen")
    if nichts or menschen is None or "zeilen" not in tafel.angaben:
        return
    hinweis = tafel.gedruckt.get("hinweis", "")
    if hinweis.endswith("nur die Summe."):
        yield menschen, _UNTEN
    elif hinweis:
        yield menschen, _MITTE
    else:
        geteilt = "spalten" in tafel.angaben or arten == ["Anteil"]
        yield menschen, _OBEN if geteilt else _AB_20


def _zeilen_der_leiter(tafel: Tafel) -> Iterator[tuple[Menge, Bereich]]:
    """Yield the same for rows that are picked from a population by a condition: each follows its own."""
    for posten in tafel.posten:
        wert = next((w for w in tafel.gedruckt["werte"] if w.get("zeile") == posten["titel"]), None)
        if wert is not None and posten.get("nur"):
            yield tafel.grund(posten).menschen(), _UNTEN if "verdeckt" in wert else _AB_20
