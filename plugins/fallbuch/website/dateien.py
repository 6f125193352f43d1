"""Every file of a site: from a team to paths and bytes, the same for whoever builds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from importlib.resources import files
from itertools import chain
from pathlib import Path

from fallbuch.akte.oeffnen import dekodiere
from fallbuch.bestand.laden import Akte
from fallbuch.prozess.fundus import mitgelieferte_dokumente
from fallbuch.statistik.stand import Veroeffentlichung
from fallbuch.team import VORLAGEN_FEHLERHAFT, Team
from fallbuch.text.quelle import dateien_unter, hindernis
from fallbuch.uebersicht.tage import datum
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.website.bauprotokoll import log
from fallbuch.website.dokumente import DOKUMENTE, bilder, bleibt_im_team
from fallbuch.website.druckfassung import PFAD, Druckseite, druckfassung
from fallbuch.website.fallablage import fallseiten, stapel, umfeld
from fallbuch.website.geschriebenes import Geschriebenes, Schriften, eigene_dateien
from fallbuch.website.menue import ARBEIT, FAELLE, HILFE, Menue, Menuepunkt
from fallbuch.website.rahmen import TISCHDATEIEN, Page, Rahmen, themendateien
from fallbuch.website.seiten import Beilage, Seite, Sicht, seiten
from fallbuch.website.seiten.auswertung import dateien as auswertungsdateien
from fallbuch.website.seiten.einschuebe import Einschuebe
from fallbuch.website.seiten.faelle import NUMMERN, nummern
from fallbuch.website.seiten.fall import Fallseiten
from fallbuch.website.seiten.kalender import dateien as kalenderdateien
from fallbuch.website.seiten.statistik import dateien as statistikdateien
from fallbuch.website.suchindex import SUCHINDEX, suchindex
from fallbuch.website.zielordner import Inhalt

_UNSER_TEAM = "Unser Team"
#: Where the pages of cases lie on the site, whatever the folder of their files is called.
FALLORDNER = "faelle"
#: Lists of people and of what is wrong, and what the single pages say again.
_NICHT_GEDRUCKT = frozenset({"arbeitgeber.md", "meldungen.md", "protokoll.md", "pruefbericht.md", PFAD})


Teil = Callable[[], Iterator[tuple[str, Inhalt]]]


class Website:
    """The site of one team in one view."""

    def __init__(
        self,
        team: Team,
        sicht: Sicht,
        veroeffentlicht: Sequence[Veroeffentlichung],
        *,
        am_tisch: bool = False,
        vorher: Tagesstand | None = None,
    ) -> None:
        """`am_tisch`: pages lead to forms. `vorher` is what these pages showed before only cases changed."""
        self._team, self._sicht, self._veroeffentlicht = team, sicht, veroeffentlicht
        self._intern = sicht is Sicht.INTERN
        self.stand = Tagesstand(team, am_tisch=am_tisch, vorher=vorher)
        self._einschuebe = Einschuebe(team, sicht)
        #: The team's own files by their path on the site; a page of the path of another replaces it.
        self._eigene: Mapping[str, Path] = dict(self._eigene_dateien())
        self._alle = seiten(self.stand, sicht, self._einschuebe, veroeffentlicht)
        self._erzeugte = [seite for seite in self._alle if seite.pfad not in self._eigene]
        self._seiten = {seite.pfad: seite for seite in self._erzeugte}
        self._geschriebene = [d for d in DOKUMENTE if d.pfad not in self._eigene]
        self._pfade = {s.pfad for s in self._erzeugte} | {d.pfad for d in self._geschriebene} | set(self._eigene)
        self._pfade |= {pfad for pfad, _ in bilder()}

    def mit_faellen(self, team: Team) -> Website:
        """Return the site after nothing but cases changed: what people wrote says nothing of them, nor do menu and shell."""
        vorher = self.stand
        neu = Website(team, self._sicht, self._veroeffentlicht, am_tisch=vorher.am_tisch, vorher=vorher)
        neu.__dict__.update(_fest=self._fest)
        if neu._pfade != self._pfade:  # what people wrote may link to a page that came or went
            return neu
        neu._schriften.uebernimm(self._schriften)
        neu.__dict__.update(menue=self.menue, rahmen=self.rahmen)
        return neu

    def _eigene_dateien(self) -> Iterator[tuple[str, Path]]:
        einrichtung = self._team.einrichtung
        ordner = einrichtung.wurzel / einrichtung.datei.ordner.seiten
        for pfad, datei in eigene_dateien(ordner):
            if (grund := hindernis(datei, ordner)) is not None:  # a link elsewhere would bring out what lies there
                log().warning("%s: Diese Datei fehlt auf den Seiten; sie ist %s.", pfad, grund)
            elif self._intern or not bleibt_im_team(pfad):
                yield pfad, datei
            else:
                log().info("%s: Diese Datei bleibt im Team.", pfad)

    @cached_property
    def menue(self) -> Menue:
        punkte = [
            Menuepunkt(s.bereich, s.abteilung, s.menuename or s.titel, s.pfad) for s in self._erzeugte if s.im_menue
        ]
        punkte += [
            Menuepunkt(d.bereich, d.abteilung, d.name or mitgelieferte_dokumente()[d.pfad], d.pfad)
            for d in self._geschriebene
        ]
        for pfad in self._eigene:
            if pfad.endswith(".md"):
                bereich, abteilung = self._platz.get(pfad, (ARBEIT, _UNSER_TEAM))
                punkte.append(Menuepunkt(bereich, abteilung, self._schriften[pfad].titel, pfad))
        reihe = {pfad: nummer for nummer, pfad in enumerate(self._platz)}
        return Menue(sorted(punkte, key=lambda punkt: reihe.get(punkt.pfad, len(reihe))))

    @cached_property
    def _platz(self) -> Mapping[str, tuple[str, str]]:
        """Area and section of all pages that come with the program; a team's own page takes the place of that which it replaces."""
        platz = {s.pfad: (s.bereich, s.abteilung) for s in self._alle}
        return platz | {d.pfad: (d.bereich, d.abteilung) for d in DOKUMENTE}

    @cached_property
    def _schriften(self) -> Schriften:
        """The pages that people wrote."""
        eigene = (pfad for pfad in self._eigene if pfad.endswith(".md"))
        return Schriften([*(d.pfad for d in self._geschriebene), *eigene], self._schrift)

    def _schrift(self, pfad: str) -> Page:
        if (datei := self._eigene.get(pfad)) is not None:
            text = dekodiere(datei.read_bytes(), pfad, [])[0].replace("\r\n", "\n")
            bereich, _ = self._platz.get(pfad, (ARBEIT, _UNSER_TEAM))
        else:
            dokument = next(d for d in self._geschriebene if d.pfad == pfad)
            text, bereich = dokument.text, dokument.bereich
        geschrieben = Geschriebenes(pfad, text, mitgeliefert=datei is None)
        return geschrieben.blatt(bereich, self._einschuebe, self._pfade.__contains__, intern=self._intern)

    @cached_property
    def blaetter(self) -> Mapping[str, Page]:
        """All pages but those of single cases and of figures, by path."""
        alle = {s.pfad: self._blatt(s) for s in self._erzeugte if s.pfad != PFAD and not s.zahlen}
        alle |= self._schriften
        if PFAD in self._seiten:
            alle[PFAD] = self._druckblatt(alle.__getitem__)
        return alle

    def _druckblatt(self, blatt: Callable[[str], Page]) -> Page:
        """Return the page of what is printed, in the order of the menu; `blatt` returns each of its pages."""
        seite = self._seiten[PFAD]
        gedruckte = [blatt(pfad) for pfad in self.menue.pfade if self._wird_gedruckt(pfad)]
        html = druckfassung(self._team, [Druckseite(b.bereich, b.pfad, b.titel, b.html) for b in gedruckte])
        return Page(PFAD, seite.titel, html, seite.bereich)

    def _wird_gedruckt(self, pfad: str) -> bool:
        bereich, _ = self._platz.get(pfad, ("", ""))
        gemeint = bereich in {ARBEIT, HILFE} or pfad == "kennzahlen.md"
        return gemeint and pfad not in _NICHT_GEDRUCKT and pfad not in self._eigene

    @property
    def name(self) -> str:
        return self._team.datei.name

    @cached_property
    def rahmen(self) -> Rahmen:
        band = _band(self._team)
        return Rahmen(self.menue, name=self.name, band=band, intern=self._intern, am_tisch=self.stand.am_tisch)

    def _blatt(self, seite: Seite) -> Page:
        return Page(seite.pfad, seite.titel, seite.html(self.stand), seite.bereich, suche=seite.suche)

    def zahlenblaetter(self) -> Iterator[Page]:
        """Yield the pages of figures: as much work as all others together, and of no use to them."""
        return (self._blatt(seite) for seite in self._erzeugte if seite.zahlen)

    @property
    def teile(self) -> tuple[Teil, ...]:
        """What can be made at the same time, what takes longest first."""
        _ = self.rahmen.menue, self.stand.vorgaenge  # made once, before the parts go their own ways
        if not self._intern:
            return self._dateien, self._zahlendateien
        faelle = (partial(self._falldateien, art, akten) for art, akten in stapel(self._team))
        return self._dateien, self._zahlendateien, *faelle, self.listen

    def dateien(self) -> Iterator[tuple[str, Inhalt]]:
        """Yield path and content of every file of the site."""
        return chain.from_iterable(teil() for teil in self.teile)

    def _zahlendateien(self) -> Iterator[tuple[str, bytes]]:
        yield from self.tabellen()
        for blatt in self.zahlenblaetter():
            yield blatt.adresse, als_bytes(self.rahmen.seite(blatt))
        if self._intern:
            self._team.zahlenwerk.sichere()

    def _dateien(self) -> Iterator[tuple[str, Inhalt]]:
        yield from self.beiwerk()
        for blatt in self.blaetter.values():
            yield blatt.adresse, als_bytes(self.rahmen.seite(blatt))
        verirrt = Page("404.md", "Diese Seite gibt es nicht", _verirrt(intern=self._intern), "")
        yield verirrt.adresse, als_bytes(self.rahmen.seite(verirrt, wurzel="/"))
        self.stand.sichere()

    def _falldateien(self, art: str, akten: Sequence[Akte]) -> Iterator[tuple[str, Inhalt]]:
        speicher = self._team.speicher(art) if self._team.speicher is not None else None
        return fallseiten(speicher, akten, self._umfeld, self._falladresse, self._falldatei)

    def listen(self) -> Iterator[tuple[str, bytes]]:
        """Yield the numbers of cases for the search, and all calendars."""
        return _gemacht(self._listen())

    @cached_property
    def _umfeld(self) -> bytes:
        return umfeld(self.rahmen, self.stand.namen, self._fallseiten.verweise.abdruck)

    @staticmethod
    def _falladresse(akte: Akte) -> str:
        return f"{FALLORDNER}/{akte.seite}.html"

    def _falldatei(self, akte: Akte) -> bytes:
        return als_bytes(self.rahmen.seite(self._fallblatt(akte)))

    def beiwerk(self) -> Iterator[tuple[str, bytes]]:
        """Yield all files that are no pages."""
        yield from self._mitgeliefertes()
        for pfad, eigene in self._eigene.items():
            if not pfad.endswith(".md"):
                yield pfad, eigene.read_bytes()
        yield SUCHINDEX, suchindex(self.blaetter.values())

    def _mitgeliefertes(self) -> Iterator[tuple[str, bytes]]:
        yield from themendateien()
        for name, datei in dateien_unter(files("fallbuch").joinpath("website", "theme", "assets"), "assets/"):
            if self.stand.am_tisch or name not in TISCHDATEIEN:
                yield name, datei.read_bytes()
        yield from bilder()

    def _listen(self) -> Iterator[Beilage]:
        if self._intern:
            yield NUMMERN, partial(nummern, self._team)
            yield from kalenderdateien(self.stand)

    def tabellen(self) -> Iterator[tuple[str, bytes]]:
        """Yield the tables of all figures as files."""
        return _gemacht(self._tabellen())

    def _tabellen(self) -> Iterator[Beilage]:
        yield from statistikdateien(self._veroeffentlicht)
        if self._intern:
            yield from auswertungsdateien(self._team)

    def datei(self, adresse: str) -> bytes | None:
        """Return one file of the site by its address, None where there is none; no page is drawn that it does not need."""
        if adresse.endswith(".html"):
            return self.seite(adresse)
        if (fest := self._fest.get(adresse)) is not None:
            return fest
        if adresse in self._eigene and not adresse.endswith(".md"):
            return self._eigene[adresse].read_bytes()
        if adresse == SUCHINDEX:
            gesuchte = (s.pfad for s in self._erzeugte if s.suche and not s.zahlen)
            return suchindex(
                blatt for pfad in (*gesuchte, *self._schriften) if (blatt := self._einzeln(pfad)) is not None
            )
        return next((mache() for name, mache in chain(self._listen(), self._tabellen()) if name == adresse), None)

    @cached_property
    def _fest(self) -> Mapping[str, bytes]:
        """What comes with the program and is no page."""
        return dict(self._mitgeliefertes())

    def seite(self, adresse: str) -> bytes | None:
        """Return one page of the site by its address, None where there is none."""
        pfad = f"{adresse.removesuffix('.html')}.md"
        blatt = self._einzeln(pfad)
        return None if blatt is None else als_bytes(self.rahmen.seite(blatt))

    def _einzeln(self, pfad: str) -> Page | None:
        if (akte := self._je_seite.get(pfad)) is not None:
            return self._fallblatt(akte)
        if (geschrieben := self._schriften.get(pfad)) is not None:
            return geschrieben
        if (seite := self._seiten.get(pfad)) is None:
            return None
        return self._druckblatt(self._eines) if pfad == PFAD else self._blatt(seite)

    def _eines(self, pfad: str) -> Page:
        return self._schriften.get(pfad) or self._blatt(self._seiten[pfad])

    @cached_property
    def _je_seite(self) -> Mapping[str, Akte]:
        return {f"{FALLORDNER}/{akte.seite}.md": akte for akte in self._team.akten} if self._intern else {}

    @cached_property
    def _fallseiten(self) -> Fallseiten:
        return Fallseiten(self.stand)

    def _fallblatt(self, akte: Akte) -> Page:
        return Page(f"{FALLORDNER}/{akte.seite}.md", f"Fall {akte.auszug.kennung}", self._fallseiten.html(akte), FAELLE)

    def fallblaetter(self) -> Iterator[Page]:
        """Return the page of each case; there is none in public."""
        return map(self._fallblatt, self._team.akten)


