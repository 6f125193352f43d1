"""Values as people type them: read like those of a file, checked at once, written as the team writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from fallbuch.akte.angaben import melde_mangel
from fallbuch.akte.entwurf import Schreibfehler, pruefe_zeichen
from fallbuch.akte.feld import Feld, felder
from fallbuch.akte.modell import Eintrag, Kopf
from fallbuch.akte.schreiben import Falltext
from fallbuch.akte.termin import Termin, Termintyp
from fallbuch.akte.typen import F014, F019, Datum, Mangel, Vokabel, waehle
from fallbuch.akte.vereinbarung import lies_vereinbarung
from fallbuch.befund import Schwere, Stelle, lesbar
from fallbuch.kennung import nfc
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.zeit import GETIPPTER_TAG, Spanne, getippter_tag

_ATTRIBUTE = {feld.name: attribut for attribut, feld in felder(Kopf)}


def nummer(text: str, hoechstens: int) -> int | None:
    """Return a number from 1 to `hoechstens`; None for anything else, digits of other scripts too."""
    ist_zahl = text.isascii() and text.isdigit() and len(text) <= len(str(hoechstens))
    return int(text) if ist_zahl and 1 <= int(text) <= hoechstens else None


def auswahl(regelwerk: Regelwerk, liste: str, tag: date) -> list[str]:
    """Return the words of a list that hold on `tag`, in the team's order."""
    return [wort for wort, angaben in regelwerk.vokabular.liste(liste).items() if angaben.gilt_am(tag)]


def kopfwert(kopf: Kopf, name: str) -> str | None:
    """Return what a field of the front matter holds, as it is written; None where it is empty."""
    wert = getattr(kopf, _ATTRIBUTE[name])
    return None if wert is None else str(wert)


def mit_liste(text: Falltext, name: str, teile: Sequence[str]) -> Falltext:
    """Return the text with another list in a field of the front matter."""
    if tuple(teile) == getattr(text.fall.kopf, _ATTRIBUTE[name]):
        return text
    ohne = text.mit_feld(name, None)
    return ohne.mit_liste(name, teile) if teile else ohne


def neueste_stufe(eintraege: Iterable[Eintrag]) -> str | None:
    """Return the level of the newest assessment; None where there is none, or two of one day contradict each other."""
    stufen = [(e.datum, e.angaben.betreuungsstufe) for e in eintraege if e.angaben.betreuungsstufe is not None]
    neueste = max((tag for tag, _ in stufen if tag is not None), default=None)
    worte = {stufe for tag, stufe in stufen if tag is not None and tag == neueste}
    return worte.pop() if len(worte) == 1 else None


def pruefe_tag(tag: date, heute: date, ab: date | None = None) -> None:
    """Raise `Schreibfehler` for a day of an entry that is in the future, or before the first contact `ab`."""
    if tag > heute:
        raise Schreibfehler(
            f"Der {tag} liegt in der Zukunft. Ein Eintrag hält fest, was schon geschehen ist.", feld="Datum"
        )
    if ab is not None and tag < ab:
        raise Schreibfehler(f"Der {tag} liegt vor dem Erstkontakt ({ab}).")


_STATT = re.compile(r"(\bstatt\s+)(\S+)")
_TAG_VORN = re.compile(rf"\s*({GETIPPTER_TAG.pattern})(?=\s|,|$)(.*)", re.DOTALL | re.IGNORECASE)


#: Fields whose day lies ahead when it is agreed.
_FRIST_AM_ENDE = re.compile(r"\(bis ([^()]+)\)\s*$")
_KOMMT = re.compile(r"\b[Bb]is\b|Folgetermin|Letzter Tag")


def getippt(feld: Feld, text: str, heute: date, *, voraus: bool | None = None) -> str:
    """Return what somebody typed in a dialog with its day written out: `morgen 14:30` becomes `2026-11-29 14:30`.

    A day without a year is the next one (`voraus`) or the last one; None: as the field says, else the nearest.
    """
    treffer = _TAG_VORN.fullmatch(text) if isinstance(feld.typ, Datum | Termintyp) else None
    if treffer is None:
        return text
    if voraus is None and _KOMMT.search(feld.name):
        voraus = True
    tag = getippter_tag(treffer[1], heute, voraus=voraus)
    # The appointment that another one takes the place of may lie on either side of today.
    rest = _STATT.sub(lambda t: f"{t[1]}{getippter_tag(t[2], heute) or t[2]}", treffer[2])
    return f"{tag or treffer[1]}{rest}" if tag or rest != treffer[2] else text


