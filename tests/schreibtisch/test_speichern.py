"""Saving: recorded in git by what it means, refused where somebody else was quicker, and never half done."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.git import git
from tests.hilfen import TEAM_YML, fall
from tests.schreibtisch.hilfen import Tisch

ORDNER = Callable[..., Path]
TAG = "2026-07-01"
OFFEN = fall(
    "## 2026-06-22 Erstgespräch (Jana)\n\nVereinbarungen:\n\n- [ ] Kundin schreibt den Lebenslauf (bis 2026-07-06)\n\nBetreuungsstufe: IK\n",
    erstkontakt="2026-06-20", Betreuungsstufe="IK",
)  # fmt: skip


@pytest.fixture
def tisch(ordner: ORDNER) -> Tisch:
    return Tisch(ordner({"4711.md": OFFEN}, team=TEAM_YML), TAG)


@pytest.fixture
def mit_git(tisch: Tisch) -> Tisch:
    for worte in (["init", "-q", "-b", "main"], ["config", "user.name", "Jana Müller"], ["config", "user.email", "jana@example.org"], ["add", "-A"], ["commit", "-qm", "Anfang"]):  # fmt: skip
        git(tisch.wurzel, *worte)
    return tisch


def text(tisch: Tisch) -> str:
    return (tisch.wurzel / "faelle/4711.md").read_text(encoding="utf-8")


def test_ohne_git_wird_gespeichert_und_gesagt_was_geschah(tisch: Tisch) -> None:
    antwort = tisch.formular("eintragen/4711?art=Telefonat").mit(text="Ruft an.").speichere()
    assert antwort == {
        "gespeichert": True,
        "saetze": [
            "Gespeichert.",
            "Eingetragen in faelle/4711.md: Telefonat vom 01.07.2026.",
            "Als Nächstes: Vereinbarung nachhalten, nachfragen ab 06.07.2026: Frist der Vereinbarung (Kundin) 06.07.2026",
            "Es liegt nur auf diesem Rechner: Für diesen Ordner ist nichts eingerichtet, womit andere es bekommen.",
        ],
        "ziel": "/faelle/4711.html",
    }
    assert tisch.sende("/tisch/abgleichen", {})[1]["saetze"] == [
        "Hier gibt es keine gemeinsame Ablage: Was Sie speichern, liegt auf diesem Rechner."
    ]


@pytest.mark.parametrize(
    ("pfad", "werte", "betreff"),
    [
        ("eintragen/4711?art=Telefonat", {"text": "Ruft an.", "angabe Folgetermin": "20.7."}, "4711: Telefonat 2026-07-01, Folgetermin"),
        ("eintragen/4711?art=Notiz", {"text": "So.", "vereinbarung 1": "erledigt"}, "4711: Notiz 2026-07-01, eine Vereinbarung erledigt"),
        ("aendern/4711", {"feld Zu beachten": "erst ab 10 Uhr"}, "4711: Zu beachten"),
        ("uebergeben/4711", {"wer": "Ole"}, "4711: übergeben an Ole"),
        ("neu", {"feld Zugangsweg": "Beratungstag", "feld ID": "5230"}, "5230: neu"),
    ],
)  # fmt: skip
def test_der_stand_in_git_sagt_was_es_bedeutet(mit_git: Tisch, pfad: str, werte: dict[str, Any], betreff: str) -> None:
    mit_git.formular(pfad).fuelle(werte).speichere()
    assert git(mit_git.wurzel, "log", "-1", "--format=%s|%an|%ae").strip() == f"{betreff}|Jana Müller|jana@example.org"
    assert git(mit_git.wurzel, "status", "--porcelain") == ""


def test_wer_nicht_der_ist_den_git_kennt_steht_als_verfasser_da(mit_git: Tisch) -> None:
    form = mit_git.formular("eintragen/4711?art=Notiz&wer=ole").mit(text="So.")
    daten = {"werte": form.werte, "staende": form.staende, "wurf": 1, "wer": "ole", "speichern": True}
    assert mit_git.sende("/tisch/eintragen/4711", daten)[0] == 200
    assert git(mit_git.wurzel, "log", "-1", "--format=%an|%ae|%cn").strip() == "Ole|ole@fallbuch.invalid|Jana Müller"


def test_anderes_wird_nicht_mitgespeichert(mit_git: Tisch) -> None:
    """Neither what somebody has put forward for a commit of their own, nor what lies about."""
    (mit_git.wurzel / "notizen.txt").write_text("meins")
    (mit_git.wurzel / "vorgemerkt.txt").write_text("auch meins")
    git(mit_git.wurzel, "add", "vorgemerkt.txt")
    mit_git.formular("eintragen/4711?art=Notiz").mit(text="So.").speichere()
    assert git(mit_git.wurzel, "show", "--name-only", "--format=", "HEAD").split() == ["faelle/4711.md"]
    assert git(mit_git.wurzel, "status", "--porcelain").split("\n")[:2] == ["A  vorgemerkt.txt", "?? notizen.txt"]


def test_kann_git_nicht_ist_es_doch_gespeichert(mit_git: Tisch) -> None:
    (mit_git.wurzel / ".git/index.lock").write_text("")
    antwort = mit_git.formular("eintragen/4711?art=Notiz").mit(text="So.").speichere()
    assert antwort["saetze"][-1].startswith(
        "Gespeichert ist es, aber noch nicht festgehalten: git konnte nicht arbeiten:"
    )
    assert "So." in text(mit_git)


def test_wer_zu_spaet_speichert_sieht_was_seither_anders_ist(tisch: Tisch) -> None:
    mein = tisch.formular("eintragen/4711?art=Telefonat").mit(text="Meins.")
    tisch.formular("eintragen/4711?art=Notiz").mit(text="Ihres.").speichere()
    vorher = text(tisch)
    status, antwort = mein.versuche()
    assert status == 409
    assert text(tisch) == vorher
    assert antwort["inzwischen"] == "faelle/4711.md"
    assert [z for z in antwort["zeilen"] if z.startswith("+")] == [
        "+ ## 2026-07-01 Notiz (Jana)",
        "+ ",
        "+ Ihres.",
        "+ ",
    ]
    mein.staende = antwort["staende"]
    mein.speichere()
    assert text(tisch).count("Ihres.") == text(tisch).count("Meins.") == 1


def test_ein_editor_aendert_die_datei_unter_dem_formular(tisch: Tisch) -> None:
    mein = tisch.formular("eintragen/4711?art=Telefonat").mit(text="Meins.")
    datei = tisch.wurzel / "faelle/4711.md"
    datei.write_text(text(tisch).replace("Erstkontakt: 2026-06-20", "Erstkontakt: 2026-06-19"))
    status, antwort = mein.versuche()
    assert (status, antwort["zeilen"]) == (
        409,
        ["…", "  ID: 4711", "- Erstkontakt: 2026-06-20", "+ Erstkontakt: 2026-06-19", "  Zugangsweg: Beratungstag"],
    )


def test_der_fall_ist_inzwischen_fort(tisch: Tisch) -> None:
    mein = tisch.formular("eintragen/4711?art=Telefonat").mit(text="Meins.")
    (tisch.wurzel / "faelle/4711.md").unlink()
    assert mein.versuche()[0] == 409


@pytest.mark.parametrize(
    ("fehler", "satz"),
    [
        (errno.ENOSPC, "Auf dem Laufwerk ist kein Platz mehr frei. Es wurde nichts gespeichert; Ihr Text bleibt in diesem Fenster. Schaffen Sie Platz, und speichern Sie dann noch einmal."),
        (errno.EACCES, "Der Zugriff auf die Datei wird verweigert. Es wurde nichts gespeichert; Ihr Text bleibt in diesem Fenster."),
        (errno.EIO, "Eine Datei lässt sich nicht lesen oder schreiben. Es wurde nichts gespeichert; Ihr Text bleibt in diesem Fenster."),
    ],
)  # fmt: skip
def test_die_platte_nimmt_nichts_an(tisch: Tisch, monkeypatch: pytest.MonkeyPatch, fehler: int, satz: str) -> None:
    def weigere(*_: object) -> None:
        raise OSError(fehler, "nein")

    form, vorher = tisch.formular("eintragen/4711?art=Telefonat").mit(text="Meins."), text(tisch)
    with monkeypatch.context() as dabei:
        dabei.setattr(os, "fsync", weigere)
        assert form.versuche() == (400, {"satz": satz})
    assert text(tisch) == vorher
    form.speichere()
    assert "Meins." in text(tisch)


def test_was_noch_fehlt_steht_neben_seinem_feld(tisch: Tisch) -> None:
    form = tisch.formular("eintragen/4711?art=Abschluss")
    assert form.pruefe()["fehler"] == {"angabe Ergebnis": "Womit endet die Beratung?"}
    form.fuelle({"angabe Ergebnis": "Arbeitsstelle angenommen"})
    assert form.pruefe()["fehler"] == {"angabe Arbeitsbeginn": "Zu „Arbeitsstelle angenommen“ fehlt: Arbeitsbeginn."}
    form.fuelle({"angabe Arbeitsbeginn": "31.6.", "angabe Umfang": "viel", "datum": "morgen"})
    fehler = form.pruefe()["fehler"]
    assert set(fehler) == {"angabe Arbeitsbeginn", "angabe Umfang"}
    assert fehler["angabe Umfang"].startswith("Umfang „viel“ ist nicht lesbar.")
    status, antwort = form.versuche()
    assert (status, antwort["fehler"]) == (422, fehler)
    for satz in (*fehler.values(), *tisch.formular("neu").pruefe()["fehler"].values()):
        assert "--" not in satz, "no option of a command in a form"


def test_was_getippt_ist_steht_da_wie_es_gelesen_wird(tisch: Tisch) -> None:
    form = tisch.formular("eintragen/4711?art=Telefonat").fuelle(
        {"datum": "gestern", "angabe Folgetermin": "10.7. 9:30", "text": "Ja."}
    )
    antwort = form.pruefe()
    assert antwort["gelesen"] == {"datum": "Di 30.06.2026", "angabe Folgetermin": "Fr 10.07.2026 09:30"}
    assert "  + Folgetermin: 2026-07-10 09:30" in antwort["zeilen"]
    # The day of an appointment always stands there with its day of the week, and what is odd about it: yesterday's date is one of next year.
    spaet = " Der Folgetermin 30.06.2027 liegt nach dem 08.09.2026, an dem der nächste Kontakt fällig ist (10 Wochen). Erwartet: ein Termin bis dahin."
    for getippt, gelesen in (("10.07.2026", "Fr 10.07.2026"), ("30.6.", f"Mi 30.06.2027.{spaet}")):
        assert form.fuelle({"angabe Folgetermin": getippt}).pruefe()["gelesen"]["angabe Folgetermin"] == gelesen


def test_was_nur_wie_ein_tag_aussieht_wird_nicht_gezaehlt(tisch: Tisch) -> None:
    form = tisch.formular("aendern/4711").fuelle({"feld Zu beachten": "Az.  2026-99-99"})
    antwort = form.pruefe()
    assert antwort["fehler"] == {}
    assert "+ Zu beachten: Az. 2026-99-99" in [z.strip() for z in antwort["zeilen"]]


def test_vorschlag_und_woche_stehen_neben_dem_termin(ordner: ORDNER) -> None:
    anderer = fall(
        "## 2026-06-22 Erstgespräch (Ole)\n\nFolgetermin: 2026-07-08 11:00\n", erstkontakt="2026-06-20", berater="Ole"
    ).replace("4711", "2911")
    tisch = Tisch(ordner({"4711.md": OFFEN, "2911.md": anderer}, team=TEAM_YML + "land: Bayern\n"), TAG)
    form = tisch.formular("eintragen/4711?art=Telefonat").mit(text="Ja.")
    antwort = form.pruefe()
    assert antwort["vorschlag"] == [
        "2026-09-09",
        "Mi 09.09.",
        "Kontakt bei Förderbedarf (IK) fällig am 09.09.2026: letzter Kontakt 01.07.2026 + 10 Wochen",
    ]
    assert antwort["rat"] == "Ein Folgetermin ist nicht vereinbart. Spätestens sollte er am 09.09.2026 sein."
    form.fuelle({"angabe Folgetermin": "7.7."})
    assert form.pruefe()["woche"] == ["Mi 08.07. 11:00: Fall 2911 (Ole)"]
    assert form.fuelle({"angabe Folgetermin": "8.7. 11:00"}).pruefe()["woche"] == [
        "Zur selben Zeit: Mi 08.07. 11:00: Fall 2911 (Ole)"
    ]
    form.fuelle({"angabe Folgetermin": "25.12."})
    assert form.pruefe()["woche"] == ["Fr 25.12.: ein freier Tag (Erster Weihnachtstag)"]


@pytest.mark.parametrize(
    "roh",
    [
        b"",
        b"[]",
        b"{",
        b'"x"',
        b'{"werte": 5}',
        b'{"werte": {"art": {"a": 1}}, "staende": [], "wurf": "x", "speichern": "ja"}',
    ],
)
def test_unsinn_ist_kein_fehler_im_programm(tisch: Tisch, roh: bytes) -> None:
    vorher = text(tisch)
    from tests.schreibtisch.hilfen import EIGENE, PORT

    antwort = tisch.client.post(
        "/tisch/eintragen/4711",
        data=roh,
        content_type="application/json",
        base_url=f"http://127.0.0.1:{PORT}",
        headers=EIGENE,
    )
    assert antwort.status_code in {200, 400, 411}
    assert antwort.status_code == 411 or json.loads(antwort.get_data())
    assert text(tisch) == vorher


@pytest.mark.parametrize(
    "pfad",
    [
        "eintragen/9999",
        "eintragen/",
        "neu/4711",
        "unfug/4711",
        "uebergeben/von:Niemand",
        "text/faelle/9999.md",
    ],
)
def test_was_es_nicht_gibt_wird_gesagt(tisch: Tisch, pfad: str) -> None:
    antwort = tisch.hole(f"/tisch/{pfad}")
    assert antwort.status_code == 404
    assert "Das geht so nicht" in antwort.get_data(as_text=True)


@pytest.mark.parametrize(
    ("mit", "satz"),
    [
        ("9999", "Einen Fall „9999“ gibt es nicht. Sehen Sie in der Liste der Fälle nach."),
        ("4711", "Ein Fall lässt sich nicht mit sich selbst vereinen."),
    ],
)
def test_mit_wem_vereint_wird_steht_am_feld(tisch: Tisch, mit: str, satz: str) -> None:
    assert tisch.formular(f"vereinen/4711?mit={mit}").pruefe()["fehler"] == {"mit": satz}


def test_was_sich_nicht_lesen_laesst_fuehrt_zum_text(ordner: ORDNER) -> None:
    tisch = Tisch(ordner({"4711.md": OFFEN.replace("Status: in Beratung", "Status: [")}, team=TEAM_YML), TAG)
    seite = tisch.hole("/tisch/eintragen/4711").get_data(as_text=True)
    assert "Beheben Sie das zuerst von Hand." in seite
    assert '<a href="/tisch/text/faelle/4711.md">Den Text von faelle/4711.md öffnen</a>' in seite
    assert tisch.hole("/tisch/text/faelle/4711.md").status_code == 200


@pytest.mark.parametrize(
    ("vereinbarungen", "fehler"),
    [
        ("Kunde ruft an (bis 31.2.2026)", "angabe Vereinbarungen"),
        ("Kunde ruft an (bis 2026-07-10)\nBis morgen (bis bald)", "angabe Vereinbarungen"),
        ("- [ ] Kunde ruft an (bis 10.7.)", None),
    ],
)
@pytest.mark.parametrize("text", ["", "Gesprochen."])
def test_was_an_einer_vereinbarung_falsch_ist_steht_bei_ihr(
    tisch: Tisch, vereinbarungen: str, fehler: str | None, text: str
) -> None:
    formular = tisch.formular("eintragen/4711?art=Telefonat")
    plan = formular.fuelle({"text": text, "angabe Vereinbarungen": vereinbarungen}).pruefe()
    assert list(plan["fehler"]) == ([fehler] if fehler else [])
    if fehler is None:
        assert (
            "+   - [ ] Kunde ruft an (bis 2026-07-10)" in plan["zeilen"]
            or "  + - [ ] Kunde ruft an (bis 2026-07-10)" in plan["zeilen"]
        )


def test_ein_abgeschlossener_fall_wird_nicht_nebenbei_weitergefuehrt(ordner: ORDNER) -> None:
    zu = (
        OFFEN + "\n## 2026-06-28 Abschluss (Jana)\n\nErgebnis: Arbeitsstelle angenommen\nArbeitsbeginn: 2026-07-01\n"
    ).replace("in Beratung", "abgeschlossen")
    tisch = Tisch(ordner({"4711.md": OFFEN, "2911.md": zu.replace("4711", "2911")}, team=TEAM_YML), TAG)
    formular = tisch.formular("eintragen/4711?art=Telefonat").fuelle({"text": "Beide.", "auch": "2911"})
    assert formular.pruefe()["fehler"] == {
        "auch": "Abgeschlossen: 2911. Tragen Sie dort einzeln ein; dabei wird gefragt, ob es weitergeht."
    }


def test_wer_aus_der_liste_verschwindet_fehlt_in_den_faellen(ordner: ORDNER) -> None:
    tisch = Tisch(ordner({"4711.md": OFFEN}, team=TEAM_YML), TAG)
    form = tisch.formular("text/vorlagen/team.yml")
    ohne = "\n".join(z for z in form.werte["text"].split("\n") if "Jana" not in z)
    assert ohne != form.werte["text"]
    plan = form.fuelle({"text": ohne}).pruefe()
    assert plan["folgen"][0].startswith("Danach nennt die Prüfung ")
    assert (
        plan["folgen"][1]
        == "Was in der Liste nicht mehr gelten soll, bekommt dort „bis:“ mit seinem letzten Tag; gelöscht fehlt es in allen alten Einträgen."
    )
    assert plan["rueckfrage"].endswith(" Fehler mehr als jetzt. Trotzdem speichern?")
    vorher = (tisch.wurzel / "vorlagen/team.yml").read_bytes()
    assert form.versuche(bestaetigt=False)[0] == 422
    assert (tisch.wurzel / "vorlagen/team.yml").read_bytes() == vorher
    assert form.versuche()[1]["gespeichert"]
    assert (tisch.wurzel / "vorlagen/team.yml").read_bytes() != vorher


def test_wer_nicht_mehr_dabei_ist_steht_einer_anderen_aenderung_nicht_im_weg(ordner: ORDNER) -> None:
    tisch = Tisch(ordner({"4711.md": OFFEN.replace("Berater: Jana", "Berater: Rita")}, team=TEAM_YML), TAG)
    form = tisch.formular("aendern/4711")
    assert form.werte["feld Berater"] == "Rita"
    assert form.pruefe()["fehler"] == {"": "Es gibt nichts zu ändern."}
    form.fuelle({"feld Zu beachten": "leise"}).speichere()
    assert "Zu beachten: leise\n" in text(tisch)
    # Emptied fields go.
    tisch.formular("aendern/4711").fuelle({"feld Zu beachten": "", "feld Bewilligung bis": "1.8."}).speichere()
    assert "Zu beachten" not in text(tisch)
    assert "Bewilligung bis: 2026-08-01\n" in text(tisch)


def test_mit_kaputten_vorlagen_schreibt_niemand(tisch: Tisch) -> None:
    (tisch.wurzel / "vorlagen/team.yml").write_text("berater: [\n")
    assert "In den Vorlagen des Teams stehen Fehler." in tisch.hole("/tisch/eintragen/4711").get_data(as_text=True)
    assert tisch.hole("/index.html").status_code == 200
    assert tisch.hole("/tisch/text/vorlagen/team.yml").status_code == 200


@pytest.mark.parametrize("vereint", [True, False])
def test_ist_der_fall_inzwischen_weg_sagt_er_wohin(ordner: ORDNER, vereint: bool) -> None:
    tisch = Tisch(ordner({"4711.md": OFFEN, "2911.md": OFFEN.replace("4711", "2911")}, team=TEAM_YML), TAG)
    form = tisch.formular("eintragen/4711?art=Notiz").mit(text="Noch da.")
    if vereint:
        tisch.formular("vereinen/2911?mit=4711").versuche()
    else:
        (tisch.wurzel / "faelle/4711.md").unlink()
    wohin = "Er ist mit 2911 vereint worden." if vereint else "Jemand hat ihn gelöscht oder umbenannt."
    status, antwort = form.versuche()
    assert (status, antwort) == (
        409,
        {
            "inzwischen": "faelle/4711.md",
            "weg": f"Den Fall 4711 gibt es nicht mehr: {wohin} Gespeichert wurde nichts, und Ihr Text ist noch da.",
            "nach": "2911" if vereint else "",
        },
    )
    assert "Noch da." not in (tisch.wurzel / "faelle/2911.md").read_text()
    # While one types, that is said of the whole form, not beside the field for other cases.
    assert list(form.pruefe()["fehler"]) == [""]


class TestText:
    """A whole file as text."""

    def sende(
        self, tisch: Tisch, name: str, inhalt: str, *, speichern: bool, stand: str | None = None
    ) -> tuple[int, dict[str, Any]]:
        form = tisch.formular(f"text/{name}")
        staende = form.staende if stand is None else {name: stand}
        return tisch.sende(
            f"/tisch/text/{name}", {"werte": {"text": inhalt}, "staende": staende, "speichern": speichern}
        )

    def test_meldungen_stehen_da_waehrend_man_schreibt(self, tisch: Tisch) -> None:
        status, antwort = self.sende(tisch, "faelle/4711.md", OFFEN.replace("IK\n---", "XX\n---"), speichern=False)
        assert status == 200
        assert next((b["zeile"], b["schwere"]) for b in antwort["befunde"]) == (7, "Fehler")
        assert antwort["hindernis"].startswith("So kann es nicht in faelle/4711.md stehen.")

    def test_was_sicher_ist_behebt_ein_druck(self, tisch: Tisch) -> None:
        schief = OFFEN.replace("Erstkontakt: 2026-06-20", "Erstkontakt: 20.6.2026").replace(
            "in Beratung", "In Beratung"
        )
        befunde = self.sende(tisch, "faelle/4711.md", schief, speichern=False)[1]["befunde"]
        assert [(b["zeile"], b["behebbar"]) for b in befunde] == [(3, True), (5, True)]
        form = tisch.formular("text/faelle/4711.md")
        daten = {"werte": {"text": schief}, "staende": form.staende, "beheben": True}
        assert tisch.sende("/tisch/text/faelle/4711.md", daten) == (200, {"text": OFFEN})
        assert text(tisch) == OFFEN, "nothing is saved by it"

    def test_speichern(self, mit_git: Tisch) -> None:
        neu = OFFEN.replace("den Lebenslauf", "drei Bewerbungen")
        assert self.sende(mit_git, "faelle/4711.md", neu, speichern=True)[0] == 200
        assert text(mit_git) == neu
        assert git(mit_git.wurzel, "log", "-1", "--format=%s").strip() == "4711: von Hand geändert"

    def test_zeilenenden_und_marke_bleiben(self, tisch: Tisch) -> None:
        datei = tisch.wurzel / "faelle/4711.md"
        datei.write_bytes(b"\xef\xbb\xbf" + OFFEN.replace("\n", "\r\n").encode())
        self.sende(tisch, "faelle/4711.md", OFFEN.replace("Lebenslauf", "Brief"), speichern=True)
        assert (
            datei.read_bytes() == b"\xef\xbb\xbf" + OFFEN.replace("\n", "\r\n").replace("Lebenslauf", "Brief").encode()
        )

    def test_zwei_zugleich(self, tisch: Tisch) -> None:
        alt = tisch.formular("text/faelle/4711.md").staende["faelle/4711.md"]
        tisch.formular("eintragen/4711?art=Notiz").mit(text="Ihres.").speichere()
        mein = OFFEN.replace("Beratungstag", "Runder Tisch")
        status, antwort = self.sende(tisch, "faelle/4711.md", mein, speichern=True, stand=alt)
        assert status == 409
        assert "Runder Tisch" in antwort["vereint"]
        assert "Ihres." in antwort["vereint"]
        assert self.sende(tisch, "faelle/4711.md", antwort["vereint"], speichern=True)[0] == 200
        # Where both changed the same, people decide.
        alt = tisch.formular("text/faelle/4711.md").staende["faelle/4711.md"]
        tisch.formular("aendern/4711").fuelle({"feld Berater": "Ole"}).speichere()
        status, antwort = self.sende(
            tisch,
            "faelle/4711.md",
            antwort["vereint"].replace("Berater: Jana", "Berater: Rita"),
            speichern=True,
            stand=alt,
        )
        assert (status, antwort["vereint"]) == (409, None)
        beide = antwort["beide"]
        kopf = "ID: 4711\nErstkontakt: 2026-06-20\nZugangsweg: Runder Tisch\nStatus: in Beratung\nBerater: {}\nBetreuungsstufe: IK\n---\n"
        assert beide.startswith(
            f"<<<<<<< inzwischen gespeichert\n---\n{kopf.format('Ole')}=======\n---\n{kopf.format('Rita')}>>>>>>> Ihr Text\n"
        )
        # As long as both stand there, it is refused; each entry is there once.
        assert beide.count("Ihres.") == 1
        stand = antwort["staende"]["faelle/4711.md"]
        status, abgelehnt = self.sende(tisch, "faelle/4711.md", beide, speichern=True, stand=stand)
        assert status == 422
        assert "zwei Fassungen" in abgelehnt["hindernis"]
        entschieden = f"---\n{kopf.format('Rita')}" + beide.partition(">>>>>>> Ihr Text\n")[2]
        assert self.sende(tisch, "faelle/4711.md", entschieden, speichern=True, stand=stand)[0] == 200

    def test_ein_fall_steht_nie_zweimal_in_seiner_datei(self, tisch: Tisch) -> None:
        status, antwort = self.sende(tisch, "faelle/4711.md", f"{OFFEN}\n{OFFEN}", speichern=True)
        zeile = OFFEN.count("\n") + 2
        assert status == 422
        assert [(b["zeile"], b["kennung"]) for b in antwort["befunde"] if b["kennung"] == "F097"] == [(zeile, "F097")]
        assert "noch einmal ein Kopf" in antwort["hindernis"]
        assert text(tisch) == OFFEN

    def test_bleibt_ein_fehler_stehen_fragt_er_nach(self, tisch: Tisch) -> None:
        kaputt = OFFEN.replace("## 2026-06-22 Erst", "## 2026-29-11 Erst").replace(
            "Betreuungsstufe: IK\n---", "Betreuungsstufe: XX\n---"
        )
        (tisch.wurzel / "faelle/4711.md").write_text(kaputt)
        halb = kaputt.replace("XX", "IK")
        status, antwort = self.sende(tisch, "faelle/4711.md", halb, speichern=True)
        assert status == 422
        assert antwort["rueckfrage"].startswith("In der Datei ist noch 1 Fehler, zum Beispiel in Zeile 10: ")
        assert antwort["rueckfrage"].endswith(" Beim Abgleichen bekommen ihn auch die anderen. Trotzdem speichern?")
        assert text(tisch) == kaputt
        assert self.sende(tisch, "faelle/4711.md", OFFEN, speichern=True)[0] == 200

    def test_was_eine_regel_verschiebt_steht_vorher_da(self, tisch: Tisch) -> None:
        regel = "regeln:\n  plan-erstellen:\n    frist: 3 Wochen\n"
        status, antwort = self.sende(tisch, "vorlagen/regelwerk.yml", regel, speichern=False)
        assert (status, antwort["folgen"]) == (200, ["Fall 4711, Betreuungsplan erstellen: 20.07.2026 → 11.07.2026"])
        assert self.sende(tisch, "vorlagen/regelwerk.yml", regel, speichern=True)[0] == 200
        assert (tisch.wurzel / "vorlagen/regelwerk.yml").read_text() == regel
        assert self.sende(tisch, "vorlagen/regelwerk.yml", regel + "# so\n", speichern=False)[1]["folgen"] == [
            "An den Terminen ändert sich nichts."
        ]
        status, antwort = self.sende(tisch, "vorlagen/regelwerk.yml", "regeln: [\n", speichern=True)
        assert status == 422
        assert antwort["hindernis"].startswith("So kann es nicht gespeichert werden.")


def test_ohne_namen_gilt_wer_im_formular_steht(mit_git: Tisch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git knows nobody and nobody has said who it is: the one whom the form names, of several nobody, and that is said."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    for was in ("user.name", "user.email"):
        git(mit_git.wurzel, "config", "--unset", was)
    antwort = mit_git.formular("eintragen/4711?art=Telefonat").mit(text="Eins.", berater=["Ole"]).speichere()
    assert git(mit_git.wurzel, "log", "-1", "--format=%an").strip() == "Ole"
    assert not [satz for satz in antwort["saetze"] if "Ich bin" in satz]
    antwort = mit_git.formular("eintragen/4711?art=Telefonat").mit(text="Zwei.", berater=["Jana", "Ole"]).speichere()
    assert git(mit_git.wurzel, "log", "-1", "--format=%an").strip() == "Fallbuch"
    assert (
        antwort["saetze"][-1]
        == "Festgehalten ist es ohne Namen: Wählen Sie auf der Seite „Heute“ bei „Ich bin“, wer Sie sind."
    )


def test_was_vorher_von_hand_geaendert_war_wird_genannt(mit_git: Tisch) -> None:
    antwort = mit_git.formular("eintragen/4711?art=Notiz").mit(text="Eins.").speichere()
    assert not [satz for satz in antwort["saetze"] if "von Hand" in satz]
    datei = mit_git.wurzel / "faelle/4711.md"
    datei.write_text(text(mit_git).replace("Eins.", "Eins, und mehr."), encoding="utf-8")
    antwort = mit_git.formular("eintragen/4711?art=Notiz").mit(text="Zwei.").speichere()
    assert antwort["saetze"][-1] == "Mit festgehalten ist, was schon vorher von Hand geändert war."


def test_beim_zuruecknehmen_steht_kein_befehl(tisch: Tisch) -> None:
    tisch.formular("eintragen/4711?art=Notiz").mit(text="Eins.").speichere()
    form = tisch.formular("zuruecknehmen/4711")
    assert not [satz for satz in form.pruefe()["saetze"] if "fallbuch" in satz]
    saetze = form.speichere()["saetze"]
    assert "Zurückgenommen in faelle/4711.md: was zuletzt auf diesem Rechner geschrieben wurde." in saetze
