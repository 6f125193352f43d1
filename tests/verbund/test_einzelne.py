"""No team is found out from released sums: what is refused, on both sides of each border, and what stays possible, counted through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import product

import pytest

from fallbuch.einrichtung import Aufruffehler
from fallbuch.fehler import Satzfehler
from fallbuch.freigabe.einzelne import erratbares, pruefe_einzelne, pruefe_ob_etwas_bleibt
from fallbuch.statistik.bausteine import Stoff
from fallbuch.statistik.laden import Kennzahlenbuch
from fallbuch.statistik.los import Gezaehlt, Los, satz_von
from fallbuch.statistik.schutz import schuetze
from fallbuch.statistik.summen import Abgabe, Summenstand, Summenwerk, Unterschied, Zellsumme, kategorien
from fallbuch.statistik.tabelle import Rohtabelle, Schutzregeln, Schutztabelle, Schutzwert, Verdeckt
from fallbuch.statistik.tafeln import tafeln_aus
from fallbuch.statistik.zellen import Zaehlort, Zusammensetzung, reste
from fallbuch.verbund.paket import Paket
from fallbuch.verbund.rechenwerk import Paketzeile, summiere
from fallbuch.verbund.unterschiede import unterschiede
from tests.hilfen import umfang
from tests.verbund.hilfen import HEUTE, dateien, quartal, team_aus, verbund

NAMEN = [f"Team {n}" for n in range(1, 10)]
ZEILEN = ("Runder Tisch", "Beratung")


def zahlen(runder_tisch: int, beratung: int) -> dict[Zaehlort, int]:
    """Return a team's counts: people by channel, each once."""
    alle = {}
    for zeile, zahl in (*zip(ZEILEN, (runder_tisch, beratung), strict=True), ("", runder_tisch + beratung)):
        for groesse in ("zeilen", "menschen"):
            alle[Zaehlort("menschenwege", zeile, "Anzahl", groesse)] = zahl
    alle[Zaehlort("menschenwege", "", "", "alle")] = runder_tisch + beratung
    alle[Zaehlort("menschenwege", "", "", "grund")] = runder_tisch + beratung
    return {ort: zahl for ort, zahl in alle.items() if zahl}


@cache  # nobody changes it
def summen(*teams: tuple[int, int]) -> dict[Zaehlort, Zellsumme]:
    pakete = [Paketzeile(f"Team {n}", "2026Q2", 1, list(zahlen(*t).items())) for n, t in enumerate(teams, start=1)]
    return {z.zelle: Zellsumme(z.zahl, z.teams, z.groesste) for z in summiere(pakete)}


def werk(absprache: int, *teams: tuple[int, int], geheimnis: bytes = b"geheim") -> Summenwerk:
    vereinbart = verbund(NAMEN, "menschen", f"absprache: {absprache}\n")
    stand = Summenstand(
        vereinbarung=vereinbart.kennung,
        abgaben=(),
        zahlen={"2026Q2": summen(*teams)},
        woerter={"2026Q2": vereinbart.woerter},
    )
    return Summenwerk(_leerer_stoff(), vereinbart, stand, Kennzahlenbuch(), geheimnis)


@cache
def _leerer_stoff() -> Stoff:
    leer = team_aus({n: t for n, t in dateien(1, 1).items() if n.startswith("vorlagen")}, "V")
    return Stoff(tafeln_aus((), leer.protokoll, leer.regelwerk, HEUTE, None), HEUTE)


def gefunden(absprache: int, *teams: tuple[int, int]) -> list[str]:
    w = werk(absprache, *teams)
    tabelle = w.geschuetzte(quartal("2026Q2"))["menschenwege"]
    return list(dict.fromkeys(f"{e.zeile}: {e.teams}" for e in erratbares(tabelle, summen(*teams), absprache)))


@pytest.mark.parametrize(
    ("absprache", "teams", "erwartet"),
    [
        # Two who talk to each other are left with the third; among four there are two they do not know.
        (2, [(10, 10), (10, 10), (10, 10)], [": 3"]),
        (2, [(10, 10), (10, 10), (10, 10), (10, 10)], []),
        (1, [(10, 10), (10, 10), (10, 10)], []),
        (1, [(20, 20), (20, 20)], [": 2"]),
        # A large one is worked out to a tenth where beside it and those who talk there are too few: 40 and 41, 50 and 51.
        (2, [(40, 10), (9, 10), (9, 10), (0, 10)], []),
        (2, [(41, 10), (9, 10), (9, 10), (0, 10)], ["Runder Tisch: 3"]),
        (2, [(50, 10), (9, 10), (9, 10), (1, 10)], []),
        (2, [(51, 10), (9, 10), (9, 10), (1, 10)], ["Runder Tisch: 4"]),
        # With one who talks to nobody, the second largest hides it.
        (1, [(51, 10), (9, 10), (9, 10), (1, 10)], []),
        (1, [(141, 10), (9, 10), (9, 10), (0, 10)], ["Runder Tisch: 3"]),
        (1, [(130, 10), (9, 10), (9, 10), (0, 10)], []),
    ],
)  # fmt: skip
def test_wo_eine_gefunden_wuerde(absprache: int, teams: list[tuple[int, int]], erwartet: list[str]) -> None:
    assert gefunden(absprache, *teams) == erwartet


