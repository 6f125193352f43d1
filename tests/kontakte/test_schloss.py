"""What is locked opens for those who may and for nobody else, and whatever is wrong with a file is a sentence."""

from __future__ import annotations

import base64
import hashlib
import os
import random
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from fallbuch.kontakte import kennwort
from fallbuch.kontakte.kennwort import als_zeile, oeffne, schuetze
from fallbuch.kontakte.merkworte import als_worte, aus_worten
from fallbuch.kontakte.modell import Kontaktfehler
from fallbuch.kontakte.schloss import (
    Leseschluessel,
    gepruefter_empfaenger,
    verschliesse,
    wie_viele,
)

BESCHAEDIGT = "Die Datei ist beschädigt: Es fehlt etwas, oder etwas ist anders als beim Verschlüsseln. Nehmen Sie sie aus einer Sicherung."
KEINE = "Die Datei ist keine von age verschlossene Datei."
INHALT = b"VName: Anna\n" * 9000


def gepanzert(inhalt: bytes, schluessel: Leseschluessel) -> bytes:
    return bytes(pyrage.encrypt(inhalt, [pyrage.x25519.Recipient.from_str(schluessel.oeffentlich)], armored=True))


def test_jeder_der_darf_oeffnet_und_sonst_niemand() -> None:
    jana, ole, mira = Leseschluessel.neu(), Leseschluessel.neu(), Leseschluessel.neu()
    zu = verschliesse(INHALT, [jana.oeffentlich, ole.oeffentlich, jana.oeffentlich])
    assert wie_viele(zu) == 2
    assert jana.oeffne(zu) == ole.oeffne(zu) == INHALT
    with pytest.raises(Kontaktfehler, match=r"^Diese Datei ist nicht für Ihren Schlüssel verschlossen\.$"):
        mira.oeffne(zu)
    assert b"Anna" not in zu


def test_niemand_steht_immer_hinten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each lock in front costs a try: of forty files everybody's is the first of some, only the sheet in the safe comes last."""
    wer = [Leseschluessel.neu().oeffentlich for _ in range(4)]
    reihen: list[list[str]] = []

    def merke(_: bytes, empfaenger: list[object]) -> bytes:
        reihen.append([str(e) for e in empfaenger])
        return b""

    monkeypatch.setattr(pyrage, "encrypt", merke)
    random.seed(7)
    for _ in range(40):
        verschliesse(INHALT, wer)
    assert {reihe[0] for reihe in reihen} == set(wer[:3])
    assert {reihe[3] for reihe in reihen} == {wer[3]}
    assert all(sorted(reihe) == sorted(wer) for reihe in reihen)


@pytest.mark.parametrize(
    "wie",
    [
        lambda roh: roh,
        lambda roh: b"\n" + roh,
        lambda roh: b"\r\n \t\n" + roh,
        lambda roh: b"\xef\xbb\xbf" + roh,
        lambda roh: roh.replace(b"\n", b"\r\n"),
        lambda roh: roh + b"\n\n",
    ],
)
def test_was_mail_und_editoren_davorsetzen_stoert_nicht(wie: object) -> None:
    jana = Leseschluessel.neu()
    assert jana.oeffne(wie(gepanzert(b"VName: Anna\n", jana))) == b"VName: Anna\n"  # type: ignore[operator]


@pytest.mark.parametrize(
    ("wie", "satz"),
    [
        (lambda _: b"", "Die Datei ist leer. Nehmen Sie sie aus einer Sicherung."),
        (lambda _: b"VName: Anna\n", KEINE),
        (lambda _: b"%PDF-1.7\n", KEINE),
        (lambda roh: b"\n" + roh, KEINE),
        (lambda roh: roh[:-1], BESCHAEDIGT),
        (lambda roh: roh[:1], KEINE),
        (lambda roh: roh[:100], BESCHAEDIGT),
        (lambda roh: roh + b"x", BESCHAEDIGT),
        (lambda roh: roh[:-40] + bytes([roh[-40] ^ 1]) + roh[-39:], BESCHAEDIGT),
        (lambda roh: roh.replace(b"X25519", b"X25518"), "Diese Datei ist nicht für Ihren Schlüssel verschlossen."),
    ],
)
def test_was_keine_ganze_datei_ist_sagt_ein_satz(wie: object, satz: str) -> None:
    jana = Leseschluessel.neu()
    with pytest.raises(Kontaktfehler) as fehler:
        jana.oeffne(wie(verschliesse(INHALT, [jana.oeffentlich])))  # type: ignore[operator]
    assert str(fehler.value) == satz


