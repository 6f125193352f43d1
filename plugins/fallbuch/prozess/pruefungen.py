"""What must be true of processes and recommendations; each check is a small function in a tuple."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from fallbuch.akte.meldungen import F011
from fallbuch.akte.modell import Status
from fallbuch.akte.typen import waehle
from fallbuch.befund import Befund, Meldungsart, Stelle
from fallbuch.kennung import naechstes, vergleichsform
from fallbuch.prozess.fundus import Fundus
from fallbuch.prozess.lesen import abschnitt
from fallbuch.prozess.meldungen import (
    EMPFEHLUNGSORDNER,
    P002,
    P003,
    P004,
    P005,
    P006,
    P007,
    P008,
    P009,
    P010,
    P011,
    P012,
    P013,
    P016,
    P017,
    P018,
    P021,
    P022,
    P023,
    PROZESSORDNER,
)
from fallbuch.prozess.modell import SCHRITTE, VON_AUSSEN, VORLAEUFIG, Empfehlung, Prozess, Prozessnennung
from fallbuch.prozess.netz import Netz, von_aussen
from fallbuch.prozess.texte import pruefe_text
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.statistik.kennzahlen import KENNZAHLEN, kennzahl
from fallbuch.werte import dataclass


@dataclass(frozen=True)
class Pruefstoff:
    """What the checks look at: everything of one team, on the day of the clock."""

    prozesse: Sequence[Prozess]
    empfehlungen: Sequence[Empfehlung]
    regelwerk: Regelwerk
    fundus: Fundus
    heute: date

    @cached_property
    def netz(self) -> Netz:
        return Netz(self.prozesse)

    @cached_property
    def ausgaben(self) -> Mapping[str, str]:
        """All outputs, folded → as they are written."""
        return {vergleichsform(a.text): a.text for p in self.prozesse for a in p.ausgabe}

    def liefert_jemand(self, prozess: Prozess, was: str) -> bool:
        """Tell whether another process has `was` as an output."""
        return any(p is not prozess for p in self.netz.liefert(was))

    @cached_property
    def umbenannte(self) -> Mapping[str, Prozess]:
        """Shipped names that no process has any more → the process that the team calls otherwise."""
        return {vergleichsform(p.frueherer_name): p for p in self.prozesse if p.frueherer_name is not None}

    def namen_bei(self, prozess: Prozess) -> list[str]:
        """Return the processes that one can have as neighbours: of its group, else all that the team has."""
        andere = [p for p in self.prozesse if p is not prozess]
        gruppe = [p.name.text for p in andere if p.gruppe == prozess.gruppe]
        return gruppe or [p.name.text for p in andere if p.unserer or p.eigen]

    def wo(self, stelle: Stelle, *schuldige: Prozess | None, feld: str = "") -> Stelle:
        """Return the place to mend: a shipped file nobody can change, so what the team wrote is shown instead."""
        if stelle.datei.startswith(f"{self.fundus.seitenordner}/"):
            return stelle
        eigene = (p for p in schuldige if p is not None and p.eigen)
        return next((p.name.stelle if p.frueherer_name else _eigener_ort(p, feld) for p in eigene), stelle)


def _eigener_ort(prozess: Prozess, feld: str) -> Stelle:
    """Return where the team's file names a field, else its beginning."""
    stelle = prozess.ort(feld)
    return stelle if stelle.datei == prozess.datei else Stelle(datei=prozess.datei)


def pruefe(stoff: Pruefstoff) -> Iterator[Befund]:
    """Yield all findings of all checks."""
    for pruefung in PRUEFUNGEN:
        yield from pruefung(stoff)


def _pflicht(stoff: Pruefstoff) -> Iterator[Befund]:
    """Every description has a name, a purpose and an output; every recommendation its name, day and decision."""
    for p in stoff.prozesse:
        if p.herrenlos:
            fehlende = ", ".join(f"„{feld.name}“" for feld in p.fehlende)
            namen = [q.stamm for q in stoff.prozesse if q.mitgeliefert and q.unserer]
            vorschlag = naechstes(p.stamm, namen)
            sonst = "Benennen Sie die Datei wieder so, wie sie hieß, oder ergänzen Sie die Felder."
            rat = f"Meinten Sie {vorschlag}.md?" if vorschlag else sonst
            dateinamen = ", ".join(f"{name}.md" for name in namen)
            yield P022.melde(Stelle(datei=p.datei), fehlende=fehlende, namen=dateinamen, rat=rat)
        elif p.beschreibung == VORLAEUFIG:
            yield P023.melde(p.ort("Beschreibung"), prozess=p.name)
    beschreibungen: list[Prozess | Empfehlung] = [*(p for p in stoff.prozesse if not p.herrenlos), *stoff.empfehlungen]
    for ding in beschreibungen:
        for feld in ding.fehlende if ding.gelesen else ():
            yield F011.melde(ding.ort(feld.name), feld=feld.name, beispiel=feld.beispiel)


