"""Every row of the table: the day before, the day, the day after; what settles it and what does not; and its edges."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.regelwerk.modell import Regelwerk
from tests.hilfen import akten, fall, regelwerk_aus
from tests.regelwerk.szenen import ABSCHLUSS, ERST, PLAN, SZENEN, VERSUCHE, Szene, massnahme, stufe

JE_SZENE = pytest.mark.parametrize("szene", SZENEN, ids=[szene.regel for szene in SZENEN])


def zeilen(text: str, tag: str | date, regel: str, regelwerk: Regelwerk | None = None) -> list[Faelligkeit]:
    alle = akten(text, stichtag=tag, regelwerk=regelwerk, heute=date(2031, 1, 1))[0].faelligkeiten
    return [f for f in alle if f.regel == regel]


def faellig(text: str, tag: str | date, regel: str, regelwerk: Regelwerk | None = None) -> str | None:
    """Return the due date of the rule's one item, None where there is none."""
    gefunden = zeilen(text, tag, regel, regelwerk)
    assert len(gefunden) <= 1, gefunden
    return str(gefunden[0].faellig_am) if gefunden else None


def test_jede_regel_hat_eine_szene() -> None:
    des_teams = {"auswertung", "akquise-liste", "prozess-pruefen", "empfehlung-nachhalten"}
    assert {s.regel for s in SZENEN} == {r.schluessel for r in regelwerk_aus()[0].regeln} - des_teams


@JE_SZENE
def test_am_tag_davor_am_tag_und_danach(szene: Szene) -> None:
    tag = date.fromisoformat(szene.faellig)
    for versatz, erwartet in ((-1, szene.davor), (0, "heute"), (1, szene.danach)):
        gefunden = zeilen(szene.text, tag + timedelta(days=versatz), szene.regel)
        if szene.regel == "nachbetreuung-ergebnis" and versatz == 0:
            assert gefunden == [], "on the last day of the third month the third call is due, not the result"
            continue
        assert [(str(f.faellig_am), str(f.dringlichkeit)) for f in gefunden] == (
            [] if erwartet is None else [(szene.faellig, erwartet)]
        ), versatz


@JE_SZENE
def test_der_satz_im_ganzen(szene: Szene) -> None:
    tag = date.fromisoformat(szene.faellig) + timedelta(days=szene.regel == "nachbetreuung-ergebnis")
    (f,) = zeilen(szene.text, tag, szene.regel)
    assert f.begruendung == szene.satz
    assert f.quelle
    assert f.schluessel.startswith(f"4711/{szene.regel}/")


@JE_SZENE
def test_was_erledigt_und_was_nicht(szene: Szene) -> None:
    for dazu, tag in szene.erledigt:
        ohne = [f.faellig_am for f in zeilen(szene.text, tag, szene.regel)]
        mit = [f.faellig_am for f in zeilen(szene.text.rstrip() + "\n\n" + dazu, tag, szene.regel)]
        assert ohne == [date.fromisoformat(szene.faellig)]
        assert date.fromisoformat(szene.faellig) not in mit, dazu
    for dazu, tag in szene.bleibt:
        assert szene.faellig in [
            str(f.faellig_am) for f in zeilen(szene.text.rstrip() + "\n\n" + dazu, tag, szene.regel)
        ], dazu


# ---- what is settled in the front matter or by changing a line


def test_was_im_kopf_und_in_zeilen_erledigt_wird() -> None:
    assert faellig(fall(status="neu"), "2026-01-20", "zu-vergeben") is None
    assert faellig(fall(berater="Jana"), "2026-01-20", "neu-zu-vergeben") is None
    ergebnis = massnahme("Bewerbung", "2026-02-02", "2026-02-13", "Ergebnis: abgeschlossen")
    assert faellig(stufe("IF", ergebnis), "2026-03-01", "rueckmeldung") is None
    haken = "## 2026-02-02 Telefonat\n\nVereinbarungen:\n\n- [{}] Team fragt nach (bis 2026-02-20)\n"
    assert [faellig(stufe("IK", haken.format(k)), "2026-03-01", "vereinbarung") for k in ("x", "-", " ")] == [
        None, None, "2026-02-20",
    ]  # fmt: skip
    assert faellig(stufe("IK", Bewilligung_bis="2027-03-31"), "2026-08-20", "bewilligung") == "2027-02-17"


# ---- plan


