"""What two machines have of one team becomes the same: fetched, joined entry by entry, sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from pathlib import PurePosixPath

from fallbuch.akte.protokoll import PROTOKOLLDATEI
from fallbuch.bearbeiten.zusammenfuehren import Entschieden, Strittig, zusammengefuehrt
from fallbuch.befund import anzahl
from fallbuch.einrichtung import Einrichtung
from fallbuch.kennung import slug
from fallbuch.text import gitstand
from fallbuch.text.git import inhalte_von
from fallbuch.text.quelle import ist_falldatei
from fallbuch.werte import dataclass

#: So often somebody else may be quicker.
_VERSUCHE = 4
_OHNE_GIT = "Hier gibt es keine gemeinsame Ablage: Was Sie speichern, liegt auf diesem Rechner."
_BEGONNEN = (
    "Jemand hat in diesem Ordner mit git etwas begonnen und nicht beendet. Bitten Sie, wer das tat, es zu beenden."
)
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
    #: File → what people decided in it.
    entschieden: Mapping[str, Entschieden] = field(default_factory=dict)

    @property
    def _ordner(self) -> tuple[str, ...]:
        ordner = self.einrichtung.datei.ordner
        return ordner.faelle, "vorlagen", "statistik", ordner.seiten

    def rueckstand(self) -> gitstand.Rueckstand | None:
        """Return what others have not got yet, None where there is no git. Raises `KeinGit`."""
        wurzel = self.einrichtung.wurzel
        return gitstand.rueckstand(wurzel, self._ordner) if gitstand.unter_git(wurzel) else None

    def gleiche_ab(self) -> Abgleich:
        """Fetch, join and send. Raises `KeinGit` where git cannot work."""
        wurzel = self.einrichtung.wurzel
        if not gitstand.unter_git(wurzel):
            return Abgleich(saetze=[_OHNE_GIT])
        if gitstand.mitten_im_zusammenfuehren(wurzel):
            return Abgleich(saetze=[_BEGONNEN], erreicht=False)
        saetze = [satz for satz in (self._halte_fest(),) if satz]
        ort = gitstand.ferne(wurzel)
        ende = Abgleich(saetze=[_ALLEIN]) if ort is None else self._tausche(ort, saetze)
        return replace(ende, saetze=[*saetze, *ende.saetze])

    def _tausche(self, ort: str, saetze: list[str]) -> Abgleich:
        """Fetch and send until both sides have the same; what came from others is added to `saetze`."""
        for _ in range(_VERSUCHE):
            if not gitstand.hole(self.einrichtung.wurzel, ort):
                return Abgleich(saetze=[self._ohne_verbindung()], erreicht=False)
            try:
                saetze += self._nimm_auf()
            except Strittig as strittig:
                return Abgleich(strittig=strittig)
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
        seit = f" seit {zuletzt:%d.%m.%Y, %H:%M} Uhr" if zuletzt is not None else ""
        return f"Die gemeinsame Ablage ist nicht zu erreichen{seit}. Was Sie speichern, bleibt auf diesem Rechner, bis es wieder geht."

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
            return ["Die gemeinsame Ablage und dieser Ordner haben keinen gemeinsamen Anfang. Holen Sie Rat."]
        neues = [
            f"Von {name}: {_genannt(dateien)}."
            for name, dateien in gitstand.verfasser(wurzel, ursprung, dort)
            if dateien
        ]
        if not stand.voraus:
            gitstand.gehe_zu(wurzel, dort)
            return neues
        beide = gitstand.geaenderte(wurzel, ursprung, "HEAD") & gitstand.geaenderte(wurzel, ursprung, dort)
        eigene = dict(self._zusammengefuehrte(sorted(beide), ursprung, dort))
        betreff = f"Abgleich: {', '.join(PurePosixPath(n).stem for n in eigene)}" if eigene else "Abgleich"
        gitstand.verschmelze(wurzel, dort, eigene, betreff, self.wer)
        return neues

    def _zusammengefuehrte(self, namen: Sequence[str], ursprung: str, dort: str) -> list[tuple[str, bytes | None]]:
        """Return the content of the files that both sides changed, None for one that goes. Raises `Strittig`."""
        wurzel = self.einrichtung.wurzel
        ergebnis: list[tuple[str, bytes | None]] = []
        for name in namen:
            basis, unseres, ihres = inhalte_von(wurzel, [f"{stand}:./{name}" for stand in (ursprung, "HEAD", dort)])
            if unseres == ihres:
                continue
            wahl = self.entschieden.get(name, {})
            if unseres is None or ihres is None or not self._hat_eintraege(name):
                ergebnis.append((name, self._ganz(name, unseres, ihres, wahl)))
            else:
                ergebnis.append((name, zusammengefuehrt(basis or b"", unseres, ihres, name, wahl)))
        return ergebnis

    def _hat_eintraege(self, name: str) -> bool:
        ordner, _, datei = name.rpartition("/")
        return name == PROTOKOLLDATEI or (ordner == self.einrichtung.datei.ordner.faelle and ist_falldatei(datei))

    @staticmethod
    def _ganz(name: str, unseres: bytes | None, ihres: bytes | None, wahl: Entschieden) -> bytes | None:
        """Let people choose between two versions of a whole file; a removed one counts as empty."""
        was = "die ganze Datei"
        if was not in wahl:
            raise Strittig(name, was, *((inhalt or b"").decode("utf-8", "replace") for inhalt in (unseres, ihres)))
        return wahl[was].encode() if wahl[was] or None not in (unseres, ihres) else None

    def _sende(self, ort: str) -> Abgleich | None:
        """Send what others have not got; None where somebody was quicker."""
        wurzel = self.einrichtung.wurzel
        zweig = gitstand.zweig(wurzel)
        dort = gitstand.gegenueber(wurzel)
        wie_viele = gitstand.rueckstand(wurzel, ()).voraus if dort is not None else 1
        if not wie_viele:
            return Abgleich(saetze=["Alle haben dasselbe."])
        satz = (
            f"{anzahl(wie_viele, 'Änderung', 'Änderungen')} weitergegeben. Alle haben dasselbe."
            if dort
            else "Alles weitergegeben."
        )
        if gitstand.sende(wurzel, ort, zweig):
            return Abgleich(saetze=[satz])
        if not gitstand.hole(wurzel, ort) or gitstand.rueckstand(wurzel, ()).zurueck:
            return None
        # Nobody was quicker, so the others' place takes changes only after somebody has looked at them.
        zur_durchsicht = f"fallbuch/{slug(self.wer or 'team')}"
        if gitstand.sende(wurzel, ort, zur_durchsicht, zur_durchsicht=True):
            return Abgleich(saetze=["Ihre Änderungen liegen zur Durchsicht bereit."], zweig=zur_durchsicht)
        return Abgleich(
            saetze=["Die gemeinsame Ablage nimmt nichts an. Was Sie speichern, bleibt auf diesem Rechner."],
            erreicht=False,
        )


def _genannt(dateien: Sequence[str]) -> str:
    namen = [PurePosixPath(name).stem for name in dateien]
    return ", ".join(namen[:8]) + (f" und {len(namen) - 8} weitere" if len(namen) > 8 else "")
