"""What is printed and what goes into an address book: whole letters of all who live here, nothing of anybody else."""

from __future__ import annotations

from datetime import date

import pypdfium2
import pytest

from fallbuch.kontakte.druck import Anruf, blatt_fuer_den_safe, brief, etiketten, unterwegs
from fallbuch.kontakte.modell import Kontaktdaten, Kontaktfehler, waehlbar
from fallbuch.kontakte.visitenkarte import als_vcard

AYSE = {"VName": "Ayşe", "NName": "Öztürk-Łódź", "Strasse": "Weiße Gasse 3", "PLZ": "04103", "Stadt": "Leipzig", "Telefon": "+49 (0)341 123-456", "Email": "a@example.org"}  # fmt: skip
SCHRIFT = "Etwas davon ist in einer Schrift geschrieben, die sich hier nicht drucken lässt. Schreiben Sie es mit lateinischen Buchstaben, wie im Ausweis."


def kontakt(kennung: str = "4711", **angaben: str) -> Kontaktdaten:
    return Kontaktdaten(kennung=kennung, angaben={**AYSE, **angaben}).mit({})


def seiten(pdf: bytes) -> list[list[str]]:
    return [seite.get_textpage().get_text_bounded().split("\r\n") for seite in pypdfium2.PdfDocument(pdf)]


def test_ein_brief() -> None:
    roh = brief(
        kontakt(), absender="Unser Team", tag=date(2026, 7, 1), betreff="Ihr Termin", text="der Ж bleibt.\n\nGruß\nJana"
    )
    assert seiten(roh) == [
        [
            "Unser Team", "Ayşe Öztürk-Łódź", "Weiße Gasse 3", "04103 Leipzig", "01.07.2026", "Ihr Termin", "Guten Tag Ayşe Öztürk-Łódź,",
            "der Ж bleibt.", "Gruß", "Jana",
        ]
    ]  # fmt: skip
    assert pypdfium2.PdfDocument(roh).get_metadata_dict(skip_empty=True)["Title"] == "Brief zu 4711"
    assert len(seiten(brief(kontakt(), absender="", tag=date(2026, 7, 1), betreff="", text="lang\n" * 60))) == 2


@pytest.mark.parametrize(
    ("angaben", "satz"),
    [
        ({"Strasse": ""}, "Zu 4711 fehlt die Anschrift: Name, Straße, Postleitzahl und Ort."),
        ({"PLZ": "", "Stadt": ""}, "Zu 4711 fehlt die Anschrift: Name, Straße, Postleitzahl und Ort."),
        ({"VName": "", "NName": ""}, "Zu 4711 fehlt die Anschrift: Name, Straße, Postleitzahl und Ort."),
        ({"VName": "عائشة"}, SCHRIFT),
    ],
)
def test_was_sich_nicht_drucken_laesst(angaben: dict[str, str], satz: str) -> None:
    with pytest.raises(Kontaktfehler) as fehler:
        brief(kontakt(**angaben), absender="Team", tag=date(2026, 7, 1), betreff="", text="")
    assert str(fehler.value) == satz


def test_etiketten() -> None:
    alle = [kontakt(str(1000 + n), NName=f"Beispiel {n}") for n in range(25)]
    roh, ohne = etiketten([kontakt("2911", Strasse=""), *alle])
    assert ohne == ["2911"]
    gedruckt = seiten(roh)
    assert [sum("Beispiel" in zeile for zeile in seite) for seite in gedruckt] == [24, 1]
    assert gedruckt[1] == ["Ayşe Beispiel 24", "Weiße Gasse 3", "04103 Leipzig"]
    for blank, zeilen in (
        (" ", ["Ayşe Beispiel-Lang von der", "Mühle"]),
        ("\u00a0", ["Ayşe Beispiel-Lang", "von der Mühle"]),
    ):
        roh, _ = etiketten([kontakt(NName=f"Beispiel-Lang von{blank}der{blank}Mühle")])
        assert seiten(roh)[0][:2] == zeilen
    roh, _ = etiketten([kontakt(VName="", NName="W" * 30)])
    assert ["".join(seiten(roh)[0][:-2]), len(seiten(roh)[0])] == ["W" * 30, 4]
    roh, _ = etiketten([kontakt(NName="Beispiel-Langenstraße von der Mühle")])
    assert seiten(roh) == [["Ayşe Beispiel-Langenstraße", "von der Mühle", "Weiße Gasse 3", "04103 Leipzig"]]
    with pytest.raises(Kontaktfehler, match=r"^Bei niemandem davon ist eine Anschrift eingetragen\.$"):
        etiketten([kontakt(Stadt="", PLZ="")])


