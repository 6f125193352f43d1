"""The writer's laws: one change, everything else byte for byte, and a way back."""

from __future__ import annotations

import dataclasses
import difflib
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fallbuch.akte.einfuegen import eintrag_einfuegen
from fallbuch.akte.eintragsformen import Massnahmeangaben
from fallbuch.akte.entwurf import Eintragsentwurf, Schreibfehler, schluessel_aus
from fallbuch.akte.schreiben import (
    Falltext,
    Inhalt,
    abhaken,
    angabe_setzen,
    aussage,
    feld_setzen,
)
from fallbuch.akte.zusage import Stand
from fallbuch.befund import Schwere
from fallbuch.kennung import slug
from fallbuch.text.aenderung import Aenderung, Schriftstueck, angewandt

KOEPFE = st.sampled_from(
    [
        "ID: 4711\nErstkontakt: 2026-01-12\nZugangsweg: Beratungstag\nStatus: in Beratung\nBerater: Jana\nBetreuungsstufe: IK\n",
        "# oben\nStatus: 'in Beratung'  # läuft\nID: \"4711\"\n\nZugangsweg: >-\n  Beratungstag\n# dazwischen\nErstkontakt: 2026-01-12\nBerater:   Jana\n",
        "ID: 4711\nErstkontakt: 2026-01-12\nZugangsweg: 'Kontaktstelle Familie & Beruf'\nStatus: neu\nBerater:\nHilfenetz:\n- Schuldnerberatung (Raten)\n- 'Kita: Süd'\n# Ende\n",
        "{ID: 4711, Erstkontakt: 2026-01-12, Zugangsweg: Beratungstag, Status: in Beratung, Berater: Jana}\n",
        "  ID: 4711\n  Erstkontakt: 2026-01-12\n  Zugangsweg: |-\n    Beratungstag\n\n  Status: in Beratung\n  Berater: Jana",
        "? ID\n: 4711\nErstkontakt: 2026-01-12\nZugangsweg: Beratungstag\nStatus: in Beratung\nBerater: Jana\nVertretung: Ole # bis August\nArbeitsmarktstatus: arbeitslos\n",
    ]
)
STUECKE = st.sampled_from(
    [
        "Zwei Kinder, Betreuung bis 14 Uhr gesichert.\n",
        "\nVereinbarungen:\n\n{m} [ ] Kundin aktualisiert den Lebenslauf (bis 2026-01-26)\n{m} [x] Team fragt an\n\n",
        "Vereinbarungen:\n{m} ohne Kasten\n{m}   [ ] mit\n  Fortsetzung\n",
        "Betreuungsstufe: IK\n",
        "Folgetermin:   2026-01-26 14:30\n",
        "Dauer: 45 min\n",
        "```\n## 2026-01-01 Kein Eintrag\nDauer: 5\n```\n",
        "\n\n\n",
        "> Zitat: ja\n",
        "Müde, aber fröhlich – „gut“.\n",
        "* [ ] Team ruft Jörg an\n",
        "Zeile mit Leerraum am Ende   \n",
    ]
)


@st.composite
def dateien(draw: Callable[..., object]) -> bytes:
    """A file that reads without Fehler, in one of the many ways in which people and editors write it."""
    kopf = str(draw(KOEPFE))
    tag, rumpf = date(2026, 1, 12), ""
    for _ in range(int(str(draw(st.integers(0, 4))))):
        stuecke = "".join(dict.fromkeys(draw(st.lists(STUECKE, max_size=4))))  # type: ignore[call-overload]
        art = draw(st.sampled_from(["Erstgespräch (Jana)", "Telefonat", "Maßnahme (Ole)", "Notiz (Jana, Ole)"]))
        eigene = "Art: Weiterbildung\nBezeichnung: Büro\n" if str(art).startswith("Maßnahme") else ""
        rumpf += f"{draw(st.sampled_from(['', chr(10)]))}## {tag} {art}\n{draw(st.sampled_from(['', chr(10)]))}{eigene}{stuecke}"
        tag += timedelta(days=int(str(draw(st.integers(0, 30)))))
    text = f"---\n{kopf}" + ("" if kopf.endswith("\n") else "\n") + "---" + ("\n" + rumpf if rumpf else "")
    text = text.replace("{m}", str(draw(st.sampled_from(["-", "*", "+"]))))
    if draw(st.booleans()):
        text = text.rstrip("\n")
    if draw(st.booleans()):
        text = unicodedata.normalize("NFD", text)
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return (b"\xef\xbb\xbf" if draw(st.booleans()) else b"") + text.encode()


