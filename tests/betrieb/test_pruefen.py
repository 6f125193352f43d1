"""Real servers with the shipped files, looked at from outside: nothing is open, and whatever is taken away is named."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import click
import pytest

from fallbuch.betrieb.aufnahme import nimm_auf
from fallbuch.betrieb.kopfzeilen import AUF_DEM_SERVER, REGEL, vorgaben
from fallbuch.betrieb.leitung import Leitung, Netzadresse
from fallbuch.betrieb.pruefungen import Pruefausgang, pruefe
from tests.betrieb.server import KENNWORT, NAME, caddy, mache_zertifikat, nginx
from tests.cli.aufruf import fallbuch, im_prozess
from tests.conftest import Einmal
from tests.schreibtisch.conftest import Laufender, freier_port

RAT = (
    " In nginx wirkt add_header auf Fehlerseiten nur mit „always“ und gar nicht in einem Block, der ein eigenes add_header hat; "
    "in Caddy darf im selben header-Block nichts mit „-“ weggenommen werden."
)
UEBERALL = "der Antwort ohne Anmeldung, der Seite „Heute“, der Seite eines Falls und der Fehlerseite"
VERLANGT = "Erwartet: 401, 403 oder eine Weiterleitung zur Anmeldung. Verlangen Sie die Anmeldung für alles unter dieser Adresse, in nginx mit auth_basic im ganzen server-Block, in Caddy mit basicauth."
VERBOTEN = "Erwartet: 404 für jeden. Geben Sie dem Server nur den Ordner der gebauten Seiten, und nehmen Sie die Datei dort heraus."


MIT_NGINX, MIT_CADDY = pytest.mark.usefixtures("nginx_da"), pytest.mark.usefixtures("caddy_da")


def _verlange(programm: str) -> None:
    """Skip where a server is missing, and say so; with CI=true that is an error."""
    if shutil.which(programm) is not None and shutil.which("openssl") is not None:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"{programm} or openssl is missing, and CI=true does not allow to skip this test")
    pytest.skip(f"{programm} oder openssl fehlt; auf Debian: sudo apt install nginx-light caddy openssl")


@pytest.fixture(scope="session")
def nginx_da() -> None:
    _verlange("nginx")


@pytest.fixture(scope="session")
def caddy_da() -> None:
    _verlange("caddy")


@pytest.fixture(scope="session")
def zertifikat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mache_zertifikat(tmp_path_factory.mktemp("zertifikat"))


@pytest.fixture(scope="session")
def seiten(demoteam: Path, einmal: Einmal) -> Path:
    """The demo team's site, beside it what somebody has left there: a repository, a case file, copies, secrets."""

    def lege_hin(ordner: Path) -> None:
        shutil.copytree(demoteam / "site", ordner, dirs_exist_ok=True)
        for name, inhalt in {
            ".git/HEAD": "ref: refs/heads/main\n",
            ".git/config": "[core]\n",
            ".fallbuch/schreibtisch.json": "{}\n",
            ".htpasswd": "jana:x\n",
            "faelle/1104.md": "---\nID: 1104\n---\n",
            "kontakte/1104.age": "age-encryption.org/v1\n",
            "vorlagen/team.yml": "name: Wir\n",
            "statistik/los.txt": "los\n",
            "mkdocs.yml": "site_name: Wir\n",
            "index.html~": "<h1>Gestern</h1>\n",
            "index.html.bak": "<h1>Gestern</h1>\n",
        }.items():
            (ordner / name).parent.mkdir(exist_ok=True)
            (ordner / name).write_text(inhalt)

    return einmal("betrieb", lege_hin)


@MIT_NGINX
def test_mit_der_vorlage_ist_hinter_nginx_nichts_offen(seiten: Path, zertifikat: Path, tmp_path: Path) -> None:
    with nginx(tmp_path, seiten, zertifikat) as stelle:
        code, zeilen = stelle.pruefe()
        assert [z for z in zeilen if not z.startswith("Gut: ")] == [
            "Nicht geprüft: Ob der Schreibtisch von außen zu erreichen ist, zeigt sich nur von einem anderen Rechner aus.",
            "",
            "48 Punkte: 47 gut, 0 offen, 1 nicht geprüft.",
        ]
        assert code == 0
        _, text = stelle.pruefe("--format", "json")
        punkte = json.loads("\n".join(text))
        assert punkte[0] == {"punkt": "https", "ausgang": "gut", "text": "Die Seiten kommen verschlüsselt."}
        assert len(punkte) == 48
        assert stelle.offen(angemeldet=False) == []
        assert (
            "Nicht geprüft: Was Angemeldete sehen: Nennen Sie dafür mit --zugang einen Namen."
            in stelle.pruefe(angemeldet=False)[1]
        )
    protokoll = (tmp_path / "fallbuch.log").read_text()
    assert re.search(r'^127\.0\.0\.0 jana \[[^]]+\] "GET /index\.html" 200 \d+$', protokoll, re.MULTILINE)
    assert "127.0.0.1" not in protokoll


