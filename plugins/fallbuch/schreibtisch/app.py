"""The desk as a web application: pages of the site, forms, and what is sent from these. The door to Werkzeug."""

from __future__ import annotations

import json
import mimetypes
import secrets
import sys
import threading
import traceback
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from werkzeug.wrappers import Request, Response

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.bearbeiten.abgleich import Abgleicher
from fallbuch.bearbeiten.zusammenfuehren import Entschieden, Wahl
from fallbuch.fehler import Satzfehler
from fallbuch.kennung import kurzform, slug
from fallbuch.schreibtisch import seiten, speichern, taten, text
from fallbuch.schreibtisch.antwort import Antwort, als_abgleich, als_gespeichert, als_plan
from fallbuch.schreibtisch.formularleser import Plan
from fallbuch.schreibtisch.lage import Beobachter, Melder, Teamlage
from fallbuch.schreibtisch.sendung import Sendung, als_text, lies_sendung
from fallbuch.schreibtisch.text import Textplan
from fallbuch.schreibtisch.umfeld import umfeld_von
from fallbuch.schreibtisch.wache import KOPFZEILEN, Ablehnung, Anfrage, Tischzugang
from fallbuch.text.git import KeinGit
from fallbuch.text.quelle import Quelldatei
from fallbuch.website.rahmen import Page

if TYPE_CHECKING:  # a team without contact data does not install what they need
    from fallbuch.schreibtisch.kontakte import Kontaktschrank

#: Below this address lies what the site has not got.
TISCH = "/tisch/"
_KOPF = b'<html lang="de">'
_MENSCHENLESBAR = "text/html; charset=utf-8"
#: Seconds after which a listening page gets a sign of life.
_LEBENSZEICHEN = 15.0
#: How many savings are remembered.
_HOECHSTENS_GETAN = 300
_FORT = "Der Ordner des Teams ist nicht zu erreichen. Vielleicht wurde er verschoben, oder das Laufwerk ist nicht verbunden. Sobald er wieder da ist, geht es hier weiter."


