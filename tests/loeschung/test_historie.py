"""A history without a case: nothing of it in any object, file or message, all else as it was, and the past does not come back."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from fallbuch.bearbeiten.abgleich import Abgleicher
from fallbuch.einrichtung import richte_ein
from fallbuch.kontakte.modell import Kontaktdaten
from fallbuch.kontakte.schloss import Leseschluessel
from fallbuch.kontakte.speicher import Empfaenger, Kontaktspeicher
from fallbuch.loeschung.hindernisse import hindernisse
from fallbuch.loeschung.nachweis import durchsuche
from fallbuch.loeschung.spuren import Spuren
from fallbuch.loeschung.umschreiben import neue_namen
from tests.cli.aufruf import fallbuch, lege_haken_an
from tests.conftest import Einmal, kopiere_demo
from tests.git import git
from tests.hilfen import BEIM_LANDEN
from tests.vorgeladen import halte_gespraech

TAG = ("--stichtag", "2026-06-30")
LOESCHE = ("loeschen", "2911", "--historie", "--ja", "--trotzdem", "Der Mensch hat es verlangt.", *TAG)
SATZ = "Möchte gern in einer großen Küche als Köchin arbeiten, ab neun Uhr."
#: What an independent look searches for, without case: the number as a word, and pieces of the sentence in several spellings.
GESUCHT = [
    rb"(?<![0-9.])2911(?![0-9])", "großen Küche als Köchin".encode(), b"grossen kueche als koechin", "großen Küche als Köchin".encode("latin-1"),
    unicodedata.normalize("NFD", "großen Küche als Köchin").encode(), "Gülcan Öztürk".encode(), b"oeztuerk",
]  # fmt: skip


def _behaelter(name: str, inhalt: bytes) -> bytes:
    strom = io.BytesIO()
    with zipfile.ZipFile(strom, "w") as behaelter:
        # Of a day of its own, so that every worker makes the same bytes.
        behaelter.writestr(zipfile.ZipInfo(name), inhalt, zipfile.ZIP_DEFLATED)
    return strom.getvalue()


def _docx(text: str) -> bytes:
    return _behaelter("word/document.xml", f"<w:p><w:t>{text[:30]}</w:t><w:t>{text[30:]}</w:t></w:p>".encode())


PROGRAMM = _behaelter("fallbuch/demoteam/faelle/2911.md", b"ID: 2911")


def _baue(wurzel: Path, laeufe: int = 140) -> None:
    """A repository with 300 commits (twice `laeufe`, and what is beside them) in which one case stands wherever something can stand."""
    team = kopiere_demo(wurzel / "team")
    git(team, "init", "-q", "-b", "main")
    git(team, "config", "user.name", "Jana")
    git(team, "config", "user.email", "jana@example.org")
    # The program brings invented cases of its own: a number in it is none of this team's.
    (team / "programm").mkdir()
    (team / "programm/fallbuch-1.0-py3-none-any.whl").write_bytes(PROGRAMM)
    git(team, "add", "-A")
    git(team, "commit", "-qm", "Anfang")
    fall, anderer, log = team / "faelle/2911.md", team / "faelle/4544.md", team / "vorlagen/protokoll.md"

    def haenge_an(datei: Path, text: str, nachricht: str) -> None:
        datei.write_bytes(datei.read_bytes().rstrip() + text.encode() + b"\n")
        git(team, "add", "-A")
        git(team, "commit", "-qm", nachricht)

    for n in range(laeufe):
        tag = f"2026-0{4 + n // 60}-{1 + n % 28:02}"
        haenge_an(fall, f"\n\n## {tag} Notiz (Jana)\n\n{SATZ if n % 7 == 0 else f'Lauf {n}.'}", f"2911: Notiz {tag}")
        haenge_an(
            anderer,
            f"\n\n## {tag} Notiz (Ole)\n\nEtwas anderes, Nummer {n}, Telefon des Amts 0341 2911 44.",
            f"4544: Notiz {tag}",
        )
    haenge_an(
        log, "\n\n## 2026-06-20 Besprechung (Jana)\n\nFall 2911: " + SATZ.upper(), "Besprechung\n\nEs ging um 2911."
    )
    haenge_an(
        log, "\n\n## 2026-06-21 Besprechung (Jana)\n\nin einer grossen Kueche als Koechin arbeiten", "noch einmal"
    )
    git(team, "branch", "fall-2911")
    git(team, "config", "branch.fall-2911.description", f"zu 2911: {SATZ}")
    git(team, "tag", "-a", "stand-2911", "-m", f"vor 2911 {SATZ}")
    git(team, "notes", "add", "-m", f"Notiz zu 2911: {SATZ}", "HEAD")
    git(team, "notes", "add", "-m", "bleibt", "HEAD~2")
    (team / "anlagen").mkdir()
    (team / "anlagen/lebenslauf.docx").write_bytes(_docx(SATZ))
    (team / "anlagen/alt.txt").write_bytes(f"Früher: {SATZ} Über alles.".encode("latin-1"))
    (team / "anlagen/zerlegt.txt").write_text(unicodedata.normalize("NFD", SATZ), encoding="utf-8")
    (team / "anlagen/2911-zeugnis.txt").write_text("Zeugnis")
    git(team, "add", "-A")
    git(team, "commit", "-qm", "Anlagen")
    git(team, "rm", "-q", "anlagen/lebenslauf.docx")
    git(team, "commit", "-qm", "eine Anlage wieder fort")
    for n in range(12):
        haenge_an(anderer, f"\n\nNachtrag {n}.", f"4544: Nachtrag {n}")
    git(wurzel, "clone", "-q", "--bare", team, wurzel / "gemeinsam.git")
    git(team, "remote", "add", "origin", "../gemeinsam.git")
    git(team, "fetch", "-q")
    git(wurzel, "clone", "-q", "gemeinsam.git", wurzel / "kollege")
    anderer.write_text(anderer.read_text() + f"\nNoch nicht gespeichert, siehe 2911: {SATZ}\n")
    git(team, "stash", "-q")
    git(team, "gc", "-q")


@pytest.fixture
def orte(einmal: Einmal, tmp_path: Path) -> Path:
    """A copy of: `team`, the bare place that is shared, and the clone of a colleague."""
    return _kopie(einmal("geschichte-mit-fall", partial(_baue, laeufe=20)), tmp_path)


@pytest.fixture
def lange_geschichte(einmal: Einmal, tmp_path: Path) -> Path:
    """The same with 300 commits."""
    return _kopie(einmal("lange-geschichte-mit-fall", _baue), tmp_path)


def _kopie(quelle: Path, tmp_path: Path) -> Path:
    shutil.copytree(quelle, tmp_path / "orte", symlinks=True)
    git(tmp_path / "orte/kollege", "remote", "set-url", "origin", "../gemeinsam.git")
    return tmp_path / "orte"


def alles(ordner: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every object by git's own words, and every file of git's that is no pack, unpacked where it is a container."""
    namen = subprocess.run(["git", "cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)"], cwd=ordner, capture_output=True, check=True)  # fmt: skip
    for zeile in namen.stdout.decode().splitlines():
        objekt, art = zeile.split()
        inhalt = subprocess.run(["git", "cat-file", art, objekt], cwd=ordner, capture_output=True, check=True).stdout
        yield f"{art} {objekt}", b"" if inhalt == PROGRAMM else inhalt
        if inhalt.startswith(b"PK") and inhalt != PROGRAMM:
            with zipfile.ZipFile(io.BytesIO(inhalt)) as behaelter:
                for name in behaelter.namelist():
                    yield f"{objekt}/{name}", re.sub(rb"<[^>]*>", b"", behaelter.read(name))
    for wo, _, dateien in os.walk(ordner):
        for name in dateien:
            pfad = Path(wo, name)
            if pfad.suffix not in {".pack", ".idx", ".rev"} and "/.git/objects/" not in f"{pfad.parent}/" + (
                "" if len(name) == 38 else "x"
            ):
                inhalt = pfad.read_bytes()
                yield str(pfad.relative_to(ordner)), name.encode() + b"\n" + (b"" if inhalt == PROGRAMM else inhalt)


