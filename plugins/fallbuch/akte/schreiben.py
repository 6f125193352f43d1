"""Changes to ONE case file: each touches only what it must, and is read back before anybody may store it.

A change is a tuple of `Aenderung`; `Falltext.mit` makes it and compares what the new file says with what it
should say. So a change that would be read as something else never leaves this module.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from fallbuch.akte.angaben import Zeilenart
from fallbuch.akte.einfuegen import eintrag_einfuegen, platz_fuer, zeilen_einfuegen
from fallbuch.akte.eintraege import zeilenarten
from fallbuch.akte.entwurf import Eintragsentwurf, Schreibfehler
from fallbuch.akte.feld import Feld, felder
from fallbuch.akte.kopf import kopfname
from fallbuch.akte.lesartmeldungen import GLEICHBEDEUTEND
from fallbuch.akte.lesen import lesen
from fallbuch.akte.modell import Eintrag, Fall, Kopf
from fallbuch.akte.zusage import Stand, Vereinbarung
from fallbuch.befund import Befund, Korrektur, Stelle, lesbar
from fallbuch.kennung import nfc
from fallbuch.text.aenderung import Aenderung, Ortung, Schriftstueck
from fallbuch.text.knoten import Knoten, Liste, Skalar, Tafel, skalare, teile_kopf
from fallbuch.text.yamlorte import ergaenze, ergaenze_in_klammern, ersetze_wert, geschrieben, lies_tafel, schluss
from fallbuch.text.zeilen import zeilen
from fallbuch.werte import dataclass

_FELDER = [feld for _, feld in felder(Kopf)]
_ATTRIBUTE = {feld.name: attribut for attribut, feld in felder(Kopf)}
# Lines move when something is inserted above them; the finding is the same.
_ORTE = re.compile(r"(?<=\.md):[0-9]+|Zeile [0-9]+")
# A key may be set off: `**Ergebnis:** …`, `**Ergebnis**: …`.
_SCHLUESSELENDE = re.compile(r":(?:\*\*|__)?")
_KAESTCHEN = re.compile(r"\[\s?[xX-]?\s?\]")
_KASTEN = {Stand.OFFEN: " ", Stand.ERLEDIGT: "x", Stand.FALLENGELASSEN: "-"}


@dataclass(frozen=True, slots=True)
class Inhalt:
    """What a case file says, without the places at which it says so."""

    kopf: Kopf
    vorspann: str
    eintraege: tuple[tuple[Any, ...], ...]

    @classmethod
    def von(cls, fall: Fall) -> Inhalt:
        return cls(fall.kopf, fall.vorspann, tuple(map(aussage, fall.eintraege)))

    def mit_feld(self, feld: str, wert: Any) -> Inhalt:
        return replace(self, kopf=replace(self.kopf, **{_ATTRIBUTE[feld]: wert}))

    def mit_eintraegen(self, von: int, bis: int, *neue: Eintrag) -> Inhalt:
        """Return it with others in the place of the entries `von` to before `bis`."""
        return replace(self, eintraege=(*self.eintraege[:von], *map(aussage, neue), *self.eintraege[bis:]))


def aussage(eintrag: Eintrag) -> tuple[Any, ...]:
    """Return what an entry says, without places."""
    besonderes = eintrag.besonderes and _ohne_orte(eintrag.besonderes)
    return (
        eintrag.datum,
        eintrag.art,
        eintrag.berater,
        eintrag.text,
        _ohne_orte(eintrag.angaben),
        besonderes,
        eintrag.unlesbar,
        eintrag.verborgenes,
    )


def _ohne_orte(angaben: Any) -> Any:
    listen = [attribut for attribut, feld in felder(type(angaben)) if feld.vereinbarungen]
    neu = {a: tuple(replace(v, stelle=Stelle(datei="")) for v in getattr(angaben, a)) for a in listen}
    return replace(angaben, **neu) if neu else angaben


def entziffert(inhalt: bytes, name: str) -> Schriftstueck:
    """Return the text of a file; raises `Schreibfehler` for what is not UTF-8."""
    try:
        return Schriftstueck.aus(inhalt)
    except UnicodeDecodeError as fehler:
        raise Schreibfehler(f"{name} ist nicht als UTF-8 gespeichert. Speichern Sie die Datei neu.") from fehler


class Falltext:
    """A case file that can be changed. Raises `Schreibfehler` where its text cannot be told apart safely."""

    def __init__(self, inhalt: bytes, name: str) -> None:
        self.name = name
        self.fall, self.befunde = lesen(inhalt, name)
        grund = next((befund for befund in self.befunde if befund.art.sperrt or befund.art.ungelesen), None)
        if grund is not None:
            raise Schreibfehler(
                f"{name}:{grund.stelle.zeile}: Diese Datei lässt sich nicht sicher ändern: {grund.text} Beheben Sie das zuerst von Hand."
            )
        self.stueck = Schriftstueck.aus(inhalt)
        self.inhalt = inhalt

    def umbenannt(self, name: str) -> Falltext:
        """Return the same text under another file name."""
        return Falltext(self.inhalt, name)

    @cached_property
    def ortung(self) -> Ortung:
        return Ortung(self.stueck)

    @cached_property
    def kopf(self) -> tuple[int, Tafel | None]:
        """Offset at which the front matter begins, and its node with offsets from there."""
        kopf, _ = teile_kopf(self.stueck.text)
        return self.stueck.text.find("\n"), lies_tafel(kopf or "")

    @property
    def vorspann(self) -> str:
        """The text above the first entry as it stands: in what is read something may be blanked out."""
        if not self.fall.verdacht or not self.fall.vorspann:
            return self.fall.vorspann
        text = nfc(self.stueck.text)
        rumpf = teile_kopf(text)[1] or ""
        erste = min((e.stelle.zeile for e in self.fall.eintraege), default=self.ortung.zeilen + 1)
        return "\n".join(zeilen(rumpf)[: erste - 1 - text.count("\n", 0, len(text) - len(rumpf))]).strip()

    @property
    def ab_kopf(self) -> str:
        """The text from the front matter on, in which its node has its offsets."""
        return self.stueck.text[self.kopf[0] :]

    def mit(self, aenderungen: Iterable[Aenderung], erwartet: Inhalt) -> Falltext:
        """Make the changes and read the result; raises `Schreibfehler` unless it says what it should."""
        neu = Falltext(self.stueck.mit(aenderungen).inhalt, self.name)
        if Inhalt.von(neu.fall) != erwartet:
            raise Schreibfehler(
                f"{self.name} wurde nicht geändert: Das Ergebnis würde anders gelesen, als es gemeint ist. Ändern Sie die Stelle von Hand."
            )
        return neu

    def mit_feld(self, name: str, wert: str | None) -> Falltext:
        """Set a field of the front matter, or take it out with None."""
        text = self._mit_klarem_kopf()
        feld = next(f for f in _FELDER if f.name == name)
        neu = _gelesen(feld, wert) if wert is not None else () if feld.ist_liste else None
        return text.mit(feld_setzen(text, name, wert), Inhalt.von(text.fall).mit_feld(name, neu))

    def mit_liste(self, name: str, werte: Sequence[str]) -> Falltext:
        """Set a field of the front matter that holds a list and is absent or empty so far."""
        text = self._mit_klarem_kopf()
        return text.mit(liste_setzen(text, name, werte), Inhalt.von(text.fall).mit_feld(name, tuple(map(nfc, werte))))

    def _mit_klarem_kopf(self) -> Falltext:
        erster = min((e.stelle.zeile for e in self.fall.eintraege), default=self.ortung.zeilen)
        return self.wie_gemeint(range(1, erster))

    def mit_eintrag(self, entwurf: Eintragsentwurf) -> Falltext:
        """Add an entry at its place in time."""
        eintrag = entwurf.gelesen(self.name)
        nummer, aenderung = eintrag_einfuegen(self.stueck, self.fall.eintraege, entwurf)
        return self.mit([aenderung], Inhalt.von(self.fall).mit_eintraegen(nummer, nummer, eintrag))

    def mit_zeilen(self, eintrag: Eintrag, zeilen: str, vor: int | None = None) -> Falltext:
        """Add an entry as it stands in another text, at its place in time or before a certain one; it must have a day."""
        if eintrag.datum is None:
            raise Schreibfehler(
                f"{self.name}: Ein Eintrag ohne lesbares Datum hat keinen Platz. Berichtigen Sie ihn zuerst."
            )
        nummer = platz_fuer(self.fall.eintraege, eintrag.datum, eintrag.art) if vor is None else vor
        aenderung = zeilen_einfuegen(self.stueck, self.fall.eintraege, nummer, zeilen.split("\n"))
        return self.mit([aenderung], Inhalt.von(self.fall).mit_eintraegen(nummer, nummer, eintrag))

    def zeilen(self, nummer: int) -> str:
        """Return the lines of an entry as one text, without blank ones at its end."""
        von, bis = self._grenzen(nummer)
        return self.stueck.text[von:bis].replace("\r\n", "\n").rstrip("\n")

    def ohne_eintrag(self, nummer: int) -> Falltext:
        """Take an entry out; everything else stays."""
        von, bis = self._grenzen(nummer)
        if bis == len(self.stueck.text):  # the blank line before the last entry goes with it
            von = len(self.stueck.text[:von].rstrip("\r\n")) + len(self.stueck.zeilenende)
        return self.mit([Aenderung(von, bis, "")], Inhalt.von(self.fall).mit_eintraegen(nummer, nummer + 1))

    def _grenzen(self, nummer: int) -> tuple[int, int]:
        zeilen = [e.stelle.zeile for e in self.fall.eintraege]
        bis = self.ortung.anfang(zeilen[nummer + 1]) if nummer + 1 < len(zeilen) else len(self.stueck.text)
        return self.ortung.anfang(zeilen[nummer]), bis

    def wie_gemeint(self, zeilen: range | None = None) -> Falltext:
        """Return the file with these lines, or all, written as they are read: a change in them counts on their columns."""
        fixe = gleichbedeutend(self.befunde, zeilen)
        return self.mit(map(self.ortung.berichtigung, fixe), Inhalt.von(self.fall)) if fixe else self

    def mit_stand(self, vereinbarung: Vereinbarung, stand: Stand) -> Falltext:
        """Tick an agreement, drop it or open it again."""
        nummer, eintrag = _eintrag_mit(self.fall, vereinbarung)
        schlicht = self.wie_gemeint(range(vereinbarung.stelle.zeile, vereinbarung.stelle.zeile + 1))
        if schlicht is not self:
            gleiche = schlicht.fall.eintraege[nummer].angaben.vereinbarungen
            stelle = next(i for i, v in enumerate(eintrag.angaben.vereinbarungen) if v is vereinbarung)
            return schlicht.mit_stand(gleiche[stelle], stand)
        neu = tuple(replace(v, stand=stand) if v is vereinbarung else v for v in eintrag.angaben.vereinbarungen)
        erwartet = replace(eintrag, angaben=replace(eintrag.angaben, vereinbarungen=neu))
        return self.mit(
            abhaken(self, vereinbarung, stand), Inhalt.von(self.fall).mit_eintraegen(nummer, nummer + 1, erwartet)
        )

    def mit_angabe(self, eintrag: Eintrag, name: str, wert: str | None) -> Falltext:
        """Set a key of an entry's own form that holds a single value, or take it out with its line."""
        nummer, stelle = self.fall.eintraege.index(eintrag), eintrag.stellen.get(name)
        schlicht = self if stelle is None else self.wie_gemeint(range(stelle.zeile, stelle.zeile + 2))
        if schlicht is not self:
            return schlicht.mit_angabe(schlicht.fall.eintraege[nummer], name, wert)
        besonderes: Any = eintrag.besonderes
        attribut, feld = next((a, f) for a, f in felder(type(besonderes)) if f.name == name)
        if wert is None:
            neu = replace(eintrag, besonderes=replace(besonderes, **{attribut: None}))
        else:
            neues = replace(besonderes, **{attribut: _gelesen(feld, wert)})
            neu = replace(eintrag, besonderes=neues, unlesbar=eintrag.unlesbar - {name})
        erwartet = Inhalt.von(self.fall).mit_eintraegen(nummer, nummer + 1, neu)
        return self.mit(angabe_setzen(self, eintrag, name, wert), erwartet)


