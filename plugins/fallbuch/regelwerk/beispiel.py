"""A made-up case for a rule, computed with the team's own rules, so that its page can show the rule at work.

The case is put together from what the rule names: its anchor, its conditions, the words of the team's
lists. A rule for which no case can be made this way has no example.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from fallbuch.akte.lesen import lesen
from fallbuch.akte.protokoll import Protokoll
from fallbuch.befund import Stelle
from fallbuch.regelwerk.bausteine import woerter
from fallbuch.regelwerk.deuten import Deuter
from fallbuch.regelwerk.fallregeln import Fallregeln
from fallbuch.regelwerk.modell import Fassung, Regel, Regelwerk
from fallbuch.regelwerk.sicht import Fallsicht
from fallbuch.regelwerk.teamregeln import TEAMBAUSTEINE, Anlass, Wiedervorlage, teamfaelligkeiten, teamsicht
from fallbuch.regelwerk.vokabular import Wort, Zugangsweg
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
        text = _Beispieltext(self._regelwerk, fassung, beginn).text()
        return None if text is None else self._des_falls(regel, text)

    def _des_falls(self, regel: Regel, text: str) -> Beispiel | None:
        roh, befunde = lesen(text.encode(), _DATEI)
        fall, gedeutet = self._deuter.deute(roh)
        tage = [fall.kopf.erstkontakt, *(eintrag.datum for eintrag in fall.eintraege)]
        tag = None if befunde or gedeutet else max((t for t in tage if t is not None), default=None)
        regelwerk = self._regelwerk
        if tag is not None and regel.neueste.anker == "ausscheiden":
            berater = {_NAME: Wort(bis=tag + timedelta(days=60))}
            regelwerk = replace(regelwerk, vokabular=replace(regelwerk.vokabular, berater=berater))
        regeln = self._regeln if regelwerk is self._regelwerk else Fallregeln(regelwerk)
        if tag is None:
            return None
        for stichtag in (tag + timedelta(days=versatz) for versatz in range(_LAENGSTENS)):
            for f in regeln.faelligkeiten(Fallsicht(fall, regelwerk, stichtag), ()):
                if f.regel == regel.schluessel:
                    return Beispiel(text, stichtag, f.begruendung)
        return None

    def _des_teams(self, regel: Regel, beginn: date) -> Beispiel | None:
        zugangswege = {_ZUGANGSWEG: Zugangsweg(verantwortlich=_NAME)}
        regelwerk = replace(self._regelwerk, vokabular=replace(self._regelwerk.vokabular, zugangswege=zugangswege))
        for stichtag in (beginn, beginn + timedelta(days=_LAENGSTENS)):
            for f in teamfaelligkeiten(teamsicht(regelwerk, Protokoll(), stichtag, beginn, _wiedervorlagen(beginn))):
                if f.regel == regel.schluessel:
                    return Beispiel("", stichtag, f.begruendung)
        return None


def _wiedervorlagen(beginn: date) -> Sequence[Wiedervorlage]:
    """Return a process reviewed on `beginn` and a recommendation to look at again later."""
    return (
        Wiedervorlage(
            anlass=Anlass.PROZESS, schluessel="p", name="Beratung", datum=beginn, stelle=Stelle(datei=_DATEI)
        ),
        Wiedervorlage(
            anlass=Anlass.EMPFEHLUNG,
            schluessel="e",
            name="Mehr Termine am Abend",
            datum=beginn + timedelta(days=90),
            stelle=Stelle(datei=_DATEI),
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


class _Beispieltext:
    """Writes a case file in which the rule's anchor exists and its conditions are met."""

    def __init__(self, regelwerk: Regelwerk, fassung: Fassung, beginn: date) -> None:
        self._vokabular = regelwerk.vokabular
        self._fassung = fassung
        self._beginn = beginn
        self._kopf: dict[str, str] = {}
        self._eintraege: list[tuple[date, str, list[str]]] = []

    def tag(self, nach: int) -> date:
        """Return the day `nach` days after the first contact."""
        return self._beginn + timedelta(days=nach)

    def eintrag(self, nach: int, art: str | None, *zeilen: str) -> None:
        if art is None:
            raise LookupError
        self._eintraege.append((self.tag(nach), art, list(zeilen)))

    def text(self) -> str | None:
        """Return the file, None where the team's lists lack a word that it needs."""
        fassung, stufe = self._fassung, self._stufe()
        try:
            if fassung.bedingung.get("gespraech") != "nein" and (
                fassung.anker not in {"phasenbeginn", "ausscheiden"} or stufe or "gespraech" in fassung.bedingung
            ):
                zeilen = [f"Betreuungsstufe: {stufe}"] if stufe else []
                self.eintrag(2, self._art("gespraech"), *zeilen)
            if (schreibe := _SCHREIBER.get(fassung.anker)) is not None:
                schreibe(self)
            self._bedingte_massnahmen()
        except LookupError:
            return None
        self._eintraege.sort(key=lambda eintrag: eintrag[0])
        return self._kopftext(stufe) + "".join(
            f"\n## {tag} {art}\n" + ("\n" + "\n".join(zeilen) + "\n" if zeilen else "")
            for tag, art, zeilen in self._eintraege
        )

    def _kopftext(self, stufe: str | None) -> str:
        geschlossen = self._fassung.fall == "abgeschlossen"
        status = "abgeschlossen" if geschlossen else "in Beratung" if self._eintraege else "neu"
        felder = {"ID": "4711", "Erstkontakt": str(self._beginn), "Zugangsweg": _ZUGANGSWEG, "Status": status}
        ohne_berater = any(e.ereignis == "berater" for e in self._fassung.erledigt)
        if not ohne_berater:
            felder["Berater"] = _NAME
        neueste = [z.partition(": ")[2] for _, _, zeilen in self._eintraege for z in zeilen if "Betreuungsstufe" in z]
        if neueste or stufe:
            felder["Betreuungsstufe"] = neueste[-1] if neueste else str(stufe)
        return "---\n" + "".join(f"{name}: {wert}\n" for name, wert in (felder | self._kopf).items()) + "---\n"

    def _stufe(self) -> str | None:
        """The level of the first conversation: one that the rule names, else any."""
        stufen = list(self._vokabular.stufen)
        if any(e.ereignis == "stufe" for e in self._fassung.erledigt):
            return None
        genannt = [s for s in woerter(self._fassung.bedingung.get("stufe", ())) if s in stufen]
        if genannt or "stufe" in self._fassung.bedingung:
            return genannt[0] if genannt else None
        return stufen[0] if stufen and self._fassung.anker not in {"phasenbeginn", "ausscheiden"} else None

    def _art(self, merkmal: str) -> str | None:
        arten = self._vokabular.arten
        bevorzugt = [n for n, art in arten.items() if getattr(art, merkmal) and not art.nur_stufen]
        return next((n for n in bevorzugt if not (merkmal == "kontakt" and arten[n].gespraech)), None) or next(
            iter(bevorzugt), None
        )

    def massnahme(self, eintrag: int, beginn: int, dauer: int, *merkmale: str) -> None:
        """Add a measure of a kind with one of the marks, or of any kind."""
        arten = self._vokabular.massnahmen
        name = next((n for n, art in arten.items() if not merkmale or any(getattr(art, m) for m in merkmale)), None)
        if name is None:
            raise LookupError
        zeilen = [f"Art: {name}", f"Beginn: {self.tag(beginn)}", f"Ende: {self.tag(beginn + dauer)}"]
        self.eintrag(eintrag, "Maßnahme", *zeilen)

    def _bedingte_massnahmen(self) -> None:
        for name, dann in (("in_massnahme", (40, 40, 150)), ("geplante_massnahme", (40, 300, 60))):
            if (wert := self._fassung.bedingung.get(name)) is not None:
                self.massnahme(*dann, *woerter(wert))

    def letzter_kontakt(self) -> None:
        self.eintrag(28, self._art("kontakt"))

    def folgetermin(self) -> None:
        self.eintrag(28, self._art("kontakt"), f"Folgetermin: {self.tag(42)} 10:00")

    def vereinbarung(self) -> None:
        self.eintrag(28, self._art("kontakt"), "Vereinbarungen:", "", f"- [ ] Team fragt nach (bis {self.tag(42)})")

    def plan(self) -> None:
        gueltig = [f"Gültig bis: {self.tag(180)}"] if self._fassung.genauer_tag else []
        self.eintrag(14, "Betreuungsplan", "Ziel: Bürostelle, 20 Stunden", *gueltig, "Einvernehmen: ja")

    def wechsel_nach_plan(self) -> None:
        self.plan()
        stufen = list(self._vokabular.stufen)
        if len(stufen) < 2:
            raise LookupError
        self.eintrag(60, self._art("kontakt"), f"Betreuungsstufe: {stufen[1]}")

    def massnahmenende(self) -> None:
        spanne = spanne_aus(str(self._fassung.bedingung.get("mindestdauer", "4 Wochen")))
        dauer = (spanne.nach(self._beginn) - self._beginn).days if spanne is not None else 28
        self.massnahme(40, 40, dauer + 27, *woerter(self._fassung.bedingung.get("massnahmenmerkmal", ())))

    def bewilligung(self) -> None:
        self._kopf["Bewilligung bis"] = str(self.tag(180))

    def verlaengerung(self) -> None:
        self.eintrag(330, "Verlängerung", f"Bis: {self.tag(450)}", "Grund: Prüfung steht noch an")

    def versuche(self) -> None:
        anzahl = int(str(self._fassung.bedingung.get("versuche", "1")))
        spanne = spanne_aus(str(self._fassung.bedingung.get("seit_erstem_versuch", "1 Woche")))
        tage = (spanne.nach(self._beginn) - self._beginn).days if spanne is not None else 7
        for nummer in range(anzahl):
            self.eintrag(60 + nummer * -(-tage // max(anzahl - 1, 1)), self._art("versuch"))

    def abschluss(self) -> None:
        ergebnis = next((n for n, e in self._vokabular.abschlussergebnisse.items() if e.arbeit), None)
        if ergebnis is None:
            raise LookupError
        self.eintrag(120, "Abschluss", f"Ergebnis: {ergebnis}", f"Arbeitsbeginn: {self.tag(134)}")

    def gespraech_danach(self) -> None:
        self.abschluss()
        self.eintrag(150, self._art("kontakt"))


_SCHREIBER: Mapping[str, Callable[[_Beispieltext], None]] = {
    "letzter-kontakt": _Beispieltext.letzter_kontakt,
    "folgetermin": _Beispieltext.folgetermin,
    "vereinbarungsfrist": _Beispieltext.vereinbarung,
    "plan": _Beispieltext.plan,
    "stufenwechsel-nach-plan": _Beispieltext.wechsel_nach_plan,
    "massnahmenende": _Beispieltext.massnahmenende,
    "bewilligung": _Beispieltext.bewilligung,
    "verlaengerung": _Beispieltext.verlaengerung,
    "versuch": _Beispieltext.versuche,
    "arbeitsbeginn": _Beispieltext.abschluss,
    "gespraech-nach-abschluss": _Beispieltext.gespraech_danach,
    "betreuungsende": _Beispieltext.abschluss,
    "jahr-des-betreuungsendes": _Beispieltext.abschluss,
}
