"""The sources from which rules, processes and figures come, with their age: what they say may no longer hold."""

from __future__ import annotations

import re

from fallbuch.werte import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Quelle:
    """A source: the short name by which everything refers to it, what it is, and from when."""

    kuerzel: str
    titel: str
    stand: str
    inhalt: str

    @property
    def anker(self) -> str:
        return self.kuerzel.lower()


QUELLEN: tuple[Quelle, ...] = (
    Quelle(
        kuerzel="VEREIN",
        titel="Prozessbeschreibung eines ehrenamtlichen Teams",
        stand="2016, überarbeitet 2017",
        inhalt="Die vier Prozesse Akquise, Beratung, Maßnahmen und Analyse, die Felder von Kundenliste und KundenDoku, die Vorlage für "
        "Prozessbeschreibungen. Von diesem Team geht Fallbuch aus.",
    ),
    Quelle(
        kuerzel="AMS",
        titel="Der Betreuungsplan des Arbeitsmarktservice Österreich",
        stand="Mai 2007 (aus dem Tag des Workshops erschlossen)",
        inhalt="Die Kernprozesse des AMS, die Phasen und Inhalte des Betreuungsplans und woran er in der Praxis scheitert. "
        "Vorgetragen auf einem Workshop über die Qualität der Beratung; das Gesetz, auf das sich der Vortrag bezieht, galt ab 2005.",
    ),
    Quelle(
        kuerzel="STEP2JOB",
        titel="Case Management im Programm Step2Job in Wien",
        stand="vermutlich 2012 (aus der Laufzeit erschlossen)",
        inhalt="Ein Programm für Menschen mit Mindestsicherung, 2010 bis 2012, neun Träger; geplant waren 7.247, erreicht wurden 7.131 "
        "Menschen. Wie die Gremien zusammenarbeiteten, und wo die Praxis hinter dem Gedanken des Case Managements zurückblieb.",
    ),
    Quelle(
        kuerzel="INFAS",
        titel="Individuelle Betreuung im SGB II, Ergebnisse der 6c-Evaluation",
        stand="November 2009, Befragungen von 2006 und 2007",
        inhalt="Was Betreuung gelingen lässt und was sie begrenzt, aus dem Endbericht der 6c-Evaluation und aus einer Befragung von 5.889 Fachkräften "
        "in Deutschland, von denen 2.397 ausgewertet sind.",
    ),
    Quelle(
        kuerzel="DICHTE",
        titel="Konzept zur Kontaktdichte je Betreuungsstufe, Landkreis Regensburg",
        stand="ohne Datum; die genannten Leistungen deuten auf die Zeit vor 2012",
        inhalt="Die vier Betreuungsstufen mit Zielen, üblichen Maßnahmen und dem Abstand, in dem man spätestens voneinander hört.",
    ),
)
_KUERZEL = {quelle.kuerzel: quelle for quelle in QUELLEN}
_WORT = re.compile(r"[A-Z0-9]{3,}")


def quellen_in(text: str) -> list[Quelle]:
    """Return the known sources that a reference such as `VEREIN 2.2, AMS` names, each once, in order."""
    gefunden = (_KUERZEL.get(wort) for wort in _WORT.findall(text))
    return list(dict.fromkeys(quelle for quelle in gefunden if quelle is not None))