def _namen(stoff: Pruefstoff) -> Iterator[Befund]:
    """No name occurs twice."""
    gesehen: dict[str, Prozess] = {}
    for prozess in sorted(stoff.prozesse, key=lambda p: p.eigen):
        anderer = gesehen.setdefault(vergleichsform(prozess.name.text), prozess)
        if anderer is not prozess:
            yield P008.melde(prozess.name.stelle, prozess=prozess.name, datei=anderer.datei)


def _nachbarn(stoff: Pruefstoff) -> Iterator[Befund]:
    """Predecessors and successors exist and name one another."""
    for prozess in stoff.prozesse:
        for feld, gegenfeld, nennungen in (
            ("Vorgänger", "Nachfolger", prozess.vorgaenger),
            ("Nachfolger", "Vorgänger", prozess.nachfolger),
        ):
            for nennung in nennungen:
                yield from _nachbar(stoff, prozess, feld, gegenfeld, nennung)


def _nachbar(
    stoff: Pruefstoff, prozess: Prozess, feld: str, gegenfeld: str, nennung: Prozessnennung
) -> Iterator[Befund]:
    nachbar = stoff.netz.finde(nennung.text)
    if nachbar is None:
        moegliche = stoff.namen_bei(prozess)
        rat = _rat(
            nennung.text, moegliche, "Legen Sie ihn mit „fallbuch neu-prozess“ an, oder nehmen Sie ihn hier heraus."
        )
        neuer = stoff.umbenannte.get(vergleichsform(nennung.text)) or _gemeinter(stoff, prozess, feld)
        if neuer is not None:
            namen = prozess.vorgaenger if feld == "Vorgänger" else prozess.nachfolger
            neue = ", ".join(neuer.name.text if n is nennung else n.text for n in namen)
            rat = f"Meinten Sie „{neuer.name}“? Schreiben Sie dann in {_teamdatei(stoff, prozess)} „{feld}: [{neue}]“."
        stelle = stoff.wo(nennung.stelle, neuer, prozess)
        yield P002.melde(stelle, prozess=prozess.name, feld=feld, wert=nennung, erwartet=_erwartet(moegliche), rat=rat)
        return
    if nachbar is prozess:
        yield P021.melde(nennung.stelle, prozess=prozess.name, feld=feld)
        return
    zurueck = nachbar.nachfolger if feld == "Vorgänger" else nachbar.vorgaenger
    # Where the neighbour names somebody who does not exist, that is reported there; it may well mean this one.
    verschrieben = any(stoff.netz.finde(n.text) is None for n in zurueck)
    if nachbar.gelesen and not verschrieben and prozess not in stoff.netz.nachbarn(zurueck):
        stelle = stoff.wo(nennung.stelle, nachbar, prozess, feld=gegenfeld)
        datei, eigene = _teamdatei(stoff, nachbar), _teamdatei(stoff, prozess)
        yield P003.melde(
            stelle,
            prozess=prozess.name,
            wert=nachbar.name,
            feld=feld,
            gegenfeld=gegenfeld,
            datei=datei,
            eigene=eigene,
        )


def _gemeinter(stoff: Pruefstoff, prozess: Prozess, feld: str) -> Prozess | None:
    """Return the one process that names this one without being named by it: most likely it was renamed."""
    genannte = stoff.netz.nachbarn(prozess.vorgaenger if feld == "Vorgänger" else prozess.nachfolger)
    kommen_vor = stoff.netz.vorgaenger(prozess) if feld == "Vorgänger" else stoff.netz.nachfolger(prozess)
    ungenannte = [p for p in kommen_vor if p not in genannte]
    return ungenannte[0] if len(ungenannte) == 1 else None


def _teamdatei(stoff: Pruefstoff, prozess: Prozess) -> str:
    """Return the file in which the team can say something about a process, whether it is there yet or not."""
    return prozess.datei if prozess.eigen else f"{stoff.fundus.seitenordner}/{PROZESSORDNER}/{prozess.stamm}.md"


