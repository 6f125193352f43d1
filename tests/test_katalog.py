"""Every code: its examples do what they say, its words are complete German sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from tempfile import TemporaryDirectory

import pytest

import fallbuch
from fallbuch import befund
from fallbuch.befund import Meldungsart
from fallbuch.einrichtung import richte_ein
from fallbuch.katalog import KATALOG
from fallbuch.leckprobe.seiten import leckprobe
from fallbuch.regelwerk.laden import lade_team
from fallbuch.regelwerk.pruefen import pruefe_einfuehrung
from fallbuch.register.kette import lade_register
from fallbuch.register.los import LOSDATEI
from fallbuch.register.meldungen import VERZEICHNIS
from fallbuch.statistik.laden import lade_kennzahlen
from fallbuch.statistik.meldungen import KENNZAHLENDATEI, VERBUNDDATEI
from fallbuch.statistik.verbund import lade_verbund
from fallbuch.team import oeffne, prozessbuch_von
from fallbuch.text.quelle import lies_datei
from tests.hilfen import HEUTE, STICHTAG, TEAM_YML, akten, fall, quelle, regelwerk_aus

#: A team with 23 open cases, one of which says something, and an employer with a contact person.
PROBETEAM = {
    "vorlagen/team.yml": TEAM_YML,
    "vorlagen/arbeitgeber.yml": "arbeitgeber:\n  Lager:\n    ansprechpartner: [{name: Herrn Muster}]\n",
    "faelle/4711.md": fall(
        "## 2026-01-12 Erstgespräch (Jana)\n\nMöchte eine Bürostelle mit zwanzig Stunden suchen.\n",
        **{"Zu beachten": "Dolmetscherin Arabisch"},
    ),
    **{f"faelle/{n}.md": fall().replace("4711", str(n)) for n in range(8001, 8023)},
}
ARTEN = pytest.mark.parametrize("art", KATALOG.values(), ids=list(KATALOG))


def _gemeldete(datei: str, inhalt: str | bytes, dazu: dict[str, str]) -> set[str]:
    if datei.startswith("vorlagen/"):
        assert isinstance(inhalt, str)
        if datei == KENNZAHLENDATEI:
            return {befund.kennung for befund in lade_kennzahlen(inhalt.encode())[1]}
        if datei == VERBUNDDATEI:
            return {befund.kennung for befund in lade_verbund(inhalt.encode())[1]}
        if datei.endswith("team.yml"):
            return {befund.kennung for befund in lade_team(inhalt.encode())[1]}
        regelwerk, befunde = regelwerk_aus(inhalt)
        return {befund.kennung for befund in [*befunde, *pruefe_einfuehrung(regelwerk, HEUTE)]}
    if datei in {VERZEICHNIS, LOSDATEI}:
        return _gefuehrt({datei: inhalt, **dazu})
    if datei.startswith("site_src/"):
        assert isinstance(inhalt, str)
        return _beschrieben({datei: inhalt, **dazu})
    if datei.startswith("site-oeffentlich/"):
        assert isinstance(inhalt, str)
        return _geprobt(datei, inhalt)
    dateien = [quelle(inhalt, datei), *(quelle(text, name) for name, text in dazu.items())]
    return {befund.kennung for akte in akten(*dateien) for befund in akte.befunde}


def _beschrieben(texte: dict[str, str]) -> set[str]:
    """Check the descriptions of a team that has nothing else."""
    with TemporaryDirectory() as ordner:
        wurzel = Path(ordner)
        for name, text in {"vorlagen/team.yml": TEAM_YML, **texte}.items():
            (wurzel / name).parent.mkdir(parents=True, exist_ok=True)
            (wurzel / name).write_text(text, encoding="utf-8")
        return {befund.kennung for befund in prozessbuch_von(richte_ein(wurzel), HEUTE).befunde}


def _gefuehrt(texte: Mapping[str, str | bytes]) -> set[str]:
    """Check the register of a team without git."""
    with TemporaryDirectory() as ordner:
        for name, text in texte.items():
            (Path(ordner) / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(ordner) / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return {befund.kennung for befund in lade_register(Path(ordner)).befunde}


def _geprobt(datei: str, inhalt: str) -> set[str]:
    """Scan a public site with one page beside a team with one case."""
    with TemporaryDirectory() as ordner:
        wurzel = Path(ordner)
        for name, text in {**PROBETEAM, datei: inhalt}.items():
            (wurzel / name).parent.mkdir(parents=True, exist_ok=True)
            (wurzel / name).write_text(text, encoding="utf-8")
        team = oeffne(richte_ein(wurzel), stichtag=STICHTAG, heute=HEUTE)
        return {b.kennung for b in leckprobe(wurzel / "site-oeffentlich", team, (), ()).befunde}


@ARTEN
def test_schlechtes_beispiel_wird_gemeldet(art: Meldungsart) -> None:
    if not art.umstand:
        assert art.kennung in _gemeldete(art.beispieldatei, art.schlecht, dict(art.dazu))


@ARTEN
def test_gutes_beispiel_ist_sauber(art: Meldungsart) -> None:
    datei = "faelle/4711.md" if art.beispieldatei.startswith("faelle/") else art.beispieldatei
    if datei.startswith("site-oeffentlich/"):
        datei = "site-oeffentlich/ueber-uns.html"
    assert _gemeldete(datei, art.gut, dict(art.dazu) if datei.startswith("site_src/") else {}) == set()


def test_umstand_ordner_statt_datei(tmp_path: Path) -> None:
    (tmp_path / "4711.md").mkdir()
    (akte,) = akten(lies_datei(tmp_path / "4711.md", "faelle/4711.md", tmp_path))
    assert [b.text for b in akte.befunde] == [
        "Die Datei ist ein Ordner, keine Datei. Erwartet: eine gewöhnliche Textdatei."
    ]
    assert [art.kennung for art in KATALOG.values() if art.umstand] == [
        "D002", "D011", "D012", "D013", "D014", "F001", "G001", "G002", "G003", "G004", "G005", "G006", "G007", "P020", "S018", "S024", "S025", "S027", "U005",
    ]  # fmt: skip


@ARTEN
def test_worte_sind_vollstaendig(art: Meldungsart) -> None:
    assert re.fullmatch(r"[FGRDPSU][0-9]{3}", art.kennung)
    # What is expected stands in the sentence itself, or comes with a word list or the form of an ID.
    assert "Erwartet" in art.muster or "{erwartet}" in art.muster or "{mangel}" in art.muster
    assert art.muster.endswith((".", "“.", "{erwartet}"))
    assert art.hinweis.endswith((".", "{rat}"))
    assert art.erklaerung.endswith(".")
    assert not art.titel.endswith(".")
    assert not re.search(
        r"\b(error|invalid|failed|parse|value|key|line|column)\b", f"{art.muster} {art.hinweis} {art.erklaerung}"
    )


def test_der_katalog_kennt_jede_meldung() -> None:
    """Whatever else is imported, no room declares one that the catalogue has not imported."""
    for modul in walk_packages(fallbuch.__path__, "fallbuch."):
        if ".vorgaben" not in modul.name and not modul.name.endswith("__main__"):
            import_module(modul.name)
    assert befund.ARTEN == KATALOG
