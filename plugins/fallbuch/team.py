"""A team opened at a key date: configuration, rules and cases. The one way in for everything above."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from fallbuch.akte.protokoll import PROTOKOLLDATEI, Protokoll
from fallbuch.befund import Befund, Schwere
from fallbuch.bestand.geloeschte import Loeschverzeichnis, lade_verzeichnis, zurueckgekommene
from fallbuch.bestand.laden import Akte, Lesespeicher, lade_bestand, ohne_speicherbereinigung
from fallbuch.bestand.protokoll import lade_protokoll
from fallbuch.bestand.speicherung import pruefe_speicherung
from fallbuch.bestand.textpruefung import pruefe_text
from fallbuch.bestand.urteile import Urteile
from fallbuch.einrichtung import Einrichtung, falldateien_von
from fallbuch.fehler import Satzfehler
from fallbuch.prozess.laden import lade_prozesse, ohne_internes
from fallbuch.prozess.modell import Prozessbuch
from fallbuch.regelwerk.deuten import F075
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.regelwerk.modell import Regelwerk, Teamdatei
from fallbuch.regelwerk.pruefen import pruefe_einfuehrung
from fallbuch.regelwerk.teamregeln import Anlass, Teamsicht, Wiedervorlage, teamfaelligkeiten
from fallbuch.regelwerk.vokabular import ARBEITGEBERDATEI
from fallbuch.register.blatt import Registerblatt
from fallbuch.register.kette import Register, lade_register, pruefe_berichtszeitraum
from fallbuch.register.los import Teamlos, neues_los
from fallbuch.register.meldungen import S024
from fallbuch.statistik.meldungen import SUMMENDATEI, VERBUNDDATEI
from fallbuch.statistik.zeitraum import Zeitraum, davor, ein_jahr_zuvor, gezeigte_zeitraeume
from fallbuch.text import journal
from fallbuch.text.quelle import Quelldatei, liegt_da, lies_datei, lies_ganz
from fallbuch.text.zwischenspeicher import Zwischenspeicher, programm
from fallbuch.text.zwischenspeicher import datei as speicherdatei
from fallbuch.werte import dataclass

if TYPE_CHECKING:
    from fallbuch.statistik.stand import Veroeffentlichung
    from fallbuch.statistik.summen import Summenwerk
    from fallbuch.statistik.werk import Zahlenwerk

VORLAGEN_FEHLERHAFT = "In den Vorlagen des Teams stehen Fehler; wo es geht, gelten dort die mitgelieferten Vorgaben."


OHNE_VORLAGEN = "Ob die Schwellen gelten, die das Team will, ist nicht sicher. Zahlen für andere entstehen erst, wenn die Fehler behoben sind."


REGISTER_FEHLERHAFT = "Das Register der Freigaben oder das Los des Teams ist nicht mehr so, wie es war. Solange das so ist, entstehen keine Zahlen für andere."

REGISTER_UNGEWISS = "Ob das Register der Freigaben noch so ist, wie es war, lässt sich nicht nachsehen. Solange das so ist, entstehen keine Zahlen für andere."


@dataclass(frozen=True, kw_only=True)
class Team:
    """A team on a key date, ready to be asked."""

    einrichtung: Einrichtung
    stichtag: date
    heute: date
    #: The key date was set by somebody and does not follow the clock.
    fester_stichtag: bool
    akten: tuple[Akte, ...]
    #: How the team works.
    prozessbuch: Prozessbuch
    protokoll: Protokoll = Protokoll()
    protokollbefunde: tuple[Befund, ...] = ()
    #: Findings about the team's files that hang on today's date.
    zeitbefunde: tuple[Befund, ...] = ()
    #: Returns what earlier runs have kept of a kind; None where nobody keeps anything.
    speicher: Callable[[str], Zwischenspeicher] | None = field(default=None, compare=False, repr=False)
    #: The team's figures of before some of its cases changed, if they were asked for.
    zahlenwerk_davor: Zahlenwerk | None = field(default=None, compare=False, repr=False)

    @property
    def datei(self) -> Teamdatei:
        return self.einrichtung.datei

    @property
    def regelwerk(self) -> Regelwerk:
        return self.einrichtung.regelwerk

    @cached_property
    def befunde(self) -> tuple[Befund, ...]:
        """All findings, those of the team's own files first, then by file and line."""
        # Where the list of employers cannot be read, nobody knows who is missing in it.
        stumm = {F075} if any(b.stelle.datei == ARBEITGEBERDATEI for b in self.einrichtung.befunde) else set()
        alle = (b for akte in self.akten for b in akte.befunde if b.art not in stumm)
        der_faelle = sorted(alle, key=lambda befund: befund.reihenfolge)
        des_teams = (
            journal.befunde(self.einrichtung.wurzel),
            self.einrichtung.befunde,
            self.zeitbefunde,
            self.protokollbefunde,
            self.prozessbuch.befunde,
            self.register.befunde,
            # What an association counts by, its agreement says.
            () if self.einrichtung.verbund is not None else pruefe_berichtszeitraum(self.register, self.datei),
            self.speicherbefunde,
            self.loeschbefunde,
        )
        return (*(befund for teil in des_teams for befund in teil), *der_faelle)

    @cached_property
    def faelligkeiten(self) -> tuple[Faelligkeit, ...]:
        """All due items in the order in which the team should look at them."""
        der_faelle = (f for akte in self.akten for f in akte.faelligkeiten)
        return tuple(sorted([*self.teamfaelligkeiten, *der_faelle], key=lambda f: f.reihenfolge))

    @cached_property
    def benannte(self) -> Mapping[str, Sequence[Akte]]:
        """By counsellor the cases of others in which something is theirs: an appointment they made, a promise."""
        ergebnis: dict[str, list[Akte]] = {}
        for akte in self.akten:
            handelnde = {akte.auszug.zustaendig, akte.auszug.vertretung}
            for name in sorted({name for f in akte.faelligkeiten for name in f.wer} - handelnde):
                ergebnis.setdefault(name, []).append(akte)
        return ergebnis

    @cached_property
    def teamfaelligkeiten(self) -> tuple[Faelligkeit, ...]:
        """What the team itself has to do, beside its cases."""
        anfaenge = [akte.auszug.erstkontakt for akte in self.akten if akte.auszug.erstkontakt is not None]
        wiedervorlagen = list(_wiedervorlagen(self.prozessbuch))
        sicht = Teamsicht(
            self.regelwerk, self.protokoll, self.stichtag, min(anfaenge, default=None), wiedervorlagen,
            kalenderquartale=self.datei.kalenderquartale,
        )  # fmt: skip
        return tuple(sorted(teamfaelligkeiten(sicht), key=lambda f: f.reihenfolge))

    @cached_property
    def zeitraeume(self) -> Sequence[Zeitraum]:
        """The periods that the team's pages show; for them no case is read that has been judged before."""
        if self.summenwerk is not None:
            return self.summenwerk.zeitraeume
        anfaenge = (akte.auszug.zaehlt_ab for akte in self.akten if akte.auszug.zaehlt_ab is not None)
        beginn = min((*anfaenge, self.stichtag))
        return gezeigte_zeitraeume(beginn, self.stichtag, kalender=self.datei.kalenderquartale)

    @cached_property
    def summenwerk(self) -> Summenwerk | None:
        """The figures of an association, in the folder of those who put them together; None in any other. Raises `Satzfehler`."""
        wurzel, verbund = self.einrichtung.wurzel, self.einrichtung.verbund
        if not liegt_da(wurzel / SUMMENDATEI):
            return None
        if verbund is None:
            raise Satzfehler(f"Hier liegen Summen eines Verbunds ({SUMMENDATEI}), und {VERBUNDDATEI} fehlt oder hat Fehler; „fallbuch pruefen“ nennt die Stellen. Holen Sie die Datei aus git zurück, oder berichtigen Sie sie.")  # fmt: skip
        from fallbuch.statistik.bausteine import Stoff  # noqa: PLC0415 - a team by itself needs none of it
        from fallbuch.statistik.summen import Summenwerk, lies_summen  # noqa: PLC0415
        from fallbuch.statistik.tafeln import tafeln_aus  # noqa: PLC0415

        stand = lies_summen(lies_ganz(wurzel / SUMMENDATEI, wurzel))
        stoff = Stoff(tafeln_aus((), self.protokoll, self.regelwerk, self.stichtag, None), self.stichtag)
        return Summenwerk(stoff, verbund, stand, self.einrichtung.kennzahlen, self.los.geheimnis)

    @cached_property
    def zahlenwerk(self) -> Zahlenwerk:
        """The team's figures, exact: for its own eyes alone. Where many teams' are put together, theirs."""
        if (summen := self.summenwerk) is not None:
            return summen
        from fallbuch.statistik.bausteine import Stoff  # noqa: PLC0415 - who asks for no figures does not load them
        from fallbuch.statistik.bloecke import Bloecke  # noqa: PLC0415
        from fallbuch.statistik.tafeln import tafeln_aus  # noqa: PLC0415
        from fallbuch.statistik.werk import Zahlenwerk  # noqa: PLC0415

        vorher = self.zahlenwerk_davor
        with ohne_speicherbereinigung():
            bekannte = vorher.stoff.tafeln if vorher is not None else None
            tafeln = tafeln_aus(self.akten, self.protokoll, self.regelwerk, self.stichtag, bekannte)
            stoff, buch = Stoff(tafeln, self.stichtag), self.einrichtung.kennzahlen
            bloecke = None
            if self.speicher is not None and vorher is None and tafeln.je_mensch_einer:
                bloecke = Bloecke(stoff, buch, self.einrichtung.kennzahlendatei or b"", self.speicher("zahlen"))
            return Zahlenwerk(
                stoff,
                buch,
                kalender=self.datei.kalenderquartale,
                geheimnis=self.los.geheimnis,
                vorher=vorher,
                bloecke=bloecke,
            )

    @cached_property
    def register(self) -> Register:
        """What the team has released."""
        return lade_register(self.einrichtung.wurzel)

    @cached_property
    def los(self) -> Teamlos:
        """What printed numbers are drawn from; before the first release a new one, which that release writes down."""
        return self.register.los or neues_los()

    @cached_property
    def veroeffentlichungen(self) -> tuple[Veroeffentlichung, ...]:
        """What may leave the team: the released figures and nothing else, quarters before years, newest first."""
        return tuple(_veroeffentlichung(blatt, self.register) for blatt in self.register.neueste)

    @cached_property
    def speicherbefunde(self) -> tuple[Befund, ...]:
        """What git says against the folder as it is."""
        ordner = self.datei.ordner
        # What has an error in its first line may be no case at all.
        fremde = [a.auszug.datei for a in self.akten if any(b.stelle.zeile <= 1 and b.schwere is Schwere.FEHLER for b in a.befunde)]  # fmt: skip
        return tuple(pruefe_speicherung(self.einrichtung.wurzel, ordner.faelle, ordner.seiten, fremde))

    @cached_property
    def _geloescht(self) -> tuple[Loeschverzeichnis, list[Befund]]:
        return lade_verzeichnis(self.einrichtung.wurzel)

    @property
    def geloeschtes(self) -> Loeschverzeichnis:
        """What the team has erased, as far as it may still know."""
        return self._geloescht[0]

    @cached_property
    def loeschbefunde(self) -> tuple[Befund, ...]:
        """What was erased and has come back."""
        verzeichnis, befunde = self._geloescht
        auszuege = [akte.auszug for akte in self.akten]
        return (*befunde, *zurueckgekommene(self.einrichtung.wurzel, self.datei.ordner.faelle, verzeichnis, auszuege))

    @property
    def hindernis(self) -> tuple[tuple[Befund, ...], str] | None:
        """Why no figure may leave the team, as findings and a sentence; None where nothing stands in the way."""
        if self.einrichtung.fehlerhaft:
            return self.einrichtung.befunde, f"{VORLAGEN_FEHLERHAFT} {OHNE_VORLAGEN}"
        fehler = {b.art for b in self.register.befunde if b.schwere is Schwere.FEHLER}
        if fehler:
            return self.register.befunde, REGISTER_UNGEWISS if fehler == {S024} else REGISTER_FEHLERHAFT
        return None

    def anzahl(self, schwere: Schwere) -> int:
        """Count the findings of one severity."""
        return sum(1 for befund in self.befunde if befund.schwere is schwere)


