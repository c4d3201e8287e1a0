"""Verifies the file of a record: its pages, its form, its references, its index of words."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from kipu.model.spans import Problem
from kipu.record.file_connection import FileConnection, connect_file
from kipu.record.versions import load_migrations

_SEARCH_TABLES = (
    "document_search",
    "event_mention_search",
    "other_mention_search",
    "event_search",
    "entity_search",
)


def check_file(connection: FileConnection) -> Iterator[Problem]:
    """Give what is wrong; where pages or the form are, references and words are not looked at."""
    below = [*_check_pages(connection), *_check_form(connection)]
    yield from below
    if not below:
        yield from _check_references(connection)
        yield from _check_search(connection)


def _check_pages(connection: FileConnection) -> Iterator[Problem]:
    try:
        rows = connection.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.DatabaseError as error:
        yield Problem("file", f"the file is damaged: {error}")
        return
    for (message,) in rows:
        if message != "ok":
            yield Problem("file", f"the file is damaged: {message}")


def _check_form(connection: FileConnection) -> Iterator[Problem]:
    """Compare tables, indexes and triggers with those that the migrations make."""
    with closing(connect_file(":memory:", 0)) as model:
        for sql in load_migrations():
            model.executescript(sql)
        wanted = _form(model)
    there = _form(connection)
    for name in sorted(wanted.keys() | there.keys()):
        # sqlite_stat tables are those of ANALYZE, which anyone may run.
        if wanted.get(name) != there.get(name) and not name.startswith("sqlite_"):
            state = "is missing" if name not in there else "is not as kipu makes it"
            yield Problem("form", f"{name} {state}")


def _form(connection: FileConnection) -> dict[str, str]:
    return dict(connection.execute("SELECT name, sql FROM sqlite_master"))


def _check_references(connection: FileConnection) -> Iterator[Problem]:
    for table, row, other, _ in connection.execute("PRAGMA foreign_key_check"):
        at = "" if row is None else f" (row {row})"
        yield Problem("reference", f"{table}{at} refers to a row of {other} that is not there")


def _check_search(connection: FileConnection) -> Iterator[Problem]:
    """Compare each search index with the table that holds its words.

    SQLite does this by a statement that needs the right to write, though it writes nothing; where
    there is none, a passing copy is looked at.
    """
    if not connection.execute("PRAGMA query_only").fetchone()[0]:
        yield from _check_indexes(connection)
        return
    with closing(connect_file("", 0)) as copy:
        connection.backup(copy)
        yield from _check_indexes(copy)


def _check_indexes(connection: FileConnection) -> Iterator[Problem]:
    for table in _SEARCH_TABLES:
        try:
            connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
                raise
            yield Problem("search", f"{table} does not agree with the words it was made of")
