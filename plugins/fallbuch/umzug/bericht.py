"""What moving in would do, and has done, in sentences; of a person no value is ever shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from fallbuch.befund import anzahl, lesbar
from fallbuch.kennung import vergleichsform
from fallbuch.kontakte.modell import FELDER as KONTAKTFELDER
from fallbuch.kontakte.modell import NAMEN
from fallbuch.umzug.bogen import als_text, einzeilig, ist_leer, spaltenname
from fallbuch.umzug.reihen import Altzeile
from fallbuch.umzug.spalten import Spaltenplan
from fallbuch.umzug.umzugsplan import Umzugsplan

_VERDECKT = "•••"
_GEZEIGT, _JE_SORTE, _ORTE = 60, 5, 4
_PERSOENLICH = frozenset(KONTAKTFELDER) - {"Einwilligung"}


def spaltenbericht(datei: str, plan: Spaltenplan) -> Iterator[str]:
    """Yield the lines that say how a table is read."""
    b = plan.bogen
    mehr = []
    if b.verborgen:
        mehr.append("ein ausgeblendetes Blatt")
    if versteckte := sum(
        1 for n in b.versteckte if plan.ab <= n < plan.bis and any(not ist_leer(w) for w in b.zeilen[n])
    ):
        mehr.append(
            f"{anzahl(versteckte, 'Zeile', 'Zeilen')} ausgeblendet oder ausgefiltert, auch {'diese kommt' if versteckte == 1 else 'diese kommen'} mit"
        )
    if b.verbunden:
        mehr.append(
            f"{anzahl(b.verbunden, 'verbundene Zelle', 'verbundene Zellen')}: der Wert gilt für alle ihre Zeilen"
        )
    zusatz = f" ({'; '.join(mehr)})" if mehr else ""
    zeilen = sum(1 for zeile in plan.zeilen if any(not ist_leer(w) for w in zeile))
    yield f"{datei}, „{lesbar(b.name)}“: {plan.art}, {anzahl(zeilen, 'Zeile', 'Zeilen')}{zusatz}."
    for hinweis in b.hinweise:
        yield f"  {hinweis}"
    breite = max((len(kopf) for kopf in plan.koepfe), default=0)
    for nummer, kopf in enumerate(plan.koepfe):
        stelle = spaltenname(nummer) if b.adressen else str(nummer + 1)
        if nummer in plan.weggelassen:
            ziel = "bleibt weg"
        elif nummer in plan.ziele:
            feld = plan.ziele[nummer]
            art = " (Kontaktdaten)" if feld in _PERSOENLICH else ""
            woran = f", erkannt {plan.woran[nummer]}" if nummer in plan.woran else ""
            ziel = f"{NAMEN.get(feld, feld)}{art}{woran}"
        elif nummer in plan.fremde:
            ziel = "kennt niemand; bleibt in einer eigenen Datei"
        else:
            continue
        yield f"  {stelle:>2}  {lesbar(kopf or '(ohne Namen)', 40):<{min(breite, 40)}}  → {ziel}"


def probenbericht(plan: Umzugsplan, spalten: Spaltenplan) -> Iterator[str]:
    """Yield the first rows of a table as they were and as they will be."""
    zurueck = {(r.alt.datei, id(r.alt.plan), r.alt.nummer): r.grund for r in plan.zurueck}
    proben = {(a.datei, id(a.plan), a.nummer): (a, satz) for a, satz in plan.proben}
    erste = [(a, satz) for a, satz in proben.values() if a.plan is spalten]
    erste += [
        (r.alt, "")
        for r in plan.zurueck
        if r.alt.plan is spalten and (r.alt.datei, id(r.alt.plan), r.alt.nummer) not in proben
    ]
    for alt, satz in sorted(erste, key=lambda p: p[0].nummer)[:10]:
        grund = zurueck.get((alt.datei, id(alt.plan), alt.nummer))
        yield f"  {alt.ort():<9} vorher   {lesbar(_vorher(alt), 150)}"
        yield f"  {'':<9} nachher  {lesbar(satz, 150) if grund is None else f'kommt zurück: {als_satz(grund)}'}"


def als_satz(grund: str) -> str:
    """Return a reason with the sign that ends a sentence."""
    return grund if grund.endswith(("?", "!", "…", ".")) else f"{grund}."


def _vorher(alt: Altzeile) -> str:
    zellen = []
    for nummer, wert in enumerate(alt.werte):
        # What nobody knows may be anybody's number.
        persoenlich = alt.plan.ziele.get(nummer) in _PERSOENLICH or nummer in alt.plan.fremde
        zellen.append("" if ist_leer(wert) else _VERDECKT if persoenlich else einzeilig(als_text(wert))[:60])
    return " | ".join(zellen)


def ergebnisbericht(plan: Umzugsplan, dateien: Sequence[str], *, kontakte: str) -> Iterator[str]:
    """Yield what is new, what is there already, what is worth a look and what comes back."""
    teile = []
    if plan.neue:
        teile.append(anzahl(len(plan.neue), "neuer Fall", "neue Fälle"))
    if plan.ergaenzte:
        teile.append(f"{anzahl(len(plan.ergaenzte), 'Fall', 'Fälle')} mit weiteren Einträgen")
    arten = ", ".join(f"{zahl} {art}" for art, zahl in sorted(plan.arten.items(), key=lambda p: (-p[1], p[0])))
    eintraege = f"; {anzahl(plan.eintraege, 'Eintrag', 'Einträge')} ({arten})" if plan.eintraege else ""
    yield f"{' und '.join(teile) or 'Kein neuer Fall'}{eintraege}."
    if plan.schon_da:
        yield f"{anzahl(plan.schon_da, 'Zeile ist', 'Zeilen sind')} schon da und {'bleibt' if plan.schon_da == 1 else 'bleiben'}, wie {'sie ist' if plan.schon_da == 1 else 'sie sind'}."
    if plan.kontakte:
        yield f"Kontaktdaten von {anzahl(len(plan.kontakte), 'Mensch', 'Menschen')}: {kontakte}"
    if plan.uebrig:
        koepfe = ", ".join(
            f"„{lesbar(k)}“ ({n})"
            for k, n in Counter(a.plan.koepfe[n] or "ohne Namen" for a, _, n, _ in plan.uebrig).items()
        )
        yield f"Aus Spalten, die niemand kennt, kommt nichts in einen Fall: {koepfe}."
    yield from _auffaelliges(plan, dateien)
    yield from _rueckkehrer(plan, dateien)


def _auffaelliges(plan: Umzugsplan, dateien: Sequence[str]) -> Iterator[str]:
    if not plan.auffaellig and not plan.hinweise:
        return
    yield ""
    yield "Zum Nachsehen:"
    sorten: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for a in plan.auffaellig:
        sorten[_woher(a.alt, dateien), a.sorte][a.satz].append(a.alt.ort(a.spalte))
    for (woher, _), saetze in sorten.items():
        for satz, orte in list(saetze.items())[:_JE_SORTE]:
            yield f"  {woher} {_orte(orte)}: {als_satz(lesbar(satz, 300))}"
        if len(saetze) > _JE_SORTE:
            yield f"  {woher}: und {len(saetze) - _JE_SORTE} weitere dieser Art."
    for titel, zahl in Counter(b.art.titel for b in plan.hinweise).most_common():
        yield f"  In den Fällen danach: {titel} ({anzahl(zahl, 'Hinweis', 'Hinweise')}; „fallbuch pruefen“ nennt die Stellen)."


def _woher(alt: Altzeile, dateien: Sequence[str]) -> str:
    return f"{dateien[alt.datei]}, „{lesbar(alt.plan.bogen.name)}“"


def _orte(orte: Sequence[str]) -> str:
    mehr = len(orte) - _ORTE
    return ", ".join(orte[:_ORTE]) + (f" und {anzahl(mehr, 'weitere', 'weitere')}" if mehr > 0 else "")


def _rueckkehrer(plan: Umzugsplan, dateien: Sequence[str]) -> Iterator[str]:
    if not plan.zurueck:
        return
    yield ""
    yield f"{anzahl(len(plan.zurueck), 'Zeile kommt', 'Zeilen kommen')} zurück:"
    gruppen: dict[tuple[str, str], list[str]] = defaultdict(list)
    for r in plan.zurueck:
        gruppen[_woher(r.alt, dateien), r.grund].append(r.alt.ort(r.spalte))
    for (woher, grund), orte in list(gruppen.items())[:_GEZEIGT]:
        yield f"  {woher} {_orte(orte)}: {als_satz(lesbar(grund, 400))}"
    if len(gruppen) > _GEZEIGT:
        yield f"  … und {anzahl(len(gruppen) - _GEZEIGT, 'weiterer Grund', 'weitere Gründe')}; alle stehen bei den Zeilen, die zurückkommen."


def fehlende_woerter(plan: Umzugsplan, bekannte: dict[str, Sequence[str]]) -> dict[str, Counter[str]]:
    """Return the words in returned rows that the team does not know, by field: names of counsellors and of channels."""
    gefunden: dict[str, Counter[str]] = {feld: Counter() for feld in bekannte}
    for r in plan.zurueck:
        feld = r.alt.plan.ziele.get(r.spalte) if r.spalte is not None else None
        if feld in bekannte and r.spalte is not None:
            formen = set(map(vergleichsform, bekannte[feld]))
            wort = einzeilig(r.alt.werte[r.spalte])
            if wort and vergleichsform(wort) not in formen and f"„{wort}“" in r.grund:
                gefunden[feld][wort] += 1
    return {feld: worte for feld, worte in gefunden.items() if worte}