def _eingaben(stoff: Pruefstoff) -> Iterator[Befund]:
    """Every input is somebody's output, or comes from outside."""
    unlesbar = any(not prozess.gelesen for prozess in stoff.prozesse)
    for prozess in stoff.prozesse:
        for eingabe in prozess.eingabe:
            if von_aussen(eingabe) or stoff.liefert_jemand(prozess, eingabe.text) or unlesbar:
                continue
            moegliche = [a.text for p in stoff.netz.vorgaenger(prozess) for a in p.ausgabe]
            sonst = f"Nennen Sie eine Ausgabe eines Vorgängers, oder schreiben Sie „{VON_AUSSEN}“ dahinter."
            rat = _rat(eingabe.text, moegliche or stoff.ausgaben.values(), sonst)
            stelle = stoff.wo(eingabe.stelle, *stoff.netz.vorgaenger(prozess))
            yield P004.melde(
                stelle,
                prozess=prozess.name,
                wert=eingabe,
                erwartet=_erwartet(moegliche)
                if moegliche
                else f"Erwartet: die Ausgabe eines anderen Prozesses, oder etwas „{VON_AUSSEN}“.",
                rat=rat,
            )


def _hilfsmittel(stoff: Pruefstoff) -> Iterator[Befund]:
    """Every tool is a page, a file or a field."""
    for prozess in stoff.prozesse:
        for mittel in prozess.hilfsmittel:
            if stoff.fundus.finde(mittel.text, f"{PROZESSORDNER}/{prozess.stamm}.md") is None:
                sonst = "Legen Sie die Seite oder die Datei an, oder nehmen Sie das Hilfsmittel heraus."
                yield P005.melde(mittel.stelle, wert=mittel, rat=_rat(mittel.text, stoff.fundus.namen, sonst))


def _erreichbar(stoff: Pruefstoff) -> Iterator[Befund]:
    """A way leads to every process."""
    if any(not p.gelesen for p in stoff.prozesse):
        return  # what cannot be read may be the way
    for prozess in stoff.prozesse:
        if prozess.stamm not in stoff.netz.erreichbare and not prozess.herrenlos:
            geaenderte = [p for p in stoff.prozesse if p.geaendert and p.gruppe == prozess.gruppe]
            yield P006.melde(stoff.wo(prozess.name.stelle, *geaenderte), prozess=prozess.name)


def _status(stoff: Pruefstoff) -> Iterator[Befund]:
    """The status is one that cases have."""
    woerter = [status.value for status in Status]
    for prozess in stoff.prozesse:
        for status in prozess.status:
            if waehle(status.text, "Status", woerter, {}).wert is None:
                yield _unbekannt(P007, status, woerter, "Nehmen Sie einen Status aus der Liste.")


def _personen(stoff: Pruefstoff) -> Iterator[Befund]:
    """Who is responsible belongs to the team."""
    berater = stoff.regelwerk.vokabular.berater
    genannte = [n for p in stoff.prozesse for n in p.verantwortlich]
    genannte += [e.haelt_nach for e in stoff.empfehlungen if e.haelt_nach is not None and e.offen]
    heutige = [name for name, wort in berater.items() if wort.gilt_am(stoff.heute)]
    for nennung in genannte:
        if nennung.text not in heutige:
            sonst = "Tragen Sie die Person unter „berater“ in vorlagen/team.yml ein, oder nennen Sie eine andere."
            yield _unbekannt(P009, nennung, heutige, sonst)


def _regeln(stoff: Pruefstoff) -> Iterator[Befund]:
    """Every rule or group of rules exists."""
    gruppen = list(dict.fromkeys(r.neueste.gruppe for r in stoff.regelwerk.regeln))
    namen = [*gruppen, *(r.neueste.titel for r in stoff.regelwerk.regeln)]
    for prozess in stoff.prozesse:
        for nennung in prozess.regeln:
            if not stoff.regelwerk.genannte(nennung.text):
                erwartet = (
                    f"Erwartet: ein Titel, ein Schlüssel oder eine der Gruppen {', '.join(f'„{g}“' for g in gruppen)}."
                )
                rat = _rat(nennung.text, namen, "Sehen Sie auf der Seite Regelwerk nach.")
                yield P010.melde(nennung.stelle, wert=nennung, erwartet=erwartet, rat=rat)


def _kennzahlen(stoff: Pruefstoff) -> Iterator[Befund]:
    """Every figure exists."""
    genannte = [n for p in stoff.prozesse for faktor in p.faktoren for n in faktor.kennzahlen]
    genannte += [n for e in stoff.empfehlungen for n in e.kennzahlen]
    for nennung in genannte:
        if kennzahl(nennung.text) is None:
            yield _unbekannt(P011, nennung, [k.titel for k in KENNZAHLEN], "Sehen Sie auf der Seite Kennzahlen nach.")


def _schritte(stoff: Pruefstoff) -> Iterator[Befund]:
    """A description says what to do."""
    for prozess in stoff.prozesse:
        schritte = abschnitt(prozess.abschnitte, SCHRITTE)
        if (
            prozess.gelesen
            and not prozess.herrenlos
            and (schritte is None or not any(z.strip() for z in schritte.zeilen))
        ):
            yield P012.melde(Stelle(datei=prozess.textdatei, zeile=prozess.erste_zeile), prozess=prozess.name)


