"""The built site as files: what is there, what is not, that it is the same tomorrow."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest

from fallbuch.katalog import KATALOG
from fallbuch.leckprobe.probe import MARKE
from fallbuch.uebersicht.abschnitte import Abschnitt
from fallbuch.uebersicht.tage import mit_datum
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.website.darstellung import ohne_orte
from tests.cli.aufruf import fallbuch
from tests.conftest import MKDOCS, OEFFENTLICH, WURZEL, gib_das_neueste_frei, kopiere_demo
from tests.hilfen import BEIM_LANDEN, TEAM_YML, fall
from tests.website.bauen import baue, baue_mit_mkdocs, dateien, suchindex

IK = "## 2026-01-14 Erstgespräch (Jana)\n\nSucht eine *Bürostelle*.\n\nBetreuungsstufe: IK\nFolgetermin: 2026-01-28 14:30\n\n"
GUT = fall(
    IK
    + "## 2026-01-28 Telefonat (Jana)\n\nVereinbarungen:\n\n- [ ] Kundin ruft an (bis 2026-02-10)\n- [x] Team schreibt\n",
    Betreuungsstufe="IK",
)
FEHLER = GUT.replace("2026-01-12", "2026-02-30").replace("4711", "4712")
STICHTAG = {"FALLBUCH_STICHTAG": "2026-06-30"}


@pytest.fixture(scope="module")
def demo(demoteam: Path) -> Path:
    return demoteam


def test_der_bau_sagt_was_geprueft_ist_und_wo_die_seiten_liegen(demo: Path) -> None:
    zeilen = (demo / "bau.txt").read_text(encoding="utf-8").splitlines()
    assert zeilen[-2] == "120 Fälle geprüft: 0 Fehler, 7 Hinweise."
    assert zeilen[-1] == "Die Seiten liegen in site/index.html."


def inhalt(seite: str) -> str:
    """Return the article of a page without the shell around it; entries of a case are articles within it."""
    treffer = re.search(r'<article class="md-typeset" id="inhalt" tabindex="-1">\n(.*)\n</article>', seite, re.DOTALL)
    assert treffer is not None
    return treffer[1] + "\n"


def nur_text(seite: str) -> str:
    """Return what a page says, without marks and spaces: sentences as the program makes them, with days as people write them."""
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", seite)).split())


def gesagt(satz: str) -> str:
    """Return a sentence of the program as `nur_text` has it."""
    return "".join(mit_datum(satz).split())


def test_jeder_fall_hat_seine_seite(demo: Path) -> None:
    assert {p.stem for p in (demo / "site/faelle").glob("*.html")} == {p.stem for p in (demo / "faelle").glob("*.md")}


def test_das_geruest_eines_falls_wiegt_wenig(demo: Path) -> None:
    """It is written once for each case: what it weighs, seven thousand cases weigh seven thousand times."""
    for seite in sorted((demo / "site/faelle").glob("*.html")):
        roh = seite.read_bytes()
        ab = roh.index(b'id="inhalt"')
        assert len(roh) - (roh.rindex(b"</article>") - ab) < 2_200, seite.name


def test_seiten_nennen_den_stichtag(demo: Path) -> None:
    for name, roh in dateien(demo / "site").items():
        if name.endswith(".html"):
            assert (
                "Fester Stichtag: 30.06.2026. Beispieldaten – alle Personen und Fälle sind erfunden." in roh.decode()
            ), name


def test_kein_inhalt_aus_faellen_in_der_suche(demo: Path) -> None:
    suche = suchindex(demo / "site")
    orte = {ort.split("#")[0] for ort, _, _ in suche}
    von_faellen = ("faelle", "uebergabe", "index", "woche", "auslastung", "auswertung", "kalender", "protokoll", "pruefbericht", "arbeitgeber")  # fmt: skip
    assert not {o for o in orte if o.startswith(von_faellen)}
    assert {"regelwerk.html", "feldreferenz.html", "handbuch/morgen.html", "prozesse/beratung.html"} <= orte
    alle = json.dumps(suche, ensure_ascii=False)
    # The handbook tells of a few cases of the demo team.
    handbuch = "".join(
        p.read_text(encoding="utf-8") for p in (WURZEL / "plugins/fallbuch/vorgaben/handbuch").glob("*.md")
    )
    ids = [p.stem for p in (demo / "faelle").glob("*.md") if p.stem not in handbuch]
    assert len(ids) > 110
    assert not [kennung for kennung in ids if re.search(rf"\b{kennung}\b", alle)]
    # Who changed a page, and where cases stand today, is nothing to search for.
    for wort in ("Am längsten hier", "Wer wann etwas geändert hat"):
        assert not [ort for ort, titel, text in suche if wort in titel or (wort in text and "handbuch" not in ort)], (
            wort
        )


def test_keine_fremde_adresse_und_kein_eingebettetes_skript(demo: Path) -> None:
    for name, roh in dateien(demo / "site").items():
        if not name.endswith(".html"):
            continue
        text = roh.decode()
        for tag in re.findall(r"<script\b[^>]*>", text):
            assert 'src="' in tag or 'type="application/json"' in tag, (name, tag)
        assert not re.search(r"<style|\son[a-z]+=|\sstyle=", text), name
        assert not re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(?:https?:)?//[^"]*"', text), name


def test_zwei_bauten_sind_gleich_auch_anderswo_und_an_einem_anderen_tag(demo: Path, tmp_path: Path) -> None:
    anderswo = tmp_path / "ein ganz anderer ordner"
    shutil.copytree(demo, anderswo, ignore=shutil.ignore_patterns("site"))
    # Another day for the program: the clock it reads is moved by a year.
    (tmp_path / "sitecustomize.py").write_text(
        "import datetime as d\n"
        "class Spaeter(d.datetime):\n"
        "    @classmethod\n"
        "    def now(cls, tz=None):\n"
        "        return super().now(tz) + d.timedelta(days=370)\n"
        "d.datetime = Spaeter\n"
    )
    ergebnis = baue(anderswo, PYTHONPATH=str(tmp_path))
    assert ergebnis.returncode == 0, ergebnis.stdout
    erster, zweiter = dateien(demo / "site"), dateien(anderswo / "site")
    assert erster.keys() == zweiter.keys()
    assert [name for name in erster if erster[name] != zweiter[name]] == []


def test_fallseite_im_ganzen(ordner: Callable[..., Path], golden: Callable[[str, str], None]) -> None:
    wurzel = ordner(
        {"4711.md": GUT},
        team="name: T\nberater:\n  Jana: {}\nkanaele: {Beratungstag: {}}\nforge: {art: gitlab, adresse: 'https://git.example.org/t/f'}\n",
    )
    assert baue(wurzel, **STICHTAG).returncode == 0
    golden("website/fall.html", inhalt((wurzel / "site/faelle/4711.html").read_text(encoding="utf-8")))


def test_startseite_im_ganzen(ordner: Callable[..., Path], golden: Callable[[str, str], None]) -> None:
    neu = fall(status="neu", berater="").replace("4711", "4713")
    wurzel = ordner({"4711.md": GUT, "4712.md": FEHLER, "4713.md": neu})
    assert baue(wurzel, **STICHTAG).returncode == 0
    golden("website/start.html", inhalt((wurzel / "site/index.html").read_text(encoding="utf-8")))


def test_strict_nennt_alle_fehler_und_laesst_die_alten_seiten_stehen(ordner: Callable[..., Path]) -> None:
    wurzel = ordner({"4711.md": GUT})
    assert baue(wurzel, "--streng", **STICHTAG).returncode == 0
    vorher = dateien(wurzel / "site")
    (wurzel / "faelle/4712.md").write_text(FEHLER.replace("Beratungstag", "Beratungsstag"), encoding="utf-8")
    ergebnis = baue(wurzel, "--streng", **STICHTAG)
    assert ergebnis.returncode == 2
    assert (
        "faelle/4712.md:3:14: Fehler F012: Erstkontakt „2026-02-30“ gibt es nicht. Erwartet: ein Datum wie 2026-02-28."
        in ergebnis.stdout
    )
    assert "faelle/4712.md:4:13: Fehler F019: Zugangsweg „Beratungsstag“ ist nicht bekannt." in ergebnis.stdout
    satz = "Wegen der Fehler oben wurde nichts gebaut; die bisherigen Seiten bleiben bestehen."
    assert ergebnis.stdout.splitlines()[-2:] == ["2 Fälle geprüft: 2 Fehler, 0 Hinweise.", f"fallbuch: {satz}"]
    assert dateien(wurzel / "site") == vorher
    ergebnis = baue_mit_mkdocs(wurzel, "--strict", "--quiet", **STICHTAG)
    assert ergebnis.returncode == 1
    assert f"Fallbuch: {satz}" in ergebnis.stdout
    assert "Traceback" not in ergebnis.stdout
    assert dateien(wurzel / "site") == vorher


def test_ohne_strict_erscheint_auch_der_fehlerhafte_fall(ordner: Callable[..., Path]) -> None:
    wurzel = ordner({"4712.md": FEHLER})
    ergebnis = baue(wurzel, **STICHTAG)
    assert (ergebnis.returncode, ergebnis.stdout.splitlines()[-2]) == (0, "1 Fall geprüft: 1 Fehler, 0 Hinweise.")
    seite = (wurzel / "site/faelle/4712.html").read_text(encoding="utf-8")
    assert "nicht berechenbar" in seite
    assert 'href="../meldungen.html#f012"' in seite
    # A finding quotes the file and says what must stand there: its dates are not rewritten, neither here nor in lists.
    satz = "Erstkontakt „2026-02-30“ gibt es nicht. Erwartet: ein Datum wie 2026-02-28."
    for name in ("faelle/4712.html", "index.html", "uebergabe/jana.html", "pruefbericht.html"):
        text = nur_text((wurzel / "site" / name).read_text(encoding="utf-8"))
        assert "".join(satz.split()) in text, name
        assert "30.02.2026" not in text, name


def test_oeffentlich_enthaelt_nichts_aus_einem_fall(ordner: Callable[..., Path]) -> None:
    geheim = fall(
        "## 2026-01-14 Erstgespräch (Jana)\n\nGeheimnisvoller Satz.\n", Hilfenetz="Verborgene Stelle (x)"
    ).replace("4711", "geheim-4711")
    wurzel = ordner(
        {"geheim-4711.md": geheim.replace("Jana", "Xaveria"), "kaputt-0815.md": b"\xff\x00"},
        team="berater: {Xaveria: {}}\n",
    )
    ergebnis = baue(wurzel, *OEFFENTLICH, **STICHTAG)
    assert ergebnis.returncode == 0, ergebnis.stdout
    gebaut = dateien(wurzel / "site-oeffentlich")
    alles = b"".join(gebaut.values()).decode("utf-8", errors="ignore") + " ".join(gebaut) + ergebnis.stdout
    for wort in (
        "geheim-4711",
        "kaputt-0815",
        "Geheimnisvoller",
        "Verborgene",
        "Xaveria",
        "index.html#ich=",
        "pruefbericht.html",
        "protokoll.html",
        "faelle.html",
        "woche.html",
        "auslastung.html",
        "kalender.html",
        "uebergabe/",
        "BEGIN:VCALENDAR",
    ):
        assert wort not in alles, wort
    assert {"index.html", "regelwerk.html", "feldreferenz.html", "handbuch/index.html", "404.html"} <= set(gebaut)
    assert "nur für das Team" not in alles
    assert not [
        name for name in gebaut if name.startswith(("faelle", "assets/fallbuch/nummern", "kalender", "auswertung"))
    ]
    assert ergebnis.stdout.splitlines()[-1] == "Die Seiten liegen in site-oeffentlich/index.html."
    assert not (wurzel / "site").exists()


def test_andere_frist_wandert_ueberall_hin(ordner: Callable[..., Path]) -> None:
    wurzel = ordner({"4711.md": GUT}, regelwerk="regeln:\n  kontakt-ik:\n    frist: 8 Wochen\n")
    assert baue(wurzel, **STICHTAG).returncode == 0
    for seite in ("index.html", "faelle/4711.html", "uebergabe/jana.html"):
        text = (wurzel / "site" / seite).read_text(encoding="utf-8")
        assert "25.03.2026" in text, seite
        assert "+ 8 Wochen" in text, seite
    assert 'data-p="2026-03-25,' in (wurzel / "site/index.html").read_text(encoding="utf-8")
    regeln = html.unescape((wurzel / "site/regelwerk.html").read_text(encoding="utf-8"))
    assert "8 Wochen nach dem letzten Kontakt, sonst dem Beginn der Phase" in regeln
    assert '<th scope="row">Frist</th><td>10 Wochen</td><td>8 Wochen</td><td>vorlagen/regelwerk.yml:3</td>' in regeln


def test_seite_und_befehl_nennen_dasselbe(demo: Path) -> None:
    from fallbuch.einrichtung import richte_ein
    from fallbuch.team import oeffne
    from fallbuch.zeit import datum_aus

    einrichtung = richte_ein(demo)
    tag = datum_aus("2026-06-30")
    assert tag is not None
    team = oeffne(einrichtung, stichtag=tag, heute=tag)
    gruppen = Tagesstand(team).gruppen
    erwartet = [
        (gruppe.abschnitt, [v.wer for v in gruppe.zeilen], [(v.berater, v.vertretung) for v in gruppe.zeilen])
        for gruppe in gruppen
    ]
    heute = inhalt((demo / "site/index.html").read_text(encoding="utf-8"))
    abschnitte = re.findall(
        r'<section id="([a-z-]+)" class="fb-abschnitt" data-abschnitt="\1"(.*?)</section>', heute, re.DOTALL
    )
    gezeigt = {anker: re.findall(r'<a class="fb-id" href="[^"]+">([^<]+)</a>', teil) for anker, teil in abschnitte}
    spaeter = gezeigt.pop(Abschnitt.SPAETER)
    assert gezeigt == {anker: wer for anker, wer, _ in erwartet if anker is not Abschnitt.SPAETER}
    # Of what is far ahead only that stands there which may come nearer while the page is read.
    alle_spaeter = next(wer for anker, wer, _ in erwartet if anker is Abschnitt.SPAETER)
    assert spaeter == alle_spaeter[: len(spaeter)]
    assert [a for a, _ in abschnitte] == list(Abschnitt)
    assert [int(re.findall(r'<span class="fb-anzahl">(\d+)</span>', teil)[0]) for _, teil in abschnitte] == [
        len(wer) for _, wer, _ in erwartet
    ]
    befehl = fallbuch("faellig", cwd=demo).stdout
    assert [z.split()[0] for z in befehl.splitlines() if re.match(r"  \S", z)] == [
        wer for _, alle, _ in erwartet for wer in alle
    ]
    alles = fallbuch("faellig", "--ausfuehrlich", cwd=demo).stdout
    assert (
        alles.count("Vertretung: ") == sum(v is not None for _, _, zustaendige in erwartet for _, v in zustaendige) > 0
    )
    assert {f.begruendung for f in team.faelligkeiten} <= {zeile[28:] for zeile in alles.splitlines()}
    liste = nur_text(heute)
    for gruppe in gruppen:
        for vorgang in gruppe.zeilen:
            if vorgang.wer in spaeter or gruppe.abschnitt is not Abschnitt.SPAETER:
                assert gesagt(ohne_orte(vorgang.fuehrend.herleitung)) in liste
                assert vorgang.vorschlag is None or gesagt(vorgang.vorschlag.satz(tag)) in liste
    for akte in team.akten:
        seite = nur_text((demo / f"site/faelle/{akte.seite}.html").read_text(encoding="utf-8"))
        for f in akte.faelligkeiten:
            assert gesagt(f.begruendung) in seite


def test_eigene_seite_ersetzt_die_mitgelieferte(ordner: Callable[..., Path]) -> None:
    wurzel = ordner({"4711.md": GUT})
    (wurzel / "site_src/handbuch").mkdir()
    (wurzel / "site_src/handbuch/glossar.md").write_text("# Unser Glossar\n\nEigener Text.\n", encoding="utf-8")
    (wurzel / "site_src/leitfaden.md").write_text("# Leitfaden\n", encoding="utf-8")
    assert baue(wurzel, **STICHTAG).returncode == 0
    glossar = (wurzel / "site/handbuch/glossar.html").read_text(encoding="utf-8")
    assert "Eigener Text." in glossar
    assert '<li><a href="../handbuch/glossar.html" aria-current="page">Unser Glossar</a></li>' in glossar
    menue = (wurzel / "site/regelwerk.html").read_text(encoding="utf-8").split('id="bereich"')[1]
    assert '<h2>Unser Team</h2><ul><li><a href="leitfaden.html">Leitfaden</a></li></ul>' in menue


GESCHRIEBEN = """\
---
title: Über uns & andere
---
## Öffnungszeiten für Gäste

