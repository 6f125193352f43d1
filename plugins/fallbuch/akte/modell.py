"""What a case file may say. Each field and each key stands here once.

A declaration carries the name in the file, the type, whether it must be there, a help text and an
example; reading, JSON Schema, field reference and schema command all follow from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import Any

from fallbuch.akte.eintragsformen import Besonderes
from fallbuch.akte.feld import angabe
from fallbuch.akte.kopftypen import Merkzeile, Vertretung, Vertretungstyp
from fallbuch.akte.termin import Termin, Terminbezug, Termintyp
from fallbuch.akte.typen import (
    Auswahl,
    Datum,
    Kennungstyp,
    Textliste,
    Vokabel,
    Zahl,
)
from fallbuch.akte.zusage import Vereinbarung
from fallbuch.befund import Stelle
from fallbuch.werte import dataclass


class Stellen(Mapping[str, Stelle]):
    """Places in one file by what stands there, each made when somebody asks for it."""

    __slots__ = ("_datei", "_orte")

    def __init__(self, datei: str = "", orte: Mapping[str, tuple[int, int]] | None = None) -> None:
        """Take line and column of each."""
        self._datei, self._orte = datei, {} if orte is None else orte

    def __getitem__(self, name: str) -> Stelle:
        zeile, spalte = self._orte[name]
        return Stelle(datei=self._datei, zeile=zeile, spalte=spalte)

    def __contains__(self, name: object) -> bool:
        return name in self._orte

    def __iter__(self) -> Iterator[str]:
        return iter(self._orte)

    def __len__(self) -> int:
        return len(self._orte)

    def get(self, name: str, sonst: Any = None) -> Any:
        return self[name] if name in self._orte else sonst


class Status(StrEnum):
    """Where a case stands; the order is that of the work."""

    NEU = "neu"
    IN_BERATUNG = "in Beratung"
    ABGESCHLOSSEN = "abgeschlossen"


@dataclass(frozen=True, kw_only=True, slots=True)
class Kopf:
    """The front matter: what is true of the case now."""

    id: str | None = angabe(
        "ID",
        Kennungstyp(),
        "Eindeutige Kennung des Falls, am besten zufällig. Sie ist auch der Dateiname.",
        "4711",
        pflicht=True,
    )
    erstkontakt: date | None = angabe(
        "Erstkontakt", Datum(), "Tag, an dem der erste Kontakt stattfand.", "2026-01-12", pflicht=True
    )
    zugangsweg: str | None = angabe(
        "Zugangsweg",
        Vokabel("zugangswege", "Name eines Zugangswegs"),
        "Woher die Kundin oder der Kunde kam.",
        "Beratungstag",
        pflicht=True,
        frueher=("Akquise",),
    )
    status: str | None = angabe("Status", Auswahl(*Status), "Wo der Fall gerade steht.", "in Beratung", pflicht=True)
    berater: str | None = angabe(
        "Berater",
        Vokabel("berater", "Name einer Beraterin oder eines Beraters"),
        "Wer sich um den Fall kümmert. Nötig, sobald der Status „in Beratung“ ist.",
        "Jana",
        vermisst=True,
    )
    betreuungsstufe: str | None = angabe(
        "Betreuungsstufe",
        Vokabel("stufen", "Kürzel einer Betreuungsstufe"),
        "Die zuletzt festgelegte Stufe. Fehlt sie, ist sie noch festzulegen.",
        "IK",
        vermisst=True,
    )
    arbeitsmarktstatus: str | None = angabe(
        "Arbeitsmarktstatus",
        Vokabel("arbeitsmarktstatus", "Wort aus der Liste des Teams"),
        "Stellung am Arbeitsmarkt.",
        "arbeitslos",
        vermisst=True,
    )
    bewilligung_bis: date | None = angabe(
        "Bewilligung bis", Datum(), "Tag, an dem die bewilligte Leistung endet.", "2026-09-30"
    )
    einwilligung: date | None = angabe(
        "Einwilligung",
        Datum(),
        "Tag, an dem in die Speicherung eingewilligt wurde.",
        "2026-01-12",
        uhr=False,
        vermisst=True,
    )
    hilfenetz: tuple[str, ...] = angabe(
        "Hilfenetz", Textliste(), "Stellen, die außerdem helfen, je als „Stelle (Rolle)“.", "Schuldnerberatung (Raten)"
    )
    vertretung: Vertretung | None = angabe(
        "Vertretung",
        Vertretungstyp("berater", "Name einer Beraterin oder eines Beraters, auf Wunsch „bis JJJJ-MM-TT“"),
        "Wer den Fall übernimmt, solange die zuständige Person fehlt. Mit „bis“ endet die Vertretung nach diesem Tag von selbst.",
        "Ole bis 2026-04-06",
    )
    zu_beachten: str | None = angabe(
        "Zu beachten",
        Merkzeile(),
        "Was alle vor jedem Anruf wissen müssen. Steht in allen Listen neben der ID und verlässt das Team nie.",
        "nicht auf die Mailbox sprechen",
        uhr=False,
    )
    vereint_mit: tuple[str, ...] = angabe(
        "Vereint mit",
        Textliste(),
        "IDs von Fällen desselben Menschen, die in diesem aufgegangen sind. „fallbuch vereinen“ schreibt sie; vergeben werden sie nicht mehr.",
        "4712",
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Angaben:
    """Keys that any entry may carry."""

    vereinbarungen: tuple[Vereinbarung, ...] = angabe(
        "Vereinbarungen",
        Textliste(),
        "Liste dessen, was vereinbart wurde. „[ ]“ ist offen, „[x]“ erledigt, „[-]“ fallengelassen; die Frist steht als "
        "„bis JJJJ-MM-TT“ dabei, vorn steht, wer an der Reihe ist (Kunde, Kundin, Team oder ein Name).",
        "- [ ] Kundin aktualisiert den Lebenslauf (bis 2026-01-26)",
        vereinbarungen=True,
        synonyme=("Vereinbarung",),
    )
    folgetermin: Termin | None = angabe(
        "Folgetermin",
        Termintyp(),
        "Der verabredete Termin, auf Wunsch mit Uhrzeit. Er löst frühere Termine derselben Beraterin oder desselben Beraters ab; "
        "„keiner“ streicht sie. Mit „statt JJJJ-MM-TT“ dahinter gilt das nur für den genannten Termin, wer auch immer ihn verabredet hat.",
        "2026-01-26 14:30",
    )
    wahrgenommen: Termin | None = angabe(
        "Termin wahrgenommen",
        Terminbezug(),
        "Vermerk, dass dieser Eintrag der verabredete Termin war. Nötig, wo ein Termin mit Uhrzeit am Telefon stattfand; ein Gespräch gilt von selbst. "
        "Sind mehrere Termine offen, nennen Sie den Tag.",
        "ja",
    )
    wiederaufnehmen: str | None = angabe(
        "Wieder aufnehmen",
        Auswahl("nein"),
        "Vermerk bei einem Gespräch nach dem Abschluss, dass der Fall abgeschlossen bleibt.",
        "nein",
    )
    betreuungsstufe: str | None = angabe(
        "Betreuungsstufe",
        Vokabel("stufen", "Kürzel einer Betreuungsstufe"),
        "Die an diesem Tag festgelegte oder bestätigte Stufe.",
        "IK",
    )
    bewerberangebot: str | None = angabe(
        "Bewerberangebot",
        Auswahl("geprüft"),
        "Vermerk, dass das Bewerberangebot an diesem Tag geprüft wurde.",
        "geprüft",
    )
    arbeitsmarktstatus: str | None = angabe(
        "Arbeitsmarktstatus",
        Vokabel("arbeitsmarktstatus", "Wort aus der Liste des Teams"),
        "Stellung am Arbeitsmarkt an diesem Tag.",
        "arbeitslos",
    )
    dauer: int | None = angabe("Dauer", Zahl("Minuten", ("min", "Min."), 1440), "Dauer in Minuten.", "45")
    nachgetragen_am: date | None = angabe(
        "Nachgetragen am",
        Datum(),
        "Tag, an dem der Eintrag geschrieben wurde, wenn sein Quartal da schon vorbei war. Die Auswertung zählt ihn als Nachmeldung; "
        "„fallbuch eintragen“ setzt die Zeile von selbst.",
        "2026-02-03",
        uhr=False,
        synonyme=("Nachgetragen",),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Eintrag:
    """One dated entry. `datum` is None where the heading cannot be read; no rule sees it then."""

    datum: date | None
    art: str
    berater: tuple[str, ...]
    text: str
    angaben: Angaben
    besonderes: Besonderes | None
    stelle: Stelle
    stellen: Mapping[str, Stelle] = field(default_factory=Stellen)
    #: Columns of the kind and of each counsellor's name in the heading.
    art_spalte: int = 1
    #: Length of the kind as it stands in the heading, blanks included.
    art_laenge: int = 0
    berater_spalten: tuple[int, ...] = ()
    #: Names the entry within its file: date, kind, number among equals.
    schluessel: str = ""
    #: Where plain values begin, for fixes; quoted ones are not listed.
    wertstellen: Mapping[str, Stelle] = field(default_factory=Stellen)
    #: Keys whose text no type could read; a rule may not treat them as absent.
    unlesbar: frozenset[str] = frozenset()
    #: Hashes of what is not shown, line by line: such entries are equal only if these are.
    verborgenes: tuple[bytes, ...] = ()

    def ort(self, schluessel: str) -> Stelle:
        """Return where the key stands, or the heading where it is absent."""
        return self.stellen.get(schluessel, self.stelle)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fall:
    """One case as its file states it. A faulty file is a case too, with the faulty fields missing."""

    kennung: str
    datei: str
    stamm: str
    kopf: Kopf
    eintraege: tuple[Eintrag, ...]
    stellen: Mapping[str, Stelle] = field(default_factory=Stellen)
    #: Where plain values begin, for fixes; quoted ones are not listed.
    wertstellen: Mapping[str, Stelle] = field(default_factory=Stellen)
    vorspann: str = ""
    #: The file writes umlauts in two code points; columns are then not those of its bytes.
    zerlegt: bool = False
    #: Fields whose text could not be read; they are faulty, not absent.
    unlesbar: frozenset[str] = frozenset()
    #: False where the file as a whole could not be read; nothing may then be concluded from it.
    vollstaendig: bool = True
    #: Some line of the file may say what is not to be shown; a check looks closer.
    verdacht: bool = False

    def ort(self, feld: str) -> Stelle:
        """Return where the field stands, or the file's beginning where it is absent."""
        return self.stellen.get(feld, Stelle(datei=self.datei))
