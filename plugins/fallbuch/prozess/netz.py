"""How processes hang together: who follows whom, in which order, and what can be reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from fallbuch.kennung import ordnung, vergleichsform
from fallbuch.prozess.modell import UNSERE, VON_AUSSEN, Prozess, Prozessnennung
from fallbuch.werte import dataclass

Kante = tuple[str, str]


@dataclass(frozen=True)
class Netz:
    """Processes with their names resolved; edges go from a process to what follows, by file stems."""

    prozesse: Sequence[Prozess]

    @cached_property
    def _nach_namen(self) -> Mapping[str, Prozess]:
        ergebnis: dict[str, Prozess] = {}
        for prozess in self.prozesse:
            ergebnis.setdefault(vergleichsform(prozess.name), prozess)
        # A description that cannot be read has lost its name; its file's name still tells who is meant.
        for prozess in self.prozesse:
            if not prozess.gelesen:
                ergebnis.setdefault(vergleichsform(prozess.stamm), prozess)
        return ergebnis

    @cached_property
    def nach_stamm(self) -> Mapping[str, Prozess]:
        return {prozess.stamm: prozess for prozess in self.prozesse}

    def finde(self, name: str) -> Prozess | None:
        """Return the process of this name; spelling is compared leniently."""
        return self._nach_namen.get(vergleichsform(name))

    def nachbarn(self, namen: Iterable[Prozessnennung]) -> list[Prozess]:
        """Return the processes that the names mean, unknown ones left out."""
        gefunden = (self.finde(nennung) for nennung in namen)
        return list(dict.fromkeys(prozess for prozess in gefunden if prozess is not None))

    @cached_property
    def kanten(self) -> Sequence[Kante]:
        """All pairs of which at least one side says that the second follows the first, in a fixed order."""
        danach = [(p.stamm, n.stamm) for p in self.prozesse for n in self.nachbarn(p.nachfolger)]
        davor = [(v.stamm, p.stamm) for p in self.prozesse for v in self.nachbarn(p.vorgaenger)]
        return [(a, b) for a, b in dict.fromkeys(danach + davor) if a != b]

    @cached_property
    def _anliegende(self) -> tuple[Mapping[str, list[Prozess]], Mapping[str, list[Prozess]]]:
        """By file stem: who comes before, who comes after."""
        davor: dict[str, list[Prozess]] = {p.stamm: [] for p in self.prozesse}
        danach: dict[str, list[Prozess]] = {p.stamm: [] for p in self.prozesse}
        for a, b in self.kanten:
            davor[b].append(self.nach_stamm[a])
            danach[a].append(self.nach_stamm[b])
        return davor, danach

    def vorgaenger(self, prozess: Prozess) -> list[Prozess]:
        """Return who comes before, whichever side says so."""
        return self._anliegende[0][prozess.stamm]

    def nachfolger(self, prozess: Prozess) -> list[Prozess]:
        """Return who comes after, whichever side says so."""
        return self._anliegende[1][prozess.stamm]

    def kanten_von(self, prozess: Prozess) -> list[Kante]:
        """Return the ways that begin or end at a process."""
        davor, danach = self.vorgaenger(prozess), self.nachfolger(prozess)
        return [*((p.stamm, prozess.stamm) for p in davor), *((prozess.stamm, p.stamm) for p in danach)]

    @cached_property
    def _waren(self) -> Mapping[str, tuple[list[Prozess], list[Prozess]]]:
        """By folded name: of which processes something is an output, of which an input."""
        ergebnis: dict[str, tuple[list[Prozess], list[Prozess]]] = {}
        for prozess in self.prozesse:
            for seite, nennungen in enumerate((prozess.ausgabe, prozess.eingabe)):
                for form in set(map(vergleichsform, nennungen)):
                    ergebnis.setdefault(form, ([], []))[seite].append(prozess)
        return ergebnis

    def liefert(self, was: str) -> list[Prozess]:
        """Return the processes of which `was` is an output."""
        return self._waren.get(vergleichsform(was), ([], []))[0]

    def braucht(self, was: str) -> list[Prozess]:
        """Return the processes of which `was` is an input."""
        return self._waren.get(vergleichsform(was), ([], []))[1]

    @cached_property
    def _teile(self) -> Mapping[str, list[Prozess]]:
        ergebnis: dict[str, list[Prozess]] = {}
        for prozess in self.prozesse:
            for ganzes in self.nachbarn([] if prozess.teil_von is None else [prozess.teil_von]):
                ergebnis.setdefault(ganzes.stamm, []).append(prozess)
        return ergebnis

    def teile(self, prozess: Prozess) -> list[Prozess]:
        """Return the sub-processes."""
        return self._teile.get(prozess.stamm, [])

    def mit_ganzen(self, prozess: Prozess) -> list[Prozess]:
        """Return a process and what it is a part of, directly or not; where parts go round in a circle, each once."""
        kette = [prozess]
        while (teil_von := kette[-1].teil_von) is not None:
            ganzes = self.finde(teil_von)
            if ganzes is None or ganzes in kette:
                break
            kette.append(ganzes)
        return kette

    @cached_property
    def erreichbare(self) -> frozenset[str]:
        """The stems of all processes to which a way leads from something that comes from outside."""
        offen = [p for p in self.prozesse if beginnt(p)]
        erreicht: set[str] = set()
        while offen:
            prozess = offen.pop()
            if prozess.stamm not in erreicht:
                erreicht.add(prozess.stamm)
                offen += [*self.nachfolger(prozess), *self.teile(prozess)]
        return frozenset(erreicht)


def beginnt(prozess: Prozess) -> bool:
    """Tell whether work comes in here from outside."""
    return any(map(von_aussen, prozess.eingabe))


def von_aussen(eingabe: Prozessnennung) -> bool:
    """Tell whether no process makes an input."""
    return eingabe.casefold().endswith(VON_AUSSEN.casefold())


def schichten(
    stamme: Sequence[str], kanten: Sequence[Kante], anfaenge: Iterable[str] = ()
) -> tuple[dict[str, int], set[Kante]]:
    """Give each node its layer from 0, so that edges lead onwards; returns the layers and the edges that lead back.

    A way back is found by walking from `anfaenge` in their order, then from all others.
    """
    weiter: dict[str, list[str]] = {stamm: [] for stamm in stamme}
    for a, b in kanten:
        if a in weiter and b in weiter:
            weiter[a].append(b)
    zurueck: set[Kante] = set()
    fertig: list[str] = []
    zustand: dict[str, int] = {}
    for anfang in (*anfaenge, *stamme):
        stapel = [(anfang, iter(weiter[anfang]))] if anfang not in zustand else []
        zustand.setdefault(anfang, 1)
        while stapel:
            stamm, rest = stapel[-1]
            naechster = next(rest, None)
            if naechster is None:
                zustand[stamm] = 2
                fertig.append(stamm)
                stapel.pop()
            elif zustand.get(naechster) == 1:
                zurueck.add((stamm, naechster))
            elif naechster not in zustand:
                zustand[naechster] = 1
                stapel.append((naechster, iter(weiter[naechster])))
    ebene = dict.fromkeys(stamme, 0)
    for stamm in reversed(fertig):
        for naechster in weiter[stamm]:
            if (stamm, naechster) not in zurueck:
                ebene[naechster] = max(ebene[naechster], ebene[stamm] + 1)
    return ebene, zurueck


def geordnet(prozesse: Sequence[Prozess]) -> list[Prozess]:
    """Return processes in the order of the work: by group (the team's own first), then along the way, then by name."""
    nach_gruppe: dict[str, list[Prozess]] = {}
    for prozess in sorted(
        prozesse, key=lambda p: (p.gruppe != UNSERE, not p.unserer, ordnung(p.gruppe), ordnung(p.name), p.stamm)
    ):
        nach_gruppe.setdefault(prozess.gruppe, []).append(prozess)
    ergebnis = []
    for gruppe in nach_gruppe.values():
        netz = Netz(gruppe)
        anfaenge = [p.stamm for p in gruppe if beginnt(p) and p.teil_von is None]
        ebene, _ = schichten([p.stamm for p in gruppe], netz.kanten, anfaenge)
        # A part follows its whole; parts of one whole keep the order of their own way.
        ergebnis += sorted(gruppe, key=lambda p, n=netz, e=ebene: _rang(p, n, e))  # type: ignore[misc]
    return ergebnis


def _rang(prozess: Prozess, netz: Netz, ebene: Mapping[str, int]) -> list[tuple[int, object]]:
    return [(ebene[p.stamm], ordnung(p.name)) for p in reversed(netz.mit_ganzen(prozess))]
