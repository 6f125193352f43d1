"""What looks as if it meant an erased person and may mean another: the program finds the wordings, people decide."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from fallbuch.befund import anzahl
from fallbuch.kennung import nfc, ohne_zeichen, umschrift
from fallbuch.kontakte.namen import namensteile
from fallbuch.loeschung.alltag import Alltag
from fallbuch.loeschung.lesarten import lesarten, sagt_worte
from fallbuch.loeschung.spuren import KEIN_ALLTAG, Spuren, worte
from fallbuch.loeschung.ziffern import misst_etwas, rufnummern_aus
from fallbuch.werte import dataclass

#: What is looked for, for people to read.
WAS = "andere Formen des Namens, Rufnummern ohne Vorwahl, Straße, E-Mail-Adresse, die Nummer neben einem Maß"
#: So much of its line is shown on either side of a wording.
_DANEBEN = 30
#: Of a number that somebody writes without its area so many digits from its end.
_OHNE_VORWAHL = 6
#: What is shorter, of a street or in front of an @, says nothing.
_KUERZESTER = 4
_ZWEIERLEI = {"ä": "ae", "ö": "oe", "ü": "ue"}
_ANFANG, _ENDE = r"(?<![^\W_])", r"(?![^\W_])"
#: Before a name: first names, their letters and abbreviations, titles; behind it the second part of a double one, or "Huber, Th.".
_DAVOR = r"(?:(?:[A-ZÄÖÜ][\w’']{0,20}\.?|[a-zäöü]{1,3}\.)[ \u00a0-]?){0,3}"
_DANACH = r"s?(?:-[A-ZÄÖÜ]\w{1,20}|, ?[A-ZÄÖÜ][a-zäöü]{0,3}\.)?"
#: Behind them a word written small may be a name.
_ANREDE = r"frau|herrn?|fr\.|hr\.|familie|fam\."
_STRASSE = re.compile(r"[\s-]*(?:stra(?:ß|ss)e|str\.?)$", re.IGNORECASE)
_IN_DER_ADRESSE = r"[ \u00a0]?(?:@|[(\[{] ?(?:at|ät) ?[)\]}]|\bat\b)[ \u00a0]?[\w-]+(?:[ \u00a0]?(?:\.|[(\[{] ?(?:dot|punkt) ?[)\]}]| punkt )[ \u00a0]?\w+)*"
#: Between digits that somebody dials; and the digits in front of those that are looked for.
_LUECKE = r"[ \u00a0/().–-]{0,2}"
_ZIFFERN_DAVOR = re.compile(r"[0-9](?:[ \u00a0/().–-]{0,2}[0-9])*[ \u00a0/().–-]{0,2}\Z")
_WORT_DAVOR, _WORT_DANACH = re.compile(r"[\w€%]{1,30}[^\w\n]{1,3}\Z"), re.compile(r"[^\w\n]{1,3}[\w€%]{1,30}")


@dataclass(frozen=True, slots=True)
class Wortlaut:
    """A wording that people decide on: its words as they are compared, how it is written first, where, and what stands beside it there."""

    folge: tuple[str, ...]
    geschrieben: str
    wo: str
    umgebung: str = ""
    #: So many other files have it, in any version.
    weitere: int = 0


@dataclass(frozen=True, slots=True)
class Durchsicht:
    """What became of the wordings: how many there were, which of them mean the person, and whether somebody was asked."""

    wie_viele: int
    gemeinte: Sequence[Wortlaut] = ()
    gefragt: bool = False

    @property
    def satz(self) -> str:
        """Say it for the proof, which repeats none of them."""
        if not self.wie_viele:
            return f"Auch nach Ähnlichem wurde gesucht ({WAS}): Es gab nichts."
        was = f"{anzahl(self.wie_viele, 'Wortlaut', 'Wortlaute')} in der alten Geschichte"
        if not self.gefragt:
            return f"{was} {'sah' if self.wie_viele == 1 else 'sahen'} ähnlich aus ({WAS}), und niemand wurde gefragt, wer gemeint ist; dort steht nichts von „(gelöscht)“. Am Terminal fragt der Befehl danach."
        return f"{was} {'sah' if self.wie_viele == 1 else 'sahen'} ähnlich aus ({WAS}) und {'wurde' if self.wie_viele == 1 else 'wurden'} einem Menschen vorgelegt: {len(self.gemeinte)} davon {'meinte' if len(self.gemeinte) == 1 else 'meinten'} diesen Fall und {'ist' if len(self.gemeinte) == 1 else 'sind'} gelöscht, {self.wie_viele - len(self.gemeinte)} {'blieb' if self.wie_viele - len(self.gemeinte) == 1 else 'blieben'} stehen."


class Aehnliches:
    """Names, numbers, streets and addresses in other forms than those that are certain."""

    def __init__(
        self, nummern: Iterable[str], kontakte: Iterable[Mapping[str, str]], alltag: Alltag = KEIN_ALLTAG
    ) -> None:
        """`alltag`: see `Spuren`."""
        kerne, muster = list[str](), list[str]()
        enden: set[str] = set()
        #: Of each name and address a piece that is written the same in every spelling, "" where there is none.
        stuecke: list[str] = []
        for kontakt in kontakte:
            for teil in namensteile(kontakt.get("NName", "")):
                # What is a word of everyday as well means somebody with a capital letter at most, or behind "th."
                gross = r"(?:(?=[A-ZÄÖÜ])|(?<=\.[ \u00a0]))" if alltag.ist_wort(umschrift(teil)) else ""
                kerne.append(_geschrieben(teil))
                stuecke.append(_stueck(teil))
                muster.append(f"{_ANFANG}{_DAVOR}{_ANFANG}{gross}(?P<kern>(?i:{kerne[-1]})){_DANACH}{_ENDE}")
                if alltag.ist_klein(umschrift(teil)):
                    # "frau will" may be anybody; written small behind a name it may as well be what somebody typed in a hurry.
                    davor = "|".join([*map(_geschrieben, namensteile(kontakt.get("VName", ""))), _ANREDE])
                    muster.append(f"{_ANFANG}(?i:{davor})[ \u00a0]{{1,2}}(?P<kern>(?i:{kerne[-1]})){_ENDE}")
            anfaenge = "".join(sorted({re.escape(teil[0].upper()) for teil in namensteile(kontakt.get("NName", ""))}))
            for vorname in namensteile(kontakt.get("VName", "")) if anfaenge else ():
                # Only with a letter that stands for the last name: a first name alone is half the town's.
                kerne.append(_geschrieben(vorname))
                stuecke.append(_stueck(vorname))
                muster.append(
                    f"{_ANFANG}(?P<kern>(?i:{kerne[-1]})[ \u00a0](?:[{anfaenge}]-)?[{anfaenge}](?:\\.|{_ENDE}))"
                )
            for kern, mehr, woher in (*_strassen(kontakt.get("Strasse", "")), *_adressen(kontakt.get("Email", ""))):
                kerne.append(kern)
                stuecke.append(_stueck(woher))
                muster.append(f"{_ANFANG}(?P<kern>(?i:{kern}{mehr})){_ENDE}")
            enden |= {n[-_OHNE_VORWAHL:] for n in rufnummern_aus(kontakt.get("Telefon", ""), _OHNE_VORWAHL)}
        #: Looked for first: most texts hold none.
        self._kern = re.compile("|".join(kerne), re.IGNORECASE) if kerne else None
        self._muster = [re.compile(m) for m in muster]
        self._enden = [re.compile(f"{_LUECKE.join(ende)}(?![0-9])") for ende in sorted(enden)]
        self._ziffern = [re.compile(rb"[^0-9a-z\n]{0,8}".join(z.encode() for z in ende)) for ende in sorted(enden)]
        alle = list(nummern)
        self._nummern = [re.compile(f"{_ANFANG}{re.escape(n)}{_ENDE}", re.IGNORECASE) for n in alle]
        self._stuecke = [s.encode() for s in (*stuecke, *(n.lower() for n in alle))]

    def moeglich(self, inhalt: bytes) -> bool:
        """Tell quickly whether plain text may hold anything; most versions of most files do not."""
        klein = inhalt.lower()
        return any(s in klein for s in self._stuecke) or any(z.search(klein) for z in self._ziffern)

    def finde(self, text: str, spuren: Spuren) -> Iterator[tuple[str, str]]:
        """Yield the wordings of a text that look like somebody, without what `spuren` are sure of, each with what stands beside it."""
        orte = set(self._orte(text))
        sichere = [(s.von, s.bis) for s in spuren.stellen(text)] if orte else []
        for von, kern, bis in sorted(orte):
            if not any(a < bis and kern < b for a, b in sichere):
                # What is certain and stands in front is none of its first names.
                ab = max([von, *(b for _, b in sichere if b <= kern)])
                yield text[ab:bis].strip(), _daneben(text, ab, bis)

    def _orte(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Yield beginning, beginning of what was looked for, and end."""
        if self._kern is not None and self._kern.search(text):
            for muster in self._muster:
                yield from ((t.start(), t.start("kern"), t.end()) for t in muster.finditer(text))
        for ende in self._enden:
            for treffer in ende.finditer(text):
                davor = _ZIFFERN_DAVOR.search(text, max(0, treffer.start() - 30), treffer.start())
                von = (davor or treffer).start()
                yield von, von, treffer.end()
        for muster in self._nummern:
            for treffer in muster.finditer(text):
                if misst_etwas(text, *treffer.span()):
                    davor = _WORT_DAVOR.search(text, max(0, treffer.start() - 40), treffer.start())
                    danach = _WORT_DANACH.match(text, treffer.end())
                    yield (davor or treffer).start(), treffer.start(), (danach or treffer).end()


