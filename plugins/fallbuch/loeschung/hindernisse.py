"""Why the history of a folder cannot be written anew, each with the next step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fallbuch.befund import lesbar
from fallbuch.bestand.geloeschte import ERSETZT
from fallbuch.leckprobe.probe import MARKE
from fallbuch.text import gitstand
from fallbuch.text.git import HOLEN, KeinGit, frage, git, ist_flach, pfad_in_git, rufe, stuecke
from fallbuch.text.historie import FREMD
from fallbuch.text.quelle import gibt_es


def hindernisse(wurzel: Path) -> list[str]:
    """Return why the history cannot be written anew here, each with the next step."""
    if not gitstand.unter_git(wurzel):
        return ["Dieser Ordner steht nicht unter git: Es gibt keine Geschichte, aus der etwas zu nehmen wäre."]
    saetze = [*_fehlendes(wurzel), *_nur_dort(wurzel)]
    if git(wurzel, "worktree", "list", "--porcelain").count(b"worktree ") > 1:
        saetze.append(
            "Zu diesem Ordner gehört ein zweiter („git worktree list“ nennt ihn); mit seinem nächsten Stand käme alles zurück. "
            "Speichern Sie dort, was noch fehlt, und entfernen Sie ihn: git worktree remove …"
        )
    if gitstand.mitten_im_zusammenfuehren(wurzel):
        saetze.append(
            "Jemand hat mit git etwas begonnen (merge, rebase) und nicht beendet. „git status“ sagt, was; beenden Sie es, oder brechen Sie es ab."
        )
    if any(z.startswith(FREMD.encode()) for z in git(wurzel, "ls-files", "--stage").split(b"\n")):
        saetze.append(
            "In diesem Ordner steckt ein anderes Verzeichnis von git (submodule). Löschen Sie dort für sich, und nehmen Sie es vorher hier heraus: git rm …"
        )
    saetze += [
        f"„{name}“ zeigt auf keinen Stand, sondern auf etwas anderes. Entfernen Sie das Zeichen: git update-ref -d {name}"
        for name in _ohne_stand(wurzel)
    ]
    if not gitstand.zweig(wurzel):
        saetze.append("Dieser Ordner steht in git auf keinem Zweig. Wählen Sie einen: git switch main")
    if frage(wurzel, "config", "extensions.objectformat") == "sha256":
        saetze.append(
            "Dieser Ordner benutzt eine Form von git (sha256), die das Programm zum Umschreiben nicht kennt. Fangen Sie stattdessen neu an: Handbuch, „Einmal im Jahr neu anfangen“."
        )
    # Built pages come anew with the next build.
    fremde = [
        name
        for name in stuecke(git(wurzel, "ls-files", "--others", "--exclude-standard", "-z"))
        if not gibt_es(wurzel / name.partition("/")[0] / MARKE)
    ]
    if fremde:
        saetze.append(
            f"Hier liegt etwas, das git nicht kennt und das deshalb nicht mitkäme, zum Beispiel „{lesbar(fremde[0], 100)}“. Speichern Sie es zuerst (git add), oder nehmen Sie es heraus."
        )
    if git(wurzel, "status", "--porcelain", "--untracked-files=no"):
        saetze.append(
            "Hier ist etwas geändert und noch nicht in git gespeichert. Speichern Sie es zuerst: git commit -a, oder am Schreibtisch „Abgleichen“."
        )
    return saetze


def _fehlendes(wurzel: Path) -> Iterator[str]:
    """Yield what the folder has not got itself."""
    if ist_flach(wurzel):
        yield f"Hier liegen nur die neuesten Stände. {HOLEN}"
    if rufe(wurzel, "config", "--get-regexp", r"^remote\..*\.promisor$").returncode == 0:
        yield "Hier liegt nur ein Teil der Dateien. Holen Sie das Team vollständig (git clone ohne „--filter“), und löschen Sie dort."
    if gibt_es(pfad_in_git(wurzel, "objects/info/alternates")):
        yield "Dieser Ordner leiht sich Stände aus einem anderen. Machen Sie ihn selbständig: git repack -a -d, danach die Datei .git/objects/info/alternates löschen."
    if rufe(wurzel, "grep", "--quiet", "--untracked", "filter=lfs", "--", "*.gitattributes").returncode == 0:
        yield "Ein Teil der Dateien liegt außerhalb von git (LFS) und käme nicht mit. Holen Sie sie zuerst herein: git lfs migrate export --everything --include='*'"


def _nur_dort(wurzel: Path) -> Iterator[str]:
    """Yield of each branch that is shared what is there and not here: the new folder would overwrite it. Without a net nobody knows."""
    # What an earlier call has taken something out of is here under other names.
    ersetzt = (frage(wurzel, "config", "--get-all", ERSETZT) or "").split()
    for ablage in git(wurzel, "remote").decode("utf-8", "surrogateescape").split():
        try:
            dort = rufe(wurzel, "ls-remote", "--heads", ablage).stdout.decode("utf-8", "surrogateescape").splitlines()
        except KeinGit:
            continue
        for stand, _, name in (zeile.partition("\t") for zeile in dort):
            hier = frage(wurzel, "rev-parse", "--verify", "--quiet", name)
            if (
                hier is not None
                and stand not in ersetzt
                and rufe(wurzel, "merge-base", "--is-ancestor", stand, hier).returncode
            ):
                zweig = lesbar(name.removeprefix("refs/heads/"), 60)
                yield f"In der gemeinsamen Ablage ({lesbar(ablage, 40)}) steht auf dem Zweig „{zweig}“ etwas, das hier fehlt und verloren ginge. Holen Sie es zuerst: git pull. Hat dort inzwischen jemand gelöscht, holen Sie das Team neu (git clone)."


def _ohne_stand(wurzel: Path) -> Iterator[str]:
    """Yield the references that lead to something else than a state: those of replacements too."""
    for zeile in (
        git(wurzel, "for-each-ref", "--format=%(objecttype) %(refname)").decode("utf-8", "surrogateescape").splitlines()
    ):
        art, _, name = zeile.partition(" ")
        if art != "commit" and rufe(wurzel, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").returncode:
            yield name
