"""`fallbuch loeschen`: the plan says everything before it happens, and afterwards nothing of the case is left in the folder."""

from __future__ import annotations

import contextlib
import gc
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from fallbuch.kontakte.bund import Schluesseldatei
from fallbuch.kontakte.modell import Kontaktdaten
from fallbuch.kontakte.schloss import Leseschluessel
from fallbuch.kontakte.schluesselbund import Systembund
from fallbuch.kontakte.speicher import Empfaenger, Kontaktspeicher
from fallbuch.loeschung import planen
from fallbuch.loeschung.loeschen import vorhaben
from fallbuch.loeschung.planen import plane
from fallbuch.loeschung.spuren import Spuren
from fallbuch.text.journal import gemerkte
from fallbuch.text.zwischenspeicher import ANTWORTEN
from tests.cli.aufruf import fallbuch, im_prozess, lege_haken_an
from tests.conftest import kopiere_demo
from tests.git import git
from tests.hilfen import TEAM_YML, fall
from tests.loeschung.test_geloeschte import platz

ORDNER = Callable[..., Path]
SATZ = "Möchte gern in einer großen Küche am Abend arbeiten, wegen der Kinder."
VERLAUF = f"""\
## 2022-03-02 Erstgespräch (Jana)

{SATZ}

## 2022-05-02 Telefonat (Jana)

Am Infoabend waren alle sehr zufrieden mit dem Vortrag.

## 2022-06-01 Abschluss (Jana)

Ergebnis: Kontakt verloren
"""
ANDERER = "## 2026-05-02 Telefonat (Jana)\n\nAm Infoabend waren alle sehr zufrieden mit dem Vortrag.\n"
PROTOKOLL = "# Protokoll\n\n## 2026-06-01 Besprechung (Jana)\n\nWegen 4711: MOECHTE GERN IN EINER GROSSEN KUECHE arbeiten, siehe auch 14711.\n"
TROTZDEM = ("--trotzdem", "Sie hat es verlangt.")


@pytest.fixture
def team(ordner: ORDNER) -> Path:
    """A team in which one case stands in many places; it was closed more than three years ago."""
    wurzel = ordner(
        {
            "4711.md": fall(VERLAUF, erstkontakt="2022-03-01", status="abgeschlossen"),
            "2911.md": fall(ANDERER).replace("4711", "2911") + "\n\nSiehe auch Fall 4711.\n",
        }
    )
    (wurzel / "vorlagen/protokoll.md").write_text(PROTOKOLL)
    (wurzel / "site_src/4711-foto.png").write_bytes(b"\x89PNG\0")
    with zipfile.ZipFile(wurzel / "site_src/liste.xlsx", "w") as mappe:
        mappe.writestr("xl/sheet1.xml", "<c>2911</c><c>4711</c>")
    (wurzel / "site").mkdir()
    (wurzel / "site/.fallbuch-seiten").write_text("x")
    (wurzel / "site/4711.html").write_text("x")
    return wurzel


PLAN = """\
Gelöscht wird:
  faelle/4711.md (3 Einträge; fällig nach der Regel „Fall löschen“)
  site_src/4711-foto.png
  die gebauten Seiten in „site“ („fallbuch bauen“ macht sie neu)
Ersetzt durch „(gelöscht)“:
  faelle/2911.md, Zeile 14: die Nummer
  vorlagen/protokoll.md, Zeile 5: Sätze aus dem Fall und die Nummer
Bleibt, weil es auch von anderen handelt; sehen Sie nach:
  faelle/2911.md, Zeile 11: Sätze aus dem Fall
Das können nur Sie:
  site_src/liste.xlsx: die Nummer. Das ist kein Text: Öffnen Sie die Datei, und nehmen Sie es heraus.
Wo Kontaktdaten liegen, ist hier nicht bekannt. Nach Namen und Telefonnummern wird nicht gesucht.
"""


def stand(wurzel: Path) -> dict[str, bytes]:
    return {p.relative_to(wurzel).as_posix(): p.read_bytes() for p in sorted(wurzel.rglob("*")) if p.is_file()}


