"""By what an erased case could be recognised: its number, five of its words in a row, contact data, in any spelling.

Words are compared, not bytes: composed or decomposed, umlaut or "ue", large or small are the same word, and a number is
only itself and no part of a longer one. A pattern over bytes finds none of that and reports success.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from fallbuch.bestand.geloeschte import GELOESCHT
from fallbuch.kennung import ohne_zeichen, umschrift
from fallbuch.kontakte.modell import Kontaktdaten
from fallbuch.kontakte.namen import ist_wort, nachnamen
from fallbuch.leckprobe.geheimnisse import LAUF, allein_erkennbar
from fallbuch.loeschung.lesarten import als_text, ist_text, lesarten, sagt_worte, umschreibungen
from fallbuch.werte import dataclass

#: Files in which a number is none of a case: frozen figures, which carry hashes, and the program with its invented cases.
RUHENDES = ("statistik/register/", "programm/")
_PROGRAMM = re.compile(r"programm/[^/]*\.whl")
#: What stands in more other cases than so many is everyday wording and tells of nobody.
SELTEN = 2
#: Where it took the place of a number, which stands without quotation marks.
_NACKT = re.compile(r"(?<=[:\[,\s])\(gelöscht\)(?=\s*[,\]}])")
#: Letters or digits; signs without width, hidden hyphens and the accents of decomposed letters belong to their word.
_WORT = re.compile("[0-9]+|(?:[^\\W0-9_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060])+")
_OHNE_BREITE = re.compile("[\u00ad\u200b-\u200d\u2060]")
#: A number to dial, a day, an amount: groups of digits with a sign between.
_ZAHL = re.compile(r"(?<![0-9])\+?[0-9]+(?:(?:[ \u00a0\u202f]?[/().–-][ \u00a0\u202f]?|[ \u00a0\u202f])[0-9]+)+")
_ZEICHEN_DAVOR, _ZEICHEN_DANACH = re.compile(r"[^\W_]+\Z"), re.compile(r"[^\W_]*")
#: A day or an hour, and what may stand between it and a number that belongs to nothing.
_TAG_ODER_UHR = re.compile(
    r"(?:[0-9]{1,2}[.:][0-9]{1,2}(?:[.:](?:[0-9]{2,4})?)?|[0-9]{1,2}\.|[0-9]{4}-[0-9]{2}-[0-9]{2})\.?[ \u00a0\u202f(/–-]+"
)
_KLEBT_DAVOR = re.compile(r"[0-9][.:]\Z")
#: Behind a name: it is that of a company.
_FIRMA = re.compile(r"(?:[ -](?:[A-ZÄÖÜ][\w&-]{0,30}|&|und)){0,3}? (?:GmbH|AG|KG|OHG|UG|SE|e\. ?[KV]\.)")
#: With such a word beside it a number counts something, or names a place.
_MASS_DAVOR = re.compile(
    r"(?:€|EUR|Euro|(?:[Kk]urs|[Bb]estell|[Rr]echnung(?:s)?|[Aa]uftrag(?:s)?|[Aa]rtikel|SV|Konto)[- ]?(?:[Nn]ummer|[Nn]r\.?)?:?|Raum|Zimmer|Halle|Linie|Bus|Seite|Hausnummer|Postfach|PLZ)[ \u00a0\u202f]\Z"
)
_MASS_DANACH = re.compile(
    r"(?:,[0-9]{1,2}(?![0-9])|,[-–])?(?:[ \u00a0\u202f]?(?:€|%|°)|[ \u00a0\u202f](?:EUR|Euro|Cent|brutto|netto|Prozent|km|kg|m²|qm|Meter|Kilometer|Uhr|Stunden?|Minuten|Stück|Personen|Leute|Einwohner|Seiten|Wörter|Zeichen)\b)"
)
_IN_EINEM_ORT = re.compile(
    r"(?:\b(?:in|nach|aus|A-)|\b(?:[Oo]rt|[Aa]dresse|[Aa]nschrift|Wohnort):|[0-9][a-z]?,)[ \u00a0]?\Z"
)
#: A place, and nothing of which cases are full.
_ORT_DANACH = re.compile(
    r" (?!(?:Telef|Anruf|Notiz|Gespr|Eintr|Fall|Fäll|Akte|Termin|Brief|Mail|Berat|Kontakt|Verein|Plan|Erst|Abschl|Versuch|Nachricht|Text|Zeile|Seite|Herr|Frau))[A-ZÄÖÜ][a-zäöüß]{2}"
)
_KLEBT_DANACH = re.compile(r"[.:][0-9]")
_RUFNUMMER = re.compile(r"[+0-9(][0-9 \u00a0()/.–-]*[0-9]")
_NUMMERNZEICHEN = re.compile(r"[0-9][0-9 \u00a0/().–-]{4,}[0-9]")
#: Words beside which a number that reads like a year, or a short one, is that of a case.
_VOR_NUMMERN = frozenset(
    {"id", "fall", "falls", "faelle", "falldatei", "kunde", "kundin", "kennung", "nr", "nummer", "vereint", "mit"}
)
#: Between the parts of one that is made of letters and digits.
_IN_NUMMERN = frozenset({"", "-", "_"})
_KOPF = re.compile(r"\A\ufeff?---[ \t]*\r?\n.*?^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
#: Headings of entries.
_FORM = re.compile(r"(?m)^#.*$")
#: A run with so many numbers is a day or a time.
_ZIFFERN = 3
_SATZENDE = re.compile(r"[.!?;:](?=\s)|\n\s*\n")
_KURZE_ANREDEN = frozenset({"fr", "hr", "hrn", "fam"})
_ANREDEN = ("frau", "fr", "herr", "herrn", "hr", "hrn", "familie", "fam", "eheleute", "ehepaar")
#: Of a number that people dial so many digits from its end are the same in every spelling.
_LETZTE = 7


class Spurart(StrEnum):
    """What was found of a case."""

    NUMMER = "die Nummer"
    WORTLAUT = "Sätze aus dem Fall"
    KONTAKT = "Kontaktdaten"


@dataclass(frozen=True, slots=True)
class Spur:
    """A place in a text, from one index to another."""

    art: Spurart
    von: int
    bis: int


def zaehlende(arten: set[Spurart], name: str) -> set[Spurart]:
    """Return what of it counts in a file of the team of this name: the program tells of nobody, frozen figures have numbers of their own."""
    if _PROGRAMM.fullmatch(name):
        return set()
    return arten - {Spurart.NUMMER} if name.startswith(RUHENDES) else arten


@lru_cache(maxsize=200_000)
def gefaltet(wort: str) -> str:
    """Return a word as words are compared."""
    return umschrift(_OHNE_BREITE.sub("", wort))


def worte(text: str) -> list[str]:
    """Return the words of a text as they are compared."""
    return [gefaltet(w) for w in _WORT.findall(text)]


def laeufe(text: str) -> set[tuple[str, ...]]:
    """Return the runs of five words by which a case could be recognised: of its sentences, not of its form.

    Headings and the keys of the front matter are the same in many cases. None crosses an empty line, since what stands
    there belongs to something else.
    """
    ergebnis: set[tuple[str, ...]] = set()
    kopf = _KOPF.match(text)
    merkzeile = "\n".join(re.findall(r"(?im)^zu beachten:(.*)$", kopf[0])) if kopf is not None else ""
    koerper = _FORM.sub("\n\n", text[kopf.end() :] if kopf is not None else text)
    for absatz in re.split(r"\n[ \t\r]*\n", f"{merkzeile}\n\n{koerper}"):
        w = worte(absatz)
        folgen = (tuple(w[i : i + LAUF]) for i in range(len(w) - LAUF + 1))
        ergebnis.update(folge for folge in folgen if sum(wort.isdigit() for wort in folge) < _ZIFFERN)
    return ergebnis


class Spuren:
    """All that is looked for of one or several erased cases."""

    def __init__(
        self,
        nummern: Iterable[str],
        wortlaut: Iterable[tuple[str, ...]] = (),
        kontakte: Iterable[Mapping[str, str]] = (),
        bekannte: Iterable[str] = (),
    ) -> None:
        """`wortlaut` are runs of five words; of each contact the fields count that name a person.

        A last name counts by itself too, unless one of `bekannte` has it: the team's own people.
        """
        self._folgen: dict[str, list[tuple[tuple[str, ...], Spurart, bool]]] = {}
        for nummer in nummern:
            folge = tuple(worte(nummer))
            if folge:
                self._merke(folge, Spurart.NUMMER, allein_erkennbar(folge))
        self.wortlaut = frozenset(wortlaut)
        self._anfaenge = frozenset(lauf[0] for lauf in self.wortlaut)
        self._rufnummern: set[str] = set()
        eigene = {wort for name in bekannte for wort in worte(name)}
        #: The last name of somebody counts only beside a first name, or behind Frau and Herr.
        self.nachname_nicht_allein = False
        #: First and last name in a row.
        self._volle_namen: set[tuple[str, ...]] = set()
        #: Last names by themselves.
        self._nachnamen: set[tuple[str, ...]] = set()
        #: Those of them that stand without the signs of their letters.
        self._ohne_zeichen: set[tuple[str, ...]] = set()
        for kontakt in kontakte:
            for folge in dict.fromkeys(_folgen_des_kontakts(kontakt)):
                self._merke(folge, Spurart.KONTAKT, True)
            for lies in (worte, _ohne_umlaute):
                vor, nach = lies(kontakt.get("VName", "")), lies(kontakt.get("NName", ""))
                self._volle_namen |= {(*vor, *nach), (*nach, *vor)} if vor and nach else set()
            allein = False
            for name in nachnamen(Kontaktdaten(kennung="", angaben=dict(kontakt))):
                for folge in {tuple(worte(" ".join(name))), tuple(map(ohne_zeichen, name))}:
                    for form in (folge, (*folge[:-1], f"{folge[-1]}s")) if not eigene & set(folge) else ():
                        allein = True
                        self._nachnamen.add(form)
                        if folge != tuple(worte(" ".join(name))):
                            self._ohne_zeichen.add(form)
                        self._merke(form, Spurart.KONTAKT, True)
            self.nachname_nicht_allein |= bool(kontakt.get("NName")) and not allein
            # One field may hold several.
            nummern = map(_nationale, _RUFNUMMER.findall(kontakt.get("Telefon", "")))
            self._rufnummern.update(nummer for nummer in nummern if len(nummer) >= _LETZTE)

    def _merke(self, folge: tuple[str, ...], art: Spurart, allein: bool) -> None:
        self._folgen.setdefault(folge[0], []).append((folge, art, allein))

    def stellen(self, text: str) -> list[Spur]:
        """Return all places of a text, in their order, none within another."""
        treffer = list(_WORT.finditer(text))
        w = [gefaltet(t[0]) for t in treffer]
        gefunden = [*self._gezaehlte(text, treffer, w), *self._laeufe(text, treffer, w), *self._nummern(text)]
        return _verbunden(sorted(gefunden, key=lambda s: (s.von, -s.bis)))

    def laeufe_in(self, text: str) -> Iterator[tuple[str, ...]]:
        """Yield the runs of five words of the cases that stand in a text."""
        w = worte(text)
        if self._anfaenge.isdisjoint(w):
            return
        for i in range(len(w) - LAUF + 1):
            if w[i] in self._anfaenge and (folge := tuple(w[i : i + LAUF])) in self.wortlaut:
                yield folge

    def ohne(self, text: str) -> str:
        """Return a text with nothing of the cases in it, however its letters are written; `(gelöscht)` stands in each place."""
        # What stood beside a number may have hidden that it is one.
        neu = text
        while orte := [(s.von, s.bis) for s in self.stellen(neu)]:
            neu = _ersetzt(neu, orte)
        for umschreibung in umschreibungen(neu):
            if orte := [umschreibung.ort(s.von, s.bis) for s in self.stellen(umschreibung.text)]:
                return self.ohne(_ersetzt(neu, orte))
        return neu

    def arten(self, inhalt: bytes, name: str = "") -> set[Spurart]:
        """Return what of the cases stands in a file, in the members of a container too."""
        gefunden = {s.art for s in self.stellen(name)} if name else set()
        for text in lesarten(inhalt):
            gefunden |= {s.art for s in self.stellen(text)}
        return gefunden if sagt_worte(inhalt) else gefunden - {Spurart.NUMMER}

    def bereinigt(self, inhalt: bytes) -> bytes | None:
        """Return a file with nothing of the cases in it; None where that cannot be done, since it is no text."""
        if not ist_text(inhalt):
            return None if self.arten(inhalt) else inhalt
        text, wie = als_text(inhalt)
        neu = self.ohne(text)
        if neu != text and _ist_json(text) and not _ist_json(neu):
            neu = _NACKT.sub(f'"{GELOESCHT}"', neu)
        bytes_ = inhalt if neu == text else neu.encode(wie, "surrogatepass" if wie != "latin-1" else "replace")
        # Of a page people see other words than stand in it: cut by marks, or in the spelling of HTML. What is still there goes as a whole.
        return None if (neu != text or text.lstrip()[:1] == "<") and self.arten(bytes_) else bytes_

    def _gezaehlte(self, text: str, treffer: Sequence[re.Match[str]], w: Sequence[str]) -> Iterator[Spur]:
        """Find numbers of cases and what names a person: rows of whole words."""
        if self._folgen.keys().isdisjoint(w):
            return
        for i, wort in enumerate(w):
            for folge, art, allein in self._folgen.get(wort, ()):
                if tuple(w[i : i + len(folge)]) != folge:
                    continue
                von, bis = treffer[i].start(), treffer[i + len(folge) - 1].end()
                erkennbar = art is not Spurart.NUMMER or (
                    (allein or (i > 0 and w[i - 1] in _VOR_NUMMERN))
                    and all(text[a.end() : b.start()] in _IN_NUMMERN for a, b in pairwise(treffer[i : i + len(folge)]))
                    and not _teil_einer_zahl(text, von, bis)
                )
                teile = treffer[i : i + len(folge)]
                if not erkennbar or (art is Spurart.KONTAKT and not self._ist_name(text, teile, folge)):
                    continue
                yield Spur(art, von, bis)

    def _ist_name(self, text: str, teile: Sequence[re.Match[str]], folge: tuple[str, ...]) -> bool:
        """Tell whether words are meant as a name: no company's, not across the end of a sentence, and none of everyday."""
        if folge in self._volle_namen and any(_SATZENDE.search(text[a.end() : b.start()]) for a, b in pairwise(teile)):
            return False
        if folge[0] in _KURZE_ANREDEN and not teile[-1][0][0].isupper():
            return False
        if folge not in self._nachnamen:
            return True
        if _FIRMA.match(text, teile[-1].end()):
            return False
        # Without its signs a name may be another word: Bär and bar, Höf and Hof.
        return folge not in self._ohne_zeichen or (teile[0][0][0].isupper() and not ist_wort(folge))

    def _laeufe(self, text: str, treffer: Sequence[re.Match[str]], w: Sequence[str]) -> Iterator[Spur]:
        if not self.wortlaut or self._anfaenge.isdisjoint(w):
            return
        for i in range(len(w) - LAUF + 1):
            if w[i] in self._anfaenge and tuple(w[i : i + LAUF]) in self.wortlaut:
                yield Spur(Spurart.WORTLAUT, treffer[i].start(), treffer[i + LAUF - 1].end())

    def _nummern(self, text: str) -> Iterator[Spur]:
        """Find numbers to dial, however they are grouped and whatever stands beside them: their last digits are the same in every spelling."""
        for treffer in _NUMMERNZEICHEN.finditer(text) if self._rufnummern else ():
            orte = [treffer.start() + t.start() for t in re.finditer("[0-9]", treffer[0])]
            ziffern = "".join(text[ort] for ort in orte)
            for nummer in self._rufnummern:
                ab = ziffern.find(nummer[-_LETZTE:])
                while ab >= 0:
                    von = _beginn(ziffern, ab, nummer)
                    bis = orte[ab + _LETZTE - 1] + 1
                    davor = text[max(0, orte[von] - 1) : orte[von]]
                    yield Spur(Spurart.KONTAKT, orte[von] - (davor in {"+", "("} and bool(davor)), bis)
                    ab = ziffern.find(nummer[-_LETZTE:], ab + _LETZTE)


