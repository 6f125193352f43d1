"""Two machines and what they share, with real git: joined entry by entry, and nothing gets lost on the way."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from fallbuch.text.ablage import kennzeichen
from tests.git import git
from tests.hilfen import TEAM_YML, fall
from tests.schreibtisch.hilfen import Tisch

ORDNER = Callable[..., Path]
TAG = "2026-07-01"
OFFEN = fall(
    "## 2026-06-22 Erstgespräch (Jana)\n\nErzählt viel.\n\nBetreuungsstufe: IK\n",
    erstkontakt="2026-06-20",
    Betreuungsstufe="IK",
)


class Rechner(Tisch):
    """A clone of the shared place with a desk in it."""

    def __init__(self, wo: Path, quelle: Path, name: str) -> None:
        git(wo.parent, "clone", "-q", quelle, wo)
        git(wo, "config", "user.name", name)
        git(wo, "config", "user.email", f"{name.lower()}@example.org")
        super().__init__(wo, TAG)

    def trage_ein(self, kennung: str, text: str, **felder: Any) -> None:
        self.formular(f"eintragen/{kennung}?art=Notiz").mit(text=text, **felder).speichere()

    def gleiche_ab(self, entschieden: Mapping[str, str] | None = None) -> dict[str, Any]:
        status, antwort = self.sende("/tisch/abgleichen", {"entschieden": dict(entschieden or {})})
        assert status == 200
        return antwort

    def text(self, kennung: str = "4711") -> str:
        return (self.wurzel / f"faelle/{kennung}.md").read_text(encoding="utf-8")


@pytest.fixture
def zwei(ordner: ORDNER, tmp_path: Path) -> tuple[Rechner, Rechner]:
    wurzel = ordner({"4711.md": OFFEN, "2911.md": OFFEN.replace("4711", "2911")}, team=TEAM_YML)
    for worte in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "Anfang"]):
        git(wurzel, *worte)
    git(tmp_path, "clone", "-q", "--bare", wurzel, tmp_path / "gemeinsam.git")
    return Rechner(tmp_path / "jana", tmp_path / "gemeinsam.git", "Jana"), Rechner(
        tmp_path / "ole", tmp_path / "gemeinsam.git", "Ole"
    )


def gleich(eine: Rechner, anderer: Rechner) -> bool:
    staende = [git(r.wurzel, "rev-parse", "HEAD").strip() for r in (eine, anderer)]
    assert git(eine.wurzel, "status", "--porcelain") == git(anderer.wurzel, "status", "--porcelain") == ""
    return staende[0] == staende[1]


def test_nacheinander(zwei: tuple[Rechner, Rechner]) -> None:
    jana, ole = zwei
    jana.trage_ein("4711", "Von Jana.")
    assert jana.sende("/tisch/abgleichen", {})[1] == {
        "saetze": ["1 Änderung weitergegeben. Alle haben dasselbe."], "erreicht": True, "stand": jana.hole("/tisch/lage").get_json(),
    }  # fmt: skip
    assert ole.gleiche_ab()["saetze"] == ["Von Jana: 4711.", "Alle haben dasselbe."]
    assert gleich(jana, ole)
    assert "Von Jana." in ole.text()
    assert "Von Jana." in ole.seite("/faelle/4711.html")


def test_was_es_nicht_mehr_gibt_wird_gesagt(zwei: tuple[Rechner, Rechner]) -> None:
    jana, ole = zwei
    ole.formular("vereinen/4711?mit=2911").versuche()
    ole.gleiche_ab()
    assert jana.gleiche_ab()["saetze"] == ["Von Ole: 2911 (gibt es nicht mehr), 4711.", "Alle haben dasselbe."]
    assert gleich(jana, ole)


@pytest.mark.parametrize("wieder_weg", [False, True])
def test_kontaktdaten_gehen_nicht_mit(zwei: tuple[Rechner, Rechner], wieder_weg: bool) -> None:
    """Not in what was committed by hand either, nor in what went again: git's history keeps both."""
    jana, _ = zwei
    (jana.wurzel / "kontakte").mkdir()
    (jana.wurzel / "kontakte/2911.age").write_bytes(b"age-encryption.org/v1\n")
    git(jana.wurzel, "add", "-A")
    git(jana.wurzel, "commit", "-qm", "Versehen")
    if wieder_weg:
        git(jana.wurzel, "rm", "-q", "kontakte/2911.age")
        git(jana.wurzel, "commit", "-qm", "wieder weg")
    antwort = jana.gleiche_ab()
    assert antwort["saetze"] == [
        "Unter dem, was die anderen noch nicht haben, sind Kontaktdaten: kontakte/2911.age. Nichts wird weitergegeben, "
        "denn aus der Geschichte von git verschwindet es nie mehr. Holen Sie Rat, bevor jemand es von Hand weitergibt."
    ]
    assert antwort["erreicht"] is False
    assert "2911.age" not in git(jana.wurzel, "log", "--format=", "--name-only", "origin/main")


