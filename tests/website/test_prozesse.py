"""The pages of the processes as files: what they say, what stays inside, what one change moves."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from urllib.parse import unquote

import pytest

from fallbuch.akte.feld import felder
from fallbuch.akte.schema import feldgruppen
from fallbuch.bearbeiten.prozesse import plane_prozess
from fallbuch.einrichtung import richte_ein
from fallbuch.katalog import KATALOG
from fallbuch.prozess.einschub import EINSCHUEBE
from fallbuch.prozess.fundus import ERZEUGTE, mitgelieferte_dokumente
from fallbuch.prozess.modell import Empfehlung, Prozess
from fallbuch.prozess.quellen import QUELLEN
from fallbuch.regelwerk.vokabular import Ansprechpartner, Arbeitgeber
from fallbuch.statistik.kennzahlen import KENNZAHLEN
from fallbuch.team import oeffne
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.website.dokumente import DOKUMENTE
from fallbuch.website.seiten import Sicht, seiten
from fallbuch.website.seiten.einschuebe import Einschuebe
from tests.bearbeiten.hilfen import platz
from tests.cli.aufruf import fallbuch, im_prozess
from tests.conftest import WURZEL, Einmal
from tests.git import git
from tests.hilfen import HEUTE, STICHTAG, fall
from tests.prozess.hilfen import ANNAHME, MKDOCS_YML, VERLEIH, lege_an
from tests.website.bauen import baue, baue_mit_mkdocs, dateien, suchindex
from tests.website.test_bauen import inhalt, tote_verweise


def text(wurzel: Path, name: str) -> str:
    return (wurzel / "site" / name).read_text(encoding="utf-8")


def artikel(wurzel: Path, name: str) -> str:
    return html.unescape(inhalt(text(wurzel, name)))


@pytest.fixture(scope="module")
def kammer(einmal: Einmal) -> Path:
    """A small team with processes of its own, under version control."""
    return einmal("kammer", baue_kammer)


def baue_kammer(wurzel: Path) -> None:
    lege_an(
        wurzel,
        verleih=VERLEIH + "\n<script>alert(1)</script>\n\n[böse](javascript:alert(1)) *gut*\n",
    )
    (wurzel / "faelle").mkdir()
    (wurzel / "faelle/4711.md").write_text(fall(status="neu", berater=""), encoding="utf-8")
    (wurzel / "site_src/notiz.md").write_text(
        "# Notiz\n\n- [ ] Haken\n\n<!-- fallbuch: abschluss -->\n\n<!-- fallbuch: quatsch -->\n", encoding="utf-8"
    )
    (wurzel / "site_src/material").mkdir()
    (wurzel / "site_src/material/Blatt.txt").write_text("x", encoding="utf-8")
    git(wurzel, "init", "-q")
    git(wurzel, "add", "-A")
    git(wurzel, "commit", "-q", "-m", "Kleiderkammer beschrieben")
    (wurzel / "site_src/prozesse/annahme.md").write_text(
        ANNAHME.replace("Waschen", "Gründlich waschen"), encoding="utf-8"
    )
    git(wurzel, "commit", "-q", "-a", "-m", "Waschen <genauer> \x1f")
    assert baue(wurzel).returncode == 0


def baue_vorbilder(wurzel: Path) -> None:
    for worte in (("einrichten", "team", "--berater", "Jana"), ("einrichten", "team", "--vorbilder")):
        ende = fallbuch(*worte, cwd=wurzel)
        assert ende.returncode == 0, ende.stderr
    ende = baue(wurzel / "team", "--streng")
    assert ende.returncode == 0, ende.stdout
    assert "führt auf keine Seite" not in ende.stdout


def test_prozessseite_im_ganzen(demoteam: Path, golden: Callable[[str, str], None]) -> None:
    golden("website/prozess-massnahmen.html", inhalt(text(demoteam, "prozesse/massnahmen.html")))


def test_uebersicht_im_ganzen(demoteam: Path, golden: Callable[[str, str], None]) -> None:
    golden("website/prozesse.html", inhalt(text(demoteam, "prozesse/index.html")))


@pytest.fixture(scope="module")
def vorbildteam(einmal: Einmal) -> Path:
    """A new team that has asked for the models."""
    return einmal("vorbilder", baue_vorbilder) / "team"


def test_vorbilder_kommen_auf_wunsch_und_sind_dann_seiten_des_teams(
    vorbildteam: Path, golden: Callable[[str, str], None]
) -> None:
    golden("website/vorbilder.html", inhalt(text(vorbildteam, "prozesse/index.html")))
    namen = {p.stem for p in (WURZEL / "plugins/fallbuch/vorgaben/vorbildsammlung/prozesse").glob("*.md")}
    assert len(namen) == 9
    alle = dateien(vorbildteam / "site")
    for stamm in namen:
        seite = artikel(vorbildteam, f"prozesse/{stamm}.html")
        assert "vorbilder/quellen.html#" in seite, stamm
        assert any(quelle.stand in seite for quelle in QUELLEN), stamm
        assert f'<a href="../prozesse/{stamm}.html">' in text(vorbildteam, "prozesse/index.html"), stamm
    for stamm in ("selbstpruefung", "erfolgsfaktoren"):
        seite = artikel(vorbildteam, f"vorbilder/{stamm}.html")
        assert "quellen.html#" in seite, stamm
        assert any(quelle.stand in seite for quelle in QUELLEN), stamm
    assert tote_verweise(alle) == []


def test_ohne_wunsch_stehen_keine_vorbilder_da(demoteam: Path) -> None:
    alle = dateien(demoteam / "site")
    assert not [n for n in alle if re.match(r"prozesse/(?:ams|step2job)|vorbilder/(?:selbst|erfolg)", n)]
    assert 'id="ams"' not in text(demoteam, "prozesse/index.html")


def test_eigene_gruppe_mit_bild_und_zahl(kammer: Path) -> None:
    seite = artikel(kammer, "prozesse/index.html")
    assert '<h2 id="kleiderkammer">Kleiderkammer</h2>' in seite
    assert seite.index("Unsere Prozesse") < seite.index('id="kleiderkammer"') < seite.index('id="werkzeug"')
    assert ">1 Fall</text>" in seite, "the case that is new stands in the Akquise"


def test_geschichte_aus_git(kammer: Path) -> None:
    zeilen = re.findall(
        r"<tr><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td></tr>", inhalt(text(kammer, "prozesse/annahme.html"))
    )
    assert [z[2] for z in zeilen] == ["Waschen &lt;genauer&gt; \N{REPLACEMENT CHARACTER}", "Kleiderkammer beschrieben"]
    assert "<dt>Zuletzt geprüft</dt><dd>02.03.2026</dd>" in artikel(kammer, "prozesse/annahme.html")
    assert re.fullmatch(r"[0-9]{2}\.[0-9]{2}\.[0-9]{4}", zeilen[0][0])
    assert "<dt>Zuletzt geprüft</dt><dd>noch nie</dd>" in artikel(kammer, "prozesse/analyse.html")
    assert "Wer wann etwas geändert hat" not in artikel(kammer, "prozesse/analyse.html")


def test_naechste_pruefung_steht_auf_der_seite(demoteam: Path) -> None:
    seite = artikel(demoteam, "prozesse/beratung.html")
    assert "<div><dt>Zuletzt geprüft</dt><dd>12.11.2025</dd></div>" in seite
    assert (
        '<span class="fb-tag">12.11.2026</span> <span class="fb-klein">nach der Regel <a href="../regelwerk.html#prozess-pruefen">Prozess prüfen</a></span>'
        in seite
    )


def test_text_ist_text(kammer: Path) -> None:
    seite = inhalt(text(kammer, "prozesse/verleih.html"))
    assert "<script>" not in seite
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in seite
    assert "javascript:" not in re.sub(r">[^<]*<", "><", seite)
    assert "<em>gut</em>" in seite


def test_einschuebe_und_kaesten_auf_eigenen_seiten(kammer: Path) -> None:
    seite = artikel(kammer, "notiz.html")
    assert "<strong>Arbeitsstelle angenommen</strong>" in seite
    assert "Einen Einschub „quatsch“ gibt es nicht." in seite
    assert '<li><span class="fb-kasten">☐</span> Haken</li>' in seite
    assert '<a href="../material/Blatt.txt">Blatt.txt</a>' in artikel(kammer, "hilfsmittel/beratungsmaterial.html")


def test_jeder_einschub_laesst_sich_fuellen(kammer: Path) -> None:
    einschuebe = Einschuebe(oeffne(richte_ein(kammer), stichtag=STICHTAG, heute=HEUTE), Sicht.INTERN)
    for name in EINSCHUEBE:
        assert einschuebe.html(name, ""), name
    assert einschuebe.html("quatsch", "") is None


def test_die_namen_der_erzeugten_seiten_stimmen() -> None:
    """What processes may call a page is what the page is called."""
    team = oeffne(richte_ein(WURZEL), stichtag=STICHTAG, heute=HEUTE)
    gebaute = {s.pfad: s.titel for s in seiten(Tagesstand(team), Sicht.INTERN, Einschuebe(team, Sicht.INTERN))}
    assert {pfad for pfad in ERZEUGTE if pfad not in gebaute} == set()
    anders = {pfad: titel for pfad, titel in ERZEUGTE.items() if gebaute[pfad] != titel}
    assert anders == {}
    listen = {
        p
        for p in gebaute
        if not p.startswith(("uebergabe/", "prozesse/", "empfehlungen/", "auswertung/", "statistik/"))
    }
    assert listen <= set(ERZEUGTE)
    assert {d.pfad for d in DOKUMENTE} == set(mitgelieferte_dokumente())


def test_ein_fuenfter_prozess_steht_im_menue_im_bild_und_bei_den_nachbarn(tmp_path: Path) -> None:
    for name in ("vorlagen", "site_src"):
        shutil.copytree(WURZEL / name, tmp_path / name)
    shutil.copy(WURZEL / "mkdocs.yml", tmp_path)
    werkbank = platz(tmp_path)
    plane_prozess(werkbank, "Nachbetreuung", {"Vorgänger": ["Beratung"], "Nachfolger": ["Analyse"]}).fuehre_aus(
        werkbank
    )
    assert im_prozess("bauen", "--streng", cwd=tmp_path)[0] == 0
    uebersicht = text(tmp_path, "prozesse/index.html")
    menue = re.findall(r"<li><a [^>]*>([^<]*)</a></li>", uebersicht.split('id="bereich"')[1])
    stelle = menue.index("Nachbetreuung")
    assert menue[stelle - 1] == "Maßnahmen"
    assert menue[stelle + 1] == "Analyse"
    assert (
        len(re.findall(r'<a href="\.\./prozesse/nachbetreuung\.html"><g class="fb-n-kasten"', inhalt(uebersicht))) == 2
    ), "lying and standing"
    for nachbar in ("beratung", "analyse"):
        seite = artikel(tmp_path, f"prozesse/{nachbar}.html")
        assert seite.count(">Nachbetreuung</text>") == 2
        assert '<a href="nachbetreuung.html">Nachbetreuung</a>' in seite


def test_oeffentlich_ohne_menschen(geheimes_team: Path) -> None:
    alle = dateien(geheimes_team / "site-oeffentlich")
    assert {
        "prozesse/beratung.html",
        "hilfsmittel/leitfaden.html",
        "vorbilder/quellen.html",
        "kennzahlen.html",
        "druckfassung.html",
    } <= set(alle)
    alles = b"\n".join(roh for name, roh in alle.items() if not name.endswith((".webp", ".gz", ".woff2"))).decode(
        "utf-8", errors="ignore"
    )
    for wort in ("Mira", "Tarik", "Frau Beispiel", "Herr Muster", "Lagerhaus Nordring", "Praxis am Park", "Verborgenes", "Dienstag und Donnerstag", "nur für das Team", "arbeitgeber.html", "maintainers"):  # fmt: skip
        # The handbook tells of people of an invented team.
        stellen = [
            name
            for name, roh in alle.items()
            if wort.encode() in roh and not name.startswith(("handbuch/", "druckfassung", "assets/fallbuch/suchindex"))
        ]
        assert stellen == [], wort
        if wort not in {"Mira", "Tarik", "Frau Muster"}:
            assert wort not in alles, wort
    assert not [name for name in alle if name.startswith(("arbeitgeber", "empfehlungen/erst", "prozesse/geheim"))]


def test_was_nicht_geprueft_ist_geht_nicht_hinaus(tmp_path: Path) -> None:
    """A description that cannot be read as one says nothing outside, and a finding tells the team so."""
    geheim = VERLEIH.replace("Verleih", "Vertrauliches").replace("Größe", "Vertrauliche Größe")
    texte = {
        "prozesse/intern.MD": geheim.replace("Gruppe:", "Sicht: intern\nGruppe:"),
        "prozesse/endung.markdown": geheim,
        "prozesse/alt/unterordner.md": geheim,
        "prozesse/README.md": geheim,
        "prozesse/sicht.md": geheim.replace("Gruppe:", "Sicht: interm\nGruppe:"),
        "prozesse/kopf.md": geheim.replace("[Annahme]", "[Annahme"),
        "prozesse/ohne-kopf.md": geheim.removeprefix("---\n"),
        "empfehlungen/alt/unterordner.md": geheim,
        "empfehlungen/intern.md": geheim,
    }
    roh = {datei: text.encode() for datei, text in texte.items()} | {"prozesse/bytes.md": geheim.encode() + b"\xff\n"}
    wurzel = lege_an(tmp_path)
    for datei, inhalt_ in roh.items():
        ort = wurzel / "site_src" / datei
        ort.parent.mkdir(exist_ok=True)
        ort.write_bytes(inhalt_)
    ergebnis = baue(wurzel, "--oeffentlich")
    assert ergebnis.returncode == 0, ergebnis.stdout
    assert [datei for datei in roh if f"site_src/{datei}:" not in ergebnis.stdout] == []
    alle = dateien(wurzel / "site-oeffentlich")
    assert {"prozesse/verleih.html", "prozesse/annahme.html"} <= set(alle), "the others are there"
    assert [ort for ort, seite in alle.items() if b"Vertraulich" in seite] == []
    assert [ort for ort in alle if ort.endswith((".MD", ".md", ".markdown"))] == []


def test_eine_gruppe_ist_text_und_fremde_bilder_sind_verweise(tmp_path: Path) -> None:
    """No word of a file becomes markup, and no page asks another machine for a picture."""
    wurzel = lege_an(
        tmp_path,
        annahme=ANNAHME.replace("Gruppe: Kleiderkammer", 'Gruppe: "<img src=x onerror=alert(1)>"').replace(
            "Waschen, siehe", "![Karte](https://example.org/karte.png) ![](bild.png) Waschen, siehe"
        ),
        verleih=VERLEIH.replace("Gruppe: Kleiderkammer", 'Gruppe: "<img src=x onerror=alert(1)>"').replace(
            "Größe", "[Größe](größe.md)"
        ),
        größe=VERLEIH.replace("Verleih", "Größentabelle").replace("Angezogener Mensch", "Größe"),
    )
    (wurzel / "site_src/prozesse/bild.png").write_bytes(b"\x89PNG")
    assert baue(wurzel).returncode == 0
    for name, roh in dateien(wurzel / "site").items():
        if name.endswith(".html"):
            assert b"<img src=x" not in roh, name
            assert b'src="https://example.org' not in roh, name
    seite = artikel(wurzel, "prozesse/annahme.html")
    assert '<a href="https://example.org/karte.png" rel="noopener noreferrer">Karte</a>' in seite
    assert '<img src="bild.png" alt="Bild"' in seite
    verweis = re.search(r'<a href="([^"]*)">Größe</a>', artikel(wurzel, "prozesse/verleih.html"))
    assert verweis is not None
    assert (wurzel / "site/prozesse" / unquote(verweis[1])).is_file()


def test_in_der_suche_stehen_schritte_und_keine_faelle(demoteam: Path) -> None:
    nach_ort: dict[str, str] = {}
    for stelle, titel, worte in suchindex(demoteam / "site"):
        ort = stelle.split("#")[0]
        nach_ort[ort] = nach_ort.get(ort, "") + titel + " " + worte
    assert "Einen Menschen aus der" in nach_ort["prozesse/beratung.html"]
    assert "arbeitgeber.html" not in nach_ort
    assert "druckfassung.html" not in nach_ort
    ids = {p.stem for p in (demoteam / "faelle").glob("*.md")}
    for ort, worte in nach_ort.items():
        if ort.startswith(("prozesse", "empfehlungen", "hilfsmittel", "vorbilder", "kennzahlen")):
            assert not {kennung for kennung in ids if re.search(rf"(?<![0-9-]){kennung}(?![0-9-])", worte)}, ort
            assert "maintainers" not in worte


def test_druckfassung_enthaelt_alles_einmal_und_keinen_fall(demoteam: Path) -> None:
    seite = text(demoteam, "druckfassung.html")
    blatt = inhalt(seite)
    kennungen = re.findall(r'\sid="([^"]+)"', blatt)
    assert sorted({k for k in kennungen if kennungen.count(k) > 1}) == []
    ueberschriften = [
        html.unescape(h) for h in re.findall(r'<section class="fb-druckseite" id="[^"]*">\s*<h2[^>]*>(.*?)</h2>', blatt)
    ]
    team = oeffne(richte_ein(demoteam), stichtag=STICHTAG, heute=HEUTE)
    assert {p.name.text for p in team.prozessbuch.prozesse} <= set(ueberschriften)
    titel = mitgelieferte_dokumente()
    assert {titel[d.pfad] for d in DOKUMENTE} <= set(ueberschriften)
    assert {"Feldreferenz", "Kennzahlen", "Prozesse"} <= set(ueberschriften)
    assert {h for h in re.findall(r'href="([^"]*)"', blatt) if not h.startswith(("#", "https://"))} == set(), (
        "on paper and in the PDF nothing leads out of the document into folders of one machine"
    )
    assert "fb-n-anzahl" not in blatt
    assert "Am längsten hier" not in blatt
    assert "#only-dark" not in blatt


def test_jede_quelle_und_jede_kennzahl_hat_ihre_stelle(demoteam: Path) -> None:
    quellen, kennzahlen = artikel(demoteam, "vorbilder/quellen.html"), artikel(demoteam, "kennzahlen.html")
    for quelle in QUELLEN:
        assert f'id="{quelle.anker}"' in quellen
        assert quelle.stand in quellen
    for k in KENNZAHLEN:
        assert f'id="{k.schluessel}"' in kennzahlen
        assert k.definition in kennzahlen
    for ordner in ("prozesse", "hilfsmittel", "vorbilder"):
        for pfad in (demoteam / "site" / ordner).glob("*.html"):
            if pfad.name not in {"index.html", "quellen.html"}:
                seite = artikel(demoteam, f"{ordner}/{pfad.name}")
                assert "vorbilder/quellen.html#" in seite, pfad
                assert any(quelle.stand in seite for quelle in QUELLEN), pfad


def test_jede_regel_steht_bei_einem_prozess(demoteam: Path) -> None:
    alle = "".join(artikel(demoteam, f"prozesse/{n}.html") for n in ("akquise", "beratung", "massnahmen", "analyse"))
    team = oeffne(richte_ein(demoteam), stichtag=STICHTAG, heute=HEUTE)
    ohne = [r.schluessel for r in team.regelwerk.regeln if f'href="../regelwerk.html#{r.schluessel}"' not in alle]
    assert ohne == []


def test_ein_kaputter_kopf_erscheint_nicht_als_text(tmp_path: Path) -> None:
    wurzel = lege_an(tmp_path, verleih=VERLEIH.replace("Wir verleihen", "Kurz: Wir verleihen"))
    ergebnis = baue(wurzel)
    assert ergebnis.returncode == 0
    assert "site_src/prozesse/verleih.md:3:19: Fehler F007" in ergebnis.stdout
    assert "F007" in text(wurzel, "prozesse/verleih.html"), "the page says what is wrong"
    assert "Vorgänger: [" not in text(wurzel, "prozesse/verleih.html")
    assert "F007" in text(wurzel, "pruefbericht.html")


def test_beschreibungen_am_falschen_ort_werden_abgelehnt(tmp_path: Path) -> None:
    wurzel = lege_an(tmp_path)
    (wurzel / "site_src").rename(wurzel / "docs")
    (wurzel / "mkdocs.yml").write_text(MKDOCS_YML.replace("site_src", "docs"), encoding="utf-8")
    ergebnis = baue_mit_mkdocs(wurzel)
    assert ergebnis.returncode == 1
    assert (
        f"Fallbuch: „docs_dir“ in mkdocs.yml nennt „{wurzel / 'docs'}“, die Seiten des Teams liegen aber in „{wurzel / 'site_src'}“. "
        "Nennen Sie in vorlagen/team.yml unter ordner → seiten denselben Ordner." in ergebnis.stdout
    )
    assert "Traceback" not in ergebnis.stdout


def test_vom_fall_zum_leitfaden(demoteam: Path) -> None:
    assert '<a href="../hilfsmittel/leitfaden.html#folgegespraech">Leitfaden für das Gespräch</a>' in text(
        demoteam, "faelle/1355.html"
    )
    neue = [p.stem for p in (demoteam / "faelle").glob("*.md") if "Status: neu" in p.read_text(encoding="utf-8")]
    assert all("leitfaden.html#erstgespraech" in text(demoteam, f"faelle/{kennung}.html") for kennung in neue)


def test_jedes_feld_und_jede_meldung_haben_ihre_stelle(demoteam: Path) -> None:
    """Fields of cases, descriptions, recommendations and employers; codes; rules; insertions."""
    felder_ = text(demoteam, "feldreferenz.html")
    for gruppe in feldgruppen({}):
        for zeile in gruppe.zeilen:
            assert f'id="{gruppe.anker(zeile.feld)}"' in felder_
    vorlage = artikel(demoteam, "hilfsmittel/prozessvorlage.html")
    for klasse in (Prozess, Empfehlung):
        for _, feld in felder(klasse):
            assert f'<th scope="row">{feld.name}<' in vorlage, feld.name
            assert feld.hilfe in vorlage
    for name in EINSCHUEBE:
        assert f"<code>{name}</code>" in vorlage
    liste = artikel(demoteam, "hilfsmittel/arbeitgeberliste.html")
    for modell in (Arbeitgeber, Ansprechpartner):
        for name in (f.name for f in fields(modell)):
            assert re.search(rf"<code>(ansprechpartner → )?{name}</code>", liste), name
    regeln = text(demoteam, "regelwerk.html")
    for regel in richte_ein(demoteam).regelwerk.regeln:
        assert f'id="{regel.schluessel}"' in regeln
    meldungen = text(demoteam, "meldungen.html")
    for kennung in KATALOG:
        assert f'<h2 id="{kennung.lower()}">{kennung}: ' in meldungen
        assert f'href="#{kennung.lower()}"' in meldungen
