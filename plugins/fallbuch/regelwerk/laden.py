"""From two YAML files to typed rules: the default below, the team's deviations above, merged by key."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from functools import lru_cache, partial
from importlib.resources import files

from fallbuch.akte.eintragsformen import FORMEN
from fallbuch.befund import Befund, Stelle
from fallbuch.kennung import meinten_sie
from fallbuch.regelwerk.altbestand import BESTANDSDATEI, Altbestand
from fallbuch.regelwerk.bausteine import Wert, woerter
from fallbuch.regelwerk.formen import Formmeldungen, bei, lies, ort_im_baum, zitat
from fallbuch.regelwerk.meldungen import R001, R002, R003, R007, R012, R014, R016
from fallbuch.regelwerk.modell import Abweichung, Arbeitgeberdatei, Fassung, Regel, Regeldatei, Regelwerk, Teamdatei
from fallbuch.regelwerk.pruefen import pruefe_regeln
from fallbuch.regelwerk.vokabular import ARBEITGEBERDATEI, REGELDATEI, TEAMDATEI, Vokabular, Wortlisten
from fallbuch.text.knoten import Knoten, Liste, Skalar, Tafel, lies_yaml
from fallbuch.text.zeichen import ersetze_steuerzeichen

_FORM = Formmeldungen(R001, R002, R003)
_LISTEN = tuple(f.name for f in fields(Wortlisten))
#: A rule of the team's own names at least one of these; a deviation none.
_KERN = frozenset({"anker", "titel", "quelle", "text"})


#: What stands behind a shipped word that the team does not use.
ENTFERNT = "entfernt"
#: Names that lists had in earlier versions; files that use them are right as they are.
FRUEHERE_LISTEN = {"kanaele": "zugangswege"}
#: The team's files in which words and rules stand, in the order in which they are read.
VORLAGEN = (TEAMDATEI, REGELDATEI, ARBEITGEBERDATEI)


def lade_vorlagen(inhalte: Mapping[str, bytes | None]) -> tuple[Teamdatei, Regelwerk, list[Befund]]:
    """Read all files of `VORLAGEN`, and what is known of old texts, by name; a missing one says nothing."""
    datei, regelwerk, befunde = _lade(*map(inhalte.get, (*VORLAGEN, BESTANDSDATEI)))
    return datei, regelwerk, list(befunde)


@lru_cache(maxsize=4)  # of two states that are compared, and of a team that is opened again, rules are mostly the same
def _lade(
    team: bytes | None, regeln: bytes | None, arbeitgeber: bytes | None, altbestand: bytes | None
) -> tuple[Teamdatei, Regelwerk, tuple[Befund, ...]]:
    datei, befunde = lade_team(team)
    regelwerk, der_regeln = lade_regelwerk(regeln, datei)
    regelwerk, der_arbeitgeber = _lade_arbeitgeber(arbeitgeber, regelwerk)
    regelwerk, des_altbestands = _lade_altbestand(altbestand, regelwerk)
    return datei, regelwerk, (*befunde, *der_regeln, *der_arbeitgeber, *des_altbestands)


def lade_team(inhalt: bytes | None) -> tuple[Teamdatei, list[Befund]]:
    """Read `vorlagen/team.yml` over the default."""
    standard, _ = lies_vorlage(_vorgabe("team.yml"), "team.yml")
    eigene, befunde = lies_vorlage(inhalt, TEAMDATEI)
    eigene = _heutige_namen(eigene)
    standard, eigene, _, gefunden = _ohne_entfernte(standard, eigene)
    befunde += gefunden
    datei, gefunden = lies(Teamdatei, _lege_ueber(standard, eigene), standard, _FORM, TEAMDATEI)
    datei.stellen.update(_stellen(eigene, ("berater", "zugangswege")))
    datei.stellen["", "berichtszeitraum"] = ort_im_baum(eigene, ("berichtszeitraum",), TEAMDATEI)
    unbekannte = sorted(_unbekannte_verantwortliche(datei), key=lambda befund: befund.reihenfolge)
    return datei, befunde + gefunden + unbekannte


def _heutige_namen(eigene: Tafel) -> Tafel:
    """Call lists by the names that they have now; where both stand there, the old one is an unknown field."""
    namen = {name: heute for name, heute in FRUEHERE_LISTEN.items() if heute not in eigene.paare}
    return Tafel({namen.get(name, name): paar for name, paar in eigene.paare.items()}, eigene.stelle)


def _unbekannte_verantwortliche(datei: Teamdatei) -> Iterator[Befund]:
    for name, weg in datei.zugangswege.items():
        wer = weg.verantwortlich
        if wer and wer not in datei.berater:
            stelle = datei.stellen.get(("zugangswege", name), Stelle(datei=TEAMDATEI))
            sonst = "Tragen Sie die Person unter „berater“ ein, oder nennen Sie eine andere."
            erwartet = ", ".join(datei.berater) or "ein Name, der unter „berater“ steht"
            rat = meinten_sie(wer, datei.berater, sonst)
            yield R014.melde(stelle, zugangsweg=name, wert=wer, erwartet=erwartet, rat=rat)


def _lade_arbeitgeber(inhalt: bytes | None, regelwerk: Regelwerk) -> tuple[Regelwerk, list[Befund]]:
    """Read `vorlagen/arbeitgeber.yml`; returns the rules with the employers among their words."""
    eigene, befunde = lies_vorlage(inhalt, ARBEITGEBERDATEI)
    leer = Tafel({}, Stelle(datei=ARBEITGEBERDATEI))
    datei, gefunden = lies(Arbeitgeberdatei, eigene, leer, _FORM, ARBEITGEBERDATEI)
    stellen = {**regelwerk.vokabular.stellen, **_stellen(eigene, ("arbeitgeber",))}
    vokabular = replace(regelwerk.vokabular, arbeitgeber=datei.arbeitgeber, stellen=stellen)
    return replace(regelwerk, vokabular=vokabular), sorted(befunde + gefunden, key=lambda befund: befund.reihenfolge)


def _lade_altbestand(inhalt: bytes | None, regelwerk: Regelwerk) -> tuple[Regelwerk, list[Befund]]:
    if inhalt is None:
        return regelwerk, []
    eigene, befunde = lies_vorlage(inhalt, BESTANDSDATEI)
    datei, gefunden = lies(Altbestand, eigene, Tafel({}, Stelle(datei=BESTANDSDATEI)), _FORM, BESTANDSDATEI)
    return replace(regelwerk, altbestand=datei), sorted(befunde + gefunden, key=lambda befund: befund.reihenfolge)


def lade_regelwerk(
    inhalt: bytes | None, team: Teamdatei, vorgabe: bytes | None = None
) -> tuple[Regelwerk, list[Befund]]:
    """Read `vorlagen/regelwerk.yml` over the shipped rules, or over those of another version (`vorgabe`).

    People and channels come from `team`.
    """
    standard, _ = lies_vorlage(_vorgabe("regelwerk.yml") if vorgabe is None else vorgabe, "regelwerk.yml")
    leer = Tafel({}, Stelle(datei=REGELDATEI))
    eigene, befunde = lies_vorlage(inhalt, REGELDATEI)
    standard, eigene, entfernte, gefunden = _ohne_entfernte(standard, eigene)
    befunde += gefunden
    eigene, gefunden = _ohne_wirkungslose(eigene, standard)
    befunde += gefunden
    zusammen = _lege_ueber(standard, eigene)
    mitgeliefert = _mit_fassungen(standard, leer)
    datei, gefunden = lies(Regeldatei, _mit_fassungen(zusammen, standard), mitgeliefert, _FORM, REGELDATEI)
    datei = _mit_heutigen_stufen(datei)
    befunde += gefunden + list(_falsche_fassungen(zusammen))
    abweichungen = tuple(_abweichungen(standard, eigene, ()))
    listen = {name: getattr(datei, name) for name in _LISTEN}
    regelwerk = Regelwerk(
        vokabular=Vokabular(
            **listen,
            berater=team.berater,
            zugangswege=team.zugangswege,
            stellen=_stellen(eigene, listen) | team.stellen,
            entfernte=entfernte,
        ),
        regeln=tuple(_regel(name, fassungen, abweichungen) for name, fassungen in datei.regeln.items() if fassungen),
        einfuehrung=datei.einfuehrung,
        abweichungen=abweichungen,
    )
    vom_programm, _ = lies(Regeldatei, mitgeliefert, leer, _FORM, "")
    vorgaben = {name: _regel(name, fassungen, ()) for name, fassungen in vom_programm.regeln.items()}
    regelwerk, gefunden = pruefe_regeln(regelwerk, vorgaben, partial(_ort_der_fassung, zusammen))
    return regelwerk, sorted(befunde + gefunden, key=lambda befund: befund.reihenfolge)


def _mit_heutigen_stufen(datei: Regeldatei) -> Regeldatei:
    """Let rules and kinds that name a level by an earlier word mean today's: renamed, it keeps what is asked for at it."""
    heute = {s: wort for wort, stufe in datei.stufen.items() for s in stufe.synonyme if s not in datei.stufen}
    if not heute:
        return datei

    def heutige(worte: Wert) -> tuple[str, ...]:
        return tuple(dict.fromkeys(heute.get(wort, wort) for wort in woerter(worte)))

    def fassung(f: Fassung) -> Fassung:
        stufen = heutige(f.bedingung.get("stufe", ()))
        return replace(f, bedingung={**f.bedingung, "stufe": stufen}) if stufen else f

    regeln = {name: tuple(map(fassung, fassungen)) for name, fassungen in datei.regeln.items()}
    arten = {name: replace(art, nur_stufen=heutige(art.nur_stufen)) for name, art in datei.arten.items()}
    return replace(datei, regeln=regeln, arten=arten)