def test_beide_in_denselben_fall(zwei: tuple[Rechner, Rechner]) -> None:
    jana, ole = zwei
    jana.trage_ein("4711", "Von Jana.")
    ole.trage_ein("4711", "Von Ole.", berater=["Ole"])
    ole.trage_ein("2911", "Auch von Ole.", berater=["Ole"])
    jana.gleiche_ab()
    assert ole.gleiche_ab()["saetze"] == ["Von Jana: 4711.", "2 Änderungen weitergegeben. Alle haben dasselbe."]
    assert jana.gleiche_ab()["saetze"] == ["Von Ole: 4711, 2911.", "Alle haben dasselbe."]
    assert gleich(jana, ole)
    assert jana.text().count("Von Jana.") == jana.text().count("Von Ole.") == 1
    assert "<<<<" not in jana.text()


def test_was_beide_verschieden_aendern_entscheiden_menschen(zwei: tuple[Rechner, Rechner]) -> None:
    jana, ole = zwei
    for rechner, wort in ((jana, "wenig"), (ole, "gar nichts")):
        datei = rechner.wurzel / "faelle/4711.md"
        datei.write_text(rechner.text().replace("viel", wort), encoding="utf-8")
        rechner.formular("aendern/2911").fuelle({"feld Zu beachten": wort}).speichere()
    jana.gleiche_ab()
    vorher = git(ole.wurzel, "rev-parse", "origin/main")
    antwort = ole.gleiche_ab()
    assert antwort["saetze"] == ["Mitgenommen, was außerhalb des Schreibtischs geändert wurde: 4711."]
    schluessel = antwort["strittig"].pop("schluessel")
    assert antwort["strittig"] == {
        "wo": "Fall 2911",
        "was": "das Feld „Zu beachten“ (hier „gar nichts“, dort „wenig“)",
        "von": "Jana",
        "hier": "gar nichts",
        "dort": "wenig",
    }
    assert "gar nichts" in ole.text("2911"), "nothing is half joined"
    wahl = {schluessel: "dort"}
    strittig = ole.gleiche_ab(wahl)["strittig"]
    assert (strittig["wo"], strittig["was"]) == ("Fall 4711", "den Eintrag vom 22.06.2026 (Erstgespräch)")
    assert strittig["hier"].startswith("## 2026-06-22 Erstgespräch (Jana)\n\nErzählt gar nichts.")
    wahl[strittig["schluessel"]] = "hier"
    assert ole.gleiche_ab(wahl)["saetze"][-1] == "2 Änderungen weitergegeben. Alle haben dasselbe."
    jana.gleiche_ab()
    assert gleich(jana, ole)
    assert "Erzählt gar nichts." in jana.text()
    assert "Zu beachten: wenig" in jana.text("2911")
    assert vorher != git(ole.wurzel, "rev-parse", "origin/main")


