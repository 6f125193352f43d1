"""A package: what one team hands in for one quarter. Counts of cells, no row about anybody, no text."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from fallbuch.befund import lesbar
from fallbuch.statistik.verbund import LISTEN, Woerter, wortliste
from fallbuch.statistik.zellen import Zaehlort, Zellgroesse
from fallbuch.werte import dataclass
from fallbuch.zeit import datum_aus

FORM = 2
ENDUNG = ".age"
_QUARTAL = re.compile(r"[0-9]{4}Q[1-4]")
_HOECHSTENS = 10**9
#: Longer is no word of any list.
LAENGSTES_WORT = 120
#: Of so many bytes is every package but a very large one: how long something is, encrypting does not hide.
_LAENGE = 64 * 1024


NOCH_EINMAL = "Bitten Sie das Team, es noch einmal abzugeben."


class Paketfehler(Exception):
    """Bytes are no package, or no good one; the message says why and what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Paket:
    """What one team hands in for one quarter; a higher `fassung` takes the place of a lower one."""

    verbund: str
    team: str
    quartal: str
    fassung: int
    #: Hashes of what was agreed, and of the team's own rules.
    vereinbarung: str
    regeln: str
    #: The common words by which it was counted: its lines are to be read by these, whatever was agreed since.
    woerter: Woerter
    gezaehlt_am: date
    programm: str
    zahlen: Mapping[Zaehlort, int]
    #: Field and word of the team that is called nothing in common → how many people.
    nicht_zuordenbar: Mapping[tuple[str, str], int]

    def als_bytes(self) -> bytes:
        """Return it as it is encrypted: JSON, the same bytes for the same counts, and of a length that tells of none of them."""
        werte = {
            "form": FORM, "verbund": self.verbund, "team": self.team, "quartal": self.quartal, "fassung": self.fassung,
            "vereinbarung": self.vereinbarung, "regeln": self.regeln, "gezaehlt_am": str(self.gezaehlt_am), "programm": self.programm,
            "woerter": {liste: dict(worte) for liste, worte in self.woerter.items()},
            "nicht_zuordenbar": [[*ort, zahl] for ort, zahl in sorted(self.nicht_zuordenbar.items())],
            "zahlen": [[z.tabelle, z.zeile, z.spalte, z.groesse, zahl] for z, zahl in sorted(self.zahlen.items())],
        }  # fmt: skip
        inhalt = json.dumps(werte, ensure_ascii=False, separators=(",", ":")).encode()
        laenge = _LAENGE
        while laenge <= len(inhalt):
            laenge *= 2
        return inhalt.ljust(laenge - 1) + b"\n"

    @property
    def wortliste(self) -> str:
        """Return a hash of its words: counts are added where it is the same."""
        return wortliste(self.woerter)

    @property
    def inhalt(self) -> bytes:
        """What of it counts, whoever counted when: by this two versions are compared."""
        return json.dumps([sorted((*z_als_liste(z), n) for z, n in self.zahlen.items()), sorted((*o, n) for o, n in self.nicht_zuordenbar.items()), self.vereinbarung, self.wortliste]).encode()  # fmt: skip

    def als_fassung(self, fassung: int) -> Paket:
        """Return the same as another version."""
        return replace(self, fassung=fassung)


def pruefwert(paket: Paket) -> str:
    """Return a hash of what counts of a package, whoever counted it when."""
    return hashlib.sha256(paket.inhalt).hexdigest()[:32]


def z_als_liste(z: Zaehlort) -> tuple[str, str, str, str]:
    """Return a cell as plain texts."""
    return z.tabelle, z.zeile, z.spalte, z.groesse


