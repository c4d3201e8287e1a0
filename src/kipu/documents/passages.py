"""The pieces of a text that its layout sets apart: lines, or paragraphs wrapped over lines."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from kipu.model.documents import BlockKind

NARROW, WIDE = 40, 130
"""A text whose longest line is between these may be wrapped; below are lists, above whole
paragraphs."""
FULL = 0.6
"""Share of joints between lines that must be full for a text to count as wrapped; poems and lists
of names stay below a third."""

_BREAK = re.compile(r"[\n\x0b\x0c\x85\u2028\u2029]")
_LINE = re.compile(r"[^\n\x0b\x0c\x85\u2028\u2029]+")
_LIST_MARK = re.compile(r"(?:[-–—•*·‣▪●○>]|\(?[a-z0-9]{1,3}[.)])\s")


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
    indented: bool

    @property
    def length(self) -> int:
        return self.end - self.start


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
    return _Line(start, start + len(words), indent > 0)


def _apart(text: str, line: _Line, start: int) -> bool:
    """Whether a blank line stands between a line and the next."""
    return len(_BREAK.findall(text, line.end, start)) > 1


def _width(text: str, stanzas: Sequence[Sequence[_Line]]) -> int | None:
    """The width that a text is wrapped to; ``None`` if it is not."""
    longest = max((line.length for stanza in stanzas for line in stanza), default=0)
    joints = [pair for stanza in stanzas for pair in pairwise(stanza)]
    if not joints or not NARROW <= longest <= WIDE:
        return None
    full = sum(_is_full(text, line, after, longest) for line, after in joints)
    return longest if full >= FULL * len(joints) else None


def _is_full(text: str, line: _Line, after: _Line, width: int) -> bool:
    """Whether the next line's first word would not have fitted on this one.

    A few columns are left over, since typists and programs count the margin differently.
    """
    first_word = text[after.start : after.end].split(maxsplit=1)[0]
    return line.length + 1 + len(first_word) > width - 4


def _joined(text: str, stanza: Sequence[_Line], width: int | None) -> Iterator[tuple[_Line, _Line]]:
    """Give the first and the last line of each passage of a stanza."""
    first = stanza[0]
    for line, after in pairwise(stanza):
        if width is None or not _continues(text, line, after, width):
            yield first, line
            first = after
    yield first, stanza[-1]


def _continues(text: str, line: _Line, after: _Line, width: int) -> bool:
    starts_anew = bool(_LIST_MARK.match(text, after.start)) or (
        after.indented and not line.indented
    )
    return not starts_anew and _is_full(text, line, after, width)
