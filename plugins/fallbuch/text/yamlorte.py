"""YAML with the place of every piece, and changes to it that leave comments, order and quotation marks alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fallbuch.kennung import nfc
from fallbuch.text.aenderung import Aenderung, angewandt
from fallbuch.text.knoten import Event, Skalar, Tafel, ereignisse, lies_yaml


@dataclass(slots=True)
class Node:
    """A node with its offsets; of a mapping its pairs, of a list its parts."""

    von: int
    bis: int
    text: str = ""
    stil: str = ""
    art: str = "skalar"
    paare: list[tuple[Node, Node]] = field(default_factory=list)
    teile: list[Node] = field(default_factory=list)

    @property
    def schluss(self) -> int:
        """Offset after the last character that belongs to the node: block collections end only at what follows."""
        if self.art == "skalar" or self.stil in {"{", "["}:
            return self.bis
        letzte = self.paare[-1][1] if self.paare else self.teile[-1] if self.teile else None
        return letzte.schluss if letzte is not None else self.bis

    def hole(self, name: str) -> tuple[Node, Node] | None:
        """Return the pair of a mapping whose key is `name`."""
        return next(((k, w) for k, w in self.paare if k.text == name), None)

    def alle(self) -> Iterator[Node]:
        """Yield every value and key below the node."""
        if self.art == "skalar":
            yield self
        for teil in (*self.teile, *(ort for paar in self.paare for ort in paar)):
            yield from teil.alle()

    def skalare(self) -> Iterator[Node]:
        """Yield the plain values below the node, keys left out."""
        if self.art == "skalar":
            yield self
        for teil in (*self.teile, *(wert for _, wert in self.paare)):
            yield from teil.skalare()


def lies_orte(text: str) -> Node | None:
    """Return the document's node with all places; None for an empty or unreadable one."""
    folge = ereignisse(text)
    if not folge:
        return None
    stapel: list[Node] = []
    wurzel: Node | None = None
    for ereignis in folge:
        if ereignis.art == "ende":
            stapel.pop().bis = ereignis.bis
            continue
        ort = Node(ereignis.von, ereignis.bis, ereignis.text, ereignis.stil, ereignis.art)
        if ereignis.art == "skalar" and ereignis.stil in {"|", ">"}:
            ort.bis = _blockende(text, ereignis)
        if stapel:
            _haenge_an(stapel[-1], ort)
        else:
            wurzel = ort
        if ereignis.art != "skalar":
            stapel.append(ort)
    return wurzel


def _haenge_an(oben: Node, ort: Node) -> None:
    if oben.art == "liste":
        oben.teile.append(ort)
    elif oben.paare and oben.paare[-1][1] is _WARTET:
        oben.paare[-1] = (oben.paare[-1][0], ort)
    else:
        oben.paare.append((ort, _WARTET))


_WARTET = Node(0, 0)


def _blockende(text: str, ereignis: Event) -> int:
    """A block's end is that of the next token; blank lines and comments before that do not belong to it."""
    zeilen = text[ereignis.von : ereignis.bis].split("\n")
    while len(zeilen) > 1 and (not zeilen[-1].strip() or zeilen[-1].startswith("#")):
        zeilen.pop()
    return ereignis.von + len("\n".join(zeilen).rstrip("\r"))


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


def ersetze_wert(ort: Node, wert: str, *, klammern: bool = False) -> Aenderung:
    """Return the change that puts `wert` in the place of a value, in its quotation marks."""
    leer = ort.von == ort.bis
    return Aenderung(ort.von, ort.bis, (" " if leer else "") + geschrieben(wert, ort.stil, klammern=klammern))


def ergaenze(
    text: str, tafel: Node, zeilen: Sequence[str], nach: Node | None = None, zeilenende: str = "\n"
) -> Aenderung:
    """Return the change that adds lines to a block mapping, behind the pair whose value is `nach` or at its end.

    `zeilen` come without indentation; they get that of the mapping.
    """
    anker = nach or (tafel.paare[-1][1] if tafel.paare else None)
    einzug = _einzug(text, tafel)
    neue = "".join(einzug + zeile + zeilenende for zeile in zeilen)
    if anker is None:
        return Aenderung(tafel.bis, tafel.bis, neue)
    ende = text.find("\n", anker.schluss)
    if ende < 0:
        return Aenderung(len(text), len(text), zeilenende + neue.removesuffix(zeilenende))
    return Aenderung(ende + 1, ende + 1, neue)


def ergaenze_in_klammern(tafel: Node, paare: Mapping[str, str]) -> Aenderung:
    """Return the change that adds pairs to a mapping in braces."""
    stelle = tafel.paare[-1][1].schluss if tafel.paare else tafel.von + 1
    vorn = ", " if tafel.paare else ""
    neue = ", ".join(f"{name}: {geschrieben(wert, klammern=True)}" for name, wert in paare.items())
    return Aenderung(stelle, stelle, vorn + neue)


def _einzug(text: str, tafel: Node) -> str:
    if not tafel.paare:
        return ""
    return " " * (tafel.von - (text.rfind("\n", 0, tafel.von) + 1))


def setze_pfad(text: str, pfad: Sequence[str], wert: str) -> str:
    """Return YAML text in which the value at `pfad` is `wert`, written as it shall stand; missing mappings are made."""
    wurzel = lies_orte(text)
    if wurzel is None or wurzel.art != "tafel":
        return (
            text
            + ("" if text.endswith("\n") or not text else "\n")
            + "".join(f"{z}\n" for z in _verschachtelt(pfad, wert))
        )
    return angewandt(text, [_setze(text, wurzel, pfad, wert)])


def _setze(text: str, tafel: Node, pfad: Sequence[str], wert: str) -> Aenderung:
    name, *rest = pfad
    paar = tafel.hole(name)
    if paar is None:
        if tafel.stil == "{":
            stelle = tafel.paare[-1][1].schluss if tafel.paare else tafel.von + 1
            return Aenderung(stelle, stelle, (", " if tafel.paare else "") + _in_klammern(pfad, wert))
        return ergaenze(text, tafel, _verschachtelt(pfad, wert))
    schluessel, vorhanden = paar
    if rest and vorhanden.art == "tafel" and (vorhanden.paare or vorhanden.stil != "{"):
        return _setze(text, vorhanden, rest, wert)
    ersatz = f"{geschrieben(name)}: {_in_klammern(rest, wert, aussen=True)}"
    return Aenderung(schluessel.von, max(vorhanden.schluss, text.index(":", schluessel.bis) + 1), ersatz)


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
