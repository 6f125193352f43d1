"""Putting together: every package opened and checked, the good ones summed, and each bad one named while the others go on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from statistics import quantiles

from fallbuch.befund import lesbar
from fallbuch.kennung import ordnung
from fallbuch.kontakte.modell import Kontaktfehler
from fallbuch.kontakte.schloss import NICHT_IHR_SCHLUESSEL, Leseschluessel
from fallbuch.statistik.kennzahl import Kern, Tabelle
from fallbuch.statistik.summen import Abgabe, Streuung, Summenstand, Zellsumme, kategorien
from fallbuch.statistik.tabelle import Anteil, Anzahl, Kennwert, Quotient, Rohtabelle
from fallbuch.statistik.verbund import Verbund, wortliste
from fallbuch.statistik.zeitraum import Zeitraum
from fallbuch.statistik.zellen import Zaehlort, Zellgroesse, Zusammensetzung, reste
from fallbuch.verbund.paket import Paket, Paketfehler, aus_bytes, pruefwert
from fallbuch.verbund.paketpruefung import Paketpruefer, zeitraum_von
from fallbuch.verbund.rechenwerk import Paketzeile, folge, summiere
from fallbuch.verbund.unterschiede import unterschiede
from fallbuch.werte import dataclass

#: Of fewer teams no median is told: it would be the number of one of them.
STREUUNG_AB = 10
_UNLESBAR = "Das Paket ist beschädigt: Es fehlt etwas, oder etwas ist anders als beim Verschlüsseln. Bitten Sie das Team, es noch einmal zu schicken."
_FREMDER_SCHLUESSEL = "Das Paket ist nicht für den Schlüssel des Verbunds verschlossen, oder an seinem Anfang ist etwas beschädigt. Geben Sie dem Team die Datei vorlagen/verbund.yml von hier; dann gibt es noch einmal ab."
_ANDERE_WOERTER = "Das Team hat mit einer anderen Wortliste gezählt als die meisten. Alle brauchen dieselbe Datei vorlagen/verbund.yml; die neue gilt, sobald alle, die das Quartal abgegeben haben, es mit ihr noch einmal abgegeben haben."
#: When phases are open, as figures call it.
_ANFANG, _ENDE = "offen am Anfang", "offen"
#: Of fewer of its own a team's share says nothing.
_ANTEIL_AB = 5


@dataclass(frozen=True, slots=True)
class Paketmangel:
    """What is wrong with a file, as a sentence; the others go on."""

    datei: str
    satz: str


@dataclass(frozen=True, kw_only=True)
class Zusammenfassung:
    """The sums, and what did not go into them."""

    stand: Summenstand
    maengel: Sequence[Paketmangel]
    #: By quarter, newest first, the members of whom there is nothing.
    fehlende: Mapping[str, Sequence[str]]
    #: What a team counted in one quarter and otherwise in the next, as sentences: both count all the same.
    spruenge: Sequence[str] = ()


def fasse_zusammen(
    dateien: Iterable[tuple[str, bytes | None]],
    schluessel: Leseschluessel,
    verbund: Verbund,
    heute: date,
    mit: str = "",
) -> Zusammenfassung:
    """Open, check and sum all packages; `dateien` are names and bytes (None: not to be read), `mit` is `sqlite`, `duckdb` or "" for either."""
    eingang = _Eingang(schluessel, Paketpruefer(verbund, heute))
    for datei, inhalt in dateien:
        eingang.nimm(datei, inhalt)
    gute, maengel, abgelehnte = eingang.gute, eingang.maengel, eingang.abgelehnte
    # Where two say to be the same, an older one must not silently count in their place; a newer one decides.
    uneins: dict[tuple[str, str], int] = {}
    for (team, quartal, fassung), streit in eingang.streitig.items():
        uneins[team, quartal] = max(fassung, uneins.get((team, quartal), 0))
        if fassung == max(f for t, q, f in gute if (t, q) == (team, quartal)):
            maengel += streit
    pakete = [
        paket for (team, quartal, fassung), (_, paket) in gute.items() if fassung > uneins.get((team, quartal), 0)
    ]
    zaehlende = _mit_einer_wortliste(pakete, wortliste(verbund.woerter))
    gueltige = _neueste(zaehlende)
    # What a newer version has replaced waits for nothing.
    zaehlt = {(p.team, p.quartal): p.fassung for p in gueltige}
    for (team, quartal, fassung), (datei, paket) in gute.items():
        if fassung > max(uneins.get((team, quartal), 0), zaehlt.get((team, quartal), 0)):
            abgelehnte.append((datei, paket, _ANDERE_WOERTER))
    maengel += [
        Paketmangel(datei, f"{lesbar(p.team, 60)}, {p.quartal}, Fassung {p.fassung}: {satz}{_stattdessen(p, gueltige)}")
        for datei, p, satz in abgelehnte
    ]
    maengel += _verdraengte(gute.values(), gueltige)
    stand = _summenstand(gueltige, zaehlende, verbund, heute, mit)
    return Zusammenfassung(
        stand=stand,
        maengel=sorted(maengel, key=lambda m: ordnung(m.datei)),
        fehlende={
            q: [m for m in verbund.erwartete(q) if not any(p.team == m and p.quartal == q for p in gueltige)]
            for q in stand.quartale
        },
        spruenge=list(_spruenge(gueltige, verbund)),
    )


def _mit_einer_wortliste(pakete: Sequence[Paket], heutige: str) -> list[Paket]:
    """Return the packages that count: in each quarter those that were counted with the same list of words.

    Today's list holds for a quarter from the moment on at which everybody who handed it in did so with it; until then the
    one with which most teams did, once. So nobody's figures vanish while a new word is handed round.
    """
    ergebnis: list[Paket] = []
    for quartal in dict.fromkeys(p.quartal for p in pakete):
        hier = [p for p in pakete if p.quartal == quartal]
        teams = Counter(liste for liste, _ in {(p.wortliste, p.team) for p in hier})
        gilt = max(teams, key=lambda liste: (teams[liste], liste == heutige, liste))
        ergebnis += [p for p in hier if p.wortliste == gilt]
    return ergebnis


def _verdraengte(gute: Iterable[tuple[str, Paket]], gueltige: Sequence[Paket]) -> Iterator[Paketmangel]:
    """Yield packages that were counted after the one that counts, and have a lower number: a team that lost its register began anew."""
    gelten = {(p.team, p.quartal): p for p in gueltige}
    for datei, paket in gute:
        gilt = gelten.get((paket.team, paket.quartal))
        if (
            gilt is not None
            and paket.fassung < gilt.fassung
            and paket.gezaehlt_am > gilt.gezaehlt_am
            and paket.inhalt != gilt.inhalt
        ):
            yield Paketmangel(datei, f"Die Fassung {paket.fassung} von {paket.team} für {paket.quartal} ist vom {paket.gezaehlt_am:%d.%m.%Y} und jünger als die Fassung {gilt.fassung} vom {gilt.gezaehlt_am:%d.%m.%Y}, die zählt. Soll sie gelten, gibt das Team noch einmal ab: fallbuch verbund abgeben … --quartal {paket.quartal} --fassung {gilt.fassung + 1}")  # fmt: skip


def _stattdessen(abgelehnt: Paket, gueltige: Sequence[Paket]) -> str:
    """Say which older version counts as long as the newer one does not."""
    gilt = next((p for p in gueltige if (p.team, p.quartal) == (abgelehnt.team, abgelehnt.quartal)), None)
    if gilt is None or gilt.fassung >= abgelehnt.fassung:
        return ""
    return f" Bis dahin zählt die Fassung {gilt.fassung}."


def _spruenge(gueltige: Sequence[Paket], verbund: Verbund) -> Iterator[str]:
    """Compare each quarter with the one before: what a team had open at its end, the next begins with."""
    je_team = {(p.team, folge(p.quartal)): p for p in gueltige}
    for (team, nummer), paket in je_team.items():
        davor = je_team.get((team, nummer - 1))
        if davor is None:
            continue
        ende, anfang = _offen(davor, verbund, _ENDE), _offen(paket, verbund, _ANFANG)
        if anfang is not None and ende != anfang:
            yield (
                f"{team}: Am Ende von {davor.quartal} waren {ende} Phasen offen, am Anfang von {paket.quartal} sind es {anfang}. "
                f"Dazwischen ist etwas nachgetragen oder gelöscht worden; ist {davor.quartal} noch nicht freigegeben, bitten Sie das Team, es noch einmal abzugeben."
            )


def _offen(paket: Paket, verbund: Verbund, wann: str) -> int | None:
    """Return how many phases were open at one of both ends of a package's quarter; None where no figure counts both."""
    posten = {(t.schluessel, p.wann): p.titel for k in verbund.kennzahlen for t in k.tabellen for p in t.posten}
    tabelle = next((name for name, w in posten if w == _ANFANG and (name, _ENDE) in posten), None)
    if tabelle is None:
        return None
    wo = (tabelle, posten[tabelle, wann], Zellgroesse.ZEILEN)
    return next((zahl for o, zahl in paket.zahlen.items() if (o.tabelle, o.zeile, o.groesse) == wo), 0)


