"""Lets real programs write the case files of `originale/`: formatters, converters, editors, content management systems.

Usage: .venv/bin/python -m tests.fremde.erzeugen [--werkstatt FOLDER] [NAME …]

Every program comes from a package registry in the version written here or in `programme/`, into a temporary folder (or
into the workshop named, which is kept and used again). Each one gets a copy of every original. What it changed goes to
`geschrieben/`, and `programme.json` says of each program and original: unverändert, geändert or verweigert. With NAMES
(a program's, or a folder's below `geschrieben/`) only those run, and the rest of the list stays. Needs node, npm and
Chromium; takes about ten minutes.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import venv
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, Route, sync_playwright
from playwright.sync_api import Error as PlaywrightError

HIER = Path(__file__).resolve().parent
ORIGINALE = HIER / "originale"
GESCHRIEBEN = HIER / "geschrieben"
PROGRAMME = HIER / "programme"
LISTE = HIER / "programme.json"
#: The head with its two lines, the blank lines below it, and the body.
_TEILE = re.compile(r"(---\r?\n)(.*?\r?\n)(---\r?\n(?:\r?\n)*)(.*)", re.DOTALL)

Umwandlung = Callable[["Werkstatt", Path], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Werkstatt:
    """The folder with the installed packages; each set is installed when a program first asks for it."""

    ordner: Path

    def python(self, satz: str) -> Path:
        """Return the folder of commands of the environment that `programme/python/SATZ.txt` describes."""
        ziel = self.ordner / f"python-{satz}"
        if not (ziel / "fertig").exists():
            venv.create(ziel, with_pip=True, clear=True)
            _rufe([ziel / "bin" / "pip", "install", "--quiet", "--no-deps", "-r", PROGRAMME / "python" / f"{satz}.txt"])
            (ziel / "fertig").touch()
        return ziel / "bin"

    def paket(self, name: str, version: str) -> Path:
        """Return a folder that can be served, with one package of npm in `paket/` and the helpers beside it."""
        ziel = self.ordner / f"paket-{name.replace('/', '-').lstrip('@')}-{version}"
        if not (ziel / "fertig").exists():
            shutil.rmtree(ziel, ignore_errors=True)
            (ziel / "paket").mkdir(parents=True)
            _rufe(["npm", "pack", "--silent", f"{name}@{version}"], ziel)
            _rufe(["tar", "xzf", *ziel.glob("*.tgz"), "-C", ziel / "paket", "--strip-components=1"])
            (ziel / "fertig").touch()
        for helfer in PROGRAMME.glob("*.mjs"):
            shutil.copy(helfer, ziel)
        return ziel

    def npm(self, satz: str) -> Path:
        """Return the folder in which the packages of `programme/npm-SATZ/package.json` and the helpers lie."""
        ziel = self.ordner / f"npm-{satz}"
        if not (ziel / "fertig").exists():
            shutil.rmtree(ziel, ignore_errors=True)
            shutil.copytree(PROGRAMME / f"npm-{satz}", ziel)
            _rufe(["npm", "ci", "--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund"], ziel)
            (ziel / "fertig").touch()
        for helfer in PROGRAMME.glob("*.mjs"):
            shutil.copy(helfer, ziel)
        return ziel


@dataclass(frozen=True, slots=True)
class Programm:
    """One program in one mode: which part of the file it is given, and how it is run over a folder of files."""

    name: str
    version: str
    modus: str
    was: str
    wandle: Umwandlung
    bekommt: str = "ganze Datei"

    @property
    def ordner(self) -> str:
        return "-".join(filter(None, (self.name, self.version, self.modus)))


def _rufe(worte: Iterable[str | Path], wo: Path | None = None) -> str:
    """Run a command that must succeed and return what it says."""
    ende = subprocess.run([*map(str, worte)], cwd=wo, capture_output=True, text=True, check=False)
    if ende.returncode:
        raise SystemExit(f"{' '.join(map(str, worte))}:\n{ende.stdout}{ende.stderr}")
    return ende.stdout


def befehl(worte: Callable[[Werkstatt], list[str | Path]], *, gut: tuple[int, ...] = (0,)) -> Umwandlung:
    """Run a command line once a file, the file's name in the place of `DATEI`; another exit code is a refusal."""

    def wandle(werkstatt: Werkstatt, ordner: Path) -> Mapping[str, str]:
        verweigert = {}
        muster = [*map(str, worte(werkstatt))]
        for datei in sorted(ordner.glob("*.md")):
            zeile = [datei.name if wort == "DATEI" else wort for wort in muster]
            ende = subprocess.run(zeile, cwd=ordner, capture_output=True, text=True, check=False, env=_umgebung())
            if ende.returncode not in gut:
                verweigert[datei.stem] = _grund(ende.stdout + ende.stderr, ordner)
        return verweigert

    return wandle


