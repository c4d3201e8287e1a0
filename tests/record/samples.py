"""Records of any size with known content: each document tells of one pardon by one president."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from kipu.model.documents import Block, CreationTime, Document
from kipu.model.ids import content_id
from kipu.model.judgements import Judgement, Target
from kipu.model.readings import Argument, Chain, EventMention, Mention, Reading
from kipu.model.resolved import Entity, Event, Participant, Resolution
from kipu.model.spans import Span
from kipu.model.times import EventTime, Interval

FIRST_DAY = date(1990, 1, 1)


def sample_reading(number: int, *, padding: int = 0) -> Reading:
    """Read one made-up document; the higher its number, the later its event."""
    name = f"Ruler{number}"
    told = f"President {name} pardoned Núñez."
    text = f"News {number}\n\n{told}" + " More was said." * padding
    hash_ = sha256(text.encode()).hexdigest()
    bare = Document(
        content_id("d", hash_), hash_, f"a{number}.txt", "text/plain", text, (), f"News {number}"
    )
    blocks = (Block("headline", bare.span(0, text.index("\n"))),)
    doc = Document(bare.id, hash_, bare.uri, "text/plain", text, blocks, bare.title)
    chains = [content_id("c", doc.id, n) for n in range(2)]
    mentions = (_mention(doc, name, chains[0]), _mention(doc, "Núñez", chains[1]))
    return Reading(
        doc=doc,
        created=CreationTime(),
        mentions=mentions,
        chains=tuple(
            Chain(m.chain, "person", doc.quote(m.span), (m.id,), named=True) for m in mentions
        ),
        timexes=(),
        events=(_pardon(doc, number, mentions, _span(doc, told)),),
        statements=(),
        problems=(),
        versions=(("kipu", "0.1.0"),),
    )


def _span(doc: Document, words: str) -> Span:
    start = doc.text.index(words)
    return doc.span(start, start + len(words))


def _mention(doc: Document, words: str, chain: str) -> Mention:
    span = _span(doc, words)
    return Mention(content_id("m", doc.id, words), span, span, "name", "person", chain)


def _pardon(
    doc: Document, number: int, mentions: Sequence[Mention], sentence: Span
) -> EventMention:
    roles = ("grantor", "recipient")
    day = FIRST_DAY + timedelta(days=number)
    return EventMention(
        id=content_id("m", doc.id, "pardon"),
        type="pardon" if number % 2 else "clemency",
        trigger=_span(doc, "pardoned"),
        sentence=sentence,
        lemma="pardon",
        rule="made/pardon",
        score=0.9,
        arguments=tuple(
            Argument(role, mention.span, mention.id, "made/subject")
            for role, mention in zip(roles, mentions, strict=True)
        ),
        time=EventTime(Interval(day.isoformat(), day, day, "day"), day.isoformat()),
    )


def sample_resolution(readings: Iterable[Reading]) -> Resolution:
    """Resolve so that every document tells of an event and of people of its own."""
    entities: list[Entity] = []
    events: list[Event] = []
    for reading in readings:
        ours = [
            Entity(content_id("e", chain.id), "person", chain.name, (), (chain.id,))
            for chain in reading.chains
        ]
        entities += ours
        events += [_event(mention, ours) for mention in reading.events]
    return Resolution(
        entities=tuple(sorted(entities, key=lambda entity: entity.id)),
        events=tuple(sorted(events, key=lambda event: event.id)),
        contradictions=(),
        copies=(),
    )


def _event(mention: EventMention, people: Sequence[Entity]) -> Event:
    return Event(
        id=content_id("v", mention.id),
        type=mention.type,
        summary=f"{people[0].name} pardons {people[1].name}",
        time=mention.time,
        place=None,
        factuality="certain",
        participants=(
            Participant("grantor", people[0].id),
            Participant("recipient", people[1].id),
        ),
        quantities=(),
        status="single-source",
        sources=1,
        independent_sources=1,
        mentions=(mention.id,),
    )


def sample_judgement(number: int) -> Judgement:
    """Judge the pardon of one made-up document."""
    reading = sample_reading(number)
    target = Target(reading.doc.sha256, "pardoned", f"Ruler{number} ", " Núñez", "event")
    made = datetime(2024, 9, 12, 8, 30, tzinfo=UTC) + timedelta(seconds=number)
    return Judgement(content_id("j", number), target, "negative", "ada", made, "a rumour")