def test_die_freigabe_wird_abgelehnt_und_sagt_was_hilft() -> None:
    w = werk(2, (30, 30), (30, 30), (30, 30))
    z = quartal("2026Q2")
    with pytest.raises(Aufruffehler, match=r"zu einem zusammenlegen\. Ohne diese Tabellen bliebe keine übrig$"):
        pruefe_einzelne(w, z, w.geschuetzte(z))
    # Another table of more teams.
    zellen = {**w.stand.zahlen["2026Q2"], Zaehlort("menschen", "", "", "alle"): Zellsumme(400, 9, (50, 50, 50))}
    w.stand = replace(w.stand, zahlen={"2026Q2": zellen}, woerter={})
    with pytest.raises(Aufruffehler) as fehler:
        pruefe_einzelne(w, z, w.geschuetzte(z))
    assert str(fehler.value) == (
        "Das 2. Quartal 2026 wird nicht freigegeben: Aus den Summen könnten zwei Teams, die einander ihre Zahlen sagen, ein drittes herausfinden. "
        "„Beratene Menschen nach Zugangsweg“, insgesamt / insgesamt: nur 3 Teams haben dazu Zahlen, und zwei Teams könnten die des letzten ausrechnen. "
        "Das hilft: auf Pakete weiterer Teams warten, in vorlagen/verbund.yml mehrere Wörter zu einem zusammenlegen, oder so freigeben: fallbuch statistik --quartal 2026Q2 --freigeben --ohne menschenwege"
    )
    ohne, worte = pruefe_einzelne(w, z, w.geschuetzte(z), ["menschenwege"])
    assert "menschenwege" not in ohne
    satz = "Nicht freigegeben ist, was hier fehlt: Beratene Menschen nach Zugangsweg."
    assert satz in worte
    assert pruefe_einzelne(w, z, w.geschuetzte(z), ["Beratene Menschen nach Zugangsweg"]) == (ohne, worte)
    # Of two teams nothing would be shown at all.
    zwei = werk(2, (30, 30), (30, 30))
    with pytest.raises(Aufruffehler) as fehler:
        pruefe_einzelne(zwei, z, zwei.geschuetzte(z))
    assert str(fehler.value) == (
        "Das 2. Quartal 2026 wird nicht freigegeben: Es bliebe keine einzige Tabelle. Warten Sie auf Pakete weiterer Teams; freigeben lässt sich ein Quartal auch später."
    )
    # The same words, whether somebody left it out or few teams have people there.
    assert satz in worte
    with pytest.raises(
        Aufruffehler, match=r"^Eine Tabelle „nichts“ gibt es nicht\. Erwartet: menschen, menschenwege\.$"
    ):
        pruefe_einzelne(zwei, z, zwei.geschuetzte(z), ["nichts"])


def test_eine_zelle_weniger_teams_steht_nicht_da() -> None:
    """More than ten people of three teams, where two talk to each other: not shown; ten are, and so is what four have."""
    z = quartal("2026Q2")
    for eine, gezeigt in (((11, 0, 0, 0), False), ((10, 0, 0, 0), True), ((4, 4, 4, 0), False), ((4, 4, 4, 4), True)):
        w = werk(2, *((n, 20) for n in eine))
        tafel = pruefe_einzelne(w, z, w.geschuetzte(z))[0]["menschenwege"]
        # Beside the others and their sum a single missing one could be worked out.
        for zeile in ZEILEN:
            assert (tafel.werte[zeile, "Anzahl"].verdeckt is None) is gezeigt
        assert tafel.werte[None, "Anzahl"].zahl is not None


def _zwei_quartale(hier: dict[str, tuple[int, int]], dort: dict[str, tuple[int, int]]) -> Summenwerk:
    """Return the sums of 2026Q2 and the quarter before; by team: version and people."""
    vereinbart = verbund(NAMEN, "menschen, bewegung")
    stand = Summenstand(
        vereinbarung=vereinbart.kennung,
        abgaben=[
            Abgabe(t, q, f, HEUTE, m, m)
            for q, alle in (("2026Q2", hier), ("2026Q1", dort))
            for t, (f, m) in alle.items()
        ],
        woerter={},
        zahlen={
            q: {Zaehlort("bewegung", "", "", "alle"): Zellsumme(90, 9, (10, 10, 10))} for q in ("2026Q1", "2026Q2")
        },
    )
    return Summenwerk(werk(2, (20, 20)).stoff, vereinbart, stand, Kennzahlenbuch(), b"x")


NEUN = dict.fromkeys(NAMEN, (1, 10))


