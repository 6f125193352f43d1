"""A case is recognised in every spelling, and nothing else is taken for it."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import re
import tarfile
import unicodedata
import zipfile
from email.message import EmailMessage

import pytest
import yaml

from fallbuch.loeschung.aehnliches import Aehnliches
from fallbuch.loeschung.alltag import Alltag, alltag_aus
from fallbuch.loeschung.lesarten import birgt_geschichte, lesarten
from fallbuch.loeschung.planen import bekannte_worte
from fallbuch.loeschung.spuren import Spurart, Spuren, laeufe, zaehlende
from fallbuch.regelwerk.vokabular import Vokabular

SATZ = "Sie möchte als Köchin in einer großen Küche am Abend arbeiten."
KONTAKT = {
    "VName": "Gülcan", "NName": "Öztürk", "Strasse": "Kärntner Straße 12", "Telefon": "+43 664 1234567", "Email": "g.oz@example.org",
}  # fmt: skip
SPUREN = Spuren(["4711"], laeufe(SATZ), [KONTAKT])


@pytest.mark.parametrize(
    ("text", "ohne"),
    [
        ("siehe Fall 4711.", "siehe Fall (gelöscht)."),
        ("faelle/4711.md", "faelle/(gelöscht).md"),
        ("4711, 2911", "(gelöscht), 2911"),
        ("4711 2911", "(gelöscht) 2911"),
        ("Fall4711, 4711_alt, fall-4711, 4711-1", "Fall(gelöscht), (gelöscht)_alt, fall-(gelöscht), (gelöscht)-1"),
        ("Am 12.03. 2911 angerufen, 14:30 4711: da", "Am 12.03. 2911 angerufen, 14:30 (gelöscht): da"),
        ("03.04. 4711 kam nicht", "03.04. (gelöscht) kam nicht"),
        ("Geschwister 4711/4544, Gruppe 4711,4544", "Geschwister (gelöscht)/4544, Gruppe (gelöscht),4544"),
        ("4711 (3.4.2026): abgesagt", "(gelöscht) (3.4.2026): abgesagt"),
        (SATZ, "(gelöscht)."),
        (SATZ.upper(), "(gelöscht)."),
        (unicodedata.normalize("NFD", SATZ), "(gelöscht)."),
        ("SIE MOECHTE ALS KOECHIN IN EINER GROSSEN KUECHE", "(gelöscht)"),
        ("Also: sie mö\u00adchte als Köchin in\neiner Firma", "Also: (gelöscht) Firma"),
        ("als Köchin, in einer großen; denn", "(gelöscht); denn"),
        ("Gülcan Öztürk und Oeztuerk Guelcan", "(gelöscht) und (gelöscht)"),
        ("mit Frau Öztürks Sohn", "mit (gelöscht) Sohn"),
        ("0043/664/123 45 67, 0664 1234567", "(gelöscht), (gelöscht)"),
        ("Kaerntner Strasse 12, KÄRNTNER STR. 12", "(gelöscht), (gelöscht)"),
        ("an G.OZ@example.org!", "an (gelöscht)!"),
    ],
)
def test_in_jeder_schreibweise(text: str, ohne: str) -> None:
    assert SPUREN.ohne(text) == ohne
    assert SPUREN.stellen(ohne) == []


@pytest.mark.parametrize(
    "text",
    [
        "14711, 47110 und 471",
        "am 47.11. oder 2026-04-11, 0664 4711 22, 4711,50 Euro, 1.4711",
        "9f4711ab02 und 7c4711",
        "Sie möchte als Köchin anfangen, in einer großen Firma",
        "Öztürk Bau GmbH",
        "Gülcan Müller",
        "0664 1234568",
    ],
)
def test_und_nichts_anderes(text: str) -> None:
    assert SPUREN.ohne(text) == text


def test_eine_nummer_wie_ein_jahr_braucht_ihr_wort() -> None:
    spuren = Spuren(["2024"])
    assert spuren.ohne("Im Jahr 2024, seit Mai 2024; Fall 2024, ID: 2024") == (
        "Im Jahr 2024, seit Mai 2024; Fall (gelöscht), ID: (gelöscht)"
    )


def test_nur_saetze_sind_wiedererkennbar() -> None:
    """Front matter and headings are the same in many cases; days are nobody's."""
    text = f"---\nID: 4711\nBerater: Jana\nStatus: in Beratung\n---\n\n## 2026-06-02 Telefonat (Jana, Ole)\n\n{SATZ}\n"
    assert laeufe(text) == laeufe(SATZ)
    assert laeufe("---\nID: 4711\nZu beachten: Nur vormittags anrufen, nie sprechen lassen\n---\n") == laeufe(
        "Nur vormittags anrufen, nie sprechen lassen"
    )
    assert laeufe("am 2026 06 02 um zehn") == set()


def test_bytes_bleiben_in_ihrer_schrift() -> None:
    alt = f"Früher: {SATZ} Ende über".encode("latin-1")
    assert SPUREN.bereinigt(alt) == "Früher: (gelöscht). Ende über".encode("latin-1")
    breit = b"\xff\xfe" + "Fall 4711 über".encode("utf-16-le")
    assert SPUREN.bereinigt(breit) == b"\xff\xfe" + "Fall (gelöscht) über".encode("utf-16-le")
    pdf = b"%PDF-1.4 <</Length 4711 >>"
    assert SPUREN.bereinigt(pdf) is pdf
    # As programs of before Windows wrote it.
    assert SPUREN.bereinigt("Frau Öztürk, früher".encode("cp850")) == "(gelöscht), früher".encode("cp850")
    unberuehrt = b"\xff\x00\x01kein Text 4711"
    assert SPUREN.bereinigt(unberuehrt) is unberuehrt


