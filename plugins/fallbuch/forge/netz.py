"""The one door to the network: calls of a forge's programming interface.

Patient with a busy forge, silent about the token: it is in no message, no address and no name of an object.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import requests

from fallbuch.befund import anzahl, lesbar

#: Seconds: to reach the forge, and to hear from it.
_FRIST = (10, 30)
#: Seconds that a run waits in all for a busy forge.
HOECHSTENS_WARTEN = 120
#: Seconds between tries when a forge stumbles.
_PAUSEN = (2, 5)
_VIEL_ZU_TUN = 429
_STOLPERT = frozenset({500, 502, 503, 504})
#: What may be asked twice without happening twice.
_WIEDERHOLBAR = frozenset({"GET", "PUT", "PATCH"})
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

    def verdeckt(self, text: str) -> str:
        """Return text of a forge without the token, should it repeat it."""
        return text.replace(self._wert, "…") if self._wert else text


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


class Verbindung:
    """Calls of one forge. `warte` gets seconds."""

    def __init__(self, zugang: Zugang, warte: Callable[[float], None] = time.sleep) -> None:
        self._zugang = zugang
        self._warte = warte
        self._gewartet = 0.0
        self._sitzung = requests.Session()
        self._sitzung.headers.update({"Accept": "application/json", "User-Agent": "fallbuch"})

    def rufe(self, art: str, weg: str, *, frage: Mapping[str, Any] | None = None, daten: Any = None) -> Any:
        """Call the interface and return its JSON. Raises `Forgefehler`, `Ungewiss` for what must not happen twice."""
        versuch = 0
        while True:
            antwort = self._versuche(art, weg, frage, daten)
            if antwort is not None and 200 <= antwort.status_code < 300:
                return self._gelesen(antwort)
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

    def _versuche(self, art: str, weg: str, frage: Mapping[str, Any] | None, daten: Any) -> requests.Response | None:
        """Call once; None where nothing comes back."""
        try:
            # A redirect would carry the token to wherever it points, or turn a POST into a GET.
            return self._sitzung.request(
                art,
                f"{self._zugang.api}{weg}",
                params=frage,
                json=daten,
                auth=self._zeige_vor,
                timeout=_FRIST,
                allow_redirects=False,
            )
        except (requests.ConnectionError, requests.Timeout):
            return None
        except (requests.RequestException, ValueError):
            # Without its text, which may quote headers. An answer whose own headers are broken ends here too.
            raise Forgefehler(
                f"Die Adresse „{self._ort}“ von {self._zugang.name} lässt sich nicht aufrufen. Prüfen Sie die Einstellungen der Pipeline."
            ) from None

    def _zeige_vor(self, anfrage: requests.PreparedRequest) -> requests.PreparedRequest:
        # Given as `auth`, lest a .netrc of the machine replaces it.
        anfrage.headers.update(self._zugang.token.kopf(self._zugang.kopf, self._zugang.davor))
        return anfrage

    @property
    def _ort(self) -> str:
        return lesbar(self._zugang.api.partition("://")[2].partition("/")[0].rpartition("@")[2])

    def _gelesen(self, antwort: requests.Response) -> Any:
        try:
            return antwort.json()
        except ValueError:
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

    def _stumm(self, antwort: requests.Response | None) -> Ungewiss:
        was = "ist nicht zu erreichen" if antwort is None else f"hat eine Störung (Antwort {antwort.status_code})"
        return Ungewiss(
            f"{self._zugang.name} ({self._ort}) {was}. Starten Sie den Lauf später noch einmal.",
            0 if antwort is None else antwort.status_code,
        )

    def _fehler(self, antwort: requests.Response) -> Forgefehler:
        status, name = antwort.status_code, self._zugang.name
        if status < 400:
            satz = f"Unter „{self._ort}“ ist {name} nicht mehr zu finden, es verweist anderswohin. Prüfen Sie die Einstellungen der Pipeline."
        else:
            satz = _SAETZE.get(status, f"{name} hat abgelehnt (Antwort {status}).").format(name=name)
            satz = f"{satz} {self._zugang.rat}".strip() if status in _ZUGANG else satz
            satz += self._eigene_worte(antwort)
        return Forgefehler(satz, status)

    def _eigene_worte(self, antwort: requests.Response) -> str:
        try:
            inhalt = antwort.json()
        except ValueError:
            return ""
        worte = inhalt.get("message") or inhalt.get("error") if isinstance(inhalt, dict) else None
        if not isinstance(worte, str):
            return ""
        # Hidden before it is cut: half a token is still a secret.
        return f" Es sagt dazu: „{lesbar(self._zugang.token.verdeckt(worte), 200)}“"


_ZUGANG = frozenset({401, 403, 404})
_SAETZE = {
    400: "{name} versteht die Anfrage nicht.",
    401: "{name} erkennt das Token nicht an.",
    403: "{name} erlaubt diesem Token nicht, zu kommentieren.",
    404: "{name} kennt die Anfrage nicht, oder das Token darf sie nicht sehen.",
    410: "{name} lässt dort keine Kommentare mehr zu.",
    422: "{name} nimmt den Text nicht an.",
}


def _verlangte_pause(antwort: requests.Response) -> float | None:
    """Return the seconds that a forge wants to be left alone, None where it does not say so.

    Source: „Rate limits for the REST API“ (GitHub), „Rate limits“ (GitLab); Forgejo and Gitea leave it to a proxy.
    """
    status, koepfe = antwort.status_code, antwort.headers
    nichts_uebrig = "0" in (koepfe.get("x-ratelimit-remaining"), koepfe.get("ratelimit-remaining"))
    gebremst = status == _VIEL_ZU_TUN or (status == 403 and (nichts_uebrig or "retry-after" in koepfe))
    if not gebremst and not (status == 503 and "retry-after" in koepfe):
        return None
    bis = koepfe.get("retry-after", "")
    if bis.isdigit():
        return float(bis)
    zurueck = koepfe.get("x-ratelimit-reset") or koepfe.get("ratelimit-reset") or ""
    dann = float(zurueck) if zurueck.isdigit() else _sekunden(bis)
    dort_jetzt = _sekunden(koepfe.get("date", ""))
    if dann is None or dort_jetzt is None:
        return 60.0
    return max(1.0, dann - dort_jetzt)


def _sekunden(tag: str) -> float | None:
    """Return a date of HTTP in seconds since 1970."""
    try:
        return parsedate_to_datetime(tag).timestamp()
    except ValueError:
        return None
