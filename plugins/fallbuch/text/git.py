"""The one door to git: what it answers, that it says no, and why it cannot answer at all."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Container, Iterable, Iterator
from enum import StrEnum
from pathlib import Path

from fallbuch.befund import lesbar
from fallbuch.fehler import Satzfehler
from fallbuch.text.mitschrift import tuer
from fallbuch.text.quelle import gibt_es

_GEDULD = 120
#: A question that git answers with "no" ends with 1; from 128 on it could not work.
_NEIN = 1
# The words with which git refuses a folder of somebody else, since 2.35.3 and before.
_FREMD = (b"dubious ownership", b"is owned by someone else")
# Git itself says how to allow it, in the form that its machine needs.
_ERLAUBE = "git config --global --add safe.directory"
_ERLAUBNIS = re.compile(rf"^\s*({re.escape(_ERLAUBE)} .+)$".encode(), re.MULTILINE)


class Gitlage(StrEnum):
    """Why git cannot be asked, with the next step; `{ordner}` is the folder, `{rat}` a command."""

    FEHLT = "„{ordner}“ steht unter git, aber auf diesem Rechner gibt es kein Programm git. Installieren Sie es."
    WEDER_NOCH = (
        "„{ordner}“ steht noch nicht unter git, und das Programm git ist nicht installiert. Installieren Sie es, "
        "und rufen Sie dort „git init“ auf."
    )
    KEIN_VERZEICHNIS = "„{ordner}“ steht noch nicht unter git. Rufen Sie dort zuerst „git init“ auf."
    FREMD = (
        "git gibt über „{ordner}“ keine Auskunft, weil der Ordner auf diesem Rechner jemand anderem gehört. "
        "Gehört er Ihrem Team, so erlauben Sie es mit: {rat}"
    )
    BELEGT = (
        "git konnte nicht arbeiten: Es läuft noch in einem anderen Fenster, oder es wurde mittendrin beendet. "
        "Warten Sie, bis es fertig ist; „git status“ sagt, was es aufhält."
    )
    VOLL = "git konnte nicht arbeiten, weil auf dem Laufwerk kein Platz mehr frei ist. Schaffen Sie Platz; es ist nichts verloren."
    NICHT_GEHOLT = (
        "In „{ordner}“ liegt nur ein Teil der Geschichte, und der Rechner, von dem git den Rest holt, ist nicht zu erreichen. "
        "Stellen Sie die Verbindung her, und rufen Sie den Befehl noch einmal auf."
    )
    BESCHAEDIGT = (
        "Im Verzeichnis von git zu „{ordner}“ fehlt etwas, oder es ist beschädigt. „git fsck“ nennt die Stellen; "
        "holen Sie das Verzeichnis neu („git clone“), und legen Sie dieses beiseite."
    )
    AUSGEBLENDET = (
        "git legt nicht alle Dateien in „{ordner}“ (sparse checkout), und eine davon wird hier gebraucht. "
        "„git sparse-checkout disable“ legt sie wieder hin."
    )
    IM_WEG = (
        "In „{ordner}“ liegt etwas, das noch niemand festgehalten hat und das dem Neuen im Weg ist. „git status“ nennt es; "
        "bitten Sie, wer es geändert hat, es festzuhalten oder wegzulegen. Es ist nichts verloren."
    )
    ALT = "Auf diesem Rechner ist ein altes git; zum Abgleichen gehört mindestens 2.38. Installieren Sie ein neueres. Es ist nichts verloren."
    GEHT_NICHT = "git konnte das in „{ordner}“ nicht tun. „git status“ sagt, was es aufhält. Es ist nichts verloren."
    ZU_LANGE = "git hat in „{ordner}“ zwei Minuten lang nicht geantwortet. Prüfen Sie die Verbindung, und rufen Sie den Befehl noch einmal auf."


class KeinGit(Satzfehler):
    """Git cannot be asked; the message is a German sentence with the next step."""

    def __init__(self, lage: Gitlage, ordner: Path, rat: str = "") -> None:
        self.lage = lage
        super().__init__(lage.format(ordner=lesbar(str(ordner.absolute()), 200), rat=lesbar(rat, 300)))

    @property
    def ohne_geschichte(self) -> bool:
        """Tell whether there is nothing that git could know of the folder; else it knows, and does not say it."""
        return self.lage in {Gitlage.KEIN_VERZEICHNIS, Gitlage.WEDER_NOCH}


def git(
    wurzel: Path,
    *argumente: str,
    eingabe: bytes | None = None,
    ablage: str = "",
    sonst: Gitlage = Gitlage.BESCHAEDIGT,
    woertlich: bool = True,
) -> bytes:
    """Run git in `wurzel` and return what it prints; raises `KeinGit` where it cannot.

    `woertlich` as in `rufe`; `ablage` is a file that it shall take for its index; `sonst` is what a refusal means for which nothing else is found.
    """
    ende = rufe(wurzel, *argumente, eingabe=eingabe, ablage=ablage, woertlich=woertlich)
    if ende.returncode != 0:
        raise grund(wurzel, ende.stderr, sonst)
    return ende.stdout


def frage(wurzel: Path, *argumente: str) -> str | None:
    """Return the answer of git to a question, None where it says no; raises `KeinGit` where it cannot tell."""
    ende = rufe(wurzel, *argumente)
    if ende.returncode not in {0, _NEIN}:
        raise grund(wurzel, ende.stderr)
    return None if ende.returncode else ende.stdout.decode("utf-8", errors="surrogateescape").strip("\n")


def stuecke(ausgabe: bytes) -> Iterator[str]:
    """Yield what git printed with `-z`; names may be of any bytes."""
    return (s.decode("utf-8", errors="surrogateescape") for s in ausgabe.split(b"\0") if s)


def pfad_in_git(wurzel: Path, name: str) -> Path:
    """Return where git keeps a file of its own."""
    antwort = git(wurzel, "rev-parse", "--git-path", name)
    return wurzel / antwort.decode("utf-8", errors="surrogateescape").strip("\n")


def inhalte_von(wurzel: Path, objekte: Iterable[str], arten: Container[bytes] = (b"blob",)) -> Iterator[bytes | None]:
    """Yield the content of each of these objects, all from one call of git; None for what it has not got as one of `arten`."""
    anfrage = "".join(f"{objekt}\n" for objekt in objekte)
    antwort = git(wurzel, "cat-file", "--batch", eingabe=anfrage.encode("utf-8", "surrogateescape"))
    ort = 0
    while ort < len(antwort):
        beginn = antwort.index(b"\n", ort) + 1
        _, *angaben = antwort[ort:beginn].split()
        if len(angaben) != 2 or not angaben[1].isdigit():
            ort = beginn
            yield None
            continue
        ort = beginn + int(angaben[1]) + 1
        yield antwort[beginn : ort - 1] if angaben[0] in arten else None


def rufe(
    wurzel: Path,
    *argumente: str,
    eingabe: bytes | None = None,
    woertlich: bool = True,
    ablage: str = "",
    geduld: int = _GEDULD,
) -> subprocess.CompletedProcess[bytes]:
    """Run git in `wurzel`, whatever comes of it; raises `KeinGit` where it cannot be started.

    `woertlich`: names are names, whatever signs are in them; some questions git answers only without.
    """
    return subprocess.CompletedProcess(argumente, *_rufe(wurzel, argumente, eingabe, woertlich, ablage, geduld))


@tuer
def _rufe(  # noqa: PLR0917 - a door is recorded by its arguments
    wurzel: Path, argumente: tuple[str, ...], eingabe: bytes | None, woertlich: bool, ablage: str, geduld: int
) -> tuple[int, bytes, bytes]:
    # Its output must not depend on the user's language or pager; of its messages only `grund` reads a word.
    umgebung = {
        **os.environ,
        "LC_ALL": "C",
        "GIT_PAGER": "cat",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_LITERAL_PATHSPECS": "1" if woertlich else "0",
        "GIT_TERMINAL_PROMPT": "0",  # it must not wait for a password that nobody can type
        **({"GIT_INDEX_FILE": ablage} if ablage else {}),
    }
    try:
        ende = subprocess.run(  # noqa: S603 - a list of words, no shell; no word of it comes from a file
            ["git", "-c", "core.quotePath=false", *argumente],  # noqa: S607 - git is found as the user finds it
            cwd=wurzel,
            env=umgebung,
            input=eingabe,
            capture_output=True,
            check=False,
            timeout=geduld,
        )
    except subprocess.TimeoutExpired as fehler:
        raise KeinGit(Gitlage.ZU_LANGE, wurzel) from fehler
    except OSError as fehler:
        raise KeinGit(Gitlage.WEDER_NOCH if oberster(wurzel) is None else Gitlage.FEHLT, wurzel) from fehler
    return ende.returncode, ende.stdout, ende.stderr


@tuer
def oberster(wurzel: Path) -> Path | None:
    """Return the folder at the top of the repository in which a folder lies, None without one; git is not asked."""
    if "GIT_DIR" in os.environ:
        return wurzel
    return next((o for o in (wurzel.absolute(), *wurzel.absolute().parents) if os.path.lexists(o / ".git")), None)


def grund(wurzel: Path, meldung: bytes = b"", sonst: Gitlage = Gitlage.BESCHAEDIGT) -> KeinGit:
    """Find out why git could not work: from the disk and by simple questions, from its words only where nothing else tells."""
    oben = oberster(wurzel)
    if oben is None:
        return KeinGit(Gitlage.KEIN_VERZEICHNIS, wurzel)
    if any(wort in meldung for wort in _FREMD):
        treffer = _ERLAUBNIS.search(meldung)
        rat = treffer[1].decode("utf-8", errors="replace") if treffer else f"{_ERLAUBE} {oben}"
        return KeinGit(Gitlage.FREMD, wurzel, rat)
    if b"No space left on device" in meldung or b"Disk quota exceeded" in meldung:
        return KeinGit(Gitlage.VOLL, wurzel)
    if b".lock'" in meldung:
        return KeinGit(Gitlage.BELEGT, wurzel)
    if rufe(wurzel, "config", "--get-regexp", r"^remote\..*\.promisor$").returncode == 0:
        return KeinGit(Gitlage.NICHT_GEHOLT, wurzel)
    return KeinGit(sonst, wurzel)


def hat_stand(wurzel: Path) -> bool:
    """Tell whether anything was saved on the current branch; raises `KeinGit` where git cannot tell."""
    if frage(wurzel, "rev-parse", "--verify", "--quiet", "HEAD") is not None:
        return True
    zweig = frage(wurzel, "symbolic-ref", "--quiet", "HEAD")
    if gibt_es(pfad_in_git(wurzel, zweig or "HEAD")):
        raise KeinGit(Gitlage.BESCHAEDIGT, wurzel)  # the branch is there, and does not say where it stands
    return False


def ist_flach(wurzel: Path) -> bool:
    """Tell whether only the newest states are here."""
    return git(wurzel, "rev-parse", "--is-shallow-repository").strip() == b"true"


def rand(wurzel: Path) -> frozenset[str]:
    """Return the commits whose predecessors are not here, though they have some."""
    ort = pfad_in_git(wurzel, "shallow")
    return frozenset(lies_inhalt(ort).decode("ascii").split()) if gibt_es(ort) else frozenset()


@tuer
def lies_inhalt(pfad: Path) -> bytes:
    """Return one of git's own files; raises `OSError`."""
    return pfad.read_bytes()


#: What to do where only the newest states are here.
HOLEN = (
    "Holen Sie die ganze Geschichte mit „git fetch --unshallow“; in einer Pipeline von GitHub oder Forgejo steht dafür "
    "„fetch-depth: 0“ beim Auschecken, bei GitLab „GIT_DEPTH: 0“."
)


def luecke(wurzel: Path) -> str:
    """Return why git cannot tell all that ever was in a folder, "" where it can or where there is nothing to tell."""
    try:
        if oberster(wurzel) is None:
            return ""
        flach = ist_flach(wurzel)
    except KeinGit as fehler:
        return str(fehler)
    return f"Hier liegen nur die neuesten Stände. {HOLEN}" if flach else ""
