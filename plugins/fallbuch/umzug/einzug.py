"""One call that moves lists in: the files are read, a plan is made, then everything is written, case by case as a whole."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.bearbeiten.platz import Platz, Vorhaben
from fallbuch.befund import anzahl, lesbar
from fallbuch.einrichtung import Aufruffehler
from fallbuch.kennung import meinten_sie, vergleichsform
from fallbuch.kontakte.ablageort import fehlendes, gemeinsamer_ordner, kontaktordner
from fallbuch.kontakte.modell import FELDER as KONTAKTFELDER
from fallbuch.text.ablage import setze_eigene
from fallbuch.umzug.bericht import als_satz, ergebnisbericht, fehlende_woerter, probenbericht, spaltenbericht
from fallbuch.umzug.bogen import GRUND, ZELLE, Bogen, Umzugsfehler, als_text
from fallbuch.umzug.oeffnen import oeffne
from fallbuch.umzug.planen import Umzugsplaner
from fallbuch.umzug.reihen import Zeilenleser
from fallbuch.umzug.schlichte import als_csv, als_tabelle, endung_fuer
from fallbuch.umzug.spalten import Spaltenkenner, Spaltenplan, alle_ziele, ist_oesterreich
from fallbuch.umzug.tage import FRUEHESTER, Zeitfenster
from fallbuch.umzug.umzugsplan import Ruecklauf, Umzugsplan
from fallbuch.umzug.zuordnung import WEGLASSEN, Zuordnung, als_datei, lies_zuordnung

#: So many cases are written as one change.
_AUF_EINMAL = 200


class Einzug:
    """Files on their way into a team. Raises `Aufruffehler` for a file that cannot be read or lies where it must not."""

    def __init__(
        self,
        platz: Platz,
        dateien: Sequence[Path],
        *,
        zuordnung: Path | None,
        erledigt_bis: date | None,
        ablage: Path | None,
        umgebung: Mapping[str, str],
    ) -> None:
        self._platz, self._dateien, self._erledigt_bis = platz, dateien, erledigt_bis
        self._zuordnungsdatei = zuordnung
        self._zuordnung = Zuordnung()
        if zuordnung is not None and zuordnung.exists():
            self._zuordnung = lies_zuordnung(zuordnung, alle_ziele())
        for datei in dateien:
            self._pruefe_ort(datei)
        self._kontaktordner = kontaktordner(
            platz.einrichtung.wurzel, umgebung, genannt=ablage, im_team=platz.einrichtung.datei.ordner.kontakte
        )
        self._boegen: list[list[Bogen]] = []
        for datei in dateien:
            try:
                self._boegen.append(oeffne(datei))
            except Umzugsfehler as fehler:
                raise Aufruffehler(f"{datei.name}: {fehler}") from fehler
        self._plan: Umzugsplan | None = None
        self._tabellen = self._erkenne()

    def _pruefe_ort(self, datei: Path) -> None:
        if datei.resolve().is_relative_to(gemeinsamer_ordner(self._platz.einrichtung.wurzel)):
            raise Aufruffehler(
                f"„{datei}“ liegt im Ordner des Teams. Was dort liegt, kommt mit git zu allen, und in alten Listen stehen Namen. Legen Sie die Datei daneben."
            )

    def _erkenne(self) -> list[list[Spaltenplan]]:
        kenner = Spaltenkenner(
            self._platz.regelwerk, self._zuordnung, Zeitfenster(von=FRUEHESTER, bis=self._platz.heute)
        )
        return [[plan for bogen in boegen for plan in kenner.plane(bogen)] for boegen in self._boegen]

    # -- what somebody is asked

    @property
    def unbekannte(self) -> list[tuple[str, str]]:
        """The heads of columns that nobody knows, each with its file."""
        gefunden: dict[str, tuple[str, str]] = {}
        for datei, plaene in zip(self._dateien, self._tabellen, strict=True):
            for plan in plaene:
                for n in plan.unbekannte:
                    if plan.koepfe[n]:
                        gefunden.setdefault(vergleichsform(plan.koepfe[n]), (datei.name, plan.koepfe[n]))
        return list(gefunden.values())

    @staticmethod
    def gepruefte_spalte(antwort: str) -> str:
        """Return the field that an answer names; raises `Schreibfehler`."""
        ziele = alle_ziele()
        if vergleichsform(antwort) == WEGLASSEN:
            return WEGLASSEN
        if (ziel := ziele.get(vergleichsform(antwort))) is None:
            raise Schreibfehler(
                f"Ein Feld „{lesbar(antwort)}“ gibt es nicht. {meinten_sie(antwort, ziele.values(), 'Die Felder stehen im Handbuch.')}"
            )
        return ziel

    def nimm_spalten(self, antworten: Mapping[str, str]) -> None:
        """Read the tables anew with what somebody said of their columns."""
        self._zuordnung.spalten |= {vergleichsform(kopf): ziel for kopf, ziel in antworten.items()}
        self._tabellen = self._erkenne()

    def merke_zuordnung(self, antworten: Mapping[str, str]) -> None:
        """Write down what somebody said of columns, where there is no such file yet."""
        if self._zuordnungsdatei is not None and not self._zuordnungsdatei.exists():
            self._zuordnungsdatei.write_text(als_datei(antworten, {}, {}), encoding="utf-8")

    # -- the plan

    def plane(self) -> Umzugsplan:
        """Work out what becomes of the files; raises `Aufruffehler` where none of them holds such a list."""
        if not any(self._tabellen):
            raise Aufruffehler(
                "In diesen Dateien steht weder eine Kundenliste noch eine KundenDoku. Erwartet: eine Zeile mit den Namen der Spalten, darunter „ID“, "
                "und dazu „Erstkontakt“, „Status“ und „Zugangsweg“ oder „Datum“ und „Besprechung“."
            )
        einrichtung = self._platz.einrichtung
        leser = Zeilenleser(
            self._platz.regelwerk,
            self._zuordnung,
            self._platz.heute,
            oesterreich=ist_oesterreich(einrichtung.datei.land),
            bekannte=self._platz.kennungen,
        )
        self._plan = Umzugsplaner(self._platz, leser, erledigt_bis=self._erledigt_bis).plane(self._tabellen)
        return self._plan

    @property
    def _fertiger(self) -> Umzugsplan:
        return self._plan or self.plane()

    def bericht(self) -> Iterator[str]:
        """Yield what is read, how, and what becomes of it."""
        plan = self._fertiger
        for datei, plaene in zip(self._dateien, self._tabellen, strict=True):
            for p in plaene:
                yield from spaltenbericht(datei.name, p)
                yield from probenbericht(plan, p)
                yield ""
        namen = [datei.name for datei in self._dateien]
        yield from ergebnisbericht(plan, namen, kontakte=self._wohin_kontakte())
        for wo, bogen in self.ungelesene:
            yield f"NICHT GELESEN: {wo}, „{lesbar(bogen.name)}“ mit {anzahl(len(bogen.zeilen), 'Zeile', 'Zeilen')}. Geben Sie der Tabelle eine erste Zeile mit den Namen der Spalten, darunter „ID“."
        yield from self._vorschlaege(plan)

    @property
    def ungelesene(self) -> list[tuple[str, Bogen]]:
        """The tables that look like a list and were not understood, each with its file."""
        gelesene = {id(p.bogen) for plaene in self._tabellen for p in plaene}
        return [
            (datei.name, bogen)
            for datei, boegen in zip(self._dateien, self._boegen, strict=True)
            for bogen in boegen
            if id(bogen) not in gelesene
            and len(bogen.zeilen) > 1
            and len(bogen.zeilen[0]) > 2
            and not _ist_verzeichnis(bogen)
        ]

    def _wohin_kontakte(self) -> str:
        if self._kontaktordner is not None:
            return f"verschlossen in „{os.path.normpath(self._kontaktordner)}“."
        return f"UNVERSCHLÜSSELT in „{self._kontaktdatei}“, weil das Team noch keine Ablage für Kontaktdaten hat (Handbuch, „Wer ist das?“)."

    def _vorschlaege(self, plan: Umzugsplan) -> Iterator[str]:
        saetze = []
        v = self._platz.regelwerk.vokabular
        fehlende = fehlende_woerter(
            plan, {"Berater": list(v.liste("berater")), "Zugangsweg": list(v.liste("zugangswege"))}
        )
        for feld, worte in fehlende.items():
            genannt = ", ".join(f"„{lesbar(wort)}“ ({zahl})" for wort, zahl in worte.most_common(8))
            wo = "berater" if feld == "Berater" else "zugangswege"
            saetze.append(
                f"{feld}: {genannt} kennt das Team nicht. Tragen Sie sie in vorlagen/team.yml unter „{wo}“ ein (wer nicht mehr dabei ist, mit „bis“), "
                f"oder nennen Sie in der Zuordnung unter „worte“, „{feld}“, wer gemeint ist."
            )
        if (aeltester := self._vor_der_einfuehrung(plan)) is not None:
            saetze.append(
                f"In vorlagen/regelwerk.yml gehört die Zeile „einfuehrung: {self._platz.stichtag}“: Der älteste Fall ist vom {aeltester}, und Plan, Stufe, Bewerberangebot "
                "und Standortgespräch zählen dann erst von diesem Tag an. Sonst ist am ersten Tag fast alles überfällig."
            )
        if plan.offene_fristen:
            saetze.append(
                f"{anzahl(plan.offene_fristen, 'offene Vereinbarung hat', 'offene Vereinbarungen haben')} eine Frist, die vorbei ist. Sind alte längst erledigt, "
                "nennen Sie mit --erledigt-bis den Tag, bis zu dem das gilt."
            )
        if saetze:
            yield ""
            yield "Vorschläge:"
            yield from (f"  {satz}" for satz in saetze)

    def _vor_der_einfuehrung(self, plan: Umzugsplan) -> date | None:
        """Return the first contact of the oldest new case, where the rules count from before it on."""
        tage = [
            date.fromisoformat(z.split(":", 1)[1].strip())
            for a in plan.ablagen
            if a.alt is None and a.neu
            for z in a.neu.decode().split("\n", 12)
            if z.startswith("Erstkontakt:")
        ]
        eingefuehrt = self._platz.regelwerk.einfuehrung
        aeltester = min(tage, default=None)
        return (
            aeltester
            if aeltester is not None
            and (eingefuehrt is None or eingefuehrt <= aeltester)
            and (self._platz.stichtag - aeltester).days > 60
            else None
        )

    # -- writing

    def schreibe(self) -> Iterator[str]:
        """Write contacts, cases, what is left over and what comes back, in this order; yields what was done."""
        plan = self._fertiger
        # What is in no case is written first: a program that is killed in between must not lose it.
        if plan.uebrig:
            yield self._schreibe_uebriges(plan)
        yield from self._gib_zurueck(plan)
        if plan.kontakte:
            yield self._schreibe_kontakte(plan)
        for beginn in range(0, len(plan.ablagen), _AUF_EINMAL):
            teil = plan.ablagen[beginn : beginn + _AUF_EINMAL]
            Vorhaben(ablagen=teil, saetze=()).fuehre_aus(replace(self._platz, aufruf=""))
        if plan.ablagen:
            yield f"Geschrieben: {anzahl(len(plan.ablagen), 'Fall', 'Fälle')} in „{self._platz.einrichtung.datei.ordner.faelle}“."
        yield "Die alten Listen liegen weiter offen da. Stimmt alles, löschen Sie sie, auch aus dem Papierkorb und aus Sicherungen."

    def _schreibe_uebriges(self, plan: Umzugsplan) -> str:
        kopf = ["Datei", "Tabelle", "Zelle", "ID", "Spalte", "Inhalt"]
        reihen = [
            [self._dateien[a.datei].name, a.plan.bogen.name, a.ort(n), kennung, a.plan.koepfe[n], wert]
            for a, kennung, n, wert in plan.uebrig
        ]
        inhalt = als_csv([kopf, *reihen])
        ziel = _einmal(self._dateien[0].with_name(f"{self._dateien[0].stem}-uebrige-spalten.csv"), inhalt)
        setze_eigene(ziel, inhalt)
        return f"Was in keinen Fall kam, steht UNVERSCHLÜSSELT in „{ziel}“. Sehen Sie es durch, und löschen Sie die Datei dann."

    @property
    def _kontakttabelle(self) -> bytes:
        kontakte = self._fertiger.kontakte
        felder = [f for f in KONTAKTFELDER if any(k[f] for k in kontakte)]
        return als_csv([["ID", *felder], *([k.kennung, *(k[f] for f in felder)] for k in kontakte)])

    @property
    def _kontaktdatei(self) -> Path:
        """Where contacts go that no store can take: beside the list, and once, however often somebody calls."""
        return _einmal(self._dateien[0].with_name(f"{self._dateien[0].stem}-kontaktdaten.csv"), self._kontakttabelle)

    def _schreibe_kontakte(self, plan: Umzugsplan) -> str:
        if self._kontaktordner is None:
            ziel = self._kontaktdatei
            setze_eigene(ziel, self._kontakttabelle)
            return f"ACHTUNG: Namen, Adressen und Telefonnummern liegen UNVERSCHLÜSSELT in „{ziel}“. Richten Sie die Ablage für Kontaktdaten ein, importieren Sie diese Datei, und löschen Sie sie."
        try:
            from fallbuch.kontakte.speicher import Kontaktspeicher  # noqa: PLC0415 - a team without contact data does not install what it needs
        except ModuleNotFoundError as fehler:
            raise Aufruffehler(fehlendes("pyrage")) from fehler
        speicher = Kontaktspeicher(self._kontaktordner)
        neue = [k for k in plan.kontakte if not speicher.hat(k.kennung)]
        speicher.schreibe_alle(neue)
        schon = len(plan.kontakte) - len(neue)
        da = (
            f" {anzahl(schon, 'Mensch hatte', 'Menschen hatten')} schon Kontaktdaten; sie bleiben, wie sie sind."
            if schon
            else ""
        )
        return f"Verschlossen abgelegt: Kontaktdaten von {anzahl(len(neue), 'Mensch', 'Menschen')}.{da}"

    def _gib_zurueck(self, plan: Umzugsplan) -> Iterator[str]:
        je_datei: dict[int, list[Ruecklauf]] = defaultdict(list)
        for r in plan.zurueck:
            je_datei[r.alt.datei].append(r)
        for nummer, ruecklaeufe in je_datei.items():
            datei = self._dateien[nummer]
            endung = endung_fuer(datei.suffix.lower())
            ziel = _freier(datei.with_name(f"{datei.stem.removesuffix('-zurueck')}-zurueck{endung}"))
            tabellen: dict[str, list[list[str]]] = {}
            for r in ruecklaeufe:
                plan_ = r.alt.plan
                kopf = [k for n, k in enumerate(plan_.koepfe) if k not in {GRUND, ZELLE}]
                spalten = [n for n, k in enumerate(plan_.koepfe) if k not in {GRUND, ZELLE}]
                zeilen = tabellen.setdefault(plan_.bogen.name, [[*kopf, GRUND, ZELLE]])
                zeilen.append([*(als_text(r.alt.werte[n]) for n in spalten), als_satz(r.grund), r.alt.ort(r.spalte)])
            setze_eigene(ziel, als_tabelle(tabellen, endung))
            yield f"{anzahl(len(ruecklaeufe), 'Zeile steht', 'Zeilen stehen')} mit dem Grund in „{ziel}“. Berichtigen Sie sie dort, und importieren Sie diese Datei."


def _ist_verzeichnis(bogen: Bogen) -> bool:
    return bogen.zeilen[0][:3] == ["Tabelle", "Spalte", "Bedeutung"]


def _einmal(datei: Path, inhalt: bytes) -> Path:
    """Return the path, however often somebody calls, unless it holds something else by now."""
    return datei if datei.exists() and datei.read_bytes() == inhalt else _freier(datei)


def _freier(datei: Path) -> Path:
    """Return the path, or one with a number where there is such a file already: it may hold somebody's work."""
    nummer = 2
    frei = datei
    while frei.exists():
        frei = datei.with_name(f"{datei.stem}-{nummer}{datei.suffix}")
        nummer += 1
    return frei