def test_plan_nicht_vor_dem_gespraech() -> None:
    spaet = fall("## 2026-03-05 Erstgespräch\n")
    assert faellig(spaet, "2026-03-04", "plan-erstellen") is None
    assert faellig(spaet, "2026-03-05", "plan-erstellen") == "2026-03-05"


@pytest.mark.parametrize(
    ("erstkontakt", "erwartet"),
    [("2026-01-31", "2026-02-28"), ("2028-01-31", "2028-02-29"), ("2026-03-31", "2026-04-30")],
)
def test_plan_am_monatsende(erstkontakt: str, erwartet: str) -> None:
    text = fall(f"## {erstkontakt} Erstgespräch\n", erstkontakt=erstkontakt)
    assert faellig(text, erstkontakt, "plan-erstellen") == erwartet


def test_plan_ohne_gueltigkeit_gilt_ein_halbes_jahr() -> None:
    ohne = PLAN.replace("Gültig bis: 2026-07-20\n", "").replace("2026-01-20", "2026-08-31")
    assert faellig(stufe("IK", ohne), "2026-09-01", "plan-laeuft-ab") == "2027-02-28"


def test_der_neueste_plan_zaehlt() -> None:
    zwei = PLAN + PLAN.replace("2026-01-20", "2026-03-02").replace("2026-07-20", "2026-06-01")
    assert faellig(stufe("IK", zwei), "2026-03-01", "plan-laeuft-ab") == "2026-07-20"
    assert faellig(stufe("IK", zwei), "2026-03-02", "plan-laeuft-ab") == "2026-06-01"


def test_fortschreiben_zaehlt_vom_ersten_wechsel_nach_dem_plan() -> None:
    verlauf = PLAN + "## 2026-03-02 Notiz\n\nBetreuungsstufe: IG\n\n## 2026-04-06 Notiz\n\nBetreuungsstufe: IK\n"
    assert faellig(stufe("IK", verlauf), "2026-05-01", "plan-fortschreiben") == "2026-03-16"
    bestaetigt = PLAN + "## 2026-03-02 Notiz\n\nBetreuungsstufe: IK\n"
    assert faellig(stufe("IK", bestaetigt), "2026-05-01", "plan-fortschreiben") is None
    am_selben_tag = PLAN + "## 2026-01-20 Notiz\n\nBetreuungsstufe: IG\n"
    assert faellig(stufe("IK", am_selben_tag), "2026-05-01", "plan-fortschreiben") is None


def test_sozialintegrative_leistungen_folgen_der_stufe() -> None:
    assert faellig(stufe("IK", PLAN), "2026-05-01", "sozialintegrativ") is None
    gewechselt = PLAN + "## 2026-03-02 Notiz\n\nBetreuungsstufe: IG\n"
    assert faellig(stufe("IK", gewechselt), "2026-05-01", "sozialintegrativ") == "2026-03-16", "with the new plan"


def test_teilziele_des_neuesten_plans_werden_nachgehalten() -> None:
    ziel = PLAN.replace("Einvernehmen", "Teilziele:\n\n- [ ] Lebenslauf fertig (bis 2026-02-15)\n\nEinvernehmen")
    (f,) = zeilen(stufe("IK", ziel), "2026-02-16", "vereinbarung")
    assert f.begruendung == (
        "Vereinbarung einzuhalten bis 2026-02-15: Frist des Teilziels (Team) 2026-02-15 (faelle/4711.md:18)"
    )
    neuer = ziel + PLAN.replace("2026-01-20", "2026-02-10")
    assert faellig(stufe("IK", neuer), "2026-02-16", "vereinbarung") is None


# ---- measures


def in_massnahme(
    *zeilen_: str, beginn: str = "2026-02-02", ende: str = "2026-06-10", eintrag: str = "2026-02-02"
) -> str:
    return stufe("IG", massnahme("Stabilisierung", beginn, ende, *zeilen_, eintrag=eintrag))