def test_zuerst_der_plan(team: Path) -> None:
    vorher = stand(team)
    ende = fallbuch("loeschen", "4711", "--zeigen", *TROTZDEM, cwd=team)
    assert (ende.returncode, ende.stderr) == (0, "")
    assert ende.stdout == PLAN + "Das ist nur eine Vorschau; es wurde nichts gelöscht.\n"
    assert stand(team) == vorher


def test_danach_ist_nichts_mehr_da(team: Path) -> None:
    vorher = stand(team)
    ende = fallbuch("loeschen", "4711", "--ja", *TROTZDEM, "--stichtag", "2026-06-30", cwd=team)
    assert ende.returncode == 0, ende.stderr
    assert ende.stdout == PLAN + (
        "Gelöscht: 1 Fall.\n"
        "Die gebauten Seiten in „site“ sind gelöscht; „fallbuch bauen“ macht sie neu.\n"
        "Das können nur Menschen tun; die Liste steht auch in vorlagen/protokoll.md, zum Abhaken:\n"
        "  [ ] site_src/liste.xlsx: die Nummer. Das ist kein Text: Öffnen Sie die Datei, und nehmen Sie es heraus.\n"
        "  [ ] Sicherungen: Wo liegen Kopien des Ordners (Sicherungsplatte, Netzlaufwerk, Cloud)? Dort löschen, oder warten, bis sie ersetzt sind.\n"
        "  [ ] Rechner der Kolleginnen und Kollegen: Jeder alte Ordner des Teams wird gelöscht und neu geholt.\n"
        "  [ ] E-Mails, Chats, Ausdrucke und Zettel über diesen Menschen: löschen, vernichten.\n"
        "  [ ] Exporte und Auszüge, die jemand gemacht hat: löschen.\n"
    )
    nachher = stand(team)
    assert vorher.keys() - nachher.keys() == {
        "faelle/4711.md",
        "site_src/4711-foto.png",
        "site/.fallbuch-seiten",
        "site/4711.html",
    }
    assert {n for n in nachher.keys() - vorher.keys() if not n.startswith(".fallbuch/")} == {"statistik/geloescht.txt"}
    assert nachher["faelle/2911.md"].decode() == vorher["faelle/2911.md"].decode().replace(
        "Fall 4711", "Fall (gelöscht)"
    )
    protokoll = nachher["vorlagen/protokoll.md"].decode()
    assert protokoll.startswith(
        PROTOKOLL.replace("4711: MOECHTE GERN IN EINER GROSSEN KUECHE", "(gelöscht): (gelöscht)").replace(
            "1(gelöscht)", "14711"
        )
    )
    assert (
        "## 2026-06-30 Notiz\n\n1 Fall gelöscht. Vor der Freigabe aller Zahlen, weil: Sie hat es verlangt. Das können nur Menschen tun:\n\n1. "
        in protokoll
    )
    # An independent look: neither the number nor a sentence stands anywhere but in the workbook.
    for name, inhalt in nachher.items():
        assert b"4711" not in inhalt.replace(b"14711", b"") or name == "site_src/liste.xlsx", name
        assert "großen Küche".encode() not in inhalt, name
    geprueft = fallbuch("pruefen", "--stichtag", "2026-06-30", cwd=team)
    assert (geprueft.returncode, "D011" in geprueft.stdout) == (0, False)
    assert "nicht zurücknehmen" not in geprueft.stdout
    zurueck = fallbuch("zuruecknehmen", "4711", cwd=team)
    assert zurueck.returncode == 2


def test_der_grund_nennt_niemanden(team: Path) -> None:
    (team / "anlagen").mkdir()
    (team / "anlagen/4711-alt").symlink_to("../faelle")
    ende = fallbuch("loeschen", "4711", "--ja", "--trotzdem", "Fall 4711 hat es verlangt", cwd=team)
    assert ende.returncode == 0, ende.stderr
    protokoll = (team / "vorlagen/protokoll.md").read_text()
    assert "weil: Fall (gelöscht) hat es verlangt." in protokoll
    # Whoever sits there reads where; what stays does not say it.
    assert "„anlagen/4711-alt“ ist ein Verweis" in ende.stdout
    assert "„anlagen/(gelöscht)-alt“ ist ein Verweis" in protokoll
    assert "4711" not in protokoll.replace("14711", "")


