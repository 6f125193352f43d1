"""From two YAML files to typed rules: the default below, the team's deviations above, merged by key.

A faulty place costs only itself: it is reported, replaced by the default where there is one and
left out otherwise, and the rest is validated again.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from fallbuch.befund import Befund, Stelle, lesbar
from fallbuch.kennung import naechstes
from fallbuch.regelwerk.meldungen import R001, R002, R003, R007
from fallbuch.regelwerk.modell import (
    EIGENER_FEHLER,
    Abweichung,
    Fassung,
    Regel,
    Regeldatei,
    Regelwerk,
    Teamdatei,
    Vokabular,
)
from fallbuch.regelwerk.pruefen import pruefe_regeln
from fallbuch.text.knoten import Knoten, Liste, Skalar, Tafel, ersetze_steuerzeichen, lies_yaml

M = TypeVar("M", bound=BaseModel)
Loc = tuple[str | int, ...]


_HOECHSTENS_MELDUNGEN = 200
TEAMDATEI, REGELDATEI = "vorlagen/team.yml", "vorlagen/regelwerk.yml"


def lade_team(inhalt: bytes | None) -> tuple[Teamdatei, list[Befund]]:
    """Read `vorlagen/team.yml` over the default."""
    standard, _ = _lies(_vorgabe("team.yml"), "team.yml")
    eigene, befunde = _lies(inhalt, TEAMDATEI)
    datei, gefunden = _validiere(Teamdatei, _lege_ueber(standard, eigene), standard, TEAMDATEI)
    return datei, befunde + gefunden


def lade_regelwerk(inhalt: bytes | None, team: Teamdatei) -> tuple[Regelwerk, list[Befund]]:
    """Read `vorlagen/regelwerk.yml` over the shipped rules; people and channels come from `team`."""
    standard, _ = _lies(_vorgabe("regelwerk.yml"), "regelwerk.yml")
    leer = Tafel({}, Stelle(datei=REGELDATEI))
    eigene, befunde = _lies(inhalt, REGELDATEI)
    zusammen = _lege_ueber(standard, eigene)
    vorgabe = _mit_fassungen(standard, leer)
    datei, gefunden = _validiere(Regeldatei, _mit_fassungen(zusammen, standard), vorgabe, REGELDATEI)
    befunde += gefunden + list(_falsche_fassungen(zusammen))
    abweichungen = tuple(_abweichungen(standard, eigene, ()))
    listen = {name: getattr(datei, name) for name in Regeldatei.model_fields if name not in {"regeln", "einfuehrung"}}
    regelwerk = Regelwerk(
        vokabular=Vokabular(**listen, berater=team.berater, kanaele=team.kanaele),
        regeln=tuple(_regel(name, fassungen, abweichungen) for name, fassungen in datei.regeln.items() if fassungen),
        einfuehrung=datei.einfuehrung,
        abweichungen=abweichungen,
    )
    vorgaben = {
        name: _regel(name, fassungen, ())
        for name, fassungen in Regeldatei.model_validate(_als_daten(vorgabe)).regeln.items()
    }
    regelwerk, gefunden = pruefe_regeln(regelwerk, vorgaben, lambda pfad: _ort(zusammen, pfad, REGELDATEI))
    return regelwerk, befunde + gefunden


def _regel(name: str, fassungen: Sequence[Fassung], abweichungen: Sequence[Abweichung]) -> Regel:
    sortiert = tuple(sorted(fassungen, key=lambda fassung: str(fassung.ab or "")))
    eigene = tuple(a for a in abweichungen if a.pfad[:2] == ("regeln", name))
    return Regel(schluessel=name, fassungen=sortiert, abweichungen=eigene)


def _vorgabe(name: str) -> bytes:
    return files("fallbuch").joinpath("vorgaben", name).read_bytes()


def _lies(inhalt: bytes | None, name: str) -> tuple[Tafel, list[Befund]]:
    leer = Tafel({}, Stelle(datei=name))
    if inhalt is None:
        return leer, []
    try:
        text = inhalt.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        return leer, [R007.melde(Stelle(datei=name), problem="Die Datei ist nicht als UTF-8 gespeichert")]
    sauber, befunde = ersetze_steuerzeichen(text, name, kopf=True)
    knoten, gefunden = lies_yaml(sauber, name)
    befunde += gefunden
    if knoten is None or isinstance(knoten, Tafel):
        return knoten or leer, befunde
    if isinstance(knoten, Skalar) and not knoten.text:
        return leer, befunde
    keine_felder = R007.melde(knoten.stelle, problem="Die Datei enthält keine Felder")
    return leer, befunde or [keine_felder]


def _lege_ueber(unten: Tafel, oben: Tafel) -> Tafel:
    """Merge two mappings by key; a mapping merges into a mapping, everything else replaces."""
    paare = dict(unten.paare)
    for name, (schluessel, wert) in oben.paare.items():
        vorhanden = paare.get(name)
        if vorhanden is not None and isinstance(vorhanden[1], Tafel) and isinstance(wert, Tafel):
            wert = _lege_ueber(vorhanden[1], wert)
        paare[name] = (schluessel, wert)
    return Tafel(paare, oben.stelle)


def _mit_fassungen(wurzel: Tafel, standard: Tafel) -> Tafel:
    """Expand each rule into its versions: the base, then every `fassungen` item laid over it.

    A team that writes `ab` into a shipped rule itself means a version from that day on; before it
    the shipped wording stays in force.
    """
    vorgaben = standard.paare.get("regeln")
    alte = vorgaben[1].paare if vorgaben is not None and isinstance(vorgaben[1], Tafel) else {}
    regeln = wurzel.paare.get("regeln")
    if regeln is None or not isinstance(regeln[1], Tafel):
        return wurzel
    ausgeklappt: dict[str, tuple[Skalar, Knoten]] = {
        name: (
            schluessel,
            _fassungen(regel, alte[name][1] if name in alte else None)
            if isinstance(regel, Tafel)
            else _keine_regel(regel),
        )
        for name, (schluessel, regel) in regeln[1].paare.items()
    }
    return Tafel({**wurzel.paare, "regeln": (regeln[0], Tafel(ausgeklappt, regeln[1].stelle))}, wurzel.stelle)


def _keine_regel(knoten: Knoten) -> Knoten:
    # An empty list would pass for a rule without versions.
    return Skalar(_als_text(knoten), knoten.stelle)


def _fassungen(regel: Tafel, vorgabe: Knoten | None) -> Liste:
    grund = Tafel({name: paar for name, paar in regel.paare.items() if name != "fassungen"}, regel.stelle)
    weitere = regel.paare.get("fassungen")
    teile = weitere[1].teile if weitere is not None and isinstance(weitere[1], Liste) else ()
    davor = (vorgabe,) if vorgabe is not None and "ab" in grund.paare else ()
    return Liste(
        (
            *davor,
            grund,
            *(_lege_ueber(grund, teil) for teil in teile if isinstance(teil, Tafel) and "ab" in teil.paare),
        ),
        regel.stelle,
    )


def _falsche_fassungen(wurzel: Tafel) -> Iterator[Befund]:
    """Report `fassungen` that is no list of mappings; such versions are left out."""
    regeln = wurzel.paare.get("regeln")
    for name, (_, regel) in regeln[1].paare.items() if regeln and isinstance(regeln[1], Tafel) else ():
        weitere = regel.paare.get("fassungen") if isinstance(regel, Tafel) else None
        if weitere is None:
            continue
        teile = weitere[1].teile if isinstance(weitere[1], Liste) else ()
        if not teile or not all(isinstance(teil, Tafel) and "ab" in teil.paare for teil in teile):
            erwartet = "eine Liste, jede Fassung mit „- ab: 2026-09-01“ und darunter, was sich ändert"
            yield R002.melde(
                weitere[0].stelle,
                feld=f"regeln → {name} → fassungen",
                wert=_zitat(_als_daten(weitere[1])),
                erwartet=erwartet,
            )


def _regelnamen(wurzel: Tafel, ausser: str | int) -> list[str]:
    regeln = wurzel.paare["regeln"][1]
    return [name for name in regeln.paare if name != ausser] if isinstance(regeln, Tafel) else []


def _zitat(wert: Any) -> str:
    """Name a value in a message: text is quoted, everything else is called by its form."""
    if isinstance(wert, str):
        return f"„{lesbar(wert)}“" if wert else "ein leerer Wert"
    return "eine Liste" if isinstance(wert, list) else "eine Untergliederung"


def _abweichungen(standard: Knoten | None, eigene: Tafel, pfad: tuple[str, ...]) -> list[Abweichung]:
    ergebnis: list[Abweichung] = []
    paare = standard.paare if isinstance(standard, Tafel) else {}
    for name, (schluessel, wert) in eigene.paare.items():
        alt = paare[name][1] if name in paare else None
        if isinstance(wert, Tafel) and (wert.paare or alt is None):
            tiefer = _abweichungen(alt, wert, (*pfad, name))
            ergebnis += tiefer if tiefer or alt is not None else [_abweichung(pfad, name, alt, wert, schluessel)]
        elif alt is None or _als_text(alt) != _als_text(wert):
            ergebnis.append(_abweichung(pfad, name, alt, wert, schluessel))
    return ergebnis


def _abweichung(pfad: tuple[str, ...], name: str, alt: Knoten | None, neu: Knoten, schluessel: Skalar) -> Abweichung:
    return Abweichung(
        pfad=(*pfad, name),
        standard=None if alt is None else _als_text(alt),
        team=_als_text(neu),
        stelle=schluessel.stelle,
    )


def _als_text(knoten: Knoten) -> str:
    match knoten:
        case Skalar():
            return " ".join(knoten.text.split())
        case Liste():
            return ", ".join(map(_als_text, knoten.teile))
        case Tafel():
            return "; ".join(f"{name}: {_als_text(wert)}" for name, (_, wert) in knoten.paare.items())


def _als_daten(knoten: Knoten) -> Any:
    match knoten:
        case Skalar():
            return knoten.text
        case Liste():
            return [_als_daten(teil) for teil in knoten.teile]
        case Tafel():
            return {name: _als_daten(wert) for name, (_, wert) in knoten.paare.items()}


def _validiere(klasse: type[M], wurzel: Tafel, standard: Tafel, datei: str) -> tuple[M, list[Befund]]:
    """Validate; put the default in the place of what is faulty, or cut it out, and validate again."""
    daten, vorgabe = _als_daten(wurzel), _als_daten(standard)
    befunde: dict[Befund, None] = {}
    ausgeschnitten: set[Loc] = set()
    for _ in range(100):
        try:
            return klasse.model_validate(daten), list(befunde)
        except ValidationError as fehler:
            orte: set[Loc] = set()
            for mangel in fehler.errors(include_url=False):
                loc = _im_baum(mangel["loc"], daten)
                # What is missing because it was cut out has been reported already.
                if loc not in ausgeschnitten and len(befunde) < _HOECHSTENS_MELDUNGEN:
                    befunde[_melde(klasse, mangel, loc, wurzel, datei)] = None
                if loc[:1] == ("regeln",) and loc[-1] == "ab":
                    loc = loc[:-1]  # a version from an unreadable day must not hold for all time
                orte.add(loc[:-1] if mangel["type"] == "missing" and len(loc) > 1 else loc)
            # Deeper and later places first: cutting one out must not move or remove another.
            for ort in sorted(orte, key=lambda ort: (len(ort), _vergleichbar(ort)), reverse=True):
                if _ersetze(daten, vorgabe, ort):
                    ausgeschnitten.add(ort)
    return klasse.model_validate(vorgabe), list(befunde)


def _vergleichbar(ort: Loc) -> list[tuple[int, str]]:
    return [(teil, "") if isinstance(teil, int) else (-1, teil) for teil in ort]


def _im_baum(loc: Loc, daten: Any) -> Loc:
    """Drop what pydantic adds to a place (union members), keep keys and indexes of the data."""
    ergebnis: list[str | int] = []
    for stufe, teil in enumerate(loc):
        letzte = stufe == len(loc) - 1
        tiefer = _teil(daten, teil)
        if tiefer is not None:
            daten = tiefer
        elif not (letzte and isinstance(daten, Mapping)):
            continue
        ergebnis.append(teil)
    return tuple(ergebnis)


def _ersetze(daten: Any, vorgabe: Any, loc: Loc) -> bool:
    """Put the default's value at `loc`; cut the place out where the default has none or is refused itself.

    Returns True where something was cut out.
    """
    if not loc:
        return False
    *davor, letzter = loc
    for teil in davor:
        daten, vorgabe = _teil(daten, teil), _teil(vorgabe, teil)
    if _teil(daten, letzter) is None:
        return False
    ersatz = _teil(vorgabe, letzter)
    if ersatz is not None and ersatz != daten[letzter]:
        daten[letzter] = copy.deepcopy(ersatz)
        return False
    del daten[letzter]
    return True


def _teil(daten: Any, teil: str | int) -> Any:
    if isinstance(daten, Mapping):
        return daten.get(teil)
    if isinstance(daten, list) and isinstance(teil, int) and teil < len(daten):
        return daten[teil]
    return None


def _melde(klasse: type[BaseModel], mangel: ErrorDetails, loc: Loc, wurzel: Tafel, datei: str) -> Befund:
    name = str(loc[-1]) if loc else ""
    stelle = _ort(wurzel, loc, datei)
    match mangel["type"]:
        case "missing":
            if (
                len(loc) > 1
                and loc[0] == "regeln"
                and (nahe := naechstes(str(loc[1]), _regelnamen(wurzel, loc[1]), 0.8))
            ):
                return R001.melde(
                    _ort(wurzel, loc[:2], datei),
                    feld=loc[1],
                    erwartet="Erwartet: eine mitgelieferte Regel oder alle Angaben einer eigenen.",
                    rat=f"Meinten Sie „{nahe}“?",
                )
            return R003.melde(_ort(wurzel, loc[:-1], datei), feld=name, wo=_pfadtext(loc[:-1]))
        case "extra_forbidden":
            vorschlag = naechstes(name, _erlaubte(klasse, mangel["loc"]))
            rat = f"Meinten Sie „{vorschlag}“?" if vorschlag else "Löschen Sie die Zeile."
            return R001.melde(
                stelle, feld=name, erwartet="Erwartet: " + ", ".join(_erlaubte(klasse, mangel["loc"])) + ".", rat=rat
            )
        case _:
            return R002.melde(
                stelle, feld=_pfadtext(loc), wert=_zitat(mangel["input"]), erwartet=_erwartet(mangel, loc)
            )


_FORM_ERWARTET = {
    "tuple_type": "eine Liste, zum Beispiel „[IN, IK]“",
    "list_type": "eine Liste, zum Beispiel „[IN, IK]“",
    "string_type": "ein einfacher Wert in einer Zeile",
    "date_type": "ein einfacher Wert in einer Zeile",
    "bool_type": "ein einfacher Wert in einer Zeile",
}


def _erwartet(mangel: ErrorDetails, loc: Loc) -> str:
    art, kontext = mangel["type"], mangel.get("ctx", {})
    if len(loc) == 2 and loc[0] == "regeln":
        return "darunter eingerückte Zeilen, zum Beispiel „frist: 8 Wochen“"
    if loc in {("berater",), ("kanaele",)}:
        return "darunter eingerückt je Zeile ein Name mit Doppelpunkt, zum Beispiel „Jana:“"
    if art == EIGENER_FEHLER:
        return str(kontext["erwartet"])
    if art == "literal_error":
        return "eines der Wörter " + str(kontext["expected"]).replace("'", "").replace(" or ", ", ")
    return _FORM_ERWARTET.get(art, "darunter eingerückte Zeilen „Feld: Wert“")


def _erlaubte(klasse: type[BaseModel], loc: Loc) -> list[str]:
    """Names allowed at the place of a forbidden key, found by walking the model's annotations."""
    erlaubt: Any = klasse
    for teil in loc[:-1]:
        if isinstance(erlaubt, type) and issubclass(erlaubt, BaseModel):
            feld = erlaubt.model_fields.get(str(teil))
            erlaubt = feld.annotation if feld else None
            erlaubt = next(
                (a for a in getattr(erlaubt, "__args__", ()) if isinstance(a, type) and issubclass(a, BaseModel)),
                erlaubt,
            )
        else:
            erlaubt = next((a for a in getattr(erlaubt, "__args__", ()) if a is not str and a is not ...), None)
    if isinstance(erlaubt, type) and issubclass(erlaubt, BaseModel):
        return [*erlaubt.model_fields, "fassungen"] if erlaubt is Fassung else list(erlaubt.model_fields)
    return []


def _ort(wurzel: Knoten, pfad: Sequence[str | int], datei: str) -> Stelle:
    """Return the place of the deepest part of `pfad` that exists."""
    stelle = Stelle(datei=datei)
    knoten: Knoten | None = wurzel
    for teil in pfad:
        if isinstance(knoten, Tafel) and str(teil) in knoten.paare:
            schluessel, knoten = knoten.paare[str(teil)]
            stelle = schluessel.stelle
        elif isinstance(knoten, Liste) and isinstance(teil, int) and teil < len(knoten.teile):
            knoten = knoten.teile[teil]
            stelle = knoten.stelle
        else:
            break
    return stelle


def _pfadtext(loc: Loc) -> str:
    return " → ".join(str(teil) for teil in loc if not isinstance(teil, int)) or "der Datei"
