"""The pages of the processes: the overview with its picture, and one page for each, tied to cases and rules."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property, partial

from fallbuch.befund import Befund
from fallbuch.forge.adressen import bearbeiten, neue_datei
from fallbuch.kennung import slug
from fallbuch.prozess.bild import nachbarschaft, uebersicht
from fallbuch.prozess.fundus import Hilfsmittelart, zielpfad
from fallbuch.prozess.meldungen import PROZESSORDNER
from fallbuch.prozess.modell import Prozess
from fallbuch.prozess.netz import Netz
from fallbuch.prozess.quellen import quellen_in
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.regelwerk.worte import in_worten
from fallbuch.statistik.kennzahlen import kennzahl
from fallbuch.text.git import KeinGit, luecke
from fallbuch.text.historie import Speicherung, speicherungen
from fallbuch.text.quelle import gibt_es
from fallbuch.uebersicht.prozesse import Prozesslage, lage_der_prozesse, unbewachte, waechter
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.website.dokument import dokument
from fallbuch.website.menue import ARBEIT
from fallbuch.website.seiten.einschuebe import Einschuebe
from fallbuch.website.seiten.seite import Seite, Sicht

#: What stands on the overview as tools: title and page.
WERKZEUG = (
    ("Leitfaden Beratung", "hilfsmittel/leitfaden.html"),
    ("Kundenliste", "hilfsmittel/kundenliste.html"),
    ("KundenDoku", "hilfsmittel/kundendoku.html"),
    ("Betreuungsplan schreiben", "hilfsmittel/plan.html"),
    ("Beratungsmaterial", "hilfsmittel/beratungsmaterial.html"),
    ("Präsentation für den Runden Tisch", "hilfsmittel/praesentation.html"),
    ("Prozess beschreiben", "hilfsmittel/prozessvorlage.html"),
    ("Handlungsempfehlungen", "empfehlungen/index.html"),
)
_HINWEISE = {
    "AMS": "Wie der Arbeitsmarktservice Österreich seine Kernprozesse 2007 beschrieb. Ein Vorbild, keine Anweisung.",
    "STEP2JOB": "Wie in Wien von 2010 bis 2012 neun Träger und zwei Gremien zusammenarbeiteten. Ein Vorbild, keine Anweisung.",
}
_HOECHSTENS_SPEICHERUNGEN = 20
#: By this file the program's own folder is known.
_PROGRAMMTEXT = "plugins/fallbuch/cli/__main__.py"


class Prozessseiten:
    """What all pages of the processes share, found out once."""

    def __init__(self, stand: Tagesstand, sicht: Sicht, einschuebe: Einschuebe, seitenpfade: Collection[str]) -> None:
        self._stand, self.intern = stand, sicht is Sicht.INTERN
        team = self.team = stand.team
        self.buch = team.prozessbuch
        self.netz = Netz(self.buch.prozesse)
        self._einschuebe, self._pfade = einschuebe, seitenpfade
        self._ordner = f"{team.datei.ordner.seiten}/{PROZESSORDNER}"

    @cached_property
    def lagen(self) -> Mapping[str, Prozesslage]:
        if not self.intern:
            return {}
        # In which process a case stands, the team's own descriptions say.
        an = tuple((p.stamm, p.faelle, *(s.text for s in p.status)) for p in self.buch.unsere)
        return lage_der_prozesse(self.team, lambda akte, rechne: self._stand.beitrag(akte, "prozesse", rechne, an))

    @cached_property
    def _mit_geschichte(self) -> bool:
        """Tell whether git knows the team: in the program's own folder it knows who wrote the program."""
        return self.intern and not gibt_es(self.team.einrichtung.wurzel / _PROGRAMMTEXT)

    @cached_property
    def _speicherungen(self) -> Mapping[str, list[Speicherung]]:
        try:
            return speicherungen(self.team.einrichtung.wurzel, self._ordner) if self._mit_geschichte else {}
        except KeinGit:
            return {}

    @cached_property
    def _lueckenhaft(self) -> bool:
        """Tell whether git cannot say all that was ever changed."""
        return self._mit_geschichte and luecke(self.team.einrichtung.wurzel) != ""

    @cached_property
    def _pruefungen(self) -> Mapping[str, Faelligkeit]:
        """File stem → when a process is to be reviewed next."""
        regeln = {r.schluessel for r in self.team.regelwerk.regeln if r.neueste.anker == "prozesspruefung"}
        return {f.ableitung.bezug: f for f in self.team.teamfaelligkeiten if f.regel in regeln} if self.intern else {}

    @cached_property
    def _befunde(self) -> defaultdict[str, list[Befund]]:
        ergebnis = defaultdict(list)
        for befund in self.buch.befunde if self.intern else ():
            ergebnis[befund.stelle.datei].append(befund)
        return ergebnis

    def uebersicht(self, stand: Tagesstand) -> dict[str, object]:
        """Return what the overview shows: a picture for each group, what is in it, and the tools."""
        team = stand.team
        gruppen: dict[str, list[Prozess]] = defaultdict(list)
        for p in self.buch.prozesse:
            gruppen[p.gruppe].append(p)
        return {
            "netz": self.netz,
            "gruppen": [self._bildgruppe(titel, prozesse) for titel, prozesse in gruppen.items()],
            "werkzeug": [(titel, adresse) for titel, adresse in WERKZEUG if self._adresse(adresse) is not None],
            "unbewachte": unbewachte(team) if self.intern else [],
        }

    def _bildgruppe(self, titel: str, prozesse: Sequence[Prozess]) -> dict[str, object]:
        """Return a group with its picture, lying for wide windows and standing for phones."""
        ganze = [p for p in prozesse if p.teil_von is None] or list(prozesse)
        return {
            "titel": titel,
            "anker": slug(titel),
            "hinweis": _HINWEISE.get(titel, ""),
            "prozesse": ganze,
            "quer": uebersicht(ganze, self.netz, quer=True),
            "hoch": uebersicht(ganze, self.netz, quer=False),
            "anzahlen": {p.stamm: len(self.lagen[p.stamm].faelle) for p in prozesse if p.stamm in self.lagen},
        }

    def werte(self, stand: Tagesstand, p: Prozess) -> dict[str, object]:
        """Return what the page of one process shows."""
        team = stand.team
        davor, danach = self.netz.vorgaenger(p), self.netz.nachfolger(p)
        mittel = [(n.text, self.buch.fundus.finde(n.text, f"{PROZESSORDNER}/{p.stamm}.md")) for n in p.hilfsmittel]
        forge = team.datei.forge
        return {
            "p": p,
            "quer": nachbarschaft(p, self.netz, quer=True),
            "hoch": nachbarschaft(p, self.netz, quer=False),
            "verantwortlich": [self._person(n.text) for n in p.verantwortlich],
            "davor": _verweise(davor),
            "danach": _verweise(danach),
            "eingaben": [(n.text, _verweise([q for q in self.netz.liefert(n.text) if q is not p])) for n in p.eingabe],
            "ausgaben": [(n.text, _verweise([q for q in self.netz.braucht(n.text) if q is not p])) for n in p.ausgabe],
            "ganzes": _verweise(self.netz.nachbarn([p.teil_von] if p.teil_von else [])),
            "teile": _verweise(self.netz.teile(p)),
            "mittel": {art: [(name, self._adresse(z.adresse) if z else None) for name, z in mittel if (z.art if z else Hilfsmittelart.SEITE) is art] for art in Hilfsmittelart},
            "quellen": quellen_in(p.quelle),
            "befunde": self._befunde[p.datei],
            "lage": self.lagen.get(p.stamm),
            "geprueft": p.geprueft if p.geprueft is not None and p.geprueft <= team.stichtag else None,
            "text": self._text(p),
            "regeln": [self._regelworte[r.schluessel] for r in waechter(team, p) if r.schluessel in self._regelworte],
            "empfehlungen": [e for e in self.buch.empfehlungen if e.offen and e.prozess is not None and self.netz.finde(e.prozess.text) is p],
            "naechste": self._pruefungen.get(p.stamm),
            "speicherungen": self._speicherungen.get(f"{p.stamm}.md", [])[:_HOECHSTENS_SPEICHERUNGEN],
            "lueckenhaft": self._lueckenhaft,
            "bearbeiten": (bearbeiten(forge, p.datei) if p.eigen else neue_datei(forge, self._ordner)) if self.intern else None,
        }  # fmt: skip

    def _adresse(self, adresse: str | None) -> str | None:
        """Return the way to a page of this site, None where the page is not on it."""
        if adresse is None:
            return None
        pfad = re.sub(r"\.html$", ".md", adresse.partition("#")[0])
        return f"../{adresse}" if pfad in self._pfade else None

    def _person(self, name: str) -> tuple[str, str | None]:
        slug = self._stand.namen.get(name) if self.intern else None
        return name, None if slug is None else f"../index.html#ich={slug}"

    @cached_property
    def _regelworte(self) -> Mapping[str, tuple[str, str, str]]:
        """Key → title, when, address, for every rule in force."""
        titel = {regel.schluessel: regel.neueste.titel for regel in self.team.regelwerk.regeln}
        return {
            r.schluessel: (r.neueste.titel, in_worten(r.neueste, titel).wann, f"../regelwerk.html#{r.schluessel}")
            for r in self.team.regelwerk.regeln
            if r.neueste.aktiv
        }

    def _text(self, p: Prozess) -> str:
        return dokument(
            mit_kennzahlen(p),
            gibt_es=lambda ziel: zielpfad(f"{PROZESSORDNER}/{p.stamm}.md", ziel) in self._pfade,
            setze_ein=lambda name: self._einschuebe.html(name, "../"),
            vergeben=_ANKER,
        )


