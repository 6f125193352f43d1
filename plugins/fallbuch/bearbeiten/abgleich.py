"""What two machines have of one team becomes the same: fetched, joined entry by entry, sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import field, replace
from pathlib import PurePosixPath

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.akte.protokoll import PROTOKOLLDATEI
from fallbuch.akte.schreiben import Falltext
from fallbuch.bearbeiten.neu import ziehe_id
from fallbuch.bearbeiten.zusammenfuehren import Entschieden, Strittig, Wahl, zusammengefuehrt
from fallbuch.befund import anzahl, lesbar
from fallbuch.bestand.geloeschte import lade_verzeichnis, mitgebrachtes
from fallbuch.einrichtung import Einrichtung, kennungen_von
from fallbuch.fehler import Satzfehler
from fallbuch.kennung import kurzform, slug
from fallbuch.text import gitstand
from fallbuch.text.ablage import kennzeichen
from fallbuch.text.git import inhalte_von
from fallbuch.text.quelle import ist_falldatei
from fallbuch.werte import dataclass

#: So often somebody else may be quicker.
_VERSUCHE = 4
_OHNE_GIT = "Hier gibt es keine gemeinsame Ablage: Was Sie speichern, liegt auf diesem Rechner."
_BEGONNEN = (
    "Jemand hat in diesem Ordner mit git etwas begonnen und nicht beendet. Bitten Sie, wer das tat, es zu beenden."
)
_KONTAKTE = "Unter dem, was die anderen noch nicht haben, sind Kontaktdaten: {}. Nichts wird weitergegeben, denn aus der Geschichte von git verschwindet es nie mehr. Holen Sie Rat, bevor jemand es von Hand weitergibt."
_GELOESCHT = (
    "Das Team hat etwas aus der Geschichte gelöscht, und in diesem Ordner steht es noch. Nichts wird ausgetauscht, sonst käme es zurück. "
    "Holen Sie das Team neu (git clone), und tragen Sie dort ein, was Sie seither geschrieben haben; danach löschen Sie diesen Ordner."
)
_OHNE_ZWEIG = "Dieser Ordner steht in git gerade auf keinem Zweig. Bitten Sie, wer das eingerichtet hat, einen Zweig auszuwählen; es ist nichts verloren."
_ALLEIN = "Was Sie speichern, wird festgehalten; es ist aber kein Ort eingerichtet, an dem andere es finden."


@dataclass(frozen=True, kw_only=True)
class Abgleich:
    """What came of it. `strittig` is what people must decide first; nothing has changed then."""

    saetze: Sequence[str] = ()
    strittig: Strittig | None = None
    #: What was sent waits there for a review.
    zweig: str = ""
    erreicht: bool = True


@dataclass(frozen=True, kw_only=True)
class Abgleicher:
    """Compares a team's folder with that of the others; `wer` is who does it."""

    einrichtung: Einrichtung
    wer: str = ""
    #: What people decided, by the keys of the contradictions.
    entschieden: Entschieden = field(default_factory=dict)
    #: Keeps others from the folder while something happens in it.
    allein: AbstractContextManager[object] = field(default_factory=nullcontext)

    @property
    def _ordner(self) -> tuple[str, ...]:
        ordner = self.einrichtung.datei.ordner
        return ordner.faelle, "vorlagen", "statistik", ordner.seiten

    def rueckstand(self) -> gitstand.Rueckstand | None:
        """Return what others have not got yet, None where there is no git. Raises `KeinGit`."""
        wurzel = self.einrichtung.wurzel
        return gitstand.rueckstand(wurzel, self._ordner) if gitstand.unter_git(wurzel) else None

    @property
    def hat_ort(self) -> bool:
        """Tell whether there is a place at which others find what is saved here."""
        return gitstand.ferne(self.einrichtung.wurzel) is not None

    def gleiche_ab(self) -> Abgleich:
        """Fetch, join and send. Raises `KeinGit` where git cannot work."""
        wurzel = self.einrichtung.wurzel
        if not gitstand.unter_git(wurzel):
            return Abgleich(saetze=[_OHNE_GIT])
        if gitstand.mitten_im_zusammenfuehren(wurzel):
            return Abgleich(saetze=[_BEGONNEN], erreicht=False)
        if not gitstand.zweig(wurzel):
            return Abgleich(saetze=[_OHNE_ZWEIG], erreicht=False)
        with self.allein:
            saetze = [satz for satz in (self._halte_fest(),) if satz]
        ort = gitstand.ferne(wurzel)
        ende = Abgleich(saetze=[_ALLEIN]) if ort is None else self._tausche(ort, saetze)
        return replace(ende, saetze=[*saetze, *ende.saetze])

    def _tausche(self, ort: str, saetze: list[str]) -> Abgleich:
        """Fetch and send until both sides have the same; what came from others is added to `saetze`.

        Only what happens in the folder keeps others from it: a place that does not answer holds up nobody.
        """
        for _ in range(_VERSUCHE):
            if not gitstand.hole(self.einrichtung.wurzel, ort):
                return Abgleich(saetze=[self._ohne_verbindung()], erreicht=False)
            wurzel = self.einrichtung.wurzel
            if mitgebrachtes(wurzel, self.einrichtung.datei.ordner.faelle, lade_verzeichnis(wurzel)[0]) is not None:
                return Abgleich(saetze=[_GELOESCHT], erreicht=False)
            try:
                with self.allein:
                    saetze += self._nimm_auf()
            except Strittig as strittig:
                return Abgleich(strittig=strittig)
            except _Unmoeglich as grund:
                return Abgleich(saetze=[str(grund)], erreicht=False)
            if (gesendet := self._sende(ort)) is not None:
                return gesendet
        satz = "Andere speichern gerade sehr viel. Gleichen Sie gleich noch einmal ab; es ist nichts verloren."
        return Abgleich(saetze=[satz], erreicht=False)

    def _halte_fest(self) -> str:
        """Save what was changed by hand: only what is saved can be joined."""
        wurzel = self.einrichtung.wurzel
        namen = gitstand.rueckstand(wurzel, self._ordner).ungespeicherte
        if not namen:
            return ""
        genannt = ", ".join(PurePosixPath(name).stem for name in namen[:5]) + (" …" if len(namen) > 5 else "")
        if not gitstand.sichere(wurzel, namen, f"Von Hand geändert: {genannt}", self.wer):
            return ""
        return f"Mitgenommen, was außerhalb des Schreibtischs geändert wurde: {genannt}."

    def _ohne_verbindung(self) -> str:
        zuletzt = gitstand.rueckstand(self.einrichtung.wurzel, self._ordner).zuletzt
        wann = f"; zuletzt ging es am {zuletzt:%d.%m.%Y um %H:%M} Uhr" if zuletzt is not None else ""
        return f"Die gemeinsame Ablage ist nicht zu erreichen{wann}. Was Sie speichern, bleibt auf diesem Rechner, bis es wieder geht."

    def _nimm_auf(self) -> list[str]:
        """Take over what others have saved; says what it was."""
        wurzel = self.einrichtung.wurzel
        dort = gitstand.gegenueber(wurzel)
        if dort is None:
            return []
        stand = gitstand.rueckstand(wurzel, ())
        if not stand.zurueck:
            return []
        ursprung = gitstand.ursprung(wurzel, "HEAD", dort)
        if ursprung is None:
            raise _Unmoeglich("Die gemeinsame Ablage und dieser Ordner haben keinen gemeinsamen Anfang. Holen Sie Rat.")
        personen = gitstand.verfasser(wurzel, ursprung, dort)
        weg = gitstand.geloeschte(wurzel, ursprung, dort)
        neues = [f"Von {name}: {_genannt(dateien, weg)}." for name, dateien in personen if dateien]
        if not stand.voraus:
            gitstand.gehe_zu(wurzel, dort)
            return neues
        beide = gitstand.geaenderte(wurzel, ursprung, "HEAD") & gitstand.geaenderte(wurzel, ursprung, dort)
        eigene: dict[str, bytes | None] = {}
        for name in sorted(beide):
            try:
                neues += self._fuehre_zusammen(name, (ursprung, "HEAD", dort), eigene)
            except Strittig as strittig:
                strittig.von = [person for person, dateien in personen if name in dateien]
                raise
        for name in gitstand.strittige(wurzel, dort):
            if name not in eigene:  # git alone cannot join it, and it is none of ours
                raise _Unmoeglich(
                    f"„{lesbar(name.rpartition('../')[2], 200)}“ haben beide verschieden geändert, und das lässt sich hier nicht abgleichen. Holen Sie Rat; es ist nichts verloren."
                )
        betreff = f"Abgleich: {', '.join(PurePosixPath(n).stem for n in eigene)}" if eigene else "Abgleich"
        gitstand.verschmelze(wurzel, dort, eigene, betreff, self.wer)
        return neues

    def _fuehre_zusammen(self, name: str, staende: Sequence[str], eigene: dict[str, bytes | None]) -> list[str]:
        """Add to `eigene` what a file that both sides changed becomes; returns what to say of it. Raises `Strittig`."""
        basis, unseres, ihres = inhalte_von(self.einrichtung.wurzel, [f"{stand}:./{name}" for stand in staende])
        if unseres == ihres:
            return []
        ist_fall = self._hat_eintraege(name)
        if basis is None and unseres is not None and ihres is not None and ist_fall and name != PROTOKOLLDATEI:
            return self._gib_neue_id(name, unseres, ihres, eigene)
        if unseres is not None and ihres is not None and ist_fall:
            try:
                eigene[name] = zusammengefuehrt(basis or b"", unseres, ihres, name, self.entschieden)
            except Strittig:
                raise
            except Schreibfehler:  # one of them is no case that anybody can read
                eigene[name] = self._ganz(name, unseres, ihres)
        else:
            eigene[name] = self._ganz(name, unseres, ihres)
        return []

    def _gib_neue_id(self, name: str, unseres: bytes, ihres: bytes, eigene: dict[str, bytes | None]) -> list[str]:
        """Both have made a case of the same ID: ours, which nobody knows yet, gets another one."""
        belegt = {kennung.lower() for kennung in kennungen_von(self.einrichtung)} | {
            PurePosixPath(n).stem.lower() for n in eigene
        }
        alte, neue = PurePosixPath(name).stem, ziehe_id(belegt)
        neuer_name = str(PurePosixPath(name).with_name(f"{neue}.md"))
        try:
            umbenannt = Falltext(unseres, name).umbenannt(neuer_name).mit_feld("ID", neue).inhalt
        except Schreibfehler:
            eigene[name] = self._ganz(name, unseres, ihres)
            return []
        eigene[name], eigene[neuer_name] = ihres, umbenannt
        return [f"Die ID {alte} hatten zwei neue Fälle zugleich. Ihrer heißt jetzt {neue}."]

    def _hat_eintraege(self, name: str) -> bool:
        ordner, _, datei = name.rpartition("/")
        return name == PROTOKOLLDATEI or (ordner == self.einrichtung.datei.ordner.faelle and ist_falldatei(datei))

    def _ganz(self, name: str, unseres: bytes | None, ihres: bytes | None) -> bytes | None:
        """Let people choose between two versions of a whole file, None where one has taken it away."""
        gezeigt = (_zum_zeigen(inhalt) for inhalt in (unseres, ihres))
        strittig = Strittig(name, "die ganze Datei", *gezeigt)
        wahl = self.entschieden.get(strittig.schluessel)
        if wahl is None:
            raise strittig
        return unseres if wahl is Wahl.HIER else ihres

    def _sende(self, ort: str) -> Abgleich | None:
        """Send what others have not got; None where somebody was quicker."""
        wurzel = self.einrichtung.wurzel
        zweig = gitstand.zweig(wurzel)
        dort = gitstand.gegenueber(wurzel)
        wie_viele = gitstand.rueckstand(wurzel, ()).voraus if dort is not None else 1
        if not wie_viele:
            return Abgleich(saetze=["Alle haben dasselbe."])
        if kontakte := gitstand.verschlossene_seit(wurzel, dort):
            return Abgleich(saetze=[_KONTAKTE.format(", ".join(kontakte[:5]))], erreicht=False)
        eigene = gitstand.aenderungen(wurzel, dort) if dort is not None else 0
        satz = f"{anzahl(eigene, 'Änderung', 'Änderungen')} weitergegeben." if dort else "Alles weitergegeben."
        # The others' branch may have another name than the one here.
        if gitstand.sende(wurzel, ort, dort.removeprefix(f"{ort}/") if dort is not None else zweig):
            return Abgleich(saetze=[f"{satz} Alle haben dasselbe."])
        if not gitstand.hole(wurzel, ort) or (dort is not None and gitstand.rueckstand(wurzel, ()).zurueck):
            return None
        # Nobody was quicker, so the others' place takes changes only after somebody has looked at them.
        zur_durchsicht = f"fallbuch/{slug(self.wer or 'team')}-{kennzeichen()}"
        if gitstand.sende(wurzel, ort, zur_durchsicht, zur_durchsicht=True):
            return Abgleich(saetze=["Ihre Änderungen liegen zur Durchsicht bereit."], zweig=zur_durchsicht)
        satz = "Die gemeinsame Ablage nimmt nichts an. Was Sie speichern, bleibt auf diesem Rechner."
        return Abgleich(saetze=[satz], erreicht=False)


class _Unmoeglich(Satzfehler):
    """What only somebody who knows git can put right; nothing has changed."""


def _zum_zeigen(inhalt: bytes | None) -> str:
    """Return a file as text; of one that is none only its size and a mark of what is in it."""
    if inhalt is None:
        return ""
    try:
        return inhalt.decode("utf-8")
    except UnicodeDecodeError:
        return f"(kein Text, {len(inhalt)} Bytes, {kurzform(inhalt.hex())})"


def _genannt(dateien: Sequence[str], weg: Collection[str]) -> str:
    """Name files; one that is no more may be missed by whoever works on it."""
    namen = [f"{PurePosixPath(name).stem}{' (gibt es nicht mehr)' if name in weg else ''}" for name in dateien]
    return ", ".join(namen[:8]) + (f" und {len(namen) - 8} weitere" if len(namen) > 8 else "")
