"""The formatter's laws: same meaning, one form, nothing lost."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

import pytest
from hypothesis import given

from fallbuch.akte.entwurf import Eintragsentwurf
from fallbuch.akte.kopftypen import Vertretung
from fallbuch.akte.normalform import bedeutung, normalform
from fallbuch.akte.schreiben import Falltext
from tests.akte.test_schreiben import dateien, lies
from tests.conftest import WURZEL

NORMAL = (WURZEL / "tests/golden/lesen/normalform.md").read_text(encoding="utf-8")


def forme(text: str | bytes) -> str:
    return forme_bytes(text if isinstance(text, bytes) else text.encode()).decode()


def forme_bytes(inhalt: bytes) -> bytes:
    return normalform(Falltext(inhalt, "faelle/4711.md"))


def test_die_normalform_bleibt_wie_sie_ist() -> None:
    assert forme(NORMAL) == NORMAL


@given(dateien())
def test_gleiche_bedeutung_und_kein_zweites_mal(inhalt: bytes) -> None:
    einmal = forme_bytes(inhalt)
    assert bedeutung(lies(einmal)) == bedeutung(lies(inhalt))
    assert forme_bytes(einmal) == einmal
    assert einmal == forme_bytes(unicodedata.normalize("NFC", inhalt.decode()).replace("\r\n", "\n").encode())
    text = einmal.decode()
    assert "\r" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not text.startswith("\ufeff")
    # Nothing is lost: every comment and every word is still there.
    kopf = unicodedata.normalize("NFC", inhalt.decode()).split("\n---")[0]
    assert [k for k in re.findall(r"#[ \w]+", kopf) if k.strip() not in text] == []


def verdreht(text: str) -> str:
    """Write a file as a web editor does: fields in another order, asterisks, quotation marks, blocks."""
    _, kopf, rumpf = text.split("---\n", 2)
    felder = re.findall(r"(?:^|(?<=\n))\S[^\n]*\n(?: [^\n]*\n)*", kopf)
    anders = []
    for feld in reversed(felder):
        name, _, wert = feld.partition(":")
        if "\n  -" in wert:
            anders.append(feld.replace("  - ", "- "))
        elif name == "Status":
            anders.append(f"{name}: |-\n  {wert.strip()}\n")
        else:
            anders.append(f"{name}: '{wert.strip()}'\n")
    return "---\n" + "".join(anders) + "---\n" + re.sub(r"^- ", "* ", rumpf, flags=re.MULTILINE)


def test_was_ein_webeditor_schreibt_kommt_zurueck() -> None:
    assert verdreht(NORMAL) != NORMAL
    assert forme(verdreht(NORMAL)) == NORMAL
    assert forme(verdreht(NORMAL).replace("\n", "\r\n").encode("utf-8-sig")) == NORMAL
    assert forme(unicodedata.normalize("NFD", NORMAL)) == NORMAL


def test_nacktes_no_bleibt_ein_wort() -> None:
    vorher = NORMAL.replace("Vertretung: Ole", "Vertretung: no")
    assert forme(vorher) == vorher
    assert Falltext(vorher.encode(), "x.md").fall.kopf.vertretung == Vertretung("no")


@pytest.mark.parametrize(
    ("vorher", "nachher"),
    [
        ("## 2026-01-14   Telefonat  ( Jana ,Ole )\nText.\nDauer:30\n", "\n## 2026-01-14 Telefonat (Jana, Ole)\n\nText.\n\nDauer: 30\n"),
        ("\n\n\n## 2026-01-14 Notiz\n\n\n\nA\n\n\n\nB\n\n\n", "\n## 2026-01-14 Notiz\n\nA\n\nB\n"),
        ("## 2026-01-14 Notiz\nVereinbarungen:\n  * [ ] a\n    * [x] b\n      weiter\n\n  + [-] c\nDauer: 5\n",
         "\n## 2026-01-14 Notiz\n\nVereinbarungen:\n\n- [ ] a\n  - [x] b\n  weiter\n- [-] c\n\nDauer: 5\n"),
        ("## 2026-01-14 Notiz\nA\nDauer: 5\nB\n", "\n## 2026-01-14 Notiz\n\nA\nDauer: 5\nB\n"),
        ("## 2026-01-14 Notiz\n\nhart  \ngebrochen   \n\n```\n  x  \n```\n", "\n## 2026-01-14 Notiz\n\nhart  \ngebrochen\n\n```\n  x  \n```\n"),
        ("## 2026-01-14 Betreuungsplan\nZiel: a\n  b\n\nSchritte Team:\n1. x\n2. y\nEinvernehmen: ja\n",
         "\n## 2026-01-14 Betreuungsplan\n\nZiel: a\n  b\nSchritte Team:\n\n1. x\n2. y\n\nEinvernehmen: ja\n"),
    ],
)  # fmt: skip
def test_im_einzelnen(vorher: str, nachher: str) -> None:
    kopf = "---\nID: 4711\nErstkontakt: 2026-01-12\nZugangsweg: Beratungstag\nStatus: neu\n---\n"
    assert forme(kopf + vorher) == kopf + nachher


def test_kommentare_ziehen_mit_ihrem_feld_um() -> None:
    vorher = "---\n# Wichtig\n\nStatus: neu   # seit Montag\n# nicht verwechseln\nID:   '4711'\nZugangsweg: Beratungstag\nErstkontakt: 2026-01-12\n# Ende\n---\n"
    nachher = "---\n# Wichtig\n# nicht verwechseln\nID: 4711\nErstkontakt: 2026-01-12\nZugangsweg: Beratungstag\nStatus: neu # seit Montag\n# Ende\n---\n"
    assert forme(vorher) == nachher


def test_neue_eintraege_stehen_gleich_in_normalform() -> None:
    entwurf = Eintragsentwurf(
        datum=date(2026, 2, 3), art="Betreuungsplan", berater=("Jana",), text="Ein Satz.",
        angaben={"Ziel": "Stelle", "Schritte Team": ["a", "b"], "Schritte Kunde": ["c"], "Teilziele": ["d"],
                 "Einvernehmen": "ja", "Vereinbarungen": ["Kundin ruft an"], "Folgetermin": "2026-02-10", "Gültig bis": "2026-08-03"},
    )  # fmt: skip
    text = lies(NORMAL.encode()).mit_eintrag(entwurf).inhalt.decode()
    assert forme(text) == text


@pytest.mark.parametrize(
    "kopf",
    [
        "ID: 4711\nErstkontakt:\n  # vom Anrufbeantworter\n  2026-01-12\nZugangsweg: Beratungstag\nStatus: neu\n",
        "ID: 4711\nErstkontakt: 2026-01-12\nZugangsweg: Beratungstag\nStatus: neu\nHilfenetz: # Stand Mai\n  - Amt\n",
        "ID: 4711\nErstkontakt: 2026-01-12\nZugangsweg: Beratungstag\nStatus: neu\nHilfenetz: [A (b), 'C, d'] # c9\n",
        "{ID: 4711, # laut Liste\n Erstkontakt: 2026-01-12, Zugangsweg: Beratungstag, Status: neu # k\n}\n",
        "? Erstkontakt # c41\n# c42\n: 2026-01-12\nID: 4711\nZugangsweg: 'Beratungstag # kein Kommentar'\nStatus: neu\n",
    ],
)
def test_kein_kommentar_geht_verloren(kopf: str) -> None:
    text = f"---\n{kopf}---\n"
    einmal = forme(text)
    for kommentar in re.findall(r"# [\w ]+", kopf):
        assert einmal.count(kommentar.strip()) == text.count(kommentar.strip()), einmal
    assert forme(einmal) == einmal


@pytest.mark.parametrize(
    "rumpf",
    [
        "\n## 2026-01-14 Notiz\n\n<pre>\na\n\n\n\n   b\n</pre>\n",
        "\n## 2026-01-14 Notiz\n\n    code\n\n\n\n    weiter\n",
        "\n## 2026-01-14 Notiz\n\nText.\n\n> - [ ] a\n> weiter\n",
    ],
)
def test_vorformatiertes_und_zitate_bleiben(rumpf: str) -> None:
    text = "---\nID: 4711\nErstkontakt: 2026-01-12\nZugangsweg: Beratungstag\nStatus: neu\n---\n" + rumpf
    assert forme(text) == text


def test_die_normalform_macht_nie_einen_fehler() -> None:
    text = "---\nID:   4711\nErstkontakt: 2026-01-12\nZugangsweg: Beratungstag\nStatus: neu\n---\n\n## 2026-01-12 Erstgespräch\n2026-02-05 Beratung\n## 2026-02-06 Notiz\n"
    assert forme(text) == text
