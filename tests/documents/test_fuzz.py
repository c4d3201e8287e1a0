"""Each reader gives documents or refuses, whatever is wrong with a file; found cases are kept.

Whole documents are tried a few times, by hypothesis, which shows the smallest file that fails; the
readers by themselves as often as the seconds of ``KIPU_FUZZ_SECONDS`` allow, and how often is told.
``make fuzz`` tries many more: ``KIPU_FUZZ`` is the number for each reader by itself. What failed
belongs into ``found/``, named by its format.
"""

import os
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.documents.fuzzing import CHANGES, MUTATIONS, SEEDS, Change, check_read, try_quickly

FOUND = Path(__file__).with_name("found")
ASKED = int(os.environ.get("KIPU_FUZZ", "0"))
EXAMPLES = max(ASKED // 500, 40)
"""Whole documents of a kind; they take ten times as long, most of it outside of the readers."""
EXECUTIONS = ASKED or 100_000
SECONDS = float(os.environ.get("KIPU_FUZZ_SECONDS", "inf" if ASKED else "2"))
FEWEST = 100


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


@pytest.mark.slow
@pytest.mark.parametrize("name", SEEDS)
def test_readers_by_themselves(name: str, record_property: Callable[[str, object], None]) -> None:
    """Each reader refuses damaged files or reads them, whatever chance does to them this time."""
    seed = int(os.environ.get("KIPU_FUZZ_SEED", str(random.SystemRandom().randrange(1 << 30))))
    done = try_quickly(name, random.Random(seed), executions=EXECUTIONS, seconds=SECONDS)
    record_property("executions", done)
    assert done >= FEWEST


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