@pytest.mark.parametrize(
    ("text", "stichtag", "erwartet"),
    [
        (in_massnahme(), "2026-02-03", "2026-06-10"),
        (in_massnahme(ende="2026-05-04"), "2026-02-03", "2026-05-04"),
        (in_massnahme(ende="2026-12-31"), "2026-02-03", "2026-07-14"),
        (in_massnahme(ende="2026-04-14"), "2026-02-03", None),
        (in_massnahme(ende="2026-04-15"), "2026-02-03", "2026-04-15"),
        (in_massnahme(beginn="2026-04-14"), "2026-04-13", None),
        (in_massnahme(beginn="2026-04-14"), "2026-04-14", "2026-06-10"),
        (in_massnahme(beginn="2026-04-15"), "2026-04-16", None),
        (in_massnahme(eintrag="2026-04-15"), "2026-04-16", None),
        (in_massnahme(eintrag="2026-04-14"), "2026-04-16", "2026-06-10"),
        (in_massnahme("Ergebnis: abgebrochen"), "2026-02-03", None),
        (in_massnahme("Ergebnis: abgebrochen"), "2026-06-10", None),
        (in_massnahme("Ergebnis: nicht angetreten"), "2026-06-11", None),
        (in_massnahme().replace("Stabilisierung", "Weiterbildung"), "2026-02-03", None),
        (in_massnahme().replace("Betreuungsstufe: IG", "Betreuungsstufe: IK"), "2026-02-03", None),
    ],
    ids=[
        "laeuft", "verkuerzt", "verlaengert-ueber-sechs-monate", "endet-mit-der-frist", "einen-tag-laenger", "noch-nicht-begonnen",
        "beginnt-am-letzten-tag", "beginnt-zu-spaet", "zu-spaet-eingetragen", "am-letzten-tag-eingetragen", "abgebrochen",
        "abgebrochen-und-vorbei", "nicht-angetreten", "nicht-stabilisierend", "andere-stufe",
    ],
)  # fmt: skip
def test_kontakt_ig_in_massnahme(text: str, stichtag: str, erwartet: str | None) -> None:
    assert faellig(text, stichtag, "kontakt-ig-massnahme") == erwartet
    sonst = "2026-04-14" if erwartet is None and "IG" in text else None
    assert faellig(text, stichtag, "kontakt-ig") == sonst, "exactly one of the two rules applies"


def test_sich_ueberschneidende_massnahmen_zaehlen_bis_zum_letzten_ende() -> None:
    zweite = massnahme("Einzelcoaching", "2026-03-02", "2026-05-20", eintrag="2026-03-02")
    dritte = massnahme("Einzelcoaching", "2026-05-04", "2026-07-01", eintrag="2026-03-03")
    text = in_massnahme(ende="2026-05-04") + "\n" + zweite + "\n" + dritte
    assert faellig(text, "2026-03-01", "kontakt-ig-massnahme") == "2026-05-04"
    assert faellig(text, "2026-03-02", "kontakt-ig-massnahme") == "2026-05-20"
    assert faellig(text, "2026-05-05", "kontakt-ig-massnahme") == "2026-05-20", "the third began too late"


def test_ein_vereinbarter_kuerzerer_abstand_geht_der_massnahme_vor() -> None:
    plan = PLAN.replace("Einvernehmen", "Kontaktintervall: 6 Wochen\nEinvernehmen")
    text = stufe("IG", plan + massnahme("Stabilisierung", "2026-02-02", "2026-06-10"))
    assert faellig(text, "2026-02-03", "kontakt-ig") == "2026-02-25"
    assert faellig(text, "2026-02-03", "kontakt-ig-massnahme") is None


def test_kontakt_vor_16a_nur_solange_geplant() -> None:
    text = stufe("IF", massnahme("Schuldnerberatung", "2026-03-02", "2026-08-31"))
    assert faellig(text, "2026-03-01", "kontakt-if-16a") == "2026-04-14"
    assert faellig(text, "2026-03-01", "kontakt-if") is None
    assert faellig(text, "2026-03-02", "kontakt-if-16a") is None
    assert faellig(text, "2026-03-02", "kontakt-if") == "2026-07-14"
    abgesagt = text.replace("Ende:", "Ergebnis: nicht angetreten\nEnde:")
    assert faellig(abgesagt, "2026-03-01", "kontakt-if") == "2026-07-14"


@pytest.mark.parametrize(
    ("beginn", "ende", "gilt"),
    [("2026-02-02", "2026-03-29", True), ("2026-02-02", "2026-03-28", False), ("2026-02-02", "2026-03-30", True)],
)
def test_acht_wochen_zaehlen_beide_tage(beginn: str, ende: str, gilt: bool) -> None:
    text = stufe("IK", massnahme("Weiterbildung", beginn, ende))
    assert bool(zeilen(text, "2026-02-03", "massnahme-endet-bald")) is gilt
    assert bool(zeilen(text, "2026-02-03", "massnahme-endet")) is gilt


