"""The situations of the demo team: each tells one case's story up to the key date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from benchmarks.demo import texte
from benchmarks.demo.lagen_regeln import REGELLAGEN
from benchmarks.demo.skizze import (
    STICHTAG,
    STUFEN,
    Fallskizze,
    arbeitgeberkontakt,
    betrieb,
    erstgespraech,
    in_beratung,
    plan,
    verlauf,
)


def neu_wartend(f: Fallskizze) -> Fallskizze:
    return f.beginne(f.rng.randrange(8, 30), "neu")


def neu_frisch(f: Fallskizze) -> Fallskizze:
    return f.beginne(f.rng.randrange(0, 6), "neu")


def neu_vergeben(f: Fallskizze) -> Fallskizze:
    f.beginne(f.rng.randrange(3, 16), "neu", Berater=f.berater)
    return f.weiter(2).eintrag(
        "Telefonat",
        ("Termin für das Erstgespräch ausgemacht.",),
        f"Folgetermin: {STICHTAG + timedelta(days=f.rng.randrange(1, 9))} 10:00",
    )


def ohne_stufe(f: Fallskizze) -> Fallskizze:
    f.beginne(f.rng.randrange(40, 50), "in Beratung")
    return erstgespraech(f)


def stufe_faellig(f: Fallskizze) -> Fallskizze:
    stufe = f.rng.choice(tuple(STUFEN))
    return in_beratung(f, stufe, STUFEN[stufe] * 2 + 150, STUFEN[stufe] + f.rng.choice((-2, 1, 6, 15, 40)))


def stufe_bald(f: Fallskizze) -> Fallskizze:
    stufe = f.rng.choice(tuple(STUFEN))
    return in_beratung(f, stufe, STUFEN[stufe] * 2 + 60, max(1, STUFEN[stufe] - f.rng.choice((3, 8, 14, 20))))


def stufe_spaeter(f: Fallskizze) -> Fallskizze:
    return in_beratung(f, f.rng.choice(("IK", "IG", "IF")), f.rng.randrange(120, 500), f.rng.randrange(1, 20))


def heute_faellig(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IK", 120, f.rng.randrange(8, 22))
    f.eintrag("Telefonat", texte.TELEFONAT, f"Folgetermin: {STICHTAG} {f.rng.randrange(10, 17)}:30")
    return f


def folgetermin_verpasst(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IK", 160, f.rng.randrange(20, 45))
    f.eintrag("Telefonat", texte.TELEFONAT, f"Folgetermin: {f.in_tagen(14)} 09:00")
    return f.weiter(14).eintrag("Nicht erschienen", texte.NICHT_ERSCHIENEN)


def diese_woche(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IN", 90, f.rng.randrange(5, 20))
    return f.eintrag("E-Mail", texte.EMAIL, f"Folgetermin: {STICHTAG + timedelta(days=f.rng.randrange(1, 6))}")


def versuche(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IK", 220, f.rng.randrange(76, 110))
    for _ in range(f.rng.randrange(1, 4)):
        f.weiter(f.rng.randrange(5, 12)).eintrag("Kontaktversuch", texte.VERSUCH)
    return f


def vereinbarungen(f: Fallskizze) -> Fallskizze:
    in_beratung(f, f.rng.choice(("IK", "IG")), 200, f.rng.randrange(18, 42))
    zeilen = [f.vereinbarung(" ", f.kunde, 14), f.vereinbarung(" ", f.kunde, 40), f.vereinbarung("-", f.kunde, None)]
    if f.rng.random() < 0.5:
        zeilen.insert(0, f.vereinbarung(" ", "Team", 10))
    return f.eintrag("Telefonat", texte.TELEFONAT, "Vereinbarungen:\n", *zeilen)


def mit_plan(f: Fallskizze) -> Fallskizze:
    f.beginne(
        150,
        "in Beratung",
        Betreuungsstufe="IK",
        Hilfenetz="".join(f"\n  - {stelle}" for stelle in f.rng.sample(texte.HILFENETZ, 2)),
    )
    erstgespraech(f, "Betreuungsstufe: IK")
    f.weiter(14)
    plan(f, "Kontaktintervall: 4 Wochen", "Einvernehmen: ja")
    verlauf(f, "IN", f.rng.randrange(14, 33))
    return f.eintrag("Beratung", texte.BERATUNG)


def plan_ohne_einigung(f: Fallskizze) -> Fallskizze:
    f.beginne(170, "in Beratung", Betreuungsstufe="IG")
    erstgespraech(f, "Betreuungsstufe: IG")
    plan(
        f.weiter(20),
        "Einvernehmen: nein",
        "Begründung fehlendes Einvernehmen: Wünscht sich einen anderen Beruf als den empfohlenen",
        "Sozialintegrative Leistungen: abgefragt",
    )
    verlauf(f, "IG", 40)
    return f.eintrag("Telefonat", texte.TELEFONAT)


def massnahme_laeuft(f: Fallskizze) -> Fallskizze:
    stufe = f.rng.choice(("IK", "IG"))
    in_beratung(f, stufe, 260, 60)
    art, name, wochen, traeger = f.rng.choice([m for m in texte.MASSNAHMEN if m[2] >= 10])
    f.weiter(3).eintrag(
        "Maßnahme", (), f"Art: {art}", f"Bezeichnung: {name}", f"Träger: {traeger}", f"Ende: {f.in_tagen(7 * wochen)}"
    )
    return f.weiter(30).eintrag("Telefonat", texte.TELEFONAT)


def massnahme_vorbei(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IK", 300, 120)
    art, name, wochen, traeger = f.rng.choice([m for m in texte.MASSNAHMEN if m[2] <= 12])
    ergebnis = f.rng.choice(("abgeschlossen", "abgebrochen", "nicht angetreten"))
    f.weiter(3).eintrag(
        "Maßnahme",
        (),
        f"Art: {art}",
        f"Bezeichnung: {name}",
        f"Träger: {traeger}",
        f"Beginn: {f.tag}",
        f"Ende: {f.in_tagen(7 * wochen)}",
        f"Ergebnis: {ergebnis}",
    )
    return f.bis_vor(20).eintrag("Beratung", texte.BERATUNG)


def stufe_strenger(f: Fallskizze) -> Fallskizze:
    f.beginne(210, "in Beratung", Betreuungsstufe="IK")
    erstgespraech(f, "Betreuungsstufe: IF")
    f.bis_vor(f.rng.randrange(100, 150)).eintrag("Beratung", texte.BERATUNG)
    return f.bis_vor(f.rng.randrange(1, 14)).eintrag(
        "Notiz", ("Im Team neu eingestuft: Die Lage hat sich stabilisiert.",), "Betreuungsstufe: IK"
    )


def brief_bei_in(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IN", 120, f.rng.randrange(30, 60))
    return f.bis_vor(10).eintrag("Brief", texte.BRIEF)


def pausiert(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IK", 260, 60)
    return f.weiter(5).eintrag("Pause", (), f"Bis: {STICHTAG + timedelta(days=f.rng.randrange(10, 60))}")


def pause_vorbei(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IK", 300, f.rng.randrange(72, 120))
    return f.weiter(3).eintrag("Pause", (), f"Bis: {STICHTAG - timedelta(days=f.rng.randrange(1, 12))}")


def verlaengert(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IG", 400, 50)
    return f.weiter(2).eintrag("Verlängerung", (), f"Bis: {f.in_tagen(180)}", "Grund: Prüfung steht im Winter an")


def mit_arbeit(f: Fallskizze) -> Fallskizze:
    stufe = f.rng.choice(("IN", "IK"))
    in_beratung(f, stufe, f.rng.randrange(160, 400), f.rng.randrange(20, 100))
    f.kopf["Status"] = "abgeschlossen"
    beginn = f.in_tagen(10)
    f.weiter(3).eintrag(
        "Abschluss",
        (),
        "Ergebnis: Arbeitsstelle angenommen",
        f"Arbeitsbeginn: {beginn}",
        f"Umfang: {f.rng.choice((15, 20, 25, 30, 39))}",
        f"Form: {f.rng.choice(('versicherungspflichtig', 'befristet', 'geringfügig'))}",
        f"Arbeitgeber: {betrieb(f)}",
    )
    if STICHTAG - f.tag > timedelta(days=45):
        f.weiter(40).eintrag("Nachbetreuung", (), "Ergebnis: weiter beschäftigt")
    return f


def ohne_arbeit(f: Fallskizze) -> Fallskizze:
    in_beratung(f, f.rng.choice(tuple(STUFEN)), f.rng.randrange(200, 450), f.rng.randrange(30, 120))
    f.kopf["Status"] = "abgeschlossen"
    grund, erklaerung = f.rng.choice(texte.ABSCHLUESSE)
    return f.weiter(4).eintrag(
        "Abschluss", (), "Ergebnis: ohne Arbeitsstelle beendet", f"Grund: {grund}", f"Erklärung: {erklaerung}"
    )


def wieder_da(f: Fallskizze) -> Fallskizze:
    ohne_arbeit(f)
    f.kopf["Status"] = "in Beratung"
    f.bis_vor(25).eintrag("Wiederaufnahme", ("Hat sich von selbst wieder gemeldet.",))
    return f.weiter(4).eintrag("Beratung", texte.BERATUNG) if f.rng.random() < 0.5 else f


def notizen(f: Fallskizze) -> Fallskizze:
    in_beratung(f, "IF", 300, 90)
    f.weiter(3).eintrag("Notiz", texte.NOTIZ)
    return arbeitgeberkontakt(f.weiter(3))


def mit_hinweisen(f: Fallskizze) -> Fallskizze:
    """A file as people write them: readable, not uniform."""
    f.beginne(120, "in Beratung", Betreuungsstufe="IG")
    f.kopf["Berater"] = f.berater.lower()
    erstgespraech(f, "Betreuungsstufe: IG")
    f.bis_vor(50).eintrag("Beratung", texte.BERATUNG, "Betreuungsstufe: IK")
    deutsch = f.tag + timedelta(days=30)
    return f.eintrag(
        "Massnahme",
        (),
        "Art: Einzelcoaching",
        f"Ende: {deutsch.day}.{deutsch.month}.{deutsch.year}",
        "Ergebnis: abgeschlossen",
    )


Lage = Callable[[Fallskizze], Fallskizze]
LAGEN: tuple[Lage, ...] = (
    neu_wartend,
    neu_frisch,
    neu_vergeben,
    ohne_stufe,
    stufe_faellig,
    stufe_bald,
    stufe_spaeter,
    heute_faellig,
    folgetermin_verpasst,
    diese_woche,
    versuche,
    vereinbarungen,
    mit_plan,
    plan_ohne_einigung,
    massnahme_laeuft,
    massnahme_vorbei,
    stufe_strenger,
    brief_bei_in,
    pausiert,
    pause_vorbei,
    verlaengert,
    mit_arbeit,
    ohne_arbeit,
    wieder_da,
    notizen,
    mit_hinweisen,
    *REGELLAGEN,
)
GEWICHTE = (1, 1, 2, 1, 3, 10, 20, 1, 1, 3, 1, 3, 4, 2, 5, 4, 1, 2, 2, 1, 2, 12, 12, 2, 2, 1, *(1 for _ in REGELLAGEN))
