"""A second, naive reading of the due rules: the table of the domain model, row by row.

It shares no code with the rule engine and reads no rule file; tests hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fallbuch.akte import eintragsformen
from fallbuch.akte.modell import Eintrag, Fall
from fallbuch.akte.zusage import Stand

GESPRAECHE = {"Erstgespräch", "Beratung"}
KONTAKTE = GESPRAECHE | {"Telefonat", "E-Mail", "Außentermin", "Nachbetreuung"}  # Brief: see Lage.ist_kontakt
VERSUCHE = {"Kontaktversuch", "Nicht erschienen"}
KURSE = {"Weiterbildung", "Kurze Qualifizierung", "Eignungsfeststellung", "Gruppenangebot"}
ENDKONTAKT = KURSE | {"Training im Betrieb", "Training außerhalb des Betriebs", "Arbeitsgelegenheit", "Stabilisierung"}
PSYCHOSOZIAL = {"Psychosoziale Betreuung", "Suchtberatung"}
STABILISIEREND = PSYCHOSOZIAL | {"Arbeitsgelegenheit", "Stabilisierung", "Einzelcoaching"}
VOR_16A = PSYCHOSOZIAL | {"Kinderbetreuung", "Schuldnerberatung"}
VORZEITIG = {"abgebrochen", "nicht angetreten"}
LETZTER_TAG = {"Rita": date(2027, 9, 30)}
STUFEN = {"IN": (4, "Wochen"), "IK": (10, "Wochen"), "IG": (3, "Monate"), "IF": (6, "Monate")}
# Warning spans in days: a quarter of the rule's span; 7 for all others, as the least; 28 is the most.
VORWARNUNG = (
    {"kontakt-ik": 17, "bewilligung": 10}
    | dict.fromkeys(["kontakt-ig", "kontakt-ig-massnahme", "kontakt-if-16a", "bewerberangebot-nah"], 22)
    | dict.fromkeys(["kontakt-if", "plan-laeuft-ab", "bewerberangebot-fern", "stufe-pruefen"], 28)
    | dict.fromkeys(["kontaktdaten-loeschen", "fall-loeschen", "neu-zu-vergeben", "verlaengerung-laeuft-ab"], 28)
)
# Rules that a contact or a conversation clears: an attempt since the due date is worth saying.
NACH_STUFE = {"kontakt-ohne-stufe", "kontakt-in", "kontakt-ik", "kontakt-ig", "kontakt-if"}
MIT_MASSNAHME = {"kontakt-ig-massnahme", "kontakt-if-16a", "massnahme-endet-bald", "massnahme-endet"}
DURCH_KONTAKT = NACH_STUFE | MIT_MASSNAHME | {"erstgespraech", "folgetermin", "nachbetreuung"}
MONATSLAENGEN = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
EIN_TAG = timedelta(days=1)


def plus(tag: date, anzahl: int, einheit: str) -> date:
    """Return the day moved by a span (backwards if negative); months are clamped at the month's end."""
    if einheit in {"Tage", "Wochen"}:
        return tag + timedelta(days=anzahl if einheit == "Tage" else 7 * anzahl)
    monate = 12 * anzahl if einheit == "Jahre" else anzahl
    jahr, monat = divmod(12 * tag.year + tag.month - 1 + monate, 12)
    schaltjahr = jahr % 4 == 0 and (jahr % 100 != 0 or jahr % 400 == 0)
    laenge = 29 if monat == 1 and schaltjahr else MONATSLAENGEN[monat]
    return date(jahr, monat + 1, min(tag.day, laenge))


