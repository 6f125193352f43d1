"""Addresses of the forges' editors; none carries a word of a case."""

from __future__ import annotations

import pytest

from fallbuch.forge.adressen import bearbeiten, neue_datei
from fallbuch.regelwerk.modell import Forge


@pytest.mark.parametrize(
    ("art", "bearbeitet", "neu"),
    [
        ("github", "https://g.example/t/f/edit/main/faelle/4711.md#L7", "https://g.example/t/f/new/main/faelle"),
        ("gitlab", "https://g.example/t/f/-/edit/main/faelle/4711.md#L7", "https://g.example/t/f/-/new/main/faelle"),
        ("gitea", "https://g.example/t/f/_edit/main/faelle/4711.md#L7", "https://g.example/t/f/_new/main/faelle"),
        ("forgejo", "https://g.example/t/f/_edit/main/faelle/4711.md#L7", "https://g.example/t/f/_new/main/faelle"),
    ],
)
def test_adressen(art: str, bearbeitet: str, neu: str) -> None:
    forge = Forge(art=art, adresse="https://g.example/t/f")  # type: ignore[arg-type]
    assert bearbeiten(forge, "faelle/4711.md", 7) == bearbeitet
    assert bearbeiten(forge, "faelle/4711.md") == bearbeitet.removesuffix("#L7")
    assert neue_datei(forge, "faelle") == neu


def test_zweige_und_namen_mit_sonderzeichen() -> None:
    forge = Forge(art="gitlab", adresse="https://g.example/t/f", zweig="jana/neu #1")
    assert (
        bearbeiten(forge, "faelle/a b?.md", 3) == "https://g.example/t/f/-/edit/jana/neu%20%231/faelle/a%20b%3F.md#L3"
    )


def test_ohne_forge_keine_adresse() -> None:
    assert bearbeiten(None, "faelle/4711.md", 7) is None
    assert neue_datei(None, "faelle") is None
