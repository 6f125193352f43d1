"""The scan: words, names and days of a built site against everything that must not leave the team."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from itertools import pairwise
from pathlib import Path

from fallbuch.befund import Befund, Meldungsart
from fallbuch.leckprobe.bekannt import Bekanntes
from fallbuch.leckprobe.blatt import Fundblatt, Fundwort, falte, folgen, formen
from fallbuch.leckprobe.geheimnisse import LAUF, Geheimnisse, allein_erkennbar
from fallbuch.leckprobe.meldungen import S010, S011, S012, S013, S014, S016, S017, S018
from fallbuch.leckprobe.tage import tag_ab
from fallbuch.leckprobe.treffer import Treffer
from fallbuch.leckprobe.zahlenprobe import Zahlenprobe
from fallbuch.prozess.fundus import ERZEUGTE, als_html, mitgelieferte_dokumente
from fallbuch.werte import dataclass

#: Words beside which a short or everyday ID is one.
_VOR_IDS = frozenset({"id", "fall", "falls", "fälle", "falldatei", "faelle", "kunde", "kundin", "kennung"})
#: Pages and folders of the team's own site; in public they are left over from one.
_INTERNE = frozenset(
    {"faelle", "faelligkeiten", "berater", "uebergabe", "woche", "auslastung", "kalender", "protokoll", "pruefbericht", "arbeitgeber", "auswertung"}
)  # fmt: skip
#: Pages that every site has: their names tell nothing, whatever somebody is called.
_MITGELIEFERTE = frozenset(map(als_html, (*ERZEUGTE, *mitgelieferte_dokumente())))
_NICHT_HEX = re.compile("<[^>]*>|[^0-9a-f]+")
_NAEHE, _UMGEBUNG = 3, 8
_ABSTAND = 2
#: Words in a row, the kind of finding that they are, and what it says.
_Gesuchtes = tuple[tuple[str, ...], Meldungsart, str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Ergebnis:
    """What a scan found, how many findings are not shown, how many files it read, and which it could not."""

    befunde: tuple[Befund, ...]
    mehr: int
    gelesen: int
    ungelesen: tuple[str, ...]


#: By this file the next build knows a folder of pages; mkdocs never deletes files that begin with a dot.
MARKE = ".fallbuch-seiten"
MARKENTEXT = (
    "Diesen Ordner hat ein Bau von Fallbuch geschrieben. Der nächste Bau leert ihn und schreibt ihn neu.\n".encode()
)


def dateien(ordner: Path) -> Iterator[tuple[str, bytes | None]]:
    """Yield every file, also behind links: whoever packs or copies the pages takes along what links show.

    What a link shows of other folders than the team's is named, but not read (None).
    """
    gesehen: set[str] = set()
    team = os.path.realpath(ordner.parent) + os.sep
    for wurzel, unterordner, namen in os.walk(ordner, followlinks=True):
        drinnen = []
        for name in sorted(unterordner):
            ziel = os.path.realpath(os.path.join(wurzel, name))
            if not ziel.startswith(team):
                yield Path(wurzel, name).relative_to(ordner).as_posix(), None
            elif ziel not in gesehen:  # a link to a folder above would never end
                gesehen.add(ziel)
                drinnen.append(name)
        unterordner[:] = drinnen
        for name in sorted(namen):
            pfad = Path(wurzel, name)
            # The mark of a build is no page, and a folder with nothing else is empty.
            if pfad.is_file() and not (pfad == ordner / MARKE and pfad.read_bytes() == MARKENTEXT):
                yield pfad.relative_to(ordner).as_posix(), pfad.read_bytes()


class Leckprobe:
    """One scan of one site."""

    def __init__(
        self, geheimnisse: Geheimnisse, falltexte: Mapping[str, str], bekannt: tuple[Bekanntes, Bekanntes]
    ) -> None:
        self.treffer = Treffer()
        self._g, self._falltexte, self._bekannt = geheimnisse, falltexte, bekannt[0]
        self._zahlen = Zahlenprobe(geheimnisse, bekannt[1], self.treffer)
        # Names, IDs and remarks by their first word, so that a page is read once for all of them.
        self._gesucht: dict[str, list[_Gesuchtes]] = {}
        gesucht: tuple[_Gesuchtes, ...] = (
            *(
                (folge, S011, name, {"wert": name})
                for name in geheimnisse.berater
                for folge in _faelle_des_namens(name)
            ),
            *((w, S010, str(w), {"wert": "-".join(w), "fall": fall}) for w, fall in geheimnisse.ids.items()),
            *((w, S017, str(w), {"fall": fall}) for w, fall in geheimnisse.merkzeilen.items()),
            *((k.namen, S012, k.betrieb, {"was": "der Name", "betrieb": k.betrieb}) for k in geheimnisse.kontakte),
        )
        for gesuchtes in gesucht:
            for erstes in gesuchtes[0][:1]:
                self._gesucht.setdefault(erstes, []).append(gesuchtes)

    def _an(self, worte: Sequence[str], i: int) -> Iterator[_Gesuchtes]:
        """Yield what is looked for and stands at a position."""
        return (g for g in self._gesucht.get(worte[i], ()) if _steht(worte, i, g[0]))

    def pruefe_pfad(self, pfad: str) -> None:
        """Report a file whose name tells of a case, of a counsellor or of the team's own pages."""
        staemme = [teil.split(".", 1)[0].casefold() for teil in pfad.split("/")]
        was = "einer internen Seite" if staemme[0] in _INTERNE else ""
        if not was and pfad not in _MITGELIEFERTE and staemme[-1] in self._g.personen:
            was = "einer Beraterin oder eines Beraters"
        if was:
            self.treffer.melde(S016, pfad, None, pfad, was=was)
            return
        worte = formen(pfad)
        for i in range(len(worte)):
            for folge, art, worum, werte in self._an(worte, i):
                if art is S010 and allein_erkennbar(folge):
                    self.treffer.melde(art, pfad, None, worum, **werte)

    def pruefe(self, blaetter: Sequence[Fundblatt]) -> None:
        """Scan all pages."""
        for blatt in blaetter:
            worte = [w.form for w in blatt.woerter]
            verglichen = self._zahlen.pruefe(blatt, worte)
            if not verglichen:  # a compared table holds published figures and words of the team's lists
                self._namen_und_ids(blatt, worte)
                self._tage(blatt, worte)
            self._kontaktdaten(blatt)
            if self._g.los and self._g.los in _NICHT_HEX.sub("", (blatt.roh or "").casefold()):
                self.treffer.melde(S018, blatt.pfad, None, "")
        self._texte(blaetter)

    def _namen_und_ids(self, blatt: Fundblatt, worte: list[str]) -> None:
        for i, wort in enumerate(blatt.woerter):
            for folge, art, worum, werte in self._an(worte, i):
                if (
                    (art is not S011 or _wie_geschrieben(blatt.woerter, i, worum))
                    and (art is not S010 or self._ist_id(worte, i, folge, wort))
                    and not self._bekannt.entschuldigt(worte, i, len(folge))
                ):
                    self.treffer.melde(art, blatt.pfad, wort, worum, **werte)

    def _ist_id(self, worte: list[str], i: int, folge: tuple[str, ...], wort: Fundwort) -> bool:
        if wort.in_zahl:
            return False  # figures are compared with what was published
        return allein_erkennbar(folge) or (i > 0 and worte[i - 1] in _VOR_IDS)

    def _kontaktdaten(self, blatt: Fundblatt) -> None:
        """Look for mail addresses and telephone numbers, however the numbers are grouped."""
        # Markdown writes mail addresses as entities.
        roh = unescape(blatt.roh or "") if self._g.kontakte else ""
        klein, ziffern = falte(roh), re.sub(r"(?<=[0-9])[\s\u00a0/().–-]+(?=[0-9])", "", roh)
        for kontakt in self._g.kontakte:
            if kontakt.email and kontakt.email in klein:
                self._melde_kontakt(blatt, kontakt.betrieb, "die E-Mail-Adresse", klein.index(kontakt.email))
            treffer = re.search(rf"(?<![0-9]){kontakt.ziffern}(?![0-9])", ziffern) if kontakt.ziffern else None
            if treffer:
                self._melde_kontakt(blatt, kontakt.betrieb, "die Telefonnummer", treffer.start())

    def _melde_kontakt(self, blatt: Fundblatt, betrieb: str, was: str, stelle: int) -> None:
        zeile = unescape(blatt.roh or "").count("\n", 0, stelle) + 1
        self.treffer.melde(S012, blatt.pfad, Fundwort("", "", zeile, 1), f"{betrieb} {was}", was=was, betrieb=betrieb)

    def _tage(self, blatt: Fundblatt, worte: list[str]) -> None:
        """Report days of contacts that stand beside what happened on them, an ID or a counsellor."""
        for i, wort in enumerate(blatt.woerter):
            tag, laenge = tag_ab(worte, i)
            arten = self._g.tage.get(tag) if tag is not None else None
            if tag is None or arten is None or not _am_stueck(blatt.woerter[i : i + laenge]):
                continue
            nahe = _umgebung(i, laenge, _NAEHE, len(worte))
            anlass = next((j for j in nahe for art in arten if _steht(worte, j, art)), None)
            if anlass is None:
                weit = _umgebung(i, laenge, _UMGEBUNG, len(worte))
                anlass = next((j for j in weit if self._sagt_etwas(blatt.woerter, worte, j)), None)
            # A day that the handbook prints is known; beside a word that does not stand there it is somebody's.
            bekannt = self._bekannt.entschuldigt
            if anlass is not None and not (bekannt(worte, i, laenge) and bekannt(worte, anlass)):
                self.treffer.melde(S014, blatt.pfad, wort, str(tag), tag=tag, wert=blatt.woerter[anlass].text)

    def _sagt_etwas(self, woerter: Sequence[Fundwort], worte: list[str], j: int) -> bool:
        """Tell whether a word is an ID or the name of a counsellor."""
        return any(
            (art is S010 and allein_erkennbar(folge)) or (art is S011 and _wie_geschrieben(woerter, j, worum))
            for folge, art, worum, _ in self._an(worte, j)
        )

    def _texte(self, blaetter: Sequence[Fundblatt]) -> None:
        """Report runs of five words that stand in a case too. The site is small, the cases are many: they pass by once."""
        orte: dict[int, list[tuple[Fundblatt, int]]] = {}
        for blatt in blaetter:
            for i, folge in folgen([w.form for w in blatt.woerter], LAUF):
                if not self._bekannt.langer_lauf(folge):
                    bisher = orte.setdefault(folge, [])
                    if not any(b is blatt for b, _ in bisher):
                        bisher.append((blatt, i))
        for datei, zeile, folge in self._g.laeufe(self._falltexte):
            for blatt, i in orte.get(folge, ()):
                # One sentence is one finding, however many cases it stands in.
                ort = blatt.woerter[i]
                self.treffer.melde(S013, blatt.pfad, ort, f"{ort.zeile}", fall=datei, zeile=zeile)


def _faelle_des_namens(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the folded words of a name, and its genitive."""
    worte = formen(name)
    if worte:
        yield tuple(worte)
        yield (*worte[:-1], f"{worte[-1]}s")


def _steht(worte: Sequence[str], i: int, folge: tuple[str, ...]) -> bool:
    return tuple(worte[i : i + len(folge)]) == folge


def _am_stueck(woerter: Sequence[Fundwort]) -> bool:
    """Tell whether words stand side by side, but for a dot and a blank: cells of a table are no day."""
    return all(
        a.zeile == b.zeile and 0 <= b.spalte - a.spalte - len(a.text) <= _ABSTAND and not a.in_zahl
        for a, b in pairwise(woerter)
    )


def _umgebung(i: int, laenge: int, wie_weit: int, ende: int) -> list[int]:
    """Return the positions before and after a run of words, the nearest last and first."""
    return [*range(max(0, i - wie_weit), i), *range(i + laenge, min(ende, i + laenge + wie_weit))]


def _wie_geschrieben(woerter: Sequence[Fundwort], i: int, name: str) -> bool:
    """Tell whether a name stands there with its capital letter: `ole` inside an address is none."""
    return woerter[i].text[:1] == name.strip()[:1]
