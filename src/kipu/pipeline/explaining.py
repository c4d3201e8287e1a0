"""Why two things of a record are one or two: events, entities, or single mentions of them."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from kipu.lang.resolution import load_resolution
from kipu.model.errors import RecordError
from kipu.model.readings import Reading
from kipu.model.resolved import Entity, Resolution
from kipu.pipeline.records import Record, main_language
from kipu.resolution.explanation import Explanation, explain_entities, explain_events


class Named(msgspec.Struct, frozen=True):
    """What a person asked about: ``parts`` are event mentions or chains, of one ``whole``."""

    kind: Literal["event", "entity"]
    parts: tuple[str, ...]
    whole: str
    shown: str


class Comparison(msgspec.Struct, frozen=True):
    """Two things as they were found, and why they are one or two."""

    one: Named
    other: Named
    explanation: Explanation


def explain_pair(record: Record, one: str, other: str) -> Comparison:
    """Say why two things are one or two.

    Args:
        one: The id of an event, an entity, an event mention or a mention, or the beginning of it,
            or the name of an entity.
        other: The same, of the same kind.

    Raises:
        RecordError: Nothing is called so, or one is an event and the other an entity.
    """
    store = record.store
    readings, resolution = store.readings(), store.fetch_resolution()
    left, right = (_find(key, readings, resolution) for key in (one, other))
    if left.kind != right.kind:
        raise RecordError(
            f"{one} is an {left.kind} and {other} an {right.kind}: nothing to compare"
        )
    if set(left.parts) & set(right.parts):
        raise RecordError(f"{one} and {other} are the same: name two, or two mentions of one")
    rules = load_resolution(main_language(readings))
    judgements = store.judgements()
    if left.kind == "event":
        found = explain_events(
            left.parts,
            right.parts,
            readings,
            judgements,
            entities=resolution.entities,
            rules=rules,
        )
    else:
        found = explain_entities(left.parts, right.parts, readings, judgements, rules=rules)
    return Comparison(left, right, Explanation(left.kind, left.whole == right.whole, *found))


def _find(key: str, readings: Iterable[Reading], resolution: Resolution) -> Named:
    """Find what is meant, whole events and entities before mentions, ids before names."""
    found = [
        *_whole(key, resolution),
        *_event_mentions(key, readings, resolution),
        *_mentions(key, readings, resolution),
    ]
    if not found:
        raise RecordError(
            f"nothing in the record is {key}: give an id that kipu show or who shows, or a name"
        )
    return found[0]


def _whole(key: str, resolution: Resolution) -> list[Named]:
    events = [e for e in resolution.events if e.id.startswith(key)]
    entities = [e for e in resolution.entities if e.id.startswith(key)]
    entities = entities or [e for e in resolution.entities if _is_called(e, key)]
    entities.sort(key=lambda e: (e.name != key, -len(e.chains), e.id))
    return [
        *(Named("event", e.mentions, e.id, e.summary) for e in events),
        *(Named("entity", e.chains, e.id, e.name) for e in entities),
    ]


def _is_called(entity: Entity, words: str) -> bool:
    return any(words.casefold() in name.casefold() for name in (entity.name, *entity.aliases))


def _event_mentions(key: str, readings: Iterable[Reading], resolution: Resolution) -> list[Named]:
    event_of = {mention: event.id for event in resolution.events for mention in event.mentions}
    return [
        Named("event", (event.id,), event_of[event.id], reading.doc.quote(event.sentence))
        for reading in readings
        for event in reading.events
        if event.id.startswith(key) and event.id in event_of
    ]


def _mentions(key: str, readings: Iterable[Reading], resolution: Resolution) -> list[Named]:
    """The chains of mentions: within a document a chain is one."""
    entity_of = {chain: entity.id for entity in resolution.entities for chain in entity.chains}
    return [
        Named("entity", (m.chain,), entity_of[m.chain], reading.doc.quote(m.span))
        for reading in readings
        for m in reading.mentions
        if (m.id.startswith(key) or m.chain.startswith(key)) and m.chain in entity_of
    ]
