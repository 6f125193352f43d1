"""Browser and built sites, made once for all tests of a worker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import Einmal, kopiere_demo
from tests.website.bauen import baue_am
from tests.website.besuch import geliefert

#: The demo team without its fixed key date is built as of this day; the browser's clock is set beside it.
GEBAUT_AM = date(2026, 6, 30)


@pytest.fixture(scope="session")
def demo(demoteam: Path) -> Iterator[str]:
    with geliefert(demoteam / "site") as adresse:
        yield adresse


@pytest.fixture(scope="session")
def laufendes_team(einmal: Einmal) -> Path:
    """The demo team as a team works: no fixed key date, a forge, working days; built on `GEBAUT_AM`."""
    return einmal("laufend", lambda wurzel: baue_laufend(kopiere_demo(wurzel)))


@pytest.fixture(scope="session")
def kleines_team(einmal: Einmal) -> Iterator[str]:
    """The same with every fourth case only, for what takes its time on each page."""

    def baue_klein(wurzel: Path) -> None:
        kopiere_demo(wurzel)
        for nummer, pfad in enumerate(sorted((wurzel / "faelle").glob("*.md"))):
            if nummer % 4 and pfad.stem not in {"1355", "8568"}:
                pfad.unlink()
        baue_laufend(wurzel)

    with geliefert(einmal("klein", baue_klein) / "site") as adresse:
        yield adresse


#: What the demo team does not have: appointments in the cases of others, beside own ones of the same day.
ANHAENGE = {
    "2188": "## 2026-06-29 Telefonat (Ole)\n\nFolgetermin: 2026-06-30 09:15\n",
    "3240": "## 2026-06-29 Telefonat (Mira)\n\nFolgetermin: 2026-07-08\n",
    "5093": "## 2026-06-29 Telefonat (Ole)\n\nFolgetermin: 2026-07-03\n",
    "7970": "## 2026-06-29 Telefonat (Tarik)\n\nFolgetermin: 2026-07-01 16:00\n",
    "9987": "## 2026-06-29 Telefonat (Ole)\n\nFolgetermin: 2026-07-03\n",
}
MERKE = {"2911": "nicht auf die Mailbox sprechen", "8568": "erst ab 14 Uhr anrufen"}


@pytest.fixture(scope="session")
def reges_team(einmal: Einmal) -> Path:
    """The running team with what the demo lacks: a file that says no day, notes for callers, appointments in others' cases."""

    def baue_rege(wurzel: Path) -> None:
        kopiere_demo(wurzel)
        for kennung, anhang in ANHAENGE.items():
            with (wurzel / f"faelle/{kennung}.md").open("a", encoding="utf-8") as datei:
                datei.write(f"\n{anhang}")
        for kennung, satz in MERKE.items():
            ersetze(wurzel / f"faelle/{kennung}.md", "\nStatus:", f"\nZu beachten: {satz}\nStatus:")
        ersetze(wurzel / "faelle/4560.md", "\nErstkontakt: ", "\nErstkontakt: irgendwann ")
        baue_laufend(wurzel)

    return einmal("rege", baue_rege)


@pytest.fixture(scope="session")
def rege(reges_team: Path) -> Iterator[str]:
    with geliefert(reges_team / "site") as adresse:
        yield adresse


def ersetze(datei: Path, was: str, wodurch: str) -> None:
    text = datei.read_text(encoding="utf-8")
    assert was in text, (datei, was)
    datei.write_text(text.replace(was, wodurch, 1), encoding="utf-8")


def baue_laufend(wurzel: Path) -> None:
    datei = wurzel / "vorlagen/team.yml"
    text = datei.read_text(encoding="utf-8").replace(f"stichtag: {GEBAUT_AM}\n", "")
    datei.write_text(
        text + 'land: Bayern\narbeitstage: ja\nforge: {art: gitlab, adresse: "https://git.example.org/team/faelle"}\n',
        encoding="utf-8",
    )
    # The program's own clock says that it is that day: a fixed key date would stop the pages' clock.
    ergebnis = baue_am(GEBAUT_AM, wurzel)
    assert ergebnis.returncode == 0, ergebnis.stdout


@pytest.fixture(scope="session")
def laufend(laufendes_team: Path) -> Iterator[str]:
    with geliefert(laufendes_team / "site") as adresse:
        yield adresse
