"""The list of all cases, one line each, in the order of what is next, with what the browser needs to filter and sort."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import partial

from markupsafe import Markup, escape

from fallbuch.akte.modell import Status
from fallbuch.bestand.laden import Akte
from fallbuch.forge.adressen import neue_datei
from fallbuch.kennung import ordnung
from fallbuch.regelwerk.faelligkeit import RANG, Dringlichkeit
from fallbuch.team import Team
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.website.darstellung import lage, marke, merkzeile, punktdaten, zeit

#: Key and heading of each column; the keys stand in addresses.
SPALTEN = (
    ("id", "ID"),
    ("status", "Status"),
    ("berater", "Berater"),
    ("stufe", "Stufe"),
    ("zugangsweg", "Zugangsweg"),
    ("kontakt", "Letzter Kontakt"),
    ("naechste", "Nächste Aufgabe"),
    ("lage", "Lage"),
)
NUMMERN = "assets/fallbuch/nummern.js"
#: What stands in a cell without anything.
_LEER = "–"


def nummern(team: Team) -> bytes:
    """Return the file in which the search of the header looks up IDs: each with its page, nothing else."""
    paare = [(k, akte.seite) for akte in team.akten for k in (akte.auszug.kennung, *akte.auszug.vereint_mit)]
    return f"Fallbuch.nummern = {json.dumps(paare)};\n".encode()


def werte(stand: Tagesstand) -> dict[str, object]:
    akten = [akte for akte in _gereiht(stand) if akte.auszug.besteht]
    return {
        "zeilen": Markup("".join(stand.gemerkt(akte, "fallzeile", partial(_zeile, stand, akte)) for akte in akten)),  # noqa: S704 - every part is escaped
        "offene": sum(1 for akte in akten if not _abgeschlossen(akte)),
        "alle": len(akten),
        "spalten": SPALTEN,
        "auswahl": _auswahl(stand.team, akten),
        "leer": {"berater": "zu vergeben", "stufe": "ohne Stufe"},
        "neuer_fall": neue_datei(stand.team.datei.forge, stand.team.datei.ordner.faelle),
    }


def _gereiht(stand: Tagesstand) -> Sequence[Akte]:
    """Return the cases as the call list has them, then those without anything to do."""
    vorn = [v.akte for v in stand.gereiht if v.akte is not None]
    return [*vorn, *(akte for akte in stand.team.akten if stand.vorgang(akte) is None)]


def _abgeschlossen(akte: Akte) -> bool:
    return akte.auszug.status == Status.ABGESCHLOSSEN


def _zeile(stand: Tagesstand, akte: Akte) -> str:
    kurz, vorgang = akte.auszug, stand.vorgang(akte)
    vertretung = f' data-vertretung="{escape(kurz.vertretung)}"' if kurz.vertretung else ""
    vertreten = (
        f' <span class="fb-vertretung">vertreten durch {escape(kurz.vertretung)}</span>' if kurz.vertretung else ""
    )
    kontakt, berater = kurz.kontakt, escape(kurz.zustaendig or _LEER)
    seit = kontakt or kurz.phase_ab
    dringlichkeit = lage(akte)
    naechste = vorgang.fuehrend.faellig_am if vorgang is not None else None
    return (
        f'<tr data-p="{";".join(map(punktdaten, akte.faelligkeiten))}" data-berater="{berater}"{vertretung}'
        f"{f' data-seit={chr(34)}{seit}{chr(34)}' if seit else ''}{' data-zu' if _abgeschlossen(akte) else ''}>"
        f'<th scope="row"><a href="faelle/{akte.seite}.html">{escape(kurz.kennung)}</a>{merkzeile(kurz.zu_beachten)}</th>'
        f"<td>{escape(kurz.status or '?')}</td><td>{berater}{vertreten}</td><td>{escape(kurz.stufe or _LEER)}</td>"
        f"<td>{escape(kurz.zugangsweg or _LEER)}</td><td>{zeit(kontakt) if kontakt else _LEER}</td><td>{zeit(naechste) if naechste else _LEER}</td>"
        f'<td data-rang="{RANG[dringlichkeit] if dringlichkeit else 99}">{marke(dringlichkeit) if dringlichkeit else _LEER}</td></tr>\n'
    )


def _auswahl(team: Team, akten: Sequence[Akte]) -> list[tuple[str, str, list[str]]]:
    """Return (key, label, values) of each field that can be filtered; only values that occur."""
    kurze = [akte.auszug for akte in akten]
    vorhandene, stufen = {kurz.status for kurz in kurze}, {kurz.stufe for kurz in kurze}
    namen = (name for kurz in kurze for name in (kurz.zustaendig, kurz.vertretung))
    return [
        ("status", "Status", [s.value for s in Status if s in vorhandene]),
        ("berater", "Berater", [*_sortiert(namen), _LEER]),
        ("stufe", "Stufe", [*(stufe for stufe in team.regelwerk.vokabular.stufen if stufe in stufen), _LEER]),
        ("zugangsweg", "Zugangsweg", _sortiert(kurz.zugangsweg for kurz in kurze)),
        ("lage", "Lage", [d.value for d in Dringlichkeit]),
    ]


def _sortiert(werte: Iterable[str | None]) -> list[str]:
    return sorted({wert for wert in werte if wert is not None}, key=ordnung)
