"""YAML with the place of every piece, and changes to it that leave comments, order and quotation marks alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from fallbuch.kennung import nfc
from fallbuch.text.aenderung import Aenderung, angewandt
from fallbuch.text.knoten import F009, Knoten, Liste, Skalar, Tafel, lies_yaml


def lies_tafel(text: str) -> Tafel | None:
    """Return the document's mapping; None where it is none, or something in it cannot be read."""
    knoten, befunde = lies_yaml(text, "")
    return knoten if isinstance(knoten, Tafel) and all(befund.art is F009 for befund in befunde) else None


def schluss(knoten: Knoten) -> int:
    """Return the offset after the last character that belongs to a node: block collections end only at what follows."""
    if isinstance(knoten, Skalar) or knoten.stil:
        return knoten.ende
    teile = [wert for _, wert in knoten.folge] if isinstance(knoten, Tafel) else knoten.teile
    return schluss(teile[-1]) if teile else knoten.ende


def einzelne(knoten: Knoten) -> Iterator[Skalar]:
    """Yield every key and value below a node."""
    match knoten:
        case Skalar():
            yield knoten
        case Liste():
            for teil in knoten.teile:
                yield from einzelne(teil)
        case Tafel():
            for schluessel, wert in knoten.folge:
                yield schluessel
                yield from einzelne(wert)


def geschrieben(wert: str, stil: str = "", *, klammern: bool = False) -> str:
    """Return `wert` as YAML, with the quotation marks of `stil` where they can hold it, bare where it can stand bare."""
    if stil == "'" and "\n" not in wert:
        return "'" + wert.replace("'", "''") + "'"
    if stil != '"' and _bleibt(wert, wert, klammern):
        return wert
    return json.dumps(wert, ensure_ascii=False)


def _bleibt(geschriebenes: str, wert: str, klammern: bool) -> bool:
    """Tell whether the text, written bare behind a key, reads back as itself."""
    if not wert or wert in {"~", "null"} or wert != wert.strip() or "\n" in wert:
        return False
    zeile = f"{{a: {geschriebenes}, b: c}}\n" if klammern else f"a: {geschriebenes}\nb: c\n"
    knoten, befunde = lies_yaml(zeile, "")
    if befunde or not isinstance(knoten, Tafel) or list(knoten.paare) != ["a", "b"]:
        return False
    gelesen = knoten.paare["a"][1]
    return isinstance(gelesen, Skalar) and gelesen.text == nfc(wert)


def ersetze_wert(ort: Knoten, wert: str, *, klammern: bool = False) -> Aenderung:
    """Return the change that puts `wert` in the place of a value, in its quotation marks."""
    leer = ort.von == ort.ende
    return Aenderung(ort.von, ort.ende, (" " if leer else "") + geschrieben(wert, ort.stil, klammern=klammern))


def ergaenze(
    text: str, tafel: Tafel, zeilen: Sequence[str], nach: Knoten | None = None, zeilenende: str = "\n"
) -> Aenderung:
    """Return the change that adds lines to a block mapping, behind the pair whose value is `nach` or at its end.

    `zeilen` come without indentation; they get that of the mapping.
    """
    anker = nach or (tafel.folge[-1][1] if tafel.folge else None)
    einzug = _einzug(text, tafel)
    neue = "".join(einzug + zeile + zeilenende for zeile in zeilen)
    if anker is None:
        return Aenderung(tafel.ende, tafel.ende, neue)
    ende = text.find("\n", schluss(anker))
    if ende < 0:
        return Aenderung(len(text), len(text), zeilenende + neue.removesuffix(zeilenende))
    return Aenderung(ende + 1, ende + 1, neue)


def ergaenze_in_klammern(tafel: Tafel, pfad: Sequence[str], wert: str) -> Aenderung:
    """Return the change that adds a value, written as it shall stand, and the mappings around it to one in braces."""
    stelle = schluss(tafel.folge[-1][1]) if tafel.folge else tafel.von + 1
    return Aenderung(stelle, stelle, (", " if tafel.folge else "") + _in_klammern(pfad, wert))


def _einzug(text: str, tafel: Tafel) -> str:
    if not tafel.folge:
        return ""
    return " " * (tafel.von - (text.rfind("\n", 0, tafel.von) + 1))


def setze_pfad(text: str, pfad: Sequence[str], wert: str) -> str:
    """Return YAML text in which the value at `pfad` is `wert`, written as it shall stand; missing mappings are made."""
    wurzel = lies_tafel(text)
    if wurzel is None:
        offen = "" if text.endswith("\n") or not text else "\n"
        return text + offen + "".join(f"{zeile}\n" for zeile in _verschachtelt(pfad, wert))
    return angewandt(text, [_setze(text, wurzel, pfad, wert)])


def _setze(text: str, tafel: Tafel, pfad: Sequence[str], wert: str) -> Aenderung:
    name, *rest = pfad
    paar = tafel.paare.get(name)
    if paar is None:
        if tafel.stil == "{":
            return ergaenze_in_klammern(tafel, pfad, wert)
        return ergaenze(text, tafel, _verschachtelt(pfad, wert))
    schluessel, vorhanden = paar
    if rest and isinstance(vorhanden, Tafel) and (vorhanden.folge or not vorhanden.stil):
        return _setze(text, vorhanden, rest, wert)
    ersatz = f"{geschrieben(name)}: {_in_klammern(rest, wert, aussen=True)}"
    return Aenderung(schluessel.von, max(schluss(vorhanden), text.index(":", schluessel.ende) + 1), ersatz)


def _verschachtelt(pfad: Sequence[str], wert: str) -> list[str]:
    *oben, letzter = pfad
    zeilen = [f"{'  ' * tiefe}{geschrieben(name)}:" for tiefe, name in enumerate(oben)]
    return [*zeilen, f"{'  ' * len(oben)}{geschrieben(letzter)}: {wert}"]


def _in_klammern(pfad: Sequence[str], wert: str, *, aussen: bool = False) -> str:
    """Write the rest of a path in braces; `aussen` for what stands behind a colon already."""
    if not pfad:
        return wert
    name, *rest = pfad
    innen = f"{geschrieben(name, klammern=True)}: {_in_klammern(rest, wert, aussen=True)}"
    return f"{{{innen}}}" if aussen else innen
