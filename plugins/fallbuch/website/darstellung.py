"""How things look on pages: marks of urgency in word, shape and colour, dates, links, places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from markupsafe import Markup, escape

from fallbuch.akte.kopftypen import LAENGSTE_MERKZEILE
from fallbuch.akte.modell import Fall
from fallbuch.befund import anzahl, lesbar
from fallbuch.bestand.laden import Akte
from fallbuch.regelwerk.faelligkeit import RANG, Dringlichkeit, Faelligkeit
from fallbuch.team import Team
from fallbuch.text.vorlage import Vorlagen
from fallbuch.uebersicht.abschnitte import Gruppe
from fallbuch.uebersicht.tage import ISO, datum, kurztag, monate, wochentag
from fallbuch.uebersicht.vorgang import Vorgang
from fallbuch.website.fliesstext import fliesstext
from fallbuch.werte import dataclass

_KLASSEN = {
    Dringlichkeit.NICHT_BERECHENBAR: "unklar",
    Dringlichkeit.UEBERFAELLIG: "ueberfaellig",
    Dringlichkeit.VERSUCHT: "versucht",
    Dringlichkeit.NACHFRAGEN: "nachfragen",
    Dringlichkeit.HEUTE: "heute",
    Dringlichkeit.DIESE_WOCHE: "woche",
    Dringlichkeit.BALD: "bald",
    Dringlichkeit.SPAETER: "spaeter",
    Dringlichkeit.PAUSIERT: "pausiert",
}
#: The page of what the team itself has to do and has done.
PROTOKOLLSEITE = "protokoll.html"
#: Up to here items are shown in lists: four weeks more than the furthest section that matters.
_WEITBLICK = timedelta(weeks=9)


_MARKEN = {d: Markup('<span class="fb-marke fb-{}">{}</span>').format(klasse, d) for d, klasse in _KLASSEN.items()}


def marke(dringlichkeit: Dringlichkeit) -> Markup:
    """Return the urgency as a mark: the word for everybody; shape and colour, for the eye, come from the style."""
    return _MARKEN[dringlichkeit]


def zeit(wert: date | None, text: str | None = None, art: str = "tag") -> Markup:
    """Return a day that the browser can say anew by its own clock: `wann` it is due, how long `vor` today, or the `tag` itself."""
    inhalt = escape(text) if text is not None else "" if wert is None else datum(wert)
    if wert is None:
        return Markup(f'<span class="fb-{art}">{inhalt}</span>')  # noqa: S704 - escaped before
    return Markup(f'<time class="fb-{art}" datetime="{wert}">{inhalt}</time>')  # noqa: S704 - escaped before


def mit_tagen_von(f: Faelligkeit, satz: str) -> Markup:
    """Write an item's sentence with its dates as people do; a finding quotes the file, and what it asks for is what the file needs."""
    return mit_tagen(satz) if f.faellig_am is not None else escape(satz)


_ORT = re.compile(r" \([^()]*\.(?:md|yml):[0-9]+\)")


def mit_tagen(text: str) -> Markup:
    """Escape a sentence and write its dates as people do; no browser breaks a line between their digits."""
    return Markup(ISO.sub(r"\3.\2.\1", str(escape(text))))  # noqa: S704 - escaped before


def mit_zeiten(text: str) -> Markup:
    """Escape a sentence; its dates are days beside which the browser says how far they are."""
    return Markup(ISO.sub(r'<time class="fb-tag" datetime="\g<0>">\3.\2.\1</time>', str(escape(text))))  # noqa: S704 - escaped before


def mit_orten(text: str) -> Markup:
    """Escape a sentence with its dates; the places in files are there for who wants to see them."""
    return Markup(_ORT.sub(r'<span class="fb-ort">\g<0></span>', str(mit_tagen(text))))  # noqa: S704 - escaped before


def als_text(wert: object) -> object:
    """Return what a template prints: days as people write them."""
    return datum(wert) if isinstance(wert, date) else wert


