"""Phases as a population: when one belongs to a period, and all that can be said of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from fallbuch.akte.eintragsformen import Abschlussangaben
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
    nach_liste,
    wort_oder,
)
from fallbuch.statistik.tafeln import Phasenzeile
from fallbuch.statistik.zeitraum import Zeitraum
from fallbuch.zeit import Einheit, Spanne

OHNE_STUFE, OHNE_ANGABE, OHNE_BERATER = "ohne Stufe", "ohne Angabe", "zu vergeben"
NOCH_OFFEN, OHNE_ERGEBNIS = "noch offen", "noch kein Ergebnis"
OHNE_GRUPPE, KEINE_MASSNAHME = "ohne Gruppe", "keine Maßnahme"
NEU, WIEDER = "neu", "wieder aufgenommen"
OFFEN, ZU = "offen", "abgeschlossen"
#: Lines that tables have beside the words of lists.
FESTE_WORTE = (UNBEKANNT, OHNE_STUFE, OHNE_ANGABE, NOCH_OFFEN, OHNE_ERGEBNIS, OHNE_GRUPPE, KEINE_MASSNAHME)
#: Years before the period's that are named one by one.
_JAHRE = 3
JA, NEIN = "ja", "nein"
UMFAENGE = ("unter 15 Stunden", "15 bis 29 Stunden", "30 Stunden und mehr", OHNE_ANGABE)
_UMFANG_AB = (15, 30)
_EIN_TAG = Spanne(1, Einheit.TAGE)
#: Spans that these figures share with rules of the team, by the rule's key, and what holds without the rule.
_ERSTGESPRAECH = ("erstgespraech", Spanne(2, Einheit.WOCHEN))
_PLAN = ("plan-erstellen", Spanne(1, Einheit.MONATE))
_DREI_MONATE, _EIN_JAHR = Spanne(3, Einheit.MONATE), Spanne(12, Einheit.MONATE)


# -- phases: when they belong to a period


def _phasen(gilt: Callable[[Phasenzeile, Lage], bool]) -> Callable[[Lage], Iterable[Phasenzeile]]:
    return lambda lage: [p for p in lage.stoff.tafeln.phasen if gilt(p, lage)]


def _offen(p: Phasenzeile, lage: Lage) -> bool:
    return p.offen_am(lage.zeitraum.bis)


def _vor_zwoelf_monaten(lage: Lage) -> Iterable[Phasenzeile]:
    von, bis = _EIN_JAHR.vor(lage.zeitraum.von), _EIN_JAHR.vor(lage.zeitraum.bis)
    return [p for p in lage.stoff.tafeln.phasen if von <= p.beginn <= bis]


def _offen_am_anfang(lage: Lage) -> Iterable[Phasenzeile]:
    davor = _EIN_TAG.vor(lage.zeitraum.von)
    return [p for p in lage.stoff.tafeln.phasen if p.offen_am(davor)]


def _bis_wann(p: Phasenzeile, lage: Lage, was: tuple[str, Spanne]) -> date:
    return lage.stoff.fristende(was[0], p.beginn, was[1])


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


def _abschluss(p: Phasenzeile, lage: Lage) -> Abschlussangaben | None:
    """Return what the closing says, None while the phase is open at the end of the period."""
    return p.abschluss if p.ende is not None and p.ende <= lage.zeitraum.bis else None


def _mit_arbeit(p: Phasenzeile, lage: Lage) -> bool:
    abschluss = _abschluss(p, lage)
    ergebnis = lage.stoff.vokabular.abschlussergebnisse.get(abschluss.ergebnis or "") if abschluss else None
    return ergebnis is not None and ergebnis.arbeit


def _drei_monate_um(p: Phasenzeile, lage: Lage) -> bool:
    abschluss = _abschluss(p, lage)
    if abschluss is None or abschluss.arbeitsbeginn is None or not _mit_arbeit(p, lage):
        return False
    # Who had begun long before the closing is asked about in the period of the closing.
    return lage.zeitraum.enthaelt(max(_DREI_MONATE.nach(abschluss.arbeitsbeginn), p.stand(lage.zeitraum.bis)))


# -- phases: fields


def _jahre(_: Vokabular, zeitraum: Zeitraum) -> tuple[str, ...]:
    letztes = zeitraum.bis.year
    return (*(str(j) for j in range(letztes, letztes - _JAHRE - 1, -1)), "früher")


def _jahr_des_beginns(p: Phasenzeile, lage: Lage) -> str:
    return str(p.beginn.year) if p.beginn.year >= lage.zeitraum.bis.year - _JAHRE else "früher"


def _einstufungen(p: Phasenzeile, lage: Lage) -> list[str]:
    """Return the readable levels assessed in the phase up to the end of the period, oldest first."""
    bekannte = lage.stoff.vokabular.stufen
    return [stufe for tag, stufe in p.stufen if tag <= p.stand(lage.zeitraum.bis) and stufe in bekannte]


def _kann_steigen(p: Phasenzeile, lage: Lage) -> bool:
    eigene = _einstufungen(p, lage)
    return bool(eigene) and eigene[0] != next(iter(lage.stoff.vokabular.stufen))


def _stufen_naeher(p: Phasenzeile, lage: Lage) -> int:
    """Return by how many levels the newest is nearer to work than the first; less than 0 where it is further away."""
    stufen, eigene = list(lage.stoff.vokabular.stufen), _einstufungen(p, lage)  # the nearest to work stands first
    return stufen.index(eigene[0]) - stufen.index(eigene[-1]) if eigene else 0


def _ergebnis(p: Phasenzeile, lage: Lage) -> str:
    abschluss = _abschluss(p, lage)
    return wort_oder("abschlussergebnisse", abschluss.ergebnis, lage) if abschluss else NOCH_OFFEN


def _des_abschlusses(worte: str, liste: str, wort: Callable[[Abschlussangaben], str | None]) -> Merkmal[Phasenzeile]:
    def wert(p: Phasenzeile, lage: Lage) -> str | None:
        abschluss = _abschluss(p, lage)
        return wort_oder(liste, wort(abschluss), lage, OHNE_ANGABE) if abschluss else None

    return Merkmal(worte, aus_liste(liste, OHNE_ANGABE, UNBEKANNT), wert)


def _umfang(p: Phasenzeile, lage: Lage) -> str | None:
    abschluss = _abschluss(p, lage)
    if abschluss is None or abschluss.umfang is None:
        return OHNE_ANGABE if abschluss else None
    return UMFAENGE[bisect_right(_UMFANG_AB, abschluss.umfang)]


def _gruppen(p: Phasenzeile, lage: Lage) -> tuple[str, ...]:
    stand = p.stand(lage.zeitraum.bis)
    # A measure counts once it has begun, not where somebody never went.
    alle = (z.massnahme for z in p.massnahmen)
    begonnene = (m for m in alle if m.beginn <= stand and m.ergebnis.angetreten)
    return tuple({m.art.gruppe or OHNE_GRUPPE for m in begonnene}) or (KEINE_MASSNAHME,)


def massnahmegruppen(vokabular: Vokabular, _: Zeitraum) -> tuple[str, ...]:
    return (*dict.fromkeys(art.gruppe for art in vokabular.massnahmen.values() if art.gruppe), OHNE_GRUPPE)


def _nachbetreuung(p: Phasenzeile, lage: Lage) -> str | None:
    return next((ergebnis for tag, ergebnis in reversed(p.nachbetreuungen) if tag <= lage.zeitraum.bis), None)


# -- phases: numbers


def _bis_jetzt(tage: Sequence[date], p: Phasenzeile, lage: Lage) -> int:
    return bisect_right(tage, p.stand(lage.zeitraum.bis))


def _minuten(p: Phasenzeile, lage: Lage) -> int | None:
    stand = p.stand(lage.zeitraum.bis)
    bisher = [minuten for tag, minuten in p.minuten if tag <= stand]
    return sum(bisher) if bisher else None


def _laenger_als(monate: int) -> Zaehlbedingung[Phasenzeile]:
    spanne = Spanne(monate, Einheit.MONATE)

    def gilt(p: Phasenzeile, lage: Lage) -> bool:
        stand = p.stand(lage.zeitraum.bis)
        return Spanne(p.pausentage_bis(stand), Einheit.TAGE).nach(spanne.nach(p.beginn)) < stand

    return Zaehlbedingung(f"die länger als {monate} Monate dauern, Pausen abgezogen", gilt)


def _versucht(p: Phasenzeile, lage: Lage) -> bool:
    bis = lage.zeitraum.bis
    kontakt = p.letzter_kontakt_bis(bis) or date.min
    return any(kontakt < tag <= bis for tag in p.versuche)


def nach_stufe(stufe: Callable[[Any, Lage], str | None]) -> Merkmal[Any]:
    return nach_liste("Betreuungsstufe", "stufen", stufe, ohne=OHNE_STUFE, fremd=OHNE_STUFE)


BERATER: Merkmal[Any] = Merkmal(
    "Beraterin oder Berater",
    aus_liste("berater", UNBEKANNT, OHNE_BERATER),
    lambda z, lage: wort_oder("berater", z.phase.fall.berater, lage, OHNE_BERATER),
    intern=True,
)

PHASEN: Menge[Phasenzeile] = Menge(
    "Phasen",
    "Beratungsphase",
    {
        "begonnen": Zeitwahl("die im Zeitraum beginnen", _phasen(lambda p, lage: lage.zeitraum.enthaelt(p.beginn))),
        "abgeschlossen": Zeitwahl("die im Zeitraum enden", _phasen(lambda p, lage: lage.zeitraum.enthaelt(p.ende))),
        "offen": Zeitwahl("die am Ende des Zeitraums offen sind", _phasen(_offen)),
        "offen am Anfang": Zeitwahl("die vor Beginn des Zeitraums offen waren", _offen_am_anfang),
        "betreut": Zeitwahl(
            "die im Zeitraum offen waren oder endeten",
            _phasen(lambda p, lage: p.beginn <= lage.zeitraum.bis and (p.ende is None or p.ende >= lage.zeitraum.von)),
        ),
        "vor zwölf Monaten begonnen": Zeitwahl("die zwölf Monate zuvor begonnen haben", _vor_zwoelf_monaten),
        "Erstgespräch fällig": _wird_faellig(_ERSTGESPRAECH, lambda p: p.gespraeche),
        "Betreuungsplan fällig": _wird_faellig(_PLAN, lambda p: p.plaene),
        "drei Monate nach Arbeitsbeginn": Zeitwahl(
            "deren erste drei Monate in der neuen Arbeit im Zeitraum enden", _phasen(_drei_monate_um)
        ),
    },
    lambda p: p.zeichen,
    {
        "Zugangsweg": nach_liste("Zugangsweg", "zugangswege", lambda p, _: p.zugangsweg),
        "Beginn": Merkmal("neu oder wieder aufgenommen", feste(NEU, WIEDER), lambda p, _: NEU if p.neu else WIEDER),
        "Jahr des Beginns": Merkmal("Jahr, in dem die Phase begann", _jahre, _jahr_des_beginns),
        "Stand am Ende": Merkmal(
            "offen oder abgeschlossen am Ende des Zeitraums",
            feste(OFFEN, ZU),
            lambda p, lage: OFFEN if _offen(p, lage) else ZU,
        ),
        "Betreuungsstufe": nach_stufe(lambda p, lage: p.fall.stufe_am(p.stand(lage.zeitraum.bis))),
        "Arbeitsmarktstatus": nach_liste(
            "Arbeitsmarktstatus", "arbeitsmarktstatus", lambda p, lage: p.fall.lage_am(p.stand(lage.zeitraum.bis))
        ),
        "erste Stufe": Merkmal(
            "erste Stufe", aus_liste("stufen"), lambda p, lage: next(iter(_einstufungen(p, lage)), None)
        ),
        "neueste Stufe": Merkmal(
            "neueste Stufe", aus_liste("stufen"), lambda p, lage: next(reversed(_einstufungen(p, lage)), None)
        ),
        "Ergebnis": Merkmal("Ergebnis", aus_liste("abschlussergebnisse", UNBEKANNT), _ergebnis),
        "Stand": Merkmal(
            "Ergebnis bis zum Ende des Zeitraums", aus_liste("abschlussergebnisse", UNBEKANNT, NOCH_OFFEN), _ergebnis
        ),
        "Grund": _des_abschlusses("Grund", "gruende", lambda a: a.grund),
        "Form": _des_abschlusses("Form der Beschäftigung", "beschaeftigungsformen", lambda a: a.form),
        "Umfang": Merkmal("Umfang in der Woche", feste(*UMFAENGE), _umfang),
        "Maßnahmegruppe": Merkmal(
            "Gruppe der Maßnahmen", lambda v, z: (*massnahmegruppen(v, z), KEINE_MASSNAHME), _gruppen, mehrfach=True
        ),
        "Nachbetreuung": nach_liste(
            "Ergebnis der Nachbetreuung", "nachbetreuungsergebnisse", _nachbetreuung, OHNE_ERGEBNIS
        ),
        "Berater": BERATER,
    },
    {
        "neu": Zaehlbedingung("neue", lambda p, _: p.neu),
        "wieder aufgenommen": Zaehlbedingung("wieder aufgenommene", lambda p, _: not p.neu),
        "mit Arbeitsstelle": Zaehlbedingung("die mit einer Arbeitsstelle enden", _mit_arbeit),
        "ohne Arbeitsstelle": Zaehlbedingung(
            "die ohne Arbeitsstelle enden", lambda p, lage: bool(_abschluss(p, lage)) and not _mit_arbeit(p, lage)
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
        "Stufe gestiegen": Zaehlbedingung(
            "deren neueste Stufe näher am Arbeitsmarkt liegt als die erste", lambda p, lage: _stufen_naeher(p, lage) > 0
        ),
        "Stufe gesunken": Zaehlbedingung(
            "deren neueste Stufe weiter vom Arbeitsmarkt entfernt ist als die erste",
            lambda p, lage: _stufen_naeher(p, lage) < 0,
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
        "Minuten": Groesse("Minuten, soweit sie festgehalten sind", "Minuten", _minuten, 5),
    },
)