def gleichbedeutend(befunde: Iterable[Befund], zeilen: range | None = None) -> list[Korrektur]:
    """Return the fixes that write a line as it is read, each place once."""
    fixe: list[Korrektur] = []
    for befund in befunde:
        fix = befund.korrektur
        if fix is None or befund.art not in GLEICHBEDEUTEND or not (zeilen is None or set(fix.zeilen) & set(zeilen)):
            continue
        if not any(fix.beruehrt(anderer) for anderer in fixe):
            fixe.append(fix)
    return fixe


def _gelesen(feld: Feld, wert: str) -> Any:
    lesung = feld.typ.lies(nfc(wert), feld.name)
    if lesung.wert is None:
        raise Schreibfehler(
            f"{feld.name} „{lesbar(wert)}“ ist nicht lesbar. Erwartet: {feld.typ.name}, zum Beispiel {feld.beispiel}."
        )
    return lesung.wert


def feld_setzen(text: Falltext, name: str, wert: str | None) -> tuple[Aenderung, ...]:
    """Return the changes that set a field of the front matter; None takes it out."""
    versatz, tafel = text.kopf
    if tafel is None:
        raise Schreibfehler(
            f"{text.name}: Der Kopf ist leer. Schreiben Sie zuerst ID, Erstkontakt, Zugangsweg und Status hinein."
        )
    vorhanden = next((paar for paar in tafel.folge if kopfname(paar[0].text) == name), None)
    if vorhanden is not None and wert is not None:
        neu = ersetze_wert(vorhanden[1], wert, klammern=tafel.stil == "{")
    elif vorhanden is not None:
        neu = _geloescht(text, tafel, *vorhanden)
    elif wert is None:
        return ()
    elif tafel.stil == "{":
        neu = ergaenze_in_klammern(tafel, [name], geschrieben(wert, klammern=True))
    else:
        neu = _neue_zeilen(text, tafel, name, [f"{name}: {geschrieben(wert)}"])
    return (_verschoben(neu, versatz),)