def _ort_der_fassung(wurzel: Tafel, pfad: Sequence[str | int], ab: date | None = None) -> Stelle:
    """Return the place of a path; of a rule's field the one in the version from `ab` on, where it stands there."""
    while (grund := ort_im_baum(wurzel, pfad, REGELDATEI)).datei != REGELDATEI:
        # What the team's words made wrong is shown where the team wrote, not in the shipped file.
        pfad = pfad[:-1]
    if ab is None or len(pfad) < 2:
        return grund
    fassungen = bei(wurzel, "regeln", pfad[1], "fassungen")
    for teil in fassungen.teile if isinstance(fassungen, Liste) else ():
        tag = bei(teil, "ab")
        if isinstance(tag, Skalar) and tag.text.strip() == str(ab):
            im_teil = ort_im_baum(teil, pfad[2:], REGELDATEI)
            return grund if im_teil == Stelle(datei=REGELDATEI) else im_teil
    return grund


def _ohne_wirkungslose(eigene: Tafel, standard: Tafel) -> tuple[Tafel, list[Befund]]:
    """Report and leave out deviations from rules that are not shipped (any more) and no rules of their own."""
    regeln, vorgaben = bei(eigene, "regeln"), bei(standard, "regeln")
    if not isinstance(regeln, Tafel) or not isinstance(vorgaben, Tafel):
        return eigene, []
    befunde, geblieben = [], {}
    for name, (schluessel, regel) in regeln.paare.items():
        angaben = regel.paare if isinstance(regel, Tafel) else {}
        if name in vorgaben.paare or not angaben or _KERN & angaben.keys():
            geblieben[name] = (schluessel, regel)
            continue
        sonst = "Löschen Sie die Zeilen, oder ergänzen Sie die fehlenden Angaben."
        rat = meinten_sie(name, vorgaben.paare, sonst)
        befunde.append(R012.melde(schluessel.stelle, regel=name, angaben=", ".join(angaben), rat=rat))
    return _mit(eigene, "regeln", Tafel(geblieben, regeln.stelle)), befunde


