"""From a case on a key date to its due items, each with the sentence that derives it.

The engine knows how anchors, spans, limits, conditions, clearing events and versions combine;
which of them make a rule stands in the rule file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from fallbuch.befund import Befund, Stelle
from fallbuch.kennung import ordnung
from fallbuch.regelwerk.anker import ANKER, BEDINGUNGEN, EREIGNISSE, FRISTQUELLEN, Ankerpunkt, gilt_ab
from fallbuch.regelwerk.modell import Fassung, Herkunft, Regel
from fallbuch.regelwerk.sicht import Fallsicht, Punkt
from fallbuch.zeit import Spanne, sonntag

_KUERZESTE_VORWARNUNG, _LAENGSTE_VORWARNUNG = 7, 28


class Dringlichkeit(StrEnum):
    """How pressing an item is on the key date, most pressing first."""

    NICHT_BERECHENBAR = "nicht berechenbar"
    UEBERFAELLIG = "überfällig"
    VERSUCHT = "versucht"
    NACHFRAGEN = "nachfragen"
    HEUTE = "heute"
    DIESE_WOCHE = "diese Woche"
    BALD = "bald"
    SPAETER = "später"
    PAUSIERT = "pausiert"


RANG = {dringlichkeit: rang for rang, dringlichkeit in enumerate(Dringlichkeit)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Faelligkeit:
    """One due item. `faellig_am`, `regel`, anchor and source are None for `nicht berechenbar`."""

    fall: str
    stamm: str
    berater: str | None
    regel: str | None
    titel: str
    faellig_am: date | None
    dringlichkeit: Dringlichkeit
    anker: str | None
    anker_datum: date | None
    stelle: Stelle
    begruendung: str
    #: The derivation alone: `begruendung` without title and date, for lists that show both.
    herleitung: str
    quelle: str | None
    herkunft: str | None
    #: First day on which the item counts as `bald`.
    warnung_ab: date | None = None
    #: Names the item across builds: case, rule, anchor.
    schluessel: str = ""

    @property
    def reihenfolge(self) -> tuple[bool, date, int, object, str]:
        """Sort key: what cannot be computed first, then by date, urgency and case."""
        nicht_berechenbar = self.faellig_am is None
        return (
            not nicht_berechenbar,
            self.faellig_am or date.min,
            RANG[self.dringlichkeit],
            ordnung(self.fall),
            self.regel or "",
        )


def faelligkeiten(sicht: Fallsicht, befunde: Iterable[Befund]) -> list[Faelligkeit]:
    """Return the due items of one case on its view's key date, most pressing first.

    `befunde` are the findings of the case; those that touch the clock put it at the top.
    """
    ergebnis = [_nicht_berechenbar(sicht, befund.stelle, befund.text) for befund in befunde if befund.art.uhr]
    if not sicht.besteht or not sicht.fall.vollstaendig or not sicht.offen:
        return ergebnis
    for regel in sicht.regelwerk.regeln:
        ergebnis.extend(_je_regel(sicht, regel))
    if not ergebnis and not sicht.pausiert:
        # No open case may be silent, whatever rules a team has switched off.
        grund = (
            "Keine Regel sagt, wann dieser Fall wieder an der Reihe ist. Erwartet: eine Kontaktregel für seine Stufe."
        )
        ergebnis.append(_nicht_berechenbar(sicht, Stelle(datei=sicht.fall.datei), grund))
    return sorted(ergebnis, key=lambda faelligkeit: faelligkeit.reihenfolge)


def _nicht_berechenbar(sicht: Fallsicht, stelle: Stelle, grund: str) -> Faelligkeit:
    fall = sicht.fall
    return Faelligkeit(
        fall=fall.kennung,
        stamm=fall.stamm,
        berater=fall.kopf.berater,
        regel=None,
        titel="Nicht berechenbar",
        faellig_am=None,
        dringlichkeit=Dringlichkeit.NICHT_BERECHENBAR,
        anker=None,
        anker_datum=None,
        stelle=stelle,
        begruendung=f"{grund} ({stelle})",
        herleitung=f"{grund} ({stelle})",
        quelle=None,
        herkunft=None,
        schluessel=f"{fall.kennung}/nicht-berechenbar/{stelle.zeile}",
    )


def _je_regel(sicht: Fallsicht, regel: Regel) -> Iterator[Faelligkeit]:
    """Yield the items of one rule.

    The version in force on the anchor's day decides: an older item stays explained by the old wording.
    """
    offene: dict[str, list[tuple[Ankerpunkt, Fassung]]] = {}
    for name in dict.fromkeys(fassung.anker for fassung in regel.fassungen):
        for punkt in ANKER[name].finde(sicht):
            fassung = regel.fassung_am(punkt.datum)
            if (
                fassung is not None
                and fassung.anker == name
                and _gilt(sicht, fassung)
                and not _erledigt(sicht, fassung, punkt)
            ):
                offene.setdefault(name, []).append((punkt, fassung))
    for paare in offene.values():
        if paare[0][1].zusammenfassen:
            yield _zusammengefasst(sicht, regel, paare)
        else:
            yield from (_faelligkeit(sicht, regel, fassung, punkt) for punkt, fassung in paare)


def _gilt(sicht: Fallsicht, fassung: Fassung) -> bool:
    if not fassung.aktiv or (sicht.pausiert and fassung.pause == "ruht"):
        return False
    return all(BEDINGUNGEN[name].gilt(sicht, wert) for name, wert in fassung.bedingung.items())


def _erledigt(sicht: Fallsicht, fassung: Fassung, punkt: Ankerpunkt) -> bool:
    return any(EREIGNISSE[e.ereignis].eingetreten(sicht, punkt, gilt_ab(e, punkt.datum)) for e in fassung.erledigt)


def _faelligkeit(sicht: Fallsicht, regel: Regel, fassung: Fassung, anker: Ankerpunkt, zusatz: str = "") -> Faelligkeit:
    faellig_am, herleitung = _frist(sicht, fassung, anker.punkt)
    versuche = _versuche(sicht, fassung)
    herleitung += f"{zusatz}{versuche}{_pause(sicht, faellig_am)}"
    dringlichkeit = _dringlichkeit(
        faellig_am, _warnung_ab(fassung, faellig_am), sicht.stichtag, bool(versuche), anker.kunde_dran
    )
    verb = ", nachfragen ab" if anker.kunde_dran else " fällig am"
    fall = sicht.fall
    return Faelligkeit(
        fall=fall.kennung,
        stamm=fall.stamm,
        berater=fall.kopf.berater,
        regel=regel.schluessel,
        titel=fassung.titel,
        faellig_am=faellig_am,
        dringlichkeit=dringlichkeit,
        anker=anker.punkt.name,
        anker_datum=anker.datum,
        stelle=anker.punkt.stelle,
        begruendung=f"{fassung.titel}{verb} {faellig_am}: {herleitung}",
        herleitung=herleitung,
        quelle=f"{fassung.quelle}: {fassung.fundstelle}",
        herkunft=herkunft(regel, fassung),
        warnung_ab=_warnung_ab(fassung, faellig_am),
        schluessel=f"{fall.kennung}/{regel.schluessel}/{anker.punkt.bezug or 'beginn'}",
    )


def _zusammengefasst(sicht: Fallsicht, regel: Regel, paare: Sequence[tuple[Ankerpunkt, Fassung]]) -> Faelligkeit:
    """One line for several anchors: the earliest counts, the team's own turn weighs more."""
    sortiert = sorted(paare, key=lambda paar: (paar[0].datum, paar[0].kunde_dran))
    (erster, fassung), weitere = sortiert[0], len(sortiert) - 1
    eigener = next((p for p, _ in sortiert if not p.kunde_dran and p.datum <= sicht.stichtag), None)
    zusatz = f"; {weitere} weitere mit Frist offen" if weitere else ""
    if eigener is not None and erster.kunde_dran:
        zusatz += f"; das Team ist seit {eigener.datum} selbst an der Reihe ({eigener.punkt.stelle})"
        erster = replace(erster, kunde_dran=False)
    return _faelligkeit(sicht, regel, fassung, erster, zusatz)


