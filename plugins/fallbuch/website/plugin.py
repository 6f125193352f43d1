"""The MkDocs plugin: the only door to mkdocs. It hands the folder to the builder, which makes every file itself."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Literal

from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files

from fallbuch.einrichtung import Aufruffehler, bestimme_stichtag, richte_ein
from fallbuch.uhr import heute
from fallbuch.website.bauen import Bau
from fallbuch.website.bauprotokoll import log
from fallbuch.website.seiten import Sicht
from fallbuch.website.zielordner import mangel


class Optionen(Config):  # type: ignore[no-untyped-call] # mkdocs leaves it untyped
    """Options of the plugin in `mkdocs.yml`."""

    team = option.Type(str, default=".")
    stichtag = option.Optional(option.Type((str, date)))
    sicht = option.Choice([sicht.value for sicht in Sicht], default=Sicht.INTERN.value)


class FallbuchPlugin(BasePlugin[Optionen]):  # type: ignore[no-untyped-call] # mkdocs leaves it untyped
    """Builds the team's pages from its case files."""

    def __init__(self) -> None:
        self._bau: Bau | None = None

    @property
    def bau(self) -> Bau:
        """The build that `on_pre_build` began."""
        if self._bau is None:
            raise PluginError("Fallbuch: Das Team ist noch nicht geöffnet.")
        return self._bau

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Refuse to show cases by `mkdocs serve`: it answers under whatever name a browser asks, so any website could read along."""
        if command == "serve" and self.config.sicht == Sicht.INTERN:
            raise PluginError(
                "Fallbuch: „mkdocs serve“ zeigt die Fälle auch fremden Websites, die jemand zugleich offen hat. Nehmen Sie „fallbuch oeffnen“."
            )

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        # Nothing of the theme is built: its templates would ask other hosts, and its own 404 page replace ours.
        config.theme.static_templates = set()
        config.theme.dirs = []
        return config

    @event_priority(-100)  # after everybody else who may name another folder
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        # Raised here, before mkdocs empties the site folder: the old site stays.
        try:
            self._beginne(config)
        except Aufruffehler as fehler:
            raise PluginError(f"Fallbuch: {fehler}") from fehler
        except OSError as fehler:
            raise PluginError(f"Fallbuch: „{fehler.filename}“ lässt sich nicht lesen.") from fehler

    def _beginne(self, config: MkDocsConfig) -> None:
        mkdocs_yml, docs_dir = Path(config.config_file_path), Path(config.docs_dir)
        einrichtung = richte_ein(Path(os.path.normpath(mkdocs_yml.parent / self.config.team)))
        seiten = einrichtung.wurzel / einrichtung.datei.ordner.seiten
        if docs_dir.resolve() != seiten.resolve():
            raise Aufruffehler(
                f"„docs_dir“ in {mkdocs_yml.name} nennt „{docs_dir}“, die Seiten des Teams liegen aber in „{seiten}“. Nennen Sie "
                "in vorlagen/team.yml unter ordner → seiten denselben Ordner."
            )
        satz = mangel(
            Path(config.site_dir),
            einrichtung,
            f"„site_dir“ in {mkdocs_yml.name}",
            weitere={"liegen die Seiten, aus denen gebaut wird": docs_dir},
            oberste={f"liegt die Datei {mkdocs_yml.name}": mkdocs_yml.parent},
        )
        if satz:
            raise Aufruffehler(satz)
        fester = str(self.config.stichtag) if self.config.stichtag else None
        stichtag = bestimme_stichtag(option=None, umgebung=os.environ, plugin=fester, datei=einrichtung.datei)
        self._bau = Bau(
            einrichtung,
            Sicht(self.config.sicht),
            stichtag=stichtag,
            heute=heute(einrichtung.datei.zeitzone),
        )
        self._bau.beginne(Path(config.site_dir), streng=bool(config.strict))

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        return Files([])

    @event_priority(-100)  # after everybody else who writes files: what comes later is not scanned
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        ordner = Path(config.site_dir)
        try:
            self.bau.schreibe(ordner)
        except Aufruffehler as fehler:
            raise PluginError(f"Fallbuch: {fehler}") from fehler
        log().info("Die Seiten liegen in %s.", ordner / "index.html")
