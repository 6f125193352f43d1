"""What the tests have ready before a call of the program: modules, patterns, pages of the handbook, and a clock that stands still."""

from __future__ import annotations

import contextlib
import gc
import os
import pkgutil
import shutil
import sys
import tempfile
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from datetime import date, datetime, tzinfo
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.hilfen import HEUTE, TEAM_YML

WURZEL = Path(__file__).parent.parent
#: What commands and builds load besides the program's own modules.
_GELADEN = ("filelock",
    "mkdocs.commands.build", "mkdocs.commands.serve", "icalendar", "xlsxwriter", "resvg_py", "click._textwrap",
    "encodings.cp437", "encodings.unicode_escape",
)  # fmt: skip


def halte_die_uhren_an(tag: date = HEUTE) -> None:
    """Let it always be `tag` for the program: what tests find shall not hang on the day."""
    from fallbuch import uhr

    class Damals(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Damals:
            return cls(tag.year, tag.month, tag.day, 12, tzinfo=tz)

    uhr.datetime = Damals  # type: ignore[attr-defined]


def merke_seiten() -> None:
    """Set each page that people wrote once: each build, and each desk that is opened, sets the whole handbook anew.

    What is kept is what the program itself has made of the very same text, and only as long as it is told the same of
    each page that the text leads to. The same goes for the public pages of no team at all, and for the words in them.
    """
    from fallbuch.leckprobe import seiten as probe
    from fallbuch.leckprobe.bekannt import Bekanntes
    from fallbuch.website import bauen, dokument, ohne_team

    ohne = cache(ohne_team.seiten_ohne_team)
    bauen.seiten_ohne_team = lambda: list(ohne())  # type: ignore[attr-defined]
    erstes = cache(Bekanntes)

    def bekanntes(texte: Iterable[str], dazu: Bekanntes | None = None) -> Bekanntes:
        return erstes(tuple(texte)) if dazu is None else Bekanntes(texte, dazu)

    probe.Bekanntes = bekanntes  # type: ignore[attr-defined, assignment]
    setze, gemerkte = dokument._gesetzt, defaultdict[str, list[tuple[dict[str, bool], dokument.Schriftseite]]](list)

    def gesetzt(text: str, gibt_es: Callable[[str], bool], *rest: Any, roh: bool) -> dokument.Schriftseite:
        if not roh:
            return setze(text, gibt_es, *rest, roh=roh)
        for antworten, seite in gemerkte[text]:
            if all(gibt_es(pfad) is antwort for pfad, antwort in antworten.items()):
                return seite
        gefragt: dict[str, bool] = {}

        def frage(pfad: str) -> bool:
            gefragt[pfad] = gibt_es(pfad)
            return gefragt[pfad]

        seite = setze(text, frage, *rest, roh=roh)
        gemerkte[text].append((gefragt, seite))
        return seite

    dokument._gesetzt = gesetzt  # type: ignore[assignment]


def lade_alles() -> None:
    """Load each module of the program, and keep what it only works out once: a command loads its own when it is called.

    Nothing of a team is kept, and nothing that is written down: the first call of all works in an empty folder.
    """
    import fallbuch

    sys.modules["readline"] = ModuleType("readline")  # it looks at the terminal when it is loaded: see `_werde`
    eigene = (m.name for m in pkgutil.walk_packages(fallbuch.__path__, "fallbuch."))
    for name in (*(n for n in eigene if not n.endswith("__main__") and ".vorgaben" not in n), *_GELADEN):
        __import__(name)
    del sys.modules["readline"]
    from fallbuch.cli.haupt import main
    from fallbuch.text.zwischenspeicher import programm
    from fallbuch.website.darstellung import SEITENVORLAGEN

    programm()
    for name in SEITENVORLAGEN._umgebung.list_templates():
        SEITENVORLAGEN._umgebung.get_template(name)
    davor = os.getcwd()
    with (
        tempfile.TemporaryDirectory() as ordner,
        open(os.devnull, "w", encoding="utf-8") as nichts,
        contextlib.redirect_stdout(nichts),
        contextlib.redirect_stderr(nichts),
    ):
        os.chdir(ordner)
        os.mkdir("faelle")
        with contextlib.suppress(SystemExit):
            main(["heute", "--ohne-zwischenspeicher"])
        os.chdir(davor)
    gc.freeze()  # what is shared by all children need not be copied for the collector's sake


def waerme_vor() -> None:
    """Draw all pages of the shipped demo team once: each child finds patterns compiled and the handbook's pages set.

    What hangs on the team itself is thrown away, and nothing is written down.
    """
    from fallbuch.einrichtung import richte_ein
    from fallbuch.leckprobe import seiten as probe
    from fallbuch.regelwerk.laden import lade_vorlagen
    from fallbuch.regelwerk.vokabular import TEAMDATEI
    from fallbuch.website import bauen
    from fallbuch.website.seiten import Sicht

    lade_vorlagen({TEAMDATEI: TEAM_YML.encode()})
    probe.Bekanntes(bauen.seiten_ohne_team())  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as ordner:
        for name in ("faelle", "vorlagen", "site_src", "statistik"):
            shutil.copytree(WURZEL / name, f"{ordner}/{name}")
        for sicht in Sicht:
            deque(bauen.Bau(richte_ein(Path(ordner)), sicht, stichtag=None, heute=HEUTE).website.dateien(), maxlen=0)
    gc.collect()
    gc.freeze()