@MIT_NGINX
def test_ein_zertifikat_das_niemand_kennt_haelt_nur_das_kennwort_zurueck(
    seiten: Path, zertifikat: Path, tmp_path: Path
) -> None:
    with nginx(tmp_path, seiten, zertifikat, lambda t: t.replace("server_tokens off;", "")) as stelle:
        code, zeilen = stelle.pruefe(vertraut=False)
        assert code == 1
        assert [z for z in zeilen if not z.startswith("Gut: ")][:-2] == [
            "Nicht geprüft: Was Angemeldete sehen: Das Kennwort wurde nicht gesendet, weil niemand sagen kann, wer es bekäme. Beheben Sie zuerst, was am Zertifikat offen ist.",
            "Nicht geprüft: Ob die Datei eines Falls zu bekommen ist: Welche Fälle es gibt, war von hier aus nicht zu sehen. Nennen Sie mit --zugang einen Namen.",
            "Nicht geprüft: Ob der Schreibtisch von außen zu erreichen ist, zeigt sich nur von einem anderen Rechner aus.",
            "Offen: Das Zertifikat ist von niemandem beglaubigt, sondern von sich selbst. Erwartet: eines, dem jeder Browser vertraut. Holen Sie eines (certbot, Caddy von selbst); vertraut Ihr Haus einer eigenen Stelle, nennen Sie deren Zertifikat mit --zertifikat.",
            f"Offen: Der Server nennt seine Fassung: {_nginx_fassung()}. Erwartet: höchstens seinen Namen; sonst weiß jeder, welche Lücken zu ihm passen. In nginx: server_tokens off;",
        ]
    assert " jana " not in (tmp_path / "fallbuch.log").read_text()


@MIT_NGINX
def test_ein_zertifikat_fuer_einen_anderen_namen(seiten: Path, tmp_path: Path) -> None:
    with nginx(tmp_path, seiten, mache_zertifikat(tmp_path, "anders.example.org")) as stelle:
        (offen,) = stelle.offen()
        assert offen.startswith(
            "Das Zertifikat gilt für einen anderen Namen. Erwartet: eines, dem jeder Browser vertraut."
        )


@MIT_NGINX
@pytest.mark.parametrize(
    ("tage", "saetze"),
    [
        (14, []),
        (13, ["Das Zertifikat läuft in 13 Tagen ab. Erwartet: noch mindestens 14. Sehen Sie nach, warum es niemand erneuert."]),
    ],
)  # fmt: skip
def test_ein_zertifikat_das_bald_ablaeuft(
    seiten: Path, zertifikat: Path, tmp_path: Path, tage: int, saetze: list[str]
) -> None:
    with nginx(tmp_path, seiten, zertifikat) as stelle:
        leitung = Leitung(Netzadresse.aus(f"https://localhost:{stelle.port}"), zertifikat=zertifikat)
        aufnahme = nimm_auf(leitung, klarport=stelle.klarport, zugang=False)
    ende = datetime.fromtimestamp(aufnahme.ausweis.ablauf, UTC).date()
    punkte = pruefe(aufnahme, ende - timedelta(days=tage))
    assert [p.satz for p in punkte if p.ausgang is Pruefausgang.OFFEN] == saetze


def _nginx_fassung() -> str:
    return subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=True).stderr.split()[-1]


def kopf(name: str) -> str:
    """Return the line of the shipped file that sets a header."""
    wert = "$fallbuch_regel" if name == "Content-Security-Policy" else f'"{AUF_DEM_SERVER[name]}"'
    return f"add_header {name} {wert} always;"


