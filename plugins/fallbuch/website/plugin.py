"""The MkDocs plugin: the only door to mkdocs. Every hook is thin: guard, call, return."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from types import MethodType
from typing import Any, Literal

from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import clean_directory
from mkdocs.utils.templates import TemplateContext

from fallbuch.befund import Schwere, anzahl, zusammenfassung
from fallbuch.bestand.laden import Lesespeicher, gib_speicher_frei
from fallbuch.einrichtung import Aufruffehler, bestimme_stichtag, richte_ein
from fallbuch.leckprobe.probe import Ergebnis
from fallbuch.leckprobe.seiten import leckprobe
from fallbuch.prozess.fundus import ist_beschreibung
from fallbuch.team import Team, oeffne, ohne_faelle
from fallbuch.text.kopfzeilen import seitenquelle
from fallbuch.text.markdown import offener_kommentar, ohne_kommentare
from fallbuch.uhr import heute
from fallbuch.website import gestalt
from fallbuch.website.bauprotokoll import berichte, log
from fallbuch.website.darstellung import sicherer_titel
from fallbuch.website.dokumente import (
    DOKUMENTE,
    HANDBUCH,
    PROZESSE,
    bilder,
    bleibt_im_team,
    mit_kaesten,
    ohne_tote_verweise,
    quellenzeile,
)
from fallbuch.website.druckfassung import PFAD, Druckseite, druckfassung
from fallbuch.website.navigation import Eintrag, navigation
from fallbuch.website.ohne_team import seiten_ohne_team
from fallbuch.website.rahmen import INHALT, TITEL, Schale
from fallbuch.website.seiten import Sicht, seiten
from fallbuch.website.seiten.auswertung import dateien as auswertungsdateien
from fallbuch.website.seiten.einschuebe import Einschuebe
from fallbuch.website.seiten.faelle import nummern
from fallbuch.website.seiten.fall import Fallseiten
from fallbuch.website.seiten.kalender import dateien as kalenderdateien
from fallbuch.website.seiten.plan import ORDNER as PLANORDNER
from fallbuch.website.seiten.plan import planblatt
from fallbuch.website.seiten.statistik import dateien as statistikdateien
from fallbuch.website.suchindex import schreibe_suchindex
from fallbuch.website.zielordner import mangel, markiere

SCHALE = "faelle/schale.md"
_KENNUNG = re.compile(r'\sid="([^"]+)"')
#: Parts of the printable document: the rules belong to it, since processes lead to them.
REGELN = "Regelwerk"
_GEDRUCKT = frozenset({PROZESSE, REGELN, HANDBUCH})
#: Lists of people, and what the single pages say again.
_NICHT_GEDRUCKT = frozenset({"arbeitgeber.md", "meldungen.md"})


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
        self._nur_geaenderte = False
        self._vorschau = False
        self._probe: Callable[[Path], Ergebnis] | None = None

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
        self._einschuebe = Einschuebe(self.team, self.sicht)
        alle = seiten(self.team, self.sicht, self._einschuebe, self._veroeffentlicht)
        self._seiten = {seite.pfad: seite for seite in alle}
        #: HTML of the pages that the printable document holds, by path.
        self._inhalte: dict[str, str] = {}
        self._schale: Schale | None = None
        return config

    def _pruefe_ordner(self, config: MkDocsConfig) -> None:
        """Refuse settings under which mkdocs itself would publish case files or keep old case pages."""
        einrichtung = self.team.einrichtung
        for ordner, was, folge in (
            (einrichtung.fallordner, "der Fälle", "stünde jede Datei"),
            (einrichtung.wurzel / "vorlagen", "„vorlagen“", "stünden Listen und Ansprechpartner"),
        ):
            if ordner.resolve().is_relative_to(Path(config.docs_dir).resolve()):
                raise PluginError(
                    f"Fallbuch: Der Ordner {was} liegt in „docs_dir“; dann {folge} offen auf der Seite. Trennen Sie die Ordner."
                )
        if self._nur_geaenderte and self.sicht is Sicht.OEFFENTLICH:
            raise PluginError(
                "Fallbuch: Mit --dirty blieben Seiten von Fällen stehen. Bauen Sie die öffentliche Fassung ohne diese Option."
            )

    def _oeffne(self, config: MkDocsConfig) -> Team:
        if self._team is not None:  # an earlier build of this preview
            self._team = None
            gib_speicher_frei()
        einrichtung = richte_ein(Path(os.path.normpath(Path(config.config_file_path).parent / self.config.team)))
        fester = str(self.config.stichtag) if self.config.stichtag else None
        stichtag = bestimme_stichtag(option=None, umgebung=os.environ, plugin=fester, datei=einrichtung.datei)
        tag = heute(einrichtung.datei.zeitzone)
        team = oeffne(einrichtung, stichtag=stichtag, heute=tag, speicher=self._speicher)
        #: The figures that may leave the team.
        self._veroeffentlicht = team.veroeffentlichungen
        if self.sicht is Sicht.INTERN:
            return team
        if team.hindernis is not None:
            befunde, satz = team.hindernis
            berichte(befunde)
            raise Aufruffehler(satz)
        # From here on the public site knows no case: only what was released, and what must not be in it.
        #: How many errors the cases have on which the published figures rest.
        self._fehlerhafte = team.anzahl(Schwere.FEHLER)
        self._probe = partial(leckprobe, team=team, veroeffentlicht=self._veroeffentlicht, bekannte=seiten_ohne_team())
        return ohne_faelle(einrichtung, stichtag=stichtag, heute=tag)

    @event_priority(-100)  # after everybody else who may name another folder
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        ziel, mkdocs_yml, docs_dir = Path(config.site_dir), Path(config.config_file_path), Path(config.docs_dir)
        thema = Path(config.theme.custom_dir) if config.theme.custom_dir else None
        if satz := mangel(ziel, self.team.einrichtung, mkdocs_yml, docs_dir, thema):
            raise PluginError(f"Fallbuch: {satz}")
        berichte(self.team.befunde)
        # Raised here, before mkdocs empties the site folder: the old site stays.
        if config.strict and self.team.anzahl(Schwere.FEHLER):
            log().info(self._zusammenfassung())
            raise PluginError(
                "Fallbuch: Wegen der Fehler oben wurde nichts gebaut; die bisherigen Seiten bleiben bestehen."
            )
        markiere(ziel)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        self._nimm_beschreibungen(files, Path(config.docs_dir))
        oeffentlich = self.sicht is Sicht.OEFFENTLICH
        for datei in [d for d in files if oeffentlich and d.generated_by is None and bleibt_im_team(d.src_uri)]:
            files.remove(datei)
            log().info("%s: Diese Datei bleibt im Team.", datei.src_uri)
        eigene = [datei.src_uri for datei in files.documentation_pages()]
        for pfad, lage, inhalt in self._mitgeliefert():
            if files.get_file_from_path(pfad) is None:
                files.append(File.generated(config, pfad, content=inhalt, inclusion=lage))
        if self.sicht is Sicht.INTERN:
            for pfad, erzeugt in (*kalenderdateien(self.team), nummern(self.team)):
                files.append(File.generated(config, pfad, content=erzeugt))
        if self.team.akten:
            schale = _quelle(TITEL, suche=False)
            files.append(File.generated(config, SCHALE, content=schale, inclusion=InclusionLevel.NOT_IN_NAV))
        if config.nav is None:
            config.nav = self._navigation(eigene)
        return files

    def _mitgeliefert(self) -> Iterator[tuple[str, InclusionLevel, str | bytes]]:
        """Yield what comes with the program; a team's own file of the same path replaces it."""
        for seite in self._seiten.values():
            lage = InclusionLevel.UNDEFINED if seite.gruppe is not None else InclusionLevel.NOT_IN_NAV
            yield seite.pfad, lage, _quelle(seite.titel, suche=seite.suche, menue=seite.gruppe in {PROZESSE, HANDBUCH})
        for dokument in DOKUMENTE:
            yield dokument.pfad, InclusionLevel.UNDEFINED, dokument.text
        for pfad, bild in bilder():
            yield pfad, InclusionLevel.UNDEFINED, bild

    def _nimm_beschreibungen(self, files: Files, ordner: Path) -> None:
        """Take descriptions from mkdocs, which would swallow faults in their front matter and print it as text."""
        erwartet = self.team.einrichtung.wurzel / self.team.datei.ordner.seiten
        for datei in list(files):
            if not ist_beschreibung(datei.src_uri):
                continue
            if ordner.resolve() != erwartet.resolve():
                raise PluginError(
                    f"Fallbuch: In „{ordner}“ liegen Beschreibungen, gelesen wird aber „{erwartet}“. "
                    "Nennen Sie in vorlagen/team.yml unter ordner → seiten denselben Ordner wie „docs_dir“ in mkdocs.yml."
                )
            files.remove(datei)

    def _navigation(self, eigene: list[str]) -> list[Any]:
        eintraege: list[Eintrag] = [
            (seite.gruppe, sicherer_titel(seite.abteilung), sicherer_titel(seite.menuename or seite.titel), seite.pfad)
            for seite in self._seiten.values()
        ]
        eintraege += [(d.gruppe, d.abteilung, d.name, d.pfad) for d in DOKUMENTE]
        vergeben = {pfad for *_, pfad in eintraege}
        team = [pfad for pfad in eigene if pfad not in vergeben]
        return navigation([*eintraege, *(("Unser Team", "", None, pfad) for pfad in team)])

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        # Otherwise sitemap and archives would carry the day of the build.
        page.update_date = str(self.team.stichtag)
        if page.file.src_uri in self._seiten and page.file.generated_by is not None:
            page.render = MethodType(_ohne_markdown, page)  # type: ignore[method-assign]
        return page

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        # A team may keep a shipped process to itself; then nothing on the public site may lead there.
        if self.sicht is Sicht.OEFFENTLICH and page.file.generated_by is not None:
            return ohne_tote_verweise(
                markdown, page.file.src_uri, lambda pfad: files.get_file_from_path(pfad) is not None
            )
        if offener_kommentar(markdown) is not None:
            log().warning(
                "%s: Ein Kommentar („<!--“) endet nicht; was danach kommt, fehlt auf der Seite.", page.file.src_uri
            )
        return ohne_kommentare(markdown)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        pfad = page.file.src_uri
        if pfad == SCHALE:
            # The theme adds a heading of its own where it sees none; each case brings its own.
            return f"<!-- <h1 -->{INHALT}"
        if pfad in self._seiten and page.file.generated_by is not None:
            html = self._seiten[pfad].html(self.team)
        else:
            html = mit_kaesten(self._einschuebe.setze_ein(html, "../" * pfad.count("/")))
            html += quellenzeile(page.meta.get("quelle"), pfad, mitgeliefert=page.file.generated_by is not None)
        self._inhalte[pfad] = html
        # mkdocs compares links with the anchors it knows; those made here it has not seen.
        page.present_anchor_ids = (page.present_anchor_ids or set()) | set(_KENNUNG.findall(html))
        return html

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        # All pages have been rendered by now, none has been written.
        if page.file.src_uri == PFAD and page.file.generated_by is not None:
            page.content = druckfassung(self.team, list(self._druckseiten(nav)))
        return context

    def _druckseiten(self, nav: Navigation) -> Iterator[Druckseite]:
        """Yield what is printed, in the order of the navigation."""
        for page in nav.pages:
            pfad = page.file.src_uri
            teil = REGELN if pfad == "regelwerk.md" else (page, *page.ancestors)[-1].title
            if teil in _GEDRUCKT and pfad != PFAD and pfad not in _NICHT_GEDRUCKT and pfad in self._inhalte:
                yield Druckseite(teil, pfad, str(page.title), self._inhalte[pfad])

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

    @event_priority(-100)  # after everybody else who writes files: what comes later is not scanned
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        ordner = Path(config.site_dir)
        if self._schale is not None:
            # mkdocs wrote the shell as a page; only its copies belong to the site.
            (ordner / "faelle" / "schale.html").unlink(missing_ok=True)
        for pfad, inhalt in self._weitere():
            ziel = ordner / pfad
            ziel.parent.mkdir(parents=True, exist_ok=True)
            ziel.write_bytes(inhalt)
        schreibe_suchindex(ordner)
        if self.sicht is Sicht.OEFFENTLICH:
            self._pruefe_oeffentliche_seiten(ordner)
        if self.sicht is Sicht.INTERN:
            log().info(self._zusammenfassung())
        if not self._vorschau:
            log().info("Die Seiten liegen in %s.", ordner / "index.html")

    def _pruefe_oeffentliche_seiten(self, ordner: Path) -> None:
        """Scan what was built; a site that gives something away is removed, so that nobody passes it on."""
        if self._probe is None:
            raise PluginError("Fallbuch: Die Leckprobe fehlt; ohne sie entsteht keine öffentliche Fassung.")
        ergebnis = self._probe(ordner)
        berichte(ergebnis.befunde)
        for pfad in ergebnis.ungelesen:
            log().warning("%s: Diese Datei lässt sich nicht als Text lesen und wurde nicht durchsucht.", pfad)
        if ergebnis.befunde:
            clean_directory(str(ordner))
            raise PluginError(
                "Fallbuch: Die öffentliche Fassung verrät etwas, die Stellen stehen oben. Der Ordner der Seiten wurde geleert, "
                "damit ihn niemand weitergibt."
            )
        if self._fehlerhafte:
            satz = "In den Fällen gibt es %s; was sich nicht lesen lässt, fehlt in den Zahlen. „fallbuch pruefen“ nennt die Stellen."
            log().warning(satz, anzahl(self._fehlerhafte, "Fehler", "Fehler"))
        log().info("Leckprobe: %s durchsucht, nichts gefunden.", anzahl(ergebnis.gelesen, "Datei", "Dateien"))

    def _zusammenfassung(self) -> str:
        return zusammenfassung(len(self.team.akten), self.team.befunde)

    def _weitere(self) -> Iterator[tuple[str, bytes]]:
        """Yield hundreds of files that need no pipeline: tables, pages of cases, sheets of plans."""
        yield from statistikdateien(self._veroeffentlicht)
        if self.sicht is Sicht.INTERN:
            yield from auswertungsdateien(self.team)
        if self._schale is None:
            return
        fallseiten = Fallseiten(self.team)
        for akte in self.team.akten:
            titel = sicherer_titel(f"Fall {akte.fall.kennung}")
            html = self._schale.fuelle(titel=titel, inhalt=fallseiten.html(akte))
            yield f"faelle/{akte.seite}.html", html.encode("utf-8", errors="xmlcharrefreplace")
            if (eintrag := akte.sicht.plan) is not None:
                blatt = planblatt(self.team, akte, eintrag)
                yield f"faelle/{PLANORDNER}/{akte.seite}.html", blatt.encode("utf-8", errors="xmlcharrefreplace")

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        einrichtung = self.team.einrichtung
        seiten_ = einrichtung.wurzel / einrichtung.datei.ordner.seiten
        for ordner in (einrichtung.fallordner, einrichtung.wurzel / "vorlagen", seiten_):
            if ordner.is_dir():
                server.watch(str(ordner))
        return server


def _ohne_markdown(page: Page, config: MkDocsConfig, files: Files) -> None:
    """Leave a generated page empty until its HTML comes: setting up the Markdown renderer costs more than most pages."""
    page.content, page.toc, page.present_anchor_ids = "", TableOfContents([]), set()


def _quelle(titel: str, *, suche: bool, menue: bool = False) -> str:
    # The theme prints titles as they are; a counsellor's name must not become markup.
    return seitenquelle(sicherer_titel(titel), suche=suche, verborgen=("toc",) if menue else ("navigation", "toc"))
