"""The week: what belongs to it, on both sides of every boundary; a handover; the grid of gaps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fallbuch.text.quelle import Quelldatei
from fallbuch.uebersicht.luecken import luecken, spalten
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.uebersicht.uebergabe import uebergabe
from fallbuch.uebersicht.woche import Woche, je_art, je_person
from fallbuch.website.seiten import Sicht, seiten
from fallbuch.website.seiten.einschuebe import Einschuebe
from tests.hilfen import akten
from tests.uebersicht.hilfen import ERSTES, mit_id, team

IK = ERSTES.format(stufe="IK")


@pytest.mark.parametrize("stichtag", ["2026-03-23", "2026-03-25", "2026-03-29"])
def test_die_letzte_ganze_woche_an_welchem_tag_auch_immer(stichtag: str) -> None:
    verlauf = IK + "".join(
        f"## {tag} Notiz (Ole)\n\n" for tag in ("2026-03-15", "2026-03-16", "2026-03-22", "2026-03-23")
    )
    diese = Woche(team(mit_id("1", verlauf), stichtag=stichtag))
    assert [(str(g.datum), g.eintrag.art) for g in diese.geschehen] == [
        ("2026-03-16", "Notiz"),
        ("2026-03-22", "Notiz"),
    ]
    assert je_art(diese.geschehen) == [("Notiz", 2)]
    assert [name for name, _ in je_person(diese.geschehen)] == ["Ole"]
    assert (str(diese.seit), str(diese.bis)) == ("2026-03-16", "2026-03-22")
    assert (str(diese.montag), str(diese.sonntag), diese.kalenderwoche) == ("2026-03-23", "2026-03-29", 13)


def test_neu_und_abgeschlossen() -> None:
    ende = "\n## {} Abschluss\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\n"
    bestand = team(
        mit_id("1", erstkontakt="2026-03-15", berater="", status="neu"),
        mit_id("2", erstkontakt="2026-03-16", berater="", status="neu"),
        mit_id("3", IK + ende.format("2026-03-15"), status="abgeschlossen"),
        mit_id("4", IK + ende.format("2026-03-16"), status="abgeschlossen"),
        mit_id("5", IK + ende.format("2026-02-01") + "\n## 2026-03-22 Wiederaufnahme\n"),
        # Closed that week and taken up again since: both are told, each in its week.
        mit_id("6", IK + ende.format("2026-03-20") + "\n## 2026-03-23 Wiederaufnahme\n"),
        stichtag="2026-03-25",
    )
    diese = Woche(bestand)
    assert [a.fall.kennung for a in diese.neu] == ["2", "5"]
    assert [a.fall.kennung for a in diese.abgeschlossen] == ["4", "6"]
    assert diese.offen == 4


@pytest.mark.parametrize(
    ("verlauf", "nichts", "unlesbar"),
    [
        (IK, True, 0),
        (IK + "## 2026-03-17 Notiz\n", False, 0),
        (IK + "## 2026-03-01 Notiz\n\nNachgetragen am: 2026-03-17\n", False, 0),
        (IK + "## am Dienstag Notiz\n", False, 1),
        (IK + "\n2026-03-17 Notiz (Jana)\n\nOhne Rauten.\n", False, 1),
        (IK + "## 2026-02-30 Notiz\n", False, 1),
    ],
)
def test_dass_nichts_eingetragen_wurde_steht_nur_da_wo_es_stimmt(verlauf: str, nichts: bool, unlesbar: int) -> None:
    bestand = team(mit_id("1", verlauf), stichtag="2026-03-25")
    assert (Woche(bestand).nichts, Woche(bestand).unlesbar) == (nichts, unlesbar)
    stand = Tagesstand(bestand)
    [seite] = [s for s in seiten(stand, Sicht.INTERN, Einschuebe(bestand, Sicht.INTERN)) if s.pfad == "woche.md"]
    html = seite.html(stand)
    assert ("Es wurde nichts eingetragen." in html) is nichts
    assert ("1 Datei oder Eintrag ließ sich nicht lesen" in html) is bool(unlesbar)


def test_eine_unlesbare_datei_ist_kein_nichts() -> None:
    bestand = team(mit_id("1", IK), stichtag="2026-03-25")
    kaputt = akten(Quelldatei("faelle/2.md", b"\xff\xfe\x00\x00" * 8), stichtag="2026-03-25")
    assert Woche(replace(bestand, akten=(*bestand.akten, *kaputt))).unlesbar == 1


def test_ohne_git_sagt_der_eintrag_wann_er_geschrieben_wurde() -> None:
    verlauf = IK + "## 2026-01-20 Notiz\n\nNachgetragen am: {}\n"
    tage = ("2026-03-15", "2026-03-16", "2026-03-22", "2026-03-23")
    bestand = team(*(mit_id(str(n), verlauf.format(t)) for n, t in enumerate(tage, 1)), stichtag="2026-03-25")
    diese = Woche(bestand)
    assert [(g.akte.fall.kennung, str(g.datum)) for g in diese.nachgetragen] == [
        ("2", "2026-01-20"),
        ("3", "2026-01-20"),
    ]
    assert diese.geschehen == []


def test_termine_vom_stichtag_bis_sonntag_nach_uhrzeit() -> None:
    bestand = team(
        *(
            mit_id(str(nummer), IK + f"## 2026-03-01 Notiz\n\nFolgetermin: {wann}\n")
            for nummer, wann in enumerate(
                ("2026-03-24", "2026-03-25 15:00", "2026-03-25 09:30", "2026-03-29", "2026-03-30"), 1
            )
        ),
        stichtag="2026-03-25",
    )
    assert [t.akte.fall.kennung for t in Woche(bestand).termine] == ["3", "2", "4"]


def test_massnahmen_die_laufen_beginnen_oder_ohne_ergebnis_endeten() -> None:
    def massnahme(nummer: int, beginn: str, ende: str, ergebnis: str = "") -> str:
        angaben = f"Art: Weiterbildung\nBeginn: {beginn}\nEnde: {ende}\n" + (
            f"Ergebnis: {ergebnis}\n" if ergebnis else ""
        )
        return mit_id(str(nummer), IK + f"## 2026-01-20 Maßnahme\n\n{angaben}")

    bestand = team(
        massnahme(1, "2026-02-01", "2026-03-25"),
        massnahme(2, "2026-02-01", "2026-03-24"),
        massnahme(3, "2026-02-01", "2026-03-24", "abgeschlossen"),
        massnahme(4, "2026-04-22", "2026-06-01"),
        massnahme(5, "2026-04-23", "2026-06-01"),
        massnahme(6, "2026-02-01", "2026-06-01", "abgebrochen"),
        stichtag="2026-03-25",
    )
    assert [(m.akte.fall.kennung, str(m.lauf)) for m in Woche(bestand).massnahmen] == [
        ("2", "beendet"),
        ("1", "läuft"),
        ("4", "geplant"),
    ]


def test_loeschungen_stehen_fuer_sich() -> None:
    ende = IK + "## 2026-02-01 Abschluss\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\n"
    bestand = team(mit_id("1", ende, status="abgeschlossen"), stichtag="2026-07-04")
    assert [(z.faelligkeit.fall, str(z.faelligkeit.faellig_am)) for z in Woche(bestand).loeschungen] == [
        ("1", "2026-08-01")
    ]
    assert Woche(team(mit_id("1", ende, status="abgeschlossen"), stichtag="2026-07-03")).loeschungen == []
    ueberfaellig = Woche(team(mit_id("1", ende, status="abgeschlossen"), stichtag="2026-08-02"))
    # Once late, it stands in its section as it does on every other list: numbers never contradict one another.
    assert [v.wer for g in ueberfaellig.gruppen for v in g.zeilen if v.akte] == ["1"]
    assert len(ueberfaellig.loeschungen) == 1
    eigene = "regeln:\n  kontaktdaten-loeschen: {aktiv: nein}\n  fall-loeschen: {aktiv: nein}\n  weg:\n    titel: Alles vernichten\n    gruppe: X\n    anker: betreuungsende\n    frist: 3 Monate\n    fall: abgeschlossen\n    erledigt: [{ereignis: fall-geloescht, ab: jederzeit}]\n    quelle: Team\n    fundstelle: Beschluss\n    herkunft: team\n    text: Weg damit.\n"
    assert [
        z.faelligkeit.regel
        for z in Woche(
            team(mit_id("1", ende, status="abgeschlossen"), stichtag="2026-07-04", regeln=eigene)
        ).loeschungen
    ] == ["weg"]


def test_offene_vereinbarungen_nach_frist() -> None:
    liste = "Vereinbarungen:\n\n- [ ] Team schreibt\n- [ ] Kundin ruft an (bis 2026-03-20)\n- [ ] Team fragt (bis 2026-03-24)\n- [x] Team sucht (bis 2026-03-01)\n"
    diese = Woche(team(mit_id("1", IK + "## 2026-02-01 Notiz\n\n" + liste), stichtag="2026-03-25"))
    assert [(z.dran, z.vorbei) for z in diese.zusagen] == [
        ("Kundin oder Kunde", "nachfragen"),
        ("Team", "Frist vorbei"),
        ("Team", ""),
    ]


def test_nur_die_faelle_einer_person() -> None:
    bestand = team(
        mit_id("1", IK), mit_id("2", IK, berater="Ole"), mit_id("3", IK, Vertretung="Ole"), stichtag="2026-03-26"
    )
    assert Woche(bestand, "Ole").offen == 2
    assert [v.wer for g in Woche(bestand, "Ole").gruppen for v in g.zeilen] == ["2", "3"]


def test_uebergabe_nennt_das_dringendste_zuerst_und_auch_stille_faelle() -> None:
    plan = "## 2026-02-01 Betreuungsplan\n\nSchritte Team:\n\n- Betriebe ansprechen\n\nZiel: Büro\nGültig bis: 2027-01-01\n"
    bestand = team(
        mit_id("1", IK + plan + "Vereinbarungen:\n\n- [ ] Team schreibt\n"),
        mit_id(
            "2",
            IK
            + "## 2026-03-20 Telefonat (Jana)\n\nA\n\n## 2026-03-21 Notiz\n\nB\n\n## 2026-03-22 Notiz\n\nC\n\n## 2026-03-23 Notiz\n\nD\n",
        ),
        mit_id("3", IK + "## 2026-03-01 Pause\n\nBis: 2026-09-01\n"),
        mit_id("4", IK, berater="Ole", Vertretung="Jana"),
        mit_id("5", IK, berater="Ole"),
        stichtag="2026-03-26",
    )
    faelle = uebergabe(bestand, "Jana")
    assert [(f.akte.fall.kennung, f.fremd, f.vorgang is None) for f in faelle] == [
        ("1", False, False), ("2", False, False), ("3", False, True), ("4", True, False),
    ]  # fmt: skip
    assert [z.vereinbarung.text for z in faelle[0].zusagen] == ["Team schreibt"]
    assert faelle[0].plan is not None
    assert faelle[0].plan.schritte_team == ("Betriebe ansprechen",)
    assert [e.text for e in faelle[1].letzte] == ["D", "C", "B"]


def test_gitter_zeigt_nur_luecken() -> None:
    voll = {"Betreuungsstufe": "IK", "Arbeitsmarktstatus": "arbeitslos", "Einwilligung": "2026-01-12"}
    plan = IK + "## 2026-02-01 Betreuungsplan\n\nEinvernehmen: ja\n"
    bestand = team(
        mit_id("1", plan, **voll),
        mit_id("2", IK, **voll),
        mit_id("3", berater="", status="neu"),
        mit_id("4", plan, **voll).replace("Erstkontakt: 2026-01-12", "Erstkontakt: 2026-02-30"),
        mit_id(
            "5",
            IK + "## 2026-02-01 Abschluss\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\n",
            status="abgeschlossen",
        ),
        stichtag="2026-03-26",
    )
    assert spalten() == (
        "ID", "Erstkontakt", "Zugangsweg", "Status", "Berater", "Betreuungsstufe", "Arbeitsmarktstatus", "Einwilligung", "Gespräch", "Betreuungsplan",
    )  # fmt: skip
    gefunden = {
        akte.fall.kennung: {name: (luecke.stelle.zeile, luecke.unlesbar) for name, luecke in fehlt.items()}
        for akte, fehlt in luecken(bestand)
    }
    assert gefunden == {
        "2": {"Betreuungsplan": (12, False)},
        "3": dict.fromkeys(
            ("Berater", "Betreuungsstufe", "Arbeitsmarktstatus", "Einwilligung", "Gespräch"), (1, False)
        ),
        "4": {"Erstkontakt": (3, True)},
    }
