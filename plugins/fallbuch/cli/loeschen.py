"""The command that erases cases: it plans first, then removes, and with --historie takes them out of the past as well."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.bearbeiten.ausgang import pruefe_ziel, schreibe_seite
from fallbuch.bearbeiten.platz import Platz
from fallbuch.befund import anzahl, lesbar
from fallbuch.cli.befehle import BEFUNDE, fallbuch
from fallbuch.cli.dialog import am_terminal, ja
from fallbuch.cli.gruppe import ID, IM_TEAM, OHNE_FRAGE, PFAD, ZEIGEN, ids, option, samt, schreibe, schreibe_gleich
from fallbuch.cli.kontaktseite import Kontaktseite
from fallbuch.cli.schreiben import oeffne_platz, oeffne_zum_schreiben
from fallbuch.cli.wortlaute import lege_vor
from fallbuch.einrichtung import Aufruffehler
from fallbuch.loeschung.blatt import kennzeichen, nachweisblatt, neues_blatt
from fallbuch.loeschung.hindernisse import hindernisse
from fallbuch.loeschung.historie import Bereinigt, bereinige, pruefe_vorher, zielordner
from fallbuch.loeschung.loeschen import (
    NUR_MENSCHEN,
    halte_altes_fern,
    nachgeholt,
    neuanfang,
    raeume_auf,
    vorhaben,
    zum_abhaken,
)
from fallbuch.loeschung.planen import Loeschplan, bekannte_worte, faellige, plane
from fallbuch.loeschung.vergangenheit import Vergangenheit
from fallbuch.text.ablage import setze_eigene

_ABLAGE = option("--ablage ORDNER", "Der Ordner der Kontaktdaten. Vorgabe: wie bei „fallbuch kontakt“.", type=PFAD)
#: So many files are named in a preview.
_HOECHSTENS_GENANNT = 20
#: Whoever erases the contact data first cannot have the name found any more.
_DANACH_NAMENLOS = " (danach findet „--historie“ den Namen nicht mehr; soll der Fall auch aus der Geschichte, rufen Sie gleich mit --historie auf)"
_NUR_VORSCHAU = "Das ist nur eine Vorschau; es wurde nichts gelöscht.\n"
_IDS = click.argument("kennungen", metavar="[ID…]", nargs=-1, shell_complete=ids)


@fallbuch.command(beispiel='fallbuch loeschen 2911 --trotzdem "Der Mensch hat es verlangt" --zeigen')
@_IDS
@samt(IM_TEAM, ZEIGEN)
@option("--faellige", "Alle Fälle, deren Löschung nach den Regeln des Teams fällig ist.", "alle_faelligen")
@option("--trotzdem GRUND", "Löscht, obwohl Quartale, die den Fall zählen, nicht freigegeben sind.", default="")
@option("--historie", "Legt einen neuen Ordner an, in dessen Geschichte (git) es den Fall nie gab, und weist es nach.")
@samt(
    option(
        "--alte-staende ORDNER", "Nach einem neuen Anfang: Kein Stand aus diesem alten Ordner kommt wieder.", type=PFAD
    ),
    option("--ziel ORDNER", "Der neue Ordner bei --historie. Vorgabe: daneben, mit „-bereinigt“.", type=PFAD),
    _ABLAGE,
    OHNE_FRAGE,
)
def loeschen(  # noqa: PLR0917 - click hands over every option
    kennungen: Sequence[str],
    team: Path,
    stichtag: str | None,
    zeigen: bool,
    alle_faelligen: bool,
    trotzdem: str,
    historie: bool,
    alte_staende: Path | None,
    ziel: Path | None,
    ablage: Path | None,
    ohne_frage: bool,
) -> None:
    """Löscht Fälle. Zuerst steht da, was gelöscht würde und wo sonst noch etwas davon steht."""
    if alte_staende is not None and (alle_faelligen or kennungen or historie or trotzdem or ziel or ablage):
        raise Aufruffehler("--alte-staende steht für sich: ohne Fälle und ohne andere Optionen als --zeigen.")
    if alte_staende is None and alle_faelligen == bool(kennungen):
        raise Aufruffehler("Nennen Sie Fälle, oder --faellige für alle, deren Löschung fällig ist.")
    # A call that was cut off runs again: what lies outside of the team's files is removed after them.
    platz = oeffne_zum_schreiben(team, stichtag, zeigen=zeigen, wiederholbar=True)
    if alte_staende is not None:
        anfang = neuanfang(platz, alte_staende)
        if zeigen:
            schreibe(f"{anfang.vorschau()}{_NUR_VORSCHAU}")
        else:
            halte_altes_fern(platz.einrichtung.wurzel)
            anfang.fuehre_aus(platz, lambda: schreibe_gleich(anfang.bericht()))
        return
    gemeinte = faellige(platz) if alle_faelligen else list(kennungen)
    if not gemeinte:
        schreibe("Nach den Regeln des Teams ist heute kein Fall zu löschen.\n")
        return
    kontakte = Kontaktseite(platz, ablage)
    if historie:
        _aus_der_geschichte(platz, gemeinte, kontakte, trotzdem, ziel, ohne_frage=ohne_frage)
        return
    plan = plane(platz, gemeinte)
    if not plan.faelle:
        # With a number that was erased may have gone others of the same person, whose contact data are still there.
        weitere = [n for n in kontakte.liegende if plan.verzeichnis.fall(n) is not None]
        plan = replace(plan, geloeschte=tuple(dict.fromkeys((*plan.geloeschte, *weitere))))
        _hole_nach(platz, _mit_kontakten(plan, kontakte), kontakte, ohne_frage=ohne_frage)
        return
    plan = _mit_kontakten(plan, kontakte)
    lege_vor(plan, zeigen=zeigen, ohne_frage=ohne_frage)
    schreibe(_vorschau(plan, kontakte))
    if (grund := plan.hindernis(trotzdem)) is not None:
        raise Schreibfehler(grund)
    if platz.zeigen:
        schreibe(_NUR_VORSCHAU)
        return
    if not _bestaetigt(ohne_frage=ohne_frage):
        return
    gemacht = vorhaben(plan, trotzdem, kontakte.hat)
    gemacht.fuehre_aus(platz, lambda: schreibe_gleich(gemacht.bericht()))
    schreibe("".join(f"{satz}\n" for satz in raeume_auf(plan, kontakte.loesche)))
    schreibe(_was_bleibt(kontakte, plan.nummern))
    schreibe(_liste((*zum_abhaken(plan), *NUR_MENSCHEN), "vorlagen/protokoll.md"))


def _hole_nach(platz: Platz, plan: Loeschplan, kontakte: Kontaktseite, *, ohne_frage: bool) -> None:
    """Remove what is left of cases whose files are gone."""
    schreibe("Dieser Fall ist schon gelöscht.\n" if len(plan.geloeschte) == 1 else "Diese Fälle sind schon gelöscht.\n")
    lege_vor(plan, zeigen=platz.zeigen, ohne_frage=ohne_frage)
    rest = nachgeholt(plan)
    etwas = rest is not None or any(map(kontakte.hat, plan.nummern)) or bool(plan.gebaute)
    if etwas and (platz.zeigen or not ohne_frage):
        schreibe(_vorschau(plan, kontakte))
    if platz.zeigen:
        schreibe(_NUR_VORSCHAU)
        return
    if etwas and not _bestaetigt(ohne_frage=ohne_frage):
        return
    if rest is not None:
        rest.fuehre_aus(platz, lambda: schreibe_gleich(rest.bericht()))
    schreibe("".join(f"{satz}\n" for satz in raeume_auf(plan, kontakte.loesche)))
    schreibe(_was_bleibt(kontakte, plan.nummern))


@fallbuch.command(beispiel="fallbuch auskunft 2911 ../auskunft")
@ID
@click.argument("ziel", metavar="ORDNER", type=PFAD)
@samt(IM_TEAM, _ABLAGE)
def auskunft(kennung: str, ziel: Path, team: Path, stichtag: str | None, ablage: Path | None) -> None:
    """Schreibt auf, was über einen Menschen gespeichert ist: zum Lesen (HTML, PDF) und für Programme (JSON)."""
    from fallbuch.loeschung.auskunft import auskunft as sammle  # noqa: PLC0415 - who erases needs none of it

    platz = oeffne_platz(team, stichtag)
    pruefe_ziel(platz, ziel)
    kontakte = Kontaktseite(platz, ablage)
    plan = plane(platz, [kennung])
    if not plan.faelle:
        da = [n for n in plan.nummern if kontakte.liegt(n)]
        rest = (
            f"Kontaktdaten zu {', '.join(da)} liegen noch da: „fallbuch kontakt zeigen {da[0]}“ nennt sie, „fallbuch loeschen {da[0]}“ löscht sie."
            if da
            else "In den Dateien, die das Programm führt, ist über ihn nichts mehr gespeichert. Sehen Sie selbst in Mappen, E-Mails und Sicherungen nach; in der Geschichte von git steht er, solange „--historie“ ihn nicht herausgenommen hat."
        )
        raise Aufruffehler(f"Dieser Fall ist gelöscht. {rest}")
    plan = _mit_kontakten(plan, kontakte)
    ergebnis = sammle(platz, plan, kontakte.luecke, kontakte.andere(plan.nummern))
    seite = ziel / f"auskunft-{ergebnis.kennung}.html"
    saetze = list(schreibe_seite(seite, ergebnis.als_seite()))
    setze_eigene(seite.with_suffix(".json"), ergebnis.als_json().encode())
    schreibe("".join(f"{satz}\n" for satz in (*saetze, f"Geschrieben: {seite.with_suffix('.json')}")))
    schreibe(
        "Lesen Sie alles durch, bevor Sie es herausgeben: Gelb markiert ist, was andere Menschen betreffen kann; das Programm erkennt nicht alles. "
        "Löschen Sie die Dateien, wenn Sie sie nicht mehr brauchen.\n"
    )
    if kontakte.luecke:
        schreibe(f"{kontakte.luecke} Sie stehen nicht in der Auskunft.\n")


def _aus_der_geschichte(
    platz: Platz,
    kennungen: Sequence[str],
    kontakte: Kontaktseite,
    trotzdem: str,
    ziel: Path | None,
    *,
    ohne_frage: bool,
) -> None:
    da = [k for k in kennungen if k.lower() in {n.lower() for n in platz.kennungen}]
    plan = plane(platz, da) if da else None
    if plan is not None and (grund := plan.hindernis(trotzdem)) is not None:
        raise Schreibfehler(grund)
    for k in kennungen:
        if (mit := platz.aufgegangene.get(k.lower())) is not None and mit not in kennungen:
            raise Schreibfehler(
                f"Der Fall {lesbar(k)} ist mit {mit} vereint. Nennen Sie {mit}; dann geht auch, was von {lesbar(k)} ist."
            )
    wurzel = platz.einrichtung.wurzel
    if saetze := hindernisse(wurzel):
        raise Aufruffehler("\n".join(saetze))
    vergangenheit = Vergangenheit(
        wurzel, platz.einrichtung.datei.ordner.faelle, kennungen, bekannte_worte(platz.regelwerk.vokabular)
    )
    nummern = sorted(vergangenheit.nummern)
    ziel = ziel or zielordner(vergangenheit.oben)
    pruefe_vorher(vergangenheit, ziel, wurzel)
    # Of all numbers that the person ever had: what is not looked for is not deleted either.
    vergangenheit.kontakte = kontakte.angaben(nummern, genannte=[k.lower() for k in kennungen], fragt=True)
    durchsicht = lege_vor(vergangenheit, zeigen=platz.zeigen, ohne_frage=ohne_frage)
    schreibe(_vorschau_der_geschichte(vergangenheit, ziel, [n for n in nummern if kontakte.hat(n)]))
    if platz.zeigen:
        schreibe(_NUR_VORSCHAU)
        return
    if not _bestaetigt(ohne_frage=ohne_frage):
        return
    faelle = plan.faelle if plan is not None else ()
    regeln = {nummer.lower(): fall.regel for fall in faelle for nummer in fall.nummern}
    titel = ", ".join(dict.fromkeys(fall.titel or "vor der Frist des Teams" for fall in faelle))
    ergebnis = bereinige(vergangenheit, ziel, tag=platz.stichtag, regeln=regeln, wurzel=wurzel, grund=trotzdem)
    blatt = neues_blatt(ziel.parent, platz.stichtag)
    seite = partial(
        nachweisblatt,
        ergebnis, luecke=kontakte.nicht_gesucht, team=platz.einrichtung.datei.name, grund=vergangenheit.spuren.ohne(trotzdem), tag=platz.stichtag, regel=titel or "vor der Frist des Teams", kennzeichen=kennzeichen(ziel / vergangenheit.vorsatz, nummern),
        alter_ordner=vergangenheit.oben.name, aehnliches=durchsicht.satz,
    )  # fmt: skip
    # The proof first: whoever is interrupted in between has it, and the contact data with which all could be looked for.
    blatt.write_text(seite(kontakt=_kontaktzeile(kontakte, nummern, 0)), encoding="utf-8", newline="\n")
    # Whoever must try again needs the names once more.
    if geloeschte := sum(map(kontakte.loesche, nummern)) if ergebnis.nachweis.sauber else 0:
        blatt.write_text(seite(kontakt=_kontaktzeile(kontakte, nummern, geloeschte)), encoding="utf-8", newline="\n")
    _sage_ergebnis(ergebnis, blatt, kontakte, nummern)


def _kontaktzeile(kontakte: Kontaktseite, nummern: Sequence[str], geloeschte: int) -> str:
    """Say for the proof what became of the contact data."""
    if geloeschte:
        return f"{geloeschte} gelöscht"
    if bleiben := kontakte.bleiben(nummern):
        return f"{len(bleiben)} verschlossen und noch da"
    if kontakte.luecke:
        return "hier nicht bekannt"
    return "noch da" if any(map(kontakte.hat, nummern)) else "keine hinterlegt"


def _sage_ergebnis(ergebnis: Bereinigt, blatt: Path, kontakte: Kontaktseite, nummern: Sequence[str]) -> None:
    ziel = ergebnis.ordner
    schreibe(_was_bleibt(kontakte, nummern) or (f"{kontakte.nicht_gesucht}\n" if kontakte.luecke else ""))
    schreibe(f"Fertig: „{ziel}“. Der Nachweis zum Ablegen: „{blatt}“. Er nennt auch, was nur Menschen tun können.\n")
    if not ergebnis.nachweis.sauber:
        schreibe("".join(f"Noch da: {f.wo}: {', '.join(sorted(f.arten))}\n" for f in ergebnis.nachweis.funde))
        schreibe(
            "So darf der neue Ordner nicht weitergegeben werden. Steht es in einer Datei von jetzt, nehmen Sie es im alten Ordner heraus, und speichern Sie das; "
            "steht es nur in einer früheren Fassung, hilft ein neuer Anfang (Handbuch, „Einmal im Jahr neu anfangen“). Vor einem zweiten Versuch: "
            f"löschen Sie „{ziel}“, und rufen Sie den Befehl noch einmal auf.\n"
        )
        raise click.exceptions.Exit(BEFUNDE)
    schreibe(
        "Arbeiten Sie ab jetzt im neuen Ordner. Wie die gemeinsame Ablage die neue Geschichte bekommt, steht im Handbuch unter „Datenschutz und Löschen“; "
        "danach holen sich alle das Team neu. Solange der alte Ordner da ist, ist nichts gelöscht.\n"
    )


def _vorschau_der_geschichte(v: Vergangenheit, ziel: Path, mit_kontakt: Sequence[str]) -> str:
    kontakt = f" Gelöscht werden auch die Kontaktdaten zu {', '.join(mit_kontakt)}." if mit_kontakt else ""
    geaendert = f" ({_einige(v.geaenderte)})" if v.geaenderte else ""
    saetze = [
        (
            f"Neu entsteht „{ziel}“: dieselbe Geschichte ({anzahl(len(v.stufen), 'Stand', 'Stände')}) ohne "
            f"{anzahl(len(v.eigene), 'Fassung', 'Fassungen')} des Falls. Ganz entfallen: {_einige((*v.pfade_weg, *v.entfallende)) or 'keine Datei'}. "
            f"Wo er sonst genannt ist{geaendert}, steht dann „(gelöscht)“.{kontakt} Dieser Ordner bleibt, wie er ist."
        )
    ]
    saetze += [
        f"Vielleicht hieß der Fall früher {nummer} (früher in „{lesbar(pfad, 120)}“). Ist es derselbe Mensch, nennen Sie beim Aufruf auch diese Nummer; sonst wird nach ihr nicht gesucht."
        for pfad, nummer in v.fruehere
    ]
    saetze += [f"Nicht mit in den neuen Ordner kommen: {satz}" for satz in v.bleibt_zurueck]
    return "".join(f"{satz}\n" for satz in saetze)


def _was_bleibt(kontakte: Kontaktseite, nummern: Sequence[str]) -> str:
    """Say what was not looked for, and what stays because of that."""
    if not (bleiben := kontakte.bleiben(nummern)):
        return ""
    return (
        f"Achtung: {kontakte.nicht_gesucht} "
        f"Deshalb sind die Kontaktdaten zu {', '.join(bleiben)} noch da. Rufen Sie den Befehl an einem Rechner auf, der sie öffnen kann.\n"
    )


def _einige(namen: Sequence[str]) -> str:
    """Name files, not all of very many."""
    mehr = f" und {len(namen) - _HOECHSTENS_GENANNT} weitere" if len(namen) > _HOECHSTENS_GENANNT else ""
    return ", ".join(lesbar(name, 120) for name in namen[:_HOECHSTENS_GENANNT]) + mehr


def _mit_kontakten(plan: Loeschplan, kontakte: Kontaktseite) -> Loeschplan:
    """Return the plan with what is known of the people, by all numbers that they had."""
    genannte = [fall.akte.auszug.kennung for fall in plan.faelle] or plan.geloeschte
    return replace(plan, kontakte=kontakte.angaben(plan.nummern, genannte=genannte))


def _bestaetigt(*, ohne_frage: bool) -> bool:
    if ohne_frage:
        return True
    if not am_terminal():
        raise Aufruffehler("Gelöscht wird nur, wenn jemand es bestätigt: am Terminal, oder mit --ja.")
    if ja("Wirklich löschen? Es lässt sich nicht zurücknehmen.", vorgabe=False):
        return True
    schreibe("Es wurde nichts gelöscht.\n")
    return False


def _vorschau(plan: Loeschplan, kontakte: Kontaktseite) -> str:
    """Return what would happen, in the order in which it matters to people."""
    teile: list[tuple[str, Sequence[object]]] = [
        ("Gelöscht wird:", [*_faelle(plan), *plan.mit_im_namen, *_daneben(plan, kontakte.hat)]),
        ("Ersetzt durch „(gelöscht)“:", plan.zu_ersetzen),
        ("Bleibt, weil es auch von anderen handelt; sehen Sie nach:", plan.gemeinsame),
        ("Das können nur Sie:", zum_abhaken(plan)),
    ]
    zeilen = [z for titel, punkte in teile if punkte for z in (titel, *(f"  {lesbar(str(p), 300)}" for p in punkte))]
    return "".join(
        f"{zeile}\n"
        for zeile in (
            *zeilen,
            *([f"{kontakte.luecke} Nach Namen und Telefonnummern wird nicht gesucht."] if kontakte.luecke else ()),
        )
    )


def _faelle(plan: Loeschplan) -> list[str]:
    return [
        f"{f.datei.name} ({anzahl(len(f.akte.fall.eintraege), 'Eintrag', 'Einträge')}; "
        f"{f'fällig nach der Regel „{f.titel}“' if f.titel else 'nach den Regeln des Teams noch nicht fällig'})"
        for f in plan.faelle
    ]


def _daneben(plan: Loeschplan, hat_kontakt: Callable[[str], bool]) -> list[str]:
    saetze = [
        f"Kontaktdaten zu {nummer}{_DANACH_NAMENLOS if plan.in_git else ''}"
        for nummer in plan.nummern
        if hat_kontakt(nummer)
    ]
    saetze += [f"die gebauten Seiten in „{ordner}“ („fallbuch bauen“ macht sie neu)" for ordner in plan.gebaute]
    return saetze + (["was das Programm sich auf diesem Rechner gemerkt hat"] if plan.gemerktes else [])


def _liste(saetze: Sequence[str], wo: str) -> str:
    punkte = "".join(f"  [ ] {satz}\n" for satz in saetze)
    return f"Das können nur Menschen tun; die Liste steht auch in {wo}, zum Abhaken:\n{punkte}"
