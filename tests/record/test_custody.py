"""The log of custody: every change of a source or of the log is found, and named."""

import hashlib
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from kipu.model.custody import CustodyEntry, Intake
from kipu.model.errors import RecordError
from kipu.model.readings import Reading
from kipu.record import open_store
from kipu.record.custody import FIRST, check_custody, link_hash
from kipu.record.file_connection import FileConnection, connect_file
from kipu.record.versions import APPLICATION_ID, load_migrations
from tests.record.samples import sample_reading

CHANGES = 1_000
GUARDS = (
    "custody_is_never_changed", "custody_is_never_deleted", "custody_is_only_appended",
    "document_never_changes", "raw_never_changes",
)  # fmt: skip
INTAKE = Intake("ada", "http://a.example/1", (("ETag", '"x"'), ("Server", "made")), "0f" * 32)


def made(number: int) -> Reading:
    return sample_reading(number, padding=30 * number)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Make a record of five documents, the first of them fetched."""
    path = tmp_path / "any.kipu"
    with open_store(path, create=True) as store:
        for number in range(5):
            reading = made(number)
            raw = reading.doc.text.encode()
            store.add_document(reading.doc, raw, reading, Intake() if number else INTAKE)
    return path


@pytest.fixture
def open_file(path: Path) -> Iterator[FileConnection]:
    """Open the file without what guards it."""
    with closing(connect_file(str(path), 0)) as connection:
        for guard in GUARDS:
            connection.execute(f"DROP TRIGGER {guard}")
        yield connection


def messages(connection: FileConnection) -> list[str]:
    return [problem.message for problem in check_custody(connection)]


def test_an_entry_says_how_a_document_came_in(path: Path) -> None:
    """Hashes, headers, who added it and with what stand in its entry, and the chain is sound."""
    doc = made(0).doc
    with open_store(path) as store:
        link = store.custody.of(doc.id)
        assert store.custody.check() == store.check() == ()
        report = store.custody.report()
        links = store.custody.links()
    assert link
    entry = link.entry
    assert (entry.sha256, entry.size) == (doc.sha256, len(doc.text.encode()))
    assert entry.text_sha256 == hashlib.sha256(doc.text.encode()).hexdigest()
    assert (entry.kind, entry.uri, entry.by, entry.asked) == (
        "added", "a0.txt", "ada", "http://a.example/1"
    )  # fmt: skip
    assert (entry.headers, entry.whole) == (INTAKE.headers, INTAKE.whole)
    assert dict(entry.tools).keys() == {"kipu", "python"}
    assert (report.documents, report.entries, report.began, report.found) == (5, 5, None, 0)
    assert (report.head, links[0].previous) == (links[-1].hash, FIRST)


def places(connection: FileConnection) -> list[tuple[str, str, int, bytes]]:
    """Give every value of the sources and the log: table, column, row, bytes."""
    wanted = {
        "custody": ("entry", "previous", "hash", "document"),
        "raw": ("bytes",),
        "document": ("text", "sha256", "text_sha256", "uri", "media_type"),
    }
    return [
        (table, column, row, value)
        for table, columns in wanted.items()
        for column in columns
        for row, value in connection.execute(f"SELECT rowid, CAST({column} AS BLOB) FROM {table}")
        if value
    ]


def test_a_thousand_changes_of_one_bit_are_found(open_file: FileConnection) -> None:
    """Any bit of a source or of the log: the change is found, or nothing is other than before."""
    chance, found, harmless = random.Random(7), 0, 0
    open_file.execute("PRAGMA ignore_check_constraints = ON")
    values = places(open_file)
    for _ in range(CHANGES):
        table, column, row, value = chance.choice(values)
        bit = chance.randrange(len(value) * 8)
        changed = bytearray(value)
        changed[bit // 8] ^= 1 << bit % 8
        open_file.execute("BEGIN")
        kind = "BLOB" if column == "bytes" else "TEXT"
        statement = f"UPDATE {table} SET {column} = CAST(? AS {kind}) WHERE rowid = ?"
        open_file.execute(statement, (bytes(changed), row))
        try:
            noticed = bool(messages(open_file))
        except sqlite3.OperationalError as error:  # no text any more
            noticed = "decode" in str(error)
        open_file.execute("ROLLBACK")
        # the last bits of what zlib writes fill its last byte and mean nothing
        harmless += not noticed and column == "bytes"
        found += noticed
    assert found + harmless == CHANGES
    assert harmless <= 5


def test_an_entry_that_is_taken_out_is_missed(open_file: FileConnection) -> None:
    """The next entry does not go on from the one before it, and its document is named."""
    open_file.execute("DELETE FROM custody WHERE number = 3")
    doc = made(2).doc
    told = messages(open_file)
    assert any(doc.id in one and "its entry was taken out" in one for one in told)
    assert any("entry 4 of the log of custody" in one for one in told)


def test_a_document_that_is_taken_out_is_missed(open_file: FileConnection) -> None:
    """The log names the document that is not there any more."""
    doc = made(4).doc
    open_file.execute("PRAGMA foreign_keys = OFF")
    open_file.execute("DELETE FROM document WHERE id = ?", (doc.id,))
    (told,) = messages(open_file)
    assert f"document {doc.id} (a4.txt) is in the log of custody and not in the record" in told


def test_a_changed_entry_is_named_with_its_document(open_file: FileConnection) -> None:
    """Who added a document cannot be changed unnoticed, not even with a new hash."""
    doc = made(0).doc
    (entry,) = open_file.execute("SELECT entry FROM custody WHERE number = 1").fetchone()
    other = entry.replace("ada", "eve")
    open_file.execute("UPDATE custody SET entry = ? WHERE number = 1", (other,))
    assert messages(open_file) == [
        f"entry 1 of the log of custody (document {doc.id}) was changed after it was written"
    ]
    new_hash = link_hash(FIRST, other)
    open_file.execute("UPDATE custody SET hash = ? WHERE number = 1", (new_hash,))
    (told,) = messages(open_file)
    assert "entry 2 of the log of custody" in told
    assert "does not go on from the entry before" in told


def test_a_log_written_anew_has_another_head(path: Path, open_file: FileConnection) -> None:
    """Whoever rewrites the whole chain is found by a head that was noted elsewhere."""
    with open_store(path) as store:
        head = store.custody.report().head
        assert head
        assert store.custody.check(head) == store.custody.check(head[:20]) == ()
    previous = FIRST
    for number, written in open_file.execute("SELECT number, entry FROM custody").fetchall():
        entry = msgspec.json.decode(written, type=CustodyEntry)
        other = msgspec.json.encode(msgspec.structs.replace(entry, by="eve")).decode()
        hash_ = link_hash(previous, other)
        open_file.execute(
            "UPDATE custody SET entry = ?, previous = ?, hash = ? WHERE number = ?",
            (other, previous, hash_, number),
        )
        previous = hash_
    with open_store(path) as store:
        assert store.custody.check() == ()
        (problem,) = store.custody.check(head)
    assert "written anew" in problem.message


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE custody SET entry = '{}'",
        "DELETE FROM custody",
        "REPLACE INTO custody SELECT * FROM custody WHERE number = 1",
        "INSERT INTO custody VALUES (9, NULL, '{}', '', 'h')",
    ],
)
def test_the_file_itself_guards_the_log(path: Path, sql: str) -> None:
    """Another program cannot change, shorten or stretch it by accident."""
    with (
        closing(sqlite3.connect(path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="the log of custody is"),
    ):
        connection.execute(sql)


def test_an_older_record_begins_its_log_and_says_so(tmp_path: Path) -> None:
    """Documents from before the log are entered as they were found, with nothing claimed."""
    path = tmp_path / "old.kipu"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(load_migrations()[0])
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
        connection.executescript(Path(__file__).with_name("version-1.sql").read_text("utf-8"))
    with open_store(path) as store:
        began, found = store.custody.links()
        assert store.custody.check() == store.check() == ()
        reading = sample_reading(2)
        store.add_document(reading.doc, reading.doc.text.encode(), reading)
        assert [link.entry.kind for link in store.custody.links()] == ["began", "found", "added"]
        report = store.custody.report()
    assert (began.entry.kind, began.entry.documents) == ("began", 1)
    assert (found.entry.kind, found.entry.document) == ("found", sample_reading(1).doc.id)
    assert found.entry.by is None
    assert (report.began, report.found, report.documents) == (began.entry.at, 1, 2)


def test_a_document_that_is_refused_has_no_entry(path: Path) -> None:
    """The entry and the document are one transaction; what is there already is not entered."""
    reading = sample_reading(7)
    with open_store(path) as store:
        with pytest.raises(RecordError):
            store.add_document(reading.doc, b"other", reading)
        known = made(1)
        assert not store.add_document(known.doc, None, known)
        assert len(store.custody.links()) == 5