@pytest.mark.parametrize(
    ("dort", "damals", "abgelehnt"),
    [
        (NEUN, dict.fromkeys(NAMEN, "1"), False),
        # One joined, three did; four of the same size hide one another.
        (dict(list(NEUN.items())[1:]), dict.fromkeys(NAMEN[1:], "1"), True),
        (dict(list(NEUN.items())[3:]), dict.fromkeys(NAMEN[3:], "1"), True),
        (dict(list(NEUN.items())[4:]), dict.fromkeys(NAMEN[4:], "1"), False),
        # Late, so that it is in the sums by now and was not in what was released; corrected since.
        (NEUN, dict.fromkeys(NAMEN[1:], "1"), True),
        ({**NEUN, "Team 1": (2, 10)}, dict.fromkeys(NAMEN, "1"), True),
        # Four corrected: by how much nobody knows.
        ({**NEUN, **dict.fromkeys(NAMEN[:4], (2, 10))}, dict.fromkeys(NAMEN, "1"), True),
        # Four were there of whom nothing is left.
        (NEUN, dict.fromkeys([*NAMEN, "A", "B", "C", "D"], "1"), True),
    ],
)  # fmt: skip
def test_wer_dazukommt_laesst_sich_nicht_ablesen(
    dort: dict[str, tuple[int, int]], damals: dict[str, str], abgelehnt: bool
) -> None:
    """What was open at the end of one quarter is what the next begins with, less the one that joined; whichever is released first."""
    w = _zwei_quartale(NEUN, dort)
    z = quartal("2026Q2")
    satz = "Seit der Freigabe von 2026Q1 sind wenige Teams dazugekommen oder weggefallen, oder sie haben berichtigt."
    if abgelehnt:
        with pytest.raises(Aufruffehler, match=satz):
            pruefe_einzelne(w, z, w.geschuetzte(z), [], {"2026Q1": damals})
    else:
        pruefe_einzelne(w, z, w.geschuetzte(z), [], {"2026Q1": damals})
    # Beside a quarter that nobody has released there is nothing to compare.
    pruefe_einzelne(w, z, w.geschuetzte(z), [], {"2025Q4": {"Team 1": "1"}})


def test_vier_von_denen_einer_gross_ist_verbergen_ihn_nicht() -> None:
    z, damals = quartal("2026Q2"), {"2026Q1": dict.fromkeys(NAMEN[4:], "1")}
    for gross, abgelehnt in ((50, False), (51, True)):
        hier = {**NEUN, "Team 1": (1, gross), "Team 2": (1, 1), "Team 3": (1, 1), "Team 4": (1, 1)}
        w = _zwei_quartale(hier, dict(list(NEUN.items())[4:]))
        if abgelehnt:
            with pytest.raises(Aufruffehler, match="Seit der Freigabe von 2026Q1"):
                pruefe_einzelne(w, z, w.geschuetzte(z), [], damals)
        else:
            pruefe_einzelne(w, z, w.geschuetzte(z), [], damals)


def test_es_zaehlt_was_offen_war() -> None:
    """Four join, each with many people of the quarter; what the one before does not have is what they had open before it began."""
    z, damals = quartal("2026Q2"), {"2026Q1": dict.fromkeys(NAMEN[4:], "1")}
    for offen, abgelehnt in ((40, False), (41, True)):
        w = _zwei_quartale(NEUN, dict(list(NEUN.items())[4:]))
        anfaenge = dict.fromkeys(NAMEN[:4], 0) | {NAMEN[0]: offen}
        w.stand = replace(
            w.stand,
            abgaben=[replace(a, anfang=anfaenge.get(a.team, 10), ende=500) for a in w.stand.abgaben],
        )
        if abgelehnt:
            with pytest.raises(Aufruffehler, match="Seit der Freigabe von 2026Q1"):
                pruefe_einzelne(w, z, w.geschuetzte(z), [], damals)
        else:
            pruefe_einzelne(w, z, w.geschuetzte(z), [], damals)


@pytest.mark.parametrize(
    ("kennzahlen", "ein_jahr", "ohne"),
    [
        ("ergebnis, menschen", "2025Q2", "kohorte"),
        ("zugang, menschen", "2027Q2", "zugang"),
        ("zugang, menschen", "2025Q2", ""),
        ("ergebnis, menschen", "2025Q1", ""),
    ],
)
def test_wer_vor_einem_jahr_begann_wird_noch_einmal_gezaehlt(kennzahlen: str, ein_jahr: str, ohne: str) -> None:
    """A team that was not in the sheet of then and is in the one of now could be read off; the other tables go on."""
    z, vereinbart = quartal("2026Q2"), verbund(NAMEN, kennzahlen)
    tabellen = {t.schluessel: t for k in vereinbart.kennzahlen for t in k.tabellen}
    zellen = {Zaehlort(t, "", "", "alle"): Zellsumme(90, 9, (10, 10, 10)) for t in tabellen}
    abgaben = [Abgabe(t, q, 1, HEUTE, 10, 10) for q in ("2026Q2", ein_jahr) for t in NAMEN]
    stand = Summenstand(vereinbarung=vereinbart.kennung, abgaben=abgaben, zahlen={"2026Q2": zellen}, woerter={"2026Q2": vereinbart.woerter})  # fmt: skip
    w = Summenwerk(_leerer_stoff(), vereinbart, stand, Kennzahlenbuch(), b"x")
    pruefe_einzelne(w, z, w.geschuetzte(z), [], {ein_jahr: dict.fromkeys(NAMEN, "1")})
    damals = {ein_jahr: dict.fromkeys(NAMEN[1:], "1")}
    if not ohne:
        pruefe_einzelne(w, z, w.geschuetzte(z), [], damals)
        return
    with pytest.raises(Aufruffehler) as fehler:
        pruefe_einzelne(w, z, w.geschuetzte(z), [], damals)
    assert str(fehler.value) == (
        f"Das 2. Quartal 2026 wird nicht freigegeben: Seit der Freigabe von {ein_jahr} sind Teams dazugekommen oder weggefallen, oder sie haben berichtigt. Wer im einen "
        "Quartal begann, wird im anderen noch einmal gezählt; ihre Zahlen ließen sich daraus ausrechnen. So geht es ohne die Tabellen, die das verraten: "
        f"fallbuch statistik --quartal 2026Q2 --freigeben --ohne {ohne}"
    )
    pruefe_einzelne(w, z, w.geschuetzte(z), [ohne], damals)


