"""One small story for each rule, with the day on which it is due by the table."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.hilfen import fall

ERST = "## 2026-01-14 Erstgespräch (Jana)\n\n"
PLAN = "## 2026-01-20 Betreuungsplan (Jana)\n\nGültig bis: 2026-07-20\nEinvernehmen: ja\n\n"
ABSCHLUSS = "## 2026-03-02 Abschluss (Jana)\n\nErgebnis: Arbeitsstelle angenommen\nArbeitsbeginn: 2026-03-31\n\n"


def stufe(kuerzel: str, verlauf: str = "", **kopf: str) -> str:
    """A case whose first conversation set the level."""
    return fall(f"{ERST}Betreuungsstufe: {kuerzel}\n\n{verlauf}", **kopf)


def massnahme(art: str, beginn: str, ende: str, *zeilen: str, eintrag: str = "2026-02-02") -> str:
    """An entry of a measure."""
    return f"## {eintrag} Maßnahme (Jana)\n\n" + "\n".join(
        [f"Art: {art}", f"Beginn: {beginn}", f"Ende: {ende}", *zeilen, "", ""]
    )


@dataclass(frozen=True)
class Szene:
    """A case that is due by `regel` on `faellig`; `davor`: its urgency the day before, None where it does not exist yet."""

    regel: str
    text: str
    faellig: str
    satz: str
    davor: str | None = "diese Woche"
    danach: str = "überfällig"
    #: What settles it, appended to the file, each with the day on which the item is gone.
    erledigt: tuple[tuple[str, str], ...] = ()
    #: What does not settle it.
    bleibt: tuple[tuple[str, str], ...] = field(default=())


VERSUCHE = "## 2026-03-02 Kontaktversuch\n\n## 2026-03-09 Nicht erschienen\n\n## 2026-03-16 Kontaktversuch\n"
SZENEN = (
    Szene(
        "erstgespraech", fall(status="neu"), "2026-01-26",
        "Erstgespräch fällig am 2026-01-26: Erstkontakt 2026-01-12 (faelle/4711.md:3) + 2 Wochen",
        davor="bald",
        erledigt=(("## 2026-01-27 Erstgespräch\n", "2026-01-27"), ("## 2026-01-27 Beratung\n", "2026-01-27")),
        bleibt=(("## 2026-01-27 Telefonat\n", "2026-01-27"),),
    ),
    Szene(
        "zu-vergeben", fall(status="neu", berater=""), "2026-01-19",
        "Zu vergeben bis 2026-01-19: Erstkontakt 2026-01-12 (faelle/4711.md:3) + 1 Woche",
        davor="bald",
        bleibt=(("## 2026-01-20 Telefonat\n", "2026-01-20"),),
    ),
    Szene(
        "neu-zu-vergeben", fall(erstkontakt="2025-10-06", berater="Rita"), "2025-12-31",
        "Neu zu vergeben bis 2025-12-31: Rita ist im Team bis 2025-12-31 (vorlagen/team.yml:5)",
    ),
    Szene(
        "stufe-festlegen", fall(ERST), "2026-01-14",
        "Betreuungsstufe festzulegen am 2026-01-14: Erstgespräch 2026-01-14 (faelle/4711.md:9)",
        davor=None,
        erledigt=(("## 2026-01-15 Notiz\n\nBetreuungsstufe: IK\n", "2026-01-15"),),
        bleibt=(("## 2026-01-15 Beratung\n", "2026-01-15"),),
    ),
    Szene(
        "kontakt-ohne-stufe", fall(ERST), "2026-02-11",
        "Kontakt ohne Betreuungsstufe fällig am 2026-02-11: letzter Kontakt 2026-01-14 (faelle/4711.md:9) + 4 Wochen",
        bleibt=(("## 2026-02-12 Brief\n", "2026-02-12"),),
    ),
    Szene(
        "kontakt-in", stufe("IN"), "2026-02-11",
        "Kontakt bei integrationsnahen Kunden (IN) fällig am 2026-02-11: letzter Kontakt 2026-01-14 (faelle/4711.md:9) + 4 Wochen",
    ),
    Szene(
        "kontakt-ik", stufe("IK"), "2026-03-25",
        "Kontakt bei Förderbedarf (IK) fällig am 2026-03-25: letzter Kontakt 2026-01-14 (faelle/4711.md:9) + 10 Wochen",
    ),
    Szene(
        "kontakt-ig", stufe("IG"), "2026-04-14",
        "Kontakt bei Stabilisierungsbedarf (IG) fällig am 2026-04-14: letzter Kontakt 2026-01-14 (faelle/4711.md:9) + 3 Monate",
    ),
    Szene(
        "kontakt-ig-massnahme", stufe("IG", massnahme("Stabilisierung", "2026-02-02", "2026-06-10", "Ergebnis: abgeschlossen")), "2026-06-10",
        "Kontakt bei Stabilisierungsbedarf (IG) in einer Maßnahme fällig am 2026-06-10: letzter Kontakt 2026-01-14 (faelle/4711.md:9) + 3 Monate; "
        "frühestens Ende der Maßnahme „Stabilisierung“ 2026-06-10 (faelle/4711.md:17)",
    ),
    Szene(
        "kontakt-if", stufe("IF"), "2026-07-14",
        "Kontakt bei integrationsfernen Kunden (IF) fällig am 2026-07-14: letzter Kontakt 2026-01-14 (faelle/4711.md:9) + 6 Monate",
    ),
    Szene(
        "kontakt-if-16a", stufe("IF", massnahme("Schuldnerberatung", "2026-05-04", "2026-08-31")), "2026-04-14",
        "Kontakt vor einer Maßnahme nach § 16a (IF) fällig am 2026-04-14: letzter Kontakt 2026-01-14 (faelle/4711.md:9) + 3 Monate",
    ),
    Szene(
        "plan-erstellen", stufe("IK"), "2026-02-12",
        "Betreuungsplan zu erstellen bis 2026-02-12: Erstkontakt 2026-01-12 (faelle/4711.md:3) + 1 Monat",
        erledigt=((PLAN.replace("2026-01-20", "2026-02-13"), "2026-02-13"),),
        bleibt=(("## 2026-02-13 Beratung\n", "2026-02-13"),),
    ),
    Szene(
        "plan-laeuft-ab", stufe("IK", PLAN), "2026-07-20",
        "Der Betreuungsplan läuft ab am 2026-07-20: Gültig bis 2026-07-20 (faelle/4711.md:15)",
        davor="bald",
        erledigt=((PLAN.replace("2026-01-20", "2026-07-21").replace("2026-07-20", "2027-01-20"), "2026-07-21"),),
        bleibt=(("## 2026-07-21 Beratung\n", "2026-07-21"),),
    ),
    Szene(
        "plan-fortschreiben", stufe("IK", PLAN + "## 2026-03-02 Notiz\n\nBetreuungsstufe: IN\n\n"), "2026-03-16",
        "Betreuungsplan fortzuschreiben bis 2026-03-16: neue Stufe IN seit 2026-03-02 (faelle/4711.md:18) + 2 Wochen",
        davor="bald",
        erledigt=((PLAN.replace("2026-01-20", "2026-03-17"), "2026-03-17"),),
        bleibt=(("## 2026-03-17 Notiz\n\nBetreuungsstufe: IN\n", "2026-03-17"),),
    ),
    Szene(
        "sozialintegrativ", stufe("IG", PLAN), "2026-01-20",
        "Sozialintegrative Leistungen abzufragen bis 2026-01-20: Betreuungsplan vom 2026-01-20 (faelle/4711.md:13)",
        davor=None,
        erledigt=((PLAN.replace("2026-01-20", "2026-01-22") + "Sozialintegrative Leistungen: abgefragt\n", "2026-01-22"),),
        bleibt=(("## 2026-01-21 Beratung\n", "2026-01-21"),),
    ),
    Szene(
        "massnahme-endet-bald", stufe("IK", massnahme("Weiterbildung", "2026-02-02", "2026-06-26")), "2026-05-29",
        "Gespräch vor dem Ende der Maßnahme fällig am 2026-05-29: Ende der Maßnahme „Weiterbildung“ 2026-06-26 (faelle/4711.md:17) − 4 Wochen",
        erledigt=(("## 2026-05-30 Telefonat\n", "2026-05-30"), ("## 2026-05-15 Telefonat\n", "2026-05-30")),
        bleibt=(("## 2026-05-14 Telefonat\n", "2026-05-30"), ("## 2026-05-30 Brief\n", "2026-05-30")),
    ),
    Szene(
        "massnahme-endet", stufe("IN", massnahme("Weiterbildung", "2026-02-02", "2026-06-26")), "2026-06-26",
        "Gespräch zum Ende der Maßnahme fällig am 2026-06-26: Ende der Maßnahme „Weiterbildung“ 2026-06-26 (faelle/4711.md:17)",
        erledigt=(("## 2026-06-27 Telefonat\n", "2026-06-27"), ("## 2026-06-23 Beratung\n", "2026-06-27")),
        bleibt=(("## 2026-06-22 Telefonat\n", "2026-06-27"),),
    ),
    Szene(
        "rueckmeldung", stufe("IF", massnahme("Bewerbung", "2026-02-02", "2026-02-13")), "2026-02-27",
        "Rückmeldung zur Maßnahme fällig am 2026-02-27: Ende der Maßnahme „Bewerbung“ 2026-02-13 (faelle/4711.md:17) + 2 Wochen",
        bleibt=(("## 2026-02-28 Beratung\n", "2026-02-28"),),
    ),
    Szene(
        "bewerberangebot-nah", stufe("IK"), "2026-04-14",
        "Bewerberangebot (IN, IK) zu prüfen bis 2026-04-14: Erstgespräch 2026-01-14 (faelle/4711.md:9) + 3 Monate",
        bleibt=(("## 2026-04-15 Beratung\n", "2026-04-15"),),
    ),
    Szene(
        "bewerberangebot-fern", stufe("IF", "## 2026-02-28 Beratung\n\nBewerberangebot: geprüft\n\n"), "2026-08-28",
        "Bewerberangebot (IG, IF) zu prüfen bis 2026-08-28: Bewerberangebot geprüft 2026-02-28 (faelle/4711.md:13) + 6 Monate",
    ),
    Szene(
        "stufe-pruefen", stufe("IK"), "2026-07-14",
        "Betreuungsstufe zu prüfen bis 2026-07-14: Stufe IK festgelegt 2026-01-14 (faelle/4711.md:9) + 6 Monate",
        bleibt=(("## 2026-07-15 Beratung\n", "2026-07-15"),),
    ),
    Szene(
        "folgetermin", stufe("IK", "## 2026-02-02 Telefonat\n\nFolgetermin: 2026-02-20 10:00\n\n"), "2026-02-20",
        "Folgetermin am 2026-02-20: verabredet am 2026-02-02 für 10:00 Uhr am 2026-02-20 (faelle/4711.md:15)",
        erledigt=(
            ("## 2026-02-21 Beratung\n", "2026-02-21"),
            ("## 2026-02-21 Außentermin\n", "2026-02-21"),
            ("## 2026-02-20 Telefonat\n\nTermin wahrgenommen: ja\n", "2026-02-21"),
            ("## 2026-02-21 Notiz\n\nFolgetermin: keiner\n", "2026-02-21"),
            ("## 2026-02-21 Notiz (Ole)\n\nFolgetermin: keiner statt 2026-02-20\n", "2026-02-21"),
        ),
        bleibt=(
            ("## 2026-02-19 Beratung\n", "2026-02-21"),
            ("## 2026-02-21 Telefonat\n", "2026-02-21"),
            ("## 2026-02-21 Notiz (Ole)\n\nFolgetermin: keiner\n", "2026-02-21"),
            ("## 2026-02-21 Notiz\n\nFolgetermin: keiner statt 2026-02-21\n", "2026-02-21"),
        ),
    ),
    Szene(
        "vereinbarung", stufe("IK", "## 2026-02-02 Telefonat\n\nVereinbarungen:\n\n- [ ] Team fragt nach (bis 2026-02-20)\n\n"), "2026-02-20",
        "Vereinbarung einzuhalten bis 2026-02-20: Frist der Vereinbarung (Team) 2026-02-20 (faelle/4711.md:17)",
        bleibt=(("## 2026-02-21 Beratung\n", "2026-02-21"),),
    ),
    Szene(
        "bewilligung", stufe("IK", Bewilligung_bis="2026-09-30"), "2026-08-19",
        "An den Antrag auf Fortzahlung zu erinnern ab 2026-08-19: Bewilligung bis 2026-09-30 (faelle/4711.md:7) − 6 Wochen",
        bleibt=(("## 2026-08-20 Beratung\n", "2026-08-20"),),
    ),
    Szene(
        "standortgespraech", stufe("IK"), "2027-01-14",
        "Standortgespräch fällig am 2027-01-14: Erstgespräch 2026-01-14 (faelle/4711.md:9) + 12 Monate",
        erledigt=(("## 2027-01-15 Verlängerung\n\nBis: 2027-07-31\nGrund: Prüfung\n", "2027-01-15"),),
        bleibt=(("## 2027-01-15 Beratung\n", "2027-01-15"),),
    ),
    Szene(
        "verlaengerung-laeuft-ab", stufe("IK", "## 2026-03-02 Verlängerung\n\nBis: 2026-08-31\nGrund: Prüfung\n\n"), "2026-08-31",
        "Die Verlängerung läuft ab am 2026-08-31: verlängert bis 2026-08-31 (faelle/4711.md:15)",
        davor="bald",
        erledigt=(("## 2026-09-01 Verlängerung\n\nBis: 2027-02-28\nGrund: Prüfung\n", "2026-09-01"),),
    ),
    Szene(
        "nicht-erreichbar", stufe("IK", VERSUCHE), "2026-03-16",
        "Nach vergeblichen Versuchen zu entscheiden am 2026-03-16: 3. Versuch seit 2026-03-02 am 2026-03-16 (faelle/4711.md:17)",
        davor=None,
        erledigt=(("\n## 2026-03-17 Telefonat\n", "2026-03-17"),),
        bleibt=(("\n## 2026-03-17 Kontaktversuch\n", "2026-03-17"),),
    ),
    Szene(
        "nachbetreuung", stufe("IK", ABSCHLUSS, status="abgeschlossen"), "2026-04-30",
        "Nachbetreuung fällig am 2026-04-30: Arbeitsbeginn 2026-03-31 (faelle/4711.md:16) + 1 Monat",
    ),
    Szene(
        "nachbetreuung-ergebnis", stufe("IK", ABSCHLUSS + "## 2026-06-02 Nachbetreuung\n\n", status="abgeschlossen"), "2026-06-30",
        "Ergebnis der Nachbetreuung einzutragen bis 2026-06-30: Arbeitsbeginn 2026-03-31 (faelle/4711.md:16) + 3 Monate",
        davor=None,
        erledigt=(("## 2026-07-01 Nachbetreuung\n\nErgebnis: weiter beschäftigt\n", "2026-07-01"),),
        bleibt=(("## 2026-07-01 Nachbetreuung\n", "2026-07-01"),),
    ),
    Szene(
        "wieder-aufnehmen", stufe("IK", ABSCHLUSS + "## 2026-03-10 Telefonat (Ole)\n\n", status="abgeschlossen"), "2026-03-10",
        "Nach dem Abschluss gesprochen: zu entscheiden am 2026-03-10: nach dem Abschluss gesprochen (Telefonat) 2026-03-10 (faelle/4711.md:18)",
        davor=None,
        erledigt=(("## 2026-03-11 Telefonat\n\nWieder aufnehmen: nein\n", "2026-03-11"),),
        bleibt=(("## 2026-03-11 Notiz\n", "2026-03-11"),),
    ),
    Szene(
        "kontaktdaten-loeschen", stufe("IK", ABSCHLUSS, status="abgeschlossen"), "2026-09-30",
        "Kontaktdaten zu löschen am 2026-09-30: Arbeitsbeginn 2026-03-31 (faelle/4711.md:16) + 6 Monate",
        erledigt=(("## 2026-10-01 Kontaktdaten gelöscht\n", "2026-10-01"),),
        bleibt=(("## 2026-10-01 Notiz\n", "2026-10-01"),),
    ),
    Szene(
        "fall-loeschen", stufe("IK", ABSCHLUSS, status="abgeschlossen"), "2029-12-31",
        "Fall zu löschen am 2029-12-31: Arbeitsbeginn 2026-03-31, Ende dieses Jahres 2026-12-31 (faelle/4711.md:16) + 3 Jahre",
        davor="bald",
    ),
)  # fmt: skip
