"""A hundred commits of several authors: the report of every merge is the list of what they did."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from tests.git import git
from tests.hilfen import BEIM_LANDEN
from tests.vergleich.hilfen import ERSTES, ZUSAGEN, fall, lege_an, schreibe, taten, verglichen

#: What somebody does to a case: the text after it, and how the report says it.
Schritt = tuple[str, list[str]]
_VERLAUF = f"{ERSTES}\n{ZUSAGEN}"


def _fall(kennung: str) -> str:
    """No two cases say the same: of two alike nobody could tell which one was renamed."""
    return fall(kennung, _VERLAUF.replace("Bürostelle", f"Bürostelle {kennung}"))


def _feld(text: str, rng: Random) -> Schritt:
    tag = f"2026-0{rng.randrange(4, 9)}-{rng.randrange(10, 28)}"
    alt = text.partition("Bewilligung bis: ")[2].partition("\n")[0]
    neu = text.replace(f"Bewilligung bis: {alt}\n", "").replace(
        "Einwilligung:", f"Bewilligung bis: {tag}\nEinwilligung:"
    )
    return neu, [f"Bewilligung bis: {alt.strip() or 'leer'} → {tag}"] if tag != alt.strip() else ["nur umformatiert"]


def _eintrag(text: str, rng: Random) -> Schritt:
    tag = f"2026-02-{rng.randrange(11, 28)}"
    if f"## {tag}" in text:
        return _text(text, rng)
    return f"{text}\n## {tag} Telefonat (Ole)\n\nGesprochen, {rng.random()}.\n\nDauer: 30\n", [
        f"Neuer Eintrag {tag} Telefonat: Dauer: 30"
    ]


def _text(text: str, rng: Random) -> Schritt:
    return text.replace("Bürostelle", f"Stelle {rng.random()}", 1) if "Bürostelle" in text else text.replace("Stelle 0", "Stelle 1", 1), [
        "Eintrag 2026-01-12 Erstgespräch geändert: Text geändert"
    ]  # fmt: skip


def _haken(text: str, rng: Random) -> Schritt:
    if "- [ ] Kundin" in text:
        return text.replace("- [ ] Kundin", "- [x] Kundin"), [
            "Eintrag 2026-02-10 Beratung geändert: Vereinbarung erledigt (bis 2026-02-20)"
        ]
    return text.replace("- [x] Kundin", "- [ ] Kundin"), [
        "Eintrag 2026-02-10 Beratung geändert: Vereinbarung wieder offen (bis 2026-02-20)"
    ]


def _status(text: str, rng: Random) -> Schritt:
    if "Status: in Beratung" in text:
        return text.replace("Status: in Beratung", "Status: abgeschlossen"), [
            "abgeschlossen (Status: in Beratung → abgeschlossen)"
        ]
    return text.replace("Status: abgeschlossen", "Status: in Beratung"), [
        "wiederaufgenommen (Status: abgeschlossen → in Beratung)"
    ]


def _form(text: str, rng: Random) -> Schritt:
    neu = text.replace("\r\n", "\n") if "\r\n" in text else text.replace("\n", "\r\n")
    return neu, ["nur umformatiert"]


SCHRITTE: tuple[Callable[[str, Random], Schritt], ...] = (_feld, _eintrag, _text, _haken, _status, _form)


@dataclass
class _Zweig:
    """Somebody's branch: what was done on it, by case."""

    name: str
    soll: dict[str, list[str]] = field(default_factory=dict)


def _commit(wurzel: Path, wer: str, was: str) -> None:
    git(wurzel, "add", "-A")
    git(wurzel, "-c", f"user.name={wer}", "commit", "-q", "--allow-empty", "-m", was)


