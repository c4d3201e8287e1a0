"""A record of an older version is brought up to date, with a copy of it put aside first."""

import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from kipu.model.errors import RecordError
from kipu.record import open_store
from kipu.record.file_connection import FileConnection, connect_file
from kipu.record.versions import (
    APPLICATION_ID,
    bring_up_to_date,
    load_migrations,
    statements,
    version_of,
)
from tests.record.processes import kill_while_opening
from tests.record.samples import sample_judgement, sample_reading

NEXT = (
    "CREATE TABLE note (number INTEGER PRIMARY KEY, words TEXT NOT NULL) STRICT;\n"
    "CREATE TRIGGER note_stays BEFORE DELETE ON note BEGIN\n"
    "  SELECT raise(ABORT, 'no; never');\nEND;\n"
)
BROKEN = "CREATE TABLE half (a) STRICT;\nCREATE TABLE half (a);\n"


@pytest.fixture
def first_version(tmp_path: Path) -> Path:
    """Make a record of version 1 with a document, its reading and a judgement."""
    return make_first_version(tmp_path / "old.kipu")


def make_first_version(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(load_migrations()[0])
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
        connection.executescript(Path(__file__).with_name("version-1.sql").read_text("utf-8"))
    return path


def test_the_first_version_opens(first_version: Path) -> None:
    """What a record of version 1 holds is there in the present version."""
    with open_store(first_version) as store:
        assert store.readings() == (sample_reading(1),)
        assert store.raw(sample_reading(1).doc.id) == sample_reading(1).doc.text.encode()
        assert store.judgements() == (sample_judgement(1),)
        assert not store.is_resolved()
        assert [hit.id for hit in store.search("nunez")] == [sample_reading(1).doc.id]
        assert store.check() == ()


def kill_migrations(first_version: Path, times: int) -> int:
    """Kill processes that bring a record up to date; count those that had not done it.

    After each, the record is of one version or the other, whole, and with all that it held.
    """
    unfinished = 0
    begin = time.monotonic()
    path = Path(shutil.copy(first_version, first_version.with_name("timed.kipu")))
    open_store(path).close()
    most = 1.5 * (time.monotonic() - begin)
    for number in range(times):
        folder = first_version.parent / f"kill{number}"
        folder.mkdir()
        path = Path(shutil.copy(first_version, folder / "any.kipu"))
        told = kill_while_opening(path, most * number / times)
        assert told in ([], ["opened 1"])
        with closing(open_raw(path)) as connection:
            version = version_of(connection)
        assert version in (1, len(load_migrations()))
        assert version > 1 or not told
        unfinished += version == 1
        for copy in folder.glob("*.bak"):
            assert dump(copy) == dump(first_version)
        with open_store(path) as store:
            assert store.judgements() == (sample_judgement(1),)
            assert store.readings() == (sample_reading(1),)
            assert store.check() == ()
        shutil.rmtree(folder)
    return unfinished


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a Unix system")
def test_a_migration_that_is_killed_is_done_again(first_version: Path) -> None:
    """However far it came, the record is of the old or the new version, and holds everything."""
    assert kill_migrations(first_version, 6) > 0


@pytest.mark.exhaustive
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a Unix system")
def test_a_hundred_migrations_are_killed(first_version: Path) -> None:
    """The same after each of 100 kills."""
    assert kill_migrations(first_version, 100) > 20


def open_raw(path: Path) -> FileConnection:
    return connect_file(str(path), 0)


def test_a_copy_is_put_aside_before_a_migration(first_version: Path) -> None:
    """The copy is the record as it was, and an earlier copy is not overwritten."""
    migrations = (load_migrations()[0], NEXT)
    earlier = first_version.with_name("old.kipu.v1.bak")
    earlier.write_text("kept")
    with closing(open_raw(first_version)) as connection:
        bring_up_to_date(connection, first_version, migrations)
        assert version_of(connection) == 2
        connection.execute("INSERT INTO note (words) VALUES ('new')")
    copy = first_version.with_name("old.kipu.v1-2.bak")
    assert sorted(first_version.parent.iterdir()) == sorted([first_version, earlier, copy])
    assert earlier.read_text() == "kept"
    with closing(open_raw(copy)) as connection:
        assert version_of(connection) == 1
        assert connection.execute("SELECT count(*) FROM document").fetchone() == (1,)


def test_a_migration_that_fails_leaves_the_record_as_it_was(first_version: Path) -> None:
    """All migrations take effect or none."""
    before = dump(first_version)
    with closing(open_raw(first_version)) as connection:
        with pytest.raises(sqlite3.OperationalError):
            bring_up_to_date(connection, first_version, (load_migrations()[0], NEXT, BROKEN))
        assert version_of(connection) == 1
    assert dump(first_version) == before


def dump(path: Path) -> list[str]:
    with closing(open_raw(path)) as connection:
        return list(connection.iterdump())


def test_a_copy_that_cannot_be_written_stops_the_migration(first_version: Path) -> None:
    """Without a copy nothing is changed, and the refusal says so."""
    first_version.with_name("old.kipu.v1.bak.part").mkdir()
    with (
        closing(open_raw(first_version)) as connection,
        pytest.raises(RecordError, match="no copy of it could be put aside"),
    ):
        bring_up_to_date(connection, first_version, (load_migrations()[0], NEXT))
    with closing(open_raw(first_version)) as connection:
        assert version_of(connection) == 1


def test_statements_are_split_where_they_end() -> None:
    """A semicolon within a trigger or a string ends nothing."""
    assert [part.split()[1] for part in statements(NEXT)] == ["TABLE", "TRIGGER"]
    whole = "".join(statements(load_migrations()[0]))
    assert whole.strip() == load_migrations()[0].strip()


def test_migrations_are_numbered_without_gaps() -> None:
    """The number of a migration's file is the version it leads to."""
    folder = Path(__file__).parents[2] / "src/kipu/record/migrations"
    numbers = sorted(int(path.name[:4]) for path in folder.glob("*.sql"))
    assert numbers == list(range(1, len(load_migrations()) + 1))