def auch_anderswo(
    wortlaut: frozenset[tuple[str, ...]], andere: Iterable[tuple[bytes, set[str]]]
) -> dict[tuple[str, ...], set[str]]:
    """Return the runs of words that other cases use as well, each with the names of these; `andere` are their contents and names."""
    alle, ergebnis = Spuren((), wortlaut), dict[tuple[str, ...], set[str]]()
    for inhalt, namen in andere:
        for lauf in alle.laeufe_in(als_text(inhalt)[0]):
            ergebnis.setdefault(lauf, set()).update(namen)
    return ergebnis


def _nationale(telefon: str) -> str:
    """Return the digits of a number without its country and the 0 in front."""
    ziffern = re.sub(r"\D", "", telefon)
    return (
        re.sub(r"^(?:(?:00)?(?:49|43)0?|0)(?=[1-9])", "", ziffern) if ziffern[:1] == "0" or "+" in telefon else ziffern
    )


def _beginn(ziffern: str, ab: int, nummer: str) -> int:
    """Return where a number begins whose last digits stand at `ab`: with its area, the 0 before it and the country, as far as they stand there."""
    for zeichen in reversed(nummer[:-_LETZTE]):
        if ab == 0 or ziffern[ab - 1] != zeichen:
            return ab
        ab -= 1
    for vorn in ("00490", "00430", "0049", "0043", "490", "430", "49", "43", "0"):
        if ziffern[:ab].endswith(vorn):
            return ab - len(vorn)
    return ab