def _behaelter(**glieder: bytes) -> bytes:
    strom = io.BytesIO()
    with zipfile.ZipFile(strom, "w", zipfile.ZIP_DEFLATED) as behaelter:
        for name, inhalt in glieder.items():
            behaelter.writestr(name, inhalt)
    return strom.getvalue()


@pytest.mark.parametrize("wie", ["utf-16-le", "utf-16-be"])
def test_breite_buchstaben_die_es_nicht_sagen(wie: str) -> None:
    """Editors of Windows leave the mark at the beginning out; binary files with some nothing in them are none."""
    assert SPUREN.bereinigt(f"Früher: {SATZ}".encode(wie)) == "Früher: (gelöscht).".encode(wie)
    binaer = b"\x01\0\0\x02\0\x03" * 40 + b"4711"
    assert SPUREN.bereinigt(binaer) is binaer


@pytest.mark.parametrize(
    ("text", "ohne"),
    [
        (json.dumps({"a": SATZ, "b": "\u00fcber 4711"}), '{"a": "(gelöscht).", "b": "\\u00fcber (gelöscht)"}'),
        (r"{\rtf1 Frau \'d6zt\'fcrk, \'fcber}", r"{\rtf1 (gelöscht), \'fcber}"),
        ("https://x.example/?q=G%C3%BClcan%20%C3%96zt%C3%BCrk&z=%C3%BC", "https://x.example/?q=(gelöscht)&z=%C3%BC"),
        ("100 % sicher, 5%20", "100 % sicher, 5%20"),
        ("Frau &Ouml;zt&#252;rk &amp; Sohn &uuml;ber", "(gelöscht) &amp; Sohn &uuml;ber"),
        ("Frau Ã–ztÃ¼rk kam, Ã¼ber", "(gelöscht) kam, Ã¼ber"),
        ("Frau Öz-\ntürk kam am Mon-\ntag", "(gelöscht) kam am Mon-\ntag"),
        ("Eine Köchin in [einer](https://x.example/a) großen Küche!", "Eine (gelöscht)!"),
        ("[Liste](https://x.example/a)", "[Liste](https://x.example/a)"),
    ],
)
def test_auch_in_anders_geschriebenen_buchstaben_wird_ersetzt(text: str, ohne: str) -> None:
    """Only what was found changes; the others stay written as they were."""
    assert SPUREN.bereinigt(text.encode()) == ohne.encode()


def test_ein_name_mit_fremden_buchstaben() -> None:
    spuren = Spuren([], (), [{"VName": "Ayşe", "NName": "Yılmaz"}])
    assert (
        spuren.ohne("Yilmaz rief an, Ayse YILMAZ auch; YİLMAZ!") == "(gelöscht) rief an, (gelöscht) auch; (gelöscht)!"
    )


def _ohne(text: str, nummer: str = "5193") -> str:
    return Spuren([nummer]).ohne(text)


@pytest.mark.parametrize(
    ("text", "ohne"),
    [
        ("1,5193,Jana", "1,(gelöscht),Jana"),
        ("2026-01-12,5193,Jana", "2026-01-12,(gelöscht),Jana"),
        ("7410,5193,7522", "7410,(gelöscht),7522"),
        ("[7410,5193]", "[7410,(gelöscht)]"),
        ("5193,12,Jana", "(gelöscht),12,Jana"),
        ("Fall 7410-5193", "Fall 7410-(gelöscht)"),
        ("5193,50 Euro, 5193,5 km, 5193,- Euro", "5193,50 Euro, 5193,5 km, 5193,- Euro"),
        ("ID,Tage\n5193,12", "ID,Tage\n(gelöscht),12"),
        (
            "01.03.2026,5193,Telefonat; 01067,5193; 09:30,5193",
            "01.03.2026,(gelöscht),Telefonat; 01067,(gelöscht); 09:30,(gelöscht)",
        ),
        (
            "- 9:00 5193 (Mira), 11:00 – 5193 Lebenslauf, 13:00 (5193)",
            "- 9:00 (gelöscht) (Mira), 11:00 – (gelöscht) Lebenslauf, 13:00 ((gelöscht))",
        ),
        (
            "Rückruf 0316 872 4400 (5193), AMS 0316 7080-607 – 5193",
            "Rückruf 0316 872 4400 ((gelöscht)), AMS 0316 7080-607 – (gelöscht)",
        ),
        ("Spar am 30.11. 0664 5193 333 erreicht", "Spar am 30.11. 0664 5193 333 erreicht"),
        ("10:00–11:00 5193, 09.00-10.00 5193", "10:00–11:00 (gelöscht), 09.00-10.00 (gelöscht)"),
        (
            "Offen sind 6210, 5193 Reha, 4711 Kurs. Wechsel nach 5193 Absage.",
            "Offen sind 6210, (gelöscht) Reha, 4711 Kurs. Wechsel nach (gelöscht) Absage.",
        ),
        ("Gruppe: 01.03.2026 / 5193", "Gruppe: 01.03.2026 / (gelöscht)"),
        ("Steht in 5193 Telefonat vom Mai", "Steht in (gelöscht) Telefonat vom Mai"),
        ("Ort: 5193 Hochburg, Dorfstraße 3, 5193 Hochburg", "Ort: 5193 Hochburg, Dorfstraße 3, 5193 Hochburg"),
        (
            "Kurs-Nr. 5193, Bestellnummer: 5193, Rechnung Nr. 5193",
            "Kurs-Nr. 5193, Bestellnummer: 5193, Rechnung Nr. 5193",
        ),
        (
            "Wohnt jetzt in 5193 Hochburg, zieht aus 5193 Linz fort",
            "Wohnt jetzt in 5193 Hochburg, zieht aus 5193 Linz fort",
        ),
        ("Kurs 5193, verdient 5193 brutto, Bestellnummer 5193", "Kurs 5193, verdient 5193 brutto, Bestellnummer 5193"),
        ("Jana sprach mit 5193 Hochdeutsch", "Jana sprach mit (gelöscht) Hochdeutsch"),
    ],
)
def test_neben_komma_und_strich(text: str, ohne: str) -> None:
    assert _ohne(text) == ohne


