"""The site's source: other builders make pages of it that say the same, and search and scripts work on them."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from tests.cli.aufruf import fallbuch
from tests.conftest import Einmal, gib_das_neueste_frei, kopiere_demo
from tests.hilfen import BEIM_LANDEN, fall
from tests.website.bauen import baue_mit_mkdocs, dateien
from tests.website.test_bauen import inhalt


def worte(stueck: str) -> list[str]:
    """Return the words of HTML as a reader sees them."""
    ohne = re.sub(r"<(script|style)\b.*?</\1>", " ", stueck, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", " ", ohne)).split()


def artikel_des_themas(seite: str) -> str:
    """Return the article of a page in the theme's shell; entries of a case are articles within it."""
    treffer = re.search(r'<article class="md-content__inner md-typeset">(.*)</article>', seite, re.DOTALL)
    assert treffer is not None
    return treffer[1]


def baue_quelle(wurzel: Path, *argumente: str) -> None:
    """Write the demo team's source and build it with mkdocs."""
    kopiere_demo(wurzel)
    gib_das_neueste_frei(wurzel)
    ende = fallbuch("quelle", "quelle", *argumente, cwd=wurzel)
    assert ende.returncode == 0, ende.stderr
    satz = "Die Quelle der Seiten liegt in quelle. MkDocs, ProperDocs und Zensical bauen sie."
    assert ende.stdout.splitlines()[-1] == satz
    gebaut = baue_mit_mkdocs(wurzel / "quelle", "--strict", NO_MKDOCS_2_WARNING="1")
    assert gebaut.returncode == 0, gebaut.stdout


@pytest.fixture(scope="module", params=["intern", "oeffentlich"])
def beide(request: pytest.FixtureRequest, einmal: Einmal) -> tuple[Path, Path]:
    """The site as the program builds it, and the folder with its source and what mkdocs makes of it."""
    if request.param == "intern":
        return request.getfixturevalue("demoteam") / "site", einmal("quelle-intern", baue_quelle) / "quelle"
    gebaut = request.getfixturevalue("oeffentliches_team") / "site-oeffentlich"
    return gebaut, einmal("quelle-oeffentlich", lambda wurzel: baue_quelle(wurzel, "--oeffentlich")) / "quelle"


@BEIM_LANDEN
def test_mkdocs_zeigt_auf_jeder_seite_denselben_text(beide: tuple[Path, Path]) -> None:
    eigene, fremde = dateien(beide[0]), dateien(beide[1] / "site")
    seiten = [name for name in eigene if name.endswith(".html") and name != "404.html"]
    assert len(seiten) > 40
    assert [name for name in seiten if name not in fremde] == []
    anders = [
        name
        for name in seiten
        if worte(inhalt(eigene[name].decode())) != worte(artikel_des_themas(fremde[name].decode()))
    ]
    assert anders == []
    assert sorted(n for n in fremde if n.endswith(".html") and n not in eigene) == []


@BEIM_LANDEN
def test_verweise_anker_und_bilder_bleiben_dieselben(beide: tuple[Path, Path]) -> None:
    """What mkdocs hands on is the very HTML: each address, each anchor, each mark that the scripts look for."""
    eigene, fremde = dateien(beide[0]), dateien(beide[1] / "site")
    marken = re.compile(r'\s(?:href|src|id|class|datetime|data-[a-z-]+)="[^"]*"')
    for name in eigene:
        if name.endswith(".html") and name != "404.html":
            assert marken.findall(inhalt(eigene[name].decode())) == marken.findall(
                artikel_des_themas(fremde[name].decode())
            ), name


def test_alles_was_keine_seite_ist_liegt_daneben(beide: tuple[Path, Path]) -> None:
    eigene, fremde = dateien(beide[0]), dateien(beide[1] / "site")
    beiwerk = [
        n for n in eigene if not n.endswith(".html") and not n.startswith(".") and not n.endswith("suchindex.js")
    ]
    assert {"assets/fallbuch/fallbuch.css", "assets/fallbuch/heute.js", "handbuch/bilder/start-breit-hell.webp"} & set(
        beiwerk
    )
    assert [name for name in beiwerk if fremde.get(name) != eigene[name]] == []


def test_die_quelle_ist_markdown_mit_kopf(beide: tuple[Path, Path]) -> None:
    """Each page has its title and says whether it may be searched; its HTML is one block that no reader of Markdown touches."""
    seiten = {n: roh.decode() for n, roh in dateien(beide[1] / "seiten").items() if n.endswith(".md")}
    for name, text in seiten.items():
        kopf, leer, block, rest = (
            text.removeprefix("---\n").split("---\n", 1)[0],
            *text.split("---\n", 2)[2].split("\n", 2),
        )
        assert re.fullmatch(
            r'title: "(?:[^"\\]|\\.)+"\nhide: \["navigation", "toc"\]\nsearch: \{"exclude": (?:true|false)\}\n', kopf
        ), name
        assert (leer, rest) == ("", ""), name
        assert block.startswith("<div>")
        assert block.endswith("</div>")
        assert not set("`~") & set(block), name
    if any(name.startswith("faelle/") for name in seiten):
        assert all('"exclude": true' in text for name, text in seiten.items() if name.startswith("faelle/"))
        assert '"exclude": false' in seiten["handbuch/morgen.md"]


def test_die_suche_des_themas_findet_keinen_fall(einmal: Einmal) -> None:
    ordner = einmal("quelle-intern", baue_quelle) / "quelle/site"
    orte = {d["location"].split("#")[0] for d in json.loads((ordner / "search/search_index.json").read_bytes())["docs"]}
    assert "handbuch/morgen.html" in orte
    assert not [
        ort for ort in orte if ort.startswith(("faelle", "uebergabe", "auswertung", "protokoll", "pruefbericht"))
    ]


