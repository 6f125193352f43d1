"""A new case from the team's template, with an ID that nobody has or ever had."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib.resources import files

from fallbuch.akte.einfuegen import eintrag_einfuegen
from fallbuch.akte.entwurf import Eintragsentwurf, Schreibfehler
from fallbuch.akte.modell import Eintrag, Status
from fallbuch.akte.protokoll import PROTOKOLLDATEI, lies_protokoll
from fallbuch.akte.protokollformen import PROTOKOLLFORMEN, Veranstaltungangaben
from fallbuch.akte.schreiben import Falltext, aussage, entziffert, neue_befunde
from fallbuch.bearbeiten.eintragen import kopffeld, naechstes_zu_tun
from fallbuch.bearbeiten.platz import Platz, Vorhaben
from fallbuch.bearbeiten.werte import lies_wert, lies_wort
from fallbuch.befund import Befund, Schwere, anzahl, lesbar
from fallbuch.bestand.geloeschte import lade_verzeichnis
from fallbuch.bestand.laden import Akte
from fallbuch.kennung import id_mangel, nachbarn, ordnung
from fallbuch.text.ablage import Ablage
from fallbuch.text.git import KeinGit, luecke
from fallbuch.text.historie import fruehere_dateien
from fallbuch.text.quelle import Hindernis, Quelldatei, ist_falldatei, lies_datei

_LEERES_PROTOKOLL = b"# Protokoll des Teams\n"
FALLVORLAGE = "vorlagen/fall.md"
#: One in so many numbers of a length is in use at most, else one digit more is drawn.
_LUFT = 20
_JAHRE = range(1900, 2101)
#: So often a number is drawn by chance, before all that are left are counted.
_VERSUCHE = 100
#: Up to here that is quick; among longer ones chance finds one long before.
_ZAEHLBAR = 5
Zufall = Callable[[int], int]


def vergebene(platz: Platz) -> frozenset[str]:
    """Return all IDs in use now or ever, folded to small letters: of the stock, of cases that became one and, as far as git tells it, of its history."""
    frueher = (name.rsplit(".", 1)[0] for name in _fruehere(platz)[0])
    return frozenset(kennung.lower() for kennung in (*platz.kennungen, *platz.aufgegangene, *frueher))


def _fruehere(platz: Platz) -> tuple[Sequence[str], str]:
    """Return the files of all cases that git remembers, and why these may not be all, "" where they are."""
    wurzel = platz.einrichtung.wurzel
    try:
        namen = fruehere_dateien(wurzel, platz.einrichtung.datei.ordner.faelle)
    except KeinGit as fehler:
        return (), str(fehler)
    return [name for name in namen if ist_falldatei(name)], luecke(wurzel)


def ziehe_id(belegt: Collection[str], zufall: Zufall = secrets.randbelow) -> str:
    """Draw a number that no slip turns into one of `belegt`: at random, so that it tells nothing of who came when.

    Where all numbers of a length are too near to another, one digit more is drawn.
    """
    ziffern = uebliche_laenge(belegt)
    while True:
        for _ in range(_VERSUCHE):
            kennung = str(10 ** (ziffern - 1) + zufall(9 * 10 ** (ziffern - 1)))
            if _frei(kennung, belegt):
                return kennung
        if ziffern <= _ZAEHLBAR and (uebrige := _uebrige(ziffern, belegt)):
            return uebrige[zufall(len(uebrige))]
        ziffern += 1


def ziehe_freie(platz: Platz, belegt: Collection[str], zufall: Zufall = secrets.randbelow) -> str:
    """Draw a number as `ziehe_id` does, and none under which the team has erased somebody."""
    geloescht = lade_verzeichnis(platz.einrichtung.wurzel)[0]
    gesperrte: set[str] = set(belegt)
    while geloescht.fall(kennung := ziehe_id(gesperrte, zufall)) is not None:
        gesperrte.add(kennung)
    return kennung


def uebliche_laenge(belegt: Collection[str]) -> int:
    """Return how many digits a number has where so many are in use."""
    ziffern = 4
    while len(belegt) * _LUFT > 9 * 10 ** (ziffern - 1):
        ziffern += 1
    return ziffern


def _frei(kennung: str, belegt: Collection[str]) -> bool:
    # A number that reads like a year would be taken for one.
    return int(kennung) not in _JAHRE and kennung not in belegt and not verwechselbare(kennung, belegt)


def _uebrige(ziffern: int, belegt: Collection[str]) -> list[str]:
    """Return all numbers of a length that are free; looks at each ID in use once."""
    gesperrt = {n for k in belegt if abs(len(k) - ziffern) <= 1 for n in (k, *nachbarn(k))}
    alle = range(10 ** (ziffern - 1), 10**ziffern)
    return [str(zahl) for zahl in alle if zahl not in _JAHRE and str(zahl) not in gesperrt]


def verwechselbare(kennung: str, belegt: Collection[str]) -> list[str]:
    """Return the IDs in use that one slip makes of another."""
    return sorted((n for n in nachbarn(kennung.lower()) if n in belegt), key=ordnung)


def vorlage(platz: Platz) -> bytes:
    """Return the template of a case: the team's, else the shipped one."""
    datei = lies_datei(platz.einrichtung.wurzel / FALLVORLAGE, FALLVORLAGE, platz.einrichtung.wurzel)
    if datei.hindernis is Hindernis.FEHLT:
        return files("fallbuch").joinpath("vorgaben", "ergaenzung", "vorlagen", "fall.md").read_bytes()
    if datei.hindernis is not None:
        raise Schreibfehler(f"Die Vorlage {FALLVORLAGE} ist {datei.hindernis}.")
    return datei.inhalt


