"""What a form asks: made of the declarations of fields and kinds, and of what the rules propose; never a list of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date

from fallbuch.akte.eintragsformen import FORMEN
from fallbuch.akte.entwurf import schluessel_von
from fallbuch.akte.feld import Feld, felder
from fallbuch.akte.modell import Kopf
from fallbuch.akte.termin import Terminbezug, Termintyp
from fallbuch.akte.typen import Auswahl, Datum, Zahl
from fallbuch.akte.zusage import Stand
from fallbuch.bearbeiten import phase
from fallbuch.bearbeiten.eintragen import EIGENE_BEFEHLE, Arbeitsblatt, in_reihenfolge, terminname
from fallbuch.bearbeiten.platz import Platz
from fallbuch.bearbeiten.vereinen import Vereinigung
from fallbuch.bearbeiten.vorschlaege import fragliche_termine, gefragte_angaben, moegliche_arten
from fallbuch.bearbeiten.werte import auswahl, kopfwert
from fallbuch.bestand.laden import Akte
from fallbuch.kennung import slug
from fallbuch.regelwerk.verabredungen import Verabredung
from fallbuch.uebersicht.tage import datum
from fallbuch.werte import dataclass

#: How a field is filled in: one line, several, a day, an appointment, one word of a list, several of them, lines of a list.
ZEILE, ZAHL, TEXT, TAG, TERMIN, WAHL, MEHRERE, LISTE = (
    "zeile",
    "zahl",
    "text",
    "tag",
    "termin",
    "wahl",
    "mehrere",
    "liste",
)
#: Kinds of entry whose own keys begin with a text of a sentence or more.
_ABSAETZE = frozenset({"Ausgangslage", "Ziel", "Begründung", "Erklärung"})
#: Begins an address that means all open cases of somebody.
ALLE_VON = "von:"
#: A person may be chosen, or none.
_KEINE = ("", "–")


@dataclass(frozen=True, kw_only=True)
class Formularfeld:
    """One thing to fill in; `name` stands for it in what the browser sends."""

    name: str
    titel: str
    art: str = ZEILE
    wert: str | Sequence[str] = ""
    #: Value and what is shown for it.
    auswahl: Sequence[tuple[str, str]] = ()
    noetig: bool = False
    hilfe: str = ""
    beispiel: str = ""
    #: Another answer makes another form.
    bestimmt: bool = False

    @property
    def ident(self) -> str:
        """Name it in a page."""
        return f"f-{slug(self.name)}"


@dataclass(frozen=True, kw_only=True)
class Formularteil:
    """Fields that belong together; `gefaltet` where most people need none of them."""

    titel: str
    felder: Sequence[Formularfeld]
    gefaltet: bool = False


@dataclass(frozen=True, kw_only=True)
class Formular:
    """A form: what is done by it, and of which version of which files it speaks."""

    tat: str
    titel: str
    teile: Sequence[Formularteil]
    #: The address behind the deed: IDs of cases, or nothing.
    worum: str = ""
    #: What is said above the form: which case it is, what is due.
    saetze: Sequence[str] = ()
    merkzeile: str | None = None
    knopf: str = "Speichern"
    #: Name → hash of the files for which it was made.
    staende: Mapping[str, str] = field(default_factory=dict)

    @property
    def felder(self) -> Iterator[Formularfeld]:
        return (feld for teil in self.teile for feld in teil.felder)


def feldeintrag(
    platz: Platz, feld: Feld, tag: date, name: str, wert: str = "", *, noetig: bool | None = None
) -> Formularfeld:
    """Return the form's field for a declared one; words of a list hold on `tag`."""
    wahl: list[tuple[str, str]] = []
    if feld.typ.vokabular is not None:
        stufen = platz.regelwerk.vokabular.stufen if feld.typ.vokabular == "stufen" else {}
        worte = auswahl(platz.regelwerk, feld.typ.vokabular, tag)
        wahl = [(w, f"{w} – {stufen[w].name}" if w in stufen else w) for w in worte]
    elif isinstance(feld.typ, Auswahl):
        wahl = [(w, w) for w in feld.typ.woerter]
    art = WAHL if wahl else _ARTEN.get(type(feld.typ), ZEILE)
    if feld.ist_liste:
        art = LISTE
    elif feld.name in _ABSAETZE:
        art = TEXT
    if art == WAHL:
        wahl = [_KEINE, *wahl, *([(wert, wert)] if wert and wert not in dict(wahl) else [])]
    einheit = f" in {feld.typ.einheit}" if isinstance(feld.typ, Zahl) else ""
    return Formularfeld(
        name=name,
        titel=f"{feld.name}{einheit}",
        art=art,
        wert=wert,
        auswahl=wahl,
        noetig=feld.pflicht if noetig is None else noetig,
        hilfe=feld.hilfe,
        beispiel="" if wahl else feld.beispiel.removeprefix("- [ ] ").removeprefix("- "),
    )