AUTH = 'auth_basic "Fallbuch";'
NIE = 'map $uri $fallbuch_aufheben {\n    default "no-store";'
#: What is taken away from the file, what stands there instead, and what is said then.
WEGGENOMMEN: dict[str, tuple[list[tuple[str, str]], list[str]]] = {
    **{
        f"ohne {name}": ([(kopf(name), "")], [f"Die Kopfzeile „{name}“ fehlt auf {UEBERALL}. Erwartet: „{wert}“.{RAT}"])
        for name, wert in AUF_DEM_SERVER.items()
    },
    "ohne always": (
        [(kopf("Referrer-Policy"), 'add_header Referrer-Policy "no-referrer";')],
        [f"Die Kopfzeile „Referrer-Policy“ fehlt auf der Antwort ohne Anmeldung und der Fehlerseite. Erwartet: „no-referrer“.{RAT}"],
    ),
    "ein add_header weiter innen": (
        [("try_files $uri =404;", "try_files $uri =404; add_header X-Eigenes ja;")],
        [
            *(f"Die Kopfzeile „{name}“ fehlt auf {UEBERALL}. Erwartet: „{wert}“.{RAT}" for name, wert in AUF_DEM_SERVER.items()),
            "Browser und Zwischenrechner dürfen aufheben: Seite „Heute“, Seite eines Falls, Kalender des Teams. Erwartet: Cache-Control „no-store“ oder wenigstens „private, no-cache“. Auf einem geteilten Rechner läse es sonst der Nächste.",
        ],
    ),
    "eine weite Regel": (
        [(REGEL, "default-src 'self' 'unsafe-inline'; img-src *; frame-ancestors 'none'; base-uri 'none'; form-action 'self'")],
        [f"Die Kopfzeile „Content-Security-Policy“ erlaubt mehr, als die Seiten brauchen, bei default-src, script-src, style-src, img-src, connect-src, font-src auf {UEBERALL}. Erwartet: „{REGEL}“.{RAT}"],
    ),
    "Verweise gehen hinaus": (
        [(kopf("Referrer-Policy"), 'add_header Referrer-Policy "no-referrer, origin" always;')],
        [f"Die Kopfzeile „Referrer-Policy“ lautet „no-referrer, origin“ auf {UEBERALL}. Erwartet: „no-referrer“.{RAT}"],
    ),
    "https nur für eine Woche": (
        [(kopf("Strict-Transport-Security"), 'add_header Strict-Transport-Security "max-age=604800" always;')],
        [f"Die Kopfzeile „Strict-Transport-Security“ lautet „max-age=604800“ auf {UEBERALL}. Erwartet: „max-age=31536000“.{RAT}"],
    ),
    "Seiten bleiben im Browser": (
        [(NIE, NIE.replace("no-store", "max-age=3600"))],
        ["Browser und Zwischenrechner dürfen aufheben: Seite „Heute“, Seite eines Falls, Kalender des Teams. Erwartet: Cache-Control „no-store“ oder wenigstens „private, no-cache“. Auf einem geteilten Rechner läse es sonst der Nächste."],
    ),
    "ohne Anmeldung": (
        [(AUTH, "")],
        [
            f"Ohne Anmeldung zu lesen: {was}. {VERLANGT}"
            for was in (
                "die Startseite (/)", "die Seite „Heute“ (/index.html)", "die Liste der Fälle (/faelle.html)", "die Liste der IDs (/assets/fallbuch/nummern.js)",
                "der Suchindex (/assets/fallbuch/suchindex.js)", "der Kalender des Teams (/kalender/team.ics)", "die Woche (/woche.html)",
                "die Liste der Arbeitgeber (/arbeitgeber.html)", "die Druckfassung (/druckfassung.html)", "die Seite eines Falls (/faelle/1104.html)",
            )
        ],
    ),
    "die Kalender für alle": (
        [("location = / {", "location /kalender/ { auth_basic off; } location ~ \\.ics$ { auth_basic off; } location = / {"),
         ("csv|ics|", "csv|")],
        [f"Ohne Anmeldung zu lesen: der Kalender des Teams (/kalender/team.ics). {VERLANGT}"],
    ),
    "jede Adresse zeigt die Startseite": (
        [(AUTH, ""), ("try_files $uri =404;", "try_files $uri /index.html;"), ("    location / {\n        return 404;", "    location / {\n        rewrite ^ /index.html last;"),
         ("error_page 404 /404.html;", "error_page 404 =200 /index.html;")],
        [
            f"Ohne Anmeldung zu lesen: {was}. {VERLANGT}"
            for was in (
                "die Startseite (/)", "die Seite „Heute“ (/index.html)", "die Liste der Fälle (/faelle.html)", "die Liste der IDs (/assets/fallbuch/nummern.js)",
                "der Suchindex (/assets/fallbuch/suchindex.js)", "der Kalender des Teams (/kalender/team.ics)", "die Woche (/woche.html)",
                "die Liste der Arbeitgeber (/arbeitgeber.html)", "die Druckfassung (/druckfassung.html)", "die Seite eines Falls (/faelle/1104.html)", "der Schreibtisch (/tisch/neu)",
            )
        ],
    ),
    "der Schreibtisch für alle": (
        [("location = / {", "location /tisch/ { auth_basic off; default_type text/html; return 200 Formular; } location = / {")],
        [f"Ohne Anmeldung zu lesen: der Schreibtisch (/tisch/neu). {VERLANGT}"],
    ),
    "jede Datei": (
        [("    location ~ /\\. {\n        return 404;", "    location ~ /\\. {\n        try_files $uri =404;"),
         ("    location / {\n        return 404;", "    location / {\n        try_files $uri =404;")],
        [
            f"Diese Datei bekommt wer angemeldet ist: {was}. {VERBOTEN}"
            for was in (
                "das git-Verzeichnis (/.git/HEAD)", "die Einstellungen von git (/.git/config)", "was sich Fallbuch auf diesem Rechner merkt (/.fallbuch/schreibtisch.json)",
                "die Datei mit den Kennwörtern (/.htpasswd)", "die Einstellungen des Teams (/vorlagen/team.yml)", "das Geheimnis der Auslosung (/statistik/los.txt)",
                "die Einstellungen der Seiten (/mkdocs.yml)", "die Sicherungskopie einer Seite (/index.html~)", "die Sicherungskopie einer Seite (/index.html.bak)",
                "die Datei eines Falls (/faelle/1104.md)", "Kontaktdaten (/kontakte/1104.age)",
            )
        ],
    ),
    "das git-Verzeichnis für alle": (
        [("    location ~ /\\. {\n        return 404;", "    location ~ /\\. {\n        auth_basic off; try_files $uri =404;"), (".fallbuch, .htpasswd", "")],
        [
            f"Diese Datei bekommt jeder, auch ohne Anmeldung: {was}. {VERBOTEN}"
            for was in (
                "das git-Verzeichnis (/.git/HEAD)", "die Einstellungen von git (/.git/config)",
                "was sich Fallbuch auf diesem Rechner merkt (/.fallbuch/schreibtisch.json)", "die Datei mit den Kennwörtern (/.htpasswd)",
            )
        ],
    ),
    "Verzeichnisse": (
        [("autoindex off;", "autoindex on;"), ("location = / {", "location ~ /$ { } location = / {")],
        ["Der Server zeigt, welche Dateien in einem Ordner liegen: /faelle/, /kalender/, /assets/. Erwartet: 403 oder 404. In nginx: autoindex off; in Caddy: file_server ohne browse."],
    ),
    "ohne robots.txt": (
        [('return 200 "User-agent: *\\nDisallow: /\\n";', "return 404;")],
        ["Suchmaschinen erfahren nicht, dass sie hier nichts sollen: Unter /robots.txt kommt 401. Erwartet: „User-agent: *“ und „Disallow: /“, ohne Anmeldung zu lesen."],
    ),
    "eine robots.txt, die einlädt": (
        [("Disallow: /\\n", "Disallow:\\n")],
        ["Suchmaschinen erfahren nicht, dass sie hier nichts sollen: Unter /robots.txt steht etwas anderes. Erwartet: „User-agent: *“ und „Disallow: /“, ohne Anmeldung zu lesen."],
    ),
    "jeder Name": (
        [('if ($host != "localhost") {\n        return 421;\n    }', "")],
        ['Der Server antwortet auch unter einem fremden Namen. Erwartet: 421 oder keine Antwort; sonst kann eine fremde Website ihren Namen auf diesen Rechner zeigen lassen. In nginx: if ($host != "localhost") { return 421; }'],
    ),
    "altes TLS": (
        [("ssl_protocols TLSv1.2 TLSv1.3;", "ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;"), ("ssl_ciphers HIGH:!aNULL:!MD5:!SHA1:!kRSA;", "ssl_ciphers ALL:@SECLEVEL=0;")],
        [
            f"Der Server nimmt noch {name} an, das als gebrochen gilt. Erwartet: nur TLS 1.2 und 1.3. In nginx: ssl_protocols TLSv1.2 TLSv1.3;"
            for name in ("TLS 1.0", "TLS 1.1")
        ],
    ),
    "ohne Weiterleitung": (
        [("return 301 https://", "return 200 willkommen; #")],
        ["Unter http kommt 200. Erwartet: auf jeder Seite eine Weiterleitung auf https unter demselben Namen. In nginx: return 301 https://localhost$request_uri;"],
    ),
    "eine Weiterleitung anderswohin": (
        [("return 301 https://localhost", "return 301 https://localhost.example.org/; #")],
        ["Unter http verweist auf „https://localhost.example.org/“. Erwartet: auf jeder Seite eine Weiterleitung auf https unter demselben Namen. In nginx: return 301 https://localhost$request_uri;"],
    ),
    "ein Cookie ohne Schutz": (
        [("etag on;", "add_header Set-Cookie 'sitzung=1; Path=/; HttpOnly' always;")],
        ["Ein Cookie ist nicht geschützt: sitzung (ohne Secure, SameSite). Erwartet: Secure, HttpOnly und SameSite an jedem. Stellen Sie es im Programm ein, das die Anmeldung macht."],
    ),
    "andere Websites lesen mit": (
        [("etag on;", "add_header Access-Control-Allow-Origin * always;")],
        ["Andere Websites dürfen die Seiten lesen: Access-Control-Allow-Origin „*“. Erwartet: diese Kopfzeile gar nicht. Nehmen Sie sie heraus."],
    ),
    "ein anderes Kennwort": (
        [("fallbuch.htpasswd;", "leer.htpasswd;")],
        ["Mit Anmeldung kommt auf der Seite „Heute“ 403 statt 200. Prüfen Sie Name und Kennwort, und ob der Server den Ordner der Seiten lesen darf. Was nur angemeldet zu sehen ist, sagt dann nichts."],
    ),
}  # fmt: skip


