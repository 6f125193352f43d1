"""The folder of contacts: who may reads, who left does not, a killed command leaves each file old or new."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fallbuch.kontakte.bund import Schluesseldatei
from fallbuch.kontakte.modell import Kontaktdaten, Kontaktfehler, aus_bytes, gepruefte_angabe, nur_ziffern
from fallbuch.kontakte.schloss import BESCHAEDIGT, Leseschluessel, verschliesse
from fallbuch.kontakte.speicher import EMPFAENGERDATEI, WIEDERHERSTELLUNG, Empfaenger, Kontaktspeicher, Speichermangel
from tests.conftest import WURZEL
from tests.hilfen import BEIM_LANDEN, LANDET
from tests.vorgeladen import HAENGT

ANDERE = "Sie ist für andere verschlossen als in der Liste. „fallbuch kontakt umschluesseln“ verschließt sie neu."
FREMD = "Das ist keine Datei der Kontaktdaten, vielleicht eine Kopie. Umschlüsseln und Löschen erreichen sie nicht: Sehen Sie nach, und löschen Sie sie."
OHNE_BLATT = "Es gibt keinen Schlüssel zur Wiederherstellung. Geht jeder andere verloren, öffnet niemand mehr etwas."
ANNA = {"VName": "Anna", "NName": "Beispiel", "PLZ": "04103", "Stadt": "Leipzig", "Telefon": "0341 123 456"}


class Leute:
    """Three counsellors, the sheet in the safe, and a store."""

    def __init__(self, ordner: Path) -> None:
        self.jana, self.ole, self.mira, self.blatt = (Leseschluessel.neu() for _ in range(4))
        self.speicher = Kontaktspeicher(ordner / "kontakte")
        self.duerfen(jana=self.jana, ole=self.ole)

    def duerfen(self, **wer: Leseschluessel) -> None:
        alle = {name.title(): s for name, s in wer.items()} | {WIEDERHERSTELLUNG: self.blatt}
        self.speicher.setze_empfaenger([Empfaenger(name, s.oeffentlich) for name, s in alle.items()])

    def roh(self, kennung: str) -> bytes:
        return (self.speicher.ordner / f"{kennung}.age").read_bytes()


@pytest.fixture
def leute(tmp_path: Path) -> Leute:
    leute = Leute(tmp_path)
    for kennung in ("4711", "2911", "1000"):
        leute.speicher.schreibe(Kontaktdaten(kennung=kennung, angaben={**ANNA, "VName": f"Anna {kennung}"}), neu=True)
    return leute


def test_wer_darf_liest_wer_nicht_darf_nicht(leute: Leute) -> None:
    for schluessel in (leute.jana, leute.ole, leute.blatt):
        kontakt = leute.speicher.lies("4711", schluessel)
        assert kontakt.angaben == {**ANNA, "VName": "Anna 4711"}
        assert kontakt.name == "Anna 4711 Beispiel"
    kontakte, maengel = leute.speicher.alle(leute.mira)
    assert kontakte == []
    assert maengel == [
        Speichermangel(f"{k}.age", "Diese Datei ist nicht für Ihren Schlüssel verschlossen.")
        for k in ("1000", "2911", "4711")
    ]
    assert leute.speicher.maengel() == leute.speicher.maengel(leute.jana) == []
    for schluessel in (leute.jana, leute.mira):
        assert leute.speicher.alle(schluessel, kerne=2) == leute.speicher.alle(schluessel)


def test_wer_geht_oeffnet_keine_datei_mehr(leute: Leute) -> None:
    vorher = leute.roh("4711")
    leute.duerfen(jana=leute.jana, mira=leute.mira)
    alle = [Speichermangel(f"{k}.age", ANDERE) for k in ("1000", "2911", "4711")]
    assert leute.speicher.maengel(leute.jana) == alle
    # As many may read as before: without a key nobody can tell.
    assert leute.speicher.maengel() == []
    assert leute.speicher.verschliesse_neu(leute.jana) == (3, [])
    for kennung in leute.speicher.kennungen:
        assert leute.speicher.lies(kennung, leute.mira)["Telefon"] == "0341 123 456"
        with pytest.raises(Kontaktfehler, match="nicht für Ihren Schlüssel"):
            leute.speicher.lies(kennung, leute.ole)
    assert leute.ole.oeffne(vorher).startswith(b"ID: 4711\nVName: Anna 4711"), "what was copied before stays readable"
    assert leute.speicher.maengel(leute.mira) == []
    # Again there is nothing to do, and no file becomes another.
    jetzt = leute.roh("4711")
    assert leute.speicher.verschliesse_neu(leute.mira) == (0, [])
    assert leute.roh("4711") == jetzt
    leute.duerfen(jana=leute.jana)
    assert leute.speicher.maengel() == alle


def test_ein_schloss_zu_viel_wird_gesehen_und_geht(leute: Leute) -> None:
    """Whoever adds a lock to a file reads it, whatever stands inside."""
    innen = leute.jana.oeffne(leute.roh("4711"))
    alle = [s.oeffentlich for s in (leute.jana, leute.ole, leute.mira, leute.blatt)]
    (leute.speicher.ordner / "4711.age").write_bytes(verschliesse(innen, alle))
    assert leute.speicher.maengel(leute.jana) == leute.speicher.maengel() == [Speichermangel("4711.age", ANDERE)]
    assert leute.speicher.verschliesse_neu(leute.jana) == (1, [])
    with pytest.raises(Kontaktfehler):
        leute.speicher.lies("4711", leute.mira)


def test_auch_ohne_schluessel_faellt_auf_was_keine_verschlossene_datei_ist(leute: Leute) -> None:
    ordner = leute.speicher.ordner
    ganz = leute.roh("4711")
    (ordner / "4711.age").write_bytes(b"")
    (ordner / "2911.age").write_bytes(b"VName: Anna\n")
    (ordner / "1000.age").write_bytes(ganz[:150])
    (ordner / ".DS_Store").write_bytes(b"x")
    assert leute.speicher.maengel() == [
        Speichermangel("1000.age", BESCHAEDIGT),
        Speichermangel("2911.age", "Die Datei ist keine von age verschlossene Datei."),
        Speichermangel("4711.age", "Die Datei ist leer. Nehmen Sie sie aus einer Sicherung."),
    ]


def test_zwei_namen_mit_einem_schluessel_sind_ein_leser(leute: Leute) -> None:
    """As where two share a machine: the store comes to rest all the same."""
    leute.duerfen(jana=leute.jana, johanna=leute.jana)
    assert leute.speicher.verschliesse_neu(leute.jana) == (3, [])
    zweimal = "hat denselben Schlüssel wie jemand anderes in der Liste. Wer einen der Namen herausnimmt, nimmt niemandem etwas."
    doppelt = [Speichermangel(EMPFAENGERDATEI, f"„{name}“ {zweimal}") for name in ("Jana", "Johanna")]
    assert leute.speicher.maengel() == leute.speicher.maengel(leute.jana) == doppelt
    assert leute.speicher.verschliesse_neu(leute.jana) == (0, [])


def test_nur_das_blatt_genuegt(leute: Leute) -> None:
    neue = Leseschluessel.neu()
    leute.duerfen(jana=neue)
    assert leute.speicher.verschliesse_neu(leute.blatt) == (3, [])
    assert leute.speicher.lies("4711", neue).name == "Anna 4711 Beispiel"


def test_eine_kaputte_datei_kostet_nur_sich_selbst(leute: Leute) -> None:
    ordner = leute.speicher.ordner
    (ordner / "2911.age").write_bytes(leute.roh("2911")[:-1])
    (ordner / "5000.age").write_bytes(b"")
    (ordner / "5001.age").write_bytes(verschliesse(b"nur ein Satz\n", [leute.jana.oeffentlich]))
    (ordner / "notiz.txt").write_text("nichts")
    kontakte, maengel = leute.speicher.alle(leute.jana)
    assert [k.kennung for k in kontakte] == ["1000", "4711"]
    assert maengel == [
        Speichermangel(
            "2911.age",
            "Die Datei ist beschädigt: Es fehlt etwas, oder etwas ist anders als beim Verschlüsseln. Nehmen Sie sie aus einer Sicherung.",
        ),
        Speichermangel("5000.age", "Die Datei ist leer. Nehmen Sie sie aus einer Sicherung."),
        Speichermangel("5001.age", "In der Datei zu 5001 ist Zeile 1 keine Zeile wie „Telefon: 0341 123456“."),
    ]
    maengel.append(Speichermangel("notiz.txt", FREMD))
    assert leute.speicher.maengel(leute.jana) == maengel
    leute.duerfen(jana=leute.jana)
    geaendert, geblieben = leute.speicher.verschliesse_neu(leute.jana)
    assert (geaendert, geblieben) == (2, maengel)


@pytest.mark.parametrize(
    "name", ["2911 (Janas Konflikt).age", "2911.sync-conflict-20260101.age", "2911.age.bak", "2911.AGE", ".2911.age"]
)
def test_kopien_werden_genannt_und_ueberleben_kein_loeschen_unbemerkt(leute: Leute, name: str) -> None:
    (leute.speicher.ordner / name).write_bytes(leute.roh("2911"))
    leute.duerfen(jana=leute.jana)
    assert leute.speicher.verschliesse_neu(leute.jana) == (3, [Speichermangel(name, FREMD)])
    assert leute.speicher.maengel(leute.jana) == [Speichermangel(name, FREMD)]
    if not name.startswith("."):
        with pytest.raises(Kontaktfehler) as fehler:
            leute.speicher.loesche("2911")
        assert str(fehler.value) == f"Von den Kontaktdaten zu 2911 ist noch etwas da: {name}. Löschen Sie es von Hand."
    assert leute.speicher.hat("2911") == name.startswith(".")
    leute.speicher.loesche("4711")


def test_eine_datei_gehoert_zu_ihrer_id(leute: Leute) -> None:
    (leute.speicher.ordner / "6712.age").write_bytes(leute.roh("2911"))
    with pytest.raises(Kontaktfehler) as fehler:
        leute.speicher.lies("6712", leute.jana)
    assert (
        str(fehler.value) == "In dieser Datei stehen die Kontaktdaten zu 2911: Jemand hat sie umbenannt oder kopiert."
    )


def test_wer_zu_spaet_schreibt_ueberschreibt_nichts(leute: Leute) -> None:
    statt = leute.speicher.roh("4711")
    leute.speicher.schreibe(Kontaktdaten(kennung="4711", angaben={"NName": "Neu"}), statt=statt)
    satz = r"^4711\.age hat gerade jemand anderes geändert\. Versuchen Sie es noch einmal\.$"
    with pytest.raises(Kontaktfehler, match=satz):
        leute.speicher.schreibe(Kontaktdaten(kennung="4711", angaben=ANNA), statt=statt)
    leute.speicher.loesche("4711")
    with pytest.raises(Kontaktfehler, match=satz):
        leute.speicher.schreibe(Kontaktdaten(kennung="4711", angaben=ANNA), statt=statt)
    assert not leute.speicher.hat("4711")
    bisher = leute.speicher.empfaenger
    leute.duerfen(jana=leute.jana)
    with pytest.raises(Kontaktfehler, match=r"^empfaenger\.txt hat gerade jemand anderes geändert"):
        leute.speicher.setze_empfaenger([*bisher, Empfaenger("Tarik", leute.mira.oeffentlich)], bisher)


def test_ein_ordner_der_fehlt_entsteht_nicht_von_selbst(leute: Leute, tmp_path: Path) -> None:
    leute.speicher.ordner.rename(tmp_path / "fort")
    for tu in (
        lambda: leute.speicher.schreibe(Kontaktdaten(kennung="1", angaben=ANNA)),
        lambda: leute.speicher.loesche("4711"),
        lambda: leute.speicher.verschliesse_neu(leute.jana),
    ):
        with pytest.raises(Kontaktfehler, match=r"^Den Ordner der Kontaktdaten gibt es nicht"):
            tu()
    assert not leute.speicher.ordner.exists()


def test_was_keine_gewoehnliche_datei_ist(leute: Leute) -> None:
    os.mkfifo(leute.speicher.ordner / "6000.age")
    with pytest.raises(Kontaktfehler, match=r"^6000\.age ist keine gewöhnliche Datei\.$"):
        leute.speicher.lies("6000", leute.jana)


def test_zweimal_derselbe_und_einer_den_es_nicht_gibt(leute: Leute) -> None:
    with pytest.raises(Kontaktfehler, match=r"^Zu 4711 gibt es schon Kontaktdaten\.$"):
        leute.speicher.schreibe(Kontaktdaten(kennung="4711", angaben={}), neu=True)
    leute.speicher.loesche("4711")
    assert not leute.speicher.hat("4711")
    for tu in (lambda: leute.speicher.loesche("4711"), lambda: leute.speicher.lies("4711", leute.jana)):
        with pytest.raises(Kontaktfehler, match=r"^Zu 4711 gibt es keine Kontaktdaten\.$"):
            tu()


@pytest.mark.parametrize("kennung", ["../4711", "a/b", "", ".4711", "4711\n", "x" * 65])
def test_keine_id_fuehrt_aus_dem_ordner(leute: Leute, kennung: str) -> None:
    for tu in (
        lambda: leute.speicher.hat(kennung),
        lambda: leute.speicher.schreibe(Kontaktdaten(kennung=kennung, angaben=ANNA)),
        lambda: leute.speicher.loesche(kennung),
    ):
        with pytest.raises(Kontaktfehler, match=r"^Das ist keine ID eines Falls\.$"):
            tu()


def test_die_liste_der_empfaenger(leute: Leute) -> None:
    datei = leute.speicher.ordner / EMPFAENGERDATEI
    assert [e.name for e in leute.speicher.empfaenger] == ["Jana", "Ole", WIEDERHERSTELLUNG]
    ohne_blatt = f"# Jana\n\n{leute.jana.oeffentlich}\r\n"
    datei.write_text(ohne_blatt)
    assert leute.speicher.maengel()[0] == Speichermangel(EMPFAENGERDATEI, OHNE_BLATT)
    namen = f"{EMPFAENGERDATEI}, Zeile {{}}: Vor jedem Schlüssel steht eine Zeile mit dem Namen, jeder Name einmal: „# Jana“."
    for text, satz in (
        (leute.jana.oeffentlich, namen.format(1)),
        (ohne_blatt + ohne_blatt, namen.format(6)),
        (f"{ohne_blatt}{leute.ole.oeffentlich}\n", namen.format(4)),
    ):
        datei.write_text(text)
        with pytest.raises(Kontaktfehler) as fehler:
            _ = leute.speicher.empfaenger
        assert str(fehler.value) == satz
    datei.write_text("")
    with pytest.raises(Kontaktfehler, match=r"^Noch darf niemand die Kontaktdaten lesen"):
        leute.speicher.schreibe(Kontaktdaten(kennung="1", angaben=ANNA))


def test_an_jedem_schreiben_getoetet(leute: Leute, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever write is the last one: every file opens with somebody's key as a whole, and the next call does the rest."""

    class Getoetet(BaseException):
        pass

    vorher = {k: leute.roh(k) for k in leute.speicher.kennungen}
    umbenannt = os.replace
    for bis in range(3):
        for kennung, roh in vorher.items():
            (leute.speicher.ordner / f"{kennung}.age").write_bytes(roh)
        leute.duerfen(jana=leute.jana, mira=leute.mira)
        gerufen = iter(range(100))

        def ersetze(neu: Path, ziel: Path, bis: int = bis, gerufen: object = gerufen) -> None:
            if next(gerufen) == bis:  # type: ignore[call-overload]
                raise Getoetet
            umbenannt(neu, ziel)

        monkeypatch.setattr(os, "replace", ersetze)
        with pytest.raises(Getoetet):
            leute.speicher.verschliesse_neu(leute.jana)
        monkeypatch.undo()
        kontakte, maengel = leute.speicher.alle(leute.jana)
        assert ([k.name for k in kontakte], maengel) == (
            ["Anna 1000 Beispiel", "Anna 2911 Beispiel", "Anna 4711 Beispiel"],
            [],
        )
        assert leute.speicher.verschliesse_neu(leute.jana) == (3 - bis, [])
        assert leute.speicher.maengel(leute.mira) == []
        assert sorted(p.name for p in leute.speicher.ordner.iterdir()) == [
            "1000.age",
            "2911.age",
            "4711.age",
            EMPFAENGERDATEI,
        ]


