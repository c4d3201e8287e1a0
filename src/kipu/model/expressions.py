"""What a time expression says, before it is known from when it counts.

An expression is a small tree over anchors. Resolving it is a pure function of the tree and the
anchors' days, so a text is read once and dated, and dated again, later.
"""

from typing import Literal, TypeAlias

import msgspec

from kipu.model.spans import Span
from kipu.model.times import Grain, TimexType

Way = Literal["before", "on_or_before", "after", "on_or_after", "nearest"]
"""Where to look for a date that lacks its year, from the day that it is counted from."""
Tense = Literal["past", "pluperfect", "present", "future", "prospective"]
"""``"prospective"`` is what was to come, and may have come since ("was due on Monday")."""
Clause = Literal["main", "speech", "relative", "perfect", "object"]
"""What a time dates: an event told; an act of saying; what a relative clause tells besides; what
has been so up to the document ("nobody has been charged"); or the event that the object of the
verb names ("won the election of 1990")."""
Relation = Literal[
    "in", "before", "after", "since", "until", "by", "from", "during", "within", "for"
]
"""How the clause stands to the time, by the preposition; no part of the expression itself."""
Mod = Literal[
    "START", "MID", "END", "APPROX", "BEFORE", "AFTER", "ON_OR_BEFORE", "ON_OR_AFTER",
    "LESS_THAN", "MORE_THAN", "EQUAL_OR_LESS", "EQUAL_OR_MORE",
]  # fmt: skip
"""The ``mod`` of TIMEX3."""


class Part(msgspec.Struct, frozen=True):
    """One piece of an expression: what it says and the characters that say so."""

    name: str
    value: str
    span: Span


class Amount(msgspec.Struct, frozen=True):
    """A number of units; ``count`` is ``None`` where the text has no number ("several days")."""

    unit: Grain
    count: float | None


class Reference(msgspec.Struct, frozen=True, tag="reference"):
    """The anchor variable: what the rest is counted from.

    ``"day"`` is the day that the text speaks of: the last one that its paragraph names, or else
    the document's own ("at noon"); ``"story"`` the last date of its paragraph whose year the text
    itself gives, or else the document's ("by the end of the year").
    """

    to: Literal["document", "text", "event", "day", "story"]


class Calendar(msgspec.Struct, frozen=True, tag="calendar"):
    """Parts of a calendar date; without a year it is found from an anchor.

    ``weekday`` is 1 for Monday to 7; ``month`` may be a season, quarter or half by the numbers of
    EDTF (21 to 41); ``decade`` is a year that ends in 0; ``century`` the first two digits;
    ``easter`` counts days from Easter Sunday.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    decade: int | None = None
    century: int | None = None
    easter: int | None = None


class Within(msgspec.Struct, frozen=True, tag="within"):
    """A date that another time completes ("September 12 of the same year", "that October")."""

    date: "Calendar"
    period: "Expression"


class Shift(msgspec.Struct, frozen=True, tag="shift"):
    """A number of units before (``sign`` -1) or after (1) a time; ``exact`` to the day."""

    base: "Expression"
    amount: Amount
    sign: int
    exact: bool = False


class Snap(msgspec.Struct, frozen=True, tag="snap"):
    """The unit that holds a time, or one ``offset`` units from it: "last week" is -1."""

    base: "Expression"
    unit: Grain
    offset: int = 0


class Seek(msgspec.Struct, frozen=True, tag="seek"):
    """The next date of its kind from a time ("the following January", "last Friday")."""

    base: "Expression"
    date: Calendar
    way: Way


class Nth(msgspec.Struct, frozen=True, tag="nth"):
    """The n-th date or unit of a period; -1 is the last ("the second Sunday of June")."""

    n: int
    period: "Expression"
    date: Calendar | None = None
    unit: Grain | None = None


class Between(msgspec.Struct, frozen=True, tag="between"):
    """From the begin of one time to the end of another."""

    first: "Expression"
    last: "Expression"


class Clock(msgspec.Struct, frozen=True, tag="clock"):
    """A time of a day. ``daypart`` is a letter pair of TIMEX3 (MO, MI, AF, EV, NI).

    ``zone`` is ``"Z"`` where the text says that it is universal time; a zone that is not told, or
    whose letters several zones share, is ``None``.
    """

    day: "Expression"
    hour: int | None = None
    minute: int | None = None
    daypart: str | None = None
    zone: str | None = None


class Duration(msgspec.Struct, frozen=True, tag="duration"):
    """A length of time, the sum of its amounts."""

    amounts: tuple[Amount, ...]


class Recurring(msgspec.Struct, frozen=True, tag="recurring"):
    """A set of times: every unit, or every date of a kind; ``quant`` and ``freq`` as in TIMEX3.

    ``daypart`` or ``clock``, an hour and minute ("16:00"), is the time of each of those days.
    """

    unit: Amount | None = None
    date: Calendar | None = None
    daypart: str | None = None
    quant: str | None = None
    freq: str | None = None
    clock: str | None = None


class Vague(msgspec.Struct, frozen=True, tag="vague"):
    """Now, once, some day: PRESENT_REF, PAST_REF or FUTURE_REF."""

    value: Literal["PRESENT_REF", "PAST_REF", "FUTURE_REF"]


class Modified(msgspec.Struct, frozen=True, tag="modified"):
    """A time with a modifier of TIMEX3 ("early 1992")."""

    base: "Expression"
    mod: Mod


Expression: TypeAlias = (
    Reference | Calendar | Within | Shift | Snap | Seek | Nth | Between | Clock | Duration
    | Recurring | Vague | Modified
)  # fmt: skip


class TimeExpression(msgspec.Struct, frozen=True):
    """A time expression of a text, not yet resolved, with what its place in the text tells.

    ``anchor_span`` are the words of the event that it counts from ("two weeks after the
    massacre"), ``anchor_heads`` those that name it, the verbs or nouns at their top. ``narrative``
    is false where the time only describes something else ("the 1995
    amnesty"), which says nothing about when the story is. ``block`` counts the document's blocks,
    ``sentence`` is the offset at which its sentence begins. ``definite`` marks "the Monday".
    ``heads`` is true of a month or year that is all of its block: what follows is of it.
    ``clause`` is the kind of clause that it dates; ``continues`` is true where that clause goes on
    with those told of before: its subject is a pronoun, or the time itself opens it. ``dateline``
    is true in the line that says from where and when a report was sent, ``entry`` of a date that
    opens a line of a list ("3 June: she resigns").
    """

    id: str
    span: Span
    type: TimexType
    expression: Expression
    rule: str
    parts: tuple[Part, ...] = ()
    mod: str | None = None
    quant: str | None = None
    freq: str | None = None
    relation: Relation | None = None
    tense: Tense | None = None
    anchor_span: Span | None = None
    anchor_heads: tuple[Span, ...] = ()
    narrative: bool = True
    quoted: bool = False
    definite: bool = False
    heads: bool = False
    block: int = 0
    sentence: int = 0
    clause: Clause = "main"
    continues: bool = False
    dateline: bool = False
    entry: bool = False
