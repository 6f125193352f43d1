"""From `vorlagen/kennzahlen.yml` to figures: the shipped ones, the team's own tables, and its thresholds."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, fields, replace
from typing import Annotated, Any, Literal

from fallbuch.befund import Befund, Schwere, Stelle
from fallbuch.kennung import id_mangel, meinten_sie, slug
from fallbuch.regelwerk.formen import Formmeldungen, Textform, lies, ort_im_baum
from fallbuch.regelwerk.laden import lies_vorlage
from fallbuch.regelwerk.vokabular import JaNein, NichtLeer
from fallbuch.statistik.kennzahl import Diagramm, Kennzahl, Leitfrage, Mass, Massart, Posten, Tabelle
from fallbuch.statistik.kennzahlen import KENNZAHLEN, kennzahl
from fallbuch.statistik.meldungen import KENNZAHLENDATEI, S001, S002, S003, S004, S005, S006, S007
from fallbuch.statistik.mengen import MENGEN
from fallbuch.statistik.tabelle import Schutzregeln
from fallbuch.text.knoten import Tafel
from fallbuch.werte import dataclass

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HOECHSTENS = 10_000
_MITGELIEFERTE = frozenset(t.schluessel for k in KENNZAHLEN for t in k.tabellen)
#: What `von` names for each measure that needs it.
_MASSE = {"Anteil": "bedingungen", "Median": "groessen", "Mittel": "groessen", "Summe": "groessen"}


def _menschen(text: str) -> int | None:
    return int(text) if re.fullmatch("[0-9]{1,5}", text) and int(text) <= _HOECHSTENS else None


_Menschen = Annotated[int, Textform(_menschen, "eine Zahl von Menschen, zum Beispiel 30")]
_Diagrammfeld = Annotated[
    Diagramm | None,
    Textform({d.value: d for d in Diagramm}.get, "„Balken“, „gestapelte Balken“, „Anteile“ oder „Matrix“"),
]


@dataclass(frozen=True, kw_only=True)
class _Schutz:
    aufteilen_ab: _Menschen = Schutzregeln().aufteilen_ab
    kreuzen_ueber: _Menschen = Schutzregeln().kreuzen_ueber
    prozent_ab: _Menschen = Schutzregeln().prozent_ab
    mittel_ab: _Menschen = Schutzregeln().mittel_ab


@dataclass(frozen=True, kw_only=True)
class _EigeneTabelle:
    titel: NichtLeer
    frage: str = ""
    definition: NichtLeer
    zaehlt: NichtLeer
    wann: NichtLeer
    nur: tuple[str, ...] = ()
    zeilen: str = ""
    spalten: str = ""
    mass: Literal["Anzahl", "Anteil", "Median", "Mittel", "Summe"] = "Anzahl"
    von: str = ""
    diagramm: _Diagrammfeld = None
    oeffentlich: JaNein = False


@dataclass(frozen=True, kw_only=True)
class _Datei:
    schutz: _Schutz = _Schutz()
    tabellen: Mapping[str, _EigeneTabelle] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kennzahlenbuch:
    """Everything a team counts, and how it protects it."""

    kennzahlen: Sequence[Kennzahl] = KENNZAHLEN
    schutz: Schutzregeln = Schutzregeln()

    def kennzahl(self, name: str) -> Kennzahl | None:
        """Return the figure called `name` by title or key."""
        return kennzahl(name, self.kennzahlen)


def lade_kennzahlen(inhalt: bytes | None) -> tuple[Kennzahlenbuch, list[Befund]]:
    """Read `vorlagen/kennzahlen.yml` over the shipped figures; findings come with line and column."""
    eigene, befunde = lies_vorlage(inhalt, KENNZAHLENDATEI)
    leer = Tafel({}, Stelle(datei=KENNZAHLENDATEI))
    datei, gefunden = lies(_Datei, eigene, leer, Formmeldungen(S001, S002, S003), KENNZAHLENDATEI)
    befunde += gefunden
    schutz, gefunden = _schutz(datei.schutz, eigene)
    befunde += gefunden
    tabellen: list[Tabelle] = []
    gestoert = _gestoerte(eigene, befunde)
    for name, angaben in datei.tabellen.items():
        maengel = list(_maengel(name, angaben, eigene))
        befunde += maengel
        # Without the line that is wrong it would count something else than what its title says.
        if not maengel and name not in gestoert:
            tabellen.append(_tabelle(name, angaben))
    kennzahlen = (*KENNZAHLEN, _eigene(tabellen)) if tabellen else KENNZAHLEN
    buch = Kennzahlenbuch(kennzahlen=kennzahlen, schutz=schutz)
    return buch, sorted(befunde, key=lambda befund: befund.reihenfolge)


def _gestoerte(eigene: Tafel, befunde: Sequence[Befund]) -> set[str]:
    """Return the tables in whose lines something is wrong."""
    knoten = eigene.paare.get("tabellen")
    if knoten is None or not isinstance(knoten[1], Tafel):
        return set()
    beginne = sorted((schluessel.stelle.zeile, name) for name, (schluessel, _) in knoten[1].paare.items())
    zeilen = [zeile for zeile, _ in beginne]
    orte = (bisect_right(zeilen, b.stelle.zeile) - 1 for b in befunde if b.schwere is Schwere.FEHLER)
    return {beginne[i][1] for i in orte if i >= 0}


def _schutz(angaben: _Schutz, eigene: Tafel) -> tuple[Schutzregeln, list[Befund]]:
    """Take over the team's thresholds; those below the shipped ones are findings and have no effect."""
    regeln, befunde = Schutzregeln(), []
    for feld in fields(Schutzregeln):
        wert, mindestens = getattr(angaben, feld.name), getattr(regeln, feld.name)
        if wert < mindestens:
            stelle = ort_im_baum(eigene, ("schutz", feld.name), KENNZAHLENDATEI)
            befunde.append(S005.melde(stelle, feld=feld.name, wert=wert, erwartet=mindestens))
        else:
            regeln = replace(regeln, **{feld.name: wert})
    return regeln, befunde


