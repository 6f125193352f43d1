"""Checks of appointments: each lies after its entry, and who moves, drops or keeps one names one that there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fallbuch.akte.modell import Eintrag
from fallbuch.akte.termin import Termin
from fallbuch.befund import Befund, Meldungsart, Schwere
from fallbuch.beispiele import BERATUNG
from fallbuch.bestand.pruefling import Pruefling

F042 = Meldungsart(
    kennung="F042",
    ueberdauert=True,
    uhr=True,
    titel="Folgetermin vor dem Eintrag",
    muster="Der Folgetermin {termin} liegt vor dem Eintrag vom {datum}. Erwartet: ein späterer Tag.",
    hinweis="Berichtigen Sie den Folgetermin.",
    erklaerung="Ein Folgetermin kommt nach dem Gespräch, in dem er verabredet wurde. Meist ist das Jahr oder der Monat verschrieben.",
    schlecht=BERATUNG.replace("Folgetermin: 2026-01-26", "Folgetermin: 2025-01-26"),
)
F043 = Meldungsart(
    kennung="F043",
    schwere=Schwere.HINWEIS,
    titel="Folgetermin später als der nächste Kontakt",
    muster="Der Folgetermin {termin} liegt nach dem {faellig}, an dem der nächste Kontakt fällig ist ({frist}). Erwartet: ein Termin bis dahin.",
    hinweis="Vereinbaren Sie einen früheren Termin oder melden Sie sich vorher.",
    erklaerung="Die Betreuungsstufe sagt, in welchem Abstand man spätestens voneinander hört. Ein späterer Termin lässt diese Frist verstreichen.",
    schlecht=BERATUNG + "\nFolgetermin: 2026-12-24\n",
)
F080 = Meldungsart(
    kennung="F080",
    schwere=Schwere.HINWEIS,
    titel="„statt“ trifft keinen Termin",
    muster="„statt {tag}“ trifft nicht genau einen Termin, der noch offen war. Erwartet: {erwartet}.",
    hinweis="Berichtigen Sie den Tag hinter „statt“; sind es mehrere an einem Tag, schreiben Sie die Uhrzeit dazu.",
    erklaerung="„statt“ nennt den einen Termin, der verschoben wird oder entfällt. Ist dort keiner verabredet, oder könnten mehrere gemeint sein, bleibt jeder Termin stehen.",
    schlecht=BERATUNG.replace("Folgetermin: 2026-01-26", "Folgetermin: 2026-01-26 statt 2026-01-19"),
)
F081 = Meldungsart(
    kennung="F081",
    schwere=Schwere.HINWEIS,
    titel="„Termin wahrgenommen“ ohne Termin",
    muster="Bis zum {datum} war kein Termin offen, der hiermit stattgefunden haben kann. Erwartet: {erwartet}.",
    hinweis="Streichen Sie die Zeile, oder nennen Sie den Tag des Termins.",
    erklaerung="Die Angabe hält fest, dass ein Eintrag der verabredete Termin war. Ohne offenen Termin bis zu diesem Tag sagt sie nichts.",
    schlecht=BERATUNG.replace(
        "## 2026-01-26 Telefonat (Jana)\n", "## 2026-01-25 Telefonat (Jana)\n\nTermin wahrgenommen: ja\n"
    ),
)


def folgetermine(p: Pruefling) -> Iterator[Befund]:
    """An appointment lies after its entry, and before the contact would be due anyway."""
    for eintrag in p.fall.eintraege:
        termin = eintrag.angaben.folgetermin
        if termin is not None and termin.tag is not None and eintrag.datum is not None and termin.tag < eintrag.datum:
            yield F042.melde(eintrag.ort("Folgetermin"), termin=termin, datum=eintrag.datum)
    yield from _ohne_gegenstueck(p)
    yield from _zu_spaeter_termin(p)


def _ohne_gegenstueck(p: Pruefling) -> Iterator[Befund]:
    """Who moves, drops or keeps an appointment names one that there is."""
    for tag, eintrag in p.sicht.eintraege:
        termin, wahrgenommen = eintrag.angaben.folgetermin, eintrag.angaben.wahrgenommen
        statt = None if termin is None else termin.statt
        if (statt is None and wahrgenommen is None) or any(v.durch is eintrag for v in p.sicht.verabredungen):
            continue
        erwartet = _offene_tage(p, tag, eintrag)
        if statt is not None:
            yield F080.melde(eintrag.ort("Folgetermin"), tag=statt, erwartet=erwartet)
        if wahrgenommen is not None:
            yield F081.melde(eintrag.ort("Termin wahrgenommen"), datum=tag, erwartet=erwartet)


def _offene_tage(p: Pruefling, tag: date, eintrag: Eintrag) -> str:
    """Name the days of the appointments that were open on `tag`, but for the one that `eintrag` itself makes."""
    offene = (v for v in p.sicht.am(tag).offene_verabredungen if v.eintrag is not eintrag)
    tage = sorted({str(Termin(v.tag, v.uhrzeit)) for v in offene})
    if not tage:
        return "ein offener Termin; es ist keiner verabredet"
    return f"der Tag eines offenen Termins ({', '.join(tage)})"


def _zu_spaeter_termin(p: Pruefling) -> Iterator[Befund]:
    if not p.sicht.verabredungen or not p.sicht.offen:
        return
    letzter = p.sicht.letzter_kontakt
    regel = p.regelwerk.kontaktregel(p.sicht.stufe, letzter.datum) if letzter else None
    if letzter is None or regel is None:
        return
    spaetere = (v for v in p.sicht.offene_verabredungen if v.tag > letzter.datum)
    naechste = min(spaetere, key=lambda v: v.tag, default=None)
    faellig = regel.frist.nach(letzter.datum)
    if naechste is not None and naechste.tag > faellig:
        yield F043.melde(naechste.eintrag.ort("Folgetermin"), termin=naechste.tag, faellig=faellig, frist=regel.frist)