class Lage:
    """What a case's file says on the key date."""

    def __init__(self, fall: Fall, erstkontakt: date, stichtag: date, einfuehrung: date | None) -> None:
        self.kopf, self.stichtag, self.erstkontakt = fall.kopf, stichtag, erstkontakt
        self.einfuehrung = einfuehrung if einfuehrung is not None and erstkontakt < einfuehrung else None
        self.fall = fall
        ganz = _gereiht(fall)
        self.eintraege = [(tag, e) for tag, e in ganz if tag <= stichtag]
        # Level: entries first; the front matter only where the whole file never assesses.
        stufen = [(tag, stufe) for tag, e in self.eintraege if (stufe := e.angaben.betreuungsstufe) is not None]
        davor = [None, *(stufe for _, stufe in stufen)]
        self.einstufungen = stufen
        self.wechsel = [(tag, alt, neu) for alt, (tag, neu) in zip(davor, stufen, strict=False) if alt != neu]
        nie_eingestuft = all(e.angaben.betreuungsstufe is None for _, e in ganz)
        self.kopfstufe = fall.kopf.betreuungsstufe if nie_eingestuft else None
        self.stufe = stufen[-1][1] if stufen else self.kopfstufe
        # The current phase, closed or not; where status and record disagree it is open.
        wiederaufnahme, self.abschluss = _teile(self.eintraege)
        if (fall.kopf.status == "abgeschlossen") != (_teile(ganz)[1] is not None):
            self.abschluss = None
        self.phase = self.eintraege if wiederaufnahme is None else self.eintraege[wiederaufnahme:]
        self.beginn = erstkontakt if wiederaufnahme is None else self.eintraege[wiederaufnahme][0]
        self.kontakte: list[tuple[date, Eintrag]] = []
        self.gespraeche: list[date] = []
        self.versuche: list[date] = []  # since the last contact
        self.plaene: list[tuple[date, eintragsformen.Planangaben]] = []
        self.massnahmen: list[tuple[date, date, eintragsformen.Massnahmeangaben]] = []  # entered, begun
        self.pausen: list[tuple[date, date]] = []
        self.verlaengerungen: list[date] = []
        self.nachbetreuungen: list[tuple[date, str | None]] = []
        for tag, eintrag in self.phase:
            if self.ist_kontakt(tag, eintrag):
                self.kontakte.append((tag, eintrag))
                self.versuche.clear()
            if eintrag.art in GESPRAECHE:
                self.gespraeche.append(tag)
            if eintrag.art in VERSUCHE:
                self.versuche.append(tag)
            was = eintrag.besonderes
            if isinstance(was, eintragsformen.Planangaben):
                self.plaene.append((tag, was))
            elif isinstance(was, eintragsformen.Massnahmeangaben):
                self.massnahmen.append((tag, was.beginn or tag, was))
            elif isinstance(was, eintragsformen.Pauseangaben) and was.bis is not None:
                self.pausen.append((tag, was.bis))
            elif isinstance(was, eintragsformen.Verlaengerungangaben) and was.bis is not None:
                self.verlaengerungen.append(was.bis)
            elif isinstance(was, eintragsformen.Nachbetreuungangaben):
                self.nachbetreuungen.append((tag, was.ergebnis))
        self.letzter = self.kontakte[-1][0] if self.kontakte else self.beginn

    def ist_kontakt(self, tag: date, eintrag: Eintrag) -> bool:
        """Tell whether an entry is a contact; a letter is one if the level of its own day is IN."""
        if eintrag.art != "Brief":
            return eintrag.art in KONTAKTE
        bis_dahin = [stufe for am, stufe in self.einstufungen if am <= tag]
        return (bis_dahin[-1] if bis_dahin else self.kopfstufe) == "IN"

    def ab(self, tag: date) -> date:
        """Return the anchor, not before the day of introduction where that applies."""
        return tag if self.einfuehrung is None else max(tag, self.einfuehrung)

    def wechsel_nach(self, tag: date) -> date | None:
        """Return the first change of level after a day; the first assessment of all is a change too."""
        return next((am for am, _, _ in self.wechsel if am > tag), None)

    def am(self, stichtag: date) -> Lage:
        """Return the case on another day."""
        return Lage(self.fall, self.erstkontakt, stichtag, self.einfuehrung)

    def vorgaben(self) -> list[date]:
        """Return the days after the last contact on which level or interval changed."""
        intervalle = [None, *(plan.kontaktintervall for _, plan in self.plaene)]
        neue = {tag for alt, (tag, plan) in zip(intervalle, self.plaene, strict=False) if plan.kontaktintervall != alt}
        neue |= {tag for tag, _, _ in self.wechsel}
        return sorted(tag for tag in neue if tag > self.letzter)

    def nach_intervall(self, plan: eintragsformen.Planangaben) -> date:
        """Return the last contact plus the plan's interval; the last of all days where it has none."""
        spanne = plan.kontaktintervall
        return date.max if spanne is None else plus(self.letzter, spanne.anzahl, str(spanne.einheit))