def test_auf_der_platte_steht_kein_name(leute: Leute) -> None:
    for datei in leute.speicher.ordner.iterdir():
        assert not [
            wort for wort in (b"Anna", b"Beispiel", b"04103", b"Leipzig", b"123 456") if wort in datei.read_bytes()
        ], datei.name


@BEIM_LANDEN
def test_der_eigene_schluessel(tmp_path: Path) -> None:
    bund, jana = Schluesseldatei(tmp_path / "neu/ordner/schluessel.age"), Leseschluessel.neu()
    with pytest.raises(Kontaktfehler, match=r"^Auf diesem Rechner haben Sie noch keinen Schlüssel"):
        bund.oeffne("egal")
    with pytest.raises(Kontaktfehler, match=r"^Das Kennwort ist zu kurz: Nehmen Sie mindestens 10 Zeichen"):
        bund.lege_an(jana, "neun Zeic")
    assert not bund.da
    bund.lege_an(jana, "zehn Zeich")
    assert (bund.datei.stat().st_mode & 0o077, bund.datei.parent.stat().st_mode & 0o077) == (0, 0)
    with pytest.raises(Kontaktfehler, match=r"^Auf diesem Rechner liegt schon ein Schlüssel von Ihnen"):
        bund.lege_an(Leseschluessel.neu(), "zehn Zeich")
    bund.schuetze(bund.oeffne("zehn Zeich"), "elf Zeichen")
    with pytest.raises(Kontaktfehler, match=r"^Das Kennwort stimmt nicht\.$"):
        bund.oeffne("zehn Zeich")
    assert bund.oeffne("elf Zeichen").oeffentlich == jana.oeffentlich
    # Whoever opens two hundred files at once is told which of them is damaged.
    bund.datei.write_bytes(bund.datei.read_bytes()[:-3])
    with pytest.raises(Kontaktfehler) as fehler:
        bund.oeffne("elf Zeichen")
    assert (
        str(fehler.value)
        == f"Die Datei mit Ihrem Schlüssel ({bund.datei}) ist beschädigt. Nehmen Sie sie aus einer Sicherung."
    )


