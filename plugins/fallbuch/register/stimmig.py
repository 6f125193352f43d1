"""Whether a sheet that can be read also makes sense: nothing that counts on it may fail later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fallbuch.register.blatt import Registerblatt, Unlesbar
from fallbuch.statistik.begriffe import Begriffe, zeilen_aus
from fallbuch.statistik.kennzahl import Massart
from fallbuch.statistik.liste import MINDESTENS
from fallbuch.statistik.mengen import MENGEN
from fallbuch.statistik.schutz import Schutzregeln
from fallbuch.statistik.tabelle import Schutztabelle
from fallbuch.statistik.zeitraum import zeitraum_des_jahres, zeitraum_des_quartals

#: No team counts so many; larger numbers are damage.
_VIEL = 1_000_000


def pruefe_stimmig(blatt: Registerblatt) -> None:
    """Raise `Unlesbar` at the first thing that cannot be."""
    if not blatt.tabellen:
        raise Unlesbar("keine einzige Tabelle")
    for mangel in (*_am_zeitraum(blatt), *_an_den_schwellen(blatt.schutz), *_an_der_liste(blatt)):
        raise Unlesbar(mangel)
    for tabelle in blatt.tabellen.values():
        for mangel in _an_der_tabelle(tabelle):
            raise Unlesbar(f"in der Tabelle „{tabelle.tabelle.schluessel}“ {mangel}")


def _am_zeitraum(blatt: Registerblatt) -> Iterator[str]:
    z = blatt.zeitraum
    stichtag = blatt.umstaende.stichtag
    richtig = (
        zeitraum_des_quartals(z.quartal, stichtag)
        if z.quartal is not None
        else zeitraum_des_jahres(int(z.schluessel), stichtag, kalender=z.kalender)
    )
    if (z.von, z.ende) != (richtig.von, richtig.ende):
        yield f"ein Zeitraum, der nicht von {richtig.von} bis {richtig.ende} geht"


def _an_den_schwellen(schutz: Schutzregeln) -> Iterator[str]:
    vorgabe = Schutzregeln()
    for name in ("aufteilen_ab", "kreuzen_ueber", "prozent_ab", "mittel_ab"):
        if not getattr(vorgabe, name) <= getattr(schutz, name) <= _VIEL:
            yield f"eine Schwelle „{name}“, die nicht erlaubt ist"


def _an_der_liste(blatt: Registerblatt) -> Iterator[str]:
    if any(not MINDESTENS <= g.personen <= _VIEL for g in blatt.liste):
        yield "eine Gruppe der Liste mit einer Anzahl, die es nicht gibt"


def _an_der_tabelle(t: Schutztabelle) -> Iterator[str]:
    mengen = [MENGEN.get(p.zaehlt) for p in t.tabelle.posten]
    if not mengen or any(m is None or p.wann not in m.auswahl for m, p in zip(mengen, t.tabelle.posten, strict=True)):
        yield "wird etwas gezählt, das es nicht gibt"
    elif len(t.begriffe) != len(t.tabelle.posten) or not t.tabelle.masse or not all(map(_bekannt, *_paare(t))):
        yield "fehlt, was ihre Wörter bedeuten"
    elif any(f and f not in b.felder for f in (t.tabelle.zeilen, t.tabelle.spalten) for b in t.begriffe[:1]):
        yield "fehlt, was ihre Zeilen und Spalten bedeuten"
    elif not set(t.zeilen) <= set(_moegliche(t, t.tabelle.zeilen, [p.titel for p in t.tabelle.posten])):
        yield "steht eine Zeile, die es nicht gibt"
    elif not set(t.spalten) <= set(_moegliche(t, t.tabelle.spalten, [m.titel for m in t.tabelle.masse])):
        yield "steht eine Spalte, die es nicht gibt"
    elif any((z is not None and z not in t.zeilen) or (s is not None and s not in t.spalten) for z, s in t.werte):
        yield "steht eine Zahl an einer Stelle, die es nicht gibt"
    elif any(not _ist_anzahl(w) for v in t.werte.values() for w in (v.zahl, v.basis, v.prozent, v.wert)):
        yield "steht eine Zahl, die nicht sein kann"


def _paare(t: Schutztabelle) -> tuple[list[list[str]], list[Begriffe]]:
    anteile = [m.von for m in t.tabelle.masse if m.art is Massart.ANTEIL]
    return [[*p.nur, *anteile] for p in t.tabelle.posten], list(t.begriffe)


def _bekannt(bedingungen: Iterable[str], b: Begriffe) -> bool:
    """Tell whether every condition means something, and every field that it follows from."""
    genannte = {f for folge in b.folgen.values() for f in folge.felder}
    return {*b.bedingungen, *b.folgen, *b.gegenteile}.issuperset(bedingungen) and b.felder.keys() >= genannte


def _moegliche(t: Schutztabelle, feld: str, sonst: list[str]) -> list[str]:
    """Return the lines or columns that a table can have: the categories of its field, else what it counts."""
    if not feld:
        return sonst
    bekannt = t.begriffe[0].felder.get(feld)
    return list(zeilen_aus(t.tabelle, feld, bekannt.kategorien)) if bekannt is not None else []


def _ist_anzahl(wert: int | None) -> bool:
    return wert is None or 0 <= wert <= _VIEL