def liste_setzen(text: Falltext, name: str, werte: Sequence[str]) -> tuple[Aenderung, ...]:
    """Return the changes that write a list into the front matter, in the place of an empty field if there is one."""
    punkte = [f"  - {geschrieben(wert)}" for wert in werte]
    versatz, tafel = text.kopf
    vorhanden = tafel.paare.get(name) if tafel is not None else None
    if tafel is None or tafel.stil == "{":
        raise Schreibfehler(
            f"{text.name}: Eine Liste passt nicht in einen Kopf aus geschweiften Klammern. Schreiben Sie je Zeile ein Feld."
        )
    if vorhanden is not None and any(teil.text.strip() for teil in skalare(vorhanden[1], auch_tafeln=True)):
        raise Schreibfehler(f"{text.name}: „{name}“ steht schon da. Ergänzen Sie die Liste von Hand.")
    if vorhanden is None:
        neu = _neue_zeilen(text, tafel, name, [f"{name}:", *punkte])
    elif isinstance(vorhanden[1], Liste):
        zeilen = "".join(f"{zeile}{text.stueck.zeilenende}" for zeile in (f"{name}:", *punkte))
        neu = replace(_geloescht(text, tafel, *vorhanden), ersatz=zeilen)
    else:
        neu = ergaenze(text.ab_kopf, tafel, punkte, vorhanden[1], text.stueck.zeilenende)
    return (_verschoben(neu, versatz),)


