"""A record: it keeps documents, readings, judgements and what follows of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from kipu.model.custody import UNTOLD, Intake
from kipu.model.documents import Document
from kipu.model.judgements import Judgement
from kipu.model.readings import EventMention, Reading
from kipu.model.resolved import Contradiction, Copy, Entity, Event, Resolution
from kipu.model.spans import Problem
from kipu.record.addresses import Address
from kipu.record.admission import refuse_other_bytes, refuse_unsound
from kipu.record.check import check_record
from kipu.record.chronology import (
    Question,
    chronology_ids,
    count_by_year,
    entity_ids,
    full_id,
    page_ids,
)
from kipu.record.connections import Connection, Place, place_of
from kipu.record.copying import Copied, back_up, copy_all, put_aside
from kipu.record.custody import Custody, append_entry
from kipu.record.desk import Desk
from kipu.record.documents import (
    fetch_document,
    fetch_documents,
    fetch_raw,
    has_sha256,
    insert_document,
)
from kipu.record.entities import fetch_entities
from kipu.record.events import fetch_contradictions, fetch_contradictions_in_time, fetch_events
from kipu.record.followed import FollowedItems
from kipu.record.judgements import (
    fetch_judgements,
    insert_judgement,
    withdraw,
)
from kipu.record.listing import Listing
from kipu.record.lookups import (
    created_of_documents,
    entities_by_chain,
    events_by_mention,
    first_sentences,
    mentions_by_document,
)
from kipu.record.opening import open_record
from kipu.record.overview import Overview
from kipu.record.readings import (
    delete_reading,
    fetch_machine_readings,
    fetch_reading,
    fetch_readings,
    insert_reading,
    keep_machine_reading,
)
from kipu.record.refusals import refusing, snapshot, transaction
from kipu.record.resolutions import (
    clear_resolution,
    fetch_copies,
    fetch_resolution,
    replace_resolution,
)
from kipu.record.search import Hit, search_record
from kipu.record.searches import SavedSearches
from kipu.record.versions import load_migrations


class Inputs(msgspec.Struct, frozen=True):
    """What a resolution is made of, and the generation of the record that holds just that.

    ``machine`` are the readings as kipu made them where people dated the document, by document.
    """

    generation: int
    readings: tuple[Reading, ...]
    judgements: tuple[Judgement, ...]
    machine: dict[str, Reading] = {}


class Account(msgspec.Struct, frozen=True):
    """One document's account of an event."""

    doc: Document
    mention: EventMention


class Counts(msgspec.Struct, frozen=True):
    """How much a record holds."""

    documents: int
    entities: int
    events: int
    contradictions: int
    judgements: int


