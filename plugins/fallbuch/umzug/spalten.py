"""Which column of an old list means which field: by its name, by what stands in it, by what the team says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from enum import StrEnum

from fallbuch.akte.eintragsformen import FORMEN
from fallbuch.akte.entwurf import schluessel_von
from fallbuch.akte.feld import felder
from fallbuch.akte.modell import Kopf, Status
from fallbuch.arbeitstage import Land
from fallbuch.einmal import einmal
from fallbuch.kennung import id_mangel, vergleichsform
from fallbuch.kontakte.modell import FELDER as KONTAKTFELDER
from fallbuch.kontakte.modell import NAMEN
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.umzug.bogen import GRUND, ZELLE, Bogen, Zellwert, als_text, einzeilig, ist_leer
from fallbuch.umzug.tage import Zeitfenster, lies_tag
from fallbuch.umzug.zuordnung import WEGLASSEN, Zuordnung
from fallbuch.werte import dataclass

TEXT, DATUM, ART, VORSPANN, SCHLUSSTAG = "Text", "Datum", "Art des Eintrags", "Vorspann", "Abschluss am"
#: Fields that a row of the list of customers may hold besides those of the front matter: how the case ended.
ABSCHLUSS = ("Ergebnis", "Grund", "Erklärung", "Arbeitsbeginn", "Umfang", "Form")
_KOPF = tuple(feld.name for _, feld in felder(Kopf))
#: Keys of entries, each once; those of a kind are understood with the kind of the row.
SCHLUESSEL = tuple(dict.fromkeys(name for art in ("", *FORMEN) for name in schluessel_von(art)))
#: How columns are headed, by the field that they hold; VEREIN's own names are the first.
_WORTE: Mapping[str, Sequence[str]] = {
    "ID": ("ID", "Kundennummer", "Kunden-Nr", "Kunden-ID", "KD-Nr", "Kennung", "Fallnummer", "Fall", "Kunde", "Kundin", "Klient", "Klientin", "Nr", "Nummer"),
    "Erstkontakt": ("Erstkontakt", "Erster Kontakt", "Datum Erstkontakt", "Aufnahme", "Aufnahmedatum", "Eingang", "Kontakt seit"),
    "Zugangsweg": ("Zugangsweg", "Akquise", "Aquise", "Zugang", "Herkunft", "Woher", "Quelle", "kam über"),
    "Status": ("Status", "Stand"),
    "Berater": ("Berater", "Beraterin", "Berater/in", "Berater/-in", "Berater*in", "Berater:in", "Zuständig", "Betreuer", "Betreuerin", "wer"),
    "Betreuungsstufe": ("Betreuungsstufe", "Stufe"),
    "Bewilligung bis": ("Bewilligung bis", "Bewilligungszeitraum bis", "Bescheid bis"),
    DATUM: ("Datum", "Tag", "Gesprächsdatum", "Kontaktdatum", "am", "wann"),
    ART: (ART, "Art", "Kontaktart", "Gesprächsart", "Art des Kontakts", "Art des Gesprächs", "Weg"),
    TEXT: (TEXT, "Besprechung", "Kommentar", "Zusammenfassung", "Inhalt", "Gespräch", "Notiz", "Notizen", "Verlauf", "Bemerkung", "Bemerkungen", "Inhalt und Ergebnis", "Ergebnis der Besprechung"),
    "Vereinbarungen": ("Vereinbarungen", "Vereinbarung", "vereinbart", "Nächste Schritte", "Aufgaben", "To-do"),
    "Folgetermin": ("Folgetermin", "Nächster Termin", "nächstes Gespräch", "Termin", "Wiedervorlage"),
    "Dauer": ("Dauer", "Minuten", "Dauer (min)", "Dauer in Minuten"),
    SCHLUSSTAG: (SCHLUSSTAG, "Abschluss", "Abgeschlossen am", "Beendet am", "Ende der Beratung"),
    "VName": ("VName", "Vorname", "Vornamen"),
    "NName": ("NName", "Nachname", "Familienname", "Zuname", "Name"),
    "Strasse": ("Strasse", "Straße", "Straße und Hausnummer", "Straße, Hausnummer", "Straße Nr", "Anschrift", "Adresse", "Hausnummer", "Hausnr", "HNr"),
    "PLZ": ("PLZ", "Postleitzahl"),
    "Stadt": ("Stadt", "Ort", "Wohnort"),
    "Telefon": ("Telefon", "Tel", "Telefonnummer", "Telefon privat", "Handy", "Handynummer", "Handynr", "Mobil", "Mobiltelefon", "Festnetz", "Telefon 2"),
    "Email": ("Email", "E-Mail", "Mail", "E-Mail-Adresse", "Mailadresse"),
    "Sprachen": ("Sprachen", "Sprache", "Muttersprache"),
    "Einwilligung": ("Einwilligung", "Einwilligung am", "Einwilligung vom", "Datenschutz unterschrieben"),
}  # fmt: skip
_KOPF_BIS, _KOPF_MINDESTENS, _PROBE = 20, 3, 200
#: Fields of which a list may have several columns: mobile and landline, street and number.
_MEHRMALS = frozenset({TEXT, "Telefon", "Strasse"})
#: What a row of the record may say.
_IM_VERLAUF = frozenset({"ID", "Berater", DATUM, ART, TEXT, *SCHLUESSEL})
_EMAIL, _TELEFON, _PLZ = re.compile(r"\S+@\S+\.\S+"), re.compile(r"\+?[0-9][0-9 /().-]{5,20}"), re.compile(r"[0-9]{5}")
#: So many of the values of a column have to look alike.
_FAST_ALLE = 0.8
_LANGER_TEXT = 40


class Bogenart(StrEnum):
    """What the rows of a table are, in the words of a report."""

    KUNDEN = "Kundenliste"
    VERLAUF = "KundenDoku"


@dataclass(kw_only=True, eq=False)
class Spaltenplan:
    """How a table is read: what it is, where its rows begin, and what its columns mean, each by its index."""

    bogen: Bogen
    art: Bogenart
    ab: int
    #: The index behind the last row, where another head follows.
    bis: int
    koepfe: list[str]
    #: Rows between in which the head stands once more.
    kopfzeilen: set[int] = field(default_factory=set)
    ziele: dict[int, str] = field(default_factory=dict)
    #: How a column was recognised where not by its name.
    woran: dict[int, str] = field(default_factory=dict)
    #: Columns that somebody wants left behind.
    weggelassen: set[int] = field(default_factory=set)

    @einmal
    def fremde(self) -> list[int]:
        """The same once all columns have been looked at: asked for with every row."""
        return self.unbekannte

    @property
    def unbekannte(self) -> list[int]:
        """The columns that hold something and that nobody knows."""
        return [
            n
            for n, kopf in enumerate(self.koepfe)
            if n not in self.ziele
            and n not in self.weggelassen
            and (kopf or any(not ist_leer(z[n]) for z in self.zeilen))
        ]

    @property
    def zeilen(self) -> list[list[Zellwert]]:
        return [z for n, z in enumerate(self.bogen.zeilen[self.ab : self.bis], self.ab) if n not in self.kopfzeilen]

    @property
    def aus_dem_haus(self) -> bool:
        """It is what `exportieren` writes: its words are those of the files, and its texts are entries already."""
        return {"ID", DATUM, ART, TEXT} <= set(self.koepfe) or {"ID", *_KOPF, VORSPANN} <= set(self.koepfe)

    def spalte(self, ziel: str) -> int | None:
        return next((n for n, z in self.ziele.items() if z == ziel), None)

    @property
    def jahr(self) -> int | None:
        """The year that the sheet's name says, where it is a list of one year."""
        jahre = re.findall(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])", self.bogen.name)
        return int(jahre[0]) if len(jahre) == 1 else None


