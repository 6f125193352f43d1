"""A made-up case for a rule, computed with the team's own rules, so that its page can show the rule at work.

The case is put together from what the rule names: its anchor, its conditions, the words of the team's
lists. A rule for which no case can be made this way has no example.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

from fallbuch.akte.lesen import lesen
from fallbuch.akte.protokoll import Protokoll
from fallbuch.befund import Stelle
from fallbuch.regelwerk.bausteine import Wert, woerter
from fallbuch.regelwerk.deuten import Deuter
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.regelwerk.fallregeln import Fallregeln
from fallbuch.regelwerk.modell import Fassung, Regel, Regelwerk
from fallbuch.regelwerk.sicht import Fallsicht
from fallbuch.regelwerk.teamregeln import TEAMBAUSTEINE, Anlass, Teamsicht, Wiedervorlage, teamfaelligkeiten
from fallbuch.regelwerk.vokabular import Vokabular, Wort, Zugangsweg
from fallbuch.werte import dataclass
from fallbuch.zeit import spanne_aus

_DATEI = "beispiel.md"
_NAME = "Alex"
#: The example is the same for every team: what it shows on pages for all must not tell a team's words from others'.
_ZUGANGSWEG = "Beratungstag"
_UEBLICHER_BEGINN = date(2026, 1, 12)
_LAENGSTENS = 400


@dataclass(frozen=True, slots=True)
class Beispiel:
    """A made-up file and the sentence that the rule gives for it on `stichtag`."""

    text: str
    stichtag: date
    satz: str


class Beispiele:
    """Makes examples with one team's words and rules."""

    def __init__(self, regelwerk: Regelwerk) -> None:
        # The day of introduction would bend every example, and nobody of the team shall see their name in one.
        zugangswege = {_ZUGANGSWEG: Zugangsweg()}
        vokabular = replace(regelwerk.vokabular, berater={_NAME: Wort()}, zugangswege=zugangswege, stellen={})
        self._regelwerk = replace(regelwerk, einfuehrung=None, vokabular=vokabular)
        self._regeln = Fallregeln(self._regelwerk)
        self._deuter = Deuter(self._regelwerk.vokabular)

    def zu(self, regel: Regel, fassung: Fassung) -> Beispiel | None:
        """Return an example for one version of a rule, None where there is none."""
        if not fassung.aktiv:
            return None
        beginn = _beginn(regel, fassung)
        if TEAMBAUSTEINE.passt(fassung):
            return self._des_teams(regel, beginn)
        text = _falltext(self._regelwerk.vokabular, fassung, beginn)
        return None if text is None else self._des_falls(regel, text)

    def _des_falls(self, regel: Regel, text: str) -> Beispiel | None:
        roh, befunde = lesen(text.encode(), _DATEI)
        fall, gedeutet = self._deuter.deute(roh)
        tage = [fall.kopf.erstkontakt, *(eintrag.datum for eintrag in fall.eintraege)]
        tag = None if befunde or gedeutet else max((t for t in tage if t is not None), default=None)
        if tag is None:
            return None
        regelwerk, regeln = self._regelwerk, self._regeln
        if regel.neueste.anker == "ausscheiden":
            berater = {_NAME: Wort(bis=tag + timedelta(days=60))}
            regelwerk = replace(regelwerk, vokabular=replace(regelwerk.vokabular, berater=berater))
            regeln = Fallregeln(regelwerk)
        sichten = (Fallsicht(fall, regelwerk, tag + timedelta(days=versatz)) for versatz in range(_LAENGSTENS))
        return _erstes(regel, text, ((sicht.stichtag, regeln.faelligkeiten(sicht, ())) for sicht in sichten))

    def _des_teams(self, regel: Regel, beginn: date) -> Beispiel | None:
        zugangswege = {_ZUGANGSWEG: Zugangsweg(verantwortlich=_NAME)}
        regelwerk = replace(self._regelwerk, vokabular=replace(self._regelwerk.vokabular, zugangswege=zugangswege))
        tage = (beginn, beginn + timedelta(days=_LAENGSTENS))
        sichten = (Teamsicht(regelwerk, Protokoll(), tag, beginn, _wiedervorlagen(beginn)) for tag in tage)
        return _erstes(regel, "", ((sicht.stichtag, teamfaelligkeiten(sicht)) for sicht in sichten))


