"""Searches that people keep under a name, as rows."""

from datetime import UTC, datetime

import msgspec

from kipu.record.connections import Connection, Place
from kipu.record.refusals import refusing, transaction


class SavedSearch(msgspec.Struct, frozen=True):
    """A search under its name; ``asked`` is the query of an address, as "about=Ada&from=2001".

    ``judge`` is who kept it, "" if they gave no name.
    """

    name: str
    asked: str
    judge: str
    made: datetime


class SavedSearches:
    """The searches that are kept in an open record."""

    def __init__(self, place: Place, connection: Connection) -> None:
        self._place = place
        self._connection = connection

    def all(self) -> tuple[SavedSearch, ...]:
        """Give all searches by their names."""
        with refusing(self._place, "it could not be read"):
            rows = self._connection.execute(
                "SELECT name, asked, judge, made FROM saved_search ORDER BY name"
            ).fetchall()
        return tuple(
            SavedSearch(name, asked, judge, datetime.fromisoformat(made))
            for name, asked, judge, made in rows
        )

    def keep(self, name: str, asked: str, judge: str) -> None:
        """Keep a search, in the place of one that has its name."""
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        with refusing(self._place, "the search was not kept"), transaction(self._connection):
            self._connection.execute(
                "INSERT INTO saved_search (name, asked, judge, made) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET"
                " asked = excluded.asked, judge = excluded.judge, made = excluded.made",
                (name, asked, judge, at),
            )

    def forget(self, name: str) -> None:
        """Take a search out; nothing if there is none of that name."""
        with refusing(self._place, "the search was not forgotten"), transaction(self._connection):
            self._connection.execute("DELETE FROM saved_search WHERE name = ?", (name,))
