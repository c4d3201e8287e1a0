"""What people decided."""

from datetime import datetime
from typing import Literal

import msgspec

Verdict = Literal["positive", "negative", "unsure"]


class Target(msgspec.Struct, frozen=True):
    """What a judgement is about, addressed by content so that it survives a new reading.

    ``document`` is the hash of a document's bytes, ``exact`` the quoted characters with ``prefix``
    and ``suffix`` around them, ``role`` what the quote stands for. ``other`` is the second quote
    where two things are judged the same or different.
    """

    document: str
    exact: str
    prefix: str
    suffix: str
    role: str
    other: "Target | None" = None


class Judgement(msgspec.Struct, frozen=True):
    """A decision of a person; never changed, only withdrawn."""

    id: str
    target: Target
    verdict: Verdict
    judge: str
    made: datetime
    reason: str | None = None
    withdrawn: datetime | None = None
