"""What was seen of feeds and folders, as rows, so that nothing is fetched or added twice."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from kipu.model.following import FeedState, Followed
from kipu.record.refusals import refusing, transaction


class FollowedItems:
    """What an open record remembers of what is followed."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection

    def find(self, item: str) -> Followed | None:
        """Give what came of an item; ``None`` if it was never tried to the end."""
        with refusing(self._path, "it could not be read"):
            row = self._connection.execute(
                "SELECT item, outcome, stamp, tries FROM followed WHERE item = ?", (item,)
            ).fetchone()
        return (
            None if row is None else msgspec.convert(dict(zip(_FIELDS, row, strict=True)), Followed)
        )

    def keep(self, followed: Followed) -> None:
        """Remember what came of an item."""
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        row = (followed.item, followed.stamp, followed.outcome, followed.tries, at)
        with refusing(self._path, _LOSS), transaction(self._connection):
            self._connection.execute(
                "INSERT OR REPLACE INTO followed (item, stamp, outcome, tries, at)"
                " VALUES (?, ?, ?, ?, ?)",
                row,
            )

    def state(self, url: str) -> FeedState:
        """Give what a feed said of its state when it was last read to the end."""
        with refusing(self._path, "it could not be read"):
            row = self._connection.execute(
                "SELECT etag, last_modified FROM feed WHERE url = ?", (url,)
            ).fetchone()
        return FeedState(*row) if row else FeedState()

    def keep_state(self, url: str, state: FeedState) -> None:
        """Remember what a feed said of its state, once all its entries were tried."""
        with refusing(self._path, _LOSS), transaction(self._connection):
            self._connection.execute(
                "INSERT OR REPLACE INTO feed (url, etag, last_modified) VALUES (?, ?, ?)",
                (url, state.etag, state.last_modified),
            )

    def has_document(self, address: str) -> bool:
        """Tell whether a document was got from this address, or says that it is its own."""
        with refusing(self._path, "it could not be read"):
            row = self._connection.execute(
                "SELECT 1 FROM document WHERE uri = ? OR url = ?", (address, address)
            ).fetchone()
        return row is not None


_LOSS = "what was followed was not noted"
_FIELDS = ("item", "outcome", "stamp", "tries")
