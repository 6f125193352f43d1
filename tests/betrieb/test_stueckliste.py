"""The list of what the program is made of: valid, complete, the same each time, and nothing in it of this machine."""

from __future__ import annotations

import json
import os
import re
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.utils import canonicalize_name

from fallbuch.betrieb.eingebautes import eingebaut
from fallbuch.betrieb.lizenzen import Paketlizenz, Weitergabe, lizenz_von
from fallbuch.betrieb.stueckliste import Bestandteil, als_cyclonedx, als_lizenztafel, bestandteile
from tests.cli.aufruf import fallbuch
from tests.conftest import WURZEL


@pytest.fixture(scope="module")
def liste() -> dict[str, Any]:
    ende = fallbuch("betrieb", "stueckliste", cwd=WURZEL)
    assert (ende.returncode, ende.stderr) == (0, "")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(ende.stdout) is None
    assert fallbuch("betrieb", "stueckliste", cwd=Path("/")).stdout == ende.stdout
    geladen: dict[str, Any] = json.loads(ende.stdout)
    return geladen


def test_nichts_von_diesem_rechner(liste: dict[str, Any]) -> None:
    text = json.dumps(liste)
    assert "file:" not in text
    assert not re.search(r"(?<![\w:/.])/(?:home|root|tmp|usr|work|__w|Users|opt)/", text)
    assert os.path.expanduser("~") not in text
    assert not {"timestamp", "serialNumber"} & {*liste, *liste["metadata"]}


def test_was_dazugehoert_und_sonst_nichts(liste: dict[str, Any]) -> None:
    """What the lists with checksums install is in it; what only tests need is not."""
    namen = {b["name"]: b for b in liste["components"]}
    sperre = (WURZEL / "plugins/fallbuch/vorgaben/programm/requirements.txt").read_text(encoding="utf-8")
    # What is only for another system has a condition behind its version.
    feste = {
        canonicalize_name(name): (fassung, set(re.findall(r"sha256:(\w{64})", summen)))
        for name, fassung, summen in re.findall(
            r"^([\w.-]+)==([^ ;\\]+) \\\n((?:    --hash.*\n?)+)", sperre, re.MULTILINE
        )
    }
    assert len(feste) > 20
    assert set(feste) <= set(namen)
    assert not {"pytest", "mypy", "cyclonedx-python-lib", "pip", "fallbuch"} & set(namen)
    assert liste["metadata"]["component"]["name"] == "fallbuch"
    for name, (fassung, summen) in feste.items():
        (verweis,) = namen[name]["externalReferences"]
        assert (namen[name]["version"], {h["content"] for h in verweis["hashes"]}) == (fassung, summen)
    # Only an extra asks for these, and nothing else does.
    assert {n: namen[n]["scope"] for n in ("werkzeug", "pyrage", "reportlab", "mkdocs", "click", "certifi")} == {
        "werkzeug": "optional", "pyrage": "optional", "reportlab": "optional", "mkdocs": "required", "click": "required", "certifi": "required",
    }  # fmt: skip


def test_wer_wen_braucht(liste: dict[str, Any]) -> None:
    kanten = {d["ref"].split("/")[1].split("@")[0]: {r.split("/")[1].split("@")[0] for r in d["dependsOn"]} for d in liste["dependencies"]}  # fmt: skip
    assert kanten["requests"] == {"certifi", "charset-normalizer", "idna", "urllib3"}
    assert kanten["certifi"] == set()
    assert {"werkzeug", "keyring", "mkdocs-material", "xlrd"} <= kanten["fallbuch"]
    alle = {liste["metadata"]["component"]["bom-ref"], *(b["bom-ref"] for b in liste["components"])}
    assert {d["ref"] for d in liste["dependencies"]} == alle
    assert {r for d in liste["dependencies"] for r in d["dependsOn"]} <= alle


def test_was_in_ein_paket_hineinuebersetzt_ist(liste: dict[str, Any]) -> None:
    (pyrage,) = [b for b in liste["components"] if b["name"] == "pyrage"]
    (age,) = [b for b in pyrage["components"] if b["name"] == "age"]
    assert age["purl"] == f"pkg:cargo/age@{age['version']}"
    assert age["licenses"] == [{"expression": "MIT OR Apache-2.0"}]
    assert age["bom-ref"] == f"{pyrage['bom-ref']}#{age['purl']}"


def test_die_tafel_der_lizenzen() -> None:
    ende = fallbuch("betrieb", "stueckliste", "--lizenzen", cwd=WURZEL)
    assert (ende.returncode, ende.stderr) == (0, "")
    zeilen = ende.stdout.splitlines()
    assert zeilen[0].split() == ["Paket", "Fassung", "Lizenz"]
    assert zeilen[1].split() == ["fallbuch", "0.1.0", "MIT"]
    assert "Alles darf weitergegeben werden, jedes mit seinem Lizenztext." in zeilen
    assert not [z for z in zeilen if z.startswith("Achtung")]


class Paket(Distribution):
    """A package that is nowhere but in a test: name of a file in its description → text."""

    def __init__(self, angaben: str, **dateien: str) -> None:
        self._dateien = {"METADATA": f"Metadata-Version: 2.4\nName: probe\nVersion: 1\n{angaben}", **dateien}

    def read_text(self, filename: str) -> str | None:
        return self._dateien.get(filename)

    def locate_file(self, path: Any) -> Any:
        return Path("/gibt/es/nicht") / path


MIT_TEXT = "Copyright 2024 Wer\n\nPermission is hereby granted, free of charge, to any person\nobtaining a copy of this software and so on"


