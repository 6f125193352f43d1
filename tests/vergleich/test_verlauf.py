"""Who changed what in a case, when: from git, by meaning."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from fallbuch.einrichtung import Aufruffehler, richte_ein
from fallbuch.text.quelle import Quelldatei
from fallbuch.vergleich.verlauf import verlauf_von
from tests.git import git
from tests.vergleich.hilfen import fall, lege_an, schreibe, speichere

EINS = "## 2026-01-12 Erstgespräch (Jana)\n\nTante Geheim sucht Arbeit.\n"
ZWEI = "## 2026-02-10 Beratung (Jana)\n\nZwei lange Sätze.\n"
DREI = "## 2026-02-20 Telefonat (Ole)\n\nRuft wieder an.\n"


def verlauf(wurzel: Path, kennung: str = "4711") -> list[str]:
    """Return the lines without day and number."""
    text = verlauf_von(richte_ein(wurzel), kennung)
    assert "Geheim" not in text
    return [re.sub(r"^\d{4}-\d\d-\d\d  | \([0-9a-f]{10}\)$", "", z) for z in text.splitlines()]


@pytest.fixture
def team(tmp_path: Path) -> Path:
    return lege_an(tmp_path / "team", _4711=fall(verlauf=EINS), _4712=fall("4712"))


def test_das_neueste_steht_oben(team: Path) -> None:
    schreibe(team, "4711", fall(verlauf=f"{EINS}\n{ZWEI}"))
    speichere(team, "Beratung")
    schreibe(team, "4711", fall(verlauf=f"{EINS}\n{ZWEI}", Berater="Ole"))
    git(team, "commit", "-qam", "Übernommen", "--author", "Ole <o@example.org>")
    assert verlauf(team) == [
        "Ole: Übernommen", "  Berater: Jana → Ole", "T: Beratung", "  Neuer Eintrag 2026-02-10 Beratung",
        "T: Anfang",
        "  neu angelegt: Erstkontakt: 2026-01-12; Zugangsweg: Beratungstag; Status: in Beratung; Berater: Jana; Betreuungsstufe: IK; Arbeitsmarktstatus: arbeitslos; Einwilligung: 2026-01-12; Neuer Eintrag 2026-01-12 Erstgespräch",
    ]  # fmt: skip


def test_unter_frueherem_namen_und_wenn_er_entfernt_ist(team: Path) -> None:
    git(team, "mv", "faelle/4711.md", "faelle/4799.md")
    schreibe(team, "4799", fall("4799", EINS))
    speichere(team, "Andere ID")
    assert verlauf(team, "4799")[:4] == [
        "T: Andere ID",
        "  Datei umbenannt: 4711 → 4799",
        "  ID: 4711 → 4799",
        "T: Anfang",
    ]
    assert verlauf(team, "4711")[:2] == ["T: Andere ID", "  Datei umbenannt: 4711 → 4799; weiter geht es mit „fallbuch verlauf 4799“."]  # fmt: skip
    (team / "faelle/4712.md").unlink()
    speichere(team, "Gelöscht")
    assert verlauf(team, "4712")[:3] == [
        "T: Gelöscht",
        "  Der Fall ist entfernt, die Datei gibt es nicht mehr.",
        "T: Anfang",
    ]
    with pytest.raises(Aufruffehler, match=r"Einen Fall „4713“ gibt es nicht\."):
        verlauf(team, "4713")


def test_zwei_menschen_werden_nicht_vermischt(team: Path) -> None:
    """Git takes a new case for a renamed old one, since both look alike."""
    (team / "faelle/4712.md").unlink()
    schreibe(team, "5555", fall("5555", Berater="Ole"))
    speichere(team, "Einer geht, einer kommt")
    zeilen = verlauf(team, "5555")
    assert zeilen[0] == "T: Einer geht, einer kommt"
    assert zeilen[1].startswith("  neu angelegt: ")
    assert len(zeilen) == 2


def test_eine_abschrift_fuehrt_nicht_zu_einem_anderen(team: Path) -> None:
    """Who copies a file to begin a case with it does not take over another one's history."""
    schreibe(team, "5555", fall("5555", verlauf=EINS, Berater="Ole"))
    speichere(team, "Abgeschrieben")
    assert [z for z in verlauf(team, "5555") if z.startswith("T: ")] == ["T: Abgeschrieben"]
    # Gone is gone, though another that looks alike came with the same step.
    (team / "faelle/5555.md").unlink()
    schreibe(team, "6666", fall("6666", verlauf=EINS, Berater="Jana"))
    speichere(team, "Einer geht, einer kommt")
    assert verlauf(team, "5555")[:2] == [
        "T: Einer geht, einer kommt",
        "  Der Fall ist entfernt, die Datei gibt es nicht mehr.",
    ]


