"""Shared fixtures: the default rules, small teams in temporary folders, golden files."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import keyring
import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from fallbuch.kontakte import bund, schluesselbund
from fallbuch.kontakte.modell import Kontaktfehler
from fallbuch.regelwerk.modell import Regelwerk, Teamdatei
from tests import browser as browsertests
from tests.geheimes import verstecke
from tests.hilfen import HEUTE, STICHTAG, TEAM_YML, regelwerk_aus
from tests.kontakte.ring import Ring
from tests.vorgeladen import HAENGT
from tests.vorrat import halte_die_uhren_an, merke_seiten
from tests.website.bauen import baue

#: Fixtures of every room that looks at pages.
laufender_browser, browser, npm = browsertests.laufender_browser, browsertests.browser, browsertests.npm
GOLDEN = Path(__file__).parent / "golden"
WURZEL = Path(__file__).parent.parent
OEFFENTLICH = ("--streng", "--oeffentlich")
Einmal = Callable[[str, Callable[[Path], object]], Path]

halte_die_uhren_an()
merke_seiten()
settings.register_profile(
    "kurz", max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("lang", max_examples=20_000, deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile("lang" if os.environ.get("FALLBUCH_LANG") else "kurz")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden-neu", action="store_true", help="write golden files anew; read the difference in review")


def pytest_configure(config: pytest.Config) -> None:
    """Let all tests work in memory where that is roomy: an eighth of their time was the disk's.

    What they wrote is gone afterwards; whoever wants to look at it says where (`--basetemp`).
    """
    if "PYTEST_XDIST_WORKER" in os.environ or config.option.basetemp or not _hat_platz(_SPEICHER):
        return
    for liegt in Path(_SPEICHER).glob("fallbuch-tests-*"):  # of tests that somebody killed
        if not Path("/proc", liegt.name.split("-")[2]).exists():
            shutil.rmtree(liegt, ignore_errors=True)
    os.environ["TMPDIR"] = tempfile.tempdir = tempfile.mkdtemp(prefix=f"fallbuch-tests-{os.getpid()}-", dir=_SPEICHER)
    os.chmod(tempfile.tempdir, 0o755)  # as servers, which are other accounts, find it elsewhere
    config.add_cleanup(partial(shutil.rmtree, tempfile.tempdir, ignore_errors=True))


def _hat_platz(ort: str) -> bool:
    """Tell whether programs can be run there, and whether there is room for all that the tests write, twice."""
    if not os.path.isdir(ort) or not os.access(ort, os.W_OK):
        return False
    stand = os.statvfs(ort)
    return not stand.f_flag & os.ST_NOEXEC and stand.f_bavail * stand.f_frsize > 4 << 30


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: whoever has nothing left to do takes from the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LANGE))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Look for garbage only among what the tests make, and seldom.

    Five thousand tests and all modules stay as long as the process does; looking through them again and again was a
    quarter of the time. Commands collect no garbage at all, so nothing in the program waits for it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


_SPEICHER = "/dev/shm"
#: Real programs, whole builds, browsers; a third process works while they wait.
_LANGE = ("tests/forge/test_laeufe", "tests/test_erster_tag", "tests/freigabe", "tests/website", "tests/leckprobe")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with its golden file, or renew the file with --golden-neu."""

    def vergleiche(name: str, text: str) -> None:
        pfad = GOLDEN / name
        if request.config.getoption("--golden-neu"):
            pfad.parent.mkdir(parents=True, exist_ok=True)
            pfad.write_text(text, encoding="utf-8", newline="\n")
        assert text == pfad.read_text(encoding="utf-8")

    return vergleiche


@pytest.fixture(scope="session")
def regelwerk() -> Regelwerk:
    """The shipped rules with the test team's people."""
    return regelwerk_aus()[0]


@pytest.fixture(scope="session")
def teamdatei() -> Teamdatei:
    from fallbuch.regelwerk.laden import lade_team

    return lade_team(TEAM_YML.encode())[0]


@pytest.fixture
def ordner(tmp_path: Path) -> Callable[..., Path]:
    """Write a team's folder from cases and, if wanted, other files."""

    def schreibe(faelle: Mapping[str, str | bytes] | None = None, **andere: str) -> Path:
        wurzel = tmp_path / "team"
        for name in ("faelle", "vorlagen", "site_src"):
            (wurzel / name).mkdir(parents=True, exist_ok=True)
        (wurzel / "vorlagen/team.yml").write_text(andere.get("team", TEAM_YML), encoding="utf-8")
        if "regelwerk" in andere:
            (wurzel / "vorlagen/regelwerk.yml").write_text(andere["regelwerk"], encoding="utf-8")
        (wurzel / "mkdocs.yml").write_text(andere.get("mkdocs", MKDOCS), encoding="utf-8")
        for name, inhalt in (faelle or {}).items():
            roh = inhalt if isinstance(inhalt, bytes) else inhalt.encode("utf-8")
            (wurzel / "faelle" / name).write_bytes(roh)
        return wurzel

    return schreibe


@pytest.fixture(scope="session", autouse=True)
def _eigener_zwischenspeicher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let programs that tests call keep nothing in the account's own cache folder, and translate no module twice."""
    with pytest.MonkeyPatch.context() as dabei:
        dabei.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("merke")))
        # Where nothing may be written beside the modules, each program would translate all that it loads.
        dabei.setenv("PYTHONPYCACHEPREFIX", str(_gemeinsam(tmp_path_factory) / "uebersetzt"))
        dabei.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        yield