def test_niemand_loescht_aus_versehen(team: Path) -> None:
    vorher = stand(team)
    ende = fallbuch("loeschen", "4711", *TROTZDEM, cwd=team)
    assert (ende.returncode, ende.stderr) == (
        2,
        "fallbuch: Gelöscht wird nur, wenn jemand es bestätigt: am Terminal, oder mit --ja.\n",
    )
    ohne = fallbuch("loeschen", cwd=team)
    assert (ohne.returncode, ohne.stderr) == (
        2,
        "fallbuch: Nennen Sie Fälle, oder --faellige für alle, deren Löschung fällig ist.\n",
    )
    falsch = fallbuch("loeschen", "4712", "--ja", cwd=team)
    assert (falsch.returncode, falsch.stderr) == (2, "fallbuch: Einen Fall „4712“ gibt es nicht. Meinten Sie „4711“?\n")
    assert stand(team) == vorher


def test_erst_die_zahlen(team: Path) -> None:
    """A quarter that counts the case must be released before; one before its first day need not."""
    ende = fallbuch("loeschen", "4711", "--ja", cwd=team)
    assert ende.returncode == 2
    assert ende.stderr == (
        "fallbuch: Fall 4711 zählt in Quartalen, deren Zahlen noch nicht freigegeben sind (2022Q1, 2022Q2). Ist er weg, fehlt er in ihnen. "
        "Geben Sie diese zuerst frei („fallbuch statistik --freigeben …“), oder nennen Sie mit --trotzdem einen Grund.\n"
    )
    leer = fallbuch("loeschen", "4711", "--ja", "--trotzdem", "  ", cwd=team)
    assert leer.returncode == 2


def test_alle_faelligen(team: Path) -> None:
    """A day before three full years are over nothing is to be erased, a day after it is."""
    keiner = fallbuch("loeschen", "--faellige", "--stichtag", "2025-12-30", "--zeigen", cwd=team)
    assert keiner.stdout == "Nach den Regeln des Teams ist heute kein Fall zu löschen.\n"
    einer = fallbuch("loeschen", "--faellige", "--stichtag", "2025-12-31", "--zeigen", *TROTZDEM, cwd=team)
    assert einer.stdout.startswith(
        "Gelöscht wird:\n  faelle/4711.md (3 Einträge; fällig nach der Regel „Fall löschen“)\n"
    )


@pytest.fixture
def ablage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kontaktspeicher:
    """Contact data of two, and a key ring that has the key for whoever calls within this process."""
    schluessel = Leseschluessel.neu()
    speicher = Kontaktspeicher(tmp_path / "kontakte")
    speicher.setze_empfaenger([Empfaenger("Jana", schluessel.oeffentlich)])
    for nummer in ("4711", "2911"):
        speicher.schreibe(
            Kontaktdaten(kennung=nummer, angaben={"VName": "Gül", "NName": f"Öz{'er' if nummer == '4711' else 'kan'}"})
        )
    monkeypatch.setattr(Schluesseldatei, "da", True)
    monkeypatch.setattr(Systembund, "hole", lambda _: schluessel)
    return speicher


def test_mit_kontaktdaten(team: Path, ablage: Kontaktspeicher) -> None:
    """What was looked for goes; the last name by itself is found as well."""
    (team / "site_src/notiz.md").write_text(
        "Özkan kam, Özer nicht. Oezers Mappe liegt bei Frau Özer.\n", encoding="utf-8"
    )
    code, text = im_prozess("loeschen", "4711", "--ja", *TROTZDEM, "--ablage", str(ablage.ordner), cwd=team)
    assert code == 0, text
    assert "  Kontaktdaten zu 4711\n" in text
    assert "Kontaktdaten gelöscht: 1.\n" in text
    assert "Achtung" not in text
    assert list(ablage.kennungen) == ["2911"]
    assert (team / "site_src/notiz.md").read_text(encoding="utf-8") == (
        "Özkan kam, (gelöscht) nicht. (gelöscht) Mappe liegt bei (gelöscht).\n"
    )
    zeilen = (team / "statistik/geloescht.txt").read_text()
    assert re.findall("^(fall|kontakt) ", zeilen, re.MULTILINE) == ["fall", "kontakt"]


