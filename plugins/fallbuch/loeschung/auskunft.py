"""All that is held on one person (articles 15 and 20 of the GDPR): to read, and for programs.

What concerns other people is marked, so that whoever hands it out can black it out; the program blacks out nothing by
itself, since only people know what somebody may see.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from fallbuch.akte.feld import felder
from fallbuch.akte.modell import Kopf
from fallbuch.akte.schreiben import Falltext
from fallbuch.akte.textwache import Angabenart, funde
from fallbuch.bearbeiten.platz import Platz
from fallbuch.einrichtung import Aufruffehler
from fallbuch.fehler import Satzfehler
from fallbuch.kennung import nfc, vergleichsform
from fallbuch.kontakte.modell import NAMEN
from fallbuch.loeschung.lesarten import als_text
from fallbuch.loeschung.planen import Loeschplan, zeit_des_falls
from fallbuch.regelwerk.ereignisse import LOESCHUNG
from fallbuch.regelwerk.worte import in_worten
from fallbuch.register.kette import lade_register
from fallbuch.text.vorlage import Vorlagen
from fallbuch.uebersicht.tage import mit_datum
from fallbuch.vergleich.verlauf import verlauf_von
from fallbuch.werte import dataclass
from fallbuch.zeit import datum_aus

_VORLAGEN = Vorlagen("fallbuch.loeschung", "vorlagen")
#: Somebody who is called by name, where the watch over texts does not look: there it may be anybody.
_WEITERE = re.compile(r"\b(?:Familie|Dr\.) [A-ZÄÖÜ][\w-]+")

#: Further words of a name; a word too many in marks is read, one too few is handed out.
_NAME_WEITER = re.compile(
    r"(?:[ \u00a0](?:(?:von|van|de|der|den|zu|al|el|bin|ben)[ \u00a0]){0,2}[A-ZÄÖÜ][\w’'-]+){1,2}"
)
#: So many digits from its end a number to dial is known by.
_ZIFFERN = 7
_KASTEN = re.compile(r"^[-*+] \[([ xX-])\] ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Textstueck:
    """A piece of a text; `dritte`: it may concern somebody else."""

    text: str
    dritte: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Erwaehnung:
    """Where else the team names the case, and what stands there; `fremd`: in the case of somebody else."""

    wo: str
    text: str = ""
    fremd: bool = False


@dataclass(frozen=True, kw_only=True)
class Auskunft:
    """What is held, in the order in which the page tells it."""

    kennung: str
    team: str
    tag: str
    stamm: Sequence[tuple[str, str]]
    kontakt: Sequence[tuple[str, str]]
    kontaktluecke: str
    eintraege: Sequence[tuple[str, str]]
    erwaehnungen: Sequence[Erwaehnung]
    freigaben: Sequence[str]
    fristen: Sequence[tuple[str, str]]
    #: The rules by which it will be erased, in words: of a case that is open no day can be told.
    regeln: Sequence[str]
    verlauf: str
    #: Words that name other people, and those that name this one.
    dritte: Sequence[str]
    eigene: frozenset[str]
    #: Day of the consent, "" where none is written down.
    einwilligung: str

    def als_seite(self) -> str:
        """Return the page; what may concern others stands in marks."""
        stellen = _muster(self.dritte)
        eintraege = [(titel, self._gemarkt(_wie_auf_seiten(text), stellen)) for titel, text in self.eintraege]
        stamm = [(name, self._gemarkt(wert, stellen)) for name, wert in self.stamm]
        erwaehnungen = [
            (self._gemarkt(e.wo, stellen), [Textstueck(e.text, True)] if e.fremd else self._gemarkt(e.text, stellen))
            for e in self.erwaehnungen
        ]
        return _VORLAGEN.fuelle(
            "auskunft.html", a=self, eintraege=eintraege, stamm=stamm, erwaehnungen=erwaehnungen, verlauf=self._gemarkt(self.verlauf, stellen)
        )  # fmt: skip

    def _gemarkt(self, text: str, stellen: re.Pattern[str]) -> list[Textstueck]:
        return _gemarkt(text, stellen, self.eigene)

    def als_json(self) -> str:
        """Return the same for programs, without what the team says about others."""
        stellen = _muster(self.dritte)
        texte = (
            self.verlauf,
            *(wert for _, wert in self.stamm),
            *(text for _, text in self.eintraege),
            *(e.text for e in self.erwaehnungen if not e.fremd),
        )
        zu_schwaerzen = dict.fromkeys(s.text for text in texte for s in self._gemarkt(text, stellen) if s.dritte)
        daten: dict[str, Any] = {
            "kennung": self.kennung,
            "verantwortlich": self.team,
            "stand": self.tag,
            "stammdaten": dict(self.stamm),
            "kontaktdaten": {feld: "; ".join(w for f, w in self.kontakt if f == feld) for feld, _ in self.kontakt},
            "eintraege": [{"titel": titel, "text": text} for titel, text in self.eintraege],
            "erwaehnungen": [{"wo": e.wo, "text": "" if e.fremd else e.text} for e in self.erwaehnungen],
            "gezaehlt_in": list(self.freigaben),
            "loeschfristen": [{"regel": regel, "am": am} for regel, am in self.fristen],
            "loeschregeln": list(self.regeln),
            "verlauf": self.verlauf.splitlines(),
            # What the page marks: for whoever hands this out, to be taken out of the texts together with this list.
            "zu_schwaerzen": list(zu_schwaerzen),
        }
        return json.dumps(daten, ensure_ascii=False, indent=2) + "\n"


def auskunft(platz: Platz, plan: Loeschplan, luecke: str, andere: Sequence[str] = ()) -> Auskunft:
    """Collect what is held on the person of the one case of a plan.

    `luecke` says why contact data are not among it, `andere` are the names of other people that the team knows.
    """
    if len(plan.faelle) != 1:
        raise Aufruffehler("Eine Auskunft ist immer über einen Menschen: Nennen Sie einen Fall.")
    (fall,) = plan.faelle
    text = Falltext(fall.datei.inhalt, fall.datei.name)
    kopf = text.fall.kopf
    stamm = [(feld.name, _wort(getattr(kopf, attribut))) for attribut, feld in felder(Kopf)]
    eintraege = [_eintrag(text.zeilen(n)) for n in range(len(text.fall.eintraege))]
    # Somebody who was two cases may have had two of them.
    angaben = dict.fromkeys((feld, wert) for kontakt in plan.kontakte for feld, wert in kontakt.items())
    von, bis = zeit_des_falls(fall.akte, platz.stichtag)
    blaetter = lade_register(platz.einrichtung.wurzel).neueste
    return Auskunft(
        kennung=text.fall.kennung,
        team=platz.einrichtung.datei.name,
        tag=f"{platz.stichtag:%d.%m.%Y}",
        stamm=[("Vorspann", text.fall.vorspann), *stamm][0 if text.fall.vorspann else 1 :],
        kontakt=[(NAMEN.get(feld, feld), wert) for feld, wert in angaben],
        kontaktluecke=luecke,
        eintraege=eintraege,
        erwaehnungen=list(_erwaehnungen(platz, plan)),
        freigaben=[f"{b.zeitraum.name} ({b.zeitraum.von:%d.%m.%Y} bis {b.zeitraum.ende:%d.%m.%Y}), freigegeben am {b.umstaende.freigegeben_am:%d.%m.%Y}"
                   for b in blaetter if von is not None and b.zeitraum.von <= bis and von <= b.zeitraum.ende],
        fristen=[(f.titel, f"{f.faellig_am:%d.%m.%Y}") for f in fall.akte.faelligkeiten if f.ableitung.eigenschaften.loeschung and f.faellig_am is not None],
        regeln=list(_loeschregeln(platz)),
        verlauf=_verlauf(platz, text.fall.kennung),
        dritte=[*_dritte(platz, plan), *andere],
        eigene=frozenset(_eigene(angaben)),
        einwilligung=f"{kopf.einwilligung:%d.%m.%Y}" if kopf.einwilligung is not None else "",
    )  # fmt: skip


def _eigene(angaben: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield by what the person's own statements are known, as words are compared; of numbers the digits."""
    for feld, wert in angaben:
        if feld in {"VName", "NName"}:
            yield from map(vergleichsform, wert.split())
        elif feld == "Telefon":
            yield from (re.sub(r"\D", "", nummer) for nummer in re.split(r"[,;]", wert))
        else:
            yield vergleichsform(wert)
            yield vergleichsform(re.sub("str\\.", "straße", wert))


