"""The team's files over the defaults: merging, versions, findings with their place."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from fallbuch.regelwerk.altbestand import BESTANDSDATEI
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.regelwerk.laden import VORLAGEN, lade_vorlagen
from fallbuch.regelwerk.modell import Regel, Regelwerk
from fallbuch.regelwerk.vokabular import REGELDATEI, TEAMDATEI
from tests.hilfen import PERSONEN_YML, TEAM_YML, akten, fall, regelwerk_aus, zeile

LANG = bool(os.environ.get("FALLBUCH_LANG"))
IK = fall("## 2026-01-14 Erstgespräch\n\nBetreuungsstufe: IK\n", Betreuungsstufe="IK")


def kontakte(inhalt: str, stichtag: str, regelwerk: Regelwerk) -> list[Faelligkeit]:
    """Return the items by which somebody is reminded of a contact."""
    alle = akten(inhalt, stichtag=stichtag, regelwerk=regelwerk)[0].faelligkeiten
    return [f for f in alle if f.gruppe in {"Kontakt", ""}]


def regel(text: str | None, schluessel: str = "kontakt-ik") -> Regel:
    return next(r for r in regelwerk_aus(text)[0].regeln if r.schluessel == schluessel)


def test_vorgaben_sind_sauber() -> None:
    regelwerk, befunde = regelwerk_aus()
    assert befunde == []
    assert [r.schluessel for r in regelwerk.regeln] == [
        "erstgespraech", "zu-vergeben", "neu-zu-vergeben", "stufe-festlegen", "kontakt-ohne-stufe", "kontakt-in", "kontakt-ik", "kontakt-ig",
        "kontakt-ig-massnahme", "kontakt-if", "kontakt-if-16a", "plan-erstellen", "plan-laeuft-ab", "plan-fortschreiben", "sozialintegrativ",
        "massnahme-endet-bald", "massnahme-endet", "rueckmeldung", "bewerberangebot-nah", "bewerberangebot-fern", "stufe-pruefen", "folgetermin",
        "vereinbarung", "bewilligung", "standortgespraech", "verlaengerung-laeuft-ab", "nicht-erreichbar", "nachbetreuung",
        "nachbetreuung-ergebnis", "wieder-aufnehmen", "kontaktdaten-loeschen", "fall-loeschen", "auswertung", "akquise-liste", "prozess-pruefen",
        "empfehlung-nachhalten",
    ]  # fmt: skip
    assert regelwerk.abweichungen == ()


def test_abweichung_aendert_nur_ihren_wert() -> None:
    anders = regel("regeln:\n  kontakt-ik:\n    frist: 8 Wochen\n")
    vorgabe = regel(None)
    assert str(anders.neueste.frist) == "8 Wochen"
    assert replace(anders.neueste, frist=vorgabe.neueste.frist) == vorgabe.neueste
    (abweichung,) = anders.abweichungen
    assert (abweichung.pfad, abweichung.standard, abweichung.team, str(abweichung.stelle)) == (
        ("regeln", "kontakt-ik", "frist"), "10 Wochen", "8 Wochen", "vorlagen/regelwerk.yml:3",
    )  # fmt: skip


def test_gleicher_wert_ist_keine_abweichung() -> None:
    assert regel("regeln:\n  kontakt-ik:\n    frist: 10 Wochen\n").abweichungen == ()


def test_geaenderte_frist_ist_vom_team() -> None:
    regelwerk, _ = regelwerk_aus("regeln:\n  kontakt-ik:\n    frist: 8 Wochen\n")
    (faelligkeit,) = kontakte(IK, "2026-01-20", regelwerk)
    assert (str(faelligkeit.faellig_am), faelligkeit.herkunft) == ("2026-03-11", "team")
    regelwerk, _ = regelwerk_aus("regeln:\n  kontakt-ik:\n    titel: Anrufen\n")
    (faelligkeit,) = kontakte(IK, "2026-01-20", regelwerk)
    assert (faelligkeit.titel, faelligkeit.herkunft) == ("Anrufen", "quelle")


@pytest.mark.parametrize(
    ("ab", "faellig_am"), [("2026-01-15", "2026-03-25"), ("2026-01-14", "2026-02-11"), ("2026-01-13", "2026-02-11")]
)
def test_fassung_gilt_nach_dem_tag_des_ankers(ab: str, faellig_am: str) -> None:
    regelwerk, befunde = regelwerk_aus(
        f"regeln:\n  kontakt-ik:\n    fassungen:\n      - ab: {ab}\n        frist: 4 Wochen\n"
    )
    assert befunde == []
    (faelligkeit,) = kontakte(IK, "2026-01-20", regelwerk)
    assert str(faelligkeit.faellig_am) == faellig_am


def test_abgeschaltete_regel() -> None:
    regelwerk, _ = regelwerk_aus("regeln:\n  zu-vergeben:\n    aktiv: nein\n")
    (akte,) = akten(fall(status="neu", berater=""), stichtag="2026-01-20", regelwerk=regelwerk)
    assert [f.regel for f in akte.faelligkeiten] == ["erstgespraech"]


EIGENE = """\
regeln:
  begruessung:
    titel: Begrüßungsmappe übergeben
    gruppe: Beginn
    anker: phasenbeginn
    frist: 3 Wochen
    vorwarnung: 2 Tage
    erledigt: [{ereignis: gespraech, ab: jederzeit}]
    quelle: Team
    fundstelle: Beschluss
    herkunft: team
    text: Wer neu kommt, erhält die Mappe.
