"""What tests of the whole share: the examples read into a record once, and no network."""

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from kipu.record.connections import Place

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
KIPU = Path(sys.executable).with_name("kipu")

Run = Callable[..., "subprocess.CompletedProcess[str]"]

GUARD = ROOT / "tests" / "guard"
VARIABLE = "KIPU_TESTS_ATTEMPTS"


def pytest_configure(config: pytest.Config) -> None:
    """Keep this process, and all that it starts, from the network; attempts are counted."""
    del config
    notes, os.environ[VARIABLE] = tempfile.mkstemp(prefix="kipu-attempts-")
    os.close(notes)
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if str(GUARD) not in paths:
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(GUARD), *paths]))
    __import__("tests.guard.sitecustomize")


def attempts() -> list[str]:
    """Give the attempts of this process and those it started to leave this computer."""
    return Path(os.environ[VARIABLE]).read_text("utf-8").splitlines()


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """Fail a test in which anything tried to leave this computer."""
    before = len(attempts())
    yield
    assert attempts()[before:] == []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many attempts there were in this process and those it started."""
    terminalreporter.write_line(f"attempts to leave this computer: {len(attempts())}")


def pytest_unconfigure() -> None:
    """Leave no file behind."""
    Path(os.environ[VARIABLE]).unlink(missing_ok=True)


def environment(**more: str) -> dict[str, str]:
    """Give the environment of a command: that of the tests without what would bend its answers."""
    dropped = {"KIPU_RECORD", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "TERM"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return kept | {"COLUMNS": "80", "PYTHONIOENCODING": "utf-8"} | more


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the command line as a user does, in a folder of its own."""

    def call(
        *arguments: str | Path,
        input: str | bytes = "",
        env: Mapping[str, str] | None = None,
        cwd: Path = tmp_path,
    ) -> "subprocess.CompletedProcess[str]":
        sent = input.encode() if isinstance(input, str) else input
        done = subprocess.run(
            [str(KIPU), *map(str, arguments)],
            input=sent,
            capture_output=True,
            cwd=cwd,
            env=environment(**(env or {})),
            check=False,
            timeout=300,
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
        )

    return call


@pytest.fixture(scope="session")
def marena_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of examples/marena, made once; tests must not write to it."""
    path = tmp_path_factory.mktemp("records") / "marena.kipu"
    subprocess.run(
        [str(KIPU), "add", str(EXAMPLES / "marena"), "--record", str(path)],
        check=True,
        capture_output=True,
        env=environment(),
    )
    return path


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A server of PostgreSQL: the beginning of addresses of records on it."""
    from tests.record.server import MISSING, find_programs, running_server

    if find_programs() is None or find_spec("psycopg") is None:
        pytest.skip(MISSING)
    with running_server() as beginning:
        yield beginning


_numbers = itertools.count(1)


def new_place(kind: str, request: pytest.FixtureRequest, folder: Path) -> "Place":
    """Give a place of that kind where there is no record yet."""
    from kipu.record.connections import place_of

    if kind == "sqlite":
        return folder / "any.kipu"
    return place_of(f"{request.getfixturevalue('server')}&schema=test{next(_numbers)}")


KINDS = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))
"""What a record can be kept by."""


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> "Place":
    """A place where there is no record yet: a file, and then a schema of a server."""
    return new_place(request.param, request, tmp_path)


@pytest.fixture
def marena(marena_made: Path, tmp_path: Path) -> Path:
    """A record of examples/marena of the test's own, the only one in its folder."""
    return Path(shutil.copy(marena_made, tmp_path / "marena.kipu"))
