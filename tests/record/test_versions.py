"""A record of an older version is brought up to date, with a copy of it put aside first."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kipu.model.errors import RecordError
from kipu.record import Question, open_store
from kipu.record.file_connection import FileConnection, connect_file
from kipu.record.listing import Stretch
from kipu.record.versions import (
    bring_up_to_date,
    load_migrations,
    statements,
    version_of,
)
from tests.record.kills import make_first_version
from tests.record.samples import sample_judgement, sample_reading, sample_resolution

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


def test_the_first_version_opens(first_version: Path) -> None:
    """What a record of version 1 holds is there in the present version."""
    with open_store(first_version) as store:
        assert store.readings() == (sample_reading(1),)
        assert store.raw(sample_reading(1).doc.id) == sample_reading(1).doc.text.encode()
        assert store.judgements() == (sample_judgement(1),)
        assert not store.is_resolved()
        assert [hit.id for hit in store.search("nunez")] == [sample_reading(1).doc.id]
        assert store.check() == ()


def test_older_records_are_told_by_number(tmp_path: Path) -> None:
    """Where the accounts of events are not yet told by their numbers, they are afterwards."""
    path = tmp_path / "seven.kipu"
    with open_store(path, create=True) as store:
        readings = [sample_reading(number) for number in range(3)]
        for reading in readings:
            store.add_document(reading.doc, None, reading)
        store.store_resolution(sample_resolution(readings))
    with closing(open_raw(path)) as connection:
        connection.execute("DROP TABLE event_told")
        connection.execute("PRAGMA user_version = 7")
    with open_store(path) as store:
        assert store.check() == ()
        found = store.lists.events(Stretch(None, 9), Question(words="President ruler2"))
        assert [event.summary for event in store.lists.fetch_events(found.ids)] == [
            "Ruler2 pardons Núñez"
        ]


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
