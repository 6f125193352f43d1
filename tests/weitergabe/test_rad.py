"""The program as a file: the same bytes from wherever it runs, the same content as the build tool makes, and nothing else taken for it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from fallbuch import __version__
from fallbuch.einrichtung import Aufruffehler
from fallbuch.weitergabe import rad as raeder
from fallbuch.weitergabe.folgen import Folge, bericht, terminfolgen
from fallbuch.weitergabe.programm import programmdateien
from fallbuch.weitergabe.rad import eigenes_rad, lies_rad
from tests.cli.aufruf import fallbuch
from tests.cli.test_befehle import IK
from tests.conftest import WURZEL
from tests.hilfen import BEIM_LANDEN

ORDNER = Callable[..., Path]


def _umgepackt(inhalt: bytes, **ersetze: tuple[str, str]) -> bytes:
    """Return the wheel with other text in files whose path ends as the key says, dots as underscores."""
    puffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(inhalt)) as alt, zipfile.ZipFile(puffer, "w") as neu:
        for name in alt.namelist():
            roh = alt.read(name)
            for ende, (davor, danach) in ersetze.items():
                if re.sub(r"[./]", "_", name).endswith(ende):
                    assert davor.encode() in roh, name
                    roh = roh.replace(davor.encode(), danach.encode())
            neu.writestr(name.replace(*ersetze["NAME"]) if "NAME" in ersetze else name, roh)
    return puffer.getvalue()


def test_dieselben_bytes_und_derselbe_inhalt_wie_vom_bauwerkzeug(rad: Path) -> None:
    eigenes = eigenes_rad()
    assert eigenes.inhalt == eigenes_rad().inhalt
    with zipfile.ZipFile(io.BytesIO(eigenes.inhalt)) as unseres, zipfile.ZipFile(rad) as gebautes:
        assert unseres.testzip() is None
        assert {i.date_time for i in unseres.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert sorted(unseres.namelist()) == sorted(gebautes.namelist())
        for name in unseres.namelist():
            if not name.endswith(("/WHEEL", "/RECORD")):
                assert unseres.read(name) == gebautes.read(name), name
    assert eigenes.name == rad.name == f"fallbuch-{__version__}-py3-none-any.whl"


def test_im_rad_steht_kein_ort_dieses_rechners() -> None:
    inhalt = eigenes_rad().inhalt
    for ort in (str(WURZEL), str(Path.home()), "file://"):
        assert len(ort) < 4 or ort.encode() not in inhalt.replace(b"file:///", b""), ort


def test_die_sperrliste_ist_die_des_projekts() -> None:
    """A team gets the versions that were tested, with every checksum, without what only building needs."""

    def pakete(text: str) -> dict[str, set[str]]:
        teile = re.findall(r"^([\w.-]+==\S+)((?: \\\n +--hash=\S+)+)", re.sub(r" ; [^\\\n]*", "", text), re.MULTILINE)
        return {name: set(re.findall(r"sha256:\w{64}", summen)) for name, summen in teile}

    unsere, alle = pakete(eigenes_rad().sperrliste), pakete((WURZEL / "requirements.txt").read_text(encoding="utf-8"))
    assert unsere.items() <= alle.items()
    assert {name.split("==")[0] for name in alle.keys() - unsere.keys()} == {
        "editables",
        "hatchling",
        "pluggy",
        "trove-classifiers",
        "tomlkit",
    }
    assert "://" not in eigenes_rad().sperrliste


@pytest.mark.parametrize("inhalt", [b"", b"PK\x03\x04", b"---\nID: 4711\n---\n"])
def test_was_kein_rad_ist(inhalt: bytes) -> None:
    with pytest.raises(Aufruffehler, match="Das ist keine Datei mit Fallbuch darin"):
        lies_rad(inhalt)


def test_ein_fremdes_rad_ist_keines() -> None:
    fremd = _umgepackt(eigenes_rad().inhalt, METADATA=("Name: fallbuch", "Name: fallbuche"))
    with pytest.raises(Aufruffehler, match="Das ist keine Datei mit Fallbuch darin"):
        lies_rad(fremd)
    with pytest.MonkeyPatch.context() as klein:
        klein.setattr(raeder, "_HOECHSTE_GROESSE", 1000)
        with pytest.raises(Aufruffehler, match="größer, als das Programm sein kann"):
            lies_rad(eigenes_rad().inhalt)


def test_ein_verdichtetes_rad_mit_einem_falschen_bit(rad: Path) -> None:
    """As build tools make them: the bit breaks the packing itself, not only the checksum. At many places."""
    heil = rad.read_bytes()
    assert lies_rad(heil).version == __version__
    abgelehnt = 0
    for stelle in range(40, len(heil), len(heil) // 40):
        kaputt = bytearray(heil)
        kaputt[stelle] ^= 0x55
        try:
            lies_rad(bytes(kaputt))
        except Aufruffehler:
            abgelehnt += 1
    assert abgelehnt > 30


@pytest.mark.parametrize("version", ["1\\..\\x", "1 2", "1:2"])
def test_eine_version_ist_kein_pfad(version: str) -> None:
    anders = _umgepackt(
        eigenes_rad().inhalt,
        METADATA=(f"\nVersion: {__version__}\n", f"\nVersion: {version}\n"),
        NAME=(f"fallbuch-{__version__}.dist-info", f"fallbuch-{version}.dist-info"),
    )
    with pytest.raises(Aufruffehler, match="Das ist keine Datei mit Fallbuch darin"):
        lies_rad(anders)


def test_was_nicht_installiert_ist_laesst_sich_nicht_weitergeben(monkeypatch: pytest.MonkeyPatch) -> None:
    def fehlt(_: str) -> None:
        raise PackageNotFoundError

    monkeypatch.setattr(raeder, "distribution", fehlt)
    with pytest.raises(Aufruffehler, match="ist nicht installiert"):
        eigenes_rad()


def _termin(fall: str | None, regel: str, tag: str | None) -> dict[str, str | None]:
    return {"fall": fall, "regel": regel, "titel": f"Regel {regel}", "faellig_am": tag}


def test_was_aus_terminen_wird() -> None:
    alt = [
        _termin("4711", "a", "2026-05-01"),
        _termin("4711", "b", "2026-05-02"),
        _termin("20", "c", None),
        _termin("4711", "d", "2026-06-01"),
    ]
    neu = [_termin("4711", "a", "2026-05-01"), _termin("4711", "b", "2026-05-03"), _termin(None, "e", "2026-07-01"), _termin("4711", "d", "2026-06-01"), _termin("4711", "d", "2026-07-01")]  # fmt: skip
    folgen = terminfolgen(alt, neu)
    assert list(map(str, folgen)) == [
        "20: Regel c entfällt",
        "4711: Regel b wandert von 2026-05-02 auf 2026-05-03",
        "4711: Regel d wandert von 2026-06-01 auf 2026-06-01 und 2026-07-01",
        "Team: Regel e kommt hinzu, fällig am 2026-07-01",
    ]
    assert terminfolgen(alt, list(reversed(alt))) == []
    assert bericht([], folgen).startswith("Regeln: alle wie bisher.\nTermine: 4 sind anders.\n  20: Regel c entfällt\n")
    assert bericht([], []) == "Regeln: alle wie bisher.\nTermine: alle wie bisher.\n"
    assert "noch fehlen" in bericht([], None)
    viele = [Folge(str(n), "x", (), ("2026-01-01",)) for n in range(25)]
    assert bericht([], viele).endswith("  und 5 weitere\n")


@BEIM_LANDEN
def test_eine_neue_fassung_sagt_was_sie_aendert(ordner: ORDNER, tmp_path: Path) -> None:
    wurzel = ordner({"4711.md": IK})
    altes = eigenes_rad()
    for name, inhalt in programmdateien(altes).items():
        (wurzel / name).parent.mkdir(exist_ok=True)
        (wurzel / name).write_bytes(inhalt)
    anderes = tmp_path / "neu.whl"
    anderes.write_bytes(
        _umgepackt(
            altes.inhalt,
            vorgaben_regelwerk_yml=("frist: 10 Wochen", "frist: 8 Wochen"),
            METADATA=(f"\nVersion: {__version__}\n", "\nVersion: 9.9.9\n"),
            fallbuch___init___py=(__version__, "9.9.9"),
            NAME=(f"fallbuch-{__version__}.dist-info", "fallbuch-9.9.9.dist-info"),
        )
    )
    aufruf = ("aktualisieren", str(anderes), "--stichtag", "2026-04-08")
    gezeigt = fallbuch(*aufruf, "--zeigen", cwd=wurzel)
    assert (gezeigt.returncode, gezeigt.stderr) == (0, "")
    assert gezeigt.stdout.startswith("Fallbuch 9.9.9, Prüfsumme ")
    assert gezeigt.stdout.endswith("Es wurde nichts geschrieben.\n")
    assert sorted(p.name for p in (wurzel / "programm").iterdir()) == [
        altes.name,
        "installieren.py",
        "requirements.txt",
    ]
    geschrieben = fallbuch(*aufruf, cwd=wurzel)
    assert geschrieben.returncode == 0, geschrieben.stderr
    assert "Regeln: 1 ist anders.\n  Kontakt bei Förderbedarf (IK): geändert\n" in geschrieben.stdout
    assert (
        "Termine: 1 ist anders.\n  4711: Kontakt bei Förderbedarf (IK) wandert von 2026-04-08 auf 2026-03-25\n"
        in geschrieben.stdout
    )
    neuer = "fallbuch-9.9.9-py3-none-any.whl"
    assert sorted(p.name for p in (wurzel / "programm").iterdir()) == [neuer, "installieren.py", "requirements.txt"]
    assert f"./programm/{neuer} \\\n    --hash=sha256:" in (wurzel / "programm/requirements.txt").read_text(
        encoding="utf-8"
    )
    assert fallbuch(*aufruf, cwd=wurzel).stdout.endswith("Im Ordner „programm“ liegt schon diese Fassung.\n")
    falsch = fallbuch("aktualisieren", "faelle/4711.md", cwd=wurzel)
    assert (falsch.returncode, falsch.stderr.startswith("fallbuch: Das ist keine Datei mit Fallbuch darin.")) == (
        2,
        True,
    )
    assert (
        fallbuch("aktualisieren", "fehlt.whl", cwd=wurzel).stderr == "fallbuch: Die Datei „fehlt.whl“ gibt es nicht.\n"
    )