_ARTEN = {Zahl: ZAHL, Datum: TAG, Termintyp: TERMIN, Terminbezug: ZEILE}


def _personen(platz: Platz, name: str, titel: str, wert: Sequence[str], tag: date) -> Formularfeld:
    namen = list(dict.fromkeys([*auswahl(platz.regelwerk, "berater", tag), *wert]))
    return Formularfeld(name=name, titel=titel, art=MEHRERE, wert=wert, auswahl=[(n, n) for n in namen])


def _person(platz: Platz, name: str, titel: str, wert: str, tag: date, *, noetig: bool = False) -> Formularfeld:
    namen = auswahl(platz.regelwerk, "berater", tag)
    wahl = [_KEINE, *((n, n) for n in dict.fromkeys([*namen, *([wert] if wert else [])]))]
    return Formularfeld(name=name, titel=titel, art=WAHL, wert=wert, auswahl=wahl, noetig=noetig)


def _tag(titel: str, tag: date, name: str = "datum") -> Formularfeld:
    return Formularfeld(name=name, titel=titel, art=TAG, wert=datum(tag), noetig=True)


def kopf_von(akte: Akte) -> list[str]:
    """Return what is due in a case, as it is said above a form, so that nobody writes into the wrong one."""
    kopf = akte.fall.kopf
    teile = filter(None, (kopf.status, kopf.berater or "zu vergeben", kopf.betreuungsstufe))
    pause = [f"Pause bis {akte.sicht.pause_bis}."] if akte.sicht.pausiert else []
    return [" · ".join(map(str, teile)), *pause, *(f.begruendung for f in in_reihenfolge(akte)[:3])]


