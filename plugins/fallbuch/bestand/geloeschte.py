"""What was erased: kept as hashes beside days and rules, so that it does not come back and the team can count it.

The directory has one line for each erasure, so that two people's join without a conflict. A salt of the team's keeps
the hashes of one team from meaning anything in another's; whoever has the file can still try all numbers, and learns
which ones there were, nothing about anybody.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from fallbuch.befund import Befund, Meldungsart, Stelle
from fallbuch.beispiele import BERATUNG
from fallbuch.bestand.auszug import Auszug
from fallbuch.text.git import KeinGit, git, hat_stand, oberster
from fallbuch.text.historie import gespeicherte_inhalte
from fallbuch.text.quelle import TEXTE, hat_kopf, ist_falldatei, liegt_da, lies_datei, texte_unter
from fallbuch.text.staende import urspruenge
from fallbuch.werte import dataclass
from fallbuch.zeit import datum_aus

#: Stands where something of an erased case stood; in YAML, JSON and Markdown it is plain text.
GELOESCHT = "(gelöscht)"
GELOESCHTDATEI = "statistik/geloescht.txt"
_KOPF = """\
# Was gelöscht wurde: Art, Tag, Regel oder Anlass, und ein Prüfwert. „fallbuch loeschen“ schreibt die Zeilen.
# Das Programm erkennt daran, wenn ein gelöschter Fall oder ein Stand mit ihm wiederkommt. Die Datei bleibt im Team.
"""
#: What a line tells of: a case, contact data, a state of git that held something erased.
FALL, KONTAKT, STAND = "fall", "kontakt", "stand"
#: By this git's settings name the states of which a folder with a new history was made: at the place that is shared it may overwrite these.
ERSETZT = "fallbuch.ersetzt"
#: All states of a folder, and those that others have already: as git fetched them, and as the hook did.
ALLE_STAENDE = ("HEAD", "--branches", "--tags")
_SCHON_DORT = ("--remotes", "--glob=refs/fallbuch/gesehen")
_ID = re.compile(rb"(?mi)^ID: *[\"']?([^\s\"'#]{1,60})")
#: In so many bytes from its beginning a case says its number.
_KOPF_BYTES = 4096
#: How a message names a case: at the beginning of a line, with a colon behind, or behind a word for it.
_GENANNT = re.compile(
    r"(?mi)(?:^|\b(?:fall|falls|fälle|id|kunde|kundin|nr|nummer|kennung)[ .:#]{0,3})((?=[^\W\d_]*[0-9])[^\W_]{3,60})(?![^\W_])"
)
#: How a state brings a number along: in a file that is new, in one that is other than before, in its message.
_NEU, _GEAENDERT, _GESAGT = "neu", "geändert", "gesagt"
#: So short a name of a file says nothing of a case.
_KURZ = 3
_JAHR = re.compile(r"(?:19|20)[0-9]{2}")
_SALZ = re.compile(r"salz ([0-9a-f]{32})")
_ZEILE = re.compile(r"(fall|kontakt|stand) (\d{4}-\d{2}-\d{2}) ([a-z0-9-]{1,60}) ([0-9a-f]{32})")

D011 = Meldungsart(
    kennung="D011",
    titel="Ein gelöschter Fall ist wieder da",
    muster="Diesen Fall hat das Team am {tag} gelöscht, und jetzt liegt seine Datei wieder hier. Erwartet: keine Datei mit dieser Nummer.",
    hinweis="Ist sie noch nicht in git gespeichert, löschen Sie die Datei. Sonst legen Sie diesen Ordner weg, und holen Sie das Team neu (git clone): "
    "In git stünde der Fall auch nach dem Löschen noch. Ist es ein anderer Mensch, bekommt er eine andere Nummer („fallbuch neu“).",
    erklaerung="Wer gelöscht ist, darf nicht aus einer Sicherung, einem zweiten Rechner oder einem alten Ordner zurückkommen. "
    "Das Team merkt sich dazu keinen Namen und keine Nummer, nur einen Prüfwert der Nummer.",
    schlecht=BERATUNG,
    umstand="4711 wurde am 30.06.2026 gelöscht, und jemand hat die Datei aus einer Sicherung zurückgelegt.",
)
D012 = Meldungsart(
    kennung="D012",
    titel="Ein gelöschter Stand ist wieder da",
    muster="In der Geschichte dieses Ordners steht wieder, was das Team am {tag} gelöscht hat. Erwartet: eine Geschichte ohne diesen Stand.",
    hinweis="Senden Sie nichts. Legen Sie diesen Ordner weg, und holen Sie das Team neu (git clone); was Sie seither geschrieben haben und noch fehlt, "
    "tragen Sie dort noch einmal ein. Danach löschen Sie den alten Ordner.",
    erklaerung="Nach dem Löschen aus der Geschichte haben alle Stände neue Namen. Wer noch mit einem Ordner von vorher arbeitet, hat die alten, "
    "und wer sie sendet oder zusammenführt, bringt alles zurück. Deshalb wird es abgelehnt, vor dem Senden und in der Durchsicht.",
    schlecht=BERATUNG,
    umstand="Jemand hat in einem Ordner von vor dem Löschen weitergearbeitet und mit den neuen Ständen zusammengeführt.",
)
D013 = Meldungsart(
    kennung="D013",
    titel="Zeile im Verzeichnis der Löschungen nicht lesbar",
    muster="Diese Zeile gehört nicht in das Verzeichnis der Löschungen. Erwartet: Art, Tag, Regel und Prüfwert, wie „fallbuch loeschen“ sie schreibt.",
    hinweis="Holen Sie die Zeile aus git zurück („git log -p {datei}“ zeigt sie); ohne sie könnte wiederkommen, was gelöscht ist.",
    erklaerung="Niemand schreibt von Hand in diese Datei. Eine beschädigte Zeile schützt nicht mehr davor, dass ein gelöschter Fall zurückkommt.",
    schlecht=BERATUNG,
    umstand="Jemand hat eine Zeile gekürzt.",
)

D014 = Meldungsart(
    kennung="D014",
    titel="Zeilen im Verzeichnis der Löschungen fehlen",
    muster="Im Verzeichnis der Löschungen {fehlt}. Erwartet: alle, die vorher dastanden; Zeilen kommen nur dazu.",
    hinweis="Holen Sie sie aus git zurück („git log -p {datei}“ zeigt sie). Hat git zwei Fassungen zusammengeführt, behalten Sie die Zeilen beider.",
    erklaerung="Wer beim Zusammenführen nur eine Seite behält oder die Datei löscht, verliert, was die andere gelöscht hat: Danach könnte es "
    "wiederkommen, und niemand merkte es. Deshalb wird es abgelehnt, vor dem Senden und in der Durchsicht.",
    schlecht=BERATUNG,
    umstand="Zwei haben am selben Tag gelöscht, und beim Zusammenführen blieben nur die Zeilen der einen.",
)


@dataclass(frozen=True, slots=True)
class Loeschung:
    """One line: what (`fall`, `kontakt`, `stand`), when, by which rule or for which reason, and its hash."""

    was: str
    tag: date
    regel: str
    wert: str


@dataclass(frozen=True, kw_only=True)
class Loeschverzeichnis:
    """All lines, in their order, and the salts of their hashes."""

    loeschungen: tuple[Loeschung, ...] = ()
    salze: tuple[bytes, ...] = ()
    #: The bytes of the file, None where there is none.
    datei: bytes | None = None

    @cached_property
    def _nach_wert(self) -> Mapping[str, Loeschung]:
        return {eine.wert: eine for eine in reversed(self.loeschungen)}

    def historie_nach(self, tag: date) -> bool:
        """Tell whether the history was written anew on a day or after it."""
        return any(eine.was == STAND and eine.tag >= tag for eine in self.loeschungen)

    @cached_property
    def hat_staende(self) -> bool:
        return any(eine.was == STAND for eine in self.loeschungen)

    def fall(self, kennung: str) -> Loeschung | None:
        """Return how a case was erased, None where no case with this number was."""
        return self.finde(FALL, kennung.lower())

    def stand(self, commit: str) -> Loeschung | None:
        """Return with what a state of git was erased, None where it was not."""
        return self.finde(STAND, commit)

    def finde(self, was: str, wort: str) -> Loeschung | None:
        """Return how a number or a state was erased, None where it was not."""
        for salz in self.salze if self._nach_wert else ():
            if (eine := self._nach_wert.get(_wert(salz, was, wort))) is not None:
                return eine
        return None

    def mit(self, neue: Iterable[tuple[str, date, str, str]]) -> bytes:
        """Return the file with further lines, each once: what (as in `Loeschung`), day, rule, and the number or state itself."""
        salz = self.salze[0] if self.salze else secrets.token_bytes(16)
        text = (self.datei or _KOPF.encode()).decode("utf-8", "replace")
        text += "" if text.endswith("\n") else "\n"
        text += "" if f"salz {salz.hex()}\n" in text else f"salz {salz.hex()}\n"
        # What another branch knows this one does not know yet: the branch may never be joined.
        eigenes = lies_verzeichnis(self.datei)[0] if self.datei is not None else Loeschverzeichnis()
        for was, tag, regel, wort in neue:
            wort = wort.lower() if was != STAND else wort
            zeile = f"{was} {tag} {regel} {_wert(salz, was, wort)}\n"
            text += "" if eigenes.finde(was, wort) or zeile in text else zeile
        return text.encode()

    def und(self, anderes: Loeschverzeichnis) -> Loeschverzeichnis:
        """Return what this and another one know."""
        return Loeschverzeichnis(
            loeschungen=tuple(dict.fromkeys((*self.loeschungen, *anderes.loeschungen))),
            salze=tuple(dict.fromkeys((*self.salze, *anderes.salze))),
            datei=self.datei,
        )


def _wert(salz: bytes, was: str, wort: str) -> str:
    return blake2b(f"{was} {wort}".encode("utf-8", "surrogatepass"), key=salz, digest_size=16).hexdigest()


def lies_verzeichnis(inhalt: bytes) -> tuple[Loeschverzeichnis, list[Befund]]:
    """Read the directory; a line that is none is a finding, all others count."""
    loeschungen: list[Loeschung] = []
    salze: list[bytes] = []
    befunde: list[Befund] = []
    for nummer, zeile in enumerate(inhalt.decode("utf-8-sig", "replace").split("\n"), 1):
        zeile = zeile.strip()
        tag = datum_aus(treffer[2]) if (treffer := _ZEILE.fullmatch(zeile)) else None
        if treffer is not None and tag is not None:
            loeschungen.append(Loeschung(treffer[1], tag, treffer[3], treffer[4]))
        elif (salz := _SALZ.fullmatch(zeile)) is not None:
            salze.append(bytes.fromhex(salz[1]))
        elif zeile and not zeile.startswith("#"):
            befunde.append(D013.melde(Stelle(datei=GELOESCHTDATEI, zeile=nummer, spalte=1), datei=GELOESCHTDATEI))
    return Loeschverzeichnis(loeschungen=tuple(loeschungen), salze=tuple(salze), datei=inhalt), befunde


def lade_verzeichnis(wurzel: Path) -> tuple[Loeschverzeichnis, list[Befund]]:
    """Read the team's directory of erasures, empty where it has none, and with it what others' branches know."""
    eigenes, befunde = Loeschverzeichnis(), list[Befund]()
    if liegt_da(wurzel / GELOESCHTDATEI):
        datei = lies_datei(wurzel / GELOESCHTDATEI, GELOESCHTDATEI, wurzel)
        if datei.hindernis is None:
            eigenes, befunde = lies_verzeichnis(datei.inhalt)
    return eigenes.und(_zusammen(_der_anderen(wurzel))), befunde


def _zusammen(inhalte: Iterable[bytes]) -> Loeschverzeichnis:
    """Return what several directories know together."""
    ergebnis = Loeschverzeichnis()
    for inhalt in inhalte:
        ergebnis = ergebnis.und(lies_verzeichnis(inhalt)[0])
    return ergebnis


def _der_anderen(wurzel: Path) -> Iterator[bytes]:
    """Yield the directory as others' branches have it: an old folder's own one knows of nothing."""
    if oberster(wurzel) is None:
        return
    try:
        zweige = (
            git(wurzel, "for-each-ref", "--format=%(refname)", "refs/remotes", "refs/fallbuch/gesehen")
            .decode("utf-8", "replace")
            .split()
        )
        inhalte = gespeicherte_inhalte(wurzel, [(zweig, GELOESCHTDATEI) for zweig in zweige]) if zweige else {}
    except KeinGit:
        return  # a finding of its own says that git does not tell
    yield from sorted(set(inhalte.values()))


def zurueckgekommene(
    wurzel: Path, ordner: str, verzeichnis: Loeschverzeichnis, faelle: Sequence[Auszug]
) -> Iterator[Befund]:
    """Yield each case that was erased and is there again, in the `ordner` of cases or elsewhere, and that a state with one is."""
    if not verzeichnis.loeschungen:
        return
    for fall in faelle:
        for nummer in dict.fromkeys((fall.kennung, fall.stamm)):
            if (eine := verzeichnis.fall(nummer)) is not None:
                yield D011.melde(Stelle(datei=fall.datei), tag=f"{eine.tag:%d.%m.%Y}")
                break
    # Somebody may have put the file elsewhere in the folder, among the pages for example.
    for name, anfang in texte_unter(wurzel, ordner) if any(e.was == FALL for e in verzeichnis.loeschungen) else ():
        nummern = [*_nummern_in(anfang), *_nummer_im_namen(name)]
        if (eine := next(filter(None, map(verzeichnis.fall, nummern)), None)) is not None:
            yield D011.melde(Stelle(datei=name), tag=f"{eine.tag:%d.%m.%Y}")
    stand = alter_stand(wurzel, verzeichnis)
    if stand is not None:
        yield als_befund(stand)


def gegen_altes(wurzel: Path, basis: str, kopf: str, ordner: str) -> Befund | None:
    """Return that a state brings back what was erased, as the folder or the state it is compared with knows; else None."""
    dort = _zusammen(gespeicherte_inhalte(wurzel, [(basis, GELOESCHTDATEI)]).values())
    eine = mitgebrachtes(wurzel, ordner, lade_verzeichnis(wurzel)[0].und(dort), [kopf], ohne=[basis], dort=dort)
    if eine is not None:
        return als_befund(eine)
    return fehlende_zeilen(wurzel, urspruenge(wurzel, basis, kopf), kopf) if dort.loeschungen else None


def fehlende_zeilen(wurzel: Path, frueher: Sequence[str], spaeter: str) -> Befund | None:
    """Return that a state lacks lines of the directory which states that it comes from had; else None."""
    inhalte = gespeicherte_inhalte(wurzel, [(stand, GELOESCHTDATEI) for stand in (*frueher, spaeter)])
    jetzt = lies_verzeichnis(inhalte.get((spaeter, GELOESCHTDATEI), b""))[0]
    damals = _zusammen(inhalte.get((stand, GELOESCHTDATEI), b"") for stand in frueher)
    fehlende = len({*damals.loeschungen} - {*jetzt.loeschungen}) + len({*damals.salze} - {*jetzt.salze})
    if not fehlende:
        return None
    fehlt = "fehlt eine Zeile" if fehlende == 1 else f"fehlen {fehlende} Zeilen"
    return D014.melde(Stelle(datei=GELOESCHTDATEI), fehlt=fehlt, datei=GELOESCHTDATEI)


def fehlende_zeilen_der_anderen(wurzel: Path, staende: Iterable[str]) -> Befund | None:
    """Return that one of these states lacks lines which a branch of others has that it comes from; else None."""
    zweige = git(wurzel, "for-each-ref", "--format=%(objectname)", "refs/remotes").decode().split()
    for stand in staende:
        fruehere = [z for z in dict.fromkeys(zweige) if z in urspruenge(wurzel, z, stand)]
        if fruehere and (befund := fehlende_zeilen(wurzel, fruehere, stand)) is not None:
            return befund
    return None


def als_befund(eine: Loeschung) -> Befund:
    """Return the finding that a state brings an erasure back."""
    return D012.melde(Stelle(datei=GELOESCHTDATEI), tag=f"{eine.tag:%d.%m.%Y}")


def mitgebrachtes(
    wurzel: Path,
    ordner: str,
    verzeichnis: Loeschverzeichnis,
    welche: Sequence[str] = ALLE_STAENDE,
    *,
    ohne: Sequence[str] = _SCHON_DORT,
    dort: Loeschverzeichnis | None = None,
) -> Loeschung | None:
    """Return the erasure that states would bring to others: by being erased themselves, or by saying anew what was; else None.

    Whoever puts old work upon the new history (rebase) makes new states of it, whose names nobody knows. `ohne` are states
    that others have already, and `dort` what these know to be erased.
    """
    if (alt := alter_stand(wurzel, verzeichnis, welche)) is not None:
        return alt
    if not any(eine.was == FALL for eine in verzeichnis.loeschungen) or oberster(wurzel) is None:
        return None
    try:
        neue = [*welche, "--not", *ohne] if hat_stand(wurzel) else []
        genannte = [*_neue_dateien(wurzel, ordner, neue), *_nachrichten(wurzel, neue)] if neue else []
        staende = dict.fromkeys(stand for stand, _, nummer, _ in genannte if verzeichnis.fall(nummer) is not None)
        damals = gespeicherte_inhalte(wurzel, [(stand, GELOESCHTDATEI) for stand in staende])
    except KeinGit:
        return None  # a finding of its own says that git does not tell
    anderen = _zusammen(_der_anderen(wurzel)).und(dort or Loeschverzeichnis())
    for stand, geschrieben, nummer, wie in genannte:
        # Only where it was erased by then already, here or for all others: before, it was no secret that the case was there.
        eigenes = lies_verzeichnis(damals.get((stand, GELOESCHTDATEI), b""))[0] if stand in staende else anderen
        eine = eigenes.fall(nummer) or anderen.fall(nummer)
        # Where the history itself was never written anew, what stands in it anyway says nothing new.
        if eine is not None and (
            wie == _NEU or (verzeichnis.historie_nach(eine.tag) and (wie == _GEAENDERT or geschrieben < eine.tag))
        ):
            return eine
    return None


def _neue_dateien(wurzel: Path, ordner: str, welche: Sequence[str]) -> Iterator[tuple[str, date, str, str]]:
    """Yield state, its day, each number of a case whose file it adds or changes, and which of both."""
    form = "--format=%x1e%H%x1f%ad"
    roh = git(wurzel, "log", "-m", "--no-renames", "--relative", "--diff-filter=AM", "--name-status", "--date=short", form, "-z", *welche, "--", ".")  # fmt: skip
    orte: list[tuple[str, date, str, bool]] = []
    stand, tag, wie = "", date.max, ""
    for stueck in roh.decode("utf-8", "surrogateescape").replace("\n", "\0").split("\0"):
        if stueck.startswith("\x1e"):
            stand, _, wann = stueck[1:].partition("\x1f")
            tag = datum_aus(wann) or date.max
        elif stueck in {"A", "M"} and not wie:
            wie = stueck
        elif stueck:
            if stueck.startswith(f"{ordner}/") or stueck.lower().endswith(TEXTE):
                orte.append((stand, tag, stueck, wie == "A"))
            wie = ""
    inhalte = gespeicherte_inhalte(wurzel, [(stand, name) for stand, _, name, _ in orte])
    for stand, tag, name, neu in orte:
        inhalt = inhalte.get((stand, name), b"")[:_KOPF_BYTES]
        ist_fall = name.startswith(f"{ordner}/") and ist_falldatei(Path(name).name)
        for nummer in ([Path(name).stem] if ist_fall else _nummer_im_namen(name)) if neu else ():
            yield stand, tag, nummer, _NEU
        # Elsewhere in the folder only what begins as a case does.
        for nummer in _nummern_in(inhalt) if ist_fall or hat_kopf(inhalt) else ():
            yield stand, tag, nummer, _NEU if neu else _GEAENDERT


def _nummer_im_namen(name: str) -> list[str]:
    """Return the number that a text is called by, "anlagen/2911.md.bak" as 2911, where it is none of a year and not short."""
    vorn = Path(name).name.partition(".")[0].rstrip("~")
    return [vorn] if len(vorn) > _KURZ and any(z.isdigit() for z in vorn) and not _JAHR.fullmatch(vorn) else []


def _nummern_in(inhalt: bytes) -> list[str]:
    return [treffer[1].decode("utf-8", "replace") for treffer in _ID.finditer(inhalt)]


def _nachrichten(wurzel: Path, welche: Sequence[str]) -> Iterator[tuple[str, date, str, str]]:
    """Yield state, the day on which it was written first, and each word of its message that names a case, years left out."""
    roh = git(wurzel, "log", "--date=short", "--format=%H%x1f%ad%x1f%B%x1e", *welche).decode("utf-8", "replace")
    for teil in roh.split("\x1e")[:-1]:
        stand, wann, text = teil.strip().split("\x1f", 2)
        for wort in {treffer[1] for treffer in _GENANNT.finditer(text)}:
            if not _JAHR.fullmatch(wort):
                yield stand, datum_aus(wann) or date.max, wort, _GESAGT


def alter_stand(wurzel: Path, verzeichnis: Loeschverzeichnis, welche: Sequence[str] = ALLE_STAENDE) -> Loeschung | None:
    """Return the erasure that a state of any branch or tag here brings back, None where there is none; `welche` names other states."""
    if not verzeichnis.hat_staende or oberster(wurzel) is None:
        return None
    try:
        if not hat_stand(wurzel):
            return None
        commits = git(wurzel, "rev-list", *welche).decode().split()
    except KeinGit:
        return None  # a finding of its own says that git does not tell
    return next((eine for commit in commits if (eine := verzeichnis.stand(commit)) is not None), None)


def je_jahr(verzeichnis: Loeschverzeichnis) -> Mapping[int, Sequence[tuple[str, str, date, int]]]:
    """Return by year, newest first, what was erased: what, rule, day, how many; states of git are no erasure of their own."""
    zahlen: dict[tuple[date, str, str], int] = {}
    for eine in verzeichnis.loeschungen:
        if eine.was != STAND:
            schluessel = (eine.tag, eine.was, eine.regel)
            zahlen[schluessel] = zahlen.get(schluessel, 0) + 1
    jahre: dict[int, list[tuple[str, str, date, int]]] = {}
    for (tag, was, regel), wie_viele in sorted(zahlen.items(), reverse=True):
        jahre.setdefault(tag.year, []).append((was, regel, tag, wie_viele))
    return jahre
