"""A case put together from rows, read and checked like every file; what is wrong in it goes back to its row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field, replace
from datetime import date

from fallbuch.akte.eintraege import lies_eintraege
from fallbuch.akte.eintragsformen import FORMEN
from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.akte.feld import felder
from fallbuch.akte.modell import Eintrag, Kopf, Status
from fallbuch.akte.normalform import normalform
from fallbuch.akte.schreiben import Falltext, neue_befunde
from fallbuch.bearbeiten.platz import Platz
from fallbuch.befund import Befund, Schwere
from fallbuch.bestand.laden import Akte
from fallbuch.kontakte.modell import Kontaktdaten
from fallbuch.text.ablage import Ablage
from fallbuch.text.quelle import Quelldatei
from fallbuch.text.yamlorte import geschrieben
from fallbuch.umzug.reihen import Kundenzeile, Verlaufszeile, Zeilenfehler
from fallbuch.umzug.spalten import TEXT
from fallbuch.umzug.umzugsplan import Umzugsplan
from fallbuch.werte import dataclass

#: What the normal form writes in another way: blanks at the end, several blank lines, other marks of lists.
_UNORDENTLICH = re.compile(
    rb"[ \t]\n|\n{3,}|\n[ \t]*(?:[*+-]|\xe2\x80[\xa2\x93\x94]|[0-9]{1,3}[.)])[ \t]*(?!\[[ x-]\] )(?=\S)|[^\x00-\x7f\xc3\xc2\xe2]"
)
#: From so many entries on they are put into a case all at once.
_VIELE = 30
NICHT_ANGELEGT = "Der Fall dazu wurde nicht angelegt; der Grund steht bei seiner Zeile in der Kundenliste"


@dataclass(kw_only=True, eq=False)
class Eintragsblock:
    """An entry to be written: its lines, and the row that it is made of (None: it follows from the customer's row)."""

    datum: date
    art: str
    text: str
    zeile: Verlaufszeile | None = None


@dataclass(kw_only=True, eq=False)
class Werkstueck:
    """A case while it is put together: new, or one that is there already and gets entries."""

    kennung: str
    kunde: Kundenzeile | None = None
    vorher: Akte | None = None
    alt: bytes | None = None
    bloecke: list[Eintragsblock] = field(default_factory=list)
    neu: bytes = b""
    #: What of it is there already.
    schon_da: int = 0

    @property
    def quelle(self) -> Falltext | None:
        return None if self.vorher is None or self.alt is None else Falltext(self.alt, self.vorher.auszug.datei)


class Fertigung:
    """Finishes cases one after another, and notes in the plan what comes of them."""

    def __init__(self, platz: Platz, plan: Umzugsplan) -> None:
        self._platz, self.plan = platz, plan

    def stelle_fertig(self, stuecke: Sequence[Werkstueck]) -> None:
        """Write each case, read it, and take out what is wrong in it, until nothing is."""
        for stueck in stuecke:
            self._nimm_in_beratung(stueck)
        offen = [s for s in stuecke if self._hat_schluss(s)]
        fertige: list[tuple[Werkstueck, Akte]] = []
        while offen:
            zu_lesen = [s for s in offen if self._setze_zusammen(s)]
            akten = {
                a.auszug.datei: a
                for a in self._platz.lies([Quelldatei(self._platz.name(s.kennung), s.neu) for s in zu_lesen])
            }
            offen = []
            for stueck in zu_lesen:
                akte = akten[self._platz.name(stueck.kennung)]
                if (noch := self._nimm_falsches_heraus(stueck, akte)) is None:
                    fertige.append((stueck, akte))
                elif noch:
                    offen.append(stueck)
        for stueck, akte in fertige:
            self._nimm_auf(stueck, akte)

    def _nimm_in_beratung(self, stueck: Werkstueck) -> None:
        """Say of a customer who is „neu“ in the list and has been talked to that counselling has begun, with whoever did."""
        zeile, arten = stueck.kunde, self._platz.regelwerk.vokabular.arten
        gespraeche = [b for b in stueck.bloecke if b.zeile is not None and b.art in arten and arten[b.art].gespraech]
        if zeile is None or stueck.vorher is not None or zeile.kopf.get("Status") != Status.NEU or not gespraeche:
            return
        namen = {name for b in gespraeche if b.zeile is not None for name in b.zeile.berater[:1]}
        if "Berater" not in zeile.kopf and len(namen) != 1:
            return  # nobody can say whose case it is: it comes back
        zeile.kopf["Status"] = Status.IN_BERATUNG.value
        wer = zeile.kopf.setdefault("Berater", next(iter(namen), ""))
        satz = f"{zeile.kennung} steht als „neu“ in der Liste, und am {gespraeche[0].datum} gab es schon ein Gespräch: genommen ist „in Beratung“, bei {wer}"
        self.plan.merke(zeile.alt, "Status", satz, "status")

    def _hat_schluss(self, stueck: Werkstueck) -> bool:
        """Add the entry with which a closed case ends, where the list of customers tells it; False where it does not."""
        zeile = stueck.kunde
        if zeile is None or stueck.vorher is not None or zeile.kopf.get("Status") != Status.ABGESCHLOSSEN:
            return True
        if any(b.art == "Abschluss" for b in stueck.bloecke):
            return True
        spalte = zeile.alt.plan.spalte("Status")
        if "Ergebnis" not in zeile.abschluss:
            worte = " oder ".join(f"„{w}“" for w in self._platz.regelwerk.vokabular.liste("abschlussergebnisse"))
            grund = f"Der Fall ist abgeschlossen, und nirgends steht, wie. Ergänzen Sie eine Spalte „Ergebnis“ ({worte}), oder nennen Sie in der Zuordnung unter „fehlt“, was gilt"
            self._gib_zurueck(stueck, Zeilenfehler(grund, spalte))
            return False
        erster = zeile.kopf.get("Erstkontakt")
        if erster is None:
            return True  # without its first day it comes back anyway
        tag = zeile.schlusstag or max((b.datum for b in stueck.bloecke), default=date.fromisoformat(erster))
        if zeile.schlusstag is None:
            self.plan.merke(
                zeile.alt,
                "Status",
                f"Wann {zeile.kennung} abgeschlossen wurde, steht nirgends; genommen ist der Tag des letzten Gesprächs ({tag})",
                "schlusstag",
            )
        angaben = "\n".join(f"{name}: {wert}" for name, wert in zeile.abschluss.items())
        stueck.bloecke.append(Eintragsblock(datum=tag, art="Abschluss", text=f"## {tag} Abschluss\n\n{angaben}"))
        return True

    def _setze_zusammen(self, stueck: Werkstueck) -> bool:
        """Put the text of a case together; False where there is nothing to write."""
        if stueck.vorher is None:
            stueck.bloecke.sort(key=lambda b: (b.datum, b.zeile is None))
            stueck.neu = _falltext(stueck)
            return True
        text = stueck.quelle
        if text is None or not stueck.bloecke:
            self.plan.schon_da += stueck.schon_da
            if stueck.kunde is not None:
                self._merke_kontakt(stueck)
            return False
        if len(stueck.bloecke) > _VIELE:
            stueck.neu = _vermehrt(text, stueck.bloecke)
            return True
        for block in list(stueck.bloecke):
            try:
                eintrag = _als_eintrag(block, text.name)
                text = text.mit_zeilen(eintrag, block.text)
            except Schreibfehler as fehler:
                stueck.bloecke.remove(block)
                if block.zeile is not None:
                    self.plan.gib_zurueck(block.zeile.alt, Zeilenfehler(str(fehler).rstrip("."), None))
        stueck.neu = text.inhalt
        return bool(stueck.bloecke)

    def _nimm_falsches_heraus(self, stueck: Werkstueck, akte: Akte) -> bool | None:
        """Return None where a case is right, True where something was taken out of it and it has to be read again."""
        vorige = stueck.vorher.befunde if stueck.vorher is not None else ()
        fehler = [b for b in neue_befunde(vorige, akte.befunde) if b.schwere is Schwere.FEHLER]
        if not fehler:
            return None
        eintraege = akte.fall.eintraege
        weg: list[Eintragsblock] = []
        for befund in fehler:
            eintrag = next((e for e in reversed(eintraege) if e.stelle.zeile <= befund.stelle.zeile), None)
            block = _block_zu(eintrag, eintraege, stueck) if eintrag is not None else None
            if block is None or block.zeile is None:
                self._gib_zurueck(stueck, Zeilenfehler(_satz(befund)))
                return False
            if block not in weg:
                weg.append(block)
                self.plan.gib_zurueck(block.zeile.alt, Zeilenfehler(_satz(befund), block.zeile.alt.plan.spalte(TEXT)))
        stueck.bloecke = [b for b in stueck.bloecke if b not in weg]
        return True

    def _gib_zurueck(self, stueck: Werkstueck, fehler: Zeilenfehler) -> None:
        """Give back all rows of a case that cannot be made."""
        if stueck.kunde is not None and stueck.vorher is None:
            self.plan.gib_zurueck(stueck.kunde.alt, fehler)
        for block in stueck.bloecke:
            if block.zeile is not None:
                self.plan.gib_zurueck(
                    block.zeile.alt, fehler if stueck.kunde is None or stueck.vorher is not None else NICHT_ANGELEGT
                )

    def _nimm_auf(self, stueck: Werkstueck, akte: Akte) -> None:
        plan, name = self.plan, self._platz.name(stueck.kennung)
        vorige = stueck.vorher.befunde if stueck.vorher is not None else ()
        if stueck.vorher is None:
            plan.neue.append(stueck.kennung)
            # What is put together here is in order, but for what somebody typed.
            if akte.befunde or _UNORDENTLICH.search(stueck.neu):
                stueck.neu = normalform(Falltext(stueck.neu, name))
        else:
            plan.ergaenzte.append(stueck.kennung)
        plan.ablagen.append(Ablage(name=name, alt=stueck.alt, neu=stueck.neu))
        plan.hinweise += neue_befunde(vorige, akte.befunde)
        plan.schon_da += stueck.schon_da
        plan.eintraege += len(stueck.bloecke)
        for block in stueck.bloecke:
            plan.arten[block.art] = plan.arten.get(block.art, 0) + 1
            if block.zeile is not None:
                self._merke_hinweise(block.zeile)
        plan.offene_fristen += sum(
            v.frist is not None and v.frist < self._platz.stichtag and v.stand == "offen"
            for e in akte.fall.eintraege
            for v in e.angaben.vereinbarungen
        )
        if stueck.kunde is not None:
            self._merke_kontakt(stueck)

    def _merke_hinweise(self, zeile: Verlaufszeile) -> None:
        for hinweis in zeile.hinweise:
            self.plan.merke(zeile.alt, TEXT, hinweis, "text")

    def _merke_kontakt(self, stueck: Werkstueck) -> None:
        zeile = stueck.kunde
        if zeile is None:
            return
        if zeile.kontakt.keys() - {"Einwilligung"}:
            self.plan.kontakte.append(Kontaktdaten(kennung=stueck.kennung, angaben={}).mit(zeile.kontakt))


def _falltext(stueck: Werkstueck) -> bytes:
    zeile = stueck.kunde
    assert zeile is not None  # noqa: S101 - a new case comes from a row
    kopf = {"ID": stueck.kennung, **zeile.kopf}
    zeilen = ["---"]
    for _, feld in felder(Kopf):
        if feld.ist_liste and zeile.listen.get(feld.name):
            zeilen += [f"{feld.name}:", *(f"  - {geschrieben(teil)}" for teil in zeile.listen[feld.name])]
        elif wert := kopf.get(feld.name):
            zeilen.append(f"{feld.name}: {geschrieben(wert)}")
    teile = [
        "\n".join([*zeilen, "---"]),
        *([zeile.vorspann] if zeile.vorspann else []),
        *(b.text.rstrip("\n") for b in stueck.bloecke),
    ]
    return ("\n\n".join(teile) + "\n").encode()


def _vermehrt(text: Falltext, bloecke: Sequence[Eintragsblock]) -> bytes:
    """Return a case with many entries more, all put in at once: one after another each would read the whole file again."""
    eintraege = text.fall.eintraege
    vorn = text.stueck.text[: text.ortung.anfang(eintraege[0].stelle.zeile)] if eintraege else text.stueck.text
    alte = [(e.datum or date.min, text.zeilen(n)) for n, e in enumerate(eintraege)]
    alle = sorted([*alte, *((b.datum, b.text.rstrip("\n")) for b in bloecke)], key=lambda paar: paar[0])
    neu = "\n\n".join([vorn.replace("\r\n", "\n").rstrip("\n"), *(zeilen for _, zeilen in alle)]) + "\n"
    return replace(text.stueck, text=neu.replace("\n", text.stueck.zeilenende)).inhalt


def _als_eintrag(block: Eintragsblock, name: str) -> Eintrag:
    return lies_eintraege(f"{block.text}\n", name, 1, FORMEN)[0][0]


def _block_zu(eintrag: Eintrag, eintraege: Sequence[Eintrag], stueck: Werkstueck) -> Eintragsblock | None:
    """Return the block of which an entry of the finished case was made; None for one that was there before."""
    gleiche = [e for e in eintraege if (e.datum, e.art) == (eintrag.datum, eintrag.art)]
    bloecke = [b for b in stueck.bloecke if (b.datum, b.art) == (eintrag.datum, eintrag.art)]
    davor = len(gleiche) - len(bloecke)
    stelle = next(n for n, e in enumerate(gleiche) if e is eintrag) - davor
    return bloecke[stelle] if 0 <= stelle < len(bloecke) else None


def _satz(befund: Befund) -> str:
    return f"{befund.text} {befund.hinweis}".strip().rstrip(".")
