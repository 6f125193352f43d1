"""Names behind „Frau“ and „Herr“; a role, a day or how somebody works is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from fallbuch.kennung import vergleichsform


class Spaetmuster:
    """A pattern that is compiled when somebody asks for it: to compile them all takes longer than to read a hundred cases."""

    def __init__(self, text: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self._text, self._flags = text, flags

    @cached_property
    def _muster(self) -> re.Pattern[str]:
        return re.compile(self._text, self._flags)

    def search(self, text: str) -> re.Match[str] | None:
        return self._muster.search(text)

    def match(self, text: str) -> re.Match[str] | None:
        return self._muster.match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self._muster.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self._muster.finditer(text)

    def sub(self, ersatz: Callable[[re.Match[str]], str], text: str) -> str:
        return self._muster.sub(ersatz, text)


_TITEL = r"(?:(?:Dr|Prof|Mag|Dipl|Ing|med|DI|MMag|DDr)\.?(?:-(?:Ing|Päd|Psych)\.?)? ){0,3}"
#: A large letter, of whatever alphabet with Latin letters; which of them is large, `genannte` asks.
_GROSS = r"[A-ZÄÖÜÀ-ÞĀ-ſƏ]"
ANREDE = Spaetmuster(
    # A pattern that begins with letters is searched many times faster than one that begins with the edge of a word.
    rf"([FH](?<!\w[FH])(?:(?<=F)(?:rau|RAU|r\.|amilie|am\.)|(?<=H)(?:errn?|ERRN?|r\.?|rn\.)))(?: {{1,2}}|(?<=\.))[*_]{{0,2}}{_TITEL}(?:{_GROSS}\. ?)?((?:(?:von|van|de|al|El|Al|Ben|Bin|zu|der|den|di|da) |al-|el-|d’|O’)*{_GROSS}[\w'’-]+(?:-[A-ZÄÖÜ][\w'’]+)?)"
)
#: Words that stand behind „Frau“ and „Herr“ and are no names.
_KEINE_NAMEN = frozenset(map(vergleichsform, (
    "Kollege", "Kollegin", "Kollegen", "Doktor", "Doktorin", "Professor", "Professorin", "Direktor", "Direktorin",
    "Nachbar", "Nachbarin", "Pfarrer", "Pfarrerin", "Bürgermeister", "Bürgermeisterin", "Berater", "Beraterin", "Kunde",
    "Kundin", "Klient", "Klientin", "Chef", "Chefin", "Lehrer", "Lehrerin", "Meister", "Meisterin", "Anwalt",
    "Anwältin", "Richter", "Richterin", "Landrat", "Landrätin", "Präsident", "Präsidentin", "Minister", "Ministerin",
    "Vollzeit", "Teilzeit", "Minijob", "Mitte", "Anfang", "Ende", "Hausfrau", "Arbeit", "Elternzeit", "Rente",
    "Rentnerin", "Mann", "Kinder", "Kind", "Familie", "Beruf", "Sprache", "Deutsch", "Montag", "Dienstag", "Mittwoch",
    "Donnerstag", "Freitag", "Samstag", "Sonntag", "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli",
    "August", "September", "Oktober", "November", "Dezember", "Termin", "Telefon", "Bewerbung", "Stelle", "Ausbildung",
    "Muttersprache", "Schwerpunkt", "Alter", "Anrede", "Und", "Oder", "Ist", "Hat", "War", "Sucht", "Will", "Möchte",
    "Kommt", "Ruft", "Sagt", "Geht", "Fragt", "In", "Im", "Mit", "Bei", "Vom", "Von", "Zu", "Zur", "Zum", "Aus", "Auf",
    "Als", "Für", "Über", "Nach", "Seit", "Ohne", "Sowie", "Bzw", "Nicht", "Allein", "Geschieden", "Verheiratet",
    "Teamleiter", "Teamleiterin", "Leiter", "Leiterin", "Sachbearbeiter", "Sachbearbeiterin", "Vermittler",
    "Vermittlerin", "Ansprechpartner", "Ansprechpartnerin", "Personalleiter", "Personalleiterin", "Betreuer",
    "Betreuerin", "Sozialarbeiter", "Sozialarbeiterin", "Dolmetscher", "Dolmetscherin", "Hausarzt", "Hausärztin",
    "Arzt", "Ärztin", "Vermieter", "Vermieterin", "Mutter", "Vater", "der Lage", "der Situation", "der Dinge", "Ober", "Holle",
    "Hausmeister", "Hausmeisterin", "Jobcoach", "Coach", "Geschäftsführer", "Geschäftsführerin", "Fallmanager",
    "Fallmanagerin", "Abteilungsleiter", "Abteilungsleiterin", "Amtsleiter", "Amtsleiterin", "Schulleiter",
    "Schulleiterin", "Heimleiter", "Heimleiterin", "Integrationsfachkraft", "Pflegedienstleiterin", "Pflegedienstleiter",
    "Referent", "Referentin", "Trainer", "Trainerin", "Therapeut", "Therapeutin", "Pfleger", "Pflegerin", "Schwester",
    "Inspektor", "Inspektorin", "Hausaufgaben", "Technik", "Haushalt", "Beratung", "Kinderwunsch", "Freunde", "Geld",
)))  # fmt: skip


_ANREDEN = ("Frau", "Herr", "Fr.", "Hr", "Fam", "FRAU", "HERR")


def nennt_jemanden(text: str) -> bool:
    """Tell whether some line of a text may name somebody; words are searched faster than the pattern."""
    return any(map(text.__contains__, _ANREDEN)) and ANREDE.search(text) is not None


def genannte(zeile: str) -> Iterator[tuple[int, int, str]]:
    """Yield begin and end of each name, and the address before it."""
    for treffer in ANREDE.finditer(zeile):
        if vergleichsform(treffer[2]) not in _KEINE_NAMEN:
            yield *treffer.span(2), treffer[1]
