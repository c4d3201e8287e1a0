"""The earlier time that "two days later", "the same day" or "at noon" counts from."""

from datetime import date

from kipu.model import edtf
from kipu.model.expressions import (
    Clock,
    Expression,
    Modified,
    Seek,
    Snap,
    TimeExpression,
)  # fmt: skip
from kipu.model.times import Interval
from kipu.reading.times.ends import DAY_GRAINS, Base, Told
from kipu.reading.times.read import counts_from

_MONTH = 31
_EVENING = 18
"""The hour from which a time of day may be that of the evening before a morning paper."""


def choose_time(expression: TimeExpression, told: list[Told], document: Interval | None) -> Base:
    """Choose the earlier expression that "later", "the same day" and the like count from."""
    kind = expression.expression
    if counts_from(kind, "day"):
        return _day_base(expression, told, document)
    if not (counts_from(kind, "text") or counts_from(kind, "event")):
        return Base()
    dated = [one for one in told if _can_anchor(one, expression)]
    if _wants_day(kind):
        days = [one for one in dated if _grain(one) in DAY_GRAINS]
        dated = days or [one for one in dated if _is_short(one)]
    if not dated:
        return Base(None, "text")
    return Base(dated[-1].timex.interval, "text", dated[-1].expression.span)


def _wants_day(expression: Expression) -> bool:
    if isinstance(expression, Modified):
        return _wants_day(expression.base)
    if isinstance(expression, Clock):
        return True
    if isinstance(expression, Seek):
        return expression.date.weekday is not None
    return isinstance(expression, Snap) and expression.unit == "day"


def _is_short(one: Told) -> bool:
    """Whether an interval is short enough for "the next day" to say anything."""
    days = edtf.days(one.timex.interval) if one.timex.interval else None
    return days is not None and days <= _MONTH


def _day_base(expression: TimeExpression, told: list[Told], document: Interval | None) -> Base:
    """Choose the day that "at noon" belongs to: the last that its paragraph names.

    A paragraph that names no date at all is about the day of the document.
    """
    same = [one for one in told if one.expression.block == expression.block]
    dated = [one for one in same if _can_anchor(one, expression)]
    if dated and _grain(dated[-1]) in DAY_GRAINS:
        return Base(dated[-1].timex.interval, "text", dated[-1].expression.span)
    if dated or document is None or edtf.days(document) != 1:
        return Base(None, "none")
    if expression.tense in ("past", "pluperfect") and _is_late(expression.expression):
        return Base(
            edtf.of_days(edtf.shift_day(_first(document), -1, "day"), document.latest), "document"
        )
    return Base(document, "document")


def _is_late(expression: Expression) -> bool:
    """Whether a time of day is in the evening: a morning paper tells of the evening before."""
    if not isinstance(expression, Clock):
        return False
    return expression.daypart in ("EV", "NI") or (expression.hour or 0) >= _EVENING


def _first(interval: Interval) -> date:
    return interval.earliest or interval.latest or date.min


def _can_anchor(one: Told, expression: TimeExpression) -> bool:
    """Whether an earlier expression moves the story on to its time."""
    earlier = one.expression
    if one.timex.interval is None or earlier.type not in ("DATE", "TIME"):
        return False
    if earlier.quoted and not (expression.quoted and earlier.block == expression.block):
        return False
    return earlier.narrative or earlier.sentence == expression.sentence


def _grain(one: Told) -> str | None:
    return one.timex.interval.grain if one.timex.interval else None