class Schreibtisch:
    """Answers requests; safe to be asked from several threads. `beende` ends the server."""

    def __init__(
        self,
        beobachter: Beobachter,
        zugang: Tischzugang,
        *,
        beende: Callable[[], None] = lambda: None,
        melder: Melder | None = None,
        schrank: Kontaktschrank | None = None,
    ) -> None:
        self._beobachter, self.zugang, self._beende, self._melder = beobachter, zugang, beende, melder
        self._schrank = schrank
        self._keks = f"fallbuch-{next(iter(sorted(zugang.hosts))).rpartition(':')[2]}"
        self._gezeichnet: tuple[int, dict[str, bytes | None]] = (0, {})
        #: Names the team's folder in what browsers keep, without saying where it is.
        self._team = kurzform(str(beobachter.wurzel.resolve()))
        self._abgleich = threading.Lock()
        #: What has been saved lately, by all that was sent for it.
        self._getan: OrderedDict[tuple[str, str, int, str], Antwort] = OrderedDict()
        #: Requests answered: the server ends when for long there was none.
        self.anfragen = 0

    def __call__(self, umgebung: dict[str, Any], beginne: Callable[..., Any]) -> Any:
        """The WSGI application."""
        return self._antworte(Request(umgebung))(umgebung, beginne)

    def _antworte(self, request: Request) -> Response:
        try:
            return self._pruefe_und_antworte(request)
        except Exception as fehler:  # noqa: BLE001 - whatever is wrong with the program, nobody loses more than this answer by it
            # Where it happened, not what was at hand: in the message may stand what somebody typed.
            sys.stderr.write(f"{''.join(traceback.format_tb(fehler.__traceback__))}{type(fehler).__name__}\n")
            satz = "Das ist ein Fehler im Programm, nicht in Ihren Dateien. Ihr Text bleibt in diesem Fenster; was geschah, steht im Fenster des Schreibtischs."
            if request.method == "POST":
                return _json({"satz": satz}, 500)
            return _antwort(seiten.ablehnung(satz).encode(), _MENSCHENLESBAR, 500)

    def _pruefe_und_antworte(self, request: Request) -> Response:
        anfrage = _anfrage(request, self._keks)
        if (grund := self.zugang.pruefe(anfrage)) is not None:
            return _abgelehnt(grund)
        self.anfragen += 1
        if self.zugang.tritt_ein(anfrage):
            self.zugang.einlass.wechsle()
            antwort = _umgeleitet(request.path)
            antwort.set_cookie(self._keks, self.zugang.schluessel, httponly=True, samesite="Lax", path="/")
            return antwort
        wer = self.zugang.nutzer(anfrage)
        try:
            if request.method == "POST":
                return _json(*self._nimm(request, wer))
            return self._zeige(request, wer)
        except (Satzfehler, OSError) as fehler:
            satz = str(fehler) if isinstance(fehler, Satzfehler) else speichern.zur_platte(fehler)
            return _json({"satz": satz}, 400) if request.method == "POST" else self._satzseite(satz, request.path)

    def _satzseite(self, satz: str, pfad: str) -> Response:
        """Return a page with one sentence, and the way to the text of the case that a form was asked for; a plain one where the team's folder itself is away."""
        try:
            lage = self._beobachter.lage()
            stamm = unquote(pfad).rpartition("/")[2]
            datei = next(
                (a.auszug.datei for a in lage.team.akten if pfad.startswith(TISCH) and a.auszug.stamm == stamm), ""
            )
            return self._seite(Page("tisch.md", "Das geht so nicht", seiten.satz(satz, datei), ""), 404, lage)
        except (Satzfehler, OSError):
            return _antwort(seiten.ablehnung(_FORT).encode(), _MENSCHENLESBAR, 503)

    # -- pages

    def bereite_vor(self) -> None:
        """Draw what everybody sees first, so that nobody waits for it once the browser is open."""
        self._aus(self._beobachter.lage(), "index.html")

    def _zeige(self, request: Request, wer: str) -> Response:
        pfad = unquote(request.path)
        if pfad == "/":
            return _umgeleitet("/index.html")
        if pfad.startswith(TISCH):
            return self._zeige_eigenes(pfad.removeprefix(TISCH), request, wer)
        adresse = pfad.removeprefix("/")
        lage = self._beobachter.lage()
        inhalt = self._aus(lage, adresse)
        if inhalt is None:
            return self._seite(Page("404.md", "Diese Seite gibt es nicht", seiten.verirrt(), ""), 404, lage)
        antwort = _antwort(inhalt, mimetypes.guess_type(adresse)[0] or "application/octet-stream")
        if adresse.endswith(".html"):
            # By these a page notices that it has become another.
            abdruck = f'"{blake2b(inhalt, digest_size=12).hexdigest()}"'
            antwort.headers["ETag"] = abdruck
            kopf = _KOPF.replace(b">", f" data-nummer='{lage.nummer}' data-inhalt='{abdruck}'>".encode())
            antwort.set_data(inhalt.replace(_KOPF, kopf, 1))
        return antwort

    def _aus(self, lage: Teamlage, adresse: str) -> bytes | None:
        """Return a file of the site, each drawn once for a state of the team."""
        with self._beobachter.schloss:
            nummer, gezeichnet = self._gezeichnet
            if nummer != lage.nummer:
                gezeichnet = {}
                self._gezeichnet = lage.nummer, gezeichnet
            if adresse not in gezeichnet:
                gezeichnet[adresse] = lage.website.datei(adresse)
            return gezeichnet[adresse]

    def _zeige_eigenes(self, rest: str, request: Request, wer: str) -> Response:
        if rest == "ereignisse":
            return self._ereignisse(request)
        if rest == "lage":
            return _json(self._stand(wer), 200)
        tat, _, worum = rest.partition("/")
        lage = self._beobachter.lage()
        if tat == "vorlagen":
            return self._seite(Page("tisch.md", "Vorlagen", seiten.vorlagenseite(), ""), lage=lage)
        if tat == "abgleichen":
            return self._seite(Page("tisch.md", "Abgleichen", seiten.abgleichseite(self._stand(wer)), ""), lage=lage)
        if tat == "kontakte" and self._schrank is not None:
            return self._zeige_kontakte(lage, self._schrank, worum)
        return self._zeige_formular(lage, tat, worum, request, wer)

    def _zeige_formular(self, lage: Teamlage, tat: str, worum: str, request: Request, wer: str) -> Response:
        if tat == "text":
            datei = text.lies(lage, worum)
            text.pruefe_lesbar(datei)
            self._merke(datei)
            return self._seite(Page("tisch.md", datei.name, seiten.textseite(datei, team=self._team), ""), lage=lage)
        mitgebracht = {name: wert for name, wert in request.args.items() if name != "wer"}
        platz = lage.platz(tat)
        form = taten.mache_formular(platz, tat, worum, mitgebracht, wer or _name(lage, request.args.get("wer", "")))
        for name in form.staende:
            self._merke(text.lies(lage, name))
        seite = next((f"/faelle/{a.seite}.html" for a in lage.team.akten if a.auszug.stamm == form.worum), "")
        html = seiten.formularseite(form, mitgebracht, wurf=secrets.randbits(48), team=self._team, seite=seite)
        return self._seite(Page("tisch.md", form.titel, html, ""), lage=lage)

    def _zeige_kontakte(self, lage: Teamlage, schrank: Kontaktschrank, worum: str) -> Response:
        """Return a page without anybody on it: that fetches them; or what was made to be printed."""
        was, _, rest = worum.partition("/")
        if was == "druck":
            werk = schrank.gedrucktes(rest.partition("/")[0])
            if werk is None:
                raise Schreibfehler("Das gibt es nicht mehr: Die Kontaktdaten sind inzwischen verschlossen.")
            antwort = _antwort(werk.inhalt, werk.art)
            # A browser shows a PDF by a page of its own, which the rule for ours would keep from loading it.
            del antwort.headers["Content-Security-Policy"]
            wie = "inline" if werk.art == "application/pdf" else "attachment"
            antwort.headers["Content-Disposition"] = f'{wie}; filename="{werk.name}"'
            return antwort
        if was:
            html = seiten.kontaktseite(was, seite=umfeld_von(lage).seiten.get(was, ""))
            return self._seite(Page("tisch.md", f"Kontaktdaten zu {was}", html, ""), lage=lage)
        return self._seite(
            Page("tisch.md", "Kontaktdaten", seiten.kontaktliste(lage.website.stand.namen), ""), lage=lage
        )

    def _merke(self, datei: Quelldatei) -> None:
        self._beobachter.merke_fassung(datei.abdruck().hex(), datei.inhalt)

    def _seite(self, blatt: Page, status: int = 200, lage: Teamlage | None = None) -> Response:
        """Return a page of the desk's own; `lage` is the state that somebody has looked at for it."""
        html = (lage or self._beobachter.lage()).website.rahmen.seite(blatt, wurzel="/")
        return _antwort(html.encode("utf-8", "xmlcharrefreplace"), _MENSCHENLESBAR, status)

    def _stand(self, wer: str) -> Antwort:
        """Return what the head of each page shows: how much others have not got yet."""
        lage = self._beobachter.lage()
        antwort: Antwort = {"nummer": lage.nummer, "wer": wer}
        if self._schrank is not None:
            antwort["kontakte"] = self._schrank.stand(lage.team.stichtag)
        try:
            abgleicher = self._abgleicher(lage, wer)
            stand = abgleicher.rueckstand()
        except KeinGit as fehler:
            return {**antwort, "satz": str(fehler)}
        if stand is None:
            return {**antwort, "ohne_git": True}
        antwort["ohne_ort"] = not abgleicher.hat_ort
        zuletzt = f"{stand.zuletzt:%d.%m., %H:%M} Uhr" if stand.zuletzt is not None else ""
        return {**antwort, "offen": stand.voraus + len(stand.ungespeicherte), "zuletzt": zuletzt}

    def _ereignisse(self, request: Request) -> Response:
        """Tell a page, as long as it listens, when there is another state."""
        melder = self._melder
        if melder is None:
            return _json({}, 404)
        beginn = self._beobachter.lage().nummer

        def erzaehle() -> Iterator[str]:
            nummer = beginn
            yield f"data: {nummer}\n\n"
            while True:
                neue = melder.warte(nummer, _LEBENSZEICHEN)
                yield ": noch da\n\n" if neue == nummer else f"data: {neue}\n\n"
                nummer = neue

        return Response(erzaehle(), mimetype="text/event-stream", headers=KOPFZEILEN)

    # -- what is sent

    def _nimm(self, request: Request, wer: str) -> tuple[Antwort, int]:
        try:
            roh = request.get_json(silent=True)
        except RecursionError:
            roh = None
        if not isinstance(roh, dict) or not request.path.startswith(TISCH):
            return {"satz": "Das hat der Schreibtisch nicht verstanden."}, 400
        tat, _, worum = unquote(request.path.removeprefix(TISCH)).partition("/")
        if tat == "beenden":
            self._beende()
            return {"satz": "Der Schreibtisch ist geschlossen."}, 200
        if tat == "abgleichen":
            return self._gleiche_ab(roh, wer), 200
        if tat == "kontakte" and self._schrank is not None:
            return self._schrank.nimm(worum, roh, umfeld_von(self._beobachter.lage()))
        with self._beobachter.schloss:  # one after another: each sees what the one before has written
            lage = self._beobachter.lage()
            sendung = lies_sendung(roh, tat, worum, wer or _name(lage, roh.get("wer", "")))
            if tat == "text":
                return self._nimm_text(lage, sendung)
            return self._nimm_formular(lage, sendung)

    def _nimm_formular(self, lage: Teamlage, s: Sendung) -> tuple[Antwort, int]:
        sendung = (s.tat, s.worum, s.wurf, json.dumps(s.werte, sort_keys=True))
        if s.speichern and sendung in self._getan:  # two presses, or an answer that got lost on its way
            return self._getan[sendung], 200
        if s.speichern and (anderes := self._inzwischen(lage, s)) is not None:
            return anderes, 409
        platz = lage.platz(s.tat)
        if s.speichern:
            speichern.beende_begonnenes(platz)
        plan = taten.plane(platz, s.tat, s.worum, s.werte, wurf=s.wurf, gezeigt=s.gezeigt)
        warnung = self._mit_kontakten(lage, s, plan)
        if not s.speichern or plan.vorhaben is None or (plan.rueckfrage and not s.bestaetigt):
            return als_plan(plan, lage, s.werte, warnung), 200 if not s.speichern else 422
        dazu = [speichern.schreibe(platz, plan.vorhaben, plan.betreff, s.wer, als_text(s.werte, "berater"))]
        if self._schrank is not None:
            dazu += self._schrank.loesche(s, plan.vorhaben.ablagen, lage.team.regelwerk.vokabular)
        # Of several cases none is the one that somebody wants to see.
        namen = [a.name for a in plan.vorhaben.ablagen if a.neu is not None]
        bleibt = namen[0] if len(namen) == 1 else ""
        danach = self._beobachter.lage([a.name for a in plan.vorhaben.ablagen])
        self._getan[sendung] = antwort = als_gespeichert(danach, plan.vorhaben, dazu, bleibt)
        while len(self._getan) > _HOECHSTENS_GETAN:
            self._getan.popitem(last=False)
        return antwort, 200

    def _nimm_text(self, lage: Teamlage, s: Sendung) -> tuple[Antwort, int]:
        datei, neu = text.lies(lage, s.worum), als_text(s.werte, "text")
        if s.speichern and (anderes := self._inzwischen(lage, s, neu)) is not None:
            return anderes, 409
        if s.beheben:
            return {"text": text.behobener(lage, datei, neu)}, 200
        plan = text.plane(lage, datei, neu)
        antwort: Antwort = {
            "befunde": [
                {"zeile": b.stelle.zeile, "schwere": str(b.schwere), "kennung": b.kennung, "text": b.text, "hinweis": b.hinweis, "behebbar": b.korrektur is not None}
                for b in plan.befunde
            ],
            "folgen": plan.folgen,
            "hindernis": plan.hindernis,
        }  # fmt: skip
        antwort["warnungen"] = self._mit_kontakten(lage, s, plan)
        if plan.vorhaben is None or not s.speichern or (plan.rueckfrage and not s.bestaetigt):
            antwort["rueckfrage"] = plan.rueckfrage if plan.vorhaben is not None else ""
            zeilen = plan.vorhaben.vorschau().split("\n") if plan.vorhaben is not None else []
            return {**antwort, "zeilen": zeilen}, 422 if s.speichern else 200
        platz = lage.platz("text")
        speichern.beende_begonnenes(platz)
        betreff = f"{datei.name.rpartition('/')[2].removesuffix('.md')}: von Hand geändert"
        satz = speichern.schreibe(platz, plan.vorhaben, betreff, s.wer)
        return als_gespeichert(self._beobachter.lage(), plan.vorhaben, [satz], datei.name), 200

    def _mit_kontakten(self, lage: Teamlage, s: Sendung, plan: Plan | Textplan) -> list[str]:
        """Return what the contacts say against a change; they may ask back."""
        return [] if self._schrank is None else self._schrank.pruefe(plan, s, lage.team.regelwerk.vokabular)

    def _inzwischen(self, lage: Teamlage, s: Sendung, neu: str | None = None) -> Antwort | None:
        """Return what has changed in the files since the form was made, None where nothing has."""
        for name, abdruck in s.staende.items():
            try:
                jetzt = text.lies(lage, name)
            except Schreibfehler:
                return speichern.verschwunden(lage.platz("text"), name)
            if jetzt.abdruck().hex() != abdruck:
                self._merke(jetzt)
                damals = self._beobachter.fassung(abdruck)
                staende = {**s.staende, name: jetzt.abdruck().hex()}
                return {"staende": staende, **speichern.verglichen(name, damals, jetzt, neu)}
        return None

    def _abgleicher(self, lage: Teamlage, wer: str, entschieden: Entschieden | None = None) -> Abgleicher:
        return Abgleicher(
            einrichtung=lage.team.einrichtung, wer=wer, entschieden=entschieden or {}, allein=self._beobachter.schloss
        )

    def _gleiche_ab(self, roh: Mapping[str, Any], wer: str) -> Antwort:
        lage = self._beobachter.lage()
        gewaehlt = roh.get("entschieden")
        paare = gewaehlt.items() if isinstance(gewaehlt, dict) else ()
        entschieden = {str(was): Wahl(wahl) for was, wahl in paare if wahl in list(Wahl)}
        if kaputte := speichern.kaputte(lage.team, self._abgleicher(lage, wer).rueckstand()):
            text_davon = f"/tisch/text/{quote(kaputte.datei)}"
            return {"saetze": kaputte.saetze, "text": text_davon, "erreicht": False, "stand": self._stand(wer)}
        with self._abgleich:  # one after another; pages and forms go on meanwhile
            ende = self._abgleicher(lage, wer or _name(lage, roh.get("wer", "")), entschieden).gleiche_ab()
        return {**als_abgleich(ende, lage), "stand": self._stand(wer)}


