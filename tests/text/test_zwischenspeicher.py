"""What is kept between runs: sealed, believed only where it is whole and one's own, and never an error."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fallbuch.text import zwischenspeicher
from fallbuch.text.zwischenspeicher import Zwischenspeicher, versiegelt

GEHEIM = "Zwei Kinder, Betreuung bis 14 Uhr gesichert."
NAME = f"{'a' * 24}.urteile"
URTEIL = (GEHEIM, 1, None, ("a", 2.5, True))


def gefuellt(pfad: Path, kontext: bytes = b"k", inhalt: bytes = b"inhalt") -> Zwischenspeicher:
    speicher = Zwischenspeicher(pfad, kontext)
    schluessel = speicher.schluessel("faelle/4711.md", inhalt)
    assert speicher.nimm(schluessel, *versiegelt(URTEIL, schluessel)) == URTEIL
    speicher.sichere()
    return speicher


def geholt(pfad: Path, name: str = "faelle/4711.md", inhalt: bytes = b"inhalt", kontext: bytes = b"k") -> object:
    speicher = Zwischenspeicher(pfad, kontext)
    return speicher.hole(speicher.schluessel(name, inhalt))


def test_derselbe_inhalt_dasselbe_urteil(tmp_path: Path) -> None:
    pfad = tmp_path / f"neu/{NAME}"
    gefuellt(pfad)
    assert geholt(pfad) == URTEIL
    assert geholt(pfad, inhalt=b"inhalt.") is None
    assert geholt(pfad, name="faelle/4712.md") is None
    assert geholt(pfad, kontext=b"andere Regeln") is None


def test_nur_fuer_den_der_die_datei_hat(tmp_path: Path) -> None:
    """Nothing of a case can be read in the store, and only the account itself may open it."""
    pfad = tmp_path / f"neu/{NAME}"
    gefuellt(pfad)
    roh = pfad.read_bytes()
    assert not any(wort.encode() in roh for wort in ("Kinder", "Betreuung", "4711", "gesichert"))
    assert [oct(p.stat().st_mode & 0o777) for p in (pfad.parent, pfad)] == ["0o700", "0o600"]
    assert [p.name for p in pfad.parent.iterdir()] == [NAME]


def test_was_niemand_mehr_braucht_verschwindet(tmp_path: Path) -> None:
    pfad = tmp_path / NAME
    gefuellt(pfad)
    gefuellt(pfad, inhalt=b"geaendert")
    assert (geholt(pfad), geholt(pfad, inhalt=b"geaendert")) == (None, URTEIL)


@given(stelle=st.integers(min_value=0, max_value=400), byte=st.integers(min_value=1, max_value=255), ende=st.booleans())
def test_beschaedigtes_wird_nicht_geglaubt(
    tmp_path_factory: pytest.TempPathFactory, stelle: int, byte: int, ende: bool
) -> None:
    """Whatever byte is another one, or whatever is missing at the end: the verdict or none, never another."""
    pfad = tmp_path_factory.mktemp("x") / NAME
    gefuellt(pfad)
    roh = bytearray(pfad.read_bytes())
    stelle %= len(roh)
    if ende:
        del roh[stelle:]
    else:
        roh[stelle] ^= byte
    pfad.write_bytes(roh)
    assert geholt(pfad) is None


def test_fremdes_wird_nicht_geglaubt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pfad = tmp_path / NAME
    gefuellt(pfad)
    pfad.chmod(0o644)
    assert geholt(pfad) is None
    pfad.chmod(0o600)
    verweis = tmp_path / NAME.replace("a", "b")
    verweis.symlink_to(pfad)
    assert geholt(verweis) is None
    assert geholt(pfad) == URTEIL
    monkeypatch.setattr(os, "geteuid", lambda: 4_000_000)
    assert geholt(pfad) is None


def test_ohne_platz_geht_es_auch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "datei").write_text("", encoding="utf-8")
    gefuellt(tmp_path / f"datei/{NAME}")
    (tmp_path / "ordner.urteile").mkdir()
    assert geholt(tmp_path / "ordner.urteile") is None
    speicher = Zwischenspeicher(None, b"k")
    assert speicher.hole(speicher.schluessel("a", b"b")) is None
    speicher.sichere()
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("HOME")
    monkeypatch.setattr(Path, "home", _niemand)
    assert zwischenspeicher.datei(tmp_path, "befunde") is None


def _niemand() -> Path:
    raise RuntimeError("no home")


def test_der_ort(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    eines, anderes = (zwischenspeicher.datei(tmp_path / name, "befunde") for name in ("a", "b"))
    assert eines is not None
    assert eines != anderes
    assert eines.parent == tmp_path / "fallbuch"
    monkeypatch.setenv("XDG_CACHE_HOME", "hier")  # a path that is not absolute says nothing
    assert zwischenspeicher.ordner() == Path.home() / ".cache/fallbuch"


#: What a program does to a disk while it writes a store.
_SCHREIBT = ("open", "fdopen", "replace", "stat", "scandir", "unlink", "mkdir")


def _schreibe_und_stirb(pfad: Path, inhalt: bytes, bei: int) -> bool:
    """Write a store in a child that is killed at its call number `bei`; tells whether it came to its end before."""
    kind = os.fork()
    if kind == 0:
        gezaehlt = 0

        def gestoert(rufe: Any) -> Any:
            def stirb(*worte: Any, **mehr: Any) -> Any:
                nonlocal gezaehlt
                gezaehlt += 1
                if gezaehlt == bei:
                    os._exit(9)
                return rufe(*worte, **mehr)

            return stirb

        speicher = Zwischenspeicher(pfad, b"k")
        schluessel = speicher.schluessel("faelle/4711.md", inhalt)
        speicher.merke(schluessel, (*URTEIL, inhalt))
        for name in _SCHREIBT:
            setattr(os, name, gestoert(getattr(os, name)))
        speicher.sichere()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(kind, 0)[1]) == 0


def test_an_jeder_stelle_getoetet(tmp_path: Path) -> None:
    """What stands there is the old store or the new one, whole; a later run makes it right and clears away the rest."""
    pfad = tmp_path / f"merke/{NAME}"
    tode = 0
    for runde in range(40 if not os.environ.get("FALLBUCH_LANG") else 400):
        alt, neu, bei = f"{runde}".encode(), f"{runde + 1}".encode(), runde % 8 + 1
        if not _schreibe_und_stirb(pfad, neu, bei):
            tode += 1
        da = [geholt(pfad, inhalt=inhalt) for inhalt in (alt, neu)]
        assert da.count(None) >= 1
        assert all(urteil in {None, (*URTEIL, inhalt)} for urteil, inhalt in zip(da, (alt, neu), strict=True))
    assert tode > 20
    assert _schreibe_und_stirb(pfad, b"zuletzt", 0)
    assert geholt(pfad, inhalt=b"zuletzt") == (*URTEIL, b"zuletzt")
    for rest in pfad.parent.iterdir():
        os.utime(rest, (0, 0)) if rest != pfad else None
    assert _schreibe_und_stirb(pfad, b"danach", 0)
    assert [p.name for p in pfad.parent.iterdir()] == [NAME]


def test_zwei_zugleich(tmp_path: Path) -> None:
    """Two programs that write at once: one of the two stores stands there, whole."""
    pfad = tmp_path / NAME
    eines, anderes = (Zwischenspeicher(pfad, b"k") for _ in range(2))
    for speicher, inhalt in ((eines, b"a"), (anderes, b"b")):
        schluessel = speicher.schluessel("faelle/4711.md", inhalt)
        speicher.merke(schluessel, URTEIL)
    eines.sichere()
    anderes.sichere()
    assert [geholt(pfad, inhalt=inhalt) for inhalt in (b"a", b"b")] == [None, URTEIL]


def test_zweimal_ausgerechnet_zweimal_anders_verdeckt(tmp_path: Path) -> None:
    """The same verdict, or another one of the same file, is never covered by the same stream; no store opens another's."""
    pfad, anderer = tmp_path / NAME, tmp_path / NAME.replace("a", "c")
    gefuellt(pfad)
    eines = pfad.read_bytes()
    pfad.unlink()
    gefuellt(pfad)
    zweites = pfad.read_bytes()
    gleiche = sum(a == b for a, b in zip(eines[-60:], zweites[-60:], strict=True))
    assert gleiche < 15
    gefuellt(anderer, kontext=b"k" + b"faelligkeiten")
    pfad.write_bytes(anderer.read_bytes())
    assert geholt(pfad) is None


