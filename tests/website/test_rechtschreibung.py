"""Every German page is read once by a spell checker, with a list of the field's own words beside the dictionary."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.conftest import Einmal
from tests.website.test_prozesse import baue_vorbilder

WOERTER = Path(__file__).parent.parent / "woerter.txt"
_WORT = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
#: Not prose: code, commands, addresses, what only a program reads.
_UEBERGANGEN = frozenset({"script", "style", "code", "pre", "head", "svg", "nav", "header", "footer", "noscript"})


class _Leser(HTMLParser):
    """Collects the words of a page's prose."""

    def __init__(self) -> None:
        super().__init__()
        self.worte: set[str] = set()
        self._tiefe = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tiefe += tag in _UEBERGANGEN

    def handle_endtag(self, tag: str) -> None:
        self._tiefe -= tag in _UEBERGANGEN

    def handle_data(self, data: str) -> None:
        if not self._tiefe:
            # Addresses, files and options are no words.
            text = re.sub(
                r"\S*(?://|\.(?:md|yml|html|pdf|ics)\b|@|/[a-z])\S*|--[a-z]\S*", " ", data.replace("\u00ad", "")
            )
            self.worte.update(_WORT.findall(text))


def worte_der_seite(html: str) -> set[str]:
    leser = _Leser()
    leser.feed(html.replace("–", " ").replace("→", " "))
    return leser.worte


def unbekannte(worte: set[str], liste: Path = WOERTER) -> list[str]:
    """Return the words that neither the dictionary nor the list knows; a compound with hyphens by its parts."""
    teile = {teil for wort in worte for teil in re.findall(r"[A-Za-zÀ-ž]{2,}", wort)}
    eigene = {z.strip() for z in liste.read_text(encoding="utf-8").splitlines() if z.strip() and not z.startswith("#")}
    ende = subprocess.run(
        ["hunspell", "-d", "de_DE,de_AT", "-i", "utf-8", "-l"], input="\n".join(sorted(teile - eigene)), text=True, encoding="utf-8",
        capture_output=True, check=True,
    )  # fmt: skip
    return sorted(set(ende.stdout.split()))


@pytest.fixture(scope="module", autouse=True)
def _hunspell() -> None:
    if shutil.which("hunspell") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("hunspell is missing, and CI=true does not allow to skip this test")
        pytest.skip("hunspell fehlt; auf Debian: sudo apt install hunspell hunspell-de-de hunspell-de-at")


def _falsche(ordner: Path) -> dict[str, list[str]]:
    """Return the unknown words of a site, each with two pages on which it stands."""
    gefunden: dict[str, set[str]] = {}
    for pfad in sorted(ordner.rglob("*.html")):
        for wort in worte_der_seite(pfad.read_text(encoding="utf-8")):
            gefunden.setdefault(wort, set()).add(pfad.relative_to(ordner).as_posix())
    assert len(gefunden) > 3000, "the pages have been read"
    return {
        f: sorted(
            {ort for wort, seiten in gefunden.items() if f in re.findall(r"[A-Za-zÀ-ž]{2,}", wort) for ort in seiten}
        )[:2]
        for f in unbekannte(set(gefunden))
    }


def test_jede_seite_ist_richtig_geschrieben(demoteam: Path) -> None:
    assert _falsche(demoteam / "site") == {}


def test_auch_die_vorbilder(einmal: Einmal) -> None:
    assert _falsche(einmal("vorbilder", baue_vorbilder) / "team/site") == {}


def test_ein_fehler_faellt_auf() -> None:
    assert worte_der_seite("<p>Ein Feler und <code>fallbuch</code> in <b>Telefon-Gespräch</b>.</p>") == {
        "Ein",
        "Feler",
        "und",
        "in",
        "Telefon-Gespräch",
    }
    assert unbekannte({"Ein", "Feler", "Telefon-Gespräch"}) == ["Feler"]


def test_die_liste_ist_sortiert_und_enthaelt_nur_noetiges() -> None:
    eigene = [z for z in WOERTER.read_text(encoding="utf-8").splitlines() if z and not z.startswith("#")]
    assert eigene == sorted(set(eigene), key=lambda wort: (wort.casefold(), wort))
    assert unbekannte(set(eigene), WOERTER.with_name("__init__.py")) == sorted(eigene), (
        "the dictionary knows the others"
    )
