"""The dialogs, held through a real terminal: what is asked, what is proposed, and what is written in the end."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.hilfen import BEIM_LANDEN, TEAM_YML, fall
from tests.vorgeladen import halte_gespraech

ORDNER = Callable[..., Path]
#: By which the cursor moves.
_STEUERUNG = re.compile("\r|\x1b\\[[0-9;]*[A-Za-z]")
GOLDEN = Callable[[str, str], None]
OFFEN = fall(
    "## 2026-06-10 Erstgespräch (Jana)\n\nVereinbarungen:\n\n- [ ] Kundin schreibt den Lebenslauf (bis 2026-06-24)\n- [ ] Team fragt beim Betrieb an\n\n"
    "Betreuungsstufe: IK\n\n## 2026-06-12 Maßnahme (Jana)\n\nArt: Weiterbildung\nBezeichnung: Büro\nEnde: 2026-06-30\n",
    erstkontakt="2026-06-01", Betreuungsstufe="IK",
)  # fmt: skip
ZU = fall(
    "## 2026-06-10 Erstgespräch (Jana)\n\nBetreuungsstufe: IK\n\n## 2026-06-20 Abschluss (Jana)\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\nErklärung: weg\n",
    erstkontakt="2026-06-01", status="abgeschlossen", berater="Rita", Betreuungsstufe="IK",
)  # fmt: skip


def gespraech(wurzel: Path, befehl: str, schritte: Sequence[tuple[str, str | None]], code: int = 0) -> str:
    """Answer each question when it has been asked; returns all that stood on the screen."""
    umgebung = {
        **os.environ,
        "FALLBUCH_STICHTAG": "2026-07-01",
        "TERM": "dumb",
        "XDG_STATE_HOME": str(wurzel.parent / "merke"),
    }
    ende, schirm = halte_gespraech("fallbuch.cli", befehl.split(), wurzel, umgebung, schritte)
    assert ende == code, schirm
    return _STEUERUNG.sub("", schirm)


def test_ein_neuer_fall(ordner: ORDNER, golden: GOLDEN) -> None:
    wurzel = ordner({})
    text = gespraech(
        wurzel, "neu --id 9000",
        [
            ("Tag des Erstkontakts [2026-07-01]: ", "31.6.2026"), ("Tag des Erstkontakts [2026-07-01]: ", "31.12.2099"),
            ("Tag des Erstkontakts [2026-07-01]: ", "29.6.2026"), ("Nummer oder Wort", "9"), ("Nummer oder Wort", ""),
            ("Nummer oder Wort", "beratungstag"), ("Nummer oder Wort", "1"), ("Nummer oder Wort", "arbeitsu"),
            ("Einwilligung (zum Beispiel 2026-01-12, sonst Eingabetaste): ", ""), ("So speichern? [J/n]: ", "vielleicht"), ("[J/n]: ", "j"),
        ],
    )  # fmt: skip
    golden("cli/dialog-neu.txt", text)
    assert (wurzel / "faelle/9000.md").read_text(encoding="utf-8") == (
        "---\nID: 9000\nErstkontakt: 2026-06-29\nZugangsweg: Beratungstag\nStatus: neu\nBerater: Jana\nArbeitsmarktstatus: arbeitsuchend\n---\n"
    )


def test_ein_beratungstag(ordner: ORDNER) -> None:
    wurzel = ordner({})
    gespraech(
        wurzel, "neu --veranstaltung Beratungstag",
        [
            ("Wann war die Veranstaltung [2026-07-01]: ", "2026-06-28"), ("Wie viele Menschen waren da", "²"), ("Wie viele Menschen waren da", "60"),
            ("Wie viele neue Fälle kamen dazu: ", "viele"), ("Wie viele neue Fälle kamen dazu: ", "0"), ("Wie viele neue Fälle kamen dazu: ", "2"), ("Nummer oder Name: ", "ole"),
            ("Fall 1:", ""), ("Nummer oder Wort", ""), ("Einwilligung", ""),
            ("Fall 2:", "jana"), ("Nummer oder Wort", "1"), ("Einwilligung", "2026-06-28"), ("So speichern?", ""),
        ],
    )  # fmt: skip
    faelle = sorted(p.read_text(encoding="utf-8").split("\n", 2)[2] for p in (wurzel / "faelle").glob("*.md"))
    assert faelle == [
        "Erstkontakt: 2026-06-28\nZugangsweg: Beratungstag\nStatus: neu\n---\n",
        "Erstkontakt: 2026-06-28\nZugangsweg: Beratungstag\nStatus: neu\nBerater: Jana\nArbeitsmarktstatus: arbeitslos\nEinwilligung: 2026-06-28\n---\n",
    ]
    assert (
        (wurzel / "vorlagen/protokoll.md")
        .read_text(encoding="utf-8")
        .endswith("## 2026-06-28 Veranstaltung (Ole)\n\nZugangsweg: Beratungstag\nTeilnehmende: 60\nNeue Fälle: 2\n")
    )


def test_ein_eintrag(ordner: ORDNER, golden: GOLDEN) -> None:
    wurzel = ordner({"4711.md": OFFEN})
    text = gespraech(
        wurzel, "eintragen 4711",
        [
            ("Nummer oder Art [Telefonat]: ", "Telefonat"), ("Wann [2026-07-01]: ", "2026-05-31"), ("Wann [2026-07-01]: ", ""), ("Nummern oder Namen, mit Komma dazwischen [Jana]: ", "2, Uwe"), ("[Jana]: ", "2, jana"),
            ("Was wurde besprochen", "Er kam.\nFolgetermin: bald"), ("bald", ""), ("Ihr Text steht noch einmal da", None), ("  Er kam.", ""), ("  Folgetermin: bald", "\x15Kurs bestanden.\n\nBewirbt sich jetzt."), ("jetzt.", ""),
            ("Welche sind erledigt", "1, 7"), ("Welche sind erledigt", "Lebenslauf"), ("Welche sind erledigt", "1"), ("Welche fallen weg", "2"),
            ("Neue Vereinbarung", "Kundin bewirbt sich (bis bald)"), ("Neue Vereinbarung", "Kundin bewirbt sich (bis 2026-07-15)"),
            ("noch eine: ", ""), ("Nummer oder Wort", "abgeschlossen"), ("Nummer oder Wort", ""), ("Dauer in Minuten", "eine Stunde"),
            ("Dauer in Minuten", "30"), ("Folgetermin vereinbart?", "bald"), ("Folgetermin vereinbart?", "v"), ("So speichern? [J/n]: ", ""),
        ],
    )  # fmt: skip
    golden("cli/dialog-eintragen.txt", text)
    golden("cli/dialog-eintragen.md", (wurzel / "faelle/4711.md").read_text(encoding="utf-8"))


def test_abbrechen_schreibt_nichts(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": OFFEN})
    fragen = [("Nummer oder Art [Telefonat]: ", "Notiz"), ("Wann", ""), ("Nummern oder Namen", ""), ("Was wurde besprochen", "Ja."), ("  ", ""),
              ("Welche sind erledigt", ""), ("Welche fallen weg", ""), ("Neue Vereinbarung", ""), ("Nummer oder Wort", "")]  # fmt: skip
    assert "Es wurde nichts geschrieben." in gespraech(wurzel, "eintragen 4711", [*fragen, ("So speichern?", "n")])
    angebot = [("Weitermachen, wo Sie waren? [J/n]: ", "n")]
    for ende in ("\x03", "\x04"):
        schirm = gespraech(wurzel, "eintragen 4711", [*angebot, *fragen[:2], ("Nummern oder Namen", ende)], code=130)
        assert schirm.endswith("fallbuch: Abgebrochen.\n")
        assert "Was Sie eingegeben haben, wird beim nächsten Mal angeboten.\n" in schirm
        assert "Traceback" not in schirm
    assert (wurzel / "faelle/4711.md").read_text(encoding="utf-8") == OFFEN


def test_abschliessen_und_wiederaufnehmen(ordner: ORDNER, golden: GOLDEN) -> None:
    wurzel = ordner({"4711.md": OFFEN, "4712.md": ZU.replace("4711", "4712")})
    text = gespraech(
        wurzel, "abschliessen 4711",
        [
            ("Wann [2026-07-01]: ", ""), ("Nummer oder Wort", "1"), ("Arbeitsbeginn (zum Beispiel 2026-08-01): ", ""),
            ("Arbeitsbeginn (zum Beispiel 2026-08-01): ", "1.8.2026"), ("Umfang in Stunden", "20 Stunden"), ("Nummer oder Wort", "Mini"), ("Nummer oder Wort", "9"),
            ("Nummer oder Wort", "Minijob"), ("Welche sind erledigt", "1"), ("Welche fallen weg", "2"), ("Möchten Sie noch etwas dazu", ""),
            ("So speichern?", ""),
        ],
    )  # fmt: skip
    golden("cli/dialog-abschliessen.txt", text)
    gespraech(
        wurzel,
        "wiederaufnehmen 4712",
        [
            ("Wann [2026-07-01]: ", ""),
            ("Wer übernimmt den Fall", "Ole"),
            ("Was ist geschehen", "Kam zurück."),
            ("  ", ""),
            ("So speichern?", ""),
        ],
    )
    fertig = (wurzel / "faelle/4712.md").read_text(encoding="utf-8")
    assert "Status: in Beratung\nBerater: Ole\n" in fertig
    assert fertig.endswith("## 2026-07-01 Wiederaufnahme (Ole)\n\nKam zurück.\n")


def test_uebergeben_fragt_wem(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": OFFEN})
    gespraech(
        wurzel, "uebergeben 4711", [("Nummer: ", "1"), ("Wer ist von nun an zuständig", "Ole"), ("So speichern?", "n")]
    )
    assert (wurzel / "faelle/4711.md").read_text(encoding="utf-8") == OFFEN
    gespraech(
        wurzel,
        "uebergeben 4711",
        [
            ("Weitermachen", "n"),
            ("Nummer: ", "1"),
            ("Wer ist von nun an zuständig", "Ole"),
            ("So speichern?", ""),
        ],
    )
    gespraech(
        wurzel,
        "uebergeben 4711",
        [
            ("Nummer: ", "2"),
            ("Wer vertritt", "Jana"),
            ("Letzter Tag der Vertretung", "20.7.2026"),
            ("So speichern?", ""),
        ],
    )
    text = (wurzel / "faelle/4711.md").read_text(encoding="utf-8")
    assert "Berater: Ole\n" in text
    assert "Vertretung: Jana bis 2026-07-20\n" in text


def test_nur_mit_der_eingabetaste_entsteht_kein_kontakt(ordner: ORDNER) -> None:
    wurzel = ordner(
        {
            "4711.md": OFFEN.replace("2026-06-10 Erst", "2026-06-20 Erst")
            .replace("[ ]", "[x]")
            .replace("Ende: 2026-06-30\n", "Ende: 2026-08-30\n")
        }
    )
    vorher = (wurzel / "faelle/4711.md").read_bytes()
    enter = [("Nummer oder Art", "Telefonat"), ("Wann", ""), ("Nummern oder Namen", ""), ("Was wurde besprochen", ""), ("Neue Vereinbarung", ""),
             ("Nummer oder Wort", ""), ("Dauer", ""), ("Es ist nichts festgehalten. Trotzdem eintragen? [j/N]: ", "")]  # fmt: skip
    assert gespraech(wurzel, "eintragen 4711", enter).endswith("Es wurde nichts geschrieben.\n")
    assert (wurzel / "faelle/4711.md").read_bytes() == vorher


def test_was_getippt_wurde_geht_nicht_wortlos_verloren(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": OFFEN})
    schritte = [("Wann", ""), ("Nummer oder Wort", "1"), ("Arbeitsbeginn", "2029-01-01"), ("Umfang", ""), ("Nummer oder Wort", ""), ("erledigt", ""),
                ("fallen weg", ""), ("Möchten Sie", "Im Gartencenter."), ("  ", ""), ("Mit „zurück“", None)]  # fmt: skip
    schirm = gespraech(wurzel, "abschliessen 4711", [*schritte, ("  ", "\x03")], code=130)
    assert "Das hatten Sie eingegeben:\n  ## 2026-07-01 Abschluss (Jana)\n\n  Im Gartencenter.\n" in schirm
    (wurzel / "faelle/4711.md").write_text(ZU, encoding="utf-8")
    weiter = [("Weitermachen, wo Sie waren? [J/n]: ", "")]
    assert "Der Fall ist schon abgeschlossen" in gespraech(wurzel, "abschliessen 4711", weiter, code=2)


@pytest.mark.parametrize(
    "befehl", ["neu --veranstaltung Beratungstag", "neu", "eintragen 4711", "abschliessen 4711", "uebergeben 4711"]
)
def test_ohne_terminal_wird_nicht_gefragt(ordner: ORDNER, befehl: str) -> None:
    from tests.cli.aufruf import fallbuch

    ende = fallbuch(*befehl.split(), cwd=ordner({"4711.md": OFFEN}), FALLBUCH_STICHTAG="2026-07-01")
    assert (ende.returncode, ende.stdout) == (2, "")
    assert "Nennen Sie" in ende.stderr


def test_eingefuegter_text_beantwortet_keine_anderen_fragen(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": OFFEN})
    schritte = [("Nummer oder Art", "Notiz"), ("Wann", ""), ("Nummern oder Namen", ""), ("Was wurde besprochen", "Ja."), ("  ", ""), ("erledigt", ""),
                ("fallen weg", ""), ("Neue Vereinbarung", "Kundin tut a" + "\n" * 9)]  # fmt: skip
    schirm = gespraech(wurzel, "eintragen 4711", [*schritte, ("Nummer oder Wort", ""), ("So speichern? [J/n]: ", "n")])
    assert "So speichern? [J/n]: n\nEs wurde nichts geschrieben.\n" in schirm
    assert (wurzel / "faelle/4711.md").read_text(encoding="utf-8") == OFFEN


VERABREDET = OFFEN.replace("Betreuungsstufe: IK\n\n##", "Betreuungsstufe: IK\nFolgetermin: 2026-06-29 14:00\n\n##") + (
    "\n## 2026-06-15 Telefonat (Ole)\n\nFolgetermin: 2026-07-08\n\n## 2026-06-16 Telefonat (Rita)\n\nFolgetermin: 2026-07-09\n"
)


def test_abschliessen_fragt_nach_jedem_termin(ordner: ORDNER) -> None:
    """One took place, one is dropped, one stays; what lies ahead cannot have taken place."""
    wurzel = ordner({"4711.md": VERABREDET.replace("(Rita)", "(Jana)")})
    schirm = gespraech(
        wurzel, "abschliessen 4711",
        [
            ("Wann [2026-07-01]: ", ""), ("Nummer oder Wort", "1"), ("Arbeitsbeginn (zum Beispiel 2026-08-01): ", "1.7.2026"), ("Umfang in Stunden", ""),
            ("Nummer oder Wort", ""), ("Welche sind erledigt", ""), ("Welche fallen weg", ""),
            ("Offen ist: Folgetermin 2026-07-08 (Ole). Was wird daraus?", "entfällt"), ("Offen ist: Folgetermin 2026-07-09 (Jana). Was wird daraus?", "erledigt"),
            ("steht nicht zur Wahl", ""), ("Möchten Sie noch etwas dazu", ""), ("So speichern?", ""),
        ],
    )  # fmt: skip
    assert "Offen bleibt: Folgetermin 2026-07-09 (Jana)." in schirm
    assert "(Ole)." not in schirm.split("Offen bleibt")[1]
    text = (wurzel / "faelle/4711.md").read_text(encoding="utf-8")
    assert (
        "## 2026-07-01 Notiz (Ole)\n\nDer Termin am 2026-07-08 entfällt.\n\nFolgetermin: keiner statt 2026-07-08\n\n## 2026-07-01 Abschluss (Jana)\n"
        in text
    )


def test_abschliessen_haelt_fest_dass_ein_termin_war(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": VERABREDET.split("\n## 2026-06-15")[0]})
    gespraech(
        wurzel, "abschliessen 4711",
        [
            ("Wann [2026-07-01]: ", ""), ("Nummer oder Wort", "1"), ("Arbeitsbeginn (zum Beispiel 2026-08-01): ", "1.7.2026"), ("Umfang in Stunden", ""),
            ("Nummer oder Wort", ""), ("Welche sind erledigt", ""), ("Welche fallen weg", ""),
            ("Offen ist: Folgetermin 2026-06-29, 14:00 Uhr (Jana). Was wird daraus?", "erledigt"), ("Möchten Sie noch etwas dazu", ""), ("So speichern?", ""),
        ],
    )  # fmt: skip
    text = (wurzel / "faelle/4711.md").read_text(encoding="utf-8")
    assert (
        "## 2026-07-01 Notiz (Jana)\n\nDer Termin am 2026-06-29 hat stattgefunden.\n\nTermin wahrgenommen: 2026-06-29 14:00\n"
        in text
    )


def test_ein_gespraech_nach_dem_abschluss_fragt_ob_wieder_aufgenommen_wird(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": ZU.replace("Berater: Rita", "Berater: Jana")})
    fragen = [
        ("Nummer oder Art", "Telefonat"), ("Wann", ""), ("Der Fall ist abgeschlossen. Wird er wieder aufgenommen?", "n"), ("Nummern oder Namen", ""),
        ("Was wurde besprochen", "Kurz gesprochen."), ("  ", ""), ("Neue Vereinbarung", ""), ("Arbeitsmarktstatus", ""), ("Dauer", ""),
        ("Folgetermin vereinbart?", ""), ("So speichern?", ""),
    ]  # fmt: skip
    gespraech(wurzel, "eintragen 4711", fragen)
    text = (wurzel / "faelle/4711.md").read_text(encoding="utf-8")
    assert text.endswith("## 2026-07-01 Telefonat (Jana)\n\nKurz gesprochen.\n\nWieder aufnehmen: nein\n")
    wurzel = ordner({"4711.md": ZU.replace("Berater: Rita", "Berater: Jana")})
    gespraech(wurzel, "eintragen 4711", [(f, "" if a == "n" else a) for f, a in fragen])
    text = (wurzel / "faelle/4711.md").read_text(encoding="utf-8")
    assert text.endswith("## 2026-07-01 Wiederaufnahme (Jana)\n\n## 2026-07-01 Telefonat (Jana)\n\nKurz gesprochen.\n")
    assert "Status: in Beratung\n" in text


#: A whole entry: what is asked, and what is answered.
EINTRAG = [
    ("Nummer oder Art [Telefonat]: ", "Beratung"), ("Wann [2026-07-01]: ", "gestern"), ("Nummern oder Namen, mit Komma dazwischen [Jana]: ", "Ja"),
    ("Was wurde besprochen? (eine leere Zeile beendet den Text):", "Größe „M“ passt."), ("  ", "Zweite Zeile, müde."), ("  ", ""),
    ("Welche sind erledigt (Nummern, sonst Eingabetaste): ", "1"), ("Welche fallen weg (Nummern, sonst Eingabetaste): ", ""),
    ("sonst Eingabetaste): ", "Kundin ruft an (bis 2026-07-14)"), ("  noch eine: ", ""),
    ("Nummer oder Wort", "abgeschl"), ("Nummer oder Wort", "förder"), ("Nummer oder Wort", ""), ("Dauer in Minuten", "30"),
    ("Folgetermin vereinbart?", "14.7.26 14:30"), ("So speichern? [J/n]: ", "j"),
]  # fmt: skip


@pytest.fixture(scope="module")
def fertiger(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The case after the whole entry, held without a slip."""
    wurzel = tmp_path_factory.mktemp("fertig")
    _lege_an(wurzel)
    gespraech(wurzel, "eintragen 4711", EINTRAG)
    return (wurzel / "faelle/4711.md").read_text(encoding="utf-8")


