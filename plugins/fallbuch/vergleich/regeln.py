"""What was changed about the rules, setting by setting."""

from __future__ import annotations

from collections.abc import Iterator

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
            unterschiede = list(_unterschiede(vorher.neueste, nachher.neueste, titel))
            ergebnis.append(Regelaenderung(titel=titel[name], unterschiede=unterschiede))
    return ergebnis


def _unterschiede(alt: Fassung, neu: Fassung, titel: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield what differs in the newest version, in the words of the rules page."""
    davor, jetzt = in_worten(alt, titel), in_worten(neu, titel)
    paare = (
        ("heißt", alt.titel, neu.titel),
        ("gilt", "ja" if alt.aktiv else "nein", "ja" if neu.aktiv else "nein"),
        ("gilt ab", str(alt.ab or ""), str(neu.ab or "")),
        ("gilt bis", str(alt.bis or ""), str(neu.bis or "")),
        ("fällig", davor.wann, jetzt.wann),
        ("außerdem", "; ".join(davor.zusaetze), "; ".join(jetzt.zusaetze)),
        ("wenn", "; ".join(davor.bedingungen), "; ".join(jetzt.bedingungen)),
        ("erledigt durch", "; ".join(davor.erledigt), "; ".join(jetzt.erledigt)),
        ("ersetzt", "; ".join(davor.ersetzt), "; ".join(jetzt.ersetzt)),
        ("Vorwarnung", davor.vorwarnung, jetzt.vorwarnung),
    )
    yield from (paar for paar in paare if paar[1] != paar[2])