def lies(inhalt: bytes) -> Falltext:
    text = Falltext(inhalt, "faelle/4711.md")
    assert [b for b in text.befunde if b.schwere is Schwere.FEHLER] == []
    return text


def umgekehrt(text: str, aenderungen: tuple[Aenderung, ...]) -> tuple[Aenderung, ...]:
    """Return the changes that lead from the changed text back to `text`."""
    ergebnis, versatz = [], 0
    for a in sorted(aenderungen):
        beginn = a.von + versatz
        ergebnis.append(Aenderung(beginn, beginn + len(a.ersatz), text[a.von : a.bis]))
        versatz += len(a.ersatz) - (a.bis - a.von)
    return tuple(ergebnis)


def pruefe(text: Falltext, aenderungen: tuple[Aenderung, ...], neu: Falltext) -> None:
    """The change is what makes the difference, all else keeps its bytes, and the way back ends where it began."""
    assert text.stueck.mit(aenderungen).inhalt == neu.inhalt
    zurueck = umgekehrt(text.stueck.text, aenderungen)
    assert neu.stueck.mit(zurueck).inhalt == text.inhalt
    alte, neue = text.inhalt.splitlines(keepends=True), neu.inhalt.splitlines(keepends=True)
    weg = [z for z in difflib.ndiff(list(map(str, alte)), list(map(str, neue))) if z.startswith("- ")]
    betroffen = sum(text.stueck.text.count("\n", a.von, a.bis) + 1 for a in aenderungen)
    assert len(weg) <= betroffen, weg


@given(
    dateien(),
    st.sampled_from(
        [
            ("Status", "abgeschlossen"), ("Berater", "Ole"), ("Betreuungsstufe", "IG"), ("Vertretung", "Jörg: so"),
            ("Einwilligung", "2026-02-01"), ("Zugangsweg", "Wer hilft weiter?"), ("Arbeitsmarktstatus", "no"), ("Berater", "#1, 'x'"),
            ("Bewilligung bis", "2026-12-31"), ("Vertretung", None), ("Betreuungsstufe", None), ("Berater", "[a]"),
        ]
    ),
)  # fmt: skip
def test_ein_feld(inhalt: bytes, feld: tuple[str, str | None]) -> None:
    text = lies(inhalt)
    neu = text.mit_feld(*feld)
    pruefe(text, feld_setzen(text, *feld), neu)
    assert Inhalt.von(neu.fall).eintraege == Inhalt.von(text.fall).eintraege
    werte = {f.name: getattr(neu.fall.kopf, f.name) for f in dataclasses.fields(neu.fall.kopf)}
    assert str(werte[slug(feld[0]).replace("-", "_")]) == str(feld[1])


