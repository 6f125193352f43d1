"""Under which circumstances a rule applies to a case and to the fact it counts from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from fallbuch.regelwerk.anker import stabilisierende
from fallbuch.regelwerk.bausteine import KEINE, Ankerpunkt, Bedingung, Fakten, Wert, woerter
from fallbuch.regelwerk.massnahmen import Lauf
from fallbuch.regelwerk.modell import Fassung
from fallbuch.regelwerk.sicht import Fallsicht
from fallbuch.zeit import Einheit, Spanne, spanne_aus

_MERKMALE = {
    "endkontakt": "mit Gespräch vor und am Ende",
    "stabilisierend": "stabilisierend",
    "vor_16a": "nach § 16a",
}
_MASSNAHME, _VERSUCH = frozenset({"massnahme"}), frozenset({"versuch"})


def _ja_nein(wert: Wert) -> str | None:
    return None if wert in ("ja", "nein") else "„ja“ oder „nein“"


def _nur(*erlaubte: str) -> Callable[[Wert], str | None]:
    def pruefe(wert: Wert) -> str | None:
        gut = bool(woerter(wert)) and all(wort in erlaubte for wort in woerter(wert))
        return None if gut else "eines oder mehrere der Wörter " + ", ".join(erlaubte)

    return pruefe


def _spanne(wert: Wert) -> Spanne | None:
    spanne = spanne_aus(wert) if isinstance(wert, str) else None
    return None if spanne is None or spanne.vorher or spanne.nach(date(2000, 1, 1)).year > 2099 else spanne


def _mit_spanne(
    worte: str, gilt: Callable[[Fallsicht, Spanne, Ankerpunkt], bool], verlangt: Fakten = KEINE
) -> Bedingung[Fallsicht]:
    """Return a condition on a span, which stands in the words in braces."""

    def pruefe(sicht: Fallsicht, wert: Wert, punkt: Ankerpunkt, fassung: Fassung) -> bool:
        spanne = _spanne(wert)
        return spanne is not None and gilt(sicht, spanne, punkt)

    return Bedingung(
        lambda wert: worte.format(_spanne(wert)),
        lambda wert: None if _spanne(wert) is not None else "eine Zeitspanne wie „8 Wochen“, nicht negativ",
        pruefe,
        verlangt=verlangt,
    )


def _zahl(wert: Wert) -> int | None:
    return int(wert) if isinstance(wert, str) and wert.isascii() and wert.isdigit() and 0 < int(wert) < 100 else None


def _stufe_in_worten(wert: Wert) -> str:
    return "Betreuungsstufe " + " oder ".join("ohne Stufe" if wort == "keine" else wort for wort in woerter(wert))


def _fakten_der_stufe(wert: Wert) -> Fakten:
    if woerter(wert) == ("keine",):
        return frozenset({"!stufe"})
    return KEINE if "keine" in woerter(wert) else frozenset({"stufe"})


def _mindestdauer(sicht: Fallsicht, dauer: Spanne, punkt: Ankerpunkt) -> bool:
    massnahme = punkt.massnahme
    if massnahme is None or massnahme.ende is None:
        return False
    # First and last day both belong to a measure: eight weeks from a Monday end on a Sunday.
    return dauer.nach(massnahme.beginn) <= Spanne(1, Einheit.TAGE).nach(massnahme.ende)


def _geplante_massnahme(sicht: Fallsicht, wert: Wert, punkt: Ankerpunkt, fassung: Fassung) -> bool:
    """Such a measure lies ahead, or it began when the rule was due already: a measure heals nothing."""
    faellig_am = fassung.frist.nach(punkt.datum)
    return any(
        massnahme.bekannt_seit < massnahme.beginn
        and (massnahme.lauf(sicht.stichtag) is Lauf.GEPLANT or massnahme.beginn > faellig_am)
        and not massnahme.vorzeitig
        and any(getattr(massnahme.art, merkmal) for merkmal in woerter(wert))
        for massnahme in sicht.massnahmen
    )


def _kuerzerer_abstand(sicht: Fallsicht, wert: Wert, punkt: Ankerpunkt, fassung: Fassung) -> bool:
    abstand = sicht.planangaben.kontaktintervall
    frist = sicht.regelwerk.kontaktfrist(sicht.stufe, punkt.datum)
    kuerzer = abstand is not None and frist is not None and abstand.nach(punkt.datum) < frist.nach(punkt.datum)
    return kuerzer == (wert == "ja")


def _seit_erstem_versuch(sicht: Fallsicht, spanne: Spanne, punkt: Ankerpunkt) -> bool:
    erster = sicht.versuche[0].datum if sicht.versuche else None
    return erster is not None and spanne.nach(erster) <= punkt.datum


BEDINGUNGEN: Mapping[str, Bedingung[Fallsicht]] = {
    "stufe": Bedingung(
        _stufe_in_worten,
        lambda wert: None if woerter(wert) else "mindestens eine Stufe",
        lambda sicht, wert, *_: (sicht.stufe or "keine") in woerter(wert),
        _fakten_der_stufe,
    ),
    "gespraech": Bedingung(
        lambda wert: "es gab schon ein Gespräch" if wert == "ja" else "es gab noch kein Gespräch",
        _ja_nein,
        lambda sicht, wert, *_: bool(sicht.gespraeche) == (wert == "ja"),
        lambda wert: frozenset({"gespraech" if wert == "ja" else "!gespraech"}),
    ),
    "massnahme": Bedingung(
        lambda wert: "die Maßnahme ist " + " oder ".join("im Gang" if w == "läuft" else w for w in woerter(wert)),
        _nur(*Lauf),
        lambda sicht, wert, punkt, _: punkt.massnahme is not None and punkt.massnahme.lauf(sicht.stichtag) in woerter(wert),
        verlangt=_MASSNAHME,
    ),
    "massnahmenmerkmal": Bedingung(
        lambda wert: "die Art der Maßnahme ist gekennzeichnet als " + " oder ".join(_MERKMALE[w] for w in woerter(wert)),
        _nur(*_MERKMALE),
        lambda _, wert, punkt, __: punkt.massnahme is not None and any(getattr(punkt.massnahme.art, w) for w in woerter(wert)),
        verlangt=_MASSNAHME,
    ),
    "mindestdauer": _mit_spanne("die Maßnahme dauert {} oder länger", _mindestdauer, _MASSNAHME),
    "vorzeitig": Bedingung(
        lambda wert: f"die Maßnahme wurde {'' if wert == 'ja' else 'nicht '}abgebrochen",
        _ja_nein,
        lambda _, wert, punkt, __: punkt.massnahme is not None and punkt.massnahme.vorzeitig == (wert == "ja"),
        verlangt=_MASSNAHME,
    ),
    "in_massnahme": Bedingung(
        lambda wert: "eine stabilisierende Maßnahme begann, bevor der Kontakt fällig war, und dauert darüber hinaus",
        _nur("stabilisierend"),
        lambda sicht, wert, *_: bool(stabilisierende(sicht)),
    ),
    "geplante_massnahme": Bedingung(
        lambda wert: f"eine Maßnahme {' oder '.join(_MERKMALE[w] for w in woerter(wert))} ist geplant",
        _nur(*_MERKMALE),
        _geplante_massnahme,
    ),
    "kuerzerer_abstand": Bedingung(
        lambda wert: f"im Betreuungsplan ist {'ein' if wert == 'ja' else 'kein'} kürzerer Abstand vereinbart",
        _ja_nein,
        _kuerzerer_abstand,
    ),
    "versuche": Bedingung(
        lambda wert: f"mindestens {_zahl(wert)} Versuche seit dem letzten Kontakt",
        lambda wert: None if _zahl(wert) is not None else "eine Zahl von 1 bis 99",
        lambda _, wert, punkt, __: punkt.nummer >= (_zahl(wert) or 1),
        verlangt=_VERSUCH,
    ),
    "seit_erstem_versuch": _mit_spanne(
        "zwischen dem ersten davon und diesem liegen mindestens {}", _seit_erstem_versuch, _VERSUCH
    ),
    "vergangen": _mit_spanne(
        "seither sind mehr als {} vergangen", lambda sicht, spanne, punkt: spanne.nach(punkt.datum) < sicht.stichtag
    ),
}  # fmt: skip
