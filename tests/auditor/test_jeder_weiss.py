"""What everybody knows without having seen a number: the calendar, the thresholds, what a part and a whole are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from fallbuch.auditor.ziele import Zielart
from fallbuch.statistik.begriffe import Begriffe, Feld
from fallbuch.statistik.liste import Listengruppe
from fallbuch.statistik.runden import gerundet
from fallbuch.statistik.schutz import Schutzregeln
from fallbuch.statistik.tabelle import Schutztabelle, Schutzwert
from fallbuch.statistik.zeitraum import zeitraum_des_jahres, zeitraum_des_quartals
from fallbuch.zeit import Quartal
from tests.auditor.hilfen import Blatt, blatt, einfach, geprueft, gezaehlt, phasen, quartal, verraten

Q1, Q2 = quartal(2026, 1), quartal(2026, 2)
NEUN_WEGE = [f"Weg {n}" for n in range(9)]


def test_wer_neun_monate_da_ist_war_am_anfang_schon_da() -> None:
    dauer = gezaehlt(Q1, "dauer", {phasen("abgeschlossen", "über 9 Monate"): 3, phasen("offen", "über 9 Monate"): 8})
    anfang = gezaehlt(Q1, "anfang", {phasen("offen am Anfang"): 12})
    assert verraten(blatt(dauer)) == set()
    assert verraten(blatt(dauer, anfang)) == {
        ("2026Q1|dauer|abgeschlossen über 9 Monate|Anzahl", (3, 4)),
    }


def test_ein_jahr_dauert_laenger_als_ein_quartal() -> None:
    """Whoever began in a year can be there for more than nine months at its end."""
    jahr = zeitraum_des_jahres(2026, date(2031, 1, 1), kalender=False)
    dauer = gezaehlt(jahr, "dauer", {phasen("abgeschlossen", "über 9 Monate"): 3, phasen("offen", "über 9 Monate"): 8})
    anfang = gezaehlt(jahr, "anfang", {phasen("offen am Anfang"): 12})
    assert verraten(blatt(dauer, anfang)) == set()


def test_wer_laenger_als_ein_jahr_da_ist_begann_nicht_in_diesem() -> None:
    jahre = einfach(Q2, "jahre", {"2026": 20, "2025": 2, "2024": 2, "2023": 2, "früher": 2}, feld="Jahr des Beginns", wann="offen", ohne_summe=True)  # fmt: skip
    dauer = gezaehlt(Q2, "dauer", {phasen("offen", "über 12 Monate"): 8})
    assert verraten(blatt(jahre)) == set()
    assert ("2026Q2|jahre|2025|Anzahl", (2,)) in verraten(blatt(jahre, dauer))


def test_wer_im_quartal_begann_begann_in_seinem_jahr() -> None:
    kalenderquartal = zeitraum_des_quartals(Quartal(2026, 1, True), date(2031, 1, 1))
    begonnen = gezaehlt(kalenderquartal, "begonnen", {phasen("begonnen"): 117})
    offene = einfach(kalenderquartal, "offene", {"2026": 113, "2025": 30}, feld="Jahr des Beginns", wann="offen", ohne_summe=True)  # fmt: skip
    zu = einfach(kalenderquartal, "zu", {"2026": 4, "2025": 30}, feld="Jahr des Beginns", wann="abgeschlossen", ohne_summe=True)  # fmt: skip
    assert verraten(blatt(offene, zu)) == set()
    assert verraten(blatt(begonnen, offene, zu)) == {("2026Q1|zu|2026|Anzahl", (3, 4))}


def _nur_die_summe(zahl: int) -> Schutztabelle:
    t = einfach(Q1, "ergebnis", {"A": zahl}, wann="abgeschlossen")
    return replace(t, zeilen=(), werte={(None, "Anzahl"): Schutzwert(zahl=gerundet(zahl))})


def test_eine_ungeteilte_summe_sagt_dass_es_wenige_menschen_sind() -> None:
    """At least 23 ended, and they are so few people that nobody splits them: somebody ended twice, and so came back."""
    beginn = einfach(Q1, "beginn", {"neu": 40, "wieder aufgenommen": 1}, feld="Beginn")
    wieder = ("2026Q1|beginn|wieder aufgenommen|Anzahl", (1, 2))
    regeln = Schutzregeln()
    for zahl, soll in ((22, False), (23, True)):
        tabellen = {"ergebnis": _nur_die_summe(zahl), "beginn": beginn}
        assert (wieder in verraten(Blatt(Q1, tabellen, regeln))) == soll


def test_eine_gezeigte_zeile_sagt_dass_es_genug_menschen_sind() -> None:
    """Twenty were open, printed 20; a quarter later enough are open to show who waits: somebody came."""
    vorher = blatt(gezaehlt(Q1, "offen", {phasen("offen"): 22}))
    wartende = gezaehlt(Q2, "wartende", {phasen("offen", "ohne Berater"): 0})
    begonnen = gezaehlt(Q2, "begonnen", {phasen("begonnen"): 1})
    gezeigt = Blatt(Q2, {"wartende": wartende, "begonnen": begonnen}, Schutzregeln())
    ohne = Blatt(Q2, {"begonnen": begonnen}, Schutzregeln())
    assert verraten(vorher, ohne) == set()
    assert ("2026Q2|begonnen|begonnen|Anzahl", (1, 2)) in verraten(vorher, gezeigt)


def test_quartale_mit_anderem_kalender_liegen_auch_im_jahr() -> None:
    heute = date(2031, 1, 1)
    quartale = [zeitraum_des_quartals(Quartal(2025, n, False), heute) for n in (2, 3)]
    ganzes = zeitraum_des_jahres(2025, heute, kalender=True)
    blaetter = [blatt(einfach(z, "wege", {"A": 3, "B": 40})) for z in quartale]
    jahr = blatt(einfach(ganzes, "wege", {"A": 7, "B": 160}))
    assert verraten(*blaetter) == set()
    assert {
        ("2025Q2|wege|A|Anzahl", (3, 4)),
        ("2025Q3|wege|A|Anzahl", (3, 4)),
    } <= verraten(*blaetter, jahr)
    # One that reaches into the year before is no part of it.
    erstes = zeitraum_des_quartals(Quartal(2025, 1, False), heute)
    assert verraten(blatt(einfach(erstes, "wege", {"A": 3, "B": 40})), blaetter[0], jahr) == set()


def test_teil_und_ganzes_stehen_in_zwei_tabellen() -> None:
    """Each way has thirteen, twelve of them without a counsellor: one has one."""
    alle = einfach(Q1, "alle", dict.fromkeys(NEUN_WEGE, 13), wann="offen")
    ohne = einfach(Q1, "ohne", dict.fromkeys(NEUN_WEGE, 12), wann="offen")
    posten = (replace(ohne.tabelle.posten[0], nur=("ohne Berater",)),)
    begriffe = (Begriffe({"Zugangsweg": Feld(tuple(NEUN_WEGE))}, bedingungen=("ohne Berater",)),)
    ohne = replace(ohne, tabelle=replace(ohne.tabelle, posten=posten), begriffe=begriffe)
    lecks = geprueft(blatt(alle, ohne))[2].lecks
    reste = {(leck.ziel.aussage.zahl, leck.moeglich) for leck in lecks if leck.ziel.art is Zielart.REST}
    assert reste == {(f"2026Q1|ohne|{weg}|Anzahl", (1,)) for weg in NEUN_WEGE}


def test_was_zusammengezaehlt_ist_wird_mit_seinen_teilen_verglichen() -> None:
    """Two lines of thirteen each became one of 27: one more, though no line has the same name."""
    wege = (*NEUN_WEGE, "unbekannt")
    vorher = einfach(Q1, "wege", {**dict.fromkeys(wege, 13), "unbekannt": 0})
    nachher = einfach(Q2, "wege", {"Weg 0 oder Weg 1": 27, **dict.fromkeys(wege[2:], 22)})
    tabelle = replace(nachher.tabelle, zusammen=(("Zugangsweg", ("Weg 0", "Weg 1")),))
    nachher = replace(nachher, tabelle=tabelle, begriffe=(Begriffe({"Zugangsweg": Feld(wege)}),))
    lecks = geprueft(blatt(vorher), blatt(nachher))[2].lecks
    assert {(leck.ziel.aussage.zahl, leck.moeglich) for leck in lecks if leck.ziel.art is Zielart.AENDERUNG} == {
        ("2026Q2|wege|Weg 0 oder Weg 1|Anzahl", (1,))
    }


def test_das_ende_wird_mit_dem_anfang_verglichen() -> None:
    """Thirteen were open on each way and twelve are: one less, printed in one sheet."""
    anfang = einfach(Q1, "anfang", dict.fromkeys(NEUN_WEGE, 13), wann="offen am Anfang")
    ende = einfach(Q1, "ende", dict.fromkeys(NEUN_WEGE, 12), wann="offen")
    lecks = geprueft(blatt(anfang, ende))[2].lecks
    assert {(leck.ziel.aussage.zahl, leck.moeglich) for leck in lecks if leck.ziel.art is Zielart.AENDERUNG} == {
        (f"2026Q1|ende|{weg}|Anzahl", (-1,)) for weg in NEUN_WEGE
    }


def test_die_liste_sagt_wie_sie_zusammenfasst() -> None:
    """Five years were each too few to stand alone, four at most, and together they are twenty."""
    worte = ("2026", "2025", "2024", "2023", "früher")
    offene = einfach(Q2, "jahre", dict.fromkeys(worte, 4), feld="Jahr des Beginns", wann="offen")
    zu = gezaehlt(Q2, "zu", {phasen("abgeschlossen"): 0})
    for rest, soll in ((20, True), (17, False)):
        gruppen = (Listengruppe(jahr="Sonstige", zugangsweg="Sonstige", stand="offen", personen=rest),)
        mit_liste = Blatt(Q2, {"jahre": offene, "zu": zu}, liste=gruppen)
        assert (("2026Q2|jahre|2025|Anzahl", (4,)) in verraten(mit_liste)) == soll
