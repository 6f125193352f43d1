"""Asking step by step on a terminal: one question at a time, choices with numbers, wrong answers explained at once."""

from __future__ import annotations

import contextlib
import re
import select
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import click

from fallbuch.akte.entwurf import Schreibfehler, pruefe_zeichen
from fallbuch.bearbeiten.werte import nummer
from fallbuch.befund import lesbar
from fallbuch.cli.gang import Zurueck, fuehre, laufender, will_zurueck
from fallbuch.kennung import vergleichsform

try:  # arrow keys and corrections; Windows has its own
    import readline
except ImportError:
    readline = None  # type: ignore[assignment]

T = TypeVar("T")
Pruefung = Callable[[str], str]
#: So many files take longer than a second.
_VIELE = 300
_OHNE_NAMEN: Mapping[str, str] = {}
_ODER_NICHTS = ", „-“ für nichts"
#: Seconds in which pasted text arrives.
_PASTE = 0.3
_STEUERZEICHEN = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def am_terminal() -> bool:
    """Tell whether somebody sits there and can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def sage(text: str = "") -> None:
    """Show a line, unless this part of the dialog has been gone through before."""
    gang = laufender()
    if gang.spielt:
        gang.ungesagt.append(text)
    else:
        click.echo(text)


def _beantwortet(frage: str, lies: Callable[[str], str], pruefe: Pruefung) -> str:
    """Return the answer that `pruefe` takes: the one given before, else what `lies` reads; it gets what was refused."""
    gang, abgelehnt = laufender(), ""
    while True:
        gegeben = gang.gegebene(frage)
        antwort = lies(abgelehnt) if gegeben is None else gegeben
        try:
            wert = pruefe(antwort)
        except Schreibfehler as fehler:
            gang.verwirf()  # an answer from before may be none any more: from here on somebody is asked again
            sage(f"  {fehler}")
            abgelehnt = antwort
        else:
            gang.merke(frage, wert)
            return wert


def frage(
    text: str,
    vorgabe: str = "",
    pruefe: Pruefung | None = None,
    *,
    noetig: bool = False,
    frisch: bool = True,
    zu: Sequence[str] = (),
) -> str:
    """Ask until the answer passes `pruefe`; Enter alone takes `vorgabe`, or nothing where none is needed.

    `zu` is what the question shows to choose from: an answer from before holds for the same choice alone.
    """
    name = "\n".join((text, *zu))
    frueher = laufender().fruehere.get(name, "")
    vorgabe = frueher or vorgabe
    klammer = f" [{lesbar(vorgabe)}{_ODER_NICHTS if frueher and not noetig else ''}]" if vorgabe else ""

    def deute(getippt: str) -> str:
        nichts = frueher and not noetig and getippt == "-"
        antwort = "" if nichts else getippt or vorgabe
        if noetig and not antwort:
            raise Schreibfehler("Hier wird eine Antwort gebraucht.")
        return pruefe(antwort) if antwort and pruefe is not None else antwort

    return _beantwortet(name, lambda _: _lies(f"{text}{klammer}: ", frisch=frisch).strip(), deute)


def zeige_auswahl(worte: Sequence[str], vorgabe: str, namen: Mapping[str, str]) -> None:
    """Show words with their numbers."""
    for stelle, wort in enumerate(worte, start=1):
        mehr = f" – {lesbar(namen[wort])}" if namen.get(wort) else ""
        sage(f"  {stelle:>2}  {lesbar(wort)}{mehr}{'  (Vorschlag)' if wort == vorgabe else ''}")


def gemeintes(antwort: str, worte: Sequence[str], namen: Mapping[str, str]) -> str | None:
    """Return the word that a number, its beginning or that of its name means; None unless it is one."""
    # An answer given before is the word itself by now, whatever was typed.
    if antwort in worte and laufender().spielt:
        return antwort
    if (stelle := nummer(antwort, len(worte))) is not None:
        return worte[stelle - 1]
    form = vergleichsform(antwort)
    genau = [wort for wort in worte if vergleichsform(wort) == form]
    passende = genau or [wort for wort in worte if vergleichsform(wort).startswith(form)]
    passende = passende or [w for w, name in namen.items() if w in worte and vergleichsform(name).startswith(form)]
    return passende[0] if len(passende) == 1 else None


def waehle(
    text: str,
    worte: Sequence[str],
    vorgabe: str = "",
    *,
    noetig: bool = True,
    namen: Mapping[str, str] = _OHNE_NAMEN,
    sonst: Pruefung | None = None,
) -> str:
    """Let somebody choose by number or by word; Enter takes `vorgabe`, or nothing where none is needed.

    `namen` says more about a word, where it is only a mark; `sonst` reads what is none of the words, such as a
    synonym.
    """
    zeige_auswahl(worte, vorgabe, namen)

    def pruefe(antwort: str) -> str:
        if (wort := gemeintes(antwort, worte, namen)) is not None:
            return wort
        if sonst is not None and not antwort.isdecimal():
            return sonst(antwort)
        raise Schreibfehler(
            f"„{lesbar(antwort)}“ steht nicht zur Wahl. Geben Sie eine Nummer von 1 bis {len(worte)} ein."
        )

    freiwillig = "" if noetig or vorgabe else " (sonst Eingabetaste)"
    return frage(f"{text}{freiwillig}", vorgabe, pruefe, noetig=noetig, zu=worte)


def mehrere(text: str, pruefe: Pruefung | None = None) -> list[str]:
    """Ask for one answer after the other, until an empty one."""
    antworten: list[str] = []
    while antwort := frage(text if not antworten else "  noch eine", pruefe=pruefe, frisch=not antworten):
        antworten.append(antwort)
    return antworten


def absatz(text: str, pruefe: Pruefung) -> str:
    """Ask for a text of several lines; an empty line ends it, unless more has been pasted behind it."""
    return _beantwortet(
        text, lambda abgelehnt: _lies_absatz(text, abgelehnt), lambda antwort: pruefe(antwort) if antwort else ""
    )


def _lies_absatz(text: str, bisher: str) -> str:
    """Read lines up to an empty one; what was typed before an interruption is kept as the answer.

    `bisher` was refused: each of its lines stands there again, to be corrected.
    """
    gang = laufender()
    frueher = "" if bisher else gang.fruehere.get(text, "")
    zeilen = frueher.split("\n") if frueher else []
    abgelehnte = bisher.split("\n") if bisher else []
    _verwirf_wartendes()
    if abgelehnte:
        sage("  Ihr Text steht noch einmal da. Berichtigen Sie die Zeile; die Eingabetaste lässt eine, wie sie ist.")
    else:
        sage(f"{text} (eine leere Zeile beendet den Text):")
    if zeilen:
        sage("Bisher steht da, und Sie können weiterschreiben („-“ fängt neu an):")
        sage("\n".join(f"  {zeile}" for zeile in zeilen))
    erste = True
    try:
        while True:
            steht_da = abgelehnte[0] if abgelehnte else ""
            zeile = _lies("  ", frisch=False, zurueck=erste, steht_da=steht_da).rstrip()
            if not (zeile or abgelehnte or _wartet_noch()):
                break
            del abgelehnte[:1]
            zeilen = [] if erste and frueher and zeile.strip() == "-" else [*zeilen, zeile]
            erste = False
    except (KeyboardInterrupt, click.Abort):
        if zeilen or abgelehnte:
            gang.angefangen = [(text, "\n".join([*zeilen, *abgelehnte]).strip("\n"))]
        raise
    return "\n".join(zeilen).strip("\n")


def _verwirf_wartendes() -> None:
    """A text that was pasted must not answer the questions behind it, least of all whether to save."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import termios  # noqa: PLC0415 - not on Windows

        termios.tcflush(sys.stdin, termios.TCIFLUSH)


