"""Rows of old lists as what they say: a customer, a conversation. What cannot be taken comes back with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, timedelta

from fallbuch.akte.eintragsformen import FORMEN
from fallbuch.akte.entwurf import Schreibfehler, schluessel_von
from fallbuch.akte.feld import Feld, felder
from fallbuch.akte.modell import Kopf
from fallbuch.akte.typen import Datum
from fallbuch.bearbeiten.werte import lies_wert, lies_wort
from fallbuch.befund import lesbar
from fallbuch.fehler import Satzfehler
from fallbuch.kennung import id_mangel
from fallbuch.kontakte.modell import FELDER as KONTAKTFELDER
from fallbuch.kontakte.modell import NAMEN, Kontaktfehler, gepruefte_angabe
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.umzug.bogen import Fehlwert, Zellwert, als_text, einzeilig, ist_leer, wortlaut
from fallbuch.umzug.freitext import kommend
from fallbuch.umzug.spalten import ABSCHLUSS, ART, DATUM, SCHLUSSTAG, TEXT, VORSPANN, Spaltenplan
from fallbuch.umzug.tage import FRUEHESTER, Tageslesung, Zeitfenster, lies_tag, lies_termin
from fallbuch.umzug.zuordnung import Zuordnung
from fallbuch.werte import dataclass

_KOPFFELDER: Mapping[str, Feld] = {feld.name: feld for _, feld in felder(Kopf)}
#: Only what lies ahead at most so far is a day that somebody meant.
_WEIT = timedelta(days=6 * 366)
_NAMEN_TRENNER = re.compile(r"\s*(?:[,;/&+]|\bund\b)\s*")
#: How lists say that there is none.
_NICHTS = frozenset({"", "keine", "keiner", "kein", "keins", "keines", "nein", "unbekannt", "n/a", "na", "?"})
#: Between two numbers of one cell.
_ZWEI_NUMMERN = re.compile(r"\s*[;,]\s*|\s+/\s+|\s+(?:oder|und)\s+")
_PLUS_VERLOREN = re.compile(r"(?:49|43|41)[1-9][0-9]{7,12}")


class Zeilenfehler(Satzfehler):
    """Why a row cannot be taken; `spalte` is the column that it is about, None where it is about no single one."""

    def __init__(self, satz: str, spalte: int | None = None) -> None:
        super().__init__(satz)
        self.spalte = spalte


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Altzeile:
    """A row where it came from: the file's place in the call, its table and the row's index there."""

    datei: int
    plan: Spaltenplan
    nummer: int

    @property
    def werte(self) -> Sequence[Zellwert]:
        return self.plan.bogen.zeilen[self.nummer]

    def ort(self, spalte: int | None = None) -> str:
        """Name the row, or one of its cells, as its program does."""
        if spalte is None:
            return f"Zeile {self.nummer + 1}"
        return self.plan.bogen.ort(self.nummer, spalte)


@dataclass(kw_only=True, eq=False)
class Kundenzeile:
    """A row of the list of customers, its values read."""

    alt: Altzeile
    kennung: str
    kopf: dict[str, str] = field(default_factory=dict)
    listen: dict[str, list[str]] = field(default_factory=dict)
    vorspann: str = ""
    abschluss: dict[str, str] = field(default_factory=dict)
    schlusstag: date | None = None
    kontakt: dict[str, str] = field(default_factory=dict)
    #: The ID stood there as a number: what stood in front of it may be lost.
    id_als_zahl: bool = False
    rest: dict[int, str] = field(default_factory=dict)

    def ergaenze(self, aeltere: Kundenzeile) -> None:
        """Take what an older list says and this one leaves blank."""
        for hier, dort in (
            (self.kopf, aeltere.kopf),
            (self.kontakt, aeltere.kontakt),
            (self.abschluss, aeltere.abschluss),
        ):
            hier |= {name: wert for name, wert in dort.items() if name not in hier}
        self.listen = {**aeltere.listen, **self.listen}
        self.schlusstag = self.schlusstag or aeltere.schlusstag

    @property
    def aussage(self) -> tuple[object, ...]:
        return self.kopf, self.listen, self.vorspann, self.abschluss, self.schlusstag, self.kontakt, self.rest


@dataclass(kw_only=True, eq=False)
class Verlaufszeile:
    """A row of the record, its values read; what it says in words is parted later."""

    alt: Altzeile
    kennung: str
    datum: date
    art: str = ""
    berater: tuple[str, ...] = ()
    text: str = ""
    angaben: dict[str, str] = field(default_factory=dict)
    vereinbarungen: str = ""
    #: What was odd when its text was parted.
    hinweise: Sequence[str] = ()
    rest: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Auffaelliges:
    """Something worth a look: the cell, and a sentence; `sorte` gathers what is the same of many cells."""

    alt: Altzeile
    spalte: int | None
    satz: str
    sorte: str


class Zeilenleser:
    """Reads the rows of tables with a team's words; gathers what is odd."""

    def __init__(
        self,
        regelwerk: Regelwerk,
        zuordnung: Zuordnung,
        heute: date,
        *,
        oesterreich: bool,
        bekannte: Iterable[str] = (),
    ) -> None:
        """Take the team's words, and the IDs of its cases: those may be words."""
        self._regelwerk, self._zuordnung, self.heute = regelwerk, zuordnung, heute
        self._bekannte = {kennung.lower() for kennung in bekannte}
        self._oesterreich = oesterreich
        self.auffaellig: list[Auffaelliges] = []

    # -- customers

    def kunde(self, alt: Altzeile) -> Kundenzeile:
        """Read a row of the list of customers; raises `Zeilenfehler`."""
        zeile = Kundenzeile(alt=alt, kennung=self._kennung(alt))
        zeile.id_als_zahl = isinstance(alt.werte[alt.plan.spalte("ID") or 0], int | float)
        tag = self.heute
        for nummer, feld, wert in self._zellen(alt, frueh=("Erstkontakt", SCHLUSSTAG)):
            if feld in KONTAKTFELDER and feld != "Einwilligung":
                self._kontakt(zeile, alt, nummer, feld, wert)
            elif feld in {"Erstkontakt", SCHLUSSTAG}:
                gelesen = self._tag(alt, nummer, wert, feld)
                if feld == SCHLUSSTAG:
                    zeile.schlusstag = gelesen
                else:
                    zeile.kopf[feld], tag = str(gelesen), gelesen
            elif feld == VORSPANN:
                zeile.vorspann = wortlaut(wert)
            elif feld in ABSCHLUSS:
                zeile.abschluss[feld] = self._angabe(alt, nummer, schluessel_von("Abschluss")[feld], wert, tag)
            elif feld in _KOPFFELDER:
                self._kopfwert(zeile, nummer, _KOPFFELDER[feld], wert, tag=tag)
        zeile.rest = self._rest(alt)
        self._fuelle(zeile, tag)
        return zeile

    def _kopfwert(self, zeile: Kundenzeile, nummer: int | None, feld: Feld, wert: Zellwert, *, tag: date) -> None:
        if feld.ist_liste:
            zeile.listen[feld.name] = [
                s
                for teil in re.split(r"\n+" if isinstance(wert, str) and "\n" in wert else ";", str(wert))
                if (s := teil.strip())
            ]
        else:
            zeile.kopf[feld.name] = self._angabe(zeile.alt, nummer, feld, wert, tag)
            if feld.name == "Einwilligung":
                zeile.kontakt[feld.name] = zeile.kopf[feld.name]

    def _fuelle(self, zeile: Kundenzeile, tag: date) -> None:
        """Put in what the team says of fields where nothing stands."""
        for feld, wert in self._zuordnung.fehlt.items():
            if feld in ABSCHLUSS and zeile.kopf.get("Status") == "abgeschlossen" and feld not in zeile.abschluss:
                zeile.abschluss[feld] = self._angabe(zeile.alt, None, schluessel_von("Abschluss")[feld], wert, tag)
            elif feld in _KOPFFELDER and feld not in zeile.kopf and not _KOPFFELDER[feld].ist_liste:
                zeile.kopf[feld] = self._angabe(zeile.alt, None, _KOPFFELDER[feld], wert, tag)

    def _kontakt(self, zeile: Kundenzeile, alt: Altzeile, nummer: int, feld: str, wert: Zellwert) -> None:
        text = einzeilig(wert)
        if text.lower().strip(" .-–/") in _NICHTS:
            return
        if isinstance(wert, date | datetime):
            raise Zeilenfehler(
                f"{NAMEN[feld]}: Hier steht ein Tag. Aus „10.11.“ oder „3/5“ macht eine Tabelle beim Tippen ein Datum; schreiben Sie es als Text hin",
                nummer,
            )
        if feld == "PLZ" and len(text) == 4 and text.isdigit() and not self._oesterreich:
            text = f"0{text}"
            self._merke(alt, nummer, "Der Postleitzahl fehlte die Null am Anfang; sie ist ergänzt", "plz")
        if feld == "Telefon" and isinstance(wert, int | float):
            mehr = (
                " Sie beginnt wie die Vorwahl eines Landes: Wahrscheinlich fehlt das Plus"
                if _PLUS_VERLOREN.fullmatch(text)
                else ""
            )
            self._merke(
                alt,
                nummer,
                f"Die Telefonnummer stand als Zahl in der Tabelle: Eine Null oder ein Plus am Anfang ist verloren.{mehr}".rstrip(
                    "."
                ),
                "telefon",
            )
        try:
            if feld == "Strasse" and feld in zeile.kontakt:
                zeile.kontakt[feld] = gepruefte_angabe(feld, f"{zeile.kontakt[feld]} {text}")
            elif feld == "Telefon" and _ZWEI_NUMMERN.search(text):
                for teil in _ZWEI_NUMMERN.split(text):
                    self._kontakt(zeile, alt, nummer, feld, teil)
            elif geprueft := gepruefte_angabe(feld, text):
                zeile.kontakt[feld] = (
                    f"{zeile.kontakt[feld]}, {geprueft}" if feld == "Telefon" and feld in zeile.kontakt else geprueft
                )
        except Kontaktfehler as fehler:
            raise Zeilenfehler(f"{NAMEN[feld]}: {fehler}".rstrip("."), nummer) from fehler

    # -- conversations

    def verlauf(self, alt: Altzeile) -> Verlaufszeile:
        """Read a row of the record; raises `Zeilenfehler`."""
        kennung = self._kennung(alt)
        spalte = alt.plan.spalte(DATUM)
        wert = alt.werte[spalte] if spalte is not None else None
        if ist_leer(wert):
            raise Zeilenfehler("Der Tag des Gesprächs fehlt", spalte)
        zeile = Verlaufszeile(alt=alt, kennung=kennung, datum=self._tag(alt, spalte, wert, DATUM))
        for nummer, feld, inhalt in self._zellen(alt, frueh=(ART,)):
            self._ins_gespraech(zeile, nummer, feld, inhalt)
        zeile.rest = self._rest(alt)
        return zeile

    def _ins_gespraech(self, zeile: Verlaufszeile, nummer: int, feld: str, wert: Zellwert) -> None:
        alt, tag = zeile.alt, zeile.datum
        if feld == DATUM:
            return
        if feld == TEXT:
            if isinstance(wert, date | datetime):
                self._merke(
                    alt,
                    nummer,
                    "Im Text steht nur ein Tag. Vielleicht hat die Tabelle beim Tippen etwas umgewandelt, zum Beispiel „10.11.“",
                    "tag-im-text",
                )
            zeile.text = self._weitergefuehrt(zeile, alt.plan.koepfe[nummer], wert) if zeile.text else wortlaut(wert)
        elif feld == ART:
            zeile.art = self._wort(alt, nummer, "arten", einzeilig(wert), tag)
        elif feld == "Berater":
            namen = [n for n in _NAMEN_TRENNER.split(einzeilig(wert)) if n]
            zeile.berater = tuple(dict.fromkeys(self._wort(alt, nummer, "berater", n, tag) for n in namen))
        elif feld == "Vereinbarungen":
            zeile.vereinbarungen = als_text(wert)
        elif feld == "Folgetermin":
            zeile.angaben[feld] = self._folgetermin(alt, nummer, wert, tag)
        elif (schluessel := self._schluessel(zeile, feld)) is not None:
            zeile.angaben[schluessel.name] = (
                als_text(wert) if schluessel.ist_liste else self._angabe(alt, nummer, schluessel, wert, tag)
            )

    @staticmethod
    def _weitergefuehrt(zeile: Verlaufszeile, kopf: str, wert: Zellwert) -> str:
        """Return the text with that of a further column: what goes on where a cell was full, or something under its own name."""
        if "Fortsetzung" in kopf:
            return zeile.text + wortlaut(wert)
        return f"{zeile.text}\n\n{kopf}: {wortlaut(wert)}"

    @staticmethod
    def _schluessel(zeile: Verlaufszeile, feld: str) -> Feld | None:
        return schluessel_von(zeile.art).get(feld) or next(
            (s for art in FORMEN if (s := schluessel_von(art).get(feld))), None
        )

    def _folgetermin(self, alt: Altzeile, nummer: int, wert: Zellwert, tag: date) -> str:
        if isinstance(wert, datetime):
            return f"{self._tag(alt, nummer, wert, 'Folgetermin', kommend(tag))} {wert:%H:%M}"
        text = einzeilig(wert)
        if isinstance(wert, str):
            feld = schluessel_von("")["Folgetermin"]
            lesung = feld.typ.lies(text, feld.name)
            if lesung.wert is not None and lesung.mangel is None:
                return str(lesung.wert)
            gelesen, uhr, rest = lies_termin(text, kommend(tag))
            if rest.strip(" .,") and gelesen.tag is not None:
                raise Zeilenfehler(
                    f"Folgetermin „{lesbar(text)}“: Hinter dem Tag steht noch etwas. Es gehört in den Text", nummer
                )
            return f"{self._genommen(alt, nummer, gelesen, 'Folgetermin')} {uhr}".strip()
        return str(self._tag(alt, nummer, wert, "Folgetermin", kommend(tag)))

    # -- values

    def _kennung(self, alt: Altzeile) -> str:
        spalte = alt.plan.spalte("ID")
        wert = alt.werte[spalte] if spalte is not None else None
        if isinstance(wert, Fehlwert):
            raise Zeilenfehler(f"ID: In der Zelle steht ein Fehler ({wert.was})", spalte)
        if isinstance(wert, date | datetime):
            raise Zeilenfehler(
                "ID: Hier steht ein Tag. Aus „10.11.“ macht eine Tabelle beim Tippen ein Datum; schreiben Sie die Nummer als Text hin",
                spalte,
            )
        text = einzeilig(wert)
        if not text:
            raise Zeilenfehler("Die ID fehlt", spalte)
        # What stands there instead may be a name: it is not repeated.
        if (mangel := id_mangel(text)) is not None:
            raise Zeilenfehler(f"ID: Hier steht keine Kundennummer. {mangel}", spalte)
        if not any(zeichen.isdigit() for zeichen in text) and text.lower() not in self._bekannte:
            raise Zeilenfehler(
                "ID: Hier steht ein Wort und keine Kundennummer, vielleicht „dito“ oder eine Summe", spalte
            )
        if isinstance(wert, int | float) and spalte is not None:
            self._merke(
                alt, spalte, "Diese ID steht als Zahl in der Tabelle; eine Null am Anfang wäre verloren", "id-als-zahl"
            )
        return text

    def _zellen(self, alt: Altzeile, frueh: Sequence[str]) -> Iterator[tuple[int, str, Zellwert]]:
        """Yield the cells that mean something and hold something; those of `frueh` first. An error in one raises."""
        paare = [(n, feld, alt.werte[n]) for n, feld in alt.plan.ziele.items() if feld != "ID"]
        for nummer, feld, wert in sorted(paare, key=lambda p: (p[1] not in frueh, p[0])):
            if isinstance(wert, Fehlwert):
                raise Zeilenfehler(f"{feld}: In der Zelle steht ein Fehler ({wert.was})", nummer)
            if not ist_leer(wert):
                yield nummer, feld, wert

    def _rest(self, alt: Altzeile) -> dict[int, str]:
        """Return what stands in columns that nobody knows."""
        rest = {}
        for n in alt.plan.fremde:
            wert = alt.werte[n]
            text = wert.was if isinstance(wert, Fehlwert) else als_text(wert)
            if text.strip():
                rest[n] = text
        return rest

    def _angabe(self, alt: Altzeile, nummer: int | None, feld: Feld, wert: Zellwert, tag: date) -> str:
        if isinstance(feld.typ, Datum):
            return str(self._tag(alt, nummer, wert, feld.name))
        text = self._zuordnung.wort(feld.name, einzeilig(wert))
        if isinstance(wert, date | datetime):
            raise Zeilenfehler(
                f"{feld.name}: Hier steht ein Tag ({text}). Vielleicht hat die Tabelle beim Tippen etwas umgewandelt",
                nummer,
            )
        if alt.plan.aus_dem_haus:
            return text
        if isinstance(wert, timedelta) and feld.name == "Dauer":
            text = str(round(wert.total_seconds() / 60))
        elif not isinstance(wert, str | int | float | bool) and feld.name == "Dauer":
            stunden, _, minuten = text.partition(":")
            text = str(60 * int(stunden) + int(minuten))
        try:
            return lies_wert(feld, text, self._regelwerk)
        except Schreibfehler as fehler:
            raise Zeilenfehler(str(fehler).rstrip("."), nummer) from fehler

    def _wort(self, alt: Altzeile, nummer: int, liste: str, wert: str, tag: date) -> str:
        if alt.plan.aus_dem_haus:
            return wert
        feld = "Art" if liste == "arten" else "Berater"
        try:
            return lies_wort(
                liste, self._zuordnung.wort(ART if liste == "arten" else feld, wert), feld, self._regelwerk, tag
            )
        except Schreibfehler as fehler:
            raise Zeilenfehler(str(fehler).rstrip("."), nummer) from fehler

    def _tag(
        self, alt: Altzeile, nummer: int | None, wert: Zellwert, feld: str, fenster: Zeitfenster | None = None
    ) -> date:
        if fenster is None:
            war = feld in {"Erstkontakt", DATUM, SCHLUSSTAG, "Einwilligung", "Nachgetragen am"}
            jahr = alt.plan.jahr if feld in {"Erstkontakt", DATUM} else None
            fenster = Zeitfenster(von=FRUEHESTER, bis=self.heute if war else self.heute + _WEIT, jahr=jahr)
        return self._genommen(alt, nummer, lies_tag(wert, fenster), feld)

    def _genommen(self, alt: Altzeile, nummer: int | None, lesung: Tageslesung, feld: str) -> date:
        tag = lesung.tag
        if tag is None:
            raise Zeilenfehler(f"{feld}: {lesung.grund}", nummer)
        if lesung.hinweis and nummer is not None:
            self._merke(alt, nummer, lesung.hinweis, "tag")
        return tag

    def _merke(self, alt: Altzeile, spalte: int, satz: str, sorte: str) -> None:
        self.auffaellig.append(Auffaelliges(alt=alt, spalte=spalte, satz=satz, sorte=sorte))