@MIT_NGINX
def test_auch_vor_dem_schreibtisch_ist_nichts_offen(demoordner: Path, zertifikat: Path, tmp_path: Path) -> None:
    """The file for the desk: nothing is open, and whoever has logged in writes under that name."""
    ordner = tmp_path / "nginx"
    ordner.mkdir()
    laufender = Laufender(demoordner, "--adresse", "https://localhost", "--nutzerkopf", "X-Angemeldet")
    try:
        with nginx(ordner, tmp_path, zertifikat, tischport=int(laufender.port)) as stelle:
            assert stelle.offen() == []
            assert stelle.offen(angemeldet=False) == []
            leitung = Leitung(
                Netzadresse.aus(f"https://localhost:{stelle.port}"), zugang=(NAME, KENNWORT), zertifikat=zertifikat
            )
            seite = leitung.frage("tisch/neu", angemeldet=True)
            assert seite is not None
            assert (seite.status, seite.kopf("Referrer-Policy"), seite.kopf("Cache-Control")) == (
                200,
                ["same-origin"],
                ["no-store"],
            )
            assert seite.kopf("Content-Security-Policy") == [REGEL]
    finally:
        laufender.beende(signal.SIGKILL)


def _ersetzt(text: str, ersetzen: list[tuple[str, str]]) -> str:
    for eines, anderes in ersetzen:
        assert eines in text, eines
        text = text.replace(eines, anderes)
    return text


