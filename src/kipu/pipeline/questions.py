"""What a screen asks of a record: a page of the chronology, a document, what is missing."""

from collections import Counter, defaultdict
from collections.abc import Iterable
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
from kipu.record.overview import Brief, Dated

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

    entity: Brief
    events: int


class NamesPage(msgspec.Struct, frozen=True):
    """Some names of the list, and the number of all."""

    listed: tuple[Named, ...]
    total: int
    number: int
    pages: int


class NamePage(msgspec.Struct, frozen=True):
    """Everything about one entity; ``others`` leads from chains that statements name to entities.

    ``ties`` are the entities that take part in its events, with the number of these.
    """

    entity: Entity
    entries: tuple[Entry, ...]
    names: dict[str, str]
    others: dict[str, Entity]
    documents: dict[str, Document]
    ties: tuple[tuple[Brief, int], ...]


class Silence(msgspec.Struct, frozen=True):
    """A stretch of time from the end of one event to the begin of the next, without any."""

    before: Event
    after: Event
    months: int


class Impossible(msgspec.Struct, frozen=True):
    """Somebody who acts in an event that lies after another one in which they die."""

    entity: Brief
    death: Event
    event: Event


class Some(msgspec.Struct, frozen=True):
    """The first of many events, and the number of all."""

    events: tuple[Event, ...]
    total: int


class Gaps(msgspec.Struct, frozen=True):
    """What the record does not tell well: no date, one source, nothing at all, too late to be.

    Of each kind the first are given; ``silent`` and ``late`` are the numbers of all silences and
    all impossible orders.
    """

    disputed: tuple[Entry, ...]
    contradicted: int
    undated: Some
    single: Some
    silences: tuple[Silence, ...]
    silent: int
    impossible: tuple[Impossible, ...]
    late: int


class Tie(msgspec.Struct, frozen=True):
    """Two entities and the number of events in which both take part."""

    one: Brief
    other: Brief
    events: int


class Ties(msgspec.Struct, frozen=True):
    """The strongest ties, and the numbers of all names and ties that there are."""

    drawn: tuple[Tie, ...]
    names: int
    total: int


class Placed(msgspec.Struct, frozen=True):
    """A place and its events; ``inferred`` are those of which no account says where they were."""

    entity: Brief
    events: int
    inferred: int


class Places(msgspec.Struct, frozen=True):
    """Where events happened, the places with the most first.

    ``unknown`` are places that the gazetteer does not know; ``nowhere`` counts events without one.
    """

    placed: tuple[Placed, ...]
    unknown: tuple[Placed, ...]
    nowhere: int


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
    about = record.store.overview.entity_ids(wanted.about) if wanted.about else None
    return Question(about, wanted.earliest, wanted.latest, wanted.type, wanted.status, wanted.words)


def names_of(record: Record, events: Iterable[Event]) -> dict[str, str]:
    """Give the names of all entities that take part in events, and of their places."""
    ids = {part.entity for event in events for part in event.participants}
    ids |= {event.place for event in events if event.place}
    return record.store.overview.names(sorted(ids))


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
    events = {one.id: one for one in store.lists.fetch_events(sorted(set(mentions.values())))}
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


