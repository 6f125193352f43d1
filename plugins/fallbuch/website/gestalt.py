"""What Fallbuch sets of the theme, so that a team's `mkdocs.yml` stays a few lines and follows upgrades."""

from __future__ import annotations

from collections.abc import MutableMapping
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
_PALETTE: list[dict[str, Any]] = [
    {
        "media": "(prefers-color-scheme: light)",
        "scheme": "default",
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": "material/weather-night", "name": "Zur dunklen Ansicht wechseln"},
    },
    {
        "media": "(prefers-color-scheme: dark)",
        "scheme": "slate",
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": "material/weather-sunny", "name": "Zur hellen Ansicht wechseln"},
    },
]


def richte_ein(config: Konfiguration, team: Team, *, intern: bool) -> None:
    """Set theme, assets and banner; nothing here may make a page ask another host."""
    eigener = str(Path(str(files("fallbuch").joinpath("website", "theme"))))
    dirs: list[str] = config.theme.dirs
    if eigener not in dirs:
        # A team's own theme folder keeps the first word.
        dirs.insert(1 if config.theme.custom_dir else 0, eigener)
    config.theme["language"] = "de"
    config.theme["font"] = False
    config.theme["palette"] = _PALETTE
    config.theme["features"] = sorted({*(config.theme.get("features") or ()), *_FEATURES})
    config.theme["favicon"] = "assets/fallbuch/zeichen.svg"
    config.theme["logo"] = "assets/fallbuch/zeichen.svg"
    config.use_directory_urls = False
    # The shipped pages name anchors of their own.
    _ergaenze(config.markdown_extensions, "attr_list")
    _ergaenze(config.extra_css, "assets/fallbuch/fallbuch.css")
    for skript in ("fallbuch.js", "liste.js", "faelle.js", "karten.js", "suche.js"):
        _ergaenze(config.extra_javascript, f"assets/fallbuch/{skript}")
    extra: MutableMapping[str, Any] = config.extra
    extra["generator"] = False
    extra["fallbuch_band"] = _band(team)
    extra["fallbuch_intern"] = intern


def _ergaenze(liste: list[Any], eintrag: str) -> None:
    if eintrag not in liste:
        liste.append(eintrag)


def _band(team: Team) -> str:
    stichtag = f"Fester Stichtag: {team.stichtag}." if team.fester_stichtag else f"Stand: {team.stichtag}."
    warnung = f"Achtung: {VORLAGEN_FEHLERHAFT}" if team.einrichtung.fehlerhaft else ""
    return " ".join(teil for teil in (stichtag, team.datei.hinweis, warnung) if teil)
