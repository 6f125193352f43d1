"""What stands around an appointment that somebody is about to agree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from fallbuch.akte.termin import Termintyp
from fallbuch.bearbeiten.eintragen import kopffeld
from fallbuch.bearbeiten.werte import getippt
from fallbuch.team import Team
from fallbuch.uebersicht.tage import kurztag
from fallbuch.zeit import sonntag


def woche_um(team: Team, text: str) -> list[str]:
    """Return what is agreed, and which days are free, in the week of an appointment as it was typed; nothing where it is none."""
    termin = Termintyp().lies(getippt(kopffeld("Erstkontakt"), text, team.stichtag, voraus=True), "Folgetermin").wert
    if termin is None or termin.tag is None:
        return []
    ende = sonntag(termin.tag)
    montag = ende - timedelta(days=6)
    punkte = [
        (f.faellig_am, str(f.ableitung.uhrzeit or "")[:5], f"Fall {akte.auszug.kennung}{_mit(f.wer)}")
        for akte in team.akten
        for f in akte.faelligkeiten
        if f.ableitung.verabredet and f.faellig_am is not None and montag <= f.faellig_am <= ende
    ]
    tage = (montag + timedelta(days=n) for n in range(7))
    punkte += [(tag, "", frei) for tag in tage if tag.weekday() < 5 and (frei := team.datei.werktage.freier_tag(tag))]
    gesagt = (str(termin.uhrzeit)[:5] if termin.uhrzeit is not None else "-", termin.tag)
    return [
        f"{'Zur selben Zeit: ' if (uhr, tag) == gesagt else ''}{kurztag(tag, team.stichtag)}{f' {uhr}' if uhr else ''}: {was}"
        for tag, uhr, was in sorted(punkte)
    ]


def _mit(wer: Sequence[str]) -> str:
    return f" ({' und '.join(wer)})" if wer else ""
