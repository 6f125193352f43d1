"""All descriptions of a team: the shipped ones, with the team's own files laid over them field by field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from fallbuch.akte.feld import felder
from fallbuch.befund import Befund, Schwere, Stelle
from fallbuch.kennung import ordnung
from fallbuch.prozess.fundus import Fundus, ist_beschreibung
from fallbuch.prozess.lesen import abschnitt, kennzahlen_der, lies_blatt
from fallbuch.prozess.meldungen import EMPFEHLUNGSORDNER, P020, PROZESSORDNER
from fallbuch.prozess.modell import (
    FAKTOREN,
    INTERN,
    OEFFENTLICH,
    UNSERE,
    Beschreibung,
    Beschriebenes,
    Empfehlung,
    Faelle,
    Prozess,
    Prozessbuch,
    Prozessnennung,
)
from fallbuch.prozess.netz import geordnet
from fallbuch.prozess.pruefungen import PRUEFUNGEN, Pruefstoff
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.text.quelle import Quelldatei, anzeigename, dateien_unter, lies_datei, namen_in

#: Where the shipped descriptions lie, as messages name it.
MITGELIEFERT = "fallbuch/vorgaben/prozesse"


def lade_prozesse(
    wurzel: Path, seitenordner: str, regelwerk: Regelwerk, heute: date, geplante: Mapping[str, bytes] | None = None
) -> Prozessbuch:
    """Read and check all descriptions and recommendations of the team in `wurzel`.

    `geplante` are processes as they will be: path → content, in the place of the files on the disk.
    """
    ordner = f"{seitenordner}/{PROZESSORDNER}"
    neue = {name: Quelldatei(name, inhalt) for name, inhalt in (geplante or {}).items()}
    eigene = [b for b in _lies_ordner(wurzel, ordner, Prozess) if b.datei not in neue]
    eigene += [lies_blatt(datei, Prozess) for datei in neue.values()]
    blaetter = _lies_ordner(wurzel, f"{seitenordner}/{EMPFEHLUNGSORDNER}", Empfehlung)
    prozesse = geordnet([_prozess(*paar) for paar in _paare(mitgelieferte(), eigene)])
    alle = map(_empfehlung, blaetter)
    empfehlungen = sorted(alle, key=lambda e: (-(e.datum or date.min).toordinal(), ordnung(e.name)))
    seiten = {p.pfad: p.name for p in prozesse} | {e.pfad: e.name for e in empfehlungen}
    fundus = Fundus(wurzel, seitenordner, seiten)
    stoff = Pruefstoff(prozesse, empfehlungen, regelwerk, fundus, heute)
    befunde = [
        *(befund for blatt in (*mitgelieferte(), *eigene, *blaetter) for befund in blatt.befunde),
        *_uebergangene(fundus, [*eigene, *blaetter]),
        *(befund for pruefung in PRUEFUNGEN for befund in pruefung(stoff)),
    ]
    return Prozessbuch(
        prozesse=tuple(prozesse),
        empfehlungen=tuple(empfehlungen),
        befunde=tuple(sorted(befunde, key=lambda befund: befund.reihenfolge)),
        fundus=fundus,
    )


@lru_cache(maxsize=1)
def mitgelieferte() -> tuple[Beschreibung, ...]:
    """Return the descriptions that come with the program, in the order of their names."""
    ordner = files("fallbuch").joinpath("vorgaben", PROZESSORDNER)
    dateien = ((name, d) for name, d in dateien_unter(ordner, f"{MITGELIEFERT}/") if name.endswith(".md"))
    return tuple(lies_blatt(Quelldatei(name, d.read_bytes()), Prozess) for name, d in dateien)


#: No index page, no draft, no hidden file, and nothing that an address cannot hold.
_DATEINAME = re.compile(r'(?!(?:index|readme)\.md\Z)[^_.#?%:"<>|*\\][^#?%:"<>|*\\]*\.md', re.ASCII | re.IGNORECASE)


def dateinamen(ordner: Path) -> list[str]:
    """Return the names of the descriptions in `ordner`; an index page, drafts, hidden files and names no address can hold are none."""
    try:
        namen = namen_in(ordner)
    except OSError:
        return []
    return [name for name in namen if _DATEINAME.fullmatch(name)]


def _uebergangene(fundus: Fundus, gelesene: Iterable[Beschreibung]) -> Iterator[Befund]:
    """Report files that look like descriptions and are none: in a folder below, with another ending, a second of one name."""
    erste: dict[tuple[str, str], str] = {}
    for blatt in gelesene:
        erste.setdefault((blatt.datei.rpartition("/")[0], blatt.stamm.lower()), blatt.datei)
    namen = set(erste.values())
    for pfad in filter(ist_beschreibung, fundus.alle):
        datei = f"{fundus.seitenordner}/{'/'.join(map(anzeigename, pfad.split('/')))}"
        if datei not in namen:
            yield P020.melde(Stelle(datei=datei), ordner=f"{fundus.seitenordner}/{pfad.split('/')[0]}")


def _lies_ordner(wurzel: Path, ordner: str, klasse: type) -> list[Beschreibung]:
    pfad = wurzel / ordner
    return [lies_blatt(lies_datei(pfad / n, f"{ordner}/{anzeigename(n)}", wurzel), klasse) for n in dateinamen(pfad)]


def _paare(
    standard: Iterable[Beschreibung], eigene: Iterable[Beschreibung]
) -> Iterator[tuple[Beschreibung, Beschreibung | None]]:
    """Yield each description that counts, with the shipped one of the same name, which may be itself.

    Upper and lower case do not count, as on Windows.
    """
    unten = {blatt.stamm: blatt for blatt in standard}
    oben: dict[str, Beschreibung] = {}
    for blatt in eigene:
        stamm = blatt.stamm.lower() if blatt.stamm.lower() in unten else blatt.stamm
        oben.setdefault(stamm, replace(blatt, stamm=stamm))
    alle = {**unten, **oben}
    return ((alle[stamm], unten.get(stamm)) for stamm in sorted(alle, key=ordnung))


def _prozess(blatt: Beschreibung, grund: Beschreibung | None) -> Prozess:
    """Lay the team's file over the shipped one: fields by name, the text as a whole where the team wrote one."""
    unten = grund if grund is not None else Beschreibung(stamm="", datei="")
    eigen = blatt is not grund
    schrift = blatt if blatt.text.strip() or grund is None else grund
    werte = _werte(Prozess, blatt, {**unten.werte, **blatt.werte}, schrift)
    faktoren = abschnitt(schrift.text, schrift.erste_zeile, FAKTOREN)
    geaendert = []
    if grund is not None and eigen:
        geaendert = [f for f, wert in blatt.werte.items() if wert or f in blatt.unlesbar or unten.werte.get(f)]
        geaendert += ["Text"] if schrift is blatt else []
    frueher = unten.werte.get("Name")
    for attribut, sonst in (("beschreibung", ""), ("gruppe", UNSERE), ("faelle", Faelle.ALLE), ("quelle", "")):
        werte[attribut] = werte.get(attribut) or sonst
    werte["faelle"] = Faelle(werte["faelle"])
    return Prozess(
        **werte,
        # A word that was misspelt may have been meant to keep the page inside.
        intern=werte.get("sicht") == INTERN or (eigen and _fehlerhaft(blatt)),
        kennzahlen=kennzahlen_der(faktoren, schrift.datei),
        stellen={**unten.stellen, **blatt.stellen},
        eigen=eigen,
        mitgeliefert=grund is not None,
        geaendert=geaendert,
        frueherer_name=frueher.text if frueher is not None and frueher != werte["name"] else None,
    )


