"""Week sheets tile time: every entry stands in the sheet of its week, or as written later in that of the week in which it was."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fallbuch.einrichtung import richte_ein
from fallbuch.team import oeffne
from fallbuch.uebersicht.geschrieben import Geschehen
from fallbuch.uebersicht.woche import Woche
from fallbuch.zeit import sonntag
from tests.git import git
from tests.hilfen import TEAM_YML, fall

ANFANG = date(2026, 2, 2)  # a Monday
BERLIN = ZoneInfo("Europe/Berlin")


class Ordner:
    """A team under git, whose saved states are of chosen moments."""

    def __init__(self, wurzel: Path) -> None:
        self.wurzel = wurzel
        (wurzel / "faelle").mkdir(parents=True)
        (wurzel / "vorlagen").mkdir()
        (wurzel / "vorlagen/team.yml").write_text(TEAM_YML, encoding="utf-8")
        git(wurzel, "init", "-q", "-b", "main")

    def schreibe(self, kennung: str, text: str) -> None:
        (self.wurzel / f"faelle/{kennung}.md").write_text(text, encoding="utf-8")

    def lies(self, kennung: str) -> str:
        return (self.wurzel / f"faelle/{kennung}.md").read_text(encoding="utf-8")

    def speichere(self, tag: date, monkeypatch: pytest.MonkeyPatch, uhrzeit: str = "12:00:00") -> None:
        moment = datetime.fromisoformat(f"{tag}T{uhrzeit}").replace(tzinfo=BERLIN).isoformat()
        monkeypatch.setenv("GIT_COMMITTER_DATE", moment)
        monkeypatch.setenv("GIT_AUTHOR_DATE", "2020-01-01T00:00:00Z")  # when git learned of it counts
        git(self.wurzel, "add", "-A")
        git(self.wurzel, "commit", "-q", "--allow-empty", "-m", "x")

    def blatt(self, tag: date) -> tuple[list[str], list[str]]:
        """Return what the sheet made on `tag` tells of its week, and what as written later: case, day, kind."""
        team = oeffne(richte_ein(self.wurzel), stichtag=tag, heute=max(tag, date(2026, 11, 20)))
        diese = Woche(team)
        return [_kurz(g) for g in diese.geschehen], [_kurz(g) for g in diese.nachgetragen]


def _kurz(g: Geschehen) -> str:
    return f"{g.akte.fall.kennung} {g.datum} {g.eintrag.text}"


def _fall(kennung: str, verlauf: str = "") -> str:
    return fall(verlauf, erstkontakt="2026-01-05").replace("4711", kennung)


@pytest.mark.parametrize("same", range(3))
def test_jeder_eintrag_steht_in_genau_einem_blatt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, same: int) -> None:
    rng, ordner = random.Random(same), Ordner(tmp_path)
    for kennung in ("1234", "5678"):
        ordner.schreibe(kennung, _fall(kennung))
    ordner.speichere(ANFANG - timedelta(days=1), monkeypatch, "23:59:59")
    eintraege: dict[str, tuple[date, date]] = {}
    for tag in (ANFANG + timedelta(days=n) for n in sorted(rng.sample(range(35), 12))):
        for _ in range(rng.randint(1, 3)):
            kennung, geschehen = rng.choice(("1234", "5678")), tag - timedelta(days=rng.choice((0, 0, 1, 3, 7, 8, 25)))
            name = f"Text {len(eintraege)}"
            eintraege[f"{kennung} {max(geschehen, date(2026, 1, 6))} {name}"] = max(geschehen, date(2026, 1, 6)), tag
            neu = f"\n## {max(geschehen, date(2026, 1, 6))} {rng.choice(('Notiz', 'Telefonat'))} (Jana)\n\n{name}\n"
            ordner.schreibe(kennung, ordner.lies(kennung) + neu)
        ordner.speichere(tag, monkeypatch, rng.choice(("00:00:00", "23:59:59")))
    eigene, spaeter = Counter[str](), Counter[str]()
    wochen = [sonntag(ANFANG) + timedelta(weeks=n) for n in range(-5, 6)]
    for ende in wochen:
        von_der_woche, nachgetragen = ordner.blatt(ende + timedelta(days=rng.randint(1, 7)))
        eigene.update(von_der_woche)
        spaeter.update(nachgetragen)
        assert set(von_der_woche) == {was for was, (tag, _) in eintraege.items() if sonntag(tag) == ende}
        assert set(nachgetragen) == {
            was for was, (tag, am) in eintraege.items() if sonntag(am) == ende and sonntag(tag) < ende
        }
    assert eigene == Counter(dict.fromkeys(eintraege, 1))
    assert spaeter == Counter({was: 1 for was, (tag, am) in eintraege.items() if sonntag(tag) < sonntag(am)})
    assert spaeter


def test_umgestellt_umbenannt_und_mit_namen_versehen_ist_nicht_neu_geschrieben(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alt = "## 2026-01-12 Telefonat\n\nA\n\n## 2026-01-19 Notiz\n\nB\n"
    ordner = Ordner(tmp_path)
    ordner.schreibe("1234", _fall("1234", alt))
    ordner.speichere(date(2026, 1, 19), monkeypatch)
    ordner.schreibe("1234", _fall("1234", "## 2026-01-19 Notiz (Jana)\n\nB\n\n## 2026-01-12 Beratung (Jana)\n\nA\n"))
    ordner.speichere(date(2026, 2, 3), monkeypatch)
    assert ordner.blatt(date(2026, 2, 9)) == ([], [])
    # A second one of the same day and kind is new; the first is not.
    neu = "## 2026-01-12 Beratung (Jana)\n\nC\n\n"
    ordner.schreibe("1234", ordner.lies("1234").replace("## 2026-01-12", f"{neu}## 2026-01-12"))
    ordner.speichere(date(2026, 2, 10), monkeypatch)
    assert ordner.blatt(date(2026, 2, 16)) == ([], ["1234 2026-01-12 C"])


def test_was_git_schon_bei_seinem_ersten_stand_vorfand_ist_nicht_geraten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first state, and the one at which a shallow clone ends, say nothing of when their lines were written."""
    ordner = Ordner(tmp_path / "ganz")
    ordner.schreibe("1234", _fall("1234", "## 2026-01-12 Telefonat\n\nA\n"))
    ordner.speichere(date(2026, 2, 3), monkeypatch)
    assert ordner.blatt(date(2026, 2, 9)) == ([], [])
    ordner.schreibe("1234", ordner.lies("1234") + "\n## 2026-01-13 Telefonat\n\nB\n")
    ordner.speichere(date(2026, 2, 4), monkeypatch)
    assert ordner.blatt(date(2026, 2, 9)) == ([], ["1234 2026-01-13 B"])
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tmp_path / 'ganz'}", "flach")
    flach = Ordner.__new__(Ordner)
    flach.wurzel = tmp_path / "flach"
    assert flach.blatt(date(2026, 2, 9)) == ([], [])


def test_git_weiss_es_besser_als_der_eintrag(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ordner = Ordner(tmp_path)
    ordner.schreibe("1234", _fall("1234"))
    ordner.speichere(date(2026, 1, 5), monkeypatch)
    ordner.schreibe("1234", _fall("1234", "## 2026-01-12 Telefonat\n\nA\n\nNachgetragen am: 2026-02-03\n"))
    ordner.speichere(date(2026, 2, 10), monkeypatch)
    assert ordner.blatt(date(2026, 2, 9)) == ([], [])
    assert ordner.blatt(date(2026, 2, 16)) == ([], ["1234 2026-01-12 A"])
