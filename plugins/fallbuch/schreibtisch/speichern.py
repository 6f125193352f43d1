"""Saving: written, recorded under the person's name; and what others have changed meanwhile."""

from __future__ import annotations

import difflib
import errno
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.akte.textwache import zeigbar
from fallbuch.bearbeiten.platz import Platz, Vorhaben, nimm_wieder_auf
from fallbuch.bearbeiten.zusammenfuehren import zusammengefuehrt
from fallbuch.befund import Schwere
from fallbuch.team import Team
from fallbuch.text import gitstand
from fallbuch.text.git import KeinGit
from fallbuch.text.gitstand import Rueckstand
from fallbuch.text.quelle import Quelldatei
from fallbuch.uebersicht.tage import mit_datum
from fallbuch.werte import dataclass

#: So much of what is wrong is named at once.
_HOECHSTENS_FEHLER = 5
_VOLL = "Auf dem Laufwerk ist kein Platz mehr frei. Es wurde nichts gespeichert; Ihr Text bleibt in diesem Fenster. Schaffen Sie Platz, und speichern Sie dann noch einmal."
_GRUENDE = {
    # A full disk, a full quota, a limit that an administrator has set.
    **{getattr(errno, name): _VOLL for name in ("ENOSPC", "EDQUOT", "EFBIG") if hasattr(errno, name)},
    errno.EACCES: "Der Zugriff auf die Datei wird verweigert. Es wurde nichts gespeichert; Ihr Text bleibt in diesem Fenster.",
    errno.EROFS: "Das Laufwerk ist schreibgeschützt. Es wurde nichts gespeichert; Ihr Text bleibt in diesem Fenster.",
    errno.EBUSY: "Ein anderes Programm schreibt gerade in den Ordner des Teams. Es wurde nichts gespeichert; versuchen Sie es gleich noch einmal.",
}


def zur_platte(fehler: OSError) -> str:
    """Say in a sentence why a file could not be read or written."""
    satz = "Eine Datei lässt sich nicht lesen oder schreiben. Es wurde nichts gespeichert; Ihr Text bleibt in diesem Fenster."
    return _GRUENDE.get(fehler.errno or 0, satz)


def beende_begonnenes(platz: Platz) -> None:
    """Finish what a program that was killed left undone. Raises `Schreibfehler` where that cannot be."""
    nimm_wieder_auf(platz.einrichtung.wurzel)


def schreibe(platz: Platz, vorhaben: Vorhaben, betreff: str, wer: str, sonst: str = "") -> str:
    """Write a change and record it; returns what to know of the record, "" where there is nothing.

    Where nobody has said who it is and git knows no name, it is `sonst`, whom the form names, if that is one person.

    Once it is written it is saved: what git has against recording it is said, and no error.
    """
    wurzel, namen = platz.einrichtung.wurzel, [a.name for a in vorhaben.ablagen]
    von_hand = _sind_geaendert(wurzel, namen)
    vorhaben.fuehre_aus(platz)
    if not gitstand.unter_git(wurzel):
        return "Es liegt nur auf diesem Rechner: Für diesen Ordner ist nichts eingerichtet, womit andere es bekommen."
    try:
        if namenlos := not wer and not gitstand.hat_namen(wurzel):
            wer = sonst if "\n" not in sonst else ""
        gitstand.sichere(wurzel, namen, betreff, wer)
    except KeinGit as fehler:
        return f"Gespeichert ist es, aber noch nicht festgehalten: {fehler}"
    if namenlos and not wer:
        return "Festgehalten ist es ohne Namen: Wählen Sie auf der Seite „Heute“ bei „Ich bin“, wer Sie sind."
    return "Mit festgehalten ist, was schon vorher von Hand geändert war." if von_hand else ""


def _sind_geaendert(wurzel: Path, namen: Sequence[str]) -> bool:
    try:
        return gitstand.unter_git(wurzel) and gitstand.sind_geaendert(wurzel, namen)
    except KeinGit:
        return False  # why git cannot tell is said when it is to record the change


@dataclass(frozen=True, slots=True)
class Kaputtes:
    """What is wrong in files changed by hand, as sentences, and the first of these files."""

    saetze: Sequence[str]
    datei: str


def kaputte(team: Team, stand: Rueckstand | None) -> Kaputtes | None:
    """Say what is wrong in files that somebody changed by hand and nobody has recorded: others must not get it unseen."""
    if stand is None or gitstand.mitten_im_zusammenfuehren(team.einrichtung.wurzel):
        return None  # that is another matter, and said as such
    von_hand = set(stand.ungespeicherte)
    fehler = [b for b in team.befunde if b.schwere is Schwere.FEHLER and b.stelle.datei in von_hand]
    saetze = [
        f"{b.stelle.datei}, Zeile {b.stelle.zeile}: {mit_datum(b.text)} {mit_datum(b.hinweis)}"
        for b in fehler[:_HOECHSTENS_FEHLER]
    ]
    vorn = "Außerhalb des Schreibtischs wurde etwas geändert, das erst zu berichtigen ist; bis dahin bekommen die anderen nichts."
    return Kaputtes([vorn, *saetze], fehler[0].stelle.datei) if saetze else None


def verglichen(name: str, damals: bytes | None, jetzt: Quelldatei, neu: str | None) -> dict[str, Any]:
    """Return what a page needs to know of a file that is another one by now; `neu` is the text that somebody wrote as a whole."""
    zusammen = vereint(damals, neu, jetzt) if neu is not None else None
    beide = vereint(damals, neu, jetzt, markiert=True) if neu is not None and zusammen is None else None
    return {"inzwischen": name, "zeilen": unterschied(name, damals, jetzt.inhalt), "vereint": zusammen, "beide": beide}


def verschwunden(platz: Platz, name: str) -> dict[str, Any]:
    """Return the same of a case that is no more: where it went, as far as anybody can tell."""
    stamm = PurePosixPath(name).stem
    nach = platz.aufgegangene.get(stamm.lower(), "")
    wohin = f"Er ist mit {nach} vereint worden." if nach else "Jemand hat ihn gelöscht oder umbenannt."
    satz = f"Den Fall {stamm} gibt es nicht mehr: {wohin} Gespeichert wurde nichts, und Ihr Text ist noch da."
    return {"inzwischen": name, "weg": satz, "nach": nach}


def unterschied(name: str, damals: bytes | None, jetzt: bytes) -> list[str]:
    """Return what changed in a file since a form was made for it, as lines with their signs."""
    if damals is None:
        return [f"{PurePosixPath(name).stem}: Was sich geändert hat, lässt sich nicht mehr sagen."]
    zeilen = difflib.unified_diff(_zeilen(damals), _zeilen(jetzt), n=1, lineterm="")
    return ["…" if z.startswith("@@") else f"{z[0]} {zeigbar(z[1:])}" for z in list(zeilen)[2:]]


def _zeilen(inhalt: bytes) -> list[str]:
    return inhalt.decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")


def vereint(damals: bytes | None, text: str, jetzt: Quelldatei, *, markiert: bool = False) -> str | None:
    """Return one text of what somebody wrote and what stands in the file meanwhile; None where people must decide.

    `markiert`: then both versions of what they must decide stand in it, between marks that keep it from being saved.
    """
    if damals is None:
        return None
    try:
        neu = zusammengefuehrt(damals, jetzt.inhalt, text.encode(), jetzt.name, markiert=markiert)
    except Schreibfehler:
        return None
    return neu.decode("utf-8-sig").replace("\r\n", "\n")
