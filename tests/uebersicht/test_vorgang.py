"""One line per case: section, leading item, order, and the proposal of one appointment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fallbuch.bearbeiten.eintragen import in_reihenfolge, naechstes_zu_tun
from fallbuch.uebersicht.abschnitte import Abschnitt, abschnitt_von
from fallbuch.uebersicht.vorgang import Vorgang, gruppiert, vorgaenge
from fallbuch.uebersicht.zustaendigkeit import beraterseiten, punkte_von, vorgaenge_von
from tests.hilfen import fall
from tests.uebersicht.hilfen import ERSTES, dringlichkeit, mit_id, team

IK = ERSTES.format(stufe="IK")
PLAN = "## 2026-01-20 Betreuungsplan\n\nGültig bis: {bis}\nEinvernehmen: ja\n\n"


def einer(text: str, stichtag: str, regeln: str | None = None) -> Vorgang:
    [vorgang] = vorgaenge(team(text, stichtag=stichtag, regeln=regeln).akten, (), date.fromisoformat(stichtag))
    return vorgang


def lage(text: str, stichtag: str) -> tuple[str, list[str | None]]:
    vorgang, tag = einer(text, stichtag), date.fromisoformat(stichtag)
    return vorgang.abschnitt_am(tag).value, [f.regel for f in vorgang.punkte]


def test_wer_wartet_steht_vor_dem_papier() -> None:
    text = fall(IK + PLAN.format(bis="2026-03-01"))
    # Both are overdue; the plan for longer, but a human being waits for the contact.
    assert lage(text, "2026-03-26") == (
        "jetzt", ["kontakt-ik", "plan-laeuft-ab", "bewerberangebot-nah", "stufe-pruefen", "standortgespraech"],
    )  # fmt: skip
    # On the contact's own day too; the day before, only the plan is late.
    assert lage(text, "2026-03-25")[1][:2] == ["kontakt-ik", "plan-laeuft-ab"]
    assert lage(text, "2026-03-24")[1][:2] == ["plan-laeuft-ab", "kontakt-ik"]


def test_ein_termin_von_heute_steht_vor_dem_was_laenger_wartet() -> None:
    text = fall(IK + "## 2026-03-20 Notiz\n\nFolgetermin: 2026-03-30 10:00\n")
    assert lage(text, "2026-03-29")[1][0] == "kontakt-ik"
    assert lage(text, "2026-03-30")[1][:2] == ["folgetermin", "kontakt-ik"]
    # Its day has passed: what became of it is a question, and who waits longer comes first again.
    assert lage(text, "2026-03-31")[1][0] == "kontakt-ik"


@pytest.mark.parametrize(
    ("stichtag", "abschnitt"),
    [
        ("2026-01-31", "spaeter"),
        ("2026-03-01", "naechste-wochen"),  # a Sunday: four weeks after this one end on 29 March
        ("2026-02-22", "spaeter"),
        ("2026-02-23", "naechste-wochen"),
        ("2026-03-22", "naechste-wochen"),
        ("2026-03-23", "diese-woche"),
        ("2026-03-24", "diese-woche"),
        ("2026-03-25", "jetzt"),
        ("2026-03-26", "jetzt"),
    ],
)
def test_abschnitte_auf_beiden_seiten_jeder_grenze(stichtag: str, abschnitt: str) -> None:
    text = fall(IK + PLAN.format(bis="2026-12-31"))
    vorgang = einer(text, stichtag)
    assert vorgang.abschnitt_am(date.fromisoformat(stichtag)).value == abschnitt


def test_der_tag_des_lesers_ordnet_wie_ein_neuer_bau() -> None:
    """If nothing but the day changes, sorting an old build for a new day equals building anew."""
    text = fall(IK + PLAN.format(bis="2026-04-10") + "## 2026-03-27 Kontaktversuch\n")
    gebaut, tag = einer(text, "2026-03-28"), date(2026, 3, 28)
    for tage in range(40):
        spaeter = tag + timedelta(days=tage)
        neu = einer(text, str(spaeter))
        assert gebaut.abschnitt_am(spaeter) is neu.abschnitt_am(spaeter), spaeter
        assert [f.regel for f in gebaut.sortiert_am(spaeter)] == [f.regel for f in neu.punkte], spaeter
        assert [dringlichkeit(f, spaeter) for f in gebaut.sortiert_am(spaeter)] == [
            f.dringlichkeit for f in neu.punkte
        ], spaeter


def test_jeder_fall_steht_einmal_und_in_der_richtigen_reihe() -> None:
    bestand = team(
        mit_id("0003", IK),
        mit_id("0002", IK.replace("01-14", "01-13")),
        mit_id("0001", ERSTES.format(stufe="IF") + PLAN.format(bis="2026-02-01")),
        mit_id("0004", IK.replace("2026-01-14", "2026-13-14")),
        mit_id("0005", berater="", status="neu"),
        mit_id("0006", erstkontakt="2026-01-10", berater="", status="neu"),
        mit_id("0007", IK + "\n- [ ] Kundin ruft an (bis 2026-03-20)\n".replace("\n-", "Vereinbarungen:\n\n-", 1)),
        stichtag="2026-03-26",
    )
    gruppen = {
        g.abschnitt: [v.wer for v in g.zeilen] for g in gruppiert(vorgaenge_von(bestand, None), bestand.stichtag)
    }
    assert gruppen == {
        Abschnitt.NICHT_BERECHENBAR: ["0004"],
        # 0002 and 0003 wait for a contact, the longer wait first; 0001 has only paper overdue.
        Abschnitt.JETZT: ["0002", "0003", "0007", "0001"],
        Abschnitt.DIESE_WOCHE: ["Team"],
        Abschnitt.NAECHSTE_WOCHEN: [],
        # Oldest first, although their first conversation is overdue as well.
        Abschnitt.ZU_VERGEBEN: ["0006", "0005"],
        Abschnitt.SPAETER: [],
    }


def test_wer_geht_macht_den_rest_noch_selbst() -> None:
    text = mit_id("1", IK)
    yml = "berater:\n  Jana: {bis: 2026-04-10}\n  Ole: {}\n"
    bestand = team(text, stichtag="2026-03-26", team_yml=yml)
    [vorgang] = vorgaenge(bestand.akten, (), bestand.stichtag)
    assert vorgang.abschnitt_am(bestand.stichtag) is Abschnitt.JETZT
    assert vorgang.abschnitt_am(date(2026, 4, 9)) is Abschnitt.JETZT
    assert vorgang.abschnitt_am(date(2026, 4, 10)) is Abschnitt.ZU_VERGEBEN


def test_ohne_zustaendige_person_zuerst_vergeben() -> None:
    text = fall("## 2026-01-13 Notiz\n\nFolgetermin: 2026-01-14\n", berater="", status="neu")
    for stichtag in ("2026-01-15", "2026-01-19", "2026-01-30"):
        assert lage(text, stichtag)[0] == "zu-vergeben", stichtag
    kaputt = text.replace("2026-01-12", "2026-02-30")
    assert lage(kaputt, "2026-01-15")[0] == "nicht-berechenbar"


def test_nachfragen_nur_wenn_allein_die_kundin_dran_ist() -> None:
    liste = "Vereinbarungen:\n\n- [ ] {} (bis 2026-02-10)\n"
    text = fall(IK + PLAN.format(bis="2026-12-31") + "## 2026-02-01 Telefonat\n\n" + liste)
    for wer, tag, tun in (
        ("Kundin ruft an", "2026-02-10", "nachfragen"), ("Kundin ruft an", "2026-02-11", "nachfragen"), ("Team schreibt", "2026-02-11", "nachhalten"),
    ):  # fmt: skip
        vorgang = einer(text.format(wer), tag)
        assert (vorgang.abschnitt_am(date.fromisoformat(tag)), vorgang.fuehrend.tun) == (Abschnitt.JETZT, tun)


def vorschlag(text: str, stichtag: str) -> str:
    gefunden = einer(text, stichtag).vorschlag
    return "" if gefunden is None else gefunden.satz(date.fromisoformat(stichtag))


def test_gemeinsamer_termin_auf_beiden_seiten_der_zwei_wochen() -> None:
    # Kontakt IK is due 2026-03-25; Bewerberangebot 2026-04-14 is out of reach.
    nah = fall(IK + PLAN.format(bis="2026-04-08"))
    fern = fall(IK + PLAN.format(bis="2026-04-09"))
    assert vorschlag(nah, "2026-03-20") == (
        "Ein gemeinsamer Termin bis 2026-03-25 genügt für: Kontakt bei Förderbedarf (IK) und Betreuungsplan läuft ab."
    )
    assert vorschlag(fern, "2026-03-20") == ""
    assert vorschlag(nah, "2026-03-25").startswith("Ein gemeinsamer Termin möglichst bald genügt für:")
    # What is overdue counts from today.
    assert vorschlag(fern, "2026-03-26") == (
        "Ein gemeinsamer Termin möglichst bald genügt für: Kontakt bei Förderbedarf (IK) und Betreuungsplan läuft ab."
    )


def test_ein_verabredeter_termin_wird_genutzt_und_nie_verschoben() -> None:
    def mit_termin(tag: str) -> str:
        return fall(IK + PLAN.format(bis="2026-03-28") + f"## 2026-03-01 Notiz\n\nFolgetermin: {tag}\n")

    assert vorschlag(mit_termin("2026-03-25"), "2026-03-20") == (
        "Beim Folgetermin am 2026-03-25 gleich miterledigen: Kontakt bei Förderbedarf (IK) und Betreuungsplan läuft ab."
    )
    # The contact is due the day before: nobody shall wait longer on account of the proposal.
    assert vorschlag(mit_termin("2026-03-26"), "2026-03-20") == (
        "Ein gemeinsamer Termin bis 2026-03-25 genügt für: Kontakt bei Förderbedarf (IK) und Betreuungsplan läuft ab."
    )
    # One whose day has passed asks what became of it; no other appointment answers that, and no past day is proposed.
    assert vorschlag(mit_termin("2026-03-19"), "2026-03-20") == (
        "Ein gemeinsamer Termin bis 2026-03-25 genügt für: Kontakt bei Förderbedarf (IK) und Betreuungsplan läuft ab."
    )


def test_ein_vorschlag_nennt_jedes_einmal() -> None:
    liste = "Vereinbarungen:\n\n- [ ] Team schreibt (bis 2026-03-20)\n- [ ] Ole fragt nach (bis 2026-03-21)\n"
    text = fall(IK + PLAN.format(bis="2026-12-31") + "## 2026-03-10 Telefonat\n\n" + liste)
    assert vorschlag(text, "2026-03-20") == (
        "Ein gemeinsamer Termin möglichst bald genügt für: Vereinbarung nachhalten (2-mal)."
    )


def test_die_befehle_nennen_zuerst_wer_wartet() -> None:
    """The order of the page "Heute", not that of the days: a plan may be late for longer, but a human being waits."""
    [akte] = team(fall(IK + PLAN.format(bis="2026-03-01")), stichtag="2026-03-26").akten
    assert [f.regel for f in akte.faelligkeiten][:2] == ["plan-laeuft-ab", "kontakt-ik"]
    assert [f.regel for f in in_reihenfolge(akte)][:2] == ["kontakt-ik", "plan-laeuft-ab"]
    assert naechstes_zu_tun(akte).startswith("Als Nächstes: Kontakt bei Förderbedarf (IK) fällig am 2026-03-25")


@pytest.mark.parametrize(("stichtag", "weitere"), [("2026-03-14", 1), ("2026-03-16", 2)])
def test_gezaehlt_wird_bis_zum_ende_der_naechsten_vier_wochen(stichtag: str, weitere: int) -> None:
    """Bewerberangebot is due 2026-04-14: on a Saturday four weeks after this one end on 12 April, on Monday a week later."""
    vorgang = einer(fall(IK + PLAN.format(bis="2026-04-08")), stichtag)
    assert vorgang.weitere(date.fromisoformat(stichtag)) == weitere


def test_was_kein_gespraech_braucht_kommt_in_keinen_termin() -> None:
    versuche = "".join(f"## {tag} Kontaktversuch\n\n" for tag in ("2026-03-26", "2026-03-30", "2026-04-10"))
    text = fall(IK + PLAN.format(bis="2026-12-31") + versuche)
    assert {"nicht-erreichbar", "kontakt-ik"} <= {f.regel for f in einer(text, "2026-04-10").punkte}
    assert "entscheiden" not in vorschlag(text, "2026-04-10")
    regeln = "regeln:\n  nicht-erreichbar:\n    im_termin: ja\n"
    gefunden = einer(text, "2026-04-10", regeln).vorschlag
    assert gefunden is not None
    assert "Nicht erreichbar: entscheiden" in gefunden.satz(date(2026, 4, 10))


def test_ohne_zustaendige_person_kein_terminvorschlag() -> None:
    text = fall(IK + PLAN.format(bis="2026-03-30"))
    assert vorschlag(text, "2026-03-20") != ""
    assert vorschlag(text.replace("Berater: Jana\n", ""), "2026-03-20") == ""
    assert vorschlag(text.replace("Berater: Jana", "Berater: Rita"), "2026-03-20") == ""
    # Nor when the list is cut off at a day.
    gekuerzt = einer(text.replace("Berater: Jana", "Berater: Rita"), "2026-03-20").nur(
        lambda f: f.faellig_am is not None and f.faellig_am <= date(2026, 3, 31), date(2026, 3, 20)
    )
    assert gekuerzt is not None
    assert gekuerzt.vorschlag is None


def test_vertretung_sieht_den_fall_und_die_zustaendige_auch() -> None:
    bestand = team(mit_id("1", IK, Vertretung="Ole"), mit_id("2", IK), stichtag="2026-03-26")
    assert list(beraterseiten(bestand)) == ["Jana", "Ole"]
    assert [(v.wer, v.handelnd) for v in vorgaenge_von(bestand, "Ole") if v.akte] == [("1", "Ole")]
    assert [(v.wer, v.vertretung) for v in vorgaenge_von(bestand, "Jana") if v.akte] == [("1", "Ole"), ("2", None)]
    selbst = team(mit_id("1", IK, Vertretung="Jana"), stichtag="2026-03-26")
    assert [(v.wer, v.vertretung) for v in vorgaenge_von(selbst, "Jana") if v.akte] == [("1", None)]


def test_wer_gegangen_ist_vertritt_niemanden() -> None:
    # Rita left at the end of 2025.
    bestand = team(mit_id("1", IK, Vertretung="Rita"), stichtag="2026-03-26")
    assert [(v.wer, v.vertretung, v.handelnd) for v in vorgaenge_von(bestand, "Jana") if v.akte] == [
        ("1", None, "Jana")
    ]
    assert "Rita" not in beraterseiten(bestand)
    [befund] = [b for b in bestand.akten[0].befunde if b.kennung == "F064"]
    assert (
        befund.text
        == "„Rita“ gehörte am 2026-03-26 nicht zum Team. Erwartet: jemand oder etwas, das zu dieser Zeit galt."
    )
    damals = team(mit_id("1", IK, Vertretung="Rita"), stichtag="2025-12-31")
    assert damals.akten[0].sicht.vertretung == "Rita"


def test_aufgaben_des_teams_stehen_je_person_in_einer_zeile() -> None:
    yml = "berater:\n  Jana: {}\n  Ole: {}\nkanaele:\n" + "".join(
        f"  {k}: {{verantwortlich: {w}}}\n" for k, w in (("A", "Jana"), ("B", "Jana"), ("C", "Ole"))
    )
    bestand = team(mit_id("1", IK), stichtag="2026-03-26", team_yml=yml)
    des_teams = [v for v in vorgaenge_von(bestand, None) if v.akte is None]
    assert {v.berater: len(v.punkte) for v in des_teams} == {None: 5, "Jana": 2, "Ole": 1}, (
        "the quarter and four processes are everybody's"
    )
    assert [(v.berater, len(v.punkte)) for v in vorgaenge_von(bestand, "Ole") if v.akte is None] == [("Ole", 1)]


def test_zu_jedem_punkt_genau_ein_abschnitt() -> None:
    vorgang = einer(fall(IK), "2026-03-26")
    for f in vorgang.punkte:
        for tage in range(400):
            assert abschnitt_von(f, date(2026, 1, 1) + timedelta(days=tage)) in Abschnitt


def test_wessen_fall_niemand_lesen_kann_der_steht_in_allen_listen() -> None:
    gut = mit_id("4711", IK)
    kaputt = mit_id("4712", IK).replace("Status: in Beratung\nBerater", "Status in Beratung\nBerater")
    beide = team(gut, kaputt, stichtag="2026-03-26")
    assert beide.akten[1].auszug.zustaendig is None
    for name, faelle in (("Jana", ["4711", "4712"]), ("Ole", ["4712"])):
        zeilen = vorgaenge_von(beide, name)
        assert [v.wer for v in zeilen if v.akte is not None] == faelle
        kaputte = next(v for v in zeilen if v.wer == "4712")
        assert kaputte.abschnitt_am(date(2026, 3, 26)) is Abschnitt.NICHT_BERECHENBAR
        assert kaputte.fremd == ""
        assert "4712" in {akte.fall.kennung for akte, _ in punkte_von(beide, name) if akte is not None}
    # As long as somebody can be read, it is theirs alone; and what only waits for somebody is nobody's alarm.
    nur_jana = team(
        gut, mit_id("4712", IK).replace("Erstkontakt: 2026-01-12", "Erstkontakt: 2026-02-30"), stichtag="2026-03-26"
    )
    assert [v.wer for v in vorgaenge_von(nur_jana, "Ole") if v.akte is not None] == []
    frei = team(gut, mit_id("4712", status="neu", berater=""), stichtag="2026-03-26")
    assert [v.wer for v in vorgaenge_von(frei, "Ole") if v.akte is not None] == []
