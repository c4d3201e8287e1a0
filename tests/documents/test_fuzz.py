"""Each reader gives documents or refuses, whatever is wrong with a file; found cases are kept.

``make fuzz`` tries many more: the variable ``KIPU_FUZZ`` is the number for each reader. Hypothesis
shows the smallest file that fails; its bytes then belong into ``found/``, named by its format.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.documents.fuzzing import CHANGES, MUTATIONS, SEEDS, Change, check_read

FOUND = Path(__file__).with_name("found")
EXAMPLES = int(os.environ.get("KIPU_FUZZ", "40"))


@pytest.mark.parametrize("how", MUTATIONS)
@pytest.mark.parametrize("name", SEEDS)
def test_damaged_files(name: str, how: str) -> None:
    """A file of each format, changed in up to six places, outside or within its archive."""

    @given(CHANGES)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def damaged(changes: Sequence[Change]) -> None:
        data = MUTATIONS[how](SEEDS[name], changes)
        try:
            check_read(data, name)
        except BaseException:
            _keep(name, data)
            raise

    damaged()


def _keep(name: str, data: bytes) -> None:
    """Leave the last file that failed where ``KIPU_FOUND`` says: the smallest, by shrinking."""
    folder = os.environ.get("KIPU_FOUND")
    if folder:
        (Path(folder) / name).write_bytes(data)


@pytest.mark.parametrize("name", SEEDS)
def test_the_files_that_are_damaged_are_good(name: str) -> None:
    """Undamaged, each of them is read."""
    check_read(SEEDS[name], name)


@pytest.mark.parametrize("path", sorted(FOUND.glob("*")), ids=lambda path: path.name)
def test_found(path: Path) -> None:
    """What once made a reader fail is read or refused."""
    check_read(path.read_bytes(), path.name)