def veranstaltung(
    datum: date, zugangsweg: str, berater: Iterable[str], teilnehmende: str, text: str
) -> Eintragsentwurf:
    """Return an event from which several cases come at once, as the log will tell it."""
    art = next(art for art, form in PROTOKOLLFORMEN.items() if form is Veranstaltungangaben)
    gezaehlt = {"Teilnehmende": teilnehmende} if teilnehmende else {}
    return Eintragsentwurf(
        datum=datum,
        art=art,
        berater=tuple(dict.fromkeys(berater)),
        text=text,
        angaben={"Zugangsweg": zugangsweg, **gezaehlt},
        formen=PROTOKOLLFORMEN,
    )


def pruefe_id(platz: Platz, gewuenscht: str, belegt: Collection[str] | None = None) -> None:
    """Raise `Schreibfehler` unless a wished ID has the right form and was never used; "" wishes for none."""
    if not gewuenscht:
        return
    if (mangel := id_mangel(gewuenscht)) is not None:
        raise Schreibfehler(f"ID „{lesbar(gewuenscht)}“ hat nicht die richtige Form. {mangel}.")
    if lade_verzeichnis(platz.einrichtung.wurzel)[0].fall(gewuenscht) is not None:
        raise Schreibfehler(
            f"Unter der ID „{gewuenscht}“ hat das Team jemanden gelöscht; sie wird nicht wieder vergeben. Lassen Sie sie weg, dann wird eine gezogen."
        )
    if gewuenscht.lower() in (vergebene(platz) if belegt is None else belegt):
        raise Schreibfehler(
            f"Die ID „{gewuenscht}“ ist oder war schon vergeben. Lassen Sie sie weg, dann wird eine gezogen."
        )
    if grund := _fruehere(platz)[1]:
        raise Schreibfehler(
            f"Ob die ID „{gewuenscht}“ schon einmal vergeben war, lässt sich nicht sagen. {grund} "
            "Oder lassen Sie die ID weg, dann wird eine gezogen."
        )


