"""The whole stock as tables, with a directory of their fields: everything that the files say, so that it can come back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from fallbuch.akte.entwurf import Schreibfehler, schluessel_von
from fallbuch.akte.feld import Feld, felder
from fallbuch.akte.modell import Eintrag, Fall, Kopf
from fallbuch.akte.schreiben import Falltext
from fallbuch.akte.termin import Termin
from fallbuch.bearbeiten.ausgang import pruefe_ziel, schreibe_seite
from fallbuch.bearbeiten.platz import Platz
from fallbuch.befund import anzahl
from fallbuch.bestand.textpruefung import pruefe_text
from fallbuch.einrichtung import Aufruffehler
from fallbuch.text.ablage import setze_eigene
from fallbuch.text.knoten import teile_kopf
from fallbuch.umzug.kundenkopie import kundenkopie
from fallbuch.umzug.schlichte import Inhalt, als_csv, als_mappe
from fallbuch.umzug.spalten import ART, DATUM, TEXT, VORSPANN

#: What stands in columns of their own besides the text that says it: easier to count, and read back only to compare.
_EIGENE = ("Folgetermin", "Betreuungsstufe", "Arbeitsmarktstatus", "Dauer")
#: Characters that a cell of a workbook holds.
ZELLE_HOECHSTENS = 32_000
#: Columns of a row whose text one cell holds.
_OHNE_FORTSETZUNG = 5 + len(_EIGENE)
_FAELLE, _EINTRAEGE, _FELDER = "Kundenliste", "KundenDoku", "Felder"
_DATEIEN = {_FAELLE: "kundenliste.csv", _EINTRAEGE: "kundendoku.csv", _FELDER: "felder.csv"}
_KOPF = [feld for _, feld in felder(Kopf)]


def schreibe_bestand(platz: Platz, ziel: Path) -> Iterator[str]:
    """Write the stock into a folder, as one workbook and as text; yields what was done. Raises `Aufruffehler`."""
    pruefe_ziel(platz, ziel)
    for name in ("bestand.xlsx", *_DATEIEN.values()):
        if (ziel / name).exists():  # it may be somebody's old list
            raise Aufruffehler(f"In „{ziel}“ liegt schon „{name}“. Nennen Sie einen neuen oder leeren Ordner.")
    faelle: list[list[Inhalt]] = []
    eintraege: list[list[Inhalt]] = []
    ausgelassen: list[str] = []
    mit_kommentar: list[str] = []
    persoenliches = 0
    for datei in platz.dateien():
        try:
            text = Falltext(datei.inhalt, datei.name)
        except Schreibfehler:
            ausgelassen.append(datei.name)
            continue
        faelle.append(_fallzeile(text.fall, text.vorspann))
        eintraege += (_eintragszeile(text, nummer) for nummer in range(len(text.fall.eintraege)))
        kopf = teile_kopf(text.stueck.text)[0] or ""
        persoenliches += len(pruefe_text(datei, platz.regelwerk).befunde)
        mit_kommentar += [datei.name] if any(z.lstrip().startswith("#") for z in kopf.split("\n")) else []
    weitere = max((len(zeile) for zeile in eintraege), default=_OHNE_FORTSETZUNG) - _OHNE_FORTSETZUNG
    eintraege = [zeile + [None] * (_OHNE_FORTSETZUNG + weitere - len(zeile)) for zeile in eintraege]
    tabellen: dict[str, list[list[Inhalt]]] = {
        _FAELLE: [[*(f.name for f in _KOPF), VORSPANN], *faelle],
        _EINTRAEGE: [
            [
                "ID",
                DATUM,
                ART,
                "Berater",
                *_EIGENE,
                TEXT,
                *(f"{TEXT} (Fortsetzung {n})" for n in range(1, weitere + 1)),
            ],
            *eintraege,
        ],
        _FELDER: list(_verzeichnis()),
    }
    ziel.mkdir(parents=True, exist_ok=True)
    setze_eigene(ziel / "bestand.xlsx", als_mappe(tabellen))
    for name, zeilen in tabellen.items():
        setze_eigene(ziel / _DATEIEN[name], als_csv([[_als_text(wert) for wert in zeile] for zeile in zeilen]))
    yield f"{anzahl(len(faelle), 'Fall', 'Fälle')} mit {anzahl(len(eintraege), 'Eintrag', 'Einträgen')} in „{ziel}“: bestand.xlsx, und dasselbe als {', '.join(_DATEIEN.values())}."
    yield "Darin steht, was sonst nur das Team liest; Kontaktdaten und das Protokoll des Teams stehen nicht darin. Löschen Sie die Dateien, wenn Sie sie nicht mehr brauchen."
    if persoenliches:
        yield f"In den Texten steht noch, was nicht hineingehört, an {anzahl(persoenliches, 'Stelle', 'Stellen')}: Der Auszug gibt alles wörtlich wieder. „fallbuch pruefen“ nennt sie."
    if ausgelassen:
        yield f"Nicht dabei, weil nicht sicher lesbar: {', '.join(ausgelassen)}. „fallbuch pruefen“ nennt die Stellen."
    if mit_kommentar:
        yield f"Kommentare im Kopf gehen nicht mit: {', '.join(mit_kommentar)}."


def schreibe_kopie(platz: Platz, kennung: str, ziel: Path) -> Iterator[str]:
    """Write the customer's copy of one case, as a page and as a PDF; yields what was done."""
    pruefe_ziel(platz, ziel)
    akte = platz.akte(platz.datei(kennung))
    seite = ziel / f"kopie-{akte.fall.kennung}.html"
    yield from schreibe_seite(seite, kundenkopie(akte, platz.einrichtung.datei.name, platz.stichtag))
    yield "Lesen Sie die Kopie durch, bevor Sie sie mitgeben: Was andere Menschen betrifft, gehört nicht hinein."


