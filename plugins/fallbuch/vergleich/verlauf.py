"""Who changed what in a case, by meaning, from what git remembers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath

from fallbuch.einrichtung import Aufruffehler, Einrichtung
from fallbuch.kennung import nach_aussen, naechstes
from fallbuch.regelwerk.vokabular import Vokabular
from fallbuch.text.git import KeinGit, ist_flach, luecke
from fallbuch.text.historie import fruehere_dateien, gespeicherte_inhalte, gespeicherter_inhalt
from fallbuch.text.quelle import namen_der_faelle
from fallbuch.text.staende import KeinStand, Verlaufsschritt, bestimme_stand, schritte, spaeterer_name, urspruenge
from fallbuch.vergleich.ausgabe import roh
from fallbuch.vergleich.faelle import Fallfassung, Fallvergleicher, derselbe_fall
from fallbuch.vergleich.verlorenes import Verlustpruefer
from fallbuch.vergleich.worte import handlung


def verlauf_von(einrichtung: Einrichtung, kennung: str, *, mit_staenden: bool = True) -> str:
    """Return the saved changes of a case, newest first, with the names that git gives them. Raises `Aufruffehler`."""
    name, wurzel = _datei(einrichtung, kennung), einrichtung.wurzel
    try:
        bestimme_stand(wurzel, "HEAD")
    except KeinStand as fehler:
        raise Aufruffehler(
            f"„{wurzel}“ steht nicht unter git, oder es ist noch nichts gespeichert. Einen Verlauf gibt es erst danach."
        ) from fehler
    alle = schritte(wurzel, name)
    if not alle:
        return f"{kennung}: In git ist noch nichts gespeichert.\n"
    erzaehler = _Erzaehler(wurzel, einrichtung.regelwerk.vokabular, mit_staenden=mit_staenden)
    return _FLACH * ist_flach(wurzel) + "".join(erzaehler.bloecke(alle))


#: So many steps are fetched from git together.
_AUF_EINMAL = 200
_FLACH = "Hier liegen nur die neuesten Stände. Was davor geschah, fehlt; „git fetch --unshallow“ holt es.\n\n"
_AM_RAND = "Weiter zurück reicht die Geschichte hier nicht. Ob der Fall mit diesem Stand angelegt wurde oder schon da war, lässt sich nicht sagen."


def _datei(einrichtung: Einrichtung, kennung: str) -> str:
    """Return the file of a case, named by its ID or by its file; also of one that git alone remembers."""
    ordner, faelle = einrichtung.fallordner, einrichtung.datei.ordner.faelle
    namen = namen_der_faelle(ordner) if ordner.is_dir() else []
    stamme = {name.rpartition(".")[0]: f"{faelle}/{name}" for name in namen}
    if kennung in stamme:
        return stamme[kennung]
    if f"{kennung}.md" in fruehere_dateien(einrichtung.wurzel, faelle):
        return f"{faelle}/{kennung}.md"
    nah = naechstes(kennung, sorted(stamme))
    vorschlag = f" Meinten Sie „{nah}“?" if nah else ""
    grund = luecke(einrichtung.wurzel)
    frueher = f" Ob es ihn früher gab, lässt sich nicht sagen. {grund}" if grund else ""
    raise Aufruffehler(f"Einen Fall „{kennung}“ gibt es nicht.{vorschlag}{frueher}")


class _Erzaehler:
    """Tells the steps of a case; reads each version when it is needed."""

    def __init__(self, wurzel: Path, vokabular: Vokabular, *, mit_staenden: bool) -> None:
        self._wurzel, self._pruefer, self._mit_staenden = wurzel, Verlustpruefer(vokabular), mit_staenden
        self._vergleicher = Fallvergleicher(vokabular, vokabular)
        self._inhalte: dict[tuple[str, str], bytes] = {}
        # What a step ends with, the one before it begins with.
        self._gelesen = lru_cache(maxsize=3)(self._pruefer.fassung)

    def bloecke(self, alle: Sequence[Verlaufsschritt]) -> Iterator[str]:
        """Yield a block for each step, until the file becomes another case's, or until git has no more of it."""
        for nummer, schritt in enumerate(alle):
            if nummer % _AUF_EINMAL == 0:
                self._hole(alle[nummer : nummer + _AUF_EINMAL])
            try:
                saetze, weiter = self._schritt(schritt, ist_neuester=schritt is alle[0])
            except KeinGit as fehler:
                saetze, weiter = [f"Was mit diesem Stand und davor geschah, lässt sich nicht sagen. {fehler}"], False
            if saetze:
                stand = f" ({schritt.commit[:10]})" if self._mit_staenden else ""
                kopf = f"{schritt.datum}  {schritt.wer}: {schritt.was}{stand}\n"
                yield kopf + "".join(f"  {satz}\n" for satz in saetze)
            if not weiter:
                return

    def _schritt(self, schritt: Verlaufsschritt, *, ist_neuester: bool) -> tuple[list[str], bool]:
        """Return what a step did, and whether those before it belong to the same case."""
        if schritt.am_rand:
            return [_AM_RAND], False
        if len(schritt.davor) > 1:
            return self._beim_zusammenfuehren_verloren(schritt), True
        alt = self._fassung(schritt.davor[0] if schritt.davor else None, schritt.paar.alt)
        neu = self._fassung(schritt.commit, schritt.paar.neu)
        fremd = alt is not None and neu is not None and not derselbe_fall(alt.fall, neu.fall)
        taten = self._vergleicher.handlungen(None if fremd else alt, neu)
        umbenannt = self._umbenannt(schritt, alt)
        if umbenannt and not ist_neuester:
            return [], True  # under its new name it was told already
        return umbenannt or [roh(handlung(h)) for h in taten], not fremd

    def _umbenannt(self, schritt: Verlaufsschritt, alt: Fallfassung | None) -> list[str]:
        """Say how the file is called since, where it was not removed but got another name."""
        if schritt.paar.neu is not None or schritt.paar.alt is None:
            return []
        heute = spaeterer_name(self._wurzel, schritt.commit, schritt.paar.alt)
        neu = self._fassung(schritt.commit, heute)
        if heute is None or alt is None or neu is None or not derselbe_fall(alt.fall, neu.fall):
            return []  # one went and another came
        davor, danach = (nach_aussen(PurePosixPath(n).stem) for n in (schritt.paar.alt, heute))
        return [f"Datei umbenannt: {davor} → {danach}; weiter geht es mit „fallbuch verlauf {danach}“."]

    def _beim_zusammenfuehren_verloren(self, schritt: Verlaufsschritt) -> list[str]:
        """Return what one side had and the other did not take away, and is gone all the same."""
        name = schritt.paar.neu
        if name is None:
            return []
        seiten, davor = (
            [gespeicherter_inhalt(self._wurzel, commit, name) for commit in staende]
            for staende in (schritt.davor, urspruenge(self._wurzel, *schritt.davor))
        )
        if not davor:
            return []  # it lies before the newest states that are here, or there is none
        ergebnis = gespeicherter_inhalt(self._wurzel, schritt.commit, name)
        return [f"beim Zusammenführen: {satz}" for satz in self._pruefer.verloren(name, davor, seiten, ergebnis)]

    def _fassung(self, commit: str | None, name: str | None) -> Fallfassung | None:
        if commit is None or name is None:
            return None
        inhalt = self._inhalte.get((commit, name))
        return self._gelesen(name, gespeicherter_inhalt(self._wurzel, commit, name) if inhalt is None else inhalt)

    def _hole(self, alle: Sequence[Verlaufsschritt]) -> None:
        """Fetch what some steps need in one go; what git does not give here is asked for when it is told of."""
        orte = [(s.davor[0], s.paar.alt) for s in alle if s.davor and s.paar.alt is not None]
        orte += [(s.commit, s.paar.neu) for s in alle if s.paar.neu is not None]
        try:
            self._inhalte = gespeicherte_inhalte(self._wurzel, orte)
        except KeinGit:
            self._inhalte = {}