def _erstes(regel: Regel, text: str, tage: Iterable[tuple[date, Sequence[Faelligkeit]]]) -> Beispiel | None:
    """Return the first item of the rule on the first day on which there is one."""
    passende = ((tag, f) for tag, alle in tage for f in alle if f.regel == regel.schluessel)
    return next((Beispiel(text, tag, f.begruendung) for tag, f in passende), None)


def _wiedervorlagen(beginn: date) -> Sequence[Wiedervorlage]:
    """Return a process reviewed on `beginn` and a recommendation to look at again later."""
    ort, spaeter = Stelle(datei=_DATEI), beginn + timedelta(days=90)
    return (
        Wiedervorlage(anlass=Anlass.PROZESS, schluessel="p", name="Beratung", datum=beginn, stelle=ort),
        Wiedervorlage(
            anlass=Anlass.EMPFEHLUNG, schluessel="e", name="Mehr Termine am Abend", datum=spaeter, stelle=ort
        ),
    )


def _beginn(regel: Regel, fassung: Fassung) -> date:
    """Choose a first contact so that the version is in force when it counts."""
    if fassung.ab is not None:
        return fassung.ab
    spaetere = [f.ab for f in regel.fassungen if f.ab is not None]
    if spaetere and min(spaetere) < _UEBLICHER_BEGINN + timedelta(days=365):
        return min(spaetere) - timedelta(days=365)
    return _UEBLICHER_BEGINN


def _falltext(vokabular: Vokabular, fassung: Fassung, beginn: date) -> str | None:
    """Write a case in which the rule's anchor exists and its conditions are met; None where the lists lack a word for it."""
    stufe = _erste_stufe(vokabular, fassung)
    try:
        eintraege = sorted(_eintraege(vokabular, fassung, beginn, stufe), key=itemgetter(0))
    except LookupError:
        return None
    status = "abgeschlossen" if fassung.fall == "abgeschlossen" else "in Beratung" if eintraege else "neu"
    felder = {"ID": "4711", "Erstkontakt": str(beginn), "Zugangsweg": _ZUGANGSWEG, "Status": status}
    if all(e.ereignis != "berater" for e in fassung.erledigt):
        felder["Berater"] = _NAME
    stufen = [stufe] if stufe else []
    stufen += [z.partition(": ")[2] for *_, text in eintraege for z in text.split("\n") if "Betreuungsstufe" in z]
    if stufen:
        felder["Betreuungsstufe"] = stufen[-1]
    if fassung.anker == "bewilligung":
        felder["Bewilligung bis"] = str(beginn + timedelta(days=180))
    kopf = "".join(f"{name}: {wert}\n" for name, wert in felder.items())
    return f"---\n{kopf}---\n" + "".join(
        f"\n## {beginn + timedelta(days=nach)} {art}\n" + (f"\n{zeilen}\n" if zeilen else "")
        for nach, art, zeilen in eintraege
    )