def _wartet_noch() -> bool:
    """Tell whether more input lies ready: somebody pasted a text with empty lines in it."""
    try:
        return bool(select.select([sys.stdin], [], [], _PASTE)[0])
    except (OSError, ValueError):  # Windows asks sockets only
        return False


def ja(text: str, *, vorgabe: bool = True) -> bool:
    """Ask a question that is answered by yes or no."""

    def pruefe(antwort: str) -> str:
        if (form := vergleichsform(antwort)) not in {"", "j", "ja", "n", "nein"}:
            raise Schreibfehler("Antworten Sie mit „j“ für Ja oder „n“ für Nein.")
        return form

    antwort = _beantwortet(text, lambda _: _lies(f"{text} [{'J/n' if vorgabe else 'j/N'}]: ").strip(), pruefe)
    return antwort.startswith("j") if antwort else vorgabe


def gespraech(tue: Callable[[], bool], zettel: Path) -> None:
    """Hold a dialog in which one can go back with `zurück`, and go on where an earlier one was interrupted."""
    fuehre(tue, zettel, _biete_an)


def _biete_an(antworten: list[tuple[str, str]]) -> bool:
    sage("Beim letzten Mal wurden Sie hier unterbrochen. Das hatten Sie eingegeben:")
    for frage_, antwort in antworten:
        if antwort:
            kurz = frage_.partition("\n")[0].partition(" (")[0].strip(" ?:")
            sage(f"  {lesbar(kurz)}: {lesbar(' / '.join(antwort.split(chr(10))), 100)}")
    return ja("Weitermachen, wo Sie waren?")


def mit_fortschritt(teile: Sequence[T], was: str) -> Iterator[T]:
    """Yield the parts; where there are many and somebody is watching, show how far it is."""
    if len(teile) < _VIELE or not sys.stderr.isatty():
        yield from teile
        return
    with click.progressbar(teile, label=was, file=sys.stderr, show_eta=False) as balken:
        yield from balken


def _lies(text: str, *, frisch: bool = True, zurueck: bool = True, steht_da: str = "") -> str:
    """Read a line; `frisch` throws away what was typed or pasted before the question stood there.

    `zurueck`: the word leads to the question before; within a text it is a word as any other. `steht_da` stands in the
    line already and can be changed.
    """
    ungesagt = laufender().ungesagt
    for zeile in ungesagt:  # now that somebody is asked after all, it shall be seen
        click.echo(zeile)
    ungesagt.clear()
    while True:
        if frisch:
            _verwirf_wartendes()
        try:
            antwort = _input(text, steht_da)
            pruefe_zeichen(antwort)
            if zurueck and will_zurueck(antwort):
                raise Zurueck
            if _STEUERZEICHEN.search(antwort):
                raise Schreibfehler(
                    "In der Antwort stehen Steuerzeichen, zum Beispiel von Pfeiltasten. Tippen Sie sie bitte noch einmal."
                )
        except EOFError as fehler:
            sage()
            raise click.Abort from fehler
        except Schreibfehler as fehler:
            sage(f"  {fehler}")
        else:
            return antwort


def _input(text: str, steht_da: str) -> str:
    """Read a line in which something stands already; without the means for that, Enter takes it as it is."""
    if not steht_da:
        return input(text)
    if readline is None:
        return input(f"{text}[{steht_da}] ") or steht_da
    readline.set_startup_hook(lambda: readline.insert_text(steht_da))
    try:
        return input(text)
    finally:
        readline.set_startup_hook()