def herkunft(regel: Regel, fassung: Fassung) -> str:
    """Return the origin of the date: the team's, where the team changed what is computed."""
    gerechnet = {"anker", "frist", "bedingung", "fruehestens", "frist_kuerzer", "erledigt", "fassungen"}
    geaendert = any(len(a.pfad) > 2 and a.pfad[2] in gerechnet for a in regel.abweichungen)
    return Herkunft.TEAM if geaendert else fassung.herkunft


def _frist(sicht: Fallsicht, fassung: Fassung, punkt: Punkt) -> tuple[date, str]:
    """Return the due date and its derivation: anchor + span, or the shorter agreed one, within limits."""
    faellig, satz = fassung.frist.nach(punkt.datum), f"{_ort(punkt)}{_plus(fassung.frist)}"
    for name in fassung.frist_kuerzer:
        kuerzer = FRISTQUELLEN[name].finde(sicht)
        if kuerzer is None:
            continue
        # Agreed on a later day, the shorter span counts from that day on at the earliest.
        eher = max(kuerzer.spanne.nach(punkt.datum), kuerzer.seit)
        if eher < faellig:
            faellig, satz = eher, f"{_ort(punkt)}{_plus(kuerzer.spanne)} ({kuerzer.name}, {kuerzer.stelle})"
            if kuerzer.spanne.nach(punkt.datum) < kuerzer.seit:
                satz += f"; frühestens am Tag des Plans, {kuerzer.seit}"
    for grenze in fassung.fruehestens:
        for ankerpunkt in ANKER[grenze.anker].finde(sicht):
            fruehestens = grenze.frist.nach(ankerpunkt.datum)
            if fruehestens > faellig:
                faellig = fruehestens
                satz += f"; frühestens {_ort(ankerpunkt.punkt)}{_plus(grenze.frist)}"
    return faellig, satz


