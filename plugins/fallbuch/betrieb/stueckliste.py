"""What the installed program is made of, as CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/).

Only what Fallbuch asks for, itself or through others; what else lies in the same environment is not its business. The
same packages give the same bytes: no time, no number of its own, no path of this machine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from fallbuch.betrieb.eingebautes import Einbauteil, eingebaut
from fallbuch.betrieb.lizenzen import Paketlizenz, Weitergabe, lizenz_von
from fallbuch.werte import dataclass

_PROGRAMM = "fallbuch"
_SPERRZEILE = re.compile(r"^([\w.-]+)==([^ ;]+)")
_SUMME = re.compile(r"sha256:([0-9a-f]{64})")


@dataclass(frozen=True, kw_only=True)
class Bestandteil:
    """One installed package: what it is called, what it needs, and under which licence it is."""

    name: str
    fassung: str
    lizenz: Paketlizenz
    #: Names of other parts, in order.
    braucht: tuple[str, ...]
    #: Whether the program itself needs it, not only one of its extras.
    noetig: bool
    #: What is compiled into it.
    darin: tuple[Einbauteil, ...] = ()
    #: Checksums of the files that the list of fixed versions allows; empty where another version is installed.
    summen: tuple[str, ...] = ()

    @property
    def kennung(self) -> str:
        """Return its address among all packages, https://github.com/package-url/purl-spec."""
        return f"pkg:pypi/{self.name}@{quote(self.fassung, safe='.-_~')}"


def bestandteile() -> list[Bestandteil]:
    """Return the program, and then all that belongs to it, by name."""
    extras = frozenset(distribution(_PROGRAMM).metadata.get_all("Provides-Extra") or ())
    kanten, pakete = _gesammelt(extras)
    noetig = set(_gesammelt(frozenset())[1])
    sperre = _sperrliste()
    teile = [
        Bestandteil(
            name=name, fassung=paket.version, lizenz=lizenz_von(paket), braucht=tuple(sorted(kanten[name])),
            noetig=name in noetig, darin=eingebaut(paket), summen=sperre.get((name, paket.version), ()),
        )
        for name, paket in pakete.items()
    ]  # fmt: skip
    return sorted(teile, key=lambda teil: (teil.name != _PROGRAMM, teil.name))


def _gesammelt(extras: frozenset[str]) -> tuple[dict[str, set[str]], dict[str, Distribution]]:
    """Follow what packages ask for, from the program on; what an extra wants and nobody installed is not part of it."""
    kanten: dict[str, set[str]] = {}
    pakete: dict[str, Distribution] = {}
    gesehen: set[tuple[str, frozenset[str]]] = set()
    offen: list[tuple[str, frozenset[str]]] = [(_PROGRAMM, extras)]
    while offen:
        name, dazu = offen.pop()
        if (name, dazu) in gesehen:
            continue
        gesehen.add((name, dazu))
        paket = pakete.setdefault(name, distribution(name))
        for wunsch in _wuensche(paket, dazu):
            ziel = canonicalize_name(wunsch.name)
            if ziel != name and not _installiert(ziel):
                continue
            if ziel != name:
                kanten.setdefault(name, set()).add(ziel)
            offen.append((ziel, frozenset(wunsch.extras)))
        kanten.setdefault(name, set())
    return kanten, pakete


