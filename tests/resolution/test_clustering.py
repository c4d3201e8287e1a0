"""Clusters grow by the strongest pair; what is refused comes up again when its doubt is gone."""

from collections.abc import Iterable, Mapping
from itertools import combinations

import pytest

from kipu.resolution.clustering import NEVER, cluster

Group = frozenset[str]


def _cluster(weights: Mapping[str, float]) -> list[tuple[str, ...]]:
    """Cluster letters by a table of weights; "a" joins nobody while a rival is near."""
    table = {frozenset(pair): weight for pair, weight in weights.items()}
    letters = {letter: frozenset(letter) for pair in weights for letter in pair}

    def weigh(one: Group, other: Group) -> float:
        found = [table.get(frozenset((a, b)), 0.0) for a in one for b in other]
        return NEVER if min(found) < -5 else max(found)

    def clear(
        one: str, other: str, live: Mapping[str, Group], near: Mapping[str, Iterable[str]]
    ) -> bool:
        if one != "a":
            return True
        rivals = [key for key in near[one] if key != other]
        return all(
            weigh(live[one], live[key]) < weigh(live[one], live[other]) - 1 for key in rivals
        )

    found = cluster(
        letters, combinations(sorted(letters), 2), weigh=weigh, merge=Group.union, clear=clear
    )
    return sorted(found.values())


@pytest.mark.parametrize("other", [2.9, 3.1])
def test_what_was_refused_is_tried_again(other: float) -> None:
    """ "r" stands in the way of "a" and "c" until it is one with "x", which is not "a"."""
    weights = {"ac": 3.0, "ar": 2.5, "cr": -9.0, "rx": other, "ax": -9.0}
    assert _cluster(weights) == [("a", "c"), ("r", "x")]


def test_a_rival_that_stays_keeps_them_apart() -> None:
    """Where two fit nearly as well, neither is chosen."""
    assert _cluster({"ac": 3.0, "ar": 2.5, "cr": -9.0}) == [("a",), ("c",), ("r",)]
