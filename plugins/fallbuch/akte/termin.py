"""Appointments as a line of a case file states them: a day, perhaps an hour, perhaps instead of another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any

from fallbuch.akte.typen import F013, GUT_EINTRAG, Datum, Lesung, Mangel, Typ, passt_nicht
from fallbuch.befund import Meldungsart
from fallbuch.kennung import vergleichsform
from fallbuch.werte import dataclass

F027 = Meldungsart(
    kennung="F027",
    ueberdauert=True,
    uhr=True,
    titel="Folgetermin nicht lesbar",
    muster="Folgetermin „{wert}“ ist nicht lesbar. Erwartet: ein Datum wie 2026-02-28, mit Uhrzeit 2026-02-28 14:30, oder „keiner“; "
    "wer einen anderen Termin verschiebt, hängt „statt 2026-02-14“ an.",
    hinweis="Schreiben Sie den Termin als JJJJ-MM-TT, die Uhrzeit dahinter als HH:MM.",
    erklaerung="Ein Folgetermin, den niemand lesen kann, würde in keiner Liste erscheinen. Deshalb steht der Fall ganz oben, bis der Termin lesbar ist.",
    schlecht=GUT_EINTRAG.replace("2026-01-26", "in zwei Wochen"),
    gut=GUT_EINTRAG,
)


_EINER = "[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2})?"


@dataclass(frozen=True, slots=True)
class Termin:
    """An appointment: a day, perhaps a time; `tag` None means that none was agreed.

    `statt` names the appointment that it takes the place of, whoever agreed that one.
    """

    tag: date | None
    uhrzeit: time | None = None
    statt: Termin | None = None

    def __str__(self) -> str:
        statt = "" if self.statt is None else f" statt {self.statt}"
        if self.tag is None:
            return f"keiner{statt}"
        return f"{self.tag}{statt}" if self.uhrzeit is None else f"{self.tag} {self.uhrzeit:%H:%M}{statt}"


class Termintyp(Typ[Termin]):
    """A day with an optional time, or `keiner`; either may name the appointment that it takes the place of."""

    name = "Datum, auf Wunsch mit Uhrzeit (JJJJ-MM-TT HH:MM), oder „keiner“; dahinter auf Wunsch „statt JJJJ-MM-TT“"
    schema: Mapping[str, Any] = {"type": "string", "pattern": f"^(keiner|{_EINER})( statt {_EINER})?$"}

    # The run of blanks is entered at its beginning alone: a long line of blanks takes no longer than one of letters.
    _statt = re.compile(r"(?<![ ,])[ ,]++(?:an)?statt(?: am| vom| dem| des)? ++", re.IGNORECASE)
    # Day and time are matched by their own forms: a pattern of "anything, then a time" is slow on long lines.
    _form = re.compile(
        r"([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}\.\s?[0-9]{1,2}\.\s?[0-9]{2,4})"
        r"(?:[ ,T]{1,3}(?:um )?([0-9]{1,2})(?:[:.]([0-9]{2})(?: ?Uhr)?| ?Uhr))?"
    )

    def lies(self, text: str, feld: str) -> Lesung[Termin]:
        teile = self._statt.split(text, maxsplit=1)
        lesung = self._lies_einen(teile[0], feld)
        if len(teile) == 1:
            return lesung
        statt = self._lies_einen(teile[1], feld)
        if lesung.wert is None or statt.wert is None or statt.wert.tag is None:
            return Lesung(None, Mangel(F027, {"wert": text}))
        termin = replace(lesung.wert, statt=statt.wert)
        mangel = lesung.mangel or statt.mangel
        return Lesung(termin, mangel and mangel.am_ganzen(text, str(termin)))

    def _lies_einen(self, text: str, feld: str) -> Lesung[Termin]:
        if vergleichsform(text) in {"keiner", "kein", "keine"}:
            return Lesung(Termin(None))
        treffer = self._form.fullmatch(text)
        stunde, minute = (int(treffer[2] or 0), int(treffer[3] or 0)) if treffer is not None else (0, 0)
        if treffer is None or stunde > 23 or minute > 59:
            return Lesung(None, Mangel(F027, {"wert": text}))
        lesung = Datum().lies(treffer[1].strip(), feld)
        mangel = lesung.mangel
        if lesung.wert is None:
            unklar = mangel is None or mangel.art is F013
            return Lesung(None, Mangel(F027, {"wert": text}) if unklar else mangel)
        termin = Termin(lesung.wert, time(stunde, minute) if treffer[2] else None)
        return Lesung(termin, mangel and mangel.am_ganzen(text, str(termin)))


@dataclass(frozen=True, slots=True)
class Wahrgenommen(Termin):
    """Which appointment an entry was: the one of a day, or whichever was open (`tag` None)."""

    def __str__(self) -> str:
        return "ja" if self.tag is None else Termin.__str__(self)


class Terminbezug(Termintyp):
    """The appointment that an entry was: `ja`, or its day where several could be meant."""

    name = "„ja“, oder der Tag des Termins (JJJJ-MM-TT)"
    schema: Mapping[str, Any] = {"type": "string", "pattern": f"^(ja|{_EINER})$"}

    def lies(self, text: str, feld: str) -> Lesung[Termin]:
        if vergleichsform(text) == "ja":
            return Lesung(Wahrgenommen(None))
        lesung = self._lies_einen(text, feld)
        if lesung.wert is not None and lesung.wert.tag is not None:
            return replace(lesung, wert=Wahrgenommen(lesung.wert.tag, lesung.wert.uhrzeit))
        return passt_nicht(text, feld, self.name, "ja")