def test_jedes_abgeschnittene_ende() -> None:
    """Never half a file, wherever it ends."""
    jana = Leseschluessel.neu()
    zu = verschliesse(b"VName: Anna\n", [jana.oeffentlich])
    for ende in range(len(zu)):
        with pytest.raises(Kontaktfehler):
            jana.oeffne(zu[:ende])


GANZ, ZERLEGT = unicodedata.normalize("NFC", "Schöne Öfen"), unicodedata.normalize("NFD", "Schöne Öfen")
#: What `age -p` makes of „geheim“, by password; with 2^10 steps (age-encryption 0.3.1) instead of those of whole seconds.
VON_AGE = {
    "vier alte Wörter hier": "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBUUjl3ZUdsWVU3ck44NnhHUUxkc0NnIDEwCnY1UWczTlB6cEVKc21vSGNuRkRXY2JzaDBXTGJLd1ZZLzIyTWgwUlJlZU0KLS0tIElsU1A2QWN3UHVjSFZXRXN5bC9Lb21YdE9QRnFxcjUwZjA5cVN6bkRzY28KL2z4f7MJlz1qxGeN33YJWK+fArbwrx07Ip87AaCqG5HxoznEh8E=",
    GANZ: "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBDYnZvZmZsaHBpWXNtN0F2LzVKd0tBIDEwCmYxMkRyajNIRjlpZFNNTE90WnBHdCs3WldLQTdyejJ0UUk3NFpUSCtOd0UKLS0tIEk1a1JKeEY4TUhWSFZadWZWWnZyb2RnSGFyR09qa1BKMk0yVFhSR1JOa1kKmEvfz29IMbpFrvGyZZABq+mQ2IbLtfDQ1SBE7zXRWowapg9Er/g=",
    ZERLEGT: "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBHdEkvYmM5Y0RwaGQ2Z1pYSGkvVm9nIDEwCmNlcmdDRDJ0U0pIN040ZEkrU1R2Q21aenU0RlloSTBOc1ZCTUtEdkdOY1kKLS0tIFNyNDU1My9rdll0dzhvOE1TMkFsLzg5VTNiWG52Wm9BMlFzVDRkMWEvZm8KTPzE/mH+TOqmDRmTR3+ZtUnqjjN72DwmH3es9kB5KZHBGUxxm/Y=",
}


def von_age(_: bytes, wort: str) -> bytes:
    return base64.b64decode(VON_AGE[wort])


