"""A row of the record as an entry of a case file: as it stands where that is one already, else parted into what it says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from fallbuch.akte.eintraege import lies_eintraege
from fallbuch.akte.eintragsformen import FORMEN
from fallbuch.akte.entwurf import Eintragsentwurf, schluessel_von, ueberschrift
from fallbuch.akte.feld import felder
from fallbuch.akte.modell import Angaben, Eintrag
from fallbuch.befund import Schwere
from fallbuch.regelwerk.vokabular import Art
from fallbuch.umzug.freitext import mit_frist, sagt_mehr, teile
from fallbuch.umzug.reihen import Verlaufszeile, Zeilenfehler
from fallbuch.umzug.spalten import TEXT

_OFFEN = re.compile(r"^(\s*- )\[ \] ", re.MULTILINE)
#: As entries themselves state what was agreed.
_KANON = re.compile(r"^(?:Vereinbarungen:$|Folgetermin: (?:[0-9]{4}-|keiner))", re.MULTILINE)
_PUNKT = re.compile(r"^\s*(?:[•·●▪◦‣–—*+-]|[0-9]{1,2}[.)](?=\s))\s*")
#: By what a text says at its beginning which kind of entry it is, where the list has no column for it; the first that fits.
_DANN = r"(?![\w-])\s*(?:$|[:;,.(]|[–-]\s|mit\b|von\b|am\b|vom\b|kurz\b)"
_ARTEN = (
    ("Kontaktversuch", re.compile(rf"(?:kontaktversuch{_DANN}|(?:nicht|niemanden?|keinen?)\s+erreicht\b|(?:anruf|anrufversuch|telefonat|tel\.)[^.\n]{{0,20}}\b(?:nicht erreicht|ohne erfolg|nur mailbox|niemand da))", re.IGNORECASE)),
    ("Nicht erschienen", re.compile(r"(?:(?:der |die )?(?:kund|klient)\w*\s+)?(?:ist\s+)?(?:zum termin\s+)?nicht\s+(?:zum termin\s+)?(?:erschienen|gekommen)\b", re.IGNORECASE)),
    ("Telefonat", re.compile(rf"(?:telefonat|telefongespräch|telefonisch|tel\.|anruf|rückruf){_DANN}", re.IGNORECASE)),
    ("E-Mail", re.compile(rf"(?:e-?mail|mail){_DANN}", re.IGNORECASE)),
    ("Brief", re.compile(rf"(?:brief|anschreiben){_DANN}", re.IGNORECASE)),
    ("Notiz", re.compile(rf"(?:notiz|vermerk){_DANN}", re.IGNORECASE)),
)  # fmt: skip


def art_von(zeile: Verlaufszeile, arten: Mapping[str, Art], *, erstes: bool) -> str:
    """Return the kind of an entry: the row's own, else what its text begins with, else the talk that such a list is about."""
    if zeile.art:
        return zeile.art
    for art, muster in _ARTEN:
        if art in arten and muster.match(zeile.text.strip()):
            return art
    return "Erstgespräch" if erstes and "Erstgespräch" in arten else "Beratung"


def schreibe(zeile: Verlaufszeile, art: str, *, erledigt: bool) -> str:
    """Return the lines of the entry; raises `Zeilenfehler` where a reader would find something else in them."""
    block = _wie_es_steht(zeile, art) or _geteilt(zeile, art)
    return _OFFEN.sub(r"\1[x] ", block) if erledigt and art not in FORMEN else block


def _wie_es_steht(zeile: Verlaufszeile, art: str) -> str | None:
    """Return the entry with its text untouched; None where that is not in the form of an entry's."""
    eigener = zeile.alt.plan.aus_dem_haus
    if zeile.vereinbarungen or (not eigener and sagt_mehr(zeile.text) and _KANON.search(zeile.text) is None):
        return None
    kopf = ueberschrift(Eintragsentwurf(datum=zeile.datum, art=art, berater=zeile.berater))
    block = f"{kopf}\n\n{zeile.text}" if zeile.text else kopf
    gelesen, befunde = _gelesen(block)
    falsch = [b for b in befunde if not eigener or b.schwere is Schwere.FEHLER]
    if eigener and (gelesen is None or falsch):
        _pruefe(zeile, block)  # tells what is wrong with it
    if gelesen is None or falsch or (not eigener and sagt_mehr(zeile.text) and not gelesen.stellen):
        return None
    wie_gelesen = block
    einzeln = block.rsplit("\n", 1)[-1].partition(":")[0] in gelesen.stellen
    for name, wert in zeile.angaben.items():
        if name in gelesen.stellen:
            _pruefe_gleich(zeile, art, name, wert, gelesen)
        else:
            liste = schluessel_von(art)[name].ist_liste if name in schluessel_von(art) else False
            zeilen = (
                f"{name}:\n\n" + "\n".join(f"- {p.strip()}" for p in wert.split("\n")) if liste else f"{name}: {wert}"
            )
            block += f"\n{zeilen}" if einzeln and not liste else f"\n\n{zeilen}"
            einzeln = not liste
    if block != wie_gelesen:
        _pruefe(zeile, block)
    return block


