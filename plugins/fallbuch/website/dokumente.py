"""The written pages that come with the package, in the order of the navigation; a team's page of the same path replaces one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

from markupsafe import escape

from fallbuch.prozess.quellen import quellen_in
from fallbuch.website.menue import ARBEIT, HILFE
from fallbuch.werte import dataclass

_HILFSMITTEL, NACHSCHLAGEN = "Hilfsmittel", "Nachschlagen"


@dataclass(frozen=True, slots=True)
class Dokument:
    """A page: its path below `vorgaben` and on the site, and where it stands in the menu."""

    pfad: str
    bereich: str
    abteilung: str = ""
    #: Name in the menu where the page's heading would not do.
    name: str | None = None

    @property
    def text(self) -> str:
        return files("fallbuch").joinpath("vorgaben", *self.pfad.split("/")).read_text(encoding="utf-8")


DOKUMENTE: tuple[Dokument, ...] = (
    *(
        Dokument(f"hilfsmittel/{name}.md", ARBEIT, _HILFSMITTEL)
        for name in (
            "leitfaden", "kundenliste", "kundendoku", "plan", "beratungsmaterial", "praesentation", "arbeitgeberliste", "prozessvorlage"
        )
    ),
    Dokument("vorbilder/quellen.md", ARBEIT, _HILFSMITTEL),
    Dokument("handbuch/erster-tag.md", HILFE),
    Dokument("handbuch/index.md", HILFE, name="Überblick"),
    *(
        Dokument(f"handbuch/{name}.md", HILFE)
        for name in (
            "morgen", "schreibtisch", "fall", "verabredet", "seiten", "falldatei", "falsch-eingetragen", "nie-aufschreiben", "wer-ist-das", "editoren",
            "durchsicht", "forge", "zahlen", "freigeben", "niemand", "auslosung", "datenschutz", "befehle", "regeln", "glossar",
        )
    ),
)  # fmt: skip


#: Drafts, copies of editors and people, and what calls itself internal; but what hosts and styles need stays.
_KOPIE = r"bak|backup|old|orig|rej|sav|save|sw[nop]|tmp"
_IM_TEAM = re.compile(
    rf"(^|/)([_#~]|(?=[^/]*(?<![^\W_])(interna?|internes|Kopie)(?![^\W_])))|(~|#|\.([0-9]+|({_KOPIE})[0-9]*))$|\.({_KOPIE})\.[^/.]+$",
    re.IGNORECASE,
)
_FUER_PROGRAMME = re.compile(r"(^|/)_(redirects|headers)$|\.(css|js)$")


def bleibt_im_team(pfad: str) -> bool:
    """Tell whether a file of the team's pages is left out of the public site, by its path."""
    return _IM_TEAM.search(pfad) is not None and _FUER_PROGRAMME.search(pfad) is None


def quellenzeile(quelle: object, pfad: str, *, mitgeliefert: bool) -> str:
    """Return the line that names a page's sources with their age; nothing for a page without."""
    if not quelle:
        return ""
    wurzel = "../" * pfad.count("/")
    stellen = [
        f'<a href="{wurzel}vorbilder/quellen.html#{q.anker}">{escape(q.titel)}</a> ({escape(q.stand)})'
        for q in quellen_in(str(quelle))
    ]
    erklaert = f" Das ist: {'; '.join(stellen)}." if stellen else ""
    neu = " Der Text ist neu geschrieben." if mitgeliefert else ""
    return f'<p class="fb-klein fb-quelle">Quelle: {escape(str(quelle))}.{erklaert}{neu}</p>'


def bilder() -> Iterator[tuple[str, bytes]]:
    """Yield the pictures of the handbook; `make bilder` takes them from the demo team's site."""
    for bild in files("fallbuch").joinpath("vorgaben", "handbuch", "bilder").iterdir():
        if bild.name.endswith(".webp"):
            yield f"handbuch/bilder/{bild.name}", bild.read_bytes()