def _gereiht(fall: Fall) -> list[tuple[date, Eintrag]]:
    """Return dated entries oldest first; a closing ends its day and a reopening begins it, unless both are of one day."""
    nach_tagen: dict[date, list[Eintrag]] = {}
    for e in fall.eintraege:
        if e.datum is not None:
            nach_tagen.setdefault(e.datum, []).append(e)
    ganz = []
    for tag, des_tages in sorted(nach_tagen.items()):
        wenden = [e for e in des_tages if e.art in {"Abschluss", "Wiederaufnahme"}]
        rest = [e for e in des_tages if e not in wenden]
        if len(wenden) == 1:
            des_tages = wenden + rest if wenden[0].art == "Wiederaufnahme" else rest + wenden
        ganz += [(tag, e) for e in des_tages]
    return ganz


def _teile(eintraege: list[tuple[date, Eintrag]]) -> tuple[int | None, tuple[date, Eintrag] | None]:
    """Return where the newest reopening stands, and the closing after it."""
    wiederaufnahme, abschluss = None, None
    for i, (tag, eintrag) in enumerate(eintraege):
        if eintrag.art == "Abschluss":
            abschluss = tag, eintrag
        elif eintrag.art == "Wiederaufnahme" and abschluss is not None:
            wiederaufnahme, abschluss = i, None
    return wiederaufnahme, abschluss


Punkte = Sequence[tuple[str, date] | tuple[str, date, Sequence[object]]]


def erstgespraech(lage: Lage) -> Punkte:
    """Row `Erstgespräch führen`."""
    return [] if lage.gespraeche else [("erstgespraech", plus(lage.beginn, 2, "Wochen"))]


def zu_vergeben(lage: Lage) -> Punkte:
    """Row `Zu vergeben`."""
    return [] if lage.kopf.berater else [("zu-vergeben", plus(lage.beginn, 1, "Wochen"))]


def neu_zu_vergeben(lage: Lage) -> Punkte:
    """Section 3: an open case of a counsellor who left is due for reassignment."""
    return [("neu-zu-vergeben", tag) for wer, tag in LETZTER_TAG.items() if wer == lage.kopf.berater]


def ohne_stufe(lage: Lage) -> Punkte:
    """Rows `Betreuungsstufe festlegen` and `Kontakt ohne Stufe`."""
    if lage.stufe is not None or not lage.gespraeche:
        return []
    kontakt_bis = plus(lage.letzter, 4, "Wochen")
    return [("stufe-festlegen", lage.ab(lage.gespraeche[0])), ("kontakt-ohne-stufe", kontakt_bis)]


def kontakt(lage: Lage) -> Punkte:
    """Row `Kontakt IN / IK / IG / IF`, where neither of the two rows below replaces it."""
    if lage.stufe is None or kontakt_ig_massnahme(lage) or kontakt_if_16a(lage):
        return []
    return [(f"kontakt-{lage.stufe.lower()}", kontaktfrist(lage))]


def kontaktfrist(lage: Lage) -> date:
    """Return when the next contact is due: what changed never makes overdue backwards and never postpones."""
    jetzt = nach_worten(lage)
    assert jetzt is not None
    return _im_lauf(lage, jetzt)