class Store:
    """An open record; close it, or use it as a context manager.

    Every method that writes is one transaction: it is done whole and kept for good when it
    returns, or it raises and nothing of it is there. All methods raise ``RecordError``, whose
    text is one or two plain sentences, where the file is locked, full, read-only or damaged.
    ``desk`` is where people's judgements are made, undone and looked up, ``lists`` what the record
    holds piece by piece, ``overview`` sums of all of it, ``custody`` the log of how documents came
    in, ``followed`` what was seen of feeds and folders, ``searches`` those that people keep.
    """

    def __init__(self, place: Place, connection: Connection) -> None:
        self.place = place
        self.desk = Desk(place, connection)
        self.lists = Listing(place, connection)
        self.overview = Overview(place, connection)
        self.searches = SavedSearches(place, connection)
        self.custody = Custody(place, connection)
        self.followed = FollowedItems(place, connection)
        self._connection = connection

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
        """Close the file; the record is then that one file, with nothing beside it."""
        self._connection.close()

    @contextmanager
    def _writing(self, loss: str) -> Iterator[Connection]:
        with refusing(self.place, loss), transaction(self._connection):
            yield self._connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with refusing(self.place, "it could not be read"):
            yield self._connection

    # What goes in.

    def add_document(
        self, doc: Document, raw: bytes | None, reading: Reading, intake: Intake = UNTOLD
    ) -> bool:
        """Add a document with its bytes and its reading; ``False`` if its hash is already there.

        ``raw`` may be ``None`` only where the bytes cannot be had (the import of an export). How it
        came in is written to the log of custody, with what ``intake`` tells.

        Raises:
            RecordError: The bytes are not those of the document, the reading is of another one or
                does not hold together, or the record cannot be written.
        """
        loss = f"{doc.uri} was not added"
        refuse_other_bytes(doc, raw, loss)
        refuse_unsound(doc, reading, loss)
        with self._writing(loss) as connection:
            if has_sha256(connection, doc.sha256):
                return False
            insert_document(connection, doc, raw)
            append_entry(connection, doc.id, intake)
            insert_reading(connection, reading)
            _next_generation(connection)
        return True

    def replace_reading(self, reading: Reading, machine: Reading | None = None) -> None:
        """Put a new reading of a kept document in the place of the old one.

        What was resolved of the old one is gone until the record is resolved again. ``machine`` is
        the reading as kipu made it, where this one is of another date that a person gave.

        Raises:
            RecordError: The document is not there or its text is another, the reading does not
                hold together, or the record cannot be written.
        """
        loss = f"the new reading of {reading.doc.uri} was not stored"
        with self._writing(loss) as connection:
            doc = fetch_document(connection, reading.doc.id)
            refuse_unsound(doc, reading, loss)
            clear_resolution(connection)
            delete_reading(connection, doc.id)
            insert_reading(connection, reading)
            keep_machine_reading(connection, doc.id, machine)
            _next_generation(connection)

    def add_judgement(self, judgement: Judgement) -> bool:
        """Add a judgement; ``False`` if the very same one is already there."""
        with self._writing("the judgement was not stored") as connection:
            added = insert_judgement(connection, judgement)
            if added:
                _next_generation(connection)
        return added

    def withdraw_judgement(self, judgement_id: str, at: datetime) -> None:
        """Withdraw a judgement, which undoes it; it stays in the record with the time ``at``."""
        with self._writing("the judgement was not withdrawn") as connection:
            withdraw(connection, judgement_id, at)
            _next_generation(connection)

    def inputs(self) -> Inputs:
        """Give all readings and judgements with their generation, read at one moment."""
        with self._reading() as connection, snapshot(connection):
            return Inputs(
                generation=_meta(connection, "generation"),
                readings=tuple(fetch_readings(connection)),
                judgements=fetch_judgements(connection),
                machine=fetch_machine_readings(connection),
            )

    def store_resolution(self, resolution: Resolution, *, generation: int | None = None) -> bool:
        """Keep a resolution in the place of the stored one.

        ``generation`` is that of the inputs it was made of, the present one if left out.
        ``False`` if the record already holds the resolution of a later generation.
        """
        with self._writing("the resolution was not stored") as connection:
            made_of = _meta(connection, "generation") if generation is None else generation
            if made_of < _meta(connection, "resolved_generation"):
                return False
            replace_resolution(connection, resolution)
            connection.execute(
                "UPDATE meta SET value = ? WHERE key = 'resolved_generation'", (made_of,)
            )
        return True

    # What is there.

    def counts(self) -> Counts:
        """Tell how much the record holds."""
        with self._reading() as connection, snapshot(connection):
            return Counts(
                *(
                    connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                    for table in ("document", "entity", "event", "contradiction", "judgement")
                )
            )

    def has_document(self, sha256: str) -> bool:
        """Tell whether a document with this hash of its bytes is there."""
        with self._reading() as connection:
            return has_sha256(connection, sha256)

    def documents(self) -> tuple[Document, ...]:
        """Give all documents, in order of id."""
        with self._reading() as connection:
            return tuple(fetch_documents(connection))

    def document(self, document_id: str) -> Document:
        """Give one document."""
        with self._reading() as connection:
            return fetch_document(connection, document_id)

    def raw(self, document_id: str) -> bytes | None:
        """Give a document's bytes as received, ``None`` if they were never at hand."""
        with self._reading() as connection:
            return fetch_raw(connection, fetch_document(connection, document_id).sha256)

    def readings(self) -> tuple[Reading, ...]:
        """Give all readings, in order of document id."""
        return tuple(self.iterate_readings())

    def iterate_readings(self) -> Iterator[Reading]:
        """Give the readings one by one, for records that are larger than the memory."""
        with self._reading() as connection:
            yield from fetch_readings(connection)

    def reading(self, document_id: str) -> Reading:
        """Give the reading of one document."""
        with self._reading() as connection:
            return fetch_reading(connection, document_id)

    def judgements(self) -> tuple[Judgement, ...]:
        """Give all judgements in the order they were added, the withdrawn ones too."""
        with self._reading() as connection:
            return fetch_judgements(connection)

    def fetch_resolution(self) -> Resolution:
        """Give the stored resolution; see :meth:`is_resolved`."""
        with self._reading() as connection, snapshot(connection):
            return fetch_resolution(connection)

    def is_resolved(self) -> bool:
        """Tell whether the stored resolution is of the present readings and judgements."""
        with self._reading() as connection, snapshot(connection):
            return _meta(connection, "resolved_generation") == _meta(connection, "generation")

    # Questions.

    def events(
        self,
        *,
        about: Sequence[str] | None = None,
        earliest: date | None = None,
        latest: date | None = None,
        type: str | None = None,
        limit: int | None = None,
    ) -> tuple[Event, ...]:
        """Give the chronology: events by earliest day, undated ones last.

        ``about`` are entity ids: events in which any of them takes part or which happened there.
        ``earliest`` and ``latest`` leave events that may lie between these days; undated events
        are then left out. ``type`` is an id of the ontology.
        """
        question = Question(about, earliest, latest, type)
        with self._reading() as connection, snapshot(connection):
            return fetch_events(connection, chronology_ids(connection, question, limit=limit))

    def event_page(self, question: Question, *, offset: int, limit: int) -> tuple[Event, ...]:
        """Give some of the events that are asked for, the undated ones first, then by time."""
        with self._reading() as connection, snapshot(connection):
            ids = page_ids(connection, question, limit=limit, offset=offset)
            return fetch_events(connection, ids)

    def count_by_year(self, question: Question) -> dict[str | None, int]:
        """Count the events that begin in each year, in order of time; ``None`` is undated."""
        with self._reading() as connection:
            return count_by_year(connection, question)

    def events_by_mention(self, document_id: str) -> dict[str, str]:
        """Give the event of each of a document's event mentions that tells of one."""
        with self._reading() as connection:
            return events_by_mention(connection, document_id)

    def entities_by_chain(self, document_id: str) -> dict[str, str]:
        """Give the entity of each of a document's chains that names one."""
        with self._reading() as connection:
            return entities_by_chain(connection, document_id)

    def first_sentences(self) -> dict[str, list[tuple[str, str, int]]]:
        """Give for each event the documents that tell of it: id, first sentence and its start."""
        with self._reading() as connection:
            return first_sentences(connection)

    def created(self) -> dict[str, tuple[str | None, str]]:
        """Give the own date of each document, as EDTF, and its basis."""
        with self._reading() as connection:
            return created_of_documents(connection)

    def copies(self) -> tuple[Copy, ...]:
        """Give the documents whose text is another's."""
        with self._reading() as connection:
            return fetch_copies(connection)

    def event(self, event_id: str) -> Event:
        """Give an event by its id or the beginning of it that no other event has.

        Raises:
            RecordError: No event, or more than one, has an id that begins so.
        """
        with self._reading() as connection, snapshot(connection):
            return fetch_events(connection, [full_id(connection, "event", event_id)])[0]

    def accounts(self, event_id: str) -> tuple[Account, ...]:
        """Give what each document says of an event, by document and place in its text."""
        with self._reading() as connection, snapshot(connection):
            ids = mentions_by_document(connection, full_id(connection, "event", event_id))
            readings = (fetch_reading(connection, document) for document in ids)
            return tuple(
                Account(reading.doc, mention)
                for reading in readings
                for mention in reading.events
                if mention.id in ids[reading.doc.id]
            )

    def entities(self, name: str | None = None) -> tuple[Entity, ...]:
        """Give entities with all these words in one of their names, the most mentioned first.

        Case and accents do not matter. Without ``name``: all entities.
        """
        with self._reading() as connection, snapshot(connection):
            return fetch_entities(connection, entity_ids(connection, name))

    def fetch_entities(self, ids: Sequence[str]) -> tuple[Entity, ...]:
        """Give the entities with these ids, in their order, without those that are not there."""
        with self._reading() as connection, snapshot(connection):
            return fetch_entities(connection, ids)

    def entity(self, entity_id: str) -> Entity:
        """Give an entity by its id or an unambiguous beginning of it."""
        with self._reading() as connection, snapshot(connection):
            return fetch_entities(connection, [full_id(connection, "entity", entity_id)])[0]

    def contradictions(self, event_id: str | None = None) -> tuple[Contradiction, ...]:
        """Give the contradictions of one event or of all, in the order of the chronology."""
        with self._reading() as connection, snapshot(connection):
            if event_id is None:
                return fetch_contradictions_in_time(connection)
            return fetch_contradictions(connection, full_id(connection, "event", event_id))

    def search(self, words: str, *, limit: int = 50) -> tuple[Hit, ...]:
        """Find events, those outside of the ontology, then documents that hold all the words.

        The words are plain: no character of them has a meaning of its own, none raises.
        """
        with self._reading() as connection, snapshot(connection):
            return search_record(connection, words, limit)

    # The record itself.

    def backup(self, copy: Path) -> None:
        """Copy the record as it is at this moment to a file that is not there yet."""
        with refusing(self.place, "the record was not copied"):
            back_up(self._connection, self.place, copy, "the record was not copied")

    def put_copy_aside(self) -> Path:
        """Copy the record to a file beside itself, under a name that nothing has yet."""
        with refusing(self.place, "nothing was done"):
            version = len(load_migrations())
            return put_aside(self._connection, self.place, version, "nothing was done")

    def copy_from(self, other: "Store") -> Copied:
        """Copy all that another record holds to this one, which has to be new."""
        with refusing(self.place, "nothing was copied"):
            return copy_all(other._connection, self._connection)

    def check(self) -> tuple[Problem, ...]:
        """Verify hashes, spans, quotes, ids and references; without problems, it is whole."""
        with self._reading() as connection:
            return tuple(check_record(connection))


def open_store(
    place: Path | str | Address, *, create: bool = False, read_only: bool = False
) -> Store:
    """Open a record: a file, or what is at an address of a server of PostgreSQL.

    ``create`` makes it if it is not there yet (an empty file counts as none). A record of an
    older version is brought up to date after a copy of it was put beside it.

    Raises:
        RecordError: There is no record, the file is none, it is of a newer version, locked,
            damaged, or cannot be written; the server cannot be reached or lets nobody in.
    """
    place = place_of(place)
    if isinstance(place, Address):
        from kipu.record.postgres.opening import open_on_server

        return Store(place, open_on_server(place, create=create, read_only=read_only))
    return Store(place, open_record(place, create=create, read_only=read_only))


def _next_generation(connection: Connection) -> None:
    connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")


def _meta(connection: Connection, key: str) -> int:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return int(row[0])
