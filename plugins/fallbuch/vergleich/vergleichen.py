"""From two states of a team to what the change means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from fallbuch.akte.protokoll import PROTOKOLLDATEI
from fallbuch.akte.schreiben import neue_befunde
from fallbuch.befund import Befund
from fallbuch.bestand.laden import Akte
from fallbuch.kennung import nach_aussen, ordnung
from fallbuch.regelwerk.vokabular import REGELDATEI, TEAMDATEI
from fallbuch.vergleich.einstellungen import einstellungen, freigaben, ist_freigabe, listenaenderungen, nennbar
from fallbuch.vergleich.entfernte import entfernte_offene
from fallbuch.vergleich.faelle import Fallfassung, Fallvergleicher, derselbe_fall, textaenderung
from fallbuch.vergleich.folgen import berater_von, folgen, terminfolgen
from fallbuch.vergleich.modell import Dateitat, Fallvergleich, Handlung, Regelvergleich, Tat, Vergleich
from fallbuch.vergleich.prozesse import ist_prozess, prozessaenderungen
from fallbuch.vergleich.regeln import regelaenderungen
from fallbuch.vergleich.seiten import Gegenueberstellung, fallname
from fallbuch.vergleich.zahlen import beruehrte

_DATEINAME = re.compile(r"[^\s(„“]+\.md")
#: The same case in two states.
_Fallpaar = tuple[Akte | None, Akte | None]


def vergleiche(g: Gegenueberstellung) -> Vergleich:
    """Return all that differs between both states."""
    paare = _fallpaare(g)
    vergleicher = Fallvergleicher(g.alt.regelwerk.vokabular, g.neu.regelwerk.vokabular)
    faelle = [_fall(g, vergleicher, alt, neu) for alt, neu in paare]
    regeln = None if g.gleiche_regeln else _regeln(g)
    # A finding stays the same when its file only gets another name.
    heute = {a.fall.datei: b.fall.datei for a, b in paare if a is not None and b is not None}

    def woran(befund: Befund) -> tuple[str, str]:
        text = _DATEINAME.sub(lambda t: heute.get(t[0], t[0]), befund.text)
        return heute.get(befund.stelle.datei, befund.stelle.datei), text

    alle: list[_Fallpaar] = [*((a, None) for a in g.alt.akten), *((None, a) for a in g.neu.akten)]
    geteilte = list(_geteilte(g))
    listen = listenaenderungen(g.alt.regelwerk.vokabular, g.neu.regelwerk.vokabular)
    team = einstellungen(g.alt.datei, g.neu.datei)
    andere_regeln = regeln is not None and bool(regeln.aenderungen)
    erzaehlte = {PROTOKOLLDATEI} | {a.datei for a in listen} | ({TEAMDATEI} if team else set())
    erzaehlte |= {REGELDATEI} if andere_regeln else set()
    return replace(
        g.rahmen,
        faelle=[f for f in faelle if f.handlungen or f.folgen],
        protokoll=[
            *(_vorspann(g) if any(PROTOKOLLDATEI in {p.alt, p.neu} for p in g.paare) else ()),
            *vergleicher.eintraege(g.alt.protokoll.eintraege, g.neu.protokoll.eintraege),
        ],
        regeln=regeln,
        listen=listen,
        einstellungen=team,
        freigaben=list(freigaben(g.alt, g.neu, geteilte)),
        prozesse=list(prozessaenderungen(g.alt, g.neu, geteilte)),
        aufgaben=folgen(g.alt.teamfaelligkeiten, g.neu.teamfaelligkeiten),
        # Rules say when something was due, so they touch figures of cases that nobody changed.
        zahlen=beruehrte(g.alt, g.neu, alle if andere_regeln or (regeln and (listen or team)) else paare),
        dateien=list(_dateien(g, geteilte, erzaehlte)),
        neue_befunde=[
            *neue_befunde(g.alt.befunde, g.neu.befunde, woran),
            *entfernte_offene((alt for alt, neu in paare if alt is not None and neu is None), g.rahmen.ursprung),
        ],
        geloeste_befunde=neue_befunde(g.neu.befunde, g.alt.befunde, woran),
    )


def _fallpaare(g: Gegenueberstellung) -> list[_Fallpaar]:
    """Pair the cases that differ: by their files, renamed or not, then by their IDs."""
    alte = {a.fall.datei: a for a in g.alt.akten}
    neue = {a.fall.datei: a for a in g.dazwischen}
    davor, jetzt = g.alt.datei.ordner.faelle, g.neu.datei.ordner.faelle
    andere = [(p.alt, p.neu) for p in g.paare if p.alt is not None and p.neu is not None and p.alt != p.neu]
    namen = [(fallname(alter, davor), fallname(neuer, jetzt)) for alter, neuer in andere]
    umbenannte = {alter: neuer for alter, neuer in namen if alter is not None and neuer is not None}
    if davor != jetzt:
        # The whole folder has another name: each case is where it was in it, unless git knows better.
        umbenannte = {d: f"{jetzt}/{d.rpartition('/')[2]}" for d in alte} | umbenannte
    ergebnis: list[_Fallpaar] = []
    weg: list[Akte] = []
    for datei, alt in alte.items():
        ziel = umbenannte.get(datei, datei)
        neu = neue.get(ziel)
        if neu is None or not derselbe_fall(alt.fall, neu.fall):
            weg.append(alt)
            continue
        neue.pop(ziel)
        if neu is not alt:
            ergebnis.append((alt, neu))
    nach_id = {a.fall.kopf.id: a for a in neue.values() if a.fall.kopf.id is not None}
    for alt in weg:
        neu = nach_id.pop(alt.fall.kopf.id, None) if alt.fall.kopf.id is not None else None
        if neu is not None:
            neue.pop(neu.fall.datei)
        ergebnis.append((alt, neu))
    ergebnis += [(None, neu) for neu in neue.values()]
    # By ID as people count, then by file.
    return sorted(ergebnis, key=lambda paar: (ordnung(_eine(*paar).fall.kennung), _eine(*paar).fall.datei))


def _eine(alt: Akte | None, neu: Akte | None) -> Akte:
    """Return a case as it is now; where it is gone, as it was."""
    return next(akte for akte in (neu, alt) if akte is not None)


def _fall(g: Gegenueberstellung, vergleicher: Fallvergleicher, alt: Akte | None, neu: Akte | None) -> Fallvergleich:
    eine = _eine(alt, neu)
    davor = Fallfassung(alt.fall, g.alte_bytes.get(alt.fall.datei)) if alt is not None else None
    jetzt = Fallfassung(neu.fall, g.neue_bytes.get(neu.fall.datei)) if neu is not None else None
    return Fallvergleich(
        kennung=nach_aussen(eine.fall.kennung),
        datei=eine.fall.datei,
        berater=berater_von(alt, neu),
        handlungen=vergleicher.handlungen(davor, jetzt),
        folgen=terminfolgen(alt, neu),
    )


def _regeln(g: Gegenueberstellung) -> Regelvergleich:
    """Return what the rules alone do: the same cases, read with the rules of both states."""
    davor = {a.fall.datei: a for a in g.dazwischen}
    durch_regeln = [f for akte in g.neu.akten for f in terminfolgen(davor.get(akte.fall.datei), akte)]
    return Regelvergleich(aenderungen=regelaenderungen(g.alt.regelwerk, g.neu.regelwerk), folgen=durch_regeln)


def _vorspann(g: Gegenueberstellung) -> Iterator[Handlung]:
    """Yield what was done to the text above the entries of the protocol."""
    davor, jetzt = (_ueber_den_eintraegen(t.einrichtung.wurzel / PROTOKOLLDATEI) for t in (g.alt, g.neu))
    if davor.split() != jetzt.split():
        yield textaenderung(davor, jetzt, "über den Einträgen")


def _ueber_den_eintraegen(pfad: Path) -> str:
    text = pfad.read_text(encoding="utf-8", errors="replace") if pfad.is_file() else ""
    return re.split(r"^## ", text, maxsplit=1, flags=re.MULTILINE)[0]


def _geteilte(g: Gegenueberstellung) -> Iterator[Dateitat]:
    """Yield the files that differ, and what was done to each; where git takes one for another under a new name, one went and one came.

    It goes by likeness, and a name says what a file is: a process, a released sheet, a page.
    """
    for paar in g.paare:
        if paar.alt is not None and paar.alt == paar.neu:
            yield paar.alt, Tat.TEXT
            continue
        if paar.alt is not None:
            yield paar.alt, Tat.ENTFERNT
        if paar.neu is not None:
            yield paar.neu, Tat.ANGELEGT


def _dateien(g: Gegenueberstellung, geteilte: Sequence[Dateitat], erzaehlte: set[str]) -> Iterator[Handlung]:
    """Yield files that differ and of which the comparison tells nothing else, by name.

    A file among the cases that is none of them has no name here, and most others have none: it may be a human being's.
    """
    ordner = {g.alt.datei.ordner.faelle, g.neu.datei.ordner.faelle}
    for name, tat in geteilte:
        if name in erzaehlte or ist_freigabe(name) or ist_prozess(name, g.neu):
            continue
        bei = next((o for o in ordner if name.startswith(f"{o}/")), None)
        if bei is None:
            endung = PurePosixPath(name).suffix.lower()
            gezeigt = endung if re.fullmatch(r"\.[a-z0-9]{1,5}", endung) else "ohne übliche Endung"
            yield Handlung(tat, name if nennbar(name, g.neu.datei.ordner.seiten) else f"eine Datei ({gezeigt})")
        elif fallname(name, bei) is None:
            yield Handlung(tat, f"eine Datei in {bei}, die kein Fall ist")
