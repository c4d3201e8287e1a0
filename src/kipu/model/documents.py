"""The source text and where it came from."""

from bisect import bisect_right
from typing import Literal

import msgspec

from kipu.model.spans import Evidence, Problem, Span
from kipu.model.times import Interval

BlockKind = Literal[
    "headline", "byline", "dateline", "caption", "heading", "paragraph", "table", "footnote",
    "residue",
]  # fmt: skip
NARRATIVE: frozenset[BlockKind] = frozenset(
    ("headline", "caption", "heading", "paragraph", "table", "footnote")
)
"""Kinds of block that tell something; the others are kept in the text but not read for events."""

Basis = Literal["stated", "metadata", "inferred", "unknown"]


class Block(msgspec.Struct, frozen=True):
    """A stretch of a document's text with one function on the page.

    Blocks are in the order of the text and do not overlap. ``residue`` is what a page leaves
    behind ("Share", "Loading"), or repeats at its head and foot; a ``dateline`` is a stretch of its
    own before its paragraph; a ``table`` is one row, its cells parted by tabs.
    """

    kind: BlockKind
    span: Span


class PageStart(msgspec.Struct, frozen=True, order=True):
    """Where in a text a page begins: the position of its first character, and its number from 1."""

    start: int
    number: int


class CreationTime(msgspec.Struct, frozen=True):
    """A document's own date (the DCT of TimeML) and why it is believed.

    ``interval`` is ``None`` exactly where ``basis`` is ``"unknown"``. ``metadata`` names the field
    that gave the date where no character of the text does ("article:published_time"). ``weights``
    are the bits by which each piece of evidence speaks for an inferred date, none for others.

    ``confidence`` is the share of dates with this basis that held the true day, to within a day,
    where that was measured. ``likely`` and ``within`` are the days between which the true one lies
    in half and in nine of ten cases; they may be known where the date is not.
    """

    interval: Interval | None = None
    basis: Basis = "unknown"
    evidence: tuple[Evidence, ...] = ()
    metadata: str | None = None
    weights: tuple[float, ...] = ()
    confidence: float | None = None
    likely: Interval | None = None
    within: Interval | None = None

    def __post_init__(self) -> None:
        if (self.interval is None) != (self.basis == "unknown"):
            raise ValueError("a creation time has an interval exactly if its basis is known")


class Document(msgspec.Struct, frozen=True):
    """A source text with what its file says about it.

    ``id`` is made from ``sha256``, the hash of the bytes as received. ``text`` begins with the
    headline and never changes; all spans count its code points. ``published`` is what the file's
    metadata states; a date that stands in the text or follows from it is found by reading.
    ``uri`` is where the bytes came from: a path relative to what was added, or an address.
    ``retrieved`` is an ISO 8601 date-time. ``language`` is a BCP 47 code, ``None`` if undecided.
    ``extractor`` is what made the text of the bytes, with its version ("trafilatura 2.1.0").
    ``url`` is the address of the article as it states it itself or as it was fetched from;
    ``part_of`` the ``uri`` of the mailbox, archive or mail that the bytes were a part of.
    ``pages`` are in order of the text; a paragraph may begin on one page and end on the next.
    """

    id: str
    sha256: str
    uri: str
    media_type: str
    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    language: str | None = None
    published: CreationTime = CreationTime()
    retrieved: str | None = None
    problems: tuple[Problem, ...] = ()
    extractor: str | None = None
    url: str | None = None
    part_of: str | None = None
    pages: tuple[PageStart, ...] = ()

    def page_of(self, span: Span) -> int | None:
        """Give the number of the page that a span begins on, ``None`` if the text has no pages."""
        before = bisect_right(self.pages, span.start, key=lambda page: page.start)
        return self.pages[before - 1].number if before else None

    def quote(self, span: Span) -> str:
        """Give the characters of a span.

        Raises:
            ValueError: The span is one of another document, or lies outside of the text.
        """
        if span.doc_id != self.id or span.end > len(self.text):
            raise ValueError(f"{span} is no stretch of document {self.id}")
        return self.text[span.start : span.end]

    def span(self, start: int, end: int) -> Span:
        """Make a span of this document."""
        return Span(self.id, start, end)

    def evidence(self, span: Span, rule: str) -> Evidence:
        """Make evidence of a span of this document."""
        return Evidence(span, self.quote(span), rule)
