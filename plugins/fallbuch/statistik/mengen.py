"""All populations with their words. What a figure can say is listed here and in `phasen.py`, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any

from fallbuch.akte.zusage import Stand
from fallbuch.regelwerk.vokabular import ist_kunde
from fallbuch.statistik.bausteine import (
    Groesse,
    JedeMenge,
    Lage,
    Menge,
    Merkmal,
    Zaehlbedingung,
    Zeitwahl,
    aus_liste,
    feste,
    nach_liste,
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
    PHASEN,
    massnahmegruppen,
    nach_stufe,
)
from fallbuch.statistik.tafeln import Eintragszeile, Massnahmezeile, Veranstaltungszeile, Vereinbarungszeile


def _im_zeitraum(tafel: str, tag: str = "tag") -> Callable[[Lage], Iterable[Any]]:
    """Return the rows of a table with a day in the period."""
    tag_von = attrgetter(tag)

    def zeilen(lage: Lage) -> list[Any]:
        von, bis = lage.zeitraum.von, lage.zeitraum.bis
        return [z for z in getattr(lage.stoff.tafeln, tafel) if (t := tag_von(z)) is not None and von <= t <= bis]

    return zeilen


def _zeichen(name: str, *weitere: str) -> Callable[[Any], int]:
    """Return the key of a row that is one of a phase's: by its day and `weitere` of its days. Rows that agree count twice.

    No word of the team's lists is part of it: a word that is renamed must not draw its rows anew.
    """
    tage = [attrgetter(f) for f in ("tag", *weitere)]
    return lambda z: zeichen("|".join((name, f"{z.phase.zeichen:x}", *(str(tag(z)) for tag in tage))))


def _der_phase(
    stufe: Callable[[Any, Lage], str | None] = lambda z, _: z.phase.fall.stufe_am(z.tag),
) -> dict[str, Merkmal[Any]]:
    """Return the fields that every row takes from its phase and from the level of its day."""
    return {
        "Zugangsweg": nach_liste("Zugangsweg", "zugangswege", lambda z, _: z.phase.zugangsweg),
        "Betreuungsstufe": nach_stufe(stufe),
        "Berater": BERATER,
    }


def _nachgetragene(lage: Lage) -> list[Eintragszeile]:
    z = lage.zeitraum
    return [
        e for e in lage.stoff.tafeln.nachgetragene if z.enthaelt(e.eintrag.angaben.nachgetragen_am) and e.tag < z.von
    ]


EINTRAEGE: Menge[Eintragszeile] = Menge(
    "Einträge",
    "Eintrag",
    {"im Zeitraum": Zeitwahl("die im Zeitraum liegen", _im_zeitraum("eintraege")),
     "nachgetragen": Zeitwahl("die im Zeitraum für einen früheren nachgetragen wurden", _nachgetragene)},
    _zeichen("Eintrag"),
    {
        **_der_phase(),
        "Art": nach_liste("Art", "arten", lambda z, _: z.eintrag.art),
        "Kontaktart": Merkmal("Art des Kontakts", aus_liste("arten", wenn=lambda a: a.kontakt), lambda z, _: z.eintrag.art if z.kontakt else None),
        "Versuchsart": Merkmal("Art des Versuchs", aus_liste("arten", wenn=lambda a: a.versuch), lambda z, _: z.eintrag.art if z.art.versuch else None),
    },
    {
        "Kontakt": Zaehlbedingung("die ein Kontakt sind", lambda z, _: z.kontakt),
        "Versuch": Zaehlbedingung("die ein vergeblicher Versuch sind", lambda z, _: z.art.versuch),
        "Gespräch": Zaehlbedingung("die ein Gespräch sind", lambda z, _: z.art.gespraech),
        "mit Dauer": Zaehlbedingung("mit festgehaltener Dauer", lambda z, _: z.eintrag.angaben.dauer is not None),
        "nachgemeldet": Zaehlbedingung(
            "die erst nach dem Ende des Zeitraums geschrieben wurden",
            lambda z, lage: (am := z.eintrag.angaben.nachgetragen_am) is not None and am > lage.zeitraum.ende,
        ),
    },
    {"Minuten": Groesse("Minuten, soweit sie festgehalten sind", "Minuten", lambda z, _: z.eintrag.angaben.dauer, 5)},
)  # fmt: skip

EINSTUFUNGEN: Menge[Eintragszeile] = Menge(
    "Einstufungen",
    "Einstufung",
    {"im Zeitraum": Zeitwahl("die im Zeitraum liegen", _im_zeitraum("einstufungen"))},
    _zeichen("Einstufung"),
    _der_phase(),
)


def _einvernehmen(z: Eintragszeile, _: Lage) -> str:
    antwort = getattr(z.eintrag.besonderes, "einvernehmen", None)
    return antwort if antwort in {JA, NEIN} else OHNE_ANGABE


PLAENE: Menge[Eintragszeile] = Menge(
    "Pläne",
    "Betreuungsplan",
    {"im Zeitraum": Zeitwahl("die im Zeitraum vereinbart wurden", _im_zeitraum("plaene"))},
    _zeichen("Plan"),
    {**_der_phase(), "Einvernehmen": Merkmal("Einvernehmen", feste(JA, NEIN, OHNE_ANGABE), _einvernehmen)},
)


def _laufende(lage: Lage) -> list[Massnahmezeile]:
    bis = lage.zeitraum.bis
    return [m for m in lage.stoff.tafeln.massnahmen if m.laeuft_am(bis) and m.phase.offen_am(bis)]


MASSNAHMEN: Menge[Massnahmezeile] = Menge(
    "Maßnahmen",
    "Maßnahme",
    {
        "laufend": Zeitwahl("die am Ende des Zeitraums laufen", _laufende),
        "beendet": Zeitwahl("deren letzter Tag im Zeitraum liegt", _im_zeitraum("massnahmen", "massnahme.ende")),
    },
    _zeichen("Maßnahme", "massnahme.beginn"),
    {
        **_der_phase(),
        "Gruppe": Merkmal("Gruppe", massnahmegruppen, lambda z, _: z.massnahme.art.gruppe or OHNE_GRUPPE),
        "Art": nach_liste("Art", "massnahmen", lambda z, _: z.massnahme.angaben.art),
        "Ergebnis": nach_liste(
            "Ergebnis", "massnahmenergebnisse", lambda z, _: z.massnahme.angaben.ergebnis, OHNE_ERGEBNIS
        ),
    },
)

VEREINBARUNGEN: Menge[Vereinbarungszeile] = Menge(
    "Vereinbarungen",
    "Vereinbarung",
    {
        "getroffen": Zeitwahl("die im Zeitraum getroffen wurden", _im_zeitraum("vereinbarungen")),
        "Frist im Zeitraum": Zeitwahl(
            "deren Frist im Zeitraum liegt", _im_zeitraum("vereinbarungen", "vereinbarung.frist")
        ),
    },
    _zeichen("Vereinbarung", "vereinbarung.frist"),
    {
        **_der_phase(),
        "Stand": Merkmal("Stand", feste(*map(str, Stand)), lambda z, _: str(z.vereinbarung.stand)),
        "Wer": Merkmal(
            "wer an der Reihe ist",
            feste("Kundin oder Kunde", "Team"),
            lambda z, _: "Kundin oder Kunde" if ist_kunde(z.vereinbarung.wer) else "Team",
        ),
    },
    {"erledigt": Zaehlbedingung("die abgehakt sind", lambda z, _: z.vereinbarung.stand is Stand.ERLEDIGT)},
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
    _zeichen("Kontaktfrist"),
    _der_phase(lambda k, _: k.stufe),
    {"eingehalten": Zaehlbedingung("innerhalb der Frist", lambda k, _: k.erfuellt)},
)

VERANSTALTUNGEN: Menge[Veranstaltungszeile] = Menge(
    "Veranstaltungen",
    "Veranstaltung",
    {"im Zeitraum": Zeitwahl("die im Zeitraum stattfanden", _im_zeitraum("veranstaltungen"))},
    lambda v: zeichen(f"Veranstaltung|{v.tag}|{v.zugangsweg}"),
    {"Zugangsweg": nach_liste("Zugangsweg", "zugangswege", lambda v, _: v.zugangsweg)},
    fall=None,
)

_ALLE: tuple[JedeMenge, ...] = (
    PHASEN, MENSCHEN, EINTRAEGE, EINSTUFUNGEN, PLAENE, MASSNAHMEN, VEREINBARUNGEN, KONTAKTFRISTEN, VERANSTALTUNGEN,
)  # fmt: skip
MENGEN: Mapping[str, JedeMenge] = {menge.name: menge for menge in _ALLE}
