"""A name from the contacts in a text is found however Germans spell it, and a word is not taken for a name."""

from __future__ import annotations

import unicodedata

import pytest

from fallbuch.kontakte.modell import Kontaktdaten
from fallbuch.kontakte.namen import Namenssuche

MENSCHEN = {
    "1": ("Ayşe", "Yılmaz"), "2": ("Jörg", "Müllerstätter"), "3": ("Anna", "Koch"), "4": ("Karl-Heinz", "Weiß"), "5": ("Maria", "von der Mühle"),
    "6": ("Eva", "Meierhofer-Schulzendorf"), "11": ("Otto", "Bäcker"), "12": ("Thi", "Le"), "13": ("Samira", "El Amranilla"), "14": ("Max Musterkowski", ""),
    "15": ("Jan", "Dr. Schmidtke, geb. Ohlenbusch"), "7": ("Łukasz", "Łódź"), "8": ("Rose", "Großkopf"), "9": ("Li", "Ng"), "10": ("Tarik", "Abadi"),
}  # fmt: skip
SUCHE = Namenssuche(Kontaktdaten(kennung=k, angaben={"VName": v, "NName": n}) for k, (v, n) in MENSCHEN.items())


def gefunden(text: str, kennung: str = "") -> list[str]:
    zeilen = unicodedata.normalize("NFC", text).split("\n")
    return [
        zeilen[f.zeile - 1][f.spalte - 1 : f.bis - 1] for f in SUCHE.finde(text, kennung, erlaubt=["Tarik", "Jana"])
    ]


@pytest.mark.parametrize(
    ("text", "namen"),
    [
        ("Yılmaz ruft an.", ["Yılmaz"]),
        ("Frau Yilmaz ruft an.", ["Yilmaz"]),
        ("Termin bei Müllerstätter", ["Müllerstätter"]),
        ("Muellerstaetters Lebenslauf", ["Muellerstaetters"]),
        ("Mullerstatter's Lebenslauf", ["Mullerstatter's"]),
        ("MÜLLERSTÄTTER", ["MÜLLERSTÄTTER"]),
        ("Herr Großkopf, Frau Grosskopf", ["Großkopf", "Grosskopf"]),
        ("Łódź und Lodz", ["Łódź", "Lodz"]),
        # A word that is a name as well.
        ("Er arbeitet als Koch.", []),
        ("Koch sucht Stelle", []),
        ("Frau Koch ruft an.", ["Koch"]),
        ("Anna Koch ruft an.", ["Koch"]),
        ("Koch, Anna", ["Koch"]),
        ("Herrn Weiss angerufen", ["Weiss"]),
        ("Weiß nicht, wann. Karl-Heinz Weiß", ["Weiß"]),
        ("Fr. Koch", ["Koch"]),
        # Names of several words, and halves.
        ("Termin mit von der Mühle.", ["von der Mühle"]),
        ("Sie wohnt an der Mühle.", []),
        (
            "Meierhofer-Schulzendorf, Meierhofer, Schulzendorfs Plan",
            ["Meierhofer-Schulzendorf", "Meierhofer", "Schulzendorfs"],
        ),
        ("Der Kunde ist Bäcker, im März geht es los.", []),
        ("Herr Bäcker, Frau Dr. Koch, Frau A. Koch, A. Koch, T. Koch", ["Bäcker", "Koch", "Koch", "Koch"]),
        ("Hrn. Koch und Ehepaar Koch, die Kundin Koch", ["Koch", "Koch", "Koch"]),
        ("frau müllerstätter, frau koch", ["müllerstätter", "koch"]),
        ("Le ist da. Frau Le ist da.", ["Le"]),
        ("Frau Amranilla, El Amranilla", ["Amranilla", "El Amranilla"]),
        ("Musterkowski kommt, Schmidtke auch, Ohlenbusch nicht", ["Musterkowski", "Schmidtke", "Ohlenbusch"]),
        (unicodedata.normalize("NFD", "Müllerstätter"), ["Müllerstätter"]),
        # Not a name: in small letters, a part of a word, too short, a counsellor.
        ("yılmaz", []),
        ("Yılmazstraße", []),
        ("Ng", []),
        ("Tarik und Jana", []),
        ("Anna Maria Eva", []),
    ],
)
def test_namen_in_texten(text: str, namen: list[str]) -> None:
    assert gefunden(text) == namen
    assert gefunden(f"Davor.\n- [ ] {text}") == namen


def test_ein_vorname_zaehlt_im_eigenen_fall() -> None:
    assert gefunden("Ayse kommt morgen, Ayşes Mutter auch.", "1") == ["Ayse", "Ayşes"]
    assert gefunden("Ayse kommt morgen.", "2") == []
    assert gefunden("Anna kommt.", "3") == ["Anna"]
    assert gefunden("Eine Rose.", "8") == []
    assert gefunden("Tarik ruft an.", "10") == []