def test_zwei_nummern_verdecken_einander_nicht() -> None:
    assert Spuren(["4826", "5193"]).ohne("4826,5193 besprochen") == ("(gelöscht),(gelöscht) besprochen")


@pytest.mark.parametrize(
    ("text", "ohne"),
    [
        ("0170 5557314 (9-12 Uhr)", "(gelöscht) (9-12 Uhr)"),
        ("0170 5557314 / 0911 222333", "(gelöscht) / 0911 222333"),
        ("0911 222333 - 0170/5557314 10:30 Uhr", "0911 222333 - (gelöscht) 10:30 Uhr"),
        ("am 2.3.2026 0170 5557314.", "am 2.3.2026 (gelöscht)."),
        ("+49 170 555 73 14, 0049-170-5557314, (0170) 5557314", "(gelöscht), (gelöscht), (gelöscht)"),
        ("0170 5557315, 0171 5557314", "0170 5557315, 0171 (gelöscht)"),
    ],
)
def test_eine_rufnummer_neben_anderen_zahlen(text: str, ohne: str) -> None:
    assert Spuren([], (), [{"Telefon": "0170 5557314"}]).ohne(text) == ohne


def test_zwei_nummern_in_einem_feld() -> None:
    spuren = Spuren([], (), [{"Telefon": "0664 1112223, privat 07729 44556"}])
    assert spuren.ohne("Tel. 0664/111 22 23 oder 07729 44556") == "Tel. (gelöscht) oder (gelöscht)"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Bär", "Zahlt die Fahrt bar. Barzahlung, bar-zahlung.csv"),
        ("Frei", "Arbeitet Mo bis Do, Fr. frei; ist frei"),
        ("Das", "Das hat sie das letzte Mal gesagt, das-team.md"),
        ("zur Mühlen", "Ging zur Kita und zur Arbeit"),
        ("Vom Berg", "Kam vom Amt"),
        ("Höf", "Wohnt am Hof"),
    ],
)
def test_woerter_des_alltags_bleiben(name: str, text: str) -> None:
    assert Spuren([], (), [{"VName": "Otto", "NName": name}]).ohne(text) == text
    assert Spuren([], (), [{"VName": "Otto", "NName": name}]).ohne(f"Herr {name} kam") == "(gelöscht) kam"


@pytest.mark.parametrize(
    "text",
    [
        "- Karl Huber\n- Thomas Berger", "Berger Thomas, Huber Karl, Novak Ivo", "Karl Huber/Thomas Berger", "Maria Huber, Thomas Koch",
        "Koch;Thomas\nHuber;Karl", "Karl;Huber\nThomas;Berger", "| Berger | Thomas |\n| Huber | Karl |", "Karl Huber\nThomas Berger",
        "Beruf der Kundin: Huber", "Für die Klientin. Huber wäre auch etwas", "Do Kellner, Fr Huber", "Amtsärztin Dr. Huber", "Kunden: Huber Bau KG, Spar",
    ],
)  # fmt: skip
def test_aus_zwei_wird_keiner(text: str) -> None:
    """The ends of two lines, of two cells or of two sentences are no name of one person."""
    assert Spuren([], (), [{"VName": "Thomas", "NName": "Huber"}]).ohne(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Thomas Huber",
        "Huber Thomas",
        "Huber, Thomas",
        "Huber;Thomas",
        "thomas.huber",
        "T. Huber",
        "Herr Huber",
        "Hr. Huber",
        "Herr Dr. Huber",
    ],
)
def test_und_aus_einem_einer(text: str) -> None:
    assert "uber" not in Spuren([], (), [{"VName": "Thomas", "NName": "Huber"}]).ohne(f"- {text} kam")


@pytest.mark.parametrize(
    ("kontakt", "text"),
    [
        ({"VName": "Anna Maria", "NName": "Winter"}, "Anna Winter"),
        ({"VName": "Mag. Eva", "NName": "Huber"}, "Eva Huber"),
        ({"VName": "Katharina", "NName": "Mag. Koch"}, "Katharina Koch"),
        *(({"VName": "Katharina", "NName": "Koch"}, t) for t in ("Frau Dr. Koch", "Herrn Koch", "K. Koch", "Koch K", "Katharina Kochs", "Fr. K. Koch")),
        *(({"VName": "Ana María", "NName": "von der Köch-Öztürk"}, t) for t in ("Ana María Köch-Öztürk", "Köch-Öztürk, Ana", "Ana Köch", "Öztürk, Ana María", "Ana von der Köch-Öztürk")),
        *(({"VName": "Ännchen", "NName": "Rößgrün"}, t) for t in ("Kundin Rößgrün, Ännchen", "Rößgrün, Ännchen", "Frau Roessgruen, Aennchen")),
        ({"Strasse": "Annenstraße 14/3/12"}, "Annenstraße 14"),
        ({"Strasse": "Wiener Straße 45/2/8"}, "Wienerstr. 45"),
    ],
)  # fmt: skip
def test_so_nennt_man_jemanden_auch(kontakt: dict[str, str], text: str) -> None:
    assert Spuren([], (), [kontakt]).ohne(f"Heute {text} gesehen") == "Heute (gelöscht) gesehen"


