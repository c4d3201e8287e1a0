"""A made-up record of any size: many names that recur, places on the map, sources that disagree."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import msgspec

from kipu.model.documents import Block, CreationTime, Document
from kipu.model.ids import content_id
from kipu.model.readings import Argument, Chain, EntityType, EventMention, Mention, Reading
from kipu.model.resolved import (
    Contradiction,
    ContradictionValue,
    Entity,
    Event,
    Location,
    Participant,
    Resolution,
)
from kipu.model.times import EventTime, Interval
from kipu.record import open_store

FIRST_DAY, DAYS = date(1990, 1, 1), 365 * 30
TYPES = ("pardon", "arrest", "protest", "meeting", "sentence", "attack")
WORDS = ("mine", "river", "harbour", "court", "union", "dam", "bridge", "school", "tower", "depot")
SYLLABLES = ("ba", "co", "dri", "fen", "gal", "hor", "ju", "kel", "lum", "mar", "nev", "os", "pel",
    "qui", "ras", "sil", "tor", "ul", "ven", "wim")  # fmt: skip


class Telling(msgspec.Struct, frozen=True):
    """One sentence of one document before it is written: who, whom, where, when, what."""

    event: int
    doer: int
    other: int
    place: int
    day: date | None
    type: str


def make_large(path: Path, documents: int, each: int = 10) -> None:
    """Make a record of so many documents with so many events each; the same numbers, the same."""
    chance = random.Random(documents)
    tellings = [_tellings(number, each, chance) for number in range(documents)]
    readings = [_reading(number, told) for number, told in enumerate(tellings)]
    with open_store(path, create=True) as store:
        for reading in readings:
            store.add_document(reading.doc, reading.doc.text.encode(), reading)
        store.store_resolution(_resolution(readings, tellings))


def name_of(number: int) -> str:
    """Give a name of two parts that no other number has."""
    parts = [SYLLABLES[number // 20**n % 20] for n in range(4)]
    return f"{(parts[0] + parts[1]).title()} {(parts[2] + parts[3] + parts[0]).title()}"


def place_name(number: int) -> str:
    """Give the name of a place."""
    return f"Port {name_of(number).partition(' ')[0]}"


def _tellings(document: int, each: int, chance: random.Random) -> list[Telling]:
    told = []
    for number in range(each):
        day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
        doer, other = (int(chance.paretovariate(0.6)) % 3000 for _ in range(2))
        dated = chance.random() > 0.05
        told.append(
            Telling(
                document * each + number,
                doer,
                other if other != doer else other + 1,
                chance.randrange(400),
                day if dated else None,
                chance.choice(TYPES),
            )
        )
    return told


class _Writer:
    """Writes the text of one document, and notes where its names stand."""

    def __init__(self, number: int, told: Sequence[Telling]) -> None:
        self.sentences = [_sentence(one) for one in told]
        self.text = f"News {number}\n\n" + " ".join(self.sentences)
        hash_ = sha256(self.text.encode()).hexdigest()
        id_ = content_id("d", hash_)
        bare = Document(id_, hash_, f"a{number}.txt", "text/plain", self.text, ())
        end = self.text.index("\n")
        blocks = (
            Block("headline", bare.span(0, end)),
            Block("paragraph", bare.span(end + 2, len(self.text))),
        )
        self.doc = Document(
            id_, hash_, bare.uri, "text/plain", self.text, blocks, f"News {number}", language="en"
        )

    def mention(self, words: str, kind: EntityType, start: int) -> Mention:
        span = self.doc.span(start, start + len(words))
        id_ = content_id("m", self.doc.id, start)
        return Mention(id_, span, span, "name", kind, content_id("c", self.doc.id, words))


def _sentence(told: Telling) -> str:
    thing = WORDS[told.event % len(WORDS)]
    return (
        f"{name_of(told.doer)} met {name_of(told.other)} at the {thing} of "
        f"{place_name(told.place)} in case {told.event}."
    )


def _reading(number: int, told: Sequence[Telling]) -> Reading:
    writer = _Writer(number, told)
    at = writer.text.index("\n\n") + 2
    mentions: list[Mention] = []
    events = []
    for one, sentence in zip(told, writer.sentences, strict=True):
        named = _mentions(writer, one, sentence, at)
        mentions += named
        events.append(_account(writer.doc, one, named, (at, at + len(sentence))))
        at += len(sentence) + 1
    chains: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        chains[mention.chain].append(mention)
    return Reading(
        writer.doc,
        CreationTime(),
        tuple(mentions),
        tuple(
            Chain(id_, ours[0].type, writer.doc.quote(ours[0].span), tuple(m.id for m in ours),
                named=True)
            for id_, ours in chains.items()
        ),
        (), tuple(events), (), (), (("kipu", "0.1.0"),),
    )  # fmt: skip


def _mentions(writer: _Writer, one: Telling, sentence: str, at: int) -> list[Mention]:
    names: tuple[tuple[str, EntityType], ...] = (
        (name_of(one.doer), "person"),
        (name_of(one.other), "person"),
        (place_name(one.place), "place"),
    )
    found, begin = [], 0
    for words, kind in names:
        begin = sentence.index(words, begin)
        found.append(writer.mention(words, kind, at + begin))
        begin += len(words)
    return found


def _account(
    doc: Document, one: Telling, named: Sequence[Mention], ends: tuple[int, int]
) -> EventMention:
    start = named[0].span.end + 1
    doer, other, place = named
    return EventMention(
        id=content_id("m", doc.id, one.event),
        type=one.type,
        trigger=doc.span(start, start + 3),
        sentence=doc.span(*ends),
        lemma="meet",
        rule="made/meet",
        score=0.9,
        arguments=(
            Argument("agent", doer.span, doer.id, "made/meet"),
            Argument("patient", other.span, other.id, "made/meet"),
        ),
        time=_time(one.day),
        place=Argument("place", place.span, place.id, "made/meet"),
    )


def _time(day: date | None) -> EventTime:
    if day is None:
        return EventTime()
    return EventTime(Interval(day.isoformat(), day, day, "day"), day.isoformat())


def _resolution(readings: Sequence[Reading], tellings: Sequence[Sequence[Telling]]) -> Resolution:
    entities = {entity.name: entity for entity in _entities(readings)}
    events, contradictions = [], []
    for reading, told in zip(readings, tellings, strict=True):
        for one, mention in zip(told, reading.events, strict=True):
            event = _event(one, mention, entities)
            if one.event % 20 == 0:
                contradictions.append(_contradiction(event, reading.doc))
                event = msgspec.structs.replace(event, status="disputed")
            events.append(event)
    return Resolution(
        tuple(sorted(entities.values(), key=lambda entity: entity.id)),
        tuple(sorted(events, key=lambda event: event.id)),
        tuple(contradictions),
        (),
    )


def _entities(readings: Sequence[Reading]) -> Iterator[Entity]:
    chains: defaultdict[tuple[str, EntityType], list[str]] = defaultdict(list)
    for reading in readings:
        for chain in reading.chains:
            chains[chain.name, chain.type].append(chain.id)
    for number, ((name, kind), ids) in enumerate(sorted(chains.items())):
        where = Location(number * 37 % 120 - 55, number * 61 % 340 - 170, "PE", str(number))
        yield Entity(
            content_id("e", min(ids)), kind, name, (), tuple(sorted(ids)),
            location=where if kind == "place" else None,
        )  # fmt: skip


def _event(one: Telling, mention: EventMention, entities: dict[str, Entity]) -> Event:
    doer, other = name_of(one.doer), name_of(one.other)
    return Event(
        id=content_id("v", mention.id),
        type=one.type,
        summary=f"{doer} meets {other} in {place_name(one.place)}",
        time=mention.time,
        place=entities[place_name(one.place)].id,
        factuality="probable" if one.event % 9 == 0 else "certain",
        participants=(
            Participant("agent", entities[doer].id),
            Participant("patient", entities[other].id),
        ),
        quantities=(),
        status="single-source",
        sources=1,
        independent_sources=1,
        mentions=(mention.id,),
    )


def _contradiction(event: Event, doc: Document) -> Contradiction:
    sides = ("10", "14")
    values = tuple(ContradictionValue(side, event.mentions, (doc.id,)) for side in sides)
    return Contradiction(event.id, "count", values)
