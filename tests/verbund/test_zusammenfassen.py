"""What is wrong with a package is named, and all others go on; who has no key reads nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fallbuch.kontakte.modell import Kontaktfehler
from fallbuch.kontakte.schloss import Leseschluessel, verschliesse
from fallbuch.statistik.laden import Kennzahlenbuch
from fallbuch.statistik.summen import Abgabe, Summenwerk, lies_summen
from fallbuch.statistik.zellen import Zaehlort
from fallbuch.verbund.paket import Paket, Paketfehler, aus_bytes, pruefwert
from fallbuch.verbund.zusammenfassen import fasse_zusammen
from tests.verbund.hilfen import HEUTE, SCHLUESSEL, dateien, quartal, team_aus, verbund, verschlossen

NAMEN = ["Nord", "Süd", "West"]
VEREINBART = verbund(NAMEN, "zugang, erstkontakt".replace(", erstkontakt", ""))
ANZAHL, NEU = Zaehlort("zugang", "", "", "zeilen"), Zaehlort("zugang", "Beratung", "neu", "zeilen")
ZAHLEN = {
    NEU: 3, ANZAHL: 3, **{replace(o, groesse="menschen"): 3 for o in (NEU, ANZAHL)},
    **{Zaehlort("zugang", z, s, g): 3 for z, s in (("Beratung", ""), ("", "neu")) for g in ("zeilen", "menschen")},
    Zaehlort("zugang", "", "", "alle"): 3,
}  # fmt: skip


def paket(team: str = "Nord", **anderes: object) -> Paket:
    grund = Paket(
        verbund="Verbund Mitte", team=team, quartal="2026Q2", fassung=1, vereinbarung=VEREINBART.kennung, woerter=VEREINBART.woerter, regeln="r", gezaehlt_am=date(2026, 7, 1),
        programm="1", zahlen=ZAHLEN, nicht_zuordenbar={("Zugangsweg", "Zufall"): 2},
    )  # fmt: skip
    return replace(grund, **anderes)  # type: ignore[arg-type]


def mit(ort: Zaehlort, zahl: int) -> dict[Zaehlort, int]:
    return {**ZAHLEN, ort: zahl}


def test_gute_pakete() -> None:
    ergebnis = fasse_zusammen(verschlossen(paket(), paket("Süd")), SCHLUESSEL, VEREINBART, HEUTE)
    assert ergebnis.maengel == []
    assert ergebnis.fehlende == {"2026Q2": ["West"]}
    assert ergebnis.stand.abgaben == [
        Abgabe(team, "2026Q2", 1, date(2026, 7, 1), 3, 3, pruefwert(paket(team))) for team in ("Nord", "Süd")
    ]
    summe = ergebnis.stand.zahlen["2026Q2"][ANZAHL]
    assert (summe.zahl, summe.teams, summe.groesste) == (6, 2, (3, 3, 0))
    assert ergebnis.stand.nicht_zuordenbar == {("2026Q2", "Zugangsweg", "Zufall"): 4}


@pytest.mark.parametrize(
    ("schlechtes", "satz"),
    [
        (paket(verbund="Verbund Ost"), "Das Paket ist für „Verbund Ost“. Erwartet: für „Verbund Mitte“. Geben Sie dem Team die Datei vorlagen/verbund.yml von hier; dann gibt es noch einmal ab."),
        (paket("Ost"), "Das Team steht nicht unter den Mitgliedern in vorlagen/verbund.yml. Gehört es dazu, tragen Sie es dort ein. Bisher: Nord, Süd, West."),
        (paket(vereinbarung="anders"), "Das Team hat nach einer anderen Vereinbarung gezählt, oder mit einer anderen Version des Programms (1). Geben Sie dem Team die Datei vorlagen/verbund.yml von heute; dann gibt es das Quartal noch einmal ab."),
        (paket(gezaehlt_am=date(2026, 6, 28)), "Das Quartal geht bis 28.06.2026; das Paket ist vom 28.06.2026. Erwartet: ein Tag danach."),
        (paket(quartal="2026Q3"), "Das Quartal geht bis 28.09.2026; das Paket ist vom 01.07.2026. Erwartet: ein Tag danach."),
        (paket(gezaehlt_am=date(2026, 7, 11)), "Das Paket ist vom 11.07.2026; heute ist der 10.07.2026. Geht beim Team die Uhr falsch?"),
        (paket(zahlen=mit(replace(NEU, zeile="Zufall"), 1)), "Eine Zahl ist nicht vereinbart: zugang / Zufall / neu / zeilen. Bitten Sie das Team, es noch einmal abzugeben."),
        (paket(zahlen=mit(replace(NEU, tabelle="struktur"), 1)), "Eine Zahl ist nicht vereinbart: struktur / Beratung / neu / zeilen. Bitten Sie das Team, es noch einmal abzugeben."),
        (paket(zahlen=mit(replace(NEU, groesse="namen"), 1)), "Eine Zahl ist nicht vereinbart: zugang / Beratung / neu / namen. Bitten Sie das Team, es noch einmal abzugeben."),
        # What is missing to a whole follows from it, and what is called nothing in common is of people whom there are.
        (paket(zahlen=mit(replace(NEU, groesse="rest"), 1)), "Eine Zahl ist nicht vereinbart: zugang / Beratung / neu / rest. Bitten Sie das Team, es noch einmal abzugeben."),
        (paket(nicht_zuordenbar={("Zugangsweg", "Zufall"): 4}), "Die Zahlen gehen nicht auf: Nicht zuordenbar sind bei Zugangsweg „Zufall“ 4 Menschen, mehr, als es sind, oder danach wird nicht gefragt. Bitten Sie das Team, es noch einmal abzugeben."),
        (paket(nicht_zuordenbar={("Grund", "Zufall"): 2}), "Die Zahlen gehen nicht auf: Nicht zuordenbar sind bei Grund „Zufall“ 2 Menschen, mehr, als es sind, oder danach wird nicht gefragt. Bitten Sie das Team, es noch einmal abzugeben."),
        (paket(zahlen={}), "Die Zahlen gehen nicht auf: Nicht zuordenbar sind bei Zugangsweg „Zufall“ 2 Menschen, mehr, als es sind, oder danach wird nicht gefragt. Bitten Sie das Team, es noch einmal abzugeben."),
        (paket(zahlen=mit(ANZAHL, 4)), "Die Zahlen gehen nicht auf: In „Begonnene Beratungsphasen nach Zugangsweg“ stehen Teile, die zusammen 3 ergeben, und eine Summe von 4. Bitten Sie das Team, es noch einmal abzugeben."),
        (paket(zahlen=mit(replace(NEU, groesse="menschen"), 4)), "Die Zahlen gehen nicht auf: In „Begonnene Beratungsphasen nach Zugangsweg“ (Beratung / neu) stehen mehr Menschen als gezählt sind, oder keiner. Bitten Sie das Team, es noch einmal abzugeben."),
        # A line and the whole raised alike, people beyond the whole table, a table without its people.
        (paket(zahlen={**ZAHLEN, ANZAHL: 9, Zaehlort("zugang", "Beratung", "", "zeilen"): 9}), "Die Zahlen gehen nicht auf: In „Begonnene Beratungsphasen nach Zugangsweg“ stehen Teile, die zusammen 3 ergeben, und eine Summe von 9. Bitten Sie das Team, es noch einmal abzugeben."),
        (paket(zahlen=mit(Zaehlort("zugang", "", "", "alle"), 2)), "Die Zahlen gehen nicht auf: In „Begonnene Beratungsphasen nach Zugangsweg“ stehen 3 Menschen, und in der ganzen Tabelle sind es 2. Bitten Sie das Team, es noch einmal abzugeben."),
        (paket(zahlen=mit(Zaehlort("zugang", "", "", "alle"), 500)), "Die Zahlen gehen nicht auf: In „Begonnene Beratungsphasen nach Zugangsweg“ stehen 500 Menschen, mehr, als in den Zeilen stehen. Bitten Sie das Team, es noch einmal abzugeben."),
    ],
)  # fmt: skip
def test_ein_schlechtes_wird_genannt_und_die_anderen_zaehlen(schlechtes: Paket, satz: str) -> None:
    ergebnis = fasse_zusammen(verschlossen(paket("West"), schlechtes, paket("Süd")), SCHLUESSEL, VEREINBART, HEUTE)
    wer = f"{schlechtes.team}, {schlechtes.quartal}, Fassung 1"
    assert [(m.datei, m.satz) for m in ergebnis.maengel] == [("001.age", f"{wer}: {satz}")]
    assert [a.team for a in ergebnis.stand.abgaben] == ["Süd", "West"]


def _bytes(**anderes: object) -> bytes:
    return json.dumps(json.loads(paket().als_bytes()) | anderes).encode()


@pytest.mark.parametrize(
    ("inhalt", "satz"),
    [
        (b"", "Der Inhalt ist kein vollständiges Paket."),
        (b"[" * 100_000, "Der Inhalt ist kein vollständiges Paket."),
        (b"[]", "Der Inhalt hat eine andere Form (keine). Erwartet: ein Paket der Form 2. Das Team hat eine andere Version des Programms; geben Sie ihm die von hier, oder nehmen Sie seine."),
        (_bytes(form=1), "Der Inhalt hat eine andere Form (1). Erwartet: ein Paket der Form 2. Das Team hat eine andere Version des Programms; geben Sie ihm die von hier, oder nehmen Sie seine."),
        (_bytes(quartal="2026Q5"), "Quartal oder Tag sind nicht lesbar: „2026Q5“ und „2026-07-01“. Erwartet: zum Beispiel 2026Q2 und 2026-07-01."),
        (_bytes(fassung=0), "Die Fassung ist keine Zahl von 1 bis 999.999.999."),
        (_bytes(fassung=True), "Die Fassung ist keine Zahl von 1 bis 999.999.999."),
        (_bytes(team=" "), "Die Angabe „team“ fehlt oder ist kein kurzer Text."),
        (_bytes(zahlen={}), "Die Zahlen fehlen."),
        (_bytes(woerter=["zugangswege"]), "Die gemeinsamen Wörter fehlen."),
        (_bytes(woerter={"namen": {}}), "Ein gemeinsames Wort ist nicht lesbar."),
        (_bytes(woerter={"zugangswege": {"a": [7]}}), "Ein gemeinsames Wort ist nicht lesbar."),
        (_bytes(woerter={"zugangswege": {"a\n": []}}), "Ein gemeinsames Wort ist nicht lesbar."),
        (_bytes(woerter={"zugangswege": {"a" * 121: []}}), "Ein gemeinsames Wort ist nicht lesbar."),
        (_bytes(nicht_zuordenbar=[["Zugangsweg", "b\ud800se", 3]]), "Eine Zeile der Zahlen ist nicht lesbar. Erwartet: Wörter und dahinter eine Anzahl ab 1."),
        (_bytes(zahlen=[["a", "b", "c", "d", -1]]), "Eine Zeile der Zahlen ist nicht lesbar. Erwartet: Wörter und dahinter eine Anzahl ab 1."),
        (_bytes(zahlen=[["a", "b", "c", "d", 1.5]]), "Eine Zeile der Zahlen ist nicht lesbar. Erwartet: Wörter und dahinter eine Anzahl ab 1."),
        (_bytes(zahlen=[["a", "b", "", "d", 1]] * 2), "Eine Zelle steht zweimal da: a / b / d."),
    ],
)  # fmt: skip
def test_was_kein_paket_ist(inhalt: bytes, satz: str) -> None:
    with pytest.raises(Paketfehler) as fehler:
        aus_bytes(inhalt)
    assert str(fehler.value) in {satz, f"{satz} Bitten Sie das Team, es noch einmal abzugeben."}


def test_eine_neue_fassung_ersetzt_und_zaehlt_nie_dazu() -> None:
    zwei = paket(fassung=2, zahlen=dict.fromkeys(ZAHLEN, 5))
    for reihe in ((paket(), zwei), (zwei, paket())):
        ergebnis = fasse_zusammen(verschlossen(*reihe), SCHLUESSEL, VEREINBART, HEUTE)
        assert ergebnis.maengel == []
        assert ergebnis.stand.zahlen["2026Q2"][ANZAHL].zahl == 5
        assert [a.fassung for a in ergebnis.stand.abgaben] == [2]


def test_doppelte_und_streitige() -> None:
    """The same twice counts once; two that both say to be the first count not at all, since nobody knows which is right."""
    zweimal = fasse_zusammen(verschlossen(paket(), paket(gezaehlt_am=HEUTE)), SCHLUESSEL, VEREINBART, HEUTE)
    assert [m.satz for m in zweimal.maengel] == ["Dasselbe Paket liegt noch einmal da („000.age“); es zählt einmal."]
    assert zweimal.stand.zahlen["2026Q2"][ANZAHL].zahl == 3
    anderes = paket(zahlen=dict.fromkeys(ZAHLEN, 5))
    streit = fasse_zusammen(verschlossen(paket(), anderes, paket("Süd")), SCHLUESSEL, VEREINBART, HEUTE)
    assert [m.satz for m in streit.maengel] == [
        "Zwei verschiedene Pakete nennen sich gleich (Nord, 2026Q2, Fassung 1; das andere: „000.age“). Von diesem Team zählt für das Quartal nichts. Bitten Sie das Team, das richtige noch einmal abzugeben: fallbuch verbund abgeben … --quartal 2026Q2 --fassung 2"
    ]
    assert [a.team for a in streit.stand.abgaben] == ["Süd"]
    # A newer one decides.
    entschieden = fasse_zusammen(
        verschlossen(paket(), anderes, paket(fassung=2, zahlen=anderes.zahlen)), SCHLUESSEL, VEREINBART, HEUTE
    )
    assert [a.fassung for a in entschieden.stand.abgaben] == [2]
    assert entschieden.maengel == []
    # Nor does an older one in their place.
    alt = fasse_zusammen(
        verschlossen(paket(), paket(fassung=2), paket(fassung=2, zahlen=anderes.zahlen)), SCHLUESSEL, VEREINBART, HEUTE
    )
    assert alt.stand.abgaben == []


def test_die_neue_wortliste_gilt_sobald_alle_sie_haben() -> None:
    """Until then those who counted with it wait, with what they handed in before; in the end nobody's figures are missing."""
    alt = {"woerter": {"zugangswege": {"Beratung": ()}}}
    satz = (
        "Das Team hat mit einer anderen Wortliste gezählt als die meisten. Alle brauchen dieselbe Datei vorlagen/verbund.yml; die neue gilt, sobald alle, "
        "die das Quartal abgegeben haben, es mit ihr noch einmal abgegeben haben."
    )
    alle = [paket("Nord", **alt), paket("Süd", **alt), paket("West", **alt)]
    nur_alte = fasse_zusammen(verschlossen(*alle), SCHLUESSEL, VEREINBART, HEUTE)
    assert (nur_alte.maengel, len(nur_alte.stand.abgaben)) == ([], 3)
    fuenf = dict.fromkeys(ZAHLEN, 5)
    alle.append(paket("Nord", fassung=2, zahlen=fuenf))
    eines = fasse_zusammen(verschlossen(*alle), SCHLUESSEL, VEREINBART, HEUTE)
    assert [m.satz for m in eines.maengel] == [f"Nord, 2026Q2, Fassung 2: {satz} Bis dahin zählt die Fassung 1."]
    assert [(a.team, a.fassung) for a in eines.stand.abgaben] == [("Nord", 1), ("Süd", 1), ("West", 1)]
    # Most of them are not all.
    alle.append(paket("Süd", fassung=2, zahlen=fuenf))
    zwei = fasse_zusammen(verschlossen(*alle), SCHLUESSEL, VEREINBART, HEUTE)
    assert [(a.team, a.fassung) for a in zwei.stand.abgaben] == [("Nord", 1), ("Süd", 1), ("West", 1)]
    assert len(zwei.maengel) == 2
    alle.append(paket("West", fassung=2, zahlen=fuenf))
    fertig = fasse_zusammen(verschlossen(*alle), SCHLUESSEL, VEREINBART, HEUTE)
    assert [(a.team, a.fassung) for a in fertig.stand.abgaben] == [("Nord", 2), ("Süd", 2), ("West", 2)]
    assert fertig.stand.zahlen["2026Q2"][ANZAHL].zahl == 15
    assert fertig.maengel == []
    # In a quarter in which nearly all have it, the one with the old file is named.
    spaet = fasse_zusammen(verschlossen(paket("Nord", **alt), paket("Süd"), paket("West")), SCHLUESSEL, VEREINBART, HEUTE)  # fmt: skip
    assert [m.satz for m in spaet.maengel] == [f"Nord, 2026Q2, Fassung 1: {satz}"]
    assert [a.team for a in spaet.stand.abgaben] == ["Süd", "West"]


