"""What several teams have agreed on: which figures they hand in together, and what their words are called in common."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, fields, replace
from functools import cache, cached_property
from typing import Annotated, Any, Literal, get_args, get_type_hints

from fallbuch.befund import Befund, Stelle
from fallbuch.kennung import meinten_sie, vergleichsform
from fallbuch.regelwerk.formen import Formmeldungen, Textform, lies, ort_im_baum
from fallbuch.regelwerk.laden import lade_vorlagen, lies_vorlage
from fallbuch.regelwerk.vokabular import Art, Massnahmeart, NichtLeer, Vokabular, Wort
from fallbuch.statistik.anzeige import INSGESAMT
from fallbuch.statistik.bausteine import Merkmal
from fallbuch.statistik.kennzahl import Kennzahl, Tabelle
from fallbuch.statistik.kennzahlen import KENNZAHLEN, kennzahl
from fallbuch.statistik.meldungen import S030, S031, S032, S033, VERBUNDDATEI
from fallbuch.statistik.mengen import MENGEN
from fallbuch.statistik.phasen import FESTE_WORTE
from fallbuch.statistik.zeitraum import Zeitraum
from fallbuch.statistik.zellen import addierbare
from fallbuch.text.knoten import Tafel
from fallbuch.werte import dataclass

#: Where a team's word is called nothing in common.
NICHT_ZUORDENBAR = "nicht zuordenbar"
#: Lists whose words may get a common name.
LISTEN = (
    "zugangswege", "stufen", "arbeitsmarktstatus", "arten", "massnahmen", "massnahmenergebnisse", "abschlussergebnisse", "gruende",
    "beschaeftigungsformen", "nachbetreuungsergebnisse",
)  # fmt: skip
#: Lists whose words say more than their name, and what.
_MIT_EIGENSCHAFT = {"arten": "ob es ein Kontakt ist", "massnahmen": "zu welcher Gruppe es gehört"}
#: What lines of a table are called anyway, or what is called nothing.
_VERGEBEN = frozenset(map(vergleichsform, ("", NICHT_ZUORDENBAR, INSGESAMT, *FESTE_WORTE)))
_PROBE = "\0"
_DAUER = re.compile(r"(.*\S) +\((?:(?:ab|seit) ([0-9]{4}Q[1-4]))?[, ]*(?:bis ([0-9]{4}Q[1-4]))?\)", re.IGNORECASE)
_DAUERWORT = re.compile(r"\((?:ab|seit|bis)\b", re.IGNORECASE)
#: To be raised where the same definition comes to count otherwise.
_ZAEHLWEISE = 1
_SCHLUESSEL = re.compile(r"age1[02-9ac-hj-np-z]{58}")
#: List → common word → what teams call it.
Woerter = Mapping[str, Mapping[str, tuple[str, ...]]]
#: So many teams there may be who talk to each other about their own figures.
_ABSPRACHE = {"1": 1, "2": 2}
_Schluesselzeile = Annotated[
    str, Textform(lambda t: t if _SCHLUESSEL.fullmatch(t) else None, "ein öffentlicher Schlüssel, der mit age1 beginnt")
]
_Absprache = Annotated[int, Textform(_ABSPRACHE.get, "1 oder 2")]


@dataclass(frozen=True, kw_only=True)
class _Verbunddatei:
    verbund: NichtLeer
    schluessel: _Schluesselzeile
    mitglieder: tuple[str, ...]
    kennzahlen: tuple[str, ...]
    berichtszeitraum: Literal["29. bis 28.", "Kalenderquartal"] = "29. bis 28."
    absprache: _Absprache = 2
    woerter: Woerter = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Verbund:
    """`vorlagen/verbund.yml`, the same file in every team and where the figures are put together."""

    verbund: str
    #: To which the packages are encrypted.
    schluessel: str
    mitglieder: tuple[str, ...]
    kennzahlen: tuple[Kennzahl, ...]
    #: Of members that came later the first quarter that they hand in (`2026Q2`), of those that have left, or will, the last.
    ab: Mapping[str, str] = field(default_factory=dict)
    bis: Mapping[str, str] = field(default_factory=dict)
    kalender: bool = False
    #: So many teams may tell each other their own figures, and still find out nobody's.
    absprache: int = 2
    woerter: Woerter = field(default_factory=dict)

    @cached_property
    def vokabular(self) -> Vokabular:
        """The common words: those of the agreement, and where it names none the shipped ones."""
        standard = lade_vorlagen({})[1].vokabular
        klassen = _klassen()
        eigene = {
            liste: {
                wort: replace(_mitgeliefert(liste, wort, andere) or klassen[liste](), synonyme=andere)
                for wort, andere in worte.items()
            }
            for liste, worte in self.woerter.items()
        }
        neu: Vokabular = replace(standard, **eigene)  # type: ignore[arg-type]  # by the names of its lists
        return neu

    @cached_property
    def gemeinsame(self) -> Mapping[str, tuple[str, ...]]:
        """Every word of a team in its form for comparing, with the common words that it may stand for."""
        ergebnis: dict[str, tuple[str, ...]] = {}
        for liste in LISTEN:
            for wort, angaben in self.vokabular.liste(liste).items():
                for name in (wort, *angaben.synonyme):
                    form = vergleichsform(name)
                    ergebnis[form] = tuple(dict.fromkeys((*ergebnis.get(form, ()), wort)))
        return ergebnis

    @cached_property
    def kennung(self) -> str:
        """A hash of what is counted; who has another one counts something else.

        Of the figures only what decides on a count is part of it, and no sentence about them: a new version of the program
        that says the same in other words counts the same.
        """
        was = (_ZAEHLWEISE, self.kalender, [_aufbau(k) for k in self.kennzahlen])
        return hashlib.sha256(repr(was).encode()).hexdigest()[:24]

    def mit_woertern(self, woerter: Woerter) -> Verbund:
        """Return the same agreement with the words of another day."""
        return self if woerter == self.woerter else replace(self, woerter=woerter)

    def erwartete(self, quartal: str) -> list[str]:
        """Return the members that hand in a quarter."""
        return [m for m in self.mitglieder if self.ab.get(m, "") <= quartal <= self.bis.get(m, quartal)]

    def kennzahl(self, name: str) -> Kennzahl | None:
        """Return an agreed figure by title or key."""
        return kennzahl(name, self.kennzahlen)


def lade_verbund(inhalt: bytes) -> tuple[Verbund | None, list[Befund]]:
    """Read the file; None where it cannot be relied on, and why as findings with line and column."""
    eigene, befunde = lies_vorlage(inhalt, VERBUNDDATEI)
    if befunde:
        return None, befunde
    leer = Tafel({}, Stelle(datei=VERBUNDDATEI))
    # What must be there has no default: a file without it is none.
    datei, befunde = lies(_Verbunddatei, eigene, leer, Formmeldungen(S030, S031, S032), VERBUNDDATEI)
    if not befunde:
        befunde = list(_maengel(datei, eigene))
    if befunde:
        return None, sorted(befunde, key=lambda b: b.reihenfolge)
    gewaehlte = dict.fromkeys(k for name in datei.kennzahlen if (k := kennzahl(name)) is not None)
    return (
        Verbund(
            verbund=datei.verbund,
            schluessel=datei.schluessel,
            mitglieder=tuple(name for name, _, _ in map(_mitglied, datei.mitglieder)),
            ab={name: ab for name, ab, _ in map(_mitglied, datei.mitglieder) if ab},
            bis={name: bis for name, _, bis in map(_mitglied, datei.mitglieder) if bis},
            kennzahlen=tuple(filter(None, map(zum_addieren, gewaehlte))),
            kalender=datei.berichtszeitraum == "Kalenderquartal",
            absprache=datei.absprache,
            woerter=datei.woerter,
        ),
        [],
    )


def wortliste(woerter: Woerter) -> str:
    """Return a hash of what words are called in common, and of what teams call them: by it a word counts here or there."""
    was = sorted(
        # Of some lists the first word says what it is.
        (liste, wort, list(andere) if liste in _MIT_EIGENSCHAFT else sorted(andere))
        for liste, worte in woerter.items()
        for wort, andere in worte.items()
    )
    return hashlib.sha256(repr(was).encode()).hexdigest()[:24]


def _mitgeliefert(liste: str, wort: str, andere: Iterable[str]) -> Wort | None:
    """Return the shipped word that a common one, or the first of what teams call it, means: what it is (a contact, in which group) says that one."""
    je_form = {vergleichsform(name): angaben for name, angaben in lade_vorlagen({})[1].vokabular.liste(liste).items()}
    return next((je_form[form] for form in map(vergleichsform, (wort, *andere)) if form in je_form), None)


def _mitglied(eintrag: str) -> tuple[str, str, str]:
    """Return the name of a member, with its first and last quarter where they stand behind it: „Team Nord (ab 2025Q1, bis 2026Q2)“."""
    treffer = _DAUER.fullmatch(eintrag)
    if treffer is None or not (treffer[2] or treffer[3]):
        return eintrag, "", ""
    return treffer[1], (treffer[2] or "").upper(), (treffer[3] or "").upper()


def zum_addieren(k: Kennzahl) -> Kennzahl | None:
    """Return a figure with what of it can be added over teams, None where nothing can."""
    tabellen = tuple(
        replace(t, masse=masse, erwartung="")
        for t in k.tabellen
        if (masse := addierbare(t)) and not t.intern and not _nennt_team(t.posten[0].zaehlt, t.zeilen, t.spalten)
    )
    namen = {t.schluessel: {m.titel for m in t.masse} for t in tabellen}
    kern = tuple(
        z for z in k.kern if z.tabelle in namen and (z.spalte is None or _ist_spalte(tabellen, z.tabelle, z.spalte))
    )
    return replace(k, tabellen=tabellen, kern=kern) if tabellen else None


def _aufbau(k: Kennzahl) -> tuple[Any, ...]:
    """Return what of a figure decides on its counts."""
    return k.schluessel, [
        (
            t.schluessel, t.zeilen, t.spalten, t.mehrfach, [(p.zaehlt, p.wann, p.nur, p.titel) for p in t.posten],
            [(str(m.art), m.titel, m.von) for m in t.masse],
        )
        for t in k.tabellen
    ]  # fmt: skip


def _ist_spalte(tabellen: Sequence[Tabelle], schluessel: str, spalte: str) -> bool:
    tabelle = next(t for t in tabellen if t.schluessel == schluessel)
    return bool(tabelle.spalten) or spalte in {m.titel for m in tabelle.masse}


def _nennt_team(zaehlt: str, *felder: str) -> bool:
    """Tell whether a line of a table is one counsellor."""
    return any(MENGEN[zaehlt].merkmale[name].intern for name in felder if name)


def gemeinsame_kategorien(vereinbarung: Verbund, merkmal: Merkmal[Any], zeitraum: Zeitraum) -> tuple[str, ...]:
    """Return the categories of a field for all teams; where they are words of a list, one more for what none of them is."""
    alle = tuple(merkmal.kategorien(vereinbarung.vokabular, zeitraum))
    aus_listen = tuple(merkmal.kategorien(_mit_probewort(), zeitraum)) != tuple(
        merkmal.kategorien(_ohne_woerter(), zeitraum)
    )
    return (*alle, NICHT_ZUORDENBAR) if aus_listen else alle


@cache
def _ohne_woerter() -> Vokabular:
    return Vokabular()


@cache
def _mit_probewort() -> Vokabular:
    """Lists in which one word stands that no team has: what shows it comes from a list."""
    fahnen: Mapping[type[Wort], Mapping[str, Any]] = {
        Art: {"kontakt": True, "gespraech": True, "versuch": True},
        Massnahmeart: {"gruppe": _PROBE},
    }
    listen = {liste: {_PROBE: klasse(**fahnen.get(klasse, {}))} for liste, klasse in _klassen().items()}
    probe: Vokabular = replace(Vokabular(), **listen)  # type: ignore[arg-type]  # by the names of its lists
    return probe


def _klassen() -> Mapping[str, type[Wort]]:
    """Return of what kind the words of each list are."""
    typen = get_type_hints(Vokabular)
    return {f.name: get_args(typen[f.name])[1] for f in fields(Vokabular) if f.name in LISTEN}


def _maengel(datei: _Verbunddatei, eigene: Tafel) -> Iterator[Befund]:
    """Yield what the form allows and what makes no sense."""
    for feld, werte in (("mitglieder", datei.mitglieder), ("kennzahlen", datei.kennzahlen)):
        if not werte:
            yield _mangel(eigene, (feld,), f"Die Liste „{feld}“", "sie ist leer", "wenigstens ein Eintrag", "Ergänzen Sie die Liste.")  # fmt: skip
    alle = [k.schluessel for k in KENNZAHLEN if zum_addieren(k) is not None]
    for i, name in enumerate(datei.kennzahlen):
        gefunden = kennzahl(name)
        if gefunden is None or zum_addieren(gefunden) is None:
            mangel = "eine solche Kennzahl gibt es nicht" if gefunden is None else "aus den Zahlen der Teams lässt sie sich nicht zusammenzählen"  # fmt: skip
            rat = meinten_sie(name, alle, "Die Seite „Kennzahlen“ erklärt alle.")
            yield _mangel(eigene, ("kennzahlen", i), f"Die Kennzahl „{name}“", mangel, ", ".join(alle), rat)
    for i, name in enumerate(datei.mitglieder):
        if not name.strip():
            yield _mangel(eigene, ("mitglieder", i), "Ein Mitglied", "es hat keinen Namen", "der Name eines Teams", "Löschen Sie den leeren Eintrag.")  # fmt: skip
        _, ab, bis = _mitglied(name)
        if _DAUERWORT.search(name) and not (ab or bis):
            yield _mangel(eigene, ("mitglieder", i), f"Das Mitglied „{name}“", "hinter „ab“ oder „bis“ steht kein Quartal", "zum Beispiel „Team Nord (bis 2026Q2)“", "Nennen Sie das erste oder das letzte Quartal, das das Team abgibt. Stehen beide da, gehört der ganze Eintrag in Anführungszeichen.")  # fmt: skip
        if ab and bis and ab > bis:
            yield _mangel(eigene, ("mitglieder", i), f"Das Mitglied „{name}“", "das erste Quartal liegt hinter dem letzten", "zum Beispiel „Team Nord (ab 2025Q1, bis 2026Q2)“", "Vertauschen Sie die beiden.")  # fmt: skip
        if vergleichsform(_mitglied(name)[0]) in {vergleichsform(_mitglied(n)[0]) for n in datei.mitglieder[:i]}:
            yield _mangel(eigene, ("mitglieder", i), f"Das Mitglied „{name}“", "es steht zweimal da", "jedes Team einmal", "Löschen Sie eines davon.")  # fmt: skip
    for liste, worte in datei.woerter.items():
        if liste in LISTEN:
            yield from _doppelte(eigene, liste, worte)
            yield from _ohne_eigenschaft(eigene, liste, worte)
        else:
            rat = meinten_sie(liste, LISTEN, "Löschen Sie die Zeilen, oder berichtigen Sie den Namen.")
            yield _mangel(
                eigene, ("woerter", liste), f"Die Liste „{liste}“", "es gibt sie nicht", ", ".join(LISTEN), rat
            )


def _ohne_eigenschaft(eigene: Tafel, liste: str, worte: Mapping[str, tuple[str, ...]]) -> Iterator[Befund]:
    """Yield words of which nobody can tell what they are."""
    for wort, andere in worte.items() if liste in _MIT_EIGENSCHAFT else ():
        bekannte = [m for name in (wort, *andere) if (m := _mitgeliefert(liste, name, ())) is not None]
        arten = {
            (getattr(m, "kontakt", None), getattr(m, "versuch", None), getattr(m, "gruppe", None)) for m in bekannte
        }
        if len(arten) != 1:
            mangel = f"{'seine Wörter sagen Verschiedenes,' if arten else 'niemand weiß,'} {_MIT_EIGENSCHAFT[liste]}"
            erwartet = "ein Wort der mitgelieferten Liste, oder eines davon unter seinen Wörtern"
            yield _mangel(eigene, ("woerter", liste, wort), f"Das Wort „{wort}“", mangel, erwartet, "Schreiben Sie das mitgelieferte Wort dazu, für das es steht, zum Beispiel „Gespräch: [Beratung]“.")  # fmt: skip


def _doppelte(eigene: Tafel, liste: str, worte: Mapping[str, tuple[str, ...]]) -> Iterator[Befund]:
    """Yield words that stand at two places of a list, or that mean what nobody can tell."""
    belegt: dict[str, str] = {}
    for wort, andere in worte.items():
        for i, name in enumerate((wort, *andere)):
            schon = belegt.setdefault(vergleichsform(name), wort)
            if schon != wort or vergleichsform(name) in _VERGEBEN:
                pfad: tuple[str | int, ...] = ("woerter", liste, wort, *([i - 1] if i else []))
                mangel = (
                    f"es steht schon bei „{schon}“"
                    if schon != wort
                    else "so darf keines heißen, denn so heißt schon etwas anderes"
                )
                yield _mangel(eigene, pfad, f"Das Wort „{name}“", mangel, "jedes Wort an einer Stelle", "Löschen Sie es an einer der beiden Stellen.")  # fmt: skip


def _mangel(  # noqa: PLR0917 - the parts of a sentence
    eigene: Tafel, pfad: Sequence[str | int], was: str, mangel: str, erwartet: str, rat: str
) -> Befund:
    return S033.melde(ort_im_baum(eigene, pfad, VERBUNDDATEI), was=was, mangel=mangel, erwartet=erwartet, rat=rat)
