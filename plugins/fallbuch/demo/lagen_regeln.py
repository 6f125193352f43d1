"""Situations of the demo team in which one of the rarer rules has something to say; each is named after its rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from fallbuch.demo import texte
from fallbuch.demo.skizze import STICHTAG, Fallskizze, angaben_zum_plan, erstgespraech, in_beratung, plan, verlauf


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
    in_beratung(f, "IF", 260, f.rng.choice((93, 96)), mit_plan=True)
    beginn = STICHTAG + timedelta(days=24)
    return f.weiter(1).eintrag(
        "Maßnahme",
        (),
        "Art: Schuldnerberatung",
        "Bezeichnung: Überblick über die Schulden",
        f"Beginn: {beginn}",
        f"Ende: {beginn + timedelta(weeks=12)}",
    )


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
    in_beratung(f, "IK", f.rng.choice((372, 300)), 14, mit_plan=True)
    return f.weiter(1).eintrag("Notiz", texte.NOTIZ, "Betreuungsstufe: IK", "Bewerberangebot: geprüft")


def verlaengerung_laeuft_ab(f: Fallskizze) -> Fallskizze:
    f.sorgfaeltig = False
    in_beratung(f, "IG", 420, 60, mit_plan=True)
    f.eintrag(
        "Verlängerung", (), f"Bis: {f.in_tagen(60 + f.rng.choice((-6, 12)))}", "Grund: Prüfung steht im Sommer an"
    )
    return f.bis_vor(20).eintrag("Telefonat", texte.TELEFONAT, "Betreuungsstufe: IG", "Bewerberangebot: geprüft")


def nicht_erreichbar(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IN", 120, 50, mit_plan=True)
    for vor in (22, 14, f.rng.choice((8, 3))):
        f.bis_vor(vor).eintrag("Kontaktversuch", texte.VERSUCH)
    return f


def nachbetreuung(f: Fallskizze) -> Fallskizze:
    return _mit_arbeit(f, vor_tagen=f.rng.choice((25, 33, 62)))


def nachbetreuung_ergebnis(f: Fallskizze) -> Fallskizze:
    _mit_arbeit(f, vor_tagen=110)
    return f.bis_vor(50).eintrag("Nachbetreuung", texte.NACHBETREUUNG)


def kontaktdaten_loeschen(f: Fallskizze) -> Fallskizze:
    _mit_arbeit(f, vor_tagen=220)
    return f.bis_vor(175 if f.rng.random() < 0.5 else 190).eintrag(
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
    plan_erstellen,
    plan_laeuft_ab,
    plan_fortschreiben,
    sozialintegrativ,
    massnahme_endet_bald,
    massnahme_endet,
    rueckmeldung,
    kontakt_ig_massnahme,
    kontakt_if_16a,
    bewerberangebot,
    bewerberangebot_fern,
    stufe_pruefen,
    bewilligung,
    standortgespraech,
    verlaengerung_laeuft_ab,
    nicht_erreichbar,
    nachbetreuung,
    nachbetreuung_ergebnis,
    kontaktdaten_loeschen,
    fall_loeschen,
    neu_zu_vergeben,
)
