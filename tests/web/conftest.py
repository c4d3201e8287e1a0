"""Browsers for the tests of the pages."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, sync_playwright
from starlette.testclient import TestClient

from tests.web.browsing import CHROMIUM
from tests.web.site import client_of, crawl


@pytest.fixture
def client(marena: Path) -> TestClient:
    """A browser without scripts on a record of examples/marena."""
    return client_of(marena)


@pytest.fixture(scope="session")
def reading_client(marena_made: Path) -> TestClient:
    """The same for tests that only look."""
    return client_of(marena_made)


@pytest.fixture(scope="session")
def pages(reading_client: TestClient) -> dict[str, httpx2.Response]:
    """All pages of examples/marena, asked for once."""
    return crawl(reading_client)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser. It is closed after each file, since no event loop can run beside its own."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()
