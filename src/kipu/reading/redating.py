"""A reading with another date for its document: everything told from that date is told anew."""

from collections.abc import Mapping, Sequence

import msgspec

from kipu.lang.ontology import Ontology
from kipu.model.documents import CreationTime, Document
from kipu.model.readings import EventMention, Reading, Statement
from kipu.model.spans import Span
from kipu.model.times import EventTime, Timex
from kipu.reading.events import mark_future, share_all
from kipu.reading.events.counting import count_back, dated_events
from kipu.reading.events.rows import is_by_row
from kipu.reading.events.times import time_of
from kipu.reading.times import resolve_times


def redate(reading: Reading, created: CreationTime, ontology: Ontology) -> Reading:
    """Give a document another date and resolve its times again, without reading its text again.

    Every event keeps the words that tell its time. Events that have none get the time of another
    account in the document as they do when it is read first.
    """
    timexes = resolve_times(reading.expressions, created)
    events = _accounts(reading, timexes, ontology)
    if any(timex.anchor == "event" and timex.interval is None for timex in timexes):
        timexes = resolve_times(reading.expressions, created, dated_events(events))
        accounts = _accounts(reading, timexes, ontology)
        events = count_back(reading.doc, accounts, reading.expressions)
    return msgspec.structs.replace(
        reading,
        created=created,
        timexes=timexes,
        events=mark_future(_as_rows_say(reading, events), created),
        others=mark_future(_retimed(reading.others, reading, timexes), created),
        statements=_restated(reading, timexes),
    )


def _as_rows_say(reading: Reading, events: Sequence[EventMention]) -> tuple[EventMention, ...]:
    """Keep the dates that the cells of rows give, which stand whatever date a row has."""
    times = {event.id: event.time for event in reading.events if is_by_row(event)}
    return tuple(
        msgspec.structs.replace(event, time=times[event.id])
        if event.id in times and event.time.interval is None
        else event
        for event in events
    )


def _accounts(
    reading: Reading, timexes: Sequence[Timex], ontology: Ontology
) -> tuple[EventMention, ...]:
    own = _retimed(reading.events, reading, timexes)
    return share_all(reading.doc, own, timexes, reading.mentions, ontology)


def _restated(reading: Reading, timexes: Sequence[Timex]) -> tuple[Statement, ...]:
    """Give each statement the days that the words of its time now have."""
    by_span = {timex.span: timex for timex in timexes}
    return tuple(
        msgspec.structs.replace(statement, time=_same_words(statement.time, by_span))
        for statement in reading.statements
    )


def _same_words(time: EventTime, by_span: Mapping[Span, Timex]) -> EventTime:
    timex = by_span.get(time.evidence[0].span) if time.evidence else None
    if timex is None:
        return time
    return msgspec.structs.replace(
        time, interval=timex.interval, value=timex.value, anchor=timex.anchor
    )


def _retimed(
    events: Sequence[EventMention], reading: Reading, timexes: Sequence[Timex]
) -> tuple[EventMention, ...]:
    before = {timex.span: timex for timex in reading.timexes}
    after = {timex.span: timex for timex in timexes}
    heads = {expression.span: expression.anchor_heads for expression in reading.expressions}
    return tuple(
        msgspec.structs.replace(
            event,
            time=EventTime()
            if is_by_row(event) or _is_counted_back(event, heads)
            else _time_again(event, reading.doc, before, after),
            factuality=event.presented or event.factuality,
            presented=None,
        )
        for event in events
    )


def _time_again(
    event: EventMention, doc: Document, before: Mapping[Span, Timex], after: Mapping[Span, Timex]
) -> EventTime:
    """Give the time that an event's own words now tell; none where they are another's."""
    if not event.time.evidence or _is_linked(event, before):
        return EventTime()
    words = event.time.evidence[0].span
    bare = event.time.interval is not None and event.time.interval == before[words].interval
    own = msgspec.structs.replace(after[words], relation=None) if bare else after[words]
    return time_of(own, doc, end=event.closing)


def _is_counted_back(event: EventMention, heads: Mapping[Span, tuple[Span, ...]]) -> bool:
    """Whether an event has its time by one that counts from it: found when all is dated."""
    if not event.time.evidence:
        return False
    counted = heads.get(event.time.evidence[0].span, ())
    return any(head.overlaps(event.trigger) for head in counted)


def _is_linked(event: EventMention, before: Mapping[Span, Timex]) -> bool:
    """Whether the words that tell an event's time are another account's.

    They stand in another sentence, or by themselves do not count from an event.
    """
    if event.time.anchor != "event" or not event.time.evidence:
        return False
    words = event.time.evidence[0].span
    return before[words].anchor != "event" or not event.sentence.overlaps(words)
