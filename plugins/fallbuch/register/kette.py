"""The register of a team: read in the order of the releases, every file compared with its hash."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from fallbuch.befund import Befund, Stelle
from fallbuch.regelwerk.modell import Teamdatei
from fallbuch.regelwerk.vokabular import TEAMDATEI
from fallbuch.register.blatt import Blattfehler, Registerblatt, als_json, aus_json
from fallbuch.register.los import LOSDATEI, Teamlos, als_text, aus_text
from fallbuch.register.meldungen import ORDNER, S020, S021, S022, S023, S024, S025, S026, S027, VERZEICHNIS
from fallbuch.statistik.zeitraum import Zeitraumart
from fallbuch.text.git import Gitlage, KeinGit, luecke
from fallbuch.text.historie import gespeicherte_fassungen, objektname
from fallbuch.text.konflikte import ordnerlage
from fallbuch.text.quelle import ist_ordner, liegt_da, lies_datei, namen_in
from fallbuch.werte import dataclass

_ENDUNG = ".json"
_ZEITRAUM = re.compile(r"[0-9]{4}(Q[1-4])?")


@dataclass(frozen=True, slots=True)
class _Kettenglied:
    zeitraum: str
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Register:
    """All sheets in the order in which they were released, and what is wrong with their files."""

    blaetter: Sequence[Registerblatt] = ()
    befunde: tuple[Befund, ...] = ()
    #: Why git cannot tell all that was ever released, "" where it can.
    luecke: str = ""
    #: The directory's entries and bytes; None where there is no directory.
    eintraege: tuple[_Kettenglied, ...] = ()
    verzeichnis: bytes | None = None
    #: What printed numbers are drawn from; None before the first release. Beside it the bytes of its file.
    los: Teamlos | None = None
    losdatei: bytes | None = None

    def blatt(self, zeitraum: str) -> Registerblatt | None:
        """Return the sheet of a period, None where it was not released."""
        return next((b for b in self.blaetter if b.zeitraum.schluessel == zeitraum), None)

    @property
    def neueste(self) -> list[Registerblatt]:
        """Return the sheets as pages show them: quarters before years, newest first."""
        nach_zeit = sorted(self.blaetter, key=lambda b: b.zeitraum.ende, reverse=True)
        return sorted(nach_zeit, key=lambda b: b.zeitraum.art is not Zeitraumart.QUARTAL)

    def mit(self, blatt: Registerblatt, los: Teamlos) -> Mapping[str, tuple[bytes | None, bytes]]:
        """Return the files that a further release changes: name → bytes before (None: none) and after."""
        versiegelt = replace(blatt, davor=self.eintraege[-1].sha256 if self.eintraege else "")
        inhalt, name = als_json(versiegelt), blatt.zeitraum.schluessel
        alle = (*self.eintraege, _Kettenglied(name, pruefsumme(inhalt)))
        verzeichnis = {"blaetter": [{"zeitraum": e.zeitraum, "sha256": e.sha256} for e in alle]}
        return {
            dateiname(name): (None, inhalt),
            VERZEICHNIS: (self.verzeichnis, (json.dumps(verzeichnis, indent=1) + "\n").encode()),
            LOSDATEI: (self.losdatei, als_text(los.mit(name))),
        }


def dateiname(zeitraum: str) -> str:
    """Return the file of a period, relative to the team's folder."""
    return f"{ORDNER}/{zeitraum}{_ENDUNG}"


def pruefsumme(inhalt: bytes) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(inhalt).hexdigest()


