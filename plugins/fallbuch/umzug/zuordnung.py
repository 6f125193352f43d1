"""What a team says about its old lists: which column means what, which word means which, what holds where nothing stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from fallbuch.kennung import meinten_sie, vergleichsform
from fallbuch.text.knoten import Knoten, Skalar, Tafel, lies_yaml
from fallbuch.text.yamlorte import geschrieben
from fallbuch.umzug.bogen import Umzugsfehler
from fallbuch.werte import dataclass

_TEILE = ("spalten", "worte", "fehlt")
_ERWARTET = f"Erwartet: {', '.join(_TEILE)}."
#: What a column is called that shall not come along.
WEGLASSEN = "weglassen"
_KOPF = "# Wie alte Listen zu lesen sind. „fallbuch importieren … --zuordnung DATEI“ liest es.\n"


@dataclass(kw_only=True)
class Zuordnung:
    """Folded head of a column → field; field → folded word → word; field → what holds where nothing stands."""

    spalten: dict[str, str] = field(default_factory=dict)
    worte: dict[str, dict[str, str]] = field(default_factory=dict)
    fehlt: dict[str, str] = field(default_factory=dict)

    def wort(self, feld: str, wert: str) -> str:
        """Return what a value means, itself where nobody says otherwise; an empty one is what holds where nothing stands."""
        if not wert:
            return self.fehlt.get(feld, "")
        return self.worte.get(feld, {}).get(vergleichsform(wert), wert)


def lies_zuordnung(datei: Path, felder: Mapping[str, str]) -> Zuordnung:
    """Read such a file; `felder` are all fields by their folded names. Raises `Umzugsfehler` with the line."""
    try:
        text = datei.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fehler:
        raise Umzugsfehler(f"„{datei}“ lässt sich nicht lesen. Erwartet: eine Textdatei in UTF-8.") from fehler
    knoten, befunde = lies_yaml(text, datei.name)
    if befunde:
        raise Umzugsfehler(f"{befunde[0].stelle}: {befunde[0].text} {befunde[0].hinweis}")
    zuordnung = Zuordnung()
    for teil, wert in _paare(knoten, datei):
        if teil.text not in _TEILE:
            raise _falsch(
                datei,
                teil,
                f"„{teil.text}“ gibt es hier nicht. {meinten_sie(teil.text, _TEILE, _ERWARTET)}",
            )
        for schluessel, inhalt in _paare(wert, datei):
            if teil.text == "spalten":
                name = _text(inhalt, datei)
                ziel = WEGLASSEN if name == WEGLASSEN else _feld(name, felder, datei, inhalt)
                zuordnung.spalten[vergleichsform(schluessel.text)] = ziel
            elif teil.text == "fehlt":
                zuordnung.fehlt[_feld(schluessel.text, felder, datei, schluessel)] = _text(inhalt, datei)
            else:
                worte = zuordnung.worte.setdefault(_feld(schluessel.text, felder, datei, schluessel), {})
                worte |= {vergleichsform(wort.text): _text(meint, datei) for wort, meint in _paare(inhalt, datei)}
    return zuordnung


def als_datei(spalten: Mapping[str, str], worte: Mapping[str, Mapping[str, str]], fehlt: Mapping[str, str]) -> str:
    """Return such a file: heads as they stand, words by field."""
    zeilen = [_KOPF.rstrip("\n")]
    if spalten:
        zeilen += ["spalten:", *(f"  {geschrieben(kopf)}: {geschrieben(ziel)}" for kopf, ziel in spalten.items())]
    if worte:
        zeilen.append("worte:")
        for feld, paare in worte.items():
            zeilen += [
                f"  {geschrieben(feld)}:",
                *(f"    {geschrieben(w)}: {geschrieben(m)}" for w, m in paare.items()),
            ]
    if fehlt:
        zeilen += ["fehlt:", *(f"  {geschrieben(feld)}: {geschrieben(wert)}" for feld, wert in fehlt.items())]
    return "\n".join(zeilen) + "\n"


def _paare(knoten: Knoten | None, datei: Path) -> list[tuple[Skalar, Knoten]]:
    if knoten is None or (isinstance(knoten, Skalar) and not knoten.text):
        return []
    if not isinstance(knoten, Tafel):
        raise _falsch(datei, knoten, "Hier wird „Name: Wert“ erwartet, je Zeile eines")
    return list(knoten.folge)


def _text(knoten: Knoten, datei: Path) -> str:
    if not isinstance(knoten, Skalar) or not knoten.text.strip():
        raise _falsch(datei, knoten, "Hier fehlt ein Wert")
    return knoten.text.strip()


def _feld(name: str, felder: Mapping[str, str], datei: Path, ort: Knoten) -> str:
    feld = felder.get(vergleichsform(name))
    if feld is None:
        alle = f"Erwartet: {', '.join(dict.fromkeys(felder.values()))}, oder „{WEGLASSEN}“."
        rat = meinten_sie(name, felder.values(), alle)
        raise _falsch(datei, ort, f"Ein Feld „{name}“ gibt es nicht. {rat}")
    return feld


def _falsch(datei: Path, ort: Knoten, satz: str) -> Umzugsfehler:
    return Umzugsfehler(f"{datei.name}:{ort.stelle.zeile}: {satz}")
