"""What was changed about the team itself: its lists, its settings, its releases. Contact persons stay out of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import PurePosixPath
from typing import Any

from fallbuch.arbeitstage import Land
from fallbuch.befund import lesbar
from fallbuch.regelwerk.modell import Teamdatei
from fallbuch.regelwerk.vokabular import Vokabular, datei_der_liste
from fallbuch.register.meldungen import ORDNER, VERZEICHNIS
from fallbuch.team import Team
from fallbuch.vergleich.modell import Dateitat, Handlung, Listenaenderung, Tat

_LISTEN = {
    "berater": "Beraterinnen und Berater",
    "zugangswege": "Zugangswege",
    "arbeitgeber": "Arbeitgeber",
    "stufen": "Betreuungsstufen",
    "arten": "Arten von Einträgen",
    "arbeitsmarktstatus": "Arbeitsmarktstatus",
    "massnahmen": "Maßnahmen",
    "massnahmenergebnisse": "Ergebnisse von Maßnahmen",
    "abschlussergebnisse": "Ergebnisse von Abschlüssen",
    "gruende": "Gründe",
    "beschaeftigungsformen": "Formen der Beschäftigung",
    "nachbetreuungsergebnisse": "Ergebnisse der Nachbetreuung",
}
_EINSTELLUNGEN = {
    "name": "Name des Teams",
    "hinweis": "Hinweis auf allen Seiten",
    "zeitzone": "Zeitzone",
    "land": "Land der Feiertage",
    "feiertage": "Feiertage",
    "freie_tage": "Eigene freie Tage",
    "arbeitstage": "Arbeitstage anzeigen",
    "stichtag": "Stichtag",
    "berichtszeitraum": "Berichtszeitraum",
    "ordner": "Ordner",
    "forge": "Adresse im Netz",
}
#: What files of the team are, in words.
BESCHREIBUNGEN = {
    "vorlagen/fall.md": "womit ein neuer Fall beginnt",
    "vorlagen/prozess.md": "womit ein neuer Prozess beginnt",
    "vorlagen/kennzahlen.yml": "eigene Tabellen der Auswertung",
    "vorlagen/arbeitgeber.yml": "die Arbeitgeber",
    "vorlagen/team.yml": "Angaben zum Team",
    "vorlagen/regelwerk.yml": "die eigenen Regeln",
    "mkdocs.yml": "Einstellungen der Seiten",
    "mkdocs-oeffentlich.yml": "Einstellungen der öffentlichen Seiten",
}


def listenaenderungen(alt: Vokabular, neu: Vokabular) -> list[Listenaenderung]:
    """Return the lists that differ, each with the words that came, went, or mean something else."""
    ergebnis = []
    for name in (f.name for f in fields(neu) if f.name in _LISTEN):
        davor, jetzt = alt.liste(name), neu.liste(name)
        aenderung = Listenaenderung(
            titel=_LISTEN[name],
            datei=datei_der_liste(name),
            dazu=[w for w in jetzt if w not in davor],
            weg=[w for w in davor if w not in jetzt],
            geaendert=[w for w in jetzt if w in davor and davor[w] != jetzt[w]],
        )
        if aenderung.dazu or aenderung.weg or aenderung.geaendert:
            ergebnis.append(aenderung)
    return ergebnis


def einstellungen(alt: Teamdatei, neu: Teamdatei) -> list[Handlung]:
    """Return the settings of the team's file that differ; its lists are told elsewhere."""
    paare = ((titel, _wert(getattr(alt, name)), _wert(getattr(neu, name))) for name, titel in _EINSTELLUNGEN.items())
    return [Handlung(Tat.FELD, titel, davor, jetzt) for titel, davor, jetzt in paare if davor != jetzt]


def _wert(wert: Any) -> str:
    match wert:
        case None:
            return ""
        case Land():
            return wert.name
        case bool():
            return "ja" if wert else "nein"
        case Mapping():
            return ", ".join(f"{name}: {w}" for name, w in wert.items())
    if is_dataclass(wert):
        return ", ".join(f"{f.name}: {getattr(wert, f.name)}" for f in fields(wert))
    return str(wert)


def freigaben(alt: Team, neu: Team, dateien: Sequence[Dateitat]) -> Iterator[Handlung]:
    """Yield the released sheets whose file came, went or reads otherwise: the last two must never happen."""
    for name, tat in dateien:
        if not ist_freigabe(name) or name == VERZEICHNIS:
            continue
        schluessel = PurePosixPath(name).stem
        blatt = neu.register.blatt(schluessel) or alt.register.blatt(schluessel)
        yield Handlung(tat, blatt.zeitraum.name if blatt is not None else lesbar(schluessel))


def ist_freigabe(name: str) -> bool:
    """Tell whether a file belongs to the register."""
    return name.startswith(f"{ORDNER}/")


def nennbar(name: str, seiten: str) -> bool:
    """Tell whether a file's name may stand in a report: it is one of the program's, or of a page of the team.

    Any other may be a human being's; reports go out by mail.
    """
    return name in BESCHREIBUNGEN or name in _UEBLICHE or name.startswith((f"{seiten}/", "."))


_UEBLICHE = frozenset({"README.md", "LICENSE", "CHANGELOG.md"})
