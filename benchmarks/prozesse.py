"""Measures what a process page costs beside a page of the same content that somebody wrote for mkdocs, in one run.

Usage: make benchmark, or python -m benchmarks.prozesse [NUMBER OF PROCESSES]. That one costs no more than the other, the
tests show by counting (tests/website/test_zweihundert.py).
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

ANZAHL = 200
_DATEIEN = {
    "vorlagen/team.yml": "name: Testteam\nberater:\n  Jana: {}\n  Ole: {}\nkanaele:\n  Beratungstag: {}\n",
    "mkdocs.yml": "site_name: Viele\ndocs_dir: site_src\ntheme: {name: material, language: de}\n"
    "plugins:\n  - search: {lang: de}\n  - fallbuch: {stichtag: 2026-06-30}\n",
}
_TEXT = (
    "\n## Schritte\n\n"
    + "".join(f"{n}. Schritt {n} mit *Betonung* und einem [Verweis](../hilfsmittel/leitfaden.md).\n" for n in range(1, 9))
    + "\n## Gelingensfaktoren\n\n- Früh fragen (Kennzahl: Beginn)\n- Weiter fragen (Kennzahl: Dauer)\n"
)  # fmt: skip


def _beschreibung(nummer: int, anzahl: int) -> str:
    davor = f"Vorgänger: [Prozess {nummer - 1}]\n" if nummer else ""
    danach = f"Nachfolger: [Prozess {nummer + 1}]\n" if nummer < anzahl - 1 else ""
    eingabe = f"[Ergebnis {nummer - 1}]" if nummer else "[Anlass (von außen)]"
    return (
        f"---\nName: Prozess {nummer}\nBeschreibung: Der Prozess Nummer {nummer}.\n{davor}Eingabe: {eingabe}\nAusgabe: [Ergebnis {nummer}]\n"
        f"{danach}Hilfsmittel: [Leitfaden Beratung, Folgetermin]\nGruppe: Viele\nRegeln: [Kontakt]\n---\n{_TEXT}"
    )


def _schreibe(wurzel: Path, dateien: Mapping[str, str]) -> Path:
    for name, text in (_DATEIEN | dict(dateien)).items():
        (wurzel / name).parent.mkdir(parents=True, exist_ok=True)
        (wurzel / name).write_text(text, encoding="utf-8", newline="")
    return wurzel


def leeres_team(wurzel: Path) -> Path:
    """Write a team that describes no process of its own."""
    (wurzel / "site_src").mkdir(parents=True)
    return _schreibe(wurzel, {})


def team_mit_prozessen(wurzel: Path, anzahl: int) -> Path:
    """Write a team with so many processes, each following the one before."""
    return _schreibe(wurzel, {f"site_src/prozesse/p{n:03}.md": _beschreibung(n, anzahl) for n in range(anzahl)})


def team_mit_seiten(wurzel: Path, gebaut: Path) -> Path:
    """Write a team whose pages have the content of the processes that were built in `gebaut`."""
    seiten = {f"site_src/seiten/{p.stem}.md": _als_markdown(p) for p in (gebaut / "site/prozesse").glob("p*.html")}
    return _schreibe(wurzel, seiten)


def _als_markdown(pfad: Path) -> str:
    """Return a page's content as somebody would write it: its texts as Markdown, its picture as it is."""
    form = r'<article class="md-typeset" id="inhalt" tabindex="-1">(.*)</article>'
    artikel = re.search(form, pfad.read_text(encoding="utf-8"), re.DOTALL)
    if artikel is None:
        raise SystemExit(f"{pfad} has no content")
    html = re.sub(r"</?(?:section|div|ul|ol|dl|dt|dd|p|span|strong|em)[^>]*>", "", artikel[1])
    html = re.sub(r"<li>(.*?)</li>", r"\n- \1\n", html, flags=re.DOTALL)
    html = re.sub(r"<h([12])[^>]*>(.*?)</h\1>", lambda t: f"\n{'#' * int(t[1])} {t[2]}\n", html)
    html = re.sub(r'<a href="([^"]*)\.html([^"]*)">([^<]*)</a>', r"[\3](\1.md\2)", html)
    text = html.replace("](p", "](../prozesse/p") if "prozesse" in html else html
    return re.sub(r"\]\((?:\.\./prozesse/)?(p\d+)\.md", r"](\1.md", text)


def baue(wurzel: Path) -> None:
    """Build the site in this process, strictly."""
    with contextlib.chdir(wurzel):
        build(load_config(str(wurzel / "mkdocs.yml"), strict=True))


def bauzeit(wurzel: Path) -> float:
    """Return the processor seconds of the faster of two builds."""
    zeiten = []
    for _ in range(2):
        beginn = time.process_time()
        with contextlib.redirect_stderr(io.StringIO()):
            baue(wurzel)
        zeiten.append(time.process_time() - beginn)
    return min(zeiten)


def main(anzahl: int) -> None:
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    with tempfile.TemporaryDirectory() as name:
        ordner = Path(name)
        grund = bauzeit(leeres_team(ordner / "leer"))
        mit_prozessen = bauzeit(team_mit_prozessen(ordner / "prozesse", anzahl))
        mit_seiten = bauzeit(team_mit_seiten(ordner / "seiten", ordner / "prozesse"))
    je_prozess, je_seite = (1000 * (dauer - grund) / anzahl for dauer in (mit_prozessen, mit_seiten))
    print("| Seiten | je Prozess | je geschriebener Seite | Verhältnis |")
    print("| ---: | ---: | ---: | ---: |")
    print(f"| {anzahl} | {je_prozess:.1f} ms | {je_seite:.1f} ms | {je_prozess / je_seite:.2f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ANZAHL)
