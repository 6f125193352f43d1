"""The day that the handbook tells of, done at the desk in a browser; afterwards the files are those that commands make."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.cli.aufruf import im_prozess
from tests.conftest import WURZEL
from tests.git import git
from tests.hilfen import BEIM_LANDEN
from tests.schreibtisch.conftest import STICHTAG, Besucher, Laufender, bereit

pytestmark = pytest.mark.browser
GESCHICHTE = WURZEL / "plugins/fallbuch/vorgaben/handbuch/schreibtisch.md"
TEXT = "Lange gesprochen, im August geht es weiter."


def schritte() -> list[str]:
    tag = GESCHICHTE.read_text(encoding="utf-8").split("## Ein Tag am Schreibtisch")[1].split("\n## ")[0]
    return re.findall(r"^\d\. (.*)$", tag, re.MULTILINE)


class Maus:
    """How somebody works a page: by pointing at it."""

    def __init__(self, seite: Page) -> None:
        self.seite = seite

    def druecke(self, was: Locator) -> None:
        was.click()

    def waehle(self, feld: Locator, wort: str) -> None:
        feld.select_option(label=wort)

    def gehe_weiter(self) -> None:
        """Leave a field that was filled in."""

    def kreuze(self, feld: Locator) -> None:
        feld.check()

    def schreibe(self, feld: Locator, text: str) -> None:
        feld.fill(text)


class Finger(Maus):
    """By touching it."""

    def druecke(self, was: Locator) -> None:
        was.tap()


class Tastatur(Maus):
    """By keys alone: what is not reached with the tabulator is not reached."""

    def _gehe_zu(self, ziel: Locator) -> None:
        ziel = ziel.first
        expect(ziel).to_be_visible()
        for _ in range(1500):
            if ziel.evaluate(
                "e => e === document.activeElement || (e.type === 'radio' && document.activeElement.name === e.name)"
            ):
                return
            self.seite.keyboard.press("Tab")
        raise AssertionError(f"{ziel} is not reached")

    def druecke(self, was: Locator) -> None:
        self._gehe_zu(was)
        self.seite.keyboard.press("Enter")

    def waehle(self, feld: Locator, wort: str) -> None:
        self._gehe_zu(feld)
        self.seite.keyboard.type(wort)

    def gehe_weiter(self) -> None:
        self.seite.keyboard.press("Tab")

    def kreuze(self, feld: Locator) -> None:
        self._gehe_zu(feld)
        self.seite.keyboard.press("Space")
        for _ in range(20):
            if feld.is_checked():
                return
            self.seite.keyboard.press("ArrowDown")
        raise AssertionError(f"{feld} is not reached")

    def schreibe(self, feld: Locator, text: str) -> None:
        self._gehe_zu(feld)
        self.seite.keyboard.press("Control+a")
        self.seite.keyboard.type(text)


class Tag:
    """What Tarik does, step by step; each step leaves the page as the story says."""

    def __init__(self, hand: Maus, laufender: Laufender, tmp_path: Path) -> None:
        self.hand, self.seite, self.laufender, self.tmp_path = hand, hand.seite, laufender, tmp_path
        self.neuer = ""
        #: What has stood on pages during the step.
        self.gesehen = ""

    def sieh(self) -> None:
        self.gesehen += " " + " ".join(self.seite.locator("body").inner_text().split())
        self.gesehen += " ".join(
            self.seite.locator("form.fb-formular input[type=text]").evaluate_all("l => l.map(f => f.value)")
        )

    def liste(self) -> None:
        self.hand.waehle(self.seite.locator("#fb-ich"), "Tarik")
        expect(self.seite.locator("#jetzt .fb-ruf:not([hidden])").first).to_contain_text("2911")
        self.sieh()

    def oeffne(self, kennung: str, art: str = "") -> None:
        self.hand.druecke(self.seite.locator(f'a.fb-stift[href*="eintragen/{kennung}"]'))
        bereit(self.seite)
        if art and self.seite.get_by_label("Art", exact=True).input_value() != art:
            self.hand.waehle(self.seite.get_by_label("Art", exact=True), art)
            self.hand.gehe_weiter()
            self.seite.wait_for_url(f"**art={art}*")
            bereit(self.seite)
        self.sieh()

    def speichere(self, knopf: str = "Speichern") -> None:
        self.sieh()
        self.hand.druecke(self.seite.get_by_role("button", name=knopf, exact=True))
        expect(self.seite.locator(".fb-gespeichert")).to_be_visible()
        self.sieh()

    def ruf_an(self) -> None:
        self.oeffne("2911")
        self.hand.schreibe(self.seite.get_by_label("Was wurde besprochen"), TEXT)
        expect(self.seite.get_by_role("button", name="Vorschlag")).to_be_visible()
        self.sieh()
        self.hand.druecke(self.seite.get_by_role("button", name="Vorschlag"))
        self.speichere()

    def frage_nach(self) -> None:
        self.oeffne("6712", "Telefonat")
        self.hand.kreuze(self.seite.get_by_role("group", name="Kundin").first.get_by_label("erledigt"))
        self.hand.schreibe(self.seite.get_by_label("Was wurde besprochen"), "Alles geschafft.")
        self.speichere()

    def niemand_da(self) -> None:
        self.oeffne("6495", "Kontaktversuch")
        self.hand.schreibe(self.seite.get_by_label("Text", exact=True), "Niemand geht ran.")
        self.speichere()

    def verschiebe(self) -> None:
        self.oeffne("7180", "Telefonat")
        self.hand.schreibe(self.seite.get_by_label("Was wurde besprochen"), "Kann morgen nicht.")
        self.hand.schreibe(self.seite.get_by_label("Folgetermin"), "8.7. 10:00 statt 1.7.")
        expect(self.seite.locator('[data-feld="angabe Folgetermin"] .fb-gelesen')).to_have_text(
            "gelesen als Mi 08.07.2026 10:00 statt Mi 01.07.2026"
        )
        self.speichere()

    def neuer_mensch(self) -> None:
        self.hand.druecke(self.seite.get_by_role("link", name="Neuer Fall"))
        bereit(self.seite)
        self.hand.waehle(self.seite.get_by_label("Zugangsweg"), "Beratungstag")
        self.sieh()
        self.speichere("Anlegen")
        treffer = re.search(r"Angelegt: faelle/(\d+)\.md", self.gesehen)
        assert treffer is not None
        self.neuer = treffer[1]

    def doch_nicht(self) -> None:
        self.seite.goto(f"{self.laufender.adresse}/faelle/1112.html")
        self.hand.druecke(self.seite.get_by_role("link", name="Abschließen"))
        bereit(self.seite)
        self.hand.kreuze(self.seite.get_by_label("ohne Arbeitsstelle beendet").first)
        self.hand.waehle(self.seite.get_by_label("Grund"), "Umzug")
        self.hand.schreibe(self.seite.get_by_label("Erklärung"), "Zieht weg.")
        self.speichere()
        assert "Status: abgeschlossen" in self.laufender.fall("1112")
        self.hand.druecke(self.seite.get_by_role("link", name="Zurücknehmen"))
        bereit(self.seite)
        expect(self.seite.locator(".fb-zeilen-neu")).to_contain_text("- ## 2026-06-30 Abschluss (Tarik)")
        self.speichere("Zurücknehmen")

    def gleiche_ab(self) -> None:
        mira = self.tmp_path / "mira"
        git(self.tmp_path, "clone", "-q", self.tmp_path / "gemeinsam.git", mira)
        assert (
            im_prozess("eintragen", "2911", "--zu-beachten", "nicht vor 9 Uhr", cwd=mira, FALLBUCH_STICHTAG=STICHTAG)[0]
            == 0
        )
        git(mira, "-c", "user.name=Mira", "commit", "-qam", "Mira")
        git(mira, "push", "-q")
        self.seite.goto(f"{self.laufender.adresse}/faelle/2911.html")
        self.hand.druecke(self.seite.get_by_role("link", name="Ändern", exact=True))
        bereit(self.seite)
        self.hand.schreibe(self.seite.get_by_label("Zu beachten"), "erst ab 10 Uhr anrufen")
        self.speichere()
        self.hand.druecke(self.seite.get_by_role("link", name="Abgleichen"))
        self.hand.druecke(self.seite.get_by_role("button", name="Jetzt abgleichen"))
        expect(self.seite.locator(".fb-strittig")).to_contain_text(
            "Fall 2911: Sie und Mira haben das Feld „Zu beachten“"
        )
        expect(self.seite.get_by_role("button", name="Die von Mira nehmen")).to_be_visible()
        self.sieh()
        self.hand.druecke(self.seite.get_by_role("button", name="Ihre Fassung nehmen"))
        expect(self.seite.locator(".fb-abgleich")).to_contain_text("Alle haben dasselbe.")
        expect(self.seite.locator("[data-lage]")).to_have_text("Abgleichen")
        self.sieh()


def mit_befehlen(team: Path, neuer: str, folgetermin: str) -> None:
    """Do the same day with commands."""
    for worte in (
        ["eintragen", "2911", "--art", "Telefonat", "--text", TEXT, "--folgetermin", folgetermin],
        ["eintragen", "6712", "--art", "Telefonat", "--text", "Alles geschafft.", "--erledigt", "1"],
        ["eintragen", "6495", "--art", "Kontaktversuch", "--text", "Niemand geht ran."],
        ["eintragen", "7180", "--art", "Telefonat", "--text", "Kann morgen nicht.", "--folgetermin", "2026-07-08 10:00 statt 2026-07-01"],
        ["neu", "--zugangsweg", "Beratungstag", "--berater", "Tarik", "--id", neuer],
        ["abschliessen", "1112", "--ergebnis", "ohne Arbeitsstelle beendet", "--grund", "Umzug", "--erklaerung", "Zieht weg."],
        ["zuruecknehmen", "1112", "--ja"],
        ["eintragen", "2911", "--zu-beachten", "erst ab 10 Uhr anrufen"],
    ):  # fmt: skip
        code, ausgabe = im_prozess(*worte, cwd=team, FALLBUCH_STICHTAG=STICHTAG)
        assert code == 0, ausgabe


@pytest.mark.parametrize(
    ("hand", "mehr"),
    [
        pytest.param(Maus, {}, id="Maus", marks=BEIM_LANDEN),
        pytest.param(Tastatur, {}, id="Tastatur", marks=BEIM_LANDEN),
        pytest.param(
            Finger, {"viewport": {"width": 390, "height": 844}, "has_touch": True}, id="Telefon", marks=BEIM_LANDEN
        ),
    ],
)
def test_ein_tag(
    besuch: Besucher, laufender: Laufender, tmp_path: Path, hand: type[Maus], mehr: dict[str, Any]
) -> None:
    daneben = shutil.copytree(laufender.team, tmp_path / "daneben", ignore=shutil.ignore_patterns(".fallbuch*"))
    erzaehlt = schritte()
    gast = besuch(**mehr)
    tag = Tag(hand(gast.seite), laufender, tmp_path)
    taten: list[Callable[[], None]] = [
        tag.liste, tag.ruf_an, tag.frage_nach, tag.niemand_da, tag.verschiebe, tag.neuer_mensch, tag.doch_nicht, tag.gleiche_ab,
    ]  # fmt: skip
    assert len(erzaehlt) == len(taten)
    for schritt, tu in zip(erzaehlt, taten, strict=True):
        tag.gesehen = ""
        if tu not in {tag.liste, tag.neuer_mensch, tag.doch_nicht, tag.gleiche_ab}:
            gast.seite.goto(f"{laufender.adresse}/index.html")
        tu()
        for zitat in re.findall(r"„([^“]+)“", schritt):
            assert zitat in tag.gesehen, (schritt[:40], zitat)
    assert gast.fehler == []
    assert gast.fremde == []
    folgetermin = re.findall(r"Folgetermin: (\S+)", laufender.fall("2911"))[-1]
    mit_befehlen(daneben, tag.neuer, folgetermin)
    for ordner in ("faelle", "vorlagen"):
        hier, dort = ({p.name: p.read_bytes() for p in (wo / ordner).iterdir()} for wo in (laufender.team, daneben))
        assert hier == dort
    # All of it is in git, under his name, and with the others.
    betreffe = git(laufender.team, "log", "--format=%an: %s", "--first-parent").splitlines()
    assert betreffe[5:9][::-1] == [
        f"Tarik: 2911: Telefonat {STICHTAG}, Folgetermin",
        f"Tarik: 6712: Telefonat {STICHTAG}, eine Vereinbarung erledigt",
        f"Tarik: 6495: Kontaktversuch {STICHTAG}",
        f"Tarik: 7180: Telefonat {STICHTAG}, Folgetermin",
    ]
    assert git(laufender.team, "status", "--porcelain") == ""
    assert git(laufender.team, "rev-parse", "HEAD") == git(laufender.team, "rev-parse", "origin/main")
