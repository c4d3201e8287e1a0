"""Opens the file of a record, or says why it cannot be opened."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kipu.model.errors import RecordError
from kipu.record.file_connection import FileConnection, connect_file
from kipu.record.refusals import refusing
from kipu.record.versions import (
    bring_up_to_date,
    is_blank,
    is_record,
    load_migrations,
    refuse_newer,
    version_of,
)

WAIT = 5.0
"""Seconds to wait for another process that is writing."""
_CACHE = 65_536
"""Kilobytes of pages, taken as needed. With the 2 MB of SQLite, sums over 100,000 events take half
more, and rows that are written at any place of an index push each other's pages out.
"""
_MAGIC = b"SQLite format 3\0"
_LEAST_SQLITE = (3, 37, 0)
"""The first version with STRICT tables."""


def open_record(path: Path, *, create: bool, read_only: bool, wait: float = WAIT) -> FileConnection:
    """Open a record's file, made or brought up to date where that is called for."""
    _refuse_old_sqlite()
    _refuse_other_files(path, create=create and not read_only)
    with refusing(path, "it was not opened"):
        if read_only:
            return _open_for_reading(path, wait)
        _refuse_unwritable(path)
        return _open_for_writing(path, wait, load_migrations(), create=create)


def _refuse_old_sqlite() -> None:
    if sqlite3.sqlite_version_info < _LEAST_SQLITE:
        raise RecordError(
            f"this Python uses SQLite {sqlite3.sqlite_version}, and a record needs 3.37 or later: "
            "use a newer Python"
        )


def _refuse_other_files(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise RecordError(f"{path} is a folder, not a record: give the path of a file")
    if not path.exists():
        _refuse_missing(path, create=create)
        return
    if not os.access(path, os.R_OK):
        raise RecordError(f"record {path} may not be read: ask its owner to allow reading")
    with path.open("rb") as file:
        beginning = file.read(len(_MAGIC))
    if beginning not in (b"", _MAGIC):
        raise RecordError(f"{path} is not a kipu record: it is another kind of file")
    if not beginning and not create:
        raise RecordError(f"{path} is empty, there is no record in it: add documents to make one")


def _refuse_missing(path: Path, *, create: bool) -> None:
    if not path.parent.is_dir():
        raise RecordError(f"there is no folder {path.parent} to keep record {path.name} in")
    if not create:
        raise RecordError(f"there is no record {path}: add documents to make one")


def _refuse_unwritable(path: Path) -> None:
    if path.exists() and not os.access(path, os.W_OK):
        raise RecordError(
            f"record {path} may only be read: allow writing to it, or copy it to another place"
        )
    if not os.access(path.parent, os.W_OK):
        raise RecordError(
            f"record {path} cannot be written to, because its folder may only be read: "
            "allow writing to the folder, or copy the record to another place"
        )


def _connect(path: Path, mode: str, wait: float) -> FileConnection:
    """Connect without ever making a file by accident; transactions are begun by hand."""
    address = f"{path.absolute().as_uri()}?mode={mode}"
    return connect_file(address, wait)


@contextmanager
def _closed_on_failure(connection: FileConnection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _open_for_writing(
    path: Path, wait: float, migrations: Sequence[str], *, create: bool
) -> FileConnection:
    connection = _connect(path, "rwc" if create else "rw", wait)
    with _closed_on_failure(connection):
        if not (is_record(connection) or (create and is_blank(connection))):
            raise _other_database(path)
        # FULL: what was acknowledged survives a power cut, at one flush of the disk a transaction.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA cache_size = -{_CACHE}")
        bring_up_to_date(connection, path, migrations)
        _use_write_ahead_log(connection)
        connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _use_write_ahead_log(connection: FileConnection) -> None:
    """Let others read while one writes.

    The mode stays with the file. To change it needs the file for oneself; where another process
    has it open just now, that one changes it, or the next to open it does.
    """
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise


def _open_for_reading(path: Path, wait: float) -> FileConnection:
    connection = _connect(path, _reading_mode(path), wait)
    with _closed_on_failure(connection):
        if not is_record(connection):
            raise _other_database(path)
        connection.execute("PRAGMA query_only = ON")
        connection.execute(f"PRAGMA cache_size = -{_CACHE}")
        _refuse_other_versions(connection, path)
    return connection


def _reading_mode(path: Path) -> str:
    """Choose how to read: the log beside a record makes SQLite write even to read.

    Where it may write, it is let, as only then it takes the log away again at the end. In a folder
    that may only be read it cannot, and need not if there is no log: then the file is all there
    is, and nobody can change it.
    """
    log = path.with_name(path.name + "-wal")
    if not os.access(path.parent, os.W_OK):
        return "ro" if log.exists() and log.stat().st_size else "ro&immutable=1"
    return "rw" if os.access(path, os.W_OK) else "ro"


def _refuse_other_versions(connection: FileConnection, path: Path) -> None:
    version, newest = version_of(connection), len(load_migrations())
    refuse_newer(path, version, newest)
    if version < newest:
        raise RecordError(
            f"record {path} has version {version} of its form and this kipu needs {newest}: "
            "open it once for writing to bring it up to date"
        )


def _other_database(path: Path) -> RecordError:
    return RecordError(f"{path} is not a kipu record: it is a database of another program")
