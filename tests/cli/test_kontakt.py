"""Who is behind a number, on the command line: three counsellors, one leaves, one forgets the password, one is new."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from tests.cli.aufruf import im_prozess
from tests.hilfen import fall, vergiss_module
from tests.vorgeladen import halte_gespraech

ORDNER = Callable[..., Path]
ANNA = [
    "Anna",
    "Beispiel",
    "Hauptstr. 1",
    "04103",
    "Leipzig",
    "0341 123 456",
    "anna@example.org",
    "Deutsch, Polnisch",
    "12.1.2026",
]
KANARIEN = ("Anna", "Beispiel", "Hauptstr", "04103", "Leipzig", "123 456", "anna@example", "Polnisch")


class Haus:
    """A team with one case, a folder of contacts beside it, and each counsellor's own machine."""

    def __init__(self, team: Path, neben: Path) -> None:
        self.team, self.neben = team, neben

    def rufe(self, wer: str, *worte: str, eingabe: list[str] | None = None, ablage: bool = True) -> tuple[int, str]:
        wo = {"FALLBUCH_KONTAKTE": str(self.neben / "kontakte")} if ablage else {}
        with pytest.MonkeyPatch.context() as dabei:
            dabei.setattr(sys, "stdin", io.StringIO("".join(f"{zeile}\n" for zeile in eingabe or [])))
            return im_prozess(
                "kontakt", *worte, cwd=self.team,
                FALLBUCH_SCHLUESSEL=str(self.neben / f"{wer}/schluessel.age"), **wo,
            )  # fmt: skip

    def kennwort(self, wer: str) -> str:
        return f"das Kennwort von {wer}"

    def neuer_schluessel(self, wer: str) -> str:
        code, ausgabe = self.rufe(wer, "schluessel", eingabe=[self.kennwort(wer)] * 2)
        zeile = re.search("age1[a-z0-9]{58}", ausgabe)
        assert zeile is not None
        assert (code, ausgabe) == (
            0,
            f"Ihr Schlüssel liegt in {self.neben / wer / 'schluessel.age'}, geschützt mit dem Kennwort. Ohne beides öffnet ihn niemand.\n"
            f"Ihre Zeile für „fallbuch kontakt empfaenger“: {zeile[0]}\n",
        )
        return zeile[0]

    def oeffnet(self, wer: str) -> bool:
        return self.rufe(wer, "zeigen", "4711", eingabe=[self.kennwort(wer)])[0] == 0


@pytest.fixture
def haus(ordner: ORDNER, tmp_path: Path, schnell: None) -> Haus:
    return Haus(ordner({"4711.md": fall()}), tmp_path / "neben")


GESPEICHERT = (
    "Die Liste ist gespeichert. Damit sie auch für die vorhandenen Kontaktdaten gilt: fallbuch kontakt umschluesseln\n"
)
UMGESCHLUESSELT = (
    "1 Datei neu verschlossen. Wer nicht mehr in der Liste steht, öffnet keine Datei mehr, die ab jetzt hier liegt.\n"
    "Was jemand vorher kopiert hat, bleibt für ihn lesbar; das nimmt kein Programm zurück.\n"
)