def alle_ziele() -> dict[str, str]:
    """Return every field that a column can mean, by all its folded names; those of the list above come first."""
    formen: dict[str, str] = {}
    for ziel, worte in _WORTE.items():
        for wort in worte:
            formen.setdefault(vergleichsform(wort), ziel)
    for _, feld in felder(Kopf):
        for name in feld.namen:
            formen.setdefault(vergleichsform(name), feld.name)
    for name in (*KONTAKTFELDER, SCHLUSSTAG, *SCHLUESSEL, VORSPANN):
        formen.setdefault(vergleichsform(name), name)
    for name, wort in NAMEN.items():
        formen.setdefault(vergleichsform(wort), name)
    return formen


class Spaltenkenner:
    """Recognises columns with the words of a team; `ids` are those of its cases, `heute` bounds what a day can be."""

    def __init__(self, regelwerk: Regelwerk, zuordnung: Zuordnung, fenster: Zeitfenster) -> None:
        self._regelwerk, self._zuordnung, self._fenster = regelwerk, zuordnung, fenster
        self._formen = alle_ziele()
        self._eigene = {vergleichsform(GRUND), vergleichsform(ZELLE)}

    def plane(self, bogen: Bogen) -> list[Spaltenplan]:
        """Return how a table is to be read, each part with a head of its own; [] where it is no list of customers or conversations."""
        kopf = self._erster_kopf(bogen)
        if kopf is None:
            return []
        nummer, hoehe = kopf
        plaene = [self._teil(bogen, nummer, hoehe)]
        for weiter in range(nummer + hoehe, len(bogen.zeilen)):
            if not self._ist_kopf(bogen.zeilen[weiter]):
                continue
            namen = self._kopf(bogen, weiter, 1)
            if [self._nach_namen(n) for n in namen] == [self._nach_namen(n) for n in plaene[-1].koepfe]:
                plaene[-1].kopfzeilen.add(weiter)
            else:
                plaene[-1].bis = weiter
                plaene.append(self._teil(bogen, weiter, 1))
        return [fertiger for plan in plaene if (fertiger := self._gelesen(plan)) is not None]

    def _teil(self, bogen: Bogen, nummer: int, hoehe: int) -> Spaltenplan:
        koepfe = self._kopf(bogen, nummer, hoehe)
        return Spaltenplan(bogen=bogen, art=Bogenart.KUNDEN, ab=nummer + hoehe, bis=len(bogen.zeilen), koepfe=koepfe)

    def _gelesen(self, plan: Spaltenplan) -> Spaltenplan | None:
        self._benenne(plan)
        self._erkenne(plan)
        return self._eingeordnet(plan)

    def _ist_kopf(self, zeile: Sequence[Zellwert]) -> bool:
        """Tell whether a row is nothing but names of columns: three at least that are known, and most of them."""
        gefuellt = [wert for wert in zeile if not ist_leer(wert)]
        if len(gefuellt) < _KOPF_MINDESTENS or not all(isinstance(wert, str) for wert in gefuellt):
            return False
        bekannte = {ziel for wert in gefuellt if (ziel := self._nach_namen(einzeilig(wert))) is not None}
        return (
            len(bekannte) >= _KOPF_MINDESTENS and 2 * len(bekannte) >= len(gefuellt) and bool(bekannte & {"ID", DATUM})
        )

    def _erster_kopf(self, bogen: Bogen) -> tuple[int, int] | None:
        """Return where the first head stands, and how many rows it has: one that is clearly one, else the best of the first rows."""
        oben = range(min(len(bogen.zeilen), _KOPF_BIS))
        erster = next((n for n in oben if self._ist_kopf(bogen.zeilen[n])), None)
        if erster is not None:
            return erster, 1
        bester: tuple[tuple[int, int], int, int] | None = None
        for nummer in oben:
            for hoehe in (1, 2):
                if nummer + hoehe > len(bogen.zeilen):
                    continue
                namen = self._kopf(bogen, nummer, hoehe)
                bekannte = {ziel for kopf in namen if (ziel := self._nach_namen(kopf)) is not None}
                # A head of two rows has to be worth it: what stands in the second must not be a customer.
                wert = (len(bekannte) - (hoehe - 1), sum(map(bool, namen)))
                if bekannte and (bester is None or wert > bester[0]):
                    bester = (wert, nummer, hoehe)
        return bester[1:] if bester is not None else None

    @staticmethod
    def _kopf(bogen: Bogen, nummer: int, hoehe: int) -> list[str]:
        """Return the heads of columns; of two rows the lower one counts where it says something."""
        reihen = [[einzeilig(wert) for wert in zeile] for zeile in bogen.zeilen[nummer : nummer + hoehe]]
        return [next((wort for wort in reversed(worte) if wort), "") for worte in zip(*reihen, strict=True)]

    def _nach_namen(self, kopf: str) -> str | None:
        form = vergleichsform(kopf)
        genannt = self._zuordnung.spalten.get(form)
        if genannt is not None:
            return None if genannt == WEGLASSEN else genannt
        return self._formen.get(form) or self._formen.get(vergleichsform(re.sub(r"\(.*?\)|[:?]+$", "", kopf)))

    def _benenne(self, plan: Spaltenplan) -> None:
        for nummer, kopf in enumerate(plan.koepfe):
            form = vergleichsform(kopf)
            genannt = self._zuordnung.spalten.get(form)
            if form in self._eigene or genannt == WEGLASSEN:
                plan.weggelassen.add(nummer)
            elif (ziel := self._nach_namen(kopf)) is not None and self._ist_frei(plan, nummer, ziel):
                plan.ziele[nummer] = ziel
                if genannt is not None:
                    plan.woran[nummer] = "nach der Zuordnung"
        self._deute_kunde(plan)

    def _ist_frei(self, plan: Spaltenplan, nummer: int, ziel: str) -> bool:
        """Tell whether a column may hold a field; the better name for the ID takes it from a running number."""
        if ziel in _MEHRMALS or (bisher := plan.spalte(ziel)) is None:
            return True
        raenge = {vergleichsform(wort): rang for rang, wort in enumerate(_WORTE["ID"])}
        if ziel != "ID" or raenge.get(vergleichsform(plan.koepfe[nummer]), 99) >= raenge.get(
            vergleichsform(plan.koepfe[bisher]), 99
        ):
            return False
        del plan.ziele[bisher]
        return True

    def _deute_kunde(self, plan: Spaltenplan) -> None:
        """„Kunde“ may head numbers or names: a column of names is a person's."""
        nummer = plan.spalte("ID")
        if nummer is None:
            return
        werte = [als_text(w) for w in self._werte(plan, nummer)]
        if werte and sum(id_mangel(w) is None and any(z.isdigit() for z in w) for w in werte) < len(werte) / 2:
            gut = [w for w in werte if id_mangel(w) is None]
            if len(gut) < len(werte) / 2 or vergleichsform(plan.koepfe[nummer]) in {
                "kunde",
                "kundin",
                "klient",
                "klientin",
            }:
                del plan.ziele[nummer]
                if "NName" not in plan.ziele.values():
                    plan.ziele[nummer] = "NName"
                    plan.woran[nummer] = "nach dem Inhalt"

    def _erkenne(self, plan: Spaltenplan) -> None:
        """Recognise columns by what stands in them, where no column of that name is there.

        Days come last: what they are depends on what else is there.
        """
        unbekannte = plan.unbekannte
        ist_tag = {n: self._sind_tage(self._werte(plan, n)) for n in unbekannte}
        for nummer in sorted(unbekannte, key=lambda n: (ist_tag[n], n)):
            werte = self._werte(plan, nummer)
            if not werte:
                continue
            ziel = next((z for z in self._passende(plan, werte) if z not in plan.ziele.values()), None)
            if ziel is not None:
                plan.ziele[nummer] = ziel
                plan.woran[nummer] = "nach dem Inhalt"

    def _passende(self, plan: Spaltenplan, werte: Sequence[Zellwert]) -> Iterator[str]:
        texte = [als_text(w) for w in werte]
        genug = _FAST_ALLE * len(texte)
        im_verlauf = DATUM in plan.ziele.values()
        if self._sind_tage(werte):
            ist_erster = "Erstkontakt" not in plan.ziele.values() and self._ist_kundenliste(plan)
            yield "Erstkontakt" if ist_erster else DATUM
            return  # to a telephone a day is a number
        for ziel, muster in () if im_verlauf else (("Email", _EMAIL), ("PLZ", _PLZ), ("Telefon", _TELEFON)):
            if sum(muster.fullmatch(t) is not None for t in texte) >= genug:
                yield ziel
        for ziel, worte in self._listen.items():
            if sum(vergleichsform(t) in worte for t in texte) >= genug:
                yield ziel
        eigene = [t for t in texte if id_mangel(t) is None and any(z.isdigit() for z in t)]
        if len(eigene) >= genug and "ID" not in plan.ziele.values():
            yield "ID"
        if im_verlauf and sum(map(len, texte)) >= _LANGER_TEXT * len(texte):
            yield TEXT

    def _sind_tage(self, werte: Sequence[Zellwert]) -> bool:
        return bool(werte) and sum(lies_tag(w, self._fenster).tag is not None for w in werte) >= _FAST_ALLE * len(werte)

    @einmal
    def _listen(self) -> dict[str, set[str]]:
        v = self._regelwerk.vokabular
        namen = {
            "Berater": "berater",
            "Zugangsweg": "zugangswege",
            "Betreuungsstufe": "stufen",
            "Arbeitsmarktstatus": "arbeitsmarktstatus",
            ART: "arten",
        }
        listen = {ziel: {*map(vergleichsform, v.liste(liste)), *v.synonyme(liste)} for ziel, liste in namen.items()}
        return {"Status": set(map(vergleichsform, Status)), **listen}

    @staticmethod
    def _werte(plan: Spaltenplan, nummer: int) -> list[Zellwert]:
        return [zeile[nummer] for zeile in plan.zeilen if not ist_leer(zeile[nummer])][:_PROBE]

    @staticmethod
    def _ist_kundenliste(plan: Spaltenplan) -> bool:
        ziele = set(plan.ziele.values())
        return len(ziele & {"Zugangsweg", "Status", *KONTAKTFELDER} - {"Einwilligung"}) >= 2

    def _eingeordnet(self, plan: Spaltenplan) -> Spaltenplan | None:
        ziele = set(plan.ziele.values())
        if "ID" not in ziele:
            return None
        if DATUM in ziele and ziele & {TEXT, ART, "Vereinbarungen", "Folgetermin"}:
            plan.art = Bogenart.VERLAUF
            return self._nur(plan, _IM_VERLAUF)
        if not ziele & {"Erstkontakt", "Zugangsweg", "Status", *KONTAKTFELDER}:
            return None
        # In a list of customers a remark belongs to no day.
        return self._nur(plan, frozenset({*_KOPF, *ABSCHLUSS, *KONTAKTFELDER, SCHLUSSTAG, VORSPANN}))

    @staticmethod
    def _nur(plan: Spaltenplan, ziele: frozenset[str]) -> Spaltenplan:
        """Let columns that mean something else be nobody's: what stands in them is kept."""
        for nummer, ziel in list(plan.ziele.items()):
            if ziel not in ziele:
                del plan.ziele[nummer]
                plan.woran.pop(nummer, None)
        return plan


def ist_oesterreich(land: Land | None) -> bool:
    """Tell whether a postal code of four digits is one."""
    return land is not None and land.staat == "AT"
