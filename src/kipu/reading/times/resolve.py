"""Resolving the expressions of a document, one after another, with what they count from.

News counts from the day of the paper, a story within the news from the dates it has told. Which
of the two a date without a year belongs to is decided in :mod:`kipu.reading.times.years`, by tense
and by what the same paragraph has dated before.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

import msgspec

from kipu.model import edtf
from kipu.model.documents import CreationTime
from kipu.model.expressions import (
    Between,
    Calendar,
    Expression,
    Modified,
    Shift,
    Snap,
    TimeExpression,
    Way,
)  # fmt: skip
from kipu.model.spans import Span
from kipu.model.times import Interval, Timex
from kipu.reading.times.days import moves_story
from kipu.reading.times.earlier import choose_time
from kipu.reading.times.ends import (
    DAY_GRAINS,
    NOT_YET,
    Base,
    Told,
    end_of,
    evaluate_ends,
    near_side,
)
from kipu.reading.times.evaluate import Anchors, days_of, seek
from kipu.reading.times.read import calendar_of, counts_from, is_free
from kipu.reading.times.values import duration_value
from kipu.reading.times.years import choose_year

_REMEMBERED = 200
"""Expressions back to which a text can refer; what keeps a list of thousands of dates quick."""
_INSIDE = 6
"""Expressions after one that counts from an event, among which the event's own date is."""
_LONG_PAST = 5 * 365
"""Days back from which a day of the next months goes on from the one told last."""
_GOING_ON, _GOING_ON_BLOCKS = 183, 3
"""Days and blocks within which an undated text goes on from the day that it told last."""
_LAST_WEEKS = 60
"""Days back from the document for which a day without a year needs no other reason."""
_ON_THE_WAY = 3
"""Days between a dateline and the paper that prints it."""
_COUNTABLE = 31
"""Days of a time at most from which "the day after" can be counted."""
_APPOSED = 3
"""Characters between a date and what explains it, ", "."""


def resolve_times(
    expressions: Sequence[TimeExpression],
    created: CreationTime,
    events: Sequence[tuple[Span, Interval]] = (),
) -> tuple[Timex, ...]:
    """Resolve expressions, in the order of the text, with the document's own date.

    Args:
        events: The words and times of events that the text dates elsewhere, from which "two weeks
            after the massacre" can be counted.

    Returns:
        One timex each, in the same order, with the same id. What an expression lacks stays
        unresolved: its value has X for it, its interval is ``None``.
    """
    background, (days, months) = _background(expressions), _told_in_full(expressions)
    order = _order_of_entries(expressions)
    story = Story(
        tuple(expressions), created.interval, tuple(events), background, days, months, order
    )
    told: list[Told] = []
    for number in range(len(story.expressions)):
        told.append(_tell(number, story, told[-_REMEMBERED:]))
        sent = _sent_on(told[-1], created)
        if sent is not None:
            story = msgspec.structs.replace(story, document=sent)
    return tuple(one.timex for one in told)


def _sent_on(one: Told, created: CreationTime) -> Interval | None:
    """Give the day of a dateline, if it is a little older than the paper.

    A cable of the 23rd, printed on the 24th, means the 23rd by "today".
    """
    sent, printed = one.timex.interval, created.interval
    if not one.expression.dateline or sent is None or printed is None:
        return None
    if sent.latest is None or printed.earliest is None or edtf.days(sent) != 1:
        return None
    return sent if 0 < (printed.earliest - sent.latest).days <= _ON_THE_WAY else None


class Story(msgspec.Struct, frozen=True):
    """All that the expressions of a document are resolved with.

    ``background`` are the ids of those that only date the event another one counts from, ``days``
    the days that the text gives in full, ``months`` the first days of months that it does, each
    with where it first does. ``order`` is 1 where the entries of a dated list follow each other in
    time, -1 where the newest comes first, 0 where neither can be told.
    """

    expressions: tuple[TimeExpression, ...]
    document: Interval | None
    events: tuple[tuple[Span, Interval], ...]
    background: frozenset[str]
    days: frozenset[date]
    months: dict[date, Span]
    order: int


def _background(expressions: Sequence[TimeExpression]) -> frozenset[str]:
    return frozenset(
        other.id
        for number, expression in enumerate(expressions)
        for other in _inside(expression, expressions[number + 1 : number + _INSIDE])
    )


def _inside(
    expression: TimeExpression, following: Sequence[TimeExpression]
) -> Iterator[TimeExpression]:
    """Give the expressions among the words of the event that one counts from."""
    span = expression.anchor_span
    return (e for e in following if span and span.start <= e.span.start < span.end)


