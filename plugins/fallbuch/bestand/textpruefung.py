"""Personal statements in the texts of cases and of the log: what reading blanks out is reported here, with names behind „Frau“ and „Herr“.

Who may be named, which numbers belong to employers, and what stood there before the team began to look, only the team's
files say; so this is a check and no part of reading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b

from fallbuch.akte.anreden import nennt_jemanden
from fallbuch.akte.oeffnen import dekodiere
from fallbuch.akte.textmeldungen import D010, TEXTMELDUNGEN
from fallbuch.akte.textwache import Angabenart, Textfund, funde, ist_schon_gemeldet, verdaechtig
from fallbuch.befund import Befund, Stelle
from fallbuch.kennung import nfc, vergleichsform
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.regelwerk.vokabular import Vokabular
from fallbuch.text.quelle import Quelldatei
from fallbuch.text.zeilen import zeilen
from fallbuch.werte import dataclass

_KUERZE = 5
_ANREDEN = (b"Frau", b"Herr", b"Fr.", b"Hr", b"Fam", b"FRAU", b"HERR")

_NUR_ZIFFERN = re.compile(r"[^0-9]")


@dataclass(frozen=True, slots=True)
class Textpruefung:
    """What a file's text says that belongs in no case, the words themselves, and how much of it was known before."""

    befunde: tuple[Befund, ...] = ()
    #: The words of each finding, in the same order; they are for comparing and never shown.
    worte: tuple[str, ...] = ()
    stille: int = 0


def pruefe_text(datei: Quelldatei, regelwerk: Regelwerk, *, verdacht: bool | None = None) -> Textpruefung:
    """Look closer at a file; `verdacht` is what reading saw at a glance, None where it did not look."""
    if verdacht is False and not any(map(datei.inhalt.__contains__, _ANREDEN)):
        return Textpruefung()
    roh, ist_text = dekodiere(datei.inhalt, datei.name, [])
    text = nfc(roh)
    if not ist_text or not (verdacht or (verdacht is None and verdaechtig(text)) or nennt_jemanden(text)):
        return Textpruefung()
    befunde, worte, stille = list[Befund](), list[str](), 0
    salz, uebrige = regelwerk.altbestand.salz, Counter(regelwerk.altbestand.angaben.get(datei.name, ()))
    for nummer, zeile, fund in _gefundene(text, _Erlaubtes.von(regelwerk.vokabular)):
        schluessel = abdruck(salz, datei.name, fund.art, zeile) if uebrige else ""
        if uebrige[schluessel]:
            uebrige[schluessel] -= 1
            stille += 1
            continue
        stelle = Stelle(datei=datei.name, zeile=nummer, spalte=fund.von + 1)
        gemeldet = [TEXTMELDUNGEN[fund.art].melde(stelle, maske=fund.maske, anrede=fund.maske)]
        gemeldet += [D010.melde(stelle)] if fund.grundlos else []
        befunde += gemeldet
        worte += [zeile[fund.von : fund.bis]] * len(gemeldet)
    return Textpruefung(tuple(befunde), tuple(worte), stille)


def abdruecke(datei: Quelldatei, vokabular: Vokabular, salz: str) -> tuple[str, ...]:
    """Return what is kept of a file whose findings are known: codes and short hashes of lines, in order."""
    text = nfc(dekodiere(datei.inhalt, datei.name, [])[0])
    return tuple(sorted(abdruck(salz, datei.name, f.art, z) for _, z, f in _gefundene(text, _Erlaubtes.von(vokabular))))


def abdruck(salz: str, name: str, art: Angabenart, zeile: str) -> str:
    """Return code and hash of a line. It is short on purpose: of a hundred million numbers a hundred have the same one."""
    roh = blake2b(f"{name}\0{art}\0{zeile.strip()}".encode("utf-8", "replace"), key=salz.encode()[:64], digest_size=8)
    return f"{art} {roh.hexdigest()[:_KUERZE]}"


@dataclass(frozen=True, slots=True)
class _Erlaubtes:
    """Who may be named, and the numbers and addresses of those whom the team's list names."""

    namen: frozenset[str]
    nummern: frozenset[str]
    adressen: frozenset[str]

    @classmethod
    def von(cls, vokabular: Vokabular) -> _Erlaubtes:
        menschen = [p for a in vokabular.arbeitgeber.values() for p in a.ansprechpartner]
        return cls(
            frozenset(vergleichsform(teil) for name in vokabular.menschen for teil in re.findall(r"[\w'’-]{2,}", name)),
            frozenset(n for p in menschen if len(n := _waehlbar(p.telefon)) > 5),
            frozenset(p.email.strip().lower() for p in menschen if p.email),
        )

    def erlaubt(self, fund: Textfund, wert: str) -> bool:
        match fund.art:
            case Angabenart.TELEFON:
                return _waehlbar(wert) in self.nummern
            case Angabenart.EMAIL:
                return wert.lower() in self.adressen
            case Angabenart.PERSON:
                return vergleichsform(wert.rsplit(" ", maxsplit=1)[-1].removesuffix("'")) in self.namen
        return False


def _waehlbar(nummer: str) -> str:
    """Return the digits of a number without the country, as one dials it at home."""
    ziffern = _NUR_ZIFFERN.sub("", nummer)
    return re.sub(r"^(?:00)?(?:49|43)0?(?=[1-9])", "0", ziffern) if nummer.strip().startswith(("+", "00")) else ziffern


def _gefundene(text: str, erlaubtes: _Erlaubtes) -> Iterator[tuple[int, str, Textfund]]:
    """Yield number, line and statement of all that is found and nobody allows."""
    im_kopf = text.startswith("---")
    for nummer, zeile in enumerate(zeilen(text), start=1):
        if im_kopf:
            im_kopf = nummer == 1 or not zeile.startswith("---")
            feld, trenner, wert = zeile.partition(":")
            wert = wert if trenner else zeile
            if not im_kopf or nummer == 1 or feld in _OHNE or not verdaechtig(wert):
                continue
        # In a heading stand the team's own people.
        namen_zaehlen = not im_kopf and not zeile.startswith("#")
        for fund in funde(zeile):
            if (fund.art is not Angabenart.PERSON or namen_zaehlen) and not (
                erlaubtes.erlaubt(fund, zeile[fund.von : fund.bis]) or ist_schon_gemeldet(zeile, fund)
            ):
                yield nummer, zeile, fund


#: IDs may look like any number, and what to heed has a check of its own.
_OHNE = frozenset({"ID", "Vereint mit", "Zu beachten"})
