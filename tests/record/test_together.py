"""What a record holds does not depend on how many processes made it."""

import hashlib
import os
import subprocess
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from bench.scaling import make_archive

from kipu.model.readings import Reading
from kipu.pipeline.records import open_record
from kipu.record.connections import Place
from tests.conftest import EXAMPLES, KIPU, environment
from tests.record.processes import Child, Say
from tests.record.server import remove


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


def hash_of(place: Place) -> str:
    """Give the hash of what a record says."""
    with open_record(place) as record:
        assert record.check() == ()
        return hashlib.sha256(record.export_json(with_text=True)).hexdigest()


@pytest.mark.slow
def test_four_processes_make_the_record_that_one_makes(tmp_path: Path) -> None:
    """The export of a record made by four processes at once is, byte for byte, that of one."""
    files = [str(path) for path in sorted((EXAMPLES / "marena").iterdir()) if path.stem != "README"]
    add_beside_each_other(tmp_path / "one.kipu", [files])
    add_beside_each_other(tmp_path / "four.kipu", [files[number::4] for number in range(4)])
    assert hash_of(tmp_path / "four.kipu") == hash_of(tmp_path / "one.kipu")


def add_readings(place: Place, readings: Sequence[Reading], say: Say) -> None:
    """Add readings, work out what they say together now and then, and tell when it is done."""
    with open_record(place) as record:
        for number, reading in enumerate(readings):
            record.store.add_document(reading.doc, None, reading)
            if number % 3 == 2:
                record.resolve()
    say("added 1")


def made_together(place: Place, readings: Sequence[Reading], processes: int) -> str:
    """Let so many processes make a record at once, each of its part; give the record's hash."""
    remove(place)
    parts = [readings[number::processes] for number in range(processes)]
    children = [Child(partial(add_readings, place, part)) for part in parts]
    assert [child.wait() for child in children] == [["added 1"]] * processes
    with open_record(place) as record:
        record.resolve()
    return hash_of(place)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a Unix system")
def test_one_process_and_four_make_one_record(place: Place, tmp_path: Path) -> None:
    """In a file and on a server, however many make it, what a record says has the same hash."""
    readings = make_archive(12)
    alone = made_together(tmp_path / "alone.kipu", readings, 1)
    assert {made_together(place, readings, number) for number in (1, 4)} == {alone}
