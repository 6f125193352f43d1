"""Words in the team's own files: renamed, merged or split in lists, and wherever a rule or channel names them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from fallbuch.bearbeiten.umstellung import Umstellung
from fallbuch.kennung import nfc
from fallbuch.regelwerk.laden import FRUEHERE_LISTEN, lade_regelwerk, lade_team
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.regelwerk.vokabular import (
    REGELDATEI,
    TEAMDATEI,
    Abschlussergebnis,
    Arbeitgeber,
    Art,
    Massnahmeart,
    Massnahmenergebnis,
    Nachbetreuungsergebnis,
    Stufe,
    Wort,
    Zugangsweg,
    datei_der_liste,
)
from fallbuch.text.aenderung import Schriftstueck
from fallbuch.text.yamlorte import Ort, benenne_um, entferne_pfad, geschrieben, lies_orte, setze_pfad

Pfad = tuple[str, ...]
#: All that a team may say of a word.
_FELDER = frozenset(
    name
    for art in (
        Art,
        Stufe,
        Massnahmeart,
        Abschlussergebnis,
        Massnahmenergebnis,
        Nachbetreuungsergebnis,
        Zugangsweg,
        Arbeitgeber,
    )
    for name in art.model_fields
)


def stelle_listen_um(
    texte: dict[str, str],
    umstellungen: Sequence[Umstellung],
    regelwerk: Regelwerk,
    tag: date,
    gebraucht: Collection[tuple[str, str]],
) -> None:
    """Change the team's files in `texte` (name → text) so that lists, rules and channels know the new words.

    A shipped word cannot be taken out; it holds until `tag` and is offered no more.
    """
    vorgabe = lade_regelwerk(None, lade_team(None)[0])[0]
    if TEAMDATEI in texte:
        for frueher, heute in FRUEHERE_LISTEN.items():
            texte[TEAMDATEI] = benenne_um(texte[TEAMDATEI], (frueher,), heute)
    for u in umstellungen:
        datei = datei_der_liste(u.liste)
        mitgelieferte = vorgabe.vokabular.liste(u.liste)
        bleibende = [wort for wort in u.alte if wort in mitgelieferte or (u.liste, wort) in gebraucht]
        texte[datei] = _liste(texte.get(datei, ""), u, regelwerk, mitgelieferte, bleibende)
        for wort in bleibende:
            if wort in mitgelieferte and wort not in u.neue:
                texte[datei] = _ausgelaufen(texte[datei], u, wort, tag)
        if u.liste == "stufen":
            texte[REGELDATEI] = _bedingungen(texte.get(REGELDATEI, ""), u, regelwerk, bleibende)
    for u in umstellungen:  # last, for channels that have just been made name somebody too
        if u.liste == "berater" and TEAMDATEI in texte:
            texte[TEAMDATEI] = _verantwortliche(texte[TEAMDATEI], u)


def _liste(
    text: str, u: Umstellung, regelwerk: Regelwerk, mitgelieferte: Mapping[str, Wort], bleibende: Collection[str]
) -> str:
    bekannte = regelwerk.vokabular.liste(u.liste)
    neue = [wort for wort in u.neue if wort not in bekannte]
    if u.neu is not None and len(u.alte) == 1 and neue and u.alte[0] not in mitgelieferte:
        return benenne_um(text, (u.liste, u.alte[0]), u.neu)
    for wort in neue:
        text = setze_pfad(
            text, (u.liste, wort), _eigenschaften(bekannte[u.vorbild], _eigene_synonyme(u, bekannte, mitgelieferte))
        )
    for wort in u.alte:
        if wort not in u.neue and wort not in bleibende:
            text = entferne_pfad(text, (u.liste, wort))
    return text


def _ausgelaufen(text: str, u: Umstellung, wort: str, tag: date) -> str:
    """Let a shipped word hold until `tag`; what the team said of it, say who is responsible, belongs to the new one now."""
    text = setze_pfad(text, (u.liste, wort, "bis"), str(tag))
    for name in _FELDER - {"bis"}:
        text = entferne_pfad(text, (u.liste, wort, name))
    return text


def _eigene_synonyme(u: Umstellung, bekannte: Mapping[str, Wort], mitgelieferte: Mapping[str, Wort]) -> list[str]:
    """Return the other names that the team gave the old words; what has become several has none of them."""
    if u.neu is None:
        return []
    vorgaben = {s for wort in u.alte if wort in mitgelieferte for s in mitgelieferte[wort].synonyme}
    return [s for wort in u.alte for s in bekannte[wort].synonyme if s not in vorgaben]


def _eigenschaften(wort: Wort, synonyme: Sequence[str]) -> str:
    """Return what is known of a word as YAML in braces, so that the new word behaves like the old one."""
    werte = wort.model_dump(exclude_defaults=True, exclude={"synonyme"}) | (
        {"synonyme": list(synonyme)} if synonyme else {}
    )
    return "{" + ", ".join(f"{name}: {_yaml(wert)}" for name, wert in werte.items()) + "}"


def _yaml(wert: Any) -> str:
    if isinstance(wert, bool):
        return "ja" if wert else "nein"
    if isinstance(wert, tuple | list):
        return "[" + ", ".join(map(_yaml, wert)) + "]"
    return geschrieben(str(wert), klammern=True)


def _bedingungen(text: str, u: Umstellung, regelwerk: Regelwerk, bleibende: Sequence[str]) -> str:
    """Reword levels in conditions of rules and in kinds that count for some levels only.

    What the team wrote is changed in place; of a shipped rule a deviation is added. `bleibende` are old words
    that stay in the list: somebody's branch may still hold them, and their clocks must go on.
    """
    eigene = set()

    def ersetzt(worte: Sequence[str]) -> list[str]:
        # A word that is in the list already has its rules; of several old ones one lends its own.
        verleiht = () if u.neu in regelwerk.vokabular.stufen else (u.vorbild,) if u.wie else u.alte
        neue = [neu for wort in worte for neu in (u.neue if wort in verleiht else () if wort in u.alte else (wort,))]
        return list(dict.fromkeys([*neue, *(wort for wort in worte if wort in bleibende)]))

    for pfad, ort in list(_eigene_stufen(text)):
        eigene.add(pfad)
        worte = [o.text for o in ort.skalare()]
        if set(worte) & set(u.alte) and "fassungen" not in pfad:
            text = setze_pfad(text, pfad, _yaml(ersetzt(worte)))
    text = _fassungen(text, u, ersetzt)
    mit_fassungen = {pfad[1] for pfad in eigene if "fassungen" in pfad}
    for regel in regelwerk.regeln:
        if regel.schluessel in mit_fassungen:
            continue  # the condition of a version is not that of all time
        bedingte = _als_liste(regel.neueste.bedingung.get("stufe", ()))
        pfad = ("regeln", regel.schluessel, "bedingung", "stufe")
        if pfad not in eigene and set(bedingte) & set(u.alte):
            text = setze_pfad(text, pfad, _yaml(ersetzt(bedingte)))
    for name, art in regelwerk.vokabular.arten.items():
        pfad = ("arten", name, "nur_stufen")
        if pfad not in eigene and set(art.nur_stufen) & set(u.alte):
            text = setze_pfad(text, pfad, _yaml(ersetzt(art.nur_stufen)))
    return text


def _als_liste(wert: str | Sequence[str]) -> Sequence[str]:
    return (wert,) if isinstance(wert, str) else wert


def _eigene_stufen(text: str) -> Iterator[tuple[Pfad, Ort]]:
    for pfad, ort in _pfade(lies_orte(text)):
        if (pfad[:1] == ("regeln",) and pfad[-2:] == ("bedingung", "stufe")) or (
            pfad[:1] == ("arten",) and pfad[-1:] == ("nur_stufen",)
        ):
            yield pfad, ort


def _pfade(ort: Ort | None, davor: Pfad = ()) -> Iterator[tuple[Pfad, Ort]]:
    for schluessel, wert in ort.paare if ort is not None else ():
        yield (*davor, schluessel.text), wert
        yield from _pfade(wert, (*davor, schluessel.text))
        for teil in wert.teile:
            yield from _pfade(teil, (*davor, schluessel.text, "-"))


def _fassungen(text: str, u: Umstellung, ersetzt: Callable[[Sequence[str]], list[str]]) -> str:
    """Reword levels in versions of rules, which stand in lists that no path names."""
    for pfad, ort in list(_pfade(lies_orte(text)))[::-1]:
        if "fassungen" in pfad and pfad[-2:] == ("bedingung", "stufe"):
            worte = [o.text for o in ort.skalare()]
            if set(worte) & set(u.alte):
                text = text[: ort.von] + _yaml(ersetzt(worte)) + text[ort.schluss :]
    return text


def _verantwortliche(text: str, u: Umstellung) -> str:
    for pfad, ort in list(_pfade(lies_orte(text))):
        if pfad[:1] == ("zugangswege",) and pfad[-1] == "verantwortlich" and ort.text in u.alte and u.neu is not None:
            text = setze_pfad(text, pfad, geschrieben(u.neu, klammern=True))
    return text


def uebernommene(umstellungen: Iterable[Umstellung], regelwerk: Regelwerk) -> list[str]:
    """Return what was taken from an old word for a new one, where that is more than its name."""
    return [
        f"„{neu}“ gilt zunächst wie „{u.vorbild}“. Sehen Sie in den Vorlagen nach, ob das so bleiben soll."
        for u in umstellungen
        if len(u.alte) > 1 or u.teilen
        for neu in u.neue
        if neu not in regelwerk.vokabular.liste(u.liste)
    ]


def erwaehnungen(regelwerk: Regelwerk, umstellungen: Iterable[Umstellung]) -> list[str]:
    """Return the rules whose title or text still names an old word: words of a sentence are for people to change."""
    ergebnis = []
    for u in umstellungen:
        for regel in regelwerk.regeln:
            satz = nfc(f"{regel.neueste.titel} {regel.neueste.text}")
            ergebnis += [
                f"Titel oder Text der Regel „{regel.schluessel}“ nennt noch „{alt}“."
                for alt in u.alte
                if alt not in u.neue and re.search(rf"(?<!\w){re.escape(alt)}(?!\w)", satz)
            ]
    return ergebnis


def neue_vorlagen(
    inhalte: Mapping[str, bytes],
    umstellungen: Sequence[Umstellung],
    regelwerk: Regelwerk,
    tag: date,
    gebraucht: Collection[tuple[str, str]],
) -> dict[str, bytes]:
    """Return the team's files after the rewordings, by name; line ends and byte order mark stay.

    `gebraucht` are words (list and word) that some place keeps because it could not be decided: they stay in
    their list, so that the same file can be used again.
    """
    stuecke = {name: Schriftstueck.aus(inhalt) for name, inhalt in inhalte.items()}
    texte = {name: stueck.text.replace("\r\n", "\n") for name, stueck in stuecke.items()}
    stelle_listen_um(texte, umstellungen, regelwerk, tag, gebraucht)
    ergebnis = {}
    for name, text in texte.items():
        alt = stuecke.get(name, Schriftstueck(""))
        neu = text.replace("\n", alt.zeilenende)
        unveraendert = text == alt.text.replace("\r\n", "\n")
        ergebnis[name] = inhalte.get(name, b"") if unveraendert else Schriftstueck(neu, alt.marke).inhalt
    return {name: inhalt for name, inhalt in ergebnis.items() if inhalt or name in inhalte}
