"""Somebody's own key on this machine: one file in the folder of the account's settings, opened with a password."""

from __future__ import annotations

import os
from pathlib import Path

from fallbuch.kontakte.kennwort import oeffne, schuetze
from fallbuch.kontakte.modell import Kontaktfehler
from fallbuch.kontakte.schloss import KENNWORT_FALSCH, Leseschluessel
from fallbuch.text.ablage import setze_eigene

#: Shorter passwords are tried out by machines; each try costs half a second, and whoever has the file has time.
MINDESTENS = 10


class Schluesseldatei:
    """The file with the key. One that `age -p` made opens too."""

    def __init__(self, datei: Path) -> None:
        self.datei = datei

    @property
    def da(self) -> bool:
        return self.datei.exists()

    def lege_an(self, schluessel: Leseschluessel, kennwort: str) -> None:
        """Keep a key; raises `Kontaktfehler` where there is one already, or where the password is too short."""
        if self.da:
            raise Kontaktfehler(
                "Auf diesem Rechner liegt schon ein Schlüssel von Ihnen. Er bleibt, wie er ist; ein neuer machte alles "
                f"unlesbar, was für ihn verschlossen ist. Wollen Sie ihn wirklich ersetzen, verschieben Sie zuerst {self.datei}."
            )
        self.datei.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.schuetze(schluessel, kennwort)

    def schuetze(self, schluessel: Leseschluessel, kennwort: str) -> None:
        """Keep the key under this password; raises `Kontaktfehler` where that is too short."""
        if len(kennwort) < MINDESTENS:
            raise Kontaktfehler(
                f"Das Kennwort ist zu kurz: Nehmen Sie mindestens {MINDESTENS} Zeichen, am besten vier Wörter."
            )
        setze_eigene(self.datei, schuetze(schluessel.als_text().encode(), kennwort))

    def oeffne(self, kennwort: str) -> Leseschluessel:
        """Return the key; raises `Kontaktfehler`."""
        try:
            inhalt = self.datei.read_bytes()
        except FileNotFoundError as fehler:
            raise Kontaktfehler(
                "Auf diesem Rechner haben Sie noch keinen Schlüssel. „fallbuch kontakt schluessel“ macht einen."
            ) from fehler
        except OSError as fehler:
            raise Kontaktfehler(f"Ihr Schlüssel lässt sich nicht lesen: {self.datei}") from fehler
        try:
            return Leseschluessel.aus_text(os.fsdecode(oeffne(inhalt, kennwort)))
        except Kontaktfehler as fehler:
            if str(fehler) == KENNWORT_FALSCH:
                raise
            raise Kontaktfehler(f"Die Datei mit Ihrem Schlüssel ({self.datei}) ist beschädigt. Nehmen Sie sie aus einer Sicherung.") from fehler  # fmt: skip
