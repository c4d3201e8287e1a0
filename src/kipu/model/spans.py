"""Stretches of a document's text, and the evidence made of them."""

import msgspec


class Span(msgspec.Struct, frozen=True, order=True, gc=False):
    """A stretch of one document's text.

    ``start`` and ``end`` count Unicode code points of ``Document.text``; ``start`` is the first
    character, ``end`` the one after the last.

    >>> Span("d1", 8, 12).length
    4
    """

    doc_id: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"span {self.start}:{self.end} of {self.doc_id} is empty or reversed")

    @property
    def length(self) -> int:
        """Number of code points."""
        return self.end - self.start

    def holds(self, other: "Span") -> bool:
        """Whether every character of the other span is in this one."""
        return self.doc_id == other.doc_id and self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two spans share a character."""
        return self.doc_id == other.doc_id and self.start < other.end and other.start < self.end

    def to(self, other: "Span") -> "Span":
        """Give the span from the beginning of the first to the end of the last of the two."""
        if self.doc_id != other.doc_id:
            raise ValueError(f"no span from document {self.doc_id} to document {other.doc_id}")
        return Span(self.doc_id, min(self.start, other.start), max(self.end, other.end))


class Evidence(msgspec.Struct, frozen=True, order=True):
    """Characters that show a value, and what made the value of them.

    ``rule`` names a rule of ``lang/`` (``"en/times/month-year"``) or a function of a stage.
    """

    span: Span
    quote: str
    rule: str


class Problem(msgspec.Struct, frozen=True, order=True):
    """Something in a document that could not be read; shown to the user, never raised.

    ``code`` is a stable identifier such as ``"text-truncated"``.
    """

    code: str
    message: str
    span: Span | None = None
