"""A small team under git, changed by small steps."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from fallbuch.einrichtung import richte_ein
from fallbuch.vergleich.bericht import bericht
from fallbuch.vergleich.modell import Vergleich
from fallbuch.vergleich.seiten import stelle_gegenueber
from fallbuch.vergleich.vergleichen import vergleiche
from fallbuch.vergleich.worte import handlung
from tests.git import git

HEUTE = date(2026, 3, 2)
TEAM = "name: Testteam\nberater:\n  Jana: {}\n  Ole: {}\nkanaele:\n  Beratungstag: {}\n"


def fall(kennung: str = "4711", verlauf: str = "", **felder: str) -> str:
    """Return a case file."""
    alle = {
        "ID": kennung, "Erstkontakt": "2026-01-12", "Zugangsweg": "Beratungstag", "Status": "in Beratung", "Berater": "Jana",
        "Betreuungsstufe": "IK", "Arbeitsmarktstatus": "arbeitslos", "Einwilligung": "2026-01-12",
    } | felder  # fmt: skip
    kopf = "".join(f"{name}: {wert}\n" for name, wert in alle.items() if wert)
    return f"---\n{kopf}---\n\n{verlauf or ERSTES}"


ERSTES = (
    "## 2026-01-12 Erstgespräch (Jana)\n\nSucht eine Bürostelle, Tante Geheim half.\n\nBetreuungsstufe: IK\nDauer: 45\n"
)
ZUSAGEN = (
    "## 2026-02-10 Beratung (Jana)\n\nÜber die Bewerbung gesprochen.\n\nVereinbarungen:\n\n"
    "- [ ] Kundin schreibt an Tante Geheim (bis 2026-02-20)\n- [ ] Team ruft an (bis 2026-03-10)\n"
)


def lege_an(wurzel: Path, **faelle: str) -> Path:
    """Make a team with these cases and save it in git."""
    (wurzel / "vorlagen").mkdir(parents=True)
    (wurzel / "faelle").mkdir()
    (wurzel / "vorlagen/team.yml").write_text(TEAM, encoding="utf-8")
    for name, text in faelle.items():
        schreibe(wurzel, name.removeprefix("_"), text)
    git(wurzel, "init", "-q", "-b", "main")
    speichere(wurzel, "Anfang")
    return wurzel


def schreibe(wurzel: Path, kennung: str, text: str) -> None:
    (wurzel / f"faelle/{kennung}.md").write_text(text, encoding="utf-8", newline="")


def speichere(wurzel: Path, was: str) -> None:
    git(wurzel, "add", "-A")
    git(wurzel, "commit", "-qm", was)


def verglichen(wurzel: Path, basis: str = "HEAD", kopf: str | None = None) -> Vergleich:
    with stelle_gegenueber(richte_ein(wurzel), basis, kopf, stichtag=None, heute=HEUTE) as gegenueber:
        return vergleiche(gegenueber)


def taten(v: Vergleich) -> dict[str, list[str]]:
    """Return what was done to each case, in words."""
    return {f.kennung: ["".join(handlung(h)) for h in f.handlungen] for f in v.faelle}


def kurz(v: Vergleich) -> str:
    return bericht(v).kurz
