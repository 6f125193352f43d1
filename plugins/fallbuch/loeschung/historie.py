"""A new folder of the team whose history never held some cases; the old one stays as it is until people remove it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from fallbuch.bearbeiten.platz import Platz
from fallbuch.bestand.geloeschte import ERSETZT, FALL, GELOESCHTDATEI, STAND, lade_verzeichnis
from fallbuch.einrichtung import Aufruffehler, richte_ein
from fallbuch.loeschung.hindernisse import hindernisse
from fallbuch.loeschung.lesarten import als_text
from fallbuch.loeschung.loeschen import IN_DER_FORGE, halte_altes_fern, protokolliert
from fallbuch.loeschung.nachweis import Nachweis, durchsuche
from fallbuch.loeschung.planen import VORZEITIG
from fallbuch.loeschung.umschreiben import Umschrift, neue_namen, neuer_name, schreibe_um
from fallbuch.loeschung.vergangenheit import Vergangenheit, inhalte
from fallbuch.text import gitstand
from fallbuch.text.ablage import Ablage
from fallbuch.text.git import frage, git, rufe
from fallbuch.werte import dataclass

_BEISEITE = "refs/fallbuch/beiseite/"
#: Begins the name of a folder that is not complete yet.
_UNFERTIG = ".fallbuch-unfertig-"
#: What git itself decides for a new folder.
_EIGENES = (
    "core.repositoryformatversion", "core.bare", "core.worktree", "core.filemode", "core.logallrefupdates", "core.ignorecase", "core.precomposeunicode",
    "core.symlinks", "extensions.",
)  # fmt: skip
#: Settings and hooks that would stop or change what is done here.
_ERST_DANACH = ("commit.gpgsign", "tag.gpgsign", "core.hookspath")
_BETREFF = "Löschung festgehalten"


@dataclass(frozen=True, kw_only=True)
class Bereinigt:
    """The new folder, what became of the history, and the proof."""

    ordner: Path
    staende: int
    neue_staende: int
    geaenderte: int
    entfernte: int
    nachweis: Nachweis
    #: A last name was looked for only beside a first name, or behind Frau and Herr.
    nachname_nicht_allein: bool = False


def pruefe_vorher(vergangenheit: Vergangenheit, ziel: Path, wurzel: Path) -> None:
    """Raise `Aufruffehler` with the next step where the new folder cannot be made."""
    if saetze := hindernisse(wurzel):
        raise Aufruffehler("\n".join(saetze))
    if ziel.resolve().is_relative_to(vergangenheit.oben):
        raise Aufruffehler(
            f"„{ziel}“ liegt im alten Ordner und ginge mit ihm verloren. Nennen Sie mit --ziel einen Ordner daneben."
        )
    if not ziel.absolute().parent.is_dir():
        raise Aufruffehler(
            f"Den Ordner „{ziel.absolute().parent}“ gibt es nicht. Legen Sie ihn an, oder nennen Sie mit --ziel einen anderen."
        )
    verzeichnis = lade_verzeichnis(wurzel)[0]
    # Of whom nothing but the name is left: it was not looked for, since nobody could open the contact data then.
    if unbekannte := [n for n in sorted(vergangenheit.unbekannte) if verzeichnis.fall(n) is None]:
        raise Aufruffehler(f"In der Geschichte steht nichts von {', '.join(unbekannte)}. Stimmt die Nummer?")
    if os.path.lexists(ziel):
        raise Aufruffehler(
            f"„{ziel}“ gibt es schon. Nennen Sie mit --ziel einen anderen Ordner; er wird neu angelegt. Fehlt zu ihm der Nachweis, weil der Aufruf davor unterbrochen wurde, löschen Sie ihn, und rufen Sie den Befehl noch einmal auf."
        )


def bereinige(
    vergangenheit: Vergangenheit, ziel: Path, *, tag: date, regeln: Mapping[str, str], wurzel: Path, grund: str = ""
) -> Bereinigt:
    """Make the folder `ziel`, which there must not be yet: the whole history without the cases.

    `regeln` says of each number by which rule it goes, `grund` why before all figures are released.
    It stands there complete, or not at all. Raises `Aufruffehler` where something is in the way, `KeinGit`.
    """
    pruefe_vorher(vergangenheit, ziel, wurzel)
    _raeume_reste(ziel.parent)
    neu = Path(tempfile.mkdtemp(prefix=f"{_UNFERTIG}{os.getpid()}-", dir=ziel.parent))
    try:
        umschrift = _schreibe(vergangenheit, neu)
        _halte_fest(vergangenheit, neu, umschrift, tag, regeln, grund)
        _uebernimm_haken(vergangenheit, neu)
        nachweis = durchsuche(neu, vergangenheit.spuren, vergangenheit.vorsatz)
        neu.chmod(vergangenheit.oben.stat().st_mode & 0o7777)  # others of the machine may have worked in the old one
        os.rename(neu, ziel)
    except BaseException:
        shutil.rmtree(neu, ignore_errors=True)
        raise
    return Bereinigt(
        ordner=ziel,
        staende=len(vergangenheit.stufen),
        neue_staende=sum(1 for stufe in vergangenheit.stufen if umschrift.staende.get(stufe.commit)),
        geaenderte=len(umschrift.geaenderte),
        entfernte=len(umschrift.entfernte),
        nachweis=nachweis,
        nachname_nicht_allein=vergangenheit.spuren.nachname_nicht_allein,
    )


def _raeume_reste(ordner: Path) -> None:
    """Remove what an earlier call left behind that was killed; another one may be at work beside it."""
    for rest in ordner.glob(f"{_UNFERTIG}*"):
        if not _arbeitet(rest.name.removeprefix(_UNFERTIG).partition("-")[0]):
            shutil.rmtree(rest, ignore_errors=True)


def _arbeitet(nummer: str) -> bool:
    """Tell whether there is a process of this number; Windows removes no folder in which one stands."""
    try:
        if os.name == "nt" or int(nummer) <= 0:
            return False
        os.kill(int(nummer), 0)
    except PermissionError:
        return True
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    return True


def _schreibe(v: Vergangenheit, neu: Path) -> Umschrift:
    """Copy the history through git, never file by file, and write it anew."""
    alt = v.oben
    git(neu, "init", "--quiet")
    beiseite = _beiseite(alt)
    wege = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"]
    wege += [
        f"+{stand}:{_BEISEITE}{n}/{m}" for n, (staende, _) in enumerate(beiseite) for m, stand in enumerate(staende)
    ]
    # Objects come through the protocol, so that none comes along that no reference leads to.
    git(
        neu,
        "-c",
        "uploadpack.allowAnySHA1InWant=true",
        "fetch",
        "--quiet",
        "--no-tags",
        "--update-head-ok",
        alt.as_uri(),
        *wege,
    )
    zweig = gitstand.zweig(alt)
    git(neu, "symbolic-ref", "HEAD", f"refs/heads/{zweig}")
    namen = neue_namen(neu, v.spuren)
    umschrift = schreibe_um(neu, v)
    ganzer = f"refs/heads/{zweig}".encode()
    git(neu, "symbolic-ref", "HEAD", namen.get(ganzer, ganzer).decode())
    _uebernimm_einstellungen(v, neu)
    git(neu, "reset", "--quiet", "--hard")
    for stand, nachricht in reversed(list(_neue_beiseite(alt, neu, beiseite, umschrift))):
        git(neu, "stash", "store", "--quiet", "-m", v.spuren.ohne(nachricht), stand)
    for zeile in git(neu, "for-each-ref", "--format=%(refname)", _BEISEITE).decode().split():
        git(neu, "update-ref", "-d", zeile)
    _uebernimm_notizen(v, neu, umschrift)
    (neu / ".git/FETCH_HEAD").unlink(missing_ok=True)
    git(neu, "gc", "--quiet", "--prune=now")
    return umschrift


def _beiseite(alt: Path) -> list[tuple[list[str], str]]:
    """Return what was put aside, newest first: the state with its parents (base, index, files git did not know), and its message."""
    zeilen = git(alt, "stash", "list", "--format=%H %P%x09%gs").decode("utf-8", "replace").splitlines()
    return [(kopf.split(), nachricht) for kopf, _, nachricht in (zeile.partition("\t") for zeile in zeilen)]


def _vorfahr(alt: Path, stand: str, umschrift: Umschrift) -> str:
    """Return the new name of a state, or of the nearest one before it that is still there; "" where there is none."""
    davor = git(alt, "rev-list", "--first-parent", stand).decode().split()
    return next((neu for s in davor if (neu := umschrift.staende.get(s, ""))), "")


def _neue_beiseite(
    alt: Path, neu: Path, beiseite: Sequence[tuple[list[str], str]], umschrift: Umschrift
) -> Iterator[tuple[str, str]]:
    """Make each anew on its rewritten base: git knows what was put aside by its parents, and one that became empty is gone."""
    for staende, nachricht in beiseite:
        stand, basis, _, *fremde = (*(umschrift.staende.get(s, s) for s in staende), "")[:4]
        basis = basis or _vorfahr(alt, staende[1], umschrift)
        if (
            not stand
            or not basis
            or rufe(neu, "cat-file", "-e", stand).returncode
            or rufe(neu, "cat-file", "-e", basis).returncode
        ):
            continue
        name = ("-c", "user.name=Fallbuch", "-c", "user.email=fallbuch@fallbuch.invalid")
        index = _wort(git(neu, *name, "commit-tree", "-m", "index", "-p", basis, f"{basis}^{{tree}}"))
        eltern = ["-p", basis, "-p", index]
        if fremde and fremde[0] and not rufe(neu, "cat-file", "-e", fremde[0]).returncode:
            eltern += ["-p", _wort(git(neu, *name, "commit-tree", "-m", "untracked", f"{fremde[0]}^{{tree}}"))]
        yield _wort(git(neu, *name, "commit-tree", "-m", "beiseite", *eltern, f"{stand}^{{tree}}")), nachricht


def _wort(roh: bytes) -> str:
    return roh.decode().strip()


def _uebernimm_notizen(v: Vergangenheit, neu: Path, umschrift: Umschrift) -> None:
    """Fasten each note to the new name of its state: the library leaves them with names that are no more."""
    name = ("-c", "user.name=Fallbuch", "-c", "user.email=fallbuch@fallbuch.invalid")
    for ort in (
        git(v.oben, "for-each-ref", "--format=%(refname)", "refs/notes").decode("utf-8", "surrogateescape").split()
    ):
        paare = [z.split() for z in git(v.oben, "notes", f"--ref={ort}", "list").decode().splitlines()]
        texte = dict(inhalte(v.oben, [notiz for notiz, _ in paare]))
        for notiz, stand in paare:
            ziel, text = umschrift.staende.get(stand, ""), v.spuren_ausserhalb.bereinigt(texte.get(notiz, b""))
            if ziel and text:
                ref = neuer_name(ort.encode("utf-8", "surrogateescape"), v.spuren).decode("utf-8", "surrogateescape")
                git(neu, *name, "notes", f"--ref={ref}", "add", "--force", "--file=-", ziel, eingabe=text)


def _uebernimm_einstellungen(v: Vergangenheit, neu: Path) -> None:
    """Take over the folder's own settings, with nothing of the cases in them."""
    for eintrag in git(v.oben, "config", "--local", "--null", "--list").split(b"\0"):
        name, _, wert = als_text(eintrag)[0].partition("\n")
        if name and not name.startswith((*_EIGENES, *_ERST_DANACH)):
            # The name of a branch may hold no brackets.
            neu_wert = neuer_name(wert.encode(), v.spuren).decode() if wert.startswith("refs/") else v.spuren.ohne(wert)
            git(neu, "config", "--local", "--add", neuer_name(name.encode(), v.spuren).decode(), neu_wert)


