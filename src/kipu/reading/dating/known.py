"""The day of a document by the events that other documents date.

"On 18 June the ferry capsized" says no year; where another document dates that ferry's sinking,
the year is known, and with it where the document lies.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from kipu.lang.dating import load_trust
from kipu.lang.ontology import Ontology
from kipu.model import edtf
from kipu.model.documents import CreationTime
from kipu.model.expressions import (
    Calendar,
    Clock,
    Expression,
    Modified,
    TimeExpression,
    Within,
)
from kipu.model.readings import EventMention, Reading
from kipu.model.times import Interval
from kipu.reading.dating.clues import (
    IMPOSSIBLE,
    Clue,
    Dated,
    counted,
    dated_by_text,
    find_clues,
)
from kipu.reading.dating.trust import with_confidence
from kipu.reading.dating.weigh import infer_day
from kipu.reading.times.read import calendar_of
from kipu.reading.times.resolve import resolve_times

MARK = "+known-event"
"""What the rule of an expression ends in whose year is another document's."""
NEAR_DAYS = 31
"""Two documents may differ on the day of an event; the year is the one that brings them nearest."""


SAME_STORY = 3
"""Names in common from which an event of one kind on one day of the year is one event."""


class _Told(NamedTuple):
    """An event that another document dates."""

    family: str
    interval: Interval
    names: set[str]
    is_related: bool


def complete_years(
    reading: Reading, others: Iterable[Reading], ontology: Ontology
) -> tuple[TimeExpression, ...]:
    """Give an undated document's dates the year in which others date the same events.

    Returns:
        All expressions of the reading; those completed say so in their rule.
    """
    known = dict(_known_years(reading, others, ontology))
    return tuple(
        _with_year(expression, known[expression.id]) if expression.id in known else expression
        for expression in reading.expressions
    )


def without_years(expressions: Iterable[TimeExpression]) -> tuple[TimeExpression, ...]:
    """Take back the years that rest on other documents."""
    return tuple(
        _with_year(expression, None) if expression.rule.endswith(MARK) else expression
        for expression in expressions
    )


def date_by_content(reading: Reading, expressions: Sequence[TimeExpression]) -> CreationTime:
    """Infer when a document was written from its completed dates."""
    timexes = resolve_times(expressions, CreationTime())
    dated = dated_by_text(expressions, timexes)
    completed = [one for one in dated if one.expression.rule.endswith(MARK)]
    clues = (*find_clues(reading.doc, expressions, dated), *map(_agrees, completed))
    inferred = infer_day(reading.doc, dated, clues)
    return with_confidence(inferred, load_trust()) if inferred else CreationTime()


def _with_year(expression: TimeExpression, year: int | None) -> TimeExpression:
    def completed(part: Expression) -> Expression:
        if isinstance(part, Calendar):
            return msgspec.structs.replace(part, year=year)
        if isinstance(part, Within):
            return msgspec.structs.replace(part, date=msgspec.structs.replace(part.date, year=year))
        if isinstance(part, Clock):
            return msgspec.structs.replace(part, day=completed(part.day))
        if isinstance(part, Modified):
            return msgspec.structs.replace(part, base=completed(part.base))
        return part

    rule = expression.rule.removesuffix(MARK) + (MARK if year is not None else "")
    return msgspec.structs.replace(
        expression, expression=completed(expression.expression), rule=rule
    )


def _known_years(
    reading: Reading, others: Iterable[Reading], ontology: Ontology
) -> Iterator[tuple[str, int]]:
    """Find the years of partial dates of events that others date, by expression id."""
    names = _names(reading)
    told = [
        _Told(_key(event, ontology), event.time.interval, _event_names(event, other_names), related)
        for other in others
        for other_names in [_names(other)]
        for related in [_are_related(names, other_names)]
        for event in other.events
        if event.factuality == "certain" and event.time.interval
    ]
    by_span = {event.time.evidence[0].span: event for event in reading.events if _waits(event)}
    for expression in reading.expressions:
        event, calendar = by_span.get(expression.span), _calendar(expression.expression)
        if event is None or calendar is None:
            continue
        own = _event_names(event, names)
        years = {
            _nearest_year(calendar, one.interval, NEAR_DAYS if own & one.names else 0)
            for one in told
            if one.family == _key(event, ontology)
            and (own & one.names or (one.is_related and calendar.day))
        } - {None}
        if len(years) == 1:
            yield expression.id, years.pop() or 0


def _are_related(names: Mapping[str, str], others: Mapping[str, str]) -> bool:
    """Whether two documents name enough of the same to be about one story."""
    return len(set(names.values()) & set(others.values())) >= SAME_STORY


def _agrees(one: Dated) -> Clue:
    """A date without its year is told within a year of it; "of last year" says which year it is."""
    plain = _with_year(one.expression, None)

    def weight(day: date) -> float:
        if isinstance(plain.expression, Within):
            return 0.0 if counted(plain, day) == one.interval else IMPOSSIBLE
        first, last = one.interval.earliest or date.min, one.interval.latest or date.max
        return 0.0 if first <= day < edtf.shift_day(last, 1, "year") else IMPOSSIBLE

    return Clue("dating/known-event", (one.expression,), weight)


def _calendar(expression: Expression) -> Calendar | None:
    """Give the day and month of an expression, also of "2 April of last year"."""
    if isinstance(expression, Within):
        return expression.date
    return calendar_of(expression)


def _waits(event: EventMention) -> bool:
    return bool(event.time.evidence) and event.time.interval is None


def _key(event: EventMention, ontology: Ontology) -> str:
    return ontology.types[event.type].family


def _names(reading: Reading) -> Mapping[str, str]:
    """Give the last word of the name of each named mention's chain, by mention."""
    chains = {chain.id: chain.name.split()[-1].lower() for chain in reading.chains if chain.named}
    return {m.id: chains[m.chain] for m in reading.mentions if m.chain in chains}


def _event_names(event: EventMention, names: Mapping[str, str]) -> set[str]:
    fillers = [*event.arguments, *([event.place] if event.place else [])]
    return {names[a.mention] for a in fillers if a.mention and a.mention in names}


def _nearest_year(calendar: Calendar, interval: Interval, near: int) -> int | None:
    """Give the year in which a partial date lies nearest to an interval, if it is near at all."""
    if interval.earliest is None or interval.latest is None or calendar.month is None:
        return None
    if calendar.year is not None or not 1 <= calendar.month <= 12:
        return None
    if not near and interval.earliest != interval.latest:
        return None
    years = range(interval.earliest.year - 1, interval.latest.year + 2)
    days = [d for y in years if (d := _day(y, calendar.month, calendar.day or 1)) is not None]
    nearest = min(days, key=lambda day: _distance(day, interval), default=None)
    if nearest is None or _distance(nearest, interval) > near:
        return None
    return nearest.year


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 29 February of a common year
        return None


def _distance(day: date, interval: Interval) -> int:
    assert interval.earliest is not None
    assert interval.latest is not None
    return max((interval.earliest - day).days, (day - interval.latest).days, 0)