def test_am_ende_ersetzt_die_eine_regel_die_andere() -> None:
    text = stufe("IK", massnahme("Weiterbildung", "2026-02-02", "2026-06-26"))
    regeln = ("massnahme-endet-bald", "massnahme-endet")
    assert [faellig(text, "2026-02-01", r) for r in regeln] == [None, None], "it has not begun"
    assert [faellig(text, "2026-06-25", r) for r in regeln] == ["2026-05-29", "2026-06-26"]
    assert [faellig(text, "2026-06-26", r) for r in regeln] == [None, "2026-06-26"]
    ohne, _ = regelwerk_aus("regeln:\n  massnahme-endet:\n    aktiv: nein\n")
    assert [faellig(text, "2026-06-27", r, ohne) for r in regeln] == ["2026-05-29", None], "nothing stands in for it"


@pytest.mark.parametrize("zeile", ["Ergebnis: abgebrochen", "Ergebnis: nicht angetreten"])
def test_abgebrochene_massnahme_endet_nicht(zeile: str) -> None:
    text = stufe("IK", massnahme("Weiterbildung", "2026-02-02", "2026-06-26", zeile))
    assert faellig(text, "2026-06-20", "massnahme-endet") is None
    assert faellig(text, "2026-06-20", "massnahme-endet-bald") is None
    assert faellig(text, "2026-07-20", "rueckmeldung") is None


def test_jede_massnahme_hat_ihre_zeile_und_ihre_stufe_von_heute() -> None:
    beide = massnahme("Weiterbildung", "2026-02-02", "2026-06-26") + massnahme(
        "Training im Betrieb", "2026-02-02", "2026-05-29"
    )
    assert [str(f.faellig_am) for f in zeilen(stufe("IN", beide), "2026-03-01", "massnahme-endet")] == [
        "2026-05-29", "2026-06-26",
    ]  # fmt: skip
    gewechselt = stufe("IN", beide + "## 2026-04-01 Notiz\n\nBetreuungsstufe: IG\n")
    assert zeilen(gewechselt, "2026-04-01", "massnahme-endet") == []


def test_verlaengerte_massnahme_endet_spaeter() -> None:
    for ende in ("2026-05-31", "2026-06-30", "2026-08-31"):
        text = stufe("IK", massnahme("Weiterbildung", "2026-02-02", ende))
        assert faellig(text, "2026-03-01", "massnahme-endet") == ende


def test_rueckmeldung_erst_nach_dem_letzten_tag() -> None:
    text = stufe("IF", massnahme("Bewerbung", "2026-02-02", "2026-02-13"))
    assert [faellig(text, tag, "rueckmeldung") for tag in ("2026-02-13", "2026-02-14")] == [None, "2026-02-27"]


# ---- reviews


def test_bewerberangebot_nach_stufe_und_pruefung() -> None:
    geprueft = "## 2026-03-02 Telefonat\n\nBewerberangebot: geprüft\n\n"
    assert faellig(stufe("IN", geprueft), "2026-03-02", "bewerberangebot-nah") == "2026-06-02"
    assert faellig(stufe("IG", geprueft), "2026-03-02", "bewerberangebot-fern") == "2026-09-02"
    gewechselt = stufe("IG", geprueft + "## 2026-04-01 Notiz\n\nBetreuungsstufe: IK\n")
    assert faellig(gewechselt, "2026-04-01", "bewerberangebot-nah") == "2026-06-02"
    assert faellig(gewechselt, "2026-04-01", "bewerberangebot-fern") is None


@pytest.mark.parametrize(
    ("bestaetigt", "erwartet"),
    [("2026-02-28", "2026-08-28"), ("2026-08-31", "2027-02-28"), ("2027-08-31", "2028-02-29")],
)
def test_eine_bestaetigung_ist_eine_pruefung_der_stufe(bestaetigt: str, erwartet: str) -> None:
    assert (
        faellig(stufe("IK", f"## {bestaetigt} Notiz\n\nBetreuungsstufe: IK\n"), bestaetigt, "stufe-pruefen") == erwartet
    )


def test_stufe_nur_im_kopf_zaehlt_vom_erstkontakt() -> None:
    (f,) = zeilen(fall(ERST, Betreuungsstufe="IK"), "2026-02-01", "stufe-pruefen")
    assert f.begruendung == (
        "Betreuungsstufe zu prüfen bis 2026-07-12: Stufe IK ohne Datum, Erstkontakt 2026-01-12 (faelle/4711.md:3) + 6 Monate"
    )


# ---- length of a case


PAUSE = "## {0} Pause\n\nBis: {1}\n\n"