def _name(lage: Teamlage, wer: Any) -> str:
    """Return the counsellor whom a page calls by the short form of the name, "" where there is none."""
    return next((name for name in lage.team.regelwerk.vokabular.berater if slug(name) == wer), "")


def _anfrage(request: Request, keks: str) -> Anfrage:
    roh = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or quote(request.path)
    return Anfrage(
        methode=request.method,
        pfad=str(roh).partition("?")[0],
        kopf={name.lower(): wert for name, wert in request.headers.items()},
        mitgegeben=request.args.get("schluessel", ""),
        gemerkt=request.cookies.get(keks, ""),
        von=request.remote_addr or "",
    )


def _abgelehnt(grund: Ablehnung) -> Response:
    return _antwort(seiten.ablehnung(grund.satz).encode(), _MENSCHENLESBAR, grund.status)


def _umgeleitet(ziel: str) -> Response:
    antwort = _antwort(b"", _MENSCHENLESBAR, 303)
    antwort.headers["Location"] = quote(ziel)
    return antwort


def _antwort(inhalt: bytes, art: str, status: int = 200) -> Response:
    if art.startswith("text/") and "charset" not in art:
        art += "; charset=utf-8"
    return Response(inhalt, status=status, content_type=art, headers=KOPFZEILEN)


def _json(antwort: Antwort, status: int) -> Response:
    return _antwort(json.dumps(antwort, ensure_ascii=False).encode("utf-8", "replace"), "application/json", status)