def test_was_nicht_unser_ist_bleibt(tmp_path: Path) -> None:
    fremde = [tmp_path / name for name in ("README.md", "brief.odt", "x.urteile", f"{NAME}.txt")]
    alte = [tmp_path / NAME.replace("a", "d"), tmp_path / f"{NAME}.{'0' * 16}"]
    for datei in (*fremde, *alte):
        datei.write_text("x", encoding="utf-8")
        os.utime(datei, (0, 0))
    gefuellt(tmp_path / NAME)
    assert {p.name for p in tmp_path.iterdir()} == {NAME, *(p.name for p in fremde)}


def test_beschaedigtes_wird_ersetzt(tmp_path: Path) -> None:
    pfad = tmp_path / NAME
    gefuellt(pfad)
    roh = bytearray(pfad.read_bytes())
    roh[-1] ^= 1
    pfad.write_bytes(roh)
    assert geholt(pfad) is None
    gefuellt(pfad)
    assert geholt(pfad) == URTEIL


def test_ein_rohr_haelt_niemanden_auf(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / NAME, 0o600)
    assert geholt(tmp_path / NAME) is None


def test_ein_ordner_der_weg_ist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weg = tmp_path / "weg"
    weg.mkdir()
    monkeypatch.chdir(weg)
    weg.rmdir()
    assert zwischenspeicher.datei(Path(), "befunde") is None


