"""The record as one JSON object, kipu's own lossless form.

The keys that other programs read show what was found: who, what, when, and the characters that
say so. With its texts an export also holds ``reading`` in each document (all that was read in it,
in the model's own form) and what else the resolution holds, and can be imported again. What it
never holds is the bytes as received, which only the record itself keeps.

The pieces of an export (a document, an entity ...) are written by functions of their own, as others
write them one by one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, Protocol, TypeVar

import msgspec

from kipu import __version__
from kipu.model.judgements import Judgement, Placement
from kipu.model.readings import (
    Argument,
    EventMention,
    EventQuantity,
    Mention,
    MentionKind,
    Reading,
    Statement,
)
from kipu.model.resolved import Contradiction, Copy, Entity, Event, Resolution, ResolvedQuantity
from kipu.model.spans import Problem, Span
from kipu.model.times import EventTime

T = TypeVar("T")
Json = dict[str, Any]

DOCUMENT_KEYS = ("id", "uri", "sha256", "media_type", "title", "outlet", "language", "text")
"""Columns of a document that stand in the export as they are; its ``reading`` has the others."""
_EXACT = 2**53
"""Up to here a whole number is the same in JSON with and without a decimal point."""


class Named(Protocol):
    """A mention as far as an export shows it."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def span(self) -> Span: ...  # noqa: D102
    @property
    def kind(self) -> MentionKind: ...  # noqa: D102


class Index(msgspec.Struct, frozen=True):
    """Where the ids of a record lead, or of the part of it that is written."""

    entity_of_chain: Mapping[str, str] = {}
    entity_of_mention: Mapping[str, str] = {}
    mentions_of_chain: Mapping[str, Sequence[Named]] = {}
    accounts: Mapping[str, EventMention] = {}


def export_json(
    readings: Sequence[Reading],
    resolution: Resolution,
    judgements: Sequence[Judgement],
    *,
    machine: Mapping[str, Reading] = {},
    with_text: bool,
) -> bytes:
    """Write a record as JSON; two exports of the same record are equal byte by byte.

    With its texts, an export holds all that the readings hold and can be imported again. Where a
    person dated a document, ``machine`` has the reading as kipu made it, by document.
    """
    index = _index(readings, resolution)
    copies = {copy.document: copy for copy in sorted(resolution.copies, reverse=True)}
    placed = {at.judgement: at for at in resolution.placements}
    by_id = attrgetter("id")
    exported = {
        "kipu": __version__,
        "documents": [
            document_json(reading, copies.get(reading.doc.id), with_text=with_text)
            | _as_read(machine.get(reading.doc.id), with_text=with_text)
            for reading in sorted(readings, key=lambda reading: reading.doc.id)
        ],
        "entities": [
            entity_json(entity, index, with_text=with_text)
            for entity in sorted(resolution.entities, key=by_id)
        ],
        "events": [
            event_json(event, index, with_text=with_text)
            for event in sorted(resolution.events, key=by_id)
        ],
        "contradictions": sorted(
            map(contradiction_json, resolution.contradictions), key=_event_first
        ),
        "copies": sorted(resolution.copies),
        "judgements": [judgement_json(one, placed) for one in sorted(judgements, key=by_id)],
        "link_conflicts": sorted(resolution.link_conflicts),
    }
    return msgspec.json.encode(exported) + b"\n"


def _index(readings: Sequence[Reading], resolution: Resolution) -> Index:
    entity_of_chain = {
        chain: entity.id for entity in resolution.entities for chain in entity.chains
    }
    mentions = [mention for reading in readings for mention in reading.mentions]
    of_chain: dict[str, list[Mention]] = {}
    for mention in mentions:
        of_chain.setdefault(mention.chain, []).append(mention)
    return Index(
        entity_of_chain=entity_of_chain,
        entity_of_mention={
            mention.id: entity_of_chain[mention.chain]
            for mention in mentions
            if mention.chain in entity_of_chain
        },
        mentions_of_chain=of_chain,
        accounts={account.id: account for reading in readings for account in reading.events},
    )


