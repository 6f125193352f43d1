"""Phases as a population: when one belongs to a period, and all that can be said of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Protocol

from fallbuch.regelwerk.vokabular import Vokabular
from fallbuch.statistik.bausteine import (
    UNBEKANNT,
    Groesse,
    Lage,
    Menge,
    Merkmal,
    Zaehlbedingung,
    Zeitwahl,
    aus_liste,
    feste,
    wort_oder,
)
from fallbuch.statistik.tafeln import (
    Phasenzeile,
)
from fallbuch.statistik.zeitraum import Zeitraum, zwoelf_monate_davor
from fallbuch.zeit import Einheit, Spanne

OHNE_STUFE, OHNE_ANGABE, OHNE_BERATER = "ohne Stufe", "ohne Angabe", "zu vergeben"
NOCH_OFFEN, OHNE_ERGEBNIS = "noch offen", "noch kein Ergebnis"
OHNE_GRUPPE, KEINE_MASSNAHME = "ohne Gruppe", "keine Maßnahme"
NEU, WIEDER = "neu", "wieder aufgenommen"
OFFEN, ZU = "offen", "abgeschlossen"
#: Years before the period's that are named one by one.
_JAHRE = 3
JA, NEIN = "ja", "nein"
UMFAENGE = ("unter 15 Stunden", "15 bis 29 Stunden", "30 Stunden und mehr", OHNE_ANGABE)
_EIN_TAG = Spanne(1, Einheit.TAGE)
#: Spans that these figures share with rules of the team, by the rule's key, and what holds without the rule.
_ERSTGESPRAECH = ("erstgespraech", Spanne(2, Einheit.WOCHEN))
_PLAN = ("plan-erstellen", Spanne(1, Einheit.MONATE))
_DREI_MONATE = Spanne(3, Einheit.MONATE)


class MitPhase(Protocol):
    """A row that belongs to a phase."""

    @property
    def phase(self) -> Phasenzeile: ...


def person(zeile: MitPhase) -> int:
    """Return the key of the person behind a row."""
    return zeile.phase.fall.zeichen


# -- phases: when they belong to a period


def _phasen(gilt: Callable[[Phasenzeile, Lage], bool]) -> Callable[[Lage], Iterable[Phasenzeile]]:
    return lambda lage: [p for p in lage.stoff.tafeln.phasen if gilt(p, lage)]


def _offen(p: Phasenzeile, lage: Lage) -> bool:
    return p.offen_am(lage.zeitraum.bis)


def _betreut(p: Phasenzeile, lage: Lage) -> bool:
    return p.beginn <= lage.zeitraum.bis and (p.ende is None or p.ende >= lage.zeitraum.von)


def _vor_zwoelf_monaten(p: Phasenzeile, lage: Lage) -> bool:
    von, bis = zwoelf_monate_davor(lage.zeitraum)
    return von <= p.beginn <= bis


def _bis_wann(p: Phasenzeile, lage: Lage, was: tuple[str, Spanne]) -> date:
    return lage.stoff.frist(was[0], p.beginn, was[1]).nach(p.beginn)


def _rechtzeitig(p: Phasenzeile, lage: Lage, was: tuple[str, Spanne], tage: Iterable[date]) -> bool:
    bis = _bis_wann(p, lage, was)
    return any(tag <= bis for tag in tage)


def _wird_faellig(was: tuple[str, Spanne], welche: Callable[[Phasenzeile], Iterable[date]]) -> Zeitwahl[Phasenzeile]:
    def gilt(p: Phasenzeile, lage: Lage) -> bool:
        bis = _bis_wann(p, lage, was)
        if not lage.zeitraum.enthaelt(bis):
            return False
        # Closed before its day without what was due: then nobody waited for it any more.
        vorher_zu = p.ende is not None and p.ende < bis
        # On the key date itself there is still time.
        noch_zeit = bis >= lage.stoff.stichtag
        return not (vorher_zu or noch_zeit) or any(tag <= bis for tag in welche(p))

    return Zeitwahl("deren Frist dafür im Zeitraum endet; wer vorher abgeschlossen hat, zählt nicht", _phasen(gilt))


def _arbeitsbeginn(p: Phasenzeile, lage: Lage) -> date | None:
    if p.abschluss is None or not _mit_arbeit(p, lage):
        return None
    return p.abschluss.arbeitsbeginn


def _zu(p: Phasenzeile, lage: Lage) -> bool:
    return p.ende is not None and p.ende <= lage.zeitraum.bis


def _mit_arbeit(p: Phasenzeile, lage: Lage) -> bool:
    if p.abschluss is None or not _zu(p, lage):
        return False
    ergebnis = lage.stoff.vokabular.abschlussergebnisse.get(p.abschluss.ergebnis or "")
    return ergebnis is not None and ergebnis.arbeit


def _drei_monate_um(p: Phasenzeile, lage: Lage) -> bool:
    tag = _arbeitsbeginn(p, lage)
    # Who had begun long before the closing is asked about in the period of the closing.
    return tag is not None and p.ende is not None and lage.zeitraum.enthaelt(max(_DREI_MONATE.nach(tag), p.ende))


# -- phases: fields


def _stufe_der_phase(p: Phasenzeile, lage: Lage) -> str:
    return wort_oder("stufen", p.fall.stufe_am(p.stand(lage.zeitraum.bis)), lage, OHNE_STUFE)


def _lage_der_phase(p: Phasenzeile, lage: Lage) -> str:
    return wort_oder("arbeitsmarktstatus", p.fall.lage_am(p.stand(lage.zeitraum.bis)), lage)


def _jahre(_: Vokabular, zeitraum: Zeitraum) -> tuple[str, ...]:
    letztes = zeitraum.bis.year
    return (*(str(j) for j in range(letztes, letztes - _JAHRE - 1, -1)), "früher")


def _jahr_des_beginns(p: Phasenzeile, lage: Lage) -> str:
    jahr = p.beginn.year
    return str(jahr) if jahr >= lage.zeitraum.bis.year - _JAHRE else "früher"


def _einstufungen(p: Phasenzeile, lage: Lage) -> list[str]:
    """Return the readable levels assessed in the phase up to the end of the period, oldest first."""
    bekannte = lage.stoff.vokabular.stufen
    return [stufe for tag, stufe in p.stufen if tag <= p.stand(lage.zeitraum.bis) and stufe in bekannte]


def _erste_stufe(p: Phasenzeile, lage: Lage) -> str | None:
    return next(iter(_einstufungen(p, lage)), None)


def _neueste_stufe(p: Phasenzeile, lage: Lage) -> str | None:
    return next(reversed(_einstufungen(p, lage)), None)


def _kann_steigen(p: Phasenzeile, lage: Lage) -> bool:
    erste = _erste_stufe(p, lage)
    return erste is not None and erste != next(iter(lage.stoff.vokabular.stufen))


def _gestiegen(p: Phasenzeile, lage: Lage) -> bool:
    stufen = list(lage.stoff.vokabular.stufen)  # the nearest to work stands first
    erste, neueste = _erste_stufe(p, lage), _neueste_stufe(p, lage)
    return erste is not None and neueste is not None and stufen.index(neueste) < stufen.index(erste)


def _gesunken(p: Phasenzeile, lage: Lage) -> bool:
    return _erste_stufe(p, lage) != _neueste_stufe(p, lage) and not _gestiegen(p, lage)


def _ergebnis(p: Phasenzeile, lage: Lage) -> str:
    if p.abschluss is None or not _zu(p, lage):
        return NOCH_OFFEN
    return wort_oder("abschlussergebnisse", p.abschluss.ergebnis, lage)


def _grund(p: Phasenzeile, lage: Lage) -> str | None:
    if p.abschluss is None or not _zu(p, lage):
        return None
    grund = p.abschluss.grund
    return OHNE_ANGABE if grund is None else wort_oder("gruende", grund, lage)


def _form(p: Phasenzeile, lage: Lage) -> str | None:
    if p.abschluss is None or not _zu(p, lage):
        return None
    form = p.abschluss.form
    return OHNE_ANGABE if form is None else wort_oder("beschaeftigungsformen", form, lage)


def _umfang(p: Phasenzeile, lage: Lage) -> str | None:
    if p.abschluss is None or not _zu(p, lage):
        return None
    kurz, mittel, lang, ohne = UMFAENGE
    stunden = p.abschluss.umfang
    if stunden is None:
        return ohne
    return kurz if stunden < 15 else mittel if stunden < 30 else lang


def _gruppen(p: Phasenzeile, lage: Lage) -> tuple[str, ...]:
    stand = p.stand(lage.zeitraum.bis)
    # A measure counts once it has begun, not where somebody never went.
    begonnene = (m for m in p.massnahmen if m.beginn <= stand and m.angetreten)
    return tuple({m.gruppe or OHNE_GRUPPE for m in begonnene}) or (KEINE_MASSNAHME,)


def massnahmegruppen(vokabular: Any, _: Any) -> tuple[str, ...]:
    return (*dict.fromkeys(art.gruppe for art in vokabular.massnahmen.values() if art.gruppe), OHNE_GRUPPE)


def _nachbetreuung(p: Phasenzeile, lage: Lage) -> str:
    bisher = [ergebnis for tag, ergebnis in p.nachbetreuungen if tag <= lage.zeitraum.bis]
    return wort_oder("nachbetreuungsergebnisse", bisher[-1], lage) if bisher else OHNE_ERGEBNIS


# -- phases: numbers


def _bis_jetzt(tage: Iterable[date], p: Phasenzeile, lage: Lage) -> int:
    stand = p.stand(lage.zeitraum.bis)
    return sum(1 for tag in tage if tag <= stand)


def _minuten(p: Phasenzeile, lage: Lage) -> int | None:
    stand = p.stand(lage.zeitraum.bis)
    bisher = [minuten for tag, minuten in p.minuten if tag <= stand]
    return sum(bisher) if bisher else None


def _laenger_als(monate: int) -> Zaehlbedingung[Phasenzeile]:
    spanne = Spanne(monate, Einheit.MONATE)

    def gilt(p: Phasenzeile, lage: Lage) -> bool:
        stand = p.stand(lage.zeitraum.bis)
        pausen = p.pausentage_bis(stand)
        return Spanne(pausen, Einheit.TAGE).nach(spanne.nach(p.beginn)) < stand

    return Zaehlbedingung(f"die länger als {monate} Monate dauern, Pausen abgezogen", gilt)


def _versucht(p: Phasenzeile, lage: Lage) -> bool:
    bis = lage.zeitraum.bis
    kontakt, versuche = p.letzter_kontakt_bis(bis), bisect_right(p.versuche, bis)
    return bool(versuche) and (kontakt is None or p.versuche[versuche - 1] > kontakt)


STUFEN = aus_liste("stufen", OHNE_STUFE)
ZUGANGSWEGE = aus_liste("zugangswege", UNBEKANNT)
_ERGEBNISSE = aus_liste("abschlussergebnisse", UNBEKANNT)

BERATER: Merkmal[Any] = Merkmal(
    "Beraterin oder Berater",
    aus_liste("berater", UNBEKANNT, OHNE_BERATER),
    lambda z, lage: OHNE_BERATER if (name := z.phase.fall.berater) is None else wort_oder("berater", name, lage),
    intern=True,
)

PHASEN: Menge[Phasenzeile] = Menge(
    "Phasen",
    "Beratungsphase",
    {
        "begonnen": Zeitwahl("die im Zeitraum beginnen", _phasen(lambda p, lage: lage.zeitraum.enthaelt(p.beginn))),
        "abgeschlossen": Zeitwahl("die im Zeitraum enden", _phasen(lambda p, lage: lage.zeitraum.enthaelt(p.ende))),
        "offen": Zeitwahl("die am Ende des Zeitraums offen sind", _phasen(_offen)),
        "offen am Anfang": Zeitwahl(
            "die vor Beginn des Zeitraums offen waren",
            _phasen(lambda p, lage: p.offen_am(_EIN_TAG.vor(lage.zeitraum.von))),
        ),
        "betreut": Zeitwahl("die im Zeitraum offen waren oder endeten", _phasen(_betreut)),
        "vor zwölf Monaten begonnen": Zeitwahl("die zwölf Monate zuvor begonnen haben", _phasen(_vor_zwoelf_monaten)),
        "Erstgespräch fällig": _wird_faellig(_ERSTGESPRAECH, lambda p: p.gespraeche),
        "Betreuungsplan fällig": _wird_faellig(_PLAN, lambda p: p.plaene),
        "drei Monate nach Arbeitsbeginn": Zeitwahl(
            "deren erste drei Monate in der neuen Arbeit im Zeitraum enden", _phasen(_drei_monate_um)
        ),
    },
    person,
    lambda p: p.zeichen,
    {
        "Zugangsweg": Merkmal("Zugangsweg", ZUGANGSWEGE, lambda p, lage: wort_oder("zugangswege", p.zugangsweg, lage)),
        "Beginn": Merkmal("neu oder wieder aufgenommen", feste(NEU, WIEDER), lambda p, _: NEU if p.neu else WIEDER),
        "Jahr des Beginns": Merkmal("Jahr, in dem die Phase begann", _jahre, _jahr_des_beginns),
        "Stand am Ende": Merkmal(
            "offen oder abgeschlossen am Ende des Zeitraums",
            feste(OFFEN, ZU),
            lambda p, lage: OFFEN if _offen(p, lage) else ZU,
        ),
        "Betreuungsstufe": Merkmal("Betreuungsstufe", STUFEN, _stufe_der_phase),
        "Arbeitsmarktstatus": Merkmal(
            "Arbeitsmarktstatus", aus_liste("arbeitsmarktstatus", UNBEKANNT), _lage_der_phase
        ),
        "erste Stufe": Merkmal("erste Stufe", aus_liste("stufen"), _erste_stufe),
        "neueste Stufe": Merkmal("neueste Stufe", aus_liste("stufen"), _neueste_stufe),
        "Ergebnis": Merkmal("Ergebnis", _ERGEBNISSE, _ergebnis),
        "Stand": Merkmal(
            "Ergebnis bis zum Ende des Zeitraums", aus_liste("abschlussergebnisse", UNBEKANNT, NOCH_OFFEN), _ergebnis
        ),
        "Grund": Merkmal("Grund", aus_liste("gruende", OHNE_ANGABE, UNBEKANNT), _grund),
        "Form": Merkmal(
            "Form der Beschäftigung",
            aus_liste("beschaeftigungsformen", OHNE_ANGABE, UNBEKANNT),
            _form,
        ),
        "Umfang": Merkmal("Umfang in der Woche", feste(*UMFAENGE), _umfang),
        "Maßnahmegruppe": Merkmal(
            "Gruppe der Maßnahmen",
            lambda v, z: (*massnahmegruppen(v, z), KEINE_MASSNAHME),
            _gruppen,
            mehrfach=True,
        ),
        "Nachbetreuung": Merkmal(
            "Ergebnis der Nachbetreuung",
            aus_liste("nachbetreuungsergebnisse", OHNE_ERGEBNIS, UNBEKANNT),
            _nachbetreuung,
        ),
        "Berater": BERATER,
    },
    {
        "neu": Zaehlbedingung("neue", lambda p, _: p.neu),
        "wieder aufgenommen": Zaehlbedingung("wieder aufgenommene", lambda p, _: not p.neu),
        "mit Arbeitsstelle": Zaehlbedingung("die mit einer Arbeitsstelle enden", _mit_arbeit),
        "ohne Arbeitsstelle": Zaehlbedingung(
            "die ohne Arbeitsstelle enden", lambda p, lage: _zu(p, lage) and not _mit_arbeit(p, lage)
        ),
        "Erstgespräch rechtzeitig": Zaehlbedingung(
            "mit einem Gespräch bis dahin", lambda p, lage: _rechtzeitig(p, lage, _ERSTGESPRAECH, p.gespraeche)
        ),
        "Betreuungsplan rechtzeitig": Zaehlbedingung(
            "mit einem Betreuungsplan bis dahin", lambda p, lage: _rechtzeitig(p, lage, _PLAN, p.plaene)
        ),
        "zwei Einstufungen": Zaehlbedingung(
            "mit mindestens zwei Einstufungen", lambda p, lage: len(_einstufungen(p, lage)) > 1
        ),
        "kann steigen": Zaehlbedingung("deren erste Stufe nicht schon die beste ist", _kann_steigen),
        "Stufe gestiegen": Zaehlbedingung("deren neueste Stufe näher am Arbeitsmarkt liegt als die erste", _gestiegen),
        "Stufe gesunken": Zaehlbedingung(
            "deren neueste Stufe weiter vom Arbeitsmarkt entfernt ist als die erste", _gesunken
        ),
        "über 9 Monate": _laenger_als(9),
        "über 12 Monate": _laenger_als(12),
        "ohne Berater": Zaehlbedingung("ohne Beraterin oder Berater", lambda p, _: p.fall.berater is None),
        "mit Berater": Zaehlbedingung("mit Beraterin oder Berater", lambda p, _: p.fall.berater is not None),
        "ohne Gespräch": Zaehlbedingung("noch ohne Gespräch", lambda p, lage: not _bis_jetzt(p.gespraeche, p, lage)),
        "nicht erreicht": Zaehlbedingung("mit vergeblichen Versuchen seit dem letzten Kontakt", _versucht),
    },
    {
        "Tage": Groesse("Dauer ohne Pausen", "Tage", lambda p, lage: p.tage_bis(p.stand(lage.zeitraum.bis)), 5),
        "Kontakte": Groesse("Kontakte", "Kontakte", lambda p, lage: _bis_jetzt(p.kontakte, p, lage)),
        "Versuche": Groesse("vergebliche Versuche", "Versuche", lambda p, lage: _bis_jetzt(p.versuche, p, lage)),
        "Minuten": Groesse(
            "Minuten, soweit sie festgehalten sind",
            "Minuten",
            _minuten,
            5,
        ),
    },
)
