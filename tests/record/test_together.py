"""What a record holds does not depend on how many processes made it."""

import hashlib
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from kipu.pipeline.records import open_record
from tests.conftest import EXAMPLES, KIPU, environment


def add_beside_each_other(path: Path, parts: Sequence[Sequence[str]]) -> None:
    """Add files by so many processes at once."""
    running = [
        subprocess.Popen(
            [str(KIPU), "add", *part, "--record", str(path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment(),
        )
        for part in parts
    ]
    for process in running:
        told, _ = process.communicate(timeout=600)
        assert process.returncode == 0, told


def hash_of(path: Path) -> str:
    """Give the hash of what a record says."""
    with open_record(path) as record:
        assert record.check() == ()
        return hashlib.sha256(record.export_json(with_text=True)).hexdigest()


@pytest.mark.slow
def test_four_processes_make_the_record_that_one_makes(tmp_path: Path) -> None:
    """The export of a record made by four processes at once is, byte for byte, that of one."""
    files = [str(path) for path in sorted((EXAMPLES / "marena").iterdir()) if path.stem != "README"]
    add_beside_each_other(tmp_path / "one.kipu", [files])
    add_beside_each_other(tmp_path / "four.kipu", [files[number::4] for number in range(4)])
    assert hash_of(tmp_path / "four.kipu") == hash_of(tmp_path / "one.kipu")
