"""The normal form for many files, and the certain fixes before it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given

from fallbuch.bearbeiten import formatieren
from fallbuch.bearbeiten.formatieren import formatiere
from fallbuch.bearbeiten.platz import Platz
from fallbuch.befund import Befund, Schwere
from fallbuch.bestand.laden import Akte
from fallbuch.einrichtung import Einrichtung
from fallbuch.regelwerk.modell import Regelwerk, Teamdatei
from fallbuch.text.quelle import Quelldatei, lies_datei
from tests.akte.test_schreiben import dateien
from tests.bearbeiten.hilfen import HEUTE, lies, platz, stand
from tests.cli.aufruf import im_prozess, lege_haken_an
from tests.conftest import WURZEL
from tests.git import git
from tests.hilfen import fall

ORDNER = Callable[..., Path]
KRUMM = """\
---
status: 'neu'
ID: 4711
erstkontakt: 12.1.2026
akquise: vamv
Berater: jana
---
### 2026-03-02 telefonat (jana)
* [ ] Team ruft an (bis 3.4.2026)
- Folgetermin: 4.4.2026
## 2026-01-14 Erstgespraech (Jana)
**Betreuungsstufe:** ik
"""
GERADE = """\
---
ID: 4711
Erstkontakt: 2026-01-12
Zugangsweg: VAMV Beratung
Status: in Beratung
Berater: Jana
Betreuungsstufe: IK
---

## 2026-01-14 Erstgespräch (Jana)

Betreuungsstufe: IK

## 2026-03-02 Telefonat (Jana)

Vereinbarungen:

- [ ] Team ruft an (bis 2026-04-03)