def zum_eintrag(blaetter: Sequence[Arbeitsblatt], art: str = "", wer: str = "") -> Formular:
    """Return the form of an entry of a kind (default: what the rules propose) into one case, or the same into several.

    `wer` is who sits at the desk: the counsellor, unless somebody else acts for the case.
    """
    blatt = blaetter[0]
    platz, akte = blatt.platz, blatt.akte
    tag, einzeln = platz.stichtag, len(blaetter) == 1
    arten = moegliche_arten(akte, platz.regelwerk, tag)
    art = art if art in platz.regelwerk.vokabular.arten else arten[0]
    berater = (wer,) if wer in auswahl(platz.regelwerk, "berater", tag) else blatt.berater((), tag)
    kontakt = platz.regelwerk.vokabular.arten[art].kontakt
    schluessel = schluessel_von(art)
    eigene = [f for _, f in felder(FORMEN[art])] if art in FORMEN else []
    gefragt = gefragte_angaben(akte, platz.regelwerk, art, tag) if kontakt and einzeln else []
    erste = [
        Formularfeld(name="art", titel="Art", art=WAHL, wert=art, auswahl=[(a, a) for a in dict.fromkeys([*arten, art])], noetig=True, bestimmt=True),
        _tag("Wann", tag),
        _personen(platz, "berater", "Wer war dabei", berater, tag),
    ]  # fmt: skip
    text = Formularfeld(name="text", titel="Was wurde besprochen" if kontakt else "Text", art=TEXT)
    angabe = [feldeintrag(platz, f, tag, f"angabe {f.name}", noetig=f.pflicht) for f in eigene]
    teile = [Formularteil(titel="Was ist geschehen?", felder=[*erste, *([] if angabe else [text])])]
    if angabe:
        teile.append(Formularteil(titel=art, felder=[*angabe, text]))
    nach_dem_ende = not akte.sicht.offen and kontakt and art not in {"Nachbetreuung", "Wiederaufnahme"}
    if nach_dem_ende:
        wahl = [("", "bitte wählen"), ("ja", "ja, der Fall geht weiter"), ("nein", "nein, er bleibt abgeschlossen")]
        teile[0] = Formularteil(titel=teile[0].titel, felder=[*teile[0].felder, Formularfeld(
            name="wieder_aufnehmen", titel="Der Fall ist abgeschlossen. Wird er wieder aufgenommen?", art=WAHL, auswahl=wahl, noetig=True)])  # fmt: skip
    if einzeln:
        teile += _offenes(blatt)
    gezeigte = {"Vereinbarungen", "Folgetermin", "Wieder aufnehmen", *(f.name for f in eigene)}
    fort = [feldeintrag(platz, schluessel["Vereinbarungen"], tag, "angabe Vereinbarungen")]
    if einzeln and art == "Abschluss":
        fort += _verbleib(akte, tag)
    elif kontakt or art == "Wiederaufnahme":
        fort.append(feldeintrag(platz, schluessel["Folgetermin"], tag, "angabe Folgetermin"))
    else:
        gezeigte.remove("Folgetermin")
    teile.append(Formularteil(titel="Wie geht es weiter?", felder=fort))
    wahrgenommen = fragliche_termine(akte, platz.regelwerk, art, tag) if kontakt and einzeln else []
    gespraech = [feldeintrag(platz, schluessel[name], tag, f"angabe {name}") for name in gefragt]
    if wahrgenommen:
        wahl = [_KEINE, *((_termin(v), terminname(v)) for v in wahrgenommen)]
        gespraech.append(
            Formularfeld(
                name="angabe Termin wahrgenommen", titel="War das der verabredete Termin?", art=WAHL, auswahl=wahl
            )
        )
    if gespraech:
        teile.append(Formularteil(titel="Zum Gespräch", felder=gespraech))
    gezeigte |= {*gefragt, *(["Termin wahrgenommen"] if wahrgenommen else [])}
    rest = [feldeintrag(platz, f, tag, f"angabe {n}") for n, f in schluessel.items() if n not in gezeigte]
    teile.append(Formularteil(titel="Weitere Angaben", felder=rest, gefaltet=True))
    kennungen = [b.akte.fall.kennung for b in blaetter]
    return Formular(
        tat="eintragen",
        titel=f"Fall {kennungen[0]}" if einzeln else f"Fälle {', '.join(kennungen)}",
        worum=",".join(kennungen),
        teile=teile,
        saetze=kopf_von(akte) if einzeln else ["Alle bekommen denselben Eintrag, oder keiner."],
        merkzeile=akte.fall.kopf.zu_beachten if einzeln else None,
        staende=_staende(blaetter),
    )


def _termin(v: Verabredung) -> str:
    return f"{v.tag}" if v.uhrzeit is None else f"{v.tag} {v.uhrzeit:%H:%M}"


def _offenes(blatt: Arbeitsblatt) -> Iterator[Formularteil]:
    """Yield what is open in the case: agreements to tick or drop, measures without a result."""
    stand = [(s.value, s.value) for s in (Stand.OFFEN, Stand.ERLEDIGT, Stand.FALLENGELASSEN)]
    offene = [
        Formularfeld(name=f"vereinbarung {n}", titel=v.text, art=WAHL, wert=Stand.OFFEN.value, auswahl=stand)
        for n, v in enumerate(blatt.offene, start=1)
    ]
    if offene:
        yield Formularteil(titel="Offene Vereinbarungen", felder=offene)
    ergebnis = schluessel_von("Maßnahme")["Ergebnis"]
    massnahmen = []
    for n, m in enumerate(blatt.ohne_ergebnis, start=1):
        name = m.angaben.bezeichnung or m.angaben.art or "Maßnahme"
        feld = feldeintrag(blatt.platz, ergebnis, blatt.platz.stichtag, f"massnahme {n}")
        massnahmen.append(replace(feld, titel=f"Ergebnis: {name}", hilfe=""))
    if massnahmen:
        yield Formularteil(titel="Maßnahmen ohne Ergebnis", felder=massnahmen)


def _verbleib(akte: Akte, tag: date) -> Iterator[Formularfeld]:
    for n, v in enumerate(akte.sicht.offene_verabredungen, start=1):
        wahl = [w for w in phase.Verbleib if v.tag <= tag or w is not phase.Verbleib.ERLEDIGT]
        yield Formularfeld(
            name=f"termin {n}", titel=f"Was wird aus: {terminname(v)}?", art=WAHL, wert=phase.Verbleib.BLEIBT.value, auswahl=[(w.value, w.value) for w in wahl]
        )  # fmt: skip


