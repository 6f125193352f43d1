"""Releasing a period: the gate first, then a sheet of the register that nobody changes any more."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from fallbuch import __version__
from fallbuch.freigabe.entwurf import Entwurf
from fallbuch.freigabe.tor import GEDULD, Urteil, unwahre, urteile
from fallbuch.freigabe.vorschlag import Berater, Vorschlag
from fallbuch.freigabe.worte import ablehnung, namen, zusage
from fallbuch.regelwerk.laden import VORLAGEN
from fallbuch.register.blatt import Registerblatt, Umstaende
from fallbuch.register.kette import dateiname
from fallbuch.statistik.meldungen import KENNZAHLENDATEI
from fallbuch.team import Aufruffehler, Team
from fallbuch.text.ablage import Ablage, Zwischenzeitlich
from fallbuch.text.historie import aktueller_stand
from fallbuch.text.journal import Vorgang, lege_ab
from fallbuch.text.quelle import lies_datei


@dataclass(frozen=True, slots=True)
class Ausgang:
    """What came of it: the gate's verdict and what to tell."""

    urteil: Urteil
    text: str
    vorschlaege: Sequence[Vorschlag] = field(default_factory=tuple)

    @property
    def freigegeben(self) -> bool:
        return self.urteil.bestanden


def pruefe_voraussetzungen(team: Team, entwurf: Entwurf) -> None:
    """Raise `Aufruffehler` where the period cannot be released, whatever its figures are."""
    z = entwurf.zeitraum
    if team.hindernis is not None:
        raise Aufruffehler(f"{team.hindernis[1]} „fallbuch pruefen“ nennt die Stellen.")
    if team.register.luecke:
        raise Aufruffehler(
            f"Ob früher schon mehr freigegeben wurde, lässt sich nicht nachsehen, und jede Freigabe muss zu allen früheren passen. {team.register.luecke}"
        )
    vorhanden = team.register.blatt(z.schluessel)
    if vorhanden is not None:
        raise Aufruffehler(
            f"Das {z.name} ist am {vorhanden.umstaende.freigegeben_am} freigegeben worden und ändert sich nicht mehr. "
            "Was inzwischen nachgetragen oder gelöscht wurde, steht in keiner veröffentlichten Zahl."
        )
    if not z.zu_ende or team.heute <= z.ende:
        raise Aufruffehler(f"Das {z.name} geht bis {z.ende}. Freigeben lässt es sich ab dem Tag danach.")
    unbekannte = sorted(entwurf.auswahl.ohne - {t.schluessel for k in entwurf.kennzahlen for t in k.tabellen})
    if unbekannte:
        bekannte = ", ".join(sorted({t.schluessel for k in entwurf.kennzahlen for t in k.tabellen}))
        raise Aufruffehler(f"Eine Tabelle „{unbekannte[0]}“ gibt es nicht. Erwartet: {bekannte}.")
    if not entwurf.tabellen:
        raise Aufruffehler("So bliebe keine einzige Tabelle übrig. Lassen Sie weniger weg.")


def gib_frei(
    team: Team, entwurf: Entwurf, *, geduld: float = GEDULD, commit: str | None = None, dazu: str = "", aufruf: str = ""
) -> Ausgang:
    """Audit a draft and, if it passes, write its sheet. Raises `Aufruffehler`.

    `commit` replaces the state of git; `dazu` are options of the call, repeated in proposals; by `aufruf` the same call
    is known again.
    """
    pruefe_voraussetzungen(team, entwurf)
    register = team.register.blaetter
    urteil = urteile([*register, entwurf], geduld)
    falsche = unwahre(urteil, team.zahlenwerk.stoff, entwurf.zeitraum)
    if falsche:
        raise Aufruffehler(
            f"Diese Zahl passt nicht zu den Fällen: {namen([entwurf]).zahl(falsche[0])}. Das darf nicht vorkommen; es wurde nichts freigegeben. "
            "Bitte melden Sie es denen, die das Programm pflegen."
        )
    if not urteil.bestanden:
        berater = Berater(team.zahlenwerk, register, entwurf, urteil)
        erklaerungen = berater.erklaerungen()
        vorschlaege = berater.vorschlaege(erklaerungen)
        text = ablehnung(urteil, erklaerungen, vorschlaege, entwurf, n=namen([*register, entwurf]), dazu=dazu)
        return Ausgang(urteil, text, vorschlaege)
    dateien = team.register.mit(blatt_aus(team, entwurf, commit))
    ablagen = [Ablage(name=name, alt=alt, neu=neu) for name, (alt, neu) in dateien.items()]
    name = team.einrichtung.wurzel / dateiname(entwurf.zeitraum.schluessel)
    schluss = f"Freigegeben: {entwurf.zeitraum.name}, {team.datei.name}. Geschrieben: {name}. Legen Sie diese Datei und das Verzeichnis daneben in git ab."
    vorgang = Vorgang(ablagen=ablagen, befehl="statistik --freigeben", saetze=[schluss], aufruf=aufruf)
    try:
        lege_ab(team.einrichtung.wurzel, vorgang)
    except Zwischenzeitlich as fehler:
        raise Aufruffehler(
            f"{fehler.name} wurde inzwischen von anderer Hand geändert; es wurde nichts geschrieben. Rufen Sie den Befehl noch einmal auf."
        ) from fehler
    return Ausgang(urteil, zusage(urteil, entwurf) + schluss + "\n")


def blatt_aus(team: Team, entwurf: Entwurf, commit: str | None = None) -> Registerblatt:
    """Return the sheet of a draft; `commit` replaces the state of git."""
    gezeigte = [k for k in entwurf.kennzahlen if any(t.schluessel in entwurf.tabellen for t in k.tabellen)]
    wurzel = team.einrichtung.wurzel
    return Registerblatt(
        zeitraum=entwurf.zeitraum,
        kennzahlen=gezeigte,
        tabellen=entwurf.tabellen,
        schutz=entwurf.schutz,
        ausgelassen=entwurf.ausgelassen,
        liste=entwurf.liste,
        worte=dict(_kuerzel(team, entwurf)),
        umstaende=Umstaende(
            stichtag=team.stichtag,
            freigegeben_am=team.heute,
            regeln=_regelstand(team, (*VORLAGEN, KENNZAHLENDATEI)),
            commit=aktueller_stand(wurzel) if commit is None else commit,
            version=__version__,
        ),
    )


def _kuerzel(team: Team, entwurf: Entwurf) -> Iterator[tuple[str, str]]:
    """Yield the levels that stand in the tables with their names: nobody outside the team knows the letters."""
    gezeigt = {
        k for t in entwurf.tabellen.values() for b in t.begriffe for f in b.felder.values() for k in f.kategorien
    }
    for kuerzel, stufe in team.regelwerk.vokabular.stufen.items():
        if kuerzel in gezeigt and stufe.name:
            yield kuerzel, stufe.name


def _regelstand(team: Team, namen_: Sequence[str]) -> str:
    """Return a hash over the team's own rules, lists and figures, as they stand in its files."""
    wurzel, summe = team.einrichtung.wurzel, hashlib.sha256()
    for name in namen_:
        if os.path.lexists(wurzel / name):
            summe.update(name.encode() + b"\0" + lies_datei(wurzel / name, name, wurzel).inhalt + b"\0")
    return summe.hexdigest()
