"""Erasing cases in the team's folder: files go, mentions are replaced, and the directory remembers that they are gone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from fallbuch.akte.entwurf import Eintragsentwurf
from fallbuch.akte.protokoll import PROTOKOLLDATEI
from fallbuch.akte.protokollformen import PROTOKOLLFORMEN
from fallbuch.bearbeiten.neu import protokollablage
from fallbuch.bearbeiten.platz import Platz, Vorhaben
from fallbuch.befund import anzahl
from fallbuch.bestand.geloeschte import FALL, GELOESCHTDATEI, KONTAKT, STAND, lade_verzeichnis
from fallbuch.einrichtung import Aufruffehler
from fallbuch.kontakte.ablageort import gemeinsamer_ordner
from fallbuch.loeschung.planen import Loeschplan
from fallbuch.text import gitstand
from fallbuch.text.ablage import Ablage
from fallbuch.text.git import HOLEN, git, ist_flach
from fallbuch.text.journal import vergiss_inhalte

#: What only people can do, after the files are gone and after the history is.
NUR_MENSCHEN = (
    "Sicherungen: Wo liegen Kopien des Ordners (Sicherungsplatte, Netzlaufwerk, Cloud)? Dort löschen, oder warten, bis sie ersetzt sind.",
    "Rechner der Kolleginnen und Kollegen: Jeder alte Ordner des Teams wird gelöscht und neu geholt.",
    "E-Mails, Chats, Ausdrucke und Zettel über diesen Menschen: löschen, vernichten.",
    "Exporte und Auszüge, die jemand gemacht hat: löschen.",
)
IN_DER_FORGE = (
    "Forge: alte Zweige, Anfragen (Pull Requests) mit Texten und Kommentaren, Zwischenspeicher und Ergebnisse der Abläufe löschen; wer sie betreibt, lässt aufräumen (git gc).",
    "Forge: das Überschreiben des Hauptzweigs (force push) nach dem Hochladen wieder verbieten.",
)


def vorhaben(plan: Loeschplan, grund: str = "", mit_kontakt: Callable[[str], bool] = lambda _: False) -> Vorhaben:
    """Return the change of the team's files; `grund` is why it is done though figures are missing.

    `mit_kontakt` tells of which numbers contact data go as well.
    """
    tag = plan.platz.stichtag
    ablagen = {f.datei.name: Ablage(name=f.datei.name, alt=f.datei.inhalt, neu=None) for f in plan.faelle}
    ablagen |= {ablage.name: ablage for ablage in _ersetzt(plan)}
    neue = [(FALL, tag, f.regel, nummer) for f in plan.faelle for nummer in f.nummern]
    neue += [(KONTAKT, tag, f.regel, nummer) for f in plan.faelle for nummer in f.nummern if mit_kontakt(nummer)]
    verzeichnis = plan.verzeichnis.mit(neue)
    ablagen[GELOESCHTDATEI] = Ablage(name=GELOESCHTDATEI, alt=plan.verzeichnis.datei, neu=verzeichnis)
    bisher = ablagen.get(PROTOKOLLDATEI)
    ablagen[PROTOKOLLDATEI] = protokolliert(
        plan.platz,
        # A name of a file that stays may hold the number; what the log says stays too.
        [plan.spuren_ausserhalb.ohne(satz) for satz in zum_abhaken(plan)],
        plan.spuren_ausserhalb.ohne(grund),
        len(plan.faelle),
        bisher.neu if bisher else None,
    )
    return Vorhaben(
        ablagen=list(ablagen.values()), saetze=[f"Gelöscht: {anzahl(len(plan.faelle), 'Fall', 'Fälle')}."], merken=False
    )


def nachgeholt(plan: Loeschplan) -> Vorhaben | None:
    """Return the change for cases whose files are gone: what of them still stands elsewhere; None where nothing does.

    Whoever erased them could perhaps not open their contact data, and names were not looked for.
    """
    ablagen = list(_ersetzt(plan))
    saetze = [f"Ersetzt oder entfernt, was noch da war: {', '.join(a.name for a in ablagen)}."]
    return Vorhaben(ablagen=ablagen, saetze=saetze, merken=False) if ablagen else None


def _ersetzt(plan: Loeschplan) -> Iterator[Ablage]:
    """Yield what changes in files that are not the cases' own."""
    yield from (Ablage(name=name, alt=plan.dateien[name], neu=None) for name in plan.mit_im_namen)
    for ort in plan.zu_ersetzen:
        alt = plan.dateien[ort.name]
        yield Ablage(name=ort.name, alt=alt, neu=plan.spuren_fuer(ort.name).bereinigt(alt))


