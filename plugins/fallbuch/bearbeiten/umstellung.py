"""What a file of rewordings says: old words, new ones, and how to choose where one becomes several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from fallbuch.akte.eintragsformen import FORMEN
from fallbuch.bearbeiten.meldungen import U001, U002, U003
from fallbuch.befund import Befund, Stelle
from fallbuch.kennung import naechstes, vergleichsform
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.regelwerk.validieren import ort_im_baum, validiere
from fallbuch.regelwerk.vokabular import Modell, NichtLeer, Tag, Vokabular, ist_kunde
from fallbuch.text.knoten import Tafel, ersetze_steuerzeichen, lies_yaml


class Anteil(Modell):
    """Which places get one of several new words; all that is named must hold, both days included."""

    faelle: tuple[str, ...] = ()
    berater: tuple[str, ...] = ()
    ab: Tag | None = None
    bis: Tag | None = None

    def passt(self, kennung: str, berater: tuple[str, ...], tag: date | None) -> bool:
        """Tell whether a place belongs here: of which case, with whom, on which day."""
        if self.faelle and kennung not in self.faelle:
            return False
        if self.berater and not set(berater) & set(self.berater):
            return False
        if (self.ab or self.bis) and tag is None:
            return False
        return (self.ab is None or tag is None or self.ab <= tag) and (
            self.bis is None or tag is None or tag <= self.bis
        )


class Umstellung(Modell):
    """One rewording: of `alt` (several where they become one) to `neu`, or to one of `teilen`."""

    liste: NichtLeer
    alt: NichtLeer | tuple[NichtLeer, ...]
    neu: NichtLeer | None = None
    #: Which of several old words lends its properties and rules to the new one.
    wie: NichtLeer | None = None
    teilen: Mapping[str, Anteil] = {}

    @property
    def alte(self) -> tuple[str, ...]:
        return (self.alt,) if isinstance(self.alt, str) else self.alt

    @property
    def neue(self) -> tuple[str, ...]:
        return (self.neu,) if self.neu is not None else tuple(self.teilen)

    @property
    def vorbild(self) -> str:
        """The old word that the new one behaves like."""
        return self.wie or self.alte[0]

    def waehle(self, kennung: str, berater: tuple[str, ...], tag: date | None) -> tuple[str, ...]:
        """Return the new words that fit a place; only a single one is an answer."""
        if self.neu is not None:
            return (self.neu,)
        return tuple(wort for wort, anteil in self.teilen.items() if anteil.passt(kennung, berater, tag))


class Umstellungsdatei(Modell):
    """The whole file."""

    umstellungen: tuple[Umstellung, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Umstellungen:
    """Rewordings that have been read and checked."""

    alle: tuple[Umstellung, ...]

    def fuer(self, liste: str, wort: str | None) -> Umstellung | None:
        """Return the rewording of a word, None where it stays."""
        return next((u for u in self.alle if u.liste == liste and wort in u.alte), None)


def lies_umstellungen(inhalt: bytes, name: str, regelwerk: Regelwerk) -> tuple[Umstellungen, list[Befund]]:
    """Read a file of rewordings; what is wrong with it becomes findings."""
    text = inhalt.decode("utf-8-sig", errors="replace")
    sauber, befunde = ersetze_steuerzeichen(text, name, kopf=True)
    knoten, gefunden = lies_yaml(sauber, name)
    befunde += gefunden
    leer = Tafel({}, Stelle(datei=name))
    wurzel = knoten if isinstance(knoten, Tafel) else leer
    datei, gefunden = validiere(Umstellungsdatei, wurzel, leer, name)
    befunde += gefunden
    if not befunde and not datei.umstellungen:
        befunde.append(
            U002.melde(
                Stelle(datei=name),
                problem="In dieser Datei steht keine Umstellung",
                erwartet="„umstellungen:“ mit mindestens einem Punkt",
            )
        )
    gesehen: set[tuple[str, str]] = set()
    for nummer, umstellung in enumerate(datei.umstellungen):
        ort = ort_im_baum(wurzel, ("umstellungen", nummer), name)
        befunde += _pruefe(umstellung, ort, regelwerk.vokabular, gesehen)
        befunde += _kette(umstellung, datei.umstellungen, ort)
        befunde += _verschiedene_regeln(umstellung, ort, regelwerk)
    return Umstellungen(alle=datei.umstellungen), sorted(befunde, key=lambda befund: befund.reihenfolge)


def _pruefe(u: Umstellung, ort: Stelle, vokabular: Vokabular, gesehen: set[tuple[str, str]]) -> Iterator[Befund]:
    listen = list(vokabular.woerter())
    if u.liste not in listen:
        vorschlag = naechstes(u.liste, listen)
        yield U003.melde(
            ort,
            wert=u.liste,
            erwartet=", ".join(listen),
            rat=f"Meinten Sie „{vorschlag}“?" if vorschlag else "Nennen Sie eine dieser Listen.",
        )
        return
    for wort in (*u.alte, *u.neue):
        if u.liste == "arten" and wort in FORMEN:
            yield U003.melde(
                ort,
                wert=f"arten, {wort}",
                erwartet="eine Art, die das Team selbst benannt hat",
                rat=f"Lassen Sie „{wort}“, wie es ist.",
            )
    for wort in u.alte:
        if wort not in vokabular.liste(u.liste):
            vorschlag = naechstes(wort, vokabular.liste(u.liste))
            yield U001.melde(
                ort,
                wert=wort,
                liste=u.liste,
                erwartet="Erwartet: " + ", ".join(f"„{w}“" for w in vokabular.liste(u.liste)) + ".",
                rat=f"Meinten Sie „{vorschlag}“?" if vorschlag else "Nennen Sie ein Wort der Liste.",
            )
        if (u.liste, wort) in gesehen:
            yield U002.melde(ort, problem=f"„{wort}“ wird zweimal umgestellt", erwartet="jedes alte Wort einmal")
        gesehen.add((u.liste, wort))
    yield from _ziel(u, ort)


def _kette(u: Umstellung, alle: Iterable[Umstellung], ort: Stelle) -> Iterator[Befund]:
    """A word that is new here and old there has two meanings; which rules would hold for it nobody could say."""
    andere = {wort for v in alle if v.liste == u.liste and v is not u for wort in v.alte}
    for wort in u.neue:
        if wort in andere:
            yield U002.melde(
                ort,
                problem=f"„{wort}“ ist hier ein neues und in einer anderen Umstellung ein altes Wort",
                erwartet="zwei Dateien, eine nach der anderen",
            )


def _verschiedene_regeln(u: Umstellung, ort: Stelle, regelwerk: Regelwerk) -> Iterator[Befund]:
    """Levels that become one must say whose rules hold from now on; guessing could move somebody's date."""
    if u.liste != "stufen" or len(u.alte) < 2 or u.neu is None or u.neu in regelwerk.vokabular.stufen:
        return
    regeln = [
        regel.schluessel
        for regel in regelwerk.regeln
        if (bedingung := regel.neueste.bedingung.get("stufe")) is not None
        and 0
        < len(set(u.alte) & {bedingung} if isinstance(bedingung, str) else set(u.alte) & set(bedingung))
        < len(u.alte)
    ]
    if regeln and u.wie is None:
        worte = " und ".join(f"„{wort}“" for wort in u.alte)
        yield U002.melde(
            ort,
            problem=f"Für {worte} gelten verschiedene Regeln ({', '.join(regeln)})",
            erwartet=" oder ".join(f"„wie: {wort}“" for wort in u.alte),
        )


