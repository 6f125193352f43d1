"""The MkDocs plugin: the only door to mkdocs. Every hook is thin: guard, call, return."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from fallbuch.befund import Befund, Schwere, meldung, zusammenfassung
from fallbuch.bestand.laden import Lesespeicher
from fallbuch.team import Aufruffehler, Team, bestimme_stichtag, oeffne, ohne_faelle, richte_ein
from fallbuch.text.kopfzeilen import seitenquelle
from fallbuch.uhr import heute
from fallbuch.website import gestalt
from fallbuch.website.darstellung import sicherer_titel
from fallbuch.website.rahmen import INHALT, TITEL, Schale
from fallbuch.website.seiten import Seite, Sicht, seiten
from fallbuch.website.seiten.fall import Fallseiten
from fallbuch.website.seiten.kalender import dateien as kalenderdateien
from fallbuch.website.seiten.plan import ORDNER as PLANORDNER
from fallbuch.website.seiten.plan import hat_plan, planblatt

SCHALE = "faelle/schale.md"
HANDBUCH = "Handbuch"
HANDBUCHSEITEN = (
    "index.md",
    "morgen.md",
    "fall.md",
    "seiten.md",
    "falldatei.md",
    "editoren.md",
    "gemeinsam.md",
    "befehle.md",
    "regeln.md",
    "glossar.md",
    "architektur.md",
)


class Optionen(Config):  # type: ignore[no-untyped-call] # mkdocs leaves it untyped
    """Options of the plugin in `mkdocs.yml`."""

    team = option.Type(str, default=".")
    stichtag = option.Optional(option.Type((str, date)))
    sicht = option.Choice([sicht.value for sicht in Sicht], default=Sicht.INTERN.value)


class FallbuchPlugin(BasePlugin[Optionen]):  # type: ignore[no-untyped-call] # mkdocs leaves it untyped
    """Builds the team's pages from its case files."""

    def __init__(self) -> None:
        self._speicher: Lesespeicher = {}
        self._team: Team | None = None
        self._seiten: dict[str, Seite] = {}
        self._schale: Schale | None = None
        self._nur_geaenderte = False
        self._vorschau = False

    @property
    def team(self) -> Team:
        """The team that `on_config` opened."""
        if self._team is None:
            raise PluginError("Fallbuch: Das Team ist noch nicht geöffnet.")
        return self._team

    @property
    def sicht(self) -> Sicht:
        return Sicht(self.config.sicht)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Keep the plugin between the builds of `mkdocs serve`, so that unchanged files are read once."""
        self._nur_geaenderte = dirty
        self._vorschau = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if config.theme.name != "material":
            raise PluginError(
                "Fallbuch braucht das Thema „material“. Erwartet in mkdocs.yml: theme: {name: material, language: de}."
            )
        try:
            self._team = self._oeffne(config)
        except Aufruffehler as fehler:
            raise PluginError(f"Fallbuch: {fehler}") from fehler
        except OSError as fehler:
            raise PluginError(f"Fallbuch: „{fehler.filename}“ lässt sich nicht lesen.") from fehler
        self._pruefe_ordner(config)
        gestalt.richte_ein(config, self.team, intern=self.sicht is Sicht.INTERN)
        self._seiten = {seite.pfad: seite for seite in seiten(self.team, self.sicht)}
        self._schale = None
        return config

    def _pruefe_ordner(self, config: MkDocsConfig) -> None:
        """Refuse settings under which mkdocs itself would publish case files or keep old case pages."""
        faelle = self.team.einrichtung.fallordner.resolve()
        if faelle.is_relative_to(Path(config.docs_dir).resolve()):
            raise PluginError(
                "Fallbuch: Der Ordner der Fälle liegt in „docs_dir“; dann stünde jede Datei offen auf der Seite. Trennen Sie die Ordner."
            )
        if self._nur_geaenderte and self.sicht is Sicht.OEFFENTLICH:
            raise PluginError(
                "Fallbuch: Mit --dirty blieben Seiten von Fällen stehen. Bauen Sie die öffentliche Fassung ohne diese Option."
            )

    def _oeffne(self, config: MkDocsConfig) -> Team:
        einrichtung = richte_ein(_teamordner(config, self.config.team))
        fester = str(self.config.stichtag) if self.config.stichtag else None
        stichtag = bestimme_stichtag(option=None, umgebung=os.environ, plugin=fester, datei=einrichtung.datei)
        tag = heute(einrichtung.datei.zeitzone)
        if self.sicht is Sicht.OEFFENTLICH:
            return ohne_faelle(einrichtung, stichtag=stichtag, heute=tag)
        return oeffne(einrichtung, stichtag=stichtag, heute=tag, speicher=self._speicher)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        berichte(self.team.befunde)
        # Raised here, before mkdocs empties the site folder: the old site stays.
        if config.strict and self.team.anzahl(Schwere.FEHLER):
            _log().info(self._zusammenfassung())
            raise PluginError(
                "Fallbuch: Wegen der Fehler oben wurde nichts gebaut; die bisherigen Seiten bleiben bestehen."
            )

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        eigene = [datei.src_uri for datei in files.documentation_pages()]
        for seite in self._seiten.values():
            if files.get_file_from_path(seite.pfad) is None:
                lage = InclusionLevel.UNDEFINED if seite.gruppe is not None else InclusionLevel.NOT_IN_NAV
                files.append(
                    File.generated(config, seite.pfad, content=_quelle(seite.titel, suche=seite.suche), inclusion=lage)
                )
        handbuch: list[tuple[str, str | bytes]] = [*_handbuch(), *_bilder()]
        for pfad, mitgeliefert in handbuch:
            if files.get_file_from_path(pfad) is None:
                files.append(File.generated(config, pfad, content=mitgeliefert))
        if self.sicht is Sicht.INTERN:
            for pfad, ics in kalenderdateien(self.team):
                files.append(File.generated(config, pfad, content=ics))
        if self.team.akten:
            inhalt = _quelle(TITEL, suche=False)
            files.append(File.generated(config, SCHALE, content=inhalt, inclusion=InclusionLevel.NOT_IN_NAV))
        if config.nav is None:
            config.nav = self._navigation(eigene)
        return files

    def _navigation(self, eigene: list[str]) -> list[Any]:
        gruppen: dict[str, list[Any]] = {}
        oben: list[Any] = []
        for seite in self._seiten.values():
            if seite.gruppe == "":
                oben.append({sicherer_titel(seite.titel): seite.pfad})
            elif seite.gruppe is not None:
                if seite.gruppe not in gruppen:
                    gruppen[seite.gruppe] = []
                    if seite.gruppe != HANDBUCH:
                        oben.append({seite.gruppe: gruppen[seite.gruppe]})
                gruppen[seite.gruppe].append({sicherer_titel(seite.titel): seite.pfad})
        seiten_des_handbuchs = [pfad for pfad, _ in _handbuch()]
        handbuch = [{"Überblick": seiten_des_handbuchs[0]}, *seiten_des_handbuchs[1:], *gruppen.get(HANDBUCH, [])]
        team = [pfad for pfad in eigene if pfad not in self._seiten and pfad not in seiten_des_handbuchs]
        return [*oben, {HANDBUCH: handbuch}, *([{"Unser Team": team}] if team else [])]

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        # Otherwise sitemap and archives would carry the day of the build.
        page.update_date = str(self.team.stichtag)
        return page

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        pfad = page.file.src_uri
        if pfad == SCHALE:
            # The theme adds a heading of its own where it sees none; each case brings its own.
            return f"<!-- <h1 -->{INHALT}"
        if pfad in self._seiten and page.file.generated_by is not None:
            return self._seiten[pfad].html(self.team)
        return html

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        if template_name == "sitemap.xml":
            context["pages"] = [datei for datei in context["pages"] if datei.src_uri != SCHALE]
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        if page.file.src_uri != SCHALE:
            return output
        self._schale = Schale(output)
        return output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        if self._schale is not None:
            self._schreibe_fallseiten(Path(config.site_dir, "faelle"), self._schale)
        _log().info(self._zusammenfassung())
        if not self._vorschau:
            _log().info("Die Seiten liegen in %s.", Path(config.site_dir, "index.html"))

    def _zusammenfassung(self) -> str:
        return zusammenfassung(len(self.team.akten), self.team.befunde)

    def _schreibe_fallseiten(self, ordner: Path, schale: Schale) -> None:
        # mkdocs wrote the shell as a page; only its copies belong to the site.
        (ordner / "schale.html").unlink(missing_ok=True)
        fallseiten = Fallseiten(self.team)
        for akte in self.team.akten:
            titel = sicherer_titel(f"Fall {akte.fall.kennung}")
            html = schale.fuelle(titel=titel, inhalt=fallseiten.html(akte))
            (ordner / f"{akte.seite}.html").write_bytes(html.encode("utf-8", errors="xmlcharrefreplace"))
        self._schreibe_planblaetter(ordner / PLANORDNER)

    def _schreibe_planblaetter(self, ordner: Path) -> None:
        mit_plan = [akte for akte in self.team.akten if hat_plan(akte)]
        if mit_plan:
            ordner.mkdir(exist_ok=True)
        for akte in mit_plan:
            blatt = planblatt(self.team, akte)
            (ordner / f"{akte.seite}.html").write_bytes(blatt.encode("utf-8", errors="xmlcharrefreplace"))

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        einrichtung = self.team.einrichtung
        for ordner in (einrichtung.fallordner, einrichtung.wurzel / "vorlagen"):
            if ordner.is_dir():
                server.watch(str(ordner))
        return server


def berichte(befunde: tuple[Befund, ...]) -> None:
    """Write all findings to the build's log, in German, `--quiet` or not."""
    for befund in befunde:
        _log().log(logging.ERROR if befund.schwere is Schwere.FEHLER else logging.INFO, meldung(befund).rstrip("\n"))


