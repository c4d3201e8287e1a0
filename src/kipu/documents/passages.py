"""The pieces of a text that its layout sets apart: lines, or paragraphs wrapped over lines."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from kipu.model.documents import BlockKind

NARROW, WIDE = 40, 130
"""A text whose longest line is between these may be wrapped; below are lists, above whole
paragraphs."""
FULL = 0.75
"""Share of the lines ending within a sentence that must be full for a text to count as wrapped;
poems, lists of names and lines under a headline stay below a third."""

RAGGED = 0.7
"""Share of the width below which a line ends its paragraph, whatever follows."""

_ENDS = frozenset('.!?…:;"”’»)')
_BREAK = re.compile(r"[\n\x0b\x0c\x85\u2028\u2029]")
_LINE = re.compile(r"[^\n\x0b\x0c\x85\u2028\u2029]+")
_LIST_MARK = re.compile(r"(?:[-–—•*·‣▪●○>]|\(?(?:\d{1,3}|[a-z])[.)])\s")


class Passage(msgspec.Struct, frozen=True):
    """A stretch of a text that stands apart, without the white space around it.

    ``words`` is its text with runs of white space made one space. ``hint`` is what the markup
    says it is, ``None`` for plain text.
    """

    start: int
    end: int
    words: str
    hint: BlockKind | None = None

    @property
    def count(self) -> int:
        """Number of words."""
        return self.words.count(" ") + 1


class _Line(msgspec.Struct, frozen=True):
    start: int
    end: int
    indent: int

    @property
    def reach(self) -> int:
        """The column that it ends in."""
        return self.indent + self.end - self.start


def split_passages(text: str) -> tuple[Passage, ...]:
    """Split a plain text at its newlines, but not where a paragraph is wrapped over lines."""
    stanzas = tuple(_stanzas(text))
    width = _width(text, stanzas)
    return tuple(
        _passage(text, first.start, last.end)
        for stanza in stanzas
        for first, last in _joined(text, stanza, width)
    )


def _passage(text: str, start: int, end: int) -> Passage:
    return Passage(start, end, " ".join(text[start:end].split()))


def _stanzas(text: str) -> Iterator[list[_Line]]:
    """Give the runs of lines between blank lines."""
    stanza: list[_Line] = []
    for match in _LINE.finditer(text):
        line = _stripped(match)
        if stanza and (line is None or _apart(text, stanza[-1], match.start())):
            yield stanza
            stanza = []
        if line:
            stanza.append(line)
    if stanza:
        yield stanza


def _stripped(match: re.Match[str]) -> _Line | None:
    words = match[0].strip()
    if not words:
        return None
    indent = len(match[0]) - len(match[0].lstrip())
    start = match.start() + indent
    return _Line(start, start + len(words), indent)


def _apart(text: str, line: _Line, start: int) -> bool:
    """Whether a blank line stands between a line and the next."""
    return len(_BREAK.findall(text, line.end, start)) > 1


def _width(text: str, stanzas: Sequence[Sequence[_Line]]) -> int | None:
    """The width that a text is wrapped to; ``None`` if it is not."""
    longest = max((line.reach for stanza in stanzas for line in stanza), default=0)
    if not NARROW <= longest <= WIDE:
        return None
    joints = [pair for stanza in stanzas for pair in pairwise(stanza)]
    within = [(line, after) for line, after in joints if text[line.end - 1] not in _ENDS]
    full = sum(_is_full(text, line, after, longest) for line, after in within)
    return longest if within and full >= FULL * len(within) else None


def _is_full(text: str, line: _Line, after: _Line, width: int) -> bool:
    """Whether the next line's first word would not have fitted on this one.

    Programs break a line only then, so this holds for all lines within their paragraphs.
    """
    first_word = text[after.start : after.end].split(maxsplit=1)[0]
    return line.reach + 1 + len(first_word) > width


def _joined(text: str, stanza: Sequence[_Line], width: int | None) -> Iterator[tuple[_Line, _Line]]:
    """Give the first and the last line of each passage of a stanza."""
    first = stanza[0]
    for line, after in pairwise(stanza):
        if width is None or not _continues(text, line, after, width):
            yield first, line
            first = after
    yield first, stanza[-1]


def _continues(text: str, line: _Line, after: _Line, width: int) -> bool:
    if after.indent and not line.indent:
        return False
    ended = text[line.end - 1] in _ENDS
    if ended and _LIST_MARK.match(text, after.start):
        return False
    if _is_full(text, line, after, width):
        return True
    # typists leave margins ragged, but do not end a paragraph within a sentence
    return not ended and line.reach > RAGGED * width and text[after.start].islower()