def test_einer_loescht_was_der_andere_aendert(zwei: tuple[Rechner, Rechner]) -> None:
    jana, ole = zwei
    (jana.wurzel / "faelle/2911.md").unlink()
    assert jana.gleiche_ab()["saetze"][0] == "Mitgenommen, was außerhalb des Schreibtischs geändert wurde: 2911."
    ole.trage_ein("2911", "Von Ole.")
    strittig = ole.gleiche_ab()["strittig"]
    assert (strittig["wo"], strittig["was"], strittig["dort"]) == ("Fall 2911", "die ganze Datei", "")
    ole.gleiche_ab({strittig["schluessel"]: "dort"})
    assert not (ole.wurzel / "faelle/2911.md").exists()
    jana.gleiche_ab()
    assert gleich(jana, ole)


def test_die_vorlagen_haben_keine_eintraege(zwei: tuple[Rechner, Rechner]) -> None:
    jana, ole = zwei
    for rechner, wort in ((jana, "Team A"), (ole, "Team B")):
        datei = rechner.wurzel / "vorlagen/team.yml"
        datei.write_text(datei.read_text().replace("Testteam", wort))
    jana.gleiche_ab()
    strittig = ole.gleiche_ab()["strittig"]
    assert (strittig["wo"], strittig["was"]) == ("vorlagen/team.yml", "die ganze Datei")
    ole.gleiche_ab({strittig["schluessel"]: "dort"})
    jana.gleiche_ab()
    assert gleich(jana, ole)
    assert "Team A" in (ole.wurzel / "vorlagen/team.yml").read_text()


def test_ohne_verbindung(zwei: tuple[Rechner, Rechner], tmp_path: Path) -> None:
    jana, _ = zwei
    jana.trage_ein("4711", "Von Jana.")
    (tmp_path / "gemeinsam.git").rename(tmp_path / "fort.git")
    antwort = jana.gleiche_ab()
    assert antwort["erreicht"] is False
    assert antwort["saetze"] == [
        "Die gemeinsame Ablage ist nicht zu erreichen. Was Sie speichern, bleibt auf diesem Rechner, bis es wieder geht."
    ]
    assert jana.hole("/tisch/lage").get_json()["offen"] == 1
    (tmp_path / "fort.git").rename(tmp_path / "gemeinsam.git")
    assert jana.gleiche_ab()["saetze"] == ["1 Änderung weitergegeben. Alle haben dasselbe."]
    assert jana.hole("/tisch/lage").get_json()["offen"] == 0
    (tmp_path / "gemeinsam.git").rename(tmp_path / "fort.git")
    assert " nicht zu erreichen; zuletzt ging es am " in jana.gleiche_ab()["saetze"][0]


def test_ein_team_mit_durchsicht(zwei: tuple[Rechner, Rechner], tmp_path: Path) -> None:
    """The shared place takes nothing on its main branch: what was written waits on a branch of its own."""
    jana, _ = zwei
    haken = tmp_path / "gemeinsam.git/hooks/pre-receive"
    haken.write_text('#!/bin/sh\nwhile read a b zweig; do test "$zweig" != refs/heads/main || exit 1; done\n')
    haken.chmod(0o755)
    datei = jana.wurzel / "vorlagen/team.yml"
    datei.write_text(
        datei.read_text() + "forge:\n  art: github\n  adresse: https://git.example.org/team/faelle\n  zweig: main\n"
    )
    jana.trage_ein("4711", "Von Jana.")
    antwort = jana.gleiche_ab()
    assert antwort["saetze"][-1] == "Ihre Änderungen liegen zur Durchsicht bereit."
    zweig = f"fallbuch/team-{kennzeichen()}"
    assert antwort["durchsicht"] == "https://git.example.org/team/faelle/compare/main..." + zweig.replace("/", "%2F")
    jana.trage_ein("4711", "Noch etwas.")
    jana.gleiche_ab()
    assert git(tmp_path / "gemeinsam.git", "rev-parse", zweig) == git(jana.wurzel, "rev-parse", "HEAD")