# The library that writes histories leaves its pipes to the collector; elsewhere it has a process of its own.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_zuerst_der_nachweis_dann_die_kontaktdaten(
    team: Path, ablage: Kontaktspeicher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is interrupted in between has the proof, and the data with which all could be looked for."""
    git(team, "init", "-q", "-b", "main")
    git(team, "add", "-A")
    git(team, "commit", "-qm", "Anfang")
    worte = ("loeschen", "4711", "--historie", "--ja", *TROTZDEM, "--ablage", str(ablage.ordner))
    with monkeypatch.context() as unterbrochen:

        def abgebrochen(_: Kontaktspeicher, kennung: str) -> None:
            raise OSError(f"no room to note that {kennung} is gone")

        unterbrochen.setattr(Kontaktspeicher, "loesche", abgebrochen)
        with contextlib.suppress(OSError):
            im_prozess(*worte, cwd=team)
    (blatt,) = team.parent.glob("loeschnachweis-*.html")
    assert list(ablage.kennungen) == ["2911", "4711"]
    assert "1 gelöscht" not in blatt.read_text(encoding="utf-8")
    shutil.rmtree(team.parent / f"{team.name}-bereinigt")
    blatt.unlink()
    code, text = im_prozess(*worte, cwd=team)
    assert code == 0, text
    (blatt,) = team.parent.glob("loeschnachweis-*.html")
    assert "1 gelöscht" in blatt.read_text(encoding="utf-8")
    assert list(ablage.kennungen) == ["2911"]
    gc.collect()


def test_haken_lassen_die_zeilen_zweier_loeschungen_stehen(team: Path) -> None:
    """Two erase on the same day: git keeps the lines of both, whether or not the team has git's list of attributes."""
    git(team, "init", "-q", "-b", "main")
    assert lege_haken_an(team)[0] == 0
    gefragt = git(team, "check-attr", "merge", "--", "statistik/geloescht.txt", "faelle/4711.md")
    assert gefragt.splitlines() == ["statistik/geloescht.txt: merge: union", "faelle/4711.md: merge: fallbuch"]


def test_was_niemand_oeffnen_kann_bleibt(team: Path, ablage: Kontaktspeicher, tmp_path: Path) -> None:
    """Once the contact data are gone nobody can look for the name: so they stay until somebody can open them."""
    worte = ("loeschen", "4711", "--ja", *TROTZDEM, "--ablage", str(ablage.ordner))
    ende = fallbuch(*worte, cwd=team, FALLBUCH_SCHLUESSEL=str(tmp_path / "keiner"))
    assert ende.returncode == 0, ende.stderr
    assert "Kontaktdaten zu 4711\n" not in ende.stdout
    assert (
        "Achtung: Nach Namen, Anschrift und Telefonnummern wurde nicht gesucht. Die Kontaktdaten sind verschlossen, und niemand hat sie geöffnet. "
        "Deshalb sind die Kontaktdaten zu 4711 noch da. Rufen Sie den Befehl an einem Rechner auf, der sie öffnen kann.\n"
    ) in ende.stdout
    assert list(ablage.kennungen) == ["2911", "4711"]
    # Before they go, the name is looked for.
    notiz = team / "site_src/notiz.md"
    notiz.write_text("Herr Özer kam.\n", encoding="utf-8")
    code, text = im_prozess(*worte, cwd=team)
    assert (code, text) == (
        0,
        "Dieser Fall ist schon gelöscht.\nErsetzt oder entfernt, was noch da war: site_src/notiz.md.\nKontaktdaten gelöscht: 1.\n",
    )
    assert notiz.read_text(encoding="utf-8") == "(gelöscht) kam.\n"
    assert list(ablage.kennungen) == ["2911"]


def test_wer_vereint_ist_wird_auch_beim_namen_gesucht(team: Path, ablage: Kontaktspeicher) -> None:
    fall = team / "faelle/4711.md"
    fall.write_text(
        fall.read_text(encoding="utf-8").replace("ID: 4711\n", "ID: 4711\nVereint mit: 2911\n"), encoding="utf-8"
    )
    (team / "faelle/2911.md").unlink()
    (team / "site_src/notiz.md").write_text("Özkan kam, Özer auch.\n", encoding="utf-8")
    code, text = im_prozess("loeschen", "4711", "--ja", *TROTZDEM, "--ablage", str(ablage.ordner), cwd=team)
    assert code == 0, text
    assert "Kontaktdaten gelöscht: 2.\n" in text
    assert (team / "site_src/notiz.md").read_text(encoding="utf-8") == "(gelöscht) kam, (gelöscht) auch.\n"


