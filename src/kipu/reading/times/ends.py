"""What an expression is counted from, and its value between the first and last day of that."""

from datetime import date

import msgspec

from kipu.model import edtf
from kipu.model.expressions import (
    Expression,
    Seek,
    Shift,
    TimeExpression,
    Way,
)  # fmt: skip
from kipu.model.spans import Span
from kipu.model.times import Anchor, Interval, Timex
from kipu.reading.times.evaluate import Anchors, Resolved, evaluate
from kipu.reading.times.values import common_value

DAY_GRAINS = ("second", "minute", "hour", "daypart", "day")
"""Grains of times that name their day."""
NOT_YET = ("future", "prospective")
"""Tenses of what was to come when it was told."""


class Base(msgspec.Struct, frozen=True):
    """What an expression is counted from: an interval, its kind, and the words that give it."""

    interval: Interval | None = None
    kind: Anchor = "none"
    span: Span | None = None
    way: Way = "on_or_before"


class Told(msgspec.Struct, frozen=True):
    """An expression already resolved. ``own_year``: its year comes from the text alone."""

    expression: TimeExpression
    timex: Timex
    own_year: bool


def evaluate_ends(
    expression: Expression, text: Base, document: Interval | None, free: Base, near: Way = "nearest"
) -> Resolved:
    """Evaluate with the first and with the last day of every anchor, and join the results."""
    ends = []
    for last in (False, True):
        anchors = Anchors(
            document=end_of(document, last=last),
            text=end_of(text.interval, last=_from_last(expression, last=last)),
            day=end_of(text.interval, last=last),
            free=end_of(free.interval, last=last),
            way=free.way,
            near=near,
        )
        ends.append(evaluate(expression, anchors))
    one, other = ends
    if one.interval is None or other.interval is None:
        return one if one.interval is None else other
    if one.interval == other.interval:
        return one
    whole = edtf.hull(one.interval, other.interval)
    grain = one.interval.grain
    return Resolved(
        common_value(one.value, other.value), msgspec.structs.replace(whole, grain=grain)
    )


def _from_last(expression: Expression, *, last: bool) -> bool:
    """Whether to count from the last day of an anchor: "the following March" is after all of it."""
    if isinstance(expression, Seek) and expression.way in ("after", "before"):
        return expression.way == "after"
    return last


def end_of(interval: Interval | None, *, last: bool) -> date | None:
    """Give the last or the first day of an interval; if that end is open, the other one."""
    if interval is None:
        return None
    one, other = interval.earliest, interval.latest
    return (other or one) if last else (one or other)


def near_side(expression: TimeExpression) -> Way:
    """Give the side on which "this Friday" lies; "ten years ago this Friday" looks ahead."""
    if isinstance(expression.expression, Shift) or expression.tense in ("future", "present"):
        return "on_or_after"
    return "nearest" if expression.tense in (None, "prospective") else "on_or_before"
