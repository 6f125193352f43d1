"""Git that refuses is not "no git": each reason is told apart, and what cannot be known is not guessed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.bearbeiten.neu import plane_neue, pruefe_id
from fallbuch.bearbeiten.platz import Platz
from fallbuch.befund import meldung
from fallbuch.bestand.speicherung import pruefe_speicherung
from fallbuch.einrichtung import Aufruffehler, richte_ein
from fallbuch.register.kette import lade_register
from fallbuch.team import oeffne
from fallbuch.text.git import Gitlage, KeinGit, hat_stand, luecke
from fallbuch.text.git import git as frage_git
from fallbuch.text.historie import (
    aktueller_stand,
    fruehere_dateien,
    gespeicherte_fassungen,
    hauptzweig,
    merke_vor,
    speicherungen,
    vorsatz,
)
from fallbuch.vergleich.verlauf import verlauf_von
from tests.cli.aufruf import im_prozess
from tests.git import git
from tests.vergleich.hilfen import HEUTE, TEAM, fall, lege_an, schreibe, speichere, taten, verglichen

REGISTER = "statistik/register/verzeichnis.json"
KEIN_VERZEICHNIS = "„{o}“ steht noch nicht unter git. Rufen Sie dort zuerst „git init“ auf."
OHNE_PROGRAMM = "„{o}“ steht unter git, aber auf diesem Rechner gibt es kein Programm git. Installieren Sie es."
FREMD = (
    "git gibt über „{o}“ keine Auskunft, weil der Ordner auf diesem Rechner jemand anderem gehört. "
    "Gehört er Ihrem Team, so erlauben Sie es mit: git config --global --add safe.directory {o}"
)
BESCHAEDIGT = (
    "Im Verzeichnis von git zu „{o}“ fehlt etwas, oder es ist beschädigt. „git fsck“ nennt die Stellen; "
    "holen Sie das Verzeichnis neu („git clone“), und legen Sie dieses beiseite."
)
NICHT_GEHOLT = (
    "In „{o}“ liegt nur ein Teil der Geschichte, und der Rechner, von dem git den Rest holt, ist nicht zu erreichen. "
    "Stellen Sie die Verbindung her, und rufen Sie den Befehl noch einmal auf."
)
FLACH = (
    "Hier liegen nur die neuesten Stände. Holen Sie die ganze Geschichte mit „git fetch --unshallow“; in einer Pipeline von GitHub oder Forgejo "
    "steht dafür „fetch-depth: 0“ beim Auschecken, bei GitLab „GIT_DEPTH: 0“."
)


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """Return a team that once had a case 4713 and a release that somebody took back."""
    wurzel = lege_an(tmp_path / "team", _4711=fall(), _4712=fall("4712"), _4713=fall("4713"))
    (wurzel / REGISTER).parent.mkdir(parents=True)
    (wurzel / REGISTER).write_text('{"blaetter": []}\n')
    (wurzel / "statistik/register/2026Q1.json").write_text("{}\n")
    speichere(wurzel, "Freigabe")
    (wurzel / "statistik/register/2026Q1.json").unlink()
    (wurzel / "faelle/4713.md").unlink()
    speichere(wurzel, "Weg")
    schreibe(wurzel, "4711", fall(Berater="Ole"))
    speichere(wurzel, "Übergabe")
    return wurzel


@dataclass(frozen=True)
class Not:
    """A way in which git does not answer: what happens to a team, and the sentence."""

    richte_zu: Callable[[Path, pytest.MonkeyPatch], Path]
    satz: str


def _gehoert_anderen(wurzel: Path, dabei: pytest.MonkeyPatch) -> Path:
    dabei.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    return wurzel


def _ohne_programm(wurzel: Path, dabei: pytest.MonkeyPatch) -> Path:
    dabei.setenv("PATH", str(wurzel / "faelle"))
    return wurzel


def _objekt_fehlt(wurzel: Path, dabei: pytest.MonkeyPatch) -> Path:
    baum = git(wurzel, "rev-parse", "HEAD~1^{tree}").strip()
    (wurzel / ".git/objects" / baum[:2] / baum[2:]).unlink()
    return wurzel


def _ohne_verbindung(wurzel: Path, dabei: pytest.MonkeyPatch) -> Path:
    git(wurzel, "config", "uploadpack.allowFilter", "true")
    teil = wurzel.parent / "teil"
    git(wurzel.parent, "clone", "-q", "--filter=tree:0", f"file://{wurzel}", teil)
    shutil.move(wurzel, wurzel.parent / "abgeschaltet")
    return teil


NOETE = {
    "fremd": Not(_gehoert_anderen, FREMD),
    "ohne Programm": Not(_ohne_programm, OHNE_PROGRAMM),
    "Objekt fehlt": Not(_objekt_fehlt, BESCHAEDIGT),
    "ohne Verbindung": Not(_ohne_verbindung, NICHT_GEHOLT),
}
JEDE_NOT = pytest.mark.parametrize("not_", NOETE.values(), ids=list(NOETE))


def _platz(wurzel: Path) -> Platz:
    return Platz(einrichtung=richte_ein(wurzel), stichtag=HEUTE, heute=HEUTE)


@JEDE_NOT
def test_wer_nicht_antwortet_wird_nicht_fuer_leer_gehalten(
    team: Path, not_: Not, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "4713.md" in fruehere_dateien(team, "faelle")
    assert [b.kennung for b in lade_register(team).befunde] == ["S021"]
    ort = not_.richte_zu(team, monkeypatch)
    satz = not_.satz.format(o=ort)
    for tue in (
        lambda: fruehere_dateien(ort, "faelle"),
        lambda: gespeicherte_fassungen(ort, "statistik/register"),
        lambda: speicherungen(ort, "faelle"),
        lambda: verlauf_von(richte_ein(ort), "4713"),
    ):
        with pytest.raises(KeinGit) as fehler:
            tue()
        assert str(fehler.value) == satz
        assert not fehler.value.ohne_geschichte
    # The register: what nobody can compare is not in order, and nothing goes out with it.
    befunde = lade_register(ort).befunde
    assert [b.kennung for b in befunde] == ["S024"]
    assert (
        befunde[0].hinweis == f"{satz} Bis dahin wird nichts freigegeben, und die öffentliche Fassung entsteht nicht."
    )
    hindernis = oeffne(richte_ein(ort), stichtag=HEUTE, heute=HEUTE).hindernis
    assert hindernis is not None
    assert hindernis[1].startswith("Ob das Register der Freigaben noch so ist, wie es war, lässt sich nicht nachsehen.")


@JEDE_NOT
def test_eine_id_wird_nicht_zweimal_vergeben(team: Path, not_: Not, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Schreibfehler, match="ist oder war schon vergeben"):
        pruefe_id(_platz(team), "4713")
    pruefe_id(_platz(team), "4714")
    ort = not_.richte_zu(team, monkeypatch)
    satz = not_.satz.format(o=ort)
    with pytest.raises(Schreibfehler) as fehler:
        pruefe_id(_platz(ort), "4713")
    assert str(fehler.value) == (
        f"Ob die ID „4713“ schon einmal vergeben war, lässt sich nicht sagen. {satz} Oder lassen Sie die ID weg, dann wird eine gezogen."
    )
    # Without a wish the case is made: somebody stands at the door.
    saetze = plane_neue(_platz(ort), [{"Zugangsweg": "Beratungstag", "Berater": "Jana"}]).saetze
    assert saetze[-1] == f"Ob eine gezogene ID früher schon einmal vergeben war, ließ sich nicht nachsehen. {satz}"
    ohne_git = ort.parent / "ohne git"
    (ohne_git / "vorlagen").mkdir(parents=True)
    (ohne_git / "vorlagen/team.yml").write_text(TEAM, encoding="utf-8")
    assert len(plane_neue(_platz(ohne_git), [{"Zugangsweg": "Beratungstag"}]).saetze) == 1


def test_ohne_geschichte_ist_ohne_geschichte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without git, and one of which nothing was saved yet."""
    for _ in range(2):
        assert (
            fruehere_dateien(tmp_path, "faelle"),
            gespeicherte_fassungen(tmp_path, "x"),
            speicherungen(tmp_path, "x"),
        ) == (frozenset(), {}, {})
        assert (aktueller_stand(tmp_path), luecke(tmp_path), list(pruefe_speicherung(tmp_path, "faelle"))) == (
            "",
            "",
            [],
        )
        if not (tmp_path / ".git").exists():
            with pytest.raises(KeinGit) as fehler:
                frage_git(tmp_path, "status")
            assert str(fehler.value) == KEIN_VERZEICHNIS.format(o=tmp_path)
            assert fehler.value.ohne_geschichte
        git(tmp_path, "init", "-q")
    shutil.rmtree(tmp_path / ".git")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert luecke(tmp_path) == ""
    with pytest.raises(KeinGit, match="steht noch nicht unter git, und das Programm git ist nicht installiert"):
        hauptzweig(tmp_path)


