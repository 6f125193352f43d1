"""Two stocks with the same lots: whether they make the same sheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from benchmarks.demo.erzeugen import demo_team
from benchmarks.demo.skizze import STICHTAG

from fallbuch.akte.protokoll import Protokoll
from fallbuch.bestand.laden import lade_bestand
from fallbuch.regelwerk.laden import lade_regelwerk, lade_team
from fallbuch.statistik.bausteine import Stoff
from fallbuch.statistik.laden import Kennzahlenbuch
from fallbuch.statistik.los import SCHRITT, Gezaehlt, Los
from fallbuch.statistik.tafeln import tafeln_aus
from fallbuch.statistik.werk import Zahlenwerk
from tests.beweis.welten import QUARTALE, Gewaehlt, KeineWelt, Vorgeschrieben, veroeffentliche
from tests.hilfen import quelle

_TEAM = lade_team(demo_team(1, 1)["vorlagen/team.yml"].encode())[0]
_REGELWERK = lade_regelwerk(None, _TEAM)[0]


class Gezogen(Gewaehlt):
    """The real lots of a secret, with the order in which they were asked for."""

    def __init__(self, geheimnis: bytes) -> None:
        super().__init__(waehle=lambda zahl: 0)
        self._echt = Los(geheimnis)

    def anzahl(self, gezaehlt: Gezaehlt, schritt: int = SCHRITT) -> int:
        """Return the real lot."""
        self.folge.append(self._echt.anzahl(gezaehlt, schritt))
        return self.folge[-1]

    def mittel(self, wert: float, satz: int, was: str, schritt: int) -> int:
        """Return the real lot."""
        self.folge.append(self._echt.mittel(wert, satz, was, schritt) // schritt)
        return self.folge[-1] * schritt


def werk(faelle: Mapping[str, str], los: Los) -> Zahlenwerk:
    """Return the figures of cases by ID, with these lots."""
    dateien = [quelle(text, f"faelle/{kennung}.md") for kennung, text in faelle.items()]
    akten = lade_bestand(dateien, _REGELWERK, STICHTAG, STICHTAG, {})
    stoff = Stoff(tafeln_aus(akten, Protokoll(), _REGELWERK, STICHTAG), STICHTAG)
    ergebnis = Zahlenwerk(stoff, Kennzahlenbuch(), kalender=False, geheimnis=b"")
    ergebnis._los = los
    return ergebnis


def gleich(
    faelle: Mapping[str, str], andere: Mapping[str, str], los: Gewaehlt, quartale: Sequence[str] = QUARTALE
) -> bool:
    """Tell whether the sheets of one stock are those of another with the same lots."""
    blaetter = veroeffentliche(werk(faelle, los), quartale)
    try:
        return veroeffentliche(werk(andere, Vorgeschrieben(los.folge)), quartale) == blaetter
    except KeineWelt:
        return False


def moegliche(
    faelle: Mapping[str, str],
    weitere: Sequence[Mapping[str, str]],
    geheimnis: bytes,
    quartale: Sequence[str],
    zaehle: Callable[[Zahlenwerk], int],
) -> set[int]:
    """Return the values that a count takes over the true stock and over those of `weitere` that are worlds too."""
    werte = {zaehle(werk(faelle, Gezogen(geheimnis)))}
    for andere in weitere:
        if gleich(faelle, andere, Gezogen(geheimnis), quartale):
            werte.add(zaehle(werk(andere, Gezogen(geheimnis))))
    return werte
