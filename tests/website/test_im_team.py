"""What lies among the team's pages and stays in the team: notes in comments, drafts, copies, who changed what."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from fallbuch.text.markdown import offener_kommentar, ohne_kommentare
from fallbuch.website.dokumente import bleibt_im_team
from tests.conftest import OEFFENTLICH, Einmal, kopiere_demo
from tests.git import git
from tests.hilfen import fall
from tests.website.bauen import baue, dateien

PROZESS = """\
---
Name: Beratung
Gruppe: Beratung
---

Erster Satz. <!-- kanarie1 --> Zweiter Satz.

Vor <!-- kanarie1

kanarie2 --> danach.

- Punkt
  <!-- kanarie1

kanarie2 -->
- Liste <!-- kanarie1
- kanarie2 -->

| A | B |
| - | - |
| x <!-- kanarie1 | kanarie2 --> | y |

<div>
<!-- kanarie1

kanarie2 -->
</div>

<!-- kanarie2
über zwei Zeilen -->

1. Vereinbaren

<!-- kanarie3 --> Rest der Zeile.

```
<!-- beispiel -->
```
"""
SEITE = (
    "# Über uns\n\nWir beraten. <!-- kanarie4\n\nkanarie4 -->\n\n<!-- kanarie4 -->\n\nNach<!-- kanarie5 -->bemerkung.\n\n- Liste <!-- kanarie5\n- kanarie5 --!>\n\n"
    '<script>var a = "<!--";</script>\n\nWichtig nach dem Skript, `<!-- Beispiel -->` im Code.\n'
)
DRAUSSEN = (
    "_entwurf.md", "intern/plan.md", "alt.md.bak", "alt.md~", "material/_notiz.txt", "material/Intern/liste.csv", "#alt.md#", "intern.md",
    "seite.bak.md", "seite - Kopie.md", "Kopie von seite.md", "x.md.1", "x.md.backup", "~$plan.docx", "intern-notizen.md", "team_intern.md", "Interna/x.md",
)  # fmt: skip
BLEIBT = (
    "ueber-uns.md", "internat.md", "material/bild_klein.png", "prozesse/beratung.md", "a_b/c.md", "_redirects", "_headers", "assets/intern.css",
    "praktikum-international.md", "2026-06.md", "oldtimer/plan.md",
)  # fmt: skip


@pytest.fixture(scope="module")
def team(einmal: Einmal) -> Path:
    """The demo team with notes for itself, built for itself and for others."""

    def mache(wurzel: Path) -> None:
        kopiere_demo(wurzel)
        (wurzel / "site_src/prozesse").mkdir(exist_ok=True)
        (wurzel / "site_src/prozesse/beratung.md").write_text(PROZESS, encoding="utf-8")
        (wurzel / "site_src/ueber-uns.md").write_text(SEITE, encoding="utf-8")
        for name in DRAUSSEN:
            pfad = wurzel / "site_src" / name
            pfad.parent.mkdir(parents=True, exist_ok=True)
            pfad.write_text("# Geheim\n\nkanarie9\n", encoding="utf-8")
        git(wurzel, "init", "-q")
        git(wurzel, "add", "-A")
        git(wurzel, "commit", "-qm", "Kanarienvogel im Text")
        for argumente in ((), OEFFENTLICH):
            ende = baue(wurzel, *argumente)
            assert ende.returncode == 0, ende.stdout
            (wurzel / f"bau{len(argumente)}.txt").write_text(ende.stdout, encoding="utf-8")

    return einmal("im-team", mache)


def test_kommentare_stehen_auf_keiner_seite(team: Path) -> None:
    for ordner in ("site", "site-oeffentlich"):
        for name, inhalt in dateien(team / ordner).items():
            assert not re.search(rb"kanarie[1-5]", inhalt), (ordner, name)
    seite = (team / "site-oeffentlich/prozesse/beratung.html").read_text(encoding="utf-8")
    for text in ("Erster Satz.", "Zweiter Satz.", "Rest der Zeile.", "&lt;!-- beispiel --&gt;"):
        assert text in seite
    seite = (team / "site-oeffentlich/ueber-uns.html").read_text(encoding="utf-8")
    for text in (
        "Nachbemerkung.",
        '<script>var a = "<!--";</script>',
        "Wichtig nach dem Skript, ",
        "&lt;!-- Beispiel --&gt;",
    ):
        assert text in seite


def test_ein_kommentar_ohne_ende_wird_gemeldet() -> None:
    assert offener_kommentar("a `<!--` b\n\n<!-- c") == 12
    assert offener_kommentar("a <!-- b --> c") is None
    assert ohne_kommentare("a <!-- b") == "a "


def test_entwuerfe_und_kopien_bleiben_im_team(team: Path) -> None:
    assert not any(b"kanarie9" in inhalt for inhalt in dateien(team / "site-oeffentlich").values())
    assert any(b"kanarie9" in inhalt for inhalt in dateien(team / "site").values())
    gesagt = (team / f"bau{len(OEFFENTLICH)}.txt").read_text(encoding="utf-8")
    for name in DRAUSSEN:
        assert f"{name}: Diese Datei bleibt im Team.\n" in gesagt
    assert "bleibt im Team" not in (team / "bau0.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DRAUSSEN)
def test_was_draussen_bleibt(name: str) -> None:
    assert bleibt_im_team(name)


@pytest.mark.parametrize("name", BLEIBT)
def test_was_nicht(name: str) -> None:
    assert not bleibt_im_team(name)


def test_gedruckt_wird_nicht_wer_etwas_geaendert_hat(team: Path) -> None:
    assert "Kanarienvogel im Text" in (team / "site/prozesse/beratung.html").read_text(encoding="utf-8")
    druck = (team / "site/druckfassung.html").read_text(encoding="utf-8")
    assert "Zuletzt geprüft" in druck
    assert "Kanarienvogel im Text" not in druck
    assert "Wer wann etwas geändert hat" not in druck


def test_auch_der_name_bleibt_im_team(einmal: Einmal) -> None:
    """No list of the public site names a file that is not on it, and no description leads there."""

    def mache(wurzel: Path) -> None:
        kopiere_demo(wurzel)
        (wurzel / "site_src/prozesse").mkdir(exist_ok=True)
        for name in (
            "material/intern kanarie7.txt",
            "material/Kopie von kanarie7.txt",
            "material/offen.txt",
            "interna.md",
        ):
            (wurzel / "site_src" / name).parent.mkdir(exist_ok=True)
            (wurzel / "site_src" / name).write_text("# Text\n", encoding="utf-8")
        (wurzel / "site_src/prozesse/beratung.md").write_text(
            "---\nName: Beratung\nGruppe: Beratung\n---\n\n[A](../interna.md) [B](../material/intern%20kanarie7.txt) "
            "[C](../material/offen.txt)\n\n<!-- fallbuch: material -->\n",
            encoding="utf-8",
        )
        for argumente in ((), OEFFENTLICH):
            ende = baue(wurzel, *argumente)
            assert ende.returncode == 0, ende.stdout

    wurzel = einmal("namen-im-team", mache)
    assert any(b"kanarie7" in inhalt for inhalt in dateien(wurzel / "site").values())
    draussen = dateien(wurzel / "site-oeffentlich")
    assert [name for name, inhalt in draussen.items() if b"kanarie7" in inhalt or "kanarie7" in name] == []
    prozess = draussen["prozesse/beratung.html"].decode()
    assert "interna.html" not in prozess
    assert 'href="../material/offen.txt"' in prozess


def test_ein_verweis_bringt_nichts_von_anderswo_auf_die_seiten(ordner: Callable[..., Path], tmp_path: Path) -> None:
    """A link in the folder of the pages leads to a case, elsewhere, or nowhere; another stays inside."""
    wurzel = ordner({"4711.md": fall()})
    (tmp_path / "fremd.txt").write_text("kanarie9", encoding="utf-8")
    seiten = wurzel / "site_src"
    seiten.mkdir(exist_ok=True)
    (seiten / "wir.md").write_text("# Wir\n", encoding="utf-8")
    for name, ziel in (
        ("a.md", "../faelle/4711.md"),
        ("b.txt", str(tmp_path / "fremd.txt")),
        ("c.pdf", "weg.pdf"),
        ("d.md", "wir.md"),
    ):
        (seiten / name).symlink_to(ziel)
    for argumente in ((), OEFFENTLICH):
        ende = baue(wurzel, *argumente)
        assert ende.returncode == 0, ende.stdout
        assert [z for z in ende.stdout.splitlines() if "fehlt auf den Seiten" in z] == [
            "a.md: Diese Datei fehlt auf den Seiten; sie ist ein Verweis auf eine Stelle außerhalb des Ordners.",
            "b.txt: Diese Datei fehlt auf den Seiten; sie ist ein Verweis auf eine Stelle außerhalb des Ordners.",
            "c.pdf: Diese Datei fehlt auf den Seiten; sie ist nicht vorhanden.",
        ]
        gebaut = dateien(wurzel / ("site-oeffentlich" if argumente else "site"))
        assert {"wir.html", "d.html"} <= gebaut.keys()
        assert not {"a.html", "b.txt", "c.pdf"} & gebaut.keys()
        assert not any(b"kanarie9" in inhalt for inhalt in gebaut.values())
