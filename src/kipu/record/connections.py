"""What a record is kept by: a file of SQLite or a server of PostgreSQL, asked in the same SQL.

Statements are written in the SQL that both understand, with ``?`` for values. What they do not do
alike has a method here, or a place in :class:`TextSearch`.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec

from kipu.model.spans import Problem
from kipu.record.addresses import Address

Place = Path | Address
"""Where a record is: a file, or the address of a server."""


def is_there(place: Place) -> bool:
    """Tell whether there may be something to open: a file, or whatever a server holds."""
    return isinstance(place, Address) or place.exists()


def beside(place: Place) -> Path:
    """Give the path by which files that go with a record are named; they lie in its folder.

    Those of a record on a server lie in the present folder.
    """
    return Path.cwd() / place.name if isinstance(place, Address) else place


class Answer(Protocol):
    """The rows that a statement gives."""

    def fetchone(self) -> Any:
        """Give the next row, ``None`` after the last."""

    def fetchall(self) -> list[Any]:
        """Give the rows that are left."""

    def __iter__(self) -> Iterator[Any]:
        """Give the rows that are left, one by one."""


class TextSearch(msgspec.Struct, frozen=True):
    """How words are found, as SQL that takes the words of a query as one value.

    ``events`` and ``accounts`` give events by their summary and by the sentences that tell of them,
    ``others`` and ``documents`` what :class:`kipu.record.search.Hit` holds of these; the best come
    first. ``in_event`` and ``in_name`` are conditions on an event, taking the query twice, and on
    an entity. Where ``whole_texts``, documents come with their text, not with words around a hit.
    """

    events: str
    accounts: str
    others: str
    documents: str
    in_event: str
    in_name: str
    whole_texts: bool


class Connection(Protocol):
    """An open record as its modules use it. Transactions are begun by hand."""

    search: TextSearch

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction has begun and not ended."""

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> Answer:
        """Run a statement."""

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> object:
        """Run a statement for each row."""

    def stream(self, sql: str) -> Iterable[Any]:
        """Give the rows of a question without holding all of them; within a transaction."""

    def begin_writing(self) -> None:
        """Begin a transaction that is the only one to write."""

    def begin_reading(self) -> None:
        """Begin a transaction that sees the record at one moment."""

    def commit(self) -> None:
        """End a transaction, for good."""

    def rollback(self) -> None:
        """Take a transaction back."""

    def defer_references(self) -> None:
        """Verify references at the end of the transaction only."""

    def renumber(self) -> None:
        """Go on numbering rows after those that were copied with their numbers."""

    def check_storage(self) -> Iterator[Problem]:
        """Give what is wrong with tables, indexes, guards, references and the search."""

    def close(self) -> None:
        """Close it."""


def place_of(named: str | os.PathLike[str] | Address) -> Place:
    """Tell where a record is by its name: an address, or else a file.

    Raises:
        RecordError: It begins like an address of a server and is none.
    """
    if isinstance(named, Address):
        return named
    return Address(named) if isinstance(named, str) and Address.is_meant(named) else Path(named)
