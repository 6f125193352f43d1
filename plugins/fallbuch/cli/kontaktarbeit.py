"""What `fallbuch kontakt` does; loaded only where the package for it is installed. Answers are kept nowhere."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath

import click

from fallbuch.akte.schreiben import Falltext
from fallbuch.befund import Befund, anzahl, lesbar, meldung
from fallbuch.bestand.kerne import kerne_hier
from fallbuch.cli.befehle import BEFUNDE
from fallbuch.einrichtung import Aufruffehler, Einrichtung, falldateien_von, richte_ein
from fallbuch.kontakte.ablageort import UMGEBUNG, gemeinsamer_ordner, kontaktordner, schluesselort
from fallbuch.kontakte.bund import Schluesseldatei
from fallbuch.kontakte.merkworte import als_worte, aus_worten, noch_fehlende
from fallbuch.kontakte.modell import FELDER, NAMEN, Kontaktdaten, Kontaktfehler, gepruefte_angabe
from fallbuch.kontakte.namen import Namenssuche
from fallbuch.kontakte.schloss import Leseschluessel, gepruefter_empfaenger
from fallbuch.kontakte.schluesselbund import Systembund
from fallbuch.kontakte.speicher import WIEDERHERSTELLUNG, Empfaenger, Kontaktspeicher, Speichermangel
from fallbuch.regelwerk.vokabular import TEAMDATEI, Art
from fallbuch.text.ablage import setze_eigene

_KEINE = Art()
_NAME = re.compile(r"[^\W\d_][\w .'-]{0,59}")


class Kontaktarbeit:
    """One call: where the contacts lie, and the key once it is opened."""

    def __init__(self, team: Path, ablage: Path | None, *, blatt: bool, ohne_frage: bool) -> None:
        self._team, self._genannt, self._blatt, self._ohne_frage = team, ablage, blatt, ohne_frage
        self._bund = Schluesseldatei(schluesselort(os.environ))
        self._ring = Systembund(self._bund.datei)

    @cached_property
    def _speicher(self) -> Kontaktspeicher:
        im_team = None if self._genannt or os.environ.get(UMGEBUNG) else _genannt_im_team(self._team)
        ordner = kontaktordner(self._team, os.environ, genannt=self._genannt, im_team=im_team)
        if ordner is None:
            raise Aufruffehler(
                "Wo die Kontaktdaten liegen, steht nirgends. Schreiben Sie es für alle in vorlagen/team.yml („ordner: {kontakte: ../kontakte}“), "
                f"nennen Sie den Ordner mit --ablage, oder setzen Sie {UMGEBUNG}; er liegt außerhalb des Teams."
            )
        return Kontaktspeicher(ordner)

    @cached_property
    def _schluessel(self) -> Leseschluessel:
        if self._blatt:
            return _frage_blatt("Die Wörter vom Blatt, Zeile für Zeile oder alle hintereinander")
        if self._bund.da and (gemerkt := self._ring.hole()) is not None:
            return gemerkt
        return self._bund.oeffne(_frage("Kennwort", geheim=True))

    # -- keys

    def schluessel(self) -> None:
        """Make somebody's own key, or say its public line."""
        if self._bund.da:
            click.echo(f"Auf diesem Rechner liegt Ihr Schlüssel: {self._bund.datei}")
            click.echo(f"Ihre Zeile für „fallbuch kontakt empfaenger“: {self._schluessel.oeffentlich}")
            self._merke(self._schluessel)
            return
        neu = Leseschluessel.neu()
        self._bund.lege_an(neu, _neues_kennwort())
        self._merke(neu)
        click.echo(
            f"Ihr Schlüssel liegt in {self._bund.datei}, geschützt mit dem Kennwort. Ohne beides öffnet ihn niemand."
        )
        click.echo(f"Ihre Zeile für „fallbuch kontakt empfaenger“: {neu.oeffentlich}")

    def kennwort(self) -> None:
        """Give one's key another password."""
        schluessel = self._bund.oeffne(_frage("Bisheriges Kennwort", geheim=True))
        self._bund.schuetze(schluessel, _neues_kennwort())
        click.echo("Das neue Kennwort gilt. Der Schlüssel ist derselbe, alle Kontaktdaten bleiben lesbar.")

    def _merke(self, schluessel: Leseschluessel) -> None:
        """Offer to keep a key in the machine's key ring, where there is one."""
        if not self._ring.da:
            return
        if _frage("Diesen Schlüssel im Schlüsselbund dieses Rechners merken? (ja oder nein)").lower() == "ja":
            self._ring.merke(schluessel)
            click.echo("Der Schlüsselbund merkt es sich: Auf diesem Rechner werden Sie nicht mehr danach gefragt.")
        else:
            self._ring.vergiss()

    def empfaenger(self) -> None:
        """Show who may read, and take in or out one of them."""
        speicher = self._speicher
        bisher = speicher.empfaenger
        alle = {e.name: e.schluessel for e in bisher}
        for name in alle:
            click.echo(f"Darf lesen: {name}")
        name = _frage("Name (ein neuer kommt dazu, ein bekannter geht; leer: nichts ändern)")
        if not name:
            return
        if name in alle:
            if len(alle) == 1:
                raise Aufruffehler(
                    "Dieser Schlüssel bleibt: Ohne ihn wären alle Kontaktdaten verloren, wenn sonst niemand mehr seinen hat."
                )
            if name == WIEDERHERSTELLUNG and not self._neues_blatt():
                return
            del alle[name]
        else:
            if not _NAME.fullmatch(name) or name.casefold() == WIEDERHERSTELLUNG.casefold():
                raise Aufruffehler("Ein Name besteht aus Buchstaben, zum Beispiel Jana oder Karl Heinz.")
            zeile = gepruefter_empfaenger(_frage("Dessen Zeile, sie beginnt mit age1"))
            if (schon := next((n for n, s in alle.items() if s == zeile), None)) is not None:
                raise Aufruffehler(
                    f"Diese Zeile steht schon bei „{schon}“. Jede Person braucht einen eigenen Schlüssel."
                )
            alle[name] = zeile
        if WIEDERHERSTELLUNG not in alle:
            self._zeige_blatt(alle)
        speicher.setze_empfaenger([Empfaenger(name, zeile) for name, zeile in alle.items()], bisher)
        click.echo(
            "Die Liste ist gespeichert. Damit sie auch für die vorhandenen Kontaktdaten gilt: fallbuch kontakt umschluesseln"
        )

    def _neues_blatt(self) -> bool:
        """Ask whether the sheet in the safe is to be replaced, since it is lost or somebody saw it who should not."""
        satz = "Ein neues Blatt für den Safe machen? Nach dem Umschlüsseln öffnet das alte keine Datei mehr, die hier liegt"
        return self._ohne_frage or _frage(f"{satz} (j/n)").lower() in {"j", "ja"}

    def _zeige_blatt(self, alle: dict[str, str]) -> None:
        """Show the recovery key, once, and put it among those who may read."""
        geheim = Leseschluessel.neu()
        alle[WIEDERHERSTELLUNG] = geheim.oeffentlich
        click.echo(
            "\nFür den Safe: Diese Wörter öffnen alle Kontaktdaten, wenn sonst niemand mehr kann. Sie stehen nur hier und nur jetzt."
        )
        click.echo("Schreiben oder drucken Sie sie auf ein Blatt, prüfen Sie es, und schließen Sie es ein.\n")
        click.echo("\n".join(als_worte(geheim)) + "\n")
        if sys.stdin.isatty() and not self._ohne_frage:
            _drucke_blatt(als_worte(geheim), self._team)
        if (
            not self._ohne_frage
            and _frage_blatt("Tippen Sie die Wörter zur Probe vom Blatt ab").oeffentlich != geheim.oeffentlich
        ):
            raise Aufruffehler("Das sind andere Wörter. Nichts ist gespeichert; beginnen Sie noch einmal.")

    def umschluesseln(self) -> None:
        """Encrypt everything to those who may now."""
        geaendert, maengel = self._speicher.verschliesse_neu(self._schluessel)
        welche = "die ab jetzt hier liegt" if not maengel else "die ab jetzt hier liegt, außer vielleicht denen unten"
        click.echo(
            f"{anzahl(geaendert, 'Datei', 'Dateien')} neu verschlossen. Wer nicht mehr in der Liste steht, öffnet keine Datei mehr, {welche}."
        )
        click.echo("Was jemand vorher kopiert hat, bleibt für ihn lesbar; das nimmt kein Programm zurück.")
        _nenne(maengel)

    def pruefen(self) -> None:
        """Say what is wrong with the store."""
        schluessel = self._schluessel if self._blatt or self._bund.da else None
        einrichtung = richte_ein(self._team) if (self._team / TEAMDATEI).exists() else None
        maengel = [*self._speicher.maengel(schluessel), *(self._noch_da(einrichtung) if einrichtung else ())]
        befunde = self._namen_in_faellen(einrichtung, schluessel) if einrichtung and schluessel else []
        for befund in befunde:
            click.echo(meldung(befund), nl=False)
        if not (maengel or befunde):
            wie = "geöffnet" if schluessel is not None else "angesehen, aber ohne Schlüssel nicht geöffnet"
            click.echo(f"{anzahl(len(self._speicher.kennungen), 'Datei', 'Dateien')} {wie}: Alles ist in Ordnung.")
        _nenne(maengel)
        if befunde:
            sys.exit(BEFUNDE)

    def _noch_da(self, einrichtung: Einrichtung) -> Iterator[Speichermangel]:
        """Yield the contacts of which the case says that they are deleted, and those without a case."""
        arten, da = einrichtung.regelwerk.vokabular.arten, set(self._speicher.kennungen)
        dateien = falldateien_von(einrichtung)
        for kennung in sorted(da - {PurePosixPath(datei.name).stem for datei in dateien}):
            satz = "Einen Fall mit dieser ID gibt es nicht: Vielleicht wurde er vereint, umbenannt oder gelöscht. Dann gehören auch diese Daten gelöscht oder umgetragen."
            yield Speichermangel(f"{kennung}.age", satz)
        for datei in dateien:
            kennung = PurePosixPath(datei.name).stem
            if kennung not in da or datei.hindernis is not None:
                continue
            eintraege = (arten[e.art] for e in Falltext(datei.inhalt, datei.name).fall.eintraege if e.art in arten)
            if ([art for art in eintraege if art.loeschung or art.kontakt] or [_KEINE])[-1].loeschung:
                satz = f"Im Fall steht, dass die Kontaktdaten gelöscht sind, und die Datei ist noch da. „fallbuch kontakt loeschen {kennung}“ löscht sie."
                yield Speichermangel(f"{kennung}.age", satz)

    def _namen_in_faellen(self, einrichtung: Einrichtung, schluessel: Leseschluessel) -> list[Befund]:
        """Return where a case says the name of somebody of whom there is a contact."""
        suche = Namenssuche(self._speicher.alle(schluessel, kerne=kerne_hier())[0])
        berater = einrichtung.datei.berater
        return [
            befund
            for datei in falldateien_von(einrichtung)
            for befund in suche.melde(datei.name, datei.inhalt.decode("utf-8-sig", "replace"), berater)
        ]

    # -- people

    def liste(self) -> None:
        self._zeige_alle(lambda _: True)

    def suchen(self) -> None:
        """Ask for a name, a place or a number and list whom it means."""
        _ = self._schluessel  # the password is asked for first
        gesucht = _frage("Name, Ort oder Nummer")
        self._zeige_alle(lambda k: k.passt(gesucht), "Niemand passt dazu.\n")

    def _zeige_alle(self, passt: Callable[[Kontaktdaten], bool], sonst: str = "") -> None:
        kontakte, maengel = self._speicher.alle(self._schluessel, kerne=kerne_hier())
        zeilen = ((k.kennung, k.name or "ohne Namen", k["Telefon"], k["Email"]) for k in kontakte if passt(k))
        # In one piece: a terminal takes single lines slowly.
        click.echo("".join(f"{'  '.join(filter(None, zeile))}\n" for zeile in zeilen) or sonst, nl=False)
        _nenne(maengel)

    def tu_mit(self, tat: str, kennung: str) -> None:
        speicher = self._speicher
        if tat == "loeschen":
            if not (self._ohne_frage or click.confirm(f"Die Kontaktdaten zu {kennung} löschen", default=False)):
                raise click.Abort
            speicher.loesche(kennung)
            click.echo(
                f"Die Kontaktdaten zu {kennung} sind gelöscht. Steht es noch nicht im Fall, tragen Sie dort „Kontaktdaten gelöscht“ ein. Sicherungen und Kopien auf anderen Rechnern löscht nur, wer sie hat."
            )
            return
        if tat == "neu":
            if speicher.hat(kennung):
                raise Aufruffehler(
                    f"Zu {kennung} gibt es schon Kontaktdaten. Ändern: fallbuch kontakt aendern {kennung}"
                )
            neuer = _erfragt(Kontaktdaten(kennung=kennung, angaben={}))
            if not neuer.angaben:
                raise Aufruffehler("Es ist nichts angegeben. Nichts ist gespeichert.")
            speicher.schreibe(neuer, neu=True)
            click.echo(f"Die Kontaktdaten zu {kennung} sind gespeichert.")
            return
        if not speicher.hat(kennung):  # before anybody types a password for nothing
            raise Aufruffehler(f"Zu {kennung} gibt es keine Kontaktdaten.")
        statt = speicher.roh(kennung)
        gelesen = speicher.lies(kennung, self._schluessel)
        if tat == "aendern":
            speicher.schreibe(_erfragt(gelesen), statt=statt)
            click.echo(f"Die Kontaktdaten zu {kennung} sind geändert.")
            return
        for feld, wert in gelesen.angaben.items():
            click.echo(f"{NAMEN.get(feld, feld)}: {lesbar(wert, 300)}")