def erzaehlt(ordner: Path) -> str:
    """Return what is told of another case; states have new names."""
    return re.sub(r"\([0-9a-f]{7,12}\)", "(…)", fallbuch("verlauf", "4544", cwd=ordner).stdout)


def funde(ordner: Path) -> list[str]:
    # The number to dial of an authority in another case is none of the case's.
    harmlos = b"0341 2911 44"
    return [
        w
        for w, inhalt in alles(ordner)
        for m in GESUCHT
        # Four digits of a hash may be those of the number.
        if re.search(
            m if m.startswith(b"(?") else re.escape(m),
            re.sub(rb"[0-9a-f]{32,}", b"", inhalt.replace(harmlos, b"")),
            re.IGNORECASE,
        )
    ]


@BEIM_LANDEN
def test_nichts_bleibt_und_alles_andere_bleibt(lange_geschichte: Path) -> None:
    team, neu = lange_geschichte / "team", lange_geschichte / "team-bereinigt"
    assert funde(team)
    vorher = {p.name: p.read_bytes() for p in (team / "faelle").glob("*.md")}
    alt_log = git(team, "log", "--all", "--oneline", "--", "faelle/4544.md").count("\n")
    verlauf = erzaehlt(team)
    ende = fallbuch(*LOESCHE, cwd=team)
    assert ende.returncode == 0, ende.stdout + ende.stderr
    assert "Noch da" not in ende.stdout
    assert funde(neu) == []
    git(neu, "fsck", "--strict", "--no-dangling")
    assert git(neu, "status", "--porcelain") == ""
    # All other cases, and how they came about, are the same.
    nachher = {p.name: p.read_bytes() for p in (neu / "faelle").glob("*.md")}
    assert nachher == {name: inhalt for name, inhalt in vorher.items() if name != "2911.md"}
    assert erzaehlt(neu) == verlauf
    assert git(neu, "log", "--all", "--oneline", "--", "faelle/4544.md").count("\n") in {
        alt_log - 1,
        alt_log,
    }  # without what was put aside
    # Branches, tags, notes, what was put aside, and settings came along, with nothing of the case.
    assert git(neu, "for-each-ref", "--format=%(refname)").split() == [
        "refs/heads/fall-geloescht", "refs/heads/main", "refs/notes/commits", "refs/stash", "refs/tags/stand-geloescht",
    ]  # fmt: skip
    assert git(neu, "config", "branch.fall-geloescht.description").strip().startswith("zu (gelöscht): ")
    assert git(neu, "config", "remote.origin.url").strip() == "../gemeinsam.git"
    notizen = [git(neu, "notes", "show", z.split()[1]).strip() for z in git(neu, "notes", "list").splitlines()]
    assert sorted(notizen) == ["Notiz zu (gelöscht): (gelöscht).", "bleibt"]
    git(neu, "stash", "pop", "-q")
    assert "Noch nicht gespeichert, siehe (gelöscht): (gelöscht).\n" in (neu / "faelle/4544.md").read_text()
    git(neu, "checkout", "-q", "--", ".")
    assert (neu / "anlagen/alt.txt").read_bytes() == "Früher: (gelöscht). Über alles.".encode("latin-1")
    assert not (neu / "anlagen/2911-zeugnis.txt").exists()
    assert (neu / "programm/fallbuch-1.0-py3-none-any.whl").read_bytes() == PROGRAMM
    # The old folder is as it was.
    assert {p.name: p.read_bytes() for p in (team / "faelle").glob("*.md")} == vorher
    assert git(team, "stash", "list").count("\n") == 1


def test_das_blatt_zum_ablegen(orte: Path) -> None:
    ende = fallbuch(*LOESCHE, cwd=orte / "team")
    assert f"Der Nachweis zum Ablegen: „{orte / 'loeschnachweis-2026-06-30.html'}“." in ende.stdout
    seite = (orte / "loeschnachweis-2026-06-30.html").read_text(encoding="utf-8")
    assert "2911" not in seite
    assert "Im neuen Ordner steht nichts mehr von diesem Fall: " in seite
    assert "<br>Grund: Der Mensch hat es verlangt.<br>" in seite
    stand = git(orte / "team-bereinigt", "rev-parse", "HEAD").strip()
    assert f"<br>Neue Geschichte bis: {stand}</p>\n<p class=" in seite
    kennzeichen = re.search(r"Kennzeichen: ([0-9a-f]{12})<", seite)
    assert kennzeichen is not None
    assert kennzeichen[1] in (orte / "team-bereinigt/statistik/geloescht.txt").read_text()
    assert 'lang="de"' in seite
    assert "Den alten Ordner „team“ löschen, auch aus dem Papierkorb; gearbeitet wird in „team-bereinigt“." in seite


