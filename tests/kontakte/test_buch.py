"""Unlocked contacts: each file is opened once for as long as it stays as it is, and a file that does not open hides no other."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fallbuch.kontakte.buch import Kontaktbuch
from fallbuch.kontakte.modell import Kontaktdaten, Kontaktfehler
from fallbuch.kontakte.schloss import Leseschluessel
from fallbuch.kontakte.speicher import Empfaenger, Kontaktspeicher, Speichermangel

BESCHAEDIGT = "Die Datei ist beschädigt: Es fehlt etwas, oder etwas ist anders als beim Verschlüsseln. Nehmen Sie sie aus einer Sicherung."


class Gezaehlt(Leseschluessel):
    geoeffnet = 0

    def oeffne(self, inhalt: bytes) -> bytes:
        self.geoeffnet += 1
        return super().oeffne(inhalt)


@pytest.fixture
def schluessel() -> Gezaehlt:
    return Gezaehlt.neu()  # type: ignore[return-value]


@pytest.fixture
def buch(tmp_path: Path, schluessel: Gezaehlt) -> Kontaktbuch:
    speicher = Kontaktspeicher(tmp_path / "kontakte")
    speicher.setze_empfaenger([Empfaenger("Jana", schluessel.oeffentlich)])
    for kennung, name in (("4711", "Zander"), ("2911", "Adler"), ("1000", "Maier")):
        speicher.schreibe(Kontaktdaten(kennung=kennung, angaben={"NName": name, "Telefon": f"0341 {kennung}00"}))
    return Kontaktbuch(speicher, schluessel)


def test_jede_datei_wird_einmal_geoeffnet(buch: Kontaktbuch, schluessel: Gezaehlt) -> None:
    assert buch.zu(["4711", "9999", "../x"]) == {"4711": buch.kontakt("4711")}
    assert schluessel.geoeffnet == 1
    assert [k["NName"] for k in buch.suche("")] == ["Adler", "Maier", "Zander"]
    assert [k.kennung for k in buch.suche("0341/2911")] == ["2911"]
    assert [k.kennung for k in buch.alle()[0]] == ["1000", "2911", "4711"]
    assert schluessel.geoeffnet == 3
    buch.speicher.schreibe(Kontaktdaten(kennung="4711", angaben={"NName": "Anders"}))
    assert [k["NName"] for k in buch.suche("")] == ["Adler", "Anders", "Maier"]
    assert schluessel.geoeffnet == 4
    buch.speicher.loesche("4711")
    assert buch.kontakt("4711") is None
    assert [k.kennung for k in buch.suche("")] == ["2911", "1000"]


def test_was_sich_nicht_oeffnet_verdeckt_nichts(buch: Kontaktbuch) -> None:
    datei = buch.speicher.datei("2911")
    datei.write_bytes(datei.read_bytes()[:-1])
    kontakte, maengel = buch.alle()
    assert [k.kennung for k in kontakte] == ["1000", "4711"]
    assert maengel == [Speichermangel("2911.age", BESCHAEDIGT)]
    assert buch.zu(["2911", "4711"]).keys() == {"4711"}
    with pytest.raises(Kontaktfehler) as fehler:
        buch.kontakt("2911")
    assert str(fehler.value) == BESCHAEDIGT


@pytest.mark.skipif(os.geteuid() == 0, reason="to root nothing is closed")
def test_was_sich_nicht_ansehen_laesst(buch: Kontaktbuch) -> None:
    buch.speicher.ordner.chmod(0)
    with pytest.raises(Kontaktfehler, match=r"^4711\.age lässt sich nicht lesen\.$"):
        buch.kontakt("4711")
    buch.speicher.ordner.chmod(0o700)