def _tell(number: int, story: Story, told: list[Told]) -> Told:
    expression, document = story.expressions[number], story.document
    if expression.anchor_span:
        inner = _dated_within(number, story, told)
        inner = inner or _dated_event(expression, story.events)
        base = inner or Base(None, "event", expression.anchor_span)
        timex = _timex(expression, base, document, Base())
        return Told(expression, timex, own_year=base.interval is not None)
    text = choose_time(expression, told, document)
    free = _entry_base(expression, story, told) or _apposed_base(number, story)
    free = free or _within_month(expression, told) or _within_entry(expression, told)
    free = free or _month_base(expression, told, document)
    free = free or _full_base(expression, story)
    free = free or choose_year(expression, told, document)
    timex = _timex(expression, text, document, free)
    if expression.id in story.background:
        expression = msgspec.structs.replace(expression, narrative=False)
    return Told(expression, timex, own_year=_has_own_year(timex, told))


def _dated_within(number: int, story: Story, told: list[Told]) -> Base | None:
    """Find the date among the words of the event that an expression counts from."""
    following = story.expressions[number + 1 : number + _INSIDE]
    for other in _inside(story.expressions[number], following):
        if other.anchor_span or other.type not in ("DATE", "TIME"):
            continue
        text = choose_time(other, told, story.document)
        free = choose_year(other, told, story.document)
        timex = _timex(other, text, story.document, free)
        if timex.interval:
            narrow = _is_narrow(timex.interval, story.expressions[number].expression)
            return Base(timex.interval, "text", other.span) if narrow else None
    return None


def _is_narrow(interval: Interval, counted: Expression) -> bool:
    """Whether days can be counted from an interval: not from a year."""
    unit = counted.amount.unit if isinstance(counted, Shift) else None
    unit = counted.unit if isinstance(counted, Snap) else unit
    days = edtf.days(interval)
    return unit != "day" or (days is not None and days <= _COUNTABLE)


def _dated_event(
    expression: TimeExpression, events: Sequence[tuple[Span, Interval]]
) -> Base | None:
    """Find the time of the event that an expression counts from.

    It is what the clause or noun behind it names, not what is told within: "a day after they
    refused the resignation" counts from the refusal. Without a tree it is the first in its words.
    """
    words = expression.anchor_heads or ((expression.anchor_span,) if expression.anchor_span else ())
    named = [event for event in events if any(event[0].overlaps(word) for word in words)]
    if not named:
        return None
    trigger, interval = min(named, key=lambda event: event[0])
    return Base(interval, "event", trigger)


def _order_of_entries(expressions: Sequence[TimeExpression]) -> int:
    """Tell which way the entries of a list of dates go, by the parts that they name."""
    named = (calendar_of(e.expression) for e in expressions if e.entry)
    dates = [d for d in named if d is not None and d.month is not None]
    steps = [
        (later.year or 0, later.month, later.day or 1) >= (one.year or 0, one.month, one.day or 1)
        if one.year and later.year
        else (later.month, later.day or 1) >= (one.month, one.day or 1)
        for one, later in pairwise(dates)
    ]
    return (2 * sum(steps) > len(steps)) - (2 * sum(steps) < len(steps))


def _entry_base(expression: TimeExpression, story: Story, told: Sequence[Told]) -> Base | None:
    """Take the year of an entry in a list of dates from the entry before it."""
    entries = (one for one in reversed(told) if one.expression.entry and one.own_year)
    last = next((one for one in entries if one.timex.interval), None)
    last = last or _year_of_list(told, story)
    if last is None or not (expression.entry and story.order and is_free(expression.expression)):
        return None
    day = end_of(last.timex.interval, last=story.order < 0)
    if day is None:
        return None
    way: Way = "on_or_after" if story.order > 0 else "on_or_before"
    base = Base(edtf.of_day(day), "text", last.expression.span, way)
    found = evaluate_ends(expression.expression, Base(), None, base).interval
    late = found and story.document and edtf.is_after(found, story.document)
    return base if found and not late else None


def _year_of_list(told: Sequence[Told], story: Story) -> Told | None:
    """Find the one year that the text above a list names: "Chronology of the strike of 2014".

    A text with a date of its own counts from that.
    """
    years = [one for one in told if one.own_year and _grain(one) == "year"]
    listed = len(years) == 1 and story.document is None and story.order > 0
    above = listed and not any(one.expression.entry for one in told[: told.index(years[0])])
    return years[0] if above else None