def test_gezeigt_wird_in_den_woertern_mit_denen_gezaehlt_wurde() -> None:
    """A word that came later has no line, since nobody was asked for it; one that has gone since keeps its own."""
    spaeter = VEREINBART.mit_woertern({"zugangswege": {"Runde Tafel": ("Beratung",), "Tafel": ()}})
    for heutige in (VEREINBART, spaeter):
        ergebnis = fasse_zusammen(verschlossen(paket(), paket("Süd")), SCHLUESSEL, heutige, HEUTE)
        assert ergebnis.maengel == []
        stand = lies_summen(ergebnis.stand.als_bytes())
        assert stand == ergebnis.stand
        leer = team_aus({n: t for n, t in dateien(1, 1).items() if n.startswith("vorlagen")}, "V")
        werk = Summenwerk(leer.zahlenwerk.stoff, heutige, stand, Kennzahlenbuch(), b"x")
        tabelle = werk.roh(quartal("2026Q2"))["zugang"]
        assert tabelle.zeilen == ("Runder Tisch", "Beratung", "unbekannt", "nicht zuordenbar")
        assert tabelle.werte["Beratung", None] == tabelle.werte[None, None]


def test_dieselben_sind_ueberall_gleich_viele() -> None:
    """As a count and as the base of a share, in one table and in the next."""
    vereinbart = verbund(NAMEN, "dauer")
    zellen = {
        Zaehlort("dauer", "am Ende offen", s, g): 3
        for s in ("Anzahl", "über 9 Monate", "über 12 Monate")
        for g in ("zeilen", "menschen")
    }
    zellen |= {Zaehlort("dauer", "", "", "alle"): 3, Zaehlort("dauer", "am Ende offen", "", "grund"): 3}
    gutes = paket(vereinbarung=vereinbart.kennung, zahlen=zellen, nicht_zuordenbar={})
    assert fasse_zusammen(verschlossen(gutes), SCHLUESSEL, vereinbart, HEUTE).maengel == []
    falsch = replace(gutes, zahlen={**zellen, Zaehlort("dauer", "am Ende offen", "über 9 Monate", "zeilen"): 503})
    (mangel,) = fasse_zusammen(verschlossen(falsch), SCHLUESSEL, vereinbart, HEUTE).maengel
    assert "stehen 503, und in „" in mangel.satz
    assert "sind es 3." in mangel.satz