def test_der_nachweis_findet_was_noch_da_ist(orte: Path) -> None:
    """It can fail: in the old folder it finds the case in each kind of object and in git's own files."""
    nachweis = durchsuche(orte / "team", Spuren(["2911"]))
    orte_ = {f.wo.split(":")[0] if not f.wo.startswith(".git") else f.wo for f in nachweis.funde}
    assert {"Dateien in der Geschichte", "Stände mit ihren Nachrichten", "Marken mit ihren Texten"} <= orte_
    assert {".git/config", ".git/packed-refs"} <= orte_
    assert "Name einer Datei (7 Zeichen)" in orte_
    assert not nachweis.sauber


SENDE = ("push", "-q", "--force", "--prune", "origin", "refs/heads/*:refs/heads/*", "refs/tags/*:refs/tags/*")


def test_was_nur_dort_ist_wird_nicht_ueberschrieben(orte: Path) -> None:
    """A colleague sent something that is not here: the new history would take its place, and nobody would know."""
    team, kollege, neu = orte / "team", orte / "kollege", orte / "team-bereinigt"
    for ordner in (team, kollege):
        git(ordner, "config", "user.name", "Ole")
        git(ordner, "config", "user.email", "ole@example.org")
    assert lege_haken_an(team)[0] == 0
    datei = kollege / "faelle/4544.md"
    datei.write_text(datei.read_text() + "\nVom Kollegen.\n")
    git(kollege, "commit", "-qam", "ein Nachtrag")
    vorher = git(kollege, "rev-parse", "origin/main").strip()
    git(kollege, "push", "-q", "origin", "main")
    ende = fallbuch(*LOESCHE, cwd=team)
    assert (ende.returncode, neu.exists()) == (2, False)
    assert ende.stderr == (
        "fallbuch: In der gemeinsamen Ablage (origin) steht auf dem Zweig „main“ etwas, das hier fehlt und verloren ginge. Holen Sie es zuerst: git pull. "
        "Hat dort inzwischen jemand gelöscht, holen Sie das Team neu (git clone).\n"
    )
    # Sent while the new folder was being made: then the hook stops it.
    git(orte / "gemeinsam.git", "update-ref", "refs/heads/main", vorher)
    assert fallbuch(*LOESCHE, cwd=team).returncode == 0
    git(kollege, "push", "-q", "--force", "origin", "main")
    gesendet = git(neu, *SENDE, code=1)
    assert (
        "steht auf dem Zweig „main“ inzwischen etwas, das in diesem neuen Ordner fehlt: Es ginge verloren, oder etwas Gelöschtes käme wieder."
        in gesendet
    )
    assert git(orte / "gemeinsam.git", "rev-parse", "main") == git(kollege, "rev-parse", "main")
    # What the old folder knew may go.
    git(orte / "gemeinsam.git", "update-ref", "refs/heads/main", vorher)
    git(neu, *SENDE)
    (neu / "notiz.md").write_text("Danach.\n")
    git(neu, "add", "-A")
    git(neu, "commit", "-qm", "weiter")
    git(neu, "push", "-q", "origin", "main")


@BEIM_LANDEN
def test_ein_alter_ordner_bringt_nichts_zurueck(orte: Path) -> None:
    """The colleague goes on in a folder from before: hook, check and desk refuse, each with a sentence that helps."""
    kollege = orte / "kollege"
    git(kollege, "config", "user.name", "Ole")
    git(kollege, "config", "user.email", "ole@example.org")
    assert lege_haken_an(kollege)[0] == 0
    assert fallbuch(*LOESCHE, cwd=orte / "team").returncode == 0
    git(orte / "team-bereinigt", "push", "-q", "--force", "--prune", "origin", "refs/heads/*:refs/heads/*", "refs/tags/*:refs/tags/*")  # fmt: skip
    datei = kollege / "faelle/4544.md"
    datei.write_text(datei.read_text() + "\nVom Kollegen.\n")
    git(kollege, "commit", "-qam", "weiter")
    # Nobody has fetched anything here: the hook looks itself.
    ablage = git(kollege, "remote", "get-url", "origin").strip()
    for ort, wohin in (("origin", "main"), ("origin", "HEAD:refs/heads/von-ole"), (ablage, "main:von-ole")):
        gesendet = git(kollege, "push", "--force", ort, wohin, code=1)
        assert (
            "Fehler D012: In der Geschichte dieses Ordners steht wieder, was das Team am 30.06.2026 gelöscht hat."
            in gesendet
        )
        assert "Es wurde nichts gesendet." in gesendet
    # The pipeline of a request says the same, where both histories have nothing in common; and no report tells the old one.
    kurz = (
        "fallbuch: In der Geschichte dieses Ordners steht wieder, was das Team am 30.06.2026 gelöscht hat. Erwartet: eine Geschichte ohne diesen Stand. "
        "Senden Sie nichts. Legen Sie diesen Ordner weg, und holen Sie das Team neu (git clone); was Sie seither geschrieben haben und noch fehlt, "
        "tragen Sie dort noch einmal ein. Danach löschen Sie den alten Ordner.\n"
    )
    for worte in (
        ("pruefen", "--neu", "origin/main"),
        ("vergleichen", "origin/main"),
        ("vergleichen", "origin/main", "HEAD"),
    ):
        ende = fallbuch(*worte, *TAG, cwd=kollege)
        assert (ende.returncode, ende.stdout, ende.stderr) == (2, "", kurz)
    abgleich = Abgleicher(einrichtung=richte_ein(kollege), wer="Ole").gleiche_ab()
    assert abgleich.erreicht is False
    assert abgleich.saetze == [
        "Das Team hat etwas aus der Geschichte gelöscht, und in diesem Ordner steht es noch. Nichts wird ausgetauscht, sonst käme es zurück. "
        "Holen Sie das Team neu (git clone), und tragen Sie dort ein, was Sie seither geschrieben haben; danach löschen Sie diesen Ordner."
    ]
    satz = (
        "statistik/geloescht.txt:1:1: Fehler D012: In der Geschichte dieses Ordners steht wieder, was das Team am 30.06.2026 gelöscht hat. "
        "Erwartet: eine Geschichte ohne diesen Stand.\n    Senden Sie nichts. Legen Sie diesen Ordner weg, und holen Sie das Team neu (git clone); "
        "was Sie seither geschrieben haben und noch fehlt, tragen Sie dort noch einmal ein. Danach löschen Sie den alten Ordner.\n"
    )
    gesendet = git(kollege, "push", "--force", "origin", "main", code=1)
    assert satz in gesendet
    assert "Es wurde nichts gesendet." in gesendet
    # Joined by hand instead: the pipeline of a request compares with the branch of all.
    git(
        kollege,
        "-c",
        "merge.fallbuch.driver=true",
        "merge",
        "-q",
        "--no-edit",
        "-X",
        "ours",
        "--no-verify",
        "--allow-unrelated-histories",
        "origin/main",
    )
    assert satz in fallbuch("pruefen", *TAG, cwd=kollege).stdout
    # Before saving it is said once.
    assert fallbuch("pruefen", "--vorgemerkt", *TAG, cwd=kollege).stdout.count("D012") == 1
    neues = fallbuch("pruefen", "--neu", "origin/main", *TAG, cwd=kollege)
    assert (neues.returncode, neues.stdout, neues.stderr) == (2, "", kurz)
    # Whoever fetches the team anew can send.
    git(orte, "clone", "-q", "gemeinsam.git", "frisch")
    assert "D01" not in fallbuch("pruefen", *TAG, cwd=orte / "frisch").stdout