def test_nachname_und_vorname_hinter_einem_hauptwort() -> None:
    """Only where another name follows is it the end of one name and the beginning of the next."""
    spuren = Spuren([], (), [{"VName": "Ännchen", "NName": "Rößgrün"}])
    assert spuren.ohne("Plan Rößgrün, Ännchen") == "Plan (gelöscht)"
    assert spuren.ohne("Maria Rößgrün, Ännchen Koch") == "Maria (gelöscht), Ännchen Koch"


@pytest.mark.parametrize(
    "text",
    [
        "Der Kunde weiß noch nicht, die Kundin weiß Bescheid, die Familie weiß es auch.",
        "Peter weiß es; Peter Weißwein",
        "Kundin weiss Bescheid, kunde weiß",
    ],
)
def test_ein_name_der_auch_ein_wort_ist_bleibt_klein_ein_wort(text: str) -> None:
    """In the case of somebody else it says what it says; with a capital letter it is the name."""
    spuren = Spuren([], (), [{"VName": "Peter", "NName": "Weiß"}])
    assert spuren.ohne(text) == text
    for name in ("Kunde Weiß", "Peter Weiß", "peter.weiss", "Weiß Peter", "Weiß, Peter"):
        assert spuren.ohne(f"- {name} kam") == "- (gelöscht) kam"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Erika Will", "Die Kundin will im Sommer arbeiten. Kunde will B1 machen."),
        ("Bernd Koch", "Gelernter Koch, B1, Führerschein B. Arbeit als z. B. Koch möglich."),
        ("Bernd Koch", "X;Koch;B1\nX,Koch,B1\nwunsch: Koch, B1"),
        ("Anna Gut", "Deutsch gut, A2 bestanden"),
        ("Hans Kurz", "d. h. kurz gesagt"),
        ("Ulla Lang", "lang u. a.; zu lang, U. fehlt"),
        ("Stefan Sommer", "im Sommer S-Bahn"),
        ("Vera Sommer", "im Sommer v. a."),
        ("Ali Graz", "Graz, A-8010"),
        ("Mia Koch", "Koch m/w/d gesucht"),
        ("Anna Weiß", "Ich weiß, Anna von der Caritas kommt."),
        ("Eva von der Heide", "Sie kommt von der Heide zurück, vom Berg auch."),
        ("Eva Im Hof", "Treffen im Hof"),
        ("Eva Lang-Kurz", "lang, kurz; Lang, Kurz"),
    ],
)
def test_ein_wort_bleibt_ein_wort(name: str, text: str) -> None:
    """A last name that is a word of everyday, and the first letter of somebody, in sentences, lists and shortened words of others."""
    vor, _, nach = name.partition(" ")
    spuren = Spuren([], (), [{"VName": vor, "NName": nach}])
    assert spuren.ohne(text) == text
    for gemeint in (f"{vor} {nach}", f"Frau {nach}", f"{nach}, {vor}", f"{vor[0]}. {nach}"):
        assert spuren.ohne(f"- {gemeint} kam") == "- (gelöscht) kam", gemeint


@pytest.mark.parametrize(("faelle", "ersetzt"), [(3, "Alle sind fertig."), (2, "Alle sind (gelöscht).")])
def test_was_mehrere_faelle_klein_schreiben_ist_ein_wort(faelle: int, ersetzt: str) -> None:
    """No list holds every word; what stands small in three cases of others is one, however often each of them says it."""
    kontakte = [{"VName": "Eva", "NName": "Fertig"}]
    andere = [(b"Ist fertig, ganz fertig.", {f"{n}"}) for n in range(faelle)]
    andere += [(b"Frau Fertig, fertigen, Dr. Fertig, Eva Fertig", {"9"}), (b"fertig", {"0"})]
    alltag = alltag_aus(kontakte, andere)
    assert alltag == (Alltag(frozenset({"fertig"}), frozenset({"fertig"})) if faelle == 3 else Alltag())
    spuren = Spuren([], (), kontakte, alltag=alltag)
    # Whatever the shipped list says of it.
    assert spuren.ohne("Eva Fertig kam") == "(gelöscht) kam"
    assert spuren.ohne("Alle sind fertig.") == "Alle sind fertig."
    zwurbel = frozenset({"zwurbel"} if faelle == 3 else ())
    neu = Spuren([], (), [{"VName": "Eva", "NName": "Zwurbel"}], alltag=Alltag(zwurbel, zwurbel))
    assert neu.ohne("Alle sind zwurbel.") == ersetzt.replace("fertig", "zwurbel")


@pytest.mark.parametrize(("faelle", "ersetzt"), [(3, False), (2, True)])
def test_was_mehrere_faelle_ohne_anrede_schreiben_ist_ein_wort(faelle: int, ersetzt: bool) -> None:
    """A noun is never written small: in three cases of others, beside no address and no first name, it is one all the same."""
    kontakte = [{"VName": "Eva", "NName": "Zwurbel"}]
    andere = [(b"Stelle im Zwurbel. Zwurbel und Zwurbel.", {f"{n}"}) for n in range(faelle)]
    andere += [(text.encode(), {str(n)}) for n, text in enumerate(("Frau Zwurbel", "Eva Zwurbel", "Fr. Zwurbel"), 7)]
    alltag = alltag_aus(kontakte, andere)
    assert alltag == Alltag(frozenset() if ersetzt else frozenset({"zwurbel"}))
    spuren = Spuren([], (), kontakte, alltag=alltag)
    assert spuren.ohne("Ein Zwurbel.") == ("Ein (gelöscht)." if ersetzt else "Ein Zwurbel.")
    assert spuren.ohne("frau zwurbel kam; Eva Zwurbel") == "(gelöscht) kam; (gelöscht)"
    # Then people are asked, and the proof says that it was not looked for by itself.
    assert [w for w, _ in Aehnliches([], kontakte, alltag).finde("Ein Zwurbel.", spuren)] == (
        [] if ersetzt else ["Ein Zwurbel"]
    )
    assert spuren.nachname_nicht_allein is not ersetzt


