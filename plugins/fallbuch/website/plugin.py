"""The MkDocs plugin: the only door to mkdocs. It hands the folder to the builder, which makes every file itself."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Literal

from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files

from fallbuch.bestand.laden import Lesespeicher, gib_speicher_frei
from fallbuch.einrichtung import Aufruffehler, bestimme_stichtag, richte_ein
from fallbuch.uhr import heute
from fallbuch.website.bauen import Bau
from fallbuch.website.bauprotokoll import log
from fallbuch.website.seiten import Sicht
from fallbuch.website.zielordner import mangel

#: Seconds between two looks at the folders of a preview.
_ABSTAND = 0.2


class Optionen(Config):  # type: ignore[no-untyped-call] # mkdocs leaves it untyped
    """Options of the plugin in `mkdocs.yml`."""

    team = option.Type(str, default=".")
    stichtag = option.Optional(option.Type((str, date)))
    sicht = option.Choice([sicht.value for sicht in Sicht], default=Sicht.INTERN.value)


class FallbuchPlugin(BasePlugin[Optionen]):  # type: ignore[no-untyped-call] # mkdocs leaves it untyped
    """Builds the team's pages from its case files."""

    def __init__(self) -> None:
        self._speicher: Lesespeicher = {}
        self._bau: Bau | None = None
        self._vorschau = False

    @property
    def bau(self) -> Bau:
        """The build that `on_pre_build` began."""
        if self._bau is None:
            raise PluginError("Fallbuch: Das Team ist noch nicht geöffnet.")
        return self._bau

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Keep the plugin between the builds of `mkdocs serve`, so that unchanged files are read once."""
        self._vorschau = command == "serve"

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
        if self._bau is not None:  # an earlier build of this preview
            self._bau = None
            gib_speicher_frei()
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
            speicher=self._speicher,
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
        if not self._vorschau:
            log().info("Die Seiten liegen in %s.", ordner / "index.html")

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        einrichtung = self.bau.team.einrichtung
        namen = (einrichtung.datei.ordner.faelle, "vorlagen", "statistik", einrichtung.datei.ordner.seiten)
        _Waechter(server, [einrichtung.wurzel / name for name in namen]).start()
        return server


class _Waechter(threading.Thread):
    """Watches the folders of a team: mkdocs' own watch ends with a folder that goes and knows none that comes later.

    `git checkout` and editors take folders away for a moment; the register is made by the first release.
    """

    def __init__(self, server: LiveReloadServer, ordner: Sequence[Path]) -> None:
        super().__init__(daemon=True)
        self._ordner = ordner
        self._bisher = _stand(ordner)
        self._anlass = tempfile.TemporaryDirectory(prefix="fallbuch-")  # goes with the preview
        server.watch(self._anlass.name)

    def run(self) -> None:
        schluss = threading.Event()
        while not schluss.wait(_ABSTAND):
            stand = _stand(self._ordner)
            if stand != self._bisher:
                self._bisher = stand
                Path(self._anlass.name, "anlass").touch()  # mkdocs sees it, and builds


def _stand(ordner: Sequence[Path]) -> dict[str, tuple[int, int]]:
    """Return when each file and folder in the folders was written, in nanoseconds, and its size in bytes."""
    stand = {}
    offen = [str(pfad) for pfad in ordner]
    while offen:
        with suppress(OSError), os.scandir(offen.pop()) as eintraege:  # gone, or not there yet
            for eintrag in eintraege:
                with suppress(OSError):
                    angaben = eintrag.stat()
                    stand[eintrag.path] = angaben.st_mtime_ns, angaben.st_size
                    if eintrag.is_dir():
                        offen.append(eintrag.path)
    return stand
