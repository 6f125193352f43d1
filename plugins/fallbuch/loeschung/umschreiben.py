"""The one door to git-filter-repo: all states written anew, without some files and without some words."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import re
from collections.abc import Iterator, Mapping
from itertools import chain, count
from pathlib import Path
from typing import Any

from fallbuch.bestand.geloeschte import GELOESCHT
from fallbuch.einrichtung import Aufruffehler
from fallbuch.loeschung.lesarten import als_text
from fallbuch.loeschung.spuren import Spuren
from fallbuch.loeschung.vergangenheit import Vergangenheit
from fallbuch.text.git import git
from fallbuch.werte import dataclass

#: Stands in names of branches and tags, which may hold no brackets.
IM_NAMEN = "geloescht"
_WEG = "0" * 40
_REFART = re.compile(rb"refs/[^/]+/(?:origin/)?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Umschrift:
    """What came of it: the new name of each old state ("" where it is no more), and the files that changed or went."""

    staende: Mapping[str, str]
    geaenderte: frozenset[str]
    entfernte: frozenset[str]


def schreibe_um(ordner: Path, v: Vergangenheit) -> Umschrift:
    """Write all states of the repository in `ordner` anew, which must be a fresh copy. Raises `Aufruffehler` where that is not possible.

    Files of the cases go with all their versions; in all others, in messages, in people's names and in names of branches
    nothing of them remains.
    """
    try:
        import git_filter_repo as fr  # noqa: PLC0415 - an extra, and the one door to it
    except ImportError as fehler:
        raise Aufruffehler(
            "Für das Löschen aus der Geschichte fehlt das Paket git-filter-repo. Es kommt mit: pip install 'fallbuch[loeschen]'"
        ) from fehler
    namen, spuren, pfade = neue_namen(ordner, v.spuren), v.spuren_ausserhalb, v.pfade_weg
    geaenderte: set[str] = set()
    entfernte: set[str] = set()

    def datei(blob: Any, _: Any) -> None:
        objekt = blob.original_id.decode()
        neu = v.ersetzungen.get(objekt, blob.data) if v.kennt(objekt) else spuren.bereinigt(blob.data)
        if neu is None:
            entfernte.add(objekt)
            blob.skip()
        elif neu != blob.data:
            geaenderte.add(objekt)
            blob.data = neu

    def nachricht(roh: bytes) -> bytes:
        neu = spuren.bereinigt(roh)
        return b"(gel\xc3\xb6scht)\n" if neu is None else neu

    def mensch(roh: bytes) -> bytes:
        # A name of somebody may hold no brackets of an address.
        return spuren.ohne(als_text(roh)[0]).replace(GELOESCHT, IM_NAMEN).encode() if spuren.arten(roh) else roh

    worte = ["--force", "--quiet", "--invert-paths"] if pfade else ["--force", "--quiet"]
    for pfad in pfade:
        worte += ["--path", pfad]
    argumente = fr.FilteringOptions.parse_args(worte, error_on_empty=False)
    with (
        _in(ordner),
        _auf_deutsch(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        fr.RepoFilter(
            argumente,
            blob_callback=datei,
            message_callback=nachricht,
            name_callback=mensch,
            email_callback=mensch,
            refname_callback=lambda name: namen.get(name, name),
        ).run()
    return Umschrift(staende=_staende(ordner), geaenderte=frozenset(geaenderte), entfernte=frozenset(entfernte))


def neue_namen(ordner: Path, spuren: Spuren) -> dict[bytes, bytes]:
    """Return the new name of each branch and tag; where two could not stand beside each other one gets a number."""
    alle = git(ordner, "for-each-ref", "--format=%(refname)").split()
    bleiben = {name for name in alle if neuer_name(name, spuren) == name}
    ergebnis: dict[bytes, bytes] = {}
    for name in alle:
        ergebnis[name] = name
        if name not in bleiben:
            neu = neuer_name(name, spuren)
            vorn = _art(neu)
            flach = vorn + neu[len(vorn) :].replace(b"/", b"-")  # in no folder, and so in no other's way
            versuche = chain((neu, flach), (b"%s-%d" % (flach, nummer) for nummer in count(2)))
            vergebene = [*bleiben, *(andere for eigener, andere in ergebnis.items() if eigener != name)]
            ergebnis[name] = next(v for v in versuche if not any(_stossen_sich(v, andere) for andere in vergebene))
    return ergebnis


def _stossen_sich(einer: bytes, anderer: bytes) -> bool:
    """Tell whether two names are the same, or one is the folder of the other: git keeps names as files."""
    return einer == anderer or einer.startswith(anderer + b"/") or anderer.startswith(einer + b"/")


@contextlib.contextmanager
def _auf_deutsch() -> Iterator[None]:
    """The library ends the program where it cannot go on; here that is a sentence."""
    try:
        yield
    except SystemExit as ende:
        raise Aufruffehler(
            "Die neue Geschichte ließ sich nicht schreiben; der alte Ordner ist, wie er war. Ist auf dem Laufwerk noch Platz? „git fsck“ sagt, ob im alten Ordner etwas fehlt."
        ) from ende


def neuer_name(name: bytes, spuren: Spuren) -> bytes:
    """Return the name of a branch or tag with nothing of the cases in it."""
    vorn = _art(name)
    text = als_text(name[len(vorn) :])[0]
    neu = spuren.ohne(text)
    return name if neu == text else vorn + neu.replace(GELOESCHT, IM_NAMEN).encode()


def _art(name: bytes) -> bytes:
    """Return the beginning of a name that says what kind it is: that says git, and no human being."""
    art = _REFART.match(name)
    return art[0] if art is not None else b""


def _staende(ordner: Path) -> dict[str, str]:
    """Read which old state became which new one, and remove the program's own notes of it."""
    notizen = ordner / ".git/filter-repo"
    paare = [z.split() for z in (notizen / "commit-map").read_text().splitlines()[1:]]
    for datei in sorted(notizen.rglob("*"), reverse=True):
        datei.unlink() if not datei.is_dir() else datei.rmdir()
    notizen.rmdir()
    return {alt: "" if neu == _WEG else neu for alt, neu in paare}


@contextlib.contextmanager
def _in(ordner: Path) -> Iterator[None]:
    """Stand in a folder, as the library wants it, and let garbage be collected: it keeps each state in rings of its own."""
    davor, lief = os.getcwd(), gc.isenabled()
    os.chdir(ordner)
    gc.enable()
    try:
        yield
    finally:
        os.chdir(davor)
        if not lief:
            gc.disable()