def ask_names(
    record: Record, words: str | None, kind: str | None, *, number: int, rows: int | None
) -> NamesPage:
    """List the entities that bear all the words, of one type or all, the most mentioned first.

    A number beyond the last page gives the last; without ``rows`` there is one page.
    """
    overview = record.store.overview
    if words is None:
        ids = overview.ranked(kind)
    else:
        found = overview.briefs(overview.entity_ids(words))
        ids = tuple(entity.id for entity in found if kind in (None, entity.type))
    rows = rows or max(len(ids), 1)
    pages = max(1, -(-len(ids) // rows))
    number = min(max(number, 1), pages)
    shown = ids[(number - 1) * rows : number * rows]
    counts = overview.count_events(shown)
    listed = tuple(Named(one, counts.get(one.id, 0)) for one in overview.briefs(shown))
    return NamesPage(listed, len(ids), number, pages)


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
    company = store.overview.briefs([id_ for id_, _ in together.most_common(12)])
    return NamePage(
        entity,
        record.entries(events),
        names_of(record, events),
        {chain: others[id_] for chain, id_ in by_chain.items()},
        documents,
        tuple((other, together[other.id]) for other in company),
    )


def ask_gaps(record: Record, *, most: int) -> Gaps:
    """Give what the record does not tell well, of each kind the first."""
    store = record.store
    overview = store.overview
    disputed, contradicted = overview.contradicted(most)
    silences = find_silences(overview.dated())
    late = overview.late(tuple(sorted(ACTING)))
    ends = {id_ for one in silences[:most] for id_ in (one[0].event, one[1].event)}
    ends |= {id_ for one in late[:most] for id_ in (one.death, one.event)}
    events = {event.id: event for event in store.lists.fetch_events(sorted(ends))}
    acting = overview.briefs(sorted({one.entity for one in late[:most]}))
    people = {entity.id: entity for entity in acting}
    return Gaps(
        record.entries(store.lists.fetch_events(disputed)),
        contradicted,
        _some(record, overview.undated(most)),
        _some(record, overview.single(most)),
        tuple(Silence(events[a.event], events[b.event], n) for a, b, n in silences[:most]),
        len(silences),
        tuple(
            Impossible(people[one.entity], events[one.death], events[one.event])
            for one in late[:most]
        ),
        len(late),
    )


def _some(record: Record, found: tuple[tuple[str, ...], int]) -> Some:
    ids, total = found
    return Some(record.store.lists.fetch_events(ids), total)


def find_silences(events: Iterable[Dated]) -> list[tuple[Dated, Dated, int]]:
    """Find the stretches of whole months without an event, between which, the longest first.

    The events come by their first days. Times wider than a year neither break a silence nor bound
    one.
    """
    last: Dated | None = None
    silences = []
    for event in events:
        if _is_wide(event):
            continue
        months = _months_between(last.latest, event.earliest) if last else 0
        if last and months >= 1:
            silences.append((last, event, months))
        if last is None or event.latest > last.latest:
            last = event
    return sorted(silences, key=lambda silence: -silence[2])


def _is_wide(event: Dated) -> bool:
    if event.earliest[:4] == event.latest[:4]:
        return False  # most are; to read two days of each of many events takes a second
    width = date.fromisoformat(event.latest) - date.fromisoformat(event.earliest)
    return width.days + 1 > WIDEST


def _months_between(end: str, begin: str) -> int:
    """Count the whole calendar months between two days."""
    years = int(begin[:4]) - int(end[:4])
    return years * 12 + int(begin[5:7]) - int(end[5:7]) - 1


def ask_places(record: Record, wanted: Selection) -> Places:
    """Give where the events happened that are asked for."""
    overview = record.store.overview
    counts = {place: rest for place, *rest in overview.count_places(_question(record, wanted))}
    nowhere, _ = counts.pop(None, (0, 0))
    briefs = overview.briefs([place for place in counts if place])
    found = [Placed(entity, *counts[entity.id]) for entity in briefs]
    return Places(
        tuple(one for one in found if one.entity.location),
        tuple(one for one in found if not one.entity.location),
        nowhere,
    )


def ask_ties(record: Record, wanted: Selection, *, nodes: int, ties: int) -> Ties:
    """Give who takes part in events together with whom, among those who do so most often."""
    pairs: Counter[tuple[str, str]] = Counter()
    for parts in record.store.overview.company(_question(record, wanted)):
        pairs.update(combinations(parts, 2))
    weight: defaultdict[str, int] = defaultdict(int)
    for pair, count in pairs.items():
        for id_ in pair:
            weight[id_] += count
    kept = set(sorted(weight, key=lambda id_: (-weight[id_], id_))[:nodes])
    strongest = sorted(
        (pair for pair in pairs if kept.issuperset(pair)), key=lambda pair: (-pairs[pair], pair)
    )[:ties]
    shown = record.store.overview.briefs(sorted({id_ for pair in strongest for id_ in pair}))
    entities = {entity.id: entity for entity in shown}
    drawn = [Tie(entities[one], entities[other], pairs[one, other]) for one, other in strongest]
    drawn.sort(key=lambda tie: (-tie.events, tie.one.name, tie.other.name))
    return Ties(tuple(drawn), len(weight), len(pairs))


def _first(interval: Interval | None) -> date:
    if interval is None:
        return date.min
    return interval.earliest or interval.latest or date.min
