"""Browsers for the tests of the pages."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, sync_playwright
from starlette.testclient import TestClient

import kipu
from tests.conftest import EXAMPLES
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


@pytest.fixture(scope="session")
def peru_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of examples/peru, made once; tests must not write to it."""
    path = tmp_path_factory.mktemp("records") / "peru.kipu"
    with kipu.open_record(path) as record:
        for file in sorted(EXAMPLES.joinpath("peru").iterdir()):
            if file.name != "README.md":
                record.add(file)
        record.resolve()
    return path


@pytest.fixture
def peru(peru_made: Path, tmp_path: Path) -> Path:
    """A record of examples/peru of the test's own."""
    return Path(shutil.copy(peru_made, tmp_path / "peru.kipu"))


@pytest.fixture
def both(peru: Path) -> Path:
    """A record of examples/peru and examples/marena of the test's own."""
    with kipu.open_record(peru) as record:
        for file in sorted(EXAMPLES.joinpath("marena").iterdir()):
            if file.name != "README.md":
                record.add(file)
        record.resolve()
    return peru
