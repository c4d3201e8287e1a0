"""The earlier time that "two days later", "the same day" or "at noon" counts from."""

from collections.abc import Iterator

from kipu.model import edtf
from kipu.model.expressions import (
    Calendar,
    Clock,
    Expression,
    Modified,
    Reference,
    Seek,
    Shift,
    Snap,
    TimeExpression,
)  # fmt: skip
from kipu.model.times import Interval
from kipu.reading.times.days import can_anchor, choose_day, moves_story
from kipu.reading.times.ends import DAY_GRAINS, Base, Told, evaluate_ends
from kipu.reading.times.read import counts_from

_MONTH, _YEAR = 31, 366


def choose_time(expression: TimeExpression, told: list[Told], document: Interval | None) -> Base:
    """Choose the earlier expression that "later", "the same day" and the like count from.

    A past tense cannot come to lie after the document; where the last time told is one of the
    news and would lead there, an earlier one of the paragraph stands in for it.
    """
    kind = expression.expression
    if counts_from(kind, "day"):
        return choose_day(expression, told, document)
    if counts_from(kind, "story"):
        return _choose_story(expression, told, document)
    if not (counts_from(kind, "text") or counts_from(kind, "event")):
        return Base()
    dated = [one for one in told if can_anchor(one, expression) and moves_story(one)]
    if _wants_day(kind):
        days = [one for one in dated if _grain(one) in DAY_GRAINS]
        dated = days or [one for one in dated if _is_short(one)]
    if _is_same_year(kind):
        dated = [one for one in told if _is_year_beside(one, expression)] or dated
    dated = _with_object(expression, dated, told)
    for one in _candidates(expression, dated):
        base = Base(one.timex.interval, "text", one.expression.span)
        if _is_overtaken(one, expression, told):
            return Base(None, "text")
        if not _is_too_late(expression, base, document):
            return base
    if document is not None and not told and _is_long_unit(kind):
        return Base(document, "document")  # "sales of the previous quarter": no other time is told
    return Base(None, "text")


def _is_overtaken(one: Told, expression: TimeExpression, told: list[Told]) -> bool:
    """Whether a day of the year that nothing dates stands nearer, in the same paragraph.

    "He died on 4 October 2010. She was to come on April 8; the next day ..." is no 5 October.
    """
    return any(
        other.timex.interval is None
        and isinstance(other.expression.expression, Calendar)
        and other.expression.expression.day is not None
        for other in told
        if other.expression.block == expression.block
        and one.expression.span < other.expression.span
    )


def _is_long_unit(kind: Expression) -> bool:
    """Whether a time is a unit longer than a day, as "the previous quarter"."""
    return isinstance(kind, Snap) and kind.unit != "day" and kind.base == Reference("text")


def _is_same_year(kind: Expression) -> bool:
    return isinstance(kind, Snap) and kind.unit == "year" and not kind.offset


def _is_year_beside(one: Told, expression: TimeExpression) -> bool:
    """Whether a time has the year that "that same year" can mean, whatever it dates.

    "The prisoners came out with the amnesty of 1938. He came back that same year."
    """
    earlier = one.expression
    near = earlier.block == expression.block and not earlier.quoted
    days = edtf.days(one.timex.interval) if one.timex.interval else None
    return near and one.own_year and days is not None and days <= _YEAR


def _choose_story(expression: TimeExpression, told: list[Told], document: Interval | None) -> Base:
    """Choose the story's last date where it has left the news, or else the document's.

    "He was jailed in May 1995. By the end of the year he was free."
    """
    if expression.tense not in ("future", "present"):
        for one in reversed(told):
            if one.expression.block != expression.block:
                break
            if one.own_year and can_anchor(one, expression) and moves_story(one):
                return Base(one.timex.interval, "text", one.expression.span)
    return Base(document, "document" if document else "none")


def _candidates(expression: TimeExpression, dated: list[Told]) -> Iterator[Told]:
    """Give the last time told, then those of the paragraph behind dates of the news."""
    for number, one in enumerate(reversed(dated)):
        if number and one.expression.block != expression.block:
            return
        yield one
        if one.own_year:  # the story has come to here: what lies before it is no stand-in
            return


def _with_object(expression: TimeExpression, dated: list[Told], told: list[Told]) -> list[Told]:
    """Add the date of what the sentence before has for its object, if it is the later one.

    "He won the election of 1990. Two years later ...": the object's date only says which election
    is meant, but it may be all that tells when he won.
    """
    same = [one for one in told if one.expression.block == expression.block and one.own_year]
    last = [one for one in same if _is_object(one)][-1:]
    if not last or not isinstance(expression.expression, Shift):
        return dated
    start, interval = last[0].expression.span, last[0].timex.interval
    earlier = [one for one in dated if one.expression.span < start]
    before = earlier[-1].timex.interval if earlier else None
    if len(earlier) < len(dated) or (before and interval and edtf.is_after(before, interval)):
        return [*last, *dated]
    return [*dated, *last]


def _is_object(one: Told) -> bool:
    earlier = one.expression
    past = earlier.tense in ("past", "pluperfect") and not earlier.quoted
    return past and earlier.clause == "object" and one.timex.interval is not None


def _is_too_late(expression: TimeExpression, base: Base, document: Interval | None) -> bool:
    """Whether a past tense would lie after the document."""
    if document is None or expression.tense not in ("past", "pluperfect"):
        return False
    found = evaluate_ends(expression.expression, base, document, Base()).interval
    return found is not None and edtf.is_after(found, document)


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


def _grain(one: Told) -> str | None:
    return one.timex.interval.grain if one.timex.interval else None
