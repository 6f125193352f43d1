"""Who may ask the desk what: it stands on the counsellor's own machine, and every website in the same browser can knock.

Nothing here knows of cases. A request passes all checks or is refused with a sentence; what a browser says about the
page that asks (`Origin`, `Sec-Fetch-*`) no page can forge.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import field
from urllib.parse import unquote

from fallbuch.betrieb.kopfzeilen import IMMER, NIE_AUFHEBEN
from fallbuch.werte import dataclass

#: A case file at most, several times over; more is no form.
HOECHSTENS = 4_000_000
#: Browsers speak to none of these, since other programs listen there: https://fetch.spec.whatwg.org/#port-blocking
GESPERRTE_PORTS = frozenset({
    1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
})  # fmt: skip
#: On every answer of the desk: nothing is kept, and a form may tell the desk itself from where it comes.
KOPFZEILEN = {**IMMER, "Referrer-Policy": "same-origin", "Cache-Control": NIE_AUFHEBEN}
_LESEN, _SCHREIBEN = ("GET", "HEAD"), "POST"
_PFAD = re.compile(r"/[^\x00-\x1f\x7f\\]{0,500}")
_FREMD = "Diese Anfrage kommt nicht vom Schreibtisch selbst und wurde abgelehnt."
_OHNE_SCHLUESSEL = (
    "Dieser Schreibtisch gehört dem, der ihn gestartet hat, und dieser Browser kennt seinen Schlüssel nicht, oder er gilt nicht mehr. "
    "Starten Sie ihn neu, mit der Datei „Schreibtisch“ im Ordner des Teams oder mit „fallbuch oeffnen“; dann öffnet sich die Seite von selbst."
)


@dataclass(frozen=True, kw_only=True)
class Anfrage:
    """What there is to be known of a request before anything is done: names of `kopf` in small letters."""

    methode: str
    #: As it was sent, escapes and all, without the query.
    pfad: str
    kopf: Mapping[str, str]
    #: The key in the address and the one in the cookie, "" without.
    mitgegeben: str = ""
    gemerkt: str = ""
    #: The address of the machine that sent it.
    von: str = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Ablehnung:
    """Why a request is refused: a status of HTTP and a sentence for whoever sees it."""

    status: int
    satz: str


class Einlass:
    """The key in the address that opens the desk: good for one visit, since others on the machine can read with what a browser was started."""

    def __init__(self) -> None:
        self.schluessel = secrets.token_urlsafe(32)
        #: Is told each new key.
        self.melde: Callable[[str], None] = lambda _: None

    def wechsle(self) -> None:
        """Make another key in the place of the one that has been used."""
        self.schluessel = secrets.token_urlsafe(32)
        self.melde(self.schluessel)


@dataclass(frozen=True, kw_only=True)
class Tischzugang:
    """By what the desk knows whoever may use it: on one's own machine a key, behind a login what that says."""

    #: `127.0.0.1:8641` and the like: under these names alone it answers.
    hosts: frozenset[str]
    #: `http://127.0.0.1:8641` and the like: pages of these addresses may write.
    herkuenfte: frozenset[str]
    #: What the cookie of whoever has come in holds; "" behind a login.
    schluessel: str = ""
    einlass: Einlass = field(default_factory=Einlass, repr=False)
    #: The header in which the login names the person, and the machines from which it is believed.
    nutzerkopf: str = ""
    vertraute: frozenset[str] = frozenset()

    @classmethod
    def am_eigenen_rechner(cls, port: int) -> Tischzugang:
        """Return the access to a desk on this machine, with a new key."""
        hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
        return cls(
            hosts=hosts, herkuenfte=frozenset(f"http://{host}" for host in hosts), schluessel=secrets.token_urlsafe(32)
        )

    def nutzer(self, anfrage: Anfrage) -> str:
        """Return the name of the person as the login gave it; "" on one's own machine."""
        roh = anfrage.kopf.get(self.nutzerkopf.lower(), "").strip() if self.nutzerkopf else ""
        try:
            return roh.encode("latin-1").decode(
                "utf-8"
            )  # as servers send it; WSGI reads every byte as a sign of its own
        except UnicodeError:
            return roh

    def pruefe(self, anfrage: Anfrage) -> Ablehnung | None:
        """Return why a request is refused, None where it may pass."""
        if anfrage.kopf.get("host", "") not in self.hosts:
            return Ablehnung(421, "Unter diesem Namen gibt es hier nichts.")
        if anfrage.methode not in (*_LESEN, _SCHREIBEN):
            return Ablehnung(405, "Das lässt sich hier nicht tun.")
        if not ist_pfad(anfrage.pfad):
            return Ablehnung(400, "Diese Adresse gibt es nicht.")
        if not self._kennt(anfrage):
            return Ablehnung(403, _OHNE_SCHLUESSEL)
        return self._fremd(anfrage) or (_uebergross(anfrage) if anfrage.methode == _SCHREIBEN else None)

    def _kennt(self, anfrage: Anfrage) -> bool:
        if self.nutzerkopf:
            return anfrage.von in self.vertraute and self.nutzer(anfrage) != ""
        return _gleich(anfrage.gemerkt, self.schluessel) or self.tritt_ein(anfrage)

    def tritt_ein(self, anfrage: Anfrage) -> bool:
        """Tell whether the address carries the key: it becomes a cookie then, and vanishes from the address."""
        return (
            self.schluessel != "" and anfrage.methode in _LESEN and _gleich(anfrage.mitgegeben, self.einlass.schluessel)
        )

    def _fremd(self, anfrage: Anfrage) -> Ablehnung | None:
        """Refuse what another page asks for: a link may lead here, but nothing may be loaded or sent from elsewhere.

        Another port of this machine counts as the same site for cookies, so that these alone tell nothing.
        """
        kopf = anfrage.kopf
        ort = kopf.get("sec-fetch-site", "")
        if anfrage.methode == _SCHREIBEN:
            eigene = ort == "same-origin" and kopf.get("origin", "") in self.herkuenfte
            art = kopf.get("content-type", "").partition(";")[0].strip().lower()
            return None if eigene and art == "application/json" else Ablehnung(403, _FREMD)
        link = kopf.get("sec-fetch-mode") == "navigate" and kopf.get("sec-fetch-dest") == "document"
        return None if ort in {"same-origin", "none"} or (ort and link) else Ablehnung(403, _FREMD)


def _uebergross(anfrage: Anfrage) -> Ablehnung | None:
    laenge = anfrage.kopf.get("content-length", "")
    if not (laenge.isascii() and laenge.isdigit()) or "transfer-encoding" in anfrage.kopf:
        return Ablehnung(411, "Wie groß die Anfrage ist, steht nicht dabei.")
    return Ablehnung(413, "Das ist zu viel auf einmal.") if len(laenge) > 12 or int(laenge) > HOECHSTENS else None


def ist_pfad(pfad: str) -> bool:
    """Tell whether an address is one that the desk can have given out: no way up, no second meaning."""
    klar = unquote(pfad, errors="replace")
    teile = klar.split("/")[1:]
    return (
        _PFAD.fullmatch(klar) is not None and "%" not in klar and "" not in teile[:-1] and not {".", ".."} & set(teile)
    )


def _gleich(eines: str, anderes: str) -> bool:
    return eines != "" and secrets.compare_digest(eines.encode("utf-8", "replace"), anderes.encode())