def zum_aendern(blatt: Arbeitsblatt) -> Formular:
    """Return the form for what is changed without an entry: boxes, results of measures, master data."""
    platz, kopf = blatt.platz, blatt.akte.fall.kopf
    stammdaten = [
        feldeintrag(platz, f, platz.stichtag, f"feld {f.name}", kopfwert(kopf, f.name) or "")
        for _, f in felder(Kopf)
        if f.name not in EIGENE_BEFEHLE
    ]
    teile = [*_offenes(blatt), Formularteil(titel="Stammdaten", felder=stammdaten)]
    return Formular(
        tat="aendern",
        titel=f"Fall {blatt.akte.fall.kennung} ohne Eintrag ändern",
        worum=blatt.akte.fall.kennung,
        teile=teile,
        saetze=kopf_von(blatt.akte)[:1],
        merkzeile=kopf.zu_beachten,
        staende=_staende([blatt]),
    )


def zur_uebergabe(platz: Platz, blaetter: Sequence[Arbeitsblatt], von: str) -> Formular:
    """Return the form that puts cases into other hands: single ones, or all open ones of `von`."""
    tag = platz.stichtag
    was = [
        ("an", "auf Dauer übergeben"),
        ("vertretung", "für eine Weile vertreten lassen"),
        ("ende", "die Vertretung beenden"),
    ]
    felder_ = [
        Formularfeld(name="was", titel="Was soll geschehen?", art=WAHL, wert="an", auswahl=was, noetig=True),
        _person(platz, "wer", "An wen", "", tag),
        Formularfeld(name="bis", titel="Letzter Tag der Vertretung", art=TAG, beispiel="31.12."),
        Formularfeld(name="text", titel="Was dazu festzuhalten ist", art=TEXT),
    ]
    kennungen = [blatt.akte.fall.kennung for blatt in blaetter]
    return Formular(
        tat="uebergeben",
        titel=f"Alle offenen Fälle von {von} übergeben" if von else f"Fall {', '.join(kennungen)} übergeben",
        worum=f"{ALLE_VON}{von}" if von else ",".join(kennungen),
        teile=[Formularteil(titel="In andere Hände", felder=felder_)],
        saetze=[f"{len(blaetter)} Fälle: {', '.join(kennungen)}."] if von else kopf_von(blaetter[0].akte),
        staende=_staende(blaetter),
    )


def zur_ruecknahme(blatt: Arbeitsblatt) -> Formular:
    """Return the form that takes back the last change of a case, or one of its entries."""
    eintraege = [
        (f"{e.datum} {e.art}", f"den Eintrag {e.art} vom {datum(e.datum)}")
        for e in blatt.text.fall.eintraege
        if e.datum is not None
    ]
    # Two of one day and kind are told apart by their number.
    gezaehlt: dict[str, int] = {}
    wahl = []
    doppelte = {wert for wert, _ in eintraege if [w for w, _ in eintraege].count(wert) > 1}
    for wert, name in eintraege:
        gezaehlt[wert] = gezaehlt.get(wert, 0) + 1
        nummer = f" {gezaehlt[wert]}" if wert in doppelte else ""
        wahl.append((f"{wert}{nummer}", f"{name}{f' (Nr.{nummer})' if nummer else ''}"))
    felder_ = [
        Formularfeld(name="eintrag", titel="Was soll zurückgenommen werden?", art=WAHL, auswahl=[("", "die letzte Änderung, ganz"), *reversed(wahl)]),
        Formularfeld(name="nach", titel="Er gehört in einen anderen Fall", art=ZEILE, hilfe="Die ID des Falls, in den der Eintrag gehört. Leer: Er wird nur zurückgenommen.", beispiel="2911"),
    ]  # fmt: skip
    return Formular(
        tat="zuruecknehmen",
        titel=f"In Fall {blatt.akte.fall.kennung} etwas zurücknehmen",
        worum=blatt.akte.fall.kennung,
        teile=[Formularteil(titel="Zurücknehmen", felder=felder_)],
        saetze=kopf_von(blatt.akte)[:1],
        knopf="Zurücknehmen",
        staende=_staende([blatt]),
    )


