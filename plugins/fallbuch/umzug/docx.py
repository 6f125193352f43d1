"""Tables of Word's documents, read from the XML itself: no cell is lost that a form or a revision stands around."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from fallbuch.umzug.bogen import Bogen, Zellwert
from fallbuch.umzug.xmlteile import Buerodatei, beschaedigt
from fallbuch.werte import dataclass

#: What stands in a cell and is none of its text: what was deleted or moved away, the same once more for old programs, boxes beside the text.
_DANEBEN = frozenset(
    {
        "w:del",
        "w:moveFrom",
        "mc:Fallback",
        "w:txbxContent",
        "w:rPrChange",
        "w:pPrChange",
        "w:tcPrChange",
        "w:trPrChange",
    }
)
_ZEICHEN = {"w:br": "\n", "w:cr": "\n", "w:tab": "\t", "w:noBreakHyphen": "-"}
_EIGENSCHAFTEN = frozenset({"w:trPr", "w:tcPr", "w:pPr", "w:rPr"})


@dataclass(kw_only=True)
class _Worttabelle:
    """A table while it is read."""

    zeilen: list[list[Zellwert]] = field(default_factory=list)
    bereiche: list[tuple[int, int, int, int]] = field(default_factory=list)
    #: By column where a value begins that goes on below.
    oben: dict[int, int] = field(default_factory=dict)
    #: Footnotes and comments at its cells.
    angehaengte: int = 0
    zeile: list[Zellwert] = field(default_factory=list)
    geloescht: bool = False
    in_zelle: bool = False
    breite: int = 1
    #: How the cell goes on from the one above: not at all (None), here it begins (True), it goes on (False).
    anfang: bool | None = None
    absaetze: list[list[str]] = field(default_factory=list)


class _Wortleser:
    """Takes the events of document.xml; tables inside of tables are read into the cell that holds them."""

    def __init__(self) -> None:
        self.fertige: list[_Worttabelle] = []
        self._offene: list[_Worttabelle] = []
        self._daneben = 0
        self._eigenschaft: list[str] = []
        self._im_text = False

    def beginn(self, name: str, a: Mapping[str, str]) -> None:
        wo = self._eigenschaft[-1] if self._eigenschaft else ""
        if self._daneben or (name in _DANEBEN and wo != "w:trPr"):
            self._daneben += 1
            return
        if name == "w:tbl":
            self._offene.append(_Worttabelle())
        elif not self._offene:
            return
        elif name in _EIGENSCHAFTEN:
            self._eigenschaft.append(name)
        elif wo:
            self._merke(self._offene[-1], wo, name, a)
        else:
            self._im_feld(self._offene[-1], name)

    def _im_feld(self, t: _Worttabelle, name: str) -> None:
        if name == "w:tr":
            t.zeile, t.geloescht = [], False
        elif name == "w:tc":
            t.in_zelle, t.breite, t.anfang, t.absaetze = True, 1, None, []
        elif name == "w:p" and t.in_zelle:
            t.absaetze.append([])
        elif name == "w:t":
            self._im_text = True
        elif name in {"w:footnoteReference", "w:endnoteReference", "w:commentReference"}:
            t.angehaengte += 1
        elif name in _ZEICHEN and t.absaetze:
            t.absaetze[-1].append(_ZEICHEN[name])

    @staticmethod
    def _merke(t: _Worttabelle, wo: str, name: str, a: Mapping[str, str]) -> None:
        if wo == "w:trPr" and name == "w:del":
            t.geloescht = True
        elif wo == "w:trPr" and name == "w:gridBefore":
            t.zeile += [None] * _zahl(a)
        elif wo == "w:tcPr" and name == "w:gridSpan":
            t.breite = _zahl(a)
        elif wo == "w:tcPr" and name == "w:vMerge":
            t.anfang = a.get("val") == "restart"
        elif wo == "w:pPr" and name == "w:numPr" and t.absaetze:
            t.absaetze[-1].append("- ")

    def zeichen(self, text: str) -> None:
        if self._im_text and not self._daneben and self._offene and self._offene[-1].absaetze:
            self._offene[-1].absaetze[-1].append(text)

    def ende(self, name: str) -> None:
        if self._daneben:
            self._daneben -= 1
            return
        if not self._offene:
            return
        t = self._offene[-1]
        if self._eigenschaft and name == self._eigenschaft[-1]:
            self._eigenschaft.pop()
        elif name == "w:t":
            self._im_text = False
        elif name == "w:tc":
            self._schliesse_zelle(t)
        elif name == "w:tr" and not t.geloescht:
            t.zeilen.append(t.zeile)
        elif name == "w:tbl":
            self._schliesse_tabelle(self._offene.pop())

    @staticmethod
    def _schliesse_zelle(t: _Worttabelle) -> None:
        text = "\n".join("".join(absatz) for absatz in t.absaetze)
        spalte, zeile = len(t.zeile), len(t.zeilen)
        if t.anfang is False and spalte in t.oben:
            t.bereiche.append((t.oben[spalte], spalte, zeile, spalte))
        elif t.anfang:
            t.oben[spalte] = zeile
        t.zeile += [text if text.strip() else None, *[None] * (t.breite - 1)]
        t.in_zelle, t.absaetze = False, []

    def _schliesse_tabelle(self, t: _Worttabelle) -> None:
        if self._offene and self._offene[-1].in_zelle:
            innen = "\n".join(" ".join(str(w) for w in zeile if w is not None) for zeile in t.zeilen)
            self._offene[-1].absaetze.append([innen])
        else:
            self.fertige.append(t)


def _zahl(a: Mapping[str, str]) -> int:
    wert = a.get("val", "1")
    return min(int(wert), 100) if wert.isdigit() else 1


def lies_docx(datei: Buerodatei) -> list[Bogen]:
    """Return the tables of a document, in their order; raises `Umzugsfehler`."""
    teil = next((name for name in ("word/document.xml", *datei.namen("word/document*.xml")) if datei.hat(name)), None)
    if teil is None:
        raise beschaedigt()
    leser = _Wortleser()
    datei.lies(teil, leser.beginn, leser.ende, leser.zeichen)
    boegen = []
    for nummer, t in enumerate(leser.fertige, start=1):
        breite = max((len(zeile) for zeile in t.zeilen), default=0)
        bogen = Bogen(
            name=f"Tabelle {nummer}", zeilen=[z + [None] * (breite - len(z)) for z in t.zeilen], adressen=False
        )
        bogen.melde_angehaengte(t.angehaengte)
        bogen.fuelle(t.bereiche)
        boegen.append(bogen.stutze())
    return boegen