def _wort(wert: object) -> str:
    if wert is None:
        return ""
    if isinstance(wert, tuple | list):
        return ", ".join(map(_wort, wert))
    return f"{wert:%d.%m.%Y}" if isinstance(wert, date) else str(wert)


def _eintrag(zeilen: str) -> tuple[str, str]:
    kopf, _, rumpf = zeilen.partition("\n")
    titel = kopf.lstrip("# ")
    tag = datum_aus(titel[:10])
    return (f"{tag:%d.%m.%Y}{titel[10:]}" if tag is not None else titel), rumpf.strip("\n")


def _wie_auf_seiten(text: str) -> str:
    """Return a text as pages show it: days as people write them, boxes as boxes."""
    return mit_datum(_KASTEN.sub(lambda t: "☐ " if t[1] == " " else "☑ " if t[1] in "xX" else "☒ ", text))


def _loeschregeln(platz: Platz) -> Iterator[str]:
    """Yield the team's rules of erasure in a sentence each."""
    regeln = platz.regelwerk.regeln
    titel = {regel.schluessel: regel.neueste.titel for regel in regeln}
    for regel in regeln:
        fassung = regel.fassung_am(platz.stichtag)
        if fassung is not None and not LOESCHUNG.isdisjoint(e.ereignis for e in fassung.erledigt):
            yield f"{fassung.titel}: {in_worten(fassung, titel).wann}"


