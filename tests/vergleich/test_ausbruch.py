"""Nothing of a team's files can break out of a comment, tried with a parser that reads it as the forges do."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from fallbuch.vergleich.ausgabe import MARKE, als_markdown
from fallbuch.vergleich.bericht import bericht
from tests.cli.aufruf import im_prozess
from tests.git import git
from tests.vergleich.hilfen import fall, lege_an, verglichen

BOSHEITEN = (
    "@alle",
    "https://example.org/x",
    "www.example.org",
    "geheim@example.org",
    "[Link](http://x.y)",
    "![Bild](http://x.y/z.png)",
    "[x]: http://x.y",
    "</details>",
    "</code></summary><img src=x onerror=y>",
    "<!-- fallbuch:vergleich -->",
    "-->",
    "| a | b |",
    "``` x",
    "` ` x `` y",
    "`",
    "``",
    "\\`x",
    "x`",
    "\u202eab\u2066cd",
    "\u200b@a\u200d",
    "\x1b[31mrot",
    "a\u2028b\u0085c",
    "#1 !2 ~3 %4 $5 &6 team/haus#7 GH-8",
    "- [ ] x",
    "# Titel",
    "1. x",
    "***",
    "~~~",
    "> x",
    ":smile: :+1:",
    "&lt;b&gt; &#64;alle",
    "*a* _b_ ~~c~~",
    "::error file=x::y",
)
_UNSICHTBAR = {"Cc", "Cf", "Zl", "Zp"}


def alle(tokens: list[Token]) -> list[Token]:
    return [t for token in tokens for t in (token, *alle(token.children or []))]


@pytest.mark.parametrize("boses", BOSHEITEN)
def test_auch_aus_dem_wochenblatt_nicht(tmp_path: Path, boses: str) -> None:
    """Of a case it shows who is responsible, whatever stands there; of the team its name."""
    wort = json.dumps(boses)
    wurzel = lege_an(tmp_path / "team", _4711=fall(Berater=wort))
    (wurzel / "vorlagen/team.yml").write_text(f"name: {wort}\nberater:\n  {wort}: {{}}\n", encoding="utf-8")
    code, ausgabe = im_prozess("faellig", "--woche", "--format", "markdown", "--stichtag", "2026-03-30", cwd=wurzel)
    assert (code, "**4711**" in ausgabe) == (0, True)
    tokens = alle(MarkdownIt("gfm-like", {"html": True, "linkify": True}).parse(ausgabe))
    assert not {t.type for t in tokens} & {
        "link_open",
        "image",
        "html_block",
        "html_inline",
        "table_open",
        "fence",
        "s_open",
        "em_open",
    }
    frei = " ".join(t.content for t in tokens if t.type == "text")
    assert not re.search(r"@|[#!~%$&]\w|://|www\.", frei), frei


@pytest.mark.parametrize("boses", BOSHEITEN)
def test_nichts_bricht_aus(tmp_path: Path, boses: str) -> None:
    """The same words as name of a counsellor, a list, a setting, a rule, a process, an employer, a file."""
    wurzel = lege_an(tmp_path / "team", _4711=fall())
    wort = json.dumps(boses)
    (wurzel / "vorlagen/team.yml").write_text(
        f"name: {wort}\nhinweis: {wort}\nberater:\n  Jana: {{}}\n  {wort}: {{}}\nkanaele:\n  Beratungstag: {{}}\n  {wort}: {{}}\n",
        encoding="utf-8",
    )
    (wurzel / "vorlagen/regelwerk.yml").write_text(
        f"stufen:\n  {wort}: {{}}\nregeln:\n  kontakt-ik:\n    titel: {wort}\n    frist: 4 Wochen\n", encoding="utf-8"
    )
    (wurzel / "vorlagen/arbeitgeber.yml").write_text(f"arbeitgeber:\n  {wort}: {{}}\n", encoding="utf-8")
    text = fall(Berater=wort, Betreuungsstufe=wort, Zugangsweg=wort).replace(
        "## 2026-01-12 Erstgespräch (Jana)", f"## 2026-01-12 {boses} ({boses})"
    )
    (wurzel / "faelle/4711.md").write_text(
        f"{text}\n## 2026-02-01 {boses}\n\n{boses}\n\n{boses}: {boses}\n", encoding="utf-8"
    )
    name = boses.replace("/", "-").replace("\x1b", "")
    prozesse = wurzel / "site_src/prozesse"
    prozesse.mkdir(parents=True)
    (prozesse / "p.md").write_text(f"---\nName: {wort}\nGruppe: {wort}\n---\n\n{boses}\n", encoding="utf-8")
    (wurzel / f"{name}.txt").write_text("x", encoding="utf-8")
    (wurzel / f"faelle/{name}.md").write_text(fall("4712"), encoding="utf-8")
    # A name that is no text at all.
    Path(os.fsdecode(bytes(wurzel) + b"/\xff\xfe.txt")).write_text("x", encoding="utf-8")
    git(wurzel, "add", "-A")
    git(wurzel, "commit", "-qm", "x")

    kommentar = als_markdown(bericht(verglichen(wurzel, "HEAD~1")))

    assert not [z for z in kommentar if z != "\n" and unicodedata.category(z) in _UNSICHTBAR]
    md = MarkdownIt("gfm-like", {"html": True, "linkify": True})
    tokens = alle(md.parse(kommentar))
    html = [t.content.strip() for t in tokens if t.type in {"html_block", "html_inline"}]
    assert html[0] == MARKE
    for stueck in html[1:]:
        assert re.fullmatch(r"<details><summary>[\wäöüÄÖÜß :]+ \(\d+\)</summary>|</details>", stueck), stueck
    assert html.count("</details>") == len([h for h in html if h.startswith("<details>")])
    arten = {t.type for t in tokens}
    assert arten <= {
        "html_block", "inline", "text", "code_inline", "strong_open", "strong_close", "paragraph_open", "paragraph_close",
        "heading_open", "heading_close", "bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close", "softbreak",
    }  # fmt: skip
    frei = " ".join(t.content for t in tokens if t.type == "text")
    assert not re.search(r"[@#!~%$&<>|\\`]|://|www\.", frei), frei
    # It is there all the same, and whole: in code, where it means nothing.
    code = [t.content for t in tokens if t.type == "code_inline"]
    kern = "".join("\ufffd" if unicodedata.category(z) in _UNSICHTBAR else z for z in boses)
    kern = re.sub("^:(?=:)", ": ", kern)
    assert any(re.sub(r"\s+", " ", kern).replace("|", "¦").strip()[:12] in c for c in code), (kern, code)
    assert kommentar.count(MARKE) - 1 == sum(c.count(MARKE) for c in code)
