"""How things look on pages: marks of urgency in word, shape and colour, dates, links, places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from fallbuch.akte.modell import Fall
from fallbuch.befund import Befund
from fallbuch.bestand.laden import Akte
from fallbuch.regelwerk.faelligkeit import RANG, Dringlichkeit, Faelligkeit
from fallbuch.text.vorlage import Vorlagen
from fallbuch.website.fliesstext import fliesstext

_ZEICHEN = {
    Dringlichkeit.NICHT_BERECHENBAR: ("!", "unklar"),
    Dringlichkeit.UEBERFAELLIG: ("▲", "ueberfaellig"),
    Dringlichkeit.VERSUCHT: ("↻", "versucht"),
    Dringlichkeit.NACHFRAGEN: ("?", "nachfragen"),
    Dringlichkeit.HEUTE: ("●", "heute"),
    Dringlichkeit.DIESE_WOCHE: ("■", "woche"),
    Dringlichkeit.BALD: ("◆", "bald"),
    Dringlichkeit.SPAETER: ("○", "spaeter"),
    Dringlichkeit.PAUSIERT: ("‖", "pausiert"),
}
#: The page of what the team itself has to do and has done.
PROTOKOLLSEITE = "protokoll.html"
_WOCHENTAGE = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


def marke(dringlichkeit: Dringlichkeit) -> Markup:
    """Return the urgency as a mark: shape and colour for the eye, the word for everybody."""
    zeichen, klasse = _ZEICHEN[dringlichkeit]
    return Markup('<span class="fb-marke fb-{}"><span aria-hidden="true">{}</span> {}</span>').format(
        klasse, zeichen, dringlichkeit
    )


def tag(wert: date | None) -> Markup:
    """Return a date that the browser can complete with "vor 9 Tagen"."""
    return Markup("") if wert is None else Markup('<time datetime="{0}" data-faellig>{0}</time>').format(wert)


def wochentag(wert: date) -> str:
    """Return `Dienstag, 2026-06-30`."""
    return f"{_WOCHENTAGE[wert.weekday()]}, {wert}"


_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def mit_tagen(text: str) -> Markup:
    """Escape a sentence and keep its dates on one line: browsers break at their hyphens."""
    return Markup(_ISO.sub(r'<span class="fb-tag">\g<0></span>', str(escape(text))))  # noqa: S704 - escaped before


def zahl(wert: int) -> str:
    """Return a number with dots between thousands."""
    return f"{wert:,}".replace(",", ".")


def ortsanker(fall: Fall, zeile: int) -> str:
    """Return the HTML anchor of the part of the case page that shows line `zeile` of the file."""
    zeilen = [eintrag.stelle.zeile for eintrag in fall.eintraege]
    nummer = bisect_right(zeilen, zeile) - 1
    return "kopf" if nummer < 0 else f"e-{fall.eintraege[nummer].schluessel}"


@dataclass(frozen=True, slots=True)
class Zeile:
    """A due item with its page, from the site's root, and the place on it that explains the date."""

    faelligkeit: Faelligkeit
    seite: str
    anker: str

    @property
    def wer(self) -> str:
        """Whose item it is: the case's ID, or the team."""
        return self.faelligkeit.fall or "Team"

    @property
    def zustaendig(self) -> str:
        """Who is responsible, or that nobody is."""
        return self.faelligkeit.berater or ("zu vergeben" if self.faelligkeit.fall else "das Team")


def zeilen(akten: Sequence[Akte], des_teams: Sequence[Faelligkeit] = ()) -> list[Zeile]:
    """Return the due items of the cases, and of the team itself, in the team's order, each with its links."""
    alle = [
        Zeile(f, f"faelle/{akte.seite}.html", ortsanker(akte.fall, f.stelle.zeile))
        for akte in akten
        for f in akte.faelligkeiten
    ]
    alle += [Zeile(f, PROTOKOLLSEITE, "faellig") for f in des_teams]
    return sorted(alle, key=lambda zeile: zeile.faelligkeit.reihenfolge)


def lage(akte: Akte) -> Dringlichkeit | None:
    """Return the most pressing urgency of a case; None for a closed one without anything to do."""
    if akte.faelligkeiten:
        return min((f.dringlichkeit for f in akte.faelligkeiten), key=RANG.__getitem__)
    return Dringlichkeit.PAUSIERT if akte.sicht.pausiert else None


def ort(befund: Befund) -> str:
    """Return `faelle/4711.md:7:13`."""
    return f"{befund.stelle}:{befund.stelle.spalte}"


SEITENVORLAGEN = Vorlagen(
    "fallbuch.website",
    "vorlagen",
    filter={
        "marke": marke,
        "tag": tag,
        "wochentag": wochentag,
        "mit_tagen": mit_tagen,
        "rang": RANG.__getitem__,
        "zahl": zahl,
        "fliesstext": fliesstext,
        "ort": ort,
    },
)


def sicherer_titel(text: str) -> str:
    """Return `text` escaped for the shell's title."""
    return str(escape(text))
