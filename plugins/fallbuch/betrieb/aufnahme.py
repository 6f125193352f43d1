"""What a running site answered: everything that is looked at is asked here, once, and judged elsewhere."""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping
from dataclasses import field

from fallbuch.betrieb.leitung import NICHT_FERTIG, Ausweis, Leitung, Netzadresse, Seitenantwort
from fallbuch.register.los import LOSDATEI
from fallbuch.werte import dataclass

START, NUMMERN = "index.html", "assets/fallbuch/nummern.js"
#: Parts of every site that only the team may see, and what they are.
DES_TEAMS: Mapping[str, str] = {
    "": "die Startseite",
    START: "die Seite „Heute“",
    "faelle.html": "die Liste der Fälle",
    NUMMERN: "die Liste der IDs",
    "assets/fallbuch/suchindex.js": "der Suchindex",
    "kalender/team.ics": "der Kalender des Teams",
    "woche.html": "die Woche",
    "arbeitgeber.html": "die Liste der Arbeitgeber",
    "druckfassung.html": "die Druckfassung",
}
#: What no server may give out to anybody, logged in or not.
NIEMANDES: Mapping[str, str] = {
    ".git/HEAD": "das git-Verzeichnis",
    ".git/config": "die Einstellungen von git",
    ".fallbuch/schreibtisch.json": "was sich Fallbuch auf diesem Rechner merkt",
    ".htpasswd": "die Datei mit den Kennwörtern",
    "vorlagen/team.yml": "die Einstellungen des Teams",
    LOSDATEI: "das Geheimnis der Auslosung",
    "mkdocs.yml": "die Einstellungen der Seiten",
    "index.html~": "die Sicherungskopie einer Seite",
    "index.html.bak": "die Sicherungskopie einer Seite",
}
#: Folders in which a server may list what is there.
ORDNER = ("faelle/", "kalender/", "assets/")
#: A page of the desk, and where it stands unless somebody says otherwise.
TISCHSEITE, TISCHPORT = "tisch/neu", 8641
_UNSINN = "gibt-es-hier-nicht-7c1e.html"
_FREMDER_NAME = "fremd.invalid"
_ALT = {"TLS 1.0": ssl.TLSVersion.TLSv1, "TLS 1.1": ssl.TLSVersion.TLSv1_1}
#: On every page that Fallbuch has built, and on no login, though that may repeat the path it was asked for.
_MERKMAL = re.compile(rb"(?:href|src)=[\"']?[^\"'>?]*assets/fallbuch/")
_SEITE = re.compile(rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
#: What is asked for without encryption.
_KLAR = ("", START, "faelle.html", NUMMERN)
_ERSTE_ID = re.compile(rb'\["([\w-]{1,32})", "([\w-]{1,64})"\]')

Antworten = Mapping[str, Seitenantwort | None]


@dataclass(frozen=True, kw_only=True)
class Seitenaufnahme:
    """All answers of one site."""

    adresse: Netzadresse
    ausweis: Ausweis
    #: Version of TLS → whether it is accepted, None where that cannot be told.
    alt: Mapping[str, bool | None]
    #: Path → what came back at the port without encryption.
    klar: Antworten
    #: What somebody with a wrong password gets.
    falsches: Seitenantwort | None
    #: Path → answer, without a login and with one; the second is empty where nobody could log in.
    ohne: Antworten
    mit: Antworten
    #: Whether a name was given, and yet nobody could log in.
    verweigert: bool
    #: Path of a page of a case and what it is; empty where none is known.
    faelle: Mapping[str, str]
    #: Answers to a path that nobody has, under a name that is not the site's, to TRACE, from the desk's own port.
    unsinn: Seitenantwort | None
    unsinn_angemeldet: Seitenantwort | None
    fremd: Seitenantwort | None
    trace: Seitenantwort | None
    tisch: Seitenantwort | None = field(default=None)

    def zeigt_team(self, antwort: Seitenantwort | None) -> bool:
        """Tell whether an answer shows a part of the team's site; a login that stands in for every path shows none."""
        # A server may give the start page for every path that it does not know: that is open, not shut.
        # And what stands behind a refusal is sent all the same; a page that says that there is none is of no use to anybody.
        return not self.leer(antwort, self.unsinn) or (
            antwort is not None and antwort.status not in {404, 410} and _MERKMAL.search(antwort.inhalt) is not None
        )

    def leer(self, antwort: Seitenantwort | None, unsinn: Seitenantwort | None) -> bool:
        """Tell whether an answer shows nothing: none, a refusal, a way elsewhere, or what every path gets."""
        if antwort is None or not 200 <= antwort.status < 300 or not antwort.inhalt:
            return True
        if unsinn is None or unsinn.status != antwort.status:
            return False
        # A login that names the path, or has another token each time.
        return unsinn.inhalt == antwort.inhalt or (_ist_fremde_seite(unsinn) and _ist_fremde_seite(antwort))


def _ist_fremde_seite(antwort: Seitenantwort) -> bool:
    """Tell whether an answer is a page, and none that Fallbuch has built."""
    return _SEITE.match(antwort.inhalt) is not None and _MERKMAL.search(antwort.inhalt) is None


def nimm_auf(leitung: Leitung, *, klarport: int, tischport: int = TISCHPORT, zugang: bool) -> Seitenaufnahme:
    """Ask a running site everything. Raises `Unerreichbar` where it says nothing, or nothing any more."""
    if _schweigt(leitung.frage(START)):
        raise leitung.stumm()
    angemeldet = leitung.darf_anmelden
    ohne = {pfad: leitung.frage(pfad) for pfad in (*DES_TEAMS, *ORDNER, "robots.txt", TISCHSEITE)}
    mit = {p: leitung.frage(p, angemeldet=True) for p in (*DES_TEAMS, *ORDNER)} if angemeldet else {}
    faelle, falldateien = _fall_aus(mit.get(NUMMERN) or ohne[NUMMERN])
    for pfad in (*faelle, *NIEMANDES, *falldateien):
        ohne[pfad] = leitung.frage(pfad)
        if angemeldet:
            mit[pfad] = leitung.frage(pfad, angemeldet=True)
    adresse = leitung.adresse
    aufnahme = Seitenaufnahme(
        adresse=adresse,
        ausweis=leitung.ausweis,
        alt={name: leitung.spricht(fassung) for name, fassung in _ALT.items()} if adresse.sicher else {},
        klar={p: leitung.frage_offen(klarport, f"{adresse.pfad}{p}") for p in _KLAR} if adresse.sicher else {},
        falsches=leitung.frage(START, angemeldet=True, falsch=True) if angemeldet else None,
        ohne=ohne,
        mit=mit,
        verweigert=zugang and not angemeldet,
        faelle={**faelle, **falldateien},
        unsinn=leitung.frage(_UNSINN),
        unsinn_angemeldet=leitung.frage(_UNSINN, angemeldet=True) if angemeldet else None,
        fremd=leitung.frage(START, rechner=_FREMDER_NAME),
        trace=leitung.frage(START, methode="TRACE"),
        tisch=None if adresse.am_eigenen_rechner else leitung.frage_offen(tischport, "/"),
    )
    # Silence in between counts as refused: whoever has stopped answering altogether has refused nothing.
    if _schweigt(leitung.frage(START)):
        raise leitung.stumm()
    return aufnahme


def _schweigt(antwort: Seitenantwort | None) -> bool:
    return antwort is None or antwort.status == NICHT_FERTIG


def _fall_aus(nummern: Seitenantwort | None) -> tuple[dict[str, str], dict[str, str]]:
    """Return a page of a case and the files from which it may have come, with what they are."""
    erste = _ERSTE_ID.search(nummern.inhalt) if nummern is not None and nummern.status == 200 else None
    if erste is None:
        return {}, {}
    kennung, seite = (teil.decode(errors="replace") for teil in erste.groups())
    dateien = {f"faelle/{kennung}.md": "die Datei eines Falls", f"kontakte/{kennung}.age": "Kontaktdaten"}
    return {f"faelle/{seite}.html": "die Seite eines Falls"}, dateien