def test_ohne_kontaktdaten_wird_keine_suche_behauptet(team: Path, ablage: Kontaktspeicher) -> None:
    ablage.loesche("4711")
    _, text = im_prozess("loeschen", "4711", "--ja", *TROTZDEM, "--ablage", str(ablage.ordner), cwd=team)
    assert (
        "Zu diesem Fall liegen keine Kontaktdaten da, vielleicht nicht mehr. Nach Namen und Telefonnummern wird nicht gesucht.\n"
        in text
    )


def test_zuruecknehmen_bringt_nichts_zurueck(team: Path) -> None:
    """git knows the version of before; it says what the team has erased."""
    git(team, "init", "-q", "-b", "main")
    fuege = ("eintragen", "2911", "--art", "Notiz", "--text", "Kommt zusammen mit 4711.", "--stichtag", "2026-06-30")
    assert fallbuch(*fuege, cwd=team).returncode == 0
    git(team, "add", "faelle", "vorlagen")
    git(team, "commit", "-qm", "Anfang")
    assert fallbuch("loeschen", "4711", "--ja", *TROTZDEM, "--stichtag", "2026-06-30", cwd=team).returncode == 0
    git(team, "commit", "-qam", "gelöscht")
    vorher = (team / "faelle/2911.md").read_bytes()
    ende = fallbuch("zuruecknehmen", "2911", "--ja", cwd=team)
    assert (ende.returncode, ende.stderr) == (
        2,
        "fallbuch: Die Fassung davor von faelle/2911.md brächte zurück, was das Team gelöscht hat; es wurde nichts geschrieben. "
        "Ändern Sie von Hand, was Sie ändern wollten.\n",
    )
    assert (team / "faelle/2911.md").read_bytes() == vorher
    # Nor where somebody took the words out before, so that nothing was left to be erased.
    datei = team / "faelle/2911.md"
    datei.write_text(datei.read_text(encoding="utf-8").replace("(gelöscht)", "jemandem"), encoding="utf-8")
    git(team, "commit", "-qam", "von Hand")
    datei.write_text(datei.read_text(encoding="utf-8") + "\nNoch etwas.\n", encoding="utf-8")
    git(team, "commit", "-qam", "weiter")
    assert fallbuch("zuruecknehmen", "2911", "--ja", cwd=team).returncode == 0
    assert fallbuch("zuruecknehmen", "2911", "--ja", cwd=team).returncode in {0, 2}
    assert "4711" not in datei.read_text(encoding="utf-8")


def test_was_jemand_selbst_schrieb_laesst_sich_zuruecknehmen(team: Path) -> None:
    """Where nothing was ever erased, the word is a word."""
    fuege = (
        "eintragen",
        "2911",
        "--art",
        "Notiz",
        "--text",
        "Der Eintrag über (gelöscht) fehlt.",
        "--stichtag",
        "2026-06-30",
    )
    assert fallbuch(*fuege, cwd=team).returncode == 0
    ende = fallbuch("zuruecknehmen", "2911", "--ja", cwd=team)
    assert ende.returncode == 0, ende.stderr


