"""The shapes of what the API answers, for its description; see ``docs/record-json.md``.

Nothing is made of these: answers are written by ``kipu.exports.json``, as exports are. A test reads
every piece of an export as its shape, and knows no key that is not in it.
"""

import datetime as dt
from typing import Generic, TypeVar

import msgspec

from kipu.model.documents import Basis
from kipu.model.judgements import ActionKind, JudgementKind, PlacementStanding, Target, Verdict
from kipu.model.readings import EntityType, Factuality, MentionKind, Property
from kipu.model.resolved import CopyKind, EventStatus, Location, Participant
from kipu.model.times import Anchor, TimexType
from kipu.pipeline.batches import Outcome
from kipu.record import Hit

T = TypeVar("T")
Count = int
Number = float | int


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of an answer, which has these keys and no others."""


class Range(Shape, frozen=True):
    """Half-open code points of a document's text."""

    start: Count
    end: Count


class Place(Shape, frozen=True):
    """Half-open code points of the text of a document that is named."""

    doc: str
    start: Count
    end: Count


class Time(Shape, frozen=True):
    """What is known of a time; ``start`` and ``end`` are the characters that state it, if any."""

    edtf: str
    timex: str | None
    type: TimexType
    earliest: dt.date | None
    latest: dt.date | None
    mod: str | None
    anchor: Anchor
    doc: str | None = None
    start: Count | None = None
    end: Count | None = None


class Reason(Shape, frozen=True):
    """Characters that show the date of a document, and the rule that read them."""

    start: Count
    end: Count
    why: str


class Published(Shape, frozen=True):
    """The date of a document."""

    edtf: str | None
    earliest: dt.date | None
    latest: dt.date | None
    basis: Basis
    evidence: tuple[Reason, ...]


class TextProblem(Shape, frozen=True):
    """Something in a document that could not be read."""

    code: str
    message: str
    start: Count | None = None
    end: Count | None = None


class DocumentPiece(Shape, frozen=True):
    """A document; its ``text`` is in the answer of its own address only."""

    id: str
    uri: str
    sha256: str
    media_type: str
    title: str | None
    outlet: str | None
    language: str | None
    published: Published
    copy_of: str | None
    copy_kind: CopyKind | None
    problems: tuple[TextProblem, ...]
    text: str | None = None


class NamedRange(Shape, frozen=True):
    """A mention of an entity."""

    id: str
    doc: str
    start: Count
    end: Count
    kind: MentionKind


class StatementPiece(Shape, frozen=True):
    """One value of one property of an entity."""

    id: str
    property: Property
    value: str
    object: str | None
    when: Time | None
    mention: Place
    rule: str
    subject_chain: str
    object_chain: str | None


class EntityPiece(Shape, frozen=True):
    """A person, body or place; its ``mentions`` are in the answer of its own address only."""

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...]
    place: Location | None
    statements: tuple[StatementPiece, ...]
    chains: tuple[str, ...]
    mentions: tuple[NamedRange, ...] = ()


class ArgumentPiece(Shape, frozen=True):
    """Who or what takes part by one account, or where it was."""

    entity: str | None
    start: Count
    end: Count
    role: str | None = None


class Amount(Shape, frozen=True):
    """A number that an account gives."""

    role: str
    value: Number
    low: Number | None
    high: Number | None
    unit: str
    approximate: bool
    start: Count
    end: Count


class EventAmount(Shape, frozen=True):
    """A number of an event, and the accounts that give it."""

    role: str
    value: Number
    low: Number | None
    high: Number | None
    unit: str
    approximate: bool
    mentions: tuple[str, ...]


class Said(Shape, frozen=True):
    """Who says so, and in which words."""

    entity: str | None
    source: Range | None
    cue: Range


class AccountPiece(Shape, frozen=True):
    """One document's account of an event."""

    id: str
    doc: str
    trigger: Range
    sentence: Range
    type: str
    when: Time | None
    place: ArgumentPiece | None
    participants: tuple[ArgumentPiece, ...]
    quantities: tuple[Amount, ...]
    factuality: Factuality
    attribution: Said | None
    score: Number
    rule: str


class EventPiece(Shape, frozen=True):
    """An event with all accounts of it."""

    id: str
    type: str
    summary: str
    when: Time | None
    place: str | None
    place_inferred: bool
    factuality: Factuality
    participants: tuple[Participant, ...]
    quantities: tuple[EventAmount, ...]
    status: EventStatus
    sources: Count
    independent_sources: Count
    mentions: tuple[AccountPiece, ...]
    accounts: tuple[str, ...]


class SidePiece(Shape, frozen=True):
    """One side of a contradiction."""

    value: str
    mentions: tuple[str, ...]
    documents: tuple[str, ...]


class ContradictionPiece(Shape, frozen=True):
    """What the sources of an event disagree on."""

    event: str
    attribute: str
    values: tuple[SidePiece, ...]


class JudgementPiece(Shape, frozen=True):
    """What somebody decided; ``target`` is what its words stand for now."""

    id: str
    kind: JudgementKind
    verdict: Verdict
    attribute: str | None
    value: str | None
    machine: str | None
    judge: str
    made: dt.datetime
    reason: str | None
    withdrawn: dt.datetime | None
    action: str | None
    withdrawn_by: str | None
    target: str | None
    address: Target
    other_target: str | None = None
    standing: PlacementStanding | None = None


class ActionPiece(Shape, frozen=True):
    """What somebody did at once; ``judgements`` are those made, ``withdrew`` those withdrawn."""

    id: str
    number: Count
    kind: ActionKind
    judge: str
    made: dt.datetime
    reverses: str | None
    judgements: tuple[str, ...]
    withdrew: tuple[str, ...]
    undone: bool


class AdditionPiece(Shape, frozen=True):
    """What came of a document that was sent."""

    uri: str
    outcome: Outcome
    document: str | None
    reason: str | None


class Some(Shape, Generic[T], frozen=True):
    """Some things of a list; ``next`` is the cursor of those after them, ``null`` at the end."""

    items: tuple[T, ...]
    next: str | None


class All(Shape, Generic[T], frozen=True):
    """All things of a list that has no cursors."""

    items: tuple[T, ...]


Documents = Some[DocumentPiece]
Entities = Some[EntityPiece]
Events = Some[EventPiece]
Contradictions = Some[ContradictionPiece]
Judgements = Some[JudgementPiece]
Actions = Some[ActionPiece]
Hits = All[Hit]
Additions = All[AdditionPiece]
