"""Times the whole program as people call it, beside a floor script and beside other programs on the same files.

Usage: make bench, or python -m benchmarks.messen [--wachstum] [--runden N] [NUMBER OF CASES …]

Every figure is a process of its own, with processor time, wall time and peak memory; all commands of a size take turns,
and the median of the rounds is printed, so that ratios hold on a busy machine. The floor reads the files, parses their
front matter with C YAML and splits them at headings: less nobody can do. Peers check, compute and protect nothing.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

GROESSEN = (120, 1_000, 7_131)
WACHSTUM = 20_000
#: Whole builds of so many cases take minutes; larger stocks are checked and listed only.
_BAUBAR = 7_131
BODEN = """
import os, re, sys, yaml
for name in sorted(os.listdir("faelle")):
    with open("faelle/" + name, encoding="utf-8", newline="") as datei:
        text = datei.read()
    kopf = text.split("---\\n", 2)[1]
    yaml.load(kopf, Loader=yaml.CSafeLoader)
    re.split(r"(?m)^## ", text)
"""


@dataclass(frozen=True)
class Messung:
    """One run: processor seconds, wall seconds, peak memory in MB."""

    rechenzeit: float
    dauer: float
    spitze: float


@dataclass(frozen=True)
class Posten:
    """What is timed: a name, its command, and what must be so before each run."""

    name: str
    befehl: Sequence[str]
    davor: Callable[[], None] = lambda: None
    umgebung: Mapping[str, str] = field(default_factory=dict)


def miss(posten: Posten, ordner: Path) -> Messung:
    """Run a command to its end; raises `SystemExit` where it fails."""
    posten.davor()
    umgebung = {**os.environ, **posten.umgebung}
    umgebung.pop("PYTHONDONTWRITEBYTECODE", None)
    beginn = time.monotonic()
    kind = os.fork()
    if kind == 0:
        os.chdir(ordner)
        stumm = os.open(os.devnull, os.O_RDWR)
        for strom in range(3):
            os.dup2(stumm, strom)
        os.execvpe(posten.befehl[0], list(posten.befehl), umgebung)
    _, status, verbrauch = os.wait4(kind, 0)
    dauer = time.monotonic() - beginn
    if (code := os.waitstatus_to_exitcode(status)) not in {0, 1}:  # 1: the demo team has findings
        raise SystemExit(f"{posten.name}: {' '.join(posten.befehl)} ended with {code}")
    return Messung(verbrauch.ru_utime + verbrauch.ru_stime, dauer, verbrauch.ru_maxrss / 1024)


def posten(ordner: Path, bauen: bool) -> list[Posten]:
    """Return what is timed for a team in `ordner`, in the order of the table."""
    python = sys.executable
    fallbuch = [python, "-m", "fallbuch.cli"]
    merke = ordner / ".merke"
    umgebung = {"XDG_CACHE_HOME": str(merke), "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(Path("plugins").resolve())}

    def leer() -> None:
        shutil.rmtree(merke, ignore_errors=True)

    def ohne_seiten() -> None:
        leer()
        shutil.rmtree(ordner / "site", ignore_errors=True)

    def geaendert() -> None:
        fall = min((ordner / "faelle").glob("*.md"))
        with fall.open("a", encoding="utf-8") as datei:
            datei.write(f"\nEin Satz um {time.monotonic_ns()}.\n")

    alle = [
        Posten("Boden", [python, "-c", BODEN]),
        Posten("import click", [python, "-c", "import click"]),
        Posten("--version", [*fallbuch, "--version"], umgebung=umgebung),
        Posten("--help", [*fallbuch, "--help"], umgebung=umgebung),
        Posten("pruefen, kalt", [*fallbuch, "pruefen"], leer, umgebung),
        Posten("pruefen, noch einmal", [*fallbuch, "pruefen"], umgebung=umgebung),
        Posten("faellig als JSON, kalt", [*fallbuch, "faellig", "--format", "json"], leer, umgebung),
        Posten("faellig als JSON, noch einmal", [*fallbuch, "faellig", "--format", "json"], umgebung=umgebung),
    ]
    if bauen:
        bau = [python, "-m", "fallbuch.cli", "bauen"]
        alle += [
            Posten("Seiten, kalt", bau, ohne_seiten, umgebung),
            Posten("Seiten, noch einmal", bau, umgebung=umgebung),
            Posten("Seiten, ein Fall geändert", bau, geaendert, umgebung),
            Posten("öffentliche Seiten", [*bau, "--oeffentlich"], umgebung=umgebung),
            *_fremde(ordner, umgebung),
        ]
    return alle


def _fremde(ordner: Path, umgebung: Mapping[str, str]) -> Iterable[Posten]:
    """Yield the other programs that are here, each with the same files as its pages."""
    faelle = ordner / "faelle"
    if hugo := shutil.which("hugo"):
        ort = ordner / ".hugo"
        (ort / "layouts/_default").mkdir(parents=True, exist_ok=True)
        (ort / "hugo.toml").write_text(
            f'baseURL = "/"\n[[module.mounts]]\nsource = "{faelle}"\ntarget = "content/faelle"\n', encoding="utf-8"
        )
        for name in ("single", "list"):
            (ort / f"layouts/_default/{name}.html").write_text(
                "<html><body>{{ .Content }}</body></html>", encoding="utf-8"
            )
        yield Posten("Hugo", [hugo, "--quiet", "-s", str(ort)])
    else:
        print("Hugo fehlt (Debian: hugo) und wird nicht gemessen.", file=sys.stderr)
    if eleventy := shutil.which("eleventy"):
        yield Posten("Eleventy", [eleventy, f"--input={faelle}", f"--output={ordner}/.eleventy", "--quiet"])
    else:
        print("Eleventy fehlt (npm: @11ty/eleventy) und wird nicht gemessen.", file=sys.stderr)
    (ordner / ".material.yml").write_text(
        f"site_name: x\ndocs_dir: {faelle}\nsite_dir: {ordner}/.material\ntheme: material\nuse_directory_urls: false\nplugins: []\n",
        encoding="utf-8",
    )
    if len(list(faelle.iterdir())) <= 1_000:  # it grows with the square of the pages
        befehl = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(ordner / ".material.yml")]
        yield Posten("mkdocs-material allein", befehl, umgebung=umgebung)


def tabelle(faelle: int, runden: int, ordner: Path) -> dict[str, Messung]:
    """Make the stock, time everything in turns, print the table and return the medians by name."""
    alle = posten(ordner, faelle <= _BAUBAR)
    gemessen: dict[str, list[Messung]] = {p.name: [] for p in alle}
    for p in alle[:4]:
        miss(p, ordner)  # writes the bytecode
    for _ in range(runden):
        for p in alle:
            gemessen[p.name].append(miss(p, ordner))
    mitten = {
        name: Messung(*(statistics.median(getattr(m, was) for m in je) for was in ("rechenzeit", "dauer", "spitze")))
        for name, je in gemessen.items()
    }
    boden, click = mitten["Boden"], mitten["import click"]
    print(f"\n### {faelle:,} Fälle\n".replace(",", "."))
    print("| Befehl | Rechenzeit | Dauer | Speicher | Dauer ÷ Boden | Rechenzeit ÷ `import click` |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, m in mitten.items():
        print(
            f"| {name} | {m.rechenzeit:.2f} s | {m.dauer:.2f} s | {m.spitze:.0f} MB | {m.dauer / boden.dauer:.1f} | {m.rechenzeit / click.rechenzeit:.1f} |",
            flush=True,
        )
    return mitten


def lege_an(faelle: int, ordner: Path) -> None:
    befehl = [sys.executable, "-m", "benchmarks.demo", "--faelle", str(faelle), "--seed", "2", "--ziel", str(ordner)]  # fmt: skip
    miss(Posten("demo", befehl, umgebung={"PYTHONPATH": str(Path("plugins").resolve())}), Path())


def main() -> None:
    leser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    leser.add_argument("faelle", nargs="*", type=int, default=GROESSEN)
    leser.add_argument("--runden", type=int, default=3)
    leser.add_argument("--wachstum", action="store_true", help=f"dazu {WACHSTUM} Fälle, und die Kosten je Fall")
    wahl = leser.parse_args()
    print(
        f"{os.cpu_count()} Kerne, {platform.machine()}, Python {platform.python_version()}, mkdocs {version('mkdocs')}, "
    )
    print(f"mkdocs-material {version('mkdocs-material')}; Mitte von {wahl.runden} Runden.")
    je_groesse = {}
    with tempfile.TemporaryDirectory() as name:
        for faelle in [*wahl.faelle, *([WACHSTUM] if wahl.wachstum else [])]:
            ordner = Path(name) / str(faelle)
            lege_an(faelle, ordner)
            je_groesse[faelle] = tabelle(faelle, wahl.runden, ordner)
            shutil.rmtree(ordner)
    if wahl.wachstum:
        print("\n| Fälle | pruefen kalt, je Fall | noch einmal, je Fall |\n| ---: | ---: | ---: |")
        for faelle, m in je_groesse.items():
            kalt, warm = (1000 * m[n].rechenzeit / faelle for n in ("pruefen, kalt", "pruefen, noch einmal"))
            print(f"| {faelle} | {kalt:.2f} ms | {warm:.3f} ms |")


if __name__ == "__main__":
    main()