def _apposed_base(number: int, story: Story) -> Base | None:
    """Take the year of "June 22, four days after the fire" from the day of the fire."""
    expression, *rest = story.expressions[number : number + 2]
    following = rest[0] if rest else None
    if following is None or following.anchor_span is None or not is_free(expression.expression):
        return None
    if following.span.start - expression.span.end > _APPOSED:
        return None
    event = _dated_event(following, story.events)
    counted = _timex(following, event, None, Base()).interval if event else None
    if counted is None:
        return None
    base = Base(counted, "event", following.anchor_span, way="nearest")
    found = evaluate_ends(expression.expression, Base(), None, base).interval
    return base if found and edtf.overlaps(found, counted) else None


def _within_month(expression: TimeExpression, told: Sequence[Told]) -> Base | None:
    """Take the month of "in February 1982, on the 14th" from what stands right before it."""
    kind = calendar_of(expression.expression)
    last = told[-1] if told else None
    if kind is None or not kind.day or kind.month or kind.year or last is None:
        return None
    month = last.timex.interval
    beside = 0 <= expression.span.start - last.expression.span.end <= _APPOSED
    if not (beside and last.own_year and month and month.grain == "month" and month.earliest):
        return None
    return Base(edtf.of_day(month.earliest), "text", last.expression.span, "on_or_after")


def _within_entry(expression: TimeExpression, told: Sequence[Told]) -> Base | None:
    """Go on from the date that opens a list's entry: "7 November 2010. She is elected. She takes
    office on 15 December"."""
    opened = (one for one in reversed(told) if one.expression.block == expression.block)
    entry = next((one for one in opened if one.expression.entry and one.own_year), None)
    day = entry.timex.interval.latest if entry and entry.timex.interval else None
    if entry is None or day is None or _free_day(expression.expression) is None:
        return None
    return _going_on(expression, entry, day)


def _told_in_full(
    expressions: Sequence[TimeExpression],
) -> tuple[frozenset[date], dict[date, Span]]:
    """Give the days, and the first days of the months, that the text names with their year."""
    days: set[date] = set()
    months: dict[date, Span] = {}
    for expression in expressions:
        for interval in _dated_in_full(expression.expression):
            if interval.earliest and interval.grain == "day":
                days.add(interval.earliest)
                months.setdefault(interval.earliest.replace(day=1), expression.span)
            elif interval.earliest and interval.grain == "month":
                months.setdefault(interval.earliest, expression.span)
    return frozenset(days), months


def _dated_in_full(kind: Expression) -> Iterator[Interval]:
    """Give the day or month that an expression names with its year, or both ends of a range."""
    if isinstance(kind, Between):
        years = [getattr(end, "year", None) for end in (kind.first, kind.last)]
        year = next((y for y in years if y is not None), None)
        for end in (kind.first, kind.last):
            if isinstance(end, Calendar) and year is not None and end.year in (None, year):
                yield from _dated_in_full(msgspec.structs.replace(end, year=year))
        return
    calendar = calendar_of(kind)
    if calendar is not None and calendar.year is not None:
        interval = days_of(calendar, Anchors())
        if interval is not None:
            yield interval


def _full_base(expression: TimeExpression, story: Story) -> Base | None:
    """Take the year of a day from where the text gives the same day, or its month, in full.

    "In June 1986 a patrol came" dates "they were held on 8 June" after it, but a mention of "the
    vote of June 1986" further on does not. Not of a day that by itself would
    be one of the last weeks, which may come round again.
    """
    kind = _free_day(expression.expression)
    if kind is None:
        return None
    same = [d for d in story.days if (d.month, d.day) == (kind.month, kind.day)]
    told = (d for d, span in story.months.items() if span < expression.span)
    same = same or [d for d in told if d.month == kind.month]
    if len(same) != 1:
        return None
    return _in_told_year(expression, kind, same[0].year, story.document)


def _free_day(expression: Expression) -> Calendar | None:
    """Give the day of a month that stands without its year, of several the last."""
    kind = calendar_of(expression.last if isinstance(expression, Between) else expression)
    return kind if kind and not kind.year and kind.month and kind.day else None


def _month_base(
    expression: TimeExpression, told: Sequence[Told], document: Interval | None
) -> Base | None:
    """Take the year of a day from the day of the same month that the paragraph before told last.

    "It was the dawn of 22 August 1932. ... On 25 August the cruiser shelled the fort." Where
    nothing tells when the text was written, as in a witness's statement, a day of one of the next
    months goes on so too.
    """
    kind = _free_day(expression.expression)
    last = _last_day_told(expression, told, _GOING_ON_BLOCKS)
    day = last.timex.interval.earliest if last and last.timex.interval else None
    if kind is None or last is None or day is None:
        return None
    if day.month != kind.month:
        past = _is_long_past(day, document) and not _is_recent(kind, document)
        return _going_on(expression, last, day) if past else None
    if (document and expression.block - last.expression.block > 1) or day.day >= (kind.day or 0):
        return None
    base = _in_told_year(expression, kind, day.year, document)
    return base and msgspec.structs.replace(base, span=last.expression.span)


