"""The pieces of a record as JSON, one by one and a stretch at a time: what an export holds as one.

Each is written by the same functions as the export, and is equal to what stands there. In lists,
documents come without their texts and entities without their mentions, of which there may be many.
"""

from collections.abc import Iterable, Sequence

import msgspec

from kipu.exports.json import (
    Index,
    Json,
    contradiction_json,
    document_json,
    entity_json,
    event_json,
    judgement_json,
)
from kipu.model.judgements import Judgement, Placement
from kipu.model.readings import EventMention
from kipu.model.resolved import Entity, Event
from kipu.record import Deed, Question, Store
from kipu.record.listing import Found, Key, Listing, Stretch


class Pieces(msgspec.Struct, frozen=True):
    """Some pieces of a list; ``last`` is the place of the last one if more follow it."""

    items: list[Json]
    last: Key | None


# Documents.


def list_documents(
    store: Store, stretch: Stretch, *, language: str | None = None, outlet: str | None = None
) -> Pieces:
    """List documents by where they came from, without their texts."""
    found = store.lists.documents(stretch, language=language, outlet=outlet)
    return Pieces(_documents(store, found.ids), found.last)


def give_document(store: Store, document_id: str) -> Json | None:
    """Give a document with its text, if it is there."""
    if not store.lists.has_document(document_id):
        return None
    (piece,) = _documents(store, [document_id])
    return piece | {"text": store.document(document_id).text}


def _documents(store: Store, ids: Sequence[str]) -> list[Json]:
    copies = store.lists.copies_of(ids)
    return [document_json(store.reading(id_), copies.get(id_), with_text=False) for id_ in ids]


# Entities.


def list_entities(
    store: Store, stretch: Stretch, *, name: str | None = None, type: str | None = None
) -> Pieces:
    """List entities by name, without their mentions."""
    found = store.lists.entities(stretch, name=name, type=type)
    entities = store.fetch_entities(found.ids)
    index = Index(entity_of_chain=_objects(store, entities))
    items = [entity_json(entity, index, with_text=False) for entity in entities]
    return Pieces([_without(item, "mentions") for item in items], found.last)


def give_entity(store: Store, entity_id: str) -> Json | None:
    """Give an entity with its mentions, if it is there."""
    entities = store.fetch_entities([entity_id])
    if not entities:
        return None
    chains = store.lists.mentions_of_chains(entities[0].chains)
    index = Index(entity_of_chain=_objects(store, entities), mentions_of_chain=chains)
    return entity_json(entities[0], index, with_text=False)


def _objects(store: Store, entities: Iterable[Entity]) -> dict[str, str]:
    chains = {s.object for entity in entities for s in entity.statements if s.object}
    return store.lists.entities_of_chains(sorted(chains))


def _without(item: Json, key: str) -> Json:
    return {name: value for name, value in item.items() if name != key}


# Events.


def list_events(store: Store, stretch: Stretch, question: Question) -> Pieces:
    """List events by time, each with all accounts of it."""
    return _events(store, store.lists.events(stretch, question))


def give_event(store: Store, event_id: str) -> Json | None:
    """Give an event, if it is there."""
    return next(iter(_events(store, Found((event_id,), None)).items), None)


def list_contradictions(store: Store, stretch: Stretch, question: Question) -> Pieces:
    """List what sources disagree on by the time of the event; a stretch counts events."""
    found = store.lists.events(stretch, question, contradicted=True)
    items = [
        contradiction_json(contradiction)
        for event in found.ids
        for contradiction in store.contradictions(event)
    ]
    return Pieces(items, found.last)


def _events(store: Store, found: Found) -> Pieces:
    events = store.lists.fetch_events(found.ids)
    accounts = _accounts(store, events)
    named = [
        argument.mention
        for account in accounts.values()
        for argument in (*account.arguments, account.place, account.attribution)
        if argument and argument.mention
    ]
    index = Index(entity_of_mention=store.desk.entities_of(named), accounts=accounts)
    return Pieces([event_json(event, index, with_text=False) for event in events], found.last)


def _accounts(store: Store, events: Iterable[Event]) -> dict[str, EventMention]:
    return store.lists.fetch_accounts(sorted({id_ for one in events for id_ in one.mentions}))


# What people decide.


def list_judgements(store: Store, stretch: Stretch, *, in_effect: bool | None = None) -> Pieces:
    """List judgements in the order they were added."""
    found = store.lists.judgements(stretch, in_effect=in_effect)
    items = [_judgement(*one) for one in store.lists.fetch_judgements(found.ids)]
    return Pieces(items, found.last)


def give_judgement(lists: Listing, judgement_id: str) -> Json | None:
    """Give a judgement, if it is there."""
    return next((_judgement(*one) for one in lists.fetch_judgements([judgement_id])), None)


def judgement_pieces(judgements: Iterable[Judgement]) -> list[Json]:
    """Give judgements, wherever what they are about stands now."""
    return [_judgement(judgement, None) for judgement in judgements]


def _judgement(judgement: Judgement, placed: Placement | None) -> Json:
    return judgement_json(judgement, {placed.judgement: placed} if placed else {})


def list_actions(store: Store, stretch: Stretch) -> Pieces:
    """List what people did, the first first, with the ids of what each made and withdrew."""
    found = store.lists.actions(stretch)
    return Pieces([_action(deed) for deed in store.lists.deeds(found.ids)], found.last)


def give_action(lists: Listing, action_id: str) -> Json | None:
    """Give an action, if it is there."""
    return next((_action(deed) for deed in lists.deeds([action_id])), None)


def _action(deed: Deed) -> Json:
    return msgspec.structs.asdict(deed.action) | {
        "judgements": [judgement.id for judgement in deed.made],
        "withdrew": [judgement.id for judgement in deed.withdrawn],
        "undone": deed.undone,
    }
