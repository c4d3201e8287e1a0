"""Services for the tests of the API."""

from pathlib import Path

import pytest

from tests.api.service import Service, make_service


@pytest.fixture
def service(tmp_path: Path) -> Service:
    """A service on four short accounts of the test's own."""
    return make_service(tmp_path / "four.kipu")


@pytest.fixture(scope="session")
def reading_service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    """The same for tests that only look."""
    return make_service(tmp_path_factory.mktemp("api") / "four.kipu")