def test_ein_zerstoerter_zweig_ist_kein_neuer(team: Path) -> None:
    (team / ".git/refs/heads/main").write_bytes(b"")
    with pytest.raises(KeinGit) as fehler:
        hat_stand(team)
    assert str(fehler.value) == BESCHAEDIGT.format(o=team)


def test_git_laeuft_noch_anderswo(team: Path) -> None:
    (team / ".git/index.lock").touch()
    with pytest.raises(KeinGit, match=r"^git konnte nicht arbeiten: Es läuft noch in einem anderen Fenster"):
        merke_vor(team, ["faelle/4711.md"])


def test_wer_nichts_sagt_sagt_doch_wo_der_ordner_liegt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages of a forge stand beside the right lines, whoever owns the folder."""
    git(tmp_path, "init", "-q")
    (tmp_path / "teams/nord").mkdir(parents=True)
    davor = vorsatz(tmp_path / "teams/nord"), vorsatz(tmp_path)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert (vorsatz(tmp_path / "teams/nord"), vorsatz(tmp_path)) == davor == ("teams/nord/", "")


def test_pruefen_sagt_dass_git_nichts_sagt(team: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _gehoert_anderen(team, monkeypatch)
    (befund,) = pruefe_speicherung(team, "faelle")
    assert meldung(befund) == (
        "vorlagen/team.yml:1:1: Hinweis G005: Was git über diesen Ordner weiß, lässt sich nicht nachsehen. Erwartet: Antworten von git, weil der Ordner "
        f"unter git steht.\n    {FREMD.format(o=team)}\n"
    )


# --- shallow ---


def _verlauf(wurzel: Path, kennung: str) -> list[str]:
    text = verlauf_von(richte_ein(wurzel), kennung)
    return [re.sub(r"^\d{4}-\d\d-\d\d  | \([0-9a-f]{10}\)$", "", z) for z in text.splitlines()]


def test_flach_geholt_ist_nicht_neu_angelegt(team: Path, tmp_path: Path) -> None:
    ort = tmp_path / "flach"
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{team}", ort)
    rand = "  Weiter zurück reicht die Geschichte hier nicht. Ob der Fall mit diesem Stand angelegt wurde oder schon da war, lässt sich nicht sagen."
    flach = "Hier liegen nur die neuesten Stände. Was davor geschah, fehlt; „git fetch --unshallow“ holt es."
    assert _verlauf(ort, "4711") == [flach, "", "T: Übergabe", "  Berater: Jana → Ole", "T: Weg", rand]
    assert _verlauf(ort, "4712") == [flach, "", "T: Weg", rand]
    with pytest.raises(Aufruffehler) as fehler:
        _verlauf(ort, "4799")
    assert (
        str(fehler.value) == f"Einen Fall „4799“ gibt es nicht. Ob es ihn früher gab, lässt sich nicht sagen. {FLACH}"
    )
    with pytest.raises(
        Schreibfehler, match=r"Ob die ID „4713“ schon einmal vergeben war, lässt sich nicht sagen\. Hier liegen nur"
    ):
        pruefe_id(_platz(ort), "4713")
    # Who changed a file last is known, who made it is not.
    assert {n: [s.was for s in alle] for n, alle in speicherungen(ort, "faelle").items()} == {"4711.md": ["Übergabe"]}
    register = lade_register(ort)
    assert [(b.kennung, b.hinweis) for b in register.befunde] == [
        ("S025", f"{FLACH} Bis dahin wird nichts freigegeben.")
    ]
    assert register.luecke == FLACH
    assert oeffne(richte_ein(ort), stichtag=HEUTE, heute=HEUTE).hindernis is None
    git(ort, "fetch", "-q", "--unshallow")
    assert [b.kennung for b in lade_register(ort).befunde] == ["S021"]
    assert _verlauf(ort, "4713")[1] == "  Der Fall ist entfernt, die Datei gibt es nicht mehr."


def test_ein_fehlender_inhalt_ist_kein_entfernter_fall(team: Path) -> None:
    schreibe(team, "4711", fall(Berater="Jana", Betreuungsstufe="IN"))
    speichere(team, "Zurück")
    objekt = git(team, "rev-parse", "HEAD~1:faelle/4711.md").strip()
    (team / ".git/objects" / objekt[:2] / objekt[2:]).unlink()
    assert _verlauf(team, "4711") == [
        "T: Zurück",
        f"  Was mit diesem Stand und davor geschah, lässt sich nicht sagen. {BESCHAEDIGT.format(o=team)}",
    ]


# --- sparse ---


def test_ausgeblendet_ist_nicht_entfernt(team: Path) -> None:
    git(team, "sparse-checkout", "set", "--no-cone", "/*", "!/faelle/4712.md")
    assert not (team / "faelle/4712.md").exists()
    (befund,) = pruefe_speicherung(team, "faelle")
    assert meldung(befund) == (
        "faelle:1:1: Hinweis G004: 1 Fall ist in git gespeichert, aber nicht in diesen Ordner gelegt (sparse checkout). Erwartet: alle Fälle des "
        "Teams, sonst fehlen sie in jeder Liste.\n    „git sparse-checkout disable“ legt sie wieder hin.\n"
    )
    schreibe(team, "4711", fall(Berater="Jana"))
    assert taten(verglichen(team, "HEAD")) == {"4711": ["Berater: Ole → Jana"]}
    assert len(verglichen(team, "HEAD").faelle) == 1
    with pytest.raises(Schreibfehler, match="ist oder war schon vergeben"):
        pruefe_id(_platz(team), "4712")
    assert _verlauf(team, "4712")[0] == "T: Anfang"
    # Without the lists of the team nothing can be compared.
    git(team, "sparse-checkout", "set", "--no-cone", "/*", "!/vorlagen/", "!/statistik/")
    with pytest.raises(KeinGit) as fehler:
        verglichen(team, "HEAD")
    assert fehler.value.lage is Gitlage.AUSGEBLENDET
    assert [b.kennung for b in lade_register(team).befunde] == ["S025"]


VERSCHLOSSEN = "Diese Datei ist verschlossen, wie Kontaktdaten es sind, und"
VERSCHIEBEN = "erschieben Sie sie in den Ordner der Kontaktdaten.\n"


def test_kontaktdaten_in_git_fallen_auf(team: Path) -> None:
    """As soon as git knows the file, before it is saved; in a folder of its own not while it only lies there."""
    (team / "kontakte").mkdir()
    (team / "kontakte/4711.age").write_bytes(b"age-encryption.org/v1\n")
    assert list(pruefe_speicherung(team, "faelle")) == []
    git(team, "add", "kontakte")
    (befund,) = pruefe_speicherung(team, "faelle")
    assert meldung(befund) == (
        f"kontakte/4711.age:1:1: Fehler G007: {VERSCHLOSSEN} git führt sie. Erwartet: Kontaktdaten "
        f"außerhalb des Teams.\n    „git rm --cached kontakte/4711.age“ nimmt sie aus git und lässt sie liegen; v{VERSCHIEBEN}"
    )
    code, ausgabe = im_prozess("pruefen", cwd=team)
    assert code == 1
    assert "kontakte/4711.age:1:1: Fehler G007" in ausgabe
    git(team, "rm", "-q", "--cached", "kontakte/4711.age")
    assert list(pruefe_speicherung(team, "faelle")) == []


@pytest.mark.parametrize("inhalt", [b"age-encryption.org/v1\n", b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdl"])
def test_kontaktdaten_unter_anderem_namen(team: Path, inhalt: bytes) -> None:
    """A copy that somebody renamed would go out with the next build; the answer of a moment ago does not hide it."""

    def gemeldet() -> bool:
        return "Fehler G007: " in im_prozess("pruefen", cwd=team)[1]

    datei = team / ("site_src/bilder/4711.txt" if b"v1" in inhalt else "site_src/bilder/4711.md")
    datei.parent.mkdir(parents=True)
    datei.write_bytes(b"Erst etwas anderes.")
    (datei.parent / "loch").symlink_to("nirgends")
    assert not gemeldet()
    datei.write_bytes(inhalt)
    assert gemeldet()
    assert im_prozess("bauen", cwd=team)[0] == 2
    datei.unlink()
    assert not gemeldet()
    fall_ = team / "faelle/7777.md"
    for zeichen in (inhalt, inhalt + b"\xff\x00"):
        fall_.write_bytes(zeichen)
        assert gemeldet()
        assert im_prozess("bauen", cwd=team)[0] == 2
    fall_.unlink()
    assert not gemeldet()
    gebaut = team / "site/faelle/4711.age"
    gebaut.parent.mkdir(parents=True)
    gebaut.write_bytes(inhalt)
    assert gemeldet()


@pytest.mark.parametrize("wo", ["faelle", "vorlagen", "site_src/bilder", "statistik", ".fallbuch"])
@pytest.mark.parametrize("unter_git", [True, False])
def test_kontaktdaten_die_nur_daliegen(team: Path, wo: str, unter_git: bool) -> None:
    if not unter_git:
        shutil.rmtree(team / ".git")
    (team / wo).mkdir(parents=True, exist_ok=True)
    (team / wo / "4711.age").write_bytes(b"age-encryption.org/v1\n")
    (befund,) = pruefe_speicherung(team, "faelle")
    assert meldung(befund) == (
        f"{wo}/4711.age:1:1: Fehler G007: {VERSCHLOSSEN} sie liegt im Ordner des Teams. Erwartet: Kontaktdaten außerhalb des Teams.\n    V{VERSCHIEBEN}"
    )
    assert im_prozess("pruefen", cwd=team)[0] == 1
    for oeffentlich in ([], ["--oeffentlich"]):
        code, ausgabe = im_prozess("bauen", *oeffentlich, cwd=team)
        assert (code, ausgabe.rpartition("fallbuch: ")[2]) == (
            2,
            "Im Ordner des Teams liegen Kontaktdaten, die Stellen stehen oben. Solange sie dort sind, wird nichts gebaut; die bisherigen Seiten bleiben bestehen.\n",
        )
        assert f"{wo}/4711.age" in ausgabe
    assert not (team / "site").exists()


def test_kontaktdaten_zwischen_den_seiten_bleiben_liegen(team: Path) -> None:
    assert im_prozess("bauen", cwd=team)[0] == 0
    (team / "site/faelle/4711.age").write_bytes(b"age-encryption.org/v1\n")
    assert im_prozess("bauen", "--ziel", "site", cwd=team) == (
        2,
        "fallbuch: --ziel nennt „site“. Dort liegt eine verschlossene Datei wie von Kontaktdaten (4711.age), und der Bau würde sie löschen oder weitergeben. "
        "Verschieben Sie sie in den Ordner der Kontaktdaten.\n",
    )
    assert (team / "site/faelle/4711.age").exists()


def test_kontaktdaten_neben_dem_team_in_einem_groesseren_git(team: Path, tmp_path: Path) -> None:
    gross = tmp_path / "gross"
    shutil.rmtree(team / ".git")
    shutil.copytree(team, gross / "team")
    git(tmp_path, "init", "-q", "-b", "main", "gross")
    (gross / "kontakte").mkdir()
    (gross / "kontakte/2911.age").write_bytes(b"age-encryption.org/v1\n")
    git(gross, "add", "-A")
    (befund,) = pruefe_speicherung(gross / "team", "faelle")
    assert (befund.kennung, befund.stelle.datei) == ("G007", "../kontakte/2911.age")


@pytest.mark.parametrize("name", ["2911.age", "2911.AGE", "2911.age.bak", "2911 (1).age", "2911.age~"])
def test_auch_kopien_fallen_auf(team: Path, name: str) -> None:
    (team / "faelle" / name).write_bytes(b"age-encryption.org/v1\n")
    assert [b.kennung for b in pruefe_speicherung(team, "faelle")] == ["G007"]
    (team / "faelle" / name).unlink()
    (team / "faelle/2911.agenda.txt").write_bytes(b"Tagesordnung\n")
    assert list(pruefe_speicherung(team, "faelle")) == []


def test_der_haken_haelt_auch_kontaktdaten_allein_auf(team: Path) -> None:
    (team / "kontakte").mkdir()
    (team / "kontakte/2911.age").write_bytes(b"age-encryption.org/v1\n")
    git(team, "add", "kontakte")
    code, ausgabe = im_prozess("pruefen", "--vorgemerkt", cwd=team)
    assert code == 1
    assert "kontakte/2911.age:1:1: Fehler G007: " in ausgabe
    git(team, "rm", "-q", "--cached", "kontakte/2911.age")
    assert im_prozess("pruefen", "--vorgemerkt", cwd=team) == (0, "")