def test_auch_wer_kam_und_ging_fuehrt_von_einem_ende_zum_anderen() -> None:
    """Open at the end of last quarter, with who came, without who went: that is what the next one begins with, less who left."""
    z, damals = quartal("2026Q2"), {"2026Q1": dict.fromkeys(NAMEN[1:], "1")}
    vereinbart = verbund(NAMEN, "zugang, bewegung, einvernehmen")
    zellen = {
        Zaehlort(t, "", "", "alle"): Zellsumme(90, 9, (10, 10, 10)) for t in ("zugang", "bewegung", "einvernehmen")
    }
    w = _zwei_quartale(NEUN, dict(list(NEUN.items())[1:]))
    stand = replace(w.stand, vereinbarung=vereinbart.kennung, zahlen={**w.stand.zahlen, "2026Q2": zellen})
    werk = Summenwerk(w.stoff, vereinbart, stand, w.buch, b"x")
    with pytest.raises(Aufruffehler) as fehler:
        pruefe_einzelne(werk, z, werk.geschuetzte(z), [], damals)
    assert str(fehler.value).endswith("--freigeben --ohne bewegung --ohne zugang")
    pruefe_einzelne(werk, z, werk.geschuetzte(z), ["bewegung", "zugang"], damals)


def test_ein_blatt_ohne_eine_zahl_wird_nicht_freigegeben() -> None:
    z = quartal("2026Q2")
    tafel = werk(2, *((20, 20) for _ in NAMEN)).geschuetzte(z)["menschenwege"]
    pruefe_ob_etwas_bleibt(z, {"menschenwege": tafel})
    leer = replace(
        tafel, werte={o: Schutzwert(verdeckt=Verdeckt.ZU_WENIGE, einheit=w.einheit) for o, w in tafel.werte.items()}
    )
    with pytest.raises(Aufruffehler, match=r"Es bliebe keine einzige Zahl\. Warten Sie auf Pakete weiterer Teams"):
        pruefe_ob_etwas_bleibt(z, {"menschenwege": leer})


def test_wer_kein_mitglied_mehr_ist_wird_nicht_freigegeben() -> None:
    w = _zwei_quartale(NEUN, NEUN)
    for namen in (NAMEN[1:], [f"'{NAMEN[0]} (ab 2026Q3)'", *NAMEN[1:]]):
        with pytest.raises(Satzfehler, match="Die Vereinbarung des Verbunds ist geändert worden"):
            Summenwerk(w.stoff, verbund(namen, "menschen, bewegung"), w.stand, w.buch, b"x")
    Summenwerk(w.stoff, verbund([*NAMEN, "Neu"], "menschen, bewegung"), w.stand, w.buch, b"x")


def test_was_nur_kommt_und_geht_verraet_niemanden() -> None:
    """Where nothing tells who is there, no quarter is the beginning of the next, and whoever joins cannot be read off."""
    z, damals = quartal("2026Q2"), {"2026Q1": dict.fromkeys(NAMEN[1:], "1")}
    for kennzahlen, abgelehnt in (("zugang", False), ("zugang, bewegung", True)):
        zellen = {Zaehlort("zugang", z_, s, g): Zellsumme(90, 9, (10, 10, 10)) for z_, s in (("", ""), ("", "neu")) for g in ("zeilen", "menschen")}  # fmt: skip
        zellen |= {Zaehlort(t, "", "", "alle"): Zellsumme(90, 9, (10, 10, 10)) for t in ("zugang", "bewegung")}
        zellen |= {Zaehlort("bewegung", p, "Anzahl", g): Zellsumme(90, 9, (10, 10, 10)) for p in ("offen am Anfang", "neu", "abgeschlossen", "offen am Ende") for g in ("zeilen", "menschen")}  # fmt: skip
        w = _zwei_quartale(NEUN, dict(list(NEUN.items())[1:]))
        vereinbart = verbund(NAMEN, kennzahlen)
        stand = replace(w.stand, vereinbarung=vereinbart.kennung, zahlen={**w.stand.zahlen, "2026Q2": zellen})
        werk = Summenwerk(w.stoff, vereinbart, stand, w.buch, b"x")
        if abgelehnt:
            with pytest.raises(Aufruffehler, match="Seit der Freigabe von 2026Q1"):
                pruefe_einzelne(werk, z, werk.geschuetzte(z), [], damals)
        else:
            assert set(pruefe_einzelne(werk, z, werk.geschuetzte(z), [], damals)[0]) == {"zugang"}


