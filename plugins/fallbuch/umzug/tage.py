"""Days as old lists hold them: taken where a single one makes sense for the field, and nowhere else."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from fallbuch.umzug.bogen import Fehlwert, Zellwert, einzeilig
from fallbuch.werte import dataclass
from fallbuch.zeit import MONATE, datum_aus, deutsches_datum, getippter_tag, tag_aus_zeitpunkt

#: No list of a counselling team begins before.
FRUEHESTER = date(1990, 1, 1)
_ZWEISTELLIG_AB = 1920
_WOCHENTAG = r"(?:(?:mo|di|mi|do|fr|sa|so)(?:\.|ntag|enstag|ttwoch|nnerstag|eitag|mstag|nntag)?[.,]?\s+)"
_KURZ = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{2})?")
_MIT_MONAT = re.compile(r"([0-9]{1,2})\.?\s*([A-Za-zäÄ]{3,9})\.?\s*([0-9]{4}|[0-9]{2})?")
_SCHRAEG = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4}|[0-9]{2})")
_ISO_ANDERS = re.compile(r"([0-9]{4})[/.]?([0-9]{2})[/.]?([0-9]{2})")
#: A time of day behind a day; of a span the beginning counts.
_BIS_WANN = r"(?:\s*[-–]\s*[0-9]{1,2}(?:[:.][0-9]{2})?)?"
_UHRZEIT = re.compile(
    rf"(?:\s*[-–,(]|\s)*\s*(?:um\s+|ab\s+)?([0-9]{{1,2}})(?:[:.]([0-9]{{2}}){_BIS_WANN}(?:\s*(?:Uhr|h)\b)?|{_BIS_WANN}\s*(?:Uhr|h)\b)\.?\)?",
    re.IGNORECASE,
)
#: A day as it begins a text: what stands before it, the day, the rest.
TAG_VORN = re.compile(
    rf"\s*(?:(?:am|den|zum)\s+)?{_WOCHENTAG}?(?:(?:am|den)\s+)?(?:dem\s+)?"
    r"([0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}\.\s?[0-9]{1,2}\.(?:\s?(?:[0-9]{4}|[0-9]{2})(?![0-9:.]|\s*(?:Uhr|h\b)|\s*[-–]\s*[0-9]{1,2}(?:[:.][0-9]{2})?\s*(?:Uhr|h)\b))?"
    r"|[0-9]{1,2}\.?\s*(?:Jan|Jän|Feb|Mär|Mrz|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)[a-zä]*\.?(?:\s*[0-9]{4})?)",
    re.IGNORECASE,
)
#: Spreadsheets count days from here.
_ANFANG = date(1899, 12, 30)


@dataclass(frozen=True, kw_only=True, slots=True)
class Zeitfenster:
    """The days that make sense for a field, both included.

    What a day without a year means: `jahr` is that of a list of one year; `naechster`: the next one from `von` on.
    """

    von: date
    bis: date
    jahr: int | None = None
    naechster: bool = False

    def passt(self, tag: date) -> bool:
        return self.von <= tag <= self.bis


@dataclass(frozen=True, kw_only=True, slots=True)
class Tageslesung:
    """A day, or why there is none (`grund`); `hinweis` says how it was understood where that is worth a look."""

    tag: date | None = None
    hinweis: str = ""
    grund: str = ""


def lies_tag(wert: Zellwert, fenster: Zeitfenster) -> Tageslesung:
    """Read a cell as a day."""
    if isinstance(wert, datetime):
        wert = wert.date()
    if isinstance(wert, date):
        return _gespeicherter(wert, fenster)
    if isinstance(wert, bool | time | timedelta | Fehlwert):
        return Tageslesung(grund="Hier steht kein Tag. Erwartet: ein Datum wie 2026-02-28")
    text = einzeilig(wert)
    if isinstance(wert, int | float):
        return _aus_zahl(float(wert), text, fenster)
    return _aus_text(text, fenster)


def _gespeicherter(tag: date, fenster: Zeitfenster) -> Tageslesung:
    """Take a day that a spreadsheet stored. Whoever typed two digits of a year may have got the wrong century with it."""
    if fenster.passt(tag):
        if fenster.jahr is not None and tag.year != fenster.jahr:
            return Tageslesung(
                tag=tag,
                hinweis=f"Der {tag} liegt nicht im Jahr des Blatts ({fenster.jahr}). Aus „{tag.day}.{tag.month}.“ macht eine Tabelle beim Tippen den Tag des laufenden Jahres: Sehen Sie nach",
            )
        return Tageslesung(tag=tag)
    # Two digits become a year from the twenties on; what is older is a number that looks like a day.
    jahre = (tag.year - 100, tag.year + 100) if tag.year >= _ZWEISTELLIG_AB else ()
    andere = [a for jahr in jahre if (a := _im_jahr(jahr, tag.month, tag.day)) and fenster.passt(a)]
    if len(andere) == 1:
        return Tageslesung(
            tag=andere[0],
            hinweis=f"Gespeichert ist der {tag}; gemeint sein kann nur der {andere[0]}: Aus zwei Ziffern hat die Tabelle das falsche Jahrhundert gemacht",
        )
    return Tageslesung(grund=_daneben(tag, fenster))


def _daneben(tag: date, fenster: Zeitfenster) -> str:
    if tag > fenster.bis:
        return f"Der {tag} liegt zu weit in der Zukunft (hier geht es bis {fenster.bis}). Vielleicht hat die Tabelle beim Tippen ein falsches Jahr ergänzt"
    return f"Der {tag} liegt zu früh (hier geht es ab {fenster.von}). Vielleicht hat die Tabelle beim Tippen ein falsches Jahr ergänzt"


def _aus_zahl(zahl: float, text: str, fenster: Zeitfenster) -> Tageslesung:
    """Take a number: the day's own in a spreadsheet, or its figures in a row."""
    if zahl.is_integer() and 0 < zahl < 100_000:
        tag = _ANFANG + timedelta(days=int(zahl))
        if fenster.passt(tag):
            return Tageslesung(tag=tag, hinweis=f"Hier steht die Zahl {text}; in Tabellen ist das der {tag}")
    if len(text) == 8 and (treffer := _ISO_ANDERS.fullmatch(text)) is not None:
        return _einer([_im_jahr(int(treffer[1]), int(treffer[2]), int(treffer[3]))], text, fenster)
    return Tageslesung(grund=f"„{text}“ ist kein Tag. Erwartet: ein Datum wie 2026-02-28")


