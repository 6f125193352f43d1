"""Every equation that a reader can know from the published definitions, for sheets of any quarters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations
from typing import NamedTuple

from tests.angriff.lose import Gelesen
from tests.angriff.mengen import (
    GESTIEGEN,
    GESUNKEN,
    KANN,
    MIT,
    OHNE,
    ZWEI,
    Menge,
    Tafel,
    grundmenge,
    in_beratung,
    mehrfach,
    name,
    phasen,
)
from tests.angriff.rechnung import Bereich, Rechnung

#: What a printed number says about the true one.
Deutung = Callable[[int], Bereich]


class Rest(NamedTuple):
    """What a part lacks of its whole."""

    ganzes: Menge
    teil: Menge

    def __str__(self) -> str:
        return f"Rest von [{self.ganzes}] ohne [{self.teil}]"


class Aenderung(NamedTuple):
    """How much more there are in a later quarter."""

    nachher: Menge
    vorher: Menge

    def __str__(self) -> str:
        return f"Änderung von [{self.vorher}] zu [{self.nachher}]"


class Mehr(NamedTuple):
    """By how much a sum is more than a set, or two sets differ; only a name for it."""

    was: str

    def __str__(self) -> str:
        return self.was


def ausgelost(druck: int) -> Bereich:
    """Say what the handbook says: above nought there is somebody, and any number can be behind any print."""
    return (1 if druck else 0, None)


def plusminus2(druck: int) -> Bereich:
    """Say what somebody believes who takes the print for the nearest number, as of multiples of 5 it is true."""
    return (max(0, druck - 2), druck + 2)


def rechnung(gelesen: Gelesen, deutung: Deutung = ausgelost) -> Rechnung:
    """Return all that is known: prints as ranges, and equations. Nothing is narrowed yet."""
    r = Rechnung()
    for menge, druck in gelesen.drucke.values():
        r.enge(menge, deutung(druck))
    for menge, (unten, _) in gelesen.lose.items():
        # Nobody counted draws nought: where the draw is more, there is somebody.
        r.enge(menge, (1 if unten else 0, None))
    for tafel in gelesen.tafeln:
        _zerlegungen(r, gelesen, tafel)
    for quartal in gelesen.quartale:
        _bewegung(r, gelesen, quartal)
        _bestand(r, gelesen, quartal)
        _menschen(r, gelesen, quartal)
    _teile(r, gelesen)
    _aenderungen(r)
    return r


def _hoechstens(r: Rechnung, gelesen: Gelesen, teil: Menge, ganzes: Menge, *, teilmenge: bool = True) -> None:
    """Say that one is part of the other; where their draws differ, something is missing."""
    rest = Rest(ganzes, teil)
    r.summe([ganzes], [teil, rest])
    if teilmenge and gelesen.verschieden(teil, ganzes):
        r.enge(rest, (1, None))


def _kleiner(r: Rechnung, kleine: Iterable[Menge], grosse: Iterable[Menge], worte: str) -> None:
    """Say that a sum is at most another one."""
    r.summe(grosse, [*kleine, Mehr(worte)])


def _zerlegungen(r: Rechnung, gelesen: Gelesen, tafel: Tafel) -> None:
    """Rows and columns add up to the totals, whether they are printed or not."""
    if len(tafel.posten) != 1:
        return
    achsen = {a: tafel.angaben[a] for a in ("zeilen", "spalten") if a in tafel.angaben}
    worte = {merkmal: gelesen.kategorien[tafel.schluessel, achse] for achse, merkmal in achsen.items()}
    alle = grundmenge(tafel.posten[0], tafel.quartal)
    art = (tafel.angaben.get("masse") or [{"art": "Anzahl"}])[0]
    for merkmal, kategorien in worte.items():
        anderen = [(m, w) for m, w in worte.items() if m != merkmal]
        for nur in [(), *((f"{m}={w}",) for m, ws in anderen for w in ws)]:
            for von in [(), (art["von"],)] if art["art"] == "Anteil" else [()]:
                ganzes = grundmenge(tafel.posten[0], tafel.quartal, *nur).und(*von)
                teile = [
                    grundmenge(tafel.posten[0], tafel.quartal, *nur, f"{merkmal}={k}").und(*von) for k in kategorien
                ]
                _zerlege(r, ganzes, teile, offen=mehrfach(merkmal))
        if art["art"].startswith("je 100") and kategorien:
            teile = [alle.und(f"{merkmal}={k}").menschen() for k in kategorien]
            _zerlege(r, alle.menschen(), teile, offen=True)


def _zerlege(r: Rechnung, ganzes: Menge, teile: list[Menge], *, offen: bool) -> None:
    if teile and offen:
        _kleiner(r, [ganzes], teile, f"mehrfach in [{ganzes}]")
    elif teile:
        r.summe([ganzes], teile)


def _bewegung(r: Rechnung, gelesen: Gelesen, q: int) -> None:
    """What was open, begins, ends and stays open."""
    vorher, nachher, zu = phasen("offen", q - 1), phasen("offen", q), phasen("abgeschlossen", q)
    neu, betreut = phasen("begonnen", q), phasen("betreut", q)
    r.summe([betreut], [vorher, neu])
    r.summe([betreut], [nachher, zu])
    r.summe([neu], [neu.und("neu"), neu.und("wieder aufgenommen")])
    r.summe([zu], [zu.und(MIT), zu.und(OHNE)])
    r.groesse(Aenderung(nachher, vorher), None)
    r.summe([Aenderung(nachher, vorher), zu], [neu])
    for teil in (vorher, neu, nachher, zu):
        _hoechstens(r, gelesen, teil, betreut)
    if gelesen.verschieden(vorher, nachher):
        # Not the same phases are open: somebody came or went.
        wer = Mehr(f"begonnen oder abgeschlossen {name(q)}")
        r.summe([neu, zu], [wer])
        r.enge(wer, (1, None))
    for ergebnis, menge in (("ohne Arbeitsstelle beendet", OHNE), ("unbekannt", OHNE)):
        _hoechstens(r, gelesen, zu.und(f"Ergebnis={ergebnis}"), zu.und(menge))


def _bestand(r: Rechnung, gelesen: Gelesen, q: int) -> None:
    """Subsets by definition, within a quarter and between quarters."""
    offen, zu, betreut = phasen("offen", q), phasen("abgeschlossen", q), phasen("betreut", q)
    for wer in (offen, zu):
        _hoechstens(r, gelesen, wer.und("über 12 Monate"), wer.und("über 9 Monate"))
        for monate in (9, 12):
            _hoechstens(r, gelesen, wer.und(f"über {monate} Monate"), phasen("offen", q - monate // 3))
    for monate in (9, 12):
        lange = [wer.und(f"über {monate} Monate") for wer in (offen, zu)]
        _kleiner(r, lange, [phasen("offen", q - monate // 3)], f"damals offen, heute nicht über {monate} {name(q)}")
    kohorte = phasen("vor zwölf Monaten begonnen", q, "Stand=noch offen")
    _hoechstens(r, gelesen, kohorte, offen)
    for was in ("Erstgespräch fällig", "Betreuungsplan fällig"):
        anfaenge = [phasen("begonnen", q), phasen("begonnen", q - 1)]
        _kleiner(r, [phasen(was, q)], anfaenge, f"begonnen, nicht in {was} {name(q)}")
    zwei = betreut.und(ZWEI)
    worte = gelesen.kategorien.get(("stufenschritte", "zeilen"), [])
    if worte:
        r.summe([zwei], [zwei.und(KANN), zwei.und(f"erste Stufe={worte[0]}")])
        rang = list(enumerate(worte))
        schritte = [(a, b, zwei.und(f"erste Stufe={x}", f"neueste Stufe={y}")) for a, x in rang for b, y in rang]
        r.summe([zwei.und(KANN, GESTIEGEN)], [menge for a, b, menge in schritte if b < a])
        r.summe([zwei.und(GESUNKEN)], [menge for a, b, menge in schritte if b > a])


def _menschen(r: Rechnung, gelesen: Gelesen, q: int) -> None:
    """People and their phases: everybody has at least one."""
    alle, beraten = in_beratung(q), in_beratung(q).und("beraten")
    mengen = {wann: phasen(wann, q) for wann in ("offen", "begonnen", "abgeschlossen", "betreut")}
    _hoechstens(r, gelesen, alle, mengen["betreut"], teilmenge=False)
    _hoechstens(r, gelesen, beraten, Menge("Einträge", "im Zeitraum", q).und("Kontakt"), teilmenge=False)
    for wann in ("offen", "begonnen", "abgeschlossen"):
        _hoechstens(r, gelesen, mengen[wann].menschen(), mengen[wann], teilmenge=False)
        _hoechstens(r, gelesen, mengen[wann].menschen(), alle)
    offen, zu = mengen["offen"].menschen(), mengen["abgeschlossen"].menschen()
    _kleiner(r, [alle], [offen, zu], f"beides, offen und abgeschlossen {name(q)}")
    _hoechstens(r, gelesen, offen.und("mit Berater"), offen)
    _hoechstens(r, gelesen, Menge("Maßnahmen", "laufend", q).menschen(), offen)
    r.summe([mengen["offen"]], [mengen["offen"].und("mit Berater"), mengen["offen"].und("ohne Berater")])
    _hoechstens(r, gelesen, offen.und("mit Berater"), mengen["offen"].und("mit Berater"), teilmenge=False)
    _hoechstens(r, gelesen, Menge("Kontaktfristen", "am Ende", q), mengen["offen"], teilmenge=False)


def _teile(r: Rechnung, gelesen: Gelesen) -> None:
    """Who meets more conditions is part of those who meet fewer."""
    gruppen: dict[tuple[str, str, int], list[Menge]] = defaultdict(list)
    for menge in [g for g in r.groessen if isinstance(g, Menge)]:
        gruppen[menge[:3]].append(menge)
    for mengen in gruppen.values():
        for eine, andere in combinations(mengen, 2):
            teil, ganzes = (eine, andere) if eine.nur > andere.nur else (andere, eine)
            nah = len(teil.nur) - len(ganzes.nur) == 1
            if teil.nur > ganzes.nur and (nah or gelesen.verschieden(teil, ganzes)):
                _hoechstens(r, gelesen, teil, ganzes)


def _aenderungen(r: Rechnung) -> None:
    """Name the change of every set since the quarter before and since a year before."""
    mengen = [g for g in r.groessen if isinstance(g, Menge)]
    for menge in mengen:
        for vorher in (menge._replace(quartal=menge.quartal - 1), menge._replace(quartal=menge.quartal - 4)):
            if vorher in r.nummer:
                r.groesse(Aenderung(menge, vorher), None)
                r.summe([menge], [vorher, Aenderung(menge, vorher)])
