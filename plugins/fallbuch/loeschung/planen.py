"""What erasing cases means before it happens: what would go, where else they stand, and what stands in the way."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

from fallbuch.akte.schema import feldanker
from fallbuch.bearbeiten.platz import Platz
from fallbuch.befund import lesbar
from fallbuch.bestand.geloeschte import GELOESCHTDATEI, Loeschverzeichnis, lade_verzeichnis
from fallbuch.bestand.laden import Akte
from fallbuch.leckprobe.probe import MARKE
from fallbuch.loeschung.aehnliches import Aehnliches, Wortlaut, sammle
from fallbuch.loeschung.alltag import Alltag, alltag_aus
from fallbuch.loeschung.lesarten import als_name, als_text, ist_buendel, ist_text
from fallbuch.loeschung.spuren import RUHENDES, SELTEN, Spurart, Spuren, auch_anderswo, laeufe, zaehlende
from fallbuch.regelwerk.faelligkeit import VORBEI, Dringlichkeit
from fallbuch.regelwerk.vokabular import Vokabular
from fallbuch.register.kette import lade_register
from fallbuch.statistik.zeitraum import Zeitraum, quartale_bis
from fallbuch.text import gitstand
from fallbuch.text.eigenes import ORDNER, ZETTEL, eigener_ordner
from fallbuch.text.quelle import Quelldatei, ist_falldatei
from fallbuch.text.zwischenspeicher import ANTWORTEN, ARTEN
from fallbuch.text.zwischenspeicher import datei as speicherdatei
from fallbuch.werte import dataclass

#: Which rule a case was erased by, where none of them says so.
VORZEITIG = "vorzeitig"
#: Folders in which nobody keeps anything of a case by hand.
_UEBERGANGEN = frozenset({".git", ".venv", "node_modules", "__pycache__"})
_HOECHSTENS = 100_000_000
#: From a day so long ago to the key date every quarter is looked at.
_QUARTALE = 400


@dataclass(frozen=True, kw_only=True, slots=True)
class Loeschfall:
    """A case that is to be erased: its file, and by which rule."""

    akte: Akte
    datei: Quelldatei
    #: Key and title of the rule; `VORZEITIG` and no title where none says so.
    regel: str
    titel: str
    #: Quarters that count it and are not released.
    offene_quartale: Sequence[Zeitraum]

    @property
    def nummern(self) -> tuple[str, ...]:
        """All numbers it goes by: its own, its file's, and those of cases that became part of it."""
        kurz = self.akte.auszug
        return tuple(dict.fromkeys((kurz.kennung, kurz.stamm, *kurz.vereint_mit)))


@dataclass(frozen=True, slots=True)
class Fundort:
    """Where else something of the cases stands: a file, its lines, and what."""

    name: str
    zeilen: Sequence[int]
    arten: frozenset[Spurart]

    def __str__(self) -> str:
        wo = (
            f", Zeile {', '.join(map(str, self.zeilen[:5]))}{' …' if len(self.zeilen) > 5 else ''}"
            if self.zeilen
            else ""
        )
        return f"{lesbar(self.name, 200)}{wo}: {' und '.join(sorted(self.arten))}"