def test_auch_in_neuen_staenden_kommt_nichts_zurueck(orte: Path) -> None:
    """Old work put upon the new history makes states that nobody knows: told by what they add, and by what they say."""
    kollege = orte / "kollege"
    alt = git(kollege, "show", "HEAD:faelle/2911.md")
    assert fallbuch(*LOESCHE, cwd=orte / "team").returncode == 0
    git(orte / "team-bereinigt", "push", "-q", "--force", "--prune", "origin", "refs/heads/*:refs/heads/*", "refs/tags/*:refs/tags/*")  # fmt: skip
    git(kollege, "tag", "-d", "stand-2911")
    git(kollege, "fetch", "-q", "--prune", "--no-tags", "origin")
    git(kollege, "checkout", "-q", "-B", "main", "origin/main")
    assert lege_haken_an(kollege)[0] == 0

    def abgelehnt(*was: str) -> None:
        gesendet = git(kollege, "push", "origin", *(was or ("main",)), code=1)
        assert "statistik/geloescht.txt:1:1: Fehler D012: In der Geschichte dieses Ordners steht wieder" in gesendet
        assert "Es wurde nichts gesendet." in gesendet

    # Something else goes, and the hook has nothing to say.
    andere = kollege / "faelle/4544.md"
    andere.write_text(andere.read_text() + "\nVom Kollegen.\n")
    git(kollege, "commit", "-qam", "4544: weiter, 2911 Euro")
    assert "Fälle" not in git(kollege, "push", "origin", "main")
    for name, inhalt in (("2911", alt), ("anders", alt)):
        (kollege / f"faelle/{name}.md").write_text(inhalt)
        git(kollege, "add", "-A")
        git(kollege, "commit", "-q", "--no-verify", "-m", "zurück")
        abgelehnt()
        # The file alone is not all of it.
        git(kollege, "rm", "-q", f"faelle/{name}.md")
        git(kollege, "commit", "-q", "--no-verify", "-m", "wieder weg")
        abgelehnt()
        neues = fallbuch("pruefen", "--neu", "origin/main", *TAG, cwd=kollege)
        assert neues.returncode == 2
        assert "In der Geschichte dieses Ordners steht wieder" in neues.stderr
        assert Abgleicher(einrichtung=richte_ein(kollege), wer="Ole").gleiche_ab().erreicht is False
        git(kollege, "reset", "-q", "--hard", "origin/main")
    for tag, geht in (("2026-06-29", False), ("2026-06-30", True)):
        andere.write_text(andere.read_text() + f"\nAm {tag}.\n")
        git(kollege, "commit", "-qam", "2911: Plan für Frau Öztürk", "--date", f"{tag}T12:00:00")
        if geht:
            git(kollege, "push", "origin", "main")
        else:
            abgelehnt()
            git(kollege, "reset", "-q", "--hard", "origin/main")
    # Upon a branch that is older than the erasure: its own state knows nothing of it, all others do.
    git(kollege, "checkout", "-q", "-b", "arbeit", "origin/main~3")
    for name, inhalt in (("2911", alt), ("4544", alt)):
        (kollege / f"faelle/{name}.md").write_text(inhalt)
        git(kollege, "add", "-A")
        git(kollege, "commit", "-q", "--no-verify", "-m", "zurück")
        git(kollege, "checkout", "-q", "HEAD~1", "--", "faelle/4544.md")
        git(kollege, "rm", "-q", "--force", "--ignore-unmatch", "faelle/2911.md")
        git(kollege, "commit", "-q", "--no-verify", "-m", "wieder weg")
        abgelehnt("arbeit")
        git(kollege, "reset", "-q", "--hard", "origin/main~3")
    git(kollege, "checkout", "-q", "main")
    git(kollege, "branch", "-q", "-D", "arbeit")
    # What is sent, and not only what is here: fetched by the way, without a branch.
    git(kollege, "fetch", "-q", orte / "team", "main")
    alter = git(kollege, "rev-parse", "FETCH_HEAD").strip()
    abgelehnt("FETCH_HEAD:refs/heads/zurueck")
    abgelehnt(f"{alter}:refs/tags/v1")
    git(kollege, "fetch", "-q", "--no-tags", orte / "team", "refs/notes/commits:refs/notes/alt")
    abgelehnt("refs/notes/alt")
    git(kollege, "push", "origin", "HEAD:refs/heads/gut")


def test_ohne_historie_ist_eine_alte_nachricht_kein_hindernis(orte: Path) -> None:
    """The number stands in the history anyway; work that was begun before the erasure is sent after it."""
    team, kollege = orte / "team", orte / "kollege"
    assert lege_haken_an(kollege)[0] == 0
    assert fallbuch("loeschen", "2911", "--ja", "--trotzdem", "verlangt", *TAG, cwd=team).returncode == 0
    git(team, "commit", "-qam", "Fall 2911 gelöscht")
    git(team, "push", "-q", "origin", "main")
    andere = kollege / "faelle/4544.md"
    andere.write_text(andere.read_text() + "\nVom Kollegen.\n")
    git(kollege, "commit", "-qam", "4544: Verweis auf Fall 2911 entfernt", "--date", "2026-06-20T12:00:00")
    git(kollege, "pull", "-q", "--rebase")
    git(kollege, "push", "origin", "main")
    # Made and erased before anybody else knew of it: a new one in the folder.
    neuer = kollege / "faelle/77001.md"
    neuer.write_text((kollege / "faelle/1104.md").read_text().replace("1104", "77001"))
    git(kollege, "add", "-A")
    git(kollege, "commit", "-q", "--no-verify", "-m", "77001: neu")
    assert fallbuch("loeschen", "77001", "--ja", "--trotzdem", "doch nicht", *TAG, cwd=kollege).returncode == 0
    git(kollege, "add", "-A")
    git(kollege, "commit", "-q", "-m", "gelöscht")
    git(kollege, "push", "origin", "main")


