"""What the team itself has to do: the quarter, the channels' lists, its log."""

from __future__ import annotations

from datetime import date

import pytest

from fallbuch.akte.protokoll import PROTOKOLLDATEI, Protokoll
from fallbuch.befund import Stelle
from fallbuch.bestand.protokoll import lade_protokoll
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.regelwerk.teamregeln import Anlass, Teamsicht, Wiedervorlage, teamfaelligkeiten
from tests.hilfen import quelle, regelwerk_aus, zeile

TEAM = """\
berater:
  Jana: {}
  Mira: {}
zugangswege:
  Beratungstag: {verantwortlich: Mira}
  Runder Tisch: {verantwortlich: Jana, bis: 2026-05-31}
  Wer hilft weiter?: {}
"""
HEUTE = date(2026, 11, 20)


def protokoll(text: str, regelwerk: Regelwerk) -> Protokoll:
    return lade_protokoll(quelle(text, PROTOKOLLDATEI), regelwerk.vokabular, HEUTE)[0]


def faellig(text: str, stichtag: str, *, regeln: str | None = None, erster: str = "2025-02-03") -> list[Faelligkeit]:
    regelwerk, befunde = regelwerk_aus(regeln, TEAM)
    assert befunde == []
    sicht = Teamsicht(regelwerk, protokoll(text, regelwerk), date.fromisoformat(stichtag), date.fromisoformat(erster))
    return teamfaelligkeiten(sicht)


def tage(alle: list[Faelligkeit], regel: str) -> list[tuple[str, str, str | None, str]]:
    return [(str(f.faellig_am), str(f.dringlichkeit), f.berater, f.titel) for f in alle if f.regel == regel]


Q = "Auswertung des Quartals"


@pytest.mark.parametrize(
    ("stichtag", "erwartet"),
    [
        ("2026-03-13", ("2026-03-28", "später")),
        ("2026-03-14", ("2026-03-28", "bald")),
        ("2026-03-27", ("2026-03-28", "diese Woche")),
        ("2026-03-28", ("2026-03-28", "heute")),
        ("2026-03-29", ("2026-03-28", "überfällig")),
        ("2026-06-27", ("2026-03-28", "überfällig")),
        ("2026-06-28", ("2026-03-28", "überfällig")),
    ],
)
def test_auswertung_des_quartals(stichtag: str, erwartet: tuple[str, str]) -> None:
    davor = "## 2025-12-28 Auswertung (Jana)\n\nZeitraum: 2025Q4\n"
    assert tage(faellig(davor, stichtag), "auswertung") == [(*erwartet, None, Q)]


def test_eine_auswertung_erledigt_nur_ihr_quartal() -> None:
    text = "## 2026-01-05 Notiz (Jana)\n\n## 2026-03-27 Auswertung (Jana)\n\nZeitraum: 2026Q1\n"
    assert tage(faellig(text, "2026-03-29"), "auswertung") == [("2026-06-28", "später", None, Q)]
    falsches = text.replace("2026Q1", "2025Q4")
    assert tage(faellig(falsches, "2026-03-29"), "auswertung") == [("2026-03-28", "überfällig", None, Q)]
    assert tage(faellig(text, "2026-03-26"), "auswertung")[0][0] == "2026-03-28", "the entry lies after the key date"


def test_der_satz_nennt_auch_spaeteres() -> None:
    text = "## 2025-08-04 Notiz (Jana)\n\nWir fangen an.\n"
    (f,) = [f for f in faellig(text, "2026-01-05") if f.regel == "auswertung"]
    assert f.begruendung == (
        "Auswertung des Quartals fällig am 2025-09-28: Ende des Berichtszeitraums 2025Q3 am 2025-09-28 (vorlagen/protokoll.md:1); "
        "1 späteres Quartal ist ebenfalls offen"
    )
    assert (f.fall, f.stamm, f.schluessel) == (None, None, "team/auswertung/2025Q3")


def test_ohne_protokoll_keine_vorwuerfe_aus_der_vergangenheit() -> None:
    (f,) = [f for f in faellig("", "2026-04-30", erster="2019-01-07") if f.regel == "auswertung"]
    assert f.herleitung == "Ende des Berichtszeitraums 2026Q1 am 2026-03-28 (vorlagen/protokoll.md:1)"
    neu = faellig("", "2026-04-30", erster="2026-04-13")
    assert tage(neu, "auswertung") == [("2026-06-28", "später", None, Q)], "the team did not exist before"