# Documents.


def document_json(reading: Reading, copy: Copy | None, *, with_text: bool) -> Json:
    """Give a document; with its text also all that was read in it."""
    doc = reading.doc
    keys = DOCUMENT_KEYS if with_text else DOCUMENT_KEYS[:-1]
    exported = {key: getattr(doc, key) for key in keys} | {
        "published": _published(reading),
        "copy_of": copy.of if copy else None,
        "copy_kind": copy.kind if copy else None,
        "problems": [_problem(problem) for problem in (*doc.problems, *reading.problems)],
    }
    return exported | {"reading": _whole_reading(reading)} if with_text else exported


def _published(reading: Reading) -> Json:
    created = reading.created
    interval = created.interval
    return {
        "edtf": interval.edtf if interval else None,
        "earliest": interval.earliest if interval else None,
        "latest": interval.latest if interval else None,
        "basis": created.basis,
        "evidence": [_range(shown.span) | {"why": shown.rule} for shown in created.evidence],
    }


def _problem(problem: Problem) -> Json:
    where = _range(problem.span) if problem.span else {}
    return {"code": problem.code, "message": problem.message} | where


def _whole_reading(reading: Reading) -> Json:
    """Give all fields of a reading; of its document those that stand nowhere else."""
    doc = reading.doc
    rest = {key: getattr(doc, key) for key in doc.__struct_fields__ if key not in DOCUMENT_KEYS}
    return {key: getattr(reading, key) for key in reading.__struct_fields__} | {"doc": rest}


def _as_read(reading: Reading | None, *, with_text: bool) -> Json:
    return {"as_read": _whole_reading(reading)} if reading and with_text else {}


# Entities.


def entity_json(entity: Entity, index: Index, *, with_text: bool) -> Json:
    """Give an entity with its mentions and statements."""
    place = entity.location
    mentions = [m for chain in entity.chains for m in index.mentions_of_chain.get(chain, ())]
    return {
        "id": entity.id,
        "type": entity.type,
        "name": entity.name,
        "aliases": entity.aliases,
        "mentions": [
            _place_in(mention.span) | {"kind": mention.kind, "id": mention.id}
            for mention in sorted(mentions, key=lambda mention: (mention.span, mention.id))
        ],
        "place": place,
        "statements": [
            _statement(statement, index, with_text=with_text) for statement in entity.statements
        ],
        "chains": entity.chains,
    }


def _statement(statement: Statement, index: Index, *, with_text: bool) -> Json:
    exported = {
        "property": statement.property,
        "value": statement.value,
        "object": index.entity_of_chain.get(statement.object or ""),
        "when": _time(statement.time, statement.span.doc_id),
        "mention": _place_in(statement.span),
        "rule": statement.rule,
        "id": statement.id,
        "subject_chain": statement.subject,
        "object_chain": statement.object,
    }
    return exported | {"time": statement.time} if with_text else exported


# Events.


def event_json(event: Event, index: Index, *, with_text: bool) -> Json:
    """Give an event with the accounts of it."""
    accounts = [index.accounts[id_] for id_ in event.mentions if id_ in index.accounts]
    exported = {
        "id": event.id,
        "type": event.type,
        "summary": event.summary,
        "when": _time(event.time, None),
        "place": event.place,
        "place_inferred": event.place_inferred,
        "factuality": event.factuality,
        "participants": event.participants,
        "quantities": [_resolved_quantity(quantity) for quantity in event.quantities],
        "status": event.status,
        "sources": event.sources,
        "independent_sources": event.independent_sources,
        "mentions": [
            _account(account, index)
            for account in sorted(accounts, key=lambda account: (account.trigger, account.id))
        ],
        "accounts": event.mentions,
    }
    return exported | {"time": event.time} if with_text else exported


