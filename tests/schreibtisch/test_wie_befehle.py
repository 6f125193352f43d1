"""What is done in forms is the same as done by commands, byte by byte: every kind of entry, every command."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from fallbuch.akte.eintragsformen import FORMEN
from fallbuch.schreibtisch import taten
from tests.cli.aufruf import im_prozess
from tests.hilfen import TEAM_YML, fall, regelwerk_aus
from tests.schreibtisch.hilfen import Tisch

ORDNER = Callable[..., Path]
TAG = "2026-07-01"
WURF = 77
OFFEN = fall(
    "## 2026-06-22 Erstgespräch (Jana)\n\nVereinbarungen:\n\n- [ ] Kundin schreibt den Lebenslauf (bis 2026-07-06)\n- [ ] Team fragt an\n\n"
    "Betreuungsstufe: IK\nFolgetermin: 2026-06-29 10:00\n\n## 2026-06-23 Maßnahme (Jana)\n\nArt: Weiterbildung\nBezeichnung: Büro\nBeginn: 2026-06-23\n"
    "Ende: 2026-06-30\n",
    erstkontakt="2026-06-20", Betreuungsstufe="IK",
)  # fmt: skip
ZU = OFFEN.replace("in Beratung", "abgeschlossen") + (
    "\n## 2026-06-28 Abschluss (Jana)\n\nErgebnis: Arbeitsstelle angenommen\nArbeitsbeginn: 2026-07-01\n"
)
NEU = fall(status="neu", berater="", erstkontakt="2026-06-20")
ANDERER = fall("## 2026-06-25 Telefonat (Ole)\n\nDer andere.\n", erstkontakt="2026-06-24", berater="Ole").replace(
    "4711", "2911"
)
TEXT = "Bewerbung ist unterwegs.\n\nSie meldet sich."
#: What is typed into the keys of each kind, and how the file has it where that is another way.
EIGENE: dict[str, dict[str, str | Sequence[str]]] = {
    "Betreuungsplan": {
        "Ausgangslage": "Erfahrung im Büro", "Ziel": "20 Stunden", "Teilziele": ["Lebenslauf fertig (bis 2026-08-01)"], "Schritte Team": ["fragt an"],
        "Schritte Kunde": ["schreibt", "ruft an"], "Begründung": "passt", "Kontaktintervall": "4 Wochen", "Kontaktform": "Telefon",
        "Informiert über": "Rechte", "Gültig bis": "2026-12-01", "Einvernehmen": "ja", "Sozialintegrative Leistungen": "abgefragt",
    },
    "Maßnahme": {"Art": "Weiterbildung", "Bezeichnung": "Buchhaltung", "Beginn": "2026-07-06", "Ende": "2026-09-01", "Träger": "Volkshochschule"},
    "Abschluss": {"Ergebnis": "Arbeitsstelle angenommen", "Arbeitsbeginn": "2026-08-01", "Umfang": "20", "Form": "versicherungspflichtig"},
    "Wiederaufnahme": {},
    "Pause": {"Bis": "2026-08-15"},
    "Nachbetreuung": {"Ergebnis": "weiter beschäftigt"},
    "Verlängerung": {"Bis": "2027-01-31", "Grund": "Prüfung steht an"},
    "Arbeitgeberkontakt": {},
}  # fmt: skip


def dateien(wurzel: Path) -> dict[str, bytes]:
    return {
        p.relative_to(wurzel).as_posix(): p.read_bytes()
        for ordner in ("faelle", "vorlagen") for p in sorted((wurzel / ordner).iterdir())
    }  # fmt: skip


class Zwei:
    """The same team twice: one for commands, one for forms."""

    def __init__(self, wurzel: Path, daneben: Path) -> None:
        shutil.copytree(wurzel, daneben)
        self.befehle, self.formulare = wurzel, daneben
        self.tisch = Tisch(daneben, TAG)

    def rufe(self, *worte: str) -> None:
        code, ausgabe = im_prozess(*worte, cwd=self.befehle, FALLBUCH_STICHTAG=TAG)
        assert code == 0, ausgabe

    def fuelle(self, pfad: str, werte: Mapping[str, Any]) -> dict[str, Any]:
        return self.tisch.formular(pfad).fuelle(werte).speichere()

    def gleich(self) -> bool:
        vorher = dateien(self.befehle)
        assert dateien(self.formulare) == vorher
        return True


@pytest.fixture
def zwei(ordner: ORDNER, tmp_path: Path) -> Callable[..., Zwei]:
    def lege(**faelle: str) -> Zwei:
        wurzel = ordner({f"{name.removeprefix('f')}.md": text for name, text in faelle.items()}, team=TEAM_YML)
        return Zwei(wurzel, tmp_path / "daneben")

    return lege


def angaben(werte: Mapping[str, str | Sequence[str]]) -> tuple[list[str], dict[str, str]]:
    """Return the keys as options and as fields of a form."""
    worte, felder = [], {}
    for name, wert in werte.items():
        for einzeln in (wert,) if isinstance(wert, str) else wert:
            worte += ["--angabe", f"{name}: {einzeln}"]
        felder[f"angabe {name}"] = wert if isinstance(wert, str) else "\n".join(wert)
    return worte, felder


def alle_arten() -> list[str]:
    return list(regelwerk_aus()[0].vokabular.arten)


@pytest.mark.parametrize("art", alle_arten())
def test_jede_art_von_eintrag(zwei: Callable[..., Zwei], art: str) -> None:
    wort = regelwerk_aus()[0].vokabular.arten[art]
    zu = art in {"Wiederaufnahme", "Nachbetreuung"} or wort.loeschung
    beide = zwei(f4711=ZU if zu else OFFEN)
    worte, felder = angaben(EIGENE.get(art, {}))
    mehr = [
        "--berater",
        "Jana",
        "--text",
        TEXT,
        "--vereinbarung",
        "Kundin ruft an (bis 2026-07-20)",
        "--angabe",
        "Dauer: 45",
    ]
    gemeinsam = {
        "art": art,
        "berater": ["Jana"],
        "text": TEXT,
        "angabe Vereinbarungen": "Kundin ruft an (bis 2026-07-20)",
        "angabe Dauer": "45",
    }
    if wort.kontakt and art not in FORMEN:
        mehr += ["--folgetermin", "2026-07-20 14:30"]
        gemeinsam["angabe Folgetermin"] = "20.7. 14:30"
    beide.rufe("eintragen", "4711", "--art", art, *mehr, *worte)
    beide.fuelle(f"eintragen/4711?art={art}", {**gemeinsam, **felder})
    assert beide.gleich()
    assert TEXT.split("\n", maxsplit=1)[0].encode() in dateien(beide.befehle)["faelle/4711.md"]


@pytest.mark.parametrize(
    ("worte", "felder"),
    [
        (["--erledigt", "1"], {"vereinbarung 1": "erledigt"}),
        (["--fallengelassen", "Team fragt"], {"vereinbarung 2": "fallengelassen"}),
        (["--rueckmeldung", "Büro: abgeschlossen"], {"massnahme 1": "abgeschlossen"}),
        (["--betreuungsstufe", "IN"], {"angabe Betreuungsstufe": "IN"}),
        (["--folgetermin", "keiner"], {"angabe Folgetermin": "keiner"}),
        (["--folgetermin", "2026-07-09 statt 2026-06-29"], {"angabe Folgetermin": "2026-07-09 statt 2026-06-29"}),
        (["--angabe", "Termin wahrgenommen: 2026-06-29 10:00"], {"angabe Termin wahrgenommen": "2026-06-29 10:00"}),
        (["--datum", "2026-06-30", "--berater", "Jana", "--berater", "Ole"], {"datum": "gestern", "berater": ["Jana", "Ole"]}),
    ],
)  # fmt: skip
def test_was_mit_einem_telefonat_kommt(zwei: Callable[..., Zwei], worte: list[str], felder: dict[str, Any]) -> None:
    beide = zwei(f4711=OFFEN)
    beide.rufe("eintragen", "4711", "--art", "Telefonat", "--text", "Ruft an.", *worte)
    beide.fuelle("eintragen/4711?art=Telefonat", {"text": "Ruft an.", **felder})
    assert beide.gleich()


def test_erstes_gespraech(zwei: Callable[..., Zwei]) -> None:
    beide = zwei(f4711=NEU)
    beide.rufe("eintragen", "4711", "--art", "Erstgespräch", "--berater", "Ole", "--betreuungsstufe", "IK")
    beide.fuelle("eintragen/4711?art=Erstgespräch", {"berater": ["Ole"], "angabe Betreuungsstufe": "IK"})
    assert beide.gleich()


@pytest.mark.parametrize("wort", ["ja", "nein"])
def test_gespraech_nach_dem_abschluss(zwei: Callable[..., Zwei], wort: str) -> None:
    beide = zwei(f4711=ZU)
    beide.rufe("eintragen", "4711", "--art", "Telefonat", "--text", "Ruft an.", "--wieder-aufnehmen", wort)
    beide.fuelle("eintragen/4711?art=Telefonat", {"text": "Ruft an.", "wieder_aufnehmen": wort})
    assert beide.gleich()


@pytest.mark.parametrize("pfad", ["eintragen/4711,2911?art=Telefonat", "eintragen/4711?art=Telefonat&auch=2911"])
def test_dasselbe_in_mehrere_faelle(zwei: Callable[..., Zwei], pfad: str) -> None:
    beide = zwei(f4711=OFFEN, f2911=ANDERER)
    beide.rufe("eintragen", "4711", "2911", "--art", "Telefonat", "--text", "Beide kamen.", "--berater", "Jana")
    formular = beide.tisch.formular(pfad)
    assert "<h1>Fälle 4711, 2911</h1>" in formular.html
    formular.fuelle({"text": "Beide kamen.", "berater": ["Jana"]}).speichere()
    assert beide.gleich()


def test_welche_faelle_noch(zwei: Callable[..., Zwei]) -> None:
    beide = zwei(f4711=OFFEN, f2911=ANDERER)
    formular = beide.tisch.formular("eintragen/4711?art=Telefonat&auch=9999")
    assert ">Fall 4711</a></h1>" in formular.html
    formular.fuelle({"text": "Beide kamen.", "berater": ["Jana"]})
    assert formular.pruefe()["fehler"] == {
        "auch": "Einen Fall „9999“ gibt es nicht. Sehen Sie in der Liste der Fälle nach."
    }
    assert formular.fuelle({"auch": "4711 2911"}).pruefe()["fehler"] == {}
    assert formular.fuelle({"vereinbarung 1": "erledigt"}).pruefe()["fehler"] == {
        "auch": "Abgehakt wird in jedem Fall für sich: Nehmen Sie die anderen Fälle heraus."
    }


def test_abschliessen_und_wiederaufnehmen(zwei: Callable[..., Zwei]) -> None:
    beide = zwei(f4711=OFFEN)
    beide.rufe(
        "abschliessen",
        "4711",
        "--ergebnis",
        "ohne Arbeitsstelle beendet",
        "--grund",
        "Umzug",
        "--erklaerung",
        "Zieht weg",
        "--erledigt",
        "2",
        "--berater",
        "Jana",
    )
    beide.fuelle(
        "eintragen/4711?art=Abschluss",
        {"angabe Ergebnis": "ohne Arbeitsstelle beendet", "angabe Grund": "Umzug", "angabe Erklärung": "Zieht weg", "vereinbarung 2": "erledigt", "berater": ["Jana"]},
    )  # fmt: skip
    assert beide.gleich()
    beide.rufe("wiederaufnehmen", "4711", "--berater", "Ole", "--text", "Ist zurück.")
    beide.fuelle("eintragen/4711?art=Wiederaufnahme", {"berater": ["Ole"], "text": "Ist zurück."})
    assert beide.gleich()


@pytest.mark.parametrize(
    ("worte", "felder"),
    [
        (["--feld", "Bewilligung bis: 2026-09-30"], {"feld Bewilligung bis": "30.9.2026"}),
        (["--zu-beachten", "nicht auf die Mailbox sprechen"], {"feld Zu beachten": "nicht auf die Mailbox sprechen"}),
        (["--feld", "Berater: Ole"], {"feld Berater": "Ole"}),
        (["--erledigt", "1", "--rueckmeldung", "abgebrochen"], {"vereinbarung 1": "erledigt", "massnahme 1": "abgebrochen"}),
    ],
)  # fmt: skip
def test_ohne_eintrag_aendern(zwei: Callable[..., Zwei], worte: list[str], felder: dict[str, Any]) -> None:
    beide = zwei(f4711=OFFEN)
    beide.rufe("eintragen", "4711", *worte)
    beide.fuelle("aendern/4711", felder)
    assert beide.gleich()


@pytest.mark.parametrize(
    ("worte", "felder"),
    [
        (["--an", "Ole", "--text", "Jana zieht um."], {"was": "an", "wer": "Ole", "text": "Jana zieht um."}),
        (["--vertretung", "Ole", "--bis", "2026-07-20"], {"was": "vertretung", "wer": "Ole", "bis": "20.7."}),
    ],
)
def test_uebergeben(zwei: Callable[..., Zwei], worte: list[str], felder: dict[str, Any]) -> None:
    beide = zwei(f4711=OFFEN, f2911=ANDERER)
    beide.rufe("uebergeben", "4711", *worte)
    beide.fuelle("uebergeben/4711", felder)
    assert beide.gleich()
    if felder["was"] == "vertretung":
        beide.rufe("uebergeben", "4711", "--vertretung", "keine")
        beide.fuelle("uebergeben/4711", {"was": "ende"})
        assert beide.gleich()


def test_alle_faelle_einer_person_uebergeben(zwei: Callable[..., Zwei]) -> None:
    beide = zwei(f4711=OFFEN, f4712=OFFEN.replace("4711", "4712"), f2911=ANDERER)
    beide.rufe("uebergeben", "--von", "Jana", "--an", "Ole")
    beide.fuelle("uebergeben/von:Jana", {"was": "an", "wer": "Ole"})
    assert beide.gleich()
    assert b"Berater: Ole" in dateien(beide.formulare)["faelle/4712.md"]


@pytest.mark.parametrize(
    ("worte", "felder"),
    [
        ([], {}),
        (["--eintrag", "2026-07-01 Telefonat"], {"eintrag": "2026-07-01 Telefonat"}),
        (["--eintrag", "2026-07-01 Telefonat", "--nach", "2911"], {"eintrag": "2026-07-01 Telefonat", "nach": "2911"}),
    ],
)
def test_zuruecknehmen(zwei: Callable[..., Zwei], worte: list[str], felder: dict[str, Any]) -> None:
    beide = zwei(f4711=OFFEN, f2911=ANDERER)
    beide.rufe("eintragen", "4711", "--art", "Telefonat", "--text", "Verwechselt.", "--erledigt", "1")
    beide.fuelle("eintragen/4711?art=Telefonat", {"text": "Verwechselt.", "vereinbarung 1": "erledigt"})
    assert beide.gleich()
    beide.rufe("zuruecknehmen", "4711", *worte, "--ja")
    beide.fuelle("zuruecknehmen/4711", felder)
    assert beide.gleich()


def test_vereinen(zwei: Callable[..., Zwei]) -> None:
    beide = zwei(f4711=OFFEN, f2911=ANDERER)
    beide.rufe("vereinen", "4711", "--mit", "2911", "--feld", "Berater: Jana")
    beide.fuelle("vereinen/4711?mit=2911", {"feld Berater": "Jana"})
    assert beide.gleich()
    assert "faelle/2911.md" not in dateien(beide.formulare)


def test_neuer_fall(zwei: Callable[..., Zwei]) -> None:
    beide = zwei(f4711=OFFEN)
    beide.rufe("neu", "--zugangsweg", "Beratungstag", "--berater", "Ole", "--datum", "2026-06-30", "--id", "5230",
               "--feld", "Einwilligung: 2026-06-30", "--feld", "Hilfenetz: Schuldnerberatung (Raten)")  # fmt: skip
    beide.fuelle("neu", {
        "feld Zugangsweg": "Beratungstag", "feld Berater": "Ole", "feld Erstkontakt": "30.6.", "feld ID": "5230", "feld Einwilligung": "30.6.2026",
        "feld Hilfenetz": "Schuldnerberatung (Raten)",
    })  # fmt: skip
    assert beide.gleich()


def test_veranstaltung(zwei: Callable[..., Zwei], monkeypatch: pytest.MonkeyPatch) -> None:
    beide = zwei(f4711=OFFEN)
    monkeypatch.setattr(secrets, "randbits", lambda _: WURF)
    beide.rufe(
        "neu",
        "--veranstaltung",
        "Beratungstag",
        "--faelle",
        "3",
        "--teilnehmende",
        "12",
        "--berater",
        "Jana",
        "--berater",
        "Ole",
        "--text",
        "Im Saal.",
    )
    form = beide.tisch.formular("veranstaltung")
    assert form.wurf == WURF
    form.fuelle(
        {
            "zugangsweg": "Beratungstag",
            "faelle": "3",
            "teilnehmende": "12",
            "berater": ["Jana", "Ole"],
            "text": "Im Saal.",
        }
    ).speichere()
    assert beide.gleich()
    assert len(dateien(beide.formulare)) == len(dateien(beide.befehle)) == 6


def test_jede_tat_ist_dabei() -> None:
    """Whoever adds a form adds it here: the deeds of this file's tests are those of the desk."""
    assert set(taten._TATEN) == {
        "eintragen",
        "aendern",
        "uebergeben",
        "zuruecknehmen",
        "vereinen",
        "neu",
        "veranstaltung",
    }
    assert set(taten._TATEN) == set(taten._FORMULARE)
    assert set(EIGENE) == set(FORMEN)
