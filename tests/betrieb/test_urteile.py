"""What counts as shut, told from the answers alone: on both sides of each line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from threading import Event

import pytest

from fallbuch.betrieb import leitung
from fallbuch.betrieb.aufnahme import DES_TEAMS, NIEMANDES, NUMMERN, ORDNER, START, TISCHSEITE, Seitenaufnahme
from fallbuch.betrieb.leitung import NICHT_FERTIG, Ausweis, Netzadresse, Seitenantwort, Unerreichbar
from fallbuch.betrieb.pruefungen import pruefe
from tests.betrieb.test_pruefen import antwortend

HEUTE = date(2026, 6, 30)
ZU = Seitenantwort(status=401, inhalt=b"<html>Anmelden</html>")
UNSERE = b"<!doctype html><link href=assets/fallbuch/fallbuch.css>"


def zu() -> Seitenaufnahme:
    """A site on which nothing is open but its headers."""
    um = Seitenantwort(status=301, koepfe=(("Location", "https://intern.example.org/"),))
    pfade = (*DES_TEAMS, *ORDNER, *NIEMANDES, TISCHSEITE)
    return Seitenaufnahme(
        adresse=Netzadresse(sicher=True, rechner="intern.example.org", port=443, pfad="/"),
        ausweis=Ausweis(mangel=""),
        alt={},
        klar=dict.fromkeys(("", START, "faelle.html", NUMMERN), um),
        falsches=ZU,
        ohne={
            **dict.fromkeys(pfade, ZU),
            "robots.txt": Seitenantwort(status=200, inhalt=b"User-agent: *\nDisallow: /\n"),
        },
        mit={START: Seitenantwort(status=200, koepfe=(("Cache-Control", "no-store"),), inhalt=UNSERE)},
        verweigert=False,
        faelle={},
        unsinn=ZU,
        unsinn_angemeldet=None,
        fremd=None,
        trace=None,
    )


def offene(auf: Seitenaufnahme, kennung: str, ausgang: str = "offen") -> list[str]:
    return [p.satz for p in pruefe(auf, HEUTE) if p.kennung == kennung and p.ausgang == ausgang]


def test_zu_ist_zu() -> None:
    assert [p.kennung for p in pruefe(zu(), HEUTE) if p.ausgang == "offen"] == ["kopfzeilen"] * 9
    assert "Mit einem falschen Kennwort kommt niemand hinein." in offene(zu(), "anmeldung", "gut")


@pytest.mark.parametrize("status", [300, 302, 401, 403])
def test_was_hinter_einer_ablehnung_steht_geht_doch_hinaus(status: int) -> None:
    auf = replace(zu(), ohne={**zu().ohne, START: Seitenantwort(status=status, inhalt=UNSERE)})
    assert offene(auf, "anmeldung")[0].startswith("Ohne Anmeldung zu lesen: die Seite „Heute“ (/index.html).")


def test_die_seite_die_nichts_findet_zeigt_niemanden() -> None:
    auf = replace(zu(), ohne={**zu().ohne, START: Seitenantwort(status=404, inhalt=UNSERE)})
    assert offene(auf, "anmeldung") == []


def test_wer_nicht_fertig_wird_ist_nicht_zu() -> None:
    spaet = Seitenantwort(status=NICHT_FERTIG)
    auf = replace(zu(), ohne={**zu().ohne, NUMMERN: spaet, ".git/HEAD": spaet})
    assert offene(auf, "anmeldung", "nicht geprüft") == [
        "Der Server kam bei assets/fallbuch/nummern.js nicht nach (nichts in dreißig Sekunden). Rufen Sie den Befehl später noch einmal auf."
    ]
    # Of no case was anything to be seen: that a number nobody has leads nowhere says nothing.
    assert offene(auf, "verbotenes", "nicht geprüft") == [
        "Ob die Datei eines Falls zu bekommen ist: Welche Fälle es gibt, war von hier aus nicht zu sehen. Nennen Sie mit --zugang einen Namen.",
        "Der Server kam bei .git/HEAD nicht nach. Rufen Sie den Befehl später noch einmal auf.",
    ]


def test_ein_server_der_nicht_fertig_wird(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leitung, "_HOECHSTENS_DAUER", 0)
    halt = Event()

    def warte(_: object) -> None:
        halt.wait(30)

    with antwortend(warte) as adresse:
        antwort = leitung.Leitung(Netzadresse.aus(adresse)).frage(START)
        halt.set()
    assert antwort == Seitenantwort(status=NICHT_FERTIG)


def test_die_anmeldung_fuehrt_nicht_auf_http() -> None:
    wege = {
        ziel: Seitenantwort(status=302, koepfe=(("Location", ziel),))
        for ziel in ("http://intern.example.org/login", "https://intern.example.org/login", "/login")
    }
    gefunden = {ziel: offene(replace(zu(), ohne={**zu().ohne, START: a}), "anmeldung") for ziel, a in wege.items()}
    assert [ziel for ziel, saetze in gefunden.items() if saetze] == ["http://intern.example.org/login"]
    assert gefunden["http://intern.example.org/login"] == [
        "Die Weiterleitung zur Anmeldung führt auf http: „http://intern.example.org/login“. Erwartet: https; sonst geht das Kennwort offen durchs Netz. "
        "Stellen Sie im Programm, das die Anmeldung macht, die Adresse mit https ein."
    ]


def test_auf_jeder_seite_wird_umgeleitet() -> None:
    auf = replace(zu(), klar={**zu().klar, "faelle.html": Seitenantwort(status=200, inhalt=UNSERE)})
    assert offene(auf, "umleitung")[0].startswith("Unter http kommt 200. Erwartet: auf jeder Seite eine Weiterleitung")
    anders = Seitenantwort(status=301, koepfe=(("Location", "https://intern.example.org:4444/"),))
    assert offene(replace(zu(), klar={"": anders}), "umleitung")[0].startswith(
        "Unter http verweist auf „https://intern.example.org:4444/“."
    )


@pytest.mark.parametrize(
    ("inhalt", "gut"),
    [
        ("User-agent: *\nDisallow: /", True),
        ("# alle\nuser-agent: Googlebot\nUser-Agent: *\nDisallow: /  # nichts\n", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Bingbot\nDisallow: /faelle/\n", False),
        ("User-agent: *\nDisallow: /\nUser-agent: Bingbot\nDisallow:\n", False),
        ("User-agent: *\nDisallow: /\nAllow: /handbuch/\n", False),
        ("User-agent: Googlebot\nDisallow: /\n", False),
        ("User-agent: *\n", False),
    ],
)
def test_wen_die_robots_ausladen(inhalt: str, gut: bool) -> None:
    """A search engine follows the group that names it; the one for all is then none of its business."""
    antwort = Seitenantwort(status=200, inhalt=inhalt.encode())
    assert (offene(replace(zu(), ohne={**zu().ohne, "robots.txt": antwort}), "suchmaschinen") == []) is gut


def test_ein_falsches_kennwort_wird_abgelehnt() -> None:
    auf = replace(zu(), falsches=Seitenantwort(status=200, inhalt=UNSERE))
    assert offene(auf, "anmeldung") == [
        "Auch mit einem falschen Kennwort kommt die Seite „Heute“. Erwartet: 401. Sehen Sie nach, ob der Server die Datei mit den Kennwörtern wirklich liest."
    ]


def test_eine_anmeldung_die_jedes_mal_anders_ist_zeigt_nichts() -> None:
    def login(pfad: str) -> Seitenantwort:
        return Seitenantwort(status=200, inhalt=f"<!doctype html><form>Weiter zu {pfad}".encode())

    ohne = {pfad: login(pfad) for pfad in zu().ohne} | {"robots.txt": zu().ohne["robots.txt"]}
    auf = replace(zu(), ohne=ohne, unsinn=login("x"))
    assert offene(auf, "anmeldung") == []
    assert offene(auf, "verbotenes") == []
    kennworte = Seitenantwort(status=200, inhalt=b"jana:$2y$05$abc")
    assert offene(replace(auf, ohne={**ohne, ".htpasswd": kennworte}), "verbotenes")[0].startswith(
        "Diese Datei bekommt jeder"
    )


@pytest.mark.parametrize(
    ("inhalt", "offen"),
    [
        (b'<title>Inhalt von /faelle</title><a href="1.html">1</a><a href="2.html">2</a><a href="3.html">3</a>', True),
        (b'[{"name": "1.html"}, {"name": "2.html"}, {"name": "3.html"}]', True),
        (b'<a href="1.html">1</a><a href="2.html">2</a>', False),
        (UNSERE + b'<a href="1.html">1</a><a href="2.html">2</a><a href="3.html">3</a>', False),
    ],
)
def test_eine_liste_von_dateien(inhalt: bytes, offen: bool) -> None:
    auf = replace(zu(), mit={**zu().mit, "faelle/": Seitenantwort(status=200, inhalt=inhalt)})
    assert bool(offene(auf, "verzeichnisse")) is offen


@pytest.mark.parametrize(("tage", "wann"), [(0, "heute"), (1, "in 1 Tag"), (13, "in 13 Tagen"), (14, "")])
def test_wann_ein_zertifikat_ablaeuft(tage: int, wann: str) -> None:
    ende = datetime(2026, 6, 30, 12, tzinfo=UTC).timestamp() + tage * 86_400
    saetze = offene(replace(zu(), ausweis=Ausweis(mangel="", ablauf=ende)), "zertifikat")
    assert [s.split(" ab.")[0] for s in saetze] == ([f"Das Zertifikat läuft {wann}"] if wann else [])


def test_eine_adresse_mit_umlauten_und_eine_ohne_port() -> None:
    assert Netzadresse.aus("https://intern.example.org/ä/ö").pfad == "/%C3%A4/"
    with pytest.raises(Unerreichbar, match="keine Adresse"):
        Netzadresse.aus("https://intern.example.org:0/")


@pytest.mark.parametrize(("keks", "satz"), [
    ("a=1; Secure; HttpOnly; SameSite=None", "a (ohne SameSite)"), ("a=1; Secure; HttpOnly; SameSite=Lax", ""),
])  # fmt: skip
def test_ein_keks_fuer_alle_websites(keks: str, satz: str) -> None:
    auf = replace(zu(), ohne={**zu().ohne, START: replace(ZU, koepfe=(("Set-Cookie", keks),))})
    assert [satz in s for s in offene(auf, "cookies")] == ([True] if satz else [])
