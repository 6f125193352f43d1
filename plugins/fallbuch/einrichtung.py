"""A team before its cases are read: its folder, its own files, and the key date that somebody set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from fallbuch.befund import Befund, Schwere
from fallbuch.fehler import Satzfehler
from fallbuch.regelwerk.altbestand import BESTANDSDATEI
from fallbuch.regelwerk.formen import bei
from fallbuch.regelwerk.laden import VORLAGEN, lade_vorlagen
from fallbuch.regelwerk.modell import Ordner, Regelwerk, Teamdatei
from fallbuch.statistik.meldungen import KENNZAHLENDATEI, VERBUNDDATEI
from fallbuch.text.knoten import Liste, Skalar, lies_yaml
from fallbuch.text.quelle import Quelldatei, ist_ordner, liegt_da, lies_datei, lies_falldateien, namen_der_faelle
from fallbuch.werte import dataclass
from fallbuch.zeit import datum_aus

if TYPE_CHECKING:
    from fallbuch.statistik.laden import Kennzahlenbuch
    from fallbuch.statistik.verbund import Verbund

STICHTAG_VARIABLE = "FALLBUCH_STICHTAG"


class Aufruffehler(Satzfehler):
    """The call or the machine is at fault, not a file; the message is a German sentence."""


@dataclass(frozen=True, kw_only=True)
class Einrichtung:
    """A team before its cases are read: its folder, its files, and what is wrong with them."""

    wurzel: Path
    datei: Teamdatei
    regelwerk: Regelwerk
    befunde: tuple[Befund, ...]
    #: The team's own file of figures, None without one.
    kennzahlendatei: bytes | None = None
    #: What several teams have agreed on, None without such a file.
    verbunddatei: bytes | None = None
    #: A hash of the files that hold its words and rules.
    fassung: bytes = b""

    @property
    def fehlerhaft(self) -> bool:
        """Tell whether the team's own files have errors, so that defaults stand in for what it wrote."""
        return any(befund.schwere is Schwere.FEHLER for befund in self.befunde)

    @cached_property
    def kennzahlen(self) -> Kennzahlenbuch:
        """What the team counts, and how it protects it."""
        return _kennzahlen(self.kennzahlendatei)[0]

    @cached_property
    def verbund(self) -> Verbund | None:
        """What the team has agreed on with others; None where there is no such file, or it cannot be relied on."""
        return _verbund(self.verbunddatei)[0] if self.verbunddatei is not None else None

    @property
    def fallordner(self) -> Path:
        return self.wurzel / self.datei.ordner.faelle


def richte_ein(wurzel: Path, geplante: Mapping[str, bytes] | None = None) -> Einrichtung:
    """Open the team's folder and read its configuration and rules; `geplante` are files as they will be, by their name.

    Raises `Aufruffehler` where there is no such folder.
    """
    if not ist_ordner(wurzel):
        raise Aufruffehler(
            f"Den Ordner „{wurzel}“ gibt es nicht. Nennen Sie mit --team den Ordner, in dem „vorlagen“ und „faelle“ liegen."
        )
    vorlagen = {name: _inhalt(wurzel, name) for name in (*VORLAGEN, BESTANDSDATEI)} | dict(geplante or {})
    datei, regelwerk, befunde = lade_vorlagen(vorlagen)
    kennzahlen = _inhalt(wurzel, KENNZAHLENDATEI)
    if kennzahlen is not None:
        befunde = [*befunde, *_kennzahlen(kennzahlen)[1]]
    verbund = _inhalt(wurzel, VERBUNDDATEI)
    if verbund is not None:
        befunde = [*befunde, *_verbund(verbund)[1]]
    return Einrichtung(
        wurzel=wurzel,
        datei=datei,
        regelwerk=regelwerk,
        befunde=tuple(befunde),
        kennzahlendatei=kennzahlen,
        verbunddatei=verbund,
        fassung=blake2b(repr(vorlagen).encode()).digest(),
    )


def _kennzahlen(inhalt: bytes | None) -> tuple[Kennzahlenbuch, list[Befund]]:
    from fallbuch.statistik.laden import lade_kennzahlen  # noqa: PLC0415 - who asks for no figures does not load them

    return lade_kennzahlen(inhalt)


