"""The page to read: one sheet with the figures that say the most, stamped with the release."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from fallbuch.prozess.quellen import quellen_in
from fallbuch.register.blatt import Registerblatt
from fallbuch.statistik.anzeige import zelle
from fallbuch.statistik.kennzahl import Kennzahl, Leitfrage
from fallbuch.text.drucker import drucke
from fallbuch.text.vorlage import Vorlagen

_VORLAGEN = Vorlagen("fallbuch.freigabe", "vorlagen")


def als_html(blatt: Registerblatt, titel: str, siegel: str) -> str:
    """Return the page; `siegel` is by what the team knows the sheet again."""
    alle = ((f.value, [z for k in blatt.kennzahlen if k.leitfrage is f for z in _kern(blatt, k)]) for f in Leitfrage)
    fragen, worte = [(frage, zeilen) for frage, zeilen in alle if zeilen], erlaeuterungen(blatt)
    return _VORLAGEN.fuelle(
        "zusammenfassung.html", blatt=blatt, titel=titel, siegel=siegel, fragen=fragen, erlaeuterungen=worte
    )


def erlaeuterungen(blatt: Registerblatt) -> list[str]:
    """Return what the short words in tables and definitions stand for."""
    quellen = [f"{q.kuerzel} ({q.titel})" for q in quellen_in(", ".join(k.quelle for k in blatt.kennzahlen))]
    stufen = ", ".join(f"{k} ({name})" for k, name in blatt.worte.items())
    return [
        *([f"Betreuungsstufen: {stufen}."] if stufen else []),
        *([f"Quellen der Definitionen: {'; '.join(quellen)}."] if quellen else []),
    ]


def _kern(blatt: Registerblatt, kennzahl: Kennzahl) -> Iterator[tuple[str, str]]:
    for kern in kennzahl.kern:
        if kern.tabelle in blatt.tabellen:
            yield kern.worte, zelle(blatt.tabellen[kern.tabelle], (kern.zeile, kern.spalte)).text


def als_pdf(html: str) -> bytes:
    """Print the page. Raises `KeinBrowser`."""
    with tempfile.TemporaryDirectory(prefix="fallbuch-") as ordner:
        seite, ziel = Path(ordner, "zusammenfassung.html"), Path(ordner, "zusammenfassung.pdf")
        seite.write_text(html, encoding="utf-8")
        drucke(seite, ziel)
        return ziel.read_bytes()
