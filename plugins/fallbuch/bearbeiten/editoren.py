"""Help for the editors that teams use, made from the same declarations that the program reads by."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
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
        ".vscode/settings.json": _json(_EINSTELLUNGEN),
        ".vscode/tasks.json": _json(_AUFGABEN),
        ".vscode/fallbuch.code-snippets": _json(_bausteine(vokabular)),
        ".obsidian/types.json": _json({"types": {feld.name: _obsidiantyp(feld) for _, feld in felder(Kopf)}}),
        ".obsidian/templates.json": _json({"folder": _OBSIDIAN, "dateFormat": "YYYY-MM-DD", "timeFormat": "HH:mm"}),
        ".obsidian/app.json": _json({"newFileLocation": "folder", "newFileFolderPath": "faelle", "useTab": False}),
        **_obsidianvorlagen(vokabular),
    }


_EINSTELLUNGEN: Mapping[str, Any] = {
    "files.encoding": "utf8",
    "files.eol": "\n",
    "files.insertFinalNewline": True,
    "files.trimTrailingWhitespace": False,
    "files.exclude": {"site": True},
    "prettier.disableLanguages": ["markdown"],
    "[markdown]": {
        "editor.wordWrap": "on",
        "editor.snippetSuggestions": "top",
        "editor.quickSuggestions": {"other": True, "comments": False, "strings": False},
        # Formatters indent keys below a list and renumber days at the beginning of a line.
        "editor.formatOnSave": False,
        "editor.formatOnPaste": False,
        "editor.formatOnType": False,
        "editor.codeActionsOnSave": {"source.fixAll": "never", "source.fixAll.markdownlint": "never"},
    },
}


def _leser(schwere: str, stufe: str) -> dict[str, Any]:
    """Return how VS Code finds the messages of the check and shows them at their place."""
    return {
        "owner": f"fallbuch-{stufe}",
        "fileLocation": ["relative", "${workspaceFolder}"],
        "severity": stufe,
        "pattern": {
            "regexp": rf"^(.+?):(\d+):(\d+): {schwere} ([A-Z]\d{{3}}): (.*)$",
            "file": 1,
            "line": 2,
            "column": 3,
            "code": 4,
            "message": 5,
        },
    }


_AUFGABEN: Mapping[str, Any] = {
    "version": "2.0.0",
    # The team's own installation first, as its README sets it up.
    "options": {"env": {"PATH": "${workspaceFolder}/.venv/bin:${env:PATH}"}},
    "windows": {"options": {"env": {"PATH": "${workspaceFolder}\\.venv\\Scripts;${env:PATH}"}}},
    "tasks": [
        {
            "label": "Fälle prüfen",
            "type": "shell",
            "command": "fallbuch pruefen",
            "group": {"kind": "test", "isDefault": True},
            "problemMatcher": [_leser("Fehler", "error"), _leser("Hinweis", "warning")],
        },
        {"label": "Wer ist an der Reihe?", "type": "shell", "command": "fallbuch faellig", "problemMatcher": []},
        {
            "label": "Falldateien in Form bringen",
            "type": "shell",
            "command": "fallbuch formatieren",
            "problemMatcher": [],
        },
        {
            "label": "Eintrag machen",
            "type": "shell",
            "command": "fallbuch eintragen ${fileBasenameNoExtension}",
            "problemMatcher": [],
        },
    ],
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
        nummer = 2
        for _, feld in felder(klasse):
            if feld.ist_liste:
                zeilen += [f"{feld.name}:", "", f"- {'[ ] ' if feld.vereinbarungen else ''}${{{nummer}:…}}", ""]
            else:
                # Only what must be there is filled in: whoever tabs through must not state what nobody said.
                luecke = _luecke(nummer, feld, vokabular) if feld.pflicht else f"${{{nummer}}}"
                zeilen.append(f"{feld.name}: {luecke}")
            nummer += 1
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


def _json(daten: object) -> str:
    return json.dumps(daten, ensure_ascii=False, indent=2) + "\n"