def aus_bytes(inhalt: bytes) -> Paket:
    """Read a package; raises `Paketfehler`."""
    try:
        werte = json.loads(inhalt)
    except (ValueError, RecursionError) as fehler:
        raise Paketfehler(f"Der Inhalt ist kein vollständiges Paket. {NOCH_EINMAL}") from fehler
    if not isinstance(werte, dict) or werte.get("form") != FORM:
        form = lesbar(str(werte.get("form")), 20) if isinstance(werte, dict) else "keine"
        raise Paketfehler(
            f"Der Inhalt hat eine andere Form ({form}). Erwartet: ein Paket der Form {FORM}. Das Team hat eine andere Version des Programms; geben Sie ihm die von hier, oder nehmen Sie seine."
        )
    tag = datum_aus(_text(werte, "gezaehlt_am"))
    quartal, fassung = _text(werte, "quartal"), werte.get("fassung")
    if tag is None or not _QUARTAL.fullmatch(quartal):
        gefunden = f"„{lesbar(quartal, 20)}“ und „{lesbar(str(werte['gezaehlt_am']), 20)}“"
        raise Paketfehler(
            f"Quartal oder Tag sind nicht lesbar: {gefunden}. Erwartet: zum Beispiel 2026Q2 und 2026-07-01. {NOCH_EINMAL}"
        )
    if type(fassung) is not int or not 1 <= fassung < _HOECHSTENS:
        raise Paketfehler(f"Die Fassung ist keine Zahl von 1 bis 999.999.999. {NOCH_EINMAL}")
    return Paket(
        verbund=_text(werte, "verbund"),
        team=_text(werte, "team"),
        quartal=quartal,
        fassung=fassung,
        vereinbarung=_text(werte, "vereinbarung"),
        regeln=_text(werte, "regeln"),
        woerter=_woerter(werte.get("woerter")),
        gezaehlt_am=tag,
        programm=_text(werte, "programm"),
        zahlen={_ort(*ort): zahl for ort, zahl in _zahlen(werte.get("zahlen"), 4)},
        nicht_zuordenbar={(ort[0], ort[1]): zahl for ort, zahl in _zahlen(werte.get("nicht_zuordenbar"), 2)},
    )


@lru_cache(maxsize=65_536)
def _ort(*worte: str) -> Zaehlort:
    """Return a cell; packages name the same ones again and again, and ten thousand of them are held at a time."""
    return Zaehlort(*worte)


def _text(werte: Mapping[str, Any], name: str) -> str:
    wert = werte.get(name)
    if not isinstance(wert, str) or not wert.strip() or len(wert) > 200 or not wert.isprintable():
        raise Paketfehler(f"Die Angabe „{name}“ fehlt oder ist kein kurzer Text. {NOCH_EINMAL}")
    return wert


def _woerter(listen: object) -> Woerter:
    """Return the common words by list, each with what teams call it."""
    try:
        alle = {liste: {wort: tuple(andere) for wort, andere in worte.items()} for liste, worte in listen.items()}  # type: ignore[attr-defined]  # what is none, fails
    except (AttributeError, TypeError) as fehler:
        raise Paketfehler(f"Die gemeinsamen Wörter fehlen. {NOCH_EINMAL}") from fehler
    if not all(liste in LISTEN and all(map(_ist_wort, worte)) for liste, worte in alle.items()) or not all(_ist_wort(w) for worte in alle.values() for andere in worte.values() for w in andere):  # fmt: skip
        raise Paketfehler(f"Ein gemeinsames Wort ist nicht lesbar. {NOCH_EINMAL}")
    return alle


def _ist_wort(wort: object) -> bool:
    return isinstance(wort, str) and 0 < len(wort) <= LAENGSTES_WORT and wort.isprintable()


def _zahlen(zeilen: object, worte: int) -> Sequence[tuple[Sequence[str], int]]:
    """Return lines of words with a count behind, each once."""
    if not isinstance(zeilen, list):
        raise Paketfehler(f"Die Zahlen fehlen. {NOCH_EINMAL}")
    ergebnis: dict[tuple[str, ...], int] = {}
    for zeile in zeilen:
        gut = isinstance(zeile, list) and len(zeile) == worte + 1 and all(w == "" or _ist_wort(w) for w in zeile[:-1])  # fmt: skip
        if not gut or type(zeile[-1]) is not int or not 0 < zeile[-1] < _HOECHSTENS:
            raise Paketfehler(f"Eine Zeile der Zahlen ist nicht lesbar. Erwartet: Wörter und dahinter eine Anzahl ab 1. {NOCH_EINMAL}")  # fmt: skip
        if tuple(zeile[:-1]) in ergebnis:
            raise Paketfehler(f"Eine Zelle steht zweimal da: {lesbar(' / '.join(filter(None, zeile[:-1])), 120)}. {NOCH_EINMAL}")  # fmt: skip
        ergebnis[tuple(zeile[:-1])] = zeile[-1]
    return list(ergebnis.items())


GROESSEN = frozenset(map(str, Zellgroesse))