def _genannt_im_team(team: Path) -> str | None:
    """Return how the team names the folder; keys can be made where there is no team yet."""
    return richte_ein(team).datei.ordner.kontakte if (team / TEAMDATEI).exists() else None


def _erfragt(bisher: Kontaktdaten) -> Kontaktdaten:
    """Ask for each field; an empty answer keeps what is there, „-“ takes it away."""
    angaben: dict[str, str] = {}
    for feld in FELDER:
        while True:
            alt = f" [{bisher[feld]}]" if bisher[feld] else ""
            antwort = _frage(f"{NAMEN[feld]}{alt}")
            if not antwort:
                break
            try:
                angaben[feld] = "" if antwort == "-" else gepruefte_angabe(feld, antwort)
                break
            except Kontaktfehler as fehler:
                if not sys.stdin.isatty():
                    raise
                click.echo(f"  {fehler}")
    return bisher.mit(angaben)


def _neues_kennwort() -> str:
    eines = _frage("Kennwort, am besten vier Wörter", geheim=True)
    if _frage("Noch einmal", geheim=True) != eines:
        raise Aufruffehler("Die beiden Kennwörter sind nicht dieselben. Nichts ist gespeichert.")
    return eines


def _frage_blatt(was: str) -> Leseschluessel:
    """Ask for the words of the sheet until all are there: whoever pastes its lines must leave none to the shell and its history."""
    zeilen = [_frage(was)]
    # One empty line may stand between two of the sheet; two end it.
    while any(zeilen[-2:]) and (fehlen := noch_fehlende(" ".join(zeilen))):
        zeilen.append(_frage(f"Noch {anzahl(fehlen, 'Wort', 'Wörter')}"))
    return aus_worten(" ".join(zeilen))


