"""Who changed what in a case, by meaning, from what git remembers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from fallbuch.akte.lesen import lies_quelldatei
from fallbuch.kennung import nach_aussen, naechstes
from fallbuch.regelwerk.deuten import Deuter
from fallbuch.regelwerk.vokabular import Vokabular
from fallbuch.team import Aufruffehler, Einrichtung
from fallbuch.text.historie import KeinGit, fruehere_dateien, gespeicherter_inhalt, git
from fallbuch.text.quelle import aus_bytes, falldateien
from fallbuch.text.staende import KeinStand, Schritt, bestimme_stand, ist_flach, schritte, spaeterer_name
from fallbuch.vergleich.ausgabe import roh
from fallbuch.vergleich.faelle import Fallvergleicher, Fassung, derselbe_fall
from fallbuch.vergleich.modell import ENTFERNEND
from fallbuch.vergleich.worte import handlung


def verlauf_von(einrichtung: Einrichtung, kennung: str) -> str:
    """Return the saved changes of a case, newest first. Raises `Aufruffehler`."""
    name, wurzel = _datei(einrichtung, kennung), einrichtung.wurzel
    try:
        bestimme_stand(wurzel, "HEAD")
        alle = schritte(wurzel, name)
    except (KeinStand, KeinGit) as fehler:
        raise Aufruffehler(
            f"„{wurzel}“ steht nicht unter git, oder es ist noch nichts gespeichert. Einen Verlauf gibt es erst danach."
        ) from fehler
    if not alle:
        return f"{kennung}: In git ist noch nichts gespeichert.\n"
    erzaehler = _Erzaehler(wurzel, einrichtung.regelwerk.vokabular)
    return _FLACH * ist_flach(wurzel) + "".join(erzaehler.bloecke(alle))


_FLACH = "Hier liegen nur die neuesten Stände. Was davor geschah, fehlt; „git fetch --unshallow“ holt es.\n\n"


def _datei(einrichtung: Einrichtung, kennung: str) -> str:
    """Return the file of a case, named by its ID or by its file; also of one that git alone remembers."""
    ordner, faelle = einrichtung.fallordner, einrichtung.datei.ordner.faelle
    namen = [pfad.name for pfad in falldateien(ordner)] if ordner.is_dir() else []
    stamme = {name.rpartition(".")[0]: f"{faelle}/{name}" for name in namen}
    if kennung in stamme:
        return stamme[kennung]
    if f"{kennung}.md" in fruehere_dateien(einrichtung.wurzel, faelle):
        return f"{faelle}/{kennung}.md"
    nah = naechstes(kennung, sorted(stamme))
    raise Aufruffehler(f"Einen Fall „{kennung}“ gibt es nicht.{f' Meinten Sie „{nah}“?' if nah else ''}")


class _Erzaehler:
    """Tells the steps of a case; reads each version when it is needed."""

    def __init__(self, wurzel: Path, vokabular: Vokabular) -> None:
        self._wurzel, self._leser = wurzel, _Leser(wurzel, Deuter(vokabular))
        self._vergleicher = Fallvergleicher(vokabular, vokabular)

    def bloecke(self, alle: Sequence[Schritt]) -> Iterator[str]:
        """Yield a block for each step, until the file becomes another case's."""
        for schritt in alle:
            if len(schritt.davor) > 1:
                if verloren := self._beim_zusammenfuehren_verloren(schritt):
                    yield _block(schritt, verloren)
                continue
            alt = self._leser.fassung(schritt.davor[0] if schritt.davor else None, schritt.paar.alt)
            neu = self._leser.fassung(schritt.commit, schritt.paar.neu)
            fremd = alt is not None and neu is not None and not derselbe_fall(alt.fall, neu.fall)
            taten = self._vergleicher.handlungen(None if fremd else alt, neu)
            umbenannt = self._umbenannt(schritt)
            if umbenannt and alle[0] is not schritt:
                continue  # under its new name it was told already
            yield _block(schritt, umbenannt or [roh(handlung(h)) for h in taten])
            if fremd:
                return

    def _umbenannt(self, schritt: Schritt) -> list[str]:
        """Say how the file is called since, where it was not removed but got another name."""
        if schritt.paar.neu is not None or schritt.paar.alt is None:
            return []
        heute = spaeterer_name(self._wurzel, schritt.commit, schritt.paar.alt)
        if heute is None:
            return []
        alt = self._leser.fassung(schritt.davor[0] if schritt.davor else None, schritt.paar.alt)
        neu = self._leser.fassung(schritt.commit, heute)
        if alt is None or neu is None or not derselbe_fall(alt.fall, neu.fall):
            return []  # one went and another came
        davor, danach = (nach_aussen(PurePosixPath(n).stem) for n in (schritt.paar.alt, heute))
        return [f"Datei umbenannt: {davor} → {danach}; weiter geht es mit „fallbuch verlauf {danach}“."]

    def _beim_zusammenfuehren_verloren(self, schritt: Schritt) -> list[str]:
        """Return what one side had and the other did not take away, and is gone all the same."""
        name = schritt.paar.neu
        zusammen = self._leser.fassung(schritt.commit, name)
        seiten = [self._leser.fassung(commit, name) for commit in schritt.davor]
        try:
            ursprung = git(self._wurzel, "merge-base", *schritt.davor).decode().strip()
        except KeinGit:
            return []  # it lies before the newest states that are here, or there is none
        davor = self._leser.fassung(ursprung, name)
        gewollt = {satz for seite in seiten for satz in self._entfernt(davor, seite)}
        verloren = {satz: None for seite in seiten for satz in self._entfernt(seite, zusammen) if satz not in gewollt}
        return [f"beim Zusammenführen: {satz}" for satz in verloren]

    def _entfernt(self, alt: Fassung | None, neu: Fassung | None) -> list[str]:
        return [roh(handlung(h)) for h in self._vergleicher.handlungen(alt, neu) if h.tat in ENTFERNEND]


class _Leser:
    """Reads versions of a file."""

    def __init__(self, wurzel: Path, deuter: Deuter) -> None:
        self._wurzel, self._deuter = wurzel, deuter

    def fassung(self, commit: str | None, name: str | None) -> Fassung | None:
        if commit is None or name is None:
            return None
        try:
            inhalt = gespeicherter_inhalt(self._wurzel, commit, name)
        except KeinGit:
            return None
        fall, _ = lies_quelldatei(aus_bytes(name, inhalt))
        return Fassung(self._deuter.deute(fall)[0], inhalt)


def _block(schritt: Schritt, saetze: Sequence[str]) -> str:
    kopf = f"{schritt.datum}  {schritt.wer}: {schritt.was} ({schritt.commit[:10]})\n"
    return kopf + "".join(f"  {satz}\n" for satz in saetze)
