"""What the gate says, in German, for people who do not know how it works."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence

from fallbuch.auditor.aussagen import LISTE, Aussage
from fallbuch.auditor.ziele import Zielart
from fallbuch.befund import anzahl
from fallbuch.freigabe.entwurf import Auswahl, Entwurf
from fallbuch.freigabe.tor import Urteil
from fallbuch.freigabe.vorschlag import Erklaerung, Vorschlag
from fallbuch.statistik.anzeige import INSGESAMT
from fallbuch.statistik.tabelle import Schutztabelle
from fallbuch.statistik.zeitraum import Zeitraum

_WIDERSPRUCH = (
    "Die Zahlen passen mit früheren Freigaben nicht zusammen, auch nicht mit Nachmeldungen. Das darf nicht vorkommen: "
    "Bitte melden Sie es denen, die das Programm pflegen. Es wurde nichts freigegeben."
)
_AUFZAEHLUNG = "abcdefgh"


class Namen:
    """How periods and figures are called, for the sheets of one audit."""

    def __init__(self, zeitraeume: Sequence[Zeitraum], tabellen: Mapping[tuple[str, str], Schutztabelle]) -> None:
        self._zeitraeume = {z.schluessel: z.name for z in zeitraeume}
        self._tabellen = tabellen

    def zeitraum(self, schluessel: str) -> str:
        return self._zeitraeume.get(schluessel, schluessel)

    def tabelle(self, zeitraum: str, tabelle: str) -> str:
        if tabelle == LISTE:
            return "die Liste für andere"
        t = self._tabellen.get((zeitraum, tabelle))
        return f"„{t.tabelle.titel if t is not None else tabelle}“"

    def zahl(self, a: Aussage) -> str:
        """Name a figure: its line and column, and its table."""
        t = self._tabellen.get((a.zeitraum, a.tabelle))
        spalte = a.ort[1] if t is not None and (t.tabelle.spalten or len(t.tabelle.masse) > 1) else None
        gekreuzt = t is not None and bool(t.tabelle.spalten)
        worte = [a.ort[0] or INSGESAMT, *([spalte or INSGESAMT] if gekreuzt or spalte else [])]
        teil = ", Grundzahl" if a.teil == "basis" else ""
        if a.tabelle == LISTE:
            worte = [a.ort[0] or "", a.ort[1] or ""]
        return f"{self.tabelle(a.zeitraum, a.tabelle)} ({self.zeitraum(a.zeitraum)}), {', '.join(worte)}{teil}"


def namen(blaetter: Sequence[Entwurf | object]) -> Namen:
    """Return the names for some sheets."""
    alle = [b for b in blaetter if hasattr(b, "zeitraum") and hasattr(b, "tabellen")]
    tabellen = {(b.zeitraum.schluessel, name): t for b in alle for name, t in b.tabellen.items()}
    return Namen([b.zeitraum for b in alle], tabellen)


def ablehnung(
    urteil: Urteil,
    erklaerungen: Sequence[Erklaerung],
    vorschlaege: Sequence[Vorschlag],
    entwurf: Entwurf,
    *,
    n: Namen,
    dazu: str = "",
) -> str:
    """Say what others could work out, by which tables, and what helps; `dazu` are options that every call needs."""
    name = entwurf.zeitraum.name
    if urteil.zu_vielfach:
        felder = ", ".join(f"„{f}“" for f in urteil.zu_vielfach)
        return (
            f"Nicht freigegeben: {name}. Die Tabellen kreuzen zu viele Felder auf einmal ({felder}); das lässt sich nicht prüfen. "
            "Lassen Sie eine der eigenen Tabellen mit diesen Feldern weg (--ohne).\n"
        )
    if urteil.pruefung.widerspruch:
        return f"{_WIDERSPRUCH}\n"
    lecks = anzahl(len(urteil.lecks), "Zahl ließe", "Zahlen ließen")
    teile = [
        f"Nicht freigegeben: {name}. {lecks} sich aus dem, was andere lesen könnten, zu genau ausrechnen. (Nur für das Team.)\n"
    ]
    for nummer, e in enumerate(erklaerungen, start=1):
        teile.append(f"\n{nummer}. {_gross(n.zahl(e.ziel.aussage))}: {_schluss(e, n)}\n{_woraus(e, n)}")
    mehr = len(urteil.lecks) - len(erklaerungen)
    if mehr > 0:
        teile.append(f"\nDazu {anzahl(mehr, 'weitere Zahl', 'weitere Zahlen')} dieser Art.\n")
    return "".join([*teile, *_rat(vorschlaege, entwurf, n, dazu)])


def _gross(text: str) -> str:
    return text[0].upper() + text[1:]


def _schluss(e: Erklaerung, n: Namen) -> str:
    if e.zeit_um:
        return "Ob diese Zahl geschützt ist, ließ sich in der Zeit nicht beweisen."
    einer, a, bezug = len(e.moeglich) == 1, e.ziel.aussage, e.ziel.bezug
    match e.ziel.art:
        case Zielart.ZAHL:
            return f"Es {'müssen' if einer else 'können nur'} {_oder(e.moeglich)} sein."
        case Zielart.REST:
            anderswo = bezug is not None and bezug.tabelle != a.tabelle
            woraus = f" aus {n.zahl(bezug)}," if bezug is not None and anderswo else ""
            return f"Alle übrigen{woraus} zusammen {'müssen' if einer else 'können nur'} {_oder(e.moeglich)} sein."
        case _:
            zum = "Anfang" if bezug is not None and bezug.zeitraum == a.zeitraum else "Zeitraum davor"
            return f"Der Unterschied zum {zum} {'muss' if einer else 'kann nur'} {_oder(e.moeglich)} sein."


def _oder(werte: Sequence[int]) -> str:
    worte = [str(w).replace("-", "−") for w in werte]
    return f"genau {worte[0]}" if len(worte) == 1 else " oder ".join(worte)


def _woraus(e: Erklaerung, n: Namen) -> str:
    if not e.tabellen:
        return ""
    orte = "; ".join(f"{n.tabelle(h.zeitraum, h.tabelle)} ({n.zeitraum(h.zeitraum)})" for h in e.tabellen)
    return f"   Das folgt aus: {orte}.\n"


def _rat(vorschlaege: Sequence[Vorschlag], entwurf: Entwurf, n: Namen, dazu: str) -> list[str]:
    if not vorschlaege:
        return [
            "\nKein Vorschlag hat in der Zeit genügt. Lassen Sie Tabellen mit --ohne weg, und versuchen Sie es noch einmal.\n"
        ]
    teile = ["\nWas hilft (ausprobiert, jeder Vorschlag genügt für sich):\n"]
    for buchstabe, v in zip(_AUFZAEHLUNG, vorschlaege, strict=False):
        auswahl = entwurf.auswahl.und(v.auswahl)
        ruf = befehl(entwurf.zeitraum, auswahl, extern=bool(entwurf.liste) and LISTE not in auswahl.ohne, dazu=dazu)
        teile.append(f"{buchstabe}) {_tat(v, entwurf, n)}\n   {ruf}\n")
    return teile


def _tat(v: Vorschlag, entwurf: Entwurf, n: Namen) -> str:
    z = entwurf.zeitraum.schluessel
    saetze = [
        f"In {n.tabelle(z, m.tabelle)} {' und '.join(f'„{k}“' for k in m.kategorien)} zusammenzählen."
        for m in sorted(v.auswahl.zusammen)
    ]
    if v.auswahl.ohne:
        ohne = _aufgezaehlt([n.tabelle(z, name) for name in sorted(v.auswahl.ohne)])
        saetze.append(f"{ohne[0].upper()}{ohne[1:]} weglassen.")
    if v.im_jahr:
        saetze.append("Im Jahr lässt sich das zeigen (auch das ist ausprobiert).")
    return " ".join(saetze)


def _aufgezaehlt(worte: Sequence[str]) -> str:
    return " und ".join(filter(None, [", ".join(worte[:-1]), worte[-1]]))


def befehl(zeitraum: Zeitraum, auswahl: Auswahl, *, extern: bool = False, dazu: str = "") -> str:
    """Return the command that releases a period with this selection."""
    wann = f"--quartal {zeitraum.schluessel}" if zeitraum.quartal is not None else f"--jahr {zeitraum.schluessel}"
    ohne = "".join(f" --ohne {name}" for name in sorted(auswahl.ohne - {LISTE}))
    gruppen = [f"{z.tabelle}: {' + '.join(z.kategorien)}" for z in sorted(auswahl.zusammen)]
    zusammen = "".join(f" --zusammen {_in_anfuehrung(gruppe)}" for gruppe in gruppen)
    return f"fallbuch statistik {wann} --freigeben{' --extern' if extern else ''}{ohne}{zusammen}{dazu}"


def option(name: str, wert: str) -> str:
    """Return an option as it stands in a call."""
    return f" {name} {wert if re.fullmatch(r'[A-Za-z0-9_./-]+', wert) else _in_anfuehrung(wert)}"


def _in_anfuehrung(wort: str) -> str:
    """Quote a word for a shell; double quotes are what every shell takes, where nothing in the word has a meaning."""
    return shlex.quote(wort) if re.search(r'["$`\\!%]', wort) else f'"{wort}"'


def zusage(urteil: Urteil, entwurf: Entwurf) -> str:
    """Say what was proved."""
    nachtraege = (
        f" Die Zahlen früherer Freigaben passen nur zusammen, wenn seither mindestens {anzahl(urteil.nachtraege, 'Angabe', 'Angaben')} nachgetragen, "
        "berichtigt oder gelöscht wurde; auch das ist eingerechnet."
        if urteil.nachtraege
        else ""
    )
    geschuetzte = anzahl(urteil.pruefung.geprueft, "geschützte Zahl", "geschützte Zahlen")
    saetze = "".join(f"{satz}\n" for satz in entwurf.ausgelassen)
    return f"Geprüft: {geschuetzte}. Zu jeder passen mindestens drei verschiedene Werte.{nachtraege}\n{saetze}"