@dataclass(frozen=True, kw_only=True)
class Loeschplan:
    """All of it, worked out before anything changes."""

    platz: Platz
    faelle: Sequence[Loeschfall]
    verzeichnis: Loeschverzeichnis
    #: What is known of the people, by the fields of the contact data.
    kontakte: Sequence[Mapping[str, str]] = ()
    #: Numbers of cases whose files are gone already: something of them may be left beside.
    geloeschte: Sequence[str] = ()

    @property
    def nummern(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*(nummer for fall in self.faelle for nummer in fall.nummern), *self.geloeschte)))

    @cached_property
    def _eigene(self) -> frozenset[str]:
        return frozenset(fall.datei.name for fall in self.faelle)

    @cached_property
    def dateien(self) -> Mapping[str, bytes]:
        """The files of the team's folder that are not the program's own, by their names; built pages are none."""
        return dict(_dateien(self.platz.einrichtung.wurzel, self.gebaute))

    @cached_property
    def gebaute(self) -> tuple[str, ...]:
        """Folders of built pages in the team's folder: the next build makes them without the cases."""
        wurzel = self.platz.einrichtung.wurzel
        return tuple(name for name in sorted(os.listdir(wurzel)) if os.path.lexists(wurzel / name / MARKE))

    @cached_property
    def _bei_anderen(self) -> Mapping[tuple[str, ...], set[str]]:
        """Runs of words that other cases use as well, each with their files."""
        return auch_anderswo(self._wortlaut, self._andere_faelle())

    @cached_property
    def spuren_ausserhalb(self) -> Spuren:
        """By what the cases are recognised outside of cases; what stands in many is everyday wording."""
        return self._spuren({lauf for lauf, namen in self._bei_anderen.items() if len(namen) > SELTEN})

    @cached_property
    def spuren(self) -> Spuren:
        """By what they are recognised in other cases: what these say too is theirs."""
        return self._spuren(self._bei_anderen.keys())

    def _spuren(self, ohne: Collection[tuple[str, ...]]) -> Spuren:
        return Spuren(
            self.nummern,
            self._wortlaut.difference(ohne),
            self.kontakte,
            bekannte_worte(self.platz.regelwerk.vokabular),
            alltag=self._alltag,
        )

    @cached_property
    def _alltag(self) -> Alltag:
        return alltag_aus(self.kontakte, self._andere_faelle())

    def _andere_faelle(self) -> Iterator[tuple[bytes, set[str]]]:
        return ((i, {n}) for n, i in self.dateien.items() if n not in self._eigene and self._ist_fall(n))

    def spuren_fuer(self, name: str) -> Spuren:
        """Return by what the cases are recognised in a file of this name."""
        return self.spuren if self._ist_fall(name) else self.spuren_ausserhalb

    def aehnliche(self) -> list[Wortlaut]:
        """Return what looks as if it meant the people, in files that stay: others decide on it."""
        andere = ((n, i) for n, i in self.dateien.items() if n not in self._eigene and not n.startswith(RUHENDES))
        return sammle(andere, Aehnliches(self.nummern, self.kontakte, self._alltag), self.spuren_fuer)

    def nimm_dazu(self, folgen: Sequence[tuple[str, ...]]) -> None:
        """Look for these words as well; to be said before anything is looked for."""
        for spuren in (self.spuren, self.spuren_ausserhalb):
            spuren.nimm_dazu(folgen)

    @cached_property
    def _wortlaut(self) -> frozenset[tuple[str, ...]]:
        return frozenset().union(*(laeufe(als_text(f.datei.inhalt)[0]) for f in self.faelle))

    def _ist_fall(self, name: str) -> bool:
        ordner = self.platz.einrichtung.datei.ordner.faelle
        return os.path.dirname(name) == ordner and ist_falldatei(os.path.basename(name))

    @cached_property
    def mit_im_namen(self) -> tuple[str, ...]:
        """Other files whose names hold a number or a name: they go as a whole."""
        andere = (n for n in self.dateien if n not in self._eigene and not n.startswith(RUHENDES))
        return tuple(n for n in andere if self.spuren_ausserhalb.stellen(als_name(n)))

    @cached_property
    def zu_ersetzen(self) -> Sequence[Fundort]:
        """Text in which `(gelöscht)` will stand instead."""
        return [ort for ort, text in self._fundorte if text]

    @cached_property
    def von_hand(self) -> Sequence[Fundort]:
        """Files that are no text: nobody but people can take something out of them."""
        return [ort for ort, text in self._fundorte if not text]

    @cached_property
    def _fundorte(self) -> Sequence[tuple[Fundort, bool]]:
        weg = {*self._eigene, *self.mit_im_namen, GELOESCHTDATEI}
        paare = ((n, self._fundort(n, i)) for n, i in self.dateien.items() if n not in weg)
        return [(ort, ist_text(self.dateien[name])) for name, ort in paare if ort is not None]

    def _fundort(self, name: str, inhalt: bytes) -> Fundort | None:
        spuren = self.spuren_fuer(name)
        arten = zaehlende(spuren.arten(inhalt), name)
        if not arten:
            return None
        return Fundort(name, _zeilen(als_text(inhalt)[0], spuren) if ist_text(inhalt) else (), frozenset(arten))

    @cached_property
    def ungelesene(self) -> Sequence[str]:
        """What the program neither reads nor removes, as sentences: very large files, and links and empty folders that a case names."""
        return list(_ungelesene(self.platz.einrichtung.wurzel, self.gebaute, self.spuren_ausserhalb))

    @cached_property
    def gemeinsame(self) -> Sequence[Fundort]:
        """Other cases with the same sentences, for example of an event: they stay, and somebody should look.

        What stands in many cases is everyday wording and tells of nobody.
        """
        seltene = Spuren((), (lauf for lauf, namen in self._bei_anderen.items() if len(namen) <= SELTEN))
        namen = sorted({n for lauf in seltene.wortlaut for n in self._bei_anderen[lauf]})
        texte = ((name, als_text(self.dateien[name])[0]) for name in namen)
        return [Fundort(n, _zeilen(text, seltene), frozenset({Spurart.WORTLAUT})) for n, text in texte]

    @cached_property
    def beiseite(self) -> Sequence[str]:
        """Changes that somebody has put aside in git (stash) and that hold something of the cases."""
        wurzel = self.platz.einrichtung.wurzel
        if not gitstand.unter_git(wurzel):
            return ()
        return [name for name, text in gitstand.beiseite(wurzel) if self.spuren_ausserhalb.arten(text)]

    @property
    def in_git(self) -> bool:
        """Tell whether git remembers the cases, so that their past is still there after they are gone."""
        return gitstand.unter_git(self.platz.einrichtung.wurzel)

    @cached_property
    def gemerktes(self) -> Sequence[Path]:
        """Files that the program keeps for itself on this machine: verdicts, and answers of dialogs that were interrupted."""
        wurzel = self.platz.einrichtung.wurzel
        eigener = eigener_ordner(wurzel)
        speicher = (speicherdatei(wurzel, art) for art in (*ARTEN, *ANTWORTEN.values()))
        zettel = [
            eigener / name
            for name in (sorted(os.listdir(eigener)) if eigener.is_dir() else ())
            if name.startswith(ZETTEL)
        ]
        return [p for p in (*speicher, *zettel) if p is not None and p.exists()]

    def hindernis(self, trotzdem: str) -> str | None:
        """Say why the cases cannot be erased yet; `trotzdem` is a reason to do it all the same."""
        offene = [f for f in self.faelle if f.offene_quartale]
        if not offene or trotzdem.strip():
            return None
        fall = offene[0]
        quartale = ", ".join(z.schluessel for z in fall.offene_quartale[:4]) + (
            " …" if len(fall.offene_quartale) > 4 else ""
        )
        return (
            f"Fall {fall.akte.auszug.kennung} zählt in Quartalen, deren Zahlen noch nicht freigegeben sind ({quartale}). Ist er weg, "
            "fehlt er in ihnen. Geben Sie diese zuerst frei („fallbuch statistik --freigeben …“), oder nennen Sie mit --trotzdem einen Grund."
        )