def test_verglichen_wird_nur_in_denselben_woertern() -> None:
    """What a word means in one quarter and otherwise in the next, says nothing of the people beside it."""
    frueher = [paket(t, quartal="2026Q1", gezaehlt_am=date(2026, 4, 1)) for t in NAMEN]
    andere = {"zugangswege": {"Runder Tisch": (), "Beratung": ("VAMV Beratung", "Beratungstag", "Tafel")}}
    leer = team_aus({n: t for n, t in dateien(1, 1).items() if n.startswith("vorlagen")}, "V")
    for woerter, davor in ((VEREINBART.woerter, True), (andere, False)):
        jetzt = [paket(t, woerter=woerter) for t in NAMEN]
        stand = fasse_zusammen(verschlossen(*frueher, *jetzt), SCHLUESSEL, VEREINBART, HEUTE).stand
        werk = Summenwerk(leer.zahlenwerk.stoff, VEREINBART, stand, Kennzahlenbuch(), b"x")
        zahlen = werk.auswertung(quartal("2026Q2"))
        assert (zahlen.davor is not None, zahlen.ein_jahr_zuvor) == (davor, None)


@pytest.mark.parametrize(
    ("wo", "zahl", "satz"), [("", 500, "12 und 500"), ("Qualifizierung", 500, "12 und 500"), (None, 0, "0")]
)
def test_ein_verhaeltnis_steht_ueberall_zu_denselben(wo: str | None, zahl: int, satz: str) -> None:
    vereinbart = verbund(NAMEN, "massnahmen")
    spalte = next(
        m.titel for k in vereinbart.kennzahlen for t in k.tabellen for m in t.masse if t.schluessel == "massnahmen"
    )
    zellen = {
        Zaehlort("massnahmen", z, spalte, g): n
        for z in ("Qualifizierung", "")
        for g, n in (("offene", 12), ("menschen", 3))
    }
    zellen |= {Zaehlort("massnahmen", "", "", "alle"): 3}
    gutes = paket(vereinbarung=vereinbart.kennung, zahlen=zellen, nicht_zuordenbar={})
    assert fasse_zusammen(verschlossen(gutes), SCHLUESSEL, vereinbart, HEUTE).maengel == []
    falsche = {o: zahl if o.groesse == "offene" and wo in {None, o.zeile} else n for o, n in zellen.items()}
    schlechtes = replace(gutes, zahlen={o: n for o, n in falsche.items() if n})
    (mangel,) = fasse_zusammen(verschlossen(schlechtes), SCHLUESSEL, vereinbart, HEUTE).maengel
    assert f"stehen {satz} offene Phasen, und überall müssen es dieselben sein." in mangel.satz