def _maengel(name: str, angaben: _EigeneTabelle, eigene: Tafel) -> Iterator[Befund]:
    """Yield what is wrong with one table of the team, each with the place of its line."""

    def ort(*pfad: str | int) -> Stelle:
        return ort_im_baum(eigene, ("tabellen", name, *pfad), KENNZAHLENDATEI)

    if _NAME.fullmatch(name) is None or id_mangel(name) is not None or name in _MITGELIEFERTE:
        yield S006.melde(ort(), wert=name, vorschlag=f"{slug(name)[:20].strip('-')}-eigene")
    menge = MENGEN.get(angaben.zaehlt)
    if menge is None:
        yield _unbekannt("Etwas zum Zählen namens", angaben.zaehlt, "", MENGEN, ort("zaehlt"))
        return
    von, felder = _MASSE.get(angaben.mass, ""), {"zeilen": angaben.zeilen, "spalten": angaben.spalten}
    fragen: list[tuple[str, str, Mapping[str, Any], Stelle]] = [
        ("Den Zeitpunkt", angaben.wann, menge.auswahl, ort("wann")),
        *(("Die Bedingung", n, menge.bedingungen, ort("nur", i)) for i, n in enumerate(angaben.nur)),
        *(("Das Feld", wort, menge.merkmale, ort(feld)) for feld, wort in felder.items() if wort),
    ]
    if von and angaben.von:
        was = "Die Bedingung" if von == "bedingungen" else "Die Größe"
        fragen.append((was, angaben.von, getattr(menge, von), ort("von")))
    for was, wert, bekannte, stelle in fragen:
        if wert not in bekannte:
            yield _unbekannt(was, wert, f" bei „{angaben.zaehlt}“", bekannte, stelle)
    interne = [f for f in felder.values() if f in menge.merkmale and menge.merkmale[f].intern]
    for gilt, feld, mangel, erwartet in _unstimmiges(angaben, bool(von), interne):
        if gilt:
            yield S007.melde(ort(feld), wert=name, mangel=mangel, erwartet=erwartet)