def _im_lauf(lage: Lage, jetzt: date | None) -> date:
    geaendert = lage.vorgaben()
    if not geaendert:
        return jetzt or date.max
    am = geaendert[-1]
    gestern = lage.am(am - EIN_TAG)
    davor = _im_lauf(gestern, nach_worten(gestern))
    if davor == date.max or jetzt is None:
        return jetzt or davor
    return jetzt if jetzt >= davor else davor if davor < am else max(jetzt, am)


def nach_worten(lage: Lage) -> date | None:
    """Return last contact + span by what holds on the day alone; None where no row asks for a contact."""
    if lage.stufe is None:
        return plus(lage.letzter, 4, "Wochen") if lage.gespraeche else None
    if (ende := _massnahmenende_ig(lage)) is not None:
        return min(plus(lage.letzter, 6, "Monate"), max(plus(lage.letzter, 3, "Monate"), ende))
    basis = plus(lage.letzter, 3, "Monate") if _vor_16a(lage) else plus(lage.letzter, *STUFEN[lage.stufe])
    return min([basis, *(lage.nach_intervall(plan) for _, plan in lage.plaene[-1:])])


def kontakt_ig_massnahme(lage: Lage) -> Punkte:
    """Row `Kontakt IG in Maßnahme`."""
    return [] if _massnahmenende_ig(lage) is None else [("kontakt-ig-massnahme", kontaktfrist(lage))]


def _massnahmenende_ig(lage: Lage) -> date | None:
    drei_monate = plus(lage.letzter, 3, "Monate")
    eng = bool(lage.plaene) and lage.nach_intervall(lage.plaene[-1][1]) < drei_monate
    enden = [
        m.ende
        for tag, beginn, m in (lage.massnahmen if lage.stufe == "IG" and not eng else ())
        if m.art in STABILISIEREND and beginn <= lage.stichtag and beginn <= drei_monate and tag <= drei_monate
        if m.ende is not None and m.ende > drei_monate and m.ergebnis not in VORZEITIG
    ]
    return max(enden, default=None)


def kontakt_if_16a(lage: Lage) -> Punkte:
    """Row `Kontakt IF vor § 16a`."""
    return [("kontakt-if-16a", kontaktfrist(lage))] if _vor_16a(lage) else []


def _vor_16a(lage: Lage) -> bool:
    basis = plus(lage.letzter, 3, "Monate")
    # Planned ahead, and still to begin; one that began when the contact was overdue heals nothing.
    geplante = [m for tag, beginn, m in lage.massnahmen if tag < beginn and (beginn > lage.stichtag or beginn > basis)]
    return lage.stufe == "IF" and any(m.art in VOR_16A and m.ergebnis not in VORZEITIG for m in geplante)


def plan_erstellen(lage: Lage) -> Punkte:
    """Row `Betreuungsplan erstellen`."""
    if lage.plaene or not lage.gespraeche:
        return []
    return [("plan-erstellen", max(plus(lage.ab(lage.beginn), 1, "Monate"), lage.gespraeche[0]))]


def plan_laeuft_ab(lage: Lage) -> Punkte:
    """Row `Betreuungsplan läuft ab`."""
    if not lage.plaene:
        return []
    tag, plan = lage.plaene[-1]
    ende = lage.ab(plan.gueltig_bis) if plan.gueltig_bis is not None else plus(lage.ab(tag), 6, "Monate")
    return [("plan-laeuft-ab", ende)]


def plan_fortschreiben(lage: Lage) -> Punkte:
    """Row `Betreuungsplan fortschreiben`."""
    wechsel = lage.wechsel_nach(lage.plaene[-1][0]) if lage.plaene else None
    return [] if wechsel is None else [("plan-fortschreiben", plus(lage.ab(wechsel), 2, "Wochen"))]


