"""Two requests of the demo team and the comments that they get, for the handbook's pictures."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from markdown_it import MarkdownIt

WURZEL = Path(__file__).resolve().parent.parent

_RAHMEN = """<!doctype html>
<html lang="de"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Anfrage</title>
<style>
:root {{ color-scheme: light dark; --rand: #d0d7de; --kopf: #f6f8fa; --grund: #fff; --text: #1f2328; --leise: #59636e; --code: #818b981f; }}
@media (prefers-color-scheme: dark) {{ :root {{ --rand: #3d444d; --kopf: #151b23; --grund: #0d1117; --text: #f0f6fc; --leise: #9198a1; --code: #656c7666; }} }}
* {{ box-sizing: border-box; }}
body {{ margin: 0; padding: 16px; background: var(--grund); color: var(--text); font: 14px/1.45 "Liberation Sans", Arial, sans-serif; }}
main {{ max-width: 860px; margin: 0 auto; }}
h1 {{ font-size: 20px; margin: 0 0 12px; font-weight: 600; }}
h1 span {{ color: var(--leise); font-weight: 400; }}
article {{ border: 1px solid var(--rand); border-radius: 6px; }}
header {{ background: var(--kopf); border-bottom: 1px solid var(--rand); border-radius: 6px 6px 0 0; padding: 8px 16px; color: var(--leise); }}
header b {{ color: var(--text); }}
section {{ padding: 4px 16px 12px; }}
h3 {{ font-size: 16px; margin: 14px 0 6px; }}
ul {{ margin: 0 0 8px; padding-left: 24px; }}
li {{ margin: 2px 0; }}
code {{ background: var(--code); border-radius: 4px; padding: 1px 5px; font: 12px "Liberation Mono", monospace; overflow-wrap: anywhere; }}
summary {{ cursor: pointer; margin: 10px 0; font-weight: 600; }}
</style>
<main><h1>{titel} <span>#{nummer}</span></h1><article><header><b>fallbuch</b> hat kommentiert</header><section>
{inhalt}
</section></article></main></html>
"""


def kommentare(ordner: Path) -> Mapping[str, str]:
    """Return name of the picture → Markdown of the comment, from a copy of the demo team below `ordner`."""
    return {name: _kommentar(ordner / name, tue) for name, (_, _, tue) in _ANFRAGEN.items()}


def seite(name: str, markdown: str) -> str:
    """Return a page that shows a comment much as a forge does."""
    titel, nummer, _ = _ANFRAGEN[name]
    inhalt = MarkdownIt("commonmark", {"html": True}).render(markdown)
    return _RAHMEN.format(titel=titel, nummer=nummer, inhalt=inhalt)


def _kommentar(team: Path, tue: Callable[[Path], None]) -> str:
    for name in ("faelle", "vorlagen", "site_src", "statistik"):
        shutil.copytree(WURZEL / name, team / name)
    _git(team, "init", "-q", "-b", "main")
    _git(team, "add", "-A")
    # Of the same moment every time, so that the state has the same name.
    _git(team, "commit", "-q", "-m", "Stand")
    tue(team)
    befehl = [sys.executable, "-m", "fallbuch.cli", "vergleichen", "main", "--format", "markdown"]
    return subprocess.run(befehl, cwd=team, check=True, capture_output=True, text=True).stdout


def _git(team: Path, *worte: str) -> None:
    tag = "2026-06-30T08:00:00+0000"
    wer = {"GIT_AUTHOR_DATE": tag, "GIT_COMMITTER_DATE": tag, "PATH": _pfad()}
    person = ("-c", "user.name=Jana", "-c", "user.email=jana@example.org", "-c", "core.autocrlf=false")
    subprocess.run(["git", *person, *worte], cwd=team, check=True, capture_output=True, env=wer)


def _pfad() -> str:
    return str(Path(shutil.which("git") or "/usr/bin/git").parent)


def _faelle(team: Path, merkmal: str, wieviele: int, ohne: str = "\0") -> list[Path]:
    """Return the first open cases in which something stands."""
    alle = sorted((team / "faelle").glob("*.md"))
    texte = ((pfad, pfad.read_text(encoding="utf-8")) for pfad in alle)
    gefunden = [
        p for p, t in texte if "Status: in Beratung" in t and re.search(merkmal, t, re.MULTILINE) and ohne not in t
    ]
    return gefunden[:wieviele]


def _alltag(team: Path) -> None:
    """What somebody does on a Tuesday, and one slip."""
    (stufe,) = _faelle(team, r"^Betreuungsstufe: IG$", 1)
    _ersetze(stufe, "Betreuungsstufe: IG\n", "Betreuungsstufe: IK\n")
    (zusage,) = _faelle(team, r"^- \[ \] ", 1)
    _ersetze(zusage, "- [ ] ", "- [x] ")
    frei = [p for p in _faelle(team, "^## 2026-0[45]", 9) if p not in {stufe, zusage}]
    with frei[0].open("a", encoding="utf-8") as datei:
        datei.write("\n## 2026-06-30 Telefonat\n\nHat zwei Bewerbungen verschickt.\n")
    _ersetze(frei[1], "Erstkontakt: 2", "Erstkontakt: 3")
    weg = frei[2].read_text(encoding="utf-8")
    frei[2].write_text(weg[: weg.rindex("\n## ")], encoding="utf-8")
    for pfad in frei[3:6]:
        pfad.write_text(pfad.read_text(encoding="utf-8").replace("\n- ", "\n* "), encoding="utf-8")


def _frist(team: Path) -> None:
    regeln = "regeln:\n  kontakt-ik:\n    frist: 8 Wochen\n"
    (team / "vorlagen/regelwerk.yml").write_text(regeln, encoding="utf-8")


def _ersetze(pfad: Path, alt: str, neu: str) -> None:
    text = pfad.read_text(encoding="utf-8")
    pfad.write_text(text.replace(alt, neu, 1), encoding="utf-8")


#: Name of the picture → title and number of the request, and what it does.
_ANFRAGEN: Mapping[str, tuple[str, int, Callable[[Path], None]]] = {
    "anfrage": ("Einträge vom Dienstag", 41, _alltag),
    "regel": ("Menschen mit Förderbedarf alle acht Wochen sprechen", 42, _frist),
}
