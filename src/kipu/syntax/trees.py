"""Making a tree of the scores of heads."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Table = NDArray[np.float64]
Places = NDArray[np.intp]


def is_tree(heads: Sequence[int]) -> bool:
    """Whether heads make a tree with one root; 0 is the root, words count from 1.

    >>> is_tree([2, 0, 2]), is_tree([2, 1, 0]), is_tree([0, 0])
    (True, False, False)
    """
    if sum(head == 0 for head in heads) != 1:
        return False
    reaches = [True] + [False] * len(heads)
    for word in range(1, len(heads) + 1):
        path = []
        while not reaches[word]:
            if word in path:
                return False
            path.append(word)
            word = heads[word - 1]
        for passed in path:
            reaches[passed] = True
    return True


def is_projective(heads: Sequence[int]) -> bool:
    """Whether no two arcs of a tree cross; that of the root comes from before the first word.

    >>> is_projective([2, 0, 2]), is_projective([3, 4, 0, 3])
    (True, False)
    """
    ends = sorted((min(word, head), -max(word, head)) for word, head in enumerate(heads, 1))
    open_ends: list[int] = []
    for begin, end in ends:
        while open_ends and open_ends[-1] <= begin:
            open_ends.pop()
        if open_ends and open_ends[-1] < -end:
            return False
        open_ends.append(-end)
    return True


class _Chart(NamedTuple):
    """For every stretch of words, first and last: the best tree over it, by where its head stands.

    ``left``: all of it below its last word; ``right``: below its first. ``split`` is where the two
    halves below an arc between the ends meet, ``in_left`` and ``in_right`` where a whole begins
    or ends that hangs on such an arc.
    """

    left: Table
    right: Table
    split: Places
    in_left: Places
    in_right: Places


def best_tree(scores: Scores) -> list[int]:
    """Give the heads of the best tree with one root in which no arcs cross.

    Args:
        scores: ``[n, n + 1]``, how well each word fits under each head, column 0 being the root.

    Source: Eisner 1996, all stretches of one width at a time.
    """
    chart = _fill_chart(scores)
    rooted = chart.left[0] + chart.right[:, -1] + scores[:, 0]
    root = int(rooted.argmax())
    heads = [0] * len(scores)
    _follow(chart, heads, [("left", 0, root), ("right", root, len(scores) - 1)])
    return heads


def _fill_chart(scores: Scores) -> _Chart:
    n = len(scores)
    above = scores[:, 1:].astype(np.float64)
    left, right, arc_left, arc_right = np.zeros((4, n, n))
    split, in_left, in_right = np.zeros((3, n, n), np.intp)
    for width in range(1, n):
        number = np.arange(n - width)
        first, last = number[:, None], number[:, None] + width
        inner = first + np.arange(width)
        at, value = _best(right[first, inner] + left[inner + 1, last])
        split[number, number + width] = number + at
        arc_left[number, number + width] = value + above[number, number + width]
        arc_right[number, number + width] = value + above[number + width, number]
        at, value = _best(left[first, inner] + arc_left[inner, last])
        in_left[number, number + width] = number + at
        left[number, number + width] = value
        at, value = _best(arc_right[first, inner + 1] + right[inner + 1, last])
        in_right[number, number + width] = number + at + 1
        right[number, number + width] = value
    return _Chart(left, right, split, in_left, in_right)


def _best(choices: Table) -> tuple[Places, Table]:
    """Give the place and the value of the greatest number of each row."""
    at: Places = choices.argmax(axis=1)
    return at, choices[np.arange(len(choices)), at]


def _follow(chart: _Chart, heads: list[int], open_parts: list[tuple[str, int, int]]) -> None:
    """Write down the heads that the chart's best trees over some stretches have."""
    while open_parts:
        side, first, last = open_parts.pop()
        if first == last:
            continue
        if side == "left":
            begin = int(chart.in_left[first, last])
            heads[begin] = last + 1
            open_parts.append(("left", first, begin))
            arc = begin, last
        else:
            end = int(chart.in_right[first, last])
            heads[end] = first + 1
            open_parts.append(("right", end, last))
            arc = first, end
        split = int(chart.split[arc])
        open_parts += [("right", arc[0], split), ("left", split + 1, arc[1])]
