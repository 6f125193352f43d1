"""How a case became what it is, step by step backwards: by commands on this machine, by what git remembers, by hand.

A command's own steps are the finest and come first. Git is followed along the branch that is checked out. Where a file
went back to an earlier state, what lay between counts as taken back already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.akte.lesen import lesen
from fallbuch.akte.schreiben import Inhalt
from fallbuch.text.git import KeinGit, hat_stand
from fallbuch.text.historie import erste_eltern, gespeicherter_inhalt, wer_ich_bin, zeit_des_stands
from fallbuch.text.journal import Schreibvorgang, gemerkte
from fallbuch.text.staende import schritte
from fallbuch.werte import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Rueckschritt:
    """The way from a state of a file to the one before it. None: there was no file."""

    alt: bytes | None
    neu: bytes | None
    #: Which change that takes back, in words.
    was: str
    #: What to say where somebody else wrote it.
    achtung: str = ""
    #: What this machine remembers of it, and the numbers of later changes that only gave it another form.
    vorgang: Schreibvorgang | None = None
    formen: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Zwischenstand:
    """A saved state of a file and the step that led to it."""

    inhalt: bytes | None
    commit: str
    was: str
    wer: str
    zusammen: bool = False


def rueckschritte(wurzel: Path, name: str, jetzt: bytes | None) -> Iterator[Rueckschritt]:
    """Yield the steps from what a file holds now back to its beginning, as far as anybody remembers them.

    What only changed the form of a file, say when it was put in order before it was saved, goes with the step before.
    """
    form: Rueckschritt | None = None
    for schritt in _einzelne(wurzel, name, jetzt):
        davor = form
        if davor is not None:
            nummern = (*davor.formen, *([davor.vorgang.nummer] if davor.vorgang is not None else []))
            schritt = replace(schritt, neu=davor.neu, formen=nummern)
        form = schritt if _sagt_dasselbe(schritt) else None
        if form is None:
            yield schritt
    if form is not None:
        yield form


def _sagt_dasselbe(schritt: Rueckschritt) -> bool:
    if schritt.alt is None or schritt.neu is None:
        return False
    alt, neu = (lesen(inhalt, "faelle/x.md")[0] for inhalt in (schritt.alt, schritt.neu))
    return alt.vollstaendig and Inhalt.von(alt) == Inhalt.von(neu)


def _einzelne(wurzel: Path, name: str, jetzt: bytes | None) -> Iterator[Rueckschritt]:
    gemerkt = gemerkte(wurzel, name)
    gespeichert: Sequence[_Zwischenstand] | None = None
    stand, weiter = jetzt, True
    while weiter:
        schritt, gemerkt = _aus_journal(gemerkt, name, stand)
        if schritt is None:
            gespeichert = _aus_git(wurzel, name, jetzt) if gespeichert is None else gespeichert
            schritt = _aus_geschichte(wurzel, gespeichert, stand)
        if schritt is None and stand is jetzt:
            schritt = _von_hand(wurzel, name, jetzt, gespeichert or ())
        if schritt is None:
            return
        yield schritt
        stand, weiter = schritt.alt, schritt.alt is not None


def _aus_journal(
    gemerkt: list[Schreibvorgang], name: str, stand: bytes | None
) -> tuple[Rueckschritt | None, list[Schreibvorgang]]:
    """Return the newest remembered step that led to a state, and what was remembered before it."""
    for stelle, vorgang in enumerate(gemerkt):
        ablage = vorgang.ablage(name)
        if ablage is not None and ablage.neu == stand:
            was = f"„fallbuch {vorgang.befehl}“ auf diesem Rechner"
            return Rueckschritt(alt=ablage.alt, neu=stand, was=was, vorgang=vorgang), gemerkt[stelle + 1 :]
    return None, gemerkt


def _aus_git(wurzel: Path, name: str, jetzt: bytes | None) -> list[_Zwischenstand]:
    """Return the states of a file on this branch, oldest first, without those that were taken back later.

    Raises `Schreibfehler` where git has them and refuses to tell.
    """
    try:
        return _staende(wurzel, name, jetzt)
    except KeinGit as fehler:
        if fehler.ohne_geschichte:
            return []
        raise Schreibfehler(str(fehler)) from fehler


def _staende(wurzel: Path, name: str, jetzt: bytes | None) -> list[_Zwischenstand]:
    if not hat_stand(wurzel):
        return []
    alle = schritte(wurzel, name)
    eigene = erste_eltern(wurzel)
    weg: list[_Zwischenstand] = []
    for schritt in reversed([s for s in alle if s.commit in eigene]):
        if not weg or (schritt.paar.alt or name) != (schritt.paar.neu or name):
            # Before its first step, or under another name, it was nothing that could come back.
            weg = [_Zwischenstand(_gespeichert(wurzel, schritt.davor, schritt.paar.alt, jetzt), "", "", "")]
        neu = _gespeichert(wurzel, (schritt.commit,), schritt.paar.neu, jetzt)
        frueher = next((i for i, s in enumerate(weg) if s.inhalt == neu), None)
        if frueher is not None:
            weg = weg[: frueher + 1]
        else:
            zusammen = len(schritt.davor) > 1
            was = "eine Zusammenführung" if zusammen else f"„{schritt.was}“"
            satz = f"{was} von {schritt.wer}, gespeichert am {schritt.datum}"
            weg.append(_Zwischenstand(neu, schritt.commit, satz, schritt.wer, zusammen))
    return weg


def _gespeichert(wurzel: Path, commits: Sequence[str], name: str | None, jetzt: bytes | None) -> bytes | None:
    """Return a file of a saved state, with the line ends that it has in the folder."""
    if name is None or not commits:
        return None
    inhalt = gespeicherter_inhalt(wurzel, commits[0], name)
    if inhalt is None:
        return None
    umgewandelt = jetzt is not None and b"\r\n" in jetzt and b"\r\n" not in inhalt
    return inhalt.replace(b"\n", b"\r\n") if umgewandelt else inhalt


def _aus_geschichte(wurzel: Path, weg: Sequence[_Zwischenstand], stand: bytes | None) -> Rueckschritt | None:
    for davor, danach in zip(weg[-2::-1], weg[:0:-1], strict=True):
        if danach.inhalt == stand:
            return Rueckschritt(alt=davor.inhalt, neu=stand, was=danach.was, achtung=_achtung(wurzel, danach))
    return None


def _achtung(wurzel: Path, stand: _Zwischenstand) -> str:
    if stand.zusammen:
        return "Achtung: Beim Zusammenführen kam herein, was andere geschrieben haben. Ihren eigenen Eintrag nehmen Sie mit --eintrag zurück."
    if stand.wer != wer_ich_bin(wurzel):
        return f"Achtung: Das hat {stand.wer} geschrieben, nicht Sie. Sprechen Sie sich ab."
    return ""


def _von_hand(wurzel: Path, name: str, jetzt: bytes | None, weg: Sequence[_Zwischenstand]) -> Rueckschritt | None:
    """Return what was typed since the last state that is known: the newer of the remembered and the saved one."""
    gespeicherte = {s.inhalt for s in weg}
    neueste = [v for v in gemerkte(wurzel, name)[:1] if (a := v.ablage(name)) and a.neu not in gespeicherte]
    kandidaten = [(v.zeit, a.neu) for v in neueste if (a := v.ablage(name)) is not None]
    if weg and weg[-1].commit:
        kandidaten.append((zeit_des_stands(wurzel, weg[-1].commit), weg[-1].inhalt))
    bekannt = max(kandidaten, key=lambda paar: paar[0], default=(0.0, None))[1]
    if bekannt is None:
        return None
    return Rueckschritt(alt=bekannt, neu=jetzt, was="was von Hand geändert und noch nicht in git gespeichert wurde")