def test_ein_blatt_fuer_unterwegs() -> None:
    roh = unterwegs(
        "Jana", [Anruf("4711", kontakt(), "anrufen", "seit 3 Tagen"), Anruf("2911", None, "einladen", "heute")], von=date(2026, 6, 30), bis=date(2026, 7, 6)
    )  # fmt: skip
    assert seiten(roh) == [
        [
            "Für Jana: 30.06. bis 06.07.2026", "Nach dem 06.07.2026 vernichten. Nicht liegen lassen, nicht fotografieren.",
            "4711 Ayşe Öztürk-Łódź +49 (0)341 123-456 anrufen, seit 3 Tagen", "2911 ohne Kontaktdaten einladen, heute",
        ]
    ]  # fmt: skip
    assert (
        len(
            seiten(
                unterwegs(
                    "Jana", [Anruf("1", None, "anrufen", "heute")] * 60, von=date(2026, 6, 30), bis=date(2026, 7, 6)
                )
            )
        )
        == 2
    )


def test_ein_blatt_fuer_den_safe() -> None:
    assert seiten(blatt_fuer_den_safe([" 1  Haus Igel", " 2  Tisch"])) == [
        [
            "Für den Safe: Wiederherstellung der Kontaktdaten",
            "Diese Wörter öffnen alle Kontaktdaten, wenn sonst niemand mehr kann: fallbuch kontakt liste --blatt",
            " 1 Haus Igel", " 2 Tisch", "Gedruckt am ______________ von ______________ eingeschlossen in ______________",
        ]
    ]  # fmt: skip


def test_fuer_das_adressbuch() -> None:
    karte = als_vcard(kontakt(Strasse="Gasse 3; Hof, links", Email="", NName="Öztürk " * 12 + "Łódź"))
    zeilen = karte.decode().split("\r\n")
    assert all(len(zeile.encode()) <= 75 for zeile in zeilen)
    assert "\r\n ".join(zeilen) != karte.decode()
    assert karte.decode().replace("\r\n ", "").split("\r\n") == [
        "BEGIN:VCARD", "VERSION:3.0", f"FN:Ayşe {'Öztürk ' * 12}Łódź", f"N:{'Öztürk ' * 12}Łódź;Ayşe;;;", "TEL;TYPE=VOICE:+49341123456",
        "ADR;TYPE=HOME:;;Gasse 3\\; Hof\\, links;Leipzig;;04103;", "NOTE:Fall 4711", "END:VCARD", "",
    ]  # fmt: skip
    assert als_vcard(Kontaktdaten(kennung="4711", angaben={})).decode().split("\r\n") == [
        "BEGIN:VCARD", "VERSION:3.0", "FN:4711", "N:;;;;", "NOTE:Fall 4711", "END:VCARD", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("nummer", "gewaehlt"),
    [
        ("0341 123 456", "0341123456"),
        ("+49 (0)341 123-456", "+49341123456"),
        ("0049 (0) 341/1", "00493411"),
        ("+43 316 1", "+433161"),
        ("(0341) 12", "034112"),
        ("0171 2345678 ab 17 Uhr", "01712345678"),
        ("privat: 0341/123, 2. Stock", "0341123"),
        ("", ""),
    ],
)
def test_wie_ein_telefon_waehlt(nummer: str, gewaehlt: str) -> None:
    assert waehlbar(nummer) == gewaehlt
