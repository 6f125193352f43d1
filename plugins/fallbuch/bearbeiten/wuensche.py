"""What somebody wants written, as it was typed: the options of a command and the fields of a form come to the same change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.akte.zusage import Stand
from fallbuch.bearbeiten import phase
from fallbuch.bearbeiten.eintragen import Arbeitsblatt, Auftrag, kopfangaben
from fallbuch.bearbeiten.neu import Zufall, plane_neue, veranstaltung
from fallbuch.bearbeiten.platz import Platz, Vorhaben, zusammen
from fallbuch.bearbeiten.vorschlaege import moegliche_arten, stehender_termin, vorgeschlagener_termin
from fallbuch.bearbeiten.werte import lies_wort
from fallbuch.bestand.laden import Akte
from fallbuch.regelwerk.verabredungen import Verabredung
from fallbuch.werte import dataclass

#: Key and value, as typed.
Paare = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Eintragswunsch:
    """An entry, and what is to be changed in the case with it. Without a kind there is no entry."""

    art: str | None = None
    datum: date | None = None
    berater: Sequence[str] = ()
    text: str = ""
    #: Keys of the entry, agreements among them.
    angaben: Paare = ()
    #: Open agreements, each by its number or some of its words.
    erledigt: Sequence[str] = ()
    fallengelassen: Sequence[str] = ()
    #: Results of measures, each as `Bezeichnung: Ergebnis`.
    rueckmeldung: Sequence[str] = ()
    #: Fields of the front matter; an empty value takes one out.
    felder: Paare = ()
    #: What becomes of open appointments at the end of a case.
    verbleib: Sequence[tuple[Verabredung, phase.Verbleib]] = ()
    #: Whether a conversation after the closing opens the case again; None: nobody has said.
    wieder_aufnehmen: bool | None = None

    @property
    def fuer_eintrag(self) -> bool:
        """Tell whether anything is said that only an entry can hold."""
        return bool(self.angaben or self.berater or self.text or self.datum)

    @property
    def in_worten(self) -> str:
        """Say what it does in the words of a list."""
        namen = {name for name, _ in self.angaben}
        teile = [f"{self.art} {self.datum}"] if self.art else []
        teile += [name for name in ("Folgetermin", "Betreuungsstufe") if name in namen]
        for zahl, eines, viele in (
            (len(self.erledigt), "eine Vereinbarung erledigt", "Vereinbarungen erledigt"),
            (len(self.fallengelassen), "eine Vereinbarung fallengelassen", "Vereinbarungen fallengelassen"),
            (len(self.rueckmeldung), "Ergebnis einer Maßnahme", "Ergebnisse von Maßnahmen"),
            (sum(1 for name, _ in self.angaben if name == "Vereinbarungen"), "eine Vereinbarung", "Vereinbarungen"),
        ):
            teile += [eines if zahl == 1 else f"{zahl} {viele}"] if zahl else []
        teile += [name for name, _ in self.felder]
        return ", ".join(teile)


def auftrag_aus(blatt: Arbeitsblatt, wunsch: Eintragswunsch) -> Auftrag:
    """Read a wish; raises `Schreibfehler` for the first thing that cannot be, or that is missing."""
    teile = Auftrag(
        haken=[
            (blatt.finde_offene(angabe), stand)
            for stand, angaben in ((Stand.ERLEDIGT, wunsch.erledigt), (Stand.FALLENGELASSEN, wunsch.fallengelassen))
            for angabe in angaben
        ],
        rueckmeldungen=[blatt.finde_massnahme(angabe) for angabe in wunsch.rueckmeldung],
        felder=kopfangaben(blatt.platz, wunsch.felder),
    )
    if wunsch.art is None:
        if teile.leer or wunsch.fuer_eintrag:
            vorschlag = moegliche_arten(blatt.akte, blatt.platz.regelwerk, blatt.platz.stichtag)[0]
            rat = f'Nennen Sie die Art mit --art. Vorschlag: --art "{vorschlag}".'
            raise Schreibfehler("Was ist geschehen?", feld="Art", rat=rat)
        return teile
    entwurf = blatt.entwurf(wunsch.art, wunsch.datum, wunsch.berater, wunsch.text, wunsch.angaben)
    nach_dem_ende = phase.nach_dem_ende(blatt, entwurf.art, entwurf.datum)
    if nach_dem_ende and wunsch.wieder_aufnehmen is None:
        raise Schreibfehler(
            f"Fall {blatt.akte.fall.kennung} ist abgeschlossen. Wird er mit diesem Gespräch wieder aufgenommen?",
            feld="Wieder aufnehmen",
            rat="Nennen Sie --wieder-aufnehmen ja oder nein.",
        )
    if wunsch.wieder_aufnehmen and not blatt.akte.sicht.offen:
        return phase.mit_wiederaufnahme(blatt, replace(teile, entwurf=entwurf))
    if nach_dem_ende:
        angaben = [*wunsch.angaben, phase.BLEIBT_ZU]
        entwurf = blatt.entwurf(wunsch.art, wunsch.datum, wunsch.berater, wunsch.text, angaben)
    if entwurf.art == "Abschluss":
        phase.pruefe_abschluss(blatt, entwurf)
        teile = replace(teile, davor=phase.entscheidungen(blatt, entwurf.datum, wunsch.verbleib))
    if entwurf.art == "Wiederaufnahme":
        wer = next(iter(wunsch.berater), None)
        auftrag = phase.wiederaufnahme(blatt, wer, entwurf.datum, entwurf.text, wunsch.angaben)
        return replace(teile, entwurf=auftrag.entwurf, felder={**auftrag.felder, **teile.felder})
    return replace(teile, entwurf=entwurf)


def fragt_nach_wiederaufnahme(blatt: Arbeitsblatt, wunsch: Eintragswunsch) -> bool:
    """Tell whether somebody must say if the entry opens the case again."""
    if wunsch.art is None or wunsch.wieder_aufnehmen is not None:
        return False
    entwurf = blatt.entwurf(wunsch.art, wunsch.datum, wunsch.berater, wunsch.text, wunsch.angaben)
    return phase.nach_dem_ende(blatt, entwurf.art, entwurf.datum)


_JE_FALL = ("erledigt", "fallengelassen", "rueckmeldung")


def plane_fuer_mehrere(blaetter: Sequence[Arbeitsblatt], wunsch: Eintragswunsch) -> Vorhaben:
    """Enter the same into several cases: a couple, a workshop. Either all of them get it or none."""
    if nur_einzeln := [name for name in _JE_FALL if getattr(wunsch, name)]:
        raise Schreibfehler(
            f"--{nur_einzeln[0]} geht nur bei einem Fall: Jeder hat seine eigenen Vereinbarungen und Maßnahmen."
        )
    if wunsch.art is None:
        raise Schreibfehler(
            "Für mehrere Fälle zugleich nennen Sie die Art mit --art. Gefragt wird nur bei einem einzelnen Fall."
        )
    return zusammen([blatt.plane(auftrag_aus(blatt, wunsch))[0] for blatt in blaetter])


def terminrat(platz: Platz, auftrag: Auftrag, akte: Akte) -> str:
    """Name the day for the next conversation where the entry was one and says nothing of it; `akte` is the case with it."""
    entwurf = auftrag.entwurf
    if entwurf is None or "Folgetermin" in entwurf.angaben or not platz.regelwerk.vokabular.arten[entwurf.art].kontakt:
        return ""
    if stehender_termin(akte, entwurf.datum) is not None:
        return ""
    vorschlag = vorgeschlagener_termin(akte, platz.einrichtung.datei, entwurf.datum)
    return f"Ein Folgetermin ist nicht vereinbart. Spätestens sollte er am {vorschlag[0]} sein." if vorschlag else ""


@dataclass(frozen=True, kw_only=True)
class Uebergabewunsch:
    """Into whose hands cases get: for good (`an`), or for a while up to `bis` (`vertretung`; "keine" ends one)."""

    an: str | None = None
    vertretung: str | None = None
    bis: date | None = None
    text: str = ""
    #: Whose cases these all are, where somebody hands over all of theirs.
    von: str | None = None


def plane_uebergabe(platz: Platz, kennungen: Iterable[str], wunsch: Uebergabewunsch) -> tuple[Vorhaben, list[str]]:
    """Work out a handover; returns with it what those who hand over keep, because they have promised it themselves."""
    ende = wunsch.vertretung is not None and wunsch.vertretung.strip().lower() in {"keine", "keiner", ""}
    if wunsch.bis is not None and (wunsch.vertretung is None or ende):
        raise Schreibfehler(
            "Ein letzter Tag gehört zu einer Vertretung. Wer vertritt so lange?",
            feld="Vertretung",
            rat="Nennen Sie die Person mit --vertretung.",
        )
    vertretung = "" if ende else wunsch.vertretung
    blaetter = [Arbeitsblatt(platz, kennung) for kennung in dict.fromkeys(kennungen)]
    auftraege = [(b, phase.uebergabe(b, wunsch.an, vertretung, wunsch.text, wunsch.bis)) for b in blaetter]
    vorhaben = [blatt.plane(auftrag)[0] for blatt, auftrag in auftraege if not auftrag.leer]
    if not vorhaben:
        raise Schreibfehler("Es gibt nichts zu ändern.")
    gesamt = zusammen(vorhaben)
    bleibt = bleibt_bei(platz, blaetter, wunsch.von) if wunsch.an is not None else []
    return replace(gesamt, saetze=[*gesamt.saetze, *bleibt]), bleibt


def bleibt_bei(platz: Platz, blaetter: Sequence[Arbeitsblatt], von: str | None) -> list[str]:
    """Say what people who hand over have agreed themselves: it stays in their lists until somebody moves it."""
    akten = [blatt.akte for blatt in blaetter]
    bisherige = {akte.fall.kopf.berater for akte in akten} | {von}
    if von is not None:
        akten = [akte for akte in platz.akten() if akte.sicht.besteht]  # promises in the cases of others, too
    saetze = []
    for name in sorted(filter(None, bisherige)):
        liste = phase.versprochenes(akten, name)
        kopf = f"{name} hat noch zugesagt und behält es in der Liste, bis es verschoben, erledigt oder gestrichen ist:"
        saetze += [kopf, *(f"  {satz}" for satz in liste)] if liste else []
    return saetze


@dataclass(frozen=True, kw_only=True)
class Veranstaltungswunsch:
    """An event from which cases come: each with its own fields beside those that all share."""

    zugangsweg: str
    datum: date
    faelle: Sequence[Mapping[str, str]]
    berater: Sequence[str] = ()
    teilnehmende: str = ""
    text: str = ""


def plane_veranstaltung(platz: Platz, wunsch: Veranstaltungswunsch, zufall: Zufall) -> Vorhaben:
    """Work out the cases of an event and its entry in the log, all or nothing."""
    anlass = veranstaltung(wunsch.datum, wunsch.zugangsweg, wunsch.berater, wunsch.teilnehmende, wunsch.text)
    return plane_neue(platz, wunsch.faelle, anlass, zufall)


def reihum(
    platz: Platz, wunsch: Veranstaltungswunsch, wie_viele: int, felder: Mapping[str, str]
) -> Veranstaltungswunsch:
    """Return the wish with so many cases, given to its counsellors in turn."""
    weg = lies_wort("zugangswege", wunsch.zugangsweg, "Zugangsweg", platz.regelwerk, wunsch.datum)
    fest = {"Zugangsweg": weg, "Erstkontakt": str(wunsch.datum), **felder}
    wer = ({"Berater": wunsch.berater[n % len(wunsch.berater)]} if wunsch.berater else {} for n in range(wie_viele))
    return replace(wunsch, zugangsweg=weg, faelle=[{**fest, **einer} for einer in wer])