def _veroeffentlichung(blatt: Registerblatt, register: Register) -> Veroeffentlichung:
    """Return a released period beside those before it, as far as they are released too."""
    from fallbuch.statistik.stand import Zahlenstand  # noqa: PLC0415 - the same

    vergleiche = (davor(blatt.zeitraum), ein_jahr_zuvor(blatt.zeitraum))
    frueher = [register.blatt(z.schluessel) if z is not None else None for z in vergleiche]
    tabellen = [b.tabellen if b is not None else None for b in frueher]
    return Zahlenstand(
        zeitraum=blatt.zeitraum,
        kennzahlen=blatt.kennzahlen,
        tabellen=blatt.tabellen,
        davor=tabellen[0],
        ein_jahr_zuvor=tabellen[1],
        freigegeben_am=blatt.umstaende.freigegeben_am,
        bemerkungen=blatt.ausgelassen,
        verfahren=blatt.verfahren,
    )


def _wiedervorlagen(buch: Prozessbuch) -> Iterator[Wiedervorlage]:
    """Return what the team has to look at again: its own processes, and what it decided."""
    for p in buch.unsere:
        wer = next((n.text for n in p.verantwortlich), None)
        yield Wiedervorlage(
            anlass=Anlass.PROZESS,
            schluessel=p.stamm,
            name=p.name.text,
            datum=p.geprueft,
            stelle=p.ort("Geprüft am"),
            zustaendig=wer,
        )
    for e in buch.empfehlungen:
        if e.entscheidung == "abgelehnt":
            continue
        wer = e.haelt_nach.text if e.haelt_nach is not None else None
        yield Wiedervorlage(
            anlass=Anlass.EMPFEHLUNG, schluessel=e.stamm, name=e.name.text, datum=e.faellig, stelle=e.ort("Nachhalten am"), zustaendig=wer,
            seit=e.datum,
            erledigt=e.erledigt,
        )  # fmt: skip


