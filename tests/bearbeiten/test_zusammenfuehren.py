"""Two versions of a case become one: nothing of either side is lost, and a contradiction is never decided silently."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fallbuch.akte.entwurf import Eintragsentwurf, Schreibfehler
from fallbuch.akte.schreiben import Falltext, aussage
from fallbuch.akte.zusage import Stand
from fallbuch.bearbeiten.zusammenfuehren import zusammengefuehrt
from fallbuch.text.konflikte import markiere_konflikt
from tests.akte.test_schreiben import dateien
from tests.cli.aufruf import im_prozess, lege_haken_an
from tests.git import git
from tests.hilfen import fall

NAME = "faelle/4711.md"
BASIS = fall(
    "## 2026-01-12 Erstgespräch (Jana)\n\nVereinbarungen:\n\n- [ ] Kundin schreibt\n\n## 2026-02-02 Notiz (Jana)\n\nAlt.\n",
    Betreuungsstufe="IK",
)
JANA = "\n## 2026-03-02 Telefonat (Jana)\n\nAnruf von Jana.\n\nFolgetermin: 2026-04-01\n"
OLE = "\n## 2026-03-02 Telefonat (Ole)\n\nAnruf von Ole.\n\nFolgetermin: 2026-04-02\n"


def fuehre(hier: str, dort: str, basis: str = BASIS) -> str:
    return zusammengefuehrt(basis.encode(), hier.encode(), dort.encode(), NAME).decode()


def test_zwei_anrufe_am_selben_tag_bleiben_zwei() -> None:
    assert fuehre(BASIS + JANA, BASIS + OLE) == BASIS + JANA + OLE
    assert fuehre(BASIS + JANA, BASIS + JANA) == BASIS + JANA


@pytest.mark.parametrize(
    ("hier", "dort", "ergebnis"),
    [
        (BASIS, BASIS + OLE, BASIS + OLE),
        (BASIS + OLE, BASIS, BASIS + OLE),
        (BASIS.replace("Berater: Jana", "Berater: Ole"), BASIS + OLE, BASIS.replace("Berater: Jana", "Berater: Ole") + OLE),
        (BASIS + JANA, BASIS.replace("Berater: Jana\n", "Berater: Ole\nVertretung: Jana\n"),
         BASIS.replace("Berater: Jana\n", "Berater: Ole\nVertretung: Jana\n") + JANA),
        # Both changed the front matter, each something else: comments and text above the entries stay too.
        (BASIS.replace("Status: in Beratung", "Status: in Beratung # ja") + JANA, BASIS.replace("Berater: Jana", "Berater: Jana # bis Mai") + OLE,
         BASIS.replace("Status: in Beratung", "Status: in Beratung # ja").replace("Berater: Jana", "Berater: Jana # bis Mai") + JANA + OLE),
        (BASIS.replace("Berater: Jana", "Berater: Ole"), BASIS.replace("Zugangsweg: Beratungstag", "Zugangsweg: VAMV Beratung").replace("IK\n---", "IK\nEinwilligung: 2026-01-12\n---"),
         BASIS.replace("Berater: Jana", "Berater: Ole").replace("Zugangsweg: Beratungstag", "Zugangsweg: VAMV Beratung").replace("IK\n---", "IK\nEinwilligung: 2026-01-12\n---")),
        (BASIS, BASIS.replace("IK\n---\n", "IK\nHilfenetz:\n  - Kita\n---\n\n<!-- lesen -->\n"), BASIS.replace("IK\n---\n", "IK\nHilfenetz:\n  - Kita\n---\n\n<!-- lesen -->\n")),
        (BASIS.replace("- [ ] Kundin schreibt\n", "- [x] Kundin schreibt\n"), BASIS.replace("Alt.", "Neu."), BASIS.replace("[ ]", "[x]").replace("Alt.", "Neu.")),
        (BASIS.replace("[ ]", "[x]"), BASIS + OLE, BASIS.replace("[ ]", "[x]") + OLE),
        (BASIS + JANA, BASIS.replace("[ ]", "[-]"), BASIS.replace("[ ]", "[-]") + JANA),
        (BASIS + JANA, BASIS.replace("\n## 2026-02-02 Notiz (Jana)\n\nAlt.\n", ""), BASIS.replace("## 2026-02-02 Notiz (Jana)\n\nAlt.\n\n", "").replace("## 2026-02-02 Notiz (Jana)\n\nAlt.\n", "") + JANA.lstrip("\n")),
        (BASIS + JANA, BASIS.replace("\n## 2026-02-02", "\n## 2026-01-20 Notiz (Ole)\n\nDazwischen.\n\n## 2026-02-02"),
         BASIS.replace("\n## 2026-02-02", "\n## 2026-01-20 Notiz (Ole)\n\nDazwischen.\n\n## 2026-02-02") + JANA),
        (BASIS.replace("stufe: IK\n---", "stufe: IN\n---") + JANA + "Betreuungsstufe: IN\n", BASIS.replace("stufe: IK\n---", "stufe: IG\n---") + OLE.replace("03-02", "03-01") + "Betreuungsstufe: IG\n",
         BASIS.replace("stufe: IK\n---", "stufe: IN\n---") + OLE.replace("03-02", "03-01") + "Betreuungsstufe: IG\n" + JANA + "Betreuungsstufe: IN\n"),
    ],
)  # fmt: skip
def test_was_eine_seite_tat(hier: str, dort: str, ergebnis: str) -> None:
    assert fuehre(hier, dort) == ergebnis


@pytest.mark.parametrize(
    ("hier", "dort", "satz"),
    [
        (BASIS.replace("in Beratung", "neu"), BASIS.replace("in Beratung", "abgeschlossen"), "das Feld „Status“ (hier „neu“, dort „abgeschlossen“) verschieden geändert"),
        (BASIS.replace("Alt.", "Neu."), BASIS.replace("Alt.", "Ganz neu."), "den Eintrag vom 2026-02-02 (Notiz) verschieden geändert"),
        (BASIS.replace("Alt.", "Neu."), BASIS.replace("\n## 2026-02-02 Notiz (Jana)\n\nAlt.\n", ""), "den Eintrag vom 2026-02-02 (Notiz)"),
        (BASIS.replace("\n## 2026-02-02 Notiz (Jana)\n\nAlt.\n", ""), BASIS.replace("Alt.", "Neu."), "den Eintrag vom 2026-02-02 (Notiz)"),
        (BASIS.replace("Berater: Jana", "Berater: Ole"), BASIS.replace("Berater: Jana", "Berater: Rita"), "das Feld „Berater“"),
    ],
)  # fmt: skip
def test_widersprueche_bleiben_bei_den_menschen(hier: str, dort: str, satz: str) -> None:
    with pytest.raises(Schreibfehler, match=r"^faelle/4711.md: Beide Seiten haben ") as fehler:
        fuehre(hier, dort)
    assert satz in str(fehler.value)


KURZ = fall()


def notizen(*texte: str) -> str:
    return KURZ + "".join(f"\n## 2026-02-02 Notiz\n\n{text}\n" for text in texte)


@pytest.mark.parametrize(
    ("basis", "hier", "dort", "ergebnis"),
    [
        ("ABC", "ABCD", "A", "AD"),  # two deleted there, one new here
        ("AB", "AB", "", ""),
        ("A", "AXY", "AY", "AXY"),  # both have Y
        ("AB", "B", "A", ""),
        ("AB", "AB", "BX", "XB"),  # reads as A rewritten
        ("A", "XA", "AY", "XAY"),
    ],
)
def test_gleicher_tag_und_gleiche_art(basis: str, hier: str, dort: str, ergebnis: str) -> None:
    assert fuehre(notizen(*hier), notizen(*dort), notizen(*basis)) == notizen(*ergebnis)


def test_neuestes_zuerst() -> None:
    basis = fall("## 2026-02-02 Notiz\n\nB\n\n## 2026-01-20 Notiz\n\nA\n")
    oben = basis.replace("\n## 2026-02-02", "\n## 2026-03-02 Notiz\n\n{}\n\n## 2026-02-02")
    assert fuehre(oben.format("X"), oben.format("Y"), basis) == oben.format("Y\n\n## 2026-03-02 Notiz\n\nX")


@pytest.mark.parametrize("dort", [
    BASIS.replace("---\n\n##", "---\n\nWichtig: donnerstags anrufen.\n\n##"), BASIS.replace("Berater: Jana", "Berater: Jana # bis Mai"),
    BASIS.replace("Status:", "Notiz: wichtig\nStatus:"), BASIS.replace("Alt.", "Dauer: sehr lang"), BASIS.replace("Betreuungsstufe: IK", "Betreuungsstufe: [IK]"),
    BASIS.replace("Alt.", "Folgetermin: 2026-03-01\nFolgetermin: 2026-03-02"), BASIS.replace("Alt.", "Telefon: 0171 1"),
])  # fmt: skip
def test_was_die_andere_seite_sonst_aenderte(dort: str) -> None:
    """Everything that they changed stays, whether the program understands it or not."""
    assert fuehre(BASIS + JANA, dort) == dort + JANA
    assert fuehre(dort, BASIS + JANA) == dort + JANA


ZWEI = BASIS.replace("- [ ] Kundin schreibt\n", "- [ ] Kundin schreibt\n- [ ] Team ruft an\n")


def test_zwei_kaestchen_einer_liste() -> None:
    hier, dort = ZWEI.replace("[ ] Kundin", "[x] Kundin"), ZWEI.replace("[ ] Team", "[-] Team")
    assert fuehre(hier, dort, ZWEI) == ZWEI.replace("[ ] Kundin", "[x] Kundin").replace("[ ] Team", "[-] Team")
    with pytest.raises(Schreibfehler, match="verschieden geändert"):
        fuehre(ZWEI.replace("[ ] Team", "[x] Team"), ZWEI.replace("[ ] Team", "[-] Team"), ZWEI)


def test_das_protokoll() -> None:
    basis = "# Protokoll\n\n## 2026-01-12 Notiz\n\nA\n"
    hier, dort = (
        basis + f"\n## 2026-02-0{tag} Veranstaltung (Jana)\n\nZugangsweg: Beratungstag\nNeue Fälle: {tag}\n"
        for tag in (1, 2)
    )
    ergebnis = zusammengefuehrt(basis.encode(), hier.encode(), dort.encode(), "vorlagen/protokoll.md").decode()
    assert ergebnis == hier + dort.removeprefix(basis)


@given(dateien(), st.lists(st.tuples(st.sampled_from("hd"), st.integers(0, 200), st.integers(0, 2)), max_size=6))
def test_keine_aenderung_geht_verloren(inhalt: bytes, taten: list[tuple[str, int, int]]) -> None:
    seiten = {"h": Falltext(inhalt, NAME), "d": Falltext(inhalt, NAME)}
    neue = []
    for nummer, (seite, tage, was) in enumerate(taten):
        text = seiten[seite]
        offene = [v for e in text.fall.eintraege for v in e.angaben.vereinbarungen if v.stand is Stand.OFFEN]
        if was == 0 and offene and seite == "d":  # boxes on one side only: both would be a contradiction
            text = text.mit_stand(offene[0], Stand.ERLEDIGT)
        else:
            entwurf = Eintragsentwurf(
                datum=date(2026, 1, 1) + timedelta(days=tage), art="Telefonat", text=f"Nummer {nummer}."
            )
            neue.append(entwurf)
            text = text.mit_eintrag(entwurf)
        seiten[seite] = text
    ergebnis = Falltext(zusammengefuehrt(inhalt, seiten["h"].inhalt, seiten["d"].inhalt, NAME), NAME)
    alle = [aussage(e) for e in ergebnis.fall.eintraege]
    for entwurf in neue:
        assert alle.count(aussage(entwurf.gelesen(NAME))) == 1
    assert len(alle) == len(Falltext(inhalt, NAME).fall.eintraege) + len(neue)
    for eintrag in seiten["d"].fall.eintraege:
        assert aussage(eintrag) in alle
    assert ergebnis.fall.kopf == Falltext(inhalt, NAME).fall.kopf


@pytest.mark.parametrize("mit_haken", [True, False])
def test_ein_widerspruch_laesst_beide_fassungen_stehen(ordner: Callable[..., Path], mit_haken: bool) -> None:
    """Nothing of either side may be lost silently, and the check must see that somebody has to decide."""
    wurzel = ordner({"4711.md": BASIS})
    (wurzel / ".gitattributes").write_text("faelle/*.md merge=fallbuch\n")
    git(wurzel, "init", "-q", "-b", "main")
    if mit_haken:
        assert lege_haken_an(wurzel)[0] == 0
    git(wurzel, "add", "-A")
    git(wurzel, "commit", "-qm", "Anfang")
    for zweig, art in (("eine", "Umzug"), ("andere", "Rente")):
        git(wurzel, "checkout", "-qb", zweig, "main")
        worte = [
            "abschliessen",
            "4711",
            "--ergebnis",
            "ohne Arbeitsstelle beendet",
            "--grund",
            art,
            "--erklaerung",
            "So war es.",
            "--datum",
        ]
        assert im_prozess(*worte, "2026-03-01" if art == "Umzug" else "2026-03-02", cwd=wurzel)[0] == 0
        git(wurzel, "commit", "-qam", zweig)
    git(wurzel, "merge", "eine", code=1)
    text = (wurzel / "faelle/4711.md").read_text(encoding="utf-8")
    assert "<<<<<<<" in text
    assert "Grund: Umzug" in text
    assert "Grund: Rente" in text
    assert "F074" in im_prozess("pruefen", cwd=wurzel)[1]
    code, satz = im_prozess("zusammenfuehren", cwd=wurzel)
    assert code == 2
    assert "zwei Abschlüsse" in satz or "Der Fall ist schon abgeschlossen" in satz
    assert (wurzel / "faelle/4711.md").read_text(encoding="utf-8") == text


E = "## 2026-02-02 Telefonat (Jana)\n\nLange über den Lebenslauf gesprochen.\n\nDauer: 10\n"


def test_eine_aenderung_trifft_den_richtigen_eintrag_eines_tages() -> None:
    basis = fall(E + "\n## 2026-01-20 Notiz\n\nAlt.\n")
    neu = "## 2026-02-02 Telefonat (Jana)\n\nNur kurz.\n\nDauer: 10\n"
    hier = basis.replace(E, neu + "\n" + E.replace("gesprochen.", "gesprochen, sehr."))
    dort = basis.replace("Dauer: 10", "Dauer: 45")
    assert fuehre(hier, dort, basis) == hier.replace("sehr.\n\nDauer: 10", "sehr.\n\nDauer: 45")


@pytest.mark.parametrize(
    ("hier", "dort"),
    [
        (E.replace("02-02", "02-03"), E.replace("02-02", "02-04")),
        (E.replace("Telefonat", "Beratung"), E.replace("Telefonat", "E-Mail")),
        (E.replace("02-02", "02-03"), ""),
        ("", E.replace("02-02", "02-03")),
    ],
)
def test_eine_berichtigte_ueberschrift_verdoppelt_keinen_eintrag(hier: str, dort: str) -> None:
    with pytest.raises(Schreibfehler, match="verschieden geändert"):
        fuehre(fall(hier), fall(dort), fall(E))
    assert fuehre(fall(E.replace("02-02", "02-03")), fall(E), fall(E)) == fall(E.replace("02-02", "02-03"))


def test_was_niemand_lesen_kann_entscheidet_niemand() -> None:
    basis, hier, dort = (fall(**{"Bewilligung bis": wert}) for wert in ("bald", "Ende August laut Amt", "2026-07-01"))
    with pytest.raises(Schreibfehler, match="den Kopf verschieden"):
        fuehre(hier, dort, basis)


@pytest.mark.parametrize("dort", [b"nichts\x00\n", b"A\nB\nC\nD\nE neu\n"])
def test_ein_widerspruch_wird_immer_markiert(tmp_path: Path, dort: bytes) -> None:
    """Git marks nothing where lines fit together or where it takes a file for a binary one."""
    pfade = [tmp_path / name for name in ("hier", "basis", "dort")]
    for pfad, inhalt in zip(pfade, (b"A neu\nB\nC\nD\nE\n", b"A\nB\nC\nD\nE\n", dort), strict=True):
        pfad.write_bytes(inhalt)
    markiere_konflikt(*pfade)
    assert (
        pfade[0].read_bytes()
        == b"<<<<<<< hier\nA neu\nB\nC\nD\nE\n=======\n" + dort.rstrip(b"\n") + b"\n>>>>>>> dort\n"
    )


def _zwei_zweige(wurzel: Path, mit_haken: bool) -> None:
    git(wurzel, "init", "-q", "-b", "main")
    if mit_haken:
        assert lege_haken_an(wurzel)[0] == 0
    git(wurzel, "add", "-A")
    git(wurzel, "commit", "-qm", "Anfang")
    for zweig in ("dort", "hier"):
        git(wurzel, "checkout", "-qb", zweig, "main")
        for kennung in ("4711", "4712"):
            assert im_prozess("eintragen", kennung, "--art", "Notiz", "--text", f"Von {zweig}.", cwd=wurzel)[0] == 0
        git(wurzel, "commit", "-qam", zweig)


def test_faellt_der_treiber_aus_verschwindet_keine_seite(ordner: Callable[..., Path]) -> None:
    wurzel = ordner({"4711.md": BASIS, "4712.md": BASIS.replace("4711", "4712")})
    _zwei_zweige(wurzel, mit_haken=True)
    team = (wurzel / "vorlagen/team.yml").read_text()
    (wurzel / "vorlagen/team.yml").write_text("berater: [\n")
    git(wurzel, "merge", "dort", code=1)
    text = (wurzel / "faelle/4711.md").read_text(encoding="utf-8")
    assert "<<<<<<<" in text
    assert "Von dort." in text
    (wurzel / "vorlagen/team.yml").write_text(team)
    assert im_prozess("zusammenfuehren", cwd=wurzel)[0] == 0
    assert "<<<<<<<" not in (wurzel / "faelle/4711.md").read_text(encoding="utf-8")
    git(wurzel, "merge", "--abort")
    # The program that git was told of is gone: our side stands there without marks.
    git(wurzel, "config", "merge.fallbuch.driver", "/gibt/es/nicht %O %A %B")
    git(wurzel, "merge", "dort", code=1)
    assert im_prozess("zusammenfuehren", cwd=wurzel)[0] == 0
    fertig = (wurzel / "faelle/4711.md").read_text(encoding="utf-8")
    assert "Von dort." in fertig
    assert "Von hier." in fertig


def test_ein_widerspruch_haelt_die_anderen_nicht_auf(ordner: Callable[..., Path]) -> None:
    wurzel = ordner({"4711.md": BASIS, "4712.md": BASIS.replace("4711", "4712"), "_notiz.md": "Anfang\n"})
    _zwei_zweige(wurzel, mit_haken=False)
    for zweig in ("dort", "hier"):
        git(wurzel, "checkout", "-q", zweig)
        pfad = wurzel / "faelle/4712.md"
        pfad.write_text(pfad.read_text(encoding="utf-8").replace("Alt.", f"Anders {zweig}."), encoding="utf-8")
        (wurzel / "faelle/_notiz.md").write_text(f"{zweig}\n")
        git(wurzel, "commit", "-qam", "mehr")
    git(wurzel, "merge", "dort", code=1)
    code, text = im_prozess("zusammenfuehren", cwd=wurzel)
    assert code == 2
    assert "faelle/4711.md: Die Einträge beider Seiten stehen jetzt da.\n" in text
    assert "faelle/4712.md: Beide Seiten haben den Eintrag vom 2026-02-02 (Notiz) verschieden geändert." in text
    assert "faelle/_notiz.md ist keine Falldatei." in text
    # What somebody has resolved by hand is not written over.
    pfad.write_text(BASIS.replace("4711", "4712") + "\nVon Hand.\n", encoding="utf-8")
    assert "wurde nach dem Konflikt schon von Hand geändert" in im_prozess("zusammenfuehren", cwd=wurzel)[1]
    assert pfad.read_text(encoding="utf-8").endswith("Von Hand.\n")


def test_ohne_konflikt_und_ohne_git(ordner: Callable[..., Path]) -> None:
    assert "steht noch nicht unter git" in im_prozess("zusammenfuehren", cwd=ordner({"4711.md": BASIS}))[1]
