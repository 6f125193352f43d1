"""Situations of the demo team in which one of the rarer rules has something to say; each is named after its rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from benchmarks.demo import texte
from benchmarks.demo.skizze import STICHTAG, Fallskizze, angaben_zum_plan, erstgespraech, in_beratung, plan, verlauf


def stufe_nachgetragen(f: Fallskizze) -> Fallskizze:
    f.beginne(190, "in Beratung", Betreuungsstufe="IK")
    erstgespraech(f)
    f.bis_vor(80).eintrag("Beratung", texte.BERATUNG, "Betreuungsstufe: IK")
    plan(f.weiter(2), "Einvernehmen: ja")
    return f.bis_vor(25).eintrag("Telefonat", texte.TELEFONAT)


def plan_erstellen(f: Fallskizze) -> Fallskizze:
    f.beginne(f.rng.randrange(28, 50), "in Beratung", Betreuungsstufe="IK")
    erstgespraech(f, "Betreuungsstufe: IK")
    return f.weiter(12).eintrag("Telefonat", texte.TELEFONAT)


def plan_laeuft_ab(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IK", 110, 70, mit_plan=False)
    plan(f, "Einvernehmen: ja", tage=70 + f.rng.choice((-4, 0, 5)))
    verlauf(f, "IK", 25)
    return f.eintrag("Telefonat", texte.TELEFONAT)


def plan_fortschreiben(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IK", 150, 60, mit_plan=True)
    f.kopf["Betreuungsstufe"] = "IN"
    return f.bis_vor(f.rng.choice((16, 10))).eintrag(
        "Beratung", ("Der Führerschein ist da, das öffnet viele Türen.",), "Betreuungsstufe: IN"
    )


def sozialintegrativ(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IG", 90, 60, mit_plan=False)
    plan(f.weiter(3), "Einvernehmen: ja")
    return f.bis_vor(20).eintrag("Telefonat", texte.TELEFONAT)


def sozialintegrativ_nachgeholt(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IG", 190, 150, mit_plan=False)
    plan(f.weiter(3), "Einvernehmen: ja")
    plan(f.bis_vor(60), *angaben_zum_plan("IG"))
    return f.weiter(1).eintrag("Beratung", texte.BERATUNG)


def massnahme_endet_bald(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IK", 200, 95, mit_plan=True)
    ende = STICHTAG + timedelta(days=f.rng.choice((20, 26)))
    _massnahme(f, "Weiterbildung", "Lager und Logistik", ende)
    return f.bis_vor(48).eintrag("Telefonat", texte.TELEFONAT)


def massnahme_endet(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IN", 200, 110, mit_plan=True)
    _massnahme(f, "Weiterbildung", "Bürokommunikation", STICHTAG - timedelta(days=f.rng.choice((0, 2))))
    return f.bis_vor(15).eintrag("Telefonat", texte.TELEFONAT)


def rueckmeldung(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IK", 170, 50, mit_plan=True)
    _massnahme(f, "Gruppenangebot", "Bewerbungswerkstatt", STICHTAG - timedelta(days=f.rng.choice((12, 18))))
    return f.bis_vor(11).eintrag("Telefonat", texte.TELEFONAT)


def kontakt_ig_massnahme(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IG", 250, 120, mit_plan=True)
    return _massnahme(f, "Arbeitsgelegenheit", "Fahrradwerkstatt", STICHTAG + timedelta(days=f.rng.choice((-2, 0))))


def kontakt_if_16a(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IF", 260, f.rng.choice((96, 99)), mit_plan=True)
    beginn = STICHTAG + timedelta(days=24)
    return f.weiter(1).eintrag(
        "Maßnahme",
        (),
        "Art: Schuldnerberatung",
        "Bezeichnung: Überblick über die Schulden",
        f"Beginn: {beginn}",
        f"Ende: {beginn + timedelta(weeks=12)}",
    )


def vor_16a_spaet(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IF", 420, 260, mit_plan=True)
    beginn = STICHTAG - timedelta(days=120)
    f.weiter(8).eintrag(
        "Maßnahme",
        (),
        "Art: Schuldnerberatung",
        "Bezeichnung: Überblick über die Schulden",
        f"Beginn: {beginn}",
        f"Ende: {beginn + timedelta(weeks=8)}",
        "Ergebnis: abgeschlossen",
    )
    f.bis_vor(128).eintrag("Telefonat", texte.TELEFONAT, "Betreuungsstufe: IF", "Bewerberangebot: geprüft")
    return plan(f.weiter(1), *angaben_zum_plan("IF"))


def bewerberangebot(f: Fallskizze) -> Fallskizze:
    f.sorgfaeltig = False
    stufe = f.rng.choice(("IN", "IK"))
    return in_beratung(f, stufe, f.rng.choice((94, 104)), 9, mit_plan=True)


def bewerberangebot_fern(f: Fallskizze) -> Fallskizze:
    f.sorgfaeltig = False
    in_beratung(f, f.rng.choice(("IG", "IF")), 190, 30, mit_plan=True)
    return f.weiter(1).eintrag("Notiz", texte.NOTIZ, f"Betreuungsstufe: {f.kopf['Betreuungsstufe']}")


def stufe_pruefen(f: Fallskizze) -> Fallskizze:
    f.sorgfaeltig = False
    in_beratung(f, "IK", 190, 12, mit_plan=True)
    return f.weiter(1).eintrag("Telefonat", texte.TELEFONAT, "Bewerberangebot: geprüft")


def bewilligung(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IG", 160, 80, mit_plan=True)
    f.kopf["Bewilligung bis"] = str(STICHTAG + timedelta(days=f.rng.choice((38, 45))))
    return f


def standortgespraech(f: Fallskizze) -> Fallskizze:
    f.sorgfaeltig = False
    in_beratung(f, "IK", f.rng.choice((372, 380)), 14, mit_plan=True)
    return f.weiter(1).eintrag("Notiz", texte.NOTIZ, "Betreuungsstufe: IK", "Bewerberangebot: geprüft")


def verlaengerung_laeuft_ab(f: Fallskizze) -> Fallskizze:
    f.sorgfaeltig = False
    in_beratung(f, "IG", 420, 60, mit_plan=True)
    f.eintrag("Verlängerung", (), f"Bis: {f.in_tagen(60 - f.rng.choice((6, 0)))}", "Grund: Prüfung steht im Sommer an")
    return f.bis_vor(20).eintrag("Telefonat", texte.TELEFONAT, "Betreuungsstufe: IG", "Bewerberangebot: geprüft")


def nicht_erreichbar(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IN", 120, 50, mit_plan=True)
    for vor in (22, 14, f.rng.choice((8, 3))):
        f.bis_vor(vor).eintrag("Kontaktversuch", texte.VERSUCH)
    return f


def wieder_erreicht(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IN", 200, 110, mit_plan=True)
    for vor in (80, 70, 62):
        f.bis_vor(vor).eintrag("Kontaktversuch", texte.VERSUCH)
    return f.bis_vor(30).eintrag("Telefonat", texte.TELEFONAT)


def langer_weg(f: Fallskizze) -> Fallskizze:
    """Nearly everything came late here and came at last: a case to look back on."""
    f.sorgfaeltig = False
    f.beginne(560, "in Beratung", Betreuungsstufe="IK")
    erstgespraech(f, "Betreuungsstufe: IG")
    plan(f.weiter(10), *angaben_zum_plan("IG"))
    f.bis_vor(400).eintrag("Beratung", texte.BERATUNG, "Bewerberangebot: geprüft")
    f.bis_vor(330).eintrag("Telefonat", texte.TELEFONAT)
    f.bis_vor(290).eintrag("Beratung", texte.BERATUNG, "Betreuungsstufe: IK", "Bewerberangebot: geprüft")
    plan(f.weiter(1), *angaben_zum_plan("IK"))
    _massnahme(f, "Weiterbildung", "Bürokommunikation", STICHTAG - timedelta(days=190))
    f.teile[-1] += "\nErgebnis: abgeschlossen"
    f.bis_vor(170).eintrag("Beratung", texte.BERATUNG, "Bewerberangebot: geprüft")
    f.bis_vor(150).eintrag("Verlängerung", (), f"Bis: {f.in_tagen(60)}", "Grund: Die Prüfung wurde verschoben")
    f.bis_vor(60).eintrag(
        "Verlängerung", (), f"Bis: {f.in_tagen(200)}", "Grund: Die Anerkennung der Zeugnisse braucht Zeit"
    )
    plan(f.weiter(1), *angaben_zum_plan("IK"))
    return f.bis_vor(40).eintrag("Telefonat", texte.TELEFONAT, "Betreuungsstufe: IK", "Bewerberangebot: geprüft")


def lange_ohne_kontakt(f: Fallskizze) -> Fallskizze:
    """Far from the labour market, then nearer: contact, plan and appointment were late by weeks."""
    f.sorgfaeltig = False
    in_beratung(f, "IF", 760, 560, mit_plan=True)
    f.bis_vor(300).eintrag("Beratung", texte.BERATUNG, "Betreuungsstufe: IG", f"Folgetermin: {f.in_tagen(14)}")
    f.kopf["Betreuungsstufe"] = "IG"
    f.bis_vor(240).eintrag("Telefonat", texte.TELEFONAT, "Bewerberangebot: geprüft")
    plan(f.weiter(1), *angaben_zum_plan("IG"))
    _massnahme(f, "Stabilisierung", "Schritt für Schritt", STICHTAG - timedelta(days=120))
    f.teile[-1] += "\nErgebnis: abgeschlossen"
    f.eintrag("Verlängerung", (), f"Bis: {f.in_tagen(400)}", "Grund: Es geht langsam, aber voran")
    f.bis_vor(70).eintrag("Beratung", texte.BERATUNG, "Betreuungsstufe: IG", "Bewerberangebot: geprüft")
    return plan(f.weiter(1), *angaben_zum_plan("IG"))


def spaet_begonnen(f: Fallskizze) -> Fallskizze:
    """The first conversation took seven weeks, the next contact more than three months."""
    f.beginne(250, "in Beratung", Betreuungsstufe="IG")
    f.sorgfaeltig = False
    f.bis_vor(202)
    erstgespraech(f, "Betreuungsstufe: IG")
    f.bis_vor(60).eintrag("Beratung", texte.BERATUNG, "Betreuungsstufe: IG", "Bewerberangebot: geprüft")
    return plan(f.weiter(1), *angaben_zum_plan("IG"))


def ergebnis_nachgetragen(f: Fallskizze) -> Fallskizze:
    _mit_arbeit(f, vor_tagen=330)
    return f.bis_vor(180).eintrag("Nachbetreuung", texte.NACHBETREUUNG, "Ergebnis: weiter beschäftigt")


def kontaktdaten_geloescht(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IK", 430, 310, mit_plan=True)
    f.kopf["Status"] = "abgeschlossen"
    f.bis_vor(300).eintrag(
        "Abschluss", (), "Ergebnis: ohne Arbeitsstelle beendet", "Grund: Rente", "Erklärung: Bezieht nun Rente"
    )
    return f.bis_vor(70).eintrag("Kontaktdaten gelöscht")


def nachbetreuung(f: Fallskizze) -> Fallskizze:
    return _mit_arbeit(f, vor_tagen=f.rng.choice((25, 33, 62)))


def nachbetreuung_ergebnis(f: Fallskizze) -> Fallskizze:
    _mit_arbeit(f, vor_tagen=110)
    return f.bis_vor(50).eintrag("Nachbetreuung", texte.NACHBETREUUNG)


def kontaktdaten_loeschen(f: Fallskizze) -> Fallskizze:
    _mit_arbeit(f, vor_tagen=220)
    return f.bis_vor(f.rng.choice((184, 190))).eintrag(
        "Nachbetreuung", texte.NACHBETREUUNG, "Ergebnis: weiter beschäftigt"
    )


def fall_loeschen(f: Fallskizze) -> Fallskizze:
    """A case of years ago, its contact data long destroyed."""
    f.beginne((STICHTAG - date(2021, 9, 6)).days, "abgeschlossen", Betreuungsstufe="IK")
    erstgespraech(f, "Betreuungsstufe: IK")
    plan(f.weiter(9), *angaben_zum_plan("IK"))
    f.weiter(60).eintrag("Beratung", texte.BERATUNG)
    f.weiter(200 + f.rng.randrange(30)).eintrag(
        "Abschluss", (), "Ergebnis: ohne Arbeitsstelle beendet", "Grund: Umzug", "Erklärung: Zieht in eine andere Stadt"
    )
    return f.weiter(170).eintrag("Kontaktdaten gelöscht")


def neu_zu_vergeben(f: Fallskizze) -> Fallskizze:
    """Rita has left the team; this case was overlooked."""
    f.berater = "Rita"
    in_beratung(f, "IK", 320, 190, mit_plan=True)
    f.berater = f.rng.choice(("Mira", "Ole"))
    verlauf(f, "IK", 30)
    return f.eintrag("Telefonat", texte.TELEFONAT)


def _massnahme(f: Fallskizze, art: str, name: str, ende: date) -> Fallskizze:
    return f.weiter(2).eintrag(
        "Maßnahme", (), f"Art: {art}", f"Bezeichnung: {name}", "Träger: Bildungswerk", f"Ende: {ende}"
    )


def _mit_arbeit(f: Fallskizze, vor_tagen: int) -> Fallskizze:
    in_beratung(f, "IK", vor_tagen + 150, vor_tagen + 14, mit_plan=True)
    f.kopf["Status"] = "abgeschlossen"
    return f.weiter(4).eintrag(
        "Abschluss",
        (),
        "Ergebnis: Arbeitsstelle angenommen",
        f"Arbeitsbeginn: {f.in_tagen(10)}",
        f"Umfang: {f.rng.choice((20, 30, 39))}",
        "Form: versicherungspflichtig",
    )


REGELLAGEN: tuple[Callable[[Fallskizze], Fallskizze], ...] = (
    stufe_nachgetragen,
    plan_erstellen,
    plan_laeuft_ab,
    plan_fortschreiben,
    sozialintegrativ,
    sozialintegrativ_nachgeholt,
    massnahme_endet_bald,
    massnahme_endet,
    rueckmeldung,
    kontakt_ig_massnahme,
    kontakt_if_16a,
    vor_16a_spaet,
    bewerberangebot,
    bewerberangebot_fern,
    stufe_pruefen,
    bewilligung,
    standortgespraech,
    verlaengerung_laeuft_ab,
    nicht_erreichbar,
    wieder_erreicht,
    langer_weg,
    lange_ohne_kontakt,
    spaet_begonnen,
    ergebnis_nachgetragen,
    kontaktdaten_geloescht,
    nachbetreuung,
    nachbetreuung_ergebnis,
    kontaktdaten_loeschen,
    fall_loeschen,
    neu_zu_vergeben,
)