@pytest.mark.parametrize(
    "name",
    ["Lager", "Kind", "Krebs", "Dienst", "Urlaub", "Kummer", "Anders", "Schweizer", "Vater", "Wiener", "Feierabend"],
)
def test_auch_ein_hauptwort_bleibt_eines(name: str) -> None:
    """However few cases there are."""
    spuren = Spuren([], (), [{"VName": "Thea", "NName": name}])
    text = f"angebote: [{name}, Schichtarbeit]\n- Stelle im {name}, {name} geplant\n"
    assert spuren.ohne(text) == text
    for gemeint in (f"Frau {name}", f"frau {name.lower()}", f"Thea {name}", f"{name}, Thea"):
        if name != "Anders" or gemeint[0].isupper():
            assert spuren.ohne(f"heute {gemeint} da") == "heute (gelöscht) da", gemeint


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Karin von der Heide", "Die Familie der Kundin zieht um. Herr von Ribbeck, Frau von Bülow. Der Kunde von gestern, Kunde der Tafel"),
        ("Ole van den Berg", "Der Kunde den Termin"),
        ("Dr. Eva von Brandt", "Familie von nebenan, Dr. von der Klinik"),
        ("Birgit Lager", "Führerschein B, Lager oder Verkauf. Für die Kundin Lager angefragt, am Fr. Lager ansehen"),
        ("Bernd Koch", "Klasse B. Koch war er, als Koch, B und C Führerschein. Der Kunde Koch oder Kellner?"),
        ("Anton Will", "mit seiner Frau. Will sie mitmachen? Plan A. Will er?"),
        ("Mag. Birgit Lager", "Er mag Lager und Verkauf"),
        ("Birgit Lager", "Gut wären Stellen, z.B. Lager. Halle B Lager besichtigt, Führerschein: B Lager: nein. Modul B (Lager)"),
        ("Anton Will", "Deutsch A Will sie B? FRAU WILL ARBEITEN, KUNDIN WILL NICHT. Frau \"Will nicht\""),
        ("Karin Heide", "Die Kundin Heide angefragt."),
        ("DI Bernd Koch", "Di Koch und Service"),
        ("Hans Müller", "mit Herr. Müller war da"),
    ],
)  # fmt: skip
def test_saetze_die_wie_ein_name_beginnen(name: str, text: str) -> None:
    vor, nach = re.fullmatch(r"(.+?) (v.+|\S+)", name).groups()  # type: ignore[union-attr]  # each has two names
    assert Spuren([], (), [{"VName": vor, "NName": nach}]).ohne(text) == text


def test_was_ein_hauptwort_sein_kann_wird_gefragt() -> None:
    kontakte = [{"VName": "Bernd", "NName": "Koch"}]
    text = "Der Kunde Koch oder Kellner; am Fr. Koch fragen"
    assert [w for w, _ in Aehnliches([], kontakte).finde(text, Spuren([], (), kontakte))] == [
        "Der Kunde Koch",
        "Fr. Koch",
    ]


@pytest.mark.parametrize(
    "adresse", ["familie.mueller@gmx.example", "fam.mueller@gmx.example", "frau.rot@gmx.example", "kunde.x77@gmx.example", "s-mueller@gmx.example", "m77rot@gmx.example"]
)  # fmt: skip
def test_eine_adresse_geht_aus_welchen_worten_sie_auch_ist(adresse: str) -> None:
    spuren = Spuren([], (), [{"VName": "Sabine", "NName": "Müller", "Email": f"{adresse}, zweite@gmx.example"}])
    assert spuren.ohne(f"Mail an {adresse.upper()}, zweite@gmx.example.") == "Mail an (gelöscht), (gelöscht)."
    for andere in (f"x{adresse}", f"{adresse}.org", f"{adresse}s"):
        assert spuren.ohne(andere) == andere


def test_der_ganze_name_in_einem_feld() -> None:
    spuren = Spuren([], (), [{"VName": "Ayşe Yılmaz"}])
    assert spuren.ohne("Frau Yılmaz; Ayşe Yilmaz und Yilmaz") == "(gelöscht); (gelöscht) und (gelöscht)"


@pytest.mark.parametrize(
    "wie", ["frau_mueller.txt", "SabineMueller.txt", "sabinemueller", "mueller_sabine", "Frau **Müller**", "Frau „Müller“", "Sabine **Müller**", "Frau\u202fMüller", "Frau    Müller"]
)  # fmt: skip
def test_wie_man_namen_auch_setzt(wie: str) -> None:
    bereinigt = Spuren([], (), [{"VName": "Sabine", "NName": "Müller"}]).ohne(f"siehe {wie} da")
    assert "ller" not in bereinigt
    assert bereinigt.startswith("siehe (gelöscht)")


def test_wer_oft_in_eile_genannt_wird_ist_kein_wort() -> None:
    """Behind an address, beside the first name and in mails a name says nothing of the word."""
    kontakte = [{"VName": "Lukas", "NName": "Zwurbel"}]
    andere = [
        (t.encode(), {str(n)})
        for n, t in enumerate(("herr zwurbel war da", "lukas zwurbel", "an zwurbel@gmx.example", "l.zwurbel"))
    ]
    assert alltag_aus(kontakte, andere) == Alltag()