def _unstimmiges(
    angaben: _EigeneTabelle, braucht_von: bool, interne: Sequence[str]
) -> tuple[tuple[bool, str, str, str], ...]:
    """Return what cannot stand beside each other: whether it does, in which line, what is wrong, and what would be right.

    A table that should be public and cannot be would silently be missing there.
    """
    kreuzt, innen = bool(angaben.spalten), "„oeffentlich: nein“"
    return (
        (kreuzt and angaben.mass != "Anzahl", "mass", "zwei Felder und ein Maß, das keine Anzahl ist", "„mass: Anzahl“ oder keine Zeile „spalten“"),
        (kreuzt and not angaben.zeilen, "spalten", "„spalten“ ohne „zeilen“", "beide Felder oder nur „zeilen“"),
        (kreuzt and angaben.spalten == angaben.zeilen, "spalten", "zweimal dasselbe Feld", "zwei verschiedene Felder"),
        (braucht_von and not angaben.von, "mass", f"„{angaben.mass}“ ohne „von“", "eine Zeile „von“ mit der Bedingung oder Größe"),
        (bool(angaben.von) and not braucht_von, "von", "„von“ bei einer Anzahl", "„mass: Anteil“ oder keine Zeile „von“"),
        (angaben.oeffentlich and bool(interne), "oeffentlich", f"„{''.join(interne[:1])}“ und „oeffentlich: ja“", f"{innen}, denn über einzelne Menschen im Team geht nichts hinaus"),
        (angaben.oeffentlich and angaben.mass == "Summe", "oeffentlich", "„mass: Summe“ und „oeffentlich: ja“", f"{innen} oder ein anderes Maß, denn Summen bleiben im Team"),
    )  # fmt: skip


def _unbekannt(was: str, wert: str, wo: str, bekannte: Mapping[str, Any], stelle: Stelle) -> Befund:
    rat = meinten_sie(wert, bekannte, "Die Seite „Kennzahlen“ nennt alle Wörter mit ihrer Bedeutung.")
    erwartet = ", ".join(f"„{name}“" for name in bekannte) or "keine Angabe"
    return S004.melde(stelle, feld=was, wert=wert, wo=wo, erwartet=erwartet, rat=rat)


def _tabelle(name: str, angaben: _EigeneTabelle) -> Tabelle:
    menge = MENGEN[angaben.zaehlt]
    mehrfach = any(menge.merkmale[f].mehrfach for f in (angaben.zeilen, angaben.spalten) if f)
    art = Massart(angaben.mass)
    titel = {Massart.ANZAHL: "Anzahl", Massart.ANTEIL: angaben.von}.get(art, f"{angaben.von} ({angaben.mass})")
    return Tabelle(
        schluessel=name,
        titel=angaben.titel,
        posten=(Posten(angaben.zaehlt, angaben.wann, angaben.nur, "" if angaben.zeilen else angaben.titel),),
        zeilen=angaben.zeilen,
        spalten=angaben.spalten,
        masse=(Mass(art=art, titel=titel, von=angaben.von),),
        diagramm=angaben.diagramm,
        anteile=art is Massart.ANZAHL and not mehrfach,
        mehrfach=mehrfach,
        intern=not angaben.oeffentlich,
        definition=f"{angaben.frage} {angaben.definition}".strip(),
        eigen=True,
    )


def _eigene(tabellen: Sequence[Tabelle]) -> Kennzahl:
    return Kennzahl(
        schluessel="eigene",
        titel="Eigene Tabellen",
        frage="Was wollen wir außerdem wissen?",
        definition="Tabellen, die das Team zusätzlich zählt; was jede zählt, sagt ihr Titel.",
        quelle="Team",
        leitfrage=Leitfrage.DATEN,
        tabellen=tuple(tabellen),
    )
