"""One line per case: everything that is to be done for it, and which of it one appointment can settle."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from operator import itemgetter

from fallbuch.bestand.laden import Akte
from fallbuch.kennung import ordnung
from fallbuch.regelwerk.faelligkeit import Dringlichkeit, Faelligkeit
from fallbuch.uebersicht.abschnitte import RANG, Abschnitt, Gruppe, abschnitt_von, vorrang
from fallbuch.werte import dataclass

#: Items this close together can be dealt with at one appointment.
NAHE = timedelta(days=14)
_Rang = tuple[bool, int, int, date, bool]
#: What decides between lines of one section.
Zeilenplatz = tuple[int, date, str, bool]


@dataclass(frozen=True, slots=True)
class Terminvorschlag:
    """Items that one appointment can settle; `verabredet` where the customer has agreed to its day already."""

    tag: date
    punkte: tuple[Faelligkeit, ...]
    verabredet: bool

    def satz(self, stichtag: date) -> str:
        """Return the proposal as people read it."""
        titel = Counter(f.titel for f in (self.punkte[1:] if self.verabredet else self.punkte))
        *vorn, letzter = [name if zahl == 1 else f"{name} ({zahl}-mal)" for name, zahl in titel.items()]
        was = f"{', '.join(vorn)} und {letzter}" if vorn else letzter
        if self.verabredet:
            return f"Beim Folgetermin am {self.tag} gleich miterledigen: {was}."
        wann = "möglichst bald" if self.tag <= stichtag else f"bis {self.tag}"
        return f"Ein gemeinsamer Termin {wann} genügt für: {was}."


@dataclass(frozen=True, slots=True)
class Vorgang:
    """What is to be done for one case, or by one person for the team; `punkte` are never empty."""

    akte: Akte | None
    wer: str
    berater: str | None
    vertretung: str | None
    punkte: tuple[Faelligkeit, ...]
    vorschlag: Terminvorschlag | None
    #: Place in the order of IDs, which decides between lines of the same day.
    nummer: int = 0
    #: Whose list it stands in, where that is one person's.
    fuer: str | None = None

    @property
    def fremd(self) -> str:
        """Say whose case it is where somebody has it on the list for an appointment or a promise alone, else nothing."""
        if self.akte is None or self.fuer is None or self.fuer in (self.berater, self.vertretung) or aller(self.akte):
            return ""
        return f"in {genitiv(self.berater)} Fall" if self.berater is not None else "in einem Fall, der zu vergeben ist"

    @property
    def fuehrend(self) -> Faelligkeit:
        """The item that stands for the case on the day it was made for."""
        return self.punkte[0]

    @property
    def handelnd(self) -> str | None:
        """Who acts now: whoever stands in, else whoever is responsible."""
        return self.vertretung or self.berater

    def nur(self, passt: Callable[[Faelligkeit], bool], tag: date) -> Vorgang | None:
        """Return the line with the items that fit, None where none does."""
        punkte = tuple(f for f in self.punkte if passt(f))
        if len(punkte) == len(self.punkte):
            return self
        # Fewer items make a smaller proposal, never one where there was none.
        vorschlag = terminvorschlag(punkte, tag) if self.vorschlag is not None else None
        return replace(self, punkte=punkte, vorschlag=vorschlag) if punkte else None

    def abschnitt_am(self, tag: date) -> Abschnitt:
        """Return the section of the whole line on `tag`: that of its most pressing item."""
        return self._abschnitt([abschnitt_von(f, tag) for f in self.punkte], tag)

    def _abschnitt(self, abschnitte: Sequence[Abschnitt], tag: date) -> Abschnitt:
        if Abschnitt.ZU_VERGEBEN in abschnitte and Abschnitt.NICHT_BERECHENBAR not in abschnitte:
            offen = [f.faellig_am for f in self.punkte if f.ableitung.eigenschaften.vergabe]
            # Without anybody responsible all else waits for that; one who leaves later still does the rest.
            if self.berater is None or any(seit is not None and seit <= tag for seit in offen):
                return Abschnitt.ZU_VERGEBEN
        return min(abschnitte, key=RANG.__getitem__)

    def _gereiht(self, tag: date) -> tuple[Abschnitt, list[tuple[_Rang, Faelligkeit]]]:
        """Return the section of the line, and each item with its place in the line's order."""
        abschnitte = [abschnitt_von(f, tag) for f in self.punkte]
        dieser = self._abschnitt(abschnitte, tag)
        jetzt = dieser is Abschnitt.JETZT
        return dieser, [
            # What the section is about leads; of what is due now, a human being who waits before paper.
            ((a is not dieser, RANG[a], vorrang(f, tag) if jetzt else 0, f.faellig_am or date.min, not f.wartet), f)
            for a, f in zip(abschnitte, self.punkte, strict=True)
        ]

    def sortiert_am(self, tag: date) -> tuple[Faelligkeit, ...]:
        """Return the items in the order of `tag`, the one that stands for the case first."""
        if len(self.punkte) == 1:
            return self.punkte
        return tuple(f for _, f in sorted(self._gereiht(tag)[1], key=itemgetter(0)))

    def weitere(self, tag: date) -> int:
        """Count what there is to do beside the leading item, up to the end of the next four weeks."""
        return sum(abschnitt_von(f, tag) is not Abschnitt.SPAETER for f in self.punkte[1:])

    def platz_am(self, tag: date) -> tuple[Abschnitt, Zeilenplatz]:
        """Return section and place in it on `tag`: who waits for a conversation first where it is late, then by day and time."""
        abschnitt, gereiht = self._gereiht(tag)
        fuehrend = min(gereiht, key=itemgetter(0))[1]
        uhrzeit = fuehrend.ableitung.uhrzeit
        return abschnitt, (
            vorrang(fuehrend, tag) if abschnitt is Abschnitt.JETZT else 0,
            fuehrend.faellig_am or date.min,
            f"{uhrzeit:%H:%M}" if uhrzeit is not None else "",
            not fuehrend.wartet,
        )