def test_das_gestrichene_d_ist_auch_dj() -> None:
    """So people write it in Austria and Germany who have no đ on their keys."""
    spuren = Spuren([], (), [{"VName": "Ivana", "NName": "Đorđević"}])
    for gemeint in ("Frau Djordjevic", "Ivana Djordjević", "Djordjevic", "Đorđević", "Dordevic", "Djordjevićs"):
        assert spuren.ohne(f"Heute {gemeint} da") == "Heute (gelöscht) da", gemeint
    assert [w for w, _ in Aehnliches([], [{"NName": "Đorđević"}]).finde("Iv. Djordjevic da", Spuren([]))] == [
        "Iv. Djordjevic"
    ]


def test_kalender_brechen_ihre_zeilen() -> None:
    """A line that begins with a blank is the rest of the one before, whatever word it cuts."""
    spuren = Spuren([], (), [{"VName": "Ada", "NName": "Öztürk"}])
    kalender = "BEGIN:VCALENDAR\r\nSUMMARY:Termin mit Fr. Özt\r\n ürk\r\nEND:VCALENDAR\r\n"
    assert spuren.ohne(kalender) == "BEGIN:VCALENDAR\r\nSUMMARY:Termin mit (gelöscht)\r\nEND:VCALENDAR\r\n"
    assert spuren.ohne("Özt\n ürk") == "Özt\n ürk"


def test_ein_kaestchen_gehoert_zu_keinem_satz() -> None:
    text = "---\nID: 1\n---\n\n- [x] Team spricht den Betrieb an (bis 2025-07-16)\n- [x] Team spricht den anderen Betrieb an\n"
    assert laeufe(text) == laeufe("Team spricht den Betrieb an (bis 2025-07-16)\n\nTeam spricht den anderen Betrieb an")


@pytest.mark.parametrize("name", ["Müller", "Huber", "Koch", "Yılmaz"])
def test_in_eile_klein_geschrieben(name: str) -> None:
    klein = name.lower()
    spuren = Spuren([], (), [{"VName": "Thea", "NName": name}])
    assert spuren.ohne(f"heute rief frau {klein} an, thea {klein} sucht, {klein}, thea auch.") == "heute rief (gelöscht) an, (gelöscht) sucht, (gelöscht) auch."  # fmt: skip


def test_was_klein_ein_wort_ist_wird_gefragt() -> None:
    kontakte = [{"VName": "Thea", "NName": "Will"}]
    spuren = Spuren([], (), kontakte)
    text = "die frau will nicht, thea will auch nicht, und er will"
    assert spuren.ohne(text) == text
    assert [w for w, _ in Aehnliches([], kontakte).finde(text, spuren)] == ["frau will", "thea will"]


def test_doppelnamen_von_denen_ein_teil_nicht_allein_gesucht_wird() -> None:
    """Because it is a word, or because somebody who writes here has it: the proof says so, and together they go."""
    wort = Spuren([], (), [{"VName": "Thea", "NName": "Müller-Brandstätter"}])
    assert (
        wort.ohne("Müller rief an, Brandstätter auch, Müller-Brandstätter")
        == "Müller rief an, (gelöscht) auch, (gelöscht)"
    )
    assert wort.nachname_nicht_allein
    team = Spuren([], (), [{"VName": "Thea", "NName": "Seidler-Brandstätter"}], ["Jana Seidler"])
    assert team.ohne("Seidler-Brandstätter kam, Seidler nicht") == "(gelöscht) kam, Seidler nicht"
    assert team.nachname_nicht_allein
    assert not Spuren([], (), [{"VName": "Thea", "NName": "Öztürk-Brandstätter"}]).nachname_nicht_allein


def test_spalten_mit_komma_bleiben_spalten() -> None:
    spuren = Spuren([], (), [{"VName": "Bernd", "NName": "Huber"}])
    assert spuren.ohne("1,Huber,Bernd,Graz") == "1,(gelöscht),(gelöscht),Graz"


def test_von_einem_doppelnamen_bleibt_kein_teil() -> None:
    spuren = Spuren([], (), [{"VName": "Zoë", "NName": "von der Rößgrün-Weiß"}, {"VName": "Jan", "NName": "van den Berg-Koch"}])  # fmt: skip
    for text, ohne in (
        ("Rößgrün-Weiß kam", "(gelöscht) kam"),
        ("Frau Rößgrün-Weiß", "(gelöscht)"),
        ("zoe/roessgruen-weiss", "zoe/(gelöscht)"),
        ("Berg-Koch kam, auf den Berg, als Koch", "(gelöscht) kam, auf den Berg, als Koch"),
    ):
        assert spuren.ohne(text) == ohne


@pytest.mark.parametrize("kern", [b"# v2 git bundle\n", b"PACK\0\0\0\2 und mehr"])
def test_eine_eingepackte_geschichte(kern: bytes) -> None:
    """Nobody reads in it what it says: it goes as a whole, however often it is packed."""
    for inhalt in (kern, gzip.compress(kern), _behaelter(a=kern), _behaelter(a=gzip.compress(kern))):
        assert birgt_geschichte(inhalt)
    for inhalt in (b"Text", gzip.compress(b"Text"), _behaelter(a=b"Text"), gzip.compress(kern)[:-9]):
        assert not birgt_geschichte(inhalt)


def test_auch_was_jemand_zu_einem_archiv_schrieb() -> None:
    strom = io.BytesIO()
    with zipfile.ZipFile(strom, "w") as archiv:
        archiv.writestr("a.txt", "nichts")
        archiv.comment = b"zu 4711"
    assert SPUREN.arten(strom.getvalue()) == {Spurart.NUMMER}


