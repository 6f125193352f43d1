"""One comment of a request: written once, found again by its marker, and updated from then on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache, partial
from typing import Any

from fallbuch.forge.netz import Forgefehler, Forgeverbindung, Ungewiss
from fallbuch.forge.umgebung import Fehlend, Kommentarort

#: Comments of GitHub end at 65,536 characters; others take more.
HOECHSTENS_ZEICHEN = 65_000
_GEKUERZT = "\n\nHier ist der Text gekürzt, weil er länger ist, als ein Kommentar sein darf.\n"
_MARKE = re.compile(r"<!-- fallbuch:[\w:.-]+ -->")
#: As many as the smallest limit of a forge allows.
_JE_SEITE = 50
_HOECHSTENS_SEITEN = 200
#: The comment is somebody else's, or was deleted meanwhile.
_NICHT_UNSERER = frozenset({403, 404})


class Getan(StrEnum):
    """What became of a comment."""

    ANGELEGT = "angelegt"
    GEAENDERT = "geändert"
    GLEICH = "gleich geblieben"


def mit_marke(text: str, marke: str | None) -> tuple[str, str]:
    """Return a comment's marker and its text, which begins with it. Raises `Fehlend`."""
    text = text.replace("\r\n", "\n").strip("\n") + "\n"
    if not text.strip():
        raise Fehlend("Die Datei ist leer. Es wurde nichts geschrieben.")
    zeichen = text.partition("\n")[0].strip() if marke is None else f"<!-- fallbuch:{marke} -->"
    if _MARKE.fullmatch(zeichen) is None:
        raise Fehlend(_OHNE_MARKE if marke is None else _KEINE_MARKE)
    return zeichen, _gekuerzt(text if marke is None else f"{zeichen}\n{text}")


_OHNE_MARKE = (
    "Der Text beginnt mit keinem Zeichen, an dem der Kommentar wiederzufinden ist. "
    "Nennen Sie mit --marke ein Wort dafür, oder nehmen Sie die Ausgabe von „fallbuch vergleichen … --format markdown“."
)
_KEINE_MARKE = "Als Marke gehen Buchstaben, Ziffern, Punkt, Doppelpunkt und Bindestrich, zum Beispiel „woche-2026-W48“."


def _gekuerzt(text: str) -> str:
    """Cut at the end of a line what no forge would take."""
    if len(text) <= HOECHSTENS_ZEICHEN:
        return text
    vorn = text[: HOECHSTENS_ZEICHEN - len(_GEKUERZT)]
    return vorn[: vorn.rfind("\n") + 1 or None].rstrip("\n") + _GEKUERZT


def setze(verbindung: Forgeverbindung, ort: Kommentarort, marke: str, text: str) -> Getan:
    """Write the comment, or bring it up to date. Raises `Forgefehler`."""
    geaendert = _bringe_auf_stand(verbindung, ort, marke, text)
    if geaendert is not None:
        return geaendert
    try:
        verbindung.rufe("POST", ort.liste, daten={"body": text})
    except Ungewiss:
        # It may stand there already, so look before writing it once more.
        if _bringe_auf_stand(verbindung, ort, marke, text) is None:
            verbindung.rufe("POST", ort.liste, daten={"body": text})
    return Getan.ANGELEGT


def _bringe_auf_stand(verbindung: Forgeverbindung, ort: Kommentarort, marke: str, text: str) -> Getan | None:
    """Update the comment, None where there is none."""
    for nummer, bisher in _eigene(verbindung, ort, marke):
        if _schlicht(bisher) == _schlicht(text):
            return Getan.GLEICH
        try:
            verbindung.rufe(ort.aendern, ort.einer.format(nummer), daten={"body": text})
        except Forgefehler as fehler:
            if fehler.status in _NICHT_UNSERER:
                continue
            raise
        return Getan.GEAENDERT
    return None


def _schlicht(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _eigene(verbindung: Forgeverbindung, ort: Kommentarort, marke: str) -> Iterator[tuple[int, str]]:
    """Yield number and text of each comment of ours that begins with the marker; who quotes one begins otherwise."""
    ich = cache(partial(_wer_bin_ich, verbindung))
    for kommentar in _alle(verbindung, ort):
        text = kommentar.get("body")
        if isinstance(text, str) and text.lstrip().startswith(marke) and _ist_von(kommentar, ich()):
            yield kommentar["id"], text


def _wer_bin_ich(verbindung: Forgeverbindung) -> object:
    """Return the number of whom the token belongs to, None where the forge does not say so to a job's token."""
    try:
        wer = verbindung.rufe("GET", "/user")
    except Ungewiss:
        raise
    except Forgefehler:
        return None
    return wer.get("id") if isinstance(wer, dict) else None


def _ist_von(kommentar: Mapping[str, Any], ich: object) -> bool:
    """Tell whether a comment is ours: anybody can write the marker, and so have the report in a comment of theirs."""
    wer = kommentar.get("user") or kommentar.get("author")
    if not isinstance(wer, dict):
        return True
    # GitHub says which account is a program; elsewhere a job's token is not told who it is, and may be anybody.
    return wer.get("id") == ich if ich is not None else wer.get("type") != "User"


def _alle(verbindung: Forgeverbindung, ort: Kommentarort) -> Iterator[dict[str, Any]]:
    """Yield every comment, page by page. GitLab calls the size of a page as GitHub does, Forgejo and Gitea `limit`."""
    gesehen: set[int] = set()
    for seite in range(1, _HOECHSTENS_SEITEN + 1):
        frage = {"page": seite, "per_page": _JE_SEITE, "limit": _JE_SEITE}
        antwort = verbindung.rufe("GET", ort.liste, frage=frage)
        if not isinstance(antwort, list):
            raise Forgefehler(_UNVERSTANDEN)
        # Some answer every page with the whole list, and some servers allow fewer on one than were asked for.
        neue = [k for k in antwort if isinstance(k, dict) and isinstance(k.get("id"), int) and k["id"] not in gesehen]
        if not neue:
            return
        gesehen |= {k["id"] for k in neue}
        yield from neue
    # Rather none than one more each time.
    raise Forgefehler(_UNVERSTANDEN)


_UNVERSTANDEN = (
    "Die Liste der Kommentare kam nicht so an, wie sie beschrieben ist. Prüfen Sie die Einstellungen der Pipeline."
)