def _gemeinsam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all workers have."""
    ordner = tmp_path_factory.getbasetemp()
    return ordner.parent if "PYTEST_XDIST_WORKER" in os.environ else ordner


@pytest.fixture(scope="session")
def einmal(tmp_path_factory: pytest.TempPathFactory) -> Einmal:
    """Make a folder once for the tests of all workers; whoever changes it works on a copy."""
    gemeinsam = _gemeinsam(tmp_path_factory)

    def mache_einmal(name: str, mache: Callable[[Path], object]) -> Path:
        ziel, fertig = gemeinsam / name, gemeinsam / f"{name}.fertig"
        with FileLock(gemeinsam / f"{name}.sperre"):
            if not fertig.exists():
                shutil.rmtree(ziel, ignore_errors=True)
                ziel.mkdir()
                mache(ziel)
                fertig.touch()
        return ziel

    return mache_einmal


def kopiere_demo(ziel: Path) -> Path:
    """Copy the demo team as it is shipped, without its site."""
    for name in ("faelle", "vorlagen", "site_src", "statistik"):
        shutil.copytree(WURZEL / name, ziel / name)
    shutil.copy(WURZEL / "mkdocs.yml", ziel)
    return ziel


def gib_das_neueste_frei(wurzel: Path) -> None:
    """Release the demo team's newest quarter."""
    from fallbuch.einrichtung import richte_ein
    from fallbuch.freigabe.freigeben import gib_frei
    from fallbuch.team import oeffne

    team = oeffne(richte_ein(wurzel), stichtag=STICHTAG, heute=HEUTE)
    quartal = team.zahlenwerk.zeitraum("2026Q2")
    assert quartal is not None
    gib_frei(team, quartal)


def baue_demo(wurzel: Path, *argumente: str, vorher: Callable[[Path], None] = lambda wurzel: None) -> None:
    """Build a site of the demo team; what the program said is kept in `bau.txt`."""
    vorher(kopiere_demo(wurzel))
    gib_das_neueste_frei(wurzel)
    ergebnis = baue(wurzel, *argumente)
    assert ergebnis.returncode == 0, ergebnis.stdout
    (wurzel / "bau.txt").write_text(ergebnis.stdout, encoding="utf-8")


@pytest.fixture(scope="session")
def demoteam(einmal: Einmal) -> Path:
    """The demo team's folder with its built site."""
    return einmal("demo", baue_demo)


@pytest.fixture(scope="session")
def oeffentliches_team(einmal: Einmal) -> Path:
    """The demo team's folder with its public site."""
    return einmal("oeffentlich", lambda wurzel: baue_demo(wurzel, *OEFFENTLICH))


@pytest.fixture(scope="session")
def geheimes_team(einmal: Einmal) -> Path:
    """The same team full of secrets, with its public site."""
    return einmal("geheim", lambda wurzel: baue_demo(wurzel, *OEFFENTLICH, vorher=verstecke))


MKDOCS = """\
site_name: Fallbuch
docs_dir: site_src
theme: {name: material, language: de}
plugins:
  - search: {lang: de}
  - fallbuch
"""


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of Debian's Chromium; missing it is a failure in CI and a spoken skip elsewhere."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if (pfad := shutil.which(name)) is not None:
            return pfad
    if os.environ.get("CI") == "true":
        pytest.fail("Chromium is missing, and CI=true does not allow to skip browser tests")
    pytest.skip("kein Chromium gefunden; auf Debian: sudo apt install chromium")


@pytest.fixture(scope="session")
def rad(einmal: Einmal) -> Path:
    """The program as a wheel, as people install it."""

    def baue_rad(ziel: Path) -> None:
        befehl = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(ziel), str(WURZEL)]
        ende = subprocess.run(befehl, capture_output=True, text=True, check=False, timeout=HAENGT)
        assert ende.returncode == 0, ende.stdout + ende.stderr

    (datei,) = einmal("rad", baue_rad).glob("*.whl")
    return datei


@pytest.fixture(scope="session")
def aus_dem_rad(einmal: Einmal, rad: Path) -> Path:
    """Folder of `python` and `fallbuch` as somebody has them who never saw the source; the libraries are those of the tests."""

    def richte_ein(ziel: Path) -> None:
        pip = (
            sys.executable,
            "-m",
            "pip",
            "--python",
            str(ziel),
            "install",
            "-q",
            "--no-compile",
            "--no-deps",
            str(rad),
        )
        for befehl in ((sys.executable, "-m", "venv", "--without-pip", str(ziel)), pip):
            ende = subprocess.run(befehl, capture_output=True, text=True, check=False, timeout=HAENGT)
            assert ende.returncode == 0, ende.stdout + ende.stderr
        (eigene,) = ziel.glob("lib/python3*/site-packages")
        (eigene / "andere.pth").write_text(sysconfig.get_path("purelib") + "\n")
        frage = [str(ziel / "bin/python"), "-c", "import fallbuch; print(fallbuch.__file__)"]
        env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        assert subprocess.check_output(frage, text=True, env=env) == f"{eigene}/fallbuch/__init__.py\n"

    return einmal("aus-dem-rad", richte_ein) / "bin"


@pytest.fixture
def schnell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each try of a password costs half a second; that it does is tested where it is used alone."""

    def oeffne(inhalt: bytes, kennwort: str) -> bytes:
        vorn, _, rest = inhalt.partition(b"\0")
        if vorn.decode() != kennwort:
            raise Kontaktfehler("Das Kennwort stimmt nicht.")
        return rest

    monkeypatch.setattr(bund, "schuetze", lambda inhalt, kennwort: kennwort.encode() + b"\0" + inhalt)
    monkeypatch.setattr(bund, "oeffne", oeffne)


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ring]:
    """Taken for one of those that lock."""
    vorher = keyring.get_keyring()
    ring = Ring()
    keyring.set_keyring(ring)
    monkeypatch.setattr(schluesselbund, "_VERSCHLOSSENE", (Ring.__module__,))
    yield ring
    keyring.set_keyring(vorher)
