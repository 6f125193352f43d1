"""What was said in a conversation, as lists kept it in one cell: parted into text, agreements and the next appointment, where it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from datetime import date, timedelta

from fallbuch.umzug.tage import TAG_VORN, Zeitfenster, lies_termin
from fallbuch.werte import dataclass
from fallbuch.zeit import getippter_tag

#: Appointments and deadlines lie at most so far ahead.
VORAUS = timedelta(days=730)
_VEREINBART = r"vereinbarung(?:en)?|vereinbart|absprachen?|nächste\s+schritte|to-?dos?|aufgaben?"
_TERMIN = r"folgetermine?|folge-termin|nächste[rs]?\s+(?:termin|gespräch|treffen)|neuer\s+termin|wiedervorlage|wv|ft|nächster\s+kontakt"
#: Where one of these words stands with its colon: at the beginning of a line or behind a sentence.
_MARKE = re.compile(
    r"(?:^|(?<=\n)|(?<=[.;!?])[ \t]+|[ \t]+[-–|/][ \t]+)[ \t]*(?:[-•*][ \t]+)?(?:[*_]{1,2})?"
    rf"(?:(?:(?P<v>{_VEREINBART})|{_TERMIN})(?:[*_]{{1,2}})?[ \t]*:(?:[*_]{{1,2}})?"
    # An appointment needs no colon where its day stands right behind.
    rf"|(?:{_TERMIN})(?=[ \t]+(?:ist[ \t]+)?(?:am[ \t]+)?(?:(?:mo|di|mi|do|fr|sa|so)[a-z]{{0,8}}[.,]*[ \t]+)?(?:den[ \t]+)?(?:[0-9]{{1,4}}[.-][ \t]?[0-9]{{1,2}}[.-]|[0-9]{{1,2}}\.[ \t]*(?:jan|jän|feb|mär|mrz|apr|mai|jun|jul|aug|sep|okt|nov|dez))))",
    re.IGNORECASE,
)
_PUNKT = re.compile(r"[ \t]*(?:[•·●▪◦‣–—*+-]|[0-9]{1,2}[.)](?=\s)|(?=\[[ xX-]\]))[ \t]*(.*)$")
_IN_DER_ZEILE = re.compile(r"[ \t]+[•●▪‣][ \t]*")
_KEINER = frozenset({"keiner", "kein", "keine", "keinen", "entfällt", "nicht nötig", "-", "–", "nein", "nichts"})
#: What may belong to an appointment and was not understood.
_NOCH_ZEIT = re.compile(r"[0-9]|\b(?:Uhr|halb|viertel|oder|mittags|vormittags|nachmittags|abends)\b", re.IGNORECASE)
_MONAT_VORN = re.compile(r"(?:Jan|Jän|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)")
_FRIST = re.compile(
    r"\bbis(?P<wort>\s+(?:zum|spätestens|am|zum\s+spätestens))?\s+(?P<tag>(?:(?:mo|di|mi|do|fr|sa|so)[a-z]{0,8}[.,]?\s+)?(?:den\s+)?"
    r"(?:[0-9]{1,2}\.\s?[0-9]{1,2}\.(?:\s?(?:[0-9]{4}|[0-9]{2}))?|[0-9]{1,2}\.\s*(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)(?:\s+[0-9]{4})?)"
    r"|(?:nächsten?\s+|kommenden?\s+)?(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag)(?![a-zäöü]))(?![0-9])",
    re.IGNORECASE,
)


@dataclass(kw_only=True)
class Gesagtes:
    """One conversation in its parts. `grund` says why it cannot be taken like this."""

    text: str = ""
    vereinbarungen: list[str] = field(default_factory=list)
    folgetermin: str = ""
    grund: str = ""
    hinweise: list[str] = field(default_factory=list)


def sagt_mehr(text: str) -> bool:
    """Tell whether a text names agreements or an appointment in words of its own."""
    return _MARKE.search(text) is not None


def teile(text: str, tag: date) -> Gesagtes:
    """Part what was said on a day."""
    gesagt = Gesagtes()
    reste: list[str] = []
    marken = list(_MARKE.finditer(text))
    reste.append(text[: marken[0].start()] if marken else text)
    for nummer, marke in enumerate(marken):
        stueck = text[marke.end() : marken[nummer + 1].start() if nummer + 1 < len(marken) else len(text)]
        if marke["v"]:
            punkte, rest = _punkte(stueck)
            gesagt.vereinbarungen += punkte
            reste.append(rest)
        else:
            reste.append(_termin(gesagt, stueck, tag))
    gesagt.text = "\n".join(rest.strip("\n") for rest in map(str.strip, reste) if rest)
    gesagt.vereinbarungen = [mit_frist(punkt, tag, gesagt) for punkt in gesagt.vereinbarungen]
    return gesagt


def _punkte(stueck: str) -> tuple[list[str], str]:
    """Return the points of a list and what follows it: behind a blank line only what is a point still belongs to it."""
    punkte: list[str] = []
    zeilen = stueck.split("\n")
    leer = False
    for nummer, zeile in enumerate(zeilen):
        if not zeile.strip():
            leer = bool(punkte)
            continue
        treffer = _PUNKT.match(zeile)
        if leer and treffer is None:
            return punkte, "\n".join(zeilen[nummer:])
        if treffer is None and punkte and zeile.startswith((" ", "\t")):
            punkte[-1] += f" {zeile.strip()}"
        else:
            punkt = treffer[1] if treffer is not None else zeile
            # Only a line that begins with its `1.` counts: „Raum 2. Danach …“ is no second point.
            stuecke = _numeriert(punkt) if zeile.lstrip().startswith(("1.", "1)")) and treffer is not None else (punkt,)
            punkte += (einzeln for teil in stuecke for einzeln in _einzelne(teil))
        leer = False
    return punkte, ""


def _einzelne(zeile: str) -> Iterator[str]:
    return (
        teil.strip()
        for teil in _IN_DER_ZEILE.split(zeile)
        if teil.strip() and teil.strip(" .()").lower() not in _KEINER
    )


def _numeriert(zeile: str) -> Iterator[str]:
    """Yield the points of a line that counts them: behind the first, whose number is gone, stand `2.`, `3.` and so on."""
    nummer = 2
    while (treffer := re.search(rf"\s+{nummer}[.)]\s+(?=[^\W\d_])", zeile)) is not None and not _MONAT_VORN.match(
        zeile, treffer.end()
    ):
        yield zeile[: treffer.start()]
        zeile, nummer = zeile[treffer.end() :], nummer + 1
    yield zeile


def _termin(gesagt: Gesagtes, stueck: str, tag: date) -> str:
    """Take the appointment at the beginning of a text; returns the rest of it."""
    stueck = re.sub(r"^[ \t]*ist[ \t]+", "", stueck)
    if TAG_VORN.match(stueck):
        stueck = stueck.lstrip()
    wert, umbruch, danach = stueck.strip(" \t").partition("\n")
    if not wert.strip():
        return danach
    if wert.strip().rstrip(".").lower() in _KEINER:
        gesagt.folgetermin = "keiner"
        return danach
    lesung, uhr, rest = lies_termin(wert, kommend(tag))
    if lesung.tag is None and not any(z.isdigit() for z in wert):
        gesagt.hinweise.append(f"Ein Folgetermin ohne Tag („{wert.strip()[:60]}“) bleibt im Text stehen")
        return f"Folgetermin {wert}{umbruch}{danach}"
    if lesung.tag is None:
        gesagt.grund = f"Folgetermin: {lesung.grund}"
        return danach
    if gesagt.folgetermin and gesagt.folgetermin != "keiner":
        gesagt.hinweise.append("Es sind zwei Folgetermine genannt; der zweite bleibt im Text stehen")
        return f"Folgetermin {wert}{umbruch}{danach}"
    gesagt.folgetermin = f"{lesung.tag} {uhr}".strip()
    if _NOCH_ZEIT.search(rest):
        gesagt.hinweise.append(
            f"Hinter dem Folgetermin steht noch „{rest.strip(' .,;')[:60]}“; es bleibt im Text stehen"
        )
    return f"{rest.lstrip(' .,;')}{umbruch}{danach}"


def mit_frist(punkt: str, tag: date, gesagt: Gesagtes | None = None) -> str:
    """Return an agreement of a day with its deadline as a whole date: `bis 30.1.` is the next such day."""

    def ausgeschrieben(treffer: re.Match[str]) -> str:
        wort = treffer["tag"]
        genannt = wort.split()[-1].lower()
        if (
            (wochentag := getippter_tag(genannt, tag, voraus=True)) is not None
            and not wort[-1].isdigit()
            and "." not in wort
        ):
            if gesagt is not None:
                gesagt.hinweise.append(f"„bis {wort}“ ist vom {tag} an gerechnet der {wochentag}")
            return f"bis {wochentag}"
        lesung, _, _ = lies_termin(wort, kommend(tag))
        return treffer[0] if lesung.tag is None else f"bis {lesung.tag}"

    return _FRIST.sub(ausgeschrieben, punkt)


def kommend(tag: date) -> Zeitfenster:
    """Return the days that something agreed on a day may be about."""
    return Zeitfenster(von=tag, bis=tag + VORAUS, naechster=True)
