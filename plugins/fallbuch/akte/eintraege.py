"""From the text of a record to its entries: the lines of a well-formed one are read as they stand, others as they are meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fallbuch.akte.absatz import Zeile
from fallbuch.akte.angaben import Angabenleser, Gelesen
from fallbuch.akte.eintragsformen import FORMEN, Besonderes
from fallbuch.akte.lesart import gemeint
from fallbuch.akte.modell import Angaben, Eintrag
from fallbuch.akte.schluessel import schluesselbund
from fallbuch.akte.verlauf import Verlaufsteil, gliedere
from fallbuch.akte.zeilentafel import gegliedert, hat_seltsame, text_aus, zeilen_aus
from fallbuch.befund import Befund
from fallbuch.kennung import nfc, slug
from fallbuch.text.knoten import teile_kopf
from fallbuch.text.zeichen import ersetze_steuerzeichen
from fallbuch.text.zeilen import zeilen


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
) -> tuple[tuple[Eintrag, ...], list[Zeile], list[Befund]]:
    """Read dated entries; returns them, the lines before the first, and the findings.

    `arten` is filled with what each line was read as.
    """
    sauber, befunde = ersetze_steuerzeichen(text, name, kopf=False, erste_zeile=erste_zeile)
    vorspann: list[Zeile] = []
    abschnitte = gegliedert(sauber, name, erste_zeile, formen) if arten is None else None
    if abschnitte is None:
        vorspann, abschnitte, gefunden = gliedere(
            zeilen(sauber), name, erste_zeile, formen, mit_vorwort=formen is not FORMEN
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
    leser = Angabenleser(datei, schluesselbund(*((form,) if form else ())), befunde, arten=arten)
    _lies_angaben(leser, abschnitt)
    gleiche = nummern[kopf.datum, kopf.art] = nummern.get((kopf.datum, kopf.art), 0) + 1
    name = f"{kopf.datum or 'ohne-datum'}-{slug(kopf.art)[:60]}" + (f"-{gleiche}" if gleiche > 1 else "")
    return Eintrag(
        datum=kopf.datum,
        art=kopf.art,
        berater=kopf.berater,
        text="\n".join(leser.text).strip("\n"),
        angaben=Angaben(**leser.gemeinsam),
        besonderes=form(**leser.besonders) if form else None,
        stelle=kopf.stelle,
        stellen=leser.stellen,
        art_spalte=kopf.art_spalte,
        art_laenge=kopf.art_laenge,
        berater_spalten=kopf.berater_spalten,
        schluessel=name,
        wertstellen=leser.wertstellen,
        unlesbar=frozenset(leser.unlesbar),
    )


def _lies_angaben(leser: Angabenleser, abschnitt: Verlaufsteil) -> None:
    nummer, reihen = abschnitt.kopf.stelle.zeile + 1, abschnitt.reihen
    if reihen is not None and (abschnitt.schlicht or leser.bund.ist_schlicht(text_aus(reihen))):
        leser.zeilen = zeilen_aus(reihen, nummer) if hat_seltsame(reihen) else ()
        leser.nimm_reihen(reihen, nummer)
    else:
        roh = abschnitt.zeilen if reihen is None else zeilen_aus(reihen, nummer)
        leser.zeilen, gefunden = gemeint(roh, leser.bund, leser.datei)
        leser.befunde += gefunden
        for zeile in leser.zeilen:
            leser.nimm(zeile)
    leser.beende()
