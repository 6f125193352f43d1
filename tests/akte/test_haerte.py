"""Hostile lines: linear time, nothing personal quoted, no fix that would damage a file, no agreement lost."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

import pytest
from benchmarks.haerte import ZEILEN, datei, lies

from fallbuch.akte.lesen import lesen
from tests.akte.rueckwege import Muster, Schritte, schritte_der_ausdruecke
from tests.hilfen import BEIM_LANDEN, LANDET, akten, fall, kennungen
from tests.zaehlen import arbeit

ERST = "## 2026-01-14 Erstgespräch\n\n"


@pytest.mark.parametrize("zeile", ZEILEN)
def test_keine_zeile_haelt_den_lauf_auf(zeile: str) -> None:
    lies(datei(zeile, 500))  # what is only worked out once is worked out
    assert waechst_mit_der_laenge([arbeit(lambda n=n: lies(datei(zeile, n))).schritte for n in (500, 1000, 2000)])  # type: ignore[misc]
    assert lies(datei(zeile, 20_000)) > 0


@BEIM_LANDEN
def test_kein_ausdruck_sucht_vor_und_zurueck() -> None:
    """The steps of all regular expressions, which Python does not show, counted by a second engine."""
    laengen = (200, 400, 800) if os.environ.get("FALLBUCH_LANG") else (100, 200, 400) if LANDET else (50, 100, 200)
    gezaehlt = schritte_der_ausdruecke([datei(zeile, n) for zeile in ZEILEN for n in (1, *laengen)])
    for zeile, (_, *schritte) in zip(ZEILEN, (gezaehlt[n : n + 4] for n in range(0, len(gezaehlt), 4)), strict=True):
        assert waechst_mit_der_laenge(schritte), (zeile, schritte)
    assert min(gezaehlt) > 1000


@pytest.mark.parametrize(
    ("muster", "text", "verhaeltnis"),
    [(r"\s*x", " ", 4), (r"(a+)+b", "a", None), (r"[ab]*a[ab]*c", "a", 8), (r"\s*+x", " ", 4), (r"^\s*x", " ", 2), (r"(?<![ ]) *+x", " ", 2)],
)  # fmt: skip
def test_der_zaehler_sieht_was_vor_und_zurueck_sucht(muster: str, text: str, verhaeltnis: int | None) -> None:
    """A search that begins anew at each place is a square; nested repetition doubles with each character."""
    zahlen = []
    for laenge in (8, 16) if verhaeltnis is None else (50, 100):
        schritte = Schritte()
        assert Muster(re.compile(muster), schritte).suche(text * laenge, 0, "search") is None
        zahlen.append(schritte.zahl)
    assert (
        zahlen[1] / zahlen[0] > 100
        if verhaeltnis is None
        else verhaeltnis - 0.9 < zahlen[1] / zahlen[0] < verhaeltnis + 0.3
    )


def waechst_mit_der_laenge(schritte: Sequence[int]) -> bool:
    """Tell whether what is added by twice the length is added again, twice, by four times the length; a square adds four times."""
    einfach, doppelt, vierfach = schritte
    return vierfach - doppelt <= 2.5 * max(doppelt - einfach, einfach // 100)


GEHEIM = "0151 2345678"
PERSOENLICH = [
    "Telefon: {0}", "- Telefon: {0}", "- [ ] Telefon: {0}", "[ ] Telefon: {0}", "1. VName: {0}", "### Telefon: {0}", "## Telefon: {0}", "| Telefon: {0} |",
    "    Telefon: {0}", "\tTelefon: {0}", "\u00a0Telefon: {0}", "\u200bTelefon: {0}", "***VName***: {0}", "`VName: {0}`", '"VName": {0}', "(Telefon: {0})",
    "Telefon：{0}", "Telefon={0}", "Telefon privat: {0}", "Telefon (privat): {0}", "Telefonnr.: {0}", "Tel.-Nr.: {0}", "Vor- und Nachname: {0}",
    "Name der Kundin: {0}", "Tele\u00adfon: {0}", "Telefon:\n{0}", "Telefon:\n\n- {0}", "Sie hat Tel: {0}", "## 2026-02-01 Telefon: {0}",
    "## 2026-02-01 Brief (Tel: {0})", "Folgetermin: Telefon: {0}", "Dauer: Tel: {0}", "Vereinbarungen:\n- Telefon: {0}", "VName:{0}", "E-Mail: {0}",
]  # fmt: skip


@pytest.mark.parametrize("zeile", PERSOENLICH)
def test_nichts_persoenliches_aus_dem_verlauf_wird_gezeigt(zeile: str) -> None:
    (akte,) = akten(fall(ERST + zeile.format(GEHEIM) + "\n"))
    assert "D001" in [b.kennung for b in akte.befunde]
    assert GEHEIM not in repr(akte.fall) + repr([(b.text, b.hinweis) for b in akte.befunde]) + repr(akte.faelligkeiten)


@pytest.mark.parametrize(
    "kopf",
    [
        '"VName: {0}": x',
        "VName {0}: x",
        'Vertretung: "Tel: {0}"',
        'Bewilligung bis: "Telefon: {0}"',
        'Hilfenetz: ["Telefon: {0}"]',
        "Hilfenetz: |\n  Tel: {0}",
        "Hilfenetz:\n  VName: {0}",
        "Telefonnr.: {0}",
        "Tel-Nr: {0}",
        "Hausnr: {0}",
        "E\u2011Mail: {0}",
        "Email: {0}",
    ],
)
def test_nichts_persoenliches_aus_dem_kopf_wird_gezeigt(kopf: str) -> None:
    (akte,) = akten(fall(status="neu").replace("Status: neu", f"Status: neu\n{kopf.format(GEHEIM)}"))
    assert "D001" in [b.kennung for b in akte.befunde]
    assert GEHEIM not in repr(akte.fall) + repr([(b.text, b.hinweis) for b in akte.befunde]) + repr(akte.faelligkeiten)


@pytest.mark.parametrize(
    "roh",
    [fall(ERST + f"Telefon: {GEHEIM}\n").encode("utf-16-le"), fall(ERST + f"Telefon: {GEHEIM}\n").encode("utf-32")],
)
def test_fremde_kodierungen_werden_nicht_angezeigt(roh: bytes) -> None:
    (akte,) = akten(roh)
    assert [b.text for b in akte.befunde] == ["Die Datei ist keine Textdatei. Erwartet: eine gewöhnliche Textdatei."]
    assert (akte.fall.eintraege, akte.fall.vorspann) == ((), "")


@pytest.mark.parametrize(
    "zeile",
    [
        "Telefonat: gut gelaufen",
        "Telefonzeiten vereinbart: nach 16 Uhr",
        "Kontaktform per Telefon",
        "Straßenbahn: Linie 4",
        "Mobilität: mit dem Rad",
    ],
)
def test_gewoehnliche_saetze_sind_nicht_persoenlich(zeile: str) -> None:
    assert "D001" not in kennungen(fall(ERST + zeile + "\n"))


def _nach_fixes(inhalt: str) -> str:
    """Apply every fix to the file, last one first."""
    zeilen = inhalt.split("\n")
    fixes = {k for b in akten(inhalt)[0].befunde if (k := b.korrektur) is not None}
    for k in sorted(fixes, key=lambda k: (k.zeile, k.von), reverse=True):
        zeilen[k.zeile - 1] = zeilen[k.zeile - 1][: k.von - 1] + k.ersatz + zeilen[k.zeile - 1][k.bis - 1 :]
    return "\n".join(zeilen)


@pytest.mark.parametrize(
    ("vorher", "nachher"),
    [
        (
            fall(ERST, berater="jana", Zugangsweg="Runder Tisch: Stadt"),
            fall(ERST, berater="Jana", Zugangsweg="Runder Tisch: Stadt"),
        ),
        (fall(ERST, Arbeitsmarktstatus="Bescha\u0308ftigt"), None),
        (
            fall(ERST + "## 2026-02-01 nicht  ERSCHIENEN (jana)\n"),
            fall(ERST + "## 2026-02-01 Nicht erschienen (Jana)\n"),
        ),
        (fall(ERST + "**Folgetermin: 30.1.2026**\n"), None),
        (fall(ERST + "- **Folgetermin:** 2026-01-30\n"), fall(ERST + "Folgetermin: 2026-01-30\n")),
        (fall(ERST + "Folgetermin:2026-01-30\n"), fall(ERST + "Folgetermin: 2026-01-30\n")),
        (fall(ERST + "Vereinbarungen:\n\n- Kundin u\u0308bt (bis 30.7.2026)\n"), None),
        (
            fall(ERST + "Vereinbarungen:\n\n- Kundin übt (bis 30.7.2026)\n"),
            fall(ERST + "Vereinbarungen:\n\n- [ ] Kundin übt (bis 2026-07-30)\n"),
        ),
    ],
)
def test_fixes_beschaedigen_nichts(vorher: str, nachher: str | None) -> None:
    assert _nach_fixes(vorher) == (vorher if nachher is None else nachher) or (nachher is None and "**" in vorher)


@pytest.mark.parametrize(
    "liste",
    [
        "- [ ] Team a (bis 2026-02-01)\n1. [ ] Team b (bis 2026-03-01)\n- [ ] Team c (bis 2026-04-01)",
        "- [ ] Team a (bis 2026-02-01)\nDazwischen ein Satz.\n\n- [ ] Team b (bis 2026-03-01)\n- [ ] Team c (bis 2026-04-01)",
        "- [ ] Team a (bis 2026-02-01)\n- Telefon: 1\n- [ ] Team b (bis 2026-03-01)\n- [ ] Team c (bis 2026-04-01)",
        "-[ ] Team a (bis 2026-02-01)\n- [ ]Team b (spätestens am 2026-03-01)\n- [ ] Team c (bis 2026-04-01)",
        "Team a (bis 2026-02-01)\n- [ ] Team b (bis 2026-03-01)\n- [ ] Team c (bis 2026-04-01)",
    ],
)
def test_keine_vereinbarung_geht_verloren(liste: str) -> None:
    (eintrag,) = lesen(fall(f"{ERST}Vereinbarungen:\n\n{liste}\n").encode(), "faelle/4711.md")[0].eintraege
    assert [str(v.frist) for v in eintrag.angaben.vereinbarungen if v.frist] == [
        "2026-02-01",
        "2026-03-01",
        "2026-04-01",
    ]
    assert all(v.stand == "offen" for v in eintrag.angaben.vereinbarungen)


@pytest.mark.parametrize(
    ("zeilen", "fristen"),
    [
        (
            "Vereinbarungen:\nKundin schickt X (bis 2026-06-20)\nTeam prüft (bis 2026-06-10)",
            ["2026-06-20", "2026-06-10"],
        ),
        ("Vereinbarungen:\n- [ ] Team ruft an per Telefon 10:30 (bis 2026-07-01)", ["2026-07-01"]),
        ("Vereinbarungen:\n- [ ] Telefon: 0151 2345678 anrufen (bis 2026-07-01)", ["2026-07-01"]),
        (
            "[ ] Team a (bis 2026-07-01)\n\n• [ ] Team b (bis 2026-07-02)\n\n– [ ] Team c (bis 2026-07-03)\n\n> - [ ] Team d (bis 2026-07-04)",
            ["2026-07-01", "2026-07-02", "2026-07-03", "2026-07-04"],
        ),
    ],
)
def test_vereinbarungen_in_jeder_schreibweise(zeilen: str, fristen: list[str]) -> None:
    (eintrag,) = lesen(fall(f"{ERST}{zeilen}\n").encode(), "faelle/4711.md")[0].eintraege
    assert [str(v.frist) for v in eintrag.angaben.vereinbarungen] == fristen


def test_kaestchen_in_einer_anderen_liste_ist_eine_vereinbarung() -> None:
    (eintrag,) = lesen(
        fall(
            "## 2026-01-14 Betreuungsplan\n\nSchritte Team:\n\n- Kurse suchen\n- [ ] Team fragt (bis 2026-06-20)\n"
        ).encode(),
        "f/4711.md",
    )[0].eintraege
    assert [str(v.frist) for v in eintrag.angaben.vereinbarungen] == ["2026-06-20"]
    assert getattr(eintrag.besonderes, "schritte_team", None) == ("Kurse suchen",)


def test_folgetermin_in_der_liste_der_vereinbarungen() -> None:
    (eintrag,) = lesen(
        fall(f"{ERST}Vereinbarungen:\n\n- [ ] Team fragt\n- Folgetermin: 2026-06-25\n").encode(), "faelle/4711.md"
    )[0].eintraege
    assert (str(eintrag.angaben.folgetermin), len(eintrag.angaben.vereinbarungen)) == ("2026-06-25", 1)


def test_abgehakt_mit_leerzeichen() -> None:
    (eintrag,) = lesen(fall(f"{ERST}Vereinbarungen:\n\n- [ x ] Team a\n").encode(), "faelle/4711.md")[0].eintraege
    assert [str(v.stand) for v in eintrag.angaben.vereinbarungen] == ["erledigt"]


def test_drei_punkte_im_kopf_verstecken_nichts() -> None:
    inhalt = fall(status="neu").replace("Status: neu", "...\nStatus: neu\nVName: Erika")
    assert {"F007", "D001"} <= set(kennungen(inhalt))
    assert lesen(inhalt.encode(), "faelle/4711.md")[0].kopf.status == "neu"


def test_zerlegte_umlaute_in_schluesseln() -> None:
    inhalt = fall(
        "## 2026-03-02 Abschluss\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\nErkla\u0308rung: Weit weg\n",
        status="abgeschlossen",
    )
    assert kennungen(inhalt) == []


def test_saetze_nach_einer_leerzeile_sind_keine_vereinbarung() -> None:
    verlauf = f"{ERST}Vereinbarungen: Kundin ruft an (bis 2026-06-20)\n\nSie freut sich.\n\nDauer: 30\n"
    (eintrag,) = lesen(fall(verlauf).encode(), "faelle/4711.md")[0].eintraege
    assert ([v.text for v in eintrag.angaben.vereinbarungen], eintrag.text, eintrag.angaben.dauer) == (
        ["Kundin ruft an (bis 2026-06-20)"], "Sie freut sich.", 30,
    )  # fmt: skip
