"""What a change does to a team's cases: named one by one, and nothing that only looks different."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from fallbuch.akte.lesen import lies_quelldatei
from fallbuch.akte.modell import Fall
from fallbuch.befund import Befund
from fallbuch.bestand import laden
from fallbuch.einrichtung import Aufruffehler
from fallbuch.text.quelle import Quelldatei
from fallbuch.vergleich.ausgabe import HOECHSTENS_BYTES, als_json, als_markdown, als_text
from fallbuch.vergleich.bericht import bericht
from fallbuch.vergleich.modell import Vergleichslauf
from tests.git import git
from tests.hilfen import BEIM_LANDEN
from tests.vergleich.hilfen import ERSTES, ZUSAGEN, fall, kurz, lege_an, schreibe, speichere, taten, verglichen

ALT = fall(verlauf=f"{ERSTES}\n{ZUSAGEN}")


@pytest.fixture
def team(tmp_path: Path) -> Path:
    return lege_an(tmp_path / "team", _4711=ALT, _4712=fall("4712"))


def test_nichts_geaendert(team: Path) -> None:
    v = verglichen(team)
    assert v.leer
    assert kurz(v) == "Im Ordner des Teams hat sich nichts geändert."


@pytest.mark.parametrize(
    ("neu", "soll"),
    [
        (ALT.replace("Status: in Beratung", "Status: abgeschlossen"), ["abgeschlossen (Status: in Beratung → abgeschlossen)"]),
        (ALT.replace("Berater: Jana", "Berater: Ole"), ["Berater: Jana → Ole"]),
        (ALT.replace("Berater: Jana\n", ""), ["Berater: Jana → leer"]),
        (ALT.replace("Einwilligung", "Zu beachten: nur Tante Geheim anrufen\nEinwilligung"), ["Zu beachten: leer → nicht gezeigt"]),
        (ALT.replace("Einwilligung", "Vertretung: Ole bis 2026-04-06\nEinwilligung"), ["Vertretung: leer → Ole bis 2026-04-06"]),
        (ALT.replace("Einwilligung", "Vertretung: Tante Geheim bis 2026-04-06\nEinwilligung"), ["Vertretung: geändert"]),
        (ALT.replace("Berater: Jana", "Berater: Tante Geheim"), ["Berater: Jana → nicht gezeigt"]),
        (ALT.replace("Erstkontakt: 2026-01-12", "Erstkontakt: 2026-01-11"), ["Erstkontakt: 2026-01-12 → 2026-01-11"]),
        (ALT.replace("Erstkontakt: 2026-01-12", "Erstkontakt: gestern"), ["Erstkontakt: 2026-01-12 → nicht gezeigt"]),
        (ALT.replace("Einwilligung", "Hilfenetz: Tante Geheim (Hilfe)\nEinwilligung"), ["Hilfenetz: leer → nicht gezeigt"]),
        (
            f"{ALT}\n## 2026-03-01 Telefonat (Ole)\n\nTante Geheim rief an.\n\nFolgetermin: 2026-03-09 14:30\n",
            ["Neuer Eintrag 2026-03-01 Telefonat: Folgetermin: 2026-03-09 14:30"],
        ),
        (f"{ALT}\n## 2026-03-01 Geheimes (Ole)\n\nText.\n", ["Neuer Eintrag 2026-03-01 Eintrag unbekannter Art"]),
        (f"{ALT}\n## Tante Geheim kam\n\nText.\n", ["Neuer Eintrag ohne lesbares Datum"]),
        (fall(), ["Eintrag 2026-02-10 Beratung entfernt"]),
        (ALT.replace("Sucht eine", "Findet eine"), ["Eintrag 2026-01-12 Erstgespräch geändert: Text geändert"]),
        (ALT.replace("Dauer: 45", "Dauer: 60"), ["Eintrag 2026-01-12 Erstgespräch geändert: Dauer: 45 → 60"]),
        (
            ALT.replace("2026-02-10 Beratung", "2026-02-11 Telefonat"),
            ["Eintrag 2026-02-10 Beratung geändert: nun an einem anderen Tag: 2026-02-10 Beratung → 2026-02-11 Telefonat"],
        ),
        (
            ALT.replace("2026-02-10 Beratung (Jana)", "2026-02-10 Beratung (Ole)"),
            ["Eintrag 2026-02-10 Beratung geändert: Gespräch geführt von: Jana → Ole"],
        ),
        (ALT.replace("- [ ] Kundin", "- [x] Kundin"), ["Eintrag 2026-02-10 Beratung geändert: Vereinbarung erledigt (bis 2026-02-20)"]),
        (ALT.replace("- [ ] Team", "- [-] Team"), ["Eintrag 2026-02-10 Beratung geändert: Vereinbarung fallengelassen (bis 2026-03-10)"]),
        (
            ALT.replace("(bis 2026-02-20)", "(bis 2026-02-27)"),
            ["Eintrag 2026-02-10 Beratung geändert: Vereinbarung geändert, Frist: 2026-02-20 → 2026-02-27"],
        ),
        (
            ALT.replace("schreibt an Tante Geheim", "ruft Herrn Anders an"),
            ["Eintrag 2026-02-10 Beratung geändert: Vereinbarung geändert, Wortlaut: geändert"],
        ),
        (f"{ALT}- [ ] Kunde fragt nach\n", ["Eintrag 2026-02-10 Beratung geändert: Vereinbarung dazu (ohne Frist)"]),
        (
            ALT.replace("- [ ] Team ruft an (bis 2026-03-10)\n", ""),
            ["Eintrag 2026-02-10 Beratung geändert: Vereinbarung entfernt (bis 2026-03-10)"],
        ),
        (
            ALT.replace("ID: 4711\n", "# nur zur Erinnerung\nID: 4711\n"),
            ["etwas geändert, das keine Angabe und keinen Eintrag anders macht, zum Beispiel ein Kommentar oder eine Schreibweise"],
        ),
    ],
)  # fmt: skip
def test_eine_aenderung_wird_beim_namen_genannt(team: Path, neu: str, soll: list[str]) -> None:
    assert neu != ALT
    schreibe(team, "4711", neu)
    v = verglichen(team)
    assert taten(v) == {"4711": soll}
    for text in (als_text(bericht(v)), als_markdown(bericht(v)), als_json(v)):
        assert "Geheim" not in text
        assert "Anders" not in text


UMFORMATIERT: dict[str, Callable[[str], str]] = {
    "Reihenfolge der Felder": lambda t: t.replace("ID: 4711\nErstkontakt: 2026-01-12\n", "Erstkontakt: 2026-01-12\nID: 4711\n"),
    "Anführungszeichen": lambda t: t.replace("Status: in Beratung", 'Status: "in Beratung"').replace("ID: 4711", "ID: '4711'"),
    "Listenzeichen": lambda t: t.replace("- [ ]", "* [ ]"),
    "Zeilenenden": lambda t: t.replace("\n", "\r\n"),
    "Leerzeichen am Ende": lambda t: t.replace("\n", "  \n"),
    "Leerzeilen": lambda t: t.replace("\n\n", "\n\n\n"),
    "Zeile am Ende": lambda t: t.rstrip("\n"),
    "Schlüssel in Anführungszeichen": lambda t: t.replace("Zugangsweg:", '"Zugangsweg":'),
    "Block statt Zeile": lambda t: t.replace("Zugangsweg: Beratungstag", "Zugangsweg: >-\n  Beratungstag"),
    "Zeichen am Anfang": lambda t: "\ufeff" + t,
    "alles zugleich": lambda t: "\ufeff" + t.replace("- [ ]", "+ [ ]").replace("ID: 4711", "ID: '4711'").replace("\n", "  \r\n"),
}  # fmt: skip


@pytest.mark.parametrize("was", list(UMFORMATIERT))
def test_was_nur_anders_aussieht_ist_nur_umformatiert(team: Path, was: str) -> None:
    git(team, "config", "core.autocrlf", "false")
    neu = UMFORMATIERT[was](ALT)
    assert neu != ALT
    schreibe(team, "4711", neu)
    v = verglichen(team)
    assert taten(v) == {"4711": ["nur umformatiert"]}
    assert (kurz(v), v.geaendert) == ("1 Fall nur umformatiert.", [])


def test_angelegt_und_entfernt(team: Path) -> None:
    schreibe(team, "4713", fall("4713"))
    (team / "faelle/4711.md").unlink()
    v = verglichen(team)
    assert taten(v) == {
        "4711": ["Der Fall ist entfernt, die Datei gibt es nicht mehr."],
        "4713": [
            "neu angelegt: Erstkontakt: 2026-01-12; Zugangsweg: Beratungstag; Status: in Beratung; Berater: Jana; Betreuungsstufe: IK; "
            "Arbeitsmarktstatus: arbeitslos; Einwilligung: 2026-01-12; Neuer Eintrag 2026-01-12 Erstgespräch"
        ],
    }
    assert als_text(bericht(v)).splitlines()[3:5] == [
        "Entfernt",
        "  4711: Der Fall ist entfernt, die Datei gibt es nicht mehr.",
    ]


def test_umbenannt_mit_und_ohne_neue_id(team: Path) -> None:
    (team / "faelle/4711.md").rename(team / "faelle/4799.md")
    # Not yet known to git, it is known by its ID.
    assert taten(verglichen(team)) == {"4711": ["Datei umbenannt: 4711 → 4799"]}
    git(team, "add", "-A")
    assert taten(verglichen(team)) == {"4711": ["Datei umbenannt: 4711 → 4799"]}
    schreibe(team, "4799", ALT.replace("ID: 4711", "ID: 4799"))
    git(team, "add", "-A")
    assert taten(verglichen(team)) == {"4799": ["Datei umbenannt: 4711 → 4799", "ID: 4711 → 4799"]}


def test_termine_kommen_wandern_und_gehen(team: Path) -> None:
    schreibe(
        team,
        "4711",
        f"{ALT}\n## 2026-03-01 Telefonat (Jana)\n\nText.\n\nFolgetermin: 2026-03-09\n".replace(
            "- [ ] Kundin", "- [x] Kundin"
        ),
    )
    (f,) = verglichen(team).faelle
    folgen = {(t.lauf, t.titel): (t.vorher and str(t.vorher), t.nachher and str(t.nachher)) for t in f.folgen}
    assert folgen[Vergleichslauf.NEU, "Folgetermin"] == (None, "2026-03-09")
    assert folgen[Vergleichslauf.SPAETER, "Kontakt bei Förderbedarf (IK)"] == ("2026-04-21", "2026-05-10")
    # One of two agreements is ticked: it was the customer's turn, and the team still has a line of its own.
    assert folgen[Vergleichslauf.ENTFAELLT, "Vereinbarung nachhalten"] == ("2026-02-20", None)
    schreibe(team, "4711", ALT.replace("- [ ] Kundin", "- [x] Kundin").replace("- [ ] Team", "- [x] Team"))
    (f,) = verglichen(team).faelle
    assert [(t.lauf, t.titel) for t in f.folgen] == [(Vergleichslauf.ENTFAELLT, "Vereinbarung nachhalten")] * 2


def test_eine_regel_aendert_die_termine_anderer_faelle(team: Path) -> None:
    """Somebody adds an entry, and shortens a rule: what follows from which is told apart."""
    (team / "vorlagen/regelwerk.yml").write_text("regeln:\n  kontakt-ik:\n    frist: 4 Wochen\n", encoding="utf-8")
    schreibe(team, "4712", fall("4712", f"{ERSTES}\n## 2026-02-27 Telefonat (Jana)\n\nText.\n"))
    v = verglichen(team)
    assert taten(v) == {"4712": ["Neuer Eintrag 2026-02-27 Telefonat"]}
    (f,) = v.faelle
    assert [(str(t.vorher), str(t.nachher)) for t in f.folgen if t.titel.startswith("Kontakt")] == [
        ("2026-03-23", "2026-05-08")
    ]
    assert v.regeln is not None
    assert [
        (t.fall, t.lauf, str(t.vorher), str(t.nachher)) for t in v.regeln.folgen if t.titel.startswith("Kontakt")
    ] == [
        ("4711", Vergleichslauf.FRUEHER, "2026-04-21", "2026-03-10"),
        ("4712", Vergleichslauf.FRUEHER, "2026-05-08", "2026-03-27"),
    ]
    text = als_text(bericht(v))
    assert "\nRegeln\n  Kontakt bei Förderbedarf (IK): geändert\n    fällig: 10 Wochen nach" in text
    assert "    Jana: 2 Termine früher\n" in text
    assert "vorlagen/regelwerk.yml" not in text


def test_eine_kaputte_datei_ist_eine_meldung_auf_jeder_seite(team: Path) -> None:
    kaputt = b"---\nID: 4711\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
    (team / "faelle/4711.md").write_bytes(kaputt)
    v = verglichen(team)
    assert taten(v)["4711"] == [
        "Eine der beiden Fassungen lässt sich nicht ganz lesen; sehen Sie die Zeilen selbst an.",
        "Eintrag 2026-01-12 Erstgespräch entfernt",
        "Eintrag 2026-02-10 Beratung entfernt",
    ]
    assert [b.kennung for b in v.neue_befunde] == ["F001"]
    speichere(team, "kaputt")
    schreibe(team, "4711", ALT)
    v = verglichen(team)
    assert taten(v)["4711"] == [
        "Eine der beiden Fassungen lässt sich nicht ganz lesen; sehen Sie die Zeilen selbst an."
    ]
    assert [b.kennung for b in v.geloeste_befunde] == ["F001"]


def test_doppelte_ids_sind_neu_auch_in_der_alten_datei(team: Path) -> None:
    schreibe(team, "4799", fall("4711"))
    v = verglichen(team)
    assert sorted(b.stelle.datei for b in v.neue_befunde if b.kennung == "F017") == ["faelle/4711.md", "faelle/4799.md"]


def test_in_einem_unterordner_mit_umlauten(tmp_path: Path) -> None:
    haus = tmp_path / "Häuser" / "Räume für alle"
    lege_an(tmp_path / "t", _4711=ALT)
    shutil.rmtree(tmp_path / "t/.git")
    haus.mkdir(parents=True)
    shutil.move(tmp_path / "t", haus / "Team Süd")
    git(tmp_path / "Häuser", "init", "-q")
    (tmp_path / "Häuser/anderes.txt").write_text("x")
    speichere(tmp_path / "Häuser", "Anfang")
    wurzel = haus / "Team Süd"
    (tmp_path / "Häuser/anderes.txt").write_text("y")
    schreibe(wurzel, "4711", ALT.replace("Jana\n", "Ole\n", 1))
    assert taten(verglichen(wurzel)) == {"4711": ["Berater: Jana → Ole"]}
    speichere(wurzel, "zwei")
    git(wurzel, "checkout", "-q", "--detach")
    assert taten(verglichen(wurzel, "HEAD~1", "HEAD")) == {"4711": ["Berater: Jana → Ole"]}
    assert verglichen(wurzel, "HEAD~1", "HEAD").dateien == []


def test_verglichen_wird_mit_dem_gemeinsamen_ursprung(team: Path) -> None:
    """What others did meanwhile on the main branch is not part of the request."""
    git(team, "checkout", "-qb", "meins")
    schreibe(team, "4711", ALT.replace("Berater: Jana", "Berater: Ole"))
    speichere(team, "meine Änderung")
    git(team, "checkout", "-q", "main")
    schreibe(team, "4712", fall("4712", Berater="Ole"))
    speichere(team, "fremde Änderung")
    assert taten(verglichen(team, "main", "meins")) == {"4711": ["Berater: Jana → Ole"]}


def test_was_nicht_zu_vergleichen_ist_sagt_den_naechsten_schritt(team: Path, tmp_path: Path) -> None:
    with pytest.raises(
        Aufruffehler,
        match=r"Einen Stand „gibtsnicht“ kennt git hier nicht\. Zweige, die es gibt: main\. Nennen Sie einen Zweig",
    ):
        verglichen(team, "gibtsnicht")
    with pytest.raises(Aufruffehler, match="Einen Stand „--all“ kennt git hier nicht"):
        verglichen(team, "--all")
    for nummer in range(3):
        schreibe(team, "4712", fall("4712", Bewilligung_bis=f"2026-0{nummer + 1}-01"))
        speichere(team, str(nummer))
    git(team, "branch", "alt", "HEAD~2")
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-single-branch", f"file://{team}", "flach")
    with pytest.raises(Aufruffehler, match="Holen Sie die ganze Geschichte mit „git fetch --unshallow“"):
        verglichen(tmp_path / "flach", "origin/alt")
    with pytest.raises(Aufruffehler, match=r"Einen Stand „alt“ kennt git hier nicht\. Meinten Sie „origin/alt“\?"):
        verglichen(tmp_path / "flach", "alt")
    git(team, "checkout", "-q", "--orphan", "fremd")
    speichere(team, "anderer Anfang")
    with pytest.raises(Aufruffehler, match="Die beiden Stände haben keinen gemeinsamen Ursprung"):
        verglichen(team, "main")
    shutil.rmtree(team / ".git")
    with pytest.raises(Aufruffehler, match="steht nicht unter git"):
        verglichen(team)


def test_die_erste_zeile_fasst_zusammen(team: Path) -> None:
    schreibe(team, "4711", ALT.replace("2026-01-12\n", "2026-01-32\n", 1))
    schreibe(team, "4712", fall("4712").replace("\n", "\r\n"))
    v = verglichen(team)
    assert (
        kurz(v)
        == "1 Fall geändert, 1 Fall nur umformatiert. 1 Termin wird fällig, 1 entfällt. 1 neue Meldung, davon 1 Fehler."
    )
    text = als_text(bericht(v)).splitlines()
    assert text[0] == kurz(v)
    assert "Bitte prüfen: neue Meldungen" in text
    assert "  faelle/4711.md:3: Fehler F012, Datum gibt es nicht" in text
    daten = json.loads(als_json(v))
    assert [b["kennung"] for b in daten["neue_befunde"]] == ["F012"]


def test_ein_langer_bericht_wird_gekuerzt(tmp_path: Path) -> None:
    viele = {f"_{n}": fall(str(n)) for n in range(1000, 1900)}
    wurzel = lege_an(tmp_path / "team", **viele)
    for n in range(1000, 1900):
        schreibe(
            wurzel, str(n), fall(str(n), Bewilligung_bis="2026-05-01").replace("Bewilligung_bis", "Bewilligung bis")
        )
    text = als_markdown(bericht(verglichen(wurzel)))
    assert len(text.encode()) <= HOECHSTENS_BYTES
    assert text.endswith("Ganz steht er da, wenn Sie „fallbuch vergleichen“ selbst aufrufen.\n")
    assert text.count("<details>") == text.count("</details>") > 0
    assert re.search(r"- und \d+ weitere Zeilen\n\n</details>", text)


@BEIM_LANDEN
def test_auch_im_laengsten_bericht_fehlt_kein_abschnitt(tmp_path: Path) -> None:
    """A thousand cases removed and as many broken: of both the beginning and the number."""
    viele = {f"_{n}": fall(str(n)) for n in range(1000, 3000)}
    wurzel = lege_an(tmp_path / "team", **viele)
    for n in range(1000, 2000):
        (wurzel / f"faelle/{n}.md").unlink()
        schreibe(wurzel, str(n + 1000), fall(str(n + 1000), Berater="Ole").replace("2026-01-12\n", "2026-01-32\n", 1))
    (wurzel / "vorlagen/neu.txt").write_text("x", encoding="utf-8")
    text = als_markdown(bericht(verglichen(wurzel)))
    assert HOECHSTENS_BYTES * 0.9 < len(text.encode()) <= HOECHSTENS_BYTES
    assert text.splitlines()[1].startswith("**1.000 Fälle entfernt, 1.000 Fälle geändert, 1 andere Datei geändert.")
    titel = re.findall(r"^### (.*)$|<summary>(.*)</summary>", text, re.MULTILINE)
    assert ["".join(t) for t in titel] == [
        "Entfernt", "Bitte prüfen: neue Meldungen", "Fälle (2000)", "Aufgaben des Teams", "Andere Dateien", "Berührte Kennzahlen (1)",
    ]  # fmt: skip
    assert "- `1000`: Der Fall ist entfernt, die Datei gibt es nicht mehr.\n" in text
    assert "- Fehler F012, Datum gibt es nicht: 1.000-mal in 1.000 Dateien\n" in text
    assert "- `eine Datei (.txt)`: neu\n" in text
    assert text.endswith("selbst aufrufen.\n")


def test_unveraenderte_dateien_werden_einmal_gelesen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two hundred cases three differ: each is read, and of three the earlier version too."""
    wurzel = lege_an(tmp_path / "team", **{f"_{n}": fall(str(n)) for n in range(1000, 1200)})
    for n in (1000, 1100, 1150):
        schreibe(wurzel, str(n), fall(str(n), Berater="Ole"))
    gelesene: list[str] = []

    def zaehle(datei: Quelldatei) -> tuple[Fall, tuple[Befund, ...]]:
        gelesene.append(datei.name)
        return lies_quelldatei(datei)

    monkeypatch.setattr(laden, "lies_quelldatei", zaehle)
    assert taten(verglichen(wurzel)) == {str(n): ["Berater: Jana → Ole"] for n in (1000, 1100, 1150)}
    assert len(gelesene) == 203
    # With other rules all are looked at again, but none is parsed twice.
    (wurzel / "vorlagen/regelwerk.yml").write_text("regeln:\n  kontakt-ik:\n    frist: 4 Wochen\n", encoding="utf-8")
    gelesene.clear()
    v = verglichen(wurzel)
    assert len(gelesene) == 203
    assert v.regeln is not None
    assert len([f for f in v.regeln.folgen if f.lauf is Vergleichslauf.FRUEHER]) == 200