def test_wer_ist_das(haus: Haus) -> None:
    zeilen = {wer: haus.neuer_schluessel(wer) for wer in ("jana", "ole", "mira")}
    code, ausgabe = haus.rufe("jana", "empfaenger", "--ja", eingabe=["Jana", zeilen["jana"]])
    assert code == 0
    worte = " ".join(re.findall(r"^ ?\d+ {2}(.+)$", ausgabe, re.MULTILINE))
    assert len(worte.split()) == 58
    assert ausgabe.endswith(GESPEICHERT)
    for wer in ("ole", "mira"):
        code, ausgabe = haus.rufe("jana", "empfaenger", eingabe=[wer.title(), zeilen[wer]])
        assert (code, ausgabe.endswith(GESPEICHERT)) == (0, True)
        assert worte.split()[0] not in ausgabe, "the sheet is shown once"
    assert haus.rufe("ole", "neu", "4711", eingabe=ANNA) == (0, "Die Kontaktdaten zu 4711 sind gespeichert.\n")
    assert all(map(haus.oeffnet, zeilen))

    # A call from an unknown number.
    assert haus.rufe("mira", "suchen", eingabe=[haus.kennwort("mira"), "+49 341/123456"]) == (
        0, "4711  Anna Beispiel  0341 123 456  anna@example.org\n",
    )  # fmt: skip
    assert haus.rufe("mira", "zeigen", "4711", eingabe=[haus.kennwort("mira")]) == (
        0,
        "Vorname: Anna\nNachname: Beispiel\nStraße und Hausnummer: Hauptstr. 1\nPostleitzahl: 04103\nOrt: Leipzig\nTelefon: 0341 123 456\n"
        "E-Mail: anna@example.org\nSprachen: Deutsch, Polnisch\nEinwilligung am: 2026-01-12\n",
    )

    # Ole leaves.
    assert haus.rufe("jana", "empfaenger", eingabe=["Ole"])[0] == 0
    code, ausgabe = haus.rufe("jana", "pruefen", eingabe=[haus.kennwort("jana")])
    assert (code, ausgabe) == (
        1,
        "4711.age: Sie ist für andere verschlossen als in der Liste. „fallbuch kontakt umschluesseln“ verschließt sie neu.\n",
    )
    assert haus.rufe("jana", "umschluesseln", eingabe=[haus.kennwort("jana")]) == (0, UMGESCHLUESSELT)
    assert [wer for wer in zeilen if haus.oeffnet(wer)] == ["jana", "mira"]
    assert haus.rufe("ole", "zeigen", "4711", eingabe=[haus.kennwort("ole")]) == (
        2, "fallbuch: Diese Datei ist nicht für Ihren Schlüssel verschlossen.\n",
    )  # fmt: skip

    # Mira has forgotten the password: a new key, the old one goes.
    assert haus.rufe("mira", "liste", eingabe=["etwas anderes"]) == (2, "fallbuch: Das Kennwort stimmt nicht.\n")
    (haus.neben / "mira/schluessel.age").rename(haus.neben / "mira/alt.age")
    zeilen["mira"] = haus.neuer_schluessel("mira")
    for eingabe in (["Mira"], ["Mira", zeilen["mira"]]):
        assert haus.rufe("jana", "empfaenger", eingabe=eingabe)[0] == 0
    assert haus.rufe("jana", "umschluesseln", eingabe=[haus.kennwort("jana")]) == (0, UMGESCHLUESSELT)
    assert haus.oeffnet("mira")

    # All keys are lost but the sheet in the safe: with it Tarik, who is new, gets in.
    zeile = haus.neuer_schluessel("tarik")
    for wer in ("jana", "mira"):
        (haus.neben / f"{wer}/schluessel.age").unlink()
    assert haus.rufe("tarik", "empfaenger", eingabe=["Tarik", zeile])[0] == 0
    assert haus.rufe("tarik", "umschluesseln", "--blatt", eingabe=[worte]) == (0, UMGESCHLUESSELT)
    assert haus.rufe("tarik", "pruefen", eingabe=[haus.kennwort("tarik")]) == (
        0,
        "1 Datei geöffnet: Alles ist in Ordnung.\n",
    )
    assert haus.oeffnet("tarik")

    # Nothing of the person stands anywhere in the clear, neither in the team nor beside it.
    for datei in [p for p in haus.neben.parent.rglob("*") if p.is_file()]:
        roh = datei.read_bytes().decode("utf-8", "replace")
        assert not [
            wort for wort in KANARIEN if wort in roh and not (wort == "Beispiel" and datei.is_relative_to(haus.team))
        ], datei

    assert haus.rufe("tarik", "loeschen", "4711", "--ja") == (
        0, "Die Kontaktdaten zu 4711 sind gelöscht. Steht es noch nicht im Fall, tragen Sie dort „Kontaktdaten gelöscht“ ein. Sicherungen und Kopien auf anderen Rechnern löscht nur, wer sie hat.\n",
    )  # fmt: skip
    assert haus.rufe("tarik", "zeigen", "4711", eingabe=[haus.kennwort("tarik")]) == (
        2,
        "fallbuch: Zu 4711 gibt es keine Kontaktdaten.\n",
    )


