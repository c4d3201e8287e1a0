"""What people merge and split: what an entity is made of, and which may be one with another."""

from datetime import date, timedelta

import msgspec

from kipu.model.documents import Document
from kipu.model.judgements import Judgement
from kipu.model.readings import Mention, Reading
from kipu.model.resolved import Entity, Event
from kipu.pipeline.chronology import Entry
from kipu.pipeline.records import Record
from kipu.pipeline.standing import gather_surroundings, judgements_on

MOST_PARTS = 200
"""Documents whose mentions are listed; to list one, its reading is needed."""
MOST_NEAR = 12
REACH = timedelta(31)
"""How far an event may lie from one that is the same."""
AROUND = 70
"""Characters of the text on each side of a mention."""


class Part(msgspec.Struct, frozen=True):
    """What one document calls an entity: a mention of it, how often, and the words around it."""

    mention: Mention
    doc: Document
    mentions: int
    before: str
    name: str
    after: str


class Identity(msgspec.Struct, frozen=True):
    """What an entity is made of. ``near`` are those of its type whose names share a word with it.

    ``left_out`` counts the parts that are not listed; ``seen`` is the number of the last action
    that ``judgements`` have the effect of.
    """

    parts: tuple[Part, ...]
    left_out: int
    near: tuple[Entity, ...]
    judgements: tuple[Judgement, ...]
    seen: int


def ask_identity(record: Record, entity: Entity, words: str | None = None) -> Identity:
    """Give what an entity is made of, and which others may be the same.

    Args:
        words: Words of the name of another one, which is then looked for instead.
    """
    store = record.store
    seen = store.desk.shown_action()
    documents = store.desk.documents_of(entity.chains)
    readings: dict[str, Reading] = {}
    parts = []
    for chain in entity.chains[:MOST_PARTS]:
        document = documents[chain]
        if document not in readings:
            readings[document] = store.reading(document)
        parts.append(_part(chain, readings[document]))
    parts.sort(key=lambda part: (part.doc.uri, part.mention.span))
    mentions = [
        mention.id
        for reading in readings.values()
        for mention in reading.mentions
        if mention.chain in documents
    ]
    return Identity(
        tuple(parts),
        max(len(entity.chains) - MOST_PARTS, 0),
        _near(record, entity, words),
        judgements_on(gather_surroundings(store, mentions), mentions),
        seen,
    )


def _part(chain: str, reading: Reading) -> Part:
    mentions = [mention for mention in reading.mentions if mention.chain == chain]
    first = min(mentions, key=lambda mention: (mention.kind != "name", mention.span))
    text, span = reading.doc.text, first.span
    before = text[max(span.start - AROUND, 0) : span.start].rpartition("\n")[2]
    after = text[span.end : span.end + AROUND].partition("\n")[0]
    return Part(first, reading.doc, len(mentions), before, reading.doc.quote(span), after)


def _near(record: Record, entity: Entity, words: str | None) -> tuple[Entity, ...]:
    """Find entities that bear all the words, or else one word of a name of this one."""
    store = record.store
    asked = [words] if words else [w for w in entity.name.split() if w[:1].isupper() and w[2:]]
    found = {
        other.id: other
        for word in asked
        for other in store.entities(word)
        if other.id != entity.id and other.type == entity.type
    }
    return tuple(found.values())[:MOST_NEAR]


def ask_near(record: Record, event: Event) -> tuple[Entry, ...]:
    """Give other events of the same type that may be the same: near in time, or of the same people.

    Those that share the most with it come first.
    """
    store = record.store
    interval = event.time.interval
    first, last = (interval.earliest, interval.latest) if interval else (None, None)
    ours = {part.entity for part in event.participants} | ({event.place} - {None})
    found = [*store.events(about=sorted(filter(None, ours)), type=event.type)]
    if first and last and first - date.min > REACH and date.max - last > REACH:
        found += store.events(earliest=first - REACH, latest=last + REACH, type=event.type)
    others = {other.id: other for other in found if other.id != event.id}
    shared = {
        id_: len(ours & {other.place, *(part.entity for part in other.participants)})
        for id_, other in others.items()
    }
    best = sorted(others.values(), key=lambda other: -shared[other.id])
    return record.entries(best[:MOST_NEAR])