def test_zum_programm_gehoert_was_rechnet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every file of the program counts, and how YAML is read; what is no file, an editor's lock say, does not stop it."""
    (tmp_path / "a.py").write_text("1", encoding="utf-8")
    (tmp_path / ".#a.py").symlink_to("niemand@nirgends")
    monkeypatch.setattr("fallbuch.__path__", [str(tmp_path)])
    rechne = zwischenspeicher.programm.__wrapped__
    eines = rechne()
    (tmp_path / "a.py").write_text("2", encoding="utf-8")
    assert rechne() != eines
    (tmp_path / "a.py").write_text("1", encoding="utf-8")
    assert rechne() == eines
    for unter in ("yaml", "holidays", "holidays-1.dist-info"):
        (tmp_path / "pakete" / unter).mkdir(parents=True)
    yaml = SimpleNamespace(origin=str(tmp_path / "pakete/yaml/__init__.py"))
    monkeypatch.setattr(zwischenspeicher, "find_spec", lambda _: yaml)
    mit = [rechne()]
    (tmp_path / "pakete/holidays-1.dist-info").rename(tmp_path / "pakete/holidays-2.dist-info")
    mit.append(rechne())
    (tmp_path / "pakete/yaml/_yaml.so").touch()
    mit.append(rechne())
    assert len({eines, *mit}) == 4


def test_was_viel_zu_gross_ist_wird_nicht_gelesen(tmp_path: Path) -> None:
    """More than any team can have: reading it would fill the memory."""
    pfad = tmp_path / NAME
    gefuellt(pfad)
    os.truncate(pfad, 1 << 30)
    os.truncate(pfad, (1 << 30) + 1)
    assert geholt(pfad) is None
