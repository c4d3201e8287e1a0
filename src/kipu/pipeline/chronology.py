"""The lines of a chronology, and how events outside of the ontology stand among them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from kipu.model.readings import OTHER, EventMention, Reading, in_words
from kipu.model.resolved import Contradiction, Entity, Event, Participant
from kipu.model.times import EventTime, Interval
from kipu.pipeline.standing import Standing

_UNDATED, _BEFORE_ALL = "~", ""
"""What stands for a day where there is none, as in the record's own order."""


class Entry(msgspec.Struct, frozen=True):
    """A line of the chronology: when, what, how it stands, and on what its sources disagree."""

    when: EventTime
    text: str
    event: Event
    standing: Standing
    contradictions: tuple[Contradiction, ...] = ()


def merge_others(
    entries: Sequence[Entry],
    readings: Iterable[Reading],
    entities: Iterable[Entity],
    *,
    about: Sequence[str] | None = None,
    between: tuple[date | None, date | None] = (None, None),
) -> tuple[Entry, ...]:
    """Put the events that no type fits among the others, in order of time.

    Each is an event of its own, with the id of its mention: nothing is compared or put together.

    Args:
        about: Ids of entities one of which takes part, or is the place.
        between: The first and the last day; leaves out what is undated.
    """
    entity_of = {chain: entity.id for entity in entities for chain in entity.chains}
    found = [
        Entry(event.time, event.summary, event, Standing(event.status))
        for reading in readings
        for event in _events(reading, entity_of)
        if _is_about(event, about) and _lies_between(event.time.interval, between)
    ]
    return tuple(sorted((*entries, *found), key=_place_in_time))


def _events(reading: Reading, entity_of: Mapping[str, str]) -> Iterable[Event]:
    known = {m.id: entity_of[m.chain] for m in reading.mentions if m.chain in entity_of}
    return (_event(reading, mention, known) for mention in reading.others)


def _event(reading: Reading, mention: EventMention, known: Mapping[str, str]) -> Event:
    parts = [(a.role, known.get(a.mention or "")) for a in mention.arguments]
    place = mention.place.mention if mention.place else None
    return Event(
        id=mention.id,
        type=OTHER,
        summary=in_words(mention, reading.doc),
        time=mention.time,
        place=known.get(place or ""),
        factuality=mention.factuality,
        participants=tuple(dict.fromkeys(Participant(r, e) for r, e in parts if e)),
        quantities=(),
        status="single-source",
        sources=1,
        independent_sources=1,
        mentions=(mention.id,),
    )


def _is_about(event: Event, about: Sequence[str] | None) -> bool:
    return about is None or any(
        entity in about for entity in (event.place, *(part.entity for part in event.participants))
    )


def _lies_between(interval: Interval | None, between: tuple[date | None, date | None]) -> bool:
    earliest, latest = between
    if earliest is None and latest is None:
        return True
    if interval is None or (interval.earliest is None and interval.latest is None):
        return False
    too_early = earliest and interval.latest and interval.latest < earliest
    too_late = latest and interval.earliest and interval.earliest > latest
    return not (too_early or too_late)


def _place_in_time(entry: Entry) -> tuple[str, str, str, str]:
    """Give what the record orders events by: the first day, the last, the value, the id."""
    interval = entry.when.interval
    if interval is None:
        return _UNDATED, "", "", entry.event.id
    first, last = interval.earliest or interval.latest, interval.latest
    none = _BEFORE_ALL if interval.edtf.startswith("-") else _UNDATED
    day = first.isoformat() if first else none
    return day, last.isoformat() if last else "", interval.edtf, entry.event.id
