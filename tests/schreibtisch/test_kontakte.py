"""Contacts at the desk: nothing before the password, nothing after locking, and nothing in any page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from fallbuch.kontakte.bund import Schluesseldatei
from fallbuch.kontakte.modell import Kontaktdaten
from fallbuch.kontakte.schloss import Leseschluessel
from fallbuch.kontakte.speicher import Empfaenger, Kontaktspeicher
from fallbuch.schreibtisch.kontakte import RUHE, Kontaktort, Kontaktschrank
from tests.hilfen import TEAM_YML, fall
from tests.kontakte.ring import Ring
from tests.schreibtisch.hilfen import Tisch

ORDNER = Callable[..., Path]
KENNWORT = "vier alte Wörter hier"
ZU = "Die Kontaktdaten sind verschlossen. Öffnen Sie sie mit Ihrem Kennwort."
ANNA = {"VName": "Anna", "NName": "Kanarek", "Strasse": "Weg 1", "PLZ": "04103", "Stadt": "Leipzig", "Telefon": "0341 123456", "Einwilligung": "2026-01-12"}  # fmt: skip
GEZEIGT = {**ANNA, "Einwilligung": "12.01.2026"}
FAELLIG = fall(
    "## 2026-06-22 Erstgespräch (Jana)\n\nBetreuungsstufe: IK\nFolgetermin: 2026-07-02 10:00\n",
    erstkontakt="2026-06-20",
    Betreuungsstufe="IK",
)
SPAETER = FAELLIG.replace("4711", "2911").replace("2026-07-02", "2026-07-10")


class Kontakttisch(Tisch):
    """A desk with contacts beside the team, and a clock that one sets."""

    def __init__(self, team: Path, neben: Path, tag: str = "2026-07-01") -> None:
        self.jetzt = 1000.0
        self.speicher = Kontaktspeicher(neben / "kontakte")
        self.bund = Schluesseldatei(neben / "jana/schluessel.age")
        ort = Kontaktort(ordner=self.speicher.ordner, schluessel=self.bund.datei, eigenes=team / ".fallbuch")
        self.schrank = Kontaktschrank(ort, uhr=lambda: self.jetzt)
        super().__init__(team, tag, schrank=self.schrank)

    def frage(self, was: str, **daten: Any) -> tuple[int, dict[str, Any]]:
        return self.sende(f"/tisch/kontakte/{was}", daten)

    def oeffne(self) -> None:
        code, antwort = self.frage("oeffnen", kennwort=KENNWORT)
        assert (code, antwort) == (
            200,
            {"offen": True, "schluessel": True, "schluesselbund": False, "blaetter": [], "sekunden": int(RUHE)},
        )

    def bringe(self, **was: Any) -> tuple[str, str]:
        """Have something made to be printed; returns its text and what is said of it."""
        code, antwort = self.frage(**was)
        assert code == 200, antwort
        roh = self.hole(antwort["adresse"])
        assert (roh.status_code, roh.headers["Content-Type"]) == (200, "application/pdf")
        seite = pypdfium2.PdfDocument(roh.get_data())[0]
        return seite.get_textpage().get_text_bounded().replace("\r\n", "|"), antwort["hinweis"]


@pytest.fixture
def tisch(ordner: ORDNER, tmp_path: Path, schnell: None) -> Kontakttisch:
    team = ordner({"4711.md": FAELLIG, "2911.md": SPAETER}, team=TEAM_YML)
    tisch = Kontakttisch(team, tmp_path / "neben")
    jana = Leseschluessel.neu()
    tisch.bund.lege_an(jana, KENNWORT)
    tisch.speicher.setze_empfaenger([Empfaenger("Jana", jana.oeffentlich)])
    tisch.speicher.schreibe(Kontaktdaten(kennung="4711", angaben=ANNA))
    return tisch


@pytest.mark.parametrize(
    "was",
    ["zu", "suchen", "zeigen", "speichern", "loeschen", "brief", "etiketten", "unterwegs", "visitenkarte", "egal"],
)
def test_verschlossen_sagt_niemandem_etwas(tisch: Kontakttisch, was: str) -> None:
    zu = {"satz": ZU, "offen": False, "schluessel": True, "schluesselbund": False, "blaetter": [], "sekunden": 0}
    fragen: dict[str, Any] = {"kennung": "4711", "kennungen": ["4711"], "wort": "", "wer": "jana", "speichern": True}
    assert tisch.frage(was, **fragen) == (409, zu)
    assert tisch.frage("oeffnen", kennwort="ein anderes") == (400, {"satz": "Das Kennwort stimmt nicht."})
    assert tisch.frage("oeffnen", kennwort=["x"]) == (400, {"satz": "Das Kennwort stimmt nicht."})
    assert tisch.frage(was, **fragen) == (409, zu)
    tisch.oeffne()
    assert tisch.frage("sperren")[1] == {
        "offen": False,
        "schluessel": True,
        "schluesselbund": False,
        "blaetter": [],
        "sekunden": 0,
    }
    assert tisch.frage(was, **fragen) == (409, zu)
    assert tisch.speicher.hat("4711")


def test_wer_nichts_ansieht_sperrt(tisch: Kontakttisch) -> None:
    tisch.oeffne()
    tisch.jetzt += RUHE - 1
    assert tisch.frage("zu", kennungen=["4711"])[1]["sekunden"] == RUHE
    tisch.jetzt += RUHE - 1
    tisch.seite("/index.html")  # a page without contacts does not count
    assert json.loads(tisch.hole("/tisch/lage").get_data())["kontakte"]["sekunden"] == 1
    tisch.jetzt += 1
    assert tisch.frage("zu", kennungen=["4711"])[0] == 409
    assert json.loads(tisch.hole("/tisch/lage").get_data())["kontakte"] == {
        "offen": False, "schluessel": True, "schluesselbund": False, "blaetter": [], "sekunden": 0,
    }  # fmt: skip


def test_der_schluesselbund_des_rechners(tisch: Kontakttisch, ring: Ring) -> None:
    assert json.loads(tisch.hole("/tisch/lage").get_data())["kontakte"]["schluesselbund"] is True
    assert tisch.frage("oeffnen", kennwort="", merken=True)[0] == 400
    assert tisch.frage("oeffnen", kennwort=KENNWORT, merken=False)[1]["offen"]
    assert ring.gemerkt == {}
    assert tisch.frage("oeffnen", kennwort=KENNWORT, merken=True)[1]["offen"]
    tisch.frage("sperren")
    assert tisch.frage("oeffnen", kennwort="")[1]["offen"]


def test_was_ein_mensch_ist(tisch: Kontakttisch) -> None:
    tisch.oeffne()
    anna = {
        "kennung": "4711",
        "name": "Anna Kanarek",
        "seite": "/faelle/4711.html",
        "wahl": "0341123456",
        "angaben": GEZEIGT,
    }
    assert tisch.frage("zu", kennungen=["4711", "2911", "nichts"])[1]["zu"] == {"4711": anna}
    assert tisch.frage("suchen", wort="+49 341 / 12 34 56")[1]["treffer"] == [anna]
    assert tisch.frage("suchen", wort="kanárek leipzig")[1]["treffer"] == [anna]
    assert tisch.frage("suchen", wort="Berlin")[1]["treffer"] == []
    assert tisch.frage("zeigen", kennung="4711")[1]["kontakt"] == anna
    assert tisch.frage("zeigen", kennung="2911")[1]["kontakt"] is None
    assert tisch.frage("zu", kennungen="4711")[1]["zu"] == {}
    tisch.speicher.schreibe(Kontaktdaten(kennung="9000", angaben={"NName": "Ohnefall"}))
    assert tisch.frage("suchen", wort="ohnefall")[1]["treffer"][0]["seite"] == ""


def test_mehr_als_hundert_werden_nicht_gezeigt(tisch: Kontakttisch) -> None:
    for nummer in range(100):
        tisch.speicher.schreibe(Kontaktdaten(kennung=str(1000 + nummer), angaben={"NName": f"Alt {nummer:03}"}))
    tisch.oeffne()
    antwort = tisch.frage("suchen", wort="")[1]
    assert (len(antwort["treffer"]), antwort["weitere"]) == (100, 1)
    assert tisch.frage("suchen", wort="alt")[1]["weitere"] == 0


def test_eine_kaputte_datei_wird_genannt(tisch: Kontakttisch) -> None:
    tisch.speicher.datei("2911").write_bytes(b"age-encryption.org/v1\n")
    tisch.oeffne()
    assert tisch.frage("suchen", wort="anna")[1]["maengel"] == [
        "2911.age: Die Datei ist beschädigt: Es fehlt etwas, oder etwas ist anders als beim Verschlüsseln. Nehmen Sie sie aus einer Sicherung."
    ]
    assert tisch.frage("zeigen", kennung="2911")[0] == 400


def test_anlegen_aendern_loeschen(tisch: Kontakttisch) -> None:
    tisch.oeffne()
    falsch = {"VName": "Ben", "PLZ": "123", "Telefon": "ruf an", "Email": "ben", "Einwilligung": "gestern"}
    fehler = {
        "PLZ": "Eine Postleitzahl hat fünf Ziffern, in Österreich vier.",
        "Telefon": "Eine Telefonnummer besteht aus Ziffern, zum Beispiel 0341 123456 oder +43 316 123456.",
        "Email": "Eine E-Mail-Adresse sieht aus wie name@example.org.",
        "Einwilligung": "Die Einwilligung nennt ihren Tag, zum Beispiel 12.1.2026.",
    }
    for speichern in (False, True):
        antwort = tisch.frage("speichern", kennung="2911", angaben=falsch, gezeigt={}, speichern=speichern)[1]
        assert antwort["fehler"] == fehler
        assert "gespeichert" not in antwort
    richtig = {"VName": "Ben", "Einwilligung": "3.2.2026"}
    assert "gespeichert" not in tisch.frage("speichern", kennung="2911", angaben=richtig, gezeigt={})[1]
    assert not tisch.speicher.hat("2911")
    assert tisch.frage("speichern", kennung="2911", angaben=richtig, gezeigt={}, speichern=True)[1]["gespeichert"]
    gezeigt = tisch.frage("zeigen", kennung="2911")[1]["kontakt"]["angaben"]
    assert gezeigt == {"VName": "Ben", "Einwilligung": "03.02.2026"}

    # Somebody else is quicker: nothing is written over, and what holds now is shown.
    anders = {"VName": "Benno", "Einwilligung": "2026-02-03"}
    tisch.speicher.schreibe(Kontaktdaten(kennung="2911", angaben=anders))
    code, antwort = tisch.frage(
        "speichern", kennung="2911", angaben={**gezeigt, "NName": "Neu"}, gezeigt=gezeigt, speichern=True
    )
    assert (code, antwort["satz"]) == (
        409, "Diese Kontaktdaten hat inzwischen jemand anderes geändert. Hier steht, was jetzt gilt; tragen Sie Ihres noch einmal ein.",
    )  # fmt: skip
    gezeigt = antwort["kontakt"]["angaben"]
    assert gezeigt["VName"] == "Benno"
    tisch.frage("speichern", kennung="2911", angaben={**gezeigt, "NName": "Neu"}, gezeigt=gezeigt, speichern=True)
    assert tisch.frage("zeigen", kennung="2911")[1]["kontakt"]["angaben"] == {**gezeigt, "NName": "Neu"}

    assert tisch.frage("loeschen", kennung="2911")[1]["gespeichert"]
    assert not tisch.speicher.datei("2911").exists()
    assert tisch.frage("loeschen", kennung="2911") == (400, {"satz": "Zu 2911 gibt es keine Kontaktdaten."})
    assert tisch.frage("zeigen", kennung="../4711") == (400, {"satz": "Das ist keine ID eines Falls."})


def test_wer_einen_namen_schreibt_wird_gefragt(tisch: Kontakttisch) -> None:
    formular = tisch.formular("eintragen/4711?art=Telefonat").fuelle({"text": "Kanareks Mann ruft an."})
    assert "warnungen" not in formular.pruefe() or formular.pruefe()["warnungen"] == []
    tisch.oeffne()
    satz = "Darin steht ein Name aus den Kontaktdaten. In einem Fall heißt niemand mit Namen."
    plan = formular.pruefe()
    assert (plan["warnungen"], plan["rueckfrage"]) == ([satz], f"{satz} Trotzdem speichern?")
    vorher = (tisch.wurzel / "faelle/4711.md").read_bytes()
    assert formular.versuche(bestaetigt=False)[0] == 422
    assert (tisch.wurzel / "faelle/4711.md").read_bytes() == vorher
    assert (
        tisch.formular("eintragen/4711?art=Telefonat").fuelle({"text": "Der Mann ruft an."}).pruefe()["rueckfrage"]
        == ""
    )
    assert formular.versuche()[1]["gespeichert"]
    # What stands there already is asked about no more; the text of the file asks as well.
    assert tisch.formular("eintragen/4711?art=Telefonat").fuelle({"text": "Noch etwas."}).pruefe()["rueckfrage"] == ""
    text = tisch.formular("text/faelle/2911.md")
    plan = text.fuelle({"text": text.werte["text"] + "\n## 2026-06-30 Notiz (Jana)\n\nAn Kanarek denken.\n"}).pruefe()
    assert (plan["warnungen"], plan["rueckfrage"]) == ([satz], f"{satz} Trotzdem speichern?")


def test_wer_das_loeschen_eintraegt_loescht(tisch: Kontakttisch) -> None:
    """Locked as well: to take something away nobody needs a key."""
    zu = (
        FAELLIG.replace("in Beratung", "abgeschlossen")
        + "\n## 2026-06-28 Abschluss (Jana)\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\nErklärung: weg\n"
    )
    (tisch.wurzel / "faelle/4711.md").write_text(zu)
    formular = tisch.formular("eintragen/4711?art=Kontaktdaten gelöscht")
    satz = "Die Kontaktdaten zu 4711 werden beim Speichern gelöscht."
    plan = formular.pruefe()
    assert (plan["warnungen"], plan["rueckfrage"]) == ([satz], f"{satz} Ist das so gemeint?")
    assert formular.versuche(bestaetigt=False)[0] == 422
    assert tisch.speicher.hat("4711")
    saetze = formular.versuche()[1]["saetze"]
    assert (
        "Die Kontaktdaten zu 4711 sind gelöscht. Sicherungen und Kopien auf anderen Rechnern löscht nur, wer sie hat."
        in saetze
    )
    assert not tisch.speicher.datei("4711").exists()
    assert tisch.formular("eintragen/4711?art=Kontaktdaten gelöscht").pruefe()["warnungen"] == []


def test_wer_es_fuer_mehrere_eintraegt_loescht_alle(tisch: Kontakttisch) -> None:
    zu = (
        FAELLIG.replace("in Beratung", "abgeschlossen")
        + "\n## 2026-06-28 Abschluss (Jana)\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\nErklärung: weg\n"
    )
    for kennung in ("4711", "2911"):
        (tisch.wurzel / f"faelle/{kennung}.md").write_text(zu.replace("4711", kennung))
    tisch.speicher.schreibe(Kontaktdaten(kennung="2911", angaben=ANNA))
    formular = tisch.formular("eintragen/4711?art=Kontaktdaten gelöscht").fuelle({"auch": "2911"})
    assert formular.pruefe()["fehler"] == {}
    formular.versuche()
    assert not tisch.speicher.hat("4711")
    assert not tisch.speicher.hat("2911")


def test_laesst_sich_nicht_loeschen_sagt_es_die_antwort(tisch: Kontakttisch, monkeypatch: pytest.MonkeyPatch) -> None:
    zu = (
        FAELLIG.replace("in Beratung", "abgeschlossen")
        + "\n## 2026-06-28 Abschluss (Jana)\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\nErklärung: weg\n"
    )
    (tisch.wurzel / "faelle/4711.md").write_text(zu)
    formular = tisch.formular("eintragen/4711?art=Kontaktdaten gelöscht").fuelle({"text": "Kanarek wollte es."})
    tisch.oeffne()
    satz = "Darin steht ein Name aus den Kontaktdaten. In einem Fall heißt niemand mit Namen. Die Kontaktdaten zu 4711 werden beim Speichern gelöscht. Ist das so gemeint?"
    assert formular.pruefe()["rueckfrage"] == satz, "neither question hides the other"

    def voll(_: str) -> None:
        raise PermissionError(13, "nein")

    monkeypatch.setattr(Kontaktspeicher, "loesche", lambda *_: voll(""))
    code, antwort = formular.versuche()
    assert (code, antwort["saetze"][-1]) == (
        200,
        "Der Eintrag ist gespeichert, aber die Kontaktdaten sind noch nicht gelöscht: Der Ordner lässt sich nicht ändern.",
    )
    assert "Kanarek wollte es." in (tisch.wurzel / "faelle/4711.md").read_text()
    assert tisch.speicher.hat("4711")


def test_ein_laufwerk_das_fort_ist_haelt_niemanden_auf(tisch: Kontakttisch, tmp_path: Path) -> None:
    tisch.oeffne()
    tisch.speicher.ordner.rename(tmp_path / "fort")
    tisch.formular("eintragen/4711?art=Telefonat").fuelle({"text": "Ruft an."}).speichere()
    satz = {"satz": "Den Ordner der Kontaktdaten gibt es nicht, oder er lässt sich nicht lesen."}
    assert tisch.frage("suchen", wort="") == (400, satz)
    assert tisch.frage("speichern", kennung="2911", angaben={"VName": "Ben"}, gezeigt={}, speichern=True) == (400, satz)
    assert not tisch.speicher.ordner.exists()


def test_zwei_zugleich_ueberschreiben_sich_nicht(tisch: Kontakttisch, monkeypatch: pytest.MonkeyPatch) -> None:
    tisch.oeffne()
    schreibe, dazwischen = Kontaktspeicher.schreibe, [True]

    def spaeter(speicher: Kontaktspeicher, kontakt: Kontaktdaten, **mehr: Any) -> None:
        if dazwischen.pop() if dazwischen else False:
            schreibe(speicher, Kontaktdaten(kennung="4711", angaben={**ANNA, "Stadt": "Halle"}))
        schreibe(speicher, kontakt, **mehr)

    monkeypatch.setattr(Kontaktspeicher, "schreibe", spaeter)
    neu = {**GEZEIGT, "Telefon": "0341 999999"}
    assert tisch.frage("speichern", kennung="4711", angaben=neu, gezeigt=GEZEIGT, speichern=True) == (
        400, {"satz": "4711.age hat gerade jemand anderes geändert. Versuchen Sie es noch einmal."},
    )  # fmt: skip
    assert tisch.frage("zeigen", kennung="4711")[1]["kontakt"]["angaben"] == {**GEZEIGT, "Stadt": "Halle"}


def test_ein_fehler_im_programm_verraet_nichts(
    tisch: Kontakttisch, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tisch.oeffne()

    def kaputt(kontakt: Kontaktdaten) -> bytes:
        raise ValueError(kontakt.name)

    monkeypatch.setattr("fallbuch.schreibtisch.kontakte.als_vcard", kaputt)
    code, antwort = tisch.frage("visitenkarte", kennung="4711")
    gesagt = capsys.readouterr().err
    assert (code, antwort["satz"][:39]) == (500, "Das ist ein Fehler im Programm, nicht i")
    assert gesagt.endswith("ValueError\n")
    assert "kaputt" in gesagt
    assert "Kanarek" not in gesagt


def test_papier(tisch: Kontakttisch) -> None:
    tisch.oeffne()
    text, _ = tisch.bringe(was="brief", kennung="4711", betreff="Termin", text="bitte kommen Sie.")
    assert (
        text == "Testteam|Anna Kanarek|Weg 1|04103 Leipzig|01.07.2026|Termin|Guten Tag Anna Kanarek,|bitte kommen Sie."
    )
    tisch.speicher.schreibe(Kontaktdaten(kennung="2911", angaben={"NName": "Ohne"}))
    text, hinweis = tisch.bringe(was="etiketten", kennungen=["4711", "2911"])
    assert (text, hinweis) == (
        "Anna Kanarek|Weg 1|04103 Leipzig",
        "Ohne Anschrift oder in einer Schrift, die sich nicht drucken lässt, darum nicht auf den Etiketten: 2911.",
    )
    assert tisch.frage("brief", kennung="2911") == (
        400, {"satz": "Zu 2911 fehlt die Anschrift: Name, Straße, Postleitzahl und Ort."},
    )  # fmt: skip
    code, antwort = tisch.frage("visitenkarte", kennung="4711")
    karte = tisch.hole(antwort["adresse"])
    assert (code, karte.headers["Content-Disposition"]) == (200, 'attachment; filename="4711.vcf"')
    assert karte.headers["Cache-Control"] == "no-store"
    assert "TEL;TYPE=VOICE:0341123456" in karte.get_data(as_text=True)
    tisch.frage("sperren")
    weg = tisch.hole(antwort["adresse"])
    assert weg.status_code == 404
    assert "Das gibt es nicht mehr: Die Kontaktdaten sind inzwischen verschlossen." in weg.get_data(as_text=True)
    tisch.oeffne()  # what was printed before stays forgotten
    assert tisch.hole(antwort["adresse"]).status_code == 404


def test_ein_blatt_fuer_unterwegs_wird_angemahnt(tisch: Kontakttisch) -> None:
    tisch.oeffne()
    text, _ = tisch.bringe(was="unterwegs", wer="jana")
    assert text == (
        "Für Jana: 01.07. bis 07.07.2026|Nach dem 07.07.2026 vernichten. Nicht liegen lassen, nicht fotografieren.|"
        "4711 Anna Kanarek 0341 123456 treffen, Do 02.07. 10:00"
    )
    assert tisch.frage("unterwegs", wer="niemand") == (400, {"satz": "Wählen Sie einen Namen aus der Liste."})
    for tag, blaetter in (("2026-07-07", []), ("2026-07-08", ["Jana, bis 07.07.2026"])):
        spaeter = Kontakttisch(tisch.wurzel, tisch.bund.datei.parent.parent, tag)
        assert json.loads(spaeter.hole("/tisch/lage").get_data())["kontakte"]["blaetter"] == blaetter
    assert "Anna" not in (tisch.wurzel / ".fallbuch/unterwegs.json").read_text()
    assert spaeter.frage("vernichtet", blatt="Jana, bis 07.07.2026")[1]["blaetter"] == []


def test_keine_seite_zeigt_jemanden(tisch: Kontakttisch) -> None:
    tisch.oeffne()
    for adresse in (
        "index.html",
        "faelle/4711.html",
        "tisch/kontakte",
        "tisch/kontakte/4711",
        "tisch/lage",
        "kalender/team.ics",
        "faelle.html",
    ):
        antwort = tisch.hole(f"/{adresse}")
        assert antwort.status_code == 200
        assert antwort.headers["Cache-Control"] == "no-store"
        assert not any(wert in antwort.get_data(as_text=True) for wert in ("Anna", "Kanarek", "123456"))
    tisch.frage("suchen", wort="")
    assert tisch.client.post("/tisch/kontakte/suchen", json={}, headers={"Host": "127.0.0.1:8641"}).status_code == 403


def test_ohne_schluessel_und_ohne_ordner(tisch: Kontakttisch, ordner: ORDNER) -> None:
    tisch.bund.datei.unlink()
    assert json.loads(tisch.hole("/tisch/lage").get_data())["kontakte"]["schluessel"] is False
    assert tisch.frage("oeffnen", kennwort=KENNWORT) == (
        400, {"satz": "Auf diesem Rechner haben Sie noch keinen Schlüssel. „fallbuch kontakt schluessel“ macht einen."},
    )  # fmt: skip
    ohne = Tisch(tisch.wurzel, "2026-07-01")
    assert "kontakte" not in json.loads(ohne.hole("/tisch/lage").get_data())
    assert ohne.hole("/tisch/kontakte").status_code == 404