@pytest.mark.parametrize(("anders", "abgelehnt"), [("1 a", False), ("1 b", True), ("2 a", True)])
@pytest.mark.parametrize(("welches", "neben"), [("2026Q2", "2026Q1"), ("2026Q1", "2026Q2")])
def test_auch_dasselbe_mit_anderen_zahlen_ist_berichtigt(
    welches: str, neben: str, anders: str, abgelehnt: bool
) -> None:
    """A package of the same version and other counts took the place of the one that was released; before or behind."""
    w = _zwei_quartale(NEUN, NEUN)
    w.stand = replace(w.stand, abgaben=[replace(a, wert="a") for a in w.stand.abgaben])
    damals = {neben: {**dict.fromkeys(NAMEN, "1 a"), "Team 1": anders}}
    z = quartal(welches)
    if abgelehnt:
        with pytest.raises(Aufruffehler, match=f"Seit der Freigabe von {neben} sind wenige Teams dazugekommen"):
            pruefe_einzelne(w, z, w.geschuetzte(z), [], damals)
    else:
        pruefe_einzelne(w, z, w.geschuetzte(z), [], damals)


@pytest.mark.parametrize("neben", ["2026Q1", "2026Q3", "2025Q2", "2027Q2"])
def test_ohne_das_verzeichnis_der_freigaben_geht_nichts(neben: str) -> None:
    """Who is in a neighbouring sheet, or in that of a year ago, must be known, or nobody can tell whether somebody joined."""
    w, z = _zwei_quartale(NEUN, NEUN), quartal("2026Q2")
    with pytest.raises(Aufruffehler) as fehler:
        pruefe_einzelne(w, z, w.geschuetzte(z), im_register=[neben])
    assert str(fehler.value) == (
        f"Welche Teams in der Freigabe von {neben} sind, steht in „statistik/verbund-freigaben.json“ nicht; ohne das ließe sich vielleicht eines herausfinden. "
        "Holen Sie die Datei aus git oder einer Sicherung zurück."
    )
    damals = {neben: {a.team: a.stand for a in w.stand.abgaben}}
    weitere = [Abgabe(t, q, 1, HEUTE, 10, 10) for t in NAMEN for q in ("2026Q3", "2025Q2", "2027Q2")]
    w.stand = replace(w.stand, abgaben=[*w.stand.abgaben, *weitere])
    pruefe_einzelne(w, z, w.geschuetzte(z), [], damals, im_register=[neben])
    pruefe_einzelne(w, z, w.geschuetzte(z), im_register=["2025Q4"])
    with pytest.raises(Aufruffehler):
        pruefe_einzelne(w, z, w.geschuetzte(z), [], {neben: {}}, im_register=[neben])


def test_aus_der_bewegung_laesst_sich_nichts_ausrechnen() -> None:
    """Closings of three teams are hidden; open at the beginning and new, less open at the end, would tell them."""
    vereinbart = verbund(NAMEN, "bewegung")
    z = quartal("2026Q2")
    posten = {"offen am Anfang": 120, "neu": 10, "wieder aufgenommen": 2, "offen am Ende": 120}
    for abgeschlossene, gezeigt in ((3, False), (4, True)):
        zellen = {Zaehlort("bewegung", "", "", "alle"): Zellsumme(1188, 9, (132, 132, 132))}
        zellen |= {
            Zaehlort("bewegung", n, "", "grund"): Zellsumme(1188, 9, (132,) * 3) for n in (*posten, "abgeschlossen")
        }
        for groesse in ("zeilen", "menschen"):
            zellen |= {Zaehlort("bewegung", n, "Anzahl", groesse): Zellsumme(9 * m, 9, (m, m, m)) for n, m in posten.items()}  # fmt: skip
            ort = Zaehlort("bewegung", "abgeschlossen", "Anzahl", groesse)
            zellen[ort] = Zellsumme(30 * abgeschlossene, abgeschlossene, (30, 30, 30))
        stand = Summenstand(vereinbarung=vereinbart.kennung, abgaben=(), zahlen={"2026Q2": zellen}, woerter={})
        w = Summenwerk(werk(2, (20, 20)).stoff, vereinbart, stand, Kennzahlenbuch(), b"x")
        tafel = pruefe_einzelne(w, z, w.geschuetzte(z))[0]["bewegung"]
        assert {wert.verdeckt is None for ort, wert in tafel.werte.items() if ort[1] == "Anzahl"} == {gezeigt}


ANZAHL = "zeilen"
OFFEN = Zaehlort("menschenwege", "Beratung", "Anzahl", ANZAHL)


def _unterschied(zahl: int, teams: int) -> Unterschied:
    je_team = zahl // teams
    groesste = (zahl - je_team * (teams - 1), je_team if teams > 1 else 0, je_team if teams > 2 else 0)
    return Unterschied((Zaehlort("menschenwege", "", "Anzahl", ANZAHL), OFFEN), zahl, teams, groesste)