def _fallzeile(fall: Fall, vorspann: str) -> list[Inhalt]:
    zeile: list[Inhalt] = []
    for attribut, feld in felder(Kopf):
        wert = getattr(fall.kopf, attribut)
        zeile.append(
            _als_zeilen(wert) if feld.ist_liste else wert if isinstance(wert, date) or wert is None else str(wert)
        )
    return [*zeile, vorspann or None]


def _als_zeilen(punkte: Sequence[str]) -> str:
    # A line end says that a semicolon parts nothing.
    return "\n".join(punkte) + ("\n" if len(punkte) == 1 and ";" in punkte[0] else "")


def _eintragszeile(text: Falltext, nummer: int) -> list[Inhalt]:
    eintrag = text.fall.eintraege[nummer]
    rumpf = text.zeilen(nummer).partition("\n")[2].strip("\n")
    kopf = text.ortung.zeile(eintrag.stelle.zeile)
    return [
        text.fall.kennung,
        eintrag.datum if eintrag.datum is not None else kopf.lstrip("# "),
        eintrag.art,
        ", ".join(eintrag.berater) or None,
        *(_eigener(eintrag, name) for name in _EIGENE),
        *(rumpf[i : i + ZELLE_HOECHSTENS] for i in range(0, max(1, len(rumpf)), ZELLE_HOECHSTENS)),
    ]


def _eigener(eintrag: Eintrag, name: str) -> Inhalt:
    attribut = next(a for a, feld in felder(type(eintrag.angaben)) if feld.name == name)
    wert: Any = getattr(eintrag.angaben, attribut)
    if isinstance(wert, Termin):
        if wert.tag is None or wert.statt is not None:
            return str(wert)
        return datetime.combine(wert.tag, wert.uhrzeit) if wert.uhrzeit is not None else wert.tag
    return wert if isinstance(wert, int) or wert is None else str(wert)


def _verzeichnis() -> Iterator[list[Inhalt]]:
    yield ["Tabelle", "Spalte", "Bedeutung", "Form", "Beispiel"]
    for feld in _KOPF:
        yield [
            _FAELLE,
            feld.name,
            feld.hilfe,
            f"{feld.typ.name}{', je Zeile eines' if feld.ist_liste else ''}",
            feld.beispiel,
        ]
    yield [_FAELLE, VORSPANN, "Was über dem ersten Eintrag steht.", "Text", ""]
    yield [_EINTRAEGE, "ID", "Der Fall, zu dem der Eintrag gehört.", "Kennung", "4711"]
    yield [_EINTRAEGE, DATUM, "Tag des Eintrags.", "Datum (JJJJ-MM-TT)", "2026-01-12"]
    yield [_EINTRAEGE, ART, "Art des Eintrags, aus der Liste des Teams.", "Wort aus der Liste des Teams", "Beratung"]
    yield [_EINTRAEGE, "Berater", "Wer dabei war; mehrere mit Komma.", "Namen", "Jana"]
    yield [
        _EINTRAEGE,
        TEXT,
        f"Alles, was unter der Überschrift steht: Text, Vereinbarungen und Angaben, wie in der Datei. Was über {ZELLE_HOECHSTENS} Zeichen hinausgeht, steht in den Spalten „Fortsetzung“.",
        "Text",
        "",
    ]
    eigene: dict[str, Feld] = schluessel_von("")
    for name in _EIGENE:
        feld = eigene[name]
        zusatz = "Steht auch im Text; beim Zurücklesen muss beides dasselbe sagen."
        yield [_EINTRAEGE, name, f"{feld.hilfe} {zusatz}", feld.typ.name, feld.beispiel]


def _als_text(wert: Inhalt) -> str:
    if isinstance(wert, datetime):
        return f"{wert:%Y-%m-%d %H:%M}"
    return "" if wert is None else str(wert)
