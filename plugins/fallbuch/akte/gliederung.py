"""The grammar of the record: which lines are entries, keys, lists and text.

Nothing of a file is lost: what is no entry and no key is text, and a heading that cannot be read
becomes an entry without a date, so that its text still shows on the case's page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from fallbuch.akte.absatz import Absatz, Zeile, gesaeubert
from fallbuch.akte.datenschutz import D001, VERBORGEN, persoenliche_stelle
from fallbuch.akte.eintragsformen import FORMEN
from fallbuch.akte.lesartmeldungen import F077, was_auffiel
from fallbuch.akte.meldungen import F024, F030, F031, F033
from fallbuch.akte.schluessel import SCHMUCK
from fallbuch.akte.textwache import geheimes, verdeckt
from fallbuch.akte.typen import F020, Datum
from fallbuch.befund import Befund, Stelle, lesbar
from fallbuch.kennung import nfc, vergleichsform
from fallbuch.text.zeichen import nachgebildet

HOECHSTENS_EINTRAEGE = 2000


_ZAUN = re.compile(r" {0,3}(`{3,}|~{3,})(.*)$")
# Patterns here must stay linear on hostile lines: no run of blanks may match two parts of one.
_UEBERSCHRIFT = re.compile(r"( {0,3})(#{1,6})([ \t]*+)(.*)$")
#: A heading as it should be, of characters that are what they look like.
_SCHLICHTE_UEBERSCHRIFT = re.compile(r"## [0-9]{4}-[0-9]{2}-[0-9]{2} [A-Za-z0-9ÄÖÜäöüß(), -]*$")
_VERDECKTE_UEBERSCHRIFT = re.compile(
    r"((?:[ \t>]*+(?:(?:[-*+•–—]|[0-9]{1,3}[.)])[ \t]++)?)#(?:[ \t]?#){0,5}[ \t]*+)(?:\*\*|__)?(.*?)(?:\*\*|__)?[ \t]*#*[ \t]*$"
)
_EIN_TAG = re.compile(r"[0-9]{4}\W[0-9]{2}\W[0-9]{2}|[0-9]{1,2}\.\s?[0-9]{1,2}\.\s?[0-9]{4}|[^\x00-\xff]")
_DATUM = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}\.\s?[0-9]{1,2}\.\s?[0-9]{4})[,:]?(?:\s+|$)(.*)$")
_OHNE_RAUTE = re.compile(
    r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}\. ?[0-9]{1,2}\. ?[0-9]{4})[,:]? (?:[–-] )?[A-ZÄÖÜ][\w-]+(?: [\w-]+)?( \([A-ZÄÖÜ][^()0-9]*\))?$"
)
#: Programs that need a blank line before a heading take it for the end of the paragraph above.
_ANGEHAENGT = re.compile(
    r"(?<=[^\s#\\\ufffd])[ \t]{0,2}\\?#{1,6}[ \t]{1,3}(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4})[ \t]+[A-ZÄÖÜ].*$"
)
_TEXTILE = re.compile(r"h[1-6]\.[ \t]")
_UEBERSCHRIFTMARKE = re.compile(r"</?h[1-6][^<>]{0,80}>|^[ \t]*h[1-6]\.[ \t]", re.IGNORECASE)
_LAENGSTE_UEBERSCHRIFT = 200
#: An agreement of which nothing may be shown is one all the same.
_KASTEN_DAVOR = re.compile(r"[ \t>]*+(?:[-*+]|[0-9]{1,3}[.)])?[ \t]*+\\?\[[ xX-]?\\?\](?=[ \t])")
_FRIST = re.compile(r"\(\s?(?:bis|spätestens)\s[0-9. -]{6,14}\)")
_UNTERSTRICHEN = re.compile(r" {0,3}(=+|-{2,})$")


class Ueberschrift(NamedTuple):
    """What a heading says; `datum` None where its date cannot be read."""

    datum: date | None
    art: str
    stelle: Stelle
    berater: tuple[str, ...] = ()
    art_spalte: int = 1
    art_laenge: int = 0
    berater_spalten: tuple[int, ...] = ()


class Verlaufsteil(NamedTuple):
    """A heading and the lines up to the next one."""

    kopf: Ueberschrift
    zeilen: list[Zeile]
    #: Instead of `zeilen`: the rows of a table of lines, and the kind of each.
    reihen: Sequence[re.Match[str]] | None = None
    arten: bytes = b""
    #: These rows are known to mean what they look like.
    schlicht: bool = False


def gliedere(
    texte: Sequence[str],
    datei: str,
    erste_zeile: int,
    formen: Iterable[str] = FORMEN,
    *,
    mit_vorwort: bool = False,
    verdacht: bool = False,
) -> tuple[list[Zeile], list[Verlaufsteil], list[Befund]]:
    """Split the record into the lines before the first entry and one section per entry.

    `formen` are the kinds whose names are part of the file format: other spellings of them are mended here. Where the
    lines before the first entry are a text of the team's own (`mit_vorwort`), code in it is an example. With `verdacht` some
    line may say what is not to be shown.
    """
    gefaltet = {vergleichsform(name): name for name in formen}
    befunde: list[Befund] = []
    zeilen = _ohne_persoenliches(_mit_zaeunen(texte, datei, erste_zeile, befunde), datei, befunde)
    if verdacht:
        zeilen = list(map(_verdeckte, zeilen))
    vorspann: list[Zeile] = []
    abschnitte: list[Verlaufsteil] = []
    for vorige, zeile, naechste in _umgebung(zeilen):
        ist_beispiel = mit_vorwort and not abschnitte and zeile.text.startswith(("    ", "\t"))
        kopf = None if zeile.im_zaun or ist_beispiel else _lies_ueberschrift(zeile, datei, befunde, gefaltet)
        if kopf is not None:
            if len(abschnitte) == HOECHSTENS_EINTRAEGE:
                befunde.append(F024.melde(kopf.stelle, anzahl=HOECHSTENS_EINTRAEGE))
                break
            abschnitte.append(Verlaufsteil(kopf, []))
            continue
        if not (zeile.im_zaun or ist_beispiel) and (wert := fast_ein_eintrag(vorige, zeile.text, naechste)) is not None:
            befunde.append(F030.melde(Stelle(datei=datei, zeile=zeile.nummer), wert=wert))
        (abschnitte[-1].zeilen if abschnitte else vorspann).append(zeile)
    return vorspann, abschnitte, befunde


def _umgebung(zeilen: Sequence[Zeile]) -> Iterator[tuple[str, Zeile, str]]:
    for i, zeile in enumerate(zeilen):
        yield (zeilen[i - 1].text if i else ""), zeile, (zeilen[i + 1].text if i + 1 < len(zeilen) else "")


def _mit_zaeunen(texte: Sequence[str], datei: str, erste_zeile: int, befunde: list[Befund]) -> list[Zeile]:
    zeilen, offene = _zaeune(texte, erste_zeile, an_eintraegen_enden=False)
    if offene:
        # Somewhere a fence is missing. Read again with fences that end at the next entry, else an
        # entry would vanish and the case would look as if nobody had called.
        zeilen, offene = _zaeune(texte, erste_zeile, an_eintraegen_enden=True)
        befunde.extend(F033.melde(Stelle(datei=datei, zeile=nummer)) for nummer in offene)
    return zeilen


def _zaeune(texte: Sequence[str], erste_zeile: int, *, an_eintraegen_enden: bool) -> tuple[list[Zeile], list[int]]:
    """Return the lines, and the numbers of those at which a fence begins that nothing closes."""
    zeilen: list[Zeile] = []
    offene: list[int] = []
    zaun, beginn = "", 0
    for nummer, text in enumerate(texte, start=erste_zeile):
        treffer = _ZAUN.match(text) if "```" in text or "~~~" in text else None
        if zaun and an_eintraegen_enden and text.startswith("## ") and _DATUM.match(text[3:]):
            offene.append(beginn)
            zaun = ""
        zeilen.append(Zeile(text, nummer, im_zaun=bool(zaun) or treffer is not None))
        if treffer is None:
            continue
        if not zaun and not ("`" in treffer[2] and treffer[1][0] == "`"):
            zaun, beginn = treffer[1], nummer
        elif zaun and treffer[1].startswith(zaun) and not treffer[2].strip():
            zaun = ""
    return zeilen, [*offene, beginn] if zaun else offene


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
            davor = text[: fund.ende] or (kasten[0] if (kasten := _KASTEN_DAVOR.match(text)) is not None else "")
            text = f"{davor} {VERBORGEN}{_frist(text, fund.ende)}"
        elif text.startswith("#") or (wert_da and not text.strip()):
            wert_folgt = wert_da = False
        elif wert_folgt and text.strip():
            text, wert_da = VERBORGEN, True
        ergebnis.append(zeile if text is zeile.text else replace(zeile, text=text, verborgen=True))
    return ergebnis


def _verdeckte(zeile: Zeile) -> Zeile:
    text = verdeckt(zeile.text)
    if text == zeile.text:
        return zeile
    return replace(zeile, text=text, verborgen=True, geheim=geheimes(zeile.text))


def _frist(text: str, ab: int) -> str:
    """Return the deadline of a line that is blanked out otherwise: the agreement must not be forgotten."""
    treffer = _FRIST.search(text, ab)
    return f" {treffer[0]}" if treffer is not None else ""


def fast_ein_eintrag(vorige: str, text: str, naechste: str) -> str | None:
    """Return what looks like an entry in a line that is none: a heading without its marks, or one behind other text."""
    if not text or (text[0].isalpha() and "#" not in text and not _TEXTILE.match(text)) or not _EIN_TAG.search(text):
        return None
    angehaengt = _ANGEHAENGT.search(text)
    if angehaengt is not None:
        return angehaengt[0]
    sauber = nachgebildet(gesaeubert(text)) if len(text) <= _LAENGSTE_UEBERSCHRIFT else ""
    schlicht = SCHMUCK.sub("", _UEBERSCHRIFTMARKE.sub("", sauber)).strip(" \t*_->+#=§|")
    treffer = _OHNE_RAUTE.match(" ".join(schlicht.split()))
    if treffer is None:
        return None
    if treffer[1] is None and "." in schlicht.split()[0]:
        return None  # a line of a curriculum vitae has a German date and no name
    if treffer[1] is not None or _UNTERSTRICHEN.match(naechste.rstrip()) is not None:
        return sauber.strip()
    return sauber.strip() if not vorige.strip() and not naechste.strip() else None


def _lies_ueberschrift(
    zeile: Zeile, datei: str, befunde: list[Befund], formen: Mapping[str, str]
) -> Ueberschrift | None:
    if "#" not in zeile.text and "\uff03" not in zeile.text:
        return None
    if not _SCHLICHTE_UEBERSCHRIFT.match(zeile.text) and (anders := _gemeinte_ueberschrift(zeile, datei)) is not None:
        befunde.extend(anders.befunde)
        return _lies_ueberschrift(anders, datei, befunde, formen)
    treffer = _UEBERSCHRIFT.match(zeile.text)
    if treffer is None:
        return None
    einzug, rauten, luecke, inhalt = treffer.groups()
    inhalt = inhalt.rstrip(" \t").rstrip("#").rstrip(" \t")
    datum = _DATUM.match(inhalt)
    if datum is None or not datum[2].strip():
        if len(rauten) != 2:
            return None
        stelle = Stelle(datei=datei, zeile=zeile.nummer)
        befunde.append(F030.melde(stelle, wert=zeile.text.strip()))
        return Ueberschrift(datum=None, art=inhalt or "Eintrag", stelle=stelle)
    beginn = len(einzug) + len(rauten) + len(luecke)
    tag = _lies_datum(datum[1], zeile, beginn, datei, befunde)
    return _mit_art(datum[2], beginn + datum.start(2), tag, zeile, datei, befunde, formen)


def _gemeinte_ueberschrift(zeile: Zeile, datei: str) -> Zeile | None:
    """Return the heading that a line is meant to be; None where it is one already, or none at all."""
    absatz = Absatz([zeile])
    ersetzt = nachgebildet(absatz.text)
    treffer = _VERDECKTE_UEBERSCHRIFT.match(ersetzt)
    if treffer is None or not (datum := _DATUM.match(treffer[2])) or not datum[2].strip():
        return None
    neu = f"## {treffer[2].rstrip()}"
    if neu == zeile.text.rstrip().rstrip("#").rstrip():
        return None
    meldungen = was_auffiel(*absatz.eigenheiten(0, len(absatz.text)), neu)
    if ersetzt != absatz.text:
        meldungen.append((F077, {"wert": zeile.text.strip(), "gemeint": neu}))
    if treffer[1] != "## " or not meldungen:
        meldungen.append((F031, {"wert": lesbar(zeile.text, 24)}))
    stelle = Stelle(datei=datei, zeile=zeile.nummer)
    fix = stelle.ersetzt(len(zeile.text), neu) if not zeile.verborgen else None
    befunde = tuple(art.melde(stelle, korrektur=fix, **werte) for art, werte in meldungen)
    return replace(zeile, text=neu, roh=zeile.text, befunde=befunde)


def _lies_datum(text: str, zeile: Zeile, beginn: int, datei: str, befunde: list[Befund]) -> date | None:
    lesung = Datum().lies(text, "Datum des Eintrags")
    if (mangel := lesung.mangel) is not None:
        stelle = zeile.ort(datei, beginn)
        fix = stelle.ersetzt(len(text), mangel.ersatz) if mangel.ersatz and zeile.roh is None else None
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
    stelle = zeile.ort(datei, versatz)
    if form is not None and form != art:
        fix = stelle.ersetzt(len(roh), form) if zeile.roh is None else None
        befunde.append(F020.melde(stelle, korrektur=fix, wert=art, richtig=form))
    return Ueberschrift(
        datum=tag,
        art=form or art or "Eintrag",
        berater=tuple(name for name, _ in namen),
        stelle=Stelle(datei=datei, zeile=zeile.nummer),
        art_spalte=stelle.spalte,
        art_laenge=len(roh),
        berater_spalten=tuple(zeile.ort(datei, index).spalte for _, index in namen),
    )


def _namen(klammer: str, versatz: int) -> Iterator[tuple[str, int]]:
    """Yield each name of the brackets with its index in the line."""
    for treffer in re.finditer(r"[^,]+", klammer):
        name = treffer[0].strip()
        if name:
            yield nfc(name), versatz + treffer.start() + len(treffer[0]) - len(treffer[0].lstrip())