def test_wer_nichts_hatte_und_wer_gegangen_ist() -> None:
    """A quarter without anybody is handed in and not missing; whoever has left is missed no more."""
    leer = paket("Süd", zahlen={}, nicht_zuordenbar={})
    vereinbart = verbund(["Nord", "Süd", "'West (bis 2026Q1)'"], "zugang")
    assert (vereinbart.mitglieder, vereinbart.bis) == (("Nord", "Süd", "West"), {"West": "2026Q1"})
    ergebnis = fasse_zusammen(verschlossen(paket(), leer, paket("West")), SCHLUESSEL, vereinbart, HEUTE)
    assert [m.satz for m in ergebnis.maengel] == [
        "West, 2026Q2, Fassung 1: Das Team gehört laut vorlagen/verbund.yml nur bis 2026Q1 dazu."
    ]
    assert [(a.team, a.anfang) for a in ergebnis.stand.abgaben] == [("Nord", 3), ("Süd", 0)]
    assert ergebnis.fehlende == {"2026Q2": []}
    frueher = paket("West", quartal="2026Q1", gezaehlt_am=date(2026, 4, 1))
    assert fasse_zusammen(verschlossen(frueher), SCHLUESSEL, vereinbart, HEUTE).fehlende == {"2026Q1": ["Nord", "Süd"]}


