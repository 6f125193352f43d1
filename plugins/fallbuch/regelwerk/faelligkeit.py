"""From a case on a key date to its due items, each with the sentence that derives it.

The engine knows how anchors, spans, limits, conditions, clearing events and versions combine;
which of them make a rule stands in the rule file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from fallbuch.befund import Befund, Stelle, anzahl
from fallbuch.kennung import ordnung
from fallbuch.regelwerk.anker import ANKER, BEDINGUNGEN, EREIGNISSE, FRISTQUELLEN, Ankerpunkt, Kuerzer, gilt_ab
from fallbuch.regelwerk.modell import Fassung, Herkunft, Regel
from fallbuch.regelwerk.sicht import Fallsicht, Punkt
from fallbuch.zeit import Spanne, sonntag

_KUERZESTE_VORWARNUNG, _LAENGSTE_VORWARNUNG = 7, 28
_LAENGSTER_GRUND = 180


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
    ergebnis = list(_gestoerte_uhr(sicht, befunde))
    if not sicht.besteht or not sicht.fall.vollstaendig:
        return ergebnis
    for regel in sicht.regelwerk.regeln:
        ergebnis.extend(_je_regel(sicht, regel))
    if sicht.offen and not sicht.pausiert and not _wird_erinnert(sicht, ergebnis):
        # No open case may be silent, whatever rules a team has switched off.
        grund = "Keine Regel sagt, wann der nächste Kontakt fällig ist. Erwartet: eine Kontaktregel für seine Stufe."
        ergebnis.append(_nicht_berechenbar(sicht, Stelle(datei=sicht.fall.datei), grund))
    return sorted(ergebnis, key=lambda faelligkeit: faelligkeit.reihenfolge)


def _gestoerte_uhr(sicht: Fallsicht, befunde: Iterable[Befund]) -> Iterator[Faelligkeit]:
    """One item for all findings that touch the clock; of a closed case only those after its end count."""
    stoerungen = [befund for befund in befunde if befund.uhr]
    if not sicht.offen and sicht.phase.abschluss is not None:
        ende = sicht.phase.abschluss.stelle.zeile
        undatierte = {eintrag.stelle.zeile for eintrag in sicht.fall.eintraege if eintrag.datum is None}
        stoerungen = [b for b in stoerungen if b.stelle.zeile > ende or b.stelle.zeile in undatierte]
    if stoerungen:
        erste, weitere = stoerungen[0], len(stoerungen) - 1
        # Long lists of allowed words stand in the report, not in the due list.
        grund = erste.text if len(erste.text) <= _LAENGSTER_GRUND else erste.text.partition(" Erwartet:")[0]
        zusatz = f" Dazu {anzahl(weitere, 'weitere Meldung', 'weitere Meldungen')}." if weitere else ""
        yield _nicht_berechenbar(sicht, erste.stelle, grund + zusatz)


def _wird_erinnert(sicht: Fallsicht, ergebnis: Sequence[Faelligkeit]) -> bool:
    """Tell whether something reminds of the next contact or first conversation; an appointment alone does not."""
    regeln = {regel.schluessel: regel.neueste for regel in sicht.regelwerk.regeln}
    return any(
        f.regel is not None
        and regeln[f.regel].anker in {"letzter-kontakt", "phasenbeginn"}
        and any(e.ereignis in {"kontakt", "gespraech"} for e in regeln[f.regel].erledigt)
        for f in ergebnis
    )


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
                and _gilt(sicht, fassung, punkt)
                and not _erledigt(sicht, fassung, punkt)
            ):
                offene.setdefault(name, []).append((punkt, fassung))
    for paare in offene.values():
        if paare[0][1].zusammenfassen:
            yield _zusammengefasst(sicht, regel, paare)
        else:
            yield from (_faelligkeit(sicht, regel, fassung, punkt) for punkt, fassung in paare)


def _gilt(sicht: Fallsicht, fassung: Fassung, punkt: Ankerpunkt) -> bool:
    if not fassung.aktiv or sicht.offen != (fassung.fall == "offen") or (sicht.pausiert and fassung.pause == "ruht"):
        return False
    return all(BEDINGUNGEN[name].gilt(sicht, wert, punkt) for name, wert in fassung.bedingung.items())


def _erledigt(sicht: Fallsicht, fassung: Fassung, punkt: Ankerpunkt) -> bool:
    return any(EREIGNISSE[e.ereignis].eingetreten(sicht, punkt, gilt_ab(e, punkt.datum)) for e in fassung.erledigt)


def _faelligkeit(sicht: Fallsicht, regel: Regel, fassung: Fassung, anker: Ankerpunkt, zusatz: str = "") -> Faelligkeit:
    faellig_am, herleitung = _frist(sicht, fassung, anker.punkt)
    versuche = _versuche(sicht, fassung)
    herleitung += f"{zusatz}{versuche}{_pause(sicht, faellig_am)}"
    dringlichkeit = _dringlichkeit(
        faellig_am,
        _warnung_ab(fassung, faellig_am),
        sicht.stichtag,
        _versucht_seit(sicht, faellig_am) and bool(versuche),
        anker.kunde_dran,
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
    """One line for several anchors: the earliest, but what the team itself is late with comes before the customer's turn."""
    sortiert = sorted(paare, key=lambda paar: (paar[0].datum, paar[0].kunde_dran))
    eigene = [paar for paar in sortiert if not paar[0].kunde_dran and paar[0].datum <= sicht.stichtag]
    anker, fassung = (eigene or sortiert)[0]
    weitere = len(sortiert) - 1
    return _faelligkeit(sicht, regel, fassung, anker, f"; {weitere} weitere mit Frist offen" if weitere else "")


