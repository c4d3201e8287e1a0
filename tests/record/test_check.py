"""``check`` finds whatever is changed behind kipu's back."""

import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from kipu.model.errors import RecordError
from kipu.model.readings import Argument, Reading
from kipu.record import open_store
from tests.record.samples import sample_judgement, sample_reading, sample_resolution

NEVER = "DROP TRIGGER document_never_changes; "
NEVER_RAW = "DROP TRIGGER raw_never_changes; "
AGAIN = (
    "CREATE TRIGGER document_never_changes BEFORE UPDATE ON document BEGIN\n"
    "  SELECT raise(ABORT, 'a document never changes');\nEND"
)
AGAIN_RAW = (
    "CREATE TRIGGER raw_never_changes BEFORE UPDATE ON raw BEGIN\n"
    "  SELECT raise(ABORT, 'the bytes of a document never change');\nEND"
)

CHANGES = {
    # What is done to the file, and the code of a problem that must then be found.
    "a letter of a text": (
        NEVER + "UPDATE document SET text = replace(text, 'More', 'Less'); " + AGAIN,
        "text",
    ),
    "a letter of a name": (
        NEVER + "UPDATE document SET text = replace(text, 'Ruler', 'Rider'); " + AGAIN,
        "rows",
    ),
    "a shorter text": (
        NEVER + "UPDATE document SET text = substr(text, 1, 20); " + AGAIN,
        "span",
    ),
    "other bytes": (
        NEVER_RAW + "UPDATE raw SET bytes = x'00', compression = 'none'; " + AGAIN_RAW,
        "bytes",
    ),
    "bytes that do not unpack": (
        NEVER_RAW + "UPDATE raw SET bytes = x'ffff', compression = 'zlib'; " + AGAIN_RAW,
        "unreadable",
    ),
    "another id of a document": (
        "PRAGMA foreign_keys = OFF; "
        + NEVER
        + "UPDATE document SET id = 'd0' WHERE number = 1; "
        + AGAIN,
        "reference",
    ),
    "an account told of no event": ("DELETE FROM event_told WHERE account = 1", "search"),
    "an account told of another event": (
        "UPDATE event_told SET event = event + 1 WHERE account = 1",
        "search",
    ),
    "a reading that is no JSON": ("UPDATE reading SET packed = x'00'", "unreadable"),
    "a reading that is no reading": (
        "UPDATE reading SET packed = packed('[1]')",
        "unreadable",
    ),
    "a reading without a list": (
        "UPDATE reading SET packed = packed(json_remove(unpacked(packed), '$.mentions'))",
        "unreadable",
    ),
    "a mention elsewhere": (
        "UPDATE reading SET packed ="
        " packed(json_set(unpacked(packed), '$.mentions[0].span.end', 100000))",
        "span",
    ),
    "a mention of no chain": (
        "UPDATE reading SET packed ="
        " packed(json_set(unpacked(packed), '$.mentions[0].chain', 'c0'))",
        "lost-reference",
    ),
    "two mentions with one id": (
        "UPDATE reading SET packed = packed(json_set(unpacked(packed), '$.mentions[0].id',"
        " json_extract(unpacked(packed), '$.mentions[1].id')))",
        "repeated-id",
    ),
    "a row of a mention": ("UPDATE mention SET quote = 'somebody'", "rows"),
    "a row of an argument": ("DELETE FROM event_mention_argument", "rows"),
    "an event of a mention that is gone": (
        "PRAGMA foreign_keys = OFF; DELETE FROM event_mention WHERE number = 1",
        "reference",
    ),
    "a participant that is gone": (
        "PRAGMA foreign_keys = OFF; DELETE FROM entity WHERE name = 'Ruler1'",
        "reference",
    ),
    "an entity with another id": (
        "PRAGMA foreign_keys = OFF; UPDATE entity SET id = 'e0' WHERE name = 'Ruler1'; "
        "UPDATE entity_chain SET entity = 'e0' WHERE entity NOT IN (SELECT id FROM entity); "
        "UPDATE entity_name SET entity = 'e0' WHERE entity NOT IN (SELECT id FROM entity); "
        "UPDATE event_participant SET entity = 'e0' WHERE entity NOT IN (SELECT id FROM entity)",
        "entity-id",
    ),
    "words of an index": (
        "INSERT INTO event_search (event_search, rowid, summary) VALUES ('delete', 1, 'other')",
        "search",
    ),
    "a document without its words": (
        "DELETE FROM document_search_data WHERE id > 10",
        "search",
    ),
    "a lost index": ("DROP INDEX event_by_time", "form"),
    "a lost trigger": ("DROP TRIGGER judgement_is_never_deleted", "form"),
    "a table too many": ("CREATE TABLE more (a)", "form"),
    "a resolution of nothing": (
        "UPDATE meta SET value = 99 WHERE key = 'resolved_generation'",
        "generation",
    ),
    "a judgement of nobody knows what": (
        "INSERT INTO judgement (id, document, exact, prefix, suffix, role, verdict, judge, made)"
        " VALUES ('j0', 'd', 'e', '', '', 'event', 'perhaps', 'eve', '2024-01-01T00:00:00Z')",
        "unreadable",
    ),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Make a record of three documents, resolved, with a judgement."""
    path = tmp_path / "any.kipu"
    with open_store(path, create=True) as store:
        for number in range(3):
            reading = sample_reading(number, padding=3)
            store.add_document(reading.doc, reading.doc.text.encode(), reading)
        store.add_judgement(sample_judgement(1))
        store.store_resolution(sample_resolution(store.readings()))
    return path


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_found(path: Path, change: str, *, read_only: bool) -> None:
    """The problem has its code and a sentence; a record opened for reading is checked as well."""
    sql, code = CHANGES[change]
    with closing(sqlite3.connect(path)) as connection:
        connection.create_function("packed", 1, lambda json: zlib.compress(json.encode()))
        connection.create_function("unpacked", 1, lambda packed: zlib.decompress(packed).decode())
        connection.executescript(sql)
    with open_store(path, read_only=read_only) as store:
        problems = store.check()
    assert code in {problem.code for problem in problems}


def test_a_whole_record_has_no_problem(path: Path) -> None:
    """ANALYZE and VACUUM, which anyone may run on a record, are no change."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("ANALYZE; VACUUM")
    with open_store(path) as store:
        assert store.check() == ()
        assert len(store.search("pardoned")) == 6


FORBIDDEN = {
    "UPDATE document SET title = 'other'": "a document never changes",
    "UPDATE raw SET size = 1": "bytes of a document never change",
    "UPDATE judgement SET verdict = 'positive'": "never changed",
    "UPDATE judgement SET reason = NULL": "never changed",
    "UPDATE judgement SET withdrawn = NULL": "never changed",
    "UPDATE judgement SET withdrawn = '2025', judge = 'eve'": "never changed",
    "DELETE FROM judgement": "never deleted",
    "REPLACE INTO judgement SELECT * FROM judgement": "never replaced",
    "INSERT OR REPLACE INTO judgement (number, id, document, exact, prefix, suffix, role, verdict,"
    " judge, made) VALUES (1, 'j1', '', '', '', '', '', 'unsure', 'eve', '')": "never replaced",
    "DELETE FROM document": "FOREIGN KEY",
    "DELETE FROM raw": "FOREIGN KEY",
}


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_what_is_precious_is_guarded_by_the_file_itself(path: Path, sql: str) -> None:
    """Documents and judgements cannot be changed with another program by accident."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError, match=FORBIDDEN[sql]):
            connection.execute(sql)


def test_a_reading_that_does_not_hold_together_is_not_let_in(tmp_path: Path) -> None:
    """A reading of another document, or with a lost id, is refused with a sentence."""
    one, other = sample_reading(1), sample_reading(2)
    with open_store(tmp_path / "any.kipu", create=True) as store:
        with pytest.raises(RecordError, match="of another document"):
            store.add_document(one.doc, None, other)
        lost = msgspec.structs.replace(one, chains=())
        with pytest.raises(RecordError, match=r"a1\.txt was not added.*not hold together"):
            store.add_document(lost.doc, None, lost)
        assert store.counts().documents == 0


def test_a_setting_that_nothing_names_is_not_let_in(tmp_path: Path) -> None:
    """Where a text may have an event leads to a mention, as all its arguments do."""
    one = sample_reading(1)
    lost = Argument("place", one.mentions[0].span, "m0", "setting/lead")
    with open_store(tmp_path / "any.kipu", create=True) as store:
        told = with_event(one, settings=(lost,))
        with pytest.raises(RecordError, match="mention m0 is named, but is not there"):
            store.add_document(told.doc, None, told)


def with_event(reading: Reading, **changes: object) -> Reading:
    """Change something of the one event of a reading."""
    events = (msgspec.structs.replace(reading.events[0], **changes),)
    return msgspec.structs.replace(reading, events=events)


def test_what_cannot_be_kept_is_refused(tmp_path: Path) -> None:
    """Half a character or a number that is none stop one document, with a sentence."""
    reading = sample_reading(1)
    with open_store(tmp_path / "any.kipu", create=True) as store:
        for changed in (
            with_event(reading, lemma="\ud800"),
            with_event(reading, score=float("nan")),
            with_event(reading, arguments=list(reading.events[0].arguments)),
        ):
            with pytest.raises(RecordError, match=r"a1\.txt was not added: it holds something"):
                store.add_document(reading.doc, None, changed)
        assert store.counts().documents == 0


def test_a_resolution_of_unknown_ids_is_refused(path: Path) -> None:
    """What does not fit the readings is not stored, and the stored resolution stays."""
    stranger = sample_resolution([sample_reading(7)])
    with open_store(path) as store:
        before = store.fetch_resolution()
        with pytest.raises(RecordError, match="the resolution was not stored: it does not fit"):
            store.store_resolution(stranger)
        assert store.fetch_resolution() == before
        assert store.check() == ()
