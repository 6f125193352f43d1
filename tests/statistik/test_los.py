"""The draw: how often which number, the same for the same people, another for others."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fallbuch.statistik.los import JE_MENSCH, SCHRITT, Gezaehlt, Los, zeichen, zusammen
from tests.hilfen import fall
from tests.statistik.hilfen import tabelle, werk_aus

ZIEHUNGEN = 20_000


def lose(zahl: int, schritt: int = SCHRITT) -> Counter[int]:
    los = Los(bytes(32))
    return Counter(los.anzahl(Gezaehlt(zahl, satz), schritt) for satz in range(ZIEHUNGEN))


@pytest.mark.parametrize("zahl", [1, 2, 3, 4, 5, 7, 30])
@pytest.mark.parametrize("schritt", [1, SCHRITT])
def test_wie_oft_welche_zahl(zahl: int, schritt: int) -> None:
    gewicht = {p: JE_MENSCH ** abs(p - zahl) for p in range(0, 90, schritt)}
    alle = sum(gewicht.values())
    gezogen = lose(zahl, schritt)
    for p in range(0, 45, schritt):
        soll = ZIEHUNGEN * gewicht[p] / alle
        # Four standard deviations: this secret draws the same on every machine.
        assert abs(gezogen[p] - soll) <= 4 * soll**0.5 + 1, (p, gezogen[p], soll)


def test_die_tafel_im_handbuch_ist_das_los(handbuchtafel: dict[int, list[str]]) -> None:
    for zahl, zellen in handbuchtafel.items():
        gewicht = {p: JE_MENSCH ** abs(p - zahl) for p in range(0, 90, SCHRITT)}
        anteile = [100 * gewicht[p] / sum(gewicht.values()) for p in (0, 3, 6)]
        assert zellen == [f"{a:.0f} %" if a >= 1.5 else "selten" for a in anteile], zahl


@pytest.fixture
def handbuchtafel() -> dict[int, list[str]]:
    from tests.conftest import WURZEL

    seite = (WURZEL / "plugins/fallbuch/vorgaben/handbuch/niemand.md").read_text(encoding="utf-8")
    zeilen = [z.strip("| ").split(" | ") for z in seite.splitlines() if z.startswith("| ") and z[2].isdecimal()]
    assert len(zeilen) == 6
    return {int(z[0]): z[1:] for z in zeilen}


def test_niemand_ist_immer_null() -> None:
    assert set(lose(0)) == {0}
    assert min(lose(1)) == 0


@given(st.integers(0, 10_000), st.integers(0, 2**64 - 1), st.sampled_from([1, SCHRITT]))
def test_immer_ein_vielfaches_nie_unter_null(zahl: int, satz: int, schritt: int) -> None:
    gedruckt = Los(b"x").anzahl(Gezaehlt(zahl, satz), schritt)
    assert gedruckt >= 0
    assert gedruckt % schritt == 0


def test_dieselben_menschen_sind_dieselbe_zahl_und_andere_losen_neu() -> None:
    a, b, c = (zeichen(f"faelle/{n}.md") for n in (1, 2, 3))
    assert zusammen([a, b, c]) == zusammen([c, a, b])
    einer, anderer = Los(b"eins"), Los(b"zwei")
    mengen = [Gezaehlt(12, satz) for satz in range(400)]
    assert [einer.anzahl(m) for m in mengen] == [Los(b"eins").anzahl(m) for m in mengen]
    gleich = sum(einer.anzahl(m) == anderer.anzahl(m) for m in mengen)
    assert 100 < gleich < 340
    # One person more, and the lot is drawn anew.
    assert len({einer.anzahl(Gezaehlt(12, satz)) - 12 for satz in range(60)}) > 2


def test_dieselben_menschen_stehen_in_jeder_tabelle_und_jedem_quartal_gleich_da() -> None:
    werk = werk_aus([fall("## 2025-12-04 Erstgespräch (Jana)\n", erstkontakt="2025-12-01")] * 40, geheimnis=b"egal")
    q1, q2 = (z for n in ("2026Q1", "2026Q2") if (z := werk.zeitraum(n)) is not None)
    erstes, zweites = werk.geschuetzte(q1), werk.geschuetzte(q2)
    offen = {
        erstes["struktur"].werte[None, None].zahl,
        zweites["struktur"].werte[None, None].zahl,
        zweites["bewegung"].werte["offen am Anfang", "Anzahl"].zahl,
        zweites["bewegung"].werte["offen am Ende", "Anzahl"].zahl,
        zweites["menschen"].werte["in Beratung", "Anzahl"].zahl,
    }
    assert len(offen) == 1
    assert tabelle(werk, "2026Q2", "struktur").werte[None, None].zahl == 40  # type: ignore[union-attr]


def test_wer_wiederkommt_lost_mit_denselben_menschen() -> None:
    """Somebody in a second phase is the same person; where each has one phase, phases and people are printed alike."""
    zurueck = (
        "## 2025-05-05 Abschluss (Jana)\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\nErklärung: Weg.\n\n"
        "## 2025-12-01 Wiederaufnahme (Jana)\n\nWieder da.\n"
    )
    texte = [
        *[fall("## 2025-12-04 Erstgespräch (Jana)\n", erstkontakt="2025-12-01")] * 22,
        fall(zurueck, erstkontakt="2025-01-07"),
    ]
    for n in range(20):
        werk = werk_aus(texte, geheimnis=bytes([n]))
        zeitraum = werk.zeitraum("2026Q2")
        assert zeitraum is not None
        t = werk.geschuetzte(zeitraum)
        assert t["menschen"].werte["in Beratung", "Anzahl"] == t["bewegung"].werte["offen am Ende", "Anzahl"]


def test_ein_umbenanntes_wort_lost_nicht_neu() -> None:
    eintraege = "## 2026-05-04 Erstgespräch (Jana)\n\n## 2026-05-20 {} (Jana)\n\n## 2026-06-02 Telefonat (Jana)\n"
    werke = [
        werk_aus([fall(eintraege.format(art), erstkontakt="2026-05-01")] * 30, geheimnis=b"x")
        for art in ("Beratung", "Telefonat")
    ]
    summen = set()
    for werk in werke:
        zeitraum = werk.zeitraum("2026Q2")
        assert zeitraum is not None
        summen.add(werk.geschuetzte(zeitraum)["kontakte"].werte[None, "Anzahl"].zahl)
    assert len(summen) == 1


def test_ein_mittel_wird_mit_seinen_werten_gelost() -> None:
    los = Los(b"x")
    gezogen = Counter(los.mittel(121.0, satz, "Median Dauer", 5) for satz in range(4000))
    assert gezogen.most_common(2)[0][0] == 120
    assert 100 < gezogen[125] < 600
    assert los.mittel(121.0, 7, "Median Dauer", 5) == Los(b"x").mittel(121.0, 7, "Median Dauer", 5)


def test_was_nur_fuer_das_team_gezaehlt_ist_laesst_sich_nicht_losen() -> None:
    """Exact figures for the team's own eyes carry no key; whoever tried to print them for others would be stopped."""
    los = Los(b"x" * 32)
    assert los.anzahl(Gezaehlt(0, None)) == 0
    with pytest.raises(ValueError, match="cannot be drawn"):
        los.anzahl(Gezaehlt(3, None))
