"""What a running site keeps shut: small functions, each judging the answers by one question, one German sentence a point."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from urllib.parse import urlsplit

from fallbuch.befund import anzahl, lesbar
from fallbuch.betrieb.aufnahme import DES_TEAMS, NIEMANDES, ORDNER, START, TISCHSEITE, Seitenaufnahme
from fallbuch.betrieb.kopfzeilen import NACHFRAGEN, NIE_AUFHEBEN, vorgaben
from fallbuch.betrieb.leitung import NICHT_FERTIG, Seitenantwort
from fallbuch.werte import dataclass


class Pruefausgang(StrEnum):
    """How a point came out."""

    GUT = "gut"
    OFFEN = "offen"
    UNGEPRUEFT = "nicht geprüft"


@dataclass(frozen=True, kw_only=True)
class Betriebspunkt:
    """One point: what it is about, how it came out, and a sentence with what was found, expected and to be done."""

    kennung: str
    ausgang: Pruefausgang
    satz: str


def pruefe(aufnahme: Seitenaufnahme, heute: date) -> list[Betriebspunkt]:
    """Return every point of a site, in a fixed order."""
    return [punkt for probe in PRUEFUNGEN for punkt in probe(aufnahme, heute)]


def _punkt(kennung: str, mangel: str, gut: str) -> Betriebspunkt:
    return Betriebspunkt(
        kennung=kennung, ausgang=Pruefausgang.OFFEN if mangel else Pruefausgang.GUT, satz=mangel or gut
    )


def _ungeprueft(kennung: str, satz: str) -> Betriebspunkt:
    return Betriebspunkt(kennung=kennung, ausgang=Pruefausgang.UNGEPRUEFT, satz=satz)


def _verschluesselt(auf: Seitenaufnahme, heute: date) -> Iterator[Betriebspunkt]:
    if not auf.adresse.sicher:
        mangel = "Die Adresse beginnt mit http: Alles, auch das Kennwort, geht offen durchs Netz. Erwartet: https. Richten Sie ein Zertifikat ein."
        yield _punkt("https", mangel, "")
        return
    yield _punkt("https", "", "Die Seiten kommen verschlüsselt.")
    mangel = auf.ausweis.mangel and (
        f"Das Zertifikat {auf.ausweis.mangel}. Erwartet: eines, dem jeder Browser vertraut. Holen Sie eines (certbot, Caddy von selbst); "
        "vertraut Ihr Haus einer eigenen Stelle, nennen Sie deren Zertifikat mit --zertifikat."
    )
    tage = (datetime.fromtimestamp(auf.ausweis.ablauf, UTC).date() - heute).days if auf.ausweis.ablauf else 99
    if not mangel and tage < 14:
        wann = f"in {anzahl(tage, 'Tag', 'Tagen')}" if tage > 0 else "heute"
        mangel = (
            f"Das Zertifikat läuft {wann} ab. Erwartet: noch mindestens 14. Sehen Sie nach, warum es niemand erneuert."
        )
    yield _punkt("zertifikat", mangel, "Das Zertifikat gilt, und für diesen Namen.")
    for name, spricht in auf.alt.items():
        if spricht is None:
            yield _ungeprueft("alte-verfahren", f"Ob {name} angenommen wird, lässt sich von diesem Rechner aus nicht sagen: Er kann es selbst nicht mehr.")  # fmt: skip
            continue
        mangel = f"Der Server nimmt noch {name} an, das als gebrochen gilt. Erwartet: nur TLS 1.2 und 1.3. In nginx: ssl_protocols TLSv1.2 TLSv1.3;"
        yield _punkt("alte-verfahren", mangel if spricht else "", f"{name} wird nicht mehr angenommen.")


def _umleitung(auf: Seitenaufnahme, heute: date) -> Iterator[Betriebspunkt]:
    if not auf.adresse.sicher:
        return
    antworten = [a for a in auf.klar.values() if a is not None and a.status != NICHT_FERTIG]
    if not antworten:
        yield _punkt("umleitung", "", "Ohne Verschlüsselung antwortet nichts.")
        return
    offen = next((a for a in antworten if not _leitet_um(auf, a)), None)
    ziel = (offen.kopf("Location") or [""])[0] if offen is not None else ""
    gefunden = f"verweist auf „{lesbar(ziel)}“" if ziel else f"kommt {offen.status if offen is not None else ''}"
    mangel = f"Unter http {gefunden}. Erwartet: auf jeder Seite eine Weiterleitung auf https unter demselben Namen. In nginx: return 301 https://{auf.adresse.rechner}$request_uri;"
    yield _punkt("umleitung", mangel if offen is not None else "", "Wer http tippt, kommt auf https.")


def _leitet_um(auf: Seitenaufnahme, antwort: Seitenantwort) -> bool:
    """Tell whether an answer without encryption leads to the site with it, or to nothing."""
    ziel = (antwort.kopf("Location") or [""])[0]
    return antwort.status in {301, 302, 307, 308} and _ort_von(ziel) in {
        (auf.adresse.rechner, port) for port in (443, auf.adresse.port)
    }


def _ort_von(ziel: str) -> tuple[str, int]:
    """Return name and port in an address with https, nothing for any other."""
    try:
        teile = urlsplit(ziel)
        return (teile.hostname or "", teile.port or 443) if teile.scheme == "https" else ("", 0)
    except ValueError:
        return "", 0


def _anmeldung(auf: Seitenaufnahme, heute: date) -> Iterator[Betriebspunkt]:
    for pfad, was in {**DES_TEAMS, **auf.faelle, TISCHSEITE: "der Schreibtisch"}.items():
        if pfad not in NIEMANDES and not pfad.endswith((".md", ".age")):
            yield _zu(auf, "anmeldung", pfad, was, auf.ohne.get(pfad))
    start = auf.ohne[""]
    status = start.status if start else 0
    mangel = f"Ohne Anmeldung kommt auf der Startseite {status}. Erwartet: 401, 403 oder eine Weiterleitung zur Anmeldung. Prüfen Sie, ob die Adresse stimmt und der Server den Ordner der Seiten lesen darf."
    if not auf.zeigt_team(start):  # that is open, and said above
        yield _punkt(
            "anmeldung", "" if _fragt(auf) else mangel, "Auf der Startseite wird nach einer Anmeldung gefragt."
        )
    ziele = {z for a in auf.ohne.values() if a is not None and 300 <= a.status < 400 for z in a.kopf("Location")}
    if auf.adresse.sicher and (klare := sorted(z for z in ziele if z.lower().startswith("http://"))):
        mangel = f"Die Weiterleitung zur Anmeldung führt auf http: „{lesbar(klare[0])}“. Erwartet: https; sonst geht das Kennwort offen durchs Netz. Stellen Sie im Programm, das die Anmeldung macht, die Adresse mit https ein."
        yield _punkt("anmeldung", mangel, "")
    if auf.mit and not auf.zeigt_team(auf.ohne[START]):
        mangel = "Auch mit einem falschen Kennwort kommt die Seite „Heute“. Erwartet: 401. Sehen Sie nach, ob der Server die Datei mit den Kennwörtern wirklich liest."
        yield _punkt(
            "anmeldung",
            mangel if auf.zeigt_team(auf.falsches) else "",
            "Mit einem falschen Kennwort kommt niemand hinein.",
        )


def _fragt(auf: Seitenaufnahme) -> bool:
    """Tell whether whoever comes to the start page is refused or led to a login; a page that is not ours may be the login itself."""
    start = auf.ohne[""]
    if start is None or auf.zeigt_team(start):
        return False
    return start.status in {401, 403} or 300 <= start.status < 400 or bool(start.status == 200 and start.inhalt)


def _zu(auf: Seitenaufnahme, kennung: str, pfad: str, was: str, antwort: Seitenantwort | None) -> Betriebspunkt:
    name = f"{was} ({auf.adresse.pfad}{pfad})"
    if antwort is not None and (antwort.status in {NICHT_FERTIG, 429} or antwort.status >= 500):
        wie = f"Antwort {antwort.status}" if antwort.status else "nichts in dreißig Sekunden"
        return _ungeprueft(kennung, f"Der Server kam bei {pfad or 'der Startseite'} nicht nach ({wie}). Rufen Sie den Befehl später noch einmal auf.")  # fmt: skip
    if antwort is not None and antwort.status in {404, 410} and not _fragt(auf):
        return _ungeprueft(kennung, f"Ob es nur mit Anmeldung zu lesen ist: {name}. Unter dieser Adresse gibt es das nicht (Antwort {antwort.status}).")  # fmt: skip
    mangel = f"Ohne Anmeldung zu lesen: {name}. Erwartet: 401, 403 oder eine Weiterleitung zur Anmeldung. Verlangen Sie die Anmeldung für alles unter dieser Adresse, in nginx mit auth_basic im ganzen server-Block, in Caddy mit basicauth."
    return _punkt(kennung, mangel if auf.zeigt_team(antwort) else "", f"Nur mit Anmeldung: {name}.")


def _verbotenes(auf: Seitenaufnahme, heute: date) -> Iterator[Betriebspunkt]:
    roh = {pfad: was for pfad, was in auf.faelle.items() if pfad.endswith((".md", ".age"))}
    if not roh:  # of a number that somebody guesses there is no file, however open the server is
        yield _ungeprueft("verbotenes", "Ob die Datei eines Falls zu bekommen ist: Welche Fälle es gibt, war von hier aus nicht zu sehen. Nennen Sie mit --zugang einen Namen.")  # fmt: skip
    for pfad, was in {**NIEMANDES, **roh}.items():
        ohne, mit = (not auf.leer(*a) for a in ((auf.ohne.get(pfad), auf.unsinn), (auf.mit.get(pfad), auf.unsinn_angemeldet)))  # fmt: skip
        if any(a is not None and a.status == NICHT_FERTIG for a in (auf.ohne.get(pfad), auf.mit.get(pfad))):
            yield _ungeprueft(
                "verbotenes", f"Der Server kam bei {pfad} nicht nach. Rufen Sie den Befehl später noch einmal auf."
            )
            continue
        wer = "jeder, auch ohne Anmeldung" if ohne else "wer angemeldet ist"
        mangel = f"Diese Datei bekommt {wer}: {was} ({auf.adresse.pfad}{pfad}). Erwartet: 404 für jeden. Geben Sie dem Server nur den Ordner der gebauten Seiten, und nehmen Sie die Datei dort heraus."
        yield _punkt(
            "verbotenes", mangel if ohne or mit else "", f"Nicht zu bekommen: {was} ({auf.adresse.pfad}{pfad})."
        )


#: Three files one below the other, as links or as a program reads them.
_DREI = re.compile(
    rb"(?:href=\"(?:\./|/[\w/.-]*)?[\w%.-]+\.(?:html|ics|js|css|svg|md|yml)\"[^\xff]*?){3}|(?:\"name\"\s*:\s*\"[^\"]+\.\w+\"[^\xff]*?){3}"
)
_VERZEICHNIS = re.compile(rb"<title>\s*(?:Index of|Directory listing)|<h1>\s*Index of|href=\"\.\./?\"", re.IGNORECASE)


def _verzeichnisse(auf: Seitenaufnahme, heute: date) -> Iterator[Betriebspunkt]:
    offen = [
        f"{auf.adresse.pfad}{ordner}"
        for ordner in ORDNER
        if any(a is not None and a.status == 200 and (_VERZEICHNIS.search(a.inhalt) or _listet(a.inhalt)) for a in (auf.ohne[ordner], auf.mit.get(ordner)))
    ]  # fmt: skip
    mangel = f"Der Server zeigt, welche Dateien in einem Ordner liegen: {', '.join(offen)}. Erwartet: 403 oder 404. In nginx: autoindex off; in Caddy: file_server ohne browse."
    yield _punkt("verzeichnisse", mangel if offen else "", "Kein Ordner zeigt seinen Inhalt.")


def _listet(inhalt: bytes) -> bool:
    """Tell whether an answer lists files, whatever it calls itself; a page of the site links to many."""
    return b"assets/fallbuch/" not in inhalt and _DREI.search(inhalt[:20_000]) is not None


def _angesehen(auf: Seitenaufnahme) -> dict[str, Seitenantwort]:
    """Return the answers whose headers are read: a refusal, pages, and an error."""
    fall = next((pfad for pfad in auf.faelle if pfad.endswith(".html")), "")
    alle = {
        "der Antwort ohne Anmeldung": auf.ohne[START],
        "der Seite „Heute“": auf.mit.get(START),
        "der Seite eines Falls": auf.mit.get(fall),
        "der Fehlerseite": auf.unsinn_angemeldet,
    }
    return {wo: antwort for wo, antwort in alle.items() if antwort is not None}


def _kopfzeilen(auf: Seitenaufnahme, heute: date) -> Iterator[Betriebspunkt]:
    for vorgabe in vorgaben():
        if vorgabe.name == "Strict-Transport-Security" and not auf.adresse.sicher:
            continue
        maengel: dict[str, list[str]] = {}
        for wo, antwort in _angesehen(auf).items():
            werte = antwort.kopf(vorgabe.name)
            if mangel := (vorgabe.mangel(werte) if werte else "fehlt"):
                maengel.setdefault(mangel, []).append(wo)
        satz = "; ".join(
            f"{lesbar(mangel, 200)} auf {', '.join(wo[:-1])}{' und ' if wo[1:] else ''}{wo[-1]}"
            for mangel, wo in maengel.items()
        )
        rat = "In nginx wirkt add_header auf Fehlerseiten nur mit „always“ und gar nicht in einem Block, der ein eigenes add_header hat; in Caddy darf im selben header-Block nichts mit „-“ weggenommen werden."
        yield _punkt(
            "kopfzeilen",
            f"Die Kopfzeile „{vorgabe.name}“ {satz}. Erwartet: „{vorgabe.wert}“. {rat}" if maengel else "",
            f"Die Kopfzeile „{vorgabe.name}“ ist streng genug.",
        )


def _speichern(auf: Seitenaufnahme, heute: date) -> Iterator[Betriebspunkt]:
    if not auf.mit:
        return
    offen = []
    fall = next((pfad for pfad in auf.faelle if pfad.endswith(".html")), START)
    for pfad, was in {
        START: "Seite „Heute“",
        fall: "Seite eines Falls",
        "kalender/team.ics": "Kalender des Teams",
    }.items():
        antwort = auf.mit.get(pfad)
        worte = (
            {w.strip().lower() for zeile in antwort.kopf("Cache-Control") for w in zeile.split(",")}
            if antwort
            else {NIE_AUFHEBEN}
        )
        if antwort and antwort.status == 200 and NIE_AUFHEBEN not in worte and not {"private", "no-cache"} <= worte:
            offen.append(was)
    mangel = f"Browser und Zwischenrechner dürfen aufheben: {', '.join(offen)}. Erwartet: Cache-Control „{NIE_AUFHEBEN}“ oder wenigstens „{NACHFRAGEN}“. Auf einem geteilten Rechner läse es sonst der Nächste."
    yield _punkt("speichern", mangel if offen else "", "Kein Browser hebt Seiten von Fällen ungefragt auf.")


def _gruppen(zeilen: Iterable[str]) -> dict[str, list[str]]:
    """Return the rules of robots.txt by whom they are for; several names may share one group (RFC 9309, 2.2.1)."""
    gruppen: dict[str, list[str]] = {}
    namen: list[str] = []
    in_regeln = False
    for zeile in zeilen:
        feld, _, wert = (teil.strip() for teil in zeile.partition("#")[0].partition(":"))
        if feld == "user-agent":
            namen = [wert] if in_regeln else [*namen, wert]
            in_regeln = False
            gruppen.setdefault(wert, [])
        elif feld in {"allow", "disallow"}:
            in_regeln = True
            for name in namen:
                gruppen[name].append(f"{feld}: {wert}".strip())
    return gruppen


def _suchmaschinen(auf: Seitenaufnahme, heute: date) -> Iterator[Betriebspunkt]:
    antwort = auf.ohne["robots.txt"]
    zeilen = [z.strip().lower() for z in (antwort.inhalt if antwort and antwort.status == 200 else b"").decode(errors="replace").splitlines()]  # fmt: skip
    gruppen = _gruppen(zeilen)
    # A search engine follows the group that names it, and only where none does the one for all.
    gut = "*" in gruppen and all(
        "disallow: /" in r and not any(z.startswith("allow:") or z == "disallow:" for z in r) for r in gruppen.values()
    )
    gefunden = f"kommt {antwort.status}" if antwort is not None and antwort.status != 200 else "steht etwas anderes"
    mangel = f"Suchmaschinen erfahren nicht, dass sie hier nichts sollen: Unter {auf.adresse.pfad}robots.txt {gefunden}. Erwartet: „User-agent: *“ und „Disallow: /“, ohne Anmeldung zu lesen."
    yield _punkt("suchmaschinen", "" if gut else mangel, "Suchmaschinen sind mit robots.txt ausgeladen.")


_FASSUNG = re.compile(
    r"(?:nginx|apache|caddy|lighttpd|openresty|werkzeug|python|php|iis|express|coyote|tomcat|jetty)[/ ]v?[\w.]*\d[\w.+-]*",
    re.I,
)


def _fassung(auf: Seitenaufnahme, heute: date) -> Iterator[Betriebspunkt]:
    gefunden = set()
    for antwort in (*_angesehen(auf).values(), *filter(None, (auf.unsinn, *auf.klar.values(), auf.fremd, auf.trace))):
        koepfe = " ".join(wert for name in ("Server", "X-Powered-By", "Via") for wert in antwort.kopf(name))
        text = antwort.inhalt[:4000].decode(errors="replace") if antwort.status >= 300 else ""
        gefunden |= set(_FASSUNG.findall(f"{koepfe} {text}"))
    mangel = f"Der Server nennt seine Fassung: {lesbar(', '.join(sorted(gefunden)))}. Erwartet: höchstens seinen Namen; sonst weiß jeder, welche Lücken zu ihm passen. In nginx: server_tokens off;"
    yield _punkt("fassung", mangel if gefunden else "", "Der Server nennt seine Fassung nicht.")


def _kekse(auf: Seitenaufnahme, heute: date) -> Iterator[Betriebspunkt]:
    offen = set()
    for antwort in filter(None, (*auf.ohne.values(), *auf.mit.values())):
        for keks in antwort.kopf("Set-Cookie"):
            name, *teile = keks.split(";")
            kann = {
                teil.partition("=")[0].strip().lower()
                for teil in teile
                if "".join(teil.split()).lower() != "samesite=none"
            }
            if fehlt := [m for m in ("Secure", "HttpOnly", "SameSite") if m.lower() not in kann]:
                offen.add(f"{lesbar(name.partition('=')[0])} (ohne {', '.join(fehlt)})")
    mangel = f"Ein Cookie ist nicht geschützt: {', '.join(sorted(offen))}. Erwartet: Secure, HttpOnly und SameSite an jedem. Stellen Sie es im Programm ein, das die Anmeldung macht."
    yield _punkt("cookies", mangel if offen else "", "Kein Cookie ohne Schutz.")


def _fremdes(auf: Seitenaufnahme, heute: date) -> Iterator[Betriebspunkt]:
    eigene, fremd = auf.ohne[START], auf.fremd
    zeigt = fremd is not None and fremd.status in {401, *range(200, 400)} and bool(fremd.inhalt or fremd.status != 200)
    mangel = f'Der Server antwortet auch unter einem fremden Namen. Erwartet: 421 oder keine Antwort; sonst kann eine fremde Website ihren Namen auf diesen Rechner zeigen lassen. In nginx: if ($host != "{auf.adresse.rechner}") {{ return 421; }}'
    yield _punkt("name", mangel if zeigt else "", "Unter einem fremden Namen antwortet nichts.")
    gespiegelt = auf.trace is not None and auf.trace.status == 200
    mangel = "Der Server beantwortet TRACE und wiederholt dabei, was der Browser schickt. Erwartet: 405. Schalten Sie TRACE ab."
    yield _punkt("trace", mangel if gespiegelt else "", "TRACE wird abgelehnt.")
    offen = {w for a in filter(None, (eigene, *auf.mit.values())) for w in a.kopf("Access-Control-Allow-Origin")}
    mangel = f"Andere Websites dürfen die Seiten lesen: Access-Control-Allow-Origin „{lesbar(', '.join(sorted(offen)))}“. Erwartet: diese Kopfzeile gar nicht. Nehmen Sie sie heraus."
    yield _punkt("andere-websites", mangel if offen else "", "Keine andere Website darf die Seiten lesen.")


def _schreibtisch(auf: Seitenaufnahme, heute: date) -> Iterator[Betriebspunkt]:
    if auf.adresse.am_eigenen_rechner:
        yield _ungeprueft("schreibtisch", "Ob der Schreibtisch von außen zu erreichen ist, zeigt sich nur von einem anderen Rechner aus.")  # fmt: skip
        return
    mangel = "Der Schreibtisch selbst ist von außen zu erreichen, an der Anmeldung vorbei (Port 8641). Erwartet: keine Antwort. Er gehört auf 127.0.0.1 hinter nginx oder Caddy; schließen Sie den Port."
    yield _punkt(
        "schreibtisch", mangel if auf.tisch else "", "Der Schreibtisch ist nur hinter der Anmeldung zu erreichen."
    )


def _angemeldet(auf: Seitenaufnahme, heute: date) -> Iterator[Betriebspunkt]:
    if auf.mit:
        seite = auf.mit[START]
        status = seite.status if seite else 0
        mangel = f"Mit Anmeldung kommt auf der Seite „Heute“ {status} statt 200. Prüfen Sie Name und Kennwort, und ob der Server den Ordner der Seiten lesen darf. Was nur angemeldet zu sehen ist, sagt dann nichts."
        yield _punkt("angemeldet", "" if status == 200 else mangel, "Mit Anmeldung ist die Seite „Heute“ da.")
    elif auf.verweigert:
        yield _ungeprueft("angemeldet", "Was Angemeldete sehen: Das Kennwort wurde nicht gesendet, weil niemand sagen kann, wer es bekäme. Beheben Sie zuerst, was am Zertifikat offen ist.")  # fmt: skip
    else:
        yield _ungeprueft("angemeldet", "Was Angemeldete sehen: Nennen Sie dafür mit --zugang einen Namen.")


PRUEFUNGEN: tuple[Callable[[Seitenaufnahme, date], Iterator[Betriebspunkt]], ...] = (
    _verschluesselt,
    _umleitung,
    _anmeldung,
    _angemeldet,
    _verbotenes,
    _verzeichnisse,
    _kopfzeilen,
    _speichern,
    _suchmaschinen,
    _fassung,
    _kekse,
    _fremdes,
    _schreibtisch,
)
