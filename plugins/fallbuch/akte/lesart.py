"""How the lines of an entry are meant, where a program or a slip of the keyboard changed how they look.

The grammar sees each line as its author meant it; one that is read as more than text brings along what to say.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from fallbuch.akte.absatz import Absatz, Zeile, gesaeubert
from fallbuch.akte.lesartmeldungen import F077, F078, F079, F082, F083, F087, F088, F093, was_auffiel
from fallbuch.akte.meldungen import F045
from fallbuch.akte.schluessel import (
    ABGESETZT,
    ANGABE,
    HOECHSTENS_WOERTER,
    KAESTCHEN,
    MARKE,
    SCHMUCK,
    VORN,
    ZWEITES,
    Schluessel,
    Schluesselbund,
    hinter_worten,
    ohne_schmuck,
    steht_am_rand,
)
from fallbuch.befund import Befund, Korrektur, Meldungsart, Stelle
from fallbuch.kennung import nfc
from fallbuch.text.zeichen import nachgebildet, nachgebildete_tage
from fallbuch.text.zeilen import zeilenanfaenge
from fallbuch.zeit import TAG_UND_MONAT

_RAHMEN = re.compile(r"[ \t>]*+")
_ANFANG_EINES_PUNKTS = re.compile(rf"[ \t>]*+(?:{MARKE}[ \t]|\[[ xX-]?\]\s)")
_BETONTES_KAESTCHEN = re.compile(r"[ \t>]*+(?:\*\*\*?|__|~~)(?=[-*+][ \t]+\[[ xX-]?\][ \t])")
_GEBROCHENES_KAESTCHEN = re.compile(r"(?<=[-*+•][ \t]\[)\n(?=\][ \t])")
_ZWEI_ZELLEN = 2
_OHNE_DOPPELPUNKT = re.compile(
    rf"({VORN})([^\W\d_][\w .\-]{{0,60}}?)[ \t]*([;=,]|-?>|=>|→|[-–—.](?=[ \t])|[ \t](?=[0-9])|[ \t](?:am|ist am|ist|auf den)(?=[ \t]))"
    r"[ \t]*(.*)$"
)
_BEIWERK = "\"'„“”()[]{}%<>!–—- \t"
_DOPPELPUNKT = re.compile(r"[ \t]*:(?:\*\*|__)?")
_VORANGESTELLT = re.compile(VORN)
_TAGESANFANG = re.compile(rf"[ \t>]*+(?:[-*+][ \t]++)?({TAG_UND_MONAT})")


def gemeint(zeilen: Sequence[Zeile], bund: Schluesselbund, datei: str) -> tuple[Sequence[Zeile], list[Befund]]:
    """Return the lines of an entry as they are meant, and what is to be told whatever they are read as."""
    if bund.ist_schlicht("\n" + "\n".join([z.text for z in zeilen if not z.im_zaun])):
        return zeilen, []
    lesart = _Zeilenlesart(datei, bund, _genannte(zeilen, bund))
    for absatz in _absaetze(zeilen):
        lesart.nimm(absatz)
    return lesart.zeilen, lesart.befunde


def _genannte(zeilen: Iterable[Zeile], bund: Schluesselbund) -> frozenset[str]:
    """Return the keys that stand where they should; another mention of them is no statement."""
    gefunden = (ANGABE.match(z.text) for z in zeilen if not z.im_zaun and ":" in z.text and not ABGESETZT.match(z.text))
    schluessel = (bund.hole(treffer[2]) for treffer in gefunden if treffer is not None)
    return frozenset(s.feld.name for s in schluessel if s is not None and not s.feld.ist_liste)


def _absaetze(zeilen: Iterable[Zeile]) -> Iterator[list[Zeile]]:
    """Yield the lines that a program may have joined or broken anew: paragraphs and list items."""
    offen: list[Zeile] = []
    for zeile in zeilen:
        allein = zeile.im_zaun or not zeile.text.strip() or _RAHMEN.sub("", zeile.text, count=1).startswith("|")
        if offen and (allein or _ANFANG_EINES_PUNKTS.match(gesaeubert(zeile.text)[:40])):
            yield offen
            offen = []
        if allein:
            yield [zeile]
        else:
            offen.append(zeile)
    if offen:
        yield offen


@dataclass(frozen=True, slots=True)
class _Schnitt:
    """Where a line is meant to begin though none does; `schluessel` None before a box."""

    index: int
    schluessel: Schluessel | None = None
    #: Where the name of the key ends; it may be broken over two lines.
    bis: int = 0


@dataclass(slots=True)
class _Zeilenlesart:
    """Collects the lines of one entry as they are meant."""

    datei: str
    bund: Schluesselbund
    genannte: frozenset[str]
    zeilen: list[Zeile] = field(default_factory=list)
    befunde: list[Befund] = field(default_factory=list)

    def nimm(self, zeilen: Sequence[Zeile]) -> None:
        """Take one paragraph or list item."""
        erste = zeilen[0]
        if erste.im_zaun or not erste.text.strip():
            self.zeilen.append(erste)
            return
        absatz = Absatz(zeilen)
        absatz.text = _GEBROCHENES_KAESTCHEN.sub(" ", absatz.text)
        if _RAHMEN.sub("", absatz.text, count=1).startswith("|"):
            self._nimm_tabelle(absatz)
            return
        for index in zeilenanfaenge(absatz.text):
            self._melde_tag(absatz, index)
            self._frage_nach_angabe(absatz, index)
        schnitte = self._schnitte(absatz)
        in_namen = {index for s in schnitte for index in range(s.index + 1, s.bis)}
        am_rand = [index for index in self._am_rand(absatz.text) if index not in in_namen]
        grenzen = sorted({0, len(absatz.text), *(s.index for s in schnitte), *am_rand})
        bei = {s.index: s for s in schnitte}
        for von, bis in pairwise(grenzen):
            punkt = _ANFANG_EINES_PUNKTS.match(absatz.text, von) is not None
            for beginn, ende, text in self._zeilen_in(absatz.text, von, bis, umbrochen=bool(schnitte)):
                unter = punkt and beginn > von
                self.zeilen.append(self._zeile(absatz, beginn, ende, text, bei.get(beginn), unter_einem_punkt=unter))

    def _am_rand(self, text: str) -> Iterator[int]:
        """Yield where lines begin that are a key or a box already."""
        for index in zeilenanfaenge(text):
            zeile = _zeile_ab(text, index)
            if KAESTCHEN.match(zeile) or self._angabe(zeile) is not None:
                yield index

    def _nimm_tabelle(self, absatz: Absatz) -> None:
        """Ask about a key in a cell: what else the row says nobody can know."""
        zellen = [(t.start(), t[0].strip(" \t>*_")) for t in re.finditer(r"[^|]+", absatz.text)]
        voll = [(ort, zelle) for ort, zelle in zellen if zelle]
        for nummer, (ort, zelle) in enumerate(voll):
            name, doppelpunkt, wert = (teil.strip(" \t*_") for teil in zelle.partition(":"))
            schluessel = self.bund.hole(name) if name else None
            if not doppelpunkt and nummer + 1 < len(voll):
                wert = voll[nummer + 1][1]
            if schluessel is None:
                continue
            ist_wort = bool(wert) and schluessel.ist_wort and (doppelpunkt or len(voll) == _ZWEI_ZELLEN)
            if ist_wort or schluessel.liest(wert) or (doppelpunkt and schluessel.feld.ist_liste):
                self._melde(F082, absatz, ort + absatz.text[ort:].find(name), feld=schluessel.feld.name)
        self.zeilen.extend(absatz.zeilen)

    def _melde_tag(self, absatz: Absatz, index: int) -> None:
        treffer = _TAGESANFANG.match(absatz.text, index)
        if treffer is None:
            return
        werte = {"wert": " ".join(treffer[1].split()), "tag": treffer[1].partition(".")[0]}
        self._melde(F083, absatz, treffer.start(1), davor="Am ", **werte)

    def _frage_nach_angabe(self, absatz: Absatz, index: int) -> None:
        """Ask about a line that begins with a key and a value but is no statement as it stands."""
        zeile = _zeile_ab(absatz.text, index)
        if self._angabe(zeile) is not None or KAESTCHEN.match(zeile) is not None:
            return
        text = SCHMUCK.sub("", _VERWEIS.sub(r"\1", zeile)).strip(_BEIWERK)
        name = next(self.bund.gefunden(text), None)
        schluessel = self.bund.hole(name[0]) if name is not None and name.start() == 0 else None
        if name is None or schluessel is None or schluessel.feld.name in self.genannte:
            return
        treffer = _ZWISCHEN.match(text, name.end())
        wert = text[treffer.end() :].strip(_BEIWERK) if treffer is not None else ""
        if treffer is not None and wert and schluessel.ist_fast_genannt(text, treffer[0], wert):
            self._melde(F082, absatz, index, feld=schluessel.feld.name)

    def _melde(self, art: Meldungsart, absatz: Absatz, index: int, davor: str = "", **werte: str) -> None:
        """Report at a character; as its fix `davor` is put before it."""
        zeile, versatz = absatz.orte[index]
        stelle = Stelle(datei=self.datei, zeile=absatz.zeilen[zeile].nummer, spalte=versatz + 1)
        fix = stelle.ersetzt(0, davor) if davor and not absatz.verborgen else None
        self.befunde.append(art.melde(stelle, korrektur=fix, **werte))

    def _schnitte(self, absatz: Absatz) -> list[_Schnitt]:
        """Return where keys and boxes stand in the middle of a line and are meant to begin one."""
        text = absatz.text
        kaesten = [_Schnitt(t.end()) for t in ZWEITES.finditer(text)]
        stellen = self._stellen(text)
        am_rand = [von for von, _, _, innen in stellen if not innen]
        ende = [*(von for von, *_ in stellen[1:]), len(text)]
        innen = [
            (von, bis, schluessel, _wert(text, bis, naechster, kaesten))
            for (von, bis, schluessel, ist_innen), naechster in zip(stellen, ende, strict=False)
            if ist_innen
        ]
        liest_eine = any(s.liest(wert) and s.feld.name not in self.genannte for _, _, s, wert in innen)
        umbrochen = liest_eine or bool(am_rand and am_rand[0] == _rand(text))
        schnitte = list(kaesten)
        # What follows a word of a list, or one key after another, is no sentence.
        erster = next((s for _, _, s, ist_innen in stellen if not ist_innen), None)
        eindeutig = len(innen) > 1 or (erster is not None and not erster.ist_text) or liest_eine
        in_punkt = _ANFANG_EINES_PUNKTS.match(text) is not None
        for von, nach, schluessel, wert in innen:
            neu = schluessel.feld.name not in self.genannte
            unter_angabe = umbrochen or (bool(am_rand) and am_rand[0] < von)
            sicher = unter_angabe or (in_punkt and schluessel.ist_fraglich(wert, umbrochen=False))
            if neu and schluessel.ist_gemeint(wert, umbrochen=sicher, sicher=eindeutig):
                schnitte.append(_Schnitt(von, schluessel, nach))
            elif hinter_worten(text, von) and schluessel.ist_fraglich(wert, umbrochen=unter_angabe):
                self._melde(F082, absatz, von, feld=schluessel.feld.name)
        return sorted(schnitte, key=lambda s: s.index)

    def _stellen(self, text: str) -> list[tuple[int, int, Schluessel, bool]]:
        """Return begin and end of each name of a key before a colon, the key, and whether a line must begin there."""
        ergebnis = []
        for treffer in self.bund.gefunden(text):
            von, bis = treffer.span()
            schluessel = self.bund.hole(treffer[0])
            if schluessel is None or not (doppelpunkt := _DOPPELPUNKT.match(text, bis)):
                continue
            am_rand = steht_am_rand(text, von)
            ergebnis.append((von, doppelpunkt.end(), schluessel, not am_rand or "\n" in treffer[0]))
        return ergebnis

    def _zeilen_in(self, text: str, von: int, bis: int, *, umbrochen: bool) -> Iterator[tuple[int, int, str]]:
        """Yield begin, end and text of the lines between two cuts; a key keeps its value if that was broken off."""
        beginn = von
        treffer = next(self.bund.gefunden(text[von:bis]), None)
        if treffer is not None and _VORANGESTELLT.fullmatch(text[von : von + treffer.start()]):
            ganz = text[von:bis].rstrip()
            if "\n" in ganz and self._gehoert_zusammen(treffer, ganz, umbrochen=umbrochen):
                yield von, von + len(ganz), " ".join(ganz.split())
                return
            name, bruch = treffer[0], "\n" in treffer[0]
            erste = ganz.find("\n", treffer.end()) if bruch else -1
            if bruch:
                kopf = ganz if erste < 0 else ganz[:erste]
                yield von, von + len(kopf), kopf.replace(name, " ".join(name.split()), 1)
                if erste < 0:
                    return
                beginn = von + erste + 1
        for stueck in text[beginn:bis].split("\n"):
            sauber = stueck.rstrip()
            ende = beginn + len(stueck)
            if sauber or beginn == von:  # blanks at the end of a line belong to it, those before a cut do not
                yield beginn, ende if text[ende : ende + 1] in {"", "\n"} else beginn + len(sauber), sauber
            beginn = ende + 1

    def _gehoert_zusammen(self, treffer: re.Match[str], ganz: str, *, umbrochen: bool) -> bool:
        """Tell whether a key and all that follows it are one statement, broken over lines."""
        schluessel = self.bund.hole(treffer[0])
        doppelpunkt = _DOPPELPUNKT.match(ganz, treffer.end())
        if schluessel is None or doppelpunkt is None or schluessel.feld.ist_liste:
            return False
        erste, _, weitere = ganz[doppelpunkt.end() :].partition("\n")
        wert = " ".join([*erste.split(), *weitere.split()])
        if any(re.search(r"\w", zeile) is None for zeile in weitere.split("\n")):
            return False
        if schluessel.hat_form:
            return schluessel.liest(wert)
        if schluessel.ist_wort:
            return 0 < len(wert.split()) <= HOECHSTENS_WOERTER and (umbrochen or not erste.strip())
        return umbrochen or not erste.strip()

    def _zeile(
        self, absatz: Absatz, von: int, bis: int, text: str, schnitt: _Schnitt | None, *, unter_einem_punkt: bool
    ) -> Zeile:
        """Return one line as it is meant, with what to say about it."""
        erste, versatz = absatz.anfang(von)
        letzte, schluss = absatz.ende(bis)
        in_datei = absatz.zeilen[erste]
        roh = in_datei.text[versatz : schluss if letzte == erste else None]
        neu, arten, im_wert = self._gedeutet(text)
        unsichtbare, maskierte = absatz.eigenheiten(von, bis if im_wert is None else min(bis, von + im_wert))
        if im_wert is not None:
            maskierte = absatz.eigenheiten(von, bis)[1]
        meldungen = list(arten)
        if unter_einem_punkt and neu and not neu.startswith((" ", "\t")):
            meldungen.append((F093, {"wert": neu}))
            neu = f"  {neu}"
        kurz = neu.strip()
        meldungen += was_auffiel(unsichtbare, maskierte, kurz)
        if schnitt is not None:
            meldungen.append(
                (F088, {"wert": kurz})
                if schnitt.schluessel is None
                else (F079, {"feld": schnitt.schluessel.feld.name, "wie": "beginnt mitten in dieser Zeile"})
            )
        elif letzte != erste and KAESTCHEN.match(neu):
            meldungen.append((F088, {"wert": kurz}))
        elif letzte != erste:
            meldungen.append((F079, {"feld": kurz.partition(":")[0], "wie": "ist auf zwei Zeilen verteilt"}))
        if not meldungen and versatz == 0 and neu == roh.rstrip():
            return in_datei if schluss == len(in_datei.text) else replace(in_datei, text=roh)
        fix = None
        if not absatz.verborgen:
            fix = self._korrektur(absatz, (erste, versatz), (letzte, schluss), von, neu, schnitt)
        stelle = Stelle(datei=self.datei, zeile=in_datei.nummer, spalte=versatz + 1)
        befunde = tuple(art.melde(stelle, korrektur=fix, **werte) for art, werte in meldungen)
        return Zeile(neu, in_datei.nummer, roh=roh, spalte=versatz + 1, befunde=befunde, verborgen=in_datei.verborgen)

    @staticmethod
    def _korrektur(  # noqa: PLR0917
        absatz: Absatz, beginn: tuple[int, int], ende: tuple[int, int], von: int, neu: str, schnitt: _Schnitt | None
    ) -> Korrektur:
        ersatz = neu
        if schnitt is not None and von > 0:
            # The blanks before it go; a box stands under the one before it.
            while von and absatz.text[von - 1].isspace():
                von -= 1
            beginn = absatz.ende(von)
            einzug = "" if schnitt.schluessel is not None else _RAHMEN.match(absatz.text)[0]  # type: ignore[index]
            ersatz = f"\n{einzug}{neu}"
        return Korrektur(
            zeile=absatz.zeilen[beginn[0]].nummer,
            von=beginn[1] + 1,
            bis=ende[1] + 1,
            ersatz=ersatz,
            bis_zeile=absatz.zeilen[ende[0]].nummer,
        )

    def _gedeutet(self, text: str) -> tuple[str, list[tuple[Meldungsart, dict[str, str]]], int | None]:
        """Return a line as it is meant, what to say, and how far it is more than text: None for all of it."""
        gefunden = self._angabe(text)
        if gefunden is not None:
            neu, schluessel, arten, wert_ab = gefunden
            return neu, arten, wert_ab if schluessel.ist_text else None
        ersetzt = nachgebildet(text)
        kasten = KAESTCHEN.match(ersetzt)
        if kasten is None and (betont := _BETONTES_KAESTCHEN.match(text)) is not None:
            neu = text[betont.end() :].rstrip().removesuffix(betont[0].strip())
            return neu, [(F078, {"was": f"„{betont[0].strip()}“", "gemeint": neu})], None
        if kasten is not None:
            roh = KAESTCHEN.match(text)
            neu = kasten[0] + nachgebildete_tage(ersetzt[kasten.end() :] if roh is None else text[roh.end() :])
            return neu, ([(F077, _verwechselt(text, neu))] if neu != text else []), None
        # Of other lines only what stands before their first word could make them something else.
        return text, [], len(text) - len(re.sub(r"\A\W+", "", text))

    def _genannter(self, muster: re.Pattern[str], text: str) -> tuple[re.Match[str] | None, Schluessel | None]:
        """Return where a line has the form of a key, and which key it is."""
        treffer = muster.match(text)
        return treffer, self.bund.hole(treffer[2]) if treffer is not None else None

    def _angabe(self, text: str) -> tuple[str, Schluessel, list[tuple[Meldungsart, dict[str, str]]], int] | None:
        """Read a line as a key with its value: the line as it is meant, the key, what to say, where the value begins."""
        treffer, schluessel = self._genannter(ANGABE, text)
        if treffer is not None and schluessel is not None:
            wert = treffer[5]
            if schluessel.hat_form and wert and not schluessel.liest(wert) and schluessel.liest(nachgebildet(wert)):
                neu = text[: treffer.start(5)] + nachgebildet(wert)
                return neu, schluessel, [(F077, _verwechselt(text, neu))], treffer.start(5)
            return text, schluessel, [], treffer.start(5)
        schlicht = ohne_schmuck(text)
        innen = self._angabe(schlicht) if schlicht != text else None
        if innen is not None and innen[1].passt(innen[0][innen[3] :]):
            return innen[0], innen[1], [*innen[2], (F045, {"feld": innen[1].feld.name})], innen[3]
        ersetzt = nachgebildet(text)
        treffer, schluessel = self._genannter(ANGABE, ersetzt)
        if treffer is not None and schluessel is not None:
            wert = text[-len(treffer[5]) :] if treffer[5] and schluessel.ist_text else treffer[5]
            neu = f"{schluessel.feld.name}: {wert}".rstrip()
            return neu, schluessel, [(F077, _verwechselt(text, neu))], treffer.start(5)
        treffer, schluessel = self._genannter(_OHNE_DOPPELPUNKT, ersetzt)
        if treffer is None or schluessel is None or not schluessel.liest_hinter(treffer[3], treffer[4]):
            return None
        was, name = f"„{treffer[3]}“" if treffer[3].strip() else "ein Leerzeichen", schluessel.feld.name
        return f"{name}: {treffer[4]}", schluessel, [(F087, {"feld": name, "was": was})], treffer.start(4)


_ZWISCHEN = re.compile(r"[^\w\n]{1,8}(?:(?:am|ist|den|auf)[ \t]+)?")
_VERWEIS = re.compile(r"\[([^\[\]]{1,60})\]\([^()]{0,200}\)")


def _zeile_ab(text: str, index: int) -> str:
    return text[index:].partition("\n")[0]


def _rand(text: str) -> int:
    """Return where the first line of a text begins, list mark and emphasis left out."""
    treffer = _VORANGESTELLT.match(text)
    return treffer.end() if treffer is not None else 0


def _wert(text: str, von: int, bis: int, kaesten: Sequence[_Schnitt]) -> str:
    """Return the value that begins at `von` on one line; it ends where the next key or box begins."""
    naechstes = bisect_right(kaesten, von, key=lambda k: k.index)
    ende = min(bis, kaesten[naechstes].index) if naechstes < len(kaesten) else bis
    return nfc(" ".join(text[von:ende].split()))


def _verwechselt(text: str, neu: str) -> dict[str, str]:
    return {"wert": text.strip(), "gemeint": neu.strip()}