def test_eine_juengere_mit_kleinerer_nummer_wird_genannt() -> None:
    """A team that lost its register began again with one; of the same day it may be any of them."""
    zwei = paket(fassung=2, gezaehlt_am=date(2026, 7, 1), zahlen=dict.fromkeys(ZAHLEN, 5))
    gleich = fasse_zusammen(verschlossen(paket(fassung=2), paket(gezaehlt_am=HEUTE)), SCHLUESSEL, VEREINBART, HEUTE)
    assert gleich.maengel == []
    for tag, maengel in ((date(2026, 7, 1), []), (date(2026, 7, 2), [
        "Die Fassung 1 von Nord für 2026Q2 ist vom 02.07.2026 und jünger als die Fassung 2 vom 01.07.2026, die zählt. Soll sie gelten, gibt das Team noch einmal ab: "
        "fallbuch verbund abgeben … --quartal 2026Q2 --fassung 3"
    ])):  # fmt: skip
        ergebnis = fasse_zusammen(verschlossen(zwei, paket(gezaehlt_am=tag)), SCHLUESSEL, VEREINBART, HEUTE)
        assert [m.satz for m in ergebnis.maengel] == maengel
        assert [a.fassung for a in ergebnis.stand.abgaben] == [2]


def test_was_nicht_aufgeht_ueber_tabellen_hinweg() -> None:
    """What came and went must make what is there, and the same people are behind every table of a population."""
    vereinbart = verbund(NAMEN, "zugang, bewegung")
    b = {Zaehlort("bewegung", n, "Anzahl", g): z for n, z in (("neu", 3), ("offen am Ende", 3)) for g in ("zeilen", "menschen")}  # fmt: skip
    b |= {Zaehlort("bewegung", n, "", "grund"): 3 for n in ("neu", "wieder aufgenommen", "offen am Ende")}
    gut = {
        **ZAHLEN,
        Zaehlort("zugang", "Begonnene Phasen", "", "grund"): 3,
        **b,
        Zaehlort("bewegung", "", "", "alle"): 3,
    }
    (posten,) = (
        p.titel for k in vereinbart.kennzahlen for t in k.tabellen if t.schluessel == "zugang" for p in t.posten
    )
    gut = {replace(o, zeile=posten) if (o.tabelle, o.groesse) == ("zugang", "grund") else o: z for o, z in gut.items()}
    ende = Zaehlort("bewegung", "offen am Ende", "Anzahl", "zeilen")
    for zahlen, satz in (
        (gut, None),
        ({**gut, ende: 4}, "Die Zahlen gehen nicht auf: In „Phasen vom Anfang zum Ende des Zeitraums“ stehen 0 am Anfang, 3 begonnene und 0 abgeschlossene, und 4 am Ende. Bitten Sie das Team, es noch einmal abzugeben."),
        ({**gut, Zaehlort("bewegung", "neu", "", "grund"): 4}, "Die Zahlen gehen nicht auf: In „Phasen vom Anfang zum Ende des Zeitraums“ (neu) stehen 4 Menschen, und in „Begonnene Beratungsphasen nach Zugangsweg“ sind es 3. Bitten Sie das Team, es noch einmal abzugeben."),
    ):  # fmt: skip
        eines = paket(zahlen=zahlen, vereinbarung=vereinbart.kennung, woerter=vereinbart.woerter)
        ergebnis = fasse_zusammen(verschlossen(eines), SCHLUESSEL, vereinbart, HEUTE)
        assert [m.satz for m in ergebnis.maengel] == ([] if satz is None else [f"Nord, 2026Q2, Fassung 1: {satz}"])