def test_aendern_fragt_nach_jedem_feld(haus: Haus) -> None:
    haus.rufe("jana", "empfaenger", "--ja", eingabe=["Jana", haus.neuer_schluessel("jana")])
    haus.rufe("jana", "neu", "4711", eingabe=ANNA)
    assert haus.rufe("jana", "neu", "4711", eingabe=ANNA) == (
        2, "fallbuch: Zu 4711 gibt es schon Kontaktdaten. Ändern: fallbuch kontakt aendern 4711\n",
    )  # fmt: skip
    eingabe = [haus.kennwort("jana"), "", "Müller", "-", "", "", "0341 999 999", "", "", ""]
    assert haus.rufe("jana", "aendern", "4711", eingabe=eingabe) == (0, "Die Kontaktdaten zu 4711 sind geändert.\n")
    assert haus.rufe("jana", "zeigen", "4711", eingabe=[haus.kennwort("jana")])[1] == (
        "Vorname: Anna\nNachname: Müller\nPostleitzahl: 04103\nOrt: Leipzig\nTelefon: 0341 999 999\nE-Mail: anna@example.org\nSprachen: Deutsch, Polnisch\n"
        "Einwilligung am: 2026-01-12\n"
    )
    # What is wrong changes nothing and is not repeated.
    code, ausgabe = haus.rufe("jana", "aendern", "4711", eingabe=[haus.kennwort("jana"), "", "", "", "geheimnisvoll"])
    assert (code, ausgabe) == (2, "fallbuch: Eine Postleitzahl hat fünf Ziffern, in Österreich vier.\n")
    assert haus.rufe("jana", "kennwort", eingabe=[haus.kennwort("jana"), "ein ganz anderes", "ein ganz anderes"]) == (
        0, "Das neue Kennwort gilt. Der Schlüssel ist derselbe, alle Kontaktdaten bleiben lesbar.\n",
    )  # fmt: skip
    assert not haus.oeffnet("jana")
    assert (
        haus.rufe("jana", "liste", eingabe=["ein ganz anderes"])[1]
        == "4711  Anna Müller  0341 999 999  anna@example.org\n"
    )


IM_TEAM = "fallbuch: Die Kontaktdaten dürfen nicht im Ordner des Teams liegen: Was dort steht, kommt mit git zu allen. Nehmen Sie einen Ordner daneben.\n"


@pytest.mark.parametrize(
    ("worte", "satz"),
    [
        (["zeigen"], "fallbuch: Es fehlt die ID des Falls: fallbuch kontakt zeigen ID\n"),
        (["liste", "4711"], "fallbuch: „liste“ nimmt keine ID: fallbuch kontakt liste\n"),
        (["zeigen", "../4711"], "fallbuch: Das ist keine ID eines Falls.\n"),
        (["liste", "--ablage", "kontakte"], IM_TEAM),
        (["liste", "--ablage", "."], IM_TEAM),
        (["zeigen", "4711", "--ablage", "faelle/../x"], IM_TEAM),
        (["liste"], "fallbuch: Den Ordner der Kontaktdaten gibt es nicht, oder er lässt sich nicht lesen.\n"),
        (["neu", "4711"], "fallbuch: Den Ordner der Kontaktdaten gibt es nicht, oder er lässt sich nicht lesen.\n"),
        (["liste", "--blatt"], "fallbuch: Das 1. Wort steht nicht auf dem Blatt"),
    ],
)  # fmt: skip
def test_falsche_aufrufe(haus: Haus, worte: list[str], satz: str) -> None:
    haus.neuer_schluessel("jana")
    code, ausgabe = haus.rufe(
        "jana", *worte, eingabe=[haus.kennwort("jana")] if worte[0] == "liste" and "--blatt" not in worte else ["Igel"]
    )
    assert code == 2
    assert ausgabe == satz if satz.endswith("\n") else ausgabe.startswith(satz)
    assert "Traceback" not in ausgabe


