"""Nobody but the desk's own pages gets anything, reads anything or writes anything."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from werkzeug.test import Client

from fallbuch.schreibtisch.app import Schreibtisch
from fallbuch.schreibtisch.wache import GESPERRTE_PORTS, HOECHSTENS, Anfrage, Tischzugang, ist_pfad
from tests.hilfen import fall
from tests.schreibtisch.hilfen import EIGENE, PORT, SEITE, Tisch

ORDNER = Callable[..., Path]
ADRESSE = f"http://127.0.0.1:{PORT}"
SCHREIBEN = json.dumps(
    {"werte": {"art": "Notiz", "datum": "2026-06-30", "text": "fremd"}, "staende": {}, "speichern": True}
)


@pytest.fixture
def tisch(ordner: ORDNER) -> Tisch:
    return Tisch(ordner({"4711.md": fall()}), "2026-06-30")


#: What is other than in an honest request of the desk's own page: headers (None: missing), and the status that answers it.
LESEN: list[tuple[str, dict[str, str | None], int]] = [
    ("fremder Name", {"Host": "fallbuch.example.org"}, 421),
    ("fremder Name mit unserem Port", {"Host": f"boese.example.org:{PORT}"}, 421),
    ("anderer Port", {"Host": f"127.0.0.1:{PORT + 1}"}, 421),
    ("ohne Port", {"Host": "127.0.0.1"}, 421),
    ("Adresse in anderer Schreibweise", {"Host": f"0x7f.1:{PORT}"}, 421),
    ("Adresse als Zahl", {"Host": f"2130706433:{PORT}"}, 421),
    ("Name mit Punkt am Ende", {"Host": f"localhost.:{PORT}"}, 421),
    ("Name mit Anmeldung davor", {"Host": f"localhost:{PORT}@boese.example.org"}, 421),
    ("zwei Namen", {"Host": f"127.0.0.1:{PORT}, boese.example.org"}, 421),
    ("ohne Schlüssel", {"Cookie": None}, 403),
    ("alter Schlüssel", {"Cookie": f"fallbuch-{PORT}=" + "a" * 43}, 403),
    ("leerer Schlüssel", {"Cookie": f"fallbuch-{PORT}="}, 403),
    ("Schlüssel eines anderen Ports", {"Cookie": f"fallbuch-{PORT + 1}=x"}, 403),
    ("Bild auf fremder Seite", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}, 403),
    ("Skript auf fremder Seite", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}, 403),
    ("Skript von anderem Port", {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}, 403),
    ("Abruf von anderem Port", {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}, 403),
    ("Rahmen auf fremder Seite", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, 403),
    ("Rahmen von anderem Port", {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "frame"}, 403),
    ("eingebettetes Objekt", {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "object"}, 403),
    ("Browser, der nichts dazu sagt", {"Sec-Fetch-Site": None, "Sec-Fetch-Mode": None, "Sec-Fetch-Dest": None}, 403),
    ("unbekannte Herkunft", {"Sec-Fetch-Site": "sonstwo", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}, 403),
]  # fmt: skip
SENDEN: list[tuple[str, dict[str, str | None], int]] = [
    ("ohne Herkunft", {"Origin": None}, 403),
    ("Herkunft null", {"Origin": "null"}, 403),
    ("fremde Herkunft", {"Origin": "https://boese.example.org"}, 403),
    ("anderer Port", {"Origin": f"http://127.0.0.1:{PORT + 1}", "Sec-Fetch-Site": "same-site"}, 403),
    ("anderer Port, der sich verstellt", {"Origin": f"http://127.0.0.1:{PORT + 1}"}, 403),
    ("gesichert statt ungesichert", {"Origin": f"https://127.0.0.1:{PORT}"}, 403),
    ("Herkunft mit Schrägstrich", {"Origin": f"{ADRESSE}/"}, 403),
    ("fremde Seite", {"Sec-Fetch-Site": "cross-site"}, 403),
    ("von Hand eingegeben", {"Sec-Fetch-Site": "none"}, 403),
    ("Browser, der nichts dazu sagt", {"Sec-Fetch-Site": None}, 403),
    ("wie ein Formular", {"Content-Type": "application/x-www-form-urlencoded"}, 403),
    ("wie ein Text", {"Content-Type": "text/plain"}, 403),
    ("ohne Art", {"Content-Type": None}, 403),
    ("ohne Länge", {"Content-Length": None}, 411),
    ("Länge mit Vorzeichen", {"Content-Length": "-1"}, 411),
    ("in Stücken", {"Transfer-Encoding": "chunked"}, 411),
    ("zu groß", {"Content-Length": str(HOECHSTENS + 1)}, 413),
    ("riesig", {"Content-Length": "9" * 40}, 413),
    ("ohne Schlüssel", {"Cookie": None}, 403),
    ("alter Schlüssel", {"Cookie": f"fallbuch-{PORT}=" + "b" * 43}, 403),
    ("fremder Name", {"Host": "boese.example.org"}, 421),
]  # fmt: skip
PFADE = (
    "/../vorlagen/team.yml", "/faelle/../../etc/passwd", "/%2e%2e/vorlagen/team.yml", "/faelle/%2e%2e%2f%2e%2e%2fetc/passwd",
    "//boese.example.org/", "/faelle//4711.html", "/faelle\\..\\team.yml", "/faelle/%5c..%5cteam.yml", "/%252e%252e/team.yml", "/a%00b", "/..", "/.",
    "/tisch/text/../../etc/passwd", "/tisch/text/%2fetc%2fpasswd", "/" + "a" * 600,
)  # fmt: skip


def rufe(tisch: Tisch, methode: str, pfad: str, anders: dict[str, str | None], inhalt: str = "") -> tuple[int, str]:
    """Call the application with exactly these headers, as a server would."""
    kopf: dict[str, str | None] = {**EIGENE, "Cookie": f"fallbuch-{PORT}={tisch.zugang.schluessel}"}
    if methode == "POST":
        kopf |= {"Content-Type": "application/json", "Content-Length": str(len(inhalt.encode()))}
    else:
        kopf |= SEITE
    kopf |= anders
    umgebung = {
        "REQUEST_METHOD": methode, "RAW_URI": pfad, "PATH_INFO": pfad.partition("?")[0], "QUERY_STRING": pfad.partition("?")[2],
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": str(PORT), "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http",
        "wsgi.input": __import__("io").BytesIO(inhalt.encode()), "wsgi.input_terminated": True, "wsgi.errors": __import__("sys").stderr,
    }  # fmt: skip
    for name, wert in kopf.items():
        if wert is not None:
            form = name.upper().replace("-", "_")
            umgebung[form if form in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{form}"] = wert
    gesagt: list[str] = []
    stuecke = tisch.app(umgebung, lambda status, kopf, *_: gesagt.append(status))
    text = b"".join(stuecke).decode()
    return int(gesagt[0].split()[0]), text


def test_wer_ehrlich_fragt_bekommt_antwort(tisch: Tisch) -> None:
    assert rufe(tisch, "GET", "/faelle/4711.html", {})[0] == 200
    assert rufe(tisch, "POST", "/tisch/eintragen/4711", {}, SCHREIBEN)[0] == 200
    assert "fremd" in (tisch.wurzel / "faelle/4711.md").read_text("utf-8")


@pytest.mark.parametrize(("name", "anders", "status"), LESEN, ids=[name for name, *_ in LESEN])
def test_fremde_lesen_nichts(tisch: Tisch, name: str, anders: dict[str, str | None], status: int) -> None:
    gesehen, text = rufe(tisch, "GET", "/faelle/4711.html", anders)
    assert gesehen == status
    assert "4711" not in text
    assert "Erstkontakt" not in text


@pytest.mark.parametrize(("name", "anders", "status"), SENDEN, ids=[name for name, *_ in SENDEN])
def test_fremde_schreiben_nichts(tisch: Tisch, name: str, anders: dict[str, str | None], status: int) -> None:
    vorher = (tisch.wurzel / "faelle/4711.md").read_bytes()
    assert rufe(tisch, "POST", "/tisch/eintragen/4711", anders, SCHREIBEN)[0] == status
    assert (tisch.wurzel / "faelle/4711.md").read_bytes() == vorher


@pytest.mark.parametrize("methode", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_anderes_als_lesen_und_senden_gibt_es_nicht(tisch: Tisch, methode: str) -> None:
    assert rufe(tisch, methode, "/faelle/4711.html", {})[0] == 405


@pytest.mark.parametrize("pfad", PFADE)
def test_kein_pfad_fuehrt_hinaus(tisch: Tisch, pfad: str) -> None:
    status, text = rufe(tisch, "GET", pfad, {})
    assert status in {400, 404}
    assert "Berater" not in text
    assert "root:" not in text


@pytest.mark.parametrize(
    "pfad",
    [
        "vorlagen/../faelle/4711.md",
        "site_src/index.md",
        "mkdocs.yml",
        ".fallbuch/x",
        "faelle/.versteckt.md",
        "faelle/_alt.md",
    ],
)
def test_als_text_gibt_es_nur_faelle_und_vorlagen(tisch: Tisch, pfad: str) -> None:
    (tisch.wurzel / "mkdocs.yml").write_text("site_name: geheim\n")
    (tisch.wurzel / "faelle/.versteckt.md").write_text("geheim\n")
    (tisch.wurzel / "faelle/_alt.md").write_text("geheim\n")
    status, text = rufe(tisch, "GET", f"/tisch/text/{pfad}", {})
    assert status in {400, 404}
    assert "geheim" not in text


def test_eine_verknuepfung_nach_draussen_wird_nicht_gezeigt(tisch: Tisch, tmp_path: Path) -> None:
    (tmp_path / "fremd.md").write_text("geheim\n")
    (tisch.wurzel / "faelle/9.md").symlink_to(tmp_path / "fremd.md")
    status, text = rufe(tisch, "GET", "/tisch/text/faelle/9.md", {})
    assert status == 404
    assert "geheim" not in text


def test_lesen_aendert_nichts(tisch: Tisch) -> None:
    """Every address of the desk, asked for as a page: none of them writes."""
    vorher = (tisch.wurzel / "faelle/4711.md").read_bytes()
    for tat in (
        "eintragen/4711",
        "aendern/4711",
        "uebergeben/4711",
        "zuruecknehmen/4711",
        "vereinen/4711",
        "neu",
        "veranstaltung",
        "abgleichen",
        "beenden",
    ):
        rufe(tisch, "GET", f"/tisch/{tat}?speichern=true&art=Notiz&text=fremd&datum=2026-06-30", {})
    assert (tisch.wurzel / "faelle/4711.md").read_bytes() == vorher
    assert sorted(p.name for p in (tisch.wurzel / "faelle").iterdir()) == ["4711.md"]


def test_der_schluessel_in_der_adresse_wird_ein_keks(tisch: Tisch) -> None:
    client, schluessel = Client(Schreibtisch(tisch.beobachter, tisch.zugang)), tisch.zugang.einlass.schluessel
    kopf = {**EIGENE, **SEITE, "Sec-Fetch-Site": "none"}
    antwort = client.get("/index.html", query_string={"schluessel": schluessel}, base_url=ADRESSE, headers=kopf)
    assert (antwort.status_code, antwort.headers["Location"]) == (303, "/index.html")
    assert schluessel != tisch.zugang.schluessel, "what a browser was started with does not open the desk for long"
    assert antwort.headers["Set-Cookie"] == f"fallbuch-{PORT}={tisch.zugang.schluessel}; HttpOnly; Path=/; SameSite=Lax"
    assert client.get("/index.html", base_url=ADRESSE, headers=kopf).status_code == 200
    falscher = client.get(
        "/woche.html", query_string={"schluessel": "falsch"}, base_url=ADRESSE, headers={**kopf, "Cookie": ""}
    )
    assert falscher.status_code == 200, "the cookie counts"
    assert Client(tisch.app).get("/index.html?schluessel=falsch", base_url=ADRESSE, headers=kopf).status_code == 403
    # The key in the address opens once, the one in the cookie is none for the address, and neither sends anything.
    for verbraucht in (schluessel, tisch.zugang.schluessel):
        adresse = f"/index.html?schluessel={verbraucht}"
        assert Client(tisch.app).get(adresse, base_url=ADRESSE, headers=kopf).status_code == 403
    neuer = tisch.zugang.einlass.schluessel
    antwort = Client(tisch.app).post(
        f"/tisch/eintragen/4711?schluessel={neuer}", json={}, base_url=ADRESSE, headers=EIGENE
    )
    assert antwort.status_code == 403
    assert Client(tisch.app).get(f"/index.html?schluessel={neuer}", base_url=ADRESSE, headers=kopf).status_code == 303


def test_ein_verweis_aus_dem_intranet_oeffnet_die_seite(tisch: Tisch) -> None:
    assert rufe(tisch, "GET", "/faelle/4711.html", {"Sec-Fetch-Site": "cross-site"})[0] == 200
    assert rufe(tisch, "GET", "/faelle/4711.html", {"Sec-Fetch-Site": "same-site"})[0] == 200


def test_was_jede_antwort_dem_browser_sagt(tisch: Tisch) -> None:
    for antwort in (
        tisch.hole("/index.html"),
        tisch.hole("/tisch/neu"),
        tisch.hole("/gibtesnicht.html"),
        tisch.hole("/assets/fallbuch/tisch.js"),
    ):
        assert antwort.headers["Content-Security-Policy"] == (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
            "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        )
        assert antwort.headers["X-Frame-Options"] == "DENY"
        assert antwort.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert antwort.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert antwort.headers["X-Content-Type-Options"] == "nosniff"
        assert "Access-Control-Allow-Origin" not in antwort.headers


def test_jeder_start_hat_einen_anderen_schluessel() -> None:
    eines, anderes = (Tischzugang.am_eigenen_rechner(PORT) for _ in range(2))
    schluessel = {eines.schluessel, eines.einlass.schluessel, anderes.schluessel, anderes.einlass.schluessel}
    assert len(schluessel) == 4
    assert all(len(s) >= 43 for s in schluessel)


def test_hinter_einer_anmeldung_gilt_der_name_nur_vom_vertrauten_rechner() -> None:
    zugang = Tischzugang(
        hosts=frozenset({"fallbuch.example.org"}),
        herkuenfte=frozenset({"https://fallbuch.example.org"}),
        nutzerkopf="X-Angemeldet",
        vertraute=frozenset({"127.0.0.1"}),
    )
    kopf = {"host": "fallbuch.example.org", "sec-fetch-site": "same-origin", "x-angemeldet": " Jana "}
    frage = Anfrage(methode="GET", pfad="/index.html", kopf=kopf)
    assert zugang.pruefe(frage) is None
    assert zugang.nutzer(frage) == "Jana"
    # A name goes over the line as bytes, each of which the server's interface shows as one sign.
    umlaut = "Jürgen".encode().decode("latin-1")
    assert zugang.nutzer(Anfrage(methode="GET", pfad="/", kopf={**kopf, "x-angemeldet": umlaut})) == "Jürgen"
    assert zugang.nutzer(Anfrage(methode="GET", pfad="/", kopf={**kopf, "x-angemeldet": "J\xfcrgen"})) == "Jürgen"
    for anders in (
        Anfrage(methode="GET", pfad="/index.html", kopf=kopf, von="10.0.0.7"),
        Anfrage(methode="GET", pfad="/index.html", kopf={**kopf, "x-angemeldet": " "}),
        Anfrage(methode="GET", pfad="/index.html", kopf={n: w for n, w in kopf.items() if n != "x-angemeldet"}),
        # There is no key behind a login, and an empty one opens nothing.
        Anfrage(methode="GET", pfad="/index.html", kopf={**kopf, "x-angemeldet": ""}, mitgegeben="", gemerkt=""),
    ):
        ablehnung = zugang.pruefe(anders)
        assert ablehnung is not None
        assert ablehnung.status == 403


def test_ports_die_browser_meiden_stehen_in_der_liste() -> None:
    assert {5060, 5061, 6000, 6667, 10080} <= GESPERRTE_PORTS
    assert PORT not in GESPERRTE_PORTS
    assert ist_pfad("/faelle/4711.html")
    assert ist_pfad("/tisch/eintragen/4711,4712")
    assert ist_pfad("/tisch/uebergeben/von:J%C3%A4na")