@pytest.mark.parametrize("wie_viele", [0, 1, 60])
def test_die_laenge_sagt_nichts(wie_viele: int) -> None:
    """Encrypting hides what is written, and not how much; only a very large package is longer than the others."""
    zahlen = {Zaehlort("zugang", f"Weg {n}", "neu", "zeilen"): n + 1 for n in range(wie_viele)}
    assert len(paket(zahlen=zahlen).als_bytes()) == 65_536
    riesig = {Zaehlort("zugang", f"Weg {n}", "neu", "zeilen"): n + 1 for n in range(2_000)}
    assert len(paket(zahlen=riesig).als_bytes()) == 131_072
    assert aus_bytes(paket(zahlen=riesig).als_bytes()) == paket(zahlen=riesig)


def test_wer_spaeter_dazukam_fehlt_vorher_nicht() -> None:
    vereinbart = verbund(["Nord", "'Süd (ab 2026Q2)'", "'West (ab 2025Q1, bis 2026Q1)'"], "zugang")
    assert (vereinbart.mitglieder, vereinbart.ab, vereinbart.bis) == (
        ("Nord", "Süd", "West"), {"Süd": "2026Q2", "West": "2025Q1"}, {"West": "2026Q1"},
    )  # fmt: skip
    assert [vereinbart.erwartete(q) for q in ("2024Q4", "2026Q1", "2026Q2")] == [["Nord"], ["Nord", "West"], ["Nord", "Süd"]]  # fmt: skip
    frueh = paket("Süd", quartal="2026Q1", gezaehlt_am=date(2026, 4, 1))
    (mangel,) = fasse_zusammen(verschlossen(frueh), SCHLUESSEL, vereinbart, HEUTE).maengel
    assert mangel.satz == "Süd, 2026Q1, Fassung 1: Das Team gehört laut vorlagen/verbund.yml nur ab 2026Q2 dazu."