def _neueste(pakete: Sequence[Paket]) -> list[Paket]:
    """Return of each team and quarter the highest version."""
    ergebnis: dict[tuple[str, str], Paket] = {}
    for paket in pakete:
        ort = (paket.team, paket.quartal)
        if ort not in ergebnis or ergebnis[ort].fassung < paket.fassung:
            ergebnis[ort] = paket
    return sorted(ergebnis.values(), key=lambda p: (p.quartal, ordnung(p.team)))


def _summenstand(
    gueltige: Sequence[Paket], alle: Sequence[Paket], verbund: Verbund, heute: date, mit: str
) -> Summenstand:
    # Which version counts, the query says once more: whoever runs it elsewhere gets the same.
    tabellen = [t for k in verbund.kennzahlen for t in k.tabellen]
    je_paket = ([*p.zahlen.items(), *reste(tabellen, p.zahlen)] for p in alle)
    zeilen = summiere((Paketzeile(p.team, p.quartal, p.fassung, z) for p, z in zip(alle, je_paket, strict=True)), mit)
    zahlen: dict[str, dict[Zaehlort, Zellsumme]] = {p.quartal: {} for p in gueltige}
    for zeile in zeilen:
        zahlen[zeile.quartal][zeile.zelle] = Zellsumme(zeile.zahl, zeile.teams, zeile.groesste)
    fremde: Counter[tuple[str, str, str]] = Counter()
    for paket in gueltige:
        for (feld, wort), zahl in paket.nicht_zuordenbar.items():
            fremde[paket.quartal, feld, wort] += zahl
    return Summenstand(
        vereinbarung=verbund.kennung,
        abgaben=[_abgabe(p, verbund) for p in gueltige],
        zahlen=zahlen,
        woerter={p.quartal: p.woerter for p in gueltige},
        streuung={q: list(_streuungen([p for p in gueltige if p.quartal == q], verbund, heute)) for q in zahlen},
        nicht_zuordenbar=dict(fremde),
        unterschiede={q: list(unterschiede([p for p in gueltige if p.quartal == q], verbund)) for q in zahlen},
    )


