"""Builds the site of a team into a folder: open, check, write, and scan what is public. Command line and plugin call it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from fallbuch.befund import Schwere, anzahl, zusammenfassung
from fallbuch.bestand.geloeschte import D011
from fallbuch.bestand.speicherung import G007
from fallbuch.einrichtung import Aufruffehler, Einrichtung
from fallbuch.leckprobe.probe import Ergebnis
from fallbuch.leckprobe.seiten import leckprobe
from fallbuch.team import Team, gemerkte_urteile, oeffne, ohne_faelle
from fallbuch.website.bauprotokoll import berichte, log
from fallbuch.website.darstellung import SEITENVORLAGEN
from fallbuch.website.dateien import Website
from fallbuch.website.ohne_team import seiten_ohne_team
from fallbuch.website.quelle import quelldateien
from fallbuch.website.seiten import Sicht
from fallbuch.website.zielordner import leere, markiere, schreibe

_KONTAKTE = "Im Ordner des Teams liegen Kontaktdaten, die Stellen stehen oben. Solange sie dort sind, wird nichts gebaut; die bisherigen Seiten bleiben bestehen."

_GELOESCHTES = "Hier liegt wieder ein Fall, den das Team gelöscht hat, die Stelle steht oben. Solange er da ist, wird nichts gebaut; die bisherigen Seiten bleiben bestehen."


class Bau:
    """One build of one view of a team. Raises `Aufruffehler` where it must not be."""

    def __init__(
        self,
        einrichtung: Einrichtung,
        sicht: Sicht,
        *,
        stichtag: date | None,
        heute: date,
        merken: bool = True,
    ) -> None:
        """`merken=False` finds out anew what earlier runs have found out of files that are the same."""
        _pruefe_seitenordner(einrichtung)
        self.sicht, self._merken = sicht, merken
        self._probe: Callable[[Path], Ergebnis] | None = None
        #: How many errors the cases have on which the published figures rest.
        self._fehlerhafte = 0
        urteile = gemerkte_urteile(
            einrichtung,
            stichtag=stichtag,
            heute=heute,
            mit_faelligen=sicht is Sicht.INTERN,
            mit_faellen=True,
            merken=merken,
        )
        team = oeffne(einrichtung, stichtag=stichtag, heute=heute, urteile=urteile)
        if verschlossene := tuple(b for b in team.speicherbefunde if b.art is G007):
            berichte(verschlossene)
            raise Aufruffehler(_KONTAKTE)
        if wieder := tuple(b for b in team.loeschbefunde if b.art is D011):
            berichte(wieder)
            raise Aufruffehler(_GELOESCHTES)
        #: The figures that may leave the team.
        self._veroeffentlicht = team.veroeffentlichungen
        self.team = team if sicht is Sicht.INTERN else self._ohne_faelle(team)

    def _ohne_faelle(self, team: Team) -> Team:
        """Return what the public site knows of the team: no case, and what was released."""
        if team.hindernis is not None:
            befunde, satz = team.hindernis
            berichte(befunde)
            raise Aufruffehler(satz)
        self._fehlerhafte = team.anzahl(Schwere.FEHLER)
        self._probe = partial(leckprobe, team=team, veroeffentlicht=self._veroeffentlicht, bekannte=seiten_ohne_team())
        tag = team.stichtag if team.fester_stichtag else None
        return ohne_faelle(team.einrichtung, stichtag=tag, heute=team.heute)

    @cached_property
    def website(self) -> Website:
        return Website(self.team, self.sicht, self._veroeffentlicht)

    def beginne(self, ziel: Path, *, streng: bool) -> None:
        """Report what the team's files say; with `streng` errors end the build, and the old site stays."""
        berichte(self.team.befunde)
        if streng and self.team.anzahl(Schwere.FEHLER):
            log().info(self._zusammenfassung())
            raise Aufruffehler("Wegen der Fehler oben wurde nichts gebaut; die bisherigen Seiten bleiben bestehen.")
        markiere(ziel)

    def schreibe(self, ziel: Path, *, als_quelle: bool = False, kerne: int = 1) -> None:
        """Write the site, or its source, and scan it where it is public; one that gives something away is removed.

        `kerne`: how many processes may work on it; more than one only where nothing else runs in this one.
        """
        if self._merken:
            SEITENVORLAGEN.uebersetze()
        website = self.website
        teile = (partial(quelldateien, website),) if als_quelle else website.teile
        if self.sicht is Sicht.INTERN:
            schreibe(ziel, *teile, kerne=kerne)
            log().info(self._zusammenfassung())
            return
        try:
            schreibe(ziel, *teile, kerne=kerne)
            self._pruefe_oeffentliche_seiten(ziel)
        except BaseException:
            # What nobody has scanned to its end, because something failed or somebody stopped it, must not lie there.
            with suppress(OSError):
                leere(ziel)
            raise

    def _pruefe_oeffentliche_seiten(self, ziel: Path) -> None:
        if self._probe is None:
            raise Aufruffehler("Die Leckprobe fehlt; ohne sie entsteht keine öffentliche Fassung.")
        ergebnis = self._probe(ziel)
        berichte(ergebnis.befunde)
        for pfad in ergebnis.ungelesen:
            log().warning("%s: Diese Datei lässt sich nicht als Text lesen und wurde nicht durchsucht.", pfad)
        if ergebnis.befunde:
            raise Aufruffehler(
                "Die öffentliche Fassung verrät etwas, die Stellen stehen oben. Der Ordner der Seiten wurde geleert, "
                "damit ihn niemand weitergibt."
            )
        if self._fehlerhafte:
            satz = "In den Fällen gibt es %s; was sich nicht lesen lässt, fehlt in den Zahlen. „fallbuch pruefen“ nennt die Stellen."
            log().warning(satz, anzahl(self._fehlerhafte, "Fehler", "Fehler"))
        log().info("Leckprobe: %s durchsucht, nichts gefunden.", anzahl(ergebnis.gelesen, "Datei", "Dateien"))

    def _zusammenfassung(self) -> str:
        return zusammenfassung(len(self.team.akten), self.team.befunde)


def _pruefe_seitenordner(einrichtung: Einrichtung) -> None:
    """Refuse a folder of pages in which case files or lists of the team lie: everything in it is handed on."""
    seiten = (einrichtung.wurzel / einrichtung.datei.ordner.seiten).resolve()
    for ordner, was, folge in (
        (einrichtung.fallordner, "der Fälle", "stünde jede Datei"),
        (einrichtung.wurzel / "vorlagen", "„vorlagen“", "stünden Listen und Ansprechpartner"),
    ):
        if ordner.resolve().is_relative_to(seiten):
            raise Aufruffehler(
                f"Der Ordner {was} liegt im Ordner der Seiten, „{einrichtung.datei.ordner.seiten}“; dann {folge} offen auf der Seite. "
                "Trennen Sie die Ordner (vorlagen/team.yml, ordner → seiten)."
            )