def zum_vereinen(platz: Platz, kennung: str, mit: str) -> Formular:
    """Return the form that makes one case of two: with which, and where they contradict each other what holds."""
    felder_ = [
        Formularfeld(name="mit", titel="Mit welchem Fall", wert=mit, noetig=True, bestimmt=True, beispiel="2911",
                     hilfe="Seine Einträge kommen in diesen Fall; ihn selbst gibt es danach nicht mehr."),
    ]  # fmt: skip
    blaetter = [Arbeitsblatt(platz, kennung)]
    if mit:
        vereinigung = Vereinigung(platz, kennung, mit)
        blaetter = [vereinigung.hier, vereinigung.dort]
        for w in vereinigung.widersprueche:
            wahl = [
                _KEINE,
                (w.hier, f"{w.hier} (Fall {blaetter[0].akte.fall.kennung})"),
                (w.dort, f"{w.dort} (Fall {blaetter[1].akte.fall.kennung})"),
            ]
            felder_.append(
                Formularfeld(name=f"feld {w.feld}", titel=f"{w.feld}: Was gilt?", art=WAHL, auswahl=wahl, noetig=True)
            )
    return Formular(
        tat="vereinen",
        titel=f"Fall {blaetter[0].akte.fall.kennung} mit einem zweiten vereinen",
        worum=blaetter[0].akte.fall.kennung,
        teile=[Formularteil(titel="Zwei Dateien desselben Menschen", felder=felder_)],
        saetze=kopf_von(blaetter[0].akte)[:1],
        knopf="Vereinen",
        staende=_staende(blaetter),
    )


def zum_neuen_fall(platz: Platz, wer: str) -> Formular:
    """Return the form of a new case."""
    tag = platz.stichtag
    alle = {feld.name: feld for _, feld in felder(Kopf)}
    # The same that the dialog asks for; everything else of the front matter below.
    gefragt = ["Zugangsweg", "Berater", "Arbeitsmarktstatus", "Einwilligung", "Zu beachten"]
    erste = [feldeintrag(platz, alle[n], tag, f"feld {n}", wer if n == "Berater" else "") for n in gefragt]
    rest = [
        feldeintrag(platz, f, tag, f"feld {n}", noetig=False)
        for n, f in alle.items()
        if n not in {"Erstkontakt", "Status", "Vereint mit", *gefragt}
    ]
    return Formular(
        tat="neu",
        titel="Ein neuer Fall",
        teile=[
            Formularteil(
                titel="Der Mensch und sein Weg", felder=[_tag("Tag des Erstkontakts", tag, "feld Erstkontakt"), *erste]
            ),
            Formularteil(titel="Weitere Angaben", felder=rest, gefaltet=True),
        ],
        saetze=["Namen und Anschrift gehören nicht hierher, sondern zu den Kontaktdaten. Die ID wird gezogen."],
        knopf="Anlegen",
    )


def zur_veranstaltung(platz: Platz, wer: str) -> Formular:
    """Return the form of an event with several new cases."""
    tag = platz.stichtag
    weg = {feld.name: feld for _, feld in felder(Kopf)}["Zugangsweg"]
    felder_ = [
        feldeintrag(platz, weg, tag, "zugangsweg", noetig=True),
        _tag("Wann war sie", tag),
        Formularfeld(name="faelle", titel="Wie viele neue Fälle kamen dazu", art=ZAHL, noetig=True, beispiel="3"),
        Formularfeld(name="teilnehmende", titel="Wie viele Menschen waren da", art=ZAHL, beispiel="12"),
        _personen(platz, "berater", "Wer kümmert sich, reihum", [wer] if wer else [], tag),
        Formularfeld(name="text", titel="Was dazu festzuhalten ist", art=TEXT),
    ]
    return Formular(
        tat="veranstaltung",
        titel="Eine Veranstaltung mit neuen Fällen",
        teile=[Formularteil(titel="Die Veranstaltung", felder=felder_)],
        saetze=["Jeder Mensch bekommt einen Fall mit gezogener ID, und die Veranstaltung steht danach im Protokoll."],
        knopf="Anlegen",
    )


def _staende(blaetter: Sequence[Arbeitsblatt]) -> dict[str, str]:
    return {blatt.datei.name: blatt.datei.abdruck().hex() for blatt in blaetter}
