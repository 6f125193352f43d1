"""The command for whoever looks after the team's server: files for it, a look at it from outside, and what the program is made of."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click

from fallbuch.befund import anzahl
from fallbuch.betrieb.vorlagen import SERVER, serverdatei
from fallbuch.cli.befehle import BEFUNDE, SAUBER, fallbuch
from fallbuch.cli.gruppe import PFAD, formate, option, schreibe
from fallbuch.einrichtung import Aufruffehler
from fallbuch.uhr import heute

#: Where a password stands that nobody is there to type.
UMGEBUNG = "FALLBUCH_KENNWORT"
_WORUM = {"vorlage": " oder ".join(SERVER), "pruefen": "die Adresse", "stueckliste": ""}


@fallbuch.command(beispiel="fallbuch betrieb vorlage nginx --name intern.example.org > fallbuch.conf")
@click.argument("tat", metavar="TAT", type=click.Choice(list(_WORUM)))
@click.argument("worum", metavar="[WORUM]", required=False)
@option("--name NAME", "Unter welchem Namen die Seiten zu finden sein sollen, für die Vorlage.")
@option(
    "--ordner ORDNER",
    "Ordner der gebauten Seiten auf dem Server, für die Vorlage. Vorgabe: /srv/fallbuch/site.",
    default="/srv/fallbuch/site",
)
@option("--schreibtisch PORT", "Die Vorlage stellt den Server vor den Schreibtisch an diesem Port, statt Dateien herauszugeben.", type=click.IntRange(1, 65535), default=None)  # fmt: skip
@option("--zugang NAME", "Meldet sich beim Prüfen unter diesem Namen an und fragt nach dem Kennwort.")
@option("--zertifikat DATEI", "Vertraut beim Prüfen auch diesem Zertifikat, etwa dem Ihres Hauses.", type=PFAD)
@option(
    "--http-port PORT",
    "Wo der Server ohne Verschlüsselung antwortet. Vorgabe: 80.",
    type=click.IntRange(1, 65535),
    default=80,
)
@option("--lizenzen", "Zeigt statt der Stückliste eine Tabelle der Lizenzen.")
@formate("text", "json")
@click.pass_context
def betrieb(  # noqa: PLR0917 - click hands over every option
    ctx: click.Context, tat: str, worum: str | None, name: str | None, ordner: str, schreibtisch: int | None, zugang: str | None,
    zertifikat: Path | None, http_port: int, lizenzen: bool, form: str,
) -> None:  # fmt: skip
    """Hilft, die Seiten auf einem Server zu betreiben: Vorlagen für nginx und Caddy, eine Prüfung von außen, eine Stückliste.

    TAT ist vorlage (WORUM: nginx oder caddy), pruefen (WORUM: die Adresse) oder stueckliste.
    """
    if (worum is None) is (tat != "stueckliste"):
        satz = f"Es fehlt: {_WORUM[tat]}" if worum is None else "Die Stückliste nimmt keine weitere Angabe"
        raise Aufruffehler(f"{satz}. Zum Beispiel: fallbuch betrieb {_BEISPIELE[tat]}")
    if tat == "vorlage":
        if worum not in SERVER or name is None:
            raise Aufruffehler(f"Nennen Sie {_WORUM[tat]} und mit --name, unter welchem Namen die Seiten zu finden sein sollen. Zum Beispiel: fallbuch betrieb {_BEISPIELE[tat]}")  # fmt: skip
        schreibe(serverdatei(worum, name=name, ordner=ordner, tischport=schreibtisch or 0))
    elif tat == "pruefen":
        ctx.exit(_pruefe(worum or "", zugang, zertifikat, http_port, als_json=form == "json"))
    else:
        ctx.exit(_zeige_bestandteile(lizenzen=lizenzen))


_BEISPIELE = {
    "vorlage": "vorlage nginx --name intern.example.org",
    "pruefen": "pruefen https://intern.example.org --zugang jana",
    "stueckliste": "stueckliste > fallbuch.cdx.json",
}


def _pruefe(adresse: str, name: str | None, zertifikat: Path | None, http_port: int, *, als_json: bool) -> int:
    # Only whoever checks a site needs the network.
    from fallbuch.betrieb.aufnahme import nimm_auf  # noqa: PLC0415
    from fallbuch.betrieb.leitung import Leitung, Netzadresse  # noqa: PLC0415
    from fallbuch.betrieb.pruefungen import Pruefausgang, pruefe  # noqa: PLC0415

    ziel = Netzadresse.aus(adresse)
    zugang = (name, _kennwort(name)) if name is not None else None
    aufnahme = nimm_auf(
        Leitung(ziel, zugang=zugang, zertifikat=zertifikat), klarport=http_port, zugang=name is not None
    )
    punkte = pruefe(aufnahme, heute("Europe/Berlin"))
    if als_json:
        felder = [{"punkt": p.kennung, "ausgang": p.ausgang.value, "text": p.satz} for p in punkte]
        schreibe(json.dumps(felder, ensure_ascii=False, indent=2) + "\n")
    else:
        # What is to be done stands at the end, where the eye is.
        reihe = (Pruefausgang.GUT, Pruefausgang.UNGEPRUEFT, Pruefausgang.OFFEN)
        zeilen = [f"{_WORTE[p.ausgang]}: {p.satz}\n" for p in sorted(punkte, key=lambda p: reihe.index(p.ausgang))]
        zahl = {a: sum(p.ausgang is a for p in punkte) for a in reihe}
        ende = f"{anzahl(len(punkte), 'Punkt', 'Punkte')}: {zahl[Pruefausgang.GUT]} gut, {zahl[Pruefausgang.OFFEN]} offen, {zahl[Pruefausgang.UNGEPRUEFT]} nicht geprüft.\n"
        schreibe("".join([*zeilen, "\n", ende]))
    return BEFUNDE if any(p.ausgang is Pruefausgang.OFFEN for p in punkte) else SAUBER


_WORTE = {"gut": "Gut", "offen": "Offen", "nicht geprüft": "Nicht geprüft"}


def _kennwort(name: str) -> str:
    """Return the password: asked for, or from the environment; never an option, which stands in the list of processes."""
    if ":" in name:
        raise Aufruffehler("Der Name bei --zugang darf keinen Doppelpunkt enthalten; nach dem Kennwort wird gefragt.")
    if UMGEBUNG in os.environ:
        return os.environ[UMGEBUNG]
    if not sys.stdin.isatty():
        raise Aufruffehler(f"Niemand ist da, um das Kennwort einzugeben. Setzen Sie die Umgebungsvariable {UMGEBUNG}.")
    return str(click.prompt(f"Kennwort von {name}", default="", show_default=False, hide_input=True))


def _zeige_bestandteile(*, lizenzen: bool) -> int:
    from fallbuch.betrieb.stueckliste import als_cyclonedx, als_lizenztafel, bestandteile, darf_weitergegeben_werden  # noqa: PLC0415 - reads every package's description

    teile = bestandteile()
    schreibe(als_lizenztafel(teile) if lizenzen else als_cyclonedx(teile))
    return SAUBER if not lizenzen or darf_weitergegeben_werden(teile) else BEFUNDE
