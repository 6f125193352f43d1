"""What a process can refer to: pages of the site, files of the team, fields of a case file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote, unquote

from fallbuch.akte.schema import feldanker
from fallbuch.kennung import vergleichsform
from fallbuch.prozess.meldungen import EMPFEHLUNGSORDNER, PROZESSORDNER
from fallbuch.text.quelle import dateien_unter, gibt_es, lies_datei, namen_unter
from fallbuch.werte import dataclass

#: Folders of the package whose Markdown files are pages of every site, under the same path.
DOKUMENTE = ("handbuch", "hilfsmittel", "vorbilder")
#: Pages that the program makes, by their path, with their titles.
ERZEUGTE: Mapping[str, str] = {
    "index.md": "Heute",
    "woche.md": "Woche",
    "faelle.md": "Fälle",
    "auslastung.md": "Auslastung",
    "kalender.md": "Kalender",
    "protokoll.md": "Protokoll",
    "pruefbericht.md": "Prüfbericht",
    "arbeitgeber.md": "Arbeitgeber",
    "regelwerk.md": "Regelwerk",
    "feldreferenz.md": "Feldreferenz",
    "meldungen.md": "Meldungen",
    "kennzahlen.md": "Kennzahlen",
    "auswertung.md": "Auswertung",
    "statistik.md": "Statistik",
    "prozesse/index.md": "Prozesse",
    "empfehlungen/index.md": "Handlungsempfehlungen",
    "druckfassung.md": "Druckfassung",
}
_TITEL = re.compile(r"^(?:#[ \t]+|title:[ \t]*)(.+?)[ \t\"#]*$", re.MULTILINE)


class Hilfsmittelart(StrEnum):
    """What a tool is."""

    SEITE = "Seite"
    DATEI = "Datei"
    FELD = "Feld"


@dataclass(frozen=True, slots=True)
class Ziel:
    """Something that a name refers to; `adresse` is its page from the site's root, None where it has none."""

    art: Hilfsmittelart
    adresse: str | None


@lru_cache(maxsize=1)
def mitgelieferte_dokumente() -> Mapping[str, str]:
    """Return path → title of every page that comes with the package."""
    vorgaben = files("fallbuch").joinpath("vorgaben")
    alle = (paar for ordner in DOKUMENTE for paar in dateien_unter(vorgaben.joinpath(ordner), f"{ordner}/"))
    return {n: titel_von(d.read_text(encoding="utf-8"), d.name) for n, d in alle if n.endswith(".md")}


def ist_beschreibung(pfad: str) -> bool:
    """Tell whether a path of the team's pages is that of a description, in whatever spelling of its ending."""
    ordner, _, rest = pfad.partition("/")
    endungen, rest = (".md", ".markdown", ".mdown", ".mkd", ".mkdn"), rest.lower()
    return ordner in {PROZESSORDNER, EMPFEHLUNGSORDNER} and rest.endswith(endungen) and rest != "index.md"


def titel_von(text: str, name: str) -> str:
    """Return the title of a page: its heading or `title`, else the file's name."""
    treffer = _TITEL.search(text)
    return treffer[1].strip() if treffer is not None else name.rsplit(".", 1)[0]


@lru_cache(maxsize=1)
def vorlagen() -> frozenset[str]:
    """Return the files of the team for which the package has a form: they can be used before the team has its own."""
    ordner = [files("fallbuch").joinpath("vorgaben", name, "vorlagen") for name in ("einrichtung", "ergaenzung")]
    return frozenset(name for o in ordner for name, _ in dateien_unter(o, "vorlagen/"))