def _teile(stoff: Pruefstoff) -> Iterator[Befund]:
    """A part belongs to a whole that exists, never to itself."""
    for prozess in stoff.prozesse:
        kette, teil = [prozess], prozess
        while teil.teil_von is not None:
            ganzes = stoff.netz.finde(teil.teil_von.text)
            if (ganzes is None and teil is prozess) or ganzes is prozess:
                moegliche = stoff.namen_bei(prozess)
                nennung = prozess.teil_von or teil.teil_von
                problem = (
                    "einen Prozess dieses Namens gibt es nicht"
                    if ganzes is None
                    else "damit wäre er Teil von sich selbst"
                )
                rat = _rat(
                    nennung.text, moegliche, "Nehmen Sie die Zeile heraus, oder nennen Sie einen anderen Prozess."
                )
                yield P013.melde(
                    nennung.stelle,
                    prozess=prozess.name,
                    wert=nennung,
                    problem=problem,
                    erwartet=_erwartet(moegliche),
                    rat=rat,
                )
            if ganzes is None or ganzes in kette:
                break
            kette.append(ganzes)
            teil = ganzes


def _texte(stoff: Pruefstoff) -> Iterator[Befund]:
    """Links in the text lead somewhere; insertions exist."""
    for p in stoff.prozesse:
        yield from pruefe_text(stoff.fundus, p.text, p.textdatei, p.erste_zeile, f"{PROZESSORDNER}/{p.stamm}.md")
    for e in stoff.empfehlungen:
        yield from pruefe_text(stoff.fundus, e.text, e.datei, e.erste_zeile, f"{EMPFEHLUNGSORDNER}/{e.stamm}.md")


def _tage(stoff: Pruefstoff) -> Iterator[Befund]:
    """What is said to have happened lies not in the future."""
    for prozess in stoff.prozesse:
        yield from _zukunft(stoff, prozess, ("Geprüft am", prozess.geprueft))
    for e in stoff.empfehlungen:
        yield from _zukunft(
            stoff, e, ("Datum", e.datum), ("Entschieden am", e.entschieden_am), ("Erledigt am", e.erledigt)
        )


def _zukunft(stoff: Pruefstoff, ding: Prozess | Empfehlung, *tage: tuple[str, date | None]) -> Iterator[Befund]:
    for feld, tag in tage:
        if tag is not None and tag > stoff.heute:
            yield P018.melde(ding.ort(feld), feld=feld, datum=tag)


def _empfehlungen(stoff: Pruefstoff) -> Iterator[Befund]:
    """A recommendation concerns a process that exists, and somebody thinks of it."""
    namen = [p.name.text for p in stoff.prozesse if p.unserer or p.eigen]
    for e in stoff.empfehlungen:
        if e.prozess is not None and stoff.netz.finde(e.prozess.text) is None:
            yield _unbekannt(
                P016, e.prozess, namen, "Nehmen Sie die Zeile heraus, oder nennen Sie einen anderen Prozess."
            )
        if not e.gelesen or not e.offen or e.entscheidung != "angenommen":
            continue
        for feld, beispiel, da in (("Hält nach", "Jana", e.haelt_nach), ("Nachhalten am", "2026-07-02", e.faellig)):
            if da is None and feld not in e.unlesbar:
                yield P017.melde(e.ort("Entscheidung"), feld=feld, beispiel=beispiel)


def _unbekannt(art: Meldungsart, nennung: Prozessnennung, bekannte: Sequence[str], sonst: str) -> Befund:
    return art.melde(
        nennung.stelle, wert=nennung, erwartet=_erwartet(bekannte), rat=_rat(nennung.text, bekannte, sonst)
    )


def _erwartet(woerter: Iterable[str]) -> str:
    return (
        "Erwartet: "
        + (", ".join(f"„{wort}“" for wort in woerter) or "ein Wort aus einer Liste, die noch leer ist")
        + "."
    )


def _rat(wert: str, bekannte: Iterable[str], sonst: str) -> str:
    vorschlag = naechstes(wert, bekannte)
    return f"Meinten Sie „{vorschlag}“?" if vorschlag else sonst


PRUEFUNGEN: tuple[Callable[[Pruefstoff], Iterator[Befund]], ...] = (
    _pflicht,
    _namen,
    _nachbarn,
    _eingaben,
    _hilfsmittel,
    _erreichbar,
    _status,
    _personen,
    _regeln,
    _kennzahlen,
    _schritte,
    _teile,
    _texte,
    _tage,
    _empfehlungen,
)