def _aus_text(text: str, fenster: Zeitfenster) -> Tageslesung:
    text = re.sub(rf"^(?:(?:am|den)\s+)?{_WOCHENTAG}", "", text.strip(), flags=re.IGNORECASE)
    ganz = datum_aus(text) or deutsches_datum(text) or tag_aus_zeitpunkt(text)
    if ganz is not None:
        return _gespeicherter(ganz, fenster)
    if (treffer := _ISO_ANDERS.fullmatch(text)) is not None:
        return _einer([_im_jahr(int(treffer[1]), int(treffer[2]), int(treffer[3]))], text, fenster)
    if (treffer := _KURZ.fullmatch(text)) is not None:
        return _mit_jahr(text, int(treffer[1]), int(treffer[2]), treffer[3], fenster)
    if (treffer := _MIT_MONAT.fullmatch(text)) is not None and (monat := _monat(treffer[2])):
        return _mit_jahr(text, int(treffer[1]), monat, treffer[3], fenster)
    if (treffer := _SCHRAEG.fullmatch(text)) is not None:
        # Elsewhere the month stands first.
        beide = {(int(treffer[1]), int(treffer[2])), (int(treffer[2]), int(treffer[1]))}
        moegliche = [tag for t, m in sorted(beide) for tag in _jahre(t, m, treffer[3])]
        return _einer(moegliche, text, fenster)
    return Tageslesung(grund=f"„{text}“ ist kein Tag, den ich lesen kann. Erwartet: ein Datum wie 2026-02-28")


def _mit_jahr(text: str, tag: int, monat: int, jahr: str | None, fenster: Zeitfenster) -> Tageslesung:
    if jahr is not None:
        return _einer(_jahre(tag, monat, jahr), text, fenster)
    if fenster.jahr is not None:
        return _einer([_im_jahr(fenster.jahr, monat, tag)], text, fenster)
    alle = [_im_jahr(j, monat, tag) for j in range(fenster.von.year, fenster.bis.year + 1)]
    if fenster.naechster:
        alle = [min((tag for tag in alle if tag is not None and fenster.passt(tag)), default=None)]
    return _einer(alle, text, fenster)


def _jahre(tag: int, monat: int, jahr: str) -> list[date | None]:
    if len(jahr) == 4:
        return [_im_jahr(int(jahr), monat, tag)]
    return [_im_jahr(jahrhundert + int(jahr), monat, tag) for jahrhundert in (1900, 2000)]


def _einer(moegliche: list[date | None], text: str, fenster: Zeitfenster) -> Tageslesung:
    """Take the one day that makes sense."""
    passende = sorted({tag for tag in moegliche if tag is not None and fenster.passt(tag)})
    if len(passende) == 1:
        return Tageslesung(tag=passende[0])
    if passende:
        worte = " oder ".join(map(str, passende[:3])) + (" …" if len(passende) > 3 else "")
        return Tageslesung(
            grund=f"„{text}“ kann mehrere Tage meinen ({worte}). Schreiben Sie ihn so wie in der Klammer"
        )
    einer = next((tag for tag in reversed(moegliche) if tag is not None), None)
    if einer is None:
        return Tageslesung(grund=f"Einen Tag „{text}“ gibt es nicht")
    return Tageslesung(grund=f"„{text}“ ergibt hier keinen Sinn. {_daneben(einer, fenster)}")


def _im_jahr(jahr: int, monat: int, tag: int) -> date | None:
    try:
        return date(jahr, monat, tag)
    except ValueError:
        return None


def _monat(wort: str) -> int:
    klein = wort.lower().replace("jän", "jan").replace("mrz", "mär")
    return next((n for n, name in enumerate(MONATE, start=1) if name.lower().startswith(klein[:3])), 0)


def lies_termin(text: str, fenster: Zeitfenster) -> tuple[Tageslesung, str, str]:
    """Read a text that begins with a day: returns it, the time of day behind it (`14:30`, "" for none), and the rest."""
    treffer = TAG_VORN.match(text)
    if treffer is None:
        wort = text.strip().rstrip(".")
        if (tag := getippter_tag(wort, fenster.von, voraus=True)) is not None and not wort.isdigit():
            return Tageslesung(tag=tag), "", ""
        return (
            Tageslesung(
                grund=f"„{text.strip()[:60]}“ ist kein Tag, den ich lesen kann. Erwartet: ein Datum wie 2026-02-28"
            ),
            "",
            "",
        )
    rest = text[treffer.end() :]
    uhr = _UHRZEIT.match(rest)
    stunde, minute = (int(uhr[1]), int(uhr[2] or 0)) if uhr is not None else (0, 0)
    if uhr is not None and stunde < 24 and minute < 60:
        return lies_tag(treffer[1], fenster), f"{stunde:02d}:{minute:02d}", rest[uhr.end() :]
    return lies_tag(treffer[1], fenster), "", rest