def test_das_menue_ist_dasselbe(beide: tuple[Path, Path]) -> None:
    einstellungen = {
        z.split(": ", 1)[0]: json.loads(z.split(": ", 1)[1])
        for z in (beide[1] / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
    }
    reiter = re.search(
        r'<nav class="fb-reiter".*?</nav>', (beide[0] / "regelwerk.html").read_text(encoding="utf-8"), re.DOTALL
    )
    assert reiter is not None
    namen = [html.unescape(name) for name in re.findall(r"<a [^>]*>([^<]+)</a>", reiter[0])]
    assert [name for eintrag in einstellungen["nav"] for name in eintrag] == namen
    assert einstellungen["theme"]["font"] is False


#: What other builders read as more than text.
TEXTE = [
    "```\n# kein Titel\n\n\n- [ ] Haken\n```\n",
    "~~~\nZaun\n\nmit Leerzeile\n~~~\n",
    "    eingerückt\n\n    und weiter <b>fett</b>\n",
    "{% raw %}{{ 7 * 7 }}{% endraw %} *[HTML]: x [^1]\n\n[^1]: Fußnote\n",
    '--8<-- "datei"\n\n!!! note\n    Kasten\n\n::: modul\n',
    "</div>\n\n</article>\n\n<!-- Kommentar\n\n--> danach &amp; `Code` ~ Tilde\n",
    "Zeile eins  \nZeile zwei\\\nZeile drei\n\n---\n\ntitle: x\n---\n",
]


def test_kein_text_eines_falls_wird_ein_zweites_mal_gelesen(tmp_path: Path) -> None:
    """Whatever somebody writes, in a case or on a page: the other builder shows it as the program does."""
    for name in ("faelle", "vorlagen", "site_src"):
        (tmp_path / name).mkdir()
    (tmp_path / "vorlagen/team.yml").write_text(
        "berater: {Jana: {}}\nzugangswege: {Beratungstag: {}}\n", encoding="utf-8"
    )
    for nummer, text in enumerate(TEXTE, start=4711):
        akte = fall(f"## 2026-01-14 Erstgespräch (Jana)\n\n{text}").replace("ID: 4711", f"ID: {nummer}")
        (tmp_path / f"faelle/{nummer}.md").write_text(akte, encoding="utf-8")
        (tmp_path / f"site_src/notiz{nummer}.md").write_text(f"# Notiz\n\n{text}", encoding="utf-8")
    assert fallbuch("quelle", "quelle", cwd=tmp_path).returncode == 0
    assert fallbuch("bauen", cwd=tmp_path).returncode == 0
    ende = baue_mit_mkdocs(tmp_path / "quelle", NO_MKDOCS_2_WARNING="1")
    assert ende.returncode == 0, ende.stdout
    vorformatiert = re.compile(r"<pre>.*?</pre>", re.DOTALL)
    for nummer in range(4711, 4711 + len(TEXTE)):
        for name in (f"faelle/{nummer}.html", f"notiz{nummer}.html"):
            eigene = (tmp_path / "site" / name).read_text(encoding="utf-8")
            fremde = (tmp_path / "quelle/site" / name).read_text(encoding="utf-8")
            assert worte(inhalt(eigene)) == worte(artikel_des_themas(fremde)), name
            if name.startswith("faelle"):
                assert [html.unescape(p) for p in vorformatiert.findall(inhalt(eigene))] == [
                    html.unescape(p) for p in vorformatiert.findall(artikel_des_themas(fremde))
                ]


def test_die_quelle_liegt_in_keinem_ordner_des_teams(tmp_path: Path) -> None:
    kopiere_demo(tmp_path)
    vorher = dateien(tmp_path)
    for ziel in ("faelle", "site_src/quelle", ".", "vorlagen"):
        ende = fallbuch("quelle", ziel, cwd=tmp_path)
        assert ende.returncode == 2
        assert f"Der Aufruf nennt „{ziel}“." in ende.stderr
    assert dateien(tmp_path) == vorher


def test_auch_die_oeffentliche_quelle_wird_durchsucht(tmp_path: Path) -> None:
    """What must not leave the team does not leave it as Markdown either."""
    wurzel = kopiere_demo(tmp_path)
    (wurzel / "site_src/notiz.md").write_text("# Notiz\n\nMira kümmert sich um 1355.\n", encoding="utf-8")
    ende = fallbuch("quelle", "quelle", "--oeffentlich", cwd=wurzel)
    assert ende.returncode == 2
    assert "seiten/notiz.md:" in ende.stdout + ende.stderr
    assert "Die öffentliche Fassung verrät etwas" in ende.stderr
    assert [name for name in dateien(wurzel / "quelle") if not name.startswith(".")] == []


@BEIM_LANDEN
def test_kein_titel_wird_zu_html(tmp_path: Path) -> None:
    """MkDocs takes titles for HTML; some line ends of text would end a line of its settings."""
    wurzel = kopiere_demo(tmp_path)
    team = wurzel / "vorlagen/team.yml"
    team.write_text(
        team.read_text(encoding="utf-8").replace("name: Demo-Team", "name: Team <img src=x>"), encoding="utf-8"
    )
    (wurzel / "site_src/notiz.md").write_text('---\ntitle: "a\\u2028b <img src=x>"\n---\n\nText\n', encoding="utf-8")
    assert fallbuch("quelle", "q", cwd=wurzel).returncode == 0
    ende = baue_mit_mkdocs(wurzel / "q", "-q")
    assert ende.returncode == 0, ende.stdout
    seite = (wurzel / "q/site/notiz.html").read_text(encoding="utf-8")
    assert "a b &lt;img src=x&gt;" in seite
    assert "<img src=x" not in seite