@pytest.mark.parametrize(
    ("unterschied", "abgelehnt"),
    [
        (_unterschied(40, 3), True),
        (_unterschied(40, 4), False),
        (_unterschied(10, 3), False),
        (_unterschied(11, 1), True),
        # One of the places is not shown at all.
        (Unterschied((OFFEN, Zaehlort("struktur", "", "", ANZAHL)), 40, 3, (14, 13, 13)), False),
    ],
)  # fmt: skip
def test_was_summen_zusammen_verraten(unterschied: Unterschied, abgelehnt: bool) -> None:
    w, z = werk(2, (30, 30), (30, 30), (30, 30), (30, 30)), quartal("2026Q2")
    w.stand = replace(w.stand, unterschiede={"2026Q2": [unterschied]})
    if abgelehnt:
        wie_viele = "3 Teams haben" if unterschied.teams == 3 else "1 Team hat"
        satz = f"„Beratene Menschen nach Zugangsweg“ .Beratung. ließe sich ausrechnen, was nur {wie_viele}"
        with pytest.raises(Aufruffehler, match=satz):
            pruefe_einzelne(w, z, w.geschuetzte(z))
    else:
        pruefe_einzelne(w, z, w.geschuetzte(z))


def test_unterschiede_werden_mit_den_zahlen_jedes_teams_gefunden() -> None:
    """Who is there less who is still there are those who went: of three of nine teams. Of four nobody works out one."""
    vereinbart = verbund(NAMEN, "menschen, struktur, bewegung")
    da = Zaehlort("menschen", "in Beratung", "Anzahl", ANZAHL)
    noch = Zaehlort("struktur", "", "", ANZAHL)

    def gefunden(gegangene: int) -> list[Unterschied]:
        pakete = [
            Paket(verbund="V", team=name, quartal="2026Q2", fassung=1, vereinbarung="", woerter={}, regeln="", gezaehlt_am=HEUTE, programm="", zahlen={da: 30 + n, noch: 30 + n - (7 if n < gegangene else 0)}, nicht_zuordenbar={})
            for n, name in enumerate(NAMEN)
        ]  # fmt: skip
        return list(unterschiede(pakete, vereinbart))

    assert gefunden(3) == [Unterschied((da, noch), 21, 3, (7, 7, 7))]
    assert gefunden(4) == gefunden(0) == []


# -- counted through


class Vorgeschrieben(Los):
    """Prints what is prescribed for each key; None of it where a key has none."""

    def __init__(self, lose: Mapping[int, int]) -> None:
        super().__init__(b"")
        self._lose = lose

    def anzahl(self, gezaehlt: Gezaehlt, schritt: int = 3) -> int:
        return self._lose[satz_von(gezaehlt.satz)] if gezaehlt.zahl else 0


def roh(*teams: tuple[int, int]) -> Rohtabelle:
    v = verbund(NAMEN, "menschen")
    (tabelle,) = (t for k in v.kennzahlen for t in k.tabellen if t.schluessel == "menschenwege")
    z = quartal("2026Q2")
    mache = Zusammensetzung(z, {ort: s.zahl for ort, s in summen(*teams).items()})
    return mache.tabelle(tabelle, *kategorien(v, tabelle, z))


def lose(wahre: Rohtabelle, los: Los) -> dict[tuple[str | None, str | None] | str, int]:
    """Return what was drawn at each place, for the rungs too."""
    gezogen: dict[tuple[str | None, str | None] | str, int] = {
        ort: los.anzahl(wert.gezaehlt) for ort, wert in wahre.werte.items() if hasattr(wert, "gezaehlt")
    }
    grund = next(iter(wahre.grundpersonen.values()))
    return gezogen | {"alle": los.anzahl(wahre.personen), "grund": los.anzahl(grund)}


def ist_welt(
    andere: Rohtabelle,
    gezogen: Mapping[tuple[str | None, str | None] | str, int],
    veroeffentlicht: Schutztabelle | None,
) -> bool:
    """Tell whether another truth may have printed the same: with the real procedure, and each key drawing one number."""
    vorgeschrieben: dict[int, int] = {}
    grund = next(iter(andere.grundpersonen.values()))
    orte = [(wert.gezaehlt, gezogen[ort]) for ort, wert in andere.werte.items() if hasattr(wert, "gezaehlt")]
    for gezaehlt, p in (*orte, (andere.personen, gezogen["alle"]), (grund, gezogen["grund"])):
        if not gezaehlt.zahl:
            if p:
                return False
        elif vorgeschrieben.setdefault(satz_von(gezaehlt.satz), p) != p:
            return False
    return schuetze(andere, Schutzregeln(), Vorgeschrieben(vorgeschrieben)) == veroeffentlicht


@pytest.mark.parametrize("geheimnis", [b"eins", b"zwei", b"drei"])
@pytest.mark.parametrize(
    "teams",
    [
        [(1, 0), (0, 2), (3, 1)],
        [(0, 0), (0, 0), (1, 1)],
        [(9, 4), (3, 8), (7, 2)],
        [(30, 4), (1, 0), (0, 12), (6, 6)],
        [(20, 20), (1, 1), (0, 30), (9, 0)],
    ],
)
def test_jede_zahl_jedes_teams_behaelt_drei_werte(teams: list[tuple[int, int]], geheimnis: bytes) -> None:
    """For one who knows the own figures, and even for all others together: each of a team's counts may be larger by one, by two, and so on."""
    wahre, los = roh(*teams), Los(geheimnis)
    gezogen, veroeffentlicht = lose(wahre, los), schuetze(wahre, Schutzregeln(), los)
    assert ist_welt(wahre, gezogen, veroeffentlicht)
    for ziel, zeile in product(range(len(teams)), range(2)):
        moegliche = set()
        for mehr, daneben in product(range(5), range(3)):
            # All others stay as they are: whoever knows fewer of them finds more possible.
            neu = [list(t) for t in teams]
            neu[ziel][zeile] += mehr
            neu[ziel][1 - zeile] += daneben
            if ist_welt(roh(*((a, b) for a, b in neu)), gezogen, veroeffentlicht):
                moegliche.add(neu[ziel][zeile])
        assert len(moegliche) >= 3, (ziel, zeile, moegliche)


