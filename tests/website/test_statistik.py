"""The pages of the figures: whole pages, and what must be on them and beside them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from fallbuch.statistik.ausgabe import SPALTEN
from fallbuch.statistik.kennzahl import Leitfrage
from fallbuch.statistik.kennzahlen import KENNZAHLEN
from tests.website.bauen import dateien
from tests.website.test_bauen import inhalt

Golden = Callable[[str, str], None]


def artikel(seite: Path) -> str:
    return inhalt(seite.read_text(encoding="utf-8"))


def abschnitt(seite: Path, kennzahl: str) -> str:
    treffer = re.search(rf'<section class="fb-kennzahl" id="{kennzahl}".*?</section>', artikel(seite), re.DOTALL)
    assert treffer is not None
    return treffer[0] + "\n"


def test_die_seiten_im_ganzen(demoteam: Path, golden: Golden) -> None:
    golden("statistik/auswertung.html", artikel(demoteam / "site/auswertung.html"))
    golden("statistik/statistik.html", artikel(demoteam / "site/statistik.html"))
    for ort in ("auswertung", "statistik"):
        for kennzahl in ("zugang", "struktur", "stufen", "dauer"):
            golden(f"statistik/{ort}-{kennzahl}.html", abschnitt(demoteam / f"site/{ort}/2026q2.html", kennzahl))


def test_eine_seite_beantwortet_die_fragen_der_analyse(demoteam: Path) -> None:
    text = artikel(demoteam / "site/auswertung.html")
    for frage in Leitfrage:
        assert re.search(rf'<h2 id="frage-\d">{re.escape(frage.value)}</h2>', text), frage
    for k in KENNZAHLEN:
        if k.kern:
            assert f'href="auswertung/2026q2.html#{k.schluessel}"' in text, k.titel
    assert "Nur für das Team." in text


def test_neben_jeder_tabelle_liegt_ihre_datei(demoteam: Path) -> None:
    alle = dateien(demoteam / "site")
    for ort in ("auswertung", "statistik"):
        seite = alle[f"{ort}/2026q2.html"].decode()
        verweise = re.findall(r'<a href="([^"]+\.csv)" download', seite)
        assert len(verweise) == seite.count('class="fb-zahlenblock') + 1
        for verweis in verweise:
            zeilen = alle[f"{ort}/{verweis}"].decode("utf-8-sig").split("\r\n")
            assert zeilen[0] == ";".join(SPALTEN)
            assert len(zeilen) > 2, verweis


def test_ein_laufendes_quartal_verlaesst_das_team_nicht(demoteam: Path) -> None:
    alle = dateien(demoteam / "site")
    assert "auswertung/2026q3.html" in alle
    assert not [name for name in alle if name.startswith(("statistik/2026q3", "statistik/2026.", "statistik/gesamt"))]