def _gemacht(beilagen: Iterator[Beilage]) -> Iterator[tuple[str, bytes]]:
    return ((pfad, mache()) for pfad, mache in beilagen)


def als_bytes(html: str) -> bytes:
    return html.encode("utf-8", errors="xmlcharrefreplace")


def _band(team: Team) -> str:
    """Return what stands on top of every page: a key date that follows no clock, the team's own note, a warning."""
    stichtag = f"Fester Stichtag: {datum(team.stichtag)}." if team.fester_stichtag else ""
    warnung = f"Achtung: {VORLAGEN_FEHLERHAFT}" if team.einrichtung.fehlerhaft else ""
    return " ".join(teil for teil in (stichtag, team.datei.hinweis, warnung) if teil)


def _verirrt(*, intern: bool) -> str:
    faelle = '<li><a href="/faelle.html">Alle Fälle</a>: Dort lässt sich nach der ID suchen.</li>' if intern else ""
    return (
        "<h1>Diese Seite gibt es nicht</h1><p>Vielleicht wurde der Fall umbenannt, abgeschlossen und gelöscht, oder die "
        f'Adresse ist verschrieben.</p><ul><li><a href="/index.html">Zur Startseite</a></li>{faelle}'
        '<li><a href="/handbuch/index.html">Handbuch</a></li></ul>'
    )