def herkunft(regel: Regel, fassung: Fassung) -> str:
    """Return the origin of the date: the team's, where the team changed what is computed."""
    gerechnet = {"anker", "frist", "bedingung", "fruehestens", "frist_kuerzer", "erledigt", "fassungen"}
    geaendert = any(len(a.pfad) > 2 and a.pfad[2] in gerechnet for a in regel.abweichungen)
    return Herkunft.TEAM if geaendert else fassung.herkunft


def _frist(sicht: Fallsicht, fassung: Fassung, punkt: Punkt) -> tuple[date, str]:
    """Return the due date and its derivation: anchor + span or the shorter agreed one, then the limits."""
    faellig, satz = fassung.frist.nach(punkt.datum), f"{_ort(punkt)}{_plus(fassung.frist)}"
    for name in fassung.frist_kuerzer:
        kuerzer = FRISTQUELLEN[name].finde(sicht)
        if kuerzer is not None:
            faellig, satz = _kuerzere(kuerzer, punkt, faellig, satz)
    for grenzen, wort, waehle in ((fassung.fruehestens, "frühestens", max), (fassung.spaetestens, "spätestens", min)):
        for grenze in grenzen:
            for ankerpunkt in ANKER[grenze.anker].finde(sicht):
                tag = waehle(faellig, grenze.frist.nach(ankerpunkt.datum))
                if tag != faellig:
                    faellig, satz = tag, f"{satz}; {wort} {_ort(ankerpunkt.punkt)}{_plus(grenze.frist)}"
    return faellig, satz


def _kuerzere(kuerzer: Kuerzer, punkt: Punkt, faellig: date, satz: str) -> tuple[date, str]:
    """Apply a shorter agreed span; agreed late, it makes nothing overdue that was not overdue before."""
    genau, eher = kuerzer.spanne.nach(punkt.datum), faellig
    for spanne, seit in (*kuerzer.frueher, (kuerzer.spanne, kuerzer.seit)):
        eher = min(faellig, max(spanne.nach(punkt.datum), min(seit, eher)))
    if eher >= faellig:
        return faellig, satz
    satz = f"{_ort(punkt)}{_plus(kuerzer.spanne)} ({kuerzer.name}, {kuerzer.stelle})"
    return eher, satz if eher == genau else f"{satz}; frühestens am Tag der Vereinbarung, {kuerzer.seit}"


def _ort(punkt: Punkt) -> str:
    return f"{punkt.name} {punkt.datum} ({punkt.stelle})"


def _plus(spanne: Spanne) -> str:
    if not spanne.anzahl:
        return ""
    return f" − {replace(spanne, vorher=False)}" if spanne.vorher else f" + {spanne}"


def _versuche(sicht: Fallsicht, fassung: Fassung) -> str:
    if not sicht.versuche or not any(
        erledigung.ereignis in {"kontakt", "gespraech"} for erledigung in fassung.erledigt
    ):
        return ""
    letzter = sicht.versuche[-1]
    return f"; {len(sicht.versuche)}. Versuch am {letzter.datum} ({letzter.stelle})"


def _versucht_seit(sicht: Fallsicht, faellig_am: date) -> bool:
    """An attempt from before the due date softens nothing: nobody has tried since."""
    return any(e.datum is not None and e.datum >= faellig_am for e in sicht.versuche)


def _pause(sicht: Fallsicht, faellig_am: date) -> str:
    bis = sicht.pause_bis
    if bis is None or sicht.pause is None or bis < faellig_am:
        return ""
    wort = "Pause bis" if sicht.stichtag <= bis else "ruhte wegen der Pause bis"
    return f"; {wort} {bis} ({sicht.pause.stelle})"


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
