"""The page of one case: what to do and why, what is open, the last conversations; then everything else, each thing once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from markupsafe import escape

from fallbuch.akte.eintragsformen import FORMEN
from fallbuch.akte.feld import felder
from fallbuch.akte.modell import Eintrag
from fallbuch.bestand.laden import Akte
from fallbuch.forge.adressen import bearbeiten
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.regelwerk.geschichte import zeitlich
from fallbuch.regelwerk.sicht import Fallsicht
from fallbuch.regelwerk.verabredungen import Verabredung
from fallbuch.uebersicht.tage import datum, kurztag, mit_datum, vor
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.uebersicht.vereinbarungen import Zusage, zusagen
from fallbuch.website.bausteine import KAESTEN, angabenliste, eintragen, taten, termin
from fallbuch.website.darstellung import (
    Darsteller,
    marke,
    merkzeile,
    mit_orten,
    mit_zeiten,
    ortsanker,
    punktdaten,
    vorschlagszeile,
    werktag,
    zeit,
)
from fallbuch.website.fallverweise import Fallverweise
from fallbuch.website.fliesstext import fliesstext
from fallbuch.website.seiten.fallbilder import massnahmenbild, stufenverlauf
from fallbuch.website.seiten.plan import planblatt

#: So many conversations stand on top.
_LETZTE = 2
#: Up to so many due items stand open on top.
_OFFEN = 3
#: Master data that the head of the page says already.
_IM_KOPF = frozenset({"Status", "Berater", "Betreuungsstufe", "Zu beachten"})


class Fallseiten:
    """Draws the pages of cases; what is the same for all is looked up once."""

    def __init__(self, stand: Tagesstand) -> None:
        self._stand, self._team, self._stichtag = stand, stand.team, stand.stichtag
        self._stufen = stand.team.regelwerk.vokabular.stufen
        self._darsteller = Darsteller(stand.team)
        self.verweise = Fallverweise(stand.team.akten)
        arten = stand.team.regelwerk.vokabular.arten
        #: Kinds of entry that need no keys of their own.
        self._arten = [
            n for n, art in arten.items() if n not in FORMEN and not art.loeschung and art.gilt_am(stand.stichtag)
        ]

    def html(self, akte: Akte) -> str:
        """Return the content of the case's page."""
        sicht = akte.sicht
        eintraege = neueste_zuerst(akte.fall.eintraege)
        letzte = sicht.kontakte[-_LETZTE:][::-1]
        oben = set(map(id, letzte))
        teile = [
            self._kopf(akte),
            '<div class="fb-oben">',
            self._zu_tun(akte),
            self._abschnitt("letzte", "Letzte Gespräche", "".join(self._eintrag(e, akte) for e in letzte)),
            self._meldungen(akte),
            self._offenes(akte),
            "</div>",
            self._verlauf(akte, [e for e in eintraege if id(e) not in oben], gezeigte=bool(letzte)),
            planblatt(self._team, akte),
            self._abschnitt("massnahmen", "Maßnahmen", massnahmenbild(sicht)),
            self._abschnitt("stufen", "Betreuungsstufe", stufenverlauf(sicht)),
            self._erledigtes(akte),
            self._abschnitt(
                "kopf", "Stammdaten", angabenliste(p for p in angaben_von(akte.fall.kopf) if p[0] not in _IM_KOPF)
            ),
            f'<p class="fb-klein">Datei: {escape(akte.fall.datei)}</p>',
        ]
        return "\n".join(teil for teil in teile if teil)

    @staticmethod
    def _abschnitt(kennung: str, titel: str, inhalt: str, anzahl: int | None = None) -> str:
        if not inhalt:
            return ""
        zahl = f' <span class="fb-anzahl">{anzahl}</span>' if anzahl is not None else ""
        return f'<section class="fb-abschnitt" aria-labelledby="{kennung}"><h2 id="{kennung}">{titel}{zahl}</h2>\n{inhalt}\n</section>'

    def _kopf(self, akte: Akte) -> str:
        fall, sicht, kopf = akte.fall, akte.sicht, akte.fall.kopf
        status = f' <span class="fb-status">{escape(kopf.status)}</span>' if kopf.status else ""
        teile = [self._zustaendig(kopf.berater)]
        if sicht.vertretung:
            teile.append(f"vertreten durch {self._zustaendig(sicht.vertretung)}")
        if sicht.stufe:
            stufe = self._stufen.get(sicht.stufe)
            name = f" ({escape(stufe.name)})" if stufe is not None and stufe.name else ""
            teile.append(f"{escape(sicht.stufe)}{name}")
        if sicht.pausiert:
            teile.append(f"Pause bis {datum(sicht.pause_bis) if sicht.pause_bis else 'auf Weiteres'}")
        letzter = sicht.kontakte[-1].datum if sicht.kontakte else None
        if letzter is not None:
            teile.append(f"zuletzt {zeit(letzter, vor(letzter, self._stichtag), 'vor')}")
        leitfaden = "folgegespraech" if sicht.gespraeche else "erstgespraech"
        am_tisch = self._stand.am_tisch
        wege = [eintragen(fall.stamm, "../", am_tisch=am_tisch)]
        if am_tisch:
            wege.append(taten(fall.stamm, fall.datei, "../", offen=sicht.offen))
        adresse = None if am_tisch else bearbeiten(self._team.datei.forge, fall.datei)
        if adresse is not None:
            wege.append(f'<a href="{escape(adresse)}" rel="noopener noreferrer">Datei bearbeiten</a>')
        wege.append(f'<a href="../hilfsmittel/leitfaden.html#{leitfaden}">Leitfaden für das Gespräch</a>')
        kontakt = f'<div class="fb-kontakt" data-kontakt="{escape(fall.kennung)}" hidden></div>' if am_tisch else ""
        merke = f'<p class="fb-zeile">{merkzeile(kopf.zu_beachten, ganz=True)}</p>' if kopf.zu_beachten else ""
        return (
            f'<div class="fb-kopf"><h1>Fall {escape(fall.kennung)}{status}</h1>{standzeile(self._stand)}</div>{merke}'
            f'<p class="fb-zeile">{" · ".join(teile)}</p>{kontakt}<p class="fb-wege">{" ".join(wege)}</p>{self._vorbereiten(akte, adresse)}'
        )

    def _vorbereiten(self, akte: Akte, adresse: str | None) -> str:
        """Return what makes the lines of an entry to be copied into the forge's editor, for whoever has nothing installed."""
        if adresse is None or not self._arten:
            return ""
        wer = f" ({escape(akte.auszug.handelnd)})" if akte.auszug.handelnd else ""
        return (
            f'<details class="fb-klappe fb-vorbereiten" data-arten="{escape("|".join(self._arten))}"><summary>Eintrag vorbereiten</summary>'
            f"<p>Diese Zeilen gehören ans Ende der Datei.</p><pre data-kopieren>## {self._stichtag} {escape(self._arten[0])}{wer}\n\nWas besprochen wurde.\n</pre>"
            f'<p><a href="{escape(adresse)}" rel="noopener noreferrer">Datei im Editor öffnen</a></p></details>'
        )

    def _zustaendig(self, name: str | None) -> str:
        if name is None:
            return "noch niemand zuständig"
        slug = self._stand.namen.get(name)
        return f'<a href="../index.html#ich={slug}">{escape(name)}</a>' if slug is not None else str(escape(name))

    def _zu_tun(self, akte: Akte) -> str:
        vorgang = self._stand.vorgang(akte)
        if vorgang is None:
            return self._abschnitt("faellig", "Was ist zu tun?", f'<p class="fb-nichts">{self._nichts(akte.sicht)}</p>')
        punkte = [self._punkt(akte, f) for f in vorgang.punkte]
        inhalt = f'<ul class="fb-faellig">{"".join(punkte[:_OFFEN])}</ul>'
        if vorgang.vorschlag is not None:
            satz = vorgang.vorschlag.satz(self._stichtag)
            inhalt += vorschlagszeile(satz, vorgang.vorschlag.tag, verabredet=vorgang.vorschlag.verabredet)
        if punkte[_OFFEN:]:
            inhalt += (
                f'<details class="fb-klappe"><summary>{len(punkte) - _OFFEN} weitere</summary>'
                f'<ul class="fb-faellig">{"".join(punkte[_OFFEN:])}</ul></details>'
            )
        return self._abschnitt("faellig", "Was ist zu tun?", inhalt)

    def _nichts(self, sicht: Fallsicht) -> str:
        if not sicht.offen:
            return "Der Fall ist abgeschlossen, es ist nichts mehr zu tun."
        if sicht.pausiert and sicht.pause_bis:
            return f"Bis {datum(sicht.pause_bis)} ist Pause."
        return "Am Stichtag ist nichts zu tun."

    def _punkt(self, akte: Akte, f: Faelligkeit) -> str:
        """Return a due item: the whole sentence that explains its date, and behind it the places and the rule."""
        z = self._darsteller.punkt(akte, f)
        # A finding quotes the file and says what must stand there: its dates stay as they are.
        tage, orte = (mit_zeiten, mit_orten) if f.faellig_am is not None else (escape, escape)
        satz, weg = f.ableitung.worte(f.titel)
        was = satz[: len(satz) - len(weg)]
        wer = f" ({escape(' und '.join(f.wer))})" if f.name != f.titel else ""
        regel = ""
        if f.regel:
            regel = f' <a class="fb-regel" href="../regelwerk.html#{escape(f.regel)}">Zur Regel (Quelle: {escape(f.quelle)})</a>'
        return (
            f'<li class="fb-punkt" data-p="{punktdaten(f)}"><details><summary>{marke(f.dringlichkeit)}{wer} '
            f'<strong class="fb-titel"><span class="fb-tun">{escape(f.tun)}:</span> {tage(was)}</strong>{werktag(z)} <span class="fb-grund">{orte(satz[len(was) :])}</span>'
            f'</summary><p><a href="#{z.anker}">Zum Eintrag</a>{regel}</p></details></li>'
        )

    def _meldungen(self, akte: Akte) -> str:
        zeilen = (
            f'<li class="fb-{b.schwere.lower()}"><strong>{b.schwere} <a href="../meldungen.html#{b.kennung.lower()}">{b.kennung}</a></strong> '
            f'<a href="#{ortsanker(akte.fall, b.stelle.zeile)}">Zeile {b.stelle.zeile}</a>: {escape(b.text)} '
            f'<span class="fb-hinweistext">{escape(b.hinweis)}</span></li>'
            for b in akte.befunde
        )
        liste = "".join(zeilen)
        inhalt = f'<ul class="fb-befunde">{liste}</ul>' if liste else ""
        return self._abschnitt("meldungen", "Meldungen der Prüfung", inhalt, len(akte.befunde))

    def _offenes(self, akte: Akte) -> str:
        """Return open appointments and agreements by person."""
        zeilen = [
            (_wer(v), f'{termin(v.tag, v.uhrzeit, self._stichtag)}{_frage(v, self._stichtag)} <a class="fb-klein" href="#e-{v.eintrag.schluessel}">verabredet am {datum(v.seit)}</a>')
            for v in sorted(akte.sicht.offene_verabredungen, key=_wann)
        ]  # fmt: skip
        zeilen += [(z.dran, self._zusage(z, akte)) for z in zusagen(akte) if z.offen]
        return self._abschnitt("offen", "Offen", _liste(zeilen))

    def _zusage(self, z: Zusage, akte: Akte) -> str:
        vorbei = f' <strong class="fb-vorbei">{escape(z.vorbei)}</strong>' if z.vorbei else ""
        vom = f"vom {datum(z.eintrag.datum)}" if z.eintrag.datum is not None else "ohne Datum"
        return f'{self._verlinkt(mit_datum(z.vereinbarung.text), akte)}{vorbei} <a class="fb-klein" href="#e-{z.eintrag.schluessel}">{vom}</a>'

    def _erledigtes(self, akte: Akte) -> str:
        fruehere = sorted((v for v in akte.sicht.verabredungen if v.ausgang is not None), key=_wann, reverse=True)
        zeilen = [
            (f"{_wer(v)}, {v.ausgang}", f'{termin(v.tag, v.uhrzeit, self._stichtag)} <a class="fb-klein" href="#e-{v.durch.schluessel}">{escape(v.durch.art)} vom {datum(v.durch.datum)}</a>')
            for v in fruehere if v.durch is not None and v.durch.datum is not None
        ]  # fmt: skip
        zeilen += [(f"{z.dran}, {z.vereinbarung.stand}", self._zusage(z, akte)) for z in zusagen(akte) if not z.offen]
        if not zeilen:
            return ""
        return f'<details class="fb-klappe"><summary>Frühere Termine, Erledigtes und Fallengelassenes ({len(zeilen)})</summary>{_liste(zeilen)}</details>'

    def _verlauf(self, akte: Akte, eintraege: Iterable[Eintrag], *, gezeigte: bool) -> str:
        inhalt = "".join(self._eintrag(e, akte) for e in eintraege)
        if akte.fall.vorspann:
            vorspann = self._verlinkt(fliesstext(akte.fall.vorspann), akte)
            inhalt += f'<article class="fb-eintrag"><h3>Text vor dem ersten Eintrag</h3>{vorspann}</article>'
        if not inhalt and not gezeigte:
            inhalt = '<p class="fb-nichts">Es gibt noch keine Einträge.</p>'
        return self._abschnitt("verlauf", "Alle anderen Einträge" if gezeigte else "Einträge", inhalt)

    def _eintrag(self, e: Eintrag, akte: Akte) -> str:
        unlesbar = " fb-unlesbar" if e.datum is None else ""
        wann = "Ohne lesbares Datum" if e.datum is None else datum(e.datum)
        wer = f' <span class="fb-klein">{escape(", ".join(e.berater))}</span>' if e.berater else ""
        haken = "".join(
            f'<li class="fb-{v.stand}"><span class="fb-kasten">{KAESTEN[v.stand]}</span> <span>{self._verlinkt(mit_datum(v.text), akte)}'
            f'<span class="fb-nur-vorlesen"> ({v.stand})</span></span></li>'
            for v in e.angaben.vereinbarungen
        )
        return (
            f'<article class="fb-eintrag{unlesbar}" id="e-{e.schluessel}"><h3>{wann} <span>{escape(e.art)}</span>{wer}</h3>\n'
            f"{self._inhalt(e, akte)}{f'<ul class={chr(34)}fb-haken{chr(34)}>{haken}</ul>' if haken else ''}"
            f"{angabenliste(eintragsangaben(e, mit_besonderem=e is not akte.sicht.plan))}</article>\n"
        )

    def _inhalt(self, e: Eintrag, akte: Akte) -> str:
        """Return the text of an entry; the plan that counts has a section of its own."""
        if e is akte.sicht.plan:
            return '<p><a href="#plan">Der Betreuungsplan gilt und steht weiter unten.</a></p>'
        return self._verlinkt(fliesstext(e.text), akte)

    def _verlinkt(self, text: str, akte: Akte) -> str:
        return str(self.verweise(text, wurzel="../", eigene=akte.seite))


