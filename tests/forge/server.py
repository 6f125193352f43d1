"""A server that answers about comments as the documentation of GitHub, GitLab, Forgejo and Gitea says.

Sources: „REST API endpoints for issue comments“, „Using pagination“, „Rate limits“ (GitHub); „Notes API“, „Pagination“
(GitLab); the OpenAPI description of Forgejo and Gitea, whose list of an issue's comments has no pages.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "geheim-0815-XYZ"
#: What the forge's own clock says, in seconds since 1970: it stands still, however long an answer takes.
UHR = 1_780_000_000


@dataclass
class Stoerung:
    """What the server does instead of answering: status, headers, body; `danach` answers after having done it."""

    status: int
    koepfe: dict[str, str] = field(default_factory=dict)
    inhalt: bytes = b'{"message": "no"}'
    danach: bool = False
    art: str | None = None


@dataclass
class Forge:
    """One forge: its comments, whom it lets in, and what it was asked."""

    art: str
    kommentare: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    fremde: set[int] = field(default_factory=set)
    stoerungen: list[Stoerung] = field(default_factory=list)
    anfragen: list[tuple[str, str]] = field(default_factory=list)
    koepfe: list[dict[str, str]] = field(default_factory=list)
    adresse: str = ""
    naechste: int = 100
    #: A server may allow fewer comments on a page than were asked for.
    hoechstens: int = 100
    #: Who the token belongs to, None where the forge does not tell.
    ich: int | None = None
    #: The request whose comments it knows.
    nummer: int = 7
    #: Nobody waits any more for an answer that only trickles.
    niemand_wartet: threading.Event = field(default_factory=threading.Event)

    @property
    def api(self) -> str:
        return self.adresse + {"github": "", "gitlab": "/api/v4"}.get(self.art, "/api/v1")

    def umgebung(self) -> dict[str, str]:
        """What the forge gives to a job."""
        if self.art == "gitlab":
            return {
                "CI_API_V4_URL": self.api,
                "CI_PROJECT_ID": "77",
                "CI_MERGE_REQUEST_IID": str(self.nummer),
                "CI_JOB_TOKEN": TOKEN,
            }
        return {"GITHUB_API_URL": self.api, "GITHUB_REPOSITORY": "team/fälle", "GITHUB_REF": f"refs/pull/{self.nummer}/merge", "FALLBUCH_TOKEN": TOKEN}  # fmt: skip

    @property
    def liste(self) -> str:
        return (
            f"/projects/77/merge_requests/{self.nummer}/notes"
            if self.art == "gitlab"
            else f"/repos/team/fälle/issues/{self.nummer}/comments"
        )

    def darf(self, koepfe: dict[str, str]) -> bool:
        match self.art:
            case "github":
                return koepfe.get("authorization") == f"Bearer {TOKEN}"
            case "gitlab":
                return TOKEN in (koepfe.get("job-token"), koepfe.get("private-token"))
        return koepfe.get("authorization") == f"token {TOKEN}"

    def fuege_ein(self, text: str, liste: str = "", *, von_menschen: bool = False) -> dict[str, Any]:
        self.naechste += 1
        # GitLab and Gitea keep line ends as they like.
        wer = (
            {"id": 1, "login": "jemand", "type": "User"} if von_menschen else {"id": 99, "login": "bot", "type": "Bot"}
        )
        if self.art != "github":
            wer.pop("type")
        kommentar = {"id": self.naechste, "body": text, "author" if self.art == "gitlab" else "user": wer}
        self.kommentare.setdefault(liste or self.liste, []).append(kommentar)
        return kommentar

    @property
    def texte(self) -> list[str]:
        return [k["body"] for k in self.kommentare.get(self.liste, [])]


class _Griff(BaseHTTPRequestHandler):
    forge: Forge

    def log_message(self, *_: object) -> None:
        pass

    def date_time_string(self, timestamp: float | None = None) -> str:
        return formatdate(UHR, usegmt=True)

    def _antworte(self, status: int, inhalt: bytes, koepfe: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, wert in (koepfe or {}).items():
            if name != "Date":
                self.send_header(name, wert)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(inhalt)))
        self.end_headers()
        if koepfe and "X-Zaeh" in koepfe:
            self._troepfle(inhalt)
            return
        self.wfile.write(inhalt)

    def _troepfle(self, inhalt: bytes) -> None:
        """Send a byte at a time, until nobody waits any more; who waits to the end gets all of it."""
        try:
            for stelle in range(len(inhalt)):
                self.wfile.write(inhalt[stelle : stelle + 1])
                self.wfile.flush()
                if self.forge.niemand_wartet.wait(0.02):
                    return
        except OSError:
            self.close_connection = True

    def _json(self, status: int, daten: object) -> None:
        self._antworte(status, json.dumps(daten).encode())

    def _behandle(self, art: str) -> None:
        f = self.forge
        teile = urlsplit(self.path)
        weg = unquote(teile.path)
        koepfe = {k.lower(): v for k, v in self.headers.items()}
        laenge = int(koepfe.get("content-length", "0"))
        daten = json.loads(self.rfile.read(laenge)) if laenge else {}
        f.anfragen.append((art, weg))
        f.koepfe.append(koepfe)
        gestoert = next((s for s in f.stoerungen if s.art in (None, art)), None)
        if gestoert is not None:
            f.stoerungen.remove(gestoert)
            if gestoert.danach:
                self._tue(art, weg, teile.query, daten, still=True)
            if gestoert.status == 0:
                self.close_connection = True
                self.connection.close()
                return
            self._antworte(gestoert.status, gestoert.inhalt, gestoert.koepfe)
            return
        if not f.darf(koepfe):
            self._json(401, {"message": f"Bad credentials {koepfe.get('authorization')}"})
            return
        self._tue(art, weg, teile.query, daten)

    def _tue(self, art: str, weg: str, frage: str, daten: dict[str, Any], *, still: bool = False) -> None:
        f = self.forge
        grund = urlsplit(f.api).path
        weg = weg.removeprefix(grund)
        antwort: tuple[int, object] = (404, {"message": "Not Found"})
        einer = re.fullmatch(r"(.*)/(?:comments|notes)/(\d+)", weg)
        if art == "GET" and weg == "/user" and f.ich is not None:
            antwort = (200, {"id": f.ich})
        elif art == "GET" and weg == "/user":
            antwort = (403, {"message": "Resource not accessible by integration"})
        elif art == "GET" and weg == f.liste:
            antwort = (200, self._seite(f.kommentare.get(weg, []), parse_qs(frage)))
        elif art == "POST" and re.search(r"/(comments|notes)$", weg) and (weg == f.liste or "/3/" in weg):
            antwort = (201, f.fuege_ein(daten["body"], weg))
        elif einer and art == ("PUT" if f.art == "gitlab" else "PATCH"):
            k = next((k for alle in f.kommentare.values() for k in alle if k["id"] == int(einer[2])), None)
            if k is not None and k["id"] in f.fremde:
                antwort = (403, {"message": "Forbidden"})
            elif k is not None:
                k["body"] = daten["body"]
                antwort = (200, k)
        elif art == "GET" and weg.endswith(("/issues/3/comments", "/issues/3/notes")):
            antwort = (200, self._seite(f.kommentare.get(weg, []), parse_qs(frage)))
        if not still:
            self._json(*antwort)

    def _seite(self, alle: list[dict[str, Any]], frage: dict[str, list[str]]) -> list[dict[str, Any]]:
        if self.forge.art in {"forgejo", "gitea"}:
            return alle
        je = min(int(frage.get("per_page", ["30"])[0]), self.forge.hoechstens)
        seite = int(frage.get("page", ["1"])[0])
        return alle[(seite - 1) * je : seite * je]

    def do_GET(self) -> None:
        self._behandle("GET")

    def do_POST(self) -> None:
        self._behandle("POST")

    def do_PUT(self) -> None:
        self._behandle("PUT")

    def do_PATCH(self) -> None:
        self._behandle("PATCH")


@contextmanager
def laufend(art: str) -> Iterator[Forge]:
    """Run a forge of this kind on a free port of this machine."""
    forge = Forge(art)
    griff = type("Griff", (_Griff,), {"forge": forge})
    server = ThreadingHTTPServer(("127.0.0.1", 0), griff)
    forge.adresse = f"http://127.0.0.1:{server.server_address[1]}"
    faden = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    faden.start()
    try:
        yield forge
    finally:
        server.shutdown()
        server.server_close()
        faden.join()