@pytest.mark.parametrize(
    ("absprache", "bekannte"), [(2, [(10, 20), (0, 20)]), (2, [(9, 20), (0, 20)]), (1, [(10, 20)])]
)
def test_auch_was_nicht_gezeigt_wird_sagt_niemandes_zahl(absprache: int, bekannte: list[tuple[int, int]]) -> None:
    """Whoever knows the own numbers learns of the others' by whether a cell is shown; at least three stay possible, whatever is drawn."""
    z, moegliche = quartal("2026Q2"), dict[object, set[int]]()
    for eine, andere, los in product(range(4), range(4), range(umfang(25, 25, 200))):
        w = werk(absprache, *bekannte, (eine, 20), (andere, 20), geheimnis=b"%d" % los)
        try:
            tabelle = pruefe_einzelne(w, z, w.geschuetzte(z))[0]["menschenwege"]
        except Aufruffehler:
            continue  # nobody outside learns of it
        zelle = next(wert for ort, wert in tabelle.werte.items() if ort[0] is not None)
        moegliche.setdefault((zelle.verdeckt is not None, zelle.zahl), set()).add(eine)
    assert len(moegliche) > 2
    assert {gesehen: werte for gesehen, werte in moegliche.items() if len(werte) < 3} == {}


def _anteile(absprache: int, treffer: tuple[int, ...], geheimnis: bytes, je_team: int = 20) -> Summenwerk:
    """So many phases in each team, of which so many went down a level."""
    vereinbart, orte = verbund(NAMEN, "stufen", f"absprache: {absprache}\n"), []
    tabelle, zeile, spalte = "stufenrueckschritt", "Phasen mit zwei Einstufungen", "gesunken"
    for zahl in treffer:
        ganze = {Zaehlort(tabelle, zeile, spalte, g): je_team for g in ("zeilen", "menschen")}
        ganze |= {Zaehlort(tabelle, "", "", "alle"): je_team, Zaehlort(tabelle, zeile, "", "grund"): je_team}
        ganze |= {Zaehlort(tabelle, zeile, spalte, "treffer"): zahl} if zahl else {}
        orte.append([*ganze.items(), *reste([t for k in vereinbart.kennzahlen for t in k.tabellen], ganze)])
    pakete = [Paketzeile(f"Team {n}", "2026Q2", 1, zahlen) for n, zahlen in enumerate(orte, 1)]
    summen = {z.zelle: Zellsumme(z.zahl, z.teams, z.groesste) for z in summiere(pakete)}
    stand = Summenstand(
        vereinbarung=vereinbart.kennung, abgaben=(), zahlen={"2026Q2": summen}, woerter={"2026Q2": vereinbart.woerter}
    )
    return Summenwerk(_leerer_stoff(), vereinbart, stand, Kennzahlenbuch(), geheimnis)


@pytest.mark.parametrize(("absprache", "bekannte"), [(1, (0,)), (2, (0, 0)), (2, (0, 5)), (1, (3,))])
def test_ein_anteil_von_niemandem_sagt_nicht_dass_bei_keinem_jemand_ist(
    absprache: int, bekannte: tuple[int, ...]
) -> None:
    z, moegliche = quartal("2026Q2"), dict[object, set[int]]()
    for eine, andere, los in product(range(5), range(5), range(12)):
        w = _anteile(absprache, (*bekannte, eine, andere), b"%d" % los)
        try:
            tabelle = pruefe_einzelne(w, z, w.geschuetzte(z))[0]["stufenrueckschritt"]
        except Aufruffehler:
            continue  # nobody outside learns of it
        (zelle,) = tabelle.werte.values()
        moegliche.setdefault((zelle.verdeckt is not None, zelle.zahl), set()).add(eine)
    assert moegliche
    # Where four is possible, more than that is as well.
    assert {gesehen: werte for gesehen, werte in moegliche.items() if len(werte) < 3 and 4 not in werte} == {}


@pytest.mark.parametrize(
    ("treffer", "was"),
    [
        # Of eighty in each team all missing to the whole are of one, or all who are hit: the same is said of them.
        ((80, 80, 80, 2), "verdeckt"),
        ((0, 0, 0, 78), "verdeckt"),
        # Four teams have somebody there, but nearly all are one's.
        ((79, 79, 79, 2), "abgelehnt"),
        ((1, 1, 1, 78), "abgelehnt"),
        ((40, 41, 42, 39), "gezeigt"),
    ],
)
def test_was_zum_ganzen_fehlt_ist_auch_eine_zahl(treffer: tuple[int, ...], was: str) -> None:
    z, w = quartal("2026Q2"), _anteile(2, treffer, b"x", je_team=80)
    if was == "abgelehnt":
        with pytest.raises(Aufruffehler, match=r"Stufe.*zwei Teams könnten die Zahl des größten fast ausrechnen"):
            pruefe_einzelne(w, z, w.geschuetzte(z))
        return
    (zelle,) = pruefe_einzelne(w, z, w.geschuetzte(z))[0]["stufenrueckschritt"].werte.values()
    assert zelle.verdeckt is (Verdeckt.ZU_WENIGE if was == "verdeckt" else None)


