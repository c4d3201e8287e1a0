"""Readings and judgements to a resolved record, with the times that only the whole record tells."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from kipu.lang.resolution import load_resolution
from kipu.model import edtf
from kipu.model.expressions import Shift, TimeExpression
from kipu.model.judgements import Judgement
from kipu.model.readings import EventMention, Reading
from kipu.model.resolved import Event, Resolution
from kipu.model.spans import Span
from kipu.model.times import EventTime
from kipu.reading.events.counting import count_from, is_about, turned
from kipu.resolution import resolve

_COUNTABLE = 31
"""Days of a time at most from which "a week after" can be counted."""
_STEPS = 8
"""Events that can be counted one from another: "a week after the arrest", "two days later"."""


def resolve_readings(
    readings: Sequence[Reading], judgements: Sequence[Judgement], language: str
) -> Resolution:
    """Resolve a record as people judged it, and date what one text counts from another's date.

    Args:
        language: ISO 639-1 code of the language in which events are told.

    Raises:
        ResourceError: A resource of the language is missing or damaged.
    """
    return count_across(resolve(readings, judgements, load_resolution(language)), readings)


def count_across(resolution: Resolution, readings: Sequence[Reading]) -> Resolution:
    """Date events that a text counts from an event which only other texts date.

    "He resigned a week after the murder", and another document tells when the murder was. The
    evidence are the words that count and those that date the other event; the anchor is
    ``"event"``. An event that some account dates keeps its time.
    """
    counted = tuple(_find_counted(readings))
    events = {event.id: event for event in resolution.events}
    event_of = {mention: event.id for event in resolution.events for mention in event.mentions}
    for _ in range(_STEPS):
        dated = dict(_dated(counted, events, event_of))
        if not dated:
            break
        events |= {key: msgspec.structs.replace(events[key], time=dated[key]) for key in dated}
    return msgspec.structs.replace(
        resolution, events=tuple(events[event.id] for event in resolution.events)
    )


class _Counted(msgspec.Struct, frozen=True):
    """A mention that is so long before or after another one of its document."""

    mention: EventMention
    base: EventMention
    expression: TimeExpression
    reading: Reading


def _find_counted(readings: Sequence[Reading]) -> Iterator[_Counted]:
    """Find what the documents count from their events, either way round."""
    for reading in readings:
        waiting = {
            timex.span
            for timex in reading.timexes
            if timex.anchor == "event" and timex.interval is None
        }
        for expression in (e for e in reading.expressions if e.span in waiting):
            if not isinstance(expression.expression, Shift):
                continue
            bases = [e for e in reading.events if is_about(expression, e)]
            told = [e for e in reading.events if _tells(e, expression.span) and e not in bases]
            for base in bases:
                for mention in told:
                    yield _Counted(mention, base, expression, reading)
                    yield _Counted(base, mention, turned(expression, mention), reading)


def _tells(event: EventMention, words: Span) -> bool:
    return any(piece.span == words for piece in event.time.evidence)


def _dated(
    counted: Sequence[_Counted], events: Mapping[str, Event], event_of: Mapping[str, str]
) -> Iterator[tuple[str, EventTime]]:
    for one in counted:
        event, base = (events.get(event_of.get(m.id, "")) for m in (one.mention, one.base))
        if event is None or base is None or event is base or event.time.interval is not None:
            continue
        if base.factuality in ("planned", "hypothetical", "denied"):
            continue
        interval = base.time.interval
        if interval is None or (edtf.days(interval) or _COUNTABLE + 1) > _COUNTABLE:
            continue
        timex = count_from(one.expression, one.base.trigger, interval)
        if timex.interval is not None:
            own = one.reading.doc.evidence(one.expression.span, one.expression.rule)
            yield (
                event.id,
                EventTime(
                    timex.interval,
                    timex.value,
                    timex.type,
                    timex.mod,
                    "event",
                    (own, *base.time.evidence),
                ),
            )
