"""Cluster by evidence: the strongest pair first, until nothing speaks for one more.

The result depends on the values compared alone, never on the order in which they come: ties are
broken by key, and keys are content ids.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

P = TypeVar("P")
NEVER = float("-inf")
"""The weight of two things that cannot be one."""


def _always(*_: object) -> bool:
    return True


def cluster(
    profiles: Mapping[str, P],
    pairs: Iterable[tuple[str, str]],
    *,
    weigh: Callable[[P, P], float],
    merge: Callable[[P, P], P],
    clear: Callable[[str, str, Mapping[str, P], Mapping[str, Iterable[str]]], bool] = _always,
) -> dict[str, tuple[str, ...]]:
    """Merge what has most evidence for being one, as long as its weight is above zero.

    ``profiles`` are what is compared, by key; ``pairs`` the keys worth comparing. Two clusters
    are weighed by their merged profiles, so what one member tells bears on all. ``clear`` may
    forbid to merge two, by their keys; it is given what there is, and what was worth comparing.

    Returns:
        The members of each cluster, sorted, under the least of them.
    """
    live = dict(profiles)
    members: dict[str, tuple[str, ...]] = {key: (key,) for key in live}
    near = _neighbours(pairs)
    heap: list[tuple[float, str, str, int, int]] = []
    version = dict.fromkeys(live, 0)
    refused: defaultdict[str, set[str]] = defaultdict(set)

    def push(one: str, other: str) -> None:
        one, other = min(one, other), max(one, other)
        weight = round(weigh(live[one], live[other]), 6)
        if weight > 0:
            heapq.heappush(heap, (-weight, one, other, version[one], version[other]))

    for one, other in [(a, b) for a, others in near.items() for b in others if a < b]:
        push(one, other)
    while heap:
        _, one, other, first, second = heapq.heappop(heap)
        if version.get(one) != first or version.get(other) != second:
            continue
        if not clear(one, other, live, near):
            refused[one].add(other)
            refused[other].add(one)
            continue
        live[one] = merge(live[one], live.pop(other))
        members[one] = tuple(sorted((*members[one], *members.pop(other))))
        version[one] += 1
        del version[other]
        _join_neighbours(near, one, other)
        for neighbour in near[one]:
            push(one, neighbour)
        for pair in _refused_beside(near[one], refused, live):
            push(*pair)
    return members


def _refused_beside(
    neighbours: Iterable[str], refused: dict[str, set[str]], live: Mapping[str, P]
) -> Iterator[tuple[str, str]]:
    """Give again what was refused for a neighbour: what stood in its way may do so no more."""
    for one in neighbours:
        for other in refused.pop(one, set()) & live.keys():
            yield one, other


def _neighbours(pairs: Iterable[tuple[str, str]]) -> defaultdict[str, set[str]]:
    near: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        if one != other:
            near[one].add(other)
            near[other].add(one)
    return near


def _join_neighbours(near: defaultdict[str, set[str]], one: str, other: str) -> None:
    """Give the neighbours of the second to the first."""
    near[one] |= near.pop(other)
    near[one] -= {one, other}
    for neighbour in near[one]:
        near[neighbour].discard(other)
        near[neighbour].add(one)
