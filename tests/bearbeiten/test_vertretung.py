"""In other hands for a while or for good: until when, and who wrote what stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bearbeiten.hilfen import lies
from tests.cli.aufruf import im_prozess
from tests.hilfen import fall

ORDNER = Callable[..., Path]
OFFEN = fall(
    "## 2026-06-22 Erstgespräch\n\nBetreuungsstufe: IK\n\n## 2026-06-23 Telefonat (Ole)\n\nKurz.\n",
    erstkontakt="2026-06-20", Betreuungsstufe="IK",
)  # fmt: skip


def rufe(wurzel: Path, *worte: str, code: int = 0) -> str:
    ende = im_prozess(*worte, cwd=wurzel, FALLBUCH_STICHTAG="2026-07-01")
    assert ende[0] == code, ende[1]
    return ende[1]


def _kopf(wurzel: Path) -> str:
    return lies(wurzel).split("---\n")[1]


def test_vertreten_bis(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": OFFEN})
    antwort = rufe(wurzel, "uebergeben", "4711", "--vertretung", "ole", "--bis", "2026-07-20", "--text", "Urlaub.")
    assert "Vertretung: leer → Ole bis 2026-07-20.\n" in antwort
    assert "\nVertretung: Ole bis 2026-07-20\n---\n" in lies(wurzel)
    assert lies(wurzel).endswith("\n## 2026-07-01 Notiz (Ole)\n\nVertretung: Ole bis 2026-07-20. Urlaub.\n")
    rufe(wurzel, "uebergeben", "4711", "--vertretung", "Ole", "--bis", "2026-07-01")
    assert "\nVertretung: Ole bis 2026-07-01\n" in lies(wurzel)
    rufe(wurzel, "uebergeben", "4711", "--vertretung", "keine")
    assert "\nVertretung:" not in _kopf(wurzel)
    rufe(wurzel, "eintragen", "4711", "--feld", "Vertretung: ole bis 20.7.2026")
    assert "\nVertretung: Ole bis 2026-07-20\n" in lies(wurzel)
    rufe(wurzel, "uebergeben", "4711", "--an", "Ole")
    assert "\nVertretung:" not in _kopf(wurzel)  # nobody stands in for themselves


@pytest.mark.parametrize(
    ("worte", "satz"),
    [
        (
            ("--vertretung", "Ole", "--bis", "2026-06-30"),
            "Der 2026-06-30 ist schon vorbei. Nennen Sie den letzten Tag der Vertretung.",
        ),
        (
            ("--an", "Ole", "--bis", "2026-07-20"),
            "Ein letzter Tag gehört zu einer Vertretung. Wer vertritt so lange? Nennen Sie die Person mit --vertretung.",
        ),
        (
            ("--vertretung", "keine", "--bis", "2026-07-20"),
            "Ein letzter Tag gehört zu einer Vertretung. Wer vertritt so lange? Nennen Sie die Person mit --vertretung.",
        ),
    ],
)
def test_was_sich_nicht_befristen_laesst(ordner: ORDNER, worte: tuple[str, ...], satz: str) -> None:
    wurzel = ordner({"4711.md": OFFEN})
    assert rufe(wurzel, "uebergeben", "4711", *worte, code=2) == f"fallbuch: {satz}\n"
    assert lies(wurzel) == OFFEN


def test_eine_abgelaufene_vertretung_steht_in_keiner_liste_und_ist_keine_meldung(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": OFFEN.replace("IK\n---", "IK\nVertretung: Ole bis 2026-06-30\n---")})
    assert "4711" not in rufe(wurzel, "faellig", "--berater", "Ole", "--ausfuehrlich")
    assert "Vertretung" not in rufe(wurzel, "faellig", "--ausfuehrlich")
    assert rufe(wurzel, "pruefen", "--streng") == "1 Fall geprüft: 0 Fehler, 0 Hinweise.\n"
    (wurzel / "faelle/4711.md").write_text(lies(wurzel).replace("06-30\n", "07-01\n"), encoding="utf-8")
    assert "Vertretung: Ole bis 2026-07-01\n" in rufe(wurzel, "faellig", "--berater", "Ole", "--ausfuehrlich")


def test_wer_geschrieben_hat_bleibt_stehen(ordner: ORDNER) -> None:
    """Only the headings without a name get one; all other bytes stay."""
    alt = OFFEN.replace("# 2026-06-22 Erstgespräch", "#  2026-06-22 Erstgespräch ##").replace("\n", "\r\n")
    wurzel = ordner({})
    (wurzel / "faelle/4711.md").write_bytes(alt.encode())
    antwort = rufe(wurzel, "uebergeben", "4711", "--an", "Ole")
    assert "In 1 Überschrift ohne Namen steht nun Jana.\n" in antwort
    assert lies(wurzel) == alt.replace("Erstgespräch ##", "Erstgespräch (Jana) ##").replace(
        "Berater: Jana", "Berater: Ole"
    ) + ("\r\n## 2026-07-01 Notiz (Ole)\r\n\r\nÜbergeben von Jana an Ole.\r\n")


def test_auch_ein_anderer_weg_zu_anderen_haenden(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": OFFEN})
    rufe(wurzel, "eintragen", "4711", "--feld", "Berater: Ole")
    assert lies(wurzel) == OFFEN.replace("Erstgespräch\n", "Erstgespräch (Jana)\n").replace(
        "Berater: Jana", "Berater: Ole"
    )


def test_wo_ein_name_anders_gelesen_wuerde_bleibt_die_ueberschrift(ordner: ORDNER) -> None:
    alt = OFFEN.replace("Erstgespräch\n", "Erstgespräch ()\n").replace("Telefonat (Ole)", "Telefonat")
    wurzel = ordner({"4711.md": alt})
    rufe(wurzel, "uebergeben", "4711", "--an", "Ole")
    assert "## 2026-06-22 Erstgespräch ()\n" in lies(wurzel)
    assert "## 2026-06-23 Telefonat (Jana)\n" in lies(wurzel)
