"""A desk without a network: requests go to the application as Werkzeug hands them over."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from werkzeug.test import Client, TestResponse

from fallbuch.einrichtung import Einrichtung
from fallbuch.schreibtisch.app import Schreibtisch
from fallbuch.schreibtisch.kontakte import Kontaktschrank
from fallbuch.schreibtisch.lage import Beobachter
from fallbuch.schreibtisch.wache import Tischzugang

PORT = 8641
EIGENE = {
    "Host": f"127.0.0.1:{PORT}",
    "Origin": f"http://127.0.0.1:{PORT}",
    "Sec-Fetch-Site": "same-origin",
    "Sec-Fetch-Mode": "cors",
    "Sec-Fetch-Dest": "empty",
}
SEITE = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


class Tisch:
    """Somebody at the desk of a team on a day."""

    def __init__(self, wurzel: Path, tag: str, heute: str = "", schrank: Kontaktschrank | None = None) -> None:
        self.wurzel, self.tag, self._heute = wurzel, date.fromisoformat(tag), date.fromisoformat(heute or tag)
        self.zugang = Tischzugang.am_eigenen_rechner(PORT)
        self.beobachter = Beobachter(wurzel, self._tage)
        self.app = Schreibtisch(self.beobachter, self.zugang, schrank=schrank)
        self.client = Client(self.app)
        self.client.set_cookie(f"fallbuch-{PORT}", self.zugang.schluessel, domain="127.0.0.1")

    def _tage(self, _: Einrichtung) -> tuple[date | None, date]:
        return self.tag, self._heute

    def hole(self, pfad: str, **kopf: str) -> TestResponse:
        return self.client.get(pfad, base_url=f"http://127.0.0.1:{PORT}", headers={**EIGENE, **SEITE, **kopf})

    def seite(self, pfad: str) -> str:
        antwort = self.hole(pfad)
        assert antwort.status_code == 200, antwort.get_data(as_text=True)
        return antwort.get_data(as_text=True)

    def sende(self, pfad: str, daten: Mapping[str, Any], **kopf: str) -> tuple[int, dict[str, Any]]:
        antwort = self.client.post(
            pfad, base_url=f"http://127.0.0.1:{PORT}", json=dict(daten), headers={**EIGENE, **kopf}
        )
        return antwort.status_code, json.loads(antwort.get_data())

    def formular(self, pfad: str) -> Formular:
        return Formular(self, pfad, self.seite(f"/tisch/{pfad}"))


class Formular:
    """A form as a browser has it: the values that are filled in, and what else goes along with them."""

    def __init__(self, tisch: Tisch, pfad: str, html: str) -> None:
        self.tisch, self.pfad, self.html = tisch, pfad.partition("?")[0], html
        form = re.search(r'<form [^>]*data-wurf="(\d+)"[^>]*data-staende=\'([^\']*)\'', html)
        assert form is not None, html
        self.wurf, self.staende = int(form[1]), json.loads(form[2].replace("&#34;", '"'))
        self.werte: dict[str, Any] = dict(_werte(html))
        self.gezeigt = dict(self.werte)

    def mit(self, **werte: Any) -> Formular:
        """Fill in fields, `_` standing for a blank."""
        return self.fuelle({name.replace("_", " "): wert for name, wert in werte.items()})

    def fuelle(self, werte: Mapping[str, Any]) -> Formular:
        klar = {self._name(name): wert for name, wert in werte.items()}
        fehlende = klar.keys() - self.werte.keys()
        assert not fehlende, f"{fehlende} in {sorted(self.werte)}"
        self.werte.update(klar)
        return self

    def _name(self, name: str) -> str:
        """Return the field that is meant by `vereinbarung 2`: the second of those that stand there."""
        wort, _, zahl = name.partition(" ")
        reihe = [n for n in self.werte if n.startswith(f"{wort} ")]
        return reihe[int(zahl) - 1] if zahl.isdigit() and int(zahl) <= len(reihe) else name

    def pruefe(self) -> dict[str, Any]:
        return self._sende(speichern=False)[1]

    def speichere(self) -> dict[str, Any]:
        status, antwort = self._sende(speichern=True)
        assert status == 200, antwort
        return antwort

    def versuche(self, *, bestaetigt: bool = True) -> tuple[int, dict[str, Any]]:
        """Try to save, having said yes to what was asked back or not."""
        return self._sende(speichern=True, bestaetigt=bestaetigt)

    def _sende(self, *, speichern: bool, bestaetigt: bool = True) -> tuple[int, dict[str, Any]]:
        daten = {
            "werte": self.werte, "gezeigt": self.gezeigt, "staende": self.staende, "wurf": self.wurf, "wer": "",
            "speichern": speichern, "bestaetigt": bestaetigt,
        }  # fmt: skip
        return self.tisch.sende(f"/tisch/{self.pfad}", daten)


def _werte(html: str) -> dict[str, Any]:
    """Return the values that a browser would send of a form as it stands there."""
    werte: dict[str, Any] = {}
    for marke in re.findall(r"<input [^>]*>", html):
        name, art, wert = (_merkmal(marke, was) for was in ("name", "type", "value"))
        if name is None or name == "wort":
            continue
        if art == "checkbox":
            werte.setdefault(name, [])
            if " checked" in marke:
                werte[name].append(wert)
        elif art == "radio":
            werte.setdefault(name, "")
            if " checked" in marke:
                werte[name] = wert
        elif art == "text":
            werte[name] = wert or ""
    for name, inhalt in re.findall(r'<select id="[^"]*" name="([^"]*)"[^>]*>(.*?)</select>', html, re.DOTALL):
        optionen = re.findall(r'<option value="([^"]*)"( selected)?>', inhalt)
        werte[_klar(name)] = _klar(next((w for w, gewaehlt in optionen if gewaehlt), optionen[0][0]))
    for name, inhalt in re.findall(r'<textarea id="[^"]*" name="([^"]*)"[^>]*>(.*?)</textarea>', html, re.DOTALL):
        werte[_klar(name)] = _klar(inhalt.removeprefix("\n"))
    return werte


def _merkmal(marke: str, name: str) -> str | None:
    treffer = re.search(rf' {name}="([^"]*)"', marke)
    return None if treffer is None else _klar(treffer[1])


def _klar(text: str) -> str:
    for zeichen, klar in (("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&#39;", "'"), ("&amp;", "&")):
        text = text.replace(zeichen, klar)
    return text
