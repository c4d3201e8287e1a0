"""What people decided, and the actions by which they did."""

from datetime import datetime
from typing import Literal

import msgspec

Verdict = Literal["positive", "negative", "unsure"]

JudgementKind = Literal[
    "right", "value", "same", "copy", "date", "key", "disputed", "note", "assigned", "tag"
]
"""What a judgement answers.

``right``: is this mention, account or statement right? ``value``: which value is it? ``same``: are
the two one? ``copy``: is the document a copy of the other? ``date``: what is the document's date?
``key``, ``disputed``, ``note``, ``assigned`` and ``tag`` say something beside.
"""

TargetRole = Literal["event", "mention", "statement", "document"]

ActionKind = Literal["judge", "undo", "redo", "import"]


class Target(msgspec.Struct, frozen=True):
    """What a judgement is about, addressed by content so that it survives a new reading.

    ``document`` is the hash of a document's bytes, ``exact`` the quoted characters with ``prefix``
    and ``suffix`` around them, long enough that they stand in the text once. ``role`` is what the
    quote stands for: the trigger of an account ("event"), a mention, a statement, or in the second
    quote the words of a value (then it is the attribute). Of a whole document ("document") nothing
    is quoted. ``other`` is the second quote: what the first is compared with, or the words of the
    value that is judged. Where several accounts share their trigger, ``type`` and ``rank``, the
    place among those of the type, tell which is meant.
    """

    document: str
    exact: str
    prefix: str
    suffix: str
    role: str
    other: "Target | None" = None
    type: str | None = None
    rank: int | None = None


class Judgement(msgspec.Struct, frozen=True):
    """A decision of a person; never changed, only withdrawn.

    ``attribute`` names the value judged: "when", "place", "type", "factuality", "source", or the
    role of a participant or quantity. ``value`` is what the person says it is: of an edited value
    the new one, a document's date in EDTF, who disputes it, the words of a note or tag. ``machine``
    is what kipu had read when the person decided. ``action`` and ``withdrawn_by`` are the actions
    that made and withdrew it.
    """

    id: str
    target: Target
    verdict: Verdict
    judge: str
    made: datetime
    reason: str | None = None
    withdrawn: datetime | None = None
    kind: JudgementKind = "right"
    attribute: str | None = None
    value: str | None = None
    machine: str | None = None
    action: str | None = None
    withdrawn_by: str | None = None

    @property
    def in_effect(self) -> bool:
        """Whether it has not been withdrawn."""
        return self.withdrawn is None


class Action(msgspec.Struct, frozen=True):
    """What a person did at once: judgements made and withdrawn together, and undone together.

    ``number`` counts the actions of a record. ``reverses`` is the action that an undo takes back,
    or the undo that a redo takes back.
    """

    id: str
    number: int
    kind: ActionKind
    judge: str
    made: datetime
    reverses: str | None = None


PlacementStanding = Literal["found", "changed", "missing", "orphaned"]
"""Where a judgement stands in the present readings.

``found``: what it is about is there. ``changed``: it is, but kipu now reads something else than
the person judged. ``missing``: the words are there, but nothing is read in them any more.
``orphaned``: the words are not in the text, or are there more than once, or the document is not.
"""


class Placement(msgspec.Struct, frozen=True, order=True):
    """What a judgement is about in the present readings.

    ``target`` and ``other`` are ids of event mentions, mentions, statements or documents.
    """

    judgement: str
    standing: PlacementStanding
    target: str | None = None
    other: str | None = None