def test_auch_das_nachholen_zeigt_zuerst_und_fragt(team: Path, ablage: Kontaktspeicher, tmp_path: Path) -> None:
    """Where the file is gone and something is left, a preview writes nothing, and without a yes nothing is done."""
    worte = ("loeschen", "4711", "--ablage", str(ablage.ordner))
    ohne = fallbuch(*worte, "--ja", *TROTZDEM, cwd=team, FALLBUCH_SCHLUESSEL=str(tmp_path / "keiner"))
    assert ohne.returncode == 0
    notiz = team / "site_src/notiz.md"
    notiz.write_text("Herr Özer kam.\n", encoding="utf-8")
    vorher = stand(team)
    code, text = im_prozess(*worte, "--zeigen", cwd=team)
    assert (code, text.endswith("Das ist nur eine Vorschau; es wurde nichts gelöscht.\n")) == (0, True)
    assert "Ersetzt durch „(gelöscht)“:\n  site_src/notiz.md, Zeile 1: Kontaktdaten\n" in text
    code, text = im_prozess(*worte, cwd=team)
    assert (code, "Gelöscht wird nur, wenn jemand es bestätigt" in text) == (2, True)
    assert stand(team) == vorher
    assert ablage.hat("4711")
    # Whoever asks what is held is told that something is.
    code, text = im_prozess("auskunft", "4711", "../aus", "--ablage", str(ablage.ordner), cwd=team)
    assert (code, text) == (2, "fallbuch: Dieser Fall ist gelöscht. Kontaktdaten zu 4711 liegen noch da: „fallbuch kontakt zeigen 4711“ nennt sie, „fallbuch loeschen 4711“ löscht sie.\n")  # fmt: skip


def test_wer_unterbrochen_wurde_raeumt_beim_naechsten_mal_auf(team: Path, ablage: Kontaktspeicher) -> None:
    """Killed behind the team's files, the contact data and the built pages are still there: the same call removes them."""
    plan = plane(platz(team), ["4711"])
    vorhaben(plan, "x").fuehre_aus(platz(team))
    assert (ablage.hat("4711"), (team / "site").exists()) == (True, True)
    ende = im_prozess("loeschen", "4711", "--ja", "--ablage", str(ablage.ordner), cwd=team)
    assert ende == (0, (
        "Dieser Fall ist schon gelöscht.\nDie gebauten Seiten in „site“ sind gelöscht; „fallbuch bauen“ macht sie neu.\nKontaktdaten gelöscht: 1.\n"
    ))  # fmt: skip
    assert (ablage.hat("4711"), (team / "site").exists()) == (False, False)
    assert (team / "statistik/geloescht.txt").read_text().count("\nfall ") == 1


def test_auch_das_gedaechtnis_zum_zuruecknehmen(team: Path) -> None:
    """What the program keeps so that changes can be taken back holds nothing of the case, and all else still can be."""
    for nummer, text in (("4711", SATZ), ("2911", "Nichts Besonderes."), ("2911", "Kommt zusammen mit 4711.")):
        ende = fallbuch("eintragen", nummer, "--art", "Notiz", "--text", text, "--stichtag", "2026-06-30", cwd=team)
        assert ende.returncode == 0, ende.stderr
    assert len(gemerkte(team, "faelle/2911.md")) == 2
    assert fallbuch("loeschen", "4711", "--ja", *TROTZDEM, "--stichtag", "2026-06-30", cwd=team).returncode == 0
    assert gemerkte(team, "faelle/4711.md") == []
    texte = [t for v in gemerkte(team, "faelle/2911.md") for a in v.ablagen for t in (a.alt, a.neu) if t is not None]
    assert not any(b"4711" in text for text in texte)


def test_git_weiss_es_noch(team: Path) -> None:
    git(team, "init", "-q", "-b", "main")
    git(team, "add", "faelle", "vorlagen")
    git(team, "commit", "-qm", "Anfang")
    datei = team / "faelle/2911.md"
    datei.write_text(datei.read_text() + "\nBeiseite: 4711.\n")
    git(team, "stash", "-q")
    ende = fallbuch("loeschen", "4711", "--zeigen", *TROTZDEM, cwd=team)
    assert (
        "  git hebt in stash@{0} etwas davon auf: „git stash drop stash@{0}“, wenn es niemand mehr braucht.\n"
        in ende.stdout
    )
    assert (
        "  In der Geschichte von git steht der Fall noch: „fallbuch loeschen NUMMER --historie“ nimmt ihn heraus.\n"
        in ende.stdout
    )


def test_die_woerter_aller_gehoeren_niemandem(tmp_path: Path) -> None:
    """In the demo team most sentences stand in many cases: these are not named."""
    demo = kopiere_demo(tmp_path / "demo")
    ende = fallbuch("loeschen", "2911", "--zeigen", *TROTZDEM, "--stichtag", "2026-06-30", cwd=demo)
    assert ende.returncode == 0, ende.stderr
    assert len(ende.stdout.splitlines()) < 15
    shutil.rmtree(demo)


