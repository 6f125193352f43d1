"""All commands by name: where each is, and what it does in one sentence. Only the one that is called is loaded."""

from __future__ import annotations

from importlib import import_module

import click
from click.formatting import HelpFormatter

from fallbuch import __version__
from fallbuch.cli.deutsch import Befehl, Deutsch
from fallbuch.kennung import meinten_sie, vergleichsform

SAUBER, BEFUNDE, AUFRUF, PANNE, ABGEBROCHEN = 0, 1, 2, 3, 130
#: What a command has opened and needs until it ends.
GEOEFFNET: list[object] = []

#: Room and sentence of each command; a test holds the sentences and the commands' own together.
BEFEHLE = {
    "abschliessen": ("fall", "Schließt einen Fall ab und fragt, was dazugehört."),
    "aktualisieren": ("weitergeben", "Legt eine andere Fassung von Fallbuch in den Ordner „programm“ des Teams."),
    "auskunft": (
        "loeschen",
        "Schreibt auf, was über einen Menschen gespeichert ist: zum Lesen (HTML, PDF) und für Programme (JSON).",
    ),
    "bauen": ("bauen", "Baut die Seiten des Teams."),
    "betrieb": (
        "betrieb",
        "Hilft, die Seiten auf einem Server zu betreiben: Vorlagen für nginx und Caddy, eine Prüfung von außen, eine Stückliste.",
    ),
    "demo": ("anlegen", "Legt ein Team mit 120 erfundenen Fällen an, zum Ausprobieren."),
    "drucken": ("prozesse", "Macht aus Prozessen und Handbuch eine PDF-Datei."),
    "einrichten": ("anlegen", "Legt den Ordner für ein neues Team an und fragt dabei, was dazugehört."),
    "eintragen": ("fall", "Trägt in einen Fall ein, was geschehen ist, oder dasselbe in mehrere."),
    "exportieren": (
        "umziehen",
        "Schreibt den ganzen Bestand als Tabellen, mit einem Verzeichnis der Felder, oder einen Fall zum Mitgeben.",
    ),
    "faellig": ("faellig", "Sagt, wer wann an der Reihe ist, und mit --ausfuehrlich, warum."),
    "formatieren": ("ordnen", "Bringt Falldateien in eine einheitliche Form."),
    "heute": ("heute", "Zeigt, was bis heute fällig ist, und fragt, was Sie tun möchten."),
    "importieren": (
        "umziehen",
        "Übernimmt alte Listen: Kundenliste und KundenDoku aus Excel, LibreOffice, Word oder CSV. Zeigt zuerst, was geschehen würde.",
    ),
    "kontakt": (
        "kontakt",
        "Führt Namen, Adressen und Telefonnummern, verschlüsselt und außerhalb des Teams; gefragt wird nach allem, was niemand mitlesen darf.",
    ),
    "loeschen": (
        "loeschen",
        "Löscht Fälle. Zuerst steht da, was gelöscht würde und wo sonst noch etwas davon steht.",
    ),
    "neu": ("neu", "Legt einen neuen Fall an, mit einer zufälligen ID."),
    "neu-prozess": ("prozesse", "Legt einen neuen Prozess an und trägt ihn bei seinen Nachbarn ein."),
    "oeffnen": (
        "oeffnen",
        "Öffnet den Schreibtisch: die Seiten des Teams im Browser, und daneben Formulare, die in die Fälle schreiben.",
    ),
    "pruefen": ("pruefen", "Prüft alle Falldateien und die Vorlagen des Teams."),
    "statistik": (
        "statistik",
        "Zählt, was das Team wissen will: genau für das Team, mit --geschuetzt so, wie andere es sehen.",
    ),
    "uebergeben": ("uebergeben", "Gibt Fälle in andere Hände, auf Dauer (--an) oder für eine Weile (--vertretung)."),
    "verbund": (
        "verbund",
        "Zahlen mehrerer Teams: gibt die eines Quartals verschlüsselt ab oder fasst Pakete zu Summen zusammen, ohne dass ein Fall sein Team verlässt.",
    ),
    "vereinen": ("vereinen", "Macht aus zwei Dateien desselben Menschen eine."),
    "vergleichen": ("vergleich", "Sagt, was eine Änderung für Fälle und Termine bedeutet."),
    "verlauf": ("vergleich", "Sagt, wer an einem Fall wann was geändert hat."),
    "wiederaufnehmen": ("fall", "Nimmt einen abgeschlossenen Fall wieder auf."),
    "zuruecknehmen": ("zuruecknehmen", "Nimmt zurück, was zuletzt in einen Fall geschrieben wurde."),
}
#: Called by git, forges, editors and shells rather than by people.
FUER_PROGRAMME = {
    "kommentieren": ("forge", "Schreibt eine Datei als Kommentar unter eine Anfrage."),
    "leckprobe": ("statistik", "Sucht in gebauten öffentlichen Seiten nach allem, was im Team bleiben muss."),
    "quelle": ("bauen", "Schreibt die Seiten als Markdown, damit auch andere Programme sie bauen können."),
    "schema": ("schema", "Gibt das Schema der Falldateien aus, mit den Wörtern des Teams."),
    "vervollstaendigung": ("anlegen", "Gibt aus, womit die Tabulatortaste Befehle, Optionen, IDs und Wörter ergänzt."),
    "zusammenfuehren": ("ordnen", "Führt zusammen, was zwei Menschen zum selben Fall geschrieben haben."),
}
_ALLE = BEFEHLE | FUER_PROGRAMME


class Befehle(Deutsch, click.Group):
    """The group of all commands; an unknown one is answered with the nearest."""

    command_class = Befehl
    #: What runs where somebody names no command.
    ohne_befehl = "heute"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, args or ([] if ctx.resilient_parsing else [self.ohne_befehl]))

    def format_options(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        for titel, befehle in (("Befehle", BEFEHLE), ("Für Programme", FUER_PROGRAMME)):
            with formatter.section(titel):
                formatter.write_dl([(name, satz) for name, (_, satz) in befehle.items()])

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_ALLE)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name in whatever spelling: `prüfen` is `pruefen`."""
        form = vergleichsform(cmd_name)
        name = cmd_name if cmd_name in _ALLE else next((n for n in _ALLE if vergleichsform(n) == form), None)
        return None if name is None else self.hole(name)

    def hole(self, name: str) -> click.Command:
        """Return the command of this name; its room is loaded when it is first asked for."""
        if name not in self.commands:
            import_module(f"fallbuch.cli.{_ALLE[name][0]}")
        return self.commands[name]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            rat = meinten_sie(name, _ALLE, f"Befehle: {', '.join(sorted(_ALLE))}.")
            raise click.UsageError(f"Den Befehl „{name}“ gibt es nicht. {rat}", ctx)
        befehl = super().resolve_command(ctx, args)
        # Help and hints name the command as it is called.
        return (befehl[1].name, *befehl[1:]) if befehl[1] is not None else befehl


@click.group(cls=Befehle, options_metavar="[OPTIONEN]", subcommand_metavar="BEFEHL …", no_args_is_help=False)
@click.version_option(__version__, message="fallbuch %(version)s", help="Zeigt die Version.")
def fallbuch() -> None:
    """Prüft Falldateien, sagt, wer wann warum an der Reihe ist, schreibt Einträge und richtet Teams ein."""
