"""Browsers for the tests of the pages."""

from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

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
