"""An open record on a server of PostgreSQL."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NoReturn

import psycopg
from psycopg import errors, sql
from psycopg.pq import TransactionStatus
from psycopg.types.numeric import IntDumper

from kipu.model.spans import Problem
from kipu.record.connections import Answer
from kipu.record.postgres.search import TSVECTOR
from kipu.record.refusals import BROKEN, BUSY, DAMAGED, FULL, TOO_LARGE, UNFIT, ServerError

_INSERTION = re.compile(
    r"\s*INSERT INTO (?P<table>\w+)\s*(?P<columns>\([\w\s,\"]+\))?\s*VALUES \(\?(, \?)*\)\s*"
)
_AT_ONCE = 500
"""Rows that the server sends at once where they are streamed."""
_LOST = (
    "the server of record {path} cannot be reached any more ({error}): {loss}. What was "
    "acknowledged before is still there; try again"
)
_SHORT = (
    "the server of record {path} lacks what it needs for this ({error}): {loss}. Try again when it "
    "has less to do, or ask whoever runs it"
)
_STOPPED = "the server of record {path} stopped before it was done ({error}): {loss}. Try again"
_SENTENCES: tuple[tuple[type[psycopg.Error], str], ...] = (
    (errors.LockNotAvailable, BUSY),
    (errors.DiskFull, FULL),
    (
        errors.ReadOnlySqlTransaction,
        "record {path} cannot be written to: {loss}. It was opened for reading only, or the server "
        "is a copy of another one",
    ),
    (
        errors.InsufficientPrivilege,
        "record {path} may not be used so ({error}): {loss}. Ask its owner for the right to it",
    ),
    (errors.UntranslatableCharacter, UNFIT),
    (errors.CharacterNotInRepertoire, UNFIT),
    (errors.IntegrityError, UNFIT),
    (errors.ProgramLimitExceeded, TOO_LARGE),
    (errors.DataError, UNFIT),
    (errors.IoError, BROKEN),
    (errors.DataCorrupted, DAMAGED),
    (errors.IndexCorrupted, DAMAGED),
    (errors.OutOfMemory, _SHORT),
    (errors.InsufficientResources, _SHORT),
    (errors.ConfigurationLimitExceeded, _SHORT),
    (errors.QueryCanceled, _STOPPED),
    (errors.DeadlockDetected, _STOPPED),
    (errors.OperationalError, _LOST),
)
_NO_LETTER = "\ufdd0"
_OTHER = "record {path} failed ({error}): {loss}"


class _BoolDumper(IntDumper):
    """Yes and no are 1 and 0 in a record."""

    def dump(self, obj: Any) -> bytes:
        """Write one of the two."""
        return b"1" if obj else b"0"


@lru_cache(maxsize=1024)
def _translated(statement: str) -> str:
    """Write ``?`` as the driver wants it."""
    return statement.replace("%", "%%").replace("?", "%s")


def _without_nul(asked: str) -> str:
    """Put a letter that stands for none in the place of NUL, also in the JSON of a list."""
    if asked.startswith("["):
        asked = asked.replace("\\u0000", _NO_LETTER)
    return asked.replace("\0", _NO_LETTER)


class ServerConnection:
    """A connection that does as :class:`kipu.record.connections.Connection` says."""

    search = TSVECTOR

    def __init__(self, driver: psycopg.Connection[tuple[Any, ...]], schema: str, wait: float):
        driver.adapters.register_dumper(bool, _BoolDumper)
        self._driver = driver
        self._wait = wait
        self._is_writing = False
        self.schema = schema

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction has begun and not ended."""
        ended = (TransactionStatus.IDLE, TransactionStatus.UNKNOWN)
        return self._driver.info.transaction_status not in ended

    def execute(self, statement: str, parameters: Sequence[Any] = (), /) -> Answer:
        """Run a statement, or several where there are no parameters."""
        with refused():
            if not parameters:
                return self._driver.execute(statement)
            return self._driver.execute(_translated(statement), self._asked(parameters))

    def _asked(self, parameters: Sequence[Any]) -> Sequence[Any]:
        """Give what is asked for as the server takes it.

        It knows no NUL, so that nothing in a record holds one: who asks for one finds nothing, by a
        letter that no text has. Who writes one is refused by the server.
        """
        if self._is_writing:
            return parameters
        return [_without_nul(one) if isinstance(one, str) else one for one in parameters]

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]], /) -> None:
        """Run a statement for each row; rows that are only written are copied in."""
        found = _INSERTION.fullmatch(statement)
        with refused(), self._driver.cursor() as cursor:
            if found is None:
                cursor.executemany(_translated(statement), rows)
                return
            into = f"COPY {found['table']} {found['columns'] or ''} FROM STDIN"
            with cursor.copy(into) as copying:
                for row in rows:
                    copying.write_row(row)

    def stream(self, statement: str) -> Iterator[Any]:
        """Give the rows of a question without holding all of them; within a transaction."""
        with refused(), self._driver.cursor(name="rows") as cursor:
            cursor.itersize = _AT_ONCE
            cursor.execute(statement)
            yield from cursor

    def begin_writing(self) -> None:
        """Begin a transaction that is the only one to write.

        Who waits for it sees all that was written before, as every statement sees what is then
        there.
        """
        self.execute(
            "BEGIN ISOLATION LEVEL READ COMMITTED;"
            f"SET LOCAL lock_timeout = {round(self._wait * 1000)};"
            "LOCK TABLE meta IN SHARE ROW EXCLUSIVE MODE"
        )
        self._is_writing = True

    def begin_making(self) -> None:
        """Begin a transaction that is the only one to make or change the form of this record."""
        self.execute(f"BEGIN; SET LOCAL lock_timeout = {round(self._wait * 1000)}")
        self.execute("SELECT pg_advisory_xact_lock(hashtext(?))", (f"kipu {self.schema}",))

    def begin_reading(self) -> None:
        """Begin a transaction that sees the record at one moment."""
        self.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def commit(self) -> None:
        """End a transaction, for good."""
        self.execute("COMMIT")
        self._is_writing = False

    def rollback(self) -> None:
        """Take a transaction back."""
        self._is_writing = False
        self.execute("ROLLBACK")

    def defer_references(self) -> None:
        """Verify references at the end of the transaction only."""
        self.execute("SET CONSTRAINTS ALL DEFERRED")

    def renumber(self) -> None:
        """Go on numbering rows after those that were copied with their numbers."""
        numbered = self.execute(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = ?"
            " AND column_name = 'number' AND is_identity = 'YES'",
            (self.schema,),
        ).fetchall()
        for (table,) in numbered:
            self.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'number'),"
                f" greatest(max(number), 1), max(number) IS NOT NULL) FROM {table}"
            )

    def check_storage(self) -> Iterator[Problem]:
        """Give what is wrong with tables, indexes, guards, references and the search."""
        from kipu.record.postgres.form import check_server

        yield from check_server(self)

    def close(self) -> None:
        """Close it."""
        self._driver.close()


@contextmanager
def refused() -> Iterator[None]:
    """Turn what the driver raises into :class:`ServerError`."""
    try:
        yield
    except psycopg.Error as error:
        _refuse(error)


def _refuse(error: psycopg.Error) -> NoReturn:
    kinds = (sentence for kind, sentence in _SENTENCES if isinstance(error, kind))
    said = (error.diag.message_primary or str(error)).strip().replace("\n", " ")
    raise ServerError(next(kinds, _OTHER), said) from None


def identifier(name: str) -> str:
    """Write the name of a schema or table so that it is nothing else."""
    return sql.Identifier(name).as_string(None)