def _ohne_entfernte(standard: Tafel, eigene: Tafel) -> tuple[Tafel, Tafel, dict[str, frozenset[str]], list[Befund]]:
    """Take out of both the shipped words of lists that the team marks `entfernt`; returns them by list, and what is wrong."""
    befunde: list[Befund] = []
    entfernte: dict[str, frozenset[str]] = {}
    for liste in eigene.paare.keys() & standard.paare.keys() - {"regeln"}:
        mitgeliefert, des_teams = bei(standard, liste), bei(eigene, liste)
        if not isinstance(mitgeliefert, Tafel) or not isinstance(des_teams, Tafel):
            continue
        gemeint = {n: k for n, (k, w) in des_teams.paare.items() if isinstance(w, Skalar) and w.text == ENTFERNT}
        for wort, schluessel in gemeint.items():
            grund, rat = "Es gehört zum Aufbau der Falldateien", "Löschen Sie die Zeile."
            if wort not in mitgeliefert.paare:
                grund = "Es steht nicht in der mitgelieferten Liste"
                rat = meinten_sie(wort, mitgeliefert.paare, rat)
            elif liste != "arten" or wort not in FORMEN:
                entfernte[liste] = entfernte.get(liste, frozenset()) | {wort}
                continue
            befunde.append(R016.melde(schluessel.stelle, wort=wort, grund=grund, rat=rat))
        standard = _mit(standard, liste, _ohne(mitgeliefert, entfernte.get(liste, frozenset())))
        eigene = _mit(eigene, liste, _ohne(des_teams, gemeint))
    return standard, eigene, entfernte, befunde