def test_namen_in_den_faellen(haus: Haus) -> None:
    haus.rufe("jana", "empfaenger", "--ja", eingabe=["Jana", haus.neuer_schluessel("jana")])
    haus.rufe("jana", "neu", "4711", eingabe=ANNA)
    datei = haus.team / "faelle/4711.md"
    datei.write_text(
        datei.read_text() + "\n## 2026-06-01 Notiz (Jana)\n\nFrau Beispiel ruft an.\nAnna auch. Ein Beispiel.\n"
    )
    zeile = datei.read_text().split("\n").index("Frau Beispiel ruft an.") + 1
    satz = "Fehler D002: Hier steht ein Name aus den Kontaktdaten. Erwartet: niemand mit Namen, nur die ID oder „der Kunde“, „die Kundin“.\n"
    rat = "    Schreiben Sie den Satz ohne den Namen. Ist ein anderes Wort gemeint, formulieren Sie es um.\n"
    assert haus.rufe("jana", "pruefen", eingabe=[haus.kennwort("jana")]) == (
        1,
        f"faelle/4711.md:{zeile}:6: {satz}{rat}faelle/4711.md:{zeile + 1}:1: {satz}{rat}",
    )
    # Without a key nobody knows any name.
    code, ausgabe = haus.rufe("niemand", "pruefen")
    assert (code, ausgabe) == (0, "1 Datei angesehen, aber ohne Schlüssel nicht geöffnet: Alles ist in Ordnung.\n")


def test_was_geloescht_sein_soll_und_noch_da_ist(haus: Haus) -> None:
    haus.rufe("jana", "empfaenger", "--ja", eingabe=["Jana", haus.neuer_schluessel("jana")])
    haus.rufe("jana", "neu", "4711", eingabe=ANNA)
    datei = haus.team / "faelle/4711.md"
    datei.write_text(datei.read_text() + "\n## 2026-06-01 Kontaktdaten gelöscht (Jana)\n")
    satz = "4711.age: Im Fall steht, dass die Kontaktdaten gelöscht sind, und die Datei ist noch da. „fallbuch kontakt loeschen 4711“ löscht sie.\n"
    assert haus.rufe("niemand", "pruefen") == (1, satz)
    assert haus.rufe("jana", "pruefen", eingabe=[haus.kennwort("jana")])[1] == satz
    # Whoever is spoken to again has contacts again.
    datei.write_text(datei.read_text() + "\n## 2026-06-02 Telefonat (Jana)\n\nRuft wieder an.\n")
    assert haus.rufe("niemand", "pruefen")[0] == 0


def test_wo_sie_liegen_muss_jemand_sagen(ordner: ORDNER) -> None:
    assert im_prozess("kontakt", "liste", cwd=ordner({"4711.md": fall()})) == (
        2,
        "fallbuch: Wo die Kontaktdaten liegen, steht nirgends. Schreiben Sie es für alle in vorlagen/team.yml („ordner: {kontakte: ../kontakte}“), "
        "nennen Sie den Ordner mit --ablage, oder setzen Sie FALLBUCH_KONTAKTE; er liegt außerhalb des Teams.\n",
    )


