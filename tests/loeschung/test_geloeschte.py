"""What was erased does not come back: the directory, its findings, and numbers that are never drawn again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.bearbeiten.neu import pruefe_id, ziehe_freie
from fallbuch.bearbeiten.platz import Platz
from fallbuch.bestand.geloeschte import (
    FALL,
    GELOESCHTDATEI,
    KONTAKT,
    STAND,
    Loeschverzeichnis,
    fehlende_zeilen_der_anderen,
    gegen_altes,
    je_jahr,
    lade_verzeichnis,
    lies_verzeichnis,
    mitgebrachtes,
)
from fallbuch.einrichtung import richte_ein
from fallbuch.team import oeffne
from tests.cli.aufruf import fallbuch
from tests.git import git
from tests.hilfen import HEUTE, STICHTAG, fall
from tests.schreibtisch.hilfen import Tisch

ORDNER = Callable[..., Path]
TAG = date(2026, 6, 30)
SALZ = "00112233445566778899aabbccddeeff"


def lege(wurzel: Path, *neue: tuple[str, date, str, str]) -> bytes:
    pfad = wurzel / GELOESCHTDATEI
    pfad.parent.mkdir(exist_ok=True)
    pfad.write_bytes(lade_verzeichnis(wurzel)[0].mit(neue))
    return pfad.read_bytes()


def platz(wurzel: Path) -> Platz:
    return Platz(einrichtung=richte_ein(wurzel), stichtag=STICHTAG, heute=HEUTE)


def befunde(wurzel: Path) -> list[str]:
    team = oeffne(richte_ein(wurzel), stichtag=STICHTAG, heute=HEUTE)
    return [str(b) for b in team.befunde if b.kennung in {"D011", "D012", "D013"}]


def test_jede_zeile_einmal_und_ohne_die_nummer(tmp_path: Path) -> None:
    eins = lege(tmp_path, (FALL, TAG, "fall-loeschen", "A47b"), (KONTAKT, TAG, "kontaktdaten-loeschen", "2911"))
    zwei = lege(tmp_path, (FALL, TAG, "fall-loeschen", "a47B"), (STAND, TAG, "historie", "ab" * 20))
    assert zwei.startswith(eins)
    assert zwei.decode().count("\n") == eins.decode().count("\n") + 1
    assert b"47" not in zwei.replace(zwei.split(b"salz ")[1][:32], b"") or b"a47b" not in zwei.lower()
    verzeichnis, befunde = lies_verzeichnis(zwei)
    assert befunde == []
    assert [(e.was, e.tag, e.regel) for e in verzeichnis.loeschungen] == [
        ("fall", TAG, "fall-loeschen"), ("kontakt", TAG, "kontaktdaten-loeschen"), ("stand", TAG, "historie"),
    ]  # fmt: skip
    assert verzeichnis.fall("A47B") is not None
    assert verzeichnis.fall("2911") is None  # only its contact data went
    assert verzeichnis.stand("ab" * 20) is not None
    assert verzeichnis.stand("ac" * 20) is None


def test_wer_wiederkam_bekommt_keine_seite(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": "---\nID: 4711\nBerater: Jana\n---\n"})
    lege(wurzel, (FALL, TAG, "fall-loeschen", "4711"))
    ende = fallbuch("bauen", cwd=wurzel, FALLBUCH_STICHTAG="2026-06-30")
    assert ende.returncode == 2
    assert "Diesen Fall hat das Team am 30.06.2026 gelöscht" in ende.stdout
    assert ende.stderr.endswith(
        "fallbuch: Hier liegt wieder ein Fall, den das Team gelöscht hat, die Stelle steht oben. Solange er da ist, wird nichts gebaut; "
        "die bisherigen Seiten bleiben bestehen.\n"
    )
    assert not (wurzel / "site").exists()


def test_ein_salz_je_team_und_zwei_nach_einem_zusammenfuehren(tmp_path: Path) -> None:
    """Two people can begin the directory on the same day; git keeps the lines of both."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    eins, zwei = (lege(tmp_path / n, (FALL, TAG, "vorzeitig", nummer)) for n, nummer in (("a", "4711"), ("b", "2911")))
    assert eins.split(b"salz ")[1][:32] != zwei.split(b"salz ")[1][:32]
    beide, _ = lies_verzeichnis(eins + zwei)
    assert beide.fall("4711") is not None
    assert beide.fall("2911") is not None
    assert beide.fall("8568") is None


