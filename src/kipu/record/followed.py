"""What was seen of feeds and folders, as rows, so that nothing is fetched or added twice."""

from datetime import UTC, datetime

import msgspec

from kipu.model.following import FeedState, Followed
from kipu.record.connections import Connection, Place
from kipu.record.refusals import refusing, transaction


class FollowedItems:
    """What an open record remembers of what is followed."""

    def __init__(self, place: Place, connection: Connection) -> None:
        self._place = place
        self._connection = connection

    def find(self, item: str) -> Followed | None:
        """Give what came of an item; ``None`` if it was never tried to the end."""
        with refusing(self._place, "it could not be read"):
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
        with refusing(self._place, _LOSS), transaction(self._connection):
            self._connection.execute(_KEEP, row)

    def state(self, url: str) -> FeedState:
        """Give what a feed said of its state when it was last read to the end."""
        with refusing(self._place, "it could not be read"):
            row = self._connection.execute(
                "SELECT etag, last_modified FROM feed WHERE url = ?", (url,)
            ).fetchone()
        return FeedState(*row) if row else FeedState()

    def keep_state(self, url: str, state: FeedState) -> None:
        """Remember what a feed said of its state, once all its entries were tried."""
        with refusing(self._place, _LOSS), transaction(self._connection):
            row = (url, state.etag, state.last_modified)
            self._connection.execute(_KEEP_STATE, row)

    def has_document(self, address: str) -> bool:
        """Tell whether a document was got from this address, or says that it is its own."""
        with refusing(self._place, "it could not be read"):
            row = self._connection.execute(
                "SELECT 1 FROM document WHERE uri = ? OR url = ?", (address, address)
            ).fetchone()
        return row is not None


_LOSS = "what was followed was not noted"
_KEEP = """
INSERT INTO followed (item, stamp, outcome, tries, at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (item) DO UPDATE SET stamp = excluded.stamp, outcome = excluded.outcome,
  tries = excluded.tries, at = excluded.at
"""
_KEEP_STATE = """
INSERT INTO feed (url, etag, last_modified) VALUES (?, ?, ?)
ON CONFLICT (url) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified
"""
_FIELDS = ("item", "outcome", "stamp", "tries")
