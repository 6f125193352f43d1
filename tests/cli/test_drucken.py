"""The PDF of processes and handbook: printed by the browser on the machine, or a sentence that says what else helps."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from tests.cli.aufruf import fallbuch
from tests.prozess.hilfen import MKDOCS_YML, lege_an


def team(tmp_path: Path) -> Path:
    lege_an(tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site/druckfassung.html").write_text(
        "<meta charset=utf-8><h1>Prozesse und Handbuch</h1><p>Übergabe</p>", encoding="utf-8"
    )
    return tmp_path


def test_eine_pdf_datei(tmp_path: Path, chromium: str) -> None:
    wurzel = team(tmp_path)
    ende = fallbuch("drucken", "--ausgabe", "unser handbuch.pdf", cwd=wurzel)
    assert (ende.returncode, ende.stdout, ende.stderr) == (0, "Gedruckt: unser handbuch.pdf.\n", "")
    text = pypdfium2.PdfDocument(wurzel / "unser handbuch.pdf")[0].get_textpage().get_text_bounded()
    assert "Prozesse und Handbuch" in text
    assert "Übergabe" in text
    assert {p.name for p in wurzel.iterdir()} == {"mkdocs.yml", "vorlagen", "site_src", "site", "unser handbuch.pdf"}


@pytest.mark.parametrize(
    ("argumente", "umgebung", "satz"),
    [
        (("--seiten", "anderswo"), {}, "Die Druckfassung „anderswo/druckfassung.html“ gibt es noch nicht. Bauen Sie zuerst die Seiten: fallbuch bauen."),
        (("--ausgabe", "mkdocs.yml"), {}, "„mkdocs.yml“ soll eine PDF-Datei werden. Nennen Sie einen Namen, der auf „.pdf“ endet."),
        (("--ausgabe", "fehlt/a.pdf"), {}, "Den Ordner „{wurzel}/fehlt“ gibt es nicht. Legen Sie ihn an, oder nennen Sie einen anderen."),
        (
            (),
            {"FALLBUCH_BROWSER": "/gibt/es/nicht"},
            "Der Browser „/gibt/es/nicht“ ließ sich nicht starten oder wurde nicht fertig. Öffnen Sie stattdessen „site/druckfassung.html“ "
            "in Ihrem Browser und wählen Sie dort „Drucken“ und „Als PDF speichern“.",
        ),
        (
            (),
            {"FALLBUCH_BROWSER": "/bin/true"},
            "Der Browser „/bin/true“ hat nichts gedruckt. Öffnen Sie stattdessen „site/druckfassung.html“ in Ihrem Browser und wählen Sie dort "
            "„Drucken“ und „Als PDF speichern“.",
        ),
        (
            (),
            {"PATH": "/gibt/es/nicht"},
            "Auf diesem Rechner wurde weder Chromium noch Chrome noch Edge gefunden. Öffnen Sie stattdessen „site/druckfassung.html“ in Ihrem "
            "Browser und wählen Sie dort „Drucken“ und „Als PDF speichern“.",
        ),
    ],
)  # fmt: skip
def test_was_fehlt_wird_gesagt(tmp_path: Path, argumente: tuple[str, ...], umgebung: dict[str, str], satz: str) -> None:
    wurzel = team(tmp_path)
    ende = fallbuch("drucken", *argumente, cwd=wurzel, **umgebung)
    assert (ende.returncode, ende.stdout) == (2, "")
    assert ende.stderr == f"fallbuch: {satz.format(wurzel=wurzel)}\n"
    assert not list(wurzel.glob("*.pdf"))
    assert (wurzel / "mkdocs.yml").read_text(encoding="utf-8") == MKDOCS_YML
