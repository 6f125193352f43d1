"""The keys of one kind of entry, and the forms in which lines may carry them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fallbuch.akte.eintragsformen import Besonderes
from fallbuch.akte.feld import Feld, felder
from fallbuch.akte.modell import Angaben
from fallbuch.akte.termin import Termintyp
from fallbuch.akte.typen import Datum, Spannentyp, Vokabel
from fallbuch.einmal import einmal
from fallbuch.kennung import vergleichsform
from fallbuch.text.zeichen import GEWOEHNLICH, ist_gewoehnlich
from fallbuch.werte import dataclass
from fallbuch.zeit import TAG_UND_MONAT

MARKE = r"(?:[-*+•–—]|[0-9]{1,3}[.)])"
#: What may stand before a key without changing that it is one: indent, quotation, list mark, heading mark, emphasis.
VORN = rf"[ \t>]*+(?:{MARKE}[ \t]++)?(?:\#{{1,6}}[ \t]++)?(?:\*\*|__)?"
#: A key with its value.
ANGABE = re.compile(rf"({VORN})([^\W\d_][\w .\-]{{0,60}}?)([ \t]*(?:\*\*|__)?:(?:\*\*|__)?)([ \t]*+)(.*)$")
#: Quoted, or so far in that it is code to Markdown.
ABGESETZT = re.compile(r"[ \t]*+>[ \t>]*+|(?: {4}| {0,3}\t)[ \t]*+")
#: A box, whatever stands before it. What is no state of ours (`[/]`, `[?]`) is one too, or it would be text.
KAESTCHEN = re.compile(rf"[ \t>]*+{MARKE}?[ \t]*+\[(?:[ \t]{{0,2}}|[ \t]?[xX-][ \t]?|[/~?!*+>✗✘])\](?![(\[:])")
#: A list item: what stands before its mark, the mark, the gap and its text. Day and month are none.
PUNKT = re.compile(
    rf"([ \t]*+)(?!{TAG_UND_MONAT})({MARKE}(?:[ \t]++[-*+](?=[ \t]))*+|(?=\[[ xX-]?\]\s))([ \t]++|(?=\[)|(?<=[-*+•])$)(.*)$"
)
#: A box in the middle of a line.
ZWEITES = re.compile(r"(?:(?<=[^\s>])[ \t]+|(?<=\)))(?=[-*+•][ \t]+\[(?:[xX]|[ \t\n]?|-)\][ \t\n])")
# A quick look for that: begins with what is rare.
_MITTEN_IN_DER_ZEILE = re.compile(r"[-*+•](?<!\n.)[ \t]+\[")
# What matters of characters that are not ordinary.
_BEDEUTSAM = re.compile(
    rf"[^{GEWOEHNLICH}&<|\\]|\\(?:[!-/:-@\[-`{{-~]|[ \t]*$)|&(?:#|[a-zA-Z][a-zA-Z0-9]*;)|<br|^[ \t>]*\|", re.MULTILINE
)
# Beginnings of lines: a list item with a line at the margin directly below it, which Markdown takes for part of it;
# a day and its month.
_ANFANG = re.compile(
    rf"\n[ \t>]*+(?:(?:{MARKE})[ \t][^\n]*\n(?=[^\s>#|*+•–—\[-])(?!{MARKE}[ \t])|(?:[-*+][ \t]++)?{TAG_UND_MONAT}"
    r"|(?:\*\*\*?|__|~~)[-*+][ \t]+\[|statt [0-9]|[0-9]{1,2}[:.][0-9]{2}\b)"
)
#: Emphasis, code and tags, which say nothing about a statement.
SCHMUCK = re.compile(
    r"[*_~`]{1,3}|</?(?:b|strong|em|i|u|s|del|span|code|p|li|div|mark|font|td|th)(?:[ \t][^<>]{0,80})?>", re.IGNORECASE
)
_SCHMUCKZEICHEN = frozenset("*_~`\"'„“([{<>%- \t")
#: What may stand behind a name in place of its colon: signs, a few small words, a figure, a short word in capitals.
_STATT = r"\t|[ ]+(?:[0-9:]|(?:am|ist|den|auf)\b|[A-ZÄÖÜ]{1,4}[ \t]*$)"
_STATT_DOPPELPUNKT = re.compile(rf"[ \t]*[^\w\s:]|{_STATT}", re.MULTILINE)
_LUECKE = r"[ \t\n]+"
_VIELLEICHT_DOPPELPUNKT = rf"(?:[ \t]*[^\w\s-]|[ \t]+-|{_STATT})"
_STRICHE = re.compile(r"[0-9][–—][0-9]|\[[–—]\]")


_HOECHSTENS_GEMERKT = 8192
_KUERZEL = re.compile("[A-ZÄÖÜ]{1,4}")
_EIN_TAG = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}\.[ ]?[0-9]{1,2}\.[ ]?[0-9]{4}")
#: Words of the team's lists are short; more is a sentence, without a colon sooner.
HOECHSTENS_WOERTER, _HOECHSTENS_OHNE = 6, 3
#: „Betreuungsstufe“ and „Arbeitsmarktstatus“ are nothing else; „Art“ and „Form“ are words of every sentence.
_LANGER_NAME = 12


@dataclass(frozen=True, slots=True)
class Schluessel:
    """A key that entries of a kind may carry: attribute, declaration, and whether every kind has it."""

    attribut: str
    feld: Feld
    gemeinsam: bool

    @property
    def ist_text(self) -> bool:
        return self.feld.ist_text

    @property
    def ist_wort(self) -> bool:
        """Its values are words that the team alone knows."""
        return isinstance(self.feld.typ, Vokabel)

    @property
    def hat_form(self) -> bool:
        """Its values are known by their form: a day, a span, a number, one of few words."""
        return not (self.ist_text or self.ist_wort or self.feld.ist_liste)

    def liest(self, wert: str) -> bool:
        """Tell whether a value has the form of this key's values."""
        return self.hat_form and bool(wert) and self.feld.typ.lies(wert, self.feld.name).wert is not None

    def passt(self, wert: str) -> bool:
        """Tell whether it can be a value of this key as far as its form says, and no sentence."""
        return self.ist_text or self.feld.ist_liste or self.liest(wert) or len(wert.split()) <= _HOECHSTENS_OHNE

    def liest_hinter(self, zeichen: str, wert: str) -> bool:
        """Tell whether what follows the name can only be its value, though `zeichen` stands there and no colon."""
        if zeichen.strip() in {";", "="}:
            return self.liest(wert) or (self.ist_wort and len(wert.split()) == 1 and not wert.endswith("."))
        return isinstance(self.feld.typ, Datum | Termintyp | Spannentyp) and self.liest(wert)

    def ist_fast_genannt(self, text: str, zwischen: str, wert: str) -> bool:
        """Tell whether a line that begins with the name is nearly a statement: what stands between cannot be a sentence."""
        if self.hat_form:
            return self.liest(wert) or (_EIN_TAG.match(wert) is not None and len(text.split()) <= HOECHSTENS_WOERTER)
        if self.ist_wort and zwischen.strip() in {";", "="}:
            return len(wert.split()) <= _HOECHSTENS_OHNE
        if not self.ist_wort or len(self.feld.name) <= _LANGER_NAME or len(wert.split()) != 1:
            return False
        return zwischen.strip(" ") not in {"", ".", ","} or _KUERZEL.fullmatch(wert) is not None

    def ist_gemeint(self, wert: str, *, umbrochen: bool, sicher: bool) -> bool:
        """Tell whether the name in the middle of a line begins a statement.

        `umbrochen`: it stands behind another key; `sicher`: so do others whose value leaves no doubt.
        """
        if self.hat_form:
            return self.liest(wert)
        if self.feld.ist_liste:
            return umbrochen and (not wert or KAESTCHEN.match(wert) is not None or PUNKT.match(wert) is not None)
        if self.ist_text:
            return umbrochen and sicher
        return (
            umbrochen and (sicher or len(self.feld.name) > _LANGER_NAME) and 0 < len(wert.split()) <= HOECHSTENS_WOERTER
        )

    def ist_fraglich(self, wert: str, *, umbrochen: bool) -> bool:
        """Tell whether somebody should be asked about the name in the middle of a text."""
        if self.hat_form:
            return umbrochen or _EIN_TAG.match(wert.lstrip("*_ ")) is not None or self.liest(wert.strip("*_`\"' .,;"))
        if umbrochen and not self.feld.ist_liste:
            return True
        return self.ist_wort and len(self.feld.name) > _LANGER_NAME and len(wert.split()) == 1