def _neue_zeilen(text: Falltext, tafel: Tafel, name: str, zeilen: Sequence[str]) -> Aenderung:
    """New fields stand where the field reference has them: behind the last one that comes before."""
    namen = [feld.name for feld in _FELDER]
    davor = namen[: namen.index(name)]
    raenge = [(davor.index(feld), wert) for k, wert in tafel.folge if (feld := kopfname(k.text)) in davor]
    nach = max(raenge, key=lambda paar: paar[0])[1] if raenge else None
    return ergaenze(text.ab_kopf, tafel, zeilen, nach, text.stueck.zeilenende)


def _geloescht(text: Falltext, tafel: Tafel, schluessel: Skalar, wert: Knoten) -> Aenderung:
    if tafel.stil == "{":
        return Aenderung(wert.von, wert.ende, '""')
    inhalt = text.ab_kopf
    beginn = inhalt.rfind("\n", 0, schluessel.von) + 1
    ende = inhalt.find("\n", schluss(wert)) + 1
    # Comments on lines of their own may be about something else; only the one behind the value goes with it.
    kommentare = (z for z in inhalt[beginn:ende].splitlines(keepends=True) if z.lstrip().startswith("#"))
    return Aenderung(beginn, ende, "".join(kommentare))


def _verschoben(aenderung: Aenderung, versatz: int) -> Aenderung:
    return Aenderung(aenderung.von + versatz, aenderung.bis + versatz, aenderung.ersatz)


