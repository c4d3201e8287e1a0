"""Quotation marks and the ends of sentences in a stretch of text, by its signs alone."""

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate

import msgspec

_QUOTE = re.compile('["“”]')
_STEPS = {"“": 1, "”": -1}
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*\s+")


class Signs(msgspec.Struct, frozen=True):
    """The offsets, in order, of the signs that part a stretch which begins at ``start``.

    ``depths`` is how many quotations are open after each of ``curled``, the marks with two forms.
    """

    start: int
    straight: tuple[int, ...]
    curled: tuple[int, ...]
    depths: tuple[int, ...]
    sentence_ends: tuple[int, ...]

    def is_quoted(self, offset: int) -> bool:
        """Whether an offset stands between quotation marks."""
        if bisect_left(self.straight, offset) % 2 == 1:
            return True
        before = bisect_left(self.curled, offset)
        return before > 0 and self.depths[before - 1] > 0

    def sentence_start(self, offset: int) -> int:
        """Give where the sentence of an offset begins, for texts without a tree."""
        before = bisect_right(self.sentence_ends, offset)
        return self.sentence_ends[before - 1] if before else self.start


def read_signs(text: str, start: int, end: int) -> Signs:
    """Find the signs of a stretch once, however many times are looked for in it."""
    quotes = [match.start() for match in _QUOTE.finditer(text, start, end)]
    curled = tuple(offset for offset in quotes if text[offset] in _STEPS)
    return Signs(
        start=start,
        straight=tuple(offset for offset in quotes if text[offset] == '"'),
        curled=curled,
        depths=tuple(accumulate(_STEPS[text[offset]] for offset in curled)),
        sentence_ends=tuple(m.end() for m in _SENTENCE_END.finditer(text, start, end)),
    )