def test_zellen_einer_liste_bleiben_zellen() -> None:
    spuren = Spuren(["2911"], (), [{"VName": "Fatima", "NName": "Al-Hassan", "Telefon": "0664 1234567"}])
    assert (
        spuren.ohne("2911;Al-Hassan;Fatima;0664/1234567;ruft zurück")
        == "(gelöscht);(gelöscht);(gelöscht);(gelöscht);ruft zurück"
    )
    # In the middle of a longer number it is another one.
    assert spuren.ohne("0699123456789") == "0699123456789"


def test_ein_name_reicht_nicht_ueber_den_satz() -> None:
    spuren = Spuren([], (), [{"VName": "Otto", "NName": "Bär"}])
    assert spuren.ohne("Zahlt bar. Otto Bär kam mit") == "Zahlt bar. (gelöscht) kam mit"


def test_kurze_anreden_strassen_und_namen_ohne_umlaute() -> None:
    spuren = Spuren([], (), [{"VName": "Öz", "NName": "Müller-Weiß", "Strasse": "Hauptstr. 5"}])
    assert spuren.ohne("Hr. Weiß und Fr. Muller-Weiss kam, Oz nicht") == "(gelöscht) und (gelöscht) kam, Oz nicht"
    assert spuren.ohne("Hauptstraße 5, Hauptstrasse 5, HAUPTSTR. 5, Hauptstr. 55") == (
        "(gelöscht), (gelöscht), (gelöscht), Hauptstr. 55"
    )
    assert spuren.ohne("N:M=C3=BCller-Wei=C3=9F;=C3=96z") == "N:(gelöscht);(gelöscht)"


def test_was_ersetzt_ist_bleibt_yaml() -> None:
    neu = Spuren(["4826"]).ohne("Zu beachten: 4826 nicht gleichzeitig einladen\nmit: [4826, 7410]\n")
    assert yaml.safe_load(neu) == {"Zu beachten": "(gelöscht) nicht gleichzeitig einladen", "mit": ["(gelöscht)", 7410]}


def test_wer_nicht_allein_gesucht_wird() -> None:
    """The proof says so: a word, a common name, or somebody of the team's own."""
    assert not Spuren([], (), [{"NName": "Holzapfelbaum"}]).nachname_nicht_allein
    assert Spuren([], (), [{"NName": "Holzapfelbaum"}], ["Kurt Holzapfelbaum"]).nachname_nicht_allein
    assert Spuren([], (), [{"NName": "Koch"}]).nachname_nicht_allein
    assert not Spuren(["4711"]).nachname_nicht_allein


def test_eine_stadt_ist_kein_name() -> None:
    spuren = Spuren([], (), [{"VName": "Ute", "NName": "Graz"}])
    assert spuren.ohne("Kurs in Graz, Frau Graz kam nicht") == "Kurs in Graz, (gelöscht) kam nicht"


def test_in_behaeltern() -> None:
    """Words of a document are cut by its marks, cells are divided by nothing else."""
    docx = _behaelter(dokument="<w:t>Sie möchte als Kö</w:t><w:t>chin in einer großen Küche</w:t>".encode())
    xlsx = _behaelter(blatt=b"<c>2911</c><c>4711</c>")
    innen = _behaelter(mappe=_behaelter(blatt=b"<c>4711</c>"))
    assert SPUREN.arten(docx) == {Spurart.WORTLAUT}
    assert (
        SPUREN.arten(xlsx) == SPUREN.arten(innen) == SPUREN.arten(_behaelter(**{"4711.txt": b""})) == {Spurart.NUMMER}
    )
    assert SPUREN.bereinigt(docx) is None
    harmlos = _behaelter(blatt=b"<c>2911</c>")
    assert SPUREN.arten(harmlos) == set()
    assert SPUREN.bereinigt(harmlos) is harmlos
    assert SPUREN.arten(b"PK\x03\x04 kaputt 4711") == {Spurart.NUMMER}


@pytest.mark.parametrize(
    "text", ["Das sind 2911 Euro.", "Kosten: 2911 €", "Raum 2911", "Linie 2911", "€ 2911", "2911 km", "2911%"]
)
def test_was_zaehlt_oder_einen_ort_nennt_ist_keine_nummer(text: str) -> None:
    assert Spuren(["2911"]).ohne(text) == text


@pytest.mark.parametrize("text", ["Fall 2911, Raum 3", "im Raum mit 2911", "2911 rief an", "2911, 12 Euro"])
def test_daneben_ist_sie_eine(text: str) -> None:
    assert "2911" not in Spuren(["2911"]).ohne(text)


def test_json_bleibt_lesbar() -> None:
    """A number without quotation marks gets some; in any other text the word stands bare."""
    spuren = Spuren(["2911"])
    neu = spuren.bereinigt(b'{"faelle": [2911, 4544], "kommt von": 2911, "text": "kennt 2911"}')
    assert json.loads(neu or b"") == {
        "faelle": ["(gelöscht)", 4544],
        "kommt von": "(gelöscht)",
        "text": "kennt (gelöscht)",
    }
    assert spuren.bereinigt(b"faelle: [2911, 4544]") == "faelle: [(gelöscht), 4544]".encode()


def test_was_in_mails_und_alten_dateien_steht_wird_gefunden() -> None:
    """Wrapped up it cannot be replaced: people get to know, and from the history the file goes as a whole."""
    mail = EmailMessage()
    mail["Subject"] = "Zum Fall 2911 – Grüße"
    mail.set_content("Es geht um Gülcan Öztürk.\n", cte="base64")
    mail.add_attachment(
        zipfile_mit("notiz.txt", "Nummer 2911"), maintype="application", subtype="zip", filename="a.zip"
    )
    spuren = Spuren(["2911"], (), [{"VName": "Gülcan", "NName": "Öztürk"}])
    assert spuren.arten(mail.as_bytes()) == {Spurart.NUMMER, Spurart.KONTAKT}
    assert spuren.bereinigt(mail.as_bytes()) is None
    assert spuren.arten("Gülcan Öztürk 2911".encode("utf-32")) == {Spurart.NUMMER, Spurart.KONTAKT}
    alt = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(513) + "Frau Öztürk".encode("utf-16-le") + bytes(20)
    assert spuren.arten(alt) == {Spurart.KONTAKT}
    assert Spuren(["4711"]).arten(mail.as_bytes()) == set()


