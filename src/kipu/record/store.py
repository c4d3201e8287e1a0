"""A record: one SQLite file that keeps documents, readings, judgements and what follows of them."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import msgspec

from kipu.model.documents import Document
from kipu.model.judgements import Judgement
from kipu.model.readings import EventMention, Reading
from kipu.model.resolved import Contradiction, Entity, Event, Resolution
from kipu.model.spans import Problem


class Inputs(msgspec.Struct, frozen=True):
    """What a resolution is made of, and the generation of the record that holds just that."""

    generation: int
    readings: tuple[Reading, ...]
    judgements: tuple[Judgement, ...]


class Account(msgspec.Struct, frozen=True):
    """One document's account of an event."""

    doc: Document
    mention: EventMention


class Hit(msgspec.Struct, frozen=True):
    """Something that a search found: a document or an event, and words around what was found."""

    kind: Literal["document", "event"]
    id: str
    title: str
    quote: str


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
    """

    path: Path

    def __enter__(self) -> Self:
        raise NotImplementedError

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """Close the file."""
        raise NotImplementedError

    # What goes in.

    def add_document(self, doc: Document, raw: bytes | None, reading: Reading) -> bool:
        """Add a document with its bytes and its reading; ``False`` if its hash is already there.

        ``raw`` may be ``None`` only where the bytes cannot be had (the import of an export).
        """
        raise NotImplementedError

    def replace_reading(self, reading: Reading) -> None:
        """Put a new reading of a kept document in the place of the old one."""
        raise NotImplementedError

    def add_judgement(self, judgement: Judgement) -> bool:
        """Add a judgement; ``False`` if the very same one is already there."""
        raise NotImplementedError

    def withdraw_judgement(self, judgement_id: str, at: datetime) -> None:
        """Withdraw a judgement, which undoes it; it stays in the record with the time ``at``."""
        raise NotImplementedError

    def inputs(self) -> Inputs:
        """Give all readings and judgements with their generation, read at one moment."""
        raise NotImplementedError

    def store_resolution(self, resolution: Resolution, *, generation: int | None = None) -> bool:
        """Keep a resolution in the place of the stored one.

        ``generation`` is that of the inputs it was made of, the present one if left out.
        ``False`` if the record already holds the resolution of a later generation.
        """
        raise NotImplementedError

    # What is there.

    def counts(self) -> Counts:
        """Tell how much the record holds."""
        raise NotImplementedError

    def has_document(self, sha256: str) -> bool:
        """Tell whether a document with this hash of its bytes is there."""
        raise NotImplementedError

    def documents(self) -> tuple[Document, ...]:
        """Give all documents, in order of id."""
        raise NotImplementedError

    def document(self, document_id: str) -> Document:
        """Give one document."""
        raise NotImplementedError

    def raw(self, document_id: str) -> bytes | None:
        """Give a document's bytes as received, ``None`` if they were never at hand."""
        raise NotImplementedError

    def readings(self) -> tuple[Reading, ...]:
        """Give all readings, in order of document id."""
        raise NotImplementedError

    def reading(self, document_id: str) -> Reading:
        """Give the reading of one document."""
        raise NotImplementedError

    def judgements(self) -> tuple[Judgement, ...]:
        """Give all judgements in the order they were added, the withdrawn ones too."""
        raise NotImplementedError

    def fetch_resolution(self) -> Resolution:
        """Give the stored resolution; see :meth:`is_resolved`."""
        raise NotImplementedError

    def is_resolved(self) -> bool:
        """Tell whether the stored resolution is of the present readings and judgements."""
        raise NotImplementedError

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
        raise NotImplementedError

    def event(self, event_id: str) -> Event:
        """Give an event by its id or the beginning of it that no other event has.

        Raises:
            RecordError: No event, or more than one, has an id that begins so.
        """
        raise NotImplementedError

    def accounts(self, event_id: str) -> tuple[Account, ...]:
        """Give what each document says of an event, by document and place in its text."""
        raise NotImplementedError

    def entities(self, name: str | None = None) -> tuple[Entity, ...]:
        """Give entities with all these words in one of their names, the most mentioned first.

        Case and accents do not matter. Without ``name``: all entities.
        """
        raise NotImplementedError

    def entity(self, entity_id: str) -> Entity:
        """Give an entity by its id or an unambiguous beginning of it."""
        raise NotImplementedError

    def contradictions(self, event_id: str | None = None) -> tuple[Contradiction, ...]:
        """Give the contradictions of one event or of all, in the order of the chronology."""
        raise NotImplementedError

    def search(self, words: str, *, limit: int = 50) -> tuple[Hit, ...]:
        """Find events, then documents, that hold all the words, the best first.

        The words are plain: no character of them has a meaning of its own, none raises.
        """
        raise NotImplementedError

    # The record itself.

    def check(self) -> tuple[Problem, ...]:
        """Verify hashes, spans, quotes, ids and references; no problem means the record is whole."""
        raise NotImplementedError

    def iterate_readings(self) -> Iterator[Reading]:
        """Give the readings one by one, for records that are larger than the memory."""
        raise NotImplementedError


def open_store(path: Path | str, *, create: bool = False, read_only: bool = False) -> Store:
    """Open a record.

    ``create`` makes it if there is no file yet (an empty file counts as none). A record of an
    older version is brought up to date after a copy of it was put beside it.

    Raises:
        RecordError: There is no record, the file is none, it is of a newer version, locked,
            damaged, or cannot be written.
    """
    raise NotImplementedError