def dauer(tage: int) -> str:
    """Return a number of days as people say it after "seit": days, weeks, months."""
    if tage < 14:
        return anzahl(tage, "Tag", "Tagen")
    return anzahl(tage // 7, "Woche", "Wochen") if tage < 92 else anzahl(monate(tage), "Monat", "Monaten")


def ohne_orte(satz: str) -> str:
    """Leave out the places in files: in a list the sentence itself leads there."""
    return _ORT.sub("", satz)


def zahl(wert: int) -> str:
    """Return a number with dots between thousands."""
    return f"{wert:,}".replace(",", ".")


def ortsanker(fall: Fall, zeile: int) -> str:
    """Return the HTML anchor of the part of the case page that shows line `zeile` of the file."""
    zeilen = [eintrag.stelle.zeile for eintrag in fall.eintraege]
    nummer = bisect_right(zeilen, zeile) - 1
    return "kopf" if nummer < 0 else f"e-{fall.eintraege[nummer].schluessel}"


@dataclass(frozen=True, slots=True)
class Anzeigezeile:
    """A due item with its page, from the site's root, and the place on it that explains the date."""

    faelligkeit: Faelligkeit
    seite: str
    #: The working day on which it is best done, where the due date is none.
    arbeitstag: date | None
    _anker: Callable[[], str]

    @property
    def anker(self) -> str:
        """Looked up in the case itself, so only where somebody can go there."""
        return self._anker()


def punktdaten(f: Faelligkeit) -> str:
    """Return what the browser needs to say how pressing an item is today: due, warning, attempt, flags.

    Flags: k the customer's turn, g somebody waits for a conversation, z the case waits for somebody responsible, v agreed.
    """
    weg = f.ableitung
    flaggen = f"{'k' if f.kunde_dran else ''}{'g' if f.wartet else ''}{'z' if weg.eigenschaften.vergabe else ''}{'v' if weg.verabredet else ''}"
    return f"{f.faellig_am or ''},{f.warnung_ab or ''},{weg.versuch_am or ''},{flaggen}"


def werktag(z: Anzeigezeile) -> str:
    """Return the working day beside a day off, "" where there is none to name."""
    if z.arbeitstag is None or z.faelligkeit.faellig_am is None:
        return ""
    lage = "danach" if z.arbeitstag > z.faelligkeit.faellig_am else "davor"
    return (
        f' <span class="fb-arbeitstag" data-arbeitstag="{z.arbeitstag}">Werktag {lage}: {kurztag(z.arbeitstag)}</span>'
    )


@dataclass(frozen=True, slots=True)
class Vorgangszeile:
    """A line of a list: the item that leads, the others beneath it, how many more come much later."""

    vorgang: Vorgang
    punkte: Sequence[Anzeigezeile]
    spaetere: int
    vorschlag: str

    @property
    def seite(self) -> str:
        return seite_von(self.vorgang)

    @property
    def zustaendig(self) -> str:
        """Who is responsible, or that nobody is."""
        return self.vorgang.berater or ("zu vergeben" if self.vorgang.akte else "alle")


class Darsteller:
    """Turns lines of work into lines of a page, for one team on its key date."""

    def __init__(self, team: Team) -> None:
        self._stichtag = team.stichtag
        self._arbeitstage = team.datei.werktage if team.datei.arbeitstage else None
        #: What of the team's own duties has a page: file → page and the place on it that explains the date.
        self._teamseiten = {
            **{p.ort("Geprüft am").datei: (p.seite, "geschichte") for p in team.prozessbuch.prozesse},
            **{e.datei: (e.seite, "stand") for e in team.prozessbuch.empfehlungen},
        }

    def vorgang(self, vorgang: Vorgang) -> Vorgangszeile:
        """Return the line with links; items far ahead are only counted: they stand on the case's page or in the team's log."""
        grenze = self._stichtag + _WEITBLICK
        nahe = [f for f in vorgang.punkte if f.faellig_am is None or f.faellig_am <= grenze] or [vorgang.fuehrend]
        vorschlag = vorgang.vorschlag.satz(self._stichtag) if vorgang.vorschlag is not None else ""
        return Vorgangszeile(
            vorgang,
            [self.punkt(vorgang.akte, f) for f in nahe],
            len(vorgang.punkte) - len(nahe),
            vorschlag,
        )

    def punkt(self, akte: Akte | None, f: Faelligkeit) -> Anzeigezeile:
        """Return one item with its links."""
        if akte is None:
            seite, anker = self._teamseiten.get(f.stelle.datei, (PROTOKOLLSEITE, "faellig"))
            return Anzeigezeile(f, seite, self.arbeitstag(f), lambda: anker)
        seite = f"faelle/{akte.seite}.html"
        return Anzeigezeile(f, seite, self.arbeitstag(f), lambda: ortsanker(akte.fall, f.stelle.zeile))

    def gruppe(self, gruppe: Gruppe[Vorgang]) -> Gruppe[Vorgangszeile]:
        """Return a section with its lines ready to be shown."""
        return Gruppe(gruppe.abschnitt, [self.vorgang(vorgang) for vorgang in gruppe.zeilen])

    def arbeitstag(self, f: Faelligkeit) -> date | None:
        """Return the working day on which an item is best done, None where its own day is one or was agreed.

        The last one before it, so that what the list calls due in time is done in time; the first one after it
        where doing it earlier would not count or would press the customer.
        """
        if self._arbeitstage is None or f.faellig_am is None or f.faellig_am < self._stichtag or f.ableitung.verabredet:
            return None
        if self._arbeitstage.ist_arbeitstag(f.faellig_am):
            return None
        davor = self._arbeitstage.davor(f.faellig_am)
        zu_frueh = f.kunde_dran or davor < max(f.ableitung.erledigbar_ab, self._stichtag)
        return self._arbeitstage.danach(f.faellig_am) if zu_frueh else davor


def seite_von(vorgang: Vorgang) -> str:
    """Return the page of what a line is about."""
    return f"faelle/{vorgang.akte.seite}.html" if vorgang.akte is not None else PROTOKOLLSEITE


def lage(akte: Akte) -> Dringlichkeit | None:
    """Return the most pressing urgency of a case; None for a closed one without anything to do."""
    if akte.faelligkeiten:
        return min((f.dringlichkeit for f in akte.faelligkeiten), key=RANG.__getitem__)
    return Dringlichkeit.PAUSIERT if akte.auszug.pausiert else None


def merkzeile(text: str | None, *, ganz: bool = False) -> str:
    """Return what everybody must see before calling; it stands beside the ID, on internal pages alone."""
    if not text:
        return ""
    gezeigt = text if ganz else lesbar(text, laenge=2 * LAENGSTE_MERKZEILE)
    return (
        ' <span class="fb-merkzeile"><span aria-hidden="true">⚑</span><span class="fb-nur-vorlesen">Zu beachten:</span> '
        f"{escape(gezeigt)}</span>"
    )


def vorschlagszeile(satz: str, tag: date, *, verabredet: bool) -> str:
    """Return the proposal to settle several things at one appointment."""
    fest = " data-verabredet" if verabredet else ""
    return f'<p class="fb-vorschlag" data-bis="{tag}"{fest}><span aria-hidden="true">⇉</span> {mit_tagen(satz)}</p>'


SEITENVORLAGEN = Vorlagen(
    "fallbuch.website",
    "vorlagen",
    ausgabe=als_text,
    filter={
        "marke": marke,
        "tag": zeit,
        "werktag": lambda z: Markup(werktag(z)),  # noqa: S704 - words and days of the program
        "punktdaten": punktdaten,
        "iso": str,
        "wochentag": wochentag,
        "kurztag": kurztag,
        "mit_tagen": mit_tagen,
        "ohne_orte": ohne_orte,
        "dauer": dauer,
        "rang": RANG.__getitem__,
        "zahl": zahl,
        "merkzeile": lambda text: Markup(merkzeile(text)),  # noqa: S704 - escaped there
        "vorschlagszeile": lambda v, satz: Markup(vorschlagszeile(satz, v.tag, verabredet=v.verabredet)),  # noqa: S704 - escaped there
        "fliesstext": fliesstext,
    },
)
