"""The record of what was asked: same answers, same record; anything else is noticed."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

from fallbuch.text import mitschrift as m
from fallbuch.text.quelle import gibt_es, ist_ordner, lies_datei, lies_falldateien, namen_in

ANTWORTEN: dict[str, Any] = {}


@pytest.fixture(autouse=True)
def _tueren_dieser_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(m, "_RAEUME", ("fallbuch.", "tests."))


@m.tuer
def antwort(name: str) -> Any:
    if isinstance(ANTWORTEN[name], Exception):
        raise ANTWORTEN[name]
    return ANTWORTEN[name]


@m.tuer
def weiter(name: str) -> Any:
    return antwort(name)


def notiert(*namen: str, tuer: Any = antwort) -> m.Trace:
    with m.mitschrift() as trace:
        for name in namen:
            try:
                tuer(name)
            except ValueError:
                continue
    return trace


VERSCHIEDENE: tuple[Any, ...] = (
    "",
    b"",
    "1",
    1,
    b"1",
    True,
    None,
    [],
    ["1"],
    [["1"]],
    ["1", "1"],
    ["11"],
    ValueError("1"),
    ValueError("2"),
    KeyError("1"),
)


def test_jede_antwort_ist_eine_andere() -> None:
    """What two answers are made of may look the same and is not."""
    hashes = set()
    for wert in VERSCHIEDENE:
        ANTWORTEN["a"] = wert
        if isinstance(wert, KeyError):
            with pytest.raises(KeyError):
                notiert("a")
            continue
        trace = notiert("a")
        assert [(name, was) for name, was, _ in trace.notes] == [(f"{__name__}:antwort", ((False, "a"),))]
        erneut = m.noch_gleich(trace.notes)
        assert erneut is not None
        assert erneut.schluessel == trace.schluessel
        hashes |= {trace.notes[0][2], trace.schluessel}
    assert len(hashes) == 2 * (len(VERSCHIEDENE) - 1)


def test_eine_tuer_hinter_einer_tuer_ist_keine_eigene_frage() -> None:
    ANTWORTEN["a"] = "ja"
    assert [name for name, *_ in notiert("a", tuer=weiter).notes] == [f"{__name__}:weiter"]


def test_geaendertes_faellt_auf() -> None:
    ANTWORTEN.update(a="ja", b=ValueError("nein"))
    notizen = notiert("a", "b", "a").notes
    assert (len(notizen), m.noch_gleich(notizen) is None) == (3, False)
    ANTWORTEN["b"] = ValueError("doch nicht")
    assert m.noch_gleich(notizen) is None
    ANTWORTEN["b"] = "nein"
    assert m.noch_gleich(notizen) is None


def test_der_schluessel_steht_nicht_in_den_notizen() -> None:
    """What is noted tells nobody the key: only the answers themselves do."""
    ANTWORTEN["a"] = "ja"
    trace = notiert("a")
    ganz = m._hash("ja")
    assert trace.notes[0][2] == ganz[:16]
    assert len(ganz) == 48
    assert trace.schluessel == blake2b(ganz[16:], digest_size=48).digest()


def test_eine_tuer_ausserhalb_wird_nicht_geoeffnet() -> None:
    assert m.noch_gleich([("os:getcwd", (), b"")]) is not None
    assert m.noch_gleich([("os:getcwd", (), b"x" * 16)]) is None


def test_verworfenes_wird_nie_geglaubt() -> None:
    ANTWORTEN["a"] = "ja"
    m.verwirf()  # nobody keeps a record
    with m.mitschrift() as trace:
        antwort("a")
        m.verwirf()
    assert trace.verworfen
    assert not notiert("a").verworfen


def test_gefragt_wird_der_reihe_nach() -> None:
    with m.mitschrift(), pytest.raises(TypeError, match="by position"):
        antwort(name="a")


def test_dateien_ordner_und_verweise(tmp_path: Path) -> None:
    """Each thing that can happen to a folder changes what one of its doors says."""
    (tmp_path / "faelle").mkdir()
    (tmp_path / "faelle/4711.md").write_text("eins", encoding="utf-8")

    def gefragt() -> list[m.Note]:
        with m.mitschrift() as trace:
            lies_falldateien(tmp_path / "faelle", "faelle")
            lies_datei(tmp_path / "team.yml", "team.yml", tmp_path)
            gibt_es(tmp_path / "weg")
            ist_ordner(tmp_path / "ordner")
            namen_in(tmp_path)
        return trace.notes

    def neu(name: str, text: str = "") -> None:
        (tmp_path / name).write_text(text, encoding="utf-8")

    taten: tuple[Any, ...] = (
        lambda: neu("faelle/4711.md", "zwei"), lambda: (tmp_path / "faelle/4711.md").rename(tmp_path / "faelle/4712.md"),
        lambda: neu("faelle/4713.md"), lambda: neu("team.yml", "a: b"), lambda: (tmp_path / "weg").symlink_to("faelle"),
        (tmp_path / "ordner").mkdir, lambda: neu("noch.md"), (tmp_path / "faelle/4713.md").unlink,
        lambda: (tmp_path / "faelle/4714.md").symlink_to("/nirgends"),
    )  # fmt: skip
    for tat in taten:
        vorher = gefragt()
        assert m.noch_gleich(vorher) is not None
        tat()
        assert m.noch_gleich(vorher) is None
