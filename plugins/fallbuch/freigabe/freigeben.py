"""Releasing a period: the drawn tables become a sheet of the register that nobody changes any more."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from fallbuch import __version__
from fallbuch.beispiele import BEISPIELTAG
from fallbuch.einrichtung import Aufruffehler
from fallbuch.freigabe.einzelne import (
    STANDDATEI,
    als_freigegebene,
    lies_freigegebene,
    pruefe_einzelne,
    pruefe_ob_etwas_bleibt,
)
from fallbuch.regelwerk.laden import VORLAGEN
from fallbuch.register.blatt import Registerblatt, Umstaende
from fallbuch.register.kette import dateiname
from fallbuch.register.los import LOSDATEI
from fallbuch.register.meldungen import ORDNER
from fallbuch.statistik.meldungen import KENNZAHLENDATEI, VERBUNDDATEI
from fallbuch.statistik.tabelle import Schutztabelle
from fallbuch.statistik.zeitraum import Zeitraum
from fallbuch.team import Team
from fallbuch.text.ablage import Ablage, Zwischenzeitlich
from fallbuch.text.historie import aktueller_stand, fruehere_dateien, laesst_aus
from fallbuch.text.journal import Schreibvorgang, lege_ab
from fallbuch.text.quelle import lies_datei


def pruefe_voraussetzungen(team: Team, z: Zeitraum) -> None:
    """Raise `Aufruffehler` where the period cannot be released; its figures do not matter for that."""
    if team.hindernis is not None:
        raise Aufruffehler(f"{team.hindernis[1]} „fallbuch pruefen“ nennt die Stellen.")
    if team.register.luecke:
        raise Aufruffehler(
            f"Ob früher schon mehr freigegeben wurde, lässt sich nicht nachsehen, und kein Zeitraum darf zweimal freigegeben werden. {team.register.luecke}"
        )
    vorhanden = team.register.blatt(z.schluessel)
    if vorhanden is not None:
        raise Aufruffehler(
            f"Das {z.name} ist am {vorhanden.umstaende.freigegeben_am} freigegeben worden und ändert sich nicht mehr. "
            "Was inzwischen nachgetragen oder gelöscht wurde, steht in keiner veröffentlichten Zahl."
        )
    if not z.zu_ende or team.heute <= z.ende:
        raise Aufruffehler(f"Das {z.name} geht bis {z.ende}. Freigeben lässt es sich ab dem Tag danach.")
    if team.los.ist_beispiel and team.datei.stichtag != BEISPIELTAG:
        raise Aufruffehler(
            f"Das Los in „{LOSDATEI}“ stammt aus den Beispieldaten, und jeder kennt es. Zahlen über wirkliche Menschen gibt das Programm damit nicht frei. "
            "Legen Sie mit „fallbuch einrichten“ einen neuen Ordner für Ihr Team an, und nehmen Sie Ihre Fälle und Vorlagen mit."
        )
    if laesst_aus(team.einrichtung.wurzel, LOSDATEI):
        raise Aufruffehler(
            "git nimmt den Ordner „statistik“ nicht auf, weil er in einer Datei „.gitignore“ steht; eine Freigabe ginge dort verloren. Nehmen Sie ihn heraus."
        )
    hier = {f"{e.zeitraum}.json" for e in team.register.eintraege}
    anderswo = sorted(fruehere_dateien(team.einrichtung.wurzel, ORDNER) - hier - {"verzeichnis.json"})
    if anderswo:
        raise Aufruffehler(
            f"In einem anderen Zweig von git ist schon freigegeben: {', '.join(n.removesuffix('.json') for n in anderswo)}. "
            "Führen Sie die Zweige zuerst zusammen, oder löschen Sie den, der nicht gelten soll: Es gibt nur ein Register."
        )


def gib_frei(
    team: Team, zeitraum: Zeitraum, *, commit: str | None = None, aufruf: str = "", ohne: Collection[str] = ()
) -> str:
    """Write the sheet of a period and say so. Raises `Aufruffehler`.

    `commit` replaces the state of git; by `aufruf` the same call is known again; `ohne` are tables of an association
    that are left out.
    """
    if ohne and team.summenwerk is None:
        raise Aufruffehler("--ohne gilt für die Summen eines Verbunds. Ein Team gibt alle Tabellen frei.")
    pruefe_voraussetzungen(team, zeitraum)
    tabellen: Mapping[str, Schutztabelle] = team.zahlenwerk.geschuetzte(zeitraum)
    ausgelassen: Sequence[str] = ()
    weitere: list[Ablage] = []
    if team.summenwerk is not None:
        alt = _inhalt(team.einrichtung.wurzel, STANDDATEI)
        freigegebene = lies_freigegebene(alt)
        im_register = [b.zeitraum.schluessel for b in team.register.blaetter]
        tabellen, ausgelassen = pruefe_einzelne(
            team.summenwerk, zeitraum, tabellen, ohne, freigegebene, im_register=im_register
        )
        pruefe_ob_etwas_bleibt(zeitraum, tabellen)
        weitere = [Ablage(name=STANDDATEI, alt=alt, neu=als_freigegebene(freigegebene, team.summenwerk, zeitraum))]
    blatt = blatt_aus(team, zeitraum, tabellen, commit, ausgelassen)
    dateien = team.register.mit(blatt, team.los)
    ablagen = [*(Ablage(name=name, alt=alt, neu=neu) for name, (alt, neu) in dateien.items()), *weitere]
    name = team.einrichtung.wurzel / dateiname(zeitraum.schluessel)
    dazu = f", „{LOSDATEI}“ und „{STANDDATEI}“" if weitere else f" und „{LOSDATEI}“"
    schluss = (
        f"Freigegeben: {team.datei.name}, {zeitraum.name}. Geschrieben: {name}. "
        f"Legen Sie diese Datei, das Verzeichnis daneben{dazu} in git ab."
    )
    vorgang = Schreibvorgang(ablagen=ablagen, befehl="statistik --freigeben", saetze=[schluss], aufruf=aufruf)
    try:
        lege_ab(team.einrichtung.wurzel, vorgang)
    except Zwischenzeitlich as fehler:
        raise Aufruffehler(
            f"{fehler.name} wurde inzwischen von anderer Hand geändert; es wurde nichts geschrieben. Rufen Sie den Befehl noch einmal auf."
        ) from fehler
    return schluss + "\n"


def _inhalt(wurzel: Path, name: str) -> bytes | None:
    return lies_datei(wurzel / name, name, wurzel).inhalt if os.path.lexists(wurzel / name) else None


def blatt_aus(
    team: Team,
    zeitraum: Zeitraum,
    tabellen: Mapping[str, Schutztabelle],
    commit: str | None = None,
    ausgelassen: Sequence[str] = (),
) -> Registerblatt:
    """Return the sheet of a period; `commit` replaces the state of git, `ausgelassen` says what is left out."""
    kennzahlen, wurzel = team.zahlenwerk.buch, team.einrichtung.wurzel
    return Registerblatt(
        zeitraum=zeitraum,
        kennzahlen=[k for k in kennzahlen.kennzahlen if any(t.schluessel in tabellen for t in k.tabellen)],
        tabellen=tabellen,
        schutz=kennzahlen.schutz,
        ausgelassen=ausgelassen,
        worte=_kuerzel(team, tabellen),
        umstaende=Umstaende(
            stichtag=team.stichtag,
            freigegeben_am=team.heute,
            regeln=regelstand(wurzel),
            commit=aktueller_stand(wurzel) if commit is None else commit,
            version=__version__,
            los=team.los.kennzeichen,
        ),
    )


def _kuerzel(team: Team, tabellen: Mapping[str, Schutztabelle]) -> dict[str, str]:
    """Return the levels of the tables' fields with their names: nobody outside the team knows the letters."""
    gezeigt = {wort for t in tabellen.values() for wort in (*t.zeilen, *t.spalten)}
    stufen = team.regelwerk.vokabular.stufen.items()
    return {kuerzel: stufe.name for kuerzel, stufe in stufen if kuerzel in gezeigt and stufe.name}


def regelstand(wurzel: Path) -> str:
    """Return a hash over the team's own rules, lists and figures, as they stand in its files."""
    summe = hashlib.sha256()
    for name in (*VORLAGEN, KENNZAHLENDATEI, VERBUNDDATEI):
        if os.path.lexists(wurzel / name):
            summe.update(name.encode() + b"\0" + lies_datei(wurzel / name, name, wurzel).inhalt + b"\0")
    return summe.hexdigest()
