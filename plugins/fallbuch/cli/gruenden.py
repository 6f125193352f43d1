"""A new team: what is asked, what is written, and its first saved state."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.arbeitstage import land_aus
from fallbuch.befund import lesbar
from fallbuch.cli.dialog import frage, ja, mehrere, sage, waehle
from fallbuch.einrichtung import Aufruffehler
from fallbuch.forge.umgebung import FORGEN
from fallbuch.text.git import KeinGit, git, hat_stand, oberster, rufe
from fallbuch.text.quelle import dateien_unter
from fallbuch.text.vorlage import Vorlagen
from fallbuch.text.yamlorte import geschrieben
from fallbuch.werte import dataclass

KALENDER, VEREIN = "Kalenderquartal", "29. bis 28."
#: By this file one knows the repository in which the program itself is written.
_PROGRAMMTEXT = "plugins/fallbuch/cli/__main__.py"
_KEIN_NAME = frozenset('\\/:*?"<>|\n\t(),[]{}')
# Braces are YAML's; what looks like a box is Markdown's.
_VORLAGEN = Vorlagen("fallbuch", "vorgaben/einrichtung", filter={"yaml": geschrieben}, html=False, klammern=("[", "]"))


@dataclass(frozen=True, kw_only=True)
class Gruendung:
    """What a new team says about itself."""

    name: str = "Unser Team"
    berater: Sequence[str] = ()
    zugangswege: Sequence[str] = ("Empfehlung",)
    berichtszeitraum: str = KALENDER
    land: str = ""
    forge: str = ""
    adresse: str = ""


def frage_gruendung(bekannt: Gruendung) -> Gruendung:
    """Ask what a team is like, one thing after the other; each has an answer for those who do not know yet."""
    sage(
        "Ein neues Team. Alles lässt sich später in vorlagen/team.yml ändern. Geschrieben wird erst am Ende; „zurück“ geht eine Frage zurück, Strg+C bricht ab."
    )
    name = frage("Wie heißt das Team", bekannt.name)
    berater = mehrere("Wer berät (ein Name je Zeile, Eingabetaste beendet)", pruefe_name)
    wege = mehrere("Woher kommen die Menschen, zum Beispiel Beratungstag (ein Weg je Zeile)", pruefe_name)
    land = frage(
        "Welches Land, für die Feiertage (zum Beispiel Bayern oder Wien, sonst Eingabetaste)", pruefe=pruefe_land
    )
    sage("Wann beginnt und endet ein Quartal der Auswertung?")
    zeitraum = waehle("Nummer oder Wort", (KALENDER, VEREIN), KALENDER)
    sage("Wo liegt der Ordner später, damit andere mitarbeiten?")
    forge = waehle("Nummer oder Wort", FORGEN, noetig=False)
    return replace(
        bekannt,
        name=name,
        berater=tuple(dict.fromkeys(berater)),
        zugangswege=tuple(dict.fromkeys(wege)) or bekannt.zugangswege,
        berichtszeitraum=zeitraum,
        land=land,
        forge=forge,
    )


def pruefe_name(text: str) -> str:
    """Return a word that can stand in a list and in a heading; raises `Schreibfehler`."""
    if _KEIN_NAME & set(text) or not any(map(str.isalnum, text)):
        raise Schreibfehler(
            f"„{lesbar(text)}“ geht nicht. Erwartet: Buchstaben, Ziffern, Leerzeichen, Punkt und Bindestrich."
        )
    return " ".join(text.split())


def pruefe_land(text: str) -> str:
    """Return the name of a Land that has public holidays; raises `Schreibfehler`."""
    if land_aus(text) is None:
        raise Schreibfehler(
            f"„{lesbar(text)}“ ist kein Land. Erwartet: Deutschland, Österreich oder ein Bundesland, zum Beispiel Bayern oder Wien."
        )
    return text


def dateien_fuer(g: Gruendung, heute: date) -> dict[str, str]:
    """Return path → text of every file of a new team."""
    werte = {
        **asdict(g),
        "person": g.berater[0] if g.berater else "Jana",
        "tag": heute,
        "beginn": heute - timedelta(days=3),
        "gespraech": heute,
        "frist": heute + timedelta(days=14),
    }
    namen = (name for name, _ in dateien_unter(files("fallbuch").joinpath("vorgaben", "einrichtung")))
    return {name.replace("punkt-", "."): _VORLAGEN.fuelle(name, **werte) for name in sorted(namen)}


def pruefe_ort(ziel: Path, *, darf_fremd: bool, fragen: bool = False) -> None:
    """Refuse to write a team into the repository of the program, and into that of others without a word."""
    vorhanden = next(o for o in (ziel.absolute(), *ziel.absolute().parents) if os.path.lexists(o))
    if not vorhanden.is_dir() or not os.access(vorhanden, os.W_OK | os.X_OK):
        was = "ist eine Datei" if not vorhanden.is_dir() else "darf hier niemand beschreiben"
        raise Aufruffehler(f"Dort lässt sich kein Ordner anlegen: „{vorhanden}“ {was}. Nennen Sie einen anderen.")
    oben = oberster(vorhanden)
    if oben is None:
        return
    if (oben / _PROGRAMMTEXT).is_file():
        raise Aufruffehler(
            f"„{oben}“ ist der Ordner, in dem das Programm selbst entsteht. Fälle gehören nicht dorthin: Nennen Sie einen Ordner außerhalb."
        )
    if oben.resolve() == ziel.resolve() or darf_fremd:
        return
    satz = f"„{ziel}“ liegt im git-Verzeichnis „{oben}“, das schon etwas anderes enthält."
    if not (fragen and ja(f"{satz} Soll das Team trotzdem dorthin?", vorgabe=False)):
        raise Aufruffehler(f"{satz} Nennen Sie einen Ordner außerhalb, oder bestätigen Sie es mit --trotzdem.")


def speichere(ziel: Path, namen: Sequence[str]) -> str:
    """Begin a repository where there is none and save the new files as its first state; returns what to say."""
    try:
        if oberster(ziel) is None:
            git(ziel, "init", "--quiet", "--initial-branch=main")
        if hat_stand(ziel):
            return "Speichern Sie die neuen Dateien in git."
        git(ziel, "add", "--", *namen)
        ende = rufe(ziel, "commit", "--quiet", "-m", "Anfang")
    except KeinGit as fehler:
        return f"Gespeichert ist noch nichts: {fehler}"
    if ende.returncode:
        return (
            "In git gespeichert ist noch nichts, weil git Ihren Namen nicht kennt. Nennen Sie ihn einmal mit „git config --global user.name“ und "
            "„git config --global user.email“, danach: git commit -m Anfang"
        )
    return "Das ist der erste Stand in git."


def gruendung_aus(werte: Mapping[str, Any], forge: str | None) -> Gruendung:
    """Return what the options say of a new team. Raises `Schreibfehler` or `Aufruffehler`."""
    g = Gruendung(
        berater=tuple(dict.fromkeys(map(pruefe_name, werte["berater"]))),
        land=pruefe_land(werte["land"]) if werte["land"] else "",
        forge=forge or "",
        adresse=werte["adresse"] or "",
        berichtszeitraum=VEREIN if werte["quartal"] == "28." else KALENDER,
    )
    if g.adresse and not (g.forge and g.adresse.startswith("https://") and g.adresse.isprintable()):
        raise Aufruffehler("Zu --adresse gehört --forge, und sie beginnt mit https://.")
    wege = tuple(dict.fromkeys(map(pruefe_name, werte["zugangsweg"])))
    return replace(g, name=werte["name"] or g.name, zugangswege=wege or g.zugangswege)