def test_das_team_sagt_es_fuer_alle(haus: Haus) -> None:
    haus.rufe("jana", "empfaenger", "--ja", eingabe=["Jana", haus.neuer_schluessel("jana")])
    team_yml = haus.team / "vorlagen/team.yml"
    team_yml.write_text(team_yml.read_text() + "ordner: {kontakte: ../neben/kontakte}\n")
    vorn = haus.rufe("jana", "pruefen", eingabe=[haus.kennwort("jana")], ablage=False)
    assert vorn == (0, "0 Dateien geöffnet: Alles ist in Ordnung.\n")
    for falsch in ("kontakte", "/srv/kontakte", "../../", "../kontakte/../x"):
        team_yml.write_text(f"name: Unser Team\nordner: {{kontakte: {falsch}}}\n")
        code, ausgabe = im_prozess("pruefen", cwd=haus.team)
        assert code == 1
        assert "ein Ordner neben dem Teamordner wie „../kontakte“" in ausgabe


def test_wer_zuletzt_liest_geht_nicht(haus: Haus) -> None:
    haus.rufe("jana", "empfaenger", "--ja", eingabe=["Jana", haus.neuer_schluessel("jana")])
    liste = haus.neben / "kontakte/empfaenger.txt"
    vorher = liste.read_text()
    assert haus.rufe("jana", "empfaenger", eingabe=["Jana"])[0] == 0
    assert haus.rufe("jana", "empfaenger", eingabe=["Wiederherstellung"]) == (
        2,
        "Darf lesen: Wiederherstellung\n"
        "fallbuch: Dieser Schlüssel bleibt: Ohne ihn wären alle Kontaktdaten verloren, wenn sonst niemand mehr seinen hat.\n",
    )
    liste.write_text(vorher)
    assert haus.rufe("jana", "empfaenger", eingabe=["1234", "age1"])[1].endswith(
        "fallbuch: Ein Name besteht aus Buchstaben, zum Beispiel Jana oder Karl Heinz.\n"
    )
    # The words typed for a test are others: nothing is kept.
    (haus.neben / "kontakte/empfaenger.txt").unlink()
    assert haus.rufe("jana", "empfaenger", eingabe=["Jana", "age1", "Haus"])[0] == 2
    assert not (haus.neben / "kontakte/empfaenger.txt").exists()


def test_das_blatt_zeile_fuer_zeile_und_ein_neues(haus: Haus) -> None:
    """All its lines are taken, as they are printed; one that is lost is replaced, and opens nothing any more."""

    def blatt(ausgabe: str) -> list[str]:
        return re.findall(r"^ ?\d+ {2}.+$", ausgabe, re.MULTILINE)

    alt = blatt(haus.rufe("jana", "empfaenger", "--ja", eingabe=["Jana", haus.neuer_schluessel("jana")])[1])
    assert len(alt) == 10
    haus.rufe("jana", "neu", "4711", eingabe=ANNA)
    zeile = "4711  Anna Beispiel  0341 123 456  anna@example.org\n"
    assert haus.rufe("niemand", "liste", "--blatt", eingabe=alt) == (0, zeile)
    # With empty lines between them, as a page of print gives them, and with dots behind the numbers.
    luftig = [z for zeile_ in alt for z in (re.sub(r"^( ?\d+)", r"\1.", zeile_), "")]
    assert haus.rufe("niemand", "suchen", "--blatt", eingabe=[*luftig[:-1], "anna"]) == (0, zeile)
    assert haus.rufe("niemand", "suchen", "--blatt", eingabe=[*alt, "niemand"]) == (0, "Niemand passt dazu.\n")
    assert haus.rufe("niemand", "liste", "--blatt", eingabe=alt[:9])[1].startswith(
        "fallbuch: Die 54 Wörter ergeben keinen Schlüssel; auf dem Blatt stehen 58."
    )
    nein = haus.rufe("jana", "empfaenger", eingabe=["Wiederherstellung", "n"])
    assert nein == (0, "Darf lesen: Jana\nDarf lesen: Wiederherstellung\n")
    neu = blatt(haus.rufe("jana", "empfaenger", "--ja", eingabe=["Wiederherstellung"])[1])
    assert haus.rufe("jana", "umschluesseln", eingabe=[haus.kennwort("jana")]) == (0, UMGESCHLUESSELT)
    assert haus.rufe("niemand", "liste", "--blatt", eingabe=neu) == (0, zeile)
    assert haus.rufe("niemand", "liste", "--blatt", eingabe=alt) == (
        1, "4711.age: Diese Datei ist nicht für Ihren Schlüssel verschlossen.\n",
    )  # fmt: skip


