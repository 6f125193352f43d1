"""From bytes to a case: `lesen` knows neither key date nor vocabulary, so its result can be cached by content.

Whatever the bytes are, the answer is a case and its findings, never an exception.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from fallbuch.akte.absatz import Absatz, Zeile, einfuegungen
from fallbuch.akte.angaben import Gelesen, lies_eintrag, melde_mangel
from fallbuch.akte.datenschutz import (
    D001,
    PERSOENLICH,
    persoenliche_angabe,
    persoenliche_stelle,
    persoenliches_wort,
    verborgen,
)
from fallbuch.akte.eintragsformen import FORMEN, Besonderes
from fallbuch.akte.feld import Feld, felder
from fallbuch.akte.lesartmeldungen import F076, F078
from fallbuch.akte.meldungen import (
    F001,
    F002,
    F003,
    F005,
    F006,
    F010,
    F011,
    F025,
    F026,
    F028,
    F046,
    F074,
)
from fallbuch.akte.modell import Eintrag, Fall, Kopf
from fallbuch.akte.typen import F020, Text
from fallbuch.akte.verlauf import gliedere
from fallbuch.befund import Befund, Korrektur, Stelle
from fallbuch.kennung import naechstes, nfc, vergleichsform
from fallbuch.text.knoten import (
    F007,
    F009,
    Knoten,
    Liste,
    Skalar,
    Tafel,
    ersetze_steuerzeichen,
    lies_yaml,
    skalare,
    teile_kopf,
)
from fallbuch.text.quelle import HOECHSTE_GROESSE, Hindernis, Quelldatei
from fallbuch.text.yamlorte import geschrieben
from fallbuch.text.zeichen import UNSICHTBAR, aufgezaehlt, gesehen
from fallbuch.text.zeilen import zeilen

HOECHSTENS_MELDUNGEN = 200
# A text file holds none; a few may be damage, many mean another kind of file or encoding.
_HOECHSTENS_NUL = 10
_FELDER = {
    vergleichsform(wort): (attribut, feld) for attribut, feld in felder(Kopf) for wort in (feld.name, *feld.synonyme)
}
_EINTRAG_IM_KOPF = re.compile(r"\n## ?[0-9]")
_KONFLIKT = re.compile(r"^<{7} ", re.MULTILINE)
_KOPFENDE = re.compile(r"#{1,6}\s|\s*$")


def lesen(inhalt: bytes, name: str) -> tuple[Fall, tuple[Befund, ...]]:
    """Read the bytes of one case file; `name` is its path as shown in messages."""
    hindernis = Hindernis.ZU_GROSS if len(inhalt) > HOECHSTE_GROESSE else None
    return lies_quelldatei(Quelldatei(name, inhalt, hindernis))


def lies_quelldatei(datei: Quelldatei) -> tuple[Fall, tuple[Befund, ...]]:
    """Read a case file as its source delivered it, obstacles included."""
    if datei.hindernis is not None and datei.hindernis is not Hindernis.ZU_GROSS:
        return _unlesbarer_fall(datei.name), (F001.melde(Stelle(datei=datei.name), was=datei.hindernis),)
    befunde: list[Befund] = []
    roh, vollstaendig = dekodiere(datei.inhalt, datei.name, befunde)
    if roh.count("\x00") > _HOECHSTENS_NUL:
        return _unlesbarer_fall(datei.name), (F001.melde(Stelle(datei=datei.name), was=Hindernis.KEIN_TEXT),)
    text = nfc(roh)
    if datei.hindernis is Hindernis.ZU_GROSS:
        befunde.append(F003.melde(Stelle(datei=datei.name)))
    fall = _lies_text(text, datei.name, befunde, nur_kopf=datei.hindernis is not None, vollstaendig=vollstaendig)
    if text != roh:
        # Columns count composed letters; in the file itself a fix would hit the wrong place.
        befunde = [replace(befund, korrektur=None) for befund in befunde]
        fall = replace(fall, zerlegt=True, wertstellen={})
    return fall, begrenzt(befunde, datei.name)


def _unlesbarer_fall(name: str) -> Fall:
    stamm = _stamm(name)
    return Fall(kennung=stamm, datei=name, stamm=stamm, kopf=Kopf(), eintraege=(), vollstaendig=False)


def _stamm(name: str) -> str:
    return nfc(PurePosixPath(name).name.rsplit(".", 1)[0])


def dekodiere(inhalt: bytes, name: str, befunde: list[Befund]) -> tuple[str, bool]:
    """Return the text and whether it is what the author wrote, umlauts perhaps excepted."""
    anfang = Stelle(datei=name)
    if inhalt.startswith((b"\xff\xfe", b"\xfe\xff")):
        befunde.append(F002.melde(anfang, genauer=", sondern als UTF-16"))
        return inhalt.decode("utf-16", errors="replace"), True
    inhalt = inhalt.removeprefix(b"\xef\xbb\xbf")
    try:
        return inhalt.decode("utf-8"), True
    except UnicodeDecodeError as fehler:
        davor = inhalt[: fehler.start].decode("utf-8")
        zeile = davor.count("\n") + 1
        spalte = len(davor) - (davor.rfind("\n") + 1) + 1
        befunde.append(F002.melde(Stelle(datei=name, zeile=zeile, spalte=spalte), genauer=""))
    if b"\x00" in inhalt:
        return inhalt.decode("utf-8", errors="replace"), False
    return inhalt.decode("cp1252", errors="replace"), True


def _lies_text(text: str, name: str, befunde: list[Befund], *, nur_kopf: bool, vollstaendig: bool) -> Fall:
    befunde += konflikte(text, name)
    kopftext, rumpf = _trenne(text, name, befunde)
    kopf = _lies_kopf(kopftext, name, befunde)
    stamm = _stamm(name)
    eintraege: tuple[Eintrag, ...] = ()
    vorspann = ""
    if not nur_kopf:
        erste = 1 + text.count("\n", 0, len(text) - len(rumpf))
        eintraege, vorspann = _lies_rumpf(rumpf, name, erste, befunde)
    return Fall(
        kennung=kopf.werte.get("id") or stamm,
        datei=name,
        stamm=stamm,
        kopf=Kopf(**kopf.werte),
        eintraege=eintraege,
        stellen=kopf.stellen,
        wertstellen=kopf.wertstellen,
        vorspann=vorspann,
        unlesbar=frozenset(kopf.unlesbar),
        vollstaendig=vollstaendig and not nur_kopf and kopftext is not None,
    )


def konflikte(text: str, name: str) -> list[Befund]:
    """Report the first place at which git has left two versions."""
    treffer = _KONFLIKT.search(text) if "<<<<<<<" in text else None
    if treffer is None:
        return []
    return [F074.melde(Stelle(datei=name, zeile=text.count("\n", 0, treffer.start()) + 1))]


def _trenne(text: str, name: str, befunde: list[Befund]) -> tuple[str | None, str]:
    kopf, rumpf = teile_kopf(text)
    if kopf is None:
        befunde.append(F005.melde(Stelle(datei=name)))
        return None, text
    if rumpf is not None and _EINTRAG_IM_KOPF.search(kopf) is None:
        return kopf, rumpf
    # Not closed, or closed by a later rule of hyphens: the fields end where text begins.
    ende = _laenge_des_kopfes(kopf if rumpf is None else f"{kopf}---{rumpf}")
    befunde.append(F006.melde(Stelle(datei=name, zeile=1 + kopf[:ende].count("\n"))))
    return kopf[:ende], text[3 + ende :]


def _laenge_des_kopfes(text: str) -> int:
    position = text.find("\n") + 1
    while 0 < position < len(text):
        naechste = text.find("\n", position)
        ende = len(text) if naechste < 0 else naechste
        if _KOPFENDE.match(text[position:ende].rstrip("\r")):
            return position
        position = ende + 1
    return len(text)


@dataclass(slots=True)
class _Kopfleser:
    """Collects the values of the front matter with their places."""

    befunde: list[Befund]
    werte: dict[str, Any] = field(default_factory=dict)
    stellen: dict[str, Stelle] = field(default_factory=dict)
    wertstellen: dict[str, Stelle] = field(default_factory=dict)
    unlesbar: set[str] = field(default_factory=set)

    def nimm(self, schluessel: Skalar, knoten: Knoten) -> None:
        """Take one field; what is wrong with it becomes a finding."""
        form = vergleichsform(schluessel.text)
        if (wort := persoenliches_wort(schluessel.text, als_feld=True)) is not None:
            self.befunde.append(D001.melde(schluessel.stelle, feld=wort))
        elif form not in _FELDER:
            self.befunde.append(_unbekannt(schluessel))
        else:
            self._nimm_bekanntes(schluessel, *_FELDER[form], knoten)

    def _nimm_bekanntes(self, schluessel: Skalar, attribut: str, feld: Feld, knoten: Knoten) -> None:
        if feld.name in self.stellen:
            self.befunde.append(F009.melde(schluessel.stelle, feld=feld.name, zeile=self.stellen[feld.name].zeile))
            return
        self.stellen[feld.name] = schluessel.stelle
        if schluessel.text != feld.name:
            fix = _ersetze(schluessel, feld.name)
            self.befunde.append(F020.melde(schluessel.stelle, korrektur=fix, wert=schluessel.text, richtig=feld.name))
        if any((wort := persoenliche_angabe(teil)) is not None for teil in _texte(knoten)):
            self.befunde.append(D001.melde(knoten.stelle, feld=wort))
            self.unlesbar.add(feld.name)
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
        if not wert or (knoten.schlicht and wert in {"~", "null"}):
            return
        if knoten.schlicht and wert == knoten.text:
            self.wertstellen[feld.name] = knoten.stelle
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
        self.wertstellen = {feld: stelle for feld, stelle in self.wertstellen.items() if stelle.zeile not in zeilen}

    def melde_fehlende(self, name: str) -> None:
        """Report required fields that are absent, not those that cannot be read."""
        for attribut, feld in felder(Kopf):
            if feld.pflicht and attribut not in self.werte and feld.name not in self.unlesbar:
                art = F028 if feld.name == "Erstkontakt" else F011
                self.befunde.append(
                    art.melde(self.stellen.get(feld.name, Stelle(datei=name)), feld=feld.name, beispiel=feld.beispiel)
                )


def _lies_kopf(text: str | None, name: str, befunde: list[Befund]) -> _Kopfleser:
    leser = _Kopfleser(befunde)
    if text is None:
        return leser
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
    if not isinstance(knoten, Tafel) or any(b.kennung in {"F004", "F007"} for b in gefunden):
        kaputt = {b.stelle.zeile for b in gefunden if b.kennung == "F007"}
        gelesene = {k: v for k, v in paare.items() if isinstance(v[1], Skalar) and v[0].stelle.zeile not in kaputt}
        paare = _zeilenweise(sauber, name, kaputt, leser.unlesbar) | gelesene
    for schluessel, wert in paare.values():
        leser.nimm(schluessel, wert)
    leser.melde_fehlende(name)
    if unsichtbare:
        leser.verschiebe({befund.stelle.zeile for befund in unsichtbare})
    return leser


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
            offen = None if persoenliche_stelle(neu) else fix
            gemeint = verborgen(neu).strip()
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
            schlicht,
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
    vorschlag = naechstes(schluessel.text, namen)
    rat = (
        f"Meinten Sie „{vorschlag}“?"
        if vorschlag
        else "Löschen Sie das Feld, oder schreiben Sie den Inhalt in einen Eintrag."
    )
    return F010.melde(schluessel.stelle, feld=schluessel.text, erwartet="Erwartet: " + ", ".join(namen) + ".", rat=rat)


def _lies_rumpf(text: str, name: str, erste_zeile: int, befunde: list[Befund]) -> tuple[tuple[Eintrag, ...], str]:
    eintraege, vorspann, gefunden = lies_eintraege(text, name, erste_zeile, FORMEN)
    befunde.extend(gefunden)
    return eintraege, _vorspann(vorspann, name, befunde)


def zeilenarten(text: str, formen: Mapping[str, type[Besonderes]] = FORMEN) -> dict[int, list[Gelesen]]:
    """Return what each line of a file's entries is read as, by number; headings and what stands above them are left out."""
    text = nfc(text)
    kopf, rumpf = teile_kopf(text)
    arten: dict[int, list[Gelesen]] = {}
    inhalt = text if kopf is None or rumpf is None else rumpf
    lies_eintraege(inhalt, "", 1 + text.count("\n", 0, len(text) - len(inhalt)), formen, arten)
    return arten


