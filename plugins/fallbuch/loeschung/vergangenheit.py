"""What git remembers of cases: all versions of their files, where else they are named, and what stands in the way of a new history."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path

from fallbuch.akte.lesen import lies_quelldatei
from fallbuch.akte.modell import Kopf
from fallbuch.befund import anzahl
from fallbuch.kontakte.ablageort import gemeinsamer_ordner
from fallbuch.loeschung.aehnliches import Aehnliches, Wortlaut, sammle
from fallbuch.loeschung.alltag import Alltag, alltag_aus
from fallbuch.loeschung.lesarten import als_name, als_text, birgt_geschichte
from fallbuch.loeschung.spuren import RUHENDES, SELTEN, Spuren, auch_anderswo, laeufe
from fallbuch.text.git import frage, git, inhalte_von, pfad_in_git, stuecke
from fallbuch.text.quelle import aus_bytes, gibt_es, ist_falldatei
from fallbuch.werte import dataclass

#: So many objects are fetched at a time.
_AUF_EINMAL = 2_000
_NULL = re.compile("0+")
#: Of two versions so large a part of the lines is the same where one came from the other.
_GLEICH = 0.5


@dataclass(frozen=True, slots=True)
class Zwischenstand:
    """A saved state: its name, and the objects and names of the files that it changed, and of those that it removed."""

    commit: str
    dateien: Sequence[tuple[str, str]]
    gegangene: Sequence[tuple[str, str]]


class Vergangenheit:
    """The history of a team's folder, looked through for some cases."""

    def __init__(
        self,
        wurzel: Path,
        fallordner: str,
        nummern: Iterable[str],
        bekannte: Iterable[str] = (),
    ) -> None:
        """`fallordner` is the folder of cases as the team names it; the team may be a part of a larger repository. `bekannte`: see `Spuren`."""
        #: What is known of the people; to be set before anything is looked for.
        self.kontakte: Sequence[Mapping[str, str]] = ()
        self.oben = gemeinsamer_ordner(wurzel)
        lage = os.path.relpath(wurzel.resolve(), self.oben)
        self.vorsatz = "" if lage == "." else f"{lage.replace(os.sep, '/')}/"
        self._faelle = f"{self.vorsatz}{fallordner}/"
        self._ruhendes = tuple(f"{self.vorsatz}{ordner}" for ordner in RUHENDES)
        self._genannte = frozenset(nummer.lower() for nummer in nummern)
        # Who writes here is no customer, whoever has the same last name.
        #: Branches, tags and all that is put aside; what others had is theirs.
        self.was = ("--branches", "--tags", *_beiseite(self.oben))
        schreibende = git(self.oben, "log", *self.was, "--format=%an%n%cn").decode("utf-8", "replace").splitlines()
        self._bekannte = (*bekannte, *dict.fromkeys(schreibende))
        self._koepfe: dict[str, Kopf] = {}

    @cached_property
    def stufen(self) -> Sequence[Zwischenstand]:
        """All states, newest first, each with what it changed."""
        roh = git(
            self.oben, "log", *self.was, "--raw", "-m", "--root", "--no-abbrev", "--no-renames", "-z", "--format=%x1e%H", woertlich=False
        )  # fmt: skip
        ergebnis: list[Zwischenstand] = []
        for block in roh.decode("utf-8", "surrogateescape").split("\x1e")[1:]:
            commit, *teile = re.split("[\0\n]+", block.strip("\0\n"))
            zeilen = [(a.split(), pfad) for a, pfad in zip(teile[::2], teile[1::2], strict=False)]
            da = [(a[3], pfad) for a, pfad in zeilen if not _NULL.fullmatch(a[3])]
            ergebnis.append(Zwischenstand(commit, da, [(a[2], pfad) for a, pfad in zeilen if _NULL.fullmatch(a[3])]))
        return ergebnis

    @cached_property
    def _pfade(self) -> Mapping[str, set[str]]:
        """The names that each file's content ever had."""
        ergebnis: dict[str, set[str]] = {}
        for stufe in self.stufen:
            for objekt, pfad in stufe.dateien:
                ergebnis.setdefault(objekt, set()).add(pfad)
        return ergebnis

    def _ist_fall(self, pfad: str) -> bool:
        ordner, _, name = pfad.rpartition("/")
        return f"{ordner}/" == self._faelle and ist_falldatei(name)

    @cached_property
    def _fassungen(self) -> Mapping[str, bytes]:
        """The contents of all case files that ever were, by object."""
        objekte = [o for o, pfade in self._pfade.items() if any(map(self._ist_fall, pfade))]
        return dict(inhalte(self.oben, objekte))

    @cached_property
    def nummern(self) -> frozenset[str]:
        """The numbers of the cases, and those of cases that became part of them, as any version of their files says."""
        alle = self._genannte
        while True:
            vereinte = {nummer.lower() for o in self._versionen(alle) for nummer in self._kopf(o).vereint_mit}
            if vereinte <= alle:
                return alle
            alle |= vereinte

    @cached_property
    def unbekannte(self) -> frozenset[str]:
        """Numbers that were named and of which no version of any file is."""
        staemme = {stamm for objekt in self._fassungen for stamm in self._staemme(objekt)}
        return self._genannte - staemme - {(self._kopf(o).id or "").lower() for o in self.eigene}

    @cached_property
    def fruehere(self) -> Sequence[tuple[str, str]]:
        """Files that may have been the cases under another number, and the number: whether they were, only people know.

        A state put the case's file in the place of another one with much the same lines, or its file once stated
        another number, and no case has that number now.
        """
        eigene = {(pfad, nummer) for o in self.eigene for pfad in self._pfade[o] if (nummer := self._anders(o))}
        umbenannt = {
            (pfad, _stamm(pfad))
            for stufe in self.stufen
            for objekt, pfad in stufe.gegangene
            if self._ist_fall(pfad) and _stamm(pfad) not in self.nummern
            for neu, name in stufe.dateien
            if neu in self.eigene and _stamm(name) in self.nummern and self._aehnlich(objekt, neu)
        }
        da = {_stamm(n) for n in stuecke(git(self.oben, "ls-files", "-z", "--", self._faelle)) if self._ist_fall(n)}
        return sorted((pfad, nummer) for pfad, nummer in eigene | umbenannt if nummer not in da)

    def _anders(self, objekt: str) -> str:
        """Return the number that a version of the case's file states, where it is none of the case's."""
        kennung = (self._kopf(objekt).id or "").lower()
        return kennung if kennung not in self.nummern else ""

    def _aehnlich(self, eines: str, anderes: str) -> bool:
        zeilen = [set(self._fassungen.get(o, b"").split(b"\n")) for o in (eines, anderes)]
        return len(zeilen[0] & zeilen[1]) >= _GLEICH * min(map(len, zeilen))

    def _staemme(self, objekt: str) -> set[str]:
        """Return the names that a version of a case file had, without folder and ending."""
        return {_stamm(p) for p in self._pfade[objekt] if self._ist_fall(p)}

    def _kopf(self, objekt: str) -> Kopf:
        """Return the front matter of a version, read as any case is."""
        if objekt not in self._koepfe:
            name = next(p for p in self._pfade[objekt] if self._ist_fall(p))
            self._koepfe[objekt] = lies_quelldatei(aus_bytes(name, self._fassungen[objekt]))[0].kopf
        return self._koepfe[objekt]

    def _versionen(self, nummern: frozenset[str]) -> Iterator[str]:
        """Yield the versions of some cases: by the number that stands in a file, else by the file's name."""
        gesucht = [nummer.encode() for nummer in nummern]
        for objekt, inhalt in self._fassungen.items():
            benannt = self._staemme(objekt) & nummern
            # Reading takes time; in most versions none of the numbers stands at all.
            vorn = inhalt[: inhalt.find(b"\n---", 3)].lower().replace(b"\0", b"")
            if not benannt and not any(nummer in vorn for nummer in gesucht):
                continue
            kennung = (self._kopf(objekt).id or "").lower()
            if kennung in nummern or (benannt and (not kennung or len(self._pfade[objekt]) == 1)):
                yield objekt

    @cached_property
    def eigene(self) -> frozenset[str]:
        """The objects that are versions of the cases."""
        return frozenset(self._versionen(self.nummern))

    @cached_property
    def _wortlaut(self) -> frozenset[tuple[str, ...]]:
        return frozenset().union(*(laeufe(als_text(self._fassungen[objekt])[0]) for objekt in self.eigene))

    @cached_property
    def _bei_anderen(self) -> Mapping[tuple[str, ...], set[str]]:
        """Runs of words that other cases ever used as well, each with their names."""
        # What somebody has put aside is nobody's sentence yet.
        stehende = set(git(self.oben, "rev-list", "--branches", "--tags").decode().split())
        da = {o for stufe in self.stufen if stufe.commit in stehende for o, _ in stufe.dateien}
        andere = ((i, self._staemme(o)) for o, i in self._fassungen.items() if o in da and o not in self.eigene)
        return auch_anderswo(self._wortlaut, andere)

    @cached_property
    def spuren(self) -> Spuren:
        """By what the cases are recognised anywhere: all that was ever written of them, without what other cases say as well."""
        return self._spuren(self._bei_anderen.keys())

    @cached_property
    def spuren_ausserhalb(self) -> Spuren:
        """By what they are recognised outside of cases: only what many cases say is everyday wording."""
        return self._spuren({lauf for lauf, faelle in self._bei_anderen.items() if len(faelle) > SELTEN})

    def _spuren(self, ohne: Collection[tuple[str, ...]]) -> Spuren:
        wortlaut = self._wortlaut.difference(ohne)
        return Spuren(self.nummern, wortlaut, self.kontakte, self._bekannte, alltag=self._alltag)

    @cached_property
    def _alltag(self) -> Alltag:
        andere = ((i, self._staemme(o)) for o, i in self._fassungen.items() if o not in self.eigene)
        return alltag_aus(self.kontakte, andere)

    def aehnliche(self) -> list[Wortlaut]:
        """Return what looks as if it meant the people, in any version of any file and in messages: others decide on it."""
        andere = [o for o in self._pfade if o not in self._fassungen and o not in self.unberuehrte]
        texte = chain(
            ((min(self._pfade[o]), i) for o, i in self._fassungen.items() if o not in self.eigene),
            ((min(self._pfade[o]), i) for o, i in inhalte(self.oben, andere)),
            self._nebentexte(),
        )
        return sammle(
            texte,
            Aehnliches(self.nummern, self.kontakte, self._alltag),
            lambda name: self.spuren if self._ist_fall(name) else self.spuren_ausserhalb,
        )

    def _nebentexte(self) -> Iterator[tuple[str, bytes]]:
        """Yield what stands beside the files: messages, tags, notes, settings, and names of branches, tags and files."""
        yield "Nachrichten zu den Ständen", git(self.oben, "log", *self.was, "--format=%B")
        yield "Texte von Marken", git(self.oben, "for-each-ref", "--format=%(contents)", "refs/tags")
        orte = git(self.oben, "for-each-ref", "--format=%(refname)", "refs/notes").decode("utf-8", "surrogateescape")
        notizen = [z.split()[0] for ort in orte.split() for z in git(self.oben, "notes", f"--ref={ort}", "list").decode().splitlines()]  # fmt: skip
        yield from (("Notizen", inhalt) for _, inhalt in inhalte(self.oben, notizen))
        yield "Einstellungen von git", git(self.oben, "config", "--local", "--list")
        zweige = git(self.oben, "for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads", "refs/tags").splitlines()
        for was, namen in (("Namen von Zweigen und Marken", zweige), ("Namen von Dateien", map(os.fsencode, {p for pfade in self._pfade.values() for p in pfade}))):  # fmt: skip
            # As somebody would write them in a sentence: words apart, with capital letters.
            yield was, "\n".join(re.sub(r"[-_/.]+", " ", als_text(n)[0]).title() for n in sorted(namen)).encode()

    def nimm_dazu(self, folgen: Sequence[tuple[str, ...]]) -> None:
        """Look for these words as well; to be said before anything is looked for."""
        for spuren in (self.spuren, self.spuren_ausserhalb):
            spuren.nimm_dazu(folgen)

    @cached_property
    def pfade_weg(self) -> Sequence[str]:
        """Names of files that go as a whole: of the cases, and those that name one."""
        alle = {pfad for pfade in self._pfade.values() for pfad in pfade}
        eigene = {p for o in self.eigene for p in self._pfade[o] if self._ist_fall(p)}
        andere = {p for o in self._fassungen.keys() - self.eigene for p in self._pfade[o]}
        benannte = {
            p
            for p in alle
            if self.spuren.stellen(als_name(p.removeprefix(self.vorsatz))) and not p.startswith(self._ruhendes)
        }
        return sorted((eigene - andere) | benannte)

    @cached_property
    def ersetzungen(self) -> Mapping[str, bytes | None]:
        """What becomes of each object that says something of the cases: other bytes, or None where it goes as a whole."""
        weg = set(self.pfade_weg)
        ergebnis: dict[str, bytes | None] = dict.fromkeys(self.eigene)
        andere = ((o, i, self.spuren) for o, i in self._fassungen.items() if o not in ergebnis)
        uebrige = [
            o for o, p in self._pfade.items() if o not in self._fassungen and o not in self.unberuehrte and not p <= weg
        ]
        sonst = ((o, i, self.spuren_ausserhalb) for o, i in inhalte(self.oben, uebrige))
        for objekt, inhalt, spuren in chain(andere, sonst):
            neu = None if birgt_geschichte(inhalt) else spuren.bereinigt(inhalt)
            if neu != inhalt:
                ergebnis[objekt] = neu
        return ergebnis

    @cached_property
    def entfallende(self) -> Sequence[str]:
        """Names of files that are no text and hold something of the cases in some version: these versions go."""
        return self._namen(o for o, neu in self.ersetzungen.items() if neu is None and o not in self.eigene)

    @cached_property
    def geaenderte(self) -> Sequence[str]:
        """Names of files in which `(gelöscht)` will stand in some version."""
        return self._namen(o for o, neu in self.ersetzungen.items() if neu is not None)

    def _namen(self, objekte: Iterable[str]) -> Sequence[str]:
        return sorted({pfad for o in objekte for pfad in self._pfade[o]} - set(self.pfade_weg))

    def kennt(self, objekt: str) -> bool:
        """Tell whether an object was looked through for `ersetzungen`."""
        return objekt in self._pfade

    @cached_property
    def bleibt_zurueck(self) -> Sequence[str]:
        """What does not come along into a new history, as sentences for whoever needs it."""
        saetze = []
        orte = git(self.oben, "for-each-ref", "--format=%(refname)", "refs/notes").decode("utf-8", "surrogateescape")
        ziele = [
            z.split()[1]
            for ort in orte.split()
            for z in git(self.oben, "notes", f"--ref={ort}", "list").decode().splitlines()
        ]
        staende = {stufe.commit for stufe in self.stufen}
        if fremde := sum(ziel not in staende for ziel in ziele):
            saetze.append(f"{anzahl(fremde, 'Notiz', 'Notizen')} (git notes) an etwas anderem als einem Stand.")
        if frage(self.oben, "config", "--local", "--get-all", "include.path") is not None:
            saetze.append(
                "Einstellungen von git aus einer zweiten Datei (include.path), wenn diese im Ordner „.git“ liegt."
            )
        if gibt_es(pfad_in_git(self.oben, "config.worktree")):
            saetze.append("Einstellungen von git, die nur für diesen Ordner gelten (config.worktree).")
        return saetze

    @cached_property
    def unberuehrte(self) -> frozenset[str]:
        """Objects in which nothing is replaced: whatever changed a byte of them would spoil them."""
        return frozenset(o for o, pfade in self._pfade.items() if all(p.startswith(self._ruhendes) for p in pfade))


def _beiseite(oben: Path) -> list[str]:
    """Return the states that somebody has put aside in git (stash), not only the newest."""
    # Of a pattern without a sign that stands for others git takes what lies below it: `--glob=refs/stash` is nothing.
    return git(oben, "stash", "list", "--format=%H").decode().split()


def inhalte(
    wurzel: Path, objekte: Sequence[str], arten: frozenset[bytes] = frozenset({b"blob"})
) -> Iterator[tuple[str, bytes]]:
    """Yield each object with its content, a few at a time, so that memory does not grow with the history."""
    for ab in range(0, len(objekte), _AUF_EINMAL):
        teil = objekte[ab : ab + _AUF_EINMAL]
        for objekt, inhalt in zip(teil, inhalte_von(wurzel, teil, arten), strict=True):
            if inhalt is not None:
                yield objekt, inhalt


def _stamm(pfad: str) -> str:
    """Return the name of a case file as numbers are compared."""
    return pfad.rpartition("/")[2].removesuffix(".md").lower()
