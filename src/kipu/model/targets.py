"""Addresses by content: words of a document with what stands around them.

An address leads to one exact place in a text or to none. Where a text was extracted anew and
differs, words elsewhere that look alike are never taken for those that were judged: the context of
a quote reaches over its paragraph into both neighbours, or to the end of the text, which is marked;
it is longer where that is not enough to find the quote once.
"""

from collections.abc import Hashable

from kipu.model.documents import Document
from kipu.model.judgements import Judgement, Target
from kipu.model.spans import Span

BEYOND = 32
"""Characters of context beyond the ends of the paragraph."""
START, END = "\x02", "\x03"
"""Marks of the start and the end of a text, in a context that reaches so far."""
LONGEST = 1000
"""Characters of context on one side, unless more are needed to find the quote once."""


def address(
    doc: Document, span: Span, role: str, *, type: str | None = None, rank: int | None = None
) -> Target:
    """Address a stretch of a document so that it is found again in the same surroundings only."""
    text, start, end = _marked(doc.text), span.start + 1, span.end + 1
    first = max(text.rfind("\n", 0, start) - BEYOND, start - LONGEST, 0)
    newline = text.find("\n", end)
    last = min((len(text) if newline < 0 else newline + 1) + BEYOND, end + LONGEST, len(text))
    while _is_repeated(text, text[first:last]):
        reach = last - first
        first, last = max(first - reach, 0), min(last + reach, len(text))
    return Target(
        doc.sha256, text[start:end], text[first:start], text[end:last], role, type=type, rank=rank
    )


def _marked(text: str) -> str:
    return f"{START}{text}{END}"


def address_document(doc: Document) -> Target:
    """Address a whole document."""
    return Target(doc.sha256, "", "", "", "document")


def find_quote(text: str, target: Target) -> tuple[int, int] | None:
    """Give where the words of a target stand in a text; ``None`` if nowhere or more than once."""
    whole, marked = target.prefix + target.exact + target.suffix, _marked(text)
    found = marked.find(whole) if target.exact else -1
    if found < 0 or marked.find(whole, found + 1) >= 0:
        return None
    start = found + len(target.prefix) - 1
    return start, start + len(target.exact)


def _is_repeated(text: str, words: str) -> bool:
    first = text.find(words)
    return text.find(words, first + 1) >= 0


def slot_of(judgement: Judgement) -> Hashable:
    """Give what a judgement answers: a later one on the same takes its place.

    Two parties may dispute one event, and it may have many tags and notes.
    """
    target = judgement.target
    kind = judgement.kind
    pair: Hashable = target
    if kind in ("same", "copy") and target.other is not None:
        pair = frozenset((_alone(target), _alone(target.other)))
    many = {"note": judgement.id, "disputed": judgement.value, "tag": judgement.value}
    return kind, pair, judgement.attribute, many.get(kind)


def _alone(target: Target) -> Hashable:
    return (target.document, target.exact, target.prefix, target.suffix, target.role, target.rank)