def lade_register(wurzel: Path) -> Register:
    """Read the register of the team in `wurzel`; files that cannot be trusted are findings and no sheets."""
    ordner = wurzel / ORDNER
    if liegt_da(ordner) and not ist_ordner(ordner):
        mangel = "an dieser Stelle muss ein Ordner liegen"
        return Register(befunde=(S022.melde(Stelle(datei=ORDNER), mangel=mangel),))
    vorhandene = [n for n in namen_in(ordner) if n.endswith(_ENDUNG)] if ist_ordner(ordner) else []
    befunde: list[Befund] = []
    try:
        ungewiss, bekannte = luecke(wurzel), _gespeicherte(wurzel)
    except KeinGit as fehler:
        ungewiss, bekannte = str(fehler), {}
        befunde.append((S024 if vorhandene else S025).melde(Stelle(datei=VERZEICHNIS), rat=ungewiss))
        if fehler.lage is Gitlage.AUSGEBLENDET:
            return Register(luecke=ungewiss, befunde=tuple(befunde))  # what is kept away is not missing
    else:
        if ungewiss and (vorhandene or bekannte):
            befunde.append(S025.melde(Stelle(datei=VERZEICHNIS), rat=ungewiss))
    mit_los = liegt_da(wurzel / LOSDATEI)
    losdatei = _lies(wurzel, LOSDATEI) if mit_los else None
    los = aus_text(losdatei) if losdatei is not None else None
    if mit_los and los is None:
        befunde.append(S026.melde(Stelle(datei=LOSDATEI), mangel="diese Datei ist kein Los"))
    if not vorhandene and not bekannte and not (los and los.freigegeben):
        return Register(luecke=ungewiss, befunde=tuple(befunde), los=los, losdatei=losdatei)
    name = VERZEICHNIS.rpartition("/")[2]
    verzeichnis = _lies(wurzel, VERZEICHNIS) if name in vorhandene else None
    if verzeichnis is None:
        befunde.append(S021.melde(Stelle(datei=VERZEICHNIS), datei=VERZEICHNIS))
    eintraege = _eintraege(verzeichnis, befunde) if verzeichnis is not None else ()
    befunde_am_verzeichnis = len(befunde)
    blaetter = list(_blaetter(wurzel, eintraege, bekannte, befunde))
    gefuehrte = {f"{e.zeitraum}{_ENDUNG}" for e in eintraege} | {name}
    # Without a readable directory nobody can say what belongs there: restoring it comes first.
    fremde = (n for n in vorhandene if n not in gefuehrte and not befunde_am_verzeichnis)
    befunde += (S023.melde(Stelle(datei=f"{ORDNER}/{n}"), datei=f"{ORDNER}/{n}") for n in fremde)
    # The directory could have been taken back together with its newest file; git remembers both.
    gemerkte = {*bekannte, *(f"{z}{_ENDUNG}" for z in (los.freigegeben if los else ()))}
    fehlende = sorted(n for n in gemerkte if n.endswith(_ENDUNG) and n not in gefuehrte and n not in vorhandene)
    befunde += (S021.melde(Stelle(datei=f"{ORDNER}/{n}"), datei=f"{ORDNER}/{n}") for n in fehlende)
    befunde += _am_los(blaetter, los, losdatei)
    return Register(
        blaetter=blaetter, befunde=tuple(befunde), luecke=ungewiss, eintraege=eintraege, verzeichnis=verzeichnis,
        los=los, losdatei=losdatei,
    )  # fmt: skip


def _am_los(blaetter: Sequence[Registerblatt], los: Teamlos | None, losdatei: bytes | None) -> Iterator[Befund]:
    """Yield that the secret of earlier releases is gone: drawn anew, the same people would print other numbers."""
    anderes = next((b for b in blaetter if b.umstaende.los not in {"", los.kennzeichen if los else ""}), None)
    if anderes is not None and (losdatei is None or los is not None):
        zeitraum = anderes.zeitraum.schluessel
        mangel = "diese Datei fehlt" if los is None else f"mit ihm wurde {zeitraum} nicht gelost"
        yield S026.melde(Stelle(datei=LOSDATEI), mangel=mangel)


def pruefe_berichtszeitraum(register: Register, datei: Teamdatei) -> Iterator[Befund]:
    """Yield that quarters had other borders when they were released: numbers beside each other count other days."""
    letztes = register.blaetter[-1] if register.blaetter else None
    if letztes is not None and letztes.zeitraum.kalender is not datei.kalenderquartale:
        zeitraum = letztes.zeitraum
        war = "Kalenderquartal" if zeitraum.kalender else "29. bis 28."
        yield S027.melde(
            datei.stellen.get(("", "berichtszeitraum"), Stelle(datei=TEAMDATEI)),
            jetzt=datei.berichtszeitraum,
            zeitraum=zeitraum.schluessel,
            war=war,
        )