def _log() -> logging.Logger:
    log = logging.getLogger("fallbuch")
    if not log.handlers:
        ausgabe = logging.StreamHandler()
        ausgabe.setFormatter(logging.Formatter("%(message)s"))
        log.addHandler(ausgabe)
        log.setLevel(logging.INFO)
        log.propagate = False
    return log


def _teamordner(config: MkDocsConfig, team: str) -> Path:
    return Path(os.path.normpath(Path(config.config_file_path).parent / team))


def _quelle(titel: str, *, suche: bool) -> str:
    # The theme prints titles as they are; a counsellor's name must not become markup.
    return seitenquelle(sicherer_titel(titel), suche=suche, verborgen=("navigation", "toc"))


def _bilder() -> Iterator[tuple[str, bytes]]:
    """The pictures of the handbook; `make bilder` takes them from the demo team's site."""
    for bild in files("fallbuch").joinpath("vorgaben", "handbuch", "bilder").iterdir():
        if bild.name.endswith(".webp"):
            yield f"handbuch/bilder/{bild.name}", bild.read_bytes()


def _handbuch() -> Iterator[tuple[str, str]]:
    ordner = files("fallbuch").joinpath("vorgaben", "handbuch")
    for name in HANDBUCHSEITEN:
        yield f"handbuch/{name}", ordner.joinpath(name).read_text(encoding="utf-8")