def massnahme_endet(lage: Lage) -> Punkte:
    """Rows `Maßnahme endet bald` and `Maßnahme endet`, for each measure."""
    punkte: list[tuple[str, date]] = []
    kontakt_am = lage.kontakte[-1][0] if lage.kontakte else date.min
    for _, beginn, m in lage.massnahmen if lage.stufe in {"IN", "IK"} else ():
        if m.art not in ENDKONTAKT or m.ende is None or beginn > lage.stichtag or m.ergebnis in VORZEITIG:
            continue
        lang = (m.ende - beginn).days + 1 >= 56
        if lang and lage.stichtag < m.ende and kontakt_am < plus(m.ende, -6, "Wochen"):
            punkte.append(("massnahme-endet-bald", plus(m.ende, -4, "Wochen")))
        if lang and kontakt_am < plus(m.ende, -3, "Tage"):
            punkte.append(("massnahme-endet", m.ende))
    return punkte


def rueckmeldung(lage: Lage) -> Punkte:
    """Row `Rückmeldung zur Maßnahme`, for each measure."""
    offene = [m.ende for _, _, m in lage.massnahmen if m.ende is not None and m.ergebnis is None]
    return [("rueckmeldung", plus(ende, 2, "Wochen")) for ende in offene if lage.stichtag > ende]


def bewerberangebot(lage: Lage) -> Punkte:
    """Row `Bewerberangebot prüfen`."""
    geprueft = [tag for tag, e in lage.phase if e.angaben.bewerberangebot == "geprüft"]
    anker = geprueft[-1:] or lage.gespraeche[:1]
    if lage.stufe is None or not anker:
        return []
    regel, monate = ("bewerberangebot-nah", 3) if lage.stufe in {"IN", "IK"} else ("bewerberangebot-fern", 6)
    return [(regel, plus(lage.ab(anker[0]), monate, "Monate"))]


def stufe_pruefen(lage: Lage) -> Punkte:
    """Row `Betreuungsstufe prüfen`."""
    anker = lage.einstufungen[-1][0] if lage.einstufungen else lage.erstkontakt
    return [] if lage.stufe is None else [("stufe-pruefen", plus(lage.ab(anker), 6, "Monate"))]


def sozialintegrativ(lage: Lage) -> Punkte:
    """Row `Sozialintegrative Leistungen abfragen`."""
    if lage.stufe not in {"IG", "IF"} or not lage.plaene or lage.plaene[-1][1].sozialintegrative_leistungen:
        return []
    tag = lage.plaene[-1][0]
    seit = None  # since when the level has been one of the two
    for am, alt, neu in lage.wechsel:
        seit = None if neu not in {"IG", "IF"} else am if alt not in {"IG", "IF"} else seit
    return [("sozialintegrativ", max(lage.ab(tag), plus(seit, 2, "Wochen") if seit and seit > tag else tag))]