def akquise(kanal: str, tag: str, *mehr: str) -> str:
    return "\n".join([f"## {tag} Akquise (Mira)", "", f"Zugangsweg: {kanal}", *mehr, "", ""])


def liste(kanal: str) -> str:
    return f"Akquise-Liste pflegen: {kanal}"


@pytest.mark.parametrize(
    ("stichtag", "erwartet"),
    [("2026-02-20", "später"), ("2026-02-21", "bald"), ("2026-02-27", "diese Woche"), ("2026-02-28", "heute")],
)
def test_akquise_liste_jeden_monat(stichtag: str, erwartet: str) -> None:
    text = akquise("Beratungstag", "2026-01-30")
    assert ("2026-02-28", erwartet, "Mira", liste("Beratungstag")) in tage(faellig(text, stichtag), "akquise-liste")


@pytest.mark.parametrize(
    ("eintrag", "erledigt"),
    [
        (akquise("Beratungstag", "2026-03-02"), True),
        (akquise("Beratungstag", "2026-03-31"), True),
        (akquise("Beratungstag", "2026-02-28"), False),
        (akquise("Beratungstag", "2026-04-01"), False),
        (akquise("Beratungstag", "2026-04-01", "Monat: 2026-03"), True),
        (akquise("Runder Tisch", "2026-03-02"), False),
        ("## 2026-03-12 Veranstaltung (Mira)\n\nZugangsweg: Beratungstag\nTeilnehmende: 14\n", True),
        (akquise("Beratungstag", "2026-03-31", "Monat: März"), False),
        ("## 2026-03-12 Notiz (Mira)\n\nZugangsweg: Beratungstag\n", False),
    ],
)
def test_was_einen_monat_erledigt(eintrag: str, erledigt: bool) -> None:
    text = akquise("Beratungstag", "2026-01-30") + akquise("Beratungstag", "2026-02-27") + eintrag
    erwartet = "2026-04-30" if erledigt else "2026-03-31"
    offen = [t for t in tage(faellig(text, "2026-04-02"), "akquise-liste") if t[3] == liste("Beratungstag")]
    assert [t[0] for t in offen] == [erwartet]


def test_nur_zugangswege_mit_verantwortlichen_und_nur_solange_es_sie_gibt() -> None:
    text = akquise("Beratungstag", "2026-05-29") + akquise("Runder Tisch", "2026-05-29")
    offen = tage(faellig(text, "2026-06-15"), "akquise-liste")
    assert offen == [("2026-06-30", "später", "Mira", liste("Beratungstag"))]


def test_regeln_des_teams_lassen_sich_aendern_und_abschalten() -> None:
    anders = "regeln:\n  akquise-liste:\n    frist: 5 Tage\n  auswertung:\n    aktiv: nein\n"
    alle = faellig(akquise("Beratungstag", "2026-05-29"), "2026-06-15", regeln=anders)
    assert [(f.regel, str(f.faellig_am), f.herkunft) for f in alle if f.titel == liste("Beratungstag")] == [
        ("akquise-liste", "2026-07-05", "team")
    ]
    assert tage(alle, "auswertung") == []


