"""The command that tells programs what a case file may say."""

from __future__ import annotations

from pathlib import Path

from fallbuch.akte.schema import json_schema
from fallbuch.cli.befehle import fallbuch
from fallbuch.cli.gruppe import TEAM, formate, schreibe
from fallbuch.cli.meldungen import als_json
from fallbuch.einrichtung import richte_ein


@fallbuch.command(beispiel="fallbuch schema > fall.schema.json")
@TEAM
@formate("json")
def schema(team: Path, form: str) -> None:
    """Gibt das Schema der Falldateien aus, mit den Wörtern des Teams."""
    schreibe(als_json(json_schema(richte_ein(team).regelwerk.vokabular.woerter())))