def _umgebung() -> dict[str, str]:
    """Return an environment in which no program colours its output or asks its maker for news."""
    return {**os.environ, "NO_COLOR": "1", "CI": "1", "LC_ALL": "C.UTF-8"}


def _grund(ausgabe: str, ordner: Path) -> str:
    """Return the line of a program's output that says why it refused, without this machine's paths."""
    zeilen = [
        z.strip() for z in re.sub(r"\x1b\[[0-9;]*m", "", ausgabe).replace(f"{ordner}/", "").splitlines() if z.strip()
    ]
    return next((z for z in zeilen if "rror" in z or "xception" in z), zeilen[-1] if zeilen else "")


def bibliothek(satz: str, name: str) -> Umwandlung:
    """Run one library of `programme/bibliotheken.mjs` in node."""

    def wandle(werkstatt: Werkstatt, ordner: Path) -> Mapping[str, str]:
        wo = werkstatt.npm(satz)
        return dict(json.loads(_rufe(["node", "bibliotheken.mjs", name, ordner], wo)))

    return wandle


def python(programmtext: str) -> Umwandlung:
    """Run a few lines of Python for each file; `ort` is its path."""
    return befehl(
        lambda w: [w.python("werkzeuge") / "python", "-c", f"import sys\nort = sys.argv[1]\n{programmtext}", "DATEI"]
    )


def _pandoc(*worte: str) -> Umwandlung:
    def zeile(werkstatt: Werkstatt) -> list[str | Path]:
        ort = next(werkstatt.python("werkzeuge").parent.glob("lib/*/site-packages/pypandoc/files/pandoc"))
        return [ort, *worte, "-s", "DATEI", "-o", "DATEI"]

    return befehl(zeile)


def _npm(befehlsname: str, *worte: str, gut: tuple[int, ...] = (0,)) -> Umwandlung:
    return befehl(lambda w: [w.npm("zeile") / "node_modules" / ".bin" / befehlsname, *worte], gut=gut)


def _py(satz: str, befehlsname: str, *worte: str, gut: tuple[int, ...] = (0,)) -> Umwandlung:
    return befehl(lambda w: [w.python(satz) / befehlsname, *worte], gut=gut)


_REDAKTION = """<!doctype html><meta charset="utf-8"><script>window.CMS_MANUAL_INIT = true</script><body>
<script src="paket/dist/{datei}"></script>
<script type="module">import {{ config }} from "./redaktion.mjs"; CMS.init({{ config: config({leerzeichen}) }});</script>
"""
#: Where Sveltia's backend for tests keeps its files, and how to write one and read it back.
_LEGE_AB = """async ([name, text]) => {
  const ablage = await (await navigator.storage.getDirectory()).getDirectoryHandle("sveltia-cms-test", { create: true });
  const ordner = await ablage.getDirectoryHandle("faelle", { create: true });
  const datei = await (await ordner.getFileHandle(name, { create: true })).createWritable();
  await datei.write(text);
  await datei.close();
}"""
_HOLE_NEUES = """async ([name, vorher]) => {
  const ablage = await (await navigator.storage.getDirectory()).getDirectoryHandle("sveltia-cms-test");
  const ordner = await ablage.getDirectoryHandle("faelle");
  for (let bild = 0; bild < 600; bild += 1) {
    const text = await (await (await ordner.getFileHandle(name)).getFile()).text().catch(() => vorher);
    if (text && text !== vorher) return text;
    await new Promise(requestAnimationFrame);
  }
  return vorher;
}"""
#: Goes on when the page has drawn itself so many times: editors look at what was typed in one of the next pictures.
_GEZEICHNET = """async (bilder) => {
  for (let bild = 0; bild < bilder; bild += 1) await new Promise(requestAnimationFrame);
}"""
#: Sets the caret at the end of the first paragraph of text that stands in no list and no quotation.
_ANS_ENDE = """() => {
  const feld = [...document.querySelectorAll("[contenteditable=true]")].find((f) => f.offsetParent);
  const absatz = [...feld.querySelectorAll("p")].find(
    (p) => p.textContent.trim() && p.offsetParent && !p.closest("li, blockquote, td, th"));
  feld.focus();
  getSelection().selectAllChildren(absatz);
  getSelection().collapseToEnd();
}"""


