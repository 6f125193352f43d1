"""The demo team through a year, and what happens to it when a rule is switched off or changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

import pytest
from benchmarks.demo.skizze import STICHTAG

from fallbuch.akte.modell import Fall
from fallbuch.befund import Befund
from fallbuch.einrichtung import Einrichtung, richte_ein
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.regelwerk.laden import lade_regelwerk, lade_team
from fallbuch.team import Team, oeffne
from fallbuch.text.quelle import Quelldatei
from tests.conftest import WURZEL
from tests.hilfen import BEIM_LANDEN

MONATE = [date(2025 + m // 12, m % 12 + 1, 28) for m in range(6, 30)]


@cache
def einrichtung() -> Einrichtung:
    return richte_ein(WURZEL)


#: Cases are read once; what they mean on a day and by a rule is found out anew each time.
GELESEN: dict[Quelldatei, tuple[Fall, tuple[Befund, ...]]] = {}


def geoeffnet(tag: date, regeln: str = "") -> Team:
    team = lade_team((WURZEL / "vorlagen/team.yml").read_bytes())[0]
    regelwerk, befunde = lade_regelwerk(regeln.encode(), team)
    assert [b.kennung for b in befunde if b.kennung != "R008"] == []
    return oeffne(replace(einrichtung(), regelwerk=regelwerk), stichtag=tag, heute=date(2028, 1, 1), speicher=GELESEN)


@cache
def vorgabe() -> tuple[Faelligkeit, ...]:
    return geoeffnet(STICHTAG).faelligkeiten


@BEIM_LANDEN
def test_ein_jahr_in_monatsschritten(golden: Callable[[str, str], None]) -> None:
    """Each rule comes and goes; on the first month in which it is due its sentence stands in the golden file."""
    saetze: dict[str, str] = {}
    faellig: dict[str, list[set[str]]] = {}
    for nummer, tag in enumerate(MONATE):
        for f in geoeffnet(tag).faelligkeiten:
            if f.regel is None or f.faellig_am is None or f.faellig_am > tag:
                continue
            faellig.setdefault(f.regel, [set() for _ in MONATE])[nummer].add(f.schluessel)
            saetze.setdefault(f.regel, f"{tag} {f.fall or 'Team'} {f.dringlichkeit}: {f.begruendung}")
    regeln = [regel.schluessel for regel in einrichtung().regelwerk.regeln]
    # In the demo team nobody talks to anybody after a closing but for follow-up care.
    regeln = [name for name in regeln if name != "wieder-aufnehmen"]
    assert set(faellig) == set(regeln), "every rule is due in some month"
    bleiben = set()
    for regel, monate in faellig.items():
        assert any(danach - davor for davor, danach in pairwise([set[str](), *monate])), (regel, "never comes")
        # These end outside the dated record: by removing the file, in its front matter, by a box or a line that is filled in, by a review.
        if not any(davor - danach for davor, danach in pairwise(monate)):
            bleiben.add(regel)
    assert sorted(bleiben) == [
        "bewilligung",
        "empfehlung-nachhalten",
        "fall-loeschen",
        "neu-zu-vergeben",
        "rueckmeldung",
        "vereinbarung",
        "zu-vergeben",
    ]
    kopf = f"{'':<24}" + " ".join(f"{tag:%y-%m}" for tag in MONATE) + "\n"
    tafel = "".join(
        f"{regel:<24}" + " ".join(f"{len(monat):>5}" for monat in faellig[regel]) + "\n" for regel in regeln
    )
    golden("regelwerk/jahr.txt", kopf + tafel + "\n" + "".join(f"{saetze[regel]}\n" for regel in regeln))


def schluessel(alle: tuple[Faelligkeit, ...], ausser: frozenset[str] = frozenset()) -> set[tuple[str, str]]:
    return {(f.schluessel, f.begruendung) for f in alle if f.regel not in ausser}


@pytest.mark.parametrize("regel", [regel.schluessel for regel in richte_ein(WURZEL).regelwerk.regeln])
def test_abgeschaltet_bewegt_sich_genau_diese_regel(regel: str) -> None:
    ohne = geoeffnet(STICHTAG, f"regeln:\n  {regel}:\n    aktiv: nein\n").faelligkeiten
    fassung = next(r.neueste for r in einrichtung().regelwerk.regeln if r.schluessel == regel)
    zurueck = {ersetzung.regel for ersetzung in fassung.ersetzt}
    genannt = f"„{fassung.titel}“"
    verschwunden = {paar for paar in schluessel(vorgabe()) - schluessel(ohne) if genannt not in paar[1]}
    assert verschwunden == {(f.schluessel, f.begruendung) for f in vorgabe() if f.regel == regel}
    dazu = schluessel(ohne) - schluessel(vorgabe())
    # Rules it stood in for come back; a case without any reminder goes to the top; a proposal to combine goes.
    assert {paar[0].split("/")[1] for paar in dazu} <= {*zurueck, "nicht-berechenbar", "bewilligung"}
    for f in ohne:
        if f.regel in zurueck and (f.schluessel, f.begruendung) in dazu:
            assert any(g.fall == f.fall and g.regel == regel for g in vorgabe()) or f.faellig_am is not None


@pytest.mark.parametrize(
    ("regel", "aenderung"),
    [
        ("kontakt-ik", "frist: 8 Wochen"),
        ("plan-erstellen", "frist: 6 Wochen"),
        ("stufe-pruefen", "frist: 8 Monate"),
        ("vereinbarung", "frist: 3 Tage"),
        ("kontaktdaten-loeschen", "frist: 1 Jahr"),
        ("auswertung", "frist: 5 Tage"),
    ],
)
def test_geaendert_bewegt_sich_genau_diese_regel(regel: str, aenderung: str) -> None:
    anders = geoeffnet(STICHTAG, f"regeln:\n  {regel}:\n    {aenderung}\n").faelligkeiten
    # The Bewilligung names contacts near it, and the IG and IF rules compare with the level's own span.
    assert schluessel(anders, frozenset({regel, "bewilligung"})) == schluessel(
        vorgabe(), frozenset({regel, "bewilligung"})
    )
    davor = {f.schluessel: f.faellig_am for f in vorgabe() if f.regel == regel}
    danach = {f.schluessel: f.faellig_am for f in anders if f.regel == regel}
    assert davor.keys() == danach.keys()
    assert all(davor[k] != danach[k] for k in davor if regel != "kontakt-ik")
    assert {f.herkunft for f in anders if f.regel == regel} == {"team"}