def _worktree(team: Path) -> None:
    git(team, "worktree", "add", "-q", "../zweiter", "fall-2911")


def _rebase(team: Path) -> None:
    (team / ".git/rebase-merge").mkdir()


def _submodul(team: Path) -> None:
    git(team, "update-index", "--add", "--cacheinfo", f"160000,{git(team, 'rev-parse', 'HEAD').strip()},anderes")
    git(team, "commit", "-qm", "submodule")
    (team / "anderes").mkdir()


def _blobref(team: Path) -> None:
    git(team, "update-ref", "refs/tags/datei", git(team, "rev-parse", "HEAD:faelle/4544.md").strip())


def _geaendert(team: Path) -> None:
    (team / "faelle/4544.md").write_text("x")


def _unbekannt(team: Path) -> None:
    (team / "faelle/7777.md").write_text("x")


def _ohne_zweig(team: Path) -> None:
    git(team, "checkout", "-q", "--detach")


def _geliehen(team: Path) -> None:
    (team / ".git/objects/info/alternates").write_text("/nirgends\n")


@pytest.mark.parametrize(
    ("tue", "satz"),
    [
        (_worktree, "Zu diesem Ordner gehört ein zweiter („git worktree list“ nennt ihn); mit seinem nächsten Stand käme alles zurück. Speichern Sie dort, was noch fehlt, und entfernen Sie ihn: git worktree remove …"),
        (_rebase, "Jemand hat mit git etwas begonnen (merge, rebase) und nicht beendet. „git status“ sagt, was; beenden Sie es, oder brechen Sie es ab."),
        (_submodul, "In diesem Ordner steckt ein anderes Verzeichnis von git (submodule). Löschen Sie dort für sich, und nehmen Sie es vorher hier heraus: git rm …"),
        (_blobref, "„refs/tags/datei“ zeigt auf keinen Stand, sondern auf etwas anderes. Entfernen Sie das Zeichen: git update-ref -d refs/tags/datei"),
        (_geaendert, "Hier ist etwas geändert und noch nicht in git gespeichert. Speichern Sie es zuerst: git commit -a, oder am Schreibtisch „Abgleichen“."),
        (_unbekannt, "Hier liegt etwas, das git nicht kennt und das deshalb nicht mitkäme, zum Beispiel „faelle/7777.md“. Speichern Sie es zuerst (git add), oder nehmen Sie es heraus."),
        (_ohne_zweig, "Dieser Ordner steht in git auf keinem Zweig. Wählen Sie einen: git switch main"),
        (_geliehen, "Dieser Ordner leiht sich Stände aus einem anderen. Machen Sie ihn selbständig: git repack -a -d, danach die Datei .git/objects/info/alternates löschen."),
    ],
)  # fmt: skip
def test_was_im_weg_ist(orte: Path, tue: Callable[[Path], None], satz: str) -> None:
    assert hindernisse(orte / "team") == []
    tue(orte / "team")
    assert hindernisse(orte / "team") == [satz]
    if tue is not _geliehen:
        ende = fallbuch(*LOESCHE, cwd=orte / "team")
        assert (ende.returncode, ende.stderr) == (2, f"fallbuch: {satz}\n")
    assert not (orte / "team-bereinigt").exists()


def test_nur_die_neuesten_staende(orte: Path) -> None:
    git(orte, "clone", "-q", "--depth", "1", f"file://{orte}/gemeinsam.git", "flach")
    assert hindernisse(orte / "flach")[0].startswith(
        "Hier liegen nur die neuesten Stände. Holen Sie die ganze Geschichte"
    )
    assert hindernisse(orte) == [
        "Dieser Ordner steht nicht unter git: Es gibt keine Geschichte, aus der etwas zu nehmen wäre."
    ]


def test_zwei_zweige_bleiben_zwei(orte: Path) -> None:
    """Two branches and two tags that would be called the same: none takes the other's place, and a nested tag is none to refuse."""
    team, neu = orte / "team", orte / "team-bereinigt"
    git(team, "branch", "fall-2911-b", "HEAD~2")
    git(team, "branch", "fall-geloescht", "HEAD~4")
    git(team, "tag", "-a", "-m", "noch eine", "auf-stand", "stand-2911")
    git(team, "config", "commit.gpgsign", "true")
    (team / ".git/hooks/reference-transaction").write_text("#!/bin/sh\nexit 1\n")
    neue = {z: git(team, "log", "-1", "--format=%s", z).strip() for z in ("HEAD", "HEAD~2", "HEAD~4")}
    (team / ".git/hooks/reference-transaction").chmod(0o755)
    ende = fallbuch(*LOESCHE, cwd=team)
    assert ende.returncode == 0, ende.stdout + ende.stderr
    zweige = git(neu, "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags").split()
    assert zweige == ["fall-geloescht", "fall-geloescht-2", "fall-geloescht-b", "main", "auf-stand", "stand-geloescht"]
    assert git(neu, "log", "-1", "--format=%s", "fall-geloescht").strip() == neue["HEAD~4"]
    assert git(neu, "config", "commit.gpgsign").strip() == "true"
    assert (neu / ".git/hooks/reference-transaction").exists()
    assert neu.stat().st_mode == team.stat().st_mode


@BEIM_LANDEN
def test_wer_vereint_ist_geht_mit(orte: Path) -> None:
    """A case that another one became part of goes with it, also when its file went long ago; alone it is refused."""
    team = orte / "team"
    datei = team / "faelle/4544.md"
    datei.write_text(datei.read_text().replace("ID: 4544\n", "ID: 4544\nVereint mit: [2911]\n", 1))
    git(team, "rm", "-q", "faelle/2911.md")
    git(team, "commit", "-qam", "vereint")
    allein = fallbuch(*LOESCHE, cwd=team)
    assert (allein.returncode, allein.stderr) == (
        2,
        "fallbuch: Der Fall 2911 ist mit 4544 vereint. Nennen Sie 4544; dann geht auch, was von 2911 ist.\n",
    )
    assert fallbuch("loeschen", "4544", "--ja", "--trotzdem", "verlangt", *TAG, cwd=team).returncode == 0
    git(team, "add", "-A")
    git(team, "commit", "-qm", "gelöscht")
    ende = fallbuch("loeschen", "4544", *LOESCHE[2:], cwd=team)
    assert ende.returncode == 0, ende.stdout + ende.stderr
    assert funde(orte / "team-bereinigt") == []


