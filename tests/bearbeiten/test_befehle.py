"""The commands that write: what they change, what follows from it, and what they refuse."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.bearbeiten.eintragen import Arbeitsblatt, Auftrag
from fallbuch.bearbeiten.neu import vergebene, ziehe_id
from fallbuch.text.ablage import Ablage, Zwischenzeitlich
from fallbuch.text.journal import Schreibvorgang, lege_ab
from tests.bearbeiten.hilfen import lies, platz, stand
from tests.cli.aufruf import im_prozess
from tests.git import git
from tests.hilfen import TEAM_YML, fall

ORDNER = Callable[..., Path]
TAG = "2026-07-01"
NEU = fall(status="neu", berater="", erstkontakt="2026-06-20")
LAUFEND = fall(
    "## 2026-06-22 Erstgespräch (Jana)\n\nVereinbarungen:\n\n- [ ] Kundin schreibt den Lebenslauf (bis 2026-07-06)\n- [ ] Team fragt an\n\n"
    "Betreuungsstufe: IK\nFolgetermin: 2026-07-06\n",
    erstkontakt="2026-06-20", Betreuungsstufe="IK",
)  # fmt: skip
ZU = LAUFEND.replace("in Beratung", "abgeschlossen") + (
    "\n## 2026-06-28 Abschluss (Jana)\n\nErgebnis: Arbeitsstelle angenommen\nArbeitsbeginn: 2026-07-01\n"
)


def rufe(wurzel: Path, *worte: str, code: int = 0) -> str:
    ende = im_prozess(*worte, cwd=wurzel, FALLBUCH_STICHTAG=TAG)
    assert ende[0] == code, ende[1]
    return ende[1]


def kopf(text: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w ]+): (.*)$", text.split("---\n")[1], re.MULTILINE))


def test_das_erste_gespraech_beginnt_die_beratung(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": NEU})
    assert rufe(wurzel, "eintragen", "4711", "--art", "Erstgespräch", code=2) == (
        "fallbuch: Mit dem ersten Gespräch beginnt die Beratung. Wer übernimmt den Fall? Nennen Sie die Person mit --berater.\n"
    )
    text = rufe(
        wurzel,
        "eintragen",
        "4711",
        "--art",
        "erstgespraech",
        "--berater",
        "ole",
        "--betreuungsstufe",
        "ig",
        "--angabe",
        "Arbeitsmarktstatus: arbeitssuchend",
    )
    assert text == (
        "Fall 4711, noch zu vergeben, noch ohne Eintrag.\n"
        "Eingetragen in faelle/4711.md: Erstgespräch vom 2026-07-01.\nStatus: neu → in Beratung.\nBerater: leer → Ole.\n"
        "Betreuungsstufe: leer → IG.\nArbeitsmarktstatus: leer → arbeitsuchend.\n"
        "Als Nächstes: Betreuungsplan zu erstellen bis 2026-07-20: Erstkontakt 2026-06-20 (faelle/4711.md:3) + 1 Monat\n"
        "Ein Folgetermin ist nicht vereinbart. Spätestens sollte er am 2026-10-01 sein.\n"
    )
    assert lies(wurzel) == (
        "---\nID: 4711\nErstkontakt: 2026-06-20\nZugangsweg: Beratungstag\nStatus: in Beratung\nBerater: Ole\nBetreuungsstufe: IG\n"
        "Arbeitsmarktstatus: arbeitsuchend\n---\n\n## 2026-07-01 Erstgespräch (Ole)\n\nBetreuungsstufe: IG\nArbeitsmarktstatus: arbeitsuchend\n"
    )


def test_ein_anruf_beginnt_keine_beratung(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": NEU})
    rufe(wurzel, "eintragen", "4711", "--art", "Telefonat", "--berater", "Jana")
    assert kopf(lies(wurzel))["Status"] == "neu"


def test_eine_aeltere_einstufung_aendert_den_kopf_nicht(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": LAUFEND})
    rufe(wurzel, "eintragen", "4711", "--art", "Notiz", "--datum", "2026-06-21", "--betreuungsstufe", "IF")
    assert kopf(lies(wurzel))["Betreuungsstufe"] == "IK"
    assert lies(wurzel).index("2026-06-21") < lies(wurzel).index("2026-06-22")
    rufe(wurzel, "eintragen", "4711", "--art", "Notiz", "--datum", "2026-06-22", "--betreuungsstufe", "IN")
    assert kopf(lies(wurzel))["Betreuungsstufe"] == "IN"


@pytest.mark.parametrize(
    ("angabe", "satz"),
    [
        (
            "7",
            "„7“ ist keine offene Vereinbarung. Nennen Sie eine Nummer:\n  1. Kundin schreibt den Lebenslauf (bis 2026-07-06)\n  2. Team fragt an\n",
        ),
        ("e", "„e“ passt auf mehrere offene Vereinbarungen. Nennen Sie eine Nummer:\n"),
        ("Auto", "„Auto“ ist keine offene Vereinbarung. "),
    ],
)
def test_welche_vereinbarung(ordner: ORDNER, angabe: str, satz: str) -> None:
    wurzel = ordner({"4711.md": LAUFEND})
    assert satz in rufe(wurzel, "eintragen", "4711", "--erledigt", angabe, code=2)
    assert lies(wurzel) == LAUFEND


def test_abhaken_ohne_eintrag(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": LAUFEND})
    rufe(wurzel, "eintragen", "4711", "--erledigt", "lebenslauf", "--fallengelassen", "2")
    assert lies(wurzel) == LAUFEND.replace("[ ] Kundin", "[x] Kundin").replace("[ ] Team", "[-] Team")


def test_zeigen_schreibt_nichts(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": LAUFEND})
    vorher = stand(wurzel)
    for befehl in (
        ["eintragen", "4711", "--art", "Telefonat", "--erledigt", "1"], ["neu", "--zugangsweg", "Beratungstag", "--id", "9000"],
        ["abschliessen", "4711", "--ergebnis", "ohne Arbeitsstelle beendet", "--grund", "Umzug", "--erklaerung", "weg"],
        ["uebergeben", "4711", "--an", "Ole"], ["formatieren"],
    ):  # fmt: skip
        assert rufe(wurzel, *befehl, "--zeigen").endswith(
            "Das ist nur eine Vorschau; es wurde nichts geschrieben.\n"
        ), befehl
    assert stand(wurzel) == vorher
    assert rufe(wurzel, "eintragen", "4711", "--art", "Telefonat", "--erledigt", "1", "--zeigen") == (
        "faelle/4711.md\n  …\n    Vereinbarungen:\n  \n  - - [ ] Kundin schreibt den Lebenslauf (bis 2026-07-06)\n"
        "  + - [x] Kundin schreibt den Lebenslauf (bis 2026-07-06)\n    - [ ] Team fragt an\n  \n"
        "    Betreuungsstufe: IK\n    Folgetermin: 2026-07-06\n  +\n  + ## 2026-07-01 Telefonat (Jana)\n"
        "Das ist nur eine Vorschau; es wurde nichts geschrieben.\n"
    )


@pytest.mark.parametrize(
    ("worte", "satz"),
    [
        (["--art", "Anruv"], "Art „Anruv“ ist nicht bekannt. Erwartet: „Erstgespräch“, "),
        (["--art", "Telefonat", "--berater", "Rita"], "Berater „Rita“ gilt am 2026-07-01 nicht. Erwartet: „Jana“, „Ole“."),
        (["--art", "Telefonat", "--angabe", "Zeil: x"], "Eine Angabe „Zeil“ gibt es bei „Telefonat“ nicht. "),
        (["--art", "Telefonat", "--angabe", "Dauer"], "„Dauer“ ist keine Angabe. Erwartet: „Schlüssel: Wert“, zum Beispiel „Dauer: 45“."),
        (["--art", "Telefonat", "--folgetermin", "2026-02-30"], "Folgetermin „2026-02-30“ gibt es nicht. Erwartet: ein Datum wie 2026-02-28."),
        (["--art", "Telefonat", "--text", "Handy: 0171 2345678"], "„Handy“ gehört nicht in eine Falldatei. "),
        (["--art", "Maßnahme"], "So kann es nicht in faelle/4711.md stehen. "),
        (["--art", "Abschluss", "--angabe", "Ergebnis: Arbeitsstelle angenommen"], "Zu „Arbeitsstelle angenommen“ fehlt: Arbeitsbeginn. Nennen Sie es mit --arbeitsbeginn."),
        (["--feld", "Status: abgeschlossen"], "„Status“ lässt sich so nicht setzen. Der Status folgt den Einträgen"),
        (["--feld", "Farbe: rot"], "Ein Feld „Farbe“ gibt es nicht. "),
        (["--feld", "Zugangsweg:"], "„Zugangsweg“ ist nötig und kann nicht leer sein."),
        (["--rueckmeldung", "abgeschlossen"], "„abgeschlossen“ lässt sich keiner Maßnahme zuordnen. Keine Maßnahme wartet auf ein Ergebnis."),
        (["--text", "nur Text"], "Was ist geschehen? Nennen Sie die Art mit --art. Vorschlag: --art \"Telefonat\"."),
    ],
)  # fmt: skip
def test_was_nicht_geht(ordner: ORDNER, worte: list[str], satz: str) -> None:
    wurzel = ordner({"4711.md": LAUFEND})
    vorher = stand(wurzel)
    text = rufe(wurzel, "eintragen", "4711", *worte, code=2)
    assert satz in text
    assert "0171" not in text
    assert stand(wurzel) == vorher


def test_welcher_fall(ordner: ORDNER) -> None:
    wurzel = ordner({"ab-12.md": LAUFEND.replace("4711", "ab-12")})
    assert "Einen Fall „ab-13“ gibt es nicht. Meinten Sie „ab-12“?" in rufe(
        wurzel, "eintragen", "ab-13", "--art", "Notiz", code=2
    )
    rufe(wurzel, "eintragen", "AB-12", "--art", "Notiz", "--text", "ja")
    assert "## 2026-07-01 Notiz (Jana)\n\nja\n" in lies(wurzel, "faelle/ab-12.md")


def test_ein_alter_fehler_haelt_keinen_eintrag_auf(ordner: ORDNER) -> None:
    kaputt = LAUFEND.replace("Folgetermin: 2026-07-06", "Folgetermin: demnächst") + "\n## 2026-02-30 Telefonat\n"
    wurzel = ordner({"4711.md": kaputt})
    rufe(wurzel, "eintragen", "4711", "--art", "Telefonat")
    assert lies(wurzel) == kaputt + "\n## 2026-07-01 Telefonat (Jana)\n"


def test_inzwischen_geaendert(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": LAUFEND})
    arbeit = platz(wurzel)
    blatt = Arbeitsblatt(arbeit, "4711")
    vorhaben, _ = blatt.plane(Auftrag(entwurf=blatt.entwurf("Telefonat", None, (), "", ())))
    (wurzel / "faelle/4711.md").write_text(LAUFEND + "\n", encoding="utf-8")
    with pytest.raises(
        Schreibfehler,
        match=r"^faelle/4711.md wurde inzwischen von anderer Hand geändert; es wurde nichts geschrieben\.",
    ):
        vorhaben.fuehre_aus(arbeit)
    assert lies(wurzel) == LAUFEND + "\n"
    (wurzel / "faelle/4711.md").unlink()
    with pytest.raises(Schreibfehler, match="inzwischen von anderer Hand"):
        vorhaben.fuehre_aus(arbeit)
    assert not (wurzel / "faelle/4711.md").exists()


def test_mehrere_dateien_ganz_oder_gar_nicht_begonnen(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    with pytest.raises(Zwischenzeitlich):
        lege_ab(
            tmp_path,
            Schreibvorgang(ablagen=[Ablage(name="a", alt=b"1", neu=b"2"), Ablage(name="b", alt=b"0", neu=b"2")]),
        )
    assert (tmp_path / "a").read_bytes() == b"1"
    with pytest.raises(Zwischenzeitlich):
        lege_ab(tmp_path, Schreibvorgang(ablagen=[Ablage(name="a", alt=None, neu=b"2")]))
    (tmp_path / "a").chmod(0o640)
    lege_ab(
        tmp_path,
        Schreibvorgang(ablagen=[Ablage(name="a", alt=b"1", neu=b"2"), Ablage(name="neu/b", alt=None, neu=b"3")]),
    )
    assert ((tmp_path / "a").read_bytes(), (tmp_path / "neu/b").read_bytes()) == (b"2", b"3")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640
    assert sorted(p.name for p in tmp_path.iterdir()) == [".fallbuch", "a", "neu"]


def test_ein_verweis_bleibt_ein_verweis(tmp_path: Path) -> None:
    (tmp_path / "echt").write_bytes(b"1")
    (tmp_path / "verweis").symlink_to("echt")
    lege_ab(tmp_path, Schreibvorgang(ablagen=[Ablage(name="verweis", alt=b"1", neu=b"2")]))
    assert (tmp_path / "verweis").is_symlink()
    assert (tmp_path / "echt").read_bytes() == b"2"


def test_gleichzeitige_eintraege_gehen_nicht_verloren(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": LAUFEND})
    import sys

    laeufe = [
        subprocess.Popen(
            [sys.executable, "-m", "fallbuch.cli", "eintragen", "4711", "--art", "Notiz", "--text", f"Notiz Nummer {n}."],
            cwd=wurzel, env={**os.environ, "FALLBUCH_STICHTAG": TAG}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        for n in range(6)
    ]  # fmt: skip
    enden = [(lauf.communicate()[1], lauf.returncode) for lauf in laeufe]
    text = lies(wurzel)
    for nummer, (fehler, code) in enumerate(enden):
        assert (code == 0) == (f"Notiz Nummer {nummer}." in text)
        assert code == 0 or "inzwischen von anderer Hand geändert" in fehler


def test_abschluss(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": LAUFEND})
    grund = ["abschliessen", "4711", "--ergebnis", "ohne Arbeitsstelle beendet"]
    assert "fehlt: Grund, Erklärung. Nennen Sie es mit --grund und --erklaerung." in rufe(wurzel, *grund, code=2)
    assert "fehlt: Erklärung" in rufe(wurzel, *grund, "--grund", "umzug", code=2)
    assert lies(wurzel) == LAUFEND
    rufe(
        wurzel,
        *grund,
        "--grund",
        "umzug",
        "--erklaerung",
        "Zieht zur Familie.",
        "--fallengelassen",
        "1",
        "--fallengelassen",
        "2",
    )
    assert lies(wurzel) == LAUFEND.replace("[ ]", "[-]").replace("in Beratung", "abgeschlossen") + (
        "\n## 2026-07-01 Abschluss (Jana)\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\nErklärung: Zieht zur Familie.\n"
    )
    assert "Der Fall ist schon abgeschlossen (faelle/4711.md:20)." in rufe(
        wurzel, *grund, "--grund", "Umzug", "--erklaerung", "x", code=2
    )


def test_wiederaufnahme(ordner: ORDNER) -> None:
    wurzel = ordner(
        {
            "4711.md": ZU,
            "4712.md": ZU.replace("4711", "4712").replace("Berater: Jana", "Berater: Rita"),
            "4713.md": LAUFEND.replace("4711", "4713"),
        }
    )
    rufe(wurzel, "wiederaufnehmen", "4711", "--text", "Gekündigt.")
    assert (
        lies(wurzel)
        == ZU.replace("abgeschlossen", "in Beratung", 1) + "\n## 2026-07-01 Wiederaufnahme (Jana)\n\nGekündigt.\n"
    )
    assert "Wer übernimmt den Fall? Nennen Sie die Person mit --berater." in rufe(
        wurzel, "wiederaufnehmen", "4712", code=2
    )
    rufe(wurzel, "wiederaufnehmen", "4712", "--berater", "Ole")
    assert kopf(lies(wurzel, "faelle/4712.md"))["Berater"] == "Ole"
    assert "Der Fall ist nicht abgeschlossen." in rufe(wurzel, "wiederaufnehmen", "4713", code=2)


def test_uebergabe(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": LAUFEND, "4712.md": ZU.replace("4711", "4712"), "4713.md": NEU.replace("4711", "4713")})
    assert "liegt schon bei Jana" in rufe(wurzel, "uebergeben", "4711", "--an", "jana", code=2)
    assert "Fall 4712 ist abgeschlossen." in rufe(wurzel, "uebergeben", "4712", "--an", "Ole", code=2)
    assert "Jana ist selbst zuständig" in rufe(wurzel, "uebergeben", "4711", "--vertretung", "Jana", code=2)
    assert "Nennen Sie entweder die IDs" in rufe(wurzel, "uebergeben", "--an", "Ole", code=2)
    rufe(wurzel, "uebergeben", "4711", "--vertretung", "Ole")
    assert lies(wurzel) == LAUFEND.replace("Betreuungsstufe: IK\n---", "Betreuungsstufe: IK\nVertretung: Ole\n---")
    rufe(wurzel, "uebergeben", "4711", "--vertretung", "keine")
    assert lies(wurzel) == LAUFEND
    assert rufe(wurzel, "uebergeben", "--von", "Jana", "--an", "Ole", "--text", "Jana zieht um.").startswith(
        "Fall 4711, Jana, zuletzt Erstgespräch 2026-06-22.\n"
        "Eingetragen in faelle/4711.md: Notiz vom 2026-07-01.\nBerater: Jana → Ole.\n"
    )
    assert lies(wurzel) == LAUFEND.replace("Berater: Jana", "Berater: Ole") + (
        "\n## 2026-07-01 Notiz (Ole)\n\nÜbergeben von Jana an Ole. Jana zieht um.\n"
    )
    rufe(wurzel, "uebergeben", "4711", "4713", "--an", "Jana")
    assert "Übernommen von Jana." in lies(wurzel, "faelle/4713.md")
    assert "Jana hat keine offenen Fälle." not in rufe(wurzel, "uebergeben", "--von", "Jana", "--vertretung", "Ole")


def test_ids_werden_gezogen_und_nie_wieder_vergeben(ordner: ORDNER) -> None:
    wurzel = ordner({"1234.md": NEU.replace("4711", "1234")})
    for worte in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "a"]):
        git(wurzel, *worte)
    (wurzel / "faelle/1234.md").rename(wurzel / "faelle/1235.md")
    git(wurzel, "checkout", "-qb", "zweig")
    (wurzel / "faelle/1236.md").write_text("x")
    git(wurzel, "add", "-A")
    git(wurzel, "commit", "-qm", "b")
    git(wurzel, "checkout", "-q", "-")
    assert {"1234", "1235", "1236"} <= vergebene(platz(wurzel))
    assert "Die ID „1236“ ist oder war schon vergeben." in rufe(
        wurzel, "neu", "--zugangsweg", "Beratungstag", "--id", "1236", code=2
    )
    folge = iter([234, 235, 236, 1026, 237, 1237])
    # 2026 reads like a year, 1237 like 1236 with a slip.
    assert ziehe_id(vergebene(platz(wurzel)), lambda _: next(folge)) == "2237"
    assert len(ziehe_id(frozenset(map(str, range(1000, 1450))))) == 4
    assert len(ziehe_id(frozenset(map(str, range(1000, 1451))))) == 5


def test_neu_mit_eigener_vorlage(ordner: ORDNER) -> None:
    wurzel = ordner({})
    (wurzel / "vorlagen/fall.md").write_text(
        "---\n# Bitte alles ausfüllen\nID:\nErstkontakt:\nZugangsweg: 'offen'\nStatus:\nHilfenetz:\n---\n\nErst lesen: Leitfaden\n",
        encoding="utf-8",
    )
    rufe(
        wurzel,
        "neu",
        "--zugangsweg",
        "vamv",
        "--id",
        "9000",
        "--datum",
        "28.6.2026",
        "--feld",
        "Hilfenetz: Caritas (Schulden)",
        "--feld",
        "Hilfenetz: Kita",
    )
    assert lies(wurzel, "faelle/9000.md") == (
        "---\n# Bitte alles ausfüllen\nID: 9000\nErstkontakt: 2026-06-28\nZugangsweg: 'VAMV Beratung'\nStatus: neu\nHilfenetz:\n"
        "  - Caritas (Schulden)\n  - Kita\n---\n\nErst lesen: Leitfaden\n"
    )


@pytest.mark.parametrize(
    ("worte", "satz"),
    [
        ([], "Woher kam der Mensch? Nennen Sie den Zugangsweg mit --zugangsweg."),
        (["--zugangsweg", "Zeitung"], "Zugangsweg „Zeitung“ ist nicht bekannt."),
        (
            ["--zugangsweg", "Beratungstag", "--datum", "2199-01-01"],
            "Erstkontakt hat das Datum 2199-01-01, das noch kommt.",
        ),
        (["--zugangsweg", "Beratungstag", "--id", "Mül ler"], "ID „Mül ler“ hat nicht die richtige Form."),
        (["--zugangsweg", "Beratungstag", "--berater", "Rita"], "Berater „Rita“ gilt am 2026-07-01 nicht."),
        (["--faelle", "3"], "--faelle gehört zu --veranstaltung."),
        (["--veranstaltung", "Beratungstag"], "Wie viele Fälle brachte die Veranstaltung?"),
    ],
)
def test_neu_was_nicht_geht(ordner: ORDNER, worte: list[str], satz: str) -> None:
    wurzel = ordner({})
    vorher = stand(wurzel)
    assert satz in rufe(wurzel, "neu", *worte, code=2)
    assert stand(wurzel) == vorher


def test_eine_veranstaltung(ordner: ORDNER) -> None:
    protokoll = "# Unser Protokoll\r\n\r\nFreier Text.\r\n\r\n## 2026-06-29 Notiz (Jana)\r\n\r\nSpäter.\r\n"
    wurzel = ordner({}, team=TEAM_YML)
    (wurzel / "vorlagen/protokoll.md").write_bytes(protokoll.encode())
    text = rufe(
        wurzel, "neu", "--veranstaltung", "beratungstag", "--faelle", "5", "--teilnehmende", "14", "--datum", "2026-06-28",
        "--berater", "Jana", "--berater", "Ole", "--text", "Gut besucht.",
    )  # fmt: skip
    assert text.endswith("Eingetragen in vorlagen/protokoll.md: Veranstaltung vom 2026-06-28, 5 neue Fälle.\n")
    koepfe = [kopf(p.read_text(encoding="utf-8")) for p in (wurzel / "faelle").glob("*.md")]
    assert sorted(k["Berater"] for k in koepfe) == ["Jana", "Jana", "Jana", "Ole", "Ole"]
    assert {(k["Zugangsweg"], k["Erstkontakt"], k["Status"]) for k in koepfe} == {("Beratungstag", "2026-06-28", "neu")}
    assert len({k["ID"] for k in koepfe}) == 5
    assert lies(wurzel, "vorlagen/protokoll.md") == protokoll.replace(
        "## 2026-06-29",
        "## 2026-06-28 Veranstaltung (Jana, Ole)\r\n\r\nGut besucht.\r\n\r\nZugangsweg: Beratungstag\r\nTeilnehmende: 14\r\nNeue Fälle: 5\r\n\r\n## 2026-06-29",
    )
    assert rufe(wurzel, "pruefen", "--streng").endswith("5 Fälle geprüft: 0 Fehler, 0 Hinweise.\n")


def test_persoenliches_steht_in_keiner_vorschau(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": LAUFEND + "\n## 2026-06-30 Notiz\n\nTelefon: 0171 5551234\n"})
    text = rufe(wurzel, "eintragen", "4711", "--art", "Notiz", "--text", "neu", "--zeigen")
    assert "0171" not in text
    assert "Telefon: (persönliche Angabe, wird nicht angezeigt)" in text


def test_ein_kaestchen_ausserhalb_der_liste_laesst_sich_abhaken(ordner: ORDNER) -> None:
    for davor in ("  - ", "> - ", "* "):
        verlauf = f"## 2026-06-22 Erstgespräch (Jana)\n\nBesprochen:\n\n{davor}[ ] Kundin ruft an\n"
        wurzel = ordner({"4711.md": fall(verlauf, erstkontakt="2026-06-20")})
        rufe(wurzel, "eintragen", "4711", "--erledigt", "1")
        assert f"{davor}[x] Kundin ruft an\n" in lies(wurzel)


@pytest.mark.parametrize(
    ("text", "zeile"),
    [
        ("[y] Team ruft an", "- [ ] [y] Team ruft an"),
        ("[x] Team ruft an", "- [x] Team ruft an"),
        ("Team", "- [ ] Team"),
    ],
)
def test_nur_ein_richtiges_kaestchen_ist_eines(ordner: ORDNER, text: str, zeile: str) -> None:
    wurzel = ordner({"4711.md": LAUFEND})
    rufe(wurzel, "eintragen", "4711", "--art", "Notiz", "--vereinbarung", text)
    assert f"\n{zeile}\n" in lies(wurzel)
    assert "Eine Vereinbarung hat keinen Text." in rufe(
        wurzel, "eintragen", "4711", "--art", "Notiz", "--vereinbarung", "[x] ", code=2
    )


def test_was_keine_datei_halten_kann(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": LAUFEND})
    for worte in (
        ["--art", "Notiz", "--text", "\udcff kaputt"],
        ["--art", "Notiz", "--vereinbarung", "\udcff"],
        ["--feld", "Bewilligung bis: \udcff"],
    ):
        assert "Stellen Sie das Terminal auf UTF-8" in rufe(wurzel, "eintragen", "4711", *worte, code=2)


def test_neu_nimmt_felder_in_jeder_schreibweise(ordner: ORDNER) -> None:
    wurzel = ordner({})
    rufe(
        wurzel,
        "neu",
        "--zugangsweg",
        "Beratungstag",
        "--id",
        "9000",
        "--feld",
        "erstkontakt: 2026-06-05",
        "--feld",
        "hilfenetz: A",
        "--feld",
        "Hilfenetz: B",
    )
    assert (
        lies(wurzel, "faelle/9000.md")
        == "---\nID: 9000\nErstkontakt: 2026-06-05\nZugangsweg: Beratungstag\nStatus: neu\nHilfenetz:\n  - A\n  - B\n---\n"
    )
    for feld in ("status: in Beratung", "id: 5"):
        assert "lässt sich so nicht setzen" in rufe(
            wurzel, "neu", "--zugangsweg", "Beratungstag", "--feld", feld, code=2
        )
    (wurzel / "vorlagen/fall.md").write_text(
        "---\nID:\nErstkontakt:\nHilfenetz: []\nZugangsweg:\nStatus: neu\n---\n", encoding="utf-8"
    )
    rufe(wurzel, "neu", "--zugangsweg", "Beratungstag", "--id", "9001", "--feld", "Hilfenetz: A")
    assert "Hilfenetz:\n  - A\nZugangsweg" in lies(wurzel, "faelle/9001.md")


def test_tag_zwischen_erstkontakt_und_heute(ordner: ORDNER, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fallbuch.cli.gruppe.heute", lambda _zone: date(2026, 7, 3))
    wurzel = ordner({"4711.md": LAUFEND})
    eintrag = ["eintragen", "4711", "--art", "Telefonat", "--datum"]
    for tag in ("2026-06-20", "2026-07-03"):
        rufe(wurzel, *eintrag, tag)
        assert f"## {tag} Telefonat (Jana)\n" in lies(wurzel)
    vorher = stand(wurzel)
    assert rufe(wurzel, *eintrag, "2026-06-19", code=2) == (
        "fallbuch: Der 2026-06-19 liegt vor dem Erstkontakt (2026-06-20).\n"
    )
    assert rufe(wurzel, *eintrag, "2026-07-04", code=2) == (
        "fallbuch: Der 2026-07-04 liegt in der Zukunft. Ein Eintrag hält fest, was schon geschehen ist.\n"
    )
    assert stand(wurzel) == vorher


def test_kaputte_vorlage_wird_selbst_genannt(ordner: ORDNER) -> None:
    wurzel = ordner({})
    (wurzel / "vorlagen/fall.md").write_text('---\nID: "unfertig\n---\n', encoding="utf-8")
    assert rufe(wurzel, "neu", "--zugangsweg", "Beratungstag", "--id", "9000", code=2) == (
        "fallbuch: vorlagen/fall.md:2: Diese Datei lässt sich nicht sicher ändern: "
        "Ein Anführungszeichen wird geöffnet und nicht richtig geschlossen. "
        "Erwartet: Zeilen nach dem Muster „Feld: Wert“. Beheben Sie das zuerst von Hand.\n"
    )
    assert not (wurzel / "faelle/9000.md").exists()


def test_nichts_zu_aendern(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": LAUFEND})
    for worte in (["eintragen", "4711", "--feld", "Bewilligung bis:"], ["uebergeben", "4711", "--vertretung", "keine"]):
        assert rufe(wurzel, *worte, code=2) == "fallbuch: Es gibt nichts zu ändern.\n"


def test_vertretung_mit_text_steht_im_verlauf(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": LAUFEND})
    rufe(wurzel, "uebergeben", "4711", "--vertretung", "Ole", "--text", "Urlaub bis August.")
    assert lies(wurzel).endswith("\n## 2026-07-01 Notiz (Ole)\n\nVertretung: Ole. Urlaub bis August.\n")


def test_erst_am_ende_wird_geloescht(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": LAUFEND, "4712.md": ZU.replace("4711", "4712")})
    assert "gehört an das Ende: Der Fall läuft noch." in rufe(
        wurzel, "eintragen", "4711", "--art", "Kontaktdaten gelöscht", code=2
    )
    rufe(wurzel, "eintragen", "4712", "--art", "Kontaktdaten gelöscht")


def test_eine_veranstaltung_steht_einmal_im_protokoll(ordner: ORDNER) -> None:
    wurzel = ordner({})
    worte = ["neu", "--veranstaltung", "Beratungstag", "--faelle", "1"]
    rufe(wurzel, *worte)
    assert "Im Protokoll steht diese Veranstaltung schon (vorlagen/protokoll.md:3)." in rufe(wurzel, *worte, code=2)
    assert len(list((wurzel / "faelle").glob("*.md"))) == 1


def test_in_einer_pause_ruht_alles(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": LAUFEND.replace("Folgetermin: 2026-07-06\n", "")})
    assert rufe(wurzel, "eintragen", "4711", "--art", "Pause", "--angabe", "Bis: 2026-08-31").endswith(
        "Der Fall pausiert bis 2026-08-31; so lange ruhen die Fristen.\n"
    )


def test_ein_verabredeter_termin_bleibt(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": LAUFEND})
    assert "nicht vereinbart" not in rufe(wurzel, "eintragen", "4711", "--art", "Telefonat", "--datum", "2026-07-01")
    spaeter = im_prozess("eintragen", "4711", "--art", "Telefonat", cwd=wurzel, FALLBUCH_STICHTAG="2026-07-06")[1]
    assert spaeter.endswith("Ein Folgetermin ist nicht vereinbart. Spätestens sollte er am 2026-09-14 sein.\n")


def test_in_zwei_fassungen_wird_nichts_eingetragen(ordner: ORDNER) -> None:
    beide = (
        LAUFEND + "\n<<<<<<< hier\n\n## 2026-06-30 Notiz\n\nA\n\n=======\n\n## 2026-06-30 Notiz\n\nB\n\n>>>>>>> dort\n"
    )
    wurzel = ordner({"4711.md": beide})
    assert "lässt sich nicht sicher ändern: Hier stehen zwei Fassungen" in rufe(
        wurzel, "eintragen", "4711", "--art", "Notiz", code=2
    )
    assert lies(wurzel) == beide


def test_uebergabe_ueberspringt_was_schon_so_ist(ordner: ORDNER) -> None:
    vertreten = LAUFEND.replace("Betreuungsstufe: IK\n---", "Betreuungsstufe: IK\nVertretung: Ole\n---")
    wurzel = ordner({"4711.md": vertreten, "4712.md": LAUFEND.replace("4711", "4712")})
    rufe(wurzel, "uebergeben", "4711", "4712", "--vertretung", "Ole")
    assert lies(wurzel) == vertreten
    assert lies(wurzel, "faelle/4712.md") == vertreten.replace("4711", "4712")
    rufe(wurzel, "uebergeben", "--von", "Jana", "--vertretung", "keine")
    assert "Vertretung" not in lies(wurzel)


def test_eintragen_einer_wiederaufnahme_fragt_dasselbe(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": ZU.replace("Berater: Jana", "Berater: Rita")})
    assert "Wer übernimmt den Fall? Nennen Sie die Person mit --berater." in rufe(
        wurzel, "eintragen", "4711", "--art", "Wiederaufnahme", code=2
    )
    rufe(wurzel, "eintragen", "4711", "--art", "Wiederaufnahme", "--berater", "Ole")
    assert kopf(lies(wurzel))["Berater"] == "Ole"


def test_zwei_massnahmen_mit_aehnlichem_namen(ordner: ORDNER) -> None:
    mass = "\n## 2026-06-23 Maßnahme (Jana)\n\nArt: Weiterbildung\nBezeichnung: {}\nEnde: 2026-06-28\n"
    wurzel = ordner({"4711.md": LAUFEND + mass.format("Kurs") + mass.format("Kurs Plus")})
    rufe(wurzel, "eintragen", "4711", "--rueckmeldung", "Kurs: abgeschlossen")
    assert lies(wurzel).count("Ergebnis: abgeschlossen") == 1
    assert "Bezeichnung: Kurs\nEnde: 2026-06-28\nErgebnis: abgeschlossen\n" in lies(wurzel)


def test_seltsame_kaestchen_und_zahlen(ordner: ORDNER) -> None:
    wurzel = ordner(
        {"4711.md": fall("## 2026-06-22 Notiz\n\nVereinbarungen:\n\n- [offen Team ruft an\n", erstkontakt="2026-06-20")}
    )
    rufe(wurzel, "eintragen", "4711", "--erledigt", "1")
    assert "- [x] [offen Team ruft an\n" in lies(wurzel)
    for zahl in ("9" * 5000, "²", "0", "-1"):
        assert "ist keine offene Vereinbarung" in rufe(wurzel, "eintragen", "4711", "--erledigt", zahl, code=2)


def test_eine_hervorgehobene_angabe_bleibt_hervorgehoben(ordner: ORDNER) -> None:
    wurzel = ordner(
        {
            "4711.md": LAUFEND
            + "\n## 2026-06-23 Maßnahme (Jana)\n\nArt: Weiterbildung\nEnde: 2026-06-28\n**Ergebnis:** abgebrochen\n"
        }
    )
    blatt = Arbeitsblatt(platz(wurzel), "4711")
    neu = blatt.text.mit_angabe(blatt.text.fall.eintraege[-1], "Ergebnis", "abgeschlossen")
    assert neu.inhalt.decode().endswith("**Ergebnis:** abgeschlossen\n")


def test_neu_nimmt_nur_was_es_braucht(ordner: ORDNER) -> None:
    wurzel = ordner({})
    assert "--text gehört zu --veranstaltung" in rufe(
        wurzel, "neu", "--zugangsweg", "Beratungstag", "--text", "x", code=2
    )
    assert "Einen Fall hat eine Person." in rufe(
        wurzel, "neu", "--zugangsweg", "Beratungstag", "--berater", "Jana", "--berater", "Ole", code=2
    )


def test_git_ist_beschaeftigt(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": LAUFEND.replace("Status: ", "Status:   ")})
    git(wurzel, "init", "-q")
    git(wurzel, "add", "-A")
    (wurzel / ".git/index.lock").touch()
    assert "git konnte nicht arbeiten: Es läuft noch in einem anderen Fenster" in rufe(
        wurzel, "formatieren", "--vorgemerkt", code=2
    )


def test_auch_das_protokoll_bekommt_keinen_fehler(ordner: ORDNER) -> None:
    wurzel = ordner({})
    vorher = stand(wurzel)
    text = rufe(wurzel, "neu", "--veranstaltung", "Beratungstag", "--faelle", "2", "--text", "<<<<<<< x", code=2)
    assert "So kann es nicht in vorlagen/protokoll.md stehen." in text
    assert stand(wurzel) == vorher


def test_von_zwei_gruenden_zaehlt_der_fruehere(ordner: ORDNER) -> None:
    """A measure of nine weeks asks for a conversation before its end, the level only in September."""
    kurs = "\n## 2026-06-25 Maßnahme (Jana)\n\nArt: Weiterbildung\nEnde: 2026-08-28\n"
    wurzel = ordner({"4711.md": LAUFEND.replace("Folgetermin: 2026-07-06\n", "") + kurs})
    assert rufe(wurzel, "eintragen", "4711", "--art", "Telefonat").endswith(
        "Spätestens sollte er am 2026-07-31 sein.\n"
    )
