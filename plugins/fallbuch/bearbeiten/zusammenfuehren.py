"""Two versions of one file become one: entries of both sides stay, everything else follows whoever changed it.

Lines alone cannot do it: where two people add an entry at the end, git sees one conflict, and joining the
lines of both sides would mix their texts. So a file is taken apart into its head and its entries, and each
part is merged by itself, as it stands there. What both sides changed is put together only where it is certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from fallbuch.akte.einfuegen import platz_fuer
from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.akte.feld import felder
from fallbuch.akte.modell import Eintrag, Kopf
from fallbuch.akte.protokoll import PROTOKOLLDATEI, lies_protokoll
from fallbuch.akte.schreiben import Falltext, entziffert
from fallbuch.akte.zuordnung import zuordnung
from fallbuch.bearbeiten.werte import mit_liste, neueste_stufe
from fallbuch.befund import lesbar
from fallbuch.kennung import kurzform
from fallbuch.text.aenderung import Ortung, Schriftstueck
from fallbuch.text.quelle import Quelldatei
from fallbuch.werte import dataclass

_VON_HAND = (
    "Das entscheiden Sie im Team: Öffnen Sie die Datei, behalten Sie, was gilt, und löschen Sie die Zeilen mit „<<<<<<<“, „=======“ "
    "und „>>>>>>>“. Danach: git add {name} und git commit --no-edit."
)


@dataclass(frozen=True, slots=True)
class _Seiteneintrag:
    """An entry with its lines as they stand there, line ends apart."""

    eintrag: Eintrag
    zeilen: str


@dataclass(frozen=True, slots=True)
class _Fassungsseite:
    """One version of a file: what stands above the first entry, and the entries in order."""

    inhalt: bytes
    kopf: str
    eintraege: tuple[_Seiteneintrag, ...]
    #: The fields of its front matter; None in the team's log, and where one says what nobody can read.
    felder: Kopf | None

    @classmethod
    def aus(cls, inhalt: bytes, name: str) -> _Fassungsseite:
        fall = None if name.endswith(PROTOKOLLDATEI) else Falltext(inhalt, name).fall
        eintraege = (fall or lies_protokoll(Quelldatei(name, inhalt))[0]).eintraege
        stueck = entziffert(inhalt, name)
        ortung = Ortung(stueck)
        grenzen = [*(ortung.anfang(e.stelle.zeile) for e in eintraege), len(stueck.text)]
        teile = [_ohne_enden(stueck.text[grenzen[i] : grenzen[i + 1]]) for i in range(len(eintraege))]
        return cls(
            inhalt=inhalt,
            kopf=_ohne_enden(stueck.text[: grenzen[0]]),
            eintraege=tuple(map(_Seiteneintrag, eintraege, teile)),
            felder=fall.kopf if fall is not None and not fall.unlesbar else None,
        )


def _ohne_enden(text: str) -> str:
    return text.replace("\r\n", "\n").rstrip("\n")


class Wahl(StrEnum):
    """Whose version holds where both contradict each other."""

    HIER = "hier"
    DORT = "dort"


class Strittig(Schreibfehler):
    """Both sides changed the same, each otherwise: `was` it is, and the lines of both."""

    def __init__(self, name: str, was: str, hier: str, dort: str) -> None:
        super().__init__(f"{name}: Beide Seiten haben {was} verschieden geändert. {_VON_HAND.format(name=name)}")
        self.name, self.was, self.hier, self.dort = name, was, hier, dort
        #: Who has made the other version, as far as that is known.
        self.von: list[str] = []

    @property
    def schluessel(self) -> str:
        """Name the contradiction by all that it is: once one side has changed again, or of a second entry alike, people decide anew."""
        return kurzform("\0".join((self.name, self.was, self.hier, self.dort)))


#: What people decided where both sides contradict each other, by the key of the contradiction.
Entschieden = Mapping[str, Wahl]


def zusammengefuehrt(
    basis: bytes, hier: bytes, dort: bytes, name: str, entschieden: Entschieden | None = None, *, markiert: bool = False
) -> bytes:
    """Return the file with the changes of both sides; raises `Strittig` for the first contradiction that nobody decided.

    `markiert`: of an entry, or of the whole head, both versions are left standing between marks, and nothing is raised.
    """
    alt, unser, ihr = (_Fassungsseite.aus(inhalt, name) for inhalt in (basis, hier, dort))
    streit = _Streit(name, entschieden or {}, markiert=markiert)
    teile = [teil for teil in (_kopf(alt, unser, ihr, streit), *_eintraege(alt, unser, ihr, streit)) if teil]
    stueck = Schriftstueck.aus(hier)
    text = ("\n\n".join(teile) + "\n").replace("\n", stueck.zeilenende)
    return Schriftstueck(text, stueck.marke).inhalt


def nur_von_git(jetzt: bytes, fassungen: Iterable[bytes]) -> bool:
    """Tell whether a file is as git left it: with its marks, and without a line that is in none of the versions."""
    zeilen = {zeile.rstrip(b"\r") for fassung in fassungen for zeile in fassung.split(b"\n")}
    marken = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")
    eigene = [z for z in jetzt.split(b"\n") if z.rstrip(b"\r") not in zeilen]
    return any(z.startswith(b"<<<<<<<") for z in eigene) and all(z.startswith(marken) for z in eigene)


@dataclass(frozen=True, slots=True)
class _Streit:
    """What is to be done where both sides contradict each other: take what was decided, or ask."""

    name: str
    entschieden: Entschieden
    markiert: bool = False

    def schlichte(self, was: str, hier: str, dort: str) -> str:
        strittig = Strittig(self.name, was, hier, dort)
        wahl = self.entschieden.get(strittig.schluessel)
        if wahl is None and self.markiert:
            return f"<<<<<<< inzwischen gespeichert\n{hier}\n=======\n{dort}\n>>>>>>> Ihr Text"
        if wahl is None:
            raise strittig
        return hier if wahl is Wahl.HIER else dort


def _kopf(alt: _Fassungsseite, unser: _Fassungsseite, ihr: _Fassungsseite, streit: _Streit) -> str:
    """Merge what stands above the entries; where both changed it, field by field."""
    if ihr.kopf in (alt.kopf, unser.kopf):
        return unser.kopf
    if unser.kopf == alt.kopf:
        return ihr.kopf
    # Where more than values has changed (comments, order, text above the entries), only line by line it is certain.
    zusammen = ("" if streit.markiert else _feldweise(alt, unser, ihr, streit)) or _zeilenweise(
        alt.kopf, unser.kopf, ihr.kopf
    )
    was = "den Anfang" if streit.name.endswith(PROTOKOLLDATEI) else "den Kopf"
    return zusammen or streit.schlichte(was, unser.kopf, ihr.kopf)


def _feldweise(alt: _Fassungsseite, unser: _Fassungsseite, ihr: _Fassungsseite, streit: _Streit) -> str:
    """Merge the fields of both sides; "" where the other side changed more than their values."""
    if alt.felder is None or unser.felder is None or ihr.felder is None:
        return ""
    ihre: dict[str, Any] = {}
    vereint: dict[str, Any] = {}
    strittig: list[tuple[str, Any, Any]] = []
    # Lists last: they may be written anew.
    for attribut, feld in sorted(felder(Kopf), key=lambda paar: paar[1].ist_liste):
        vorher, hier, dort = (getattr(kopf, attribut) for kopf in (alt.felder, unser.felder, ihr.felder))
        if dort == vorher:
            continue
        ihre[feld.name] = dort
        if feld.ist_liste:
            vereint[feld.name] = _vereinte_liste(vorher, hier, dort)
        elif hier == vorher:
            vereint[feld.name] = dort
        elif hier != dort:
            strittig.append((feld.name, hier, dort))
    name = streit.name
    if _mit_werten(alt.inhalt, ihre, name) != ihr.kopf:
        return ""
    for feld_, hier, dort in strittig:
        # The newest assessment of both sides is the truth.
        stufe = neueste_stufe(e.eintrag for s in (unser, ihr) for e in s.eintraege)
        if feld_ == "Betreuungsstufe" and stufe is not None:
            vereint[feld_] = stufe
        else:
            was = f"das Feld „{feld_}“ (hier „{_zeige(hier)}“, dort „{_zeige(dort)}“)"
            vereint[feld_] = streit.schlichte(was, *("" if w is None else str(w) for w in (hier, dort))) or None
    return _mit_werten(unser.inhalt, vereint, name)


def _zeige(wert: object) -> str:
    return lesbar(str(wert or "leer"))


def _mit_werten(inhalt: bytes, werte: Mapping[str, Any], name: str) -> str:
    """Return the head with other values in some fields."""
    text = Falltext(inhalt, name)
    for feld, wert in werte.items():
        if isinstance(wert, tuple):
            text = mit_liste(text, feld, wert)
        else:
            text = text.mit_feld(feld, None if wert is None else str(wert))
    return _Fassungsseite.aus(text.inhalt, name).kopf


def _vereinte_liste(vorher: Sequence[str], hier: Sequence[str], dort: Sequence[str]) -> tuple[str, ...]:
    """Keep what both sides have or one has added; leave out what one has taken away."""
    bleibt = [teil for teil in hier if teil in dort or teil not in vorher]
    return (*bleibt, *(teil for teil in dort if teil not in vorher and teil not in bleibt))


def _zeilenweise(alt: str, unser: str, ihr: str) -> str:
    """Merge texts of equally many lines where each line was changed by one side at most; "" where that cannot be."""
    zeilen = [text.split("\n") for text in (alt, unser, ihr)]
    if len({len(z) for z in zeilen}) > 1:
        return ""
    ergebnis = []
    for vorher, hier, dort in zip(*zeilen, strict=True):
        if vorher not in (hier, dort) and hier != dort:
            return ""
        ergebnis.append(dort if hier == vorher else hier)
    return "\n".join(ergebnis)


def _eintraege(alt: _Fassungsseite, unser: _Fassungsseite, ihr: _Fassungsseite, streit: _Streit) -> list[str]:
    """Return the lines of each entry of the merged file, in order."""
    hier, dort = _herkunft(alt, unser), _herkunft(alt, ihr)
    ihre = {nummer: ihr.eintraege[stelle] for stelle, nummer in dort.items()}
    ergebnis: list[_Seiteneintrag] = []
    for stelle, eintrag in enumerate(unser.eintraege):
        nummer = hier.get(stelle)
        if nummer is None:
            ergebnis.append(eintrag)
        elif zeilen := _einer(alt.eintraege[nummer].zeilen, eintrag, ihre.get(nummer), streit):
            ergebnis.append(_Seiteneintrag(eintrag.eintrag, zeilen))
    neue = [eintrag.zeilen for stelle, eintrag in enumerate(unser.eintraege) if stelle not in hier]
    for stelle, eintrag in enumerate(ihr.eintraege):
        nummer = dort.get(stelle)
        if nummer is None:
            if eintrag.zeilen in neue:
                neue.remove(eintrag.zeilen)  # both wrote the same, say because one took it over from the other
            else:
                _fuege_ein(ergebnis, eintrag)
        elif (
            nummer not in hier.values()
            and eintrag.zeilen != alt.eintraege[nummer].zeilen
            and (zeilen := streit.schlichte(_den_eintrag(eintrag), "", eintrag.zeilen))
        ):
            _fuege_ein(ergebnis, _Seiteneintrag(eintrag.eintrag, zeilen))
    return [eintrag.zeilen for eintrag in ergebnis]


def _herkunft(alt: _Fassungsseite, seite: _Fassungsseite) -> dict[int, int]:
    """Return which entry of a side comes from which of the origin, by their places."""
    return zuordnung(
        alt.eintraege,
        seite.eintraege,
        gleich=lambda e: e.zeilen,
        tag_und_art=lambda e: (e.eintrag.datum, e.eintrag.art),
        text=lambda e: e.zeilen.partition("\n")[2].strip(),
    )


def _einer(vorher: str, unser: _Seiteneintrag, dort: _Seiteneintrag | None, streit: _Streit) -> str:
    """Merge one entry that both sides had; "" where one side deleted it and the other left it alone."""
    hier = unser.zeilen
    if dort is None:
        return "" if hier == vorher else streit.schlichte(_den_eintrag(unser), hier, "")
    if dort.zeilen in (vorher, hier):
        return hier
    if hier == vorher:
        return dort.zeilen
    # Two boxes of one list, each ticked by somebody else, are no contradiction.
    return _zeilenweise(vorher, hier, dort.zeilen) or streit.schlichte(_den_eintrag(unser), hier, dort.zeilen)


def _fuege_ein(ergebnis: list[_Seiteneintrag], eintrag: _Seiteneintrag) -> None:
    tag = eintrag.eintrag.datum
    vorhandene = [e.eintrag for e in ergebnis]
    ergebnis.insert(len(ergebnis) if tag is None else platz_fuer(vorhandene, tag, eintrag.eintrag.art), eintrag)


def _den_eintrag(eintrag: _Seiteneintrag) -> str:
    if eintrag.eintrag.datum is None:  # such a heading may hold anything, a name too
        return "einen Eintrag ohne lesbares Datum"
    return f"den Eintrag vom {eintrag.eintrag.datum} ({lesbar(eintrag.eintrag.art)})"