@BEIM_LANDEN
def test_nur_was_die_geschichte_kennt(orte: Path) -> None:
    """A slip is not burnt for ever, a folder inside the old one is no new one, and contact data stay until all is clean."""
    team = orte / "team"
    falsch = fallbuch("loeschen", "2911", "4545", *LOESCHE[2:], cwd=team)
    assert (falsch.returncode, falsch.stderr) == (
        2,
        "fallbuch: In der Geschichte steht nichts von 4545. Stimmt die Nummer?\n",
    )
    # Who only looks is told the same.
    assert fallbuch("loeschen", "4545", "--historie", "--zeigen", *TAG, cwd=team).stderr == falsch.stderr
    innen = fallbuch(*LOESCHE, "--ziel", str(team / "neu"), cwd=team)
    assert innen.returncode == 2
    assert (
        "liegt im alten Ordner und ginge mit ihm verloren. Nennen Sie mit --ziel einen Ordner daneben." in innen.stderr
    )
    schluessel = Leseschluessel.neu()
    speicher = Kontaktspeicher(orte / "kontakte")
    speicher.setze_empfaenger([Empfaenger("Jana", schluessel.oeffentlich)])
    speicher.schreibe(Kontaktdaten(kennung="2911", angaben={"NName": "Öz"}))
    # In a frozen release nothing is replaced, since its hash would be another: only people can decide what to do.
    (team / "statistik/register").mkdir(exist_ok=True, parents=True)
    (team / "statistik/register/notiz.txt").write_text(SATZ, encoding="utf-8")
    git(team, "add", "-A")
    git(team, "commit", "-q", "-m", "x")
    ende = fallbuch(*LOESCHE, "--ablage", str(orte / "kontakte"), cwd=team)
    assert ende.returncode == 1
    assert "Gelöscht werden auch die Kontaktdaten" not in ende.stdout
    assert "So darf der neue Ordner nicht weitergegeben werden." in ende.stdout
    assert speicher.hat("2911")


def test_die_vorschau_nennt_was_ganz_entfaellt_und_was_sich_aendert(orte: Path) -> None:
    ende = fallbuch("loeschen", "2911", "--historie", "--zeigen", "--trotzdem", "x", *TAG, cwd=orte / "team")
    assert ende.returncode == 0, ende.stderr
    assert "Ganz entfallen: anlagen/2911-zeugnis.txt, faelle/2911.md, anlagen/lebenslauf.docx. " in ende.stdout
    assert (
        "Wo er sonst genannt ist (anlagen/alt.txt, anlagen/zerlegt.txt, faelle/4544.md, vorlagen/protokoll.md), steht dann „(gelöscht)“. "
        in ende.stdout
    )
    assert "Vielleicht" not in ende.stdout
    assert "Nicht mit" not in ende.stdout


@BEIM_LANDEN
def test_eine_fruehere_nummer_wird_genannt(orte: Path) -> None:
    """Who renumbers a case leaves the old number in the past; whether it was the same person, only people know."""
    team = orte / "team"
    text = (team / "faelle/2911.md").read_text(encoding="utf-8")
    for alt, neu in (("2911", "9911"), ("9911", "9912")):
        (team / f"faelle/{neu}.md").write_text(text.replace("ID: 2911", f"ID: {neu}"), encoding="utf-8")
        git(team, "rm", "-q", f"faelle/{alt}.md")
        git(team, "add", "-A")
        git(team, "commit", "-q", "-m", "umbenannt")
    ende = fallbuch("loeschen", "9911", "9912", "--historie", "--zeigen", "--trotzdem", "x", *TAG, cwd=team)
    assert ende.returncode == 0, ende.stderr
    assert (
        "Vielleicht hieß der Fall früher 2911 (früher in „faelle/2911.md“). Ist es derselbe Mensch, nennen Sie beim Aufruf auch diese Nummer; "
        "sonst wird nach ihr nicht gesucht.\n" in ende.stdout
    )
    assert ende.stdout.count("Vielleicht") == 1
    alle = fallbuch("loeschen", "9911", "9912", *LOESCHE[1:], cwd=team)
    assert alle.returncode == 0, alle.stdout + alle.stderr
    assert funde(orte / "team-bereinigt") == []


def test_auch_wer_einen_stand_schrieb_und_was_nicht_mitkommt(orte: Path) -> None:
    team = orte / "team"
    git(team, "commit", "-q", "--allow-empty", "--author", "Fall 2911 <2911@example.org>", "-m", "x")
    git(team, "notes", "add", "-m", "zum Verzeichnis", "HEAD^{tree}")
    git(team, "config", "include.path", "mehr")
    ende = fallbuch(*LOESCHE, cwd=team)
    assert ende.returncode == 0, ende.stdout + ende.stderr
    assert (
        "Nicht mit in den neuen Ordner kommen: 1 Notiz (git notes) an etwas anderem als einem Stand.\n" in ende.stdout
    )
    assert (
        "Nicht mit in den neuen Ordner kommen: Einstellungen von git aus einer zweiten Datei (include.path)"
        in ende.stdout
    )
    assert "Fall geloescht <geloescht@example.org>" in git(orte / "team-bereinigt", "log", "--format=%an <%ae>")
    assert funde(orte / "team-bereinigt") == []


def test_das_senden_holt_nichts_zurueck(orte: Path) -> None:
    """The hook came along; looking what others have erased would fetch the old history into the new folder."""
    team, neu = orte / "team", orte / "team-bereinigt"
    assert lege_haken_an(team)[0] == 0
    git(team, "push", "-q", "origin", "--all")
    assert fallbuch(*LOESCHE, cwd=team).returncode == 0
    git(
        neu,
        "push",
        "-q",
        "--force",
        "--prune",
        "origin",
        "refs/heads/*:refs/heads/*",
        "refs/tags/*:refs/tags/*",
        "refs/notes/*:refs/notes/*",
    )
    assert funde(neu) == []