def test_eine_beschaedigte_zeile_wird_gemeldet_und_alle_anderen_gelten(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": fall()})
    inhalt = lege(wurzel, (FALL, TAG, "vorzeitig", "4711"))
    (wurzel / GELOESCHTDATEI).write_bytes(b"fall 2026-06-31 vorzeitig " + b"0" * 32 + b"\nunfug\n" + inhalt)
    satz = "Diese Zeile gehört nicht in das Verzeichnis der Löschungen. Erwartet: Art, Tag, Regel und Prüfwert, wie „fallbuch loeschen“ sie schreibt."
    team = oeffne(richte_ein(wurzel), stichtag=STICHTAG, heute=HEUTE)
    gefunden = [(str(b.stelle), b.kennung, b.text) for b in team.loeschbefunde]
    assert gefunden == [
        ("statistik/geloescht.txt:1", "D013", satz),
        ("statistik/geloescht.txt:2", "D013", satz),
        ("faelle/4711.md:1", "D011", "Diesen Fall hat das Team am 30.06.2026 gelöscht, und jetzt liegt seine Datei wieder hier. Erwartet: keine Datei mit dieser Nummer."),
    ]  # fmt: skip


@pytest.mark.parametrize("wie", ["4711.md", "anders.md"])
def test_ein_geloeschter_fall_kommt_nicht_zurueck(ordner: ORDNER, wie: str) -> None:
    """Neither by the name of his file nor by the number that stands in it."""
    wurzel = ordner({wie: fall(), "2911.md": fall().replace("4711", "2911")})
    assert befunde(wurzel) == []
    lege(wurzel, (FALL, TAG, "vorzeitig", "4711"))
    team = oeffne(richte_ein(wurzel), stichtag=STICHTAG, heute=HEUTE)
    assert [(b.stelle.datei, b.kennung, b.schwere.name) for b in team.loeschbefunde] == [
        (f"faelle/{wie}", "D011", "FEHLER")
    ]


@pytest.mark.parametrize(
    ("wo", "davor"),
    [
        ("anlagen/6666.md", ""), ("site_src/alt.md", ""), ("kopie.txt", ""), ("anlagen/tief/x.MD", ""), ("x.md.orig", ""), ("faelle/alt/x.md", ""),
        # Behind a line that somebody put before it; and by its name alone, whatever stands in it.
        ("anlagen/x.md", "Kopie vom Mai\n\n"), ("anlagen/4711.md", "Ohne Kopf. "), ("anlagen/4711.md.bak", "Ohne Kopf. "), ("faelle/4711.txt", "Ohne Kopf. "),
    ],
)  # fmt: skip
def test_auch_an_einer_anderen_stelle_kommt_er_nicht_zurueck(ordner: ORDNER, wo: str, davor: str) -> None:
    """Somebody saved the old file beside the others, or among the pages: it begins as a case does."""
    wurzel = ordner({"2911.md": fall().replace("4711", "2911")})
    git(wurzel, "init", "-q", "-b", "main")
    lege(wurzel, (FALL, TAG, "vorzeitig", "4711"))
    git(wurzel, "add", "-A")
    git(wurzel, "commit", "-qm", "gelöscht")
    git(wurzel, "update-ref", "refs/remotes/origin/main", "HEAD")
    (wurzel / wo).parent.mkdir(parents=True, exist_ok=True)
    # Who writes about a number writes no case.
    (wurzel / "notiz.md").write_text("Merke:\n\nID: 4711\n")
    verzeichnis = lade_verzeichnis(wurzel)[0]
    git(wurzel, "add", "-A")
    git(wurzel, "commit", "-qm", "eine Notiz")
    assert befunde(wurzel) == []
    assert mitgebrachtes(wurzel, "faelle", verzeichnis) is None
    (wurzel / wo).write_text(davor + fall())
    git(wurzel, "add", "-A")
    git(wurzel, "commit", "-qm", "eine Kopie")
    team = oeffne(richte_ein(wurzel), stichtag=STICHTAG, heute=HEUTE)
    assert [(b.stelle.datei, b.kennung) for b in team.loeschbefunde] == [(wo, "D011")]
    gefunden = mitgebrachtes(wurzel, "faelle", verzeichnis)
    assert gefunden is not None
    assert gefunden.tag == TAG
    gebaut = fallbuch("bauen", cwd=wurzel)
    assert (gebaut.returncode, (wurzel / "site/alt.html").exists()) == (2, False)


def test_eine_zahl_im_namen_ist_nicht_immer_ein_fall(ordner: ORDNER) -> None:
    """A year, and a number of a longer name."""
    wurzel = ordner({"2911.md": fall().replace("4711", "2911")})
    lege(wurzel, *((FALL, TAG, "vorzeitig", nummer) for nummer in ("4711", "2024", "12")))
    for name in ("2024.md", "12.md", "rechnung-4711.md", "4711-rechnung.md", "4711.pdf"):
        (wurzel / name).write_text("Etwas.\n")
    assert befunde(wurzel) == []


@pytest.mark.parametrize("wie", ["eine", "alle", "fort"])
def test_keine_zeile_geht_verloren(ordner: ORDNER, wie: str) -> None:
    """Whoever keeps only one side when two have erased would let the other's cases come back: hook and check refuse."""
    wurzel = ordner({"2911.md": fall().replace("4711", "2911")})
    git(wurzel, "init", "-q", "-b", "main")
    lege(wurzel, (FALL, TAG, "vorzeitig", "4711"), (FALL, TAG, "vorzeitig", "4712"))
    git(wurzel, "add", "-A")
    git(wurzel, "commit", "-qm", "gelöscht")
    vorher = git(wurzel, "rev-parse", "HEAD").strip()
    git(wurzel, "update-ref", "refs/remotes/origin/main", "HEAD")
    datei = wurzel / GELOESCHTDATEI
    zeilen = datei.read_text().splitlines(keepends=True)
    lege(wurzel, (FALL, TAG, "vorzeitig", "4713"))
    git(wurzel, "commit", "-qam", "noch eine")
    gut = git(wurzel, "rev-parse", "HEAD").strip()
    assert gegen_altes(wurzel, vorher, gut, "faelle") is None
    assert fehlende_zeilen_der_anderen(wurzel, [gut]) is None
    if wie == "fort":
        datei.unlink()
    else:
        datei.write_text("".join(zeilen[: -1 if wie == "eine" else 2]))
    git(wurzel, "commit", "-qam", "eine Seite behalten")
    fehlen = {"eine": "fehlt eine Zeile", "alle": "fehlen 3 Zeilen", "fort": "fehlen 3 Zeilen"}[wie]
    for befund in (gegen_altes(wurzel, vorher, "HEAD", "faelle"), fehlende_zeilen_der_anderen(wurzel, ["HEAD"])):
        assert befund is not None
        assert (
            befund.text
            == f"Im Verzeichnis der Löschungen {fehlen}. Erwartet: alle, die vorher dastanden; Zeilen kommen nur dazu."
        )
    ende = fallbuch("pruefen", "--vor-dem-senden", cwd=wurzel)
    assert (ende.returncode, "D014" in ende.stdout) == (1, True)
    neu = fallbuch("pruefen", "--neu", vorher, cwd=wurzel)
    assert (neu.returncode, "Im Verzeichnis der Löschungen fehl" in neu.stderr) == (2, True)


def test_eine_geloeschte_nummer_wird_nie_gezogen(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": fall()})
    lege(wurzel, (FALL, TAG, "vorzeitig", "1000"), (FALL, TAG, "vorzeitig", "1001"))
    gezogen = iter([0, 1, 5234])
    assert ziehe_freie(platz(wurzel), {"4711"}, lambda _: next(gezogen)) == "6234"
    with pytest.raises(
        Schreibfehler, match="Unter der ID „1000“ hat das Team jemanden gelöscht; sie wird nicht wieder vergeben"
    ):
        pruefe_id(platz(wurzel), "1000", frozenset())
    pruefe_id(platz(wurzel), "1003", frozenset())


def test_ein_geloeschter_stand_kommt_nicht_zurueck(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": fall()})
    git(wurzel, "init", "-q", "-b", "main")
    for n in range(3):
        (wurzel / "faelle/4711.md").write_text(fall(f"## 2026-06-2{n} Notiz (Jana)\n\nText.\n"))
        git(wurzel, "add", "-A")
        git(wurzel, "commit", "-qm", f"Stand {n}")
    alter = git(wurzel, "rev-parse", "HEAD~1").strip()
    lege(wurzel, (STAND, TAG, "historie", "ab" * 20))
    assert befunde(wurzel) == []
    lege(wurzel, (STAND, TAG, "historie", alter))
    team = oeffne(richte_ein(wurzel), stichtag=STICHTAG, heute=HEUTE)
    assert [(str(b.stelle), b.text) for b in team.loeschbefunde] == [
        ("statistik/geloescht.txt:1", "In der Geschichte dieses Ordners steht wieder, was das Team am 30.06.2026 gelöscht hat. Erwartet: eine Geschichte ohne diesen Stand.")
    ]  # fmt: skip
    # Before the state nothing is wrong.
    git(wurzel, "reset", "-q", "--hard", "HEAD~2")
    assert befunde(wurzel) == []


def test_auch_wenn_nur_die_anderen_es_wissen(ordner: ORDNER, tmp_path: Path) -> None:
    """An old folder has no directory of its own; what was fetched from the others has one."""
    wurzel = ordner({"4711.md": fall(), "2911.md": fall().replace("4711", "2911")})
    git(wurzel, "init", "-q", "-b", "main")
    git(wurzel, "add", "-A")
    git(wurzel, "commit", "-qm", "Anfang")
    git(tmp_path, "clone", "-q", wurzel, "anderer")
    lege(tmp_path / "anderer", (FALL, TAG, "vorzeitig", "4711"))
    git(tmp_path / "anderer", "add", "-A")
    git(tmp_path / "anderer", "commit", "-qm", "gelöscht")
    git(wurzel, "remote", "add", "origin", tmp_path / "anderer")
    assert befunde(wurzel) == []
    git(wurzel, "fetch", "-q", "origin")
    team = oeffne(richte_ein(wurzel), stichtag=STICHTAG, heute=HEUTE)
    assert [(b.stelle.datei, b.kennung) for b in team.loeschbefunde] == [("faelle/4711.md", "D011")]


def test_was_geloescht_wurde_je_jahr() -> None:
    roh = Loeschverzeichnis().mit(
        [
            (FALL, date(2025, 12, 31), "fall-loeschen", "1"), (FALL, date(2026, 1, 1), "fall-loeschen", "2"), (FALL, date(2026, 1, 1), "fall-loeschen", "3"),
            (FALL, date(2026, 1, 1), "vorzeitig", "4"), (STAND, date(2026, 1, 1), "historie", "5" * 40),
        ]
    )  # fmt: skip
    assert je_jahr(lies_verzeichnis(roh)[0]) == {
        2026: [("fall", "vorzeitig", date(2026, 1, 1), 1), ("fall", "fall-loeschen", date(2026, 1, 1), 2)],
        2025: [("fall", "fall-loeschen", date(2025, 12, 31), 1)],
    }


def test_das_jahresblatt(ordner: ORDNER) -> None:
    """The page of the log says how long what is kept, and what was erased: how many, when, by which rule, and no number."""
    wurzel = ordner({"2911.md": fall().replace("4711", "2911")})
    leer = re.sub(r"\s+", " ", Tisch(wurzel, "2026-06-30").seite("/protokoll.html"))
    assert '<h2 id="geloescht">Was wir gelöscht haben</h2> <p class="fb-nichts">Bisher nichts.</p>' in leer
    assert (
        '<li><a href="regelwerk.html#kontaktdaten-loeschen">Kontaktdaten löschen</a>: Name, Anschrift und Telefonnummer werden nicht mehr gebraucht.'
        in leer
    )
    assert (
        '<li><a href="regelwerk.html#fall-loeschen">Fall löschen</a>: Nach drei vollen Jahren wird auch die Falldatei gelöscht.</li>'
        in leer
    )
    lege(wurzel, (FALL, date(2025, 12, 31), "fall-loeschen", "4711"), (FALL, TAG, "vorzeitig", "8568"), (FALL, TAG, "vorzeitig", "8569"), (KONTAKT, TAG, "vorzeitig", "8568"))  # fmt: skip
    seite = Tisch(wurzel, "2026-06-30").seite("/protokoll.html")
    tabelle = re.sub(r"<[^>]+>", " ", seite.split('id="geloescht"')[1].split("Wie lange wir")[0])
    vorzeitig = "vor der Frist, auf Wunsch oder aus anderem Grund"
    assert " ".join(tabelle.split()) == (
        f">Was wir gelöscht haben 2026 Tag Gelöscht Nach welcher Regel 30.06.2026 1 Kontakt {vorzeitig} 30.06.2026 2 Fälle {vorzeitig} "
        "2025 Tag Gelöscht Nach welcher Regel 31.12.2025 1 Fall Fall löschen"
    )
    assert "8568" not in seite


def test_was_ein_anderer_zweig_weiss_wird_hier_noch_einmal_festgehalten() -> None:
    """The other branch may never be joined; the line is this one's own, with the salt by which it is read."""
    anderes = lies_verzeichnis(Loeschverzeichnis().mit([("fall", date(2026, 6, 30), "verlangt", "4711")]))[0]
    beide = Loeschverzeichnis().und(anderes)
    assert beide.fall("4711") is not None
    eigenes = lies_verzeichnis(beide.mit([("fall", date(2026, 7, 1), "verlangt", "4711")]))[0]
    assert eigenes.fall("4711") is not None
    assert eigenes.mit([("fall", date(2026, 7, 2), "verlangt", "4711")]) == eigenes.datei
