"""The scan: words, names, days and figures of a built site against everything that must not leave the team."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from fallbuch.befund import Befund, Meldungsart, Stelle
from fallbuch.leckprobe.bekannt import Bekanntes
from fallbuch.leckprobe.blatt import GRENZE, Blatt, Wort, falte, folgen, formen, lies_blatt
from fallbuch.leckprobe.geheimnisse import LAUF, Geheimnisse, allein_erkennbar
from fallbuch.leckprobe.meldungen import S010, S011, S012, S013, S014, S015, S016
from fallbuch.statistik.anzeige import KEIN_WERT
from fallbuch.statistik.ausgabe import INSGESAMT

#: Files of the published figures.
STATISTIK = ("statistik.html", "statistik/")
_HOECHSTENS = 100
#: Words beside which a short or everyday ID is one.
_VOR_IDS = frozenset({"id", "fall", "falls", "fälle", "falldatei", "faelle", "kunde", "kundin", "kennung"})
_ZAEHLWORTE = frozenset(
    {"fall", "fälle", "fällen", "mensch", "menschen", "person", "personen", "kundin", "kundinnen", "kunde", "kunden", "phasen", "beratungen",
     "abschlüsse", "neue", "offene", "begonnene", "abgeschlossene", "abgeschlossen", "arbeitsstellen"}
)  # fmt: skip
_TAG = re.compile(r"\b([0-9]{4})-([0-9]{2})-([0-9]{2})\b|\b([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})\b")
_ZAHL = re.compile(r"[0-9]+")
_NAEHE, _UMGEBUNG = 3, 8
W = TypeVar("W")


@dataclass(slots=True)
class _Treffer:
    """Findings of one scan, each once for a file and what it is about."""

    befunde: list[Befund] = field(default_factory=list)
    gesehen: set[tuple[str, str, str]] = field(default_factory=set)

    def melde(self, art: Meldungsart, pfad: str, wort: Wort | None, worum: str, **werte: str | int | date) -> None:
        schluessel = (art.kennung, pfad, worum)
        if schluessel in self.gesehen or len(self.befunde) >= _HOECHSTENS:
            return
        self.gesehen.add(schluessel)
        stelle = Stelle(datei=pfad, zeile=wort.zeile if wort else 1, spalte=wort.spalte if wort else 1)
        self.befunde.append(art.melde(stelle, korrektur=None, **werte))


@dataclass(frozen=True, slots=True)
class Ergebnis:
    """What a scan found, how many files it read, and which it could not."""

    befunde: tuple[Befund, ...]
    gelesen: int
    ungelesen: tuple[str, ...]


def pruefe_seiten(
    ordner: Path,
    geheimnisse: Geheimnisse,
    falltexte: Mapping[str, str],
    bekannt: Bekanntes,
    ist_fremd: Callable[[str, bytes], bool],
) -> Ergebnis:
    """Scan every file below `ordner`; files that `ist_fremd` knows (those of the theme) hold nothing of the team."""
    probe = Leckprobe(geheimnisse, falltexte, bekannt)
    gelesen, ungelesen = 0, []
    blaetter: list[Blatt] = []
    for pfad, inhalt in _dateien(ordner):
        probe.pruefe_pfad(pfad)
        if ist_fremd(pfad, inhalt):
            continue
        blatt = lies_blatt(pfad, inhalt)
        if blatt is None:
            continue
        if blatt.roh is None:
            ungelesen.append(pfad)
            continue
        gelesen += 1
        blaetter.append(blatt)
    probe.pruefe(blaetter)
    befunde = sorted(probe.treffer.befunde, key=lambda b: b.reihenfolge)
    return Ergebnis(tuple(befunde), gelesen, tuple(ungelesen))


def _dateien(ordner: Path) -> Iterator[tuple[str, bytes]]:
    for wurzel, unterordner, namen in os.walk(ordner):
        unterordner.sort()
        for name in sorted(namen):
            pfad = Path(wurzel, name)
            yield pfad.relative_to(ordner).as_posix(), pfad.read_bytes()


class Leckprobe:
    """One scan of one site."""

    def __init__(self, geheimnisse: Geheimnisse, falltexte: Mapping[str, str], bekannt: Bekanntes) -> None:
        self.treffer = _Treffer()
        self._g, self._falltexte = geheimnisse, falltexte
        self._bekannt = bekannt
        # Names and IDs by their first word, so that a page is read once for all of them.
        self._berater = _nach_erstem((tuple(formen(name)), name) for name in geheimnisse.berater)
        self._ids = _nach_erstem((worte, worte) for worte in geheimnisse.ids)
        self._kontakte = _nach_erstem((k.namen, k) for k in geheimnisse.kontakte if k.namen)

    def pruefe_pfad(self, pfad: str) -> None:
        """Report a file whose name is that of a case or of a counsellor."""
        for teil in pfad.split("/"):
            was = self._g.pfade.get(teil.rsplit(".", 1)[0].casefold()) or self._g.pfade.get(teil.casefold())
            if was is not None:
                self.treffer.melde(S016, pfad, None, teil, was=was)

    def pruefe(self, blaetter: Sequence[Blatt]) -> None:
        """Scan all pages."""
        for blatt in blaetter:
            worte = [w.form for w in blatt.woerter]
            self._namen_und_ids(blatt, worte)
            self._kontaktdaten(blatt)
            zahlen = blatt.pfad.startswith(STATISTIK)
            if not (zahlen and blatt.pfad.endswith(".csv")):  # each line there names its period
                self._tage(blatt, worte)
            if zahlen:
                self._statistik(blatt, worte)
            else:
                self._genaue(blatt, worte)
        self._texte(blaetter)

    def _namen_und_ids(self, blatt: Blatt, worte: list[str]) -> None:
        for i, wort in enumerate(blatt.woerter):
            form = wort.form
            for namen, name in self._berater.get(form, ()):
                if (
                    _steht(worte, i, namen)
                    and _wie_geschrieben(blatt.woerter, i, name)
                    and not self._ok(worte, i, namen)
                ):
                    self.treffer.melde(S011, blatt.pfad, wort, name, wert=name)
            for folge, _ in self._ids.get(form, ()):
                if _steht(worte, i, folge) and self._ist_id(worte, i, folge, wort) and not self._ok(worte, i, folge):
                    self.treffer.melde(
                        S010, blatt.pfad, wort, str(folge), wert="-".join(folge), fall=self._g.ids[folge]
                    )
            for namen, kontakt in self._kontakte.get(form, ()):
                if _steht(worte, i, namen) and not self._ok(worte, i, namen):
                    self.treffer.melde(S012, blatt.pfad, wort, kontakt.betrieb, was="der Name", betrieb=kontakt.betrieb)

    def _ok(self, worte: list[str], i: int, folge: tuple[str, ...]) -> bool:
        return self._bekannt.entschuldigt(worte, i, len(folge))

    def _ist_id(self, worte: list[str], i: int, folge: tuple[str, ...], wort: Wort) -> bool:
        if wort.in_zahl:
            return False  # figures are compared with what was published
        if allein_erkennbar(folge):
            return True
        return i > 0 and worte[i - 1] in _VOR_IDS

    def _kontaktdaten(self, blatt: Blatt) -> None:
        if blatt.roh is None:
            return
        klein, ziffern = "", ""
        for kontakt in self._g.kontakte:
            if kontakt.email:
                klein = klein or falte(blatt.roh)
                if kontakt.email in klein:
                    self._melde_kontakt(blatt, kontakt.betrieb, "die E-Mail-Adresse", klein.index(kontakt.email))
            if kontakt.ziffern:
                ziffern = ziffern or re.sub(r"(?<=[0-9])[\s/().–-]+(?=[0-9])", "", blatt.roh)
                treffer = re.search(rf"(?<![0-9]){kontakt.ziffern}(?![0-9])", ziffern)
                if treffer:
                    self._melde_kontakt(blatt, kontakt.betrieb, "die Telefonnummer", treffer.start())

    def _melde_kontakt(self, blatt: Blatt, betrieb: str, was: str, stelle: int) -> None:
        zeile = (blatt.roh or "").count("\n", 0, stelle) + 1
        self.treffer.melde(S012, blatt.pfad, Wort("", "", zeile, 1), f"{betrieb} {was}", was=was, betrieb=betrieb)

    def _tage(self, blatt: Blatt, worte: list[str]) -> None:
        """Report days of contacts that stand beside what happened on them, an ID or a counsellor."""
        for i, wort in enumerate(blatt.woerter):
            tag, laenge = _tag_ab(worte, i)
            arten = self._g.tage.get(tag) if tag is not None else None
            if tag is None or arten is None:
                continue
            nahe = [*range(max(0, i - _NAEHE), i), *range(i + laenge, min(len(worte), i + laenge + _NAEHE))]
            weit = [*range(max(0, i - _UMGEBUNG), i), *range(i + laenge, min(len(worte), i + laenge + _UMGEBUNG))]
            anlass = next((j for j in nahe if worte[j] in arten), None)
            if anlass is None:
                anlass = next((j for j in weit if self._sagt_etwas(blatt.woerter, worte, j)), None)
            if anlass is not None and not self._bekannt.entschuldigt(worte, i, laenge):
                self.treffer.melde(S014, blatt.pfad, wort, str(tag), tag=tag, wert=blatt.woerter[anlass].text)

    def _sagt_etwas(self, woerter: Sequence[Wort], worte: list[str], j: int) -> bool:
        """Tell whether a word is an ID or the name of a counsellor."""
        form = worte[j]
        ids = any(
            (len(folge) == 1 and not form.isdigit()) or allein_erkennbar(folge) for folge, _ in self._ids.get(form, ())
        )
        return ids or any(_wie_geschrieben(woerter, j, name) for _, name in self._berater.get(form, ()))

    def _texte(self, blaetter: Sequence[Blatt]) -> None:
        """Report runs of five words that stand in a case too. The site is small, the cases are many: they pass by once."""
        orte: dict[int, tuple[Blatt, int]] = {}
        for blatt in blaetter:
            for i, folge in folgen([w.form for w in blatt.woerter], LAUF):
                if folge not in orte and not self._bekannt.langer_lauf(folge):
                    orte[folge] = (blatt, i)
        for datei, zeile, folge in self._g.laeufe(self._falltexte):
            if folge in orte:
                blatt, i = orte[folge]
                # One sentence is one finding, however many cases it stands in.
                ort = blatt.woerter[i]
                self.treffer.melde(S013, blatt.pfad, ort, f"{ort.zeile}", fall=datei, zeile=zeile)

    def _statistik(self, blatt: Blatt, worte: list[str]) -> None:
        """Compare every figure of the statistics with what was published; no other number may stand there."""
        if blatt.pfad.endswith(".csv"):
            self._tabelle(blatt)
            return
        for zahl in blatt.zahlen:
            soll = self._g.erlaubt.get(zahl.schluessel)
            ist = " ".join(zahl.text.split())
            if ist != KEIN_WERT and (soll is None or ist not in {soll, soll.partition(" (")[0]}):
                ort = Wort("", "", zahl.zeile, zahl.spalte)
                self._melde_zahl(blatt, ort, ist, f" bei „{_lesbarer(zahl.schluessel)}“", soll)
        for i, wort in enumerate(blatt.woerter):
            if wort.in_zahl or wort.verdeckt or not _ZAHL.fullmatch(wort.form) or self._ist_datum_oder_name(worte, i):
                continue
            if not self._bekannt.entschuldigt(worte, i):
                self._melde_zahl(blatt, wort, wort.text, "", None)

    def _melde_zahl(self, blatt: Blatt, wort: Wort, ist: str, wo: str, soll: str | None) -> None:
        erwartet = f"„{soll}“" if soll is not None else "nur die veröffentlichten Zahlen"
        self.treffer.melde(
            S015, blatt.pfad, wort, f"{wo}{ist}{wort.zeile}:{wort.spalte}", wert=ist, wo=wo, erwartet=erwartet
        )

    def _ist_datum_oder_name(self, worte: list[str], i: int) -> bool:
        """Tell whether a number belongs to a day, to a period's name or to a file of one."""
        if any(_tag_ab(worte, j)[0] is not None for j in range(max(0, i - 2), i + 1)):
            return True
        davor, danach = worte[i - 1] if i else "", worte[i + 1] if i + 1 < len(worte) else ""
        jahr = len(worte[i]) == 4 and worte[i].startswith(("19", "20", "21"))
        return (
            (jahr and davor in {"quartal", "jahr", "statistik", "auswertung"})
            or (len(worte[i]) == 1 and danach == "quartal")
            or (jahr and danach in {"html", "csv"})
        )

    def _tabelle(self, blatt: Blatt) -> None:
        """Compare each line of a CSV file with the figure it names."""
        zeilen = csv.DictReader(io.StringIO(blatt.roh or ""), delimiter=";")
        for nummer, zeile in enumerate(zeilen, start=2):
            namen = ["" if zeile.get(n) == INSGESAMT else zeile.get(n) or "" for n in ("zeile", "spalte")]
            name = "|".join([zeile.get("zeitraum") or "", zeile.get("tabelle") or "", *namen])
            soll = self._g.erlaubt.get(name)
            zahlen = [zeile.get(n) or "" for n in ("wert", "basis", "prozent")]
            erlaubt = set(_zahlen_in(soll or ""))
            for zahl in zahlen:
                if zahl and (soll is None or zahl not in erlaubt):
                    ort = Wort("", "", nummer, 1)
                    self._melde_zahl(blatt, ort, zahl, f" bei „{_lesbarer(name)}“", soll)
            fremde = [str(v) for k, v in zeile.items() if k not in _BEKANNTE_SPALTEN and v]
            if fremde:
                self._melde_zahl(blatt, Wort("", "", nummer, 1), fremde[0], "", None)

    def _genaue(self, blatt: Blatt, worte: list[str]) -> None:
        """Report an exact figure beside a word that counts people, wherever it stands."""
        for i, wort in enumerate(blatt.woerter):
            if not _ZAHL.fullmatch(wort.form) or len(wort.form) > 6 or int(wort.form) not in self._g.genaue:
                continue
            umgebung = [*worte[max(0, i - 2) : i], *worte[i + 1 : i + 3]]
            if (
                GRENZE not in umgebung
                and _ZAEHLWORTE.intersection(umgebung)
                and not self._bekannt.entschuldigt(worte, i)
            ):
                self._melde_zahl(blatt, wort, wort.text, " neben einem Wort für Menschen", None)


