"""What was written by mistake goes back: the last change exactly, a named entry with all that came with it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from fallbuch.akte.schreiben import Falltext
from fallbuch.text import journal
from fallbuch.text.ablage import Ablage, setze
from fallbuch.text.eigenes import ORDNER
from fallbuch.text.journal import Schreibvorgang
from tests.bearbeiten.hilfen import lies, stand
from tests.cli.aufruf import im_prozess
from tests.conftest import WURZEL
from tests.git import git
from tests.hilfen import TEAM_YML, fall

TAG = "2026-07-01"
LAUFEND = fall(
    "## 2026-06-22 Erstgespräch (Jana)\n\nVereinbarungen:\n\n* [ ] Kundin schreibt den Lebenslauf (bis 2026-07-06)   \n* [ ] Team fragt an\n\n"
    "Betreuungsstufe: IK\nFolgetermin: 2026-07-06\n\n## 2026-06-23 Maßnahme (Jana)\n\nArt: Weiterbildung\nEnde: 2026-06-30\n",
    erstkontakt="2026-06-20", Betreuungsstufe="IK",
)  # fmt: skip
ANDERER = fall("## 2026-06-24 Notiz (Ole)\n\nDer andere.\n", erstkontakt="2026-06-20", berater="Ole").replace(
    "4711", "4712"
)
ZU = ("--ergebnis", "ohne Arbeitsstelle beendet", "--grund", "Umzug", "--erklaerung", "weg")


@pytest.fixture
def team(tmp_path: Path) -> Path:
    for name, text in {"faelle/4711.md": LAUFEND, "faelle/4712.md": ANDERER, "vorlagen/team.yml": TEAM_YML}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def rufe(team: Path, *worte: str, code: int = 0) -> str:
    ende = im_prozess(*worte, cwd=team, FALLBUCH_STICHTAG=TAG)
    assert ende[0] == code, ende[1]
    return ende[1]


def notiz(team: Path, text: str, *mehr: str) -> str:
    rufe(team, "eintragen", "4711", "--art", "Notiz", "--text", text, *mehr)
    return lies(team)


def speichere(team: Path, was: str, wer: str = "T") -> None:
    if not (team / ".git").exists():
        git(team, "init", "-q")
        git(team, "config", "user.name", "T")
    git(team, "add", "-A")
    git(team, "-c", f"user.name={wer}", "commit", "-qm", was)


def schreibe(team: Path, text: str, name: str = "faelle/4711.md") -> str:
    (team / name).write_bytes(text.encode())
    return text


def test_ein_abschluss_aus_versehen_hinterlaesst_keine_spur(team: Path) -> None:
    vorher = rufe(team, "faellig"), rufe(team, "statistik", "--quartal", "2026Q2"), rufe(team, "pruefen")
    rufe(team, "abschliessen", "4711", *ZU, "--erledigt", "1", "--fallengelassen", "Team")
    assert "Abschluss" in lies(team)
    gesagt = rufe(team, "zuruecknehmen", "4711", "--ja")
    assert re.sub(r"^ +$", "", gesagt, flags=re.MULTILINE).startswith(
        "faelle/4711.md\n"
        "  …\n    Erstkontakt: 2026-06-20\n    Zugangsweg: Beratungstag\n  - Status: abgeschlossen\n  + Status: in Beratung\n    Berater: Jana\n    Betreuungsstufe: IK\n"
        "  …\n    Vereinbarungen:\n\n  - * [x] Kundin schreibt den Lebenslauf (bis 2026-07-06)\n  - * [-] Team fragt an\n"
        "  + * [ ] Kundin schreibt den Lebenslauf (bis 2026-07-06)\n  + * [ ] Team fragt an\n\n    Betreuungsstufe: IK\n"
        "  …\n    Art: Weiterbildung\n    Ende: 2026-06-30\n  -\n  - ## 2026-07-01 Abschluss (Jana)\n  -\n  - Ergebnis: ohne Arbeitsstelle beendet\n"
        "  - Grund: Umzug\n  - Erklärung: weg\n"
        "Zurückgenommen in faelle/4711.md: „fallbuch abschliessen“ auf diesem Rechner.\n"
        "Als Nächstes: "
    )
    assert lies(team) == LAUFEND
    assert (rufe(team, "faellig"), rufe(team, "statistik", "--quartal", "2026Q2"), rufe(team, "pruefen")) == vorher


def test_eines_nach_dem_anderen_bis_nichts_mehr_uebrig_ist(team: Path) -> None:
    staende = [LAUFEND, *(notiz(team, f"Nummer {n}.") for n in range(3))]
    for frueher in staende[-2::-1]:
        rufe(team, "zuruecknehmen", "4711", "--ja")
        assert lies(team) == frueher
    assert rufe(team, "zuruecknehmen", "4711", "--ja", code=2) == (
        "fallbuch: Zu faelle/4711.md ist keine frühere Fassung bekannt: weder in git noch auf diesem Rechner. Zurückzunehmen ist nichts mehr.\n"
    )
    assert not list((team / ORDNER).glob("*.json"))  # what was taken back is forgotten


def test_hin_und_zurueck_ist_zweierlei_aenderung(team: Path) -> None:
    """The file is as it was before both; each is taken back by itself all the same."""
    rufe(team, "uebergeben", "4711", "--vertretung", "Ole")
    mitte = lies(team)
    rufe(team, "uebergeben", "4711", "--vertretung", "keine")
    assert lies(team) == LAUFEND
    rufe(team, "zuruecknehmen", "4711", "--ja")
    assert lies(team) == mitte
    rufe(team, "zuruecknehmen", "4711", "--ja")
    assert lies(team) == LAUFEND
    rufe(team, "zuruecknehmen", "4711", "--ja", code=2)


@pytest.mark.parametrize("zwischendurch", [False, True])
def test_was_in_git_steht_wird_aus_git_zurueckgenommen(team: Path, zwischendurch: bool) -> None:
    staende = [LAUFEND]
    speichere(team, "Anfang")
    for n in range(3):
        staende.append(schreibe(team, staende[-1] + f"\n## 2026-06-2{n + 5} Notiz (Jana)\n\nNummer {n}.\n"))
        speichere(team, f"Stand {n}")
    for n, frueher in reversed(list(enumerate(staende[:-1]))):
        gesagt = rufe(team, "zuruecknehmen", "4711", "--ja")
        assert f"Zurückgenommen in faelle/4711.md: „Stand {n}“ von T, gespeichert am " in gesagt
        assert "Achtung" not in gesagt
        assert lies(team) == frueher
        if zwischendurch:  # a state that takes something back is nothing to take back
            speichere(team, "zurückgenommen")
    # Before the first state there was no such case: that is no change to take back.
    assert im_prozess("zuruecknehmen", "4711", "--ja", cwd=team) == (
        2,
        "fallbuch: faelle/4711.md ist, wie sie angelegt wurde; es gibt keine Änderung, die sich zurücknehmen ließe. "
        "Einen einzelnen Eintrag nehmen Sie zurück, indem Sie ihn nennen.\n",
    )
    assert lies(team) == LAUFEND


def test_mehrere_befehle_in_einem_gespeicherten_stand_gehen_einzeln_zurueck(team: Path) -> None:
    speichere(team, "Anfang")
    eins = notiz(team, "Eins.")
    notiz(team, "Zwei.")
    speichere(team, "Zwei auf einmal")
    rufe(team, "zuruecknehmen", "4711", "--ja")
    assert lies(team) == eins
    rufe(team, "zuruecknehmen", "4711", "--ja")
    assert lies(team) == LAUFEND


def test_was_nur_die_form_aendert_geht_mit_dem_davor(team: Path) -> None:
    danach = notiz(team, "Falsch.")
    rufe(team, "formatieren", "faelle/4711.md")
    assert lies(team) != danach
    assert "Zurückgenommen in faelle/4711.md: „fallbuch eintragen“ auf diesem Rechner.\n" in rufe(
        team, "zuruecknehmen", "4711", "--ja"
    )
    assert lies(team) == LAUFEND
    assert not list((team / ORDNER).glob("*.json"))
    rufe(team, "formatieren", "faelle/4711.md")  # alone it is taken back by itself
    rufe(team, "zuruecknehmen", "4711", "--ja")
    assert lies(team) == LAUFEND


def test_was_jemand_anders_geschrieben_hat_geht_nicht_ohne_ein_wort(team: Path) -> None:
    speichere(team, "Anfang")
    meins = notiz(team, "Von mir.")
    speichere(team, "Meins")
    schreibe(team, meins + "\n## 2026-06-30 Telefonat (Ole)\n\nVon Ole.\n")
    speichere(team, "Anruf", wer="Ole")
    gesagt = rufe(team, "zuruecknehmen", "4711", code=2)
    assert gesagt.endswith(
        "  - ## 2026-06-30 Telefonat (Ole)\n  -\n  - Von Ole.\n"
        "Achtung: Das hat Ole geschrieben, nicht Sie. Sprechen Sie sich ab.\n"
        "fallbuch: Es wurde nichts geschrieben. Ist es so gemeint, rufen Sie den Befehl mit --ja noch einmal auf.\n"
    )
    assert "Von Ole." in lies(team)
    # One's own entry goes, Ole's stays.
    rufe(team, "zuruecknehmen", "4711", "--eintrag", "2026-07-01 Notiz", "--ja")
    assert lies(team) == LAUFEND + "\n## 2026-06-30 Telefonat (Ole)\n\nVon Ole.\n"


def test_nach_einer_zusammenfuehrung_geht_der_eigene_eintrag_und_der_andere_bleibt(team: Path) -> None:
    speichere(team, "Anfang")
    git(team, "checkout", "-qb", "ole")
    anruf = "\n## 2026-06-30 Telefonat (Ole)\n\nVon Ole.\n"
    schreibe(team, LAUFEND + anruf)
    speichere(team, "Anruf", wer="Ole")
    git(team, "checkout", "-q", "-")
    meins = notiz(team, "Von mir.")
    speichere(team, "Meins")
    subprocess.run(["git", "merge", "-q", "--no-commit", "ole"], cwd=team, capture_output=True, check=False)
    rufe(team, "zusammenfuehren")
    speichere(team, "zusammengeführt")
    assert (
        "Achtung: Beim Zusammenführen kam herein, was andere geschrieben haben. Ihren eigenen Eintrag nehmen Sie mit --eintrag zurück.\n"
        in rufe(team, "zuruecknehmen", "4711", "--zeigen")
    )
    rufe(team, "zuruecknehmen", "4711", "--eintrag", "2026-07-01 Notiz", "--ja")
    assert lies(team) == LAUFEND + anruf
    rufe(team, "zuruecknehmen", "4711", "--ja")  # brings it back
    rufe(team, "zuruecknehmen", "4711", "--ja")
    assert lies(team) == meins


def test_was_von_hand_getippt_ist_geht_auf_den_letzten_bekannten_stand_zurueck(team: Path) -> None:
    speichere(team, "Anfang")
    schreibe(team, LAUFEND.replace("Team fragt an", "Team fragt niemanden"))
    gesagt = rufe(team, "zuruecknehmen", "4711", "--ja")
    assert (
        "Zurückgenommen in faelle/4711.md: was von Hand geändert und noch nicht in git gespeichert wurde.\n" in gesagt
    )
    assert lies(team) == LAUFEND
    mit = notiz(team, "Vom Befehl.")
    schreibe(team, mit + "\n## 2026-07-01 Notiz (Jana)\n\nVon Hand.\n")
    rufe(team, "zuruecknehmen", "4711", "--ja")
    assert lies(team) == mit
    rufe(team, "zuruecknehmen", "4711", "--ja")
    assert lies(team) == LAUFEND


def test_ein_eintrag_geht_mit_allem_was_mit_ihm_kam_und_spaeteres_bleibt(team: Path) -> None:
    rufe(
        team, "eintragen", "4711", "--art", "Beratung", "--datum", "2026-06-29", "--text", "Falsch.", "--betreuungsstufe", "IN",
        "--erledigt", "1", "--rueckmeldung", "abgeschlossen", "--feld", "Bewilligung bis: 2026-12-31", "--angabe", "Arbeitsmarktstatus: arbeitslos",
    )  # fmt: skip
    notiz(team, "Danach.", "--erledigt", "Team")
    spaeteres = "\n## 2026-07-01 Notiz (Jana)\n\nDanach.\n"
    gesagt = rufe(team, "zuruecknehmen", "4711", "--eintrag", "2026-06-29 Beratung", "--ja")
    assert "Zurückgenommen in faelle/4711.md: Beratung vom 2026-06-29.\n" in gesagt
    assert lies(team) == LAUFEND.replace("* [ ] Team", "* [x] Team") + spaeteres
    # It is a change like any other: the next one brings the entry back.
    rufe(team, "zuruecknehmen", "4711", "--ja")
    assert "Falsch." in lies(team)


def test_was_seither_geaendert_wurde_bleibt_und_wird_gesagt(team: Path) -> None:
    rufe(
        team,
        "eintragen",
        "4711",
        "--art",
        "Notiz",
        "--datum",
        "2026-06-29",
        "--text",
        "Falsch.",
        "--feld",
        "Bewilligung bis: 2026-12-31",
    )
    notiz(team, "Danach.", "--feld", "Bewilligung bis: 2027-01-31")
    gesagt = rufe(team, "zuruecknehmen", "4711", "--eintrag", "29.6.2026", "--ja")
    assert "Bewilligung bis bleibt „2027-01-31“: Das wurde seither geändert.\n" in gesagt
    assert "Bewilligung bis: 2027-01-31\n" in lies(team)
    assert "Falsch." not in lies(team)


def test_ein_abschluss_von_frueher_geht_auch_ohne_jedes_gedaechtnis(team: Path) -> None:
    ende = "\n## 2026-06-28 Abschluss (Jana)\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\nErklärung: weg\n\nBetreuungsstufe: IN\n"
    zu = (
        LAUFEND.replace("in Beratung", "abgeschlossen").replace("Betreuungsstufe: IK\n---", "Betreuungsstufe: IN\n---")
        + ende
    )
    schreibe(team, zu + "\n## 2026-06-29 Notiz (Jana)\n\nNoch etwas.\n")
    rufe(team, "zuruecknehmen", "4711", "--eintrag", "2026-06-28 abschluss", "--ja")
    assert lies(team) == LAUFEND + "\n## 2026-06-29 Notiz (Jana)\n\nNoch etwas.\n"


def test_eine_wiederaufnahme_zurueckgenommen_ist_wieder_abgeschlossen(team: Path) -> None:
    rufe(team, "abschliessen", "4711", *ZU)
    zu = lies(team)
    rufe(team, "wiederaufnehmen", "4711", "--text", "Irrtum.")
    notiz(team, "Danach.")
    rufe(team, "zuruecknehmen", "4711", "--eintrag", "2026-07-01 Wiederaufnahme", "--ja")
    assert lies(team) == zu + "\n## 2026-07-01 Notiz (Jana)\n\nDanach.\n"


def test_der_falsche_fall_der_eintrag_zieht_um(team: Path) -> None:
    neu = ANDERER.replace("in Beratung", "neu").replace("Berater: Ole\n", "")
    schreibe(team, neu, "faelle/4712.md")
    rufe(
        team,
        "eintragen",
        "4711",
        "--art",
        "Beratung",
        "--text",
        "Gehört zu 4712.",
        "--betreuungsstufe",
        "IN",
        "--erledigt",
        "1",
    )
    gesagt = rufe(team, "zuruecknehmen", "4711", "--nach", "4712", "--ja").splitlines()
    assert gesagt[-3] == "Zurückgenommen in faelle/4711.md: „fallbuch eintragen“ auf diesem Rechner."
    assert gesagt[-2].startswith("Als Nächstes: ")
    assert gesagt[-1].startswith("Eingetragen in faelle/4712.md: Beratung vom 2026-07-01. Als Nächstes: ")
    assert lies(team) == LAUFEND
    umgezogen = lies(team, "faelle/4712.md")
    assert umgezogen.endswith("\n\n## 2026-07-01 Beratung (Jana)\n\nGehört zu 4712.\n\nBetreuungsstufe: IN\n")
    assert "Status: in Beratung\nBerater: Jana\nBetreuungsstufe: IN\n" in umgezogen  # what follows from it there
    rufe(team, "zuruecknehmen", "4712", "--ja")
    assert lies(team, "faelle/4712.md") == neu


def test_im_falschen_abgeschlossenen_fall_geht_auch_die_wiederaufnahme_zurueck(team: Path) -> None:
    rufe(team, "abschliessen", "4711", *ZU)
    zu = lies(team)
    text = zu.replace("Berater: Jana", "Berater: Ole").replace("abgeschlossen", "in Beratung") + (
        "\n## 2026-07-01 Wiederaufnahme (Jana)\n\nDoch.\n\n## 2026-07-01 Beratung (Jana)\n\nGehört zu 4712.\n"
    )
    ablage = Ablage(name="faelle/4711.md", alt=zu.encode(), neu=text.encode())
    journal.lege_ab(team, Schreibvorgang(ablagen=[ablage], befehl="eintragen", gemerkt=frozenset({ablage.name})))
    rufe(team, "zuruecknehmen", "4711", "--nach", "4712", "--ja")
    assert lies(team) == zu
    assert lies(team, "faelle/4712.md") == ANDERER + "\n## 2026-07-01 Beratung (Jana)\n\nGehört zu 4712.\n"


def test_ein_frueherer_eintrag_zieht_an_seinen_platz_um(team: Path) -> None:
    rufe(team, "eintragen", "4711", "--art", "Notiz", "--datum", "2026-06-23", "--text", "Gehört zu 4712.")
    notiz(team, "Danach.")
    rufe(team, "zuruecknehmen", "4711", "--eintrag", "2026-06-23 Notiz", "--nach", "4712", "--ja")
    assert lies(team) == LAUFEND + "\n## 2026-07-01 Notiz (Jana)\n\nDanach.\n"
    assert lies(team, "faelle/4712.md") == ANDERER.replace(
        "## 2026-06-24", "## 2026-06-23 Notiz (Jana)\n\nGehört zu 4712.\n\nNachgetragen am: 2026-07-01\n\n## 2026-06-24"
    )


@pytest.mark.parametrize(
    ("worte", "satz"),
    [
        (("4711", "--nach", "4711", "--eintrag", "2026-06-23"), "Der Eintrag steht schon in faelle/4711.md. Nennen Sie mit --nach einen anderen Fall."),
        (("4711", "--nach", "4799", "--eintrag", "2026-06-23"), "Einen Fall „4799“ gibt es nicht."),
        (("4712", "--nach", "4711", "--eintrag", "2026-06-24"), "In faelle/4711.md steht derselbe Eintrag schon. Nehmen Sie ihn hier ohne --nach zurück."),
        (("4711", "--nach", "4712"), "hat nicht genau einen Eintrag gebracht. Nennen Sie ihn mit --eintrag"),
        (("4711", "--eintrag", "gestern"), "„gestern“ nennt keinen Eintrag. Erwartet: Tag und Art, zum Beispiel „2026-03-02 Telefonat“."),
        (("4711", "--eintrag", "2026-06-21"), "Einen Eintrag „2026-06-21“ gibt es in faelle/4711.md nicht. Einträge gibt es am 2026-06-22, 2026-06-23"),
        (("4711", "--eintrag", "2026-06-24"), "gibt es in faelle/4711.md mehrere passende Einträge: 1 Notiz, 2 Notiz. Nennen Sie auch die Nummer"),
        (("4711", "--eintrag", "2026-06-24 Notiz 3"), "gibt es in faelle/4711.md mehrere passende Einträge"),
        ((), "Bei welchem Fall? Nennen Sie seine ID, zum Beispiel: fallbuch zuruecknehmen 4711."),
        (("4711", "--unterbrochenes"), "--unterbrochenes gilt für den ganzen Befehl"),
    ],
)  # fmt: skip
def test_was_nicht_geht_ist_ein_satz_und_aendert_nichts(team: Path, worte: tuple[str, ...], satz: str) -> None:
    schreibe(team, LAUFEND + "\n## 2026-06-24 Notiz (Ole)\n\nDer andere.\n\n## 2026-06-24 Notiz (Ole)\n\nNoch einer.\n")
    vorher = stand(team)
    assert satz in rufe(team, "zuruecknehmen", *worte, "--ja", code=2)
    assert stand(team) == vorher


def test_die_nummer_waehlt_unter_gleichen(team: Path) -> None:
    schreibe(team, LAUFEND + "\n## 2026-06-24 Notiz (Ole)\n\nEins.\n\n## 2026-06-24 Notiz (Ole)\n\nZwei.\n")
    rufe(team, "zuruecknehmen", "4711", "--eintrag", "2026-06-24 Notiz 1", "--ja")
    assert lies(team) == LAUFEND + "\n## 2026-06-24 Notiz (Ole)\n\nZwei.\n"


def test_von_mehreren_faellen_nur_der_genannte(team: Path) -> None:
    (team / "vorlagen/protokoll.md").write_text("# Protokoll\n", encoding="utf-8")
    rufe(team, "neu", "--veranstaltung", "Beratungstag", "--faelle", "2", "--berater", "Jana")
    neue = sorted(p.stem for p in (team / "faelle").iterdir() if p.stem not in {"4711", "4712"})
    gesagt = rufe(team, "zuruecknehmen", neue[0], "--ja")
    assert (
        f"Zurückgenommen in faelle/{neue[0]}.md: „fallbuch neu“ auf diesem Rechner.\nfaelle/{neue[0]}.md gibt es damit nicht mehr.\n"
        in gesagt
    )
    (satz,) = [zeile for zeile in gesagt.splitlines() if zeile.startswith("Derselbe Befehl")]
    assert f"faelle/{neue[1]}.md" in satz
    assert "vorlagen/protokoll.md" in satz
    assert f"faelle/{neue[0]}.md" not in satz
    assert satz.endswith(". Dort bleibt es, wie es ist.")
    assert not (team / f"faelle/{neue[0]}.md").exists()
    assert (team / f"faelle/{neue[1]}.md").exists()


def test_was_danach_falsch_waere_wird_vorher_gesagt(team: Path) -> None:
    (team / "vorlagen/team.yml").write_text(TEAM_YML + "  Geschäft: {synonyme: [Laden]}\n", encoding="utf-8")
    alt = schreibe(team, LAUFEND.replace("Beratungstag", "Laden"))
    rufe(team, "formatieren", "--beheben")
    (team / "vorlagen/team.yml").write_text(TEAM_YML + "  Geschäft: {}\n", encoding="utf-8")
    gesagt = rufe(team, "zuruecknehmen", "4711", "--ja")
    assert "Achtung: Danach meldet die Prüfung in faelle/4711.md: Zugangsweg „Laden“ ist nicht bekannt." in gesagt
    assert lies(team) == alt


def test_zeigen_schreibt_nichts_und_ohne_jemanden_am_terminal_gibt_es_kein_ja(team: Path) -> None:
    danach = notiz(team, "Falsch.")
    assert rufe(team, "zuruecknehmen", "4711", "--zeigen").endswith(
        "Das ist nur eine Vorschau; es wurde nichts geschrieben.\n"
    )
    assert rufe(team, "zuruecknehmen", "4711", code=2).endswith(
        "fallbuch: Es wurde nichts geschrieben. Ist es so gemeint, rufen Sie den Befehl mit --ja noch einmal auf.\n"
    )
    assert lies(team) == danach


@pytest.mark.parametrize(("antwort", "bleibt"), [("n", True), ("j", False)])
def test_am_terminal_wird_gefragt(team: Path, monkeypatch: pytest.MonkeyPatch, antwort: str, bleibt: bool) -> None:
    notiz(team, "Falsch.")
    monkeypatch.setattr("fallbuch.cli.zuruecknehmen.am_terminal", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: antwort)
    assert ("Es wurde nichts geschrieben.\n" in rufe(team, "zuruecknehmen", "4711")) is bleibt
    assert ("Falsch." in lies(team)) is bleibt


def test_ein_unterbrochener_befehl_laesst_sich_zuruecknehmen(team: Path) -> None:
    assert rufe(team, "zuruecknehmen", "--unterbrochenes") == "Es ist nichts unterbrochen.\n"
    ablagen = [
        Ablage(name="faelle/4711.md", alt=LAUFEND.encode(), neu=LAUFEND.replace("Jana", "Ole").encode()),
        Ablage(name="faelle/4712.md", alt=ANDERER.encode(), neu=ANDERER.replace("Ole", "Jana").encode()),
        Ablage(name="faelle/4713.md", alt=None, neu=b"x"),
    ]
    v = journal._halte_fest(team, Schreibvorgang(ablagen=ablagen, befehl="uebergeben"))
    for ablage in (v.ablagen[0], v.ablagen[2]):
        setze(team, ablage)
    fremd = schreibe(team, ANDERER + "\nVon Hand.\n", "faelle/4712.md")
    assert rufe(team, "zuruecknehmen", "--unterbrochenes", "--ja").endswith(
        "faelle/4712.md hat seither jemand geändert und bleibt so. Sehen Sie nach, ob darin noch etwas davon steht.\n"
        "Zurückgenommen: „fallbuch uebergeben“ (faelle/4711.md, faelle/4712.md, faelle/4713.md). Rufen Sie den Befehl noch einmal auf.\n"
    )
    assert (lies(team), lies(team, "faelle/4712.md")) == (LAUFEND, fremd)
    assert not (team / "faelle/4713.md").exists()
    assert not list(journal.unterbrochene(team))


@pytest.mark.parametrize("art", ["lf", "crlf", "ohne Ende"])
def test_herausnehmen_und_wieder_einfuegen_laesst_jede_datei_wie_sie_war(art: str) -> None:
    form: dict[str, Callable[[str], str]] = {
        "lf": str, "crlf": lambda t: t.replace("\n", "\r\n"), "ohne Ende": lambda t: t.removesuffix("\n"),
    }  # fmt: skip
    geprueft = 0
    for pfad in sorted((WURZEL / "faelle").glob("*.md"))[:40]:
        text = Falltext(form[art](pfad.read_bytes().decode()).encode(), f"faelle/{pfad.name}")
        for nummer, eintrag in enumerate(text.fall.eintraege):
            gleiche = [e.datum for e in text.fall.eintraege].count(eintrag.datum)
            ohne = text.ohne_eintrag(nummer)
            andere = [text.zeilen(i) for i in range(len(text.fall.eintraege)) if i != nummer]
            assert [ohne.zeilen(i) for i in range(len(ohne.fall.eintraege))] == andere
            if gleiche == 1:  # of one day the new one comes last
                wieder = ohne.mit_zeilen(eintrag, text.zeilen(nummer))
                assert wieder.inhalt.rstrip() == text.inhalt.rstrip()
                geprueft += 1
    assert geprueft > 100