def test_ohne_gemeinsamen_ursprung(team: Path, tmp_path: Path) -> None:
    git(team, "checkout", "-q", "--orphan", "fremd")
    schreibe(team, "4711", fall(verlauf=f"{EINS}\n{DREI}"))
    speichere(team, "Anderer Anfang")
    git(team, "merge", "-q", "--no-edit", "--allow-unrelated-histories", "-X", "ours", "main")
    assert "T: Anderer Anfang" in verlauf(team)


def test_was_beim_zusammenfuehren_verloren_ging(team: Path) -> None:
    git(team, "checkout", "-qb", "ole")
    schreibe(team, "4711", fall(verlauf=f"{EINS}\n{DREI}"))
    speichere(team, "Oles Anruf")
    git(team, "checkout", "-q", "main")
    schreibe(team, "4711", fall(verlauf=f"{EINS}\n{ZWEI}"))
    speichere(team, "Janas Beratung")
    git(team, "merge", "-q", "--no-edit", "ole", code=1)
    schreibe(team, "4711", fall(verlauf=f"{EINS}\n{ZWEI}"))
    git(team, "add", "-A")
    git(team, "commit", "-qm", "Konflikt gelöst")
    # The file is as on one side, and all the same something of the other is gone.
    verloren = ["T: Konflikt gelöst", "  beim Zusammenführen: Eintrag 2026-02-20 Telefonat entfernt"]
    assert verlauf(team)[:2] == verloren
    assert "  Neuer Eintrag 2026-02-20 Telefonat" in verlauf(team)
    schreibe(team, "4711", fall(verlauf=f"{EINS}\n{ZWEI}", Berater="Ole"))
    git(team, "commit", "-q", "--amend", "-am", "Konflikt gelöst")
    assert verlauf(team)[:2] == verloren
    # Who keeps both loses nothing, and a side that removed something meant it.
    schreibe(team, "4711", fall(verlauf=f"{EINS}\n{ZWEI}\n{DREI}"))
    git(team, "commit", "-q", "--amend", "-am", "Konflikt gelöst")
    assert "T: Konflikt gelöst" not in verlauf(team)


def test_flach_geholt_und_seltsam_beschrieben(team: Path, tmp_path: Path) -> None:
    schreibe(team, "4711", fall(verlauf=f"{EINS}\n{ZWEI}"))
    speichere(team, "Boo\x1ebar\x1fbaz")
    assert verlauf(team)[0].startswith("T: Boo")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{team}", tmp_path / "flach")
    assert verlauf(tmp_path / "flach")[0] == (
        "Hier liegen nur die neuesten Stände. Was davor geschah, fehlt; „git fetch --unshallow“ holt es."
    )


def test_jede_fassung_wird_einmal_geholt_und_einmal_gelesen(team: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often a case was saved, git is asked for its versions once, and each is read once."""
    from fallbuch.vergleich import verlorenes

    for tag in range(1, 21):
        with (team / "faelle/4711.md").open("a", encoding="utf-8") as datei:
            datei.write(f"\n## 2026-05-{tag:02} Notiz (Jana)\n\nSatz {tag}.\n")
        git(team, "commit", "-qam", f"Eintrag {tag}")
    gelesen: list[bytes] = []
    gerufen: list[Sequence[str]] = []
    lies, rufe = verlorenes.lies_quelldatei, subprocess.run  # type: ignore[attr-defined]

    def liest(datei: Quelldatei) -> Any:
        gelesen.append(datei.inhalt)
        return lies(datei)

    def ruft(worte: Sequence[str], **mehr: Any) -> Any:
        gerufen.append(worte)
        return rufe(worte, **mehr)

    monkeypatch.setattr(verlorenes, "lies_quelldatei", liest)
    monkeypatch.setattr(subprocess, "run", ruft)
    alles = verlauf_von(richte_ein(team), "4711")
    assert alles.count("Neuer Eintrag 2026-05-") == 20
    assert len(gelesen) == len(set(gelesen))
    assert len(gelesen) >= 21
    assert sum("cat-file" in worte for worte in gerufen) == 1
    assert len(gerufen) < 12
