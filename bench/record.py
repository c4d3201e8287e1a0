"""Measure the record: adding, resolving, asking, checking; and the choices made for it.

    python -m bench.record [--documents 10000] [--folder /tmp]

The documents are made up, each with one event of its own. ``synchronous`` compares a flush of the
disk at every transaction with none; ``time range`` compares the plain index that the record has
with an R*Tree, over one event a day.
"""

import argparse
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.record.samples import FIRST_DAY, sample_reading, sample_resolution

from kipu.model.readings import Reading
from kipu.record import Store, open_store
from kipu.record.opening import open_record


def timed(name: str, work: Callable[[], Any], *, times: int = 1) -> None:
    """Run it some times and print how long one took."""
    began = time.perf_counter()
    for _ in range(times):
        work()
    print(f"{name:40} {(time.perf_counter() - began) / times * 1000:10.1f} ms")


def add_all(store: Store, readings: Sequence[Reading]) -> None:
    """Add documents, one transaction each."""
    for reading in readings:
        store.add_document(reading.doc, reading.doc.text.encode(), reading)


def measure_store(path: Path, readings: Sequence[Reading]) -> None:
    """Print the times of all that is done with a record."""
    resolution = sample_resolution(readings)
    first, last = date(2000, 1, 1), date(2000, 2, 1)
    with open_store(path, create=True) as store:
        timed(f"add {len(readings)} documents", lambda: add_all(store, readings))
        timed("store a resolution", lambda: store.store_resolution(resolution))
        timed("store it again", lambda: store.store_resolution(resolution))
        timed("fetch it", store.fetch_resolution)
        timed("fetch all readings", store.readings)
        timed("the whole chronology", store.events)
        timed("its first 100 events", lambda: store.events(limit=100), times=5)
        timed("a month of it", lambda: store.events(earliest=first, latest=last), times=5)
        timed("search for a rare word", lambda: store.search("ruler77"), times=5)
        timed("search for a word of all", lambda: store.search("pardoned"), times=5)
        timed("check", store.check)
    print(f"{'size':40} {path.stat().st_size / len(readings):10.0f} bytes a document")


def measure_flush(folder: Path, readings: Sequence[Reading]) -> None:
    """Print what the flush of the disk at each transaction costs."""
    for level in ("FULL", "NORMAL"):
        path = folder / f"{level}.kipu"
        with closing(open_record(path, create=True, read_only=False)) as connection:
            connection.execute(f"PRAGMA synchronous = {level}")
            store = Store(path, connection)
            timed(f"add 500 documents, synchronous {level}", lambda s=store: add_all(s, readings))  # type: ignore[misc]


def measure_ranges(folder: Path, events: int) -> None:
    """Print how long a month of events takes to find by a plain index and by an R*Tree."""
    with closing(sqlite3.connect(folder / "ranges.db")) as connection:
        connection.executescript(
            "CREATE TABLE event (number INTEGER PRIMARY KEY, earliest TEXT, latest TEXT, sort);"
            "CREATE INDEX by_time ON event (sort, latest);"
            "CREATE VIRTUAL TABLE tree USING rtree_i32 (number, earliest, latest);"
        )
        days = [FIRST_DAY - timedelta(days=100_000 - number % 130_000) for number in range(events)]
        timed(
            f"fill a plain index, {events} events",
            lambda: connection.executemany(
                "INSERT INTO event (earliest, latest, sort) VALUES (?, ?, ?)",
                ((day.isoformat(),) * 3 for day in days),
            ),
        )
        timed(
            "fill an R*Tree",
            lambda: connection.executemany(
                "INSERT INTO tree VALUES (?, ?, ?)",
                ((n, day.toordinal(), day.toordinal()) for n, day in enumerate(days, 1)),
            ),
        )
        first, last = date(1950, 1, 1), date(1950, 2, 1)
        plain = "SELECT * FROM event WHERE latest >= ? AND earliest <= ? ORDER BY sort, latest"
        tree = (
            "SELECT event.* FROM tree JOIN event ON event.number = tree.number"
            " WHERE tree.latest >= ? AND tree.earliest <= ? ORDER BY sort, event.latest"
        )
        bounds = (first.isoformat(), last.isoformat())
        timed("a month by plain index", lambda: connection.execute(plain, bounds).fetchall())
        numbers = (first.toordinal(), last.toordinal())
        timed("a month by R*Tree", lambda: connection.execute(tree, numbers).fetchall())


def main() -> None:
    """Measure in a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    readings = [sample_reading(number) for number in range(options.documents)]
    with TemporaryDirectory(dir=options.folder) as folder:
        measure_store(Path(folder) / "bench.kipu", readings)
        measure_flush(Path(folder), readings[:500])
        measure_ranges(Path(folder), 100_000)


if __name__ == "__main__":
    main()
