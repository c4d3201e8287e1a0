"""Lines of a page that are about its text, told by its markup and by what its head states.

No words of any language are needed: a line under a headline that holds the day of publication, or
the name of the author and little beside it, says when and by whom the text was written.
"""

import re
from collections.abc import Sequence
from datetime import date

from kipu.documents.page_lines import PageLine, name_parts
from kipu.model.documents import BlockKind

LONGEST_STAMP = 16
"""Words of a line that gives a date or a time beside a headline."""
LONGEST_CREDIT = 10
MOST_BESIDE = 4
"""Words that may stand beside the names of the authors: "By", "of The Harbour Times"."""
PARAGRAPH = 20
"""Blanks in a line with which the text has begun for sure."""
LONGEST_NAMES = 80
"""Words of a line in which names of authors are looked for at all."""

_STAMPS = frozenset((
    "date", "dates", "datetime", "dateline", "pubdate", "published", "publishdate", "timestamp",
    "time", "posted", "updated",
))  # fmt: skip
"""Parts of the class names that dates of publication bear."""
_NUMBER = re.compile(r"\d+")
_CLOCK = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3])[:.h][0-5]\d(?!\d)")
_MINUTES = re.compile(r"\d{1,2}.?min\w*|min\w*.{1,3}\d{1,2}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…:;]['’\"”»)]*$")
_PARTS = re.compile(r"\s*[,;/&]\s*|\s+(?:and|und|y|e|et|och|og)\s+")


def stated_names(author: str | None) -> tuple[str, ...]:
    """Give the names of authors that are written as one, if they have at least two words.

    >>> stated_names("Ann Bell and Rui Cardo, Staff")
    ('Ann Bell', 'Rui Cardo')
    """
    return tuple(name for name in _PARTS.split(author or "") if " " in name)


def is_stamp(line: PageLine, day: date | None) -> bool:
    """Whether a short line tells the day of publication, or is marked as telling a time."""
    if line.text.count(" ") >= LONGEST_STAMP or _SENTENCE_END.search(line.text):
        return False
    numbers = {int(number) for number in _NUMBER.findall(line.text) if len(number) <= 4}
    if day and {day.day, day.year} <= numbers:
        return True
    marked = not _STAMPS.isdisjoint(name_parts(line.names))
    return bool(numbers) and marked and line.text.count(" ") < LONGEST_CREDIT


def is_clock(line: PageLine) -> bool:
    """Whether a short line tells a time of day, or how many minutes a text takes to read."""
    short = line.text.count(" ") < LONGEST_CREDIT and not line.level
    clocked = _CLOCK.search(line.text) or _MINUTES.search(line.text)
    return bool(short and clocked and not line.text.endswith(("?", "!", ".")))


def is_credit(line: PageLine, authors: Sequence[str]) -> bool:
    """Whether a line names authors of the text and little else, or is marked as their address."""
    if line.text.count(" ") >= LONGEST_NAMES or line.text.endswith(("?", "!")):
        return False
    rest = line.text
    for name in authors:
        rest = rest.replace(name, " ")
    named = rest != line.text and len(rest.split()) <= MOST_BESIDE
    return named or (line.tag == "address" and line.text.count(" ") < LONGEST_CREDIT)


def is_biography(line: PageLine, before: Sequence[PageLine], authors: Sequence[str]) -> bool:
    """Whether a line begins with an author who was not spoken of in the text before."""
    name = next((name for name in authors if line.text.startswith(name)), None)
    if name is None:
        return False
    return not any(name in other.text for other in before if not is_credit(other, authors))


def credit_kinds(
    lines: Sequence[PageLine], day: date | None, authors: Sequence[str]
) -> tuple[BlockKind | None, ...]:
    """Give the kinds of the lines that are about the text, ``None`` for all others."""
    texts = [place for place, line in enumerate(lines) if line.text.count(" ") >= PARAGRAPH]
    first = texts[0] if texts else len(lines)
    kinds: list[BlockKind | None] = []
    for place, line in enumerate(lines):
        if is_credit(line, authors) or (
            place > first and is_biography(line, lines[:place], authors)
        ):
            kinds.append("byline")
        elif place < first and (is_stamp(line, day) or is_clock(line)):
            kinds.append("dateline")
        else:
            kinds.append(None)
    return tuple(kinds)
