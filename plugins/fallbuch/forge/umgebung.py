"""What a forge tells a running pipeline in its variables: where its interface is, which token, which request.

Sources: „Variables reference“ (GitHub), „Predefined CI/CD variables“ (GitLab); Forgejo and Gitea use the names of GitHub.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from fallbuch.forge.netz import Token, Zugang
from fallbuch.werte import dataclass

#: A token of the team's own, for forges whose own may not write comments.
EIGENES_TOKEN = "FALLBUCH_TOKEN"  # noqa: S105 - the name of a variable


class Fehlend(Exception):
    """Something that a pipeline gives is missing; the message is a German sentence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Forgeumgebung:
    """How one forge calls things: its variables, the header of its token, where comments stand in its interface."""

    name: str
    api: str = "GITHUB_API_URL"
    verzeichnis: str = "GITHUB_REPOSITORY"
    token: str = "GITHUB_TOKEN"  # noqa: S105 - the name of a variable
    kopf: str = "Authorization"
    #: The header of a token of the team's own, where that is another one.
    eigener_kopf: str = "Authorization"
    davor: str = "token "
    #: What helps when the token may not write.
    rat: str


_RAT_EIGENES = f"Legen Sie in Ihren Einstellungen unter „Anwendungen“ ein Token an, das Issues schreiben darf, und hinterlegen Sie es im Verzeichnis als Geheimnis „{EIGENES_TOKEN}“."
_FORGEN = {
    "github": _Forgeumgebung(
        name="GitHub",
        davor="Bearer ",
        rat="In der Datei der Pipeline muss unter „permissions“ stehen: „pull-requests: write“, für ein Issue „issues: write“. Bei Anfragen aus einer Abspaltung (Fork) ist das nie erlaubt.",
    ),
    "gitlab": _Forgeumgebung(
        name="GitLab",
        api="CI_API_V4_URL",
        verzeichnis="CI_PROJECT_ID",
        token="CI_JOB_TOKEN",  # noqa: S106 - the name of a variable
        kopf="JOB-TOKEN",
        eigener_kopf="PRIVATE-TOKEN",
        davor="",
        rat=f"Legen Sie unter „Einstellungen > Zugriffstoken“ ein Projekt-Zugriffstoken an (Rolle „Reporter“, Bereich „api“), und hinterlegen Sie es unter „Einstellungen > CI/CD > Variablen“ maskiert als „{EIGENES_TOKEN}“.",
    ),
    "forgejo": _Forgeumgebung(name="Forgejo", rat=_RAT_EIGENES),
    "gitea": _Forgeumgebung(name="Gitea", rat=_RAT_EIGENES),
}
FORGEN = tuple(_FORGEN)


@dataclass(frozen=True, slots=True)
class Kommentarort:
    """Where comments stand: their list, and one of them, below the address of the interface."""

    liste: str
    einer: str
    #: How an update is called.
    aendern: str
    name: str


def _fehlt(was: str, es: str, variable: str) -> Fehlend:
    return Fehlend(f"Es fehlt{was}. In einer Pipeline steht {es} in der Umgebungsvariable „{variable}“.")


def zugang_aus(forge: str, umgebung: Mapping[str, str]) -> Zugang:
    """Return how a pipeline reaches its forge. Raises `Fehlend`."""
    f = _FORGEN[forge]
    eigenes = umgebung.get(EIGENES_TOKEN, "")
    token = Token(eigenes or umgebung.get(f.token, ""))
    if not token.brauchbar:
        raise _fehlt(f" das Token für {f.name}", "es", EIGENES_TOKEN)
    api = umgebung.get(f.api, "")
    if not api.startswith(("https://", "http://")):
        raise _fehlt(f" die Adresse von {f.name}", "sie", f.api)
    return Zugang(f.name, api.rstrip("/"), token, f.eigener_kopf if eigenes else f.kopf, f.davor, f.rat)


def ort_aus(forge: str, umgebung: Mapping[str, str], anfrage: int | None, issue: int | None) -> Kommentarort:
    """Return where the comment belongs; without a number, the request that the pipeline runs for. Raises `Fehlend`."""
    f = _FORGEN[forge]
    nummer = issue or anfrage or _laufende_anfrage(umgebung)
    if nummer is None:
        raise Fehlend("Es fehlt, wohin der Kommentar gehört. Nennen Sie die Nummer mit --anfrage oder --issue.")
    verzeichnis = umgebung.get(f.verzeichnis, "")
    if not verzeichnis:
        raise _fehlt(", um welches Verzeichnis es geht", "das", f.verzeichnis)
    name = f"Issue {nummer}" if issue else f"Anfrage {nummer}"
    if forge == "gitlab":
        art = "issues" if issue else "merge_requests"
        liste = f"/projects/{quote(verzeichnis, safe='')}/{art}/{nummer}/notes"
        return Kommentarort(liste, f"{liste}/{{}}", "PUT", name)
    # For the others a request is an issue with more to it.
    grund = f"/repos/{quote(verzeichnis)}/issues"
    return Kommentarort(f"{grund}/{nummer}/comments", f"{grund}/comments/{{}}", "PATCH", name)


def _laufende_anfrage(umgebung: Mapping[str, str]) -> int | None:
    treffer = re.fullmatch(r"refs/pull/(\d+)/\w+", umgebung.get("GITHUB_REF", ""))
    nummer = treffer[1] if treffer else umgebung.get("CI_MERGE_REQUEST_IID", "")
    return int(nummer) if nummer.isdigit() else None
