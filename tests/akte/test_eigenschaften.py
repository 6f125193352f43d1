"""Laws of reading that hold for any bytes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from fallbuch.akte.lesen import lesen
from tests.hilfen import akten, fall, quelle, umfang
from tests.vorgeladen import HAENGT

STUECKE = st.sampled_from(
    [
        "---\n",
        "ID: ",
        "4711",
        "\n",
        "\r\n",
        "## ",
        "2026-02-30",
        "2026-01-12",
        " Telefonat",
        " (Jana)",
        "Vereinbarungen:",
        "- ",
        "[ ] ",
        "bis ",
        "Freitag",
        "Folgetermin: ",
        "```",
        "[",
        "{",
        "&a ",
        "*a",
        "!!x ",
        "'",
        '"',
        "\t",
        "\x00",
        "\ufeff",
        "\u2028",
        "a\u0308",
        ": ",
        "Maßnahme",
        "Ende: ",
        "Telefon: ",
        "#",
        "<script>",
        "Status: ",
        "Berater: ",
        "🙂",
        "\r",
        "|",
        "> ",
        "%",
        "@",
        "`",
        "?",
        "-",
        "_",
    ]
)
ZUSAMMENGESETZT = st.lists(STUECKE, max_size=60).map("".join).map(str.encode)


@given(st.binary(max_size=400) | ZUSAMMENGESETZT | st.text(max_size=300).map(lambda t: t.encode("utf-8", "replace")))
def test_beliebige_bytes_geben_fall_und_meldungen(inhalt: bytes) -> None:
    gelesen, befunde = lesen(inhalt, "faelle/x.md")
    zeilen = inhalt.count(b"\n") + inhalt.count(b"\x85") + 2
    assert gelesen.datei == "faelle/x.md"
    assert all(b.stelle.zeile >= 1 and b.stelle.spalte >= 1 for b in befunde)
    if not inhalt.startswith((b"\xff\xfe", b"\xfe\xff")):
        assert all(b.stelle.zeile <= zeilen for b in befunde)
    for akte in akten(quelle(inhalt, "faelle/x.md")):
        assert akte.befunde or akte.fall.kopf.id is not None
        assert not any("\n" in b.text or "\x00" in b.text for b in akte.befunde)


@given(ZUSAMMENGESETZT)
def test_beliebiger_verlauf_laesst_den_kopf_heil(verlauf: bytes) -> None:
    gelesen, _ = lesen(fall().encode() + b"\n" + verlauf, "faelle/4711.md")
    assert (gelesen.kopf.id, gelesen.kopf.berater) == ("4711", "Jana")


@given(ZUSAMMENGESETZT)
def test_lesen_ist_wiederholbar(inhalt: bytes) -> None:
    assert lesen(inhalt, "faelle/x.md") == lesen(inhalt, "faelle/x.md")


def test_tausende_faelle_in_einem_eigenen_prozess() -> None:
    """A crash of the C parser would end the process, not raise; it must be seen as a failure."""
    anzahl = str(umfang(400, 1_500, 200_000))
    skript = Path(__file__).with_name("fuzzen.py")
    ende = subprocess.run(
        [sys.executable, str(skript), anzahl], capture_output=True, text=True, check=False, timeout=HAENGT
    )
    assert (ende.returncode, ende.stdout) == (0, f"{anzahl} Dateien gelesen\n"), ende.stderr[-2000:]
