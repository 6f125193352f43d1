"""What is wrong with an agreement is a finding with its place, and then nothing is handed in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fallbuch.befund import meldung
from fallbuch.regelwerk.laden import lade_vorlagen
from fallbuch.statistik.meldungen import VERBUNDBEISPIEL
from fallbuch.statistik.summen import kategorien
from fallbuch.statistik.verbund import NICHT_ZUORDENBAR, lade_verbund, wortliste
from tests.verbund.hilfen import ALLE_KENNZAHLEN, quartal, verbund, vereinbart

ALLE = "zugang, menschen, bewegung, struktur, kontaktdichte, stufen, beginn, einvernehmen, massnahmen, ergebnis, dauer, aufwand, nachbetreuung, wartende"


@pytest.mark.parametrize(
    ("alt", "neu", "meldungen"),
    [
        ("kennzahlen: [zugang, menschen]", "kennzahlen: [zugnag, betreuungsrelation]", [
            f"vorlagen/verbund.yml:4:14: Fehler S033: Die Kennzahl „zugnag“ passt hier nicht: eine solche Kennzahl gibt es nicht. Erwartet: {ALLE}.\n    Meinten Sie „zugang“?\n",
            f"vorlagen/verbund.yml:4:22: Fehler S033: Die Kennzahl „betreuungsrelation“ passt hier nicht: aus den Zahlen der Teams lässt sie sich nicht zusammenzählen. Erwartet: {ALLE}.\n    Die Seite „Kennzahlen“ erklärt alle.\n",
        ]),
        ("[Team Nord, Team Süd, Team West]", "[Team Nord, team nord]", [
            "vorlagen/verbund.yml:3:25: Fehler S033: Das Mitglied „team nord“ passt hier nicht: es steht zweimal da. Erwartet: jedes Team einmal.\n    Löschen Sie eines davon.\n"
        ]),
        ("[Team Nord, Team Süd, Team West]", "[Team Nord (bis 2026Q2), Team Nord, Team West (bis Juni)]", [
            "vorlagen/verbund.yml:3:38: Fehler S033: Das Mitglied „Team Nord“ passt hier nicht: es steht zweimal da. Erwartet: jedes Team einmal.\n    Löschen Sie eines davon.\n",
            "vorlagen/verbund.yml:3:49: Fehler S033: Das Mitglied „Team West (bis Juni)“ passt hier nicht: hinter „ab“ oder „bis“ steht kein Quartal. Erwartet: zum Beispiel „Team Nord (bis 2026Q2)“.\n    Nennen Sie das erste oder das letzte Quartal, das das Team abgibt. Stehen beide da, gehört der ganze Eintrag in Anführungszeichen.\n",
        ]),
        ("[Team Nord, Team Süd, Team West]", "['Team Nord (ab 2026Q2, bis 2026Q1)']", [
            "vorlagen/verbund.yml:3:14: Fehler S033: Das Mitglied „Team Nord (ab 2026Q2, bis 2026Q1)“ passt hier nicht: das erste Quartal liegt hinter dem letzten. Erwartet: zum Beispiel „Team Nord (ab 2025Q1, bis 2026Q2)“.\n    Vertauschen Sie die beiden.\n",
        ]),
        ("[Team Nord, Team Süd, Team West]", "[]", [
            "vorlagen/verbund.yml:3:1: Fehler S033: Die Liste „mitglieder“ passt hier nicht: sie ist leer. Erwartet: wenigstens ein Eintrag.\n    Ergänzen Sie die Liste.\n"
        ]),
        ("    Empfehlung: []", "    Empfehlung: [amt]", [
            "vorlagen/verbund.yml:8:18: Fehler S033: Das Wort „amt“ passt hier nicht: es steht schon bei „Jobcenter“. Erwartet: jedes Wort an einer Stelle.\n    Löschen Sie es an einer der beiden Stellen.\n"
        ]),
        ("  zugangswege:", "  zugansgwege:", [
            "vorlagen/verbund.yml:6:3: Fehler S033: Die Liste „zugansgwege“ passt hier nicht: es gibt sie nicht. Erwartet: zugangswege, stufen, arbeitsmarktstatus, arten, massnahmen, massnahmenergebnisse, abschlussergebnisse, gruende, beschaeftigungsformen, nachbetreuungsergebnisse.\n    Meinten Sie „zugangswege“?\n"
        ]),
        ("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kudyc0sfq0pr9gz", "age1kurz", [
            "vorlagen/verbund.yml:2:1: Fehler S031: schluessel: „age1kurz“ ist nicht lesbar. Erwartet: ein öffentlicher Schlüssel, der mit age1 beginnt.\n    Berichtigen Sie den Wert, am besten, indem Sie die Datei noch einmal vom Verbund holen.\n"
        ]),
    ],
)  # fmt: skip
def test_was_falsch_ist(alt: str, neu: str, meldungen: list[str]) -> None:
    assert alt in VERBUNDBEISPIEL
    gelesen, befunde = lade_verbund(VERBUNDBEISPIEL.replace(alt, neu).encode())
    assert gelesen is None
    assert [meldung(b) for b in befunde] == meldungen


def test_wer_anderes_zaehlt_hat_eine_andere_kennung() -> None:
    """Members come and go without a figure meaning anything else; words and figures do not."""
    namen = ["A", "B"]
    grund = verbund(namen)
    assert verbund([*namen, "C"]).kennung == grund.kennung
    anders = [
        verbund(namen, "zugang"),
        verbund(namen, mehr="berichtszeitraum: Kalenderquartal\n"),
        lade_verbund(VERBUNDBEISPIEL.encode())[0],
    ]
    # What one team calls a word is no other figure either.
    text = vereinbart(namen).replace("Runder Tisch: []", "Runder Tisch: [Tafel]")
    mit_wort = lade_verbund(text.encode())[0]
    assert mit_wort is not None
    assert mit_wort.kennung == grund.kennung
    assert (
        wortliste(mit_wort.woerter) != wortliste(grund.woerter) == wortliste(verbund([*namen, "C"], "zugang").woerter)
    )
    # Words are a list of their own; a figure that is told in other words is the same.
    assert len({grund.kennung, *(v.kennung for v in anders[:2] if v is not None)}) == 3
    assert anders[2] is not None
    assert len({wortliste(v.woerter) for v in (grund, mit_wort, anders[2])}) == 3
    anders_erklaert = [replace(k, titel="Anders", tabellen=tuple(replace(t, titel="anders", definition="x") for t in k.tabellen)) for k in grund.kennzahlen]  # fmt: skip
    assert replace(grund, kennzahlen=tuple(anders_erklaert)).kennung == grund.kennung
    andere_spalte = replace(grund.kennzahlen[0].tabellen[0], spalten="", zeilen="Betreuungsstufe")
    anders_gezaehlt = (replace(grund.kennzahlen[0], tabellen=(andere_spalte,)), *grund.kennzahlen[1:])
    assert replace(grund, kennzahlen=anders_gezaehlt).kennung != grund.kennung
    assert verbund(namen, mehr="absprache: 1\n").absprache == 1
    assert grund.absprache == 2


def test_was_sich_nicht_zusammenzaehlen_laesst_fehlt() -> None:
    """Medians and counsellors, and what is for the team alone."""
    alle = verbund(["A"], ALLE_KENNZAHLEN)
    masse = {m.art.value for k in alle.kennzahlen for t in k.tabellen for m in t.masse}
    assert masse == {"Anzahl", "Anteil", "Mittel", "Summe", "je 100 offene Fälle"}
    assert not any(t.intern for k in alle.kennzahlen for t in k.tabellen)
    assert all(z.tabelle in {t.schluessel for t in k.tabellen} for k in alle.kennzahlen for z in k.kern)


def test_ohne_eigene_wege_sind_alle_fremd() -> None:
    """No channels are shipped: without any in the agreement nobody can be told, and nobody is lost."""
    gelesen, _ = lade_verbund(VERBUNDBEISPIEL.partition("woerter:")[0].encode())
    assert gelesen is not None
    tabellen = {t.schluessel: t for k in gelesen.kennzahlen for t in k.tabellen}
    assert kategorien(gelesen, tabellen["zugang"], quartal("2026Q2"))[0] == ("unbekannt", NICHT_ZUORDENBAR)


@pytest.mark.parametrize("wort", ["unbekannt", "noch offen", "Insgesamt", "ohne Stufe", "nicht zuordenbar"])
def test_so_heisst_schon_etwas(wort: str) -> None:
    text = VERBUNDBEISPIEL.replace("Empfehlung", wort)
    assert [b.kennung for b in lade_verbund(text.encode())[1]] == ["S033"]


def test_ein_gemeinsames_wort_ist_was_das_mitgelieferte_ist() -> None:
    """It stands for that which it names itself, or which stands among its words: a contact, in a group."""
    mehr = "woerter:\n  arten:\n    Gespräch: [beratung, Erstgespräch]\n    Plausch: []\n  massnahmen:\n    Kurs: [weiterbildung]\n    Anderes: [Töpfern]\n"
    text = VERBUNDBEISPIEL.partition("woerter:")[0] + mehr
    _, befunde = lade_verbund(text.encode())
    erwartet = "Erwartet: ein Wort der mitgelieferten Liste, oder eines davon unter seinen Wörtern."
    assert [(b.stelle.zeile, b.text) for b in befunde] == [
        (11, f"Das Wort „Anderes“ passt hier nicht: niemand weiß, zu welcher Gruppe es gehört. {erwartet}"),
        (8, f"Das Wort „Plausch“ passt hier nicht: niemand weiß, ob es ein Kontakt ist. {erwartet}"),
    ][::-1]
    gelesen, _ = lade_verbund(text.replace("    Plausch: []\n", "").replace("    Anderes: [Töpfern]\n", "").encode())
    assert gelesen is not None
    standard = lade_vorlagen({})[1].vokabular
    gespraech = gelesen.vokabular.arten["Gespräch"]
    assert (
        (gespraech.kontakt, gespraech.gespraech)
        == (standard.arten["Beratung"].kontakt, standard.arten["Beratung"].gespraech)
        == (True, True)
    )
    assert gelesen.vokabular.massnahmen["Kurs"].gruppe == standard.massnahmen["Weiterbildung"].gruppe != ""


def test_woerter_verschiedener_art_gehoeren_nicht_zusammen() -> None:
    """Whoever was reached and whoever was not are no one word; and of two that are one, the order says nothing but to the hash."""
    grund = VERBUNDBEISPIEL.partition("woerter:")[0] + "woerter:\n  arten:\n    Austausch: [{}]\n"
    (befund,) = lade_verbund(grund.format("Telefonat, Kontaktversuch").encode())[1]
    assert befund.text.startswith(
        "Das Wort „Austausch“ passt hier nicht: seine Wörter sagen Verschiedenes, ob es ein Kontakt ist."
    )
    beide = [lade_verbund(grund.format(w).encode())[0] for w in ("Telefonat, Brief", "Brief, Telefonat")]
    assert len({wortliste(v.woerter) for v in beide if v is not None}) == 2


def test_woerter_eines_feldes() -> None:
    """A list that the agreement names has its words; others have the shipped ones; what is fixed for all has no place for strangers."""
    v = verbund(["A"])
    tabellen = {t.schluessel: t for k in v.kennzahlen for t in k.tabellen}
    assert kategorien(v, tabellen["zugang"], quartal("2026Q2")) == (
        ("Runder Tisch", "Beratung", "unbekannt", NICHT_ZUORDENBAR),
        ("neu", "wieder aufgenommen"),
    )
    zeilen, spalten = kategorien(v, tabellen["struktur"], quartal("2026Q2"))
    assert zeilen[-1] == spalten[-1] == NICHT_ZUORDENBAR
    assert "IK" in zeilen
    assert kategorien(v, tabellen["einvernehmen"], quartal("2026Q2"))[0] == ("ja", "nein", "ohne Angabe")