@pytest.fixture
def wenige_schritte(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the steps that the program takes: how many they are, the file says."""
    monkeypatch.setattr(kennwort, "_STUFE", 15)


@pytest.mark.usefixtures("wenige_schritte")
@pytest.mark.parametrize("mache", [schuetze, von_age])
def test_das_kennwort(mache: Callable[[bytes, str], bytes]) -> None:
    """Whether the program made the file or `age -p`."""
    zu = mache(b"geheim", "vier alte Wörter hier")
    assert oeffne(zu, "vier alte Wörter hier") == b"geheim"
    with pytest.raises(Kontaktfehler, match=r"^Das Kennwort stimmt nicht\.$"):
        oeffne(zu, "vier alte Wörter dort")
    with pytest.raises(Kontaktfehler) as fehler:
        oeffne(zu[:-1], "vier alte Wörter hier")
    assert str(fehler.value) == BESCHAEDIGT


def test_wie_lange_das_kennwort_dauert_steht_in_der_datei() -> None:
    """So many steps whatever the machine does meanwhile; a number that would take hours is damage, and composing letters is none."""
    zu = schuetze(b"geheim", "vier alte Wörter hier")
    zeile, _, rest = zu.partition(b"\n")
    assert re.fullmatch(rb"# Fallbuch, mit einem Kennwort verschlossen: scrypt 16 [0-9a-f]{32} [0-9a-f]{32}", zeile)
    assert rest.startswith(b"age-encryption.org/v1\n-> X25519 ")
    assert oeffne(zu, unicodedata.normalize("NFD", "vier alte Wörter hier")) == b"geheim"
    assert oeffne(zeile + b"\r\n" + rest, "vier alte Wörter hier") == b"geheim"
    for falsch in (zeile.replace(b" 16 ", b" 40 "), zeile[:-1], zeile + b" 00" * 5, b"# anders"):
        with pytest.raises(Kontaktfehler) as fehler:
            oeffne(falsch + b"\n" + rest, "vier alte Wörter hier")
        assert str(fehler.value) == BESCHAEDIGT
    assert schuetze(b"geheim", "vier alte Wörter hier").partition(b"\n")[0] != zeile
    vorn, eins, zwei = zeile.rsplit(b" ", 2)
    assert eins != zwei
    for falsch in (b" ".join((vorn, eins)), b" ".join((vorn, zwei, eins)), b" ".join((vorn, eins, eins))):
        with pytest.raises(Kontaktfehler, match=r"^Das Kennwort stimmt nicht\.$"):
            oeffne(falsch + b"\n" + rest, "vier alte Wörter hier")


def test_ein_einziger_strang_oeffnet_auch() -> None:
    """As the program kept keys before; the key is the strand, and age encrypts to it."""
    salz = bytes(range(16))
    strang = hashlib.scrypt(b"vier alte W\xc3\xb6rter hier", salt=salz, n=1 << 15, r=8, p=1, maxmem=1 << 27, dklen=32)
    zu = verschliesse(b"geheim", [Leseschluessel.aus_text(als_zeile(strang)).oeffentlich])
    vorn = f"# Fallbuch, mit einem Kennwort verschlossen: scrypt 15 {salz.hex()}\n".encode()
    assert oeffne(vorn + zu, "vier alte Wörter hier") == b"geheim"


@pytest.mark.usefixtures("wenige_schritte")
@pytest.mark.parametrize("mache", [schuetze, von_age])
def test_gleiche_buchstaben_sind_dasselbe_kennwort(mache: Callable[[bytes, str], bytes]) -> None:
    """Composed or not, by keyboard and system; and what is no text at all is a wrong one, not a breakdown."""
    for eines, anderes in ((GANZ, ZERLEGT), (ZERLEGT, GANZ)):
        zu = mache(b"geheim", eines)
        assert oeffne(zu, anderes) == b"geheim"
    with pytest.raises(Kontaktfehler, match=r"^Das Kennwort stimmt nicht\.$"):
        oeffne(zu, os.fsdecode(b"Sch\xf6ne"))


@pytest.mark.usefixtures("wenige_schritte")
def test_eine_verdorbene_schluesseldatei_ist_nicht_am_kennwort_schuld() -> None:
    """Whoever believes it gives up a good key."""
    zu = schuetze(b"geheim", "vier alte Wörter hier")
    zeile = zu.partition(b"\n")[0]
    for verdorben in (zeile + b"\n", zu.replace(b"\n", b"\r\n"), zeile + b"\nPK"):
        with pytest.raises(Kontaktfehler) as fehler:
            oeffne(verdorben, "vier alte Wörter hier")
        assert str(fehler.value) == BESCHAEDIGT


def test_bytes_als_schluessel() -> None:
    """age reads what is written, check sum and all."""
    for geheim in (bytes(32), bytes(range(32)), b"\xff" * 32):
        zeile = als_zeile(geheim)
        assert len(zeile) == 74
        assert Leseschluessel.aus_text(zeile).als_text().splitlines()[-1] == zeile


WEG = "Mit „fallbuch kontakt schluessel“ entsteht ein eigener Schlüssel; tragen Sie dessen Zeile ein, die mit age1 beginnt."


@pytest.mark.parametrize(
    ("zeile", "satz"),
    [
        ("ssh-ed25519 AAAAC3Nza jana@rechner", f"Ein SSH-Schlüssel geht hier nicht: Mit einem Kennwort geschützt, ließe er sich nicht benutzen. {WEG}"),
        ("age1pq1qqqq", f"Schlüssel, die mit age1pq1 beginnen, kennt dieses Programm nicht. {WEG}"),
        ("AGE-SECRET-KEY-1QQQ", f"Das ist ein geheimer Schlüssel; er gehört niemandem sonst. Wer ihn gesehen hat, kann lesen: Machen Sie einen neuen. {WEG}"),
        ("Jana", f"Das ist kein öffentlicher Schlüssel. Er beginnt mit age1 und hat 62 Zeichen. {WEG}"),
        ("age1" + "q" * 58, f"Das ist kein öffentlicher Schlüssel. Ein Zeichen stimmt nicht. Er beginnt mit age1 und hat 62 Zeichen. {WEG}"),
    ],
)  # fmt: skip
def test_wer_nicht_empfangen_kann(zeile: str, satz: str) -> None:
    with pytest.raises(Kontaktfehler) as fehler:
        gepruefter_empfaenger(zeile)
    assert str(fehler.value) == satz


def test_eine_zeile_mit_raendern_ist_dieselbe() -> None:
    zeile = Leseschluessel.neu().oeffentlich
    assert gepruefter_empfaenger(f"  {zeile.upper()}\r\n") == zeile


def test_der_schluessel_als_worte() -> None:
    jana = Leseschluessel.neu()
    worte = als_worte(jana)
    assert len(worte) == 10
    assert len(" ".join(worte).split()) == 58 + 10
    for getippt in (
        " ".join(worte),
        "\n".join(worte).lower(),
        " ".join(worte).replace("ü", "ue"),
        jana.als_text().splitlines()[1],
    ):
        assert aus_worten(getippt).oeffentlich == jana.oeffentlich
    reihe = [wort for zeile in worte for wort in zeile.split()[1:]]
    anders = next(wort for wort in ("Haus", "Tisch") if wort != reihe[3])
    for falsch in (reihe[:-1], [*reihe, "Haus"], [*reihe[:3], anders, *reihe[4:]]):
        with pytest.raises(
            Kontaktfehler, match=f"^Die {len(falsch)} Wörter ergeben keinen Schlüssel; auf dem Blatt stehen 58"
        ):
            aus_worten(" ".join(falsch))
    with pytest.raises(Kontaktfehler, match=r"^Das 2\. Wort steht nicht auf dem Blatt"):
        aus_worten("Haus Igel Tisch")


def test_debians_age_liest_und_schreibt_dasselbe(tmp_path: Path) -> None:
    """The way out: without this program, with a tool from the distribution."""
    if shutil.which("age") is None:
        pytest.skip("age ist nicht installiert; auf Debian: sudo apt install age")
    jana = Leseschluessel.neu()
    (tmp_path / "schluessel").write_text(jana.als_text())
    (tmp_path / "4711.age").write_bytes(verschliesse("VName: Änne\n".encode(), [jana.oeffentlich]))
    gelesen = subprocess.run(
        ["age", "-d", "-i", "schluessel", "4711.age"], cwd=tmp_path, capture_output=True, check=True
    )
    assert gelesen.stdout.decode() == "VName: Änne\n"
    subprocess.run(["age", "-r", jana.oeffentlich, "-o", "von-age.age", "schluessel"], cwd=tmp_path, check=True)
    assert jana.oeffne((tmp_path / "von-age.age").read_bytes()).decode() == jana.als_text()


def test_ein_gewoehnlicher_schluessel_der_wie_ein_anderer_beginnt() -> None:
    """One in a thousand does."""
    zeile = "age1pqzqlf8ae3vztk76vxmhzuapntxxjqd8tyg964xkvnnahj2ysqpqra090z"
    assert gepruefter_empfaenger(f" {zeile}\n") == zeile
    assert wie_viele(verschliesse(b"x", [zeile])) == 1
