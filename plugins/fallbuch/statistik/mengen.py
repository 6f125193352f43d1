"""All populations with their words. What a figure can say is listed here and in `phasen.py`, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from fallbuch.akte.zusage import Stand
from fallbuch.statistik.bausteine import (
    UNBEKANNT,
    Groesse,
    JedeMenge,
    Lage,
    Menge,
    Merkmal,
    Zaehlbedingung,
    Zeitwahl,
    aus_liste,
    feste,
    wort_oder,
)
from fallbuch.statistik.kontaktfristen import Kontaktfristzeile
from fallbuch.statistik.los import zeichen
from fallbuch.statistik.menschen import MENSCHEN
from fallbuch.statistik.phasen import (
    BERATER,
    JA,
    NEIN,
    OHNE_ANGABE,
    OHNE_ERGEBNIS,
    OHNE_GRUPPE,
    OHNE_STUFE,
    PHASEN,
    STUFEN,
    ZUGANGSWEGE,
    massnahmegruppen,
    person,
)
from fallbuch.statistik.tafeln import (
    Einstufungszeile,
    Eintragszeile,
    Massnahmezeile,
    Planzeile,
    Veranstaltungszeile,
    Vereinbarungszeile,
)


def _im_zeitraum(tafel: str) -> Callable[[Lage], Iterable[Any]]:
    return lambda lage: [z for z in getattr(lage.stoff.tafeln, tafel) if lage.zeitraum.enthaelt(z.tag)]


def _zeichen(name: str, *felder: str) -> Callable[[Any], int]:
    """Return the key of a row that is one of a phase's: by its day and these of its days. Rows that agree count twice.

    No word of the team's lists is part of it: a word that is renamed must not draw its rows anew.
    """
    return lambda z: zeichen(
        "|".join((name, f"{z.phase.zeichen:x}", str(z.tag), *(str(getattr(z, f)) for f in felder)))
    )


def _der_phase() -> dict[str, Merkmal[Any]]:
    """Return the fields that every row takes from its phase and from the level of its day."""
    return {
        "Zugangsweg": Merkmal(
            "Zugangsweg", ZUGANGSWEGE, lambda z, lage: wort_oder("zugangswege", z.phase.zugangsweg, lage)
        ),
        "Betreuungsstufe": Merkmal(
            "Betreuungsstufe",
            STUFEN,
            lambda z, lage: wort_oder("stufen", z.phase.fall.stufe_am(z.tag), lage, OHNE_STUFE),
        ),
        "Berater": BERATER,
    }


EINTRAEGE: Menge[Eintragszeile] = Menge(
    "Einträge",
    "Eintrag",
    {"im Zeitraum": Zeitwahl("die im Zeitraum liegen", _im_zeitraum("eintraege")),
     "nachgetragen": Zeitwahl(
        "die im Zeitraum für einen früheren nachgetragen wurden",
        lambda lage: [
            z for z in lage.stoff.tafeln.eintraege if lage.zeitraum.enthaelt(z.nachgetragen) and z.tag < lage.zeitraum.von
        ],
    )},
    person,
    _zeichen("Eintrag"),
    {
        **_der_phase(),
        "Art": Merkmal("Art", aus_liste("arten", UNBEKANNT), lambda z, lage: wort_oder("arten", z.art, lage)),
        "Kontaktart": Merkmal("Art des Kontakts", aus_liste("arten", wenn=lambda a: a.kontakt), lambda z, _: z.art if z.kontakt else None),
        "Versuchsart": Merkmal("Art des Versuchs", aus_liste("arten", wenn=lambda a: a.versuch), lambda z, _: z.art if z.versuch else None),
    },
    {
        "Kontakt": Zaehlbedingung("die ein Kontakt sind", lambda z, _: z.kontakt),
        "Versuch": Zaehlbedingung("die ein vergeblicher Versuch sind", lambda z, _: z.versuch),
        "Gespräch": Zaehlbedingung("die ein Gespräch sind", lambda z, _: z.gespraech),
        "mit Dauer": Zaehlbedingung("mit festgehaltener Dauer", lambda z, _: z.minuten is not None),
        "nachgemeldet": Zaehlbedingung(
            "die erst nach dem Ende des Zeitraums geschrieben wurden",
            lambda z, lage: z.nachgetragen is not None and z.nachgetragen > lage.zeitraum.ende,
        ),
    },
    {"Minuten": Groesse("Minuten, soweit sie festgehalten sind", "Minuten", lambda z, _: z.minuten, 5)},
)  # fmt: skip

EINSTUFUNGEN: Menge[Einstufungszeile] = Menge(
    "Einstufungen",
    "Einstufung",
    {"im Zeitraum": Zeitwahl("die im Zeitraum liegen", _im_zeitraum("einstufungen"))},
    person,
    _zeichen("Einstufung"),
    _der_phase(),
)

PLAENE: Menge[Planzeile] = Menge(
    "Pläne",
    "Betreuungsplan",
    {"im Zeitraum": Zeitwahl("die im Zeitraum vereinbart wurden", _im_zeitraum("plaene"))},
    person,
    _zeichen("Plan"),
    {
        **_der_phase(),
        "Einvernehmen": Merkmal(
            "Einvernehmen",
            feste(JA, NEIN, OHNE_ANGABE),
            lambda z, _: z.einvernehmen if z.einvernehmen in {JA, NEIN} else OHNE_ANGABE,
        ),
    },
)


def _laufende(lage: Lage) -> list[Massnahmezeile]:
    bis = lage.zeitraum.bis
    return [m for m in lage.stoff.tafeln.massnahmen if m.laeuft_am(bis) and m.phase.offen_am(bis)]


def _beendete(lage: Lage) -> list[Massnahmezeile]:
    return [m for m in lage.stoff.tafeln.massnahmen if lage.zeitraum.enthaelt(m.ende)]


MASSNAHMEN: Menge[Massnahmezeile] = Menge(
    "Maßnahmen",
    "Maßnahme",
    {
        "laufend": Zeitwahl("die am Ende des Zeitraums laufen", _laufende),
        "beendet": Zeitwahl("deren letzter Tag im Zeitraum liegt", _beendete),
    },
    person,
    _zeichen("Maßnahme", "beginn"),
    {
        **_der_phase(),
        "Gruppe": Merkmal("Gruppe", massnahmegruppen, lambda m, _: m.gruppe or OHNE_GRUPPE),
        "Art": Merkmal("Art", aus_liste("massnahmen", UNBEKANNT), lambda m, lage: wort_oder("massnahmen", m.art, lage)),
        "Ergebnis": Merkmal(
            "Ergebnis",
            aus_liste("massnahmenergebnisse", OHNE_ERGEBNIS, UNBEKANNT),
            lambda m, lage: (
                OHNE_ERGEBNIS if m.ergebnis is None else wort_oder("massnahmenergebnisse", m.ergebnis, lage)
            ),
        ),
    },
)

VEREINBARUNGEN: Menge[Vereinbarungszeile] = Menge(
    "Vereinbarungen",
    "Vereinbarung",
    {
        "getroffen": Zeitwahl("die im Zeitraum getroffen wurden", _im_zeitraum("vereinbarungen")),
        "Frist im Zeitraum": Zeitwahl(
            "deren Frist im Zeitraum liegt",
            lambda lage: [v for v in lage.stoff.tafeln.vereinbarungen if lage.zeitraum.enthaelt(v.frist)],
        ),
    },
    person,
    _zeichen("Vereinbarung", "frist"),
    {
        **_der_phase(),
        "Stand": Merkmal("Stand", feste(*(str(stand) for stand in Stand)), lambda v, _: v.stand),
        "Wer": Merkmal("wer an der Reihe ist", feste("Kundin oder Kunde", "Team"), lambda v, _: v.wer),
    },
    {
        "erledigt": Zaehlbedingung("die abgehakt sind", lambda v, _: v.stand == Stand.ERLEDIGT),
    },
)

KONTAKTFRISTEN: Menge[Kontaktfristzeile] = Menge(
    "Kontaktfristen",
    "Kontakt",
    {
        "am Ende": Zeitwahl(
            "die am Ende des Zeitraums erwartet werden, ohne pausierte Fälle",
            lambda lage: lage.stoff.kontaktuhr.am_stichtag(lage.zeitraum),
        ),
        "im Zeitraum": Zeitwahl(
            "die im Zeitraum fällig waren", lambda lage: lage.stoff.kontaktuhr.im_zeitraum(lage.zeitraum)
        ),
    },
    person,
    _zeichen("Kontaktfrist"),
    {
        **_der_phase(),
        "Betreuungsstufe": Merkmal(
            "Betreuungsstufe", STUFEN, lambda k, lage: wort_oder("stufen", k.stufe, lage, OHNE_STUFE)
        ),
    },
    {"eingehalten": Zaehlbedingung("innerhalb der Frist", lambda k, _: k.erfuellt)},
)

VERANSTALTUNGEN: Menge[Veranstaltungszeile] = Menge(
    "Veranstaltungen",
    "Veranstaltung",
    {"im Zeitraum": Zeitwahl("die im Zeitraum stattfanden", _im_zeitraum("veranstaltungen"))},
    None,
    lambda v: zeichen(f"Veranstaltung|{v.tag}|{v.zugangsweg}"),
    {"Zugangsweg": Merkmal("Zugangsweg", ZUGANGSWEGE, lambda v, lage: wort_oder("zugangswege", v.zugangsweg, lage))},
)

MENGEN: Mapping[str, JedeMenge] = {
    menge.name: menge
    for menge in (
        PHASEN,
        MENSCHEN,
        EINTRAEGE,
        EINSTUFUNGEN,
        PLAENE,
        MASSNAHMEN,
        VEREINBARUNGEN,
        KONTAKTFRISTEN,
        VERANSTALTUNGEN,
    )
}
