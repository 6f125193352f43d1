"""The door to a site that runs: one request at a time, to that site's machine and no other.

No redirect is followed, nothing is taken from the environment but the certificates that the system trusts, and the
password goes out only where the certificate has been checked.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
import warnings
from base64 import b64encode
from collections.abc import Callable, Mapping
from concurrent.futures import Future, wait
from dataclasses import field
from pathlib import Path
from threading import Thread
from typing import TypeVar
from urllib.parse import quote, urlsplit

import certifi

from fallbuch.fehler import Satzfehler
from fallbuch.werte import dataclass

T = TypeVar("T")
#: Seconds: for each step of a request, and for all of it, however slowly it trickles.
_FRIST, _HOECHSTENS_DAUER = 10, 30
#: More than any page has that is looked at.
_HOECHSTENS_BYTES = 4_000_000
#: As a browser asks where somebody has typed the address: the desk answers nobody else.
_WIE_GETIPPT = {
    "User-Agent": "fallbuch",
    "Accept": "*/*",
    "Connection": "close",
    "Sec-Fetch-Site": "none",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "document",
}
#: What our own library says when it cannot speak so old a version itself.
_EIGENE_GRENZE = ("NO_PROTOCOLS_AVAILABLE", "NO_CIPHERS_AVAILABLE", "INTERNAL_ERROR", "NO_SUITABLE_DIGEST_ALGORITHM")
#: Of OpenSSL, https://docs.openssl.org/3.0/man1/openssl-verification-options/
_GRUENDE = {
    10: "ist abgelaufen",
    18: "ist von niemandem beglaubigt, sondern von sich selbst",
    19: "stammt von einer Stelle, die dieser Rechner nicht kennt",
    20: "stammt von einer Stelle, die dieser Rechner nicht kennt",
    21: "ist nicht vollständig: Es fehlen die Zertifikate dazwischen",
    62: "gilt für einen anderen Namen",
    64: "gilt für eine andere Adresse",
}


#: Stands for a status where something answers and does not come to an end.
NICHT_FERTIG = 0


class Unerreichbar(Satzfehler):
    """Nobody answers, or what was called is no address."""


@dataclass(frozen=True, kw_only=True)
class Netzadresse:
    """Where a site is: `pfad` begins and ends with a slash."""

    sicher: bool
    rechner: str
    port: int
    pfad: str

    @classmethod
    def aus(cls, text: str) -> Netzadresse:
        """Read an address as people type it. Raises `Unerreichbar`, without repeating a password in it."""
        try:
            teile = urlsplit(text if "://" in text else f"https://{text}")
            port, rechner = teile.port, (teile.hostname or "").encode("idna").decode()
        except (ValueError, UnicodeError):
            raise Unerreichbar(_KEINE_ADRESSE) from None
        if teile.username is not None or teile.password is not None:
            raise Unerreichbar(
                "In der Adresse steht ein Name oder ein Kennwort; dort läse es jeder mit. Nennen Sie den Namen mit --zugang, nach dem Kennwort wird gefragt."
            )
        if teile.scheme not in {"https", "http"} or not rechner or not text.isprintable() or " " in text:
            raise Unerreichbar(_KEINE_ADRESSE)
        if teile.port == 0:
            raise Unerreichbar(_KEINE_ADRESSE)
        pfad = quote(teile.path, safe="/%:@!$&'()*+,;=~").rpartition("/")[0]
        sicher = teile.scheme == "https"
        return cls(sicher=sicher, rechner=rechner, port=port or (443 if sicher else 80), pfad=f"{pfad}/")

    @property
    def am_eigenen_rechner(self) -> bool:
        """Whether it is this machine's own: from there nobody can tell what is open to others."""
        return self.rechner == "localhost" or self.rechner.startswith("127.") or self.rechner == "::1"


_KEINE_ADRESSE = "Das ist keine Adresse einer Seite. Erwartet: eine wie https://intern.example.org"


@dataclass(frozen=True, kw_only=True)
class Seitenantwort:
    """What came back."""

    #: `NICHT_FERTIG` where none came in time.
    status: int
    koepfe: tuple[tuple[str, str], ...] = ()
    inhalt: bytes = field(default=b"", repr=False)

    def kopf(self, name: str) -> list[str]:
        """Return every value of a header."""
        return [wert for n, wert in self.koepfe if n.lower() == name.lower()]


@dataclass(frozen=True, kw_only=True)
class Ausweis:
    """What a certificate is worth: `mangel` is "" where it is in order, `ablauf` the second since 1970 at which it ends."""

    mangel: str
    ablauf: float = 0.0


