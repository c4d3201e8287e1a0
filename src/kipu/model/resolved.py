"""What all documents say together: entities, events, contradictions, copies."""

from typing import Literal

import msgspec

from kipu.model.judgements import Placement
from kipu.model.readings import EntityType, Factuality, Statement
from kipu.model.times import EventTime

EventStatus = Literal["agreed", "single-source", "disputed"]
CopyKind = Literal["verbatim", "edited"]


class Location(msgspec.Struct, frozen=True):
    """Where a place lies, by a gazetteer."""

    latitude: float
    longitude: float
    country: str
    gazetteer_id: str


class Entity(msgspec.Struct, frozen=True):
    """A person, body or place, with the chains of all documents that name it.

    ``id`` is made from its least chain id, so that it stays when documents are added. ``aliases``
    are the other names and descriptions, sorted.
    """

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...]
    chains: tuple[str, ...]
    statements: tuple[Statement, ...] = ()
    location: Location | None = None


class Participant(msgspec.Struct, frozen=True, order=True):
    """An entity in a role of an event."""

    role: str
    entity: str


class ResolvedQuantity(msgspec.Struct, frozen=True):
    """A quantity of an event over all accounts, and the event mentions that give it."""

    role: str
    value: float
    low: float | None
    high: float | None
    unit: str
    approximate: bool
    mentions: tuple[str, ...]


class Event(msgspec.Struct, frozen=True):
    """An occurrence, with the event mentions of all documents that tell of it.

    ``place`` is an entity id; it is ``place_inferred`` where no account says where the event was:
    then it is where a text puts it (its ``settings``), or the country that the texts are about.

    ``sources`` counts documents, ``independent_sources`` those left
    when copies count as one and, of an event that happened, accounts that only expect, demand
    or deny it do not count. ``quantities`` holds every value given, never an average.
    """

    id: str
    type: str
    summary: str
    time: EventTime
    place: str | None
    factuality: Factuality
    participants: tuple[Participant, ...]
    quantities: tuple[ResolvedQuantity, ...]
    status: EventStatus
    sources: int
    independent_sources: int
    mentions: tuple[str, ...]
    place_inferred: bool = False


class ContradictionValue(msgspec.Struct, frozen=True):
    """One side of a contradiction: the value as shown, and the event mentions that give it."""

    value: str
    mentions: tuple[str, ...]
    documents: tuple[str, ...]


class Contradiction(msgspec.Struct, frozen=True):
    """Values of one attribute of one event that cannot all hold.

    ``attribute`` is "when", "place", "factuality", a participant's role or a quantity's role.
    ``preferred`` is the value that a person takes for right; the others are kept.
    """

    event: str
    attribute: str
    values: tuple[ContradictionValue, ...]
    preferred: str | None = None


class Copy(msgspec.Struct, frozen=True, order=True):
    """A document whose text is another's. ``containment`` is the share of it that is reused."""

    document: str
    of: str
    kind: CopyKind
    containment: float


class LinkConflict(msgspec.Struct, frozen=True, order=True):
    """Judgements that cannot all hold: ``same`` join step by step what ``different`` holds apart.

    All are ids of judgements.
    """

    different: str
    same: tuple[str, ...]


class Resolution(msgspec.Struct, frozen=True):
    """Everything resolved from readings and judgements; lists are sorted by id.

    ``placements`` tell where each judgement in effect stands, ``link_conflicts`` which of them
    contradict each other.
    """

    entities: tuple[Entity, ...]
    events: tuple[Event, ...]
    contradictions: tuple[Contradiction, ...]
    copies: tuple[Copy, ...]
    placements: tuple[Placement, ...] = ()
    link_conflicts: tuple[LinkConflict, ...] = ()
