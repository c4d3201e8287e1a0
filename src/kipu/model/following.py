"""What is remembered of feeds and folders that are followed."""

from typing import Literal

import msgspec

ItemOutcome = Literal["added", "known", "refused", "left out"]


class FeedState(msgspec.Struct, frozen=True):
    """What a feed said of its state: sent back, it is answered only if there is something new.

    Source: RFC 9110, ``ETag`` and ``Last-Modified``.
    """

    etag: str | None = None
    last_modified: str | None = None


class Followed(msgspec.Struct, frozen=True):
    """What came of an entry of a feed, or of a file, when it was last tried.

    ``item`` is the address of the page, or the name of the file; ``stamp`` tells one content of a
    file from another.
    """

    item: str
    outcome: ItemOutcome
    stamp: str | None = None
    tries: int = 1
