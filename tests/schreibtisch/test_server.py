"""The command that opens the desk: how it starts, where it stands, how it ends; and behind nginx."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from fallbuch.cli import oeffnen as befehl
from fallbuch.schreibtisch.server import gemerkter_port, merke_port
from tests.cli.aufruf import fallbuch, im_prozess
from tests.git import git
from tests.hilfen import BEIM_LANDEN, vergiss_module
from tests.schreibtisch.conftest import STICHTAG, Laufender, freier_port

KOPF = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@pytest.fixture
def laufender(demoordner: Path) -> Iterator[Laufender]:
    """A desk on the demo team, started as people start it: here its start and its end are what is tested."""
    schreibtisch = Laufender(demoordner, neu=True)
    yield schreibtisch
    with suppress(ProcessLookupError):
        schreibtisch.beende(signal.SIGKILL)


def frage(
    laufender: Laufender, methode: str, pfad: str, kopf: dict[str, str] | None = None, inhalt: bytes | None = None
) -> tuple[int, dict[str, str], str]:
    """Ask the running desk over the network."""
    verbindung = http.client.HTTPConnection("127.0.0.1", laufender.port)
    verbindung.request(methode, pfad, body=inhalt, headers={**KOPF, **(kopf or {})})
    antwort = verbindung.getresponse()
    try:
        return antwort.status, dict(antwort.getheaders()), antwort.read().decode()
    finally:
        verbindung.close()


def tritt_ein(laufender: Laufender) -> dict[str, str]:
    """Return the cookie of whoever has started the desk."""
    status, kopf, _ = frage(laufender, "GET", laufender.mit_schluessel.removeprefix(laufender.adresse))
    assert status == 303
    return {"Cookie": kopf["Set-Cookie"].partition(";")[0]}


def test_er_steht_nur_auf_diesem_rechner_und_unter_seinem_namen(laufender: Laufender) -> None:
    keks = tritt_ein(laufender)
    assert frage(laufender, "GET", "/index.html", keks)[0] == 200
    assert frage(laufender, "GET", "/index.html")[0] == 403
    assert frage(laufender, "GET", "/index.html", {**keks, "Host": f"boese.example.org:{laufender.port}"})[0] == 421
    # Every other address of this machine is closed.
    with socket.socket() as dose:
        dose.settimeout(None)
        assert dose.connect_ex(("127.0.0.2", laufender.port)) != 0


def test_was_nach_einer_abgelehnten_anfrage_kommt_ist_keine_zweite(laufender: Laufender) -> None:
    """The body of a refused request is not read as the next one on the same connection."""
    keks = tritt_ein(laufender)["Cookie"]
    versteckt = f"GET /faelle/2911.html HTTP/1.1\r\nHost: 127.0.0.1:{laufender.port}\r\nCookie: {keks}\r\nSec-Fetch-Site: none\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", laufender.port)) as dose:
        dose.sendall(
            f"POST /tisch/eintragen/2911 HTTP/1.1\r\nHost: 127.0.0.1:{laufender.port}\r\nOrigin: http://boese.example.org\r\n"
            f"Content-Type: text/plain\r\nContent-Length: {len(versteckt)}\r\n\r\n".encode()
            + versteckt
        )
        antwort = b""
        while teil := dose.recv(65536):
            antwort += teil
    assert antwort.startswith(b"HTTP/1.1 403")
    assert antwort.count(b"HTTP/1.1 ") == 1
    assert b"2911" not in antwort


def test_ein_zweiter_start_fuehrt_zum_ersten(laufender: Laufender) -> None:
    erste = laufender.mit_schluessel
    tritt_ein(laufender)
    # The address in the first window has been used; the second start opens with another.
    ende = fallbuch("oeffnen", "--ohne-browser", "--stichtag", STICHTAG, cwd=laufender.team)
    assert (ende.returncode, ende.stdout) == (
        0,
        f"Der Schreibtisch steht unter {laufender.mit_schluessel}\nDie Adresse öffnet ihn einmal. Er läuft in einem anderen Fenster.\n",
    )
    assert laufender.mit_schluessel != erste
    assert frage(laufender, "GET", erste.removeprefix(laufender.adresse))[0] == 403
    assert frage(laufender, "GET", "/index.html", tritt_ein(laufender))[0] == 200


def test_er_steht_wieder_wo_er_zuletzt_stand(demoordner: Path) -> None:
    """For a browser another port is another place: drafts would be gone."""
    assert gemerkter_port(demoordner) is None
    for was in ("8700", " 8700\n"):
        (demoordner / ".fallbuch").mkdir(exist_ok=True)
        (demoordner / ".fallbuch/schreibtisch-port").write_text(was)
        assert gemerkter_port(demoordner) == 8700
    for was in ("", "80", "70000", "x"):
        (demoordner / ".fallbuch/schreibtisch-port").write_text(was)
        assert gemerkter_port(demoordner) is None
    port = freier_port()
    merke_port(demoordner, port)
    schreibtisch = Laufender(demoordner, benannt=False, neu=True)
    assert schreibtisch.adresse == f"http://127.0.0.1:{port}"
    schreibtisch.beende()
    # Where another program answers, that is said, and the place is not forgotten.
    with socket.create_server(("127.0.0.1", port)):
        # The next one is not always free either: other programs run on this machine.
        zuvor = rf"Der Schreibtisch steht heute unter (?!{port} )[0-9]+ statt {port}: "
        schreibtisch = Laufender(demoordner, benannt=False, neu=True, zuvor=zuvor)
        schreibtisch.beende()
    assert gemerkter_port(demoordner) == port


@pytest.mark.parametrize(
    "womit",
    [signal.SIGTERM, *(pytest.param(s, marks=BEIM_LANDEN) for s in (signal.SIGINT, signal.SIGHUP, signal.SIGKILL))],
)
def test_er_endet_wenn_er_soll_und_steht_danach_wieder(laufender: Laufender, womit: signal.Signals) -> None:
    code = laufender.beende(womit)
    assert code == (0 if womit is not signal.SIGKILL else -9)
    if womit is not signal.SIGKILL:
        assert not (laufender.team / ".fallbuch/schreibtisch.json").exists()
    laufender.starte()
    assert frage(laufender, "GET", "/index.html", tritt_ein(laufender))[0] == 200


def test_er_endet_auf_wunsch_der_seite(laufender: Laufender) -> None:
    kopf = {**tritt_ein(laufender), "Origin": laufender.adresse, "Content-Type": "application/json"}
    status, _, text = frage(laufender, "POST", "/tisch/beenden", kopf, b"{}")
    assert (status, json.loads(text)) == (200, {"satz": "Der Schreibtisch ist geschlossen."})
    assert laufender.programm.wait() == 0


def test_er_endet_wenn_lange_niemand_fragt(demoordner: Path) -> None:
    """One request more, and it would have gone on: what ends it is that there was none, not that time has passed."""
    from fallbuch.schreibtisch import server
    from fallbuch.schreibtisch.app import Schreibtisch
    from tests.schreibtisch.hilfen import Tisch

    tisch = Tisch(demoordner, STICHTAG)
    uhr, geendet = [0.0], []

    class Server:
        def shutdown(self) -> None:
            geendet.append(uhr[0])

    def schlafe(sekunden: float) -> None:
        uhr[0] += sekunden
        if uhr[0] == 10:
            tisch.app.anfragen += 1

    assert isinstance(tisch.app, Schreibtisch)
    server._warte_auf_ruhe(Server(), tisch.app, 20.0, lambda: uhr[0], schlafe)  # type: ignore[arg-type] # all that is needed of a server
    assert geendet == [30.0]


def test_ein_belegter_port_ist_kein_hindernis(demoordner: Path) -> None:
    with socket.socket() as belegt:
        belegt.bind(("127.0.0.1", 0))
        belegt.listen()
        port = belegt.getsockname()[1]
        laufender = Laufender(demoordner, port=port, neu=True)
        try:
            gefunden = int(laufender.adresse.rpartition(":")[2])
            assert port < gefunden < port + 20
        finally:
            laufender.beende(signal.SIGKILL)


@pytest.mark.parametrize(
    ("worte", "satz"),
    [
        (["--port", "5060"], "Über den Port 5060 spricht kein Browser. Nennen Sie einen anderen."),
        (["--adresse", "https://f.example.org"], "--adresse und --nutzerkopf gehören zusammen: hinter einem Server, der die Anmeldung übernimmt."),
        (["--adresse", "http://f.example.org", "--nutzerkopf", "X"], "„http://f.example.org“ ist keine Adresse eines Servers. Erwartet: https://fallbuch.example.org"),
        (["--adresse", "https://f.example.org/tisch", "--nutzerkopf", "X"], "„https://f.example.org/tisch“ ist keine Adresse eines Servers. Erwartet: https://fallbuch.example.org"),
    ],
)  # fmt: skip
def test_falsche_aufrufe(demoordner: Path, worte: list[str], satz: str) -> None:
    assert im_prozess("oeffnen", "--ohne-browser", *worte, cwd=demoordner) == (2, f"fallbuch: {satz}\n")


def test_ohne_team_und_ohne_das_paket(tmp_path: Path, demoordner: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "In „" in im_prozess("oeffnen", "--ohne-browser", cwd=tmp_path)[1]
    import builtins

    echtes = builtins.__import__

    def ohne(name: str, *rest: object, **mehr: object) -> object:
        if name.startswith("werkzeug"):
            raise ModuleNotFoundError("No module named 'werkzeug'", name="werkzeug")
        return echtes(name, *rest, **mehr)  # type: ignore[arg-type]

    vergiss_module(monkeypatch, "werkzeug", "fallbuch.schreibtisch")
    monkeypatch.setattr(builtins, "__import__", ohne)
    assert im_prozess("oeffnen", "--ohne-browser", cwd=demoordner) == (
        2, "fallbuch: Für den Schreibtisch fehlt das Paket Werkzeug. Es kommt mit: pip install 'fallbuch[schreibtisch]'\n",
    )  # fmt: skip
    assert befehl._FEHLT.endswith("'fallbuch[schreibtisch]'")


@contextmanager
def nginx(ordner: Path, schreibtisch: int, port: int) -> Iterator[None]:
    """Run Debian's nginx with the configuration of the handbook, on a port of this machine."""
    ordner.mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k.pem", "-out", "z.pem", "-days", "2", "-subj", "/CN=fallbuch.example.org"],
        cwd=ordner, check=True, capture_output=True,
    )  # fmt: skip
    passwort = subprocess.run(
        ["openssl", "passwd", "-apr1", "geheim"], check=True, capture_output=True, text=True
    ).stdout.strip()
    (ordner / "fallbuch.htpasswd").write_text(f"Jana:{passwort}\nOle:{passwort}\n")
    handbuch = (Path(__file__).parents[2] / "plugins/fallbuch/vorgaben/handbuch/schreibtisch.md").read_text("utf-8")
    (block,) = re.findall(r"^    (server \{.*?^    \})", handbuch, re.DOTALL | re.MULTILINE)
    block = block.replace("443 ssl", f"127.0.0.1:{port} ssl").replace("127.0.0.1:8641", f"127.0.0.1:{schreibtisch}")
    block = block.replace("/etc/nginx/fallbuch.htpasswd", str(ordner / "fallbuch.htpasswd"))
    block = block.replace(
        "server_name", f"ssl_certificate {ordner}/z.pem; ssl_certificate_key {ordner}/k.pem; server_name"
    )
    (ordner / "nginx.conf").write_text(
        f"{'user root;' if os.geteuid() == 0 else ''} daemon off; pid {ordner}/pid; error_log {ordner}/fehler.log; events {{}} http {{ access_log off; client_body_temp_path {ordner}/a; "
        f"proxy_temp_path {ordner}/b; fastcgi_temp_path {ordner}/c; uwsgi_temp_path {ordner}/d; scgi_temp_path {ordner}/e; {block} }}"
    )
    programm = subprocess.Popen(["nginx", "-e", str(ordner / "fehler.log"), "-c", str(ordner / "nginx.conf")])
    try:
        while programm.poll() is None:
            with socket.socket() as dose:
                if dose.connect_ex(("127.0.0.1", port)) == 0:
                    break
        assert programm.poll() is None, (ordner / "fehler.log").read_text()
        yield
    finally:
        programm.kill()
        programm.wait()


