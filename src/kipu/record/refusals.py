"""What SQLite or PostgreSQL refuses, said in plain sentences."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from kipu.model.errors import RecordError
from kipu.record.connections import Connection, Place

BUSY = "another process is writing to record {path}: {loss}. Try again when it has ended"
UNFIT = "{loss}: it does not fit into record {path} ({error})"
TOO_LARGE = "{loss}: it is too large for record {path}"
FULL = (
    "the disk that holds record {path} is full: {loss}, and nothing of it was written. "
    "Free some space and try again"
)
DAMAGED = "record {path} is damaged ({error}): {loss}. Go back to a copy of it"
BROKEN = (
    "record {path} could not be read or written ({error}): {loss}. "
    "Look whether the disk is full or broken; what was there before is still there"
)
_SENTENCES = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: (
        "record {path} is in use elsewhere in this process: {loss}. Close it there first"
    ),
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: (
        "record {path} cannot be written to: {loss}. Allow writing to the file and its folder"
    ),
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: "{path} is not a kipu record: {loss}",
    sqlite3.SQLITE_IOERR: BROKEN,
    sqlite3.SQLITE_CANTOPEN: (
        "record {path} cannot be opened: {loss}. Allow reading and writing of the file "
        "and its folder"
    ),
    sqlite3.SQLITE_CONSTRAINT: UNFIT,
    sqlite3.SQLITE_TOOBIG: TOO_LARGE,
}
_OTHER = "record {path} failed ({error}): {loss}"


class ServerError(Exception):
    """What a server refused; ``sentence`` has places for ``path``, ``loss`` and ``error``."""

    def __init__(self, sentence: str, error: str) -> None:
        super().__init__(error)
        self.sentence = sentence


def refusal(error: sqlite3.Error | ServerError, place: Place, loss: str) -> RecordError:
    """Say what happened, where, what was not done, and what to do."""
    if isinstance(error, ServerError):
        sentence = error.sentence
    else:
        # The low byte is the kind of error; the others tell its sub-kind. Errors of the binding
        # itself, such as the use of a closed connection, have no code.
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        sentence = _SENTENCES.get(code, _OTHER)
    return RecordError(sentence.format(path=place, error=error, loss=loss))


@contextmanager
def refusing(place: Place, loss: str) -> Iterator[None]:
    """Turn errors of the database into ``RecordError``; ``loss`` says what is then not done."""
    try:
        yield
    except (sqlite3.Error, ServerError) as error:
        raise refusal(error, place, loss) from error


def is_of_the_file(error: Exception) -> bool:
    """Whether the file is at fault, not what was asked: then the next question fails too."""
    kinds = (sqlite3.Error, ServerError, OSError, msgspec.MsgspecError)
    return isinstance(error.__cause__, kinds)


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """Do all that is inside or nothing of it.

    The lock for writing is taken at the beginning: a transaction that began by reading could not
    get it any more once another process has written.
    """
    try:
        connection.begin_writing()
        yield
        connection.commit()
    finally:
        # SQLite has already rolled back by itself after some errors (a full disk among them).
        if connection.in_transaction:
            connection.rollback()


@contextmanager
def snapshot(connection: Connection) -> Iterator[None]:
    """See the record at one moment, whatever other processes write meanwhile.

    Within another snapshot it is the moment of that one.
    """
    if connection.in_transaction:
        yield
        return
    connection.begin_reading()
    try:
        yield
    finally:
        connection.rollback()
