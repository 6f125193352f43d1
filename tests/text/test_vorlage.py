"""Translated templates are kept between runs, and never believed where something is wrong with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment

from fallbuch.text.vorlage import Vorlagen
from fallbuch.website.darstellung import SEITENVORLAGEN


def test_uebersetzt_wird_einmal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    uebersetzte: list[str | None] = []
    uebersetze = Environment.compile

    def gezaehlt(umgebung: Environment, quelle: Any, name: str | None = None, *mehr: Any, **dazu: Any) -> Any:
        uebersetzte.append(name)
        return uebersetze(umgebung, quelle, name, *mehr, **dazu)

    monkeypatch.setattr(Environment, "compile", gezaehlt)

    def frisch() -> tuple[int, str]:
        uebersetzte.clear()
        vorlagen = Vorlagen("fallbuch.website", "vorlagen", filter=SEITENVORLAGEN._umgebung.filters)
        vorlagen.uebersetze()
        vorlagen.uebersetze()
        anzahl = len(uebersetzte)
        text = vorlagen.fuelle("einschub/liste.html", eintraege={"eines": "<wort>"})
        assert len(uebersetzte) == anzahl, "nothing is translated after that"
        return anzahl, text

    alle, text = frisch()
    assert text == "<ul><li><code>eines</code>: &lt;wort&gt;</li></ul>\n"
    assert alle == len(list((Path(__file__).parents[2] / "plugins/fallbuch/website/vorlagen").rglob("*.html")))
    assert frisch() == (0, text)
    (speicher,) = tmp_path.rglob("*.urteile")
    assert speicher.stat().st_mode & 0o077 == 0
    roh = speicher.read_bytes()
    speicher.write_bytes(roh[:-9] + bytes([roh[-9] ^ 1]) + roh[-8:])
    assert frisch() == (1, text), "the last one was damaged"
    assert frisch() == (0, text)
    speicher.write_bytes(b"x" * len(roh))
    assert frisch() == (alle, text)
    speicher.unlink()
    tmp_path.joinpath("fallbuch").rename(tmp_path / "weg")
    tmp_path.joinpath("fallbuch").write_text("kein Ordner")
    assert frisch() == (alle, text)