"""


def test_eigene_regel() -> None:
    regelwerk, befunde = regelwerk_aus(EIGENE)
    assert befunde == []
    (akte,) = akten(fall(status="neu"), stichtag="2026-01-31", regelwerk=regelwerk)
    eigene = next(f for f in akte.faelligkeiten if f.regel == "begruessung")
    assert (eigene.begruendung, str(eigene.dringlichkeit), eigene.quelle) == (
        "Begrüßungsmappe übergeben, fällig am 2026-02-02: Erstkontakt 2026-01-12 (faelle/4711.md:3) + 3 Wochen", "bald", "Team: Beschluss",
    )  # fmt: skip


def test_eigenes_wort_und_synonym() -> None:
    regelwerk, _ = regelwerk_aus("arten:\n  Videogespräch: {kontakt: ja, gespraech: ja, synonyme: [Videoanruf]}\n")
    (akte,) = akten(fall("## 2026-01-14 Videoanruf\n"), regelwerk=regelwerk)
    assert akte.fall.eintraege[0].art == "Videogespräch"
    assert len(akte.sicht.gespraeche) == 1


@pytest.mark.parametrize(
    ("text", "erwartet"),
    [
        (
            "regeln:\n  kontakt-ik:\n    frisst: 8 Wochen\n",
            "vorlagen/regelwerk.yml:3:5 Fehler R001: Das Feld „frisst“ gibt es hier nicht. Erwartet: ab, bis, titel, tun, satz, gruppe, anker, frist, weitere_fristen, "
            "genauer_tag, frist_kuerzer, fruehestens, spaetestens, nicht_rueckwirkend, ab_einfuehrung, ohne_pausen, fall, bedingung, erledigt, ersetzt, verbinden, vorwarnung, auswahl, im_termin, "
            "pause, aktiv, quelle, fundstelle, herkunft, text, fassungen. | Meinten Sie „frist“?",
        ),
        (
            "regeln:\n  kontakt-ik:\n    frist: zehn Wochen\n",
            "vorlagen/regelwerk.yml:3:5 Fehler R002: regeln → kontakt-ik → frist: „zehn Wochen“ ist nicht lesbar. Erwartet: eine Zeitspanne wie „10 Wochen“, "
            "nicht negativ. | Berichtigen Sie den Wert. Bis dahin gilt die Vorgabe.",
        ),
        (
            "regeln:\n  kontakt-ik:\n    anker: letzter-kontackt\n",
            "vorlagen/regelwerk.yml:3:5 Fehler R004: Den Anker „letzter-kontackt“ gibt es nicht. Erwartet: phasenbeginn, erstes-gespraech, letzter-kontakt, "
            "folgetermin, vereinbarungsfrist, einfuehrung, plan, stufenwechsel-nach-plan, massnahmenende, stabilisierungsende, bewerberangebot, "
            "einstufung, bewilligung, verlaengerung, versuch, arbeitsbeginn, betreuungsende, gespraech-nach-abschluss, jahr-des-betreuungsendes, ausscheiden, quartalsende, monatsende, prozesspruefung, empfehlung. | Meinten Sie „letzter-kontakt“?",
        ),
        (
            "regeln: [kontakt-ik]\n",
            "vorlagen/regelwerk.yml:1:1 Fehler R002: regeln: eine Liste ist nicht lesbar. Erwartet: darunter eingerückte Zeilen „Feld: Wert“. "
            "| Berichtigen Sie den Wert. Bis dahin gilt die Vorgabe.",
        ),
        (
            "stufen:\n  IN:\n    von: 2026-02-30\n",
            "vorlagen/regelwerk.yml:3:5 Fehler R002: stufen → IN → von: „2026-02-30“ ist nicht lesbar. Erwartet: ein Datum wie 2026-02-28. "
            "| Berichtigen Sie den Wert. Bis dahin gilt die Vorgabe.",
        ),
        (
            "regeln:\n  kontakt-ik:\n\tfrist: 3 Wochen\n",
            "vorlagen/regelwerk.yml:3:1 Fehler F007: Hier steht ein Tabulator. Erwartet: Zeilen nach dem Muster „Feld: Wert“. "
            "| Ersetzen Sie ihn durch Leerzeichen oder rücken Sie die Zeile nach links.",
        ),
        (
            "einfuehrung: bald\nregel: 3\n",
            "vorlagen/regelwerk.yml:1:1 Fehler R002: einfuehrung: „bald“ ist nicht lesbar. Erwartet: ein Datum wie 2026-02-28. "
            "| Berichtigen Sie den Wert. Bis dahin gilt die Vorgabe.\n"
            "vorlagen/regelwerk.yml:2:1 Fehler R001: Das Feld „regel“ gibt es hier nicht. Erwartet: arten, stufen, arbeitsmarktstatus, massnahmen, "
            "massnahmenergebnisse, abschlussergebnisse, gruende, beschaeftigungsformen, nachbetreuungsergebnisse, einfuehrung, regeln. | Meinten Sie „regeln“?",
        ),
    ],
)
def test_meldungen_zu_regeln(text: str, erwartet: str) -> None:
    regelwerk, befunde = regelwerk_aus(text)
    assert "\n".join(map(zeile, befunde)).startswith(erwartet)
    if "letzter-kontackt" not in text:
        assert str(next(r for r in regelwerk.regeln if r.schluessel == "kontakt-ik").neueste.frist) == "10 Wochen", (
            "the default stays in force"
        )


@pytest.mark.parametrize(
    ("text", "erwartet"),
    [
        ("berater:\n  Jana: {bis: gestern}\n", ["R002"]),
        ("stichtag: 2026-02-30\n", ["R002"]),
        ("zeitzone: Europa/Berlin\n", ["R002"]),
        ("forge: {art: bitbucket, adresse: 'https://x.example'}\n", ["R002"]),
        ("forge: {art: github, adresse: 'javascript:alert(1)'}\n", ["R002"]),
        ("forge: {art: github}\n", ["R003"]),
        ("ordner: {faelle: ../woanders}\n", ["R002"]),
        ("telefon: 1\n", ["R001"]),
        ("\xff", ["R007"]),
        ("[" * 30_000, ["F004"]),
    ],
)
def test_meldungen_zum_team(text: str, erwartet: list[str]) -> None:
    from fallbuch.regelwerk.laden import lade_team

    roh = text.encode("latin-1") if text == "\xff" else text.encode()
    assert [b.kennung for b in lade_team(roh)[1]] == erwartet


def test_ein_fehler_nimmt_dem_team_nicht_die_anderen_leute() -> None:
    regelwerk, befunde = regelwerk_aus(team=PERSONEN_YML + "  Uwe: {von: 2026-13-01}\n")
    assert [b.kennung for b in befunde] == ["R002"]
    assert list(regelwerk.vokabular.berater) == ["Jana", "Ole", "Rita", "Uwe"]


@pytest.mark.parametrize(
    ("text", "erwartet"),
    [
        (
            "regeln:\n  kontakt-ix:\n    frist: 3 Wochen\n",
            "vorlagen/regelwerk.yml:2:3 Fehler R012: Die Regel „kontakt-ix“ gibt es im mitgelieferten Regelwerk nicht, auch nicht mehr; die Angaben dazu "
            "(frist) ändern deshalb nichts. Erwartet: der Schlüssel einer mitgelieferten Regel oder alle Angaben einer eigenen. | Meinten Sie „kontakt-in“?",
        ),
        (
            "regeln:\n  ganz-eigen:\n    titel: X\n    frist: 3 Wochen\n    anker: phasenbeginn\n    herkunft: team\n    quelle: Wir\n    gruppe: Y\n",
            "vorlagen/regelwerk.yml:3:5 Fehler R003: In regeln → ganz-eigen fehlt „fundstelle“. Erwartet: eine Zeile „fundstelle: …“. "
            "| Ergänzen Sie die Zeile. Bis dahin gilt dieser Teil nicht.\n"
            "vorlagen/regelwerk.yml:3:5 Fehler R003: In regeln → ganz-eigen fehlt „text“. Erwartet: eine Zeile „text: …“. "
            "| Ergänzen Sie die Zeile. Bis dahin gilt dieser Teil nicht.",
        ),
        (
            "regeln:\n  kontakt-ik: 8 Wochen\n",
            "vorlagen/regelwerk.yml:2:3 Fehler R002: regeln → kontakt-ik: „8 Wochen“ ist nicht lesbar. Erwartet: darunter eingerückte Zeilen, "
            "zum Beispiel „frist: 8 Wochen“. | Berichtigen Sie den Wert. Bis dahin gilt die Vorgabe.",
        ),
        (
            "regeln:\n  kontakt-ik:\n    fassungen: bald\n",
            "vorlagen/regelwerk.yml:3:5 Fehler R002: regeln → kontakt-ik → fassungen: „bald“ ist nicht lesbar. Erwartet: eine Liste, jede Fassung mit "
            "„- ab: 2026-09-01“ und darunter, was sich ändert. | Berichtigen Sie den Wert. Bis dahin gilt die Vorgabe.",
        ),
    ],
)
def test_meldungen_zu_regeln_im_ganzen(text: str, erwartet: str) -> None:
    regelwerk, befunde = regelwerk_aus(text)
    assert "\n".join(map(zeile, befunde)) == erwartet
    assert str(next(r for r in regelwerk.regeln if r.schluessel == "kontakt-ik").neueste.frist) == "10 Wochen"
    assert len(regelwerk.regeln) == 36


def test_mehrere_fehler_an_einer_stelle() -> None:
    from fallbuch.regelwerk.laden import lade_team

    datei, befunde = lade_team(
        b"forge: {art: quatsch, adresse: 'javascript:alert(1)', zweig: [x]}\nberater:\n  Jana:\n  Ole: {bis: x, von: y}\n"
    )
    assert [b.kennung for b in befunde] == ["R002"] * 5
    assert (datei.forge, list(datei.berater)) == (None, ["Jana", "Ole"])


def test_beliebige_vorlagen_stuerzen_nie_ab() -> None:
    """Every place of the shipped files replaced by every kind of wrong value gives findings, not an exception."""
    from importlib.resources import files

    from fallbuch.regelwerk.laden import lade_regelwerk, lade_team

    falsches = ["", "x", "[a, b]", "{a: b}", "[{a: b}]", "-1", "{}", "[]"]
    for name in ("team.yml", "regelwerk.yml"):
        zeilen = files("fallbuch").joinpath("vorgaben", name).read_text(encoding="utf-8").split("\n")
        for nummer, text in enumerate(zeilen):
            if ":" not in text or text.lstrip().startswith("#"):
                continue
            for stelle, wert in enumerate(falsches):
                if name == "regelwerk.yml" and not LANG and (nummer + stelle) % 97:
                    continue  # the short form takes every ninety-seventh pair
                kaputt = "\n".join([*zeilen[:nummer], text.split(":")[0] + ": " + wert, *zeilen[nummer + 1 :]]).encode()
                team, _ = lade_team(kaputt if name == "team.yml" else None)
                regelwerk, _ = lade_regelwerk(kaputt if name == "regelwerk.yml" else None, team)
                assert len(regelwerk.regeln) >= 30, (nummer, wert)


@pytest.mark.parametrize(
    "text",
    [
        "anker: letzter-kontackt",
        "erledigt: []",
        "frist_kuerzer: [x]",
        "frist: bald",
        "[]",
        "8 Wochen",
        "bedingung: {stufe: [IX]}",
    ],
)
def test_eine_kaputte_regel_laesst_die_mitgelieferte_in_kraft(text: str) -> None:
    wert = f" {text}" if text in {"[]", "8 Wochen"} else f"\n    {text}"
    regelwerk, befunde = regelwerk_aus(f"regeln:\n  kontakt-ik:{wert}\n")
    assert befunde
    assert all(b.stelle.datei == "vorlagen/regelwerk.yml" for b in befunde)
    assert [(f.regel, str(f.faellig_am)) for f in kontakte(IK, "2026-01-20", regelwerk)] == [
        ("kontakt-ik", "2026-03-25")
    ]


def test_ab_in_der_regel_selbst_laesst_die_vorgabe_davor_gelten() -> None:
    regelwerk, befunde = regelwerk_aus("regeln:\n  kontakt-ik:\n    ab: 2026-06-15\n    frist: 8 Wochen\n")
    assert befunde == []
    assert [str(f.faellig_am) for f in kontakte(IK, "2026-07-20", regelwerk)] == ["2026-03-25"]
    danach = IK + "\n## 2026-06-15 Telefonat\n"
    assert [str(f.faellig_am) for f in kontakte(danach, "2026-07-20", regelwerk)] == ["2026-08-10"]


def test_ein_folgetermin_ersetzt_keine_kontaktregel() -> None:
    regelwerk, befunde = regelwerk_aus("regeln:\n  kontakt-ik:\n    aktiv: nein\n")
    assert [zeile(b).partition(" Erwartet")[0] for b in befunde] == [
        "vorlagen/regelwerk.yml:3:5 Fehler R008: Für die Stufe „IK“ gibt es keine Regel, nach der ein Kontakt fällig wird."
    ]
    inhalt = IK + "\nFolgetermin: 2026-02-01\n"
    regeln = {f.regel for f in akten(inhalt, stichtag="2026-01-20", regelwerk=regelwerk)[0].faelligkeiten}
    assert {None, "folgetermin"} <= regeln


def test_rueckwaerts_gezaehlt_und_von_oben_begrenzt() -> None:
    bald = EIGENE.replace("phasenbeginn", "bewilligung").replace("3 Wochen", "1 Woche vorher")
    regelwerk, befunde = regelwerk_aus(bald)
    assert befunde == []
    (akte,) = akten(fall(status="neu", Bewilligung_bis="2026-03-01"), stichtag="2026-01-12", regelwerk=regelwerk)
    eigene = next(f for f in akte.faelligkeiten if f.regel == "begruessung")
    assert (str(eigene.faellig_am), eigene.herleitung) == (
        "2026-02-22",
        "Bewilligung bis 2026-03-01 (faelle/4711.md:7) − 1 Woche",
    )
    regelwerk, befunde = regelwerk_aus(EIGENE + "    spaetestens: [{anker: phasenbeginn, frist: 2 Wochen}]\n")
    assert befunde == []
    (akte,) = akten(fall(status="neu"), stichtag="2026-01-12", regelwerk=regelwerk)
    eigene = next(f for f in akte.faelligkeiten if f.regel == "begruessung")
    assert str(eigene.faellig_am) == "2026-01-26"
    assert eigene.herleitung.endswith("+ 3 Wochen; spätestens Erstkontakt 2026-01-12 (faelle/4711.md:3) + 2 Wochen")


def test_regel_fuer_abgeschlossene_faelle() -> None:
    regelwerk, befunde = regelwerk_aus(EIGENE + "    fall: abgeschlossen\n")
    assert befunde == []
    zu = fall(
        "## 2026-02-02 Abschluss\n\nErgebnis: Arbeitsstelle angenommen\nArbeitsbeginn: 2026-02-09\n",
        status="abgeschlossen",
    )
    assert "begruessung" in [f.regel for f in akten(zu, stichtag="2026-02-02", regelwerk=regelwerk)[0].faelligkeiten]
    assert "begruessung" not in [
        f.regel for f in akten(fall(status="neu"), stichtag="2026-02-02", regelwerk=regelwerk)[0].faelligkeiten
    ]


@pytest.mark.parametrize(("tag", "faellig_am"), [("2026-01-12", "2026-01-14"), ("2026-03-01", "2026-03-01")])
def test_einfuehrung_verschont_aeltere_faelle(tag: str, faellig_am: str) -> None:
    regelwerk, befunde = regelwerk_aus(f"einfuehrung: {tag}\n")
    assert befunde == []
    (akte,) = akten(fall("## 2026-01-14 Erstgespräch\n"), stichtag="2026-04-01", regelwerk=regelwerk)
    assert str(next(f for f in akte.faelligkeiten if f.regel == "stufe-festlegen").faellig_am) == faellig_am
    assert str(next(f for f in akte.faelligkeiten if f.regel == "kontakt-ohne-stufe").faellig_am) == "2026-02-11", (
        "the contact clock stays unforgiving"
    )


def test_zehntausend_fehler_in_den_vorlagen_dauern_nicht_lange() -> None:
    from fallbuch.regelwerk.laden import lade_team

    befunde = lade_team("".join(f"xx{i}: 1\n" for i in range(10_000)).encode())[1]
    assert len(befunde) == 200


@pytest.mark.parametrize(
    "text",
    [
        "ab: Herbst\n    frist: 40 Wochen",
        "ab:\n    frist: 40 Wochen",
        "fassungen: [{ab: 2027-02-30, frist: 40 Wochen}]",
        "fassungen: [{frist: 40 Wochen}]",
        "fassungen: [{ab: 2026-01-02, anker: phasenbeginn}]",
    ],
)
def test_eine_unlesbare_fassung_gilt_nie(text: str) -> None:
    regelwerk, befunde = regelwerk_aus(f"regeln:\n  kontakt-ik:\n    {text}\n")
    assert len(befunde) == 1
    assert [str(f.faellig_am) for f in kontakte(IK, "2026-01-20", regelwerk)] == ["2026-03-25"]


FASSUNG = "      - ab: {ab}\n        frist: {frist}\n"
ERSTE = "regeln:\n  kontakt-ik:\n    fassungen:\n"
_AUS = "Erwartet: Anker, Bedingungen und Ereignisse, die sich nicht ausschließen."


@pytest.mark.parametrize(
    ("text", "erwartet"),
    [
        (
            "regeln:\n  kontakt-ik:\n    frist: 4 Wochen vorher\n",
            "3:5 Fehler R013: Die Regel „kontakt-ik“ rechnet „4 Wochen vorher“ von einem Tag, der schon vergangen ist, wenn man von ihm erfährt. "
            "Erwartet: eine Frist ohne „vorher“. | Löschen Sie das Wort „vorher“.",
        ),
        (
            ERSTE + FASSUNG.format(ab="2026-09-01", frist="8 Wochen") + FASSUNG.format(ab="2026-09-01", frist="6 Wochen"),
            "4:9 Fehler R011: Die Fassungen der Regel „kontakt-ik“ beginnen zweimal am selben Tag, 2026-09-01. Erwartet: Jede Fassung beginnt am Tag nach "
            "dem Ende der vorigen.",
        ),
        (
            ERSTE + FASSUNG.format(ab="2026-09-01\n        bis: 2026-12-31", frist="8 Wochen") + FASSUNG.format(ab="2026-12-31", frist="6 Wochen"),
            "7:9 Fehler R011: Die Fassungen der Regel „kontakt-ik“ überschneiden sich vom 2026-12-31 bis 2026-12-31.",
        ),
        (
            ERSTE + FASSUNG.format(ab="2026-09-01\n        bis: 2026-12-31", frist="8 Wochen") + FASSUNG.format(ab="2027-01-01", frist="6 Wochen"),
            "",
        ),
        (
            ERSTE + FASSUNG.format(ab="2026-09-01\n        bis: 2026-12-31", frist="8 Wochen") + FASSUNG.format(ab="2027-01-02", frist="6 Wochen"),
            "",
        ),
        (
            ERSTE.replace("    fass", "    bis: 2026-08-31\n    fass") + FASSUNG.format(ab="2026-09-02", frist="8 Wochen"),
            "5:9 Fehler R011: Die Fassungen der Regel „kontakt-ik“ lassen eine Lücke zwischen 2026-08-31 und 2026-09-02.",
        ),
        (ERSTE.replace("    fass", "    bis: 2026-08-31\n    fass") + FASSUNG.format(ab="2026-09-01", frist="8 Wochen"), ""),
        (
            "regeln:\n  kontakt-ik:\n    ersetzt: [{regel: kontakt-ik}]\n",
            f"3:5 Fehler R010: Die Regel „kontakt-ik“ kann nie gelten: Sie ersetzt sich selbst. {_AUS}",
        ),
        (
            "regeln:\n  kontakt-ik:\n    vorwarnung: 4 Wochen vorher\n",
            "3:5 Fehler R002: regeln → kontakt-ik → vorwarnung: „4 Wochen vorher“ ist nicht lesbar. Erwartet: eine Zeitspanne wie „4 Wochen“, ohne „vorher“.",
        ),
        (
            "regeln:\n  kontakt-ik:\n    frist: 101 Jahre\n",
            "3:5 Fehler R002: regeln → kontakt-ik → frist: „101 Jahre“ ist nicht lesbar.",
        ),
        (
            EIGENE.replace("phasenbeginn", "bewilligung").replace("gespraech", "neuerer-plan"),
            f"8:5 Fehler R010: Die Regel „begruessung“ kann nie gelten: Das Ereignis „neuerer-plan“ gibt es nur zum Anker plan, stufenwechsel-nach-plan. {_AUS}",
        ),
        (
            ERSTE + FASSUNG.format(ab="2026-09-01\n        bis: 2026-08-31", frist="8 Wochen"),
            "5:9 Fehler R011: Die Fassungen der Regel „kontakt-ik“ sind vertauscht: die vom 2026-09-01 endet schon am 2026-08-31.",
        ),
        (
            "regeln:\n  kontakt-ik:\n    bis: 2026-08-31\n",
            "3:5 Fehler R008: Für die Stufe „IK“ gibt es keine Regel, nach der ein Kontakt fällig wird.",
        ),
        (
            EIGENE.replace("phasenbeginn", "erstes-gespraech"),
            f"8:5 Fehler R010: Die Regel „begruessung“ kann nie gelten: Wenn sie gilt, ist „gespraech“ immer schon eingetreten. {_AUS} | Ändern Sie den "
            "Anker, die Bedingung oder das Ereignis, oder schalten Sie die Regel mit „aktiv: nein“ ab.",
        ),
        (
            EIGENE.replace("phasenbeginn", "arbeitsbeginn"),
            f"5:5 Fehler R010: Die Regel „begruessung“ kann nie gelten: Der Anker gehört zu abgeschlossenen Fällen, „fall“ sagt etwas anderes. {_AUS}",
        ),
        (
            EIGENE + "    bedingung: {vorzeitig: ja}\n",
            f"13:5 Fehler R010: Die Regel „begruessung“ kann nie gelten: Für die Bedingung „vorzeitig“ müsste der Anker das Ende einer Maßnahme sein. {_AUS}",
        ),
        (
            EIGENE.replace("gespraech", "kontakt").replace("phasenbeginn", "bewerberangebot") + "    bedingung: {gespraech: nein}\n",
            f"13:5 Fehler R010: Die Regel „begruessung“ kann nie gelten: Es setzt ein Gespräch voraus und schließt es aus. {_AUS}",
        ),
        (
            EIGENE.replace("phasenbeginn", "quartalsende"),
            "8:5 Fehler R004: Das Ereignis „gespraech“ gibt es nicht. Erwartet: auswertung, akquise, prozess-geprueft, empfehlung-erledigt. | Dieser Baustein gehört zu einem Fall; der Anker "
            "„quartalsende“ gehört zu dem Team.",
        ),
        (
            "regeln:\n  kontakt-ig:\n    ersetzt: [{regel: kontakt-ig-massnahme}]\n",
            f"3:5 Fehler R010: Die Regel „kontakt-ig“ kann nie gelten: Sie und eine andere Regel ersetzen sich gegenseitig. {_AUS}",
        ),
        (
            "regeln:\n  kontakt-alt:\n    frist: 8 Wochen\n    text: Neu\n    titel: Alt\n",
            "3:5 Fehler R003: In regeln → kontakt-alt fehlt „anker“.",
        ),
        (
            "massnahmen:\n" + "".join(
                f"  {name}: {{stabilisierend: nein}}\n"
                for name in ("Arbeitsgelegenheit", "Stabilisierung", "Einzelcoaching", "Psychosoziale Betreuung", "Suchtberatung")
            ),
            f"1:1 Fehler R010: Die Regel „kontakt-ig-massnahme“ kann nie gelten: Keine Art von Maßnahme ist als „stabilisierend“ gekennzeichnet. {_AUS}",
        ),
    ],
)  # fmt: skip
def test_regeln_die_nicht_gelten_koennen(text: str, erwartet: str) -> None:
    regelwerk, befunde = regelwerk_aus(text)
    gemeldet = "\n".join(map(zeile, befunde))
    assert gemeldet.startswith(f"vorlagen/regelwerk.yml:{erwartet}" if erwartet else "")
    assert bool(gemeldet) is bool(erwartet)
    faellig_am = [str(f.faellig_am) for f in kontakte(IK, "2026-01-20", regelwerk) if f.regel == "kontakt-ik"]
    assert faellig_am == ["2026-03-25"], "the shipped rule stays in force"


def test_unbekannte_verantwortliche() -> None:
    from fallbuch.regelwerk.laden import lade_team

    team = "berater:\n  Jana: {}\nkanaele:\n  Beratungstag: {verantwortlich: Janna}\n  Runder Tisch: {verantwortlich: Zoe}\n"
    assert [zeile(b) for b in lade_team(team.encode())[1]] == [
        "vorlagen/team.yml:4:3 Hinweis R014: Für den Zugangsweg „Beratungstag“ ist „Janna“ verantwortlich; diese Person steht nicht unter „berater“. "
        "Erwartet: Jana. | Meinten Sie „Jana“?",
        "vorlagen/team.yml:5:3 Hinweis R014: Für den Zugangsweg „Runder Tisch“ ist „Zoe“ verantwortlich; diese Person steht nicht unter „berater“. "
        "Erwartet: Jana. | Tragen Sie die Person unter „berater“ ein, oder nennen Sie eine andere.",
    ]


def test_ein_mitgeliefertes_wort_wird_entfernt() -> None:
    """It is in no list any more; rules that name it stay as they are, and a case that does is asked about it."""
    regelwerk, befunde = regelwerk_aus(
        "arten:\n  Brief: entfernt\nstufen:\n  IF: entfernt\ngruende:\n  Rente: entfernt\n"
    )
    assert befunde == []
    assert "Brief" not in regelwerk.vokabular.arten
    assert list(regelwerk.vokabular.stufen) == ["IN", "IK", "IG"]
    assert "Rente" not in regelwerk.vokabular.gruende
    vorgabe, _ = regelwerk_aus()
    assert [r.schluessel for r in regelwerk.regeln] == [r.schluessel for r in vorgabe.regeln]


@pytest.mark.parametrize(
    ("text", "satz"),
    [
        (
            "arten:\n  Maßnahme: entfernt\n",
            "vorlagen/regelwerk.yml:2:3 Hinweis R016: „Maßnahme“ lässt sich nicht entfernen. Es gehört zum Aufbau der Falldateien. Erwartet: ein Wort, "
            "das mitgeliefert wird und auf das Falldateien verzichten können. | Löschen Sie die Zeile.",
        ),
        (
            "stufen:\n  IX: entfernt\n",
            "vorlagen/regelwerk.yml:2:3 Hinweis R016: „IX“ lässt sich nicht entfernen. Es steht nicht in der mitgelieferten Liste. Erwartet: ein Wort, "
            "das mitgeliefert wird und auf das Falldateien verzichten können. | Löschen Sie die Zeile.",
        ),
    ],
)
def test_was_sich_nicht_entfernen_laesst(text: str, satz: str) -> None:
    regelwerk, befunde = regelwerk_aus(text)
    assert list(map(zeile, befunde)) == [satz]
    assert ("Maßnahme" in regelwerk.vokabular.arten, "IX" in regelwerk.vokabular.stufen) == (True, False)


def test_ein_entferntes_wort_das_noch_in_faellen_steht() -> None:
    regelwerk, _ = regelwerk_aus("arten:\n  Brief: entfernt\nstufen:\n  IF: entfernt\n")
    text = fall("## 2026-02-02 Brief (Jana)\n\nBetreuungsstufe: IF\n", Betreuungsstufe="IK")
    (akte,) = akten(text, regelwerk=regelwerk)
    raete = {b.kennung: b.hinweis for b in akte.befunde if b.kennung in {"F032", "F047"}}
    assert raete == {
        code: f"In vorlagen/regelwerk.yml steht „{wort}: entfernt“. Solange Fälle das Wort verwenden, nehmen Sie dort die Zeile heraus."
        for code, wort in (("F032", "Brief"), ("F047", "IF"))
    }


@pytest.mark.parametrize(
    ("zeile", "feld"),
    [("frist: {anzahl: 3}", "frist"), ("frist: [3 Wochen]", "frist"), ("auswahl: {a: b}", "auswahl"), ("aktiv: []", "aktiv"), ("titel: {}", "titel")],
)  # fmt: skip
def test_ein_wert_steht_in_einer_zeile(zeile: str, feld: str) -> None:
    """Whatever a field is: what stands below it is no value, and nobody is asked for lines that do not exist."""
    was = "eine Liste" if "[" in zeile else "eine Untergliederung"
    (befund,) = regelwerk_aus(f"regeln:\n  kontakt-ik:\n    {zeile}\n")[1]
    assert befund.text == f"regeln → kontakt-ik → {feld}: {was} ist nicht lesbar. Erwartet: ein einfacher Wert in einer Zeile."  # fmt: skip
    assert regel(f"regeln:\n  kontakt-ik:\n    {zeile}\n").neueste == regel(None).neueste


def test_eine_stufe_heisst_anders_und_behaelt_ihre_regeln() -> None:
    """Every rule that names the level, not only that of the next contact: nobody must drop out of a list by a new word."""
    neu = regelwerk_aus(
        "stufen:\n  FB: {name: Förderbedarf, synonyme: [IK]}\n  IK: entfernt\narten:\n  Brief: {nur_stufen: [IK, IF]}\n"
    )
    alt = regelwerk_aus("arten:\n  Brief: {nur_stufen: [IK, IF]}\n")
    assert neu[1] == []
    mit_ik = {r.schluessel for r in alt[0].regeln if "IK" in r.neueste.bedingung.get("stufe", ())}
    assert {r.schluessel for r in neu[0].regeln if "FB" in r.neueste.bedingung.get("stufe", ())} == mit_ik
    assert {"kontakt-ik", "bewerberangebot-nah", "massnahme-endet-bald"} <= mit_ik
    assert neu[0].vokabular.arten["Brief"].nur_stufen == ("FB", "IF")
    for text in (IK, IK.replace("Betreuungsstufe: IK", "Betreuungsstufe: FB")):
        davor, danach = (
            [(f.regel, f.faellig_am) for f in akten(t, stichtag="2026-02-01", regelwerk=r[0])[0].faelligkeiten]
            for t, r in ((IK, alt), (text, neu))
        )
        assert danach == davor


@pytest.mark.parametrize("name", [*VORLAGEN, BESTANDSDATEI])
def test_dieselben_vorlagen_werden_einmal_gelesen_andere_neu(name: str) -> None:
    """Each of the files makes another: none may be taken for what it was before."""
    inhalte: dict[str, bytes | None] = {TEAMDATEI: TEAM_YML.encode(), REGELDATEI: b"unsinn: 1\n"}
    datei, regelwerk, befunde = lade_vorlagen(inhalte)
    assert [b.kennung for b in befunde] == ["R001"]
    befunde.clear()  # whoever gets the findings may do with them what they like
    noch_einmal = lade_vorlagen(dict(inhalte))
    assert (noch_einmal[0] is datei, noch_einmal[1] is regelwerk, len(noch_einmal[2])) == (True, True, 1)
    anders = lade_vorlagen({**inhalte, name: (inhalte.get(name) or b"") + b"\nmehr: 1\n"})
    assert anders[1] is not regelwerk
    assert len(anders[2]) == 2
    assert lade_vorlagen(inhalte)[1] is regelwerk
