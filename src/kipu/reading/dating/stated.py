"""A document's date where its text states it: date lines, datelines, the address."""

import re
from collections.abc import Sequence
from datetime import date

from kipu.lang.times import TimeRules
from kipu.model import edtf
from kipu.model.documents import Block, CreationTime, Document
from kipu.model.expressions import Calendar, Clock, TimeExpression
from kipu.model.times import Interval
from kipu.reading.times.evaluate import in_year
from kipu.reading.times.read import read_residue

_ADDRESS_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/_])(\d\d?)\2(\d\d?)(?!\d)")
_BLOCKS_AT_TOP = 8
"""A date line stands above the text; further down, a date is part of the story."""
_BLOCKS_AT_END = 4
"""A decree ends in its date, and the names of those who signed it."""
_LONGEST_LINE = 90
_LISTED = 3
"""Entries that make a list of dates, of which none is the document's own."""
_PARTING, _GOING_ON = ",.;:·•|–—-([/", ",;·•|–—-"
"""Signs that part a date from what its line has before it, and after it."""
_SHORT_REST = 25
_RULED = ("|", "·", "•")
"""Signs that part the name of a paper from its date."""
_PLACE = re.compile(r"[^\W\d_][^\d.;:!?]{1,40},\s*")
_CLOSING = (".", ":", "-", "–", "—", "(")
"""What a paragraph that opens with a place has before the day, and after it."""
_LOOSE = ("paragraph", "heading", "residue")


def read_stated(
    doc: Document, expressions: Sequence[TimeExpression], rules: TimeRules
) -> CreationTime | None:
    """Give the date that stands above the text, or in the address; ``None`` if there is none.

    The paper's own date line goes before an agency's dateline, which may be a day older; a day
    goes before a month.
    """
    above = (*expressions, *read_residue(doc, rules))
    lines = [e for e in above if _is_date_line(doc, e, rules.context.date_labels)]
    loose = [e for e in lines if doc.blocks[e.block].kind in _LOOSE]
    listed = sum(expression.entry for expression in expressions) >= _LISTED
    if len(loose) > 1 or (listed and any(e.entry for e in loose)):  # a list of dated entries
        lines = [e for e in lines if e not in loose]
    for expression in sorted(lines, key=lambda e: (_grain_rank(e), _is_agency(doc, e), e.span)):
        interval = full_date(expression)
        if interval is not None:
            rule = "dating/dateline" if _is_agency(doc, expression) else "dating/date-line"
            return CreationTime(interval, "stated", (doc.evidence(expression.span, rule),))
    return _from_closing(doc, expressions, rules) or _from_address(doc)


def _from_closing(
    doc: Document, expressions: Sequence[TimeExpression], rules: TimeRules
) -> CreationTime | None:
    """Give the date that a decree ends in: "Given at Port Ellis, on 3 May 1998"."""
    for expression in reversed(expressions):
        block = doc.blocks[expression.block]
        if expression.block < len(doc.blocks) - _BLOCKS_AT_END:
            return None
        text = doc.quote(block.span).lower()
        interval = full_date(expression)
        if interval is not None and text.startswith(rules.context.closing_formulas):
            evidence = doc.evidence(expression.span, "dating/closing-line")
            return CreationTime(interval, "stated", (evidence,))
    return None


def full_date(expression: TimeExpression) -> Interval | None:
    """Give the day or month of an expression that names its year."""
    kind = expression.expression
    calendar = kind.day if isinstance(kind, Clock) else kind
    if not isinstance(calendar, Calendar) or calendar.year is None or calendar.month is None:
        return None
    return in_year(calendar, calendar.year)


def _grain_rank(expression: TimeExpression) -> int:
    interval = full_date(expression)
    return 0 if interval is not None and interval.grain == "day" else 1


def _is_date_line(doc: Document, expression: TimeExpression, labels: tuple[str, ...]) -> bool:
    """Whether an expression stands in a line of its own above the text, or in a dateline."""
    block = doc.blocks[expression.block]
    if full_date(expression) is None:
        return False
    if block.kind == "dateline":
        return True
    if expression.block >= _BLOCKS_AT_TOP or block.kind == "caption":
        return False
    if block.kind == "headline":
        return _is_masthead(doc, block, expression)
    if _opens_paragraph(doc, block, expression) or _is_labelled(doc, block, expression, labels):
        return True
    return block.kind == "byline" or _is_line_of_date(doc, block, expression)


def _is_labelled(
    doc: Document, block: Block, expression: TimeExpression, labels: tuple[str, ...]
) -> bool:
    """Whether a short line says what its date is of: "Judgment delivered on 28 June 2013"."""
    before = doc.text[block.span.start : expression.span.start].rstrip(" :").lower()
    after = doc.text[expression.span.end : block.span.end].strip()
    short = block.span.length <= _LONGEST_LINE and len(after) <= 1
    return short and before.endswith(labels)


def _is_masthead(doc: Document, block: Block, expression: TimeExpression) -> bool:
    """Whether a first line is the paper's name and its date ("El Faro | 3 de mayo de 2010")."""
    before = doc.text[block.span.start : expression.span.start].rstrip()
    return before[-1:] in _RULED and _is_line_of_date(doc, block, expression)


def _opens_paragraph(doc: Document, block: Block, expression: TimeExpression) -> bool:
    """Whether the first paragraph opens with a place and a day ("Lima, 3 May 2010. He died")."""
    first = next((b for b in doc.blocks if b.kind == "paragraph"), None)
    if block is not first or expression.relation is not None:
        return False
    before = doc.text[block.span.start : expression.span.start]
    after = doc.text[expression.span.end : block.span.end].lstrip()
    return bool(_PLACE.fullmatch(before)) and after[:1] in _CLOSING and bool(after)


def _is_line_of_date(doc: Document, block: Block, expression: TimeExpression) -> bool:
    """Whether a short line does no more than name its date, and where or in what it appears."""
    if block.span.length > _LONGEST_LINE or expression.relation is not None:
        return False
    before = doc.text[block.span.start : expression.span.start].rstrip()
    after = doc.text[expression.span.end : block.span.end].lstrip()
    parted = not before or before[-1] in _PARTING
    return parted and (len(after) <= 1 or (after[0] in _GOING_ON and len(after) <= _SHORT_REST))


def _is_agency(doc: Document, expression: TimeExpression) -> bool:
    """Whether a dateline opens the first paragraph, as agencies write it."""
    end = doc.blocks[expression.block].span.end
    following = doc.blocks[expression.block + 1 : expression.block + 2]
    return bool(following) and "\n" not in doc.text[end : following[0].span.start]


def _from_address(doc: Document) -> CreationTime | None:
    """Give the day that an address holds ("/2003/05/23/")."""
    for match in _ADDRESS_DAY.finditer(doc.uri):
        year, month, day = (int(match[n]) for n in (1, 3, 4))
        try:
            interval = edtf.of_day(date(year, month, day))
        except ValueError:
            continue
        return CreationTime(interval, "metadata", metadata="uri")
    return None