@BEIM_LANDEN
def test_was_danach_geloescht_wird_erfaehrt_auch_der_neue_ordner(orte: Path) -> None:
    """After the new history was sent once, its folder learns what others erase; branches of before are not fetched."""
    team, neu, zweiter = orte / "team", orte / "team-bereinigt", orte / "zweiter"
    assert lege_haken_an(team)[0] == 0
    git(team, "push", "-q", "origin", "main:alt")
    assert fallbuch(*LOESCHE, cwd=team).returncode == 0
    git(neu, "push", "-q", "--force", "origin", "main")
    git(orte, "clone", "-q", "--branch", "main", "gemeinsam.git", zweiter)
    weitere = ("loeschen", "4544", *LOESCHE[2:])
    assert fallbuch(*weitere, cwd=zweiter).returncode == 0
    git(orte / "zweiter-bereinigt", "push", "-q", "--force", "origin", "main")
    git(neu, "switch", "-q", "-c", "neues")
    (neu / "faelle/5000.md").write_text("---\nID: 5000\n---\n", encoding="utf-8")
    git(neu, "add", "-A")
    git(neu, "commit", "-qm", "neu", "--no-verify")
    gesendet = git(neu, "push", "origin", "neues", code=1)
    assert (
        "Fehler D012: In der Geschichte dieses Ordners steht wieder, was das Team am 30.06.2026 gelöscht hat."
        in gesendet
    )
    assert [w for w in funde(neu) if "refs" not in w] == []


def test_grund_regel_und_notizen(orte: Path) -> None:
    """The reason stands in the log, each number goes by its own rule, and a note whose place names the case comes along."""
    team, neu = orte / "team", orte / "team-bereinigt"
    git(team, "notes", "--ref=fall-2911", "add", "-m", "hallo", "HEAD")
    ende = fallbuch("loeschen", "3325", *LOESCHE[1:], cwd=team)
    assert ende.returncode == 0, ende.stdout + ende.stderr
    assert (
        "Vor der Freigabe aller Zahlen, weil: Der Mensch hat es verlangt."
        in (neu / "vorlagen/protokoll.md").read_text()
    )
    zeilen = (neu / "statistik/geloescht.txt").read_text()
    assert re.findall(r"^fall \S+ (\S+)", zeilen, re.MULTILINE) == ["vorzeitig", "fall-loeschen"]
    assert "refs/notes/fall-geloescht" in git(neu, "for-each-ref", "--format=%(refname)")


def test_nach_einem_namen_den_keine_datei_mehr_kennt_wird_gefragt(orte: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Contact data went half a year before, as the rules ask; whoever sits there can still name the person."""
    team, neu = orte / "team", orte / "team-bereinigt"
    (team / "notiz.md").write_text("Frau Holzapfelbaum rief an; Ute Holzapfelbaum auch.\n", encoding="utf-8")
    git(team, "add", "-A")
    git(team, "commit", "-qm", "zu Holzapfelbaum")
    ohne = fallbuch(*LOESCHE, cwd=team)
    assert ohne.returncode == 0
    blatt = (orte / "loeschnachweis-2026-06-30.html").read_text(encoding="utf-8")
    assert "nicht die Kontaktdaten" not in blatt
    assert (
        "Nach Namen, Anschrift und Telefonnummern wurde nicht gesucht. Wo Kontaktdaten liegen, ist hier nicht bekannt."
        in blatt
    )
    shutil.rmtree(neu)
    fragen = [("Nachname", "Holzapfelbaum"), ("Vorname", "Ute")]
    code, text = halte_gespraech("fallbuch.cli", LOESCHE, team, {**os.environ, "TERM": "dumb"}, fragen)
    assert code == 0, text
    satz = (
        "Nach Anschrift und Telefonnummern wurde nicht gesucht, nach dem Namen, der beim Löschen genannt wurde, schon. "
        "Wo Kontaktdaten liegen, ist hier nicht bekannt."
    )
    assert satz in " ".join(text.split())
    assert satz in (orte / "loeschnachweis-2026-06-30-2.html").read_text(encoding="utf-8")
    assert (neu / "notiz.md").read_text(encoding="utf-8") == "(gelöscht) rief an; (gelöscht) auch.\n"
    assert "zu (gelöscht)" in git(neu, "log", "--format=%s")


@BEIM_LANDEN
def test_namen_von_dateien_in_alten_zeichen_und_geschriebene_adressen(orte: Path) -> None:
    """What no program of today would write: Latin-1 in a name, letters as numbers in a text."""
    team, neu = orte / "team", orte / "team-bereinigt"
    (Path(os.fsdecode(os.fsencode(team) + b"/anlagen/2911-Lebensl\xe4ufe.txt"))).write_bytes(b"x")
    (team / "anlagen/link.txt").write_text("https://example.org/?q=Fall%202911&z=1\n", encoding="utf-8")
    git(team, "add", "-A")
    git(team, "commit", "-qm", "Faelle 2911,4544 besprochen")
    ende = fallbuch(*LOESCHE, cwd=team)
    assert ende.returncode == 0, ende.stdout + ende.stderr
    assert (neu / "anlagen/link.txt").read_text(encoding="utf-8") == "https://example.org/?q=Fall%20(gelöscht)&z=1\n"
    assert "Faelle (gelöscht),4544 besprochen" in git(neu, "log", "--format=%s")
    assert funde(neu) == []


def test_beiseite_gelegtes_bleibt_auch_wenn_sein_stand_entfaellt(orte: Path) -> None:
    team, neu = orte / "team", orte / "team-bereinigt"
    git(team, "stash", "clear")
    fall_, anderer = team / "faelle/2911.md", team / "faelle/4544.md"
    fall_.write_text(fall_.read_text(encoding="utf-8") + "\nNoch etwas.\n", encoding="utf-8")
    git(team, "commit", "-qam", "nur dieser Fall")
    anderer.write_text(anderer.read_text(encoding="utf-8") + "\nBeiseite gelegt.\n", encoding="utf-8")
    git(team, "stash", "-q")
    assert fallbuch(*LOESCHE, cwd=team).returncode == 0
    assert git(neu, "stash", "list").count("\n") == 1
    git(neu, "stash", "pop", "-q")
    assert "Beiseite gelegt." in (neu / "faelle/4544.md").read_text(encoding="utf-8")


def test_neben_einem_anderen_aufruf(orte: Path) -> None:
    """What a killed call left behind goes; the folder of one that is at work stays."""
    arbeitet, liegt = orte / f".fallbuch-unfertig-{os.getpid()}-a", orte / ".fallbuch-unfertig-999999999-b"
    for ordner in (arbeitet, liegt):
        ordner.mkdir()
    assert fallbuch(*LOESCHE, cwd=orte / "team").returncode == 0
    assert (arbeitet.exists(), liegt.exists()) == (True, False)


def test_ein_ziel_wird_nie_ueberschrieben(orte: Path) -> None:
    (orte / "schon da").mkdir()
    ende = fallbuch(*LOESCHE, "--ziel", str(orte / "schon da"), cwd=orte / "team")
    assert ende.returncode == 2
    assert "gibt es schon. Nennen Sie mit --ziel einen anderen Ordner; er wird neu angelegt." in ende.stderr
    unbekannt = fallbuch("loeschen", "9998", "--historie", "--ja", *TAG, cwd=orte / "team")
    assert (unbekannt.returncode, unbekannt.stderr) == (
        2,
        "fallbuch: In der Geschichte steht nichts von 9998. Stimmt die Nummer?\n",
    )


@BEIM_LANDEN
def test_auch_wer_schon_geloescht_ist(orte: Path) -> None:
    """The file went long ago, its past is still there; and a team may be a part of a larger repository."""
    team = orte / "team"
    assert fallbuch("loeschen", "2911", "--ja", "--trotzdem", "verlangt", *TAG, cwd=team).returncode == 0
    git(team, "add", "-A")
    git(team, "commit", "-qm", "gelöscht")
    assert fallbuch(*LOESCHE, cwd=team).returncode == 0
    assert funde(orte / "team-bereinigt") == []


@BEIM_LANDEN
def test_ein_zweites_mal_mit_dem_namen(orte: Path) -> None:
    """The first time nobody could open the contact data; the number is gone by then, and the name goes with the second call."""
    team, neu = orte / "team", orte / "team-bereinigt"
    datei = team / "vorlagen/protokoll.md"
    datei.write_text(datei.read_text() + "\n## 2026-06-22 Besprechung (Jana)\n\nGülcan Özdemir war da.\n")
    git(team, "commit", "-qam", "Özdemir")
    assert fallbuch(*LOESCHE, cwd=team).returncode == 0
    assert "Özdemir" in (neu / "vorlagen/protokoll.md").read_text()
    ohne = fallbuch("loeschen", "2912", *LOESCHE[2:], cwd=neu)
    assert ohne.stderr == "fallbuch: In der Geschichte steht nichts von 2912. Stimmt die Nummer?\n"
    code, ausgabe = halte_gespraech("fallbuch.cli", LOESCHE, neu, {**os.environ, "TERM": "dumb"}, [("Nachname", "Özdemir"), ("Vorname", "Gülcan")])  # fmt: skip
    assert code == 0, ausgabe
    fertig = orte / "team-bereinigt-bereinigt"
    assert not [wo for wo, inhalt in alles(fertig) if "Özdemir".encode() in inhalt or "Gülcan".encode() in inhalt]


def test_namen_von_zweigen_die_sich_stossen(tmp_path: Path) -> None:
    """Git keeps names as files: one cannot be the folder of another, nor may what kind it is go with a person's name."""
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "x")
    for name in ("2911", "oezdemir/2911", "oezdemir/alt", "anderes"):
        git(tmp_path, "branch", name)
    git(tmp_path, "tag", "Özdemir")
    spuren = Spuren(["2911"], (), [{"VName": "Gülcan", "NName": "Özdemir"}])
    spuren.nimm_dazu([("heads", "oezdemir"), ("tags", "oezdemir")])
    assert neue_namen(tmp_path, spuren) == {
        b"refs/heads/2911": b"refs/heads/geloescht",
        b"refs/heads/anderes": b"refs/heads/anderes",
        b"refs/heads/main": b"refs/heads/main",
        b"refs/heads/oezdemir/2911": b"refs/heads/geloescht-geloescht",
        b"refs/heads/oezdemir/alt": b"refs/heads/geloescht-alt",
        "refs/tags/Özdemir".encode(): b"refs/tags/geloescht",
    }


