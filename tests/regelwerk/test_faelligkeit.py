"""Due dates at their edges: the day before, the day, the day after; month ends; what moves a date and what does not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fallbuch.regelwerk.faelligkeit import Faelligkeit
from tests.hilfen import akten, faellige, fall, nur, regelwerk_aus

ERST = "## 2026-01-14 Erstgespräch (Jana)\n\n"


def zeile(inhalt: str, regel: str | None, stichtag: str) -> Faelligkeit | None:
    gefunden = [f for f in akten(inhalt, stichtag=stichtag)[0].faelligkeiten if f.regel == regel]
    assert len(gefunden) <= 1
    return gefunden[0] if gefunden else None


def mit_stufe(stufe: str, verlauf: str = "", **mehr: str) -> str:
    return fall(f"{ERST}Betreuungsstufe: {stufe}\n\n{verlauf}", Betreuungsstufe=stufe, **mehr)


@pytest.mark.parametrize(
    ("stufe", "regel", "faellig_am", "sonst"),
    [
        ("IN", "kontakt-in", "2026-02-11", "bald"),
        ("IK", "kontakt-ik", "2026-03-25", "bald"),
        ("IG", "kontakt-ig", "2026-04-14", "bald"),
        ("IF", "kontakt-if", "2026-07-14", "bald"),
    ],
)
def test_kontakt_je_stufe(stufe: str, regel: str, faellig_am: str, sonst: str) -> None:
    tag = date.fromisoformat(faellig_am)
    sonntag = tag + timedelta(days=6 - tag.weekday())
    montag = sonntag - timedelta(days=6)
    for stichtag, dringlichkeit in [
        (tag - timedelta(days=1), "diese Woche"),
        (tag, "heute"),
        (tag + timedelta(days=1), "überfällig"),
        (montag, "diese Woche"),
        (montag - timedelta(days=1), sonst),
        (date(2026, 1, 14), "später"),
    ]:
        assert faellige(mit_stufe(stufe), str(stichtag))[regel] == (faellig_am, dringlichkeit), stichtag


@pytest.mark.parametrize(
    ("stufe", "regel", "warnt_ab"),
    [("IN", "kontakt-in", 7), ("IK", "kontakt-ik", 17), ("IG", "kontakt-ig", 22), ("IF", "kontakt-if", 28)],
)
def test_vorwarnung_ist_ein_viertel_der_frist(stufe: str, regel: str, warnt_ab: int) -> None:
    faelligkeit = zeile(mit_stufe(stufe), regel, "2026-01-15")
    assert faelligkeit is not None
    assert faelligkeit.faellig_am is not None
    assert faelligkeit.warnung_ab == faelligkeit.faellig_am - timedelta(days=warnt_ab)
    erster = faelligkeit.faellig_am - timedelta(days=warnt_ab)
    if warnt_ab > 7:
        assert faellige(mit_stufe(stufe), str(erster))[regel][1] == "bald"
        assert faellige(mit_stufe(stufe), str(erster - timedelta(days=1)))[regel][1] == "später"


@pytest.mark.parametrize(
    ("kontakt", "stufe", "faellig_am"),
    [
        ("2025-08-31", "IF", "2026-02-28"),
        ("2023-08-31", "IF", "2024-02-29"),
        ("2023-08-29", "IF", "2024-02-29"),
        ("2025-11-30", "IG", "2026-02-28"),
        ("2024-02-29", "IF", "2024-08-29"),
        ("2024-02-29", "IK", "2024-05-09"),
        ("2025-12-31", "IN", "2026-01-28"),
    ],
)
def test_monatsende_und_schaltjahr(kontakt: str, stufe: str, faellig_am: str) -> None:
    inhalt = fall(
        f"## {kontakt} Erstgespräch\n\nBetreuungsstufe: {stufe}\n", erstkontakt="2023-01-02", Betreuungsstufe=stufe
    )
    assert faellige(inhalt, kontakt)[f"kontakt-{stufe.lower()}"][0] == faellig_am


def test_satz_nennt_alles() -> None:
    faelligkeit = zeile(mit_stufe("IK", "## 2026-06-29 Telefonat (Ole)\n"), "kontakt-ik", "2026-06-30")
    assert faelligkeit is not None
    assert faelligkeit.begruendung == (
        "Kontakt bei Förderbedarf (IK) fällig am 2026-09-07: letzter Kontakt 2026-06-29 (faelle/4711.md:14) + 10 Wochen"
    )
    assert (faelligkeit.quelle, faelligkeit.herkunft) == (
        "DICHTE: Betreuungsstufe IK und Tabelle „Kontaktdichte“",
        "quelle",
    )
    assert (faelligkeit.anker, faelligkeit.anker_datum, faelligkeit.stelle.zeile) == (
        "letzter Kontakt",
        date(2026, 6, 29),
        14,
    )
    assert faelligkeit.schluessel == "4711/kontakt-ik/2026-06-29-telefonat"


@pytest.mark.parametrize(
    ("art", "zaehlt"),
    [
        ("Telefonat", True),
        ("E-Mail", True),
        ("Außentermin", True),
        ("Beratung", True),
        ("Nachbetreuung", True),
        ("Brief", False),
        ("Kontaktversuch", False),
        ("Nicht erschienen", False),
        ("Notiz", False),
        ("Arbeitgeberkontakt", False),
    ],
)
def test_was_als_kontakt_zaehlt(art: str, zaehlt: bool) -> None:
    faellig_am = faellige(mit_stufe("IK", f"## 2026-02-02 {art}\n"), "2026-02-03")["kontakt-ik"][0]
    assert faellig_am == ("2026-04-13" if zaehlt else "2026-03-25")


def test_brief_zaehlt_bei_in_nach_der_stufe_seines_tages() -> None:
    assert faellige(mit_stufe("IN", "## 2026-02-02 Brief\n"), "2026-02-03")["kontakt-in"][0] == "2026-03-02"
    danach = "## 2026-02-02 Brief\n\n## 2026-02-10 Notiz\n\nBetreuungsstufe: IK\n"
    assert faellige(mit_stufe("IN", danach), "2026-02-11")["kontakt-ik"][0] == "2026-04-13"


def test_versuche_setzen_nichts_zurueck() -> None:
    verlauf = "## 2026-03-01 Kontaktversuch\n\n## 2026-03-25 Nicht erschienen\n"
    for stichtag, dringlichkeit in [("2026-03-25", "heute"), ("2026-03-26", "versucht")]:
        faelligkeit = zeile(mit_stufe("IK", verlauf), "kontakt-ik", stichtag)
        assert faelligkeit is not None
        assert str(faelligkeit.dringlichkeit) == dringlichkeit
        assert faelligkeit.begruendung.endswith("+ 10 Wochen; 2. Versuch am 2026-03-25 (faelle/4711.md:16)")
    danach = zeile(mit_stufe("IK", verlauf + "\n## 2026-03-25 Telefonat\n"), "kontakt-ik", "2026-03-26")
    assert danach is not None
    assert "Versuch" not in danach.begruendung


def test_noch_kein_kontakt() -> None:
    inhalt = fall(Betreuungsstufe="IK")
    assert nur(faellige(inhalt, "2026-01-20")) == {
        "erstgespraech": ("2026-01-26", "bald"),
        "kontakt-ik": ("2026-03-23", "später"),
    }
    faelligkeit = zeile(inhalt, "kontakt-ik", "2026-01-20")
    assert faelligkeit is not None
    assert faelligkeit.herleitung == "noch kein Kontakt seit Erstkontakt 2026-01-12 (faelle/4711.md:3) + 10 Wochen"


@pytest.mark.parametrize(
    ("stichtag", "dringlichkeit"),
    [
        ("2026-01-18", "später"),
        ("2026-01-19", "bald"),
        ("2026-01-25", "bald"),
        ("2026-01-26", "heute"),
        ("2026-01-27", "überfällig"),
    ],
)
def test_erstgespraech(stichtag: str, dringlichkeit: str) -> None:
    assert faellige(fall(status="neu"), stichtag)["erstgespraech"] == ("2026-01-26", dringlichkeit)
    assert "erstgespraech" in faellige(fall("## 2026-01-13 Telefonat\n", status="neu"), stichtag), (
        "a call to fix the date is none"
    )
    assert "erstgespraech" not in faellige(fall("## 2026-01-13 Beratung\n"), stichtag)


@pytest.mark.parametrize(
    ("stichtag", "dringlichkeit"), [("2026-01-18", "bald"), ("2026-01-19", "heute"), ("2026-01-20", "überfällig")]
)
def test_zu_vergeben(stichtag: str, dringlichkeit: str) -> None:
    assert faellige(fall(status="neu", berater=""), stichtag)["zu-vergeben"] == ("2026-01-19", dringlichkeit)
    assert "zu-vergeben" not in faellige(fall(status="neu"), stichtag)


def test_betreuungsstufe_festlegen_und_kontakt_ohne_stufe() -> None:
    ohne = fall(ERST)
    assert nur(faellige(ohne, "2026-01-14")) == {
        "stufe-festlegen": ("2026-01-14", "heute"),
        "kontakt-ohne-stufe": ("2026-02-11", "später"),
    }
    assert faellige(ohne, "2026-01-15")["stufe-festlegen"] == ("2026-01-14", "überfällig")
    assert faellige(ohne, "2026-02-12")["kontakt-ohne-stufe"] == ("2026-02-11", "überfällig")
    assert set(nur(faellige(mit_stufe("IK"), "2026-01-15"))) == {"kontakt-ik"}
    assert set(nur(faellige(fall(ERST, Betreuungsstufe="IK"), "2026-01-15"))) == {"kontakt-ik"}, (
        "the front matter alone sets a level too"
    )


def test_unlesbare_stufe_bekommt_die_strengste_frist() -> None:
    inhalt = fall(f"{ERST}Betreuungsstufe: IX\n", Betreuungsstufe="IF")
    alle = faellige(inhalt, "2026-01-15")
    assert (alle[None], alle["kontakt-ohne-stufe"]) == (("None", "nicht berechenbar"), ("2026-02-11", "später"))
    assert "kontakt-if" not in alle


def test_strengere_stufe_macht_nichts_rueckwirkend_ueberfaellig() -> None:
    verlauf = "## 2026-05-04 Notiz\n\nBetreuungsstufe: IK\n\n"
    assert faellige(mit_stufe("IF", verlauf), "2026-05-04")["kontakt-ik"] == ("2026-05-04", "heute")
    assert faellige(mit_stufe("IF", verlauf), "2026-05-05")["kontakt-ik"] == ("2026-05-04", "überfällig")
    bestaetigt = verlauf + "## 2026-06-01 Notiz\n\nBetreuungsstufe: IK\n"
    faelligkeit = zeile(mit_stufe("IF", bestaetigt), "kontakt-ik", "2026-06-02")
    assert faelligkeit is not None
    assert faelligkeit.faellig_am == date(2026, 5, 4), "a confirmation is no change"
    assert faelligkeit.herleitung == (
        "letzter Kontakt 2026-01-14 (faelle/4711.md:10) + 10 Wochen; frühestens Wechsel von IF zu IK 2026-05-04 (faelle/4711.md:16)"
    )


def test_lockerere_stufe_gilt_sofort() -> None:
    verlauf = "## 2026-12-01 Notiz\n\nBetreuungsstufe: IF\n"
    assert nur(faellige(mit_stufe("IK", verlauf), "2026-12-02")) == {
        "kontakt-if": ("2026-07-14", "überfällig"),
        None: ("None", "nicht berechenbar"),
    }


def test_wechsel_ohne_verschaerfung_der_frist() -> None:
    verlauf = "## 2026-02-01 Notiz\n\nBetreuungsstufe: IK\n"
    assert faellige(mit_stufe("IF", verlauf), "2026-02-02")["kontakt-ik"][0] == "2026-03-25", (
        "the new date lies after the change anyway"
    )


PLAN = "## 2026-01-20 Betreuungsplan\n\nKontaktintervall: {0}\nEinvernehmen: ja\n"


@pytest.mark.parametrize(
    ("intervall", "faellig_am"),
    [
        ("4 Wochen", "2026-02-11"),
        ("9 Wochen", "2026-03-18"),
        ("10 Wochen", "2026-03-25"),
        ("12 Wochen", "2026-03-25"),
        ("1 Tag", "2026-01-20"),
    ],
)
def test_kontaktintervall_gilt_wenn_es_kuerzer_ist(intervall: str, faellig_am: str) -> None:
    assert faellige(mit_stufe("IK", PLAN.format(intervall)), "2026-01-21")["kontakt-ik"][0] == faellig_am


def test_spaeter_vereinbartes_intervall_macht_nichts_rueckwirkend_ueberfaellig() -> None:
    verlauf = PLAN.format("2 Wochen").replace("2026-01-20", "2026-03-02")
    faelligkeit = zeile(mit_stufe("IK", verlauf), "kontakt-ik", "2026-03-03")
    assert faelligkeit is not None
    assert faelligkeit.faellig_am == date(2026, 3, 2)
    assert faelligkeit.herleitung.endswith(
        "+ 2 Wochen (Kontaktintervall aus dem Betreuungsplan, faelle/4711.md:16); frühestens Betreuungsplan vom 2026-03-02 (faelle/4711.md:16)"
    )


FOLGE = "## 2026-02-02 Telefonat\n\nFolgetermin: {0}\n\n"


@pytest.mark.parametrize(
    ("danach", "faellig"),
    [
        ("", "2026-02-20"),
        ("## 2026-02-19 Telefonat\n", "2026-02-20"),
        ("## 2026-02-20 Telefonat\n", None),
        ("## 2026-02-21 Beratung\n", None),
        ("## 2026-02-20 Kontaktversuch\n", "2026-02-20"),
        ("## 2026-02-20 Nicht erschienen\n", "2026-02-20"),
        ("## 2026-02-10 Notiz\n\nFolgetermin: keiner\n", None),
        ("## 2026-02-10 Notiz\n\nFolgetermin: 2026-02-24 10:00\n", "2026-02-24"),
    ],
)
def test_folgetermin(danach: str, faellig: str | None) -> None:
    alle = faellige(mit_stufe("IK", FOLGE.format("2026-02-20") + danach), "2026-02-25")
    assert alle.get("folgetermin", (None,))[0] == faellig


@pytest.mark.parametrize(
    ("stichtag", "dringlichkeit"),
    [
        ("2026-02-12", "später"),
        ("2026-02-13", "bald"),
        ("2026-02-15", "bald"),
        ("2026-02-16", "diese Woche"),
        ("2026-02-20", "heute"),
        ("2026-02-21", "überfällig"),
    ],
)
def test_folgetermin_dringlichkeit(stichtag: str, dringlichkeit: str) -> None:
    assert faellige(mit_stufe("IK", FOLGE.format("2026-02-20")), stichtag)["folgetermin"] == (
        "2026-02-20",
        dringlichkeit,
    )


def test_unlesbarer_folgetermin_steht_oben() -> None:
    alle = faellige(
        mit_stufe("IK", FOLGE.format("2026-02-20") + "## 2026-02-10 Telefonat\n\nFolgetermin: demnächst\n"),
        "2026-02-11",
    )
    assert alle[None] == ("None", "nicht berechenbar")
    # What nobody can read replaces nothing.
    assert alle["folgetermin"] == ("2026-02-20", "später")


VEREINBARUNG = "## 2026-02-02 Telefonat\n\nVereinbarungen:\n\n{0}\n"


@pytest.mark.parametrize(
    ("zeilen", "stichtag", "erwartet"),
    [
        ("- [ ] Kundin ruft an (bis 2026-02-20)", "2026-02-19", ("2026-02-20", "diese Woche")),
        ("- [ ] Kundin ruft an (bis 2026-02-20)", "2026-02-20", ("2026-02-20", "heute")),
        ("- [ ] Kundin ruft an (bis 2026-02-20)", "2026-02-21", ("2026-02-20", "nachfragen")),
        ("- [ ] Team ruft an (bis 2026-02-20)", "2026-02-21", ("2026-02-20", "überfällig")),
        ("- [ ] Jana ruft an (bis 2026-02-20)", "2026-02-21", ("2026-02-20", "überfällig")),
        ("- [x] Team ruft an (bis 2026-02-20)", "2026-02-21", None),
        ("- [-] Team ruft an (bis 2026-02-20)", "2026-02-21", None),
        ("- [ ] Team ruft an", "2026-02-21", None),
    ],
)
def test_vereinbarung(zeilen: str, stichtag: str, erwartet: tuple[str, str] | None) -> None:
    assert faellige(mit_stufe("IK", VEREINBARUNG.format(zeilen)), stichtag).get("vereinbarung") == erwartet


def test_was_das_team_verspricht_hat_je_eine_zeile() -> None:
    zeilen = (
        "- [ ] Kundin ruft an (bis 2026-02-20)\n- [ ] Team schreibt (bis 2026-03-20)\n- [ ] Jana fragt (bis 2026-02-21)\n"
        "- [ ] Team schreibt noch einmal (bis 2026-03-18)\n"
    )
    faellige = [
        f
        for f in akten(mit_stufe("IK", VEREINBARUNG.format(zeilen)), stichtag="2026-02-21")[0].faelligkeiten
        if f.regel == "vereinbarung"
    ]
    assert [(str(f.faellig_am), str(f.dringlichkeit), f.wer) for f in faellige] == [
        ("2026-02-20", "nachfragen", ()),
        ("2026-02-21", "heute", ("Jana",)),
        ("2026-03-18", "später", ()),
        ("2026-03-20", "später", ()),
    ]


def test_vereinbarungen_einer_person_geben_eine_zeile() -> None:
    zeilen = "- [ ] Kundin ruft an (bis 2026-02-20)\n- [ ] Kundin schreibt (bis 2026-02-25)\n- [x] Team fragt (bis 2026-02-10)"
    faelligkeit = zeile(mit_stufe("IK", VEREINBARUNG.format(zeilen)), "vereinbarung", "2026-02-26")
    assert faelligkeit is not None
    assert faelligkeit.begruendung == (
        "Vereinbarung nachhalten, nachfragen ab 2026-02-20: Frist der Vereinbarung (Kundin) 2026-02-20 (faelle/4711.md:18); 1 weitere mit Frist offen"
    )


ABSCHLUSS = "## 2026-03-02 Abschluss\n\nErgebnis: Arbeitsstelle angenommen\nArbeitsbeginn: 2026-03-09\n\n"


def test_abgeschlossener_fall_hat_nur_nachbetreuung_und_loeschung() -> None:
    inhalt = mit_stufe("IK", ABSCHLUSS, status="abgeschlossen")
    zu = {"nachbetreuung", "kontaktdaten-loeschen", "fall-loeschen"}
    assert set(faellige(inhalt, "2026-03-02")) == zu
    assert set(nur(faellige(inhalt, "2026-03-01"))) == {"kontakt-ik"}, "the day before the case was open"


def test_wiederaufnahme_beginnt_eine_phase() -> None:
    inhalt = mit_stufe(
        "IK", VEREINBARUNG.format("- [ ] Team fragt (bis 2026-02-20)") + ABSCHLUSS + "## 2026-05-04 Wiederaufnahme\n"
    )
    assert nur(faellige(inhalt, "2026-05-05")) == {
        "vereinbarung": ("2026-02-20", "überfällig"),
        "erstgespraech": ("2026-05-18", "später"),
        "kontakt-ik": ("2026-07-13", "später"),
    }
    faelligkeit = zeile(inhalt, "erstgespraech", "2026-05-05")
    assert faelligkeit is not None
    assert faelligkeit.herleitung == "Wiederaufnahme 2026-05-04 (faelle/4711.md:24) + 2 Wochen"


PAUSE = "## 2026-03-02 Pause\n\nBis: 2026-04-30\n"


def test_pause_laesst_fristen_ruhen_bis_einschliesslich_ihres_letzten_tages() -> None:
    inhalt = mit_stufe("IK", FOLGE.format("2026-03-10") + PAUSE)
    assert faellige(inhalt, "2026-03-01")["kontakt-ik"] == ("2026-04-13", "später")
    for tag in ("2026-03-02", "2026-04-13", "2026-04-30"):
        assert set(faellige(inhalt, tag)) == {"folgetermin"}, tag
    assert faellige(inhalt, "2026-05-01")["kontakt-ik"] == ("2026-04-13", "überfällig")
    faelligkeit = zeile(inhalt, "kontakt-ik", "2026-05-01")
    assert faelligkeit is not None
    assert faelligkeit.herleitung.endswith("+ 10 Wochen; ruhte wegen der Pause bis 2026-04-30 (faelle/4711.md:18)")


def test_unlesbare_pause_schaltet_keine_uhr_ab() -> None:
    assert "kontakt-ik" in faellige(mit_stufe("IK", PAUSE.replace("2026-04-30", "Ostern")), "2026-03-03")


def test_eintraege_nach_dem_stichtag_sieht_keine_regel() -> None:
    inhalt = mit_stufe("IK", "## 2026-06-01 Telefonat\n\nBetreuungsstufe: IF\n")
    assert nur(faellige(inhalt, "2026-05-31")) == {"kontakt-ik": ("2026-03-25", "überfällig")}
    assert nur(faellige(inhalt, "2026-06-01")) == {"kontakt-if": ("2026-12-01", "später")}


def test_fall_vor_seinem_erstkontakt_gibt_es_nicht() -> None:
    assert faellige(fall(status="neu"), "2026-01-11") == {}
    assert faellige(fall(status="neu"), "2026-01-12") != {}


@pytest.mark.parametrize("erstkontakt", ["2026-02-30", "gestern", "2126-01-01", ""])
def test_fehler_im_anker_steht_oben(erstkontakt: str) -> None:
    (akte,) = akten(fall(erstkontakt=erstkontakt, status="neu"))
    assert akte.faelligkeiten[0].dringlichkeit == "nicht berechenbar"
    assert (akte.faelligkeiten[0].regel, akte.faelligkeiten[0].faellig_am) == (None, None)


@pytest.mark.parametrize(("status", "verlauf"), [("abgeschlossen", ""), ("in Beratung", ABSCHLUSS), ("neu", ABSCHLUSS)])
def test_widerspruch_schaltet_keine_uhr_ab(status: str, verlauf: str) -> None:
    alle = faellige(mit_stufe("IK", verlauf, status=status), "2026-06-30")
    assert alle[None] == ("None", "nicht berechenbar")
    assert "kontakt-ik" in alle


def test_unbekannte_art_ist_kein_kontakt_und_steht_oben() -> None:
    alle = faellige(mit_stufe("IK", "## 2026-06-01 Plausch\n"), "2026-06-30")
    assert alle[None] == ("None", "nicht berechenbar")
    assert alle["kontakt-ik"] == ("2026-03-25", "überfällig")


def test_kein_offener_fall_ist_still() -> None:
    alle = [regel.schluessel for regel in regelwerk_aus()[0].regeln]
    regeln = "regeln:\n" + "".join(f"  {name}: {{aktiv: nein}}\n" for name in alle)
    regelwerk, _ = regelwerk_aus(regeln)
    (akte,) = akten(mit_stufe("IK"), stichtag="2026-06-30", regelwerk=regelwerk)
    assert [(f.regel, f.begruendung) for f in akte.faelligkeiten] == [
        (
            None,
            "Keine Regel sagt, wann der nächste Kontakt fällig ist. Erwartet: eine Kontaktregel für seine Stufe. (faelle/4711.md:1)",
        )
    ]


def test_ein_versuch_vor_der_faelligkeit_mildert_nichts() -> None:
    verlauf = "## 2026-03-24 Kontaktversuch\n"
    assert faellige(mit_stufe("IK", verlauf), "2026-03-26")["kontakt-ik"] == ("2026-03-25", "überfällig")


def test_eine_pause_bis_zum_faelligen_tag_wird_genannt() -> None:
    for bis, genannt in [("2026-03-24", False), ("2026-03-25", True)]:
        faelligkeit = zeile(mit_stufe("IK", f"## 2026-02-02 Pause\n\nBis: {bis}\n"), "kontakt-ik", "2026-03-26")
        assert faelligkeit is not None
        assert ("ruhte wegen der Pause" in faelligkeit.herleitung) is genannt


def test_das_gespraech_das_den_termin_nennt_erledigt_ihn_nicht() -> None:
    assert faellige(mit_stufe("IK", FOLGE.format("2026-02-02 16:00")), "2026-02-03")["folgetermin"] == (
        "2026-02-02",
        "überfällig",
    )
    danach = FOLGE.format("2026-02-02 16:00") + "## 2026-02-02 Beratung\n"
    # Another conversation of that day may have been before: it has to say so itself.
    assert "folgetermin" in faellige(mit_stufe("IK", danach), "2026-02-03")
    assert "folgetermin" not in faellige(mit_stufe("IK", danach + "\nTermin wahrgenommen: ja\n"), "2026-02-03")


def test_ein_neuer_plan_schiebt_einen_ueberfaelligen_kontakt_nicht_hinaus() -> None:
    verlauf = PLAN.format("4 Wochen") + "\n" + PLAN.format("4 Wochen").replace("2026-01-20", "2026-03-10")
    assert faellige(mit_stufe("IK", verlauf), "2026-03-11")["kontakt-ik"] == ("2026-02-11", "überfällig")


@pytest.mark.parametrize(
    "verlauf",
    [
        PLAN.format("alle paar Wochen"),
        FOLGE.format("2025-02-20"),
        "## 2026-02-02 Notiz\n\nBetreuungsstufe: IG\nBetreuungsstufe: IN\n",
        "## 2026-02-02 Pause\n\nBis: 2025-03-02\n",
    ],
)
def test_was_die_uhr_stoert_steht_oben(verlauf: str) -> None:
    assert faellige(mit_stufe("IK", verlauf), "2026-02-03")[None] == ("None", "nicht berechenbar")


def test_eine_zeile_je_gestoertem_fall() -> None:
    inhalt = mit_stufe("IK", FOLGE.format("bald") + "## Telefonat\n\n## 2026-02-30 Notiz\n")
    faelligkeit = zeile(inhalt, None, "2026-02-03")
    assert faelligkeit is not None
    assert faelligkeit.begruendung.endswith("Dazu 2 weitere Meldungen. (faelle/4711.md:16)")


def test_stoerungen_im_abgeschlossenen_fall_zaehlen_nur_nach_dem_abschluss() -> None:
    davor = mit_stufe("IK", "## 2026-02-02 Telefonat\n\nBetreuungsstufe: IX\n\n" + ABSCHLUSS, status="abgeschlossen")
    assert None not in faellige(davor, "2026-06-30")
    # An appointment outlasts the closing: one that nobody can read must not be lost with it.
    unlesbar = mit_stufe("IK", FOLGE.format("bald") + ABSCHLUSS, status="abgeschlossen")
    assert faellige(unlesbar, "2026-06-30")[None] == ("None", "nicht berechenbar")
    danach = mit_stufe("IK", ABSCHLUSS + "## Wiederaufnahme im Mai\n", status="abgeschlossen")
    assert None in faellige(danach, "2026-06-30")


def test_falsche_einwilligung_stoert_keine_uhr() -> None:
    assert None not in faellige(mit_stufe("IK", Einwilligung="gestern"), "2026-02-03")


def test_verschriebener_berater_ist_nicht_keiner() -> None:
    assert "zu-vergeben" not in faellige(fall(status="neu", berater="Jnaa"), "2026-02-03")


def test_eintrag_vor_dem_erstkontakt_laesst_den_fall_bestehen() -> None:
    inhalt = fall("## 2026-01-14 Erstgespräch\n", erstkontakt="2026-10-12")
    assert faellige(inhalt, "2026-06-30")[None] == ("None", "nicht berechenbar")


@pytest.mark.parametrize(
    ("zweiter", "faellig_am"), [("2 Wochen", "2026-02-20"), ("1 Woche", "2026-02-20"), ("3 Wochen", "2026-02-20")]
)
def test_ein_erneuerter_plan_macht_nichts_rueckwirkend_ueberfaellig(zweiter: str, faellig_am: str) -> None:
    verlauf = (
        PLAN.format("2 Wochen").replace("2026-01-20", "2026-02-20")
        + "\n"
        + PLAN.format(zweiter).replace("2026-01-20", "2026-03-10")
    )
    assert faellige(mit_stufe("IK", verlauf), "2026-03-11")["kontakt-ik"][0] == faellig_am


def test_unlesbare_wiederaufnahme_vor_dem_abschluss_in_der_datei() -> None:
    verlauf = "## 2026-05-32 Wiederaufnahme\n\n" + ABSCHLUSS
    assert None in faellige(mit_stufe("IK", verlauf, status="abgeschlossen"), "2026-06-30")


def test_wechsel_zu_einer_gleich_langen_frist_schiebt_nichts_hinaus() -> None:
    regelwerk, befunde = regelwerk_aus("regeln:\n  kontakt-ik:\n    frist: 4 Wochen\n")
    assert befunde == []
    inhalt = mit_stufe("IN", "## 2026-05-04 Notiz\n\nBetreuungsstufe: IK\n")
    assert faellige(inhalt, "2026-05-05", regelwerk)["kontakt-ik"] == ("2026-02-11", "überfällig")