def _verlauf(platz: Platz, kennung: str) -> str:
    try:
        # What git calls a state says nothing to anybody outside, and now and then looks like somebody's number.
        return verlauf_von(platz.einrichtung, kennung, mit_staenden=False)
    except Satzfehler as fehler:
        return f"{fehler}\n"


def _erwaehnungen(platz: Platz, plan: Loeschplan) -> Iterator[Erwaehnung]:
    """Yield where else something of the case stands, with the lines."""
    faelle = f"{platz.einrichtung.datei.ordner.faelle}/"
    for ort in (*plan.zu_ersetzen, *plan.von_hand, *plan.gemeinsame):
        alle = als_text(plan.dateien[ort.name])[0].splitlines()
        text = "\n".join(alle[zeile - 1] for zeile in ort.zeilen if zeile <= len(alle))
        yield Erwaehnung(wo=str(ort), text=text, fremd=ort.name.startswith(faelle))
    yield from (Erwaehnung(wo=f"{name}: im Namen der Datei") for name in plan.mit_im_namen)
    if plan.beiseite:
        yield Erwaehnung(wo="in git beiseite gelegt (stash)")


def _dritte(platz: Platz, plan: Loeschplan) -> Iterable[str]:
    """Yield the words that name others whom the team knows: contact persons of employers, other cases."""
    for betrieb in platz.regelwerk.vokabular.arbeitgeber.values():
        for person in betrieb.ansprechpartner:
            yield from (wort for wort in (person.name, person.email, person.telefon) if wort)
    eigene = {nummer.lower() for nummer in plan.nummern}
    yield from (nummer for nummer in platz.kennungen if nummer.lower() not in eigene and len(nummer) > 3)


def _muster(dritte: Sequence[str]) -> re.Pattern[str]:
    # Between the words of a name may stand more than one blank.
    escaped = (r"\s+".join(map(re.escape, wort.split())) for wort in sorted(dritte, key=len, reverse=True))
    worte = "|".join(rf"(?<!\w){wort}s?(?!\w)" for wort in escaped)
    return re.compile("|".join(filter(None, (f"(?i:{worte})" if worte else "", _WEITERE.pattern))))


def _ist_eigenes(art: Angabenart, wert: str, eigene: frozenset[str]) -> bool:
    """Tell whether a statement is the person's own: the name, the number to dial, mail or street."""
    form = vergleichsform(wert)
    if art is Angabenart.TELEFON:
        ziffern = re.sub(r"\D", "", wert)
        return any(e.isdigit() and len(e) >= _ZIFFERN and ziffern.endswith(e[-_ZIFFERN:]) for e in eigene)
    if art is Angabenart.ANSCHRIFT:
        return any(len(e) > _ZIFFERN and (form.startswith(e) or e.startswith(form)) for e in eigene)
    return form in eigene


def _mit_anrede(zeile: str, von: int, bis: int, anrede: str) -> tuple[int, int]:
    """Return where a name stands with the address before it and with what else of it follows: „Herr Dr. von Wülfing“, „Frau Hilde Berg“."""
    ab = zeile.rfind(anrede, 0, von)
    mehr = _NAME_WEITER.match(zeile, bis)
    return (ab if ab >= 0 else von), (mehr.end() if mehr is not None else bis)


def _gemarkt(text: str, muster: re.Pattern[str], eigene: frozenset[str]) -> list[Textstueck]:
    """Cut a text where it may concern somebody else."""
    stuecke: list[Textstueck] = []
    for zeile in nfc(text).splitlines(keepends=True):
        gefunden = [t.span() for t in muster.finditer(zeile)]
        gefunden += [
            _mit_anrede(zeile, f.von, f.bis, f.maske) if f.art is Angabenart.PERSON else (f.von, f.bis)
            for f in funde(zeile)
            if not _ist_eigenes(f.art, zeile[f.von : f.bis], eigene)
        ]
        ab = 0
        for von, bis in sorted(gefunden):
            if bis > ab:
                von = max(ab, von + (zeile[von] == "(" and ")" not in zeile[von:bis]))
                stuecke += [Textstueck(zeile[ab:von], False), Textstueck(zeile[von:bis], True)]
                ab = bis
        stuecke.append(Textstueck(zeile[ab:], False))
    return [s for s in stuecke if s.text]
