"""A reading with another date for its document: everything told from that date is told anew."""

from collections.abc import Mapping, Sequence

import msgspec

from kipu.lang.events import Ontology
from kipu.model.documents import CreationTime
from kipu.model.readings import EventMention, Reading
from kipu.model.spans import Span
from kipu.model.times import EventTime, Timex
from kipu.reading.events.counting import count_back, dated_events
from kipu.reading.events.links import mark_future, share_times
from kipu.reading.events.times import time_of
from kipu.reading.times import resolve_times


def redate(reading: Reading, created: CreationTime, ontology: Ontology) -> Reading:
    """Give a document another date and resolve its times again, without reading its text again.

    Every event keeps the words that tell its time. Events that have none get the time of another
    account in the document as they do when it is read first.
    """
    timexes = resolve_times(reading.expressions, created)
    events = share_times(_retimed(reading, timexes), reading.mentions, ontology)
    timexes = resolve_times(reading.expressions, created, dated_events(events))
    shared = share_times(_retimed(reading, timexes), reading.mentions, ontology)
    counted = count_back(reading.doc, shared, reading.expressions)
    events = mark_future(counted, created)
    return msgspec.structs.replace(reading, created=created, timexes=timexes, events=events)


def _retimed(reading: Reading, timexes: Sequence[Timex]) -> tuple[EventMention, ...]:
    by_span = {timex.span: timex for timex in timexes}
    return tuple(_with_time(event, reading, by_span) for event in reading.events)


def _with_time(
    event: EventMention, reading: Reading, by_span: Mapping[Span, Timex]
) -> EventMention:
    if not event.time.evidence or _is_linked(event):
        return msgspec.structs.replace(event, time=EventTime())
    timex = by_span[event.time.evidence[0].span]
    if timex.anchor_span is not None and timex.anchor_span.overlaps(event.trigger):
        return msgspec.structs.replace(event, time=EventTime())  # counted back, below
    return msgspec.structs.replace(event, time=time_of(timex, reading.doc))


def _is_linked(event: EventMention) -> bool:
    """Whether the words that tell an event's time stand in another sentence: another account's."""
    elsewhere = not event.sentence.overlaps(event.time.evidence[0].span)
    return event.time.anchor == "event" and elsewhere
