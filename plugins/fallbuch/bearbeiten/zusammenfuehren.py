"""Two versions of one file become one: entries of both sides stay, everything else follows whoever changed it.

Lines alone cannot do it: where two people add an entry at the end, git sees one conflict, and joining the
lines of both sides would mix their texts. So a file is taken apart into its head and its entries, and each
part is merged by itself, as it stands there. What both sides changed is put together only where it is certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fallbuch.akte.einfuegen import platz_fuer
from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.akte.feld import felder
from fallbuch.akte.modell import Eintrag, Kopf
from fallbuch.akte.protokoll import PROTOKOLLDATEI, lies_protokoll
from fallbuch.akte.schreiben import Falltext, entziffert
from fallbuch.akte.zuordnung import zuordnung
from fallbuch.befund import lesbar
from fallbuch.text.aenderung import Ortung, Schriftstueck
from fallbuch.text.quelle import Quelldatei
from fallbuch.werte import dataclass

_ATTRIBUTE = {feld.name: attribut for attribut, feld in felder(Kopf)}
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

    @classmethod
    def aus(cls, inhalt: bytes, name: str) -> _Fassungsseite:
        eintraege, stueck = _lies(inhalt, name)
        ortung = Ortung(stueck)
        grenzen = [*(ortung.anfang(e.stelle.zeile) for e in eintraege), len(stueck.text)]
        teile = [_ohne_enden(stueck.text[grenzen[i] : grenzen[i + 1]]) for i in range(len(eintraege))]
        return cls(inhalt, _ohne_enden(stueck.text[: grenzen[0]]), tuple(map(_Seiteneintrag, eintraege, teile)))


def _lies(inhalt: bytes, name: str) -> tuple[Sequence[Eintrag], Schriftstueck]:
    if name.endswith(PROTOKOLLDATEI):
        return lies_protokoll(Quelldatei(name, inhalt))[0].eintraege, entziffert(inhalt, name)
    text = Falltext(inhalt, name)
    return text.fall.eintraege, text.stueck


def _ohne_enden(text: str) -> str:
    return text.replace("\r\n", "\n").rstrip("\n")


def zusammengefuehrt(basis: bytes, hier: bytes, dort: bytes, name: str) -> bytes:
    """Return the file with the changes of both sides; raises `Schreibfehler` where they contradict each other."""
    alt, unser, ihr = (_Fassungsseite.aus(inhalt, name) for inhalt in (basis, hier, dort))
    teile = [teil for teil in (_kopf(alt, unser, ihr, name), *_eintraege(alt, unser, ihr, name)) if teil]
    stueck = Schriftstueck.aus(hier)
    text = ("\n\n".join(teile) + "\n").replace("\n", stueck.zeilenende)
    return Schriftstueck(text, stueck.marke).inhalt


def nur_von_git(jetzt: bytes, fassungen: Iterable[bytes]) -> bool:
    """Tell whether a file is as git left it: with its marks, and without a line that is in none of the versions."""
    zeilen = {zeile.rstrip(b"\r") for fassung in fassungen for zeile in fassung.split(b"\n")}
    marken = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")
    eigene = [z for z in jetzt.split(b"\n") if z.rstrip(b"\r") not in zeilen]
    return any(z.startswith(b"<<<<<<<") for z in eigene) and all(z.startswith(marken) for z in eigene)


def _kopf(alt: _Fassungsseite, unser: _Fassungsseite, ihr: _Fassungsseite, name: str) -> str:
    """Merge what stands above the entries; where both changed it, field by field."""
    if ihr.kopf in (alt.kopf, unser.kopf):
        return unser.kopf
    if unser.kopf == alt.kopf:
        return ihr.kopf
    if name.endswith(PROTOKOLLDATEI):
        return _zeilenweise(alt.kopf, unser.kopf, ihr.kopf) or _widersprich(name, "den Anfang")
    if any(Falltext(seite.inhalt, name).fall.unlesbar for seite in (alt, unser, ihr)):
        # What a field with an unreadable value says nobody knows; only whole lines can be compared.
        return _zeilenweise(alt.kopf, unser.kopf, ihr.kopf) or _widersprich(name, "den Kopf")
    ihre = _geaenderte(alt, ihr, name)
    listen = _geaenderte_listen(alt, ihr, name)
    nachgemacht = _mit_listen(
        _mit_feldern(alt.inhalt, ihre, name), {feld: neu for feld, (_, neu) in listen.items()}, name
    )
    if _Fassungsseite.aus(nachgemacht, name).kopf != ihr.kopf:
        # More than values: comments, order, text above the entries. Only line by line it is certain.
        return _zeilenweise(alt.kopf, unser.kopf, ihr.kopf) or _widersprich(name, "den Kopf")
    unsere = _geaenderte(alt, unser, name)
    uebernommen = {feld: wert for feld, wert in ihre.items() if unsere.get(feld, "") != wert}
    for feld in uebernommen.keys() & unsere.keys():
        stufe = _neueste_stufe(unser, ihr) if feld == "Betreuungsstufe" else None
        if stufe is None:
            was = f"das Feld „{feld}“ (hier „{_zeige(unsere[feld])}“, dort „{_zeige(ihre[feld])}“)"
            _widersprich(name, was)
        uebernommen[feld] = stufe
    vereint = {
        feld: _vereinte_liste(vorher, getattr(Falltext(unser.inhalt, name).fall.kopf, _ATTRIBUTE[feld]), neu)
        for feld, (vorher, neu) in listen.items()
    }
    return _Fassungsseite.aus(_mit_listen(_mit_feldern(unser.inhalt, uebernommen, name), vereint, name), name).kopf


def _zeige(wert: str | None) -> str:
    return lesbar(wert or "leer")


def _mit_feldern(inhalt: bytes, werte: dict[str, str | None], name: str) -> bytes:
    text = Falltext(inhalt, name)
    for feld, wert in werte.items():
        text = text.mit_feld(feld, wert)
    return text.inhalt


def _geaenderte(alt: _Fassungsseite, seite: _Fassungsseite, name: str) -> dict[str, str | None]:
    """Return the fields with single values that a side changed."""
    vorher, jetzt = (Falltext(s.inhalt, name).fall.kopf for s in (alt, seite))
    ergebnis: dict[str, str | None] = {}
    for attribut, feld in felder(Kopf):
        wert = getattr(jetzt, attribut)
        if wert != getattr(vorher, attribut) and not feld.ist_liste:
            ergebnis[feld.name] = None if wert is None else str(wert)
    return ergebnis


def _geaenderte_listen(
    alt: _Fassungsseite, seite: _Fassungsseite, name: str
) -> dict[str, tuple[Sequence[str], Sequence[str]]]:
    """Return the fields with lists that a side changed, before and after."""
    vorher, jetzt = (Falltext(s.inhalt, name).fall.kopf for s in (alt, seite))
    paare = {f.name: (getattr(vorher, a), getattr(jetzt, a)) for a, f in felder(Kopf) if f.ist_liste}
    return {feld: paar for feld, paar in paare.items() if paar[0] != paar[1]}


def _vereinte_liste(vorher: Sequence[str], hier: Sequence[str], dort: Sequence[str]) -> list[str]:
    """Keep what both sides have or one has added; leave out what one has taken away."""
    bleibt = [teil for teil in hier if teil in dort or teil not in vorher]
    return [*bleibt, *(teil for teil in dort if teil not in vorher and teil not in bleibt)]


def _mit_listen(inhalt: bytes, listen: Mapping[str, Sequence[str]], name: str) -> bytes:
    text = Falltext(inhalt, name)
    for feld, teile in listen.items():
        if list(getattr(text.fall.kopf, _ATTRIBUTE[feld])) != list(teile):
            text = text.mit_feld(feld, None)
            text = text.mit_liste(feld, teile) if teile else text
    return text.inhalt


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


def _eintraege(alt: _Fassungsseite, unser: _Fassungsseite, ihr: _Fassungsseite, name: str) -> list[str]:
    """Return the lines of each entry of the merged file, in order."""
    hier, dort = _herkunft(alt, unser), _herkunft(alt, ihr)
    ihre = {nummer: ihr.eintraege[stelle] for stelle, nummer in dort.items()}
    ergebnis: list[_Seiteneintrag] = []
    for stelle, eintrag in enumerate(unser.eintraege):
        nummer = hier.get(stelle)
        if nummer is None:
            ergebnis.append(eintrag)
        elif zeilen := _einer(alt.eintraege[nummer].zeilen, eintrag, ihre.get(nummer), name):
            ergebnis.append(_Seiteneintrag(eintrag.eintrag, zeilen))
    neue = [eintrag.zeilen for stelle, eintrag in enumerate(unser.eintraege) if stelle not in hier]
    for stelle, eintrag in enumerate(ihr.eintraege):
        nummer = dort.get(stelle)
        if nummer is None:
            if eintrag.zeilen in neue:
                neue.remove(eintrag.zeilen)  # both wrote the same, say because one took it over from the other
            else:
                _fuege_ein(ergebnis, eintrag)
        elif nummer not in hier.values() and eintrag.zeilen != alt.eintraege[nummer].zeilen:
            _den_eintrag(eintrag, name)
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


def _einer(vorher: str, unser: _Seiteneintrag, dort: _Seiteneintrag | None, name: str) -> str:
    """Merge one entry that both sides had; "" where one side deleted it and the other left it alone."""
    hier = unser.zeilen
    if dort is None:
        return "" if hier == vorher else _den_eintrag(unser, name)
    if dort.zeilen in (vorher, hier):
        return hier
    if hier == vorher:
        return dort.zeilen
    # Two boxes of one list, each ticked by somebody else, are no contradiction.
    return _zeilenweise(vorher, hier, dort.zeilen) or _den_eintrag(unser, name)


def _fuege_ein(ergebnis: list[_Seiteneintrag], eintrag: _Seiteneintrag) -> None:
    tag = eintrag.eintrag.datum
    vorhandene = [e.eintrag for e in ergebnis]
    ergebnis.insert(len(ergebnis) if tag is None else platz_fuer(vorhandene, tag, eintrag.eintrag.art), eintrag)


def _neueste_stufe(unser: _Fassungsseite, ihr: _Fassungsseite) -> str | None:
    """The newest assessment of both sides is the truth; two of one day contradict each other."""
    einstufungen = {
        (e.eintrag.datum, e.eintrag.angaben.betreuungsstufe)
        for seite in (unser, ihr)
        for e in seite.eintraege
        if e.eintrag.datum is not None and e.eintrag.angaben.betreuungsstufe is not None
    }
    neueste = max((tag for tag, _ in einstufungen if tag is not None), default=None)
    stufen = {stufe for tag, stufe in einstufungen if tag == neueste}
    return stufen.pop() if len(stufen) == 1 else None


def _den_eintrag(eintrag: _Seiteneintrag, name: str) -> str:
    if eintrag.eintrag.datum is None:  # such a heading may hold anything, a name too
        return _widersprich(name, "einen Eintrag ohne lesbares Datum")
    return _widersprich(name, f"den Eintrag vom {eintrag.eintrag.datum} ({lesbar(eintrag.eintrag.art)})")


def _widersprich(name: str, was: str) -> str:
    raise Schreibfehler(f"{name}: Beide Seiten haben {was} verschieden geändert. {_VON_HAND.format(name=name)}")