def neuanfang(platz: Platz, alter: Path) -> Vorhaben:
    """Return the change by which no state of an old folder can come back to a team that began a new history.

    What every state there goes back to is enough. Raises `Aufruffehler` where that folder tells of none, or of this one's.
    """
    dort = alter.resolve()
    if not gitstand.unter_git(dort):
        raise Aufruffehler(
            f"„{alter}“ ist kein Ordner mit einer Geschichte (git). Nennen Sie den alten Ordner des Teams."
        )
    if ist_flach(dort):
        raise Aufruffehler(f"In „{alter}“ liegen nur die neuesten Stände. {HOLEN}")
    hier, anfaenge = (
        git(ort, "rev-list", "--max-parents=0", "--all").decode().split() for ort in (platz.einrichtung.wurzel, dort)
    )
    alte = [stand for stand in anfaenge if stand not in hier]
    if not alte:
        raise Aufruffehler(
            f"Dieser Ordner hat dieselbe Geschichte wie „{alter}“; ein neuer Anfang ist das nicht. Das Handbuch sagt unter „Einmal im Jahr neu anfangen“, wie er entsteht."
        )
    verzeichnis = lade_verzeichnis(platz.einrichtung.wurzel)[0]
    neu = verzeichnis.mit((STAND, platz.stichtag, "neuanfang", stand) for stand in alte)
    return Vorhaben(
        ablagen=[Ablage(name=GELOESCHTDATEI, alt=verzeichnis.datei, neu=neu)],
        saetze=[
            f"Festgehalten in {GELOESCHTDATEI}: Kein Stand aus „{alter}“ kommt wieder. Speichern Sie es in git, bevor Sie den neuen Anfang senden."
        ],
        merken=False,
    )


def halte_altes_fern(wurzel: Path) -> None:
    """Have the hook fetch nothing into a folder with a new history but what was sent from it: elsewhere the old one may still lie."""
    git(wurzel, "config", "--local", "fallbuch.bereinigt", "true")


def protokolliert(
    platz: Platz, zu_tun: Sequence[str], grund: str = "", wie_viele: int = 0, inhalt: bytes | None = None
) -> Ablage:
    """Return the team's log with what was erased and what is left to do, without a number or a name.

    `wie_viele` is 0 for what was taken out of the history.
    """
    was = (
        f"{anzahl(wie_viele, 'Fall', 'Fälle')} gelöscht."
        if wie_viele
        else "Was gelöscht ist, ist auch aus der Geschichte von git genommen."
    )
    warum = f" Vor der Freigabe aller Zahlen, weil: {grund.strip().rstrip('.')}." if grund.strip() else ""
    punkte = "\n".join(f"{n}. {satz} Erledigt am: …" for n, satz in enumerate((*zu_tun, *NUR_MENSCHEN), 1))
    text = f"{was}{warum} Das können nur Menschen tun:\n\n{punkte}"
    return protokollablage(
        platz, Eintragsentwurf(datum=platz.stichtag, art="Notiz", text=text, formen=PROTOKOLLFORMEN), inhalt
    )


def raeume_auf(plan: Loeschplan, loesche_kontakt: Callable[[str], bool] | None = None) -> list[str]:
    """Remove what is kept outside of the team's files; says what, and what remains."""
    saetze = []
    wurzel = plan.platz.einrichtung.wurzel
    for ordner in plan.gebaute:
        shutil.rmtree(wurzel / ordner, ignore_errors=True)
        saetze.append(f"Die gebauten Seiten in „{ordner}“ sind gelöscht; „fallbuch bauen“ macht sie neu.")
    vergiss_inhalte(wurzel, lambda inhalt: bool(plan.spuren_ausserhalb.arten(inhalt)))
    for pfad in plan.gemerktes:
        with suppress(OSError):
            pfad.unlink()
    geloeschte = sum(map(loesche_kontakt, plan.nummern)) if loesche_kontakt is not None else 0
    if geloeschte:
        saetze.append(f"Kontaktdaten gelöscht: {geloeschte}.")
    return saetze


def zum_abhaken(plan: Loeschplan) -> Sequence[str]:
    """Return what only people can do in this team, beside what is the same for all."""
    saetze = [f"{ort}. Das ist kein Text: Öffnen Sie die Datei, und nehmen Sie es heraus." for ort in plan.von_hand]
    saetze += plan.ungelesene
    wurzel = plan.platz.einrichtung.wurzel.resolve()
    if (oben := gemeinsamer_ordner(wurzel)) != wurzel:
        saetze.append(
            f"Der Ordner des Teams liegt in einem größeren („{oben.name}“). Außerhalb des Teams wurde nicht gesucht; „--historie“ sieht dort auch nach."
        )
    saetze += [
        f"git hebt in {name} etwas davon auf: „git stash drop {name}“, wenn es niemand mehr braucht."
        for name in plan.beiseite
    ]
    if plan.in_git:
        saetze.append(
            "In der Geschichte von git steht der Fall noch: „fallbuch loeschen NUMMER --historie“ nimmt ihn heraus."
        )
    return saetze
