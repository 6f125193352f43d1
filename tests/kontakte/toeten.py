"""Kills each command that writes contacts at many places and looks at what stands in the folder; runs as a program of its own.

Usage: python -m tests.kontakte.toeten FOLDER POINTS. When it dies is counted in calls since it began to write, not in seconds.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from fallbuch.cli.haupt import main
from fallbuch.kontakte import bund, speicher
from fallbuch.kontakte.modell import Kontaktdaten, Kontaktfehler
from fallbuch.kontakte.schloss import Leseschluessel
from fallbuch.kontakte.speicher import EMPFAENGERDATEI, Empfaenger, Kontaktspeicher
from tests.vorrat import lade_alles

KENNWORT = "vier alte Wörter hier"
ANNA = {"VName": "Anna", "NName": "Beispiel", "Telefon": "0341 123456"}
NEUE = ["Ben", "Muster", "Weg 1", "04103", "Leipzig", "0341 654321", "", "", ""]
#: Command → what is typed.
BEFEHLE: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "neu": (["neu", "9000"], NEUE),
    "aendern": (["aendern", "4711"], [KENNWORT, "Antonia", *[""] * 8]),
    "loeschen": (["loeschen", "4711", "--ja"], []),
    "empfaenger": (["empfaenger"], ["Ole"]),
    "umschluesseln": (["umschluesseln"], [KENNWORT]),
    "kennwort": (["kennwort"], [KENNWORT, "fünf ganz neue Wörter", "fünf ganz neue Wörter"]),
}


class Ordner:
    """A team, its contacts and Jana's key; Ole may read no more, but nothing has been locked anew since."""

    def __init__(self, oben: Path, jana: Leseschluessel, andere: Sequence[Leseschluessel]) -> None:
        self.oben, self.jana = oben, jana
        self.speicher = Kontaktspeicher(oben / "kontakte")
        shutil.rmtree(oben, ignore_errors=True)
        (oben / "team").mkdir(parents=True)
        wer = [
            Empfaenger("Jana", jana.oeffentlich),
            *(Empfaenger(f"Ole{n}" if n else "Ole", s.oeffentlich) for n, s in enumerate(andere)),
        ]
        self.speicher.setze_empfaenger([*wer, Empfaenger("Wiederherstellung", Leseschluessel.neu().oeffentlich)])
        for kennung in ("4711", "2911", "1000"):
            self.speicher.schreibe(Kontaktdaten(kennung=kennung, angaben=ANNA))
        self.bund = bund.Schluesseldatei(oben / "jana/schluessel.age")
        self.bund.lege_an(jana, KENNWORT)

    def stand(self) -> dict[str, str]:
        """Return each file by what it says; raises where one says nothing whole."""
        gesagt = {k: f"{dict(self.speicher.lies(k, self.jana).angaben)}" for k in self.speicher.kennungen}
        gesagt[EMPFAENGERDATEI] = " ".join(e.name for e in self.speicher.empfaenger)
        for wort in (KENNWORT, "fünf ganz neue Wörter"):
            try:
                assert self.bund.oeffne(wort).oeffentlich == self.jana.oeffentlich
                gesagt["schluessel"] = wort
            except Kontaktfehler:
                continue
        assert "schluessel" in gesagt, "the key opens with neither password"
        return gesagt

    def reste(self) -> list[str]:
        return [p.name for p in self.speicher.ordner.iterdir() if p.suffix != ".age" and p.name != EMPFAENGERDATEI]


