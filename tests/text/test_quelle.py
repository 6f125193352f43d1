"""Files of a folder: each as its bytes, or as what stands in the way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fallbuch.text.quelle import HOECHSTE_GROESSE, Hindernis, Quelldatei, lies_datei, lies_falldateien


def test_jede_datei_wie_sie_ist(tmp_path: Path) -> None:
    """Small, empty, too large, a folder, a link out of the folder; what is no case is left out."""
    ordner = tmp_path / "faelle"
    ordner.mkdir()
    gross = b"Zeile\n" * (HOECHSTE_GROESSE // 6 + 1)
    for name, inhalt in {"1.md": b"ID: 1", "2.md": b"", "3.md": gross, "_4.md": b"", "5.txt": b""}.items():
        (ordner / name).write_bytes(inhalt)
    (ordner / "6.md").mkdir()
    (tmp_path / "draussen.md").write_bytes(b"fremd")
    (ordner / "7.md").symlink_to(tmp_path / "draussen.md")
    gelesen = {datei.name: datei for datei in lies_falldateien(ordner, "faelle")}
    assert list(gelesen) == [f"faelle/{n}.md" for n in (1, 2, 3, 6, 7)]
    assert gelesen["faelle/1.md"] == Quelldatei("faelle/1.md", b"ID: 1")
    assert gelesen["faelle/2.md"] == Quelldatei("faelle/2.md", b"")
    assert gelesen["faelle/3.md"].hindernis is Hindernis.ZU_GROSS
    assert gelesen["faelle/3.md"].groesse == len(gross)
    assert gelesen["faelle/6.md"].hindernis is Hindernis.ORDNER
    assert gelesen["faelle/7.md"].hindernis is Hindernis.VERWEIS
    for name, datei in gelesen.items():
        assert lies_datei(ordner / Path(name).name, name, ordner) == datei


def test_waechst_eine_datei_beim_lesen_wird_sie_noch_einmal_gelesen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "1.md").write_bytes(b"alt")
    lies = os.read
    gelesen: list[int] = []

    def waechst(griff: int, anzahl: int) -> bytes:
        gelesen.append(anzahl)
        return lies(griff, anzahl) + b"!"

    monkeypatch.setattr("os.read", waechst)
    assert lies_falldateien(tmp_path, "faelle") == [Quelldatei("faelle/1.md", b"alt")]
    assert set(gelesen) == {len(b"alt") + 1}


def test_ein_abdruck_folgt_aus_allem() -> None:
    dateien = [
        Quelldatei("a", b"1"),
        Quelldatei("b", b"1"),
        Quelldatei("a", b"2"),
        Quelldatei("a", b"1", Hindernis.ZU_GROSS),
        Quelldatei("a", b"1", Hindernis.ZU_GROSS, 7),
    ]
    assert len({datei.abdruck() for datei in dateien}) == len(dateien)
    assert Quelldatei("a", b"1").abdruck() == dateien[0].abdruck()
