"""A document's date where its text states it: date lines, datelines, the address."""

import re
from collections.abc import Sequence
from datetime import date

from kipu.model import edtf
from kipu.model.documents import Block, CreationTime, Document
from kipu.model.expressions import Calendar, TimeExpression
from kipu.model.times import Interval
from kipu.reading.times.evaluate import in_year

_ADDRESS_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/_])(\d\d?)\2(\d\d?)(?!\d)")
_BLOCKS_AT_TOP = 8
"""A date line stands above the text; further down, a date is part of the story."""
_LONGEST_LINE = 90


def read_stated(doc: Document, expressions: Sequence[TimeExpression]) -> CreationTime | None:
    """Give the date that stands above the text, or in the address; ``None`` if there is none.

    The paper's own date line goes before an agency's dateline, which may be a day older; a day
    goes before a month.
    """
    lines = [e for e in expressions if _is_date_line(doc, e)]
    found = sorted(lines, key=lambda e: (_grain_rank(e), _is_agency(doc, e), e.span))
    for expression in found:
        interval = full_date(expression)
        if interval is not None:
            rule = "dating/dateline" if _is_agency(doc, expression) else "dating/date-line"
            return CreationTime(interval, "stated", (doc.evidence(expression.span, rule),))
    return _from_address(doc)


def full_date(expression: TimeExpression) -> Interval | None:
    """Give the day or month of an expression that names its year."""
    calendar = expression.expression
    if not isinstance(calendar, Calendar) or calendar.year is None or calendar.month is None:
        return None
    return in_year(calendar, calendar.year)


def _grain_rank(expression: TimeExpression) -> int:
    interval = full_date(expression)
    return 0 if interval is not None and interval.grain == "day" else 1


def _is_date_line(doc: Document, expression: TimeExpression) -> bool:
    """Whether an expression stands in a line of its own above the text."""
    block = doc.blocks[expression.block]
    if full_date(expression) is None or expression.block >= _BLOCKS_AT_TOP:
        return False
    if block.kind in ("dateline", "byline"):
        return True
    return block.kind == "paragraph" and _is_short_line(doc, block)


def _is_short_line(doc: Document, block: Block) -> bool:
    text = doc.quote(block.span)
    return len(text) <= _LONGEST_LINE and "\n" not in text and not text.rstrip().endswith(".")


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
