"""By what an erased case could be recognised: its number, five of its words in a row, contact data, in any spelling.

Words are compared, not bytes: composed or decomposed, umlaut or "ue", large or small are the same word, and a number is
only itself and no part of a longer one. A pattern over bytes finds none of that and reports success.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import chain, pairwise

from fallbuch.bestand.geloeschte import GELOESCHT
from fallbuch.kennung import ohne_zeichen, umschrift
from fallbuch.kontakte.modell import Kontaktdaten
from fallbuch.kontakte.namen import KLEINE, TITEL, in_allen_schreibungen, nachnamen, namensteile
from fallbuch.leckprobe.geheimnisse import LAUF, allein_erkennbar
from fallbuch.loeschung.alltag import Alltag
from fallbuch.loeschung.lesarten import DOS, als_text, ist_json, ist_text, lesarten, sagt_worte, umschreibungen
from fallbuch.loeschung.namensfolgen import ANREDEN, KURZE_ANREDEN, SCHWACHE_ANREDEN, folgen_des_kontakts, volle_namen
from fallbuch.loeschung.namensstellen import (
    OHNE_BREITE,
    gefaltet,
    gehoeren_zusammen,
    ist_anfang,
    mit_anrede,
    wie_in_namen,
)
from fallbuch.loeschung.ziffern import rufnummern_aus, rufnummern_in, teil_einer_zahl
from fallbuch.werte import dataclass

#: Of what other cases say nothing is known.
KEIN_ALLTAG = Alltag()
#: Files in which a number is none of a case: frozen figures, which carry hashes, and the program with its invented cases.
RUHENDES = ("statistik/register/", "programm/")
_PROGRAMM = re.compile(r"programm/[^/]*\.whl")
#: What stands in more other cases than so many is everyday wording and tells of nobody.
SELTEN = 2
#: Where it took the place of a number, which stands without quotation marks.
_NACKT = re.compile(r"(?<=[:\[,\s])\(gelöscht\)(?=\s*[,\]}])")
#: Letters or digits; signs without width, hidden hyphens and the accents of decomposed letters belong to their word.
_WORT = re.compile("[0-9]+|(?:[^\\W0-9_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060])+")
#: Behind a name: it is that of a company.
_FIRMA = re.compile(r"(?:[ -](?:[A-ZÄÖÜ][\w&-]{0,30}|&|und)){0,3}? (?:GmbH|AG|KG|OHG|UG|SE|e\. ?[KV]\.)")
#: Words beside which a number that reads like a year, or a short one, is that of a case.
_VOR_NUMMERN = frozenset(
    {"id", "fall", "falls", "faelle", "falldatei", "kunde", "kundin", "kennung", "nr", "nummer", "vereint", "mit"}
)
#: Between the parts of one that is made of letters and digits.
_IN_NUMMERN = frozenset({"", "-", "_"})
_KOPF = re.compile(r"\A\ufeff?---[ \t]*\r?\n.*?^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
#: Headings of entries, and boxes to tick.
_FORM = re.compile(r"(?m)^(?:#.*$|[ \t]*[-*+] \[[^\]\n]\])")
#: A run with so many numbers is a day or a time.
_ZIFFERN = 3
#: Between the cells of a list.
_ZELLEN = re.compile("([;\t]|,(?! ))")
_EMAIL = re.compile(r"[^\s,;<>()]+@[^\s,;<>()]+")
#: Ends with a sign that divides cells, and divides none.
_ENTITAET = re.compile(r"&#?\w{1,8};")


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
        *,
        alltag: Alltag = KEIN_ALLTAG,
    ) -> None:
        """`wortlaut` are runs of five words; of each contact the fields count that name a person.

        A last name counts by itself too, unless one of `bekannte` has it (the team's own people) or it is a word (`alltag`).
        """
        self._alltag = alltag
        self._folgen: dict[str, list[tuple[tuple[str, ...], Spurart, bool]]] = {}
        for nummer in nummern:
            folge = tuple(worte(nummer))
            if folge:
                self._merke(folge, Spurart.NUMMER, allein_erkennbar(folge))
        self.wortlaut = frozenset(wortlaut)
        self._anfaenge = frozenset(lauf[0] for lauf in self.wortlaut)
        self._rufnummern: set[str] = set()
        adressen = set[str]()
        eigene = {wort for name in bekannte for wort in worte(name)}
        #: The last name of somebody counts only beside a first name, or behind Frau and Herr.
        self.nachname_nicht_allein = False
        #: The words that end a last name.
        self._nachworte: set[str] = set()
        #: The words of last names that begin with a capital letter.
        self._namensworte: set[str] = set()
        #: First and last name in a row.
        self._volle_namen: set[tuple[str, ...]] = set()
        #: Last names by themselves.
        self._nachnamen: set[tuple[str, ...]] = set()
        #: Those of them that are made of words of everyday.
        self._aus_worten: set[tuple[str, ...]] = set()
        #: Those of them that stand without the signs of their letters.
        self._ohne_zeichen: set[tuple[str, ...]] = set()
        #: Wordings of which somebody said whom they mean.
        self._gewaehlte: set[tuple[str, ...]] = set()
        for kontakt in chain.from_iterable(map(in_allen_schreibungen, kontakte)):
            for folge in dict.fromkeys(folgen_des_kontakts(kontakt, (worte, _ohne_umlaute))):
                self._merke(folge, Spurart.KONTAKT, True)
            for lies in (worte, _ohne_umlaute):
                self._volle_namen.update(volle_namen(kontakt, lies))
                self._nachworte.update(lies(kontakt.get("NName", ""))[-1:])
                grosse = " ".join(w for w in _WORT.findall(kontakt.get("NName", "")) if w[0].isupper())
                self._namensworte.update(lies(grosse))
            allein = self._merke_nachnamen(kontakt, eigene)
            self.nachname_nicht_allein |= bool(kontakt.get("NName")) and not allein
            # One field may hold several.
            self._rufnummern.update(rufnummern_aus(kontakt.get("Telefon", "")))
            adressen.update(_EMAIL.findall(kontakt.get("Email", "")))
        #: Whole e-mail addresses, whatever words they are made of.
        self._adressen = re.compile(rf"(?i)(?<![\w.+-])(?:{'|'.join(map(re.escape, sorted(adressen)))})(?![\w-]|\.\w)") if adressen else None  # fmt: skip

    def _merke_nachnamen(self, kontakt: Mapping[str, str], eigene: set[str]) -> bool:
        """Look for last names by themselves; tells whether each part of it is no word of everyday and none of `eigene`."""
        gesucht = set[str]()
        for name in nachnamen(Kontaktdaten(kennung="", angaben=dict(kontakt))):
            sagende = [wort for wort in worte(" ".join(name)) if wort not in KLEINE]
            aus_worten = len(name) > 1 and all(map(self._alltag.ist_wort, sagende))
            if (aus_worten and len(sagende) < 2) or (len(name) == 1 and any(map(self._alltag.ist_wort, sagende))):
                continue  # "von der Heide" is a way as well
            if eigene.issuperset(sagende):
                continue
            if len(sagende) == 1:
                gesucht.update(sagende)
            for folge in {tuple(worte(" ".join(name))), tuple(map(ohne_zeichen, name))}:
                for form in (folge, (*folge[:-1], f"{folge[-1]}s")):
                    self._nachnamen.add(form)
                    if aus_worten:
                        self._aus_worten.add(form)
                    if folge != tuple(worte(" ".join(name))):
                        self._ohne_zeichen.add(form)
                    self._merke(form, Spurart.KONTAKT, True)
        return gesucht.issuperset(map(umschrift, namensteile(kontakt.get("NName", ""))))

    def nimm_dazu(self, folgen: Iterable[tuple[str, ...]]) -> None:
        """Look for these words as well, whatever stands beside them: somebody said that they mean the person."""
        for folge in folgen:
            self._gewaehlte.add(folge)
            self._merke(folge, Spurart.KONTAKT, True)

    def _merke(self, folge: tuple[str, ...], art: Spurart, allein: bool) -> None:
        self._folgen.setdefault(folge[0], []).append((folge, art, allein))

    def stellen(self, text: str) -> list[Spur]:
        """Return all places of a text, in their order, none within another."""
        treffer = list(_WORT.finditer(text))
        w = [gefaltet(t[0]) for t in treffer]
        gefunden = [
            *self._gezaehlte(text, treffer, w),
            *self._laeufe(text, treffer, w),
            *(Spur(Spurart.KONTAKT, *ort) for ort in rufnummern_in(text, self._rufnummern)),
            *(Spur(Spurart.KONTAKT, *t.span()) for t in (self._adressen.finditer(text) if self._adressen else ())),
        ]
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
        neu = _ersetzt(text, [(s.von, s.bis) for s in self.stellen(text)])
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
        if wie == "latin-1" and not self.stellen(text) and self.stellen(alt := inhalt.decode(DOS)):
            text, wie = alt, DOS
        neu = self.ohne(text)
        if neu != text and ist_json(text) and not ist_json(neu):
            neu = _NACKT.sub(f'"{GELOESCHT}"', neu)
        bytes_ = inhalt if neu == text else neu.encode(wie, "replace" if wie in {"latin-1", DOS} else "surrogatepass")
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
                    and not teil_einer_zahl(text, von, bis)
                )
                teile = treffer[i : i + len(folge)]
                if art is Spurart.KONTAKT and folge not in self._gewaehlte:
                    erkennbar = self._ist_name(text, teile, folge)
                if not erkennbar:
                    continue
                yield Spur(art, von, bis)

    def _ist_name(self, text: str, teile: Sequence[re.Match[str]], folge: tuple[str, ...]) -> bool:
        """Tell whether words are meant as a name: no company's, not across the end of a sentence, and none of everyday."""
        luecken = [text[x.end() : y.start()] for x, y in pairwise(teile)]
        if (
            not self._ist_geschrieben_wie_ein_name(text, teile, luecken)
            or not self._ist_nur_mit_strich(folge, luecken)
            or (folge in self._volle_namen and not gehoeren_zusammen(text, teile, luecken))
        ):
            return False
        if folge[0] in ANREDEN and not mit_anrede(teile, luecken):
            return False
        if folge[0] in KURZE_ANREDEN and not (teile[-1][0][0].isupper() and luecken[0].startswith(".")):
            return False
        firma = folge[-1].removesuffix("s") in self._nachworte and _FIRMA.match(text, teile[-1].end()) is not None
        if firma or self._meint_vielleicht_etwas(folge):
            return False
        if folge not in self._nachnamen:
            return True
        # Without its signs a name may be another word: Bär and bar, Höf and Hof.
        return folge not in self._ohne_zeichen or (teile[0][0][0].isupper() and not self._alltag.ist_wort(folge[0]))

    def _ist_geschrieben_wie_ein_name(self, text: str, teile: Sequence[re.Match[str]], luecken: Sequence[str]) -> bool:
        """Tell whether a last name that sentences write small begins with a capital letter: "der Kunde weiß", "Kundin will".

        A noun written small is a name typed in a hurry, and in names of files, branches and mails all is small.
        """
        for wort in teile:
            form = gefaltet(wort[0])
            gemeint = form in self._namensworte or form.removesuffix("s") in self._namensworte
            klein = not wort[0][0].isupper() or wort[0].isupper()  # in capital letters alone nobody can tell
            if gemeint and klein and self._alltag.ist_klein(form) and not wie_in_namen(text, wort):
                return False
        erstes = teile[0]
        if len(erstes[0]) == 1 and luecken and luecken[0][:1] in {" ", "\u00a0"}:
            # "Halle B Lager", "Deutsch A Will sie B"
            namen = [gefaltet(wort[0]) for wort in teile[1:]]
            if any(self._alltag.ist_hauptwort(n) or self._alltag.ist_klein(n) for n in namen):
                return False
        return not luecken or all(ist_anfang(text, wort) for wort in teile if len(wort[0]) == 1 and wort[0].isalpha())

    def _meint_vielleicht_etwas(self, folge: tuple[str, ...]) -> bool:
        """Tell whether a noun stands behind what may stand before a noun: "Kunde Koch oder Kellner", "am Fr. Lager", "er mag Lager"."""
        eigene = [w for w in folge if w in self._namensworte or w.removesuffix("s") in self._namensworte]
        andere = [w for w in folge if w not in eigene]
        schwach = bool(andere) and all(w in SCHWACHE_ANREDEN or w in TITEL for w in andere)
        return schwach and any(map(self._alltag.ist_hauptwort, eigene))

    def _ist_nur_mit_strich(self, folge: tuple[str, ...], luecken: Sequence[str]) -> bool:
        """Tell whether words of everyday stand together as a double name: "Lang-Kurz", and not "lang, kurz"."""
        return folge not in self._aus_worten or luecken[-1] == "-"

    def _laeufe(self, text: str, treffer: Sequence[re.Match[str]], w: Sequence[str]) -> Iterator[Spur]:
        if not self.wortlaut or self._anfaenge.isdisjoint(w):
            return
        for i in range(len(w) - LAUF + 1):
            if w[i] in self._anfaenge and tuple(w[i : i + LAUF]) in self.wortlaut:
                yield Spur(Spurart.WORTLAUT, treffer[i].start(), treffer[i + LAUF - 1].end())


def auch_anderswo(
    wortlaut: frozenset[tuple[str, ...]], andere: Iterable[tuple[bytes, set[str]]]
) -> dict[tuple[str, ...], set[str]]:
    """Return the runs of words that other cases use as well, each with the names of these; `andere` are their contents and names."""
    alle, ergebnis = Spuren((), wortlaut), dict[tuple[str, ...], set[str]]()
    for inhalt, namen in andere:
        for lauf in alle.laeufe_in(als_text(inhalt)[0]):
            ergebnis.setdefault(lauf, set()).update(namen)
    return ergebnis


def _ohne_umlaute(text: str) -> list[str]:
    """Return the words of a text as somebody types them who has no umlauts: `Muller`."""
    return [ohne_zeichen(OHNE_BREITE.sub("", wort)) for wort in _WORT.findall(text)]


def _ersetzt(text: str, orte: Iterable[tuple[int, int]]) -> str:
    """Return a text with `(gelöscht)` in each place; places are in their order, and those that overlap are one."""
    teile, ab = list[str](), 0
    for von, bis in orte:
        teile += [text[ab:von], _marke(text[von:bis])] if von >= ab else ()
        ab = max(ab, bis)
    return "".join(teile) + text[ab:]


def _marke(text: str) -> str:
    """Return what stands in the place of a text: cells of a list stay cells."""
    return "".join(
        t if _ZELLEN.fullmatch(t) or not t.strip() else GELOESCHT for t in _ZELLEN.split(_ENTITAET.sub("x", text))
    )


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