def folgetermin(lage: Lage) -> Punkte:
    """Row `Folgetermin`: day by day, each appointment crossed off when a fact of the day does it."""
    offen: list[Termin] = []
    for tag in sorted({tag for tag, _ in lage.eintraege}):
        heute = [e for am, e in lage.eintraege if am == tag]
        neue: list[Termin] = []
        for e in heute:
            f = e.angaben.folgetermin
            neu = None if f is None or f.tag is None else Termin(tag, f.tag, f.uhrzeit, _wer(lage, e), e)
            if neu is not None and all((n.am, n.um, n.wer) != (neu.am, neu.um, neu.wer) for n in neue):
                neue.append(neu)
        zuvor = [t for t in offen + neue if t.am <= tag]
        gewesen: list[Termin] = []
        for e in heute:
            passt = [
                t
                for t in zuvor
                if t.von is not e
                and _war_es(lage, tag, e, t.um is not None)
                and (t.seit < tag or e.angaben.wahrgenommen)
            ]
            mit = [t for t in passt if t.wer & _wer(lage, e)]
            gewesen += mit or (passt if len(passt) == 1 else [])
        uebrig = [t for t in offen + neue if t not in gewesen]
        weg: list[Termin] = []
        aeltere = [t for t in uebrig if t.seit < tag]
        statt = {id(e): _statt(lage, e, aeltere) for e in heute}
        for e in heute:
            f = e.angaben.folgetermin
            if f is not None and f.statt is not None:
                # Of the same day only what stands on its own feet: agreed by itself, or moved from an older one.
                heutige = [
                    t
                    for t in uebrig
                    if t.seit == tag and (t.von.angaben.folgetermin.statt is None or statt[id(t.von)] is not None)  # type: ignore[union-attr]
                ]
                gemeint = statt[id(e)] or _statt(lage, e, heutige)
                if gemeint is not None:
                    weg.append(gemeint)
                    for n in neue:
                        if f.tag == n.am and f.uhrzeit == n.um and _wer(lage, e) <= n.wer:
                            n.wer = n.wer | gemeint.wer
            elif f is not None:
                for t in aeltere:
                    if t.wer & _wer(lage, e):
                        t.wer = t.wer - _wer(lage, e) if not t.wer <= _wer(lage, e) else t.wer
                        weg += [t] if t.wer <= _wer(lage, e) else []
        offen = [t for t in uebrig if t not in weg]
    return [("folgetermin", t.am, tuple(sorted(t.wer - {""}))) for t in offen]


def _statt(lage: Lage, e: Eintrag, unter: list[Termin]) -> Termin | None:
    """Return the one appointment that an entry names after "statt", its own people's first; None where it is not one."""
    f = e.angaben.folgetermin
    if f is None or f.statt is None:
        return None
    passende = [t for t in unter if t.von is not e and t.am == f.statt.tag and f.statt.uhrzeit in {None, t.um}]
    eigene = [t for t in passende if t.wer & _wer(lage, e)] or passende
    return eigene[0] if len(eigene) == 1 else None


@dataclass(eq=False)
class Termin:
    """An appointment that stands: agreed on a day, for a day, perhaps an hour, with whom, by which entry."""

    seit: date
    am: date
    um: object
    wer: frozenset[str]
    von: Eintrag


def _wer(lage: Lage, eintrag: Eintrag) -> frozenset[str]:
    return frozenset(eintrag.berater or (lage.kopf.berater or "",))


def _war_es(lage: Lage, tag: date, eintrag: Eintrag, mit_uhrzeit: bool) -> bool:
    if eintrag.angaben.wahrgenommen is not None:  # the random cases say "ja" and nothing else
        return True
    return lage.ist_kontakt(tag, eintrag) and not (mit_uhrzeit and eintrag.art in {"Telefonat", "E-Mail", "Brief"})


def vereinbarung(lage: Lage) -> Punkte:
    """Row `Vereinbarung nachhalten`: one line for each whose turn it is."""
    alle = [v for _, e in lage.eintraege for v in e.angaben.vereinbarungen]
    ruht = lage.abschluss is not None or _pausiert(lage)
    plaene = [e for _, e in lage.eintraege if isinstance(e.besonderes, eintragsformen.Planangaben)]
    teilziele = plaene[-1].besonderes.teilziele if plaene else ()  # type: ignore[union-attr]
    alle.extend(t for t in teilziele if t.personen or (lage.plaene and not ruht))
    offene = [v for v in alle if v.stand is Stand.OFFEN and v.frist]
    beim_kunden = [v.frist for v in offene if v.wer in {"Kunde", "Kundin"} and v.frist and not ruht]
    unsere = [("vereinbarung", v.frist, v.personen) for v in offene if v.wer not in {"Kunde", "Kundin"} and v.frist]
    return [*unsere, *([("nachfragen", min(beim_kunden), ())] if beim_kunden else [])]


def bewilligung(lage: Lage) -> Punkte:
    """Row `Bewilligung läuft aus`."""
    bis = lage.kopf.bewilligung_bis
    return [] if bis is None else [("bewilligung", plus(bis, -6, "Wochen"))]