class Schluesselbund:
    """The keys of one kind of entry, by their folded names, and where they stand in a text."""

    def __init__(self, nach_form: Mapping[str, Schluessel]) -> None:
        self._nach_form = nach_form
        namen = {wort for s in nach_form.values() for wort in s.feld.namen}
        woerter = [list(map(re.escape, wort.split())) for wort in sorted(namen, key=lambda w: (-len(w), w))]
        self._woerter = woerter
        self._gelesene: dict[str, tuple[Schluessel, Any] | None] = {}
        #: Returns the key of that name as it is declared, None where there is none.
        self.genau = {s.feld.name: s for s in nach_form.values() if self.hole(s.feld.name) is s}.get

    def __iter__(self) -> Iterator[Schluessel]:
        return iter(self._nach_form.values())

    def hole(self, name: str) -> Schluessel | None:
        """Return the key of that name in whatever spelling."""
        return self._nach_form.get(vergleichsform(name))

    @einmal
    def _irgendwo(self) -> re.Pattern[str]:
        """Finds names: in the middle of a line only as they are declared; glued to a word only with a colon."""
        einer = "|".join(map(_LUECKE.join, self._woerter))
        return re.compile(rf"(?<!\w)(?<!\w-)(?:{einer})(?![\w-])|(?<=\w)(?:{einer})(?=:)")

    @einmal
    def _verstreut(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        """Find names in the middle of a line or broken over lines, and such at the margin without a colon.

        Only what may stand in place of a colon counts. Both begin with what is rare, or a search would take long.
        """
        mitten, vorn = defaultdict(list), defaultdict(list)
        for erstes, *weitere in self._woerter:
            anfang, worte = erstes[0], [erstes[1:], *weitere]
            vorn[anfang].append(r"[ \t]+".join(worte))
            mitten[anfang].append(r"(?<!\n.)" + _LUECKE.join(worte))
            mitten[anfang] += (
                rf"{_LUECKE.join(worte[:i])}[ \t]*\n[ \t\n]*{_LUECKE.join(worte[i:])}" for i in range(1, len(worte))
            )
        return (
            re.compile(rf"(?:{_einer(mitten)})(?={_VIELLEICHT_DOPPELPUNKT})", re.MULTILINE),
            re.compile(rf"\n(?>{_einer(vorn)})(?={_VIELLEICHT_DOPPELPUNKT})(?!: |:\n\n)", re.MULTILINE),
        )

    def lies(self, reihe: re.Match[str]) -> tuple[Schluessel, Any] | None:
        """Return key and value of a well-formed line; None where they ask for a closer look, as a list does."""
        # Lines such as „Dauer: 45“ a team writes again and again.
        if (zeile := reihe[0]) in self._gelesene:
            return self._gelesene[zeile]
        _, _, _, name, wert = reihe.groups()[:5]
        schluessel = self.genau(name)
        if schluessel is None or schluessel.feld.ist_text:
            return None if schluessel is None else (schluessel, wert)
        gelesen = None
        if not schluessel.feld.ist_liste:
            lesung = schluessel.feld.typ.lies(wert, name)
            gelesen = (schluessel, lesung.wert) if lesung.mangel is None and lesung.wert is not None else None
        if len(self._gelesene) < _HOECHSTENS_GEMERKT:
            self._gelesene[zeile] = gelesen
        return gelesen

    def gefunden(self, text: str) -> Iterator[re.Match[str]]:
        """Yield where names of keys stand, whatever follows them."""
        return self._irgendwo.finditer(text)

    def ist_schlicht(self, text: str) -> bool:
        """Tell whether the lines of an entry, each behind its line end, mean what they look like: keys at the margin, then a colon."""
        return not (_hat_bedeutsames(text) or _ANFANG.search(text) is not None or _ist_verdaechtig(text)) and all(
            map(self._ist_schlicht_genannt, self._irgendwo.finditer(text))
        )

    def ist_ganz_schlicht(self, text: str, *, gewoehnlich: bool, wohlgeformt: bool) -> bool:
        """Tell the same of several entries at once; what one key alone could tell is not asked.

        `gewoehnlich`: the characters are; `wohlgeformt`: no line begins as no line should.
        """
        return (
            (gewoehnlich or not _hat_bedeutsames(text))
            and (wohlgeformt or _ANFANG.search(text) is None)
            and not _ist_verdaechtig(text)
            and not any(muster.search(text) for muster in self._verstreut)
        )

    def _ist_schlicht_genannt(self, treffer: re.Match[str]) -> bool:
        text, (von, bis) = treffer.string, treffer.span()
        am_rand = text[von - 1] == "\n"
        if text[bis : bis + 1] != ":":
            betont = am_rand or text[von - 1] in _SCHMUCKZEICHEN
            return not betont or _STATT_DOPPELPUNKT.match(text, bis) is None
        if not am_rand or "\n" in treffer[0]:
            return False
        if text[bis + 1 : bis + 2] != "\n" or text[bis + 2 : bis + 3] in {"", "\n"}:
            return True
        schluessel = self.hole(treffer[0])
        return schluessel is not None and schluessel.feld.ist_liste


def _einer(nach_anfang: Mapping[str, Sequence[str]]) -> str:
    """Return a pattern for one of many words by their first letters: where none stands, a search looks at one only."""
    return "|".join(f"{anfang}(?:{'|'.join(reste)})" for anfang, reste in nach_anfang.items())


def _hat_bedeutsames(text: str) -> bool:
    """Tell whether a character of a text may mean something else than it shows."""
    return not ist_gewoehnlich(text) and _BEDEUTSAM.search(text) is not None


def _ist_verdaechtig(text: str) -> bool:
    """Tell whether something in the middle of lines may be meant otherwise than it looks, whatever their keys are."""
    if ("–" in text or "—" in text) and _STRICHE.search(text) is not None:
        return True
    # Mostly each bracket opens the box at the margin.
    return (
        text.count("[") != text.count("\n- [")
        and _MITTEN_IN_DER_ZEILE.search(text) is not None
        and ZWEITES.search(text) is not None
    )


def schluesselbund(*formen: type[Besonderes]) -> Schluesselbund:
    """Return the keys that entries of a kind (or of several) may carry; without one those that every entry may."""
    if formen not in _BUENDE:
        # Keys of the kind come last and win: `Begründung` of a plan is not that of another kind.
        klassen: tuple[tuple[type[Any], bool], ...] = ((Angaben, True), *((form, False) for form in formen))
        _BUENDE[formen] = Schluesselbund(
            {
                vergleichsform(wort): Schluessel(attribut, feld, gemeinsam)
                for klasse, gemeinsam in klassen
                for attribut, feld in felder(klasse)
                for wort in feld.namen
            }
        )
    return _BUENDE[formen]


_BUENDE: dict[tuple[type[Besonderes], ...], Schluesselbund] = {}


#: Marks before a key take no more room.
_HOECHSTENS_DAVOR = 200
_CODE = re.compile(r"[ \t]*`([^`]+)`[ \t]*")
_NUR_DAVOR = re.compile(VORN)


def ohne_schmuck(text: str) -> str:
    """Return a line with emphasis, code and tags taken off its key and off the end of its value."""
    kopf, doppelpunkt, rest = text.partition(":")
    if not doppelpunkt or len(kopf) > _HOECHSTENS_DAVOR:
        return text
    schlicht = SCHMUCK.sub("", kopf)
    vorn = SCHMUCK.match(rest)
    rest = rest[vorn.end() :] if vorn is not None else rest
    if schlicht == kopf and vorn is None:
        return text
    hinten = [t for t in SCHMUCK.finditer(rest) if t.end() == len(rest.rstrip())]
    return f"{schlicht}:{rest[: hinten[-1].start()] if hinten else rest}"


def hinter_worten(text: str, index: int) -> bool:
    """Tell whether words stand before `index` on its line, and not signs alone."""
    ab = max(0, index - _HOECHSTENS_DAVOR)
    return _ETWAS.search(text[max(text.rfind("\n", ab, index) + 1, ab) : index]) is not None


def steht_am_rand(text: str, index: int) -> bool:
    """Tell whether only marks stand before `index` on its line; a whole line of code is one of them."""
    ab = text.rfind("\n", max(0, index - _HOECHSTENS_DAVOR), index) + 1
    if ab == 0 and index > _HOECHSTENS_DAVOR:
        return False
    davor = text[ab:index]
    if davor.strip(" \t") != "`":
        return _NUR_DAVOR.fullmatch(davor) is not None
    ende = text.find("\n", index)
    return _CODE.fullmatch(text[ab : ende if ende >= 0 else None]) is not None


_ETWAS = re.compile(r"[^\W_]")
_NICHTS = frozenset({"keine", "keiner", "nichts", "entfällt"})


def sagt_etwas(text: str) -> bool:
    """Tell whether there is more than signs: a rule or a comment is no agreement."""
    return (
        _ETWAS.search(text) is not None
        and not text.lstrip().startswith("<!--")
        and text.strip(" .").lower() not in _NICHTS
    )
