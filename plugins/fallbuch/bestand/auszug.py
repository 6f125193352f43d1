"""What lists, reports and comparisons across cases need of a case: little enough to be kept without its file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from fallbuch.akte.eintragsformen import Massnahmeangaben, Planangaben
from fallbuch.akte.modell import Fall
from fallbuch.befund import Stelle
from fallbuch.regelwerk.sicht import Fallsicht
from fallbuch.werte import dataclass

# Letters, in any script: ranges are searched three times faster than the classes.
_WORT = re.compile(
    "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u1fff\u2c00-\u2dff\u3040-\ud7ff\U00010000-\U0003ffff]{5,}"
)
_TRENNER = "\0"


@dataclass(frozen=True, slots=True)
class Auszug:
    """A case on the key date, in short."""

    datei: str
    stamm: str
    kennung: str
    #: The ID as the file states it, None where it does not or cannot be read; line and column of the field.
    id: str | None
    id_ort: tuple[int, int]
    erstkontakt: date | None
    zustaendig: str | None
    #: Who stands in on the key date, and the field as it is written.
    vertretung: str | None
    vertretungsfeld: str | None
    vertretende: str | None
    zu_beachten: str | None
    vereint_mit: tuple[str, ...]
    vereint_ort: tuple[int, int]
    #: There was a first contact; clocks run; it was never closed and reopened.
    besteht: bool
    offen: bool
    erste_phase: bool
    pausiert: bool
    #: What lists show of it: status and channel as they are written, the level that holds, the last contact of the phase.
    status: str | None
    zugangsweg: str | None
    stufe: str | None
    kontakt: date | None
    #: First day of the running phase, and of the first one that can be counted.
    phase_ab: date | None
    zaehlt_ab: date | None
    merkmalstext: str
    #: So many statements of its texts were known before and are not told again.
    stille: int = 0

    @property
    def id_stelle(self) -> Stelle:
        return Stelle(datei=self.datei, zeile=self.id_ort[0], spalte=self.id_ort[1])

    @property
    def vereint_stelle(self) -> Stelle:
        return Stelle(datei=self.datei, zeile=self.vereint_ort[0], spalte=self.vereint_ort[1])

    @property
    def handelnd(self) -> str | None:
        """Who acts now: whoever stands in, else whoever is responsible."""
        return self.vertretung or self.zustaendig

    @property
    def merkmale(self) -> list[str]:
        """What the case says that may be rare among all, each once."""
        return self.merkmalstext.split(_TRENNER)


def auszug(sicht: Fallsicht, stille: int = 0) -> Auszug:
    """Return what is known of a case on its view's key date."""
    fall, kopf = sicht.fall, sicht.fall.kopf
    return Auszug(
        datei=fall.datei,
        stamm=fall.stamm,
        kennung=fall.kennung,
        id=kopf.id,
        id_ort=_ort(fall, "ID"),
        erstkontakt=kopf.erstkontakt,
        zustaendig=kopf.berater,
        vertretung=sicht.vertretung,
        vertretungsfeld=None if kopf.vertretung is None else str(kopf.vertretung),
        vertretende=None if kopf.vertretung is None else kopf.vertretung.wer,
        zu_beachten=kopf.zu_beachten,
        vereint_mit=kopf.vereint_mit,
        vereint_ort=_ort(fall, "Vereint mit"),
        besteht=sicht.besteht,
        offen=sicht.offen,
        erste_phase=len(sicht.phasen) == 1,
        pausiert=sicht.pausiert,
        status=kopf.status,
        zugangsweg=kopf.zugangsweg,
        stufe=sicht.stufe,
        kontakt=sicht.kontakte[-1].datum if sicht.kontakte else None,
        phase_ab=sicht.phase.beginn.datum if sicht.phase.beginn is not None else None,
        zaehlt_ab=min(_anfaenge(sicht), default=None),
        merkmalstext=_TRENNER.join(sorted(_merkmale(fall))),
        stille=stille,
    )


def _anfaenge(sicht: Fallsicht) -> Iterator[date]:
    """Yield the first day of each phase that can be counted, as `statistik/tafeln.py` does."""
    for phase in sicht.phasen if sicht.fall.vollstaendig and sicht.besteht else ():
        ende = phase.abschluss.datum if phase.abschluss is not None else None
        if phase.beginn is not None and (ende is None or ende >= phase.beginn.datum):
            yield phase.beginn.datum


def _ort(fall: Fall, feld: str) -> tuple[int, int]:
    stelle = fall.ort(feld)
    return stelle.zeile, stelle.spalte


def _merkmale(fall: Fall) -> set[str]:
    """Return what a case says that may be rare: long words of its texts, helpers, days of its own."""
    kopf = fall.kopf
    merkmale = [f"Hilfenetz {stelle}" for stelle in kopf.hilfenetz]
    if kopf.bewilligung_bis is not None:
        merkmale.append(f"Bewilligung {kopf.bewilligung_bis}")
    texte: list[str | None] = []
    for eintrag in fall.eintraege:
        texte.append(eintrag.text)
        if vereinbarungen := eintrag.angaben.vereinbarungen:
            texte += [vereinbarung.text for vereinbarung in vereinbarungen]
        if (besonderes := eintrag.besonderes) is None:
            continue
        if isinstance(besonderes, Planangaben):
            texte += (besonderes.ausgangslage, besonderes.ziel, besonderes.begruendung)
        elif isinstance(besonderes, Massnahmeangaben):
            merkmale.append(f"Maßnahme {besonderes.bezeichnung} {besonderes.beginn or eintrag.datum}")
    return {*merkmale, *_WORT.findall("\n".join(filter(None, texte)))}