_BEKANNTE_SPALTEN = frozenset(
    {
        "zeitraum",
        "von",
        "bis",
        "kennzahl",
        "tabelle",
        "zeile",
        "spalte",
        "wert",
        "basis",
        "prozent",
        "einheit",
        "hinweis",
    }
)


def _zahlen_in(text: str) -> list[str]:
    return [zahl.replace(".", "") for zahl in re.findall(r"[0-9.]*[0-9]", text)]


def _lesbarer(name: str) -> str:
    return ", ".join(teil or INSGESAMT for teil in name.split("|"))


def _nach_erstem(paare: Iterable[tuple[tuple[str, ...], W]]) -> dict[str, list[tuple[tuple[str, ...], W]]]:
    ergebnis: dict[str, list[tuple[tuple[str, ...], W]]] = {}
    for folge, was in paare:
        if folge:
            ergebnis.setdefault(folge[0], []).append((folge, was))
    return ergebnis


def _steht(worte: list[str], i: int, folge: tuple[str, ...]) -> bool:
    return len(folge) == 1 or tuple(worte[i : i + len(folge)]) == folge


def _wie_geschrieben(woerter: Sequence[Wort], i: int, name: str) -> bool:
    """Tell whether a name stands there with its capital letters: `ole` inside an address is none."""
    erstes = name.split(maxsplit=1)[0] if name.split() else name
    return woerter[i].text[:1] == erstes[:1]


def _tag_ab(worte: list[str], i: int) -> tuple[date | None, int]:
    """Return the day that three words from `i` on name, in either order."""
    teile = worte[i : i + 3]
    if len(teile) < 3 or not all(teil.isascii() and teil.isdigit() for teil in teile):
        return None, 0
    laengen = tuple(map(len, teile))
    jahr, monat, tag = map(int, teile if laengen == (4, 2, 2) else reversed(teile))
    if laengen != (4, 2, 2) and not (laengen[2] == 4 and laengen[0] <= 2 and laengen[1] <= 2):
        return None, 0
    try:
        return date(jahr, monat, tag), 3
    except ValueError:
        return None, 0
