"""The one door to the network: calls of a forge's programming interface.

Patient with a busy forge, silent about the token: it is in no message, no address and no name of an object.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, wait
from email.utils import parsedate_to_datetime
from threading import Thread
from typing import Any

import requests

from fallbuch.befund import anzahl, lesbar
from fallbuch.werte import dataclass

#: Seconds: to reach the forge, and to hear from it.
_FRIST = (10, 30)
#: Seconds after which an answer that only trickles is given up, and bytes that no list of comments needs.
HOECHSTENS_DAUER, _HOECHSTENS_BYTES = 60, 8_000_000
#: Seconds that a run waits in all for a busy forge.
HOECHSTENS_WARTEN = 120
#: Seconds between tries when a forge stumbles.
_PAUSEN = (2, 5)
_VIEL_ZU_TUN = 429
_STOLPERT = frozenset({500, 502, 503, 504})
#: What may be asked twice without happening twice.
_WIEDERHOLBAR = frozenset({"GET", "PUT", "PATCH"})
#: So many characters of a token are a secret too.
_STUECK = 6
_TOKEN = re.compile(r"[!-~]+")


class Forgefehler(Exception):
    """A forge did not do what was asked; the message is a German sentence with the next step."""

    def __init__(self, satz: str, status: int = 0) -> None:
        super().__init__(satz)
        self.status = status


class Ungewiss(Forgefehler):
    """Nobody knows whether the forge did it."""


class Token:
    """A secret that does not show itself."""

    def __init__(self, wert: str) -> None:
        self._wert = wert.strip()

    def __repr__(self) -> str:
        return "Token(…)"

    @property
    def brauchbar(self) -> bool:
        """It can stand in a header; requests would quote any other in its error."""
        return _TOKEN.fullmatch(self._wert) is not None

    def kopf(self, name: str, davor: str) -> Mapping[str, str]:
        """Return the header that carries it."""
        return {name: f"{davor}{self._wert}"}

    def steht_in(self, text: str) -> bool:
        """Tell whether a forge repeats it, or a piece of it."""
        klein, roh = text.lower(), self._wert.lower()
        stuecke = {roh[n : n + _STUECK] for n in range(max(1, len(roh) - _STUECK + 1))}
        return any(stueck in klein for stueck in stuecke if stueck)


@dataclass(frozen=True, slots=True)
class _Antwort:
    """What came back."""

    status_code: int
    headers: Mapping[str, str]
    inhalt: bytes


@dataclass(frozen=True, slots=True)
class Zugang:
    """Where a forge is and how a program shows who it is."""

    #: For sentences: „GitHub“.
    name: str
    #: Address of the programming interface, without a slash at its end.
    api: str
    token: Token
    kopf: str
    davor: str = ""
    #: What helps when the token may not do it.
    rat: str = ""


class Forgeverbindung:
    """Calls of one forge. `warte` gets seconds."""

    def __init__(self, zugang: Zugang, warte: Callable[[float], None] = time.sleep) -> None:
        self._zugang = zugang
        self._warte = warte
        self._gewartet = 0.0
        self._sitzung = requests.Session()
        # Nothing is kept open: the next call may be a minute away, and in a thread of its own.
        self._sitzung.headers.update({"Accept": "application/json", "User-Agent": "fallbuch", "Connection": "close"})

    def rufe(self, art: str, weg: str, *, frage: Mapping[str, Any] | None = None, daten: Any = None) -> Any:
        """Call the interface and return its JSON. Raises `Forgefehler`, `Ungewiss` for what must not happen twice."""
        versuch = 0
        while True:
            antwort: _Antwort | None = None  # nothing came back
            try:
                antwort = self._hole(art, weg, frage, daten)
            except (requests.ConnectionError, requests.Timeout):
                pass
            except (requests.RequestException, ValueError):
                # Without its text, which may quote headers. An answer whose own headers are broken ends here too.
                raise Forgefehler(
                    f"Die Adresse „{self._ort}“ von {self._zugang.name} lässt sich nicht aufrufen. Prüfen Sie die Einstellungen der Pipeline."
                ) from None
            if antwort is not None and 200 <= antwort.status_code < 300:
                # Of what was written nothing needs to be read.
                return self._gelesen(antwort) if art == "GET" else None
            pause = None if antwort is None else _verlangte_pause(antwort)
            if pause is not None:
                self._gedulde(pause)
            elif antwort is not None and antwort.status_code not in _STOLPERT:
                raise self._fehler(antwort)
            elif art not in _WIEDERHOLBAR or versuch == len(_PAUSEN):
                raise self._stumm(antwort)
            else:
                self._warte(_PAUSEN[versuch])
                versuch += 1

    def _hole(self, art: str, weg: str, frage: Mapping[str, Any] | None, daten: Any) -> _Antwort:
        """Call in a thread of its own: whoever only trickles is left alone after a while."""
        ende: Future[_Antwort] = Future()

        def rufe() -> None:
            try:
                ende.set_result(self._rufe(art, weg, frage, daten))
            except Exception as fehler:  # noqa: BLE001 - raised again by whoever waits
                ende.set_exception(fehler)

        Thread(target=rufe, daemon=True).start()
        if not wait([ende], HOECHSTENS_DAUER).done:
            raise self._endlos()
        return ende.result()

    def _rufe(self, art: str, weg: str, frage: Mapping[str, Any] | None, daten: Any) -> _Antwort:
        # A redirect would carry the token to wherever it points, or turn a POST into a GET.
        with self._sitzung.request(
            art,
            f"{self._zugang.api}{weg}",
            params=frage,
            json=daten,
            auth=self._zeige_vor,
            timeout=_FRIST,
            allow_redirects=False,
            stream=True,
        ) as antwort:
            inhalt = bytearray()
            for stueck in antwort.iter_content(65_536):
                inhalt += stueck
                if len(inhalt) > _HOECHSTENS_BYTES:
                    raise self._endlos()
            return _Antwort(antwort.status_code, antwort.headers, bytes(inhalt))

    def _endlos(self) -> Forgefehler:
        return Forgefehler(
            f"{self._zugang.name} ({self._ort}) antwortet endlos. Starten Sie den Lauf später noch einmal."
        )

    def _zeige_vor(self, anfrage: requests.PreparedRequest) -> requests.PreparedRequest:
        # Given as `auth`, lest a .netrc of the machine replaces it.
        anfrage.headers.update(self._zugang.token.kopf(self._zugang.kopf, self._zugang.davor))
        return anfrage

    @property
    def _ort(self) -> str:
        return lesbar(self._zugang.api.partition("://")[2].partition("/")[0].rpartition("@")[2])

    def _gelesen(self, antwort: _Antwort) -> Any:
        try:
            return json.loads(antwort.inhalt)
        except (ValueError, RecursionError):
            raise Forgefehler(
                f"Unter „{self._ort}“ antwortet etwas anderes als {self._zugang.name}. Prüfen Sie die Einstellungen der Pipeline."
            ) from None

    def _gedulde(self, pause: float) -> None:
        if self._gewartet + pause > HOECHSTENS_WARTEN:
            minuten = anzahl(max(1, round(pause / 60)), "Minute", "Minuten")
            raise Forgefehler(
                f"{self._zugang.name} nimmt gerade nichts mehr an, weil es zu viele Aufrufe waren. "
                f"Starten Sie den Lauf in etwa {minuten} noch einmal.",
                _VIEL_ZU_TUN,
            )
        self._gewartet += pause
        self._warte(pause)

    def _stumm(self, antwort: _Antwort | None) -> Ungewiss:
        was = "ist nicht zu erreichen" if antwort is None else f"hat eine Störung (Antwort {antwort.status_code})"
        return Ungewiss(
            f"{self._zugang.name} ({self._ort}) {was}. Starten Sie den Lauf später noch einmal.",
            0 if antwort is None else antwort.status_code,
        )

    def _fehler(self, antwort: _Antwort) -> Forgefehler:
        status, name = antwort.status_code, self._zugang.name
        if status < 400:
            satz = f"Unter „{self._ort}“ ist {name} nicht mehr zu finden, es verweist anderswohin. Prüfen Sie die Einstellungen der Pipeline."
        else:
            satz = _SAETZE.get(status, f"{name} hat abgelehnt (Antwort {status}).").format(name=name)
            satz = f"{satz} {self._zugang.rat}".strip() if status in _ZUGANG else satz
            satz += self._eigene_worte(antwort)
        return Forgefehler(satz, status)

    def _eigene_worte(self, antwort: _Antwort) -> str:
        try:
            inhalt = json.loads(antwort.inhalt)
        except (ValueError, RecursionError):
            return ""
        worte = inhalt.get("message") or inhalt.get("error") if isinstance(inhalt, dict) else None
        if not isinstance(worte, str) or self._zugang.token.steht_in(worte):
            return ""
        return f" Es sagt dazu: „{lesbar(worte, 200)}“"


_ZUGANG = frozenset({401, 403, 404})
_SAETZE = {
    400: "{name} versteht die Anfrage nicht.",
    401: "{name} erkennt das Token nicht an.",
    403: "{name} erlaubt diesem Token nicht, zu kommentieren.",
    404: "{name} kennt die Anfrage nicht, oder das Token darf sie nicht sehen.",
    410: "{name} lässt dort keine Kommentare mehr zu.",
    422: "{name} nimmt den Text nicht an.",
}


def _verlangte_pause(antwort: _Antwort) -> float | None:
    """Return the seconds that a forge wants to be left alone, None where it does not say so.

    Source: „Rate limits for the REST API“ (GitHub), „Rate limits“ (GitLab); Forgejo and Gitea leave it to a proxy.
    """
    status, koepfe = antwort.status_code, antwort.headers
    nichts_uebrig = "0" in (koepfe.get("x-ratelimit-remaining"), koepfe.get("ratelimit-remaining"))
    gebremst = status == _VIEL_ZU_TUN or (status == 403 and (nichts_uebrig or "retry-after" in koepfe))
    if not gebremst and not (status == 503 and "retry-after" in koepfe):
        return None
    bis = koepfe.get("retry-after", "")
    if _ZAHL.fullmatch(bis):
        return max(1.0, float(bis))
    zurueck = koepfe.get("x-ratelimit-reset") or koepfe.get("ratelimit-reset") or ""
    dann = float(zurueck) if _ZAHL.fullmatch(zurueck) else _sekunden(bis)
    dort_jetzt = _sekunden(koepfe.get("date", ""))
    if dann is None or dort_jetzt is None:
        return 60.0
    return max(1.0, dann - dort_jetzt)


_ZAHL = re.compile(r"[0-9]{1,12}")


def _sekunden(tag: str) -> float | None:
    """Return a date of HTTP in seconds since 1970."""
    try:
        return parsedate_to_datetime(tag).timestamp()
    except (ValueError, OverflowError):
        return None
