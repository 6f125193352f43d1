"""Commands that put many files in order: the normal form, and what two people wrote."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.akte.protokoll import PROTOKOLLDATEI
from fallbuch.bearbeiten.formatieren import Formatierung, behobenes_protokoll, formatiere
from fallbuch.bearbeiten.platz import Platz, Vorhaben
from fallbuch.bearbeiten.zusammenfuehren import nur_von_git, zusammengefuehrt
from fallbuch.befund import anzahl
from fallbuch.cli.befehle import BEFUNDE, fallbuch
from fallbuch.cli.dialog import mit_fortschritt
from fallbuch.cli.fall import fuehre_aus
from fallbuch.cli.gruppe import IM_TEAM, PFAD, PFADE, VORGEMERKT, ZEIGEN, option, samt, schreibe
from fallbuch.cli.schreiben import ausgewaehlte, gewaehlte, oeffne_platz, oeffne_zum_schreiben, vorgemerkte_faelle
from fallbuch.einrichtung import Aufruffehler
from fallbuch.text.ablage import Ablage
from fallbuch.text.historie import merke_vor, nur_ein_teil
from fallbuch.text.konflikte import Fassungen, geklaerte, konflikte, laufende, markiere_konflikt
from fallbuch.text.quelle import Quelldatei, ist_falldatei


@fallbuch.command(beispiel="fallbuch formatieren --beheben --zeigen")
@samt(PFADE, IM_TEAM, ZEIGEN)
@option("--pruefen", "Nennt nur die Dateien, die nicht in Normalform sind, und endet dann mit 1.")
@option("--beheben", "Behebt zuvor, was die Prüfung fand und nur eine Lösung hat.")
@VORGEMERKT
def formatieren(  # noqa: PLR0917 - click hands over every option
    pfade: Sequence[Path],
    team: Path,
    stichtag: str | None,
    zeigen: bool,
    pruefen: bool,
    beheben: bool,
    vorgemerkt: bool,
) -> None:
    """Bringt Falldateien in eine einheitliche Form. Der Inhalt bleibt, wie er ist."""
    oeffne = oeffne_platz if pruefen else partial(oeffne_zum_schreiben, zeigen=zeigen, wiederholbar=True)
    platz = oeffne(team, stichtag)
    if vorgemerkt and pfade:
        raise Aufruffehler("Nennen Sie entweder Pfade oder --vorgemerkt.")
    dateien = vorgemerkte_faelle(platz, geaenderte=False) if vorgemerkt else ausgewaehlte(platz, pfade)
    if vorgemerkt and (not dateien or nur_ein_teil()):
        return  # nothing to put in order; what git commits apart from its index cannot be noted anew
    ergebnisse = [formatiere(platz, datei, beheben=beheben) for datei in mit_fortschritt(dateien, "Falldateien")]
    if beheben and not pfade and not vorgemerkt and (protokoll := behobenes_protokoll(platz)) is not None:
        ergebnisse.append(protokoll)
    geaendert = [e for e in ergebnisse if e.geaendert]
    hindernisse = "".join(
        f"{e.name} ist noch nicht in Normalform. {e.hindernis} „fallbuch pruefen {e.name}“ sagt, was zu tun ist.\n"
        for e in ergebnisse
        if e.hindernis
    )
    if pruefen:
        schreibe("".join(f"{e.name} ist nicht in Normalform.\n" for e in geaendert) + hindernisse)
        rat = " „fallbuch formatieren“ bringt sie in Form." if geaendert else ""
        schreibe(f"{anzahl(len(ergebnisse), 'Datei', 'Dateien')} geprüft, {len(geaendert)} nicht in Normalform.{rat}\n")
    else:
        schluss = f"{anzahl(len(ergebnisse), 'Datei', 'Dateien')} angesehen, {len(geaendert)} geändert."
        ablagen = [Ablage(name=e.name, alt=e.alt, neu=e.neu) for e in geaendert]
        fuehre_aus(platz, Vorhaben(ablagen=ablagen, saetze=[*map(_satz, geaendert), schluss]))
        schreibe(hindernisse)
        if vorgemerkt and not zeigen and geaendert:
            merke_vor(platz.einrichtung.wurzel, [e.name for e in geaendert])
    if hindernisse or (pruefen and geaendert):
        sys.exit(BEFUNDE)


def _satz(ergebnis: Formatierung) -> str:
    if not ergebnis.behoben:
        return f"{ergebnis.name}: in Normalform gebracht."
    behoben = "".join(f"\n    Zeile {b.stelle.zeile}: {b.art.titel} ({b.kennung})" for b in ergebnis.behoben)
    return f"{ergebnis.name}: {anzahl(len(ergebnis.behoben), 'Meldung', 'Meldungen')} behoben.{behoben}"


@fallbuch.command(beispiel="fallbuch zusammenfuehren faelle/4711.md")
@samt(PFADE, IM_TEAM, ZEIGEN)
@option(
    "--dateien URSPRUNG HIER DORT NAME",
    "Für git selbst: schreibt nach HIER, was aus drei Fassungen wird.",
    nargs=4,
    type=PFAD,
)
def zusammenfuehren(
    pfade: Sequence[Path],
    team: Path,
    stichtag: str | None,
    zeigen: bool,
    dateien: tuple[Path, Path, Path, Path] | None,
) -> None:
    """Führt zusammen, was zwei Menschen zum selben Fall geschrieben haben, nachdem git einen Konflikt gemeldet hat."""
    if dateien is not None:
        _fuer_git(team, stichtag, dateien)
        return
    platz = oeffne_zum_schreiben(team, stichtag, zeigen=zeigen, wiederholbar=True)
    wurzel = platz.einrichtung.wurzel
    offene = _wartende(platz, pfade)
    ablagen, offen = [], []
    for name, fassungen in offene.items():
        try:
            ablagen.append(_ablage(platz, name, *fassungen))
        except (Schreibfehler, Aufruffehler) as fehler:
            offen.append(str(fehler))
    saetze = [f"{ablage.name}: Die Einträge beider Seiten stehen jetzt da." for ablage in ablagen]
    if not offene:
        saetze = ["Nichts wartet darauf, zusammengeführt zu werden."]
    elif not offen:
        weiter = "Speichern Sie den Stand mit: git commit --no-edit"
        saetze.append(weiter if laufende(wurzel) else "Wie es weitergeht, sagt: git status")
    fuehre_aus(platz, Vorhaben(ablagen=ablagen, saetze=saetze, merken=False))
    if ablagen and not zeigen:
        merke_vor(wurzel, [ablage.name for ablage in ablagen])
    if offen:
        raise Aufruffehler("\n".join(offen))


def _wartende(platz: Platz, pfade: Sequence[Path]) -> dict[str, Fassungen]:
    """Return the files that git could not merge; of those named also the ones that were declared to be done since."""
    wurzel, orte = platz.einrichtung.wurzel, (platz.einrichtung.datei.ordner.faelle, PROTOKOLLDATEI)
    offene = {name: f for ort in orte for name, f in konflikte(wurzel, ort).items()}
    if not pfade:
        return offene
    offene |= {name: f for ort in orte for name, f in geklaerte(wurzel, ort).items() if name not in offene}
    namen = gewaehlte(pfade, wurzel.resolve(), {*offene, *map(platz.name, platz.kennungen), PROTOKOLLDATEI})
    return {name: f for name, f in offene.items() if name in namen}


def _ablage(platz: Platz, name: str, ursprung: bytes | None, unsere: bytes | None, ihre: bytes | None) -> Ablage:
    """Work out one file that git could not merge; raises where somebody has to decide, or has done so already."""
    if name != PROTOKOLLDATEI and not ist_falldatei(os.path.basename(name)):
        raise Aufruffehler(f"{name} ist keine Falldatei. Führen Sie sie von Hand zusammen.")
    nummer = os.path.basename(name).rpartition(".")[0]
    mit = platz.aufgegangene.get(nummer.lower())
    if mit is not None and (unsere is None or ihre is None):
        raise Aufruffehler(
            f"{name}: Der Fall ist mit {mit} vereint, und auf der anderen Seite wurde noch in seine Datei geschrieben. Damit nichts davon verloren geht: "
            f"git add {name}, dann fallbuch vereinen {mit} --mit {nummer}, dann git add -A und git commit --no-edit."
        )
    if ursprung is None or unsere is None or ihre is None:
        raise Aufruffehler(
            f"{name} gibt es nicht auf beiden Seiten und im gemeinsamen Ursprung. Entscheiden Sie von Hand, was bleibt."
        )
    jetzt = (platz.einrichtung.wurzel / name).read_bytes()
    # A driver that could not run leaves our side alone there, without marks; somebody may have taken one side as a whole.
    if jetzt not in {unsere, ihre} and not nur_von_git(jetzt, (ursprung, unsere, ihre)):
        raise Aufruffehler(
            f"{name} wurde nach dem Konflikt schon von Hand geändert. Ist sie fertig, merken Sie sie vor: git add {name}"
        )
    return Ablage(name=name, alt=jetzt, neu=_vereint(platz, name, ursprung, unsere, ihre))


def _vereint(platz: Platz, name: str, ursprung: bytes, unsere: bytes, ihre: bytes) -> bytes:
    """Return the merged file; raises `Schreibfehler` where it would hold a Fehler that neither side had alone."""
    neu = zusammengefuehrt(ursprung, unsere, ihre, name)
    if name != PROTOKOLLDATEI:
        platz.gepruefte(platz.akte(Quelldatei(name, unsere)), Quelldatei(name, neu))
    return neu


def _fuer_git(team: Path, stichtag: str | None, dateien: tuple[Path, Path, Path, Path]) -> None:
    """Merge for git; what cannot be merged is marked in the file and leaves the command with 1, as git expects."""
    basis, hier, dort, name = dateien
    try:
        platz = oeffne_platz(team, stichtag)
        im_team = name.as_posix().removeprefix(f"{team.as_posix()}/")
        neu = _vereint(platz, im_team, basis.read_bytes(), hier.read_bytes(), dort.read_bytes())
    except Exception as fehler:  # whatever it is: without marks one side would vanish without a word
        markiere_konflikt(hier, basis, dort)
        if not isinstance(fehler, Schreibfehler | Aufruffehler):
            raise
        sys.stderr.write(f"fallbuch: {fehler}\n")
        sys.exit(BEFUNDE)
    hier.write_bytes(neu)