def _verbund(inhalt: bytes) -> tuple[Verbund | None, list[Befund]]:
    from fallbuch.statistik.verbund import lade_verbund  # noqa: PLC0415 - the same

    return lade_verbund(inhalt)


def bestimme_stichtag(
    *, option: str | None, umgebung: Mapping[str, str], plugin: str | None, datei: Teamdatei
) -> date | None:
    """Return the key date that somebody set, or None for today.

    Order: command-line option, environment, plugin option, team.yml. Raises `Aufruffehler` for
    text that is no date.
    """
    for quelle, text in (
        ("--stichtag", option),
        (STICHTAG_VARIABLE, umgebung.get(STICHTAG_VARIABLE)),
        ("stichtag in mkdocs.yml", plugin),
    ):
        if text:
            if (tag := datum_aus(text)) is None:
                raise Aufruffehler(
                    f"„{text}“ ({quelle}) ist kein Datum. Erwartet: JJJJ-MM-TT, zum Beispiel 2026-02-28."
                )
            return tag
    return datei.stichtag


def pluginoption(wurzel: Path, name: str) -> str | None:
    """Return an option of the fallbuch plugin from `mkdocs.yml`, so that the command line follows the site."""
    inhalt = _inhalt(wurzel, "mkdocs.yml")
    if inhalt is None:
        return None
    knoten, _ = lies_yaml(inhalt.decode("utf-8", errors="replace"), "mkdocs.yml")
    plugins = bei(knoten, "plugins")
    for teil in plugins.teile if isinstance(plugins, Liste) else (plugins,):
        if isinstance(option := bei(teil, "fallbuch", name), Skalar):
            return option.text
    return None


def _inhalt(wurzel: Path, name: str) -> bytes | None:
    pfad = wurzel / name
    try:
        if not liegt_da(pfad):
            return None
    except OSError as fehler:
        # What cannot be looked at must not count as absent: the team's own rules would be ignored.
        raise Aufruffehler(f"Die Datei „{name}“ ist nicht lesbar, weil der Zugriff verweigert wird.") from fehler
    datei = lies_datei(pfad, name, wurzel)
    if datei.hindernis is not None:
        raise Aufruffehler(f"Die Datei „{name}“ ist {datei.hindernis}.")
    return datei.inhalt


def falldateien_von(einrichtung: Einrichtung) -> Sequence[Quelldatei]:
    """Read the team's case files; raises `Aufruffehler` where their folder is missing."""
    ordner, name = einrichtung.fallordner, einrichtung.datei.ordner.faelle
    try:
        return lies_falldateien(ordner, name)
    except FileNotFoundError as fehler:
        if name == Ordner().faelle and ist_ordner(einrichtung.wurzel / "vorlagen"):
            return ()  # a team without a case yet: git keeps no empty folders
        raise Aufruffehler(_kein_fallordner(einrichtung)) from fehler
    except OSError as fehler:
        raise Aufruffehler(f"Der Ordner der Fälle „{ordner}“ lässt sich nicht lesen.") from fehler


def _kein_fallordner(einrichtung: Einrichtung) -> str:
    ordner = einrichtung.fallordner
    if not ist_ordner(einrichtung.wurzel / "vorlagen"):
        return (
            f"In „{einrichtung.wurzel}“ liegt kein Team: Es fehlen die Ordner „vorlagen“ und „faelle“. "
            "Wechseln Sie in den Ordner des Teams, oder nennen Sie ihn mit --team."
        )
    return f"Den Ordner der Fälle „{ordner}“ gibt es nicht. Legen Sie ihn an, oder nennen Sie einen anderen in vorlagen/team.yml (ordner → faelle)."


def kennungen_von(einrichtung: Einrichtung) -> list[str]:
    """Return the names of all case files without their ending; none is opened."""
    ordner = einrichtung.fallordner
    return [name.rsplit(".", 1)[0] for name in namen_der_faelle(ordner)] if ist_ordner(ordner) else []
