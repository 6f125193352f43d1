"""What goes wrong at a desk: two presses, an empty form, files no browser can give back, a fault in the program."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from fallbuch.schreibtisch import taten
from tests.hilfen import TEAM_YML, fall
from tests.schreibtisch.hilfen import EIGENE, PORT, Tisch
from tests.schreibtisch.test_speichern import OFFEN, TAG, text

ORDNER = Callable[..., Path]
FEHLER = "Das ist ein Fehler im Programm, nicht in Ihren Dateien. Ihr Text bleibt in diesem Fenster; was geschah, steht im Fenster des Schreibtischs."


@pytest.fixture
def tisch(ordner: ORDNER) -> Tisch:
    anderer = fall(
        "## 2026-06-20 Erstgespräch (Jana)\n\nMenschen.\n", erstkontakt="2026-06-20", Betreuungsstufe="IK"
    ).replace("4711", "4712")
    return Tisch(ordner({"4711.md": OFFEN, "4712.md": anderer}, team=TEAM_YML), TAG)


def test_zweimal_gedrueckt_ist_einmal_gespeichert(tisch: Tisch) -> None:
    """As when the answer gets lost on its way: what was sent again has been done, and is told again."""
    form = tisch.formular("eintragen/4711?art=Telefonat").mit(text="Einmal.")
    erste = form.speichere()
    assert form.speichere() == erste
    assert text(tisch).count("Einmal.") == 1
    # The same words in another form are another entry.
    tisch.formular("eintragen/4711?art=Telefonat").mit(text="Einmal.").speichere()
    assert text(tisch).count("Einmal.") == 2


def test_ein_leerer_eintrag_wird_erst_nach_rueckfrage_geschrieben(tisch: Tisch) -> None:
    form, vorher = tisch.formular("eintragen/4711?art=Telefonat"), text(tisch)
    status, antwort = form.versuche(bestaetigt=False)
    assert (status, antwort["fehler"]) == (422, {})
    assert antwort["rueckfrage"] == "Es ist noch nichts festgehalten. Trotzdem eintragen?"
    assert text(tisch) == vorher
    form.speichere()
    assert text(tisch) == vorher + "\n## 2026-07-01 Telefonat (Jana)\n"
    # With anything in it nobody is asked back.
    form = tisch.formular("eintragen/4711?art=Telefonat").fuelle({"angabe Folgetermin": "20.7."})
    assert form.versuche(bestaetigt=False)[0] == 200


def test_nach_dem_was_nicht_geht_wird_nicht_gefragt(tisch: Tisch) -> None:
    """An empty closing lacks its result: whoever said yes to the question would be asked again without end."""
    status, antwort = tisch.formular("eintragen/4711?art=Abschluss").versuche(bestaetigt=False)
    assert status == 422
    assert antwort["fehler"]
    assert antwort["rueckfrage"] == ""


@pytest.mark.parametrize("art", ["Kontaktversuch", "Nicht erschienen"])
def test_ein_vergeblicher_versuch_braucht_keine_worte(tisch: Tisch, art: str) -> None:
    assert tisch.formular(f"eintragen/4711?art={art}").versuche(bestaetigt=False)[0] == 200


def test_bevor_etwas_gespeichert_ist_steht_nirgends_es_sei_geschehen(tisch: Tisch) -> None:
    saetze = tisch.formular("eintragen/4711?art=Telefonat").mit(text="Ruft an.").pruefe()["saetze"]
    assert saetze
    assert not [satz for satz in saetze if satz.startswith(("Eingetragen", "Gespeichert"))]


def test_bevor_ein_fall_verschwindet_wird_gefragt(tisch: Tisch) -> None:
    form = tisch.formular("vereinen/4712?mit=4711")
    assert form.werte["mit"] == "4711"
    status, antwort = form.versuche(bestaetigt=False)
    assert status == 422
    assert antwort["rueckfrage"] == "Danach gibt es den Fall 4711 nicht mehr. Ist das so gemeint?"
    assert (tisch.wurzel / "faelle/4711.md").exists()
    assert form.speichere()["ziel"] == "/faelle/4712.html"
    assert not (tisch.wurzel / "faelle/4711.md").exists()


def test_was_nicht_mehr_offen_ist_wird_nicht_einem_anderen_zugerechnet(tisch: Tisch) -> None:
    """Two promises; a colleague settles the first while the form stands: the mark does not move on to the second."""
    datei = tisch.wurzel / "faelle/4711.md"
    zweite = "- [ ] Kundin ruft im Amt an (bis 2026-07-08)\n"
    datei.write_text(text(tisch).replace("2026-07-06)\n", f"2026-07-06)\n{zweite}"))
    mein = tisch.formular("eintragen/4711?art=Notiz").fuelle({"vereinbarung 1": "erledigt", "text": "Meins."})
    tisch.formular("eintragen/4711?art=Notiz").fuelle({"vereinbarung 1": "erledigt"}).speichere()
    vorher = text(tisch)
    status, antwort = mein.versuche()
    assert status == 409
    mein.staende = antwort["staende"]
    assert mein.versuche()[1]["fehler"] == {
        "": "Etwas, das Sie hier angekreuzt haben, ist inzwischen nicht mehr offen. Öffnen Sie das Formular neu; Ihr Text bleibt erhalten."
    }
    assert text(tisch) == vorher
    assert zweite in vorher


def test_was_andere_in_die_stammdaten_schrieben_bleibt(tisch: Tisch) -> None:
    """Only what somebody has changed in the form is written, also where the file has gone on since."""
    mein = tisch.formular("aendern/4711").fuelle({"feld Zu beachten": "leise"})
    tisch.formular("aendern/4711").fuelle({"feld Berater": "Ole"}).speichere()
    status, antwort = mein.versuche()
    assert status == 409
    mein.staende = antwort["staende"]
    mein.speichere()
    assert "Berater: Ole\n" in text(tisch)
    assert "Zu beachten: leise\n" in text(tisch)


@pytest.mark.parametrize(
    ("roh", "satz"),
    [
        (OFFEN.replace("Kundin", "Käuferin").encode("latin-1"),
         "In faelle/4711.md stehen Zeichen, die nicht in UTF-8 geschrieben sind. Öffnen Sie die Datei mit einem Editor, und speichern Sie sie als UTF-8."),
        (OFFEN.replace("\n", "\r\n", 2).encode(),
         "In faelle/4711.md enden die Zeilen verschieden. Öffnen Sie die Datei mit einem Editor, und speichern Sie sie mit einheitlichen Zeilenenden."),
        (OFFEN.replace("\n\n", "\r\r", 1).encode(),
         "In faelle/4711.md enden die Zeilen verschieden. Öffnen Sie die Datei mit einem Editor, und speichern Sie sie mit einheitlichen Zeilenenden."),
    ],
)  # fmt: skip
def test_was_ein_browser_nicht_zurueckgeben_kann_zeigt_er_nicht_zum_aendern(
    tisch: Tisch, roh: bytes, satz: str
) -> None:
    datei = tisch.wurzel / "faelle/4711.md"
    datei.write_bytes(roh)
    antwort = tisch.hole("/tisch/text/faelle/4711.md")
    assert antwort.status_code == 404
    assert f"<p>{satz}</p>" in antwort.get_data(as_text=True)
    assert datei.read_bytes() == roh


def test_ein_fehler_im_programm_wird_gesagt(
    tisch: Tisch, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def scheitere(*_: object, **__: object) -> None:
        raise KeyError("unerwartet")

    form = tisch.formular("eintragen/4711?art=Telefonat").mit(text="Meins.")
    monkeypatch.setattr(taten, "plane", scheitere)
    monkeypatch.setattr(taten, "mache_formular", scheitere)
    assert form.versuche() == (500, {"satz": FEHLER})
    seite = tisch.hole("/tisch/eintragen/4711")
    assert seite.status_code == 500
    assert FEHLER in seite.get_data(as_text=True)
    assert "unerwartet" not in seite.get_data(as_text=True)
    assert capsys.readouterr().err.count("KeyError\n") == 2


def test_ist_der_ordner_fort_steht_das_auf_einer_seite(tisch: Tisch) -> None:
    tisch.hole("/index.html")
    shutil.move(tisch.wurzel, tisch.wurzel.with_name("anderswo"))
    antwort = tisch.hole("/tisch/neu")
    assert antwort.status_code == 503
    assert "<p>Der Ordner des Teams ist nicht zu erreichen." in antwort.get_data(as_text=True)
    # Back again, it goes on.
    shutil.move(tisch.wurzel.with_name("anderswo"), tisch.wurzel)
    assert tisch.hole("/tisch/neu").status_code == 200


def test_tief_verschachteltes_ist_kein_fehler_im_programm(tisch: Tisch) -> None:
    antwort = tisch.client.post(
        "/tisch/eintragen/4711",
        data=b"[" * 200_000,
        content_type="application/json",
        base_url=f"http://127.0.0.1:{PORT}",
        headers=EIGENE,
    )
    assert antwort.status_code == 400
    assert antwort.get_json() == {"satz": "Das hat der Schreibtisch nicht verstanden."}


@pytest.mark.parametrize(
    ("feld", "getippt", "satz"),
    [
        ("angabe Folgetermin", "31.6.", "„31.6.“ lässt sich nicht als Tag lesen. Schreiben Sie ihn zum Beispiel so: 4.12. oder 04.12.2026, mit Uhrzeit 4.12. 14:30, oder „keiner“."),
        ("datum", "übermorgen früh", "„übermorgen früh“ lässt sich nicht als Tag lesen. Schreiben Sie ihn zum Beispiel so: 4.12. oder 04.12.2026."),
    ],
)  # fmt: skip
def test_ein_tag_den_es_nicht_gibt(tisch: Tisch, feld: str, getippt: str, satz: str) -> None:
    form = tisch.formular("eintragen/4711?art=Telefonat").fuelle({feld: getippt, "text": "So."})
    assert form.pruefe()["fehler"] == {feld: satz}
    assert form.fuelle({feld: "30.6."}).pruefe()["fehler"] == {}


def test_eine_angabe_die_sein_muss(tisch: Tisch) -> None:
    form = tisch.formular("eintragen/4711?art=Maßnahme")
    assert form.pruefe()["fehler"] == {"angabe Art": "„Art“ fehlt noch."}
    assert form.versuche()[1]["fehler"] == {"angabe Art": "„Art“ fehlt noch."}


def test_die_vorlagen_sind_vom_schreibtisch_aus_zu_erreichen(tisch: Tisch) -> None:
    assert '<a href="tisch/vorlagen">Vorlagen</a>' in tisch.seite("/index.html")
    seite = tisch.seite("/tisch/vorlagen")
    for name in ("team.yml", "regelwerk.yml", "arbeitgeber.yml", "protokoll.md"):
        assert f'href="/tisch/text/vorlagen/{name}"' in seite
        assert tisch.hole(f"/tisch/text/vorlagen/{name}").status_code == 200, name


@pytest.mark.parametrize(
    ("werte", "feld", "anfang"),
    [
        ({"angabe Folgetermin": "1.1.2020"}, "angabe Folgetermin", "So kann es nicht in faelle/4711.md stehen. Der Folgetermin 01.01.2020 liegt vor dem Eintrag"),
        ({"text": "Telefon: 0170 1234567"}, "text", "Der Eintrag lässt sich so nicht schreiben. „Telefon“ gehört nicht in eine Falldatei."),
        ({"text": "## 2026-01-01 Unfug"}, "text", "Im Text steht eine Überschrift eines Eintrags."),
        ({"datum": "1.1.2031"}, "datum", "Der 01.01.2031 liegt in der Zukunft."),
    ],
)  # fmt: skip
def test_was_nicht_stimmt_steht_neben_seinem_feld(tisch: Tisch, werte: dict[str, str], feld: str, anfang: str) -> None:
    fehler = tisch.formular("eintragen/4711?art=Telefonat").fuelle(werte).pruefe()["fehler"]
    assert list(fehler) == [feld]
    assert fehler[feld].startswith(anfang)
    assert "0170" not in fehler[feld]