def _lege_an(wurzel: Path) -> None:
    for name, text in (("faelle/4711.md", OFFEN), ("vorlagen/team.yml", TEAM_YML)):
        (wurzel / name).parent.mkdir(parents=True, exist_ok=True)
        (wurzel / name).write_text(text, encoding="utf-8")


def test_antworten_wie_menschen_sie_geben(fertiger: str) -> None:
    """Yesterday, two digits of a year, the first letters of a name, the word beside the code."""
    assert fertiger.split("## 2026-06-30 Beratung (Jana)\n")[1] == (
        "\nGröße „M“ passt.\nZweite Zeile, müde.\n\nVereinbarungen:\n\n- [ ] Kundin ruft an (bis 2026-07-14)\n\n"
        "Betreuungsstufe: IK\nDauer: 30\nFolgetermin: 2026-07-14 14:30\n"
    )


@pytest.mark.parametrize("bis", [pytest.param(n, marks=[BEIM_LANDEN] if n % 3 else []) for n in range(len(EINTRAG))])
def test_unterbrochen_bei_jeder_frage_geht_es_dort_weiter(ordner: ORDNER, fertiger: str, bis: int) -> None:
    """Ctrl+C at each question: nothing is written, and the next time one goes on there, umlauts and all."""
    wurzel = ordner({"4711.md": OFFEN})
    schirm = gespraech(wurzel, "eintragen 4711", [*EINTRAG[:bis], (EINTRAG[bis][0], "\x03")], code=130)
    assert (wurzel / "faelle/4711.md").read_text(encoding="utf-8") == OFFEN
    if not bis:
        assert "angeboten" not in schirm
        return
    zettel = list((wurzel / ".fallbuch").glob("gespraech-*.json"))
    assert [oct(z.stat().st_mode & 0o777) for z in zettel] == ["0o600"]
    # A text that was begun is shown, and one writes on.
    im_text = {4: [("Was wurde besprochen?", "Zweite Zeile, müde."), ("  ", "")], 5: [("Was wurde besprochen?", "")]}
    rest = [*im_text[bis], *EINTRAG[6:]] if bis in im_text else EINTRAG[bis:]
    schirm = gespraech(wurzel, "eintragen 4711", [("Weitermachen, wo Sie waren? [J/n]: ", ""), *rest])
    assert (wurzel / "faelle/4711.md").read_text(encoding="utf-8") == fertiger
    assert ("Bisher steht da" in schirm) == (bis in im_text)
    assert not list((wurzel / ".fallbuch").glob("gespraech-*.json"))