def gemerkte_urteile(
    einrichtung: Einrichtung,
    *,
    stichtag: date | None,
    heute: date,
    mit_faelligen: bool,
    mit_faellen: bool = False,
    merken: bool = True,
) -> Urteile:
    """Return what is known of the team's files from earlier runs; `merken=False` neither looks nor keeps."""
    kontext = b"\0".join([programm(), einrichtung.fassung, f"{stichtag or heute} {heute}".encode()])

    def speicher(art: str) -> Zwischenspeicher:
        wo = speicherdatei(einrichtung.wurzel, art) if merken else None
        return Zwischenspeicher(wo, kontext + art.encode())

    return Urteile(speicher, mit_faelligen=mit_faelligen, mit_faellen=mit_faellen)


def oeffne(
    einrichtung: Einrichtung,
    *,
    stichtag: date | None,
    heute: date,
    speicher: Lesespeicher | None = None,
    dateien: Iterable[Quelldatei] | None = None,
    fertige: Sequence[Akte] = (),
    urteile: Urteile | None = None,
    vorher: Team | None = None,
) -> Team:
    """Read the team's cases as of `stichtag` (None: today). `speicher` keeps readings between calls.

    `dateien` are read instead of those in the team's folder, beside `fertige`, which are cases that need no reading.
    `urteile` are what is known of files from earlier runs; `vorher` is the same team on the same day before only cases changed.
    """
    tag = stichtag or heute
    akten = lade_bestand(
        falldateien_von(einrichtung) if dateien is None else dateien,
        einrichtung.regelwerk,
        tag,
        heute,
        {} if speicher is None else speicher,
        fertige=fertige,
        urteile=urteile,
    )
    if vorher is not None:
        zahlenwerk = vorher.__dict__.get("zahlenwerk", vorher.zahlenwerk_davor)
        neu = replace(vorher, akten=akten, zahlenwerk_davor=zahlenwerk)
        if {a.auszug.datei for a in akten} != {a.auszug.datei for a in vorher.akten}:  # processes may name a file
            neu = replace(neu, prozessbuch=prozessbuch_von(einrichtung, heute))
        return neu
    pfad = einrichtung.wurzel / PROTOKOLLDATEI
    log = lies_datei(pfad, PROTOKOLLDATEI, einrichtung.wurzel) if liegt_da(pfad) else None
    protokoll, befunde = lade_protokoll(log, einrichtung.regelwerk.vokabular, heute)
    if log is not None and log.hindernis is None:
        befunde = (*befunde, *pruefe_text(log, einrichtung.regelwerk).befunde)
    return Team(
        einrichtung=einrichtung,
        stichtag=tag,
        heute=heute,
        fester_stichtag=stichtag is not None,
        akten=akten,
        protokoll=protokoll,
        protokollbefunde=befunde,
        zeitbefunde=tuple(pruefe_einfuehrung(einrichtung.regelwerk, heute)),
        prozessbuch=prozessbuch_von(einrichtung, heute),
        speicher=None if urteile is None else urteile.speicher,
    )


def prozessbuch_von(einrichtung: Einrichtung, heute: date, geplante: Mapping[str, bytes] | None = None) -> Prozessbuch:
    """Read and check how the team works; `geplante` are files as they will be, by their name."""
    return lade_prozesse(einrichtung.wurzel, einrichtung.datei.ordner.seiten, einrichtung.regelwerk, heute, geplante)


def ohne_faelle(einrichtung: Einrichtung, *, stichtag: date | None, heute: date) -> Team:
    """Open the team without reading a single case, for what leaves the team."""
    return Team(
        einrichtung=einrichtung,
        stichtag=stichtag or heute,
        heute=heute,
        fester_stichtag=stichtag is not None,
        akten=(),
        prozessbuch=ohne_internes(prozessbuch_von(einrichtung, heute)),
    )
