"""What is to be observed about somebody: set by commands, seen before calling, and never outside."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bearbeiten.hilfen import lies
from tests.cli.aufruf import im_prozess
from tests.hilfen import fall

ORDNER = Callable[..., Path]
MERK = "nicht auf die Mailbox sprechen"
OFFEN = fall(
    "## 2026-06-22 Erstgespräch (Jana)\n\nBetreuungsstufe: IK\nFolgetermin: 2026-07-03\n",
    erstkontakt="2026-06-20", Betreuungsstufe="IK",
)  # fmt: skip


def rufe(wurzel: Path, *worte: str, code: int = 0) -> str:
    ende = im_prozess(*worte, cwd=wurzel, FALLBUCH_STICHTAG="2026-07-01")
    assert ende[0] == code, ende[1]
    return ende[1]


def test_setzen_aendern_entfernen(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": OFFEN})
    antwort = rufe(wurzel, "eintragen", "4711", "--zu-beachten", MERK)
    assert antwort.startswith(f"Fall 4711, Jana, zuletzt Erstgespräch 2026-06-22.\nZu beachten: leer → {MERK}.\n")
    assert lies(wurzel) == OFFEN.replace("IK\n---", f"IK\nZu beachten: {MERK}\n---")
    rufe(
        wurzel,
        "eintragen",
        "4711",
        "--art",
        "Notiz",
        "--text",
        "Neue Nummer.",
        "--zu-beachten",
        "Achtung: erst ab 14 Uhr",
    )
    assert '\nZu beachten: "Achtung: erst ab 14 Uhr"\n' in lies(wurzel)
    rufe(wurzel, "eintragen", "4711", "--zu-beachten", "")
    assert "Zu beachten" not in lies(wurzel)
    lang = rufe(wurzel, "eintragen", "4711", "--zu-beachten", "x" * 101)
    assert "Hinweis F095: Zu beachten hat 101 Zeichen." in lang
    assert "„Telefonnummer“ gehört nicht in eine Falldatei." in rufe(
        wurzel, "eintragen", "4711", "--zu-beachten", "0176 1234567", code=2
    )


def test_ein_neuer_fall_bekommt_sie_gleich(ordner: ORDNER) -> None:
    wurzel = ordner({})
    rufe(wurzel, "neu", "--id", "7788", "--zugangsweg", "Beratungstag", "--zu-beachten", MERK)
    assert f"\nZu beachten: {MERK}\n" in lies(wurzel, "faelle/7788.md")
    assert "--zu-beachten gilt einem Menschen." in rufe(
        wurzel, "neu", "--veranstaltung", "Beratungstag", "--faelle", "2", "--zu-beachten", MERK, code=2
    )


def test_faellig_zeigt_sie_als_text_und_als_feld(ordner: ORDNER) -> None:
    wurzel = ordner(
        {"4711.md": OFFEN.replace("IK\n---", f"IK\nZu beachten: {MERK}\n---"), "4712.md": OFFEN.replace("4711", "4712")}
    )
    assert rufe(wurzel, "faellig").count(f"\n{' ' * 26}Zu beachten: {MERK}\n") == 1
    assert rufe(wurzel, "faellig", "--ausfuehrlich").count(f"\n{' ' * 28}Zu beachten: {MERK}\n") == 1
    daten = json.loads(rufe(wurzel, "faellig", "--format", "json"))
    assert {(z["fall"], z["zu_beachten"]) for z in daten if z["fall"]} == {("4711", MERK), ("4712", None)}
    assert [z["zu_beachten"] for z in daten if not z["fall"]] == [None] * sum(1 for z in daten if not z["fall"])


@pytest.mark.parametrize(
    "worte",
    [
        ("--format", "csv"),
        ("--format", "ics"),
        ("--format", "markdown"),
        ("--woche",),
        ("--woche", "--format", "markdown"),
    ],
)
def test_was_das_team_verlaesst_sagt_sie_nicht(ordner: ORDNER, worte: tuple[str, ...]) -> None:
    wurzel = ordner({"4711.md": OFFEN.replace("IK\n---", f"IK\nZu beachten: {MERK}\n---")})
    text = rufe(wurzel, "faellig", *worte)
    assert "4711" in text
    assert "Mailbox" not in text.replace("\n ", "")
    assert "zu_beachten" not in text
    if "csv" in worte:
        assert "vertretung" in next(csv.reader(io.StringIO(text), delimiter=";"))
