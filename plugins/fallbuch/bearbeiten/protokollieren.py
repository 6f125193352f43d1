"""Entries of the team's log, at their place in time."""

from __future__ import annotations

from fallbuch.akte.einfuegen import eintrag_einfuegen
from fallbuch.akte.entwurf import Eintragsentwurf, Schreibfehler
from fallbuch.akte.modell import Eintrag
from fallbuch.akte.protokoll import PROTOKOLLDATEI, lies_protokoll
from fallbuch.akte.schreiben import aussage, entziffert, neue_befunde
from fallbuch.bearbeiten.platz import Platz
from fallbuch.befund import Schwere
from fallbuch.text.ablage import Ablage
from fallbuch.text.quelle import Hindernis, Quelldatei, lies_datei

_LEER = b"# Protokoll des Teams\n"


def protokollablage(platz: Platz, entwurf: Eintragsentwurf) -> Ablage:
    """Return the log with one entry more; all other bytes stay. Raises `Schreibfehler` where it cannot be read."""
    wurzel = platz.einrichtung.wurzel
    datei = lies_datei(wurzel / PROTOKOLLDATEI, PROTOKOLLDATEI, wurzel)
    alt = None if datei.hindernis is Hindernis.FEHLT else datei.inhalt
    if datei.hindernis not in {None, Hindernis.FEHLT}:
        raise Schreibfehler(f"{PROTOKOLLDATEI} lässt sich nicht ändern: Die Datei ist {datei.hindernis}.")
    vorher = Quelldatei(PROTOKOLLDATEI, alt if alt is not None else _LEER)
    stueck = entziffert(vorher.inhalt, PROTOKOLLDATEI)
    protokoll, vorige = lies_protokoll(vorher)
    eintraege = protokoll.eintraege
    neuer = entwurf.gelesen(PROTOKOLLDATEI)
    for eintrag in eintraege:
        if (eintrag.datum, eintrag.art) == (neuer.datum, neuer.art) and _zugangsweg(eintrag) == _zugangsweg(neuer):
            raise Schreibfehler(
                f"Im Protokoll steht diese Veranstaltung schon ({eintrag.stelle}). Weitere Fälle legen Sie mit --zugangsweg an."
            )
    nummer, aenderung = eintrag_einfuegen(stueck, eintraege, entwurf)
    neu = stueck.mit([aenderung]).inhalt
    erwartet = [
        *map(aussage, eintraege[:nummer]),
        aussage(neuer),
        *map(aussage, eintraege[nummer:]),
    ]
    danach, befunde = lies_protokoll(Quelldatei(PROTOKOLLDATEI, neu))
    fehler = [b for b in neue_befunde(vorige, befunde) if b.schwere is Schwere.FEHLER]
    if fehler:
        raise Schreibfehler(f"So kann es nicht in {PROTOKOLLDATEI} stehen. {fehler[0].text}")
    if list(map(aussage, danach.eintraege)) != erwartet:
        raise Schreibfehler(f"{PROTOKOLLDATEI} würde danach anders gelesen. Tragen Sie die Veranstaltung von Hand ein.")
    return Ablage(name=PROTOKOLLDATEI, alt=alt, neu=neu)


def _zugangsweg(eintrag: Eintrag) -> str | None:
    return getattr(eintrag.besonderes, "zugangsweg", None)