@given(
    dateien(),
    st.dates(date(2025, 12, 1), date(2026, 8, 1)),
    st.sampled_from(["Telefonat", "Betreuungsplan", "Notiz"]),
    st.sampled_from(["", "Ein Satz.", "Zwei Sätze.\n\nMit Absatz – und ü."]),
    st.booleans(),
)
def test_ein_eintrag(inhalt: bytes, tag: date, art: str, satz: str, listen: bool) -> None:
    text = lies(inhalt)
    angaben: dict[str, str | list[str]] = {"Folgetermin": "2026-09-01 09:30", "Betreuungsstufe": "IG"}
    if listen:
        angaben |= {"Vereinbarungen": ["Kundin ruft an (bis 2026-09-01)", "[x] Team schreibt"]}
        angaben |= {"Schritte Team": ["eins", "zwei"], "Ziel": "Stelle"} if art == "Betreuungsplan" else {}
    entwurf = Eintragsentwurf(datum=tag, art=art, berater=("Jana", "Ole"), text=satz, angaben=angaben)
    neu = text.mit_eintrag(entwurf)
    nummer, aenderung = eintrag_einfuegen(text.stueck, text.fall.eintraege, entwurf)
    pruefe(text, (aenderung,), neu)
    assert aenderung.von == aenderung.bis
    assert aussage(neu.fall.eintraege[nummer]) == aussage(entwurf.gelesen("x"))
    assert neu.fall.eintraege[nummer].text == unicodedata.normalize("NFC", satz)
    tage = [e.datum for e in text.fall.eintraege if e.datum]
    if tage == sorted(tage):
        neue = [e.datum for e in neu.fall.eintraege if e.datum]
        assert neue == sorted(neue)


@given(dateien(), st.sampled_from(list(Stand)))
def test_ein_kaestchen(inhalt: bytes, stand: Stand) -> None:
    text = lies(inhalt)
    for eintrag in text.fall.eintraege:
        for vereinbarung in eintrag.angaben.vereinbarungen:
            neu = text.mit_stand(vereinbarung, stand)
            pruefe(text, abhaken(text, vereinbarung, stand), neu)
            zurueck = next(
                v
                for e in neu.fall.eintraege
                for v in e.angaben.vereinbarungen
                if v.stelle.zeile == vereinbarung.stelle.zeile
            )
            assert zurueck.stand is stand
            if b"ohne Kasten" not in inhalt:
                assert neu.mit_stand(zurueck, vereinbarung.stand).inhalt == inhalt


@given(
    dateien(), st.sampled_from([("Ergebnis", "abgeschlossen"), ("Bezeichnung", "Büro: neu"), ("Ende", "2026-07-01")])
)
def test_eine_angabe(inhalt: bytes, angabe: tuple[str, str]) -> None:
    text = lies(inhalt)
    for eintrag in text.fall.eintraege:
        if isinstance(eintrag.besonderes, Massnahmeangaben):
            pruefe(text, angabe_setzen(text, eintrag, *angabe), text.mit_angabe(eintrag, *angabe))


def test_wie_es_aussieht() -> None:
    text = lies(
        b"---\r\n# Kopf\r\nStatus: 'neu' # frisch\r\nID: 4711\r\nErstkontakt: 2026-01-12\r\nZugangsweg: Beratungstag\r\n---\r\n\r\n"
        b"## 2026-01-14 Notiz\r\n\r\nVereinbarungen:\r\n\r\n* [ ] Team ruft an\r\n"
    )
    neu = text.mit_feld("Status", "in Beratung").mit_feld("Berater", "Jana")
    neu = neu.mit_stand(neu.fall.eintraege[0].angaben.vereinbarungen[0], Stand.ERLEDIGT)
    neu = neu.mit_eintrag(
        Eintragsentwurf(
            datum=date(2026, 1, 20), art="Erstgespräch", berater=("Jana",), text="Sucht eine Stelle.",
            angaben={"Betreuungsstufe": "IK", "Folgetermin": "2026-02-03", "Vereinbarungen": ["Kundin schreibt"]},
        )
    )  # fmt: skip
    assert neu.inhalt.decode().replace("\r\n", "\n") == (
        "---\n# Kopf\nStatus: 'in Beratung' # frisch\nBerater: Jana\nID: 4711\nErstkontakt: 2026-01-12\nZugangsweg: Beratungstag\n---\n\n"
        "## 2026-01-14 Notiz\n\nVereinbarungen:\n\n* [x] Team ruft an\n\n"
        "## 2026-01-20 Erstgespräch (Jana)\n\nSucht eine Stelle.\n\nVereinbarungen:\n\n- [ ] Kundin schreibt\n\n"
        "Betreuungsstufe: IK\nFolgetermin: 2026-02-03\n"
    )
    assert neu.inhalt.count(b"\r\n") == neu.inhalt.count(b"\n")


