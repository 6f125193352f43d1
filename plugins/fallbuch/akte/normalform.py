"""The one normal form of a case file: same meaning, same words, one way to write them.

Fields stand in the order of the field reference, one a line and without needless quotation marks; entries are
separated by a blank line, lists have hyphens. Text, comments, code and the order of lines stay as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from fallbuch.akte.angaben import Gelesen, Zeilenart
from fallbuch.akte.eintraege import zeilenarten
from fallbuch.akte.entwurf import ueberschrift
from fallbuch.akte.feld import Feld, felder
from fallbuch.akte.modell import Kopf
from fallbuch.akte.schreiben import Falltext, Inhalt, neue_befunde
from fallbuch.akte.textwache import verdeckt
from fallbuch.befund import Schwere
from fallbuch.kennung import nfc, vergleichsform
from fallbuch.text.knoten import Knoten, Skalar, Tafel, skalare, teile_kopf
from fallbuch.text.yamlorte import einzelne, geschrieben, lies_tafel, schluss
from fallbuch.text.zeilen import zeilen
from fallbuch.werte import dataclass

_REIHENFOLGE = {vergleichsform(wort): (rang, f) for rang, (_, f) in enumerate(felder(Kopf)) for wort in f.namen}
_ANGABE = re.compile(r"([^\W\d_][\w .\-]{0,60}?)[ \t]*:[ \t]*(.*)$")
_PUNKT = re.compile(r"([ \t]*)(?:[-*+•–—]|([0-9]{1,3}[.)])|(?=\[))[ \t]*(.*)$")
_KOMMENTAR = re.compile(r"#[^\n]*")
_LEERE = re.compile(r"\n{3,}")


def normalform(alt: Falltext) -> bytes:
    """Return the file in normal form; one whose meaning that would change is returned as it is."""
    text = nfc(alt.stueck.text).replace("\r\n", "\n")
    kopf, rumpf = teile_kopf(text)
    if kopf is None or rumpf is None:
        return alt.inhalt
    neu = "\n".join(["---", *_kopf(kopf), "---", *_rumpf(text, alt)]) + "\n"
    ergebnis = neu.encode("utf-8")
    if ergebnis == alt.inhalt:
        return ergebnis
    danach = Falltext(ergebnis, alt.name)
    neue = [b for b in neue_befunde(alt.befunde, danach.befunde) if b.schwere is Schwere.FEHLER]
    return ergebnis if not neue and bedeutung(danach) == bedeutung(alt) else alt.inhalt


def bedeutung(text: Falltext) -> Inhalt:
    """Return what a file says; blank lines and blanks at the end of a line say nothing."""
    inhalt = Inhalt.von(text.fall)
    eintraege = tuple((*e[:3], _sichtbar(e[3]), *e[4:]) for e in inhalt.eintraege)
    return replace(inhalt, eintraege=eintraege, vorspann=_sichtbar(inhalt.vorspann))


def _sichtbar(text: str) -> str:
    return _LEERE.sub("\n\n", "\n".join(zeile.rstrip() for zeile in text.split("\n")))


def _kopf(kopf: str) -> list[str]:
    """Return the lines of the front matter; where a comment would be lost, they stay as they are."""
    tafel = lies_tafel(kopf)
    wie_sie_sind = [zeile.rstrip() for zeile in kopf.strip("\n").split("\n") if zeile.strip()]
    if tafel is None or any(isinstance(wert, Tafel) for _, wert in tafel.folge):
        return wie_sie_sind
    neu = _gegliedert(kopf, tafel)
    zusammen = "\n".join(["", *neu, ""])
    return neu if Counter(_alle_kommentare(kopf)) == Counter(_alle_kommentare(zusammen)) else wie_sie_sind


def _alle_kommentare(kopf: str) -> list[str]:
    """Return every comment of the front matter, wherever it stands."""
    tafel = lies_tafel(kopf)
    rest = list(kopf)
    for ort in einzelne(tafel) if tafel is not None else ():
        rest[ort.von : ort.ende] = " " * (ort.ende - ort.von)
    return [treffer.strip() for treffer in _KOMMENTAR.findall("".join(rest))]


def _gegliedert(kopf: str, tafel: Tafel) -> list[str]:
    if tafel.stil == "{":
        einfache = [(_rang(k)[0], list(_geschrieben(k, w, "", ""))) for k, w in tafel.folge]
        return [*_geordnet(einfache), *_kommentare(kopf[: tafel.von]), *_kommentare(kopf[tafel.ende :])]
    oben: list[str] = []
    gelesen = []
    stand = 0
    for nummer, (schluessel, wert) in enumerate(tafel.folge):
        davor = _kommentare(kopf[stand : schluessel.von])
        if nummer == 0:
            oben, davor = davor, []
        stand = max(schluss(wert), schluessel.ende)
        rest = kopf[stand:].partition("\n")[0]
        dahinter = f" {rest.strip()}" if rest.lstrip().startswith("#") else ""
        gelesen.append((_rang(schluessel)[0], [*davor, *_geschrieben(schluessel, wert, dahinter, kopf)]))
        stand += len(rest)
    return [*oben, *_geordnet(gelesen), *_kommentare(kopf[stand:])]


def _geordnet(felder_: Iterable[tuple[int, Sequence[str]]]) -> Iterator[str]:
    """Yield the lines of fields, each with its rank and the comments above and behind it, in their order."""
    return (zeile for _, zeilen_ in sorted(felder_, key=lambda feld: feld[0]) for zeile in zeilen_)


def _kommentare(text: str) -> list[str]:
    return [zeile.strip() for zeile in text.split("\n") if zeile.strip().startswith("#")]


def _rang(schluessel: Skalar) -> tuple[int, Feld | None]:
    return _REIHENFOLGE.get(vergleichsform(schluessel.text), (len(_REIHENFOLGE), None))


def _geschrieben(schluessel: Skalar, wert: Knoten, dahinter: str, kopf: str) -> Iterator[str]:
    feld = _rang(schluessel)[1]
    umbenannt = feld is not None and schluessel.text in feld.frueher
    name = geschrieben(feld.name if feld is not None and umbenannt else schluessel.text)
    if isinstance(wert, Skalar) and not (feld is not None and feld.ist_liste):
        text = " ".join(wert.text.split())
        leer = not text or (not wert.stil and text in {"~", "null"})
        yield f"{name}:{dahinter}" if leer else f"{name}: {geschrieben(text)}{dahinter}"
        return
    if isinstance(wert, Tafel) or _kommentare(kopf[wert.von : schluss(wert)]):
        yield from kopf[schluessel.von : schluss(wert)].split("\n")  # not ours to take apart
        return
    yield f"{name}:{dahinter}"
    yield from (
        f"  - {geschrieben(teil.text.strip())}" for teil in skalare(wert, auch_tafeln=True) if teil.text.strip()
    )


def _rumpf(text: str, alt: Falltext) -> Iterator[str]:
    """Yield the lines below the front matter: text before the entries, then each entry behind a blank line."""
    alle, arten = zeilen(text), zeilenarten(text)
    if alt.fall.vorspann:
        yield from ("", *alt.vorspann.split("\n"))
    grenzen = [*(eintrag.stelle.zeile for eintrag in alt.fall.eintraege), len(alle) + 1]
    for nummer, eintrag in enumerate(alt.fall.eintraege):
        yield ""
        wie_sie_steht = alle[grenzen[nummer] - 1].rstrip()
        unlesbar = eintrag.datum is None or verdeckt(wie_sie_steht) != wie_sie_steht
        yield wie_sie_steht if unlesbar else ueberschrift(eintrag)
        yield from _eintrag(alle, arten, range(grenzen[nummer] + 1, grenzen[nummer + 1]))


@dataclass(frozen=True, slots=True)
class _Stueck:
    art: Zeilenart
    text: str
    #: Part of a list, not of a value.
    in_liste: bool
    #: Blank lines in front.
    leere: int


def _eintrag(alle: Sequence[str], arten: Mapping[int, Sequence[Gelesen]], nummern: range) -> Iterator[str]:
    stuecke = list(_stuecke(alle, arten, nummern))
    letzter_text = max((i for i, s in enumerate(stuecke) if s.art in {Zeilenart.TEXT, Zeilenart.ZAUN}), default=-1)
    einzuege = _einzuege(stuecke)
    vorformatiert = any("<pre" in s.text.lower() for s in stuecke)
    for i, stueck in enumerate(stuecke):
        if i == 0 or _abstand(stuecke[i - 1], stueck, text_folgt=letzter_text > i):
            # In code that is indented or stands in HTML, blank lines are part of the text.
            daneben = vorformatiert or any(map(_ist_code, stuecke[i - 1 : i + 1]))
            ist_code = i > 0 and stueck.art is Zeilenart.TEXT and daneben
            yield from [""] * (stueck.leere if ist_code else 1)
        folgt_text = i + 1 < len(stuecke) and stuecke[i + 1].art is Zeilenart.TEXT and not stuecke[i + 1].leere
        yield _zeile(stueck, einzuege.get(i, 0), umbruch=folgt_text)


def _ist_code(stueck: _Stueck) -> bool:
    return stueck.art is Zeilenart.TEXT and stueck.text.startswith(("    ", "\t"))


def _stuecke(alle: Sequence[str], arten: Mapping[int, Sequence[Gelesen]], nummern: range) -> Iterator[_Stueck]:
    leere, in_liste = 0, False
    for nummer in nummern:
        for art, text in ((g.art, g.text) for g in arten.get(nummer, (Gelesen(Zeilenart.TEXT, alle[nummer - 1]),))):
            if art is Zeilenart.LUECKE or (art is Zeilenart.TEXT and not text.strip()):
                leere += 1
                continue
            ist_punkt = art is Zeilenart.PUNKT and not text.lstrip().startswith(">")
            in_liste = ist_punkt or (in_liste and art is Zeilenart.FORTSETZUNG)
            yield _Stueck(art, text, in_liste, leere)
            leere = 0


def _einzuege(stuecke: Sequence[_Stueck]) -> dict[int, int]:
    """Return by how much each list item stands further left: a list begins at the margin, what is nested stays nested."""
    ergebnis: dict[int, int] = {}
    laufend: list[int] = []
    for i, stueck in enumerate((*stuecke, _Stueck(Zeilenart.TEXT, "", False, 0))):
        if stueck.in_liste:
            if stueck.art is Zeilenart.PUNKT:
                laufend.append(i)
            continue
        kleinster = min((_einzug(stuecke[j].text) for j in laufend), default=0)
        ergebnis |= dict.fromkeys(laufend, kleinster)
        laufend = []
    return ergebnis


def _einzug(text: str) -> int:
    return len(text) - len(text.lstrip())


def _abstand(davor: _Stueck, stueck: _Stueck, *, text_folgt: bool) -> bool:
    """Tell whether a blank line stands between two lines of an entry."""
    if stueck.art is Zeilenart.FORTSETZUNG:
        return False
    if davor.in_liste:
        return not stueck.in_liste
    if stueck.in_liste and davor.art is Zeilenart.ANGABE and davor.text.rstrip().endswith(":"):
        return True
    if stueck.art is Zeilenart.ANGABE:
        if davor.art in {Zeilenart.ANGABE, Zeilenart.FORTSETZUNG}:
            # With text above and below, the blank line is what keeps its paragraphs apart.
            return stueck.leere > 0 and text_folgt
        return stueck.leere > 0 or not text_folgt
    return stueck.leere > 0


def _zeile(stueck: _Stueck, einzug: int, *, umbruch: bool) -> str:
    text = stueck.text.rstrip()
    match stueck.art:
        case Zeilenart.ZAUN:
            return stueck.text
        case Zeilenart.ANGABE if (treffer := _ANGABE.match(text)) is not None:
            return f"{treffer[1]}: {treffer[2]}".rstrip()
        case Zeilenart.PUNKT:
            return _listenpunkt(text, einzug)
        case Zeilenart.FORTSETZUNG if stueck.in_liste:
            return f"  {text.strip()}"
        case Zeilenart.TEXT if umbruch and stueck.text.endswith("  "):
            return f"{text}  "  # two blanks break the line in Markdown
    return text


def _listenpunkt(text: str, einzug: int) -> str:
    treffer = _PUNKT.match(text)
    if treffer is None:
        return text if text.lstrip().startswith(">") else f"- {text.strip()}"
    return f"{treffer[1][einzug:]}{treffer[2] or '-'} {treffer[3]}".rstrip()
