"""The built site as files: what is there, what is not, that it is the same tomorrow."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from fallbuch.katalog import KATALOG
from fallbuch.uebersicht.vorgang import gruppiert
from fallbuch.uebersicht.zustaendigkeit import vorgaenge_von
from fallbuch.website.darstellung import ohne_orte
from tests.cli.aufruf import fallbuch
from tests.conftest import MKDOCS, WURZEL
from tests.hilfen import fall
from tests.website.bauen import baue, dateien, suchindex

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
    assert zeilen[-1] == f"Die Seiten liegen in {demo / 'site/index.html'}."


def inhalt(seite: str) -> str:
    """Return the article of a page without the theme around it."""
    treffer = re.search(r'<article class="md-content__inner md-typeset">(.*?)</article>\s*</div>', seite, re.DOTALL)
    assert treffer is not None
    return treffer[1]


def ohne_tagmarken(seite: str) -> str:
    """Return the page with entities resolved and without the marks that keep dates on one line."""
    return html.unescape(re.sub(r'<span class="fb-tag">([0-9-]{10})</span>', r"\1", seite))


def test_jeder_fall_hat_seine_seite(demo: Path) -> None:
    assert {p.stem for p in (demo / "site/faelle").glob("*.html")} == {p.stem for p in (demo / "faelle").glob("*.md")}


def test_seiten_nennen_den_stichtag(demo: Path) -> None:
    for name, roh in dateien(demo / "site").items():
        # A plan's sheet is a document to sign; it carries its own date.
        if name.endswith(".html") and not name.startswith("faelle/plan/"):
            assert (
                "Fester Stichtag: 2026-06-30. Beispieldaten – alle Personen und Fälle sind erfunden." in roh.decode()
            ), name


def test_kein_inhalt_aus_faellen_in_suche_und_sitemap(demo: Path) -> None:
    suche = suchindex(demo / "site")
    orte = {ort.split("#")[0] for ort, _, _ in suche}
    assert not {
        o for o in orte if o.startswith(("faelle", "berater", "faelligkeiten", "pruefbericht", "index.html"))
    } - {""}
    assert "regelwerk.html" in orte
    alle = json.dumps(suche, ensure_ascii=False)
    # The handbook tells of two cases of the demo team.
    handbuch = (WURZEL / "plugins/fallbuch/vorgaben/handbuch/morgen.md").read_text(encoding="utf-8")
    ids = [p.stem for p in (demo / "faelle").glob("*.md") if p.stem not in handbuch]
    assert len(ids) > 110
    assert not [kennung for kennung in ids if re.search(rf"\b{kennung}\b", alle) and kennung != "4711"]
    sitemap = (demo / "site/sitemap.xml").read_text()
    assert "faelle/" not in sitemap
    assert "schale" not in " ".join(dateien(demo / "site"))


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
    ergebnis = baue(anderswo, "--quiet", PYTHONPATH=str(tmp_path))
    assert ergebnis.returncode == 0, ergebnis.stdout
    erster, zweiter = dateien(demo / "site"), dateien(anderswo / "site")
    assert erster.keys() == zweiter.keys()
    assert [name for name in erster if erster[name] != zweiter[name]] == []


def test_fallseite_im_ganzen(ordner: Callable[..., Path], golden: Callable[[str, str], None]) -> None:
    wurzel = ordner(
        {"4711.md": GUT},
        team="name: T\nberater:\n  Jana: {}\nkanaele: {Beratungstag: {}}\nforge: {art: gitlab, adresse: 'https://git.example.org/t/f'}\n",
    )
    assert baue(wurzel, "--quiet", **STICHTAG).returncode == 0
    golden("website/fall.html", inhalt((wurzel / "site/faelle/4711.html").read_text(encoding="utf-8")))


def test_startseite_im_ganzen(ordner: Callable[..., Path], golden: Callable[[str, str], None]) -> None:
    neu = fall(status="neu", berater="").replace("4711", "4713")
    wurzel = ordner({"4711.md": GUT, "4712.md": FEHLER, "4713.md": neu})
    assert baue(wurzel, "--quiet", **STICHTAG).returncode == 0
    golden("website/start.html", inhalt((wurzel / "site/index.html").read_text(encoding="utf-8")))


def test_strict_nennt_alle_fehler_und_laesst_die_alten_seiten_stehen(ordner: Callable[..., Path]) -> None:
    wurzel = ordner({"4711.md": GUT})
    assert baue(wurzel, "--strict", "--quiet", **STICHTAG).returncode == 0
    vorher = dateien(wurzel / "site")
    (wurzel / "faelle/4712.md").write_text(FEHLER.replace("Beratungstag", "Beratungsstag"), encoding="utf-8")
    ergebnis = baue(wurzel, "--strict", "--quiet", **STICHTAG)
    assert ergebnis.returncode == 1
    assert (
        "faelle/4712.md:3:14: Fehler F012: Erstkontakt „2026-02-30“ gibt es nicht. Erwartet: ein Datum wie 2026-02-28."
        in ergebnis.stdout
    )
    assert "faelle/4712.md:4:13: Fehler F019: Zugangsweg „Beratungsstag“ ist nicht bekannt." in ergebnis.stdout
    assert (
        "Fallbuch: Wegen der Fehler oben wurde nichts gebaut; die bisherigen Seiten bleiben bestehen."
        in ergebnis.stdout
    )
    assert "Traceback" not in ergebnis.stdout
    assert dateien(wurzel / "site") == vorher


def test_ohne_strict_erscheint_auch_der_fehlerhafte_fall(ordner: Callable[..., Path]) -> None:
    wurzel = ordner({"4712.md": FEHLER})
    ergebnis = baue(wurzel, "--quiet", **STICHTAG)
    assert (ergebnis.returncode, ergebnis.stdout.splitlines()[-2]) == (0, "1 Fall geprüft: 1 Fehler, 0 Hinweise.")
    seite = (wurzel / "site/faelle/4712.html").read_text(encoding="utf-8")
    assert "nicht berechenbar" in seite
    assert 'href="../meldungen/f012.html"' in seite


def test_oeffentlich_enthaelt_nichts_aus_einem_fall(ordner: Callable[..., Path]) -> None:
    geheim = fall(
        "## 2026-01-14 Erstgespräch (Jana)\n\nGeheimnisvoller Satz.\n", Hilfenetz="Verborgene Stelle (x)"
    ).replace("4711", "geheim-4711")
    wurzel = ordner(
        {"geheim-4711.md": geheim.replace("Jana", "Xaveria"), "kaputt-0815.md": b"\xff\x00"},
        team="berater: {Xaveria: {}}\n",
        mkdocs=MKDOCS.replace("- fallbuch", "- fallbuch: {sicht: oeffentlich}"),
    )
    ergebnis = baue(wurzel, "--quiet", "--strict", **STICHTAG)
    assert ergebnis.returncode == 0, ergebnis.stdout
    alles = (
        b"".join(dateien(wurzel / "site").values()).decode("utf-8", errors="ignore")
        + " ".join(dateien(wurzel / "site"))
        + ergebnis.stdout
    )
    for wort in (
        "geheim-4711",
        "kaputt-0815",
        "Geheimnisvoller",
        "Verborgene",
        "Xaveria",
        "faelligkeiten.html",
        "pruefbericht.html",
        "faelle.html",
        "woche.html",
        "auslastung.html",
        "kalender.html",
        "uebergabe/",
        "BEGIN:VCALENDAR",
    ):
        assert wort not in alles, wort
    assert {"index.html", "regelwerk.html", "feldreferenz.html", "handbuch/index.html"} <= set(dateien(wurzel / "site"))
    assert "nur für das Team" not in alles


def test_andere_frist_wandert_ueberall_hin(ordner: Callable[..., Path]) -> None:
    wurzel = ordner({"4711.md": GUT}, regelwerk="regeln:\n  kontakt-ik:\n    frist: 8 Wochen\n")
    assert baue(wurzel, "--quiet", **STICHTAG).returncode == 0
    for seite in ("index.html", "faelligkeiten.html", "faelle/4711.html"):
        text = (wurzel / "site" / seite).read_text(encoding="utf-8")
        assert "2026-03-25" in text, seite
        assert "+ 8 Wochen" in text, seite
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
    erwartet = [
        (gruppe.abschnitt, [v.wer for v in gruppe.zeilen], [(v.berater, v.vertretung) for v in gruppe.zeilen])
        for gruppe in gruppiert(vorgaenge_von(team, None), tag)
    ]
    liste = ohne_tagmarken((demo / "site/faelligkeiten.html").read_text(encoding="utf-8"))
    abschnitte = re.findall(r'data-abschnitt="([a-z-]+)"(.*?)</section>', liste, re.DOTALL)
    assert [(anker, re.findall(r'data-wer="([^"]+)"', teil)) for anker, teil in abschnitte] == [e[:2] for e in erwartet]
    assert len(abschnitte) == 8
    befehl = fallbuch("faellig", cwd=demo).stdout
    assert [z.split()[0] for z in befehl.splitlines() if re.match(r"  \S", z)] == [
        wer for _, alle, _ in erwartet for wer in alle
    ]
    alles = fallbuch("faellig", "--ausfuehrlich", cwd=demo).stdout
    assert (
        alles.count("Vertretung: ") == sum(v is not None for _, _, zustaendige in erwartet for _, v in zustaendige) > 0
    )
    assert {f.begruendung for f in team.faelligkeiten} <= {zeile[28:] for zeile in alles.splitlines()}
    for _, zeilen in ((g.abschnitt, g.zeilen) for g in gruppiert(vorgaenge_von(team, None), tag)):
        for vorgang in zeilen:
            assert f">{ohne_orte(vorgang.fuehrend.herleitung)}</a>" in liste
            assert vorgang.vorschlag is None or vorgang.vorschlag.satz(tag) in liste
    for akte in team.akten:
        seite = ohne_tagmarken((demo / f"site/faelle/{akte.seite}.html").read_text(encoding="utf-8"))
        for f in akte.faelligkeiten:
            assert f.begruendung in seite


def test_eigene_seite_ersetzt_die_mitgelieferte(ordner: Callable[..., Path]) -> None:
    wurzel = ordner({"4711.md": GUT})
    (wurzel / "site_src/handbuch").mkdir()
    (wurzel / "site_src/handbuch/glossar.md").write_text("# Unser Glossar\n\nEigener Text.\n", encoding="utf-8")
    (wurzel / "site_src/leitfaden.md").write_text("# Leitfaden\n", encoding="utf-8")
    assert baue(wurzel, "--quiet", **STICHTAG).returncode == 0
    assert "Eigener Text." in (wurzel / "site/handbuch/glossar.html").read_text(encoding="utf-8")
    assert 'href="leitfaden.html"' in (wurzel / "site/index.html").read_text(encoding="utf-8")


def test_jede_meldung_hat_ihre_handbuchseite(demo: Path) -> None:
    for kennung, art in KATALOG.items():
        seite = html.unescape((demo / f"site/meldungen/{kennung.lower()}.html").read_text(encoding="utf-8"))
        assert art.erklaerung in seite
        assert art.gut.split("\n")[1] in seite


@pytest.mark.parametrize(("welches", "ordner"), [("demoteam", "site"), ("oeffentliches_team", "site-oeffentlich")])
def test_alle_verweise_fuehren_irgendwohin(welches: str, ordner: str, request: pytest.FixtureRequest) -> None:
    """Every relative link and anchor of every page exists, on the internal site and on the public one."""
    wurzel: Path = request.getfixturevalue(welches)
    alle = dateien(wurzel / ordner)
    seiten = {name: roh.decode() for name, roh in alle.items() if name.endswith(".html")}
    anker = {name: set(re.findall(r'\sid="([^"]+)"', text)) for name, text in seiten.items()}
    for name, text in seiten.items():
        if name == "404.html":
            continue
        for ziel in set(re.findall(r'\shref="([^"]*)"', text)):
            if re.match(r"[a-z]+:", ziel):
                continue
            pfad, _, marke = html.unescape(ziel).partition("#")
            voll = (Path("/") / name).parent / pfad if pfad else Path("/") / name
            datei = str(Path(*list(_normal(voll)))) if pfad not in {".", ""} else name
            datei = "index.html" if datei in {".", ""} else datei
            assert datei in alle or f"{datei}/index.html" in alle, (name, ziel)
            # Behind the "#" of the case list stands its filter.
            if marke and datei in anker and not (datei == "faelle.html" and "=" in marke):
                assert marke in anker[datei], (name, ziel)


def _normal(pfad: Path) -> list[str]:
    teile: list[str] = []
    for teil in pfad.parts[1:]:
        if teil == "..":
            teile.pop()
        elif teil != ".":
            teile.append(teil)
    return teile or ["index.html"]


@pytest.mark.parametrize(
    ("mkdocs", "satz"),
    [
        (MKDOCS.replace("material", "mkdocs"), "Fallbuch braucht das Thema „material“."),
        (
            MKDOCS.replace("- fallbuch", "- fallbuch: {stichtag: gestern}"),
            "„gestern“ (stichtag in mkdocs.yml) ist kein Datum.",
        ),
        (MKDOCS.replace("- fallbuch", "- fallbuch: {team: woanders}"), "woanders“ gibt es nicht."),
    ],
)
def test_falsche_einstellungen(ordner: Callable[..., Path], mkdocs: str, satz: str) -> None:
    ergebnis = baue(ordner({}, mkdocs=mkdocs), "--quiet")
    assert ergebnis.returncode == 1
    assert satz in ergebnis.stdout
    assert "Traceback" not in ergebnis.stdout


def test_falldateien_kommen_nie_als_seiten_heraus(ordner: Callable[..., Path]) -> None:
    for sicht in ("intern", "oeffentlich"):
        wurzel = ordner(
            {"4711.md": GUT},
            mkdocs=MKDOCS.replace("site_src", "faelle").replace("- fallbuch", f"- fallbuch: {{sicht: {sicht}}}"),
        )
        ergebnis = baue(wurzel, "--quiet")
        assert ergebnis.returncode == 1
        assert "dann stünde jede Datei offen auf der Seite" in ergebnis.stdout
        assert not (wurzel / "site").exists()


def test_dirty_laesst_keine_faelle_in_der_oeffentlichen_fassung(ordner: Callable[..., Path]) -> None:
    wurzel = ordner({"4711.md": GUT})
    assert baue(wurzel, "--quiet", **STICHTAG).returncode == 0
    (wurzel / "mkdocs.yml").write_text(
        MKDOCS.replace("- fallbuch", "- fallbuch: {sicht: oeffentlich}"), encoding="utf-8"
    )
    ergebnis = baue(wurzel, "--quiet", "--dirty", **STICHTAG)
    assert ergebnis.returncode == 1
    assert "Bauen Sie die öffentliche Fassung ohne diese Option." in ergebnis.stdout


def test_seltsame_namen_bekommen_ihre_seite(ordner: Callable[..., Path]) -> None:
    namen = ["schale.md", "muster.md", "Index-1.md", "ä" * 120 + ".md", "a" * 250 + ".md", "4711 (2).md", "4711.md", "Ä" * 120 + ".md"]  # fmt: skip
    wurzel = ordner(dict.fromkeys(namen, GUT))
    ergebnis = baue(wurzel, "--quiet", **STICHTAG)
    assert ergebnis.returncode == 0, ergebnis.stdout
    seiten = list((wurzel / "site/faelle").glob("*.html"))
    assert len(seiten) == len(namen)
    assert all("Fall 4711" in p.read_text(encoding="utf-8") for p in seiten)


def test_team_ohne_faelle(ordner: Callable[..., Path]) -> None:
    wurzel = ordner({})
    (wurzel / "faelle").rmdir()
    ergebnis = baue(wurzel, "--quiet", "--strict", **STICHTAG)
    assert ergebnis.returncode == 0, ergebnis.stdout
    assert "Noch kein Fall" in (wurzel / "site/index.html").read_text(encoding="utf-8")
    assert not list((wurzel / "site").glob("faelle/*"))


def test_fehler_in_den_vorlagen_stehen_auf_jeder_seite(ordner: Callable[..., Path]) -> None:
    wurzel = ordner({"4711.md": GUT}, regelwerk="regeln:\n  kontakt-ik:\n    frist: bald\n")
    assert baue(wurzel, "--quiet", **STICHTAG).returncode == 0
    for seite in ("index.html", "faelligkeiten.html", "faelle/4711.html"):
        assert "Achtung: In den Vorlagen des Teams stehen Fehler" in (wurzel / "site" / seite).read_text(
            encoding="utf-8"
        )
