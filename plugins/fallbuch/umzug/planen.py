"""What becomes of old lists: cases, contacts, and what comes back. Nothing is written here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from fallbuch.akte.modell import Fall
from fallbuch.akte.textwache import Angabenart, funde
from fallbuch.bearbeiten.neu import vergebene
from fallbuch.bearbeiten.platz import Platz
from fallbuch.bearbeiten.werte import kopfwert
from fallbuch.kontakte.modell import NAMEN
from fallbuch.umzug.bogen import GRUND, einzeilig
from fallbuch.umzug.fertigen import NICHT_ANGELEGT, Eintragsblock, Fertigung, Werkstueck
from fallbuch.umzug.gespraech import art_von, schreibe
from fallbuch.umzug.kontaktsuche import Kontaktsuche
from fallbuch.umzug.reihen import Altzeile, Kundenzeile, Verlaufszeile, Zeilenfehler, Zeilenleser
from fallbuch.umzug.spalten import DATUM, TEXT, Bogenart, Spaltenplan
from fallbuch.umzug.tage import FRUEHESTER, Zeitfenster, lies_tag
from fallbuch.umzug.umzugsplan import Ruecklauf, Umzugsplan

_KASTEN = re.compile(r"\[[xX-]\]")
#: So many rows of each table are shown as they were and as they will be.
PROBEN = 10
#: Kinds that a row is without anything that says so.
_UEBLICHE = frozenset({"Erstgespräch", "Beratung"})
#: So many of the other places are named where an ID stands several times.
_ANDERE = 3
#: By what somebody can be reached at once.
_ERREICHT = frozenset({Angabenart.TELEFON, Angabenart.EMAIL})


class Umzugsplaner:
    """Puts cases together from the rows of tables."""

    def __init__(self, platz: Platz, leser: Zeilenleser, *, erledigt_bis: date | None) -> None:
        self._platz, self._leser, self._erledigt_bis = platz, leser, erledigt_bis
        self.plan = Umzugsplan()
        #: Cases of which a conversation comes back.
        self._luecken: dict[str, list[tuple[date | None, int]]] = defaultdict(list)

    def plane(self, tabellen: Sequence[Sequence[Spaltenplan]]) -> Umzugsplan:
        """Work out what becomes of the tables, those of each file together."""
        kunden, verlauf = self._lies(tabellen)
        verlauf = self._ohne_kontaktdaten(kunden, verlauf)
        stuecke = self._stuecke(kunden)
        self._verteile(stuecke, verlauf)
        Fertigung(self._platz, self.plan).stelle_fertig(list(stuecke.values()))
        self.plan.suche_namen(verlauf, self._platz.regelwerk.vokabular.berater)
        reihe = {id(plan): n for n, plan in enumerate(plan for plaene in tabellen for plan in plaene)}
        self.plan.zurueck.sort(key=lambda r: (reihe[id(r.alt.plan)], r.alt.nummer))
        self.plan.auffaellig += self._leser.auffaellig
        weg = {(id(r.alt.plan), r.alt.nummer) for r in self.plan.zurueck}
        alle: list[Kundenzeile | Verlaufszeile] = [*kunden, *verlauf]
        da = [z for z in alle if (id(z.alt.plan), z.alt.nummer) not in weg]
        self.plan.uebrig += ((z.alt, z.kennung, n, wert) for z in da for n, wert in z.rest.items())
        return self.plan

    # -- rows

    def _lies(self, tabellen: Sequence[Sequence[Spaltenplan]]) -> tuple[list[Kundenzeile], list[Verlaufszeile]]:
        kunden: list[Kundenzeile] = []
        verlauf: list[Verlaufszeile] = []
        for datei, plaene in enumerate(tabellen):
            for plan in plaene:
                for nummer in range(plan.ab, plan.bis):
                    if nummer in plan.kopfzeilen:
                        continue
                    alt = Altzeile(datei=datei, plan=plan, nummer=nummer)
                    if all(wert is None or wert == "" for wert in alt.werte):
                        continue
                    try:
                        if plan.art is Bogenart.KUNDEN:
                            kunden.append(self._leser.kunde(alt))
                            self._zeige(alt, lambda: _als_satz(kunden[-1]))
                        else:
                            verlauf.append(self._leser.verlauf(alt))
                    except Zeilenfehler as fehler:
                        self.plan.gib_zurueck(alt, fehler)
                        spalte = plan.spalte("ID")
                        if plan.art is Bogenart.VERLAUF and spalte is not None:
                            self._luecken[_ohne_nullen(einzeilig(alt.werte[spalte]))].append(
                                (_tag_von(alt, self._leser.heute), nummer)
                            )
        return kunden, verlauf

    def _ohne_kontaktdaten(
        self, kunden: Sequence[Kundenzeile], verlauf: Sequence[Verlaufszeile]
    ) -> list[Verlaufszeile]:
        """Give back the conversations in whose text a number or an address of the list stands; say where another one seems to."""
        suche = Kontaktsuche(zeile.kontakt for zeile in kunden)
        bleiben = []
        for zeile in verlauf:
            gesagt = f"{zeile.text}\n{zeile.vereinbarungen}"
            if (was := suche.finde(gesagt)) is not None:
                grund = f"Im Text steht {was} aus der Kundenliste. Das gehört zu den Kontaktdaten und nie in einen Fall: Nehmen Sie es heraus"
                self.plan.gib_zurueck(zeile.alt, Zeilenfehler(grund, zeile.alt.plan.spalte(TEXT)))
                continue
            arten = {fund.art for z in gesagt.split("\n") for fund in funde(z)} - {Angabenart.PERSON}
            if arten and not zeile.alt.plan.aus_dem_haus:
                was = (
                    "Telefonnummer oder E-Mail-Adresse"
                    if arten <= _ERREICHT
                    else "Anschrift, Nummer oder ein Geburtstag"
                )
                satz = f"Im Text steht vielleicht eine {was}. Das gehört nicht in einen Fall: Nehmen Sie es heraus, am besten vor dem Schreiben"
                self.plan.merke(zeile.alt, TEXT, satz, "kontakt-im-text")
            bleiben.append(zeile)
        return bleiben

    def _zeige(self, alt: Altzeile, satz: Callable[[], str]) -> None:
        if alt.nummer - alt.plan.ab < PROBEN:
            self.plan.proben.append((alt, satz()))

    # -- customers

    def _stuecke(self, kunden: Sequence[Kundenzeile]) -> dict[str, Werkstueck]:
        """Return the cases that rows are about, by their ID in small letters: those of the stock and the new ones."""
        vorhandene = {k.lower(): k for k in self._platz.kennungen}
        nach_form = _nach_form(vorhandene)
        stuecke: dict[str, Werkstueck] = {}
        frueher = vergebene(self._platz) if kunden else frozenset()
        for zeile in self._einmal(kunden):
            form = zeile.kennung.lower()
            if form not in vorhandene and len(gleiche := nach_form.get(form.lstrip("0"), [])) == 1:
                self.plan.merke(
                    zeile.alt,
                    "ID",
                    f"Hier steht {zeile.kennung}, im Team gibt es {vorhandene[gleiche[0]]}: als derselbe Fall genommen",
                    "id-nullen",
                )
                form = gleiche[0]
            if form in vorhandene:
                stuecke[form] = self._vorhandenes(vorhandene[form], zeile)
            elif form in frueher:
                grund = f"Die ID {zeile.kennung} war schon einmal vergeben und kommt nicht wieder. Geben Sie diesem Menschen eine andere"
                self.plan.gib_zurueck(zeile.alt, Zeilenfehler(grund, zeile.alt.plan.spalte("ID")))
            else:
                stuecke[form] = Werkstueck(kennung=zeile.kennung, kunde=zeile)
        return stuecke

    def _einmal(self, kunden: Sequence[Kundenzeile]) -> Iterator[Kundenzeile]:
        """Yield each customer once: rows that say the same count once; of several years the newest counts; else all come back."""
        self._vereine_schreibweisen(kunden)
        gruppen: dict[str, list[Kundenzeile]] = defaultdict(list)
        for zeile in kunden:
            gruppen[zeile.kennung.lower()].append(zeile)
        for gruppe in gruppen.values():
            verschiedene = [z for n, z in enumerate(gruppe) if all(z.aussage != davor.aussage for davor in gruppe[:n])]
            if len(verschiedene) == 1:
                yield gruppe[0]
                continue
            jahre = [z.alt.plan.jahr for z in verschiedene]
            if None not in jahre and len(set(jahre)) == len(jahre):
                neueste, *aeltere = sorted(verschiedene, key=lambda z: z.alt.plan.jahr or 0, reverse=True)
                for zeile in aeltere:
                    neueste.ergaenze(zeile)
                self.plan.merke(
                    neueste.alt,
                    "ID",
                    f"{neueste.kennung} steht in den Listen mehrerer Jahre; es gilt die neueste ({neueste.alt.plan.bogen.name})",
                    "mehrere-jahre",
                )
                yield neueste
                continue
            for zeile in gruppe:
                andere = [z.alt.ort(z.alt.plan.spalte("ID")) for z in gruppe[: _ANDERE + 1] if z is not zeile][:_ANDERE]
                anderswo = ", ".join(andere) + (" …" if len(gruppe) > _ANDERE + 1 else "")
                grund = (
                    f"Die ID {zeile.kennung} steht mehrmals in der Liste, mit verschiedenen Angaben (auch {anderswo})"
                )
                self.plan.gib_zurueck(zeile.alt, Zeilenfehler(grund, zeile.alt.plan.spalte("ID")))

    def _vereine_schreibweisen(self, kunden: Sequence[Kundenzeile]) -> None:
        """Take `47` that a spreadsheet made of `0047` for the same customer, where another row says it as text."""
        nach_form: dict[str, set[str]] = defaultdict(set)
        for zeile in kunden:
            if not zeile.id_als_zahl:
                nach_form[zeile.kennung.lower().lstrip("0")].add(zeile.kennung)
        for zeile in kunden:
            texte = nach_form.get(zeile.kennung.lower().lstrip("0"), set())
            if zeile.id_als_zahl and zeile.kennung not in texte and len(texte) == 1:
                wirklich = next(iter(texte))
                self.plan.merke(
                    zeile.alt,
                    "ID",
                    f"Hier steht {zeile.kennung}, an anderer Stelle {wirklich}: als derselbe Mensch genommen",
                    "id-nullen",
                )
                zeile.kennung = wirklich

    def _vorhandenes(self, kennung: str, zeile: Kundenzeile | None) -> Werkstueck:
        datei = self._platz.datei(kennung)
        akte = self._platz.akte(datei)
        if zeile is not None:
            self.plan.schon_da += 1
            self._vergleiche(zeile, akte.fall)
        return Werkstueck(kennung=kennung, kunde=zeile, vorher=akte, alt=datei.inhalt)

    def _vergleiche(self, zeile: Kundenzeile, fall: Fall) -> None:
        """Say where a list says something else than the case; the case stays."""
        for name, wert in zeile.kopf.items():
            vorher = kopfwert(fall.kopf, name) or ""
            if wert and vorher != wert:
                self.plan.merke(
                    zeile.alt,
                    name,
                    f"{name} von {fall.kennung}: In der Liste steht „{wert}“, im Fall „{vorher}“. Der Fall bleibt, wie er ist",
                    "anders",
                )

    # -- conversations

    def _verteile(self, stuecke: dict[str, Werkstueck], verlauf: Sequence[Verlaufszeile]) -> None:
        vorhandene = {k.lower(): k for k in self._platz.kennungen}
        alle = {**vorhandene, **{form: stueck.kennung for form, stueck in stuecke.items()}}
        nach_form = _nach_form(alle)
        je_fall: dict[str, list[Verlaufszeile]] = defaultdict(list)
        zurueckgegebene = {_ohne_nullen(self._platz_kennung(r)) for r in self.plan.zurueck}
        for zeile in verlauf:
            form = zeile.kennung.lower()
            if form not in alle and len(gleiche := nach_form.get(form.lstrip("0"), [])) == 1:
                self.plan.merke(
                    zeile.alt,
                    "ID",
                    f"Hier steht {zeile.kennung}, in der Kundenliste {alle[gleiche[0]]}: als derselbe Mensch genommen",
                    "id-nullen",
                )
                form = gleiche[0]
            if form not in alle:
                grund = (
                    NICHT_ANGELEGT
                    if _ohne_nullen(form) in zurueckgegebene
                    else f"Zu {zeile.kennung} gibt es keinen Fall und keine Zeile in der Kundenliste"
                )
                self.plan.gib_zurueck(zeile.alt, Zeilenfehler(grund, zeile.alt.plan.spalte("ID")))
                continue
            if form not in stuecke:
                stuecke[form] = self._vorhandenes(alle[form], None)
            je_fall[form].append(zeile)
        for form, zeilen in je_fall.items():
            self._setze_ein(stuecke[form], sorted(zeilen, key=lambda z: z.datum))

    @staticmethod
    def _platz_kennung(ruecklauf: Ruecklauf) -> str:
        spalte = ruecklauf.alt.plan.spalte("ID")
        wert = ruecklauf.alt.werte[spalte] if spalte is not None and ruecklauf.alt.plan.art is Bogenart.KUNDEN else None
        return str(int(wert)) if isinstance(wert, float) and wert.is_integer() else str(wert or "").strip().lower()

    def _setze_ein(self, stueck: Werkstueck, zeilen: Sequence[Verlaufszeile]) -> None:
        """Make entries of the rows of one case; those that are there already are left out."""
        arten = self._platz.regelwerk.vokabular.arten
        da = stueck.vorher.fall.eintraege if stueck.vorher is not None else ()
        # Whoever comes later is no first talk, and one whose earlier talk comes back has had it.
        erstes = any(e.art == "Erstgespräch" for e in da)
        luecken = self._luecken.get(_ohne_nullen(stueck.kennung), [])
        tage = [e.datum for e in da if e.datum is not None and e.art in arten and arten[e.art].gespraech]
        bloecke: list[Eintragsblock] = []
        for zeile in zeilen:
            davor = [tag < zeile.datum if tag is not None else reihe < zeile.alt.nummer for tag, reihe in luecken]
            ist_erstes = not erstes and all(zeile.datum < tag for tag in tage) and not any(davor)
            art = art_von(zeile, arten, erstes=ist_erstes)
            try:
                erledigt = self._erledigt_bis is not None and zeile.datum <= self._erledigt_bis
                bloecke.append(
                    Eintragsblock(datum=zeile.datum, art=art, text=schreibe(zeile, art, erledigt=erledigt), zeile=zeile)
                )
                self._zeige(zeile.alt, lambda: _als_zeile(stueck.kennung, bloecke[-1].text))
            except Zeilenfehler as fehler:
                self.plan.gib_zurueck(zeile.alt, fehler)
                continue
            if not zeile.art and art not in _UEBLICHE:
                self.plan.merke(zeile.alt, TEXT, f"Nach dem Anfang des Textes übernommen als „{art}“", f"art {art}")
            if art in arten and arten[art].gespraech:
                erstes = True
        einmal = _je_tabelle_einmal(bloecke)
        stueck.schon_da += len(bloecke) - len(einmal)
        stueck.bloecke = self._ohne_vorhandene(stueck, einmal)

    def _ohne_vorhandene(self, stueck: Werkstueck, bloecke: Sequence[Eintragsblock]) -> list[Eintragsblock]:
        """Leave out what the case says already, by its words; a row about a day of which it says something else comes back."""
        text = stueck.quelle
        if text is None:
            return list(bloecke)
        da: dict[date, list[str]] = defaultdict(list)
        for nummer, eintrag in enumerate(text.fall.eintraege):
            if eintrag.datum is not None:
                da[eintrag.datum].append(_rumpf(text.zeilen(nummer)))
        uebrige = []
        for block in bloecke:
            if (rumpf := _rumpf(block.text)) in (dort := da.get(block.datum, [])):
                dort.remove(rumpf)
                stueck.schon_da += 1
            else:
                uebrige.append(block)
        neue = []
        for block in uebrige:
            if da.get(block.datum) and block.zeile is not None and not _aus_einem_ruecklauf(block.zeile):
                grund = (
                    f"Im Fall {stueck.kennung} steht vom {block.datum} schon ein anderer Eintrag. Ist es derselbe, lassen Sie die Zeile weg; "
                    "ist es ein weiterer, tragen Sie ihn mit „fallbuch eintragen“ ein"
                )
                self.plan.gib_zurueck(block.zeile.alt, Zeilenfehler(grund, block.zeile.alt.plan.spalte("Datum")))
            else:
                neue.append(block)
        return neue


def _tag_von(alt: Altzeile, heute: date) -> date | None:
    """Return the day of a row that cannot be taken, None where that is why."""
    spalte = alt.plan.spalte(DATUM)
    wert = alt.werte[spalte] if spalte is not None else None
    return lies_tag(wert, Zeitfenster(von=FRUEHESTER, bis=heute, jahr=alt.plan.jahr)).tag


def _ohne_nullen(kennung: str) -> str:
    return kennung.lower().lstrip("0")


def _nach_form(kennungen: Iterable[str]) -> Mapping[str, list[str]]:
    """Return IDs by what is left of them where a spreadsheet took them for numbers."""
    formen: dict[str, list[str]] = defaultdict(list)
    for kennung in kennungen:
        formen[kennung.lstrip("0")].append(kennung)
    return formen


def _aus_einem_ruecklauf(zeile: Verlaufszeile) -> bool:
    """Tell whether a row came back before and has been mended: what stands in the case of its day is another one."""
    return GRUND in zeile.alt.plan.koepfe


def _je_tabelle_einmal(bloecke: Sequence[Eintragsblock]) -> list[Eintragsblock]:
    """Leave out what another table says as well: two attempts of one day in one list are two, the same in two lists is one."""
    gruppen: dict[tuple[object, ...], dict[int, list[Eintragsblock]]] = defaultdict(lambda: defaultdict(list))
    for block in bloecke:
        if (zeile := block.zeile) is not None:
            gruppen[block.datum, zeile.art, zeile.berater, _rumpf(block.text)][id(zeile.alt.plan.bogen)].append(block)
    bleiben = {id(b) for je_tabelle in gruppen.values() for b in max(je_tabelle.values(), key=len)}
    return [b for b in bloecke if id(b) in bleiben]


def _rumpf(block: str) -> str:
    """Return what an entry says, without its heading; blank lines do not count."""
    return "\n".join(_KASTEN.sub("[ ]", zeile.strip()) for zeile in block.split("\n")[1:] if zeile.strip())


def _als_satz(zeile: Kundenzeile) -> str:
    """Say what becomes of a customer's row; of a person only which fields there are."""
    angaben = [f"{name} {wert}" for name, wert in zeile.kopf.items()]
    kontakt = [NAMEN[feld] for feld in zeile.kontakt if feld != "Einwilligung"]
    return f"Fall {zeile.kennung}: {', '.join(angaben)}" + (f"; Kontaktdaten: {', '.join(kontakt)}" if kontakt else "")


def _als_zeile(kennung: str, block: str) -> str:
    """Say in a line what becomes of a conversation's row."""
    kopf, *rest = [zeile for zeile in block.split("\n") if zeile.strip()]
    return f"Fall {kennung}: {kopf.removeprefix('## ')}: {' / '.join(rest)}"