def standortgespraech(lage: Lage) -> Punkte:
    """Row `Standortgespräch`: a newer pause ends the one before, and an extension takes its place."""
    if lage.verlaengerungen:
        return [("verlaengerung-laeuft-ab", lage.verlaengerungen[-1])]
    if not lage.gespraeche:
        return []
    anker = lage.ab(lage.gespraeche[0])
    faellig = plus(anker, 12, "Monate")
    naechste = [von for von, _ in lage.pausen[1:]] + [date.max]
    for (von, bis), naechste_von in zip(lage.pausen, naechste, strict=False):
        if von < faellig:
            tage = min(bis, naechste_von - EIN_TAG) - max(von, anker) + EIN_TAG
            faellig += max(tage, timedelta())
    return [("standortgespraech", faellig)]


def nicht_erreichbar(lage: Lage) -> Punkte:
    """Row `Nicht erreichbar: entscheiden`."""
    genug = [tag for tag in lage.versuche[2:] if (tag - lage.versuche[0]).days >= 14]
    return [("nicht-erreichbar", genug[0])] if genug else []


def nachbetreuung(lage: Lage) -> Punkte:
    """Row `Nachbetreuung`: one item within the three months, then "Ergebnis eintragen"."""
    a = _arbeitsbeginn(lage)
    if a is None:
        return []
    d1, d2, d3 = (plus(a, monate, "Monate") for monate in (1, 2, 3))
    ab = min(a, lage.abschluss[0] if lage.abschluss else a)
    danach = [(tag, ergebnis) for tag, ergebnis in lage.nachbetreuungen if tag >= ab]
    ergebnisse = [ergebnis for _, ergebnis in danach if ergebnis is not None]
    if lage.stichtag > d3:
        spaete = [tag for tag, ergebnis in danach if ergebnis and tag >= plus(d3, -1, "Monate")]
        return [] if spaete or "beendet" in ergebnisse else [("nachbetreuung-ergebnis", d3)]
    offene: list[date] = []
    for von, bis in ((a, d1), (d1 + EIN_TAG, d2), (d2 + EIN_TAG, d3)):
        offene.append(bis)
        if any(von <= tag <= bis for tag, _ in lage.kontakte):
            offene.clear()  # settles the earlier months too
    vergangene = [tag for tag in offene if tag <= lage.stichtag]
    if not offene or "beendet" in ergebnisse:
        return []
    return [("nachbetreuung", vergangene[-1] if vergangene else offene[0])]


def _arbeitsbeginn(lage: Lage) -> date | None:
    """Return the first working day of a case closed with a job."""
    was = lage.abschluss[1].besonderes if lage.abschluss else None
    if isinstance(was, eintragsformen.Abschlussangaben) and was.ergebnis == "Arbeitsstelle angenommen":
        return was.arbeitsbeginn
    return None


def loeschen(lage: Lage) -> Punkte:
    """Row `Kontaktdaten löschen / Fall löschen`."""
    if lage.abschluss is None:
        return []
    abschluss, arbeitsbeginn = lage.abschluss[0], _arbeitsbeginn(lage)
    ende = max(abschluss, arbeitsbeginn or abschluss, *(tag for tag, _ in lage.nachbetreuungen))
    punkte = [("fall-loeschen", date(ende.year + 3, 12, 31))]
    if not any(e.art == "Kontaktdaten gelöscht" and tag >= abschluss for tag, e in lage.phase):
        punkte.append(("kontaktdaten-loeschen", plus(ende, 6, "Monate")))
    return punkte