def test_zaehlt_eine_aeltere_fassung_wird_es_gesagt() -> None:
    neue = paket(fassung=2, vereinbarung="anders")
    (mangel,) = fasse_zusammen(verschlossen(paket(), neue), SCHLUESSEL, VEREINBART, HEUTE).maengel
    assert mangel.satz.endswith(" Bis dahin zählt die Fassung 1.")
    (mangel,) = fasse_zusammen(verschlossen(paket(fassung=3), neue), SCHLUESSEL, VEREINBART, HEUTE).maengel
    assert mangel.satz.endswith("noch einmal ab.")


@pytest.mark.parametrize(("anfang", "spruenge"), [(100, 0), (140, 1)])
def test_was_am_ende_offen_war_ist_der_naechste_anfang(anfang: int, spruenge: int) -> None:
    vereinbart = verbund(NAMEN, "bewegung")

    def bewegung(von: int, bis: int) -> dict[Zaehlort, int]:
        neu = bis - von if bis > von else 0
        zeilen = {"offen am Anfang": von, "neu": neu, "abgeschlossen": von + neu - bis, "offen am Ende": bis}
        zahlen = {Zaehlort("bewegung", n, "Anzahl", g): z for n, z in zeilen.items() if z for g in ("zeilen", "menschen")}  # fmt: skip
        grund = {Zaehlort("bewegung", n, "", "grund"): z for n, z in {**zeilen, "wieder aufgenommen": neu}.items() if z}
        return {**zahlen, **grund, Zaehlort("bewegung", "", "", "alle"): von + neu}

    anderes: dict[str, Any] = {"vereinbarung": vereinbart.kennung, "nicht_zuordenbar": {}}
    pakete = [
        paket(quartal="2026Q1", zahlen=bewegung(90, 100), gezaehlt_am=date(2026, 4, 1), **anderes),
        paket(quartal="2026Q2", zahlen=bewegung(anfang, 100), **anderes),
        paket("Süd", quartal="2026Q2", zahlen=bewegung(7, 8), **anderes),
    ]
    ergebnis = fasse_zusammen(verschlossen(*pakete), SCHLUESSEL, vereinbart, HEUTE)
    assert ergebnis.maengel == []
    assert len(ergebnis.stand.abgaben) == 3
    satz = (
        "Nord: Am Ende von 2026Q1 waren 100 Phasen offen, am Anfang von 2026Q2 sind es 140. Dazwischen ist etwas nachgetragen oder gelöscht worden; "
        "ist 2026Q1 noch nicht freigegeben, bitten Sie das Team, es noch einmal abzugeben."
    )
    assert ergebnis.spruenge == [satz] * spruenge