def lies_eintraege(
    text: str,
    name: str,
    erste_zeile: int,
    formen: Mapping[str, type[Besonderes]],
    arten: dict[int, list[Gelesen]] | None = None,
) -> tuple[tuple[Eintrag, ...], list[Zeile], list[Befund]]:
    """Read dated entries; returns them, the lines before the first, and the findings.

    `arten` is filled with what each line was read as.
    """
    sauber, befunde = ersetze_steuerzeichen(text, name, kopf=False, erste_zeile=erste_zeile)
    vorspann, abschnitte, gefunden = gliedere(zeilen(sauber), name, erste_zeile, formen)
    befunde += gefunden
    eintraege = []
    nummern: dict[tuple[Any, str], int] = {}
    for abschnitt in abschnitte:
        eintrag, gefunden = lies_eintrag(abschnitt, name, nummern, formen, arten)
        eintraege.append(eintrag)
        befunde.extend(gefunden)
    return tuple(eintraege), vorspann, befunde


def _vorspann(vorspann: list[Zeile], name: str, befunde: list[Befund]) -> str:
    text = "\n".join(zeile.text for zeile in vorspann).strip()
    if text and not any(b.kennung in {"F005", "F006"} for b in befunde):
        erste = next(zeile for zeile in vorspann if zeile.text.strip())
        befunde.append(F046.melde(Stelle(datei=name, zeile=erste.nummer)))
    return text


def begrenzt(befunde: list[Befund], name: str) -> tuple[Befund, ...]:
    """Return the findings in the order of their places, at most a few hundred of one file."""
    sortiert = sorted(befunde, key=lambda befund: befund.reihenfolge)
    if len(sortiert) <= HOECHSTENS_MELDUNGEN:
        return tuple(sortiert)
    rest = F026.melde(Stelle(datei=name), anzahl=len(sortiert) - HOECHSTENS_MELDUNGEN)
    return (rest, *sortiert[:HOECHSTENS_MELDUNGEN])
