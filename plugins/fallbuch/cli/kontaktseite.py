"""The contact data of cases that somebody erases or tells of: as far as this machine has the folder, the package and the key."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fallbuch.bearbeiten.platz import Platz
from fallbuch.cli.dialog import am_terminal
from fallbuch.kennung import umschrift
from fallbuch.kontakte.namen import nachnamen

if TYPE_CHECKING:
    from fallbuch.kontakte.schloss import Leseschluessel
    from fallbuch.kontakte.speicher import Kontaktspeicher


class Kontaktseite:
    """The contact data of the cases, as far as this machine has the folder, the package and the key."""

    def __init__(self, platz: Platz, genannt: Path | None) -> None:
        self._platz, self._genannt = platz, genannt
        self.gefundene: Sequence[Mapping[str, str]] = ()
        #: Why names are not looked for, "" where they are.
        self.luecke = ""
        #: Numbers whose contact data were opened.
        self._geoeffnete: frozenset[str] = frozenset()
        self._offener: Leseschluessel | None = None
        self._name_genannt = False
        self._speicher = self._oeffne()

    def _oeffne(self) -> Kontaktspeicher | None:
        from fallbuch.kontakte.ablageort import kontaktordner  # noqa: PLC0415 - only who erases needs it

        im_team = self._platz.einrichtung.datei.ordner.kontakte
        ordner = kontaktordner(self._platz.einrichtung.wurzel, os.environ, genannt=self._genannt, im_team=im_team)
        if ordner is None or not ordner.is_dir():
            self.luecke = "Wo Kontaktdaten liegen, ist hier nicht bekannt."
            return None
        try:
            from fallbuch.kontakte.speicher import Kontaktspeicher  # noqa: PLC0415 - an extra
        except ImportError:
            self.luecke = "Für Kontaktdaten fehlt das Paket pyrage (pip install 'fallbuch[kontakte]')."
            return None
        return Kontaktspeicher(ordner)

    def angaben(
        self, kennungen: Sequence[str], *, genannte: Sequence[str], fragt: bool = False
    ) -> Sequence[Mapping[str, str]]:
        """Return what is known of the people by all their numbers; asks for the password where somebody is there to be asked.

        `genannte` are the numbers that somebody named, one for each person. With `fragt` the names of those of whom nothing is
        known any more are asked for, so that they can still be looked for.
        """
        da = list(filter(self.liegt, kennungen))
        if da and self._speicher is not None and (schluessel := self._schluessel()) is not None:
            self._geoeffnete = frozenset(da)
            self.gefundene = [self._speicher.lies(k, schluessel).angaben for k in da]
        elif da:
            self.luecke = "Die Kontaktdaten sind verschlossen, und niemand hat sie geöffnet."
        elif not self.luecke:
            self.luecke = "Zu diesem Fall liegen keine Kontaktdaten da, vielleicht nicht mehr."
        ohne = [k for k in genannte if not self.liegt(k)] if len(genannte) > 1 or not da else []
        if ohne and not self.luecke:
            self.luecke = "Nicht zu allen dieser Fälle liegen Kontaktdaten da, vielleicht nicht mehr."
        if fragt and self.luecke and am_terminal():
            zu_fragen = [k for k in genannte if k not in self._geoeffnete]
            namen = [name for k in zu_fragen if (name := _gefragter_name(k))]
            self.gefundene = [*self.gefundene, *namen]
            self._name_genannt = bool(namen) and len(namen) == len(zu_fragen)
        return self.gefundene

    @property
    def liegende(self) -> Sequence[str]:
        """The numbers of all contact data that lie there."""
        return self._speicher.kennungen if self._speicher is not None else ()

    @property
    def nicht_gesucht(self) -> str:
        """What was not looked for and why, "" where all that is known of the people was."""
        if not self.luecke:
            return ""
        was = "Namen, Anschrift" if not self._name_genannt else "Anschrift"
        dafuer = ", nach dem Namen, der beim Löschen genannt wurde, schon" if self._name_genannt else ""
        return f"Nach {was} und Telefonnummern wurde nicht gesucht{dafuer}. {self.luecke}"

    def andere(self, nummern: Sequence[str]) -> Sequence[str]:
        """Return by what names all other people go whose contact data can be opened with the key that was asked for."""
        if self._speicher is None or self._offener is None:
            return ()
        alle, _ = self._speicher.alle(self._offener)
        ergebnis: list[str] = []
        for k in (k for k in alle if k.kennung not in nummern):
            vor, nach = k["VName"].split(), k["NName"]
            if vor and nach:
                ergebnis += [
                    " ".join((*vor, nach)),
                    f"{vor[0]} {nach}",
                    f"{nach} {vor[0]}",
                    f"{nach}, {vor[0]}",
                    f"{vor[0][0]}. {nach}",
                ]
            ergebnis += [" ".join(name) for name in nachnamen(k)]
        return list(dict.fromkeys((*ergebnis, *map(umschrift, ergebnis))))

    def _schluessel(self) -> Leseschluessel | None:
        self._offener = self._offener or hole_schluessel("Kennwort der Kontaktdaten (leer: ohne sie suchen)")
        return self._offener

    def liegt(self, kennung: str) -> bool:
        """Tell whether there are contact data of a number."""
        return self._speicher is not None and self._speicher.hat(kennung)

    def hat(self, kennung: str) -> bool:
        """Tell whether there are contact data of a case that go: once they are gone nobody can look for the name any more."""
        return kennung in self._geoeffnete and self.liegt(kennung)

    def bleiben(self, kennungen: Iterable[str]) -> list[str]:
        """Return of which cases contact data stay, since nobody opened them."""
        return [k for k in kennungen if self.liegt(k) and k not in self._geoeffnete]

    def loesche(self, kennung: str) -> bool:
        """Remove the contact data of a case that were looked for; tells whether there were any."""
        if self._speicher is None or not self.hat(kennung):
            return False
        self._speicher.loesche(kennung)
        return True


def _gefragter_name(kennung: str) -> Mapping[str, str]:
    """Ask for a name to look for; it is kept nowhere."""
    click.echo(
        f"Fall {kennung}: Nach welchem Namen soll in der Geschichte gesucht werden? Er wird nirgends aufgehoben. Leer: ohne Namen suchen."
    )
    nach = click.prompt("Nachname", default="", show_default=False).strip()
    vor = click.prompt("Vorname", default="", show_default=False).strip() if nach else ""
    return {feld: wert for feld, wert in (("VName", vor), ("NName", nach)) if wert}


def hole_schluessel(frage: str, *, aus_leitung: bool = False) -> Leseschluessel | None:
    """Return the key of this account, from the machine's key ring or with the password; None where there is none or nobody to ask.

    `aus_leitung`: without a terminal the password is the next line of the input.
    """
    from fallbuch.kontakte.ablageort import schluesselort  # noqa: PLC0415 - an extra
    from fallbuch.kontakte.bund import Schluesseldatei  # noqa: PLC0415
    from fallbuch.kontakte.schluesselbund import Systembund  # noqa: PLC0415

    bund = Schluesseldatei(schluesselort(os.environ))
    if not bund.da:
        return None
    if (gemerkt := Systembund(bund.datei).hole()) is not None:
        return gemerkt
    if aus_leitung and not sys.stdin.isatty():
        kennwort = sys.stdin.readline().rstrip("\r\n")
        return bund.oeffne(kennwort) if kennwort else None
    if not am_terminal():
        return None
    kennwort = click.prompt(frage, default="", hide_input=True, show_default=False)
    return bund.oeffne(kennwort) if kennwort else None
