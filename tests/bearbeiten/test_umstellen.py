"""Rewording a value everywhere: nothing forgotten, nothing guessed, no date moved."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bearbeiten.hilfen import lies, stand
from tests.cli.aufruf import im_prozess
from tests.conftest import WURZEL
from tests.hilfen import fall

ORDNER = Callable[..., Path]
TEAM = """\
# Wir
berater:
  Jana: {von: 2020-01-01}   # von Anfang an
  Ole:
    bis: 2027-12-31
zugangswege:
  Laden: {verantwortlich: Jana, erwartung: 2 im Monat}
  Beratungstag: {}
"""
REGELN = """\
arten:
  Brief: {nur_stufen: [IN, IK]}
regeln:
  kontakt-ik:
    fassungen:
      - ab: 2026-03-01
        bedingung: {stufe: [IK, IG]}   # zusammen
        frist: 8 Wochen
"""
FALL = fall(
    "## 2026-02-10  Telefonat   (jana, Ole)\n\nJana sprach mit ihr über den Laden.\n\nVereinbarungen:\n\n- [ ] Jana ruft an\n* [x] jana: schreibt\n\n"
    "Betreuungsstufe: ik\n\n## 2026-03-05 Anruf (Ole)\n\nBetreuungsstufe: IK\n",
    erstkontakt="2026-02-03", Betreuungsstufe='"IK" # Stufe', Vertretung="'Ole'", berater="jana",
).replace("Beratungstag", "Laden")  # fmt: skip
PROTOKOLL = "## 2026-02-28 Akquise (Jana)\n\nZugangsweg: laden\n\n## 2026-03-01 Notiz (Ole)\n\nLaden\n"


def rufe(wurzel: Path, datei: str, *worte: str, code: int = 0) -> str:
    (wurzel / "u.yml").write_text("umstellungen:\n" + datei, encoding="utf-8")
    ende = im_prozess("umstellen", "u.yml", *worte, cwd=wurzel, FALLBUCH_STICHTAG="2026-07-01")
    assert ende[0] == code, ende[1]
    return ende[1]


@pytest.fixture
def team(ordner: ORDNER) -> Path:
    wurzel = ordner(
        {"4711.md": FALL, "4712.md": fall(erstkontakt="2026-01-05").replace("4711", "4712").replace("Jana", "Ole")},
        team=TEAM,
        regelwerk=REGELN,
    )
    (wurzel / "vorlagen/protokoll.md").write_text(PROTOKOLL, encoding="utf-8")
    return wurzel


def test_eine_person_heisst_anders(team: Path) -> None:
    assert rufe(team, "  - {liste: berater, alt: Jana, neu: Johanna}\n") == (
        "5 Stellen in 2 Dateien umgestellt.\nvorlagen/team.yml geändert.\n"
    )
    assert lies(team) == (
        FALL.replace("Berater: jana", "Berater: Johanna")
        .replace("(jana, Ole)", "(Johanna, Ole)")
        .replace("[ ] Jana", "[ ] Johanna")
        .replace("[x] jana:", "[x] Johanna:")
    )
    assert lies(team, "vorlagen/team.yml") == TEAM.replace("Jana", "Johanna")
    assert lies(team, "vorlagen/protokoll.md") == PROTOKOLL.replace("(Jana)", "(Johanna)")
    assert im_prozess("pruefen", cwd=team)[1].endswith("2 Fälle geprüft: 0 Fehler, 3 Hinweise.\n")


def test_eine_mitgelieferte_stufe_heisst_anders(team: Path) -> None:
    text = rufe(team, "  - {liste: stufen, alt: IK, neu: F2}\n")
    assert text.startswith("3 Stellen in 1 Datei umgestellt.\nvorlagen/regelwerk.yml geändert.\n")
    assert "Titel oder Text der Regel „kontakt-ik“ nennt noch „IK“." in text
    assert lies(team) == FALL.replace('"IK" # Stufe', '"F2" # Stufe').replace("stufe: ik\n", "stufe: F2\n").replace(
        "stufe: IK\n", "stufe: F2\n"
    )
    regeln = lies(team, "vorlagen/regelwerk.yml")
    assert "  Brief: {nur_stufen: [IN, F2, IK]}\n" in regeln
    assert "        bedingung: {stufe: [F2, IK, IG]}   # zusammen\n" in regeln.replace("[F2, IG, IK]", "[F2, IK, IG]")
    assert "  IK:\n    bis: 2026-07-01\n" in regeln
    assert im_prozess("pruefen", cwd=team)[0] == 0


def test_zusammenlegen(team: Path) -> None:
    text = rufe(team, "  - {liste: zugangswege, alt: [Laden, Beratungstag], neu: Vor Ort}\n")
    assert "„Vor Ort“ gilt zunächst wie „Laden“. Sehen Sie in den Vorlagen nach, ob das so bleiben soll." in text
    assert "Zugangsweg: Vor Ort\n" in lies(team)
    assert "Zugangsweg: Vor Ort\n" in lies(team, "faelle/4712.md")
    assert "Zugangsweg: Vor Ort\n" in lies(team, "vorlagen/protokoll.md")
    assert lies(team, "vorlagen/protokoll.md").endswith("\n\nLaden\n")
    assert lies(team, "vorlagen/team.yml").split("zugangswege:\n")[1] == (
        "  Vor Ort: {verantwortlich: Jana, erwartung: 2 im Monat}\n"
    )


def test_aus_zweien_wird_eine(team: Path) -> None:
    (team / "faelle/4711.md").write_text(FALL.replace("jana, Ole", "jana,  Ole"), encoding="utf-8")
    rufe(team, "  - {liste: berater, alt: Jana, neu: Ole}\n")
    text = lies(team)
    assert "## 2026-02-10  Telefonat   (Ole)\n" in text
    assert "Vertretung" not in text
    assert "Berater: Ole\n" in text


@pytest.mark.parametrize(("wie", "frist"), [("IK", "10 Wochen"), ("IG", "3 Monate")])
def test_zwei_stufen_werden_eine(ordner: ORDNER, wie: str, frist: str) -> None:
    """The new level has one set of rules, that of the level it is to be like."""
    faelle = {
        f"{n}.md": fall(
            "## 2026-06-02 Telefonat\n\nBetreuungsstufe: " + s, erstkontakt="2026-06-01", Betreuungsstufe=s
        ).replace("4711", str(n))
        for n, s in ((4711, "IK"), (4712, "IG"))
    }
    wurzel = ordner(faelle)
    rufe(wurzel, f"  - {{liste: stufen, alt: [IK, IG], neu: IM, wie: {wie}}}\n")
    alle = json.loads(im_prozess("faellig", "--format", "json", "--stichtag", "2026-07-01", cwd=wurzel)[1])
    for kennung in ("4711", "4712"):
        kontakte = [f for f in alle if f["fall"] == kennung and f["regel"].startswith("kontakt-")]
        assert len(kontakte) == 1
        assert kontakte[0]["begruendung"].endswith(f"+ {frist}")


def test_abgebrochenes_umstellen_laesst_sich_wiederholen(team: Path) -> None:
    u = "  - {liste: berater, alt: Jana, neu: Zoe}\n"
    vorlagen = lies(team, "vorlagen/team.yml")
    rufe(team, u)
    fertig = stand(team)
    (team / "vorlagen/team.yml").write_text(vorlagen, encoding="utf-8")  # cut off before the last file
    rufe(team, u)
    assert stand(team) == fertig


def test_auch_in_eintraegen_ohne_lesbares_datum(team: Path) -> None:
    (team / "faelle/4711.md").write_text(
        FALL + "\n## ohne Datum\n\nBetreuungsstufe: IK\n\n## 2026-02-30 Notiz (Jana)\n\nBetreuungsstufe: IK\n",
        encoding="utf-8",
    )
    rufe(team, "  - {liste: stufen, alt: IK, neu: F2}\n")
    assert "IK" not in lies(team)


TEILUNG = """\
  - liste: stufen
    alt: IK
    teilen:
      F2: {bis: 2026-02-28}
      F3: {ab: 2026-03-01}