@pytest.mark.parametrize(
    ("angaben", "text", "spdx", "weitergabe"),
    [
        ("License-Expression: mit or apache-2.0\n", "MIT OR Apache-2.0", True, Weitergabe.ERLAUBT),
        ("License: MPL-2.0\nClassifier: License :: OSI Approved :: MIT License\n", "MPL-2.0", True, Weitergabe.ERLAUBT),
        ("License: UNKNOWN\nClassifier: License :: OSI Approved :: MIT License\n", "MIT", True, Weitergabe.ERLAUBT),
        ("License: Dual License\nClassifier: License :: OSI Approved :: BSD License\nClassifier: License :: OSI Approved :: Apache Software License\n", "BSD License, Apache Software License", False, Weitergabe.ERLAUBT),
        ("Classifier: License :: OSI Approved :: BSD License\n", "BSD License", False, Weitergabe.ERLAUBT),
        ("License: LGPL\nClassifier: License :: OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)\n", "LGPL-2.0-or-later", True, Weitergabe.ERLAUBT),
        ("Classifier: License :: OSI Approved :: GNU General Public License (GPL)\n", "GNU General Public License (GPL)", False, Weitergabe.ERLAUBT),
        ("License-File: LICENSE\n", "MIT", True, Weitergabe.ERLAUBT),
        ("", "", False, Weitergabe.UNKLAR),
        ("License: siehe Vertrag\n", "siehe Vertrag", False, Weitergabe.UNKLAR),
        ("Classifier: License :: Other/Proprietary License\n", "Other/Proprietary License", False, Weitergabe.VERBOTEN),
        ("License: CC-BY-NC-4.0\n", "CC-BY-NC-4.0", True, Weitergabe.VERBOTEN),
        ("License: BUSL-1.1\n", "BUSL-1.1", True, Weitergabe.VERBOTEN),
        ("License: LicenseRef-Proprietary\n", "LicenseRef-Proprietary", True, Weitergabe.VERBOTEN),
        ("License: MIT OR LicenseRef-Commercial\n", "MIT OR LicenseRef-Commercial", True, Weitergabe.ERLAUBT),
    ],
)  # fmt: skip
def test_unter_welcher_lizenz(angaben: str, text: str, spdx: bool, weitergabe: Weitergabe) -> None:
    lizenz = lizenz_von(Paket(angaben, **{"licenses/LICENSE": MIT_TEXT}))
    assert (lizenz, lizenz.weitergabe) == (Paketlizenz(text=text, spdx=spdx), weitergabe)


def test_eine_lizenz_die_weitergabe_verbietet() -> None:
    def teil(name: str, text: str, *, spdx: bool) -> Bestandteil:
        return Bestandteil(
            name=name, fassung="1.0+lokal", lizenz=Paketlizenz(text=text, spdx=spdx), braucht=(), noetig=True
        )

    teile = [teil("fallbuch", "MIT", spdx=True), teil("eng", "Elastic-2.0", spdx=True), teil("stumm", "", spdx=False)]
    assert als_lizenztafel(teile) == (
        "Paket     Fassung    Lizenz\n"
        "fallbuch  1.0+lokal  MIT\n"
        "eng       1.0+lokal  Elastic-2.0\n"
        "stumm     1.0+lokal  nicht angegeben\n\n"
        "Achtung: Die Lizenz von „eng“ verbietet, es weiterzugeben. Geben Sie den Ordner „programm“ so nicht aus der Hand.\n"
        "Achtung: Was die Lizenz von „stumm“ erlaubt, lässt sich nicht sagen. Sehen Sie nach, bevor Sie den Ordner „programm“ aus der Hand geben.\n"
    )
    text = als_cyclonedx(teile)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    assert '"purl": "pkg:pypi/eng@1.0%2Blokal"' in text


def test_eine_fehlerhafte_liste_in_einem_paket_haelt_nichts_auf(tmp_path: Path) -> None:
    ordner = tmp_path / "probe-1.dist-info"
    (ordner / "sboms").mkdir(parents=True)
    (ordner / "METADATA").write_text("Metadata-Version: 2.4\nName: probe\nVersion: 1\n")
    inhalte = {
        "kaputt": "{",
        "liste": "[]",
        "tief": "[" * 100_000,
        "fremd": json.dumps({"components": "nichts"}),
        "halb": json.dumps({"components": [None, {"name": 7}, {"name": "/Users/wer/teil"}, {"name": "a", "version": 3, "purl": "file:///Users/wer/a", "licenses": [{"license": {"name": "Unknown", "text": {"content": "%"}}}, 5]}]}),
        "gut": json.dumps({"components": [{"name": "b", "version": "2", "purl": "pkg:cargo/b@2?download_url=file:///Users/wer/b#src", "licenses": [{"license": {"id": "MIT"}}, {"license": {"id": "ISC"}}]}]}),
    }  # fmt: skip
    for name, inhalt in inhalte.items():
        (ordner / f"sboms/{name}.json").write_text(inhalt)
    (ordner / "RECORD").write_text("".join(f"probe-1.dist-info/sboms/{name}.json,,\n" for name in inhalte))
    teile = eingebaut(Distribution.at(ordner))
    assert [(t.name, t.fassung, t.adresse, t.lizenz.text) for t in teile] == [
        ("a", "", "", "Unknown"),
        ("b", "2", "pkg:cargo/b@2", "MIT AND ISC"),
    ]


def test_was_ein_zusatz_will_und_niemand_installiert_hat_fehlt(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib.metadata import PackageNotFoundError

    from fallbuch.betrieb import stueckliste

    def ohne_keyring(name: str) -> Distribution:
        if name == "keyring":
            raise PackageNotFoundError(name)
        return distribution(name)

    monkeypatch.setattr(stueckliste, "distribution", ohne_keyring)
    assert not {"keyring", "secretstorage", "cryptography"} & {teil.name for teil in bestandteile()}
