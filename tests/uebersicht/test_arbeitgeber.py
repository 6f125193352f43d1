"""The list of employers: read, checked, and tied to what the cases say."""

from __future__ import annotations

from pathlib import Path

from fallbuch.befund import meldung
from fallbuch.einrichtung import richte_ein
from fallbuch.team import Team, oeffne
from fallbuch.uebersicht.arbeitgeber import arbeitgeber
from tests.hilfen import HEUTE, STICHTAG, TEAM_YML, fall

LISTE = """\
arbeitgeber:
  Bäckerei Sonnenkorn:
    branche: Lebensmittel
    ort: Neustadt
    angebote: [Verkauf]
    synonyme: [Sonnenkorn]
    ansprechpartner:
      - name: Frau Beispiel
        telefon: 0000 1
  Ärztehaus: {bis: 2026-05-31}
  Zimmerei: {}
"""
VERLAUF = """\
## 2026-01-14 Erstgespräch (Jana)

Betreuungsstufe: IN

## 2026-02-02 Arbeitgeberkontakt (Jana)

Sucht jemanden.

Arbeitgeber: Sonnenkorn

## 2026-03-02 Arbeitgeberkontakt (Jana)

Arbeitgeber: Metzgerei

## 2026-04-02 Abschluss (Jana)

Ergebnis: Arbeitsstelle angenommen
Arbeitsbeginn: 2026-04-15
Arbeitgeber: Bäckerei Sonnenkorn
"""


def team(wurzel: Path, liste: str = LISTE, verlauf: str = VERLAUF) -> Team:
    for name, text in {
        "vorlagen/team.yml": TEAM_YML,
        "vorlagen/arbeitgeber.yml": liste,
        "faelle/4711.md": fall(verlauf, status="abgeschlossen", Betreuungsstufe="IN"),
    }.items():
        (wurzel / name).parent.mkdir(parents=True, exist_ok=True)
        (wurzel / name).write_text(text, encoding="utf-8")
    return oeffne(richte_ein(wurzel), stichtag=STICHTAG, heute=HEUTE)


def test_wer_wen_genommen_hat_und_wann_zuletzt_gesprochen_wurde(tmp_path: Path) -> None:
    aerzte, baeckerei, zimmerei = arbeitgeber(team(tmp_path))
    assert [z.name for z in (aerzte, baeckerei, zimmerei)] == ["Ärztehaus", "Bäckerei Sonnenkorn", "Zimmerei"]
    assert [(z.gilt, len(z.kontakte), len(z.eingestellte)) for z in (aerzte, baeckerei, zimmerei)] == [
        (False, 0, 0),
        (True, 1, 1),
        (True, 0, 0),
    ]
    assert str(baeckerei.kontakte[0].datum) == "2026-02-02", "a synonym is read"
    assert str(baeckerei.eingestellte[0].datum) == "2026-04-15", "the first day of work"
    assert zimmerei.kontakte == []


def test_eintraege_nach_dem_stichtag_zaehlen_nicht(tmp_path: Path) -> None:
    frueher = team(tmp_path)
    einrichtung = frueher.einrichtung
    for stichtag, erwartet in (("2026-02-01", None), ("2026-02-02", "2026-02-02")):
        from datetime import date

        offen = oeffne(einrichtung, stichtag=date.fromisoformat(stichtag), heute=HEUTE)
        kontakte = arbeitgeber(offen)[1].kontakte
        assert (str(kontakte[0].datum) if kontakte else None) == erwartet


def test_wer_nicht_in_der_liste_steht_ist_ein_hinweis_und_bleibt_wie_er_ist(tmp_path: Path) -> None:
    offen = team(tmp_path)
    assert [meldung(b) for b in offen.befunde if b.kennung == "F075"] == [
        "faelle/4711.md:22:14: Hinweis F075: Der Arbeitgeber „Metzgerei“ steht nicht in der Liste. Erwartet: „Bäckerei Sonnenkorn“, „Ärztehaus“, „Zimmerei“.\n"
        "    Wählen Sie einen Wert aus der Liste. Fehlt der Betrieb, tragen Sie ihn in vorlagen/arbeitgeber.yml ein.\n"
    ]
    eintrag = offen.akten[0].fall.eintraege[2]
    assert eintrag.besonderes is not None
    assert eintrag.besonderes.arbeitgeber == "Metzgerei"  # type: ignore[union-attr]
    assert not any(b.uhr for b in offen.befunde)


def test_fehler_in_der_liste_nennen_ihre_stelle(tmp_path: Path) -> None:
    schlecht = (
        LISTE.replace("branche:", "brance:")
        .replace("      - name: Frau Beispiel\n        telefon", "      - telefon")
        .replace("2026-05-31", "Mai")
    )
    befunde = team(tmp_path, schlecht).einrichtung.befunde
    assert [meldung(b) for b in befunde] == [
        "vorlagen/arbeitgeber.yml:3:5: Fehler R001: Das Feld „brance“ gibt es hier nicht. Erwartet: von, bis, synonyme, branche, ort, angebote, ansprechpartner, webseite, notiz.\n"
        "    Meinten Sie „branche“?\n",
        "vorlagen/arbeitgeber.yml:8:9: Fehler R003: In arbeitgeber → Bäckerei Sonnenkorn → ansprechpartner fehlt „name“. Erwartet: eine Zeile „name: …“.\n"
        "    Ergänzen Sie die Zeile. Bis dahin gilt dieser Teil nicht.\n",
        "vorlagen/arbeitgeber.yml:9:15: Fehler R002: arbeitgeber → Ärztehaus → bis: „Mai“ ist nicht lesbar. Erwartet: ein Datum wie 2026-02-28.\n"
        "    Berichtigen Sie den Wert. Bis dahin gilt die Vorgabe.\n",
    ]


def test_ohne_liste_kein_arbeitgeber(tmp_path: Path) -> None:
    assert arbeitgeber(team(tmp_path, "")) == []
