"""Real web servers with the shipped files, on ports of this machine, and how one of them is changed."""

from __future__ import annotations

import os
import re
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fallbuch.betrieb.vorlagen import serverdatei
from tests.cli.aufruf import im_prozess
from tests.schreibtisch.conftest import freier_port

NAME, KENNWORT = "jana", "geheim-und-lang"
#: bcrypt of the password, at the price that htpasswd asks for.
ZUGANG = "$2b$05$cvE4ihM6vjCCWC2NptQdyuYr.QLGx1.jkT15ozrcgrfKtPIEJCjSe"
Aendern = Callable[[str], str]


def bleibe(text: str) -> str:
    """Change nothing."""
    return text


@dataclass(frozen=True)
class Stelle:
    """Where a server runs: its ports with and without encryption, and the certificate that it shows."""

    port: int
    klarport: int
    zertifikat: Path

    def pruefe(self, *mehr: str, vertraut: bool = True, angemeldet: bool = True) -> tuple[int, list[str]]:
        """Check it by the command; returns the code and the lines."""
        zugang = ("--zugang", NAME) if angemeldet else ()
        zertifikat = ("--zertifikat", str(self.zertifikat)) if vertraut else ()
        code, text = im_prozess(
            "betrieb", "pruefen", f"https://localhost:{self.port}", "--http-port", str(self.klarport), *zugang, *zertifikat, *mehr,
            cwd=Path.cwd(), FALLBUCH_KENNWORT=KENNWORT,
        )  # fmt: skip
        return code, text.splitlines()

    def offen(self, **mehr: bool) -> list[str]:
        """Return what is open, without the word in front."""
        code, zeilen = self.pruefe(**mehr)
        offen = [zeile.removeprefix("Offen: ") for zeile in zeilen if zeile.startswith("Offen: ")]
        assert code == (1 if offen else 0), zeilen
        return offen


def mache_zertifikat(ordner: Path, name: str = "localhost", tage: int = 20_000) -> Path:
    """Make a key and a certificate that vouches for itself, for so long that no clock matters."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k.pem", "-out", "z.pem", "-days", str(tage),
         "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"],
        cwd=ordner, check=True, capture_output=True,
    )  # fmt: skip
    return ordner / "z.pem"


@contextmanager
def nginx(
    ordner: Path, seiten: Path, zertifikat: Path, aendere: Aendern = bleibe, tischport: int = 0
) -> Iterator[Stelle]:
    """Run Debian's nginx with the shipped file; `aendere` takes something away, `tischport` is the desk's."""
    stelle = Stelle(freier_port(), freier_port(), zertifikat)
    (ordner / "fallbuch.htpasswd").write_text(f"{NAME}:{ZUGANG}\n")
    text = serverdatei("nginx", name="localhost", ordner=str(seiten), tischport=tischport)
    for was, wodurch in (
        ("listen [::]:443 ssl;", ""), ("listen [::]:80;", ""),
        ("listen 443 ssl;", f"listen 127.0.0.1:{stelle.port} ssl;"), ("listen 80;", f"listen 127.0.0.1:{stelle.klarport};"),
        ("/etc/nginx/fallbuch.htpasswd;", f"{ordner}/fallbuch.htpasswd;"),
        ("/etc/letsencrypt/live/localhost/fullchain.pem", str(zertifikat)),
        ("/etc/letsencrypt/live/localhost/privkey.pem", str(zertifikat.with_name("k.pem"))),
        ("/var/log/nginx/", f"{ordner}/"),
        # Debian's nginx knows the port of the address; a site at its usual port needs none.
        ("https://localhost$request_uri", f"https://localhost:{stelle.port}$request_uri"),
    ):  # fmt: skip
        assert text.count(was) == 1 or was.endswith("/"), was
        text = text.replace(was, wodurch)
    (ordner / "nginx.conf").write_text(
        f"{'user root;' if os.geteuid() == 0 else ''} daemon off; pid {ordner}/pid; error_log {ordner}/fehler.log; events {{}} "
        f"http {{ include /etc/nginx/mime.types; client_body_temp_path {ordner}/a; proxy_temp_path {ordner}/b; fastcgi_temp_path {ordner}/c; "
        f"uwsgi_temp_path {ordner}/d; scgi_temp_path {ordner}/e; {aendere(text)} }}"
    )
    with laufend(
        ["nginx", "-e", f"{ordner}/fehler.log", "-c", f"{ordner}/nginx.conf"], stelle.port, ordner / "fehler.log"
    ):
        yield stelle


@contextmanager
def caddy(ordner: Path, seiten: Path, zertifikat: Path, aendere: Aendern = bleibe) -> Iterator[Stelle]:
    """Run Debian's Caddy with the shipped file."""
    stelle = Stelle(freier_port(), freier_port(), zertifikat)
    (ordner / "fallbuch.zugang").write_text(f"{NAME} {ZUGANG}\n")
    text = serverdatei("caddy", name="localhost", ordner=str(seiten))
    text = text.replace("/etc/caddy/", f"{ordner}/").replace("/var/log/caddy/", f"{ordner}/")
    text = re.sub(
        r"^localhost \{$",
        f"localhost {{\n    tls {zertifikat} {zertifikat.with_name('k.pem')}\n    bind 127.0.0.1",
        text,
        flags=re.MULTILINE,
    )
    oben = f"{{\n    admin off\n    http_port {stelle.klarport}\n    https_port {stelle.port}\n}}\n"
    (ordner / "Caddyfile").write_text(oben + aendere(text))
    umgebung = {**os.environ, "HOME": str(ordner), "XDG_DATA_HOME": str(ordner), "XDG_CONFIG_HOME": str(ordner)}
    with laufend(
        ["caddy", "run", "--config", str(ordner / "Caddyfile"), "--adapter", "caddyfile"],
        stelle.port,
        ordner / "fehler.log",
        umgebung,
    ):
        yield stelle


@contextmanager
def laufend(befehl: list[str], port: int, mitschrift: Path, umgebung: dict[str, str] | None = None) -> Iterator[None]:
    """Run a server until it is no longer needed."""
    with mitschrift.open("ab") as datei:
        programm = subprocess.Popen(befehl, stdout=datei, stderr=datei, env=umgebung)
    try:
        while programm.poll() is None:
            with socket.socket() as dose:
                if dose.connect_ex(("127.0.0.1", port)) == 0:
                    break
        assert programm.poll() is None, mitschrift.read_text()
        yield
    finally:
        programm.terminate()
        programm.wait()
