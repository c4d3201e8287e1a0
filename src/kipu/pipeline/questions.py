"""What a screen asks of a record: a page of the chronology, a document, what is missing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations

import msgspec

from kipu.model import edtf
from kipu.model.custody import CustodyLink
from kipu.model.documents import Document
from kipu.model.ids import content_id
from kipu.model.judgements import Judgement
from kipu.model.readings import Reading
from kipu.model.resolved import Entity, Event, EventStatus
from kipu.model.times import Interval
from kipu.pipeline.chronology import Entry
from kipu.pipeline.records import Record
from kipu.pipeline.standing import gather_surroundings
from kipu.record import Question

WIDEST = 366
"""Days of the widest time that counts as known well enough to break a silence."""
ACTING = frozenset(("agent", "participant", "speaker", "candidate"))
"""Roles that only the living can have."""


class Selection(msgspec.Struct, frozen=True):
    """What a person wants to see of the chronology; ``about`` is a name or a part of one."""

    about: str | None = None
    earliest: date | None = None
    latest: date | None = None
    type: str | None = None
    status: EventStatus | None = None
    words: str | None = None


class Year(msgspec.Struct, frozen=True):
    """The events that begin in one year: how many, and the number of the page of the first.

    ``name`` is ``None`` for what is undated, ``""`` for the years before 1.
    """

    name: str | None
    count: int
    page: int


class ChronologyPage(msgspec.Struct, frozen=True):
    """Some rows of the chronology, the undated ones first, and the years of all of them.

    ``names`` leads from the ids of entities that take part, or of places, to names.
    """

    entries: tuple[Entry, ...]
    names: dict[str, str]
    years: tuple[Year, ...]
    total: int
    number: int
    pages: int


class DocumentPage(msgspec.Struct, frozen=True):
    """One document, its reading, and what its parts became.

    ``events`` leads from event mentions to their events, ``entities`` from chains to entities.
    ``judgements`` are those on the document and its event mentions, by the id of what they are
    about; ``seen`` is the number of the last action that is in them. ``custody`` tells how the
    document came in.
    """

    reading: Reading
    events: dict[str, Event]
    entities: dict[str, Entity]
    judgements: dict[str, tuple[Judgement, ...]]
    seen: int
    custody: CustodyLink | None = None


class Listed(msgspec.Struct, frozen=True):
    """A document of the list; ``copy_of`` is the document that its text was taken from."""

    doc: Document
    created: Interval | None
    basis: str
    copy_of: Document | None


class Named(msgspec.Struct, frozen=True):
    """An entity of the list, and the number of events that are about it: its own page has them."""

    entity: Entity
    events: int


class NamePage(msgspec.Struct, frozen=True):
    """Everything about one entity; ``others`` leads from chains that statements name to entities.

    ``ties`` are the entities that take part in its events, with the number of these.
    """

    entity: Entity
    entries: tuple[Entry, ...]
    names: dict[str, str]
    others: dict[str, Entity]
    documents: dict[str, Document]
    ties: tuple[tuple[Entity, int], ...]


class Silence(msgspec.Struct, frozen=True):
    """A stretch of time from the end of one event to the begin of the next, without any."""

    before: Event
    after: Event
    months: int


class Impossible(msgspec.Struct, frozen=True):
    """Somebody who acts in an event that lies after another one in which they die."""

    entity: Entity
    death: Event
    event: Event


class Gaps(msgspec.Struct, frozen=True):
    """What the record does not tell well: no date, one source, nothing at all, too late to be."""

    undated: tuple[Event, ...]
    single: tuple[Event, ...]
    silences: tuple[Silence, ...]
    impossible: tuple[Impossible, ...]


class Tie(msgspec.Struct, frozen=True):
    """Two entities and the number of events in which both take part."""

    one: Entity
    other: Entity
    events: int


def ask_page(record: Record, wanted: Selection, *, number: int, rows: int) -> ChronologyPage:
    """Give a page of the chronology; a number beyond the last page gives the last."""
    question = _question(record, wanted)
    counts = record.store.count_by_year(question)
    counts = {None: counts.pop(None), **counts} if None in counts else counts
    total = sum(counts.values())
    pages = max(1, -(-total // rows))
    number = min(max(number, 1), pages)
    events = record.store.event_page(question, offset=(number - 1) * rows, limit=rows)
    years, before = [], 0
    for name, count in counts.items():
        years.append(Year(name, count, before // rows + 1))
        before += count
    return ChronologyPage(
        record.entries(events),
        names_of(record, events),
        tuple(years),
        total,
        number,
        pages,
    )


def ask_events(record: Record, wanted: Selection, *, limit: int) -> tuple[Event, ...]:
    """Give the first events that are asked for, the undated ones first, then by time."""
    return record.store.event_page(_question(record, wanted), offset=0, limit=limit)


def _question(record: Record, wanted: Selection) -> Question:
    store = record.store
    about = [entity.id for entity in store.entities(wanted.about)] if wanted.about else None
    return Question(about, wanted.earliest, wanted.latest, wanted.type, wanted.status, wanted.words)


def names_of(record: Record, events: Iterable[Event]) -> dict[str, str]:
    """Give the names of all entities that take part in events, and of their places."""
    ids = {part.entity for event in events for part in event.participants}
    ids |= {event.place for event in events if event.place}
    return {entity.id: entity.name for entity in record.store.fetch_entities(sorted(ids))}


def ask_document(record: Record, document_id: str) -> DocumentPage:
    """Give a document with what its parts became.

    Raises:
        RecordError: There is none with this id.
    """
    store = record.store
    reading = store.reading(document_id)
    chains = store.entities_by_chain(document_id)
    entities = {e.id: e for e in store.fetch_entities(sorted(set(chains.values())))}
    mentions = store.events_by_mention(document_id)
    events = {id_: store.event(id_) for id_ in set(mentions.values())}
    seen = store.desk.shown_action()
    judged = [document_id, *(event.id for event in reading.events)]
    around = gather_surroundings(store, judged)
    return DocumentPage(
        reading,
        {mention: events[id_] for mention, id_ in mentions.items()},
        {chain: entities[id_] for chain, id_ in chains.items()},
        {id_: tuple(j for j, _ in around.placed[id_]) for id_ in judged if id_ in around.placed},
        seen,
        store.custody.of(document_id),
    )


def ask_documents(record: Record) -> tuple[Listed, ...]:
    """Give all documents by their own dates, the undated ones first."""
    store = record.store
    docs = {doc.id: doc for doc in store.documents()}
    created = store.created()
    origins = {copy.document: docs[copy.of] for copy in store.copies()}
    listed = []
    for doc in docs.values():
        written, basis = created.get(doc.id, (None, "unknown"))
        interval = edtf.parse(written) if written else None
        listed.append(Listed(doc, interval, basis, origins.get(doc.id)))
    return tuple(sorted(listed, key=lambda one: (_first(one.created), one.doc.uri)))


def ask_event_sources(
    record: Record, events: Iterable[Event]
) -> dict[str, tuple[tuple[Document, str, int], ...]]:
    """Give for each event the documents that tell of it, with the first sentence and its start."""
    store = record.store
    docs = {doc.id: doc for doc in store.documents()}
    rows = store.first_sentences()
    return {
        event.id: tuple((docs[id_], sentence, at) for id_, sentence, at in rows.get(event.id, ()))
        for event in events
    }


def state_of(record: Record) -> str:
    """Give a hash of what a record rests on: its documents and what people decided."""
    documents = sorted(record.files())
    return content_id("r", *documents, record.store.desk.last_action())


def ask_names(record: Record, words: str | None, kind: str | None) -> tuple[Named, ...]:
    """List the entities that bear all the words, of one type or all, the most mentioned first."""
    counts = record.store.count_events_by_entity()
    return tuple(
        Named(entity, counts.get(entity.id, 0))
        for entity in record.store.entities(words)
        if kind in (None, entity.type)
    )


def ask_entity(record: Record, entity_id: str) -> NamePage:
    """Give everything about one entity.

    Raises:
        RecordError: There is none with this id.
    """
    store = record.store
    entity = store.entity(entity_id)
    events = store.events(about=[entity.id])
    spans = [statement.span for statement in entity.statements]
    documents = {id_: store.document(id_) for id_ in {span.doc_id for span in spans}}
    chains = {s.object for s in entity.statements if s.object}
    by_chain = {
        chain: id_
        for doc in documents
        for chain, id_ in store.entities_by_chain(doc).items()
        if chain in chains
    }
    others = {e.id: e for e in store.fetch_entities(sorted(set(by_chain.values())))}
    together = Counter(
        id_
        for event in events
        for id_ in {part.entity for part in event.participants} - {entity.id}
    )
    company = store.fetch_entities([id_ for id_, _ in together.most_common(12)])
    return NamePage(
        entity,
        record.entries(events),
        names_of(record, events),
        {chain: others[id_] for chain, id_ in by_chain.items()},
        documents,
        tuple((other, together[other.id]) for other in company),
    )


def ask_gaps(record: Record) -> Gaps:
    """Give what the record does not tell well."""
    events = record.store.events()
    happened = [event for event in events if event.factuality not in ("denied", "hypothetical")]
    return Gaps(
        tuple(event for event in happened if event.time.interval is None),
        tuple(event for event in happened if event.independent_sources == 1),
        find_silences(happened),
        _impossible(record, happened),
    )


def find_silences(events: Sequence[Event]) -> tuple[Silence, ...]:
    """Give the stretches of a month and more in which nothing lies, the longest first.

    Times wider than a year neither break a silence nor bound one.
    """
    dated = [event for event in events if (_days(event) or WIDEST + 1) <= WIDEST]
    dated.sort(key=lambda event: _first(event.time.interval))
    silences = []
    for last, event in zip(_latest_so_far(dated), dated[1:], strict=False):
        months = _months_between(last, event)
        if months >= 1:
            silences.append(Silence(last, event, months))
    return tuple(sorted(silences, key=lambda silence: -silence.months))


def _latest_so_far(events: Sequence[Event]) -> list[Event]:
    """Give for each place in a list the event up to there that ends last."""
    ends: list[Event] = []
    for event in events:
        ends.append(event if not ends or _last(event) > _last(ends[-1]) else ends[-1])
    return ends


def _months_between(before: Event, after: Event) -> int:
    """Count the whole calendar months between two events."""
    end, begin = _last(before), _first(after.time.interval)
    return (begin.year - end.year) * 12 + begin.month - end.month - 1


def _impossible(record: Record, events: Sequence[Event]) -> tuple[Impossible, ...]:
    deaths: dict[str, Event] = {}
    for event in events:
        if event.type == "death" and event.time.interval and event.time.interval.latest:
            for part in event.participants:
                if part.role == "patient":
                    deaths.setdefault(part.entity, event)
    found = [
        (part.entity, deaths[part.entity], event)
        for event in events
        for part in event.participants
        if part.entity in deaths
        and part.role in ACTING
        and event.factuality == "certain"
        and _is_later(event, deaths[part.entity])
    ]
    ids = sorted({entity for entity, _, _ in found})
    entities = {entity.id: entity for entity in record.store.fetch_entities(ids)}
    return tuple(Impossible(entities[id_], death, event) for id_, death, event in found)


def _is_later(event: Event, death: Event) -> bool:
    one, other = event.time.interval, death.time.interval
    return bool(one and other and edtf.is_after(one, other))


def ask_ties(record: Record, wanted: Selection, *, nodes: int, events: int) -> tuple[Tie, ...]:
    """Give who takes part in events together with whom, among those who do so most often."""
    pairs: Counter[tuple[str, str]] = Counter()
    for event in ask_events(record, wanted, limit=events):
        parts = sorted({part.entity for part in event.participants})
        pairs.update(combinations(parts, 2))
    weight: defaultdict[str, int] = defaultdict(int)
    for pair, count in pairs.items():
        for id_ in pair:
            weight[id_] += count
    kept = sorted(weight, key=lambda id_: (-weight[id_], id_))[:nodes]
    entities = {entity.id: entity for entity in record.store.fetch_entities(kept)}
    ties = [
        Tie(entities[one], entities[other], count)
        for (one, other), count in pairs.items()
        if one in entities and other in entities
    ]
    return tuple(sorted(ties, key=lambda tie: (-tie.events, tie.one.name, tie.other.name)))


def _first(interval: Interval | None) -> date:
    if interval is None:
        return date.min
    return interval.earliest or interval.latest or date.min


def _last(event: Event) -> date:
    interval = event.time.interval
    return (interval and (interval.latest or interval.earliest)) or date.min


def _days(event: Event) -> int | None:
    return edtf.days(event.time.interval) if event.time.interval else None
