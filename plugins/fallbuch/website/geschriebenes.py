"""Pages that people wrote, shipped ones and the team's own, and the files that lie beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from markupsafe import escape

from fallbuch.prozess.fundus import ist_beschreibung, zielpfad
from fallbuch.regelwerk.formen import bei
from fallbuch.text.knoten import Knoten, Skalar, lies_yaml, teile_kopf
from fallbuch.text.markdown import offener_kommentar
from fallbuch.text.quelle import namen_unter
from fallbuch.website.bauprotokoll import log
from fallbuch.website.dokument import schriftseite
from fallbuch.website.dokumente import quellenzeile
from fallbuch.website.rahmen import Page
from fallbuch.website.seiten.einschuebe import Einschuebe
from fallbuch.werte import dataclass

#: Endings under which people keep Markdown: nobody means such a file to be handed on as it is.
_ENDUNGEN = (".md", ".markdown", ".mdown", ".mkd", ".mkdn")
_STEUERZEICHEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Geschriebenes:
    """A page as it was written: its path on the site, its Markdown, and whether it came with the program."""

    pfad: str
    text: str
    mitgeliefert: bool

    def blatt(self, bereich: str, einschuebe: Einschuebe, gibt_es: Callable[[str], bool], *, intern: bool) -> Page:
        """Return the page as HTML; a link that leads to no page of this site becomes text and is named in the build's log."""
        roh, rest = teile_kopf(self.text)
        text = self.text if rest is None else rest
        kopf = None
        if roh is not None and rest is not None:
            kopf, _ = lies_yaml(_STEUERZEICHEN.sub("", roh), self.pfad)
        seite = schriftseite(text, gibt_es=lambda ziel: gibt_es(zielpfad(self.pfad, ziel)))
        if not self.mitgeliefert:
            self._melde(text, seite.tote if intern else ())
        ueberschrift = next((u.worte for u in seite.ueberschriften if u.ebene == 1), None)
        titel = _text(kopf, "title") or ueberschrift or PurePosixPath(self.pfad).stem
        html = einschuebe.setze_ein(seite.html, "../" * self.pfad.count("/"))
        if ueberschrift is None:
            html = f"<h1>{escape(titel)}</h1>\n{html}"
        html += quellenzeile(_text(kopf, "quelle"), self.pfad, mitgeliefert=self.mitgeliefert)
        return Page(
            self.pfad,
            titel,
            html,
            bereich,
            tuple((u.anker, u.worte) for u in seite.ueberschriften if u.ebene == 2),
            suche=_text(kopf, "search", "exclude") != "true",
        )

    def _melde(self, text: str, tote: tuple[str, ...]) -> None:
        if offener_kommentar(text) is not None:
            log().warning("%s: Ein Kommentar („<!--“) endet nicht; was danach kommt, fehlt auf der Seite.", self.pfad)
        for ziel in tote:
            log().warning(
                "%s: Der Verweis auf „%s“ führt auf keine Seite; er steht dort nur als Text.", self.pfad, ziel
            )


class Schriften(Mapping[str, Page]):
    """Pages that people wrote, by path: each is made when somebody asks for it."""

    def __init__(self, pfade: Sequence[str], mache: Callable[[str], Page]) -> None:
        self._pfade, self._mache = dict.fromkeys(pfade), mache
        self._fertige: dict[str, Page] = {}

    def uebernimm(self, andere: Schriften) -> None:
        """Take over the pages that are made already: nothing that they hang on has changed."""
        self._fertige |= andere._fertige

    def __getitem__(self, pfad: str) -> Page:
        if pfad not in self._pfade:
            raise KeyError(pfad)
        if pfad not in self._fertige:
            self._fertige[pfad] = self._mache(pfad)
        return self._fertige[pfad]

    def __iter__(self) -> Iterator[str]:
        return iter(self._pfade)

    def __len__(self) -> int:
        return len(self._pfade)


def _text(kopf: Knoten | None, *pfad: str) -> str | None:
    knoten = bei(kopf, *pfad) if kopf is not None else None
    return knoten.text if isinstance(knoten, Skalar) and knoten.text else None


def eigene_dateien(ordner: Path) -> Iterator[tuple[str, Path]]:
    """Yield what lies in the folder of the team's pages, by its path on the site; descriptions have pages of their own."""
    for name in namen_unter(ordner, unterstrichene=True) if ordner.is_dir() else ():
        if ist_beschreibung(name):
            continue
        stamm, punkt, endung = name.rpartition(".")
        yield (f"{stamm}.md" if f"{punkt}{endung}".lower() in _ENDUNGEN else name), ordner / name
