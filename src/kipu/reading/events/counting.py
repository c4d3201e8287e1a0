"""Times that follow from another event's time: "a day after the court had ordered it"."""

from collections.abc import Iterator, Sequence

import msgspec

from kipu.model.documents import CreationTime, Document
from kipu.model.expressions import Shift, TimeExpression
from kipu.model.readings import EventMention
from kipu.model.spans import Span
from kipu.model.times import EventTime, Interval, Timex
from kipu.reading.times import resolve_times


def dated_events(events: Sequence[EventMention]) -> list[tuple[Span, Interval]]:
    """Give the words and times of dated events, as anchors for expressions that count from them."""
    return [(event.trigger, event.time.interval) for event in events if event.time.interval]


def count_back(
    doc: Document, events: Sequence[EventMention], expressions: Sequence[TimeExpression]
) -> tuple[EventMention, ...]:
    """Date events that others are counted from, where the other one is dated by other words.

    In "he was freed on 6 May, a day after the court had ordered it" the order is of 5 May.
    """
    times = dict(_counted(doc, events, expressions))
    return tuple(
        msgspec.structs.replace(event, time=times[event.id]) if event.id in times else event
        for event in events
    )


def _counted(
    doc: Document, events: Sequence[EventMention], expressions: Sequence[TimeExpression]
) -> Iterator[tuple[str, EventTime]]:
    for expression in expressions:
        anchors = _undated(expression, events)
        later = _dated_beside(expression, events) if anchors else None
        if later is None or later.time.interval is None:
            continue
        timex = count_from(turned(expression, later), later.trigger, later.time.interval)
        if timex.interval is not None:
            evidence = doc.evidence(expression.span, expression.rule)
            time = EventTime(timex.interval, timex.value, anchor="event", evidence=(evidence,))
            yield from ((anchor.id, time) for anchor in anchors)


def _undated(expression: TimeExpression, events: Sequence[EventMention]) -> list[EventMention]:
    """Find the events that an expression counts from, if nothing dates them.

    They are what the clause or noun behind it names, not what is told within: "a day after they
    refused the resignation and sacked him" dates the refusal and the sacking.
    """
    if not isinstance(expression.expression, Shift):
        return []
    named = [event for event in events if is_about(expression, event)]
    return [] if any(event.time.evidence for event in named) else named


def is_about(expression: TimeExpression, event: EventMention) -> bool:
    """Whether an event is what an expression counts from."""
    return any(event.trigger.overlaps(head) for head in expression.anchor_heads)


def _dated_beside(
    expression: TimeExpression, events: Sequence[EventMention]
) -> EventMention | None:
    """Find the event that happened so long before or after: the one date that stands before the
    words in their sentence; of several, none can be chosen."""
    beside = [
        event
        for event in events
        if event.time.interval
        and event.sentence.holds(expression.span)
        and event.trigger.end <= expression.span.start
        and event.time.evidence[0].span != expression.span
    ]
    times = {event.time.interval for event in beside}
    return beside[-1] if len(times) == 1 else None


def turned(expression: TimeExpression, other: EventMention) -> TimeExpression:
    """Give an expression the other way round: so long before or after another event."""
    shift = expression.expression
    assert isinstance(shift, Shift)
    return msgspec.structs.replace(
        expression,
        expression=msgspec.structs.replace(shift, sign=-shift.sign),
        anchor_span=other.trigger,
        anchor_heads=(other.trigger,),
    )


def count_from(expression: TimeExpression, trigger: Span, interval: Interval) -> Timex:
    """Resolve an expression that counts from an event, given when that was."""
    return resolve_times((expression,), CreationTime(), [(trigger, interval)])[0]
