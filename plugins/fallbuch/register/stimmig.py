"""Whether a sheet that can be read also makes sense: nothing that counts on it may fail later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from fallbuch.register.blatt import Blattfehler, Registerblatt
from fallbuch.statistik.kennzahl import Posten, Tabelle
from fallbuch.statistik.mengen import MENGEN
from fallbuch.statistik.tabelle import Schutzregeln, Schutztabelle
from fallbuch.statistik.zeitraum import zeitraum_des_jahres, zeitraum_des_quartals

#: No team counts so many; larger numbers are damage.
_VIEL = 1_000_000
#: So long is the name of a sheet in a workbook; there each figure has its own.
_BLATTNAME = 31


def pruefe_stimmig(blatt: Registerblatt) -> None:
    """Raise `Blattfehler` at the first thing that cannot be."""
    if not blatt.tabellen:
        raise Blattfehler("keine einzige Tabelle")
    if len({k.titel.casefold()[:_BLATTNAME] for k in blatt.kennzahlen}) < len(blatt.kennzahlen):
        raise Blattfehler("zweimal dieselbe Kennzahl")
    for mangel in (*_am_zeitraum(blatt), *_an_den_schwellen(blatt.schutz)):
        raise Blattfehler(mangel)
    for tabelle in blatt.tabellen.values():
        for mangel in _an_der_tabelle(tabelle):
            raise Blattfehler(f"in der Tabelle „{tabelle.tabelle.schluessel}“ {mangel}")


def _am_zeitraum(blatt: Registerblatt) -> Iterator[str]:
    z = blatt.zeitraum
    stichtag = blatt.umstaende.stichtag
    richtig = (
        zeitraum_des_quartals(z.quartal, stichtag)
        if z.quartal is not None
        else zeitraum_des_jahres(int(z.schluessel), stichtag, kalender=z.kalender)
    )
    if (z.von, z.ende) != (richtig.von, richtig.ende):
        yield f"ein Zeitraum, der nicht von {richtig.von} bis {richtig.ende} geht"


def _an_den_schwellen(schutz: Schutzregeln) -> Iterator[str]:
    vorgabe = Schutzregeln()
    for feld in fields(vorgabe):
        if not getattr(vorgabe, feld.name) <= getattr(schutz, feld.name) <= _VIEL:
            yield f"eine Schwelle „{feld.name}“, die nicht erlaubt ist"


def _an_der_tabelle(t: Schutztabelle) -> Iterator[str]:
    orte, zeilen, spalten = list(t.werte), set(t.zeilen), set(t.spalten)
    if not t.tabelle.masse or not t.tabelle.posten or not all(_bekannt(t.tabelle, p) for p in t.tabelle.posten):
        yield "wird etwas gezählt, das es nicht gibt"
    elif zeilen != {z for z, _ in orte if z is not None} or not (
        t.tabelle.zeilen or zeilen <= {p.titel for p in t.tabelle.posten}
    ):
        yield "steht eine Zeile, die es nicht gibt"
    elif spalten != {s for _, s in orte if s is not None} or not (
        t.tabelle.spalten or spalten <= {m.titel for m in t.tabelle.masse}
    ):
        yield "steht eine Spalte, die es nicht gibt"
    elif any(not 0 <= (w or 0) <= _VIEL for v in t.werte.values() for w in (v.zahl, v.basis, v.prozent, v.wert)):
        yield "steht eine Zahl, die nicht sein kann"


def _bekannt(t: Tabelle, p: Posten) -> bool:
    """Tell whether every word of a declaration means something."""
    menge = MENGEN.get(p.zaehlt)
    if menge is None or p.wann not in menge.auswahl:
        return False
    worte = {*menge.bedingungen, *menge.groessen, ""}
    return worte.issuperset((*p.nur, *(m.von for m in t.masse))) and {t.zeilen, t.spalten} <= {*menge.merkmale, ""}