def _wuensche(paket: Distribution, extras: frozenset[str]) -> Iterator[Requirement]:
    for zeile in paket.requires or ():
        wunsch = Requirement(zeile)
        if wunsch.marker is None or any(wunsch.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield wunsch


def _installiert(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def _sperrliste() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return name and version → checksums, of the list that the program brings along."""
    text = files("fallbuch").joinpath("vorgaben", "programm", "requirements.txt").read_text(encoding="utf-8")
    summen: dict[tuple[str, str], tuple[str, ...]] = {}
    wessen = ("", "")
    for zeile in text.splitlines():
        if treffer := _SPERRZEILE.match(zeile):
            wessen = canonicalize_name(treffer[1]), treffer[2]
        summen[wessen] = (*summen.get(wessen, ()), *_SUMME.findall(zeile))
    return summen


def als_cyclonedx(teile: list[Bestandteil]) -> str:
    """Return the list as CycloneDX 1.6."""
    programm, *andere = teile
    kennungen = {teil.name: teil.kennung for teil in teile}
    liste: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _als_bauteil(programm, "application")},
        "components": [_als_bauteil(teil, "library") for teil in andere],
        "dependencies": [
            {"ref": teil.kennung, "dependsOn": [kennungen[name] for name in teil.braucht]} for teil in teile
        ],
    }
    return json.dumps(liste, ensure_ascii=False, indent=2) + "\n"


def _als_bauteil(teil: Bestandteil, art: str) -> dict[str, Any]:
    bauteil: dict[str, Any] = {
        "type": art,
        "bom-ref": teil.kennung,
        "name": teil.name,
        "version": teil.fassung,
        "purl": teil.kennung,
    }
    if art == "library":
        bauteil["scope"] = "required" if teil.noetig else "optional"
    if teil.lizenz.text:
        bauteil["licenses"] = [_als_lizenz(teil.lizenz)]
    if teil.summen:
        # Checksums of what is downloaded, not of what lies here unpacked: they belong to the way, not to the part.
        hashes = [{"alg": "SHA-256", "content": summe} for summe in teil.summen]
        url = f"https://pypi.org/project/{teil.name}/{teil.fassung}/"
        bauteil["externalReferences"] = [{"type": "distribution", "url": url, "hashes": hashes}]
    if teil.darin:
        bauteil["components"] = [_als_einbau(teil, einbau) for einbau in teil.darin]
    return bauteil


def _als_einbau(teil: Bestandteil, einbau: Einbauteil) -> dict[str, Any]:
    # The same crate in two packages is there twice.
    was = einbau.adresse or f"{einbau.name}@{einbau.fassung}"
    bauteil: dict[str, Any] = {"type": "library", "bom-ref": f"{teil.kennung}#{was}", "name": einbau.name}
    bauteil |= {feld: wert for feld, wert in (("version", einbau.fassung), ("purl", einbau.adresse)) if wert}
    if einbau.lizenz.text:
        bauteil["licenses"] = [_als_lizenz(einbau.lizenz)]
    return bauteil


def _als_lizenz(lizenz: Paketlizenz) -> dict[str, Any]:
    if not lizenz.spdx:
        return {"license": {"name": lizenz.text}}
    return {"expression": lizenz.text} if " " in lizenz.text else {"license": {"id": lizenz.text}}


def als_lizenztafel(teile: list[Bestandteil]) -> str:
    """Return all licences as a table for people, and a sentence about each that forbids or leaves open handing on."""
    zeilen = [("Paket", "Fassung", "Lizenz")]
    for teil in teile:
        zeilen.append((teil.name, teil.fassung, teil.lizenz.text or _STUMM))
        zeilen += [(f"  darin {e.name}", e.fassung, e.lizenz.text or _STUMM) for e in teil.darin]
    breiten = [max(len(zeile[spalte]) for zeile in zeilen) for spalte in (0, 1)]
    tafel = [f"{a:<{breiten[0]}}  {b:<{breiten[1]}}  {c}" for a, b, c in zeilen]
    fraglich = [_WARNUNGEN[weitergabe].format(name) for name, weitergabe in _fragliche(teile)]
    ende = fraglich or ["Alles darf weitergegeben werden, jedes mit seinem Lizenztext."]
    if any(not e.lizenz.text for teil in teile for e in teil.darin):
        ende.append(
            "Wo bei einem eingebauten Teil keine Lizenz steht, nennt das Paket sie in seinem eigenen Lizenztext."
        )
    return "\n".join([*tafel, "", *ende]) + "\n"


_STUMM = "nicht angegeben"


def darf_weitergegeben_werden(teile: list[Bestandteil]) -> bool:
    """Tell whether every licence is known to allow handing on."""
    return not _fragliche(teile)


def _fragliche(teile: list[Bestandteil]) -> list[tuple[str, Weitergabe]]:
    """Return what may not, or perhaps not, be handed on; a part that says nothing is under the licence of its package."""
    alle = [(teil.name, teil.lizenz) for teil in teile]
    alle += [(f"{e.name} in {teil.name}", e.lizenz) for teil in teile for e in teil.darin if e.lizenz.text]
    return [(name, lizenz.weitergabe) for name, lizenz in alle if lizenz.weitergabe is not Weitergabe.ERLAUBT]


_WARNUNGEN = {
    Weitergabe.VERBOTEN: "Achtung: Die Lizenz von „{}“ verbietet, es weiterzugeben. Geben Sie den Ordner „programm“ so nicht aus der Hand.",
    Weitergabe.UNKLAR: "Achtung: Was die Lizenz von „{}“ erlaubt, lässt sich nicht sagen. Sehen Sie nach, bevor Sie den Ordner „programm“ aus der Hand geben.",
}