@BEIM_LANDEN
@pytest.mark.skipif(
    shutil.which("nginx") is None or shutil.which("openssl") is None,
    reason="nginx ist nicht da; auf Debian: sudo apt install nginx-light openssl",
)
def test_hinter_nginx(demoordner: Path, tmp_path: Path) -> None:
    """The configuration of the handbook: who has logged in writes under that name, and nobody gives themselves a name."""
    from base64 import b64encode

    laufender = Laufender(
        demoordner, "--adresse", "https://fallbuch.example.org", "--nutzerkopf", "X-Angemeldet", neu=True
    )
    port = freier_port()
    vertraue = ssl.create_default_context()
    vertraue.check_hostname, vertraue.verify_mode = False, ssl.CERT_NONE

    def frage_nginx(
        methode: str, pfad: str, wer: str, kopf: dict[str, str] | None = None, inhalt: bytes | None = None
    ) -> tuple[int, str]:
        verbindung = http.client.HTTPSConnection("127.0.0.1", port, context=vertraue)
        anmeldung = {"Authorization": "Basic " + b64encode(f"{wer}:geheim".encode()).decode()} if wer else {}
        verbindung.request(
            methode, pfad, body=inhalt, headers={"Host": "fallbuch.example.org", **KOPF, **anmeldung, **(kopf or {})}
        )
        antwort = verbindung.getresponse()
        try:
            return antwort.status, antwort.read().decode()
        finally:
            verbindung.close()

    try:
        with nginx(tmp_path / "nginx", int(laufender.port), port):
            assert frage_nginx("GET", "/index.html", "")[0] == 401
            status, seite = frage_nginx("GET", "/faelle/2911.html", "Ole", {"X-Angemeldet": "Jana"})
            assert status == 200
            assert "Fall 2911" in seite
            form = frage_nginx("GET", "/tisch/eintragen/2911?art=Notiz", "Ole")[1]
            staende = json.loads(re.findall(r"data-staende='([^']*)'", form)[0].replace("&#34;", '"'))
            daten = {
                "werte": {"art": "Notiz", "datum": STICHTAG, "text": "Vom Telefon."},
                "staende": staende,
                "wer": "jana",
                "speichern": True,
            }
            senden = {
                "Origin": "https://fallbuch.example.org",
                "Content-Type": "application/json",
                "X-Angemeldet": "Jana",
            }
            roh = json.dumps(daten).encode()
            assert (
                frage_nginx(
                    "POST", "/tisch/eintragen/2911", "Ole", {**senden, "Origin": "https://boese.example.org"}, roh
                )[0]
                == 403
            )
            assert frage_nginx("POST", "/tisch/eintragen/2911", "Ole", senden, roh)[0] == 200
            # Nobody gets past nginx: the name alone opens nothing where the address is not the public one.
            assert frage(laufender, "GET", "/index.html", {"X-Angemeldet": "Jana"})[0] == 421
        assert git(demoordner, "log", "-1", "--format=%an: %s").strip() == f"Ole: 2911: Notiz {STICHTAG}"
    finally:
        laufender.beende(signal.SIGKILL)
