"""Two files of one person become one: nothing is lost, nothing is counted twice, and the number stays known."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.akte.lesen import lesen
from fallbuch.akte.schreiben import aussage
from fallbuch.bearbeiten.vereinen import Vereinigung
from tests.bearbeiten.hilfen import lies, platz, stand
from tests.cli.aufruf import im_prozess
from tests.conftest import WURZEL
from tests.git import git
from tests.hilfen import TEAM_YML, akten, fall, quelle

TAG = "2026-07-01"
GESPRAECH = "## 2026-06-22 Erstgespräch (Jana)\n\nVereinbarungen:\n\n* [ ] Kundin schreibt den Lebenslauf (bis 2026-07-06)   \n\nBetreuungsstufe: IK\nFolgetermin: 2026-07-06\n"
EINS = fall(GESPRAECH, erstkontakt="2026-06-20", Betreuungsstufe="IK")
ZWEI = fall(
    "## 2026-06-23 Telefonat (Ole)\n\nAngerufen.\n\nVereinbarungen:\n\n- [ ] Team fragt an (bis 2026-07-03)\n\nFolgetermin: 2026-07-02 14:00\n\n"
    "## 2026-06-25 Kontaktversuch (Ole)\n",
    erstkontakt="2026-06-21", Betreuungsstufe="IK", Bewilligung_bis="2026-12-31",
).replace("ID: 4711", "ID: 2911")  # fmt: skip
ABSCHLUSS = "\n## 2026-06-26 Abschluss (Ole)\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\nErklärung: weg\n"


@pytest.fixture
def team(tmp_path: Path) -> Path:
    for name, text in {"faelle/4711.md": EINS, "faelle/2911.md": ZWEI, "vorlagen/team.yml": TEAM_YML}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def rufe(team: Path, *worte: str, code: int = 0) -> str:
    ende = im_prozess(*worte, cwd=team, FALLBUCH_STICHTAG=TAG)
    assert ende[0] == code, ende[1]
    return ende[1]


def schreibe(team: Path, text: str, kennung: str = "2911") -> str:
    (team / f"faelle/{kennung}.md").write_bytes(text.encode())
    return text


def kopf(text: str) -> str:
    return text.split("---\n")[1]


def verlauf(text: str) -> str:
    return text.split("---\n", 2)[2]


def test_aus_zweien_wird_eine_und_jede_zeile_bleibt(team: Path) -> None:
    gesagt = rufe(team, "vereinen", "4711", "--mit", "2911")
    assert gesagt.startswith(
        "Vereint: faelle/4711.md enthält jetzt auch, was in faelle/2911.md stand.\n"
        "Die ID 2911 steht im Feld „Vereint mit“ und wird nicht mehr vergeben.\n"
        "Als Nächstes: "
    )
    neu = lies(team)
    assert kopf(neu) == kopf(EINS) + "Bewilligung bis: 2026-12-31\nVereint mit:\n  - 2911\n"
    assert verlauf(neu) == verlauf(EINS) + verlauf(ZWEI)
    assert not (team / "faelle/2911.md").exists()
    assert "0 Fehler" in rufe(team, "pruefen")


def test_zurueckgenommen_sind_es_wieder_zwei(team: Path) -> None:
    vorher = stand(team)
    for wer in ("4711", "2911"):
        rufe(team, "vereinen", "4711", "--mit", "2911")
        rufe(team, "zuruecknehmen", wer, "--ja")
        assert stand(team) == vorher
    rufe(team, "vereinen", "4711", "--mit", "2911")
    rufe(team, "eintragen", "4711", "--art", "Notiz", "--text", "Danach.")
    assert rufe(team, "zuruecknehmen", "2911", "--ja", code=2) == (
        "fallbuch: faelle/4711.md wurde nach „fallbuch vereinen“ noch geändert. Nehmen Sie zuerst dort zurück, was danach kam.\n"
    )


def test_die_nummer_bleibt_bekannt_auch_ohne_git(team: Path) -> None:
    rufe(team, "vereinen", "4711", "--mit", "2911")
    assert rufe(team, "neu", "--zugangsweg", "Beratungstag", "--id", "2911", code=2) == (
        "fallbuch: Die ID „2911“ ist oder war schon vergeben. Lassen Sie sie weg, dann wird eine gezogen.\n"
    )
    assert rufe(team, "eintragen", "2911", "--art", "Notiz", "--text", "x", code=2) == (
        "fallbuch: Einen Fall „2911“ gibt es nicht mehr: Er ist mit 4711 vereint. Nennen Sie 4711.\n"
    )


def test_nummern_gehen_nicht_verloren_wenn_noch_einmal_vereint_wird(team: Path) -> None:
    rufe(team, "vereinen", "4711", "--mit", "2911")
    schreibe(
        team,
        fall("", erstkontakt="2026-06-19")
        .replace("ID: 4711", "ID: 3311")
        .replace("Berater: Jana\n", "Berater: Jana\nBetreuungsstufe: IK\n"),
        "3311",
    )
    gesagt = rufe(team, "vereinen", "3311", "--mit", "4711")
    assert "Erstkontakt ist der frühere" not in gesagt
    assert "Vereint mit:\n  - 2911\n  - 4711\n" in lies(team, "faelle/3311.md")


def test_der_fruehere_erstkontakt_gilt_und_wird_gesagt(team: Path) -> None:
    gesagt = rufe(team, "vereinen", "2911", "--mit", "4711")
    assert "Erstkontakt ist der frühere: 2026-06-20.\n" in gesagt
    neu = lies(team, "faelle/2911.md")
    assert "Erstkontakt: 2026-06-20\n" in neu
    assert verlauf(neu) == verlauf(EINS) + verlauf(ZWEI)


def test_was_sich_widerspricht_wird_nicht_geraten(team: Path) -> None:
    schreibe(team, ZWEI.replace("Berater: Jana", "Berater: Ole").replace("Beratungstag", "Runder Tisch"))
    vorher = stand(team)
    assert rufe(team, "vereinen", "4711", "--mit", "2911", code=2) == (
        "fallbuch: Die beiden Fälle widersprechen sich: Zugangsweg (4711: „Beratungstag“, 2911: „Runder Tisch“), Berater (4711: „Jana“, 2911: „Ole“). "
        'Nennen Sie, was gilt, zum Beispiel mit --feld "Zugangsweg: Beratungstag".\n'
    )
    assert "Berater (4711" in rufe(
        team, "vereinen", "4711", "--mit", "2911", "--feld", "Zugangsweg: Beratungstag", code=2
    )
    assert stand(team) == vorher
    rufe(team, "vereinen", "4711", "--mit", "2911", "--feld", "Zugangsweg: runder tisch", "--feld", "Berater: Ole")
    assert "Zugangsweg: Runder Tisch\n" in lies(team)
    assert "Berater: Ole\n" in lies(team)


def test_am_terminal_wird_jeder_widerspruch_gefragt(team: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schreibe(team, ZWEI.replace("Berater: Jana", "Berater: Ole").replace("Beratungstag", "Runder Tisch"))
    fragen: list[str] = []
    antworten = iter(["2", "1", "j"])

    def antworte(text: str) -> str:
        fragen.append(text)
        return next(antworten)

    monkeypatch.setattr("fallbuch.cli.vereinen.am_terminal", lambda: True)
    monkeypatch.setattr("builtins.input", antworte)
    gesagt = rufe(team, "vereinen", "4711", "--mit", "2911")
    assert (
        "Berater: Die beiden Fälle widersprechen sich.\n   1  Jana – steht in 4711\n   2  Ole – steht in 2911\n"
        in gesagt
    )
    assert [f.partition(":")[0].partition(" [")[0] for f in fragen] == ["Was gilt", "Was gilt", "So speichern?"]
    assert "Zugangsweg: Runder Tisch\n" in lies(team)
    assert "Berater: Jana\n" in lies(team)


def test_was_in_beiden_gleich_steht_bleibt_einmal(team: Path) -> None:
    doppelt = "## 2026-06-23 Telefonat (Ole)\n\nAngerufen.\n\nVereinbarungen:\n\n- [ ] Team fragt an (bis 2026-07-03)\n\nFolgetermin: 2026-07-02 14:00\n"
    schreibe(team, EINS + "\n" + doppelt, "4711")
    rufe(team, "vereinen", "4711", "--mit", "2911")
    assert verlauf(lies(team)) == verlauf(EINS) + "\n" + doppelt + "\n## 2026-06-25 Kontaktversuch (Ole)\n"
    # What differs in a single tick is not the same.
    schreibe(team, ZWEI.replace("[ ] Team", "[x] Team"))
    rufe(team, "vereinen", "4711", "--mit", "2911")
    assert lies(team).count("Angerufen.") == 2


def test_wer_nach_dem_abschluss_wiederkam_ist_wieder_aufgenommen(team: Path) -> None:
    schreibe(
        team,
        ZWEI.replace("in Beratung", "abgeschlossen")
        .replace("2026-06-21", "2026-05-21")
        .replace("2026-06-2", "2026-05-2")
        + ABSCHLUSS.replace("06-26", "05-26"),
    )
    rufe(team, "vereinen", "4711", "--mit", "2911")
    wieder = "## 2026-06-20 Wiederaufnahme (Jana)\n\nWieder da; zunächst als Fall 4711 neu angelegt.\n"
    neu = lies(team)
    assert [z for z in neu.splitlines() if z.startswith("## ")] == [
        "## 2026-05-23 Telefonat (Ole)", "## 2026-05-25 Kontaktversuch (Ole)", "## 2026-05-26 Abschluss (Ole)", "## 2026-06-20 Wiederaufnahme (Jana)",
        "## 2026-06-22 Erstgespräch (Jana)",
    ]  # fmt: skip
    assert wieder in neu
    assert "Status: in Beratung\n" in neu
    assert "Erstkontakt: 2026-05-21\n" in neu
    assert "0 Fehler" in rufe(team, "pruefen")


def test_ein_abschluss_waehrend_es_anderswo_weiterging_haelt_an(team: Path) -> None:
    schreibe(team, ZWEI.replace("in Beratung", "abgeschlossen") + ABSCHLUSS)
    schreibe(team, EINS + "\n## 2026-06-29 Telefonat (Jana)\n\nGeht weiter.\n", "4711")
    assert rufe(team, "vereinen", "4711", "--mit", "2911", code=2) == (
        "fallbuch: faelle/2911.md endet mit einem Abschluss vom 2026-06-26, in faelle/4711.md ging die Beratung aber weiter. "
        'Nehmen Sie ihn zuerst zurück: fallbuch zuruecknehmen 2911 --eintrag "2026-06-26 Abschluss"\n'
    )
    rufe(team, "zuruecknehmen", "2911", "--eintrag", "2026-06-26 Abschluss", "--ja")
    rufe(team, "vereinen", "4711", "--mit", "2911")
    assert "Status: in Beratung\n" in lies(team)


def test_ein_abschluss_am_ende_schliesst_auch_den_anderen_und_sagt_es(team: Path) -> None:
    schreibe(team, ZWEI.replace("in Beratung", "abgeschlossen") + ABSCHLUSS)
    gezeigt = rufe(team, "vereinen", "4711", "--mit", "2911", "--zeigen")
    assert (
        "faelle/4711.md war noch offen. Mit dem Abschluss aus der anderen Datei ist der Fall abgeschlossen.\n"
        in gezeigt
    )
    rufe(team, "vereinen", "4711", "--mit", "2911")
    assert "Status: abgeschlossen\n" in lies(team)


@pytest.mark.parametrize(
    ("zwei", "satz"),
    [
        (ZWEI.replace("Status:", "Geheimnis: ja\nStatus:"), "Im Kopf von faelle/2911.md steht „Geheimnis“; das kennt Fallbuch nicht. Übertragen Sie es zuerst von Hand in einen Eintrag."),
        (ZWEI.replace("2026-06-21", "2026-02-30"), "In faelle/2911.md ist nicht alles lesbar. „fallbuch pruefen faelle/2911.md“ nennt die Stellen; beheben Sie sie zuerst."),
        (ZWEI.replace("## 2026-06-23", "## 2026-06-33"), "In faelle/2911.md ist nicht alles lesbar."),
        (ZWEI.replace("## 2026-06-23", "## 2026-06-29"), "In faelle/2911.md stehen die Einträge nicht in der Reihenfolge ihrer Tage."),
        (ZWEI.replace("---\n\n## 2026-06-23", "---\n\nEin Wort vorweg.\n\n## 2026-06-23"), "In faelle/2911.md steht Text über dem ersten Eintrag."),
    ],
)  # fmt: skip
def test_was_verloren_ginge_haelt_an(team: Path, zwei: str, satz: str) -> None:
    schreibe(team, zwei)
    vorher = stand(team)
    assert satz in rufe(team, "vereinen", "4711", "--mit", "2911", code=2)
    assert stand(team) == vorher


def test_falsche_aufrufe(team: Path) -> None:
    assert rufe(team, "vereinen", "4711", "--mit", "4711", code=2) == (
        "fallbuch: Ein Fall lässt sich nicht mit sich selbst vereinen. Nennen Sie mit --mit die andere ID.\n"
    )
    assert "lässt sich beim Vereinen nicht wählen" in rufe(
        team, "vereinen", "4711", "--mit", "2911", "--feld", "Status: neu", code=2
    )
    assert "Einen Fall „2912“ gibt es nicht. Meinten Sie „2911“?" in rufe(
        team, "vereinen", "4711", "--mit", "2912", code=2
    )


def test_kommentare_im_kopf_gehen_nicht_ohne_ein_wort(team: Path) -> None:
    schreibe(team, ZWEI.replace("Berater: Jana", "Berater: Jana # nur dienstags"))
    assert "Im Kopf von faelle/2911.md stehen Kommentare (Zeilen mit #)." in rufe(
        team, "vereinen", "4711", "--mit", "2911", "--zeigen"
    )


def test_listen_werden_eine(team: Path) -> None:
    schreibe(
        team,
        EINS.replace("Betreuungsstufe: IK\n---", "Betreuungsstufe: IK\nHilfenetz:\n  - Schuldnerberatung\n---"),
        "4711",
    )
    schreibe(team, ZWEI.replace("Betreuungsstufe: IK\n", "Betreuungsstufe: IK\nHilfenetz: [Schuldnerberatung, Kita]\n"))
    rufe(team, "vereinen", "4711", "--mit", "2911")
    assert "Hilfenetz:\n  - Schuldnerberatung\n  - Kita\nVereint mit:\n  - 2911\n" in lies(team)


def test_wer_noch_in_die_alte_datei_schrieb_verliert_nichts(team: Path) -> None:
    """On another branch somebody goes on writing into the file that is gone here."""
    git(team, "init", "-qb", "main")
    git(team, "add", "-A")
    git(team, "commit", "-qm", "Anfang")
    git(team, "checkout", "-qb", "anderswo")
    schreibe(team, ZWEI + "\n## 2026-06-29 Telefonat (Ole)\n\nVon anderswo.\n")
    git(team, "commit", "-qam", "Anruf")
    git(team, "checkout", "-q", "main")
    rufe(team, "vereinen", "4711", "--mit", "2911")
    git(team, "add", "-A")
    git(team, "commit", "-qm", "vereint")
    git(team, "merge", "anderswo", code=1)
    assert rufe(team, "zusammenfuehren", code=2).endswith(
        "fallbuch: faelle/2911.md: Der Fall ist mit 4711 vereint, und auf der anderen Seite wurde noch in seine Datei geschrieben. Damit nichts davon verloren geht: "
        "git add faelle/2911.md, dann fallbuch vereinen 4711 --mit 2911, dann git add -A und git commit --no-edit.\n"
    )
    git(team, "rm", "-qf", "faelle/2911.md")  # to let it go would lose what is in neither file
    assert "Fehler G002: Hier fehlt, was eine der beiden Seiten hatte: Eintrag 2026-06-29 Telefonat entfernt." in rufe(
        team, "pruefen", code=1
    )
    git(team, "checkout", "-q", "anderswo", "--", "faelle/2911.md")
    git(team, "add", "faelle/2911.md")
    assert (
        "faelle/2911.md:2:1: Fehler F085: Der Fall 2911 ist mit 4711 vereint worden (faelle/4711.md:9). Erwartet: keine eigene Datei mehr.\n"
        "    „fallbuch vereinen 4711 --mit 2911“ holt herüber, was hier steht und dort fehlt.\n"
    ) in rufe(team, "pruefen", code=1)
    rufe(team, "vereinen", "4711", "--mit", "2911")
    git(team, "add", "-A")
    git(team, "commit", "-q", "--no-edit")
    assert lies(team).count("Angerufen.") == 1
    assert lies(team).count("Von anderswo.") == 1
    assert lies(team).count("- 2911\n") == 1
    assert "F085" not in rufe(team, "pruefen")


def test_vereinte_werden_nicht_mehr_als_doppelt_angeboten() -> None:
    text = (
        "\nGelernte Floristin, Führerschein vorhanden, pflegt ihre Schwiegermutter, sucht Teilzeit im Gartencenter.\n"
    )
    eins = EINS + text
    zwei = EINS.replace("2026-06-20", "2026-06-21").replace("ID: 4711", "ID: 2911") + text

    def gemeldet(inhalt: str) -> set[str]:
        alle = akten(quelle(inhalt), quelle(zwei, "faelle/2911.md"), stichtag="2026-07-01")
        return {b.kennung for akte in alle for b in akte.befunde}

    assert "F073" in gemeldet(eins)
    vereint = gemeldet(eins.replace("Betreuungsstufe: IK\n---", "Betreuungsstufe: IK\nVereint mit: 2911\n---"))
    assert "F085" in vereint
    assert "F073" not in vereint


def test_zwei_seiten_ergaenzen_listen_und_felder_im_kopf(team: Path) -> None:
    """One unites, the other changes a field of the case that stays: both hold after a merge."""
    git(team, "init", "-qb", "main")
    git(team, "add", "-A")
    git(team, "commit", "-qm", "Anfang")
    git(team, "checkout", "-qb", "anderswo")
    schreibe(team, EINS.replace("Berater: Jana", "Berater: Ole"), "4711")
    git(team, "commit", "-qam", "Übergabe")
    git(team, "checkout", "-q", "main")
    rufe(team, "vereinen", "4711", "--mit", "2911")
    git(team, "add", "-A")
    git(team, "commit", "-qm", "vereint")
    vereint = lies(team)
    for hier, dort in (("main", "anderswo"), ("anderswo", "main")):
        git(team, "checkout", "-qfB", f"versuch-{hier}", hier)
        subprocess.run(
            ["git", "merge", "-q", "--no-commit", "--no-ff", dort], cwd=team, capture_output=True, check=False
        )
        rufe(team, "zusammenfuehren")
        assert lies(team) == vereint.replace("Berater: Jana\nBetr", "Berater: Ole\nBetr")
        git(team, "reset", "-q", "--hard")


def test_von_zwei_beliebigen_faellen_bleibt_jeder_eintrag() -> None:
    arbeit = platz(WURZEL)
    vereint = wieder = 0
    for eins, zwei in zip(arbeit.kennungen[::2], arbeit.kennungen[1::2], strict=False):
        try:
            v = Vereinigung(arbeit, eins, zwei)
            vorhaben = v.plane({w.feld: w.hier for w in v.widersprueche})
        except Schreibfehler:
            continue
        neu, weg = vorhaben.ablagen
        assert (weg.name, weg.neu) == (f"faelle/{zwei}.md", None)
        danach = Counter(map(aussage, lesen(neu.neu or b"", neu.name)[0].eintraege))
        alle = [*v.hier.text.fall.eintraege, *v.dort.text.fall.eintraege]
        mehr = danach - Counter(map(aussage, alle))
        assert not Counter(map(aussage, v.hier.text.fall.eintraege)) - danach
        assert not Counter(map(aussage, v.dort.text.fall.eintraege)) - danach
        assert [a[1] for a in mehr] in ([], ["Wiederaufnahme"])
        vereint, wieder = vereint + 1, wieder + len(mehr)
    assert vereint > 20
    assert wieder > 3


def test_wer_geschrieben_hat_bleibt_auch_wenn_zwei_zustaendig_waren(team: Path) -> None:
    """Entries without a name are of whoever is responsible; of two files one loses that."""
    schreibe(team, EINS.replace(" (Jana)", ""), "4711")
    schreibe(team, ZWEI.replace(" (Jana)", "").replace("Berater: Jana", "Berater: Ole"))
    rufe(team, "vereinen", "4711", "--mit", "2911", "--feld", "Berater: Ole")
    ueberschriften = re.findall(r"^## .*$", lies(team), re.MULTILINE)
    alte = re.findall(r"^## .*$", EINS.replace(" (Jana)", ""), re.MULTILINE)
    assert [u.removesuffix(" (Jana)") for u in ueberschriften if u.endswith(" (Jana)")] == alte
    assert sum(u.endswith(" (Ole)") for u in ueberschriften) == len(ueberschriften) - len(alte)