def _ohne(tafel: Tafel, namen: Container[str]) -> Tafel:
    return Tafel({name: paar for name, paar in tafel.paare.items() if name not in namen}, tafel.stelle)


def _mit(tafel: Tafel, name: str, wert: Knoten) -> Tafel:
    """Return the mapping with another value behind one of its names."""
    return Tafel({**tafel.paare, name: (tafel.paare[name][0], wert)}, tafel.stelle)


def _stellen(wurzel: Tafel, listen: Iterable[str]) -> dict[tuple[str, str], Stelle]:
    """Return where each word of the lists stands."""
    return {
        (liste, wort): schluessel.stelle
        for liste in listen
        if isinstance(tafel := bei(wurzel, liste), Tafel)
        for wort, (schluessel, _) in tafel.paare.items()
    }


def _regel(name: str, fassungen: Sequence[Fassung], abweichungen: Sequence[Abweichung]) -> Regel:
    sortiert = tuple(sorted(fassungen, key=lambda fassung: str(fassung.ab or "")))
    eigene = tuple(a for a in abweichungen if a.pfad[:2] == ("regeln", name))
    return Regel(schluessel=name, fassungen=sortiert, abweichungen=eigene)


def _vorgabe(name: str) -> bytes:
    return files("fallbuch").joinpath("vorgaben", name).read_bytes()


def lies_vorlage(inhalt: bytes | None, name: str) -> tuple[Tafel, list[Befund]]:
    """Read one of the team's YAML files as nodes with places; a missing one is empty."""
    leer = Tafel({}, Stelle(datei=name))
    if inhalt is None:
        return leer, []
    try:
        text = inhalt.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        return leer, [R007.melde(Stelle(datei=name), problem="Die Datei ist nicht als UTF-8 gespeichert")]
    sauber, befunde = ersetze_steuerzeichen(text, name, kopf=True)
    knoten, gefunden = lies_yaml(sauber, name)
    befunde += gefunden
    if isinstance(knoten, Tafel):
        return knoten, befunde
    if not befunde and (isinstance(knoten, Liste) or (knoten is not None and knoten.text)):
        befunde = [R007.melde(knoten.stelle, problem="Die Datei enthält keine Felder")]
    return leer, befunde


