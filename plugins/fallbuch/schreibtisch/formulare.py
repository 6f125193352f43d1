"""One form for each deed: what it asks, in what order, and what stands in it from the beginning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TypeVar
from urllib.parse import quote

from fallbuch.akte.eintragsformen import FORMEN
from fallbuch.akte.entwurf import Schreibfehler, schluessel_von
from fallbuch.akte.feld import felder
from fallbuch.akte.modell import Kopf
from fallbuch.akte.zusage import Stand, Vereinbarung
from fallbuch.bearbeiten import phase
from fallbuch.bearbeiten.eintragen import EIGENE_BEFEHLE, Arbeitsblatt, in_reihenfolge, terminname
from fallbuch.bearbeiten.platz import Platz
from fallbuch.bearbeiten.vereinen import Vereinigung
from fallbuch.bearbeiten.vorschlaege import fragliche_termine, gefragte_angaben, moegliche_arten
from fallbuch.bearbeiten.werte import auswahl, kopfwert
from fallbuch.bestand.laden import Akte
from fallbuch.kennung import kurzform
from fallbuch.regelwerk.massnahmen import Massnahme
from fallbuch.regelwerk.verabredungen import Verabredung
from fallbuch.schreibtisch.formular import (
    KEINE,
    Eingabe,
    Formular,
    Formularfeld,
    Formularteil,
    feldeintrag,
    personenfeld,
    personfeld,
    tagfeld,
)
from fallbuch.uebersicht.tage import datum

T = TypeVar("T")
#: Begins an address that means all open cases of somebody.
ALLE_VON = "von:"
AUCH = "IDs mit Komma dazwischen, zum Beispiel nach einem Gruppentermin. Alle bekommen denselben Eintrag; abgehakt wird in jedem Fall für sich."


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
    arten = blatt.platz.regelwerk.vokabular.arten
    if art not in arten:
        art = moegliche_arten(blatt.akte, blatt.platz.regelwerk, blatt.platz.stichtag)[0]
    einzeln = len(blaetter) == 1
    teile = [_geschehen(blatt, art, wer), *_eigenes(blatt, art)]
    if einzeln:
        teile += _offenes(blatt)
    teile.append(_weiteres(blatt, art, einzeln=einzeln))
    if einzeln and arten[art].kontakt:
        teile += _gespraech(blatt, art)
    gezeigt = {f.name.removeprefix("angabe ") for teil in teile for f in teil.felder}
    rest = [
        feldeintrag(blatt.platz, f, blatt.platz.stichtag, f"angabe {n}")
        for n, f in schluessel_von(art).items()
        if n not in gezeigt and n != phase.BLEIBT_ZU[0]
    ]
    kennungen = [b.akte.fall.kennung for b in blaetter]
    rest.append(
        Formularfeld(
            name="auch",
            titel="Auch in diesen Fällen",
            wert=", ".join(kennungen[1:]),
            hilfe=AUCH,
            erklaert=True,
        )
    )
    teile.append(Formularteil(titel="Weitere Angaben", felder=rest, gefaltet=einzeln))
    return Formular(
        tat="eintragen",
        titel=f"Fall {kennungen[0]}" if einzeln else f"Fälle {', '.join(kennungen)}",
        worum=",".join(kennungen),
        teile=teile,
        eigenes=art,
        saetze=kopf_von(blatt.akte) if einzeln else ["Alle bekommen denselben Eintrag, oder keiner."],
        merkzeile=blatt.akte.fall.kopf.zu_beachten if einzeln else None,
        staende=_staende(blaetter),
    )


def _geschehen(blatt: Arbeitsblatt, art: str, wer: str) -> Formularteil:
    """Return what every entry says: its kind, its day, who was there; and the text where nothing else comes before it."""
    platz, akte = blatt.platz, blatt.akte
    tag, kontakt = platz.stichtag, platz.regelwerk.vokabular.arten[art].kontakt
    arten = dict.fromkeys([*moegliche_arten(akte, platz.regelwerk, tag), art])
    wahl = [(a, a) for a in arten]
    berater = (wer,) if wer in auswahl(platz.regelwerk, "berater", tag) else blatt.berater((), tag)
    erste = [
        Formularfeld(name="art", titel="Art", art=Eingabe.WAHL, wert=art, auswahl=wahl, noetig=True, bestimmt=True),
        tagfeld("Wann", tag),
        personenfeld(platz, "berater", "Wer war dabei", berater, tag),
    ]
    if not akte.sicht.offen and kontakt and art not in {"Nachbetreuung", "Wiederaufnahme"}:
        wahl = [("", "noch offen"), ("ja", "ja, er geht weiter"), ("nein", "nein, er bleibt abgeschlossen")]
        titel = "Der Fall ist abgeschlossen. Wird er wieder aufgenommen?"
        erste.append(Formularfeld(name="wieder_aufnehmen", titel=titel, art=Eingabe.WAHL, auswahl=wahl, noetig=True))
    return Formularteil(
        titel="Was ist geschehen?", felder=[*erste, *([] if _schluessel(art) else [_text(kontakt=kontakt)])]
    )


def _schluessel(art: str) -> list[str]:
    return [f.name for _, f in felder(FORMEN[art])] if art in FORMEN else []


def _text(*, kontakt: bool) -> Formularfeld:
    return Formularfeld(name="text", titel="Was wurde besprochen" if kontakt else "Text", art=Eingabe.TEXT)


def _eigenes(blatt: Arbeitsblatt, art: str) -> Iterator[Formularteil]:
    """Yield the keys that an entry of the kind has of its own."""
    alle, platz = schluessel_von(art), blatt.platz
    if namen := _schluessel(art):
        angaben = [feldeintrag(platz, alle[n], platz.stichtag, f"angabe {n}") for n in namen]
        yield Formularteil(titel=art, felder=[*angaben, _text(kontakt=platz.regelwerk.vokabular.arten[art].kontakt)])


def _weiteres(blatt: Arbeitsblatt, art: str, *, einzeln: bool) -> Formularteil:
    """Return what was agreed, and when one sees each other again; at the end of a case what becomes of its appointments."""
    alle, platz = schluessel_von(art), blatt.platz
    weiter = [feldeintrag(platz, alle["Vereinbarungen"], platz.stichtag, "angabe Vereinbarungen")]
    if einzeln and art == "Abschluss":
        weiter += _verbleib(blatt.akte, platz.stichtag)
    elif platz.regelwerk.vokabular.arten[art].kontakt or art == "Wiederaufnahme":
        weiter.append(feldeintrag(platz, alle["Folgetermin"], platz.stichtag, "angabe Folgetermin"))
    return Formularteil(titel="Wie geht es weiter?", felder=weiter)


def _gespraech(blatt: Arbeitsblatt, art: str) -> Iterator[Formularteil]:
    """Yield what a conversation may settle: only what is open or due soon."""
    platz, alle = blatt.platz, schluessel_von(art)
    eigene = _schluessel(art)
    namen = [n for n in gefragte_angaben(blatt.akte, platz.regelwerk, art, platz.stichtag) if n not in eigene]
    gefragt = [feldeintrag(platz, alle[n], platz.stichtag, f"angabe {n}") for n in namen]
    if termine := fragliche_termine(blatt.akte, platz.regelwerk, art, platz.stichtag):
        wahl = [KEINE, *((_termin(v), terminname(v)) for v in termine)]
        titel = "War das der verabredete Termin?"
        gefragt.append(Formularfeld(name="angabe Termin wahrgenommen", titel=titel, art=Eingabe.WAHL, auswahl=wahl))
    if gefragt:
        yield Formularteil(titel="Zum Gespräch", felder=gefragt)


def _termin(v: Verabredung) -> str:
    return f"{v.tag}" if v.uhrzeit is None else f"{v.tag} {v.uhrzeit:%H:%M}"


def offene_vereinbarungen(blatt: Arbeitsblatt) -> dict[str, Vereinbarung]:
    """Return the open agreements by the names of their fields: while a form is filled in, somebody may tick one above."""
    return _benannt("vereinbarung", ((v.text, v) for v in blatt.offene))


def ohne_ergebnis(blatt: Arbeitsblatt) -> dict[str, Massnahme]:
    """Return the measures without a result in the same way."""
    return _benannt("massnahme", ((m.eintrag.schluessel, m) for m in blatt.ohne_ergebnis))


def offene_termine(akte: Akte) -> dict[str, Verabredung]:
    """Return the open appointments in the same way."""
    return _benannt("termin", ((f"{v.seit} {terminname(v)}", v) for v in akte.sicht.offene_verabredungen))


def _benannt(art: str, alle: Iterable[tuple[str, T]]) -> dict[str, T]:
    gezaehlt: Counter[str] = Counter()
    ergebnis = {}
    for woran, was in alle:
        gezaehlt[woran] += 1  # two that say the same are told apart by their order
        ergebnis[f"{art} {kurzform(f'{woran} {gezaehlt[woran]}')}"] = was
    return ergebnis


def _offenes(blatt: Arbeitsblatt) -> Iterator[Formularteil]:
    """Yield what is open in the case: agreements to tick or drop, measures without a result."""
    stand = [(s.value, s.value) for s in (Stand.OFFEN, Stand.ERLEDIGT, Stand.FALLENGELASSEN)]
    offene = [
        Formularfeld(name=name, titel=v.text, art=Eingabe.WAHL, wert=Stand.OFFEN.value, auswahl=stand)
        for name, v in offene_vereinbarungen(blatt).items()
    ]
    if offene:
        yield Formularteil(titel="Offene Vereinbarungen", felder=offene)
    ergebnis = schluessel_von("Maßnahme")["Ergebnis"]
    massnahmen = []
    for feldname, m in ohne_ergebnis(blatt).items():
        name = m.angaben.bezeichnung or m.angaben.art or "Maßnahme"
        feld = feldeintrag(blatt.platz, ergebnis, blatt.platz.stichtag, feldname)
        massnahmen.append(replace(feld, titel=f"Ergebnis: {name}", hilfe=""))
    if massnahmen:
        yield Formularteil(titel="Maßnahmen ohne Ergebnis", felder=massnahmen)


def _verbleib(akte: Akte, tag: date) -> Iterator[Formularfeld]:
    for name, v in offene_termine(akte).items():
        wahl = [w for w in phase.Verbleib if v.tag <= tag or w is not phase.Verbleib.ERLEDIGT]
        yield Formularfeld(
            name=name, titel=f"Was wird aus: {terminname(v)}?", art=Eingabe.WAHL, wert=phase.Verbleib.BLEIBT.value, auswahl=[(w.value, w.value) for w in wahl]
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
        Formularfeld(name="was", titel="Was soll geschehen?", art=Eingabe.WAHL, wert="an", auswahl=was, noetig=True),
        personfeld(platz, "wer", "An wen", "", tag),
        Formularfeld(name="bis", titel="Letzter Tag der Vertretung", art=Eingabe.TAG, beispiel="31.12."),
        Formularfeld(name="text", titel="Was dazu festzuhalten ist", art=Eingabe.TEXT),
    ]
    kennungen = [blatt.akte.fall.kennung for blatt in blaetter]
    hat = blaetter[0].akte.fall.kopf.berater
    return Formular(
        tat="uebergeben",
        titel=f"Alle offenen Fälle von {von} übergeben" if von else f"Fall {', '.join(kennungen)} übergeben",
        worum=f"{ALLE_VON}{von}" if von else ",".join(kennungen),
        teile=[Formularteil(titel="In andere Hände", felder=felder_)],
        wege=[(f"/tisch/uebergeben/{quote(ALLE_VON + hat)}", f"Alle offenen Fälle von {hat}")]
        if hat and not von
        else (),
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
    alle, bisher, wahl = Counter(wert for wert, _ in eintraege), Counter[str](), []
    for wert, name in eintraege:
        bisher[wert] += 1
        nummer = bisher[wert]
        wahl.append((f"{wert} {nummer}", f"{name} (Nr. {nummer})") if alle[wert] > 1 else (wert, name))
    felder_ = [
        Formularfeld(name="eintrag", titel="Was soll zurückgenommen werden?", art=Eingabe.WAHL, auswahl=[("", "die letzte Änderung, ganz"), *reversed(wahl)]),
        Formularfeld(name="nach", titel="Er gehört in einen anderen Fall", art=Eingabe.ZEILE, erklaert=True, hilfe="Die ID des Falls, in den der Eintrag gehört. Leer: Er wird nur zurückgenommen.", beispiel="2911"),
    ]  # fmt: skip
    return Formular(
        tat="zuruecknehmen",
        titel=f"In Fall {blatt.akte.fall.kennung} etwas zurücknehmen",
        worum=blatt.akte.fall.kennung,
        teile=[Formularteil(titel="Zurücknehmen", felder=felder_)],
        saetze=kopf_von(blatt.akte)[:1],
        knopf="Zurücknehmen",
        sofort=True,
        staende=_staende([blatt]),
    )


def zum_vereinen(platz: Platz, kennung: str, mit: str) -> Formular:
    """Return the form that makes one case of two: with which, and where they contradict each other what holds."""
    felder_ = [
        Formularfeld(name="mit", titel="Mit welchem Fall", wert=mit, noetig=True, bestimmt=True, beispiel="2911",
                     erklaert=True, hilfe="Seine Einträge kommen in diesen Fall; ihn selbst gibt es danach nicht mehr."),
    ]  # fmt: skip
    blaetter = [Arbeitsblatt(platz, kennung)]
    # What is wrong with the other one is said beside its field.
    with suppress(Schreibfehler):
        vereinigung = Vereinigung(platz, kennung, mit)
        blaetter = [vereinigung.hier, vereinigung.dort]
        for w in vereinigung.widersprueche:
            wahl = [
                KEINE,
                (w.hier, f"{w.hier} (Fall {blaetter[0].akte.fall.kennung})"),
                (w.dort, f"{w.dort} (Fall {blaetter[1].akte.fall.kennung})"),
            ]
            felder_.append(
                Formularfeld(
                    name=f"feld {w.feld}", titel=f"{w.feld}: Was gilt?", art=Eingabe.WAHL, auswahl=wahl, noetig=True
                )
            )
    return Formular(
        tat="vereinen",
        titel=f"Fall {blaetter[0].akte.fall.kennung} mit einem zweiten vereinen",
        worum=blaetter[0].akte.fall.kennung,
        teile=[Formularteil(titel="Zwei Dateien desselben Menschen", felder=felder_)],
        saetze=kopf_von(blaetter[0].akte)[:1],
        knopf="Vereinen",
        sofort=bool(mit),
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
                titel="Der Mensch und sein Weg",
                felder=[tagfeld("Tag des Erstkontakts", tag, "feld Erstkontakt"), *erste],
            ),
            Formularteil(titel="Weitere Angaben", felder=rest, gefaltet=True),
        ],
        saetze=["Namen und Anschrift gehören nicht hierher, sondern zu den Kontaktdaten. Die ID wird gezogen."],
        wege=[("/tisch/veranstaltung", "Mehrere auf einmal, nach einer Veranstaltung")],
        knopf="Anlegen",
    )


def zur_veranstaltung(platz: Platz, wer: str) -> Formular:
    """Return the form of an event with several new cases."""
    tag = platz.stichtag
    weg = {feld.name: feld for _, feld in felder(Kopf)}["Zugangsweg"]
    felder_ = [
        feldeintrag(platz, weg, tag, "zugangsweg", noetig=True),
        tagfeld("Wann war sie", tag),
        Formularfeld(
            name="faelle", titel="Wie viele neue Fälle kamen dazu", art=Eingabe.ZAHL, noetig=True, beispiel="3"
        ),
        Formularfeld(name="teilnehmende", titel="Wie viele Menschen waren da", art=Eingabe.ZAHL, beispiel="12"),
        personenfeld(platz, "berater", "Wer kümmert sich, reihum", [wer] if wer else [], tag),
        Formularfeld(name="text", titel="Was dazu festzuhalten ist", art=Eingabe.TEXT),
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