def _ziel(u: Umstellung, ort: Stelle) -> Iterator[Befund]:
    if (u.neu is None) == (not u.teilen):
        problem = "Zu „{}“ steht kein neues Wort da" if u.neu is None else "Zu „{}“ steht „neu“ und „teilen“ da"
        yield U002.melde(ort, problem=problem.format(", ".join(u.alte)), erwartet="entweder „neu“ oder „teilen“")
    elif u.teilen and len(u.teilen) < 2:
        yield U002.melde(
            ort, problem=f"„{u.alte[0]}“ wird in nur ein Wort geteilt", erwartet="mindestens zwei neue Wörter"
        )
    elif u.wie is not None and u.wie not in u.alte:
        yield U002.melde(
            ort,
            problem=f"„wie: {u.wie}“ nennt keines der alten Wörter",
            erwartet=" oder ".join(f"„wie: {w}“" for w in u.alte),
        )
    elif u.liste == "berater" and any(ist_kunde(wort) or vergleichsform(wort) == "team" for wort in u.neue):
        yield U002.melde(
            ort, problem="„Team“, „Kunde“ und „Kundin“ bedeuten in Vereinbarungen etwas anderes", erwartet="ein Name"
        )
    elif u.neu is not None and u.neu in u.alte:
        yield U002.melde(ort, problem=f"„{u.neu}“ ist altes und neues Wort zugleich", erwartet="ein anderes neues Wort")
