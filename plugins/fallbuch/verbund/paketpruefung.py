"""What is wrong with a package that could be opened: for others, of another time, or with numbers that cannot all be true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from fallbuch.befund import lesbar
from fallbuch.statistik.kennzahl import Massart, Posten, Tabelle
from fallbuch.statistik.mengen import MENGEN
from fallbuch.statistik.summen import kategorien
from fallbuch.statistik.verbund import Verbund
from fallbuch.statistik.zeitraum import Zeitraum, zeitraum_des_quartals
from fallbuch.statistik.zellen import Zaehlort, Zellgroesse
from fallbuch.verbund.paket import NOCH_EINMAL, Paket, Paketfehler
from fallbuch.zeit import quartal_aus


def zeitraum_von(verbund: Verbund, quartal: str, heute: date) -> Zeitraum:
    """Return a quarter as the association counts it; raises `Paketfehler` for what is none."""
    gelesen = quartal_aus(quartal, kalender=verbund.kalender)
    if gelesen is None:
        raise Paketfehler(f"„{lesbar(quartal, 20)}“ ist kein Quartal.")
    return zeitraum_des_quartals(gelesen, heute)


class Paketpruefer:
    """Says what is wrong with a package that could be opened. Raises `Paketfehler`."""

    def __init__(self, verbund: Verbund, heute: date) -> None:
        self._verbund, self._heute = verbund, heute
        self._tabellen = {t.schluessel: t for k in verbund.kennzahlen for t in k.tabellen}
        self._orte: dict[tuple[str, str, str], tuple[frozenset[str], frozenset[str]]] = {}

    def pruefe(self, paket: Paket) -> None:
        """Raise `Paketfehler` with the first thing that is wrong."""
        if paket.verbund != self._verbund.verbund:
            raise Paketfehler(f"Das Paket ist für „{lesbar(paket.verbund, 60)}“. Erwartet: für „{self._verbund.verbund}“. Geben Sie dem Team die Datei vorlagen/verbund.yml von hier; dann gibt es noch einmal ab.")  # fmt: skip
        if paket.team not in self._verbund.mitglieder:
            raise Paketfehler(f"Das Team steht nicht unter den Mitgliedern in vorlagen/verbund.yml. Gehört es dazu, tragen Sie es dort ein. Bisher: {', '.join(self._verbund.mitglieder)}.")  # fmt: skip
        if paket.team not in self._verbund.erwartete(paket.quartal):
            dauer = " und ".join(f"{wort} {tage[paket.team]}" for wort, tage in (("ab", self._verbund.ab), ("bis", self._verbund.bis)) if paket.team in tage)  # fmt: skip
            raise Paketfehler(f"Das Team gehört laut vorlagen/verbund.yml nur {dauer} dazu.")  # fmt: skip
        if paket.vereinbarung != self._verbund.kennung:
            raise Paketfehler(f"Das Team hat nach einer anderen Vereinbarung gezählt, oder mit einer anderen Version des Programms ({lesbar(paket.programm, 20)}). Geben Sie dem Team die Datei vorlagen/verbund.yml von heute; dann gibt es das Quartal noch einmal ab.")  # fmt: skip
        if paket.gezaehlt_am > self._heute:
            raise Paketfehler(f"Das Paket ist vom {paket.gezaehlt_am:%d.%m.%Y}; heute ist der {self._heute:%d.%m.%Y}. Geht beim Team die Uhr falsch?")  # fmt: skip
        zeitraum = zeitraum_von(self._verbund, paket.quartal, self._heute)
        if paket.gezaehlt_am <= zeitraum.ende or self._heute <= zeitraum.ende:
            raise Paketfehler(f"Das Quartal geht bis {zeitraum.ende:%d.%m.%Y}; das Paket ist vom {paket.gezaehlt_am:%d.%m.%Y}. Erwartet: ein Tag danach.")  # fmt: skip
        damals = self._verbund.mit_woertern(paket.woerter)
        for ort in paket.zahlen:
            self._pruefe_ort(ort, zeitraum, damals, paket.wortliste)
        for tabelle in self._tabellen.values():
            _pruefe_summen(tabelle, paket.zahlen)
            _pruefe_bewegung(tabelle, paket.zahlen)
            _pruefe_menschen(tabelle, paket.zahlen)
        self._pruefe_gemeinsames(paket.zahlen)
        self._pruefe_gleiche(paket.zahlen)
        self._pruefe_offene(paket.zahlen)
        self._pruefe_fremde(paket)

    def _pruefe_gleiche(self, zahlen: Mapping[Zaehlort, int]) -> None:
        """Raise `Paketfehler` where the same rows are another number at another place: as a count, as the base of a share, in another table."""
        gesehen: dict[tuple[str, str, tuple[str, ...]], tuple[str, int]] = {}
        for tabelle in (t for t in self._tabellen.values() if not t.zeilen):
            for p in tabelle.posten:
                for m in (m for m in tabelle.masse if m.art in {Massart.ANZAHL, Massart.ANTEIL}):
                    ort = Zaehlort(tabelle.schluessel, p.titel, m.titel, Zellgroesse.ZEILEN)
                    andere, schon = gesehen.setdefault((p.zaehlt, p.wann, p.nur), (tabelle.titel, zahlen.get(ort, 0)))
                    if schon != zahlen.get(ort, 0):
                        raise Paketfehler(_unstimmig(tabelle, ort, f"{zahlen.get(ort, 0)}, und in „{andere}“ sind es {schon}"))  # fmt: skip

    def _pruefe_offene(self, zahlen: Mapping[Zaehlort, int]) -> None:
        """Raise `Paketfehler` where an index stands for other open phases than there are, or for none."""
        for tabelle in self._tabellen.values():
            for m in (m for m in tabelle.masse if m.art is Massart.JE_100_OFFENE):
                ganzes = Zaehlort(tabelle.schluessel, "", m.titel, Zellgroesse.OFFENE)
                offene = {z for o, z in zahlen.items() if o.groesse == Zellgroesse.OFFENE} | {zahlen.get(ganzes, 0)}
                menschen = zahlen.get(replace(ganzes, groesse=Zellgroesse.MENSCHEN), 0)
                if len(offene) > 1 or (menschen and offene == {0}):
                    raise Paketfehler(_unstimmig(tabelle, ganzes, f"{' und '.join(map(str, sorted(offene)))} offene Phasen, und überall müssen es dieselben sein"))  # fmt: skip

    def _pruefe_fremde(self, paket: Paket) -> None:
        """Raise `Paketfehler` where more people are called nothing in common than there are, or in a field that is none."""
        felder = {
            MENGEN[t.posten[0].zaehlt].merkmale[name].worte
            for t in self._tabellen.values()
            for name in (t.zeilen, t.spalten)
            if name
        }
        hoechstens = sum(zahl for ort, zahl in paket.zahlen.items() if ort.groesse == Zellgroesse.ALLE)
        for (feld, wort), zahl in paket.nicht_zuordenbar.items():
            if feld not in felder or zahl > hoechstens:
                raise Paketfehler(f"Die Zahlen gehen nicht auf: Nicht zuordenbar sind bei {lesbar(feld, 40)} „{lesbar(wort, 60)}“ {zahl} Menschen, mehr, als es sind, oder danach wird nicht gefragt. {NOCH_EINMAL}")  # fmt: skip

    def _pruefe_gemeinsames(self, zahlen: Mapping[Zaehlort, int]) -> None:
        """Raise `Paketfehler` where two tables of the same population do not have the same people in it."""
        gesehen: dict[tuple[str, str], tuple[str, int]] = {}
        for tabelle in self._tabellen.values():
            for p in tabelle.posten:
                zahl = zahlen.get(Zaehlort(tabelle.schluessel, p.titel, "", Zellgroesse.GRUND), 0)
                andere, schon = gesehen.setdefault((p.zaehlt, p.wann), (tabelle.titel, zahl))
                if schon != zahl:
                    ort = Zaehlort(tabelle.schluessel, p.titel, "", Zellgroesse.GRUND)
                    raise Paketfehler(_unstimmig(tabelle, ort, f"{zahl} Menschen, und in „{andere}“ sind es {schon}"))
        self._pruefe_teilmengen(zahlen)

    def _pruefe_teilmengen(self, zahlen: Mapping[Zaehlort, int]) -> None:
        """Raise `Paketfehler` where a table divides more than another one counts of the same."""
        gezaehlte = {
            (p.zaehlt, p.wann, p.nur): (t, zahlen.get(Zaehlort(t.schluessel, p.titel, m.titel, Zellgroesse.ZEILEN), 0))
            for t in self._tabellen.values()
            for p in t.posten
            for m in t.masse
            if not t.zeilen and m.art is Massart.ANZAHL
        }
        for tabelle in self._tabellen.values():
            p = tabelle.posten[0]
            ganzes = gezaehlte.get((p.zaehlt, p.wann, p.nur)) if tabelle.zeilen else None
            spalte = "" if tabelle.spalten else next((m.titel for m in tabelle.masse if m.art is Massart.ANZAHL), None)
            if ganzes is None or spalte is None or tabelle.mehrfach:
                continue
            ort = Zaehlort(tabelle.schluessel, "", spalte, Zellgroesse.ZEILEN)
            if zahlen.get(ort, 0) > ganzes[1]:
                raise Paketfehler(_unstimmig(tabelle, ort, f"{zahlen.get(ort, 0)}, und in „{ganzes[0].titel}“ sind es {ganzes[1]}"))  # fmt: skip

    def _pruefe_ort(self, ort: Zaehlort, zeitraum: Zeitraum, damals: Verbund, wortliste: str) -> None:
        tabelle = self._tabellen.get(ort.tabelle)
        gut = tabelle is not None and ort.groesse in _IM_PAKET
        if gut and tabelle is not None:
            schluessel = (ort.tabelle, zeitraum.schluessel, wortliste)
            if schluessel not in self._orte:
                zeilen, spalten = kategorien(damals, tabelle, zeitraum)
                self._orte[schluessel] = frozenset((*zeilen, "")), frozenset((*spalten, ""))
            zeilen_, spalten_ = self._orte[schluessel]
            ganz = {Zellgroesse.ALLE: not ort.zeile and not ort.spalte, Zellgroesse.GRUND: not ort.spalte}
            gut = ort.zeile in zeilen_ and ort.spalte in spalten_ and ganz.get(Zellgroesse(ort.groesse), True)
        if not gut:
            was = " / ".join(filter(None, (ort.tabelle, ort.zeile, ort.spalte, ort.groesse)))
            raise Paketfehler(f"Eine Zahl ist nicht vereinbart: {lesbar(was, 120)}. {NOCH_EINMAL}")


_IM_PAKET = frozenset(Zellgroesse) - {Zellgroesse.REST}
#: What counts each person once.
_MENSCHEN = "Menschen"
_ADDIERBAR = (Zellgroesse.ZEILEN, Zellgroesse.TREFFER, Zellgroesse.SUMME, Zellgroesse.WERTE)


def _pruefe_summen(tabelle: Tabelle, zahlen: Mapping[Zaehlort, int]) -> None:
    """Raise `Paketfehler` where parts of a table are more than its whole, or do not add up to it."""
    eigene = {ort: zahl for ort, zahl in zahlen.items() if ort.tabelle == tabelle.schluessel}
    alle = eigene.get(Zaehlort(tabelle.schluessel, "", "", Zellgroesse.ALLE), 0)

    def zahl(ort: Zaehlort, groesse: Zellgroesse) -> int:
        return eigene.get(Zaehlort(ort.tabelle, ort.zeile, ort.spalte, groesse), 0)

    for ort in eigene:
        zeilen, menschen = zahl(ort, Zellgroesse.ZEILEN), zahl(ort, Zellgroesse.MENSCHEN)
        if ort.groesse in {Zellgroesse.ZEILEN, Zellgroesse.MENSCHEN} and zeilen and not 0 < menschen <= zeilen:
            raise Paketfehler(_unstimmig(tabelle, ort, "mehr Menschen als gezählt sind, oder keiner"))
        if menschen > alle:
            raise Paketfehler(
                _unstimmig(tabelle, ort, f"{menschen} Menschen, und in der ganzen Tabelle sind es {alle}")
            )
        if zahl(ort, Zellgroesse.TREFFER) > zeilen:
            raise Paketfehler(_unstimmig(tabelle, ort, "ein Teil, der größer ist als sein Ganzes"))
        if ort.groesse == Zellgroesse.ALLE and alle > _hoechstens(tabelle, eigene):
            raise Paketfehler(_unstimmig(tabelle, ort, f"{alle} Menschen, mehr, als in den Zeilen stehen"))
        if ort.groesse == Zellgroesse.SUMME and not zahl(ort, Zellgroesse.WERTE):
            raise Paketfehler(_unstimmig(tabelle, ort, "eine Summe von nichts"))
    if tabelle.zeilen and not tabelle.mehrfach:
        _pruefe_teile(tabelle, eigene, "zeile")
    if tabelle.spalten and not tabelle.mehrfach:
        _pruefe_teile(tabelle, eigene, "spalte")
    if not tabelle.zeilen:
        _pruefe_auswahl(tabelle, eigene)


def _pruefe_menschen(tabelle: Tabelle, zahlen: Mapping[Zaehlort, int]) -> None:
    """Raise `Paketfehler` where people are not as many as people are, or a population is none of those who are counted in it."""
    spalte = next((m.titel for m in tabelle.masse if m.art is Massart.ANZAHL), None)
    if spalte is None:
        return

    def zahl(posten: Posten, groesse: Zellgroesse) -> int:
        return zahlen.get(Zaehlort(tabelle.schluessel, posten.titel, "" if groesse == Zellgroesse.GRUND else spalte, groesse), 0)  # fmt: skip

    if tabelle.posten[0].zaehlt == _MENSCHEN:
        for ort, wert in zahlen.items():
            if (ort.tabelle, ort.groesse) == (tabelle.schluessel, Zellgroesse.ZEILEN) and wert != zahlen.get(
                replace(ort, groesse=Zellgroesse.MENSCHEN), 0
            ):
                raise Paketfehler(_unstimmig(tabelle, ort, f"{wert}, und Menschen sind es {zahlen.get(replace(ort, groesse=Zellgroesse.MENSCHEN), 0)}"))  # fmt: skip
    for p in tabelle.posten if not tabelle.zeilen else ():
        menschen, grund = zahl(p, Zellgroesse.MENSCHEN), zahl(p, Zellgroesse.GRUND)
        if menschen > grund or (not p.nur and menschen != grund):
            ort = Zaehlort(tabelle.schluessel, p.titel, spalte, Zellgroesse.MENSCHEN)
            raise Paketfehler(_unstimmig(tabelle, ort, f"{menschen} Menschen, und in Frage kommen {grund}"))


def _pruefe_bewegung(tabelle: Tabelle, zahlen: Mapping[Zaehlort, int]) -> None:
    """Raise `Paketfehler` where what was open, what came and what went do not make what is open."""
    je = {(p.wann, p.nur): p.titel for p in tabelle.posten if p.zaehlt == "Phasen"}
    wann = [w for w, _ in je]
    if tabelle.zeilen or not {"offen am Anfang", "begonnen", "abgeschlossen", "offen"} <= set(wann):
        return
    spalte = next(m.titel for m in tabelle.masse if m.art is Massart.ANZAHL)

    def summe(welche: str) -> int:
        return sum(zahlen.get(Zaehlort(tabelle.schluessel, titel, spalte, Zellgroesse.ZEILEN), 0) for (w, _), titel in je.items() if w == welche)  # fmt: skip

    anfang, neu, weg, ende = map(summe, ("offen am Anfang", "begonnen", "abgeschlossen", "offen"))
    if anfang + neu - weg != ende:
        raise Paketfehler(_unstimmig(tabelle, Zaehlort(tabelle.schluessel, "", "", ""), f"{anfang} am Anfang, {neu} begonnene und {weg} abgeschlossene, und {ende} am Ende"))  # fmt: skip


def _pruefe_auswahl(tabelle: Tabelle, eigene: Mapping[Zaehlort, int]) -> None:
    """Raise `Paketfehler` where those whom a condition picked are more than there are."""
    for posten in tabelle.posten:
        for teil in (p for p in tabelle.posten if (p.zaehlt, p.wann) == (posten.zaehlt, posten.wann) and set(posten.nur) < set(p.nur)):  # fmt: skip
            for mass in tabelle.masse:
                ganzes = Zaehlort(tabelle.schluessel, posten.titel, mass.titel, Zellgroesse.ZEILEN)
                if eigene.get(replace(ganzes, zeile=teil.titel), 0) > eigene.get(ganzes, 0):
                    raise Paketfehler(_unstimmig(tabelle, replace(ganzes, zeile=teil.titel), "mehr, als es überhaupt sind"))  # fmt: skip


def _hoechstens(tabelle: Tabelle, eigene: Mapping[Zaehlort, int]) -> int:
    """Return how many people a table can have at most: those of its total, or of all its lines together."""
    zaehlt = {m.titel for m in tabelle.masse if m.art in {Massart.ANZAHL, Massart.ANTEIL}}
    if tabelle.spalten or zaehlt:
        spalte = "" if tabelle.spalten else next(m.titel for m in tabelle.masse if m.titel in zaehlt)
        menschen = [z for o, z in eigene.items() if o.groesse == Zellgroesse.MENSCHEN and o.spalte == spalte and (not tabelle.zeilen or not o.zeile)]  # fmt: skip
        return sum(menschen)
    return max((z for o, z in eigene.items() if o.groesse == Zellgroesse.ALLE), default=0)


def _pruefe_teile(tabelle: Tabelle, eigene: Mapping[Zaehlort, int], richtung: str) -> None:
    """Raise `Paketfehler` where lines (or columns) do not add up to their total."""
    teile: Counter[Zaehlort] = Counter()
    for ort, wert in eigene.items():
        if getattr(ort, richtung) and ort.groesse in _ADDIERBAR:
            teile[replace(ort, **{richtung: ""})] += wert
    ganze = {o for o in (*teile, *eigene) if not getattr(o, richtung) and o.groesse in _ADDIERBAR}
    for ganzes in sorted(ganze):
        if teile[ganzes] != eigene.get(ganzes, 0):
            raise Paketfehler(_unstimmig(tabelle, ganzes, f"Teile, die zusammen {teile[ganzes]} ergeben, und eine Summe von {eigene.get(ganzes, 0)}"))  # fmt: skip


def _unstimmig(tabelle: Tabelle, ort: Zaehlort, was: str) -> str:
    wo = " / ".join(filter(None, (ort.zeile, ort.spalte)))
    return f"Die Zahlen gehen nicht auf: In „{tabelle.titel}“{f' ({lesbar(wo, 80)})' if wo else ''} stehen {was}. {NOCH_EINMAL}"
