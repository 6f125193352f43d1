"""The situations of the demo team: each tells one case's story up to the key date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from fallbuch.demo import texte

STICHTAG = date(2026, 6, 30)
BERATER = ("Jana", "Mira", "Ole", "Tarik")
KANAELE = ("Runder Tisch", "VAMV Beratung", "Beratungstag", "Kontaktstelle Familie & Beruf", "Wer hilft weiter?")
STUFEN = {"IN": 28, "IK": 70, "IG": 90, "IF": 180}
ARBEITSMARKT = ("arbeitslos", "arbeitslos", "arbeitsuchend", "beschäftigt", "in Ausbildung", "nicht gemeldet")


@dataclass(slots=True)
class Fallskizze:
    """A case file in the making; `tag` is the day the story has reached."""

    kennung: str
    rng: Random
    kopf: dict[str, str] = field(default_factory=dict)
    teile: list[str] = field(default_factory=list)
    tag: date = STICHTAG
    berater: str = ""
    kunde: str = ""

    def __post_init__(self) -> None:
        self.berater = self.rng.choice(BERATER)
        self.kunde = self.rng.choice(("Kunde", "Kundin"))

    def beginne(self, tage_her: int, status: str, **kopf: str) -> Fallskizze:
        """Set the front matter; the first contact lies `tage_her` days before the key date."""
        self.tag = STICHTAG - timedelta(days=tage_her)
        grund = {
            "ID": self.kennung,
            "Erstkontakt": str(self.tag),
            "Akquise": self.rng.choice(KANAELE),
            "Status": status,
        }
        self.kopf = grund | ({} if status == "neu" else {"Berater": self.berater}) | kopf
        if self.rng.random() < 0.8:
            self.kopf.setdefault("Arbeitsmarktstatus", self.rng.choice(ARBEITSMARKT))
        if self.rng.random() < 0.3:
            self.kopf["Einwilligung"] = str(self.tag)
        return self

    def weiter(self, tage: int) -> Fallskizze:
        """Let `tage` days pass, never beyond the key date."""
        self.tag = min(self.tag + timedelta(days=tage), STICHTAG)
        return self

    def bis_vor(self, tage: int) -> Fallskizze:
        """Go to the day `tage` days before the key date, never backwards."""
        self.tag = max(self.tag, STICHTAG - timedelta(days=tage))
        return self

    def eintrag(self, art: str, saetze: Sequence[str] = (), *zeilen: str, berater: bool = True) -> Fallskizze:
        """Append an entry of today with one of `saetze` and the given statement lines."""
        satz = (
            self.rng.choice(saetze).format(k=f"die {self.kunde}" if self.kunde == "Kundin" else "der Kunde", K=self.wer)
            if saetze
            else ""
        )
        name = f" ({self.berater})" if berater else ""
        teile = [f"## {self.tag} {art}{name}", satz, "\n".join(zeilen)]
        self.teile.append("\n\n".join(teil for teil in teile if teil))
        return self

    @property
    def wer(self) -> str:
        return "Die Kundin" if self.kunde == "Kundin" else "Der Kunde"

    def vereinbarung(self, kasten: str, wer: str, tage: int | None) -> str:
        """Return one agreement line with a deadline `tage` days from today's entry."""
        was = self.rng.choice(texte.TEAM if wer == "Team" else texte.KUNDE)
        frist = f" (bis {self.tag + timedelta(days=tage)})" if tage is not None else ""
        return f"- [{kasten}] {wer} {was}{frist}"

    def in_tagen(self, tage: int) -> str:
        """Return the day `tage` days after today's entry."""
        return str(self.tag + timedelta(days=tage))

    def text(self) -> str:
        kopf = "".join(f"{name}: {wert}\n" for name, wert in self.kopf.items())
        return f"---\n{kopf}---\n" + "".join(f"\n{teil}\n" for teil in self.teile)


def _erstgespraech(f: Fallskizze, *zeilen: str, wartezeit: int = 9) -> Fallskizze:
    if f.rng.random() < 0.4:
        f.weiter(2).eintrag("Telefonat", ("Termin für das Erstgespräch ausgemacht.",))
    f.weiter(f.rng.randrange(1, wartezeit))
    offen = [f.vereinbarung("x", f.kunde, 14), f.vereinbarung("x", "Team", None)]
    return f.eintrag(
        "Erstgespräch",
        texte.ERSTGESPRAECH,
        "Vereinbarungen:\n",
        *offen,
        "",
        *zeilen,
        f"Dauer: {f.rng.choice((45, 60, 75))}",
    )