def wieder_aufnehmen(lage: Lage) -> Punkte:
    """A contact after the closing without a reopening puts the case on the list."""
    if lage.abschluss is None:
        return []
    nach = [e for _, e in lage.phase]
    danach = nach[nach.index(lage.abschluss[1]) + 1 :]
    kontakte = [(t, e) for t, e in lage.kontakte if any(e is d for d in danach) and e.art != "Nachbetreuung"]
    if not kontakte or kontakte[-1][1].angaben.wiederaufnehmen:
        return []
    return [("wieder-aufnehmen", kontakte[-1][0])]


ZUSTAENDIG = (erstgespraech, zu_vergeben, neu_zu_vergeben, bewilligung)
KONTAKT = (ohne_stufe, kontakt, kontakt_ig_massnahme, kontakt_if_16a, nicht_erreichbar, folgetermin)
PLAN = (plan_erstellen, plan_laeuft_ab, plan_fortschreiben, sozialintegrativ, vereinbarung)
PRUEFEN = (massnahme_endet, rueckmeldung, bewerberangebot, stufe_pruefen, standortgespraech)


def dringlichkeit(lage: Lage, regel: str, faellig: date) -> str:
    """Say how urgent an item is on the key date."""
    if faellig == lage.stichtag:
        return "heute"
    if faellig > lage.stichtag:
        if faellig <= lage.stichtag + timedelta(days=6 - lage.stichtag.weekday()):
            return "diese Woche"
        vorwarnung = timedelta(days=_vorwarnung(lage, regel))
        ab = plus(faellig, -3, "Monate") if regel == "standortgespraech" else faellig - vorwarnung
        return "bald" if ab <= lage.stichtag else "später"
    if regel == "nachfragen":
        return "nachfragen"
    # What was tried before the closing was tried for something else.
    ab = lage.abschluss[0] + EIN_TAG if regel == "nachbetreuung" and lage.abschluss else date.min
    return "versucht" if regel in DURCH_KONTAKT and any(v >= max(faellig, ab) for v in lage.versuche) else "überfällig"


def _vorwarnung(lage: Lage, regel: str) -> int:
    """A quarter of the span that holds: of the interval where that is shorter."""
    if (
        regel.startswith("kontakt-")
        and regel not in {"kontakt-ohne-stufe", "kontakt-ig-massnahme"}
        and lage.plaene
        and lage.stufe
    ):
        spanne = lage.plaene[-1][1].kontaktintervall
        basis = (
            plus(lage.letzter, 3, "Monate") if regel == "kontakt-if-16a" else plus(lage.letzter, *STUFEN[lage.stufe])
        )
        if spanne is not None and lage.nach_intervall(lage.plaene[-1][1]) < basis:
            tage = (plus(date(2001, 1, 1), spanne.anzahl, str(spanne.einheit)) - date(2001, 1, 1)).days
            return min(max(tage // 4, 7), 28)
    return VORWARNUNG.get(regel, 7)


def _pausiert(lage: Lage) -> bool:
    return lage.abschluss is None and bool(lage.pausen) and lage.stichtag <= lage.pausen[-1][1]


def naiv(fall: Fall, stichtag: date, einfuehrung: date | None = None) -> list[tuple[str, date, str, tuple[str, ...]]]:
    """Return rule, due date, urgency and whose it is of all that is due in one case, sorted."""
    if fall.kopf.erstkontakt is None or stichtag < fall.kopf.erstkontakt:
        return []
    lage = Lage(fall, fall.kopf.erstkontakt, stichtag, einfuehrung)
    offen = (folgetermin, vereinbarung) if _pausiert(lage) else (*ZUSTAENDIG, *KONTAKT, *PLAN, *PRUEFEN)
    regeln = offen if lage.abschluss is None else (nachbetreuung, loeschen, folgetermin, vereinbarung, wieder_aufnehmen)
    punkte = [punkt for regel in regeln for punkt in regel(lage)]
    return sorted(
        (
            regel.replace("nachfragen", "vereinbarung"),
            faellig,
            dringlichkeit(lage, regel, faellig),
            tuple(str(name) for namen in wer for name in namen),
        )
        for regel, faellig, *wer in punkte
    )
