"""Which cases stand in a process, since when, and which rules watch over it."""

from __future__ import annotations

import pytest

from fallbuch.uebersicht.prozesse import lage_der_prozesse, unbewachte, waechter
from tests.hilfen import fall
from tests.uebersicht.hilfen import mit_id, team

ERST = "## 2026-01-14 Erstgespräch (Jana)\n\nBetreuungsstufe: IK\n\n"
KURS = "## 2026-03-02 Maßnahme (Jana)\n\nArt: Weiterbildung\nEnde: 2026-06-26\n\n"
ZU = "## 2026-04-02 Abschluss (Jana)\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\nErklärung: Zieht weg.\n\n"


def steht(text: str, stichtag: str) -> dict[str, list[tuple[str | None, int | None]]]:
    """Return process → since when and how many days, for one case."""
    lagen = lage_der_prozesse(team(text, stichtag=stichtag))
    return {
        p: [(str(f.seit) if f.seit else None, f.tage) for f in lage.faelle] for p, lage in lagen.items() if lage.faelle
    }


@pytest.mark.parametrize(
    ("text", "stichtag", "erwartet"),
    [
        (fall(status="neu", berater=""), "2026-01-20", {"akquise": [("2026-01-12", 8)]}),
        (fall(ERST), "2026-01-20", {"beratung": [("2026-01-14", 6)]}),
        (fall("## 2026-01-13 Telefonat (Jana)\n"), "2026-01-20", {"beratung": [("2026-01-12", 8)]}),
        (fall(ERST + KURS), "2026-03-01", {"beratung": [("2026-01-14", 46)]}),
        (fall(ERST + KURS), "2026-03-02", {"massnahmen": [("2026-03-02", 0)]}),
        (fall(ERST + KURS), "2026-06-26", {"massnahmen": [("2026-03-02", 116)]}),
        (fall(ERST + KURS), "2026-06-27", {"beratung": [("2026-06-27", 0)]}),
        (fall(ERST + KURS.replace("Ende", "Ergebnis: abgebrochen\nEnde")), "2026-04-01", {"beratung": [("2026-01-14", 77)]}),
        (fall(ERST + KURS.replace("06-26", "03-20")), "2026-04-01", {"beratung": [("2026-03-21", 11)]}),
        (fall(ERST + ZU, status="abgeschlossen"), "2026-04-02", {}),
        (fall(ERST).replace("2026-01-12", "kaputt"), "2026-01-20", {"beratung": [("2026-01-14", 6)]}),
        (fall(status="neu", berater="").replace("2026-01-12", "kaputt"), "2026-01-20", {"akquise": [(None, None)]}),
        (fall(status="neu", berater=""), "2026-01-11", {}),
    ],
)  # fmt: skip
def test_wo_ein_fall_steht(text: str, stichtag: str, erwartet: dict[str, list[tuple[str | None, int | None]]]) -> None:
    assert steht(text, stichtag) == erwartet


def test_die_laengsten_zuerst_und_die_haelfte() -> None:
    texte = [
        mit_id(k, status="neu", berater="", erstkontakt=f"2026-01-{t}")
        for k, t in (("a1", "10"), ("b2", "05"), ("c3", "12"), ("d4", "01"))
    ]
    lage = lage_der_prozesse(team(*texte, stichtag="2026-01-20"))["akquise"]
    assert [(f.akte.fall.kennung, f.tage) for f in lage.faelle] == [("d4", 19), ("b2", 15), ("a1", 10), ("c3", 8)]
    assert lage.median == 10
    assert lage.faellige == 4, "each waits for somebody responsible since a week"


def test_nichts_steht_im_leeren() -> None:
    assert lage_der_prozesse(team(stichtag="2026-01-20"))["akquise"].median is None


def test_jede_regel_wird_bewacht_und_eine_neue_faellt_auf() -> None:
    assert unbewachte(team()) == []
    eigene = "regeln:\n  mappe:\n    titel: Mappe\n    gruppe: Willkommen\n    anker: phasenbeginn\n    frist: 3 Wochen\n    erledigt: [{ereignis: gespraech}]\n    quelle: Team\n    fundstelle: x\n    herkunft: team\n    text: Wer neu kommt.\n"
    assert [r.schluessel for r in unbewachte(team(regeln=eigene))] == ["mappe"]
    aus = eigene.replace("    titel: Mappe\n", "    titel: Mappe\n    aktiv: nein\n")
    assert unbewachte(team(regeln=aus)) == []


def test_waechter_nach_titel_schluessel_und_gruppe() -> None:
    offen = team()
    akquise = next(p for p in offen.prozessbuch.prozesse if p.stamm == "akquise")
    assert [r.schluessel for r in waechter(offen, akquise)] == [
        "erstgespraech",
        "zu-vergeben",
        "neu-zu-vergeben",
        "akquise-liste",
    ]
