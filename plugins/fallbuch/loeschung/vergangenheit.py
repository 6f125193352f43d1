"""What git remembers of cases: all versions of their files, where else they are named, and what stands in the way of a new history."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from fallbuch.befund import lesbar
from fallbuch.kontakte.ablageort import gemeinsamer_ordner
from fallbuch.loeschung.spuren import RUHENDES, Spuren, als_text, ist_text, laeufe
from fallbuch.text import gitstand
from fallbuch.text.git import HOLEN, frage, git, inhalte_von, ist_flach, pfad_in_git, rufe, stuecke
from fallbuch.text.historie import FREMD
from fallbuch.text.quelle import gibt_es, ist_falldatei
from fallbuch.werte import dataclass

#: So many objects are fetched at a time.
_AUF_EINMAL = 2_000
#: Branches, tags and what is put aside; what others had is theirs.
WAS = ("--branches", "--tags", "--glob=refs/stash")
_NULL = re.compile("0+")
_VEREINT = re.compile(r"(?im)^Vereint mit[ \t]*:((?:[^\n]*)(?:\n[ \t]*-[^\n]*)*)")
_ID = re.compile(r"(?im)^ID[ \t]*:[ \t]*[\"']?([A-Za-z0-9-]{1,32})[\"']?[ \t]*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class Zwischenstand:
    """A saved state: its name, and the objects and names of the files that it changed."""

    commit: str
    dateien: Sequence[tuple[str, str]]


def hindernisse(wurzel: Path) -> list[str]:
    """Return why the history cannot be written anew here, each with the next step."""
    if not gitstand.unter_git(wurzel):
        return ["Dieser Ordner steht nicht unter git: Es gibt keine Geschichte, aus der etwas zu nehmen wäre."]
    saetze = []
    if ist_flach(wurzel):
        saetze.append(f"Hier liegen nur die neuesten Stände. {HOLEN}")
    if rufe(wurzel, "config", "--get-regexp", r"^remote\..*\.promisor$").returncode == 0:
        saetze.append(
            "Hier liegt nur ein Teil der Dateien. Holen Sie das Team vollständig (git clone ohne „--filter“), und löschen Sie dort."
        )
    if git(wurzel, "worktree", "list", "--porcelain").count(b"worktree ") > 1:
        saetze.append(
            "Zu diesem Ordner gehört ein zweiter („git worktree list“ nennt ihn); mit seinem nächsten Stand käme alles zurück. "
            "Speichern Sie dort, was noch fehlt, und entfernen Sie ihn: git worktree remove …"
        )
    if gitstand.mitten_im_zusammenfuehren(wurzel):
        saetze.append(
            "Jemand hat mit git etwas begonnen (merge, rebase) und nicht beendet. „git status“ sagt, was; beenden Sie es, oder brechen Sie es ab."
        )
    if any(z.startswith(FREMD.encode()) for z in git(wurzel, "ls-files", "--stage").split(b"\n")):
        saetze.append(
            "In diesem Ordner steckt ein anderes Verzeichnis von git (submodule). Löschen Sie dort für sich, und nehmen Sie es vorher hier heraus: git rm …"
        )
    saetze += [
        f"„{name}“ zeigt auf keinen Stand, sondern auf eine Datei. Entfernen Sie das Zeichen: git update-ref -d {name}"
        for name in _ohne_stand(wurzel)
    ]
    if gibt_es(pfad_in_git(wurzel, "objects/info/alternates")):
        saetze.append(
            "Dieser Ordner leiht sich Stände aus einem anderen. Machen Sie ihn selbständig: git repack -a -d, danach die Datei .git/objects/info/alternates löschen."
        )
    if not gitstand.zweig(wurzel):
        saetze.append("Dieser Ordner steht in git auf keinem Zweig. Wählen Sie einen: git switch main")
    if frage(wurzel, "config", "extensions.objectformat") == "sha256":
        saetze.append(
            "Dieser Ordner benutzt eine Form von git (sha256), die das Programm zum Umschreiben nicht kennt. Fangen Sie stattdessen neu an: Handbuch, „Einmal im Jahr neu anfangen“."
        )
    if fremde := list(stuecke(git(wurzel, "ls-files", "--others", "--exclude-standard", "-z"))):
        saetze.append(
            f"Hier liegt etwas, das git nicht kennt und das deshalb nicht mitkäme, zum Beispiel „{lesbar(fremde[0], 100)}“. Speichern Sie es zuerst (git add), oder nehmen Sie es heraus."
        )
    if git(wurzel, "status", "--porcelain", "--untracked-files=no"):
        saetze.append(
            "Hier ist etwas geändert und noch nicht in git gespeichert. Speichern Sie es zuerst: git commit -a, oder am Schreibtisch „Abgleichen“."
        )
    return saetze


def _ohne_stand(wurzel: Path) -> Iterator[str]:
    """Yield the references that lead to something else than a state: those of replacements too."""
    for zeile in (
        git(wurzel, "for-each-ref", "--format=%(objecttype) %(refname)").decode("utf-8", "surrogateescape").splitlines()
    ):
        art, _, name = zeile.partition(" ")
        if art != "commit" and rufe(wurzel, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").returncode:
            yield name


class Vergangenheit:
    """The history of a team's folder, looked through for some cases."""

    def __init__(
        self, wurzel: Path, fallordner: str, nummern: Iterable[str], kontakte: Sequence[Mapping[str, str]]
    ) -> None:
        """`fallordner` is the folder of cases as the team names it; the team may be a part of a larger repository."""
        self.oben = gemeinsamer_ordner(wurzel)
        lage = os.path.relpath(wurzel.resolve(), self.oben)
        self.vorsatz = "" if lage == "." else f"{lage.replace(os.sep, '/')}/"
        self._faelle = f"{self.vorsatz}{fallordner}/"
        self._ruhendes = tuple(f"{self.vorsatz}{ordner}" for ordner in RUHENDES)
        self._genannte = frozenset(nummer.lower() for nummer in nummern)
        self._kontakte = kontakte

    @cached_property
    def stufen(self) -> Sequence[Zwischenstand]:
        """All states, newest first, each with what it changed."""
        roh = git(
            self.oben, "log", *WAS, "--raw", "-m", "--root", "--no-abbrev", "--no-renames", "-z", "--format=%x1e%H", woertlich=False
        )  # fmt: skip
        ergebnis: list[Zwischenstand] = []
        for block in roh.decode("utf-8", "surrogateescape").split("\x1e")[1:]:
            commit, *teile = re.split("[\0\n]+", block.strip("\0\n"))
            paare = [(a.split()[3], pfad) for a, pfad in zip(teile[::2], teile[1::2], strict=False)]
            ergebnis.append(
                Zwischenstand(commit, [(objekt, pfad) for objekt, pfad in paare if not _NULL.fullmatch(objekt)])
            )
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
        alle, neue = set(self._genannte), set(self._genannte)
        while neue:
            texte = (als_text(i)[0] for o, i in self._fassungen.items() if self._staemme(o) & neue)
            neue = {nummer.lower() for text in texte for nummer in _vereinte(text)} - alle
            alle |= neue
        return frozenset(alle)

    @cached_property
    def unbekannte(self) -> frozenset[str]:
        """Numbers that were named and of which no version of any file is."""
        staemme = {stamm for objekt in self._fassungen for stamm in self._staemme(objekt)}
        ids = {
            t[1].lower() for o in self.eigene if (t := _ID.search(als_text(self._fassungen[o])[0][:4000])) is not None
        }
        return self._genannte - staemme - ids

    def _staemme(self, objekt: str) -> set[str]:
        """Return the names that a version of a case file had, without folder and ending."""
        return {p.rpartition("/")[2].removesuffix(".md").lower() for p in self._pfade[objekt] if self._ist_fall(p)}

    @cached_property
    def eigene(self) -> frozenset[str]:
        """The objects that are versions of the cases: by the name of the file or by the number that stands in it."""
        ergebnis = set()
        for objekt, inhalt in self._fassungen.items():
            kopf = als_text(inhalt)[0][:4000]
            staemme = self._staemme(objekt)
            treffer = _ID.search(kopf)
            if (
                (treffer is not None and treffer[1].lower() in self.nummern)
                or (treffer is None and staemme & self.nummern)
                or (staemme & self.nummern and len(self._pfade[objekt]) == 1)
            ):
                ergebnis.add(objekt)
        return frozenset(ergebnis)

    @cached_property
    def spuren(self) -> Spuren:
        """By what the cases are recognised: all that was ever written of them, without what other cases say as well."""
        wortlaut: set[tuple[str, ...]] = set()
        for objekt in self.eigene:
            wortlaut |= laeufe(als_text(self._fassungen[objekt])[0])
        alle = Spuren((), wortlaut)
        geteilt: set[tuple[str, ...]] = set()
        for objekt, inhalt in self._fassungen.items():
            if objekt not in self.eigene:
                geteilt.update(alle.laeufe_in(als_text(inhalt)[0]))
        return Spuren(self.nummern, wortlaut - geteilt, self._kontakte)

    @cached_property
    def pfade_weg(self) -> Sequence[str]:
        """Names of files that go as a whole: of the cases, and those that name one."""
        alle = {pfad for pfade in self._pfade.values() for pfad in pfade}
        eigene = {p for o in self.eigene for p in self._pfade[o] if self._ist_fall(p)}
        andere = {p for o in self._fassungen.keys() - self.eigene for p in self._pfade[o]}
        benannte = {
            p for p in alle if self.spuren.stellen(p.removeprefix(self.vorsatz)) and not p.startswith(self._ruhendes)
        }
        return sorted((eigene - andere) | benannte)

    @cached_property
    def entfallende(self) -> Sequence[str]:
        """Names of files that are no text and hold something of the cases in some version: these go as a whole."""
        weg = set(self.pfade_weg)
        objekte = [
            o for o, p in self._pfade.items() if o not in self._fassungen and o not in self.unberuehrte and not p <= weg
        ]
        namen = {
            p
            for o, i in inhalte(self.oben, objekte)
            if not ist_text(i) and self.spuren.arten(i)
            for p in self._pfade[o]
        }
        return sorted(namen - weg)

    @cached_property
    def unberuehrte(self) -> frozenset[str]:
        """Objects in which nothing is replaced: whatever changed a byte of them would spoil them."""
        return frozenset(o for o, pfade in self._pfade.items() if all(p.startswith(self._ruhendes) for p in pfade))


def inhalte(
    wurzel: Path, objekte: Sequence[str], arten: frozenset[bytes] = frozenset({b"blob"})
) -> Iterator[tuple[str, bytes]]:
    """Yield each object with its content, a few at a time, so that memory does not grow with the history."""
    for ab in range(0, len(objekte), _AUF_EINMAL):
        teil = objekte[ab : ab + _AUF_EINMAL]
        for objekt, inhalt in zip(teil, inhalte_von(wurzel, teil, arten), strict=True):
            if inhalt is not None:
                yield objekt, inhalt


def _vereinte(text: str) -> list[str]:
    """Return the numbers that a case file names as part of it, in whatever form of YAML."""
    treffer = _VEREINT.search(text[:4000])
    return re.findall(r"[A-Za-z0-9-]{1,32}", treffer[1].replace(" - ", " ")) if treffer is not None else []


def kopf_zweig(wurzel: Path) -> str:
    """Return the current branch."""
    return (frage(wurzel, "symbolic-ref", "--quiet", "HEAD") or "").removeprefix("refs/heads/")
