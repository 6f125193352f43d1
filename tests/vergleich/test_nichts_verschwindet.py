"""Whatever else a change does: a case or an entry that is gone is named, by the report and by `pruefen --neu`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from fallbuch.einrichtung import Aufruffehler
from fallbuch.vergleich.ausgabe import als_text
from fallbuch.vergleich.bericht import bericht
from fallbuch.vergleich.worte import entfernt_je_datei
from tests.cli.aufruf import fallbuch
from tests.git import git
from tests.vergleich.hilfen import TEAM, fall, kurz, lege_an, schreibe, speichere, taten, verglichen
from tests.zaehlen import arbeit, waechst_gleichmaessig

EINS, ZWEI = "## 2026-01-12 Erstgespräch (Jana)\n\nEins.\n", "## 2026-02-10 Beratung (Jana)\n\nZwei lange Sätze.\n"
GANZ, OHNE = fall(verlauf=f"{EINS}\n{ZWEI}"), fall(verlauf=EINS)
WEG = "Eintrag 2026-02-10 Beratung entfernt"


@pytest.fixture
def team(tmp_path: Path) -> Path:
    return lege_an(tmp_path / "team", _4711=GANZ, _4712=fall("4712"), _4713=fall("4713"))


def weg(wurzel: Path, basis: str = "HEAD", kopf: str | None = None) -> list[str]:
    """Return what is named as gone."""
    return ["".join(satz) for _, satz in entfernt_je_datei(verglichen(wurzel, basis, kopf))]


Zerstoere = Callable[[Path], object]
ZERSTOERT: dict[str, Zerstoere] = {
    "Kopf zerbrochen": lambda p: p.write_text(OHNE.replace("---\n", "--\n", 1), encoding="utf-8"),
    "Leerzeile davor": lambda p: p.write_text("\n" + OHNE, encoding="utf-8"),
    "leer": lambda p: p.write_bytes(b""),
    "keine Zeichen": lambda p: p.write_bytes(b"\x00\x01\xff" * 50),
    "riesig": lambda p: p.write_text(OHNE + "x" * 1_100_000, encoding="utf-8"),
}


@pytest.mark.parametrize("wie", list(ZERSTOERT))
def test_auch_wenn_die_datei_dabei_unlesbar_wird(team: Path, wie: str) -> None:
    ZERSTOERT[wie](team / "faelle/4711.md")
    assert WEG in weg(team)
    speichere(team, "zerstört")
    assert WEG in weg(team, "HEAD~1", "HEAD")


def test_auch_wenn_sie_erst_unlesbar_war_und_dann_ohne_ihn_heil_ist(team: Path) -> None:
    schreibe(team, "4711", GANZ.replace("---\n", "--\n", 1))
    speichere(team, "kaputt")
    schreibe(team, "4711", OHNE)
    assert weg(team) == [WEG]
    ende = fallbuch("pruefen", "--neu", "HEAD", cwd=team)
    assert f"faelle/4711.md: {WEG}\n" in ende.stdout


def test_auch_wenn_ein_ordner_oder_verweis_an_seine_stelle_tritt(team: Path) -> None:
    (team / "faelle/4711.md").unlink()
    (team / "faelle/4711.md").mkdir()
    assert WEG in weg(team)
    (team / "faelle/4711.md").rmdir()
    (team / "faelle/4711.md").symlink_to("nirgends.md")
    assert WEG in weg(team)


def test_auch_hinter_sehr_vielen_eintraegen(tmp_path: Path) -> None:
    """Of a file with more entries than are read, the headings are counted."""
    viele = "\n".join(f"## 2026-01-{n % 28 + 1:02} Telefonat (Jana)\n\nSatz {n}.\n" for n in range(2100))
    wurzel = lege_an(tmp_path / "team", _4711=fall(verlauf=f"{viele}\n{ZWEI}\n{EINS}"))
    schreibe(wurzel, "4711", fall(verlauf=f"{viele}\n{EINS}"))
    assert weg(wurzel) == [WEG]


def test_auch_in_einer_zu_grossen_datei(tmp_path: Path) -> None:
    lang = fall(verlauf=f"{EINS}\nText.\n" + "x" * 1_100_000 + f"\n\n{ZWEI}")
    wurzel = lege_an(tmp_path / "team", _4711=lang)
    schreibe(wurzel, "4711", lang.replace(ZWEI, ""))
    assert taten(verglichen(wurzel))["4711"][0].startswith("Eine der beiden Fassungen lässt sich nicht ganz lesen")


def test_auch_wenn_der_ordner_der_faelle_ein_anderer_wird(team: Path) -> None:
    (team / "vorlagen/team.yml").write_text(f"{TEAM}ordner:\n  faelle: archiv\n", encoding="utf-8")
    (team / "archiv").mkdir()
    (team / "archiv/README.txt").write_text("x", encoding="utf-8")
    ganz_weg = "Der Fall ist entfernt, die Datei gibt es nicht mehr."
    assert weg(team) == [ganz_weg] * 3
    # The honest move: all lie there, and one lost an entry on the way.
    for name in ("4711", "4712", "4713"):
        (team / f"faelle/{name}.md").rename(team / f"archiv/{name}.md")
    assert weg(team) == []
    assert verglichen(team).faelle == []
    (team / "archiv/4711.md").write_text(OHNE, encoding="utf-8")
    assert weg(team) == [WEG]


def test_auch_hinter_verweisen(tmp_path: Path) -> None:
    wurzel = lege_an(tmp_path / "team", _4712=fall("4712"))
    (wurzel / "faelle/_akte.md").write_text(GANZ, encoding="utf-8")
    (wurzel / "faelle/4711.md").symlink_to("_akte.md")
    # A link that leads out of the folder is refused by the check, in git as on the disk.
    (wurzel / "ablage").mkdir()
    (wurzel / "ablage/4714.md").write_text(fall("4714"), encoding="utf-8")
    (wurzel / "faelle/4714.md").symlink_to("../ablage/4714.md")
    (wurzel / "konfig").mkdir()
    shutil.move(wurzel / "vorlagen/team.yml", wurzel / "konfig/team.yml")
    (wurzel / "vorlagen/team.yml").symlink_to("../konfig/team.yml")
    speichere(wurzel, "Verweise")
    assert verglichen(wurzel).leer
    (wurzel / "faelle/_akte.md").write_text(OHNE, encoding="utf-8")
    assert weg(wurzel) == [WEG]
    speichere(wurzel, "kürzer")
    assert weg(wurzel, "HEAD~1", "HEAD") == [WEG]
    # The folder of the cases itself is a link.
    shutil.move(wurzel / "faelle", wurzel / "daten")
    (wurzel / "daten/4711.md").unlink()
    (wurzel / "daten/4711.md").write_text(GANZ, encoding="utf-8")
    (wurzel / "faelle").symlink_to("daten")
    speichere(wurzel, "ganzer Ordner")
    (wurzel / "daten/4712.md").unlink()
    (wurzel / "daten/4711.md").write_text(OHNE, encoding="utf-8")
    assert sorted(weg(wurzel)) == ["Der Fall ist entfernt, die Datei gibt es nicht mehr.", WEG]


def test_ein_eigenes_verzeichnis_wird_abgelehnt(team: Path, tmp_path: Path) -> None:
    shutil.move(team / "faelle", tmp_path / "faelle")
    git(tmp_path / "faelle", "init", "-q")
    git(tmp_path / "faelle", "add", "-A")
    git(tmp_path / "faelle", "commit", "-qm", "x")
    git(team, "rm", "-rq", "--cached", "faelle")
    git(team, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(tmp_path / "faelle"), "faelle")
    speichere(team, "Submodul")
    with pytest.raises(Aufruffehler, match="„faelle“ ist ein eigenes Verzeichnis von git"):
        verglichen(team)


def test_ein_umbenannter_teamordner_faellt_auf(tmp_path: Path) -> None:
    haus = tmp_path / "haus"
    lege_an(haus / "team", _4711=GANZ, _4712=fall("4712"))
    (haus / "team/.git").rename(haus / ".git")
    speichere(haus, "Haus")
    git(haus, "mv", "team", "beratung")
    (haus / "beratung/faelle/4712.md").unlink()
    speichere(haus, "umbenannt")
    assert weg(haus / "beratung", "HEAD~1")[0].startswith("Den Ordner des Teams gab es im früheren Stand nicht")
    ende = fallbuch("pruefen", "--neu", "HEAD~1", cwd=haus / "beratung")
    assert "vorlagen/team.yml: Den Ordner des Teams gab es im früheren Stand nicht" in ende.stdout


def test_kreuzweise_zusammengefuehrte_staende_werden_abgelehnt(team: Path) -> None:
    git(team, "branch", "anfang")
    schreibe(team, "4713", fall("4713", Berater="Ole"))
    speichere(team, "a1")
    git(team, "branch", "a1")
    git(team, "checkout", "-qb", "b", "anfang")
    schreibe(team, "4712", fall("4712", Berater="Ole"))
    speichere(team, "b1")
    git(team, "branch", "b1")
    git(team, "checkout", "-q", "main")
    git(team, "merge", "-q", "--no-edit", "b1")
    git(team, "checkout", "-q", "b")
    git(team, "merge", "-q", "--no-edit", "a1")
    with pytest.raises(
        Aufruffehler, match=r"kreuzweise zusammengeführt .* Führen Sie zuerst den neuesten Stand der Basis"
    ):
        verglichen(team, "main", "b")
    git(team, "merge", "-q", "--no-edit", "main")
    assert verglichen(team, "main", "b").leer


def test_ein_behobener_fehler_verdeckt_keinen_neuen_anderswo(team: Path) -> None:
    kaputt = "## 2026-06-01 Quatsch\n\nText.\n"
    schreibe(team, "4712", fall("4712", kaputt))
    speichere(team, "einer kaputt")
    schreibe(team, "4712", fall("4712"))
    schreibe(team, "4713", fall("4713", kaputt))
    v = verglichen(team)
    assert {b.stelle.datei for b in v.neue_befunde} == {"faelle/4713.md"}
    assert {b.stelle.datei for b in v.geloeste_befunde} == {"faelle/4712.md"}
    # Only the file's name is another: then it is the same finding.
    speichere(team, "anders kaputt")
    git(team, "mv", "faelle/4713.md", "faelle/4799.md")
    assert "F032" not in {b.kennung for b in verglichen(team).neue_befunde}
    # Nor where only the text of a finding names a file that is called otherwise now.
    git(team, "reset", "-q", "--hard")
    schreibe(team, "4713", fall("4713", EINS.replace("Eins.\n", "Eins.\n\nBetreuungsstufe: IN\n")))
    speichere(team, "Stufe weicht ab")
    git(team, "mv", "faelle/4713.md", "faelle/4799.md")
    schreibe(team, "4799", (team / "faelle/4799.md").read_text(encoding="utf-8").replace("ID: 4713", "ID: 4799"))
    assert [b.kennung for b in verglichen(team).neue_befunde] == []


def test_namen_die_gleich_aussehen_sind_zweierlei(team: Path) -> None:
    for zeichen, kennung in (("\u200b", "771"), ("\u200c", "772")):
        (team / f"faelle/47{zeichen}11.md").write_text(fall(kennung), encoding="utf-8")
    speichere(team, "Doppelgänger")
    (team / "faelle/47\u200b11.md").unlink()
    v = verglichen(team)
    assert [[h.tat.value for h in f.handlungen] for f in v.faelle] == [["entfernt"]]
    assert os.listdir(team / "faelle").count("47\u200c11.md") == 1


def test_ersetzt_ist_entfernt(team: Path) -> None:
    """A text under the same heading that says something else, a day that is another, an ID that is another."""
    schreibe(
        team, "4711", GANZ.replace("Zwei lange Sätze.", "Ganz und gar etwas, das mit jenem nichts gemein hat: 12345.")
    )
    assert weg(team) == ["Text ersetzt oder geleert: 2026-02-10 Beratung"]
    schreibe(team, "4711", GANZ.replace("Zwei lange Sätze.\n", ""))
    assert weg(team) == ["Text ersetzt oder geleert: 2026-02-10 Beratung"]
    assert kurz(verglichen(team)).startswith("1 Angabe oder Text entfernt oder ersetzt, 1 Fall geändert.")
    # Honest work takes nothing away: a corrected letter, a sentence more, capitals and commas.
    for besser in (
        "Zwei lange Sätze, verbessert.",
        "Zwei lnge Sätze. Und noch drei ganz andere, die dazukamen, mit vielem mehr.",
        "ZWEI, LANGE – Sätze!",
    ):
        schreibe(team, "4711", GANZ.replace("Zwei lange Sätze.", besser))
        assert weg(team) == [], besser
    lang = " ".join(f"Wort{n} steht da." for n in range(900))
    schreibe(team, "4711", GANZ.replace("Zwei lange Sätze.", lang))
    speichere(team, "lang")
    schreibe(team, "4711", GANZ.replace("Zwei lange Sätze.", lang[: len(lang) // 4]))
    assert weg(team) == ["Text ersetzt oder geleert: 2026-02-10 Beratung"]
    schreibe(team, "4711", GANZ.replace("Zwei lange Sätze.", lang.replace("steht", "liegt").upper()))
    assert weg(team) == []
    schreibe(team, "4711", GANZ)
    speichere(team, "wieder kurz")
    schreibe(team, "4711", GANZ.replace("2026-02-10", "2026-02-20"))
    assert weg(team) == ["nun an einem anderen Tag: 2026-02-10 Beratung → 2026-02-20 Beratung"]
    git(team, "checkout", "-q", ".")
    schreibe(team, "4712", fall("4799"))
    assert "ID: 4712 → 4799" in weg(team)


def test_vereinbarungen_und_protokoll(team: Path) -> None:
    zusage = f"{EINS}\nVereinbarungen:\n\n- [ ] Kundin schreibt eine Bewerbung (bis 2026-03-20)\n"
    schreibe(team, "4711", fall(verlauf=zusage))
    (team / "vorlagen/protokoll.md").write_text("## 2026-02-01 Notiz (Jana)\n\nEtwas.\n", encoding="utf-8")
    speichere(team, "mehr")
    schreibe(team, "4711", fall(verlauf=zusage.replace("Kundin schreibt eine Bewerbung", "Team mietet 17 Räume")))
    (team / "vorlagen/protokoll.md").write_text("", encoding="utf-8")
    assert weg(team) == ["Vereinbarung entfernt (bis 2026-03-20)", "Eintrag 2026-02-01 Notiz entfernt"]
    ende = fallbuch("pruefen", "--neu", "HEAD", cwd=team)
    assert "vorlagen/protokoll.md: Eintrag 2026-02-01 Notiz entfernt\n" in ende.stdout


def test_umbenannt_oder_ein_anderer(team: Path) -> None:
    """A new ID for a case that goes on is no removal; another human being's case is."""
    git(team, "mv", "faelle/4711.md", "faelle/4799.md")
    schreibe(team, "4799", GANZ.replace("ID: 4711", "ID: 4799") + "\n## 2026-02-27 Telefonat (Jana)\n\nText.\n")
    assert taten(verglichen(team)) == {"4799": ["Datei umbenannt: 4711 → 4799", "ID: 4711 → 4799", "Neuer Eintrag 2026-02-27 Telefonat"]}  # fmt: skip
    schreibe(team, "4799", GANZ.replace("ID: 4711", "ID: 4799").replace("2026-01-12", "2026-01-13"))
    assert "Der Fall ist entfernt, die Datei gibt es nicht mehr." in weg(team)


