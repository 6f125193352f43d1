"""Every dialog that writes, on a terminal: stopped at each question, taken back at each, with mistakes; nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.test_dialog import OFFEN, VERABREDET, ZU, gespraech
from tests.hilfen import BEIM_LANDEN, TEAM_YML, fall

ORDNER = Callable[..., Path]
Schritt = tuple[str, str | None]


@dataclass(frozen=True)
class Gespraech:
    """A dialog as somebody holds it who mistypes at some questions: each question with its wrong answers and the right one."""

    befehl: str
    faelle: Mapping[str, str]
    fragen: Sequence[tuple[str, Sequence[str], str]]

    def schritte(self, *, mit_fehlern: bool = False) -> list[list[Schritt]]:
        """Return what is typed at each question."""
        return [
            [*((frage, falsch) for falsch in (falsche if mit_fehlern else ())), *_getippt(frage, richtig)]
            for frage, falsche, richtig in self.fragen
        ]


def _getippt(frage: str, antwort: str) -> list[Schritt]:
    """Return the steps of one answer; a text has lines, and an empty one ends it."""
    if not antwort.endswith("\n"):
        return [(frage, antwort)]
    erste, *weitere = antwort.split("\n")
    return [(frage, erste), *(("  ", zeile) for zeile in weitere)]


def alle(schritte: Sequence[Sequence[Schritt]]) -> list[Schritt]:
    """Return the steps of several questions as those of one conversation."""
    return [schritt for je in schritte for schritt in je]


ALLE = {
    "neu": Gespraech(
        "neu --id 9000", {},
        [
            ("Tag des Erstkontakts [2026-07-01]: ", ["31.6.2026", "31.12.2099"], "gestern"), ("Nummer oder Wort: ", ["", "Straße"], "Rund"),
            ("Nummer oder Wort (sonst Eingabetaste): ", ["Ulrike"], "ole"), ("Nummer oder Wort (sonst Eingabetaste): ", ["müde"], "arbeitsl"),
            ("Einwilligung (zum Beispiel 2026-01-12, sonst Eingabetaste): ", ["übermorgen vielleicht"], "29.6.26"), ("So speichern? [J/n]: ", ["hm"], "j"),
        ],
    ),
    "veranstaltung": Gespraech(
        "neu --veranstaltung Beratungstag", {},
        [
            ("Wann war die Veranstaltung [2026-07-01]: ", ["31.12.2099"], "gestern"), ("Wie viele Menschen waren da (sonst Eingabetaste): ", ["ä"], "12"),
            ("Wie viele neue Fälle kamen dazu: ", ["", "0"], "2"), ("Nummer oder Name: ", ["Ü"], "Ole"),
            ("Nummer oder Wort (sonst Eingabetaste): ", ["x"], "1"), ("Nummer oder Wort (sonst Eingabetaste): ", [], "arbeitsl"),
            ("Einwilligung (zum Beispiel 2026-01-12, sonst Eingabetaste): ", ["x"], "29.6.26"),
            ("Nummer oder Wort (sonst Eingabetaste): ", [], "2"), ("Nummer oder Wort (sonst Eingabetaste): ", [], "2"),
            ("Einwilligung (zum Beispiel 2026-01-12, sonst Eingabetaste): ", [], "heute"), ("So speichern? [J/n]: ", [], "ja"),
        ],
    ),
    "abschliessen": Gespraech(
        "abschliessen 4711", {"4711.md": VERABREDET.replace("Berater: Jana\n", "Berater: Jana\nVertretung: Ole\n", 1)},
        [
            ("Wann [2026-07-01]: ", ["31.5.2026"], "gestern"), ("Nummern oder Namen, mit Komma dazwischen [Ole]: ", ["Übrig"], "jana"),
            ("Nummer oder Wort: ", ["Größe", ""], "1"), ("Arbeitsbeginn (zum Beispiel 2026-08-01): ", ["", "bald"], "1.8.26"),
            ("Umfang in Stunden (zum Beispiel 20, sonst Eingabetaste): ", ["viel"], "20"), ("Nummer oder Wort (sonst Eingabetaste): ", ["x"], "minijob"),
            ("Welche sind erledigt (Nummern, sonst Eingabetaste): ", ["beide", "7"], "1"), ("Welche fallen weg (Nummern, sonst Eingabetaste): ", [], "2"),
            ("Nummer oder Wort [bleibt]: ", ["ä"], "erled"), ("Nummer oder Wort [bleibt]: ", [], "entf"),
            ("Nummer oder Wort [bleibt]: ", [], "1"), ("Möchten Sie noch etwas dazu schreiben? (eine leere Zeile beendet den Text):", [], "Für den Laden.\nMüde.\n"),
            ("So speichern? [J/n]: ", ["ö"], ""),
        ],
    ),
    "wiederaufnehmen": Gespraech(
        "wiederaufnehmen 4711", {"4711.md": ZU},
        [
            ("Wann [2026-07-01]: ", ["2026-05-01", "31.12.2099"], "gestern"), ("Nummer oder Name: ", ["", "Überall"], "ja"),
            ("Was ist geschehen (eine leere Zeile beendet den Text):", [], "Die Stelle gefiel ihr nicht.\nGrüße.\n"), ("So speichern? [J/n]: ", ["?"], "J"),
        ],
    ),
    "uebergeben": Gespraech(
        "uebergeben 4711", {"4711.md": OFFEN},
        [
            ("Nummer: ", ["", "4"], "2"), ("Nummer oder Name: ", ["Ölaf"], "ole"),
            ("Letzter Tag der Vertretung (zum Beispiel 2026-09-30, sonst Eingabetaste): ", ["irgendwann"], "20.7."), ("So speichern? [J/n]: ", ["ä"], "j"),
        ],
    ),
    "neu-prozess": Gespraech(
        "neu-prozess Nachsorge", {},
        [
            ("Worum geht es, in ein bis drei Sätzen: ", [], "Nach dem Abschluss hören wir noch einmal nach, ob es gut läuft."),
            ("Wonach beginnt er (Namen mit Komma, sonst Eingabetaste): ", [], "Beratung"), ("Was kommt danach (Namen mit Komma, sonst Eingabetaste): ", [], "Analyse"),
            ("Was ist am Ende da: ", [], "Eine Rückmeldung"), ("Wer kümmert sich (Namen mit Komma, sonst Eingabetaste): ", [], "Ole"), ("So speichern? [J/n]: ", ["vielleicht"], "j"),
        ],
    ),
}  # fmt: skip
#: The first two questions of each, and all others where they are tried at landing.
STELLEN = [
    pytest.param(name, n, marks=[BEIM_LANDEN] if n > 1 else [])
    for name, g in ALLE.items()
    for n in range(len(g.fragen))
]


def geschrieben(wurzel: Path) -> dict[str, str]:
    """Return all files of the team; a drawn ID is not told apart from another."""
    gefunden = {}
    for pfad in sorted(wurzel.rglob("*.md")):
        text, name = pfad.read_text(encoding="utf-8"), str(pfad.relative_to(wurzel))
        if pfad.parent.name == "faelle" and pfad.stem not in {"4711", "9000"}:
            text, name = text.replace(pfad.stem, "…", 1), f"…{text.count('arbeitslos')}"
        gefunden[name] = text
    return gefunden


@pytest.fixture(scope="module")
def fertige(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, str]]:
    """What each dialog writes when nothing goes wrong."""
    bekannt: dict[str, dict[str, str]] = {}

    def fertig(name: str) -> dict[str, str]:
        if name not in bekannt:
            wurzel = tmp_path_factory.mktemp(name) / "team"
            _lege_an(wurzel, ALLE[name])
            gespraech(wurzel, ALLE[name].befehl, alle(ALLE[name].schritte()))
            bekannt[name] = geschrieben(wurzel)
        return bekannt[name]

    return fertig


def _lege_an(wurzel: Path, gehalten: Gespraech) -> None:
    for name, text in (*((f"faelle/{n}", t) for n, t in gehalten.faelle.items()), ("vorlagen/team.yml", TEAM_YML)):
        (wurzel / name).parent.mkdir(parents=True, exist_ok=True)
        (wurzel / name).write_text(text, encoding="utf-8")


Fertige = Callable[[str], dict[str, str]]


@pytest.mark.parametrize("name", ALLE)
def test_mit_einem_fehler_an_jeder_frage(ordner: ORDNER, fertige: Fertige, name: str) -> None:
    """Wrong answers, empty ones where one is needed, umlauts where none fit: each is said, and nothing of them stays."""
    wurzel = ordner(dict(ALLE[name].faelle))
    gespraech(wurzel, ALLE[name].befehl, alle(ALLE[name].schritte(mit_fehlern=True)))
    assert geschrieben(wurzel) == fertige(name)


@pytest.mark.parametrize(("name", "bis"), STELLEN)
def test_unterbrochen(ordner: ORDNER, fertige: Fertige, name: str, bis: int) -> None:
    """Ctrl+C at each question writes nothing; the next time the answers stand there, and one goes on."""
    gehalten, wurzel = ALLE[name], ordner(dict(ALLE[name].faelle))
    vorher, schritte = geschrieben(wurzel), gehalten.schritte()
    schirm = gespraech(wurzel, gehalten.befehl, [*alle(schritte[:bis]), (schritte[bis][0][0], "\x03")], code=130)
    assert geschrieben(wurzel) == vorher
    assert ("wird beim nächsten Mal angeboten" in schirm) == (bis > 0)
    angebot = [("Weitermachen, wo Sie waren? [J/n]: ", "j")] if bis else []
    gespraech(wurzel, gehalten.befehl, [*angebot, *alle(schritte[bis:])])
    assert geschrieben(wurzel) == fertige(name)
    assert not list((wurzel / ".fallbuch").glob("gespraech-*.json"))


@pytest.mark.parametrize("name", ALLE)
def test_zurueck(ordner: ORDNER, fertige: Fertige, name: str) -> None:
    """At each question one back, where Enter takes the answer that was given; in the end the same is written."""
    gehalten, wurzel = ALLE[name], ordner(dict(ALLE[name].faelle))
    schritte: list[Schritt] = []
    for n, je in enumerate(gehalten.schritte()):
        if n:
            davor = _kurz(gehalten.fragen[n - 1][0])
            schritte += [(_kurz(je[0][0]), "zurück"), (davor, "")]
        schritte += [(_kurz(je[0][0]), je[0][1]), *je[1:]]
    gespraech(wurzel, gehalten.befehl, schritte)
    assert geschrieben(wurzel) == fertige(name)


def _kurz(frage: str) -> str:
    """Return a question without its proposal, which is the earlier answer after going back."""
    return frage.partition(" [")[0].partition(": ")[0].removesuffix(":")


def test_beim_abschluss_wird_gefragt_wer_es_war_wenn_jemand_vertritt(ordner: ORDNER, fertige: Fertige) -> None:
    assert "## 2026-06-30 Abschluss (Jana)\n" in fertige("abschliessen")["faelle/4711.md"]
    wurzel = ordner({"4711.md": OFFEN})
    schirm = gespraech(wurzel, "abschliessen 4711", [("Wann", ""), ("Nummer oder Wort", "\x03")], code=130)
    assert "Wer hat ihn abgeschlossen?" not in schirm


def test_eine_frist_wie_man_sie_tippt(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": fall("", status="neu", berater="")})
    schritte = [
        ("Nummer oder Art", "Notiz"), ("Wann", ""), ("Nummern oder Namen", "Jana"), ("Was wurde besprochen", ""),
        ("Neue Vereinbarung", "Team ruft an (bis 4.12.)"), ("noch eine", "Kundin kommt (bis morgen)"), ("noch eine", "Team wartet (bis bald)"),
        ("noch eine", ""), ("So speichern?", ""),
    ]  # fmt: skip
    schirm = gespraech(wurzel, "eintragen 4711", schritte)
    assert "Die Frist „bis bald“ ist kein eindeutiges Datum." in schirm
    text = (wurzel / "faelle/4711.md").read_text(encoding="utf-8")
    assert "- [ ] Team ruft an (bis 2026-12-04)\n- [ ] Kundin kommt (bis 2026-07-02)\n" in text


def test_wer_zurueckgeht_behaelt_die_gezogene_nummer(ordner: ORDNER) -> None:
    wurzel = ordner({})
    fragen = alle(Gespraech("neu", {}, ALLE["neu"].fragen).schritte())
    schirm = gespraech(wurzel, "neu", [*fragen[:-1], ("So speichern?", "zurück"), ("Einwilligung", ""), fragen[-1]])
    (datei,) = (wurzel / "faelle").glob("*.md")
    assert schirm.count(f"ID: {datei.stem}\n") == 2


def test_im_menue_geht_es_zurueck(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": OFFEN})
    schirm = gespraech(
        wurzel, "heute",
        [("Nummer oder Wort", "etwas"), ("ID des Falls", "zurück"), ("Nummer oder Wort", "alles")],
        code=0,
    )  # fmt: skip
    assert schirm.count("Was möchten Sie tun?") == 2
    assert "1 Fall geprüft" in schirm
