"""The files with which a forge checks each request, builds every night and sends the week: written once, then the team's own."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from functools import partial

from fallbuch.text.vorlage import Vorlagen

#: What the pipelines of each forge use of others: pinned by commit, so that nobody can change it under a team's feet.
#: GitHub's newest, and for the others the last that their runners can run.
_GITHUB = {
    "checkout": "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
    "upload": "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",
    "pages_upload": "actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0",
    "pages_deploy": "actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0",
}
_GITEA = {
    "checkout": "actions/checkout@34e114876b0b11c390a56381ad16ebd13914f8d5 # v4.3.1",
    "upload": "actions/upload-artifact@c24449f33cd45d4826c6702db7e49f7cdb9b551d # v3.2.1-node20",
}
_FORGEJO = {name: f"https://data.forgejo.org/{wo}" for name, wo in _GITEA.items()}
#: Forge → folder of its pipelines, its actions, the machine they run on as the forge's documentation names it.
_ACTIONS: Mapping[str, tuple[str, Mapping[str, str], str]] = {
    "github": (".github", _GITHUB, "ubuntu-24.04"),
    "forgejo": (".forgejo", _FORGEJO, "docker"),
    "gitea": (".gitea", _GITEA, "ubuntu-latest"),
}
#: The one file with which everything begins in GitLab; a team may have it already.
GITLAB = ".gitlab-ci.yml"
#: With git and Python; Debian's name says which release it is built on.
_ABBILD = "python:3.13-bookworm"
_DATEIEN = ("fallbuch-pruefen.yml", "fallbuch-seiten.yml", "fallbuch-woche.yml", "fallbuch-oeffentlich.yml")


def ordnermangel(vorsatz: str) -> str:
    """Return what is wrong with the way to a folder for a pipeline, "" where nothing is."""
    if not vorsatz.isprintable():
        return "enthält ein Zeichen, das sich nicht schreiben lässt"
    # A forge would compute what stands in there.
    return "enthält ein Dollarzeichen" if "$" in vorsatz else ""


# Braces belong to the forges: `${{ … }}`.
_VORLAGEN = Vorlagen(
    "fallbuch",
    "vorgaben/forge",
    # A string of JSON is a scalar of YAML, whatever is in it.
    filter={"yaml": partial(json.dumps, ensure_ascii=False), "shell": shlex.quote},
    html=False,
    klammern=("[", "]"),
)


def pipelines(forge: str, *, vorsatz: str, zweig: str) -> dict[str, str]:
    """Return path → text of a forge's files, from the top of the repository.

    `vorsatz` leads from there to the team's folder and ends with a slash, or is "".
    """
    ordner = vorsatz.rstrip("/")
    werte = {"forge": forge, "vorsatz": vorsatz, "ordner": ordner, "zweig": zweig, "abbild": _ABBILD}
    vorlage = _VORLAGEN.fuelle("anfrage.md")
    if forge == "gitlab":
        return {
            GITLAB: _VORLAGEN.fuelle("gitlab-ci.yml"),
            ".gitlab/fallbuch.yml": _VORLAGEN.fuelle("gitlab.yml", **werte),
            ".gitlab/merge_request_templates/Default.md": vorlage,
        }
    oben, actions, rechner = _ACTIONS[forge]
    fuelle = partial(_VORLAGEN.fuelle, **werte, actions=actions, rechner=rechner)
    dateien = {f"{oben}/workflows/{name}": fuelle(f"actions/{name}") for name in _DATEIEN}
    return {**dateien, f"{oben}/pull_request_template.md": vorlage}