def test_was_git_fuer_umbenannt_haelt_ist_weg(team: Path) -> None:
    """Likeness says nothing where a name says what a file is."""
    register, prozesse = team / "statistik/register", team / "site_src/prozesse"
    register.mkdir(parents=True)
    prozesse.mkdir(parents=True)
    (register / "2025Q3.json").write_text('{"lang": "genug, um wiedererkannt zu werden"}\n', encoding="utf-8")
    (prozesse / "kleider.md").write_text(
        "---\nName: Kleider\n---\n\nEin langer Text, der wiederzuerkennen ist.\n", encoding="utf-8"
    )
    speichere(team, "mehr")
    git(team, "mv", "statistik/register/2025Q3.json", "statistik/register/2023Q3.json")
    git(team, "mv", "site_src/prozesse/kleider.md", "site_src/kleider.md")
    alles = als_text(bericht(verglichen(team)))
    assert "  2025Q3: entfernt. Was freigegeben wurde" in alles
    assert "  2023Q3: freigegeben\n" in alles
    assert "  Prozess Kleider: entfernt\n" in alles
    assert "  site_src/kleider.md: neu\n" in alles
    # Who may run a file is no content of it.
    git(team, "reset", "-q", "--hard")
    (register / "2025Q3.json").chmod(0o755)
    git(team, "commit", "-qam", "ausführbar")
    assert verglichen(team, "HEAD~1", "HEAD").leer


