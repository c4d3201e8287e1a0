"""What the content of a document tells of the day on which it was written.

Each clue gives every day a weight in bits: what the day gains or loses by it. The weights were
set by hand on the development stories and MEANTIME and GUM texts without their date lines
(``bench/dating.py``).
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise

import msgspec

from kipu.model import edtf
from kipu.model.documents import Block, Document
from kipu.model.expressions import (
    Calendar,
    Clock,
    Duration,
    Expression,
    Modified,
    Reference,
    Seek,
    Shift,
    Snap,
    TimeExpression,
)  # fmt: skip
from kipu.model.times import Interval, Timex
from kipu.reading.times.ends import NOT_YET
from kipu.reading.times.evaluate import Anchors, days_of, seek
from kipu.reading.times.read import calendar_of, counts_from

Weight = Callable[[date], float]

IMPOSSIBLE = -30.0
FUTURE_HALF_LIFE = 1.5
"""Years: plans that name their year are mostly for this one or the next."""
FADING_PER_YEAR, FADING_YEARS = 0.7, 8.0
"""Bits a year, and years: how much less likely a text is, the longer after its latest year."""
OWN_YEAR_NAMED = -3.0
"""Few texts write "in 2009" of the year that they are from."""
CLOSE_BY = 120
"""Characters between a weekday and its day of the month in the next sentence."""
SOON = 183
"""Days after a month or day told with the news, in which the day of its dateline lies."""
_LEAP_DAY = (2, 29)
NAMED_WITHIN_DAYS = ((7, 9.0), (14, 6.0), (31, 3.0))
"""A weekday with its day and no year is news of the last days; beyond, it gains nothing."""


class Clue(msgspec.Struct, frozen=True):
    """Expressions that say something about the document's day, and what they say.

    ``decides`` is false for what only helps to choose among the days that another clue has named.
    ``far`` are days that it names and that may lie long after all dates of the text.
    """

    rule: str
    expressions: tuple[TimeExpression, ...]
    weight: Weight
    decides: bool = True
    far: tuple[date, ...] = ()


class Dated(msgspec.Struct, frozen=True):
    """An expression whose days follow from the text alone."""

    expression: TimeExpression
    interval: Interval


def dated_by_text(
    expressions: Sequence[TimeExpression], timexes: Sequence[Timex]
) -> tuple[Dated, ...]:
    """Give the dates that the text itself gives in full, without those inside quotations."""
    pairs = zip(expressions, timexes, strict=True)
    return tuple(
        Dated(e, t.interval)
        for e, t in pairs
        if t.interval
        and t.interval.earliest
        and t.interval.latest
        and not e.quoted
        and e.tense != "prospective"
    )


def latest_past(dated: Sequence[Dated]) -> Dated | None:
    """Give the latest date that has come when the text is written."""
    past = [one for one in dated if one.expression.tense != "future"]
    return max(
        past, key=lambda one: (one.interval.earliest, -one.expression.span.start), default=None
    )


def find_clues(
    doc: Document, expressions: Sequence[TimeExpression], dated: Sequence[Dated]
) -> tuple[Clue, ...]:
    """Collect the clues of a document; those that exclude most days come first."""
    latest = latest_past(dated)
    if latest is None:
        return ()
    plain = [e for e in expressions if not e.quoted]
    return (
        _not_before(latest),
        *_named_days(plain),
        *_ago_and_date(plain, dated),
        *_future(dated, latest),
        *_weekday_and_latest(plain, latest),
        *_weekday_and_day(plain),
        *_weekday_after_named(plain),
        *_said_twice(plain, dated),
        *_years_after(plain, dated),
        *_anniversary(plain, dated),
        *_goes_on(plain, dated),
        *_order_of_days(plain),
        *_lead_after(plain, dated),
        *_dateline_day(doc.blocks, expressions),
        *_dateline_year(doc.blocks, expressions, latest),
    )


def _not_before(latest: Dated) -> Clue:
    """Nothing is told before it happens; and the longer after it, the less likely."""
    first, grain = latest.interval.earliest or date.min, latest.interval.grain
    if latest.interval.grain == "day":
        first = latest.interval.latest or first

    def weight(day: date) -> float:
        if day < first:
            return IMPOSSIBLE
        own = OWN_YEAR_NAMED if grain == "year" and day.year == first.year else 0.0
        return own - FADING_PER_YEAR * min((day - first).days / 365, FADING_YEARS)

    return Clue("dating/not-before", (latest.expression,), weight, decides=False)


def _future(dated: Sequence[Dated], latest: Dated) -> Iterator[Clue]:
    """What is still to come lies ahead of the document, and not far."""
    for one in dated:
        last = one.interval.latest
        if one.expression.tense != "future" or last is None or one.interval.earliest is None:
            continue
        if last <= (latest.interval.latest or last):
            continue

        def weight(day: date, last: date = last) -> float:
            return -6.0 if day > last else -(last - day).days / 365 / FUTURE_HALF_LIFE

        yield Clue("dating/still-to-come", (one.expression,), weight)


def _named_days(expressions: Sequence[TimeExpression]) -> Iterator[Clue]:
    """A weekday with day and month picks the years in which they agree ("Thursday, 9 November")."""
    named = [e for e in expressions if _is_named_day(e) and e.tense not in NOT_YET]
    for number, expression in enumerate(named):
        calendar = calendar_of(expression.expression)
        assert calendar is not None

        def weight(day: date, calendar: Calendar = calendar, lead: bool = number == 0) -> float:  # noqa: FBT001
            found = _latest_of(calendar, day)
            if found is None or found.isoweekday() != calendar.weekday:
                return -10.0
            return _nearness((day - found).days) if lead else 0.0

        yield Clue("dating/weekday-of-day", (expression,), weight)


def _nearness(days: int) -> float:
    return next((bits for within, bits in NAMED_WITHIN_DAYS if days < within), 0.0)


def _is_named_day(expression: TimeExpression) -> bool:
    calendar = calendar_of(expression.expression)
    return bool(calendar and calendar.weekday and calendar.day and calendar.year is None)


def _latest_of(calendar: Calendar, day: date) -> date | None:
    """Give the last such day of the year before a day, whatever its weekday is."""
    found = seek(msgspec.structs.replace(calendar, weekday=None), day, "on_or_before")
    return found.earliest if found else None


def _ago_and_date(expressions: Sequence[TimeExpression], dated: Sequence[Dated]) -> Iterator[Clue]:
    """One time told twice, from the document and by its date ("ten years ago, on 3 November")."""
    by_id = {one.expression.id: one for one in dated}
    for expression, following in pairwise(expressions):
        if not _is_ago(expression) or not _is_apposed(expression, following):
            continue
        date_of = by_id.get(following.id)
        if date_of is not None:
            yield _same_time("dating/ago-and-date", expression, date_of, bits=20.0)


def _is_ago(expression: TimeExpression) -> bool:
    kind = expression.expression
    base = kind.base if isinstance(kind, Modified) else kind
    return isinstance(base, Shift) and counts_from(base, "document")


def _is_apposed(expression: TimeExpression, following: TimeExpression) -> bool:
    gap = following.span.start - expression.span.end
    return gap <= 6 and following.sentence == expression.sentence


def _same_time(rule: str, expression: TimeExpression, other: Dated, *, bits: float) -> Clue:
    def weight(day: date) -> float:
        found = counted(expression, day)
        return 0.0 if found and edtf.overlaps(found, other.interval) else -bits

    return Clue(rule, (expression, other.expression), weight)


def counted(expression: TimeExpression, day: date) -> Interval | None:
    """Give what an expression means if the document is of a day."""
    anchors = Anchors(document=day, free=day, near="on_or_after")
    return days_of(expression.expression, anchors)


def _weekday_of(expression: TimeExpression) -> bool:
    """Whether it is a weekday of the week before the document ("last Wednesday", "on Friday")."""
    kind = expression.expression
    base = kind.day if isinstance(kind, Clock) else kind
    if isinstance(base, Seek):
        return base.base == Reference("document") and base.date.weekday is not None
    return isinstance(base, Calendar) and base.weekday is not None and base.day is None


def _in_the_past(expression: TimeExpression) -> bool:
    return expression.tense in ("past", "pluperfect", None) and not expression.definite


def _weekday_and_latest(expressions: Sequence[TimeExpression], latest: Dated) -> Iterator[Clue]:
    """The news is of a weekday, and the latest day that the text dates in full is one."""
    if latest.interval.grain != "day" or _is_named_day(latest.expression):
        return
    calendar = calendar_of(latest.expression.expression)
    if calendar is None or calendar.weekday is not None:
        return
    for expression in _weekdays(expressions)[:1]:

        def weight(day: date, expression: TimeExpression = expression) -> float:
            found = counted(expression, day)
            return 11.0 if found and edtf.contains(latest.interval, found) else 0.0

        yield Clue("dating/weekday-is-latest-day", (expression, latest.expression), weight)


def _weekdays(expressions: Sequence[TimeExpression]) -> list[TimeExpression]:
    return [e for e in expressions if _weekday_of(e) and _in_the_past(e)]


def _weekday_and_day(expressions: Sequence[TimeExpression]) -> Iterator[Clue]:
    """A weekday, and close by the day of the month without a weekday: mostly the same day.

    "She died last Wednesday. It was September 11."
    """
    weekdays = _weekdays(expressions)
    for other in expressions:
        calendar = calendar_of(other.expression)
        if calendar is None or not _is_bare_day(calendar) or other.tense in NOT_YET:
            continue
        gaps = {other.span.start - e.span.end: e for e in weekdays}
        gap = min((g for g in gaps if 0 < g <= CLOSE_BY), default=None)
        if gap is None:
            continue

        def weight(
            day: date, expression: TimeExpression = gaps[gap], calendar: Calendar = calendar
        ) -> float:
            found = counted(expression, day)
            return 0.0 if found and found.earliest == _latest_of(calendar, day) else -11.0

        yield Clue("dating/weekday-and-day", (gaps[gap], other), weight)
        return


def _is_bare_day(calendar: Calendar) -> bool:
    return bool(calendar.day and calendar.month) and not (calendar.year or calendar.weekday)


def _weekday_after_named(expressions: Sequence[TimeExpression]) -> Iterator[Clue]:
    """A weekday named with its date, and again as "last" one: the second is another, later day."""
    named = [e for e in expressions if _is_named_day(e) and e.tense not in NOT_YET][:1]
    for expression in _weekdays(expressions):
        if not named or not isinstance(expression.expression, Seek):
            continue
        calendar = calendar_of(named[0].expression)
        if calendar is None or calendar.weekday != expression.expression.date.weekday:
            continue

        def weight(
            day: date, expression: TimeExpression = expression, calendar: Calendar = calendar
        ) -> float:
            found, first = counted(expression, day), _latest_of(calendar, day)
            if not (found and first and found.earliest and found.earliest > first):
                return -9.0
            return 3.0 if (found.earliest - first).days == 7 else 0.0

        yield Clue("dating/another-weekday", (expression, named[0]), weight, decides=False)


def _said_twice(expressions: Sequence[TimeExpression], dated: Sequence[Dated]) -> Iterator[Clue]:
    """A month or feast counted from the document, which the text also gives with its year."""
    for expression in expressions:
        kind = expression.expression
        if not isinstance(kind, Seek) or kind.base != Reference("document") or kind.date.weekday:
            continue
        same = [one for one in dated if _is_of_kind(one.interval, kind.date)]
        if not same:
            continue

        def weight(
            day: date, expression: TimeExpression = expression, same: list[Dated] = same
        ) -> float:
            found = counted(expression, day)
            return 3.0 if found and any(edtf.contains(found, o.interval) for o in same) else 0.0

        yield Clue(
            "dating/said-with-year", (expression, same[-1].expression), weight, decides=False
        )


def _is_of_kind(interval: Interval, calendar: Calendar) -> bool:
    first = interval.earliest
    if first is None or interval.grain not in ("day", "daypart", "minute", "month"):
        return False
    return first.month == calendar.month and calendar.day in (None, first.day)


def _years_after(expressions: Sequence[TimeExpression], dated: Sequence[Dated]) -> Iterator[Clue]:
    """Years since an event, up to now, that lead back to a year which the text names."""
    years = {one.interval.latest.year for one in dated if one.interval.latest}
    for expression in expressions:
        kind = expression.expression
        if not isinstance(kind, Shift) or kind.amount.unit != "year" or not kind.amount.count:
            continue
        if kind.sign < 0 or kind.amount.count < 5 or expression.anchor_span is None:
            continue

        def weight(day: date, count: int = int(kind.amount.count)) -> float:
            return 3.0 if day.year - count in years else 0.0

        yield Clue("dating/years-after", (expression,), weight)


def _anniversary(expressions: Sequence[TimeExpression], dated: Sequence[Dated]) -> Iterator[Clue]:
    """Years that are full today, since the first day that the text dates in full.

    "Fifty years ago today the garrison rose. It was the dawn of 22 August 1932."
    """
    for one, other in pairwise(expressions):
        today, length = (one, other) if _is_today(one) else (other, one)
        years = _whole_years(length.expression)
        if not _is_today(today) or years is None or today.sentence != length.sentence:
            continue
        behind = (d for d in dated if d.expression.span > today.span and _is_one_day(d.interval))
        first = next(behind, None)
        day = first.interval.earliest if first else None
        if first is None or day is None or (day.month, day.day) == _LEAP_DAY:
            continue

        told = day.replace(year=day.year + years)

        def weight(written: date, told: date = told) -> float:
            return 0.0 if written == told else -20.0

        used = today, length, first.expression
        yield Clue("dating/anniversary", used, weight, far=(told,))


def _is_today(expression: TimeExpression) -> bool:
    kind = expression.expression
    return kind == Snap(Reference("document"), "day", 0)


def _whole_years(kind: Expression) -> int | None:
    if not isinstance(kind, Duration) or len(kind.amounts) != 1:
        return None
    (amount,) = kind.amounts
    return int(amount.count) if amount.unit == "year" and amount.count else None


def _is_one_day(interval: Interval) -> bool:
    return edtf.days(interval) == 1


def _goes_on(expressions: Sequence[TimeExpression], dated: Sequence[Dated]) -> Iterator[Clue]:
    """A story goes on: "charged in May [2017], acquitted last June" is not a June before."""
    by_id = {one.expression.id: one for one in dated}
    for before, expression in pairwise(expressions):
        first = by_id.get(before.id)
        if first is None or before.sentence != expression.sentence or not before.narrative:
            continue
        if not isinstance(expression.expression, Seek) or expression.tense == "pluperfect":
            continue

        def weight(
            day: date, expression: TimeExpression = expression, first: Dated = first
        ) -> float:
            found = counted(expression, day)
            return -4.0 if found and edtf.is_before(found, first.interval) else 0.0

        yield Clue("dating/goes-on", (before, expression), weight, decides=False)


def _order_of_days(expressions: Sequence[TimeExpression]) -> Iterator[Clue]:
    """Days told one after another follow each other; a pluperfect goes back.

    "She was buried on Saturday. She had died last Wednesday."
    """
    days = [e for e in expressions if _weekday_of(e) or _is_named_day(e)]
    for before, after in pairwise(days):
        if before.block != after.block or before.sentence == after.sentence:
            continue
        if before.tense != "past" or after.tense not in ("past", "pluperfect"):
            continue

        def weight(
            day: date, before: TimeExpression = before, after: TimeExpression = after
        ) -> float:
            one, other = counted(before, day), counted(after, day)
            if one is None or other is None:
                return 0.0
            first = edtf.is_before(other, one)
            return 0.0 if first == (after.tense == "pluperfect") else -4.0

        yield Clue("dating/order-of-days", (before, after), weight, decides=False)


def _lead_after(expressions: Sequence[TimeExpression], dated: Sequence[Dated]) -> Iterator[Clue]:
    """A text that opens with "six months after" an event that it dates is of about that time."""
    for one in dated:
        kind = one.expression.expression
        if one.expression != expressions[0] or not isinstance(kind, Shift) or kind.sign < 0:
            continue
        if (
            one.expression.anchor_span is None
            or one.expression.span.start > one.expression.sentence
        ):
            continue
        # "Three days after the quake rescuers are still digging": of that day or the next
        now = one.expression.tense == "present" and kind.amount.unit == "day"
        week = edtf.hull(one.interval, edtf.shift(one.interval, 1 if now else 6, "day"))
        interval = week if one.interval.grain == "day" else one.interval

        def weight(day: date, interval: Interval = interval) -> float:
            return 9.0 if edtf.contains(interval, edtf.of_day(day)) else 0.0

        yield Clue("dating/lead-after", (one.expression,), weight)


def _dateline_year(
    blocks: Sequence[Block], expressions: Sequence[TimeExpression], latest: Dated
) -> Iterator[Clue]:
    """A dateline without its year follows a month or day that is told together with the news.

    "LIMA, Feb. 15", and "a truce signed in January 2005 collapsed last week".
    """
    told = [e for e in expressions if e.sentence == latest.expression.sentence and not e.quoted]
    is_news = any(_weekday_of(e) or counts_from(e.expression, "document") for e in told)
    first = latest.interval.earliest
    if not is_news or first is None or latest.interval.grain not in ("day", "month"):
        return
    for expression in expressions:
        calendar = calendar_of(expression.expression)
        if blocks[expression.block].kind != "dateline" or calendar is None:
            continue
        found = seek(calendar, first, "on_or_after") if _is_bare_day(calendar) else None
        if found is None or found.earliest is None or (found.earliest - first).days > SOON:
            continue

        def weight(day: date, found: date = found.earliest) -> float:
            return 11.0 if day == found else 0.0

        yield Clue("dating/dateline-after", (expression, latest.expression), weight)


def _dateline_day(blocks: Sequence[Block], expressions: Sequence[TimeExpression]) -> Iterator[Clue]:
    """A dateline without its year ("LIMA, Nov. 22") is of the day, or of the day before."""
    for expression in expressions:
        calendar = calendar_of(expression.expression)
        if blocks[expression.block].kind != "dateline" or calendar is None:
            continue
        if not calendar.day or not calendar.month or calendar.year:
            continue

        def weight(day: date, calendar: Calendar = calendar) -> float:
            found = _latest_of(calendar, day)
            return 0.0 if found and (day - found).days <= 1 else -14.0

        yield Clue("dating/dateline-without-year", (expression,), weight)
