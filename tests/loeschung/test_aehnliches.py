"""What looks like a person and is not certain: found in every form, shown to whoever sits there, and gone where he says so."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from fallbuch.loeschung.aehnliches import Aehnliches, Durchsicht, Wortlaut, sammle
from fallbuch.loeschung.lesarten import ganz_lesbar
from fallbuch.loeschung.nachweis import durchsuche
from fallbuch.loeschung.spuren import Spuren
from tests.cli.aufruf import fallbuch
from tests.conftest import kopiere_demo
from tests.git import git
from tests.loeschung.test_historie import alles
from tests.vorgeladen import halte_gespraech

KONTAKT = {
    "VName": "Thomas",
    "NName": "Müller-Koch",
    "Telefon": "0316 123456",
    "Strasse": "Annenstraße 12",
    "Email": "thuber77@example.org",
}
LOESCHE = ("loeschen", "2911", "--historie", "--trotzdem", "Der Mensch hat es verlangt.", "--stichtag", "2026-06-30")


def gefunden(text: str) -> list[str]:
    return [wie for wie, _ in Aehnliches(["4417"], [KONTAKT]).finde(text, Spuren(["4417"], (), [KONTAKT]))]


@pytest.mark.parametrize(
    ("text", "wortlaute"),
    [
        ("Th. Müller kam, Dr. med. Mueller auch.", ["Th. Müller", "Dr. med. Mueller"]),
        ("Thomas J. Muller, MÜLLER, Müllers Mappe", ["Thomas J. Muller", "MÜLLER", "Müllers"]),
        ("Müller, Th. rief an; zu th. müller gesagt", ["Müller, Th.", "th. müller"]),
        ("Arbeitet als Koch. Frau Müller ruft an. Müller nicht.", ["Koch", "an. Müller"]),
        ("Der Müller\nThomas", ["Der Müller"]),
        ("Thomas M. war da, mit Thomas K und Thomas M.-K.", ["Thomas M.", "Thomas K", "Thomas M."]),
        ("Thomas war da. Thomas T. auch, Thomas Kern, Thomasina M., thomas m", []),
        # The word itself, and longer ones.
        ("Er will kochen und müllern, in der Müllerstraße; die Köchin; ein koch.", []),
        # These are certain.
        ("Müller-Koch, Frau Müller, Thomas Müller-Koch", []),
        ("unter 123456 oder 12 34 56, nicht 1123457 und nicht 1234567", ["123456", "12 34 56"]),
        ("unter 0316/123456", []),
        ("in der Annen-Straße, Annenstr. 14a, Annen Strasse", ["Annen-Straße", "Annenstr. 14a", "Annen Strasse"]),
        ("Annenstraße 12; Annenplatz", []),
        ("thuber77(at)example.org, thuber77 [at] example punkt org, thuber77 at example.org", ["thuber77(at)example.org", "thuber77 [at] example punkt org", "thuber77 at example.org"]),
        ("thuber77@example.org, thuber77", []),
        ("Kurs 4417, 7341 und 4417 Euro", ["Kurs 4417, 7341", "und 4417 Euro"]),
        ("Fall 4417 und 4417, 0341 4417 22", []),
    ],
)  # fmt: skip
def test_was_aehnlich_aussieht(text: str, wortlaute: list[str]) -> None:
    assert gefunden(text) == wortlaute


@pytest.mark.parametrize(
    "kontakt", [{}, {"NName": "Li"}, {"NName": "von der"}, {"Strasse": "Am 3"}, {"Email": "abc@example.org"}]
)
def test_was_zu_kurz_ist_wird_nicht_gesucht(kontakt: dict[str, str]) -> None:
    text = "Li von der Post am 3. Mai, abc(at)example.org"
    assert list(Aehnliches([], [kontakt]).finde(text, Spuren((), (), [kontakt]))) == []


@pytest.mark.parametrize(
    ("text", "moeglich"),
    [("MUELLER", True), ("im KOCHTOPF", True), ("12 / 34 (56)", True), ("x4417y", True), ("Annen", True), ("THUBER77", True), ("Anna rief an, 1234", False), ("", False)],
)  # fmt: skip
def test_die_meisten_dateien_werden_nur_ueberflogen(text: str, moeglich: bool) -> None:
    """By a piece that every spelling has; a name without one lets everything through."""
    assert Aehnliches(["4417"], [KONTAKT]).moeglich(text.encode()) == moeglich
    assert Aehnliches([], [{"NName": "Özü"}]).moeglich(b"irgendetwas")


def test_jeder_wortlaut_einmal_die_laengeren_zuerst() -> None:
    dateien = [("b.md", "Müller".encode()), ("a.md", "TH. MÜLLER und Th. Mueller, Müller".encode()), ("bild.png", b"\x89PNG\0M\xc3\xbcller")]  # fmt: skip
    spuren = Spuren((), (), [KONTAKT])
    assert sammle(dateien, Aehnliches((), [KONTAKT]), lambda _: spuren) == [
        Wortlaut(("th", "mueller"), "TH. MÜLLER", "a.md", "TH. MÜLLER und Th. Mueller, Müller"),
        Wortlaut(("mueller",), "Müller", "b.md", "Müller", 1),
    ]


def test_was_jemand_waehlt_wird_ueberall_gefunden() -> None:
    """Whatever stands beside it, and nothing else."""
    spuren = Spuren((), (), [KONTAKT])
    spuren.nimm_dazu([("th", "mueller"), ("12", "34", "56")])
    assert spuren.ohne("th. Müller GmbH, 12-34-56, Dr. Müller") == "(gelöscht) GmbH, (gelöscht), Dr. Müller"


WAS = "andere Formen des Namens, Rufnummern ohne Vorwahl, Straße, E-Mail-Adresse, die Nummer neben einem Maß"
EINES, ZWEI = Wortlaut(("a",), "a", "x"), [Wortlaut(("a",), "a", "x"), Wortlaut(("b",), "b", "x")]


@pytest.mark.parametrize(
    ("durchsicht", "satz"),
    [
        (Durchsicht(0), f"Auch nach Ähnlichem wurde gesucht ({WAS}): Es gab nichts."),
        (Durchsicht(1, [EINES], gefragt=True), f"1 Wortlaut in der alten Geschichte sah ähnlich aus ({WAS}) und wurde einem Menschen vorgelegt: 1 davon meinte diesen Fall und ist gelöscht, 0 blieben stehen."),
        (Durchsicht(3, ZWEI, gefragt=True), f"3 Wortlaute in der alten Geschichte sahen ähnlich aus ({WAS}) und wurden einem Menschen vorgelegt: 2 davon meinten diesen Fall und sind gelöscht, 1 blieb stehen."),
        (Durchsicht(2), f"2 Wortlaute in der alten Geschichte sahen ähnlich aus ({WAS}), und niemand wurde gefragt, wer gemeint ist; dort steht nichts von „(gelöscht)“. Am Terminal fragt der Befehl danach."),
    ],
)  # fmt: skip
def test_was_im_nachweis_davon_steht(durchsicht: Durchsicht, satz: str) -> None:
    assert durchsicht.satz == satz


@pytest.fixture
def team(tmp_path: Path) -> Path:
    ordner = kopiere_demo(tmp_path / "team")
    (ordner / "notiz.md").write_text("Th. Huber rief an, Frau Huber auch. Huber Bau.\n", encoding="utf-8")
    git(ordner, "init", "-q", "-b", "main")
    git(ordner, "add", "-A")
    git(ordner, "commit", "-qm", "Anfang: Th. Huber")
    (ordner / "notiz.md").write_text("Dr. med. Huber ist eine andere.\n", encoding="utf-8")
    git(ordner, "commit", "-qam", "weiter")
    return ordner


FRAGEN = [("Nachname", "Huber"), ("Vorname", "Tom")]
FRAGE = "Was davon ist zu löschen? Nummern mit Leerzeichen, „alle“, oder Eingabe für nichts davon: "
VORGELEGT = """\
Das sieht ähnlich aus und kann auch jemand anderen meinen:
   1  „Dr. med. Huber“ (notiz.md)
      … Dr. med. Huber ist eine andere. …
   2  „Th. Huber“ (notiz.md und 1 weitere Stelle)
      … Th. Huber rief an, Frau Huber auch. …
   3  „Huber“ (notiz.md)
      … rief an, Frau Huber auch. Huber Bau. …