class Leitung:
    """Requests to one address; `zugang` is a name and a password."""

    def __init__(
        self, adresse: Netzadresse, *, zugang: tuple[str, str] | None = None, zertifikat: Path | None = None
    ) -> None:
        self.adresse = adresse
        self._zugang = zugang
        self._streng = ssl.create_default_context()
        # Python for macOS trusts nobody until somebody has told it to.
        self._streng.load_verify_locations(certifi.where())
        if zertifikat is not None:
            inhalt = zertifikat.read_bytes()
            try:
                self._streng.load_verify_locations(cadata=inhalt.decode("ascii"))
            except (ssl.SSLError, ValueError):
                raise Unerreichbar("In der Datei, die --zertifikat nennt, steht kein Zertifikat.") from None
        self._nachsichtig = _nachsichtig()
        self.ausweis = self._weise_aus() if adresse.sicher else Ausweis(mangel="")

    @property
    def darf_anmelden(self) -> bool:
        """Whether there is a password, and the one who would get it is known."""
        return self._zugang is not None and self.adresse.sicher and not self.ausweis.mangel

    def frage(
        self, pfad: str, *, angemeldet: bool = False, methode: str = "GET", rechner: str = "", falsch: bool = False
    ) -> Seitenantwort | None:
        """Return the answer to one request, None where none came.

        `rechner` is the name that is asked for instead of the site's; `falsch`: with a password that nobody has.
        """
        koepfe = dict(_WIE_GETIPPT)
        if rechner:
            koepfe["Host"] = rechner
        if angemeldet and self._zugang is not None and self.darf_anmelden:
            name, kennwort = self._zugang
            wort = f"{name}:{'falsch-' if falsch else ''}{kennwort}"
            koepfe["Authorization"] = "Basic " + b64encode(wort.encode()).decode()
        weg = f"{self.adresse.pfad}{pfad}"
        if not self.adresse.sicher:
            return self.frage_offen(self.adresse.port, weg, koepfe, methode)
        regel = self._nachsichtig if self.ausweis.mangel else self._streng
        return _rufe(
            lambda: http.client.HTTPSConnection(
                self.adresse.rechner, self.adresse.port, timeout=_FRIST, context=regel
            ),
            methode, weg, koepfe,
        )  # fmt: skip

    def frage_offen(
        self, port: int, weg: str, koepfe: Mapping[str, str] | None = None, methode: str = "GET"
    ) -> Seitenantwort | None:
        """Ask without encryption at a port of the same machine."""
        return _rufe(
            lambda: http.client.HTTPConnection(self.adresse.rechner, port, timeout=_FRIST),
            methode, weg, koepfe or _WIE_GETIPPT,
        )  # fmt: skip

    def spricht(self, fassung: ssl.TLSVersion) -> bool | None:
        """Tell whether the machine accepts this version of TLS, None where ours cannot speak it."""
        regel = _nachsichtig()
        try:
            regel.set_ciphers("ALL:@SECLEVEL=0")
            with warnings.catch_warnings():
                # That it is old is why it is tried.
                warnings.simplefilter("ignore", DeprecationWarning)
                regel.minimum_version = regel.maximum_version = fassung
            with self._verbinde(regel):
                return True
        except ValueError:
            return None
        except ssl.SSLError as fehler:
            return None if fehler.reason in _EIGENE_GRENZE else False
        except OSError:
            return False

    def _weise_aus(self) -> Ausweis:
        try:
            with self._verbinde(self._streng) as dose:
                ende = str((dose.getpeercert() or {}).get("notAfter", ""))
                return Ausweis(mangel="", ablauf=float(ssl.cert_time_to_seconds(ende)) if ende else 0.0)
        except ssl.SSLCertVerificationError as fehler:
            return Ausweis(mangel=_GRUENDE.get(fehler.verify_code, "lässt sich nicht prüfen"))
        except (OSError, ssl.SSLError) as fehler:
            raise self.stumm(fehler) from None

    def stumm(self, fehler: Exception | None = None) -> Unerreichbar:
        """Return the sentence for a machine that says nothing."""
        ort = f"{self.adresse.rechner}, Port {self.adresse.port}"
        match fehler:
            case socket.gaierror():
                grund = "Diesen Namen kennt niemand. Prüfen Sie, ob er richtig geschrieben ist und ob das Netz da ist."
            case ssl.SSLError():
                grund = "Dort antwortet etwas, aber nicht mit https. Prüfen Sie Adresse und Port."
            case _:
                grund = "Dort antwortet niemand. Prüfen Sie, ob der Server läuft und von hier aus zu erreichen ist."
        return Unerreichbar(f"{ort}: {grund}")

    def _verbinde(self, regel: ssl.SSLContext) -> ssl.SSLSocket:
        dose = socket.create_connection((self.adresse.rechner, self.adresse.port), timeout=_FRIST)
        try:
            return regel.wrap_socket(dose, server_hostname=self.adresse.rechner)
        except BaseException:
            dose.close()
            raise


def _nachsichtig() -> ssl.SSLContext:
    """Return how to speak with a machine whose certificate is known to be faulty: to see what else is open, never to log in."""
    regel = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    regel.check_hostname, regel.verify_mode = False, ssl.CERT_NONE
    return regel


def _rufe(
    verbinde: Callable[[], http.client.HTTPConnection], methode: str, weg: str, koepfe: Mapping[str, str]
) -> Seitenantwort | None:
    """Call in a thread of its own: whoever only trickles is left alone after a while."""
    ende: Future[Seitenantwort | None] = Future()

    def rufe() -> None:
        verbindung = verbinde()
        try:
            verbindung.request(methode, weg, headers=koepfe)
            antwort = verbindung.getresponse()
            ende.set_result(
                Seitenantwort(status=antwort.status, koepfe=tuple(antwort.getheaders()), inhalt=_gelesen(antwort))
            )
        except TimeoutError:
            ende.set_result(Seitenantwort(status=NICHT_FERTIG))
        except (OSError, http.client.HTTPException, ValueError):
            ende.set_result(None)
        except BaseException as fehler:  # noqa: BLE001 - raised again by whoever waits
            ende.set_exception(fehler)
        finally:
            verbindung.close()

    Thread(target=rufe, daemon=True).start()
    return ende.result() if wait([ende], _HOECHSTENS_DAUER).done else Seitenantwort(status=NICHT_FERTIG)


def _gelesen(antwort: http.client.HTTPResponse) -> bytes:
    inhalt, bis = bytearray(), time.monotonic() + _HOECHSTENS_DAUER
    while len(inhalt) < _HOECHSTENS_BYTES and time.monotonic() < bis and (stueck := antwort.read1(65_536)):
        inhalt += stueck
    return bytes(inhalt)