def _abgabe(paket: Paket, verbund: Verbund) -> Abgabe:
    menschen = max((zahl for ort, zahl in paket.zahlen.items() if ort.groesse == Zellgroesse.ALLE), default=0)
    anfang, ende = (_offen(paket, verbund, wann) for wann in (_ANFANG, _ENDE))
    return Abgabe(
        paket.team,
        paket.quartal,
        paket.fassung,
        paket.gezaehlt_am,
        menschen if anfang is None else anfang,
        menschen if ende is None else ende,
        pruefwert(paket),
    )


def _streuungen(pakete: Sequence[Paket], verbund: Verbund, heute: date) -> Iterator[Streuung]:
    """Yield how the figures that say most spread over teams; of fewer than ten teams none."""
    if len(pakete) < STREUUNG_AB:
        return
    zeitraum = zeitraum_von(verbund, pakete[0].quartal, heute)
    for k in verbund.kennzahlen:
        for kern in k.kern:
            tabelle = next(t for t in k.tabellen if t.schluessel == kern.tabelle)
            art = kategorien(verbund, tabelle, zeitraum)
            werte = [w for p in pakete if (w := _wert(p, tabelle, kern, art, zeitraum)) is not None]
            if len(werte) >= STREUUNG_AB:
                unten, mitte, oben = quantiles((w for w, _ in werte), n=4, method="inclusive")
                yield Streuung(kern.worte, len(werte), round(unten, 1), round(mitte, 1), round(oben, 1), werte[0][1])