def _eintraege(
    vokabular: Vokabular, fassung: Fassung, beginn: date, stufe: str | None
) -> Iterator[tuple[int, str, str]]:
    """Yield the days after the first contact, the kind and the lines of each entry; a word that is missing is a `LookupError`."""
    bedingung, worte = fassung.bedingung, _worte(vokabular, fassung, beginn)
    if bedingung.get("gespraech") != "nein" and (fassung.anker not in _VORHER or stufe or "gespraech" in bedingung):
        yield 2, worte["gespraech"], f"Betreuungsstufe: {stufe}" if stufe else ""
    for nach, art, zeilen in _EINTRAEGE.get(fassung.anker, ()):
        yield nach, art.format_map(worte), zeilen.format_map(worte)

    def massnahme(ab: int, tage: int, merkmale: Wert) -> tuple[int, str, str]:
        arten = [
            n for n, a in vokabular.massnahmen.items() if not merkmale or any(getattr(a, m) for m in woerter(merkmale))
        ]
        von, bis = beginn + timedelta(days=ab), beginn + timedelta(days=ab + tage)
        return 40, "Maßnahme", f"Art: {arten[0]}\nBeginn: {von}\nEnde: {bis}"

    if fassung.anker == "massnahmenende":
        dauer = _tage(bedingung.get("mindestdauer", "4 Wochen"), beginn, sonst=28)
        yield massnahme(40, dauer + 27, bedingung.get("massnahmenmerkmal", ()))
    if fassung.anker == "versuch":
        anzahl = int(str(bedingung.get("versuche", "1")))
        tage = _tage(bedingung.get("seit_erstem_versuch", "1 Woche"), beginn, sonst=7)
        for nummer in range(anzahl):
            yield 60 + nummer * -(-tage // max(anzahl - 1, 1)), worte["versuch"], ""
    if "in_massnahme" in bedingung:
        yield massnahme(40, 150, bedingung["in_massnahme"])
    if "geplante_massnahme" in bedingung:
        yield massnahme(300, 60, bedingung["geplante_massnahme"])


def _worte(vokabular: Vokabular, fassung: Fassung, beginn: date) -> dict[str, Any]:
    """Return what stands in braces in `_EINTRAEGE`, as far as the team has words for it."""
    worte = {merkmal: _art(vokabular, merkmal) for merkmal in ("kontakt", "gespraech", "versuch")}
    worte["ergebnis"] = next((name for name, e in vokabular.abschlussergebnisse.items() if e.arbeit), None)
    worte["zweite_stufe"] = dict(enumerate(vokabular.stufen)).get(1)
    tage = [beginn + timedelta(days=nach) for nach in range(500)]
    gueltig = f"Gültig bis: {tage[180]}\n" if fassung.genauer_tag else ""
    return {"tag": tage, "gueltig": gueltig, **{name: wort for name, wort in worte.items() if wort is not None}}


def _tage(spanne: Wert, beginn: date, sonst: int) -> int:
    gelesen = spanne_aus(str(spanne))
    return sonst if gelesen is None else (gelesen.nach(beginn) - beginn).days


def _erste_stufe(vokabular: Vokabular, fassung: Fassung) -> str | None:
    """The level of the first conversation: one that the rule names, else any."""
    stufen = list(vokabular.stufen)
    if any(e.ereignis == "stufe" for e in fassung.erledigt):
        return None
    if "stufe" in fassung.bedingung:
        return next((s for s in woerter(fassung.bedingung["stufe"]) if s in stufen), None)
    return stufen[0] if stufen and fassung.anker not in _VORHER else None


def _art(vokabular: Vokabular, merkmal: str) -> str | None:
    arten = vokabular.arten
    bevorzugt = [n for n, art in arten.items() if getattr(art, merkmal) and not art.nur_stufen]
    # The last contact of an example is no conversation, where the team has such a kind.
    return min(bevorzugt, key=lambda n: merkmal == "kontakt" and arten[n].gespraech, default=None)


#: Anchors that exist before the first conversation.
_VORHER = frozenset({"phasenbeginn", "ausscheiden"})
_PLAN = (14, "Betreuungsplan", "Ziel: Bürostelle, 20 Stunden\n{gueltig}Einvernehmen: ja")
_ABSCHLUSS = (120, "Abschluss", "Ergebnis: {ergebnis}\nArbeitsbeginn: {tag[134]}")
#: By anchor the entries in which it exists: days after the first contact, kind, lines.
_EINTRAEGE: Mapping[str, Sequence[tuple[int, str, str]]] = {
    "letzter-kontakt": [(28, "{kontakt}", "")],
    "folgetermin": [(28, "{kontakt}", "Folgetermin: {tag[42]} 10:00")],
    "vereinbarungsfrist": [(28, "{kontakt}", "Vereinbarungen:\n\n- [ ] Team fragt nach (bis {tag[42]})")],
    "plan": [_PLAN],
    "stufenwechsel-nach-plan": [_PLAN, (60, "{kontakt}", "Betreuungsstufe: {zweite_stufe}")],
    "verlaengerung": [(330, "Verlängerung", "Bis: {tag[450]}\nGrund: Prüfung steht noch an")],
    "arbeitsbeginn": [_ABSCHLUSS],
    "gespraech-nach-abschluss": [_ABSCHLUSS, (150, "{kontakt}", "")],
    "betreuungsende": [_ABSCHLUSS],
    "jahr-des-betreuungsendes": [_ABSCHLUSS],
}
