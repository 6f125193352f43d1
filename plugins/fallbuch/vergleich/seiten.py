"""Two states of a team, opened side by side: what both share is read once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import cached_property, partial
from pathlib import Path, PurePosixPath

from fallbuch.bestand.geloeschte import gegen_altes
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
from fallbuch.vergleich.modell import Vergleich
from fallbuch.werte import dataclass


@dataclass(frozen=True, kw_only=True)
class Gegenueberstellung:
    """The team before and after, and the files that differ.

    `dazwischen` are the later cases read with the earlier rules: what differs from `alt` somebody did to the cases, what
    differs from `neu` follows from the rules. Where the rules are the same it is `neu`.
    """

    #: What is compared with what; all else of it is still to be found out.
    rahmen: Vergleich
    alt: Team
    neu: Team
    dazwischen: Sequence[Akte]
    paare: Sequence[Paar]
    #: The bytes of every case file that differs, by its name as messages show it.
    alte_bytes: Mapping[str, bytes]
    neue_bytes: Mapping[str, bytes]
    gleiche_regeln: bool


def fallname(name: str, ordner: str) -> str | None:
    """Return how messages call a case of the folder; None for any other file, also for those further below."""
    pfad = PurePosixPath(name)
    ist_fall = str(pfad.parent) == ordner and ist_falldatei(pfad.name)
    return f"{ordner}/{anzeigename(pfad.name)}" if ist_fall else None


def _faelle_unter(namen: Iterable[str], ordner: str) -> dict[str, str]:
    """Return which files are cases of the folder, with their names as messages show them."""
    return {name: fall for name in namen if (fall := fallname(name, ordner)) is not None}


@contextmanager
def stelle_gegenueber(
    einrichtung: Einrichtung, basis: str, kopf: str | None, *, stichtag: date | None, heute: date
) -> Iterator[Gegenueberstellung]:
    """Open what both states come from and the later one. Raises `Aufruffehler`."""
    wurzel = einrichtung.wurzel
    try:
        spaeter, genannt = bestimme_stand(wurzel, kopf or "HEAD"), bestimme_stand(wurzel, basis)
        # Before anything of it is told: a report would hand on what was erased, and there may be no common origin any more.
        if (altes := gegen_altes(wurzel, genannt, spaeter, einrichtung.datei.ordner.faelle)) is not None:
            raise Aufruffehler(f"{altes.text} {altes.hinweis}")
        frueher = gemeinsamer_ursprung(wurzel, genannt, spaeter)
        paare = unterschiede(wurzel, frueher, spaeter if kopf is not None else None)
        with ExitStack() as stapel:
            if kopf is None:
                neu = _Vergleichsseite.aus_ordner(einrichtung)
            else:
                neu = _Vergleichsseite.aus_git(Gitstand(wurzel, spaeter), stapel)
            alt = _Vergleichsseite.aus_git(Gitstand(wurzel, frueher), stapel)
            rahmen = Vergleich(
                basis=basis,
                ursprung=frueher[:10],
                ursprung_vom=tag_des_stands(wurzel, frueher),
                kopf=kopf or "",
                stichtag=stichtag or heute,
                enthalten=frueher == spaeter != genannt,
                ordner_neu=not alt.ist_da and neu.ist_da,
            )
            yield _gegenueber(alt, neu, paare, rahmen, heute)
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
        namen = ordnerlage(einrichtung.wurzel).ausgeblendete
        if any(n.startswith(("vorlagen/", f"{einrichtung.datei.ordner.seiten}/")) for n in namen):
            raise KeinGit(Gitlage.AUSGEBLENDET, einrichtung.wurzel)
        faelle = _faelle_unter(namen, einrichtung.datei.ordner.faelle)
        gelesene = Gitstand(einrichtung.wurzel, "").inhalte(faelle)
        return cls(einrichtung, ausgeblendete=[aus_bytes(faelle[name], inhalt) for name, inhalt in gelesene])

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
        # Pages of the team refer to its files: they must be there, whatever is in them.
        unnoetige = ("vorlagen/", faelle, ".", "site/", "site-oeffentlich/")
        _schreibe(ordner, stand.inhalte(n for n in stand.dateien if not n.startswith(unnoetige)))
        return cls(einrichtung, stand)

    @property
    def ist_da(self) -> bool:
        """Tell whether there is anything of a team."""
        return self.stand is None or bool(self.stand.dateien)

    def falldateien(self, ohne: frozenset[str] = frozenset()) -> list[Quelldatei]:
        """Return the case files but for some, by the names that messages show."""
        if self.stand is None:
            alle = [*falldateien_von(self.einrichtung), *self.ausgeblendete]
            return [d for d in alle if d.name not in ohne]
        gesucht = {name: fall for name, fall in sorted(self.faelle.items()) if fall not in ohne}
        # What a link from outside shows is no case, here as in the folder.
        drinnen = [name for name in gesucht if not self.stand.ist_draussen(name)]
        gelesene = [aus_bytes(gesucht[name], inhalt) for name, inhalt in self.stand.inhalte(drinnen)]
        draussen = gesucht.keys() - set(drinnen)
        return [*gelesene, *(Quelldatei(gesucht[n], b"", Hindernis.VERWEIS) for n in gesucht if n in draussen)]

    @cached_property
    def faelle(self) -> Mapping[str, str]:
        """The case files of a saved state, with their names as messages show them."""
        namen = self.stand.dateien if self.stand is not None else ()
        return _faelle_unter(namen, self.einrichtung.datei.ordner.faelle)


def _schreibe(ordner: Path, dateien: Iterable[tuple[str, bytes]]) -> None:
    for name, inhalt in dateien:
        pfad = ordner / name
        if not pfad.resolve().is_relative_to(ordner.resolve()):
            continue
        pfad.parent.mkdir(parents=True, exist_ok=True)
        pfad.write_bytes(inhalt[: HOECHSTE_GROESSE + 1])


def _gegenueber(
    alt: _Vergleichsseite, neu: _Vergleichsseite, paare: Sequence[Paar], rahmen: Vergleich, heute: date
) -> Gegenueberstellung:
    speicher: Lesespeicher = {}
    dateien = neu.falldateien()
    geoeffnet = partial(oeffne, stichtag=rahmen.stichtag, heute=heute)
    jetzt = geoeffnet(neu.einrichtung, speicher=speicher, dateien=dateien)
    gleiche_namen = _unveraenderte(alt, neu, dateien, paare)
    gleiche = [d for d in dateien if d.name in gleiche_namen]
    geaenderte = [d for d in dateien if d.name not in gleiche_namen]
    fruehere = alt.falldateien(ohne=gleiche_namen)
    gleiche_regeln = _vorlagen(alt.einrichtung) == _vorlagen(neu.einrichtung)
    fertige = [a for a in jetzt.akten if gleiche_regeln and a.fall.datei in gleiche_namen]
    zu_lesen = fruehere if gleiche_regeln else [*fruehere, *gleiche]
    damals = geoeffnet(alt.einrichtung, speicher=dict(speicher), dateien=zu_lesen, fertige=fertige)
    dazwischen = jetzt.akten
    if not gleiche_regeln:
        unberuehrte = [a for a in damals.akten if a.fall.datei in gleiche_namen]
        dazwischen = geoeffnet(alt.einrichtung, speicher=dict(speicher), dateien=geaenderte, fertige=unberuehrte).akten
    return Gegenueberstellung(
        rahmen=rahmen,
        alt=damals,
        neu=jetzt,
        dazwischen=dazwischen,
        paare=paare,
        alte_bytes={d.name: d.inhalt for d in fruehere},
        neue_bytes={d.name: d.inhalt for d in geaenderte},
        gleiche_regeln=gleiche_regeln,
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
    hindernisse = {d.name: d.hindernis for d in dateien}
    ergebnis = set()
    for name, fall in alt.faelle.items():
        draussen = alt.stand is not None and alt.stand.ist_draussen(name)
        gut = {Hindernis.VERWEIS} if draussen else {None, Hindernis.ZU_GROSS}
        if name not in beruehrte and hindernisse.get(fall, Hindernis.FEHLT) in gut:
            ergebnis.add(fall)
    return frozenset(ergebnis)


def _vorlagen(einrichtung: Einrichtung) -> list[bytes | None]:
    """Return the team's rules and lists as they stand; line ends say nothing."""
    pfade = (einrichtung.wurzel / name for name in VORLAGEN)
    return [pfad.read_bytes().replace(b"\r\n", b"\n") if pfad.is_file() else None for pfad in pfade]
