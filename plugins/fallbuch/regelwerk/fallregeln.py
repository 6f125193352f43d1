"""From a case on a key date to its due items, most pressing first. No open case is ever silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from fallbuch.befund import Befund, Stelle, anzahl
from fallbuch.regelwerk.anker import ANKER
from fallbuch.regelwerk.bausteine import Bausteine
from fallbuch.regelwerk.bedingungen import BEDINGUNGEN
from fallbuch.regelwerk.begruendung import FertigerWeg, Rechenweg
from fallbuch.regelwerk.binden import Zustand
from fallbuch.regelwerk.ereignisse import DURCH_GESPRAECH, EREIGNISSE
from fallbuch.regelwerk.faelligkeit import OHNE_REGEL, RANG, Dringlichkeit, Eigenschaften, Faelligkeit
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.regelwerk.quellen import FRISTQUELLEN, TAGQUELLEN
from fallbuch.regelwerk.rechnen import Rechner
from fallbuch.regelwerk.sicht import Fallsicht

FALLBAUSTEINE = Bausteine(ANKER, BEDINGUNGEN, EREIGNISSE, FRISTQUELLEN, TAGQUELLEN)
_ERINNERT_VON = frozenset({"letzter-kontakt", "phasenbeginn"})
_LAENGSTER_GRUND = 180
_KEINE_REGEL = "Keine Regel sagt, wann der nächste Kontakt fällig ist. Erwartet: eine Kontaktregel für seine Stufe."


_zuletzt: tuple[Regelwerk, Fallregeln] | None = None


def fallregeln(regelwerk: Regelwerk) -> Fallregeln:
    """Return the bound rules of a team, those of the last call where it is the same: every case that is read keeps them."""
    global _zuletzt  # noqa: PLW0603 - one slot, in which the rules of the team stand that somebody works on
    vorige = _zuletzt
    if vorige is None or vorige[0] is not regelwerk:
        vorige = _zuletzt = (regelwerk, Fallregeln(regelwerk))
    return vorige[1]


class Fallregeln:
    """The team's rules for cases, bound once and asked for each of them."""

    def __init__(self, regelwerk: Regelwerk) -> None:
        self.regelwerk = regelwerk
        self._rechner = Rechner(regelwerk, FALLBAUSTEINE)
        neueste = {regel.schluessel: regel.neueste for regel in regelwerk.regeln}
        #: Rules that remind of the next contact or first conversation; an appointment alone does not.
        self._erinnernde = {
            schluessel
            for schluessel, fassung in neueste.items()
            if fassung.anker in _ERINNERT_VON and any(e.ereignis in DURCH_GESPRAECH for e in fassung.erledigt)
        }
        #: What is the same for all items of a version; `nummer` names its place here.
        self.eigenschaften = (OHNE_REGEL, *self._rechner.eigenschaften)
        self._nummern = {id(e): nummer for nummer, e in enumerate(self.eigenschaften)}
        self._verbindungen = {s: f.verbinden for s, f in neueste.items() if f.verbinden is not None}

    def nummer(self, eigenschaften: Eigenschaften) -> int:
        """Return the place of what an item has in common with others of its version."""
        return self._nummern[id(eigenschaften)]

    def faelligkeiten(self, sicht: Fallsicht, befunde: Iterable[Befund]) -> list[Faelligkeit]:
        """Return the due items of one case on its view's key date.

        `befunde` are the findings of the case; those that touch the clock put it at the top.
        """
        ergebnis = list(_gestoerte_uhr(sicht, befunde))
        if not sicht.besteht or not sicht.fall.vollstaendig:
            return ergebnis
        zustand = Zustand("offen" if sicht.offen else "abgeschlossen", sicht.pausiert, sicht.stufe or "keine")
        ergebnis += self._rechner.rechne(sicht, zustand)
        erinnert = any(f.regel is None or f.regel in self._erinnernde for f in ergebnis)
        if sicht.offen and not sicht.pausiert and not erinnert:
            # No open case may be silent, whatever rules a team has switched off.
            ergebnis.append(_nicht_berechenbar(sicht, Stelle(datei=sicht.fall.datei), _KEINE_REGEL))
        if self._verbindungen:
            ergebnis = [self._verbunden(f, ergebnis) for f in ergebnis]
        return sorted(ergebnis, key=_im_fall)

    def _verbunden(self, f: Faelligkeit, alle: Sequence[Faelligkeit]) -> Faelligkeit:
        verbindung = self._verbindungen.get(f.regel or "")
        if verbindung is None or f.faellig_am is None or not isinstance(f.ableitung, Rechenweg):
            return f
        von, bis = verbindung.innerhalb.vor(f.faellig_am), verbindung.innerhalb.nach(f.faellig_am)
        moegliche = [a for a in alle if a.gruppe == verbindung.gruppe and a is not f]
        nahe = [a for a in moegliche if a.faellig_am is not None and von <= a.faellig_am <= bis]
        return replace(f, ableitung=replace(f.ableitung, verbunden=nahe)) if nahe else f


def _im_fall(f: Faelligkeit) -> tuple[date, int, str]:
    # Within one case the order of all cases is that of date, urgency and rule; comparing IDs would cost more than the rest.
    return f.faellig_am or date.min, RANG[f.dringlichkeit], f.regel or ""


def _gestoerte_uhr(sicht: Fallsicht, befunde: Iterable[Befund]) -> Iterator[Faelligkeit]:
    """One item for all findings that touch the clock; of a closed case only those after its end count."""
    stoerungen = [befund for befund in befunde if befund.uhr]
    if not stoerungen:
        return
    if not sicht.offen and sicht.phase.abschluss is not None:
        ende = sicht.phase.abschluss.stelle.zeile
        undatierte = {eintrag.stelle.zeile for eintrag in sicht.fall.eintraege if eintrag.datum is None}
        stoerungen = [
            b for b in stoerungen if b.stelle.zeile >= ende or b.stelle.zeile in undatierte or b.art.ueberdauert
        ]
    if stoerungen:
        erste, weitere = stoerungen[0], len(stoerungen) - 1
        # Long lists of allowed words stand in the report, not in the due list.
        grund = erste.text if len(erste.text) <= _LAENGSTER_GRUND else erste.text.partition(" Erwartet:")[0]
        zusatz = f" Dazu {anzahl(weitere, 'weitere Meldung', 'weitere Meldungen')}." if weitere else ""
        yield _nicht_berechenbar(sicht, erste.stelle, grund + zusatz)


def _nicht_berechenbar(sicht: Fallsicht, stelle: Stelle, grund: str) -> Faelligkeit:
    satz = f"{grund} ({stelle})"
    return Faelligkeit(
        fall=sicht.kennung,
        stamm=sicht.stamm,
        berater=sicht.zustaendig,
        titel="Nicht berechenbar",
        dringlichkeit=Dringlichkeit.NICHT_BERECHENBAR,
        stelle=stelle,
        ableitung=FertigerWeg(satz, satz, str(stelle.zeile)),
    )