def standzeile(stand: Tagesstand) -> str:
    """Return the line that says of which day the page speaks."""
    art = "fest" if stand.team.fester_stichtag else "stand"
    return f'<p class="fb-stand" data-{art}="{stand.stichtag}"><strong>{kurztag(stand.stichtag)}</strong></p>'


def _liste(zeilen: Iterable[tuple[str, str]]) -> str:
    punkte = "".join(f'<li><span class="fb-dran">{escape(wer)}</span> <span>{was}</span></li>' for wer, was in zeilen)
    return f'<ul class="fb-vereinbarungen">{punkte}</ul>' if punkte else ""


def _wer(v: Verabredung) -> str:
    return " und ".join(sorted(name for name in v.wer if name)) or "ohne Namen"


def _frage(v: Verabredung, stichtag: date) -> str:
    return ' <strong class="fb-vorbei">War der Termin?</strong>' if v.tag < stichtag else ""


def _wann(v: Verabredung) -> tuple[date, str]:
    return v.tag, str(v.uhrzeit or "")


def neueste_zuerst(eintraege: tuple[Eintrag, ...]) -> list[Eintrag]:
    """Return entries newest first; what has no readable date stands on top, so that it is seen."""
    ohne = [eintrag for eintrag in eintraege if eintrag.datum is None]
    return ohne + [eintrag for _, eintrag in reversed(zeitlich(eintraege))]


def eintragsangaben(eintrag: Eintrag, *, mit_besonderem: bool = True) -> list[tuple[str, Any]]:
    """Return what an entry states, key by key, agreements excepted, on request without what belongs to its kind."""
    allgemeine = [(name, wert) for name, wert in angaben_von(eintrag.angaben) if name != "Vereinbarungen"]
    return [*(angaben_von(eintrag.besonderes) if mit_besonderem else ()), *allgemeine]


def angaben_von(werte: Any) -> Iterator[tuple[str, Any]]:
    """Yield name and value of each field that is filled."""
    for attribut, feld in felder(type(werte)) if werte is not None else ():
        wert = getattr(werte, attribut)
        if wert not in (None, ()):
            yield feld.name, wert
