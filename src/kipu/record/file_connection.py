"""An open record in a file of SQLite."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from kipu.model.spans import Problem
from kipu.record.fts5 import FTS5


class FileConnection(sqlite3.Connection):
    """A connection of SQLite that does as :class:`kipu.record.connections.Connection` says."""

    search = FTS5

    def stream(self, sql: str) -> Iterable[Any]:
        """Give the rows of a question without holding all of them."""
        return self.execute(sql)

    def begin_writing(self) -> None:
        """Begin a transaction that is the only one to write."""
        self.execute("BEGIN IMMEDIATE")

    def begin_reading(self) -> None:
        """Begin a transaction that sees the record at one moment."""
        self.execute("BEGIN")

    def defer_references(self) -> None:
        """Verify references at the end of the transaction only."""
        self.execute("PRAGMA defer_foreign_keys = ON")

    def renumber(self) -> None:
        """Go on numbering rows after those that are there, as SQLite does by itself."""

    def check_storage(self) -> Iterator[Problem]:
        """Give what is wrong with the file; where there is anything, no more is looked at."""
        from kipu.record.file_check import check_file

        yield from check_file(self)


def connect_file(address: str, wait: float) -> FileConnection:
    """Open a database by its address; transactions are begun by hand."""
    return sqlite3.connect(
        address, uri=True, timeout=wait, isolation_level=None, factory=FileConnection
    )
