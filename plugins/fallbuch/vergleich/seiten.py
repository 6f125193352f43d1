"""Two states of a team, opened side by side: what both share is read once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath

from fallbuch.bestand.laden import Akte, Lesespeicher
from fallbuch.einrichtung import Aufruffehler, Einrichtung, falldateien_von, richte_ein
from fallbuch.regelwerk.laden import VORLAGEN
from fallbuch.team import Team, oeffne
from fallbuch.text.git import Gitlage, KeinGit
from fallbuch.text.konflikte import ordnerlage
from fallbuch.text.quelle import HOECHSTE_GROESSE, Hindernis, Quelldatei, anzeigename, aus_bytes, ist_falldatei
from fallbuch.text.staende import (
    Gitstand,
    KeinStand,
    Paar,
    bestimme_stand,
    gemeinsamer_ursprung,
    tag_des_stands,
    unterschiede,
)
from fallbuch.werte import dataclass


@dataclass(frozen=True, slots=True)
class Namen:
    """What the states are called: as somebody named them, and what both come from with its day."""

    basis: str
    kopf: str
    ursprung: str
    ursprung_vom: str
    enthalten: bool


@dataclass(frozen=True, kw_only=True)
class Gegenueberstellung:
    """The team before and after, and the files that differ.

    `dazwischen` are the later cases read with the earlier rules: what differs from `alt` somebody did to the cases, what
    differs from `neu` follows from the rules. Where the rules are the same it is `neu`.
    """

    namen: Namen
    alt: Team
    neu: Team
    dazwischen: Sequence[Akte]
    paare: Sequence[Paar]
    #: The bytes of every case file that differs, by its name as messages show it.
    alte_bytes: Mapping[str, bytes]
    neue_bytes: Mapping[str, bytes]
    gleiche_regeln: bool
    #: The earlier state knows no file of this folder: it may have been called otherwise.
    ordner_neu: bool


def ist_fall_in(name: str, ordner: str) -> bool:
    """Tell whether a file is a case of the folder; those further below are none."""
    pfad = PurePosixPath(name)
    return str(pfad.parent) == ordner and ist_falldatei(pfad.name)


@contextmanager
def stelle_gegenueber(
    einrichtung: Einrichtung, basis: str, kopf: str | None, *, stichtag: date | None, heute: date
) -> Iterator[Gegenueberstellung]:
    """Open what both states come from and the later one. Raises `Aufruffehler`."""
    wurzel = einrichtung.wurzel
    try:
        spaeter, genannt = bestimme_stand(wurzel, kopf or "HEAD"), bestimme_stand(wurzel, basis)
        frueher = gemeinsamer_ursprung(wurzel, genannt, spaeter)
        tag = tag_des_stands(wurzel, frueher)
        namen = Namen(basis, kopf or "", frueher[:10], tag, frueher == spaeter != genannt)
        paare = unterschiede(wurzel, frueher, spaeter if kopf is not None else None)
        with ExitStack() as stapel:
            if kopf is None:
                neu = _Vergleichsseite.aus_ordner(einrichtung)
            else:
                neu = _Vergleichsseite.aus_git(Gitstand(wurzel, spaeter), stapel)
            alt = _Vergleichsseite.aus_git(Gitstand(wurzel, frueher), stapel)
            yield _gegenueber(alt, neu, paare, namen, stichtag=stichtag, heute=heute)
    except KeinStand as fehler:
        raise Aufruffehler(str(fehler)) from fehler


@dataclass
class _Vergleichsseite:
    """One state: its team's files on the disk, its cases wherever they are."""

    einrichtung: Einrichtung
    stand: Gitstand | None = None
    #: Case files that git keeps out of the folder, as they were saved last.
    ausgeblendete: Sequence[Quelldatei] = ()

    @classmethod
    def aus_ordner(cls, einrichtung: Einrichtung) -> _Vergleichsseite:
        """Take the folder as it is; what a sparse checkout leaves out is not removed. Raises `KeinGit`."""
        faelle = einrichtung.datei.ordner.faelle
        namen = ordnerlage(einrichtung.wurzel).ausgeblendete
        if any(n.startswith(("vorlagen/", f"{einrichtung.datei.ordner.seiten}/")) for n in namen):
            raise KeinGit(Gitlage.AUSGEBLENDET, einrichtung.wurzel)
        gelesene = Gitstand(einrichtung.wurzel, "").inhalte(n for n in namen if ist_fall_in(n, faelle))
        return cls(
            einrichtung,
            ausgeblendete=[aus_bytes(f"{faelle}/{anzeigename(PurePosixPath(n).name)}", i) for n, i in gelesene],
        )

    @classmethod
    def aus_git(cls, stand: Gitstand, stapel: ExitStack) -> _Vergleichsseite:
        """Put everything but the cases where the team's files can be read as they always are."""
        ordner = Path(stapel.enter_context(tempfile.TemporaryDirectory(prefix="fallbuch-")))
        _schreibe(ordner, stand.inhalte(n for n in stand.dateien if n.startswith("vorlagen/")))
        einrichtung = richte_ein(ordner)
        faelle = f"{einrichtung.datei.ordner.faelle}/"
        if any(faelle.startswith(f"{fremd}/") for fremd in stand.fremde):
            raise KeinStand(
                f"Der Ordner „{faelle.rstrip('/')}“ ist ein eigenes Verzeichnis von git (Submodul). Was sich darin ändert, weiß nur git dort; "
                "vergleichen lässt es sich von hier aus nicht."
            )
        rest = (n for n in stand.dateien if not n.startswith(("vorlagen/", faelle)) and _brauchbar(n))
        _schreibe(ordner, stand.inhalte(rest))
        return cls(einrichtung, stand)

    @property
    def fallordner(self) -> str:
        return self.einrichtung.datei.ordner.faelle

    def ist_fall(self, name: str) -> bool:
        return ist_fall_in(name, self.fallordner)

    @property
    def ist_da(self) -> bool:
        """Tell whether there is anything of a team."""
        return self.stand is None or bool(self.stand.dateien)

    def falldateien(self, ohne: frozenset[str] = frozenset()) -> list[Quelldatei]:
        """Return the case files but for some, by the names that messages show."""
        if self.stand is None:
            alle = [*falldateien_von(self.einrichtung), *self.ausgeblendete]
            return [d for d in alle if d.name not in ohne]
        gesucht = sorted(n for n in self.stand.dateien if self.ist_fall(n) and self.anzeige(n) not in ohne)
        # What a link from outside shows is no case, here as in the folder.
        drinnen = [n for n in gesucht if not self.stand.ist_draussen(n)]
        gelesene = [aus_bytes(self.anzeige(name), inhalt) for name, inhalt in self.stand.inhalte(drinnen)]
        return [
            *gelesene,
            *(Quelldatei(self.anzeige(n), b"", Hindernis.VERWEIS) for n in gesucht if n not in set(drinnen)),
        ]

    def anzeige(self, name: str) -> str:
        """Return a case file's name as messages show it."""
        return f"{self.fallordner}/{anzeigename(PurePosixPath(name).name)}"