@pytest.mark.parametrize(
    ("pausen", "erwartet"),
    [
        ([("2026-03-02", "2026-03-31")], "2027-02-13"),
        ([("2026-03-02", "2026-03-02")], "2027-01-15"),
        ([("2027-01-13", "2027-01-20")], "2027-01-22"),
        ([("2027-01-14", "2027-01-20")], "2027-01-14"),
        ([("2026-03-02", "2026-03-31"), ("2027-01-20", "2027-01-29")], "2027-02-23"),
        ([("2026-03-02", "2026-05-31"), ("2026-04-01", "2026-04-10")], "2027-02-23"),
    ],
    ids=["ein-monat", "ein-tag", "am-tag-davor", "am-tag-selbst", "die-zweite-im-verschobenen-zeitraum", "verkuerzt"],
)
def test_standortgespraech_ohne_pausen(pausen: list[tuple[str, str]], erwartet: str) -> None:
    text = stufe("IK", "".join(PAUSE.format(*pause) for pause in pausen))
    assert faellig(text, "2027-06-30", "standortgespraech") == erwartet


def test_standortgespraech_meldet_sich_nach_neun_monaten() -> None:
    for tag, erwartet in (("2026-10-13", "später"), ("2026-10-14", "bald"), ("2027-01-14", "heute")):
        assert [str(f.dringlichkeit) for f in zeilen(stufe("IK"), tag, "standortgespraech")] == [erwartet]
    mit_pause = zeilen(stufe("IK", PAUSE.format("2026-03-02", "2026-03-31")), "2026-11-13", "standortgespraech")
    assert mit_pause[0].dringlichkeit == "bald"
    assert mit_pause[0].herleitung == (
        "Erstgespräch 2026-01-14 (faelle/4711.md:9) + 12 Monate; 30 Tage Pause zählen nicht mit"
    )


def test_nach_der_verlaengerung_wird_neu_entschieden() -> None:
    eine = "## 2027-01-11 Verlängerung\n\nBis: 2027-06-30\nGrund: Prüfung\n\n"
    zwei = eine + eine.replace("2027-01-11", "2027-06-28").replace("2027-06-30", "2027-12-31")
    assert faellig(stufe("IK", eine), "2027-07-01", "standortgespraech") is None
    assert faellig(stufe("IK", eine), "2027-07-01", "verlaengerung-laeuft-ab") == "2027-06-30"
    assert faellig(stufe("IK", zwei), "2027-07-01", "verlaengerung-laeuft-ab") == "2027-12-31"


# ---- reachability


@pytest.mark.parametrize(
    ("tage", "erwartet"),
    [
        (("02", "09", "16"), "2026-03-16"),
        (("02", "09", "15"), None),
        (("02", "03", "04", "16"), "2026-03-16"),
        (("02", "16"), None),
        (("02", "16", "16"), "2026-03-16"),
        (("02", "17", "20"), "2026-03-20"),
    ],
)
def test_drei_versuche_in_vierzehn_tagen_oder_mehr(tage: tuple[str, ...], erwartet: str | None) -> None:
    verlauf = "".join(f"## 2026-03-{tag} Kontaktversuch\n\n" for tag in tage)
    assert faellig(stufe("IK", verlauf), "2026-04-01", "nicht-erreichbar") == erwartet


def test_versuche_vor_dem_letzten_kontakt_zaehlen_nicht() -> None:
    dazwischen = VERSUCHE.replace("## 2026-03-16", "## 2026-03-10 Telefonat\n\n## 2026-03-16")
    assert faellig(stufe("IK", dazwischen), "2026-04-01", "nicht-erreichbar") is None


# ---- after the closing


def nach_abschluss(*kontakte: str) -> str:
    return stufe("IK", ABSCHLUSS + "".join(f"## {k}\n\n" for k in kontakte), status="abgeschlossen")