def sammle(
    dateien: Iterable[tuple[str, bytes]], aehnliches: Aehnliches, spuren: Callable[[str], Spuren]
) -> list[Wortlaut]:
    """Return what looks like somebody in files, each wording once, those of several words first; `spuren` by a file's name."""
    gefunden: dict[tuple[str, ...], Wortlaut] = {}
    orte: dict[tuple[str, ...], set[str]] = {}
    for name, inhalt in dateien:
        if name.endswith(".md") and b"\0" not in inhalt and not aehnliches.moeglich(inhalt):
            continue
        for text in lesarten(inhalt) if sagt_worte(inhalt) else ():
            for geschrieben, umgebung in aehnliches.finde(text, spuren(name)):
                folge = tuple(worte(geschrieben))
                orte.setdefault(folge, set()).add(name)
                gefunden.setdefault(folge, Wortlaut(folge, geschrieben, name, umgebung))
    alle = (replace(w, weitere=len(orte[w.folge]) - 1) for w in gefunden.values())
    return sorted(alle, key=lambda w: (len(w.folge) == 1, w.folge))


def _daneben(text: str, von: int, bis: int) -> str:
    """Return what stands around a place in its line, in whole words."""
    davor = text[max(text.rfind("\n", 0, von) + 1, von - _DANEBEN) : von]
    danach = text[bis : bis + _DANEBEN].partition("\n")[0]
    if len(davor) == _DANEBEN:
        davor = davor.partition(" ")[2]
    if len(danach) == _DANEBEN:
        danach = danach.rpartition(" ")[0]
    return f"{davor}{text[von:bis]}{danach}".strip()


