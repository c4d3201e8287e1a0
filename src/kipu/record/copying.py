"""Copies of records between kinds of databases, row by row, and hashes of what they hold.

A dump is every row of every table in the order of its key. What follows from the rows is no part of
it: the index of words, the place of events in time.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from kipu.model.errors import RecordError
from kipu.record.addresses import Address
from kipu.record.connections import Connection, Place, beside
from kipu.record.file_connection import connect_file
from kipu.record.refusals import refusing, snapshot, transaction
from kipu.record.versions import bring_up_to_date, copy_record, free_name, load_migrations

_STORED = 0
"""What SQLite says of a column that is neither hidden nor worked out from others."""


class Table(msgspec.Struct, frozen=True):
    """A table with the columns that are written, and those of its key."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]

    @property
    def selection(self) -> str:
        """Give the question for all its rows in the order of its key."""
        return f"SELECT {', '.join(self.columns)} FROM {self.name} ORDER BY {', '.join(self.key)}"

    @property
    def insertion(self) -> str:
        """Give the statement that writes a row."""
        marks = ", ".join("?" * len(self.columns))
        return f"INSERT INTO {self.name} ({', '.join(self.columns)}) VALUES ({marks})"


class Copied(msgspec.Struct, frozen=True):
    """How many rows were copied, and the hash of their dump, the same in both records."""

    rows: int
    dump: str


def load_tables(migrations: Sequence[str] | None = None) -> tuple[Table, ...]:
    """Give the tables of a record, in the order in which they are made."""
    with closing(connect_file(":memory:", 0)) as model:
        for sql in load_migrations() if migrations is None else migrations:
            model.executescript(sql)
        names = model.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
            " AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        order = [name for (name,) in model.execute("SELECT name FROM sqlite_master ORDER BY rowid")]
        return tuple(
            _table(name, model.execute("SELECT * FROM pragma_table_xinfo(?)", (name,)).fetchall())
            for (name,) in sorted(names, key=lambda row: order.index(row[0]))
        )


def _table(name: str, columns: Sequence[tuple[int, str, str, int, str, int, int]]) -> Table:
    key = sorted((place, f'"{column}"') for _, column, _, _, _, place, _ in columns if place)
    return Table(
        name,
        tuple(f'"{row[1]}"' for row in columns if row[6] == _STORED),
        tuple(column for _, column in key),
    )


def copy_all(source: Connection, target: Connection) -> Copied:
    """Copy all rows to a record that holds none, and compare the dumps.

    Raises:
        RecordError: The other record holds something, or its dump is not that of the first.
    """
    tables = load_tables()
    with snapshot(source), transaction(target):
        if any(_has_rows(target, name) for name in ("document", "judgement", "action")):
            raise RecordError("there is something in the record already, so nothing was copied")
        rows = _copy_rows(source, target, tables)
        dump = dump_hash(source, tables)
        if dump_hash(target, tables) != dump:
            raise RecordError("what was written is not what was read, so nothing was copied")
    return Copied(rows, dump)


def _has_rows(connection: Connection, table: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None


def _copy_rows(source: Connection, target: Connection, tables: Sequence[Table]) -> int:
    target.defer_references()
    target.execute("DELETE FROM meta")  # a new record has its counters
    copied = 0
    for table in tables:

        def counted(table: Table = table) -> Iterator[Sequence[object]]:
            nonlocal copied
            for row in source.stream(table.selection):
                copied += 1
                yield row

        target.executemany(table.insertion, counted())
    target.renumber()
    return copied


def dump_hash(connection: Connection, tables: Sequence[Table] = ()) -> str:
    """Give the SHA-256 of a record's dump."""
    found = hashlib.sha256()
    with snapshot(connection):
        for table in tables or load_tables():
            found.update(f"{table.name}\n".encode())
            for row in connection.stream(table.selection):
                found.update(repr(tuple(row)).encode() + b"\n")
    return found.hexdigest()


def back_up(connection: Connection, place: Place, copy: Path, loss: str) -> None:
    """Copy a record as it is at one moment to a file that is not there yet.

    Raises:
        RecordError: The file is there, or cannot be written.
    """
    if isinstance(place, Address):
        copy_to_file(connection, place, copy, loss=loss)
    else:
        copy_record(place, copy, loss)


def put_aside(connection: Connection, place: Place, version: int, loss: str) -> Path:
    """Copy a record to a file beside it under a name that nothing has yet.

    The copy of a record on a server is put into the present folder.
    """
    copy = free_name(beside(place), version)
    back_up(connection, place, copy, f"{loss}, because no copy of it could be put aside")
    return copy


def copy_to_file(
    connection: Connection, address: Address, copy: Path, *, loss: str, version: int | None = None
) -> None:
    """Copy a record on a server to a file, under another name until it is whole.

    Args:
        version: That of the record, if it is an older one.
    """
    if copy.exists():
        raise RecordError(f"{copy} is there already: {loss}. Give another name")
    migrations = load_migrations()[:version]
    part = copy.with_name(copy.name + ".part")
    try:
        part.unlink(missing_ok=True)
        with (
            refusing(address, loss),
            closing(connect_file(f"{part.absolute().as_uri()}?mode=rwc", 0)) as target,
        ):
            bring_up_to_date(target, part, migrations)
            with snapshot(connection), transaction(target):
                _copy_rows(connection, target, load_tables(migrations))
        part.rename(copy)
    except OSError as error:
        raise RecordError(f"record {address}: {loss} ({error})") from error
