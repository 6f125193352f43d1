"""What the team's log may say: kinds of entries with keys of their own, each key once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fallbuch.akte.feld import angabe
from fallbuch.akte.typen import Lesung, Typ, Vokabel, Zahl, passt_nicht
from fallbuch.werte import dataclass
from fallbuch.zeit import Quartal, monat_aus, quartal_aus

_WEG = Vokabel("zugangswege", "Name eines Zugangswegs")
_FAELLE = Zahl("Fälle", ("Fälle", "Fall"), 9999)


class Monatstyp(Typ[date]):
    """A month such as 2026-06, held as its last day."""

    name = "Monat"
    schema: Mapping[str, Any] = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}

    def lies(self, text: str, feld: str) -> Lesung[date]:
        monat = monat_aus(text)
        return Lesung(monat) if monat else passt_nicht(text, feld, "ein Monat wie 2026-06", "2026-06")


class Quartalstyp(Typ[Quartal]):
    """A reporting period such as 2026Q2."""

    name = "Quartal"
    schema: Mapping[str, Any] = {"type": "string", "pattern": "^[0-9]{4}Q[1-4]$"}

    def lies(self, text: str, feld: str) -> Lesung[Quartal]:
        quartal = quartal_aus(text)
        return Lesung(quartal) if quartal else passt_nicht(text, feld, "ein Quartal wie 2026Q2", "2026Q2")


@dataclass(frozen=True, kw_only=True, slots=True)
class Akquiseangaben:
    """Keys of the team log's monthly line for one channel."""

    zugangsweg: str | None = angabe("Zugangsweg", _WEG, "Um welchen Zugangsweg es geht.", "Beratungstag", pflicht=True)
    monat: date | None = angabe(
        "Monat", Monatstyp(), "Welcher Monat gemeint ist. Fehlt er, gilt der Monat des Eintrags.", "2026-06"
    )
    neue: int | None = angabe("Neue Fälle", _FAELLE, "Wie viele neu dazugekommen sind.", "2")


@dataclass(frozen=True, kw_only=True, slots=True)
class Veranstaltungangaben:
    """Keys of an event in the team log."""

    zugangsweg: str | None = angabe(
        "Zugangsweg", _WEG, "Zu welchem Zugangsweg sie gehört.", "Beratungstag", pflicht=True
    )
    teilnehmende: int | None = angabe(
        "Teilnehmende", Zahl("Menschen", ("Personen",), 9999), "Wie viele Menschen da waren.", "14"
    )
    neue: int | None = angabe("Neue Fälle", _FAELLE, "Wie viele neu dazugekommen sind.", "5")


@dataclass(frozen=True, kw_only=True, slots=True)
class Auswertungangaben:
    """Keys of the log's line that says the figures of a period have gone out."""

    zeitraum: Quartal | None = angabe(
        "Zeitraum",
        Quartalstyp(),
        "Welches Quartal ausgewertet wurde; es endet am 28. seines letzten Monats.",
        "2026Q2",
        pflicht=True,
    )


Protokollangaben = Akquiseangaben | Veranstaltungangaben | Auswertungangaben

#: Kinds of the team's log whose keys are part of the format.
PROTOKOLLFORMEN: Mapping[str, type[Protokollangaben]] = {
    "Akquise": Akquiseangaben,
    "Veranstaltung": Veranstaltungangaben,
    "Auswertung": Auswertungangaben,
}
#: Kinds of the team's log that are text alone.
PROTOKOLLNOTIZEN = ("Besprechung", "Notiz")