@pytest.mark.parametrize(
    ("text", "erwartet"),
    [
        (
            "## 2026-06-01 Aquise (Jana)\n\nZugangsweg: Beratungstag\n",
            "vorlagen/protokoll.md:1:15 Fehler F032: Die Art „Aquise“ ist nicht bekannt. Erwartet: „Akquise“, „Veranstaltung“, „Auswertung“, "
            "„Besprechung“, „Notiz“. | Meinten Sie „Akquise“?",
        ),
        (
            "## 2026-06-01 Akquise (Jana)\n\nZugangsweg: Beratungtag\n",
            "vorlagen/protokoll.md:3:13 Fehler F019: Zugangsweg „Beratungtag“ ist nicht bekannt. Erwartet: „Beratungstag“, "
            "„Runder Tisch“, „Wer hilft weiter?“. | Meinten Sie „Beratungstag“?",
        ),
        (
            "## 2026-06-01 Akquise (Jana)\n",
            "vorlagen/protokoll.md:1:1 Fehler F011: „Zugangsweg“ fehlt. Erwartet: eine Zeile „Zugangsweg: Beratungstag“. | Ergänzen Sie das Feld.",
        ),
        (
            "## 2026-06-28 Auswertung (Jana)\n\nZeitraum: 2. Quartal\n",
            "vorlagen/protokoll.md:3:11 Fehler F021: Zeitraum „2. Quartal“ ist nicht lesbar. Erwartet: ein Quartal wie 2026Q2. | Schreiben Sie die Angabe "
            "wie im Beispiel: 2026Q2.",
        ),
        (
            "## 2027-06-28 Notiz (Jana)\n",
            "vorlagen/protokoll.md:1:1 Fehler F036: Der Eintrag hat das Datum 2027-06-28, das noch kommt.",
        ),
        (
            "## 2026-06-31 Notiz\n",
            "vorlagen/protokoll.md:1:4 Fehler F012: Datum des Eintrags „2026-06-31“ gibt es nicht.",
        ),
        (
            "## 2026-06-05 Akquise (Jana)\n\nZugangsweg: Runder Tisch\n",
            "vorlagen/protokoll.md:1:1 Hinweis F064: „Runder Tisch“ gehörte am 2026-06-05 nicht zum Team.",
        ),
        ("## 2026-06-05 Notiz\n\nTelefon: 0170 1234567\n", "vorlagen/protokoll.md:3:1 Fehler D001:"),
    ],
)
def test_meldungen_zum_protokoll(text: str, erwartet: str) -> None:
    regelwerk, _ = regelwerk_aus(None, TEAM)
    gelesen, befunde = lade_protokoll(quelle(text, PROTOKOLLDATEI), regelwerk.vokabular, HEUTE)
    assert len(befunde) == 1
    assert zeile(befunde[0]).startswith(erwartet)
    assert not befunde[0].uhr
    assert "1234567" not in repr((gelesen, befunde))


@pytest.mark.parametrize("roh", [b"\xff\xfe\x00", b"\x00" * 50, b"# nur ein Titel", b"", b"## kaputt\n" * 3000])
def test_kaputtes_protokoll_stuerzt_nie_ab(roh: bytes) -> None:
    regelwerk, _ = regelwerk_aus(None, TEAM)
    gelesen, _ = lade_protokoll(quelle(roh, PROTOKOLLDATEI), regelwerk.vokabular, HEUTE)
    assert teamfaelligkeiten(Teamsicht(regelwerk, gelesen, date(2026, 6, 30), None))


def vorgelegt(stichtag: str, *wiedervorlagen: Wiedervorlage, text: str = "") -> list[Faelligkeit]:
    regelwerk, _ = regelwerk_aus(None, TEAM)
    sicht = Teamsicht(
        regelwerk, protokoll(text, regelwerk), date.fromisoformat(stichtag), date(2025, 2, 3), wiedervorlagen
    )
    return teamfaelligkeiten(sicht)


def pruefung(datum: str | None) -> Wiedervorlage:
    tag = date.fromisoformat(datum) if datum else None
    ort = Stelle(datei="site_src/prozesse/beratung.md", zeile=3)
    return Wiedervorlage(
        anlass=Anlass.PROZESS, schluessel="beratung", name="Beratung", datum=tag, stelle=ort, zustaendig="Jana"
    )


@pytest.mark.parametrize(
    ("stichtag", "dringlichkeit"),
    [
        ("2026-05-03", "später"),
        ("2026-05-04", "bald"),
        ("2026-05-30", "bald"),
        ("2026-06-01", "heute"),
        ("2026-06-02", "überfällig"),
    ],
)
def test_prozess_pruefen_ein_jahr_nach_der_letzten_pruefung(stichtag: str, dringlichkeit: str) -> None:
    (f,) = [f for f in vorgelegt(stichtag, pruefung("2025-06-01")) if f.regel == "prozess-pruefen"]
    assert (str(f.faellig_am), f.berater, f.thema) == ("2026-06-01", "Jana", "Beratung")
    assert str(f.dringlichkeit) == dringlichkeit
    assert f.begruendung == (
        "Prozess „Beratung“ zu prüfen bis 2026-06-01: letzte Prüfung von „Beratung“ am 2025-06-01 (site_src/prozesse/beratung.md:3) + 12 Monate"
    )


