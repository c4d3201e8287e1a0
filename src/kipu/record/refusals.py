"""What SQLite refuses, said in plain sentences."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from kipu.model.errors import RecordError

_SENTENCES = {
    sqlite3.SQLITE_BUSY: (
        "another process is writing to record {path}: {loss}. Try again when it has ended"
    ),
    sqlite3.SQLITE_LOCKED: (
        "record {path} is in use elsewhere in this process: {loss}. Close it there first"
    ),
    sqlite3.SQLITE_FULL: (
        "the disk that holds record {path} is full: {loss}, and nothing of it was written. "
        "Free some space and try again"
    ),
    sqlite3.SQLITE_READONLY: (
        "record {path} cannot be written to: {loss}. Allow writing to the file and its folder"
    ),
    sqlite3.SQLITE_CORRUPT: ("record {path} is damaged ({error}): {loss}. Go back to a copy of it"),
    sqlite3.SQLITE_NOTADB: "{path} is not a kipu record: {loss}",
    sqlite3.SQLITE_IOERR: (
        "record {path} could not be read or written ({error}): {loss}. "
        "Look whether the disk is full or broken; what was there before is still there"
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "record {path} cannot be opened: {loss}. Allow reading and writing of the file "
        "and its folder"
    ),
    sqlite3.SQLITE_CONSTRAINT: "{loss}: it does not fit into record {path} ({error})",
    sqlite3.SQLITE_TOOBIG: "{loss}: it is too large for record {path}",
}
_OTHER = "record {path} failed ({error}): {loss}"


def refusal(error: sqlite3.Error, path: Path, loss: str) -> RecordError:
    """Say what happened, where, what was not done, and what to do."""
    # The low byte is the kind of error; the others tell its sub-kind. Errors of the binding
    # itself, such as the use of a closed connection, have no code.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return RecordError(_SENTENCES.get(code, _OTHER).format(path=path, error=error, loss=loss))


@contextmanager
def refusing(path: Path, loss: str) -> Iterator[None]:
    """Turn SQLite's errors into ``RecordError``; ``loss`` says what is then not done."""
    try:
        yield
    except sqlite3.Error as error:
        raise refusal(error, path, loss) from error


def is_of_the_file(error: Exception) -> bool:
    """Whether the file is at fault, not what was asked: then the next question fails too."""
    return isinstance(error.__cause__, sqlite3.Error | OSError | msgspec.MsgspecError)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do all that is inside or nothing of it.

    The lock for writing is taken at the beginning: a transaction that began by reading could not
    get it any more once another process has written.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        # SQLite has already rolled back by itself after some errors (a full disk among them).
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """See the record at one moment, whatever other processes write meanwhile.

    Within another snapshot it is the moment of that one.
    """
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
