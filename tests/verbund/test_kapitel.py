"""The chapter „Verbund“: its commands as they are printed, with nine teams, one late, one corrected, one with words nobody knows."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from benchmarks.demo.erzeugen import demo_team

from fallbuch.register.los import LOSDATEI, Teamlos, als_text
from fallbuch.statistik.meldungen import SUMMENDATEI, VERBUNDDATEI
from fallbuch.statistik.summen import lies_summen
from fallbuch.statistik.zellen import Zaehlort
from fallbuch.text.quelle import HOECHSTE_GROESSE
from tests.cli.aufruf import fallbuch
from tests.conftest import Einmal
from tests.hilfen import BEIM_LANDEN
from tests.hilfen import HEUTE as UHRTAG
from tests.verbund.hilfen import vereinbart
from tests.vorgeladen import HAENGT

SEITE = Path(__file__).parents[2] / "plugins/fallbuch/vorgaben/handbuch/zahlen.md"
#: Cases of nine teams; together as many as a thirtieth of the 7,131 people whom the nine providers of STEP2JOB looked after.
ANTEILE = (53, 43, 37, 30, 25, 20, 15, 10, 5)
NAMEN = [f"Team {n}" for n in range(1, 10)]
KENNWORT = "vier alte Wörter hier"
HEUTE = "2026-07-10"
#: A package says on which day it was really made, whatever key date somebody sets.
GEZAEHLT = str(UHRTAG)


def _befehle() -> dict[str, list[str]]:
    kapitel = SEITE.read_text(encoding="utf-8").split("{#verbund}")[1].split("\n## ")[0]
    alle = [shlex.split(b) for b in re.findall(r"^    (fallbuch .+)$", kapitel, re.MULTILINE)]
    assert [" ".join(b[1:3]) for b in alle] == [
        "verbund abgeben", "verbund abgeben", "verbund zusammenfassen", "statistik --quartal", "bauen", "bauen --oeffentlich",
    ]  # fmt: skip
    return dict(zip(("zeigen", "abgeben", "zusammenfassen", "freigeben", "bauen", "oeffentlich"), (b[1:] for b in alle), strict=True))  # fmt: skip


BEFEHLE = _befehle()


def _mit_kennwort(orte: Path, *worte: str, code: int = 0) -> str:
    """Run a command in the folder of the association; the password comes through a pipe."""
    umgebung = {
        **os.environ, "FALLBUCH_SCHLUESSEL": str(orte / "schluessel"), "FALLBUCH_STICHTAG": HEUTE, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }  # fmt: skip
    ende = subprocess.run(
        [sys.executable, "-m", "fallbuch.cli", *worte], input=f"{KENNWORT}\n{KENNWORT}\n", cwd=orte / "mitte", env=umgebung, capture_output=True,
        encoding="utf-8", check=False, timeout=HAENGT,
    )  # fmt: skip
    assert ende.returncode == code, ende.stdout + ende.stderr
    return ende.stdout if code == 0 else ende.stderr


def _baue(wurzel: Path) -> None:
    mitte = wurzel / "mitte"
    assert fallbuch("einrichten", "mitte", "--name", "Verbund Mitte", "--berater", "Jana", cwd=wurzel).returncode == 0
    shutil.rmtree(mitte / "faelle", ignore_errors=True)
    text = _mit_kennwort(wurzel, "kontakt", "schluessel")
    zeile = re.search(r"age1\w{58}", text)
    assert zeile is not None
    vereinbarung = re.sub(r"age1\w{58}", zeile[0], vereinbart(NAMEN))
    (mitte / VERBUNDDATEI).write_text(vereinbarung, encoding="utf-8")
    for n, (name, faelle) in enumerate(zip(NAMEN, ANTEILE, strict=True), start=1):
        for datei, inhalt in demo_team(faelle, n).items():
            if n == 4:  # whose channels have other names
                inhalt = inhalt.replace("Runder Tisch", "Tafel")
            pfad = wurzel / name / datei
            pfad.parent.mkdir(parents=True, exist_ok=True)
            pfad.write_text(inhalt.replace("name: Demo-Team", f"name: {name}"), encoding="utf-8")
        (wurzel / name / VERBUNDDATEI).write_text(vereinbarung, encoding="utf-8")


@pytest.fixture
def orte(einmal: Einmal, tmp_path: Path) -> Path:
    """Copies of the folder of the association and of nine teams, beside each other."""
    shutil.copytree(einmal("verbund", _baue), tmp_path / "orte")
    return tmp_path / "orte"


def rufe(orte: Path, wo: str, *worte: str, code: int = 0) -> str:
    ende = fallbuch(*worte, cwd=orte / wo, FALLBUCH_STICHTAG=HEUTE)
    assert ende.returncode == code, ende.stdout + ende.stderr
    return ende.stdout if code == 0 else ende.stderr


def fasse_zusammen(orte: Path) -> str:
    if not (orte / "pakete").exists():
        (orte / "pakete").symlink_to("fuer-den-verbund")
    return _mit_kennwort(orte, *BEFEHLE["zusammenfassen"])


def begonnene(orte: Path) -> int:
    stand = lies_summen((orte / "mitte" / SUMMENDATEI).read_bytes())
    return stand.zahlen["2026Q2"][Zaehlort("zugang", "", "", "zeilen")].zahl


@BEIM_LANDEN
def test_das_kapitel(orte: Path) -> None:
    vorschau = rufe(orte, "Team 1", *BEFEHLE["zeigen"])
    assert "Das geht hinaus, an „Verbund Mitte“: " in vorschau
    assert vorschau.endswith("Das ist nur eine Vorschau; es wurde nichts abgegeben.\n")
    assert not (orte / "fuer-den-verbund").exists()
    for name in NAMEN[:8]:  # the ninth is late
        text = rufe(orte, name, *BEFEHLE["abgeben"])
        assert ("Zugangsweg: Tafel (" in text) == (name == "Team 4")
    assert sorted(p.name for p in (orte / "fuer-den-verbund").iterdir()) == [
        f"team-{n}-2026q2-1.age" for n in range(1, 9)
    ]
    text = fasse_zusammen(orte)
    (beispiel,) = re.findall(r"(?ms)^```text\n(2026Q2: 8 von 9 .*?)^```$", SEITE.read_text(encoding="utf-8"))
    assert text == beispiel
    assert "Zugangsweg „Tafel“, " in text
    vorher = begonnene(orte)
    # The second was wrong and is handed in once more: it takes the place of the first.
    neu = orte / "Team 2/faelle/98765.md"
    neu.write_text(
        "---\nID: 98765\nErstkontakt: 2026-05-04\nZugangsweg: Runder Tisch\nStatus: in Beratung\nBerater: Jana\n---\n",
        encoding="utf-8",
    )
    assert "2. Quartal 2026, Fassung 2: " in rufe(orte, "Team 2", *BEFEHLE["abgeben"])
    assert fasse_zusammen(orte).count("Zusammengefasst: 8 Pakete.") == 1
    assert begonnene(orte) == vorher + 1
    # The late one comes in; then nothing changes any more.
    rufe(orte, "Team 9", *BEFEHLE["abgeben"])
    assert "2026Q2: 9 von 9 Teams\n" in fasse_zusammen(orte)
    assert "Die Summen sind schon auf diesem Stand." in fasse_zusammen(orte)
    noch_einmal = rufe(orte, "Team 9", *BEFEHLE["abgeben"])
    assert noch_einmal.startswith(
        "Die Zahlen sind seit der letzten Abgabe dieselben; das Paket ist noch einmal geschrieben."
    )
    # A folder with only one of them would make the others go.
    (orte / "pakete").unlink()
    (orte / "pakete").mkdir()
    shutil.copy(orte / "fuer-den-verbund/team-9-2026q2-1.age", orte / "pakete")
    fehlt = _mit_kennwort(orte, *BEFEHLE["zusammenfassen"], code=2)
    assert (
        "Pakete, die beim letzten Mal zählten, fehlen jetzt oder zählen nicht mehr: Team 1 2026Q2, Team 2 2026Q2, "
        in fehlt
    )
    assert fehlt.endswith("Mit --trotzdem geht es ohne sie.\n")
    # One of them damaged: named, and on request the others go on.
    (orte / "pakete").rename(orte / "weg")
    shutil.copytree(orte / "fuer-den-verbund", orte / "pakete")
    (orte / "pakete/team-3-2026q2-1.age").write_bytes((orte / "pakete/team-3-2026q2-1.age").read_bytes()[:-900])
    summen = (orte / "mitte" / SUMMENDATEI).read_bytes()
    assert "zählen nicht mehr: Team 3 2026Q2. Es wurde nichts geschrieben." in _mit_kennwort(orte, *BEFEHLE["zusammenfassen"], code=2)  # fmt: skip
    assert (orte / "mitte" / SUMMENDATEI).read_bytes() == summen
    _mit_kennwort(orte, *BEFEHLE["zusammenfassen"], "--trotzdem", code=1)
    assert len(lies_summen((orte / "mitte" / SUMMENDATEI).read_bytes()).abgaben) == 8
    shutil.rmtree(orte / "pakete")
    assert "2026Q2: 9 von 9 Teams\n" in fasse_zusammen(orte)
    # A number that somebody changed by hand does not get any further.
    datei = orte / "mitte" / SUMMENDATEI
    datei.write_text(
        re.sub(r'("zeilen",\n)(\d+)', r"\g<1>1\2", datei.read_text(encoding="utf-8"), count=1), encoding="utf-8"
    )
    assert "oder jemand hat sie von Hand geändert" in rufe(orte, "mitte", *BEFEHLE["freigeben"], code=2)
    assert "Holen Sie die Datei aus git zurück, oder machen Sie sie mit --trotzdem neu." in _mit_kennwort(orte, *BEFEHLE["zusammenfassen"], code=2)  # fmt: skip
    assert "Zusammengefasst: 9 Pakete." in _mit_kennwort(orte, *BEFEHLE["zusammenfassen"], "--trotzdem")
    # A correction that is gone does not silently give way to what was wrong.
    weg = orte / "pakete/team-2-2026q2-2.age"
    weg.rename(orte / "weg/team-2-2026q2-2.age")
    fehlt = _mit_kennwort(orte, *BEFEHLE["zusammenfassen"], code=2)
    assert "zählen nicht mehr: Team 2 2026Q2 Fassung 2. Es wurde nichts geschrieben." in fehlt
    (orte / "weg/team-2-2026q2-2.age").rename(weg)
    buch = (orte / "Team 2/statistik/verbund.txt").read_text(encoding="utf-8").splitlines()
    assert [z.split()[:3] for z in buch[1:]] == [["2026Q2", "1", GEZAEHLT], ["2026Q2", "2", GEZAEHLT]]
    # However large it is: of many teams it is larger than any file that people write.
    stand = lies_summen(datei.read_bytes())
    datei.write_bytes(replace(stand, abgaben=[*stand.abgaben, *(replace(stand.abgaben[0], quartal=f"{j}Q{q}", wert=f"{j}" * 8) for j in range(1000, 9000)
                    for q in (1, 2))]).als_bytes())  # fmt: skip
    assert datei.stat().st_size > HOECHSTE_GROESSE
    assert "Begonnene Beratungsphasen nach Zugangsweg" in rufe(orte, "mitte", "statistik", "--quartal", "2026Q2")
    assert "Zusammengefasst: 9 Pakete." in _mit_kennwort(orte, *BEFEHLE["zusammenfassen"], "--trotzdem")
    # Nor are there sums without an agreement that can be read.
    vereinbarung = orte / "mitte" / VERBUNDDATEI
    gut = vereinbarung.read_bytes()
    for kaputt in (b"", b"verbund: [\n"):
        vereinbarung.write_bytes(kaputt)
        assert "Hier liegen Summen eines Verbunds" in rufe(orte, "mitte", *BEFEHLE["freigeben"], code=2)
    vereinbarung.unlink()
    assert "Hier liegen Summen eines Verbunds" in rufe(orte, "mitte", *BEFEHLE["bauen"], code=2)
    vereinbarung.write_bytes(gut)
    # Released like a team's, and shown on the same pages; whether cells are shown that tell too much together hangs on the draw.
    (orte / "mitte" / LOSDATEI).write_bytes(als_text(Teamlos(bytes([1] * 32))))
    frei = rufe(orte, "mitte", *BEFEHLE["freigeben"])
    assert "Freigegeben: Verbund Mitte, 2. Quartal 2026." in frei
    assert frei.endswith(
        "Legen Sie diese Datei, das Verzeichnis daneben, „statistik/los.txt“ und „statistik/verbund-freigaben.json“ in git ab.\n"
    )
    rufe(orte, "mitte", *BEFEHLE["bauen"])
    am = f"{date.fromisoformat(GEZAEHLT):%d.%m.%Y}"
    seite = (orte / "mitte/site/verbund.html").read_text(encoding="utf-8")
    assert seite.count(f"abgegeben am {am}") == 8
    assert f"Fassung 2 vom {am}" in seite
    assert "Wie verschieden die Teams sind, steht hier ab zehn Teams" in seite
    assert "Zugangsweg: Tafel (" in seite
    auswertung = (orte / "mitte/site/auswertung/2026q2.html").read_text(encoding="utf-8")
    assert f'<span data-wert="2026Q2|zugang||">{begonnene(orte)}</span>' in auswertung
    assert "nichts gefunden" in rufe(orte, "mitte", *BEFEHLE["oeffentlich"])
    oeffentlich = orte / "mitte/site-oeffentlich"
    assert (oeffentlich / "statistik/2026q2.html").exists()
    assert not (oeffentlich / "verbund.html").exists()
    assert not any("Team 3" in p.read_text(encoding="utf-8") for p in oeffentlich.rglob("*.html"))


@BEIM_LANDEN
def test_zwei_koennten_das_dritte_finden(orte: Path) -> None:
    """Three hand in: two of them could work out the third, and the release is refused."""
    for name in NAMEN[:3]:
        rufe(orte, name, *BEFEHLE["abgeben"])
    fasse_zusammen(orte)
    satz = rufe(orte, "mitte", *BEFEHLE["freigeben"], code=2)
    assert satz.startswith(
        "fallbuch: Das 2. Quartal 2026 wird nicht freigegeben: Aus den Summen könnten zwei Teams, die einander ihre Zahlen sagen, ein drittes herausfinden. "
        "„Begonnene Beratungsphasen nach Zugangsweg“, insgesamt / insgesamt: nur 3 Teams haben dazu Zahlen, und zwei Teams könnten die des letzten ausrechnen; "
    )
    assert satz.endswith("mehrere Wörter zu einem zusammenlegen. Ohne diese Tabellen bliebe keine übrig\n")
    assert "--ohne" not in satz
    assert not (orte / "mitte/statistik/register").exists()
    # A fourth, and nobody finds anybody.
    rufe(orte, NAMEN[3], *BEFEHLE["abgeben"])
    fasse_zusammen(orte)
    text = fallbuch(*BEFEHLE["freigeben"], cwd=orte / "mitte", FALLBUCH_STICHTAG=HEUTE)
    assert text.returncode in {0, 2}, text.stderr


@pytest.mark.parametrize(
    ("wo", "worte", "satz"),
    [
        ("mitte", ["abgeben", "../fuer-den-verbund"], "Zum Abgeben gehört ein Quartal: --quartal 2026Q2."),
        ("mitte", ["zusammenfassen", "../pakete", "--quartal", "2026Q2"], "--quartal gehört zum Abgeben; zusammengefasst werden alle."),
        ("mitte", ["zusammenfassen", "../pakete", "--fassung", "2"], "--rechner gehört zum Zusammenfassen, --fassung gehört zum Abgeben."),
        ("mitte", ["zusammenfassen", "../nirgends"], "Den Ordner „../nirgends“ gibt es nicht. Nennen Sie den, in dem die Pakete liegen."),
        ("mitte", ["zusammenfassen", "."], "Ohne den Schlüssel des Verbunds lässt sich kein Paket öffnen. Er liegt bei dem Menschen, der ihn angelegt hat („fallbuch kontakt schluessel“); rufen Sie den Befehl dort am Terminal auf."),
        ("mitte", ["abgeben", "../fuer-den-verbund", "--quartal", "2026Q2"], "Das Team heißt „Verbund Mitte“ (vorlagen/team.yml); Mitglieder des Verbunds sind: " + ", ".join(NAMEN) + ". Heißt es dort anders, ändern Sie einen der Namen; sonst nimmt der Verbund es zuerst auf."),
        ("Team 9", ["abgeben", "../fuer-den-verbund", "--quartal", "2026Q3"], "Das 3. Quartal 2026 geht im Verbund bis 28.09.2026. Abgeben lässt es sich ab dem Tag danach."),
        ("Team 9", ["abgeben", "../fuer-den-verbund", "--quartal", "heuer"], "„heuer“ ist kein Quartal. Erwartet: zum Beispiel 2026Q2."),
        ("Team 9", ["zusammenfassen", "../fuer-den-verbund"], "In diesem Ordner liegen Fälle. Zusammengefasst wird in einem eigenen Ordner ohne Fälle: Legen Sie ihn mit „fallbuch einrichten“ an, und die Vereinbarung hinein."),
    ],
)  # fmt: skip
def test_was_nicht_geht(orte: Path, wo: str, worte: list[str], satz: str) -> None:
    ende = fallbuch("verbund", *worte, cwd=orte / wo, FALLBUCH_STICHTAG=HEUTE, FALLBUCH_SCHLUESSEL=str(orte / "keiner"))
    assert (ende.returncode, ende.stdout, ende.stderr) == (2, "", f"fallbuch: {satz}\n")


def test_wohin_ein_paket_nicht_kommt_und_fuer_wen_es_verschlossen_ist(orte: Path) -> None:
    team = orte / "Team 9"
    worte = ("verbund", "abgeben", "--quartal", "2026q2")
    innen = fallbuch(*worte, "pakete", cwd=team, FALLBUCH_STICHTAG=HEUTE)
    assert innen.returncode == 2
    assert not (team / "pakete").exists()
    assert fallbuch(*worte, "../pakete", cwd=team, FALLBUCH_STICHTAG=HEUTE).returncode == 0
    datei = team / VERBUNDDATEI
    text = datei.read_text(encoding="utf-8")
    stelle = text.index("age1") + 20
    datei.write_text(text[:stelle] + ("q" if text[stelle] != "q" else "p") + text[stelle + 1 :], encoding="utf-8")
    ende = fallbuch(*worte, "../anders", cwd=team, FALLBUCH_STICHTAG=HEUTE)
    assert (ende.returncode, ende.stderr) == (
        2,
        "fallbuch: In vorlagen/verbund.yml steht kein brauchbarer Schlüssel: Ein Zeichen stimmt nicht. Holen Sie die Datei noch einmal vom Verbund.\n",
    )
    assert not (orte / "anders").exists()


def test_wer_das_abgabebuch_verliert(orte: Path) -> None:
    """The number goes on from what lies there; and nothing lies there of which the register could not be written."""
    team, abgegeben = orte / "Team 9", orte / "fuer-den-verbund"
    rufe(orte, "Team 9", *BEFEHLE["abgeben"])
    datei = abgegeben / "team-9-2026q2-1.age"
    assert datei.stat().st_mode & 0o777 == 0o666 & ~_maske()
    (team / "statistik/verbund.txt").unlink()
    assert "Fassung 2: " in rufe(orte, "Team 9", *BEFEHLE["abgeben"])
    assert (team / "statistik/verbund.txt").read_text(encoding="utf-8").splitlines()[-1].startswith("2026Q2 2 ")
    (team / "statistik/verbund.txt").unlink()
    (team / "statistik/verbund.txt").mkdir()
    assert fallbuch(*BEFEHLE["abgeben"], cwd=team, FALLBUCH_STICHTAG=HEUTE).returncode == 2
    assert sorted(p.name for p in abgegeben.iterdir()) == ["team-9-2026q2-1.age", "team-9-2026q2-2.age"]
    (team / "statistik/verbund.txt").rmdir()
    # Nor does the register know of a package that is not there.
    (abgegeben / "team-9-2026q2-2.age").rename(abgegeben / "team-9-2026q2-2 (1).age")
    (abgegeben / "team-9-2026q2-2.age").mkdir()
    abgegeben.chmod(0o500)
    if os.geteuid():  # to root nothing is closed
        assert fallbuch(*BEFEHLE["abgeben"], cwd=team, FALLBUCH_STICHTAG=HEUTE).returncode == 2
        assert not (team / "statistik/verbund.txt").exists()
    abgegeben.chmod(0o700)
    assert "Fassung 3: " in rufe(orte, "Team 9", *BEFEHLE["abgeben"])


def test_eine_fremde_zeile_im_abgabebuch(orte: Path) -> None:
    datei = orte / "Team 9/statistik/verbund.txt"
    datei.parent.mkdir(exist_ok=True)
    datei.write_text("# so\n<<<<<<< HEAD\n", encoding="utf-8")
    assert rufe(orte, "Team 9", *BEFEHLE["abgeben"], code=2) == (
        "fallbuch: statistik/verbund.txt, Zeile 2: „<<<<<<< HEAD“ gehört nicht hierher. Erwartet: Quartal, Fassung, Tag und Prüfwert, wie „fallbuch verbund abgeben“ "
        "sie schreibt. Hat git zwei Fassungen zusammengeführt, behalten Sie die Zeilen beider, und löschen Sie die Marken.\n"
    )


def _maske() -> int:
    maske = os.umask(0)
    os.umask(maske)
    return maske


def test_fehler_in_den_faellen_werden_genannt(orte: Path) -> None:
    """A word of no list counts as unknown; whoever hands in learns of it, and the agreement cannot help."""
    fall = min((orte / "Team 9/faelle").glob("*.md"))
    fall.write_text(re.sub(r"Zugangsweg: .*", "Zugangsweg: Tafel", fall.read_text(encoding="utf-8")), encoding="utf-8")
    for worte in (BEFEHLE["zeigen"], BEFEHLE["abgeben"]):
        assert rufe(orte, "Team 9", *worte).startswith(
            "Achtung: In den Fällen gibt es 1 Fehler. Was sich nicht lesen lässt, fehlt in den Zahlen; ein Wort, das in keiner Liste des Teams steht, "
            "zählt als „unbekannt“. „fallbuch pruefen“ nennt die Stellen.\n"
        )


def test_ohne_vereinbarung_und_mit_einer_falschen(orte: Path) -> None:
    datei = orte / "Team 9" / VERBUNDDATEI
    text = datei.read_text(encoding="utf-8")
    datei.write_text(text.replace("zugang,", "zugnag,"), encoding="utf-8")
    ende = fallbuch("verbund", *BEFEHLE["abgeben"][1:], cwd=orte / "Team 9", FALLBUCH_STICHTAG=HEUTE)
    assert ende.returncode == 2
    assert ende.stderr.startswith("vorlagen/verbund.yml:4:14: Fehler S033: Die Kennzahl „zugnag“ passt hier nicht: ")
    assert "Fehler S033" in fallbuch("pruefen", cwd=orte / "Team 9", FALLBUCH_STICHTAG=HEUTE).stdout
    datei.unlink()
    ende = fallbuch("verbund", *BEFEHLE["abgeben"][1:], cwd=orte / "Team 9", FALLBUCH_STICHTAG=HEUTE)
    assert ende.stderr == (
        "fallbuch: Hier gibt es keine Vereinbarung mit anderen Teams. Sie steht in vorlagen/verbund.yml und ist bei allen dieselbe; "
        "das Handbuch sagt unter „Verbund“, was hineingehört.\n"
    )
