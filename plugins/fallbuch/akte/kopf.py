"""The front matter of a case: where it ends, which fields it has, and what is wrong with each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from typing import Any

from fallbuch.akte.absatz import Absatz, Zeile, einfuegungen, gesaeubert
from fallbuch.akte.angaben import melde_mangel
from fallbuch.akte.datenschutz import (
    D001,
    PERSOENLICH,
    nennt_nummer,
    persoenliche_angabe,
    persoenliches_wort,
)
from fallbuch.akte.feld import Feld, felder
from fallbuch.akte.lesartmeldungen import F076, F078, F092
from fallbuch.akte.meldungen import (
    F005,
    F006,
    F010,
    F011,
    F025,
    F028,
)
from fallbuch.akte.modell import Kopf, Stellen
from fallbuch.akte.textwache import hat_nummern, sagt_etwas_persoenliches, zeigbar
from fallbuch.akte.typen import F020, Text
from fallbuch.befund import Befund, Korrektur, Stelle
from fallbuch.kennung import meinten_sie, nfc, vergleichsform
from fallbuch.text.knoten import (
    F004,
    F007,
    F009,
    Knoten,
    Liste,
    Skalar,
    Tafel,
    lies_yaml,
    schlichte_zeilen,
    schlichtes_paar,
    skalare,
    teile_kopf,
)
from fallbuch.text.yamlorte import geschrieben
from fallbuch.text.zeichen import UNSICHTBAR, aufgezaehlt, ersetze_steuerzeichen, gesehen
from fallbuch.text.zeilen import zeilen
from fallbuch.werte import dataclass

_FELDER = {vergleichsform(wort): (attribut, feld) for attribut, feld in felder(Kopf) for wort in feld.namen}
_NOETIGE = frozenset(attribut for attribut, feld in felder(Kopf) if feld.pflicht)
#: Those with one value, as they are declared.
_EINFACHE = {feld.name: (attribut, feld.typ) for attribut, feld in felder(Kopf) if not feld.ist_liste}
_EINTRAG_IM_KOPF = re.compile(r"\n## ?[0-9]")
_KOPFENDE = re.compile(r"#{1,6}\s|\s*$")
#: A line that Markdown shows as a rule: what becomes of the head's first line where a program takes it for text.
_STRICH = re.compile(r"[ \t]*(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$")
_NAMEN = "|".join(
    sorted((re.escape(wort) for _, f in felder(Kopf) for wort in (f.name, *f.frueher)), key=len, reverse=True)
)
_ANGEHAENGTES_FELD = re.compile(rf"(?<=\S)[ \t]+(?=(?:{_NAMEN}):(?:[ \t]|$))")
_FELD_AM_ANFANG = re.compile(rf"(?:#{{1,6}}[ \t]+)?(?=[\"']?(?:{_NAMEN})[\"']?:(?:[ \t]|$))")
_ANDERER_PUNKT = re.compile(r"^([ \t]*)[*+•] +")
_EINTRAG = re.compile(r"#{1,6}[ \t]*[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: Further down there is no front matter.
_HOECHSTENS_KOPFZEILEN = 60
_UNVERWECHSELBAR = frozenset({"ID", "Erstkontakt", "Zugangsweg", "Status"})
_EIGENE_REGEL = frozenset({"ID", "Vereint mit", "Zu beachten"})  # like any number, or by a stricter rule
_ID_ZEILE = re.compile(r"\nID:[^\n]*")


def kopfname(wort: str) -> str | None:
    """Return the name of the field that a key of the front matter means, whatever its spelling; None where it means none."""
    _, feld = _FELDER.get(vergleichsform(wort), (None, None))
    return None if feld is None else feld.name


@dataclass(frozen=True, slots=True)
class Rohkopf:
    """The text of a front matter, line n of which is line n of the file, or `zeilen[n - 1]` where a program changed it."""

    text: str
    zeilen: tuple[int, ...] = ()


def trenne_kopf(text: str, name: str, befunde: list[Befund]) -> tuple[Rohkopf | None, str]:
    """Split a file into its front matter, None without one, and the record below."""
    kopf, rumpf = teile_kopf(text)
    if kopf is None and (wiederhergestellt := _wiederhergestellt(text, name)) is not None:
        befunde.append(wiederhergestellt[1])
        return wiederhergestellt[0], wiederhergestellt[2]
    if kopf is None:
        befunde.append(F005.melde(Stelle(datei=name)))
        return None, text
    if rumpf is not None and _EINTRAG_IM_KOPF.search(kopf) is None:
        return Rohkopf(kopf), rumpf
    # Not closed, or closed by a later rule of hyphens: the fields end where text begins.
    ende = _laenge_des_kopfes(kopf if rumpf is None else f"{kopf}---{rumpf}")
    befunde.append(F006.melde(Stelle(datei=name, zeile=1 + kopf[:ende].count("\n"))))
    return Rohkopf(kopf[:ende]), text[3 + ende :]


def _laenge_des_kopfes(text: str) -> int:
    position = text.find("\n") + 1
    while 0 < position < len(text):
        naechste = text.find("\n", position)
        ende = len(text) if naechste < 0 else naechste
        if _KOPFENDE.match(text[position:ende].rstrip("\r")):
            return position
        position = ende + 1
    return len(text)


def _wiederhergestellt(text: str, name: str) -> tuple[Rohkopf, Befund, str] | None:
    """Return the front matter that a program took for a paragraph of text, what to say, and the record below it."""
    zeilen = text.split("\n", _HOECHSTENS_KOPFZEILEN)
    beginn = next((i for i, zeile in enumerate(zeilen) if zeile.strip()), 0)
    if not _STRICH.match(zeilen[beginn].rstrip("\r")):
        return None
    neue: list[str] = []
    nummern: list[int] = [beginn + 1]
    ende = beginn
    for nummer, zeile in enumerate(zeilen[beginn + 1 : _HOECHSTENS_KOPFZEILEN], start=beginn + 1):
        roh = zeile.rstrip("\r")
        if _EINTRAG.match(roh):
            break
        ist_strich = roh.strip() and _STRICH.match(roh) is not None
        if roh.strip():
            ende = nummer
        if ist_strich:
            break
        for stueck in _ANGEHAENGTES_FELD.split(_FELD_AM_ANFANG.sub("", gesaeubert(roh), count=1)):
            if stueck.strip():
                neue.append(_ANDERER_PUNKT.sub(r"\1- ", stueck, count=1))
                nummern.append(nummer + 1)
    gefunden = {kopfname(zeile.partition(":")[0].strip("\"' ")) for zeile in neue}
    if not gefunden >= _UNVERWECHSELBAR:
        return None
    fix = Korrektur(
        zeile=1,
        von=1,
        bis=len(zeilen[ende].rstrip("\r")) + 1,
        bis_zeile=ende + 1,
        ersatz="\n".join(["---", *neue, "---"]),
    )
    offen = None if any(zeigbar(zeile) != zeile for zeile in neue) else fix
    befund = F092.melde(Stelle(datei=name), korrektur=offen)
    rumpf = text.split("\n", ende + 1)[ende + 1 :]
    return Rohkopf("\n" + "\n".join(neue) + "\n", tuple(nummern)), befund, rumpf[0] if rumpf else ""


@dataclass(slots=True)
class Kopfleser:
    """Collects the values of the front matter with their places."""

    befunde: list[Befund]
    werte: dict[str, Any] = field(default_factory=dict)
    #: Line and column of each field, and of each value that stands as it is written.
    stellen: dict[str, tuple[int, int]] = field(default_factory=dict)
    wertstellen: dict[str, tuple[int, int]] = field(default_factory=dict)
    unlesbar: set[str] = field(default_factory=set)
    #: No value can hold a personal statement; some may say what is not to be shown.
    harmlos: bool = False
    verdacht: bool = False

    def nimm_reihe(self, name: str, wert: str, nummer: int) -> bool:
        """Take a plain line with one value that is clear, as nearly all are; False leaves it to `nimm`."""
        attribut, typ = _EINFACHE.get(name, (None, None))
        if attribut is None or typ is None or name in self.stellen or "  " in wert or wert == "null":
            return False
        if "&" in wert and isinstance(typ, Text):
            return False
        lesung = typ.lies(wert, name)
        if lesung.mangel is not None or lesung.wert is None:
            return False
        self.stellen[name], self.wertstellen[name] = (nummer, 1), (nummer, len(name) + 3)
        self.werte[attribut] = lesung.wert
        return True

    def nimm(self, schluessel: Skalar, knoten: Knoten) -> None:
        """Take one field; what is wrong with it becomes a finding."""
        bekannt = _FELDER.get(vergleichsform(schluessel.text))
        if bekannt is not None:
            self._nimm_bekanntes(schluessel, *bekannt, knoten)
        elif (wort := persoenliches_wort(schluessel.text, als_feld=True)) is not None:
            self.befunde.append(D001.melde(schluessel.stelle, feld=wort))
        else:
            self.befunde.append(_unbekannt(schluessel))

    def _nimm_bekanntes(self, schluessel: Skalar, attribut: str, feld: Feld, knoten: Knoten) -> None:
        if feld.name in self.stellen:
            self.befunde.append(F009.melde(schluessel.stelle, feld=feld.name, zeile=self.stellen[feld.name][0]))
            return
        self.stellen[feld.name] = schluessel.stelle.zeile, schluessel.stelle.spalte
        if schluessel.text != feld.name and schluessel.text not in feld.frueher:
            fix = _ersetze(schluessel, feld.name)
            self.befunde.append(F020.melde(schluessel.stelle, korrektur=fix, wert=schluessel.text, richtig=feld.name))
        wort = None if self.harmlos else next(filter(None, map(persoenliche_angabe, _texte(knoten))), None)
        if wort is not None:
            self.befunde.append(D001.melde(knoten.stelle, feld=wort))
            self.unlesbar.add(feld.name)
        elif self.verdacht and feld.name not in _EIGENE_REGEL and any(map(sagt_etwas_persoenliches, _texte(knoten))):
            self.unlesbar.add(feld.name)  # a check says so, with its place
        elif feld.ist_liste:
            texte = (self._demaskiert(teil.text.strip(), teil) for teil in skalare(knoten))
            self.werte[attribut] = tuple(text for text in texte if text)
        elif isinstance(knoten, Skalar):
            self._lies_wert(attribut, feld, knoten)
        else:
            was = "eine Liste" if isinstance(knoten, Liste) else "eine Untergliederung"
            self.befunde.append(
                F025.melde(knoten.stelle, feld=feld.name, was=was, erwartet=f"ein einfacher Wert wie „{feld.beispiel}“")
            )
            self.unlesbar.add(feld.name)

    def _lies_wert(self, attribut: str, feld: Feld, knoten: Skalar) -> None:
        wert = knoten.text.strip() if feld.typ.zeilenweise else " ".join(knoten.text.split())
        wert = self._demaskiert(wert, knoten) if isinstance(feld.typ, Text) else wert
        if not wert or (not knoten.stil and wert in {"~", "null"}):
            return
        if not knoten.stil and wert == knoten.text:
            self.wertstellen[feld.name] = knoten.stelle.zeile, knoten.stelle.spalte
        lesung = feld.typ.lies(wert, feld.name)
        if lesung.mangel is not None:
            befund = melde_mangel(lesung.mangel, knoten.stelle, knoten.bis)
            self.befunde.append(befund if feld.uhr else replace(befund, uhr=False))
        if lesung.wert is None:
            self.unlesbar.add(feld.name)
        else:
            self.werte[attribut] = lesung.wert

    def _demaskiert(self, wert: str, knoten: Skalar) -> str:
        """Return a text without what a program that takes it for Markdown put in."""
        if "\\" not in wert and "&" not in wert:
            return wert
        absatz = Absatz([Zeile(zeile, 1) for zeile in wert.split("\n")])
        if absatz.maskierte:
            bis = knoten.bis
            fix = None
            if bis is not None:
                fix = Korrektur(
                    zeile=knoten.stelle.zeile, von=knoten.stelle.spalte, bis=bis, ersatz=geschrieben(absatz.text)
                )
            was = einfuegungen([zeichen for _, zeichen in absatz.maskierte])
            self.befunde.append(F078.melde(knoten.stelle, korrektur=fix, was=was, gemeint=absatz.text))
        return absatz.text

    def verschiebe(self, zeilen: set[int]) -> None:
        """Take back what counts on columns in lines from which characters were left out."""
        for nummer, befund in enumerate(self.befunde):
            if befund.stelle.zeile in zeilen and befund.art is not F076:
                self.befunde[nummer] = replace(befund, korrektur=None)
        self.wertstellen = {feld: ort for feld, ort in self.wertstellen.items() if ort[0] not in zeilen}

    def verorte(self, zeilen: Sequence[int], ab: int) -> None:
        """Put what was read, and the findings from number `ab` on, at the lines of the file; there no fix counts on columns."""

        def dort(zeile: int) -> int:
            return zeilen[min(zeile, len(zeilen)) - 1]

        self.befunde[ab:] = [
            replace(b, stelle=replace(b.stelle, zeile=dort(b.stelle.zeile), spalte=1), korrektur=None)
            for b in self.befunde[ab:]
        ]
        self.stellen = {feld: (dort(zeile), 1) for feld, (zeile, _) in self.stellen.items()}
        self.wertstellen = {}

    def melde_fehlende(self, name: str) -> None:
        """Report required fields that are absent, not those that cannot be read."""
        if _NOETIGE.issubset(self.werte):
            return
        orte = Stellen(name, self.stellen)
        for attribut, feld in felder(Kopf):
            if feld.pflicht and attribut not in self.werte and feld.name not in self.unlesbar:
                art = F028 if feld.name == "Erstkontakt" else F011
                ort = orte.get(feld.name, Stelle(datei=name))
                self.befunde.append(art.melde(ort, feld=feld.name, beispiel=feld.beispiel))


def lies_kopf(roh: Rohkopf | None, name: str, befunde: list[Befund]) -> Kopfleser:
    """Read the fields of a front matter; `befunde` gets what is wrong with them."""
    davor = len(befunde)
    leser = Kopfleser(befunde)
    if roh is None:
        return leser
    _lies_felder(leser, roh.text, name)
    if roh.zeilen:
        leser.verorte(roh.zeilen, davor)
    return leser


def _lies_felder(leser: Kopfleser, text: str, name: str) -> None:
    befunde = leser.befunde
    leser.verdacht = hat_nummern(_ID_ZEILE.sub("", text, count=1))
    if (reihen := schlichte_zeilen(text)) is not None:
        leser.harmlos = not (leser.verdacht or nennt_nummer(text))
        for nummer, reihe in reihen:
            if not leser.harmlos or not leser.nimm_reihe(reihe[1], reihe[2], nummer):
                leser.nimm(*schlichtes_paar(reihe, name, nummer))
        leser.melde_fehlende(name)
        return
    gesehen, unsichtbare = _ohne_unsichtbares(text, name)
    befunde.extend(unsichtbare)
    sauber, gefunden = ersetze_steuerzeichen(gesehen, name, kopf=True)
    befunde.extend(gefunden)
    knoten, gefunden = lies_yaml(sauber, name)
    befunde.extend(gefunden)
    paare = knoten.paare if isinstance(knoten, Tafel) else {}
    if knoten is not None and not isinstance(knoten, Tafel):
        befunde.append(
            F007.melde(
                knoten.stelle,
                problem="Hier steht kein Feld",
                rat="Schreiben Sie je Zeile einen Feldnamen, einen Doppelpunkt und den Wert.",
            )
        )
    if not isinstance(knoten, Tafel) or any(b.art in {F004, F007} for b in gefunden):
        kaputt = {b.stelle.zeile for b in gefunden if b.art is F007}
        gelesene = {k: v for k, v in paare.items() if isinstance(v[1], Skalar) and v[0].stelle.zeile not in kaputt}
        paare = _zeilenweise(sauber, name, kaputt, leser.unlesbar) | gelesene
    for schluessel, wert in paare.values():
        leser.nimm(schluessel, wert)
    leser.melde_fehlende(name)
    if unsichtbare:
        leser.verschiebe({befund.stelle.zeile for befund in unsichtbare})


def _ohne_unsichtbares(text: str, name: str) -> tuple[str, list[Befund]]:
    """Return the front matter as it looks, with a finding for each line in which nobody sees all that is there."""
    if text.isascii() or UNSICHTBAR.search(text) is None:
        return text, []
    befunde, neue = [], []
    for nummer, zeile in enumerate(text.split("\n"), start=1):
        gefunden = [*UNSICHTBAR.finditer(zeile)]
        neu = UNSICHTBAR.sub(gesehen, zeile)
        neue.append(neu)
        if gefunden:
            stelle = Stelle(datei=name, zeile=nummer, spalte=gefunden[0].start() + 1)
            fix = Korrektur(zeile=nummer, von=1, bis=len(zeile.rstrip("\r")) + 1, ersatz=neu.rstrip("\r"))
            offen = None if zeigbar(neu) != neu else fix
            gemeint = zeigbar(neu).strip()
            befunde.append(
                F076.melde(stelle, korrektur=offen, was=aufgezaehlt(t[0] for t in gefunden), gemeint=gemeint)
            )
    return "\n".join(neue), befunde


def _zeilenweise(text: str, name: str, kaputt: set[int], unlesbar: set[str]) -> dict[str, tuple[Skalar, Knoten]]:
    """Read `Feld: Wert` line by line where YAML gave up: a fault in one line hides no other field."""
    paare: dict[str, tuple[Skalar, Knoten]] = {}
    for nummer, zeile in enumerate(zeilen(text), start=1):
        wort, doppelpunkt, wert = zeile.partition(":")
        form = vergleichsform(wort) if doppelpunkt and len(wort) < 60 else ""
        if form not in _FELDER and form not in PERSOENLICH:
            continue
        if nummer in kaputt and form in _FELDER:
            unlesbar.add(_FELDER[form][1].name)
            continue
        links = len(wort) + 2 + len(wert) - len(wert.lstrip())
        inhalt = wert.strip().partition(" #")[0].rstrip()
        schlicht = not inhalt.startswith(("'", '"'))
        feld = Skalar(nfc(wort.strip()), Stelle(datei=name, zeile=nummer), None)
        knoten = Skalar(
            nfc(inhalt.strip("'\"")),
            Stelle(datei=name, zeile=nummer, spalte=links),
            links + len(inhalt) if schlicht else None,
            "" if schlicht else wert.strip()[0],
        )
        paare.setdefault(feld.text, (feld, knoten))
    return paare


def _texte(knoten: Knoten) -> Iterator[str]:
    """Yield every line of text below a node, keys included as `Schlüssel: Wert`."""
    match knoten:
        case Skalar():
            yield from knoten.text.split("\n")
        case Liste():
            for teil in knoten.teile:
                yield from _texte(teil)
        case Tafel():
            for name, (_, wert) in knoten.paare.items():
                yield f"{name}:"
                yield from _texte(wert)


def _ersetze(skalar: Skalar, ersatz: str) -> Korrektur | None:
    if skalar.bis is None:
        return None
    return Korrektur(zeile=skalar.stelle.zeile, von=skalar.stelle.spalte, bis=skalar.bis, ersatz=ersatz)


def _unbekannt(schluessel: Skalar) -> Befund:
    namen = [feld.name for _, feld in felder(Kopf)]
    sonst = "Löschen Sie das Feld, oder schreiben Sie den Inhalt in einen Eintrag."
    rat = meinten_sie(schluessel.text, namen, sonst)
    return F010.melde(schluessel.stelle, feld=schluessel.text, erwartet="Erwartet: " + ", ".join(namen) + ".", rat=rat)