def _verlauf(f: Fallskizze, stufe: str, letzter_vor: int) -> Fallskizze:
    """Contacts at the level's pace up to one `letzter_vor` days before the key date."""
    arten = [
        ("Beratung", texte.BERATUNG),
        ("Telefonat", texte.TELEFONAT),
        ("E-Mail", texte.EMAIL),
        ("Außentermin", texte.AUSSENTERMIN),
    ]
    ende = STICHTAG - timedelta(days=letzter_vor)
    while True:
        schritt = f.rng.randrange(STUFEN[stufe] // 3 + 3, STUFEN[stufe] - 2)
        if f.tag + timedelta(days=schritt + 3) >= ende:
            break
        art, saetze = f.rng.choices(arten, weights=(5, 4, 2, 1))[0]
        f.weiter(schritt).eintrag(art, saetze, *(["Bewerberangebot: geprüft"] if f.rng.random() < 0.2 else []))
        if f.rng.random() < 0.12:
            f.weiter(1).eintrag("Arbeitgeberkontakt", texte.ARBEITGEBER)
    return f.bis_vor(letzter_vor)


def _in_beratung(f: Fallskizze, stufe: str, alter: int, letzter_vor: int) -> Fallskizze:
    f.beginne(alter, "in Beratung", Betreuungsstufe=stufe)
    _erstgespraech(f, f"Betreuungsstufe: {stufe}")
    _verlauf(f, stufe, letzter_vor)
    return f.eintrag("Beratung", texte.BERATUNG)


def _plan(f: Fallskizze, *zeilen: str) -> Fallskizze:
    rng = f.rng
    return f.eintrag(
        "Betreuungsplan",
        (),
        f"Ausgangslage: {rng.choice(texte.AUSGANGSLAGE)}",
        f"Ziel: {rng.choice(texte.ZIELE)}",
        "Schritte Team:\n",
        f"- {rng.choice(texte.SCHRITTE_TEAM)}",
        "\nSchritte Kunde:\n",
        f"- {rng.choice(texte.SCHRITTE_KUNDE)}",
        "",
        f"Begründung: {rng.choice(texte.BEGRUENDUNG)}",
        "Kontaktform: Telefon",
        "Informiert über: Geschäftsbedingungen, Rechte und Pflichten, Leistungsbezug",
        *zeilen,
        f"Gültig bis: {f.in_tagen(182)}",
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
    f.beginne(f.rng.randrange(12, 50), "in Beratung")
    return _erstgespraech(f)


def stufe_faellig(f: Fallskizze) -> Fallskizze:
    stufe = f.rng.choice(tuple(STUFEN))
    return _in_beratung(f, stufe, STUFEN[stufe] * 2 + 150, STUFEN[stufe] + f.rng.choice((-2, 1, 6, 15, 40)))


def stufe_bald(f: Fallskizze) -> Fallskizze:
    stufe = f.rng.choice(tuple(STUFEN))
    return _in_beratung(f, stufe, STUFEN[stufe] * 2 + 60, max(1, STUFEN[stufe] - f.rng.choice((3, 8, 14, 20))))


def stufe_spaeter(f: Fallskizze) -> Fallskizze:
    return _in_beratung(f, f.rng.choice(("IK", "IG", "IF")), f.rng.randrange(120, 500), f.rng.randrange(1, 20))


def heute_faellig(f: Fallskizze) -> Fallskizze:
    _in_beratung(f, "IK", 120, f.rng.randrange(8, 22))
    f.eintrag("Telefonat", texte.TELEFONAT, f"Folgetermin: {STICHTAG} {f.rng.randrange(10, 17)}:30")
    return f


def folgetermin_verpasst(f: Fallskizze) -> Fallskizze:
    _in_beratung(f, "IK", 160, f.rng.randrange(20, 45))
    f.eintrag("Telefonat", texte.TELEFONAT, f"Folgetermin: {f.in_tagen(14)} 09:00")
    return f.weiter(14).eintrag("Nicht erschienen", texte.NICHT_ERSCHIENEN)


def diese_woche(f: Fallskizze) -> Fallskizze:
    _in_beratung(f, "IN", 90, f.rng.randrange(5, 20))
    return f.eintrag("E-Mail", texte.EMAIL, f"Folgetermin: {STICHTAG + timedelta(days=f.rng.randrange(1, 6))}")


def versuche(f: Fallskizze) -> Fallskizze:
    _in_beratung(f, "IK", 220, f.rng.randrange(76, 110))
    for _ in range(f.rng.randrange(1, 4)):
        f.weiter(f.rng.randrange(5, 12)).eintrag("Kontaktversuch", texte.VERSUCH)
    return f


def vereinbarungen(f: Fallskizze) -> Fallskizze:
    _in_beratung(f, f.rng.choice(("IK", "IG")), 200, f.rng.randrange(18, 42))
    zeilen = [f.vereinbarung(" ", f.kunde, 14), f.vereinbarung(" ", f.kunde, 40), f.vereinbarung("-", f.kunde, None)]
    if f.rng.random() < 0.5:
        zeilen.insert(0, f.vereinbarung(" ", "Team", 10))
    return f.eintrag("Telefonat", texte.TELEFONAT, "Vereinbarungen:\n", *zeilen)


def mit_plan(f: Fallskizze) -> Fallskizze:
    f.beginne(
        150, "in Beratung", Betreuungsstufe="IK", Hilfenetz="[" + ", ".join(f.rng.sample(texte.HILFENETZ, 2)) + "]"
    )
    _erstgespraech(f, "Betreuungsstufe: IK")
    f.weiter(14)
    _plan(f, "Kontaktintervall: 4 Wochen", "Einvernehmen: ja")
    _verlauf(f, "IN", f.rng.randrange(14, 33))
    return f.eintrag("Beratung", texte.BERATUNG)


def plan_ohne_einigung(f: Fallskizze) -> Fallskizze:
    f.beginne(170, "in Beratung", Betreuungsstufe="IG")
    _erstgespraech(f, "Betreuungsstufe: IG")
    _plan(
        f.weiter(20),
        "Einvernehmen: nein",
        "Begründung fehlendes Einvernehmen: Wünscht sich einen anderen Beruf als den empfohlenen",
        "Sozialintegrative Leistungen: abgefragt",
    )
    _verlauf(f, "IG", 40)
    return f.eintrag("Telefonat", texte.TELEFONAT)


def massnahme_laeuft(f: Fallskizze) -> Fallskizze:
    stufe = f.rng.choice(("IK", "IG"))
    _in_beratung(f, stufe, 260, 60)
    art, name, wochen, traeger = f.rng.choice([m for m in texte.MASSNAHMEN if m[2] >= 10])
    f.weiter(3).eintrag(
        "Maßnahme", (), f"Art: {art}", f"Bezeichnung: {name}", f"Träger: {traeger}", f"Ende: {f.in_tagen(7 * wochen)}"
    )
    return f.weiter(30).eintrag("Telefonat", texte.TELEFONAT)


def massnahme_vorbei(f: Fallskizze) -> Fallskizze:
    _in_beratung(f, "IK", 300, 120)
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
    _erstgespraech(f, "Betreuungsstufe: IF")
    f.bis_vor(f.rng.randrange(100, 150)).eintrag("Beratung", texte.BERATUNG)
    return f.bis_vor(f.rng.randrange(1, 14)).eintrag(
        "Notiz", ("Im Team neu eingestuft: Die Lage hat sich stabilisiert.",), "Betreuungsstufe: IK"
    )


def brief_bei_in(f: Fallskizze) -> Fallskizze:
    _in_beratung(f, "IN", 120, f.rng.randrange(30, 60))
    return f.bis_vor(10).eintrag("Brief", texte.BRIEF)


def pausiert(f: Fallskizze) -> Fallskizze:
    _in_beratung(f, "IK", 260, 60)
    return f.weiter(5).eintrag("Pause", (), f"Bis: {STICHTAG + timedelta(days=f.rng.randrange(10, 60))}")


def pause_vorbei(f: Fallskizze) -> Fallskizze:
    _in_beratung(f, "IK", 300, f.rng.randrange(72, 120))
    return f.weiter(3).eintrag("Pause", (), f"Bis: {STICHTAG - timedelta(days=f.rng.randrange(1, 12))}")


def verlaengert(f: Fallskizze) -> Fallskizze:
    _in_beratung(f, "IG", 400, 50)
    return f.weiter(2).eintrag("Verlängerung", (), f"Bis: {f.in_tagen(180)}", "Grund: Prüfung steht im Winter an")


def mit_arbeit(f: Fallskizze) -> Fallskizze:
    stufe = f.rng.choice(("IN", "IK"))
    _in_beratung(f, stufe, f.rng.randrange(160, 400), f.rng.randrange(20, 100))
    f.kopf["Status"] = "abgeschlossen"
    beginn = f.in_tagen(10)
    f.weiter(3).eintrag(
        "Abschluss",
        (),
        "Ergebnis: Arbeitsstelle angenommen",
        f"Arbeitsbeginn: {beginn}",
        f"Umfang: {f.rng.choice((15, 20, 25, 30, 39))}",
        f"Form: {f.rng.choice(('versicherungspflichtig', 'befristet', 'geringfügig'))}",
    )
    if STICHTAG - f.tag > timedelta(days=45):
        f.weiter(40).eintrag("Nachbetreuung", (), "Ergebnis: weiter beschäftigt")
    return f


def ohne_arbeit(f: Fallskizze) -> Fallskizze:
    _in_beratung(f, f.rng.choice(tuple(STUFEN)), f.rng.randrange(200, 450), f.rng.randrange(30, 120))
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
    _in_beratung(f, "IF", 300, 90)
    f.weiter(3).eintrag("Notiz", texte.NOTIZ)
    return f.weiter(3).eintrag("Arbeitgeberkontakt", texte.ARBEITGEBER)


def mit_hinweisen(f: Fallskizze) -> Fallskizze:
    """A file as people write them: readable, not uniform."""
    f.beginne(120, "in Beratung", Betreuungsstufe="IG")
    f.kopf["Berater"] = f.berater.lower()
    _erstgespraech(f, "Betreuungsstufe: IG")
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
)
GEWICHTE = (1, 1, 2, 1, 3, 10, 20, 1, 1, 3, 1, 3, 4, 2, 5, 4, 1, 2, 2, 1, 2, 12, 12, 2, 2, 1)
