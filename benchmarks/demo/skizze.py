"""A demo case in the making: its front matter, its entries, and what a careful team writes down on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from benchmarks.demo import texte
from fallbuch.akte.feld import felder
from fallbuch.akte.modell import Kopf
from fallbuch.beispiele import BEISPIELTAG

STICHTAG = BEISPIELTAG
BERATER = ("Jana", "Mira", "Ole", "Tarik")
ZUGANGSWEGE = ("Runder Tisch", "VAMV Beratung", "Beratungstag", "Kontaktstelle Familie & Beruf", "Wer hilft weiter?")
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
    #: The team reviews, plans and extends in time; not every case is so lucky.
    sorgfaeltig: bool = True
    #: When plan, level and Bewerberangebot were last looked at.
    stand: dict[str, date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.berater = self.rng.choice(BERATER)
        self.kunde = self.rng.choice(("Kunde", "Kundin"))
        self.sorgfaeltig = self.rng.random() < 0.85

    def beginne(self, tage_her: int, status: str, **kopf: str) -> Fallskizze:
        """Set the front matter; the first contact lies `tage_her` days before the key date."""
        self.tag = STICHTAG - timedelta(days=tage_her)
        grund = {
            "ID": self.kennung,
            "Erstkontakt": str(self.tag),
            "Zugangsweg": self.rng.choice(ZUGANGSWEGE),
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
        # In the order of the field reference, as the formatter writes them; names in unusual spelling come first.
        rang = {feld.name: nummer for nummer, (_, feld) in enumerate(felder(Kopf))}
        gereiht = sorted(self.kopf.items(), key=lambda paar: rang.get(paar[0], -1))
        kopf = "".join(f"{name}: {wert}\n".replace(": \n", ":\n") for name, wert in gereiht)
        return f"---\n{kopf}---\n" + "".join(f"\n{teil}\n" for teil in self.teile)


def erstgespraech(f: Fallskizze, *zeilen: str, wartezeit: int = 9) -> Fallskizze:
    """Let the first conversation happen within `wartezeit` days."""
    if f.rng.random() < 0.4:
        f.weiter(2).eintrag("Telefonat", ("Termin für das Erstgespräch ausgemacht.",))
    f.weiter(f.rng.randrange(1, wartezeit))
    offen = [f.vereinbarung("x", f.kunde, 14), f.vereinbarung("x", "Team", None)]
    f.stand["Stufe"] = f.stand["Angebot"] = f.tag
    return f.eintrag(
        "Erstgespräch",
        texte.ERSTGESPRAECH,
        "Vereinbarungen:\n",
        *offen,
        "",
        *zeilen,
        f"Dauer: {f.rng.choice((45, 60, 75))}",
    )


def verlauf(f: Fallskizze, stufe: str, letzter_vor: int) -> Fallskizze:
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
        f.weiter(schritt).eintrag(art, saetze, *gepruefte(f, stufe))
        if f.rng.random() < 0.12:
            arbeitgeberkontakt(f.weiter(1))
        pflege(f, stufe)
    return f.bis_vor(letzter_vor)


def arbeitgeberkontakt(f: Fallskizze) -> Fallskizze:
    """Let somebody talk to an employer, and name it."""
    f.eintrag("Arbeitgeberkontakt", texte.ARBEITGEBER)
    satz = f.teile[-1].split("\n\n")[1]
    f.teile[-1] += f"\n\nArbeitgeber: {texte.BETRIEBE[satz]}"
    return f


def betrieb(f: Fallskizze) -> str:
    """Return the employer that takes the customer; not drawn, so that nothing else of the story changes."""
    return list(texte.BETRIEBE.values())[int(f.kennung) % len(texte.BETRIEBE)]


def gepruefte(f: Fallskizze, stufe: str, voraus: int = 70) -> list[str]:
    """Return the lines of a conversation in which level and Bewerberangebot are reviewed before they are due."""
    zeilen = []
    abstand = 91 if stufe in {"IN", "IK"} else 182
    if f.sorgfaeltig and f.tag >= f.stand["Angebot"] + timedelta(days=abstand - voraus):
        zeilen.append("Bewerberangebot: geprüft")
        f.stand["Angebot"] = f.tag
    if f.sorgfaeltig and f.tag >= f.stand["Stufe"] + timedelta(days=182 - voraus):
        zeilen.append(f"Betreuungsstufe: {stufe}")
        f.stand["Stufe"] = f.tag
    return zeilen


def pflege(f: Fallskizze, stufe: str) -> Fallskizze:
    """Renew the plan before it ends, and extend a long case."""
    if "Plan" in f.stand and f.tag >= f.stand["Plan"] + timedelta(days=90):
        plan(f.weiter(1), *angaben_zum_plan(stufe))
    beginn = date.fromisoformat(f.kopf["Erstkontakt"])
    if f.sorgfaeltig and "Verlängerung" not in f.stand and f.tag >= beginn + timedelta(days=300):
        f.stand["Verlängerung"] = f.tag
        f.weiter(1).eintrag(
            "Verlängerung", (), f"Bis: {f.in_tagen(270)}", f"Grund: {f.rng.choice(texte.VERLAENGERUNG)}"
        )
    return f


def angaben_zum_plan(stufe: str) -> list[str]:
    """Return the lines that end a plan for this level."""
    sozial = ["Sozialintegrative Leistungen: abgefragt"] if stufe in {"IG", "IF"} else []
    return [*sozial, "Einvernehmen: ja"]


def in_beratung(f: Fallskizze, stufe: str, alter: int, letzter_vor: int, *, mit_plan: bool | None = None) -> Fallskizze:
    """Tell a case from its first contact `alter` days ago to its last contact `letzter_vor` days ago."""
    f.beginne(alter, "in Beratung", Betreuungsstufe=stufe)
    erstgespraech(f, f"Betreuungsstufe: {stufe}")
    if f.sorgfaeltig if mit_plan is None else mit_plan:
        plan(f.weiter(f.rng.randrange(3, 18)), *angaben_zum_plan(stufe))
    verlauf(f, stufe, letzter_vor)
    if f.sorgfaeltig:
        pflege(f, stufe)
    return f.eintrag("Beratung", texte.BERATUNG, *gepruefte(f, stufe))


def plan(f: Fallskizze, *zeilen: str, tage: int = 182) -> Fallskizze:
    """Write a plan of today that holds for `tage` days."""
    f.stand["Plan"] = f.tag
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
        f"Gültig bis: {f.in_tagen(tage)}",
    )
