"""What git says about the team's folder as a whole: files that wait to be joined, files that it keeps away, or nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from fallbuch.akte.protokoll import PROTOKOLLDATEI
from fallbuch.befund import Befund, Meldungsart, Schwere, Stelle, anzahl
from fallbuch.beispiele import BERATUNG
from fallbuch.regelwerk.vokabular import TEAMDATEI
from fallbuch.text.eigenes import ORDNER
from fallbuch.text.git import KeinGit
from fallbuch.text.konflikte import Ordnerlage, ordnerlage
from fallbuch.text.quelle import anzeigename, beginnt_verschlossen, ist_falldatei, verschlossene_unter

G001 = Meldungsart(
    kennung="G001",
    titel="git konnte zwei Fassungen nicht zusammenführen",
    muster="Diese Datei haben zwei Seiten geändert, und git konnte sie nicht zusammenführen; vielleicht steht hier nur eine der beiden Fassungen. "
    "Erwartet: eine Fassung mit dem, was beide eingetragen haben.",
    hinweis="{rat}",
    erklaerung="Solange git zwei Fassungen einer Datei aufhebt, ist nicht entschieden, was gilt. Oft steht in der Datei dann nur die eigene, ohne jede Marke: "
    "zum Beispiel, wenn das Programm, das sie zusammenführen sollte, auf diesem Rechner nicht zu finden war. Wer so speichert, verliert, was die andere Seite schrieb.",
    schlecht=BERATUNG,
    umstand="„git merge“ hat für die Datei einen Konflikt gemeldet, und in der Datei steht nur die eigene Fassung.",
)
G004 = Meldungsart(
    kennung="G004",
    schwere=Schwere.HINWEIS,
    titel="Fälle, die git nicht in den Ordner legt",
    muster="{anzahl} git gespeichert, aber nicht in diesen Ordner gelegt (sparse checkout). Erwartet: alle Fälle des Teams, sonst fehlen sie in jeder Liste.",
    hinweis="„git sparse-checkout disable“ legt sie wieder hin.",
    erklaerung="git kann einen Teil der Dateien ausblenden. Sie sind nicht gelöscht, aber Listen, Kalender und Zahlen kennen sie nicht.",
    schlecht=BERATUNG,
    umstand="Der Ordner wurde mit „git sparse-checkout“ verkleinert, und 4712 gehört nicht dazu.",
    beispieldatei="faelle/4711.md",
)
G005 = Meldungsart(
    kennung="G005",
    schwere=Schwere.HINWEIS,
    titel="git gibt keine Auskunft",
    muster="Was git über diesen Ordner weiß, lässt sich nicht nachsehen. Erwartet: Antworten von git, weil der Ordner unter git steht.",
    hinweis="{rat}",
    erklaerung="Ohne git weiß das Programm nicht, ob eine Datei noch zusammenzuführen ist, ob eine ID schon einmal vergeben war und ob das Register der Freigaben vollständig ist.",
    schlecht=BERATUNG,
    umstand="Der Ordner liegt auf einem Netzlaufwerk und gehört dort jemand anderem.",
)


G007 = Meldungsart(
    kennung="G007",
    titel="Kontaktdaten im Ordner des Teams",
    muster="Diese Datei ist verschlossen, wie Kontaktdaten es sind, und {wo}. Erwartet: Kontaktdaten außerhalb des Teams.",
    hinweis="{rat}erschieben Sie sie in den Ordner der Kontaktdaten.",
    erklaerung="Was git führt, haben alle, und es bleibt in der Geschichte. Wer einmal lesen durfte, könnte es dann auch noch, wenn er nicht mehr dazugehört: "
    "Neu verschließen hilft nur bei Dateien, die es nur einmal gibt. Auch was nur daliegt, kommt mit dem nächsten Speichern oder Bauen mit. Solange es eine solche Datei gibt, "
    "wird nichts gebaut.",
    schlecht=BERATUNG,
    umstand="Jemand hat den Ordner der Kontaktdaten im Ordner des Teams angelegt, und git hat ihn aufgenommen.",
    beispieldatei="kontakte/4711.age",
)


#: Where pages are built, unless somebody names another folder.
_GEBAUTE = ("site", "site-oeffentlich")


def pruefe_speicherung(
    wurzel: Path, ordner: str, seiten: str = "site_src", unlesbare: Sequence[str] = ()
) -> Iterator[Befund]:
    """Yield what git's view of a folder says against it, and locked files that lie where everything is handed on.

    `unlesbare` are cases that do not begin as one does: they may be locked files under another name.
    """
    try:
        lage = ordnerlage(wurzel)
    except KeinGit as fehler:
        yield G005.melde(Stelle(datei=TEAMDATEI), rat=str(fehler))
        lage = Ordnerlage()
    for name in lage.wartende:
        yield G001.melde(Stelle(datei=anzeigename(name)), rat=_rat(anzeigename(name), ordner))
    for name in dict.fromkeys(
        (
            *lage.verschlossene,
            *verschlossene_unter(
                wurzel, (ordner, "vorlagen", "statistik", seiten, ORDNER, *_GEBAUTE), (ordner, *_GEBAUTE)
            ),
            *(name for name in unlesbare if beginnt_verschlossen(wurzel / name)),
        )
    ):
        gefuehrt, gezeigt = name in lage.verschlossene, anzeigename(name)
        rat = f"„git rm --cached {gezeigt}“ nimmt sie aus git und lässt sie liegen; v" if gefuehrt else "V"
        wo = "git führt sie" if gefuehrt else "sie liegt im Ordner des Teams"
        yield G007.melde(Stelle(datei=gezeigt), wo=wo, rat=rat)
    if ausgeblendete := sum(_ist_fall(name, ordner) for name in lage.ausgeblendete):
        wie_viele = anzahl(ausgeblendete, "Fall ist in", "Fälle sind in")
        yield G004.melde(Stelle(datei=ordner), anzahl=wie_viele)


def _rat(name: str, ordner: str) -> str:
    if name == PROTOKOLLDATEI or _ist_fall(name, ordner):
        return f"Rufen Sie „fallbuch zusammenfuehren {name}“ auf; der Befehl nimmt beide Fassungen aus git."
    return f"Öffnen Sie die Datei, und behalten Sie, was gilt; „git show :2:./{name}“ und „git show :3:./{name}“ zeigen beide Fassungen. Danach: git add {name}"


def _ist_fall(name: str, ordner: str) -> bool:
    return os.path.dirname(name) == ordner and ist_falldatei(os.path.basename(name))
