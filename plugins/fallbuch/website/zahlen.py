"""Figures ready to be shown: the same building of tables for exact and for protected ones, never mixed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from markupsafe import Markup

from fallbuch.statistik.anzeige import (
    INSGESAMT,
    KEIN_WERT,
    T,
    Zelle,
    groesse,
    leere_zeilen,
    spalten_von,
    vergleichsspalte,
    zeilen_von,
    zelle,
)
from fallbuch.statistik.bausteine import UNBEKANNT
from fallbuch.statistik.diagramm import MUSTER, diagramm, verlauf
from fallbuch.statistik.kennzahl import Diagramm, Kennzahl, Leitfrage
from fallbuch.statistik.phasen import OHNE_STUFE
from fallbuch.statistik.stand import Zahlenstand
from fallbuch.statistik.tabelle import Rohtabelle, Schutztabelle
from fallbuch.statistik.zeitraum import Zeitraum, ein_jahr_zuvor
from fallbuch.team import Team
from fallbuch.website.seiten.seite import Beilage

#: Fields whose lines stay even where nothing was counted: their zero says something.
_BLEIBT = frozenset({"Zugangsweg", "Betreuungsstufe", "erste Stufe"})
_OHNE_WORT = frozenset({UNBEKANNT, OHNE_STUFE})
#: Up to so many columns a table stands beside its picture.
_SCHMAL = 5
_BILDHINWEIS = "Jeder Teil eines Balkens ist für sich geschützt, und die Summe auch. Deshalb ist ein Balken nicht immer so lang wie die Summe daneben."


def beiwerk(team: Team) -> dict[str, object]:
    """Return what all pages of figures need: patterns, and the levels with their names, the nearest to work first."""
    stufen = team.regelwerk.vokabular.stufen.items()
    return {"muster": MUSTER, "stufen": [(kurz, stufe.name) for kurz, stufe in stufen if stufe.name]}


def bloecke(stand: Zahlenstand[T], kennzahl: Kennzahl, ordner: str) -> list[dict[str, object]]:
    """Return the tables of one figure as a page shows them; files lie in `ordner`, as seen from the page."""
    return [_block(stand, t.schluessel, ordner) for t in kennzahl.tabellen if t.schluessel in stand.tabellen]


def _block(stand: Zahlenstand[T], name: str, ordner: str) -> dict[str, object]:
    tabelle = stand.tabellen[name]
    andere = [(a[name].zeitraum.name, a[name]) for a in (stand.davor, stand.ein_jahr_zuvor) if a and name in a]
    if len(andere) > 1 and andere[0][0] == andere[1][0]:
        andere = andere[:1]
    t = tabelle.tabelle
    ausser = _ausser([tabelle, *(a for _, a in andere)])
    versteckt = bool(t.spalten) and not any(z is not None and s is not None for z, s in tabelle.werte)
    spalten = [None] if versteckt else spalten_von(tabelle)
    mass = vergleichsspalte(t)
    zusatz = f"{mass}, " if mass is not None and len(t.masse) > 1 else ""
    zeilen = [z for z in zeilen_von(tabelle) if z not in ausser]
    kopf = [*(s or INSGESAMT for s in spalten), *(f"{zusatz}{titel}" for titel, _ in andere)]
    gestapelt = t.diagramm is Diagramm.GESTAPELT and not versteckt
    return {
        "schluessel": name,
        "titel": t.titel,
        "definition": t.definition,
        "bild": diagramm(tabelle, ausser),
        "kopf": kopf,
        # The table needs the whole width, its picture stands above it.
        "breit": len(kopf) > _SCHMAL,
        "zeilen": [
            (
                z or INSGESAMT,
                [*(zelle(tabelle, (z, s)) for s in spalten), *(zelle(a, (z, mass)) for _, a in andere)],
                z is None,
                _erwartet(tabelle, z),
            )
            for z in zeilen
        ],
        # Totals of the columns of a table whose cells are hidden.
        "spaltensummen": [(s, zelle(tabelle, (None, s))) for s in tabelle.spalten] if versteckt else [],
        "datei": f"{ordner}/{name}.csv",
        "hinweis": tabelle.hinweis if isinstance(tabelle, Schutztabelle) else "",
        "mehrfach": t.mehrfach and bool(zeilen[1:]),
        "bildhinweis": _BILDHINWEIS if isinstance(tabelle, Schutztabelle) and gestapelt else "",
        "erwartet": _erwartungskopf(tabelle),
    }


def _erwartungskopf(tabelle: Rohtabelle | Schutztabelle) -> str:
    if not isinstance(tabelle, Rohtabelle) or not tabelle.tabelle.erwartung:
        return ""
    return f"{tabelle.tabelle.erwartung}, erwartet" + (" bisher" if tabelle.zeitraum.laeuft else "")


def _ausser(tabellen: list[T]) -> set[str]:
    """Return the lines to leave out: of exact tables those where nothing was ever counted, of protected ones none."""
    erste = tabellen[0]
    if isinstance(erste, Schutztabelle) or not erste.tabelle.zeilen:
        return set()
    leere = leere_zeilen(tabellen)
    return leere & _OHNE_WORT if erste.tabelle.zeilen in _BLEIBT else leere


def _erwartet(tabelle: Rohtabelle | Schutztabelle, zeile: str | None) -> str:
    """Return what a row was expected to be and how it came out."""
    if not isinstance(tabelle, Rohtabelle) or zeile is None or zeile not in tabelle.erwartet:
        return ""
    von, bis = tabelle.erwartet[zeile]
    text = str(von) if von == bis else f"{von}–{bis}"
    if tabelle.zeitraum.laeuft:
        return text  # of a month that has only begun nothing is expected yet
    ist = groesse(tabelle.werte.get((zeile, tabelle.tabelle.erwartung)))
    return f"{text} ({'darunter' if ist < von else 'darüber' if ist > bis else 'wie erwartet'})"


def kernspalten(quartale: Iterable[Zeitraum]) -> list[Zeitraum]:
    """Return the newest quarter that is over, the one before it, the same a year before; at the end the running one."""
    alle = list(quartale)
    fertige = [z for z in alle if not z.laeuft]
    jahr_zuvor = ein_jahr_zuvor(fertige[0]) if fertige else None
    frueher = [z for z in fertige[2:] if jahr_zuvor is not None and z.schluessel == jahr_zuvor.schluessel]
    return [*fertige[:2], *frueher, *(z for z in alle if z.laeuft)]


def kernzeilen(
    quartale: Mapping[Zeitraum, Mapping[str, T]], kennzahlen: Sequence[Kennzahl], frage: Leitfrage
) -> Iterator[tuple[Kennzahl, str, list[Zelle], Markup]]:
    """Yield what the overview says of one question: a cell of a figure in its words, over the quarters, the newest first."""
    spalten = kernspalten(quartale)
    for kennzahl, kern in ((k, kern) for k in kennzahlen if k.leitfrage is frage for kern in k.kern):
        alle = {z: tabellen.get(kern.tabelle) for z, tabellen in quartale.items()}
        if all(t is None for t in alle.values()):
            continue
        ort = (kern.zeile, kern.spalte)
        # A release can leave out a table.
        zellen = [zelle(t, ort) if (t := alle[z]) is not None else Zelle(KEIN_WERT, "") for z in spalten]
        werte = [groesse(t.werte.get(ort)) or None if t is not None else None for t in alle.values()]
        yield kennzahl, kern.worte, zellen, verlauf(werte[::-1], laeuft=next(iter(quartale)).laeuft)


def tabellendateien(
    ordner: str, tabellen: Mapping[str, T], als_csv: Callable[[Mapping[str, T]], bytes]
) -> Iterator[Beilage]:
    """Yield the tables of a period as files, by their path from the site's root: all in one, and each for itself."""
    yield f"{ordner}.csv", partial(als_csv, tabellen)
    for name, tabelle in tabellen.items():
        yield f"{ordner}/{name}.csv", partial(als_csv, {name: tabelle})
