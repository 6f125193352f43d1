"""Figures that go on from those of before a change are the figures of the stock as it is now."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from fallbuch.akte.protokoll import Protokoll
from fallbuch.bestand.laden import Akte, lade_bestand
from fallbuch.bestand.protokoll import lade_protokoll
from fallbuch.einrichtung import richte_ein
from fallbuch.regelwerk.laden import lade_regelwerk, lade_team
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.statistik.auswerten import Auswerter
from fallbuch.statistik.bausteine import Stoff
from fallbuch.statistik.kennzahl import Massart
from fallbuch.statistik.laden import Kennzahlenbuch
from fallbuch.statistik.tabelle import Kennwert, Quotient
from fallbuch.statistik.tafeln import tafeln_aus
from fallbuch.statistik.werk import Zahlenwerk
from fallbuch.statistik.zeitraum import Zeitraum, quartale_bis, seit_beginn, zeitraum_des_jahres
from fallbuch.team import Team, oeffne
from fallbuch.text.quelle import Quelldatei
from tests.hilfen import quelle
from tests.statistik.zufallsbestand import TEAM, bestand, protokoll

WURZEL = Path(__file__).parents[2]
STICHTAG = date(2026, 6, 30)


def werk(
    akten: Sequence[Akte], log: Protokoll, regeln: Regelwerk, stichtag: date, vorher: Zahlenwerk | None = None
) -> Zahlenwerk:
    tafeln = tafeln_aus(akten, log, regeln, stichtag, vorher.stoff.tafeln if vorher is not None else None)
    return Zahlenwerk(Stoff(tafeln, stichtag), Kennzahlenbuch(), kalender=False, geheimnis=b"", vorher=vorher)


def zeitraeume(stichtag: date) -> list[Zeitraum]:
    jahr = zeitraum_des_jahres(stichtag.year, stichtag, kalender=False)
    alle = [*quartale_bis(stichtag, 8, kalender=False), seit_beginn(date(2027, 3, 1), stichtag)]
    return [*alle, jahr] if jahr.von <= stichtag else alle


def _mit_ziffer(ziffer: str, dateien: Sequence[Quelldatei]) -> list[Quelldatei]:
    """Return the same cases with IDs of their own."""
    return [replace(datei, name=datei.name.replace(".md", f"{ziffer}.md")) for datei in dateien]


@pytest.mark.parametrize("seed", range(60 if os.environ.get("FALLBUCH_LANG") else 4))
def test_nach_jedem_schritt_wie_neu_gezaehlt(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cases that come, go and stand in the place of others, step by step; nothing is counted from the whole stock again."""
    rng = Random(f"fortschreiben-{seed}")
    regeln, befunde = lade_regelwerk(b"", lade_team(TEAM.encode())[0])
    assert befunde == []
    stichtag = date(2028, 1, 1) + timedelta(days=rng.randrange(731))
    log, _ = lade_protokoll(protokoll(rng), regeln.vokabular, stichtag)
    dateien = [datei for satz in "123" for datei in _mit_ziffer(satz, bestand(rng))]
    vorrat = lade_bestand(dateien, regeln, stichtag, stichtag, {})
    akten = rng.sample(vorrat, len(vorrat) // 2)
    jetzt = werk(akten, log, regeln, stichtag)
    for zeitraum in zeitraeume(stichtag):
        jetzt.genau(zeitraum)
    gezaehlte: list[int] = []
    zaehle = Auswerter.alle

    def alle(auswerter: Auswerter, kennzahlen: object) -> object:
        gezaehlte.append(len(auswerter._lage.stoff.tafeln.faelle))
        return zaehle(auswerter, kennzahlen)  # type: ignore[arg-type]

    for _ in range(6):
        gehen = rng.sample(akten, rng.randrange(3))
        kommen = rng.sample([a for a in vorrat if a not in akten], rng.randrange(3))
        akten = [a for a in akten if a not in gehen] + kommen
        rng.shuffle(akten)
        with monkeypatch.context() as m:
            m.setattr(Auswerter, "alle", alle)
            jetzt = werk(akten, log, regeln, stichtag, jetzt)
            weiter = {zeitraum: jetzt.genau(zeitraum) for zeitraum in zeitraeume(stichtag)}
        assert set(gezaehlte) <= {len(gehen), len(kommen)}
        gezaehlte.clear()
        frisch = werk(akten, log, regeln, stichtag)
        for zeitraum in zeitraeume(stichtag):
            assert weiter[zeitraum] == frisch.genau(zeitraum), (seed, zeitraum.name)


def test_zwei_dateien_eines_menschen_zaehlen_zusammen() -> None:
    """Whoever has two files is one person: then nothing can be taken out alone, and all is counted again."""
    regeln, _ = lade_regelwerk(b"", lade_team(TEAM.encode())[0])
    stichtag = date(2028, 12, 31)
    erste, zweite = (lade_bestand(bestand(Random("zweimal")), regeln, stichtag, stichtag, {}) for _ in range(2))
    davor = werk(erste, Protokoll(), regeln, stichtag)
    alle = {z: davor.genau(z) for z in zeitraeume(stichtag)}
    doppelt = werk([*erste, zweite[0]], Protokoll(), regeln, stichtag, davor)
    frisch = werk([*erste, zweite[0]], Protokoll(), regeln, stichtag)
    einfach = werk(erste, Protokoll(), regeln, stichtag, doppelt)
    for z in zeitraeume(stichtag):
        assert doppelt.genau(z) == frisch.genau(z)
        assert doppelt.genau(z)["menschenwege"].personen == alle[z]["menschenwege"].personen
        assert einfach.genau(z) == alle[z]


def team() -> Team:
    return oeffne(richte_ein(WURZEL), stichtag=STICHTAG, heute=STICHTAG)


def mit(vorher: Team, *geaendert: Quelldatei) -> Team:
    """Return the team after these files changed."""
    namen = {datei.name for datei in geaendert}
    bleiben = [akte for akte in vorher.akten if akte.auszug.datei not in namen]
    return oeffne(
        vorher.einrichtung, stichtag=STICHTAG, heute=STICHTAG, dateien=geaendert, fertige=bleiben, vorher=vorher
    )


def falltext(kennung: str) -> str:
    return (WURZEL / f"faelle/{kennung}.md").read_text(encoding="utf-8")


def mit_anruf(kennung: str, tag: str) -> Quelldatei:
    """Return a case of the repository with one more call."""
    return quelle(f"{falltext(kennung).rstrip()}\n\n### {tag} – Telefonat\n\nEs geht voran.\n", f"faelle/{kennung}.md")


def test_das_team_zaehlt_weiter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only tables in which the case counts otherwise are new; what was not asked for in between is not lost."""
    erstes = team()
    anfang = {z: erstes.zahlenwerk.genau(z) for z in erstes.zahlenwerk.zeitraeume}
    zweites = mit(erstes, mit_anruf("8255", "2026-06-29"))
    drittes = mit(zweites, mit_anruf("2799", "2026-06-29"))
    assert "zahlenwerk" not in zweites.__dict__
    neu = drittes.zahlenwerk
    monkeypatch.setattr(Auswerter, "alle", None)  # all that is asked for now has been counted
    ende = {z: neu.genau(z) for z in neu.zeitraeume}
    monkeypatch.undo()
    frisch = mit(team(), mit_anruf("8255", "2026-06-29"), mit_anruf("2799", "2026-06-29")).zahlenwerk
    assert list(ende) == list(anfang) == list(frisch.zeitraeume)
    for z, tabellen in ende.items():
        assert tabellen == frisch.genau(z), z.name
        gleiche = {name for name in tabellen if tabellen[name] is anfang[z][name]}
        assert gleiche == {name for name in tabellen if tabellen[name] == anfang[z][name]}, z.name
        # Both calls lie in the running quarter: those before it stay as they were.
        assert (len(gleiche) == len(tabellen)) is (z.bis < date(2026, 6, 29)), z.name


def test_alles_ist_da_was_sich_abziehen_laesst() -> None:
    """Means and counsellors know what they are made of, else one case could not be taken out of them."""
    werte = [
        (mass.art, wert)
        for tabellen in (team().zahlenwerk.genau(z) for z in team().zahlenwerk.zeitraeume)
        for t in tabellen.values()
        for (_, spalte), wert in t.werte.items()
        for mass in t.tabelle.masse
        if mass.titel == spalte
    ]
    kennwerte = [w for _, w in werte if isinstance(w, Kennwert) and w.wert is not None]
    je_berater = [w for art, w in werte if art is Massart.JE_BERATER and isinstance(w, Quotient)]
    assert kennwerte
    assert all(list(w.werte) == sorted(w.werte) and w.werte for w in kennwerte)
    assert je_berater
    assert all(w.je_name is not None and w.nenner == len(w.je_name) for w in je_berater)
    assert any(len(w.je_name or ()) > 1 for w in je_berater)