"""


def test_am_terminal_wird_gefragt(team: Path, tmp_path: Path) -> None:
    """In all versions and messages; what nobody chose stays, and the proof says how many there were."""
    fragen = [*FRAGEN, (FRAGE, "4"), (FRAGE, "2 zwei"), (FRAGE, "2")]
    code, text = halte_gespraech("fallbuch.cli", (*LOESCHE, "--ja"), team, {**os.environ, "TERM": "dumb"}, FRAGEN)
    assert code == 0, text
    assert f"{VORGELEGT}Es bleibt stehen.\n" in text
    ohne = (tmp_path / "loeschnachweis-2026-06-30.html").read_text(encoding="utf-8")
    assert Durchsicht(3).satz in ohne
    anders = ("--ziel", str(tmp_path / "neu"))
    fragen.append(("Wirklich löschen? Es lässt sich nicht zurücknehmen. [j/N]: ", "j"))
    code, text = halte_gespraech("fallbuch.cli", (*LOESCHE, *anders), team, {**os.environ, "TERM": "dumb"}, fragen)
    assert code == 0, text
    assert VORGELEGT in text
    assert text.count("  Nennen Sie Nummern von 1 bis 3, zum Beispiel „1 3“, oder „alle“.\n") == 2
    neu = tmp_path / "neu"
    assert git(neu, "log", "--format=%s", "--", "notiz.md").splitlines() == ["weiter", "Anfang: (gelöscht)"]
    assert git(neu, "show", "HEAD~2:notiz.md") == "(gelöscht) rief an, (gelöscht) auch. Huber Bau.\n"
    assert (neu / "notiz.md").read_text(encoding="utf-8") == "Dr. med. Huber ist eine andere.\n"
    mit = (tmp_path / "loeschnachweis-2026-06-30-2.html").read_text(encoding="utf-8")
    assert Durchsicht(3, [EINES], gefragt=True).satz in mit
    assert "Huber" not in mit


def test_wer_nur_sieht_wird_nicht_gefragt(team: Path) -> None:
    worte = (*LOESCHE, "--zeigen")
    code, text = halte_gespraech("fallbuch.cli", worte, team, {**os.environ, "TERM": "dumb"}, FRAGEN)
    assert code == 0, text
    assert f"{VORGELEGT}Vor dem Löschen werden Sie danach gefragt.\n" in text


def test_ohne_terminal_steht_kein_wortlaut_da(team: Path) -> None:
    """What runs by itself writes a log that others read."""
    (team / "notiz.md").write_text("Kurs 2911 beginnt.\n", encoding="utf-8")
    git(team, "commit", "-qam", "Kurs")
    ende = fallbuch(*LOESCHE, "--ja", cwd=team)
    assert ende.returncode == 0, ende.stderr
    assert (
        "1 Wortlaut sieht ähnlich aus und bleibt stehen (notiz.md). Am Terminal zeigt der Befehl sie und fragt, wer gemeint ist.\n"
        in ende.stdout
    )
    assert "Kurs" not in ende.stdout


def test_auch_ohne_geschichte(team: Path) -> None:
    (team / "notiz.md").write_text("Kurs 2911 beginnt. Raum 2911.\n", encoding="utf-8")
    worte = ("loeschen", "2911", "--trotzdem", "x", "--stichtag", "2026-06-30")
    fragen = [(FRAGE, "alle"), ("[j/N]: ", "j")]
    code, text = halte_gespraech("fallbuch.cli", worte, team, {**os.environ, "TERM": "dumb"}, fragen)
    assert code == 0, text
    assert "  notiz.md, Zeile 1: Kontaktdaten\n" in text
    assert (team / "notiz.md").read_text(encoding="utf-8") == "(gelöscht). (gelöscht).\n"


def test_was_sich_nicht_ganz_lesen_laesst_nennt_der_nachweis(team: Path) -> None:
    """A damaged member of a workbook, and a sound one beside it."""
    strom = io.BytesIO()
    with zipfile.ZipFile(strom, "w", zipfile.ZIP_DEFLATED) as mappe:
        mappe.writestr("erstes.txt", "Seite " * 200)
        mappe.writestr("zweites.txt", "Nummer 2911")
    heil, kaputt = strom.getvalue(), bytearray(strom.getvalue())
    anfang = kaputt.index(b"erstes.txt") + len("erstes.txt")
    kaputt[anfang : anfang + 12] = b"\xff" * 12
    assert (ganz_lesbar(heil), ganz_lesbar(bytes(kaputt)), ganz_lesbar(heil[:60]), ganz_lesbar(b"Text")) == (True, False, False, True)  # fmt: skip
    (team / "heil.xlsx").write_bytes(heil)
    (team / "kaputt.xlsx").write_bytes(bytes(kaputt))
    nachweis = durchsuche(team, Spuren(["1111"]))
    assert nachweis.unlesbare_namen == ["kaputt.xlsx"]


def test_auch_neben_den_dateien(team: Path, tmp_path: Path) -> None:
    """In texts of marks, notes, names of branches and files, settings and what was put aside: offered, and gone where chosen."""
    git(team, "tag", "-a", "stand", "-m", "vor Tho. Huber")
    git(team, "notes", "add", "-m", "Thom. Huber rief an", "HEAD")
    git(team, "branch", "wip/tm-huber")
    git(team, "config", "branch.main.description", "für Thomi Huber")
    (team / "brief-ta-huber.txt").write_text("x")
    git(team, "add", "-A")
    git(team, "commit", "-qm", "Brief")
    for n, wort in enumerate(("Tob", "Toni")):
        (team / "notiz.md").write_text(f"{wort}. Huber, beiseite {n}\n", encoding="utf-8")
        git(team, "stash", "push", "-q", "-m", f"{wort}s Huber")
    worte = (*LOESCHE, "--ziel", str(tmp_path / "neu"))
    fragen = [*FRAGEN, (FRAGE, "alle"), ("[j/N]: ", "j")]
    code, text = halte_gespraech("fallbuch.cli", worte, team, {**os.environ, "TERM": "dumb"}, fragen)
    assert code == 0, text
    for wortlaut in ("Tho. Huber", "Thom. Huber", "Wip Tm Huber", "für Thomi Huber", "Brief Ta Huber", "Tob. Huber", "Toni. Huber", "Tobs Huber", "Tonis Huber"):  # fmt: skip
        assert wortlaut.removeprefix("für ") in text
    neu = tmp_path / "neu"
    inhalt = b"".join(name.encode() + stueck for name, stueck in alles(neu)).lower()
    staende = git(neu, "rev-list", "--all").split()
    inhalt += b"".join(git(neu, "ls-tree", "-r", "--name-only", s).encode() for s in staende)
    assert b"huber" not in inhalt + git(neu, "for-each-ref").encode()
    assert git(neu, "stash", "list").count("\n") == 2


def test_ein_satz_der_nur_beiseite_liegt_gehoert_zum_fall(team: Path, tmp_path: Path) -> None:
    """Put aside, in an older place of the pile too: where it stands elsewhere it goes as well."""
    satz = "Der Hund heißt Waldemar und bellt den Briefträger an."
    fall = team / "faelle/2911.md"
    for wann in ("2026-06-11", "2026-06-12"):
        mehr = satz if wann == "2026-06-11" else "Etwas anderes."
        fall.write_text(fall.read_text(encoding="utf-8") + f"\n## {wann} Notiz (Jana)\n\n{mehr}\n", encoding="utf-8")
        git(team, "stash", "-q")
    (team / "notiz.md").write_text(f"{satz}\n", encoding="utf-8")
    git(team, "commit", "-qam", satz)
    ende = fallbuch(*LOESCHE, "--ja", "--ziel", str(tmp_path / "neu"), cwd=team)
    assert ende.returncode == 0, ende.stdout + ende.stderr
    assert (tmp_path / "neu/notiz.md").read_text(encoding="utf-8") == "(gelöscht).\n"
    assert not any(b"Waldemar" in stueck for _, stueck in alles(tmp_path / "neu"))
