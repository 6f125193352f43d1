"""The files for nginx and Caddy, filled in: what they let a browser do comes from `kopfzeilen.py`."""

from __future__ import annotations

import re
from functools import partial

from fallbuch.betrieb import kopfzeilen
from fallbuch.fehler import Satzfehler
from fallbuch.text.vorlage import Vorlagen

SERVER = ("nginx", "caddy")
#: What braces and spaces would end or begin in either file.
_ORDNER = re.compile(r"/[\w./+@-]*")
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
# Braces belong to nginx and Caddy.
_lade = partial(Vorlagen, "fallbuch", "vorgaben/betrieb", html=False, klammern=("[", "]"))


def serverdatei(server: str, *, name: str, ordner: str, tischport: int = 0) -> str:
    """Return the file for a server that gives out a built site, or stands before the desk at a port of its machine.

    Raises `Satzfehler` for what cannot stand in it.
    """
    if tischport and server != "nginx":
        raise Satzfehler(
            "Für den Schreibtisch gibt es nur die Vorlage für nginx. Wie es mit Caddy geht, zeigt das Handbuch unter „Der Schreibtisch“."
        )
    if not _NAME.fullmatch(name):
        raise Satzfehler(
            "Der Name (--name) ist keiner, unter dem ein Rechner zu finden ist. Erwartet: einer wie intern.example.org, klein geschrieben und ohne https://."
        )
    if not _ORDNER.fullmatch(ordner) or "/../" in f"{ordner}/":
        raise Satzfehler(
            "Der Ordner (--ordner) muss mit / beginnen und darf keine Leerzeichen und Sonderzeichen enthalten. Erwartet: einer wie /srv/fallbuch/site."
        )
    return _lade().fuelle(
        f"{server}.conf", name=name, ordner=ordner.rstrip("/") or "/", koepfe=kopfzeilen.AUF_DEM_SERVER | ({"Referrer-Policy": "same-origin"} if tischport else {}), tischport=tischport,
        endungen=kopfzeilen.ENDUNGEN, ohne_inhalt=kopfzeilen.OHNE_INHALT, nie=kopfzeilen.NIE_AUFHEBEN, nachfragen=kopfzeilen.NACHFRAGEN,
    )  # fmt: skip