def test_auch_ueber_den_eintraegen_und_in_prozessen(team: Path) -> None:
    protokoll, prozess = team / "vorlagen/protokoll.md", team / "site_src/prozesse/p.md"
    protokoll.write_text(
        "Wichtig: Rita ist bis Juli vertreten.\n\n## 2026-02-01 Notiz (Jana)\n\nEtwas.\n", encoding="utf-8"
    )
    prozess.parent.mkdir(parents=True)
    prozess.write_text("---\nName: Post\n---\n\n1. Antwort in 3 Tagen, Ablage nach 10 Jahren.\n", encoding="utf-8")
    schreibe(team, "4711", GANZ.replace("---\n\n##", "---\n\nNur nach 14 Uhr anrufen.\n\n##", 1))
    speichere(team, "mehr")
    protokoll.write_text("## 2026-02-01 Notiz (Jana)\n\nEtwas.\n", encoding="utf-8")
    prozess.write_text("---\nName: Post\n---\n\n1. Antwort in 10 Tagen, Ablage nach 3 Jahren.\n", encoding="utf-8")
    schreibe(team, "4711", GANZ)
    assert weg(team) == ["Text ersetzt oder geleert: über den Einträgen"] * 2
    assert "  Post: geändert (Text)\n" in als_text(bericht(verglichen(team)))