def test_eine_neue_pruefung_beginnt_das_jahr_neu() -> None:
    """As of a day before the review nobody knows of it yet."""
    assert [
        str(f.faellig_am) for f in vorgelegt("2026-06-02", pruefung("2026-06-02")) if f.regel == "prozess-pruefen"
    ] == ["2027-06-02"]
    davor = [f for f in vorgelegt("2026-06-01", pruefung("2026-06-02")) if f.regel == "prozess-pruefen"]
    assert [str(f.faellig_am) for f in davor] == ["2026-02-03"], "from the beginning of the records"


def test_nie_geprueft_zaehlt_vom_beginn_der_aufzeichnungen() -> None:
    erster = "## 2026-03-25 Akquise (Mira)\n\nZugangsweg: Beratungstag\n"
    (f,) = [f for f in vorgelegt("2026-06-30", pruefung(None), text=erster) if f.regel == "prozess-pruefen"]
    assert (
        f.herleitung
        == "„Beratung“ bis dahin nie geprüft, Beginn der Aufzeichnungen am 2026-03-25 (site_src/prozesse/beratung.md:3) + 12 Monate"
    )


def empfehlung(**mehr: date | str | None) -> Wiedervorlage:
    ort = Stelle(datei="site_src/empfehlungen/a.md", zeile=8)
    angaben = {"datum": date(2026, 7, 2), "seit": date(2026, 4, 2), "zustaendig": "Mira"} | mehr
    return Wiedervorlage(anlass=Anlass.EMPFEHLUNG, schluessel="a", name="Öfter waschen", stelle=ort, **angaben)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stichtag", "erwartet"),
    [
        ("2026-04-01", None), ("2026-04-02", "später"), ("2026-06-17", "später"), ("2026-06-18", "bald"), ("2026-07-01", "diese Woche"),
        ("2026-07-02", "heute"), ("2026-07-03", "überfällig"),
    ],
)  # fmt: skip
def test_empfehlung_nachhalten(stichtag: str, erwartet: str | None) -> None:
    gefunden = [f for f in vorgelegt(stichtag, empfehlung()) if f.regel == "empfehlung-nachhalten"]
    assert [(str(f.dringlichkeit), f.berater) for f in gefunden] == ([(erwartet, "Mira")] if erwartet else [])
    if gefunden:
        assert gefunden[0].begruendung == (
            "Handlungsempfehlung „Öfter waschen“ nachzuhalten am 2026-07-02: „Öfter waschen“: nachzuhalten am 2026-07-02 (site_src/empfehlungen/a.md:8)"
        )


def test_erledigt_ist_erst_was_geschehen_ist() -> None:
    for stichtag, anzahl in (("2026-07-09", 1), ("2026-07-10", 0)):
        alle = vorgelegt(stichtag, empfehlung(erledigt=date(2026, 7, 10)))
        assert len([f for f in alle if f.regel == "empfehlung-nachhalten"]) == anzahl


def test_ohne_tag_keine_erinnerung() -> None:
    assert [f for f in vorgelegt("2026-07-10", empfehlung(datum=None)) if f.regel == "empfehlung-nachhalten"] == []


def test_kein_quartal_von_vor_der_einfuehrung() -> None:
    """A new team enters a case that began long ago: no period of that time is asked for, the running one is."""
    for einfuehrung, erwartet in (
        ("", ["2026Q2"]),
        ("einfuehrung: 2026-06-28\n", ["2026Q2"]),
        ("einfuehrung: 2026-06-29\n", ["2026Q3"]),
    ):
        regelwerk, _ = regelwerk_aus(einfuehrung, TEAM)
        sicht = Teamsicht(regelwerk, Protokoll(), date(2026, 9, 1), date(2026, 1, 5))
        gefunden = [
            f.anlass if hasattr(f, "anlass") else f.begruendung
            for f in teamfaelligkeiten(sicht)
            if f.titel == "Auswertung des Quartals"
        ]
        assert [q for q in ("2026Q1", "2026Q2", "2026Q3", "2026Q4") if any(q in g for g in gefunden)] == erwartet