def _ort(punkt: Punkt) -> str:
    return f"{punkt.name} {punkt.datum} ({punkt.stelle})"


def _plus(spanne: Spanne) -> str:
    return f" + {spanne}" if spanne.anzahl else ""


def _versuche(sicht: Fallsicht, fassung: Fassung) -> str:
    if not sicht.versuche or not any(
        erledigung.ereignis in {"kontakt", "gespraech"} for erledigung in fassung.erledigt
    ):
        return ""
    letzter = sicht.versuche[-1]
    return f"; {len(sicht.versuche)}. Versuch am {letzter.datum} ({letzter.stelle})"


def _pause(sicht: Fallsicht, faellig_am: date) -> str:
    bis = sicht.pause_bis
    if bis is None or sicht.pause is None or bis < faellig_am:
        return ""
    return f"; Pause bis {bis} ({sicht.pause.stelle})"


def _warnung_ab(fassung: Fassung, faellig_am: date) -> date:
    if fassung.vorwarnung is not None:
        return fassung.vorwarnung.vor(faellig_am)
    tage = (fassung.frist.nach(date(2001, 1, 1)) - date(2001, 1, 1)).days // 4
    return faellig_am - timedelta(days=min(max(tage, _KUERZESTE_VORWARNUNG), _LAENGSTE_VORWARNUNG))


def _dringlichkeit(
    faellig_am: date, warnung_ab: date, stichtag: date, versucht: bool, kunde_dran: bool
) -> Dringlichkeit:
    if faellig_am <= stichtag:
        if faellig_am == stichtag:
            return Dringlichkeit.HEUTE
        if kunde_dran:
            return Dringlichkeit.NACHFRAGEN
        return Dringlichkeit.VERSUCHT if versucht else Dringlichkeit.UEBERFAELLIG
    if faellig_am <= sonntag(stichtag):
        return Dringlichkeit.DIESE_WOCHE
    return Dringlichkeit.BALD if warnung_ab <= stichtag else Dringlichkeit.SPAETER
