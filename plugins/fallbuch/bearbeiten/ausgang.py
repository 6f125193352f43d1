"""What leaves the team's folder for a person: a page beside the team, and the same as PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fallbuch.bearbeiten.platz import Platz
from fallbuch.einrichtung import Aufruffehler
from fallbuch.kontakte.ablageort import gemeinsamer_ordner
from fallbuch.text.ablage import setze_eigene
from fallbuch.text.drucker import KeinBrowser, drucke


def pruefe_ziel(platz: Platz, ziel: Path) -> None:
    """Raise `Aufruffehler` for a folder that git would hand on, and for what is none."""
    if ziel.resolve().is_relative_to(gemeinsamer_ordner(platz.einrichtung.wurzel)):
        raise Aufruffehler(
            f"„{ziel}“ liegt im Ordner des Teams und käme mit git zu allen. Nennen Sie einen Ordner daneben."
        )
    if ziel.exists() and not ziel.is_dir():
        raise Aufruffehler(f"„{ziel}“ ist kein Ordner. Nennen Sie einen; es entstehen mehrere Dateien.")


def schreibe_seite(seite: Path, html: str) -> Iterator[str]:
    """Write a page and, where there is a browser, the PDF beside it; yields what was done."""
    seite.parent.mkdir(parents=True, exist_ok=True)
    setze_eigene(seite, html.encode())
    yield f"Geschrieben: {seite}"
    pdf = seite.with_suffix(".pdf")
    try:
        drucke(seite.resolve(), pdf.resolve())
        pdf.chmod(0o600)
    except KeinBrowser as fehler:
        yield f"Eine PDF-Datei gibt es nicht dazu: {fehler} Öffnen Sie die Seite im Browser, und drucken Sie sie dort."
    else:
        yield f"Geschrieben: {pdf}"