def test_wer_von_hand_etwas_begonnen_hat_beendet_es_selbst(zwei: tuple[Rechner, Rechner]) -> None:
    jana, ole = zwei
    for rechner, wort in ((jana, "A"), (ole, "B")):
        datei = rechner.wurzel / "faelle/4711.md"
        datei.write_text(rechner.text().replace("viel", wort), encoding="utf-8")
        git(rechner.wurzel, "commit", "-qam", wort)
    git(jana.wurzel, "push", "-q")
    git(ole.wurzel, "fetch", "-q")
    git(ole.wurzel, "merge", "origin/main", code=1)
    antwort = ole.gleiche_ab()
    assert antwort["saetze"] == [
        "Jemand hat in diesem Ordner mit git etwas begonnen und nicht beendet. Bitten Sie, wer das tat, es zu beenden."
    ]
    assert antwort["erreicht"] is False


def test_ein_ordner_den_niemand_teilt(ordner: ORDNER) -> None:
    tisch = Tisch(ordner({"4711.md": OFFEN}), TAG)
    git(tisch.wurzel, "init", "-q", "-b", "main")
    antwort = tisch.sende("/tisch/abgleichen", {})[1]
    assert "saetze" in antwort, antwort
    assert (
        antwort["saetze"][-1]
        == "Was Sie speichern, wird festgehalten; es ist aber kein Ort eingerichtet, an dem andere es finden."
    )
    assert git(tisch.wurzel, "log", "-1", "--format=%s").startswith("Von Hand geändert: ")


def test_das_team_liegt_in_einem_groesseren_verzeichnis(tmp_path: Path, ordner: ORDNER) -> None:
    """Names of git begin at the top of the repository, those of the team at its folder."""
    wurzel = ordner({"4711.md": OFFEN}, team=TEAM_YML)
    gross = tmp_path / "gross"
    shutil.copytree(wurzel, gross / "beratung")
    for worte in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "Anfang"]):
        git(gross, *worte)
    git(tmp_path, "clone", "-q", "--bare", gross, tmp_path / "ort.git")
    rechner = []
    for name in ("Jana", "Ole"):
        git(tmp_path, "clone", "-q", tmp_path / "ort.git", tmp_path / name)
        git(tmp_path / name, "config", "user.name", name)
        git(tmp_path / name, "config", "user.email", "x@example.org")
        rechner.append(Tisch(tmp_path / name / "beratung", TAG))
    for tisch, text in zip(rechner, ("Eins.", "Zwei."), strict=True):
        tisch.formular("eintragen/4711?art=Notiz").mit(text=text).speichere()
        tisch.sende("/tisch/abgleichen", {})
    assert rechner[0].sende("/tisch/abgleichen", {})[1]["saetze"] == ["Von Ole: 4711.", "Alle haben dasselbe."]
    inhalt = (tmp_path / "Jana/beratung/faelle/4711.md").read_text("utf-8")
    assert "Eins." in inhalt
    assert "Zwei." in inhalt


def beide(zwei: tuple[Rechner, Rechner], name: str, hier: str | bytes, dort: str | bytes) -> dict[str, Any]:
    """Let both write a file, the first share it, and return what the second is asked."""
    for rechner, inhalt in zip(zwei, (hier, dort), strict=True):
        pfad = rechner.wurzel / name
        pfad.parent.mkdir(exist_ok=True)
        pfad.write_bytes(inhalt if isinstance(inhalt, bytes) else inhalt.encode())
    zwei[0].gleiche_ab()
    return zwei[1].gleiche_ab()


def test_zwei_gleiche_ueberschriften_sind_zwei_fragen(zwei: tuple[Rechner, Rechner]) -> None:
    _, ole = zwei
    zweimal = OFFEN + "\n## 2026-06-25 Telefonat (Jana)\n\nErstes.\n\n## 2026-06-25 Telefonat (Jana)\n\nZweites.\n"
    beide(zwei, "faelle/4711.md", zweimal, zweimal)
    von = [zweimal.replace("Erstes.", f"Erstes {w}.").replace("Zweites.", f"Zweites {w}.") for w in ("Jana", "Ole")]
    erste = beide(zwei, "faelle/4711.md", *von)["strittig"]
    zweite = ole.gleiche_ab({erste["schluessel"]: "hier"})["strittig"]
    assert erste["was"] == zweite["was"]
    assert (erste["schluessel"] != zweite["schluessel"], "Zweites Ole." in zweite["hier"]) == (True, True)
    ole.gleiche_ab({erste["schluessel"]: "hier", zweite["schluessel"]: "dort"})
    assert "Erstes Ole." in ole.text()
    assert "Zweites Jana." in ole.text()


