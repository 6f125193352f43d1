"""One browser for all tests of a worker, and the packages that tests load into pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.website.besuch import HAENGT

WURZEL = Path(__file__).parent.parent
expect.set_options(timeout=HAENGT)


@pytest.fixture(scope="session")
def laufender_browser(chromium: str) -> Iterator[Browser]:
    """Debian's Chromium; where it is installed, the one without windows, which needs a third of the time for the same pages."""
    with sync_playwright() as playwright:
        laufend = playwright.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell") or chromium,
            args=["--no-sandbox", "--disable-background-networking"],
        )
        yield laufend
        laufend.close()


@pytest.fixture
def browser(laufender_browser: Browser) -> Iterator[Browser]:
    """The worker's browser; what a test has opened is closed behind it, so that it does not go on working."""
    yield laufender_browser
    for kontext in laufender_browser.contexts:
        kontext.close()


@pytest.fixture(scope="session")
def npm() -> Path:
    """Folder of the packages that tests load into pages; missing it is a failure in CI."""
    ordner = WURZEL / "tests/npm/node_modules"
    if not ordner.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("tests/npm is not installed, and CI=true does not allow to skip these tests")
        pytest.skip("tests/npm ist nicht eingerichtet; „make test“ holt es mit npm")
    return ordner
