"""Whether a reading holds together: spans within its text, quotes equal to it, ids that lead on."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

import msgspec

from kipu.model.documents import Document
from kipu.model.ids import content_id
from kipu.model.readings import Attribution, EventMention, Reading
from kipu.model.spans import Evidence, Problem, Span


def document_problems(doc: Document) -> Iterator[Problem]:
    """Give what is wrong with a document: its id, its blocks."""
    if doc.id != content_id("d", doc.sha256):
        yield Problem("document-id", f"document {doc.id} has an id that its hash does not give")
    for before, after in pairwise(block.span for block in doc.blocks):
        if after.start < before.end:
            yield Problem(
                "blocks", f"blocks of document {doc.id} overlap or are out of order", after
            )


def reading_problems(reading: Reading) -> Iterator[Problem]:
    """Give what is wrong with a reading and its document."""
    yield from document_problems(reading.doc)
    yield from span_problems(reading, {reading.doc.id: reading.doc.text})
    yield from _repeated_ids(reading)
    yield from _lost_references(reading)


def span_problems(value: object, texts: dict[str, str]) -> Iterator[Problem]:
    """Give the spans anywhere in a value that leave their text, and quotes that are not in it."""
    for part in parts_of(value):
        if isinstance(part, Evidence):
            span = part.span
            if texts.get(span.doc_id, "")[span.start : span.end] != part.quote:
                yield Problem("quote", f"{part.quote!r} is not what the text has there", span)
        elif isinstance(part, Span) and part.end > len(texts.get(part.doc_id, "")):
            yield Problem("span", f"{part} lies outside of the text", part)


def parts_of(value: object) -> Iterator[msgspec.Struct]:
    """Give a value and every record inside of it."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, msgspec.Struct):
            yield part
            waiting.extend(getattr(part, name) for name in part.__struct_fields__)
        elif isinstance(part, tuple):
            waiting.extend(part)


def _repeated_ids(reading: Reading) -> Iterator[Problem]:
    lists: dict[str, Iterable[str]] = {
        "mentions": (mention.id for mention in reading.mentions),
        "chains": (chain.id for chain in reading.chains),
        "timexes": (timex.id for timex in reading.timexes),
        "events": (event.id for event in (*reading.events, *reading.others)),
        "statements": (statement.id for statement in reading.statements),
    }
    for name, ids in lists.items():
        for id_, times in Counter(ids).items():
            if times > 1:
                yield Problem("repeated-id", f"{id_} is the id of {times} {name}")


def _lost_references(reading: Reading) -> Iterator[Problem]:
    mentions = {mention.id for mention in reading.mentions}
    chains = {chain.id for chain in reading.chains}
    for what, ids, known in (
        ("mention", _named_mentions(reading), mentions),
        ("chain", _named_chains(reading), chains),
    ):
        for id_ in sorted(ids - known):
            yield Problem("lost-reference", f"{what} {id_} is named, but is not there")


def _named_mentions(reading: Reading) -> set[str]:
    named = {id_ for chain in reading.chains for id_ in chain.mentions}
    for event in (*reading.events, *reading.others):
        named.update(_mentions_of(event))
    return named


def _mentions_of(event: EventMention) -> Iterator[str]:
    places = event.settings if event.place is None else (event.place, *event.settings)
    arguments = (*event.arguments, *places)
    yield from (argument.mention for argument in arguments if argument.mention)
    said: Attribution | None = event.attribution
    while said:
        if said.mention:
            yield said.mention
        said = said.within


def _named_chains(reading: Reading) -> set[str]:
    named = {mention.chain for mention in reading.mentions}
    for statement in reading.statements:
        named.update(id_ for id_ in (statement.subject, statement.object) if id_)
    return named
