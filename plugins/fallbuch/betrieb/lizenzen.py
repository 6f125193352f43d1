"""Under which licence a package is: what its own description says, as a sign of SPDX wherever that is certain."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from importlib.metadata import Distribution

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from fallbuch.werte import dataclass


class Weitergabe(StrEnum):
    """Whether somebody who has a package may hand it on."""

    ERLAUBT = "erlaubt"
    VERBOTEN = "verboten"
    UNKLAR = "unklar"


@dataclass(frozen=True, kw_only=True)
class Paketlizenz:
    """The licence of one package; `text` is an expression of SPDX where `spdx` says so, else the words that it uses itself."""

    text: str = ""
    spdx: bool = False

    @property
    def weitergabe(self) -> Weitergabe:
        """Whether it may be handed on; only what says so in a way that is known counts as allowed."""
        if _VERBOTEN.search(self.text) and " OR " not in self.text:
            return Weitergabe.VERBOTEN
        return Weitergabe.ERLAUBT if self.spdx or _FREI.search(self.text) else Weitergabe.UNKLAR


#: Not for sale, not to be changed, nobody's but the owner's.
_VERBOTEN = re.compile(
    r"proprietary|commercial|all rights reserved|-NC\b|-ND\b|\bBUSL-|\bSSPL-|^Elastic-|LicenseRef-|\bPolyForm-", re.I
)
#: Words of licences that allow it, without saying which of several.
_FREI = re.compile(
    r"\b(?:BSD|MIT|ISC|Apache|Mozilla|MPL|L?GPL|AGPL|General Public License|PSF|Python Software Foundation|Zope|Unlicense|Public Domain)\b"
)
_KLASSEN: Mapping[str, str] = {
    "MIT License": "MIT",
    "MIT No Attribution License (MIT-0)": "MIT-0",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
    "The Unlicense (Unlicense)": "Unlicense",
    "Historical Permission Notice and Disclaimer (HPND)": "HPND",
}
#: The sentence by which a licence is known where its name is missing. Nobody else begins like that.
_SAETZE: Mapping[str, str] = {
    "Permission is hereby granted, free of charge, to any person obtaining a copy of this software": "MIT",
    "Permission to use, copy, modify, and/or distribute this software for any purpose": "ISC",
    "UNICODE LICENSE V3 COPYRIGHT AND PERMISSION NOTICE": "Unicode-3.0",
}
_KURZ = 100


def lizenz_von(paket: Distribution) -> Paketlizenz:
    """Return the licence of an installed package: its expression, its field, its class, its licence file, in this order."""
    angaben = paket.metadata
    feld = " ".join((_feld(paket, "License")).split())
    klassen = [k.rpartition(" :: ")[2] for k in angaben.get_all("Classifier") or [] if k.startswith("License ::")]
    aus_klassen = {_KLASSEN.get(klasse, "") for klasse in klassen}
    for moeglich in (_feld(paket, "License-Expression"), feld, *(aus_klassen if len(aus_klassen) == 1 else ())):
        if ausdruck := _ausdruck(moeglich):
            return Paketlizenz(text=ausdruck, spdx=True)
    if ausdruck := _aus_datei(paket):
        return Paketlizenz(text=ausdruck, spdx=True)
    # Of „BSD License“ nobody knows how many clauses it has.
    worte = "" if feld.upper() == "UNKNOWN" else feld
    return Paketlizenz(
        text=worte if worte and len(worte) <= _KURZ and not klassen else ", ".join(klassen) or worte[:_KURZ]
    )


def _feld(paket: Distribution, name: str) -> str:
    return next(iter(paket.metadata.get_all(name) or ()), "")


def lizenz_aus(worte: str) -> Paketlizenz:
    """Return what somebody says of a licence, as an expression where it is one."""
    ausdruck = _ausdruck(worte)
    return Paketlizenz(text=ausdruck or worte[:_KURZ], spdx=bool(ausdruck))


def _ausdruck(text: str) -> str:
    """Return an expression of SPDX in its normal spelling, "" where the text is none."""
    try:
        # „Dual License“ and the like are words, not signs.
        return canonicalize_license_expression(text) if text and len(text) <= _KURZ else ""
    except InvalidLicenseExpression:
        return ""


def _aus_datei(paket: Distribution) -> str:
    namen = paket.metadata.get_all("License-File") or []
    return zeichen_aus("\n".join(paket.read_text(f"licenses/{name}") or paket.read_text(name) or "" for name in namen))


def zeichen_aus(text: str) -> str:
    """Return the sign of the licence that a text is, "" where it is none that is known, or more than one."""
    klar = " ".join(text.split())
    gefunden = {zeichen for satz, zeichen in _SAETZE.items() if satz in klar}
    return gefunden.pop() if len(gefunden) == 1 else ""
