"""The text of a document in pieces, each with what the reading made of it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, TypeVar

import msgspec

from kipu.model.documents import Block
from kipu.model.readings import EventMention, Statement
from kipu.model.spans import Span
from kipu.model.times import Timex
from kipu.pipeline.questions import DocumentPage

Part = TypeVar("Part")
MarkKind = Literal["event", "time", "quantity", "source", "statement", "entity", "part"]
ORDER: tuple[MarkKind, ...] = ("event", "time", "quantity", "source", "statement", "entity", "part")
"""Of marks that cover the same characters, the first has the link. A part is what other pages
lead to, such as words that are no name but take part in an event."""


class Mark(msgspec.Struct, frozen=True, order=True):
    """Characters that became something; ``card`` is the id of the card that says what."""

    span: Span
    kind: MarkKind
    card: str | None = None


class Piece(msgspec.Struct, frozen=True):
    """Characters that have the same marks; ``anchor`` where a mark begins."""

    text: str
    kinds: tuple[MarkKind, ...]
    card: str | None
    anchor: int | None


class Run(msgspec.Struct, frozen=True):
    """Pieces of one sentence that tells of an event, or of the text between such sentences."""

    pieces: tuple[Piece, ...]
    sentence: int | None


class Marked(msgspec.Struct, frozen=True):
    """A block of the text with its marks, and what is told in it."""

    block: Block
    runs: tuple[Run, ...]
    events: tuple[EventMention, ...]
    times: tuple[Timex, ...]
    statements: tuple[Statement, ...]


def mark_text(page: DocumentPage) -> tuple[Marked, ...]:
    """Cut the text of a document into blocks, sentences and pieces, in its order."""
    reading, text = page.reading, page.reading.doc.text
    blocks = reading.doc.blocks
    marks = _by_block(blocks, list(_marks(page)))
    sentences = _by_block(blocks, sorted({Mark(e.sentence, "part") for e in reading.events}))
    events = _within(blocks, reading.events, lambda event: event.trigger)
    times = _within(blocks, reading.timexes, lambda timex: timex.span)
    told = _within(blocks, reading.statements, lambda statement: statement.span)
    return tuple(
        Marked(
            block,
            tuple(_runs(text, block.span, marks[n], [mark.span for mark in sentences[n]])),
            tuple(events[n]),
            tuple(times[n]),
            tuple(told[n]),
        )
        for n, block in enumerate(blocks)
    )


def _within(
    blocks: Sequence[Block], parts: Iterable[Part], span_of: Callable[[Part], Span]
) -> dict[int, list[Part]]:
    """Give the parts of a reading that lie within each block, in their order."""
    ends = [block.span.end for block in blocks]
    found: defaultdict[int, list[Part]] = defaultdict(list)
    for part in parts:
        span = span_of(part)
        number = bisect_left(ends, span.end)
        if number < len(blocks) and blocks[number].span.holds(span):
            found[number].append(part)
    return found


def _marks(page: DocumentPage) -> Iterator[Mark]:
    reading = page.reading
    for event in reading.events:
        yield from _event_marks(event)
    for other in reading.others:
        yield Mark(other.trigger, "part")
    for evidence in reading.created.evidence:
        yield Mark(evidence.span, "part")
    for timex in reading.timexes:
        yield Mark(timex.span, "time", f"k-{timex.id}")
    for statement in reading.statements:
        yield Mark(statement.span, "statement", f"k-{statement.id}")
    for mention in reading.mentions:
        if mention.kind != "pronoun" or mention.chain in page.entities:
            yield Mark(mention.span, "entity")


def _event_marks(event: EventMention) -> Iterator[Mark]:
    yield Mark(event.trigger, "event", f"k-{event.id}")
    for told in event.quantities:
        yield Mark(told.quantity.span, "quantity", f"k-{event.id}")
    if event.attribution and event.attribution.source:
        yield Mark(event.attribution.source, "source", f"k-{event.id}")
    for argument in (*event.arguments, *((event.place,) if event.place else ())):
        yield Mark(argument.span, "part")
    for evidence in event.time.evidence:
        yield Mark(evidence.span, "part")


def _by_block(blocks: Sequence[Block], marks: Iterable[Mark]) -> dict[int, list[Mark]]:
    """Give the marks of each block; one that reaches over several is in each."""
    ends = [block.span.end for block in blocks]
    found: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        number = bisect_left(ends, mark.span.start + 1)
        while number < len(blocks) and blocks[number].span.start < mark.span.end:
            found[number].append(mark)
            number += 1
    return found


def _runs(
    text: str, block: Span, marks: Sequence[Mark], sentences: Sequence[Span]
) -> Iterator[Run]:
    """Cut a block where the event sentences in it begin and end, these into pieces."""
    position = block.start
    pieces = list(_pieces(text, block, marks, sentences))
    for sentence in sentences:
        begin, end = max(sentence.start, position), min(sentence.end, block.end)
        yield from _run(pieces, position, begin, None)
        yield from _run(pieces, begin, end, sentence.start)
        position = max(position, end)
    yield from _run(pieces, position, block.end, None)


def _run(
    pieces: Sequence[tuple[int, Piece]], begin: int, end: int, sentence: int | None
) -> Iterator[Run]:
    first = bisect_left(pieces, begin, key=lambda pair: pair[0])
    last = bisect_left(pieces, end, key=lambda pair: pair[0])
    chosen = tuple(piece for _, piece in pieces[first:last])
    if chosen:
        yield Run(chosen, sentence)


def _pieces(
    text: str, block: Span, marks: Sequence[Mark], sentences: Iterable[Span]
) -> Iterator[tuple[int, Piece]]:
    """Cut a block wherever a mark or a sentence begins or ends, sweeping over its characters."""
    starting: defaultdict[int, list[Mark]] = defaultdict(list)
    cuts = {block.start, block.end}
    for mark in marks:
        starting[max(mark.span.start, block.start)].append(mark)
    for span in (*(mark.span for mark in marks), *sentences):
        cuts |= {min(max(edge, block.start), block.end) for edge in (span.start, span.end)}
    active: list[Mark] = []
    edges = sorted(cuts)
    for begin, end in pairwise(edges):
        active = [mark for mark in active if mark.span.end > begin] + starting[begin]
        active.sort(key=lambda mark: ORDER.index(mark.kind))
        yield (
            begin,
            Piece(
                text[begin:end],
                tuple(dict.fromkeys(mark.kind for mark in active)),
                next((mark.card for mark in active if mark.card), None),
                begin if starting[begin] else None,
            ),
        )
