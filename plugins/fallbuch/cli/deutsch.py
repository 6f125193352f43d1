"""click in German: usage, headings and every error a caller can make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, NoReturn

import click
from click.formatting import HelpFormatter

from fallbuch.kennung import naechstes, vergleichsform
from fallbuch.zeit import datum_aus, deutsches_datum


class Tag(click.ParamType[date]):
    """An option that takes a day."""

    name = "JJJJ-MM-TT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        # A day written the German way has one reading as well.
        tag = datum_aus(value) or deutsches_datum(value) if isinstance(value, str) else value
        if tag is None:
            self.fail(f"„{value}“ ist kein Datum. Erwartet: JJJJ-MM-TT, zum Beispiel 2026-02-28.", param, ctx)
        return tag


class Befehl(click.Command):
    """A command whose help and usage are German; the example stands at the end."""

    def __init__(self, *args: Any, beispiel: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.beispiel = beispiel

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as fehler:
            # click's parser does not know the command; the hint at the end needs it.
            fehler.ctx = fehler.ctx or ctx
            raise

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _hilfe(super().get_help_option(ctx))

    def format_usage(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(_teile(self, ctx)), "Aufruf: ")

    def format_options(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        _optionen(self, ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        if self.beispiel:
            with formatter.section("Beispiel"):
                # One line, however long: people copy it.
                formatter.write(f"  {self.beispiel}\n")


class Befehle(click.Group):
    """The group of all commands; an unknown one is answered with the nearest."""

    command_class = Befehl
    #: What runs where somebody names no command.
    ohne_befehl = "heute"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, args or ([] if ctx.resilient_parsing else [self.ohne_befehl]))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _hilfe(super().get_help_option(ctx))

    def format_usage(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "[OPTIONEN] BEFEHL …", "Aufruf: ")

    def format_options(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        _optionen(self, ctx, formatter)
        with formatter.section("Befehle"):
            formatter.write_dl(
                [(name, befehl.get_short_help_str(90)) for name, befehl in sorted(self.commands.items())]
            )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name in whatever spelling: `prüfen` is `pruefen`."""
        form = vergleichsform(cmd_name)
        return super().get_command(ctx, cmd_name) or next(
            (befehl for name, befehl in self.commands.items() if vergleichsform(name) == form), None
        )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            vorschlag = naechstes(name, self.commands)
            rat = f"Meinten Sie „{vorschlag}“?" if vorschlag else "Befehle: " + ", ".join(sorted(self.commands)) + "."
            raise click.UsageError(f"Den Befehl „{name}“ gibt es nicht. {rat}", ctx)
        befehl = super().resolve_command(ctx, args)
        # Help and hints name the command as it is called.
        return (befehl[1].name, *befehl[1:]) if befehl[1] is not None else befehl


def _hilfe(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "Zeigt diese Hilfe."
    return option


def _teile(befehl: click.Command, ctx: click.Context) -> Sequence[str]:
    argumente = [p.make_metavar(ctx) for p in befehl.get_params(ctx) if isinstance(p, click.Argument)]
    return ["[OPTIONEN]", *argumente]


def _optionen(befehl: click.Command, ctx: click.Context, formatter: HelpFormatter) -> None:
    optionen = [p for p in befehl.get_params(ctx) if isinstance(p, click.Option)]
    zeilen = [zeile for p in optionen if (zeile := p.get_help_record(ctx)) is not None]
    if zeilen:
        with formatter.section("Optionen"):
            formatter.write_dl([(links, _ohne_zusatz(rechts)) for links, rechts in zeilen])


def _ohne_zusatz(hilfe: str) -> str:
    """Take out the range that click appends in its own notation."""
    return re.sub(r"\s*\[[0-9x<>=]+\]", "", hilfe).replace("[required]", "(nötig)")


def fehlersatz(fehler: click.ClickException) -> str:
    """Return the German sentence for a faulty call, ending with the next step."""
    name = _name(fehler)
    match fehler:
        case click.NoSuchOption():
            nahe = f" Meinten Sie „{fehler.possibilities[0]}“?" if fehler.possibilities else ""
            satz = f"Die Option „{fehler.option_name}“ gibt es nicht.{nahe}"
        case click.MissingParameter():
            satz = f"Es fehlt {name}."
        case click.BadParameter() if isinstance(fehler.param, click.Parameter) and isinstance(
            fehler.param.type, click.Choice
        ):
            satz = f"Der Wert für {name} ist nicht bekannt. Erwartet: {', '.join(map(str, fehler.param.type.choices))}."
        case click.BadParameter() if isinstance(fehler.param, click.Parameter) and isinstance(
            fehler.param.type, click.types.IntParamType
        ):
            satz = f"Der Wert für {name} ist keine passende ganze Zahl.{_grenzen(fehler.param.type)}"
        case click.BadParameter():
            satz = f"Der Wert für {name} passt nicht: {fehler.message}"
        case click.BadOptionUsage() if "argument" in fehler.message:
            satz = f"Die Option „{fehler.option_name}“ braucht einen Wert."
        case click.BadOptionUsage():
            satz = f"Die Option „{fehler.option_name}“ nimmt keinen Wert."
        case _ if "unexpected extra argument" in fehler.message:
            satz = "Der Aufruf enthält mehr Angaben, als der Befehl kennt. Texte mit Leerzeichen gehören in Anführungszeichen."
        case _:
            satz = fehler.message
    return satz


def _grenzen(typ: click.ParamType[Any]) -> str:
    if isinstance(typ, click.IntRange) and typ.min is not None and typ.max is not None:
        return f" Erwartet: {typ.min:.0f} bis {typ.max:,.0f}.".replace(",", ".")
    return ""


def _name(fehler: click.ClickException) -> str:
    param = getattr(fehler, "param", None)
    if isinstance(param, click.Option):
        return f"die Option „{param.opts[-1]}“"
    return f"die Angabe {param.human_readable_name}" if isinstance(param, click.Argument) else "eine Angabe"


def beende(code: int) -> NoReturn:
    """End the program with `code`."""
    raise SystemExit(code)