@pytest.mark.parametrize(
    ("text", "angaben", "satz"),
    [
        ("Folgetermin: morgen\n", {}, "Der Eintrag lässt sich so nicht schreiben. Folgetermin „morgen“ ist nicht lesbar. "),
        ("Dauer: 30", {}, "Eine Zeile des Textes würde als Angabe „Dauer“ gelesen. "),
        ("## 2026-02-01 Notiz\n\nnoch einer", {}, "Im Text steht eine Überschrift eines Eintrags. "),
        ("Telefon: 0171 1234567", {}, "Der Eintrag lässt sich so nicht schreiben. „Telefon“ gehört nicht in eine Falldatei. "),
        ("- [ ] Team ruft an", {}, "Eine Zeile des Textes würde als Angabe „Vereinbarungen“ gelesen. "),
        ("```\noffen", {}, "Der Eintrag lässt sich so nicht schreiben. "),
        ("", {"Folgetermin": "Freitag"}, "Der Eintrag lässt sich so nicht schreiben. Folgetermin „Freitag“ ist nicht lesbar. "),
        ("", {"Vereinbarungen": ["Team schreibt (bis Freitag)"]}, "Der Eintrag lässt sich so nicht schreiben. Die Frist „bis Freitag“ "),
    ],
)  # fmt: skip
def test_was_nicht_geschrieben_wird(text: str, angaben: dict[str, str], satz: str) -> None:
    entwurf = Eintragsentwurf(datum=date(2026, 1, 14), art="Telefonat", text=text, angaben=angaben)
    with pytest.raises(Schreibfehler) as fehler:
        entwurf.gelesen("faelle/4711.md")
    assert str(fehler.value).startswith(satz)
    assert "0171" not in str(fehler.value)


def test_unlesbare_dateien_werden_nicht_geaendert() -> None:
    for inhalt in (b"kein Kopf\n", b"---\nID: 'x\n---\n", b"\xff\xfe\x00", b"---\nID: 4711\n"):
        with pytest.raises(Schreibfehler, match="lässt sich nicht sicher ändern"):
            Falltext(inhalt, "faelle/4711.md")


def test_angaben_werden_beim_namen_gefunden() -> None:
    assert schluessel_aus("gueltig bis", "Betreuungsplan").name == "Gültig bis"
    with pytest.raises(
        Schreibfehler, match=r"Eine Angabe „Zeil“ gibt es bei „Betreuungsplan“ nicht. Meinten Sie „Ziel“\?"
    ):
        schluessel_aus("Zeil", "Betreuungsplan")


def test_aenderungen_duerfen_sich_nicht_ueberschneiden() -> None:
    with pytest.raises(ValueError, match="overlapping"):
        angewandt("abc", [Aenderung(0, 2, "x"), Aenderung(1, 3, "y")])
    assert Schriftstueck.aus("\ufeffab\r\n".encode()).mit([Aenderung(0, 1, "ä")]).inhalt == "\ufeffäb\r\n".encode()


def test_was_anders_gelesen_wuerde_als_gemeint_wird_verworfen() -> None:
    text = lies(b"---\nID: 4711\nErstkontakt: 2026-01-12\nZugangsweg: Beratungstag\nStatus: neu\n---\n")
    stelle = text.stueck.text.index("neu")
    with pytest.raises(Schreibfehler, match=r"^faelle/4711.md wurde nicht geändert: Das Ergebnis würde anders gelesen"):
        text.mit([Aenderung(stelle, stelle + 3, "abgeschlossen")], Inhalt.von(text.fall))
