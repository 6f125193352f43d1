"""What was changed about the rules, setting by setting."""

from __future__ import annotations

from collections.abc import Mapping

from fallbuch.regelwerk.modell import Fassung, Regelwerk
from fallbuch.regelwerk.worte import in_worten
from fallbuch.vergleich.modell import Regelaenderung


def regelaenderungen(alt: Regelwerk, neu: Regelwerk) -> list[Regelaenderung]:
    """Return the rules that read otherwise, in the order of the rules."""
    davor, jetzt = ({r.schluessel: r for r in werk.regeln} for werk in (alt, neu))
    titel = {name: r.neueste.titel for name, r in {**davor, **jetzt}.items()}
    ergebnis = []
    for name in dict.fromkeys((*jetzt, *davor)):
        vorher, nachher = davor.get(name), jetzt.get(name)
        if vorher is None or nachher is None:
            ergebnis.append(Regelaenderung(titel=titel[name], neu=vorher is None, entfernt=nachher is None))
        elif vorher.fassungen != nachher.fassungen:
            frueher, heute = (_aussagen(r.neueste, titel) for r in (vorher, nachher))
            unterschiede = [(was, frueher[was], heute[was]) for was in heute if frueher[was] != heute[was]]
            ergebnis.append(Regelaenderung(titel=titel[name], unterschiede=unterschiede))
    return ergebnis


def _aussagen(f: Fassung, titel: Mapping[str, str]) -> dict[str, str]:
    """Return what a version says, in the words of the rules page."""
    worte = in_worten(f, titel)
    return {
        "heißt": f.titel,
        "gilt": "ja" if f.aktiv else "nein",
        "gilt ab": str(f.ab or ""),
        "gilt bis": str(f.bis or ""),
        "fällig": worte.wann,
        "außerdem": "; ".join(worte.zusaetze),
        "wenn": "; ".join(worte.bedingungen),
        "erledigt durch": "; ".join(worte.erledigt),
        "ersetzt": "; ".join(worte.ersetzt),
        "Vorwarnung": worte.vorwarnung,
    }