def plane_fall(
    platz: Platz, felder: Mapping[str, str], belegt: Collection[str], zufall: Zufall = secrets.randbelow
) -> tuple[Ablage, Akte, list[Befund]]:
    """Work out the file of one new case and check it. `felder` are those of the front matter as somebody typed them."""
    gewuenscht = felder.get("ID", "").strip()
    pruefe_id(platz, gewuenscht, belegt)
    kennung = gewuenscht or ziehe_freie(platz, belegt, zufall)
    name = platz.name(kennung)
    text = Falltext(vorlage(platz), FALLVORLAGE).umbenannt(name)
    for feld, wert in _kopf(platz, felder, kennung).items():
        text = text.mit_feld(feld, wert)
    if hilfenetz := [zeile for zeile in felder.get("Hilfenetz", "").split("\n") if zeile.strip()]:
        text = text.mit_liste("Hilfenetz", hilfenetz)
    akte, hinweise = platz.gepruefte(None, Quelldatei(name, text.inhalt))
    return Ablage(name=name, alt=None, neu=text.inhalt), akte, hinweise


def _kopf(platz: Platz, felder: Mapping[str, str], kennung: str) -> dict[str, str]:
    erstkontakt = felder.get("Erstkontakt", "").strip() or str(platz.stichtag)
    werte = {
        "ID": kennung,
        "Erstkontakt": lies_wert(kopffeld("Erstkontakt"), erstkontakt, platz.regelwerk, platz.stichtag),
    }
    tag = date.fromisoformat(werte["Erstkontakt"])
    for name, wert in felder.items():
        feld = kopffeld(name)
        if feld.name not in {"ID", "Erstkontakt", "Status", "Hilfenetz"} and wert.strip():
            werte[feld.name] = lies_wert(feld, wert, platz.regelwerk, tag)
    if "Zugangsweg" not in werte:
        raise Schreibfehler(
            "Woher kam der Mensch?", feld="Zugangsweg", rat="Nennen Sie den Zugangsweg mit --zugangsweg."
        )
    return {**werte, "Status": Status.NEU.value}


def plane_neue(
    platz: Platz,
    faelle: Sequence[Mapping[str, str]],
    anlass: Eintragsentwurf | None = None,
    zufall: Zufall = secrets.randbelow,
) -> Vorhaben:
    """Work out new cases, all or none, and the log's entry of the event that they come from (`anlass`)."""
    belegt = set(vergebene(platz))
    ablagen, saetze, hinweise = [], [], []
    for felder in faelle:
        ablage, akte, neue = plane_fall(platz, felder, belegt, zufall)
        zur_id = _zur_id(akte.fall.kennung, belegt, gewuenscht=bool(felder.get("ID", "").strip()))
        belegt.add(akte.fall.kennung.lower())
        ablagen.append(ablage)
        hinweise += neue
        naechstes = naechstes_zu_tun(akte) if len(faelle) == 1 else ""
        saetze += [" ".join(filter(None, (f"Angelegt: {ablage.name}.", naechstes))), *zur_id]
    if grund := _fruehere(platz)[1]:
        saetze.append(f"Ob eine gezogene ID früher schon einmal vergeben war, ließ sich nicht nachsehen. {grund}")
    if anlass is not None:
        eintrag = _eintrag(platz, anlass, len(faelle))
        ablagen.append(protokollablage(platz, eintrag))
        saetze.append(
            f"Eingetragen in {PROTOKOLLDATEI}: {eintrag.art} vom {eintrag.datum}, {anzahl(len(faelle), 'neuer Fall', 'neue Fälle')}."
        )
    return Vorhaben(ablagen=ablagen, saetze=saetze, hinweise=hinweise)


