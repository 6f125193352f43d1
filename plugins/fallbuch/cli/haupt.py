"""`fallbuch`: runs the command line; every way out has a code and a German sentence."""

from __future__ import annotations

import errno
import gc
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress

import click

from fallbuch.cli.antworten import antworte
from fallbuch.cli.befehle import ABGEBROCHEN, AUFRUF, GEOEFFNET, PANNE, SAUBER, fallbuch
from fallbuch.cli.deutsch import fehlersatz
from fallbuch.fehler import Satzfehler

_GRUENDE = {
    errno.EACCES: ", weil der Zugriff verweigert wird",
    errno.ENOENT: ", weil es sie nicht gibt",
    errno.EEXIST: ", weil es dort schon eine Datei dieses Namens gibt",
    errno.ENOTDIR: ", weil ein Teil des Pfades kein Ordner ist",
    errno.ENOSPC: ", weil kein Platz mehr frei ist",
    errno.ENAMETOOLONG: ", weil der Name zu lang ist",
    errno.EROFS: ", weil das Laufwerk schreibgeschützt ist",
}


def programm() -> None:
    """Be the program `fallbuch`: its process ends here.

    Taking thousands of cases apart at the end takes longer than many a command, and the system takes all of it back anyway.
    """
    try:
        main()
    except SystemExit as ende:
        if not GEOEFFNET or not isinstance(ende.code, int):
            raise
        with suppress(OSError, ValueError):  # whoever read along is gone, and a stream is closed
            sys.stderr.flush()
            sys.stdout.flush()
            os._exit(ende.code)
        raise


def main(argumente: Sequence[str] | None = None) -> None:
    """Run the command line; every way out has a code and a German sentence, never a traceback alone."""
    GEOEFFNET.clear()
    lief = gc.isenabled()
    gc.disable()  # a command ends before there is much to collect; looking for it again and again takes a tenth of its time
    try:
        _fuehre_aus(argumente)
    finally:
        if lief:
            gc.enable()


def _fuehre_aus(argumente: Sequence[str] | None) -> None:
    # Without a terminal or pipe (`>&-`) Python sets a stream to None.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - lives as long as the process
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - lives as long as the process
    for strom in (sys.stdout, sys.stderr):
        strom.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        worte = list(sys.argv[1:] if argumente is None else argumente)
        code = antworte(worte, lambda: fallbuch.main(args=worte, prog_name="fallbuch", standalone_mode=False))
        sys.stdout.flush()
    except click.exceptions.Exit as ende:
        code = ende.exit_code
    except click.ClickException as fehler:
        kontext = getattr(fehler, "ctx", None)
        hilfe = f"{kontext.command_path if kontext else 'fallbuch'} --help"
        _beende_mit(f"{fehlersatz(fehler)} Hilfe: {hilfe}", AUFRUF)
    except Satzfehler as fehler:
        _beende_mit(str(fehler), AUFRUF)
    except (KeyboardInterrupt, click.Abort):
        _beende_mit("Abgebrochen.", ABGEBROCHEN)
    except BrokenPipeError:
        # The reader of a pipe has enough; say nothing and do not fail at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = SAUBER
    except OSError as fehler:
        grund = _GRUENDE.get(fehler.errno or 0, "")
        _beende_mit(f"„{fehler.filename or 'Eine Datei'}“ lässt sich nicht lesen oder schreiben{grund}.", AUFRUF)
    except Exception as fehler:  # noqa: BLE001 - the last line of defence turns a bug into a sentence
        # Where it happened, not what was at hand: the lines are sent on, and in the message may stand what somebody typed.
        sys.stderr.write(f"{''.join(traceback.format_tb(fehler.__traceback__))}{type(fehler).__name__}\n")
        _beende_mit(
            "Das ist ein Fehler im Programm, nicht in Ihren Dateien. Bitte melden Sie ihn mit den Zeilen darüber.",
            PANNE,
        )
    sys.exit(code if isinstance(code, int) else SAUBER)


def _beende_mit(satz: str, code: int) -> None:
    sys.stderr.write(f"fallbuch: {satz}\n")
    sys.exit(code)
