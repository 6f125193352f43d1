"""Whoever writes what belongs in no case is asked at a terminal and at the desk, and told elsewhere; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fallbuch.bearbeiten.textfrage import neues_im_text
from fallbuch.einrichtung import richte_ein
from fallbuch.text.ablage import Ablage
from tests.bestand.test_textpruefung import ohne_werte, rufe
from tests.cli.test_dialog import gespraech
from tests.hilfen import TEAM_YML, fall
from tests.schreibtisch.hilfen import Tisch

ORDNER = Callable[..., Path]
OFFEN = fall(
    "## 2026-06-22 Erstgespräch (Jana)\n\nBetreuungsstufe: IK\n", erstkontakt="2026-06-20", Betreuungsstufe="IK"
)


@pytest.mark.parametrize(("antwort", "geschrieben"), [("j", True), ("", False), ("n", False)])
def test_am_terminal_wird_gefragt(ordner: ORDNER, antwort: str, geschrieben: bool) -> None:
    """Enter alone is no: whoever does not look writes no number."""
    wurzel = ordner({"4711.md": OFFEN}, team=TEAM_YML)
    schirm = gespraech(
        wurzel, "eintragen 4711 --art Telefonat --text 0170-7654321", [("Trotzdem so speichern? [j/N]: ", antwort)]
    )
    assert "Hinweis D003: Hier steht eine Telefonnummer („0170 …“)." in schirm
    assert ("0170-7654321" in (wurzel / "faelle/4711.md").read_text(encoding="utf-8")) is geschrieben
    assert ("Es wurde nichts geschrieben." in schirm) is not geschrieben


def test_ohne_anlass_wird_nicht_gefragt(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": OFFEN}, team=TEAM_YML)
    assert "Trotzdem" not in gespraech(wurzel, "eintragen 4711 --art Telefonat --text Bewerbung", [])


def test_auch_das_protokoll_wird_angesehen(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": OFFEN}, team=TEAM_YML)
    text = rufe(
        wurzel, "neu", "--veranstaltung", "Beratungstag", "--faelle", "1", "--berater", "Jana", "--text", "Wirt hat 0170 765 43 21."
    )  # fmt: skip
    assert "vorlagen/protokoll.md:" in text
    assert "Hinweis D003" in text


def test_wer_ohne_terminal_schreibt_bekommt_es_gesagt(ordner: ORDNER) -> None:
    wurzel = ordner(
        {"4711.md": fall("## 2026-01-14 Erstgespräch (Jana)\n\nBetreuungsstufe: IK\n", Betreuungsstufe="IK")}
    )
    text = rufe(wurzel, "eintragen", "4711", "--art", "Telefonat", "--text", "Tochter, 0170 765 43 21, hebt ab.")
    assert text.count("Hinweis D003: Hier steht eine Telefonnummer („0170 …“).") == 1
    assert "0170 765 43 21" in (wurzel / "faelle/4711.md").read_text(encoding="utf-8")
    # What stands there already is no news.
    assert "D003" not in rufe(wurzel, "eintragen", "4711", "--art", "Telefonat", "--text", "Noch einmal.")


def test_der_schreibtisch_fragt(ordner: ORDNER) -> None:
    wurzel = ordner(
        {
            "4711.md": fall(
                "## 2026-06-22 Erstgespräch (Jana)\n\nBetreuungsstufe: IK\n",
                erstkontakt="2026-06-20",
                Betreuungsstufe="IK",
            )
        },
        team=TEAM_YML,
    )
    tisch = Tisch(wurzel, "2026-07-01")
    form = tisch.formular("eintragen/4711?art=Telefonat").fuelle(
        {"text": "Neue Nummer 0170 765 43 21, Frau Muster fragt."}
    )
    frage = (
        "Hier steht eine Telefonnummer („0170 …“). Erwartet: keine, über die sich jemand finden lässt. "
        "Hinter „Frau“ steht ein Name. Erwartet: „die Kundin“, „der Kunde“, oder die Stelle ohne Namen. Trotzdem speichern?"
    )
    plan = form.pruefe()
    assert plan["rueckfrage"] == frage
    ohne_werte(str(plan))
    vorher = (wurzel / "faelle/4711.md").read_bytes()
    status, antwort = form.versuche(bestaetigt=False)
    assert (status, antwort["rueckfrage"]) == (422, frage)
    assert (wurzel / "faelle/4711.md").read_bytes() == vorher
    assert form.versuche()[1]["gespeichert"]
    assert "0170 765 43 21" in (wurzel / "faelle/4711.md").read_text(encoding="utf-8")
    assert tisch.formular("eintragen/4711?art=Telefonat").fuelle({"text": "Noch etwas."}).pruefe()["rueckfrage"] == ""
    ganz = tisch.formular("text/faelle/4711.md")
    ganz.fuelle({"text": ganz.werte["text"] + "\n## 2026-07-01 Notiz (Jana)\n\nMail p.geheim@web.de\n"})
    assert ganz.pruefe()["rueckfrage"].startswith("Hier steht eine E-Mail-Adresse.")


@pytest.mark.parametrize(("neu", "gefragt"), [("0170 7654399", True), ("0170 7654321", False)])
def test_eine_andere_nummer_ist_neu(ordner: ORDNER, neu: str, gefragt: bool) -> None:
    """The finding reads the same; what was written is another number. Moved to another line it is known."""
    wurzel = ordner({"4711.md": OFFEN}, team=TEAM_YML)
    alt, danach = (OFFEN + f"\n{text}\n" for text in ("Sie hat 0170 7654321.", f"Mehr.\n\nSie hat {neu}."))
    ablage = Ablage(name="faelle/4711.md", alt=alt.encode(), neu=danach.encode())
    assert [b.kennung for b in neues_im_text(richte_ein(wurzel), [ablage])] == ["D003"] * gefragt