def test_der_richtige_fall_wird_genannt(tmp_path: Path) -> None:
    """A file moved elsewhere under the name of another case takes nothing from that one."""
    wurzel = lege_an(tmp_path / "team", _7001=fall("7001"), _7002=fall("7002"))
    (wurzel / "ablage").mkdir()
    git(wurzel, "mv", "faelle/7001.md", "ablage/7002.md")
    v = verglichen(wurzel)
    assert taten(v) == {"7001": ["Der Fall ist entfernt, die Datei gibt es nicht mehr."]}


def test_befehle_im_protokoll_der_laeufe_bleiben_text(team: Path) -> None:
    (team / "faelle/##[error]z.md").write_text(fall("4799"), encoding="utf-8")
    (team / "site_src").mkdir()
    (team / "site_src/##[stop-commands]abc.txt").write_text("x", encoding="utf-8")
    (team / "site_src/::error title=x::y.txt").write_text("x", encoding="utf-8")
    (team / "faelle/::error::z.md").write_text(fall("4798"), encoding="utf-8")
    for worte in (("pruefen",), ("pruefen", "--neu", "HEAD"), ("vergleichen", "HEAD"), ("vergleichen", "HEAD", "--format", "markdown"), ("faellig",)):  # fmt: skip
        aus = fallbuch(*worte, cwd=team).stdout
        assert "##[" not in aus, worte
        assert not [z for z in aus.splitlines() if z.strip().startswith("::")], worte


def viele_gleiche(wurzel: Path, anzahl: int) -> Callable[[], object]:
    """Entries of a day, all worded anew, and five times as many equal agreements, ticked; returns their comparison."""
    eintraege = "\n".join(f"## 2026-02-10 Telefonat (Jana)\n\nSatz Nummer {n} mit Worten.\n" for n in range(anzahl))
    zusagen = "".join("- [ ] Team ruft an (bis 2026-03-10)\n" for _ in range(5 * anzahl))
    verlauf = f"{EINS}\nVereinbarungen:\n\n{zusagen}\n{eintraege}"
    lege_an(wurzel, _4711=fall(verlauf=verlauf))
    schreibe(wurzel, "4711", fall(verlauf=verlauf.replace("mit Worten", "in anderen Worten").replace("[ ]", "[x]")))
    return lambda: verglichen(wurzel).faelle


def test_viele_gleiche_kosten_keine_minuten(tmp_path: Path) -> None:
    """Eighty entries of a day and five times as many agreements: each costs as much as where they are fewer."""
    nichts, wenig, viel = (arbeit(viele_gleiche(tmp_path / str(n), n)).schritte for n in (0, 20, 80))
    assert waechst_gleichmaessig(wenig - nichts, viel - nichts, 4)
