"""What a form asks for becomes the same change that a command makes: values as they were typed, read one by one."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.akte.zusage import Stand
from fallbuch.bearbeiten import phase
from fallbuch.bearbeiten.eintragen import Arbeitsblatt, Auftrag, terminname
from fallbuch.bearbeiten.neu import plane_neue
from fallbuch.bearbeiten.phase import offene_faelle_von
from fallbuch.bearbeiten.platz import Platz, Vorhaben
from fallbuch.bearbeiten.textfrage import als_frage, neues_im_text
from fallbuch.bearbeiten.vereinen import Vereinigung
from fallbuch.bearbeiten.vorschlaege import stehender_termin, vorgeschlagener_termin
from fallbuch.bearbeiten.werte import kopfwert, nummer
from fallbuch.bearbeiten.wuensche import (
    Eintragswunsch,
    Uebergabewunsch,
    Veranstaltungswunsch,
    auftrag_aus,
    plane_fuer_mehrere,
    plane_uebergabe,
    plane_veranstaltung,
    reihum,
    terminrat,
)
from fallbuch.bearbeiten.zuruecknehmen import plane_ruecknahme
from fallbuch.bestand.laden import Akte
from fallbuch.kennung import slug
from fallbuch.regelwerk.verabredungen import Verabredung
from fallbuch.schreibtisch import formulare
from fallbuch.schreibtisch.formular import Formular
from fallbuch.schreibtisch.formularleser import ANGABE, FELD, Formularleser, Plan
from fallbuch.schreibtisch.sendung import Werte, als_text
from fallbuch.uebersicht.tage import kurztag, mit_datum
from fallbuch.website.darstellung import ohne_orte

_JA_NEIN = {"ja": True, "nein": False}
#: Begin the names of fields for what is open in a case.
_OFFENES = ("vereinbarung ", "massnahme ", "termin ")
_HOECHSTENS_FAELLE = 50


def mache_formular(platz: Platz, tat: str, worum: str, werte: Werte, wer: str) -> Formular:
    """Return the form of a deed; raises `Schreibfehler` where there is no such deed or case."""
    if tat not in _FORMULARE or (tat in _OHNE_FALL) != (worum == ""):
        raise Schreibfehler("Dieses Formular gibt es nicht.")
    return _FORMULARE[tat](platz, worum, werte, wer)


def _blaetter(platz: Platz, worum: str) -> list[Arbeitsblatt]:
    """Return the cases that an address names, each once in whatever spelling."""
    blaetter = (Arbeitsblatt(platz, kennung) for kennung in worum.split(","))
    return list({blatt.datei.name: blatt for blatt in blaetter}.values())


def _auch(worum: str, werte: Werte) -> str:
    """Return the IDs of an entry: of the address the first, the others as they were typed, where they were."""
    if "auch" not in werte:
        return worum
    weitere = re.split(r"[\s,;]+", als_text(werte, "auch"))
    return ",".join(filter(None, [worum.partition(",")[0], *weitere[:_HOECHSTENS_FAELLE]]))


def _zum_eintrag(platz: Platz, worum: str, werte: Werte, wer: str) -> Formular:
    try:
        blaetter = _blaetter(platz, _auch(worum, werte))
    except Schreibfehler:
        blaetter = _blaetter(platz, worum)  # what is wrong with the others is said beside their field
    return formulare.zum_eintrag(blaetter, als_text(werte, "art"), wer)


def _zur_uebergabe(platz: Platz, worum: str, _werte: Werte, _wer: str) -> Formular:
    von = worum.removeprefix(formulare.ALLE_VON) if worum.startswith(formulare.ALLE_VON) else ""
    kennungen = offene_faelle_von(platz, von) if von else worum.split(",")
    if not kennungen:
        raise Schreibfehler(f"{von} hat keine offenen Fälle.")
    return formulare.zur_uebergabe(platz, [Arbeitsblatt(platz, kennung) for kennung in kennungen], von)


_OHNE_FALL = frozenset({"neu", "veranstaltung"})
_FORMULARE: Mapping[str, Callable[[Platz, str, Werte, str], Formular]] = {
    "eintragen": _zum_eintrag,
    "aendern": lambda platz, worum, *_: formulare.zum_aendern(Arbeitsblatt(platz, worum)),
    "uebergeben": _zur_uebergabe,
    "zuruecknehmen": lambda platz, worum, *_: formulare.zur_ruecknahme(Arbeitsblatt(platz, worum)),
    "vereinen": lambda platz, worum, werte, _: formulare.zum_vereinen(platz, worum, als_text(werte, "mit").strip()),
    "neu": lambda platz, _worum, _werte, wer: formulare.zum_neuen_fall(platz, wer),
    "veranstaltung": lambda platz, _worum, _werte, wer: formulare.zur_veranstaltung(platz, wer),
}


def plane(platz: Platz, tat: str, worum: str, werte: Werte, *, wurf: int = 0, gezeigt: Werte | None = None) -> Plan:
    """Work out what a form asks for; whatever is in the way of it stands in the plan.

    `wurf` decides which IDs are drawn; `gezeigt` is what stood in the form at first.
    """
    plan = Plan()
    leser = Formularleser(platz, werte, plan, gezeigt or {})
    try:
        _TATEN[tat](leser, worum, wurf)
    except Schreibfehler as fehler:
        plan.fehler.setdefault(_feldname(fehler.feld, werte), mit_datum(ohne_orte(fehler.satz)))
    if plan.fehler:
        plan.vorhaben = None
    elif plan.vorhaben is not None:
        weg = [PurePosixPath(a.name).stem for a in plan.vorhaben.ablagen if a.neu is None]
        if weg:
            plan.rueckfrage = f"Danach gibt es den Fall {', '.join(weg)} nicht mehr. Ist das so gemeint?"
        plan.rueckfrage = (
            f"{als_frage(neues_im_text(platz.einrichtung, plan.vorhaben.ablagen))} {plan.rueckfrage}".strip()
        )
    return plan


def _feldname(feld: str, werte: Werte) -> str:
    moegliche = (f"{ANGABE}{feld}", f"{FELD}{feld}", slug(feld)) if feld else ()
    return next((name for name in moegliche if name in werte), "")


def _trage_ein(leser: Formularleser, worum: str, _: int) -> None:
    platz, plan = leser.platz, leser.plan
    platz.datei(worum.partition(",")[0])  # where there is no such case any more, that is nothing of the others
    try:
        blaetter = _blaetter(platz, _auch(worum, leser.werte))
    except Schreibfehler as fehler:
        raise Schreibfehler(fehler.satz, feld="auch") from fehler
    blatt, art = blaetter[0], leser.text("art")
    if art not in platz.regelwerk.vokabular.arten:
        raise Schreibfehler("Was ist geschehen?", feld="Art")
    if leser.gezeigt.get("berater") and not leser.liste("berater"):
        plan.fehler.setdefault("berater", "Wer war dabei?")
    tag = leser.tag("datum") or platz.stichtag
    wieder = leser.text("wieder_aufnehmen")
    wunsch = Eintragswunsch(
        art=art,
        datum=tag,
        berater=leser.liste("berater"),
        text=leser.text("text"),
        angaben=leser.angaben(art, tag),
        wieder_aufnehmen=_JA_NEIN.get(wieder),
        verbleib=list(_verbleib(leser, blatt)) if art == "Abschluss" else (),
    )
    wunsch = _zum_fall(leser, blatt, wunsch)
    kennungen = ", ".join(b.akte.fall.kennung for b in blaetter)
    plan.betreff = f"{kennungen}: {wunsch.in_worten}"
    if plan.fehler:
        return
    leer = not (wunsch.text or wunsch.angaben or wunsch.erledigt or wunsch.fallengelassen or wunsch.rueckmeldung)
    angaben_zur_art = platz.regelwerk.vokabular.arten[art]
    if leer and art != "Wiederaufnahme" and not (angaben_zur_art.versuch or angaben_zur_art.loeschung):
        # A contact sets clocks back: it must not come about by a press too many.
        plan.rueckfrage = "Es ist noch nichts festgehalten. Trotzdem eintragen?"
    if len(blaetter) > 1:
        if wunsch.erledigt or wunsch.fallengelassen or wunsch.rueckmeldung or wunsch.verbleib:
            raise Schreibfehler(
                "Abgehakt wird in jedem Fall für sich: Nehmen Sie die anderen Fälle heraus.", feld="auch"
            )
        plan.vorhaben = _plane_fuer_mehrere(blaetter, wunsch)
        return
    auftrag = auftrag_aus(blatt, wunsch)
    plan.vorhaben, akte = blatt.plane(auftrag)
    _zum_termin(plan, blatt, auftrag, akte)


def _plane_fuer_mehrere(blaetter: list[Arbeitsblatt], wunsch: Eintragswunsch) -> Vorhaben:
    zu = [b.akte.fall.kennung for b in blaetter if not b.akte.sicht.offen]
    # Only what may go on with a case that is closed is asked back; a deletion, for one, is not.
    if zu and wunsch.wieder_aufnehmen is None and blaetter[0].platz.regelwerk.vokabular.arten[str(wunsch.art)].kontakt:
        raise Schreibfehler(
            f"Abgeschlossen: {', '.join(zu)}. Tragen Sie dort einzeln ein; dabei wird gefragt, ob es weitergeht.",
            feld="auch",
        )
    return plane_fuer_mehrere(blaetter, wunsch)


def _zum_fall(leser: Formularleser, blatt: Arbeitsblatt, wunsch: Eintragswunsch) -> Eintragswunsch:
    """Add what is said of open agreements and measures. Raises `Schreibfehler` where one of them is open no more."""
    offene = list(formulare.offene_vereinbarungen(blatt))
    massnahmen = list(formulare.ohne_ergebnis(blatt))
    for name in leser.werte:
        gemeint = name.startswith(_OFFENES) and leser.text(name) not in {"", Stand.OFFEN}
        if gemeint and name not in {*offene, *massnahmen, *formulare.offene_termine(blatt.akte)}:
            raise Schreibfehler(
                "Etwas, das Sie hier angekreuzt haben, ist inzwischen nicht mehr offen. Öffnen Sie das Formular neu; Ihr Text bleibt erhalten."
            )
    return replace(
        wunsch,
        erledigt=[str(n) for n, name in enumerate(offene, start=1) if leser.text(name) == Stand.ERLEDIGT],
        fallengelassen=[str(n) for n, name in enumerate(offene, start=1) if leser.text(name) == Stand.FALLENGELASSEN],
        rueckmeldung=[f"{n}: {wert}" for n, name in enumerate(massnahmen, start=1) if (wert := leser.text(name))],
    )


def _verbleib(leser: Formularleser, blatt: Arbeitsblatt) -> Iterator[tuple[Verabredung, phase.Verbleib]]:
    for name, v in formulare.offene_termine(blatt.akte).items():
        if (wert := leser.text(name)) in list(phase.Verbleib):
            yield v, phase.Verbleib(wert)


def _zum_termin(plan: Plan, blatt: Arbeitsblatt, auftrag: Auftrag, akte: Akte) -> None:
    """Propose the next appointment, or say which is agreed already; `akte` is the case with the entry."""
    entwurf = auftrag.entwurf
    if entwurf is None or not blatt.platz.regelwerk.vokabular.arten[entwurf.art].kontakt:
        return
    plan.rat = mit_datum(terminrat(blatt.platz, auftrag, akte))
    if "Folgetermin" not in entwurf.angaben and stehender_termin(akte, entwurf.datum) is not None:
        stehende = ", ".join(terminname(v) for v in akte.sicht.offene_verabredungen if v.tag > entwurf.datum)
        plan.verabredet = mit_datum(f"Verabredet ist schon: {stehende}. Ein neuer Termin derselben Person löst ihn ab.")
    elif (vorschlag := vorgeschlagener_termin(akte, blatt.platz.einrichtung.datei, entwurf.datum)) is not None:
        am, f = vorschlag
        plan.vorschlag = str(am), kurztag(am, blatt.platz.stichtag), mit_datum(ohne_orte(f.begruendung))


def _aendere(leser: Formularleser, worum: str, _: int) -> None:
    blatt = Arbeitsblatt(leser.platz, worum)
    # A form shows all master data; only what somebody changed is meant, be the rest as it may.
    gezeigt = leser.gezeigt or {f.name: f.wert for f in formulare.zum_aendern(blatt).felder}
    felder = [(n, w) for n, w in leser.kopf(gezeigt) if w != (kopfwert(blatt.akte.fall.kopf, n) or "")]
    wunsch = _zum_fall(leser, blatt, Eintragswunsch(felder=felder))
    leser.plan.betreff = f"{blatt.akte.fall.kennung}: {wunsch.in_worten}"
    if not (felder or wunsch.erledigt or wunsch.fallengelassen or wunsch.rueckmeldung):
        raise Schreibfehler("Es gibt nichts zu ändern.")
    if not leser.plan.fehler:
        leser.plan.vorhaben = blatt.plane(auftrag_aus(blatt, wunsch))[0]


def _uebergib(leser: Formularleser, worum: str, _: int) -> None:
    platz, plan = leser.platz, leser.plan
    von = worum.removeprefix(formulare.ALLE_VON) if worum.startswith(formulare.ALLE_VON) else None
    kennungen = offene_faelle_von(platz, von) if von is not None else worum.split(",")
    was, wer, bis = leser.text("was"), leser.text("wer"), leser.tag("bis", voraus=True)
    if was != "ende" and not wer:
        raise Schreibfehler("Wer übernimmt?", feld="wer")
    wunsch = Uebergabewunsch(
        an=wer if was == "an" else None,
        vertretung={"vertretung": wer, "ende": "keine"}.get(was),
        bis=bis,
        text=leser.text("text"),
        von=von,
    )
    worte = {"an": f"übergeben an {wer}", "vertretung": f"vertreten durch {wer}", "ende": "Vertretung beendet"}
    plan.betreff = f"{von or ', '.join(kennungen)}: {worte.get(was, '')}"
    if not plan.fehler:
        plan.vorhaben = plane_uebergabe(platz, kennungen, wunsch)[0]


def _nimm_zurueck(leser: Formularleser, worum: str, _: int) -> None:
    eintrag, nach = leser.text("eintrag") or None, leser.text("nach") or None
    leser.plan.vorhaben = plane_ruecknahme(leser.platz, worum, eintrag=eintrag, nach=nach)
    leser.plan.betreff = f"{worum}: {eintrag or 'letzte Änderung'} zurückgenommen{f', nach {nach}' if nach else ''}"


def _vereine(leser: Formularleser, worum: str, _: int) -> None:
    mit = leser.text("mit")
    if not mit:
        raise Schreibfehler("Mit welchem Fall? Nennen Sie seine ID.", feld="mit")
    try:
        Arbeitsblatt(leser.platz, mit)
    except Schreibfehler as fehler:
        raise Schreibfehler(fehler.satz, feld="mit") from fehler
    vereinigung = Vereinigung(leser.platz, worum, mit)
    entschieden = {name: wert for name, wert in leser.kopf() if wert}
    leser.plan.betreff = f"{worum}: mit {mit} vereint"
    leser.plan.vorhaben = vereinigung.plane(entschieden)


def _lege_an(leser: Formularleser, _: str, wurf: int) -> None:
    felder: dict[str, str] = dict(leser.kopf())
    if "Zugangsweg" not in felder:
        leser.plan.fehler.setdefault("feld Zugangsweg", "Woher kam der Mensch?")
    if not leser.plan.fehler:
        leser.plan.vorhaben = plane_neue(leser.platz, [felder], zufall=_zufall(wurf))
        leser.plan.betreff = _neue(leser.plan.vorhaben)


def _lege_veranstaltung_an(leser: Formularleser, _: str, wurf: int) -> None:
    platz, plan = leser.platz, leser.plan
    tag, weg = leser.tag("datum") or platz.stichtag, leser.text("zugangsweg")
    wie_viele, teilnehmende = nummer(leser.text("faelle"), _HOECHSTENS_FAELLE), leser.text("teilnehmende")
    if not weg:
        plan.fehler.setdefault("zugangsweg", "Welche Veranstaltung war es?")
    if wie_viele is None:
        plan.fehler.setdefault("faelle", f"Erwartet wird eine Zahl von 1 bis {_HOECHSTENS_FAELLE}.")
    if teilnehmende and teilnehmende != "0" and nummer(teilnehmende, 9999) is None:
        plan.fehler.setdefault("teilnehmende", "Erwartet wird eine Zahl von 0 bis 9999.")
    if plan.fehler or wie_viele is None:
        return
    wunsch = Veranstaltungswunsch(
        zugangsweg=weg, datum=tag, faelle=(), berater=leser.liste("berater"), teilnehmende=teilnehmende, text=leser.text("text")
    )  # fmt: skip
    plan.vorhaben = plane_veranstaltung(platz, reihum(platz, wunsch, wie_viele, {}), _zufall(wurf))
    plan.betreff = f"{weg} {tag}: {_neue(plan.vorhaben)}"


def _neue(vorhaben: Vorhaben) -> str:
    namen = [a.name.rpartition("/")[2].removesuffix(".md") for a in vorhaben.ablagen if a.alt is None]
    return f"{', '.join(namen)}: neu"


def _zufall(wurf: int) -> Callable[[int], int]:
    """Return a source of IDs that draws the same for one form: what was shown is what is saved."""
    return random.Random(wurf).randrange


_TATEN: Mapping[str, Callable[[Formularleser, str, int], None]] = {
    "eintragen": _trage_ein,
    "aendern": _aendere,
    "uebergeben": _uebergib,
    "zuruecknehmen": _nimm_zurueck,
    "vereinen": _vereine,
    "neu": _lege_an,
    "veranstaltung": _lege_veranstaltung_an,
}