def test_das_blatt_zum_drucken(haus: Haus, tmp_path: Path) -> None:
    zeile = haus.neuer_schluessel("jana")
    umgebung = {
        **os.environ, "TERM": "dumb", "FALLBUCH_KONTAKTE": str(haus.neben / "kontakte"), "FALLBUCH_SCHLUESSEL": str(haus.neben / "x"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }  # fmt: skip
    wohin, probe = "(leer: ich schreibe sie ab): ", "zur Probe vom Blatt ab: "
    for name, satz in ((haus.team / "blatt", "dort hat das Blatt nichts verloren"), (tmp_path / "blatt", "Wörter ergeben keinen Schlüssel")):  # fmt: skip
        fragen = [("nichts ändern): ", "Jana"), ("mit age1: ", zeile), (wohin, str(name))]
        fragen += (
            [(probe, "Haus"), ("Noch 57 Wörter: ", ""), ("Noch 57 Wörter: ", "")] if name.parent == tmp_path else []
        )
        code, text = halte_gespraech("fallbuch.cli", ("kontakt", "empfaenger"), haus.team, umgebung, fragen)
        assert code == 2
        assert satz in text.replace("\n", " ")
    assert sorted(haus.team.glob("*.pdf")) == []
    datei = tmp_path / "blatt.pdf"
    assert datei.stat().st_mode & 0o777 == 0o600
    gedruckt = pypdfium2.PdfDocument(datei)[0].get_textpage().get_text_bounded()
    assert re.search(r"^ *1 +\w+ \w+", gedruckt, re.MULTILINE)
    assert f"Geschrieben: {datei}. Drucken Sie es, und löschen Sie die Datei" in text.replace("\n", " ")
    assert not (haus.neben / "kontakte/empfaenger.txt").exists()


@pytest.mark.parametrize("terminal", [True, False])
def test_eine_eingabe_in_anderen_zeichen_ist_ein_satz(
    haus: Haus, monkeypatch: pytest.MonkeyPatch, terminal: bool
) -> None:
    """From a keyboard or a pipe of a machine that writes Latin-1."""

    class Eingabe(io.TextIOWrapper):
        def isatty(self) -> bool:
            return terminal

    haus.neuer_schluessel("jana")
    monkeypatch.setattr(sys, "stdin", Eingabe(io.BytesIO(b"K\xfcrbis\n"), encoding="utf-8"))
    monkeypatch.setattr("click.termui.hidden_prompt_func", lambda _: sys.stdin.readline())
    worte = {"FALLBUCH_SCHLUESSEL": str(haus.neben / "jana/schluessel.age"), "FALLBUCH_KONTAKTE": str(haus.neben)}
    code, ausgabe = im_prozess("kontakt", "liste", cwd=haus.team, **worte)
    assert (code, ausgabe.rpartition("fallbuch: ")[2]) == (
        2, "Die Eingabe besteht aus anderen Zeichen als erwartet. Erwartet: Text in UTF-8.\n",
    )  # fmt: skip


def test_ohne_das_paket(ordner: ORDNER, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    vergiss_module(monkeypatch, "fallbuch.kontakte.", "fallbuch.cli.kontaktarbeit")
    assert im_prozess("kontakt", "liste", cwd=ordner({"4711.md": fall()})) == (
        2, "fallbuch: Für Kontaktdaten fehlt das Paket pyrage. Es kommt mit: pip install 'fallbuch[kontakte]'\n",
    )  # fmt: skip
