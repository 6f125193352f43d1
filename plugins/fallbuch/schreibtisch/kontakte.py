"""The contacts at the desk: locked until somebody gives their password, and again at a press or when nobody needs them.

What is shown of a person goes out as an answer to a request that a page of the desk sends, never as a page: no address,
no history, no cache and no draft of the browser holds any of it.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

from fallbuch.bearbeiten.textfrage import TROTZDEM
from fallbuch.kennung import id_mangel
from fallbuch.kontakte.ablageort import fehlendes
from fallbuch.kontakte.buch import Kontaktbuch
from fallbuch.kontakte.bund import Schluesseldatei
from fallbuch.kontakte.modell import FELDER, Kontaktdaten, Kontaktfehler, gepruefte_angabe, waehlbar
from fallbuch.kontakte.schluesselbund import Systembund
from fallbuch.kontakte.speicher import Kontaktspeicher
from fallbuch.kontakte.visitenkarte import als_vcard
from fallbuch.regelwerk.vokabular import Vokabular
from fallbuch.schreibtisch.antwort import Antwort
from fallbuch.schreibtisch.blaetter import Blattliste
from fallbuch.schreibtisch.formularleser import Plan
from fallbuch.schreibtisch.sendung import Sendung, als_text
from fallbuch.schreibtisch.text import Textplan
from fallbuch.schreibtisch.umfeld import Umfeld
from fallbuch.text.ablage import Ablage
from fallbuch.uebersicht.tage import mit_datum
from fallbuch.werte import dataclass

#: Seconds after which they are locked when nobody has looked at any.
RUHE = 15 * 60.0
#: So many people are listed at once; more are found by typing.
_HOECHSTENS_GEZEIGT, _HOECHSTENS_KENNUNGEN = 100, 10_000
#: For so long a sheet to take along holds.
_WOCHE = timedelta(days=6)
#: So much that was made to be printed or saved is kept until the contacts are locked.
_HOECHSTENS_GEDRUCKT = 20
_ZU = "Die Kontaktdaten sind verschlossen. Öffnen Sie sie mit Ihrem Kennwort."
_GEAENDERT = "Diese Kontaktdaten hat inzwischen jemand anderes geändert. Hier steht, was jetzt gilt; tragen Sie Ihres noch einmal ein."
_NAME = "Darin steht ein Name aus den Kontaktdaten. In einem Fall heißt niemand mit Namen."
_PDF, _VCARD = "application/pdf", "text/vcard; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class Kontaktort:
    """Where a team's contacts lie, the key of whoever sits here, and the team's own folder for what it must be reminded of."""

    ordner: Path
    schluessel: Path
    eigenes: Path


@dataclass(frozen=True, slots=True)
class Druckwerk:
    """Something to be printed or saved: its kind, its name as a file, its bytes."""

    art: str
    name: str
    inhalt: bytes


def vergangen() -> float:
    """Return seconds that go on while the machine sleeps: a closed lid is no use."""
    uhr = getattr(time, "CLOCK_BOOTTIME", None)
    return time.clock_gettime(uhr) if uhr is not None else time.monotonic()


class Kontaktschrank:
    """The contacts of one desk, locked or open; safe to be asked from several threads."""

    def __init__(self, ort: Kontaktort, uhr: Callable[[], float] = vergangen, ruhe: float = RUHE) -> None:
        self._speicher, self._bund = Kontaktspeicher(ort.ordner), Schluesseldatei(ort.schluessel)
        self._ring = Systembund(ort.schluessel)
        self._blaetter = Blattliste(ort.eigenes)
        self._uhr, self._ruhe = uhr, ruhe
        self._gedrucktes: OrderedDict[str, Druckwerk] = OrderedDict()
        self._buch: Kontaktbuch | None = None
        self._zuletzt = 0.0

    # -- locked or open

    @property
    def offen(self) -> bool:
        if self._buch is not None and self._uhr() - self._zuletzt >= self._ruhe:
            self.sperre()
        return self._buch is not None

    def sperre(self) -> None:
        """Forget the key and all that was opened."""
        self._buch = None
        self._gedrucktes.clear()

    def gedrucktes(self, kennwort: str) -> Druckwerk | None:
        """Return what was made to be printed, by the word under which it was given out."""
        return self._gedrucktes.get(kennwort) if self.offen else None

    def _oeffne(self, roh: Mapping[str, Any], tag: date) -> Antwort:
        getippt = _text(roh, "kennwort").strip()
        schluessel = (self._ring.hole() if not getippt and self._bund.da else None) or self._bund.oeffne(getippt)
        if roh.get("merken") is True and getippt and self._ring.da:
            self._ring.merke(schluessel)
        buch = Kontaktbuch(self._speicher, schluessel)
        self._zuletzt = self._uhr()
        self._buch = buch
        # Whoever opens them asks for somebody soon: reading goes on meanwhile.
        threading.Thread(target=_lies_alle, args=(buch,), daemon=True).start()
        return self.stand(tag)

    def stand(self, tag: date) -> Antwort:
        """Return what a page has to know before it shows anything."""
        offen = self.offen
        return {
            "offen": offen,
            "schluessel": self._bund.da,
            "schluesselbund": self._ring.da,
            "blaetter": self._blaetter.abgelaufene(tag),
            "sekunden": int(self._ruhe - (self._uhr() - self._zuletzt)) if offen else 0,
        }

    # -- what is written elsewhere

    def pruefe(self, plan: Plan | Textplan, s: Sendung, vokabular: Vokabular) -> list[str]:
        """Ask back where a change writes the name of somebody, or says that contacts are deleted which are there; returns what the page shows."""
        if plan.vorhaben is None:
            return []
        saetze = [_NAME] if self._nennt(plan.vorhaben.ablagen, vokabular.berater) else []
        schon_gefragt = plan.rueckfrage.endswith(TROTZDEM)
        frage = " ".join([_NAME, *([] if schon_gefragt else [TROTZDEM])]) if saetze else ""
        if weg := self._zu_loeschen(s, plan.vorhaben.ablagen, vokabular):
            saetze.append(f"Die Kontaktdaten zu {', '.join(weg)} werden beim Speichern gelöscht.")
            frage = f"{' '.join(saetze)} Ist das so gemeint?"
        plan.rueckfrage = f"{frage} {plan.rueckfrage}".strip()
        return saetze

    def _nennt(self, ablagen: Iterable[Ablage], erlaubt: Iterable[str]) -> bool:
        if not self.offen or self._buch is None:
            return False
        try:
            suche, namen = self._buch.namenssuche(), list(erlaubt)
        except Kontaktfehler:  # a drive that is away keeps nobody from writing down a call
            return False
        return any(
            suche.kommt_hinzu(a.name, _als_text(a.alt), _als_text(a.neu), namen) for a in ablagen if a.neu is not None
        )

    def _zu_loeschen(self, s: Sendung, ablagen: Iterable[Ablage], vokabular: Vokabular) -> list[str]:
        """Return the cases of which an entry says that their contacts are deleted, and of which there are some."""
        art = vokabular.arten.get(als_text(s.werte, "art")) if s.tat == "eintragen" else None
        if art is None or not art.loeschung:
            return []
        # The cases that are written, be they of the address or named in the form.
        kennungen = (PurePosixPath(a.name).stem for a in ablagen)
        return [kennung for kennung in kennungen if id_mangel(kennung) is None and self._speicher.hat(kennung)]

    def loesche(self, s: Sendung, ablagen: Iterable[Ablage], vokabular: Vokabular) -> list[str]:
        """Delete what an entry says is deleted; returns what has been done. No key is needed to take something away."""
        weg = self._zu_loeschen(s, ablagen, vokabular)
        try:
            for kennung in weg:
                self._speicher.loesche(kennung)
        except (Kontaktfehler, OSError) as fehler:
            grund = str(fehler) if isinstance(fehler, Kontaktfehler) else "Der Ordner lässt sich nicht ändern."
            return [f"Der Eintrag ist gespeichert, aber die Kontaktdaten sind noch nicht gelöscht: {grund}"]
        satz = f"Die Kontaktdaten zu {', '.join(weg)} sind gelöscht. Sicherungen und Kopien auf anderen Rechnern löscht nur, wer sie hat."
        return [satz] if weg else []

    # -- what is asked

    def nimm(self, was: str, roh: Mapping[str, Any], umfeld: Umfeld) -> tuple[Antwort, int]:
        """Answer a page. Raises `Kontaktfehler`."""
        if was == "oeffnen":
            return self._oeffne(roh, umfeld.stichtag), 200
        if was == "sperren":
            self.sperre()
            return self.stand(umfeld.stichtag), 200
        if was == "vernichtet":
            self._blaetter.streiche(_text(roh, "blatt"))
            return self.stand(umfeld.stichtag), 200
        buch = self._buch if self.offen else None
        if buch is None:
            return {"satz": _ZU, **self.stand(umfeld.stichtag)}, 409
        self._zuletzt = self._uhr()
        if was in _DRUCKE:
            try:
                antwort = self._drucke(*_DRUCKE[was](buch, roh, umfeld), umfeld)
            except ModuleNotFoundError as fehler:
                raise Kontaktfehler(fehlendes(str(fehler.name))) from fehler
        elif was in _FRAGEN:
            antwort = _FRAGEN[was](buch, roh, umfeld)
        else:
            antwort = {"satz": "Das hat der Schreibtisch nicht verstanden."}
        return {**antwort, **self.stand(umfeld.stichtag)}, 409 if "satz" in antwort else 200

    def _drucke(self, werk: Druckwerk, satz: str, fuer: str, umfeld: Umfeld) -> Antwort:
        """Keep what was made until the contacts are locked; `fuer` names whose sheet it is, which must be destroyed some day."""
        wort = secrets.token_urlsafe(16)
        self._gedrucktes[wort] = werk
        while len(self._gedrucktes) > _HOECHSTENS_GEDRUCKT:
            self._gedrucktes.popitem(last=False)
        if fuer:
            self._blaetter.merke(fuer, umfeld.stichtag + _WOCHE)
        return {"adresse": f"/tisch/kontakte/druck/{wort}/{werk.name}", "hinweis": satz}


def _als_text(inhalt: bytes | None) -> str:
    return (inhalt or b"").decode("utf-8-sig", "replace").replace("\r\n", "\n")


def _lies_alle(buch: Kontaktbuch) -> None:
    with suppress(Kontaktfehler):  # whoever looks at the list is told
        buch.alle()


def _zu(buch: Kontaktbuch, roh: Mapping[str, Any], umfeld: Umfeld) -> Antwort:
    """Return the names and numbers of the cases that a page shows."""
    return {"zu": {kennung: als_antwort(k, umfeld) for kennung, k in buch.zu(_kennungen(roh)).items()}}


def _suche(buch: Kontaktbuch, roh: Mapping[str, Any], umfeld: Umfeld) -> Antwort:
    treffer = buch.suche(_text(roh, "wort"))
    maengel = [f"{m.datei}: {m.satz}" for m in buch.alle()[1]]
    gezeigt = [als_antwort(k, umfeld) for k in treffer[:_HOECHSTENS_GEZEIGT]]
    return {"treffer": gezeigt, "weitere": len(treffer) - len(gezeigt), "maengel": maengel}


def _zeige(buch: Kontaktbuch, roh: Mapping[str, Any], umfeld: Umfeld) -> Antwort:
    kontakt = buch.kontakt(_text(roh, "kennung"))
    return {"kontakt": als_antwort(kontakt, umfeld) if kontakt is not None else None}


def _speichere(buch: Kontaktbuch, roh: Mapping[str, Any], umfeld: Umfeld) -> Antwort:
    """Write a contact; what is wrong with a field is said beside it, and a change made meanwhile is not written over."""
    kennung = _text(roh, "kennung")
    gesagt, gezeigt = _angaben(roh, "angaben", FELDER), _angaben(roh, "gezeigt", FELDER)
    statt, jetzt = buch.speicher.roh(kennung), buch.kontakt(kennung)
    bisher = jetzt or Kontaktdaten(kennung=kennung, angaben={})
    stehen = gezeigte_angaben(bisher)
    if any(stehen.get(feld, "") != gezeigt.get(feld, "") for feld in FELDER):
        return {"satz": _GEAENDERT, "kontakt": als_antwort(bisher, umfeld)}
    neue: dict[str, str] = {}
    fehler: dict[str, str] = {}
    for feld, wert in gesagt.items():
        if wert == gezeigt.get(feld, ""):  # what was in the file before stays as it is
            continue
        try:
            neue[feld] = gepruefte_angabe(feld, wert)
        except Kontaktfehler as mangel:
            fehler[feld] = str(mangel)
    if roh.get("speichern") is not True or fehler:
        return {"fehler": fehler}
    if jetzt is None and not neue:
        return {"satz": "Es ist nichts angegeben."}
    if neue:
        buch.speicher.schreibe(bisher.mit(neue), neu=jetzt is None, statt=statt)
    return {"gespeichert": True}


def _loesche(buch: Kontaktbuch, roh: Mapping[str, Any], _: Umfeld) -> Antwort:
    buch.speicher.loesche(_text(roh, "kennung"))
    return {"gespeichert": True}


_FRAGEN: Mapping[str, Callable[[Kontaktbuch, Mapping[str, Any], Umfeld], Antwort]] = {
    "zu": _zu,
    "suchen": _suche,
    "zeigen": _zeige,
    "speichern": _speichere,
    "loeschen": _loesche,
}


#: Something to print, what has to be said of it, and whose sheet it is.
_Gedruckt = tuple[Druckwerk, str, str]


def _brief(buch: Kontaktbuch, roh: Mapping[str, Any], umfeld: Umfeld) -> _Gedruckt:
    from fallbuch.kontakte import druck  # noqa: PLC0415 - takes a tenth of a second, and most never print

    kontakt = _kontakt(buch, roh)
    inhalt = druck.brief(
        kontakt,
        absender=umfeld.absender,
        tag=umfeld.stichtag,
        betreff=_text(roh, "betreff").strip(),
        text=_text(roh, "text", 20_000).replace("\r\n", "\n"),
    )
    return Druckwerk(_PDF, f"Brief-{kontakt.kennung}.pdf", inhalt), "", ""


def _etiketten(buch: Kontaktbuch, roh: Mapping[str, Any], _: Umfeld) -> _Gedruckt:
    from fallbuch.kontakte import druck  # noqa: PLC0415

    gefragt = buch.zu(_kennungen(roh)).values()
    inhalt, ohne = druck.etiketten(gefragt)
    satz = (
        f"Ohne Anschrift oder in einer Schrift, die sich nicht drucken lässt, darum nicht auf den Etiketten: {', '.join(ohne)}."
        if ohne
        else ""
    )
    return Druckwerk(_PDF, "Etiketten.pdf", inhalt), satz, ""


def _unterwegs(buch: Kontaktbuch, roh: Mapping[str, Any], umfeld: Umfeld) -> _Gedruckt:
    from fallbuch.kontakte import druck  # noqa: PLC0415

    bis = umfeld.stichtag + _WOCHE
    name, faellige = umfeld.anrufe(_text(roh, "wer"), bis)
    kontakte = buch.zu(kennung for kennung, _, _ in faellige)
    anrufe = [druck.Anruf(kennung, kontakte.get(kennung), tun, wann) for kennung, tun, wann in faellige]
    inhalt = druck.unterwegs(name, anrufe, von=umfeld.stichtag, bis=bis)
    return Druckwerk(_PDF, "Unterwegs.pdf", inhalt), "", name


def _visitenkarte(buch: Kontaktbuch, roh: Mapping[str, Any], _: Umfeld) -> _Gedruckt:
    kontakt = _kontakt(buch, roh)
    return Druckwerk(_VCARD, f"{kontakt.kennung}.vcf", als_vcard(kontakt)), "", ""


_DRUCKE: Mapping[str, Callable[[Kontaktbuch, Mapping[str, Any], Umfeld], _Gedruckt]] = {
    "brief": _brief,
    "etiketten": _etiketten,
    "unterwegs": _unterwegs,
    "visitenkarte": _visitenkarte,
}


def _kontakt(buch: Kontaktbuch, roh: Mapping[str, Any]) -> Kontaktdaten:
    kennung = _text(roh, "kennung")
    if (kontakt := buch.kontakt(kennung)) is None:
        raise Kontaktfehler(f"Zu {kennung} gibt es keine Kontaktdaten.")
    return kontakt


def als_antwort(kontakt: Kontaktdaten, umfeld: Umfeld) -> Antwort:
    """Return what a page shows of a person, with the number as a telephone dials it."""
    return {
        "kennung": kontakt.kennung,
        "name": kontakt.name,
        "seite": umfeld.seiten.get(kontakt.kennung, ""),
        "wahl": waehlbar(kontakt["Telefon"]),
        "angaben": gezeigte_angaben(kontakt),
    }


def gezeigte_angaben(kontakt: Kontaktdaten) -> dict[str, str]:
    """Return the fields as people read them: a day as the team writes it."""
    return {feld: mit_datum(wert) if feld == "Einwilligung" else wert for feld, wert in kontakt.angaben.items()}


def _angaben(roh: Mapping[str, Any], was: str, felder: Iterable[str]) -> dict[str, str]:
    werte = roh.get(was)
    return {feld: _text(werte, feld) for feld in felder if feld in werte} if isinstance(werte, dict) else {}


def _kennungen(roh: Mapping[str, Any]) -> list[str]:
    gefragt = roh.get("kennungen")
    return [str(k)[:100] for k in gefragt[:_HOECHSTENS_KENNUNGEN]] if isinstance(gefragt, list) else []


def _text(roh: Mapping[str, Any], was: str, hoechstens: int = 1000) -> str:
    wert = roh.get(was)
    return wert[:hoechstens].encode("utf-8", "replace").decode() if isinstance(wert, str) else ""