@BEIM_LANDEN
def test_getoetet_ist_das_alte_wie_es_war_oder_das_neue_ganz(orte: Path) -> None:
    """Killed at moments all over the call, in growing distance; what is half made lies under another name and goes with the next call."""
    team, neu = orte / "team", orte / "team-bereinigt"
    vorher = git(team, "rev-parse", "HEAD", "refs/stash"), git(team, "count-objects", "-v")
    umgebung = {k: v for k, v in os.environ.items() if not k.startswith("FALLBUCH_")} | {
        "XDG_CACHE_HOME": str(orte / "merke")
    }
    for versuch in range(6):
        programm = subprocess.Popen([sys.executable, "-m", "fallbuch.cli", *LOESCHE], cwd=team, env=umgebung, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)  # fmt: skip
        _warte_bis(orte, versuch, programm)
        os.killpg(programm.pid, signal.SIGKILL)
        programm.wait()
        assert (git(team, "rev-parse", "HEAD", "refs/stash"), git(team, "count-objects", "-v")) == vorher
        if neu.exists():
            break
    if not neu.exists():
        assert fallbuch(*LOESCHE, cwd=team).returncode == 0
    assert funde(neu) == []
    assert not list(orte.glob(".fallbuch-unfertig-*"))


def _warte_bis(orte: Path, stufe: int, programm: subprocess.Popen[bytes]) -> None:
    """Wait until the call has come so far: seen by what lies there, not by a clock."""
    zeichen = ["", ".git", ".git/packed-refs", ".git/filter-repo", "faelle", "statistik/geloescht.txt"][stufe]
    while programm.poll() is None and not (orte / "team-bereinigt").exists():
        if any((halb / zeichen).exists() for halb in orte.glob(".fallbuch-unfertig-*")):
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            programm.wait(0.001)


@BEIM_LANDEN
def test_ein_team_in_einem_groesseren_verzeichnis(orte: Path) -> None:
    """The files of others beside the team stay as they are."""
    oben = orte / "oben"
    (oben / "buero").mkdir(parents=True)
    kopiere_demo(oben / "buero/team")
    (oben / "liste.txt").write_text("Rechnung 2911 und 2912")
    git(oben, "init", "-q", "-b", "main")
    git(oben, "add", "-A")
    git(oben, "commit", "-qm", "Anfang 2911")
    ende = fallbuch(*LOESCHE, cwd=oben / "buero/team")
    assert ende.returncode == 0, ende.stdout + ende.stderr
    neu = orte / "oben-bereinigt"
    assert (neu / "liste.txt").read_text() == "Rechnung (gelöscht) und 2912"
    assert not (neu / "buero/team/faelle/2911.md").exists()
    assert (neu / "buero/team/statistik/geloescht.txt").exists()
    assert funde(neu) == []