def _zur_id(kennung: str, belegt: Collection[str], *, gewuenscht: bool) -> list[str]:
    """Say what is unusual about an ID: a wished one is easily mistaken for another, a drawn one is longer than before."""
    if gewuenscht:
        nahe = ", ".join(verwechselbare(kennung, belegt)[:3])
        satz = f"Hinweis: {kennung} ist mit {nahe} leicht zu verwechseln, ein Tippfehler genügt. "
        return [f"{satz}Ohne --id zieht Fallbuch eine Nummer, bei der das nicht geschieht."] if nahe else []
    laenge = uebliche_laenge(belegt)
    satz = f"Mit {laenge} Stellen ist keine Nummer mehr frei, die sich nicht leicht verwechseln ließe; diese hat {len(kennung)}."
    return [satz] if len(kennung) > laenge else []


def _eintrag(platz: Platz, anlass: Eintragsentwurf, wie_viele: int) -> Eintragsentwurf:
    if anlass.datum > platz.heute:
        raise Schreibfehler(f"Der {anlass.datum} liegt in der Zukunft.")
    weg = str(anlass.angaben["Zugangsweg"])
    weg = lies_wort("zugangswege", weg, "Zugangsweg", platz.regelwerk, anlass.datum)
    berater = tuple(lies_wort("berater", name, "Berater", platz.regelwerk, anlass.datum) for name in anlass.berater)
    return replace(anlass, berater=berater, angaben={**anlass.angaben, "Zugangsweg": weg, "Neue Fälle": str(wie_viele)})


def protokollablage(platz: Platz, entwurf: Eintragsentwurf, inhalt: bytes | None = None) -> Ablage:
    """Return the log with one entry more; all other bytes stay. Raises `Schreibfehler` where it cannot be read.

    `inhalt` is what it will say otherwise, None where that is what it says.
    """
    wurzel = platz.einrichtung.wurzel
    datei = lies_datei(wurzel / PROTOKOLLDATEI, PROTOKOLLDATEI, wurzel)
    fehlt = datei.hindernis is Hindernis.FEHLT
    if datei.hindernis is not None and not fehlt:
        raise Schreibfehler(f"{PROTOKOLLDATEI} lässt sich nicht ändern: Die Datei ist {datei.hindernis}.")
    vorher = Quelldatei(PROTOKOLLDATEI, _LEERES_PROTOKOLL if fehlt else inhalt or datei.inhalt)
    stueck = entziffert(vorher.inhalt, PROTOKOLLDATEI)
    protokoll, vorige = lies_protokoll(vorher)
    eintraege = protokoll.eintraege
    neuer = entwurf.gelesen(PROTOKOLLDATEI)
    for eintrag in eintraege:
        weg = _zugangsweg(neuer)
        if weg is not None and (eintrag.datum, eintrag.art, _zugangsweg(eintrag)) == (neuer.datum, neuer.art, weg):
            raise Schreibfehler(
                f"Im Protokoll steht diese Veranstaltung schon ({eintrag.stelle}). Weitere Fälle legen Sie mit --zugangsweg an."
            )
    nummer, aenderung = eintrag_einfuegen(stueck, eintraege, entwurf)
    neu = stueck.mit([aenderung]).inhalt
    erwartet = list(map(aussage, (*eintraege[:nummer], neuer, *eintraege[nummer:])))
    danach, befunde = lies_protokoll(Quelldatei(PROTOKOLLDATEI, neu))
    fehler = [b for b in neue_befunde(vorige, befunde) if b.schwere is Schwere.FEHLER]
    if fehler:
        raise Schreibfehler(f"So kann es nicht in {PROTOKOLLDATEI} stehen. {fehler[0].text}")
    if list(map(aussage, danach.eintraege)) != erwartet:
        raise Schreibfehler(f"{PROTOKOLLDATEI} würde danach anders gelesen. Tragen Sie die Veranstaltung von Hand ein.")
    return Ablage(name=PROTOKOLLDATEI, alt=None if fehlt else datei.inhalt, neu=neu)


def _zugangsweg(eintrag: Eintrag) -> str | None:
    return getattr(eintrag.besonderes, "zugangsweg", None)