"""


def test_teilen(team: Path) -> None:
    rufe(team, TEILUNG)
    assert lies(team) == FALL.replace('"IK"', '"F3"').replace("stufe: ik\n", "stufe: F2\n").replace(
        "stufe: IK\n", "stufe: F3\n"
    )


@pytest.mark.parametrize(
    ("teilung", "zahl", "offen"),
    [(TEILUNG.replace("2026-03-01", "2026-02-10"), "2", 1), (TEILUNG.replace("2026-02-28", "2026-02-09"), "keinem", 1),
     (TEILUNG.replace("{bis: 2026-02-28}", "{faelle: [4712]}"), "keinem", 1)],
)  # fmt: skip
def test_was_nicht_eindeutig_ist_wird_genannt_und_nicht_geraten(
    team: Path, teilung: str, zahl: str, offen: int
) -> None:
    vorher = {**stand(team), "u.yml": f"umstellungen:\n{teilung}".encode()}
    text = rufe(team, teilung, code=1)
    assert (
        f"faelle/4711.md:20:18: Fehler U004: „IK“ (Betreuungsstufe) passt zu {zahl} der neuen Wörter. Erwartet: genau eines von „F2“, „F3“."
        in text
    )
    assert text.endswith(f"{offen} Stelle ist nicht eindeutig. Es wurde nichts geschrieben.\n")
    assert stand(team) == vorher
    rufe(team, teilung, "--eindeutige", code=1)
    assert lies(team) == FALL.replace('"IK"', '"F3"').replace("stufe: IK\n", "stufe: F3\n")


def test_zeigen(team: Path) -> None:
    vorher = stand(team)
    text = rufe(team, TEILUNG, "--zeigen")
    assert "  - Betreuungsstufe: ik\n  + Betreuungsstufe: F2\n" in text
    assert {n: b for n, b in stand(team).items() if n != "u.yml"} == vorher


@pytest.mark.parametrize(
    ("datei", "satz"),
    [
        (
            "  - {liste: farben, alt: a, neu: b}\n",
            "u.yml:2:5: Fehler U003: Die Liste „farben“ lässt sich nicht umstellen. ",
        ),
        ("  - {liste: stufen, alt: IX, neu: b}\n", "u.yml:2:5: Fehler U001: „IX“ steht nicht in der Liste „stufen“. "),
        (
            "  - {liste: arten, alt: Abschluss, neu: Ende}\n",
            "Fehler U003: Die Liste „arten, Abschluss“ lässt sich nicht umstellen. ",
        ),
        ("  - {liste: stufen, alt: IK}\n", "Fehler U002: Zu „IK“ steht kein neues Wort da. "),
        ("  - {liste: stufen, alt: IK, neu: IK}\n", "Fehler U002: „IK“ ist altes und neues Wort zugleich. "),
        (
            "  - {liste: stufen, alt: IK, neu: A}\n  - {liste: stufen, alt: IK, neu: B}\n",
            "Fehler U002: „IK“ wird zweimal umgestellt. ",
        ),
        (
            "  - {liste: stufen, alt: [IK, IG], neu: IM}\n",
            "Fehler U002: Für „IK“ und „IG“ gelten verschiedene Regeln (kontakt-ig, ",
        ),
        (
            "  - {liste: stufen, alt: [IK, IG], neu: IM, wie: IN}\n",
            "Fehler U002: „wie: IN“ nennt keines der alten Wörter. ",
        ),
        (
            "  - {liste: stufen, alt: IK, neu: IG}\n  - {liste: stufen, alt: IG, neu: IK}\n",
            "ist hier ein neues und in einer anderen Umstellung ein altes Wort.",
        ),
        (
            "  - {liste: berater, alt: Jana, neu: Team}\n",
            "„Team“, „Kunde“ und „Kundin“ bedeuten in Vereinbarungen etwas anderes.",
        ),
        ("  - {liste: stufen, alt: IK, teilen: {A: {}}}\n", "Fehler U002: „IK“ wird in nur ein Wort geteilt. "),
        ("  - {liste: stufen, alt: IK, teilen: {A: {ab: bald}, B: {}}}\n", "Fehler R002: "),
        ("  - {liste: stufen, alt: IK, nue: A}\n", "Fehler R001: Das Feld „nue“ gibt es hier nicht. "),
        ("", "u.yml:1:1: Fehler"),
        ("  - [\n", "u.yml:2:1: Fehler F007"),
    ],
)
def test_falsche_dateien(team: Path, datei: str, satz: str) -> None:
    text = rufe(team, datei, code=1)
    assert satz in text
    assert text.endswith("Es wurde nichts geschrieben.\n")
    assert lies(team) == FALL


def test_ohne_datei(team: Path) -> None:
    assert im_prozess("umstellen", "gibtesnicht.yml", cwd=team)[1].startswith(
        "fallbuch: Die Datei „gibtesnicht.yml“ gibt es nicht."
    )


@pytest.mark.parametrize(
    ("liste", "alt"),
    [
        ("stufen", "IK"),
        ("stufen", "IG"),
        ("stufen", "IN"),
        ("berater", "Mira"),
        ("zugangswege", "Beratungstag"),
        ("arten", "Telefonat"),
        ("massnahmen", "Weiterbildung"),
    ],
)
def test_umbenennen_verschiebt_keinen_termin(tmp_path: Path, liste: str, alt: str) -> None:
    """The demo team has the same items on the same days, whatever a word is called."""
    for name in ("faelle", "vorlagen"):
        shutil.copytree(WURZEL / name, tmp_path / name)

    def faellige() -> list[tuple[str, ...]]:
        alle = json.loads(im_prozess("faellig", "--format", "json", cwd=tmp_path)[1])
        return [(f["fall"], f["regel"], f["faellig_am"], f["dringlichkeit"]) for f in alle]

    vorher = faellige()
    rufe(tmp_path, f"  - {{liste: {liste}, alt: {alt}, neu: Neues Wort}}\n")
    assert sorted(faellige(), key=str) == sorted(vorher, key=str)
    assert len(vorher) > 100


def test_was_noch_gebraucht_wird_bleibt_in_der_liste(ordner: ORDNER) -> None:
    """After the certain places the same file, with better days, does the rest."""
    regeln = "stufen:\n  S1: {name: eins}\nregeln:\n  kontakt-s:\n    titel: Kontakt S\n    gruppe: Kontakt\n    anker: letzter-kontakt\n    frist: 4 Wochen\n    bedingung: {stufe: [S1]}\n    erledigt: [{ereignis: kontakt, ab: nach anker}]\n    quelle: Team\n    fundstelle: x\n    herkunft: team\n    text: Kontakt halten.\n"
    verlauf = "## 2026-06-02 Telefonat\n\nBetreuungsstufe: S1\n\n## 2026-06-20 Telefonat\n\nBetreuungsstufe: S1\n"
    wurzel = ordner({"4711.md": fall(verlauf, erstkontakt="2026-06-01", Betreuungsstufe="S1")}, regelwerk=regeln)
    teilung = "  - liste: stufen\n    alt: S1\n    teilen:\n      A1: {bis: 2026-06-01}\n      A2: {ab: 2026-06-10}\n"
    rufe(wurzel, teilung, "--eindeutige", code=1)
    assert "Betreuungsstufe: S1\n" in lies(wurzel)
    assert im_prozess("pruefen", cwd=wurzel)[0] == 0
    rufe(wurzel, teilung.replace("2026-06-01", "2026-06-09"))
    assert "S1" not in lies(wurzel)
    assert "S1" not in lies(wurzel, "vorlagen/regelwerk.yml")
    assert im_prozess("pruefen", "--streng", cwd=wurzel)[0] == 0


def test_der_kopf_folgt_dem_neuesten_eintrag_der_es_sagt(ordner: ORDNER) -> None:
    verlauf = (
        "## 2026-02-02 Telefonat\n\nBetreuungsstufe: IK\n\n## 2026-06-02 Telefonat\n\nArbeitsmarktstatus: arbeitslos\n"
    )
    wurzel = ordner(
        {"4711.md": fall(verlauf, erstkontakt="2026-02-01", Betreuungsstufe="IK", Arbeitsmarktstatus="arbeitslos")}
    )
    rufe(
        wurzel,
        "  - liste: arbeitsmarktstatus\n    alt: arbeitslos\n    teilen:\n      ALG I: {bis: 2026-03-31}\n      ALG II: {ab: 2026-04-01}\n",
    )
    assert lies(wurzel).count("Arbeitsmarktstatus: ALG II\n") == 2


def test_die_bedingung_einer_fassung_gilt_nicht_fuer_alle_zeit(team: Path) -> None:
    rufe(team, "  - {liste: stufen, alt: IK, neu: F2}\n")
    regeln = lies(team, "vorlagen/regelwerk.yml")
    assert regeln.split("kontakt-ik:\n")[1].startswith("    fassungen:\n")
    assert "    bedingung:\n      stufe" not in regeln.split("kontakt-ik:\n")[1].split("  massnahme")[0]


def test_ein_protokoll_das_nicht_utf8_ist(team: Path) -> None:
    (team / "vorlagen/protokoll.md").write_bytes("## 2026-03-01 Notiz\n\nMüde\n".encode("latin-1"))
    assert "vorlagen/protokoll.md ist nicht als UTF-8 gespeichert." in rufe(
        team, "  - {liste: berater, alt: Jana, neu: Zoe}\n", code=2
    )


def test_eigene_synonyme_ziehen_mit_um(ordner: ORDNER) -> None:
    wurzel = ordner(
        {"4711.md": fall().replace("Beratungstag", "BT")},
        team="berater: {Jana: {}}\nkanaele:\n  Beratungstag:\n    erwartung: 4–5 je Veranstaltung\n    synonyme: [BT]\n",
    )
    rufe(wurzel, "  - {liste: zugangswege, alt: Beratungstag, neu: Infotag}\n")
    assert "Zugangsweg: Infotag\n" in lies(wurzel)
    assert "  Infotag:\n    erwartung: 4–5 je Veranstaltung\n    synonyme: [BT]\n" in lies(wurzel, "vorlagen/team.yml")
