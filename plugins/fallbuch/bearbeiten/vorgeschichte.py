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
from fallbuch.text.staende import Verlaufsschritt, schritte
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


#: A saved state of a file and the step that led to it, None to the first.
_Zwischenstand = tuple[bytes | None, Verlaufsschritt | None]


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
    stand = jetzt
    while True:
        schritt, gemerkt = _aus_journal(gemerkt, name, stand)
        if schritt is None:
            gespeichert = _aus_git(wurzel, name, jetzt) if gespeichert is None else gespeichert
            schritt = _aus_geschichte(wurzel, gespeichert, stand)
        if schritt is None and stand is jetzt:
            schritt = _von_hand(wurzel, name, jetzt, gespeichert or ())
        if schritt is None:
            return
        yield schritt
        if (stand := schritt.alt) is None:
            return


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
    weg: list[_Zwischenstand] = []
    try:
        alle, eigene = (schritte(wurzel, name), erste_eltern(wurzel)) if hat_stand(wurzel) else ((), ())
        for schritt in reversed([s for s in alle if s.commit in eigene]):
            if not weg or (schritt.paar.alt or name) != (schritt.paar.neu or name):
                # Before its first step, or under another name, it was nothing that could come back.
                weg = [(_gespeichert(wurzel, schritt.davor, schritt.paar.alt, jetzt), None)]
            neu = _gespeichert(wurzel, (schritt.commit,), schritt.paar.neu, jetzt)
            frueher = next((i for i, (inhalt, _) in enumerate(weg) if inhalt == neu), None)
            weg = [*weg, (neu, schritt)] if frueher is None else weg[: frueher + 1]
    except KeinGit as fehler:
        if fehler.ohne_geschichte:
            return []
        raise Schreibfehler(str(fehler)) from fehler
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
    for (davor, _), (danach, schritt) in zip(weg[-2::-1], weg[:0:-1], strict=True):
        if schritt is not None and danach == stand:
            was = "eine Zusammenführung" if len(schritt.davor) > 1 else f"„{schritt.was}“"
            satz = f"{was} von {schritt.wer}, gespeichert am {schritt.datum}"
            return Rueckschritt(alt=davor, neu=stand, was=satz, achtung=_achtung(wurzel, schritt))
    return None


def _achtung(wurzel: Path, schritt: Verlaufsschritt) -> str:
    if len(schritt.davor) > 1:
        return "Achtung: Beim Zusammenführen kam herein, was andere geschrieben haben. Ihren eigenen Eintrag nehmen Sie mit --eintrag zurück."
    if schritt.wer != wer_ich_bin(wurzel):
        return f"Achtung: Das hat {schritt.wer} geschrieben, nicht Sie. Sprechen Sie sich ab."
    return ""


def _von_hand(wurzel: Path, name: str, jetzt: bytes | None, weg: Sequence[_Zwischenstand]) -> Rueckschritt | None:
    """Return what was typed since the last state that is known: the newer of the remembered and the saved one."""
    gespeicherte = {inhalt for inhalt, _ in weg}
    neueste = [(v.zeit, a.neu) for v in gemerkte(wurzel, name)[:1] if (a := v.ablage(name)) is not None]
    kandidaten = [(zeit, inhalt) for zeit, inhalt in neueste if inhalt not in gespeicherte]
    if weg and (schritt := weg[-1][1]) is not None:
        kandidaten.append((zeit_des_stands(wurzel, schritt.commit), weg[-1][0]))
    bekannt = max(kandidaten, key=lambda paar: paar[0], default=(0.0, None))[1]
    if bekannt is None:
        return None
    return Rueckschritt(alt=bekannt, neu=jetzt, was="was von Hand geändert und noch nicht in git gespeichert wurde")
