"""Resolving the expressions of a document, one after another, with what they count from.

News counts from the day of the paper, a story within the news from the dates it has told. Which
of the two a date without a year belongs to is decided here, by tense and by what the same
paragraph has dated before.
"""

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from kipu.lang.times import TimeRules
from kipu.model import edtf
from kipu.model.documents import CreationTime
from kipu.model.expressions import (
    Between,
    Calendar,
    Clock,
    Expression,
    Modified,
    Seek,
    Shift,
    Snap,
    TimeExpression,
    Way,
)  # fmt: skip
from kipu.model.spans import Span
from kipu.model.times import Anchor, Interval, Timex
from kipu.reading.times.evaluate import Anchors, Resolved, days_of, evaluate, seek
from kipu.reading.times.read import counts_from, is_free
from kipu.reading.times.values import common_value

_WEEKDAYS_REACH = 14
"""Days: a weekday by itself is one of the last week, unless the story is further back."""
_REMEMBERED = 200
"""Expressions back to which a text can refer; what keeps a list of thousands of dates quick."""
_INSIDE = 6
"""Expressions after one that counts from an event, among which the event's own date is."""
_LAST_WEEKS = 60
"""Days back from the document for which a day without a year needs no other reason."""
_LONG_AGO, _SOON = 300, 45
"""Days back and ahead at which a past tense does not make a day of the year last year's."""
_EVENING = 18
_HISTORY = 3
"""Dates, all with their years, that make a text a history rather than news."""
_VAGUE = ("PRESENT_REF", "PAST_REF", "FUTURE_REF")
_APPOSED = 3
"""Characters between a date and what explains it, ", "."""
_DAY_GRAINS = ("second", "minute", "hour", "daypart", "day")


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