def test_zurueck_bei_jeder_frage(ordner: ORDNER, fertiger: str) -> None:
    """At each question first back, then Enter takes the answer that was given: in the end the same is written."""
    wurzel = ordner({"4711.md": OFFEN})
    # One step is one question; the lines of a text belong together.
    fragen = [[s] for s in EINTRAG[:3]] + [EINTRAG[3:6]] + [[s] for s in EINTRAG[6:]]
    kurz = [(f[0][0].partition(" [")[0].partition(":")[0], f) for f in fragen]
    schritte = [(kurz[0][0], "zurück")]
    for nummer, (name, frage) in enumerate(kurz):
        if nummer:
            schritte += [(name, "Zurück"), (kurz[nummer - 1][0], "")]
        schritte += [(name, frage[0][1]), *frage[1:]]
    schirm = gespraech(wurzel, "eintragen 4711", schritte)
    assert (wurzel / "faelle/4711.md").read_text(encoding="utf-8") == fertiger
    assert "[30, „-“ für nichts]" in schirm
    assert schirm.count("Fall 4711 (") == 3, "what stood there before is not shown again, but at the first question"


def test_was_zurueckgenommen_war_laesst_sich_leeren(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": OFFEN})
    schritte = [*EINTRAG[:14], ("Folgetermin vereinbart?", "zurück"), ("Dauer in Minuten", "-"), *EINTRAG[14:]]
    gespraech(wurzel, "eintragen 4711", schritte)
    assert "Dauer" not in (wurzel / "faelle/4711.md").read_text(encoding="utf-8")


def test_zurueck_ist_in_einem_text_ein_wort(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": OFFEN})
    schritte = [*EINTRAG[:4], ("  ", "zurück"), ("  ", ""), *EINTRAG[6:]]
    gespraech(wurzel, "eintragen 4711", schritte)
    assert "\nGröße „M“ passt.\nzurück\n" in (wurzel / "faelle/4711.md").read_text(encoding="utf-8")


def test_wer_nicht_speichert_verliert_nichts(ordner: ORDNER, fertiger: str) -> None:
    wurzel = ordner({"4711.md": OFFEN})
    gespraech(wurzel, "eintragen 4711", [*EINTRAG[:15], ("So speichern? [J/n]: ", "n")])
    assert (wurzel / "faelle/4711.md").read_text(encoding="utf-8") == OFFEN
    schirm = gespraech(wurzel, "eintragen 4711", [("Weitermachen", ""), ("So speichern? [J/n]: ", "")])
    assert "Was wurde besprochen?: Größe „M“ passt. / Zweite Zeile, müde." in schirm.replace(
        "besprochen: ", "besprochen?: "
    )
    assert (wurzel / "faelle/4711.md").read_text(encoding="utf-8") == fertiger


#: The same where the customer still has time: the plan is proposed, whatever becomes of the agreement.
SPAETER = OFFEN.replace("bis 2026-06-24", "bis 2026-07-24")
PLAN = [("Nummer oder Art [Betreuungsplan]: ", EINTRAG[0][1]), *EINTRAG[1:]]


def test_eine_nummer_meint_beim_naechsten_mal_dasselbe_oder_wird_neu_gefragt(ordner: ORDNER) -> None:
    """Meanwhile another agreement is done: the numbers of the list are others now."""
    wurzel = ordner({"4711.md": SPAETER})
    gespraech(wurzel, "eintragen 4711", [*PLAN[:6], (EINTRAG[6][0], "2"), (EINTRAG[7][0], "\x03")], code=130)
    gespraech(wurzel, "eintragen 4711 --art Notiz --text x --erledigt 1", [])
    schirm = gespraech(wurzel, "eintragen 4711", [("Weitermachen", ""), ("Welche sind erledigt", "\x03")], code=130)
    assert "   1  Team fragt beim Betrieb an" in schirm


def test_ein_wort_aus_ziffern_ist_keine_nummer(ordner: ORDNER) -> None:
    wurzel = ordner({}, team="berater: {Jana: {}}\nkanaele: {3: {}, 1: {}, 2: {}}\n")
    gespraech(
        wurzel,
        "neu --id 9000",
        [("Tag des Erstkontakts", ""), ("Nummer oder Wort", "1"), ("Nummer oder Wort", "\x03")],
        code=130,
    )
    gespraech(
        wurzel,
        "neu --id 9000",
        [
            ("Weitermachen", ""),
            ("Nummer oder Wort", ""),
            ("Nummer oder Wort", ""),
            ("Einwilligung", ""),
            ("So speichern?", ""),
        ],
    )
    assert "Zugangsweg: 3\n" in (wurzel / "faelle/9000.md").read_text(encoding="utf-8")


def test_was_am_ende_abgelehnt_wird_fuehrt_zurueck_zur_frage(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": OFFEN})
    schritte = [
        *EINTRAG[:14], ("Folgetermin vereinbart?", "2026-06-15"), ("Mit „zurück“ kommen Sie", None), ("Folgetermin vereinbart?", "16.7."),
        ("So speichern?", ""),
    ]  # fmt: skip
    schirm = gespraech(wurzel, "eintragen 4711", schritte)
    assert "Folgetermin: 2026-07-16\n" in (wurzel / "faelle/4711.md").read_text(encoding="utf-8")
    assert "angeboten" not in schirm


def test_was_nicht_mehr_passt_wird_neu_gefragt(ordner: ORDNER) -> None:
    """What was answered is checked again: meanwhile the case may be another."""
    wurzel = ordner({"4711.md": SPAETER})
    gespraech(wurzel, "eintragen 4711", [*PLAN[:7], (EINTRAG[7][0], "\x03")], code=130)
    fall = wurzel / "faelle/4711.md"
    fall.write_text(SPAETER.replace("- [ ]", "- [x]"), encoding="utf-8")
    schirm = gespraech(
        wurzel,
        "eintragen 4711",
        [("Weitermachen, wo Sie waren? [J/n]: ", ""), ("sonst Eingabetaste): ", "\x03")],
        code=130,
    )
    assert "Neue Vereinbarung" in schirm
    assert "Offene Vereinbarungen" not in schirm


def test_der_neue_fall_und_das_neue_team_merken_sich_ihre_antworten(ordner: ORDNER, tmp_path: Path) -> None:
    wurzel = ordner({})
    gespraech(
        wurzel,
        "neu --id 9000",
        [("Tag des Erstkontakts", "29.6.26"), ("Nummer oder Wort", "Beratungstag"), ("Nummer oder Wort", "\x03")],
        code=130,
    )
    schirm = gespraech(
        wurzel, "neu --id 9000",
        [("Weitermachen", "j"), ("Nummer oder Wort", "zurück"), ("Nummer oder Wort", "Runder"), ("Nummer oder Wort", "Jan"), ("Nummer oder Wort", ""),
         ("Einwilligung", ""), ("So speichern?", "")],
    )  # fmt: skip
    assert "  Tag des Erstkontakts: 2026-06-29\n  Nummer oder Wort: Beratungstag\n" in schirm
    text = (wurzel / "faelle/9000.md").read_text(encoding="utf-8")
    assert text == "---\nID: 9000\nErstkontakt: 2026-06-29\nZugangsweg: Runder Tisch\nStatus: neu\nBerater: Jana\n---\n"


def test_was_eingegeben_war_bleibt_hoechstens_eine_woche(ordner: ORDNER) -> None:
    """It goes with the next command that writes, whatever that is about."""
    wurzel = ordner({"4711.md": OFFEN})
    gespraech(wurzel, "eintragen 4711", [EINTRAG[0], (EINTRAG[1][0], "\x03")], code=130)
    (zettel,) = (wurzel / ".fallbuch").glob("gespraech-*.json")
    gespraech(wurzel, "neu --zugangsweg Beratungstag --id 9000", [])
    assert zettel.exists()
    os.utime(zettel, (0, 0))
    gespraech(wurzel, "neu --zugangsweg Beratungstag --id 9001", [])
    assert not zettel.exists()