def _folgen_des_kontakts(kontakt: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of words that name somebody: both names in either order, the family name behind Herr or Frau, street, mail."""
    for lies in (worte, _ohne_umlaute):
        yield from _folgen_des_namens(*(lies(kontakt.get(feld, "")) for feld in ("VName", "NName")))
    strasse = worte(kontakt.get("Strasse", ""))
    if len(strasse) > 1:
        lang = [re.sub("str$", "strasse", wort) for wort in strasse]
        yield tuple(lang)
        yield tuple(re.sub("strasse$", "str", wort) for wort in lang)
    if "@" in kontakt.get("Email", ""):
        yield tuple(worte(kontakt["Email"]))


def _folgen_des_namens(vor: Sequence[str], nach: Sequence[str]) -> Iterator[tuple[str, ...]]:
    if vor and nach:
        yield (*vor, *nach)
        yield (*nach, *vor)
    for anrede in _ANREDEN if nach else ():
        yield (anrede, *nach)
        yield (anrede, *nach[:-1], f"{nach[-1]}s")
        yield from ((anrede, teil) for teil in nach if len(nach) > 1 and len(teil) > 2)


def _ohne_umlaute(text: str) -> list[str]:
    """Return the words of a text as somebody types them who has no umlauts: `Muller`."""
    return [ohne_zeichen(_OHNE_BREITE.sub("", wort)) for wort in _WORT.findall(text)]


def _teil_einer_zahl(text: str, von: int, bis: int) -> bool:
    """Tell whether a number is a piece of one to dial, of an amount, of a day or of a checksum.

    "4711 2911", "4711-1" and "Fall4711" are numbers by themselves.
    """
    links, rechts = _ZEICHEN_DAVOR.search(text, max(0, von - 40), von), _ZEICHEN_DANACH.match(text, bis)
    angrenzend = (links[0] if links is not None else "") + (rechts[0] if rechts is not None else "")
    if any(z.isdigit() for z in angrenzend) or (links and rechts and links[0] and rechts[0]):
        return True
    zeile = text[max(0, von - 40) : von], text[bis : bis + 40]
    for zahl in _ZAHL.finditer(text, max(0, von - 30), bis + 30):
        if (
            zahl.start() <= von
            and bis <= zahl.end()
            and zahl[0][0] in "0+"
            and not _TAG_ODER_UHR.fullmatch(text[zahl.start() : von])
        ):
            return True
    if _MASS_DAVOR.search(zeile[0]) or _MASS_DANACH.match(zeile[1]):
        return True
    # Where somebody lives: an Austrian postal code.
    if _IN_EINEM_ORT.search(zeile[0]) and _ORT_DANACH.match(zeile[1]):
        return True
    # A sign that sticks to it and to a digit beyond: an amount, a day, an hour. With a blank between it is a list or a sentence.
    return bool(_KLEBT_DAVOR.search(zeile[0]) or _KLEBT_DANACH.match(zeile[1]))


def _ist_json(text: str) -> bool:
    """Tell whether a program can read a text as JSON."""
    if text.lstrip("\ufeff \t\r\n")[:1] not in {"{", "["}:
        return False
    try:
        json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return False
    return True


def _ersetzt(text: str, orte: Iterable[tuple[int, int]]) -> str:
    """Return a text with `(gelöscht)` in each place; places are in their order, and those that overlap are one."""
    teile, ab = list[str](), 0
    for von, bis in orte:
        teile += [text[ab:von], GELOESCHT] if von >= ab else ()
        ab = max(ab, bis)
    return "".join(teile) + text[ab:]


def _verbunden(spuren: Sequence[Spur]) -> list[Spur]:
    """Join places that overlap; what names somebody counts for more than a sentence."""
    ergebnis: list[Spur] = []
    for spur in spuren:
        if ergebnis and spur.von < ergebnis[-1].bis:
            davor = ergebnis[-1]
            art = davor.art if davor.art is not Spurart.WORTLAUT else spur.art
            ergebnis[-1] = Spur(art, davor.von, max(davor.bis, spur.bis))
        else:
            ergebnis.append(spur)
    return ergebnis