def test_eine_entscheidung_gilt_nicht_fuer_das_was_danach_kam(zwei: tuple[Rechner, Rechner]) -> None:
    jana, ole = zwei
    frage = beide(zwei, "faelle/4711.md", OFFEN.replace("viel", "wenig"), OFFEN.replace("viel", "nichts"))["strittig"]
    (jana.wurzel / "faelle/4711.md").write_text(OFFEN.replace("viel", "wenig, aber Wichtiges"), encoding="utf-8")
    jana.gleiche_ab()
    neue = ole.gleiche_ab({frage["schluessel"]: "dort"})["strittig"]
    assert "aber Wichtiges" in neue["dort"]


def test_ein_bild_bleibt_wie_es_ist(zwei: tuple[Rechner, Rechner]) -> None:
    bild = [b"\x89PNG\r\n\x1a\n\xff" + bytes([n]) * 40 for n in range(3)]
    beide(zwei, "site_src/bild.png", bild[0], bild[0])
    frage = beide(zwei, "site_src/bild.png", bild[1], bild[2])["strittig"]
    assert frage["hier"].startswith("(kein Text, 49 Bytes, ")
    zwei[1].gleiche_ab({frage["schluessel"]: "hier"})
    assert (zwei[1].wurzel / "site_src/bild.png").read_bytes() == bild[2]


def test_dieselbe_id_zweimal_vergeben(zwei: tuple[Rechner, Rechner]) -> None:
    jana, ole = zwei
    for rechner, weg in ((jana, "Beratungstag"), (ole, "Runder Tisch")):
        rechner.formular("neu").fuelle({"feld Zugangsweg": weg, "feld ID": "5230"}).speichere()
    jana.gleiche_ab()
    satz = ole.gleiche_ab()["saetze"][1]
    assert satz.startswith("Die ID 5230 hatten zwei neue Fälle zugleich. Ihrer heißt jetzt ")
    neue = satz.rstrip(".").rpartition(" ")[2]
    assert "Zugangsweg: Beratungstag" in ole.text("5230")
    assert "Zugangsweg: Runder Tisch" in ole.text(neue)
    assert f"ID: {neue}\n" in ole.text(neue)
    jana.gleiche_ab()
    assert gleich(jana, ole)


def test_was_ausserhalb_des_teams_liegt_bleibt_ganz(tmp_path: Path, ordner: ORDNER) -> None:
    gross = tmp_path / "gross"
    shutil.copytree(ordner({"4711.md": OFFEN}, team=TEAM_YML), gross / "beratung")
    (gross / "README.md").write_text("Anfang\n")
    for worte in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "Anfang"]):
        git(gross, *worte)
    git(tmp_path, "clone", "-q", "--bare", gross, tmp_path / "ort.git")
    tische = []
    for name in ("jana", "ole"):
        git(tmp_path, "clone", "-q", tmp_path / "ort.git", tmp_path / name)
        tische.append(Tisch(tmp_path / name / "beratung", TAG))
        (tmp_path / name / "README.md").write_text(f"Von {name}\n")
        git(tmp_path / name, "commit", "-qam", name)
    tische[0].sende("/tisch/abgleichen", {})
    antwort = tische[1].sende("/tisch/abgleichen", {})[1]
    assert antwort["saetze"] == [
        "„README.md“ haben beide verschieden geändert, und das lässt sich hier nicht abgleichen. Holen Sie Rat; es ist nichts verloren."
    ]
    assert (tmp_path / "ole/README.md").read_text() == "Von ole\n"
    # What somebody changes by hand in the team's folder is taken along, whatever lies above it.
    datei = tmp_path / "jana/beratung/faelle/4711.md"
    datei.write_text(OFFEN.replace("viel", "wenig"), encoding="utf-8")
    assert (
        tische[0].sende("/tisch/abgleichen", {})[1]["saetze"][0]
        == "Mitgenommen, was außerhalb des Schreibtischs geändert wurde: 4711."
    )
    assert git(tmp_path / "jana", "status", "--porcelain") == ""


