"""What a page of the desk sends: nothing of it is believed before it is read here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fallbuch.werte import dataclass

#: Name of a form's field → what was filled in.
Werte = Mapping[str, str | Sequence[str]]
#: Field names and values that no form has are not even looked at.
_HOECHSTENS_FELDER, _HOECHSTENS_ZEICHEN = 300, 200_000


@dataclass(frozen=True, kw_only=True)
class Sendung:
    """What a page of the desk sent: which deed, on what, and the values of its form."""

    tat: str
    worum: str
    werte: Werte
    #: File → hash of the version for which the form was made.
    staende: Mapping[str, str]
    wurf: int
    wer: str
    speichern: bool
    #: What stood in the form at first, and whether somebody has said yes to what was asked back.
    gezeigt: Werte
    bestaetigt: bool
    #: Not to be saved: what can be mended with certainty is to be.
    beheben: bool = False


def lies_sendung(roh: Mapping[str, Any], tat: str, worum: str, wer: str) -> Sendung:
    """Read what a page sent, bounded and without what no file could hold; what is of another shape counts as not sent."""
    werte = roh.get("werte")
    staende = roh.get("staende")
    wurf = roh.get("wurf")
    return Sendung(
        tat=tat,
        worum=worum,
        werte=_werte(werte),
        gezeigt=_werte(roh.get("gezeigt")),
        bestaetigt=roh.get("bestaetigt") is True,
        staende={_klar(n): _klar(a) for n, a in staende.items()} if isinstance(staende, dict) else {},
        wurf=wurf if isinstance(wurf, int) else 0,
        wer=wer,
        speichern=roh.get("speichern") is True,
        beheben=roh.get("beheben") is True,
    )


def _werte(roh: Any) -> Werte:
    paare = list(roh.items())[:_HOECHSTENS_FELDER] if isinstance(roh, dict) else []
    return {_klar(n): [_klar(w) for w in v] if isinstance(v, list) else _klar(v) for n, v in paare}


def _klar(wert: Any) -> str:
    return str(wert)[:_HOECHSTENS_ZEICHEN].encode("utf-8", "replace").decode() if isinstance(wert, str | int) else ""


def als_text(werte: Werte, name: str) -> str:
    """Return what was filled in, each word of a list on a line of its own; "" where nothing was."""
    wert = werte.get(name, "")
    return wert if isinstance(wert, str) else "\n".join(wert)
