"""Changes of several files that happen as a whole, and the last ones, so that they can be taken back.

A change is first written down, with what was and what shall be in each file, and counts from the moment at which this
record stands there. Whoever finds a record that nobody finished finishes it. A finished one stays for a while as the
memory of this folder: it leaves neither the machine nor, through git, the folder.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import re
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from fallbuch.befund import Befund, Meldungsart, Stelle, lesbar
from fallbuch.text.ablage import Ablage, Zwischenzeitlich, allein, raeume_auf, setze, setze_eigene, stand, vergleiche
from fallbuch.text.eigenes import ORDNER, eigener_ordner, lege_an
from fallbuch.text.mitschrift import verwirf
from fallbuch.text.quelle import ist_ordner, namen_in
from fallbuch.werte import dataclass

#: So many changes are remembered, and so many bytes of them; the newest always.
HOECHSTENS, HOECHSTENS_BYTES = 200, 16_000_000
# Begun; finished by another call than the one that began it; finished and told.
_OFFEN, _UNGESAGT, _GETAN = "offen", "ungesagt", "getan"
_NAME = re.compile(r"([0-9]{6,})-(offen|ungesagt|getan)\.json")

U005 = Meldungsart(
    kennung="U005",
    titel="Unterbrochene Änderung",
    muster="Eine Änderung ({was}) wurde unterbrochen und ist vielleicht erst zum Teil geschrieben. Betroffen: {dateien}. Erwartet: alle Dateien oder keine.",
    hinweis="Der nächste Befehl, der schreibt, macht sie fertig. Rufen Sie den unterbrochenen noch einmal auf; zweimal wird dabei nichts geschrieben.",
    erklaerung="Manche Befehle ändern mehrere Dateien, zum Beispiel eine Veranstaltung mit ihren Fällen. Bevor sie die erste schreiben, halten sie im Ordner "
    "„.fallbuch“ fest, was sie vorhaben. Wird das Programm mittendrin beendet, steht es dort noch, und der nächste Befehl führt es zu Ende. Bis dahin passen die "
    "Dateien vielleicht nicht zueinander.",
    schlecht="",
    umstand="Das Programm wurde beendet, während es mehrere Dateien schrieb.",
)


class Unvereinbar(Exception):
    """Files of an interrupted change are neither what they were nor what they should become."""

    def __init__(self, vorgang: Schreibvorgang, namen: Sequence[str]) -> None:
        super().__init__(", ".join(namen))
        self.vorgang = vorgang
        self.namen = tuple(namen)


class Journalfehler(Exception):
    """A record that no program of ours has written like this."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, kw_only=True, slots=True)