def laufe(ordner: Ordner, name: str, bis: int | None) -> int:
    """Call a command in a child and kill it at its call number `bis` since it began to write (None: never); returns how many it made."""
    worte, getippt = BEFEHLE[name]
    eingabe = ordner.oben / "getippt"
    eingabe.write_text("".join(f"{zeile}\n" for zeile in getippt))
    lese, schreibe = os.pipe()
    kind = os.fork()
    if kind == 0:
        os.dup2(os.open(eingabe, os.O_RDONLY), 0)
        leer = os.open(os.devnull, os.O_RDWR)
        os.dup2(leer, 1)
        os.dup2(leer, 2)
        os.chdir(ordner.oben / "team")
        os.environ |= {"FALLBUCH_KONTAKTE": str(ordner.speicher.ordner), "FALLBUCH_SCHLUESSEL": str(ordner.bund.datei)}
        zahl = _zaehle(bis)
        code = 0
        try:
            main(["kontakt", *worte])
        except SystemExit as ende:
            code = int(ende.code or 0)
        sys.setprofile(None)
        os.write(schreibe, str(zahl[0]).encode())
        os._exit(code)
    os.close(schreibe)
    _, wie = os.waitpid(kind, 0)
    gezaehlt = os.read(lese, 100)
    os.close(lese)
    eingabe.unlink()
    if bis is None and wie != 0:
        raise SystemExit(f"{name} failed: {wie}")
    return int(gezaehlt or 0)


def _zaehle(bis: int | None) -> list[int]:
    zahl = [0]

    def zaehle(_rahmen: FrameType, art: str, _wert: object) -> None:
        if art in {"call", "c_call"}:
            zahl[0] += 1
            if zahl[0] == bis:
                os.kill(os.getpid(), signal.SIGKILL)

    def zaehlend(echt: Callable[..., Any]) -> Callable[..., Any]:
        def schreibe(*worte: Any) -> Any:
            sys.setprofile(zaehle)
            return echt(*worte)

        return schreibe

    for ort, wie in ((speicher, "setze"), (bund, "setze_eigene")):
        setattr(ort, wie, zaehlend(getattr(ort, wie)))
    return zahl


def _vor(name: str, oben: Path, jana: Leseschluessel, andere: Sequence[Leseschluessel]) -> Ordner:
    """Return a folder as it is before a command: before the one that locks anew somebody has left."""
    ordner = Ordner(oben, jana, andere)
    if name == "umschluesseln":
        ordner.speicher.setze_empfaenger([Empfaenger("Jana", jana.oeffentlich)])
    return ordner


def pruefe(oben: Path, wie_oft: int, zufall: random.Random) -> tuple[int, int]:
    """Returns how often all was as before, and how often something was new already."""
    jana, andere = Leseschluessel.neu(), [Leseschluessel.neu()]
    alte = neue = 0
    erwartet: dict[str, tuple[dict[str, str], dict[str, str], int]] = {}
    for name in BEFEHLE:
        ordner = _vor(name, oben, jana, andere)
        vorher = ordner.stand()
        rufe = laufe(ordner, name, None)
        assert rufe > 10, name
        erwartet[name] = vorher, ordner.stand(), rufe
    for nummer in range(wie_oft):
        name = list(BEFEHLE)[nummer % len(BEFEHLE)]
        vorher, nachher, rufe = erwartet[name]
        ordner = _vor(name, oben, jana, andere)
        laufe(ordner, name, zufall.randrange(1, rufe))
        jetzt = ordner.stand()
        for datei in vorher.keys() | nachher.keys():
            assert jetzt.get(datei) in {vorher.get(datei), nachher.get(datei)}, (name, datei)
        alte, neue = alte + (jetzt == vorher), neue + (jetzt != vorher)
        if name in {"umschluesseln", "empfaenger"}:  # called again it does the rest, and clears what lay about
            ordner.speicher.verschliesse_neu(jana)
            assert [m for m in ordner.speicher.maengel(jana) if m.datei != EMPFAENGERDATEI] == [], name
            assert ordner.reste() == [], name
    return alte, neue


if __name__ == "__main__":
    lade_alles()

    def _oeffne(inhalt: bytes, kennwort: str) -> bytes:
        vorn, _, rest = inhalt.partition(b"\0")
        if vorn.decode() != kennwort:
            raise Kontaktfehler("Das Kennwort stimmt nicht.")
        return rest

    # Each try of a password costs half a second.
    vars(bund)["schuetze"] = lambda inhalt, kennwort: kennwort.encode() + b"\0" + inhalt
    vars(bund)["oeffne"] = _oeffne
    print(*pruefe(Path(sys.argv[1]), int(sys.argv[2]), random.Random(1)))
