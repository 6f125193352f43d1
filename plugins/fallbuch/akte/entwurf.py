"""A new entry before it stands in a file: what it says, and how that is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date

from fallbuch.akte.eintraege import lies_eintraege
from fallbuch.akte.eintragsformen import FORMEN, Besonderes
from fallbuch.akte.feld import Feld, felder
from fallbuch.akte.modell import Angaben, Eintrag
from fallbuch.befund import Schwere, lesbar
from fallbuch.fehler import Satzfehler
from fallbuch.kennung import naechstes, nfc, vergleichsform
from fallbuch.werte import dataclass

_KASTEN = re.compile(r"\[[ xX-]\](\s|$)")
#: The keys with which the keys of an entry begin and end: what was agreed, and how things go on.
_ZUERST, _ZULETZT = "Vereinbarungen", "Folgetermin"


#: What an entry says in its own words, as the field that an error is about.
TEXTFELD = "Text"


class Schreibfehler(Satzfehler):
    """What was to be written cannot be; the message is a German sentence. Nothing has been written.

    `feld` names the field or key that it is about, "" where it is about no single one; `rat` says how a command is told.
    """

    def __init__(self, satz: str, *, feld: str = "", rat: str = "") -> None:
        super().__init__(f"{satz} {rat}" if rat else satz)
        self.satz, self.feld = satz, feld


def pruefe_zeichen(text: str) -> None:
    """Raise `Schreibfehler` for a text that no file could hold: bytes of a terminal that does not speak UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as fehler:
        raise Schreibfehler(
            "Der Text enthält Zeichen, die sich nicht speichern lassen. Stellen Sie das Terminal auf UTF-8, und tippen Sie den Text neu."
        ) from fehler


def schluessel_von(art: str, formen: Mapping[str, type[Besonderes]] = FORMEN) -> dict[str, Feld]:
    """Return the keys that an entry of the kind may carry, its own first, by name."""
    klassen = ([formen[art]] if art in formen else []) + [Angaben]
    gefunden: dict[str, Feld] = {}
    for klasse in klassen:
        for _, feld in felder(klasse):
            gefunden.setdefault(feld.name, feld)
    return gefunden


def schluessel_aus(wort: str, art: str, formen: Mapping[str, type[Besonderes]] = FORMEN) -> Feld:
    """Return the key that somebody means by `wort`; raises `Schreibfehler` where there is none."""
    bekannte = schluessel_von(art, formen)
    for feld in bekannte.values():
        if vergleichsform(wort) in map(vergleichsform, feld.namen):
            return feld
    vorschlag = naechstes(wort, bekannte)
    rat = f"Meinten Sie „{vorschlag}“?" if vorschlag else "Erwartet: " + ", ".join(bekannte) + "."
    raise Schreibfehler(f"Eine Angabe „{lesbar(wort)}“ gibt es bei „{lesbar(art)}“ nicht. {rat}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Eintragsentwurf:
    """An entry to be written. `angaben` maps names of keys to a text, or to the items of a list."""

    datum: date
    art: str
    berater: tuple[str, ...] = ()
    text: str = ""
    angaben: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    formen: Mapping[str, type[Besonderes]] = field(default_factory=lambda: FORMEN)

    def zeilen(self) -> list[str]:
        """Return the lines in normal form, without line ends: heading, text, agreements, keys."""
        zeilen = [ueberschrift(self)]
        if self.text.strip():
            zeilen += ["", *(zeile.rstrip() for zeile in nfc(self.text).strip("\n").split("\n"))]
        return [*zeilen, *self._angaben()]

    def _angaben(self) -> Iterator[str]:
        """Single values stand together; a list has a blank line around it."""
        abstand = True
        for feld in self._geordnet():
            wert = self.angaben[feld.name]
            if isinstance(wert, str):
                yield from ([""] if abstand else [])
                yield f"{feld.name}: {nfc(' '.join(wert.split()))}"
                abstand = False
            elif wert:
                yield from ([""] if abstand else [])
                yield f"{feld.name}:"
                yield ""
                yield from (f"- {_punkt(feld, nfc(' '.join(punkt.split())))}" for punkt in wert)
                abstand = True

    def _geordnet(self) -> list[Feld]:
        """Agreements belong to the conversation and come first, then the kind's own keys, the next appointment last."""
        genannte = (f for f in schluessel_von(self.art, self.formen).values() if f.name in self.angaben)
        return sorted(genannte, key=lambda feld: (feld.name != _ZUERST, feld.name == _ZULETZT))

    def _woran(self, zeilen: Sequence[str], zeile: int) -> str:
        """Return the key to which a line of the entry belongs; before the first of them stands the text."""
        text = len(zeilen) - len(list(self._angaben()))
        for davor in reversed(zeilen[text:zeile]):
            if (schluessel := davor.partition(":")[0]) in self.angaben:
                return schluessel
        return TEXTFELD

    def gelesen(self, name: str) -> Eintrag:
        """Return the entry as a reader finds it; raises `Schreibfehler` where that is not what was meant."""
        pruefe_zeichen("\n".join(self.zeilen()))
        zeilen = self.zeilen()
        eintraege, vorspann, befunde = lies_eintraege("\n".join(zeilen) + "\n", name, 1, self.formen)
        for befund in befunde:
            if befund.schwere is Schwere.FEHLER:
                raise Schreibfehler(
                    f"Der Eintrag lässt sich so nicht schreiben. {befund.text} {befund.hinweis}",
                    feld=self._woran(zeilen, befund.stelle.zeile),
                )
        if len(eintraege) != 1 or vorspann:
            raise Schreibfehler(
                "Im Text steht eine Überschrift eines Eintrags. Tragen Sie jeden Eintrag für sich ein.", feld=TEXTFELD
            )
        eintrag = eintraege[0]
        if not all(v.text for v in eintrag.angaben.vereinbarungen):
            raise Schreibfehler(
                "Eine Vereinbarung hat keinen Text. Schreiben Sie dazu, wer was tut.", feld="Vereinbarungen"
            )
        gemeint = {n for n, wert in self.angaben.items() if wert}
        for weitere in eintrag.stellen.keys() - gemeint:
            raise Schreibfehler(
                f"Eine Zeile des Textes würde als Angabe „{weitere}“ gelesen. Nennen Sie sie als Angabe, oder formulieren Sie die Zeile um.",
                feld=TEXTFELD,
            )
        if eintrag.stellen.keys() != gemeint or (eintrag.datum, eintrag.art) != (self.datum, self.art):
            raise Schreibfehler("Der Eintrag würde anders gelesen, als er gemeint ist. Formulieren Sie ihn um.")
        return eintrag


def ueberschrift(eintrag: Eintrag | Eintragsentwurf) -> str:
    """Return the heading of an entry."""
    namen = f" ({', '.join(eintrag.berater)})" if eintrag.berater else ""
    return f"## {eintrag.datum} {eintrag.art}{namen}"


def _punkt(feld: Feld, text: str) -> str:
    return text if not feld.vereinbarungen or _KASTEN.match(text) else f"[ ] {text}"