#: Returns what was worked out for a case before, or works it out now.
Merken = Callable[[Akte, Callable[[], "Vorgang"]], "Vorgang"]


def vorgaenge(
    akten: Iterable[Akte],
    des_teams: Iterable[Faelligkeit],
    stichtag: date,
    *,
    fuer: str | None = None,
    merken: Merken = lambda _, rechne: rechne(),
) -> list[Vorgang]:
    """Return one line for each case with something to do, and one for each person with a duty for the team.

    They come in the order of their IDs. With `fuer` a case of others shows what is that person's alone.
    """
    ergebnis = [merken(akte, partial(_des_falls, akte, stichtag, fuer)) for akte in akten if akte.faelligkeiten]
    je_person: dict[str | None, list[Faelligkeit]] = defaultdict(list)
    for f in des_teams:
        je_person[f.berater].append(f)
    ergebnis += [
        _sortiert(Vorgang(None, "Team", wer, None, tuple(fs), None), stichtag) for wer, fs in je_person.items()
    ]
    sortiert = sorted(ergebnis, key=lambda vorgang: ordnung(vorgang.wer))
    return [v if v.nummer == nummer else replace(v, nummer=nummer) for nummer, v in enumerate(sortiert)]


def _sortiert(vorgang: Vorgang, stichtag: date) -> Vorgang:
    return replace(vorgang, punkte=vorgang.sortiert_am(stichtag))


def aller(akte: Akte) -> bool:
    """Tell whether a case stands in everybody's lists: it cannot be reckoned with, and nobody can read whose it is."""
    if akte.auszug.zustaendig is not None or akte.auszug.vertretung is not None:
        return False
    return any(f.dringlichkeit is Dringlichkeit.NICHT_BERECHENBAR for f in akte.faelligkeiten)


def _des_falls(akte: Akte, stichtag: date, fuer: str | None) -> Vorgang:
    kurz, punkte, vorschlag = akte.auszug, akte.faelligkeiten, None
    if fuer is not None and fuer not in (kurz.zustaendig, kurz.vertretung) and not aller(akte):
        punkte = tuple(f for f in punkte if fuer in f.wer)
    # As long as nobody is responsible there is nobody to make an appointment.
    elif kurz.handelnd is not None and not any(
        f.ableitung.eigenschaften.vergabe and f.faellig_am and f.faellig_am <= stichtag for f in punkte
    ):
        vorschlag = terminvorschlag(punkte, stichtag)
    zeile = Vorgang(akte, kurz.kennung, kurz.zustaendig, kurz.vertretung, punkte, vorschlag, fuer=fuer)
    return _sortiert(zeile, stichtag)


def gruppiert(
    alle: Iterable[Vorgang], tag: date, platz_von: Callable[[Vorgang], tuple[Abschnitt, Zeilenplatz]] | None = None
) -> list[Gruppe[Vorgang]]:
    """Sort lines into sections as of `tag`; each stands in exactly one, empty sections are kept. `platz_von` knows places of before."""
    toepfe: dict[Abschnitt, list[tuple[Zeilenplatz, Vorgang]]] = {a: [] for a in Abschnitt}
    for vorgang in alle:
        abschnitt, platz = vorgang.platz_am(tag) if platz_von is None else platz_von(vorgang)
        toepfe[abschnitt].append((platz, vorgang))
    return [Gruppe(a, [vorgang for _, vorgang in sorted(topf, key=itemgetter(0))]) for a, topf in toepfe.items()]


def terminvorschlag(punkte: Sequence[Faelligkeit], stichtag: date) -> Terminvorschlag | None:
    """Propose one appointment for items that fall close together, None where there are not two of them.

    An agreed appointment stays on its day: others join it unless somebody would have to wait longer for a
    conversation. Without one the earliest day decides.
    """
    offene = [(f, f.faellig_am) for f in punkte if f.faellig_am is not None and f.ableitung.eigenschaften.im_termin]
    verabredete = [(f, tag) for f, tag in offene if f.ableitung.verabredet and tag >= stichtag]
    # An appointment whose day has passed asks what became of it; that needs no other appointment.
    andere = [(f, tag) for f, tag in offene if not f.ableitung.verabredet]
    if verabredete:
        termin, tag = min(verabredete, key=lambda paar: paar[1])
        eher = any(f.wartet and frist < tag for f, frist in andere)
        if not eher and tag <= stichtag + NAHE:
            dabei = [f for f, frist in andere if frist <= tag + NAHE]
            return Terminvorschlag(tag, (termin, *dabei), verabredet=True) if dabei else None
    if len(andere) < 2:
        return None
    erster = max(min(tag for _, tag in andere), stichtag)
    dabei = sorted((f for f, tag in andere if tag <= erster + NAHE), key=lambda f: not f.wartet)
    return Terminvorschlag(erster, tuple(dabei), verabredet=False) if len(dabei) > 1 else None


def genitiv(name: str) -> str:
    """Return `Janas`; a name that ends like an s gets the mark instead."""
    return f"{name}’" if name.lower().endswith(("s", "ß", "x", "z", "ce")) else f"{name}s"
