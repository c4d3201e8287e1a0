"""The order in which the words of a printed page are read: columns found by the gaps between them.

PDF keeps words in the order in which they were drawn, which need not be that of reading: a table
program draws two columns row by row.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from operator import attrgetter
from statistics import median

import msgspec

GAP = 0.8
"""Width of a gap between columns, in heights of a line; gaps between words have 0.2 to 0.6."""
FEWEST_LINES, FEWEST_OTHER = 4, 3
"""Lines on the longer and on the shorter side of a gutter."""
PROSE = 2.2
"""Mean number of words in a line of a column; cells of a table have fewer, and are read by rows."""
BIN = 4
"""Points within which gaps of different lines count as the same gutter."""
DEEPEST = 12
MOST_PLACES = 6
FEWEST_WORDS, MOST_WORDS = 12, 10_000
"""Words of a page in which columns are looked for; a page of a newspaper has 6,000."""

_LEFT, _MIDDLE, _HEIGHT = attrgetter("left"), attrgetter("middle"), attrgetter("height")


class Word(msgspec.Struct, frozen=True, gc=False):
    """A word on a page, in points from its lower left corner; ``middle`` is where it is centred."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    middle: float
    height: float


class Line(msgspec.Struct, frozen=True, gc=False):
    """Words side by side, in order; height and middle are those of the word of median height."""

    words: tuple[Word, ...]
    left: float
    right: float
    height: float
    middle: float

    @property
    def text(self) -> str:
        """Its words with blanks between."""
        return " ".join(word.text for word in self.words)


class _Gutter(msgspec.Struct, frozen=True):
    """A gap between columns: where it is, how far it reaches up and down, words beside it."""

    place: float
    bottom: float
    top: float
    words: int


def read_order(words: Sequence[Word], depth: int = 0) -> list[list[Line]]:
    """Give the blocks of a page in the order of reading, each as lines from top to bottom."""
    gutter = _best_gutter(words) if _may_have_columns(words, depth) else None
    if gutter is None:
        lines = split_lines(words)
        return [lines] if lines else []
    above = [word for word in words if word.middle > gutter.top]
    below = [word for word in words if word.middle < gutter.bottom]
    beside = [word for word in words if gutter.bottom <= word.middle <= gutter.top]
    left = [word for word in beside if word.right <= gutter.place]
    right = [word for word in beside if word.right > gutter.place]
    parts = (above, left, right, below)
    return [block for part in parts for block in read_order(part, depth + 1)]


def _may_have_columns(words: Sequence[Word], depth: int) -> bool:
    return FEWEST_WORDS <= len(words) <= MOST_WORDS and depth < DEEPEST


def split_lines(words: Sequence[Word]) -> list[Line]:
    """Put words at the same height on one line, from top to bottom, each from left to right."""
    return [_line(line) for line in _stacked(words)]


def _line(words: list[Word]) -> Line:
    ordered = tuple(sorted(words, key=_LEFT))
    usual = sorted(words, key=_HEIGHT)[len(words) // 2]
    right = max(word.right for word in words)
    return Line(ordered, ordered[0].left, right, _HEIGHT(usual), usual.middle)


def _stacked(words: Sequence[Word]) -> list[list[Word]]:
    lines: list[list[Word]] = []
    middle = reach = 0.0
    for word in sorted(words, key=_MIDDLE, reverse=True):
        height = word.height
        if lines and middle - word.middle < 0.5 * min(height, reach):
            lines[-1].append(word)
        else:
            middle, reach = word.middle, height
            lines.append([word])
    return lines


def _best_gutter(words: Sequence[Word]) -> _Gutter | None:
    height = median(map(_HEIGHT, words))
    gutters = [
        gutter
        for place in _gap_places(words, GAP * height)
        for gutter in _gutters(words, place, GAP * height)
    ]
    return max(gutters, key=lambda gutter: gutter.words, default=None)


def _gap_places(words: Sequence[Word], least: float) -> list[float]:
    """Give the places where several lines have a wide gap."""
    places = Counter[int]()
    for line in split_lines(words):
        reach = line.words[0].right
        for word in line.words[1:]:
            if word.left - reach >= least:
                places[int((word.left + reach) / 2 / BIN)] += 1
            reach = max(reach, word.right)
    near = {place: count + places[place + 1] for place, count in places.items()}
    often = sorted(near, key=lambda place: -near[place])[:MOST_PLACES]
    return [(place + 1) * BIN for place in often if near[place] >= FEWEST_OTHER]


def _gutters(words: Sequence[Word], place: float, least: float) -> Iterator[_Gutter]:
    """Give the stretches of a place over which no word lies, with columns of prose beside them."""
    across = sorted(
        ((word.bottom, word.top) for word in words if word.left < place < word.right), reverse=True
    )
    top = max(word.top for word in words)
    lowest = min(word.bottom for word in words)
    for bottom, next_top in [*((high, low) for low, high in across), (lowest, lowest)]:
        if top - bottom > 0:
            gutter = _gutter(words, place, (bottom, top), least)
            if gutter:
                yield gutter
        top = min(top, next_top)


def _gutter(
    words: Sequence[Word], place: float, reach: tuple[float, float], least: float
) -> _Gutter | None:
    bottom, top = reach
    inside = [word for word in words if bottom <= word.middle <= top]
    left = [word for word in inside if word.right <= place]
    right = [word for word in inside if word.left >= place]
    if len(left) < FEWEST_WORDS / 2 or len(right) < FEWEST_WORDS / 2:
        return None
    if min(word.left for word in right) - max(word.right for word in left) < least / 2:
        return None
    counts = len(_stacked(left)), len(_stacked(right))
    enough = max(counts) >= FEWEST_LINES and min(counts) >= FEWEST_OTHER
    prose = len(left) / counts[0] >= PROSE and len(right) / counts[1] >= PROSE
    return _Gutter(place, bottom, top, len(inside)) if enough and prose else None
