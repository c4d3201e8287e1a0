"""The documentation of the record names what is in it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kipu.record.versions import load_migrations

DOCS = Path(__file__).parents[2] / "docs"


def tables() -> list[str]:
    """Give the tables and views of a record, without those that FTS5 makes for itself."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for sql in load_migrations():
            connection.executescript(sql)
        names = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        made = ("_data", "_idx", "_docsize", "_config")
        return [name for (name,) in names if not name.endswith(made)]


@pytest.mark.parametrize("table", tables())
def test_every_table_is_documented(table: str) -> None:
    """A user of Datasette finds each table explained."""
    assert f"`{table}`" in (DOCS / "record.md").read_text("utf-8")
