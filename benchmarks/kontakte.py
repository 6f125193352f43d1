"""Measures contacts: unlocking one's key, listing all, searching, encrypting them anew; four people and the sheet in the safe may read.

Usage: python -m benchmarks.kontakte [NUMBER OF CONTACTS]
"""

from __future__ import annotations

import os
import pty
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fallbuch.kontakte.ablageort import schluesselort
from fallbuch.kontakte.bund import Schluesseldatei
from fallbuch.kontakte.modell import Kontaktdaten
from fallbuch.kontakte.schloss import Leseschluessel
from fallbuch.kontakte.speicher import WIEDERHERSTELLUNG, Empfaenger, Kontaktspeicher


def dauer(tu: Callable[[], object]) -> float:
    """Return the seconds of processor time."""
    beginn = time.process_time()
    tu()
    return time.process_time() - beginn


def gewartet(ordner: Path, kennwort: str) -> float:
    """Return the seconds from Return after the password to the last line of `kontakt liste`, in a terminal of its own."""
    kind, ende = pty.fork()
    if not kind:
        os.environ["XDG_CONFIG_HOME"] = str(ordner)
        befehl = (sys.executable, "-m", "fallbuch.cli", "kontakt", "liste", "--ablage", str(ordner / "kontakte"))
        os.execv(befehl[0], befehl)
    gelesen = b""
    while b"Kennwort" not in gelesen:
        gelesen += os.read(ende, 4096)
    time.sleep(0.3)  # the echo is off by then
    os.write(ende, f"{kennwort}\n".encode())
    beginn, gelesen = time.perf_counter(), b""
    while True:
        try:
            stueck = os.read(ende, 1 << 16)
        except OSError:  # what Linux says when the other side is gone
            stueck = b""
        if not stueck:
            break
        gelesen += stueck
    dauerte = time.perf_counter() - beginn
    os.close(ende)
    os.waitpid(kind, 0)
    assert gelesen.count(b"Beispiel ") == len(list((ordner / "kontakte").glob("*.age"))), gelesen[-400:]
    return dauerte


def main() -> None:
    wie_viele = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as name:
        ordner = Path(name)
        leute = {wer: Leseschluessel.neu() for wer in ("Jana", "Ole", "Mira", "Tarik", WIEDERHERSTELLUNG)}
        speicher = Kontaktspeicher(ordner / "kontakte")
        speicher.setze_empfaenger([Empfaenger(wer, s.oeffentlich) for wer, s in leute.items()])
        for nummer in range(wie_viele):
            angaben = {
                "VName": "Anna",
                "NName": f"Beispiel {nummer}",
                "PLZ": "04103",
                "Stadt": "Leipzig",
                "Telefon": f"0341 {100_000 + nummer}",
            }
            speicher.schreibe(Kontaktdaten(kennung=str(1000 + nummer), angaben=angaben))
        datei = Schluesseldatei(schluesselort({"XDG_CONFIG_HOME": str(ordner)}))
        datei.lege_an(leute["Jana"], "vier alte Wörter hier")
        kontakte, _ = speicher.alle(leute["Jana"])
        letzte = f"+49 341/{100_000 + wie_viele - 1}"
        assert [k.kennung for k in kontakte if k.passt(letzte)] == [str(1000 + wie_viele - 1)]
        print(
            "| Kontakte | Schlüssel öffnen | alle lesen | vom Kennwort zur Liste (gewartet) | suchen | neu verschließen |"
        )
        print("| ---: | ---: | ---: | ---: | ---: | ---: |")

        zeiten = [
            dauer(lambda: datei.oeffne("vier alte Wörter hier")),
            dauer(lambda: speicher.alle(leute["Jana"])),
            gewartet(ordner, "vier alte Wörter hier"),
            dauer(lambda: [k for k in kontakte if k.passt("anna beispiel 77")]),
        ]
        speicher.setze_empfaenger([Empfaenger(wer, s.oeffentlich) for wer, s in leute.items() if wer != "Ole"])
        zeiten.append(dauer(lambda: speicher.verschliesse_neu(leute["Jana"])))
        print(f"| {wie_viele} | {' | '.join(f'{1000 * z:.0f} ms' for z in zeiten)} |")


if __name__ == "__main__":
    main()