def _lege_ueber(unten: Tafel, oben: Tafel) -> Tafel:
    """Merge two mappings by key; a mapping merges into a mapping, everything else replaces."""
    paare = dict(unten.paare)
    for name, (schluessel, wert) in oben.paare.items():
        vorhanden = paare.get(name)
        if vorhanden is not None and isinstance(vorhanden[1], Tafel) and isinstance(wert, Tafel):
            wert = _lege_ueber(vorhanden[1], wert)
        paare[name] = (schluessel, wert)
    return Tafel(paare, oben.stelle)


def _mit_fassungen(wurzel: Tafel, standard: Tafel) -> Tafel:
    """Expand each rule into its versions: the base, then every `fassungen` item laid over it.

    A team that writes `ab` into a shipped rule itself means a version from that day on; before it
    the shipped wording stays in force.
    """
    regeln = bei(wurzel, "regeln")
    if not isinstance(regeln, Tafel):
        return wurzel
    ausgeklappt: dict[str, tuple[Skalar, Knoten]] = {
        name: (schluessel, _fassungen(regel, bei(standard, "regeln", name)))
        for name, (schluessel, regel) in regeln.paare.items()
    }
    return _mit(wurzel, "regeln", Tafel(ausgeklappt, regeln.stelle))


def _fassungen(regel: Knoten, vorgabe: Knoten | None) -> Knoten:
    if not isinstance(regel, Tafel):
        # An empty list would pass for a rule without versions.
        return Skalar(_als_text(regel), regel.stelle)
    grund = _ohne(regel, {"fassungen"})
    # A version says itself from when and until when it holds.
    zeitlos = _ohne(grund, {"ab", "bis"})
    fassungen = bei(regel, "fassungen")
    teile = fassungen.teile if isinstance(fassungen, Liste) else ()
    davor = [vorgabe] if vorgabe is not None and "ab" in grund.paare else []
    weitere = [_lege_ueber(zeitlos, teil) for teil in teile if isinstance(teil, Tafel) and "ab" in teil.paare]
    return Liste((*davor, grund, *weitere), regel.stelle)


def _falsche_fassungen(wurzel: Tafel) -> Iterator[Befund]:
    """Report `fassungen` that is no list of mappings; such versions are left out."""
    regeln = bei(wurzel, "regeln")
    for name, (_, regel) in regeln.paare.items() if isinstance(regeln, Tafel) else ():
        fassungen = bei(regel, "fassungen")
        if fassungen is None:
            continue
        teile = fassungen.teile if isinstance(fassungen, Liste) else ()
        for teil in teile:
            if isinstance(teil, Tafel) and "ab" not in teil.paare:
                yield R003.melde(teil.stelle, feld="ab", wo=f"einer Fassung von regeln → {name}")
        if not teile or not all(isinstance(teil, Tafel) for teil in teile):
            erwartet = "eine Liste, jede Fassung mit „- ab: 2026-09-01“ und darunter, was sich ändert"
            feld, stelle = f"regeln → {name} → fassungen", ort_im_baum(regel, ("fassungen",), REGELDATEI)
            yield R002.melde(stelle, feld=feld, wert=zitat(fassungen), erwartet=erwartet)


def _abweichungen(standard: Knoten | None, eigene: Tafel, pfad: tuple[str, ...]) -> list[Abweichung]:
    ergebnis: list[Abweichung] = []
    for name, (schluessel, wert) in eigene.paare.items():
        alt, hier = bei(standard, name), (*pfad, name)
        if isinstance(wert, Tafel) and (wert.paare or alt is None):
            tiefer = _abweichungen(alt, wert, hier)
            ergebnis += tiefer
            if tiefer or alt is not None:
                continue
        vorher, neu = None if alt is None else _als_text(alt), _als_text(wert)
        if vorher != neu:
            ergebnis.append(Abweichung(pfad=hier, standard=vorher, team=neu, stelle=schluessel.stelle))
    return ergebnis


def _als_text(knoten: Knoten) -> str:
    match knoten:
        case Skalar():
            return " ".join(knoten.text.split())
        case Liste():
            return ", ".join(map(_als_text, knoten.teile))
        case Tafel():
            return "; ".join(f"{name}: {_als_text(wert)}" for name, (_, wert) in knoten.paare.items())
