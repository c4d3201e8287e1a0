"""Dates that people give to documents, and documents that are read again."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

import kipu
from kipu.pipeline.differences import compare_records
from kipu.pipeline.judging import Decision
from kipu.pipeline.records import Record, open_record
from tests.pipeline.judged import by, state

TEXT = """Two die in Orsk

ORSK, 12 March 2011 (Halden Wire) - Soldiers killed two men in Orsk on Thursday.

The mayor of Orsk, Pavel Brandt, was arrested last month.
"""


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """Make a record of one short document that tells its own date."""
    file = tmp_path / "orsk.txt"
    file.write_text(TEXT, "utf-8")
    with open_record(tmp_path / "any.kipu") as record:
        assert record.add(file)
        yield record


def days(record: Record) -> list[str | None]:
    return [entry.when.edtf for entry in record.chronology()]


def test_a_document_is_dated_by_a_person(record: Record) -> None:
    """All that is counted from its date is told anew, and as it was when that is undone."""
    before = state(record)
    assert days(record) == ["2011-02", "2011-03-10"]
    (doc,) = record.documents()
    record.judge([Decision("date", doc.id, value="2012-03-12")], by())
    assert days(record) == ["2012-02", "2012-03-08"]
    assert record.check() == ()
    record.undo(by(minute=1))
    assert state(record) == before
    record.redo(by(minute=2))
    assert days(record) == ["2012-02", "2012-03-08"]


def test_another_date_puts_what_was_accepted_on_the_list(record: Record) -> None:
    """Who took an account for right did so with its day: another day is to be checked."""
    record.judge([Decision("right", entry.event.id) for entry in record.chronology()], by())
    assert record.to_check() == ()
    (doc,) = record.documents()
    record.judge([Decision("date", doc.id, value="2012-03-12")], by(minute=1))
    assert {loose.standing for loose in record.to_check()} == {"changed"}
    record.undo(by(minute=2))
    assert record.to_check() == ()


def test_reading_again_changes_nothing_by_itself(record: Record) -> None:
    """The same kipu reads the same, also of a document that a person dated."""
    (doc,) = record.documents()
    record.judge([Decision("date", doc.id, value="2012-03-12")], by())
    record.judge([Decision("wrong", record.chronology()[0].event.id)], by())
    before = state(record)
    assert [one.changed for one in record.read_again()] == [False]
    assert state(record) == before


def test_another_reading_keeps_every_judgement(record: Record, tmp_path: Path) -> None:
    """Each is where it was or on the list; the copy from before tells what changed."""
    record.judge([Decision("right", entry.event.id) for entry in record.chronology()], by())
    record.resolve()
    record.backup(tmp_path / "before.kipu")
    (doc,) = record.documents()
    reading = record.store.reading(doc.id)
    fewer = msgspec.structs.replace(reading, events=reading.events[:1], versions=(("kipu", "0"),))
    record.store.replace_reading(fewer)
    assert len(record.store.judgements()) == len(reading.events) == 3
    assert [loose.standing for loose in record.to_check()] == ["missing", "missing"]
    with open_record(tmp_path / "before.kipu", read_only=True) as before:
        assert [found.change for found in compare_records(before, record)][-1] == "gone"
        assert compare_records(before, before) == ()
    assert [one.changed for one in record.read_again()] == [True]
    assert record.to_check() == ()


def test_a_backup_takes_the_place_of_nothing(record: Record, tmp_path: Path) -> None:
    """The copy is a record; a file that is there is refused."""
    record.resolve()
    record.backup(tmp_path / "copy.kipu")
    with open_record(tmp_path / "copy.kipu", read_only=True) as copy:
        assert copy.export_json() == record.export_json()
    with pytest.raises(kipu.KipuError, match="there already"):
        record.backup(tmp_path / "copy.kipu")
