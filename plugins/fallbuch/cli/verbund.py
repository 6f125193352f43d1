"""The command for figures of several teams: handing in a package, and putting packages together."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fallbuch.bearbeiten.ausgang import pruefe_ziel
from fallbuch.bearbeiten.platz import Vorhaben
from fallbuch.befund import Schwere, anzahl, lesbar, meldung
from fallbuch.cli.befehle import BEFUNDE, fallbuch
from fallbuch.cli.gruppe import IM_TEAM, PFAD, ZEIGEN, oeffne_team, option, samt, schreibe, schreibe_gleich
from fallbuch.cli.kontaktseite import hole_schluessel
from fallbuch.cli.schreiben import oeffne_zum_schreiben
from fallbuch.einrichtung import Aufruffehler
from fallbuch.fehler import Satzfehler
from fallbuch.kontakte.ablageort import fehlendes
from fallbuch.kontakte.modell import Kontaktfehler
from fallbuch.statistik.meldungen import SUMMENDATEI, VERBUNDDATEI
from fallbuch.statistik.summen import Summenstand
from fallbuch.statistik.verbund import Verbund
from fallbuch.team import Team
from fallbuch.text.ablage import Ablage, setze_fuer_alle
from fallbuch.text.quelle import ist_ordner, liegt_da, lies_ganz

if TYPE_CHECKING:
    from fallbuch.verbund.zusammenfassen import Zusammenfassung

#: No package is larger, in bytes.
GROESSTES = 20_000_000
#: So many packages may be missing before they are only counted.
_HOECHSTENS = 12


@fallbuch.command(beispiel="fallbuch verbund abgeben ../fuer-den-verbund --quartal 2026Q2 --zeigen")
@click.argument("tat", metavar="TAT", type=click.Choice(("abgeben", "zusammenfassen")))
@click.argument("ordner", metavar="ORDNER", type=PFAD)
@samt(IM_TEAM, ZEIGEN)
@option("--quartal JJJJQn", "Beim Abgeben: welches Quartal, zum Beispiel 2026Q2.")
@option(
    "--fassung N",
    "Beim Abgeben: diese Nummer, wenn der Verbund zwei verschiedene Pakete mit derselben hat.",
    type=click.IntRange(1, 99_999),
    default=None,
)
@option(
    "--trotzdem",
    "Beim Abgeben: auch wenn sich Fälle nicht auswerten lassen und in den Zahlen fehlen, oder wenn es keinen Fall gab. Beim Zusammenfassen: auch wenn Pakete fehlen, die beim letzten Mal zählten.",
)
@option(
    "--rechner WIE",
    "Beim Zusammenfassen: sqlite oder duckdb. Vorgabe: je nach Menge.",
    type=click.Choice(("sqlite", "duckdb")),
    default=None,
)
def verbund(  # noqa: PLR0917 - click hands over every option
    tat: str,
    ordner: Path,
    team: Path,
    stichtag: str | None,
    zeigen: bool,
    quartal: str | None,
    fassung: int | None,
    trotzdem: bool,
    rechner: str | None,
) -> None:
    """Zahlen mehrerer Teams: gibt die eines Quartals verschlüsselt ab oder fasst Pakete zu Summen zusammen, ohne dass ein Fall sein Team verlässt.

    TAT ist abgeben (im Ordner des Teams; ORDNER: wohin das Paket kommt) oder zusammenfassen (im Ordner des Verbunds; ORDNER: wo die Pakete liegen).
    """
    if (tat == "abgeben") is (quartal is None):
        raise Aufruffehler("Zum Abgeben gehört ein Quartal: --quartal 2026Q2." if quartal is None else "--quartal gehört zum Abgeben; zusammengefasst werden alle.")  # fmt: skip
    if (rechner and tat == "abgeben") or (fassung and tat != "abgeben"):
        raise Aufruffehler("--rechner gehört zum Zusammenfassen, --fassung gehört zum Abgeben.")
    try:
        if tat == "abgeben":
            _gib_ab(
                oeffne_team(team, stichtag),
                team,
                stichtag,
                ordner,
                quartal or "",
                zeigen=zeigen,
                trotzdem=trotzdem,
                fassung=fassung,
            )
        else:
            _fasse_zusammen(
                oeffne_team(team, stichtag), team, stichtag, ordner, rechner or "", zeigen=zeigen, trotzdem=trotzdem
            )
    except ModuleNotFoundError as fehler:
        if fehler.name != "pyrage":
            raise
        raise Aufruffehler(fehlendes("pyrage")) from fehler


def _vereinbart(team: Team) -> Verbund:
    """Return what was agreed. Raises `Aufruffehler` where nothing was, or where it cannot be read."""
    if team.einrichtung.verbunddatei is None:
        raise Aufruffehler(f"Hier gibt es keine Vereinbarung mit anderen Teams. Sie steht in {VERBUNDDATEI} und ist bei allen dieselbe; das Handbuch sagt unter „Verbund“, was hineingehört.")  # fmt: skip
    if team.einrichtung.verbund is None:
        fehler = [b for b in team.einrichtung.befunde if b.stelle.datei == VERBUNDDATEI]
        sys.stderr.write("".join(map(meldung, fehler)))
        raise Aufruffehler(f"In {VERBUNDDATEI} stehen Fehler, die Stellen stehen oben. Bis sie behoben sind, wird nichts abgegeben und nichts zusammengefasst.")  # fmt: skip
    from fallbuch.kontakte.schloss import gepruefter_empfaenger  # noqa: PLC0415 - an extra

    try:
        gepruefter_empfaenger(team.einrichtung.verbund.schluessel)
    except Kontaktfehler as fehler:
        # How somebody makes a key of one's own helps here nobody: packages are locked for the association.
        raise Aufruffehler(f"In {VERBUNDDATEI} steht kein brauchbarer Schlüssel: Ein Zeichen stimmt nicht. Holen Sie die Datei noch einmal vom Verbund.") from fehler  # fmt: skip
    return team.einrichtung.verbund


def _gib_ab(
    team: Team,
    wurzel: Path,
    stichtag: str | None,
    ziel: Path,
    quartal: str,
    *,
    zeigen: bool,
    trotzdem: bool,
    fassung: int | None,
) -> None:
    from fallbuch.kontakte.schloss import verschliesse  # noqa: PLC0415 - an extra
    from fallbuch.verbund.abgeben import (  # noqa: PLC0415 - counting loads the wing of figures
        dateiname,
        hoechste_fassung,
        in_worten,
        lies_abgaben,
        nicht_zuordenbares,
        packe,
        zeitraum_fuer,
    )

    vereinbart = _vereinbart(team)
    if team.hindernis is not None:
        raise Aufruffehler(f"{team.hindernis[1]} „fallbuch pruefen“ nennt die Stellen.")
    zeitraum = zeitraum_fuer(vereinbart, quartal, team)
    unlesbare = [akte.fall.kennung for akte, _ in team.zahlenwerk.stoff.tafeln.nicht_auswertbar]
    if unlesbare and not trotzdem:
        raise Aufruffehler(
            f"{anzahl(len(unlesbare), 'Fall lässt', 'Fälle lassen')} sich nicht auswerten und {'fehlte' if len(unlesbare) == 1 else 'fehlten'} in den Zahlen: {', '.join(unlesbare[:5])}. "
            "„fallbuch pruefen“ nennt die Stellen; mit --trotzdem geben Sie ohne sie ab."
        )
    buch = lies_abgaben(team.einrichtung.wurzel)
    paket, neu = packe(team, vereinbart, zeitraum, buch, fassung, auch_leer=trotzdem)
    schreibe(_fehlerhaftes(team))
    if zeigen:
        schreibe(in_worten(paket, vereinbart, zeitraum))
        schreibe("Das ist nur eine Vorschau; es wurde nichts abgegeben.\n")
        return
    platz = oeffne_zum_schreiben(wurzel, stichtag, wiederholbar=True)
    pruefe_ziel(platz, ziel)
    ziel.mkdir(parents=True, exist_ok=True)
    if (
        neu and fassung is None
    ):  # whoever has lost the register, or never shared it, does not begin again with a number that is taken
        paket = paket.als_fassung(max(paket.fassung, hoechste_fassung(ziel, paket) + 1))
    datei = ziel / dateiname(paket)
    # The register in between: neither knows it of a package that could not be written, nor is there one that it does not know.
    eintrag = Vorhaben(ablagen=[buch.mit(paket)] if neu else [], merken=False)
    setze_fuer_alle(datei, verschliesse(paket.als_bytes(), [vereinbart.schluessel]), lambda: eintrag.fuehre_aus(platz))
    schreibe(nicht_zuordenbares(paket).lstrip("\n"))
    was = f"{zeitraum.name}, Fassung {paket.fassung}: {anzahl(len(paket.zahlen), 'Anzahl', 'Anzahlen')}, verschlossen für „{vereinbart.verbund}“: {datei}"  # fmt: skip
    if not neu:
        schreibe(f"Die Zahlen sind seit der letzten Abgabe dieselben; das Paket ist noch einmal geschrieben. {was}\n")
        return
    schreibe(f"Abgegeben: {was}. Schicken Sie die Datei auf dem vereinbarten Weg. Was drin ist, zeigt derselbe Befehl mit --zeigen.\n")  # fmt: skip


def _fehlerhaftes(team: Team) -> str:
    """Say how much in the cases could not be read as it was meant: it counts otherwise, or not at all."""
    fehler = sum(b.schwere is Schwere.FEHLER for akte in team.akten for b in akte.befunde)
    if not fehler:
        return ""
    return f"Achtung: In den Fällen gibt es {anzahl(fehler, 'Fehler', 'Fehler')}. Was sich nicht lesen lässt, fehlt in den Zahlen; ein Wort, das in keiner Liste des Teams steht, zählt als „unbekannt“. „fallbuch pruefen“ nennt die Stellen.\n"


def _pakete(ordner: Path) -> Iterator[tuple[str, bytes | None]]:
    """Yield the packages of a folder and those below it, by their names in it; None for what cannot be read or is too large for one."""
    for pfad in sorted(ordner.rglob("*.age")):
        name = pfad.relative_to(ordner).as_posix()
        try:
            if not pfad.is_dir():
                # What is neither (a pipe, a device) might never come to an end.
                lesbares = pfad.is_file() and pfad.stat().st_size <= GROESSTES
                yield name, pfad.read_bytes() if lesbares else None
        except OSError:
            yield name, None


def _fasse_zusammen(
    team: Team, wurzel: Path, stichtag: str | None, ordner: Path, rechner: str, *, zeigen: bool, trotzdem: bool
) -> None:
    from fallbuch.verbund.zusammenfassen import fasse_zusammen  # noqa: PLC0415 - an extra

    vereinbart = _vereinbart(team)
    if team.akten:
        raise Aufruffehler("In diesem Ordner liegen Fälle. Zusammengefasst wird in einem eigenen Ordner ohne Fälle: Legen Sie ihn mit „fallbuch einrichten“ an, und die Vereinbarung hinein.")  # fmt: skip
    if not ist_ordner(ordner):
        raise Aufruffehler(f"Den Ordner „{ordner}“ gibt es nicht. Nennen Sie den, in dem die Pakete liegen.")
    schluessel = hole_schluessel("Kennwort des Schlüssels, für den die Pakete verschlossen sind", aus_leitung=True)
    if schluessel is None:
        raise Aufruffehler("Ohne den Schlüssel des Verbunds lässt sich kein Paket öffnen. Er liegt bei dem Menschen, der ihn angelegt hat („fallbuch kontakt schluessel“); rufen Sie den Befehl dort am Terminal auf.")  # fmt: skip
    if schluessel.oeffentlich != vereinbart.schluessel:
        raise Aufruffehler(f"Der Schlüssel auf diesem Rechner ist nicht der aus {VERBUNDDATEI}. Mit ihm lässt sich kein Paket öffnen.")  # fmt: skip
    ergebnis = fasse_zusammen(_pakete(ordner), schluessel, vereinbart, team.heute, rechner)
    if andere := sorted(p.name for p in ordner.rglob("*") if p.is_file() and p.suffix != ".age"):
        mehr = " …" if len(andere) > 1 else ""
        schreibe(f"Nicht gelesen, weil der Name nicht auf „.age“ endet: {anzahl(len(andere), 'Datei', 'Dateien')} ({lesbar(andere[0], 60)}{mehr}).\n")  # fmt: skip
    for mangel in ergebnis.maengel:
        schreibe(f"{lesbar(mangel.datei, 120)}: {mangel.satz}\n")
    stand = ergebnis.stand
    _nenne_stand(ergebnis, team, vereinbart)
    if not stand.zahlen:
        raise Aufruffehler(f"In „{ordner}“ liegt kein Paket, das zählt.")
    if not zeigen:
        if not trotzdem:
            _pruefe_bisherige(team, stand)
        _halte_fest(wurzel, stichtag, stand.als_bytes(), len(stand.abgaben))
    if ergebnis.maengel:
        raise click.exceptions.Exit(BEFUNDE)


def _nenne_stand(ergebnis: Zusammenfassung, team: Team, vereinbart: Verbund) -> None:
    """Say by quarter who has handed in, and what somebody should look after."""
    stand = ergebnis.stand
    for quartal in stand.quartale[:_HOECHSTENS]:
        da = sum(1 for a in stand.abgaben if a.quartal == quartal)
        fehlen = ergebnis.fehlende[quartal]
        namen = f"; es fehlen: {', '.join(fehlen[:_HOECHSTENS])}{' …' if len(fehlen) > _HOECHSTENS else ''}" if fehlen else ""  # fmt: skip
        spaet = (
            "; schon freigegeben, neue Pakete ändern daran nichts" if team.register.blatt(quartal) is not None else ""
        )
        schreibe(f"{quartal}: {da} von {anzahl(len(vereinbart.erwartete(quartal)), 'Team', 'Teams')}{namen}{spaet}\n")
    schreibe("".join(f"{satz}\n" for satz in ergebnis.spruenge[:_HOECHSTENS]))
    if len(ergebnis.spruenge) > _HOECHSTENS:
        schreibe(f"Ebenso {len(ergebnis.spruenge) - _HOECHSTENS} weitere Male.\n")
    for (quartal, feld, wort), zahl in stand.nicht_zuordenbar.items():
        schreibe(f"Nicht zuordenbar, {quartal}: {lesbar(feld, 40)} „{lesbar(wort, 60)}“, {anzahl(zahl, 'Mensch', 'Menschen')}\n")  # fmt: skip


def _pruefe_bisherige(team: Team, stand: Summenstand) -> None:
    """Raise `Aufruffehler` where packages of last time are missing: their quarters would silently go."""
    from fallbuch.statistik.summen import lies_summen  # noqa: PLC0415 - figures

    pfad = team.einrichtung.wurzel / SUMMENDATEI
    if not liegt_da(pfad):
        return
    try:
        vorher = {(a.team, a.quartal): a.fassung for a in lies_summen(pfad.read_bytes()).abgaben}
    except Satzfehler as fehler:
        raise Aufruffehler(f"Die bisherigen Summen ({SUMMENDATEI}) sind nicht lesbar, oder jemand hat sie von Hand geändert; ob ein Paket fehlt, lässt sich so nicht vergleichen. Es wurde nichts geschrieben. Holen Sie die Datei aus git zurück, oder machen Sie sie mit --trotzdem neu.") from fehler  # fmt: skip
    jetzt = {(a.team, a.quartal): a.fassung for a in stand.abgaben}
    # Also a correction that is gone: the version before would count again, and nobody would know.
    if verlorene := sorted(wo for wo, fassung in vorher.items() if jetzt.get(wo, 0) < fassung):
        nummern = {wo: f" Fassung {vorher[wo]}" if wo in jetzt else "" for wo in verlorene}
        wer = ", ".join(f"{' '.join(wo)}{nummern[wo]}" for wo in verlorene[:5]) + (" …" if len(verlorene) > 5 else "")
        raise Aufruffehler(
            f"Pakete, die beim letzten Mal zählten, fehlen jetzt oder zählen nicht mehr: {wer}. Es wurde nichts geschrieben. Legen Sie alle Pakete in einen Ordner, "
            "und bitten Sie um die, an denen etwas nicht stimmt, noch einmal. Mit --trotzdem geht es ohne sie."
        )


def _halte_fest(wurzel: Path, stichtag: str | None, neu: bytes, wie_viele: int) -> None:
    platz = oeffne_zum_schreiben(wurzel, stichtag, wiederholbar=True)
    oben = platz.einrichtung.wurzel
    alt = lies_ganz(oben / SUMMENDATEI, oben) if liegt_da(oben / SUMMENDATEI) else None
    if alt == neu:
        schreibe("Die Summen sind schon auf diesem Stand.\n")
        return
    satz = (
        f"Zusammengefasst: {anzahl(wie_viele, 'Paket', 'Pakete')}. Die genauen Summen stehen in {SUMMENDATEI} und auf den Seiten („fallbuch bauen“), nur für den Verbund; "
        "hinaus dürfen sie erst nach „fallbuch statistik --freigeben“."
    )
    vorhaben = Vorhaben(ablagen=[Ablage(name=SUMMENDATEI, alt=alt, neu=neu)], saetze=[satz], merken=False)
    vorhaben.fuehre_aus(platz, lambda: schreibe_gleich(vorhaben.bericht()))
