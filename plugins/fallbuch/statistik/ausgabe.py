"""Tables as text, CSV and JSON: one line for each value, the same columns for every table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from fallbuch.befund import lesbar
from fallbuch.statistik.anzeige import INSGESAMT, basis_von, spalten_von, zeilen_von, zelle
from fallbuch.statistik.kennzahl import Kennzahl
from fallbuch.statistik.tabelle import (
    Anteil,
    Anzahl,
    Kennwert,
    Ort,
    Quotient,
    Rohtabelle,
    Rohwert,
    Schutztabelle,
    Schutzwert,
)
from fallbuch.text.tabelle import als_csv

SPALTEN = (
    "zeitraum", "von", "bis", "kennzahl", "tabelle", "zeile", "spalte", "wert", "basis", "prozent", "einheit", "hinweis",
)  # fmt: skip
NUR_FUERS_TEAM = "Nur für das Team: genaue Zahlen."
ENTWURF = "Entwurf, nur für das Team"


def csv_der_rohtabellen(kennzahlen: Sequence[Kennzahl], tabellen: Mapping[str, Rohtabelle]) -> bytes:
    """Return exact figures for a spreadsheet of the team."""
    return _csv(_zeilen(kennzahlen, tabellen))


def csv_der_schutztabellen(
    kennzahlen: Sequence[Kennzahl], tabellen: Mapping[str, Schutztabelle], freigegeben_am: date | None
) -> bytes:
    """Return protected figures for a spreadsheet; every line of a draft says that it is one."""
    zeilen = list(_zeilen(kennzahlen, tabellen))
    for zeile in zeilen if freigegeben_am is None else ():
        zeile["hinweis"] = ". ".join(filter(None, [ENTWURF, zeile["hinweis"]]))
    return _csv(zeilen)


def json_der_rohtabellen(kennzahlen: Sequence[Kennzahl], tabellen: Mapping[str, Rohtabelle]) -> str:
    """Return exact figures for programs of the team; fields may be added, never renamed."""
    return _json(_zeilen(kennzahlen, tabellen), {"geschuetzt": False})


def json_der_schutztabellen(
    kennzahlen: Sequence[Kennzahl], tabellen: Mapping[str, Schutztabelle], freigegeben_am: date | None
) -> str:
    """Return protected figures for programs; fields may be added, never renamed."""
    am = str(freigegeben_am) if freigegeben_am is not None else None
    return _json(_zeilen(kennzahlen, tabellen), {"geschuetzt": True, "freigegeben_am": am})


def text_der_rohtabellen(kennzahlen: Sequence[Kennzahl], tabellen: Mapping[str, Rohtabelle]) -> str:
    """Return exact figures to be read in a terminal."""
    return _text(kennzahlen, tabellen, NUR_FUERS_TEAM)


def text_der_schutztabellen(
    kennzahlen: Sequence[Kennzahl],
    tabellen: Mapping[str, Schutztabelle],
    freigegeben_am: date | None,
    *,
    mit_los: bool = True,
) -> str:
    """Return protected figures to be read in a terminal; `mit_los`: a release would print the same numbers."""
    if freigegeben_am is not None:
        status = f"Freigegeben am {freigegeben_am}: So stehen die Zahlen im Register."
    elif mit_los:
        status = f"{ENTWURF}: So sähen die Zahlen aus, wenn Sie sie freigäben. Hinaus dürfen sie erst danach."
    else:
        status = f"{ENTWURF}: Vor der ersten Freigabe ist jeder Entwurf anders ausgelost. So ähnlich sähen die Zahlen aus. Hinaus dürfen sie erst danach."
    return _text(kennzahlen, tabellen, status)


def text_der_summen(kennzahlen: Sequence[Kennzahl], tabellen: Mapping[str, Rohtabelle], kopf: str) -> str:
    """Return exact figures to be read in a terminal, under a head that says for whom they are."""
    return _text(kennzahlen, tabellen, kopf)


_Tabellen = Mapping[str, Rohtabelle] | Mapping[str, Schutztabelle]


def _vorhandene(
    kennzahlen: Iterable[Kennzahl], tabellen: _Tabellen
) -> Iterator[tuple[Kennzahl, Rohtabelle | Schutztabelle]]:
    for kennzahl in kennzahlen:
        for t in kennzahl.tabellen:
            if t.schluessel in tabellen:
                yield kennzahl, tabellen[t.schluessel]


def _zeilen(kennzahlen: Iterable[Kennzahl], tabellen: _Tabellen) -> Iterator[dict[str, Any]]:
    for kennzahl, tabelle in _vorhandene(kennzahlen, tabellen):
        z = tabelle.zeitraum
        werte: Mapping[Ort, Rohwert | Schutzwert] = tabelle.werte
        basis = basis_von(tabelle)
        for (zeile, spalte), wert in werte.items():
            worum = (z.schluessel, str(z.von), str(z.bis), kennzahl.schluessel, tabelle.tabelle.schluessel)
            ort = (zeile or INSGESAMT, spalte or INSGESAMT)
            yield dict(zip(SPALTEN, (*worum, *ort, *werte_einer_zeile(wert, basis)), strict=True))


def werte_einer_zeile(wert: Rohwert | Schutzwert, gesamt: int | None = None) -> tuple[Any, Any, Any, str, str]:
    """Return value, base, per cent, unit and remark; `gesamt` is the grand total of an exact table with shares."""
    match wert:
        case Schutzwert():
            zahl = wert.wert if wert.wert is not None else wert.zahl
            return zahl, wert.basis, wert.prozent, wert.einheit, str(wert.verdeckt or "")
        case Anzahl():
            return wert.zahl, None, round(100 * wert.zahl / gesamt, 2) if gesamt else None, "", ""
        case Anteil():
            return wert.treffer, wert.basis, None if wert.prozent is None else round(wert.prozent, 2), "", ""
        case Kennwert() | Quotient():
            nenner = wert.nenner if isinstance(wert, Quotient) else None
            return None if wert.wert is None else round(wert.wert, 2), nenner, None, wert.einheit, ""


def _csv(zeilen: Iterable[Mapping[str, Any]]) -> bytes:
    return als_csv(SPALTEN, (list(zeile.values()) for zeile in zeilen))


def _json(zeilen: Iterable[Mapping[str, Any]], kopf: Mapping[str, Any]) -> str:
    return json.dumps({**kopf, "werte": list(zeilen)}, ensure_ascii=False, indent=2) + "\n"


def _text(kennzahlen: Iterable[Kennzahl], tabellen: _Tabellen, kopf: str) -> str:
    teile: list[str] = []
    vorige: Kennzahl | None = None
    for kennzahl, tabelle in _vorhandene(kennzahlen, tabellen):
        if not teile:
            teile.append(f"{tabelle.zeitraum.name}, {tabelle.zeitraum.spanne}\n{kopf}\n")
        if kennzahl is not vorige:
            teile.append(f"\n{kennzahl.titel}: {kennzahl.frage}\n")
        vorige = kennzahl
        teile.append(_textblock(tabelle))
    return "".join(teile)


def _textblock(tabelle: Rohtabelle | Schutztabelle) -> str:
    """Return one table with aligned columns; a crossed one shows its row totals and its columns."""
    spalten = spalten_von(tabelle)
    kopf = ["", *(lesbar(s or INSGESAMT) for s in spalten)]
    zeilen = [[lesbar(z or INSGESAMT), *(zelle(tabelle, (z, s)).text for s in spalten)] for z in zeilen_von(tabelle)]
    if not any((z, s) in tabelle.werte for z in tabelle.zeilen for s in tabelle.spalten) and tabelle.tabelle.spalten:
        # The cells are hidden: both totals, one below the other.
        summen: list[Ort] = [*((z, None) for z in tabelle.zeilen), *((None, s) for s in spalten)]
        kopf, zeilen = ["", INSGESAMT], [[lesbar(z or s or INSGESAMT), zelle(tabelle, (z, s)).text] for z, s in summen]
    breiten = [max(len(zeile[i]) for zeile in [kopf, *zeilen]) for i in range(len(kopf))]
    hinweis = tabelle.hinweis if isinstance(tabelle, Schutztabelle) else ""
    text = [f"  {tabelle.tabelle.titel}"]
    for zeile in [kopf, *zeilen]:
        worte = [zeile[0].ljust(breiten[0]), *(wort.rjust(b) for wort, b in zip(zeile[1:], breiten[1:], strict=True))]
        text.append(("    " + "  ".join(worte)).rstrip())
    return "\n".join([*text, *([f"    {hinweis}"] if hinweis else []), ""])
