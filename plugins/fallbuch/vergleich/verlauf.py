"""Who changed what in a case, by meaning, from what git remembers."""

from __future__ import annotations

from pathlib import Path

from fallbuch.akte.lesen import lies_quelldatei
from fallbuch.kennung import naechstes
from fallbuch.regelwerk.deuten import Deuter
from fallbuch.team import Aufruffehler, Einrichtung
from fallbuch.text.historie import KeinGit
from fallbuch.text.quelle import aus_bytes, falldateien
from fallbuch.text.staende import KeinStand, Schritt, Stand, bestimme_stand, schritte
from fallbuch.vergleich.ausgabe import roh
from fallbuch.vergleich.faelle import Fallvergleicher, Fassung
from fallbuch.vergleich.worte import handlung


def verlauf_von(einrichtung: Einrichtung, kennung: str) -> str:
    """Return the saved changes of a case, newest first. Raises `Aufruffehler`."""
    name = _datei(einrichtung, kennung)
    try:
        bestimme_stand(einrichtung.wurzel, "HEAD")
        alle = schritte(einrichtung.wurzel, name)
    except (KeinStand, KeinGit) as fehler:
        raise Aufruffehler(
            f"„{einrichtung.wurzel}“ steht nicht unter git, oder es ist noch nichts gespeichert. Einen Verlauf gibt es erst danach."
        ) from fehler
    if not alle:
        return f"{kennung}: In git ist noch nichts gespeichert.\n"
    vokabular = einrichtung.regelwerk.vokabular
    leser = _Leser(einrichtung.wurzel, Deuter(vokabular))
    vergleicher = Fallvergleicher(vokabular, vokabular)
    return "".join(_block(schritt, vergleicher, leser) for schritt in alle)


def _datei(einrichtung: Einrichtung, kennung: str) -> str:
    """Return the file of a case, named by its ID or by its file."""
    ordner = einrichtung.fallordner
    namen = [pfad.name for pfad in falldateien(ordner)] if ordner.is_dir() else []
    stamme = {name.rpartition(".")[0]: f"{einrichtung.datei.ordner.faelle}/{name}" for name in namen}
    if kennung in stamme:
        return stamme[kennung]
    nah = naechstes(kennung, sorted(stamme))
    raise Aufruffehler(f"Einen Fall „{kennung}“ gibt es nicht.{f' Meinten Sie „{nah}“?' if nah else ''}")


class _Leser:
    """Reads versions of a file, each once."""

    def __init__(self, wurzel: Path, deuter: Deuter) -> None:
        self._wurzel, self._deuter = wurzel, deuter

    def fassung(self, commit: str | None, name: str | None) -> Fassung | None:
        if commit is None or name is None:
            return None
        inhalt = dict(Stand(self._wurzel, commit).inhalte([name])).get(name)
        if inhalt is None:
            return None
        fall, _ = lies_quelldatei(aus_bytes(name, inhalt))
        return Fassung(self._deuter.deute(fall)[0], inhalt)


def _block(schritt: Schritt, vergleicher: Fallvergleicher, leser: _Leser) -> str:
    alt = leser.fassung(schritt.davor, schritt.paar.alt)
    neu = leser.fassung(schritt.commit, schritt.paar.neu)
    taten = vergleicher.handlungen(alt, neu)
    kopf = f"{schritt.datum}  {schritt.wer}: {schritt.was} ({schritt.commit[:10]})\n"
    return kopf + "".join(f"  {roh(handlung(h))}\n" for h in taten)