def resolve_times(
    expressions: Sequence[TimeExpression],
    created: CreationTime,
    rules: TimeRules,
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
    background, days = _background(expressions), _full_days(expressions)
    story = Story(tuple(expressions), created.interval, tuple(events), background, days)
    told: list[Told] = []
    for number in range(len(story.expressions)):
        told.append(_tell(number, story, told[-_REMEMBERED:]))
    return tuple(one.timex for one in told)


class Story(msgspec.Struct, frozen=True):
    """All that the expressions of a document are resolved with.

    ``background`` are the ids of those that only date the event another one counts from, ``days``
    the days that the text gives in full.
    """

    expressions: tuple[TimeExpression, ...]
    document: Interval | None
    events: tuple[tuple[Span, Interval], ...]
    background: frozenset[str]
    days: frozenset[date]


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
        inner = inner or _dated_event(expression.anchor_span, story.events)
        base = inner or Base(None, "event", expression.anchor_span)
        timex = _timex(expression, base, document, Base())
        return Told(expression, timex, own_year=base.interval is not None)
    text = _text_base(expression, told, document)
    free = _apposed_base(number, story) or _full_base(expression, story)
    free = free or _free_base(expression, told, document)
    timex = _timex(expression, text, document, free)
    if expression.id in story.background:
        expression = msgspec.structs.replace(expression, narrative=False)
    return Told(expression, timex, own_year=_has_own_year(expression, timex, told))


def _dated_within(number: int, story: Story, told: list[Told]) -> Base | None:
    """Find the date among the words of the event that an expression counts from."""
    following = story.expressions[number + 1 : number + _INSIDE]
    for other in _inside(story.expressions[number], following):
        if other.anchor_span or other.type not in ("DATE", "TIME"):
            continue
        text = _text_base(other, told, story.document)
        free = _free_base(other, told, story.document)
        timex = _timex(other, text, story.document, free)
        if timex.interval:
            return Base(timex.interval, "text", other.span)
    return None


def _dated_event(anchor: Span, events: Sequence[tuple[Span, Interval]]) -> Base | None:
    """Find the time of the event that an expression counts from: the first named in its words."""
    named = [(trigger, interval) for trigger, interval in events if anchor.overlaps(trigger)]
    if not named:
        return None
    trigger, interval = min(named, key=lambda event: event[0])
    return Base(interval, "event", trigger)


def _apposed_base(number: int, story: Story) -> Base | None:
    """Take the year of "June 22, four days after the fire" from the day of the fire."""
    expression, *rest = story.expressions[number : number + 2]
    following = rest[0] if rest else None
    if following is None or following.anchor_span is None or not is_free(expression.expression):
        return None
    if following.span.start - expression.span.end > _APPOSED:
        return None
    event = _dated_event(following.anchor_span, story.events)
    counted = _timex(following, event, None, Base()).interval if event else None
    if counted is None:
        return None
    base = Base(counted, "event", following.anchor_span, way="nearest")
    found = _evaluate_ends(expression.expression, Base(), None, base).interval
    return base if found and edtf.overlaps(found, counted) else None


def _full_days(expressions: Sequence[TimeExpression]) -> frozenset[date]:
    anchors = Anchors()
    full = (e for e in expressions if isinstance(e.expression, Calendar) and e.expression.year)
    found = (days_of(e.expression, anchors) for e in full)
    return frozenset(i.earliest for i in found if i and i.earliest and i.grain == "day")


def _full_base(expression: TimeExpression, story: Story) -> Base | None:
    """Take the year of a day from where the text gives the same day in full.

    Not of a day that by itself would be one of the last weeks, which may come round again.
    """
    kind = expression.expression
    if not isinstance(kind, Calendar) or kind.year or not (kind.month and kind.day):
        return None
    same = [d for d in story.days if (d.month, d.day) == (kind.month, kind.day)]
    if len(same) != 1 or (kind.weekday and same[0].isoweekday() != kind.weekday):
        return None
    last = _end(story.document, last=True)
    usual = seek(kind, last, "on_or_before") if last else None
    recent = usual and last and usual.earliest and (last - usual.earliest).days <= _LAST_WEEKS
    if recent or (last and same[0] > last) or expression.tense == "future":
        return None
    return Base(edtf.of_day(same[0]), "text")


def _timex(expression: TimeExpression, text: Base, document: Interval | None, free: Base) -> Timex:
    resolved = _evaluate_ends(expression.expression, text, document, free, _near(expression))
    base = _base_used(expression.expression, text, document, free)
    return Timex(
        id=expression.id,
        span=expression.span,
        type=expression.type,
        value=resolved.value,
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


def _base_used(expression: Expression, text: Base, document: Interval | None, free: Base) -> Base:
    if counts_from(expression, "event") or counts_from(expression, "text"):
        return text
    if counts_from(expression, "document"):
        return Base(document, "document")
    if counts_from(expression, "day"):
        return text
    return free if is_free(expression) else Base()


def _near(expression: TimeExpression) -> Way:
    """Give the side on which "this Friday" lies; "ten years ago this Friday" looks ahead."""
    if isinstance(expression.expression, Shift) or expression.tense in ("future", "present"):
        return "on_or_after"
    return "nearest" if expression.tense is None else "on_or_before"


def _evaluate_ends(
    expression: Expression, text: Base, document: Interval | None, free: Base, near: Way = "nearest"
) -> Resolved:
    """Evaluate with the first and with the last day of every anchor, and join the results."""
    ends = []
    for last in (False, True):
        anchors = Anchors(
            document=_end(document, last=last),
            text=_end(text.interval, last=_from_last(expression, last=last)),
            day=_end(text.interval, last=last),
            free=_end(free.interval, last=last),
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


def _end(interval: Interval | None, *, last: bool) -> date | None:
    if interval is None:
        return None
    one, other = interval.earliest, interval.latest
    return (other or one) if last else (one or other)


def _text_base(expression: TimeExpression, told: list[Told], document: Interval | None) -> Base:
    """Choose the earlier expression that "later", "the same day" and the like count from."""
    kind = expression.expression
    if counts_from(kind, "day"):
        return _day_base(expression, told, document)
    if not (counts_from(kind, "text") or counts_from(kind, "event")):
        return Base()
    dated = [one for one in told if _can_anchor(one, expression)]
    if _wants_day(kind):
        days = [one for one in dated if _grain(one) in _DAY_GRAINS]
        dated = days or dated
    if not dated:
        return Base(None, "text")
    return Base(dated[-1].timex.interval, "text", dated[-1].expression.span)


def _wants_day(expression: Expression) -> bool:
    if isinstance(expression, Modified):
        return _wants_day(expression.base)
    if isinstance(expression, Clock):
        return True
    return isinstance(expression, Snap) and expression.unit == "day"


def _day_base(expression: TimeExpression, told: list[Told], document: Interval | None) -> Base:
    """Choose the day that "at noon" belongs to: the last that its paragraph names.

    A paragraph that names no date at all is about the day of the document.
    """
    same = [one for one in told if one.expression.block == expression.block]
    dated = [one for one in same if _can_anchor(one, expression)]
    if dated and _grain(dated[-1]) in _DAY_GRAINS:
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


def _free_base(expression: TimeExpression, told: list[Told], document: Interval | None) -> Base:
    """Choose the day from which a date without its year is looked for, and the side."""
    if not is_free(expression.expression):
        return Base(document, "document" if document else "none", way=_way(expression))
    story = _story_base(expression, told, document)
    if story is not None:
        return story
    if document is None:
        return Base()
    way = _way(expression)
    put_off = expression.relation in ("from", "for", "until", "by")
    if way == "on_or_before" and put_off and _is_near_ahead(expression.expression, document):
        way = "on_or_after"
    return Base(document, "document", way=way)


def _is_near_ahead(expression: Expression, document: Interval) -> bool:
    """Whether a day of the year comes soon and was long ago: "was put off until 21 October"."""
    base = expression.first if isinstance(expression, Between) else expression
    day = _end(document, last=True)
    if not isinstance(base, Calendar) or not (base.day and base.month) or day is None:
        return False
    back, ahead = seek(base, day, "on_or_before"), seek(base, day, "after")
    if not (back and back.earliest and ahead and ahead.earliest):
        return False
    return (day - back.earliest).days > _LONG_AGO and (ahead.earliest - day).days <= _SOON


def _way(expression: TimeExpression) -> Way:
    """Give the side of the document's day on which a date lies, by preposition and tense.

    A present speaks of what comes ("the court sits on Friday"), of a month or day of the year as
    well of what was ("since February it leads").
    """
    tense, relation = expression.tense, expression.relation
    if relation == "since":
        return "on_or_before"
    ahead = relation in ("until", "by") and not expression.definite
    if tense == "future" or (ahead and tense in ("present", None)):
        return "on_or_after"
    if tense == "present" and expression.narrative:
        return "on_or_after" if _is_weekday(expression) else "nearest"
    return "on_or_before"


def _story_base(
    expression: TimeExpression, told: list[Told], document: Interval | None
) -> Base | None:
    """Give the date of the story that a date without a year goes on from, if there is one.

    It is the last date of the same paragraph, if that one's year stands in the text itself, lies
    before the document's date, and the next such date after it does, too.
    """
    if expression.tense in ("future", "present") or _is_named_by(expression, document):
        return None
    same = [one for one in told if one.expression.block == expression.block]
    dated = [one for one in same if one.timex.interval and one.expression.narrative]
    dated = dated or _life_so_far(told, document)
    by_days = _is_weekday(expression) and _is_vague_week(expression, document)
    if not dated or not (dated[-1].own_year or by_days):
        return None
    before = dated[-1].timex.interval
    if _is_weekday(expression) and not _goes_on_by_days(expression, before, document):
        return None
    if before is None or (document and edtf.contains(before, document)):
        return None
    if document and edtf.is_after(before, document):
        return None
    start = Base(before, "text", dated[-1].expression.span, way=_story_way(expression, before))
    found = _evaluate_ends(expression.expression, Base(), document, _one_day(start))
    if found.interval is None or (document and edtf.is_after(found.interval, document)):
        return None
    return _one_day(start)


def _is_named_by(expression: TimeExpression, document: Interval | None) -> bool:
    """Whether a weekday with its day is right for the latest such day before the document."""
    kind = expression.expression
    last = _end(document, last=True)
    if not isinstance(kind, Calendar) or not (kind.weekday and kind.day) or last is None:
        return False
    usual = seek(msgspec.structs.replace(kind, weekday=None), last, "on_or_before")
    return bool(usual and usual.earliest and usual.earliest.isoweekday() == kind.weekday)


def _life_so_far(told: list[Told], document: Interval | None) -> list[Told]:
    """Give the dates of a text that so far has told of nothing but years past: a life, a history.

    In such a text a date without its year belongs to the story across paragraphs, too.
    """
    dated = [one for one in told if one.timex.interval and one.timex.interval != document]
    dated = [one for one in dated if one.timex.value not in _VAGUE]
    history = len(dated) >= _HISTORY and all(one.own_year for one in dated)
    return [one for one in dated if one.expression.narrative] if history else []


def _goes_on_by_days(
    expression: TimeExpression, before: Interval | None, document: Interval | None
) -> bool:
    """Whether a weekday is one of the story: "the Monday", or news of a day long past."""
    if before is None or before.grain not in _DAY_GRAINS:
        return False
    if _is_vague_week(expression, document):
        return True
    if document is None or before.latest is None or document.earliest is None:
        return False
    return (document.earliest - before.latest).days > _WEEKDAYS_REACH


def _is_vague_week(expression: TimeExpression, document: Interval | None) -> bool:
    """Whether a weekday is the story's: "the Monday", or the document's own week is not known."""
    return expression.definite or (document is not None and edtf.days(document) != 1)


def _story_way(expression: TimeExpression, before: Interval) -> Way:
    if expression.tense == "pluperfect" and before.grain in ("day", "month"):
        return "on_or_before"
    return "after" if expression.definite and _is_weekday(expression) else "on_or_after"


def _is_weekday(expression: TimeExpression) -> bool:
    kind = expression.expression
    base = kind.day if isinstance(kind, Clock) else kind
    return isinstance(base, Calendar) and base.weekday is not None and base.day is None


def _one_day(base: Base) -> Base:
    """Look from the first day of the story's date: "in 1990 ... in June" is June of 1990."""
    if base.interval is None or base.interval.earliest is None:
        return base
    day = edtf.of_day(base.interval.earliest)
    return Base(day, base.kind, base.span, base.way)


def _has_own_year(expression: TimeExpression, timex: Timex, told: list[Told]) -> bool:
    """Whether the year of an expression follows from the text, without the document's date."""
    if timex.interval is None or timex.anchor == "document":
        return False
    if timex.anchor == "text":
        sources = [one for one in told if one.expression.span == timex.anchor_span]
        return bool(sources) and sources[-1].own_year
    return timex.anchor == "none"