def _wert(
    paket: Paket, tabelle: Tabelle, kern: Kern, art: tuple[Sequence[str], Sequence[str]], zeitraum: Zeitraum
) -> tuple[float, str] | None:
    """Return one team's value of a cell with its unit; None where it is of too few."""
    roh: Rohtabelle = Zusammensetzung(zeitraum, paket.zahlen).tabelle(tabelle, *art)
    spalte = kern.spalte if kern.spalte is not None or tabelle.spalten else tabelle.masse[0].titel
    match roh.werte.get((kern.zeile, spalte)):
        case Anzahl() as wert:
            return float(wert.zahl), ""
        case Anteil() as wert:
            return (wert.prozent, "%") if wert.prozent is not None and wert.basis >= _ANTEIL_AB else None
        case Kennwert() | Quotient() as wert:
            return (wert.wert, wert.einheit) if wert.wert is not None else None
        case _:
            return None


class _Eingang:
    """Takes files one after another: packages that may count, those that are refused, and what is wrong with the rest."""

    def __init__(self, schluessel: Leseschluessel, pruefer: Paketpruefer) -> None:
        self._schluessel, self._pruefer = schluessel, pruefer
        self.maengel: list[Paketmangel] = []
        #: By team, quarter and version, with the name of the file.
        self.gute: dict[tuple[str, str, int], tuple[str, Paket]] = {}
        #: The same of packages that say to be the same and are not, with what to say of each.
        self.streitig: dict[tuple[str, str, int], list[Paketmangel]] = {}
        #: File, package, and why it is refused.
        self.abgelehnte: list[tuple[str, Paket, str]] = []

    def nimm(self, datei: str, inhalt: bytes | None) -> None:
        """Open a file and check it; None is one that cannot be read."""
        if inhalt is None:
            self._nenne(datei, "Die Datei lässt sich nicht lesen: Sie fehlt, ist viel größer als ein Paket, oder auf diesem Rechner darf nur jemand anderes sie öffnen.")  # fmt: skip
            return
        try:
            paket = aus_bytes(self._schluessel.oeffne(inhalt))
        except Kontaktfehler as fehler:
            self._nenne(datei, _FREMDER_SCHLUESSEL if str(fehler) == NICHT_IHR_SCHLUESSEL else _UNLESBAR)
            return
        except Paketfehler as fehler:
            self._nenne(datei, str(fehler))
            return
        try:
            self._pruefer.pruefe(paket)
        except Paketfehler as fehler:
            self.abgelehnte.append((datei, paket, str(fehler)))
            return
        ort = (paket.team, paket.quartal, paket.fassung)
        schon = self.gute.get(ort)
        if schon is None:
            self.gute[ort] = datei, paket
        elif schon[1].inhalt == paket.inhalt:
            self._nenne(datei, f"Dasselbe Paket liegt noch einmal da („{schon[0]}“); es zählt einmal.")
        else:
            wer = f"{paket.team}, {paket.quartal}, Fassung {paket.fassung}"
            satz = (f"Zwei verschiedene Pakete nennen sich gleich ({wer}; das andere: „{schon[0]}“). Von diesem Team zählt für das Quartal nichts. Bitten Sie das Team, das richtige noch einmal abzugeben: fallbuch verbund abgeben … --quartal {paket.quartal} --fassung {paket.fassung + 1}")  # fmt: skip
            self.streitig.setdefault(ort, []).append(Paketmangel(datei, satz))

    def _nenne(self, datei: str, satz: str) -> None:
        self.maengel.append(Paketmangel(datei, satz))