def mit_getippter_frist(text: str, heute: date) -> str:
    """Return an agreement typed in a dialog with its deadline written out: `(bis 4.12.)` becomes `(bis 2026-12-04)`."""

    def ausgeschrieben(treffer: re.Match[str]) -> str:
        tag = getippter_tag(treffer[1], heute, voraus=True)
        return treffer[0] if tag is None else f"(bis {tag})"

    return _FRIST_AM_ENDE.sub(ausgeschrieben, text)


def lies_wert(feld: Feld, text: str, regelwerk: Regelwerk, tag: date | None = None) -> str:
    """Return the value as it is to be written, a word as it holds on `tag`, or at any time; raises `Schreibfehler` with what is wrong and what is expected.

    What can be read only one way is mended: `30.1.2026`, a name in small letters, a synonym.
    """
    pruefe_zeichen(text)
    wert = nfc(" ".join(text.split()))
    if not wert:
        raise Schreibfehler(f"„{feld.name}“ ist leer. Erwartet: {feld.typ.name}, zum Beispiel {feld.beispiel}.")
    if feld.vereinbarungen:
        return _mit_frist_in_normalform(wert)
    if feld.ist_liste:
        return wert
    lesung = feld.typ.lies(wert, feld.name)
    if lesung.wert is None or (lesung.mangel is not None and lesung.mangel.art.schwere is Schwere.FEHLER):
        raise Schreibfehler(_satz(lesung.mangel))
    if isinstance(feld.typ, Vokabel):
        wort = lies_wort(feld.typ.vokabular, feld.typ.wort(lesung.wert), feld.name, regelwerk, tag)
        return str(feld.typ.mit_wort(lesung.wert, wort))
    if lesung.mangel is not None and lesung.mangel.ersatz is not None:
        return lesung.mangel.ersatz
    return str(lesung.wert) if isinstance(lesung.wert, int | Termin | Spanne) else wert


def _mit_frist_in_normalform(text: str) -> str:
    """Return an agreement whose deadline is written as the files have it: `(bis 30.1.2026)` becomes `(bis 2026-01-30)`."""
    _, befunde = lies_vereinbarung(text, Stelle(datei="", zeile=1, spalte=1))
    fristen = [b.korrektur for b in befunde if b.art is F014 and b.korrektur is not None]
    for korrektur in fristen:
        text = text[: korrektur.von - 1] + korrektur.ersatz + text[korrektur.bis - 1 :]
    return text


def lies_wort(liste: str, wert: str, feld: str, regelwerk: Regelwerk, tag: date | None = None) -> str:
    """Return the team's word for `wert`, which must hold on `tag`; None: at any time."""
    vokabular = regelwerk.vokabular
    lesung = waehle(nfc(wert.strip()), feld, list(vokabular.liste(liste)), vokabular.synonyme(liste))
    erlaubte = auswahl(regelwerk, liste, tag) if tag is not None else list(vokabular.liste(liste))
    if lesung.wert is None:
        mangel = lesung.mangel
        if mangel is not None and mangel.art is F019:
            mangel = waehle(nfc(wert.strip()), feld, erlaubte, {}).mangel
        raise Schreibfehler(_satz(mangel))
    if lesung.wert not in erlaubte:
        raise Schreibfehler(
            f"{feld} „{lesbar(lesung.wert)}“ gilt am {tag} nicht. Erwartet: {', '.join(f'„{w}“' for w in erlaubte)}."
        )
    return lesung.wert


def _satz(mangel: Mangel | None) -> str:
    if mangel is None:
        return "Der Wert ist nicht lesbar."
    befund = melde_mangel(mangel, Stelle(datei=""), None)
    return f"{befund.text} {befund.hinweis}"
