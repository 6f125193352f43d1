"""Two files of one person become one: entries in order, what stands in both once, and the removed number stays known.

The earlier first contact holds, for nothing can have happened before it; the status follows the entries, and the level
the newest assessment. Whatever else contradicts is for people to decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from fallbuch.akte.entwurf import Eintragsentwurf, Schreibfehler
from fallbuch.akte.feld import felder
from fallbuch.akte.kopf import kopfname
from fallbuch.akte.modell import Eintrag, Fall, Kopf, Status
from fallbuch.akte.schreiben import Falltext, aussage
from fallbuch.akte.verfasser import mit_verfasser
from fallbuch.bearbeiten.eintragen import Arbeitsblatt, kopffeld, naechstes_zu_tun
from fallbuch.bearbeiten.platz import Platz, Vorhaben, als_vorhaben
from fallbuch.bearbeiten.werte import kopfwert, lies_wert, mit_liste, neueste_stufe
from fallbuch.befund import lesbar
from fallbuch.regelwerk.geschichte import zeitlich
from fallbuch.text.ablage import Ablage
from fallbuch.text.knoten import teile_kopf
from fallbuch.werte import dataclass

_VEREINT = "Vereint mit"
#: Fields that need no decision: they follow from what the files say.
_FOLGT = ("ID", "Erstkontakt", "Status")
_NICHT_ZU_WAEHLEN = ("ID", "Status", "Hilfenetz", _VEREINT)


@dataclass(frozen=True, slots=True)
class Widerspruch:
    """A field of the front matter that both files fill, each with another value."""

    feld: str
    hier: str
    dort: str


#: An entry with its day, and its lines where it does not stand in the file that stays.
_Einfuegestelle = tuple[date, Eintrag, str]


class Vereinigung:
    """The case that stays (`hier`) and the one that goes into it (`dort`)."""

    def __init__(self, platz: Platz, kennung: str, mit: str) -> None:
        self.platz = platz
        self.hier, self.dort = Arbeitsblatt(platz, kennung), Arbeitsblatt(platz, mit)
        if self.hier.datei.name == self.dort.datei.name:
            raise Schreibfehler(
                "Ein Fall lässt sich nicht mit sich selbst vereinen.",
                feld="mit",
                rat="Nennen Sie mit --mit die andere ID.",
            )
        for blatt in (self.hier, self.dort):
            _pruefe_lesbar(blatt)
        # Whose file begins first; of two that begin on one day the one that stays.
        self.frueher, self.spaeter = sorted((self.hier, self.dort), key=lambda b: (_beginn(b), b is self.dort))

    @property
    def widersprueche(self) -> list[Widerspruch]:
        """What somebody has to decide, in the order of the fields."""
        offen = []
        for _, feld in felder(Kopf):
            hier, dort = (kopfwert(blatt.text.fall.kopf, feld.name) for blatt in (self.hier, self.dort))
            folgt = feld.name in _FOLGT or (feld.name == "Betreuungsstufe" and self._stufe() is not None)
            if not (folgt or feld.ist_liste or hier is None or dort is None or hier == dort):
                offen.append(Widerspruch(feld.name, hier, dort))
        return offen

    def plane(self, entschieden: Mapping[str, str]) -> Vorhaben:
        """Work out the one file; `entschieden` are values of contradicting fields as somebody typed them."""
        werte = {kopffeld(name).name: wert for name, wert in entschieden.items()}
        for name in werte:
            if name in _NICHT_ZU_WAEHLEN:
                raise Schreibfehler(f"„{name}“ lässt sich beim Vereinen nicht wählen; es folgt aus den beiden Dateien.")
        offen = [w for w in self.widersprueche if w.feld not in werte]
        if offen:
            raise _widerspruch(offen, self.hier.akte.fall, self.dort.akte.fall)
        for name, wert in werte.items():
            werte[name] = lies_wert(kopffeld(name), wert, self.platz.regelwerk, self.platz.stichtag)
        text = self._mit_eintraegen()
        text = self._mit_kopf(text, werte)
        vorher = replace(self.hier.akte, befunde=(*self.hier.akte.befunde, *self.dort.akte.befunde))
        saetze = [f"Vereint: {self.hier.datei.name} enthält jetzt auch, was in {self.dort.datei.name} stand."]
        saetze += [f"Erstkontakt ist der frühere: {text.fall.kopf.erstkontakt}."] if self.hier is self.spaeter else []
        saetze.append(f"Die ID {self.dort.akte.fall.kennung} steht im Feld „{_VEREINT}“ und wird nicht mehr vergeben.")
        vorhaben, akte = als_vorhaben(self.platz, self.hier.datei, text.inhalt, saetze, vorher)
        weg = Ablage(name=self.dort.datei.name, alt=self.dort.datei.inhalt, neu=None)
        return replace(
            vorhaben,
            ablagen=[*vorhaben.ablagen, weg],
            saetze=[*saetze, naechstes_zu_tun(akte)],
            warnungen=[*self._beendet(text), *_verlorenes(self.dort.text)],
        )

    def _mit_eintraegen(self) -> Falltext:
        """Write the entries of the other file between those of the one that stays, doubles once."""
        doppelte = _doppelte(self.hier.text.fall.eintraege, self.dort.text.fall.eintraege)
        namen = [blatt.text.fall.kopf.berater for blatt in (self.hier, self.dort)]
        for blatt, name in zip((self.hier, self.dort), namen, strict=True):
            if name is not None and len(set(namen)) > 1:
                blatt.text = mit_verfasser(
                    blatt.text, name
                )  # who wrote an entry without a name was responsible in its file
        hier = [(e.datum or date.min, e, "") for e in self.hier.text.fall.eintraege]
        alle = enumerate(self.dort.text.fall.eintraege)
        dort = [(e.datum or date.min, e, self.dort.text.zeilen(n)) for n, e in alle if n not in doppelte]
        davor, danach = (hier, dort) if self.frueher is self.hier else (dort, hier)
        # Stable: of one day the earlier file comes first.
        reihe = sorted([*davor, *self._wiederaufnahme(), *danach], key=lambda stelle: stelle[0])
        text = self.hier.text
        for nummer, (_, eintrag, zeilen) in enumerate(reihe):
            text = text.mit_zeilen(eintrag, zeilen, vor=nummer) if zeilen else text
        return text

    def _wiederaufnahme(self) -> Iterator[_Einfuegestelle]:
        """Where the earlier file had ended before the later one began, the case began anew then.

        Raises `Schreibfehler` where one file ends while the other goes on.
        """
        ende, beginn = self.frueher.akte.sicht.phase.abschluss, _beginn(self.spaeter)
        if ende is not None and ende.datum is not None and ende.datum <= beginn:
            kopf = self.spaeter.text.fall.kopf
            wer = (kopf.berater,) if kopf.berater is not None else ()
            satz = f"Wieder da; zunächst als Fall {self.spaeter.akte.fall.kennung} neu angelegt."
            entwurf = Eintragsentwurf(datum=beginn, art="Wiederaufnahme", berater=wer, text=satz)
            yield beginn, entwurf.gelesen(self.hier.datei.name), "\n".join(entwurf.zeilen())
            return
        for blatt, anderes in ((self.frueher, self.spaeter), (self.spaeter, self.frueher)):
            abschluss = blatt.akte.sicht.phase.abschluss
            tag = abschluss.datum if abschluss is not None else None
            if tag is not None and any((e.datum or date.min) > tag for e in anderes.text.fall.eintraege):
                raise Schreibfehler(
                    f"{blatt.datei.name} endet mit einem Abschluss vom {tag}, in {anderes.datei.name} ging die Beratung aber weiter. "
                    f'Nehmen Sie ihn zuerst zurück: fallbuch zuruecknehmen {blatt.akte.fall.kennung} --eintrag "{tag} Abschluss"'
                )

    def _mit_kopf(self, text: Falltext, werte: Mapping[str, str]) -> Falltext:
        dort = self.dort.text.fall.kopf
        stufe = self._stufe()
        folgen = {
            "Erstkontakt": str(_beginn(self.frueher)),
            "Status": self._status(text),
            **({"Betreuungsstufe": stufe} if stufe is not None else {}),
        }
        for _, feld in felder(Kopf):
            name = feld.name
            if name == "ID" or feld.ist_liste:
                continue
            jetzt = kopfwert(text.fall.kopf, name)
            neu = werte.get(name) or folgen.get(name) or jetzt or kopfwert(dort, name)
            if neu is not None and neu != jetzt:
                text = text.mit_feld(name, neu)
        if text.fall.kopf.vertretung is not None and text.fall.kopf.vertretung.wer == text.fall.kopf.berater:
            text = text.mit_feld("Vertretung", None)  # nobody stands in for themselves
        hier = self.hier.text.fall.kopf
        text = mit_liste(text, "Hilfenetz", list(dict.fromkeys([*hier.hilfenetz, *dort.hilfenetz])))
        vereint = [*hier.vereint_mit, *dort.vereint_mit, self.dort.akte.fall.kennung]
        return mit_liste(text, _VEREINT, list(dict.fromkeys(vereint)))

    def _status(self, text: Falltext) -> str:
        """The front matter says what is true now: open as long as one of the two is."""
        letzte = [e.art for _, e in zeitlich(text.fall.eintraege) if e.art in {"Abschluss", "Wiederaufnahme"}]
        if letzte and letzte[-1] == "Abschluss":
            return Status.ABGESCHLOSSEN.value
        beraten = Status.IN_BERATUNG in (self.hier.text.fall.kopf.status, self.dort.text.fall.kopf.status)
        return (Status.IN_BERATUNG if beraten else Status.NEU).value

    def _beendet(self, text: Falltext) -> Iterator[str]:
        """Say which file was open where the one case is not."""
        for blatt in (self.hier, self.dort):
            if text.fall.kopf.status == Status.ABGESCHLOSSEN and blatt.akte.sicht.offen:
                yield f"{blatt.datei.name} war noch offen. Mit dem Abschluss aus der anderen Datei ist der Fall abgeschlossen."

    def _stufe(self) -> str | None:
        return neueste_stufe((*self.hier.text.fall.eintraege, *self.dort.text.fall.eintraege))


def _pruefe_lesbar(blatt: Arbeitsblatt) -> None:
    """Raise `Schreibfehler` where something of a file could get lost, because nobody can read it or say where it belongs."""
    fall, name = blatt.text.fall, blatt.datei.name
    tage = [e.datum for e in fall.eintraege]
    if None in tage or fall.kopf.erstkontakt is None or fall.unlesbar:
        raise Schreibfehler(
            f"In {name} ist nicht alles lesbar. „fallbuch pruefen {name}“ nennt die Stellen; beheben Sie sie zuerst."
        )
    if tage != sorted(tage, key=lambda tag: tag or date.min):
        raise Schreibfehler(
            f"In {name} stehen die Einträge nicht in der Reihenfolge ihrer Tage. Ordnen Sie sie zuerst („fallbuch formatieren --beheben {name}“)."
        )
    if fall.vorspann:
        raise Schreibfehler(
            f"In {name} steht Text über dem ersten Eintrag. Schreiben Sie ihn zuerst in einen Eintrag, damit er nicht verloren geht."
        )
    tafel = blatt.text.kopf[1]
    fremde = [wort.text for wort, _ in (tafel.folge if tafel else ()) if kopfname(wort.text) is None]
    if fremde:
        raise Schreibfehler(
            f"Im Kopf von {name} steht „{lesbar(fremde[0])}“; das kennt Fallbuch nicht. Übertragen Sie es zuerst von Hand in einen Eintrag."
        )


def _beginn(blatt: Arbeitsblatt) -> date:
    return blatt.text.fall.kopf.erstkontakt or date.max


def _doppelte(hier: Sequence[Eintrag], dort: Sequence[Eintrag]) -> set[int]:
    """Return the places of entries in `dort` that say the same as one in `hier`, each of those once."""
    uebrig = [aussage(e) for e in hier]
    doppelte = set()
    for nummer, eintrag in enumerate(dort):
        if (gesagt := aussage(eintrag)) in uebrig:
            uebrig.remove(gesagt)
            doppelte.add(nummer)
    return doppelte


def _widerspruch(offen: Sequence[Widerspruch], hier: Fall, dort: Fall) -> Schreibfehler:
    namen = ", ".join(
        f"{w.feld} ({hier.kennung}: „{lesbar(w.hier)}“, {dort.kennung}: „{lesbar(w.dort)}“)" for w in offen
    )
    rat = f'Nennen Sie, was gilt, zum Beispiel mit --feld "{offen[0].feld}: {lesbar(offen[0].hier)}".'
    return Schreibfehler(f"Die beiden Fälle widersprechen sich: {namen}.", feld=offen[0].feld, rat=rat)


def _verlorenes(text: Falltext) -> Iterator[str]:
    kopf, _ = teile_kopf(text.stueck.text)
    if any(zeile.lstrip().startswith("#") or " #" in zeile for zeile in (kopf or "").split("\n")):
        yield f"Im Kopf von {text.name} stehen Kommentare (Zeilen mit #). Sie gehen mit der Datei; was davon bleiben soll, tragen Sie ein."
