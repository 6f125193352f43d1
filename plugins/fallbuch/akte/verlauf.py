"""The grammar of the record: which lines are entries, keys, lists and text.

Nothing of a file is lost: what is no entry and no key is text, and a heading that cannot be read
becomes an entry without a date, so that its text still shows on the case's page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from fallbuch.akte.datenschutz import D001, VERBORGEN, persoenliche_stelle
from fallbuch.akte.eintragsformen import FORMEN
from fallbuch.akte.meldungen import F024, F030, F031, F033
from fallbuch.akte.typen import F020, Datum
from fallbuch.befund import Befund, Korrektur, Stelle, lesbar
from fallbuch.kennung import nfc, vergleichsform

HOECHSTENS_EINTRAEGE = 2000


_ZAUN = re.compile(r" {0,3}(`{3,}|~{3,})(.*)$")
# Patterns here must stay linear on hostile lines: no run of blanks may match two parts of one.
_UEBERSCHRIFT = re.compile(r"( {0,3})(#{1,6})([ \t\u00a0]*+)(.*)$")
_DATUM = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}\.\s?[0-9]{1,2}\.\s?[0-9]{4})[,:]?(?:\s+|$)(.*)$")
_OHNE_RAUTE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [A-ZÄÖÜ][\w-]+(?: [\w-]+)?( \([^()]*\))?$")
_LAENGSTE_UEBERSCHRIFT = 200
_FRIST = re.compile(r"\(\s?(?:bis|spätestens)\s[0-9. -]{6,14}\)")
_UNTERSTRICHEN = re.compile(r" {0,3}(=+|-{2,})$")


@dataclass(frozen=True, slots=True)
class Zeile:
    """A line of the record with its number in the file; `im_zaun` inside a code fence."""

    text: str
    nummer: int
    im_zaun: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Ueberschrift:
    """What a heading says; `datum` None where its date cannot be read."""

    datum: date | None
    art: str
    berater: tuple[str, ...]
    stelle: Stelle
    art_spalte: int
    art_laenge: int
    berater_spalten: tuple[int, ...]


@dataclass(slots=True)
class Abschnitt:
    """A heading and the lines up to the next one."""

    kopf: Ueberschrift
    zeilen: list[Zeile] = field(default_factory=list)


def gliedere(
    texte: Sequence[str], datei: str, erste_zeile: int, formen: Iterable[str] = FORMEN
) -> tuple[list[Zeile], list[Abschnitt], list[Befund]]:
    """Split the record into the lines before the first entry and one section per entry.

    `formen` are the kinds whose names are part of the file format: other spellings of them are mended here.
    """
    gefaltet = {vergleichsform(name): name for name in formen}
    befunde: list[Befund] = []
    zeilen = _ohne_persoenliches(_mit_zaeunen(texte, datei, erste_zeile, befunde), datei, befunde)
    vorspann: list[Zeile] = []
    abschnitte: list[Abschnitt] = []
    for vorige, zeile, naechste in _umgebung(zeilen):
        kopf = None if zeile.im_zaun else _lies_ueberschrift(zeile, datei, befunde, gefaltet)
        if kopf is not None:
            if len(abschnitte) == HOECHSTENS_EINTRAEGE:
                befunde.append(F024.melde(kopf.stelle, anzahl=HOECHSTENS_EINTRAEGE))
                break
            abschnitte.append(Abschnitt(kopf))
            continue
        if not zeile.im_zaun and _fast_ein_eintrag(vorige, zeile, naechste):
            befunde.append(F030.melde(Stelle(datei=datei, zeile=zeile.nummer), wert=zeile.text.strip()))
        (abschnitte[-1].zeilen if abschnitte else vorspann).append(zeile)
    return vorspann, abschnitte, befunde


def _umgebung(zeilen: Sequence[Zeile]) -> Iterator[tuple[str, Zeile, str]]:
    for i, zeile in enumerate(zeilen):
        yield (zeilen[i - 1].text if i else ""), zeile, (zeilen[i + 1].text if i + 1 < len(zeilen) else "")


def _mit_zaeunen(texte: Sequence[str], datei: str, erste_zeile: int, befunde: list[Befund]) -> list[Zeile]:
    zeilen, offen = _zaeune(texte, erste_zeile, an_eintraegen_enden=False)
    if offen is None:
        return zeilen
    # Somewhere a fence is missing. Read again with fences that end at the next entry, else an
    # entry would vanish and the case would look as if nobody had called.
    merk: list[int] = []
    zeilen, offen = _zaeune(texte, erste_zeile, an_eintraegen_enden=True, merke=merk)
    offene = merk if offen is None else [*merk, offen]
    befunde.extend(F033.melde(Stelle(datei=datei, zeile=nummer)) for nummer in offene)
    return zeilen


def _zaeune(
    texte: Sequence[str], erste_zeile: int, *, an_eintraegen_enden: bool, merke: list[int] | None = None
) -> tuple[list[Zeile], int | None]:
    zeilen: list[Zeile] = []
    offen: tuple[str, int] | None = None
    for nummer, text in enumerate(texte, start=erste_zeile):
        treffer = _ZAUN.match(text) if "```" in text or "~~~" in text else None
        if offen is None:
            zeilen.append(Zeile(text, nummer, im_zaun=treffer is not None))
            if treffer is not None and not ("`" in treffer[2] and treffer[1][0] == "`"):
                offen = treffer[1], nummer
            continue
        if an_eintraegen_enden and text.startswith("## ") and _DATUM.match(text[3:]):
            if merke is not None:
                merke.append(offen[1])
            offen = None
            zeilen.append(Zeile(text, nummer))
            continue
        zeilen.append(Zeile(text, nummer, im_zaun=True))
        if treffer is not None and treffer[1].startswith(offen[0]) and not treffer[2].strip():
            offen = None
    return zeilen, offen[1] if offen else None


def _ohne_persoenliches(zeilen: list[Zeile], datei: str, befunde: list[Befund]) -> list[Zeile]:
    """Blank out personal statements before anything else looks at the lines, so that nothing can quote them."""
    ergebnis: list[Zeile] = []
    wert_folgt = wert_da = False
    for zeile in zeilen:
        fund = persoenliche_stelle(zeile.text)
        text = zeile.text
        if fund is not None:
            befunde.append(D001.melde(Stelle(datei=datei, zeile=zeile.nummer, spalte=fund.spalte), feld=fund.wort))
            wert_folgt, wert_da = not text[fund.ende :].strip(), False
            text = f"{text[: fund.ende]} {VERBORGEN}{_frist(text, fund.ende)}"
        elif text.startswith("#") or (wert_da and not text.strip()):
            wert_folgt = wert_da = False
        elif wert_folgt and text.strip():
            text, wert_da = VERBORGEN, True
        ergebnis.append(Zeile(text, zeile.nummer, zeile.im_zaun))
    return ergebnis


def _frist(text: str, ab: int) -> str:
    """Return the deadline of a line that is blanked out otherwise: the agreement must not be forgotten."""
    treffer = _FRIST.search(text, ab)
    return f" {treffer[0]}" if treffer is not None else ""


def _fast_ein_eintrag(vorige: str, zeile: Zeile, naechste: str) -> bool:
    if not zeile.text or vorige.strip() or len(zeile.text) > _LAENGSTE_UEBERSCHRIFT:
        return False
    treffer = _OHNE_RAUTE.match(" ".join(zeile.text.strip(" \t*_-+").split()))
    if treffer is None:
        return False
    return treffer[1] is not None or not naechste.strip() or _UNTERSTRICHEN.match(naechste.rstrip()) is not None


def _lies_ueberschrift(
    zeile: Zeile, datei: str, befunde: list[Befund], formen: Mapping[str, str]
) -> Ueberschrift | None:
    treffer = _UEBERSCHRIFT.match(zeile.text) if "#" in zeile.text[:4] else None
    if treffer is None:
        return None
    einzug, rauten, luecke, inhalt = treffer.groups()
    inhalt = inhalt.rstrip(" \t").rstrip("#").rstrip(" \t")
    datum = _DATUM.match(inhalt)
    if datum is None or not datum[2].strip():
        if len(rauten) != 2:
            return None
        befunde.append(F030.melde(Stelle(datei=datei, zeile=zeile.nummer), wert=zeile.text.strip()))
        return _unlesbare(inhalt, zeile, datei)
    beginn = len(einzug) + len(rauten) + len(luecke)
    tag = _lies_datum(datum[1], Stelle(datei=datei, zeile=zeile.nummer, spalte=beginn + 1), befunde)
    if (einzug, rauten, luecke) != ("", "##", " "):
        stelle = Stelle(datei=datei, zeile=zeile.nummer)
        fix = Korrektur(zeile=zeile.nummer, von=1, bis=beginn + 1, ersatz="## ")
        befunde.append(F031.melde(stelle, korrektur=fix, wert=lesbar(zeile.text, 24)))
    return _mit_art(datum[2], beginn + datum.start(2), tag, zeile, datei, befunde, formen)


def _unlesbare(inhalt: str, zeile: Zeile, datei: str) -> Ueberschrift:
    return Ueberschrift(
        datum=None,
        art=inhalt or "Eintrag",
        berater=(),
        stelle=Stelle(datei=datei, zeile=zeile.nummer),
        art_spalte=1,
        art_laenge=0,
        berater_spalten=(),
    )


def _lies_datum(text: str, stelle: Stelle, befunde: list[Befund]) -> date | None:
    lesung = Datum().lies(text, "Datum des Eintrags")
    if (mangel := lesung.mangel) is not None:
        fix = (
            Korrektur(zeile=stelle.zeile, von=stelle.spalte, bis=stelle.spalte + len(text), ersatz=mangel.ersatz)
            if mangel.ersatz
            else None
        )
        befunde.append(mangel.art.melde(stelle, korrektur=fix, **mangel.werte))
    return lesung.wert


def _mit_art(  # noqa: PLR0917
    rest: str,
    versatz: int,
    tag: date | None,
    zeile: Zeile,
    datei: str,
    befunde: list[Befund],
    formen: Mapping[str, str],
) -> Ueberschrift:
    rest = rest.rstrip()
    klammer = rest.rfind("(") if rest.endswith(")") else -1
    roh = (rest if klammer < 0 else rest[:klammer]).rstrip()
    art = nfc(" ".join(roh.split()))
    namen = tuple(_namen(rest[klammer + 1 : -1], versatz + klammer + 1)) if klammer >= 0 else ()
    form = formen.get(vergleichsform(art))
    if form is not None and form != art:
        fix = Korrektur(zeile=zeile.nummer, von=versatz + 1, bis=versatz + 1 + len(roh), ersatz=form)
        befunde.append(
            F020.melde(
                Stelle(datei=datei, zeile=zeile.nummer, spalte=versatz + 1), korrektur=fix, wert=art, richtig=form
            )
        )
    return Ueberschrift(
        datum=tag,
        art=form or art or "Eintrag",
        berater=tuple(name for name, _ in namen),
        stelle=Stelle(datei=datei, zeile=zeile.nummer),
        art_spalte=versatz + 1,
        art_laenge=len(roh),
        berater_spalten=tuple(spalte for _, spalte in namen),
    )


def _namen(klammer: str, versatz: int) -> Iterator[tuple[str, int]]:
    for treffer in re.finditer(r"[^,]+", klammer):
        name = treffer[0].strip()
        if name:
            yield nfc(name), versatz + treffer.start() + len(treffer[0]) - len(treffer[0].lstrip()) + 1
