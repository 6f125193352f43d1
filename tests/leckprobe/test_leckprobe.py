"""The scan of a public site: what is planted is found and named, what is honest is left alone."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from fallbuch.befund import Befund
from fallbuch.bestand.laden import akte_aus
from fallbuch.einrichtung import richte_ein
from fallbuch.leckprobe.probe import MARKE, MARKENTEXT
from fallbuch.leckprobe.seiten import leckprobe
from fallbuch.regelwerk.sicht import Fallsicht
from fallbuch.team import Team, oeffne
from fallbuch.website.ohne_team import seiten_ohne_team
from fallbuch.zeit import MONATE
from tests.cli.aufruf import fallbuch
from tests.conftest import WURZEL, Einmal, kopiere_demo
from tests.geheimes import KANARIE
from tests.hilfen import BEIM_LANDEN, HEUTE, STICHTAG
from tests.website.bauen import baue, dateien, suchindex


@pytest.fixture(scope="module")
def demo(oeffentliches_team: Path) -> Path:
    """The demo team with its public site, built as a team builds it."""
    return oeffentliches_team


@pytest.fixture(scope="module")
def team(demo: Path) -> Team:
    offen = oeffne(richte_ein(demo), stichtag=STICHTAG, heute=HEUTE)
    erste, *weitere = offen.akten
    fall = replace(erste.fall, kopf=replace(erste.fall.kopf, zu_beachten="Nur nach Feierabend anrufen"))
    gemerkt = akte_aus(Fallsicht(fall, offen.regelwerk, offen.stichtag), erste.eigene, erste.regeln, erste.seite)
    return replace(offen, akten=(gemerkt, *weitere))


@pytest.fixture(scope="module")
def bekannte(einmal: Einmal) -> list[str]:
    def merke(ordner: Path) -> None:
        (ordner / "seiten.json").write_text(json.dumps(seiten_ohne_team()), encoding="utf-8")

    seiten: list[str] = json.loads((einmal("ohne_team", merke) / "seiten.json").read_text(encoding="utf-8"))
    return seiten


def durchsuche(ordner: Path, team: Team, bekannte: list[str], inhalte: Mapping[str, str | bytes]) -> list[Befund]:
    """Write a site that consists of the given files alone, and scan it."""
    for name, inhalt in inhalte.items():
        pfad = ordner / name
        pfad.parent.mkdir(parents=True, exist_ok=True)
        pfad.write_bytes(inhalt if isinstance(inhalt, bytes) else inhalt.encode())
    veroeffentlicht = team.veroeffentlichungen
    return list(leckprobe(ordner, team, veroeffentlicht, bekannte).befunde)


@pytest.fixture
def probiere(team: Team, bekannte: list[str], tmp_path: Path) -> Callable[..., list[Befund]]:
    return lambda **inhalte: durchsuche(tmp_path / "seiten", team, bekannte, inhalte)


def kurz(befunde: list[Befund]) -> list[tuple[str, str, int, int]]:
    return [(b.kennung, b.stelle.datei, b.stelle.zeile, b.stelle.spalte) for b in befunde]


def test_kein_falscher_alarm_beim_demo_team(demo: Path) -> None:
    ende = fallbuch("leckprobe", "site-oeffentlich", cwd=demo)
    assert (ende.returncode, ende.stderr) == (0, "")
    assert re.fullmatch(r"[0-9]+ Dateien durchsucht\. Nichts gefunden\.\n", ende.stdout)


SATZ = "Sucht eine Bürostelle, am liebsten vormittags, Kinder sind bis mittags betreut"
LECKS: dict[str, tuple[str, str | bytes, str]] = {
    "ID im Text": ("x.html", "<p>Über Kundin 5243 gesprochen.</p>", "S010"),
    "ID in der Adresse": ("x.html", '<p>\n<a href="faelle/5243.html">hier</a></p>', "S010"),
    "ID in JSON": ("x.json", '{"docs": [{"text": "Fall <b>5243</b>"}]}', "S010"),
    "ID in einer Tabelle": ("x.csv", "nr;wert\r\n5243;1\r\n", "S010"),
    "ID im Bild": ("x.svg", "<svg><title>5243</title></svg>", "S010"),
    "ID im Feed": ("x.xml", "<rss><guid>5243</guid></rss>", "S010"),
    "ID im Kalender": ("x.ics", "BEGIN:VEVENT\r\nSUMMARY:Termin 52\r\n 43\r\nEND:VEVENT\r\n", "S010"),
    "ID gepackt": ("x.xml.gz", gzip.compress(b"<loc>faelle/5243.html</loc>"), "S010"),
    "ID als Kommentar": ("x.html", "<!-- 5243 -->", "S010"),
    "ID wie ein Jahr, mit Fall davor": ("x.html", "<p>Fall 2023</p>", "S010"),
    "Beraterin": ("x.html", "<p>Fragen Sie <b>Mira</b> danach.</p>", "S011"),
    "Ansprechperson": ("x.html", "<p>Anruf bei Frau Probe am Montag.</p>", "S012"),
    "Bemerkung": ("x.html", "<p>Für sie gilt: nur nach Feierabend anrufen!</p>", "S017"),
    "Telefonnummer": ("x.html", "<p>Telefon 0000/300-400</p>", "S012"),
    "E-Mail-Adresse": ("x.html", '<a href="mailto:Praxis@example.org">Mail</a>', "S012"),
    "genaue Zahl neben Menschen": ("x.html", "<p>Zurzeit beraten wir 92 Menschen.</p>", "S015"),
    "genaue Zahl neben Frauen": ("x.html", "<p>Darunter sind 92 Frauen.</p>", "S015"),
    "genaue Zahl in Worten": ("x.html", "<p>Wir beraten Zweiundneunzig Menschen.</p>", "S015"),
    "ID in Daten einer Seite": ("x.html", '<script type="application/json">{"wer": "52\\u00343"}</script>', "S010"),
    "Beraterin in Daten einer Seite": ("x.html", '<script>[{"wer": "<b>M\\u0069ra</b>"}]</script>', "S011"),
    "genaue Zahl in Daten einer Seite": ("x.html", '<script type="application/json">{"offene": 92}</script>', "S015"),
    "genaue Zahl mit Stern": ("x.html", "<p>Beraten werden 92 Kund*innen.</p>", "S015"),
    "genaue Zahl neben ihrem Namen in Daten": (
        "x.html",
        '<script type="application/json">[{"name": "Frauen", "value": 92}]</script>',
        "S015",
    ),
    "genaue Zahl in einer Liste von Daten": (
        "x.html",
        '<script type="application/json">[["Frauen", 92]]</script>',
        "S015",
    ),
    "das Los in großen Buchstaben": (
        "x.html",
        "<p>"
        + "<wbr>".join((WURZEL / "statistik/los.txt").read_text(encoding="utf-8").partition("los: ")[2][:64].upper())
        + "</p>",
        "S018",
    ),
    "das Los": ("x.txt", (WURZEL / "statistik/los.txt").read_text(encoding="utf-8"), "S018"),
    "ID im CDATA-Abschnitt": ("x.xml", "<rss><d><![CDATA[Fall 5243 kam]]></d></rss>", "S010"),
    "ID im Namen einer Datei": ("bilder/foto-5243.html", "<p></p>", "S010"),
    "ID im zweiten Glied": ("x.txt.gz", gzip.compress(b"eins ") + gzip.compress(b"5243"), "S010"),
    "ID mit weichem Trennstrich": ("x.html", "<p>52&shy;43</p>", "S010"),
    "ID in srcset": ("x.html", '<img srcset="bild-5243.png 2x">', "S010"),
    "Genitiv": ("x.html", "<p>Miras Sprechstunde</p>", "S011"),
    "benannte Zahl anderswo": ("x.html", '<p data-wert="2026Q2|bewegung|neu|Anzahl">13</p>', "S015"),
    "genaue Tabelle anderswo": (
        "download/x.csv",
        "zeitraum;von;bis;kennzahl;tabelle;zeile;spalte;wert;basis;prozent;einheit;hinweis\r\n"
        "2026Q2;2026-03-29;2026-06-28;bewegung;bewegung;neu;Anzahl;13;;;;\r\n",
        "S015",
    ),
    "interne Seite": ("faelligkeiten.html", "<p></p>", "S016"),
    "interne Tabelle": ("auswertung/2026q2.csv", "x", "S016"),
    "Datei eines Falls": ("faelle/5243.html", "<p></p>", "S016"),
    "Ordner einer Beraterin": ("berater/jana.html", "<p></p>", "S016"),
}


EHRLICHE = [
    "<p>Seit 2023 gibt es uns, seit 2016 den Runden Tisch.</p>",
    "<p>Wir sind 4 Menschen und haben 15 Plätze; 92 Bücher stehen im Regal.</p>",
    "<p>Geben Sie acht: Kundinnen warten zwischen acht und elf Uhr, Personen auch. Wir sind zwölf Menschen.</p>",
    "<p>Für Jugendliche unter 92 Jahren, Männer über 92, bis zu 92 Teilnehmende; Kapitel 92: Menschen begleiten; Zimmer 92 Kundinnen</p>",
    '<script type="application/json">{"version": 92, "foundingDate": "2016-09-02"}</script>',
    "<p>Öffnungszeiten: Di 9–12 Uhr, Telefon 0911 5243123.</p>",
    "<p>Nach Feierabend nicht anrufen</p>",
    "<p>Die Termine 2026-05-04 und 4.6.2026 stehen fest.</p>",
    "<p>Beratungstag im Familienzentrum, Kontaktstelle Familie & Beruf</p>",
    '<svg viewBox="0 0 5243 2023"><path d="M5243 1104L2023 5"/></svg>',
]


def datei_von(was: str) -> str:
    """Return the file of a leak; where its name says nothing, one of its own."""
    return re.sub(r"^(.*/)?x\.", rf"\1x{list(LECKS).index(was)}.", LECKS[was][0])


@pytest.fixture(scope="module")
def gefunden(team: Team, bekannte: list[str], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[str]]:
    """Scan one site with all leaks and all honest pages; returns the codes of what is found in a file."""
    ehrliche = {f"ehrlich{n}.html": text for n, text in enumerate(EHRLICHE)}
    lecks = {datei_von(was): inhalt for was, (_, inhalt, _) in LECKS.items()}
    assert len(lecks) == len(LECKS)
    befunde = durchsuche(tmp_path_factory.mktemp("seiten"), team, bekannte, ehrliche | lecks)
    return lambda datei: [b.kennung for b in befunde if b.stelle.datei == datei]


@pytest.mark.parametrize("was", LECKS)
def test_was_hinausgeraet_wird_gefunden(was: str, gefunden: Callable[[str], list[str]]) -> None:
    assert gefunden(datei_von(was)) == [LECKS[was][2]]


def test_ein_satz_eines_falls_wird_mit_beiden_orten_genannt(team: Team, probiere: Callable[..., list[Befund]]) -> None:
    satz = next(
        e.text.strip()
        for akte in team.akten
        for e in akte.fall.eintraege
        if len(e.text.split()) > 7 and "\n" not in e.text.strip()
    )
    mitten = " ".join(satz.split()[1:6])
    befunde = probiere(**{"x.html": f"<p>Vorher.\n<i>{mitten}</i> danach.</p>"})
    assert kurz(befunde) == [("S013", "x.html", 2, 4)]
    treffer = re.search(r"die auch in (faelle/\d+\.md) ab Zeile (\d+) stehen", befunde[0].text)
    assert treffer is not None
    falltext = next(a for a in team.akten if a.fall.datei == treffer[1])
    zeilen = (team.einrichtung.wurzel / falltext.fall.datei).read_text(encoding="utf-8").split("\n")
    assert mitten in "\n".join(zeilen[int(treffer[2]) - 1 :])
    assert mitten not in befunde[0].text
    # Four words are no sentence of somebody.
    assert probiere(**{"x.html": f"<p>{' '.join(satz.split()[1:5])}</p>"}) == []


def test_der_tag_eines_kontakts(team: Team, probiere: Callable[..., list[Befund]]) -> None:
    eintrag = next(e for a in team.akten for e in a.fall.eintraege if e.art == "Telefonat" and e.datum)
    assert eintrag.datum is not None
    tag, deutsch = eintrag.datum, f"{eintrag.datum.day}.{eintrag.datum.month}.{eintrag.datum.year}"
    lang = f"{tag.day}. {MONATE[tag.month - 1]} {tag.year}"
    texte = [
        f"{tag} Telefonat", f"das Telefonat am {deutsch}", f"{tag}: mit 5243", f"am {deutsch} bei Ole", f"{lang}: Telefonat",
        f"{tag:%d.%m.%y} Telefonat", f"DTSTART:{tag:%Y%m%d} Telefonat",
    ]  # fmt: skip
    befunde = probiere(**{f"x{n}.html": f"<p>{text}</p>" for n, text in enumerate(texte)})
    for n, text in enumerate(texte):
        assert "S014" in {b.kennung for b in befunde if b.stelle.datei == f"x{n}.html"}, text
    zellen = f"<td>{tag.day}</td>\n<td>{tag.month}</td>\n<td>{tag.year}</td>"
    # The day alone, or beside other words, is an ordinary day.
    harmlose = {
        "y.html": f"<table><tr>{zellen}\n<td>Telefonat</td></tr></table>",
        "z.html": f"<p>Sommerfest am {deutsch}, Beginn 14 Uhr</p>",
    }
    assert [b for b in probiere(**harmlose) if b.stelle.datei in harmlose] == []


@pytest.mark.parametrize("nummer", range(len(EHRLICHE)))
def test_ehrliche_seiten_bleiben_unbehelligt(nummer: int, gefunden: Callable[[str], list[str]]) -> None:
    assert gefunden(f"ehrlich{nummer}.html") == []


@BEIM_LANDEN
@pytest.mark.parametrize(
    ("datei", "alt", "neu", "wo"),
    [
        ("statistik/2026q2.html", 'offen am Ende|Anzahl">96<', 'offen am Ende|Anzahl">92<', "bewegung"),
        ("statistik/2026q2/bewegung.csv", "offen am Ende;Anzahl;96", "offen am Ende;Anzahl;92", "bewegung"),
        ("statistik/2026q2.csv", "offen am Ende;Anzahl;96", "offen am Ende;Anzahl;92", "bewegung"),
        ("statistik.html", 'offen am Ende|Anzahl">96<', 'offen am Ende|Anzahl">92<', "bewegung"),
        ("statistik/2026q2.html", "<h2", "<p>Genau sind es 92.</p><h2", "92"),
        ("statistik/2026q2.html", 'aria-label="Zeiträume"', 'aria-label="Zeiträume, 92"', "92"),
        ("statistik/2026q2/bewegung.csv", "offen am Ende;Anzahl;96;;;;", "offen am Ende;Anzahl;96;;;genau 92;", "92"),
        ("statistik/2026q2/bewegung.csv", "2026-06-28;bewegung;bewegung;neu", "2026-06-27;bewegung;bewegung;neu", "bewegung"),
        ("statistik/2026q2.html", '"2026Q2|bewegung|offen am Ende|Anzahl"', '"2026Q3|bewegung|offen am Ende|Anzahl"', "2026Q3"),
    ],
)  # fmt: skip
def test_eine_genaue_zahl_in_der_statistik(
    demo: Path, probiere: Callable[..., list[Befund]], datei: str, alt: str, neu: str, wo: str
) -> None:
    roh = (demo / "site-oeffentlich" / datei).read_bytes()
    assert roh.count(alt.encode()) >= 1, (datei, alt)
    (befund,) = probiere(**{datei: roh.replace(alt.encode(), neu.encode(), 1)})
    assert (befund.kennung, befund.stelle.datei) == ("S015", datei)
    assert wo in befund.text


def test_eine_gepflanzte_zahl_laesst_den_befehl_scheitern(demo: Path, tmp_path: Path) -> None:
    ziel = tmp_path / "site/statistik"
    ziel.mkdir(parents=True)
    text = (demo / "site-oeffentlich/statistik/2026q2/bewegung.csv").read_bytes()
    (ziel / "neu.csv").write_bytes(text.replace(b"offen am Ende;Anzahl;96", b"offen am Ende;Anzahl;92"))
    ende = fallbuch("leckprobe", str(tmp_path / "site"), cwd=demo)
    assert (ende.returncode, ende.stdout) == (
        1,
        "statistik/neu.csv:6:1: Fehler S015: Hier steht „92“ bei „2026Q2, bewegung, offen am Ende, Anzahl“, und das ist keine geschützte Zahl. "
        "Erwartet: „96“.\n"
        "    Bauen Sie die Seiten neu, ohne sie von Hand zu ändern. In eigenen Texten nennen Sie die Zahl der Seite „Statistik“.\n"
        "1 Datei durchsucht. 1 Stelle verrät etwas.\n",
    )


@pytest.mark.parametrize("ordner", ["faelle", "vorlagen", ".", "faelle/alt"])
def test_ein_ordner_des_teams_wird_nie_geleert(tmp_path: Path, ordner: str) -> None:
    wurzel = kopiere_demo(tmp_path / "team")
    vorher = dateien(wurzel)
    ergebnis = baue(wurzel, "--oeffentlich", "--ziel", ordner)
    assert ergebnis.returncode == 2
    assert f"fallbuch: --ziel nennt „{ordner}“. Dort lieg" in ergebnis.stdout or "ist vergeben" in ergebnis.stdout
    assert dateien(wurzel) == vorher


def test_mit_fehlern_in_den_vorlagen_geht_nichts_hinaus(tmp_path: Path) -> None:
    """A threshold with a typing error would silently be the lowest one."""
    wurzel = kopiere_demo(tmp_path / "team")
    (wurzel / "vorlagen/kennzahlen.yml").write_text("schutz: {aufteilen_abb: 200}\n", encoding="utf-8")
    ergebnis = baue(wurzel, "--oeffentlich")
    assert ergebnis.returncode == 2
    assert "vorlagen/kennzahlen.yml:1:10: Fehler S001" in ergebnis.stdout
    satz = "Zahlen für andere entstehen erst, wenn die Fehler behoben sind."
    assert satz in ergebnis.stdout
    ende = fallbuch("statistik", "--quartal", "2026Q2", "--geschuetzt", cwd=wurzel)
    assert (ende.returncode, ende.stdout) == (2, "")
    assert satz in ende.stderr
    innen = fallbuch("statistik", "--quartal", "2026Q2", cwd=wurzel)
    assert innen.returncode == 0
    assert innen.stderr.startswith("Achtung: In den Vorlagen des Teams stehen Fehler")


def test_kein_wort_aus_irgendeinem_feld_kommt_hinaus(geheimes_team: Path) -> None:
    """A canary in every text of every case is nowhere in the public site, and no ID, day or name is."""
    quellen = [pfad.read_text(encoding="utf-8") for pfad in (geheimes_team / "faelle").glob("*.md")]
    assert len(quellen) == 120
    assert min(text.count(KANARIE) for text in quellen) >= 1
    alle = dateien(geheimes_team / "site-oeffentlich")
    assert [name for name, roh in alle.items() if KANARIE.encode() in roh] == []
    gesagt = (geheimes_team / "bau.txt").read_text(encoding="utf-8")
    assert KANARIE not in gesagt
    assert "faelle/" not in gesagt
    assert not [n for n in alle if n.startswith(("faelle/", "uebergabe/", "auswertung")) or n.endswith(".ics")]
    orte = [ort for ort, _, _ in suchindex(geheimes_team / "site-oeffentlich")]
    assert orte
    assert not [ort for ort in orte if ort.startswith(("faelle", "auswertung"))]


def test_ein_bau_der_etwas_verraet_scheitert_und_leert_den_ordner(tmp_path: Path) -> None:
    wurzel = kopiere_demo(tmp_path / "team")
    (wurzel / "site_src/blog.md").write_text(
        "# Aus dem Alltag\n\nHeute kam Fall 5243 wieder, Tarik hat sich gefreut.\n", encoding="utf-8"
    )
    ergebnis = baue(wurzel, "--oeffentlich")
    assert ergebnis.returncode == 2
    assert re.findall(r"^(\S+?):\d+:\d+: Fehler (S\d+)", ergebnis.stdout, re.MULTILINE) == [
        ("assets/fallbuch/suchindex.js", "S010"),
        ("assets/fallbuch/suchindex.js", "S011"),
        ("blog.html", "S010"),
        ("blog.html", "S011"),
    ]
    assert (
        "fallbuch: Die öffentliche Fassung verrät etwas, die Stellen stehen oben. Der Ordner der Seiten wurde geleert, damit ihn niemand weitergibt."
        in ergebnis.stdout
    )
    assert dateien(wurzel / "site-oeffentlich") == {MARKE: MARKENTEXT}


@pytest.mark.parametrize("marke", [b"", MARKENTEXT])
def test_ein_leerer_ordner_ist_kein_gutes_zeichen(demo: Path, tmp_path: Path, marke: bytes) -> None:
    if marke:
        (tmp_path / MARKE).write_bytes(marke)
    ende = fallbuch("leckprobe", str(tmp_path), cwd=demo)
    assert (ende.returncode, ende.stderr) == (
        2,
        f"fallbuch: In „{tmp_path}“ liegen keine Seiten. Nennen Sie den Ordner der gebauten Seiten.\n",
    )


def test_eine_marke_die_etwas_sagt_wird_gelesen(demo: Path, tmp_path: Path) -> None:
    (tmp_path / MARKE).write_text("Heute kam Fall 5243 wieder, Tarik hat sich gefreut.\n", encoding="utf-8")
    assert fallbuch("leckprobe", str(tmp_path), cwd=demo).returncode == 1


def test_was_sich_nicht_lesen_laesst_wird_gesagt(demo: Path, tmp_path: Path) -> None:
    (tmp_path / "material.pdf").write_bytes(b"%PDF-1.7\x00\xff")
    ende = fallbuch("leckprobe", str(tmp_path), cwd=demo)
    assert (ende.returncode, ende.stdout) == (
        0,
        "material.pdf: Diese Datei lässt sich nicht als Text lesen und wurde nicht durchsucht.\n0 Dateien durchsucht. Nichts gefunden.\n",
    )
    assert fallbuch("leckprobe", "gibtsnicht", cwd=demo).returncode == 2