# -- what a contact says


@pytest.mark.parametrize(
    ("feld", "getippt", "wert"),
    [
        ("VName", "  Änne \u0301 ", "Änne \u0301"), ("PLZ", "04103", "04103"), ("PLZ", "8010", "8010"), ("Telefon", "+43 (0)316 / 12-34-56", "+43 (0)316 / 12-34-56"),
        ("Telefon", "12345", "12345"), ("Email", "a@b.at", "a@b.at"), ("Einwilligung", "12.1.2026", "2026-01-12"), ("Einwilligung", "2026-01-12", "2026-01-12"),
        ("Stadt", "   ", ""), ("NName", "x" * 200, "x" * 200),
    ],
)  # fmt: skip
def test_angaben(feld: str, getippt: str, wert: str) -> None:
    assert gepruefte_angabe(feld, getippt) == wert


@pytest.mark.parametrize(
    ("feld", "getippt", "satz"),
    [
        ("PLZ", "410", "Eine Postleitzahl hat fünf Ziffern, in Österreich vier."),
        ("PLZ", "041033", "Eine Postleitzahl hat fünf Ziffern, in Österreich vier."),
        ("Telefon", "1234", "Eine Telefonnummer besteht aus Ziffern, zum Beispiel 0341 123456 oder +43 316 123456."),
        ("Telefon", "bei der Nachbarin", "Eine Telefonnummer besteht aus Ziffern, zum Beispiel 0341 123456 oder +43 316 123456."),
        ("Email", "anna(at)example.org", "Eine E-Mail-Adresse sieht aus wie name@example.org."),
        ("Einwilligung", "ja", "Die Einwilligung nennt ihren Tag, zum Beispiel 12.1.2026."),
        ("NName", "x" * 201, "„Nachname“ ist länger als 200 Zeichen oder enthält Zeichen, die niemand sieht."),
        ("NName", "a\u200bb", "„Nachname“ ist länger als 200 Zeichen oder enthält Zeichen, die niemand sieht."),
    ],
)  # fmt: skip
def test_falsche_angaben_stehen_nicht_in_der_meldung(feld: str, getippt: str, satz: str) -> None:
    with pytest.raises(Kontaktfehler) as fehler:
        gepruefte_angabe(feld, getippt)
    assert str(fehler.value) == satz