Siehe [Büro](büro.md#so-geht-s), [Regelwerk](../regelwerk.md#kontakt-ik), [weg](weg.md), [auch weg](../prozesse/weg.md#x) und [Netz](https://example.org).

![Plan](bild.png) ![fehlt](fehlt.png) ![fremd](https://example.org/b.png)

## Öffnungszeiten für Gäste

## Straße {#eigener}

| A | B |
| - | - |
| 1 | 2 |

<div class="kasten">Eigenes <b>HTML</b></div>

- [x] getan
"""


def test_geschriebene_seiten(ordner: Callable[..., Path]) -> None:
    """Title, anchors, links, pictures, tables and HTML of what a team writes; what leads nowhere is named."""
    wurzel = ordner({"4711.md": GUT})
    seiten = wurzel / "site_src/team"
    seiten.mkdir()
    (seiten / "über-uns.md").write_text(GESCHRIEBEN, encoding="utf-8")
    (seiten / "büro.md").write_text("---\nsearch: {exclude: true}\n---\n# Büro\n\n## So geht's\n", encoding="utf-8")
    (seiten / "bild.png").write_bytes(b"\x89PNG")
    ergebnis = baue(wurzel, **STICHTAG)
    assert ergebnis.returncode == 0, ergebnis.stdout
    gesagt_ = [z for z in ergebnis.stdout.splitlines() if "führt auf keine Seite" in z]
    assert gesagt_ == [
        "team/über-uns.md: Der Verweis auf „weg.md“ führt auf keine Seite; er steht dort nur als Text.",
        "team/über-uns.md: Der Verweis auf „../prozesse/weg.md“ führt auf keine Seite; er steht dort nur als Text.",
    ]
    roh = (wurzel / "site/team/über-uns.html").read_text(encoding="utf-8")
    assert "<title>Über uns &amp; andere – " in roh
    seite = inhalt(roh)
    assert seite.startswith("<h1>Über uns &amp; andere</h1>")
    assert re.findall(r'<h2 id="([^"]+)">', seite) == [
        "oeffnungszeiten-fuer-gaeste",
        "oeffnungszeiten-fuer-gaeste-2",
        "eigener",
    ]
    assert '<a href="../regelwerk.html#kontakt-ik">Regelwerk</a>' in seite
    assert ", weg, auch weg und " in seite
    assert '<a href="https://example.org" rel="noopener noreferrer">Netz</a>' in seite
    assert '<img src="bild.png" alt="Plan">' in seite
    assert "fehlt.png" not in seite
    assert '<a href="https://example.org/b.png" rel="noopener noreferrer">fremd</a>' in seite
    assert '<div class="fb-rollen"><table class="fb-tabelle">' in seite
    assert '<div class="kasten">Eigenes <b>HTML</b></div>' in seite
    assert '<span class="fb-kasten">☑</span> getan' in seite
    verzeichnis = roh.split('<nav class="fb-verzeichnis"')[1].split("</nav>")[0]
    assert re.findall(r'<a href="#([^"]+)">([^<]+)</a>', verzeichnis) == [
        ("oeffnungszeiten-fuer-gaeste", "Öffnungszeiten für Gäste"), ("oeffnungszeiten-fuer-gaeste-2", "Öffnungszeiten für Gäste"), ("eigener", "Straße"),
    ]  # fmt: skip
    assert tote_verweise(dateien(wurzel / "site")) == []
    orte = {unquote(ort.split("#")[0]) for ort, _, _ in suchindex(wurzel / "site")}
    assert "team/über-uns.html" in orte
    assert "team/büro.html" not in orte
    # Outside nobody is told what is missing there by intention.
    assert "führt auf keine Seite" not in baue(wurzel, "--oeffentlich", **STICHTAG).stdout


def test_jede_meldung_hat_ihre_stelle_im_handbuch(demo: Path) -> None:
    seite = (demo / "site/meldungen.html").read_text(encoding="utf-8")
    for kennung, art in KATALOG.items():
        teil = re.search(rf'<section class="fb-meldung" aria-labelledby="({kennung.lower()})">\n<h2 id="\1">.*?</section>', seite, re.DOTALL)  # fmt: skip
        assert teil is not None, kennung
        text = html.unescape(teil[0])
        assert f"{kennung}: {art.titel}</h2>" in text
        assert art.erklaerung in text
        assert art.gut.split("\n")[1] in text
        assert f'<a href="#{kennung.lower()}">{kennung}</a>' in seite


@pytest.mark.parametrize(("welches", "ordner"), [("demoteam", "site"), ("oeffentliches_team", "site-oeffentlich")])
def test_alle_verweise_fuehren_irgendwohin(welches: str, ordner: str, request: pytest.FixtureRequest) -> None:
    """Every relative link and anchor of every page exists, on the internal site and on the public one."""
    wurzel: Path = request.getfixturevalue(welches)
    assert tote_verweise(dateien(wurzel / ordner)) == []


def tote_verweise(alle: dict[str, bytes]) -> list[tuple[str, str]]:
    """Return page and address of each link, picture, style and script of a site that leads nowhere on it."""
    tote = []
    seiten = {name: roh.decode() for name, roh in alle.items() if name.endswith(".html")}
    anker = {name: set(re.findall(r'\sid="([^"]+)"', text)) for name, text in seiten.items()}
    personen = {f"ich={slug}" for slug in re.findall(r'<option value="([^"]+)">', seiten["index.html"])}
    for name, text in seiten.items():
        for ziel in set(re.findall(r'\s(?:href|src)="([^"]*)"', text)):
            if re.match(r"[a-z]+:", ziel):
                continue
            pfad, _, marke = html.unescape(ziel).partition("#")
            voll = (Path("/") / name).parent / pfad if pfad else Path("/") / name
            datei = unquote(str(Path(*_normal(voll))))
            if datei == "index.html" and marke.startswith("ich="):
                gut = marke in personen
            elif datei == "faelle.html" and "=" in marke:  # its filter
                gut = datei in alle
            else:
                gut = datei in alle and (not marke or datei not in anker or unquote(marke) in anker[datei])
            if not gut:
                tote.append((name, ziel))
    return tote


def test_ein_toter_verweis_faellt_auf() -> None:
    seiten = {
        "index.html": '<option value="jana"> <a href="faelle.html#status=neu">a</a> <a href="#hier">b</a> <i id="hier">',
        "faelle.html": '<a href="index.html#ich=jana">a</a> <img src="x%20y.png"> <a href="https://example.org">b</a> <a href="mailto:x">c</a>',
        "x y.png": "",
        "a/b.html": '<a href="../index.html#ich=ole">1</a> <a href="../weg.html">2</a> <a href="b.html#dort">3</a> <script src="/x.js"></script>',
    }
    assert sorted(tote_verweise({name: text.encode() for name, text in seiten.items()})) == [
        ("a/b.html", "../index.html#ich=ole"), ("a/b.html", "../weg.html"), ("a/b.html", "/x.js"), ("a/b.html", "b.html#dort"),
    ]  # fmt: skip


def _normal(pfad: Path) -> list[str]:
    teile: list[str] = []
    for teil in pfad.parts[1:]:
        if teil == "..":
            teile.pop()
        else:
            teile.append(teil)
    return teile


@pytest.mark.parametrize(
    ("mkdocs", "satz"),
    [
        (
            MKDOCS.replace("- fallbuch", "- fallbuch: {stichtag: gestern}"),
            "„gestern“ (stichtag in mkdocs.yml) ist kein Datum.",
        ),
        (MKDOCS.replace("- fallbuch", "- fallbuch: {team: woanders}"), "woanders“ gibt es nicht."),
        (
            MKDOCS.replace("site_src", "seiten"),
            "Nennen Sie in vorlagen/team.yml unter ordner → seiten denselben Ordner.",
        ),
        (
            MKDOCS.replace("site_src", "faelle"),
            "Nennen Sie in vorlagen/team.yml unter ordner → seiten denselben Ordner.",
        ),
    ],
)
def test_falsche_einstellungen(ordner: Callable[..., Path], mkdocs: str, satz: str) -> None:
    wurzel = ordner({"4711.md": GUT}, mkdocs=mkdocs)
    (wurzel / "seiten").mkdir()
    ergebnis = baue_mit_mkdocs(wurzel)
    assert ergebnis.returncode == 1
    assert satz in ergebnis.stdout
    assert "Traceback" not in ergebnis.stdout
    assert not (wurzel / "site").exists()


def test_auch_der_befehl_liest_den_stichtag_aus_mkdocs_yml(ordner: Callable[..., Path]) -> None:
    wurzel = ordner({"4711.md": GUT}, mkdocs=MKDOCS.replace("- fallbuch", "- fallbuch: {stichtag: 2026-05-04}"))
    assert baue(wurzel).returncode == 0
    assert "Fester Stichtag: 04.05.2026." in (wurzel / "site/index.html").read_text(encoding="utf-8")
    (wurzel / "mkdocs.yml").write_text(MKDOCS.replace("- fallbuch", "- fallbuch: {stichtag: gestern}"), "utf-8")
    ergebnis = baue(wurzel)
    assert ergebnis.returncode == 2
    assert ergebnis.stdout.startswith("fallbuch: „gestern“ (stichtag in mkdocs.yml) ist kein Datum.")


@pytest.mark.parametrize(
    ("seiten", "satz"),
    [
        ("faelle", "dann stünde jede Datei offen auf der Seite"),
        ("vorlagen", "dann stünden Listen und Ansprechpartner offen auf der Seite"),
    ],
)
def test_falldateien_kommen_nie_als_seiten_heraus(ordner: Callable[..., Path], seiten: str, satz: str) -> None:
    wurzel = ordner(
        {"4711.md": GUT},
        team=f"{TEAM_YML}ordner: {{seiten: {seiten}}}\n",
        mkdocs=MKDOCS.replace("docs_dir: site_src", f"docs_dir: {seiten}"),
    )
    for argumente in ((), ("--oeffentlich",)):
        ergebnis = baue(wurzel, *argumente)
        assert ergebnis.returncode == 2
        assert satz in ergebnis.stdout
    ergebnis = baue_mit_mkdocs(wurzel)
    assert ergebnis.returncode == 1
    assert satz in ergebnis.stdout
    assert not list(wurzel.glob("site*/*.html"))


@pytest.mark.parametrize("thema", ["fallbuch", "material", "mkdocs", "{name: null, custom_dir: thema}"])
def test_jedes_thema_ergibt_dieselben_seiten(ordner: Callable[..., Path], thema: str) -> None:
    """None of a theme's files is built, whatever theme the settings name; nor is what other plugins make of pages."""
    wurzel = ordner({"4711.md": GUT}, mkdocs=MKDOCS.replace("{name: material, language: de}", thema))
    (wurzel / "thema").mkdir()
    for name in ("main.html", "404.html", "sitemap.xml"):
        (wurzel / "thema" / name).write_text("fremd", encoding="utf-8")
    ergebnis = baue_mit_mkdocs(wurzel, "--strict", "--quiet", **STICHTAG)
    assert ergebnis.returncode == 0, ergebnis.stdout
    mit_mkdocs = dateien(wurzel / "site")
    assert baue(wurzel, "--ziel", "anders", **STICHTAG).returncode == 0
    gebaut = dateien(wurzel / "anders")
    assert mit_mkdocs.keys() == gebaut.keys()
    assert [name for name in gebaut if mit_mkdocs[name] != gebaut[name]] == []


@BEIM_LANDEN
@pytest.mark.parametrize(("sicht", "argumente"), [("intern", ()), ("oeffentlich", OEFFENTLICH)])
def test_mkdocs_baut_byte_fuer_byte_denselben_ordner(
    tmp_path: Path, sicht: str, argumente: tuple[str, ...], request: pytest.FixtureRequest
) -> None:
    welches, ordner_ = ("oeffentliches_team", "site-oeffentlich") if argumente else ("demoteam", "site")
    gebaut = dateien(request.getfixturevalue(welches) / ordner_)
    wurzel = kopiere_demo(tmp_path)
    gib_das_neueste_frei(wurzel)
    einstellungen = (wurzel / "mkdocs.yml").read_text(encoding="utf-8")
    (wurzel / "mkdocs.yml").write_text(einstellungen.replace("- fallbuch", f"- fallbuch: {{sicht: {sicht}}}"), "utf-8")
    for wie in (("--strict",), ("--dirty",)):
        ergebnis = baue_mit_mkdocs(wurzel, *wie)
        assert ergebnis.returncode == 0, ergebnis.stdout
        assert f"Die Seiten liegen in {wurzel / 'site/index.html'}." in ergebnis.stdout
        mit_mkdocs = dateien(wurzel / "site")
        assert mit_mkdocs.keys() == gebaut.keys()
        assert [name for name in gebaut if mit_mkdocs[name] != gebaut[name]] == []
    # In the other view nothing of the first one stays, not even where mkdocs leaves old files alone.
    andere = "intern" if argumente else "oeffentlich"
    (wurzel / "mkdocs.yml").write_text(einstellungen.replace("- fallbuch", f"- fallbuch: {{sicht: {andere}}}"), "utf-8")
    assert baue_mit_mkdocs(wurzel, "--dirty").returncode == 0
    assert (wurzel / "site/faelle").exists() is bool(argumente)


#: Writes down every file that the program, or a process that it forks, opens to write, moves or removes.
SCHREIBPROTOKOLL = """\
import os, sys
protokoll = os.open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "geschrieben.txt"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
def beobachte(ereignis, werte):
    if ereignis == "open" and isinstance(werte[0], (str, bytes)) and (werte[2] or 0) & (os.O_WRONLY | os.O_RDWR):
        os.write(protokoll, os.fsencode(werte[0]) + b"\\n")
    elif ereignis in {"os.remove", "os.rename", "os.rmdir", "os.truncate", "os.link", "os.symlink"}:
        os.write(protokoll, os.fsencode(str(werte[0])) + b"\\n")
sys.addaudithook(beobachte)
"""


def test_was_gleich_bleibt_wird_nicht_geschrieben(ordner: Callable[..., Path], tmp_path: Path) -> None:
    wurzel = ordner({"4711.md": GUT, "4712.md": GUT.replace("4711", "4712")})
    (tmp_path / "sitecustomize.py").write_text(SCHREIBPROTOKOLL)

    def geschrieben() -> set[str]:
        assert baue(wurzel, PYTHONPATH=str(tmp_path), **STICHTAG).returncode == 0
        zeilen = (tmp_path / "geschrieben.txt").read_text(encoding="utf-8").split("\n")
        return {z.partition("site/")[2] for z in zeilen if z.startswith(("site/", f"{wurzel}/site/"))}

    alle = geschrieben()
    erster = dateien(wurzel / "site")
    assert erster.keys() <= alle
    # The mark stands there before anything else happens; all else is compared and left alone.
    assert geschrieben() == {MARKE}
    # Other words in a case: its own page is written, and the one that prints its last entry.
    (wurzel / "faelle/4712.md").write_text(
        GUT.replace("4711", "4712").replace("*Bürostelle*", "Stelle im Büro"), "utf-8"
    )
    assert geschrieben() == {MARKE, "faelle/4712.html", "uebergabe/jana.html"}
    (wurzel / "faelle/4712.md").unlink()
    danach = geschrieben()
    assert {MARKE, "index.html", "faelle.html"} <= danach
    assert "faelle/4711.html" not in danach
    assert not (wurzel / "site/faelle/4712.html").exists()


def test_nach_einem_abgebrochenen_bau_macht_der_naechste_alles_richtig(ordner: Callable[..., Path]) -> None:
    wurzel = ordner({"4711.md": GUT, "4712.md": GUT.replace("4711", "4712")})
    ziel = wurzel / "site"
    assert baue(wurzel, **STICHTAG).returncode == 0
    erster = dateien(ziel)
    namen = sorted(name for name in erster if name != MARKE)
    for nummer, name in enumerate(namen):
        match nummer % 4:
            case 0:
                (ziel / name).unlink()
            case 1:
                (ziel / name).write_bytes(erster[name][: len(erster[name]) // 2])
            case 2:  # as long as it was, and different
                (ziel / name).write_bytes(bytes(erster[name][:-1]) + bytes([erster[name][-1] ^ 1]))
    for fremde in ("faelle/9999.html", "alt/tief/seite.html", "index.html.tmp"):
        (ziel / fremde).parent.mkdir(parents=True, exist_ok=True)
        (ziel / fremde).write_text("alt", encoding="utf-8")
    (ziel / "leer/er").mkdir(parents=True)
    (ziel / "nach-aussen").symlink_to(wurzel / "faelle")
    shutil.rmtree(ziel / "handbuch")
    assert baue(wurzel, **STICHTAG).returncode == 0
    assert dateien(ziel) == erster
    assert not (ziel / "alt").exists()
    assert not (ziel / "nach-aussen").is_symlink()
    assert {p.name for p in (wurzel / "faelle").iterdir()} == {"4711.md", "4712.md"}


def test_ein_ordner_wo_eine_datei_hingehoert_haelt_nichts_auf(ordner: Callable[..., Path]) -> None:
    """And a file where a folder belongs: both are left by somebody who kept other pages there."""
    wurzel = ordner({"4711.md": GUT})
    ziel = wurzel / "site"
    assert baue(wurzel, **STICHTAG).returncode == 0
    erster = dateien(ziel)
    (ziel / "index.html").unlink()
    (ziel / "index.html").mkdir()
    (ziel / "index.html/alt.html").write_text("alt", encoding="utf-8")
    shutil.rmtree(ziel / "handbuch")
    (ziel / "handbuch").write_text("alt", encoding="utf-8")
    ergebnis = baue(wurzel, **STICHTAG)
    assert ergebnis.returncode == 0, ergebnis.stdout
    assert dateien(ziel) == erster


def test_ein_neues_team_mit_einem_fall_hat_hoechstens_sechzig_seiten(tmp_path: Path) -> None:
    assert fallbuch("einrichten", "team", "--berater", "Jana", "--berater", "Ole", "--zugangsweg", "Beratungstag", cwd=tmp_path).returncode == 0  # fmt: skip
    wurzel = tmp_path / "team"
    assert (
        fallbuch("neu", "--zugangsweg", "Beratungstag", "--id", "4711", "--berater", "Jana", cwd=wurzel).returncode == 0
    )
    assert baue(wurzel, "--streng").returncode == 0
    seiten = [name for name in dateien(wurzel / "site") if name.endswith(".html")]
    assert {"index.html", "faelle/4711.html", "meldungen.html", "uebergabe/jana.html", "handbuch/index.html"} <= set(
        seiten
    )
    assert len(seiten) <= 60


def test_verschwundene_seiten_gibt_es_nicht_mehr(demo: Path) -> None:
    alle = dateien(demo / "site")
    for name in ("faelligkeiten.html", "sitemap.xml", "sitemap.xml.gz", "search/search_index.json"):
        assert name not in alle
    assert not [name for name in alle if name.startswith(("berater/", "meldungen/", "faelle/plan/", "search/"))]
    reiter = re.search(r'<nav class="fb-reiter".*?</nav>', alle["woche.html"].decode(), re.DOTALL)
    assert reiter is not None
    punkte = re.findall(r"<a href=\"([^\"]+)\"(?: aria-current=\"true\")?>([^<]+)</a>", reiter[0])
    assert [name for _, name in punkte] == ["Heute", "Woche", "Fälle", "Zahlen", "So arbeiten wir", "Hilfe"]
    assert 'aria-current="true">Woche</a>' in reiter[0]


def test_seltsame_namen_bekommen_ihre_seite(ordner: Callable[..., Path]) -> None:
    namen = ["schale.md", "muster.md", "Index-1.md", "ä" * 120 + ".md", "a" * 250 + ".md", "4711 (2).md", "4711.md", "Ä" * 120 + ".md"]  # fmt: skip
    wurzel = ordner(dict.fromkeys(namen, GUT))
    ergebnis = baue(wurzel, **STICHTAG)
    assert ergebnis.returncode == 0, ergebnis.stdout
    seiten = list((wurzel / "site/faelle").glob("*.html"))
    assert len(seiten) == len(namen)
    assert all("Fall 4711" in p.read_text(encoding="utf-8") for p in seiten)


def test_team_ohne_faelle(ordner: Callable[..., Path]) -> None:
    wurzel = ordner({})
    (wurzel / "faelle").rmdir()
    ergebnis = baue(wurzel, "--streng", **STICHTAG)
    assert ergebnis.returncode == 0, ergebnis.stdout
    assert "Es gibt noch keinen Fall." in (wurzel / "site/index.html").read_text(encoding="utf-8")
    assert not list((wurzel / "site").glob("faelle/*"))


def test_fehler_in_den_vorlagen_stehen_auf_jeder_seite(ordner: Callable[..., Path]) -> None:
    wurzel = ordner({"4711.md": GUT}, regelwerk="regeln:\n  kontakt-ik:\n    frist: bald\n")
    assert baue(wurzel, **STICHTAG).returncode == 0
    for seite in ("index.html", "woche.html", "faelle/4711.html"):
        assert "Achtung: In den Vorlagen des Teams stehen Fehler" in (wurzel / "site" / seite).read_text(
            encoding="utf-8"
        )


SELTSAM = (
    "50 % & mehr?.md",
    "Plan #2.md",
    'a"><img src=x onerror=alert(1)>.md',
    "Wie geht's, „Ä“.md",
    "\udcdcbersicht.md",
)


def test_kein_dateiname_einer_seite_verdirbt_das_menue(ordner: Callable[..., Path]) -> None:
    """What stands in a name neither becomes HTML nor ends the address; a name in another encoding stops nothing."""
    wurzel = ordner({"4711.md": GUT})
    for name in SELTSAM:
        (wurzel / "site_src" / name).write_text("# Seite\n\nText\n", encoding="utf-8")
    ergebnis = baue(wurzel, **STICHTAG)
    assert ergebnis.returncode == 0, ergebnis.stdout
    site = wurzel / "site"
    seite = (site / "regelwerk.html").read_text(encoding="utf-8")
    assert "<img src=x" not in seite
    gesucht = {ort for ort, _, _ in suchindex(site)}
    for name in SELTSAM:
        adressen = [
            a
            for a in re.findall(r'href="([^"]*)"', seite)
            if unquote(a, errors="surrogateescape") == f"{name[:-3]}.html"
        ]
        assert adressen, name
        assert "#" not in adressen[0]
        assert "?" not in adressen[0]
        assert adressen[0] in gesucht
    assert fallbuch("quelle", "q", cwd=wurzel).returncode == 0


def test_der_schluessel_einer_regel_bleibt_text(ordner: Callable[..., Path]) -> None:
    """A team calls its rules as it likes; the key stands in addresses."""
    regel = (
        "regeln:\n  'b\"><img src=x onerror=alert(1)>':\n    titel: Besuch\n    tun: besuchen\n    satz: Besuch am\n    gruppe: Beginn\n"
        "    anker: phasenbeginn\n    frist: 2 Wochen\n    erledigt: [{ereignis: berater, ab: jederzeit}]\n    quelle: Team\n"
        "    fundstelle: Beschluss\n    herkunft: team\n    text: Besuch.\n"
    )
    wurzel = ordner({"4711.md": GUT.replace("Berater: Jana\n", "")}, regelwerk=regel)
    assert baue(wurzel, **STICHTAG).returncode == 0
    for name in ("index.html", "faelle/4711.html", "regelwerk.html"):
        seite = (wurzel / "site" / name).read_text(encoding="utf-8")
        assert "Besuch" in seite, name
        assert "<img src=x" not in seite, name