def zipfile_mit(name: str, text: str) -> bytes:
    strom = io.BytesIO()
    with zipfile.ZipFile(strom, "w") as behaelter:
        behaelter.writestr(name, text)
    return strom.getvalue()


def test_gepackt_ist_nicht_versteckt() -> None:
    roh = "Frau Öztürk, Nummer 4711".encode()
    strom = io.BytesIO()
    with tarfile.open(fileobj=strom, mode="w:gz") as behaelter:
        glied = tarfile.TarInfo("faelle/4711.md")
        glied.size = len(roh)
        behaelter.addfile(glied, io.BytesIO(roh))
    for inhalt in (strom.getvalue(), gzip.compress(roh), bz2.compress(roh), lzma.compress(roh)):
        assert SPUREN.arten(inhalt) == {Spurart.NUMMER, Spurart.KONTAKT}
        assert SPUREN.bereinigt(inhalt) is None
    assert SPUREN.arten(gzip.compress(b"nichts")[:-9]) == set()


def test_eine_seite_deren_worte_zerschnitten_sind_geht_als_ganze() -> None:
    assert SPUREN.bereinigt("<p>Frau Özt<b>ürk</b>, 4711</p>".encode()) is None
    assert SPUREN.bereinigt(b"<p>Frau &Ouml;zt&uuml;rk, 4711</p>") == "<p>(gelöscht), (gelöscht)</p>".encode()
    assert SPUREN.bereinigt(b"<p>Fall 4711</p>") == "<p>Fall (gelöscht)</p>".encode()


def test_der_nachname_allein() -> None:
    """Wherever it stands, unless it is a word like others, one of the team's own people has it, or a company."""
    assert SPUREN.ohne("Öztürk kam; oeztürk kam.") == "(gelöscht) kam; (gelöscht) kam."
    assert SPUREN.ohne("brief-oeztuerk") == "brief-(gelöscht)"
    assert (
        SPUREN.ohne("Öztürk beginnt bei Spar AG. Öztürk kam. Die Firma GmbH.")
        == "(gelöscht) beginnt bei Spar AG. (gelöscht) kam. Die Firma GmbH."
    )
    assert SPUREN.ohne("Öztürks Mappe, Öztürk Bau GmbH") == "(gelöscht) Mappe, Öztürk Bau GmbH"
    assert (
        Spuren([], (), [{"VName": "Eva", "NName": "Koch"}]).ohne("Koch gesucht. Frau Koch kam.")
        == "Koch gesucht. (gelöscht) kam."
    )
    assert Spuren([], (), [KONTAKT], ["Ali Öztürk"]).ohne("Öztürk rief an.") == "Öztürk rief an."
    doppelt = Spuren([], (), [{"VName": "Eva", "NName": "Özer-Kowalski"}])
    assert doppelt.ohne("Kowalski und Özer-Kowalski") == "(gelöscht) und (gelöscht)"


@pytest.mark.parametrize("roh", [
    '{"wer": "Gr\\u00f6\\u00dflinger"}', "[x](Gr%C3%B6%C3%9Flinger)", "{\\rtf1 Gr\\'f6\\'dflinger}", "Subject: =?utf-8?Q?Gr=C3=B6=C3=9Flinger?=\n\nText",
])  # fmt: skip
def test_andere_schreibweisen_der_buchstaben(roh: str) -> None:
    assert Spuren([], (), [{"VName": "Eva", "NName": "Größlinger"}]).arten(roh.encode()) == {Spurart.KONTAKT}


def test_ein_teil_eines_doppelten_namens_hinter_frau() -> None:
    spuren = Spuren([], (), [{"VName": "Eva", "NName": "Winter-Sommer"}])
    assert spuren.ohne("Frau Winter kam im Winter, Frau Sommer nicht.") == "(gelöscht) kam im Winter, (gelöscht) nicht."


def test_worte_des_formats_sind_keine_namen() -> None:
    spuren = Spuren([], (), [{"VName": "Eva", "NName": "Grund"}], bekannte_worte(Vokabular()))
    assert spuren.ohne("Grund: Umzug. Frau Grund kam.") == "Grund: Umzug. (gelöscht) kam."


def test_das_programm_erzaehlt_von_niemandem() -> None:
    alle = set(Spurart)
    assert zaehlende(alle, "programm/fallbuch-0.1.0-py3-none-any.whl") == set()
    assert zaehlende(alle, "statistik/register/2026Q1.json") == alle - {Spurart.NUMMER}
    assert zaehlende(alle, "site_src/liste.md") == alle


def test_ein_beschaedigtes_glied_einer_mappe_verbirgt_die_anderen_nicht() -> None:
    strom = io.BytesIO()
    with zipfile.ZipFile(strom, "w", zipfile.ZIP_DEFLATED) as mappe:
        mappe.writestr("erstes.txt", "Seite " * 200)
        mappe.writestr("zweites.txt", "Nummer 2911")
    inhalt = bytearray(strom.getvalue())
    anfang = inhalt.index(b"erstes.txt") + len("erstes.txt")
    inhalt[anfang : anfang + 12] = b"\xff" * 12
    assert list(lesarten(bytes(inhalt))) == ["", "erstes.txt", "", "zweites.txt", "", "Nummer 2911"]
