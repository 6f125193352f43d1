"""The folder into which a build writes. mkdocs empties it first, so it must be one that a build made, or a new one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fallbuch.einrichtung import Einrichtung
from fallbuch.kennung import nfc
from fallbuch.leckprobe.probe import MARKE, MARKENTEXT

_EIGENER = "Nennen Sie einen eigenen Ordner, zum Beispiel „site“."
#: What the builds wrote that left no mark.
_FRUEHER = ("404.html", "sitemap.xml", "search/search_index.json", "assets/fallbuch")


def mangel(ziel: Path, einrichtung: Einrichtung, mkdocs_yml: Path, docs_dir: Path, thema: Path | None = None) -> str:
    """Return in a sentence why nothing may be built into a folder, "" where it may.

    A build must not touch the team's folder, the file of settings, the folders that mkdocs reads.
    """
    wurzel = einrichtung.wurzel
    # The folders at the top, by what lies there: a build may have one beside others in them.
    oberste = {"liegen die Dateien des Teams": wurzel, f"liegt die Datei {mkdocs_yml.name}": mkdocs_yml.parent}
    # The folders that keep to themselves.
    vergebene = {
        "liegen die Fälle": einrichtung.fallordner,
        "liegen die Vorlagen": wurzel / "vorlagen",
        "liegen die freigegebenen Zahlen": wurzel / "statistik",
        "liegen die Seiten des Teams": wurzel / einrichtung.datei.ordner.seiten,
        "liegen die Seiten, aus denen gebaut wird": docs_dir,
        "liegt das Programm": wurzel / "programm",
        **({"liegt das Thema": thema} if thema else {}),
    }
    try:
        grund = _verboten(ziel, oberste, vergebene) or _bewohnt(ziel)
    except (OSError, RuntimeError):
        grund = f"Der Ordner lässt sich nicht ansehen. {_EIGENER}"
    return f"„site_dir“ in {mkdocs_yml.name} nennt „{ziel}“. {grund}" if grund else ""


def _verboten(ziel: Path, oberste: Mapping[str, Path], vergebene: Mapping[str, Path]) -> str:
    for was, ordner in (*oberste.items(), *vergebene.items()):
        if _liegt_in(ordner, ziel):
            return f"Dort {was}, und der Bau würde alles löschen. {_EIGENER}"
    for was, ordner in vergebene.items():
        if _liegt_in(ziel, ordner):
            return f"Der Ordner „{ordner.name}“ ist vergeben: Dort {was}. {_EIGENER}"
    if any(teil.casefold() == ".git" for teil in (*ziel.absolute().parts, *ziel.resolve().parts)):
        return f"Dort liegt das Verzeichnis von git. {_EIGENER}"
    return ""


def _bewohnt(ziel: Path) -> str:
    if ziel.exists() and not ziel.is_dir():
        return f"Das ist kein Ordner. {_EIGENER}"
    fremdes = _fremdes(ziel)
    if not fremdes:
        return ""
    return (
        f"Dort liegt „{fremdes}“, und kein Bau von Fallbuch hat den Ordner geschrieben; der Bau würde es löschen. Es wurde nichts verändert. "
        "Nennen Sie einen neuen oder leeren Ordner. Sind es nur alte Seiten, so löschen Sie den Ordner selbst, und bauen Sie noch einmal."
    )


def markiere(ziel: Path) -> None:
    """Make the folder, and leave the mark before anything is deleted or written: a build may be stopped at any time."""
    ziel.mkdir(parents=True, exist_ok=True)
    (ziel / MARKE).write_bytes(MARKENTEXT)


def _liegt_in(ort: Path, ordner: Path) -> bool:
    """Tell whether a place is a folder or lies in it; upper and lower case are the same on some disks."""
    return any(
        [nfc(t).casefold() for t in o.parts[: len(d.parts)]] == [nfc(t).casefold() for t in d.parts]
        for o in (ort.absolute(), ort.resolve())
        for d in (ordner.absolute(), ordner.resolve())
    )


def _fremdes(ziel: Path) -> str:
    """Return the name of something that would be deleted and that no build wrote, "" where there is none."""
    if not ziel.is_dir() or (ziel / MARKE).is_file():
        return ""
    namen = sorted(p.name for p in ziel.iterdir() if not p.name.startswith("."))
    if not namen:
        return ""
    if not all((ziel / name).exists() for name in _FRUEHER):
        return namen[0]
    # Pages of a former build; what people write ends with .md, and no build copies that.
    quelle = next((p for p in sorted(ziel.rglob("*")) if p.suffix.lower() == ".md" or p.name == ".git"), None)
    return quelle.relative_to(ziel).as_posix() if quelle is not None else ""