def test_was_im_weg_liegt_wird_genannt(zwei: tuple[Rechner, Rechner]) -> None:
    jana, ole = zwei
    (jana.wurzel / "neu.txt").write_text("von Jana")
    git(jana.wurzel, "add", "neu.txt")
    git(jana.wurzel, "commit", "-qm", "neu")
    jana.gleiche_ab()
    (ole.wurzel / "neu.txt").write_text("von Ole, nirgends festgehalten")
    satz = ole.sende("/tisch/abgleichen", {})[1]["satz"]
    assert satz.startswith("In „")
    assert "liegt etwas, das noch niemand festgehalten hat und das dem Neuen im Weg ist." in satz
    assert (ole.wurzel / "neu.txt").read_text() == "von Ole, nirgends festgehalten"


@pytest.mark.parametrize("lage", ["ohne Gegenüber", "anderer Name", "kein Zweig"])
def test_wie_der_zweig_auch_steht(zwei: tuple[Rechner, Rechner], lage: str) -> None:
    jana, ole = zwei
    jana.trage_ein("4711", "Von Jana.")
    jana.gleiche_ab()
    if lage == "ohne Gegenüber":
        git(ole.wurzel, "branch", "--unset-upstream")
    elif lage == "anderer Name":
        git(ole.wurzel, "branch", "-m", "main", "meins")
    else:
        git(ole.wurzel, "checkout", "-q", "--detach")
    ole.trage_ein("2911", "Von Ole.")
    saetze = ole.gleiche_ab()["saetze"]
    if lage == "kein Zweig":
        assert saetze[0].startswith("Dieser Ordner steht in git gerade auf keinem Zweig.")
        return
    assert saetze[0] == "Von Jana: 4711."
    assert "Von Jana." in ole.text()
    assert jana.gleiche_ab()["saetze"][0] == "Von Ole: 2911."
    assert git(jana.wurzel, "branch", "-r").split() == ["origin/HEAD", "->", "origin/main", "origin/main"]
    assert gleich(jana, ole)


@pytest.mark.parametrize("entschieden", [[1], "x", {"a": "unfug"}, {"a": ["hier"]}])
def test_unsinn_als_entscheidung(zwei: tuple[Rechner, Rechner], entschieden: object) -> None:
    assert zwei[0].sende("/tisch/abgleichen", {"entschieden": entschieden})[0] == 200


KAPUTT = "Außerhalb des Schreibtischs wurde etwas geändert, das erst zu berichtigen ist; bis dahin bekommen die anderen nichts."


def test_was_von_hand_falsch_wurde_geht_nicht_hinaus(zwei: tuple[Rechner, Rechner]) -> None:
    """A hook that git would have run says no to such a file; the desk says why."""
    jana, ole = zwei
    datei = jana.wurzel / "faelle/4711.md"
    heil = datei.read_text(encoding="utf-8")
    datei.write_text(heil.replace("Status: in Beratung", "Status: in Beratng"), encoding="utf-8")
    vorn, satz, *weitere = jana.gleiche_ab()["saetze"]
    assert vorn == KAPUTT
    assert satz.startswith("faelle/4711.md, Zeile ")
    assert "in Beratng" in satz
    assert weitere == []
    assert "Beratng" not in git(jana.wurzel, "show", "HEAD:faelle/4711.md")
    datei.write_text(heil.replace("Status: in Beratung", "Status: in Beratung\nZu beachten: leise"), encoding="utf-8")
    assert jana.gleiche_ab()["saetze"][0] == "Mitgenommen, was außerhalb des Schreibtischs geändert wurde: 4711."
    ole.gleiche_ab()
    assert "Zu beachten: leise" in (ole.wurzel / "faelle/4711.md").read_text(encoding="utf-8")
