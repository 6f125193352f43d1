"""From the text of a record to its entries: the lines of a well-formed one are read as they stand, others as they are meant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from fallbuch.akte.absatz import Zeile
from fallbuch.akte.angaben import Angabenleser, Gelesen
from fallbuch.akte.eintragsformen import FORMEN, Besonderes
from fallbuch.akte.gliederung import Verlaufsteil, gliedere
from fallbuch.akte.lesart import gemeint
from fallbuch.akte.modell import Angaben, Eintrag, Stellen
from fallbuch.akte.schluessel import schluesselbund
from fallbuch.akte.textwache import verdaechtig
from fallbuch.akte.zeilentafel import NUR_TEXT, SELTSAM, gegliedert, text_aus, zeilen_aus
from fallbuch.befund import Befund
from fallbuch.kennung import nfc, slug
from fallbuch.text.knoten import teile_kopf
from fallbuch.text.zeichen import ersetze_steuerzeichen
from fallbuch.text.zeilen import zeilen

#: What an entry of plain text states.
KEINE_ANGABEN, _KEINE_STELLEN = Angaben(), Stellen()


def zeilenarten(text: str, formen: Mapping[str, type[Besonderes]] = FORMEN) -> dict[int, list[Gelesen]]:
    """Return what each line of a file's entries is read as, by number; headings and what stands above them are left out."""
    text = nfc(text)
    kopf, rumpf = teile_kopf(text)
    arten: dict[int, list[Gelesen]] = {}
    inhalt = text if kopf is None or rumpf is None else rumpf
    lies_eintraege(inhalt, "", 1 + text.count("\n", 0, len(text) - len(inhalt)), formen, arten)
    return arten


def lies_eintraege(
    text: str,
    name: str,
    erste_zeile: int,
    formen: Mapping[str, type[Besonderes]],
    arten: dict[int, list[Gelesen]] | None = None,
    *,
    gewoehnlich: bool = False,
    verdacht: bool | None = None,
) -> tuple[tuple[Eintrag, ...], list[Zeile], list[Befund]]:
    """Read dated entries; returns them, the lines before the first, and the findings.

    `arten` is filled with what each line was read as; then all of it is as it stands. `gewoehnlich`: all characters are
    known to be everyday German. `verdacht`: some line may say what is not to be shown; None where nobody has looked.
    """
    sauber, befunde = text, list[Befund]()
    if not gewoehnlich:
        sauber, befunde = ersetze_steuerzeichen(text, name, kopf=False, erste_zeile=erste_zeile)
    vorspann: list[Zeile] = []
    abschnitte = None
    if arten is None:
        verdacht = verdaechtig(sauber) if verdacht is None else verdacht
        abschnitte = gegliedert(sauber, name, erste_zeile, formen, gewoehnlich=gewoehnlich, verdacht=verdacht)
    if abschnitte is None:
        vorspann, abschnitte, gefunden = gliedere(
            zeilen(sauber),
            name,
            erste_zeile,
            formen,
            mit_vorwort=formen is not FORMEN,
            verdacht=arten is None and verdacht is True,
        )
        befunde += gefunden
    nummern: dict[tuple[Any, str], int] = {}
    eintraege = tuple(_lies_eintrag(abschnitt, name, nummern, formen, befunde, arten) for abschnitt in abschnitte)
    return eintraege, vorspann, befunde


def _lies_eintrag(  # noqa: PLR0917
    abschnitt: Verlaufsteil,
    datei: str,
    nummern: dict[tuple[Any, str], int],
    formen: Mapping[str, type[Besonderes]],
    befunde: list[Befund],
    arten: dict[int, list[Gelesen]] | None,
) -> Eintrag:
    """Read one section; `nummern` counts equal dates and kinds across the file, `formen` are its kinds with own keys."""
    kopf = abschnitt.kopf
    form = formen.get(kopf.art) if kopf.datum is not None else None
    gleiche = nummern[kopf.datum, kopf.art] = nummern.get((kopf.datum, kopf.art), 0) + 1
    name = _eintragsname(kopf.datum, kopf.art) if gleiche == 1 else f"{_eintragsname(kopf.datum, kopf.art)}-{gleiche}"
    if abschnitt.schlicht and not abschnitt.arten.strip(NUR_TEXT):
        return Eintrag(
            datum=kopf.datum,
            art=kopf.art,
            berater=kopf.berater,
            text=text_aus(abschnitt.reihen or ()).strip("\n"),
            angaben=KEINE_ANGABEN,
            besonderes=form() if form else None,
            stelle=kopf.stelle,
            stellen=_KEINE_STELLEN,
            art_spalte=kopf.art_spalte,
            art_laenge=kopf.art_laenge,
            berater_spalten=kopf.berater_spalten,
            schluessel=name,
            wertstellen=_KEINE_STELLEN,
        )
    leser = Angabenleser(datei, schluesselbund(form) if form else schluesselbund(), befunde, arten=arten)
    _lies_angaben(leser, abschnitt)
    return Eintrag(
        datum=kopf.datum,
        art=kopf.art,
        berater=kopf.berater,
        text="\n".join(leser.text).strip("\n"),
        angaben=Angaben(**leser.gemeinsam) if leser.gemeinsam else KEINE_ANGABEN,
        besonderes=form(**leser.besonders) if form else None,
        stelle=kopf.stelle,
        stellen=Stellen(datei, leser.stellen),
        art_spalte=kopf.art_spalte,
        art_laenge=kopf.art_laenge,
        berater_spalten=kopf.berater_spalten,
        schluessel=name,
        wertstellen=Stellen(datei, leser.wertstellen),
        unlesbar=frozenset(leser.unlesbar),
        verborgenes=tuple([z.geheim for z in abschnitt.zeilen if z.geheim]) if abschnitt.zeilen else (),
    )


@lru_cache(maxsize=4096)  # the cases of a team share their days
def _eintragsname(datum: date | None, art: str) -> str:
    return f"{datum or 'ohne-datum'}-{slug(art)[:60]}"


def _lies_angaben(leser: Angabenleser, abschnitt: Verlaufsteil) -> None:
    nummer, reihen = abschnitt.kopf.stelle.zeile + 1, abschnitt.reihen
    if reihen is not None and (abschnitt.schlicht or leser.bund.ist_schlicht(text_aus(reihen))):
        leser.zeilen = zeilen_aus(reihen, nummer) if SELTSAM in abschnitt.arten else ()
        leser.nimm_reihen(reihen, nummer)
    else:
        roh = abschnitt.zeilen if reihen is None else zeilen_aus(reihen, nummer)
        leser.zeilen, gefunden = gemeint(roh, leser.bund, leser.datei)
        leser.befunde += gefunden
        for zeile in leser.zeilen:
            leser.nimm(zeile)
    leser.beende()