Folgetermin: 2026-04-04
"""


def rufe(wurzel: Path, *worte: str, code: int = 0) -> str:
    ende = im_prozess("formatieren", *worte, cwd=wurzel, FALLBUCH_STICHTAG="2026-07-01")
    assert ende[0] == code, ende[1]
    return ende[1]


def test_alles_behoben(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": KRUMM})
    assert rufe(wurzel, "--pruefen", code=1) == (
        "faelle/4711.md ist nicht in Normalform.\n1 Datei geprüft, 1 nicht in Normalform. „fallbuch formatieren“ bringt sie in Form.\n"
    )
    assert lies(wurzel) == KRUMM
    text = rufe(wurzel, "--beheben")
    assert text.startswith(
        "faelle/4711.md: 19 Meldungen behoben.\n    Zeile 2: Abweichende Schreibweise (F020)\n    Zeile 4: Abweichende Schreibweise (F020)\n"
    )
    assert text.endswith("    Zeile 9: Einträge nicht der Reihe nach (F035)\n1 Datei angesehen, 1 geändert.\n")
    assert lies(wurzel) == GERADE
    assert rufe(wurzel, "--beheben") == "1 Datei angesehen, 0 geändert.\n"
    assert rufe(wurzel, "--pruefen") == "1 Datei geprüft, 0 nicht in Normalform.\n"


def test_ohne_beheben_bleibt_jedes_wort(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": KRUMM})
    assert rufe(wurzel) == "faelle/4711.md: in Normalform gebracht.\n1 Datei angesehen, 1 geändert.\n"
    assert sorted(lies(wurzel).split()) == sorted(
        KRUMM.replace("###", "##").replace("* [ ]", "- [ ]").replace("'neu'", "neu").split()
    )


def test_ein_fehler_haelt_nur_seine_datei_auf(ordner: ORDNER) -> None:
    kaputt = KRUMM.replace("4711", "4712").replace("12.1.2026", "2026-02-30")
    wurzel = ordner({"4711.md": KRUMM, "4712.md": kaputt})
    text = rufe(wurzel, code=1)
    assert text == (
        "faelle/4711.md: in Normalform gebracht.\n2 Dateien angesehen, 1 geändert.\n"
        "faelle/4712.md ist noch nicht in Normalform. Zeile 4: Erstkontakt „2026-02-30“ gibt es nicht. Erwartet: ein Datum wie 2026-02-28. "
        "„fallbuch pruefen faelle/4712.md“ sagt, was zu tun ist.\n"
    )
    assert lies(wurzel, "faelle/4712.md") == kaputt
    rufe(wurzel, "faelle/4712.md", "--beheben", code=1)
    assert "Zugangsweg: VAMV Beratung\n" in lies(wurzel, "faelle/4712.md")
    assert "Erstkontakt: 2026-02-30\n" in lies(wurzel, "faelle/4712.md")


def test_ein_einzelnes_datum_aus_der_reihe_wird_nicht_verschoben(ordner: ORDNER) -> None:
    verlauf = "## 2026-01-14 Erstgespräch\n\nA\n\n## 2026-05-02 Notiz\n\nB\n\n## 2026-03-02 Notiz\n\nC\n"
    wurzel = ordner({"4711.md": fall(verlauf)})
    assert rufe(wurzel, "--beheben") == "1 Datei angesehen, 0 geändert.\n"
    rueckwaerts = "## 2026-05-02 Notiz\n\nB\n\n## 2026-03-02 Notiz\n\nC\n\n## 2026-01-14 Erstgespräch\n\nA\n"
    wurzel = ordner({"4711.md": fall(rueckwaerts)})
    rufe(wurzel, "--beheben")
    assert lies(wurzel) == fall(
        "## 2026-01-14 Erstgespräch\n\nA\n\n## 2026-03-02 Notiz\n\nC\n\n## 2026-05-02 Notiz\n\nB\n"
    )


def test_demo_team_ist_in_normalform_und_bleibt_sauber(tmp_path: Path) -> None:
    arbeit = platz(WURZEL, "2026-06-30")
    for datei in arbeit.dateien():
        ergebnis = formatiere(arbeit, datei, beheben=True)
        assert ergebnis.hindernis == "", ergebnis
        if not ergebnis.behoben:
            assert not ergebnis.geaendert, datei.name
        uebrig = [b for b in arbeit.akte(Quelldatei(datei.name, ergebnis.neu)).befunde if b.korrektur is not None]
        assert uebrig == []


@given(dateien())
def test_beheben_macht_nie_einen_fehler(inhalt: bytes) -> None:
    arbeit = _platz()
    datei = Quelldatei("faelle/4711.md", inhalt)
    vorher = arbeit.akte(datei)
    ergebnis = formatiere(arbeit, datei, beheben=True)
    nachher = arbeit.akte(Quelldatei(datei.name, ergebnis.neu))
    fehler = [b for b in nachher.befunde if b.schwere is Schwere.FEHLER]
    assert len(fehler) <= len([b for b in vorher.befunde if b.schwere is Schwere.FEHLER])
    assert len(nachher.fall.eintraege) == len(vorher.fall.eintraege)
    assert formatiere(arbeit, Quelldatei(datei.name, ergebnis.neu), beheben=True).neu == ergebnis.neu
    if not {"F050", "F051"} & {b.kennung for b in ergebnis.behoben}:
        assert [(f.regel, f.faellig_am) for f in nachher.faelligkeiten] == [
            (f.regel, f.faellig_am) for f in vorher.faelligkeiten
        ]


@pytest.mark.parametrize("ersatz", ["Ole", "Jana\nStatus: neu"])
def test_eine_korrektur_die_etwas_anderes_sagt_wird_nicht_gemacht(monkeypatch: pytest.MonkeyPatch, ersatz: str) -> None:
    arbeit, datei = _platz(), Quelldatei("faelle/4711.md", GERADE.replace("Berater: Jana", "Berater: jana").encode())
    richtig = formatieren._runde

    def falsch(inhalt: bytes, akte: Akte) -> tuple[bytes, list[Befund]]:
        neu, gemacht = richtig(inhalt, akte)
        return neu.replace(b"Berater: Jana", f"Berater: {ersatz}".encode()), gemacht

    monkeypatch.setattr(formatieren, "_runde", falsch)
    ergebnis = formatiere(arbeit, datei, beheben=True)
    assert (ergebnis.neu, ergebnis.behoben) == (datei.inhalt, ())


def _platz() -> Platz:
    from tests.hilfen import STICHTAG, regelwerk_aus

    regelwerk: Regelwerk = regelwerk_aus()[0]
    einrichtung = Einrichtung(wurzel=Path("."), datei=Teamdatei(), regelwerk=regelwerk, befunde=())
    return Platz(einrichtung=einrichtung, stichtag=STICHTAG, heute=HEUTE)


@pytest.mark.parametrize("unterordner", ["", "fälle der stadt/team"])
def test_der_haken_prueft_und_ordnet_was_gespeichert_wird(ordner: ORDNER, tmp_path: Path, unterordner: str) -> None:
    wurzel = ordner({"4711.md": GERADE})
    ganz = wurzel
    if unterordner:
        ganz = tmp_path / "ganz"
        (ganz / unterordner).parent.mkdir(parents=True)
        wurzel = wurzel.rename(ganz / unterordner)
    assert "steht noch nicht unter git" in im_prozess("einrichten", "--haken", cwd=wurzel)[1]
    git(ganz, "init", "-q")
    # Once with the program as it is started in a team, once with one that is there at once.
    assert (lege_haken_an(wurzel) if unterordner else im_prozess("einrichten", "--haken", cwd=wurzel))[0] == 0
    git(ganz, "add", "-A")
    git(ganz, "commit", "-qm", "Anfang")
    # In order again, and the commit holds it.
    (wurzel / "faelle/4711.md").write_text(
        GERADE.replace("Status: in Beratung\n", "Status:   'in Beratung'\n"), encoding="utf-8"
    )
    (wurzel / "faelle/4712.md").write_text(KRUMM.replace("4711", "4712"), encoding="utf-8")  # not noted: left alone
    git(ganz, "add", wurzel / "faelle/4711.md")
    git(ganz, "commit", "-qm", "leer", "--allow-empty")
    assert lies(wurzel) == GERADE
    assert lies(wurzel, "faelle/4712.md") == KRUMM.replace("4711", "4712")
    # A fault stops the commit, also where the file on the disk has been mended since.
    (wurzel / "faelle/4711.md").write_text(GERADE.replace("2026-01-12", "2026-02-30"), encoding="utf-8")
    git(ganz, "add", wurzel / "faelle/4711.md")
    (wurzel / "faelle/4711.md").write_text(GERADE, encoding="utf-8")
    text = git(ganz, "commit", "-qm", "kaputt", code=1)
    assert "Fehler F012: Erstkontakt „2026-02-30“ gibt es nicht." in text
    assert text.endswith("Es wurde nichts gespeichert. Beheben Sie die Fehler und speichern Sie noch einmal.\n")
    git(ganz, "add", wurzel / "faelle/4711.md")
    git(ganz, "commit", "-qm", "heil", "--allow-empty")


def test_ein_fremder_haken_bleibt(ordner: ORDNER) -> None:
    wurzel = ordner({})
    git(wurzel, "init", "-q")
    haken = wurzel / ".git/hooks/pre-commit"
    haken.parent.mkdir(exist_ok=True)
    haken.write_text("#!/bin/sh\nexit 0\n")
    assert "Es gibt schon einen anderen Haken" in im_prozess("einrichten", "--haken", cwd=wurzel)[1]
    assert haken.read_text() == "#!/bin/sh\nexit 0\n"


def test_vorschau_und_unlesbare_dateien(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": KRUMM})
    (wurzel / "faelle/4713.md").mkdir()
    vorher = stand(wurzel)
    assert "ist noch nicht in Normalform. Die Datei ist ein Ordner, keine Datei." in rufe(wurzel, "--zeigen", code=1)
    assert stand(wurzel) == vorher
    assert lies_datei(wurzel / "faelle/4711.md", "x", wurzel).inhalt.decode() == KRUMM


def test_ein_wort_heisst_anders_und_zwei_werden_eines(ordner: ORDNER) -> None:
    """The new word with the old one as its synonym: everything that says the old one is mended, the log too."""
    alt = fall(
        "## 2026-02-10 Telefonat (Jana)\n\nJana sprach über den Laden.\n\n## 2026-02-11 Maßnahme (Jana)\n\nArt: Fachcoaching\nBezeichnung: Büro\n",
        Zugangsweg="Laden",
    ).replace("Zugangsweg: Beratungstag\n", "")
    team = "berater:\n  Janina: {synonyme: [Jana]}\nzugangswege:\n  Geschäft: {synonyme: [Laden]}\n"
    wurzel = ordner(
        {"4711.md": alt},
        team=team,
        regelwerk="massnahmen:\n  Einzelcoaching: {synonyme: [Fachcoaching]}\n  Fachcoaching: entfernt\n",
    )
    protokoll = wurzel / "vorlagen/protokoll.md"
    protokoll.write_text(
        "# Protokoll\n\n## 2026-03-25 Akquise (Jana)\n\nZugangsweg: laden\nNeue Fälle: 2\n", encoding="utf-8"
    )
    ende = im_prozess("formatieren", "--beheben", cwd=wurzel, FALLBUCH_STICHTAG="2026-06-30")
    assert ende == (
        0,
        "faelle/4711.md: 5 Meldungen behoben.\n"
        "    Zeile 5: Abweichende Schreibweise (F020)\n    Zeile 6: Abweichende Schreibweise (F020)\n"
        "    Zeile 9: Abweichende Schreibweise (F020)\n    Zeile 13: Abweichende Schreibweise (F020)\n    Zeile 15: Abweichende Schreibweise (F020)\n"
        "vorlagen/protokoll.md: 2 Meldungen behoben.\n    Zeile 3: Abweichende Schreibweise (F020)\n    Zeile 5: Abweichende Schreibweise (F020)\n"
        "2 Dateien angesehen, 2 geändert.\n",
    )
    text = (wurzel / "faelle/4711.md").read_text(encoding="utf-8")
    assert "Jana sprach über den Laden." in text, "what somebody wrote stays"
    assert (
        text.count("(Janina)"),
        "Berater: Janina\n" in text,
        "Zugangsweg: Geschäft\n" in text,
        "Art: Einzelcoaching\n" in text,
    ) == (2, True, True, True)
    assert (
        protokoll.read_text(encoding="utf-8")
        == "# Protokoll\n\n## 2026-03-25 Akquise (Janina)\n\nZugangsweg: Geschäft\nNeue Fälle: 2\n"
    )
    assert im_prozess("pruefen", cwd=wurzel, FALLBUCH_STICHTAG="2026-06-30") == (
        0,
        "1 Fall geprüft: 0 Fehler, 0 Hinweise.\n",
    )
    assert (
        im_prozess("formatieren", "--beheben", cwd=wurzel, FALLBUCH_STICHTAG="2026-06-30")[1]
        == "1 Datei angesehen, 0 geändert.\n"
    )