def _account(account: EventMention, index: Index) -> Json:
    return {
        "id": account.id,
        "doc": account.trigger.doc_id,
        "trigger": _range(account.trigger),
        "sentence": _range(account.sentence),
        "type": account.type,
        "when": _time(account.time, account.trigger.doc_id),
        "place": _argument(account.place, index) if account.place else None,
        "participants": [
            {"role": argument.role} | _argument(argument, index)
            for argument in _by_span(account.arguments, lambda argument: argument.span)
        ],
        "quantities": [
            _quantity(part)
            for part in _by_span(account.quantities, lambda part: part.quantity.span)
        ],
        "factuality": account.factuality,
        "attribution": _attribution(account, index),
        "score": account.score,
        "rule": account.rule,
    }


def _by_span(parts: Iterable[T], span: Callable[[T], Span]) -> list[T]:
    return sorted(parts, key=span)


def _argument(argument: Argument, index: Index) -> Json:
    entity = index.entity_of_mention.get(argument.mention or "")
    return {"entity": entity} | _range(argument.span)


def _attribution(account: EventMention, index: Index) -> Json | None:
    said = account.attribution
    if said is None:
        return None
    return {
        "entity": index.entity_of_mention.get(said.mention or ""),
        "source": _range(said.source) if said.source else None,
        "cue": _range(said.cue),
    }


def _quantity(part: EventQuantity) -> Json:
    quantity = part.quantity
    return {
        "role": part.role,
        "value": _number(quantity.value),
        "low": _number(quantity.low),
        "high": _number(quantity.high),
        "unit": quantity.unit,
        "approximate": quantity.approximate,
    } | _range(quantity.span)


def _resolved_quantity(quantity: ResolvedQuantity) -> Json:
    numbers = {key: _number(getattr(quantity, key)) for key in ("value", "low", "high")}
    return msgspec.structs.asdict(quantity) | numbers


def contradiction_json(contradiction: Contradiction) -> Json:
    """Give what the sources of an event disagree on."""
    return {
        "event": contradiction.event,
        "attribute": contradiction.attribute,
        "values": [msgspec.structs.asdict(value) for value in contradiction.values],
    }


def _event_first(contradiction: Json) -> tuple[str, str, bytes]:
    values = msgspec.json.encode(contradiction["values"])
    return contradiction["event"], contradiction["attribute"], values


# Judgements.


def judgement_json(judgement: Judgement, placed: Mapping[str, Placement]) -> Json:
    """Give a judgement with the ids of what it is about at present, if it is in effect."""
    fields = msgspec.structs.asdict(judgement) | {"address": judgement.target, "target": None}
    at = placed.get(judgement.id)
    if at is None:
        return fields
    return fields | {"target": at.target, "other_target": at.other, "standing": at.standing}


# Values.


def _time(time: EventTime, doc_id: str | None) -> Json | None:
    """Give a time with the characters of one document that state it, or of any, then named."""
    if time.interval is None:
        return None
    spans = [shown.span for shown in time.evidence if doc_id in (None, shown.span.doc_id)]
    where = (_range(spans[0]) if doc_id else _place_in(spans[0])) if spans else {}
    return {
        "edtf": time.interval.edtf,
        "timex": time.value,
        "type": time.type,
        "earliest": time.interval.earliest,
        "latest": time.interval.latest,
        "mod": time.mod,
        **where,
        "anchor": time.anchor,
    }


def _range(span: Span) -> Json:
    return {"start": span.start, "end": span.end}


def _place_in(span: Span) -> Json:
    return {"doc": span.doc_id, "start": span.start, "end": span.end}


def _number(value: float | None) -> float | int | None:
    """Write 14 people as 14, not as 14.0."""
    whole = value is not None and abs(value) < _EXACT and value == int(value)
    return int(value) if whole and value is not None else value
