"""What tests of the whole share: the examples read into a record once."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
KIPU = Path(sys.executable).with_name("kipu")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


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


@pytest.fixture
def marena(marena_made: Path, tmp_path: Path) -> Path:
    """A record of examples/marena of the test's own, the only one in its folder."""
    return Path(shutil.copy(marena_made, tmp_path / "marena.kipu"))
