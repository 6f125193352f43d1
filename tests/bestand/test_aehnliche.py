"""New cases that resemble another one: named by ID, without false alarms."""

from __future__ import annotations

from datetime import date

import pytest

from tests.hilfen import akten, fall, quelle, zeile

TEXT = "Gelernte Floristin, Führerschein vorhanden, pflegt ihre Schwiegermutter, sucht Teilzeit im Gartencenter.\n"
ALT = fall(f"## 2025-02-03 Erstgespräch (Jana)\n\n{TEXT}", erstkontakt="2025-02-03").replace("4711", "1111")
NEU = fall(f"## 2026-05-12 Erstgespräch (Jana)\n\nWar schon einmal da: {TEXT}", erstkontakt="2026-05-12")


def hinweise(*texte: str, stichtag: str = "2026-06-30") -> list[str]:
    dateien = [quelle(t, f"faelle/{t.split('ID: ')[1].split()[0]}.md") for t in texte]
    return [
        zeile(b)
        for akte in akten(*dateien, stichtag=date.fromisoformat(stichtag))
        for b in akte.befunde
        if b.kennung == "F073"
    ]


def test_der_neue_fall_nennt_den_alten() -> None:
    assert hinweise(ALT, NEU) == [
        "faelle/4711.md:2:1 Hinweis F073: Dieser neue Fall ähnelt 1111. Erwartet: zu jedem Menschen ein Fall. | Vergleichen Sie die Fälle. "
        "Geht es um denselben Menschen, machen Sie mit „fallbuch vereinen“ eine Datei daraus; sonst ist nichts zu tun."
    ]
    assert "Floristin" not in str(hinweise(ALT, NEU))


def test_auch_ein_abgeschlossener_fall_wird_genannt() -> None:
    zu = (
        ALT.replace("in Beratung", "abgeschlossen")
        + "\n## 2025-08-01 Abschluss\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\nErklärung: weg\n"
    )
    assert len(hinweise(zu, NEU)) == 1


@pytest.mark.parametrize(
    ("stichtag", "wie_viele"), [("2026-05-11", 0), ("2026-05-12", 1), ("2026-08-12", 1), ("2026-08-13", 0)]
)
def test_nur_solange_ein_fall_neu_ist(stichtag: str, wie_viele: int) -> None:
    assert len(hinweise(ALT, NEU, stichtag=stichtag)) == wie_viele


@pytest.mark.parametrize(("gemeinsam", "wie_viele"), [(4, 0), (5, 1)])
def test_vier_seltene_dinge_sind_zufall_fuenf_nicht(gemeinsam: int, wie_viele: int) -> None:
    worte = ["Gartenbau", "Schwiegermutter", "Floristin", "Gewächshaus", "Friedhofsgärtnerei"]
    alt = fall("## 2025-02-03 Notiz (Jana)\n\n" + " ".join(worte[:gemeinsam]), erstkontakt="2025-02-03").replace(
        "4711", "1111"
    )
    neu = fall("## 2026-05-12 Notiz (Jana)\n\n" + " ".join(worte), erstkontakt="2026-05-12")
    assert len(hinweise(alt, neu)) == wie_viele


def test_was_viele_sagen_sagt_nichts() -> None:
    viele = [ALT.replace("1111", str(nummer)) for nummer in range(1111, 1114)]
    assert len(hinweise(*viele[:2], NEU)) == 1
    assert hinweise(*viele, NEU) == []


def test_ein_beratungstag_macht_niemanden_verdaechtig() -> None:
    gleiche = [
        fall("## 2026-06-12 Notiz (Jana)\n\nLebenslauf mitgebracht, möchte bald wieder arbeiten.\n", erstkontakt="2026-06-12").replace("4711", str(nummer))
        for nummer in range(5001, 5006)
    ]  # fmt: skip
    assert hinweise(*gleiche) == []


def test_ein_wieder_aufgenommener_fall_ist_nicht_neu() -> None:
    wieder = NEU + (
        "\n## 2026-05-20 Abschluss\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\nErklärung: weg\n\n## 2026-06-01 Wiederaufnahme\n"
    )
    assert hinweise(ALT, wieder) == []