def _zeilen(text: str, spuren: Spuren) -> Sequence[int]:
    return sorted({text.count("\n", 0, s.von) + 1 for s in spuren.stellen(text)})


def bekannte_worte(vokabular: Vokabular) -> Sequence[str]:
    """Return the words that say nothing of anybody where they stand by themselves: the team's own people, and the words of the format."""
    return (*vokabular.menschen, *feldanker(), *(wort for worte in vokabular.woerter().values() for wort in worte))


def plane(platz: Platz, kennungen: Iterable[str], kontakte: Sequence[Mapping[str, str]] = ()) -> Loeschplan:
    """Work out what erasing these cases means. Raises `Schreibfehler` for a case that is not there and was not erased."""
    zeitraeume = [b.zeitraum for b in lade_register(platz.einrichtung.wurzel).blaetter]
    freigegeben = {z.schluessel for z in zeitraeume}
    # What was over before the team first released figures is in none.
    beginn = min((z.von for z in zeitraeume), default=date.min)
    verzeichnis = lade_verzeichnis(platz.einrichtung.wurzel)[0]
    alle = list(dict.fromkeys(kennungen))
    da = {k.lower() for k in platz.kennungen}
    geloeschte = [k for k in alle if k.lower() not in da and verzeichnis.fall(k) is not None]
    faelle = [_loeschfall(platz, platz.datei(k), freigegeben, beginn) for k in alle if k not in geloeschte]
    return Loeschplan(platz=platz, faelle=faelle, verzeichnis=verzeichnis, kontakte=kontakte, geloeschte=geloeschte)


