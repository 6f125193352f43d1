"""Asking which wordings mean the person who is erased; nothing of them is shown where nobody sits at a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.befund import anzahl, lesbar
from fallbuch.cli.dialog import am_terminal, frage, sage
from fallbuch.loeschung.aehnliches import Durchsicht, Wortlaut

#: More of them nobody reads.
_GEZEIGT = 60


class Durchsuchtes(Protocol):
    """A plan or a history that finds similar wordings, and takes in those that mean the person."""

    def aehnliche(self) -> list[Wortlaut]: ...
    def nimm_dazu(self, folgen: Sequence[tuple[str, ...]]) -> None: ...


def lege_vor(worin: Durchsuchtes, *, zeigen: bool, ohne_frage: bool) -> Durchsicht:
    """Show what looks similar, ask which of it means the person unless somebody wants no questions, and have that looked for too."""
    durchsicht = _gefragt(worin.aehnliche(), zeigen=zeigen, ohne_frage=ohne_frage)
    worin.nimm_dazu([w.folge for w in durchsicht.gemeinte])
    return durchsicht


def _gefragt(alle: Sequence[Wortlaut], *, zeigen: bool, ohne_frage: bool) -> Durchsicht:
    if not alle:
        return Durchsicht(0)
    if not am_terminal():
        orte = sorted({w.wo for w in alle})
        mehr = f" und {len(orte) - 5} weiteren" if len(orte) > 5 else ""
        sage(
            f"{anzahl(len(alle), 'Wortlaut sieht', 'Wortlaute sehen')} ähnlich aus und {'bleibt' if len(alle) == 1 else 'bleiben'} stehen "
            f"({', '.join(lesbar(ort, 120) for ort in orte[:5])}{mehr}). Am Terminal zeigt der Befehl sie und fragt, wer gemeint ist."
        )
        return Durchsicht(len(alle))
    fragt = not (zeigen or ohne_frage)
    sage("Das sieht ähnlich aus und kann auch jemand anderen meinen:")
    for nummer, wortlaut in enumerate(alle[:_GEZEIGT], start=1):
        mehr = (
            f" und {wortlaut.weitere} {'weitere' if wortlaut.weitere > 1 else 'weitere Stelle'}"
            if wortlaut.weitere
            else ""
        )
        sage(f"  {nummer:>2}  „{lesbar(wortlaut.geschrieben, 80)}“ ({lesbar(wortlaut.wo, 120)}{mehr})")
        if wortlaut.umgebung != wortlaut.geschrieben:
            sage(f"      … {lesbar(wortlaut.umgebung, 160)} …")
    if len(alle) > _GEZEIGT:
        sage(f"  und {len(alle) - _GEZEIGT} weitere; „alle“ meint auch sie.")
    if not fragt:
        sage("Vor dem Löschen werden Sie danach gefragt." if zeigen else "Es bleibt stehen.")
        return Durchsicht(len(alle))
    gezeigte = [w.geschrieben for w in alle[:_GEZEIGT]]
    antwort = frage(
        "Was davon ist zu löschen? Nummern mit Leerzeichen, „alle“, oder Eingabe für nichts davon",
        pruefe=lambda getippt: " ".join(map(str, _nummern(getippt, len(alle)))),
        zu=gezeigte,
    )
    return Durchsicht(len(alle), [alle[int(n) - 1] for n in antwort.split()], gefragt=True)


def _nummern(getippt: str, wie_viele: int) -> list[int]:
    """Return the numbers that somebody typed; raises `Schreibfehler` for anything else."""
    if getippt.strip().casefold() == "alle":
        return list(range(1, wie_viele + 1))
    worte = getippt.replace(",", " ").split()
    if not all(wort.isdecimal() and 1 <= int(wort) <= min(wie_viele, _GEZEIGT) for wort in worte):
        raise Schreibfehler(
            f"Nennen Sie Nummern von 1 bis {min(wie_viele, _GEZEIGT)}, zum Beispiel „1 3“, oder „alle“."
        )
    return sorted(set(map(int, worte)))
