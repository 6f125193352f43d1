"""What Fallbuch sets of the theme, so that a team's `mkdocs.yml` stays a few lines and follows upgrades."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

from fallbuch.team import VORLAGEN_FEHLERHAFT, Team


class Konfiguration(Protocol):
    """The part of mkdocs' configuration that is used here."""

    theme: Any
    use_directory_urls: bool
    extra: Any
    extra_css: Any
    markdown_extensions: Any
    extra_javascript: Any


_FEATURES = ["navigation.tabs", "navigation.tabs.sticky", "navigation.top"]
_PALETTE = [
    {
        "media": f"(prefers-color-scheme: {media})",
        "scheme": scheme,
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": f"material/weather-{icon}", "name": f"Zur {andere} Ansicht wechseln"},
    }
    for media, scheme, icon, andere in (("light", "default", "night", "dunklen"), ("dark", "slate", "sunny", "hellen"))
]
_ZEICHEN = "assets/fallbuch/zeichen.svg"
_SKRIPTE = ("fallbuch.js", "liste.js", "faelle.js", "karten.js", "suche.js")


def richte_ein(config: Konfiguration, team: Team, *, intern: bool) -> None:
    """Set theme, assets and banner; nothing here may make a page ask another host."""
    eigener = str(Path(str(files("fallbuch").joinpath("website", "theme"))))
    dirs: list[str] = config.theme.dirs
    if eigener not in dirs:
        # A team's own theme folder keeps the first word.
        dirs.insert(1 if config.theme.custom_dir else 0, eigener)
    features = sorted({*(config.theme.get("features") or ()), *_FEATURES})
    config.theme.update(language="de", font=False, palette=_PALETTE, features=features, favicon=_ZEICHEN, logo=_ZEICHEN)
    config.use_directory_urls = False
    for liste, eintraege in (
        # The shipped pages name anchors of their own.
        (config.markdown_extensions, ["attr_list"]),
        (config.extra_css, ["assets/fallbuch/fallbuch.css"]),
        (config.extra_javascript, [f"assets/fallbuch/{skript}" for skript in _SKRIPTE]),
    ):
        liste.extend(eintrag for eintrag in eintraege if eintrag not in liste)
    config.extra.update(generator=False, fallbuch_band=_band(team), fallbuch_intern=intern)


def _band(team: Team) -> str:
    stichtag = f"Fester Stichtag: {team.stichtag}." if team.fester_stichtag else f"Stand: {team.stichtag}."
    warnung = f"Achtung: {VORLAGEN_FEHLERHAFT}" if team.einrichtung.fehlerhaft else ""
    return " ".join(teil for teil in (stichtag, team.datei.hinweis, warnung) if teil)