def _brauchbar(name: str) -> bool:
    # Pages of the team refer to its files: they must be there, whatever is in them.
    return not name.startswith((".", "site/", "site-oeffentlich/"))


def _schreibe(ordner: Path, dateien: Iterable[tuple[str, bytes]]) -> None:
    for name, inhalt in dateien:
        pfad = ordner / name
        if not pfad.resolve().is_relative_to(ordner.resolve()):
            continue
        pfad.parent.mkdir(parents=True, exist_ok=True)
        pfad.write_bytes(inhalt[: HOECHSTE_GROESSE + 1])


def _gegenueber(
    alt: _Vergleichsseite,
    neu: _Vergleichsseite,
    paare: Sequence[Paar],
    namen: Namen,
    *,
    stichtag: date | None,
    heute: date,
) -> Gegenueberstellung:
    speicher: Lesespeicher = {}
    dateien = neu.falldateien()
    jetzt = oeffne(neu.einrichtung, stichtag=stichtag, heute=heute, speicher=speicher, dateien=dateien)
    oeffne_alt = partial(oeffne, alt.einrichtung, stichtag=jetzt.stichtag, heute=heute)
    gleiche_namen = _unveraenderte(alt, neu, dateien, paare)
    gleiche = [d for d in dateien if d.name in gleiche_namen]
    geaenderte = [d for d in dateien if d.name not in gleiche_namen]
    fruehere = alt.falldateien(ohne=gleiche_namen)
    gleiche_regeln = _vorlagen(alt.einrichtung) == _vorlagen(neu.einrichtung)
    fertige = [a for a in jetzt.akten if gleiche_regeln and a.fall.datei in gleiche_namen]
    zu_lesen = fruehere if gleiche_regeln else [*fruehere, *gleiche]
    damals = oeffne_alt(speicher=dict(speicher), dateien=zu_lesen, fertige=fertige)
    dazwischen = jetzt.akten
    if not gleiche_regeln:
        unberuehrte = [a for a in damals.akten if a.fall.datei in gleiche_namen]
        dazwischen = oeffne_alt(speicher=dict(speicher), dateien=geaenderte, fertige=unberuehrte).akten
    return Gegenueberstellung(
        namen=namen,
        alt=damals,
        neu=jetzt,
        dazwischen=dazwischen,
        paare=paare,
        alte_bytes={d.name: d.inhalt for d in fruehere},
        neue_bytes={d.name: d.inhalt for d in geaenderte},
        gleiche_regeln=gleiche_regeln,
        ordner_neu=not alt.ist_da and neu.ist_da,
    )


def _unveraenderte(
    alt: _Vergleichsseite, neu: _Vergleichsseite, dateien: Sequence[Quelldatei], paare: Sequence[Paar]
) -> frozenset[str]:
    """Return the cases that are the same in both states, byte for byte or but for their line ends.

    Git names what differs. All that stood in the earlier state and is not surely the same counts as changed: a case that
    lies in another folder by now, that a folder or a link took the place of, or that no longer stands where it stood.
    """
    beruehrte = {name for p in paare for name in (p.alt, p.neu) if name is not None}
    for seite in (alt, neu):
        if seite.stand is not None:
            beruehrte |= {name for name, ziel in seite.stand.verwiesene.items() if ziel in beruehrte}
    if alt.stand is None:
        return frozenset()
    hindernisse = {d.name: d.hindernis for d in dateien}
    ergebnis = set()
    for name in alt.stand.dateien:
        if name not in beruehrte and alt.ist_fall(name):
            gut = {Hindernis.VERWEIS} if alt.stand.ist_draussen(name) else {None, Hindernis.ZU_GROSS}
            if hindernisse.get(alt.anzeige(name), Hindernis.FEHLT) in gut:
                ergebnis.add(alt.anzeige(name))
    return frozenset(ergebnis)


def _vorlagen(einrichtung: Einrichtung) -> list[bytes | None]:
    """Return the team's rules and lists as they stand; line ends say nothing."""
    pfade = (einrichtung.wurzel / name for name in VORLAGEN)
    return [pfad.read_bytes().replace(b"\r\n", b"\n") if pfad.is_file() else None for pfad in pfade]
