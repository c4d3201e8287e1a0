"""Making a tree of the scores of heads."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


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


def best_tree(scores: Scores) -> list[int]:
    """Give the heads of the best tree with one root.

    Args:
        scores: ``[n, n + 1]``, how well each word fits under each head, column 0 being the root.

    Source: Chu and Liu 1965, Edmonds 1967; one root by comparing the trees of the best candidates.
    """
    n = len(scores)
    full = np.full((n + 1, n + 1), -np.inf)
    full[1:, :] = scores
    np.fill_diagonal(full, -np.inf)
    finite = full[np.isfinite(full)]
    spread = float(finite.max() - finite.min()) + 1.0 if finite.size else 1.0
    # A root arc that costs more than any tree can gain is used once only.
    full[1:, 0] -= spread * (n + 1)
    heads = _arborescence(full)
    return [int(head) for head in heads[1:]]


def _arborescence(scores: NDArray[np.float64]) -> NDArray[np.intp]:
    """Give the best head of every node below node 0 so that no cycle is left."""
    heads: NDArray[np.intp] = scores.argmax(axis=1)
    heads[0] = 0
    cycle = _find_cycle(heads)
    if cycle is None:
        return heads
    return _expand(scores, heads, cycle)


def _find_cycle(heads: NDArray[np.intp]) -> NDArray[np.intp] | None:
    colour = [0] * len(heads)
    colour[0] = -1
    for begin in range(1, len(heads)):
        node = begin
        while colour[node] == 0:
            colour[node] = begin
            node = int(heads[node])
        if colour[node] == begin:
            cycle = [node]
            while (node := int(heads[node])) != cycle[0]:
                cycle.append(node)
            return np.array(cycle)
    return None


def _expand(
    scores: NDArray[np.float64], heads: NDArray[np.intp], cycle: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Solve the graph with the cycle drawn together to one node, then open the cycle again."""
    outside = np.ones(len(heads), dtype=bool)
    outside[cycle] = False
    kept = np.flatnonzero(outside)
    m = len(kept)
    gain = scores[cycle] - scores[cycle, heads[cycle]][:, None]
    small = np.full((m + 1, m + 1), -np.inf)
    rows = scores[kept]
    into_cycle = rows[:, cycle]
    small[:m, :m] = rows[:, kept]
    small[:m, m] = into_cycle.max(axis=1)
    small[m, :m] = gain[:, kept].max(axis=0)
    below = _arborescence(small)
    result = heads.copy()
    leaving = cycle[into_cycle.argmax(axis=1)]
    for place, node in enumerate(kept):
        result[node] = leaving[place] if below[place] == m else kept[below[place]]
    entered = kept[below[m]]
    broken = cycle[gain[:, entered].argmax()]
    result[broken] = entered
    return result