@dataclass(frozen=True)
class Fundus:
    """Everything that can be referred to in one team. `prozessseiten` maps paths to names."""

    wurzel: Path
    seitenordner: str
    prozessseiten: Mapping[str, str]

    @cached_property
    def alle(self) -> Sequence[str]:
        """All files below the folder of the team's pages."""
        return namen_unter(self.wurzel / self.seitenordner)

    @cached_property
    def eigene(self) -> Mapping[str, str | None]:
        """The team's own pages with their titles, and its other files in that folder (None); descriptions left out."""
        return {name: self._titel(name) for name in self.alle if not ist_beschreibung(name)}

    def _titel(self, name: str) -> str | None:
        if not name.endswith(".md"):
            return None
        inhalt = lies_datei(self.wurzel / self.seitenordner / name, name, self.wurzel).inhalt
        return titel_von(inhalt.decode("utf-8", errors="replace"), posixpath.basename(name))

    @cached_property
    def seiten(self) -> Mapping[str, str]:
        """Path → title of every page of the site, those of single cases and people left out."""
        eigene = {pfad: titel for pfad, titel in self.eigene.items() if titel is not None}
        return {**mitgelieferte_dokumente(), **ERZEUGTE, **eigene, **self.prozessseiten}

    @cached_property
    def _nach_titel(self) -> Mapping[str, str]:
        # A shipped page keeps its name, whatever a process is called.
        return {vergleichsform(titel): pfad for pfad, titel in reversed(list(self.seiten.items()))}

    @cached_property
    def _felder(self) -> Mapping[str, str]:
        """Anchors of fields, by folded name."""
        return {vergleichsform(feld): anker for feld, anker in feldanker().items()}

    @cached_property
    def namen(self) -> list[str]:
        """All names by which something can be called, for proposals."""
        return [*self.seiten.values(), *feldanker()]

    def finde(self, name: str, auf: str = "") -> Ziel | None:
        """Return what `name` refers to on the page `auf`: another page by title or path, a field, a file of the team."""
        pfad = self._nach_titel.get(vergleichsform(name))
        if pfad == auf:
            pfad = None  # a page is no tool of itself: the field of this name is meant
        if pfad is None and name in self.seiten:
            pfad = name
        if pfad is not None:
            return Ziel(Hilfsmittelart.SEITE, als_html(pfad))
        anker = self._felder.get(vergleichsform(name))
        if anker is not None:
            return Ziel(Hilfsmittelart.FELD, f"feldreferenz.html#{anker}")
        return self._datei(name)

    def _datei(self, name: str) -> Ziel | None:
        if name in vorlagen():
            return Ziel(Hilfsmittelart.DATEI, None)
        if not re.search(r"[./]", name) or ".." in name.split("/") or name.startswith("/"):
            return None
        if name in self.eigene:
            return Ziel(Hilfsmittelart.DATEI, name)
        im_ordner = name.removeprefix(f"{self.seitenordner}/")
        adresse = im_ordner if im_ordner != name and im_ordner in self.eigene else None
        return Ziel(Hilfsmittelart.DATEI, adresse) if gibt_es(self.wurzel / name) else None

    def fuehrt_hin(self, von: str, ziel: str) -> bool:
        """Tell whether a relative link on the page `von` arrives; `ziel` may carry an anchor."""
        if ziel.startswith("#"):
            return True
        pfad = zielpfad(von, ziel)
        return pfad in self.seiten or pfad in self.eigene

    def naechstes_ziel(self, von: str, ziel: str) -> str | None:
        """Return the path of the page that a broken link on the page `von` may have meant, relative to it."""
        gemeint = posixpath.basename(ziel.partition("#")[0])
        namen = {posixpath.basename(pfad): pfad for pfad in self.seiten}
        nahe = [p for p in self.seiten if vergleichsform(posixpath.basename(p)) == vergleichsform(gemeint)]
        nahe = nahe or [namen[n] for n in get_close_matches(gemeint, namen, n=1, cutoff=0.75)]
        return posixpath.relpath(nahe[0], posixpath.dirname(von) or ".") if nahe else None


def zielpfad(von: str, ziel: str) -> str:
    """Return the path from the site's root to which a relative link on the page `von` leads, its anchor left out."""
    ohne_anker = unquote(ziel.partition("#")[0].partition("?")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(von), ohne_anker))


def als_verweis(pfad: str) -> str:
    """Return the address of a page or file as it stands in a link: nothing of its name ends the address, or the attribute."""
    return quote(als_html(pfad), errors="surrogateescape")


def als_html(pfad: str) -> str:
    """Return the address of a Markdown page."""
    return f"{pfad.removesuffix('.md')}.html" if pfad.endswith(".md") else pfad
