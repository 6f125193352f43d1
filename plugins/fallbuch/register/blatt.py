"""A sheet of the register: the released figures of a period, with all that is needed to show them later."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Any

from fallbuch.register.form import FalscherWert, als_werte, aus_werten, wie
from fallbuch.statistik.kennzahl import Kennzahl, Kern, Leitfrage, Tabelle
from fallbuch.statistik.los import SCHRITT
from fallbuch.statistik.tabelle import Schutzregeln, Schutztabelle, Schutzwert, Verdeckt
from fallbuch.statistik.zeitraum import Zeitraum, Zeitraumart
from fallbuch.werte import dataclass
from fallbuch.zeit import quartal_aus

#: The form of the file, and the one before it; a program that does not know it reads nothing.
FORM, _FRUEHER = 2, 1
#: Of what counts were multiples then.
_FUENF = 5
VERFAHREN = "ausgeloste Vielfache von 3, jede Zahl für sich"


class Blattfehler(Exception):
    """A file is no sheet of the register; the message names the place in German."""

    def __init__(self, mangel: str, zeile: int = 1, spalte: int = 1) -> None:
        super().__init__(mangel)
        self.mangel, self.zeile, self.spalte = mangel, zeile, spalte


@dataclass(frozen=True, kw_only=True, slots=True)
class Umstaende:
    """How a release came about."""

    #: The key date as of which was counted, and the day of the release.
    stichtag: date
    freigegeben_am: date
    #: Hash of the team's rules and figures.
    regeln: str
    #: The state of the team's files in git; "" without git.
    commit: str
    version: str
    #: By what the secret is known that was drawn with; "" before there was one.
    los: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Registerblatt:
    """The released figures of one period."""

    zeitraum: Zeitraum
    kennzahlen: Sequence[Kennzahl]
    tabellen: Mapping[str, Schutztabelle]
    schutz: Schutzregeln
    umstaende: Umstaende
    #: How the numbers were made.
    verfahren: str = VERFAHREN
    #: What an earlier release left out, in words.
    ausgelassen: Sequence[str] = ()
    #: Hash of the sheet before; "" for the first.
    davor: str = ""
    #: Short words of the tables with what they stood for when the period was released.
    worte: Mapping[str, str] = field(default_factory=dict)

    @property
    def ausgelost(self) -> bool:
        """Tell whether the numbers were drawn; earlier ones were rounded."""
        return self.verfahren == VERFAHREN


@dataclass(frozen=True, kw_only=True, slots=True)
class _Blattzahl:
    zeile: str | None = None
    spalte: str | None = None
    zahl: int | None = None
    basis: int | None = None
    prozent: int | None = None
    wert: int | None = None
    einheit: str = ""
    verdeckt: Verdeckt | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Blatttabelle:
    angaben: Tabelle
    zeilen: tuple[str, ...]
    spalten: tuple[str, ...]
    hinweis: str = ""
    werte: tuple[_Blattzahl, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Blattkennzahl:
    schluessel: str
    titel: str
    frage: str
    definition: str
    quelle: str
    leitfrage: Leitfrage
    tabellen: tuple[_Blatttabelle, ...]
    kern: tuple[Kern, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Blatt:
    form: int
    zeitraum: str
    art: Zeitraumart
    von: date
    bis: date
    kalender: bool
    verfahren: str
    umstaende: Umstaende
    schutz: Schutzregeln
    ausgelassen: tuple[str, ...] = ()
    worte: dict[str, str] = field(default_factory=dict)
    davor: str
    kennzahlen: tuple[_Blattkennzahl, ...] = field(default_factory=tuple)


def als_json(blatt: Registerblatt) -> bytes:
    """Return a sheet as the bytes of its file: the same sheet, the same bytes."""
    z = blatt.zeitraum
    inhalt = wie(
        _Blatt, blatt, form=FORM, zeitraum=z.schluessel, art=z.art, von=z.von, bis=z.bis, kalender=z.kalender,
        ausgelassen=tuple(blatt.ausgelassen), worte=dict(blatt.worte),
        kennzahlen=tuple(_kennzahl(k, blatt.tabellen) for k in blatt.kennzahlen),
    )  # fmt: skip
    text = json.dumps(als_werte(inhalt), ensure_ascii=False, indent=1)
    # A figure on a line of its own: that is how people compare two states of a file.
    return (re.sub(r"[{\[][^{}\[\]]*[}\]]", lambda t: re.sub(r"\n *", " ", t[0]), text) + "\n").encode()


def _kennzahl(k: Kennzahl, tabellen: Mapping[str, Schutztabelle]) -> _Blattkennzahl:
    gezeigte = [tabellen[t.schluessel] for t in k.tabellen if t.schluessel in tabellen]
    return wie(_Blattkennzahl, k, tabellen=tuple(map(_tabelle, gezeigte)))


def _tabelle(t: Schutztabelle) -> _Blatttabelle:
    werte = tuple(
        _Blattzahl(zeile=z, spalte=s, zahl=w.zahl, basis=w.basis, prozent=w.prozent, wert=w.wert, einheit=w.einheit, verdeckt=w.verdeckt)
        for (z, s), w in t.werte.items()
    )  # fmt: skip
    return wie(_Blatttabelle, t, angaben=t.tabelle, zeilen=tuple(t.zeilen), spalten=tuple(t.spalten), werte=werte)


def aus_json(inhalt: bytes) -> Registerblatt:
    """Read a sheet. Raises `Blattfehler`."""
    try:
        roh = json.loads(inhalt.decode("utf-8"))
    except UnicodeDecodeError as fehler:
        raise Blattfehler("kein lesbarer Text") from fehler
    except json.JSONDecodeError as fehler:
        raise Blattfehler("kein vollständiges JSON", fehler.lineno, fehler.colno) from fehler
    except RecursionError as fehler:
        raise Blattfehler("zu tief verschachtelt") from fehler
    except ValueError as fehler:  # Python reads no number of thousands of digits
        raise Blattfehler("eine Zahl, die nicht sein kann") from fehler
    if not isinstance(roh, dict) or type(roh.get("form")) is not int or roh["form"] not in {FORM, _FRUEHER}:
        raise Blattfehler(f"nicht die Form {FORM}")
    try:
        # What cannot be written again must not be read: every page and file would fail on it.
        json.dumps(roh, ensure_ascii=False).encode()
        return _lies(aus_werten(_Blatt, _ohne_frueheres(roh) if roh["form"] == _FRUEHER else roh))
    except RecursionError as fehler:
        raise Blattfehler("zu tief verschachtelt") from fehler
    except UnicodeEncodeError as fehler:
        raise Blattfehler("ein Zeichen, das es nicht gibt") from fehler
    except FalscherWert as fehler:
        ort = " → ".join(map(str, fehler.ort[:6]))
        raise Blattfehler(f"ein falscher Wert bei „{ort}“") from fehler
    except (ValueError, StopIteration) as fehler:
        raise Blattfehler("eine Zahl, die niemand gelost hat, oder ein Zeitraum, den es nicht gibt") from fehler


def _ohne_frueheres(roh: Any) -> Any:
    """Leave out what an auditor once needed: what the words of a table meant, merged lines, the list for others."""
    if isinstance(roh, dict):
        return {k: _ohne_frueheres(w) for k, w in roh.items() if k not in {"begriffe", "zusammen", "liste"}}
    return [_ohne_frueheres(w) for w in roh] if isinstance(roh, list) else roh


def _lies(b: _Blatt) -> Registerblatt:
    zeitraum, schritt = _zeitraum(b), SCHRITT if b.form == FORM else _FUENF
    tabellen = {}
    for t in (t for k in b.kennzahlen for t in k.tabellen):
        werte = {
            (z.zeile, z.spalte): Schutzwert(z.zahl, z.basis, z.prozent, z.wert, z.einheit, z.verdeckt, schritt)
            for z in t.werte
        }
        tabellen[t.angaben.schluessel] = wie(Schutztabelle, t, tabelle=t.angaben, zeitraum=zeitraum, werte=werte)
    kennzahlen = tuple(wie(Kennzahl, k, tabellen=tuple(t.angaben for t in k.tabellen)) for k in b.kennzahlen)
    return wie(Registerblatt, b, zeitraum=zeitraum, kennzahlen=kennzahlen, tabellen=tabellen)


def _zeitraum(b: _Blatt) -> Zeitraum:
    quartal = quartal_aus(b.zeitraum, kalender=b.kalender) if b.art is Zeitraumart.QUARTAL else None
    if (b.art is Zeitraumart.QUARTAL) != (quartal is not None) or b.art is Zeitraumart.GESAMT or b.von > b.bis:
        raise ValueError(b.zeitraum)
    stichtag = b.umstaende.stichtag
    return wie(Zeitraum, b, schluessel=b.zeitraum, ende=b.bis, stichtag=stichtag, quartal=quartal)
