"""The readings of a record, in an order of their own, and what is looked up in them."""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from kipu.model.readings import Chain, EventMention, Mention, Reading
from kipu.model.spans import Span


class Sources(msgspec.Struct, frozen=True):
    """All readings, one a document, sorted by document id, with their parts by id.

    ``document_of`` gives the document of a mention, a chain or an event mention.
    """

    readings: Mapping[str, Reading]
    mentions: Mapping[str, Mention]
    chains: Mapping[str, Chain]
    events: Mapping[str, EventMention]
    document_of: Mapping[str, str]

    def quote(self, span: Span) -> str:
        """Give the characters of a span."""
        return self.readings[span.doc_id].doc.quote(span)

    def created(self, doc_id: str) -> tuple[date, date] | None:
        """Give the first and the last day on which a document may have been made."""
        interval = self.readings[doc_id].created.interval
        if interval is None:
            return None
        earliest = interval.earliest or interval.latest
        latest = interval.latest or interval.earliest
        return (earliest, latest) if earliest and latest else None


def gather_sources(readings: Iterable[Reading]) -> Sources:
    """Sort readings by document and look up their parts; of a document read twice one is taken."""
    by_document = {reading.doc.id: reading for reading in sorted(readings, key=_order)}
    document_of: dict[str, str] = {}
    mentions, chains, events = {}, {}, {}
    for doc_id, reading in by_document.items():
        mentions.update({mention.id: mention for mention in reading.mentions})
        chains.update({chain.id: chain for chain in reading.chains})
        events.update({event.id: event for event in reading.events})
        for parts in (reading.mentions, reading.chains, reading.events):
            document_of.update((part.id, doc_id) for part in parts)
    return Sources(by_document, mentions, chains, events, document_of)


def _order(reading: Reading) -> tuple[str, tuple[tuple[str, str], ...]]:
    return reading.doc.id, reading.versions
