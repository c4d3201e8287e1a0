"""A record as people use it: add to it, and ask it what happened."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from kipu.lang.resources import languages
from kipu.model.documents import CreationTime, Document
from kipu.model.judgements import Judgement
from kipu.model.readings import Reading, Statement
from kipu.model.resolved import Contradiction, Entity, Event, Resolution
from kipu.model.spans import Problem
from kipu.model.times import EventTime
from kipu.pipeline.batches import Addition, add_source, add_sources
from kipu.pipeline.loading import Source
from kipu.record import Account, Counts, Hit, Store, open_store


class Entry(msgspec.Struct, frozen=True):
    """A line of the chronology: when, what, and on what its sources disagree."""

    when: EventTime
    text: str
    event: Event
    contradictions: tuple[Contradiction, ...] = ()


class EventPage(msgspec.Struct, frozen=True):
    """Everything about one event: each document's account, and who and where in words.

    ``names`` leads from the ids of the entities that take part to their names, ``dated`` from the
    ids of the documents to their dates, stated or inferred.
    """

    entry: Entry
    accounts: tuple[Account, ...]
    names: dict[str, str]
    dated: dict[str, CreationTime]


class EntityPage(msgspec.Struct, frozen=True):
    """Everything about one person, body or place.

    ``names`` leads from the ids of the chains that its statements are about to the names of
    their entities. ``documents`` leads from a document's id to it.
    """

    entity: Entity
    entries: tuple[Entry, ...]
    names: dict[str, str]
    documents: dict[str, Document]


class Record:
    """An open record. Close it, or use it as a context manager.

    What follows from the documents is worked out again whenever it is asked for after something
    was added. All methods raise ``RecordError`` where the file cannot be read or written.
    """

    def __init__(self, store: Store, *, as_resolved: bool = False) -> None:
        self._store = store
        self._as_resolved = as_resolved

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    @property
    def store(self) -> Store:
        """The store behind the record, brought up to date."""
        self.resolve()
        return self._store

    def is_resolved(self) -> bool:
        """Tell whether nothing was added since all documents were last seen together."""
        return self._store.is_resolved()

    def add(self, what: Reading | Document | str | Path) -> bool:
        """Add a reading, a document or a file; ``False`` if the record holds its bytes already.

        Raises:
            DocumentError: The file cannot be read.
        """
        from kipu.pipeline.reading import read

        if isinstance(what, str | Path):
            return add_source(self._store, Source(Path(what), Path(what).name)).outcome == "added"
        reading = read(what) if isinstance(what, Document) else what
        return self._store.add_document(reading.doc, _raw(reading.doc), reading)

    def add_all(
        self, sources: Iterable[Source], *, parser: str | None = None
    ) -> Iterator[Addition]:
        """Add sources one by one, giving what came of each; those that cannot be read too.

        Args:
            parser: As for ``kipu.read``.
        """
        return add_sources(self._store, sources, parser=parser)

    def resolve(self) -> None:
        """Work out what all documents say together, unless nothing changed since.

        Documents that tell no date are dated by the others first, which changes their readings.
        """
        if self._as_resolved or self._store.is_resolved():
            return
        inputs = self._store.inputs()
        dated = _redated(inputs.readings)
        for reading in dated:
            self._store.replace_reading(reading)
        if dated:
            inputs = self._store.inputs()
        self._store.store_resolution(
            _resolve(inputs.readings, inputs.judgements), generation=inputs.generation
        )

    def counts(self) -> Counts:
        """Tell how much the record holds."""
        return self.store.counts()

    def documents(self) -> tuple[Document, ...]:
        """Give all documents, in order of id."""
        return self._store.documents()

    def chronology(
        self,
        *,
        about: str | None = None,
        earliest: date | None = None,
        latest: date | None = None,
        type: str | None = None,
    ) -> tuple[Entry, ...]:
        """Give what happened in order of time, what no text dates last.

        Args:
            about: A name, or a part of one: events of every entity that bears it.
            earliest: Events that may lie on this day or later; leaves out the undated ones.
            latest: Events that may lie on this day or earlier; leaves out the undated ones.
            type: An event type of the ontology.
        """
        store = self.store
        ids = [entity.id for entity in store.entities(about)] if about else None
        events = store.events(about=ids, earliest=earliest, latest=latest, type=type)
        return _entries(events, store.contradictions())

    def show(self, event: str) -> EventPage:
        """Give everything about one event, found by its id or the beginning of it.

        Raises:
            RecordError: No event, or more than one, has an id that begins so.
        """
        store = self.store
        found = store.event(event)
        wanted = {participant.entity for participant in found.participants} | {found.place}
        accounts = store.accounts(found.id)
        return EventPage(
            _entries([found], store.contradictions(found.id))[0],
            accounts,
            {entity.id: entity.name for entity in store.entities() if entity.id in wanted},
            {id: store.reading(id).created for id in {account.doc.id for account in accounts}},
        )

    def who(self, name: str) -> tuple[EntityPage, ...]:
        """Give everything about the entities that bear a name, the most mentioned first."""
        store = self.store
        found = store.entities(name)
        if not found:
            return ()
        names = {chain: entity.name for entity in store.entities() for chain in entity.chains}
        documents = {doc.id: doc for doc in store.documents()}
        contradictions = store.contradictions()
        return tuple(
            EntityPage(
                entity,
                _entries(store.events(about=[entity.id]), contradictions),
                {id: names[id] for id in _objects(entity.statements) if id in names},
                {id: documents[id] for id in {s.span.doc_id for s in entity.statements}},
            )
            for entity in found
        )

    def names(self) -> tuple[str, ...]:
        """Give the names of all entities, sorted."""
        return tuple(sorted({entity.name for entity in self.store.entities()}))

    def conflicts(self) -> tuple[Entry, ...]:
        """Give the events on which sources disagree, in order of time."""
        return tuple(entry for entry in self.chronology() if entry.contradictions)

    def search(self, words: str) -> tuple[Hit, ...]:
        """Find events, then documents, that hold all the words."""
        return self.store.search(words)

    def check(self) -> tuple[Problem, ...]:
        """Verify hashes, spans, quotes, ids and references; nothing means the record is whole."""
        return self._store.check()

    def export_json(self, *, with_text: bool = False) -> bytes:
        """Write the record as JSON; with its texts, the export can be imported again."""
        from kipu.exports.json import export_json

        store = self.store
        return export_json(
            store.readings(), store.fetch_resolution(), store.judgements(), with_text=with_text
        )


def open_record(
    path: str | Path, *, create: bool = True, read_only: bool = False, as_resolved: bool = False
) -> Record:
    """Open a record, and make it if there is none.

    Args:
        create: Make the file if it is not there.
        read_only: Change nothing; a record that was added to but not yet worked out is refused.
        as_resolved: Answer by what was last worked out, though documents were added since: for
            looking on while another process or thread adds.

    Raises:
        RecordError: The file is no record, or cannot be opened; the message says why.
    """
    store = open_store(path, create=create and not read_only, read_only=read_only)
    return Record(store, as_resolved=as_resolved)


def _entries(events: Sequence[Event], contradictions: Sequence[Contradiction]) -> tuple[Entry, ...]:
    by_event: dict[str, list[Contradiction]] = {}
    for contradiction in contradictions:
        by_event.setdefault(contradiction.event, []).append(contradiction)
    return tuple(
        Entry(event.time, event.summary, event, tuple(by_event.get(event.id, ())))
        for event in events
    )


def _objects(statements: Sequence[Statement]) -> set[str]:
    return {statement.object for statement in statements if statement.object}


def _redated(readings: Sequence[Reading]) -> list[Reading]:
    """Give the readings that get another date from what the other documents tell."""
    from kipu.pipeline.dating import date_by_record

    pairs = zip(readings, date_by_record(readings), strict=True)
    return [after for before, after in pairs if after != before]


def _resolve(readings: Sequence[Reading], judgements: Sequence[Judgement]) -> Resolution:
    from kipu.lang.resolution import load_resolution
    from kipu.resolution import resolve

    return resolve(readings, judgements, load_resolution(_main_language(readings)))


def _main_language(readings: Sequence[Reading]) -> str:
    """Give the language of most readings that kipu can read, English if there is none."""
    counts = Counter(reading.doc.language for reading in readings)
    known = [language for language in languages() if counts[language]]
    return max(known, key=lambda language: counts[language], default="en")


def _raw(doc: Document) -> bytes | None:
    """Find the bytes of a document that was loaded earlier, if its file still holds them."""
    for data in _candidates(doc):
        if hashlib.sha256(data).hexdigest() == doc.sha256:
            return data
    return None


def _candidates(doc: Document) -> list[bytes]:
    path = Path(doc.uri)
    loaded = [path.read_bytes()] if path.is_file() else []
    return [*loaded, doc.text.encode()]