@pytest.mark.parametrize(
    ("gesucht", "passt"),
    [
        ("anna", True), ("ANNA muller", True), ("mueller", True), ("Müller", True), ("strasse", True), ("0341 123 456", True), ("+49 341 123456", True), ("0049341123456", True),
        ("123456", True), ("4711", True), ("anna meier", False), ("0316 123456", False), ("99", False), ("leipzig 04103", True),
        ("49341123456", True), ("\u202a+49 341 123456\u202c", True), ("00432341123456", True), ("341123457", False),
    ],
)  # fmt: skip
def test_wer_ist_gemeint(gesucht: str, passt: bool) -> None:
    kontakt = Kontaktdaten(kennung="4711", angaben={**ANNA, "NName": "Müller", "Strasse": "Lange Straße 3"})
    assert kontakt.passt(gesucht) is passt


def test_nummern_sind_gleich_wie_sie_auch_geschrieben_sind() -> None:
    schreibweisen = (
        "0341 123-456",
        "+49 341/123456",
        "0049 (341) 123 456",
        "0341123456",
        "(0341) 12 34 56",
        "+49 (0)341 123456",
    )
    assert {nur_ziffern(n) for n in schreibweisen} == {"341123456"}


def test_was_ein_spaeteres_programm_dazuschreibt_bleibt(leute: Leute) -> None:
    kontakt = aus_bytes("4711", b"VName: Anna\nMerkmal: eins: zwei\n\n")
    assert kontakt.mit({"Stadt": "Graz", "VName": ""}).angaben == {"Stadt": "Graz", "Merkmal": "eins: zwei"}
    leute.speicher.schreibe(kontakt)
    assert leute.speicher.lies("4711", leute.ole).angaben == {"VName": "Anna", "Merkmal": "eins: zwei"}


def test_zweihundertmal_getoetet(tmp_path: Path) -> None:
    """Every command that writes, killed anywhere: each file says what it said before or what it is to say, and opens.

    In the long form each of the six is killed at 200 places.
    """
    wie_oft = "1200" if os.environ.get("FALLBUCH_LANG") else "200" if LANDET else "60"
    ende = subprocess.run(
        [sys.executable, "-m", "tests.kontakte.toeten", str(tmp_path / "haus"), wie_oft],
        cwd=WURZEL, capture_output=True, text=True, check=False, timeout=HAENGT,
    )  # fmt: skip
    assert ende.returncode == 0, ende.stderr
    alte, neue = map(int, ende.stdout.split())
    assert alte > 10
    assert neue > 10
