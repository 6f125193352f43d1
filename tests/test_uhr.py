"""No test depends on a clock: the suite is green on a busy machine, and next year.

Where growth or cost is meant, tests count (`tests/zaehlen.py`); what is really time is measured in `benchmarks/`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from fallbuch.uhr import heute
from tests.cli.aufruf import fallbuch, im_prozess
from tests.conftest import WURZEL
from tests.hilfen import HEUTE, fall

#: What tells the time, waits for it, or gives up because of it.
UHREN = {
    "time": None,
    "timeit": None,
    "sched": None,
    "resource": None,
    "today": None,
    "now": None,
    "utcnow": None,
    "times": "os",
    "sleep": None,
    "getmtime": None,
    "st_mtime": None,
    "st_mtime_ns": None,
    "setitimer": None,
    "alarm": None,
    "wait_for_timeout": None,
    "hrtime": None,
}
#: In the texts of programs for the browser and for other interpreters.
WORTE = ("performance.now", "loadEventEnd", "Date.now", "setTimeout(", "setInterval(", "wait_for_timeout", "sleep")
#: Where a clock is meant all the same, and why nothing hangs on it.
AUSNAHMEN = {
    (
        "tests/schreibtisch/test_lage.py",
        "st_mtime_ns",
    ): "gives a file the time it had before, so that nothing but its content tells the change",
    (
        "tests/schreibtisch/test_browser.py",
        "resource",
    ): "lets a program write no more, as on a full disk; measures nothing",
    ("tests/vorgeladen.py", "alarm"): "ends a program that hangs, after most of an hour; no verdict hangs on it",
    ("tests/website/test_bauen.py", "now"): "puts another clock in the place of the program's, a year ahead",
    ("tests/website/test_zugang.py", "setTimeout("): "goes on when the page has drawn, however long that takes",
}


def uhren_in(quelle: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a test program that use a clock, with its name; also within programs that it only writes down."""
    for knoten in ast.walk(ast.parse(quelle)):
        zeile = getattr(knoten, "lineno", 0)
        match knoten:
            case ast.Import(names=namen):
                yield from ((zeile, n.name) for n in namen if n.name in UHREN and UHREN[n.name] is None)
            case ast.ImportFrom(module=modul) if modul in UHREN:
                yield zeile, str(modul)
            case ast.Attribute(value=wovon, attr=name) if name in UHREN and name not in {"time", "resource"}:
                if UHREN[name] is None or (isinstance(wovon, ast.Name) and wovon.id == UHREN[name]):
                    yield zeile, name
            case ast.keyword(arg="timeout" | "deadline", value=ast.Constant(value=int() | float())):
                yield zeile, str(knoten.arg)
            case ast.Constant(value=str() as text):
                yield from ((zeile, wort) for wort in WORTE if wort in text)
                yield from (
                    (zeile, wort) for wort in ("now", "today") if f"{wort}(" in text and "performance." not in text
                )


def test_kein_test_sieht_auf_die_uhr() -> None:
    gebraucht = set()
    for datei in sorted((WURZEL / "tests").rglob("*.py")):
        name = datei.relative_to(WURZEL).as_posix()
        if "node_modules" in datei.parts or datei == Path(__file__):
            continue
        for zeile, uhr in uhren_in(datei.read_text(encoding="utf-8")):
            assert (name, uhr) in AUSNAHMEN, (
                f"{name}:{zeile} uses a clock ({uhr}); count instead, or measure in benchmarks/"
            )
            gebraucht.add((name, uhr))
    assert gebraucht == set(AUSNAHMEN), "an exception that nobody needs any more"


def test_fuer_das_programm_ist_immer_derselbe_tag(tmp_path: Path) -> None:
    """Within a test and in a program of its own: a case of tomorrow is one that is still to come."""
    assert heute("Europe/Berlin") == HEUTE
    morgen = HEUTE + timedelta(days=1)
    for tag, satz in ((HEUTE, ""), (morgen, f"Erstkontakt hat das Datum {morgen}, das noch kommt.")):
        (tmp_path / "faelle").mkdir(exist_ok=True)
        (tmp_path / "faelle/4711.md").write_text(fall(status="neu", berater="", erstkontakt=str(tag)), encoding="utf-8")
        for ausgabe in (fallbuch("pruefen", cwd=tmp_path).stdout, im_prozess("pruefen", cwd=tmp_path)[1]):
            assert ("das noch kommt" in ausgabe, satz in ausgabe) == (bool(satz), True), ausgabe


@pytest.mark.parametrize(
    "quelle",
    [
        "import time\ntime.sleep(1)", "from time import monotonic", "import resource", "import timeit", "date.today()", "datetime.now()", "os.times()",
        "os.path.getmtime(p)", "p.stat().st_mtime", "signal.alarm(3)", "await asyncio.sleep(1)", "run(['sh', '-c', 'sleep 1'])", "seite.wait_for_timeout(500)", "subprocess.run(x, timeout=60)",
        "settings(deadline=200)", "seite.evaluate('performance.now()')", "x = 'import time; time.sleep(1)'", "x = 'date.today()'",
    ],
)  # fmt: skip
def test_der_waechter_sieht_jede_uhr(quelle: str) -> None:
    assert list(uhren_in(quelle))


@pytest.mark.parametrize(
    "quelle",
    ["from datetime import time\ntime(14, 30)", "run(x, timeout=HAENGT)", "settings(deadline=None)", "x = 'Termin um 14 Uhr'", "g.time", "re.compile('now')"],
)  # fmt: skip
def test_der_waechter_laesst_anderes_in_ruhe(quelle: str) -> None:
    assert not list(uhren_in(quelle))
