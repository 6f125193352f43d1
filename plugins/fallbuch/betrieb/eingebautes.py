"""What is compiled into a package: wheels bring lists of it along (https://peps.python.org/pep-0770/).

Of such a list only name, version, address and licence are taken: the rest tells of the machine on which it was built.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from importlib.metadata import Distribution
from typing import Any

from fallbuch.betrieb.lizenzen import Paketlizenz, lizenz_aus, zeichen_aus
from fallbuch.werte import dataclass


@dataclass(frozen=True, kw_only=True)
class Einbauteil:
    """A part of a package that is no package of Python: a crate of Rust, a library of C; `adresse` may be ""."""

    name: str
    fassung: str
    adresse: str
    lizenz: Paketlizenz


def eingebaut(paket: Distribution) -> tuple[Einbauteil, ...]:
    """Return what an installed package says is compiled into it, by name; nothing where it says nothing."""
    teile = {
        (teil.name, teil.fassung, teil.adresse): teil
        for datei in paket.files or ()
        if datei.parts[-2:-1] == ("sboms",) and datei.suffix == ".json" and datei.parts[0].endswith(".dist-info")
        for roh in _bauteile(paket.read_text("/".join(datei.parts[1:])) or "")
        if (teil := _als_teil(roh)) is not None
    }
    return tuple(teile[schluessel] for schluessel in sorted(teile))


def _bauteile(text: str) -> Iterator[dict[str, Any]]:
    try:
        liste = json.loads(text)
    except (ValueError, RecursionError):
        return
    bauteile = liste.get("components") if isinstance(liste, dict) else None
    yield from (b for b in bauteile if isinstance(b, dict)) if isinstance(bauteile, list) else ()


def _als_teil(roh: dict[str, Any]) -> Einbauteil | None:
    name, fassung, adresse = (wort if isinstance(wort := roh.get(feld), str) else "" for feld in ("name", "version", "purl"))  # fmt: skip
    if not name or name.startswith(("/", ".")):
        return None
    # Behind the question mark stands from where it was built, often a folder of another machine.
    adresse = adresse.partition("?")[0].partition("#")[0]
    return Einbauteil(name=name, fassung=fassung, adresse=adresse if adresse.startswith("pkg:") else "", lizenz=_lizenz(roh.get("licenses")))  # fmt: skip


def _lizenz(angaben: Any) -> Paketlizenz:
    worte = []
    for angabe in angaben if isinstance(angaben, list) else ():
        genannt = angabe.get("license", angabe) if isinstance(angabe, dict) else {}
        if isinstance(genannt, dict):
            if "expression" not in genannt and "id" not in genannt and (zeichen := zeichen_aus(_text(genannt))):
                genannt = {"id": zeichen}
            worte += [w for feld in ("expression", "id", "name") if isinstance(w := genannt.get(feld), str)][:1]
    # Several licences of one part hold together, unless an expression says otherwise.
    return lizenz_aus(" AND ".join(f"({w})" if " OR " in w and len(worte) > 1 else w for w in worte))


def _text(lizenz: dict[str, Any]) -> str:
    """Return the text that stands beside a licence without a name that anybody knows."""
    anhang = lizenz.get("text")
    if not isinstance(anhang, dict) or not isinstance(inhalt := anhang.get("content"), str):
        return ""
    try:
        return b64decode(inhalt).decode(errors="replace") if anhang.get("encoding") == "base64" else inhalt
    except ValueError:
        return ""