#: Anchors that the template of a process uses itself.
_ANKER = ("meldungen", "zurzeit", "regeln", "empfehlungen", "geschichte", "bild-quer", "bild-hoch")


def mit_kennzahlen(p: Prozess) -> str:
    """Return the text with the figures behind the factors of success as links."""
    zeilen = p.text.split("\n")
    stellen = sorted(
        ((n.stelle.zeile - p.erste_zeile, n.stelle.spalte - 1, n) for n in p.kennzahlen),
        key=lambda stelle: stelle[:2],
        reverse=True,
    )
    for zeile, spalte, nennung in stellen:
        gefunden = kennzahl(nennung.text)
        if gefunden is not None and zeilen[zeile][spalte : spalte + len(nennung.text)] == nennung.text:
            verweis = f"[{nennung.text}](../kennzahlen.md#{gefunden.schluessel})"
            zeilen[zeile] = zeilen[zeile][:spalte] + verweis + zeilen[zeile][spalte + len(nennung.text) :]
    return "\n".join(zeilen)


def _verweise(prozesse: Sequence[Prozess]) -> list[tuple[str, str]]:
    return [(p.name.text, f"{p.stamm}.html") for p in prozesse]


def seiten(stand: Tagesstand, sicht: Sicht, einschuebe: Einschuebe, seitenpfade: Collection[str]) -> list[Seite]:
    """Return the overview and the pages of all processes; `seitenpfade` are all pages of the site."""
    gemeinsam = Prozessseiten(stand, sicht, einschuebe, seitenpfade)
    return [
        Seite("prozesse/index.md", "Prozesse", Sicht.OEFFENTLICH, "prozesse", ARBEIT, gemeinsam.uebersicht, "Überblick", suche=True),
        *(
            Seite(
                f"{PROZESSORDNER}/{p.stamm}.md", p.name.text, Sicht.INTERN if p.intern else Sicht.OEFFENTLICH, "prozess", ARBEIT,
                partial(gemeinsam.werte, p=p),
                abteilung="" if p.unserer else p.gruppe, suche=True,
            )
            for p in stand.team.prozessbuch.prozesse
        ),
    ]  # fmt: skip
