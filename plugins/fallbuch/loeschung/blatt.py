"""The proof as a page that somebody can print, sign and file: it names neither a person nor a number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from fallbuch import __version__
from fallbuch.bestand.geloeschte import FALL, lade_verzeichnis
from fallbuch.loeschung.historie import Bereinigt
from fallbuch.loeschung.loeschen import IN_DER_FORGE, NUR_MENSCHEN
from fallbuch.text.git import git
from fallbuch.text.vorlage import Vorlagen

_VORLAGEN = Vorlagen("fallbuch.loeschung", "vorlagen")


def nachweisblatt(
    b: Bereinigt,
    *,
    team: str,
    tag: date,
    regel: str,
    kennzeichen: str,
    kontakt: str,
    alter_ordner: str,
    aehnliches: str,
    grund: str = "",
    luecke: str = "",
) -> str:
    """Return the page; `luecke` says what of the contact data was not looked for, and why, `aehnliches` what became of similar wordings."""
    zu_tun = (
        f"Den alten Ordner „{alter_ordner}“ löschen, auch aus dem Papierkorb; gearbeitet wird in „{b.ordner.name}“.",
        *IN_DER_FORGE,
        *NUR_MENSCHEN,
    )
    return _VORLAGEN.fuelle(
        "nachweis.html", b=b, team=team, grund=grund, stand=git(b.ordner, "rev-parse", "HEAD").decode().strip(), tag=f"{tag:%d.%m.%Y}", regel=regel, kennzeichen=kennzeichen, kontakt=kontakt, luecke=luecke, aehnliches=aehnliches, mehrere="," in kennzeichen, zu_tun=zu_tun, version=__version__
    )  # fmt: skip


def kennzeichen(team: Path, nummern: Sequence[str]) -> str:
    """Return by what an erasure is known in the team's directory: the beginnings of the hashes of its numbers."""
    verzeichnis, _ = lade_verzeichnis(team)
    eintraege = (verzeichnis.fall(nummer) for nummer in nummern)
    return ", ".join(dict.fromkeys(e.wert[:12] for e in eintraege if e is not None and e.was == FALL))


def neues_blatt(ordner: Path, tag: date) -> Path:
    """Return a name for the page that no file has yet."""
    nummer = 0
    while True:
        zusatz = f"-{nummer + 1}" if nummer else ""
        pfad = ordner / f"loeschnachweis-{tag}{zusatz}.html"
        if not pfad.exists():
            return pfad
        nummer += 1
