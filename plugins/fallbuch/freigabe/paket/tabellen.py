"""Released figures as one long table, one line for each figure, and what its columns and words mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from fallbuch.register.blatt import Registerblatt
from fallbuch.statistik.anzeige import INSGESAMT
from fallbuch.statistik.kennzahl import Massart
from fallbuch.text.tabelle import als_csv
from fallbuch.werte import dataclass

Zelle = str | int | None


@dataclass(frozen=True, slots=True)
class Spalte:
    """A column: its name, its type in the words of Frictionless, what it means, and what it may hold."""

    name: str
    typ: str
    bedeutung: str
    werte: tuple[str, ...] = ()
    #: How it is called in the workbook, where the name is too short to be understood.
    kopf: str = ""

    @property
    def titel(self) -> str:
        return self.kopf or self.name.capitalize()


_SCHLUESSEL, _KENNZAHL = "Schlüssel der Kennzahl", "Kennzahl (Schlüssel)"
SPALTEN: tuple[Spalte, ...] = (
    Spalte("zeitraum", "string", "Quartal (zum Beispiel 2026Q2) oder Jahr, für das gezählt wurde"),
    Spalte("von", "date", "erster Tag des Zeitraums"),
    Spalte("bis", "date", "letzter Tag des Zeitraums"),
    Spalte("kennzahl", "string", f"{_SCHLUESSEL}; was sie zählt, steht in kennzahlen.csv", kopf=_KENNZAHL),
    Spalte("tabelle", "string", "Schlüssel der Tabelle", kopf="Tabelle (Schlüssel)"),
    Spalte("zeile", "string", f"Zeile der Tabelle; „{INSGESAMT}“ ist die Summe über alle, für sich ausgelost"),
    Spalte("spalte", "string", f"Spalte der Tabelle oder Name des Maßes; „{INSGESAMT}“ ist die Summe über alle"),
    Spalte("mass", "string", "wie aus dem Gezählten ein Wert wird", tuple(art.value for art in Massart), kopf="Maß"),
    Spalte("anzahl", "integer", "wie viele, ausgelost in der Nähe der wahren Zahl"),
    Spalte("grundzahl", "integer", "wovon die Anzahl ein Teil ist, ebenso ausgelost", kopf="Von wie vielen"),
    Spalte("prozent", "integer", "Anteil in ganzen Prozent, aus ausgelosten Zahlen"),
    Spalte("wert", "integer", "Mittel, Median oder Verhältnis, ausgelost oder aus ausgelosten Zahlen"),
    Spalte("einheit", "string", "Einheit des Werts"),
    Spalte("hinweis", "string", "warum nichts dasteht", kopf="Warum nichts dasteht"),
)


def zeilen(blatt: Registerblatt) -> Iterator[list[Zelle]]:
    """Yield every released figure, in the order of `SPALTEN`."""
    z = blatt.zeitraum
    for kennzahl in blatt.kennzahlen:
        for t in kennzahl.tabellen:
            for (zeile, spalte), w in blatt.tabellen[t.schluessel].werte.items():
                mass = t.masse[0] if t.spalten else next(m for m in t.masse if m.titel == spalte)
                yield [
                    z.schluessel, str(z.von), str(z.bis), kennzahl.schluessel, t.schluessel, zeile or INSGESAMT, spalte or INSGESAMT,
                    mass.art.value, w.zahl, w.basis, w.prozent, w.wert, w.einheit, str(w.verdeckt or ""),
                ]  # fmt: skip


def zahlen_csv(blatt: Registerblatt) -> bytes:
    """Return all figures as a file."""
    return als_csv([s.name for s in SPALTEN], (["" if w is None else w for w in zeile] for zeile in zeilen(blatt)))


KENNZAHLSPALTEN: tuple[Spalte, ...] = (
    Spalte("kennzahl", "string", _SCHLUESSEL, kopf=_KENNZAHL),
    Spalte("titel", "string", "wie sie heißt"),
    Spalte("frage", "string", "welche Frage sie beantwortet"),
    Spalte("tabelle", "string", "Schlüssel einer Tabelle der Kennzahl", kopf="Tabelle (Schlüssel)"),
    Spalte("tabellentitel", "string", "wie die Tabelle heißt", kopf="Titel der Tabelle"),
    Spalte("definition", "string", "was gezählt wird"),
    Spalte("quelle", "string", "woher die Definition kommt"),
    Spalte("bemerkung", "string", "was an dieser Tabelle fehlt oder anders ist"),
)


def kennzahlzeilen(blatt: Registerblatt) -> Iterator[list[Zelle]]:
    """Yield a line for each table with its definition, in the order of `KENNZAHLSPALTEN`."""
    for k in blatt.kennzahlen:
        for t in k.tabellen:
            mehrfach = "Wer in mehreren Zeilen ist, zählt in jeder." if t.mehrfach else ""
            bemerkung = " ".join(filter(None, [blatt.tabellen[t.schluessel].hinweis, mehrfach]))
            definition = t.definition or k.definition
            yield [k.schluessel, k.titel, k.frage, t.schluessel, t.titel, definition, k.quelle, bemerkung]


def kennzahlen_csv(blatt: Registerblatt) -> bytes:
    """Return the definitions as a file."""
    return als_csv([s.name for s in KENNZAHLSPALTEN], kennzahlzeilen(blatt))


def woerterbuch(dateien: Mapping[str, Sequence[Spalte]]) -> bytes:
    """Return the data dictionary: every column of every file."""
    spalten = ("datei", "spalte", "typ", "bedeutung", "moegliche_werte")
    return als_csv(
        spalten, ((d, s.name, s.typ, s.bedeutung, ", ".join(s.werte)) for d, alle in dateien.items() for s in alle)
    )
