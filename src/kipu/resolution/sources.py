"""The readings of a record, in an order of their own, and what is looked up in them."""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from kipu.model.judgements import Judgement, Target
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


class Links(msgspec.Struct, frozen=True):
    """What people decided on identity: pairs that are one, pairs that are not, what is rejected."""

    same: frozenset[tuple[str, str]]
    different: frozenset[tuple[str, str]]
    rejected: frozenset[str]


def read_links(judgements: Iterable[Judgement], sources: Sources) -> Links:
    """Turn judgements into pairs of chain ids and of event mention ids.

    A judgement whose words are no longer found, that is withdrawn or unsure, says nothing here.
    Targets with the role "event" are event mentions, all others mentions of entities.
    """
    documents = {reading.doc.sha256: doc_id for doc_id, reading in sources.readings.items()}
    same: set[tuple[str, str]] = set()
    different: set[tuple[str, str]] = set()
    rejected: set[str] = set()
    for judgement in judgements:
        if judgement.withdrawn is not None or judgement.verdict == "unsure":
            continue
        one = _find_target(judgement.target, documents, sources)
        other = judgement.target.other and _find_target(judgement.target.other, documents, sources)
        if one and other and one != other:
            pair = (min(one, other), max(one, other))
            (same if judgement.verdict == "positive" else different).add(pair)
        elif one and judgement.target.other is None and judgement.verdict == "negative":
            rejected.add(one)
    return Links(frozenset(same), frozenset(different), frozenset(rejected))


def _find_target(target: Target, documents: Mapping[str, str], sources: Sources) -> str | None:
    doc_id = documents.get(target.document)
    if doc_id is None:
        return None
    text = sources.readings[doc_id].doc.text
    found = text.find(target.prefix + target.exact + target.suffix)
    if found < 0:
        return None
    start = found + len(target.prefix)
    span = Span(doc_id, start, start + len(target.exact))
    if target.role == "event":
        return _event_at(span, sources.readings[doc_id])
    return _chain_at(span, sources.readings[doc_id])


def _event_at(span: Span, reading: Reading) -> str | None:
    hits = [event for event in reading.events if event.trigger.overlaps(span)]
    return (
        min(hits, key=lambda event: (_distance(event.trigger, span), event.id)).id if hits else None
    )


def _chain_at(span: Span, reading: Reading) -> str | None:
    hits = [mention for mention in reading.mentions if mention.span.overlaps(span)]
    return min(hits, key=lambda m: (_distance(m.span, span), m.id)).chain if hits else None


def _distance(one: Span, other: Span) -> int:
    return abs(one.start - other.start) + abs(one.end - other.end)