class _Werkstatt:
    """Makes the history."""

    def __init__(self, wurzel: Path, rng: Random) -> None:
        self.wurzel, self.rng, self.nummer, self.belegt = wurzel, rng, 5000, set[str]()

    def frei(self) -> str | None:
        namen = sorted({p.stem for p in (self.wurzel / "faelle").glob("*.md")} - self.belegt)
        return self.rng.choice(namen) if namen else None

    def arbeite(self, zweig: _Zweig, wer: str) -> None:
        """Do one thing to a case that nobody else has in hand."""
        kennung = self.frei()
        art = self.rng.random()
        if kennung is None or art < 0.1:
            self.nummer += 1
            kennung = str(self.nummer)
            schreibe(self.wurzel, kennung, _fall(kennung))
            zweig.soll[kennung] = ["neu angelegt"]
        elif art < 0.18:
            (self.wurzel / f"faelle/{kennung}.md").unlink()
            zweig.soll[kennung] = ["Der Fall ist entfernt, die Datei gibt es nicht mehr."]
        elif art < 0.26:
            self.nummer += 1
            pfad = self.wurzel / f"faelle/{kennung}.md"
            neu = str(self.nummer)
            schreibe(self.wurzel, neu, self.text(kennung).replace(f"ID: {kennung}", f"ID: {neu}"))
            pfad.unlink()
            zweig.soll[neu] = [f"Datei umbenannt: {kennung} → {neu}", f"ID: {kennung} → {neu}"]
            self.belegt.add(neu)
        else:
            text, soll = self.rng.choice(SCHRITTE)(self.text(kennung), self.rng)
            schreibe(self.wurzel, kennung, text)
            zweig.soll[kennung] = soll
        self.belegt.add(kennung)
        _commit(self.wurzel, wer, f"{kennung}: {zweig.soll.get(kennung)}")

    def text(self, kennung: str) -> str:
        return (self.wurzel / f"faelle/{kennung}.md").read_bytes().decode()


@BEIM_LANDEN
@pytest.mark.parametrize("seed", range(30 if os.environ.get("FALLBUCH_LANG") else 1))
def test_der_bericht_jeder_zusammenfuehrung_ist_was_getan_wurde(tmp_path: Path, seed: int) -> None:
    rng = Random(seed)
    wurzel = lege_an(tmp_path / "team", **{f"_{n}": _fall(str(n)) for n in range(4000, 4030)})
    git(wurzel, "config", "core.autocrlf", "false")
    werk = _Werkstatt(wurzel, rng)
    offene: list[_Zweig] = []
    zusammengefuehrt = konflikte = commits = 0
    while commits < 100 or offene:
        if len(offene) < 3 and commits < 100:
            zweig = _Zweig(f"zweig-{commits}")
            git(wurzel, "checkout", "-q", "-b", zweig.name, "main")
            for _ in range(rng.randrange(1, 5)):
                werk.arbeite(zweig, rng.choice(("Ada", "Bea", "Cem")))
                commits += 1
            git(wurzel, "checkout", "-q", "main")
            offene.append(zweig)
            continue
        zweig = offene.pop(rng.randrange(len(offene)))
        # Somebody wrote another date into a case of the branch meanwhile: git cannot decide, a human being does.
        umstrittene = [k for k, soll in zweig.soll.items() if soll[0].startswith("Bewilligung bis: leer")]
        behalten = rng.choice(("--ours", "--theirs"))
        if umstrittene:
            kennung = umstrittene[0]
            schreibe(
                wurzel,
                kennung,
                werk.text(kennung).replace("Einwilligung:", "Bewilligung bis: 2026-12-24\nEinwilligung:"),
            )
            _commit(wurzel, "Dora", "auf main")
            commits, konflikte = commits + 1, konflikte + 1
            git(wurzel, "merge", "-q", "--no-ff", "--no-commit", zweig.name, code=1)
            git(wurzel, "checkout", behalten, "--", f"faelle/{kennung}.md")
            if behalten == "--ours":
                del zweig.soll[kennung]
            else:
                zweig.soll[kennung] = [zweig.soll[kennung][0].replace("leer", "2026-12-24")]
            _commit(wurzel, "Dora", "zusammengeführt")
        else:
            git(wurzel, "merge", "-q", "--no-ff", "-m", "zusammengeführt", zweig.name)
        commits, zusammengefuehrt = commits + 1, zusammengefuehrt + 1
        werk.belegt = {k for z in offene for k in z.soll} | {
            alt
            for z in offene
            for soll in z.soll.values()
            if soll[0].startswith("Datei")
            for alt in [soll[0].split()[2]]
        }
        ist = {
            k: ["neu angelegt" if h.startswith("neu angelegt") else h for h in t]
            for k, t in taten(verglichen(wurzel, "HEAD^1", "HEAD")).items()
        }
        assert ist == zweig.soll, (zweig.name, behalten, ist, zweig.soll)
    assert commits >= 100
    assert zusammengefuehrt > 15
    assert konflikte > 0
    assert int(git(wurzel, "rev-list", "--count", "HEAD")) >= 100