def _last_day_told(expression: TimeExpression, told: Sequence[Told], reach: int) -> Told | None:
    """Give the last day of the story, with its year, within some paragraphs."""
    near = (one for one in told if expression.block - one.expression.block <= reach)
    days = [one for one in near if one.own_year and one.expression.narrative and moves_story(one)]
    return next((one for one in reversed(days) if _grain(one) in DAY_GRAINS), None)


def _is_long_past(day: date, document: Interval | None) -> bool:
    """Whether a text looks back at a day of years ago, or nothing tells when it was written."""
    written = end_of(document, last=False)
    return written is None or (written - day).days > _LONG_PAST


def _going_on(expression: TimeExpression, last: Told, day: date) -> Base | None:
    """Give the next such day after the one told last, if it is not far."""
    base = Base(edtf.of_day(day), "text", last.expression.span, "on_or_after")
    found = evaluate_ends(expression.expression, Base(), None, base).interval
    first = found.earliest if found else None
    near = first is not None and (first - day).days <= _GOING_ON
    return base if near and expression.tense not in NOT_YET else None


def _grain(one: Told) -> str | None:
    return one.timex.interval.grain if one.timex.interval else None


def _in_told_year(
    expression: TimeExpression, kind: Calendar, year: int, document: Interval | None
) -> Base | None:
    """Give a day in the year that a text tells of, unless it is of the last weeks or to come."""
    day, last = _in_year(kind, year), end_of(document, last=True)
    if day is None:
        return None
    if _is_recent(kind, document) or (last and day > last) or expression.tense in NOT_YET:
        return None
    return Base(edtf.of_day(day), "text")


def _is_recent(kind: Calendar, document: Interval | None) -> bool:
    """Whether a day of the year was one of the document's last weeks."""
    last = end_of(document, last=True)
    usual = seek(kind, last, "on_or_before") if last else None
    day = usual.earliest if usual else None
    return last is not None and day is not None and (last - day).days <= _LAST_WEEKS


def _in_year(kind: Calendar, year: int) -> date | None:
    """Give a day of a year; ``None`` if that year has no such day, or not on that weekday."""
    found = days_of(msgspec.structs.replace(kind, year=year, weekday=None), Anchors())
    day = found.earliest if found else None
    return day if day and kind.weekday in (None, day.isoweekday()) else None


def _timex(expression: TimeExpression, text: Base, document: Interval | None, free: Base) -> Timex:
    resolved = evaluate_ends(expression.expression, text, document, free, near_side(expression))
    base = _base_used(expression.expression, text, document, free)
    length = _length_left(expression.expression) if resolved.interval is None else None
    return Timex(
        id=expression.id,
        span=expression.span,
        type="DURATION" if length else expression.type,
        value=length or resolved.value,
        rule=expression.rule,
        mod=expression.mod,
        quant=expression.quant,
        freq=expression.freq,
        anchor=base.kind,
        anchor_span=base.span,
        interval=resolved.interval,
        relation=expression.relation,
        narrative=expression.narrative,
    )


def _length_left(expression: Expression) -> str | None:
    """Give the length of time that is left of "two weeks after the raid" without the raid's day."""
    if isinstance(expression, Modified):
        return _length_left(expression.base)
    if not isinstance(expression, Shift) or not counts_from(expression.base, "event"):
        return None
    return duration_value((expression.amount,))


def _base_used(expression: Expression, text: Base, document: Interval | None, free: Base) -> Base:
    if any(counts_from(expression, anchor) for anchor in ("event", "text", "story", "day")):
        return text
    if counts_from(expression, "document"):
        return Base(document, "document")
    return free if is_free(expression) else Base()


def _has_own_year(timex: Timex, told: list[Told]) -> bool:
    """Whether the year of an expression follows from the text, without the document's date."""
    if timex.interval is None or timex.anchor == "document":
        return False
    if timex.anchor == "text" and timex.anchor_span is None:
        return True  # its year stands beside the same month elsewhere
    if timex.anchor == "text":
        sources = [one for one in told if one.expression.span == timex.anchor_span]
        return bool(sources) and sources[-1].own_year
    return timex.anchor == "none"
