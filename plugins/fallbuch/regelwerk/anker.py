"""From what an item of a case is counted: dated facts of its file, and of the team where they concern it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from fallbuch.akte.eintragsformen import Planangaben
from fallbuch.akte.modell import Eintrag
from fallbuch.akte.zusage import Stand, Vereinbarung
from fallbuch.regelwerk.bausteine import Anker, Ankerpunkt, einer
from fallbuch.regelwerk.geschichte import Punkt
from fallbuch.regelwerk.massnahmen import Massnahme
from fallbuch.regelwerk.sicht import Fallsicht
from fallbuch.regelwerk.verabredungen import Verabredung
from fallbuch.regelwerk.vokabular import ist_kunde


def _aus(eintrag: Eintrag | None, name: str) -> list[Ankerpunkt]:
    """Return the fact that an entry is; none where there is no such entry."""
    if eintrag is None or eintrag.datum is None:
        return []
    return [Ankerpunkt(eintrag.datum, name, eintrag.stelle, eintrag.schluessel)]


def _erstes_gespraech(sicht: Fallsicht) -> list[Ankerpunkt]:
    return _aus(sicht.gespraeche[0], sicht.gespraeche[0].art) if sicht.gespraeche else []


def _folgetermin(sicht: Fallsicht) -> list[Ankerpunkt]:
    return [
        Ankerpunkt(
            v.tag, _verabredet(v, sicht.zustaendig), v.eintrag.ort("Folgetermin"), v.eintrag.schluessel,
            verabredet=True,
            uhrzeit=v.uhrzeit,
            wer=tuple(sorted(v.wer - {""})),
            versuche_ab=min(v.tag, v.seit + _EIN_TAG),
        )
        for v in sicht.offene_verabredungen
    ]  # fmt: skip


def _verabredet(v: Verabredung, zustaendig: str | None) -> str:
    wann = " den" if v.uhrzeit is None else f" {v.uhrzeit:%H:%M} Uhr am"
    mit = "" if v.wer <= {zustaendig, ""} else f" mit {' und '.join(sorted(v.wer - {''}))}"
    return f"verabredet am {v.seit}{mit} für{wann}"


def _vereinbarungsfrist(sicht: Fallsicht) -> list[Ankerpunkt]:
    return [
        Ankerpunkt(
            vereinbarung.frist, f"Frist {was} ({vereinbarung.wer or 'Team'})", vereinbarung.stelle, bezug,
            kunde_dran=ist_kunde(vereinbarung.wer),
            # A promise of the team has its own day in lists and calendars; the customer is asked after all at once.
            einzeln=not ist_kunde(vereinbarung.wer),
            erledigt=vereinbarung.stand is not Stand.OFFEN,
            wer=vereinbarung.personen,
        )
        for was, bezug, vereinbarung in _vereinbarungen(sicht)
        if vereinbarung.frist is not None
    ]  # fmt: skip


def _vereinbarungen(sicht: Fallsicht) -> Iterator[tuple[str, str, Vereinbarung]]:
    """Agreements of all entries, and the steps towards the goal of the plan that counts."""
    # The customer is left in peace for now: what the team promised holds all the same.
    nur_unsere = sicht.pausiert or not sicht.offen
    for _, eintrag in sicht.eintraege:
        for nummer, vereinbarung in enumerate(eintrag.angaben.vereinbarungen, start=1):
            if not (nur_unsere and ist_kunde(vereinbarung.wer)):
                yield "der Vereinbarung", f"{eintrag.schluessel}-v{nummer}", vereinbarung
    plan = sicht.plan or next((e for _, e in reversed(sicht.eintraege) if isinstance(e.besonderes, Planangaben)), None)
    if plan is not None and isinstance(plan.besonderes, Planangaben):
        for nummer, teilziel in enumerate(plan.besonderes.teilziele, start=1):
            # A step that a counsellor took on is a promise; the others rest with the plan.
            if teilziel.personen or (plan is sicht.plan and not nur_unsere):
                yield "des Teilziels", f"{plan.schluessel}-t{nummer}", teilziel


def _wechsel_nach_plan(sicht: Fallsicht, stufen: Sequence[str] = ()) -> list[Ankerpunkt]:
    """The change since which the level is one of those the rule is for; without any, the first after the plan."""
    wechsel = sicht.wechsel_nach_plan(stufen)
    if wechsel is None:
        return []
    gilt_noch = wechsel.stufe == sicht.stufe
    name = f"neue Stufe {wechsel.stufe} seit" if gilt_noch else "erster Wechsel der Stufe nach dem Plan am"
    return _aus(wechsel.eintrag, name)


def _massnahmenende(sicht: Fallsicht) -> list[Ankerpunkt]:
    return [
        Ankerpunkt(m.ende, _ende_von(m), m.eintrag.ort("Ende"), m.eintrag.schluessel, massnahme=m)
        for m in sicht.massnahmen
        if m.ende is not None
    ]


def _ende_von(massnahme: Massnahme) -> str:
    name = massnahme.angaben.bezeichnung or massnahme.angaben.art
    return f"Ende der Maßnahme „{name}“" if name else "Ende der Maßnahme"


def stabilisierende(sicht: Fallsicht) -> list[Ankerpunkt]:
    """Ends of stabilising measures that stretch the contact: begun and known before the contact was due."""
    letzter = sicht.letzter_kontakt
    frist = sicht.regelwerk.kontaktfrist(sicht.stufe, letzter.datum) if letzter is not None else None
    if letzter is None or frist is None:
        return []
    grenze = frist.nach(letzter.datum)
    return [
        punkt
        for punkt in _massnahmenende(sicht)
        if (m := punkt.massnahme) is not None
        and m.art.stabilisierend
        and not m.vorzeitig
        and m.beginn <= min(sicht.stichtag, grenze)
        and m.bekannt_seit <= grenze < punkt.datum
    ]


def _bewerberangebot(sicht: Fallsicht) -> list[Ankerpunkt]:
    angebote = sicht.bewerberangebote
    return _aus(angebote[-1], "Bewerberangebot geprüft") if angebote else _erstes_gespraech(sicht)


def _einstufung(sicht: Fallsicht) -> list[Ankerpunkt]:
    if sicht.stufe is None:
        return []
    if sicht.einstufungen:
        neueste = sicht.einstufungen[-1]
        return _aus(neueste.eintrag, f"Stufe {neueste.stufe} festgelegt")
    # Only the front matter names a level, without a day: it cannot be older than the case.
    beginn = sicht.phasen[0].beginn
    return einer(
        beginn and Punkt(beginn.datum, f"Stufe {sicht.stufe} ohne Datum, Erstkontakt", beginn.stelle, beginn.bezug)
    )


def _bewilligung(sicht: Fallsicht) -> list[Ankerpunkt]:
    tag = sicht.fall.kopf.bewilligung_bis
    return [] if tag is None else [Ankerpunkt(tag, "Bewilligung bis", sicht.fall.ort("Bewilligung bis"), str(tag))]


def _verlaengerung(sicht: Fallsicht) -> list[Ankerpunkt]:
    neueste = sicht.verlaengerungen[-1:]
    return [Ankerpunkt(bis, "verlängert bis", eintrag.ort("Bis"), eintrag.schluessel) for eintrag, bis in neueste]


def _versuche(sicht: Fallsicht) -> list[Ankerpunkt]:
    return [
        Ankerpunkt(e.datum, f"{n}. Versuch seit {sicht.versuche[0].datum} am", e.stelle, e.schluessel, nummer=n)
        for n, e in enumerate(sicht.versuche, start=1)
        if e.datum is not None
    ]


def _arbeitsbeginn(sicht: Fallsicht) -> list[Ankerpunkt]:
    if sicht.arbeitsbeginn is None:
        return []
    tag, abschluss = sicht.arbeitsbeginn
    ab = None if abschluss.datum is None else abschluss.datum + _EIN_TAG
    return [Ankerpunkt(tag, "Arbeitsbeginn", abschluss.ort("Arbeitsbeginn"), abschluss.schluessel, versuche_ab=ab)]


def _betreuungsende(sicht: Fallsicht) -> list[Ankerpunkt]:
    abschluss = sicht.phase.abschluss
    if abschluss is None:
        return []
    enden = [*_aus(abschluss, "Abschluss"), *_arbeitsbeginn(sicht)]
    enden += [punkt for eintrag, _ in sicht.nachbetreuungen for punkt in _aus(eintrag, "Nachbetreuung")]
    # The item is about the closing, whatever day it is counted from.
    letztes = max(enden, key=lambda ende: ende.datum)
    return [Ankerpunkt(letztes.datum, letztes.name, letztes.stelle, abschluss.schluessel)]


def _jahresende(sicht: Fallsicht) -> list[Ankerpunkt]:
    return [
        Ankerpunkt(date(e.datum.year, 12, 31), f"{e.name} {e.datum}, Ende dieses Jahres", e.stelle, e.bezug)
        for e in _betreuungsende(sicht)
    ]


def _gespraech_danach(sicht: Fallsicht) -> list[Ankerpunkt]:
    """The newest contact after the closing by which nobody said that the case stays closed."""
    danach = sicht.nach_dem_abschluss
    if not danach or danach[-1].angaben.wiederaufnehmen is not None:
        return []
    return _aus(danach[-1], f"nach dem Abschluss gesprochen ({danach[-1].art})")


def _ausscheiden(sicht: Fallsicht) -> list[Ankerpunkt]:
    name = sicht.fall.kopf.berater or ""
    wort = sicht.regelwerk.vokabular.berater.get(name)
    if wort is None or wort.bis is None:
        return []
    wann = "war" if wort.bis < sicht.stichtag else "ist"
    return [Ankerpunkt(wort.bis, f"{name} {wann} im Team bis", sicht.regelwerk.vokabular.ort("berater", name), name)]


_EIN_TAG = timedelta(days=1)
_GESPRAECH, _GESCHLOSSEN = frozenset({"gespraech"}), frozenset({"abgeschlossen"})
_MASSNAHME = frozenset({"massnahme"})

ANKER: Mapping[str, Anker[Fallsicht]] = {
    "phasenbeginn": Anker(
        "dem Beginn der Beratungsphase (Erstkontakt oder Wiederaufnahme)", lambda s: einer(s.phase.beginn)
    ),
    "erstes-gespraech": Anker("dem ersten Gespräch der Phase", _erstes_gespraech, _GESPRAECH),
    "letzter-kontakt": Anker(
        "dem letzten Kontakt, sonst dem Beginn der Phase", lambda s: einer(s.letzter_kontakt), wiederkehrend=True
    ),
    "folgetermin": Anker(
        "jedem verabredeten Termin, der offen ist", _folgetermin, frozenset({"folgetermin"}), kommend=True
    ),
    "vereinbarungsfrist": Anker(
        "der Frist einer Vereinbarung oder eines Teilziels",
        _vereinbarungsfrist,
        frozenset({"vereinbarung"}),
        kommend=True,
        weitere=("weitere mit Frist offen", "weitere mit Frist offen"),
        mehrere=True,
    ),
    "einfuehrung": Anker(
        "dem Tag, an dem das Team die Regeln eingeführt hat (für ältere Fälle)", lambda s: einer(s.einfuehrung), kommend=True
    ),
    "plan": Anker("dem neuesten Betreuungsplan", lambda s: _aus(s.plan, "Betreuungsplan vom"), frozenset({"plan"})),
    "stufenwechsel-nach-plan": Anker(
        "dem ersten Wechsel der Stufe nach dem neuesten Plan (zu einer Stufe, für die die Regel gilt)",
        _wechsel_nach_plan,
        frozenset({"plan", "stufe"}),
        finde_fuer=_wechsel_nach_plan,
    ),
    "massnahmenende": Anker("dem Ende einer Maßnahme", _massnahmenende, _MASSNAHME, kommend=True, mehrere=True),
    "stabilisierungsende": Anker(
        "dem Ende einer stabilisierenden Maßnahme, die vor Ablauf der Kontaktfrist begann",
        stabilisierende,
        kommend=True,
        mehrere=True,
    ),
    "bewerberangebot": Anker(
        "der letzten Prüfung des Bewerberangebots, sonst dem ersten Gespräch", _bewerberangebot, _GESPRAECH
    ),
    "einstufung": Anker(
        "der letzten Festlegung oder Bestätigung der Stufe", _einstufung, frozenset({"stufe"})
    ),
    "bewilligung": Anker("dem Tag „Bewilligung bis“ im Kopf der Datei", _bewilligung, frozenset({"bewilligung"}), kommend=True),
    "verlaengerung": Anker("dem Tag, bis zu dem verlängert wurde", _verlaengerung, frozenset({"verlaengerung"}), kommend=True),
    "versuch": Anker("einem Versuch seit dem letzten Kontakt", _versuche, frozenset({"versuch"}), mehrere=True),
    "arbeitsbeginn": Anker("dem Arbeitsbeginn nach einem Abschluss mit Arbeitsstelle", _arbeitsbeginn, _GESCHLOSSEN, kommend=True),
    "betreuungsende": Anker(
        "dem Abschluss, bei einer Arbeitsstelle dem Arbeitsbeginn oder der letzten Nachbetreuung",
        _betreuungsende,
        _GESCHLOSSEN,
        kommend=True,
    ),
    "gespraech-nach-abschluss": Anker(
        "dem neuesten Kontakt nach dem Abschluss, der keine Nachbetreuung ist", _gespraech_danach, _GESCHLOSSEN
    ),
    "jahr-des-betreuungsendes": Anker(
        "dem Ende des Jahres, in dem die Betreuung oder Nachbetreuung endete", _jahresende, _GESCHLOSSEN, kommend=True
    ),
    "ausscheiden": Anker(
        "dem letzten Tag der zuständigen Person im Team", _ausscheiden, frozenset({"berater"}), kommend=True
    ),
}  # fmt: skip