def faellige(platz: Platz) -> list[str]:
    """Return the cases whose time to be erased has come, by the team's rules."""
    return [a.auszug.kennung for a in platz.akten() if _regel(a)[0] != VORZEITIG]


def _loeschfall(platz: Platz, datei: Quelldatei, freigegeben: set[str], beginn: date) -> Loeschfall:
    akte = platz.akte(datei)
    quartale = quartale_bis(platz.stichtag, _QUARTALE, kalender=platz.einrichtung.datei.kalenderquartale)
    von, bis = zeit_des_falls(akte, platz.stichtag)
    offene = (
        []
        if von is None
        else [z for z in _seit(quartale, max(von, beginn)) if z.von <= bis and z.schluessel not in freigegeben]
    )
    regel, titel = _regel(akte)
    return Loeschfall(akte=akte, datei=datei, regel=regel, titel=titel, offene_quartale=offene[::-1])


def _seit(quartale: Iterator[Zeitraum], von: date) -> Iterator[Zeitraum]:
    for zeitraum in quartale:
        if zeitraum.ende < von:
            return
        yield zeitraum


def zeit_des_falls(akte: Akte, stichtag: date) -> tuple[date | None, date]:
    """Return the first and the last day on which a case counts; it counts up to the key date while it is open."""
    kurz = akte.auszug
    tage = [e.datum for e in akte.fall.eintraege if e.datum is not None and e.datum <= stichtag]
    von = min([*tage, *([kurz.erstkontakt] if kurz.erstkontakt is not None else [])], default=None)
    return von, stichtag if kurz.offen or not tage else max(tage)


def _regel(akte: Akte) -> tuple[str, str]:
    """Return the rule by which a case is to be erased by now, its key and its title."""
    da = {*VORBEI, Dringlichkeit.HEUTE}
    faellig = (
        f
        for f in akte.faelligkeiten
        if f.dringlichkeit in da and any(e.ereignis == "fall-geloescht" for e in f.ableitung.eigenschaften.erledigt)
    )
    return next(((f.regel, f.titel) for f in faellig if f.regel), (VORZEITIG, ""))


def _gehe(wurzel: Path, gebaute: Sequence[str]) -> Iterator[tuple[Path, Sequence[str], Sequence[str]]]:
    """Yield the folders in which people keep something, with the names of folders and files in them."""
    for ordner, unter, namen in os.walk(wurzel):
        hier = Path(ordner)
        oben = hier == wurzel
        unter[:] = sorted(
            u for u in unter if u not in _UEBERGANGEN and not u.startswith(ORDNER) and not (oben and u in gebaute)
        )
        yield hier, unter, sorted(n for n in namen if n != ".git")


def _dateien(wurzel: Path, gebaute: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    for hier, _, namen in _gehe(wurzel, gebaute):
        for pfad in (hier / name for name in namen):
            if not pfad.is_symlink() and pfad.is_file() and pfad.stat().st_size <= _HOECHSTENS:
                yield pfad.relative_to(wurzel).as_posix(), pfad.read_bytes()


def _ungelesene(wurzel: Path, gebaute: Sequence[str], spuren: Spuren) -> Iterator[str]:
    for hier, unter, namen in _gehe(wurzel, gebaute):
        for pfad in (hier / name for name in (*unter, *namen)):
            name = pfad.relative_to(wurzel).as_posix()
            gezeigt = lesbar(name, 200)
            if pfad.is_symlink():
                if spuren.stellen(f"{name} {os.readlink(pfad)}"):
                    yield f"„{gezeigt}“ ist ein Verweis auf eine andere Stelle: Sehen Sie dort nach, und entfernen Sie ihn."
            elif pfad.is_dir():
                if spuren.stellen(name) and not any(pfad.iterdir()):
                    yield f"„{gezeigt}“ ist ein leerer Ordner: Entfernen Sie ihn."
            elif pfad.is_file() and ist_buendel(_anfang(pfad)):
                yield f"„{gezeigt}“ ist eine Kopie der ganzen Geschichte (git bundle): Löschen Sie sie."
            elif pfad.is_file() and pfad.stat().st_size > _HOECHSTENS:
                yield f"„{gezeigt}“ ist sehr groß und wurde nicht durchsucht: Sehen Sie selbst nach."


def _anfang(pfad: Path) -> bytes:
    with pfad.open("rb") as strom:
        return strom.read(32)
