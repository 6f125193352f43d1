"""Help for the editors that teams use, made from the same declarations that the program reads by."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from fallbuch.akte.eintragsformen import FORMEN
from fallbuch.akte.feld import Feld, felder
from fallbuch.akte.modell import Angaben, Kopf
from fallbuch.akte.termin import Termintyp
from fallbuch.akte.typen import Auswahl, Datum
from fallbuch.kennung import slug
from fallbuch.regelwerk.vokabular import Vokabular

_HEUTE = "${CURRENT_YEAR}-${CURRENT_MONTH}-${CURRENT_DATE}"
_OBSIDIAN = "vorlagen/obsidian"
# A kind of entry is any text; as the name of a file it must stay one.
_VERBOTEN = re.compile(r'[\x00-\x1f/\\\\:?*<>|"]')
_OBSIDIAN_HEUTE = "{{date:YYYY-MM-DD}}"


def editordateien(vokabular: Vokabular) -> dict[str, str]:
    """Return path → text of the settings, snippets and templates for VS Code and Obsidian."""
    return {
        ".vscode/settings.json": _fertig("vscode-einstellungen"),
        ".vscode/tasks.json": _fertig("vscode-aufgaben"),
        ".vscode/fallbuch.code-snippets": _json(_bausteine(vokabular)),
        ".obsidian/types.json": _json({"types": {feld.name: _obsidiantyp(feld) for _, feld in felder(Kopf)}}),
        ".obsidian/templates.json": _fertig("obsidian-vorlagen"),
        ".obsidian/app.json": _fertig("obsidian-programm"),
        **_obsidianvorlagen(vokabular),
    }


def _bausteine(vokabular: Vokabular) -> dict[str, Any]:
    """Return a snippet for a case, one for an entry of any kind, and one for each kind with keys of its own."""
    personen = list(vokabular.berater)
    arten = [art for art in vokabular.arten if art not in FORMEN]
    kopf = ["---", *(f"{feld.name}: {_luecke(n, feld, vokabular)}" for n, feld in _pflichtfelder()), "---", "", "$0"]
    bausteine = {
        "Neuer Fall": _baustein("fall", kopf, "Der Kopf einer Falldatei. Die ID muss auch der Dateiname sein."),
        "Neuer Eintrag": _baustein(
            "eintrag",
            [f"## {_HEUTE} {_wahl(1, arten)} ({_wahl(2, personen)})", "", "${3:Was besprochen wurde.}", "", "$0"],
            "Ein Gespräch, ein Anruf oder eine Notiz von heute.",
        ),
        "Vereinbarungen": _baustein(
            "vereinbarungen",
            [
                "Vereinbarungen:",
                "",
                f"- [ ] {_wahl(1, ['Kundin', 'Kunde', 'Team', *personen])} ${{2:tut etwas}} (bis ${{3:{_HEUTE}}})",
                "$0",
            ],
            "Eine Liste dessen, was vereinbart wurde.",
        ),
    }
    for art, klasse in FORMEN.items():
        zeilen = [f"## {_HEUTE} {art} ({_wahl(1, personen)})", ""]
        for nummer, (_, feld) in enumerate(felder(klasse), start=2):
            if feld.ist_liste:
                zeilen += [f"{feld.name}:", "", f"- {'[ ] ' if feld.vereinbarungen else ''}${{{nummer}:…}}", ""]
            else:
                # Only what must be there is filled in: whoever tabs through must not state what nobody said.
                luecke = _luecke(nummer, feld, vokabular) if feld.pflicht else f"${{{nummer}}}"
                zeilen.append(f"{feld.name}: {luecke}")
        bausteine[f"Eintrag {art}"] = _baustein(slug(art), [*zeilen, "$0"], f"Ein Eintrag „{art}“ mit seinen Angaben.")
    for _, feld in felder(Angaben):
        if not feld.ist_liste:
            zeile = f"{feld.name}: {_luecke(1, feld, vokabular)}"
            bausteine[f"Angabe {feld.name}"] = _baustein(slug(feld.name), [zeile, "$0"], feld.hilfe)
    return bausteine


def _pflichtfelder() -> Sequence[tuple[int, Feld]]:
    return list(enumerate((feld for _, feld in felder(Kopf) if feld.pflicht), start=1))


def _baustein(kuerzel: str, zeilen: Sequence[str], beschreibung: str) -> dict[str, Any]:
    return {"scope": "markdown", "prefix": kuerzel, "body": list(zeilen), "description": beschreibung}


def _luecke(nummer: int, feld: Feld, vokabular: Vokabular) -> str:
    if feld.typ.vokabular is not None:
        return _wahl(nummer, list(vokabular.liste(feld.typ.vokabular)))
    if isinstance(feld.typ, Auswahl):
        return _wahl(nummer, feld.typ.woerter)
    return f"${{{nummer}:{_HEUTE if isinstance(feld.typ, Datum | Termintyp) else _frei(feld.beispiel)}}}"


def _wahl(nummer: int, worte: Sequence[str]) -> str:
    """Return a gap that offers words to choose from."""
    if not worte:
        return f"${{{nummer}:…}}"
    maskiert = (wort.replace("\\", "\\\\").replace(",", "\\,").replace("|", "\\|") for wort in worte)
    return f"${{{nummer}|{','.join(maskiert)}|}}"


def _frei(text: str) -> str:
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}").removeprefix("- ").removeprefix("[ ] ")


def _obsidiantyp(feld: Feld) -> str:
    if feld.ist_liste:
        return "multitext"
    return "date" if isinstance(feld.typ, Datum) else "text"


def _obsidianvorlagen(vokabular: Vokabular) -> dict[str, str]:
    kopf = "".join(
        f"{feld.name}: {_OBSIDIAN_HEUTE if isinstance(feld.typ, Datum) else '{{title}}' if feld.name == 'ID' else 'neu' if feld.name == 'Status' else ''}".rstrip()
        + "\n"
        for _, feld in _pflichtfelder()
    )
    vorlagen = {f"{_OBSIDIAN}/Fall.md": f"---\n{kopf}---\n"}
    for art in vokabular.arten:
        zeilen = [f"## {_OBSIDIAN_HEUTE} {art}", ""]
        if art in FORMEN:
            for _, feld in felder(FORMEN[art]):
                zeilen += [f"{feld.name}:", "", "- ", ""] if feld.ist_liste else [f"{feld.name}:"]
        name = _VERBOTEN.sub("-", art).strip(". ") or "Eintrag"
        vorlagen[f"{_OBSIDIAN}/{name if name != 'Fall' else 'Eintrag Fall'}.md"] = "\n".join(zeilen).rstrip("\n") + "\n"
    return vorlagen


def _fertig(name: str) -> str:
    """Return a file that is the same in every team.

    Formatters are switched off in it: they indent keys below a list and renumber days at the beginning of a line.
    """
    return files("fallbuch").joinpath("vorgaben", "editoren", f"{name}.json").read_text(encoding="utf-8")


def _json(daten: object) -> str:
    return json.dumps(daten, ensure_ascii=False, indent=2) + "\n"
