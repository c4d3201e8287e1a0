"""One event: all accounts of it side by side."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial

import msgspec
from starlette.requests import Request

from kipu.lang.ontology import load_ontology
from kipu.model.documents import CreationTime, Document
from kipu.model.judgements import Judgement
from kipu.model.readings import EventMention
from kipu.model.resolved import Contradiction, Copy, Entity
from kipu.model.spans import Span
from kipu.pipeline.identity import ask_near
from kipu.pipeline.pages import EventPage
from kipu.pipeline.records import Record
from kipu.web.screens import Screen


class Told(msgspec.Struct, frozen=True):
    """A sentence of a document and the accounts of the event in it.

    ``sides`` are the values of contradictions that it gives, as pairs of attribute and value.
    """

    sentence: Span
    mentions: tuple[EventMention, ...]
    sides: tuple[tuple[str, str], ...]


class Column(msgspec.Struct, frozen=True):
    """What one document tells of the event, and the documents that copied it."""

    doc: Document
    dated: CreationTime
    told: tuple[Told, ...]
    copies: tuple["Column", ...] = ()
    copied: Copy | None = None


def event(record: Record, request: Request) -> Screen:
    """Show one event."""
    page = record.show(request.path_params["id"])
    ids = [part.entity for part in page.entry.event.participants]
    ids += [page.entry.event.place] if page.entry.event.place else []
    entities = {entity.id: entity for entity in record.store.fetch_entities(ids)}
    judged = _by_account(record, page)
    return Screen(
        "event.html",
        {
            "page": page,
            "event": page.entry.event,
            "entities": entities,
            "columns": make_columns(page, record.store.copies()),
            "participants": _by_role(page, entities),
            "judged": judged,
            "settled": partial(settled, judged),
            "sources": {account.doc.id: account.doc for account in page.accounts},
            "attributes": attributes_of(page.entry.event.type),
            "near": ask_near(record, page.entry.event),
        },
    )


def attributes_of(type_: str) -> tuple[str, ...]:
    """Give what people may say of an account of an event of this type."""
    known = load_ontology().types.get(type_)
    roles = known.roles if known else ()
    return tuple(dict.fromkeys(("when", "place", *roles, "type", "factuality", "source")))


def _by_account(record: Record, page: EventPage) -> dict[str, list[Judgement]]:
    judged: defaultdict[str, list[Judgement]] = defaultdict(list)
    for judgement, at in record.store.desk.placed(page.entry.event.mentions):
        if at.target is not None:
            judged[at.target].append(judgement)
    return judged


def settled(
    judged: Mapping[str, Sequence[Judgement]], found: Contradiction
) -> tuple[Judgement, ...]:
    """Give what was decided of all sides of a contradiction, once for each action."""
    sides = [judged.get(mention, ()) for value in found.values for mention in value.mentions]
    on_all = [{one.action for one in some if one.kind == "right"} for some in sides]
    actions = set.intersection(*on_all) if on_all else set()
    first = {one.action: one for some in sides for one in some if one.action in actions}
    return tuple(sorted(first.values(), key=lambda one: one.made))


def _by_role(page: EventPage, entities: dict[str, Entity]) -> dict[str, list[Entity]]:
    roles: defaultdict[str, list[Entity]] = defaultdict(list)
    for part in page.entry.event.participants:
        if part.entity in entities:
            roles[part.role].append(entities[part.entity])
    return dict(roles)


def make_columns(page: EventPage, copies: tuple[Copy, ...]) -> tuple[Column, ...]:
    """Set the documents side by side, each copy folded under what it was copied from."""
    by_document: defaultdict[str, list[EventMention]] = defaultdict(list)
    docs: dict[str, Document] = {}
    for account in page.accounts:
        docs[account.doc.id] = account.doc
        by_document[account.doc.id].append(account.mention)
    sides = _sides(page)
    columns = {
        id_: Column(docs[id_], page.dated[id_], _told(mentions, sides))
        for id_, mentions in by_document.items()
    }
    folded = {copy.document: copy for copy in copies if {copy.document, copy.of} <= set(columns)}
    return tuple(
        msgspec.structs.replace(column, copies=_folded_under(id_, columns, folded))
        for id_, column in sorted(columns.items(), key=lambda pair: _order(pair[1]))
        if id_ not in folded
    )


def _folded_under(
    id_: str, columns: dict[str, Column], folded: dict[str, Copy]
) -> tuple[Column, ...]:
    """Give the copies of a document, and the copies of these, as one list."""
    direct = [copy for copy in folded.values() if copy.of == id_ and copy.document != id_]
    found = []
    for copy in direct:
        found.append(msgspec.structs.replace(columns[copy.document], copied=copy))
        rest = {document: other for document, other in folded.items() if other not in direct}
        found += _folded_under(copy.document, columns, rest)
    return tuple(found)


def _order(column: Column) -> tuple[str, str]:
    interval = column.dated.interval
    first = interval and (interval.earliest or interval.latest)
    return (first.isoformat() if first else "~", column.doc.uri)


def _sides(page: EventPage) -> dict[str, list[tuple[str, str]]]:
    """Give for each event mention the values of contradictions that it gives."""
    sides: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for contradiction in page.entry.contradictions:
        for value in contradiction.values:
            for mention in value.mentions:
                sides[mention].append((contradiction.attribute, value.value))
    return sides


def _told(
    mentions: list[EventMention], sides: dict[str, list[tuple[str, str]]]
) -> tuple[Told, ...]:
    by_sentence: defaultdict[Span, list[EventMention]] = defaultdict(list)
    for mention in mentions:
        by_sentence[mention.sentence].append(mention)
    return tuple(
        Told(
            sentence,
            tuple(told),
            tuple(dict.fromkeys(side for mention in told for side in sides.get(mention.id, ()))),
        )
        for sentence, told in sorted(by_sentence.items())
    )
