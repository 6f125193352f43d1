"""Files put in the place of others: whole or not at all, and never over what somebody else wrote."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

import pytest

from fallbuch.text.ablage import Ablage, Zwischenzeitlich, allein, kennzeichen, raeume_auf, setze, setze_eigene, stand
from fallbuch.text.eigenes import ORDNER, eigener_ordner, lege_an


def dateien(ordner: Path) -> dict[str, bytes]:
    return {p.relative_to(ordner).as_posix(): p.read_bytes() for p in ordner.rglob("*") if p.is_file()}


def test_neu_geaendert_entfernt_und_zurueck(tmp_path: Path) -> None:
    neu = Ablage(name="faelle/1.md", alt=None, neu=b"eins")
    anders = Ablage(name="faelle/1.md", alt=b"eins", neu=b"zwei")
    setze(tmp_path, neu)
    assert dateien(tmp_path) == {"faelle/1.md": b"eins"}
    (tmp_path / "faelle/1.md").chmod(0o640)
    setze(tmp_path, anders)
    assert dateien(tmp_path) == {"faelle/1.md": b"zwei"}
    assert (tmp_path / "faelle/1.md").stat().st_mode & 0o777 == 0o640
    setze(tmp_path, anders.umgekehrt)
    setze(tmp_path, neu.umgekehrt)
    assert dateien(tmp_path) == {}
    assert stand(tmp_path, "faelle/1.md") is None


@pytest.mark.parametrize("ablage", [
    Ablage(name="1.md", alt=None, neu=b"x"), Ablage(name="1.md", alt=b"anderes", neu=b"x"), Ablage(name="1.md", alt=b"anderes", neu=None),
    Ablage(name="2.md", alt=b"x", neu=None), Ablage(name="2.md", alt=b"x", neu=b"y"),
])  # fmt: skip
def test_nie_ueber_das_was_ein_anderer_schrieb(tmp_path: Path, ablage: Ablage) -> None:
    (tmp_path / "1.md").write_bytes(b"von jemandem")
    with pytest.raises(Zwischenzeitlich) as wer:
        setze(tmp_path, ablage)
    assert wer.value.name == ablage.name
    assert dateien(tmp_path) == {"1.md": b"von jemandem"}


def test_hinter_einem_verweis_wird_die_datei_ersetzt(tmp_path: Path) -> None:
    (tmp_path / "dort.md").write_bytes(b"alt")
    (tmp_path / "hier.md").symlink_to("dort.md")
    setze(tmp_path, Ablage(name="hier.md", alt=b"alt", neu=b"neu"))
    assert (os.readlink(tmp_path / "hier.md"), (tmp_path / "dort.md").read_bytes()) == ("dort.md", b"neu")
    (tmp_path / "ins-leere.md").symlink_to("nirgends")
    with pytest.raises(Zwischenzeitlich):
        stand(tmp_path, "ins-leere.md")


def test_reste_dieses_rechners_verschwinden_und_junge_von_anderen_nicht(tmp_path: Path) -> None:
    eigener, fremder = f".1.md.{kennzeichen()}.x.fallbuch-neu", ".1.md.01234567.x.fallbuch-neu"
    for name in (eigener, fremder, "1.md.fallbuch-neu", ".anderes"):
        (tmp_path / name).write_bytes(b"")
    raeume_auf(tmp_path)
    assert set(dateien(tmp_path)) == {fremder, "1.md.fallbuch-neu", ".anderes"}
    os.utime(tmp_path / fremder, (0, 0))
    raeume_auf(tmp_path)
    assert set(dateien(tmp_path)) == {"1.md.fallbuch-neu", ".anderes"}


def test_der_eigene_ordner_gehoert_einem_allein(tmp_path: Path) -> None:
    ordner = eigener_ordner(tmp_path)
    assert ordner == tmp_path / ORDNER
    ordner.mkdir(mode=0o700)
    (ordner / "gespraech-alt").write_bytes(b"")
    os.utime(ordner / "gespraech-alt", (0, 0))
    (ordner / "gespraech-neu").write_bytes(b"")
    lege_an(ordner)
    assert set(dateien(ordner)) == {".gitignore", "gespraech-neu"}
    assert (ordner / ".gitignore").read_text(encoding="utf-8").endswith("\n*\n")
    setze_eigene(ordner / "merkzettel", b"x")
    assert (ordner / "merkzettel").stat().st_mode & 0o777 == 0o600


def test_eine_volle_platte_heisst_auch_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python finds no folder for short-lived files where it can write into none."""

    def keiner() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", keiner)
    with pytest.raises(OSError, match="full") as fehler, allein(tmp_path):
        pass
    assert fehler.value.errno == errno.ENOSPC