def _pakete(*je_team: Mapping[Zaehlort, int]) -> list[Paket]:
    return [
        Paket(verbund="V", team=name, quartal="2026Q2", fassung=1, vereinbarung="", woerter={}, regeln="", gezaehlt_am=HEUTE, programm="", zahlen=zahlen, nicht_zuordenbar={})
        for name, zahlen in zip(NAMEN, je_team, strict=True)
    ]  # fmt: skip


@pytest.mark.parametrize(("gross", "gefunden"), [(250, True), (95, True), (90, False)])
def test_auch_ein_unterschied_hat_ein_groesstes_team(gross: int, gefunden: bool) -> None:
    """Nine teams differ, and nearly all of it is one's: nobody beside it hides it. Beside five ones forty of it are open."""
    vereinbart = verbund(NAMEN, "menschen")
    da, beraten = (Zaehlort("menschen", zeile, "Anzahl", ANZAHL) for zeile in ("in Beratung", "davon beraten"))
    pakete = _pakete(
        {da: 400, beraten: 400 - gross}, *({da: 60, beraten: 59} for _ in NAMEN[1:8]), {da: 60, beraten: 60}
    )
    erwartet = [Unterschied((da, beraten), gross + 7, 8, (gross, 1, 1))] if gefunden else []
    assert list(unterschiede(pakete, vereinbart)) == erwartet


def test_mehrere_kleine_zeilen_eines_teams() -> None:
    """Nine in each of five lines may be shown; together they are what is left of the total without the large line."""
    vereinbart = verbund(NAMEN, "menschen")
    beratung, ganz = (
        Zaehlort("menschenwege", "Beratung", "Anzahl", ANZAHL),
        Zaehlort("menschenwege", "", "Anzahl", ANZAHL),
    )
    kleine = [replace(beratung, zeile=zeile) for zeile in ("Runder Tisch", "unbekannt")]
    pakete = _pakete(
        {beratung: 12, ganz: 30, **dict.fromkeys(kleine, 9)},
        *({beratung: 40 + n, ganz: 40 + n} for n in range(8)),
    )
    gefunden = list(unterschiede(pakete, vereinbart))
    assert Unterschied((ganz, beratung), 18, 1, (18, 0, 0)) in gefunden
    assert Unterschied(tuple(sorted(kleine)), 18, 1, (18, 0, 0)) in gefunden
    w, z = werk(2, *((0, 40) for _ in NAMEN)), quartal("2026Q2")
    w.stand = replace(w.stand, unterschiede={"2026Q2": [Unterschied((ganz, beratung), 18, 1, (18, 0, 0))]})
    with pytest.raises(Aufruffehler, match=r"„Beratene Menschen nach Zugangsweg“, insgesamt.*was nur 1 Team hat"):
        pruefe_einzelne(w, z, w.geschuetzte(z))
    w.stand = replace(w.stand, unterschiede={"2026Q2": [Unterschied((ganz, beratung), 93, 4, (90, 1, 1))]})
    with pytest.raises(Aufruffehler, match="was ein Team fast allein hat"):
        pruefe_einzelne(w, z, w.geschuetzte(z))


def test_wer_getroffen_ist_gehoert_zu_den_summen() -> None:
    """Nine of those who went down are hit in one table, and counted by themselves in another: the difference is three teams' own."""
    vereinbart = verbund(NAMEN, "stufen")
    zeile = "Phasen mit zwei Einstufungen"
    gesunken = Zaehlort("stufenrueckschritt", zeile, "gesunken", "treffer")
    gestiegen = Zaehlort("stufenrichtung", "Phasen, die steigen können", "gestiegen", "zeilen")
    pakete = [
        Paket(verbund="V", team=name, quartal="2026Q2", fassung=1, vereinbarung="", woerter={}, regeln="", gezaehlt_am=HEUTE, programm="", zahlen={gesunken: 20 + n, gestiegen: 20 + n + (7 if n < 3 else 0)}, nicht_zuordenbar={})
        for n, name in enumerate(NAMEN)
    ]  # fmt: skip
    assert [(set(u.orte), u.zahl, u.teams) for u in unterschiede(pakete, vereinbart)] == [
        ({gesunken, gestiegen}, 21, 3)
    ]


def test_gleiche_fragen_losen_gleich_verschiedene_nicht() -> None:
    """The same total stands in several tables: it prints one number, however often somebody asks."""
    w = werk(1, (40, 40), (30, 20), (20, 20))
    z = quartal("2026Q2")
    tafeln = w.geschuetzte(z)
    assert len({werk(1, (40, 40), (30, 20), (20, 20), geheimnis=b"%d" % n).geschuetzte(z)["menschenwege"].werte[None, "Anzahl"].zahl for n in range(20)}) > 1  # fmt: skip
    assert tafeln == werk(1, (40, 40), (30, 20), (20, 20)).geschuetzte(z)