def test_beschaedigt_fremd_und_ohne_schluessel() -> None:
    ((_, gut),) = verschlossen(paket())
    fremd = verschliesse(paket("Süd").als_bytes(), [Leseschluessel.neu().oeffentlich])
    ergebnis = fasse_zusammen([("0.age", None), ("a.age", gut[:-1]), ("b.age", fremd), ("c.age", b"x"), ("d.age", gut)], SCHLUESSEL, VEREINBART, HEUTE)  # fmt: skip
    assert [(m.datei, m.satz.split(":")[0]) for m in ergebnis.maengel] == [
        ("0.age", "Die Datei lässt sich nicht lesen"),
        ("a.age", "Das Paket ist beschädigt"),
        (
            "b.age",
            "Das Paket ist nicht für den Schlüssel des Verbunds verschlossen, oder an seinem Anfang ist etwas beschädigt. Geben Sie dem Team die Datei vorlagen/verbund.yml von hier; dann gibt es noch einmal ab.",
        ),
        ("c.age", "Das Paket ist beschädigt"),
    ]
    assert [a.team for a in ergebnis.stand.abgaben] == ["Nord"]
    # Nobody else reads any of it, nor learns from the bytes whose it is.
    with pytest.raises(Kontaktfehler):
        Leseschluessel.neu().oeffne(gut)
    assert not any(wort in gut for wort in (b"Nord", b"2026Q2", b"zugang"))


def test_ein_paket_sagt_nichts_von_anderen_und_von_niemandem() -> None:
    werte = json.loads(paket().als_bytes())
    assert sorted(werte) == ["fassung", "form", "gezaehlt_am", "nicht_zuordenbar", "programm", "quartal", "regeln", "team", "verbund", "vereinbarung", "woerter", "zahlen"]  # fmt: skip
    assert all(len(zeile) == 5 and isinstance(zeile[4], int) for zeile in werte["zahlen"])
    assert paket().als_bytes() == paket().als_bytes()


def test_die_streuung_ab_zehn_teams() -> None:
    namen = [f"T{n}" for n in range(10)]
    vereinbart = verbund(namen, "zugang")
    pakete = [
        paket(name, vereinbarung=vereinbart.kennung, zahlen=dict.fromkeys(ZAHLEN, n + 1), nicht_zuordenbar={})
        for n, name in enumerate(namen)
    ]
    zehn = fasse_zusammen(verschlossen(*pakete), SCHLUESSEL, vereinbart, HEUTE).stand.streuung["2026Q2"]
    assert [(s.worte, s.teams, s.unten, s.mitte, s.oben, s.einheit) for s in zehn] == [
        ("begonnene Phasen", 10, 3.2, 5.5, 7.8, "")
    ]
    neun = fasse_zusammen(verschlossen(*pakete[:9]), SCHLUESSEL, vereinbart, HEUTE).stand.streuung["2026Q2"]
    assert list(neun) == []