def _empfehlung(blatt: Beschreibung) -> Empfehlung:
    werte = _werte(Empfehlung, blatt, blatt.werte, blatt)
    werte["entscheidung"] = werte.get("entscheidung") or "offen"
    return Empfehlung(
        **werte,
        # What the team decided stays inside unless it says otherwise.
        intern=werte.get("sicht") != OEFFENTLICH or _fehlerhaft(blatt),
        stellen=blatt.stellen,
    )


def _werte(
    klasse: type[Beschriebenes], blatt: Beschreibung, gelesene: Mapping[str, Any], schrift: Beschreibung
) -> dict[str, Any]:
    """Return the values of the declared fields by their attributes, and what every description says of its file."""
    deklarationen = felder(klasse)
    werte = {attribut: gelesene[feld.name] for attribut, feld in deklarationen if feld.name in gelesene}
    fehlende = [f for _, f in deklarationen if f.pflicht and f.name not in blatt.unlesbar and not gelesene.get(f.name)]
    werte["name"] = werte.get("name") or Prozessnennung(blatt.stamm, Stelle(datei=blatt.datei))
    werte.update(
        stamm=blatt.stamm, datei=blatt.datei, gelesen=blatt.gelesen, unlesbar=blatt.unlesbar, fehlende=fehlende
    )
    werte.update(text=schrift.text, erste_zeile=schrift.erste_zeile, textdatei=schrift.datei)
    return werte


def _fehlerhaft(blatt: Beschreibung) -> bool:
    return any(befund.schwere is Schwere.FEHLER for befund in blatt.befunde)


def ohne_internes(buch: Prozessbuch) -> Prozessbuch:
    """Return what may leave the team: public pages alone, and nobody's name."""
    prozesse = tuple(replace(p, verantwortlich=()) for p in buch.prozesse if not p.intern)
    empfehlungen = tuple(replace(e, haelt_nach=None) for e in buch.empfehlungen if not e.intern)
    return replace(buch, prozesse=prozesse, empfehlungen=empfehlungen)