def _pruefe_gleich(zeile: Verlaufszeile, art: str, name: str, wert: str, gelesen: Eintrag) -> None:
    """A column that says again what the text says has to say the same."""
    feld = schluessel_von(art).get(name)
    if feld is None or feld.ist_liste:
        return
    vergleich, _ = _gelesen(f"## {zeile.datum} {art}\n\n{name}: {wert}")
    if vergleich is None or _wert(vergleich, name) != _wert(gelesen, name):
        raise Zeilenfehler(
            f"{name} steht im Text anders als in der eigenen Spalte („{wert}“)", zeile.alt.plan.spalte(name)
        )


def _wert(eintrag: Eintrag, name: str) -> Any:
    for teil, klasse in ((eintrag.besonderes, type(eintrag.besonderes)), (eintrag.angaben, Angaben)):
        if teil is not None:
            for attribut, feld in felder(klasse):
                if feld.name == name:
                    return getattr(teil, attribut)
    return None


def _geteilt(zeile: Verlaufszeile, art: str) -> str:
    """Return the entry with its text parted into what it says."""
    gesagt = teile(zeile.text, zeile.datum)
    if gesagt.grund:
        raise Zeilenfehler(gesagt.grund, zeile.alt.plan.spalte(TEXT))
    zeile.hinweise = gesagt.hinweise
    vereinbart = [*gesagt.vereinbarungen, *_punkte(zeile)]
    angaben: dict[str, str | list[str]] = {
        name: [p for p in wert.split("\n") if p.strip()]
        if name in schluessel_von(art) and schluessel_von(art)[name].ist_liste
        else wert
        for name, wert in zeile.angaben.items()
    }
    if gesagt.folgetermin:
        if "Folgetermin" in angaben and angaben["Folgetermin"] != gesagt.folgetermin:
            raise Zeilenfehler(
                f"Folgetermin steht im Text anders ({gesagt.folgetermin}) als in der eigenen Spalte ({angaben['Folgetermin']})",
                zeile.alt.plan.spalte("Folgetermin"),
            )
        angaben["Folgetermin"] = gesagt.folgetermin
    if vereinbart:
        angaben["Vereinbarungen"] = vereinbart
    entwurf = Eintragsentwurf(datum=zeile.datum, art=art, berater=zeile.berater, text=gesagt.text, angaben=angaben)
    block = "\n".join(entwurf.zeilen())
    _pruefe(zeile, block)
    return block


def _punkte(zeile: Verlaufszeile) -> list[str]:
    """Return the agreements of a column of their own, one a line."""
    zeilen = (_PUNKT.sub("", teil).strip() for teil in re.split(r"\n|[ \t]+[•●▪‣][ \t]*", zeile.vereinbarungen))
    return [mit_frist(teil, zeile.datum) for teil in zeilen if teil]


def _gelesen(block: str) -> tuple[Eintrag | None, list[Any]]:
    eintraege, vorspann, befunde = lies_eintraege(f"{block}\n", "", 1, FORMEN)
    return (eintraege[0] if len(eintraege) == 1 and not vorspann else None), befunde


def _pruefe(zeile: Verlaufszeile, block: str) -> None:
    gelesen, befunde = _gelesen(block)
    spalte = zeile.alt.plan.spalte(TEXT)
    fehler = next((b for b in befunde if b.schwere is Schwere.FEHLER), None)
    if fehler is not None:
        raise Zeilenfehler(f"{fehler.text} {fehler.hinweis}".rstrip(". "), spalte)
    if gelesen is None or gelesen.datum != zeile.datum:
        raise Zeilenfehler(
            "Im Text steht eine Zeile, die wie die Überschrift eines Eintrags aussieht. Trennen Sie die Gespräche, oder formulieren Sie um",
            spalte,
        )