class Schreibvorgang:
    """A change of one or several files that is made as a whole."""

    ablagen: Sequence[Ablage]
    #: The command, as people call it, and what it says it has done.
    befehl: str = ""
    saetze: Sequence[str] = ()
    #: By this the same call is known again; "" for calls that may be made twice.
    aufruf: str = ""
    #: Files whose change is remembered, so that it can be taken back.
    gemerkt: frozenset[str] = frozenset()
    #: Remembered changes that this one takes back: number and file.
    nimmt_zurueck: Sequence[tuple[int, str]] = ()
    #: All files of the change, also those no longer remembered.
    namen: Sequence[str] = ()
    nummer: int = 0
    #: Seconds since 1970, of the machine's clock.
    zeit: float = 0.0

    def ablage(self, name: str) -> Ablage | None:
        """Return what becomes of one file, None where the change does not touch it or is no longer remembered."""
        return next((a for a in self.ablagen if a.name == name), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Aufnahme:
    """What was found when the team was opened for writing."""

    #: The change of this very call, made by an earlier attempt: it must not be made twice.
    eigener: Schreibvorgang | None = None
    #: Changes of other calls that were interrupted and are complete now.
    andere: Sequence[Schreibvorgang] = ()


def lege_ab(wurzel: Path, vorgang: Schreibvorgang, antworte: Callable[[], None] = lambda: None) -> None:
    """Write all files of a change, or none; refuse before the first where any has changed since it was read.

    `antworte` tells whoever asked for it; a program that is killed before that finds its change again, done once.
    Raises `Zwischenzeitlich` and `OSError`; then nothing is written.
    """
    if not vorgang.ablagen:
        antworte()
        return
    with allein(wurzel):
        if offene := list(_vorgaenge(wurzel, _OFFEN)):
            raise Zwischenzeitlich(offene[0].namen[0])
        for ablage in vorgang.ablagen:
            vergleiche(wurzel, ablage)
        _raeume_auf(wurzel, vorgang)
        vorgang = _halte_fest(wurzel, vorgang)
        _fuehre_aus(wurzel, vorgang)
        try:
            antworte()
        finally:
            _schliesse_ab(wurzel, vorgang, _GETAN)


def nimm_auf(wurzel: Path, aufruf: str = "") -> Aufnahme:
    """Finish what was interrupted. Raises `Unvereinbar` where somebody edited in between, `Journalfehler` and `OSError`."""
    ordner = eigener_ordner(wurzel)
    if not os.path.lexists(ordner):
        return Aufnahme()
    with allein(wurzel):
        raeume_auf(ordner)
        andere = []
        for vorgang in list(_vorgaenge(wurzel, _OFFEN)):
            _vollende(wurzel, vorgang)
            _schliesse_ab(wurzel, vorgang, _UNGESAGT if vorgang.aufruf else _GETAN)
            andere += [] if aufruf and vorgang.aufruf == aufruf else [vorgang]
        eigene = [v for v in _vorgaenge(wurzel, _UNGESAGT) if aufruf and v.aufruf == aufruf]
        _vergiss_geloeschte(wurzel)
        return Aufnahme(eigener=eigene[-1] if eigene else None, andere=andere)


def quittiere(wurzel: Path, vorgang: Schreibvorgang) -> None:
    """Note that whoever made a call knows that it is done: from now on the same call is a new one."""
    with allein(wurzel):
        _schliesse_ab(wurzel, vorgang, _GETAN)


def brich_ab(wurzel: Path) -> Schreibvorgang | None:
    """Take back what was written of an interrupted change; files that somebody has edited since stay as they are."""
    with allein(wurzel):
        for vorgang in list(_vorgaenge(wurzel, _OFFEN)):
            _nimm_zurueck(wurzel, vorgang)
            return vorgang
    return None


def unterbrochene(wurzel: Path) -> Iterator[Schreibvorgang]:
    """Yield the changes that were begun and not finished, without touching them. Raises `Journalfehler`."""
    yield from _vorgaenge(wurzel, _OFFEN)


def gemerkte(wurzel: Path, name: str) -> list[Schreibvorgang]:
    """Return the remembered changes of a file, newest first; none where the memory cannot be read."""
    with contextlib.suppress(Journalfehler, OSError):
        return [v for v in reversed(list(_vorgaenge(wurzel, _UNGESAGT, _GETAN))) if v.ablage(name)]
    return []


def befunde(wurzel: Path) -> tuple[Befund, ...]:
    """Return a finding for each change that was begun and not finished."""
    try:
        befunde = tuple(_befund(v.befehl, v.namen) for v in unterbrochene(wurzel))
    except Journalfehler as fehler:
        verwirf()
        return (_befund("", [fehler.name]),)
    if befunde:
        verwirf()  # what was interrupted has files of its own
    return befunde


def _befund(befehl: str, namen: Sequence[str]) -> Befund:
    dateien = ", ".join(namen[:5]) + (" …" if len(namen) > 5 else "")
    return U005.melde(Stelle(datei=namen[0]), was=befehl or "unbekannt", dateien=dateien)


def _fuehre_aus(wurzel: Path, vorgang: Schreibvorgang) -> None:
    """Write the files; where that fails, those already written become what they were, as if nothing had been tried."""
    try:
        for ablage in vorgang.ablagen:
            setze(wurzel, ablage)
    except BaseException:
        # Where even the way back fails, the record stays, and the next command finishes the change.
        with contextlib.suppress(OSError, Zwischenzeitlich):
            _nimm_zurueck(wurzel, vorgang)
        raise


def _nimm_zurueck(wurzel: Path, vorgang: Schreibvorgang) -> None:
    """Give back what they were to the files that hold the new text; what somebody else wrote stays."""
    for ablage in lage(wurzel, vorgang).geschrieben:
        setze(wurzel, ablage.umgekehrt)
    _pfad(wurzel, vorgang.nummer, _OFFEN).unlink()


def _vollende(wurzel: Path, vorgang: Schreibvorgang) -> None:
    """Write what is missing of a change; every file must be what it was or what it shall be."""
    jetzt = lage(wurzel, vorgang)
    if jetzt.fremd:
        raise Unvereinbar(vorgang, jetzt.fremd)
    _raeume_auf(wurzel, vorgang)
    for ablage in jetzt.offen:
        setze(wurzel, ablage)


def _raeume_auf(wurzel: Path, vorgang: Schreibvorgang) -> None:
    for ordner in {(wurzel / ablage.name).resolve().parent for ablage in vorgang.ablagen}:
        raeume_auf(ordner)


@dataclass(frozen=True, slots=True)
class Journallage:
    """How far a change has come: files that hold the new text, the old one, or one that somebody else wrote."""

    geschrieben: Sequence[Ablage]
    offen: Sequence[Ablage]
    fremd: Sequence[str]


def lage(wurzel: Path, vorgang: Schreibvorgang) -> Journallage:
    """Look how far a change has come."""
    staende = [(a, _stand(wurzel, a.name)) for a in vorgang.ablagen]
    return Journallage(
        [a for a, jetzt in staende if jetzt == a.neu],
        [a for a, jetzt in staende if jetzt == a.alt and a.alt != a.neu],
        [a.name for a, jetzt in staende if jetzt not in (a.alt, a.neu)],
    )


def _stand(wurzel: Path, name: str) -> bytes | object | None:
    try:
        return stand(wurzel, name)
    except Zwischenzeitlich:
        return object()  # like nothing that we wrote


def _schliesse_ab(wurzel: Path, vorgang: Schreibvorgang, zustand: str) -> None:
    """Turn the record of a finished change into memory: only of files that are remembered, the rest is gone.

    The very last thing that is written is its new name: until then the same call finds its change done.
    """
    for nummer, name in vorgang.nimmt_zurueck:
        _vergiss(wurzel, nummer, {name})
    _stutze(wurzel)
    bisher = next((p for z in (_OFFEN, _UNGESAGT) if (p := _pfad(wurzel, vorgang.nummer, z)).exists()), None)
    if bisher is None:
        return  # another program has finished it meanwhile
    bleibt = [a for a in vorgang.ablagen if a.name in vorgang.gemerkt]
    if not bleibt and zustand == _GETAN:
        bisher.unlink()
        return
    if len(bleibt) < len(vorgang.ablagen):
        setze_eigene(bisher, _als_json(replace(vorgang, ablagen=bleibt)))
    os.replace(bisher, _pfad(wurzel, vorgang.nummer, zustand))


def _vergiss(wurzel: Path, nummer: int, namen: set[str]) -> None:
    """Take files out of a remembered change."""
    for zustand in (_UNGESAGT, _GETAN):
        pfad = _pfad(wurzel, nummer, zustand)
        if not pfad.exists():
            continue
        vorgang = _lies(pfad)
        if bleibt := [a for a in vorgang.ablagen if a.name not in namen]:
            # Who takes a change back knows that it was made, even if its own call never said so.
            setze_eigene(_pfad(wurzel, nummer, _GETAN), _als_json(replace(vorgang, ablagen=bleibt)))
        if not bleibt or zustand != _GETAN:
            pfad.unlink()


def _vergiss_geloeschte(wurzel: Path) -> None:
    """Forget what was remembered of files that somebody deleted: an erased case must not live on here.

    A file that a command removed is remembered as long as another one of the same change is there.
    """
    for vorgang in list(_vorgaenge(wurzel, _UNGESAGT, _GETAN)):
        da = {a.name for a in vorgang.ablagen if os.path.lexists(wurzel / a.name)}
        weg = {a.name for a in vorgang.ablagen} - da
        if weg and da:
            weg -= {a.name for a in vorgang.ablagen if a.neu is None}
        if weg:
            _vergiss(wurzel, vorgang.nummer, weg)


def vergiss_inhalte(wurzel: Path, betrifft: Callable[[bytes], bool]) -> None:
    """Forget what is remembered of files whose earlier or later text `betrifft` tells of: an erased case must not live on here."""
    with allein(wurzel):
        for vorgang in list(_vorgaenge(wurzel, _UNGESAGT, _GETAN)):
            weg = {a.name for a in vorgang.ablagen if any(t is not None and betrifft(t) for t in (a.alt, a.neu))}
            if weg:
                _vergiss(wurzel, vorgang.nummer, weg)


def _stutze(wurzel: Path) -> None:
    groesse = 0
    for stelle, (nummer, zustand, pfad) in enumerate(sorted(_dateien(wurzel), reverse=True)):
        groesse += pfad.stat().st_size
        if stelle and zustand != _OFFEN and (stelle >= HOECHSTENS or groesse > HOECHSTENS_BYTES):
            _pfad(wurzel, nummer, zustand).unlink(missing_ok=True)


def _halte_fest(wurzel: Path, vorgang: Schreibvorgang) -> Schreibvorgang:
    """Write down what is to be done; once this has returned, the change counts."""
    lege_an(eigener_ordner(wurzel))
    nummer = max((n for n, _, _ in _dateien(wurzel)), default=0) + 1
    namen = tuple(a.name for a in vorgang.ablagen)
    vorgang = replace(vorgang, nummer=nummer, zeit=time.time(), namen=namen)
    setze_eigene(_pfad(wurzel, nummer, _OFFEN), _als_json(vorgang))
    return vorgang


def _pfad(wurzel: Path, nummer: int, zustand: str) -> Path:
    return eigener_ordner(wurzel) / f"{nummer:06d}-{zustand}.json"


def _dateien(wurzel: Path) -> Iterator[tuple[int, str, Path]]:
    ordner = eigener_ordner(wurzel)
    if not ist_ordner(ordner) or ordner.is_symlink():
        return
    for name in namen_in(ordner):
        if (treffer := _NAME.fullmatch(name)) is not None:
            yield int(treffer[1]), treffer[2], ordner / name


def _vorgaenge(wurzel: Path, *zustaende: str) -> Iterator[Schreibvorgang]:
    return (_lies(pfad) for _, zustand, pfad in sorted(_dateien(wurzel)) if zustand in zustaende)


def _als_json(vorgang: Schreibvorgang) -> bytes:
    inhalt = {
        "fassung": 1,
        "zeit": vorgang.zeit,
        "befehl": vorgang.befehl,
        "saetze": list(vorgang.saetze),
        "aufruf": vorgang.aufruf,
        "gemerkt": sorted(vorgang.gemerkt),
        "nimmt_zurueck": [list(paar) for paar in vorgang.nimmt_zurueck],
        "namen": list(vorgang.namen),
        "dateien": [{"name": a.name, "alt": _gepackt(a.alt), "neu": _gepackt(a.neu)} for a in vorgang.ablagen],
    }
    return json.dumps(inhalt, indent=1).encode()


def _lies(pfad: Path) -> Schreibvorgang:
    name = f"{pfad.parent.name}/{pfad.name}"
    try:
        roh = json.loads(pfad.read_bytes())
        vorgang = Schreibvorgang(
            ablagen=[Ablage(name=d["name"], alt=_entpackt(d["alt"]), neu=_entpackt(d["neu"])) for d in roh["dateien"]],
            befehl=lesbar(str(roh["befehl"]), 100),
            saetze=[lesbar(str(satz), 500) for satz in roh["saetze"]],
            aufruf=str(roh["aufruf"]),
            gemerkt=frozenset(map(str, roh["gemerkt"])),
            nimmt_zurueck=[(int(nummer), str(datei)) for nummer, datei in roh["nimmt_zurueck"]],
            namen=[lesbar(str(datei), 200) for datei in roh["namen"]],
            nummer=int(pfad.name.partition("-")[0]),
            zeit=float(roh["zeit"]),
        )
    except (ValueError, KeyError, TypeError, zlib.error, RecursionError) as fehler:
        raise Journalfehler(name) from fehler
    if roh["fassung"] != 1 or not vorgang.namen or not all(map(_im_ordner, (a.name for a in vorgang.ablagen))):
        raise Journalfehler(name)
    return vorgang


def _im_ordner(name: str) -> bool:
    """Tell whether a file lies in the team's folder and is none of git's: a record may come from anywhere."""
    pfad = Path(name)
    verboten = any(teil == ".." or teil.startswith(ORDNER) or teil.lower() == ".git" for teil in pfad.parts)
    return bool(pfad.parts) and not (pfad.anchor or verboten)


def _gepackt(inhalt: bytes | None) -> str | None:
    return None if inhalt is None else base64.b64encode(zlib.compress(inhalt)).decode()


def _entpackt(text: Any) -> bytes | None:
    return None if text is None else zlib.decompress(base64.b64decode(str(text), validate=True))