@pytest.mark.parametrize(
    ("kontakte", "stichtag", "erwartet"),
    [
        ((), "2026-03-02", "2026-04-30"),
        ((), "2026-05-30", "2026-04-30"),
        ((), "2026-05-31", "2026-05-31"),
        ((), "2026-06-30", "2026-06-30"),
        ((), "2026-07-01", None),
        (("2026-03-30 Nachbetreuung",), "2026-04-30", "2026-04-30"),
        (("2026-03-31 Nachbetreuung",), "2026-04-30", "2026-05-31"),
        (("2026-04-30 Telefonat",), "2026-04-30", "2026-05-31"),
        (("2026-05-01 Nachbetreuung",), "2026-05-01", "2026-06-30"),
        (("2026-06-02 Nachbetreuung",), "2026-06-02", None),
        (("2026-04-20 Nachbetreuung\n\nErgebnis: beendet",), "2026-04-20", None),
        (("2026-04-20 Nachbetreuung\n\nErgebnis: weiter beschäftigt",), "2026-04-20", "2026-05-31"),
        (("2026-04-20 Kontaktversuch",), "2026-04-30", "2026-04-30"),
    ],
)
def test_nachbetreuung_monat_fuer_monat(kontakte: tuple[str, ...], stichtag: str, erwartet: str | None) -> None:
    assert faellig(nach_abschluss(*kontakte), stichtag, "nachbetreuung") == erwartet


def test_ohne_arbeitsstelle_keine_nachbetreuung() -> None:
    text = nach_abschluss().replace("Arbeitsstelle angenommen", "ohne Arbeitsstelle beendet")
    alle = akten(text, stichtag="2026-05-01", heute=date(2031, 1, 1))[0].faelligkeiten
    assert [(f.regel, str(f.faellig_am)) for f in alle if f.regel] == [
        ("kontaktdaten-loeschen", "2026-09-02"), ("fall-loeschen", "2029-12-31"),
    ]  # fmt: skip


def test_loeschfristen_zaehlen_vom_ende_der_nachbetreuung() -> None:
    text = nach_abschluss("2026-06-29 Nachbetreuung\n\nErgebnis: weiter beschäftigt")
    assert faellig(text, "2026-07-01", "kontaktdaten-loeschen") == "2026-12-29"
    spaet = nach_abschluss("2027-01-04 Nachbetreuung\n\nErgebnis: weiter beschäftigt")
    assert faellig(spaet, "2027-02-01", "fall-loeschen") == "2030-12-31", "the year in which it ended counts"


def test_eine_wiederaufnahme_bricht_die_loeschung_ab() -> None:
    text = nach_abschluss("2026-08-03 Wiederaufnahme").replace("Status: abgeschlossen", "Status: in Beratung")
    for regel in ("kontaktdaten-loeschen", "fall-loeschen", "nachbetreuung"):
        assert faellig(text, "2026-08-02", regel) is not None or regel == "nachbetreuung"
        assert faellig(text, "2026-08-03", regel) is None
    assert faellig(text, "2026-08-03", "erstgespraech") == "2026-08-17"
    assert faellig(text, "2026-08-03", "stufe-pruefen") == "2026-07-14", "the level carries over"
    assert faellig(text, "2026-08-03", "standortgespraech") is None, "clocks count in the current phase"


def test_fehlender_arbeitsbeginn_steht_oben() -> None:
    text = nach_abschluss().replace("Arbeitsbeginn: 2026-03-31\n", "")
    oben = akten(text, stichtag="2026-05-01")[0].faelligkeiten[0]
    assert oben.dringlichkeit == "nicht berechenbar"
    assert "fehlt der Arbeitsbeginn" in oben.begruendung


# ---- pause


def test_eine_pause_laesst_alles_ruhen_nur_nicht_was_das_team_versprach() -> None:
    verlauf = (
        PLAN
        + "## 2026-02-02 Telefonat\n\nFolgetermin: 2026-03-20\nVereinbarungen:\n\n- [ ] Team fragt nach (bis 2026-03-10)\n- [ ] Kundin ruft an (bis 2026-03-09)\n\n"
        + massnahme("Weiterbildung", "2026-02-02", "2026-06-26", eintrag="2026-02-03")
        + PAUSE.format("2026-03-02", "2026-07-31")
    )
    text = stufe("IK", verlauf, Bewilligung_bis="2026-06-30")
    for tag in ("2026-03-02", "2026-06-26", "2026-07-31"):
        assert {f.regel for f in akten(text, stichtag=tag)[0].faelligkeiten} == {
            "folgetermin",
            "vereinbarung",
        }, tag
    danach = {f.regel: str(f.faellig_am) for f in akten(text, stichtag="2026-08-01")[0].faelligkeiten}
    assert danach["massnahme-endet"] == "2026-06-26"
    assert danach["plan-laeuft-ab"] == "2026-07-20"


# ---- introduction of the rules


