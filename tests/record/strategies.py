"""Small records of any content, for properties that must hold of all of them.

Nothing here reads a language: names, times and events stand wherever chance puts them, so that a
promise kept for these is kept whatever the readers come to say.
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar, get_args

import msgspec
from hypothesis import strategies as st

from kipu.model.documents import Block, BlockKind, CreationTime, Document, PageStart
from kipu.model.expressions import Calendar, Reference, TimeExpression
from kipu.model.ids import content_id
from kipu.model.judgements import (
    Judgement,
    JudgementKind,
    Placement,
    PlacementStanding,
    Target,
)
from kipu.model.readings import (
    Argument,
    Attribution,
    Chain,
    EntityType,
    EventMention,
    EventQuantity,
    Factuality,
    Mention,
    MentionKind,
    Property,
    Quantity,
    Reading,
    Statement,
)
from kipu.model.resolved import (
    Contradiction,
    ContradictionValue,
    Copy,
    Entity,
    Event,
    EventStatus,
    LinkConflict,
    Location,
    Participant,
    Resolution,
    ResolvedQuantity,
)
from kipu.model.spans import Evidence, Problem, Span
from kipu.model.times import Anchor, EventTime, Interval, Timex, TimexType

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[T]], T]

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ROLES = st.sampled_from(["agent", "patient", "grantor", "killed", "place"])
NUMBERS = st.one_of(
    st.integers(0, 10**9).map(float), st.floats(allow_nan=False, allow_infinity=False)
)


class Everything(msgspec.Struct, frozen=True):
    """A whole record."""

    readings: tuple[Reading, ...]
    resolution: Resolution
    judgements: tuple[Judgement, ...]


def one_of(literal: Any) -> st.SearchStrategy[Any]:
    """Any value of a closed vocabulary."""
    return st.sampled_from(get_args(literal))


def maybe(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """A value or nothing."""
    return st.none() | strategy


@st.composite
def intervals(draw: Draw[Any]) -> Interval:
    """Intervals with both, one or none of their ends."""
    days = sorted(draw(st.lists(st.dates(), min_size=2, max_size=2)))
    earliest, latest = (draw(maybe(st.just(day))) for day in days)
    edtf = "/".join(day.isoformat() if day else ".." for day in (earliest, latest))
    before = draw(st.booleans()) and earliest is None and latest is None
    return Interval("-0500" if before else edtf, earliest, latest)


def spans(doc: Document) -> st.SearchStrategy[Span]:
    """Any stretch of a text."""
    most = len(doc.text)
    drawn = st.tuples(st.integers(0, most - 1), st.integers(1, most))
    return drawn.map(lambda pair: doc.span(pair[0], min(most, sum(pair))))


@st.composite
def evidence(draw: Draw[Any], doc: Document) -> Evidence:
    """Characters of a text, and a rule."""
    return doc.evidence(draw(spans(doc)), draw(WORDS))


@st.composite
def event_times(draw: Draw[Any], doc: Document) -> EventTime:
    """Times with and without an interval."""
    if not draw(st.booleans()):
        return EventTime()
    return EventTime(
        interval=draw(intervals()),
        value=draw(maybe(WORDS)),
        type=draw(one_of(TimexType)),
        mod=draw(maybe(st.just("APPROX"))),
        anchor=draw(one_of(Anchor)),
        evidence=tuple(draw(st.lists(evidence(doc), max_size=2))),
    )


@st.composite
def documents(draw: Draw[Any]) -> Document:
    """Documents of any text, with any of their columns missing."""
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    bare = Document(content_id("d", sha256), sha256, draw(WORDS), "text/plain", text, ())
    stated = draw(maybe(intervals()))
    return msgspec.structs.replace(
        bare,
        blocks=(Block(draw(one_of(BlockKind)), bare.span(0, len(text))),),
        title=draw(maybe(WORDS)),
        byline=draw(maybe(WORDS)),
        outlet=draw(maybe(WORDS)),
        language=draw(maybe(st.sampled_from(["en", "es"]))),
        published=CreationTime(stated, "metadata", (), "date") if stated else CreationTime(),
        retrieved=draw(maybe(st.just("2024-09-12T08:30:00Z"))),
        problems=tuple(draw(st.lists(problems(bare), max_size=1))),
        extractor=draw(maybe(WORDS)),
        url=draw(maybe(WORDS)),
        part_of=draw(maybe(WORDS)),
        pages=(PageStart(0, 1),) if draw(st.booleans()) else (),
    )


@st.composite
def problems(draw: Draw[Any], doc: Document) -> Problem:
    """Problems with and without a place."""
    return Problem(draw(WORDS), draw(WORDS), draw(maybe(spans(doc))))


@st.composite
def mentions(draw: Draw[Any], doc: Document, chain: str, number: int) -> Mention:
    """Mentions of one chain."""
    span = draw(spans(doc))
    return Mention(
        id=content_id("m", doc.id, chain, number),
        span=span,
        head=span,
        kind=draw(one_of(MentionKind)),
        type=draw(one_of(EntityType)),
        chain=chain,
    )


@st.composite
def quantities(draw: Draw[Any], doc: Document) -> Quantity:
    """Quantities with any of their bounds."""
    return Quantity(
        value=draw(NUMBERS),
        low=draw(maybe(NUMBERS)),
        high=draw(maybe(NUMBERS)),
        unit=draw(WORDS),
        approximate=draw(st.booleans()),
        span=draw(spans(doc)),
        rule="made/quantity",
        parts=tuple(draw(st.lists(spans(doc), max_size=2))),
    )


@st.composite
def attributions(draw: Draw[Any], doc: Document, known: Sequence[Mention]) -> Attribution:
    """Attributions, nested ones too."""
    inner = draw(maybe(attributions(doc, known))) if draw(st.booleans()) else None
    mention = draw(st.sampled_from(known)).id if known and draw(st.booleans()) else None
    return Attribution(draw(spans(doc)), draw(maybe(spans(doc))), mention, inner)


@st.composite
def arguments(draw: Draw[Any], doc: Document, known: Sequence[Mention]) -> Argument:
    """Arguments that are mentions, and arguments that are not."""
    mention = draw(st.sampled_from(known)).id if known and draw(st.booleans()) else None
    return Argument(draw(ROLES), draw(spans(doc)), mention, "made/argument")


@st.composite
def event_mentions(
    draw: Draw[Any], doc: Document, known: Sequence[Mention], number: int
) -> EventMention:
    """Event mentions with any of their parts missing."""
    return EventMention(
        id=content_id("m", doc.id, "event", number),
        type=draw(st.sampled_from(["pardon", "killing", "election"])),
        trigger=draw(spans(doc)),
        sentence=doc.span(0, len(doc.text)),
        lemma=draw(WORDS),
        rule="made/event",
        score=draw(st.floats(0, 1)),
        arguments=tuple(draw(st.lists(arguments(doc, known), max_size=2))),
        place=draw(maybe(arguments(doc, known))),
        time=draw(event_times(doc)),
        quantities=tuple(
            EventQuantity(draw(ROLES), quantity)
            for quantity in draw(st.lists(quantities(doc), max_size=2))
        ),
        factuality=draw(one_of(Factuality)),
        attribution=draw(maybe(attributions(doc, known))),
    )


@st.composite
def statements(draw: Draw[Any], doc: Document, chains: Sequence[str], number: int) -> Statement:
    """Statements about a chain, with and without another one."""
    return Statement(
        id=content_id("s", doc.id, number),
        subject=draw(st.sampled_from(chains)),
        property=draw(one_of(Property)),
        value=draw(WORDS),
        span=draw(spans(doc)),
        rule="made/statement",
        object=draw(maybe(st.sampled_from(chains))),
        time=draw(event_times(doc)),
    )


@st.composite
def timexes(draw: Draw[Any], doc: Document, number: int) -> Timex:
    """Time expressions, resolved and not."""
    return Timex(
        id=content_id("t", doc.id, number),
        span=draw(spans(doc)),
        type=draw(one_of(TimexType)),
        value=draw(WORDS),
        rule="made/timex",
        anchor_span=draw(maybe(spans(doc))),
        interval=draw(maybe(intervals())),
    )


@st.composite
def readings(draw: Draw[Any]) -> Reading:
    """What one document says."""
    doc = draw(documents())
    chains = [content_id("c", doc.id, number) for number in range(draw(st.integers(0, 3)))]
    named = [draw(mentions(doc, chain, n)) for chain in chains for n in range(2)]
    times = tuple(draw(timexes(doc, n)) for n in range(draw(st.integers(0, 2))))
    created = draw(maybe(intervals()))
    known = tuple(draw(st.lists(evidence(doc), max_size=1)))
    return Reading(
        doc=doc,
        created=CreationTime(created, "inferred", known) if created else CreationTime(),
        mentions=tuple(named),
        chains=tuple(_chain(chain, named) for chain in chains),
        timexes=times,
        events=tuple(draw(event_mentions(doc, named, n)) for n in range(draw(st.integers(0, 3)))),
        others=tuple(
            draw(event_mentions(doc, named, n)) for n in range(3, 3 + draw(st.integers(0, 2)))
        ),
        statements=tuple(
            draw(statements(doc, chains, n))
            for n in range(draw(st.integers(0, 2)) if chains else 0)
        ),
        problems=tuple(draw(st.lists(problems(doc), max_size=1))),
        country=draw(maybe(st.sampled_from(chains))) if chains else None,
        versions=(("kipu", "0.1.0"), ("syntax/en", "1")),
        expressions=tuple(_expression(timex) for timex in times),
    )


def _chain(chain: str, named: Sequence[Mention]) -> Chain:
    ours = tuple(mention.id for mention in named if mention.chain == chain)
    return Chain(chain, "person", f"Name of {chain}", ours, named=True, gender="feminine")


def _expression(timex: Timex) -> TimeExpression:
    expression = Reference("document") if timex.interval is None else Calendar(year=2001)
    return TimeExpression(timex.id, timex.span, timex.type, expression, timex.rule)


@st.composite
def resolutions(draw: Draw[Any], given: Sequence[Reading]) -> Resolution:
    """Any grouping of what the readings hold, in the order that a resolution has."""
    entities = tuple(
        sorted(
            (draw(entities_of(given, group)) for group in _groups(draw, _chain_ids(given))), key=_id
        )
    )
    ids = [mention.id for reading in given for mention in reading.events]
    events = [draw(events_of(given, group, entities)) for group in _groups(draw, ids)]
    events.sort(key=_id)
    return Resolution(
        entities=entities,
        events=tuple(events),
        contradictions=tuple(_contradiction(given, event) for event in events if event.sources > 1),
        copies=tuple(draw(copies_of(given))),
    )


def _id(value: Entity | Event) -> str:
    return value.id


def _chain_ids(given: Sequence[Reading]) -> list[str]:
    return [chain.id for reading in given for chain in reading.chains]


def _groups(draw: Draw[Any], ids: Sequence[str]) -> list[list[str]]:
    groups: dict[int, list[str]] = {}
    for id_ in ids:
        groups.setdefault(draw(st.integers(0, 2)), []).append(id_)
    return [sorted(group) for group in groups.values()]


@st.composite
def entities_of(draw: Draw[Any], given: Sequence[Reading], chains: Sequence[str]) -> Entity:
    """The entity of a group of chains."""
    said = [s for reading in given for s in reading.statements if s.subject in chains]
    place = Location(-12.05, -77.05, "PE", "3936456")
    return Entity(
        id=content_id("e", chains[0]),
        type=draw(one_of(EntityType)),
        name=draw(WORDS),
        aliases=tuple(sorted(draw(st.sets(WORDS, max_size=2)))),
        chains=tuple(chains),
        statements=tuple(sorted(said, key=lambda statement: statement.id)),
        location=draw(maybe(st.just(place))),
    )


@st.composite
def events_of(
    draw: Draw[Any], given: Sequence[Reading], ids: Sequence[str], entities: Sequence[Entity]
) -> Event:
    """The event of a group of event mentions."""
    accounts = [m for reading in given for m in reading.events if m.id in ids]
    names = st.sampled_from([entity.id for entity in entities]) if entities else st.nothing()
    taking_part = st.builds(Participant, ROLES, names)
    return Event(
        id=content_id("v", ids[0]),
        type=accounts[0].type,
        summary=draw(WORDS),
        time=draw(st.sampled_from(accounts)).time,
        place=draw(maybe(names)) if entities else None,
        factuality=draw(one_of(Factuality)),
        participants=tuple(sorted(draw(st.sets(taking_part, max_size=2)))) if entities else (),
        quantities=tuple(_resolved(m, part) for m in accounts for part in m.quantities),
        status=draw(one_of(EventStatus)),
        sources=len({mention.trigger.doc_id for mention in accounts}),
        independent_sources=1,
        mentions=tuple(ids),
        place_inferred=draw(st.booleans()),
    )


def _resolved(mention: EventMention, part: EventQuantity) -> ResolvedQuantity:
    number = part.quantity
    return ResolvedQuantity(
        *(part.role, number.value, number.low, number.high, number.unit, number.approximate),
        mentions=(mention.id,),
    )


def _contradiction(given: Sequence[Reading], event: Event) -> Contradiction:
    accounts = [m for reading in given for m in reading.events if m.id in event.mentions]
    values = {m.trigger.doc_id: m for m in accounts}
    return Contradiction(
        event.id,
        "when",
        tuple(
            ContradictionValue(str(number), (mention.id,), (document,))
            for number, (document, mention) in enumerate(sorted(values.items()))
        ),
    )


@st.composite
def copies_of(draw: Draw[Any], given: Sequence[Reading]) -> list[Copy]:
    """Whether the second document of a record is a copy of the first."""
    if len(given) < 2 or not draw(st.booleans()):
        return []
    copy, of = (reading.doc.id for reading in given[:2])
    return [Copy(copy, of, draw(st.sampled_from(["verbatim", "edited"])), draw(st.floats(0, 1)))]


@st.composite
def judgements(draw: Draw[Any], given: Sequence[Reading], number: int) -> Judgement:
    """Judgements on the trigger of an event, or on a document that the record does not hold."""
    made = datetime(2024, 9, 12, 8, 30, number, tzinfo=UTC)
    return Judgement(
        id=content_id("j", number),
        target=draw(targets(given)),
        verdict=draw(st.sampled_from(["positive", "negative", "unsure"])),
        judge=draw(WORDS),
        made=made,
        reason=draw(maybe(WORDS)),
        withdrawn=draw(maybe(st.just(datetime(2025, 1, 1, tzinfo=UTC)))),
        kind=draw(one_of(JudgementKind)),
        attribute=draw(maybe(ROLES)),
        value=draw(maybe(WORDS)),
        machine=draw(maybe(WORDS)),
    )


@st.composite
def targets(draw: Draw[Any], given: Sequence[Reading]) -> Target:
    """Targets by content, one in two with another."""
    events = [(r.doc, mention) for r in given for mention in r.events]
    other = draw(targets(given)) if draw(st.integers(0, 3)) == 0 else None
    if not events:
        return Target("0" * 64, "words", "", "", "event", other)
    doc, mention = draw(st.sampled_from(events))
    span = mention.trigger
    before, after = doc.text[: span.start][-16:], doc.text[span.end :][:16]
    rank = draw(maybe(st.integers(0, 2)))
    return Target(
        doc.sha256, doc.quote(span), before, after, "event", other, draw(maybe(WORDS)), rank
    )


@st.composite
def records(draw: Draw[Any], most: int = 3) -> Everything:
    """Whole records of up to ``most`` documents."""
    unique = st.lists(readings(), max_size=most, unique_by=lambda reading: reading.doc.sha256)
    given = sorted(draw(unique), key=lambda reading: reading.doc.id)
    judged = tuple(draw(judgements(given, n)) for n in range(draw(st.integers(0, 2))))
    live = sorted(judgement.id for judgement in judged if judgement.in_effect)
    standings = one_of(PlacementStanding)
    resolution = msgspec.structs.replace(
        draw(resolutions(given)),
        placements=tuple(Placement(id_, draw(standings), draw(maybe(WORDS))) for id_ in live),
        link_conflicts=(LinkConflict(live[0], tuple(live)),) if live else (),
    )
    return Everything(tuple(given), resolution, judged)
