"""Places, findings and the declaration of each kind of finding.

Every room declares its kinds (`Meldungsart`) beside the code that reports them; `katalog.py`
imports the rooms for the handbook. On pages and in messages a finding is called "Meldung".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from enum import StrEnum

from fallbuch.beispiele import BERATUNG
from fallbuch.werte import dataclass

# Control and direction characters would let a case file repaint a terminal or reverse a sentence; what has no width
# hides why two words differ; and halves of a pair (a file name that is no text) cannot be printed at all.
_UNSICHTBAR = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff9-\ufffb\ud800-\udfff\U0001d173-\U0001d17a\U000e0000-\U000e01ef]"
)
# What the runners of GitHub, Gitea and Forgejo take for an order, wherever it stands in a log or where a line begins.
_BEFEHL = re.compile(r"##(?=\[)|^(\s*):(?=:)")
_ZITAT_LAENGE = 60
# These carry this program's own words or the team's lists, not a file's text.
_LAENGE = dict.fromkeys(("erwartet", "rat", "mangel", "problem", "orte", "gruende", "was"), 600)


class Schwere(StrEnum):
    """How grave a finding is: `Fehler` fails a check, `Hinweis` only under `--streng`."""

    FEHLER = "Fehler"
    HINWEIS = "Hinweis"


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Stelle:
    """A place in a file; lines and columns count from 1, columns in code points."""

    datei: str
    zeile: int = 1
    spalte: int = 1

    def __str__(self) -> str:
        return f"{self.datei}:{self.zeile}"

    def ersetzt(self, laenge: int, ersatz: str) -> Korrektur:
        """Return the fix that writes `ersatz` in the place of so many characters from here on."""
        return Korrektur(zeile=self.zeile, von=self.spalte, bis=self.spalte + laenge, ersatz=ersatz)


@dataclass(frozen=True, kw_only=True, slots=True)
class Korrektur:
    """A certain fix: in `zeile`, columns `von` to before `bis` become `ersatz`; `bis` may be a column of a later line."""

    zeile: int
    von: int
    bis: int
    ersatz: str
    bis_zeile: int | None = None

    @property
    def zeilen(self) -> range:
        """The lines that it touches."""
        return range(self.zeile, (self.bis_zeile or self.zeile) + 1)

    def beruehrt(self, andere: Korrektur) -> bool:
        """Tell whether both fixes would touch one character, or begin at one place."""
        eine_von, andere_von = (self.zeile, self.von), (andere.zeile, andere.von)
        return eine_von < andere._ende and andere_von < self._ende

    @property
    def _ende(self) -> tuple[int, int]:
        letzte = self.bis_zeile or self.zeile
        return letzte, max(self.bis, self.von + 1) if letzte == self.zeile else self.bis


@dataclass(frozen=True, kw_only=True, slots=True)
class Befund:
    """One finding, complete with its German sentence and hint."""

    art: Meldungsart
    stelle: Stelle
    text: str
    hinweis: str
    korrektur: Korrektur | None = None
    #: The finding touches a due date: the case stands on top of the list until it is mended.
    uhr: bool = False

    @property
    def kennung(self) -> str:
        return self.art.kennung

    @property
    def schwere(self) -> Schwere:
        return self.art.schwere

    @property
    def reihenfolge(self) -> tuple[Stelle, str, str]:
        """Sort key: file, line, column, then code."""
        return (self.stelle, self.kennung, self.text)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Meldungsart:
    """A kind of finding, and at the same time its page in the handbook.

    `muster` and `hinweis` are `str.format` templates; values from files are only ever arguments.
    `uhr` marks findings after which a due date cannot be trusted: such a case stands at the top
    of the due list as "nicht berechenbar". `schlecht` and `gut` are whole files of the kind that
    `beispieldatei` names. Whoever says nothing else declares an error, and the usual case as what is right.
    """

    kennung: str
    schwere: Schwere = Schwere.FEHLER
    titel: str
    muster: str
    hinweis: str
    erklaerung: str
    schlecht: str | bytes
    gut: str = BERATUNG
    uhr: bool = False
    #: The file cannot be read as it was meant, and nothing is written into it; what it lacks may be there all the same.
    ungelesen: bool = False
    #: It has been read, but the program does not write into a file with it.
    sperrt: bool = False
    #: Entries below may have been taken for something else.
    verschluckt: bool = False
    #: It holds in a closed case too, as an appointment does: one that nobody can read must not be lost with the case.
    ueberdauert: bool = False
    beispieldatei: str = "faelle/4711.md"
    #: Further files of the failing example, by name.
    dazu: Mapping[str, str] = field(default_factory=dict)
    #: What the failing example is, where no file content can show it.
    umstand: str = ""

    def __post_init__(self) -> None:
        if self.kennung in ARTEN:
            raise ValueError(f"code declared twice: {self.kennung}")
        ARTEN[self.kennung] = self

    def melde(self, stelle: Stelle, *, korrektur: Korrektur | None = None, **werte: object) -> Befund:
        """Build the finding at `stelle`; `werte` fill the templates, cut to a readable length."""
        sichtbar = {name: lesbar(str(wert), _LAENGE.get(name, _ZITAT_LAENGE)) for name, wert in werte.items()}
        return Befund(
            art=self,
            stelle=stelle,
            text=self.muster.format(**sichtbar),
            hinweis=self.hinweis.format(**sichtbar),
            korrektur=korrektur,
            uhr=self.uhr,
        )


#: Every kind that has been declared so far, by its code.
ARTEN: dict[str, Meldungsart] = {}


def meldungsart(kennung: str) -> Meldungsart:
    """Return the kind of finding with this code; its room must have been imported."""
    return ARTEN[kennung]


def meldung(befund: Befund) -> str:
    """Return a finding as people read it: place and sentence on one line, the hint below."""
    stelle = befund.stelle
    return f"{lesbar(stelle.datei, 200)}:{stelle.zeile}:{stelle.spalte}: {befund.schwere} {befund.kennung}: {befund.text}\n    {befund.hinweis}\n"


def zusammenfassung(faelle: int, befunde: Sequence[Befund]) -> str:
    """Say in one sentence how many cases were checked and what was found."""
    fehler = sum(1 for befund in befunde if befund.schwere is Schwere.FEHLER)
    hinweise = len(befunde) - fehler
    return f"{anzahl(faelle, 'Fall', 'Fälle')} geprüft: {anzahl(fehler, 'Fehler', 'Fehler')}, {anzahl(hinweise, 'Hinweis', 'Hinweise')}."


def anzahl(wieviele: int, einzahl: str, mehrzahl: str) -> str:
    """Return a number with its noun, with dots between thousands."""
    return f"{wieviele:,} {einzahl if wieviele == 1 else mehrzahl}".replace(",", ".")


def lesbar(text: str, laenge: int = _ZITAT_LAENGE) -> str:
    """Return `text` safe to print on one line, at most `laenge` characters long."""
    sauber = _BEFEHL.sub(_entschaerft, _UNSICHTBAR.sub("\N{REPLACEMENT CHARACTER}", text))
    return sauber if len(sauber) <= laenge else sauber[: laenge - 1] + "…"


def _entschaerft(treffer: re.Match[str]) -> str:
    return "# #" if treffer[1] is None else f"{treffer[1]}: "