@MIT_NGINX
@pytest.mark.parametrize("was", list(WEGGENOMMEN))
def test_was_fehlt_wird_genannt(seiten: Path, zertifikat: Path, tmp_path: Path, was: str) -> None:
    ersetzen, saetze = WEGGENOMMEN[was]

    with nginx(tmp_path, seiten, zertifikat, lambda text: _ersetzt(text, ersetzen)) as stelle:
        assert stelle.offen() == saetze


@MIT_CADDY
def test_mit_der_vorlage_ist_hinter_caddy_nichts_offen(seiten: Path, zertifikat: Path, tmp_path: Path) -> None:
    with caddy(tmp_path, seiten, zertifikat) as stelle:
        assert stelle.offen() == []
        assert stelle.offen(angemeldet=False) == []
    zeilen = [json.loads(z) for z in (tmp_path / "fallbuch.log").read_text().splitlines()]
    assert {z["request"]["remote_ip"] for z in zeilen} == {"127.0.0.0"}
    assert not any("headers" in z["request"] for z in zeilen)


#: The same for Caddy, where it goes wrong in other ways.
BEI_CADDY: dict[str, tuple[list[tuple[str, str]], list[str]]] = {
    "ein Minus im Block der Kopfzeilen": (
        [('        X-Frame-Options "DENY"', '        X-Frame-Options "DENY"\n        -Server')],
        [
            f"Die Kopfzeile „{name}“ fehlt auf der Antwort ohne Anmeldung und der Fehlerseite. Erwartet: „{wert}“.{RAT}"
            for name, wert in AUF_DEM_SERVER.items()
            if name != "Content-Security-Policy"
        ],
    ),
    "Verzeichnisse": (
        [("    file_server", "    file_server browse"), ("@anderes not path /", "@anderes not path */")],
        ["Der Server zeigt, welche Dateien in einem Ordner liegen: /faelle/, /kalender/, /assets/. Erwartet: 403 oder 404. In nginx: autoindex off; in Caddy: file_server ohne browse."],
    ),
    "die Kalender für alle": (
        [("@anmelden not path /robots.txt", "@anmelden not path /robots.txt /kalender/*")],
        [f"Ohne Anmeldung zu lesen: der Kalender des Teams (/kalender/team.ics). {VERLANGT}"],
    ),
    "jede Datei": (
        [("respond @anderes 404", "")],
        [
            f"Diese Datei bekommt wer angemeldet ist: {was}. {VERBOTEN}"
            for was in (
                "die Einstellungen des Teams (/vorlagen/team.yml)", "das Geheimnis der Auslosung (/statistik/los.txt)", "die Einstellungen der Seiten (/mkdocs.yml)",
                "die Sicherungskopie einer Seite (/index.html~)", "die Sicherungskopie einer Seite (/index.html.bak)", "die Datei eines Falls (/faelle/1104.md)", "Kontaktdaten (/kontakte/1104.age)",
            )
        ],
    ),
    "was mit einem Punkt beginnt": (
        [("respond @punkt 404", ""), ("respond @anderes 404", "@verboten path *.yml *.txt *~ *.bak *.md *.age\n    respond @verboten 404")],
        [
            f"Diese Datei bekommt wer angemeldet ist: {was}. {VERBOTEN}"
            for was in (
                "das git-Verzeichnis (/.git/HEAD)", "die Einstellungen von git (/.git/config)", "was sich Fallbuch auf diesem Rechner merkt (/.fallbuch/schreibtisch.json)", "die Datei mit den Kennwörtern (/.htpasswd)",
            )
        ],
    ),
}  # fmt: skip


@MIT_CADDY
@pytest.mark.parametrize("was", list(BEI_CADDY))
def test_was_bei_caddy_fehlt_wird_genannt(seiten: Path, zertifikat: Path, tmp_path: Path, was: str) -> None:
    ersetzen, saetze = BEI_CADDY[was]
    with caddy(tmp_path, seiten, zertifikat, lambda text: _ersetzt(text, ersetzen)) as stelle:
        assert stelle.offen() == saetze


