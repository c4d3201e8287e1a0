"""What is known of a time."""

from datetime import date
from typing import Literal

import msgspec

from kipu.model.spans import Evidence, Span

Grain = Literal[
    "second", "minute", "hour", "daypart", "day", "week", "month", "season", "quarter", "half",
    "year", "decade", "century",
]  # fmt: skip
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Anchor = Literal["document", "text", "event", "none"]
"""What a time was counted from: the document's date, an earlier expression, an event, nothing."""


class Interval(msgspec.Struct, frozen=True):
    """What is known of a time, as the days between which it lies.

    ``earliest`` and ``latest`` are both included; ``None`` is an open end. ``grain`` is how finely
    the time was told, ``None`` for ranges without one. ``edtf`` is level 1 of ISO 8601-2, level 2
    where needed, and carries what days cannot: clock times, "about", years before 1.
    """

    edtf: str
    earliest: date | None
    latest: date | None
    grain: Grain | None = None

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"interval {self.edtf} ends before it begins")


class Timex(msgspec.Struct, frozen=True):
    """A time expression, as TIMEX3 of ISO-TimeML, with its interval.

    ``value`` is the ISO value ("2000-11", "P3D", "XXXX-XX-XX" where unresolved). ``anchor_span``
    are the characters of the expression or event it was counted from. ``interval`` is ``None``
    for durations, sets, and expressions whose anchor is not known. ``relation`` is how the clause
    stands to the time ("since", "until", "before"); the interval is the time's own, see
    ``kipu.model.edtf.bound``. ``narrative`` is false where the time only describes a thing
    ("the 1995 amnesty").
    """

    id: str
    span: Span
    type: TimexType
    value: str
    rule: str
    mod: str | None = None
    quant: str | None = None
    freq: str | None = None
    anchor: Anchor = "none"
    anchor_span: Span | None = None
    interval: Interval | None = None
    relation: str | None = None
    narrative: bool = True


class EventTime(msgspec.Struct, frozen=True):
    """When an event happened, as one text or all texts together say.

    ``interval`` is ``None`` where no text tells. ``value`` is the TIMEX3 value of the expression
    that tells, ``type`` and ``mod`` are its. ``evidence`` holds the characters that state the time,
    none where it is inherited from the document's own date, which ``anchor`` says.
    """

    interval: Interval | None = None
    value: str | None = None
    type: TimexType = "DATE"
    mod: str | None = None
    anchor: Anchor = "none"
    evidence: tuple[Evidence, ...] = ()

    @property
    def edtf(self) -> str | None:
        """The interval's EDTF string."""
        return self.interval.edtf if self.interval else None