@pytest.mark.parametrize(
    ("regel", "text", "ohne", "mit"),
    [
        ("plan-erstellen", stufe("IK"), "2026-02-12", "2026-06-01"),
        ("plan-laeuft-ab", stufe("IK", PLAN.replace("2026-07-20", "2026-03-20")), "2026-03-20", "2026-05-01"),
        ("stufe-pruefen", stufe("IK"), "2026-07-14", "2026-11-01"),
        ("bewerberangebot-nah", stufe("IK"), "2026-04-14", "2026-08-01"),
        ("standortgespraech", stufe("IK"), "2027-01-14", "2027-05-01"),
        ("sozialintegrativ", stufe("IG", PLAN), "2026-01-20", "2026-05-01"),
        ("kontakt-ik", stufe("IK"), "2026-03-25", "2026-03-25"),
        ("erstgespraech", fall(status="neu"), "2026-01-26", "2026-01-26"),
    ],
)
def test_einfuehrung(regel: str, text: str, ohne: str, mit: str) -> None:
    eingefuehrt, befunde = regelwerk_aus("einfuehrung: 2026-05-01\n")
    assert befunde == []
    assert faellig(text, "2026-05-02", regel) == ohne
    assert faellig(text, "2026-05-02", regel, eingefuehrt) == mit
    jung, _ = regelwerk_aus("einfuehrung: 2026-01-12\n")
    assert faellig(text, "2026-05-02", regel, jung) == ohne, "a case of that day is not older"


def test_der_satz_nennt_die_einfuehrung() -> None:
    eingefuehrt, _ = regelwerk_aus("# Beginn\neinfuehrung: 2026-05-01\n")
    (f,) = zeilen(stufe("IK"), "2026-05-02", "plan-erstellen", eingefuehrt)
    assert f.herleitung == (
        "Erstkontakt 2026-01-12 (faelle/4711.md:3); gezählt ab Einführung der Regeln 2026-05-01 (vorlagen/regelwerk.yml:2) + 1 Monat"
    )


# ---- items of one case that fit together


def test_bewilligung_laesst_sich_mit_einem_kontakt_verbinden() -> None:
    text = stufe("IG", "## 2026-05-26 Telefonat\n", Bewilligung_bis="2026-09-30")
    (f,) = zeilen(text, "2026-06-30", "bewilligung")
    assert f.herleitung == (
        "Bewilligung bis 2026-09-30 (faelle/4711.md:7) − 6 Wochen; lässt sich mit „Kontakt bei Stabilisierungsbedarf (IG)“ am 2026-08-26 verbinden"
    )
    for kontakt, verbunden in (
        ("2026-04-22", True),
        ("2026-04-21", False),
        ("2026-06-16", True),
        ("2026-06-17", False),
    ):
        text = stufe("IG", f"## {kontakt} Telefonat\n", Bewilligung_bis="2026-09-30")
        (f,) = zeilen(text, "2026-06-30", "bewilligung")
        assert ("verbinden" in f.herleitung) is verbunden, kontakt


# ---- faults switch no clock off


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (stufe("IK", "## 2026-05-01 Verlängerung\n\nGrund: x\n"), "Bis"),
        (stufe("IK", "## 2026-05-01 Verlängerung\n\nBis: 2020-01-01\nGrund: x\n"), "reicht nur bis"),
        (stufe("IK", massnahme("Weiterbldungg", "2026-02-02", "2026-06-26")), "Weiterbldungg"),
        (nach_abschluss().replace("Arbeitsstelle angenommen", "Arbeit"), "Arbeit"),
        (nach_abschluss().replace("Ergebnis: Arbeitsstelle angenommen\n", ""), "Ergebnis"),
        (nach_abschluss().replace("Arbeitsbeginn: 2026", "Arbeitsbeginn: 2062"), "mehr als ein Jahr"),
        (
            nach_abschluss("2026-04-01 Abschluss\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\nErklärung: x"),
            "schon",
        ),
    ],
)
def test_ein_fehler_schaltet_keine_uhr_ab(text: str, code: str) -> None:
    alle = akten(text, stichtag="2026-07-15", heute=date(2031, 1, 1))[0].faelligkeiten
    assert alle[0].dringlichkeit == "nicht berechenbar"
    assert code in alle[0].begruendung
    assert sum(f.regel is None for f in alle) == 1


def test_nachbetreuung_vor_dem_abschluss_erledigt_nichts() -> None:
    davor = stufe("IK", "## 2026-02-16 Nachbetreuung\n\nErgebnis: beendet\n\n" + ABSCHLUSS, status="abgeschlossen")
    assert faellig(davor, "2026-04-01", "nachbetreuung") == "2026-04-30"