class _Still(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def geliefert(ordner: Path) -> Iterator[str]:
    """Serve a folder on this machine and yield its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Still, directory=str(ordner)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@contextmanager
def browser() -> Iterator[Browser]:
    """Start Chromium without a window."""
    ort = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    worte = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as spieler:
        offen = spieler.chromium.launch(executable_path=ort, args=worte)
        yield offen
        offen.close()


def seite(satz: str, name: str) -> Umwandlung:
    """Open every file in the editor of `programme/seite-NAME.mjs`, type a blank, delete it, and read the Markdown back."""

    def wandle(werkstatt: Werkstatt, ordner: Path) -> Mapping[str, str]:
        wo = werkstatt.npm(satz)
        buendel = ["--bundle", "--format=iife", "--loader:.woff2=dataurl", "--log-level=error", f"--outfile={name}.js"]
        _rufe([wo / "node_modules/.bin/esbuild", f"seite-{name}.mjs", *buendel], wo)
        (wo / f"{name}.html").write_text(
            f'<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="{name}.css">'
            f'<div id="hier"></div><script src="{name}.js"></script>',
            encoding="utf-8",
        )

        def bearbeite(blatt: Page, adresse: str, _datei: str, text: str) -> str:
            blatt.goto(f"{adresse}/{name}.html")
            blatt.evaluate("text => window.oeffne(text)", text)
            _aendere(blatt)
            return str(blatt.evaluate("() => window.lies()"))

        return _im_browser(wo, ordner, bearbeite)

    return wandle


def redaktion(paket: str, version: str) -> Umwandlung:
    """Open every file in a content management system, edit the body as rich text, and save."""
    ist_decap = paket == "decap-cms"

    def wandle(werkstatt: Werkstatt, ordner: Path) -> Mapping[str, str]:
        wo = werkstatt.paket(paket, version)
        skript = "decap-cms.js" if ist_decap else "sveltia-cms.js"
        rahmen = _REDAKTION.format(datei=skript, leerzeichen=json.dumps(ist_decap))
        (wo / "redaktion.html").write_text(rahmen, encoding="utf-8")
        (wo / "leer.html").write_text("<!doctype html><title>leer</title>", encoding="utf-8")
        return _im_browser(wo, ordner, _mit_decap if ist_decap else _mit_sveltia)

    return wandle


def _im_browser(geliefertes: Path, ordner: Path, bearbeite: Callable[[Page, str, str, str], str]) -> dict[str, str]:
    """Edit every file in a fresh page that reaches nothing but a server on this machine; return the refusals."""
    verweigert = {}
    with geliefert(geliefertes) as adresse, browser() as chromium:

        def durchlassen(weg: Route) -> None:
            if weg.request.url.startswith((adresse, "blob:", "data:")):
                weg.continue_()
            else:
                weg.abort()

        for datei in sorted(ordner.glob("*.md")):
            with chromium.new_context(viewport={"width": 1400, "height": 1600}) as kontext:
                kontext.set_default_timeout(10_000)
                kontext.route("**/*", durchlassen)
                try:
                    neu = bearbeite(kontext.new_page(), adresse, datei.name, datei.read_bytes().decode())
                    datei.write_bytes(neu.encode())
                except PlaywrightError as fehler:
                    verweigert[datei.stem] = _grund(fehler.message, ordner)
    return verweigert


def _aendere(blatt: Page) -> None:
    """Type a blank at the end of a paragraph and delete it."""
    blatt.wait_for_selector("[contenteditable=true]:visible")
    blatt.evaluate(_GEZEICHNET, 30)
    blatt.evaluate(_ANS_ENDE)
    for taste in (" ", "Backspace"):
        blatt.evaluate(_GEZEICHNET, 20)
        blatt.keyboard.press(taste)
    blatt.evaluate(_GEZEICHNET, 60)


def _mit_decap(blatt: Page, adresse: str, name: str, text: str) -> str:
    dateien = json.dumps({"faelle": {name: {"path": f"faelle/{name}", "content": text}}})
    blatt.add_init_script(f"window.repoFiles = {dateien}")
    blatt.goto(f"{adresse}/redaktion.html#/collections/faelle/entries/{name.removesuffix('.md')}")
    blatt.get_by_role("button", name="Login").click()
    _aendere(blatt)
    blatt.get_by_role("button", name="Publish", exact=True).first.click()
    blatt.get_by_text("Publish now", exact=True).click()
    blatt.get_by_text("Changes saved").first.wait_for()
    return str(blatt.evaluate("(name) => window.repoFiles.faelle[name].content", name))


def _mit_sveltia(blatt: Page, adresse: str, name: str, text: str) -> str:
    blatt.goto(f"{adresse}/leer.html")
    blatt.evaluate(_LEGE_AB, [name, text])
    blatt.goto(f"{adresse}/redaktion.html#/collections/faelle/entries/{name.removesuffix('.md')}")
    blatt.get_by_role("button", name="Work with Test Repository").click()
    _aendere(blatt)
    blatt.get_by_role("button", name="Save", exact=True).click()
    return str(blatt.evaluate(_HOLE_NEUES, [name, text]))


_FORMATIERER = "Formatierer auf der Befehlszeile"
_WANDLER = "Umwandler auf der Befehlszeile"
_BIBLIOTHEK = "Bibliothek, mit der Programme Markdown oder den Kopf schreiben"

BEFEHLSZEILE = (
    Programm("prettier", "3.10.1", "", _FORMATIERER, _npm("prettier", "--write", "DATEI")),
    Programm("prettier", "3.10.1", "always", _FORMATIERER, _npm("prettier", "--prose-wrap", "always", "--write", "DATEI")),
    Programm("prettier", "3.10.1", "tab4", _FORMATIERER, _npm("prettier", "--tab-width", "4", "--write", "DATEI")),
    Programm("mdformat", "1.0.0", "", _FORMATIERER, _py("mdformat", "mdformat", "DATEI")),
    Programm("mdformat", "1.0.0", "gfm", _FORMATIERER, _py("mdformat-gfm", "mdformat", "DATEI")),
    Programm("mdformat", "1.0.0", "gfm-number", _FORMATIERER, _py("mdformat-gfm", "mdformat", "--number", "DATEI")),
    Programm("mdformat", "1.0.0", "gfm-wrap80", _FORMATIERER, _py("mdformat-gfm", "mdformat", "--wrap", "80", "DATEI")),
    Programm("markdownlint-cli2", "0.22.1", "fix", _FORMATIERER, _npm("markdownlint-cli2", "--fix", "DATEI", gut=(0, 1))),
    Programm("remark-cli", "12.0.1", "", _FORMATIERER, _npm("remark", "DATEI", "--output", "--quiet")),
    Programm(
        "remark-cli", "12.0.1", "gfm", _FORMATIERER,
        befehl(lambda w: [
            w.npm("zeile") / "node_modules/.bin/remark", "DATEI", "--output", "--quiet",
            "--use", w.npm("zeile") / "node_modules/remark-frontmatter/index.js", "--use", w.npm("zeile") / "node_modules/remark-gfm/index.js",
        ]),
    ),
    *(
        Programm("pandoc", "3.9", f"{kurz}{'-preserve' if bruch else ''}", _WANDLER, _pandoc("-f", form, "-t", form, *bruch))
        for kurz, form in (("markdown", "markdown"), ("gfm", "gfm+yaml_metadata_block"), ("commonmark_x", "commonmark_x"))
        for bruch in ((), ("--wrap=preserve",))
    ),
    Programm("dprint-markdown", "0.28.1", "", _FORMATIERER, bibliothek("zeile", "dprint")),
    Programm("dprint-markdown", "0.28.1", "always", _FORMATIERER, bibliothek("zeile", "dprint-always")),
    Programm("oxfmt", "0.78.0", "", _FORMATIERER, _npm("oxfmt", "DATEI")),
    Programm("rumdl", "0.3.0", "fmt", _FORMATIERER, _py("werkzeuge", "rumdl", "fmt", "--no-cache", "DATEI", gut=(0, 1))),
    Programm("pymarkdownlnt", "0.9.41", "fix", _FORMATIERER, _py("werkzeuge", "pymarkdown", "fix", "DATEI", gut=(0, 3))),
    Programm(
        "pymarkdownlnt", "0.9.41", "fix-front-matter", _FORMATIERER,
        _py("werkzeuge", "pymarkdown", "--set", "extensions.front-matter.enabled=$!True", "fix", "DATEI", gut=(0, 3)),
    ),
    Programm("flowmark", "0.8.0", "", _FORMATIERER, _py("werkzeuge", "flowmark", "-i", "--nobackup", "DATEI")),
    Programm("flowmark", "0.8.0", "auto", _FORMATIERER, _py("werkzeuge", "flowmark", "--auto", "DATEI")),
    Programm("pre-commit-hooks", "6.0.0", "trailing", "Hook, der Leerzeichen am Zeilenende löscht",
             _py("werkzeuge", "trailing-whitespace-fixer", "DATEI", gut=(0, 1))),
    Programm("pre-commit-hooks", "6.0.0", "mixed-line-ending", "Hook, der Zeilenenden vereinheitlicht",
             _py("werkzeuge", "mixed-line-ending", "--fix=lf", "DATEI", gut=(0, 1))),
    Programm("mistletoe", "1.6.0", "", _BIBLIOTHEK, python(
        "from mistletoe import Document\nfrom mistletoe.markdown_renderer import MarkdownRenderer\n"
        "with MarkdownRenderer() as schreiber:\n    with open(ort) as f:\n        text = schreiber.render(Document(f))\n"
        "open(ort, 'w').write(text)")),
    Programm("python-frontmatter", "1.3.0", "", _BIBLIOTHEK, python(
        "import frontmatter\nakte = frontmatter.load(ort)\nfrontmatter.dump(akte, ort)")),
    Programm("gray-matter", "4.0.3", "", _BIBLIOTHEK, bibliothek("zeile", "gray-matter")),
    Programm("ruamel.yaml", "0.19.1", "", _BIBLIOTHEK, python(
        "from ruamel.yaml import YAML\nyaml = YAML()\nkopf = yaml.load(open(ort, newline=''))\n"
        "yaml.dump(kopf, open(ort, 'w', newline=''))"), "Kopf"),
    Programm("js-yaml", "4.1.1", "", _BIBLIOTHEK, bibliothek("zeile", "js-yaml"), "Kopf"),
    Programm("yaml", "2.9.1", "", _BIBLIOTHEK, bibliothek("zeile", "yaml"), "Kopf"),
    Programm("turndown", "7.2.5", "gfm", _BIBLIOTHEK, bibliothek("zeile", "turndown"), "Körper"),
    Programm("prosemirror-markdown", "1.13.9", "", _BIBLIOTHEK, bibliothek("zeile", "prosemirror-markdown"), "Körper"),
    Programm("lexical-markdown", "0.52.0", "", _BIBLIOTHEK, bibliothek("lexical", "lexical"), "Körper"),
    Programm("lexical-markdown", "0.52.0", "zeilen", _BIBLIOTHEK, bibliothek("lexical", "lexical-zeilen"), "Körper"),
    Programm("tinacms-mdx", "2.2.3", "", _BIBLIOTHEK, bibliothek("tina", "tina"), "Körper"),
)  # fmt: skip

_EDITOR = "Editor im Browser, der Text als Text mit Gestalt bearbeiten lässt"

EDITOREN = (
    Programm("crepe", "7.22.1", "", _EDITOR, seite("editoren", "crepe"), "Körper"),
    Programm("toast-ui-editor", "3.2.2", "", _EDITOR, seite("editoren", "toast"), "Körper"),
    Programm("tiptap-markdown", "3.34.0", "", _EDITOR, seite("editoren", "tiptap"), "Körper"),
    Programm("tiptap-markdown", "3.34.0", "aufgaben", _EDITOR, seite("editoren", "tiptap-aufgaben"), "Körper"),
    Programm("vditor", "4.0.0", "wysiwyg", _EDITOR, seite("editoren", "vditor-wysiwyg"), "Körper"),
    Programm("vditor", "4.0.0", "ir", _EDITOR, seite("editoren", "vditor-ir"), "Körper"),
    Programm("ckeditor5", "48.5.2", "", _EDITOR, seite("editoren", "ckeditor5"), "Körper"),
    Programm("blocknote", "0.55.0", "", _EDITOR, seite("react", "blocknote"), "Körper"),
    Programm("mdxeditor", "4.2.5", "", _EDITOR, seite("react", "mdxeditor"), "Körper"),
    Programm("mdxeditor", "4.2.5", "ohne-html", _EDITOR, seite("react", "mdxeditor-ohne-html"), "Körper"),
)

_REDAKTIONSSYSTEM = "Redaktionssystem im Browser, das Dateien eines Repositorys bearbeitet"

REDAKTIONEN = (
    Programm("decap-cms", "3.16.3", "", _REDAKTIONSSYSTEM, redaktion("decap-cms", "3.16.3")),
    Programm("sveltia-cms", "0.221.1", "", _REDAKTIONSSYSTEM, redaktion("@sveltia/cms", "0.221.1")),
)


@dataclass(slots=True)
class Ergebnis:
    """What one program did to each original."""

    programm: Programm
    stand: dict[str, str] = field(default_factory=dict)
    gruende: dict[str, str] = field(default_factory=dict)

    def eintrag(self) -> dict[str, object]:
        """Return its lines in `programme.json`."""
        p = self.programm
        kopf = {"programm": p.name, "version": p.version, "modus": p.modus, "was": p.was, "bekommt": p.bekommt}
        rest: dict[str, object] = {"ordner": p.ordner, "originale": self.stand}
        return {**kopf, **rest, **({"gruende": self.gruende} if self.gruende else {})}


def laufen(programm: Programm, werkstatt: Werkstatt) -> Ergebnis:
    """Give every original to a program and keep what it changed."""
    ergebnis = Ergebnis(programm)
    ziel = GESCHRIEBEN / programm.ordner
    shutil.rmtree(ziel, ignore_errors=True)
    with tempfile.TemporaryDirectory() as name:
        ordner = Path(name).resolve()
        originale = {ort.stem: ort.read_bytes().decode() for ort in sorted(ORIGINALE.glob("*.md"))}
        for kennung, text in originale.items():
            (ordner / f"{kennung}.md").write_bytes(_teil(text, programm.bekommt).encode())
        verweigert = programm.wandle(werkstatt, ordner)
        for kennung, text in originale.items():
            neu = _ganz(text, programm.bekommt, (ordner / f"{kennung}.md").read_bytes().decode())
            ergebnis.stand[kennung] = (
                "verweigert" if kennung in verweigert else "geändert" if neu != text else "unverändert"
            )
            if kennung in verweigert:
                ergebnis.gruende[kennung] = verweigert[kennung]
            elif neu != text:
                ziel.mkdir(parents=True, exist_ok=True)
                (ziel / f"{kennung}.md").write_bytes(neu.encode())
    return ergebnis


def _teil(text: str, bekommt: str) -> str:
    """Return the part of a case file that a program is given."""
    teile = _TEILE.fullmatch(text)
    assert teile
    return {"ganze Datei": text, "Kopf": teile[2], "Körper": teile[4]}[bekommt]


def _ganz(text: str, bekommt: str, neu: str) -> str:
    """Put the part that a program wrote into the case file."""
    teile = _TEILE.fullmatch(text)
    assert teile
    if bekommt == "Kopf":
        return teile[1] + neu + teile[3] + teile[4]
    return neu if bekommt == "ganze Datei" else teile[1] + teile[2] + teile[3] + neu


def main(worte: list[str] | None = None) -> int:
    """Run the programs asked for and write the list."""
    leser = argparse.ArgumentParser(description="Lässt fremde Programme die Falldateien schreiben.")
    leser.add_argument("namen", nargs="*")
    leser.add_argument("--werkstatt", type=Path)
    wahl = leser.parse_args(worte)
    alle = (*BEFEHLSZEILE, *EDITOREN, *REDAKTIONEN)
    gewaehlt = [p for p in alle if not wahl.namen or {p.name, p.ordner} & {*wahl.namen}]
    eintraege = {e["ordner"]: e for e in json.loads(LISTE.read_text(encoding="utf-8"))} if LISTE.exists() else {}
    with tempfile.TemporaryDirectory() as name:
        werkstatt = Werkstatt((wahl.werkstatt or Path(name)).resolve())
        werkstatt.ordner.mkdir(parents=True, exist_ok=True)
        for programm in gewaehlt:
            ergebnis = laufen(programm, werkstatt)
            eintraege[programm.ordner] = ergebnis.eintrag()
            zahlen = {
                wort: [*ergebnis.stand.values()].count(wort) for wort in ("geändert", "unverändert", "verweigert")
            }
            print(programm.ordner, *(f"{zahl} {wort}" for wort, zahl in zahlen.items() if zahl), sep="  ", flush=True)
            geordnet = [eintraege[p.ordner] for p in alle if p.ordner in eintraege]
            LISTE.write_text(json.dumps(geordnet, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