def _drucke_blatt(zeilen: Sequence[str], team: Path) -> None:
    """Write the words as a page to print, where somebody wants one."""
    name = _frage("Als Blatt zum Drucken schreiben, zum Beispiel nach ~/blatt.pdf (leer: ich schreibe sie ab)")
    if not name:
        return
    from fallbuch.kontakte.druck import blatt_fuer_den_safe  # noqa: PLC0415 - most never print

    datei = Path(name).expanduser().with_suffix(".pdf")
    if datei.resolve().is_relative_to(gemeinsamer_ordner(team)):
        raise Aufruffehler(
            f"„{datei}“ liegt im Ordner des Teams; dort hat das Blatt nichts verloren. Nichts ist gespeichert; beginnen Sie noch einmal mit einem anderen Ort."
        )
    if os.path.lexists(datei):
        raise Aufruffehler(
            f"„{datei}“ gibt es schon. Nichts ist gespeichert; beginnen Sie noch einmal mit einem anderen Namen."
        )
    setze_eigene(datei, blatt_fuer_den_safe(zeilen))
    click.echo(
        f"Geschrieben: {datei}. Drucken Sie es, und löschen Sie die Datei, auch aus dem Papierkorb: Wer sie hat, liest alles.\n"
    )


def _frage(was: str, *, geheim: bool = False) -> str:
    """Return an answer; from a pipe it is the next line. Neither is kept anywhere, not among the answers of other commands."""
    try:
        if sys.stdin.isatty():
            return str(click.prompt(was, default="", show_default=False, hide_input=geheim)).strip()
        return sys.stdin.readline().rstrip("\r\n").strip()
    except UnicodeDecodeError as fehler:
        raise Aufruffehler("Die Eingabe besteht aus anderen Zeichen als erwartet. Erwartet: Text in UTF-8.") from fehler


def _nenne(maengel: Sequence[Speichermangel]) -> None:
    for mangel in maengel:
        click.echo(f"{mangel.datei}: {mangel.satz}")
    if maengel:
        sys.exit(BEFUNDE)