def test_dritter_anruf_verschwindet_nicht() -> None:
    text = nach_abschluss("2026-04-20 Nachbetreuung\n\nErgebnis: weiter beschäftigt", "2026-05-20 Telefonat")
    assert faellig(text, "2026-06-30", "nachbetreuung") == "2026-06-30"
    assert faellig(text, "2026-07-01", "nachbetreuung") is None
    assert faellig(text, "2026-07-01", "nachbetreuung-ergebnis") == "2026-06-30"
    spaet = nach_abschluss("2026-05-30 Nachbetreuung\n\nErgebnis: weiter beschäftigt")
    assert faellig(spaet, "2026-07-01", "nachbetreuung-ergebnis") is None


def test_der_beginn_einer_massnahme_heilt_keinen_kontakt() -> None:
    text = stufe("IF", massnahme("Schuldnerberatung", "2026-04-15", "2026-08-31"))
    assert faellig(text, "2026-04-14", "kontakt-if-16a") == "2026-04-14"
    assert faellig(text, "2026-06-01", "kontakt-if-16a") == "2026-04-14", "it was overdue when the measure began"
    rechtzeitig = stufe("IF", massnahme("Schuldnerberatung", "2026-04-14", "2026-08-31"))
    assert faellig(rechtzeitig, "2026-04-14", "kontakt-if-16a") is None
    nachgetragen = stufe("IF", massnahme("Schuldnerberatung", "2026-04-15", "2026-08-31", eintrag="2026-04-20"))
    assert faellig(nachgetragen, "2026-04-21", "kontakt-if-16a") is None, "nobody had planned it"


def test_eine_pause_nennt_nur_was_ruht() -> None:
    verlauf = "## 2026-02-02 Telefonat\n\nFolgetermin: 2026-03-20\n\n" + PAUSE.format("2026-03-02", "2026-03-31")
    (f,) = zeilen(stufe("IK", verlauf), "2026-04-01", "folgetermin")
    assert "Pause" not in f.herleitung
    danach = nach_abschluss("2026-03-10 Pause\n\nBis: 2026-12-01")
    (f,) = zeilen(danach, "2026-10-01", "kontaktdaten-loeschen")
    assert "Pause" not in f.herleitung


def test_der_satz_nennt_die_fassung() -> None:
    neu, befunde = regelwerk_aus(
        "regeln:\n  kontakt-ik:\n    fassungen:\n      - ab: 2026-02-01\n        frist: 8 Wochen\n"
    )
    assert befunde == []
    (f,) = zeilen(stufe("IK"), "2026-02-10", "kontakt-ik", neu)
    assert f.herleitung.endswith("+ 10 Wochen; nach der ursprünglichen Fassung")
    assert (f.quelle, f.herkunft) == ("DICHTE: Betreuungsstufe IK und Tabelle „Kontaktdichte“", "quelle")
    (f,) = zeilen(stufe("IK", "## 2026-02-01 Telefonat\n"), "2026-02-10", "kontakt-ik", neu)
    assert f.herleitung.endswith("+ 8 Wochen; nach der Fassung ab 2026-02-01")
    assert f.quelle == "Team, abweichend von DICHTE: Betreuungsstufe IK und Tabelle „Kontaktdichte“"


@pytest.mark.parametrize(("bis", "erwartet"), [("2026-02-12", None), ("2026-02-13", "2026-02-27")])
def test_eine_regel_ausser_kraft_gilt_nicht_mehr(bis: str, erwartet: str | None) -> None:
    regelwerk, befunde = regelwerk_aus(f"regeln:\n  rueckmeldung:\n    bis: {bis}\n")
    assert befunde == []
    text = stufe("IF", massnahme("Bewerbung", "2026-02-02", "2026-02-13"))
    assert faellig(text, "2026-03-01", "rueckmeldung", regelwerk) == erwartet


def test_vor_dem_tag_des_teams_bleibt_die_quelle() -> None:
    neu, _ = regelwerk_aus("regeln:\n  kontakt-ik:\n    ab: 2026-02-01\n    frist: 8 Wochen\n")
    (f,) = zeilen(stufe("IK"), "2026-02-10", "kontakt-ik", neu)
    assert f.herkunft == "quelle"
    (f,) = zeilen(stufe("IK", "## 2026-02-01 Telefonat\n"), "2026-02-10", "kontakt-ik", neu)
    assert f.herkunft == "team"