def _uebernimm_haken(v: Vergangenheit, neu: Path) -> None:
    """Take over what git calls or asks for at each step, when no more step is left."""
    halte_altes_fern(neu)
    # What lies at the place that is shared may be overwritten by this folder; what came there since may not.
    for stand in dict.fromkeys(
        git(v.oben, "for-each-ref", "--format=%(objectname)", "refs/heads", "refs/remotes").decode().split()
    ):
        git(neu, "config", "--local", "--add", ERSETZT, stand)
    for name in _ERST_DANACH:
        if (wert := frage(v.oben, "config", "--local", name)) is not None:
            git(neu, "config", "--local", name, wert)
    for ordner in ("hooks", "info"):
        for datei in (v.oben / ".git" / ordner).glob("*"):
            if datei.is_file() and not datei.name.endswith(".sample") and datei.name not in {"refs", "grafts"}:
                ziel = neu / ".git" / ordner / datei.name
                ziel.parent.mkdir(exist_ok=True)
                ziel.write_bytes(v.spuren.bereinigt(datei.read_bytes()) or b"")
                ziel.chmod(datei.stat().st_mode & 0o777)


def _halte_fest(  # noqa: PLR0917 - what was done, and why
    v: Vergangenheit, neu: Path, umschrift: Umschrift, tag: date, regeln: Mapping[str, str], grund: str
) -> None:
    """Write down, in the new folder, what must not come back: the numbers, and the states that held something of them; and what is left to do."""
    team = neu / v.vorsatz
    verzeichnis, _ = lade_verzeichnis(team)
    staende = [s.commit for s in v.stufen if _hielt_etwas(s.dateien, v, umschrift)]
    zeilen = [(FALL, tag, regeln.get(nummer, VORZEITIG), nummer) for nummer in sorted(v.nummern)]
    # Notes are states of their own, and are sent like others.
    notizen = git(v.oben, "rev-list", "--glob=refs/notes").decode().split()
    zeilen += [(STAND, tag, "historie", stand) for stand in dict.fromkeys((*staende, *_mit_worten(v), *notizen))]
    platz = Platz(einrichtung=richte_ein(team), stichtag=tag, heute=tag)
    ablagen = [
        Ablage(name=GELOESCHTDATEI, alt=verzeichnis.datei, neu=verzeichnis.mit(zeilen)),
        protokolliert(platz, IN_DER_FORGE, v.spuren_ausserhalb.ohne(grund)),
    ]
    for ablage in ablagen:
        (team / ablage.name).parent.mkdir(parents=True, exist_ok=True)
        (team / ablage.name).write_bytes(ablage.neu or b"")
    gitstand.sichere(team, [ablage.name for ablage in ablagen], _BETREFF)


def _hielt_etwas(dateien: Sequence[tuple[str, str]], v: Vergangenheit, umschrift: Umschrift) -> bool:
    weg = set(v.pfade_weg)
    return any(p in weg or o in v.eigene or o in umschrift.geaenderte or o in umschrift.entfernte for o, p in dateien)


def _mit_worten(v: Vergangenheit) -> Iterator[str]:
    """Yield the states whose message tells of a case."""
    roh = git(v.oben, "log", *v.was, "-z", "--format=%H%n%B", woertlich=False)
    for stueck in roh.split(b"\0"):
        stand, _, text = stueck.strip(b"\n").partition(b"\n")
        if stand and v.spuren.arten(text):
            yield stand.decode()


def zielordner(oben: Path) -> Path:
    """Return where the new folder is made where nobody names another place: beside the old one."""
    return oben.with_name(f"{oben.name}-bereinigt")
