"""The key ring of the machine: asked only where it locks what it keeps, and whoever changes the password is not locked out."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from fallbuch.kontakte import schluesselbund
from fallbuch.kontakte.modell import Kontaktfehler
from fallbuch.kontakte.schloss import Leseschluessel
from fallbuch.kontakte.schluesselbund import Systembund
from tests.cli.test_kontakt import Haus
from tests.hilfen import fall
from tests.kontakte.ring import Ring


def test_nur_ein_ring_der_verschliesst(ring: Ring, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bund = Systembund(tmp_path / "schluessel.age")
    assert bund.da
    schluessel = Leseschluessel.neu()
    bund.merke(schluessel)
    gemerkt = bund.hole()
    assert gemerkt is not None
    assert gemerkt.oeffentlich == schluessel.oeffentlich
    assert Systembund(tmp_path / "anderer.age").hole() is None
    monkeypatch.setattr(schluesselbund, "_VERSCHLOSSENE", ("keyring.backends.SecretService",))
    assert (bund.da, bund.hole()) == (False, None)
    monkeypatch.setattr(schluesselbund, "keyring", None)
    assert not bund.da


def test_ein_ring_der_nicht_aufgeht(ring: Ring, tmp_path: Path) -> None:
    ring.zu = True
    bund = Systembund(tmp_path / "schluessel.age")
    for tu in (bund.hole, lambda: bund.merke(Leseschluessel.neu())):
        with pytest.raises(Kontaktfehler) as fehler:
            tu()
        assert (
            str(fehler.value)
            == "Der Schlüsselbund dieses Rechners antwortet nicht oder will nicht geöffnet werden. Nennen Sie das Kennwort."
        )


def test_wer_es_merken_laesst_wird_nicht_mehr_gefragt(
    ring: Ring, ordner: Callable[..., Path], tmp_path: Path, schnell: None
) -> None:
    haus = Haus(ordner({"4711.md": fall()}), tmp_path / "neben")
    wort = haus.kennwort("jana")
    code, ausgabe = haus.rufe("jana", "schluessel", eingabe=[wort, wort, "ja"])
    assert (
        code,
        "Der Schlüsselbund merkt es sich: Auf diesem Rechner werden Sie nicht mehr danach gefragt.\n" in ausgabe,
    ) == (0, True)
    zeile = re.findall("age1[a-z0-9]{58}", ausgabe)[0]
    assert [Leseschluessel.aus_text(text).oeffentlich for text in ring.gemerkt.values()] == [zeile]
    assert haus.rufe("jana", "empfaenger", "--ja", eingabe=["Jana", zeile])[0] == 0
    assert haus.rufe("jana", "liste") == (0, "")
    # Another password is another lock on the same key.
    neues = "fünf ganz neue Wörter"
    assert haus.rufe("jana", "kennwort", eingabe=[wort, neues, neues])[0] == 0
    assert haus.rufe("jana", "liste") == (0, "")
    # Whoever wants it no more says so where the key is named.
    assert haus.rufe("jana", "schluessel", eingabe=["nein"])[0] == 0
    assert ring.gemerkt == {}
    assert haus.rufe("jana", "liste")[0] == 2
    assert haus.rufe("jana", "liste", eingabe=[neues]) == (0, "")
