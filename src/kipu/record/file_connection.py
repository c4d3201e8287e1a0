"""An open record in a file of SQLite."""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from kipu.model.spans import Problem
from kipu.record.fts5 import FTS5

_WORDED = re.compile(
    r"\s*INSERT INTO (entity_name|event|event_mention|other_mention)\s+\([^()]+\)\s+"
    r"VALUES (?P<row>\(\?(?:, \?)*\))\s*"
)
"""A row of a table whose words are searched."""
_AT_ONCE = 1024
"""Rows that one statement writes at most; of 18 values each, as there are, 32 thousand may be."""
_STATEMENTS = 512
"""Statements that are kept prepared: those that write rows are there for 1, 2, 4, ... of them."""


class FileConnection(sqlite3.Connection):
    """A connection of SQLite that does as :class:`kipu.record.connections.Connection` says."""

    search = FTS5

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> sqlite3.Cursor:  # type: ignore[override]
        """Run a statement for each row; rows whose words are searched are written many at once.

        FTS5 puts the words of the last statement away before the next one that fires a trigger, so
        that such rows cost three to six times as much one by one.
        """
        if not _WORDED.fullmatch(sql):
            return super().executemany(sql, rows)
        waiting = iter(rows)
        while batch := list(islice(waiting, _AT_ONCE)):
            while batch:
                # Of a power of two, so that few statements have to be prepared.
                number = 1 << (len(batch).bit_length() - 1)
                self.execute(_of_rows(sql, number), [*chain.from_iterable(batch[:number])])
                batch = batch[number:]
        return self.cursor()

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


@lru_cache(maxsize=_STATEMENTS)
def _of_rows(sql: str, number: int) -> str:
    """Write an insertion for so many rows."""
    found = _WORDED.fullmatch(sql)
    assert found is not None
    return sql + f", {found['row']}" * (number - 1)


def connect_file(address: str, wait: float) -> FileConnection:
    """Open a database by its address; transactions are begun by hand."""
    return sqlite3.connect(
        address,
        uri=True,
        timeout=wait,
        isolation_level=None,
        factory=FileConnection,
        cached_statements=_STATEMENTS,
    )