def _eintrag_mit(fall: Fall, vereinbarung: Vereinbarung) -> tuple[int, Eintrag]:
    return next(
        (i, e) for i, e in enumerate(fall.eintraege) if any(v is vereinbarung for v in e.angaben.vereinbarungen)
    )


def abhaken(text: Falltext, vereinbarung: Vereinbarung, stand: Stand) -> tuple[Aenderung, ...]:
    """Return the change of an agreement's box; one without a box gets it."""
    beginn = text.ortung.index(vereinbarung.stelle.zeile, vereinbarung.stelle.spalte)
    inhalt = text.stueck.text
    kasten = _KAESTCHEN.match(inhalt, beginn)
    if kasten is not None:
        return (Aenderung(beginn + 1, kasten.end() - 1, _KASTEN[stand]),)
    return (Aenderung(beginn, beginn, f"[{_KASTEN[stand]}] "),)


def angabe_setzen(text: Falltext, eintrag: Eintrag, name: str, wert: str | None) -> tuple[Aenderung, ...]:
    """Return the change that sets a key of an entry: in its place where it stands, else below the entry's last line.

    None takes it out with all its lines.
    """
    if name in eintrag.stellen:
        zeile, letzte = eintrag.stellen[name].zeile, _letzte_der_angabe(text, eintrag, name)
        if wert is None:
            return (Aenderung(text.ortung.anfang(zeile), text.ortung.anfang(letzte + 1), ""),)
        treffer = _SCHLUESSELENDE.search(text.ortung.zeile(zeile))
        beginn = text.ortung.anfang(zeile) + (treffer.end() if treffer is not None else 0)
        return (Aenderung(beginn, text.ortung.ende(letzte), f" {wert}"),)
    if wert is None:
        return ()
    letzte = _letzte_zeile(text, eintrag)
    ende = text.stueck.zeilenende
    ist_liste = text.ortung.zeile(letzte).rstrip().endswith(":")
    ist_angabe = not ist_liste and any(stelle.zeile == letzte for stelle in eintrag.stellen.values())
    stelle = text.ortung.ende(letzte)
    return (Aenderung(stelle, stelle, (ende if ist_angabe else ende * 2) + f"{name}: {wert}"),)


def _letzte_der_angabe(text: Falltext, eintrag: Eintrag, name: str) -> int:
    zeile, arten = eintrag.stellen[name].zeile, zeilenarten(text.stueck.text)
    # A line of which nothing is left belongs to the one above.
    while zeile + 1 in arten and all(stueck.art is Zeilenart.FORTSETZUNG for stueck in arten[zeile + 1]):
        zeile += 1
    return zeile


def _letzte_zeile(text: Falltext, eintrag: Eintrag) -> int:
    """Return the number of the entry's last line that is not blank."""
    folgende = [e.stelle.zeile for e in text.fall.eintraege if e.stelle.zeile > eintrag.stelle.zeile]
    zeile = min(folgende, default=text.ortung.zeilen + 1) - 1
    while zeile > eintrag.stelle.zeile and not text.ortung.zeile(zeile).strip():
        zeile -= 1
    return zeile


def neue_befunde(
    vorher: Iterable[Befund],
    nachher: Iterable[Befund],
    woran: Callable[[Befund], tuple[str, str]] = lambda b: ("", b.text),
) -> list[Befund]:
    """Return the findings that a change brought: what was wrong before, at whatever line, is not among them.

    `woran` names file and text by which a finding is known again where those of several files are compared.
    """

    def schluessel(befund: Befund) -> tuple[str, str, str]:
        datei, text = woran(befund)
        return datei, befund.kennung, _ORTE.sub("", text)

    alte = Counter(map(schluessel, vorher))
    ergebnis = []
    for befund in nachher:
        if alte[schluessel(befund)]:
            alte[schluessel(befund)] -= 1
        else:
            ergebnis.append(befund)
    return ergebnis
