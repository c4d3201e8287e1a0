"""Event mentions with their arguments, times and places."""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from kipu.lang.events import EventResources
from kipu.lang.ontology import Ontology
from kipu.model.documents import Document
from kipu.model.readings import EventMention, Mention
from kipu.model.syntax import Syntax
from kipu.model.times import Timex
from kipu.reading.events.accounts import Undated, attach, date_accounts, find_accounts
from kipu.reading.events.links import date_headline, mark_future, share_times
from kipu.reading.events.passages import carry_on, mark_passages
from kipu.reading.events.performed import read_performed
from kipu.reading.events.rows import date_rows
from kipu.reading.quantities import NumberPhrase

__all__ = [
    "Dated",
    "date_events",
    "date_rows",
    "find_events",
    "mark_future",
    "read_performed",
    "share_all",
]


class _Entities(Protocol):
    @property
    def mentions(self) -> tuple[Mention, ...]: ...


class Dated(msgspec.Struct, frozen=True):
    """The event mentions of a document, with their times, and those of no type of the ontology."""

    events: tuple[EventMention, ...]
    others: tuple[EventMention, ...]


def find_events(
    doc: Document,
    syntax: Syntax,
    entities: _Entities,
    timexes: Sequence[Timex],
    *,
    quantities: Sequence[NumberPhrase],
    resources: EventResources,
) -> Undated:
    """Find what happened, by one document: every mention of an event with what is told of it.

    Of ``timexes`` only the words and types matter, not the days: :func:`date_events` gives those.
    """
    return find_accounts(doc, syntax, entities.mentions, timexes, quantities, resources)


def date_events(
    doc: Document,
    syntax: Syntax,
    undated: Undated,
    entities: _Entities,
    timexes: Sequence[Timex],
    resources: EventResources,
) -> Dated:
    """Date the events of a document by its words.

    Returns:
        Event mentions in the order of the text. An event that the text does not date has no
        interval: it never gets the date of the document or of another event silently. Those of no
        type have the times that their own words state, and no others.
    """
    attachment = attach(undated, timexes, resources)
    accounts = mark_passages(
        doc,
        syntax,
        date_accounts(undated.triggers, undated.events, attachment, resources),
        timexes,
        resources,
    )
    triggers, others = zip(*undated.others, strict=True) if undated.others else ((), ())
    return Dated(
        share_all(doc, accounts, timexes, entities.mentions, resources.ontology),
        date_accounts(triggers, others, attachment, resources),
    )


def share_all(
    doc: Document,
    events: Sequence[EventMention],
    timexes: Sequence[Timex],
    mentions: Sequence[Mention],
    ontology: Ontology,
) -> tuple[EventMention, ...]:
    """Give events without a time of their own that of another account, their passage or the lead.

    Args:
        events: With the times that their own words give them, and no others.
    """
    shared = share_times(doc, events, mentions, ontology)
    return date_headline(doc, carry_on(doc, shared, timexes), mentions, ontology)
