"""Event mentions with their arguments, times and places."""

from collections.abc import Sequence
from typing import Protocol

from kipu.lang.events import EventResources
from kipu.model.documents import Document
from kipu.model.readings import EventMention, Mention
from kipu.model.syntax import Syntax
from kipu.model.times import Timex
from kipu.reading.events.accounts import read_accounts
from kipu.reading.events.links import date_headline, mark_future, share_times
from kipu.reading.events.passages import carry_on
from kipu.reading.quantities import NumberPhrase

__all__ = ["mark_future", "read_events"]


class _Entities(Protocol):
    @property
    def mentions(self) -> tuple[Mention, ...]: ...


def read_events(
    doc: Document,
    syntax: Syntax,
    entities: _Entities,
    timexes: Sequence[Timex],
    *,
    quantities: Sequence[NumberPhrase],
    resources: EventResources,
) -> tuple[EventMention, ...]:
    """Read what happened, by one document: every mention of an event with what is told of it.

    Returns:
        Event mentions in the order of the text. An event that the text does not date has no
        interval: it never gets the date of the document or of another event silently.
    """
    accounts = read_accounts(doc, syntax, entities.mentions, timexes, quantities, resources)
    shared = share_times(accounts, entities.mentions, resources.ontology)
    carried = carry_on(
        doc,
        syntax,
        shared,
        timexes,
        ontology=resources.ontology,
        speech_verbs=resources.attribution.speech_verbs,
    )
    return date_headline(doc, carried)