def _gespeicherte(wurzel: Path) -> Mapping[str, frozenset[str]]:
    """Return what git knows of the register; raises `KeinGit` also where git keeps its files out of the folder."""
    if any(name.startswith(f"{ORDNER}/") for name in ordnerlage(wurzel, ORDNER).ausgeblendete):
        raise KeinGit(Gitlage.AUSGEBLENDET, wurzel)
    return gespeicherte_fassungen(wurzel, ORDNER)


def _lies(wurzel: Path, name: str) -> bytes | None:
    datei = lies_datei(wurzel / name, name, wurzel)
    return datei.inhalt if datei.hindernis is None else None


def _eintraege(inhalt: bytes, befunde: list[Befund]) -> tuple[_Kettenglied, ...]:
    zeile = spalte = 1
    mangel = "keine Liste der Blätter mit ihren Prüfsummen"
    try:
        eintraege = tuple(_Kettenglied(str(e["zeitraum"]), str(e["sha256"])) for e in json.loads(inhalt)["blaetter"])
        if all(_ZEITRAUM.fullmatch(e.zeitraum) for e in eintraege):
            return eintraege
    except json.JSONDecodeError as fehler:
        mangel, zeile, spalte = "kein vollständiges JSON", fehler.lineno, fehler.colno
    except (KeyError, TypeError, ValueError, RecursionError):
        pass
    befunde.append(S022.melde(Stelle(datei=VERZEICHNIS, zeile=zeile, spalte=spalte), mangel=mangel))
    return ()


def _blaetter(
    wurzel: Path, eintraege: Sequence[_Kettenglied], bekannte: Mapping[str, frozenset[str]], befunde: list[Befund]
) -> Iterator[Registerblatt]:
    davor = ""
    for e in eintraege:
        stelle = Stelle(datei=dateiname(e.zeitraum))
        inhalt = _lies(wurzel, stelle.datei)
        try:
            blatt = _freigegebenes(inhalt, e, davor, bekannte.get(f"{e.zeitraum}{_ENDUNG}", frozenset()))
        except Blattfehler as fehler:
            ort = replace(stelle, zeile=fehler.zeile, spalte=fehler.spalte)
            befunde.append(S022.melde(ort, mangel=fehler.mangel))
        else:
            if blatt is None:
                befunde.append(S021.melde(Stelle(datei=VERZEICHNIS), datei=stelle.datei))
            elif isinstance(blatt, str):
                befunde.append(S020.melde(stelle, zeitraum=e.zeitraum, mangel=blatt))
            else:
                yield blatt
        davor = e.sha256


def _freigegebenes(
    inhalt: bytes | None, e: _Kettenglied, davor: str, gespeicherte: frozenset[str]
) -> Registerblatt | str | None:
    """Return the sheet, what shows that it is not the one that was released, or None without a file. Raises `Blattfehler`."""
    if inhalt is None:
        return None
    if pruefsumme(inhalt) != e.sha256:
        return "die Prüfsumme im Verzeichnis ist eine andere"
    # Whoever forges a file can forge the directory too: it must be as git got it, if git did.
    if gespeicherte and not any(objektname(inhalt, wie) == wie for wie in gespeicherte):
        return "in git steht sie mit anderem Inhalt"
    from fallbuch.register.stimmig import pruefe_stimmig  # noqa: PLC0415 - who has released nothing needs no figures

    blatt = aus_json(inhalt)
    pruefe_stimmig(blatt)
    if blatt.zeitraum.schluessel != e.zeitraum:
        return "sie nennt einen anderen Zeitraum"
    return blatt if blatt.davor == davor else "sie gehört nicht hinter die vorige Freigabe"
