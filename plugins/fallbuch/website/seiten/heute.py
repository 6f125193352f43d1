"""The call list: one row a person, what to do and since when; everything else opens below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from urllib.parse import quote

from markupsafe import Markup, escape

from fallbuch.befund import Schwere, anzahl
from fallbuch.forge.adressen import bearbeiten, neue_datei
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.uebersicht.abschnitte import Abschnitt, abschnitt_von
from fallbuch.uebersicht.tage import vor, wann
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.uebersicht.vorgang import Vorgang, aller
from fallbuch.website.bausteine import eintragen
from fallbuch.website.darstellung import (
    Anzeigezeile,
    Darsteller,
    merkzeile,
    mit_tagen_von,
    ohne_orte,
    punktdaten,
    seite_von,
    vorschlagszeile,
    werktag,
    zeit,
)

#: So many rows of a section are open at first; the others follow at a press.
ZEILEN = {Abschnitt.JETZT: 20, Abschnitt.DIESE_WOCHE: 10, Abschnitt.ZU_VERGEBEN: 8}
#: For how many days after the build the page can sort by the reader's clock.
TAGE_VORAUS = 7
#: Up to so many rows each has its reasons on this page; of more, the first ones of everybody's sections.
_ALLE_GANZ, _GANZ_JE_PERSON = 300, 20


def werte(stand: Tagesstand) -> dict[str, object]:
    team = stand.team
    zeilen = Zeilen(stand)
    befunde = [
        anzahl(zahl, *worte)
        for schwere, worte in ((Schwere.FEHLER, ("Fehler", "Fehler")), (Schwere.HINWEIS, ("Hinweis", "Hinweise")))
        if (zahl := team.anzahl(schwere))
    ]
    return {
        "abschnitte": [(g, zeilen.abschnitt(g.abschnitt, g.zeilen), len(g.zeilen)) for g in stand.gruppen],
        "fremde": zeilen.html(stand.fremde),
        "zeilen": ZEILEN,
        "namen": stand.namen,
        "befunde": " und ".join(befunde),
        "tage": 1 if team.fester_stichtag else TAGE_VORAUS + 1,
        "am_tisch": stand.am_tisch,
        "neuer_fall": neue_datei(team.datei.forge, team.datei.ordner.faelle),
    }


class Zeilen:
    """Draws the rows of one day."""

    def __init__(self, stand: Tagesstand) -> None:
        self._stand, self._stichtag, self._forge = stand, stand.stichtag, stand.team.datei.forge
        self._darsteller = Darsteller(stand.team)
        self._alle_ganz = len(stand.vorgaenge) <= _ALLE_GANZ
        self._ganze: Counter[tuple[Abschnitt, str | None]] = Counter()
        #: What is due later comes into sight within the days for which the page can sort anew.
        self._bis = stand.stichtag + timedelta(weeks=5, days=TAGE_VORAUS)

    def abschnitt(self, abschnitt: Abschnitt, vorgaenge: Sequence[Vorgang]) -> Markup:
        """Return the rows of a section; of what is far ahead only those that may move nearer while the page is read."""
        if abschnitt is Abschnitt.SPAETER:
            vorgaenge = [
                v for v in vorgaenge if v.fuehrend.faellig_am is not None and v.fuehrend.faellig_am <= self._bis
            ]
        return Markup("").join(self._gemerkte(v, ganz=self._ganz(abschnitt, v)) for v in vorgaenge)

    def html(self, vorgaenge: Iterable[Vorgang]) -> Markup:
        return Markup("").join(self._zeile(v, ganz=True) for v in vorgaenge)

    def _ganz(self, abschnitt: Abschnitt, v: Vorgang) -> bool:
        """Tell whether a row has room for its reasons: a page for thousands stays small, the case explains the others."""
        if self._alle_ganz:
            return True
        self._ganze[abschnitt, v.handelnd] += 1
        return self._ganze[abschnitt, v.handelnd] <= _GANZ_JE_PERSON

    def _gemerkte(self, v: Vorgang, *, ganz: bool) -> Markup:
        if v.akte is None:
            return self._zeile(v, ganz=ganz)
        # Which case, where it stands among all, and whose names are written how: nothing else makes a row another one.
        an = (v.nummer, ganz, self._slugs(v))
        return self._stand.beitrag(v.akte, "zeile", lambda: self._zeile(v, ganz=ganz), an)

    def _slugs(self, v: Vorgang) -> str:
        namen = self._stand.namen
        if v.akte is not None and aller(v.akte):
            return " ".join(namen.values())
        wessen = [v.fuer] if v.fremd else [v.berater, v.vertretung]
        return " ".join(namen[name] for name in wessen if name is not None and name in namen)

    def _zeile(self, v: Vorgang, *, ganz: bool) -> Markup:
        kurz = v.akte.auszug if v.akte is not None else None
        # Which line of a case explains a date is looked up in the case itself, so only where it is shown.
        zeile = self._darsteller.vorgang(v) if ganz else None
        frei = " data-frei" if v.berater is None and kurz is not None else ""
        fremd = " data-fremd hidden" if v.fremd else ""
        merke = kurz.zu_beachten if kurz is not None else None
        kopf = self._kopf(v, merke)
        unter = self._unter(v, zeile.punkte, zeile.vorschlag, zeile.spaetere) if zeile is not None else ""
        inhalt = (
            f"<details><summary>{kopf}</summary>{unter}</details>" if ganz else f'<div class="fb-kurz">{kopf}</div>'
        )
        stift = ""
        if self._stand.am_tisch:
            stift = '<span class="fb-stift" aria-hidden="true"></span>'
        if self._stand.am_tisch and kurz is not None:
            # What cannot be read is mended where it stands: an entry more would not help.
            kaputt = abschnitt_von(v.fuehrend, self._stichtag) is Abschnitt.NICHT_BERECHENBAR
            wohin = f"Fall {kurz.kennung} berichtigen" if kaputt else f"In Fall {kurz.kennung} eintragen"
            ziel = f"text/{quote(kurz.datei)}" if kaputt else f"eintragen/{quote(kurz.stamm)}"
            stift = f'<a class="fb-stift" href="tisch/{ziel}?zurueck=heute" title="{escape(wohin)}" aria-label="{escape(wohin)}">✎</a>'
        punkte = "" if ganz else _kurzdaten(v.punkte)
        return Markup(  # noqa: S704 - every part is escaped above
            f'<li class="fb-ruf" data-wer="{self._slugs(v)}" data-nr="{v.nummer}"{frei}{fremd}{punkte}>'
            f'<a class="fb-id" href="{seite_von(v)}">{escape(v.wer)}</a>{inhalt}{stift}</li>\n'
        )

    def _kopf(self, v: Vorgang, merke: str | None) -> str:
        f, weitere = v.fuehrend, v.weitere(self._stichtag)
        teile = [f'<span class="fb-tun">{escape(f.tun)}</span> ', zeit(f.faellig_am, wann(f, self._stichtag), "wann")]
        if v.akte is not None:
            letzter = v.akte.auszug.kontakt
            zuletzt = (
                ("noch kein Kontakt" if v.akte.auszug.erste_phase else "seither kein Kontakt")
                if letzter is None
                else f"<b>zuletzt</b> {zeit(letzter, vor(letzter, self._stichtag), 'vor')}"
            )
            teile.append(f' <span class="fb-zuletzt">{zuletzt}</span>')
        if (versuch := f.ableitung.versuch_am) is not None:
            teile.append(f' <span class="fb-versuch"><b>versucht</b> {versuch:%d.%m.}</span>')
        mehr = f'+{weitere}<span class="fb-nur-vorlesen"> weitere</span>' if weitere else ""
        teile.append(f' <span class="fb-weitere">{mehr}</span>')
        teile.append(f' <span class="fb-berater">{escape(_wer(v))}</span>')
        return "".join([*teile, merkzeile(merke)])

    def _unter(self, v: Vorgang, punkte: Sequence[Anzeigezeile], vorschlag: str, spaetere: int) -> str:
        teile = [f'<div class="fb-unter">{"".join(map(punkt, punkte))}']
        if vorschlag and v.vorschlag is not None:
            teile.append(vorschlagszeile(vorschlag, v.vorschlag.tag, verabredet=v.vorschlag.verabredet))
        ziel = punkte[0].seite if v.akte is not None else "protokoll.html"
        if spaetere:
            spaeter = anzahl(spaetere, "späterer Termin", "spätere Termine")
            teile.append(
                f'<p class="fb-klein">Dazu {spaeter} <a href="{ziel}">{"beim Fall" if v.akte else "im Protokoll"}</a>.</p>'
            )
        if v.akte is not None:
            teile.append(
                f'<p class="fb-wege"><a href="{ziel}">Fall ansehen</a> {eintragen(v.akte.auszug.stamm, "", am_tisch=self._stand.am_tisch)}'
            )
            adresse = None if self._stand.am_tisch else bearbeiten(self._forge, v.akte.auszug.datei)
            if adresse is not None:
                teile.append(f' <a href="{escape(adresse)}" rel="noopener noreferrer">Datei bearbeiten</a>')
            teile.append("</p>")
        return "".join([*teile, "</div>"])


def punkt(z: Anzeigezeile) -> str:
    """Return a due item with its reason, as it stands below a row."""
    f = z.faelligkeit
    uhrzeit = f' data-uhrzeit="{f.ableitung.uhrzeit:%H:%M}"' if f.ableitung.uhrzeit is not None else ""
    titel = escape(f.name)
    name = (
        f'<a class="fb-titel" href="regelwerk.html#{escape(f.regel)}">{titel}</a>'
        if f.regel
        else f'<span class="fb-titel">{titel}</span>'
    )
    return (
        f'<div class="fb-punkt" data-p="{punktdaten(f)}" data-tun="{escape(f.tun)}"{uhrzeit}>{name} {zeit(f.faellig_am, None, "tag")}'
        f'{werktag(z)} <a class="fb-grund" href="{z.seite}#{z.anker}">{mit_tagen_von(f, ohne_orte(f.herleitung))}</a></div>'
    )


def _kurzdaten(punkte: Sequence[Faelligkeit]) -> str:
    """Return what a row without its reasons needs to say on another day what is to be done: as many of each as there are items."""
    zeiten = ";".join(f"{f.ableitung.uhrzeit:%H:%M}" if f.ableitung.uhrzeit is not None else "" for f in punkte)
    tun = "\t".join(" ".join(f.tun.split()) for f in punkte)
    return f' data-p="{";".join(map(punktdaten, punkte))}" data-uhrzeiten="{zeiten}" data-tun="{escape(tun)}"'


def _wer(v: Vorgang) -> str:
    """Return whose row it is: who is responsible, who stands in, or in whose case somebody has something to do."""
    if v.fremd:
        return v.fremd
    wer = v.berater or ("zu vergeben" if v.akte is not None else "alle")
    return f"{v.vertretung} für {wer}" if v.vertretung else wer