@contextmanager
def antwortend(tue: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """A server that does what no careful program does; without encryption."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            tue(self)

        do_TRACE = do_GET  # noqa: N815 - so the library calls it

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def _sende(anfrage: BaseHTTPRequestHandler, status: int, inhalt: bytes = b"", **koepfe: str) -> None:
    anfrage.send_response(status)
    for name, wert in koepfe.items():
        anfrage.send_header(name, wert)
    anfrage.send_header("Content-Length", str(len(inhalt)))
    anfrage.end_headers()
    anfrage.wfile.write(inhalt)


def _offen(adresse: str, **umgebung: str) -> list[str]:
    _, text = im_prozess("betrieb", "pruefen", adresse, "--format", "json", cwd=Path.cwd(), **umgebung)
    return [p["text"] for p in json.loads(text) if p["ausgang"] == "offen"]


def test_ohne_verschluesselung_und_mit_trace() -> None:
    with antwortend(lambda a: _sende(a, 200, a.path.encode())) as adresse:
        offen = _offen(adresse)
    assert offen[0] == (
        "Die Adresse beginnt mit http: Alles, auch das Kennwort, geht offen durchs Netz. Erwartet: https. Richten Sie ein Zertifikat ein."
    )
    assert (
        "Der Server beantwortet TRACE und wiederholt dabei, was der Browser schickt. Erwartet: 405. Schalten Sie TRACE ab."
        in offen
    )
    # Whatever says its own path back says something else for each: all of it is open.
    assert f"Ohne Anmeldung zu lesen: die Startseite (/). {VERLANGT}" in offen
    assert not any("Strict-Transport-Security" in satz for satz in offen)


def test_eine_anmeldung_als_seite_zeigt_nichts() -> None:
    """A page that stands in for every path is a login, unless it is one of ours."""
    with antwortend(lambda a: _sende(a, 200, b"<form>Anmelden</form>")) as adresse:
        assert not [satz for satz in _offen(adresse) if satz.startswith(("Ohne Anmeldung", "Diese Datei"))]
    with antwortend(lambda a: _sende(a, 302, Location="https://anmelden.example.org/")) as adresse:
        assert not [satz for satz in _offen(adresse) if satz.startswith(("Ohne Anmeldung", "Diese Datei"))]


@pytest.mark.parametrize("status", [404, 500])
def test_eine_falsche_adresse_ist_nicht_zu(status: int) -> None:
    with antwortend(lambda a: _sende(a, status)) as adresse:
        satz = f"Ohne Anmeldung kommt auf der Startseite {status}. Erwartet: 401, 403 oder eine Weiterleitung zur Anmeldung. Prüfen Sie, ob die Adresse stimmt und der Server den Ordner der Seiten lesen darf."
        assert satz in _offen(adresse)


def _gutes(adresse: str) -> list[str]:
    _, text = im_prozess("betrieb", "pruefen", adresse, "--format", "json", cwd=Path.cwd())
    return [p["text"] for p in json.loads(text) if p["ausgang"] == "gut" and "nmeldung" in p["text"]]


def test_was_offen_ist_wird_nicht_zugleich_gelobt(seiten: Path) -> None:
    """Every page without a login: no answer of such a server is a login, and what there is not is not shut."""

    def tue(anfrage: BaseHTTPRequestHandler) -> None:
        datei = seiten / (anfrage.path.lstrip("/") or "index.html")
        _sende(anfrage, *((200, datei.read_bytes()) if datei.is_file() else (404, b"Nichts")))

    with antwortend(tue) as adresse:
        assert any(text.startswith("Ohne Anmeldung zu lesen: die Startseite (/)") for text in _offen(adresse))
        assert _gutes(adresse) == []
    with antwortend(lambda a: _sende(a, 404, b"Nichts")) as adresse:
        assert _gutes(adresse) == []
    with antwortend(lambda a: _sende(a, 401)) as adresse:
        assert len(_gutes(adresse)) > 5


def test_wer_nicht_nachkommt_hat_nichts_abgelehnt() -> None:
    with antwortend(lambda a: _sende(a, 401 if a.path == "/" else 429)) as adresse:
        _, text = im_prozess("betrieb", "pruefen", adresse, cwd=Path.cwd())
    assert (
        "Nicht geprüft: Der Server kam bei faelle.html nicht nach (Antwort 429). Rufen Sie den Befehl später noch einmal auf.\n"
        in text
    )


def test_wer_mittendrin_verstummt_ist_nicht_zu() -> None:
    """Silence would look like a refusal of everything."""
    gezaehlt: list[str] = []

    def tue(anfrage: BaseHTTPRequestHandler) -> None:
        gezaehlt.append(anfrage.path)
        if len(gezaehlt) < 5:
            _sende(anfrage, 401)

    with antwortend(tue) as adresse:
        code, text = im_prozess("betrieb", "pruefen", adresse, cwd=Path.cwd())
    port = adresse.rpartition(":")[2]
    assert (code, text) == (
        2,
        f"fallbuch: 127.0.0.1, Port {port}: Dort antwortet niemand. Prüfen Sie, ob der Server läuft und von hier aus zu erreichen ist.\n",
    )


def test_was_der_server_schickt_steuert_keinen_bildschirm() -> None:
    with antwortend(
        lambda a: _sende(a, 200, b"x", **{"Referrer-Policy": "\x1b[31mrot", "Set-Cookie": "\x1b]0;t\x07=1"})
    ) as adresse:
        _, text = im_prozess("betrieb", "pruefen", adresse, cwd=Path.cwd())
    assert "Referrer-Policy" in text
    assert not {"\x1b", "\x07"} & set(text)


@pytest.mark.parametrize(
    ("worte", "satz"),
    [
        (("pruefen", "https://jana:geheim@intern.example.org"), "In der Adresse steht ein Name oder ein Kennwort; dort läse es jeder mit. Nennen Sie den Namen mit --zugang, nach dem Kennwort wird gefragt."),
        (("pruefen", "ftp://intern.example.org"), "Das ist keine Adresse einer Seite. Erwartet: eine wie https://intern.example.org"),
        (("pruefen", "https://:443/"), "Das ist keine Adresse einer Seite. Erwartet: eine wie https://intern.example.org"),
        (("pruefen", "https://intern.example.org:99999"), "Das ist keine Adresse einer Seite. Erwartet: eine wie https://intern.example.org"),
        (("pruefen",), "Es fehlt: die Adresse. Zum Beispiel: fallbuch betrieb pruefen https://intern.example.org --zugang jana"),
        (("pruefen", "https://intern.example.org", "--zugang", "jana:geheim"), "Der Name bei --zugang darf keinen Doppelpunkt enthalten; nach dem Kennwort wird gefragt."),
        (("pruefen", "https://intern.example.org", "--zugang", "jana"), "Niemand ist da, um das Kennwort einzugeben. Setzen Sie die Umgebungsvariable FALLBUCH_KENNWORT."),
        (("stueckliste", "alles"), "Die Stückliste nimmt keine weitere Angabe. Zum Beispiel: fallbuch betrieb stueckliste > fallbuch.cdx.json"),
        (("vorlage", "apache", "--name", "a.example.org"), "Nennen Sie nginx oder caddy und mit --name, unter welchem Namen die Seiten zu finden sein sollen. Zum Beispiel: fallbuch betrieb vorlage nginx --name intern.example.org"),
        (("vorlage", "caddy", "--name", "a.example.org", "--schreibtisch", "8641"), "Für den Schreibtisch gibt es nur die Vorlage für nginx. Wie es mit Caddy geht, zeigt das Handbuch unter „Der Schreibtisch“."),
        (("vorlage", "nginx"), "Nennen Sie nginx oder caddy und mit --name, unter welchem Namen die Seiten zu finden sein sollen. Zum Beispiel: fallbuch betrieb vorlage nginx --name intern.example.org"),
        (("vorlage", "nginx", "--name", "a.example.org; }"), "Der Name (--name) ist keiner, unter dem ein Rechner zu finden ist. Erwartet: einer wie intern.example.org, klein geschrieben und ohne https://."),
        (("vorlage", "caddy", "--name", "a.example.org", "--ordner", "/srv/{env.HOME}"), "Der Ordner (--ordner) muss mit / beginnen und darf keine Leerzeichen und Sonderzeichen enthalten. Erwartet: einer wie /srv/fallbuch/site."),
    ],
)  # fmt: skip
def test_falsche_aufrufe(tmp_path: Path, worte: tuple[str, ...], satz: str) -> None:
    ende = fallbuch("betrieb", *worte, cwd=tmp_path)
    assert (ende.returncode, ende.stdout, ende.stderr) == (2, "", f"fallbuch: {satz}\n")


@pytest.mark.parametrize(
    "inhalt", [b"", b"kein Zertifikat", b"\xff\xfe", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"]
)
def test_eine_datei_ohne_zertifikat(tmp_path: Path, inhalt: bytes) -> None:
    (tmp_path / "z.pem").write_bytes(inhalt)
    ende = fallbuch("betrieb", "pruefen", "https://localhost:9", "--zertifikat", "z.pem", cwd=tmp_path)
    assert (ende.returncode, ende.stderr) == (
        2,
        "fallbuch: In der Datei, die --zertifikat nennt, steht kein Zertifikat.\n",
    )
    ende = fallbuch("betrieb", "pruefen", "https://localhost:9", "--zertifikat", "fehlt.pem", cwd=tmp_path)
    assert (ende.returncode, ende.stderr) == (
        2,
        "fallbuch: „fehlt.pem“ lässt sich nicht lesen oder schreiben, weil es sie nicht gibt.\n",
    )


def test_nach_dem_kennwort_wird_gefragt_ohne_es_zu_zeigen(monkeypatch: pytest.MonkeyPatch) -> None:
    gefragt: list[tuple[str, bool]] = []

    def frage(was: str, *, hide_input: bool, **mehr: object) -> str:
        gefragt.append((was, hide_input))
        return "geheim"

    monkeypatch.setattr(click, "prompt", frage)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    gesehen: list[str] = []

    def tue(anfrage: BaseHTTPRequestHandler) -> None:
        gesehen.append(str(anfrage.headers))
        _sende(anfrage, 401)

    with antwortend(tue) as adresse:
        code, text = im_prozess("betrieb", "pruefen", adresse, "--zugang", "jana", cwd=Path.cwd())
    assert (code, gefragt) == (1, [("Kennwort von jana", True)])
    assert "geheim" not in text
    # Nobody can tell who would get it.
    assert not any("Authorization" in kopf for kopf in gesehen)


def test_gefragt_wird_nur_dieser_eine_rechner(monkeypatch: pytest.MonkeyPatch) -> None:
    gerufen: set[str] = set()
    verbinde = socket.create_connection

    def merke(ziel: tuple[str, int], *mehr: Any, **weiter: Any) -> socket.socket:
        gerufen.add(ziel[0])
        return verbinde(ziel, *mehr, **weiter)

    monkeypatch.setattr(socket, "create_connection", merke)
    monkeypatch.setenv("http_proxy", "http://anders.example.org:3128")
    with antwortend(lambda a: _sende(a, 302, Location="http://localhost:1/anders")) as adresse:
        _offen(adresse)
    assert gerufen == {"127.0.0.1"}


def test_niemand_da(tmp_path: Path) -> None:
    port = freier_port()
    ende = fallbuch("betrieb", "pruefen", f"https://localhost:{port}", cwd=tmp_path)
    assert (ende.returncode, ende.stderr) == (2, f"fallbuch: localhost, Port {port}: Dort antwortet niemand. Prüfen Sie, ob der Server läuft und von hier aus zu erreichen ist.\n")  # fmt: skip
    with antwortend(lambda a: _sende(a, 200)) as adresse:
        ende = fallbuch("betrieb", "pruefen", adresse.replace("http:", "https:"), cwd=tmp_path)
    assert (ende.returncode, ende.stderr) == (2, f"fallbuch: 127.0.0.1, Port {adresse.rpartition(':')[2]}: Dort antwortet etwas, aber nicht mit https. Prüfen Sie Adresse und Port.\n")  # fmt: skip


def test_der_schreibtisch_an_der_anmeldung_vorbei(monkeypatch: pytest.MonkeyPatch) -> None:
    """From this machine that cannot be told; another name for it stands in for one that is elsewhere."""
    monkeypatch.setattr(Netzadresse, "am_eigenen_rechner", False)
    with (
        antwortend(lambda a: _sende(a, 403, b"Dieser Schreibtisch")) as tisch,
        antwortend(lambda a: _sende(a, 401)) as adresse,
    ):
        leitung = Leitung(Netzadresse.aus(adresse))
        for port, offen in ((int(tisch.rpartition(":")[2]), True), (freier_port(), False)):
            punkte = pruefe(nimm_auf(leitung, klarport=80, tischport=port, zugang=False), date(2026, 6, 30))
            (punkt,) = [p for p in punkte if p.kennung == "schreibtisch"]
            assert (punkt.ausgang is Pruefausgang.OFFEN) is offen
    assert punkt.satz == "Der Schreibtisch ist nur hinter der Anmeldung zu erreichen."


@pytest.mark.parametrize(
    ("name", "werte", "mangel"),
    [
        ("Content-Security-Policy", [REGEL], ""),
        ("Content-Security-Policy", ["default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"], ""),
        # Of two policies both hold.
        ("Content-Security-Policy", ["default-src *", REGEL], ""),
        ("Content-Security-Policy", [f"default-src *, {REGEL}"], ""),
        ("Content-Security-Policy", ["default-src 'self'; img-src 'self' data:"], "erlaubt mehr, als die Seiten brauchen, bei default-src, form-action, frame-ancestors, base-uri"),
        # The first of two counts.
        ("Content-Security-Policy", [REGEL.replace("script-src 'self'", "script-src *; script-src 'self'")], "erlaubt mehr, als die Seiten brauchen, bei script-src"),
        ("Content-Security-Policy", [""], "erlaubt mehr, als die Seiten brauchen, bei default-src, script-src, style-src, img-src, connect-src, font-src, form-action, frame-ancestors, base-uri"),
        ("X-Frame-Options", ["DENY", "ALLOWALL"], "lautet „DENY, ALLOWALL“"),
        ("X-Frame-Options", ["sameorigin"], ""),
        ("Referrer-Policy", ["unsafe-url, same-origin"], ""),
        ("Strict-Transport-Security", ["max-age=15552000; includeSubDomains"], ""),
        ("Strict-Transport-Security", ["max-age=15551999"], "lautet „max-age=15551999“"),
        ("Strict-Transport-Security", ["includeSubDomains"], "lautet „includeSubDomains“"),
        ("Strict-Transport-Security", ['max-age="31536000"'], ""),
        ("Strict-Transport-Security", ["max-age=²"], "lautet „max-age=²“"),
        ("Permissions-Policy", ["camera=(), microphone=(), geolocation=(self)"], "verbietet nicht: geolocation"),
        ("Permissions-Policy", ["geolocation=(), camera=(), microphone=()", "usb=()"], ""),
        ("Permissions-Policy", ["camera=(), microphone=(), geolocation=()", "camera=*"], "verbietet nicht: camera"),
        ("X-Robots-Tag", ["none"], ""),
        ("X-Robots-Tag", ["nofollow"], "lautet „nofollow“"),
    ],
)  # fmt: skip
def test_was_streng_genug_ist(name: str, werte: list[str], mangel: str) -> None:
    (vorgabe,) = [v for v in vorgaben() if v.name == name]
    assert vorgabe.mangel(werte) == mangel


def test_jede_vorgabe_genuegt_sich_selbst() -> None:
    assert [v.name for v in vorgaben() if v.mangel([v.wert])] == []
