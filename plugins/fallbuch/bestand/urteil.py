"""The verdict on one file: what follows from it alone, as plain values that can be kept, sent to another process and read back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, time
from functools import lru_cache
from operator import attrgetter
from typing import Any

from fallbuch.befund import Befund, Korrektur, Stelle, meldungsart
from fallbuch.bestand.auszug import Auszug
from fallbuch.regelwerk.begruendung import FertigerWeg
from fallbuch.regelwerk.faelligkeit import Dringlichkeit, Faelligkeit
from fallbuch.regelwerk.fallregeln import Fallregeln
from fallbuch.zeit import Einheit, Spanne

#: Places are line and column, with the file where it is another one.
_Ort = tuple[int, int] | tuple[int, int, str]
_DRINGLICHKEITEN = {str(d): d for d in Dringlichkeit}
_AUSZUGSFELDER = [feld.name for feld in fields(Auszug)]
_ALLE_FELDER = attrgetter(*_AUSZUGSFELDER)
_TAGE = [_AUSZUGSFELDER.index(name) for name in ("erstkontakt", "kontakt", "phase_ab", "zaehlt_ab")]


def auszug_und_befunde(auszug: Auszug, befunde: Iterable[Befund]) -> tuple[Any, ...]:
    """Return both as plain values."""
    datei = auszug.datei
    werte = list(_ALLE_FELDER(auszug))
    for ort in _TAGE:
        werte[ort] = _nummer(werte[ort])
    return tuple(werte), _befunde(befunde, datei)


def _befunde(befunde: Iterable[Befund], datei: str) -> tuple[Any, ...]:
    return tuple((b.kennung, _ort(b.stelle, datei), b.text, b.hinweis, _korrektur(b.korrektur), b.uhr) for b in befunde)


def lies_auszug_und_befunde(werte: Any) -> tuple[Auszug, tuple[Befund, ...]]:
    """Return what `auszug_und_befunde` was given."""
    roh, befunde = werte
    datei = roh[0]
    felder = list(roh)
    for ort in _TAGE:
        felder[ort] = _tag(felder[ort])
    return Auszug(*felder), _lies_befunde(befunde, datei)


def _lies_befunde(werte: Any, datei: str) -> tuple[Befund, ...]:
    return tuple(
        Befund(
            art=meldungsart(kennung),
            stelle=_stelle(ort, datei),
            text=text,
            hinweis=hinweis,
            korrektur=None if korrektur is None else Korrektur(**dict(zip(_KORREKTUR, korrektur, strict=True))),
            uhr=uhr,
        )
        for kennung, ort, text, hinweis, korrektur, uhr in werte
    )


def faelligkeiten(alle: Sequence[Faelligkeit], datei: str, regeln: Fallregeln) -> tuple[Any, ...]:
    """Return the due items of a case as plain values."""
    return tuple(
        (
            f.berater, f.regel, f.titel, f.gruppe, _nummer(f.faellig_am), str(f.dringlichkeit), _nummer(f.anker_datum), _ort(f.stelle, datei),
            f.quelle, None if f.herkunft is None else str(f.herkunft), _nummer(f.warnung_ab), f.thema, f.wer,
            f.ableitung.anker, f.ableitung.bezug, regeln.nummer(f.ableitung.eigenschaften), f.ableitung.kunde_dran, f.ableitung.verabredet,
            None if f.ableitung.uhrzeit is None else (f.ableitung.uhrzeit.hour, f.ableitung.uhrzeit.minute),
            _nummer(f.ableitung.versuch_am), _spanne(f.ableitung.abstand), _nummer(f.ableitung.fest_seit), _nummer(f.ableitung.erledigbar_ab),
            *f.ableitung.worte(f.titel),
        )
        for f in alle
    )  # fmt: skip


def lies_faelligkeiten(werte: Any, auszug: Auszug, regeln: Fallregeln) -> tuple[Faelligkeit, ...]:
    """Return the due items that `faelligkeiten` was given."""
    fall, stamm, datei = auszug.kennung, auszug.stamm, auszug.datei
    return tuple(
        Faelligkeit(
            fall=fall,
            stamm=stamm,
            berater=berater,
            regel=regel,
            titel=titel,
            gruppe=gruppe,
            faellig_am=_tag(faellig),
            dringlichkeit=_DRINGLICHKEITEN[dringlichkeit],
            anker_datum=_tag(anker_datum),
            stelle=_stelle(ort, datei),
            ableitung=FertigerWeg(
                satz, weg, bezug, anker, regeln.eigenschaften[eigenschaften], kunde_dran, verabredet, None if uhrzeit is None else time(*uhrzeit),
                _tag(versuch), _spanne_aus(abstand), _tag(fest), date.fromordinal(erledigbar),
            ),
            quelle=quelle,
            herkunft=herkunft,
            warnung_ab=_tag(warnung),
            thema=thema,
            wer=wer,
        )
        for (
            berater, regel, titel, gruppe, faellig, dringlichkeit, anker_datum, ort, quelle, herkunft, warnung, thema, wer, anker, bezug, eigenschaften,
            kunde_dran, verabredet, uhrzeit, versuch, abstand, fest, erledigbar, satz, weg,
        ) in werte
    )  # fmt: skip


_KORREKTUR = tuple(feld.name for feld in fields(Korrektur))


def _korrektur(korrektur: Korrektur | None) -> tuple[Any, ...] | None:
    return None if korrektur is None else tuple(getattr(korrektur, name) for name in _KORREKTUR)


def _ort(stelle: Stelle, datei: str) -> _Ort:
    return (stelle.zeile, stelle.spalte) if stelle.datei == datei else (stelle.zeile, stelle.spalte, stelle.datei)


def _stelle(ort: _Ort, datei: str) -> Stelle:
    return Stelle(datei=datei if len(ort) == 2 else ort[2], zeile=ort[0], spalte=ort[1])


def _spanne(spanne: Spanne | None) -> tuple[int, str, bool] | None:
    return None if spanne is None else (spanne.anzahl, str(spanne.einheit), spanne.vorher)


@lru_cache(maxsize=1024)
def _spanne_aus(werte: tuple[int, str, bool] | None) -> Spanne | None:
    return None if werte is None else Spanne(werte[0], Einheit(werte[1]), vorher=werte[2])


def _nummer(tag: date | None) -> int | None:
    return None if tag is None else tag.toordinal()


@lru_cache(maxsize=4096)  # the cases of a team share their days
def _tag(nummer: int | None) -> date | None:
    return None if nummer is None else date.fromordinal(nummer)