def _strassen(strasse: str) -> Iterator[tuple[str, str, str]]:
    """Yield what of a street is looked for without its number, what may stand behind it, and its words."""
    ohne_nummer = re.split(r"[ \u00a0]*[0-9]", strasse, maxsplit=1)[0].strip()
    kern = _STRASSE.sub("", ohne_nummer)
    gesucht = r"[ \u00a0-]?".join(map(_geschrieben, re.findall(r"[^\W\d_]+", kern)))
    if len(kern) >= _KUERZESTER:
        ende = r"[ \u00a0-]?(?:stra(?:ß|ss)e|str)" if kern != ohne_nummer else ""
        yield gesucht, rf"{ende}(?:\.?[ \u00a0]?[0-9]{{1,4}}[a-z]?)?", kern


def _adressen(email: str) -> Iterator[tuple[str, str, str]]:
    """Yield what stands before the @ of an address, the signs by which people hide that one, and its words."""
    vorn = email.partition("@")[0]
    if len(vorn) >= _KUERZESTER:
        yield r"[ ._-]?".join(map(re.escape, re.findall(r"[^\W_]+", vorn))), _IN_DER_ADRESSE, vorn


def _stueck(wort: str) -> str:
    """Return the longest row of plain letters that every spelling of a word has, "" for a single one: those say nothing."""
    klein = re.sub("ae|oe|ue|ss|[^a-z0-9]", " ", nfc(wort).lower())
    laengstes = max(klein.split(), key=len, default="")
    return laengstes if len(laengstes) > 1 else ""


def _geschrieben(wort: str) -> str:
    """Return a pattern for a word in every spelling of its letters."""
    teile, stelle, klein = list[str](), 0, nfc(wort).lower()
    while stelle < len(klein):
        zwei, zeichen = klein[stelle : stelle + 2], klein[stelle]
        umlaut = next((u for u, lang in _ZWEIERLEI.items() if u == zeichen or lang == zwei), "")
        ohne = ohne_zeichen(zeichen)
        if umlaut:
            teile.append(f"(?:{umlaut}|{_ZWEIERLEI[umlaut]}|{_ZWEIERLEI[umlaut][0]}\u0308?)")
        elif zeichen == "đ":
            teile.append("(?:đ|dj?)")
        elif zeichen == "ß" or zwei == "ss":
            teile.append("(?:ß|ss?)")
        else:
            teile.append(re.escape(zeichen) if ohne == zeichen else f"(?:{zeichen}|{ohne}[\u0300-\u036f]*)")
        stelle += 2 if zwei in {*_ZWEIERLEI.values(), "ss"} else 1
    return "".join(teile)