def test_was_niemand_liest_wird_genannt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Links, empty folders and very large files stay; people get to know."""
    monkeypatch.setattr(planen, "_HOECHSTENS", 2_000)
    spuren = Spuren(["2911"])
    (tmp_path / "faelle").mkdir()
    (tmp_path / "anlagen/2911").mkdir(parents=True)
    (tmp_path / "anlagen/voll").mkdir()
    (tmp_path / "anlagen/voll/a.txt").write_text("a" * 2_001)
    (tmp_path / "anlagen/leer").mkdir()
    (tmp_path / "anlagen/2911.txt").symlink_to(tmp_path / "anlagen/voll/a.txt")
    (tmp_path / "anlagen/fort.txt").symlink_to("../ablage/2911/x.txt")
    assert list(planen._ungelesene(tmp_path, (), spuren)) == [
        "„anlagen/2911“ ist ein leerer Ordner: Entfernen Sie ihn.",
        "„anlagen/2911.txt“ ist ein Verweis auf eine andere Stelle: Sehen Sie dort nach, und entfernen Sie ihn.",
        "„anlagen/fort.txt“ ist ein Verweis auf eine andere Stelle: Sehen Sie dort nach, und entfernen Sie ihn.",
        "„anlagen/voll/a.txt“ ist sehr groß und wurde nicht durchsucht: Sehen Sie selbst nach.",
    ]


@pytest.mark.parametrize(("wie_viele", "bleibt"), [(1, False), (2, False), (3, True)])
def test_ein_satz_der_auch_bei_anderen_steht(tmp_path: Path, wie_viele: int, bleibt: bool) -> None:
    """It stays in their cases, and goes everywhere else, unless so many say it that it tells of nobody."""
    text = fall(f"## 2026-02-02 Telefonat (Jana)\n\n{SATZ}\n", erstkontakt="2026-01-12")
    namen = ["4711", *(f"290{n}" for n in range(wie_viele))]
    (tmp_path / "faelle").mkdir()
    for name in namen:
        (tmp_path / f"faelle/{name}.md").write_text(text.replace("4711", name), encoding="utf-8")
    (tmp_path / "vorlagen").mkdir()
    (tmp_path / "vorlagen/team.yml").write_text(TEAM_YML, encoding="utf-8")
    (tmp_path / "notiz.txt").write_text(f"Notiz: {SATZ}", encoding="utf-8")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", SATZ)
    neu = tmp_path.with_name(f"{tmp_path.name}-neu")
    worte = ("loeschen", "4711", "--ja", *TROTZDEM, "--stichtag", "2026-06-30")
    ende = fallbuch(*worte, "--historie", "--ziel", str(neu), cwd=tmp_path)
    assert ende.returncode == 0, ende.stdout + ende.stderr
    assert fallbuch(*worte, cwd=tmp_path).returncode == 0
    for ordner in (tmp_path, neu):
        assert (SATZ in (ordner / "notiz.txt").read_text(encoding="utf-8")) is bleibt, ordner
        assert SATZ in (ordner / "faelle/2900.md").read_text(encoding="utf-8")
    assert (SATZ in git(neu, "log", "--format=%B")) is bleibt


def test_auch_was_laeufe_aufgehoben_haben(team: Path, tmp_path: Path) -> None:
    """Verdicts, figures, pages and answers: nobody opens them without the file, and they go all the same."""
    umgebung = {"XDG_CACHE_HOME": str(tmp_path / "merke"), "FALLBUCH_STICHTAG": "2026-06-30"}
    for befehl in (("pruefen",), ("faellig",), ("bauen",)):
        assert fallbuch(*befehl, cwd=team, **umgebung).returncode in {0, 1}
    vorlagen = {p for p in (tmp_path / "merke/fallbuch").iterdir() if p not in plane(platz(team), ["4711"]).gemerktes}
    assert len(list((tmp_path / "merke/fallbuch").iterdir())) > len(ANTWORTEN) + 4
    assert fallbuch("loeschen", "4711", "--ja", *TROTZDEM, cwd=team, **umgebung).returncode == 0
    # Nothing is left but the program's own templates, translated.
    assert set((tmp_path / "merke/fallbuch").iterdir()) <= vorlagen
