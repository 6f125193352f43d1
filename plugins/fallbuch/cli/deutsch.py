"""click in German: usage, headings and every error a caller can make."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import click
from click.formatting import HelpFormatter

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


class Deutsch(click.Command):
    """A command whose help and usage are German."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Zeigt diese Hilfe."
        return option

    def format_usage(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), "Aufruf: ")

    def format_options(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        optionen = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        zeilen = [zeile for p in optionen if (zeile := p.get_help_record(ctx)) is not None]
        with formatter.section("Optionen"):
            formatter.write_dl([(links, _ohne_zusatz(rechts)) for links, rechts in zeilen])


class Befehl(Deutsch):
    """One of the commands; the example stands at the end of its help."""

    def __init__(self, *, beispiel: str, **kwargs: Any) -> None:
        super().__init__(options_metavar="[OPTIONEN]", **kwargs)
        self.beispiel = beispiel

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as fehler:
            # click's parser does not know the command; the hint at the end needs it.
            fehler.ctx = fehler.ctx or ctx
            raise

    def format_epilog(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        with formatter.section("Beispiel"):
            # One line, however long: people copy it.
            formatter.write(f"  {self.beispiel}\n")


def _ohne_zusatz(hilfe: str) -> str:
    """Take out the range that click appends in its own notation."""
    return re.sub(r"\s*\[[0-9x<>=]+\]", "", hilfe).replace("[required]", "(nötig)")


def fehlersatz(fehler: click.ClickException) -> str:
    """Return the German sentence for a faulty call, ending with the next step."""
    name, param = _name(fehler), getattr(fehler, "param", None)
    typ = param.type if isinstance(param, click.Parameter) else None
    match fehler:
        case click.NoSuchOption():
            nahe = f" Meinten Sie „{fehler.possibilities[0]}“?" if fehler.possibilities else ""
            satz = f"Die Option „{fehler.option_name}“ gibt es nicht.{nahe}"
        case click.MissingParameter():
            satz = f"Es fehlt {name}."
        case click.BadParameter() if isinstance(typ, click.Choice):
            satz = f"Der Wert für {name} ist nicht bekannt. Erwartet: {', '.join(map(str, typ.choices))}."
        case click.BadParameter() if isinstance(typ, click.types.IntParamType):
            satz = f"Der Wert für {name} ist keine passende ganze Zahl.{_grenzen(typ)}"
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
