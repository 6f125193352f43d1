"""The key ring of the machine: asked only where it locks what it keeps, and whoever changes the password is not locked out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fallbuch.kontakte import schluesselbund
from fallbuch.kontakte.modell import Kontaktfehler
from fallbuch.kontakte.schluesselbund import Kennwortbund
from tests.cli.test_kontakt import Haus
from tests.hilfen import fall
from tests.kontakte.ring import Ring


def test_nur_ein_ring_der_verschliesst(ring: Ring, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bund = Kennwortbund(tmp_path / "schluessel.age")
    assert bund.da
    bund.merke("vier alte Wörter")
    assert bund.hole() == "vier alte Wörter"
    assert Kennwortbund(tmp_path / "anderer.age").hole() == ""
    monkeypatch.setattr(schluesselbund, "_VERSCHLOSSENE", ("keyring.backends.SecretService",))
    assert (bund.da, bund.hole()) == (False, "")
    monkeypatch.setattr(schluesselbund, "keyring", None)
    assert not bund.da


def test_ein_ring_der_nicht_aufgeht(ring: Ring, tmp_path: Path) -> None:
    ring.zu = True
    bund = Kennwortbund(tmp_path / "schluessel.age")
    for tu in (bund.hole, lambda: bund.merke("x")):
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
    assert list(ring.gemerkt.values()) == [wort]
    zeile = haus.rufe("jana", "schluessel")[1].split()[-1]
    assert haus.rufe("jana", "empfaenger", "--ja", eingabe=["Jana", zeile])[0] == 0
    assert haus.rufe("jana", "liste") == (0, "")
    # Changed elsewhere, the kept one is wrong: then it is asked for.
    ring.gemerkt = dict.fromkeys(ring.gemerkt, "das alte")
    assert haus.rufe("jana", "liste")[0] == 2
    assert haus.rufe("jana", "liste", eingabe=[wort]) == (0, "")
    neues = "fünf ganz neue Wörter"
    assert haus.rufe("jana", "kennwort", eingabe=[wort, neues, neues, "ja"])[0] == 0
    assert list(ring.gemerkt.values()) == [neues]
    assert haus.rufe("jana", "liste") == (0, "")
    assert haus.rufe("jana", "kennwort", eingabe=[neues, wort, wort, "nein"])[0] == 0
    assert ring.gemerkt == {}
